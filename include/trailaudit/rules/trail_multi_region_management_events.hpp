#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does one trail record every read and write management event of every Region?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail, the account's own or its organization's, is multi-Region, logs, and its
///   selectors together record {read, write} × {kms, rdsdata, other}.
/// - fail: no trail does, and every multi-Region trail was seen. Evidence: for each trail what it
///   lacks.
/// - unknown: a trail that could do it is not known well enough, or trails may be missing.
///
/// Does not decide whether several trails together record everything, nor whether deliveries
/// arrive. Cost: linear in trails and selectors. Source: AWS Security Hub CloudTrail.1; CIS
/// AWS 3.0, 3.1.
[[nodiscard]] inline verdict
check_trail_multi_region_management_events(context const& audit) noexcept {
  auto const& world = audit.world;
  auto failed = fail(world.trails().empty()
                         ? "the account has no trail"
                         : "no trail is multi-Region, logging and records all management events");
  auto open = unknown("a trail that may qualify is not known well enough");
  bool undecided = false;
  for (auto const& each : world.trails()) {
    auto const qualifies = both(both(each.multi_region, each.logging), each.management.all());
    if (qualifies == ternary::yes) {
      return pass("a multi-Region trail records all management events",
                  evidence{each.settings.from.at("IsMultiRegionTrail"), true},
                  evidence{each.status.from.at("IsLogging"), true}, recorded_events(each));
    }
    if (qualifies == ternary::unknown) {
      undecided = true;
      auto const missing = open_question(each);
      open.with(missing.source, missing.value);
    } else {
      auto const lacks = shortfall(each);
      failed.with(lacks.source, lacks.value);
    }
  }
  if (undecided) {
    return open;
  }
  if (!world.multi_region_trails_seen()) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  return world.trails().empty() ? with_answers(failed, world.trail_listing()) : failed;
}

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
