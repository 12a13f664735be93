#pragma once

#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

// What is known of one resource, joined from all answers about it. `resource_index` makes them.
// All of them hold views into the snapshot.

namespace trailaudit::inline v0 {

/// What is known of a list that AWS gives page by page.
struct list_state {
  /// Present: at least one page is there. Contradictory: one page was answered in two ways.
  observation state = observation::not_collected;
  /// Yes: every page is there, and nothing in a request left something out; or AWS said that there
  /// is nothing to list. No: a page is missing, a request narrowed the list, or it was refused.
  /// Unknown: nothing was collected, or the answers contradict each other.
  ternary whole = ternary::unknown;
  answer_place from{};           ///< the first page, or the refusal
  std::string_view error_code{}; ///< AWS's, when `absent` or `refused`
};

/// One element of such a list and its place.
template <class T>
struct list_row {
  T const* value = nullptr;
  answer_place from{};
};

/// Whether something is there, and the answer that says so.
struct existence {
  ternary exists = ternary::unknown;
  answer_place where{};
  std::string_view error_code{}; ///< AWS's, where it is not there
};

/// One bucket, by its name. What `log_bucket_view` holds of a log bucket is not here again.
struct bucket_view {
  std::string_view name{};
  observed<get_bucket_location_response> location{};
  observed<head_bucket_response> head{};
  observed<get_bucket_policy_status_response> policy_status{};
  observed<get_bucket_encryption_response> encryption{};
  observed<get_object_lock_configuration_response> object_lock{};
  observed<get_bucket_lifecycle_configuration_response> lifecycle{};
  observed<get_bucket_request_payment_response> request_payment{};
};

/// The Region that a location stands for: none is `us-east-1`, and `EU` is `eu-west-1`.
/// Source: Amazon S3 API Reference, `GetBucketLocation`.
[[nodiscard]] inline std::string_view
region_of(get_bucket_location_response const& location) noexcept {
  std::string_view const constraint = location.location_constraint;
  return constraint.empty() ? "us-east-1" : constraint == "EU" ? "eu-west-1" : constraint;
}

/// The Region a bucket is in, by `GetBucketLocation` and `HeadBucket`; empty where neither says it,
/// or the two contradict each other.
[[nodiscard]] inline std::string_view region_of(bucket_view const& about) noexcept {
  auto const* const location = about.location.get();
  auto const* const head = about.head.get();
  std::string_view const by_location = location == nullptr ? "" : region_of(*location);
  std::string_view const by_head = head == nullptr ? std::string_view{} : head->bucket_region;
  if (about.location.state == observation::contradictory ||
      about.head.state == observation::contradictory) {
    return {};
  }
  if (by_location.empty() || by_head.empty()) {
    return by_location.empty() ? by_head : by_location;
  }
  return by_location == by_head ? by_location : std::string_view{};
}

/// Which account owns a bucket, and the answer that says so.
struct bucket_owner_view {
  std::string_view account{}; ///< empty: not known
  answer_place where{};
  bool contradictory = false; ///< two answers name two accounts
};

/// One KMS key, however it was named.
struct key_view {
  std::string_view id{};      ///< the key's own id; empty: an alias that could not be resolved
  std::string_view region{};  ///< empty: not known
  std::string_view account{}; ///< empty: not known
  /// The line of `ListAliases` that an alias was resolved by. Not collected: it was no alias, or
  /// `DescribeKey` of the alias resolved it. Contradictory: it stands for two keys.
  observed<alias_list_entry> alias{};
  observed<describe_key_response> key{};
  observed<get_key_rotation_status_response> rotation{};
  observed<get_key_policy_response> policy{};
};

/// Whether the key is there at all: `DescribeKey` answers, or says `NotFoundException`. A key that
/// waits for its deletion is there.
[[nodiscard]] inline existence key_existence(key_view const& about) noexcept {
  if (about.key.state == observation::present) {
    return {ternary::yes, about.key.from, {}};
  }
  if (about.key.state == observation::refused && about.key.error_code == "NotFoundException") {
    return {ternary::no, about.key.from, about.key.error_code};
  }
  return {};
}

/// One SNS topic, by its ARN.
struct topic_view {
  std::string_view arn{};
  std::string_view region{};
  std::string_view account{};
  observed<get_topic_attributes_response> attributes{};
  list_state subscriptions_seen{};
  std::vector<list_row<subscription>> subscriptions{}; ///< of all pages; each once
};

/// Whether a subscription receives anything: one that waits for its confirmation does not, and one
/// that was deleted does not.
[[nodiscard]] inline bool is_confirmed(subscription const& about) noexcept {
  return about.subscription_arn.starts_with("arn:");
}

/// A number that AWS gives as text, as in a topic's attributes.
[[nodiscard]] inline std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
  std::int64_t value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                   : std::nullopt;
}

/// One policy of a role, with its text where that is known.
struct role_policy_view {
  std::string_view name{};
  std::string_view arn{};      ///< of a managed policy; empty: inline
  answer_place from{};         ///< the answer that names it
  observed<policy> document{}; ///< of a managed policy the default version's
};

/// One IAM role, by its ARN or name.
struct role_view {
  std::string_view name{};
  std::string_view arn{}; ///< empty when no answer gave one
  /// Whether the role is there; `absent` is `NoSuchEntity`.
  observation state = observation::not_collected;
  answer_place from{};           ///< the answer that describes it, or the refusal
  std::string_view error_code{}; ///< AWS's, when `absent` or `refused`
  observed<policy> trust{};      ///< who may assume it; the place is that of the role
  /// Its boundary. Absent: the role has none.
  observed<permissions_boundary> boundary{};
  std::vector<role_policy_view> inline_policies{};
  std::vector<role_policy_view> attached_policies{};
  list_state inline_seen{};   ///< whether `inline_policies` are all
  list_state attached_seen{}; ///< whether `attached_policies` are all
};

/// One log group of CloudWatch Logs, by its ARN.
struct log_group_view {
  std::string_view name{};
  std::string_view region{};
  std::string_view account{};
  /// Absent: the whole list of that name's groups, in its Region, does not hold it.
  observed<log_group> group{};
  observed<describe_subscription_filters_response> filters{};
  ternary filters_whole = ternary::unknown; ///< whether `filters` are all
};

/// A list of policies of the organization.
struct organization_policies_view {
  list_state seen{};
  std::vector<list_row<policy_summary>> policies{};
};

/// Whether a request holds a parameter that is not known here and may leave something out of the
/// answer. Parameters that only say how long a page is do not.
[[nodiscard]] inline bool narrows(capture_request const& request) noexcept {
  constexpr std::array<std::string_view, 7> harmless{
      "MaxResults", "MaxItems", "MaxBuckets", "Limit", "limit", "PageSize", "GrantTokens"};
  for (std::string_view const each : request.unrecognized) {
    bool known = false;
    for (auto const name : harmless) {
      known = known || each == name;
    }
    if (!known) {
      return true;
    }
  }
  return false;
}

} // namespace trailaudit::inline v0
