#pragma once

#include <trailaudit/analysis/management_coverage.hpp>

#include <algorithm>

namespace trailaudit::inline v0 {
namespace detail {

enum class event_source : std::uint8_t { kms, rdsdata, other };

struct management_cell {
  bool read = false;
  event_source source = event_source::other;
};

[[nodiscard]] constexpr management_cell cell_at(std::size_t cell) noexcept {
  return {cell < 3, static_cast<event_source>(cell % 3)};
}

// Whether a named source is the cell's. A source that selectors cannot name lies somewhere among
// the others.
[[nodiscard]] inline ternary is_source(std::string_view name, event_source source) noexcept {
  auto const named = name == "kms.amazonaws.com"       ? event_source::kms
                     : name == "rdsdata.amazonaws.com" ? event_source::rdsdata
                                                       : event_source::other;
  if (named != source) {
    return ternary::no;
  }
  return named == event_source::other ? ternary::unknown : ternary::yes;
}

[[nodiscard]] inline ternary records(event_selector const& selector,
                                     management_cell cell) noexcept {
  if (!selector.include_management_events.value_or(true)) {
    return ternary::no;
  }
  auto const& type = selector.read_write_type;
  auto value = ternary::unknown;
  if (type.empty() || type == "All") {
    value = ternary::yes;
  } else if (type == "ReadOnly") {
    value = to_ternary(cell.read);
  } else if (type == "WriteOnly") {
    value = to_ternary(!cell.read);
  }
  for (auto const& excluded : selector.exclude_management_event_sources) {
    value = both(value, negation(is_source(excluded, cell.source)));
  }
  return selector.unrecognized.empty() ? value : both(value, ternary::unknown);
}

[[nodiscard]] inline bool only_equals(advanced_field_selector const& field) noexcept {
  return !field.equals.empty() && field.starts_with.empty() && field.ends_with.empty() &&
         field.not_equals.empty() && field.not_starts_with.empty() && field.not_ends_with.empty() &&
         field.unrecognized.empty();
}

[[nodiscard]] inline bool only_not_equals(advanced_field_selector const& field) noexcept {
  return !field.not_equals.empty() && field.starts_with.empty() && field.ends_with.empty() &&
         field.equals.empty() && field.not_starts_with.empty() && field.not_ends_with.empty() &&
         field.unrecognized.empty();
}

[[nodiscard]] inline ternary matches(advanced_field_selector const& field,
                                     management_cell cell) noexcept {
  auto const holds = [&](std::string_view value) {
    return std::find(field.equals.begin(), field.equals.end(), value) != field.equals.end();
  };
  if (field.field == "eventCategory") {
    return only_equals(field) ? to_ternary(holds("Management")) : ternary::unknown;
  }
  if (field.field == "readOnly") {
    if (!only_equals(field)) {
      return ternary::unknown;
    }
    if (holds(cell.read ? "true" : "false")) {
      return ternary::yes;
    }
    bool const plain = std::all_of(field.equals.begin(), field.equals.end(), [](auto const& value) {
      return value == "true" || value == "false";
    });
    return plain ? ternary::no : ternary::unknown;
  }
  if (field.field == "eventSource" && only_not_equals(field)) {
    auto value = ternary::yes;
    for (auto const& excluded : field.not_equals) {
      value = both(value, negation(is_source(excluded, cell.source)));
    }
    return value;
  }
  return ternary::unknown;
}

[[nodiscard]] inline ternary records(advanced_event_selector const& selector,
                                     management_cell cell) noexcept {
  // AWS asks for `eventCategory` in every selector; without it nothing is certain.
  auto value = ternary::yes;
  bool has_category = false;
  for (auto const& field : selector.field_selectors) {
    has_category = has_category || field.field == "eventCategory";
    value = both(value, matches(field, cell));
  }
  return has_category && selector.unrecognized.empty() ? value : both(value, ternary::unknown);
}

[[nodiscard]] inline management_coverage same_everywhere(ternary value) noexcept {
  management_coverage coverage;
  coverage.cells.fill(value);
  return coverage;
}

} // namespace detail

TRAILAUDIT_INLINE management_coverage management_events(
    get_event_selectors_response const& selectors, std::optional<bool> custom) noexcept {
  auto const& basic = selectors.event_selectors;
  auto const& advanced = selectors.advanced_event_selectors;
  if (basic.empty() && advanced.empty()) {
    return detail::same_everywhere(custom == false ? ternary::yes : ternary::unknown);
  }
  if (!basic.empty() && !advanced.empty()) {
    return detail::same_everywhere(ternary::unknown);
  }
  management_coverage coverage;
  for (std::size_t at = 0; at != management_coverage::cell_count; ++at) {
    auto value = ternary::no;
    for (auto const& selector : basic) {
      value = either(value, detail::records(selector, detail::cell_at(at)));
    }
    for (auto const& selector : advanced) {
      value = either(value, detail::records(selector, detail::cell_at(at)));
    }
    coverage.cells[at] = value;
  }
  return coverage;
}

} // namespace trailaudit::inline v0
