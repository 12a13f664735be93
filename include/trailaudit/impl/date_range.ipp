#pragma once

#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace trailaudit::inline v0 {
namespace detail {

inline constexpr std::int64_t first_second = -62'167'219'200;   // 0000-01-01T00:00:00Z
inline constexpr std::int64_t end_of_seconds = 253'402'300'800; // 10000-01-01T00:00:00Z

// A number of exactly so many digits at the front of `text`, which loses them; -1 if there is none.
[[nodiscard]] constexpr int take_fixed(std::string_view& text, std::size_t size) noexcept {
  if (text.size() < size || count_digits(text.substr(0, size)) != size) {
    return -1;
  }
  int value = 0;
  for (auto const digit : text.substr(0, size)) {
    value = value * 10 + (digit - '0');
  }
  text.remove_prefix(size);
  return value;
}

[[nodiscard]] constexpr bool take_byte(std::string_view& text, char byte) noexcept {
  bool const taken = text.starts_with(byte);
  text.remove_prefix(taken ? 1 : 0);
  return taken;
}

// What is missing to one, of a fraction that is not zero.
constexpr void complete_fraction(decimal& of) noexcept {
  of.parts[2] = decimal_base - of.parts[2] - (of.parts[3] == 0 ? 0 : 1);
  of.parts[3] = of.parts[3] == 0 ? 0 : decimal_base - of.parts[3];
}

// So many seconds and a fraction of one, which is not negative and below one.
[[nodiscard]] inline instant instant_of(std::int64_t seconds, decimal fraction) noexcept {
  bool const below = seconds < 0 && !is_zero(fraction);
  auto since = to_decimal(below ? seconds + 1 : seconds);
  if (below) {
    complete_fraction(fraction);
    since.is_negative = true;
  }
  since.parts[2] = fraction.parts[2];
  since.parts[3] = fraction.parts[3];
  return {since};
}

[[nodiscard]] inline std::optional<instant> parse_epoch(std::string_view text) noexcept {
  auto const size = text.size();
  if (size == 4 || size == 7 || size == 8) { // might be a year or a day as well
    return std::nullopt;
  }
  if (size > 12 || (size > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  std::int64_t seconds = 0;
  for (auto const digit : text) {
    seconds = seconds * 10 + (digit - '0');
  }
  return seconds < end_of_seconds ? std::optional(instant_of(seconds, {})) : std::nullopt;
}

// `Z` or `+hh:mm`, all that is left of a text, in minutes east.
[[nodiscard]] inline std::optional<std::chrono::minutes>
parse_offset(std::string_view text) noexcept {
  using std::chrono::minutes;
  if (text == "Z") {
    return minutes{0};
  }
  bool const west = take_byte(text, '-');
  if (!west && !take_byte(text, '+')) {
    return std::nullopt;
  }
  auto const hour = take_fixed(text, 2);
  bool const good = take_byte(text, ':');
  auto const minute = take_fixed(text, 2);
  if (!good || hour < 0 || hour > 23 || minute < 0 || minute > 59 || !text.empty()) {
    return std::nullopt;
  }
  return minutes{(west ? -1 : 1) * (hour * 60 + minute)};
}

} // namespace detail

TRAILAUDIT_INLINE instant to_instant(timestamp time) noexcept {
  return detail::instant_of(time.time_since_epoch().count(), {});
}

TRAILAUDIT_INLINE std::optional<instant> parse_instant(std::string_view text) noexcept {
  using namespace std::chrono;
  using detail::take_byte;
  using detail::take_fixed;
  if (!text.empty() && detail::count_digits(text) == text.size()) {
    return detail::parse_epoch(text);
  }
  auto const year_number = take_fixed(text, 4);
  if (year_number < 0 || !take_byte(text, '-')) {
    return std::nullopt;
  }
  auto const month_number = take_fixed(text, 2);
  bool const has_day = take_byte(text, '-');
  auto const day_number = has_day ? take_fixed(text, 2) : 1;
  if (month_number < 0 || day_number < 0) {
    return std::nullopt;
  }
  auto const on = year_month_day{year{year_number}, month{static_cast<unsigned>(month_number)},
                                 day{static_cast<unsigned>(day_number)}};
  if (!on.ok()) {
    return std::nullopt;
  }
  auto time = sys_seconds{sys_days{on}};
  decimal fraction{};
  if (has_day && take_byte(text, 'T')) {
    auto const hour = take_fixed(text, 2);
    bool const has_minute = take_byte(text, ':');
    auto const minute = take_fixed(text, 2);
    bool const has_second = take_byte(text, ':');
    auto const second = has_second ? take_fixed(text, 2) : 0;
    if (!has_minute || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59) {
      return std::nullopt;
    }
    if (has_second && take_byte(text, '.')) {
      auto const size = detail::count_digits(text);
      std::int64_t place = 0;
      for (auto const digit : text.substr(0, size)) {
        --place;
        if (!detail::put_digit(fraction, static_cast<std::uint64_t>(digit - '0'), place)) {
          return std::nullopt;
        }
      }
      if (size == 0) {
        return std::nullopt;
      }
      text.remove_prefix(size);
    }
    auto const offset = detail::parse_offset(text);
    if (!offset) {
      return std::nullopt;
    }
    time += hours{hour} + minutes{minute} + seconds{second} - *offset;
  } else if (!text.empty()) {
    return std::nullopt;
  }
  auto const since = time.time_since_epoch().count();
  if (since < detail::first_second || since >= detail::end_of_seconds) {
    return std::nullopt;
  }
  return detail::instant_of(since, fraction);
}

TRAILAUDIT_INLINE std::string to_string(instant const& what) {
  auto fraction = what.since_1970;
  auto whole = static_cast<std::int64_t>(fraction.parts[1]); // part 0 is zero: 12 digits at most
  if (what.since_1970.is_negative) {
    whole = -whole;
    if (!is_integer(what.since_1970)) {
      --whole;
      detail::complete_fraction(fraction);
    }
  }
  std::string out;
  append_timestamp(out, timestamp{std::chrono::seconds{whole}});
  fraction = {false, {0, 0, fraction.parts[2], fraction.parts[3]}};
  if (!detail::is_zero(fraction)) {
    out.pop_back();
    out += to_string(fraction).substr(1); // without the zero before the point
    out += 'Z';
  }
  return out;
}

TRAILAUDIT_INLINE std::vector<instant> representatives(std::span<instant const> times) {
  if (times.empty()) {
    return {instant{}};
  }
  std::vector<instant> sorted(times.begin(), times.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<instant> found;
  found.reserve(2 * sorted.size() + 1);
  auto const add_between = [&](decimal const& low, decimal const& high) {
    auto const next = detail::integer_above(low);
    found.push_back({next < high ? next : detail::middle_of(low, high)});
  };
  if (auto const earlier = detail::integer_below(sorted.front().since_1970);
      earlier >= to_decimal(detail::first_second)) {
    found.push_back({earlier});
  }
  for (auto const& each : sorted) {
    if (each != sorted.front()) {
      add_between(found.back().since_1970, each.since_1970);
    }
    found.push_back(each);
  }
  add_between(sorted.back().since_1970, to_decimal(detail::end_of_seconds));
  return found;
}

} // namespace trailaudit::inline v0
