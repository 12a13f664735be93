#pragma once

#include <trailaudit/rule.hpp>
#include <trailaudit/rules/bedrock_events_logged.hpp>
#include <trailaudit/rules/cloudwatch_delivery_fresh.hpp>
#include <trailaudit/rules/cloudwatch_logs_integration.hpp>
#include <trailaudit/rules/cloudwatch_role_can_write.hpp>
#include <trailaudit/rules/data_events_configured.hpp>
#include <trailaudit/rules/digest_delivery_healthy.hpp>
#include <trailaudit/rules/event_data_store_cmk.hpp>
#include <trailaudit/rules/event_data_store_protected.hpp>
#include <trailaudit/rules/global_service_events.hpp>
#include <trailaudit/rules/global_service_events_not_duplicated.hpp>
#include <trailaudit/rules/iam_policy_no_full_cloudtrail_access.hpp>
#include <trailaudit/rules/insights_enabled.hpp>
#include <trailaudit/rules/kms_key_rotation_for_trail_key.hpp>
#include <trailaudit/rules/lambda_data_events.hpp>
#include <trailaudit/rules/log_bucket_access_logging.hpp>
#include <trailaudit/rules/log_bucket_access_logging_target_sane.hpp>
#include <trailaudit/rules/log_bucket_block_public_access.hpp>
#include <trailaudit/rules/log_bucket_encryption.hpp>
#include <trailaudit/rules/log_bucket_exists.hpp>
#include <trailaudit/rules/log_bucket_is_designated.hpp>
#include <trailaudit/rules/log_bucket_lifecycle_retention.hpp>
#include <trailaudit/rules/log_bucket_mfa_delete.hpp>
#include <trailaudit/rules/log_bucket_not_public.hpp>
#include <trailaudit/rules/log_bucket_not_shared.hpp>
#include <trailaudit/rules/log_bucket_object_lock.hpp>
#include <trailaudit/rules/log_bucket_policy_allows_cloudtrail_scoped.hpp>
#include <trailaudit/rules/log_bucket_same_account_or_known.hpp>
#include <trailaudit/rules/log_bucket_secure_transport.hpp>
#include <trailaudit/rules/log_bucket_tamper_resistant.hpp>
#include <trailaudit/rules/log_bucket_versioning.hpp>
#include <trailaudit/rules/log_delivery_healthy.hpp>
#include <trailaudit/rules/log_file_validation.hpp>
#include <trailaudit/rules/log_group_encrypted.hpp>
#include <trailaudit/rules/log_group_retention.hpp>
#include <trailaudit/rules/log_group_subscriptions_expected.hpp>
#include <trailaudit/rules/management_events_covered.hpp>
#include <trailaudit/rules/management_events_not_duplicated.hpp>
#include <trailaudit/rules/management_events_not_excluded.hpp>
#include <trailaudit/rules/management_events_per_trail.hpp>
#include <trailaudit/rules/network_activity_events.hpp>
#include <trailaudit/rules/organization_scp_protects_trail.hpp>
#include <trailaudit/rules/organization_trail_present.hpp>
#include <trailaudit/rules/policy_lint.hpp>
#include <trailaudit/rules/region_covered_by_logging_trail.hpp>
#include <trailaudit/rules/required_data_events.hpp>
#include <trailaudit/rules/s3_data_events_all_buckets.hpp>
#include <trailaudit/rules/s3_data_events_read.hpp>
#include <trailaudit/rules/s3_data_events_write.hpp>
#include <trailaudit/rules/sns_notification_configured.hpp>
#include <trailaudit/rules/sns_notification_healthy.hpp>
#include <trailaudit/rules/sns_topic_not_public.hpp>
#include <trailaudit/rules/trail_exists_and_logging.hpp>
#include <trailaudit/rules/trail_is_logging.hpp>
#include <trailaudit/rules/trail_kms_encryption.hpp>
#include <trailaudit/rules/trail_kms_key_is_customer_managed.hpp>
#include <trailaudit/rules/trail_kms_key_not_public.hpp>
#include <trailaudit/rules/trail_kms_key_policy_allows_cloudtrail.hpp>
#include <trailaudit/rules/trail_kms_key_usable.hpp>
#include <trailaudit/rules/trail_multi_region_management_events.hpp>
#include <trailaudit/rules/trail_security_best_practices.hpp>
#include <trailaudit/rules/trail_tagged.hpp>

#include <array>
#include <string_view>

namespace trailaudit::inline v0 {

/// Every rule the library has, in the order of reports: the account, its trails, their buckets,
/// event data stores.
inline constexpr std::array catalogue{
    rules::trail_multi_region_management_events,
    rules::trail_exists_and_logging,
    rules::region_covered_by_logging_trail,
    rules::management_events_covered,
    rules::management_events_not_excluded,
    rules::management_events_not_duplicated,
    rules::global_service_events,
    rules::global_service_events_not_duplicated,
    rules::trail_security_best_practices,
    rules::organization_trail_present,
    rules::data_events_configured,
    rules::s3_data_events_all_buckets,
    rules::s3_data_events_write,
    rules::s3_data_events_read,
    rules::lambda_data_events,
    rules::required_data_events,
    rules::bedrock_events_logged,
    rules::network_activity_events,
    rules::trail_is_logging,
    rules::management_events_per_trail,
    rules::insights_enabled,
    rules::trail_kms_encryption,
    rules::log_file_validation,
    rules::cloudwatch_logs_integration,
    rules::cloudwatch_delivery_fresh,
    rules::log_delivery_healthy,
    rules::digest_delivery_healthy,
    rules::trail_tagged,
    rules::log_bucket_not_public,
    rules::log_bucket_access_logging,
    rules::log_bucket_versioning,
    rules::log_bucket_block_public_access,
    rules::log_bucket_exists,
    rules::log_bucket_encryption,
    rules::log_bucket_object_lock,
    rules::log_bucket_lifecycle_retention,
    rules::log_bucket_mfa_delete,
    rules::log_bucket_access_logging_target_sane,
    rules::log_bucket_is_designated,
    rules::log_bucket_same_account_or_known,
    rules::log_bucket_secure_transport,
    rules::log_bucket_not_shared,
    rules::log_bucket_tamper_resistant,
    rules::event_data_store_cmk,
    rules::event_data_store_protected,
    rules::trail_kms_key_is_customer_managed,
    rules::trail_kms_key_usable,
    rules::kms_key_rotation_for_trail_key,
    rules::trail_kms_key_not_public,
    rules::log_group_retention,
    rules::log_group_encrypted,
    rules::log_group_subscriptions_expected,
    rules::sns_notification_configured,
    rules::sns_notification_healthy,
    rules::sns_topic_not_public,
    rules::policy_lint,
    rules::trail_kms_key_policy_allows_cloudtrail,
    rules::log_bucket_policy_allows_cloudtrail_scoped,
    rules::cloudwatch_role_can_write,
    rules::iam_policy_no_full_cloudtrail_access,
    rules::organization_scp_protects_trail,
};

/// The rule with that slug, or null.
[[nodiscard]] constexpr rule const* find_rule(std::string_view slug) noexcept {
  for (auto const& each : catalogue) {
    if (each.slug == slug) {
      return &each;
    }
  }
  return nullptr;
}

namespace detail {

[[nodiscard]] constexpr bool is_slug(std::string_view text) noexcept {
  char last = '-';
  for (auto const byte : text) {
    bool const letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    if (!letter && (byte != '-' || last == '-')) {
      return false;
    }
    last = byte;
  }
  return !text.empty() && last != '-';
}

// A catalogue with a hole in it does not compile. (That no check is null is left to a test: g++
// cannot compare function addresses in constant expressions under UBSan.)
[[nodiscard]] consteval bool well_formed(std::span<rule const> rules) {
  for (auto const& each : rules) {
    bool const complete = is_slug(each.slug) && !each.title.empty() && !each.rationale.empty() &&
                          !each.remediation.empty() && !each.references.empty();
    if (!complete) {
      return false;
    }
    for (auto const& other : rules) {
      if (&other != &each && other.slug == each.slug) {
        return false;
      }
    }
  }
  return true;
}
static_assert(well_formed(catalogue));

} // namespace detail
} // namespace trailaudit::inline v0
