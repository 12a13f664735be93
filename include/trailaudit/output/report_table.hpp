#pragma once

#include <trailaudit/evaluate.hpp>

#include <string>
#include <string_view>

namespace trailaudit::inline v0 {

/// A text of the input as it may be shown on a terminal or in a log: what would act there is
/// escaped.
[[nodiscard]] TRAILAUDIT_API std::string to_printable(std::string_view text);

/// The report for a terminal: failures first (gravest first), then what is unknown, then the rest,
/// two lines a finding, what was found and the facts that decided it; then a summary line and what
/// was ignored, the calls that no rule reads together on one line. Text of the input cannot act on
/// the terminal. No colours, no width limit: lines are as long as their ARNs.
[[nodiscard]] TRAILAUDIT_API std::string to_table(report const& audited);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/report_table.ipp>
#endif
