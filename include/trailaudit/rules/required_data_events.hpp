#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Do the account's multi-Region trails record all data events of each type of resource that the
/// parameter `required_data_event_types` names?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: of every type, one trail does, or several together.
/// - fail: in a Region whose trails were all seen, an event of this kind is recorded by none. The
///   evidence is its type, or the value of a selector that shuts it out.
/// - unknown: a trail, its status or its selectors are not known well enough.
/// - not_applicable: no type is required.
///
/// Source: AWS CloudTrail User Guide, "Logging data events".
[[nodiscard]] TRAILAUDIT_API verdict check_required_data_events(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_required_data_events(context const& audit) {
  auto const& types = audit.limits.required_data_event_types;
  if (types.empty()) {
    return not_applicable("no type of data events is required",
                          evidence{{}, "required_data_event_types"});
  }
  return verdict_on_each(audit.world, types, "trails record the data events of every required type",
                         &data_event_coverage);
}
#endif

inline constexpr reference required_data_events_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule required_data_events{
    .slug = "required-data-events",
    .title = "Data events of the required types are recorded",
    .rationale = "What an organisation says it records must be recorded.",
    .remediation = "Record the type in a multi-Region trail: aws cloudtrail put-event-selectors "
                   "--trail-name <trail> --advanced-event-selectors with eventCategory Data and "
                   "resources.type <type>, beside the selectors that it has",
    .level = severity::medium,
    .references = required_data_events_references,
    .check = check_required_data_events,
};

} // namespace trailaudit::inline v0::rules
