#pragma once

#include <trailaudit/logic/number_range.hpp>

#include <algorithm>
#include <cstddef>

namespace trailaudit::inline v0 {
namespace detail {

// The exponent at the front of `text`, which loses it. Where it is large enough to put every digit
// of a text out of reach, it is no larger.
[[nodiscard]] constexpr std::optional<std::int64_t> take_exponent(std::string_view& text) noexcept {
  constexpr std::int64_t out_of_reach = 1'000'000'000'000'000'000;
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  auto const size = count_digits(text);
  if (size == 0) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (auto const digit : text.substr(0, size)) {
    value = value >= out_of_reach / 10 ? out_of_reach : value * 10 + (digit - '0');
  }
  text.remove_prefix(size);
  return negative ? -value : value;
}

// A number above the first and below the second.
[[nodiscard]] constexpr decimal between(decimal const& low, decimal const& high) noexcept {
  decimal const zero{};
  auto const next = low < zero && zero < high ? zero : integer_above(low);
  return next < high ? next : middle_of(low, high);
}

} // namespace detail

TRAILAUDIT_INLINE std::optional<decimal> parse_decimal(std::string_view text) noexcept {
  decimal read{};
  bool const negative = text.starts_with('-');
  if (negative) {
    text.remove_prefix(1);
  }
  auto const whole = text.substr(0, detail::count_digits(text));
  if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) {
    return std::nullopt;
  }
  text.remove_prefix(whole.size());
  std::string_view fraction{};
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = text.substr(0, detail::count_digits(text));
    if (fraction.empty()) {
      return std::nullopt;
    }
    text.remove_prefix(fraction.size());
  }
  std::int64_t exponent = 0;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    auto const taken = detail::take_exponent(text);
    if (!taken) {
      return std::nullopt;
    }
    exponent = *taken;
  }
  if (!text.empty()) {
    return std::nullopt;
  }
  auto place = exponent + static_cast<std::int64_t>(whole.size());
  for (auto const part : {whole, fraction}) {
    for (auto const digit : part) {
      --place;
      if (!detail::put_digit(read, static_cast<std::uint64_t>(digit - '0'), place)) {
        return std::nullopt;
      }
    }
  }
  read.is_negative = negative && !detail::is_zero(read);
  return read;
}

TRAILAUDIT_INLINE decimal to_decimal(std::int64_t value) noexcept {
  auto const magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return {value < 0, {magnitude / detail::decimal_base, magnitude % detail::decimal_base, 0, 0}};
}

TRAILAUDIT_INLINE std::string to_string(decimal const& what) {
  std::string digits;
  for (auto const part : what.parts) {
    auto const some = std::to_string(part);
    digits.append(static_cast<std::size_t>(detail::digits_of_part) - some.size(), '0');
    digits += some;
  }
  auto const point = static_cast<std::size_t>(2 * detail::digits_of_part);
  auto const first = std::min(digits.find_first_not_of('0'), point - 1);
  auto const end = std::max(digits.find_last_not_of('0') + 1, point); // none at all: 0
  std::string out(what.is_negative ? "-" : "");
  out.append(digits, first, point - first);
  if (end != point) {
    out += '.';
    out.append(digits, point, end - point);
  }
  return out;
}

TRAILAUDIT_INLINE std::vector<decimal> representatives(std::span<decimal const> values) {
  if (values.empty()) {
    return {decimal{}};
  }
  std::vector<decimal> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<decimal> found;
  found.reserve(2 * sorted.size() + 1);
  found.push_back(detail::integer_below(sorted.front()));
  for (auto const& each : sorted) {
    if (each != sorted.front()) {
      found.push_back(detail::between(found.back(), each));
    }
    found.push_back(each);
  }
  found.push_back(std::max(decimal{}, detail::integer_above(sorted.back())));
  return found;
}

} // namespace trailaudit::inline v0
