#pragma once

#include <trailaudit/analysis/management_coverage.hpp>

#include <algorithm>

namespace trailaudit::inline v0 {
namespace detail {

// Some of the six cells, by bit: those that certainly belong, and those that may.
struct cell_set {
  static constexpr unsigned every = 0x3F;
  static constexpr unsigned reads = 0x07;
  static constexpr unsigned writes = 0x38;
  static constexpr unsigned kms = 0x09;
  static constexpr unsigned rdsdata = 0x12;
  static constexpr unsigned others = 0x24;

  unsigned sure = 0;
  unsigned possible = 0;

  constexpr void keep(cell_set const& other) noexcept {
    sure &= other.sure;
    possible &= other.possible;
  }
  constexpr void add(cell_set const& other) noexcept {
    sure |= other.sure;
    possible |= other.possible;
  }
  // Without a named source. One that selectors cannot name lies somewhere among the others.
  constexpr void leave_out(std::string_view source) noexcept {
    unsigned const named = source == "kms.amazonaws.com"       ? kms
                           : source == "rdsdata.amazonaws.com" ? rdsdata
                                                               : 0;
    sure &= ~(named == 0 ? others : named);
    possible &= ~named;
  }
};
inline constexpr cell_set every_cell{cell_set::every, cell_set::every};
inline constexpr cell_set any_cell{0, cell_set::every};

[[nodiscard]] inline cell_set recorded_by(event_selector const& selector) noexcept {
  if (!selector.include_management_events.value_or(true)) {
    return {};
  }
  std::string_view const type = selector.read_write_type;
  auto found = any_cell;
  if (type.empty() || type == "All") {
    found = every_cell;
  } else if (type == "ReadOnly") {
    found = {cell_set::reads, cell_set::reads};
  } else if (type == "WriteOnly") {
    found = {cell_set::writes, cell_set::writes};
  }
  for (auto const& excluded : selector.exclude_management_event_sources) {
    found.leave_out(excluded);
  }
  found.sure = selector.unrecognized.empty() ? found.sure : 0;
  return found;
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

[[nodiscard]] inline cell_set let_through(advanced_field_selector const& field) noexcept {
  std::string_view const name = field.field;
  if (name == "eventCategory" && only_equals(field)) {
    bool const holds = std::any_of(field.equals.begin(), field.equals.end(),
                                   [](std::string_view each) { return each == "Management"; });
    return holds ? every_cell : cell_set{};
  }
  if (name == "readOnly" && only_equals(field)) {
    cell_set found;
    bool plain = true;
    for (std::string_view const each : field.equals) {
      found.sure |= each == "true" ? cell_set::reads : each == "false" ? cell_set::writes : 0;
      plain = plain && (each == "true" || each == "false");
    }
    found.possible = plain ? found.sure : cell_set::every;
    return found;
  }
  if (name == "eventSource" && only_not_equals(field)) {
    auto found = every_cell;
    for (auto const& excluded : field.not_equals) {
      found.leave_out(excluded);
    }
    return found;
  }
  return any_cell;
}

[[nodiscard]] inline cell_set recorded_by(advanced_event_selector const& selector) noexcept {
  // AWS asks for `eventCategory` in every selector; without it nothing is certain.
  auto const& fields = selector.field_selectors;
  auto found = every_cell;
  bool has_category = false;
  for (auto const& field : fields) {
    has_category = has_category || field.field == std::string_view("eventCategory");
    // What a field means that is named twice AWS does not document.
    bool const twice = std::any_of(fields.begin(), fields.end(), [&](auto const& other) {
      return &other != &field && other.field == field.field;
    });
    found.keep(twice ? any_cell : let_through(field));
  }
  found.sure = has_category && selector.unrecognized.empty() ? found.sure : 0;
  return found;
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
  detail::cell_set found;
  for (auto const& selector : basic) {
    found.add(detail::recorded_by(selector));
  }
  for (auto const& selector : advanced) {
    found.add(detail::recorded_by(selector));
  }
  management_coverage coverage;
  for (std::size_t at = 0; at != management_coverage::cell_count; ++at) {
    coverage.cells[at] = ((found.sure >> at) & 1U) != 0       ? ternary::yes
                         : ((found.possible >> at) & 1U) != 0 ? ternary::unknown
                                                              : ternary::no;
  }
  return coverage;
}

TRAILAUDIT_INLINE other_events
possible_other_events(get_event_selectors_response const& selectors) noexcept {
  other_events found{false, false};
  for (auto const& selector : selectors.event_selectors) {
    found.data = found.data || !selector.data_resources.empty();
  }
  for (auto const& selector : selectors.advanced_event_selectors) {
    other_events category{true, true};
    std::size_t named = 0;
    for (auto const& field : selector.field_selectors) {
      if (field.field != std::string_view("eventCategory")) {
        continue;
      }
      ++named;
      if (detail::only_equals(field)) {
        auto const holds = [&](std::string_view value) {
          return std::any_of(field.equals.begin(), field.equals.end(),
                             [&](std::string_view each) { return each == value; });
        };
        category = {holds("Data"), holds("NetworkActivity")};
      }
    }
    found.data = found.data || category.data || named != 1;
    found.network_activity = found.network_activity || category.network_activity || named != 1;
  }
  return found;
}

} // namespace trailaudit::inline v0
