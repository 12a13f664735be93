#pragma once

#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/model/arn.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

inline constexpr std::string_view snapshot_schema = "trailaudit.snapshot.v1";

template <class Response>
[[nodiscard]] answer answer_of_error(operation<Response> const& asked,
                                     std::string_view code) noexcept {
  for (auto const absent : asked.absent_codes) {
    if (!absent.empty() && absent == code) {
      return answer::absent;
    }
  }
  return answer::refused;
}

// Reads what stands behind `response`. An empty text is what the AWS CLI prints for "never
// configured".
template <class Response>
bool read_response(json_cursor& in, operation<Response> const& asked, capture<Response>& out) {
  auto const empty = [&] {
    out.state = asked.empty_is_an_answer ? answer::present : answer::empty;
    return true;
  };
  if (in.take_null()) {
    return empty();
  }
  if (in.at_string()) {
    auto const at = in.offset();
    std::string_view text;
    if (!in.string(text)) {
      return false;
    }
    return text.empty() ? empty()
                        : in.fail(read_code::wrong_type, "expected an object, found a string", at);
  }
  out.state = answer::present;
  return read_value(in, out.response);
}

// What reading a capture needs of its operation, without its type. A capture is read in steps, in
// the order of its keys: a table of functions spares each step the search for the operation.
struct capture_reader {
  void const* asked; // the operation
  capture_parts (*add)(void const* asked, snapshot& out);
  bool (*read_response)(void const* asked, json_cursor& in, void* into);
  answer (*answer_of_error)(void const* asked, std::string_view code) noexcept;
};

template <class Response>
[[nodiscard]] constexpr capture_reader capture_reader_of(operation<Response> const& asked) {
  using operation_type = operation<Response>;
  return {&asked,
          [](void const* self, snapshot& out) {
            auto& added = (out.*static_cast<operation_type const*>(self)->captures).emplace_back();
            added.index = out.capture_count;
            return capture_parts{&added.region,        &added.request, &added.error_code,
                                 &added.error_message, &added.state,   &added};
          },
          [](void const* self, json_cursor& in, void* into) {
            return detail::read_response(in, *static_cast<operation_type const*>(self),
                                         *static_cast<capture<Response>*>(into));
          },
          [](void const* self, std::string_view code) noexcept {
            return detail::answer_of_error(*static_cast<operation_type const*>(self), code);
          }};
}

// One for each of `operation_calls`.
inline constexpr auto capture_readers = operations([](auto const&... each) {
  return std::array<capture_reader, sizeof...(each)>{capture_reader_of(each)...};
});

enum class capture_key : std::uint8_t { call, region, request, response, error, none };
inline constexpr std::array<std::string_view, 5> capture_keys{"call", "region", "request",
                                                              "response", "error"};
inline constexpr std::array<expected_key, 6> expected_capture_keys{
    expected_key("call"),     expected_key("region"), expected_key("request"),
    expected_key("response"), expected_key("error"),  expected_key()};

} // namespace detail

TRAILAUDIT_INLINE bool snapshot_reader::read_error_object(detail::json_cursor& in,
                                                          detail::capture_parts const& into) {
  if (!in.begin_object()) {
    return false;
  }
  bool code = false;
  bool message = false;
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    bool const is_code = detail::same_text(key, "Code");
    if (!is_code && !detail::same_text(key, "Message")) {
      in.ignore_key(key);
      if (!in.skip_value()) {
        return false;
      }
      continue;
    }
    auto& seen = is_code ? code : message;
    if (seen) {
      return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
    }
    seen = true;
    if (!in.take_null() &&
        !detail::read_value(in, is_code ? *into.error_code : *into.error_message)) {
      return false;
    }
  }
  return in.ok();
}

TRAILAUDIT_INLINE bool snapshot_reader::read_capture(detail::json_cursor& in, snapshot& out) {
  constexpr auto none = static_cast<std::size_t>(-1);
  auto const start = in.next_offset();
  // What stands before `call` is read when the call is known, and only then.
  std::optional<detail::json_cursor::mark> early_response;
  std::optional<detail::json_cursor::mark> early_request;
  std::size_t error_at = none;
  bool response_seen = false;
  bool has_response = false;
  bool error_seen = false;
  bool call_seen = false;
  bool region_seen = false;
  bool request_seen = false;
  detail::capture_reader const* operation = nullptr; // of the call, once it is known
  detail::capture_parts into; // where region, request and error go; a capture once it was added

  auto const once = [&](bool& seen) {
    if (seen) {
      return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
    }
    return seen = true;
  };
  // Adds the capture; what was read before the call was known moves there.
  auto const add = [&] {
    auto const parts = operation->add(operation->asked, out);
    if (into.region != nullptr) {
      std::swap(*parts.region, head_.region);
      std::swap(*parts.request, head_.request);
      std::swap(*parts.error_code, head_.error_code);
      std::swap(*parts.error_message, head_.error_message);
    }
    into = parts;
  };
  // The common order is `call` first; the rest then goes where it stays.
  auto const prepare = [&] {
    if (into.region != nullptr) {
      return;
    }
    if (operation != nullptr) {
      add();
      return;
    }
    detail::recycler{}(head_.region);
    detail::recycler{}(head_.request);
    detail::recycler{}(head_.error_code);
    detail::recycler{}(head_.error_message);
    into = {&head_.region,        &head_.request, &head_.error_code,
            &head_.error_message, nullptr,        nullptr};
  };

  if (!in.begin_object()) {
    return false;
  }
  std::string_view key;
  auto number = static_cast<std::size_t>(-1);
  for (bool first = true; in.at_key(first);) {
    bool good = true;
    // Any of them but `call` may be missing.
    constexpr auto last = detail::expected_capture_keys.size() - 1; // it stands in no text
    number = number < last ? number + 1 : 0;
    if (!in.take_key(detail::expected_capture_keys[number]) &&
        (number == last || !in.take_key(detail::expected_capture_keys[++number]))) {
      if (!in.key(key)) {
        return false;
      }
      number = detail::number_of_text<detail::capture_keys>(key);
    }
    switch (static_cast<detail::capture_key>(number)) {
    case detail::capture_key::call: {
      std::string_view text;
      good = once(call_seen) && in.string(text);
      auto const called = good ? detail::number_of_text<detail::operation_calls>(text)
                               : detail::operation_calls.size();
      if (called != detail::operation_calls.size()) {
        operation = &detail::capture_readers[called];
      } else if (good) {
        head_.call.assign(text);
      }
      break;
    }
    case detail::capture_key::region:
      prepare();
      good = once(region_seen) && (in.take_null() || detail::read_value(in, *into.region));
      break;
    case detail::capture_key::request:
      good = once(request_seen);
      if (good && operation != nullptr) {
        prepare();
        good = in.take_null() || detail::read_value(in, *into.request);
      } else if (good) {
        (void)in.peek();
        early_request = in.here(); // the parameters of a call that nothing reads may have any form
        good = in.skip_value();
      }
      break;
    case detail::capture_key::error:
      prepare();
      good = once(error_seen);
      if (good && !in.take_null()) {
        error_at = in.next_offset();
        good = read_error_object(in, into);
      }
      break;
    case detail::capture_key::response:
      good = once(response_seen);
      has_response = good && !in.at('n'); // `null`, or a fault that comes to light at once
      if (good && operation != nullptr) {
        if (into.capture == nullptr) {
          add();
        }
        good = operation->read_response(operation->asked, in, into.capture);
      } else if (good) {
        early_response = in.here();
        good = in.skip_value();
      }
      break;
    case detail::capture_key::none: {
      auto& ignored = out.ignored.emplace_back();
      ignored.pointer = "/captures/";
      ignored.pointer += std::to_string(out.capture_count);
      detail::append_pointer(ignored.pointer, key);
      ignored.what.assign(key);
      ignored.reason = "this key has no meaning in a capture";
      good = in.skip_value();
      break;
    }
    }
    if (!good) {
      return false;
    }
  }
  if (!in.ok()) {
    return false;
  }
  if (!call_seen) {
    return in.fail(read_code::missing_key, "a capture needs `call`", start);
  }
  bool const has_error = error_at != none;
  if (has_error && has_response) {
    return in.fail(read_code::contradiction, "a capture has `response` or `error`, not both",
                   error_at);
  }
  if (has_error && into.error_code->empty()) {
    return in.fail(read_code::missing_key, "an error needs `Code`", error_at);
  }
  if (!has_error && !response_seen) {
    return in.fail(read_code::missing_key, "a capture needs `response` or `error`", start);
  }
  if (operation == nullptr) {
    auto& ignored = out.ignored.emplace_back();
    ignored.pointer = "/captures/";
    ignored.pointer += std::to_string(out.capture_count);
    ignored.what = head_.call;
    ignored.reason = "no rule reads this call";
    ++out.capture_count;
    return true;
  }
  if (into.capture == nullptr) {
    add();
  }
  if (early_request || early_response) {
    auto const end = in.here();
    if (early_request) {
      in.move_to(*early_request);
      if (!in.take_null() && !detail::read_value(in, *into.request)) {
        return false;
      }
    }
    if (early_response) {
      in.move_to(*early_response);
      if (!operation->read_response(operation->asked, in, into.capture)) {
        return false;
      }
    }
    in.move_to(end);
  }
  if (has_error) {
    *into.state = operation->answer_of_error(operation->asked, *into.error_code);
  }
  ++out.capture_count;
  return true;
}

TRAILAUDIT_INLINE bool snapshot_reader::read_document(detail::json_cursor& in, snapshot& out) {
  bool schema_seen = false;
  bool account_seen = false;
  bool as_of_seen = false;
  bool regions_seen = false;
  bool captures_seen = false;
  auto const once = [&](bool& seen) {
    if (seen) {
      return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
    }
    return seen = true;
  };
  auto const start = in.next_offset();
  if (!in.begin_object()) {
    return false;
  }
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    bool good = true;
    if (detail::same_text(key, "captures")) {
      good = once(captures_seen) && in.begin_array();
      for (bool first_capture = true; good && in.next_element(first_capture);) {
        good = read_capture(in, out);
      }
    } else if (detail::same_text(key, "schema")) {
      auto const at = in.next_offset();
      std::string_view text;
      good = once(schema_seen) && in.string(text);
      if (good && !detail::same_text(text, detail::snapshot_schema)) {
        head_.call.assign(text); // for the error
        good = in.fail(read_code::unsupported_schema,
                       "expected the schema `trailaudit.snapshot.v1`", at);
      }
    } else if (detail::same_text(key, "account_id")) {
      good = once(account_seen);
      if (good && !in.take_null()) {
        auto const at = in.next_offset();
        good = detail::read_value(in, out.account_id);
        if (good && !out.account_id.empty() && !detail::is_account_id(out.account_id)) {
          good = in.fail(read_code::out_of_range, "an account id has twelve digits", at);
        }
      }
    } else if (detail::same_text(key, "as_of")) {
      good = once(as_of_seen) && (in.take_null() || detail::read_value(in, out.as_of));
    } else if (detail::same_text(key, "regions")) {
      auto const at = in.next_offset();
      good = once(regions_seen) && (in.take_null() || detail::read_value(in, out.regions));
      if (good && out.regions.size() > max_regions) {
        good = in.fail(read_code::out_of_range, "more Regions than AWS has: at most 256", at);
      }
    } else {
      auto& ignored = out.ignored.emplace_back();
      detail::append_pointer(ignored.pointer, key);
      ignored.what.assign(key);
      ignored.reason = "this key has no meaning in a snapshot";
      good = in.skip_value();
    }
    if (!good || !in.ok()) {
      return false;
    }
  }
  if (!in.ok()) {
    return false;
  }
  if (!schema_seen) {
    return in.fail(read_code::missing_key, "a snapshot needs `schema`", start);
  }
  if (!captures_seen) {
    return in.fail(read_code::missing_key, "a snapshot needs `captures`", start);
  }
  return in.finish();
}

TRAILAUDIT_INLINE result<void> snapshot_reader::read(std::string_view document, snapshot& out) {
  detail::recycler{}(out);
  detail::json_cursor in(document, limits_, scratch_);
  in.ignored_key_names = &out.ignored_key_names;
  if (document.size() > limits_.max_bytes) {
    (void)in.fail(read_code::too_large, "longer than the limit `max_bytes`", 0);
  } else if (read_document(in, out)) {
    out.ignored_keys += in.ignored_keys;
    return {};
  }
  auto error = detail::to_read_error(in.fault(), document, {});
  if (error.code == read_code::unsupported_schema) {
    error.message += detail::found_schema(head_.call);
  }
  return error;
}

TRAILAUDIT_INLINE result<void> snapshot_reader::read(std::span<payload const> payloads,
                                                     payload_account const& account,
                                                     snapshot& out) {
  detail::recycler{}(out);
  if (!account.account_id.empty() && !detail::is_account_id(account.account_id)) {
    return read_error{read_code::out_of_range,          "account_id", {}, 1, 1,
                      "an account id has twelve digits"};
  }
  out.account_id.assign(account.account_id);
  out.as_of = account.as_of;
  for (auto const region : account.regions) {
    out.regions.emplace_back().assign(region);
  }
  for (auto const& each : payloads) {
    detail::json_cursor in(each.text, limits_, scratch_);
    in.ignored_key_names = &out.ignored_key_names;
    bool good = true;
    bool const known = detail::visit_operation(
        [&](auto const& asked) { return asked.call == each.call || asked.name == each.call; },
        [&](auto const& asked) {
          auto& added = (out.*asked.captures).emplace_back();
          added.index = out.capture_count;
          added.region.assign(each.region);
          if (each.request != nullptr) {
            added.request = *each.request;
          } else if (asked.subject != nullptr) {
            (added.request.*asked.subject).assign(each.subject);
          }
          if (!each.error_code.empty()) {
            added.state = detail::answer_of_error(asked, each.error_code);
            added.error_code.assign(each.error_code);
            added.error_message.assign(each.error_message);
            return;
          }
          if (each.text.size() > limits_.max_bytes) {
            good = in.fail(read_code::too_large, "longer than the limit `max_bytes`", 0);
          } else if (in.peek() == detail::json_kind::end) {
            added.state = asked.empty_is_an_answer ? answer::present : answer::empty;
          } else {
            good = detail::read_response(in, asked, added) && in.finish();
          }
        });
    if (!known) {
      auto& ignored = out.ignored.emplace_back();
      ignored.pointer = "/captures/" + std::to_string(out.capture_count);
      ignored.what.assign(each.call);
      ignored.reason = "no rule reads this call";
    }
    if (!good) {
      std::string source(each.source.empty() ? each.call : each.source);
      if (each.source.empty() && !each.subject.empty()) {
        source += ' ';
        source += each.subject;
      }
      return detail::to_read_error(in.fault(), each.text, source);
    }
    out.ignored_keys += in.ignored_keys;
    ++out.capture_count;
  }
  return {};
}

TRAILAUDIT_INLINE result<snapshot> read_snapshot(std::string_view document,
                                                 read_limits const& limits) {
  snapshot out;
  if (auto read = snapshot_reader(limits).read(document, out); !read) {
    return std::move(read).error();
  }
  return out;
}

TRAILAUDIT_INLINE result<snapshot> read_payloads(std::span<payload const> payloads,
                                                 payload_account const& account,
                                                 read_limits const& limits) {
  snapshot out;
  if (auto read = snapshot_reader(limits).read(payloads, account, out); !read) {
    return std::move(read).error();
  }
  return out;
}

} // namespace trailaudit::inline v0
