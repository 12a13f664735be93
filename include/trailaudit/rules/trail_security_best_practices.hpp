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
  auto const flag = [](trail_view const& each, std::optional<bool> trail::*member) {
    auto const* const settings = each.settings.get();
    return settings == nullptr ? ternary::unknown : to_ternary(settings->*member);
  };
  auto const global = [&](trail_view const& each) {
    return flag(each, &trail::include_global_service_events);
  };
  auto const signs = [&](trail_view const& each) {
    return flag(each, &trail::log_file_validation_enabled);
  };
  auto const encrypts = [](trail_view const& each) {
    auto const* const settings = each.settings.get();
    return settings == nullptr ? ternary::unknown : to_ternary(!settings->kms_key_id.empty());
  };
  auto const of_settings = [&](trail_view const& each) {
    return both(both(global(each), signs(each)), both(encrypts(each), each.multi_region));
  };
  auto best = ternary::no;
  for (auto const& each : world.trails()) {
    auto const follows = both(both(of_settings(each), each.logging), each.management.all());
    if (follows == ternary::yes) {
      return pass("a trail follows all of them", fact{each.settings.from.at("TrailARN"), each.arn},
                  fact{each.settings.from.at("KmsKeyId"), each.settings.get()->kms_key_id},
                  fact{each.status.from.at("IsLogging"), true}, recorded_events(each));
    }
    best = either(best, follows);
  }
  auto const open = [&] {
    auto value = unknown("a trail that may qualify is not known well enough");
    for (auto const& each : world.trails()) {
      if (both(both(of_settings(each), each.logging), each.management.all()) == ternary::no) {
        continue;
      }
      if (each.settings.get() != nullptr && of_settings(each) != ternary::yes) {
        value.with(
            each.settings.from.at(global(each) == ternary::unknown  ? "IncludeGlobalServiceEvents"
                                  : signs(each) == ternary::unknown ? "LogFileValidationEnabled"
                                                                    : "IsMultiRegionTrail"),
            {});
      } else {
        value.with(open_question(each));
      }
    }
    return value;
  };
  if (best == ternary::unknown) {
    return open();
  }
  if (!world.multi_region_trails_seen()) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  auto const lacking = [&](trail_view const& each) -> fact<member_place> {
    auto const& from = each.settings.from;
    if (each.multi_region == ternary::no) {
      return {from.at("IsMultiRegionTrail"),
              each.settings.get() != nullptr ? evidence_value(false) : evidence_value()};
    }
    if (global(each) == ternary::no) {
      return {from.at("IncludeGlobalServiceEvents"), false};
    }
    if (signs(each) == ternary::no) {
      return {from.at("LogFileValidationEnabled"), false};
    }
    if (encrypts(each) == ternary::no) {
      return {from.at("KmsKeyId"), {}};
    }
    if (each.logging == ternary::no) {
      return {each.status.from.at("IsLogging"), false};
    }
    return {each.selectors.from, cell_name(each.management.first(ternary::no))};
  };
  return [&] {
    auto failed = fail(world.trails().empty() ? std::string_view{"the account has no trail"}
                                              : "every trail lacks something");
    for (auto const& each : world.trails()) {
      failed.with(lacking(each));
    }
    show_trails(failed, world);
    return failed;
  }();
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
