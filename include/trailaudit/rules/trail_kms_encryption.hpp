#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does this trail encrypt what it delivers with a KMS key?
///
/// Evidence: `cloudtrail:DescribeTrails`, `KmsKeyId`.
/// - pass: a key is set. fail: none is.
/// - unknown: only the list of trails names this trail, or two answers differ.
///
/// Does not decide whose key it is, nor whether it can be used. Source: AWS Security Hub
/// CloudTrail.2; CIS AWS 3.0, 3.5.
[[nodiscard]] TRAILAUDIT_API verdict check_trail_kms_encryption(trail_view const& about,
                                                                context const&) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_kms_encryption(trail_view const& about,
                                                     context const&) noexcept {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto value = settings->kms_key_id.empty() ? fail("the trail has no KMS key")
                                            : pass("the trail has a KMS key");
  value.with(about.settings.from.at("KmsKeyId"), settings->kms_key_id);
  return value;
}
#endif

inline constexpr reference trail_kms_encryption_references[] = {
    {"AWS Security Hub", "CloudTrail.2"}, {"AWS Config", "CLOUD_TRAIL_ENCRYPTION_ENABLED"},
    {"CIS AWS Foundations 3.0", "3.5"},   {"CIS AWS Foundations 1.4", "3.7"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},    {"NIST SP 800-53 Rev. 5", "SC-28"},
};

inline constexpr rule trail_kms_encryption{
    .slug = "trail-kms-encryption",
    .title = "Trail encrypts its log files with a KMS key",
    .rationale =
        "With a KMS key, reading the logs needs a permission on the key besides one on the bucket.",
    .remediation =
        "Give the trail a key: aws cloudtrail update-trail --name <trail> --kms-key-id <key-arn>",
    .level = severity::medium,
    .references = trail_kms_encryption_references,
    .check = check_trail_kms_encryption,
};

} // namespace trailaudit::inline v0::rules
