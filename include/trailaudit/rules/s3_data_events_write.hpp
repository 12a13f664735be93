#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do the account's multi-Region trails record all write events of all S3 objects?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail does, or several together: every bucket, also those to come.
/// - fail: in a Region whose trails were all seen, an event of this kind is recorded by none. The
///   evidence is its resource, or the value of a selector that shuts it out.
/// - unknown: a trail, its status or its selectors are not known well enough.
///
/// Does not decide events of S3 Express, Outposts and access points, which are other types.
/// Source: AWS Config CLOUDTRAIL_ALL_WRITE_S3_DATA_EVENT_CHECK; CIS AWS 3.0, 3.8.
[[nodiscard]] TRAILAUDIT_API verdict check_s3_data_events_write(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_s3_data_events_write(context const& audit) {
  return verdict_on(data_event_coverage(audit.world, data_events::s3_object_writes));
}
#endif

inline constexpr reference s3_data_events_write_references[] = {
    {"AWS Config", "CLOUDTRAIL_ALL_WRITE_S3_DATA_EVENT_CHECK"},
    {"CIS AWS Foundations 3.0", "3.8"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule s3_data_events_write{
    .slug = "s3-data-events-write",
    .title = "All writes to S3 objects are recorded",
    .rationale = "Who put or deleted an object shows in data events alone.",
    .remediation =
        "Record them in a multi-Region trail: aws cloudtrail put-event-selectors --trail-name "
        "<trail> --advanced-event-selectors with eventCategory Data, resources.type "
        "AWS::S3::Object, readOnly false, beside the selectors that it has",
    .level = severity::low,
    .references = s3_data_events_write_references,
    .check = check_s3_data_events_write,
};

} // namespace trailaudit::inline v0::rules
