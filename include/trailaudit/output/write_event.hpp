#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/event_record.hpp>

#include <string>

namespace trailaudit::inline v0 {

/// The event as CloudTrail writes it in a log file: one JSON object, compact, without the fields
/// that are missing. Reading it gives the same event.
[[nodiscard]] TRAILAUDIT_API std::string to_json(event_record const& event);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/write_event.ipp>
#endif
