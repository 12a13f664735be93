#pragma once

#include <trailaudit/analysis/event_clauses.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/logic/text_set.hpp>
#include <trailaudit/model/event_record.hpp>
#include <trailaudit/model/event_selectors.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// Which events selectors record, exactly, and which they leave out.
///
/// Semantics: AWS CloudTrail API Reference, `EventSelector`, `AdvancedEventSelector`,
/// `AdvancedFieldSelector`; User Guide, "Logging management / data / network activity events". A
/// selector's name means nothing. Selectors are alternatives; the conditions of an advanced
/// selector must all hold; within one condition the values of `Equals`, `StartsWith` and `EndsWith`
/// are alternatives, and none of the `Not…` values may match. Values are compared as they stand:
/// there are no wildcards.
///
/// What AWS does not document is not decided: fields, operators and keys that are not known here, a
/// field named twice in a selector, both kinds of selectors at once, a bucket's ARN without its
/// slash in a basic selector, an event without `readOnly` where a selector asks for it, an event
/// that lacks what a `Not…` speaks of, several resources of one type of which some match, an event
/// that tells only of what its ARNs begin with (`ARNPrefix`) where more of them counts; `uncovered`
/// takes it to be recorded wherever an event of each such ARN is. Nor is a
/// selector that lacks a field which CloudTrail requires: `eventCategory`, for data events
/// `resources.type`, for network activity events `eventSource`. A question need have the first
/// alone.
///
/// All functions are pure and may be called by any number of threads at once.

namespace trailaudit::inline v0 {

/// The selectors of one answer of `GetEventSelectors`. Its partition is the trail's; without a
/// `TrailARN` it is that of the first ARN among the values, or else `aws`.
[[nodiscard]] inline event_selection selection_of(get_event_selectors_response const& answer,
                                                  std::optional<bool> custom = {}) noexcept {
  auto const partition = detail::partition_of(answer);
  return {{answer.event_selectors.data(), answer.event_selectors.size()},
          {answer.advanced_event_selectors.data(), answer.advanced_event_selectors.size()},
          custom,
          ternary::yes,
          true,
          partition.empty() ? std::string_view{"aws"} : partition};
}

/// A trail of the inventory: what it records, as far as its answers tell.
[[nodiscard]] TRAILAUDIT_API event_selection selection_of(trail_view const& about) noexcept;

/// Whether an event is recorded, and what decides that.
struct event_recording {
  static constexpr std::size_t no_selector = static_cast<std::size_t>(-1);

  ternary recorded = ternary::no;
  std::string_view reason{}; ///< a literal: lower case, no full stop
  /// The selector that records the event, or that is not decided; for `no` the one selector there
  /// is. By number in its list.
  std::size_t selector = no_selector;
  bool advanced = false; ///< which list that is
  /// The field that keeps it out, or that is not decided, as AWS spells it.
  std::string_view field{};
};

/// Whether these selectors record the event. The event's Region and account do not count here: a
/// trail records what happens in its Regions. Records before version 1.06 do not say whether they
/// are management or data events; that is not decided. Insights events are chosen by
/// `InsightSelectors`, so that event selectors never record them.
/// Cost: linear in the selectors' values.
[[nodiscard]] TRAILAUDIT_API event_recording would_record(event_selection const& selectors,
                                                          event_record const& event);

/// What a search for a gap may cost before it gives up.
struct coverage_budget {
  text_budget texts{}; ///< for the values of one field
  /// Kinds of values of all fields; with n selectors and m values 1 + n / 8 + m / 64 each.
  std::size_t max_cells = 100'000;
  std::size_t max_steps = 1'000'000; ///< combinations of them
};

/// Whether a set of events is recorded as a whole.
struct event_gap {
  ternary covered = ternary::unknown;
  std::string_view reason{}; ///< a literal; empty where it is covered
  event_record witness{};    ///< where `covered` is no: an event of the set that is not recorded
};

/// Whether all events that match the question are recorded by one of the selections, or else an
/// event that is not.
///
/// A question is a set of events in AWS's own form: an advanced event selector, with
/// `eventCategory`. It is asked in each of the selections' partitions, of the selections there.
/// - yes: no event of the set can go unrecorded. Events are taken to say `readOnly`.
/// - no: `witness` belongs to the set, and `would_record` answers `no` to it for every selection of
///   its partition. It has an event name of AWS's where one of those known here will do, and
///   otherwise one that no selector names; it has none, and the reason says so, where no selector
///   asks for a name and those of the type of resource are not known here.
/// - unknown: what stands in the way is named: a selector that is not decided, the question itself,
///   or `coverage_budget`.
///
/// Not decided: which services and names the events of a resource type have. Where a gap rests on a
/// source or a name that cannot be told to exist, the answer is unknown.
/// Cost: the product of the automata of the values of each field (see `text_cells`), and a search
/// over their combinations.
[[nodiscard]] TRAILAUDIT_API event_gap uncovered(std::span<event_selection const> recorders,
                                                 advanced_event_selector const& question,
                                                 coverage_budget const& budget = {});

/// The usual questions, by name.
enum class event_question : std::uint8_t {
  management_read,
  management_write,
  s3_object_read,
  s3_object_write,
  lambda_invoke,
  dynamodb_item,
  management, ///< reads and writes
};

/// A usual question, of the partition `aws` or another one.
[[nodiscard]] TRAILAUDIT_API advanced_event_selector
question_of(event_question asked, std::string_view partition = "aws");

/// The same of one answer of `GetEventSelectors`, as `selection_of` has it. Without a `TrailARN` it
/// is asked in the partition of the first ARN among the values and in `aws`, and is unknown where
/// the two answers are not the same.
[[nodiscard]] TRAILAUDIT_API event_gap uncovered(get_event_selectors_response const& answer,
                                                 advanced_event_selector const& question,
                                                 std::optional<bool> custom = {},
                                                 coverage_budget const& budget = {});

/// A usual question, of the answer's partition.
[[nodiscard]] TRAILAUDIT_API event_gap uncovered(get_event_selectors_response const& answer,
                                                 event_question asked,
                                                 std::optional<bool> custom = {},
                                                 coverage_budget const& budget = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/event_coverage.ipp>
#endif
