#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does any logging trail record network activity events of VPC endpoints? With the parameter
/// `required_network_activity_event_sources`: do multi-Region trails record all those of each of
/// these services?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: a selector of a logging trail takes some; or, of every required service, one trail takes
///   all, or several together.
/// - fail: no selector of any trail does, and all trails were seen; or, in a Region whose trails
///   were all seen, an event of a required service is recorded by none, be it one that was not
///   denied.
/// - unknown: a selector, a status or a trail is not known well enough; or a selector lacks
///   `eventSource`, which CloudTrail requires.
///
/// Source: AWS CloudTrail User Guide, "Logging network activity
/// events".
[[nodiscard]] TRAILAUDIT_API verdict check_network_activity_events(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_network_activity_events(context const& audit) {
  auto const& sources = audit.limits.required_network_activity_event_sources;
  return sources.empty()
             ? verdict_on(any_network_activity_events(audit.world))
             : verdict_on_each(
                   audit.world, sources,
                   "trails record the network activity events of every required service",
                   &network_activity_coverage);
}
#endif

inline constexpr reference network_activity_events_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule network_activity_events{
    .slug = "network-activity-events",
    .title = "A trail records network activity events",
    .rationale = "Calls through a VPC endpoint that its policy denies show nowhere else.",
    .remediation = "Choose the services: aws cloudtrail put-event-selectors --trail-name <trail> "
                   "--advanced-event-selectors with eventCategory NetworkActivity and an "
                   "eventSource, beside the selectors that it has",
    .level = severity::low,
    .references = network_activity_events_references,
    .check = check_network_activity_events,
};

} // namespace trailaudit::inline v0::rules
