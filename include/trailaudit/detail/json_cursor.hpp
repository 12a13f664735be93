#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>

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
  bool nested = false; ///< the fault lies inside a JSON text held by the string at `offset`
  std::string_view nested_text{}; ///< that text, unescaped
  std::size_t nested_offset = 0;
};

/// Buffers for strings that hold escapes: one for the document, one for a JSON text nested in it.
using json_scratch = std::array<std::string, 2>;

class json_cursor {
public:
  json_cursor(std::string_view text, read_limits const& limits, json_scratch& scratch) noexcept
      : json_cursor(text, limits, scratch, 0, 0) {}

  /// A cursor over a JSON text that stands in a string of this one's text.
  [[nodiscard]] json_cursor nested(std::string_view text) const noexcept {
    return {text, limits_, scratch_, level_ + 1, depth_};
  }
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

  std::uint64_t ignored_keys = 0;

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
    if (ok()) {
      fail(read_code::wrong_type, expected);
      fault_.found = kind;
      fault_.names_found = true;
    }
    return false;
  }
  /// Takes over the fault of a cursor over the JSON text in the string at `offset`.
  bool fail_nested(json_cursor const& inner, std::size_t offset) noexcept {
    if (ok()) {
      fault_ = inner.fault_;
      fault_.nested = true;
      fault_.nested_text = {inner.begin_, static_cast<std::size_t>(inner.end_ - inner.begin_)};
      fault_.nested_offset = inner.fault_.offset;
      fault_.offset = offset;
    }
    return false;
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

  /// Takes a `null` if one comes next. Call `ok()` where it says false: `nul` is a fault.
  TRAILAUDIT_HOT bool take_null() noexcept {
    skip_space();
    return p_ != end_ && *p_ == 'n' && literal("null");
  }

  bool boolean(bool& out) noexcept {
    if (peek() != json_kind::boolean) {
      return fail_kind("expected a boolean");
    }
    out = *p_ == 't';
    return literal(out ? "true" : "false");
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

  /// The next key of the object and its colon; false at the end of the object, which is taken, or
  /// at a fault. `first` starts out true. `key_offset()` says where the key stands.
  bool next_key(bool& first, std::string_view& key) {
#if defined(__SSE2__)
    // Compact text: the comma, a short plain key and its colon stand side by side.
    if (end_ - p_ > 40 && (first || *p_ == ',')) {
      auto const* const from = p_ + (first ? 0 : 1);
      auto const size = short_text(from + 1);
      if (from[0] == '"' && from[size + 1] == '"' && from[size + 2] == ':' &&
          size <= limits_.max_string_bytes) {
        key_offset_ = static_cast<std::size_t>(from - begin_);
        key = {from + 1, size};
        p_ = from + size + 3;
        first = false;
        return true;
      }
    }
#endif
    if (p_ != end_ && *p_ == '}') {
      ++p_;
      --depth_;
      return false;
    }
    return next_key_apart(first, key);
  }
  bool next_key_apart(bool& first, std::string_view& key);

  bool next_key_inline(bool& first, std::string_view& key) {
    skip_space();
    if (p_ != end_ && *p_ == '}') {
      ++p_;
      --depth_;
      return false;
    }
    if (!first && !comma("expected `,` or `}`")) {
      return false;
    }
    first = false;
    skip_space();
    return object_key(key);
  }
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

  static constexpr unsigned deepest = 512;

  [[nodiscard]] static bool is_space(char byte) noexcept {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
  }

  TRAILAUDIT_HOT void skip_space() noexcept {
    if (p_ != end_ && is_space(*p_)) {
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

  bool comma(char const* message) noexcept {
    if (p_ == end_) {
      return fail(read_code::truncated, "the text ends too early");
    }
    if (*p_ != ',') {
      return fail(read_code::syntax, message);
    }
    ++p_;
    return true;
  }

  bool object_key(std::string_view& key) {
    key_offset_ = offset();
    if (p_ == end_) {
      return fail(read_code::truncated, "the text ends too early");
    }
    if (*p_ != '"') {
      return fail(read_code::syntax, "expected a key in double quotes");
    }
    if (!quoted(key)) {
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

#if defined(__SSE2__)
  static unsigned special_mask(__m128i block) noexcept {
    // Signed comparison: control characters and bytes from 0x80 on are both less than a blank.
    auto const low = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
    auto const quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    auto const slash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash))));
  }
#endif

#if defined(__SSE2__)
  // How many of the next 32 bytes are plain. They must be there.
  TRAILAUDIT_HOT static std::size_t short_text(char const* from) noexcept {
    auto const low = special_mask(_mm_loadu_si128(reinterpret_cast<__m128i const*>(from)));
    if (low != 0) {
      return static_cast<std::size_t>(std::countr_zero(low));
    }
    auto const high = special_mask(_mm_loadu_si128(reinterpret_cast<__m128i const*>(from + 16)));
    return 16 + static_cast<std::size_t>(std::countr_zero(high | 0x10000U));
  }
#endif

  void skip_plain() noexcept {
#if defined(__SSE2__)
    while (end_ - p_ >= 16) {
      auto const mask = special_mask(_mm_loadu_si128(reinterpret_cast<__m128i const*>(p_)));
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
    }
#endif
    return quoted_any(out);
  }

  bool quoted_any(std::string_view& out) {
    auto const* const start = ++p_;
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
