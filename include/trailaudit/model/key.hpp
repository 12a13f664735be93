#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

// AWS KMS's answers about keys.
// Shapes: AWS KMS API Reference.

namespace trailaudit::inline v0 {

/// A key among the copies of a multi-Region key.
struct multi_region_key {
  std::string arn{};
  std::string region{};
  friend bool operator==(multi_region_key const&, multi_region_key const&) = default;
};
template <>
inline constexpr auto
    fields_of<multi_region_key> = table_of(field{"Arn", "arn", &multi_region_key::arn},
                                           field{"Region", "region", &multi_region_key::region});

/// The copies of a multi-Region key.
struct multi_region_configuration {
  std::string multi_region_key_type{}; ///< of the key that was asked for: `PRIMARY` or `REPLICA`
  maybe<multi_region_key> primary_key{};
  list<multi_region_key> replica_keys{};
  friend bool operator==(multi_region_configuration const&,
                         multi_region_configuration const&) = default;
};
template <>
inline constexpr auto fields_of<multi_region_configuration> =
    table_of(field{"MultiRegionKeyType", "multi_region_key_type",
                   &multi_region_configuration::multi_region_key_type},
             field{"PrimaryKey", "primary_key", &multi_region_configuration::primary_key},
             field{"ReplicaKeys", "replica_keys", &multi_region_configuration::replica_keys});

/// A KMS key.
struct key_metadata {
  std::string aws_account_id{};
  std::string key_id{};
  std::string arn{};
  std::optional<timestamp> creation_date{};
  std::optional<bool> enabled{};
  std::string description{};
  std::string key_usage{}; ///< `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, …
  std::string key_state{}; ///< `Enabled`, `Disabled`, `PendingDeletion`, …
  std::optional<timestamp> deletion_date{};
  std::optional<timestamp> valid_to{}; ///< when imported key material expires
  std::string origin{};                ///< `AWS_KMS`, `EXTERNAL` (imported), `AWS_CLOUDHSM`, …
  std::string custom_key_store_id{};
  std::string cloud_hsm_cluster_id{};
  std::string expiration_model{}; ///< `KEY_MATERIAL_EXPIRES` or `KEY_MATERIAL_DOES_NOT_EXPIRE`
  std::string key_manager{};      ///< `AWS` or `CUSTOMER`
  std::string customer_master_key_spec{}; ///< the retired name of `KeySpec`
  std::string key_spec{};                 ///< `SYMMETRIC_DEFAULT`, …
  list<std::string> encryption_algorithms{};
  std::optional<bool> multi_region{};
  maybe<trailaudit::multi_region_configuration> multi_region_configuration{};
  std::optional<std::int64_t> pending_deletion_window_in_days{};
  friend bool operator==(key_metadata const&, key_metadata const&) = default;
};
template <>
inline constexpr auto fields_of<key_metadata> = table_of(
    field{"AWSAccountId", "aws_account_id", &key_metadata::aws_account_id},
    field{"KeyId", "key_id", &key_metadata::key_id}, field{"Arn", "arn", &key_metadata::arn},
    field{"CreationDate", "creation_date", &key_metadata::creation_date},
    field{"Enabled", "enabled", &key_metadata::enabled},
    field{"Description", "description", &key_metadata::description},
    field{"KeyUsage", "key_usage", &key_metadata::key_usage},
    field{"KeyState", "key_state", &key_metadata::key_state},
    field{"DeletionDate", "deletion_date", &key_metadata::deletion_date},
    field{"ValidTo", "valid_to", &key_metadata::valid_to},
    field{"Origin", "origin", &key_metadata::origin},
    field{"CustomKeyStoreId", "custom_key_store_id", &key_metadata::custom_key_store_id},
    field{"CloudHsmClusterId", "cloud_hsm_cluster_id", &key_metadata::cloud_hsm_cluster_id},
    field{"ExpirationModel", "expiration_model", &key_metadata::expiration_model},
    field{"KeyManager", "key_manager", &key_metadata::key_manager},
    field{"CustomerMasterKeySpec", "customer_master_key_spec",
          &key_metadata::customer_master_key_spec},
    field{"KeySpec", "key_spec", &key_metadata::key_spec},
    field{"EncryptionAlgorithms", "encryption_algorithms", &key_metadata::encryption_algorithms},
    field{"MultiRegion", "multi_region", &key_metadata::multi_region},
    field{"MultiRegionConfiguration", "multi_region_configuration",
          &key_metadata::multi_region_configuration},
    field{"PendingDeletionWindowInDays", "pending_deletion_window_in_days",
          &key_metadata::pending_deletion_window_in_days});

/// `kms:DescribeKey`.
struct describe_key_response {
  trailaudit::key_metadata key_metadata{};
  friend bool operator==(describe_key_response const&, describe_key_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_key_response> = table_of(field{
    "KeyMetadata", "key_metadata", &describe_key_response::key_metadata, true});

/// `kms:GetKeyRotationStatus`.
struct get_key_rotation_status_response {
  std::optional<bool> key_rotation_enabled{};
  std::string key_id{};
  std::optional<std::int64_t> rotation_period_in_days{};
  std::optional<timestamp> next_rotation_date{};
  std::optional<timestamp> on_demand_rotation_start_date{};
  friend bool operator==(get_key_rotation_status_response const&,
                         get_key_rotation_status_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_key_rotation_status_response> =
    table_of(field{"KeyRotationEnabled", "key_rotation_enabled",
                   &get_key_rotation_status_response::key_rotation_enabled},
             field{"KeyId", "key_id", &get_key_rotation_status_response::key_id},
             field{"RotationPeriodInDays", "rotation_period_in_days",
                   &get_key_rotation_status_response::rotation_period_in_days},
             field{"NextRotationDate", "next_rotation_date",
                   &get_key_rotation_status_response::next_rotation_date},
             field{"OnDemandRotationStartDate", "on_demand_rotation_start_date",
                   &get_key_rotation_status_response::on_demand_rotation_start_date});

/// `kms:GetKeyPolicy`.
struct get_key_policy_response {
  json_text<trailaudit::policy> policy{};
  std::string policy_name{};
  friend bool operator==(get_key_policy_response const&, get_key_policy_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_key_policy_response> =
    table_of(field{"Policy", "policy", &get_key_policy_response::policy, true},
             field{"PolicyName", "policy_name", &get_key_policy_response::policy_name});

/// Another name of a key.
struct alias_list_entry {
  std::string alias_name{}; ///< `alias/logs`
  std::string alias_arn{};
  std::string target_key_id{}; ///< missing: an alias of AWS's whose key was not made yet
  std::optional<timestamp> creation_date{};
  std::optional<timestamp> last_updated_date{};
  friend bool operator==(alias_list_entry const&, alias_list_entry const&) = default;
};
template <>
inline constexpr auto fields_of<alias_list_entry> =
    table_of(field{"AliasName", "alias_name", &alias_list_entry::alias_name},
             field{"AliasArn", "alias_arn", &alias_list_entry::alias_arn},
             field{"TargetKeyId", "target_key_id", &alias_list_entry::target_key_id},
             field{"CreationDate", "creation_date", &alias_list_entry::creation_date},
             field{"LastUpdatedDate", "last_updated_date", &alias_list_entry::last_updated_date});

/// `kms:ListAliases`: the aliases of one Region, or of one key.
struct list_aliases_response {
  list<alias_list_entry> aliases{};
  std::string next_marker{}; ///< there: the list goes on
  std::optional<bool> truncated{};
  std::string next_token{}; ///< there: the AWS CLI was told to stop here (`--max-items`)
  friend bool operator==(list_aliases_response const&, list_aliases_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_aliases_response> =
    table_of(field{"Aliases", "aliases", &list_aliases_response::aliases, true},
             field{"NextMarker", "next_marker", &list_aliases_response::next_marker},
             field{"Truncated", "truncated", &list_aliases_response::truncated},
             field{"NextToken", "next_token", &list_aliases_response::next_token});

} // namespace trailaudit::inline v0
