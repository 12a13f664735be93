#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do the account's multi-Region trails record all events of all S3 objects, reads and writes? With
/// the parameter `s3_data_event_bucket_names`: of all objects in these buckets?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail does, or several together: every bucket, also those to come; or every one
///   that is named.
/// - fail: in a Region whose trails were all seen, an event of this kind is recorded by none. The
///   evidence is its resource, or the value of a selector that shuts it out.
/// - unknown: a trail, its status or its selectors are not known well enough.
///
/// Does not decide events of S3 Express, Outposts and access points, which are other types.
/// Source: AWS Config CLOUDTRAIL_S3_DATAEVENTS_ENABLED and its parameter S3BucketNames.
[[nodiscard]] TRAILAUDIT_API verdict check_s3_data_events_all_buckets(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_s3_data_events_all_buckets(context const& audit) {
  auto const& buckets = audit.limits.s3_data_event_bucket_names;
  if (!buckets.empty()) {
    return verdict_on_each(audit.world, buckets, "trails record the events of every named bucket",
                           &s3_bucket_event_coverage);
  }
  auto found = data_event_coverage(audit.world, data_events::s3_object_writes);
  if (found.covered != ternary::no) {
    auto const reads = data_event_coverage(audit.world, data_events::s3_object_reads);
    if (reads.covered < found.covered) {
      found = reads;
    }
  }
  return verdict_on(found);
}
#endif

inline constexpr reference s3_data_events_all_buckets_references[] = {
    {"AWS Config", "CLOUDTRAIL_S3_DATAEVENTS_ENABLED"},
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule s3_data_events_all_buckets{
    .slug = "s3-data-events-all-buckets",
    .title = "Reads and writes of all S3 objects are recorded",
    .rationale = "A bucket that is left out is where nobody looks.",
    .remediation =
        "Record all S3 objects in a multi-Region trail: aws cloudtrail put-event-selectors "
        "--trail-name <trail> --advanced-event-selectors with eventCategory Data and "
        "resources.type AWS::S3::Object, beside the selectors that it has",
    .level = severity::low,
    .references = s3_data_events_all_buckets_references,
    .check = check_s3_data_events_all_buckets,
};

} // namespace trailaudit::inline v0::rules
