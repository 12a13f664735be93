#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

// Amazon S3's answers about one bucket, and about public access to the account's buckets.
// Shapes: Amazon S3 API Reference.

namespace trailaudit::inline v0 {

/// One line of the list of buckets.
struct bucket_info {
  std::string name{};
  std::optional<timestamp> creation_date{};
  std::string bucket_region{};
  std::string bucket_arn{};
  friend bool operator==(bucket_info const&, bucket_info const&) = default;
};
template <>
inline constexpr auto fields_of<bucket_info> =
    table_of(field{"Name", "name", &bucket_info::name},
             field{"CreationDate", "creation_date", &bucket_info::creation_date},
             field{"BucketRegion", "bucket_region", &bucket_info::bucket_region},
             field{"BucketArn", "bucket_arn", &bucket_info::bucket_arn});

/// An account as S3 names it.
struct owner {
  std::string display_name{};
  std::string id{};
  friend bool operator==(owner const&, owner const&) = default;
};
template <>
inline constexpr auto fields_of<owner> = table_of(field{"DisplayName", "display_name",
                                                        &owner::display_name},
                                                  field{"ID", "id", &owner::id});

/// `s3:ListBuckets`: the account's own buckets.
struct list_buckets_response {
  list<bucket_info> buckets{};
  trailaudit::owner owner{};
  std::string continuation_token{}; ///< there: the list goes on
  std::string prefix{};             ///< there: the list is narrowed
  std::string next_token{};         ///< there: the AWS CLI was told to stop here (`--max-items`)
  friend bool operator==(list_buckets_response const&, list_buckets_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_buckets_response> = table_of(
    field{"Buckets", "buckets", &list_buckets_response::buckets, true},
    field{"Owner", "owner", &list_buckets_response::owner},
    field{"ContinuationToken", "continuation_token", &list_buckets_response::continuation_token},
    field{"Prefix", "prefix", &list_buckets_response::prefix},
    field{"NextToken", "next_token", &list_buckets_response::next_token});

/// `s3:GetBucketPolicy`. No policy is the error `NoSuchBucketPolicy`.
struct get_bucket_policy_response {
  json_text<trailaudit::policy> policy{};
  friend bool operator==(get_bucket_policy_response const&,
                         get_bucket_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_policy_response> = table_of(field{
    "Policy", "policy", &get_bucket_policy_response::policy, true});

/// S3's own word on a policy.
struct policy_status {
  std::optional<bool> is_public{};
  friend bool operator==(policy_status const&, policy_status const&) = default;
};
template <>
inline constexpr auto fields_of<policy_status> = table_of(field{"IsPublic", "is_public",
                                                                &policy_status::is_public});

/// `s3:GetBucketPolicyStatus`.
struct get_bucket_policy_status_response {
  trailaudit::policy_status policy_status{};
  friend bool operator==(get_bucket_policy_status_response const&,
                         get_bucket_policy_status_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_policy_status_response> = table_of(field{
    "PolicyStatus", "policy_status", &get_bucket_policy_status_response::policy_status});

/// Whom a grant is for.
struct grantee {
  std::string display_name{};
  std::string email_address{};
  std::string id{};
  std::string type{}; ///< `CanonicalUser`, `AmazonCustomerByEmail` or `Group`
  std::string uri{};  ///< of a group
  friend bool operator==(grantee const&, grantee const&) = default;
};
template <>
inline constexpr auto
    fields_of<grantee> = table_of(field{"DisplayName", "display_name", &grantee::display_name},
                                  field{"EmailAddress", "email_address", &grantee::email_address},
                                  field{"ID", "id", &grantee::id},
                                  field{"Type", "type", &grantee::type},
                                  field{"URI", "uri", &grantee::uri});

/// One entry of an access control list.
struct grant {
  trailaudit::grantee grantee{};
  std::string permission{};         ///< `FULL_CONTROL`, `WRITE`, `WRITE_ACP`, `READ` or `READ_ACP`
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(grant const&, grant const&) = default;
};
template <>
inline constexpr auto fields_of<grant> = table_of(field{"Grantee", "grantee", &grant::grantee},
                                                  field{"Permission", "permission",
                                                        &grant::permission});
template <>
inline constexpr auto unrecognized_of<grant> = &grant::unrecognized;

/// `s3:GetBucketAcl`: the list in effect; grants that `IgnorePublicAcls` hides are not in it.
struct get_bucket_acl_response {
  trailaudit::owner owner{};
  list<grant> grants{};
  friend bool operator==(get_bucket_acl_response const&, get_bucket_acl_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_acl_response> =
    table_of(field{"Owner", "owner", &get_bucket_acl_response::owner},
             field{"Grants", "grants", &get_bucket_acl_response::grants, true});

/// Block Public Access, of a bucket or of the account. A missing flag is false.
struct public_access_block_configuration {
  std::optional<bool> block_public_acls{};
  std::optional<bool> ignore_public_acls{};
  std::optional<bool> block_public_policy{};
  std::optional<bool> restrict_public_buckets{};
  friend bool operator==(public_access_block_configuration const&,
                         public_access_block_configuration const&) = default;
};
template <>
inline constexpr auto fields_of<public_access_block_configuration> =
    table_of(field{"BlockPublicAcls", "block_public_acls",
                   &public_access_block_configuration::block_public_acls},
             field{"IgnorePublicAcls", "ignore_public_acls",
                   &public_access_block_configuration::ignore_public_acls},
             field{"BlockPublicPolicy", "block_public_policy",
                   &public_access_block_configuration::block_public_policy},
             field{"RestrictPublicBuckets", "restrict_public_buckets",
                   &public_access_block_configuration::restrict_public_buckets});

/// `s3:GetPublicAccessBlock` (a bucket) and `s3control:GetPublicAccessBlock` (the account): the
/// same shape.
struct get_public_access_block_response {
  trailaudit::public_access_block_configuration public_access_block_configuration{};
  friend bool operator==(get_public_access_block_response const&,
                         get_public_access_block_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_public_access_block_response> = table_of(field{
    "PublicAccessBlockConfiguration", "public_access_block_configuration",
    &get_public_access_block_response::public_access_block_configuration, true});

/// Who may do what with the access logs, beside the owner of their bucket.
struct target_grant {
  trailaudit::grantee grantee{};
  std::string permission{}; ///< `FULL_CONTROL`, `READ` or `WRITE`
  friend bool operator==(target_grant const&, target_grant const&) = default;
};
template <>
inline constexpr auto fields_of<target_grant> =
    table_of(field{"Grantee", "grantee", &target_grant::grantee},
             field{"Permission", "permission", &target_grant::permission});

/// Keys of access logs with the date in their path.
struct partitioned_prefix {
  std::string partition_date_source{}; ///< `EventTime` or `DeliveryTime`
  friend bool operator==(partitioned_prefix const&, partitioned_prefix const&) = default;
};
template <>
inline constexpr auto fields_of<partitioned_prefix> = table_of(field{
    "PartitionDateSource", "partition_date_source", &partitioned_prefix::partition_date_source});

/// How the keys of access logs are made. `SimplePrefix`, the other form, has no members.
struct target_object_key_format {
  maybe<trailaudit::partitioned_prefix> partitioned_prefix{};
  friend bool operator==(target_object_key_format const&,
                         target_object_key_format const&) = default;
};
template <>
inline constexpr auto fields_of<target_object_key_format> = table_of(field{
    "PartitionedPrefix", "partitioned_prefix", &target_object_key_format::partitioned_prefix});

/// Server access logging of a bucket.
struct logging_enabled {
  std::string target_bucket{};
  list<target_grant> target_grants{};
  std::string target_prefix{};
  maybe<trailaudit::target_object_key_format> target_object_key_format{};
  friend bool operator==(logging_enabled const&, logging_enabled const&) = default;
};
template <>
inline constexpr auto fields_of<logging_enabled> =
    table_of(field{"TargetBucket", "target_bucket", &logging_enabled::target_bucket},
             field{"TargetGrants", "target_grants", &logging_enabled::target_grants},
             field{"TargetPrefix", "target_prefix", &logging_enabled::target_prefix},
             field{"TargetObjectKeyFormat", "target_object_key_format",
                   &logging_enabled::target_object_key_format});

/// `s3:GetBucketLogging`. An empty answer means that logging is off.
struct get_bucket_logging_response {
  maybe<trailaudit::logging_enabled> logging_enabled{};
  friend bool operator==(get_bucket_logging_response const&,
                         get_bucket_logging_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_logging_response> = table_of(field{
    "LoggingEnabled", "logging_enabled", &get_bucket_logging_response::logging_enabled});

/// Who owns new objects.
struct ownership_controls_rule {
  std::string object_ownership{}; ///< `BucketOwnerEnforced` (no ACLs), `BucketOwnerPreferred` or
                                  ///< `ObjectWriter`
  friend bool operator==(ownership_controls_rule const&, ownership_controls_rule const&) = default;
};
template <>
inline constexpr auto fields_of<ownership_controls_rule> = table_of(field{
    "ObjectOwnership", "object_ownership", &ownership_controls_rule::object_ownership});

/// Rules of object ownership; AWS allows one.
struct ownership_controls {
  list<ownership_controls_rule> rules{};
  friend bool operator==(ownership_controls const&, ownership_controls const&) = default;
};
template <>
inline constexpr auto fields_of<ownership_controls> = table_of(field{"Rules", "rules",
                                                                     &ownership_controls::rules});

/// `s3:GetBucketOwnershipControls`. None is the error `OwnershipControlsNotFoundError`.
struct get_bucket_ownership_controls_response {
  trailaudit::ownership_controls ownership_controls{};
  friend bool operator==(get_bucket_ownership_controls_response const&,
                         get_bucket_ownership_controls_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_ownership_controls_response> = table_of(field{
    "OwnershipControls", "ownership_controls",
    &get_bucket_ownership_controls_response::ownership_controls, true});

/// `s3:GetBucketVersioning`. An empty answer means that versioning was never on.
struct get_bucket_versioning_response {
  std::string status{};     ///< `Enabled`, `Suspended` or nothing
  std::string mfa_delete{}; ///< `Enabled`, `Disabled` or nothing
  friend bool operator==(get_bucket_versioning_response const&,
                         get_bucket_versioning_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_versioning_response> =
    table_of(field{"Status", "status", &get_bucket_versioning_response::status},
             field{"MFADelete", "mfa_delete", &get_bucket_versioning_response::mfa_delete});

/// The encryption of new objects.
struct server_side_encryption_by_default {
  std::string sse_algorithm{}; ///< `AES256`, `aws:kms`, `aws:kms:dsse`
  std::string kms_master_key_id{};
  friend bool operator==(server_side_encryption_by_default const&,
                         server_side_encryption_by_default const&) = default;
};
template <>
inline constexpr auto fields_of<server_side_encryption_by_default> = table_of(
    field{"SSEAlgorithm", "sse_algorithm", &server_side_encryption_by_default::sse_algorithm},
    field{"KMSMasterKeyID", "kms_master_key_id",
          &server_side_encryption_by_default::kms_master_key_id});

/// Ways of encryption that new objects may not ask for.
struct blocked_encryption_types {
  list<std::string> encryption_type{}; ///< `SSE-C`, or `NONE`: nothing is blocked
  friend bool operator==(blocked_encryption_types const&,
                         blocked_encryption_types const&) = default;
};
template <>
inline constexpr auto fields_of<blocked_encryption_types> = table_of(field{
    "EncryptionType", "encryption_type", &blocked_encryption_types::encryption_type});

/// One rule of default encryption.
struct server_side_encryption_rule {
  maybe<server_side_encryption_by_default> apply_server_side_encryption_by_default{};
  std::optional<bool> bucket_key_enabled{};
  maybe<trailaudit::blocked_encryption_types> blocked_encryption_types{};
  friend bool operator==(server_side_encryption_rule const&,
                         server_side_encryption_rule const&) = default;
};
template <>
inline constexpr auto fields_of<server_side_encryption_rule> =
    table_of(field{"ApplyServerSideEncryptionByDefault", "apply_server_side_encryption_by_default",
                   &server_side_encryption_rule::apply_server_side_encryption_by_default},
             field{"BucketKeyEnabled", "bucket_key_enabled",
                   &server_side_encryption_rule::bucket_key_enabled},
             field{"BlockedEncryptionTypes", "blocked_encryption_types",
                   &server_side_encryption_rule::blocked_encryption_types});

/// Rules of default encryption; AWS allows one.
struct server_side_encryption_configuration {
  list<server_side_encryption_rule> rules{};
  friend bool operator==(server_side_encryption_configuration const&,
                         server_side_encryption_configuration const&) = default;
};
template <>
inline constexpr auto fields_of<server_side_encryption_configuration> = table_of(field{
    "Rules", "rules", &server_side_encryption_configuration::rules});

/// `s3:GetBucketEncryption`.
struct get_bucket_encryption_response {
  trailaudit::server_side_encryption_configuration server_side_encryption_configuration{};
  friend bool operator==(get_bucket_encryption_response const&,
                         get_bucket_encryption_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_encryption_response> = table_of(field{
    "ServerSideEncryptionConfiguration", "server_side_encryption_configuration",
    &get_bucket_encryption_response::server_side_encryption_configuration, true});

/// How long Object Lock keeps new objects.
struct default_retention {
  std::string mode{}; ///< `GOVERNANCE` or `COMPLIANCE`
  std::optional<std::int64_t> days{};
  std::optional<std::int64_t> years{};
  friend bool operator==(default_retention const&, default_retention const&) = default;
};
template <>
inline constexpr auto
    fields_of<default_retention> = table_of(field{"Mode", "mode", &default_retention::mode},
                                            field{"Days", "days", &default_retention::days},
                                            field{"Years", "years", &default_retention::years});

/// The rule of Object Lock.
struct object_lock_rule {
  maybe<trailaudit::default_retention> default_retention{};
  friend bool operator==(object_lock_rule const&, object_lock_rule const&) = default;
};
template <>
inline constexpr auto fields_of<object_lock_rule> = table_of(field{
    "DefaultRetention", "default_retention", &object_lock_rule::default_retention});

/// Object Lock of a bucket. No rule: no default retention.
struct object_lock_configuration {
  std::string object_lock_enabled{}; ///< `Enabled`
  maybe<object_lock_rule> rule{};
  friend bool operator==(object_lock_configuration const&,
                         object_lock_configuration const&) = default;
};
template <>
inline constexpr auto fields_of<object_lock_configuration> =
    table_of(field{"ObjectLockEnabled", "object_lock_enabled",
                   &object_lock_configuration::object_lock_enabled},
             field{"Rule", "rule", &object_lock_configuration::rule});

/// `s3:GetObjectLockConfiguration`. None is the error `ObjectLockConfigurationNotFoundError`.
struct get_object_lock_configuration_response {
  trailaudit::object_lock_configuration object_lock_configuration{};
  friend bool operator==(get_object_lock_configuration_response const&,
                         get_object_lock_configuration_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_object_lock_configuration_response> = table_of(field{
    "ObjectLockConfiguration", "object_lock_configuration",
    &get_object_lock_configuration_response::object_lock_configuration, true});

/// A tag that a lifecycle rule asks for.
struct lifecycle_tag {
  std::string key{};
  std::string value{};
  friend bool operator==(lifecycle_tag const&, lifecycle_tag const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_tag> = table_of(field{"Key", "key", &lifecycle_tag::key},
                                                          field{"Value", "value",
                                                                &lifecycle_tag::value});

/// Several conditions of a lifecycle rule at once.
struct lifecycle_filter_and {
  std::string prefix{};
  list<lifecycle_tag> tags{};
  std::optional<std::int64_t> object_size_greater_than{}; ///< bytes
  std::optional<std::int64_t> object_size_less_than{};    ///< bytes
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(lifecycle_filter_and const&, lifecycle_filter_and const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_filter_and> =
    table_of(field{"Prefix", "prefix", &lifecycle_filter_and::prefix},
             field{"Tags", "tags", &lifecycle_filter_and::tags},
             field{"ObjectSizeGreaterThan", "object_size_greater_than",
                   &lifecycle_filter_and::object_size_greater_than},
             field{"ObjectSizeLessThan", "object_size_less_than",
                   &lifecycle_filter_and::object_size_less_than});
template <>
inline constexpr auto unrecognized_of<lifecycle_filter_and> = &lifecycle_filter_and::unrecognized;

/// Which objects a lifecycle rule is for. Empty: all.
struct lifecycle_filter {
  std::string prefix{};
  maybe<lifecycle_tag> tag{};
  std::optional<std::int64_t> object_size_greater_than{}; ///< bytes
  std::optional<std::int64_t> object_size_less_than{};    ///< bytes
  maybe<lifecycle_filter_and> all_of{};
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(lifecycle_filter const&, lifecycle_filter const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_filter> = table_of(
    field{"Prefix", "prefix", &lifecycle_filter::prefix},
    field{"Tag", "tag", &lifecycle_filter::tag},
    field{"ObjectSizeGreaterThan", "object_size_greater_than",
          &lifecycle_filter::object_size_greater_than},
    field{"ObjectSizeLessThan", "object_size_less_than", &lifecycle_filter::object_size_less_than},
    field{"And", "all_of", &lifecycle_filter::all_of});
template <>
inline constexpr auto unrecognized_of<lifecycle_filter> = &lifecycle_filter::unrecognized;

/// When objects are deleted.
struct lifecycle_expiration {
  std::optional<timestamp> date{};
  std::optional<std::int64_t> days{};
  std::optional<bool> expired_object_delete_marker{};
  friend bool operator==(lifecycle_expiration const&, lifecycle_expiration const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_expiration> =
    table_of(field{"Date", "date", &lifecycle_expiration::date},
             field{"Days", "days", &lifecycle_expiration::days},
             field{"ExpiredObjectDeleteMarker", "expired_object_delete_marker",
                   &lifecycle_expiration::expired_object_delete_marker});

/// When objects move to another storage class.
struct lifecycle_transition {
  std::optional<timestamp> date{};
  std::optional<std::int64_t> days{};
  std::string storage_class{};
  friend bool operator==(lifecycle_transition const&, lifecycle_transition const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_transition> =
    table_of(field{"Date", "date", &lifecycle_transition::date},
             field{"Days", "days", &lifecycle_transition::days},
             field{"StorageClass", "storage_class", &lifecycle_transition::storage_class});

/// When old versions are deleted.
struct noncurrent_version_expiration {
  std::optional<std::int64_t> noncurrent_days{};
  std::optional<std::int64_t> newer_noncurrent_versions{};
  friend bool operator==(noncurrent_version_expiration const&,
                         noncurrent_version_expiration const&) = default;
};
template <>
inline constexpr auto fields_of<noncurrent_version_expiration> = table_of(
    field{"NoncurrentDays", "noncurrent_days", &noncurrent_version_expiration::noncurrent_days},
    field{"NewerNoncurrentVersions", "newer_noncurrent_versions",
          &noncurrent_version_expiration::newer_noncurrent_versions});

/// When old versions move to another storage class.
struct noncurrent_version_transition {
  std::optional<std::int64_t> noncurrent_days{};
  std::string storage_class{};
  std::optional<std::int64_t> newer_noncurrent_versions{};
  friend bool operator==(noncurrent_version_transition const&,
                         noncurrent_version_transition const&) = default;
};
template <>
inline constexpr auto fields_of<noncurrent_version_transition> = table_of(
    field{"NoncurrentDays", "noncurrent_days", &noncurrent_version_transition::noncurrent_days},
    field{"StorageClass", "storage_class", &noncurrent_version_transition::storage_class},
    field{"NewerNoncurrentVersions", "newer_noncurrent_versions",
          &noncurrent_version_transition::newer_noncurrent_versions});

/// When parts of uploads that were never finished are deleted.
struct abort_incomplete_multipart_upload {
  std::optional<std::int64_t> days_after_initiation{};
  friend bool operator==(abort_incomplete_multipart_upload const&,
                         abort_incomplete_multipart_upload const&) = default;
};
template <>
inline constexpr auto fields_of<abort_incomplete_multipart_upload> = table_of(field{
    "DaysAfterInitiation", "days_after_initiation",
    &abort_incomplete_multipart_upload::days_after_initiation});

/// One lifecycle rule.
struct lifecycle_rule {
  std::string id{};
  std::string status{}; ///< `Enabled` or `Disabled`
  std::string prefix{}; ///< the old form of the filter
  maybe<lifecycle_filter> filter{};
  maybe<lifecycle_expiration> expiration{};
  list<lifecycle_transition> transitions{};
  maybe<trailaudit::noncurrent_version_expiration> noncurrent_version_expiration{};
  list<noncurrent_version_transition> noncurrent_version_transitions{};
  maybe<trailaudit::abort_incomplete_multipart_upload> abort_incomplete_multipart_upload{};
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(lifecycle_rule const&, lifecycle_rule const&) = default;
};
template <>
inline constexpr auto fields_of<lifecycle_rule> = table_of(
    field{"ID", "id", &lifecycle_rule::id}, field{"Status", "status", &lifecycle_rule::status},
    field{"Prefix", "prefix", &lifecycle_rule::prefix},
    field{"Filter", "filter", &lifecycle_rule::filter},
    field{"Expiration", "expiration", &lifecycle_rule::expiration},
    field{"Transitions", "transitions", &lifecycle_rule::transitions},
    field{"NoncurrentVersionExpiration", "noncurrent_version_expiration",
          &lifecycle_rule::noncurrent_version_expiration},
    field{"NoncurrentVersionTransitions", "noncurrent_version_transitions",
          &lifecycle_rule::noncurrent_version_transitions},
    field{"AbortIncompleteMultipartUpload", "abort_incomplete_multipart_upload",
          &lifecycle_rule::abort_incomplete_multipart_upload});
template <>
inline constexpr auto unrecognized_of<lifecycle_rule> = &lifecycle_rule::unrecognized;

/// `s3:GetBucketLifecycleConfiguration`. None is the error `NoSuchLifecycleConfiguration`.
struct get_bucket_lifecycle_configuration_response {
  list<lifecycle_rule> rules{};
  std::string transition_default_minimum_object_size{};
  friend bool operator==(get_bucket_lifecycle_configuration_response const&,
                         get_bucket_lifecycle_configuration_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_lifecycle_configuration_response> = table_of(
    field{"Rules", "rules", &get_bucket_lifecycle_configuration_response::rules, true},
    field{"TransitionDefaultMinimumObjectSize", "transition_default_minimum_object_size",
          &get_bucket_lifecycle_configuration_response::transition_default_minimum_object_size});

/// `s3:GetBucketLocation`. A bucket in `us-east-1` has the location `null`, one in `eu-west-1` may
/// have `EU`; `bucket_region` of the analysis says the Region.
struct get_bucket_location_response {
  std::string location_constraint{};
  friend bool operator==(get_bucket_location_response const&,
                         get_bucket_location_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_location_response> = table_of(field{
    "LocationConstraint", "location_constraint",
    &get_bucket_location_response::location_constraint});

/// `s3:HeadBucket`: the bucket is there. Older versions of the AWS CLI print nothing then. That it
/// is not there is the error `404`; the error `403` does not say whether it is.
struct head_bucket_response {
  std::string bucket_arn{};
  std::string bucket_location_type{}; ///< of a directory bucket
  std::string bucket_location_name{}; ///< of a directory bucket
  std::string bucket_region{};
  std::optional<bool> access_point_alias{};
  friend bool operator==(head_bucket_response const&, head_bucket_response const&) = default;
};
template <>
inline constexpr auto fields_of<head_bucket_response> = table_of(
    field{"BucketArn", "bucket_arn", &head_bucket_response::bucket_arn},
    field{"BucketLocationType", "bucket_location_type",
          &head_bucket_response::bucket_location_type},
    field{"BucketLocationName", "bucket_location_name",
          &head_bucket_response::bucket_location_name},
    field{"BucketRegion", "bucket_region", &head_bucket_response::bucket_region},
    field{"AccessPointAlias", "access_point_alias", &head_bucket_response::access_point_alias});

/// `s3:GetBucketRequestPayment`: who pays for requests.
struct get_bucket_request_payment_response {
  std::string payer{}; ///< `BucketOwner` or `Requester`; empty: not said, as test servers do
  friend bool operator==(get_bucket_request_payment_response const&,
                         get_bucket_request_payment_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_bucket_request_payment_response> = table_of(field{
    "Payer", "payer", &get_bucket_request_payment_response::payer});

} // namespace trailaudit::inline v0
