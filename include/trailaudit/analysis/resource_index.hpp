#pragma once

#include <trailaudit/analysis/resource_views.hpp>
#include <trailaudit/detail/lookup.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// What the answers say of buckets, keys, topics, roles, log groups and the organization's
/// policies: each is joined when somebody asks for it.
///
/// Answers about one thing are folded: a refusal gives way to an answer, copies are one, and two
/// that differ are `contradictory`. Holds views into the snapshot, as its `inventory` does. Cost of
/// `build`: a step for each capture of these calls, and nothing else. Cost of a question: linear in
/// the answers about what it asks for.
class resource_index {
public:
  TRAILAUDIT_API void build(snapshot const& world);

  /// What is known of a bucket, whether trails deliver to it or not.
  [[nodiscard]] TRAILAUDIT_API bucket_view bucket(std::string_view name) const;
  /// Whether a bucket is there. Yes: any call about it was answered, or said that something is not
  /// configured. No: `HeadBucket` said `404`, or any call `NoSuchBucket`. Unknown: neither, or
  /// both; where both, with the place of the second. `403` is no answer: it is given for buckets
  /// that are there and for some that are not.
  [[nodiscard]] TRAILAUDIT_API existence bucket_existence(std::string_view name) const;
  /// Which account owns a bucket: the `ExpectedBucketOwner` of a call about it that was answered.
  [[nodiscard]] TRAILAUDIT_API bucket_owner_view bucket_owner(std::string_view name) const;

  /// What is known of a key. `identifier`: key ARN, key id, alias ARN or alias name (`alias/logs`).
  /// A bare id or name is that of `region` and `account`, where these are given; a bare id of a
  /// multi-Region key without a Region may come out contradictory, since its copies share it.
  [[nodiscard]] TRAILAUDIT_API key_view key(std::string_view identifier,
                                            std::string_view region = {},
                                            std::string_view account = {}) const;

  /// What is known of a topic.
  [[nodiscard]] TRAILAUDIT_API topic_view topic(std::string_view arn) const;

  /// What is known of a role, by ARN or name. A role of another account is known only from answers
  /// that carry its ARN: IAM answers for the account that asks.
  [[nodiscard]] TRAILAUDIT_API role_view role(std::string_view arn_or_name) const;
  /// The text of a managed policy: of the version that is its default.
  [[nodiscard]] TRAILAUDIT_API observed<policy> managed_policy_document(std::string_view arn) const;
  /// Whether `GetAccountAuthorizationDetails` shows the whole account: all pages, each of the four
  /// lists, and no filter, or one that leaves out nothing but AWS's own policies. The answers are
  /// in `snapshot::get_account_authorization_details`.
  [[nodiscard]] TRAILAUDIT_API list_state authorization_details() const;

  /// What is known of a log group; the ARN with or without `:*`.
  [[nodiscard]] TRAILAUDIT_API log_group_view log_group(std::string_view arn) const;

  /// A policy of the organization, by its id.
  [[nodiscard]] TRAILAUDIT_API observed<describe_policy_response>
  organization_policy(std::string_view id) const;
  /// The policies of a type that are attached to an account, a unit or the root itself. Does not
  /// say what it inherits.
  [[nodiscard]] TRAILAUDIT_API organization_policies_view
  policies_for_target(std::string_view target, std::string_view type) const;
  /// All policies of a type that the organization has, attached or not.
  [[nodiscard]] TRAILAUDIT_API organization_policies_view
  organization_policies(std::string_view type) const;
  /// What the audited account's policies of a type come to.
  [[nodiscard]] TRAILAUDIT_API observed<describe_effective_policy_response>
  effective_policy(std::string_view type) const;

private:
  struct nested_row {
    std::uint32_t capture = 0; // in the snapshot's list
    std::uint32_t index = 0;   // in the answer's list
  };

  snapshot const* world_ = nullptr;
  // By bucket, in the order of `bucket_calls`.
  std::array<detail::lookup, 13> buckets_{};
  detail::lookup keys_{};            // DescribeKey by the id of its answer
  detail::lookup keys_by_request_{}; // by what was asked for
  detail::lookup rotations_{};
  detail::lookup key_policies_{};
  std::vector<nested_row> alias_rows_{};
  detail::lookup aliases_{};
  detail::lookup topics_{};
  detail::lookup subscriptions_{};
  detail::lookup roles_{};
  detail::lookup inline_names_{};
  detail::lookup inline_documents_{};
  detail::lookup attached_{};
  std::vector<nested_row> role_rows_{}; // of GetAccountAuthorizationDetails
  detail::lookup role_details_{};
  detail::lookup policies_{};
  detail::lookup policy_versions_{};
  std::vector<nested_row> policy_rows_{}; // of GetAccountAuthorizationDetails
  detail::lookup policy_details_{};
  std::vector<nested_row> log_group_rows_{};
  detail::lookup log_groups_{};
  detail::lookup subscription_filters_{};
  detail::lookup organization_policies_{};
  detail::lookup targets_{};
};

/// Whether an account's effective `S3_POLICY` turns Block Public Access on: yes for `all`, no for
/// `none`, unknown for anything else. Source: AWS Organizations User Guide, Amazon S3 policies.
[[nodiscard]] TRAILAUDIT_API ternary blocks_public_access(effective_policy const& policy);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/resource_index.ipp>
#endif
