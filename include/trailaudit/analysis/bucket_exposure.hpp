#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>

#include <cstdint>
#include <string_view>

namespace trailaudit::inline v0 {

/// Whether something lets the public in, why, and the place that shows it.
struct exposure {
  ternary is_public = ternary::unknown;
  std::string_view reason{}; ///< a literal; of a policy that is open, who gets in
  origin where{};            ///< the witness, or what stands in the way of an answer
  std::string_view what{};   ///< what stands there; a view into the snapshot or a literal
  /// Where a policy is open: an action that an outsider is granted, and where it is allowed.
  std::string_view granted{};
  origin granted_at{};
};

/// Whether a bucket policy lets the public in: `exposure_of` with `public_access`, with the place
/// of the statement that does. `from` is where the policy stands.
[[nodiscard]] TRAILAUDIT_API exposure policy_exposure(policy const& document,
                                                      exposure_subject const& subject,
                                                      origin const& from);

/// What keeps the public out of a bucket that would be open without it.
enum class bucket_guard : std::uint8_t {
  none,                    ///< nothing has to, or nothing does
  restrict_public_buckets, ///< Block Public Access, against the policy
  ignore_public_acls,      ///< Block Public Access, against the ACL
  both_blocks,             ///< both of them
  object_ownership,        ///< `BucketOwnerEnforced`: the bucket has no ACLs
};

[[nodiscard]] constexpr std::string_view to_string(bucket_guard value) noexcept {
  switch (value) {
  case bucket_guard::none:
    return "none";
  case bucket_guard::restrict_public_buckets:
    return "RestrictPublicBuckets";
  case bucket_guard::ignore_public_acls:
    return "IgnorePublicAcls";
  case bucket_guard::both_blocks:
    return "RestrictPublicBuckets and IgnorePublicAcls";
  case bucket_guard::object_ownership:
    return "BucketOwnerEnforced";
  }
  return "";
}

/// A bucket's layers, each by itself and together.
struct bucket_layers {
  exposure today{};     ///< with all of them
  exposure unblocked{}; ///< if Block Public Access were lifted at both levels
  exposure policy{};    ///< the policy by itself
  exposure acl{};       ///< the ACL by itself, with object ownership
  exposure_verdict public_for_s3 = exposure_verdict::unknown; ///< the policy, by S3's own rule
  ternary restrict_public_buckets = ternary::unknown;         ///< on either level
  ternary ignore_public_acls = ternary::unknown;              ///< on either level
  bucket_guard guard = bucket_guard::none;
};

/// Whether a bucket is public today: policy, ACL, object ownership and both levels of Block Public
/// Access. A grant to a group that AWS does not document, or with a key that it does not, is
/// unknown.
///
/// Does not decide: ACLs of single objects, access points, and access through IAM policies of other
/// accounts. Source: Amazon S3 User Guide, "Blocking public access" and "Controlling ownership of
/// objects".
[[nodiscard]] TRAILAUDIT_API exposure bucket_exposure(log_bucket_view const& about,
                                                      inventory const& world);

/// The same, layer by layer: what is in effect today, what would be without Block Public Access,
/// and which layer protects. `GetBucketAcl` answers the list in effect: what `IgnorePublicAcls`
/// hides is not in it, so that without that block the ACL is not known to be closed.
[[nodiscard]] TRAILAUDIT_API bucket_layers layers_of(log_bucket_view const& about,
                                                     inventory const& world);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/bucket_exposure.ipp>
#endif
