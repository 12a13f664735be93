#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/policy.hpp>

#include <string>

// Amazon SNS's answers about topics.
// Shapes: Amazon SNS API Reference.

namespace trailaudit::inline v0 {

/// The attributes of a topic. SNS gives all of them as texts, and leaves out what the caller may
/// not see.
struct topic_attributes {
  maybe<json_text<trailaudit::policy>> policy{};
  std::string owner{}; ///< account id
  std::string topic_arn{};
  std::string display_name{};
  std::string kms_master_key_id{};         ///< key id, ARN or alias; missing: not encrypted
  std::string subscriptions_confirmed{};   ///< a number
  std::string subscriptions_pending{};     ///< a number
  std::string subscriptions_deleted{};     ///< a number
  std::string delivery_policy{};           ///< JSON text
  std::string effective_delivery_policy{}; ///< JSON text
  std::string fifo_topic{};                ///< `true` or `false`
  std::string signature_version{};         ///< missing: 1
  std::string tracing_config{};            ///< `PassThrough` or `Active`
  friend bool operator==(topic_attributes const&, topic_attributes const&) = default;
};
template <>
inline constexpr auto fields_of<topic_attributes> =
    table_of(field{"Policy", "policy", &topic_attributes::policy},
             field{"Owner", "owner", &topic_attributes::owner},
             field{"TopicArn", "topic_arn", &topic_attributes::topic_arn},
             field{"DisplayName", "display_name", &topic_attributes::display_name},
             field{"KmsMasterKeyId", "kms_master_key_id", &topic_attributes::kms_master_key_id},
             field{"SubscriptionsConfirmed", "subscriptions_confirmed",
                   &topic_attributes::subscriptions_confirmed},
             field{"SubscriptionsPending", "subscriptions_pending",
                   &topic_attributes::subscriptions_pending},
             field{"SubscriptionsDeleted", "subscriptions_deleted",
                   &topic_attributes::subscriptions_deleted},
             field{"DeliveryPolicy", "delivery_policy", &topic_attributes::delivery_policy},
             field{"EffectiveDeliveryPolicy", "effective_delivery_policy",
                   &topic_attributes::effective_delivery_policy},
             field{"FifoTopic", "fifo_topic", &topic_attributes::fifo_topic},
             field{"SignatureVersion", "signature_version", &topic_attributes::signature_version},
             field{"TracingConfig", "tracing_config", &topic_attributes::tracing_config});

/// `sns:GetTopicAttributes`. No such topic is the error `NotFound`.
struct get_topic_attributes_response {
  topic_attributes attributes{};
  friend bool operator==(get_topic_attributes_response const&,
                         get_topic_attributes_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_topic_attributes_response> = table_of(field{
    "Attributes", "attributes", &get_topic_attributes_response::attributes, true});

/// Who gets what a topic is sent.
struct subscription {
  std::string subscription_arn{}; ///< or `PendingConfirmation`, or `Deleted`
  std::string owner{};            ///< account id
  std::string protocol{};         ///< `email`, `https`, `sqs`, `lambda`, …
  std::string endpoint{};
  std::string topic_arn{};
  friend bool operator==(subscription const&, subscription const&) = default;
};
template <>
inline constexpr auto fields_of<subscription> =
    table_of(field{"SubscriptionArn", "subscription_arn", &subscription::subscription_arn},
             field{"Owner", "owner", &subscription::owner},
             field{"Protocol", "protocol", &subscription::protocol},
             field{"Endpoint", "endpoint", &subscription::endpoint},
             field{"TopicArn", "topic_arn", &subscription::topic_arn});

/// `sns:ListSubscriptionsByTopic`.
struct list_subscriptions_by_topic_response {
  list<subscription> subscriptions{};
  std::string next_token{}; ///< there: the list goes on
  friend bool operator==(list_subscriptions_by_topic_response const&,
                         list_subscriptions_by_topic_response const&) = default;
};
template <>
inline constexpr auto fields_of<list_subscriptions_by_topic_response> =
    table_of(field{"Subscriptions", "subscriptions",
                   &list_subscriptions_by_topic_response::subscriptions, true},
             field{"NextToken", "next_token", &list_subscriptions_by_topic_response::next_token});

} // namespace trailaudit::inline v0
