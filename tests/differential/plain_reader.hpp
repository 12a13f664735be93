#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <string>
#include <string_view>
#include <vector>

// A second reader of snapshot documents, written for plainness: Boost.JSON parses the text, a tree
// keeps all of it, and one walk over the tree fills the snapshot. The fast reader is compared with
// it.

namespace plain {

struct fault {
  trailaudit::read_code code = trailaudit::read_code::syntax;
  std::string pointer{};
};

struct outcome {
  bool is_json = true;      ///< what Boost.JSON says of the document
  bool boost_quirk = false; ///< refused by Boost.JSON only: an exponent of ten digits or more
  trailaudit::snapshot value{};
  /// Everything that is wrong but for policies, in the order of the walk. A reader that stops early
  /// reports one of them.
  std::vector<fault> faults{};
};

/// Of a policy with a flaw the outcome holds one flaw, whatever it is, and the text: as it was
/// given, or, where it was an object of the document, in the form of `canonical`.
[[nodiscard]] outcome read(std::string_view document, trailaudit::read_limits const& limits);

/// A JSON text without blanks and in one spelling; any other text as it is.
[[nodiscard]] std::string canonical(std::string_view text);

} // namespace plain
