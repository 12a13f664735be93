#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/event_record.hpp>
#include <trailaudit/model/event_selectors.hpp>

#include <string_view>

/// Selectors, events and questions that stand alone, for `would_record` and `uncovered`.
///
/// Each text is one JSON object, read as strictly as a snapshot: the first fault is the error, with
/// its pointer, line and column.

namespace trailaudit::inline v0 {

/// Reads what `aws cloudtrail get-event-selectors` printed, or any object with
/// `AdvancedEventSelectors`, as `get-event-data-store` prints it. Keys besides the selectors are
/// passed over; an object that has others and no selectors is an error. Cost: one pass.
[[nodiscard]] TRAILAUDIT_API result<get_event_selectors_response>
read_event_selectors(std::string_view json, read_limits const& limits = {});

/// Reads one record of a CloudTrail log file. Keys that selectors do not look at are passed over;
/// an object that has none of a record's keys, as a whole log file, is an error. Cost: one pass.
[[nodiscard]] TRAILAUDIT_API result<event_record> read_event(std::string_view json,
                                                             read_limits const& limits = {});

/// Reads a question to `uncovered`: one advanced event selector. A key that is not known is an
/// error. Cost: one pass.
[[nodiscard]] TRAILAUDIT_API result<advanced_event_selector>
read_event_question(std::string_view json, read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_selectors.ipp>
#endif
