#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this trail carry a tag, or all those that are asked for?
///
/// Evidence: `cloudtrail:ListTags`, `TagsList`. System tags (`aws:…`) do not count.
/// - pass: every key of `required_tag_keys`, or any tag where none is asked for.
/// - fail: not so, and the list is whole.
/// - unknown: the tags were not collected or refused, the answer does not list the trail, or a page
///   is missing.
///
/// Source: AWS Security Hub CloudTrail.9.
[[nodiscard]] TRAILAUDIT_API verdict check_trail_tagged(trail_view const& about,
                                                        context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_trail_tagged(trail_view const& about,
                                             context const& audit) noexcept {
  auto const& known = audit.world.tags(about);
  auto const* const tags = known.first.get();
  if (tags == nullptr && known.first.state == observation::present) {
    return unknown("the answer does not list the trail",
                   fact{known.first.from.at("ResourceTagList"), {}});
  }
  if (tags == nullptr) {
    return unknown_without(known.first, "cloudtrail:ListTags");
  }
  auto const source = known.first.from.at("TagsList");
  auto const carries = [&](std::string_view key) {
    auto const on = [&](resource_tag const& page) {
      return std::any_of(page.tags_list.begin(), page.tags_list.end(),
                         [&](auto const& each) { return each.key == key; });
    };
    auto const further = audit.world.further_tags(about);
    return on(*tags) ||
           std::any_of(further.begin(), further.end(), [&](auto const* page) { return on(*page); });
  };
  auto value = pass("the trail carries tags");
  if (audit.limits.required_tag_keys.empty()) {
    for (std::size_t at = 0; at != tags->tags_list.size(); ++at) {
      if (!tags->tags_list[at].key.starts_with("aws:")) {
        value.with(known.first.from.at("TagsList", at).at("Key"), tags->tags_list[at].key);
        return value;
      }
    }
    for (auto const* const page : audit.world.further_tags(about)) {
      for (auto const& each : page->tags_list) {
        if (!each.key.starts_with("aws:")) {
          value.with(source, each.key);
          return value;
        }
      }
    }
    value = fail("the trail carries no tag", fact{source, {}});
  }
  for (auto const& key : audit.limits.required_tag_keys) {
    if (!carries(key)) {
      value.result = outcome::fail;
      value.reason = "the trail lacks a tag that is asked for";
      value.with(source, key);
    }
  }
  if (value.result == outcome::fail && known.go_on) {
    value.result = outcome::unknown;
    value.reason = "a page of tags was not collected";
  }
  return value.fact_count == 0 ? value.with(source, "every tag that is asked for") : value;
}
#endif

inline constexpr reference trail_tagged_references[] = {
    {"AWS Security Hub", "CloudTrail.9"},
    {"CloudSploit", "cloudtrailHasTags"},
};

inline constexpr rule trail_tagged{
    .slug = "trail-tagged",
    .title = "Trail carries tags",
    .rationale = "Tags say who answers for a trail and what it is for.",
    .remediation = "Tag it: aws cloudtrail add-tags --resource-id <trail-arn> --tags-list "
                   "Key=<key>,Value=<value>",
    .level = severity::low,
    .references = trail_tagged_references,
    .check = check_trail_tagged,
};

} // namespace trailaudit::inline v0::rules
