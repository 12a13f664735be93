#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Do the events of this trail's log group go on to nobody but the destinations that are expected?
///
/// Evidence: `cloudtrail:DescribeTrails`, `CloudWatchLogsLogGroupArn`;
/// `logs:DescribeSubscriptionFilters`, `destinationArn`.
/// - pass: the list of filters is whole, and each destination stands in the parameter
///   `expected_log_destination_arns`. fail: one does not.
/// - not_applicable: the trail has no log group, or no destination is expected; the evidence then
///   names those that there are.
/// - unknown: the filters were not collected or refused, a page is missing, or one names no
///   destination.
///
/// Does not decide whether a destination that is expected receives anything, nor filters of the
/// whole account. Source: Amazon CloudWatch Logs API, `SubscriptionFilter`.
[[nodiscard]] TRAILAUDIT_API verdict check_log_group_subscriptions_expected(trail_view const& about,
                                                                            context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_group_subscriptions_expected(trail_view const& about,
                                                                 context const& audit) {
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
  auto const* const known = found.filters.get();
  auto const& expected = audit.limits.expected_log_destination_arns;
  auto const place = [&](std::size_t at) {
    return found.filters.from.at("subscriptionFilters", at).at("destinationArn");
  };
  if (expected.empty()) {
    auto value =
        not_applicable("no destination is expected", evidence{{}, "expected_log_destination_arns"});
    for (std::size_t at = 0; known != nullptr && at != known->subscription_filters.size(); ++at) {
      value.with(place(at), known->subscription_filters[at].destination_arn);
    }
    return value;
  }
  if (known == nullptr) {
    return unknown_without(found.filters, "logs:DescribeSubscriptionFilters");
  }
  auto value = fail("events go to a destination that is not expected");
  auto open = unknown("a filter does not name its destination");
  for (std::size_t at = 0; at != known->subscription_filters.size(); ++at) {
    auto const& destination = known->subscription_filters[at].destination_arn;
    if (destination.empty()) {
      open.with(place(at), {});
    } else if (std::find(expected.begin(), expected.end(), destination) == expected.end()) {
      value.with(place(at), destination);
    }
  }
  if (value.fact_count != 0) {
    return value;
  }
  if (open.fact_count != 0) {
    return open;
  }
  fact const list{found.filters.from.at("subscriptionFilters"), {}};
  return found.filters_whole == ternary::yes
             ? pass("events go to nobody but the destinations that are expected", list)
             : unknown("a page of filters was not collected", list);
}
#endif

inline constexpr reference log_group_subscriptions_expected_references[] = {
    {"NIST SP 800-53 Rev. 5", "AC-4"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_group_subscriptions_expected{
    .slug = "log-group-subscriptions-expected",
    .title = "Trail's log group feeds only destinations that are expected",
    .rationale = "A subscription filter copies every event, to another account if need be.",
    .remediation = "Look at the filters, and delete what does not belong there: aws logs "
                   "describe-subscription-filters --log-group-name <group>; aws logs "
                   "delete-subscription-filter --log-group-name <group> --filter-name <filter>",
    .level = severity::low,
    .references = log_group_subscriptions_expected_references,
    .check = check_log_group_subscriptions_expected,
};

} // namespace trailaudit::inline v0::rules
