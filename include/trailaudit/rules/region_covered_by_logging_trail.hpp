#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Does a trail log in every enabled Region?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`;
/// `organizations:DescribeOrganization`, where only `ListTrails` shows a Region's trails. A
/// multi-Region trail, the account's own or its organization's, logs in every Region, any other in
/// its home Region.
/// - pass: a multi-Region trail logs, or every one of the account's Regions has a trail that logs.
/// - fail: one of the Regions has none, and all trails that could log there were seen. Evidence:
///   those Regions.
/// - unknown: a trail that could log there is not known well enough or may not have been seen, or
///   the Regions are not given and no multi-Region trail is known to log.
///
/// Does not decide what the trails record: see `management-events-covered`. Source: AWS CloudTrail
/// User Guide, multi-Region trails.
[[nodiscard]] TRAILAUDIT_API verdict
check_region_covered_by_logging_trail(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_region_covered_by_logging_trail(context const& audit) noexcept {
  auto const& world = audit.world;
  auto const& coverage = world.coverage();
  bool const everywhere = coverage.everywhere().logging == ternary::yes;
  auto const passed = [&] {
    auto value = pass(everywhere ? std::string_view{"a multi-Region trail is logging"}
                                 : "every Region has a trail that is logging");
    for (auto const& each : world.trails()) {
      if (each.logging == ternary::yes && (!everywhere || each.multi_region == ternary::yes)) {
        value.with(each.status.from.at("IsLogging"), true);
      }
    }
    return value;
  };
  if (everywhere) {
    return passed();
  }
  auto const is_open = [](trail_view const& each) {
    return each.logging == ternary::unknown ||
           (each.logging == ternary::yes && each.multi_region == ternary::unknown);
  };
  bool const some_open = std::any_of(world.trails().begin(), world.trails().end(), is_open);
  auto const open = [&] {
    if (!some_open) {
      return unknown_trails(world);
    }
    auto value = unknown("whether a trail logs in every Region is not known");
    for (auto const& each : world.trails()) {
      if (is_open(each)) {
        value.with(open_question(each));
      }
    }
    return value;
  };
  if (world.world().regions.empty() && !some_open && world.trail_listing().collected) {
    auto value = unknown("no multi-Region trail logs, and the account's Regions are not given");
    for (auto const& each : world.trails()) {
      value.with(shortfall(each));
    }
    return world.trails().empty() ? with_answers(value, world.trail_listing()) : value;
  }
  if (world.world().regions.empty()) {
    return open();
  }
  auto failed = fail("a Region has no trail that is logging");
  bool undecided = false;
  for (auto const& each : coverage.regions()) {
    if (!each.enabled || each.logging == ternary::yes) {
      continue;
    }
    auto const seen = each.logging == ternary::no ? world.trails_seen_in(each.region)
                                                  : std::optional<answer_place>{};
    if (seen) {
      failed.with(*seen, each.region);
    } else {
      undecided = true;
    }
  }
  return failed.fact_count != 0 ? failed : undecided ? open() : passed();
}
#endif

inline constexpr reference region_covered_by_logging_trail_references[] = {
    {"Prowler", "cloudtrail_multi_region_enabled"},
    {"CIS AWS Foundations 3.0", "3.1"},
    {"CIS AWS Foundations 1.4", "3.1"},
};

inline constexpr rule region_covered_by_logging_trail{
    .slug = "region-covered-by-logging-trail",
    .title = "A trail logs in every Region",
    .rationale = "A Region that nobody uses and nobody watches is where an intruder works.",
    .remediation = "Make a trail multi-Region and start it: aws cloudtrail update-trail --name "
                   "<trail> --is-multi-region-trail; aws cloudtrail start-logging --name <trail>",
    .level = severity::high,
    .references = region_covered_by_logging_trail_references,
    .check = check_region_covered_by_logging_trail,
};

} // namespace trailaudit::inline v0::rules
