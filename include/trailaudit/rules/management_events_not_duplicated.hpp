#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Is every management event recorded by one of the account's own trails at most?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: no two of the account's own trails log and record the same of {read, write} × {kms,
///   rdsdata, other} in one Region, and all of them were seen.
/// - fail: two do. Evidence: both trails, and which events.
/// - unknown: trails that could do so are not known well enough, may not be the account's own, or
///   may not have been seen.
///
/// AWS charges each further copy of management events. An organization's trail that another account
/// owns is not counted: its owner pays and decides. Says nothing of event data stores. A second
/// copy may be wanted, hence the severity. Source: AWS CloudTrail User Guide, managing trail costs.
[[nodiscard]] TRAILAUDIT_API verdict
check_management_events_not_duplicated(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_management_events_not_duplicated(context const& audit) noexcept {
  auto const& world = audit.world;
  auto const& twice = world.coverage().recorded_twice();
  if (twice.found == ternary::yes) {
    auto const& first = world.trails()[twice.first];
    auto const& second = world.trails()[twice.second];
    auto const copy = [&](trail_view const& about) {
      return fact{about.selectors.get() != nullptr
                      ? member_place(about.selectors.from)
                      : about.settings.from.at("HasCustomEventSelectors"),
                  cell_name(twice.cell)};
    };
    return fail("two trails record the same management events",
                fact{first.settings.from.at("TrailARN"), first.arn}, copy(first),
                fact{second.settings.from.at("TrailARN"), second.arn}, copy(second));
  }
  if (twice.found == ternary::unknown) {
    auto open = unknown("whether two trails record the same management events is not known");
    for (auto const& each : world.trails()) {
      if (!each.foreign && each.logging != ternary::no) {
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
    auto passed = pass("no two trails record the same management events");
    for (auto const& each : world.trails()) {
      if (!each.foreign && each.logging == ternary::yes) {
        passed.with(each.status.from.at("IsLogging"), true);
      }
    }
    show_trails(passed, world);
    return passed;
  }();
}
#endif

inline constexpr reference management_events_not_duplicated_references[] = {
    {"AWS CloudTrail User Guide", "Managing CloudTrail trail costs"},
};

inline constexpr rule management_events_not_duplicated{
    .slug = "management-events-not-duplicated",
    .title = "No two trails record the same management events",
    .rationale = "Each further copy of management events costs, and is one more to protect.",
    .remediation =
        "Where the copy is not wanted, stop one of them: aws cloudtrail stop-logging --name "
        "<trail>",
    .level = severity::informational,
    .references = management_events_not_duplicated_references,
    .check = check_management_events_not_duplicated,
};

} // namespace trailaudit::inline v0::rules
