#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>

namespace trailaudit::inline v0::rules {

/// Does this trail look for unusual activity (CloudTrail Insights), of every type that the
/// parameter `required_insight_types` names?
///
/// Evidence: `cloudtrail:GetInsightSelectors`, `InsightType`, or AWS's error that Insights is off;
/// `cloudtrail:GetTrailStatus`, `IsLogging`; `cloudtrail:DescribeTrails`, `HasInsightSelectors`,
/// where the selectors were not collected.
/// - pass: the trail logs and has one of `ApiCallRateInsight` and `ApiErrorRateInsight`, and every
///   type that is required.
/// - fail: it has none, or lacks a required one, or it does not log.
/// - unknown: an answer is missing, refused or contradicted, or there are only types that are not
///   known.
///
/// Does not decide whether the trail records the events that Insights needs. `HasInsightSelectors`
/// alone never makes a pass. Source: AWS CloudTrail API, `GetInsightSelectors`.
[[nodiscard]] TRAILAUDIT_API verdict check_insights_enabled(trail_view const& about,
                                                            context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_insights_enabled(trail_view const& about,
                                                 context const& audit) noexcept {
  auto const& answer = audit.world.insight_selectors(about);
  auto const* const settings = about.settings.get();
  auto const flag =
      settings == nullptr ? ternary::unknown : to_ternary(settings->has_insight_selectors);
  auto const flag_source = about.settings.from.at("HasInsightSelectors");
  if (about.logging == ternary::no) {
    return fail("the trail is not logging", fact{about.status.from.at("IsLogging"), false});
  }
  auto const* const found = answer.get();
  if (found == nullptr && answer.state != observation::absent) {
    return flag == ternary::no && answer.state != observation::contradictory
               ? fail("Insights is off", fact{flag_source, false})
               : unknown_without(answer, "cloudtrail:GetInsightSelectors");
  }
  if (found == nullptr || found->insight_selectors.empty()) {
    auto const shown = found == nullptr ? fact{answer.from, answer.error_code}
                                        : fact{answer.from.at("InsightSelectors"), {}};
    return flag == ternary::yes
               ? unknown("two answers contradict each other", shown, fact{flag_source, true})
               : fail("Insights is off", shown);
  }
  for (auto const& wanted : audit.limits.required_insight_types) {
    auto const& all = found->insight_selectors;
    if (std::none_of(all.begin(), all.end(),
                     [&](auto const& each) { return each.insight_type == wanted; })) {
      return fail("a required type of Insights is off",
                  fact{answer.from.at("InsightSelectors"), wanted});
    }
  }
  for (std::size_t at = 0; at != found->insight_selectors.size(); ++at) {
    auto const& type = found->insight_selectors[at].insight_type;
    if (type != "ApiCallRateInsight" && type != "ApiErrorRateInsight") {
      continue;
    }
    if (about.logging == ternary::unknown) {
      return unknown_without(about.status, "cloudtrail:GetTrailStatus");
    }
    return pass("Insights is on",
                fact{answer.from.at("InsightSelectors", at).at("InsightType"), type},
                fact{about.status.from.at("IsLogging"), true});
  }
  return unknown("the type of Insights is not known",
                 fact{answer.from.at("InsightSelectors", 0).at("InsightType"),
                      found->insight_selectors[0].insight_type});
}
#endif

inline constexpr reference insights_enabled_references[] = {
    {"Prowler", "cloudtrail_insights_exist"},
};

inline constexpr rule insights_enabled{
    .slug = "insights-enabled",
    .title = "Trail looks for unusual activity",
    .rationale = "Insights notices bursts of calls and errors that nobody reads logs for.",
    .remediation =
        "Turn it on: aws cloudtrail put-insight-selectors --trail-name <trail> "
        "--insight-selectors InsightType=ApiCallRateInsight InsightType=ApiErrorRateInsight",
    .level = severity::low,
    .references = insights_enabled_references,
    .check = check_insights_enabled,
};

} // namespace trailaudit::inline v0::rules
