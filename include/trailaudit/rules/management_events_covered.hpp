#pragma once

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/analysis/management_gap.hpp>
#include <trailaudit/rule.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace trailaudit::inline v0::rules {

/// Whether the read and the write management events of global services are recorded.
[[nodiscard]] inline ternary global_events_recorded(account_coverage const& coverage) noexcept {
  auto const& recorded = coverage.with_global_events(); // those are no events of kms and rdsdata
  return both(recorded[2], recorded[5]);
}

/// Whether all management events of the account's Regions are recorded, by a search through what
/// the selectors of all trails come to together.
[[nodiscard]] inline verdict management_events_by_search(inventory const& world) {
  auto passed = pass("the trails record all management events of every Region, but no multi-Region "
                     "trail alone");
  auto failed = fail("no trail records some management events of a Region");
  auto const found = management_event_coverage_of(world);
  bool all = !found.rows.empty();
  for (auto const& row : found.rows) {
    for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
      auto const covered = row.cells[cell].covered;
      all = all && covered == ternary::yes;
      auto const seen = covered == ternary::no ? world.trails_seen_in(row.regions.front())
                                               : std::optional<answer_place>{};
      if (seen) {
        failed.with(*seen, cell_name(cell));
      }
    }
  }
  bool const lost = failed.fact_count != 0;
  for (auto const& each : world.trails()) {
    if (each.logging != ternary::yes || each.selectors.get() == nullptr) {
      continue;
    }
    passed.with(each.selectors.from, "management events");
    if (!lost || failed.fact_count == verdict::capacity) {
      continue; // a search costs more than a look
    }
    if (auto const gap = management_gap_of(each); gap.covered == ternary::no) {
      failed.with(each.selectors.from, gap.value.empty() ? gap.event : gap.value);
    }
  }
  return lost  ? failed
         : all ? passed
               : unknown("whether the trails record all management events is not known");
}

/// Do the trails together record every read and write management event of every enabled Region?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`; `organizations:DescribeOrganization`, where only `ListTrails`
/// shows a Region's trails.
/// - pass: {read, write} × {kms, rdsdata, other} are each recorded by some trail that logs, in each
///   of the account's Regions: by multi-Region trails, the organization's among them, or by trails
///   that are at home there. In us-east-1 with the events of global services, which a single-Region
///   trail may leave out (`IncludeGlobalServiceEvents`).
/// - fail: some are recorded by none in a Region, and all trails that could were seen. Evidence:
///   for each such Region the first of them.
/// - unknown: a trail that could record them is not known well enough or may not have been seen, or
///   the Regions are not given and the multi-Region trails do not record everything. A multi-Region
///   trail whose `IncludeGlobalServiceEvents` is false is one that CloudTrail refuses to make: what
///   it records of global services is not known.
///
/// `trail-multi-region-management-events` wants one multi-Region trail that does all this, as the
/// benchmarks do; here one trail may record the reads and another the writes, or each Region have
/// its own. The reason of a pass says so where no trail does it alone, so that the other rule
/// fails. Where selectors ask for names, sources or identities, which AWS documents for event data
/// stores alone, they are taken to mean what they mean there. Cost: linear in trails, selectors and
/// Regions; where selectors have such conditions, that of `management_event_coverage_of`. Source:
/// AWS CloudTrail User Guide, logging management events.
[[nodiscard]] TRAILAUDIT_API verdict check_management_events_covered(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_management_events_covered(context const& audit) {
  auto const& world = audit.world;
  auto const& coverage = world.coverage();
  bool const complete = coverage.everywhere().management.all() == ternary::yes;
  auto const passed = [&] {
    auto alone = ternary::no; // whether one trail does it all
    verdict value;
    value.result = outcome::pass;
    for (auto const& each : world.trails()) {
      alone = either(alone, both(both(each.multi_region, each.logging),
                                 both(each.management.all(), is_of_account(each))));
      if (each.logging == ternary::yes && each.management.recorded != 0) {
        value.with(recorded_events(each));
      }
    }
    value.reason =
        alone == ternary::no
            ? std::string_view{"the trails record all management events of every Region, but "
                               "no multi-Region trail alone"}
            : "the trails record all management events of every Region";
    return value;
  };
  if (complete && global_events_recorded(coverage) == ternary::yes) {
    return passed();
  }
  if (complete) {
    auto odd =
        unknown("a multi-Region trail says that it leaves out the events of global services");
    for (auto const& each : world.trails()) {
      if (each.global_events == ternary::unknown && each.settings.get() != nullptr) {
        odd.with(each.settings.from.at("IncludeGlobalServiceEvents"),
                 each.settings.get()->include_global_service_events);
      }
    }
    return odd;
  }
  bool const finer = std::any_of(world.trails().begin(), world.trails().end(), has_finer_selectors);
  if (auto const* const sole = finer ? sole_management_trail(world.trails()) : nullptr) {
    return pass("the trails record all management events of every Region",
                fact{sole->selectors.from, "all management events"});
  }
  bool const some_open =
      std::any_of(world.trails().begin(), world.trails().end(), has_open_question);
  if (world.world().regions.empty() && !some_open && world.trail_listing().collected) {
    auto value = unknown("the multi-Region trails do not record all management events, and the "
                         "account's Regions are not given");
    for (auto const& each : world.trails()) {
      value.with(shortfall(each));
    }
    return world.trails().empty() ? with_answers(value, world.trail_listing()) : value;
  }
  auto const open = [&] {
    auto value = unknown("whether the trails record all management events is not known");
    for (auto const& each : world.trails()) {
      if (has_open_question(each)) {
        value.with(open_question(each));
      } else if (!some_open && each.settings.get() != nullptr &&
                 each.global_events == ternary::unknown) { // what else may be missing is the flag
        value.with(each.settings.from.at("IncludeGlobalServiceEvents"),
                   each.settings.get()->include_global_service_events);
      }
    }
    return value.fact_count != 0 ? value : unknown_trails(world);
  };
  if (world.world().regions.empty()) {
    return some_open ? open() : unknown_trails(world);
  }
  auto failed = fail("no trail records some management events of a Region");
  bool undecided = false;
  for (auto const& each : coverage.regions()) {
    auto const all = each.management.all();
    auto const global =
        each.region == "us-east-1" ? global_events_recorded(coverage) : ternary::yes;
    if (!each.enabled || both(all, global) == ternary::yes) {
      continue;
    }
    auto const seen = both(all, global) == ternary::no ? world.trails_seen_in(each.region)
                                                       : std::optional<answer_place>{};
    if (seen && all != ternary::no) {
      failed.with(*seen, "management events of global services");
    } else if (seen) {
      failed.with(*seen, cell_name(each.management.first(ternary::no)));
    } else {
      undecided = true;
    }
  }
  if (failed.fact_count != 0) {
    return failed;
  }
  if (!undecided) {
    return passed();
  }
  if (finer) {
    if (auto decided = management_events_by_search(world); decided.result != outcome::unknown) {
      return decided;
    }
  }
  return open();
}
#endif

inline constexpr reference management_events_covered_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule management_events_covered{
    .slug = "management-events-covered",
    .title = "The trails together record all management events",
    .rationale = "What no trail records in a Region can be done there without a trace.",
    .remediation =
        "Let a multi-Region trail record what is missing: aws cloudtrail put-event-selectors "
        "--trail-name <trail> --event-selectors ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::high,
    .references = management_events_covered_references,
    .check = check_management_events_covered,
};

} // namespace trailaudit::inline v0::rules
