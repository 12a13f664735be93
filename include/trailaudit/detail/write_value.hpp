#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// From the models into JSON, driven by their field tables.

namespace trailaudit::inline v0::detail {

// Whether a value is there to be written at all. A missing one is left out, as AWS does.
inline bool has_content(std::string_view value) noexcept { return !value.empty(); }
template <class T>
bool has_content(std::optional<T> const& value) noexcept {
  return value.has_value();
}
template <class T>
bool has_content(list<T> const& value) noexcept {
  return !value.empty();
}
template <class T>
bool has_content(maybe<T> const& value) noexcept {
  return value.has_value();
}
template <class T>
bool has_content(one_or_many<T> const& value) noexcept {
  return value.listed || !value.values.empty();
}
inline bool has_content(json_text<policy> const& value) { return !(value.value == policy{}); }
inline bool has_content(condition_block const& value) noexcept { return !value.conditions.empty(); }
template <record T>
bool has_content(T const& value) {
  return !(value == T{});
}

inline void write_value(std::string& out, std::string_view value) {
  append_json_string(out, value);
}
inline void write_value(std::string& out, std::optional<bool> const& value) {
  out += *value ? "true" : "false";
}
inline void write_value(std::string& out, std::optional<std::int64_t> const& value) {
  out += std::to_string(*value);
}
inline void write_value(std::string& out, std::optional<timestamp> const& value) {
  out += '"';
  append_timestamp(out, *value);
  out += '"';
}
template <record T>
void write_value(std::string& out, T const& value);
inline void write_value(std::string& out, principal_element const& value);
inline void write_value(std::string& out, condition_block const& value);
inline void write_value(std::string& out, json_text<policy> const& value);

template <class T>
void write_value(std::string& out, list<T> const& value) {
  out += '[';
  for (auto const& each : value) {
    if (&each != value.begin()) {
      out += ',';
    }
    write_value(out, each);
  }
  out += ']';
}
template <class T>
void write_value(std::string& out, maybe<T> const& value) {
  write_value(out, *value);
}
template <class T>
void write_value(std::string& out, one_or_many<T> const& value) {
  if (value.values.size() == 1 && !value.listed) {
    write_value(out, value.values.front());
  } else {
    write_value(out, value.values);
  }
}

inline void write_key(std::string& out, bool& first, std::string_view key) {
  if (!first) {
    out += ',';
  }
  first = false;
  append_json_string(out, key);
  out += ':';
}

inline void write_value(std::string& out, principal_element const& value) {
  if (!value.text.empty()) {
    append_json_string(out, value.text);
    return;
  }
  if (value.untyped && value.groups.size() == 1) {
    write_value(out, value.groups.front().ids.values);
    return;
  }
  bool first = true;
  out += '{';
  for (auto const& group : value.groups) {
    write_key(out, first, group.type);
    write_value(out, group.ids);
  }
  out += '}';
}

// Whether a text is a number or a boolean of JSON, as a condition may hold without quotes.
[[nodiscard]] inline bool is_unquoted_json(std::string_view text) noexcept {
  if (text == "true" || text == "false") {
    return true;
  }
  auto at = text.begin();
  auto const digits = [&] {
    auto const from = at;
    while (at != text.end() && *at >= '0' && *at <= '9') {
      ++at;
    }
    return at - from;
  };
  auto const take = [&](std::string_view any) {
    bool const there = at != text.end() && any.find(*at) != std::string_view::npos;
    at += there ? 1 : 0;
    return there;
  };
  (void)take("-");
  bool const zero = at != text.end() && *at == '0';
  auto const whole = digits();
  bool good = whole == 1 || (whole > 1 && !zero);
  if (take(".")) {
    good = good && digits() != 0;
  }
  if (take("eE")) {
    (void)take("+-");
    good = good && digits() != 0;
  }
  return good && at == text.end();
}

inline void write_condition_values(std::string& out, policy_condition const& condition) {
  auto const& values = condition.values.values;
  if (condition.unquoted.empty()) {
    write_value(out, condition.values);
    return;
  }
  bool const alone = values.size() == 1 && !condition.values.listed;
  auto const* unquoted = condition.unquoted.begin();
  out += alone ? "" : "[";
  for (std::size_t at = 0; at != values.size(); ++at) {
    out += at == 0 ? "" : ",";
    bool const plain = unquoted != condition.unquoted.end() && *unquoted == at;
    unquoted += plain ? 1 : 0;
    if (plain && is_unquoted_json(values[at])) {
      out += values[at];
    } else {
      append_json_string(out, values[at]);
    }
  }
  out += alone ? "" : "]";
}

inline void write_value(std::string& out, condition_block const& value) {
  bool first = true;
  bool first_key = true;
  std::string_view operation;
  out += '{';
  for (auto const& condition : value.conditions) {
    if (&condition == value.conditions.begin() || condition.operation != operation) {
      if (!first) {
        out += '}';
      }
      operation = condition.operation;
      write_key(out, first, operation);
      out += '{';
      first_key = true;
    }
    bool const alone = first_key && (&condition + 1 == value.conditions.end() ||
                                     (&condition + 1)->operation != operation);
    if (alone && condition.key.empty() && !has_content(condition.values)) {
      continue; // an operator without keys
    }
    write_key(out, first_key, condition.key);
    write_condition_values(out, condition);
  }
  out += first ? "}" : "}}";
}

template <record T>
void write_value(std::string& out, T const& value) {
  bool first = true;
  out += '{';
  for_each_field<T>([&](auto const& each) {
    auto const& member = value.*each.member;
    if (each.required || has_content(member)) {
      write_key(out, first, each.key);
      write_value(out, member);
    }
  });
  if constexpr (keeps_unrecognized<T>) {
    for (auto const& key : value.*unrecognized_of<T>) {
      write_key(out, first, key);
      out += "null";
    }
  }
  out += '}';
}

// A policy with a text is written as it came.
inline void write_policy_text(std::string& out, policy const& document) {
  if (document.text.empty() && document.flaws.empty()) {
    write_value(out, document);
  } else {
    out += document.text;
  }
}
inline void write_value(std::string& out, json_text<policy> const& value) {
  std::string text;
  write_policy_text(text, value.value);
  append_json_string(out, text);
}

} // namespace trailaudit::inline v0::detail
