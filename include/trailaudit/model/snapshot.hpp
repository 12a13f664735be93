#pragma once

#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/model/bucket.hpp>
#include <trailaudit/model/event_data_store.hpp>
#include <trailaudit/model/event_selectors.hpp>
#include <trailaudit/model/identity.hpp>
#include <trailaudit/model/key.hpp>
#include <trailaudit/model/log_group.hpp>
#include <trailaudit/model/organization.hpp>
#include <trailaudit/model/recorded_call.hpp>
#include <trailaudit/model/topic.hpp>
#include <trailaudit/model/trail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace trailaudit::inline v0 {

/// What came back from one recorded call.
enum class answer : std::uint8_t {
  present, ///< an answer with content, or an empty one where AWS says something by it
  absent,  ///< AWS's word for "not configured": `NoSuchBucketPolicy` and its like
  refused, ///< any other error: `AccessDenied`, `TrailNotFoundException`, …
  empty,   ///< nothing at all, where AWS would have said something
};

/// The parameters of a recorded call, of whatever call it was.
struct capture_request {
  rare_text name{};             ///< a trail's name or ARN
  rare_text trail_name{};       ///< a trail's name or ARN
  rare_text event_data_store{}; ///< ARN
  rare_text bucket{};
  rare_text account_id{};
  rare_text key_id{};
  rare_text policy_name{};
  rare_text log_group_name_prefix{};
  rare_text log_group_name_pattern{};
  list<std::string> resource_id_list{};
  list<std::string> trail_name_list{};
  std::optional<bool> include_shadow_trails{};
  rare_text next_token{}; ///< the page that was asked for
  rare_text topic_arn{};
  rare_text role_name{};
  rare_text policy_arn{};
  rare_text version_id{}; ///< of a managed policy
  rare_text log_group_name{};
  rare_text policy_id{};             ///< of a policy of the organization
  rare_text target_id{};             ///< account, unit or root of the organization
  rare_text policy_type{};           ///< `S3_POLICY`, …
  one_or_many<std::string> filter{}; ///< a type of policies, or kinds of what IAM keeps
  rare_text marker{};                ///< the page that was asked for, where IAM and KMS call it so
  rare_text log_next_token{};        ///< the page that was asked for, of CloudWatch Logs
  rare_text expected_bucket_owner{}; ///< the account that S3 was told the bucket is of
  list<std::string> unrecognized{};  ///< parameters that are not known here: they may have narrowed
                                     ///< the answer
  friend bool operator==(capture_request const&, capture_request const&) = default;
};
template <>
inline constexpr auto fields_of<capture_request> = table_of(
    field{"Name", "name", &capture_request::name},
    field{"TrailName", "trail_name", &capture_request::trail_name},
    field{"EventDataStore", "event_data_store", &capture_request::event_data_store},
    field{"Bucket", "bucket", &capture_request::bucket},
    field{"AccountId", "account_id", &capture_request::account_id},
    field{"KeyId", "key_id", &capture_request::key_id},
    field{"PolicyName", "policy_name", &capture_request::policy_name},
    field{"logGroupNamePrefix", "log_group_name_prefix", &capture_request::log_group_name_prefix},
    field{"logGroupNamePattern", "log_group_name_pattern",
          &capture_request::log_group_name_pattern},
    field{"ResourceIdList", "resource_id_list", &capture_request::resource_id_list},
    field{"trailNameList", "trail_name_list", &capture_request::trail_name_list},
    field{"includeShadowTrails", "include_shadow_trails", &capture_request::include_shadow_trails},
    field{"NextToken", "next_token", &capture_request::next_token},
    field{"TopicArn", "topic_arn", &capture_request::topic_arn},
    field{"RoleName", "role_name", &capture_request::role_name},
    field{"PolicyArn", "policy_arn", &capture_request::policy_arn},
    field{"VersionId", "version_id", &capture_request::version_id},
    field{"logGroupName", "log_group_name", &capture_request::log_group_name},
    field{"PolicyId", "policy_id", &capture_request::policy_id},
    field{"TargetId", "target_id", &capture_request::target_id},
    field{"PolicyType", "policy_type", &capture_request::policy_type},
    field{"Filter", "filter", &capture_request::filter},
    field{"Marker", "marker", &capture_request::marker},
    field{"nextToken", "log_next_token", &capture_request::log_next_token},
    field{"ExpectedBucketOwner", "expected_bucket_owner", &capture_request::expected_bucket_owner});
template <>
inline constexpr auto unrecognized_of<capture_request> = &capture_request::unrecognized;

namespace detail {

/// The first text, or the second where the first is empty.
[[nodiscard]] inline std::string_view first_given(std::string_view first,
                                                  std::string_view second) noexcept {
  return first.empty() ? second : first;
}

} // namespace detail

/// One recorded call of a known operation: what was asked, and what came back.
template <class Response>
struct capture : recorded_call {
  capture_request request{};
  answer state = answer::present;
  std::string error_code{};
  std::string error_message{};
  Response response{}; ///< in its initial state unless `state` is `present`

  friend bool operator==(capture const&, capture const&) = default;
};

/// A part of the input that no rule sees, and why.
struct ignored_input {
  std::string pointer{};     ///< JSON pointer into the document
  std::string what{};        ///< the call or the key, or what an answer is about
  std::string_view reason{}; ///< a text of the library's own
  friend bool operator==(ignored_input const&, ignored_input const&) = default;
};

/// All that was recorded of one account: AWS's answers as they were given, by operation.
///
/// The input format, `trailaudit.snapshot.v1`, is described in the README. Owns everything; may be
/// built by hand. Joins (which status belongs to which trail) are not made here but in `inventory`.
struct snapshot {
  std::string account_id{};
  std::optional<timestamp> as_of{};
  list<std::string> regions{}; ///< the account's enabled Regions, where they are known

  list<capture<describe_trails_response>> describe_trails{};
  list<capture<get_trail_response>> get_trail{};
  list<capture<list_trails_response>> list_trails{};
  list<capture<get_trail_status_response>> get_trail_status{};
  list<capture<get_event_selectors_response>> get_event_selectors{};
  list<capture<get_insight_selectors_response>> get_insight_selectors{};
  list<capture<list_tags_response>> list_tags{};
  list<capture<list_event_data_stores_response>> list_event_data_stores{};
  list<capture<get_event_data_store_response>> get_event_data_store{};
  list<capture<list_buckets_response>> list_buckets{};
  list<capture<get_bucket_policy_response>> get_bucket_policy{};
  list<capture<get_bucket_policy_status_response>> get_bucket_policy_status{};
  list<capture<get_bucket_acl_response>> get_bucket_acl{};
  list<capture<get_public_access_block_response>> get_public_access_block{};
  list<capture<get_public_access_block_response>> get_account_public_access_block{};
  list<capture<get_bucket_logging_response>> get_bucket_logging{};
  list<capture<get_bucket_ownership_controls_response>> get_bucket_ownership_controls{};
  list<capture<get_bucket_versioning_response>> get_bucket_versioning{};
  list<capture<get_bucket_encryption_response>> get_bucket_encryption{};
  list<capture<get_object_lock_configuration_response>> get_object_lock_configuration{};
  list<capture<get_bucket_lifecycle_configuration_response>> get_bucket_lifecycle_configuration{};
  list<capture<describe_key_response>> describe_key{};
  list<capture<get_key_rotation_status_response>> get_key_rotation_status{};
  list<capture<get_key_policy_response>> get_key_policy{};
  list<capture<describe_log_groups_response>> describe_log_groups{};
  list<capture<describe_organization_response>> describe_organization{};
  list<capture<get_bucket_location_response>> get_bucket_location{};
  list<capture<head_bucket_response>> head_bucket{};
  list<capture<get_bucket_request_payment_response>> get_bucket_request_payment{};
  list<capture<list_aliases_response>> list_aliases{};
  list<capture<get_topic_attributes_response>> get_topic_attributes{};
  list<capture<list_subscriptions_by_topic_response>> list_subscriptions_by_topic{};
  list<capture<get_role_response>> get_role{};
  list<capture<list_role_policies_response>> list_role_policies{};
  list<capture<get_role_policy_response>> get_role_policy{};
  list<capture<list_attached_role_policies_response>> list_attached_role_policies{};
  list<capture<get_policy_response>> get_policy{};
  list<capture<get_policy_version_response>> get_policy_version{};
  list<capture<get_account_authorization_details_response>> get_account_authorization_details{};
  list<capture<describe_subscription_filters_response>> describe_subscription_filters{};
  list<capture<describe_policy_response>> describe_policy{};
  list<capture<list_policies_for_target_response>> list_policies_for_target{};
  list<capture<list_organization_policies_response>> list_organization_policies{};
  list<capture<list_targets_for_policy_response>> list_targets_for_policy{};
  list<capture<describe_effective_policy_response>> describe_effective_policy{};

  std::uint32_t capture_count = 0; ///< captures in the document, the ignored ones too
  list<ignored_input>
      ignored{}; ///< whole captures and keys of our own format that say nothing to a rule
  std::uint64_t ignored_keys = 0; ///< keys inside answers that no model has
  /// Their names, each once, as they were met: `most_ignored_key_names` at most, and none of more
  /// than `longest_ignored_key_name` bytes.
  list<std::string> ignored_key_names{};

  friend bool operator==(snapshot const&, snapshot const&) = default;
};

/// One of AWS's operations: how it is called, which parameter names its subject, how it says "not
/// configured".
template <class Response>
struct operation {
  std::string_view call; ///< `cloudtrail:GetTrailStatus`
  std::string_view name; ///< `get_trail_status`, as the payload form spells it
  list<capture<Response>> snapshot::*captures;    ///< where its answers stand
  rare_text capture_request::*subject = nullptr;  ///< the parameter that names what it is about
  bool empty_is_an_answer = false;                ///< AWS prints nothing for "never configured"
  std::array<std::string_view, 2> absent_codes{}; ///< error codes that mean "not configured"
  bool subject_required =
      false; ///< the answer does not say what it is about; only the request does
};

/// Every operation the library reads. The reader, the writer, the payload form and Python go by
/// this table.
inline constexpr auto operations = table_of(
    operation<describe_trails_response>{"cloudtrail:DescribeTrails", "describe_trails",
                                        &snapshot::describe_trails},
    operation<get_trail_response>{"cloudtrail:GetTrail", "get_trail", &snapshot::get_trail,
                                  &capture_request::name},
    operation<list_trails_response>{"cloudtrail:ListTrails", "list_trails", &snapshot::list_trails},
    operation<get_trail_status_response>{"cloudtrail:GetTrailStatus",
                                         "get_trail_status",
                                         &snapshot::get_trail_status,
                                         &capture_request::name,
                                         false,
                                         {},
                                         true},
    operation<get_event_selectors_response>{"cloudtrail:GetEventSelectors", "get_event_selectors",
                                            &snapshot::get_event_selectors,
                                            &capture_request::trail_name},
    operation<get_insight_selectors_response>{"cloudtrail:GetInsightSelectors",
                                              "get_insight_selectors",
                                              &snapshot::get_insight_selectors,
                                              &capture_request::trail_name,
                                              false,
                                              {"InsightNotEnabledException"}},
    operation<list_tags_response>{"cloudtrail:ListTags", "list_tags", &snapshot::list_tags},
    operation<list_event_data_stores_response>{"cloudtrail:ListEventDataStores",
                                               "list_event_data_stores",
                                               &snapshot::list_event_data_stores},
    operation<get_event_data_store_response>{"cloudtrail:GetEventDataStore", "get_event_data_store",
                                             &snapshot::get_event_data_store,
                                             &capture_request::event_data_store},
    operation<list_buckets_response>{"s3:ListBuckets", "list_buckets", &snapshot::list_buckets},
    operation<get_bucket_policy_response>{"s3:GetBucketPolicy",
                                          "get_bucket_policy",
                                          &snapshot::get_bucket_policy,
                                          &capture_request::bucket,
                                          false,
                                          {"NoSuchBucketPolicy"},
                                          true},
    operation<get_bucket_policy_status_response>{"s3:GetBucketPolicyStatus",
                                                 "get_bucket_policy_status",
                                                 &snapshot::get_bucket_policy_status,
                                                 &capture_request::bucket,
                                                 false,
                                                 {"NoSuchBucketPolicy"},
                                                 true},
    operation<get_bucket_acl_response>{"s3:GetBucketAcl",
                                       "get_bucket_acl",
                                       &snapshot::get_bucket_acl,
                                       &capture_request::bucket,
                                       false,
                                       {},
                                       true},
    operation<get_public_access_block_response>{"s3:GetPublicAccessBlock",
                                                "get_public_access_block",
                                                &snapshot::get_public_access_block,
                                                &capture_request::bucket,
                                                false,
                                                {"NoSuchPublicAccessBlockConfiguration"},
                                                true},
    operation<get_public_access_block_response>{"s3control:GetPublicAccessBlock",
                                                "get_account_public_access_block",
                                                &snapshot::get_account_public_access_block,
                                                &capture_request::account_id,
                                                false,
                                                {"NoSuchPublicAccessBlockConfiguration"}},
    operation<get_bucket_logging_response>{"s3:GetBucketLogging",
                                           "get_bucket_logging",
                                           &snapshot::get_bucket_logging,
                                           &capture_request::bucket,
                                           true,
                                           {},
                                           true},
    operation<get_bucket_ownership_controls_response>{"s3:GetBucketOwnershipControls",
                                                      "get_bucket_ownership_controls",
                                                      &snapshot::get_bucket_ownership_controls,
                                                      &capture_request::bucket,
                                                      false,
                                                      {"OwnershipControlsNotFoundError"},
                                                      true},
    operation<get_bucket_versioning_response>{"s3:GetBucketVersioning",
                                              "get_bucket_versioning",
                                              &snapshot::get_bucket_versioning,
                                              &capture_request::bucket,
                                              true,
                                              {},
                                              true},
    operation<get_bucket_encryption_response>{"s3:GetBucketEncryption",
                                              "get_bucket_encryption",
                                              &snapshot::get_bucket_encryption,
                                              &capture_request::bucket,
                                              false,
                                              {"ServerSideEncryptionConfigurationNotFoundError"},
                                              true},
    operation<get_object_lock_configuration_response>{"s3:GetObjectLockConfiguration",
                                                      "get_object_lock_configuration",
                                                      &snapshot::get_object_lock_configuration,
                                                      &capture_request::bucket,
                                                      false,
                                                      {"ObjectLockConfigurationNotFoundError"},
                                                      true},
    operation<get_bucket_lifecycle_configuration_response>{
        "s3:GetBucketLifecycleConfiguration",
        "get_bucket_lifecycle_configuration",
        &snapshot::get_bucket_lifecycle_configuration,
        &capture_request::bucket,
        false,
        {"NoSuchLifecycleConfiguration"},
        true},
    operation<describe_key_response>{"kms:DescribeKey", "describe_key", &snapshot::describe_key,
                                     &capture_request::key_id},
    operation<get_key_rotation_status_response>{
        "kms:GetKeyRotationStatus", "get_key_rotation_status", &snapshot::get_key_rotation_status,
        &capture_request::key_id},
    operation<get_key_policy_response>{"kms:GetKeyPolicy",
                                       "get_key_policy",
                                       &snapshot::get_key_policy,
                                       &capture_request::key_id,
                                       false,
                                       {},
                                       true},
    operation<describe_log_groups_response>{"logs:DescribeLogGroups", "describe_log_groups",
                                            &snapshot::describe_log_groups},
    operation<describe_organization_response>{"organizations:DescribeOrganization",
                                              "describe_organization",
                                              &snapshot::describe_organization,
                                              nullptr,
                                              false,
                                              {"AWSOrganizationsNotInUseException"}},
    operation<get_bucket_location_response>{"s3:GetBucketLocation",
                                            "get_bucket_location",
                                            &snapshot::get_bucket_location,
                                            &capture_request::bucket,
                                            false,
                                            {},
                                            true},
    operation<head_bucket_response>{"s3:HeadBucket",
                                    "head_bucket",
                                    &snapshot::head_bucket,
                                    &capture_request::bucket,
                                    true,
                                    {"404", "NoSuchBucket"},
                                    true},
    operation<get_bucket_request_payment_response>{"s3:GetBucketRequestPayment",
                                                   "get_bucket_request_payment",
                                                   &snapshot::get_bucket_request_payment,
                                                   &capture_request::bucket,
                                                   false,
                                                   {},
                                                   true},
    operation<list_aliases_response>{"kms:ListAliases", "list_aliases", &snapshot::list_aliases},
    operation<get_topic_attributes_response>{"sns:GetTopicAttributes",
                                             "get_topic_attributes",
                                             &snapshot::get_topic_attributes,
                                             &capture_request::topic_arn,
                                             false,
                                             {"NotFound", "NotFoundException"}},
    operation<list_subscriptions_by_topic_response>{"sns:ListSubscriptionsByTopic",
                                                    "list_subscriptions_by_topic",
                                                    &snapshot::list_subscriptions_by_topic,
                                                    &capture_request::topic_arn,
                                                    false,
                                                    {"NotFound", "NotFoundException"},
                                                    true},
    operation<get_role_response>{"iam:GetRole",
                                 "get_role",
                                 &snapshot::get_role,
                                 &capture_request::role_name,
                                 false,
                                 {"NoSuchEntity", "NoSuchEntityException"}},
    operation<list_role_policies_response>{"iam:ListRolePolicies",
                                           "list_role_policies",
                                           &snapshot::list_role_policies,
                                           &capture_request::role_name,
                                           false,
                                           {"NoSuchEntity", "NoSuchEntityException"},
                                           true},
    operation<get_role_policy_response>{"iam:GetRolePolicy",
                                        "get_role_policy",
                                        &snapshot::get_role_policy,
                                        &capture_request::role_name,
                                        false,
                                        {"NoSuchEntity", "NoSuchEntityException"}},
    operation<list_attached_role_policies_response>{"iam:ListAttachedRolePolicies",
                                                    "list_attached_role_policies",
                                                    &snapshot::list_attached_role_policies,
                                                    &capture_request::role_name,
                                                    false,
                                                    {"NoSuchEntity", "NoSuchEntityException"},
                                                    true},
    operation<get_policy_response>{"iam:GetPolicy",
                                   "get_policy",
                                   &snapshot::get_policy,
                                   &capture_request::policy_arn,
                                   false,
                                   {"NoSuchEntity", "NoSuchEntityException"}},
    operation<get_policy_version_response>{"iam:GetPolicyVersion",
                                           "get_policy_version",
                                           &snapshot::get_policy_version,
                                           &capture_request::policy_arn,
                                           false,
                                           {"NoSuchEntity", "NoSuchEntityException"},
                                           true},
    operation<get_account_authorization_details_response>{
        "iam:GetAccountAuthorizationDetails", "get_account_authorization_details",
        &snapshot::get_account_authorization_details},
    operation<describe_subscription_filters_response>{"logs:DescribeSubscriptionFilters",
                                                      "describe_subscription_filters",
                                                      &snapshot::describe_subscription_filters,
                                                      &capture_request::log_group_name,
                                                      false,
                                                      {"ResourceNotFoundException"},
                                                      true},
    operation<describe_policy_response>{
        "organizations:DescribePolicy",
        "describe_policy",
        &snapshot::describe_policy,
        &capture_request::policy_id,
        false,
        {"PolicyNotFoundException", "AWSOrganizationsNotInUseException"}},
    operation<list_policies_for_target_response>{"organizations:ListPoliciesForTarget",
                                                 "list_policies_for_target",
                                                 &snapshot::list_policies_for_target,
                                                 &capture_request::target_id,
                                                 false,
                                                 {"AWSOrganizationsNotInUseException"},
                                                 true},
    operation<list_organization_policies_response>{"organizations:ListPolicies",
                                                   "list_organization_policies",
                                                   &snapshot::list_organization_policies,
                                                   nullptr,
                                                   false,
                                                   {"AWSOrganizationsNotInUseException"}},
    operation<list_targets_for_policy_response>{
        "organizations:ListTargetsForPolicy",
        "list_targets_for_policy",
        &snapshot::list_targets_for_policy,
        &capture_request::policy_id,
        false,
        {"PolicyNotFoundException", "AWSOrganizationsNotInUseException"},
        true},
    operation<describe_effective_policy_response>{
        "organizations:DescribeEffectivePolicy",
        "describe_effective_policy",
        &snapshot::describe_effective_policy,
        &capture_request::policy_type,
        false,
        {"EffectivePolicyNotFoundException", "AWSOrganizationsNotInUseException"}});

namespace detail {

/// Calls `visit(operation)` for every operation.
template <class Visitor>
constexpr void for_each_operation(Visitor&& visit) {
  operations([&](auto const&... each) { (visit(each), ...); });
}

/// Calls `visit(operation)` for the one that `matches(operation)`; false when there is none.
template <class Predicate, class Visitor>
constexpr bool visit_operation(Predicate&& matches, Visitor&& visit) {
  return operations(
      [&](auto const&... each) { return ((matches(each) && (visit(each), true)) || ...); });
}

/// The names of the operations.
inline constexpr auto operation_calls = operations([](auto const&... each) {
  return std::array<std::string_view, sizeof...(each)>{each.call...};
});

template <class Response>
void recycle(recycler reset, capture<Response>& value) noexcept {
  value.index = 0;
  reset(value.region);
  reset(value.request);
  value.state = answer::present;
  reset(value.error_code);
  reset(value.error_message);
  reset(value.response);
}

inline void recycle(recycler, ignored_input& value) noexcept {
  value.pointer.clear();
  value.what.clear();
  value.reason = {};
}

inline void recycle(recycler, snapshot& value) noexcept {
  value.account_id.clear();
  value.as_of.reset();
  value.regions.clear();
  for_each_operation([&](auto const& each) { (value.*each.captures).clear(); });
  value.capture_count = 0;
  value.ignored.clear();
  value.ignored_keys = 0;
  value.ignored_key_names.clear();
}

} // namespace detail
} // namespace trailaudit::inline v0
