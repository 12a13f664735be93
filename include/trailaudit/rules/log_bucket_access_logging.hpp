#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does this bucket keep server access logs?
///
/// Evidence: `s3:GetBucketLogging`, `LoggingEnabled`.
/// - pass: a target bucket is set.
/// - fail: the answer is there and empty: AWS's way to say that logging is off.
/// - unknown: the answer was not collected or refused.
///
/// Does not decide whether the target is a sane one. Source: AWS Security Hub CloudTrail.7; CIS
/// AWS 3.0, 3.4.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_access_logging(log_bucket_view const& about,
                                                                     context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_access_logging(log_bucket_view const& about,
                                                          context const&) noexcept {
  auto const* const logging = about.logging.get();
  if (logging == nullptr) {
    return unknown_without(about.logging, "s3:GetBucketLogging");
  }
  auto const source = about.logging.from.at("LoggingEnabled");
  if (!logging->logging_enabled || logging->logging_enabled->target_bucket.empty()) {
    return fail("access to the bucket is not logged", fact{source, {}});
  }
  return pass("access to the bucket is logged",
              fact{source.at("TargetBucket"), logging->logging_enabled->target_bucket});
}
#endif

inline constexpr reference log_bucket_access_logging_references[] = {
    {"AWS Security Hub", "CloudTrail.7"},
    {"CIS AWS Foundations 3.0", "3.4"},
    {"CIS AWS Foundations 1.4", "3.6"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_access_logging{
    .slug = "log-bucket-access-logging",
    .title = "Log bucket logs access to itself",
    .rationale = "Server access logs show who read or deleted the trail's own logs.",
    .remediation =
        "Turn it on: aws s3api put-bucket-logging --bucket <bucket> --bucket-logging-status "
        "LoggingEnabled={TargetBucket=<target>,TargetPrefix=<prefix>}",
    .level = severity::low,
    .references = log_bucket_access_logging_references,
    .check = check_log_bucket_access_logging,
};

} // namespace trailaudit::inline v0::rules
