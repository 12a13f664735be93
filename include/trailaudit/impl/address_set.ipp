#pragma once

#include <trailaudit/logic/address_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

inline constexpr address lowest_v4{false, 0, 0};
inline constexpr address highest_v4{false, 0, 0xFFFF'FFFFU};
inline constexpr address lowest_v6{true, 0, 0};
inline constexpr address highest_v6{true, ~std::uint64_t{0}, ~std::uint64_t{0}};

inline constexpr std::array families{address_range{lowest_v4, highest_v4},
                                     address_range{lowest_v6, highest_v6}};

inline constexpr std::array addresses_for_examples{
    address{false, 0, 0xC000'0201U},          // 192.0.2.1, RFC 5737
    address{false, 0, 0xC633'6401U},          // 198.51.100.1
    address{false, 0, 0xCB00'7101U},          // 203.0.113.1
    address{true, 0x2001'0DB8'0000'0000U, 1}, // 2001:db8::1, RFC 3849
};

inline constexpr std::array private_ranges{
    address_range{{false, 0, 0x0A00'0000U}, {false, 0, 0x0AFF'FFFFU}},
    address_range{{false, 0, 0xAC10'0000U}, {false, 0, 0xAC1F'FFFFU}},
    address_range{{false, 0, 0xC0A8'0000U}, {false, 0, 0xC0A8'FFFFU}},
};

[[nodiscard]] constexpr bool is_highest(address const& what) noexcept {
  return what == highest_v4 || what == highest_v6;
}

// The next address, of one that is not the highest of its family.
[[nodiscard]] constexpr address address_after(address const& what) noexcept {
  auto const low = what.low + 1;
  return {what.is_v6, low == 0 ? what.high + 1 : what.high, low};
}
// The one before, of one that is not the lowest.
[[nodiscard]] constexpr address address_before(address const& what) noexcept {
  return {what.is_v6, what.low == 0 ? what.high - 1 : what.high, what.low - 1};
}

// The lowest `count` bits, of 64 at most.
[[nodiscard]] constexpr std::uint64_t low_bits(unsigned count) noexcept {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

[[nodiscard]] constexpr unsigned width_of(address const& what) noexcept {
  return what.is_v6 ? 128 : 32;
}

[[nodiscard]] constexpr address_range network_of(address const& what, unsigned length) noexcept {
  auto const free = width_of(what) - length;
  auto const high = low_bits(free > 64 ? free - 64 : 0);
  auto const low = low_bits(free);
  return {{what.is_v6, what.high & ~high, what.low & ~low},
          {what.is_v6, what.high | high, what.low | low}};
}

// -- reading

// A decimal number without leading zeros at the front of `text`, which loses it.
[[nodiscard]] inline std::optional<unsigned> take_numeral(std::string_view& text,
                                                          unsigned limit) noexcept {
  std::size_t size = 0;
  unsigned value = 0;
  while (size != text.size() && text[size] >= '0' && text[size] <= '9') {
    value = value * 10 + static_cast<unsigned>(text[size] - '0');
    ++size;
    if (value > limit) {
      return std::nullopt;
    }
  }
  if (size == 0 || (size > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  text.remove_prefix(size);
  return value;
}

[[nodiscard]] inline std::optional<std::uint32_t> parse_quad(std::string_view text) noexcept {
  std::uint32_t value = 0;
  for (int part = 0; part != 4; ++part) {
    if (part != 0) {
      if (!text.starts_with('.')) {
        return std::nullopt;
      }
      text.remove_prefix(1);
    }
    auto const number = take_numeral(text, 255);
    if (!number) {
      return std::nullopt;
    }
    value = value << 8 | *number;
  }
  return text.empty() ? std::optional(value) : std::nullopt;
}

[[nodiscard]] constexpr int hex_digit(char letter) noexcept {
  if (letter >= '0' && letter <= '9') {
    return letter - '0';
  }
  if (letter >= 'a' && letter <= 'f') {
    return letter - 'a' + 10;
  }
  return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
}

[[nodiscard]] inline std::optional<address> parse_v6(std::string_view text) noexcept {
  constexpr std::size_t no_gap = 8;
  std::array<std::uint16_t, 8> groups{};
  std::size_t count = 0;
  std::size_t gap = no_gap; // before which group `::` stands
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) { // a group begins here
    std::size_t size = 0;
    unsigned value = 0;
    while (size != 4 && size != text.size() && hex_digit(text[size]) >= 0) {
      value = value << 4 | static_cast<unsigned>(hex_digit(text[size]));
      ++size;
    }
    if (size == 0 || count == 8) {
      return std::nullopt;
    }
    if (size != text.size() && text[size] == '.') {
      auto const quad = parse_quad(text);
      if (!quad || count > 6) {
        return std::nullopt;
      }
      groups[count++] = static_cast<std::uint16_t>(*quad >> 16);
      groups[count++] = static_cast<std::uint16_t>(*quad & 0xFFFFU);
      break;
    }
    groups[count++] = static_cast<std::uint16_t>(value);
    text.remove_prefix(size);
    if (text.empty()) {
      break;
    }
    if (text.starts_with("::")) {
      if (gap != no_gap || count == 8) {
        return std::nullopt;
      }
      gap = count;
      text.remove_prefix(2);
    } else {
      if (text[0] != ':' || text.size() == 1) {
        return std::nullopt;
      }
      text.remove_prefix(1);
    }
  }
  if (gap == no_gap ? count != 8 : count == 8) {
    return std::nullopt;
  }
  if (gap != no_gap) {
    std::move_backward(groups.begin() + static_cast<std::ptrdiff_t>(gap),
                       groups.begin() + static_cast<std::ptrdiff_t>(count), groups.end());
    std::fill_n(groups.begin() + static_cast<std::ptrdiff_t>(gap), 8 - count, std::uint16_t{0});
  }
  address read{.is_v6 = true};
  for (std::size_t at = 0; at != 4; ++at) {
    read.high = read.high << 16 | groups[at];
    read.low = read.low << 16 | groups[at + 4];
  }
  return read;
}

// -- writing

inline void append_quad(std::string& out, std::uint64_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string(value >> shift & 0xFFU);
    if (shift != 0) {
      out += '.';
    }
  }
}

inline void append_group(std::string& out, std::uint64_t group) {
  constexpr std::string_view digits = "0123456789abcdef";
  bool begun = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    auto const digit = static_cast<std::size_t>(group >> shift & 0xFU);
    begun = begun || digit != 0 || shift == 0;
    if (begun) {
      out += digits[digit];
    }
  }
}

inline void append_v6(std::string& out, address const& what) {
  if (what.high == 0 && what.low >> 32 == 0xFFFFU) {
    out += "::ffff:";
    append_quad(out, what.low & 0xFFFF'FFFFU);
    return;
  }
  auto const group = [&](int at) {
    return (at < 4 ? what.high : what.low) >> (48 - 16 * (at % 4)) & 0xFFFFU;
  };
  int gap = 8; // the first of the longest runs of two or more zeros
  int longest = 1;
  for (int at = 0; at != 8; ++at) {
    int end = at;
    while (end != 8 && group(end) == 0) {
      ++end;
    }
    if (end - at > longest) {
      gap = at;
      longest = end - at;
    }
  }
  for (int at = 0; at < 8; ++at) {
    if (at == gap) {
      out += "::";
      at += longest - 1;
      continue;
    }
    if (at != 0 && out.back() != ':') {
      out += ':';
    }
    append_group(out, group(at));
  }
}

// -- ranges

// An address that a person may be shown, of a range that has one.
[[nodiscard]] inline address example_of(address_range const& range) noexcept {
  for (auto const& each : addresses_for_examples) {
    if (contains(range, each)) {
      return each;
    }
  }
  return range.first == range.last ? range.first : address_after(range.first);
}

// Joins ranges that overlap or touch. They have addresses and are in the order of their first ones.
inline void join_ranges(std::vector<address_range>& ranges) {
  std::size_t kept = 0;
  for (auto const& each : ranges) {
    if (kept != 0) {
      auto& last = ranges[kept - 1].last;
      // No range begins after the highest address of a family.
      if (each.first <= last || each.first == address_after(last)) {
        last = std::max(last, each.last);
        continue;
      }
    }
    ranges[kept++] = each;
  }
  ranges.resize(kept);
}

[[nodiscard]] constexpr bool begins_before(address_range const& left,
                                           address_range const& right) noexcept {
  return left.first < right.first;
}

// Whether disjoint ranges have more members of a family than its networks of that length.
[[nodiscard]] inline bool wider(std::span<address_range const> ranges, bool is_v6,
                                unsigned length) noexcept {
  auto const whole = families[is_v6 ? 1 : 0];
  length = std::min(length, width_of(whole.first));
  if (length == 0) {
    return false;
  }
  auto const network = network_of(whole.first, length).last; // one less than its size
  // How many members were seen; all of IPv6 would be one too many, but is a range of its own.
  address count = whole.first;
  for (auto const& each : ranges) {
    if (each.first.is_v6 != is_v6) {
      continue;
    }
    if (each == whole) {
      return true;
    }
    bool const borrows = each.last.low < each.first.low;
    address const more = address_after({is_v6, each.last.high - each.first.high - (borrows ? 1 : 0),
                                        each.last.low - each.first.low});
    count.low += more.low;
    count.high += more.high + (count.low < more.low ? 1 : 0);
  }
  return count > whole.first && address_before(count) > network;
}

} // namespace detail

TRAILAUDIT_INLINE std::optional<address> parse_address(std::string_view text) noexcept {
  if (text.find(':') != std::string_view::npos) {
    return detail::parse_v6(text);
  }
  auto const quad = detail::parse_quad(text);
  return quad ? std::optional(address{false, 0, *quad}) : std::nullopt;
}

TRAILAUDIT_INLINE std::string to_string(address const& what) {
  std::string out;
  if (what.is_v6) {
    detail::append_v6(out, what);
  } else {
    detail::append_quad(out, what.low);
  }
  return out;
}

TRAILAUDIT_INLINE std::optional<address_range> parse_cidr(std::string_view text) noexcept {
  auto const slash = text.find('/');
  auto const read = parse_address(text.substr(0, slash));
  if (!read) {
    return std::nullopt;
  }
  if (slash == std::string_view::npos) {
    return address_range{*read, *read};
  }
  text.remove_prefix(slash + 1);
  auto const length = detail::take_numeral(text, detail::width_of(*read));
  if (!length || !text.empty()) {
    return std::nullopt;
  }
  return detail::network_of(*read, *length);
}

TRAILAUDIT_INLINE bool is_private(address_range const& range) noexcept {
  return std::any_of(
      detail::private_ranges.begin(), detail::private_ranges.end(), [&](address_range const& each) {
        return !is_empty(range) && contains(each, range.first) && contains(each, range.last);
      });
}

TRAILAUDIT_INLINE address_set::address_set(address_range const& range) {
  if (!trailaudit::is_empty(range)) {
    ranges_.push_back(range);
  }
}

TRAILAUDIT_INLINE address_set::address_set(std::span<address_range const> ranges) {
  ranges_.reserve(ranges.size());
  std::copy_if(ranges.begin(), ranges.end(), std::back_inserter(ranges_),
               [](address_range const& each) { return !trailaudit::is_empty(each); });
  std::sort(ranges_.begin(), ranges_.end(), detail::begins_before);
  detail::join_ranges(ranges_);
}

TRAILAUDIT_INLINE address_set& address_set::operator|=(address_set const& other) {
  std::vector<address_range> all;
  all.reserve(ranges_.size() + other.ranges_.size());
  std::merge(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end(),
             std::back_inserter(all), detail::begins_before);
  detail::join_ranges(all);
  ranges_ = std::move(all);
  return *this;
}

TRAILAUDIT_INLINE address_set& address_set::operator&=(address_set const& other) {
  std::vector<address_range> both;
  auto left = ranges_.begin();
  auto right = other.ranges_.begin();
  while (left != ranges_.end() && right != other.ranges_.end()) {
    address_range const shared{std::max(left->first, right->first),
                               std::min(left->last, right->last)};
    if (!trailaudit::is_empty(shared)) {
      both.push_back(shared);
    }
    if (left->last < right->last) {
      ++left;
    } else {
      ++right;
    }
  }
  ranges_ = std::move(both);
  return *this;
}

TRAILAUDIT_INLINE address_set address_set::complement() const {
  address_set others;
  auto next = ranges_.begin();
  for (auto const& family : detail::families) {
    auto from = family.first;
    bool ended = false;
    for (; next != ranges_.end() && next->first.is_v6 == family.first.is_v6; ++next) {
      if (next->first != from) {
        others.ranges_.push_back({from, detail::address_before(next->first)});
      }
      ended = next->last == family.last;
      if (!ended) {
        from = detail::address_after(next->last);
      }
    }
    if (!ended) {
      others.ranges_.push_back({from, family.last});
    }
  }
  return others;
}

TRAILAUDIT_INLINE bool address_set::contains(address const& what) const noexcept {
  return contains(address_range{what, what});
}

TRAILAUDIT_INLINE bool address_set::contains(address_range const& range) const noexcept {
  auto const next = std::upper_bound(ranges_.begin(), ranges_.end(), range, detail::begins_before);
  return !trailaudit::is_empty(range) && next != ranges_.begin() &&
         trailaudit::contains(*std::prev(next), range.last);
}

TRAILAUDIT_INLINE std::optional<address> address_set::witness() const noexcept {
  if (ranges_.empty()) {
    return std::nullopt;
  }
  for (auto const& each : detail::addresses_for_examples) {
    if (each.is_v6 == ranges_[0].first.is_v6 && contains(each)) {
      return each;
    }
  }
  return detail::example_of(ranges_[0]);
}

TRAILAUDIT_INLINE bool address_set::wider_than(unsigned length_v4,
                                               unsigned length_v6) const noexcept {
  return detail::wider(ranges_, false, length_v4) || detail::wider(ranges_, true, length_v6);
}

TRAILAUDIT_INLINE bool wider_than(address_range const& range, unsigned length_v4,
                                  unsigned length_v6) noexcept {
  return !is_empty(range) &&
         detail::wider({&range, 1}, range.first.is_v6, range.first.is_v6 ? length_v6 : length_v4);
}

TRAILAUDIT_INLINE std::vector<address> representatives(std::span<address_range const> ranges) {
  // Where the parts begin.
  std::vector<address> found{detail::lowest_v4, detail::lowest_v6};
  for (auto const& each : ranges) {
    if (is_empty(each)) {
      continue;
    }
    found.push_back(each.first);
    if (!detail::is_highest(each.last)) {
      found.push_back(detail::address_after(each.last));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (std::size_t at = 0; at != found.size(); ++at) {
    bool const last_of_v4 = at + 1 != found.size() && found[at + 1] == detail::lowest_v6;
    auto const end = at + 1 == found.size() ? detail::highest_v6
                     : last_of_v4           ? detail::highest_v4
                                            : detail::address_before(found[at + 1]);
    found[at] = detail::example_of({found[at], end});
  }
  return found;
}

} // namespace trailaudit::inline v0
