#pragma once

#include <trailaudit/analysis/delivery.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do this trail's digest files arrive in its bucket?
///
/// Evidence: `cloudtrail:DescribeTrails`; `cloudtrail:GetTrailStatus` of the home Region,
/// `LatestDigestDeliveryError`, `LatestDigestDeliveryTime`.
/// - pass: no error, and the last digest is at most `digest_delivery_window_hours` old.
/// - fail: an error stands there, or the last digest is older, or there never was one.
/// - unknown: the status, the setting or `as_of` is missing, or logging has just begun.
/// - not_applicable: validation is off, or the trail does not log.
///
/// Does not validate the digests themselves. Source: AWS CloudTrail User Guide, digest file
/// structure (hourly).
[[nodiscard]] TRAILAUDIT_API verdict check_digest_delivery_healthy(trail_view const& about,
                                                                   context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_digest_delivery_healthy(trail_view const& about,
                                                        context const& audit) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const validation = about.settings.from.at("LogFileValidationEnabled");
  if (!settings->log_file_validation_enabled) {
    return unknown("whether the trail signs its log files is not known", fact{validation, {}});
  }
  if (!*settings->log_file_validation_enabled) {
    return not_applicable("log files are not signed", fact{validation, false});
  }
  auto const* const status = about.status.get();
  if (status == nullptr) {
    return unknown_without(about.status, "cloudtrail:GetTrailStatus");
  }
  if (!status->latest_digest_delivery_error.empty()) {
    return fail("the last delivery of a digest failed",
                fact{about.status.from.at("LatestDigestDeliveryError"),
                     status->latest_digest_delivery_error.view()});
  }
  if (!status->is_logging) {
    return unknown("whether the trail logs is not known",
                   fact{about.status.from.at("IsLogging"), {}});
  }
  if (!*status->is_logging) {
    return not_applicable("the trail is not logging",
                          fact{about.status.from.at("IsLogging"), false});
  }
  auto const found = delivery_freshness(
      status->latest_digest_delivery_time, status->start_logging_time, "LatestDigestDeliveryTime",
      audit.as_of, audit.limits.digest_delivery_window_hours.value_or(24));
  auto const result = found.fresh == ternary::yes  ? outcome::pass
                      : found.fresh == ternary::no ? outcome::fail
                                                   : outcome::unknown;
  return verdict(result, found.reason, fact{about.status.from.at(found.key), found.value});
}
#endif

inline constexpr reference digest_delivery_healthy_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "SI-7"},
};

inline constexpr rule digest_delivery_healthy{
    .slug = "digest-delivery-healthy",
    .title = "Trail delivers its digest files",
    .rationale = "Log file validation proves nothing for the hours whose digest never arrived.",
    .remediation = "Read the error, then check the bucket and its policy: aws cloudtrail "
                   "get-trail-status --name <trail>",
    .level = severity::medium,
    .references = digest_delivery_healthy_references,
    .check = check_digest_delivery_healthy,
};

} // namespace trailaudit::inline v0::rules
