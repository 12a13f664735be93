#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/detail/packed_text.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Where bytes stand in a text, many at a time: names and ARNs are looked through for colons and
// wildcards all the time.

namespace trailaudit::inline v0::detail {

/// A bit for each of the first 64 bytes of `text` that is one of `Bytes`.
template <char... Bytes>
[[nodiscard]] TRAILAUDIT_HOT constexpr std::uint64_t places_of(std::string_view text) noexcept {
  auto const size = std::min<std::size_t>(text.size(), 64);
  std::uint64_t found = 0;
  std::size_t at = 0;
#if defined(__SSE2__)
  if (!std::is_constant_evaluated()) {
    auto const hits_in = [](__m128i bytes) {
      auto hits = _mm_setzero_si128();
      ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(Bytes)))), ...);
      return std::uint64_t{static_cast<unsigned>(_mm_movemask_epi8(hits))};
    };
    auto const block = [&](std::size_t from) {
      return hits_in(_mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + from)));
    };
    if (size >= 4 && size < 16) { // its two ends, which may overlap
      std::size_t const half = size >= 8 ? 8 : 4;
      auto const ends = pack(text.substr(0, size));
      auto const bytes =
          _mm_set_epi64x(static_cast<long long>(ends.tail), static_cast<long long>(ends.head));
      auto const mask = (std::uint64_t{1} << half) - 1;
      auto const hits = hits_in(bytes);
      return (hits & mask) | (hits >> 8 & mask) << (size - half);
    }
    for (; size - at >= 16; at += 16) {
      found |= block(at) << at;
    }
    if (at != size && size >= 16) { // the last sixteen, some of them once more
      found |= block(size - 16) << (size - 16);
      at = size;
    }
  }
#endif
  for (; at != size; ++at) {
    found |= std::uint64_t{((text[at] == Bytes) || ...)} << at;
  }
  return found;
}

/// Where the first of `Bytes` stands; `npos`: none does.
template <char... Bytes>
[[nodiscard]] constexpr std::size_t first_of(std::string_view text) noexcept {
  for (std::size_t from = 0; from < text.size(); from += 64) {
    if (auto const found = places_of<Bytes...>(text.substr(from)); found != 0) {
      return from + static_cast<std::size_t>(std::countr_zero(found));
    }
  }
  return std::string_view::npos;
}

/// Goes from one `Byte` of a text to the next.
template <char Byte>
class byte_finder {
public:
  TRAILAUDIT_HOT constexpr explicit byte_finder(std::string_view text) noexcept
      : text_(text), places_(places_of<Byte>(text)) {}

  /// Where the next one stands; `npos`: there is none. `from`: the place behind the last one.
  [[nodiscard]] TRAILAUDIT_HOT constexpr std::size_t next(std::size_t from) noexcept {
    if (places_ == 0) {
      return text_.size() <= 64 ? std::string_view::npos
                                : text_.find(Byte, std::max<std::size_t>(from, 64));
    }
    auto const found = static_cast<std::size_t>(std::countr_zero(places_));
    places_ &= places_ - 1;
    return found;
  }

private:
  std::string_view text_;
  std::uint64_t places_; // among the first 64 bytes, those that were not found yet
};

/// Whether none of `Bytes` stands in a text.
template <char... Bytes>
[[nodiscard]] TRAILAUDIT_HOT constexpr bool has_none_of(std::string_view text) noexcept {
  for (; text.size() > 64; text.remove_prefix(64)) {
    if (places_of<Bytes...>(text) != 0) {
      return false;
    }
  }
  return places_of<Bytes...>(text) == 0;
}

} // namespace trailaudit::inline v0::detail
