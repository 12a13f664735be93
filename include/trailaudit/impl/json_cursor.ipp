#pragma once

#include <trailaudit/detail/json_cursor.hpp>

#include <vector>

namespace trailaudit::inline v0::detail {

// Each name once.
TRAILAUDIT_APART void note_ignored_key(list<std::string>& names, std::string_view key) {
  if (key.size() <= longest_ignored_key_name && names.size() != most_ignored_key_names &&
      std::none_of(names.begin(), names.end(),
                   [&](std::string_view each) { return each == key; })) {
    names.emplace_back().assign(key);
  }
}

TRAILAUDIT_APART void json_cursor::ignore_key(std::string_view key) {
  ++ignored_keys;
  if (ignored_key_names != nullptr) {
    note_ignored_key(*ignored_key_names, key);
  }
}

TRAILAUDIT_INLINE bool json_cursor::skip_value() {
  auto const outside = depth_;
  std::array<std::uint64_t, deepest / 64> objects{}; // a bit for each open level: object or array
  auto const is_object = [&] {
    return (objects[(depth_ - 1) / 64] >> ((depth_ - 1) % 64) & 1) != 0;
  };
  auto const open = [&](bool object) {
    if (!push()) {
      return false;
    }
    auto const bit = std::uint64_t{1} << ((depth_ - 1) % 64);
    auto& word = objects[(depth_ - 1) / 64];
    word = object ? word | bit : word & ~bit;
    return true;
  };
  std::string_view text;
  for (;;) {
    bool opened = false;
    switch (peek()) {
    case json_kind::object:
      if (!open(true)) {
        return false;
      }
      opened = true;
      break;
    case json_kind::array:
      if (!open(false)) {
        return false;
      }
      opened = true;
      break;
    case json_kind::string:
      if (!quoted(text)) {
        return false;
      }
      break;
    case json_kind::number: {
      bool integer = false;
      if (!digits(text, integer)) {
        return false;
      }
      break;
    }
    case json_kind::boolean: {
      bool value = false;
      if (!boolean(value)) {
        return false;
      }
      break;
    }
    case json_kind::null:
      if (!literal("null")) {
        return false;
      }
      break;
    case json_kind::end:
    case json_kind::invalid:
      return fail_kind("expected a value");
    }
    // Close what ends here; go on to the next value of what does not.
    for (;;) {
      if (depth_ == outside) {
        return true;
      }
      bool first = opened;
      opened = false;
      bool const more = is_object() ? next_key(first, text) : next_element(first);
      if (!ok()) {
        return false;
      }
      if (more) {
        break;
      }
    }
  }
}

TRAILAUDIT_INLINE void json_cursor::skip_more_space() noexcept {
#if defined(__SSE2__)
  while (end_ - p_ >= 16) {
    auto const block = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p_));
    auto const is = [&](char byte) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(byte)); };
    auto const space =
        _mm_or_si128(_mm_or_si128(is(' '), is('\n')), _mm_or_si128(is('\r'), is('\t')));
    auto const other = ~static_cast<unsigned>(_mm_movemask_epi8(space)) & 0xFFFFU;
    if (other != 0) {
      p_ += std::countr_zero(other);
      return;
    }
    p_ += 16;
  }
#endif
  while (p_ != end_ && is_space(*p_)) {
    ++p_;
  }
}

TRAILAUDIT_INLINE bool json_cursor::any_boolean(bool& out) noexcept {
  if (peek() != json_kind::boolean) {
    return fail_kind("expected a boolean");
  }
  out = *p_ == 't';
  return literal(out ? "true" : "false");
}

TRAILAUDIT_INLINE bool json_cursor::any_key(std::string_view& out) {
  if (p_ == end_) {
    return fail(read_code::truncated, "the text ends too early");
  }
  if (*p_ != '"') {
    return fail(read_code::syntax, "expected a key in double quotes");
  }
  if (!quoted(out)) {
    return false;
  }
  skip_space();
  if (p_ == end_) {
    return fail(read_code::truncated, "the text ends too early");
  }
  if (*p_ != ':') {
    return fail(read_code::syntax, "expected `:`");
  }
  ++p_;
  return true;
}

TRAILAUDIT_INLINE std::string_view json_cursor::percent_decoded(std::string_view text) {
  auto& buffer = scratch_[level_];
  if (buffer.size() < text.size()) { // then the text does not stand in it
    buffer.resize(text.size());
  }
  auto const digit = [](char byte) {
    bool const letter = (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
    return byte >= '0' && byte <= '9' ? byte - '0' : letter ? (byte & 0xF) + 9 : -1;
  };
  auto* to = buffer.data(); // never ahead of what is read, should it be the same buffer
  for (std::size_t at = 0; at != text.size(); ++at) {
    auto const high = text[at] == '%' && text.size() - at > 2 ? digit(text[at + 1]) : -1;
    auto const low = high >= 0 ? digit(text[at + 2]) : -1;
    if (low >= 0) {
      *to++ = static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      *to++ = text[at];
    }
  }
  return {buffer.data(), static_cast<std::size_t>(to - buffer.data())};
}

TRAILAUDIT_INLINE bool json_cursor::unescape(char const* start, std::string_view& out) {
  auto& buffer = scratch_[level_];
  auto const plain = static_cast<std::size_t>(p_ - start);
  constexpr std::size_t slack = 96; // two blocks, copied piece by piece, always fit
  if (buffer.size() < plain + slack) {
    buffer.resize(2 * plain + 1024);
  }
  std::memcpy(buffer.data(), start, plain);
  auto* to = buffer.data() + plain;
  auto const offset_of_start = static_cast<std::size_t>(start - begin_) - 1;
  for (;;) {
    auto const used = static_cast<std::size_t>(to - buffer.data());
    if (buffer.size() - used < slack) {
      if (used > limits_.max_string_bytes) {
        return fail(read_code::string_too_long, "a string longer than the limit `max_string_bytes`",
                    offset_of_start);
      }
      buffer.resize(2 * buffer.size() + 1024);
      to = buffer.data() + used;
    }
#if defined(__SSE2__)
    if (end_ - p_ >= 64) {
      // Two blocks at a time, as far as there is nothing but plain text and quotes. The pieces
      // between the escapes are copied whole blocks at a time: what is too much is written over.
      auto const* from = p_;
      auto* into = to;
      auto const* const last = buffer.data() + (buffer.size() - slack);
      auto const load = [](char const* at) {
        return _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
      };
      auto const copy = [&](char const* piece) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(into), load(piece));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(into + 16), load(piece + 16));
      };
      bool plain_text = true;
      while (plain_text && end_ - from >= 64 && into <= last) {
        auto const block = from;
        auto mask = std::uint64_t{special_mask(load(block))} |
                    std::uint64_t{special_mask(load(block + 16))} << 16;
        while (mask != 0) {
          auto const* const special = block + std::countr_zero(mask);
          copy(from);
          into += special - from;
          from = special;
          if (special[0] != '\\' || special[1] != '"') {
            plain_text = false;
            break;
          }
          *into++ = '"';
          from += 2;
          mask &= mask - 1; // the backslash
          mask &= mask - 1; // the quote, where it is in this block
        }
        if (plain_text && from < block + 32) {
          copy(from);
          into += block + 32 - from;
          from = block + 32;
        }
      }
      p_ = from;
      to = into;
      if (static_cast<std::size_t>(buffer.data() + buffer.size() - to) < slack ||
          (p_ != end_ && is_plain(*p_))) {
        continue;
      }
    } else
#endif
        if (p_ != end_ && is_plain(*p_)) {
      *to++ = *p_++;
      continue;
    }
    if (p_ == end_) {
      return fail(read_code::truncated, "the text ends inside a string");
    }
    if (*p_ == '"') {
      out = {buffer.data(), static_cast<std::size_t>(to - buffer.data())};
      if (out.size() > limits_.max_string_bytes) {
        return fail(read_code::string_too_long, "a string longer than the limit `max_string_bytes`",
                    offset_of_start);
      }
      ++p_;
      return true;
    }
    if (*p_ == '\\') {
      if (!escape(to)) {
        return false;
      }
      continue;
    }
    if (static_cast<unsigned char>(*p_) < 0x20) {
      return fail(read_code::syntax, "a control character inside a string");
    }
    auto const* const from = p_;
    if (!utf8()) {
      return false;
    }
    auto const bytes = static_cast<std::size_t>(p_ - from); // at most four
    std::memcpy(to, from, bytes);
    to += bytes;
  }
}

TRAILAUDIT_INLINE bool json_cursor::hex4(unsigned& out) noexcept {
  out = 0;
  for (int at = 0; at != 4; ++at, ++p_) {
    if (p_ == end_) {
      return fail(read_code::truncated, "the text ends inside a string");
    }
    auto const byte = *p_;
    unsigned digit = 0;
    if (byte >= '0' && byte <= '9') {
      digit = static_cast<unsigned>(byte - '0');
    } else if (byte >= 'a' && byte <= 'f') {
      digit = static_cast<unsigned>(byte - 'a') + 10;
    } else if (byte >= 'A' && byte <= 'F') {
      digit = static_cast<unsigned>(byte - 'A') + 10;
    } else {
      return fail(read_code::syntax, "`\\u` needs four hexadecimal digits");
    }
    out = out * 16 + digit;
  }
  return true;
}

TRAILAUDIT_INLINE bool json_cursor::escape(char*& to) noexcept {
  ++p_;
  if (p_ == end_) {
    return fail(read_code::truncated, "the text ends inside a string");
  }
  switch (*p_++) {
  case '"':
    *to++ = '"';
    return true;
  case '\\':
    *to++ = '\\';
    return true;
  case '/':
    *to++ = '/';
    return true;
  case 'b':
    *to++ = '\b';
    return true;
  case 'f':
    *to++ = '\f';
    return true;
  case 'n':
    *to++ = '\n';
    return true;
  case 'r':
    *to++ = '\r';
    return true;
  case 't':
    *to++ = '\t';
    return true;
  case 'u':
    break;
  default:
    --p_;
    return fail(read_code::syntax, "this escape is not JSON");
  }
  unsigned code = 0;
  if (!hex4(code)) {
    return false;
  }
  if (code >= 0xDC00 && code <= 0xDFFF) {
    return fail(read_code::invalid_utf8, "half a surrogate pair");
  }
  if (code >= 0xD800 && code <= 0xDBFF) {
    unsigned low = 0;
    if (p_ == end_ || (*p_ == '\\' && p_ + 1 == end_)) {
      return fail(read_code::truncated, "the text ends inside a string");
    }
    if (*p_ != '\\' || p_[1] != 'u') {
      return fail(read_code::invalid_utf8, "half a surrogate pair");
    }
    p_ += 2;
    if (!hex4(low)) {
      return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
      return fail(read_code::invalid_utf8, "half a surrogate pair");
    }
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  auto const put = [&](unsigned byte) {
    *to++ = static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return true;
}

// One character beyond ASCII, by the table of RFC 3629: no overlong forms, no surrogates, no more
// than 0x10FFFF.
TRAILAUDIT_INLINE bool json_cursor::utf8() noexcept {
  auto const byte = [&](std::ptrdiff_t at) { return static_cast<unsigned char>(p_[at]); };
  auto const lead = byte(0);
  std::ptrdiff_t size = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    low = lead == 0xE0 ? 0xA0 : low;
    high = lead == 0xED ? 0x9F : high;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    low = lead == 0xF0 ? 0x90 : low;
    high = lead == 0xF4 ? 0x8F : high;
  } else {
    return fail(read_code::invalid_utf8, "this is not UTF-8");
  }
  for (std::ptrdiff_t at = 1; at != size; ++at) {
    if (p_ + at == end_) {
      return fail(read_code::truncated, "the text ends inside a string");
    }
    if (byte(at) < (at == 1 ? low : 0x80) || byte(at) > (at == 1 ? high : 0xBF)) {
      return fail(read_code::invalid_utf8, "this is not UTF-8");
    }
  }
  p_ += size;
  return true;
}

TRAILAUDIT_INLINE void append_pointer(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (auto const byte : key) {
    if (byte == '~') {
      pointer += "~0";
    } else if (byte == '/') {
      pointer += "~1";
    } else {
      pointer += byte;
    }
  }
}

// Keys in errors are cut here, in bytes: an error is one line for a person.
inline constexpr std::size_t longest_key_shown = 256;

TRAILAUDIT_INLINE json_place locate(std::string_view text, std::size_t offset) {
  // What a key says; one that is broken stays as it is.
  auto const unescaped = [](std::string_view quoted) {
    read_limits const limits;
    json_scratch scratch;
    json_cursor in(quoted, limits, scratch);
    std::string_view key;
    std::string shown(in.string(key) ? key : quoted.substr(1, quoted.size() - 2));
    if (shown.size() > longest_key_shown) {
      shown.resize(longest_key_shown);
      shown += "...";
    }
    return shown;
  };
  struct level {
    bool object = false;
    bool in_value = false; // behind a key's colon
    std::size_t index = 0;
    std::string key{};
  };
  json_place place;
  std::vector<level> levels;
  offset = offset < text.size() ? offset : text.size();
  std::size_t line_start = 0;
  for (std::size_t at = 0; at < offset; ++at) {
    switch (text[at]) {
    case '\n':
      ++place.line;
      line_start = at + 1;
      break;
    case '{':
    case '[':
      levels.push_back({text[at] == '{', false, 0, {}});
      break;
    case '}':
    case ']':
      if (!levels.empty()) {
        levels.pop_back();
      }
      break;
    case ',':
      if (!levels.empty()) {
        levels.back().in_value = false;
        ++levels.back().index;
      }
      break;
    case ':':
      if (!levels.empty()) {
        levels.back().in_value = true;
      }
      break;
    case '"': {
      auto const from = ++at;
      while (at < text.size() && text[at] != '"') {
        at += text[at] == '\\' ? std::size_t{2} : std::size_t{1};
      }
      auto const to = at < text.size() ? at : text.size();
      if (at < offset || from <= offset) {
        if (!levels.empty() && levels.back().object && !levels.back().in_value) {
          levels.back().key = unescaped(text.substr(from - 1, to - from + 2));
        }
      }
      break;
    }
    default:
      break;
    }
  }
  // A key that starts right at the offset belongs to the place.
  bool const at_key = offset < text.size() && text[offset] == '"' && !levels.empty() &&
                      levels.back().object && !levels.back().in_value;
  if (at_key) {
    auto to = offset + 1;
    while (to < text.size() && text[to] != '"') {
      to += text[to] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    to = to < text.size() ? to : text.size();
    levels.back().key = unescaped(text.substr(offset, to - offset + 1));
    levels.back().in_value = true;
  }
  for (auto const& each : levels) {
    if (!each.object) {
      append_pointer(place.pointer, std::to_string(each.index));
    } else if (each.in_value) {
      append_pointer(place.pointer, each.key);
    }
  }
  place.column = offset - line_start + 1;
  return place;
}

TRAILAUDIT_INLINE read_error to_read_error(json_fault const& fault, std::string_view text,
                                           std::string_view source) {
  auto place = locate(text, fault.offset);
  read_error error{fault.code, std::string(source), std::move(place.pointer),
                   place.line, place.column,        fault.message};
  if (fault.names_found) {
    error.message += ", found ";
    error.message += describe(fault.found);
  }
  return error;
}

} // namespace trailaudit::inline v0::detail
