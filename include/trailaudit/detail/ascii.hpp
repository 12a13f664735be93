#pragma once

#include <cstddef>
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
  for (std::size_t at = 0; at != left.size(); ++at) {
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
  for (auto const byte : text) {
    if (static_cast<unsigned char>(byte) >= 0x80U) {
      return false;
    }
  }
  return true;
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
