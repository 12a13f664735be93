#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <optional>
#include <string>

// CloudTrail's answers about trails. An empty string is a missing one: AWS answers both ways.
// Shapes: AWS CloudTrail API Reference, `Trail`, `GetTrailStatus`, `ListTrails`, `ListTags`.

namespace trailaudit::inline v0 {

/// One trail as `DescribeTrails` and `GetTrail` answer it. Says neither whether it logs nor what.
struct trail {
  std::string name{};
  std::string s3_bucket_name{}; ///< may belong to another account
  std::string s3_key_prefix{};
  std::string sns_topic_name{};
  std::string sns_topic_arn{};
  std::optional<bool> include_global_service_events{};
  std::optional<bool> is_multi_region_trail{};
  std::string home_region{};
  std::string trail_arn{}; ///< the owner's account id stands in it
  std::optional<bool> log_file_validation_enabled{};
  std::string cloud_watch_logs_log_group_arn{};
  std::string cloud_watch_logs_role_arn{};
  std::string kms_key_id{}; ///< an ARN in AWS's answers
  std::optional<bool> has_custom_event_selectors{};
  std::optional<bool> has_insight_selectors{};
  std::optional<bool> is_organization_trail{};

  friend bool operator==(trail const&, trail const&) = default;
};

template <>
inline constexpr auto fields_of<trail> = table_of(
    field{"Name", "name", &trail::name},
    field{"S3BucketName", "s3_bucket_name", &trail::s3_bucket_name},
    field{"S3KeyPrefix", "s3_key_prefix", &trail::s3_key_prefix},
    field{"SnsTopicName", "sns_topic_name", &trail::sns_topic_name},
    field{"SnsTopicARN", "sns_topic_arn", &trail::sns_topic_arn},
    field{"IncludeGlobalServiceEvents", "include_global_service_events",
          &trail::include_global_service_events},
    field{"IsMultiRegionTrail", "is_multi_region_trail", &trail::is_multi_region_trail},
    field{"HomeRegion", "home_region", &trail::home_region},
    field{"TrailARN", "trail_arn", &trail::trail_arn},
    field{"LogFileValidationEnabled", "log_file_validation_enabled",
          &trail::log_file_validation_enabled},
    field{"CloudWatchLogsLogGroupArn", "cloud_watch_logs_log_group_arn",
          &trail::cloud_watch_logs_log_group_arn},
    field{"CloudWatchLogsRoleArn", "cloud_watch_logs_role_arn", &trail::cloud_watch_logs_role_arn},
    field{"KmsKeyId", "kms_key_id", &trail::kms_key_id},
    field{"HasCustomEventSelectors", "has_custom_event_selectors",
          &trail::has_custom_event_selectors},
    field{"HasInsightSelectors", "has_insight_selectors", &trail::has_insight_selectors},
    field{"IsOrganizationTrail", "is_organization_trail", &trail::is_organization_trail});

/// `cloudtrail:DescribeTrails`.
struct describe_trails_response {
  list<trail> trail_list{};
  friend bool operator==(describe_trails_response const&,
                         describe_trails_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_trails_response> = table_of(field{
    "trailList", "trail_list", &describe_trails_response::trail_list, true});

/// `cloudtrail:GetTrail`.
struct get_trail_response {
  trailaudit::trail trail{};
  friend bool operator==(get_trail_response const&, get_trail_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_trail_response> = table_of(field{
    "Trail", "trail", &get_trail_response::trail, true});

/// One line of `cloudtrail:ListTrails`.
struct trail_info {
  std::string trail_arn{};
  std::string name{};
  std::string home_region{};
  friend bool operator==(trail_info const&, trail_info const&) = default;
};
template <>
inline constexpr auto
    fields_of<trail_info> = table_of(field{"TrailARN", "trail_arn", &trail_info::trail_arn},
                                     field{"Name", "name", &trail_info::name},
                                     field{"HomeRegion", "home_region", &trail_info::home_region});

/// `cloudtrail:ListTrails`: every trail of the account, whatever its Region.
struct list_trails_response {
  list<trail_info> trails{};
  std::string next_token{};
  friend bool operator==(list_trails_response const&, list_trails_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_trails_response> =
    table_of(field{"Trails", "trails", &list_trails_response::trails, true},
             field{"NextToken", "next_token", &list_trails_response::next_token});

/// `cloudtrail:GetTrailStatus`. The answer does not name its trail; the request does. The four
/// retired text members are kept because AWS still sends them.
struct get_trail_status_response {
  std::optional<bool> is_logging{};
  rare_text latest_delivery_error{};
  rare_text latest_notification_error{};
  std::optional<timestamp> latest_delivery_time{};
  std::optional<timestamp> latest_notification_time{};
  std::optional<timestamp> start_logging_time{};
  std::optional<timestamp> stop_logging_time{};
  rare_text latest_cloud_watch_logs_delivery_error{};
  std::optional<timestamp> latest_cloud_watch_logs_delivery_time{};
  std::optional<timestamp> latest_digest_delivery_time{};
  rare_text latest_digest_delivery_error{};
  rare_text latest_delivery_attempt_time{};
  rare_text latest_notification_attempt_time{};
  rare_text latest_notification_attempt_succeeded{};
  rare_text latest_delivery_attempt_succeeded{};
  rare_text time_logging_started{};
  rare_text time_logging_stopped{};
  friend bool operator==(get_trail_status_response const&,
                         get_trail_status_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_trail_status_response> = table_of(
    field{"IsLogging", "is_logging", &get_trail_status_response::is_logging},
    field{"LatestDeliveryError", "latest_delivery_error",
          &get_trail_status_response::latest_delivery_error},
    field{"LatestNotificationError", "latest_notification_error",
          &get_trail_status_response::latest_notification_error},
    field{"LatestDeliveryTime", "latest_delivery_time",
          &get_trail_status_response::latest_delivery_time},
    field{"LatestNotificationTime", "latest_notification_time",
          &get_trail_status_response::latest_notification_time},
    field{"StartLoggingTime", "start_logging_time", &get_trail_status_response::start_logging_time},
    field{"StopLoggingTime", "stop_logging_time", &get_trail_status_response::stop_logging_time},
    field{"LatestCloudWatchLogsDeliveryError", "latest_cloud_watch_logs_delivery_error",
          &get_trail_status_response::latest_cloud_watch_logs_delivery_error},
    field{"LatestCloudWatchLogsDeliveryTime", "latest_cloud_watch_logs_delivery_time",
          &get_trail_status_response::latest_cloud_watch_logs_delivery_time},
    field{"LatestDigestDeliveryTime", "latest_digest_delivery_time",
          &get_trail_status_response::latest_digest_delivery_time},
    field{"LatestDigestDeliveryError", "latest_digest_delivery_error",
          &get_trail_status_response::latest_digest_delivery_error},
    field{"LatestDeliveryAttemptTime", "latest_delivery_attempt_time",
          &get_trail_status_response::latest_delivery_attempt_time},
    field{"LatestNotificationAttemptTime", "latest_notification_attempt_time",
          &get_trail_status_response::latest_notification_attempt_time},
    field{"LatestNotificationAttemptSucceeded", "latest_notification_attempt_succeeded",
          &get_trail_status_response::latest_notification_attempt_succeeded},
    field{"LatestDeliveryAttemptSucceeded", "latest_delivery_attempt_succeeded",
          &get_trail_status_response::latest_delivery_attempt_succeeded},
    field{"TimeLoggingStarted", "time_logging_started",
          &get_trail_status_response::time_logging_started},
    field{"TimeLoggingStopped", "time_logging_stopped",
          &get_trail_status_response::time_logging_stopped});

/// A tag. System tags begin with `aws:`.
struct tag {
  std::string key{};
  std::string value{};
  friend bool operator==(tag const&, tag const&) = default;
};
template <>
inline constexpr auto fields_of<tag> = table_of(field{"Key", "key", &tag::key},
                                                field{"Value", "value", &tag::value});

/// The tags of one trail.
struct resource_tag {
  std::string resource_id{};
  list<tag> tags_list{};
  friend bool operator==(resource_tag const&, resource_tag const&) = default;
};
template <>
inline constexpr auto fields_of<resource_tag> =
    table_of(field{"ResourceId", "resource_id", &resource_tag::resource_id},
             field{"TagsList", "tags_list", &resource_tag::tags_list});

/// `cloudtrail:ListTags`.
struct list_tags_response {
  list<resource_tag> resource_tag_list{};
  std::string next_token{};
  friend bool operator==(list_tags_response const&, list_tags_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_tags_response> = table_of(
    field{"ResourceTagList", "resource_tag_list", &list_tags_response::resource_tag_list, true},
    field{"NextToken", "next_token", &list_tags_response::next_token});

} // namespace trailaudit::inline v0
