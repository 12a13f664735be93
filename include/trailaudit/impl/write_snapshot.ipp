#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// Whether a value is there to be written at all. A missing one is left out, as AWS does.
inline bool has_content(std::string const& value) noexcept { return !value.empty(); }
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
  return !value.values.empty();
}
template <class T>
bool has_content(json_text<T> const& value) {
  return !(value == json_text<T>{});
}
inline bool has_content(condition_block const& value) noexcept { return !value.conditions.empty(); }
template <record T>
bool has_content(T const& value) {
  return !(value == T{});
}

inline void write_value(std::string& out, std::string const& value) {
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
  if (value.values.size() == 1) {
    write_value(out, value.values.front());
  } else {
    write_value(out, value.values);
  }
}
template <class T>
void write_value(std::string& out, json_text<T> const& value) {
  std::string text;
  write_value(text, value.value);
  append_json_string(out, text);
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
  bool first = true;
  out += '{';
  for (auto const& group : value.groups) {
    write_key(out, first, group.type);
    write_value(out, group.ids);
  }
  out += '}';
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
    if (alone && condition.key.empty() && condition.values.values.empty()) {
      continue; // an operator without keys
    }
    write_key(out, first_key, condition.key);
    write_value(out, condition.values);
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

template <class Response>
void write_capture(std::string& out, operation<Response> const& asked,
                   capture<Response> const& value) {
  bool first = true;
  write_key(out, first, "call");
  append_json_string(out, asked.call);
  if (!value.region.empty()) {
    write_key(out, first, "region");
    append_json_string(out, value.region);
  }
  write_key(out, first, "request");
  write_value(out, value.request);
  switch (value.state) {
  case answer::present:
    write_key(out, first, "response");
    // An empty answer must stay one: not every model is complete in its initial state.
    if (has_content(value.response) || !asked.empty_is_an_answer) {
      write_value(out, value.response);
    } else {
      out += "{}";
    }
    break;
  case answer::empty:
    write_key(out, first, "response");
    out += "null";
    break;
  case answer::absent:
  case answer::refused: {
    write_key(out, first, "error");
    out += "{\"Code\":";
    append_json_string(out, value.error_code);
    if (!value.error_message.empty()) {
      out += ",\"Message\":";
      append_json_string(out, value.error_message);
    }
    out += '}';
    break;
  }
  }
}

} // namespace detail

TRAILAUDIT_INLINE std::string write_snapshot(snapshot const& world) {
  struct item {
    std::uint32_t index = 0;
    std::string text{};
  };
  std::vector<item> items;
  items.reserve(world.capture_count);
  detail::for_each_operation([&](auto const& asked) {
    for (auto const& each : world.*asked.captures) {
      detail::write_capture(items.emplace_back(item{each.index, {}}).text, asked, each);
    }
  });
  // What was ignored is `/key`, `/captures/3` (a call) or `/captures/3/key`.
  constexpr std::string_view in_captures = "/captures/";
  std::string keys_before; // in the order in which they were ignored: before the captures, or after
  std::string keys_after;
  bool after = false;
  std::vector<item> capture_keys;
  for (auto const& each : world.ignored) {
    std::string_view pointer = each.pointer;
    item found;
    bool const in_capture = pointer.starts_with(in_captures);
    after = after || in_capture;
    pointer.remove_prefix(in_capture ? in_captures.size() : 0);
    auto const digits = std::min(pointer.find('/'), pointer.size());
    for (auto const byte : pointer.substr(0, in_capture ? digits : 0)) {
      found.index = found.index * 10 + static_cast<std::uint32_t>(byte - '0');
    }
    bool first = true;
    if (in_capture && digits == pointer.size()) {
      detail::write_key(found.text, first, "call");
      detail::append_json_string(found.text, each.what);
      found.text += ",\"response\":null";
      items.push_back(std::move(found));
      continue;
    }
    found.text += ',';
    detail::append_json_string(found.text, each.what);
    found.text += ":null";
    if (in_capture) {
      capture_keys.push_back(std::move(found));
    } else {
      (after ? keys_after : keys_before) += found.text;
    }
  }
  auto const by_index = [](item const& left, item const& right) {
    return left.index < right.index;
  };
  std::stable_sort(items.begin(), items.end(), by_index);
  for (auto const& each : capture_keys) {
    auto const at = std::lower_bound(items.begin(), items.end(), each, by_index);
    if (at != items.end()) {
      at->text += each.text;
    }
  }

  std::string out = R"({"schema":"trailaudit.snapshot.v1")";
  if (!world.account_id.empty()) {
    out += R"(,"account_id":)";
    detail::append_json_string(out, world.account_id);
  }
  if (world.as_of) {
    out += R"(,"as_of":)";
    detail::write_value(out, world.as_of);
  }
  if (!world.regions.empty()) {
    out += R"(,"regions":)";
    detail::write_value(out, world.regions);
  }
  out += keys_before;
  out += R"(,"captures":[)";
  for (auto const& each : items) {
    out += &each == items.data() ? "{" : ",{";
    out += each.text;
    out += '}';
  }
  out += ']';
  out += keys_after;
  out += '}';
  return out;
}

} // namespace trailaudit::inline v0
