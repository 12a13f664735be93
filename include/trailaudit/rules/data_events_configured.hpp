#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does any logging trail record any data events?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: a selector of a logging trail takes some.
/// - fail: no selector of any trail does, and all trails were seen. One that names only what its
///   trail cannot record, in another partition or beyond its single Region, takes none.
/// - unknown: a selector, a status or a trail is not known well enough; or a selector lacks
///   `resources.type`, which CloudTrail requires.
///
/// Does not decide which events: see the rules on S3 and Lambda. Source: AWS CloudTrail User Guide,
/// "Logging data events".
[[nodiscard]] TRAILAUDIT_API verdict check_data_events_configured(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_data_events_configured(context const& audit) {
  return verdict_on(any_data_events(audit.world));
}
#endif

inline constexpr reference data_events_configured_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule data_events_configured{
    .slug = "data-events-configured",
    .title = "A trail records data events",
    .rationale = "Without data events nothing tells who touched the data itself.",
    .remediation = "Choose what to record: aws cloudtrail put-event-selectors --trail-name <trail> "
                   "--advanced-event-selectors with eventCategory Data and a resources.type, "
                   "beside the selectors that it has",
    .level = severity::low,
    .references = data_events_configured_references,
    .check = check_data_events_configured,
};

} // namespace trailaudit::inline v0::rules
