#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/write_value.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

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
