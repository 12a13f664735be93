#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Does this trail notify a topic that somebody listens to?
///
/// Evidence: `cloudtrail:DescribeTrails`, `SnsTopicARN`; `sns:GetTopicAttributes`,
/// `SubscriptionsConfirmed`; `sns:ListSubscriptionsByTopic`.
/// - pass: a topic is named, one of `sns_topic_arns` if there are any; it is there, and it has a
///   confirmed subscription.
/// - fail: no topic is named, or another; there is none of that name (`NotFound` in its own account
///   and Region); or none of its subscriptions is confirmed.
/// - unknown: of the topic nothing was collected, it was refused, or the answers contradict each
///   other.
///
/// Does not decide who the listener is, nor whether notifications arrive: see
/// `sns-notification-healthy`. Source: AWS CloudTrail User Guide, "Configuring Amazon SNS
/// notifications for CloudTrail".
[[nodiscard]] TRAILAUDIT_API verdict check_sns_notification_configured(trail_view const& about,
                                                                       context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_sns_notification_configured(trail_view const& about,
                                                            context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const arn = topic_arn_of(*settings);
  fact const named{about.settings.from.at("SnsTopicARN"), arn};
  if (arn.empty()) {
    return settings->sns_topic_name.empty()
               ? fail("the trail notifies no topic", named)
               : unknown("the topic's ARN is not known",
                         fact{about.settings.from.at("SnsTopicName"), settings->sns_topic_name});
  }
  auto const& meant = audit.limits.sns_topic_arns;
  if (!meant.empty() && std::find(meant.begin(), meant.end(), arn) == meant.end()) {
    return fail("the trail notifies a topic that is not one that is meant", named);
  }
  auto const topic = audit.world.resources().topic(arn);
  if (topic.attributes.state == observation::contradictory) {
    return unknown_without(topic.attributes, "sns:GetTopicAttributes");
  }
  if (topic.attributes.state == observation::absent) {
    fact const gone{topic.attributes.from, topic.attributes.error_code};
    return topic.subscriptions.empty() &&
                   asked_at_home(topic.attributes.from, topic.region, topic.account, audit.world)
               ? fail("there is no such topic", gone, named)
               : unknown("the topic was not found where it was asked for", gone, named);
  }
  auto const* const known = topic.attributes.get();
  std::int64_t const counted =
      known == nullptr ? -1 : whole_number(known->attributes.subscriptions_confirmed).value_or(-1);
  list_row<subscription> const* listener = nullptr;
  for (auto const& each : topic.subscriptions) {
    listener = listener == nullptr && is_confirmed(*each.value) ? &each : listener;
  }
  bool const listed = topic.subscriptions_seen.state == observation::present;
  bool const nobody =
      listed && topic.subscriptions_seen.whole == ternary::yes && listener == nullptr;
  fact const count{known == nullptr
                       ? origin("sns:GetTopicAttributes")
                       : topic.attributes.from.at("Attributes").at("SubscriptionsConfirmed"),
                   known == nullptr ? std::string_view{}
                                    : std::string_view{known->attributes.subscriptions_confirmed}};
  fact const list{topic.subscriptions_seen.from, {}};
  bool const some = counted > 0;
  bool const none = counted == 0;
  if ((some && nobody) || (none && listener != nullptr) ||
      topic.subscriptions_seen.state == observation::contradictory) {
    return unknown("two answers contradict each other", count, list);
  }
  if (some) {
    return pass("the trail notifies a topic that is listened to", count, named);
  }
  if (listener != nullptr) {
    return pass("the trail notifies a topic that is listened to",
                fact{listener->from.at("SubscriptionArn"), listener->value->subscription_arn},
                named);
  }
  if (none) {
    return fail("no subscription of the topic is confirmed", count, named);
  }
  if (nobody) {
    return fail("no subscription of the topic is confirmed", list, named);
  }
  return unknown_without(topic.attributes, "sns:GetTopicAttributes");
}
#endif

inline constexpr reference sns_notification_configured_references[] = {
    {"AWS Config", "CLOUD_TRAIL_ENABLED"},
    {"Checkov", "CKV_AWS_252"},
    {"CloudSploit", "cloudtrailNotificationsEnabled"},
};

inline constexpr rule sns_notification_configured{
    .slug = "sns-notification-configured",
    .title = "Trail notifies a topic that is listened to",
    .rationale = "Notifications let others take up logs as they come, and notice when none do.",
    .remediation = "Name a topic, and subscribe to it: aws cloudtrail update-trail --name <trail> "
                   "--sns-topic-name <topic>; aws sns subscribe --topic-arn <topic-arn> "
                   "--protocol <protocol> --notification-endpoint <endpoint>",
    .level = severity::low,
    .references = sns_notification_configured_references,
    .check = check_sns_notification_configured,
};

} // namespace trailaudit::inline v0::rules
