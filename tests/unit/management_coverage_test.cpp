#include <trailaudit/analysis/trail_view.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using trailaudit::management_coverage;
using trailaudit::management_events;
using trailaudit::ternary;
using selectors = trailaudit::get_event_selectors_response;
using texts = trailaudit::list<std::string>;

// The six cells: read of kms, rdsdata, other; then write. `y`, `n` or `?`.
std::string cells(selectors const& given, std::optional<bool> custom = true) {
  std::string shown;
  auto const found = management_events(given, custom);
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    auto const each = found[cell];
    shown += each == ternary::yes ? 'y' : each == ternary::no ? 'n' : '?';
  }
  return shown;
}

selectors basic(std::string_view type, std::optional<bool> include, texts exclude) {
  selectors made;
  auto& each = made.event_selectors.emplace_back();
  each.read_write_type = type;
  each.include_management_events = include;
  each.exclude_management_event_sources = std::move(exclude);
  return made;
}

using equals = std::pair<std::string_view, texts>;

trailaudit::advanced_event_selector advanced(std::initializer_list<equals> fields) {
  trailaudit::advanced_event_selector made;
  for (auto const& [field, values] : fields) {
    auto& each = made.field_selectors.emplace_back();
    bool const negative = field.front() == '!';
    each.field = field.substr(negative ? 1 : 0);
    (negative ? each.not_equals : each.equals) = values;
  }
  return made;
}

std::string cells(std::initializer_list<trailaudit::advanced_event_selector> given) {
  selectors made;
  made.advanced_event_selectors = given;
  return cells(made);
}

equals const management{"eventCategory", {"Management"}};

TEST_CASE("basic selectors") {
  CHECK(cells(basic("All", true, {})) == "yyyyyy");
  CHECK(cells(basic("", std::nullopt, {})) == "yyyyyy"); // AWS's defaults
  CHECK(cells(basic("ReadOnly", true, {})) == "yyynnn");
  CHECK(cells(basic("WriteOnly", true, {})) == "nnnyyy");
  CHECK(cells(basic("All", false, {})) == "nnnnnn");
  CHECK(cells(basic("All", true, {"kms.amazonaws.com"})) == "nyynyy");
  CHECK(cells(basic("ReadOnly", true, {"kms.amazonaws.com", "rdsdata.amazonaws.com"})) == "nnynnn");
  CHECK(cells(basic("Everything", true, {})) == "??????");
  CHECK(cells(basic("Everything", true, {"kms.amazonaws.com"})) == "n??n??");
  CHECK(cells(basic("All", true, {"ec2.amazonaws.com"})) == "yy?yy?");
  CHECK(cells(basic("all", true, {})) == "??????"); // names have one spelling
}

TEST_CASE("advanced selectors") {
  CHECK(cells({advanced({management})}) == "yyyyyy");
  CHECK(cells({advanced({management, {"readOnly", {"true"}}})}) == "yyynnn");
  CHECK(cells({advanced({management, {"readOnly", {"false"}}})}) == "nnnyyy");
  CHECK(cells({advanced({management, {"readOnly", {"true", "false"}}})}) == "yyyyyy");
  CHECK(cells({advanced({management, {"!eventSource", {"kms.amazonaws.com"}}})}) == "nyynyy");
  CHECK(cells({advanced(
            {management, {"!eventSource", {"rdsdata.amazonaws.com"}}, {"readOnly", {"true"}}})}) ==
        "ynynnn");
  CHECK(cells({advanced({{"eventCategory", {"Data"}}})}) == "nnnnnn");
  CHECK(cells({advanced({{"eventCategory", {"Data", "Management"}}})}) == "yyyyyy");
}

TEST_CASE("what AWS does not let a trail have is unknown where it matters") {
  CHECK(cells({advanced({})}) == "??????");
  CHECK(cells({advanced({{"readOnly", {"true"}}})}) == "???nnn");
  CHECK(cells({advanced({management, {"eventName", {"DeleteTrail"}}})}) == "??????");
  CHECK(cells({advanced({management, {"eventSource", {"kms.amazonaws.com"}}})}) == "??????");
  CHECK(cells({advanced({management, {"!eventSource", {"ec2.amazonaws.com"}}})}) == "yy?yy?");
  CHECK(cells({advanced({management, {"readOnly", {"True"}}})}) == "??????");
  CHECK(cells({advanced({management, {"!readOnly", {"true"}}})}) == "??????");
  CHECK(cells({advanced({{"!eventCategory", {"Data"}}})}) == "??????");
  // A field that is named twice may mean both, either or the last.
  CHECK(cells({advanced({management, {"eventCategory", {"Data"}}})}) == "??????");
  CHECK(cells({advanced({management, management})}) == "??????");
  CHECK(cells({advanced({management, {"readOnly", {"true"}}, {"readOnly", {"false"}}})}) ==
        "??????");
  CHECK(cells({advanced({management,
                         {"readOnly", {"true"}},
                         {"!eventSource", {"kms.amazonaws.com"}},
                         {"!eventSource", {"rdsdata.amazonaws.com"}}})}) == "???nnn");
  auto with_unknown_key = advanced({management});
  with_unknown_key.unrecognized.push_back("Unless");
  CHECK(cells({with_unknown_key}) == "??????");
  auto with_unknown_operator = advanced({management});
  with_unknown_operator.field_selectors[0].unrecognized.push_back("Matches");
  CHECK(cells({with_unknown_operator}) == "??????");
  auto basic_with_unknown_key = basic("ReadOnly", true, {});
  basic_with_unknown_key.event_selectors[0].unrecognized.push_back("Unless");
  CHECK(cells(basic_with_unknown_key) == "???nnn");
}

TEST_CASE("selectors add up, and unknown ones take nothing away") {
  CHECK(cells({advanced({management, {"readOnly", {"true"}}}),
               advanced({management, {"readOnly", {"false"}}})}) == "yyyyyy");
  CHECK(cells({advanced({management, {"!eventSource", {"kms.amazonaws.com"}}}),
               advanced({management, {"!eventSource", {"rdsdata.amazonaws.com"}}})}) == "yyyyyy");
  CHECK(cells({advanced({management, {"readOnly", {"true"}}}),
               advanced({management, {"eventName", {"DeleteTrail"}}})}) == "yyy???");
  CHECK(cells({advanced({{"eventCategory", {"Data"}}, {"resources.type", {"AWS::S3::Object"}}}),
               advanced({management})}) == "yyyyyy");
}

TEST_CASE("no selectors at all mean AWS's default only where the trail says so") {
  CHECK(cells(selectors{}, false) == "yyyyyy");
  CHECK(cells(selectors{}, true) == "??????");
  CHECK(cells(selectors{}, std::nullopt) == "??????");
  CHECK(cells(basic("ReadOnly", true, {}), false) == "yyynnn"); // what stands there counts
}

TEST_CASE("both kinds at once is nothing that AWS answers") {
  auto both = basic("All", true, {});
  both.advanced_event_selectors.push_back(advanced({management}));
  CHECK(cells(both) == "??????");
}

TEST_CASE("a trail whose selectors are not known") {
  trailaudit::trail settings;
  trailaudit::trail_view about;
  CHECK(management_events(about).all() == ternary::unknown);
  about.settings.state = trailaudit::observation::present;
  about.settings.value = &settings;
  CHECK(management_events(about).all() == ternary::unknown);
  settings.has_custom_event_selectors = true;
  CHECK(management_events(about).all() == ternary::unknown);
  settings.has_custom_event_selectors = false;
  CHECK(management_events(about).all() == ternary::yes);
  about.selectors.state = trailaudit::observation::contradictory;
  CHECK(management_events(about).all() == ternary::unknown);
  auto const read_only = basic("ReadOnly", true, {});
  about.selectors.state = trailaudit::observation::present;
  about.selectors.value = &read_only;
  CHECK(management_events(about).all() == ternary::no);
}

TEST_CASE("the six cells as one answer") {
  management_coverage coverage;
  coverage = management_coverage::of(ternary::yes);
  CHECK(coverage.all() == ternary::yes);
  CHECK(coverage.first(ternary::no) == management_coverage::cell_count);
  CHECK(trailaudit::cell_name(management_coverage::cell_count).empty());
  coverage.set(4, ternary::unknown);
  CHECK(coverage.all() == ternary::unknown);
  coverage.set(5, ternary::no);
  CHECK(coverage.all() == ternary::no);
  CHECK(coverage.first(ternary::no) == 5);
  CHECK(trailaudit::cell_name(0) == "read management events of kms.amazonaws.com");
  CHECK(trailaudit::cell_name(5) == "write management events of other services");
}

TEST_CASE("an example of each cell, and no other") {
  constexpr std::array<std::string_view, 3> sources{"kms.amazonaws.com", "rdsdata.amazonaws.com",
                                                    "ec2.amazonaws.com"};
  auto const& examples = trailaudit::management_event_examples;
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    CAPTURE(cell);
    CHECK(examples[cell].source == sources[cell % 3]);
    CHECK(examples[cell].reads == (cell < 3));
  }
  for (auto const& each : examples) {
    std::string_view const name = each.name;
    std::string_view const kind = each.reads ? "(read)" : "(write)";
    CAPTURE(name);
    CHECK(each.text.find(each.source) != std::string_view::npos);
    CHECK(each.text.find(name) != std::string_view::npos);
    CHECK(each.text.find(kind) != std::string_view::npos);
    // AWS documents no event of the RDS Data API that reads.
    CHECK(name.empty() == (each.source == "rdsdata.amazonaws.com" && each.reads));
  }
}

} // namespace
