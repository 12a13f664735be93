#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does the log group of this trail keep events long enough?
///
/// Evidence: `cloudtrail:DescribeTrails`, `CloudWatchLogsLogGroupArn`; `logs:DescribeLogGroups`,
/// `retentionInDays`.
/// - pass: no retention is set, so that nothing expires, or it is `log_group_retention_days` at
///   least.
/// - fail: it is shorter; or there is no such group: the whole list of its own account and Region
///   does not hold it.
/// - not_applicable: the trail has no log group.
/// - unknown: the group was not collected or refused, or was not found while filters of it were.
///
/// Source: AWS Security Hub CloudWatch.16.
[[nodiscard]] TRAILAUDIT_API verdict check_log_group_retention(trail_view const& about,
                                                               context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_group_retention(trail_view const& about, context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const& arn = settings->cloud_watch_logs_log_group_arn;
  if (arn.empty()) {
    return not_applicable("the trail has no log group",
                          fact{about.settings.from.at("CloudWatchLogsLogGroupArn"), {}});
  }
  auto const found = audit.world.resources().log_group(arn);
  auto const* const group = found.group.get();
  if (found.group.state == observation::absent) {
    fact const list{found.group.from, {}};
    fact const named{about.settings.from.at("CloudWatchLogsLogGroupArn"), arn};
    auto const* const filters = found.filters.get();
    if (filters != nullptr && !filters->subscription_filters.empty()) {
      return unknown("two answers contradict each other", list,
                     fact{found.filters.from.at("subscriptionFilters"), {}});
    }
    return asked_at_home(found.group.from, found.region, found.account, audit.world)
               ? fail("there is no such log group", list, named)
               : unknown("the log group was not found where it was asked for", list, named);
  }
  if (group == nullptr) {
    return unknown_without(found.group, "logs:DescribeLogGroups");
  }
  fact const shown{found.group.from.at("retentionInDays"), group->retention_in_days};
  if (!group->retention_in_days) {
    return pass("events of the log group never expire", shown);
  }
  if (*group->retention_in_days <= 0) {
    return unknown("a retention that AWS's documentation does not know", shown);
  }
  return *group->retention_in_days >= audit.limits.log_group_retention_days.value_or(365)
             ? pass("the log group keeps events long enough", shown)
             : fail("the log group does not keep events long enough", shown);
}
#endif

inline constexpr reference log_group_retention_references[] = {
    {"AWS Security Hub", "CloudWatch.16"}, {"AWS Config", "CW_LOGGROUP_RETENTION_PERIOD_CHECK"},
    {"NIST SP 800-53 Rev. 5", "AU-10"},    {"NIST SP 800-53 Rev. 5", "AU-11"},
    {"NIST SP 800-53 Rev. 5", "AU-6(3)"},  {"NIST SP 800-53 Rev. 5", "AU-6(4)"},
    {"NIST SP 800-53 Rev. 5", "CA-7"},     {"NIST SP 800-53 Rev. 5", "SI-12"},
};

inline constexpr rule log_group_retention{
    .slug = "log-group-retention",
    .title = "Trail's log group keeps events long enough",
    .rationale = "An intrusion is often found months after it began.",
    .remediation = "Keep them for a year or more: aws logs put-retention-policy --log-group-name "
                   "<group> --retention-in-days 365",
    .level = severity::medium,
    .references = log_group_retention_references,
    .check = check_log_group_retention,
};

} // namespace trailaudit::inline v0::rules
