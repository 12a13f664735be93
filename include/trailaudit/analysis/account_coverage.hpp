#pragma once

#include <trailaudit/analysis/management_coverage.hpp>
#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/detail/lookup.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/list.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// Whether a trail is the audited account's own. `account_known`: that account is known, so that
/// another's trails are too.
[[nodiscard]] TRAILAUDIT_API ternary is_own(trail_view const& about, bool account_known) noexcept;

/// Whether the events that a trail records are the audited account's. A trail of another account
/// records them if it is an organization's; one that says that it is none cannot be seen from here.
[[nodiscard]] inline ternary is_of_account(trail_view const& about) noexcept {
  auto const* const settings = about.settings.get();
  bool const odd = about.foreign && settings != nullptr && settings->is_organization_trail == false;
  return odd ? ternary::unknown : ternary::yes;
}

/// Whether a trail records what happens in a Region, as long as it logs: a multi-Region trail in
/// every one, any other in its home Region. Unknown as well where no Region is given.
[[nodiscard]] TRAILAUDIT_API ternary covers_region(trail_view const& about,
                                                   std::string_view region) noexcept;

/// Whether the events of global services come to a trail, as long as it logs. A multi-Region trail
/// gets them, and always has `IncludeGlobalServiceEvents`: one that denies it cannot be. Of the
/// others only a trail in us-east-1 with that flag does; other partitions' Region for them is not
/// documented.
[[nodiscard]] TRAILAUDIT_API ternary gets_global_events(trail_view const& about) noexcept;

/// What the logging trails of an account record together in one Region.
struct region_coverage {
  std::string_view region{};
  /// It stands among the account's Regions, or those are not given.
  bool enabled = false;
  ternary logging = ternary::no;    ///< whether a trail logs there
  management_coverage management{}; ///< the union over the trails that log there
};

/// Two trails of the account's own that record the same management events of one Region.
struct double_recording {
  ternary found = ternary::no;
  std::size_t cell = management_coverage::cell_count; ///< which events, when `found` is yes
  std::uint32_t first = 0;                            ///< in `inventory::trails`
  std::uint32_t second = 0;
};

/// What the logging trails of an account record together: a multi-Region trail in every Region, any
/// other in its home Region. Only trails that were seen count: whether there may be others is
/// `inventory::trails_seen_in`.
///
/// `build` uses its memory again. Cost: linear in trails and Regions.
class account_coverage {
public:
  /// `account_known`: see `is_own`.
  TRAILAUDIT_API void build(std::vector<trail_view> const& trails, list<std::string> const& regions,
                            bool account_known);
  /// The same in three steps: `clear`, `add` of each trail in turn, `finish`. For who goes over the
  /// trails anyway.
  TRAILAUDIT_API void clear() noexcept;
  TRAILAUDIT_API void add(trail_view const& about, bool account_known);
  TRAILAUDIT_API void finish(list<std::string> const& regions);

  /// What the multi-Region trails record, in whatever Region.
  [[nodiscard]] region_coverage const& everywhere() const noexcept { return everywhere_; }
  /// Region by Region: the account's, where they are given, and those where a logging trail is at
  /// home. Any other Region has what `everywhere` says; empty where that is everything.
  [[nodiscard]] std::vector<region_coverage> const& regions() const noexcept { return regions_; }
  /// Which events beside management events the trails may record: `whole` says what some
  /// multi-Region trail certainly records, the others what any trail may record anywhere.
  [[nodiscard]] other_events const& others() const noexcept { return others_; }
  /// The management events that any trail records, in whatever Region it is.
  [[nodiscard]] management_coverage const& anywhere() const noexcept { return anywhere_; }
  /// The management events of the trails that get those of global services.
  [[nodiscard]] management_coverage const& with_global_events() const noexcept {
    return with_global_events_;
  }
  /// The first trail that may log in every Region, in `inventory::trails`; or `no_trail`.
  [[nodiscard]] std::uint32_t first_everywhere() const noexcept { return first_everywhere_; }
  /// Whether no trail is known to be of another partition than `aws`.
  [[nodiscard]] bool standard_partition() const noexcept { return standard_partition_; }
  static constexpr std::uint32_t no_trail = std::numeric_limits<std::uint32_t>::max();
  /// Whether two trails of the account's own record the same.
  [[nodiscard]] double_recording const& recorded_twice() const noexcept { return twice_; }

private:
  static constexpr other_events no_others{false, false, 0, 0};
  // Which cells the account's own trails record, one of them or more: in one Region, or altogether.
  // Certain is only what trails record that can be told apart.
  struct recorders {
    management_coverage once{};
    management_coverage twice{};
    management_coverage wide{}; // by a multi-Region trail
  };

  // What counts of a trail that may log.
  struct recorder {
    std::string_view home_region{}; // empty where it is not known for certain
    std::uint32_t number = 0;       // in `inventory::trails`
    bool has_arn = false;
    ternary multi_region = ternary::no;
    ternary logs = ternary::no;     // whether it logs what happens in the account
    ternary own_logs = ternary::no; // the same, where it is the account's own
    management_coverage management{};

    // What counts among recorders.
    [[nodiscard]] management_coverage own() const noexcept {
      auto found = both(management, own_logs);
      found.recorded = has_arn ? found.recorded : std::uint8_t{0};
      return found;
    }
  };

  std::size_t region_at(std::string_view region, bool enabled);
  void look_at_regions(list<std::string> const& regions);
  static void count(recorder const& about, recorders& among) noexcept;

  region_coverage everywhere_{};
  std::vector<region_coverage> regions_{};
  other_events others_ = no_others;
  management_coverage anywhere_{};
  management_coverage with_global_events_{};
  std::uint32_t first_everywhere_ = no_trail;
  bool standard_partition_ = true;
  double_recording twice_{};
  recorders all_{};
  std::uint32_t trails_ = 0;
  std::vector<recorder> logging_{};    // the trails that may log
  std::vector<recorders> recorders_{}; // of each Region
  detail::lookup by_region_{};
};

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/account_coverage.ipp>
#endif
