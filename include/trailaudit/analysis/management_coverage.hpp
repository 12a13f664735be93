#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/event_selectors.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {

/// The management events that a trail's selectors can tell apart: {read, write} × {kms, rdsdata,
/// other}. Trails can leave out no other event source, so a trail records all management events if
/// and only if it records these six. Source: AWS CloudTrail User Guide, logging management events;
/// `AdvancedFieldSelector`.
struct management_coverage {
  static constexpr std::size_t cell_count = 6;
  static constexpr std::uint8_t every = 0x3F;

  /// A bit for each cell, in the order of `cell_name`: its events are certainly recorded.
  std::uint8_t recorded = 0;
  /// The same: its events may be recorded. Holds every bit of `recorded`.
  std::uint8_t possible = 0;

  /// Where all cells have one value.
  [[nodiscard]] static constexpr management_coverage of(ternary value) noexcept {
    // By arithmetic, here and below: branches on such values are often foretold wrong.
    return {static_cast<std::uint8_t>(every * static_cast<unsigned>(value == ternary::yes)),
            static_cast<std::uint8_t>(every * static_cast<unsigned>(value != ternary::no))};
  }

  /// Whether the events of a cell are recorded.
  [[nodiscard]] constexpr ternary operator[](std::size_t cell) const noexcept {
    unsigned const certain = (recorded >> cell) & 1U;
    return static_cast<ternary>(2U * certain + (((possible >> cell) & 1U) & (certain ^ 1U)));
  }
  constexpr void set(std::size_t cell, ternary value) noexcept {
    auto const bit = 1U << cell;
    auto const with = of(value);
    recorded = static_cast<std::uint8_t>((recorded & ~bit) | (with.recorded & bit));
    possible = static_cast<std::uint8_t>((possible & ~bit) | (with.possible & bit));
  }
  /// Yes when every cell is recorded, no when one certainly is not.
  [[nodiscard]] constexpr ternary all() const noexcept {
    return static_cast<ternary>(static_cast<unsigned>(recorded == every) +
                                static_cast<unsigned>(possible == every));
  }
  /// The first cell with that value, or `cell_count`.
  [[nodiscard]] constexpr std::size_t first(ternary value) const noexcept {
    unsigned const past_the_last = every + 1U;
    unsigned const cells = value == ternary::yes       ? recorded
                           : value == ternary::unknown ? possible & (every ^ recorded)
                                                       : every ^ possible;
    return static_cast<std::size_t>(std::countr_zero(cells | past_the_last));
  }

  friend bool operator==(management_coverage const&, management_coverage const&) = default;
};

/// What both record.
[[nodiscard]] constexpr management_coverage both(management_coverage const& left,
                                                 management_coverage const& right) noexcept {
  return {static_cast<std::uint8_t>(left.recorded & right.recorded),
          static_cast<std::uint8_t>(left.possible & right.possible)};
}
/// What is recorded as far as something holds.
[[nodiscard]] constexpr management_coverage both(management_coverage const& left,
                                                 ternary right) noexcept {
  return both(left, management_coverage::of(right));
}
/// The union.
[[nodiscard]] constexpr management_coverage either(management_coverage const& left,
                                                   management_coverage const& right) noexcept {
  return {static_cast<std::uint8_t>(left.recorded | right.recorded),
          static_cast<std::uint8_t>(left.possible | right.possible)};
}

/// The events of a cell in words. An event of it is `management_event_examples[cell]`.
[[nodiscard]] constexpr std::string_view cell_name(std::size_t cell) noexcept {
  constexpr std::array<std::string_view, management_coverage::cell_count + 1> names{
      "read management events of kms.amazonaws.com",
      "read management events of rdsdata.amazonaws.com",
      "read management events of other services",
      "write management events of kms.amazonaws.com",
      "write management events of rdsdata.amazonaws.com",
      "write management events of other services",
      ""};
  return names[cell];
}

/// A management event that AWS documents.
struct management_event {
  std::string_view source{};
  std::string_view name{}; ///< empty where AWS documents none of the kind
  bool reads = false;
  std::string_view text{}; ///< a literal for people: `source/name (read)`
};

/// Management events of many services, first one of each cell, in the order of `cell_name`.
///
/// Sources: AWS CloudTrail User Guide, "Logging management events", the examples of records there
/// and in the AWS KMS Developer Guide. All operations of the RDS Data API have the access level
/// Write in the Service Authorization Reference, and AWS shows no record of one that reads.
inline constexpr std::array<management_event, 16> management_event_examples{{
    {"kms.amazonaws.com", "Decrypt", true, "kms.amazonaws.com/Decrypt (read)"},
    {"rdsdata.amazonaws.com", "", true,
     "any event of rdsdata.amazonaws.com (read), of which AWS documents none"},
    {"ec2.amazonaws.com", "DescribeInstances", true, "ec2.amazonaws.com/DescribeInstances (read)"},
    {"kms.amazonaws.com", "ScheduleKeyDeletion", false,
     "kms.amazonaws.com/ScheduleKeyDeletion (write)"},
    {"rdsdata.amazonaws.com", "ExecuteStatement", false,
     "rdsdata.amazonaws.com/ExecuteStatement (write)"},
    {"ec2.amazonaws.com", "RunInstances", false, "ec2.amazonaws.com/RunInstances (write)"},
    {"cloudtrail.amazonaws.com", "StopLogging", false,
     "cloudtrail.amazonaws.com/StopLogging (write)"},
    {"cloudtrail.amazonaws.com", "DeleteTrail", false,
     "cloudtrail.amazonaws.com/DeleteTrail (write)"},
    {"cloudtrail.amazonaws.com", "DescribeTrails", true,
     "cloudtrail.amazonaws.com/DescribeTrails (read)"},
    {"iam.amazonaws.com", "CreateUser", false, "iam.amazonaws.com/CreateUser (write)"},
    {"iam.amazonaws.com", "GetUser", true, "iam.amazonaws.com/GetUser (read)"},
    {"s3.amazonaws.com", "PutBucketPolicy", false, "s3.amazonaws.com/PutBucketPolicy (write)"},
    {"s3.amazonaws.com", "ListBuckets", true, "s3.amazonaws.com/ListBuckets (read)"},
    {"s3.amazonaws.com", "GetBucketAcl", true, "s3.amazonaws.com/GetBucketAcl (read)"},
    {"kms.amazonaws.com", "ListKeys", true, "kms.amazonaws.com/ListKeys (read)"},
    {"signin.amazonaws.com", "ConsoleLogin", false, "signin.amazonaws.com/ConsoleLogin (write)"},
}};

/// What selectors record of management events: the union over all of them. A selector's name means
/// nothing. `custom` is the trail's `HasCustomEventSelectors`: where no selectors are given at all,
/// only a `false` says that the trail records by AWS's default, which is every management event.
/// Unknown fields, operators, keys and values make the cells they could touch unknown, and so does
/// a field that one selector names twice.
[[nodiscard]] TRAILAUDIT_API management_coverage management_events(
    get_event_selectors_response const& selectors, std::optional<bool> custom) noexcept;

/// The data events that the rules ask about.
enum class data_events : std::uint8_t { s3_object_reads, s3_object_writes, lambda_invocations };

/// Whether selectors may record anything of a kind of events. No is certain; what is not known may
/// be anything.
struct other_events {
  static constexpr std::uint8_t every = 0x07;

  bool data = true;
  bool network_activity = true;
  std::uint8_t whole = 0; ///< of `data_events`, a bit each: one selector certainly takes them all
  std::uint8_t some = every; ///< the same: selectors may take one

  /// Whether selectors certainly take all of these data events, or certainly none. Unknown where it
  /// takes more than a glance.
  [[nodiscard]] constexpr ternary takes(data_events asked) const noexcept {
    auto const bit = 1U << static_cast<unsigned>(asked);
    return static_cast<ternary>(static_cast<unsigned>((whole & bit) != 0) +
                                static_cast<unsigned>(((whole | some) & bit) != 0));
  }
};

/// Which events beside management events selectors may record, at a glance. `partition` is the
/// trail's.
[[nodiscard]] TRAILAUDIT_API other_events possible_other_events(
    get_event_selectors_response const& selectors, std::string_view partition = "aws") noexcept;

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/management_coverage.ipp>
#endif
