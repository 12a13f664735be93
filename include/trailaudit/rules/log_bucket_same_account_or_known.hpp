#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this bucket belong to the audited account, or to one that is trusted?
///
/// Evidence: `s3:ListBuckets`; calls about the bucket with the parameter `ExpectedBucketOwner`,
/// which S3 answers only where that account owns it.
/// - pass: it is in the account's list, or its owner is one of `trusted_accounts`.
/// - fail: its owner is another account.
/// - unknown: it is not in the account's list and nothing says whose it is, or the list was not
///   collected, refused or not whole.
///
/// Source: Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition".
[[nodiscard]] TRAILAUDIT_API verdict
check_log_bucket_same_account_or_known(log_bucket_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_same_account_or_known(log_bucket_view const& about,
                                                                 context const& audit) {
  auto const& world = audit.world;
  auto const found = world.resources().bucket_owner(about.name);
  std::string_view const account = world.world().account_id;
  fact const named{world.trails()[about.trail].settings.from.at("S3BucketName"), about.name};
  fact const owner{found.where, found.account};
  bool const own_by_call = !found.account.empty() && found.account == account;
  bool const differ = !found.account.empty() && !account.empty() && found.account != account;
  if (found.contradictory || (about.own == ternary::yes && differ) ||
      (about.own == ternary::no && own_by_call)) {
    return unknown("two answers contradict each other", owner, named);
  }
  if (about.own == ternary::yes) {
    return pass("the bucket is in the account's list", named);
  }
  if (own_by_call) {
    return pass("the bucket belongs to the account", owner);
  }
  auto const& trusted = audit.limits.trusted_accounts;
  if (!found.account.empty()) {
    if (std::find(trusted.begin(), trusted.end(), found.account) != trusted.end()) {
      return pass("the bucket belongs to an account that is trusted", owner);
    }
    return account.empty()
               ? unknown("the audited account is not known", owner)
               : fail("the bucket belongs to an account that is not trusted", owner, named);
  }
  return about.own == ternary::no
             ? unknown("the bucket is not in this account, and nothing says whose it is", named)
             : unknown("nothing says which account owns the bucket", named);
}
#endif

inline constexpr reference log_bucket_same_account_or_known_references[] = {
    {"NIST SP 800-53 Rev. 5", "AC-4"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule log_bucket_same_account_or_known{
    .slug = "log-bucket-same-account-or-known",
    .title = "Log bucket belongs to the account or to one that is trusted",
    .rationale = "Logs in a stranger's bucket are the stranger's to read and to delete.",
    .remediation = "Let the trail deliver to a bucket of the account or of the log archive: aws "
                   "cloudtrail update-trail --name <trail> --s3-bucket-name <bucket>; collect with "
                   "--expected-bucket-owner, and name the log archive in trusted_accounts",
    .level = severity::medium,
    .references = log_bucket_same_account_or_known_references,
    .check = check_log_bucket_same_account_or_known,
};

} // namespace trailaudit::inline v0::rules
