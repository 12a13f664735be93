#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Is this bucket one of those that trails are meant to deliver to?
///
/// Evidence: `cloudtrail:DescribeTrails`: `S3BucketName` of the first trail that names it.
/// - pass: it is one of `log_bucket_names`. fail: it is not.
/// - not_applicable: the parameter is not given.
///
/// Source: AWS Config `CLOUD_TRAIL_ENABLED`, whose parameter `s3BucketName` asks the same.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_is_designated(log_bucket_view const& about,
                                                                    context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_is_designated(log_bucket_view const& about,
                                                         context const& audit) noexcept {
  auto const& wanted = audit.limits.log_bucket_names;
  fact const shown{audit.world.trails()[about.trail].settings.from.at("S3BucketName"), about.name};
  if (wanted.empty()) {
    return not_applicable("no buckets are named by the parameter", shown);
  }
  return std::find(wanted.begin(), wanted.end(), about.name) != wanted.end()
             ? pass("the bucket is one that is meant for logs", shown)
             : fail("the bucket is not one that is meant for logs", shown);
}
#endif

inline constexpr reference log_bucket_is_designated_references[] = {
    {"AWS Config", "CLOUD_TRAIL_ENABLED"},
    {"AWS Config", "MULTI_REGION_CLOUD_TRAIL_ENABLED"},
};

inline constexpr rule log_bucket_is_designated{
    .slug = "log-bucket-is-designated",
    .title = "Log bucket is one that is meant for logs",
    .rationale = "Logs that go to another bucket than planned are neither watched nor guarded as "
                 "planned.",
    .remediation = "Let the trail deliver to the bucket that is meant: aws cloudtrail update-trail "
                   "--name <trail> --s3-bucket-name <bucket>",
    .level = severity::medium,
    .references = log_bucket_is_designated_references,
    .check = check_log_bucket_is_designated,
};

} // namespace trailaudit::inline v0::rules
