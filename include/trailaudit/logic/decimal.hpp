#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Exact decimal numbers. They are read by `number_range.hpp`.

namespace trailaudit::inline v0 {

/// An exact decimal number with at most 36 digits on each side of the point. The default is zero.
struct decimal {
  bool is_negative = false; ///< never of zero
  /// 18 digits each, from the left: two parts before the point and two behind it.
  std::array<std::uint64_t, 4> parts{};

  friend bool operator==(decimal const& left, decimal const& right) = default;
  friend constexpr std::strong_ordering operator<=>(decimal const& left,
                                                    decimal const& right) noexcept {
    if (left.is_negative != right.is_negative) {
      return left.is_negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    auto const& low = left.is_negative ? right : left;
    auto const& high = left.is_negative ? left : right;
    for (std::size_t at = 0; at != low.parts.size(); ++at) {
      if (low.parts[at] != high.parts[at]) {
        return low.parts[at] <=> high.parts[at];
      }
    }
    return std::strong_ordering::equal;
  }
};

[[nodiscard]] constexpr bool is_integer(decimal const& what) noexcept {
  return what.parts[2] == 0 && what.parts[3] == 0;
}

namespace detail {

inline constexpr std::uint64_t decimal_base = 1'000'000'000'000'000'000; // of a part
inline constexpr std::int64_t digits_of_part = 18;
// One place less than there is on either side, for what lies above a number and between two.
inline constexpr std::int64_t places_read = 35;

[[nodiscard]] constexpr bool is_zero(decimal const& what) noexcept {
  return what.parts == decimal{}.parts;
}

[[nodiscard]] constexpr std::uint64_t power_of_ten(std::int64_t exponent) noexcept {
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

// Adds a digit that stands for `digit` × 10^place; false if that is too large or too fine.
[[nodiscard]] constexpr bool put_digit(decimal& into, std::uint64_t digit,
                                       std::int64_t place) noexcept {
  if (digit == 0) {
    return true;
  }
  if (place >= places_read || place < -places_read) {
    return false;
  }
  auto const from_right = place + 2 * digits_of_part;
  into.parts[static_cast<std::size_t>(3 - from_right / digits_of_part)] +=
      digit * power_of_ten(from_right % digits_of_part);
  return true;
}

[[nodiscard]] constexpr std::size_t count_digits(std::string_view text) noexcept {
  std::size_t size = 0;
  while (size != text.size() && text[size] >= '0' && text[size] <= '9') {
    ++size;
  }
  return size;
}

[[nodiscard]] constexpr decimal integer_part(decimal what) noexcept {
  what.parts[2] = 0;
  what.parts[3] = 0;
  what.is_negative = what.is_negative && !is_zero(what);
  return what;
}

// The same number with another sign.
[[nodiscard]] constexpr decimal negated(decimal what) noexcept {
  what.is_negative = !what.is_negative && !is_zero(what);
  return what;
}

// The least integer above, and the greatest below.
[[nodiscard]] constexpr decimal integer_above(decimal const& what) noexcept {
  auto next = integer_part(what);
  if (!what.is_negative) { // up, and there is always a place left for it
    if (++next.parts[1] == decimal_base) {
      next.parts[1] = 0;
      ++next.parts[0];
    }
  } else if (is_integer(what)) {
    if (next.parts[1]-- == 0) {
      next.parts[1] = decimal_base - 1;
      --next.parts[0];
    }
    next.is_negative = !is_zero(next);
  }
  return next;
}
[[nodiscard]] constexpr decimal integer_below(decimal const& what) noexcept {
  return negated(integer_above(negated(what)));
}

// The middle of two numbers of one sign, of which one may be zero, and of which the last digit of
// each is zero.
[[nodiscard]] constexpr decimal middle_of(decimal const& left, decimal const& right) noexcept {
  decimal middle{.is_negative = left.is_negative || right.is_negative};
  std::uint64_t carry = 0;
  for (std::size_t at = 4; at-- != 0;) {
    middle.parts[at] = left.parts[at] + right.parts[at] + carry;
    carry = 0;
    if (at != 0 && middle.parts[at] >= decimal_base) {
      middle.parts[at] -= decimal_base;
      carry = 1;
    }
  }
  for (auto& part : middle.parts) {
    auto const whole = part + carry * decimal_base;
    part = whole / 2;
    carry = whole % 2;
  }
  return middle;
}

} // namespace detail

} // namespace trailaudit::inline v0
