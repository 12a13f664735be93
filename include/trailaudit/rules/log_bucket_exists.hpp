#pragma once

#include <trailaudit/rule.hpp>

#include <optional>

namespace trailaudit::inline v0::rules {

/// Is this bucket there?
///
/// Evidence: `s3:HeadBucket` and any other call about the bucket, `s3:ListBuckets`,
/// `cloudtrail:GetTrailStatus`: `LatestDeliveryError`.
/// - pass: a call about the bucket was answered, or it is in the account's list.
/// - fail: a call about it said `404` or `NoSuchBucket`, or a trail that logs met `NoSuchBucket`
///   when it delivered last.
/// - unknown: it is not in the account's list, which another account's bucket is not either; access
///   was denied; or one answer says that it is there and another that it is not.
///
/// Does not decide whose bucket it is: a name that was deleted can be taken by anybody. Source:
/// Amazon S3 API Reference, `HeadBucket`; AWS CloudTrail API, `GetTrailStatus`.
[[nodiscard]] TRAILAUDIT_API verdict check_log_bucket_exists(log_bucket_view const& about,
                                                             context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_exists(log_bucket_view const& about,
                                                  context const& audit) {
  auto const found = audit.world.resources().bucket_existence(about.name);
  bool const listed = about.own == ternary::yes;
  bool const denied = found.where.capture() != origin::no_capture && found.exists != ternary::yes;
  if (denied && (listed || found.exists == ternary::unknown)) {
    return unknown("two answers contradict each other", fact{found.where, found.error_code});
  }
  if (found.exists == ternary::no) {
    return fail("the bucket does not exist", fact{found.where, found.error_code});
  }
  if (found.exists == ternary::yes) {
    return pass("the bucket is there", fact{found.where, about.name});
  }
  if (auto const place = audit.world.listed_at(about.name)) {
    return pass("the bucket is in the account's list", fact{*place, about.name});
  }
  std::optional<verdict> lost;
  audit.world.for_each_trail_of(about, [&](trail_view const& each) {
    auto const* const status = each.status.get();
    if (!lost && status != nullptr && each.logging == ternary::yes &&
        status->latest_delivery_error == "NoSuchBucket") {
      lost = fail(
          "a trail found no bucket when it delivered last",
          fact{each.status.from.at("LatestDeliveryError"), status->latest_delivery_error.view()});
    }
  });
  if (lost) {
    return *lost;
  }
  auto const head = audit.world.resources().bucket(about.name).head;
  if (head.state == observation::refused) {
    return unknown_without(head, "s3:HeadBucket");
  }
  return unknown(about.own == ternary::no
                     ? "the bucket is not in this account, and nothing says whether it is there"
                     : "nothing says whether the bucket is there",
                 fact{origin("s3:HeadBucket"), about.name});
}
#endif

inline constexpr reference log_bucket_exists_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-4"},
    {"NIST SP 800-53 Rev. 5", "AU-5"},
};

inline constexpr rule log_bucket_exists{
    .slug = "log-bucket-exists",
    .title = "Log bucket exists",
    .rationale = "A trail whose bucket was deleted goes on logging and delivers nothing; whoever "
                 "takes the name can receive the logs.",
    .remediation = "Give the trail a bucket that is there: aws cloudtrail update-trail --name "
                   "<trail> --s3-bucket-name <bucket>",
    .level = severity::high,
    .references = log_bucket_exists_references,
    .check = check_log_bucket_exists,
};

} // namespace trailaudit::inline v0::rules
