#pragma once

#include "tally.hpp"

#include <trailaudit/analysis/inventory.hpp>

#include <cstddef>
#include <string>

/// What the lists of a summary are about.
struct replayed {
  trailaudit::inventory const* about = nullptr;
  std::string snapshot{};      ///< its path
  bool proposed = false;       ///< there is a proposal,
  std::size_t trail = 0;       ///< for this trail,
  std::string proposal{};      ///< and this is its path
  std::size_t most_lines = 20; ///< of each list in a table; 0: no limit
};

/// A trail's ARN, or its name where no answer gave one.
[[nodiscard]] std::string_view name_of(trailaudit::trail_view const& about) noexcept;

/// One line for people: what became of an event, and who records it or why nobody does.
[[nodiscard]] std::string event_line(replayed const& of, judged_event const& each);
/// The same and more as one JSON object.
[[nodiscard]] std::string event_json(replayed const& of, judged_event const& each);

/// All counts, for a terminal.
[[nodiscard]] std::string summary_table(replayed const& of, tally const& counted);
/// All counts: the members of a JSON object, without its braces.
[[nodiscard]] std::string summary_json(replayed const& of, tally const& counted);
