#pragma once

#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/event_record.hpp>
#include <trailaudit/model/event_selectors.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// Selectors that a trail is to get in place of those it has.
struct proposed_selectors {
  std::size_t trail = 0; ///< in `inventory::trails`
  get_event_selectors_response const* selectors = nullptr;
};

/// What one trail that covers an event's account and Region, or may, does with it.
struct trail_recording {
  std::size_t trail = 0;     ///< in `inventory::trails`
  event_recording decided{}; ///< of its selectors, and of whether it logs and covers the event
};

/// Whether and by which trails of an account an event is recorded.
struct account_recording {
  static constexpr std::size_t no_trail = static_cast<std::size_t>(-1);

  ternary recorded = ternary::unknown;
  /// The first trail that records it, or else the first that is not decided.
  std::size_t trail = no_trail;
  std::string_view reason{}; ///< a literal: lower case, no full stop
  /// The field that keeps it out, or that is not decided, as AWS spells it; mostly empty.
  std::string_view field{};
  /// Every trail that covers the event, or may, in the inventory's order.
  std::vector<trail_recording> trails{};
};

/// The audited account: the snapshot's, or else that of a trail which is no organization's. Empty:
/// not known. Cost: linear in trails where the snapshot does not say.
[[nodiscard]] TRAILAUDIT_API std::string_view account_of(inventory const& about) noexcept;

/// Whether the trails of the account, as the snapshot shows them, would record an event: one that
/// CloudTrail wrote before, or any other.
///
/// Evidence: `recipientAccountId` and `awsRegion` of the event against the trails' ARNs, home
/// Regions and `IsMultiRegionTrail`; `IsLogging`; `would_record`. `proposals` takes the place of
/// what trails have; a trail that is named twice has the last.
///
/// - yes: `trail` logs, covers the event's account and Region, and its selectors match.
/// - no: the event is the audited account's, every trail that could cover it was seen, and none of
///   them records it.
/// - unknown: a status, selectors, a trail's Regions or a list are not known, or one of the cases
///   below.
///
/// A trail records the events of its own account; an organization's those of the members too. Not
/// decided: which accounts those are (but the audited account is, where it sees another's trail),
/// what other accounts' own trails record, and events without `recipientAccountId`.
///
/// A multi-Region trail covers every Region of the account in its partition, any other its home
/// Region. Not decided: an event in a Region that is not among the account's.
///
/// Management events of IAM and CloudFront are global: a trail gets them as `gets_global_events`
/// says. Those of services that have an endpoint in each Region are not. Which others are is not
/// documented, as STS, which has both: where it would matter the answer is unknown. In the
/// partition `aws` it matters in us-east-1 only.
///
/// Insights events come to trails with Insights; which trail's they are the record does not say, so
/// that only a trail without Insights is decided. Events of further categories, as `Aggregated`,
/// are not chosen by event selectors and not decided. Event data stores do not count, and whether
/// deliveries arrive is not looked at.
///
/// Source: AWS CloudTrail User Guide, "Understanding multi-Region trails", "Creating a trail for an
/// organization", "Global service events", "CloudTrail record contents". Pure.
/// Cost: linear in trails and their selectors' values.
[[nodiscard]] TRAILAUDIT_API account_recording
recorders_of(inventory const& about, event_record const& event,
             std::span<proposed_selectors const> proposals = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/event_recorders.ipp>
#endif
