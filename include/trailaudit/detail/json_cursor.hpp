#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/list.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A strict pull parser over a text in memory: RFC 8259, UTF-8 checked, no recursion, no exceptions,
// no allocation beyond the scratch buffers it is given. It knows nothing of models. Why there is
// one at all stands in lib/README.md; the tests compare it with Boost.JSON.

namespace trailaudit::inline v0::detail {

enum class json_kind : std::uint8_t { object, array, string, number, boolean, null, end, invalid };

[[nodiscard]] constexpr char const* describe(json_kind kind) noexcept {
  switch (kind) {
  case json_kind::object:
    return "an object";
  case json_kind::array:
    return "an array";
  case json_kind::string:
    return "a string";
  case json_kind::number:
    return "a number";
  case json_kind::boolean:
    return "a boolean";
  case json_kind::null:
    return "null";
  case json_kind::end:
    return "the end of the text";
  case json_kind::invalid:
    return "something that is not JSON";
  }
  return "";
}

/// Why a cursor stopped. Texts are literals; the place is an offset, from which `locate` makes
/// pointer, line and column once they are wanted.
struct json_fault {
  read_code code = read_code::syntax;
  char const* message = nullptr; ///< null while there is no fault
  json_kind found = json_kind::invalid;
  bool names_found = false; ///< append "found …"
  std::size_t offset = 0;
};

#if defined(__SSE2__)
[[nodiscard]] TRAILAUDIT_HOT __m128i load_block(char const* from) noexcept {
  return _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
}

/// A bit for each byte that ends a run of plain text: quote, backslash, control characters, and all
/// beyond ASCII.
[[nodiscard]] TRAILAUDIT_HOT unsigned special_mask(__m128i block) noexcept {
  // Signed comparison: control characters and bytes from 0x80 on are both less than a blank.
  auto const low = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
  auto const quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  auto const slash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash))));
}

/// How many of the next 32 bytes are plain. They must be there.
[[nodiscard]] TRAILAUDIT_HOT std::size_t short_text(char const* from) noexcept {
  auto const low = special_mask(load_block(from));
  if (low != 0) {
    return static_cast<std::size_t>(std::countr_zero(low));
  }
  auto const high = special_mask(load_block(from + 16));
  return 16 + static_cast<std::size_t>(std::countr_zero(high | 0x10000U));
}
#endif

/// A key as it stands in most texts, quotes and colon included, to be compared in one go: padded,
/// with a bit for each byte that counts. One that is longer than the room matches nothing.
struct expected_key {
  static constexpr std::size_t capacity = 32;

  constexpr expected_key() = default;
  /// `quote`: how a quote is written there, `"` or, in a JSON text inside a string, `\"`.
  constexpr explicit expected_key(std::string_view key, std::string_view quote = "\"") noexcept
      : size(key.size()), whole_size(size + 2 * quote.size() + 1) {
    if (whole_size > capacity) {
      whole_size = 0;
      return;
    }
    std::size_t to = 0;
    for (auto const part : {quote, key, quote, std::string_view{":"}}) {
      for (auto const byte : part) {
        text[to++] = byte;
      }
    }
    auto const bits = (std::uint64_t{1} << whole_size) - 1;
    head = static_cast<std::uint32_t>(bits & 0xFFFFU);
    tail = static_cast<std::uint32_t>(bits >> 16);
  }

#if defined(__SSE2__)
  /// Whether it stands there; `capacity` bytes must.
  [[nodiscard]] TRAILAUDIT_HOT bool is_at(char const* from) const noexcept {
    auto const differs = [&](std::size_t at) {
      return ~static_cast<unsigned>(
          _mm_movemask_epi8(_mm_cmpeq_epi8(load_block(from + at), load_block(text.data() + at))));
    };
    return whole_size != 0 && (differs(0) & head) == 0 && (tail == 0 || (differs(16) & tail) == 0);
  }
#endif

  std::array<char, capacity> text{};
  std::size_t size = 0;       // of the key alone
  std::size_t whole_size = 0; // with its quotes and the colon; 0: stands nowhere
  std::uint32_t head = 0;
  std::uint32_t tail = 0;
};

/// Buffers for strings that hold escapes: one for the document, one for a JSON text nested in it.
using json_scratch = std::array<std::string, 2>;

class quoted_json_cursor;

class json_cursor {
public:
  /// How it stands in a text.
  static constexpr std::string_view quote = "\"";
  static constexpr unsigned deepest = 512; ///< whatever the limits say

  json_cursor(std::string_view text, read_limits const& limits, json_scratch& scratch) noexcept
      : json_cursor(text, limits, scratch, 0, 0) {}

  /// A cursor over a JSON text that stands in a string of this one's text.
  [[nodiscard]] json_cursor nested(std::string_view text) const noexcept {
    return {text, limits_, scratch_, level_ + 1, depth_};
  }
  /// A cursor over the JSON text in the string that comes next, as it stands there.
  [[nodiscard]] quoted_json_cursor in_string() const noexcept;
  /// Goes on behind that string, which the cursor has read to its end.
  void leave_string(quoted_json_cursor const& inner) noexcept;
  /// How many more JSON texts may be nested into this one.
  [[nodiscard]] bool may_nest() const noexcept { return level_ + 1 < json_scratch{}.size(); }

  [[nodiscard]] bool ok() const noexcept { return fault_.message == nullptr; }
  [[nodiscard]] json_fault const& fault() const noexcept { return fault_; }
  [[nodiscard]] std::size_t offset() const noexcept {
    return static_cast<std::size_t>(p_ - begin_);
  }
  /// A place to go back to, and how deep it lies.
  struct mark {
    std::size_t offset = 0;
    unsigned depth = 0;
  };
  [[nodiscard]] mark here() const noexcept { return {offset(), depth_}; }
  /// Goes back to a value that was skipped before, or on again.
  void move_to(mark const& place) noexcept {
    p_ = begin_ + place.offset;
    depth_ = place.depth;
  }
  /// The same, after a fault that is none for who reads the value another way.
  void retry(mark const& place) noexcept {
    fault_ = {};
    move_to(place);
  }
  /// What stands between a place and this one.
  [[nodiscard]] std::string_view text_since(mark const& place) const noexcept {
    return {begin_ + place.offset, offset() - place.offset};
  }

  /// Counts a key that no model has, and notes its name.
  TRAILAUDIT_API void ignore_key(std::string_view key);
  std::uint64_t ignored_keys = 0;
  list<std::string>* ignored_key_names = nullptr; // null: names are not asked for

  bool fail(read_code code, char const* message, std::size_t offset) noexcept {
    if (ok()) {
      fault_.code = code;
      fault_.message = message;
      fault_.offset = offset;
    }
    return false;
  }
  bool fail(read_code code, char const* message) noexcept { return fail(code, message, offset()); }
  /// "expected …, found …" at the value that comes next.
  bool fail_kind(char const* expected) noexcept {
    auto const kind = peek();
    if (kind == json_kind::end) {
      return fail(read_code::truncated, "the text ends too early");
    }
    if (kind == json_kind::invalid) {
      return fail(read_code::syntax, "this is not JSON");
    }
    auto const start = offset();
    if (auto const word = word_of(kind); !word.empty() && !literal(word)) {
      return false; // `nope`, or cut off
    }
    if (ok()) {
      fail(read_code::wrong_type, expected, start);
      fault_.found = kind;
      fault_.names_found = true;
    }
    return false;
  }

  /// The word of JSON's that begins as what comes next does.
  [[nodiscard]] std::string_view word_of(json_kind kind) const noexcept {
    return kind == json_kind::null      ? "null"
           : kind != json_kind::boolean ? ""
           : *p_ == 't'                 ? "true"
                                        : "false";
  }

  /// What comes next; nothing is taken.
  [[nodiscard]] json_kind peek() noexcept {
    skip_space();
    if (p_ == end_) {
      return json_kind::end;
    }
    switch (*p_) {
    case '{':
      return json_kind::object;
    case '[':
      return json_kind::array;
    case '"':
      return json_kind::string;
    case 't':
    case 'f':
      return json_kind::boolean;
    case 'n':
      return json_kind::null;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return json_kind::number;
    default:
      return json_kind::invalid;
    }
  }

  /// Whether a value that starts with that byte comes next; nothing is taken but white space.
  [[nodiscard]] TRAILAUDIT_HOT bool at(char byte) noexcept {
    skip_space();
    return p_ != end_ && *p_ == byte;
  }
  [[nodiscard]] TRAILAUDIT_HOT bool at_object() noexcept { return at('{'); }
  [[nodiscard]] TRAILAUDIT_HOT bool at_array() noexcept { return at('['); }
  [[nodiscard]] TRAILAUDIT_HOT bool at_string() noexcept { return at('"'); }
  /// Where the next value starts.
  [[nodiscard]] TRAILAUDIT_HOT std::size_t next_offset() noexcept {
    skip_space();
    return offset();
  }

  /// Takes a `null` if one comes next. Call `ok()` where it says false: `nul` is a fault.
  TRAILAUDIT_HOT bool take_null() noexcept {
    skip_space();
    return p_ != end_ && *p_ == 'n' && literal("null");
  }

  /// Whether a string that begins with that byte, or with an escape, comes next.
  [[nodiscard]] bool at_string_of(char byte) noexcept {
    return at_string() && end_ - p_ > 1 && (p_[1] == byte || p_[1] == '\\');
  }
  /// The text with each `%7B` and its like as the byte it stands for; anything else stays as it is.
  /// `text` is what `string` gave last, and the view is good for as long.
  [[nodiscard]] std::string_view percent_decoded(std::string_view text);

  TRAILAUDIT_HOT bool boolean(bool& out) noexcept {
    if (end_ - p_ > 4) {
      out = std::memcmp(p_, "true", 4) == 0;
      if (out || std::memcmp(p_, "false", 5) == 0) {
        p_ += out ? 4 : 5;
        return true;
      }
    }
    return any_boolean(out);
  }

  /// A string without its quotes. The view is good until the next string of this cursor is read.
  TRAILAUDIT_HOT bool string(std::string_view& out) {
    skip_space();
    if (p_ == end_ || *p_ != '"') {
      return fail_kind("expected a string");
    }
    return quoted(out);
  }

  /// A number's own text.
  bool number(std::string_view& out, bool& integer) noexcept {
    if (peek() != json_kind::number) {
      return fail_kind("expected a number");
    }
    return digits(out, integer);
  }

  TRAILAUDIT_HOT bool begin_object() noexcept {
    skip_space();
    if (p_ == end_ || *p_ != '{') {
      return fail_kind("expected an object");
    }
    return push();
  }

  /// Goes to the next key of the object; false at the end of the object, which is taken, or at a
  /// fault. `first` starts out true. `key_offset()` says where the key stands. Then comes
  /// `take_key` or `key`.
  TRAILAUDIT_HOT bool at_key(bool& first) noexcept {
    skip_space();
    if (p_ != end_ && *p_ == '}') {
      ++p_;
      --depth_;
      return false;
    }
    if (!first) {
      if (!comma("expected `,` or `}`")) {
        return false;
      }
      skip_space();
    }
    first = false;
    key_offset_ = offset();
    return true;
  }

  /// Takes the key and its colon if it is that one and nothing stands between the two; says whether
  /// it did.
  TRAILAUDIT_HOT bool take_key(expected_key const& expected) noexcept {
#if defined(__SSE2__)
    if (end_ - p_ < static_cast<std::ptrdiff_t>(expected_key::capacity) || !expected.is_at(p_) ||
        expected.size > limits_.max_string_bytes) {
      return false;
    }
    p_ += expected.whole_size;
    return true;
#else
    (void)expected;
    return false;
#endif
  }

  /// The key and its colon. The view is good until the next string of this cursor is read.
  TRAILAUDIT_HOT bool key(std::string_view& out) {
#if defined(__SSE2__)
    if (end_ - p_ > 40) {
      auto const size = short_text(p_ + 1);
      if (p_[0] == '"' && p_[size + 1] == '"' && p_[size + 2] == ':' &&
          size <= limits_.max_string_bytes) {
        out = {p_ + 1, size};
        p_ += size + 3;
        return true;
      }
    }
#endif
    return any_key(out);
  }

  /// The next key of the object and its colon, whatever it is; false as for `at_key`.
  bool next_key(bool& first, std::string_view& out) { return at_key(first) && key(out); }
  [[nodiscard]] std::size_t key_offset() const noexcept { return key_offset_; }

  TRAILAUDIT_HOT bool begin_array() noexcept {
    skip_space();
    if (p_ == end_ || *p_ != '[') {
      return fail_kind("expected an array");
    }
    return push();
  }

  /// Whether another element comes; false at the end of the array, which is taken, or at a fault.
  TRAILAUDIT_HOT bool next_element(bool& first) noexcept {
    skip_space();
    if (p_ != end_ && *p_ == ']') {
      ++p_;
      --depth_;
      return false;
    }
    if (!first && !comma("expected `,` or `]`")) {
      return false;
    }
    if (first && p_ == end_) {
      return fail(read_code::truncated, "the text ends too early");
    }
    first = false;
    return true;
  }

  /// Checks a value of any kind and leaves it behind.
  bool skip_value();

  /// Nothing but white space may follow.
  bool finish() noexcept {
    skip_space();
    return p_ == end_ ? ok() : fail(read_code::syntax, "more text after the end of the value");
  }

private:
  json_cursor(std::string_view text, read_limits const& limits, json_scratch& scratch,
              unsigned level, unsigned depth) noexcept
      : begin_(text.data()), p_(begin_), end_(begin_ + text.size()), limits_(limits),
        scratch_(scratch), level_(level), depth_(depth) {}

  [[nodiscard]] static bool is_space(char byte) noexcept {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
  }

  TRAILAUDIT_HOT void skip_space() noexcept {
    // Mostly there is none. Nothing else so low may stand between two tokens either.
    if (p_ != end_ && static_cast<unsigned char>(*p_) <= ' ') {
      skip_more_space();
    }
  }
  void skip_more_space() noexcept;

  bool push() noexcept {
    if (depth_ >= limits_.max_depth || depth_ >= deepest) {
      return fail(read_code::too_deep, "nested deeper than the limit `max_depth`");
    }
    ++depth_;
    ++p_;
    return true;
  }

  TRAILAUDIT_HOT bool comma(char const* message) noexcept {
    if (p_ != end_ && *p_ == ',') {
      ++p_;
      return true;
    }
    return no_comma(message);
  }
  bool no_comma(char const* message) noexcept {
    if (p_ == end_) {
      return fail(read_code::truncated, "the text ends too early");
    }
    return fail(read_code::syntax, message);
  }

  bool any_key(std::string_view& out);
  bool any_boolean(bool& out) noexcept;

  bool literal(std::string_view word) noexcept {
    auto const left = static_cast<std::size_t>(end_ - p_);
    auto const size = left < word.size() ? left : word.size();
    if (std::memcmp(p_, word.data(), size) != 0) {
      return fail(read_code::syntax, "this is not JSON");
    }
    if (size != word.size()) {
      return fail(read_code::truncated, "the text ends too early");
    }
    p_ += size;
    return true;
  }

  [[nodiscard]] bool at_digit() const noexcept { return p_ != end_ && *p_ >= '0' && *p_ <= '9'; }

  bool digits_fault() noexcept {
    return p_ == end_ ? fail(read_code::truncated, "the text ends too early")
                      : fail(read_code::syntax, "this number is not JSON");
  }

  bool digits(std::string_view& out, bool& integer) noexcept {
    auto const* const start = p_;
    integer = true;
    p_ += *p_ == '-' ? 1 : 0;
    if (!at_digit()) {
      return digits_fault();
    }
    if (*p_ == '0') {
      ++p_;
    } else {
      while (at_digit()) {
        ++p_;
      }
    }
    if (p_ != end_ && *p_ == '.') {
      integer = false;
      ++p_;
      if (!at_digit()) {
        return digits_fault();
      }
      while (at_digit()) {
        ++p_;
      }
    }
    if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
      integer = false;
      ++p_;
      if (p_ != end_ && (*p_ == '+' || *p_ == '-')) {
        ++p_;
      }
      if (!at_digit()) {
        return digits_fault();
      }
      while (at_digit()) {
        ++p_;
      }
    }
    out = {start, static_cast<std::size_t>(p_ - start)};
    return true;
  }

  // Bytes that end a run of plain text: quote, backslash, control characters, and all beyond ASCII.
  [[nodiscard]] static bool is_plain(char byte) noexcept {
    auto const value = static_cast<unsigned char>(byte);
    return value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
  }

  void skip_plain() noexcept {
#if defined(__SSE2__)
    while (end_ - p_ >= 16) {
      auto const mask = special_mask(load_block(p_));
      if (mask != 0) {
        p_ += std::countr_zero(mask);
        return;
      }
      p_ += 16;
    }
#endif
    while (p_ != end_ && is_plain(*p_)) {
      ++p_;
    }
  }

  // At the opening quote. Most texts are short and plain: one block holds them and their end.
  TRAILAUDIT_HOT bool quoted(std::string_view& out) {
#if defined(__SSE2__)
    auto const* const start = p_ + 1;
    if (end_ - start > 32) {
      auto const size = short_text(start);
      if (start[size] == '"' && size <= limits_.max_string_bytes) {
        out = {start, size};
        p_ = start + size + 1;
        return true;
      }
      p_ = start + size;
      return quoted_rest(start, out);
    }
#endif
    return quoted_rest(++p_, out);
  }

  // Somewhere in the text that began at `start`: all before is plain.
  bool quoted_rest(char const* start, std::string_view& out) {
    for (;;) {
      skip_plain();
      if (p_ == end_) {
        return fail(read_code::truncated, "the text ends inside a string");
      }
      if (*p_ == '"') {
        out = {start, static_cast<std::size_t>(p_ - start)};
        if (out.size() > limits_.max_string_bytes) {
          return fail(read_code::string_too_long,
                      "a string longer than the limit `max_string_bytes`",
                      static_cast<std::size_t>(start - begin_) - 1);
        }
        ++p_;
        return true;
      }
      if (*p_ == '\\') {
        return unescape(start, out);
      }
      if (static_cast<unsigned char>(*p_) < 0x20) {
        return fail(read_code::syntax, "a control character inside a string");
      }
      if (!utf8()) {
        return false;
      }
    }
  }

  bool unescape(char const* start, std::string_view& out);
  bool escape(char*& to) noexcept;
  bool hex4(unsigned& out) noexcept;
  bool utf8() noexcept;

  char const* begin_;
  char const* p_;
  char const* end_;
  read_limits const& limits_;
  json_scratch& scratch_;
  unsigned level_;
  unsigned depth_;
  std::size_t key_offset_ = 0;
  json_fault fault_{};
};

/// Adds the name of a key that no model has to those that are known, each once.
TRAILAUDIT_API void note_ignored_key(list<std::string>& names, std::string_view key);

/// A cursor over a JSON text that still stands in its string, where each quote is written `\"`: so
/// policies come from AWS, and to read them in place spares a copy. It knows the plainest form only
/// and gives up at anything else, without a reason: the text is then taken out of its string and
/// read by a `json_cursor`, which says what is wrong if anything is. What it does read, it reads as
/// that one would.
class quoted_json_cursor {
public:
  static constexpr std::string_view quote = "\\\"";

  [[nodiscard]] bool ok() const noexcept { return good_; }
  bool fail(read_code, char const*, std::size_t = 0) noexcept { return give_up(); }
  bool fail_kind(char const*) noexcept { return give_up(); }
  [[nodiscard]] static std::size_t key_offset() noexcept { return 0; }
  [[nodiscard]] static std::size_t next_offset() noexcept { return 0; }
  [[nodiscard]] json_kind peek() noexcept {
    return at('t') || at('f') ? json_kind::boolean : json_kind::invalid;
  }
  bool number(std::string_view&, bool&) noexcept { return give_up(); }
  bool boolean(bool& out) noexcept {
    out = at('t');
    std::string_view const word = out ? "true" : "false";
    if (!good_ || std::memcmp(p_, word.data(), word.size()) != 0) { // there is room for it
      return give_up();
    }
    p_ += word.size();
    return true;
  }
  bool skip_value() noexcept { return give_up(); }
  bool take_null() noexcept {
    if (at('n')) {
      give_up();
    }
    return false;
  }

  [[nodiscard]] TRAILAUDIT_HOT bool at(char byte) noexcept {
    while (end_ - p_ >= room) {
      if (*p_ != ' ') {
        return *p_ == byte;
      }
      ++p_;
    }
    return give_up();
  }
  [[nodiscard]] TRAILAUDIT_HOT bool at_object() noexcept { return at('{'); }
  [[nodiscard]] TRAILAUDIT_HOT bool at_array() noexcept { return at('['); }
  [[nodiscard]] TRAILAUDIT_HOT bool at_string() noexcept { return at('\\') && p_[1] == '"'; }

  TRAILAUDIT_HOT bool begin_object() noexcept { return at_object() && push(); }
  TRAILAUDIT_HOT bool begin_array() noexcept { return at_array() && push(); }
  TRAILAUDIT_HOT bool at_key(bool& first) noexcept {
    return at_next(first, '}') && (at_string() || give_up());
  }
  TRAILAUDIT_HOT bool next_element(bool& first) noexcept { return at_next(first, ']'); }

  TRAILAUDIT_HOT bool take_key(expected_key const& expected) noexcept {
#if defined(__SSE2__)
    if (end_ - p_ < room || !expected.is_at(p_) || expected.size > limits_.max_string_bytes) {
      return false;
    }
    p_ += expected.whole_size;
    return true;
#else
    (void)expected;
    return false;
#endif
  }
  TRAILAUDIT_HOT bool key(std::string_view& out) noexcept {
    return string(out) && (at(':') ? (++p_, true) : give_up());
  }
  bool next_key(bool& first, std::string_view& out) noexcept { return at_key(first) && key(out); }

  TRAILAUDIT_HOT bool string(std::string_view& out) noexcept {
#if defined(__SSE2__)
    if (!at_string()) {
      return give_up();
    }
    auto const* const start = p_ + 2;
    for (auto const* from = start; end_ - from >= room; from += 32) {
      auto const size = short_text(from);
      if (size != 32) {
        out = {start, static_cast<std::size_t>(from - start) + size};
        p_ = from + size + 2;
        return (from[size] == '\\' && from[size + 1] == '"' &&
                out.size() <= limits_.max_string_bytes) ||
               give_up();
      }
    }
#endif
    (void)out;
    return give_up();
  }

  /// Whether the text ends here, with the end of its string.
  bool finish() noexcept {
    return at('"') && good_ && static_cast<std::size_t>(p_ - begin_) <= limits_.max_string_bytes;
  }

  void ignore_key(std::string_view /*key*/) noexcept { ++ignored_keys; }
  std::uint64_t ignored_keys = 0;

private:
  friend class json_cursor;
  // So many bytes can be looked at without asking; a text closer to the end is given up.
  static constexpr std::ptrdiff_t room = 40;

  quoted_json_cursor(char const* begin, char const* end, read_limits const& limits,
                     unsigned depth) noexcept
      : begin_(begin), p_(begin), end_(end), limits_(limits), depth_(depth) {}

  bool give_up() noexcept {
    good_ = false;
    return false;
  }
  bool push() noexcept {
    if (depth_ >= limits_.max_depth || depth_ >= json_cursor::deepest) {
      return give_up();
    }
    ++depth_;
    ++p_;
    return true;
  }
  TRAILAUDIT_HOT bool at_next(bool& first, char close) noexcept {
    if (at(close)) {
      ++p_;
      --depth_;
      return false;
    }
    if (!first) {
      if (*p_ != ',') {
        return give_up();
      }
      ++p_;
    }
    first = false;
    return good_;
  }

  char const* begin_;
  char const* p_;
  char const* end_;
  read_limits const& limits_;
  unsigned depth_;
  bool good_ = true;
};

inline quoted_json_cursor json_cursor::in_string() const noexcept {
  return {p_ + 1, end_, limits_, depth_};
}

inline void json_cursor::leave_string(quoted_json_cursor const& inner) noexcept {
  p_ = inner.p_ + 1;
}

/// Where an offset lies: JSON pointer of the value or key there, line and column from 1.
struct json_place {
  std::string pointer{};
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Works out the place by going through the text once more; for faults, where speed is no matter.
/// The text needs to be JSON only up to `offset`.
[[nodiscard]] TRAILAUDIT_API json_place locate(std::string_view text, std::size_t offset);

/// Appends a key to a JSON pointer, escaped as RFC 6901 wants it.
TRAILAUDIT_API void append_pointer(std::string& pointer, std::string_view key);

/// The error for a fault: `source` names the text, `prefix` is the pointer of the text in its
/// document.
[[nodiscard]] TRAILAUDIT_API read_error to_read_error(json_fault const& fault,
                                                      std::string_view text,
                                                      std::string_view source);

} // namespace trailaudit::inline v0::detail

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/json_cursor.ipp>
#endif
