#pragma once

#include <trailaudit/analysis/event_recorders.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What became of the events, counted.

/// What becomes of an event. Without a proposal there is no `lost` and no `gained`.
enum class outcome : std::uint8_t { recorded, lost, gained, unrecorded, unknown };
inline constexpr std::size_t outcome_count = 5;
inline constexpr std::array<std::string_view, outcome_count> outcome_names{
    "recorded", "lost", "gained", "unrecorded", "unknown"};

/// Where an event stands.
struct event_place {
  std::string_view file{};
  std::size_t record = 0;
};

/// An event with the answers about it.
struct judged_event {
  trailaudit::event_record const* event = nullptr;
  event_place place{};
  trailaudit::account_recording now{};
  trailaudit::account_recording then{}; ///< with the proposal; the same without one
  outcome what = outcome::unknown;

  /// The answer that makes it what it is.
  [[nodiscard]] trailaudit::account_recording const& telling() const noexcept {
    bool const of_today =
        what == outcome::gained ||
        (what == outcome::unknown && then.recorded != trailaudit::ternary::unknown);
    return of_today ? now : then;
  }
};

/// What an event is with these answers.
/// - recorded: with the proposal too. Also where it is not known to be today: nothing is lost.
/// - lost: today, and not with the proposal. gained: the other way round.
/// - unrecorded: neither.
/// - unknown: what the proposal makes of it is not decided, or whether there is something to lose.
[[nodiscard]] outcome outcome_of(trailaudit::ternary now, trailaudit::ternary then) noexcept;

/// `Management`, `Data`, …; empty where the record does not say it.
[[nodiscard]] std::string_view category_of(trailaudit::event_record const& event) noexcept;

/// The type of the first resource that has one, of events that are not management events.
[[nodiscard]] std::string_view resource_type_of(trailaudit::event_record const& event) noexcept;

/// Events that are alike and that the same became of.
struct event_kind {
  outcome what = outcome::unknown;
  trailaudit::ternary now = trailaudit::ternary::unknown;
  trailaudit::ternary then = trailaudit::ternary::unknown;
  std::string category{};
  std::string_view access{}; ///< `read`, `write`, or empty where the records do not say it
  std::string source{};
  std::string name{};
  std::string resource_type{};
  std::string_view reason{};
  std::string field{};
  std::size_t events = 0;
  std::string example_id{}; ///< of the first
  std::string example_file{};
  std::size_t example_record = 0;
};

/// How often one operation of a service was called, by outcome.
struct event_name {
  std::string source{};
  std::string name{};
  std::size_t events = 0;
  std::array<std::size_t, outcome_count> outcomes{};
};

/// How many events a trail records, by `ternary`: now and with the proposal.
struct trail_count {
  std::array<std::size_t, 3> now{};
  std::array<std::size_t, 3> then{};
};

struct tally {
  std::size_t files = 0;   ///< that were read
  std::size_t digests = 0; ///< digest files, passed over
  std::size_t faults = 0;  ///< files and records that could not be read
  std::size_t events = 0;
  std::array<std::size_t, outcome_count> outcomes{};
  std::vector<trail_count> trails{};                      ///< as `inventory::trails`
  std::map<std::string, event_kind, std::less<>> kinds{}; ///< but those that are recorded
  std::map<std::string, event_name, std::less<>> names{};
  std::string key{}; ///< used again

  void add(judged_event const& each);
};

/// The kinds by outcome, most events first.
[[nodiscard]] std::vector<event_kind const*> by_count(tally const& of);
[[nodiscard]] std::vector<event_name const*> names_by_count(tally const& of);
