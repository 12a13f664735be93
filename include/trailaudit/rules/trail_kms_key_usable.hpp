#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Can the key of this trail be used to encrypt?
///
/// Evidence: `cloudtrail:DescribeTrails`, `KmsKeyId`; `kms:DescribeKey`, `KeyState`, `Enabled`,
/// `KeyUsage`, `KeySpec`.
/// - pass: the state is `Enabled` or `Updating`.
/// - fail: it is another one; the key is not a symmetric one for encryption; or there is no such
///   key: `NotFoundException` in the key's own account and Region.
/// - not_applicable: the trail has no key.
/// - unknown: `DescribeKey` was not collected or refused, or contradicts itself.
///
/// Does not decide whether the key's policy lets CloudTrail use it. Source: AWS KMS Developer
/// Guide, "Key states of AWS KMS keys"; CloudTrail User Guide, "Encrypting CloudTrail log files".
[[nodiscard]] TRAILAUDIT_API verdict check_trail_kms_key_usable(trail_view const& about,
                                                                context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_kms_key_usable(trail_view const& about,
                                                     context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  if (settings->kms_key_id.empty()) {
    return not_applicable("the trail has no KMS key", fact{about.settings.from.at("KmsKeyId"), {}});
  }
  auto const found = key_of(about, audit.world);
  auto const* const known = found.key.get();
  if (known == nullptr) {
    auto const there = key_existence(found);
    return there.exists == ternary::no &&
                   asked_at_home(there.where, found.region, found.account, audit.world)
               ? fail("there is no such key", fact{there.where, there.error_code},
                      fact{about.settings.from.at("KmsKeyId"), settings->kms_key_id})
               : unknown_without(found.key, "kms:DescribeKey");
  }
  auto const& key = known->key_metadata;
  auto const at = [&](char const* name) { return found.key.from.at("KeyMetadata").at(name); };
  if (!key.key_usage.empty() && key.key_usage != "ENCRYPT_DECRYPT") {
    return fail("the trail's key is not for encryption", fact{at("KeyUsage"), key.key_usage});
  }
  if (!key.key_spec.empty() && key.key_spec != "SYMMETRIC_DEFAULT") {
    return fail("the trail's key is not symmetric", fact{at("KeySpec"), key.key_spec});
  }
  auto const& state = key.key_state;
  fact const shown{at("KeyState"), state};
  // `Enabled` is true in that state, and in no other.
  if (state.empty() && key.enabled.value_or(false)) {
    return pass("the trail's key can be used", fact{at("Enabled"), true});
  }
  if (!state.empty() && key.enabled && *key.enabled != (state == "Enabled")) {
    return unknown("the answer contradicts itself", shown, fact{at("Enabled"), key.enabled});
  }
  if (state == "Enabled" || state == "Updating") {
    return pass("the trail's key can be used", shown);
  }
  if (state == "PendingDeletion" || state == "PendingReplicaDeletion") {
    return fail("the trail's key waits for its deletion", shown,
                fact{at("DeletionDate"), key.deletion_date});
  }
  bool const documented = state == "Disabled" || state == "PendingImport" ||
                          state == "Unavailable" || state == "Creating";
  return documented ? fail("the trail's key cannot be used in its state", shown)
                    : unknown("the key's state is not known", shown);
}
#endif

inline constexpr reference trail_kms_key_usable_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "SC-12"},
};

inline constexpr rule trail_kms_key_usable{
    .slug = "trail-kms-key-usable",
    .title = "Trail's KMS key can be used",
    .rationale = "With a key that is disabled or deleted nothing is delivered, and what was "
                 "delivered cannot be read.",
    .remediation = "Enable the key, cancel its deletion, or give the trail another one: aws kms "
                   "enable-key --key-id <key>; aws kms cancel-key-deletion --key-id <key>",
    .level = severity::high,
    .references = trail_kms_key_usable_references,
    .check = check_trail_kms_key_usable,
};

} // namespace trailaudit::inline v0::rules
