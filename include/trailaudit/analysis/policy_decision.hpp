#pragma once

#include <trailaudit/logic/ternary.hpp>

#include <cstddef>
#include <string_view>

namespace trailaudit::inline v0 {

/// What one policy document says of a request.
struct policy_decision {
  static constexpr std::size_t no_statement = static_cast<std::size_t>(-1);

  ternary allow = ternary::no;   ///< whether an `Allow` applies
  ternary deny = ternary::no;    ///< whether a `Deny` applies
  ternary granted = ternary::no; ///< `allow` and not `deny`
  /// The statement that decides: the first `Deny` that applies, or else the first that is not
  /// decided where that counts, or else the first `Allow` that applies.
  std::size_t statement = no_statement;
  std::string_view reason{}; ///< a literal: what is not decided; empty where all is
};

/// Whether one statement applies to the request, and what keeps it from being decided.
struct statement_match {
  ternary applies = ternary::no;
  std::string_view reason{}; ///< a literal; empty unless `applies` is unknown
};

} // namespace trailaudit::inline v0
