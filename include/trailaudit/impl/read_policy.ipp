#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

/// Reads a request and nothing else.
class request_reader {
public:
  request_reader(json_cursor& in, policy_request& out) : in_(in), out_(out) {}

  bool read() {
    auto const start = in_.next_offset();
    std::uint32_t seen = 0;
    bool const good = members(request_keys, seen, [&](std::size_t number) {
      switch (number) {
      case 0:
        return principal();
      case 1:
        return needed_text(out_.action, "a request needs an `action`");
      case 2:
        return read_value(in_, out_.resource);
      case 3:
        return account();
      default:
        return context();
      }
    });
    if (!good) {
      return false;
    }
    if ((seen & 3U) != 3U) {
      return in_.fail(read_code::missing_key, "a request needs `principal` and `action`", start);
    }
    return in_.finish();
  }

private:
  static constexpr std::array<std::string_view, 5> request_keys{"principal", "action", "resource",
                                                                "account", "context"};
  static constexpr std::array<std::string_view, 2> principal_keys{"type", "id"};

  template <std::size_t Count, class Visitor>
  bool members(std::array<std::string_view, Count> const& keys, std::uint32_t& seen,
               Visitor const& visit) {
    if (!in_.begin_object()) {
      return false;
    }
    std::string_view key;
    for (bool first = true; in_.next_key(first, key);) {
      std::size_t number = 0;
      while (number != Count && keys[number] != key) {
        ++number;
      }
      if (number == Count) {
        return in_.fail(read_code::unknown_key, "there is no such key", in_.key_offset());
      }
      if ((seen >> number & 1U) != 0) {
        return in_.fail(read_code::duplicate_key, "this key stands here twice", in_.key_offset());
      }
      seen |= 1U << number;
      if (!visit(number)) {
        return false;
      }
    }
    return in_.ok();
  }

  bool needed_text(std::string& out, char const* message) {
    auto const at = in_.next_offset();
    return read_value(in_, out) && (!out.empty() || in_.fail(read_code::missing_key, message, at));
  }

  bool principal() {
    auto const start = in_.next_offset();
    std::uint32_t seen = 0;
    bool const good = members(principal_keys, seen, [&](std::size_t number) {
      return number == 0 ? type() : needed_text(out_.principal.id, "an id is not empty");
    });
    if (!good) {
      return false;
    }
    if ((seen & 1U) == 0) {
      return in_.fail(read_code::missing_key, "a principal needs a `type`", start);
    }
    bool const has_id = (seen & 2U) != 0;
    bool const anonymous = out_.principal.type == principal_type::anonymous;
    if (has_id && anonymous) {
      return in_.fail(read_code::contradiction, "who is anonymous has no `id`", start);
    }
    return has_id || anonymous ||
           in_.fail(read_code::missing_key, "a principal of this type needs an `id`", start);
  }

  bool type() {
    auto const at = in_.next_offset();
    std::string_view text;
    if (!in_.string(text)) {
      return false;
    }
    for (auto const each : {principal_type::anonymous, principal_type::aws, principal_type::service,
                            principal_type::federated, principal_type::canonical}) {
      if (to_string(each) == text) {
        out_.principal.type = each;
        return true;
      }
    }
    return in_.fail(read_code::out_of_range,
                    "a principal is `anonymous`, `aws`, `service`, `federated` or `canonical`", at);
  }

  bool account() {
    auto const at = in_.next_offset();
    if (!read_value(in_, out_.account)) {
      return false;
    }
    bool digits = out_.account.size() == 12;
    for (auto const byte : out_.account) {
      digits = digits && byte >= '0' && byte <= '9';
    }
    return digits || in_.fail(read_code::out_of_range, "an account id has twelve digits", at);
  }

  static bool same_key(std::string_view left, std::string_view right) noexcept {
    auto const lower = [](char byte) {
      return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    };
    bool same = left.size() == right.size();
    for (std::size_t at = 0; same && at != left.size(); ++at) {
      same = lower(left[at]) == lower(right[at]);
    }
    return same;
  }

  bool context() {
    if (!in_.begin_object()) {
      return false;
    }
    std::string_view key;
    for (bool first = true; in_.next_key(first, key);) {
      for (auto const& each : out_.context) {
        if (same_key(each.key, key)) {
          return in_.fail(read_code::duplicate_key, "this key stands here twice", in_.key_offset());
        }
      }
      if (out_.context.size() == max_conditions) {
        return in_.fail(read_code::too_large, "more keys than the limit `max_conditions`",
                        in_.key_offset());
      }
      auto& added = out_.context.emplace_back();
      added.key = key;
      if (!in_.at_array()) {
        if (!value(added.values.emplace_back())) {
          return false;
        }
        continue;
      }
      if (!in_.begin_array()) {
        return false;
      }
      for (bool first_value = true; in_.next_element(first_value);) {
        if (!value(added.values.emplace_back())) {
          return false;
        }
      }
      if (!in_.ok()) {
        return false;
      }
    }
    return in_.ok();
  }

  bool value(std::string& out) {
    if (in_.at_string()) {
      return read_value(in_, out);
    }
    auto const kind = in_.peek();
    if (kind == json_kind::boolean) {
      bool truth = false;
      bool const good = in_.boolean(truth);
      out = truth ? "true" : "false";
      return good;
    }
    if (kind == json_kind::number) {
      std::string_view text;
      bool integer = false;
      bool const good = in_.number(text, integer);
      out = text;
      return good;
    }
    return in_.fail_kind("expected a string, a number or a boolean");
  }

  json_cursor& in_;
  policy_request& out_;
};

} // namespace detail

TRAILAUDIT_INLINE policy read_policy(std::string_view json, read_limits const& limits) {
  policy out;
  if (json.size() > limits.max_bytes) {
    out.text = json;
    auto& flaw = out.flaws.emplace_back();
    flaw.code = policy_flaw_code::too_large;
    flaw.what = "longer than the limit `max_bytes`";
    return out;
  }
  detail::json_scratch scratch;
  detail::read_policy_text({json, limits, scratch}, json, out);
  return out;
}

TRAILAUDIT_INLINE result<policy_request> read_policy_request(std::string_view json,
                                                             read_limits const& limits) {
  detail::json_scratch scratch;
  detail::json_cursor in(json, limits, scratch);
  policy_request out;
  if (json.size() > limits.max_bytes) {
    (void)in.fail(read_code::too_large, "longer than the limit `max_bytes`", 0);
  } else if (detail::request_reader(in, out).read()) {
    return out;
  }
  return detail::to_read_error(in.fault(), json, {});
}

} // namespace trailaudit::inline v0
