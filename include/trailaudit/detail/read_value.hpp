#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/fields.hpp>
#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/detail/read_faulty_policy.hpp>
#include <trailaudit/detail/utf8.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

// From JSON into the models, driven by their field tables.

namespace trailaudit::inline v0::detail {

template <class T>
concept cursor = std::same_as<T, json_cursor> || std::same_as<T, quoted_json_cursor>;

// One overload for each kind of member. None takes `null`: a missing value is settled before.

template <cursor Cursor>
bool read_value(Cursor& in, std::string& out) {
  std::string_view text;
  if (!in.string(text)) {
    return false;
  }
  out.clear();
  out.append(text); // does less than `assign`, which must allow for a text inside itself
  return true;
}

inline bool read_value(json_cursor& in, rare_text& out) {
  std::string_view text;
  if (!in.string(text)) {
    return false;
  }
  out.assign(text);
  return true;
}

inline bool read_value(json_cursor& in, std::optional<bool>& out) {
  bool value = false;
  if (!in.boolean(value)) {
    return false;
  }
  out = value;
  return true;
}

inline bool read_value(json_cursor& in, std::optional<std::int64_t>& out) {
  std::string_view text;
  bool integer = false;
  auto const at = in.next_offset();
  if (!in.number(text, integer)) {
    return false;
  }
  if (!integer) {
    return in.fail(read_code::wrong_type, "expected a whole number", at);
  }
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
    return in.fail(read_code::out_of_range, "this number is out of range", at);
  }
  out = value;
  return true;
}

// AWS writes a time as a number of seconds or as a text, and as an empty text where there is none.
inline bool read_value(json_cursor& in, std::optional<timestamp>& out) {
  auto const at = in.next_offset();
  std::string_view text;
  if (!in.at_string() && in.peek() == json_kind::number) {
    bool integer = false;
    if (!in.number(text, integer)) {
      return false;
    }
    double seconds = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
    out = parsed.ec == std::errc{} ? timestamp_from_seconds(seconds) : std::nullopt;
    return out ? true
               : in.fail(read_code::out_of_range, "this time is not in the years 1970 to 9999", at);
  }
  if (!in.at_string()) {
    return in.fail_kind("expected a time");
  }
  if (!in.string(text)) {
    return false;
  }
  if (text.empty()) {
    out.reset();
    return true;
  }
  out = parse_timestamp(text);
  return out ? true : in.fail(read_code::invalid_time, "expected a time with a UTC offset", at);
}

template <cursor Cursor, record T>
bool read_value(Cursor& in, T& out);

template <cursor Cursor, class T>
bool read_value(Cursor& in, list<T>& out) {
  if (!in.begin_array()) {
    return false;
  }
  out.clear();
  for (bool first = true; in.next_element(first);) {
    if (!read_value(in, out.emplace_back())) {
      return false;
    }
  }
  return in.ok();
}

template <cursor Cursor, class T>
bool read_value(Cursor& in, maybe<T>& out) {
  return read_value(in, out.emplace());
}

template <cursor Cursor, class T>
bool read_value(Cursor& in, one_or_many<T>& out) {
  if (in.at_array()) {
    bool const read = read_value(in, out.values);
    out.listed = out.values.size() < 2;
    return read;
  }
  out.values.clear();
  out.listed = false;
  return read_value(in, out.values.emplace_back());
}

// Policies are read three ways: in place, by the reader below, and, whatever is wrong with them, by
// `read_faulty_policy`. The first two take nothing that the model would not give back as it was.

template <cursor Cursor>
bool read_value(Cursor& in, principal_element& out) {
  recycler{}(out);
  if (in.at_string()) {
    return read_value(in, out.text) &&
           (!out.text.empty() || in.fail(read_code::wrong_type, "expected a principal"));
  }
  if (in.at_array()) {
    out.untyped = true;
    auto& group = out.groups.emplace_back();
    group.type = "AWS";
    return read_value(in, group.ids);
  }
  if (!in.at_object()) {
    return in.fail_kind("expected a string or an object");
  }
  if (!in.begin_object()) {
    return false;
  }
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    for (auto const& group : out.groups) {
      if (group.type == key) {
        return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
      }
    }
    if (number_of_text<principal_types>(key) == principal_types.size()) {
      return in.fail(read_code::unknown_key, "there is no such type of principals",
                     in.key_offset());
    }
    auto& group = out.groups.emplace_back();
    group.type.assign(key);
    if (!read_value(in, group.ids)) {
      return false;
    }
  }
  return in.ok();
}

// A condition's value: policies may leave numbers and booleans without quotes.
template <cursor Cursor>
bool read_condition_value(Cursor& in, policy_condition& condition) {
  auto& out = condition.values.values.emplace_back();
  if (in.at_string()) {
    return read_value(in, out);
  }
  condition.unquoted.push_back(static_cast<std::uint32_t>(condition.values.values.size() - 1));
  std::string_view text;
  switch (in.peek()) {
  case json_kind::number: {
    bool integer = false;
    if (!in.number(text, integer)) {
      return false;
    }
    out.assign(text);
    return true;
  }
  case json_kind::boolean: {
    bool value = false;
    if (!in.boolean(value)) {
      return false;
    }
    out = value ? "true" : "false";
    return true;
  }
  case json_kind::string:
  case json_kind::object:
  case json_kind::array:
  case json_kind::null:
  case json_kind::end:
  case json_kind::invalid:
    break;
  }
  return in.fail_kind("expected a string, a number or a boolean");
}

template <cursor Cursor>
bool read_value(Cursor& in, condition_block& out) {
  out.conditions.clear();
  if (!in.begin_object()) {
    return false;
  }
  auto& conditions = out.conditions;
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    for (auto const& condition : conditions) {
      if (condition.operation == key) {
        return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
      }
    }
    if (conditions.size() >= max_conditions) {
      return in.fail(read_code::too_large, "more conditions than the limit `max_conditions`",
                     in.key_offset());
    }
    // An operator without keys holds always: it keeps a condition without a key, so that it does
    // not vanish.
    auto const begin = conditions.size();
    conditions.emplace_back().operation.assign(key);
    if (!in.begin_object()) {
      return false;
    }
    bool first_of_operator = true;
    for (bool first_key = true; in.next_key(first_key, key);) {
      for (auto at = begin; !first_of_operator && at != conditions.size(); ++at) {
        if (conditions[at].key == key) {
          return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
        }
      }
      if (conditions.size() >= max_conditions) {
        return in.fail(read_code::too_large, "more conditions than the limit `max_conditions`",
                       in.key_offset());
      }
      if (!first_of_operator) {
        (void)conditions.emplace_back();
        conditions.back().operation = conditions[begin].operation;
      }
      first_of_operator = false;
      auto& condition = conditions.back();
      condition.key.assign(key);
      if (!in.at_array()) {
        if (!read_condition_value(in, condition)) {
          return false;
        }
        continue;
      }
      if (!in.begin_array()) {
        return false;
      }
      for (bool first_value = true; in.next_element(first_value);) {
        if (!read_condition_value(in, condition)) {
          return false;
        }
      }
      if (!in.ok()) {
        return false;
      }
      condition.values.listed = condition.values.values.size() < 2;
    }
    if (!in.ok()) {
      return false;
    }
  }
  return in.ok();
}

/// Whether each key that stands in the text must show in the model, so that what is written is what
/// was read. There is no `null` in such a text, nor a key that the model does not have, and
/// `has_right_elements` says which keys there must be.
template <class T>
inline constexpr bool is_exact = false;
template <>
inline constexpr bool is_exact<policy> = true;
template <>
inline constexpr bool is_exact<policy_statement> = true;

// Reads a member that shows that its key stood there. A list does, though it may be an empty one,
// and so does a principal.
template <cursor Cursor, class T>
bool read_shown(Cursor& in, T& member) {
  return read_value(in, member);
}
template <cursor Cursor>
bool read_shown(Cursor& in, std::string& member) {
  return read_value(in, member) &&
         (!member.empty() || in.fail(read_code::wrong_type, "expected a text that is not empty"));
}
template <cursor Cursor>
bool read_shown(Cursor& in, condition_block& member) {
  return read_value(in, member) &&
         (!member.conditions.empty() || in.fail(read_code::wrong_type, "expected a condition"));
}

/// The keys of a model's table.
template <record T>
inline constexpr auto keys_of = fields_of<T>([](auto const&... each) {
  return std::array<std::string_view, sizeof...(each)>{each.key...};
});
/// The same as they stand in a text, and one more that stands in none.
template <cursor Cursor, record T>
inline constexpr auto expected_keys_of = fields_of<T>([](auto const&... each) {
  return std::array<expected_key, sizeof...(each) + 1>{expected_key(each.key, Cursor::quote)...,
                                                       expected_key()};
});

/// The bit of a key among those that were seen; none if the table has no such key.
template <record T>
[[nodiscard]] constexpr std::uint32_t bit_of(std::string_view key) noexcept {
  std::uint32_t bit = 1;
  for (auto const each : keys_of<T>) {
    if (each == key) {
      return bit;
    }
    bit <<= 1;
  }
  return 0;
}

inline constexpr std::array<std::string_view, 2> policy_effects{"Allow", "Deny"};

[[nodiscard]] inline bool has_right_elements(policy const&, std::uint32_t seen) noexcept {
  constexpr auto statement = bit_of<policy>("Statement");
  static_assert(statement != 0);
  return (seen & statement) != 0;
}
[[nodiscard]] inline bool has_right_elements(policy_statement const& made,
                                             std::uint32_t seen) noexcept {
  constexpr auto action = bit_of<policy_statement>("Action");
  constexpr auto not_action = bit_of<policy_statement>("NotAction");
  constexpr auto resources =
      bit_of<policy_statement>("Resource") | bit_of<policy_statement>("NotResource");
  constexpr auto principals =
      bit_of<policy_statement>("Principal") | bit_of<policy_statement>("NotPrincipal");
  static_assert(action != 0 && not_action != 0 && resources != 0 && principals != 0);
  return ((seen & action) != 0) != ((seen & not_action) != 0) && (seen & resources) != resources &&
         (seen & principals) != principals &&
         number_of_text<policy_effects>(made.effect) != policy_effects.size();
}

template <cursor Cursor, record T>
bool read_value(Cursor& in, T& out) {
  auto const start = in.next_offset();
  if (!in.begin_object()) {
    return false;
  }
  static_assert(fields_of<T>([](auto const&... each) { return sizeof...(each); }) <= 32);
  std::uint32_t seen = 0;
  std::uint32_t filled = 0;
  std::string_view key;
  auto number = static_cast<std::size_t>(-1);
  for (bool first = true; in.at_key(first);) {
    auto const key_at = in.key_offset();
    bool good = true;
    // Most answers have their keys in the order of the table, and leave out one here and there.
    constexpr auto last = expected_keys_of<Cursor, T>.size() - 1; // it stands in no text
    number = number < last ? number + 1 : 0;
    if (!in.take_key(expected_keys_of<Cursor, T>[number]) &&
        (number == last || !in.take_key(expected_keys_of<Cursor, T>[++number]))) {
      if (!in.key(key)) {
        return false;
      }
      number = number_of_text<keys_of<T>>(key);
    }
    bool const known = number != keys_of<T>.size();
    if (known) {
      auto const bit = std::uint32_t{1} << number;
      if ((seen & bit) != 0) {
        return in.fail(read_code::duplicate_key, "this key stands here twice", key_at);
      }
      seen |= bit;
      if constexpr (is_exact<T>) {
        fields_of<T>([&](auto const&... each) {
          std::size_t at = 0;
          (void)((at++ == number && (good = read_shown(in, out.*each.member), true)) || ...);
        });
      } else {
        if (in.take_null()) {
          continue;
        }
        filled |= bit;
        fields_of<T>([&](auto const&... each) {
          std::size_t at = 0;
          (void)((at++ == number && (good = read_value(in, out.*each.member), true)) || ...);
        });
      }
    }
    if (!good) {
      return false;
    }
    if (known) {
      continue;
    }
    if constexpr (is_exact<T>) {
      return in.fail(read_code::unknown_key, "there is no such element", key_at);
    } else if constexpr (keeps_unrecognized<T>) {
      auto& unrecognized = out.*unrecognized_of<T>;
      for (auto const& each : unrecognized) {
        if (each == key) {
          return in.fail(read_code::duplicate_key, "this key stands here twice", key_at);
        }
      }
      if (unrecognized.size() == max_unknown_keys) {
        return in.fail(read_code::too_large, "more unknown keys than the limit `max_unknown_keys`",
                       key_at);
      }
      unrecognized.emplace_back().assign(key);
    } else if (key != "ResponseMetadata") {
      in.ignore_key(key);
    }
    if (!in.skip_value()) {
      return false;
    }
  }
  if (!in.ok()) {
    return false;
  }
  if constexpr (is_exact<T>) {
    return has_right_elements(out, seen) ||
           in.fail(read_code::missing_key, "not the elements that there must be", start);
  }
  std::uint32_t bit = 1;
  bool complete = true;
  for_each_field<T>([&](auto const& each) {
    complete = complete && (!each.required || (filled & bit) != 0);
    bit <<= 1;
  });
  return complete || in.fail(read_code::missing_key,
                             "this is not an answer of that call: its key is missing", start);
}

/// Reads any text as a policy; what is wrong stands in its flaws. `in` is a cursor at its start.
inline void read_policy_text(json_cursor const& in, std::string_view text, policy& out) {
  recycler{}(out);
  if (auto strict = in; read_value(strict, out) && strict.finish()) {
    return;
  }
  read_faulty_policy(in, text, out);
}

// Whatever the policy looks like, the document that holds it is read; a fault of the document
// itself stays one.
inline bool read_value(json_cursor& in, json_text<policy>& out) {
  if (in.at_string() && in.may_nest()) {
    if (auto plain = in.in_string(); read_value(plain, out.value) && plain.finish()) {
      in.leave_string(plain);
      return true;
    }
    std::string_view text;
    if (!in.string(text)) {
      return false;
    }
    read_policy_text(in.nested(text), text, out.value);
    return true;
  }
  if (!in.at_object()) {
    return in.fail_kind("expected JSON text in a string, or an object");
  }
  auto const start = in.here();
  if (read_value(in, out.value)) {
    return true;
  }
  in.retry(start);
  if (!in.skip_value()) {
    return false;
  }
  auto const text = in.text_since(start);
  read_faulty_policy(in.nested(text), text, out.value);
  return true;
}

// IAM's policies: as any other, or percent-encoded.
inline bool read_value(json_cursor& in, encoded_json_text<policy>& out) {
  if (in.at_string_of('%') && in.may_nest()) { // no JSON text begins so
    auto const place = in.here();
    std::string_view text;
    if (!in.string(text)) {
      return false;
    }
    if (text.starts_with('%')) {
      auto const decoded = in.percent_decoded(text);
      if (is_utf8(decoded) && !decoded.starts_with('%')) {
        read_policy_text(in.nested(decoded), decoded, out.value);
        return true;
      } // else it stays as it is: what is written of it must read as the same
    }
    in.move_to(place);
  }
  return read_value(in, static_cast<json_text<policy>&>(out));
}

/// What an error about a schema adds, where it can be shown as it is.
[[nodiscard]] inline std::string found_schema(std::string_view schema) {
  constexpr std::size_t longest = 64;
  std::string shown;
  append_printable(shown, schema);
  return schema.empty() || schema.size() > longest || shown != schema ? ""
                                                                      : ", found `" + shown + '`';
}

/// Where the value of a key of the outermost object stands. The text was read before, so the key is
/// there.
[[nodiscard]] inline std::size_t offset_of_value(std::string_view text, std::string_view key,
                                                 read_limits const& limits) {
  json_scratch scratch;
  json_cursor in(text, limits, scratch);
  if (!in.begin_object()) {
    return 0;
  }
  std::string_view each;
  for (bool first = true; in.next_key(first, each) && each != key;) {
    (void)in.skip_value();
  }
  (void)in.peek();
  return in.offset();
}

} // namespace trailaudit::inline v0::detail
