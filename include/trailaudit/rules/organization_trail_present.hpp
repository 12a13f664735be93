#pragma once

#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does the account's organization have a multi-Region trail that logs?
///
/// Evidence: `organizations:DescribeOrganization`; `cloudtrail:DescribeTrails`,
/// `IsOrganizationTrail`; `cloudtrail:GetTrailStatus`.
/// - pass: the account sees a trail with `IsOrganizationTrail` that is multi-Region and logs. One
///   that the management account owns, where that account is known.
/// - fail: it is in an organization, every multi-Region trail was seen, and none is such a trail:
///   a member account's failure too, since nobody records the organization as a whole.
/// - not_applicable: the account is in no organization.
/// - unknown: a trail that could be one is not known well enough, trails may be missing, or whether
///   there is an organization is not known.
///
/// Does not decide what the trail records. Source: AWS CloudTrail User Guide, trails for an
/// organization; AWS Well-Architected, SEC04-BP01.
[[nodiscard]] TRAILAUDIT_API verdict
check_organization_trail_present(context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_organization_trail_present(context const& audit) noexcept {
  auto const& world = audit.world;
  auto const& answer = world.organization();
  auto const* const known = answer.get();
  std::string_view const manager =
      known == nullptr ? std::string_view{} : known->organization.master_account_id;
  auto const flag = [](trail_view const& each) {
    auto const* const settings = each.settings.get();
    return settings == nullptr ? std::nullopt : settings->is_organization_trail;
  };
  if (answer.state == observation::absent) {
    for (auto const& each : world.trails()) {
      if (each.foreign || flag(each) == true) {
        return unknown("two answers contradict each other", fact{answer.from, answer.error_code},
                       fact{each.settings.from.at("TrailARN"), each.arn});
      }
    }
    return not_applicable("the account is in no organization",
                          fact{answer.from, answer.error_code});
  }
  // What another account owns must be an organization's trail; what only the list of trails names
  // is not multi-Region.
  auto const of_organization = [&](trail_view const& each) {
    if (each.multi_region == ternary::no) {
      return ternary::no;
    }
    auto const value = to_ternary(flag(each));
    if (value == ternary::no) {
      return each.foreign ? ternary::unknown : ternary::no;
    }
    bool const elsewhere = value == ternary::yes && !manager.empty() && !each.account.empty() &&
                           each.account != manager;
    return elsewhere ? ternary::unknown : value;
  };
  auto const qualifies = [&](trail_view const& each) {
    return both(both(of_organization(each), each.multi_region), each.logging);
  };
  auto best = ternary::no;
  for (auto const& each : world.trails()) {
    auto const found = qualifies(each);
    if (found == ternary::yes) {
      return pass("the organization has a multi-Region trail that logs",
                  fact{each.settings.from.at("IsOrganizationTrail"), true},
                  fact{each.settings.from.at("IsMultiRegionTrail"), true},
                  fact{each.status.from.at("IsLogging"), true});
    }
    best = either(best, found);
  }
  if (known == nullptr) {
    return unknown_without(answer, "organizations:DescribeOrganization");
  }
  auto const open = [&] {
    auto value = unknown("a trail that may be the organization's is not known well enough");
    for (auto const& each : world.trails()) {
      if (qualifies(each) == ternary::unknown) {
        value.with(of_organization(each) == ternary::unknown && each.settings.get() != nullptr
                       ? fact{each.settings.from.at("IsOrganizationTrail"), flag(each)}
                       : open_question(each));
      }
    }
    return value;
  };
  if (best == ternary::unknown) {
    return open();
  }
  if (!world.multi_region_trails_seen()) {
    return unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
  }
  return [&] {
    auto failed = fail("the organization has no multi-Region trail that logs",
                       fact{answer.from.at("Organization").at("Id"), known->organization.id});
    for (auto const& each : world.trails()) {
      if (flag(each) == false || each.settings.get() == nullptr) {
        failed.with(each.settings.from.at("IsOrganizationTrail"), flag(each));
      } else if (each.multi_region == ternary::no) {
        failed.with(each.settings.from.at("IsMultiRegionTrail"), false);
      } else {
        failed.with(each.status.from.at("IsLogging"), false);
      }
    }
    if (world.trails().empty()) {
      show_answers(failed, world.trail_listing());
    }
    return failed;
  }();
}
#endif

inline constexpr reference organization_trail_present_references[] = {
    {"AWS Well-Architected", "SEC04-BP01"},
};

inline constexpr rule organization_trail_present{
    .slug = "organization-trail-present",
    .title = "The organization has a trail",
    .rationale = "A trail of the organization records every account of it, those that come later "
                 "too, and no member can stop it.",
    .remediation =
        "From the management account: aws cloudtrail create-trail --name <trail> --s3-bucket-name "
        "<bucket> --is-organization-trail --is-multi-region-trail; aws cloudtrail start-logging "
        "--name <trail>",
    .level = severity::high,
    .references = organization_trail_present_references,
    .check = check_organization_trail_present,
};

} // namespace trailaudit::inline v0::rules
