#pragma once

#include <cstddef>

namespace trailaudit::inline v0 {

/// How many names of keys that no model has a snapshot keeps, and how long they may be, in bytes.
inline constexpr std::size_t most_ignored_key_names = 64;
inline constexpr std::size_t longest_ignored_key_name = 128;

/// Budgets of the reader. Beyond one, the read ends at once with an error that names it.
struct read_limits {
  /// Longest text in bytes. 100,000 trails in one payload are about 100 MB.
  std::size_t max_bytes = std::size_t{1} << 30;
  /// Longest string in bytes, a nested policy text included. AWS's longest policy has 32 KB.
  std::size_t max_string_bytes = std::size_t{1} << 20;
  /// Deepest nesting of objects and arrays, nested policy texts included. At most 512.
  unsigned max_depth = 64;
};

/// Most keys that one object may hold which its model keeps by name though it does not know them,
/// and most types of principals: beyond, looking for duplicates would cost more than reading.
inline constexpr std::size_t max_unknown_keys = 64;

/// Most conditions of one policy statement; AWS's longest policies hold a few hundred.
inline constexpr std::size_t max_conditions = 4096;

/// Most flaws of one policy that are told one by one; a further one speaks for all others.
inline constexpr std::size_t max_policy_flaws = 256;

/// Most Regions a snapshot may name; AWS has about forty.
inline constexpr std::size_t max_regions = 256;

} // namespace trailaudit::inline v0
