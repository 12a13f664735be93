#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <cstdint>

namespace trailaudit::inline v0::rules {

/// Are the events of global services recorded by one of the account's own trails at most?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`. Which trails record them is said by `global-service-events`.
/// - pass: no two of the account's own trails log and record the reads, or the writes, and all of
///   them were seen.
/// - fail: two trails, told apart by their ARNs, do. Evidence: both.
/// - unknown: trails that could do so are not known well enough, may not be the account's own, or
///   may not have been seen.
///
/// An organization's trail that another account owns is not counted. A second copy may be wanted,
/// hence the severity. Source: AWS CloudTrail User Guide, global service events.
[[nodiscard]] TRAILAUDIT_API verdict
check_global_service_events_not_duplicated(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict
check_global_service_events_not_duplicated(context const& audit) noexcept {
  constexpr management_coverage other_services{0x24, 0x24}; // cells 2 and 5: reads and writes
  auto const& world = audit.world;
  bool const account_known = !world.world().account_id.empty();
  auto const recorded = [&](trail_view const& each) {
    auto const counts = both(both(each.global_events, each.logging), is_own(each, account_known));
    auto found = both(both(each.management, other_services), each.foreign ? ternary::no : counts);
    // Without ARNs two trails cannot be told to be two.
    found.recorded = each.arn.empty() ? std::uint8_t{0} : found.recorded;
    return found;
  };
  management_coverage once;
  management_coverage twice;
  trail_view const* first = nullptr;
  for (auto const& each : world.trails()) {
    auto const records = recorded(each);
    twice = either(twice, both(once, records));
    once = either(once, records);
    if (twice.recorded != 0) {
      auto const cell = twice.first(ternary::yes);
      auto const& other =
          *std::find_if(world.trails().begin(), world.trails().end(), [&](auto const& earlier) {
            return recorded(earlier)[cell] == ternary::yes;
          });
      return fail("two trails record the events of global services",
                  fact{other.settings.from.at("TrailARN"), other.arn},
                  fact{each.settings.from.at("TrailARN"), each.arn});
    }
    first = first == nullptr && records.recorded != 0 ? &each : first;
  }
  if (twice.possible != 0) {
    auto open = unknown("whether two trails record the events of global services is not known");
    for (auto const& each : world.trails()) {
      if (recorded(each).possible != 0) {
        open.with(has_open_question(each) ? open_question(each)
                                          : fact{each.settings.from, each.arn});
      }
    }
    return open;
  }
  if (world.trail_listing().whole != ternary::yes) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  return [&] {
    auto passed = pass("no two trails record the events of global services");
    if (first != nullptr) {
      passed.with(first->settings.from.at("TrailARN"), first->arn);
    }
    show_trails(passed, world);
    return passed;
  }();
}
#endif

inline constexpr reference global_service_events_not_duplicated_references[] = {
    {"CloudSploit", "globalLoggingDuplicated"},
    {"ScoutSuite", "cloudtrail-duplicated-global-services-logging"},
};

inline constexpr rule global_service_events_not_duplicated{
    .slug = "global-service-events-not-duplicated",
    .title = "No two trails record the events of global services",
    .rationale = "A second copy of the same events costs, and is counted twice by who reads both.",
    .remediation =
        "Where the copy is not wanted, leave them out of a single-Region trail: aws cloudtrail "
        "update-trail --name <trail> --no-include-global-service-events",
    .level = severity::informational,
    .references = global_service_events_not_duplicated_references,
    .check = check_global_service_events_not_duplicated,
};

} // namespace trailaudit::inline v0::rules
