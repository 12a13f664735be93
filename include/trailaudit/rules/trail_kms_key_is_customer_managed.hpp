#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Is the key of this trail one of the customer's own?
///
/// Evidence: `cloudtrail:DescribeTrails`, `KmsKeyId`; `kms:DescribeKey`, `KeyManager`; for an alias
/// `kms:ListAliases`.
/// - pass: `CUSTOMER`. fail: `AWS`, or an alias that begins with `alias/aws/`, which AWS keeps for
///   its own keys.
/// - not_applicable: the trail has no key.
/// - unknown: `DescribeKey` was not collected or refused, or the alias cannot be resolved.
///
/// Source: AWS KMS API, `KeyMetadata`; AWS KMS Developer Guide, "Aliases".
[[nodiscard]] TRAILAUDIT_API verdict
check_trail_kms_key_is_customer_managed(trail_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_kms_key_is_customer_managed(trail_view const& about,
                                                                  context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  fact const named{about.settings.from.at("KmsKeyId"), settings->kms_key_id};
  if (settings->kms_key_id.empty()) {
    return not_applicable("the trail has no KMS key", named);
  }
  std::string_view const text = settings->kms_key_id;
  if (text.starts_with("alias/aws/") || parse_arn(text).resource.starts_with("alias/aws/")) {
    return fail("the trail's key is one of AWS's", named);
  }
  auto const key = key_of(about, audit.world);
  auto const* const known = key.key.get();
  if (known == nullptr) {
    return unknown_without(key.key, "kms:DescribeKey");
  }
  auto const& manager = known->key_metadata.key_manager;
  fact const managed{key.key.from.at("KeyMetadata").at("KeyManager"), manager};
  if (manager == "CUSTOMER") {
    return pass("the trail's key is the customer's own", managed);
  }
  return manager == "AWS" ? fail("the trail's key is one of AWS's", managed, named)
                          : unknown("who manages the key is not said", managed);
}
#endif

inline constexpr reference trail_kms_key_is_customer_managed_references[] = {
    {"CIS AWS Foundations 3.0", "3.5"},
    {"CloudSploit", "kmsDefaultKeyUsage"},
    {"Trivy", "AWS-0015"},
    {"NIST SP 800-53 Rev. 5", "SC-12"},
};

inline constexpr rule trail_kms_key_is_customer_managed{
    .slug = "trail-kms-key-is-customer-managed",
    .title = "Trail's KMS key is the customer's own",
    .rationale = "Of a key that AWS manages nobody can set the policy, so it keeps nobody out who "
                 "may read the bucket.",
    .remediation = "Make a key with a policy for CloudTrail and give it to the trail: aws kms "
                   "create-key --policy <policy>; aws cloudtrail update-trail --name <trail> "
                   "--kms-key-id <key-arn>",
    .level = severity::medium,
    .references = trail_kms_key_is_customer_managed_references,
    .check = check_trail_kms_key_is_customer_managed,
};

} // namespace trailaudit::inline v0::rules
