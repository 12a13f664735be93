#pragma once

#include <trailaudit/analysis/management_gap.hpp>
#include <trailaudit/rule.hpp>

#include <bit>
#include <cstddef>

namespace trailaudit::inline v0::rules {

/// Does one trail record every read and write management event of every Region?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail, the account's own or its organization's, is multi-Region, logs, and its
///   selectors together record {read, write} × {kms, rdsdata, other}: none is left out.
/// - fail: no trail does, and every multi-Region trail was seen. Evidence: for each trail what it
///   lacks, and first for the one that comes closest: an event that it misses, as
///   `kms.amazonaws.com/Decrypt (read)`, or else that it is not logging or not multi-Region.
/// - unknown: a trail that could do it is not known well enough, or trails may be missing.
///
/// `IncludeGlobalServiceEvents` is not asked for: CloudTrail refuses a multi-Region trail without
/// it, and Security Hub does not look at it. Where an answer says that it is false all the same,
/// what the trail records of global services is not known, so that it does not make this pass.
///
/// What several trails record together does not count, as it does not for Security Hub; that is
/// `management-events-covered`. A source that one selector of a trail excludes and another one of
/// the same trail records is not left out; AWS Config, which reads the list alone, counts it. Where
/// selectors ask for names, sources or identities, which AWS documents for event data stores alone,
/// they are taken to mean what they mean there. AWS documents no event of the RDS Data API that
/// reads: to leave those out fails nevertheless.
///
/// Does not decide whether deliveries arrive. Cost: linear in trails and selectors; where selectors
/// have finer conditions, that of `uncovered`. Source: AWS Security Hub CloudTrail.1; AWS Config
/// MULTI_REGION_CLOUD_TRAIL_ENABLED; CIS AWS 3.0, 3.1.
[[nodiscard]] TRAILAUDIT_API verdict
check_trail_multi_region_management_events(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_multi_region_management_events(context const& audit) {
  auto const& world = audit.world;
  auto const& trails = world.trails();
  auto open = unknown("a trail that may qualify is not known well enough");
  bool undecided = false;
  std::size_t closest = trails.size();
  int closest_by = -1;
  for (std::size_t at = 0; at != trails.size(); ++at) {
    auto const& each = trails[at];
    auto const in_place = both(each.multi_region, each.logging);
    auto records = each.management.all();
    if (records == ternary::unknown && in_place != ternary::no) {
      records = management_gap_of(each).covered;
    }
    auto const own = is_of_account(each);
    // Always, but for data that cannot be.
    auto const global = each.multi_region == ternary::yes ? each.global_events : ternary::yes;
    auto const qualifies = both(both(in_place, records), both(own, global));
    if (qualifies == ternary::yes) {
      return pass("a multi-Region trail records all management events",
                  fact{each.settings.from.at("IsMultiRegionTrail"), true},
                  fact{each.status.from.at("IsLogging"), true},
                  each.selectors.get() == nullptr
                      ? recorded_events(each)
                      : fact{each.selectors.from, "all management events"});
    }
    if (qualifies == ternary::unknown) {
      undecided = true;
      auto const missing = both(in_place, records) != ternary::yes ? open_question(each)
                           : own != ternary::yes
                               ? fact{each.settings.from.at("IsOrganizationTrail"), false}
                               : fact{each.settings.from.at("IncludeGlobalServiceEvents"), false};
      open.with(missing.source, missing.value);
      continue;
    }
    // One that only has to be started, or made multi-Region, comes before one that must be both.
    int by = (each.multi_region == ternary::no ? 0 : 20) + (each.logging == ternary::no ? 0 : 10);
    by += std::popcount(each.management.recorded);
    if (by > closest_by) {
      closest = at;
      closest_by = by;
    }
  }
  if (undecided) {
    return open;
  }
  if (!world.multi_region_trails_seen()) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  if (trails.empty()) {
    return with_answers(fail("the account has no trail"), world.trail_listing());
  }
  auto failed = fail("no trail is multi-Region, logging and records all management events");
  auto const show = [&](trail_view const& each) {
    if (both(each.multi_region, each.logging) == ternary::no) {
      auto const lacks = shortfall(each);
      failed.with(lacks.source, lacks.value);
      return;
    }
    auto const gap = management_gap_of(each);
    failed.with(each.selectors.from, gap.event);
    if (!gap.value.empty()) {
      failed.with(each.selectors.from, gap.value);
    }
  };
  show(trails[closest]);
  for (std::size_t at = 0; at != trails.size(); ++at) {
    if (at != closest) {
      show(trails[at]);
    }
  }
  return failed;
}
#endif

inline constexpr reference trail_multi_region_management_events_references[] = {
    {"AWS Security Hub", "CloudTrail.1"}, {"AWS Config", "MULTI_REGION_CLOUD_TRAIL_ENABLED"},
    {"CIS AWS Foundations 3.0", "3.1"},   {"CIS AWS Foundations 1.4", "3.1"},
    {"NIST SP 800-53 Rev. 5", "AU-2"},    {"NIST SP 800-53 Rev. 5", "AU-12"},
};

inline constexpr rule trail_multi_region_management_events{
    .slug = "trail-multi-region-management-events",
    .title = "A multi-Region trail records all management events",
    .rationale = "An account without such a trail has blind spots: Regions nobody uses, or events "
                 "that are filtered out.",
    .remediation =
        "Make one trail multi-Region, start it and let it record all management events: aws "
        "cloudtrail update-trail --name <trail> --is-multi-region-trail; aws cloudtrail "
        "start-logging --name <trail>; aws cloudtrail put-event-selectors --trail-name <trail> "
        "--event-selectors ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::high,
    .references = trail_multi_region_management_events_references,
    .check = check_trail_multi_region_management_events,
};

} // namespace trailaudit::inline v0::rules
