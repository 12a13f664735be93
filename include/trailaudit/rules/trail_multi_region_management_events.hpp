#pragma once

#include <trailaudit/analysis/management_coverage.hpp>
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
    auto const* const settings = each.settings.get();
    // A trail that no answer of DescribeTrails showed is not multi-Region, if all those were seen.
    bool const unseen = settings == nullptr && each.settings.state == observation::not_collected;
    auto const multi_region = settings != nullptr ? to_ternary(settings->is_multi_region_trail)
                              : unseen && world.multi_region_trails_seen() ? ternary::no
                                                                           : ternary::unknown;
    auto const* const status = each.status.get();
    auto const logging = status != nullptr ? to_ternary(status->is_logging) : ternary::unknown;
    auto const coverage = management_events(each);
    auto const qualifies = both(both(multi_region, logging), coverage.all());
    if (qualifies == ternary::yes) {
      auto value = pass("a multi-Region trail records all management events");
      value.with(each.settings.from.at("IsMultiRegionTrail"), true)
          .with(each.status.from.at("IsLogging"), true);
      return each.selectors.get() != nullptr
                 ? value.with(each.selectors.from, "all management events")
                 : value.with(each.settings.from.at("HasCustomEventSelectors"), false);
    }
    if (qualifies == ternary::unknown) {
      undecided = true;
      if (multi_region == ternary::unknown) {
        open.with(each.settings.from, each.arn);
      } else if (logging == ternary::unknown) {
        open.with(status != nullptr || each.status.from.capture != origin::no_capture
                      ? each.status.from
                      : origin{"cloudtrail:GetTrailStatus", {}, origin::no_capture, {}},
                  each.status.error_code.empty() ? each.arn : each.status.error_code);
      } else {
        open.with(each.selectors.from.capture != origin::no_capture
                      ? each.selectors.from
                      : origin{"cloudtrail:GetEventSelectors", {}, origin::no_capture, {}},
                  each.selectors.error_code.empty() ? cell_name(coverage.first(ternary::unknown))
                                                    : each.selectors.error_code);
      }
    } else if (multi_region == ternary::no) {
      failed.with(each.settings.from.at("IsMultiRegionTrail"),
                  settings != nullptr ? evidence_value(false) : evidence_value());
    } else if (logging == ternary::no) {
      failed.with(each.status.from.at("IsLogging"), false);
    } else {
      failed.with(each.selectors.from, cell_name(coverage.first(ternary::no)));
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
