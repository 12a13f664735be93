#pragma once

#include <trailaudit/analysis/management_coverage.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/event_selectors.hpp>
#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/trail.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {

/// One trail, folded by ARN from all the Regions that showed it, with what most rules ask of it.
/// What few ask stands apart, so that going over many trails stays cheap: `inventory::tags`,
/// `inventory::insight_selectors`.
struct trail_view {
  std::string_view arn{}; ///< empty when no answer gave one
  std::string_view name{};
  std::string_view home_region{}; ///< empty when it cannot be told
  std::string_view partition{};   ///< `aws` and its like
  std::string_view account{};     ///< the owner's id, from the ARN
  std::uint32_t number = 0;       ///< its place in `inventory::trails`
  /// Another account's organization trail, seen from a member account.
  bool foreign = false;
  ternary logging = ternary::unknown; ///< `IsLogging`, of the home Region
  /// `IsMultiRegionTrail`. No also where no answer of `DescribeTrails` shows the trail: one
  /// Region's shows every multi-Region trail.
  ternary multi_region = ternary::unknown;
  /// The management events that its selectors record, whether it logs or not.
  management_coverage management{};
  other_events others{}; ///< what else its selectors may record
  /// Whether the events of global services come to it, as `gets_global_events` says.
  ternary global_events = ternary::unknown;
  /// Its settings: the copy of the home Region where there is one; of several the first that says
  /// most. Not collected: only `ListTrails` named it. Contradictory: two copies of equal standing
  /// differ, or one names another home Region than the ARN.
  observed<trail> settings{};
  observed<get_trail_status_response> status{}; ///< of the home Region
  observed<get_event_selectors_response> selectors{};
};

/// What the selectors of a trail record of management events, where those may be unknown.
[[nodiscard]] inline management_coverage management_events(trail_view const& about) noexcept {
  auto const* const settings = about.settings.get();
  auto const custom = settings == nullptr ? std::nullopt : settings->has_custom_event_selectors;
  if (auto const* const selectors = about.selectors.get()) {
    return management_events(*selectors, custom);
  }
  bool const by_default = custom == false && about.selectors.state != observation::contradictory;
  return management_coverage::of(by_default ? ternary::yes : ternary::unknown);
}

/// Which events beside management events the selectors of a trail may record.
[[nodiscard]] inline other_events possible_other_events(trail_view const& about) noexcept {
  if (auto const* const selectors = about.selectors.get()) {
    return possible_other_events(*selectors, about.partition.empty() ? "aws" : about.partition);
  }
  auto const* const settings = about.settings.get();
  bool const by_default = settings != nullptr && settings->has_custom_event_selectors == false &&
                          about.selectors.state != observation::contradictory;
  return by_default ? other_events{false, false, 0, 0} : other_events{};
}

} // namespace trailaudit::inline v0
