#pragma once

#include <trailaudit/rule.hpp>

#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this trail sign its log files?
///
/// Evidence: `cloudtrail:DescribeTrails`, `LogFileValidationEnabled`.
/// - pass, fail: the flag.
/// - unknown: the flag is missing from a partial answer, or two answers differ.
///
/// Does not decide whether digests are delivered: see `digest-delivery-healthy`. Source: AWS
/// Security Hub CloudTrail.4; CIS AWS 3.0, 3.2.
[[nodiscard]] TRAILAUDIT_API verdict check_log_file_validation(trail_view const& about,
                                                               context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_file_validation(trail_view const& about,
                                                    context const&) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const source = about.settings.from.at("LogFileValidationEnabled");
  auto const enabled = settings->log_file_validation_enabled;
  if (!enabled) {
    return unknown("the answer does not say", fact{source, {}});
  }
  return {*enabled ? outcome::pass : outcome::fail,
          *enabled ? std::string_view{"log files are signed"} : "log files are not signed",
          fact{source, enabled}};
}
#endif

inline constexpr reference log_file_validation_references[] = {
    {"AWS Security Hub", "CloudTrail.4"}, {"AWS Config", "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED"},
    {"CIS AWS Foundations 3.0", "3.2"},   {"CIS AWS Foundations 1.4", "3.2"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},    {"NIST SP 800-53 Rev. 5", "SI-7(1)"},
};

inline constexpr rule log_file_validation{
    .slug = "log-file-validation",
    .title = "Trail signs its log files",
    .rationale = "Without digest files, a deleted or edited log cannot be noticed.",
    .remediation =
        "Turn it on: aws cloudtrail update-trail --name <trail> --enable-log-file-validation",
    .level = severity::low,
    .references = log_file_validation_references,
    .check = check_log_file_validation,
};

} // namespace trailaudit::inline v0::rules
