#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do the account's multi-Region trails record every invocation of every Lambda function?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail does, or several together: every function, also those to come.
/// - fail: in a Region whose trails were all seen, an event of this kind is recorded by none. The
///   evidence is its resource, or the value of a selector that shuts it out.
/// - unknown: a trail, its status or its selectors are not known well enough.
///
/// Source: AWS CloudTrail User Guide, "Logging data events".
[[nodiscard]] TRAILAUDIT_API verdict check_lambda_data_events(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_lambda_data_events(context const& audit) {
  return verdict_on(data_event_coverage(audit.world, data_events::lambda_invocations));
}
#endif

inline constexpr reference lambda_data_events_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule lambda_data_events{
    .slug = "lambda-data-events",
    .title = "Invocations of Lambda functions are recorded",
    .rationale = "Who ran a function shows in data events alone.",
    .remediation = "Record them in a multi-Region trail: aws cloudtrail put-event-selectors "
                   "--trail-name <trail> --advanced-event-selectors with eventCategory Data and "
                   "resources.type AWS::Lambda::Function, beside the selectors that it has",
    .level = severity::low,
    .references = lambda_data_events_references,
    .check = check_lambda_data_events,
};

} // namespace trailaudit::inline v0::rules
