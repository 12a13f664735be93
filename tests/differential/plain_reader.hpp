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
  bool any_below = false; ///< a policy text that is not JSON: any code, at the pointer or below it
};

struct outcome {
  bool is_json = true;      ///< what Boost.JSON says of the document
  bool boost_quirk = false; ///< refused by Boost.JSON only: an exponent of ten digits or more
  trailaudit::snapshot value{};
  /// Everything that is wrong, in the order of the walk. A reader that stops early reports one of
  /// them.
  std::vector<fault> faults{};
};

[[nodiscard]] outcome read(std::string_view document, trailaudit::read_limits const& limits);

} // namespace plain
