#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/policy.hpp>

#include <vector>

/// Would the deliveries of a trail that was collected be granted? `log_delivery`, with policies and
/// particulars found in an inventory. What is returned holds views into the snapshot.

namespace trailaudit::inline v0 {

/// What is known of a trail's deliveries, from its settings and what they name.
[[nodiscard]] TRAILAUDIT_API delivery_trail delivery_trail_of(trail_view const& about,
                                                              inventory const& world);

/// What CloudTrail needs of one resource.
struct delivery_part {
  /// Absent: there is no policy, or the resource is not there, and nothing is granted. Not
  /// collected also: the trail names no such resource, and there are no steps.
  observation state = observation::not_collected;
  policy const* document = nullptr; ///< of a role: who may assume it
  answer_place from{};              ///< the answer that holds it, or says why there is none
  std::vector<delivery_step> steps{};
};

/// The trail's bucket. Evidence: `s3:GetBucketPolicy`, `s3:GetBucketRequestPayment`, and that the
/// bucket is gone.
[[nodiscard]] TRAILAUDIT_API delivery_part bucket_delivery_of(delivery_trail const& about,
                                                              inventory const& world);
/// The trail's key. Evidence: `kms:GetKeyPolicy`, `kms:DescribeKey`. Whether it is enabled is not
/// looked at.
[[nodiscard]] TRAILAUDIT_API delivery_part key_delivery_of(delivery_trail const& about,
                                                           inventory const& world);
/// The trail's topic. Evidence: `sns:GetTopicAttributes`.
[[nodiscard]] TRAILAUDIT_API delivery_part topic_delivery_of(delivery_trail const& about,
                                                             inventory const& world);
/// The key of the trail's topic. Evidence: `sns:GetTopicAttributes`, `kms:GetKeyPolicy`.
[[nodiscard]] TRAILAUDIT_API delivery_part topic_key_delivery_of(delivery_trail const& about,
                                                                 inventory const& world);
/// The role by which CloudTrail writes to the trail's log group. Evidence: `iam:GetRole`,
/// `iam:ListRolePolicies`, `iam:ListAttachedRolePolicies` and the policies they name, or
/// `iam:GetAccountAuthorizationDetails`.
[[nodiscard]] TRAILAUDIT_API delivery_part role_delivery_of(delivery_trail const& about,
                                                            inventory const& world);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/trail_delivery.ipp>
#endif
