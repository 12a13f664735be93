#pragma once

#include <trailaudit/detail/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace trailaudit::inline v0::detail {

/// The character that a text begins with. What is not UTF-8 is one byte, and not valid.
struct utf8_character {
  std::size_t size = 1;
  char32_t code = 0;
  bool valid = false;
};

/// Of a text that is not empty.
[[nodiscard]] constexpr utf8_character first_character(std::string_view text) noexcept {
  auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  auto const lead = byte(0);
  if (lead < 0x80) {
    return {1, lead, true};
  }
  std::size_t const size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) {
    return {};
  }
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t at = 1; at != size; ++at) {
    if ((byte(at) & 0xC0) != 0x80) {
      return {};
    }
    code = (code << 6) | (byte(at) & 0x3FU);
  }
  bool const overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  bool const surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) {
    return {};
  }
  return {size, code, true};
}

[[nodiscard]] inline bool is_utf8(std::string_view text) noexcept {
  if (is_ascii(text)) { // nearly all that is compared
    return true;
  }
  while (!text.empty()) {
    auto const next = first_character(text);
    if (!next.valid) {
      return false;
    }
    text.remove_prefix(next.size);
  }
  return true;
}

} // namespace trailaudit::inline v0::detail
