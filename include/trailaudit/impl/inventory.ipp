#pragma once

#include <trailaudit/analysis/inventory.hpp>

#include <algorithm>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

template <class Response>
[[nodiscard]] origin origin_of(operation<Response> const& asked,
                               capture<Response> const& source) noexcept {
  return {asked.call, source.region, source.index, {}};
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
  auto const from = origin_of(asked, next);
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

// Whether two copies of a trail say the same where both must know: AWS leaves a member out where
// nothing is configured, but older answers lack the flags, and `GetTrail` may lack the home Region.
[[nodiscard]] inline bool same_settings(trail const& left, trail const& right) {
  auto const compatible = [](auto const& one, auto const& other) {
    return !one || !other || *one == *other;
  };
  bool same = left.s3_bucket_name == right.s3_bucket_name &&
              left.s3_key_prefix == right.s3_key_prefix &&
              left.sns_topic_arn == right.sns_topic_arn && left.kms_key_id == right.kms_key_id &&
              left.cloud_watch_logs_log_group_arn == right.cloud_watch_logs_log_group_arn &&
              left.cloud_watch_logs_role_arn == right.cloud_watch_logs_role_arn;
  for (auto const flag : {&trail::include_global_service_events, &trail::is_multi_region_trail,
                          &trail::log_file_validation_enabled, &trail::has_custom_event_selectors,
                          &trail::has_insight_selectors, &trail::is_organization_trail}) {
    same = same && compatible(left.*flag, right.*flag);
  }
  return same;
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
  account_public_access_block_ = {};
  account_resource_ = "*";
  if (!world.account_id.empty()) {
    account_resource_ = "AWS::::Account:";
    account_resource_ += world.account_id;
  }
  for (auto* each : {&trails_by_arn_, &trails_by_name_, &status_, &selectors_, &tags_,
                     &buckets_by_name_, &own_buckets_, &stores_by_arn_, &keys_}) {
    each->clear();
  }
  tag_rows_.clear();
  further_tags_.clear();
  key_rows_.clear();
  own_bucket_names_.clear();

  fold_trails();
  list_trail_regions();
  join_trails();
  find_log_buckets();
  find_event_data_stores();
  index_keys();
}

TRAILAUDIT_INLINE void inventory::fold_trail(trail const& found, origin const& from) {
  auto const arn_at = [&](std::size_t at) { return trails_[at].arn; };
  auto const parts = parse_arn(found.trail_arn);
  std::string_view const home =
      found.home_region.empty() ? parts.region : std::string_view{found.home_region};
  // Without an ARN two trails cannot be told to be one.
  auto const at =
      found.trail_arn.empty() ? detail::lookup::none : trails_by_arn_.find(found.trail_arn, arn_at);
  if (at == detail::lookup::none) {
    auto& added = trails_.emplace_back();
    added.arn = found.trail_arn;
    added.name = found.name;
    added.home_region = home;
    added.partition = parts.partition;
    added.account = parts.account;
    added.foreign = !world_->account_id.empty() && !parts.account.empty() &&
                    parts.account != world_->account_id;
    added.settings = {observation::present, &found, from, {}, {}};
    trails_by_arn_.add(arn_at);
    return;
  }
  auto& known = trails_[at];
  known.home_region = known.home_region.empty() ? home : known.home_region;
  known.name = known.name.empty() ? std::string_view{found.name} : known.name;
  auto const old_standing = detail::standing(known.settings.from.region, known.home_region);
  auto const new_standing = detail::standing(from.region, known.home_region);
  if (new_standing > old_standing) {
    known.settings = {observation::present, &found, from, {}, {}};
  } else if (new_standing == old_standing && known.settings.state == observation::present &&
             !detail::same_settings(*known.settings.value, found)) {
    known.settings = {observation::contradictory, nullptr, known.settings.from, {}, from};
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
    for (std::size_t at = 0; at != each.response.trail_list.size(); ++at) {
      auto from = detail::origin_of(describe, each);
      from = from.at("trailList", at);
      fold_trail(each.response.trail_list[at], from);
    }
  }
  auto const& get = detail::operation_at(&snapshot::get_trail);
  for (auto const& each : world_->get_trail) {
    if (each.state == answer::present) {
      auto from = detail::origin_of(get, each);
      from = from.at("Trail");
      fold_trail(each.response.trail, from);
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
      added.arn = row.trail_arn;
      added.name = row.name;
      added.home_region =
          row.home_region.empty() ? parts.region : std::string_view{row.home_region};
      added.partition = parts.partition;
      added.account = parts.account;
      added.foreign = !world_->account_id.empty() && !parts.account.empty() &&
                      parts.account != world_->account_id;
      added.settings.from = detail::origin_of(listed, each);
      added.settings.from.path = added.settings.from.path.then("Trails", at);
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
      listing.answers.push_back(detail::origin_of(describe, each).at("trailList"));
      multi_region_trails_seen_ = true;
    } else if (each.state == answer::refused) {
      listing.refusals.push_back(detail::origin_of(describe, each));
      listing.refusal_codes.push_back(each.error_code);
    }
  }
  bool whole = !world_->list_trails.empty();
  for (auto const& each : world_->list_trails) {
    whole = whole && each.state == answer::present && detail::pages_end(world_->list_trails, each);
  }
  // A later page alone says nothing of the first.
  whole = whole && std::any_of(world_->list_trails.begin(), world_->list_trails.end(),
                               [](auto const& each) { return each.request.next_token.empty(); });
  if (whole) {
    listing.collected = true;
    for (auto const& each : world_->list_trails) {
      listing.answers.push_back(
          detail::origin_of(detail::operation_at(&snapshot::list_trails), each).at("Trails"));
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
      listing.missing_regions.push_back(region);
    }
  }
  if (!listing.refusals.empty() || !listing.missing_regions.empty()) {
    listing.whole = ternary::no;
  } else if (!world_->regions.empty()) {
    listing.whole = ternary::yes;
  }
}

TRAILAUDIT_INLINE void inventory::join_tags(trail_view& into) {
  auto const& asked = detail::operation_at(&snapshot::list_tags);
  auto const arn_at = [&](std::size_t at) { return tag_rows_[at].arn; };
  into.further_tags_begin = static_cast<std::uint32_t>(further_tags_.size());
  bool first_page = false;
  for (auto at = tags_.find(into.arn, arn_at); at != detail::lookup::none;
       at = tags_.next(at, arn_at)) {
    auto const& row = tag_rows_[at];
    auto from = detail::origin_of(asked, *row.source);
    if (row.source->state != answer::present) {
      if (into.tags.state == observation::not_collected) {
        into.tags = {observation::refused, nullptr, from, row.source->error_code, {}};
      }
      continue;
    }
    from = from.at("ResourceTagList", row.index);
    auto const& found = row.source->response.resource_tag_list[row.index];
    bool const further = !row.source->request.next_token.empty();
    if (further) {
      further_tags_.push_back(&found);
      ++into.further_tags_count;
    }
    into.tags_go_on = into.tags_go_on || !detail::pages_end(world_->list_tags, *row.source);
    if (further && (first_page || into.tags.value != nullptr)) {
      continue; // a later page adds to the first
    }
    bool const replaces = !further && !first_page;
    first_page = first_page || !further;
    if (replaces || (into.tags.value == nullptr && into.tags.state != observation::contradictory)) {
      into.tags = {observation::present, &found, from, {}, {}};
    } else if (into.tags.value != nullptr && !(*into.tags.value == found)) {
      into.tags = {observation::contradictory, nullptr, into.tags.from, {}, from};
    }
  }
  into.tags_go_on = into.tags_go_on || (into.tags.value != nullptr && !first_page);
}

TRAILAUDIT_INLINE void inventory::join_trails() {
  auto const& world = *world_;
  auto const name_at = [&](std::size_t at) { return trails_[at].name; };
  auto const status_at = [&](std::size_t at) -> std::string_view {
    return world.get_trail_status[at].request.name;
  };
  auto const selectors_at = [&](std::size_t at) -> std::string_view {
    auto const& each = world.get_event_selectors[at];
    return each.request.trail_name.empty() ? each.response.trail_arn : each.request.trail_name;
  };
  auto const tags_at = [&](std::size_t at) { return tag_rows_[at].arn; };
  status_.reserve(world.get_trail_status.size());
  selectors_.reserve(world.get_event_selectors.size());
  for (std::size_t at = 0; at != world.get_trail_status.size(); ++at) {
    status_.add(status_at);
  }
  for (std::size_t at = 0; at != world.get_event_selectors.size(); ++at) {
    selectors_.add(selectors_at);
  }
  for (auto const& each : world.list_tags) {
    if (each.state == answer::present) {
      for (std::size_t at = 0; at != each.response.resource_tag_list.size(); ++at) {
        tag_rows_.push_back({each.response.resource_tag_list[at].resource_id, &each,
                             static_cast<std::uint32_t>(at)});
        tags_.add(tags_at);
      }
    } else if (each.state == answer::refused) {
      for (auto const& id : each.request.resource_id_list) {
        tag_rows_.push_back({id, &each, 0});
        tags_.add(tags_at);
      }
    }
  }

  // An answer counts for a trail when the call was sent to its home Region, or to one that was not
  // recorded.
  auto const join = [&](auto& into, auto const& asked, auto const& index, auto const& key_at,
                        trail_view const& about) {
    if (index.size() == 0) {
      return;
    }
    auto const fold = [&](std::string_view key) {
      for (auto at = index.find(key, key_at); at != detail::lookup::none;
           at = index.next(at, key_at)) {
        auto const& each = (world.*asked.captures)[at];
        if (each.region.empty() || about.home_region.empty() || each.region == about.home_region) {
          detail::observe(into, asked, each);
        }
      }
    };
    if (!about.arn.empty()) {
      fold(about.arn);
    }
    if (into.state == observation::not_collected && !about.name.empty()) {
      if (trails_by_name_.size() == 0) { // most calls name their trail by its ARN
        trails_by_name_.reserve(trails_.size());
        for (std::size_t at = 0; at != trails_.size(); ++at) {
          trails_by_name_.add(name_at);
        }
      }
      auto const first = trails_by_name_.find(about.name, name_at);
      if (trails_by_name_.next(first, name_at) == detail::lookup::none) {
        fold(about.name);
      }
    }
  };
  auto const& status = detail::operation_at(&snapshot::get_trail_status);
  auto const& selectors = detail::operation_at(&snapshot::get_event_selectors);
  for (auto& each : trails_) {
    join(each.status, status, status_, status_at, each);
    join(each.selectors, selectors, selectors_, selectors_at, each);
    if (!each.arn.empty() && tags_.size() != 0) {
      join_tags(each); // tags of nobody belong to nobody
    }
  }
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

  bool buckets_whole = false;
  auto const own_at = [&](std::size_t at) { return own_bucket_names_[at]; };
  for (auto const& each : world.list_buckets) {
    buckets_whole = buckets_whole ||
                    (each.state == answer::present && each.response.continuation_token.empty() &&
                     each.response.prefix.empty() && each.request.next_token.empty());
    for (auto const& row : each.response.buckets) {
      own_bucket_names_.push_back(row.name);
      own_buckets_.add(own_at);
    }
  }
  auto const owns = [&](std::string_view name) {
    bool const listed = own_buckets_.find(name, own_at) != detail::lookup::none;
    return listed ? ternary::yes : buckets_whole ? ternary::no : ternary::unknown;
  };

  auto const name_at = [&](std::size_t at) { return log_buckets_[at].name; };
  for (std::size_t at = 0; at != trails_.size(); ++at) {
    auto const* const settings = trails_[at].settings.get();
    if (settings == nullptr || settings->s3_bucket_name.empty() ||
        buckets_by_name_.find(settings->s3_bucket_name, name_at) != detail::lookup::none) {
      continue;
    }
    auto& added = log_buckets_.emplace_back();
    added.name = settings->s3_bucket_name;
    added.arn = "arn:";
    added.arn += trails_[at].partition.empty() ? std::string_view{"aws"} : trails_[at].partition;
    added.arn += ":s3:::";
    added.arn += added.name;
    added.trail = static_cast<std::uint32_t>(at);
    added.own = owns(added.name);
    buckets_by_name_.add(name_at);
  }
  // Each answer goes to its bucket: one pass over the captures, whatever the number of buckets.
  auto const join = [&](auto captures, auto log_bucket_view::*into) {
    auto const& asked = detail::operation_at(captures);
    for (auto const& each : world.*captures) {
      auto const at = buckets_by_name_.find(each.request.bucket, name_at);
      if (at != detail::lookup::none) {
        detail::observe(log_buckets_[at].*into, asked, each);
      }
    }
  };
  join(&snapshot::get_bucket_policy, &log_bucket_view::policy);
  join(&snapshot::get_bucket_acl, &log_bucket_view::acl);
  join(&snapshot::get_public_access_block, &log_bucket_view::public_access_block);
  join(&snapshot::get_bucket_ownership_controls, &log_bucket_view::ownership_controls);
  join(&snapshot::get_bucket_logging, &log_bucket_view::logging);
  join(&snapshot::get_bucket_versioning, &log_bucket_view::versioning);
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
  bool first_page = false;
  auto const& list_operation = detail::operation_at(&snapshot::list_event_data_stores);
  for (auto const& each : world.list_event_data_stores) {
    if (each.state == answer::present) {
      listing.collected = true;
      listing.answers.push_back(detail::origin_of(list_operation, each).at("EventDataStores"));
      first_page = first_page || each.request.next_token.empty();
      pages = pages && detail::pages_end(world.list_event_data_stores, each);
      for (auto const& row : each.response.event_data_stores) {
        if (!row.event_data_store_arn.empty()) {
          (void)store_of(row.event_data_store_arn, each.region);
        }
      }
    } else if (each.state == answer::refused) {
      listing.refusals.push_back(detail::origin_of(list_operation, each));
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
      return each.region == region && each.state != answer::empty;
    };
    if (listing.collected && !std::any_of(world.list_event_data_stores.begin(),
                                          world.list_event_data_stores.end(), answered)) {
      listing.missing_regions.push_back(region);
    }
  }
  pages = pages && (first_page || !listing.collected);
  if (!listing.refusals.empty() || !listing.missing_regions.empty() || !pages) {
    listing.whole = ternary::no;
  } else if (!world.regions.empty() && listing.collected) {
    listing.whole = ternary::yes;
  }
}

TRAILAUDIT_INLINE void inventory::index_keys() {
  auto const id_at = [&](std::size_t at) { return key_rows_[at].id; };
  for (auto const& each : world_->describe_key) {
    auto const& metadata = each.response.key_metadata;
    for (std::string_view const id :
         {std::string_view{each.request.key_id}, std::string_view{metadata.arn},
          std::string_view{metadata.key_id}}) {
      if (!id.empty()) {
        key_rows_.push_back({id, &each});
        keys_.add(id_at);
      }
    }
  }
}

TRAILAUDIT_INLINE observed<describe_key_response> inventory::key(std::string_view id) const {
  auto const& asked = detail::operation_at(&snapshot::describe_key);
  auto const id_at = [&](std::size_t at) { return key_rows_[at].id; };
  observed<describe_key_response> known;
  for (auto at = keys_.find(id, id_at); at != detail::lookup::none; at = keys_.next(at, id_at)) {
    detail::observe(known, asked, *key_rows_[at].source);
  }
  return known;
}

} // namespace trailaudit::inline v0
