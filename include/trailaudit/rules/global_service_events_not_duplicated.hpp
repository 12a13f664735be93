#pragma once

#include <trailaudit/rule.hpp>

#include <array>

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
  constexpr std::array<std::size_t, 2> cells{2, 5}; // read and write events of other services
  auto const& world = audit.world;
  bool const account_known = !world.world().account_id.empty();
  auto const recorded = [&](trail_view const& each, std::size_t cell) {
    auto const counts = both(both(each.global_events, each.logging), is_own(each, account_known));
    return each.foreign ? ternary::no : both(counts, each.management.cells[cell]);
  };
  std::array<trail_view const*, 2> recorder{};
  std::array<std::size_t, 2> possible{};
  trail_view const* first = nullptr;
  for (auto const& each : world.trails()) {
    for (std::size_t at = 0; at != cells.size(); ++at) {
      auto const records = recorded(each, cells[at]);
      possible[at] += records != ternary::no ? 1U : 0U;
      // Without ARNs two trails cannot be told to be two.
      if (records != ternary::yes || each.arn.empty()) {
        continue;
      }
      if (recorder[at] != nullptr) {
        auto const& other = *recorder[at];
        return fail("two trails record the events of global services",
                    fact{other.settings.from.at("TrailARN"), other.arn},
                    fact{each.settings.from.at("TrailARN"), each.arn});
      }
      recorder[at] = &each;
      first = first == nullptr ? &each : first;
    }
  }
  if (possible[0] > 1 || possible[1] > 1) {
    auto open = unknown("whether two trails record the events of global services is not known");
    for (auto const& each : world.trails()) {
      if (recorded(each, cells[0]) != ternary::no || recorded(each, cells[1]) != ternary::no) {
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
