#pragma once

#include <trailaudit/detail/config.hpp>

#include <array>
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

/// Whether two texts are the same: in line up to 16 bytes and where an end tells them apart. For
/// what is compared often.
[[nodiscard]] TRAILAUDIT_HOT constexpr bool same_text(std::string_view left,
                                                      std::string_view right) noexcept {
  if (left.size() != right.size()) {
    return false;
  }
  auto const one = pack(left);
  auto const other = pack(right);
  return ((one.head ^ other.head) | (one.tail ^ other.tail)) == 0 &&
         (left.size() <= 16 ||
          left.substr(8, left.size() - 16) == right.substr(8, left.size() - 16));
}

/// Where constant texts are to be looked for: one place for each, told by its ends alone, so that
/// there is one candidate to compare.
template <auto const& Texts>
struct text_places {
  static constexpr std::size_t count = Texts.size();
  static constexpr int bits = std::bit_width(8 * count);
  static_assert(count < 255);

  constexpr text_places() noexcept {
    while (!fill()) {
      factor = factor * 6364136223846793005U + 2; // any other odd number is as good
    }
  }
  [[nodiscard]] TRAILAUDIT_HOT constexpr std::size_t
  place_of(packed_text const& text) const noexcept {
    return static_cast<std::size_t>(
        ((text.head + text.size) * factor ^ text.tail * (factor + 2)) * factor >> (64 - bits));
  }

  std::uint64_t factor = 0x9E3779B97F4A7C15U;
  std::array<std::uint8_t, std::size_t{1} << bits> numbers{}; // from 1

private:
  constexpr bool fill() noexcept {
    numbers = {};
    for (std::size_t at = 0; at != count; ++at) {
      auto& number = numbers[place_of(pack(Texts[at]))];
      if (number != 0) {
        return false;
      }
      number = static_cast<std::uint8_t>(at + 1);
    }
    return true;
  }
};

/// Which of the constant `Texts`, an array of string views, `text` is; their number when it is
/// none.
template <auto const& Texts>
[[nodiscard]] TRAILAUDIT_HOT std::size_t number_of_text(std::string_view text) noexcept {
  auto const packed = pack(text);
  if constexpr (Texts.size() > 8) {
    static constexpr text_places<Texts> places;
    static constexpr auto ends = [] {
      std::array<packed_text, Texts.size()> made{};
      for (std::size_t at = 0; at != made.size(); ++at) {
        made[at] = pack(Texts[at]);
      }
      return made;
    }();
    std::size_t const number = places.numbers[places.place_of(packed)];
    if (number == 0) {
      return Texts.size();
    }
    auto const& wanted = ends[number - 1];
    bool const same =
        packed.size == wanted.size && packed.head == wanted.head && packed.tail == wanted.tail &&
        (packed.size <= 16 ||
         std::memcmp(text.data() + 8, Texts[number - 1].data() + 8, packed.size - 16) == 0);
    return same ? number - 1 : Texts.size();
  }
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
