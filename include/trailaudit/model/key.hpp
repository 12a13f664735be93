#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

// AWS KMS's answers about one key.
// Shapes: AWS KMS API Reference.

namespace trailaudit::inline v0 {

/// A KMS key.
struct key_metadata {
  std::string aws_account_id{};
  std::string key_id{};
  std::string arn{};
  std::optional<timestamp> creation_date{};
  std::optional<bool> enabled{};
  std::string description{};
  std::string key_usage{};
  std::string key_state{}; ///< `Enabled`, `Disabled`, `PendingDeletion`, …
  std::optional<timestamp> deletion_date{};
  std::optional<timestamp> valid_to{};
  std::string origin{};
  std::string key_manager{}; ///< `AWS` or `CUSTOMER`
  std::string key_spec{};
  std::string customer_master_key_spec{}; ///< the retired name of `KeySpec`
  std::optional<bool> multi_region{};
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
    field{"KeyManager", "key_manager", &key_metadata::key_manager},
    field{"KeySpec", "key_spec", &key_metadata::key_spec},
    field{"CustomerMasterKeySpec", "customer_master_key_spec",
          &key_metadata::customer_master_key_spec},
    field{"MultiRegion", "multi_region", &key_metadata::multi_region},
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

} // namespace trailaudit::inline v0
