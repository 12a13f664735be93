#pragma once

#include <trailaudit/analysis/delivery.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do this trail's events arrive in its log group?
///
/// Evidence: `cloudtrail:DescribeTrails`; `cloudtrail:GetTrailStatus` of the home Region,
/// `LatestCloudWatchLogsDeliveryTime` (not the time of the delivery to S3) and
/// `LatestCloudWatchLogsDeliveryError`.
/// - pass: no error, and the last delivery is at most `cloudwatch_delivery_window_hours` old.
/// - fail: an error stands there, or the last delivery is older, or there never was one.
/// - unknown: the status or `as_of` is missing, or logging has just begun.
/// - not_applicable: no log group, or the trail does not log.
///
/// Source: AWS Config CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED, `expectedDeliveryWindowAge`; CIS
/// AWS 1.4, 3.4.
[[nodiscard]] TRAILAUDIT_API verdict check_cloudwatch_delivery_fresh(trail_view const& about,
                                                                     context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_cloudwatch_delivery_fresh(trail_view const& about,
                                                          context const& audit) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  if (settings->cloud_watch_logs_log_group_arn.empty()) {
    return not_applicable("the trail has no log group",
                          fact{about.settings.from.at("CloudWatchLogsLogGroupArn"), {}});
  }
  auto const* const status = about.status.get();
  if (status == nullptr) {
    return unknown_without(about.status, "cloudtrail:GetTrailStatus");
  }
  if (status->is_logging == false) {
    return not_applicable("the trail is not logging",
                          fact{about.status.from.at("IsLogging"), false});
  }
  if (auto const& error = status->latest_cloud_watch_logs_delivery_error; !error.empty()) {
    return fail("the last delivery to CloudWatch Logs failed",
                fact{about.status.from.at("LatestCloudWatchLogsDeliveryError"), error.view()});
  }
  if (!status->is_logging) {
    return unknown("whether the trail logs is not known",
                   fact{about.status.from.at("IsLogging"), {}});
  }
  auto const found =
      delivery_freshness(status->latest_cloud_watch_logs_delivery_time, status->start_logging_time,
                         "LatestCloudWatchLogsDeliveryTime", audit.as_of,
                         audit.limits.cloudwatch_delivery_window_hours.value_or(24));
  auto const result = found.fresh == ternary::yes  ? outcome::pass
                      : found.fresh == ternary::no ? outcome::fail
                                                   : outcome::unknown;
  return verdict(result, found.reason, fact{about.status.from.at(found.key), found.value});
}
#endif

inline constexpr reference cloudwatch_delivery_fresh_references[] = {
    {"AWS Security Hub", "CloudTrail.5"},
    {"AWS Config", "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED"},
    {"CIS AWS Foundations 1.4", "3.4"},
    {"NIST SP 800-53 Rev. 5", "AU-6(1)"},
};

inline constexpr rule cloudwatch_delivery_fresh{
    .slug = "cloudwatch-delivery-fresh",
    .title = "Trail delivers to CloudWatch Logs",
    .rationale = "A connection that is configured but broken leaves every alarm silent.",
    .remediation = "Read the error and check the role: aws cloudtrail get-trail-status --name "
                   "<trail>; aws iam get-role --role-name <role>",
    .level = severity::low,
    .references = cloudwatch_delivery_fresh_references,
    .check = check_cloudwatch_delivery_fresh,
};

} // namespace trailaudit::inline v0::rules
