#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/decimal.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Numbers as they are written, without rounding: reading, comparing, and one number for each part
/// that some numbers cut the line into.
///
/// All functions are pure and may be called by any number of threads at once.

namespace trailaudit::inline v0 {

/// Reads a number as JSON writes it: `10`, `-0.5`, `1.25e3`.
///
/// What other readers take and JSON does not is refused, as it may mean something else to whoever
/// else reads it: `+1`, `007`, `.5`, `1.`, `0x1F`, blanks, `NaN`. `-0` is zero. A number is refused
/// as well if it has, written without an exponent, a digit other than zero beyond the 35th place
/// before or behind the point. Cost: the text's length; allocates nothing.
[[nodiscard]] TRAILAUDIT_API std::optional<decimal> parse_decimal(std::string_view text) noexcept;

/// `value` as a number.
[[nodiscard]] TRAILAUDIT_API decimal to_decimal(std::int64_t value) noexcept;

/// The number without an exponent and without zeros that say nothing: `-0.5`.
[[nodiscard]] TRAILAUDIT_API std::string to_string(decimal const& what);

/// The values, each once, and a number below them, between each two that follow one another, and
/// above them; in order. Any number compares with the values as one of these does. Without values
/// it is zero alone.
///
/// Where the part between two values has an integer from zero up, its number is one; or else a
/// negative integer if it has one; or else the middle. So the integers among the numbers are
/// complete for whom integers are all there is, and those from zero up for whom nothing is
/// negative.
///
/// The values have to be what `parse_decimal` reads. Cost: that of sorting them.
[[nodiscard]] TRAILAUDIT_API std::vector<decimal> representatives(std::span<decimal const> values);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/number_range.ipp>
#endif
