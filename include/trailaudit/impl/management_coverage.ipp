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

// Data events that are asked about, a bit for each of `data_events`: those of which a selector
// certainly takes all, and those of which it may take one.
struct data_event_bits {
  static constexpr unsigned every = other_events::every;
  static constexpr unsigned s3 = 0x03;
  static constexpr unsigned lambda = 0x04;
  static constexpr unsigned reads = 0x01;
  static constexpr unsigned writes = 0x06;

  unsigned whole = 0;
  unsigned some = 0;
};

[[nodiscard]] inline unsigned data_events_of(std::string_view type) noexcept {
  return type == "AWS::S3::Object"         ? data_event_bits::s3
         : type == "AWS::Lambda::Function" ? data_event_bits::lambda
                                           : 0;
}

[[nodiscard]] inline data_event_bits taken_by(event_selector const& selector,
                                              std::string_view partition) noexcept {
  std::string_view const words = selector.read_write_type;
  bool const reads = words == "ReadOnly";
  bool const writes = words == "WriteOnly";
  bool const certain = selector.unrecognized.empty() &&
                       (reads || writes || words.empty() || words == std::string_view("All"));
  unsigned const asked = reads    ? data_event_bits::reads
                         : writes ? data_event_bits::writes
                                  : data_event_bits::every;
  data_event_bits found;
  for (auto const& resource : selector.data_resources) {
    unsigned const taken = asked & data_events_of(resource.type);
    if (taken == 0) {
      continue;
    }
    found.some |= taken;
    auto const service =
        (taken & data_event_bits::lambda) != 0 ? std::string_view{":lambda"} : ":s3";
    constexpr std::string_view start = "arn:";
    auto const rest = start.size() + partition.size();
    // `arn:aws:s3`: all of a service, in the trail's own partition.
    bool const whole =
        std::any_of(resource.values.begin(), resource.values.end(), [&](std::string_view each) {
          return each.size() == rest + service.size() && each.ends_with(service) &&
                 each.starts_with(start) &&
                 each.substr(start.size(), partition.size()) == partition;
        });
    found.whole |= certain && whole ? taken : 0;
  }
  return found;
}

// Of a selector that takes data events alone.
[[nodiscard]] inline data_event_bits taken_by(advanced_event_selector const& selector) noexcept {
  data_event_bits found{data_event_bits::every, data_event_bits::every};
  bool has_type = false;
  bool has_reads = false;
  for (auto const& field : selector.field_selectors) {
    std::string_view const name = field.field;
    if (name == "eventCategory") {
      continue;
    }
    bool plain = only_equals(field);
    unsigned taken = 0;
    if (name == "resources.type") {
      if (has_type) { // what a field means that is named twice AWS does not document
        return {0, data_event_bits::every};
      }
      has_type = true;
      for (auto const& each : field.equals) {
        taken |= data_events_of(each);
      }
    } else if (name == "readOnly") {
      if (has_reads) {
        return {0, data_event_bits::every};
      }
      has_reads = true;
      for (std::string_view const each : field.equals) {
        taken |= each == "true" ? data_event_bits::reads : data_event_bits::writes;
        plain = plain && (each == "true" || each == "false");
      }
    } else {
      plain = false;
    }
    found.whole &= plain ? taken : 0;
    found.some &= plain ? taken : data_event_bits::every;
  }
  found.whole = has_type && selector.unrecognized.empty() ? found.whole : 0;
  return found;
}

} // namespace detail

TRAILAUDIT_INLINE management_coverage management_events(
    get_event_selectors_response const& selectors, std::optional<bool> custom) noexcept {
  auto const& basic = selectors.event_selectors;
  auto const& advanced = selectors.advanced_event_selectors;
  if (basic.empty() && advanced.empty()) {
    return management_coverage::of(custom == false ? ternary::yes : ternary::unknown);
  }
  if (!basic.empty() && !advanced.empty()) {
    return management_coverage::of(ternary::unknown);
  }
  detail::cell_set found;
  for (auto const& selector : basic) {
    found.add(detail::recorded_by(selector));
  }
  for (auto const& selector : advanced) {
    found.add(detail::recorded_by(selector));
  }
  return {static_cast<std::uint8_t>(found.sure), static_cast<std::uint8_t>(found.possible)};
}

TRAILAUDIT_INLINE other_events possible_other_events(get_event_selectors_response const& selectors,
                                                     std::string_view partition) noexcept {
  other_events found{false, false, 0, 0};
  auto const add = [&](detail::data_event_bits const& taken) {
    found.data = true;
    found.whole = static_cast<std::uint8_t>(found.whole | taken.whole);
    found.some = static_cast<std::uint8_t>(found.some | taken.some);
  };
  for (auto const& selector : selectors.event_selectors) {
    if (!selector.data_resources.empty()) {
      add(detail::taken_by(selector, partition));
    }
  }
  for (auto const& selector : selectors.advanced_event_selectors) {
    bool data = true;
    bool network_activity = true;
    bool data_alone = false;
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
        data = holds("Data");
        network_activity = holds("NetworkActivity");
        data_alone = data && field.equals.size() == 1;
      }
    }
    if (data || named != 1) {
      add(data_alone && named == 1 ? detail::taken_by(selector)
                                   : detail::data_event_bits{0, detail::data_event_bits::every});
    }
    found.network_activity = found.network_activity || network_activity || named != 1;
  }
  if (!selectors.event_selectors.empty() && !selectors.advanced_event_selectors.empty()) {
    found.whole = 0; // which of them count AWS does not document
  }
  return found;
}

} // namespace trailaudit::inline v0
