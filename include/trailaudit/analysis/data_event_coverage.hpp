#pragma once

#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/management_coverage.hpp>
#include <trailaudit/logic/ternary.hpp>

#include <string_view>

namespace trailaudit::inline v0 {

/// Whether an account's trails record a set of events, and what shows it. Holds views: into the
/// snapshot, the inventory and literals.
struct coverage_answer {
  ternary covered = ternary::unknown;
  std::string_view reason{};          ///< a literal
  member_place where;                 ///< the selectors that record them, or that leave them out
  std::string_view what{};            ///< the trail that records them; or what goes unrecorded
  answer_place const* seen = nullptr; ///< where it goes unrecorded: shows all trails of a Region
};

/// Whether the account's logging trails together record all of these events, in every Region.
///
/// - yes: its multi-Region trails do, its own and those of its organization.
/// - no: in a Region whose trails were all seen, one of these events is recorded by none.
/// - unknown: a trail, its status or its selectors are not known well enough, or the trails of no
///   Region were seen as a whole.
///
/// Does not decide whether single-Region trails of all Regions make up for a multi-Region one.
/// Allocates nothing where one selector takes them all or none takes a plain event of them;
/// otherwise the cost is that of `uncovered`.
[[nodiscard]] TRAILAUDIT_API coverage_answer data_event_coverage(inventory const& world,
                                                                 data_events asked);

/// The same for all data events of one type of resource, such as `AWS::SNS::Topic`.
[[nodiscard]] TRAILAUDIT_API coverage_answer data_event_coverage(inventory const& world,
                                                                 std::string_view resource_type);

/// The same for all events of the objects in a bucket, by its name, and for all network activity
/// events of a service, as `s3.amazonaws.com`. What they answer holds a view of the name. The cost
/// is that of `uncovered`.
[[nodiscard]] TRAILAUDIT_API coverage_answer s3_bucket_event_coverage(inventory const& world,
                                                                      std::string_view bucket);
[[nodiscard]] TRAILAUDIT_API coverage_answer
network_activity_coverage(inventory const& world, std::string_view event_source);

/// Whether every Region's Bedrock events that are management events, `InvokeModel` among them, are
/// recorded by multi-Region trails. Allocates nothing.
[[nodiscard]] TRAILAUDIT_API coverage_answer bedrock_event_coverage(inventory const& world);

/// Whether a logging trail records any data events, or any network activity events. A selector that
/// asks only for ARNs which its trail cannot record takes none. Allocates nothing.
[[nodiscard]] TRAILAUDIT_API coverage_answer any_data_events(inventory const& world) noexcept;
[[nodiscard]] TRAILAUDIT_API coverage_answer
any_network_activity_events(inventory const& world) noexcept;

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/data_event_coverage.ipp>
#endif
