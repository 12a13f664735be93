#pragma once

#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Can the public reach this bucket?
///
/// Evidence: `s3:GetBucketPolicy`, `s3:GetBucketAcl`, `s3:GetBucketOwnershipControls`,
/// `s3:GetPublicAccessBlock`, `s3control:GetPublicAccessBlock`, `s3:ListBuckets` (is the bucket the
/// account's own?).
/// - pass: neither ACL nor policy lets the public in, or Block Public Access shuts it out.
/// - fail: one of them does; the evidence is the grant, or the principal of the statement and an
///   action that an outsider is granted.
/// - unknown: an answer is missing or refused, or something in the ACL or the policy is not
///   decided.
///
/// Does not decide: ACLs of single objects, access points. Source: AWS Security Hub CloudTrail.6;
/// CIS AWS 1.4, 3.3.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_not_public(log_bucket_view const& about,
                                                                 context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_not_public(log_bucket_view const& about,
                                                      context const& audit) {
  auto const found = bucket_exposure(about, audit.world);
  switch (found.is_public) {
  case ternary::yes:
    return found.granted.empty() ? fail(found.reason, fact{found.where, found.what})
                                 : fail(found.reason, fact{found.where, found.what},
                                        fact{found.granted_at, found.granted});
  case ternary::no:
    return pass("neither ACL nor policy lets the public in", fact{about.acl.from, {}},
                fact{about.policy.from, {}});
  case ternary::unknown:
    break;
  }
  return about.own == ternary::no && found.where.capture() == origin::no_capture
             ? unknown("the bucket is not in this account, and its answers were not collected")
             : unknown(found.reason,
                       fact{found.where,
                            found.what.empty() ? evidence_value() : evidence_value(found.what)});
}
#endif

inline constexpr reference log_bucket_not_public_references[] = {
    {"AWS Security Hub", "CloudTrail.6"},
    {"AWS Config", "CLOUDTRAIL_S3_BUCKET_PUBLIC_ACCESS_PROHIBITED"},
    {"CIS AWS Foundations 1.4", "3.3"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_not_public{
    .slug = "log-bucket-not-public",
    .title = "Log bucket is not public",
    .rationale = "Whoever reads the logs learns the account: names, addresses, keys in use, and "
                 "what is watched.",
    .remediation = "Block public access and look at the policy: aws s3api put-public-access-block "
                   "--bucket <bucket> --public-access-block-configuration "
                   "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,"
                   "RestrictPublicBuckets=true; aws s3api get-bucket-policy --bucket <bucket>",
    .level = severity::critical,
    .references = log_bucket_not_public_references,
    .check = check_log_bucket_not_public,
};

} // namespace trailaudit::inline v0::rules
