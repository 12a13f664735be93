#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {

/// Kleene's three truth values. `no < unknown < yes`, so that "and" is the least and "or" the
/// greatest.
enum class ternary : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr ternary to_ternary(bool value) noexcept {
  return static_cast<ternary>(2U * static_cast<unsigned>(value));
}
[[nodiscard]] constexpr ternary to_ternary(std::optional<bool> const& value) noexcept {
  return value ? to_ternary(*value) : ternary::unknown;
}
[[nodiscard]] constexpr ternary both(ternary left, ternary right) noexcept {
  // By value: what `std::min` refers to, compilers choose by a branch that is often foretold wrong.
  auto const one = static_cast<unsigned>(left);
  auto const other = static_cast<unsigned>(right);
  return static_cast<ternary>(one < other ? one : other);
}
[[nodiscard]] constexpr ternary either(ternary left, ternary right) noexcept {
  auto const one = static_cast<unsigned>(left);
  auto const other = static_cast<unsigned>(right);
  return static_cast<ternary>(one < other ? other : one);
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
