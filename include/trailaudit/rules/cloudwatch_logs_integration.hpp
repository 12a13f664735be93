#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Is this trail connected to a CloudWatch Logs log group, and to one that is meant?
///
/// Evidence: `cloudtrail:DescribeTrails`, `CloudWatchLogsLogGroupArn`.
/// - pass: a log group is named, one of `log_group_arns` if there are any. fail: none is, or
///   another.
/// - unknown: only the list of trails names this trail, or two answers differ.
///
/// Does not decide whether events arrive there: see `cloudwatch-delivery-fresh`. Source: AWS
/// Security Hub CloudTrail.5; CIS AWS 1.4, 3.4.
[[nodiscard]] TRAILAUDIT_API verdict
check_cloudwatch_logs_integration(trail_view const& about, context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_cloudwatch_logs_integration(trail_view const& about,
                                                            context const& audit) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const& group = settings->cloud_watch_logs_log_group_arn;
  auto const& meant = audit.limits.log_group_arns;
  auto const without_star = [](std::string_view arn) {
    arn.remove_suffix(arn.ends_with(":*") ? 2 : 0);
    return arn;
  };
  bool const other =
      !meant.empty() && std::none_of(meant.begin(), meant.end(), [&](std::string_view each) {
        return without_star(each) == without_star(group);
      });
  return {group.empty() || other ? outcome::fail : outcome::pass,
          group.empty() ? std::string_view{"the trail has no log group"}
          : other       ? "the trail's log group is not one that is meant"
                        : "the trail has a log group",
          fact{about.settings.from.at("CloudWatchLogsLogGroupArn"), group}};
}
#endif

inline constexpr reference cloudwatch_logs_integration_references[] = {
    {"AWS Security Hub", "CloudTrail.5"},  {"AWS Config", "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED"},
    {"CIS AWS Foundations 1.4", "3.4"},    {"NIST SP 800-53 Rev. 5", "AU-6(1)"},
    {"NIST SP 800-53 Rev. 5", "SI-4(20)"},
};

inline constexpr rule cloudwatch_logs_integration{
    .slug = "cloudwatch-logs-integration",
    .title = "Trail sends its events to CloudWatch Logs",
    .rationale = "Metric filters and alarms on account activity need the events in a log group.",
    .remediation =
        "Name a log group and a role: aws cloudtrail update-trail --name <trail> "
        "--cloud-watch-logs-log-group-arn <group-arn> --cloud-watch-logs-role-arn <role-arn>",
    .level = severity::low,
    .references = cloudwatch_logs_integration_references,
    .check = check_cloudwatch_logs_integration,
};

} // namespace trailaudit::inline v0::rules
