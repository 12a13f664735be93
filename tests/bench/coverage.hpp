#pragma once

namespace bench {

/// Rows for the search for a gap: one trail with as many values as AWS allows, by operator, and
/// selectors that were written to be hard to decide.
void register_coverage_rows();

} // namespace bench
