#pragma once

#include <trailaudit/analysis/event_clauses.hpp>
#include <trailaudit/analysis/management_gap.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// The records of the examples, for what `would_record` is asked. Made once: an audit asks for them
// in each account that has such selectors.
[[nodiscard]] inline std::vector<event_record> const& management_event_records() {
  static const std::vector<event_record> records = [] {
    std::vector<event_record> made;
    for (auto const& each : management_event_examples) {
      auto& event = made.emplace_back();
      event.event_version = "1.11";
      event.event_category = "Management";
      event.management_event = true;
      event.read_only = each.reads;
      event.event_type = each.name == "ConsoleLogin" ? "AwsConsoleSignIn" : "AwsApiCall";
      event.event_source = each.source;
      event.event_name = each.name;
      event.user_identity.type = "IAMUser";
      event.user_identity.arn = "arn:aws:iam::111122223333:user/example";
    }
    return made;
  }();
  return records;
}

// The value of the selectors that an event has in one of its fields, as the account spells it.
[[nodiscard]] inline std::string_view value_of_selectors(event_selection const& from,
                                                         event_record const& event) noexcept {
  for (auto const& selector : from.advanced) {
    for (auto const& field : selector.field_selectors) {
      auto const value = value_of(event, event_field_of(field.field));
      if (value.present != ternary::yes) {
        continue;
      }
      for (auto const* const values :
           {&field.not_equals, &field.not_starts_with, &field.not_ends_with}) {
        auto const how = values == &field.not_equals        ? text_match::equals
                         : values == &field.not_starts_with ? text_match::prefix
                                                            : text_match::suffix;
        for (auto const& each : *values) {
          if (trailaudit::matches({how, each}, value.text)) {
            return each;
          }
        }
      }
    }
  }
  return {};
}

} // namespace detail

TRAILAUDIT_INLINE management_gap management_gap_of(trail_view const& about,
                                                   coverage_budget const& budget) {
  auto const& cells = about.management;
  management_gap found;
  found.covered = about.management.all();
  if (found.covered == ternary::yes) {
    return found;
  }
  // What people would look for first.
  constexpr std::array<std::size_t, management_coverage::cell_count> order{5, 2, 3, 0, 4, 1};
  for (auto const cell : order) {
    if (cells[cell] == ternary::no) {
      found.event = management_event_examples[cell].text;
      return found;
    }
  }
  if (about.selectors.get() == nullptr) {
    return found;
  }
  auto selection = selection_of(about);
  selection.active = ternary::yes;
  if (selection.advanced.empty()) {
    return found; // a basic selector that is not decided asks for nothing more
  }
  auto const& records = detail::management_event_records();
  auto const left_out = [&](std::size_t example) {
    return !management_event_examples[example].name.empty() &&
           would_record(selection, records[example]).recorded == ternary::no;
  };
  auto const name = [&](std::size_t example) {
    found.covered = ternary::no;
    found.event = management_event_examples[example].text;
    found.value = detail::value_of_selectors(selection, records[example]);
    return found;
  };
  for (auto const cell : order) {
    if (left_out(cell)) {
      return name(cell);
    }
  }
  for (auto at = order.size(); at != records.size(); ++at) {
    if (left_out(at)) {
      return name(at);
    }
  }
  bool all = true;
  for (auto const asked : {event_question::management_write, event_question::management_read}) {
    auto const gap = uncovered({&selection, 1}, question_of(asked, selection.partition), budget);
    if (gap.covered == ternary::no) {
      found.covered = ternary::no;
      found.event = asked == event_question::management_write
                        ? "a management event (write) that the selectors' values leave out"
                        : "a management event (read) that the selectors' values leave out";
      found.value = detail::value_of_selectors(selection, gap.witness);
      return found;
    }
    all = all && gap.covered == ternary::yes;
  }
  found.covered = all ? ternary::yes : ternary::unknown;
  return found;
}

TRAILAUDIT_INLINE trail_view const* sole_management_trail(std::span<trail_view const> trails,
                                                          coverage_budget const& budget) {
  for (auto const& each : trails) {
    auto const counts =
        both(both(each.multi_region, each.logging), both(is_of_account(each), each.global_events));
    if (counts == ternary::yes && management_gap_of(each, budget).covered == ternary::yes) {
      return &each;
    }
  }
  return nullptr;
}

} // namespace trailaudit::inline v0
