#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/input/limits.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// One snapshot document in a text that may hold several.
struct document {
  std::string_view text{};
  std::size_t line = 1; ///< of the whole text, where the document begins
};

/// Cuts a text into its documents: one that may run over many lines, or one a line (NDJSON).
///
/// A text is taken for NDJSON when it is not one object as a whole, and its first line is one or
/// any line is one with a `schema`; then every line that is not blank is a document, so that a
/// broken one leaves the others be. The views point into `text`. A byte order mark is left out.
/// Cost: one pass, two where the text is broken.
[[nodiscard]] TRAILAUDIT_API std::vector<document> split_documents(std::string_view text,
                                                                   read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/documents.ipp>
#endif
