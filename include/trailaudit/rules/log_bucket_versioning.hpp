#pragma once

#include <trailaudit/rule.hpp>

#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this bucket keep old versions of its objects?
///
/// Evidence: `s3:GetBucketVersioning`, `Status`.
/// - pass: `Enabled`. fail: `Suspended`, or an empty answer (never turned on).
/// - unknown: the answer was not collected or refused.
///
/// Source: AWS Security Hub S3.14.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_versioning(log_bucket_view const& about,
                                                                 context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_versioning(log_bucket_view const& about,
                                                      context const&) noexcept {
  auto const* const versioning = about.versioning.get();
  if (versioning == nullptr) {
    return unknown_without(about.versioning, "s3:GetBucketVersioning");
  }
  auto const source = about.versioning.from.at("Status");
  auto const& status = versioning->status;
  if (!status.empty() && status != "Enabled" && status != "Suspended") {
    return unknown("a status that AWS's documentation does not know", fact{source, status});
  }
  bool const keeps = status == "Enabled";
  return {keeps ? outcome::pass : outcome::fail,
          keeps ? std::string_view{"the bucket keeps old versions"}
                : "the bucket keeps no old versions",
          fact{source, status}};
}
#endif

inline constexpr reference log_bucket_versioning_references[] = {
    {"AWS Security Hub", "S3.14"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "CP-9"},
};

inline constexpr rule log_bucket_versioning{
    .slug = "log-bucket-versioning",
    .title = "Log bucket keeps old versions",
    .rationale = "Without versioning, a log that is overwritten or deleted is gone.",
    .remediation = "Turn it on: aws s3api put-bucket-versioning --bucket <bucket> "
                   "--versioning-configuration Status=Enabled",
    .level = severity::low,
    .references = log_bucket_versioning_references,
    .check = check_log_bucket_versioning,
};

} // namespace trailaudit::inline v0::rules
