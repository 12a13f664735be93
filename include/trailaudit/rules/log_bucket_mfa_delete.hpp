#pragma once

#include <trailaudit/rule.hpp>

#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this bucket ask for a second factor before a version is deleted?
///
/// Evidence: `s3:GetBucketVersioning`: `MFADelete`; `s3:GetBucketLifecycleConfiguration`.
/// - pass: `Enabled`. fail: `Disabled`, or missing, which is the same.
/// - not_applicable: it is off and the bucket has a lifecycle configuration: S3 allows no MFA
///   delete beside one.
/// - unknown: an answer was not collected or refused; that of the lifecycle counts only where MFA
///   delete is off.
///
/// Source: AWS Security Hub S3.20; Amazon S3 User Guide, "Configuring MFA delete"; CIS AWS 2.0,
/// 2.1.2.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_mfa_delete(log_bucket_view const& about,
                                                                 context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_mfa_delete(log_bucket_view const& about,
                                                      context const& audit) {
  auto const* const versioning = about.versioning.get();
  if (versioning == nullptr) {
    return unknown_without(about.versioning, "s3:GetBucketVersioning");
  }
  fact const shown{about.versioning.from.at("MFADelete"), versioning->mfa_delete};
  std::string_view const set = versioning->mfa_delete;
  if (set == "Enabled") {
    return pass("deleting a version asks for a second factor", shown);
  }
  if (!set.empty() && set != "Disabled") {
    return unknown("a status that AWS's documentation does not know", shown);
  }
  auto const lifecycle = audit.world.resources().bucket(about.name).lifecycle;
  if (lifecycle.state == observation::absent) {
    return fail("a version can be deleted without a second factor", shown);
  }
  return lifecycle.get() != nullptr
             ? not_applicable("a bucket with lifecycle rules cannot have MFA delete",
                              fact{lifecycle.from.at("Rules"), {}}, shown)
             : unknown_without(lifecycle, "s3:GetBucketLifecycleConfiguration");
}
#endif

inline constexpr reference log_bucket_mfa_delete_references[] = {
    {"AWS Security Hub", "S3.20"},
    {"AWS Config", "S3_BUCKET_MFA_DELETE_ENABLED"},
    {"CIS AWS Foundations 2.0", "2.1.2"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_mfa_delete{
    .slug = "log-bucket-mfa-delete",
    .title = "Log bucket asks for a second factor before a version is deleted",
    .rationale = "With MFA delete a stolen access key does not suffice to delete logs for good.",
    .remediation =
        "Turn it on, as the root user: aws s3api put-bucket-versioning --bucket <bucket> "
        "--versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "
        "'<device-arn> <code>'",
    .level = severity::low,
    .references = log_bucket_mfa_delete_references,
    .check = check_log_bucket_mfa_delete,
};

} // namespace trailaudit::inline v0::rules
