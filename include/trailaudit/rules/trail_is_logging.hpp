#pragma once

#include <trailaudit/rule.hpp>

#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this trail log?
///
/// Evidence: `cloudtrail:GetTrailStatus` of the home Region, `IsLogging`.
/// - pass, fail: the flag.
/// - unknown: the status was not collected, refused, or comes from another Region only.
///
/// Does not decide whether deliveries arrive: see `log-delivery-healthy`. Source: AWS CloudTrail
/// API, `GetTrailStatus`.
[[nodiscard]] TRAILAUDIT_API verdict check_trail_is_logging(trail_view const& about,
                                                            context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_is_logging(trail_view const& about, context const&) noexcept {
  auto const* const status = about.status.get();
  if (status == nullptr || !status->is_logging) {
    return unknown_without(about.status, "cloudtrail:GetTrailStatus");
  }
  bool const logs = *status->is_logging;
  return {logs ? outcome::pass : outcome::fail,
          logs ? std::string_view{"the trail is logging"} : "the trail is not logging",
          fact{about.status.from.at("IsLogging"), logs}};
}
#endif

inline constexpr reference trail_is_logging_references[] = {
    {"AWS Security Hub", "CloudTrail.3"},
    {"CIS AWS Foundations 1.4", "3.1"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule trail_is_logging{
    .slug = "trail-is-logging",
    .title = "Trail is logging",
    .rationale = "A trail that is stopped records nothing, and still looks like a trail.",
    .remediation = "Start it: aws cloudtrail start-logging --name <trail>",
    .level = severity::high,
    .references = trail_is_logging_references,
    .check = check_trail_is_logging,
};

} // namespace trailaudit::inline v0::rules
