#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/list.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What others can do to a log bucket, as its policy, its ACL and Block Public Access say it.

namespace trailaudit::inline v0 {

/// The answer to a question about access to a bucket.
struct bucket_access {
  ternary possible = ternary::unknown;
  std::string_view reason{}; ///< a literal
  origin where{};            ///< the witness, or what stands in the way of an answer
  std::string_view what{};   ///< what stands there; a view into the snapshot or a literal
  std::string_view action{}; ///< of a witness; a literal, or a view into the snapshot
};

/// Whether some request over plain HTTP escapes every `Deny` of the bucket's policy: of whichever
/// caller, the owner's own included, for the bucket or an object, with whichever action of S3.
///
/// A `Deny` counts whatever its form, as long as it applies to such a request. AWS's own services
/// are left out: they use TLS. Does not decide what SCPs and RCPs deny. Cost: a look at the
/// statements for the form that AWS documents; otherwise that of `exposure_of`.
[[nodiscard]] TRAILAUDIT_API bucket_access plain_http_access(log_bucket_view const& about);

/// Whether somebody outside the owner's account and the trust can reach the bucket.
///
/// By policy: `exposure_of` with `external`, and `RestrictPublicBuckets`, which cuts other accounts
/// off where S3 calls the policy public. By ACL: grants to others than the owner; the id in a grant
/// does not say which account it is, so one is decided only where no account and no organization
/// is trusted. Does not decide: ACLs of objects, access points, the confused deputy.
[[nodiscard]] TRAILAUDIT_API bucket_access outside_access(log_bucket_view const& about,
                                                          inventory const& world,
                                                          trust const& trusted);

/// Whether policy or ACL let anybody but CloudTrail change the log files, or what protects them:
/// overwrite or delete one, change its retention, or the bucket's policy, ACL, versioning, Object
/// Lock, lifecycle rules, who pays for requests and the like; tag one, where a lifecycle rule
/// deletes what has a tag.
///
/// Only the trails' objects count, not what else is in the bucket. `:root` of the owner's account
/// is nobody: it lets in who may by IAM, with or without the policy. `administrators`: principals
/// that may, as the policy names them. `kept_days`: how long logs are to be kept. Default retention
/// in `COMPLIANCE` mode that lasts as long keeps everybody from changing objects; then the bucket's
/// settings alone count. Without `kept_days` no retention is known to last long enough. Does not
/// decide: identity policies, ACLs of objects, objects that are older than the retention, S3's log
/// delivery group.
[[nodiscard]] TRAILAUDIT_API bucket_access tampering_access(log_bucket_view const& about,
                                                            inventory const& world,
                                                            list<std::string> const& administrators,
                                                            std::optional<std::int64_t> kept_days);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/bucket_access.ipp>
#endif
