#pragma once

#include <trailaudit/detail/config.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trailaudit::inline v0 {

/// A point in time in UTC, in whole seconds; AWS's fractions are cut off towards the past.
using timestamp = std::chrono::sys_seconds;

/// Reads `2023-01-04T15:56:27Z`, with a blank for the `T`, with fractions of a second, and with an
/// offset (`+01:00`, `+0100`, `Z`). A text without an offset is not a point in time and is refused.
/// Years 1970 to 9999.
[[nodiscard]] TRAILAUDIT_API std::optional<timestamp>
parse_timestamp(std::string_view text) noexcept;

/// Seconds since 1970 as a time, if it lies in the years 1970 to 9999.
[[nodiscard]] TRAILAUDIT_API std::optional<timestamp>
timestamp_from_seconds(double seconds) noexcept;

/// `2023-01-04T15:56:27Z`, appended to `out`.
TRAILAUDIT_API void append_timestamp(std::string& out, timestamp time);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/timestamp.ipp>
#endif
