#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/event_selectors.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

// CloudTrail Lake.
// Shapes: AWS CloudTrail API Reference, `ListEventDataStores`, `GetEventDataStore`.

namespace trailaudit::inline v0 {

/// One line of the list. AWS answers no more than ARN and name today; the rest stands in older
/// answers.
struct event_data_store {
  std::string event_data_store_arn{};
  std::string name{};
  std::string status{};
  list<advanced_event_selector> advanced_event_selectors{};
  std::optional<bool> multi_region_enabled{};
  std::optional<bool> organization_enabled{};
  std::optional<std::int64_t> retention_period{}; ///< days
  std::optional<bool> termination_protection_enabled{};
  std::optional<timestamp> created_timestamp{};
  std::optional<timestamp> updated_timestamp{};
  friend bool operator==(event_data_store const&, event_data_store const&) = default;
};
template <>
inline constexpr auto fields_of<event_data_store> = table_of(
    field{"EventDataStoreArn", "event_data_store_arn", &event_data_store::event_data_store_arn},
    field{"Name", "name", &event_data_store::name},
    field{"Status", "status", &event_data_store::status},
    field{"AdvancedEventSelectors", "advanced_event_selectors",
          &event_data_store::advanced_event_selectors},
    field{"MultiRegionEnabled", "multi_region_enabled", &event_data_store::multi_region_enabled},
    field{"OrganizationEnabled", "organization_enabled", &event_data_store::organization_enabled},
    field{"RetentionPeriod", "retention_period", &event_data_store::retention_period},
    field{"TerminationProtectionEnabled", "termination_protection_enabled",
          &event_data_store::termination_protection_enabled},
    field{"CreatedTimestamp", "created_timestamp", &event_data_store::created_timestamp},
    field{"UpdatedTimestamp", "updated_timestamp", &event_data_store::updated_timestamp});

/// `cloudtrail:ListEventDataStores`: the stores of one Region.
struct list_event_data_stores_response {
  list<event_data_store> event_data_stores{};
  std::string next_token{};
  friend bool operator==(list_event_data_stores_response const&,
                         list_event_data_stores_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_event_data_stores_response> =
    table_of(field{"EventDataStores", "event_data_stores",
                   &list_event_data_stores_response::event_data_stores, true},
             field{"NextToken", "next_token", &list_event_data_stores_response::next_token});

/// `cloudtrail:GetEventDataStore`.
struct get_event_data_store_response {
  std::string event_data_store_arn{};
  std::string name{};
  std::string status{};
  list<advanced_event_selector> advanced_event_selectors{};
  std::optional<bool> multi_region_enabled{};
  std::optional<bool> organization_enabled{};
  std::optional<std::int64_t> retention_period{}; ///< days
  std::optional<bool> termination_protection_enabled{};
  std::optional<timestamp> created_timestamp{};
  std::optional<timestamp> updated_timestamp{};
  std::string kms_key_id{}; ///< missing: a key that AWS owns
  std::string billing_mode{};
  std::string federation_status{};
  std::string federation_role_arn{};
  friend bool operator==(get_event_data_store_response const&,
                         get_event_data_store_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_event_data_store_response> = table_of(
    field{"EventDataStoreArn", "event_data_store_arn",
          &get_event_data_store_response::event_data_store_arn},
    field{"Name", "name", &get_event_data_store_response::name},
    field{"Status", "status", &get_event_data_store_response::status},
    field{"AdvancedEventSelectors", "advanced_event_selectors",
          &get_event_data_store_response::advanced_event_selectors},
    field{"MultiRegionEnabled", "multi_region_enabled",
          &get_event_data_store_response::multi_region_enabled},
    field{"OrganizationEnabled", "organization_enabled",
          &get_event_data_store_response::organization_enabled},
    field{"RetentionPeriod", "retention_period", &get_event_data_store_response::retention_period},
    field{"TerminationProtectionEnabled", "termination_protection_enabled",
          &get_event_data_store_response::termination_protection_enabled},
    field{"CreatedTimestamp", "created_timestamp",
          &get_event_data_store_response::created_timestamp},
    field{"UpdatedTimestamp", "updated_timestamp",
          &get_event_data_store_response::updated_timestamp},
    field{"KmsKeyId", "kms_key_id", &get_event_data_store_response::kms_key_id},
    field{"BillingMode", "billing_mode", &get_event_data_store_response::billing_mode},
    field{"FederationStatus", "federation_status",
          &get_event_data_store_response::federation_status},
    field{"FederationRoleArn", "federation_role_arn",
          &get_event_data_store_response::federation_role_arn});

} // namespace trailaudit::inline v0
