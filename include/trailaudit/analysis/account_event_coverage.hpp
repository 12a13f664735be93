#pragma once

#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/event_record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// What an account is asked in each Region: the six kinds of management events that trails can tell
/// apart (in the order of `management_coverage`), and the usual kinds of data events.
enum class account_question : std::uint8_t {
  management_read_kms,
  management_read_rdsdata,
  management_read_other,
  management_write_kms,
  management_write_rdsdata,
  management_write_other,
  s3_object_read,
  s3_object_write,
  lambda_invoke,
  dynamodb_item,
};
inline constexpr std::size_t account_question_count = 10;

/// The question's name, such as `management-read-kms`; empty for no question.
[[nodiscard]] constexpr std::string_view to_string(account_question asked) noexcept {
  constexpr std::array<std::string_view, account_question_count> names{
      "management-read-kms",  "management-read-rdsdata",  "management-read-other",
      "management-write-kms", "management-write-rdsdata", "management-write-other",
      "s3-object-read",       "s3-object-write",          "lambda-invoke",
      "dynamodb-item"};
  auto const at = static_cast<std::size_t>(asked);
  return at < names.size() ? names[at] : std::string_view{};
}

/// Whether the events of one question are recorded, in some Regions.
struct account_event_cell {
  static constexpr std::size_t no_trail = static_cast<std::size_t>(-1);
  /// How many logging trails of a Region are tried alone. AWS allows five beside the multi-Region
  /// ones of other Regions.
  static constexpr std::size_t most_tried = 256;

  ternary covered = ternary::unknown;
  /// Where `covered` is yes: the trail that records all of them, in `inventory::trails`; none where
  /// it takes several of them.
  std::size_t trail = no_trail;
  std::string_view reason{}; ///< a literal: lower case, no full stop; empty where it is covered
  /// Where `covered` is no: an event of the first of the Regions that no trail records. One of the
  /// RDS Data API that reads has no name: AWS documents none.
  event_record witness{};
};

/// Regions for which all the answers are the same.
struct account_event_row {
  std::vector<std::string_view> regions{};                        ///< views into the snapshot
  std::array<account_event_cell, account_question_count> cells{}; ///< by `account_question`

  [[nodiscard]] account_event_cell const& operator[](account_question asked) const noexcept {
    return cells[static_cast<std::size_t>(asked)];
  }
};

/// Which events of which Regions the trails of an account record, all together.
struct account_event_coverage {
  /// Whether the snapshot names the account's Regions. Otherwise these are the Regions that its
  /// trails and the answers about them name, and there may be others.
  bool regions_known = false;
  std::vector<account_event_row> rows{}; ///< each Region stands in one
};

/// Which events the trails of an account record, Region by Region. A multi-Region trail covers
/// every Region, any other its home Region; an organization's trail covers its members as well.
///
/// - yes: the trails that cover the Region and log record all events of the question: one of them
///   (`trail`), or several together.
/// - no: `witness` is not recorded by any, and no trail that may cover the Region can be missing.
///   Single-Region trails are seen in `DescribeTrails` of the Region, or else in the pages of
///   `ListTrails` where the account is known not to be a member of an organization.
/// - unknown: a status, selectors, a list or a trail's Regions are not known, or what
///   `management_events` and `uncovered` say so of.
///
/// Events of global services, as IAM, are recorded in `us-east-1`, and by a trail that includes
/// them. A single-Region trail there without `IncludeGlobalServiceEvents` leaves a gap among the
/// other management events: `witness` is an event of IAM, whatever the selectors say to it. Where
/// it is not known, and in other partitions, whose Region for them is not documented, those events
/// are unknown.
///
/// Does not decide whether deliveries arrive. `budget` holds for each search.
/// Source: AWS CloudTrail User Guide, "Understanding multi-Region trails", "Creating a trail for an
/// organization", "Global service events". Pure; any number of threads may call it.
[[nodiscard]] TRAILAUDIT_API account_event_coverage
event_coverage_of(inventory const& about, coverage_budget const& budget = {});

/// The same for management events alone, at less cost: the questions on data events are not asked
/// and stay unknown, and where more than a look is needed no `trail` is named.
[[nodiscard]] TRAILAUDIT_API account_event_coverage
management_event_coverage_of(inventory const& about, coverage_budget const& budget = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/account_event_coverage.ipp>
#endif
