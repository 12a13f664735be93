#pragma once

#include <cstdint>
#include <string_view>

namespace trailaudit::inline v0 {

/// The kinds of access that an action gives.
enum class access_kind : std::uint8_t { read, write, remove, change_policy, other };

[[nodiscard]] constexpr std::string_view to_string(access_kind value) noexcept {
  switch (value) {
  case access_kind::read:
    return "read";
  case access_kind::write:
    return "write";
  case access_kind::remove:
    return "delete";
  case access_kind::change_policy:
    return "change_policy";
  case access_kind::other:
    return "other";
  }
  return "";
}

} // namespace trailaudit::inline v0
