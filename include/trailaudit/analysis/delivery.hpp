#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {

/// Whether CloudTrail delivered recently enough, and what says so.
struct freshness {
  ternary fresh = ternary::unknown;
  std::string_view reason{};        ///< a literal
  char const* key = nullptr;        ///< the member of `GetTrailStatus` that it rests on
  std::optional<timestamp> value{}; ///< what stands there
};

/// Compares the time of a delivery with the moment of the audit.
///
/// Fresh: `delivered` lies at most `window_hours` before `as_of`. A time after `as_of` is fresh as
/// long as it is no later than a window, since collecting takes a while; beyond that `as_of` is
/// wrong and nothing is certain. Without any delivery: not fresh when logging began (`started`)
/// more than a window ago. `key` names the member that `delivered` stands in.
[[nodiscard]] constexpr freshness delivery_freshness(std::optional<timestamp> delivered,
                                                     std::optional<timestamp> started,
                                                     char const* key,
                                                     std::optional<timestamp> as_of,
                                                     std::int64_t window_hours) noexcept {
  if (!as_of) {
    return {ternary::unknown, "`as_of` is not given, so no age can be told", key, delivered};
  }
  auto const window = std::chrono::hours{window_hours};
  if (delivered) {
    if (*delivered > *as_of + window) {
      return {ternary::unknown, "the delivery lies after `as_of`", key, delivered};
    }
    return *as_of - *delivered <= window
               ? freshness{ternary::yes, "the last delivery is recent", key, delivered}
               : freshness{ternary::no, "the last delivery is too old", key, delivered};
  }
  if (started && *as_of - *started > window) {
    return {ternary::no, "nothing has been delivered since logging began", "StartLoggingTime",
            started};
  }
  return {
      ternary::unknown, "no delivery is recorded, and logging may have begun only now", key, {}};
}

} // namespace trailaudit::inline v0
