#pragma once

#include <trailaudit/analysis/account_coverage.hpp>
#include <trailaudit/analysis/resource_index.hpp>
#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/detail/lookup.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// One bucket that trails deliver to, with what is known about it.
struct log_bucket_view {
  std::string_view name{};
  std::string arn{};
  std::uint32_t trail = 0; ///< the first trail that names it, in `inventory::trails`
  /// Whether the bucket stands in the account's own list of buckets.
  ternary own = ternary::unknown;
  observed<get_bucket_policy_response> policy{};
  observed<get_bucket_acl_response> acl{};
  observed<get_public_access_block_response> public_access_block{};
  observed<get_bucket_ownership_controls_response> ownership_controls{};
  observed<get_bucket_logging_response> logging{};
  observed<get_bucket_versioning_response> versioning{};
};

/// One CloudTrail Lake event data store.
struct event_data_store_view {
  std::string_view arn{};
  std::string_view account{};
  std::string_view region{};
  bool foreign = false;
  observed<get_event_data_store_response> store{};
};

/// The tags of a trail, as `ListTags` answers them.
struct trail_tags {
  /// The first page; `inventory::further_tags` has the others. Present without a value: AWS was
  /// asked for the trail's tags, and the answer does not list the trail.
  observed<resource_tag> first{};
  std::uint32_t further_begin = 0;
  std::uint32_t further_count = 0;
  bool go_on = false; ///< a page was left that was not collected
};

/// Whether a list was seen whole.
struct listing {
  bool collected = false; ///< at least one answer holds a part of it
  /// Yes: nothing can be missing. No: a call was refused, a page or a Region is missing.
  /// Unknown: nothing says that the collected answers are all.
  ternary whole = ternary::unknown;
  std::vector<answer_place> answers{};  ///< the lists that were collected
  std::vector<answer_place> refusals{}; ///< the refused calls
  std::vector<std::string_view> refusal_codes{};
  /// The Regions of the account that were not asked.
  std::vector<recorded_call> missing_regions{};
};

namespace detail {

/// What the copies of a trail that count say together.
struct trail_copies {
  std::array<std::optional<bool>, 6> flags{};
  bool homes_differ = false; // one names another home Region than the ARN
};

} // namespace detail

/// The account as a whole: the joins over a snapshot. Which status belongs to which trail, which
/// bucket to which trail, and what was not seen.
///
/// Holds views into the snapshot, which must outlive it and stay as it is. `build` uses its memory
/// again. Cost: linear in the number of captures and trails.
class inventory {
public:
  TRAILAUDIT_API void build(snapshot const& world);

  [[nodiscard]] snapshot const& world() const noexcept { return *world_; }
  [[nodiscard]] std::vector<trail_view> const& trails() const noexcept { return trails_; }
  [[nodiscard]] list<log_bucket_view> const& log_buckets() const noexcept { return log_buckets_; }
  /// Whether there is such a trail, by ARN or name.
  [[nodiscard]] TRAILAUDIT_API bool has_trail(std::string_view arn_or_name) const noexcept;
  /// The first trail that delivers to a bucket which nobody can name: its settings are not known,
  /// or do not say. None where there is no such trail.
  [[nodiscard]] trail_view const* trail_of_unknown_bucket() const noexcept {
    return trail_of_unknown_bucket_ == no_trail ? nullptr : &trails_[trail_of_unknown_bucket_];
  }
  /// Whether every answer about a trail names it by an ARN that is known: `has_trail` of them all.
  [[nodiscard]] bool answers_name_trails() const noexcept { return answers_name_trails_; }
  /// Whether every answer that `log_bucket_view` holds is about one of `log_buckets`.
  [[nodiscard]] bool answers_name_log_buckets() const noexcept { return answers_name_log_buckets_; }
  /// Whether trails deliver to a bucket, or the access logs of such a bucket go there.
  [[nodiscard]] TRAILAUDIT_API bool has_log_bucket(std::string_view name) const noexcept;
  /// Whether a bucket stands in the account's own list of buckets; no only where the list is whole.
  [[nodiscard]] TRAILAUDIT_API ternary owns_bucket(std::string_view name) const noexcept;
  /// Where a bucket stands in the account's own list of buckets. Cost: linear in the answers.
  [[nodiscard]] TRAILAUDIT_API std::optional<origin> listed_at(std::string_view bucket) const;
  /// Visits the trails that name the bucket, in the order of `trails`.
  template <class Visit>
  void for_each_trail_of(log_bucket_view const& bucket, Visit&& visit) const {
    for (auto at = bucket.trail; at != no_trail; at = next_of_bucket_[at]) {
      visit(trails_[at]);
    }
  }
  [[nodiscard]] std::vector<event_data_store_view> const& event_data_stores() const noexcept {
    return event_data_stores_;
  }
  /// All trails of the account, single-Region ones included.
  [[nodiscard]] listing const& trail_listing() const noexcept { return trail_listing_; }
  /// Of the answers of that listing those that show all trails of a Region, its own
  /// `DescribeTrails`.
  [[nodiscard]] std::span<answer_place const> trail_lists() const noexcept {
    return {trail_listing_.answers.data(), trail_lists_};
  }
  /// Whether every multi-Region trail was seen: one Region's unfiltered answer shows them all.
  [[nodiscard]] bool multi_region_trails_seen() const noexcept { return multi_region_trails_seen_; }
  /// The answer that shows every trail which can cover a Region: `DescribeTrails` of that Region,
  /// or `ListTrails` where no other account can own such a trail. None: one may not have been seen.
  /// Cost: linear in the answers.
  [[nodiscard]] TRAILAUDIT_API std::optional<answer_place>
  trails_seen_in(std::string_view region) const noexcept;
  /// Whether every trail was seen that can cover any Region of the account.
  [[nodiscard]] TRAILAUDIT_API bool every_trail_seen() const noexcept;
  /// What the trails record together.
  [[nodiscard]] account_coverage const& coverage() const noexcept { return coverage_; }
  /// The account's organization.
  [[nodiscard]] observed<describe_organization_response> const& organization() const noexcept {
    return organization_;
  }
  [[nodiscard]] listing const& event_data_store_listing() const noexcept {
    return event_data_store_listing_;
  }
  /// A trail's tags.
  [[nodiscard]] trail_tags const& tags(trail_view const& about) const noexcept {
    return about.number < tags_of_.size() ? tags_of_[about.number] : no_tags_;
  }
  /// A trail's tags on later pages of `ListTags`.
  [[nodiscard]] std::span<resource_tag const* const>
  further_tags(trail_view const& about) const noexcept {
    auto const& found = tags(about);
    return {further_tags_.data() + found.further_begin, found.further_count};
  }
  /// Which unusual activity a trail looks for.
  [[nodiscard]] observed<get_insight_selectors_response> const&
  insight_selectors(trail_view const& about) const noexcept {
    return about.number < insight_selectors_of_.size() ? insight_selectors_of_[about.number]
                                                       : no_insight_selectors_;
  }
  /// Block Public Access of the audited account.
  [[nodiscard]] observed<get_public_access_block_response> const&
  account_public_access_block() const noexcept {
    return account_public_access_block_;
  }
  /// `AWS::::Account:111122223333`, or `*` when the account is not known.
  [[nodiscard]] std::string const& account_resource() const noexcept { return account_resource_; }
  /// What `DescribeKey` says of a key, given by ARN or id.
  [[nodiscard]] TRAILAUDIT_API observed<describe_key_response> key(std::string_view id) const;
  /// What is known of single buckets, keys, topics, roles, log groups and the organization's
  /// policies.
  [[nodiscard]] resource_index const& resources() const noexcept { return resources_; }

private:
  struct tag_row {
    std::string_view arn{};
    capture<list_tags_response> const* source = nullptr;
    // In the answer's list; past its end where the call was refused or the trail is not in it.
    std::uint32_t index = 0;
    bool goes_on = false; // the answer has a further page that was not collected
  };

  struct known_key {
    std::string_view id{}; // or ARN
    observed<describe_key_response> key{};
  };

  void fold_trails();
  void fold_trail(trail const& found, detail::lookup::expected const& arn,
                  answer_place const& from);
  void list_trail_regions();
  void join_trails();
  void sum_up_trails();
  [[nodiscard]] bool owns_all_trails() const noexcept;
  template <class Response, class IntoAt, class KeyOf>
  void join_calls(list<capture<Response>> snapshot::*captures, IntoAt const& into_at,
                  KeyOf const& key_of);
  void join_tags(trail_view const& of, trail_tags& into);
  void find_log_buckets();
  void find_event_data_stores();
  void find_keys();

  static constexpr auto no_trail = static_cast<std::uint32_t>(-1);

  snapshot const* world_ = nullptr;
  std::vector<trail_view> trails_{};
  std::uint32_t trail_of_unknown_bucket_ = no_trail;
  std::vector<std::uint32_t> next_of_bucket_{}; // of each trail: the next one with its bucket
  std::vector<std::uint32_t> last_of_bucket_{}; // of each bucket: the last trail
  std::vector<detail::trail_copies> copies_{};  // of each trail
  // Of each trail; empty where there is no such answer at all.
  std::vector<trail_tags> tags_of_{};
  std::vector<observed<get_insight_selectors_response>> insight_selectors_of_{};
  trail_tags no_tags_{};
  observed<get_insight_selectors_response> no_insight_selectors_{};
  list<log_bucket_view> log_buckets_{};
  std::vector<event_data_store_view> event_data_stores_{};
  listing trail_listing_{};
  listing event_data_store_listing_{};
  std::size_t trail_lists_ = 0; // of `trail_listing_`, the first answers
  bool multi_region_trails_seen_ = false;
  bool list_trails_whole_ = false;
  bool answers_name_trails_ = true;
  bool answers_name_log_buckets_ = true;
  account_coverage coverage_{};
  observed<describe_organization_response> organization_{};
  observed<get_public_access_block_response> account_public_access_block_{};
  std::string account_resource_{};
  resource_index resources_{};

  detail::lookup trails_by_arn_{};
  detail::lookup trails_by_name_{};
  detail::lookup tags_{};
  std::vector<std::size_t> by_name_{};
  std::vector<tag_row> tag_rows_{};
  std::vector<resource_tag const*> further_tags_{};
  std::vector<known_key> known_keys_{};
  std::vector<std::string_view> own_bucket_names_{};
  std::vector<std::string_view> access_log_targets_{}; // some twice
  bool own_buckets_whole_ = false;
  detail::lookup buckets_by_name_{};
  detail::lookup targets_by_name_{};
  detail::lookup own_buckets_{};
  detail::lookup stores_by_arn_{};
  detail::lookup known_keys_by_id_{};
};

namespace detail {

inline void recycle(recycler, log_bucket_view& value) noexcept {
  auto arn = std::move(value.arn);
  arn.clear();
  value = log_bucket_view{};
  value.arn = std::move(arn);
}

} // namespace detail
} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/inventory.ipp>
#endif
