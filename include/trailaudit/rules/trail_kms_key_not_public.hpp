#pragma once

#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does the policy of this trail's key keep the public out?
///
/// Evidence: `kms:GetKeyPolicy`, `Policy`; `kms:DescribeKey` and `kms:ListAliases` for an alias.
/// - pass: no request of the public is granted. fail: one is; the evidence is the statement's
///   principal, with an action that an outsider is granted.
/// - not_applicable: the trail has no key.
/// - unknown: the policy was not collected or refused, or something in it is not decided.
///
/// Does not decide grants of KMS. Source: AWS KMS Developer Guide, "Key policies in AWS KMS".
[[nodiscard]] TRAILAUDIT_API verdict check_trail_kms_key_not_public(trail_view const& about,
                                                                    context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_kms_key_not_public(trail_view const& about,
                                                         context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  if (settings->kms_key_id.empty()) {
    return not_applicable("the trail has no KMS key", fact{about.settings.from.at("KmsKeyId"), {}});
  }
  auto const key = key_of(about, audit.world);
  auto const* const known = key.policy.get();
  if (known == nullptr) {
    return unknown_without(key.policy, "kms:GetKeyPolicy");
  }
  auto const found =
      policy_exposure(known->policy.value,
                      exposure_subject_of(key_arn_of(about, key), key.account, about.partition),
                      key.policy.from.at("Policy"));
  switch (found.is_public) {
  case ternary::yes:
    return fail("the key policy lets the public in", fact{found.where, found.what},
                fact{found.granted_at, found.granted});
  case ternary::no:
    return pass("the key policy keeps the public out", fact{found.where, found.what});
  case ternary::unknown:
    break;
  }
  return unknown(found.reason, fact{found.where, found.what});
}
#endif

inline constexpr reference trail_kms_key_not_public_references[] = {
    {"Prowler", "kms_key_not_publicly_accessible"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule trail_kms_key_not_public{
    .slug = "trail-kms-key-not-public",
    .title = "Trail's KMS key is not public",
    .rationale = "A key that anybody may use protects nothing, and one that anybody may change can "
                 "be taken away.",
    .remediation =
        "Name the principals in the key's policy: aws kms get-key-policy --key-id <key>; "
        "aws kms put-key-policy --key-id <key> --policy <policy>",
    .level = severity::critical,
    .references = trail_kms_key_not_public_references,
    .check = check_trail_kms_key_not_public,
};

} // namespace trailaudit::inline v0::rules
