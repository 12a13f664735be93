#pragma once

#include <trailaudit/analysis/object_lock.hpp>
#include <trailaudit/rule.hpp>

#include <optional>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Do this bucket's access logs go to another bucket of the account?
///
/// Evidence: `s3:GetBucketLogging`: `TargetBucket`; `s3:ListBuckets`; whether the target is there,
/// by `s3:HeadBucket` or any other call about it; of the target `s3:GetBucketLocation`,
/// `s3:GetObjectLockConfiguration`, `s3:GetBucketRequestPayment` and `s3:GetBucketEncryption`.
/// - pass: the target is another bucket, it is in the account's list, and nothing of what follows
///   is known of it.
/// - fail: it is the bucket itself, so that each access log makes another one; it does not exist;
///   it is missing in the whole list of the account that owns the log bucket: S3 delivers access
///   logs within an account; or it is one that S3 delivers none to: in another Region, with a
///   default retention, with Requester Pays, or with a KMS key for its default encryption.
/// - not_applicable: access logging is off; `log-bucket-access-logging` asks for that.
/// - unknown: an answer was not collected or refused, or nothing says whose the target is.
///
/// Does not decide whether the target's policy lets S3 write. Source: Amazon S3 User Guide,
/// "Enabling Amazon S3 server access logging".
[[nodiscard]] TRAILAUDIT_API verdict
check_log_bucket_access_logging_target_sane(log_bucket_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
// Whether S3 delivers no access logs of one bucket to another, as far as answers show it.
[[nodiscard]] inline std::optional<verdict> refuses_access_logs(bucket_view const& target,
                                                                bucket_view const& source) {
  auto const region = region_of(target);
  if (!region.empty() && !region_of(source).empty() && region != region_of(source)) {
    return fail("the bucket for access logs is in another Region",
                target.location.get() != nullptr
                    ? fact{target.location.from.at("LocationConstraint"), region}
                    : fact{target.head.from.at("BucketRegion"), region});
  }
  auto const* const locked = target.object_lock.get();
  if (locked != nullptr && locked_days(locked->object_lock_configuration) > 0) {
    return fail(
        "the bucket for access logs has a default retention",
        fact{
            target.object_lock.from.at("ObjectLockConfiguration").at("Rule").at("DefaultRetention"),
            {}});
  }
  auto const* const paid = target.request_payment.get();
  if (paid != nullptr && paid->payer == "Requester") {
    return fail("who asks the bucket for access logs pays for it",
                fact{target.request_payment.from.at("Payer"), paid->payer});
  }
  auto const* const encrypted = target.encryption.get();
  if (encrypted == nullptr) {
    return std::nullopt;
  }
  auto const& rules = encrypted->server_side_encryption_configuration.rules;
  auto const* const applied =
      rules.size() == 1 ? rules[0].apply_server_side_encryption_by_default.get() : nullptr;
  if (applied != nullptr && std::string_view(applied->sse_algorithm).starts_with("aws:kms")) {
    return fail("the bucket for access logs encrypts with a KMS key",
                fact{target.encryption.from.at("ServerSideEncryptionConfiguration")
                         .at("Rules", 0)
                         .at("ApplyServerSideEncryptionByDefault")
                         .at("SSEAlgorithm"),
                     applied->sse_algorithm});
  }
  return std::nullopt;
}

TRAILAUDIT_INLINE verdict check_log_bucket_access_logging_target_sane(log_bucket_view const& about,
                                                                      context const& audit) {
  auto const* const logging = about.logging.get();
  if (logging == nullptr) {
    return unknown_without(about.logging, "s3:GetBucketLogging");
  }
  auto const* const enabled = logging->logging_enabled.get();
  if (enabled == nullptr) {
    return not_applicable("access logging is off",
                          fact{about.logging.from.at("LoggingEnabled"), {}});
  }
  fact const shown{about.logging.from.at("LoggingEnabled").at("TargetBucket"),
                   enabled->target_bucket};
  std::string_view const target = enabled->target_bucket;
  if (target.empty()) {
    return unknown("the answer does not say", shown);
  }
  if (target == about.name) {
    return fail("the bucket's access logs go to the bucket itself", shown);
  }
  auto const there = audit.world.resources().bucket_existence(target);
  fact const denied{there.where, there.error_code};
  auto const own = audit.world.owns_bucket(target);
  if (there.exists == ternary::no) {
    return own == ternary::yes ? unknown("two answers contradict each other", denied, shown)
                               : fail("the bucket for access logs does not exist", denied, shown);
  }
  auto const& resources = audit.world.resources();
  if (auto refused = refuses_access_logs(resources.bucket(target), resources.bucket(about.name))) {
    refused->with(shown.source, shown.value);
    return *refused;
  }
  if (own == ternary::yes) {
    return pass("the bucket's access logs go to another bucket of the account", shown);
  }
  if (own == ternary::no && about.own == ternary::yes) {
    return fail("the bucket for access logs is not in the account's list", shown);
  }
  return unknown("nothing says whose the bucket for access logs is", shown);
}
#endif

inline constexpr reference log_bucket_access_logging_target_sane_references[] = {
    {"AWS Security Hub", "S3.9"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_access_logging_target_sane{
    .slug = "log-bucket-access-logging-target-sane",
    .title = "Access logs of the log bucket go to another bucket",
    .rationale = "Access logs in the log bucket itself log their own delivery without end and lie "
                 "where whoever reaches the logs can delete them too.",
    .remediation = "Choose another bucket of the account: aws s3api put-bucket-logging --bucket "
                   "<bucket> --bucket-logging-status "
                   "LoggingEnabled={TargetBucket=<other-bucket>,TargetPrefix=<prefix>}",
    .level = severity::low,
    .references = log_bucket_access_logging_target_sane_references,
    .check = check_log_bucket_access_logging_target_sane,
};

} // namespace trailaudit::inline v0::rules
