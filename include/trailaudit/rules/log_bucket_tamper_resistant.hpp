#pragma once

#include <trailaudit/analysis/bucket_access.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do policy and ACL of this bucket keep everybody but CloudTrail from changing the logs?
///
/// Evidence: `s3:GetBucketPolicy`, `s3:GetBucketAcl`, `s3:GetBucketOwnershipControls`,
/// `s3:GetObjectLockConfiguration`, `s3:GetBucketLifecycleConfiguration`,
/// `s3:GetPublicAccessBlock`, `s3control:GetPublicAccessBlock`, `s3:ListBuckets`.
/// - pass: neither grants a request that overwrites or deletes a log file, changes its retention,
///   or changes the bucket's policy, ACL, versioning, Object Lock, lifecycle rules, encryption,
///   replication, or who pays for requests (CloudTrail does not). Tagging counts where a lifecycle
///   rule deletes log files by their tags.
///   With default retention in `COMPLIANCE` mode for at least `log_bucket_retention_days` (365),
///   the settings alone count; where that parameter is none, no retention is long enough.
/// - fail: one does; the evidence names whom it lets in, and an action.
/// - unknown: an answer is missing or refused, nothing says which account owns the bucket, or the
///   policy is not decided.
///
/// Not counted: `:root` of the owner's account, which lets in who may by IAM anyway, principals in
/// `log_bucket_administrators`, and S3's log delivery group; nor what leaves the logs as they are,
/// as `s3:PutBucketLogging` and `s3:PutBucketNotification`, and `s3:UpdateObjectEncryption`, which
/// needs `s3:PutObject` too. Does not decide: who may by IAM, objects that are older than the
/// retention. Source: AWS Service Authorization Reference, Amazon S3; Amazon S3 User Guide, "Using
/// Requester Pays buckets"; AWS Security Hub S3.6; AWS CloudTrail User Guide,
/// "Security best practices".
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_tamper_resistant(log_bucket_view const& about,
                                                                       context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_tamper_resistant(log_bucket_view const& about,
                                                            context const& audit) {
  auto const found = tampering_access(about, audit.world, audit.limits.log_bucket_administrators,
                                      audit.limits.log_bucket_retention_days);
  fact const shown{found.where, found.what};
  switch (found.possible) {
  case ternary::no:
    return pass("neither policy nor ACL lets anybody but CloudTrail change the logs", shown);
  case ternary::yes:
    return fail(found.reason, shown, fact{found.where, found.action});
  case ternary::unknown:
    break;
  }
  return unknown(found.reason, shown);
}
#endif

inline constexpr reference log_bucket_tamper_resistant_references[] = {
    {"AWS Security Hub", "S3.6"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "AU-10"},
};

inline constexpr rule log_bucket_tamper_resistant{
    .slug = "log-bucket-tamper-resistant",
    .title = "Log bucket lets nobody but CloudTrail change the logs",
    .rationale = "Whoever can overwrite or delete logs, or what protects them, can wipe out his "
                 "traces.",
    .remediation = "Take writing and deleting out of the policy's grants, and set a default "
                   "retention in COMPLIANCE mode: aws s3api get-bucket-policy --bucket <bucket>; "
                   "aws s3api put-object-lock-configuration --bucket <bucket>",
    .level = severity::high,
    .references = log_bucket_tamper_resistant_references,
    .check = check_log_bucket_tamper_resistant,
};

} // namespace trailaudit::inline v0::rules
