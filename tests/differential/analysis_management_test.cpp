// Which management events selectors record, against an enumeration of concrete events.

#include <trailaudit/analysis/management_coverage.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::advanced_event_selector;
using trailaudit::advanced_field_selector;
using trailaudit::event_selector;
using trailaudit::ternary;
using selectors = trailaudit::get_event_selectors_response;
using values = trailaudit::list<std::string>;

// The second implementation: AWS's semantics over one concrete event.

struct event {
  bool read = false;
  std::string source{};
};

bool contains(values const& among, std::string_view wanted) {
  return std::find(among.begin(), among.end(), wanted) != among.end();
}

bool any_prefix(values const& among, std::string_view text) {
  return std::any_of(among.begin(), among.end(),
                     [&](auto const& each) { return text.starts_with(each); });
}

bool any_suffix(values const& among, std::string_view text) {
  return std::any_of(among.begin(), among.end(),
                     [&](auto const& each) { return text.ends_with(each); });
}

// `unknown` is what everything that AWS does not document comes to.
bool field_matches(advanced_field_selector const& field, event const& of, bool unknown) {
  std::string value;
  if (field.field == "eventCategory") {
    value = "Management";
  } else if (field.field == "readOnly") {
    value = of.read ? "true" : "false";
  } else if (field.field == "eventSource") {
    value = of.source;
  } else {
    return unknown;
  }
  bool const positive =
      !field.equals.empty() || !field.starts_with.empty() || !field.ends_with.empty();
  bool const negative =
      !field.not_equals.empty() || !field.not_starts_with.empty() || !field.not_ends_with.empty();
  if (!positive && !negative) {
    return unknown;
  }
  if (field.field == "readOnly" && !contains(field.equals, value) &&
      std::any_of(field.equals.begin(), field.equals.end(),
                  [](auto const& each) { return each != "true" && each != "false"; })) {
    return unknown; // a value that AWS does not have
  }
  bool const wanted = !positive || contains(field.equals, value) ||
                      any_prefix(field.starts_with, value) || any_suffix(field.ends_with, value);
  bool const dropped = contains(field.not_equals, value) ||
                       any_prefix(field.not_starts_with, value) ||
                       any_suffix(field.not_ends_with, value);
  return wanted && !dropped && (field.unrecognized.empty() || unknown);
}

bool matches(advanced_event_selector const& selector, event const& of, bool unknown) {
  bool has_category = false;
  for (auto const& field : selector.field_selectors) {
    has_category = has_category || field.field == "eventCategory";
    bool const twice =
        std::count_if(selector.field_selectors.begin(), selector.field_selectors.end(),
                      [&](auto const& other) { return other.field == field.field; }) > 1;
    if (twice ? !unknown : !field_matches(field, of, unknown)) {
      return false;
    }
  }
  return (has_category && selector.unrecognized.empty()) || unknown;
}

bool matches(event_selector const& selector, event const& of, bool unknown) {
  if (selector.include_management_events == false) {
    return false;
  }
  if (contains(selector.exclude_management_event_sources, of.source)) {
    return false;
  }
  if (!selector.unrecognized.empty() && !unknown) {
    return false;
  }
  auto const& type = selector.read_write_type;
  if (type.empty() || type == "All") {
    return true;
  }
  if (type == "ReadOnly") {
    return of.read;
  }
  return type == "WriteOnly" ? !of.read : unknown;
}

bool recorded(selectors const& given, std::optional<bool> custom, event const& of, bool unknown) {
  if (given.event_selectors.empty() && given.advanced_event_selectors.empty()) {
    return custom == false || unknown;
  }
  if (!given.event_selectors.empty() && !given.advanced_event_selectors.empty()) {
    return unknown; // AWS never answers both
  }
  for (auto const& each : given.event_selectors) {
    if (matches(each, of, unknown)) {
      return true;
    }
  }
  for (auto const& each : given.advanced_event_selectors) {
    if (matches(each, of, unknown)) {
      return true;
    }
  }
  return false;
}

// Every source that could make a difference: the two with a name, a common one, one that nobody
// names, and whatever the selectors mention, also as the beginning and the end of a longer one.
std::vector<std::string> sources_of(selectors const& given) {
  std::set<std::string> found{"kms.amazonaws.com", "rdsdata.amazonaws.com", "ec2.amazonaws.com",
                              "fresh.example.com"};
  auto const add = [&](values const& mentioned) {
    for (auto const& each : mentioned) {
      found.insert(each);
      found.insert(each + "x");
      found.insert("x" + each);
    }
  };
  for (auto const& each : given.event_selectors) {
    add(each.exclude_management_event_sources);
  }
  for (auto const& each : given.advanced_event_selectors) {
    for (auto const& field : each.field_selectors) {
      if (field.field == "eventSource") {
        for (auto const* const list :
             {&field.equals, &field.starts_with, &field.ends_with, &field.not_equals,
              &field.not_starts_with, &field.not_ends_with}) {
          add(*list);
        }
      }
    }
  }
  return {found.begin(), found.end()};
}

std::size_t cell_of(event const& each) {
  return (each.read ? 0U : 3U) + (each.source == "kms.amazonaws.com"       ? 0U
                                  : each.source == "rdsdata.amazonaws.com" ? 1U
                                                                           : 2U);
}

struct bounds {
  std::array<bool, 6> all_certainly{}; // every event of the cell, whatever the unknown comes to
  std::array<bool, 6> some_never{};    // one event of the cell is left out, whatever it comes to
};

bounds enumerate(selectors const& given, std::optional<bool> custom) {
  bounds found;
  found.all_certainly.fill(true);
  for (auto const& source : sources_of(given)) {
    for (bool const read : {true, false}) {
      event const each{read, source};
      auto const cell = cell_of(each);
      if (!recorded(given, custom, each, false)) {
        found.all_certainly[cell] = false;
      }
      if (!recorded(given, custom, each, true)) {
        found.some_never[cell] = true;
      }
    }
  }
  return found;
}

// Random selectors. `plain` ones hold only what AWS lets a trail have.

constexpr std::array<std::string_view, 6> some_sources{
    "kms.amazonaws.com", "rdsdata.amazonaws.com", "kms.amazonaws.com", "ec2.amazonaws.com", "kms.",
    "KMS.amazonaws.com"};

values random_values(dice& random, std::string_view field, bool plain) {
  values made;
  for (auto count = 1 + random.below(3); count != 0; --count) {
    if (field == "eventCategory") {
      made.push_back(std::string(random.of(std::array<std::string_view, 4>{
          "Management", "Management", "Data", plain ? "NetworkActivity" : "management"})));
    } else if (field == "readOnly") {
      made.push_back(std::string(random.of(std::array<std::string_view, 4>{
          "true", "false", plain ? "true" : "True", plain ? "false" : "true"})));
    } else if (field == "eventSource") {
      made.push_back(std::string(plain ? some_sources[random.below(3)] : random.of(some_sources)));
    } else {
      made.push_back("DeleteTrail");
    }
  }
  return made;
}

advanced_field_selector random_field(dice& random, bool plain) {
  advanced_field_selector made;
  made.field = random.of(std::array<std::string_view, 4>{"readOnly", "eventSource", "eventCategory",
                                                         plain ? "readOnly" : "eventName"});
  if (plain) {
    (made.field == "eventSource" ? made.not_equals : made.equals) =
        random_values(random, made.field, true);
    return made;
  }
  auto const list = [&]() -> values& {
    switch (random.below(10)) {
    case 0:
      return made.starts_with;
    case 1:
      return made.ends_with;
    case 2:
    case 3:
    case 4:
      return made.not_equals;
    case 5:
      return made.not_starts_with;
    case 6:
      return made.not_ends_with;
    default:
      return made.equals;
    }
  };
  for (auto count = random.chance(10) ? random.below(3) : 1; count != 0; --count) {
    list() = random_values(random, made.field, false);
  }
  if (random.chance(3)) {
    made.unrecognized.push_back("Matches");
  }
  return made;
}

selectors random_selectors(dice& random, bool plain) {
  selectors made;
  auto const kind = random.below(plain ? 2 : 10);
  bool const basic = kind == 0 || kind >= 8;
  bool const advanced = kind != 0 && kind != 9;
  for (auto count = basic ? random.below(4) : 0; count != 0; --count) {
    auto& each = made.event_selectors.emplace_back();
    each.read_write_type = random.of(std::array<std::string_view, 6>{
        "", "All", "ReadOnly", "WriteOnly", "All", plain ? "All" : "Everything"});
    if (random.chance(50)) {
      each.include_management_events = random.chance(75);
    }
    if (random.chance(50)) {
      each.exclude_management_event_sources = random_values(random, "eventSource", plain);
    }
    if (!plain && random.chance(5)) {
      each.unrecognized.push_back("ExcludeEverything");
    }
  }
  for (auto count = advanced ? random.below(4) : 0; count != 0; --count) {
    auto& each = made.advanced_event_selectors.emplace_back();
    each.name = random.of(std::array<std::string_view, 3>{"", "all", "Management events selector"});
    if (plain || random.chance(90)) {
      auto& category = each.field_selectors.emplace_back();
      category.field = "eventCategory";
      category.equals = random_values(random, "eventCategory", plain);
    }
    for (auto fields = random.below(4); fields != 0; --fields) {
      auto made_field = random_field(random, plain);
      bool const known =
          std::any_of(each.field_selectors.begin(), each.field_selectors.end(),
                      [&](auto const& other) { return other.field == made_field.field; });
      if (!known || (!plain && random.chance(50))) { // AWS does not say what a second one means
        each.field_selectors.push_back(std::move(made_field));
      }
    }
    if (!plain && random.chance(3)) {
      each.unrecognized.push_back("Unless");
    }
    random.shuffle(each.field_selectors);
  }
  return made;
}

// Changes that mean nothing.

std::size_t lists_in_use(advanced_field_selector const& field) {
  std::size_t count = 0;
  for (auto const* const list : {&field.equals, &field.starts_with, &field.ends_with,
                                 &field.not_equals, &field.not_starts_with, &field.not_ends_with}) {
    count += list->empty() ? 0U : 1U;
  }
  return count;
}

std::pair<values, values> halves(values const& whole) {
  std::pair<values, values> made;
  for (std::size_t at = 0; at != whole.size(); ++at) {
    (at < whole.size() / 2 ? made.first : made.second).push_back(whole[at]);
  }
  return made;
}

// `Equals [a, b]` is two selectors with one value each.
advanced_event_selector split(advanced_event_selector const& whole,
                              trailaudit::list<advanced_event_selector>& more) {
  auto made = whole;
  for (std::size_t at = 0; at != made.field_selectors.size(); ++at) {
    if (lists_in_use(made.field_selectors[at]) == 1 && made.field_selectors[at].equals.size() > 1) {
      auto other = made;
      std::tie(made.field_selectors[at].equals, other.field_selectors[at].equals) =
          halves(made.field_selectors[at].equals);
      more.push_back(std::move(other));
      break;
    }
  }
  return made;
}

selectors rewritten(dice& random, selectors const& given) {
  auto made = given;
  for (auto& each : made.event_selectors) {
    auto& excluded = each.exclude_management_event_sources;
    random.shuffle(excluded);
    if (!excluded.empty() && random.chance(30)) {
      excluded.push_back(std::string(excluded[0]));
    }
  }
  for (auto& each : made.advanced_event_selectors) {
    each.name += '!';
    random.shuffle(each.field_selectors);
    if (!each.field_selectors.empty() && random.chance(30)) {
      auto& field = each.field_selectors[random.below(each.field_selectors.size())];
      for (auto* const given_values : {&field.equals, &field.not_equals}) {
        if (!given_values->empty()) {
          given_values->push_back(std::string(given_values->front()));
        }
      }
    }
  }
  trailaudit::list<advanced_event_selector> more;
  for (auto& each : made.advanced_event_selectors) {
    if (random.chance(50)) {
      each = split(each, more);
    }
  }
  for (auto const& each : more) {
    made.advanced_event_selectors.push_back(each);
  }
  if (!made.event_selectors.empty() && random.chance(50)) {
    made.event_selectors.push_back(made.event_selectors[random.below(made.event_selectors.size())]);
  }
  if (!made.advanced_event_selectors.empty() && random.chance(50)) {
    made.advanced_event_selectors.push_back(
        made.advanced_event_selectors[random.below(made.advanced_event_selectors.size())]);
  }
  random.shuffle(made.event_selectors);
  random.shuffle(made.advanced_event_selectors);
  return made;
}

std::string shown(values const& each) {
  std::string out = "[";
  for (auto const& value : each) {
    out += value + ' ';
  }
  return out + ']';
}

std::string shown(selectors const& given) {
  std::string out;
  for (auto const& each : given.event_selectors) {
    out += "basic " + each.read_write_type + ' ';
    out += each.include_management_events ? (*each.include_management_events ? "true " : "false ")
                                          : "- ";
    out += shown(each.exclude_management_event_sources) + shown(each.unrecognized) + '\n';
  }
  for (auto const& each : given.advanced_event_selectors) {
    out += "advanced " + shown(each.unrecognized) + '\n';
    for (auto const& field : each.field_selectors) {
      out += "  " + field.field + " =" + shown(field.equals) + " !=" + shown(field.not_equals) +
             " ^" + shown(field.starts_with) + " !^" + shown(field.not_starts_with) + " $" +
             shown(field.ends_with) + " !$" + shown(field.not_ends_with) + ' ' +
             shown(field.unrecognized) + '\n';
    }
  }
  return out;
}

struct tally {
  std::array<std::size_t, 3> cells{};
};

void compare(dice& random, bool plain, tally& seen) {
  auto const given = random_selectors(random, plain);
  constexpr std::array<std::optional<bool>, 3> customs{true, false, std::nullopt};
  auto const custom = random.of(customs);
  auto const said = management_events(given, custom);
  auto const bound = enumerate(given, custom);
  bool const empty = given.event_selectors.empty() && given.advanced_event_selectors.empty();
  bool good = true;
  for (std::size_t cell = 0; cell != trailaudit::management_coverage::cell_count; ++cell) {
    ++seen.cells[static_cast<std::size_t>(said[cell])];
    good = good && (said[cell] != ternary::yes || bound.all_certainly[cell]);
    good = good && (said[cell] != ternary::no || bound.some_never[cell]);
    if (plain && !empty) {
      // Nothing here is beyond the documentation, so nothing may be left open.
      good = good && said[cell] == trailaudit::to_ternary(bound.all_certainly[cell]);
    }
  }
  auto const again = rewritten(random, given);
  bool const stable = management_events(again, custom) == said;
  if (!good || !stable) {
    CAPTURE(shown(given));
    CAPTURE(shown(again));
    for (std::size_t cell = 0; cell != trailaudit::management_coverage::cell_count; ++cell) {
      CAPTURE(trailaudit::cell_name(cell));
      CHECK_FALSE_MESSAGE((said[cell] == ternary::yes && !bound.all_certainly[cell]),
                          "an event is not recorded");
      CHECK_FALSE_MESSAGE((said[cell] == ternary::no && !bound.some_never[cell]),
                          "no event is left out");
    }
    CHECK(good);
    CHECK(stable);
  }
}

TEST_CASE("management coverage agrees with an enumeration of events") {
  dice random(20260101);
  tally seen;
  for (int run = 0; run != 100'000; ++run) {
    compare(random, false, seen);
  }
  // The generator reaches every answer often.
  for (auto const count : seen.cells) {
    CHECK(count > 50'000);
  }
}

TEST_CASE("management coverage decides all that a trail can be told") {
  dice random(20260102);
  tally seen;
  for (int run = 0; run != 20'000; ++run) {
    compare(random, true, seen);
  }
  CHECK(seen.cells[static_cast<std::size_t>(ternary::yes)] > 10'000);
  CHECK(seen.cells[static_cast<std::size_t>(ternary::no)] > 10'000);
}

} // namespace
