#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/resource_views.hpp>
#include <trailaudit/analysis/trail_view.hpp>

#include <string_view>

// What the resources are that a trail's own settings name.

namespace trailaudit::inline v0 {

/// The key that a trail is set to use. AWS answers with its ARN; a bare id or alias is taken to be
/// one of the trail's account, in whatever Region: the key has to be in that of the bucket.
[[nodiscard]] inline key_view key_of(trail_view const& about, inventory const& world) {
  auto const* const settings = about.settings.get();
  return settings == nullptr ? key_view{}
                             : world.resources().key(settings->kms_key_id, {}, about.account);
}

/// The ARN of that key, or nothing where only an alias or an id is known.
[[nodiscard]] inline std::string_view key_arn_of(trail_view const& about,
                                                 key_view const& key) noexcept {
  auto const* const settings = about.settings.get();
  if (settings != nullptr && parse_arn(settings->kms_key_id).resource.starts_with("key/")) {
    return settings->kms_key_id;
  }
  auto const* const known = key.key.get();
  return known == nullptr ? std::string_view{} : std::string_view{known->key_metadata.arn};
}

/// The ARN of the topic that a trail notifies: `SnsTopicARN`, or the retired `SnsTopicName` where
/// an ARN stands there.
[[nodiscard]] inline std::string_view topic_arn_of(trail const& settings) noexcept {
  return settings.sns_topic_arn.empty() && settings.sns_topic_name.starts_with("arn:")
             ? std::string_view{settings.sns_topic_name}
             : std::string_view{settings.sns_topic_arn};
}

/// Whether AWS's word that there is no such thing may be believed: KMS and SNS say so as well of
/// what is in another Region than the one that was asked, and perhaps of other accounts' things.
[[nodiscard]] inline bool asked_at_home(answer_place const& from, std::string_view region,
                                        std::string_view account, inventory const& world) noexcept {
  return !region.empty() && from.region() == region && !account.empty() &&
         account == world.world().account_id;
}

/// What to ask about a policy of a resource that a trail uses.
[[nodiscard]] inline exposure_subject exposure_subject_of(std::string_view arn,
                                                          std::string_view account,
                                                          std::string_view partition) noexcept {
  exposure_subject subject;
  subject.account = account;
  subject.resource = arn;
  subject.partition = partition;
  return subject;
}

} // namespace trailaudit::inline v0
