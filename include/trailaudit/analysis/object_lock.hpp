#pragma once

#include <trailaudit/model/bucket.hpp>

#include <algorithm>
#include <cstdint>

namespace trailaudit::inline v0 {

/// Days that Object Lock keeps every new object by default; 0 where it is off, sets no default
/// retention, or does not say how long. A year counts 365 days.
///
/// S3 wants days or years: of both nobody knows which one counts.
[[nodiscard]] inline std::int64_t locked_days(object_lock_configuration const& about) noexcept {
  constexpr std::int64_t most_years = 100; // S3 allows no more
  auto const* const rule = about.rule.get();
  auto const* const kept = rule == nullptr ? nullptr : rule->default_retention.get();
  if (about.object_lock_enabled != "Enabled" || kept == nullptr ||
      kept->days.has_value() == kept->years.has_value()) {
    return 0;
  }
  return kept->days ? std::max<std::int64_t>(*kept->days, 0)
                    : std::clamp<std::int64_t>(*kept->years, 0, most_years) * 365;
}

} // namespace trailaudit::inline v0
