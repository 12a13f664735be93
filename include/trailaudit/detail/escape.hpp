#pragma once

#include <trailaudit/detail/config.hpp>

#include <string>
#include <string_view>

// Text that came from an input must not act on what it is written to.

namespace trailaudit::inline v0::detail {

/// For a terminal or a log line: control characters (C0, DEL, C1), line and paragraph separators
/// and the marks that turn the direction of text are written as `\u{1b}`; bytes that are not UTF-8
/// as `\x{ff}`.
TRAILAUDIT_API void append_printable(std::string& out, std::string_view text);

/// A JSON string with its quotes; what is not UTF-8 becomes the replacement character.
TRAILAUDIT_API void append_json_string(std::string& out, std::string_view text);

/// How many columns a terminal needs for the text, one for each character.
[[nodiscard]] TRAILAUDIT_API std::size_t display_width(std::string_view text) noexcept;

} // namespace trailaudit::inline v0::detail

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/escape.ipp>
#endif
