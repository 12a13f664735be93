#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>

#include <string_view>

namespace trailaudit::inline v0 {

/// Whether something lets the public in, why, and the place that shows it.
struct exposure {
  ternary is_public = ternary::unknown;
  std::string_view reason{}; ///< a literal
  origin where{};            ///< the witness, or what stands in the way of an answer
  std::string_view what{};   ///< what stands there; a view into the snapshot or a literal
};

/// Whether a bucket policy lets the public in.
///
/// Decided: a policy whose every `Allow` names fixed principals is not public, whatever its
/// conditions, since a condition can only narrow an `Allow`; an `Allow` to everyone without any
/// condition, on this bucket or its objects, in a policy without a `Deny`, is public. Everything
/// beyond is unknown: `*` under a condition, `NotPrincipal`, federated principals, wildcards within
/// an ARN, elements that the language does not have. `from` is where the policy stands. Source:
/// Amazon S3 User Guide, the meaning of "public".
[[nodiscard]] TRAILAUDIT_API exposure policy_exposure(policy const& document,
                                                      std::string_view bucket,
                                                      origin const& from) noexcept;

/// Whether a bucket is public today: policy, ACL, object ownership and both levels of Block Public
/// Access. A grant to a group that AWS does not document, or with a key that it does not, is
/// unknown.
///
/// Does not decide: ACLs of single objects, access points, and access through IAM policies of other
/// accounts.
[[nodiscard]] TRAILAUDIT_API exposure bucket_exposure(log_bucket_view const& about,
                                                      inventory const& world) noexcept;

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/bucket_exposure.ipp>
#endif
