#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>

// Chance that is the same in each run, for tests.

namespace support {

class dice {
public:
  explicit dice(std::uint64_t seed) : random_(seed) {}
  /// From 0 to `count` - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class T, std::size_t Count>
  T const& of(std::array<T, Count> const& from) {
    return from[below(Count)];
  }
  template <class List>
  void shuffle(List& which) {
    for (auto at = which.size(); at > 1; --at) {
      std::swap(which[at - 1], which[below(at)]);
    }
  }

private:
  std::mt19937_64 random_;
};

} // namespace support
