#pragma once

#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

#include <optional>

namespace trailaudit::inline v0::rules {

/// Does the policy of this trail's key let CloudTrail encrypt with it?
///
/// Evidence: `kms:GetKeyPolicy`, `Policy`; `s3:GetBucketEncryption`, `BucketKeyEnabled`;
/// `kms:DescribeKey` and `kms:ListAliases` for an alias.
/// - pass: `kms:GenerateDataKey` and `kms:DescribeKey` are granted to CloudTrail for this trail,
///   and, unless the bucket is known to have no S3 Bucket Key, `kms:Decrypt`.
/// - fail: one of them certainly is not; the evidence is the statement that denies it or comes
///   nearest, with the request.
/// - not_applicable: the trail has no key.
/// - unknown: the policy was not collected or refused, something in it is not decided, or
///   `kms:Decrypt` is not granted and whether the bucket has a Bucket Key is not known.
///
/// Does not decide grants of KMS, nor resource control policies. Source: AWS CloudTrail User Guide,
/// "Configure AWS KMS key policies for CloudTrail".
[[nodiscard]] TRAILAUDIT_API verdict
check_trail_kms_key_policy_allows_cloudtrail(trail_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_kms_key_policy_allows_cloudtrail(trail_view const& about,
                                                                       context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  fact const named{about.settings.from.at("KmsKeyId"), settings->kms_key_id};
  if (settings->kms_key_id.empty()) {
    return not_applicable("the trail has no KMS key", named);
  }
  auto const key = key_of(about, audit.world);
  auto const* const known = key.policy.get();
  if (known == nullptr) {
    return unknown_without(key.policy, "kms:GetKeyPolicy");
  }
  auto const arn = key_arn_of(about, key);
  if (arn.empty()) {
    return unknown("the key's ARN is not known", named);
  }
  auto trail = delivery_trail_of(about, audit.world);
  trail.kms_key = arn;
  trail.witnesses = false;
  auto failed = fail("the key policy does not let CloudTrail use the key");
  auto passed = pass("the key policy lets CloudTrail use the key");
  std::optional<verdict> open;
  for (auto const& each : key_delivery(&known->policy.value, trail)) {
    auto const policy = key.policy.from.at("Policy");
    fact const shown{statement_place(known->policy.value, policy, each.statement), each.request};
    switch (each.granted) {
    case ternary::yes:
      passed.with(shown.source, shown.value);
      break;
    case ternary::no:
      failed.with(shown.source, shown.value);
      break;
    case ternary::unknown:
      open = open ? open : unknown(each.reason, shown);
      break;
    }
  }
  if (failed.fact_count != 0) {
    return failed;
  }
  return open ? *open : passed;
}
#endif

inline constexpr reference trail_kms_key_policy_allows_cloudtrail_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-5"},
    {"NIST SP 800-53 Rev. 5", "SC-12"},
};

inline constexpr rule trail_kms_key_policy_allows_cloudtrail{
    .slug = "trail-kms-key-policy-allows-cloudtrail",
    .title = "Policy of the trail's KMS key lets CloudTrail use it",
    .rationale = "Where CloudTrail may not encrypt, it does not deliver.",
    .remediation = "Let cloudtrail.amazonaws.com call kms:GenerateDataKey*, kms:DescribeKey and "
                   "kms:Decrypt for this trail: aws kms put-key-policy --key-id <key> --policy "
                   "<policy>",
    .level = severity::high,
    .references = trail_kms_key_policy_allows_cloudtrail_references,
    .check = check_trail_kms_key_policy_allows_cloudtrail,
};

} // namespace trailaudit::inline v0::rules
