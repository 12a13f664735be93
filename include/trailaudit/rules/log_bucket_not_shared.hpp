#pragma once

#include <trailaudit/analysis/bucket_access.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Is this bucket closed to everybody but its owner's account and those who are trusted?
///
/// Evidence: `s3:GetBucketPolicy`, `s3:GetBucketAcl`, `s3:GetBucketOwnershipControls`,
/// `s3:GetPublicAccessBlock`, `s3control:GetPublicAccessBlock`, `s3:ListBuckets` (is the bucket the
/// account's own?). Trusted are `trusted_accounts`, `trusted_organizations`, `trusted_vpcs` and
/// `trusted_networks`.
/// - pass: neither policy nor ACL grants a request of an outsider, or `RestrictPublicBuckets` cuts
///   all of them off.
/// - fail: one does; the evidence names whom the statement or the grant lets in, and an action.
/// - unknown: an answer is missing or refused, nothing says which account owns the bucket, a
///   canonical user id may be a trusted account's, or the policy is not decided.
///
/// AWS's services are no outsiders. Does not decide: ACLs of objects, access points. Source: AWS
/// Security Hub S3.6; IAM Access Analyzer's external access.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_not_shared(log_bucket_view const& about,
                                                                 context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_not_shared(log_bucket_view const& about,
                                                      context const& audit) {
  auto const& limits = audit.limits;
  trust trusted;
  trusted.accounts.assign(limits.trusted_accounts.begin(), limits.trusted_accounts.end());
  trusted.organizations.assign(limits.trusted_organizations.begin(),
                               limits.trusted_organizations.end());
  trusted.vpcs.assign(limits.trusted_vpcs.begin(), limits.trusted_vpcs.end());
  trusted.networks.assign(limits.trusted_networks.begin(), limits.trusted_networks.end());
  auto const found = outside_access(about, audit.world, trusted);
  fact const shown{found.where, found.what};
  switch (found.possible) {
  case ternary::no:
    return pass("neither policy nor ACL lets outsiders in", shown);
  case ternary::yes:
    return fail(found.reason, shown, fact{found.where, found.action});
  case ternary::unknown:
    break;
  }
  return unknown(found.reason, shown);
}
#endif

inline constexpr reference log_bucket_not_shared_references[] = {
    {"AWS Security Hub", "S3.6"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
    {"NIST SP 800-53 Rev. 5", "AC-4"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_not_shared{
    .slug = "log-bucket-not-shared",
    .title = "Log bucket is not shared with outsiders",
    .rationale = "An account that nobody trusts learns from the logs what is in this one, and what "
                 "is watched.",
    .remediation = "Take the principal out of the policy, or limit it with aws:PrincipalOrgID: aws "
                   "s3api get-bucket-policy --bucket <bucket>; where it is meant, name it in "
                   "trusted_accounts or trusted_organizations",
    .level = severity::high,
    .references = log_bucket_not_shared_references,
    .check = check_log_bucket_not_shared,
};

} // namespace trailaudit::inline v0::rules
