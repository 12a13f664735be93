#pragma once

#include <trailaudit/detail/fields.hpp>

#include <cstdint>
#include <optional>
#include <string>

// CloudWatch Logs' answers about log groups.
// Shapes: Amazon CloudWatch Logs API Reference, `LogGroup`.

namespace trailaudit::inline v0 {

/// A log group.
struct log_group {
  std::string log_group_name{};
  std::optional<std::int64_t> creation_time{};     ///< milliseconds since 1970
  std::optional<std::int64_t> retention_in_days{}; ///< missing: kept for ever
  std::optional<std::int64_t> metric_filter_count{};
  std::string arn{};           ///< ends with `:*`
  std::string log_group_arn{}; ///< the same without `:*`
  std::optional<std::int64_t> stored_bytes{};
  std::string kms_key_id{};
  std::string data_protection_status{};
  std::string log_group_class{}; ///< `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`
  std::optional<bool> deletion_protection_enabled{};
  friend bool operator==(log_group const&, log_group const&) = default;
};
template <>
inline constexpr auto fields_of<log_group> = table_of(
    field{"logGroupName", "log_group_name", &log_group::log_group_name},
    field{"creationTime", "creation_time", &log_group::creation_time},
    field{"retentionInDays", "retention_in_days", &log_group::retention_in_days},
    field{"metricFilterCount", "metric_filter_count", &log_group::metric_filter_count},
    field{"arn", "arn", &log_group::arn},
    field{"logGroupArn", "log_group_arn", &log_group::log_group_arn},
    field{"storedBytes", "stored_bytes", &log_group::stored_bytes},
    field{"kmsKeyId", "kms_key_id", &log_group::kms_key_id},
    field{"dataProtectionStatus", "data_protection_status", &log_group::data_protection_status},
    field{"logGroupClass", "log_group_class", &log_group::log_group_class},
    field{"deletionProtectionEnabled", "deletion_protection_enabled",
          &log_group::deletion_protection_enabled});

/// `logs:DescribeLogGroups`.
struct describe_log_groups_response {
  list<log_group> log_groups{};
  std::string next_token{};
  friend bool operator==(describe_log_groups_response const&,
                         describe_log_groups_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_log_groups_response> =
    table_of(field{"logGroups", "log_groups", &describe_log_groups_response::log_groups, true},
             field{"nextToken", "next_token", &describe_log_groups_response::next_token});

/// Where the events of a log group go on to.
struct subscription_filter {
  std::string filter_name{};
  std::string log_group_name{};
  std::string filter_pattern{};  ///< empty: every event
  std::string destination_arn{}; ///< a stream, a function, or a destination of another account
  std::string role_arn{};
  std::string distribution{}; ///< `Random` or `ByLogStream`
  std::optional<bool> apply_on_transformed_logs{};
  std::optional<std::int64_t> creation_time{}; ///< milliseconds since 1970
  std::string field_selection_criteria{};      ///< narrows the filter by account and Region
  list<std::string> emit_system_fields{};
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(subscription_filter const&, subscription_filter const&) = default;
};
template <>
inline constexpr auto fields_of<subscription_filter> = table_of(
    field{"filterName", "filter_name", &subscription_filter::filter_name},
    field{"logGroupName", "log_group_name", &subscription_filter::log_group_name},
    field{"filterPattern", "filter_pattern", &subscription_filter::filter_pattern},
    field{"destinationArn", "destination_arn", &subscription_filter::destination_arn},
    field{"roleArn", "role_arn", &subscription_filter::role_arn},
    field{"distribution", "distribution", &subscription_filter::distribution},
    field{"applyOnTransformedLogs", "apply_on_transformed_logs",
          &subscription_filter::apply_on_transformed_logs},
    field{"creationTime", "creation_time", &subscription_filter::creation_time},
    field{"fieldSelectionCriteria", "field_selection_criteria",
          &subscription_filter::field_selection_criteria},
    field{"emitSystemFields", "emit_system_fields", &subscription_filter::emit_system_fields});
template <>
inline constexpr auto unrecognized_of<subscription_filter> = &subscription_filter::unrecognized;

/// `logs:DescribeSubscriptionFilters`, of one log group.
struct describe_subscription_filters_response {
  list<subscription_filter> subscription_filters{};
  std::string next_token{}; ///< there: the list goes on
  friend bool operator==(describe_subscription_filters_response const&,
                         describe_subscription_filters_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_subscription_filters_response> =
    table_of(field{"subscriptionFilters", "subscription_filters",
                   &describe_subscription_filters_response::subscription_filters, true},
             field{"nextToken", "next_token", &describe_subscription_filters_response::next_token});

} // namespace trailaudit::inline v0
