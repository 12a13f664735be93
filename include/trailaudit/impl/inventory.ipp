#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/detail/prefetch.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

template <class Response>
[[nodiscard]] answer_place place_of(operation<Response> const& asked,
                                    capture<Response> const& source, char const* key = nullptr,
                                    std::size_t index = json_path::no_index) noexcept {
  return {asked.call.data(), &source, key, index};
}

template <class Response>
[[nodiscard]] constexpr operation<Response> const&
operation_at(list<capture<Response>> snapshot::*captures) {
  operation<Response> const* found = nullptr;
  for_each_operation([&](auto const& each) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(each)>, operation<Response>>) {
      found = each.captures == captures ? &each : found;
    }
  });
  return *found;
}

// Folds one more answer about the same subject into what is known.
template <class Response>
void observe(observed<Response>& known, operation<Response> const& asked,
             capture<Response> const& next) {
  auto const from = place_of(asked, next);
  bool const says_something = next.state == answer::present || next.state == answer::absent;
  bool const known_says_something =
      known.state == observation::present || known.state == observation::absent;
  if (known.state == observation::contradictory) {
    return;
  }
  if (!says_something) {
    // A refusal counts only where nothing better was collected: another role may have been let in.
    if (next.state == answer::refused && !known_says_something) {
      known = {observation::refused, nullptr, from, next.error_code, {}};
    }
    return;
  }
  auto const state = next.state == answer::present ? observation::present : observation::absent;
  if (!known_says_something) {
    known = {
        state, state == observation::present ? &next.response : nullptr, from, next.error_code, {}};
    return;
  }
  bool const same =
      known.state == state && (known.value == nullptr || *known.value == next.response);
  if (!same) {
    known = {observation::contradictory, nullptr, known.from, {}, from};
  }
}

// The flags of a trail. AWS leaves a text out where nothing is configured, but older answers lack
// the flags.
inline constexpr std::array trail_flags{
    &trail::include_global_service_events, &trail::is_multi_region_trail,
    &trail::log_file_validation_enabled,   &trail::has_custom_event_selectors,
    &trail::has_insight_selectors,         &trail::is_organization_trail};

// Whether a copy of a trail says what is known from the others of its standing. What they lack is
// learnt from it, so that their order does not matter.
[[nodiscard]] inline bool agrees(trail const& known, trail_copies& others, trail const& found) {
  bool same = known.s3_bucket_name == found.s3_bucket_name &&
              known.s3_key_prefix == found.s3_key_prefix &&
              known.sns_topic_arn == found.sns_topic_arn && known.kms_key_id == found.kms_key_id &&
              known.cloud_watch_logs_log_group_arn == found.cloud_watch_logs_log_group_arn &&
              known.cloud_watch_logs_role_arn == found.cloud_watch_logs_role_arn;
  for (std::size_t at = 0; at != trail_flags.size(); ++at) {
    auto const& flag = found.*trail_flags[at];
    auto& seen = others.flags[at];
    same = same && (!flag || !seen || *flag == *seen);
    seen = seen ? seen : flag;
  }
  return same;
}

[[nodiscard]] inline std::size_t flag_count(trail const& found) {
  std::size_t count = 0;
  for (auto const flag : trail_flags) {
    count += (found.*flag).has_value() ? 1U : 0U;
  }
  return count;
}

// Which copy of a trail counts: the one answered in its home Region, then one of unknown Region,
// then shadows.
[[nodiscard]] inline int standing(std::string_view region, std::string_view home_region) noexcept {
  return region.empty() ? 1 : region == home_region ? 2 : 0;
}

[[nodiscard]] inline bool
is_whole_trail_list(capture<describe_trails_response> const& source) noexcept {
  return source.state == answer::present && source.request.trail_name_list.empty() &&
         source.request.include_shadow_trails.value_or(true);
}

// How many answers of one list call are searched for the page that a token asks for.
inline constexpr std::size_t page_budget = 1000;

// How many trails of one name are told apart by their home Regions; AWS has about forty Regions.
inline constexpr std::size_t most_namesakes = 100;

// Whether the pages of a list call hang together to the end: the page each token asks for was
// collected.
template <class Response>
[[nodiscard]] bool pages_end(list<capture<Response>> const& captures,
                             capture<Response> const& page) {
  if (page.response.next_token.empty()) {
    return true;
  }
  if (captures.size() > page_budget) {
    return false; // not followed: the list is not known to be whole
  }
  for (auto const& each : captures) {
    if (each.state == answer::present && each.region == page.region &&
        each.request.next_token == page.response.next_token) {
      return true; // that page answers for itself
    }
  }
  return false;
}

} // namespace detail

TRAILAUDIT_INLINE void inventory::build(snapshot const& world) {
  world_ = &world;
  trails_.clear();
  copies_.clear();
  tags_of_.clear();
  insight_selectors_of_.clear();
  log_buckets_.clear();
  event_data_stores_.clear();
  for (auto* each : {&trail_listing_, &event_data_store_listing_}) {
    each->collected = false;
    each->whole = ternary::unknown;
    each->answers.clear();
    each->refusals.clear();
    each->refusal_codes.clear();
    each->missing_regions.clear();
  }
  multi_region_trails_seen_ = false;
  trail_lists_ = 0;
  list_trails_whole_ = false;
  answers_name_trails_ = true;
  answers_name_log_buckets_ = true;
  organization_ = {};
  account_public_access_block_ = {};
  account_resource_ = "*";
  if (!world.account_id.empty()) {
    account_resource_ = "AWS::::Account:";
    account_resource_ += world.account_id;
  }
  for (auto* each : {&trails_by_arn_, &trails_by_name_, &tags_, &buckets_by_name_, &own_buckets_,
                     &targets_by_name_, &stores_by_arn_, &known_keys_by_id_}) {
    each->clear();
  }
  tag_rows_.clear();
  further_tags_.clear();
  known_keys_.clear();
  own_bucket_names_.clear();
  access_log_targets_.clear();

  fold_trails();
  list_trail_regions();
  join_trails();
  sum_up_trails();
  find_log_buckets();
  find_event_data_stores();
  find_keys();
  resources_.build(world);
}

TRAILAUDIT_INLINE void inventory::fold_trail(trail const& found,
                                             detail::lookup::expected const& arn,
                                             answer_place const& from) {
  auto const arn_at = [&](std::size_t at) { return trails_[at].arn; };
  auto const parts = parse_arn(found.trail_arn);
  std::string_view const home =
      parts.region.empty() ? std::string_view{found.home_region} : parts.region;
  // Without an ARN two trails cannot be told to be one.
  auto const at = arn.text.empty() ? detail::lookup::none : trails_by_arn_.find(arn, arn_at);
  if (at == detail::lookup::none) {
    auto& added = trails_.emplace_back();
    added.number = static_cast<std::uint32_t>(trails_.size() - 1);
    added.arn = found.trail_arn;
    added.name = found.name;
    added.home_region = home;
    added.partition = parts.partition;
    added.account = parts.account;
    added.foreign = !world_->account_id.empty() && !parts.account.empty() &&
                    parts.account != world_->account_id;
    added.settings = {observation::present, &found, from, {}, {}};
    auto& copies = copies_.emplace_back();
    for (std::size_t flag = 0; flag != detail::trail_flags.size(); ++flag) {
      copies.flags[flag] = found.*detail::trail_flags[flag];
    }
    copies.homes_differ = !found.home_region.empty() && found.home_region != home;
    if (copies.homes_differ) { // from the ARN: what it says of itself cannot be
      added.settings = {observation::contradictory, nullptr, from, {}, from};
    }
    trails_by_arn_.add(arn, arn_at);
    return;
  }
  auto& known = trails_[at];
  auto& others = copies_[at];
  known.home_region = known.home_region.empty() ? home : known.home_region;
  known.name = known.name.empty() ? std::string_view{found.name} : known.name;
  if (others.homes_differ) {
    return;
  }
  auto const contradict = [&] {
    known.settings = {observation::contradictory, nullptr, known.settings.from, {}, from};
  };
  if (!found.home_region.empty() && found.home_region != known.home_region) {
    others.homes_differ = true; // which copy counts cannot be told
    contradict();
    return;
  }
  auto const old_standing = detail::standing(known.settings.from.region(), known.home_region);
  auto const new_standing = detail::standing(from.region(), known.home_region);
  if (new_standing > old_standing) {
    known.settings = {observation::present, &found, from, {}, {}};
    for (std::size_t flag = 0; flag != detail::trail_flags.size(); ++flag) {
      others.flags[flag] = found.*detail::trail_flags[flag];
    }
  } else if (new_standing == old_standing && known.settings.state == observation::present) {
    if (!detail::agrees(*known.settings.value, others, found)) {
      contradict();
    } else if (detail::flag_count(found) > detail::flag_count(*known.settings.value)) {
      known.settings = {observation::present, &found, from, {}, {}}; // it says more
    }
  }
}

TRAILAUDIT_INLINE void inventory::fold_trails() {
  std::size_t seen = world_->get_trail.size();
  for (auto const& each : world_->describe_trails) {
    seen += each.response.trail_list.size();
  }
  trails_by_arn_.reserve(seen);
  auto const& describe = detail::operation_at(&snapshot::describe_trails);
  for (auto const& each : world_->describe_trails) {
    auto const& found = each.response.trail_list;
    detail::for_each_prepared(
        found.size(),
        [&](std::size_t at) {
          if (at + detail::ahead < found.size()) {
            detail::prefetch(found[at + detail::ahead].trail_arn);
          }
          return trails_by_arn_.expect(found[at].trail_arn);
        },
        [&](std::size_t at, auto const& arn) {
          fold_trail(found[at], arn, detail::place_of(describe, each, "trailList", at));
        });
  }
  auto const& get = detail::operation_at(&snapshot::get_trail);
  for (auto const& each : world_->get_trail) {
    if (each.state == answer::present) {
      auto const& found = each.response.trail;
      fold_trail(found, trails_by_arn_.expect(found.trail_arn),
                 detail::place_of(get, each, "Trail"));
    }
  }
  // What only the list of trails names is a trail of which nothing else is known.
  auto const arn_at = [&](std::size_t at) { return trails_[at].arn; };
  auto const& listed = detail::operation_at(&snapshot::list_trails);
  for (auto const& each : world_->list_trails) {
    for (std::size_t at = 0; at != each.response.trails.size(); ++at) {
      auto const& row = each.response.trails[at];
      if (row.trail_arn.empty() ||
          trails_by_arn_.find(row.trail_arn, arn_at) != detail::lookup::none) {
        continue;
      }
      auto const parts = parse_arn(row.trail_arn);
      auto& added = trails_.emplace_back();
      added.number = static_cast<std::uint32_t>(trails_.size() - 1);
      added.arn = row.trail_arn;
      added.name = row.name;
      added.home_region = parts.region.empty() ? std::string_view{row.home_region} : parts.region;
      added.partition = parts.partition;
      added.account = parts.account;
      added.foreign = !world_->account_id.empty() && !parts.account.empty() &&
                      parts.account != world_->account_id;
      added.settings.from = detail::place_of(listed, each, "Trails", at);
      trails_by_arn_.add(arn_at);
    }
  }
}

TRAILAUDIT_INLINE void inventory::list_trail_regions() {
  auto& listing = trail_listing_;
  auto const& describe = detail::operation_at(&snapshot::describe_trails);
  for (auto const& each : world_->describe_trails) {
    if (detail::is_whole_trail_list(each)) {
      listing.collected = true;
      listing.answers.push_back(detail::place_of(describe, each, "trailList"));
      multi_region_trails_seen_ = true;
    } else if (each.state == answer::refused) {
      listing.refusals.push_back(detail::place_of(describe, each));
      listing.refusal_codes.push_back(each.error_code);
    }
  }
  trail_lists_ = listing.answers.size();
  bool whole = !world_->list_trails.empty();
  for (auto const& each : world_->list_trails) {
    whole = whole && each.state == answer::present && detail::pages_end(world_->list_trails, each);
  }
  // A later page alone says nothing of the first.
  whole = whole && std::any_of(world_->list_trails.begin(), world_->list_trails.end(),
                               [](auto const& each) { return each.request.next_token.empty(); });
  list_trails_whole_ = whole;
  if (whole) {
    listing.collected = true;
    for (auto const& each : world_->list_trails) {
      listing.answers.push_back(
          detail::place_of(detail::operation_at(&snapshot::list_trails), each, "Trails"));
    }
    listing.whole = ternary::yes;
    return;
  }
  for (auto const& region : world_->regions) {
    auto const answered = [&](auto const& each) {
      return each.region == region &&
             (detail::is_whole_trail_list(each) || each.state == answer::refused);
    };
    if (!std::any_of(world_->describe_trails.begin(), world_->describe_trails.end(), answered)) {
      listing.missing_regions.push_back({recorded_call::no_capture, region});
    }
  }
  if (!listing.refusals.empty() || !listing.missing_regions.empty()) {
    listing.whole = ternary::no;
  } else if (!world_->regions.empty()) {
    listing.whole = ternary::yes;
  }
}

TRAILAUDIT_INLINE void inventory::join_tags(trail_view const& of, trail_tags& into) {
  auto const& asked = detail::operation_at(&snapshot::list_tags);
  auto const arn_at = [&](std::size_t at) { return tag_rows_[at].arn; };
  into.further_begin = static_cast<std::uint32_t>(further_tags_.size());
  bool first_page = false;
  for (auto at = tags_.find(of.arn, arn_at); at != detail::lookup::none;
       at = tags_.next(at, arn_at)) {
    auto const& row = tag_rows_[at];
    if (row.source->state != answer::present) {
      if (into.first.state == observation::not_collected) {
        into.first = {observation::refused,
                      nullptr,
                      detail::place_of(asked, *row.source),
                      row.source->error_code,
                      {}};
      }
      continue;
    }
    if (row.index == json_path::no_index) {
      if (into.first.state == observation::not_collected) {
        into.first = {observation::present, nullptr, detail::place_of(asked, *row.source), {}, {}};
      }
      continue;
    }
    auto const from = detail::place_of(asked, *row.source, "ResourceTagList", row.index);
    auto const& found = row.source->response.resource_tag_list[row.index];
    bool const further = !row.source->request.next_token.empty();
    if (further) {
      further_tags_.push_back(&found);
      ++into.further_count;
    }
    into.go_on = into.go_on || row.goes_on;
    if (further && (first_page || into.first.value != nullptr)) {
      continue; // a later page adds to the first
    }
    bool const replaces = !further && !first_page;
    first_page = first_page || !further;
    if (replaces ||
        (into.first.value == nullptr && into.first.state != observation::contradictory)) {
      into.first = {observation::present, &found, from, {}, {}};
    } else if (into.first.value != nullptr && !(*into.first.value == found)) {
      into.first = {observation::contradictory, nullptr, into.first.from, {}, from};
    }
  }
  into.go_on = into.go_on || (into.first.value != nullptr && !first_page);
}

TRAILAUDIT_INLINE void inventory::join_trails() {
  auto const& world = *world_;
  auto const tags_at = [&](std::size_t at) { return tag_rows_[at].arn; };
  for (auto const& each : world.list_tags) {
    if (each.state == answer::present) {
      bool const goes_on = !detail::pages_end(world.list_tags, each);
      for (std::size_t at = 0; at != each.response.resource_tag_list.size(); ++at) {
        tag_rows_.push_back({each.response.resource_tag_list[at].resource_id, &each,
                             static_cast<std::uint32_t>(at), goes_on});
        tags_.add(tags_at);
      }
    }
    bool const refused = each.state == answer::refused;
    bool const short_of_some =
        each.state == answer::present &&
        each.response.resource_tag_list.size() < each.request.resource_id_list.size();
    if (refused || short_of_some) {
      for (auto const& id : each.request.resource_id_list) {
        tag_rows_.push_back({id, &each, json_path::no_index, false});
        tags_.add(tags_at);
      }
    }
  }

  join_calls(
      &snapshot::get_trail_status, [&](std::size_t at) -> auto& { return trails_[at].status; },
      [](auto const& each) -> std::string_view { return each.request.name; });
  join_calls(
      &snapshot::get_event_selectors,
      [&](std::size_t at) -> auto& { return trails_[at].selectors; },
      [](auto const& each) -> std::string_view {
        return detail::first_given(each.request.trail_name, each.response.trail_arn);
      });
  if (!world.get_insight_selectors.empty()) {
    insight_selectors_of_.resize(trails_.size());
  }
  join_calls(
      &snapshot::get_insight_selectors,
      [&](std::size_t at) -> auto& { return insight_selectors_of_[at]; },
      [](auto const& each) -> std::string_view {
        return detail::first_given(each.request.trail_name, each.response.trail_arn);
      });
  if (tags_.size() != 0) {
    tags_of_.resize(trails_.size());
    for (auto const& each : trails_) {
      if (!each.arn.empty()) { // tags of nobody belong to nobody
        join_tags(each, tags_of_[each.number]);
      }
    }
  }
}

TRAILAUDIT_INLINE void inventory::sum_up_trails() {
  bool const account_known = !world_->account_id.empty();
  coverage_.clear();
  for (std::size_t at = 0; at != trails_.size(); ++at) {
    if (at + detail::ahead < trails_.size()) {
      auto const& later = trails_[at + detail::ahead];
      detail::prefetch(later.status.value);
      detail::prefetch(later.home_region);
      if (later.settings.value != nullptr) {
        detail::prefetch(&later.settings.value->is_multi_region_trail);
      }
    }
    auto& each = trails_[at];
    auto const* const status = each.status.get();
    each.logging = status != nullptr ? to_ternary(status->is_logging) : ternary::unknown;
    auto const* const settings = each.settings.get();
    bool const unseen =
        each.settings.state == observation::not_collected && multi_region_trails_seen_;
    each.multi_region = settings != nullptr ? to_ternary(settings->is_multi_region_trail)
                        : unseen            ? ternary::no
                                            : ternary::unknown;
    each.management = management_events(each);
    each.others = possible_other_events(each);
    each.global_events = gets_global_events(each);
    coverage_.add(each, account_known);
  }
  coverage_.finish(world_->regions);
  auto const& asked = detail::operation_at(&snapshot::describe_organization);
  for (auto const& each : world_->describe_organization) {
    detail::observe(organization_, asked, each);
  }
}

// Whether the account is in no organization, or manages its own: then it owns every trail it sees.
TRAILAUDIT_INLINE bool inventory::owns_all_trails() const noexcept {
  auto const* const known = organization_.get();
  return organization_.state == observation::absent ||
         (known != nullptr && !world_->account_id.empty() &&
          known->organization.master_account_id == world_->account_id);
}

TRAILAUDIT_INLINE std::optional<answer_place>
inventory::trails_seen_in(std::string_view region) const noexcept {
  if (!multi_region_trails_seen_) {
    return std::nullopt;
  }
  for (auto const& each : world_->describe_trails) {
    if (each.region == region && detail::is_whole_trail_list(each)) {
      return detail::place_of(detail::operation_at(&snapshot::describe_trails), each, "trailList");
    }
  }
  if (list_trails_whole_ && owns_all_trails()) {
    return detail::place_of(detail::operation_at(&snapshot::list_trails), world_->list_trails[0],
                            "Trails");
  }
  return std::nullopt;
}

TRAILAUDIT_INLINE bool inventory::every_trail_seen() const noexcept {
  if (!multi_region_trails_seen_) {
    return false;
  }
  if (list_trails_whole_ && owns_all_trails()) {
    return true;
  }
  return !world_->regions.empty() &&
         std::all_of(world_->regions.begin(), world_->regions.end(),
                     [&](auto const& each) { return trails_seen_in(each).has_value(); });
}

// Each answer goes to its trail: one pass over the captures, whatever the number of trails. It
// counts when the call was sent to the trail's home Region, or to one that was not recorded.
template <class Response, class IntoAt, class KeyOf>
void inventory::join_calls(list<capture<Response>> snapshot::*captures, IntoAt const& into_at,
                           KeyOf const& key_of) {
  auto const& world = *world_;
  auto const& asked = detail::operation_at(captures);
  auto const counts = [](capture<Response> const& each, trail_view const& about) {
    return each.region.empty() || about.home_region.empty() || each.region == about.home_region;
  };
  auto const arn_at = [&](std::size_t at) { return trails_[at].arn; };
  by_name_.clear();
  std::size_t next = 0; // the answers mostly stand in the order of the trails
  auto const& all = world.*captures;
  for (auto const& each : all) {
    if (static_cast<std::size_t>(&each - all.data()) + detail::ahead < all.size()) {
      detail::prefetch(key_of(*(&each + detail::ahead)));
    }
    if (next + detail::ahead < trails_.size()) {
      detail::prefetch(trails_[next + detail::ahead].arn);
    }
    auto const key = key_of(each);
    if (key.empty()) {
      answers_name_trails_ = false;
      continue;
    }
    auto const at =
        next < trails_.size() && trails_[next].arn == key ? next : trails_by_arn_.find(key, arn_at);
    if (at == detail::lookup::none) {
      answers_name_trails_ = false;
      by_name_.push_back(static_cast<std::size_t>(&each - all.data()));
      continue;
    }
    next = at + 1;
    if (counts(each, trails_[at])) {
      detail::observe(into_at(at), asked, each);
    }
  }
  if (by_name_.empty()) {
    return; // most calls name their trail by its ARN
  }
  auto const name_at = [&](std::size_t at) { return trails_[at].name; };
  if (trails_by_name_.size() == 0) {
    trails_by_name_.reserve(trails_.size());
    for (std::size_t at = 0; at != trails_.size(); ++at) {
      trails_by_name_.add(name_at);
    }
  }
  // A call by name is answered in the trail's home Region alone (a shadow trail's needs the ARN),
  // so a name and a Region mean one trail, as long as one alone of that name can be at home there.
  auto const named = [&](capture<Response> const& each) {
    auto const name = key_of(each);
    auto only = detail::lookup::none;
    auto left = detail::most_namesakes;
    for (auto at = trails_by_name_.find(name, name_at); at != detail::lookup::none;
         at = trails_by_name_.next(at, name_at)) {
      bool const candidate = counts(each, trails_[at]);
      if (left-- == 0 || (candidate && only != detail::lookup::none)) {
        return detail::lookup::none; // cannot be told
      }
      only = candidate ? at : only;
    }
    return only;
  };
  // It counts where nothing was answered for the trail's ARN: all of those are settled first, since
  // several answers may speak of one trail.
  std::size_t kept = 0;
  for (auto const capture_at : by_name_) {
    auto const at = named((world.*captures)[capture_at]);
    if (at != detail::lookup::none && into_at(at).state == observation::not_collected) {
      by_name_[kept++] = capture_at;
    }
  }
  by_name_.resize(kept);
  for (auto const capture_at : by_name_) {
    auto const& each = (world.*captures)[capture_at];
    detail::observe(into_at(named(each)), asked, each);
  }
}

TRAILAUDIT_INLINE bool inventory::has_trail(std::string_view arn_or_name) const noexcept {
  auto const arn_at = [&](std::size_t at) { return trails_[at].arn; };
  if (trails_by_arn_.find(arn_or_name, arn_at) != detail::lookup::none) {
    return true;
  }
  if (trails_by_name_.size() != 0) { // an answer named its trail so
    auto const name_at = [&](std::size_t at) { return trails_[at].name; };
    return trails_by_name_.find(arn_or_name, name_at) != detail::lookup::none;
  }
  return std::any_of(trails_.begin(), trails_.end(),
                     [&](auto const& each) { return each.name == arn_or_name; });
}

TRAILAUDIT_INLINE bool inventory::has_log_bucket(std::string_view name) const noexcept {
  auto const name_at = [&](std::size_t at) { return log_buckets_[at].name; };
  auto const target_at = [&](std::size_t at) { return access_log_targets_[at]; };
  return buckets_by_name_.find(name, name_at) != detail::lookup::none ||
         targets_by_name_.find(name, target_at) != detail::lookup::none;
}

TRAILAUDIT_INLINE ternary inventory::owns_bucket(std::string_view name) const noexcept {
  auto const own_at = [&](std::size_t at) { return own_bucket_names_[at]; };
  bool const listed = own_buckets_.find(name, own_at) != detail::lookup::none;
  return listed ? ternary::yes : own_buckets_whole_ ? ternary::no : ternary::unknown;
}

TRAILAUDIT_INLINE std::optional<origin> inventory::listed_at(std::string_view bucket) const {
  auto const own_at = [&](std::size_t at) { return own_bucket_names_[at]; };
  auto at = own_buckets_.find(bucket, own_at);
  if (at == detail::lookup::none) {
    return std::nullopt;
  }
  for (auto const& each : world_->list_buckets) {
    auto const count = each.response.buckets.size();
    if (at < count) {
      return origin("s3:ListBuckets", &each).at("Buckets", at).at("Name");
    }
    at -= count;
  }
  return std::nullopt;
}

TRAILAUDIT_INLINE void inventory::find_log_buckets() {
  auto const& world = *world_;
  account_public_access_block_ = [&] {
    observed<get_public_access_block_response> known;
    auto const& asked = detail::operation_at(&snapshot::get_account_public_access_block);
    for (auto const& each : world.get_account_public_access_block) {
      // Another account's block says nothing of this one.
      if (each.request.account_id.empty() || world.account_id.empty() ||
          each.request.account_id == world.account_id) {
        detail::observe(known, asked, each);
      }
    }
    return known;
  }();

  own_buckets_whole_ = false;
  auto const own_at = [&](std::size_t at) { return own_bucket_names_[at]; };
  for (auto const& each : world.list_buckets) {
    own_buckets_whole_ =
        own_buckets_whole_ ||
        (each.state == answer::present && each.response.continuation_token.empty() &&
         each.response.prefix.empty() && each.response.next_token.empty() &&
         each.request.next_token.empty() && !narrows(each.request));
    for (auto const& row : each.response.buckets) {
      own_bucket_names_.push_back(row.name);
      own_buckets_.add(own_at);
    }
  }
  auto const name_at = [&](std::size_t at) { return log_buckets_[at].name; };
  trail_of_unknown_bucket_ = no_trail;
  next_of_bucket_.assign(trails_.size(), no_trail);
  last_of_bucket_.clear();
  detail::for_each_prepared(
      trails_.size(),
      [&](std::size_t at) {
        if (at + detail::ahead < trails_.size()) {
          if (auto const* const later = trails_[at + detail::ahead].settings.get()) {
            detail::prefetch(later->s3_bucket_name);
          }
        }
        auto const* const settings = trails_[at].settings.get();
        return buckets_by_name_.expect(settings == nullptr ? std::string_view{}
                                                           : settings->s3_bucket_name);
      },
      [&](std::size_t at, detail::lookup::expected const& name) {
        auto const number = static_cast<std::uint32_t>(at);
        if (name.text.empty()) {
          trail_of_unknown_bucket_ = std::min(trail_of_unknown_bucket_, number);
          return;
        }
        if (auto const known = buckets_by_name_.find(name, name_at);
            known != detail::lookup::none) {
          next_of_bucket_[last_of_bucket_[known]] = number;
          last_of_bucket_[known] = number;
          return;
        }
        last_of_bucket_.push_back(number);
        auto const partition = trails_[at].partition;
        auto& added = log_buckets_.emplace_back();
        added.name = name.text;
        added.arn = "arn:";
        added.arn += partition.empty() ? std::string_view{"aws"} : partition;
        added.arn += ":s3:::";
        added.arn += added.name;
        added.trail = number;
        added.own = owns_bucket(added.name);
        buckets_by_name_.add(name, name_at);
      });
  // Each answer goes to its bucket: one pass over the captures, whatever the number of buckets.
  auto const join = [&](auto captures, auto log_bucket_view::*into) {
    auto const& asked = detail::operation_at(captures);
    for (auto const& each : world.*captures) {
      auto const at = buckets_by_name_.find(each.request.bucket, name_at);
      if (at != detail::lookup::none) {
        detail::observe(log_buckets_[at].*into, asked, each);
      } else {
        answers_name_log_buckets_ = false;
      }
    }
  };
  join(&snapshot::get_bucket_policy, &log_bucket_view::policy);
  join(&snapshot::get_bucket_acl, &log_bucket_view::acl);
  join(&snapshot::get_public_access_block, &log_bucket_view::public_access_block);
  join(&snapshot::get_bucket_ownership_controls, &log_bucket_view::ownership_controls);
  join(&snapshot::get_bucket_logging, &log_bucket_view::logging);
  join(&snapshot::get_bucket_versioning, &log_bucket_view::versioning);
  auto const target_at = [&](std::size_t at) { return access_log_targets_[at]; };
  for (auto const& each : log_buckets_) {
    auto const* const found = each.logging.get();
    if (found != nullptr && found->logging_enabled &&
        (access_log_targets_.empty() ||
         access_log_targets_.back() != found->logging_enabled->target_bucket)) {
      access_log_targets_.push_back(found->logging_enabled->target_bucket);
      targets_by_name_.add(target_at);
    }
  }
}

TRAILAUDIT_INLINE void inventory::find_event_data_stores() {
  auto const& world = *world_;
  auto const arn_at = [&](std::size_t at) { return event_data_stores_[at].arn; };
  auto const store_of = [&](std::string_view arn,
                            std::string_view region) -> event_data_store_view& {
    auto const at = stores_by_arn_.find(arn, arn_at);
    if (at != detail::lookup::none) {
      return event_data_stores_[at];
    }
    auto const parts = parse_arn(arn);
    auto& added = event_data_stores_.emplace_back();
    added.arn = arn;
    added.account = parts.account;
    added.region = parts.region.empty() ? region : parts.region;
    added.foreign =
        !world.account_id.empty() && !parts.account.empty() && parts.account != world.account_id;
    stores_by_arn_.add(arn_at);
    return added;
  };
  auto& listing = event_data_store_listing_;
  bool pages = true;
  // A later page says nothing of its Region's first one.
  auto const has_first_page = [&](std::string_view region) {
    auto const& all = world.list_event_data_stores;
    return all.size() <= detail::page_budget &&
           std::any_of(all.begin(), all.end(), [&](auto const& each) {
             return each.state == answer::present && each.region == region &&
                    each.request.next_token.empty();
           });
  };
  auto const& list_operation = detail::operation_at(&snapshot::list_event_data_stores);
  for (auto const& each : world.list_event_data_stores) {
    if (each.state == answer::present) {
      listing.collected = true;
      listing.answers.push_back(detail::place_of(list_operation, each, "EventDataStores"));
      pages = pages && detail::pages_end(world.list_event_data_stores, each) &&
              (each.request.next_token.empty() || has_first_page(each.region));
      for (auto const& row : each.response.event_data_stores) {
        if (!row.event_data_store_arn.empty()) {
          (void)store_of(row.event_data_store_arn, each.region);
        }
      }
    } else if (each.state == answer::refused) {
      listing.refusals.push_back(detail::place_of(list_operation, each));
      listing.refusal_codes.push_back(each.error_code);
    }
  }
  auto const& get_operation = detail::operation_at(&snapshot::get_event_data_store);
  for (auto const& each : world.get_event_data_store) {
    std::string_view const arn = each.response.event_data_store_arn.empty()
                                     ? std::string_view{each.request.event_data_store}
                                     : std::string_view{each.response.event_data_store_arn};
    if (!arn.empty()) {
      detail::observe(store_of(arn, each.region).store, get_operation, each);
    }
  }
  for (auto const& region : world.regions) {
    auto const answered = [&](auto const& each) {
      return each.state != answer::empty && each.region == region;
    };
    if (listing.collected && !std::any_of(world.list_event_data_stores.begin(),
                                          world.list_event_data_stores.end(), answered)) {
      listing.missing_regions.push_back({recorded_call::no_capture, region});
    }
  }
  if (!listing.refusals.empty() || !listing.missing_regions.empty() || !pages) {
    listing.whole = ternary::no;
  } else if (!world.regions.empty() && listing.collected) {
    listing.whole = ternary::yes;
  }
}

TRAILAUDIT_INLINE void inventory::find_keys() {
  auto const& asked = detail::operation_at(&snapshot::describe_key);
  auto const id_at = [&](std::size_t at) { return known_keys_[at].id; };
  for (auto const& each : world_->describe_key) {
    auto const& metadata = each.response.key_metadata;
    std::array<std::string_view, 3> const ids{each.request.key_id, metadata.arn, metadata.key_id};
    for (std::size_t nth = 0; nth != ids.size(); ++nth) {
      auto const id = ids[nth];
      if (id.empty() || std::find(ids.begin(), ids.begin() + nth, id) != ids.begin() + nth) {
        continue;
      }
      auto at = known_keys_by_id_.find(id, id_at);
      if (at == detail::lookup::none) {
        at = known_keys_.size();
        known_keys_.push_back({id, {}});
        known_keys_by_id_.add(id_at);
      }
      detail::observe(known_keys_[at].key, asked, each);
    }
  }
}

TRAILAUDIT_INLINE observed<describe_key_response> inventory::key(std::string_view id) const {
  auto const at =
      known_keys_by_id_.find(id, [&](std::size_t each) { return known_keys_[each].id; });
  return at == detail::lookup::none ? observed<describe_key_response>{} : known_keys_[at].key;
}

} // namespace trailaudit::inline v0
