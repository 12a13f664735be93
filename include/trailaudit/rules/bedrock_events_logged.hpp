#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do multi-Region trails record the management events of Amazon Bedrock, `InvokeModel` among
/// them, reads and writes?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: logging multi-Region trails do.
/// - fail: in a Region whose trails were all seen, one of these events is recorded by none.
/// - unknown: a trail, its status or its selectors are not known well enough.
///
/// Does not decide Bedrock's data events (agents, knowledge bases): see `required-data-events`.
/// Source: Amazon Bedrock User Guide, "Monitor Amazon Bedrock API calls using CloudTrail".
[[nodiscard]] TRAILAUDIT_API verdict check_bedrock_events_logged(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_bedrock_events_logged(context const& audit) {
  return verdict_on(bedrock_event_coverage(audit.world));
}
#endif

inline constexpr reference bedrock_events_logged_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule bedrock_events_logged{
    .slug = "bedrock-events-logged",
    .title = "Bedrock events are recorded",
    .rationale =
        "Stolen keys are used to run models at the account's cost; that shows in these events.",
    .remediation =
        "Record all management events in a multi-Region trail: aws cloudtrail put-event-selectors "
        "--trail-name <trail> --event-selectors ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::medium,
    .references = bedrock_events_logged_references,
    .check = check_bedrock_events_logged,
};

} // namespace trailaudit::inline v0::rules
