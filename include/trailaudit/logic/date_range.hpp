#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/decimal.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Points in time as they are written, with every fraction of a second: reading, comparing, and one
/// time for each part that some times cut time into.
///
/// `timestamp` will not do for this, since it cuts fractions off. All functions are pure and may be
/// called by any number of threads at once.

namespace trailaudit::inline v0 {

/// A point in time in UTC, in the years 0 to 9999.
struct instant {
  decimal since_1970{}; ///< seconds

  // NOLINTNEXTLINE(modernize-use-nullptr): it takes the generated 0 for a pointer
  friend auto operator<=>(instant const& left, instant const& right) = default;
};

[[nodiscard]] TRAILAUDIT_API instant to_instant(timestamp time) noexcept;

/// Reads a time in a form of the W3C's note on ISO 8601, or as seconds since 1970.
///
///     2020-04                      the beginning of the month, in UTC
///     2020-04-01                   the beginning of the day, in UTC
///     2020-04-01T12:30Z            with an offset or `Z`
///     2020-04-01T12:30:15+02:00
///     2020-04-01T12:30:15.25Z      of fractions, up to 35 places that are not zero
///     1585744215                   without sign, fraction or leading zeros, up to the year 9999
///
/// Refused: **four, seven or eight digits alone**, which are seconds since 1970 and a year of the
/// note's, or a day as ISO 8601 can write it (`2020092`, `20200401`), alike; a time of day without
/// an offset; `24:00`, the second 60 and offsets of 24 hours; other forms of ISO 8601 (a week, a
/// blank or `t` for the `T`, `+0200`); what an offset moves out of the years 0 to 9999.
/// Milliseconds since 1970 are seconds beyond the year 9999, from 1978 on, and so refused. Cost:
/// the text's length; allocates nothing.
[[nodiscard]] TRAILAUDIT_API std::optional<instant> parse_instant(std::string_view text) noexcept;

/// `2020-04-01T10:30:15.25Z`
[[nodiscard]] TRAILAUDIT_API std::string to_string(instant const& what);

/// The times, each once, and a time before them, between each two that follow one another, and
/// after them; in order. Any time that can be read compares with them as one of these does.
/// Without times it is the beginning of 1970 alone.
///
/// It is the whole second next to the first, and after any other, if the part has it, or else the
/// part's middle. Before the first time that there is comes none. The times have to be what
/// `parse_instant` reads. Cost: that of sorting them.
[[nodiscard]] TRAILAUDIT_API std::vector<instant> representatives(std::span<instant const> times);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/date_range.ipp>
#endif
