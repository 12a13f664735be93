#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

// AWS IAM's answers about roles, policies, users and groups.
// Shapes: AWS Identity and Access Management API Reference.

namespace trailaudit::inline v0 {

/// The policy that bounds what other policies of a user or role can allow.
struct permissions_boundary {
  std::string permissions_boundary_type{}; ///< `PermissionsBoundaryPolicy`, or `Policy`
  std::string permissions_boundary_arn{};
  friend bool operator==(permissions_boundary const&, permissions_boundary const&) = default;
};
template <>
inline constexpr auto fields_of<permissions_boundary> =
    table_of(field{"PermissionsBoundaryType", "permissions_boundary_type",
                   &permissions_boundary::permissions_boundary_type},
             field{"PermissionsBoundaryArn", "permissions_boundary_arn",
                   &permissions_boundary::permissions_boundary_arn});

/// A role.
struct role {
  std::string path{};
  std::string role_name{};
  std::string role_id{};
  std::string arn{};
  std::optional<timestamp> create_date{};
  maybe<encoded_json_text<trailaudit::policy>> assume_role_policy_document{};
  std::string description{};
  std::optional<std::int64_t> max_session_duration{}; ///< seconds
  maybe<trailaudit::permissions_boundary> permissions_boundary{};
  friend bool operator==(role const&, role const&) = default;
};
template <>
inline constexpr auto fields_of<role> =
    table_of(field{"Path", "path", &role::path}, field{"RoleName", "role_name", &role::role_name},
             field{"RoleId", "role_id", &role::role_id}, field{"Arn", "arn", &role::arn},
             field{"CreateDate", "create_date", &role::create_date},
             field{"AssumeRolePolicyDocument", "assume_role_policy_document",
                   &role::assume_role_policy_document},
             field{"Description", "description", &role::description},
             field{"MaxSessionDuration", "max_session_duration", &role::max_session_duration},
             field{"PermissionsBoundary", "permissions_boundary", &role::permissions_boundary});

/// `iam:GetRole`. No such role is the error `NoSuchEntity`.
struct get_role_response {
  trailaudit::role role{};
  friend bool operator==(get_role_response const&, get_role_response const&) = default;
};
template <>
inline constexpr auto
    fields_of<get_role_response> = table_of(field{"Role", "role", &get_role_response::role, true});

/// `iam:ListRolePolicies`: the names of a role's inline policies.
struct list_role_policies_response {
  list<std::string> policy_names{};
  std::optional<bool> is_truncated{};
  std::string marker{};     ///< there: the list goes on
  std::string next_token{}; ///< there: the AWS CLI was told to stop here (`--max-items`)
  friend bool operator==(list_role_policies_response const&,
                         list_role_policies_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_role_policies_response> =
    table_of(field{"PolicyNames", "policy_names", &list_role_policies_response::policy_names, true},
             field{"IsTruncated", "is_truncated", &list_role_policies_response::is_truncated},
             field{"Marker", "marker", &list_role_policies_response::marker},
             field{"NextToken", "next_token", &list_role_policies_response::next_token});

/// `iam:GetRolePolicy`: one inline policy of a role.
struct get_role_policy_response {
  std::string role_name{};
  std::string policy_name{};
  encoded_json_text<trailaudit::policy> policy_document{};
  friend bool operator==(get_role_policy_response const&,
                         get_role_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_role_policy_response> = table_of(
    field{"RoleName", "role_name", &get_role_policy_response::role_name},
    field{"PolicyName", "policy_name", &get_role_policy_response::policy_name},
    field{"PolicyDocument", "policy_document", &get_role_policy_response::policy_document, true});

/// A managed policy that is attached to a user, group or role.
struct attached_policy {
  std::string policy_name{};
  std::string policy_arn{};
  friend bool operator==(attached_policy const&, attached_policy const&) = default;
};
template <>
inline constexpr auto fields_of<attached_policy> =
    table_of(field{"PolicyName", "policy_name", &attached_policy::policy_name},
             field{"PolicyArn", "policy_arn", &attached_policy::policy_arn});

/// `iam:ListAttachedRolePolicies`: the managed policies of a role.
struct list_attached_role_policies_response {
  list<attached_policy> attached_policies{};
  std::optional<bool> is_truncated{};
  std::string marker{};     ///< there: the list goes on
  std::string next_token{}; ///< there: the AWS CLI was told to stop here (`--max-items`)
  friend bool operator==(list_attached_role_policies_response const&,
                         list_attached_role_policies_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_attached_role_policies_response> = table_of(
    field{"AttachedPolicies", "attached_policies",
          &list_attached_role_policies_response::attached_policies, true},
    field{"IsTruncated", "is_truncated", &list_attached_role_policies_response::is_truncated},
    field{"Marker", "marker", &list_attached_role_policies_response::marker},
    field{"NextToken", "next_token", &list_attached_role_policies_response::next_token});

/// A managed policy, without its text.
struct managed_policy {
  std::string policy_name{};
  std::string policy_id{};
  std::string arn{};
  std::string path{};
  std::string default_version_id{}; ///< the version that counts
  std::optional<std::int64_t> attachment_count{};
  std::optional<std::int64_t> permissions_boundary_usage_count{};
  std::optional<bool> is_attachable{};
  std::string description{};
  std::optional<timestamp> create_date{};
  std::optional<timestamp> update_date{};
  friend bool operator==(managed_policy const&, managed_policy const&) = default;
};
template <>
inline constexpr auto fields_of<managed_policy> = table_of(
    field{"PolicyName", "policy_name", &managed_policy::policy_name},
    field{"PolicyId", "policy_id", &managed_policy::policy_id},
    field{"Arn", "arn", &managed_policy::arn}, field{"Path", "path", &managed_policy::path},
    field{"DefaultVersionId", "default_version_id", &managed_policy::default_version_id},
    field{"AttachmentCount", "attachment_count", &managed_policy::attachment_count},
    field{"PermissionsBoundaryUsageCount", "permissions_boundary_usage_count",
          &managed_policy::permissions_boundary_usage_count},
    field{"IsAttachable", "is_attachable", &managed_policy::is_attachable},
    field{"Description", "description", &managed_policy::description},
    field{"CreateDate", "create_date", &managed_policy::create_date},
    field{"UpdateDate", "update_date", &managed_policy::update_date});

/// `iam:GetPolicy`.
struct get_policy_response {
  managed_policy policy{};
  friend bool operator==(get_policy_response const&, get_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_policy_response> = table_of(field{
    "Policy", "policy", &get_policy_response::policy, true});

/// One version of a managed policy.
struct policy_version {
  maybe<encoded_json_text<trailaudit::policy>> document{};
  std::string version_id{}; ///< `v3`
  std::optional<bool> is_default_version{};
  std::optional<timestamp> create_date{};
  friend bool operator==(policy_version const&, policy_version const&) = default;
};
template <>
inline constexpr auto fields_of<policy_version> =
    table_of(field{"Document", "document", &policy_version::document},
             field{"VersionId", "version_id", &policy_version::version_id},
             field{"IsDefaultVersion", "is_default_version", &policy_version::is_default_version},
             field{"CreateDate", "create_date", &policy_version::create_date});

/// `iam:GetPolicyVersion`. The answer does not say of which policy.
struct get_policy_version_response {
  trailaudit::policy_version policy_version{};
  friend bool operator==(get_policy_version_response const&,
                         get_policy_version_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_policy_version_response> = table_of(field{
    "PolicyVersion", "policy_version", &get_policy_version_response::policy_version, true});

/// An inline policy of a user, group or role.
struct policy_detail {
  std::string policy_name{};
  maybe<encoded_json_text<trailaudit::policy>> policy_document{};
  friend bool operator==(policy_detail const&, policy_detail const&) = default;
};
template <>
inline constexpr auto fields_of<policy_detail> =
    table_of(field{"PolicyName", "policy_name", &policy_detail::policy_name},
             field{"PolicyDocument", "policy_document", &policy_detail::policy_document});

/// A user with its policies.
struct user_detail {
  std::string path{};
  std::string user_name{};
  std::string user_id{};
  std::string arn{};
  std::optional<timestamp> create_date{};
  list<policy_detail> user_policy_list{};
  list<std::string> group_list{}; ///< names
  list<attached_policy> attached_managed_policies{};
  maybe<trailaudit::permissions_boundary> permissions_boundary{};
  friend bool operator==(user_detail const&, user_detail const&) = default;
};
template <>
inline constexpr auto fields_of<user_detail> = table_of(
    field{"Path", "path", &user_detail::path},
    field{"UserName", "user_name", &user_detail::user_name},
    field{"UserId", "user_id", &user_detail::user_id}, field{"Arn", "arn", &user_detail::arn},
    field{"CreateDate", "create_date", &user_detail::create_date},
    field{"UserPolicyList", "user_policy_list", &user_detail::user_policy_list},
    field{"GroupList", "group_list", &user_detail::group_list},
    field{"AttachedManagedPolicies", "attached_managed_policies",
          &user_detail::attached_managed_policies},
    field{"PermissionsBoundary", "permissions_boundary", &user_detail::permissions_boundary});

/// A group with its policies.
struct group_detail {
  std::string path{};
  std::string group_name{};
  std::string group_id{};
  std::string arn{};
  std::optional<timestamp> create_date{};
  list<policy_detail> group_policy_list{};
  list<attached_policy> attached_managed_policies{};
  friend bool operator==(group_detail const&, group_detail const&) = default;
};
template <>
inline constexpr auto fields_of<group_detail> = table_of(
    field{"Path", "path", &group_detail::path},
    field{"GroupName", "group_name", &group_detail::group_name},
    field{"GroupId", "group_id", &group_detail::group_id}, field{"Arn", "arn", &group_detail::arn},
    field{"CreateDate", "create_date", &group_detail::create_date},
    field{"GroupPolicyList", "group_policy_list", &group_detail::group_policy_list},
    field{"AttachedManagedPolicies", "attached_managed_policies",
          &group_detail::attached_managed_policies});

/// A role with its policies.
struct role_detail {
  std::string path{};
  std::string role_name{};
  std::string role_id{};
  std::string arn{};
  std::optional<timestamp> create_date{};
  maybe<encoded_json_text<trailaudit::policy>> assume_role_policy_document{};
  list<policy_detail> role_policy_list{};
  list<attached_policy> attached_managed_policies{};
  maybe<trailaudit::permissions_boundary> permissions_boundary{};
  friend bool operator==(role_detail const&, role_detail const&) = default;
};
template <>
inline constexpr auto fields_of<role_detail> = table_of(
    field{"Path", "path", &role_detail::path},
    field{"RoleName", "role_name", &role_detail::role_name},
    field{"RoleId", "role_id", &role_detail::role_id}, field{"Arn", "arn", &role_detail::arn},
    field{"CreateDate", "create_date", &role_detail::create_date},
    field{"AssumeRolePolicyDocument", "assume_role_policy_document",
          &role_detail::assume_role_policy_document},
    field{"RolePolicyList", "role_policy_list", &role_detail::role_policy_list},
    field{"AttachedManagedPolicies", "attached_managed_policies",
          &role_detail::attached_managed_policies},
    field{"PermissionsBoundary", "permissions_boundary", &role_detail::permissions_boundary});

/// A managed policy with the texts of its versions.
struct managed_policy_detail {
  std::string policy_name{};
  std::string policy_id{};
  std::string arn{};
  std::string path{};
  std::string default_version_id{}; ///< the version that counts
  std::optional<std::int64_t> attachment_count{};
  std::optional<std::int64_t> permissions_boundary_usage_count{};
  std::optional<bool> is_attachable{};
  std::string description{};
  std::optional<timestamp> create_date{};
  std::optional<timestamp> update_date{};
  list<policy_version> policy_version_list{};
  friend bool operator==(managed_policy_detail const&, managed_policy_detail const&) = default;
};
template <>
inline constexpr auto fields_of<managed_policy_detail> = table_of(
    field{"PolicyName", "policy_name", &managed_policy_detail::policy_name},
    field{"PolicyId", "policy_id", &managed_policy_detail::policy_id},
    field{"Arn", "arn", &managed_policy_detail::arn},
    field{"Path", "path", &managed_policy_detail::path},
    field{"DefaultVersionId", "default_version_id", &managed_policy_detail::default_version_id},
    field{"AttachmentCount", "attachment_count", &managed_policy_detail::attachment_count},
    field{"PermissionsBoundaryUsageCount", "permissions_boundary_usage_count",
          &managed_policy_detail::permissions_boundary_usage_count},
    field{"IsAttachable", "is_attachable", &managed_policy_detail::is_attachable},
    field{"Description", "description", &managed_policy_detail::description},
    field{"CreateDate", "create_date", &managed_policy_detail::create_date},
    field{"UpdateDate", "update_date", &managed_policy_detail::update_date},
    field{"PolicyVersionList", "policy_version_list", &managed_policy_detail::policy_version_list});

/// `iam:GetAccountAuthorizationDetails`: every user, group, role and policy of the account, or
/// those of the kinds that `Filter` names. A list that is missing says nothing; an empty one says
/// that there is none on this page.
struct get_account_authorization_details_response {
  maybe<list<user_detail>> user_detail_list{};
  maybe<list<group_detail>> group_detail_list{};
  maybe<list<role_detail>> role_detail_list{};
  maybe<list<managed_policy_detail>> policies{};
  std::optional<bool> is_truncated{};
  std::string marker{};     ///< there: the list goes on
  std::string next_token{}; ///< there: the AWS CLI was told to stop here (`--max-items`)
  friend bool operator==(get_account_authorization_details_response const&,
                         get_account_authorization_details_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_account_authorization_details_response> = table_of(
    field{"UserDetailList", "user_detail_list",
          &get_account_authorization_details_response::user_detail_list},
    field{"GroupDetailList", "group_detail_list",
          &get_account_authorization_details_response::group_detail_list},
    field{"RoleDetailList", "role_detail_list",
          &get_account_authorization_details_response::role_detail_list},
    field{"Policies", "policies", &get_account_authorization_details_response::policies},
    field{"IsTruncated", "is_truncated", &get_account_authorization_details_response::is_truncated},
    field{"Marker", "marker", &get_account_authorization_details_response::marker},
    field{"NextToken", "next_token", &get_account_authorization_details_response::next_token});

} // namespace trailaudit::inline v0
