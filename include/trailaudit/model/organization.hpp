#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <optional>
#include <string>

// AWS Organizations' answers about the account's organization and its policies.
// Shapes: AWS Organizations API Reference.

namespace trailaudit::inline v0 {

/// An organization. `master_account_id` is the management account.
struct organization {
  std::string id{};
  std::string arn{};
  std::string feature_set{};
  std::string master_account_arn{};
  std::string master_account_id{};
  std::string master_account_email{};
  friend bool operator==(organization const&, organization const&) = default;
};
template <>
inline constexpr auto fields_of<organization> = table_of(
    field{"Id", "id", &organization::id}, field{"Arn", "arn", &organization::arn},
    field{"FeatureSet", "feature_set", &organization::feature_set},
    field{"MasterAccountArn", "master_account_arn", &organization::master_account_arn},
    field{"MasterAccountId", "master_account_id", &organization::master_account_id},
    field{"MasterAccountEmail", "master_account_email", &organization::master_account_email});

/// `organizations:DescribeOrganization`. None is the error `AWSOrganizationsNotInUseException`.
struct describe_organization_response {
  trailaudit::organization organization{};
  friend bool operator==(describe_organization_response const&,
                         describe_organization_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_organization_response> = table_of(field{
    "Organization", "organization", &describe_organization_response::organization, true});

/// What a policy of the organization is called.
struct policy_summary {
  std::string id{};
  std::string arn{};
  std::string name{};
  std::string description{};
  std::string type{}; ///< `SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`, `S3_POLICY`, …
  std::optional<bool> aws_managed{};
  friend bool operator==(policy_summary const&, policy_summary const&) = default;
};
template <>
inline constexpr auto fields_of<policy_summary> =
    table_of(field{"Id", "id", &policy_summary::id}, field{"Arn", "arn", &policy_summary::arn},
             field{"Name", "name", &policy_summary::name},
             field{"Description", "description", &policy_summary::description},
             field{"Type", "type", &policy_summary::type},
             field{"AwsManaged", "aws_managed", &policy_summary::aws_managed});

/// A policy of the organization. Service and resource control policies are written in the IAM
/// policy language. Those of other types are not: of them `content` keeps the names of the keys, in
/// `unrecognized`.
struct organization_policy {
  trailaudit::policy_summary policy_summary{};
  maybe<json_text<trailaudit::policy>> content{};
  friend bool operator==(organization_policy const&, organization_policy const&) = default;
};
template <>
inline constexpr auto fields_of<organization_policy> =
    table_of(field{"PolicySummary", "policy_summary", &organization_policy::policy_summary},
             field{"Content", "content", &organization_policy::content});

/// `organizations:DescribePolicy`.
struct describe_policy_response {
  organization_policy policy{};
  friend bool operator==(describe_policy_response const&,
                         describe_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_policy_response> = table_of(field{
    "Policy", "policy", &describe_policy_response::policy, true});

/// `organizations:ListPoliciesForTarget`: the policies of one type that are attached to an account,
/// a unit or the root itself; those that it inherits are not in it.
struct list_policies_for_target_response {
  list<policy_summary> policies{};
  std::string next_token{}; ///< there: the list goes on
  friend bool operator==(list_policies_for_target_response const&,
                         list_policies_for_target_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_policies_for_target_response> =
    table_of(field{"Policies", "policies", &list_policies_for_target_response::policies, true},
             field{"NextToken", "next_token", &list_policies_for_target_response::next_token});

/// `organizations:ListPolicies`: the organization's policies of one type.
struct list_organization_policies_response {
  list<policy_summary> policies{};
  std::string next_token{}; ///< there: the list goes on
  friend bool operator==(list_organization_policies_response const&,
                         list_organization_policies_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_organization_policies_response> =
    table_of(field{"Policies", "policies", &list_organization_policies_response::policies, true},
             field{"NextToken", "next_token", &list_organization_policies_response::next_token});

/// What a policy of the organization is attached to.
struct policy_target_summary {
  std::string target_id{};
  std::string arn{};
  std::string name{};
  std::string type{}; ///< `ACCOUNT`, `ORGANIZATIONAL_UNIT` or `ROOT`
  friend bool operator==(policy_target_summary const&, policy_target_summary const&) = default;
};
template <>
inline constexpr auto fields_of<policy_target_summary> =
    table_of(field{"TargetId", "target_id", &policy_target_summary::target_id},
             field{"Arn", "arn", &policy_target_summary::arn},
             field{"Name", "name", &policy_target_summary::name},
             field{"Type", "type", &policy_target_summary::type});

/// `organizations:ListTargetsForPolicy`.
struct list_targets_for_policy_response {
  list<policy_target_summary> targets{};
  std::string next_token{}; ///< there: the list goes on
  friend bool operator==(list_targets_for_policy_response const&,
                         list_targets_for_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_targets_for_policy_response> =
    table_of(field{"Targets", "targets", &list_targets_for_policy_response::targets, true},
             field{"NextToken", "next_token", &list_targets_for_policy_response::next_token});

/// What an account's policies of one type come to, inherited ones included.
struct effective_policy {
  std::string policy_content{}; ///< JSON text, in the grammar of its type
  std::optional<timestamp> last_updated_timestamp{};
  std::string target_id{};   ///< the account
  std::string policy_type{}; ///< `S3_POLICY`, …
  friend bool operator==(effective_policy const&, effective_policy const&) = default;
};
template <>
inline constexpr auto fields_of<effective_policy> =
    table_of(field{"PolicyContent", "policy_content", &effective_policy::policy_content},
             field{"LastUpdatedTimestamp", "last_updated_timestamp",
                   &effective_policy::last_updated_timestamp},
             field{"TargetId", "target_id", &effective_policy::target_id},
             field{"PolicyType", "policy_type", &effective_policy::policy_type});

/// `organizations:DescribeEffectivePolicy`. None is the error `EffectivePolicyNotFoundException`.
/// Service and resource control policies have no effective form.
struct describe_effective_policy_response {
  trailaudit::effective_policy effective_policy{};
  friend bool operator==(describe_effective_policy_response const&,
                         describe_effective_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_effective_policy_response> = table_of(field{
    "EffectivePolicy", "effective_policy", &describe_effective_policy_response::effective_policy,
    true});

} // namespace trailaudit::inline v0
