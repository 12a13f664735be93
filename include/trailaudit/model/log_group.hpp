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
  std::string log_group_class{};
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

} // namespace trailaudit::inline v0
