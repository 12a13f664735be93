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
  auto passed = pass("no two trails record the events of global services");
  auto open = unknown("whether two trails record the events of global services is not known");
  std::array<trail_view const*, 2> recorder{};
  std::array<std::size_t, 2> possible{};
  for (auto const& each : world.trails()) {
    if (each.foreign || each.logging == ternary::no) {
      continue;
    }
    auto const counts = both(both(each.global_events, each.logging), is_own(each, account_known));
    bool shown = false;
    for (std::size_t at = 0; at != cells.size(); ++at) {
      auto const records = both(counts, each.management.cells[cells[at]]);
      if (records == ternary::no) {
        continue;
      }
      ++possible[at];
      if (!shown) {
        auto const missing =
            has_open_question(each) ? open_question(each) : evidence{each.settings.from, each.arn};
        open.with(missing.source, missing.value);
        shown = true;
      }
      // Without ARNs two trails cannot be told to be two.
      if (records != ternary::yes || each.arn.empty()) {
        continue;
      }
      if (recorder[at] != nullptr) {
        auto const& first = *recorder[at];
        return fail("two trails record the events of global services",
                    evidence{first.settings.from.at("TrailARN"), first.arn},
                    evidence{each.settings.from.at("TrailARN"), each.arn});
      }
      recorder[at] = &each;
      if (passed.fact_count == 0) {
        passed.with(each.settings.from.at("TrailARN"), each.arn);
      }
    }
  }
  if (possible[0] > 1 || possible[1] > 1) {
    return open;
  }
  if (world.trail_listing().whole != ternary::yes) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  if (world.trails().empty()) {
    return with_answers(passed, world.trail_listing());
  }
  if (passed.fact_count == 0) {
    for (auto const& each : world.trails()) {
      if (each.logging == ternary::no) {
        passed.with(each.status.from.at("IsLogging"), false);
      } else {
        passed.with(each.settings.from.at("TrailARN"), each.arn);
      }
    }
  }
  return passed;
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
