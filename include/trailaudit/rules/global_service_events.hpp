#pragma once

#include <trailaudit/rule.hpp>

#include <array>

namespace trailaudit::inline v0::rules {

/// Do the trails record the events of global services: IAM, STS and CloudFront?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`; `organizations:DescribeOrganization`, where only `ListTrails`
/// shows a Region's trails. Since 22 November 2021 these events are recorded in us-east-1 only
/// (partition `aws`): by multi-Region trails, and by single-Region trails that are at home there
/// and have `IncludeGlobalServiceEvents`. A trail of either kind in another Region gets none.
/// - pass: such trails log and together record the read and the write management events of services
///   other than kms and rdsdata.
/// - fail: no such trail records the reads, or the writes, and all trails that could were seen.
///   Evidence: for each trail what it lacks.
/// - unknown: a trail that could do it is not known well enough, or may not have been seen. Of
///   single-Region trails in other partitions too: where global events are recorded there is not
///   documented.
///
/// Says nothing of the Regional endpoints of STS, whose events are recorded where they are. Source:
/// AWS CloudTrail User Guide, global service events.
[[nodiscard]] TRAILAUDIT_API verdict check_global_service_events(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_global_service_events(context const& audit) noexcept {
  constexpr std::array<std::size_t, 2> cells{2, 5}; // read and write events of other services
  auto const& world = audit.world;
  auto const counts = [](trail_view const& each) {
    return both(both(each.global_events, each.logging), is_of_account(each));
  };
  auto const passed = [&] {
    auto value = pass("the trails record the events of global services");
    for (auto const& each : world.trails()) {
      auto const some = either(each.management[cells[0]], each.management[cells[1]]);
      if (both(counts(each), some) == ternary::yes) {
        value.with(each.status.from.at("IsLogging"), true).with(recorded_events(each));
      }
    }
    return value;
  };
  auto const& recorded = world.coverage().with_global_events();
  auto const all = both(recorded[cells[0]], recorded[cells[1]]);
  if (all == ternary::yes) {
    return passed();
  }
  auto const flag = [](trail_view const& each) {
    auto const* const settings = each.settings.get();
    return settings == nullptr ? std::nullopt : settings->include_global_service_events;
  };
  auto const failed = [&] {
    auto value = fail(world.trails().empty() ? std::string_view{"the account has no trail"}
                                             : "no trail records the events of global services");
    for (auto const& each : world.trails()) {
      if (each.logging == ternary::no) {
        value.with(each.status.from.at("IsLogging"), false);
      } else if (each.global_events == ternary::no) {
        bool const left_out = flag(each) == false;
        value.with(each.settings.from.at(left_out ? "IncludeGlobalServiceEvents" : "HomeRegion"),
                   left_out ? evidence_value(false) : evidence_value(each.home_region));
      } else {
        for (auto const cell : cells) {
          if (each.management[cell] == ternary::no) {
            value.with(each.selectors.from, cell_name(cell));
          }
        }
      }
    }
    if (value.fact_count == 0) {
      show_answers(value, world.trail_listing());
    }
    return value;
  };
  // What is recorded in us-east-1, only trails that can be seen from there record.
  if (all == ternary::no && (world.trails_seen_in("us-east-1") || world.every_trail_seen())) {
    return failed();
  }
  auto open = unknown("whether a trail records the events of global services is not known");
  for (auto const& each : world.trails()) {
    bool possible = false;
    for (auto const cell : cells) {
      possible = possible || both(counts(each), each.management[cell]) == ternary::unknown;
    }
    if (possible) {
      open.with(each.global_events == ternary::unknown && each.multi_region != ternary::unknown
                    ? fact{each.settings.from.at("IncludeGlobalServiceEvents"), flag(each)}
                    : open_question(each));
    }
  }
  return open.fact_count != 0 ? open : unknown_trails(world);
}
#endif

inline constexpr reference global_service_events_references[] = {
    {"ScoutSuite", "cloudtrail-no-global-services-logging"},
    {"CIS AWS Foundations 3.0", "3.1"},
    {"CIS AWS Foundations 1.4", "3.1"},
};

inline constexpr rule global_service_events{
    .slug = "global-service-events",
    .title = "A trail records the events of global services",
    .rationale =
        "Users, roles and sessions are made in IAM and STS: what happens there decides over "
        "all the rest.",
    .remediation = "Make a trail multi-Region and start it: aws cloudtrail update-trail --name "
                   "<trail> --is-multi-region-trail; aws cloudtrail start-logging --name <trail>",
    .level = severity::high,
    .references = global_service_events_references,
    .check = check_global_service_events,
};

} // namespace trailaudit::inline v0::rules
