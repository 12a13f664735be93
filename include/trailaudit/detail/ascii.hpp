#pragma once

#include <trailaudit/detail/packed_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

// Letters of ASCII without regard to case. The locale has no say in it.

namespace trailaudit::inline v0::detail {

[[nodiscard]] constexpr char to_lower(char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

[[nodiscard]] constexpr bool equals_folded(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) {
    return false;
  }
  std::size_t at = 0;
  while (left.size() - at >= 8 &&
         load_little<8>(left.data() + at) == load_little<8>(right.data() + at)) {
    at += 8;
  }
  for (; at != left.size(); ++at) {
    if (left[at] != right[at] && to_lower(left[at]) != to_lower(right[at])) {
      return false;
    }
  }
  return true;
}

[[nodiscard]] constexpr bool starts_with_folded(std::string_view text,
                                                std::string_view prefix) noexcept {
  return text.size() >= prefix.size() && equals_folded(text.substr(0, prefix.size()), prefix);
}

[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
  std::uint64_t bytes = 0;
  if (text.size() < 8) {
    for (auto const byte : text) {
      bytes |= static_cast<unsigned char>(byte);
    }
    return bytes < 0x80U;
  }
  for (std::size_t at = 0; text.size() - at >= 8; at += 8) {
    bytes |= load_little<8>(text.data() + at);
  }
  bytes |= load_little<8>(text.data() + text.size() - 8);
  return (bytes & 0x8080808080808080U) == 0;
}

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

} // namespace trailaudit::inline v0::detail
