#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does any trail that the account can see log?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:ListTrails`, `cloudtrail:GetTrailStatus`.
/// - pass: a trail of any kind logs.
/// - fail: none does, and the list of trails is whole: `DescribeTrails` of every Region, or of one
///   Region beside `ListTrails` (which is not known to show an organization's trails to its
///   members).
/// - unknown: a status is missing, or trails of some Regions may be.
///
/// Does not decide what the trail records. Source: AWS Security Hub CloudTrail.3.
[[nodiscard]] TRAILAUDIT_API verdict check_trail_exists_and_logging(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_exists_and_logging(context const& audit) noexcept {
  auto const& world = audit.world;
  auto failed = fail(world.trails().empty() ? "the account has no trail" : "no trail is logging");
  auto open = unknown("whether a trail logs is not known");
  bool undecided = false;
  for (auto const& each : world.trails()) {
    auto const* const status = each.status.get();
    if (status == nullptr || !status->is_logging) {
      undecided = true;
      auto const missing = unknown_without(each.status, "cloudtrail:GetTrailStatus");
      for (auto const& fact : missing.evidence_span()) {
        open.with(fact.source, fact.value);
      }
    } else if (*status->is_logging) {
      return pass("a trail is logging", fact{each.status.from.at("IsLogging"), true});
    } else {
      failed.with(each.status.from.at("IsLogging"), false);
    }
  }
  if (undecided) {
    return open;
  }
  if (!world.multi_region_trails_seen() && world.trail_listing().whole == ternary::yes) {
    return unknown("an organization's trails show in `DescribeTrails`, which was not collected",
                   fact{origin("cloudtrail:DescribeTrails"), {}});
  }
  if (world.trail_listing().whole == ternary::yes) {
    return world.trails().empty() ? with_answers(failed, world.trail_listing()) : failed;
  }
  return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
}
#endif

inline constexpr reference trail_exists_and_logging_references[] = {
    {"AWS Security Hub", "CloudTrail.3"},
    {"AWS Config", "CLOUD_TRAIL_ENABLED"},
    {"PCI DSS 3.2.1", "10.1"},
};

inline constexpr rule trail_exists_and_logging{
    .slug = "trail-exists-and-logging",
    .title = "At least one trail is logging",
    .rationale = "Without a logging trail nothing that happens in the account is kept.",
    .remediation =
        "Create a trail and start it: aws cloudtrail create-trail --name <trail> --s3-bucket-name "
        "<bucket> --is-multi-region-trail; aws cloudtrail start-logging --name <trail>",
    .level = severity::high,
    .references = trail_exists_and_logging_references,
    .check = check_trail_exists_and_logging,
};

} // namespace trailaudit::inline v0::rules
