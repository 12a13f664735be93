#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Is the key of this trail rotated automatically?
///
/// Evidence: `kms:GetKeyRotationStatus`, `KeyRotationEnabled`; `kms:DescribeKey`, `KeyManager`,
/// `KeySpec`, `KeyUsage`, `Origin`, `KeyState`.
/// - pass: rotation is on. fail: it is off, and the key is one that can be rotated.
/// - not_applicable: the trail has no key; the key is AWS's; it is not symmetric, or its material
///   is not of KMS's own making, so that it cannot be rotated automatically; or it waits for its
///   deletion, while rotation shows as off whatever was set.
/// - unknown: an answer is missing or refused.
///
/// Does not look at the rotation's period. Source: CIS AWS 3.0, 3.6; AWS KMS API,
/// `GetKeyRotationStatus`.
[[nodiscard]] TRAILAUDIT_API verdict check_kms_key_rotation_for_trail_key(trail_view const& about,
                                                                          context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_kms_key_rotation_for_trail_key(trail_view const& about,
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
  if (known != nullptr) {
    auto const& key = known->key_metadata;
    auto const at = [&](char const* name) { return found.key.from.at("KeyMetadata").at(name); };
    if (key.key_manager == "AWS") {
      return not_applicable("AWS rotates its own keys", fact{at("KeyManager"), key.key_manager});
    }
    if (!key.key_spec.empty() && key.key_spec != "SYMMETRIC_DEFAULT") {
      return not_applicable("only symmetric keys are rotated", fact{at("KeySpec"), key.key_spec});
    }
    if (!key.origin.empty() && key.origin != "AWS_KMS") {
      return not_applicable("only key material that KMS made is rotated automatically",
                            fact{at("Origin"), key.origin});
    }
    if (key.key_state == "PendingDeletion" || key.key_state == "PendingReplicaDeletion") {
      return not_applicable("the key waits for its deletion", fact{at("KeyState"), key.key_state});
    }
  }
  auto const* const rotation = found.rotation.get();
  if (rotation == nullptr) {
    return unknown_without(found.rotation, "kms:GetKeyRotationStatus");
  }
  fact const shown{found.rotation.from.at("KeyRotationEnabled"), rotation->key_rotation_enabled};
  if (!rotation->key_rotation_enabled) {
    return unknown("whether the key is rotated is not said", shown);
  }
  if (*rotation->key_rotation_enabled) {
    return pass("the trail's key is rotated", shown);
  }
  if (known == nullptr) {
    return unknown_without(found.key, "kms:DescribeKey");
  }
  auto const& key = known->key_metadata;
  bool const rotatable = key.key_manager == "CUSTOMER" && key.key_spec == "SYMMETRIC_DEFAULT" &&
                         key.origin == "AWS_KMS" && !key.key_state.empty();
  return rotatable ? fail("the trail's key is not rotated", shown)
                   : unknown("whether the key can be rotated is not said",
                             fact{found.key.from.at("KeyMetadata"), {}}, shown);
}
#endif

inline constexpr reference kms_key_rotation_for_trail_key_references[] = {
    {"AWS Config", "CMK_BACKING_KEY_ROTATION_ENABLED"},
    {"CIS AWS Foundations 3.0", "3.6"},
    {"CIS AWS Foundations 1.4", "3.8"},
    {"Prowler", "kms_cmk_rotation_enabled"},
};

inline constexpr rule kms_key_rotation_for_trail_key{
    .slug = "kms-key-rotation-for-trail-key",
    .title = "Trail's KMS key is rotated",
    .rationale = "The longer one key encrypts all logs, the more is lost with it.",
    .remediation = "Turn rotation on: aws kms enable-key-rotation --key-id <key>",
    .level = severity::medium,
    .references = kms_key_rotation_for_trail_key_references,
    .check = check_kms_key_rotation_for_trail_key,
};

} // namespace trailaudit::inline v0::rules
