#pragma once

#include <trailaudit/analysis/account_coverage.hpp>

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

[[nodiscard]] inline bool home_known(trail_view const& about) noexcept {
  return !about.home_region.empty() && about.settings.state != observation::contradictory;
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

TRAILAUDIT_INLINE ternary is_of_account(trail_view const& about) noexcept {
  auto const* const settings = about.settings.get();
  bool const odd = about.foreign && settings != nullptr && settings->is_organization_trail == false;
  return odd ? ternary::unknown : ternary::yes;
}

TRAILAUDIT_INLINE ternary gets_global_events(trail_view const& about) noexcept {
  auto const* const settings = about.settings.get();
  auto const flag =
      settings == nullptr ? ternary::unknown : to_ternary(settings->include_global_service_events);
  auto const as_multi_region = flag == ternary::no ? ternary::unknown : ternary::yes;
  auto as_single_region = flag;
  if (flag != ternary::no && about.partition != "aws") {
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
  everywhere_ = {};
  regions_.clear();
  recorders_.clear();
  by_region_.clear();
  twice_ = {};
  all_ = {};
  for (std::size_t at = 0; at != trails.size(); ++at) {
    auto const& each = trails[at];
    auto const logs = both(each.logging, is_of_account(each));
    if (logs == ternary::no) {
      continue;
    }
    // Where a trail of unknown home logs cannot be told.
    auto const wide =
        detail::home_known(each) ? each.multi_region : either(each.multi_region, ternary::unknown);
    detail::add_trail(everywhere_, both(wide, logs), each.management);
    count(static_cast<std::uint32_t>(at), each, is_own(each, account_known), all_);
  }
  bool const several = std::any_of(all_.possible.begin(), all_.possible.end(),
                                   [](auto copies) { return copies > 1; });
  bool const complete = everywhere_.management.all() == ternary::yes;
  if (!complete || several) { // mostly one trail records everything, and Regions do not matter
    look_at_regions(trails, regions, account_known);
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

TRAILAUDIT_INLINE void account_coverage::look_at_regions(std::vector<trail_view> const& trails,
                                                         list<std::string> const& regions,
                                                         bool account_known) {
  for (auto const& region : regions) {
    if (!region.empty()) {
      (void)region_at(region, true);
    }
  }
  for (std::size_t at = 0; at != trails.size(); ++at) {
    auto const& each = trails[at];
    auto const logs = both(each.logging, is_of_account(each));
    if (logs == ternary::no || !detail::home_known(each)) {
      continue;
    }
    auto const home = region_at(each.home_region, regions.empty());
    detail::add_trail(regions_[home], logs, each.management);
    auto& here = recorders_[home];
    count(static_cast<std::uint32_t>(at), each, is_own(each, account_known), here);
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

TRAILAUDIT_INLINE void account_coverage::count(std::uint32_t at, trail_view const& about,
                                               ternary own, recorders& among) {
  auto const logs = both(own, about.logging);
  if (logs == ternary::no) {
    return;
  }
  bool const possibly_wide = about.multi_region != ternary::no || !detail::home_known(about);
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    auto const records = both(logs, about.management.cells[cell]);
    if (records == ternary::no) {
      continue;
    }
    ++among.possible[cell];
    among.possibly_wide[cell] += possibly_wide ? 1U : 0U;
    // Without ARNs two trails cannot be told to be two.
    if (records != ternary::yes || about.arn.empty()) {
      continue;
    }
    (among.first[cell] == nobody ? among.first : among.second)[cell] = at;
    if (about.multi_region == ternary::yes && among.wide[cell] == nobody) {
      among.wide[cell] = at;
    }
  }
}

} // namespace trailaudit::inline v0
