#pragma once

#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/policy.hpp>

#include <cstddef>

namespace trailaudit::inline v0 {

/// Where a statement of a policy stands, which stands at `from` itself: `Statement` is a list, or
/// one object. Where there is no statement of that number, the policy's own place.
[[nodiscard]] inline origin statement_place(policy const& document, origin const& from,
                                            std::size_t number) noexcept {
  auto const& statement = document.statement;
  if (number >= statement.values.size()) {
    return from;
  }
  return statement.is_list() ? from.at("Statement", number) : from.at("Statement");
}

} // namespace trailaudit::inline v0
