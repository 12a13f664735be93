#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/input/read_selectors.hpp>
#include <trailaudit/model/event_record.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// One record of a log file, as it stands there.
struct log_record {
  std::string_view text{};
  std::size_t number = 0; ///< in `Records`, from 0
  std::size_t line = 1;   ///< of the whole text, where the record begins
  std::size_t column = 1;
};

/// Cuts a CloudTrail log file, `{"Records": […]}`, into its records. Other keys are passed over, a
/// byte order mark is left out. The views point into `json`. The whole text must be JSON: a file
/// that is cut off is an error, not fewer events. Cost: one pass.
[[nodiscard]] TRAILAUDIT_API result<std::vector<log_record>>
split_log(std::string_view json, read_limits const& limits = {});

/// Reads a record of a log file as `read_event` reads one that stands alone. Pointer, line and
/// column of an error are those of the whole file, so that one record at fault leaves the others
/// be. Cost: one pass.
[[nodiscard]] TRAILAUDIT_API result<event_record> read_event(log_record const& from,
                                                             read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_log.ipp>
#endif
