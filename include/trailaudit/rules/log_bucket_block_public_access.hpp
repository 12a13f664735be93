#pragma once

#include <trailaudit/rule.hpp>

#include <array>
#include <cstddef>
#include <optional>

namespace trailaudit::inline v0::rules {

/// Does Block Public Access guard this bucket with all four settings?
///
/// Evidence: `s3:GetPublicAccessBlock`, `s3control:GetPublicAccessBlock`, `s3:ListBuckets` (is the
/// bucket the account's own?).
/// - pass: each setting is on, for the bucket or for the account that owns it.
/// - fail: one is off for both; no configuration and a missing setting are off.
/// - unknown: an answer is missing or refused that could decide, or the bucket's own settings do
///   not suffice and another account owns it, or may.
///
/// Settings of access points do not count. Source: AWS Security Hub S3.1 and S3.8; Amazon S3 User
/// Guide, "Blocking public access".
[[nodiscard]] TRAILAUDIT_API verdict
check_log_bucket_block_public_access(log_bucket_view const& about, context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_block_public_access(log_bucket_view const& about,
                                                               context const& audit) noexcept {
  using settings = public_access_block_configuration;
  struct flag {
    char const* name;
    std::optional<bool> settings::*member;
  };
  constexpr std::array<flag, 4> flags{
      {{"BlockPublicAcls", &settings::block_public_acls},
       {"IgnorePublicAcls", &settings::ignore_public_acls},
       {"BlockPublicPolicy", &settings::block_public_policy},
       {"RestrictPublicBuckets", &settings::restrict_public_buckets}}};
  auto const& of_bucket = about.public_access_block;
  auto const& of_account = audit.world.account_public_access_block();
  auto const on = [](auto const& level, flag const& asked) {
    if (auto const* const found = level.get()) {
      return to_ternary((found->public_access_block_configuration.*asked.member).value_or(false));
    }
    return level.state == observation::absent ? ternary::no : ternary::unknown;
  };
  auto const shown = [](auto const& level, flag const& asked) {
    auto const* const found = level.get();
    return found == nullptr
               ? evidence{level.from, level.error_code}
               : evidence{level.from.at("PublicAccessBlockConfiguration").at(asked.name),
                          found->public_access_block_configuration.*asked.member};
  };
  flag const* open = nullptr;
  for (auto const& each : flags) {
    auto const by_account = about.own == ternary::yes ? on(of_account, each) : ternary::unknown;
    auto const effective = either(on(of_bucket, each), by_account);
    if (effective == ternary::no) {
      return fail("a setting of Block Public Access is off for the bucket and for the account",
                  shown(of_bucket, each), shown(of_account, each));
    }
    if (effective == ternary::unknown && open == nullptr) {
      open = &each;
    }
  }
  if (open == nullptr) {
    auto value = pass("all four settings of Block Public Access are on");
    if (of_bucket.get() != nullptr) {
      value.with(of_bucket.from.at("PublicAccessBlockConfiguration"), {});
    }
    if (about.own == ternary::yes && of_account.get() != nullptr) {
      value.with(of_account.from.at("PublicAccessBlockConfiguration"), {});
    }
    return value;
  }
  if (on(of_bucket, *open) == ternary::unknown) {
    return unknown_without(of_bucket, "s3:GetPublicAccessBlock");
  }
  if (about.own == ternary::no) {
    return unknown(
        "the bucket is not in this account, and its own account's settings are not known",
        shown(of_bucket, *open));
  }
  if (about.own == ternary::unknown) {
    return unknown("nothing says whether the account's settings hold for the bucket",
                   shown(of_bucket, *open));
  }
  return unknown_without(of_account, "s3control:GetPublicAccessBlock");
}
#endif

inline constexpr reference log_bucket_block_public_access_references[] = {
    {"AWS Security Hub", "S3.8"},
    {"AWS Security Hub", "S3.1"},
    {"AWS Config", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"},
    {"NIST SP 800-53 Rev. 5", "AC-3"},
    {"NIST SP 800-53 Rev. 5", "AC-21"},
};

inline constexpr rule log_bucket_block_public_access{
    .slug = "log-bucket-block-public-access",
    .title = "Log bucket is guarded by Block Public Access",
    .rationale = "With all four settings no policy and no ACL can open the logs to the public, "
                 "neither today's nor the next one.",
    .remediation = "Turn them on: aws s3api put-public-access-block --bucket <bucket> "
                   "--public-access-block-configuration "
                   "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,"
                   "RestrictPublicBuckets=true",
    .level = severity::high,
    .references = log_bucket_block_public_access_references,
    .check = check_log_bucket_block_public_access,
};

} // namespace trailaudit::inline v0::rules
