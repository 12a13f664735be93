#pragma once

#include <trailaudit/analysis/account_coverage.hpp>
#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/detail/prefetch.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace trailaudit::inline v0 {
namespace detail {

// Adds a trail that logs in a Region as far as `logs` says.
inline void add_trail(region_coverage& into, ternary logs,
                      management_coverage const& recorded) noexcept {
  into.logging = either(into.logging, logs);
  into.management = either(into.management, both(recorded, logs));
}

} // namespace detail

TRAILAUDIT_INLINE ternary is_own(trail_view const& about, bool account_known) noexcept {
  if (about.foreign) {
    return ternary::no;
  }
  auto const* const settings = about.settings.get();
  bool const ordinary = settings != nullptr && settings->is_organization_trail == false;
  return ordinary || (account_known && !about.account.empty()) ? ternary::yes : ternary::unknown;
}

TRAILAUDIT_INLINE ternary covers_region(trail_view const& about, std::string_view region) noexcept {
  bool const told = !region.empty() && !about.home_region.empty() &&
                    about.settings.state != observation::contradictory;
  auto const at_home =
      told ? to_ternary(detail::same_text(about.home_region, region)) : ternary::unknown;
  return both(either(about.multi_region, at_home), is_of_account(about));
}

TRAILAUDIT_INLINE ternary gets_global_events(trail_view const& about) noexcept {
  auto const* const settings = about.settings.get();
  auto const flag =
      settings == nullptr ? ternary::unknown : to_ternary(settings->include_global_service_events);
  auto const as_multi_region = flag == ternary::no ? ternary::unknown : ternary::yes;
  auto as_single_region = flag;
  if (flag != ternary::no && !detail::is_standard(about.partition)) {
    as_single_region = ternary::unknown;
  } else if (!detail::same_text(about.home_region, "us-east-1")) {
    as_single_region =
        about.home_region.empty() ? both(as_single_region, ternary::unknown) : ternary::no;
  }
  if (about.multi_region == ternary::unknown) {
    return as_multi_region == as_single_region ? as_multi_region : ternary::unknown;
  }
  return about.multi_region == ternary::yes ? as_multi_region : as_single_region;
}

TRAILAUDIT_INLINE std::size_t account_coverage::region_at(std::string_view region, bool enabled) {
  auto const name_at = [&](std::size_t at) { return regions_[at].region; };
  if (auto const known = by_region_.find(region, name_at); known != detail::lookup::none) {
    return known;
  }
  auto& added = regions_.emplace_back();
  added.region = region;
  added.enabled = enabled;
  recorders_.emplace_back();
  by_region_.add(name_at);
  return regions_.size() - 1;
}

TRAILAUDIT_INLINE void account_coverage::build(std::vector<trail_view> const& trails,
                                               list<std::string> const& regions,
                                               bool account_known) {
  clear();
  for (auto const& each : trails) {
    add(each, account_known);
  }
  finish(regions);
}

TRAILAUDIT_INLINE void account_coverage::clear() noexcept {
  everywhere_ = {};
  regions_.clear();
  recorders_.clear();
  by_region_.clear();
  logging_.clear();
  others_ = no_others;
  anywhere_ = {};
  with_global_events_ = {};
  first_everywhere_ = no_trail;
  standard_partition_ = true;
  twice_ = {};
  all_ = {};
  trails_ = 0;
}

TRAILAUDIT_INLINE void account_coverage::add(trail_view const& about, bool account_known) {
  auto const number = trails_++;
  standard_partition_ =
      standard_partition_ && (about.partition.empty() || detail::is_standard(about.partition));
  auto const logs = both(about.logging, is_of_account(about));
  if (logs == ternary::no) {
    return;
  }
  // Where a trail of unknown home logs cannot be told.
  bool const home_known =
      !about.home_region.empty() && about.settings.state != observation::contradictory;
  auto const& added = logging_.emplace_back(
      recorder{home_known ? about.home_region : std::string_view{}, number, !about.arn.empty(),
               about.multi_region, logs, both(is_own(about, account_known), about.logging),
               about.management});
  auto const wide = home_known ? about.multi_region : either(about.multi_region, ternary::unknown);
  detail::add_trail(everywhere_, both(wide, logs), about.management);
  auto const& others = about.others;
  bool const logs_everywhere = both(logs, about.multi_region) == ternary::yes;
  others_.data = others_.data || others.data;
  others_.network_activity = others_.network_activity || others.network_activity;
  others_.some = static_cast<std::uint8_t>(others_.some | others.some | others.whole);
  others_.whole =
      static_cast<std::uint8_t>(others_.whole | (logs_everywhere ? unsigned{others.whole} : 0U));
  anywhere_ = either(anywhere_, both(about.management, logs));
  with_global_events_ =
      either(with_global_events_, both(about.management, both(logs, about.global_events)));
  if (first_everywhere_ == no_trail && about.multi_region != ternary::no) {
    first_everywhere_ = number;
  }
  count(added, all_);
}

TRAILAUDIT_INLINE void account_coverage::finish(list<std::string> const& regions) {
  bool const several = all_.twice.possible != 0;
  bool const complete = everywhere_.management.all() == ternary::yes;
  if (!complete || several) { // mostly one trail records everything, and Regions do not matter
    look_at_regions(regions);
  }
  if (complete) {
    regions_.clear();
  }
  // A multi-Region trail meets any other.
  unsigned const meet = all_.wide.recorded & all_.twice.recorded;
  if (twice_.found != ternary::yes && meet != 0) {
    auto const cell = static_cast<std::size_t>(std::countr_zero(meet));
    auto wide = no_trail;
    auto first = no_trail;
    auto last = no_trail;
    for (auto const& each : logging_) {
      if (each.own()[cell] == ternary::yes) {
        wide = wide == no_trail && each.multi_region == ternary::yes ? each.number : wide;
        first = first == no_trail ? each.number : first;
        last = each.number;
      }
    }
    auto const other = first != wide ? first : last;
    twice_ = {ternary::yes, cell, std::min(wide, other), std::max(wide, other)};
  } else if ((all_.wide.possible & all_.twice.possible) != 0) {
    twice_.found = either(twice_.found, ternary::unknown);
  }
}

TRAILAUDIT_INLINE void account_coverage::look_at_regions(list<std::string> const& regions) {
  for (auto const& region : regions) {
    if (!region.empty()) {
      (void)region_at(region, true);
    }
  }
  for (std::size_t at = 0; at != logging_.size(); ++at) {
    if (at + detail::ahead < logging_.size()) {
      detail::prefetch(logging_[at + detail::ahead].home_region);
    }
    auto const& each = logging_[at];
    if (each.home_region.empty()) {
      continue;
    }
    auto const home = region_at(each.home_region, regions.empty());
    detail::add_trail(regions_[home], each.logs, each.management);
    auto& here = recorders_[home];
    count(each, here);
    if (twice_.found != ternary::yes && here.twice.recorded != 0) {
      auto const cell = static_cast<std::size_t>(std::countr_zero(here.twice.recorded));
      auto const first = std::find_if(logging_.begin(), logging_.end(), [&](auto const& other) {
        return detail::same_text(other.home_region, each.home_region) &&
               other.own()[cell] == ternary::yes;
      });
      twice_ = {ternary::yes, cell, first->number, each.number};
    } else if (here.twice.possible != 0) {
      twice_.found = either(twice_.found, ternary::unknown);
    }
  }
  for (auto& each : regions_) {
    each.logging = either(each.logging, everywhere_.logging);
    each.management = either(each.management, everywhere_.management);
  }
}

TRAILAUDIT_INLINE void account_coverage::count(recorder const& about, recorders& among) noexcept {
  auto const own = about.own();
  among.twice = either(among.twice, both(among.once, own));
  among.once = either(among.once, own);
  auto const wide = about.multi_region == ternary::yes ? ternary::yes
                    : about.multi_region == ternary::unknown || about.home_region.empty()
                        ? ternary::unknown
                        : ternary::no;
  among.wide = either(among.wide, both(own, wide));
}

} // namespace trailaudit::inline v0
