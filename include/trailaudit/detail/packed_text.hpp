#pragma once

#include <trailaudit/detail/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

namespace trailaudit::inline v0::detail {

/// A text's size and its two ends as numbers. To find a key among constants is then a handful of
/// integer comparisons, with no call of `memcmp` for each candidate.
struct packed_text {
  std::size_t size = 0;
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
};

/// `Bytes` bytes as a little-endian number.
template <std::size_t Bytes>
[[nodiscard]] TRAILAUDIT_HOT constexpr std::uint64_t load_little(char const* from) noexcept {
  std::uint64_t value = 0;
  if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
    std::memcpy(&value, from, Bytes); // one load: the loop is none to every compiler
    return value;
  }
  for (std::size_t at = 0; at != Bytes; ++at) {
    value |= std::uint64_t{static_cast<unsigned char>(from[at])} << (8 * at);
  }
  return value;
}

[[nodiscard]] TRAILAUDIT_HOT constexpr packed_text pack(std::string_view text) noexcept {
  auto const size = text.size();
  auto const* const from = text.data();
  if (size >= 8) {
    return {size, load_little<8>(from), load_little<8>(from + size - 8)};
  }
  if (size >= 4) {
    return {size, load_little<4>(from), load_little<4>(from + size - 4)};
  }
  return size == 0
             ? packed_text{}
             : packed_text{size, load_little<1>(from),
                           load_little<1>(from + size / 2) << 8 | load_little<1>(from + size - 1)};
}

/// Which of the constant `Texts`, an array of string views, `text` is; their number when it is
/// none.
template <auto const& Texts>
[[nodiscard]] TRAILAUDIT_HOT std::size_t number_of_text(std::string_view text) noexcept {
  auto const packed = pack(text);
  auto found = Texts.size();
  auto const is = [&]<std::size_t At>() {
    constexpr std::string_view wanted = Texts[At];
    constexpr auto ends = pack(wanted);
    if (packed.size == ends.size && packed.head == ends.head && packed.tail == ends.tail &&
        (wanted.size() <= 16 ||
         std::memcmp(text.data() + 8, wanted.data() + 8, wanted.size() - 16) == 0)) {
      found = At;
      return true;
    }
    return false;
  };
  [&]<std::size_t... At>(std::index_sequence<At...>) {
    (void)(is.template operator()<At>() || ...);
  }
  (std::make_index_sequence<Texts.size()>{});
  return found;
}

} // namespace trailaudit::inline v0::detail
