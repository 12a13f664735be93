#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace trailaudit::inline v0::rules {

/// Does this bucket have Object Lock, with the default retention that is asked for?
///
/// Evidence: `s3:GetObjectLockConfiguration`.
/// - pass: `Enabled`; the default retention has one of `log_bucket_object_lock_modes` and at least
///   `log_bucket_object_lock_days`, where those are given. A year counts 365 days.
/// - fail: no Object Lock (`ObjectLockConfigurationNotFoundError`), no default retention where one
///   is asked for, another mode, or fewer days.
/// - unknown: the answer was not collected or refused, or does not say.
///
/// Without parameters Object Lock that is on is enough, though it locks nothing by itself where no
/// default retention is set: CloudTrail sets none on its objects. Source: AWS Security Hub S3.15.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_object_lock(log_bucket_view const& about,
                                                                  context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_object_lock(log_bucket_view const& about,
                                                       context const& audit) {
  auto const lock = audit.world.resources().bucket(about.name).object_lock;
  if (lock.state == observation::absent) {
    return fail("the bucket has no Object Lock", fact{lock.from, lock.error_code});
  }
  auto const* const found = lock.get();
  if (found == nullptr) {
    return unknown_without(lock, "s3:GetObjectLockConfiguration");
  }
  auto const& configuration = found->object_lock_configuration;
  auto const from = lock.from.at("ObjectLockConfiguration");
  fact const enabled{from.at("ObjectLockEnabled"), configuration.object_lock_enabled};
  if (configuration.object_lock_enabled != "Enabled") {
    return unknown("the answer does not say", enabled);
  }
  auto const& modes = audit.limits.log_bucket_object_lock_modes;
  auto const& wanted = audit.limits.log_bucket_object_lock_days;
  if (modes.empty() && !wanted) {
    return pass("the bucket has Object Lock", enabled);
  }
  auto const* const rule = configuration.rule.get();
  auto const* const kept = rule == nullptr ? nullptr : rule->default_retention.get();
  auto const place = from.at("Rule").at("DefaultRetention");
  if (kept == nullptr) {
    return fail("Object Lock has no default retention", fact{place, {}});
  }
  fact const mode{place.at("Mode"), kept->mode};
  bool const in_years = kept->years.has_value();
  fact const shown{place.at(in_years ? "Years" : "Days"), in_years ? kept->years : kept->days};
  if (!modes.empty() && !kept->mode.empty() &&
      std::find(modes.begin(), modes.end(), kept->mode) == modes.end()) {
    return fail("the default retention has another mode than is asked for", mode);
  }
  if (kept->days && kept->years) {
    return unknown("the default retention has both days and years", shown);
  }
  if (wanted && shown.value.type() == evidence_value::kind::integer) {
    constexpr std::int64_t most_years = 100; // S3 allows no more
    auto const days =
        in_years ? std::clamp<std::int64_t>(*kept->years, 0, most_years) * 365 : *kept->days;
    if (days < *wanted) {
      return fail("the default retention is shorter than is asked for", shown);
    }
  }
  if ((!modes.empty() && kept->mode.empty()) || (wanted && !kept->days && !kept->years)) {
    return unknown("the answer does not say", mode, shown);
  }
  return pass("the bucket has Object Lock with the retention that is asked for", mode, shown);
}
#endif

inline constexpr reference log_bucket_object_lock_references[] = {
    {"AWS Security Hub", "S3.15"},
    {"AWS Config", "S3_BUCKET_DEFAULT_LOCK_ENABLED"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_object_lock{
    .slug = "log-bucket-object-lock",
    .title = "Log bucket has Object Lock",
    .rationale = "A locked log file cannot be deleted or overwritten while its retention lasts, in "
                 "`COMPLIANCE` mode not even by the root user.",
    .remediation =
        "Turn it on with a default retention: aws s3api put-object-lock-configuration "
        "--bucket <bucket> --object-lock-configuration "
        "ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=COMPLIANCE,Days=<days>}}",
    .level = severity::medium,
    .references = log_bucket_object_lock_references,
    .check = check_log_bucket_object_lock,
};

} // namespace trailaudit::inline v0::rules
