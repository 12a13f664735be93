#pragma once

#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Is there nothing odd about the policies of the bucket, key and topic that this trail uses?
///
/// Evidence: `s3:GetBucketPolicy`, `kms:GetKeyPolicy`, `sns:GetTopicAttributes`.
/// - pass: each policy that there is was collected, and nothing in them is odd.
/// - fail: something is; the evidence is the statement, with the name of what is odd about it
///   (`literal-star`).
/// - unknown: nothing odd was found, but a policy was not collected or refused.
///
/// A lint is advice: that something means what it does not seem to say, or nothing at all. Whom the
/// policies let in, other rules say. Source: IAM User Guide, "IAM policy validation check
/// reference".
[[nodiscard]] TRAILAUDIT_API verdict check_policy_lint(trail_view const& about,
                                                       context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_policy_lint(trail_view const& about, context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto failed = fail("a policy that the trail depends on has something odd");
  auto passed = pass("nothing is odd about the policies that the trail depends on");
  verdict open;
  bool all_known = true;
  auto const look = [&](policy const& document, origin const& where) {
    auto const found = lint(document);
    for (auto const& each : found) {
      failed.with(statement_place(document, where, each.statement), to_string(each.code));
    }
    passed.with(where, {});
  };
  auto const missing = [&](verdict const& why) {
    open = all_known ? why : open;
    all_known = false;
  };

  auto const& buckets = audit.world.log_buckets();
  auto const bucket = std::find_if(buckets.begin(), buckets.end(), [&](auto const& each) {
    return each.name == settings->s3_bucket_name;
  });
  if (bucket == buckets.end()) {
    missing(unknown("the trail's bucket is not known",
                    fact{about.settings.from.at("S3BucketName"), {}}));
  } else if (auto const* const found = bucket->policy.get()) {
    look(found->policy.value, bucket->policy.from.at("Policy"));
  } else if (bucket->policy.state == observation::absent) {
    passed.with(bucket->policy.from, bucket->policy.error_code);
  } else {
    missing(unknown_without(bucket->policy, "s3:GetBucketPolicy"));
  }

  if (!settings->kms_key_id.empty()) {
    auto const key = key_of(about, audit.world);
    if (auto const* const found = key.policy.get()) {
      look(found->policy.value, key.policy.from.at("Policy"));
    } else {
      missing(unknown_without(key.policy, "kms:GetKeyPolicy"));
    }
  }

  auto const arn = topic_arn_of(*settings);
  if (!arn.empty()) {
    auto const topic = audit.world.resources().topic(arn);
    auto const* const found = topic.attributes.get();
    if (found != nullptr && found->attributes.policy) {
      look(found->attributes.policy->value, topic.attributes.from.at("Attributes").at("Policy"));
    } else {
      missing(unknown_without(topic.attributes, "sns:GetTopicAttributes"));
    }
  } else if (!settings->sns_topic_name.empty()) {
    missing(unknown("the topic's ARN is not known",
                    fact{about.settings.from.at("SnsTopicName"), settings->sns_topic_name}));
  }

  if (failed.fact_count != 0) {
    return failed;
  }
  return all_known ? passed : open;
}
#endif

inline constexpr reference policy_lint_references[] = {
    {"AWS IAM Access Analyzer", "policy validation"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
};

inline constexpr rule policy_lint{
    .slug = "policy-lint",
    .title = "Policies that the trail depends on say what they seem to",
    .rationale = "A statement that matches nothing, or everything, by a slip shows in no console.",
    .remediation = "Let AWS check the policy, and mend it: aws accessanalyzer validate-policy "
                   "--policy-type RESOURCE_POLICY --policy-document <policy>",
    .level = severity::informational,
    .references = policy_lint_references,
    .check = check_policy_lint,
};

} // namespace trailaudit::inline v0::rules
