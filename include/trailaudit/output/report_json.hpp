#pragma once

#include <trailaudit/evaluate.hpp>

#include <string>

namespace trailaudit::inline v0 {

/// Appends one finding as a JSON object on one line, without a line end. Keys: `rule`, `title`,
/// `resource`, `resource_type`, `account`, `region`, `outcome`, `severity`, `reason`, `evidence`,
/// and `evidence_omitted` where facts did not fit. Unknown accounts and Regions are `null`.
TRAILAUDIT_API void append_json(std::string& out, finding const& each);

/// Appends a report's findings as JSON Lines, one object a line. The same report gives the same
/// bytes.
TRAILAUDIT_API void append_json_lines(std::string& out, report const& audited);

/// The report as one JSON document, `trailaudit.report.v1`: a summary, the findings one a line, and
/// what was ignored. Ends with a line end. The same report gives the same bytes. Its JSON Schema is
/// `report.schema.json` beside this header.
[[nodiscard]] TRAILAUDIT_API std::string to_json(report const& audited);

namespace detail {

/// The JSON pointer of a path.
TRAILAUDIT_API void append_path(std::string& out, json_path const& path);
/// The value as JSON.
TRAILAUDIT_API void append_evidence_value(std::string& out, evidence_value const& value);

} // namespace detail
} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/report_json.ipp>
#endif
