#pragma once

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/analysis/management_gap.hpp>
#include <trailaudit/rule.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace trailaudit::inline v0::rules {

/// A source that trails can leave out, and the same kind of events of other services: cells of
/// `management_coverage`.
struct source_pair {
  std::size_t source;
  std::size_t other;
};
inline constexpr std::array<source_pair, 4> source_pairs{{{0, 2}, {1, 2}, {3, 5}, {4, 5}}};
inline constexpr unsigned source_cells = 0x1B;

/// The cells of sources, by bit, of whose other services the cell is among these.
[[nodiscard]] constexpr unsigned with_other_services(unsigned cells) noexcept {
  unsigned const others = cells & 0x24U;
  return others >> 1U | others >> 2U;
}

/// Whether a source is left out, by a search through what the selectors of all trails come to
/// together.
[[nodiscard]] inline verdict excluded_sources_by_search(inventory const& world) {
  if (auto const* const sole = sole_management_trail(world.trails())) {
    return pass("no source of management events is left out",
                fact{sole->selectors.from, "all management events"});
  }
  auto const open = unknown("whether a source of management events is left out is not known");
  if (world.world().regions.empty()) {
    return open;
  }
  auto failed = fail("a source of management events is left out");
  auto const found = management_event_coverage_of(world);
  bool undecided = found.rows.empty();
  for (auto const& row : found.rows) {
    for (auto const& each : source_pairs) {
      auto const source = row.cells[each.source].covered;
      auto const lost = both(row.cells[each.other].covered, negation(source));
      auto const seen = lost == ternary::yes ? world.trails_seen_in(row.regions.front())
                                             : std::optional<answer_place>{};
      if (seen) {
        failed.with(*seen, cell_name(each.source));
      }
      undecided = undecided || source != ternary::yes;
    }
  }
  auto passed = pass("no source of management events is left out");
  for (auto const& each : world.trails()) {
    if (each.logging == ternary::yes && each.selectors.get() != nullptr) {
      passed.with(each.selectors.from, "management events of kms.amazonaws.com and "
                                       "rdsdata.amazonaws.com");
    }
  }
  return failed.fact_count != 0 ? failed : undecided ? open : passed;
}

/// Where the trails record management events, do they record those of KMS and the RDS Data API as
/// well?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`; `organizations:DescribeOrganization`, where only `ListTrails`
/// shows a Region's trails. Trails can leave out two sources, kms.amazonaws.com and
/// rdsdata.amazonaws.com. Reads and writes are looked at one by one, Region by Region.
/// - pass: wherever some trail records the reads or the writes of other services, some trail
///   records those of both sources too.
/// - fail: in a Region trails record other services and lose a source, and all trails that could
///   record it were seen. Evidence: the source, and a trail that leaves it out.
/// - not_applicable: no trail records any management event, and all trails were seen. Whether that
///   is right is asked by `management-events-covered`.
/// - unknown: a trail that counts is not known well enough, or may not have been seen.
///
/// Does not decide whether both reads and writes are recorded: see `management-events-covered`.
/// Where the Regions are not given, those count where a trail is at home. Selectors that ask for
/// names, sources or identities are taken to mean what they mean for event data stores. Cost: that
/// of `management_event_coverage_of` where there are such. Source: AWS CloudTrail User Guide,
/// logging management events.
[[nodiscard]] TRAILAUDIT_API verdict check_management_events_not_excluded(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_management_events_not_excluded(context const& audit) {
  auto const& world = audit.world;
  auto const& coverage = world.coverage();
  bool const complete = coverage.everywhere().management.all() == ternary::yes;
  bool const regions_given = !world.world().regions.empty();
  std::optional<bool> all_seen; // asked only where it matters
  auto const every_trail_seen = [&] {
    all_seen = all_seen ? *all_seen : world.every_trail_seen();
    return *all_seen;
  };
  bool something = false; // may be recorded
  bool undecided = false;
  verdict value; // one for all that may come of it, so that none is copied
  auto const look = [&](region_coverage const& here, bool a_region) {
    auto const& cells = here.management;
    something = something || cells.possible != 0;
    bool const all_sources = (cells.recorded & source_cells) == source_cells;
    unsigned const unsure = source_cells & ~unsigned{cells.recorded};
    bool const some_lost = (with_other_services(cells.possible) & unsure) != 0;
    if (!some_lost && (all_sources || every_trail_seen())) {
      return; // mostly
    }
    auto const seen = a_region && !all_sources ? world.trails_seen_in(here.region) : std::nullopt;
    for (auto const& each : source_pairs) {
      auto const lost = both(cells[each.other], negation(cells[each.source]));
      if (lost == ternary::no && (cells[each.source] == ternary::yes || every_trail_seen())) {
        continue; // the list of the Region's trails does not matter
      }
      if (lost == ternary::yes && seen) {
        value.with(*seen, cell_name(each.source));
        for (auto const& about : world.trails()) {
          if (about.logging == ternary::yes && about.management[each.other] == ternary::yes &&
              about.management[each.source] == ternary::no &&
              (about.multi_region == ternary::yes || about.home_region == here.region)) {
            value.with(about.selectors.from, about.arn);
            break;
          }
        }
      } else {
        // An unseen trail could record the others alone.
        bool const others_alone =
            cells[each.source] != ternary::yes && !seen && !every_trail_seen();
        undecided = undecided || lost != ternary::no || others_alone;
      }
    }
  };
  if (complete) { // and so it is in every Region
    something = true;
  } else {
    for (auto const& each : coverage.regions()) {
      if (each.enabled) {
        look(each, true);
      }
    }
    if (!regions_given) {
      look(coverage.everywhere(), false);
    }
  }
  if (value.fact_count != 0) {
    value.result = outcome::fail;
    value.reason = "a source of management events is left out";
    return value;
  }
  if (!something && every_trail_seen()) {
    value.result = outcome::not_applicable;
    value.reason = "no trail records management events";
    for (auto const& each : world.trails()) {
      if (each.logging == ternary::no) {
        value.with(each.status.from.at("IsLogging"), false);
      } else {
        value.with(each.selectors.from, "no management events");
      }
    }
    if (world.trails().empty()) {
      show_answers(value, world.trail_listing());
    }
    return value;
  }
  for (auto const& each : world.trails()) {
    if (!undecided && each.logging == ternary::yes && each.management.recorded != 0) {
      value.with(recorded_events(each));
    }
  }
  if (value.fact_count != 0) {
    value.result = outcome::pass;
    value.reason = "no source of management events is left out";
    return value;
  }
  if (std::any_of(world.trails().begin(), world.trails().end(), has_finer_selectors)) {
    value = excluded_sources_by_search(world);
    if (value.result != outcome::unknown) {
      return value;
    }
  }
  value = unknown("whether a source of management events is left out is not known");
  for (auto const& each : world.trails()) {
    if (!complete && has_open_question(each)) {
      value.with(open_question(each));
    }
  }
  if (value.fact_count == 0) {
    value = unknown_trails(world);
  }
  return value;
}
#endif

inline constexpr reference management_events_not_excluded_references[] = {
    {"AWS Security Hub", "CloudTrail.1"},
    {"AWS Config", "CLOUDTRAIL_SECURITY_TRAIL_ENABLED"},
    {"NIST SP 800-53 Rev. 5", "AU-2"},
    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule management_events_not_excluded{
    .slug = "management-events-not-excluded",
    .title = "Trails leave out no source of management events",
    .rationale = "Without the events of KMS and the RDS Data API nobody sees who used a key or "
                 "queried a database.",
    .remediation =
        "Let one trail exclude nothing: aws cloudtrail put-event-selectors --trail-name <trail> "
        "--event-selectors ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::medium,
    .references = management_events_not_excluded_references,
    .check = check_management_events_not_excluded,
};

} // namespace trailaudit::inline v0::rules
