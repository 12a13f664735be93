#pragma once

#include <trailaudit/detail/fields.hpp>

#include <optional>
#include <string>

// What CloudTrail writes of one event: the fields that selectors look at, and those by which a
// person finds the event again. Of every `eventVersion`; a field that a version does not have is
// missing. Shapes: AWS CloudTrail User Guide, "CloudTrail record contents".

namespace trailaudit::inline v0 {

/// Who did it.
struct event_user_identity {
  std::string type{};
  std::string arn{};
  std::string account_id{};
  std::string invoked_by{};
  friend bool operator==(event_user_identity const&, event_user_identity const&) = default;
};
template <>
inline constexpr auto fields_of<event_user_identity> =
    table_of(field{"type", "type", &event_user_identity::type},
             field{"arn", "arn", &event_user_identity::arn},
             field{"accountId", "account_id", &event_user_identity::account_id},
             field{"invokedBy", "invoked_by", &event_user_identity::invoked_by});

/// Something that was accessed.
struct event_resource {
  std::string type{}; ///< `AWS::S3::Object`
  std::string arn{};
  std::string arn_prefix{}; ///< for requests that are about more than one, as `ListObjects`
  std::string account_id{};
  friend bool operator==(event_resource const&, event_resource const&) = default;
};
template <>
inline constexpr auto fields_of<event_resource> = table_of(
    field{"type", "type", &event_resource::type}, field{"ARN", "arn", &event_resource::arn},
    field{"ARNPrefix", "arn_prefix", &event_resource::arn_prefix},
    field{"accountId", "account_id", &event_resource::account_id});

/// One record of a CloudTrail log file.
struct event_record {
  std::string event_version{};
  event_user_identity user_identity{};
  std::string event_time{}; ///< as it was written
  std::string event_source{};
  std::string event_name{};
  std::string aws_region{};
  std::string error_code{};
  std::optional<bool> read_only{};
  list<event_resource> resources{};
  std::string event_type{};
  std::optional<bool> management_event{};
  std::string recipient_account_id{};
  std::string vpc_endpoint_id{};
  std::string event_category{}; ///< from version 1.07 on
  /// `true` or missing.
  std::string session_credential_from_console{};
  std::string event_id{};
  friend bool operator==(event_record const&, event_record const&) = default;
};
template <>
inline constexpr auto fields_of<event_record> = table_of(
    field{"eventVersion", "event_version", &event_record::event_version},
    field{"userIdentity", "user_identity", &event_record::user_identity},
    field{"eventTime", "event_time", &event_record::event_time},
    field{"eventSource", "event_source", &event_record::event_source},
    field{"eventName", "event_name", &event_record::event_name},
    field{"awsRegion", "aws_region", &event_record::aws_region},
    field{"errorCode", "error_code", &event_record::error_code},
    field{"readOnly", "read_only", &event_record::read_only},
    field{"resources", "resources", &event_record::resources},
    field{"eventType", "event_type", &event_record::event_type},
    field{"managementEvent", "management_event", &event_record::management_event},
    field{"recipientAccountId", "recipient_account_id", &event_record::recipient_account_id},
    field{"vpcEndpointId", "vpc_endpoint_id", &event_record::vpc_endpoint_id},
    field{"eventCategory", "event_category", &event_record::event_category},
    field{"sessionCredentialFromConsole", "session_credential_from_console",
          &event_record::session_credential_from_console},
    field{"eventID", "event_id", &event_record::event_id});

} // namespace trailaudit::inline v0
