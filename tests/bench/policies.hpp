#pragma once

namespace bench {

/// What the search for outsiders costs, thread CPU time.
struct policy_costs {
  double fast_worst_us = 0;    ///< of policies that are closed at one look at each statement
  double search_median_us = 0; ///< of the other real-shaped policies
  double search_worst_ms = 0;  ///< of those
  double hostile_worst_ms = 0; ///< of policies that were written to be hard
  double evaluate_growth = 0;  ///< time a value of `evaluate` with 100,000 values over 1,000
};

/// Rows for the search: real-shaped policies of buckets, keys and topics, those that are closed at
/// one look and those that are not, and hostile ones.
void register_policy_rows();

/// All of them, the best of a few rounds each.
[[nodiscard]] policy_costs measure_policies();

} // namespace bench
