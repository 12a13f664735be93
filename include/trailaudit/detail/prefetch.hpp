#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace trailaudit::inline v0::detail {

// An account has a few trails; with very many of them the way to memory would be most of the time.

/// How many steps ahead is asked for what a loop reads.
inline constexpr std::size_t ahead = 8;

/// Asks for what is read some steps later. Any address will do.
inline void prefetch([[maybe_unused]] void const* at) noexcept {
#if defined(__GNUC__)
  __builtin_prefetch(at);
#endif
}
inline void prefetch(std::string_view text) noexcept {
  prefetch(static_cast<void const*>(text.data()));
  prefetch(static_cast<void const*>(text.data() + text.size()));
}

/// The whole of a value, or nothing.
template <class Value>
void prefetch_value(Value const* value) noexcept {
  constexpr std::size_t line = 64;
  auto const* const bytes = reinterpret_cast<char const*>(value);
  for (std::size_t at = 0; value != nullptr && at < sizeof(Value); at += line) {
    prefetch(static_cast<void const*>(bytes + at));
  }
}

/// Calls `use(at, prepare(at))` for each position in order; of many, `prepare` some steps before
/// `use`.
template <class Prepare, class Use>
void for_each_prepared(std::size_t count, Prepare const& prepare, Use const& use) {
  if (count <= ahead) {
    for (std::size_t at = 0; at != count; ++at) {
      use(at, prepare(at));
    }
    return;
  }
  std::array<decltype(prepare(std::size_t{})), ahead> soon{};
  for (std::size_t at = 0; at != count + ahead; ++at) {
    auto& each = soon[at % ahead];
    if (at >= ahead) {
      use(at - ahead, each);
    }
    if (at < count) {
      each = prepare(at);
    }
  }
}

} // namespace trailaudit::inline v0::detail
