#pragma once

#include <trailaudit/analysis/bucket_access.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does this bucket's policy deny every request over plain HTTP?
///
/// Evidence: `s3:GetBucketPolicy`.
/// - pass: whatever the caller, the action of S3 and the object, some `Deny` applies to a request
///   whose `aws:SecureTransport` is false. The statements need not have the documented form.
/// - fail: there is no policy, it denies nothing, or a request over plain HTTP was found that no
///   `Deny` catches; the evidence names its action.
/// - unknown: the policy was not collected or refused, has a fault, or is not decided.
///
/// A user or role that `NotPrincipal` names without the account may be denied with it, as the IAM
/// User Guide says ("Specifying NotPrincipal with Deny"): that is not decided.
///
/// AWS's own services are left out: they use TLS. Does not decide what organization policies deny.
/// Source: AWS Security Hub S3.5; AWS Config `S3_BUCKET_SSL_REQUESTS_ONLY`.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_secure_transport(log_bucket_view const& about,
                                                                       context const&);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_secure_transport(log_bucket_view const& about,
                                                            context const&) {
  auto const found = plain_http_access(about);
  fact const shown{found.where, found.what};
  switch (found.possible) {
  case ternary::no:
    return pass(found.reason, shown);
  case ternary::yes:
    return found.action.empty() ? fail(found.reason, shown)
                                : fail(found.reason, fact{found.where, found.action});
  case ternary::unknown:
    break;
  }
  return unknown(found.reason, shown);
}
#endif

inline constexpr reference log_bucket_secure_transport_references[] = {
    {"AWS Security Hub", "S3.5"},
    {"AWS Config", "S3_BUCKET_SSL_REQUESTS_ONLY"},
    {"NIST SP 800-53 Rev. 5", "SC-8"},
};

inline constexpr rule log_bucket_secure_transport{
    .slug = "log-bucket-secure-transport",
    .title = "Log bucket denies plain HTTP",
    .rationale = "Over plain HTTP anybody on the way reads the logs that somebody fetches.",
    .remediation = "Add a statement to the bucket's policy with the effect Deny, principal *, "
                   "action s3:*, the bucket and its objects as resources, and the condition Bool "
                   "aws:SecureTransport false: aws s3api put-bucket-policy --bucket <bucket> "
                   "--policy <policy>",
    .level = severity::medium,
    .references = log_bucket_secure_transport_references,
    .check = check_log_bucket_secure_transport,
};

} // namespace trailaudit::inline v0::rules
