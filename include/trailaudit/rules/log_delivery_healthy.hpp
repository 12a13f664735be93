#pragma once

#include <trailaudit/analysis/delivery.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do this trail's log files arrive in its bucket?
///
/// Evidence: `cloudtrail:GetTrailStatus` of the home Region, `LatestDeliveryError`,
/// `LatestDeliveryTime`.
/// - pass: no error, and there was a delivery (at most `log_delivery_window_hours` old, where that
///   is set).
/// - fail: an error stands there, or the delivery is too old.
/// - unknown: the status is missing, or no delivery is recorded yet.
/// - not_applicable: the trail does not log.
///
/// AWS does not say whether the error goes away with the next success; it counts as long as it
/// stands there. Source: AWS CloudTrail API, `GetTrailStatus`.
[[nodiscard]] TRAILAUDIT_API verdict check_log_delivery_healthy(trail_view const& about,
                                                                context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_delivery_healthy(trail_view const& about,
                                                     context const& audit) noexcept {
  auto const* const status = about.status.get();
  if (status == nullptr) {
    return unknown_without(about.status, "cloudtrail:GetTrailStatus");
  }
  if (!status->latest_delivery_error.empty()) {
    return fail(
        "the last delivery to the bucket failed",
        fact{about.status.from.at("LatestDeliveryError"), status->latest_delivery_error.view()});
  }
  if (!status->is_logging) {
    return unknown("whether the trail logs is not known",
                   fact{about.status.from.at("IsLogging"), {}});
  }
  if (!*status->is_logging) {
    return not_applicable("the trail is not logging",
                          fact{about.status.from.at("IsLogging"), false});
  }
  auto const delivered = status->latest_delivery_time;
  auto const source = about.status.from.at("LatestDeliveryTime");
  if (!delivered) {
    return unknown("no delivery is recorded", fact{source, {}});
  }
  if (!audit.limits.log_delivery_window_hours) {
    return pass("deliveries succeed", fact{source, delivered});
  }
  auto const found = delivery_freshness(delivered, status->start_logging_time, "LatestDeliveryTime",
                                        audit.as_of, *audit.limits.log_delivery_window_hours);
  auto const result = found.fresh == ternary::yes  ? outcome::pass
                      : found.fresh == ternary::no ? outcome::fail
                                                   : outcome::unknown;
  return verdict(result, found.reason, fact{about.status.from.at(found.key), found.value});
}
#endif

inline constexpr reference log_delivery_healthy_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-5"},
    {"CloudSploit", "cloudtrailDeliveryFailing"},
};

inline constexpr rule log_delivery_healthy{
    .slug = "log-delivery-healthy",
    .title = "Trail delivers its log files",
    .rationale = "A trail whose bucket cannot be written to loses its logs.",
    .remediation = "Read the error, then check the bucket, its policy and the key: aws cloudtrail "
                   "get-trail-status --name <trail>",
    .level = severity::medium,
    .references = log_delivery_healthy_references,
    .check = check_log_delivery_healthy,
};

} // namespace trailaudit::inline v0::rules
