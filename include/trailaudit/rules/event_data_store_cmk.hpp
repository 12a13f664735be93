#pragma once

#include <trailaudit/model/arn.hpp>
#include <trailaudit/rule.hpp>

#include <string_view>

namespace trailaudit::inline v0::rules {

/// Is this event data store encrypted with a customer managed key?
///
/// Evidence: `cloudtrail:GetEventDataStore`, `KmsKeyId` (the list of stores never says);
/// `kms:DescribeKey`, `KeyManager`, where it is there; for an alias `kms:ListAliases`.
/// - pass: a key is set, and stands in `event_data_store_kms_key_arns` where that is given.
/// - fail: none is set, it is another one, or AWS manages it: `DescribeKey` says so, or it is named
///   by an alias that begins with `alias/aws/`, which AWS keeps for its own keys.
/// - unknown: the store is only listed, the answer was refused, two answers of `DescribeKey`
///   contradict each other, or the manager that one names is not known here.
///
/// `trail-kms-key-is-customer-managed` wants `DescribeKey`; here a key that is set passes without
/// it, as it does for Security Hub: CloudTrail uses a key only where the key's policy lets it, and
/// nobody can change the policies of AWS's own. Source: AWS Security Hub CloudTrail.10; AWS KMS
/// Developer Guide, "AWS managed keys" and "Aliases".
[[nodiscard]] TRAILAUDIT_API verdict check_event_data_store_cmk(event_data_store_view const& about,
                                                                context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_event_data_store_cmk(event_data_store_view const& about,
                                                     context const& audit) {
  auto const* const store = about.store.get();
  if (store == nullptr) {
    return unknown_without(about.store, "cloudtrail:GetEventDataStore");
  }
  auto const source = about.store.from.at("KmsKeyId");
  if (store->kms_key_id.empty()) {
    return fail("the event data store has no key of the customer's", fact{source, {}});
  }
  auto const& wanted = audit.limits.event_data_store_kms_key_arns;
  bool listed = wanted.empty();
  for (auto const& each : wanted) {
    listed = listed || each == store->kms_key_id;
  }
  if (!listed) {
    return fail("the event data store uses a key that is not among the wanted ones",
                fact{source, store->kms_key_id});
  }
  std::string_view const text = store->kms_key_id;
  if (text.starts_with("alias/aws/") || parse_arn(text).resource.starts_with("alias/aws/")) {
    return fail("AWS manages the event data store's key", fact{source, text});
  }
  auto const key = audit.world.resources().key(text, about.region, about.account).key;
  if (key.state == observation::contradictory) {
    return unknown_without(key, "kms:DescribeKey");
  }
  if (auto const* const found = key.get()) {
    auto const& manager = found->key_metadata.key_manager;
    fact const managed{key.from.at("KeyMetadata").at("KeyManager"), manager};
    if (manager == "AWS") {
      return fail("AWS manages the event data store's key", fact{source, text}, managed);
    }
    if (manager != "CUSTOMER" && !manager.empty()) {
      return unknown("who manages the key is not said", managed);
    }
  }
  return pass("the event data store has a key of the customer's", fact{source, store->kms_key_id});
}
#endif

inline constexpr reference event_data_store_cmk_references[] = {
    {"AWS Security Hub", "CloudTrail.10"},
    {"AWS Config", "EVENT_DATA_STORE_CMK_ENCRYPTION_ENABLED"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "SC-28"},
};

inline constexpr rule event_data_store_cmk{
    .slug = "event-data-store-cmk",
    .title = "Event data store is encrypted with a key of the customer",
    .rationale = "With a key of one's own, reading the events needs a permission on the key, and "
                 "the key can be withdrawn.",
    .remediation =
        "Give the store a key: aws cloudtrail update-event-data-store --event-data-store <arn> "
        "--kms-key-id <key-arn> (a key, once set, cannot be changed)",
    .level = severity::medium,
    .references = event_data_store_cmk_references,
    .check = check_event_data_store_cmk,
};

} // namespace trailaudit::inline v0::rules
