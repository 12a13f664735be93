#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {

/// Kleene's three truth values. `no < unknown < yes`, so that "and" is the least and "or" the
/// greatest.
enum class ternary : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr ternary to_ternary(bool value) noexcept {
  return value ? ternary::yes : ternary::no;
}
[[nodiscard]] constexpr ternary to_ternary(std::optional<bool> const& value) noexcept {
  return value ? to_ternary(*value) : ternary::unknown;
}
[[nodiscard]] constexpr ternary both(ternary left, ternary right) noexcept {
  return std::min(left, right);
}
[[nodiscard]] constexpr ternary either(ternary left, ternary right) noexcept {
  return std::max(left, right);
}
[[nodiscard]] constexpr ternary negation(ternary value) noexcept {
  return static_cast<ternary>(2 - static_cast<int>(value));
}

[[nodiscard]] constexpr std::string_view to_string(ternary value) noexcept {
  switch (value) {
  case ternary::no:
    return "no";
  case ternary::unknown:
    return "unknown";
  case ternary::yes:
    return "yes";
  }
  return "";
}

} // namespace trailaudit::inline v0
