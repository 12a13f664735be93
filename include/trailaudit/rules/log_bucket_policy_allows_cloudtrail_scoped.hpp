#pragma once

#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/rule.hpp>

#include <optional>

namespace trailaudit::inline v0::rules {

/// Does the policy of this trail's bucket let CloudTrail deliver, and for nobody else's trails?
///
/// Evidence: `s3:GetBucketPolicy`, `Policy`; `s3:GetBucketRequestPayment`;
/// `organizations:DescribeOrganization`, `Id`, where the policy asks for the source's organization.
/// - pass: `s3:GetBucketAcl` and `s3:PutObject` are granted to CloudTrail for this trail's objects,
///   and refused to it where it acts for a stranger's trail.
/// - fail: one of them certainly is not granted, or is granted for a stranger's trail as well (the
///   confused deputy); the evidence is the statement that denies it, comes nearest or is too wide.
/// - unknown: the policy was not collected or refused, or something in it is not decided.
///
/// Trusted beside the owners of bucket and trail: `trusted_accounts`, `trusted_organizations`. Does
/// not decide resource control policies, nor the bucket's key. Source: AWS CloudTrail User Guide,
/// "Amazon S3 bucket policy for CloudTrail"; AWS Control Tower User Guide, "Amazon S3 bucket policy
/// in the audit account".
[[nodiscard]] TRAILAUDIT_API verdict
check_log_bucket_policy_allows_cloudtrail_scoped(trail_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_policy_allows_cloudtrail_scoped(trail_view const& about,
                                                                           context const& audit) {
  if (about.settings.get() == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  auto trail = delivery_trail_of(about, audit.world);
  trail.witnesses = false;
  auto const found = bucket_delivery_of(trail, audit.world);
  origin const place = found.from.capture() == origin::no_capture ? origin("s3:GetBucketPolicy")
                                                                  : origin(found.from);
  auto const at = [&](std::size_t statement) {
    return found.document == nullptr
               ? place
               : statement_place(*found.document, place.at("Policy"), statement);
  };
  auto failed = fail("the bucket policy does not let CloudTrail deliver");
  std::optional<verdict> open;
  auto passed = pass("the bucket policy lets CloudTrail deliver, and for no stranger");
  for (auto const& each : found.steps) {
    switch (each.granted) {
    case ternary::yes:
      passed.with(at(each.statement), each.request);
      break;
    case ternary::no:
      failed.with(at(each.statement), each.request);
      break;
    case ternary::unknown:
      open = open ? open : unknown(each.reason, fact{at(each.statement), each.request});
      break;
    }
  }
  if (failed.fact_count != 0) {
    return failed;
  }
  if (found.document == nullptr || found.steps.empty()) {
    return open ? *open : unknown("the bucket's policy is not known", fact{place, trail.bucket});
  }
  trust known;
  known.accounts.assign(audit.limits.trusted_accounts.begin(), audit.limits.trusted_accounts.end());
  known.organizations.assign(audit.limits.trusted_organizations.begin(),
                             audit.limits.trusted_organizations.end());
  auto const deputy = bucket_deputy(*found.document, trail, known);
  switch (deputy.blocked) {
  case ternary::no:
    return fail(deputy.witness.action == "s3:PutObject"
                    ? "CloudTrail may write into the bucket for a stranger's trail"
                    : "CloudTrail may look at the bucket for a stranger's trail",
                fact{at(deputy.statement), "a stranger's trail"});
  case ternary::unknown:
    return open ? *open : unknown(deputy.reason, fact{at(deputy.statement), "a stranger's trail"});
  case ternary::yes:
    break;
  }
  return open ? *open : passed;
}
#endif

inline constexpr reference log_bucket_policy_allows_cloudtrail_scoped_references[] = {
    {"NIST SP 800-53 Rev. 5", "AC-3"},
    {"NIST SP 800-53 Rev. 5", "SC-7"},
};

inline constexpr rule log_bucket_policy_allows_cloudtrail_scoped{
    .slug = "log-bucket-policy-allows-cloudtrail-scoped",
    .title = "Policy of the trail's bucket lets CloudTrail deliver, for known trails only",
    .rationale = "Without the grants nothing is delivered; without `aws:SourceArn` any account of "
                 "AWS can point a trail at the bucket and fill it with logs that look like yours.",
    .remediation = "Allow cloudtrail.amazonaws.com s3:GetBucketAcl and s3:PutObject under "
                   "AWSLogs/<account>/ with aws:SourceArn equal to the trail's ARN: aws s3api "
                   "put-bucket-policy --bucket <bucket> --policy <policy>",
    .level = severity::high,
    .references = log_bucket_policy_allows_cloudtrail_scoped_references,
    .check = check_log_bucket_policy_allows_cloudtrail_scoped,
};

} // namespace trailaudit::inline v0::rules
