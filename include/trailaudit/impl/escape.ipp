#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/utf8.hpp>

#include <cstddef>

namespace trailaudit::inline v0::detail {

[[nodiscard]] constexpr bool acts_on_terminals(char32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x61C || code == 0x200E ||
         code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

inline void append_hex(std::string& out, char32_t code) {
  constexpr std::string_view digits = "0123456789abcdef";
  bool leading = true;
  for (int shift = 28; shift >= 0; shift -= 4) {
    auto const digit = (code >> shift) & 0xF;
    leading = leading && digit == 0 && shift != 0;
    if (!leading) {
      out += digits[digit];
    }
  }
}

TRAILAUDIT_INLINE void append_printable(std::string& out, std::string_view text) {
  while (!text.empty()) {
    auto const next = first_character(text);
    if (!next.valid) {
      out += "\\x{";
      append_hex(out, static_cast<unsigned char>(text[0]));
      out += '}';
    } else if (acts_on_terminals(next.code)) {
      out += "\\u{";
      append_hex(out, next.code);
      out += '}';
    } else {
      out += text.substr(0, next.size);
    }
    text.remove_prefix(next.size);
  }
}

TRAILAUDIT_INLINE void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t run = 0;
  std::size_t at = 0;
  auto const flush = [&] { out += text.substr(run, at - run); };
  while (at != text.size()) {
    auto const value = static_cast<unsigned char>(text[at]);
    if (value >= 0x20 && value < 0x7F && value != '"' && value != '\\') {
      ++at;
      continue;
    }
    if (value >= 0x80) {
      auto const next = first_character(text.substr(at));
      if (next.valid && !acts_on_terminals(next.code)) {
        at += next.size;
        continue;
      }
      flush();
      if (!next.valid) {
        out += "\xEF\xBF\xBD";
      } else {
        // C1 controls, separators and direction marks: all of them within four hexadecimal digits.
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) {
          out += digits[(next.code >> shift) & 0xF];
        }
      }
      at += next.size;
      run = at;
      continue;
    }
    flush();
    switch (value) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += digits[value >> 4];
      out += digits[value & 0xF];
      break;
    }
    ++at;
    run = at;
  }
  flush();
  out += '"';
}

TRAILAUDIT_INLINE std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  for (auto const byte : text) {
    width += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1 : 0;
  }
  return width;
}

} // namespace trailaudit::inline v0::detail
