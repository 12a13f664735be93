#pragma once

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Would CloudTrail's own requests be granted, and would those that it makes for a stranger?
///
/// Each request that a delivery needs is made up as CloudTrail makes it, and put to the policy.
/// Where AWS does not fix a part of a request, every form of it must have the same answer, or the
/// answer is unknown. All functions are pure and may be called by any number of threads at once.
///
/// Not decided: service and resource control policies, grants of KMS, endpoint policies, and
/// whether bucket, key, topic and log group are there and fit for use.
/// Source: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail", "Configure AWS KMS
/// key policies for CloudTrail", "Amazon SNS topic policy for CloudTrail", "Role policy document
/// for CloudTrail to use CloudWatch Logs for monitoring", "Creating a trail for an organization
/// with the AWS CLI", "Finding your CloudTrail log files", "CloudTrail digest file structure".

namespace trailaudit::inline v0 {

/// What has to be known of a trail and where it delivers. Empty: not known, or there is none.
struct delivery_trail {
  std::string_view arn{};  ///< of the trail; account, Region, partition and name stand in it
  std::string_view name{}; ///< empty: the ARN's
  ternary multi_region = ternary::unknown;
  ternary organization_trail = ternary::no;
  ternary validation = ternary::no;   ///< whether digest files are written
  ternary insights = ternary::no;     ///< whether Insights events are written
  std::string_view organization_id{}; ///< of the trail's account

  std::string_view bucket{};
  std::string_view prefix{};
  std::string_view bucket_account{}; ///< who owns the bucket
  /// Yes: the bucket is Requester Pays, and CloudTrail cannot write to it. Unknown counts as no.
  ternary requester_pays = ternary::no;
  /// The key that the trail is set to use, by ARN. A text that is empty: none. None: not known.
  std::optional<std::string_view> kms_key{};
  ternary bucket_key = ternary::unknown; ///< whether the bucket uses an S3 Bucket Key

  std::string_view topic_arn{};
  std::string_view log_group_arn{};
  std::string_view role_arn{}; ///< by which CloudTrail writes to the log group

  /// The Regions that are enabled. Empty: some that are enabled everywhere stand for them.
  std::vector<std::string_view> regions{};
  /// Accounts of the organization, for an organization trail.
  std::vector<std::string_view> members{};
  /// Whether every answer comes with its witness, which costs as much as the answer.
  bool witnesses = true;
};

/// One request that a delivery needs, and whether it is granted.
struct delivery_step {
  static constexpr std::size_t no_statement = static_cast<std::size_t>(-1);

  std::string_view request{}; ///< a literal, as `s3:PutObject` or `s3:PutObject of digest files`
  ternary granted = ternary::unknown;
  /// The statement that grants it, or denies it, or is not decided. Where nothing allows it: the
  /// `Allow` for CloudTrail and this action that comes nearest.
  std::size_t statement = no_statement;
  std::size_t document = 0;  ///< which of several permission policies of a role
  std::string_view key{};    ///< the condition key that decides; a view into the policy, or empty
  std::string_view reason{}; ///< a literal; never empty
  policy_request witness{};  ///< the request that has this answer
};

/// Whether all of them are granted.
[[nodiscard]] constexpr ternary delivers(std::span<delivery_step const> steps) noexcept {
  auto value = ternary::yes;
  for (auto const& each : steps) {
    value = both(value, each.granted);
  }
  return value;
}

/// May CloudTrail look at the bucket's ACL and write log files, digest files and Insights events,
/// for each Region and, for an organization trail, each account? `document` is null: the bucket has
/// no policy, and nothing is granted.
///
/// Unknown as well: only accounts of `cloudtrail_accounts` are allowed; the trail, its bucket or
/// organization is not known.
/// Cost: linear in the policy, for each Region and account.
[[nodiscard]] TRAILAUDIT_API std::vector<delivery_step>
bucket_delivery(policy const* document, delivery_trail const& about);

/// May CloudTrail use the trail's key? `kms:GenerateDataKey` and `kms:DescribeKey`, and
/// `kms:Decrypt` for an S3 Bucket Key. Null: the policy is not known. That a policy hands decisions
/// to IAM helps no service.
[[nodiscard]] TRAILAUDIT_API std::vector<delivery_step> key_delivery(policy const* document,
                                                                     delivery_trail const& about);

/// May CloudTrail notify the topic? Null: the policy is not known.
[[nodiscard]] TRAILAUDIT_API std::vector<delivery_step> topic_delivery(policy const* document,
                                                                       delivery_trail const& about);

/// May CloudTrail use the key that an encrypted topic has (`key`: its ARN)? Null: the policy is not
/// known.
[[nodiscard]] TRAILAUDIT_API std::vector<delivery_step>
topic_key_delivery(policy const* document, std::string_view key, delivery_trail const& about);

/// What decides over a role.
struct delivery_role {
  policy const* trust = nullptr;                ///< null: not known
  std::span<policy const* const> permissions{}; ///< inline and attached policies
  bool whole = false;                           ///< whether `permissions` are all
  policy const* boundary = nullptr;             ///< null: none, or not known
  ternary bounded = ternary::no;                ///< whether it has a boundary
};

/// May CloudTrail assume the role, and may the role create log streams and write to them? Streams
/// are named `<account>_CloudTrail_<home Region>`, for accounts of an organization
/// `<organization>_…`.
[[nodiscard]] TRAILAUDIT_API std::vector<delivery_step> role_delivery(delivery_role const& role,
                                                                      delivery_trail const& about);

/// Whether CloudTrail is kept from serving a stranger, who sets up a trail of his own for somebody
/// else's bucket, key or topic (the confused deputy).
struct deputy_answer {
  ternary blocked = ternary::unknown;
  std::size_t statement = delivery_step::no_statement; ///< which is too wide, or not decided
  std::string_view reason{};                           ///< a literal; never empty
  policy_request witness{}; ///< where it is not blocked: a stranger's request that is granted
};

/// Of a bucket: whether every request that CloudTrail makes must be for a trail of the accounts
/// that own bucket and trail, of the trail's organization, or of `trusted`.
[[nodiscard]] TRAILAUDIT_API deputy_answer bucket_deputy(policy const& document,
                                                         delivery_trail const& about,
                                                         trust const& trusted = {});
/// Of the trail's key. The encryption context of CloudTrail's requests is the trail's ARN, so that
/// it tells strangers apart as `aws:SourceArn` does. `kms:DescribeKey` alone does not count.
[[nodiscard]] TRAILAUDIT_API deputy_answer key_deputy(policy const& document,
                                                      delivery_trail const& about,
                                                      trust const& trusted = {});
/// Of the trail's topic.
[[nodiscard]] TRAILAUDIT_API deputy_answer topic_deputy(policy const& document,
                                                        delivery_trail const& about,
                                                        trust const& trusted = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/log_delivery.ipp>
#endif
