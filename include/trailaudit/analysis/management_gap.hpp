#pragma once

#include <trailaudit/analysis/account_coverage.hpp>
#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>

#include <span>
#include <string_view>

namespace trailaudit::inline v0 {

/// Whether one trail records every management event, and if not, one that it misses. Views: into
/// literals and the snapshot.
struct management_gap {
  ternary covered = ternary::unknown;
  /// Where `covered` is no: a literal that names an event, as in `management_event_examples`, or
  /// that says in which way `value` leaves one out.
  std::string_view event{};
  std::string_view value{}; ///< the selectors' value that tells the event from others; may be empty
};

/// Whether a trail records all management events, whether it logs or not.
///
/// `trail_view::management` answers where selectors ask for what AWS lets trails ask for. Beyond
/// it, where they ask for a name, a source or an identity, this looks at AWS's documented meaning
/// of the operators: at first whether one of `management_event_examples` is left out, and then by
/// `uncovered`. Of several events it names a write before a read, and one of other services before
/// those of KMS and the RDS Data API.
///
/// Not decided: what `uncovered` does not decide. Cost: a look at six cells; where selectors have
/// such conditions, that of `uncovered`.
/// Source: AWS CloudTrail API Reference, `AdvancedFieldSelector`.
[[nodiscard]] TRAILAUDIT_API management_gap management_gap_of(trail_view const& about,
                                                              coverage_budget const& budget = {});

/// The first trail that certainly is multi-Region, logs and records all management events of the
/// account, those of global services among them (`gets_global_events`), as `management_gap_of`
/// finds; null: there is none. Cost: that of `management_gap_of`
/// for each trail whose selectors have finer conditions.
[[nodiscard]] TRAILAUDIT_API trail_view const*
sole_management_trail(std::span<trail_view const> trails, coverage_budget const& budget = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/management_gap.ipp>
#endif
