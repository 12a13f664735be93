#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

#include <chrono>

namespace trailaudit::inline v0::rules {

/// Do this trail's notifications reach its topic?
///
/// Evidence: `cloudtrail:DescribeTrails`, `SnsTopicARN`; `cloudtrail:GetTrailStatus` of the home
/// Region, `LatestNotificationError`, `LatestNotificationTime`.
/// - pass: no error, and there was a notification. fail: an error stands there.
/// - unknown: settings or status are missing, no notification is recorded yet, or the last one lies
///   more than a day before the last delivery.
/// - not_applicable: the trail notifies no topic, or does not log.
///
/// AWS does not say whether the error goes away with the next success; it counts as long as it
/// stands there. Source: AWS CloudTrail API, `GetTrailStatus`.
[[nodiscard]] TRAILAUDIT_API verdict check_sns_notification_healthy(trail_view const& about,
                                                                    context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_sns_notification_healthy(trail_view const& about,
                                                         context const&) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  if (settings->sns_topic_arn.empty() && settings->sns_topic_name.empty()) {
    return not_applicable("the trail notifies no topic",
                          fact{about.settings.from.at("SnsTopicARN"), {}});
  }
  auto const* const status = about.status.get();
  if (status == nullptr) {
    return unknown_without(about.status, "cloudtrail:GetTrailStatus");
  }
  if (!status->latest_notification_error.empty()) {
    return fail("the last notification failed",
                fact{about.status.from.at("LatestNotificationError"),
                     status->latest_notification_error.view()});
  }
  if (!status->is_logging || !*status->is_logging) {
    fact const shown{about.status.from.at("IsLogging"),
                     status->is_logging ? evidence_value(false) : evidence_value()};
    return status->is_logging ? not_applicable("the trail is not logging", shown)
                              : unknown("whether the trail logs is not known", shown);
  }
  fact const sent{about.status.from.at("LatestNotificationTime"), status->latest_notification_time};
  if (!status->latest_notification_time) {
    return unknown("no notification is recorded", sent);
  }
  // Each delivery is notified.
  constexpr std::chrono::hours a_day{24};
  if (status->latest_delivery_time &&
      *status->latest_delivery_time > *status->latest_notification_time + a_day) {
    return unknown("the last notification is much older than the last delivery", sent)
        .with(about.status.from.at("LatestDeliveryTime"), status->latest_delivery_time);
  }
  return pass("notifications succeed", sent);
}
#endif

inline constexpr reference sns_notification_healthy_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-5"},
};

inline constexpr rule sns_notification_healthy{
    .slug = "sns-notification-healthy",
    .title = "Trail's notifications reach their topic",
    .rationale = "Who waits for notifications learns nothing of new logs while they fail.",
    .remediation = "Read the error, then check the topic and its policy: aws cloudtrail "
                   "get-trail-status --name <trail>; aws sns get-topic-attributes --topic-arn "
                   "<topic-arn>",
    .level = severity::low,
    .references = sns_notification_healthy_references,
    .check = check_sns_notification_healthy,
};

} // namespace trailaudit::inline v0::rules
