#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does one trail follow all of the security best practices?
///
/// Evidence: `cloudtrail:DescribeTrails`, `cloudtrail:GetTrailStatus`,
/// `cloudtrail:GetEventSelectors`.
/// - pass: one trail, the account's own or its organization's, is multi-Region, includes the events
///   of global services, signs its log files, encrypts them with a KMS key, logs, and records all
///   management events.
/// - fail: no trail does all this, and every multi-Region trail was seen. Evidence: for each trail
///   the first that it lacks.
/// - unknown: a trail that could do it is not known well enough, or trails may be missing.
///
/// Does not decide whose key it is, nor whether deliveries arrive. Source: AWS Config,
/// cloudtrail-security-trail-enabled.
[[nodiscard]] TRAILAUDIT_API verdict
check_trail_security_best_practices(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_security_best_practices(context const& audit) noexcept {
  auto const& world = audit.world;
  auto failed =
      fail(world.trails().empty() ? "the account has no trail" : "every trail lacks something");
  auto open = unknown("a trail that may qualify is not known well enough");
  for (auto const& each : world.trails()) {
    auto const* const settings = each.settings.get();
    auto const flag = [&](std::optional<bool> trail::*member) {
      return settings == nullptr ? ternary::unknown : to_ternary(settings->*member);
    };
    auto const global = flag(&trail::include_global_service_events);
    auto const signs = flag(&trail::log_file_validation_enabled);
    auto const encrypts =
        settings == nullptr ? ternary::unknown : to_ternary(!settings->kms_key_id.empty());
    auto const& from = each.settings.from;
    if (each.multi_region == ternary::no) {
      failed.with(from.at("IsMultiRegionTrail"),
                  settings != nullptr ? evidence_value(false) : evidence_value());
    } else if (global == ternary::no) {
      failed.with(from.at("IncludeGlobalServiceEvents"), false);
    } else if (signs == ternary::no) {
      failed.with(from.at("LogFileValidationEnabled"), false);
    } else if (encrypts == ternary::no) {
      failed.with(from.at("KmsKeyId"), {});
    } else if (each.logging == ternary::no) {
      failed.with(each.status.from.at("IsLogging"), false);
    } else if (auto const all = each.management.all(); all == ternary::no) {
      failed.with(each.selectors.from, cell_name(each.management.first(ternary::no)));
    } else if (auto const of_settings = both(both(global, signs), each.multi_region);
               both(both(of_settings, each.logging), all) == ternary::yes) {
      return pass("a trail follows all of them", evidence{from.at("TrailARN"), each.arn},
                  evidence{from.at("KmsKeyId"), settings->kms_key_id},
                  evidence{each.status.from.at("IsLogging"), true}, recorded_events(each));
    } else if (settings != nullptr && of_settings != ternary::yes) {
      open.with(global == ternary::unknown  ? from.at("IncludeGlobalServiceEvents")
                : signs == ternary::unknown ? from.at("LogFileValidationEnabled")
                                            : from.at("IsMultiRegionTrail"),
                {});
    } else {
      auto const missing = open_question(each);
      open.with(missing.source, missing.value);
    }
  }
  if (open.fact_count != 0) {
    return open;
  }
  if (!world.multi_region_trails_seen()) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  return world.trails().empty() ? with_answers(failed, world.trail_listing()) : failed;
}
#endif

inline constexpr reference trail_security_best_practices_references[] = {
    {"AWS Config", "CLOUDTRAIL_SECURITY_TRAIL_ENABLED"},
};

inline constexpr rule trail_security_best_practices{
    .slug = "trail-security-best-practices",
    .title = "One trail follows all security best practices",
    .rationale = "Settings that are spread over several trails leave each of them weak.",
    .remediation =
        "Give one trail all of them: aws cloudtrail update-trail --name <trail> "
        "--is-multi-region-trail --include-global-service-events --enable-log-file-validation "
        "--kms-key-id <key-arn>; aws cloudtrail start-logging --name <trail>; aws cloudtrail "
        "put-event-selectors --trail-name <trail> --event-selectors "
        "ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::medium,
    .references = trail_security_best_practices_references,
    .check = check_trail_security_best_practices,
};

} // namespace trailaudit::inline v0::rules
