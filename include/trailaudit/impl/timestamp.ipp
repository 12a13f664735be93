#pragma once

#include <trailaudit/model/timestamp.hpp>

#include <cmath>
#include <cstdint>

namespace trailaudit::inline v0 {
namespace detail {

inline constexpr std::int64_t last_second = 253402300799; // 9999-12-31T23:59:59Z

// `count` decimal digits at the front of `text`, which loses them; -1 where there are fewer.
[[nodiscard]] TRAILAUDIT_HOT int take_digits(std::string_view& text, std::size_t count) noexcept {
  if (text.size() < count) {
    return -1;
  }
  int value = 0;
  for (std::size_t at = 0; at != count; ++at) {
    if (text[at] < '0' || text[at] > '9') {
      return -1;
    }
    value = value * 10 + (text[at] - '0');
  }
  text.remove_prefix(count);
  return value;
}

[[nodiscard]] TRAILAUDIT_HOT bool take_one(std::string_view& text,
                                           std::string_view any_of) noexcept {
  for (auto const byte : any_of) { // one or two
    if (!text.empty() && text[0] == byte) {
      text.remove_prefix(1);
      return true;
    }
  }
  return false;
}

} // namespace detail

TRAILAUDIT_INLINE std::optional<timestamp> parse_timestamp(std::string_view text) noexcept {
  using namespace std::chrono;
  using detail::take_digits;
  using detail::take_one;
  constexpr std::string_view form = "0000-00-00T00:00:00"; // a blank may stand for the T
  if (text.size() <= form.size() || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  bool digits = true;
  auto const two_digits = [&](std::size_t at) {
    auto const tens = static_cast<unsigned>(text[at] - '0');
    auto const ones = static_cast<unsigned>(text[at + 1] - '0');
    digits = digits && tens <= 9 && ones <= 9;
    return tens * 10 + ones;
  };
  auto const year_number = static_cast<int>(two_digits(0) * 100 + two_digits(2));
  auto const month_number = two_digits(5);
  auto const day_number = two_digits(8);
  auto const hour = two_digits(11);
  auto const minute = two_digits(14);
  auto const second = two_digits(17);
  if (!digits || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  text.remove_prefix(form.size());
  if (take_one(text, ".")) {
    if (take_digits(text, 1) < 0) {
      return std::nullopt;
    }
    while (take_digits(text, 1) >= 0) {}
  }
  auto const date = year_month_day{year{year_number}, month{month_number}, day{day_number}};
  if (!date.ok()) {
    return std::nullopt;
  }
  std::chrono::minutes offset{0};
  if (!take_one(text, "Z")) {
    bool const west = !text.empty() && text[0] == '-';
    if (!take_one(text, "+-")) {
      return std::nullopt;
    }
    auto const offset_hours = take_digits(text, 2);
    (void)take_one(text, ":");
    auto const offset_minutes = take_digits(text, 2);
    if (offset_hours < 0 || offset_hours > 23 || offset_minutes < 0 || offset_minutes > 59) {
      return std::nullopt;
    }
    offset = minutes{(west ? -1 : 1) * (offset_hours * 60 + offset_minutes)};
  }
  if (!text.empty()) {
    return std::nullopt;
  }
  auto const time = sys_days{date} + hours{hour} + minutes{minute} + seconds{second} - offset;
  auto const since = time.time_since_epoch().count();
  if (since < 0 || since > detail::last_second) {
    return std::nullopt;
  }
  return time;
}

TRAILAUDIT_INLINE std::optional<timestamp> timestamp_from_seconds(double seconds) noexcept {
  if (!(seconds >= 0) || seconds >= static_cast<double>(detail::last_second) + 1) {
    return std::nullopt;
  }
  return timestamp{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
}

TRAILAUDIT_INLINE void append_timestamp(std::string& out, timestamp time) {
  using namespace std::chrono;
  auto const whole_days = floor<days>(time);
  auto const date = year_month_day{whole_days};
  auto const of_day = (time - whole_days).count();
  auto const put = [&](std::int64_t value, int width) {
    std::int64_t scale = 1;
    for (int at = 1; at != width; ++at) {
      scale *= 10;
    }
    for (; scale != 0; scale /= 10) {
      out += static_cast<char>('0' + value / scale % 10);
    }
  };
  put(static_cast<int>(date.year()), 4);
  out += '-';
  put(static_cast<unsigned>(date.month()), 2);
  out += '-';
  put(static_cast<unsigned>(date.day()), 2);
  out += 'T';
  put(of_day / 3600, 2);
  out += ':';
  put(of_day / 60 % 60, 2);
  out += ':';
  put(of_day % 60, 2);
  out += 'Z';
}

} // namespace trailaudit::inline v0
