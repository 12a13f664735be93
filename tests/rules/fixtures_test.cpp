// Every fixture of the rules and of the peers' known defects: the findings must be all of them, and
// no others.

#include <trailaudit/trailaudit.hpp>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <support/files.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string text_of(json::value const& value) { return json::serialize(value); }

bool shows(trailaudit::finding const& found, json::object const& wanted) {
  auto const* const pointer = wanted.if_contains("pointer");
  auto const* const value = wanted.if_contains("value");
  auto const* const call = wanted.if_contains("call");
  if (pointer == nullptr && value == nullptr && call == nullptr) {
    return !found.facts.empty(); // whatever decided must be shown
  }
  return std::any_of(found.facts.begin(), found.facts.end(), [&](auto const& fact) {
    std::string path;
    trailaudit::detail::append_path(path, fact.source.path());
    std::string shown;
    trailaudit::detail::append_evidence_value(shown, fact.value);
    // A fixture may name the value that decided, or what holds it.
    auto const named =
        pointer == nullptr ? std::string_view{} : std::string_view(pointer->as_string());
    bool const below =
        path.starts_with(named) && (path.size() == named.size() || path[named.size()] == '/');
    return (pointer == nullptr || below) && (value == nullptr || json::parse(shown) == *value) &&
           (call == nullptr || fact.source.call() == std::string_view(call->as_string()));
  });
}

void replay(fs::path const& file, std::string slug) {
  auto const name = file.filename().string();
  CAPTURE(name);
  auto const root = json::parse(support::read_file(file)).as_object();
  if (auto const* const rule = root.if_contains("rule")) {
    slug = std::string(rule->as_string());
  }
  auto const* const rule = trailaudit::find_rule(slug);
  REQUIRE_MESSAGE(rule != nullptr, slug);
  trailaudit::audit_options options;
  options.rules = {rule, 1};
  if (auto const* const given = root.if_contains("parameters")) {
    auto read = trailaudit::read_parameters(text_of(*given));
    REQUIRE(read.has_value());
    options.limits = std::move(*read);
  }
  auto const audited = trailaudit::audit(text_of(root.at("document")), options);
  if (!audited) {
    FAIL_CHECK(describe(audited.error()));
    return;
  }
  std::string printed;
  append_json_lines(printed, *audited);
  CAPTURE(printed);
  auto const& expected = root.at("expect").as_array();
  CHECK(audited->findings().size() == expected.size());
  for (auto const& each : expected) {
    auto const& wanted = each.as_object();
    CAPTURE(text_of(wanted));
    bool const met = std::any_of(
        audited->findings().begin(), audited->findings().end(),
        [&](trailaudit::finding const& found) {
          bool const same =
              found.resource == std::string_view(wanted.at("resource").as_string()) &&
              to_string(found.result) == std::string_view(wanted.at("outcome").as_string());
          auto const* const reason = wanted.if_contains("reason");
          if (reason != nullptr && found.reason != std::string_view(reason->as_string())) {
            return false;
          }
          bool const evident = found.result == trailaudit::outcome::pass ||
                               found.result == trailaudit::outcome::fail ||
                               wanted.contains("pointer") || wanted.contains("value") ||
                               wanted.contains("call");
          return same && (!evident || shows(found, wanted));
        });
    CHECK(met);
  }
}

} // namespace

TEST_CASE("every rule's fixtures") {
  for (auto const& rule : trailaudit::catalogue) {
    auto const files = support::json_files("tests/fixtures/rules/" + std::string(rule.slug));
    CHECK_MESSAGE(files.size() >= 4, rule.slug);
    for (auto const& file : files) {
      replay(file, std::string(rule.slug));
    }
  }
}

TEST_CASE("every folder of fixtures belongs to a rule") {
  for (auto const& each : fs::directory_iterator(support::source_dir() / "tests/fixtures/rules")) {
    CHECK(trailaudit::find_rule(each.path().filename().string()) != nullptr);
  }
}

TEST_CASE("the peers' known defects") {
  for (auto const& file : support::json_files("tests/fixtures/defects")) {
    replay(file, {});
  }
}
