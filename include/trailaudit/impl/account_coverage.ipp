#pragma once

#include <trailaudit/analysis/account_coverage.hpp>
#include <trailaudit/detail/prefetch.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>

namespace trailaudit::inline v0 {
namespace detail {

// Adds a trail that logs in a Region as far as `logs` says.
inline void add_trail(region_coverage& into, ternary logs,
                      management_coverage const& recorded) noexcept {
  into.logging = either(into.logging, logs);
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    auto& known = into.management.cells[cell];
    known = either(known, both(logs, recorded.cells[cell]));
  }
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
  auto const at_home = told ? to_ternary(about.home_region == region) : ternary::unknown;
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
  } else if (about.home_region != "us-east-1") {
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
  twice_ = {};
  all_ = {};
  trails_ = 0;
}

TRAILAUDIT_INLINE void account_coverage::add(trail_view const& about, bool account_known) {
  auto const number = trails_++;
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
  count(added, all_);
}

TRAILAUDIT_INLINE void account_coverage::finish(list<std::string> const& regions) {
  bool const several = std::any_of(all_.possible.begin(), all_.possible.end(),
                                   [](auto copies) { return copies > 1; });
  bool const complete = everywhere_.management.all() == ternary::yes;
  if (!complete || several) { // mostly one trail records everything, and Regions do not matter
    look_at_regions(regions);
  }
  if (complete) {
    regions_.clear();
  }
  // A multi-Region trail meets any other.
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    if (twice_.found != ternary::yes && all_.wide[cell] != nobody && all_.second[cell] != nobody) {
      auto const other = all_.first[cell] != all_.wide[cell] ? all_.first[cell] : all_.second[cell];
      twice_ = {ternary::yes, cell, std::min(all_.wide[cell], other),
                std::max(all_.wide[cell], other)};
    } else if (all_.possibly_wide[cell] != 0 && all_.possible[cell] > 1) {
      twice_.found = either(twice_.found, ternary::unknown);
    }
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
    for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
      if (twice_.found != ternary::yes && here.second[cell] != nobody) {
        twice_ = {ternary::yes, cell, here.first[cell], here.second[cell]};
      } else if (here.possible[cell] > 1) {
        twice_.found = either(twice_.found, ternary::unknown);
      }
    }
  }
  for (auto& each : regions_) {
    each.logging = either(each.logging, everywhere_.logging);
    for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
      each.management.cells[cell] =
          either(each.management.cells[cell], everywhere_.management.cells[cell]);
    }
  }
}

TRAILAUDIT_INLINE void account_coverage::count(recorder const& about, recorders& among) {
  if (about.own_logs == ternary::no) {
    return;
  }
  bool const possibly_wide = about.multi_region != ternary::no || about.home_region.empty();
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    auto const records = both(about.own_logs, about.management.cells[cell]);
    if (records == ternary::no) {
      continue;
    }
    ++among.possible[cell];
    among.possibly_wide[cell] += possibly_wide ? 1U : 0U;
    // Without ARNs two trails cannot be told to be two.
    if (records != ternary::yes || !about.has_arn) {
      continue;
    }
    (among.first[cell] == nobody ? among.first : among.second)[cell] = about.number;
    if (about.multi_region == ternary::yes && among.wide[cell] == nobody) {
      among.wide[cell] = about.number;
    }
  }
}

} // namespace trailaudit::inline v0
