#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this bucket encrypt what is put into it, and in a way that is asked for?
///
/// Evidence: `s3:GetBucketEncryption`, the rule's `SSEAlgorithm`.
/// - pass: a default algorithm is set, and it is one of `log_bucket_encryption_algorithms`, where
///   those are given.
/// - fail: none is configured, or it is another one.
/// - unknown: the answer was not collected or refused, names no algorithm, or one that is not
///   known.
///
/// A trail with a key of its own encrypts its log files with that, whatever the bucket's default.
/// Does not decide whose key it is, nor whether it can be used. Source: AWS Security Hub S3.4 and
/// S3.17.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_encryption(log_bucket_view const& about,
                                                                 context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_encryption(log_bucket_view const& about,
                                                      context const& audit) {
  auto const encryption = audit.world.resources().bucket(about.name).encryption;
  if (encryption.state == observation::absent) {
    return fail("the bucket has no default encryption",
                fact{encryption.from, encryption.error_code});
  }
  auto const* const found = encryption.get();
  if (found == nullptr) {
    return unknown_without(encryption, "s3:GetBucketEncryption");
  }
  auto const& rules = found->server_side_encryption_configuration.rules;
  if (rules.size() != 1) { // AWS allows one
    return unknown("the answer does not say", fact{encryption.from, {}});
  }
  auto const where = encryption.from.at("ServerSideEncryptionConfiguration")
                         .at("Rules", 0)
                         .at("ApplyServerSideEncryptionByDefault");
  auto const* const applied = rules[0].apply_server_side_encryption_by_default.get();
  if (applied == nullptr || applied->sse_algorithm.empty()) {
    return unknown("the answer does not say", fact{where, {}});
  }
  fact const shown{where.at("SSEAlgorithm"), applied->sse_algorithm};
  std::string_view const algorithm = applied->sse_algorithm;
  auto const& wanted = audit.limits.log_bucket_encryption_algorithms;
  if (!wanted.empty()) {
    return std::find(wanted.begin(), wanted.end(), algorithm) != wanted.end()
               ? pass("the bucket encrypts with an algorithm that is asked for", shown)
               : fail("the bucket encrypts with another algorithm than is asked for", shown);
  }
  return algorithm == "AES256" || algorithm == "aws:kms" || algorithm == "aws:kms:dsse"
             ? pass("the bucket encrypts new objects", shown)
             : unknown("an algorithm that is not known", shown);
}
#endif

inline constexpr reference log_bucket_encryption_references[] = {
    {"AWS Security Hub", "S3.4"},
    {"AWS Security Hub", "S3.17"},
    {"AWS Config", "S3_DEFAULT_ENCRYPTION_KMS"},
    {"NIST SP 800-53 Rev. 5", "SC-28"},
};

inline constexpr rule log_bucket_encryption{
    .slug = "log-bucket-encryption",
    .title = "Log bucket encrypts new objects",
    .rationale = "Digest files, and the log files of a trail without a key, are encrypted as the "
                 "bucket's default says.",
    .remediation = "Set a default: aws s3api put-bucket-encryption --bucket <bucket> "
                   "--server-side-encryption-configuration "
                   "Rules=[{ApplyServerSideEncryptionByDefault={SSEAlgorithm=aws:kms}}]",
    .level = severity::medium,
    .references = log_bucket_encryption_references,
    .check = check_log_bucket_encryption,
};

} // namespace trailaudit::inline v0::rules
