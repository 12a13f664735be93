#pragma once

#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does the policy of the topic that this trail notifies keep the public out?
///
/// Evidence: `cloudtrail:DescribeTrails`, `SnsTopicARN`; `sns:GetTopicAttributes`, `Policy`.
/// - pass: no request of the public is granted. fail: one is; the evidence is the statement's
///   principal, with an action that an outsider is granted.
/// - not_applicable: the trail notifies no topic.
/// - unknown: the policy was not collected, refused or left out, or something in it is not decided.
///
/// The policy that SNS gives a new topic names everyone, but under `aws:SourceOwner`: it passes.
/// Source: Amazon SNS Developer Guide, "Example cases for Amazon SNS access control".
[[nodiscard]] TRAILAUDIT_API verdict check_sns_topic_not_public(trail_view const& about,
                                                                context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_sns_topic_not_public(trail_view const& about,
                                                     context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const arn = topic_arn_of(*settings);
  if (arn.empty()) {
    return settings->sns_topic_name.empty()
               ? not_applicable("the trail notifies no topic",
                                fact{about.settings.from.at("SnsTopicARN"), {}})
               : unknown("the topic's ARN is not known",
                         fact{about.settings.from.at("SnsTopicName"), settings->sns_topic_name});
  }
  auto const topic = audit.world.resources().topic(arn);
  auto const* const known = topic.attributes.get();
  if (known == nullptr) {
    return unknown_without(topic.attributes, "sns:GetTopicAttributes");
  }
  auto const where = topic.attributes.from.at("Attributes").at("Policy");
  if (!known->attributes.policy) {
    return unknown("the topic's policy was left out of the answer", fact{where, {}});
  }
  auto const found =
      policy_exposure(known->attributes.policy->value,
                      exposure_subject_of(arn, topic.account, about.partition), where);
  switch (found.is_public) {
  case ternary::yes:
    return fail("the topic's policy lets the public in", fact{found.where, found.what},
                fact{found.granted_at, found.granted});
  case ternary::no:
    return pass("the topic's policy keeps the public out", fact{found.where, found.what});
  case ternary::unknown:
    break;
  }
  return unknown(found.reason, fact{found.where, found.what});
}
#endif

inline constexpr reference sns_topic_not_public_references[] = {
    {"Prowler", "sns_topics_not_publicly_accessible"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
};

inline constexpr rule sns_topic_not_public{
    .slug = "sns-topic-not-public",
    .title = "Topic that the trail notifies is not public",
    .rationale = "Whoever may publish to the topic can feign deliveries; whoever may subscribe "
                 "learns where the logs are.",
    .remediation = "Name the principals in the topic's policy: aws sns set-topic-attributes "
                   "--topic-arn <topic-arn> --attribute-name Policy --attribute-value <policy>",
    .level = severity::high,
    .references = sns_topic_not_public_references,
    .check = check_sns_topic_not_public,
};

} // namespace trailaudit::inline v0::rules
