#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/input/read_selectors.hpp>

#include <cstddef>
#include <string_view>

namespace trailaudit::inline v0 {
namespace detail {

// Reads one object that stands alone. `check(in, out, start)` says what else is wrong with it.
template <record T, class Check>
[[nodiscard]] result<T> read_alone(std::string_view json, read_limits const& limits,
                                   Check const& check) {
  json_scratch scratch;
  json_cursor in(json, limits, scratch);
  T out;
  if (json.size() > limits.max_bytes) {
    (void)in.fail(read_code::too_large, "longer than the limit `max_bytes`", 0);
  } else {
    auto const start = in.next_offset();
    if (read_value(in, out) && in.finish() && check(in, out, start)) {
      return out;
    }
  }
  return to_read_error(in.fault(), json, {});
}

template <record T>
[[nodiscard]] bool knows_key(std::string_view key) noexcept {
  return number_of_text<keys_of<T>>(key) != keys_of<T>.size();
}

// Fails at the first key of a question that is not known. The text was read before.
inline bool find_unknown_key(json_cursor& in, bool condition) {
  if (!in.begin_object()) {
    return false;
  }
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    if (!(condition ? knows_key<advanced_field_selector>(key)
                    : knows_key<advanced_event_selector>(key))) {
      return in.fail(read_code::unknown_key, "there is no such key", in.key_offset());
    }
    if (key != "FieldSelectors" || !in.at_array()) {
      if (!in.skip_value()) {
        return false;
      }
      continue;
    }
    if (!in.begin_array()) {
      return false;
    }
    for (bool first_condition = true; in.next_element(first_condition);) {
      if (!find_unknown_key(in, true)) {
        return false;
      }
    }
    if (!in.ok()) {
      return false;
    }
  }
  return in.ok();
}

} // namespace detail

TRAILAUDIT_INLINE result<get_event_selectors_response>
read_event_selectors(std::string_view json, read_limits const& limits) {
  return detail::read_alone<get_event_selectors_response>(
      json, limits, [](detail::json_cursor& in, auto const& out, std::size_t start) {
        bool const none = out.event_selectors.empty() && out.advanced_event_selectors.empty();
        return !none || in.ignored_keys == 0 ||
               in.fail(read_code::missing_key,
                       "there are no selectors, but keys that an answer of GetEventSelectors does "
                       "not have",
                       start);
      });
}

TRAILAUDIT_INLINE result<event_record> read_event(std::string_view json,
                                                  read_limits const& limits) {
  return detail::read_alone<event_record>(
      json, limits, [](detail::json_cursor& in, auto const& out, std::size_t start) {
        return !(out == event_record{}) ||
               in.fail(read_code::missing_key, "this is not a record of an event", start);
      });
}

TRAILAUDIT_INLINE result<advanced_event_selector> read_event_question(std::string_view json,
                                                                      read_limits const& limits) {
  auto read = detail::read_alone<advanced_event_selector>(
      json, limits, [](detail::json_cursor&, auto const&, std::size_t) { return true; });
  if (!read) {
    return read;
  }
  bool known = read->unrecognized.empty();
  for (auto const& each : read->field_selectors) {
    known = known && each.unrecognized.empty();
  }
  if (known) {
    return read;
  }
  detail::json_scratch scratch;
  detail::json_cursor again(json, limits, scratch);
  (void)detail::find_unknown_key(again, false);
  return detail::to_read_error(again.fault(), json, {});
}

} // namespace trailaudit::inline v0
