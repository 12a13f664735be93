#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Is the log group of this trail encrypted with a KMS key?
///
/// Evidence: `cloudtrail:DescribeTrails`, `CloudWatchLogsLogGroupArn`; `logs:DescribeLogGroups`,
/// `kmsKeyId`.
/// - pass: a key is set. fail: none is; CloudWatch Logs then encrypts with a key of its own.
/// - not_applicable: the trail has no log group.
/// - unknown: the group was not collected or refused, or is not there: see `log-group-retention`.
///
/// Does not decide whether the key can be used. Source: AWS Config
/// `cloudwatch-log-group-encrypted`; Amazon CloudWatch Logs User Guide, "Encrypt log data in
/// CloudWatch Logs using AWS KMS".
[[nodiscard]] TRAILAUDIT_API verdict check_log_group_encrypted(trail_view const& about,
                                                               context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_group_encrypted(trail_view const& about, context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto const& arn = settings->cloud_watch_logs_log_group_arn;
  if (arn.empty()) {
    return not_applicable("the trail has no log group",
                          fact{about.settings.from.at("CloudWatchLogsLogGroupArn"), {}});
  }
  auto const found = audit.world.resources().log_group(arn);
  auto const* const group = found.group.get();
  if (group == nullptr) {
    return unknown_without(found.group, "logs:DescribeLogGroups");
  }
  auto value = group->kms_key_id.empty() ? fail("the log group has no KMS key")
                                         : pass("the log group has a KMS key");
  value.with(found.group.from.at("kmsKeyId"), group->kms_key_id);
  return value;
}
#endif

inline constexpr reference log_group_encrypted_references[] = {
    {"AWS Config", "CLOUDWATCH_LOG_GROUP_ENCRYPTED"},
    {"Prowler", "cloudwatch_log_group_kms_encryption_enabled"},
    {"Trivy", "AWS-0017"},
    {"NIST SP 800-53 Rev. 5", "SC-28"},
};

inline constexpr rule log_group_encrypted{
    .slug = "log-group-encrypted",
    .title = "Trail's log group is encrypted with a KMS key",
    .rationale =
        "The log group holds the same events as the bucket, and needs the same protection.",
    .remediation = "Give the group a key: aws logs associate-kms-key --log-group-name <group> "
                   "--kms-key-id <key-arn>",
    .level = severity::low,
    .references = log_group_encrypted_references,
    .check = check_log_group_encrypted,
};

} // namespace trailaudit::inline v0::rules
