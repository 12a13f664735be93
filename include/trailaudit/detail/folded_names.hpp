#pragma once

#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/detail/packed_text.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trailaudit::inline v0::detail {

/// Eight bytes with their letters of ASCII in lower case.
[[nodiscard]] constexpr std::uint64_t lower_letters(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  auto const low = bytes & (0x7F * ones);
  auto const from_a = low + (0x80 - 'A') * ones;  // the highest bit: not below `A`
  auto const after_z = low + (0x7F - 'Z') * ones; // the highest bit: above `Z`
  auto const capital = (from_a ^ after_z) & ~bytes & (0x80 * ones);
  return bytes | capital >> 2;
}

/// Names known at compile time, among which a text is looked up without regard to case: one look
/// at a table instead of a comparison with each.
template <std::size_t Count>
class folded_names {
public:
  constexpr explicit folded_names(std::array<std::string_view, Count> const& names) noexcept
      : names_(names) {
    for (std::size_t at = 0; at != Count; ++at) {
      ends_[at] = ends_of(names[at]);
      auto place = place_of(ends_[at]);
      while (slots_[place] != 0) {
        place = (place + 1) % slots_.size();
      }
      slots_[place] = static_cast<std::uint8_t>(at + 1);
    }
  }

  /// The number of the name that the text is; `Count` if it is none.
  [[nodiscard]] constexpr std::size_t find(std::string_view text) const noexcept {
    auto const ends = ends_of(text);
    for (auto place = place_of(ends); slots_[place] != 0; place = (place + 1) % slots_.size()) {
      auto const at = slots_[place] - std::size_t{1};
      auto const& name = ends_[at];
      // Up to 16 bytes the ends are all there is.
      if (name.size == ends.size && name.head == ends.head && name.tail == ends.tail &&
          (ends.size <= 16 ||
           equals_folded(names_[at].substr(8, ends.size - 16), text.substr(8, ends.size - 16)))) {
        return at;
      }
    }
    return Count;
  }
  [[nodiscard]] constexpr bool contains(std::string_view text) const noexcept {
    return find(text) != Count;
  }

private:
  static_assert(Count < 256, "a slot is a byte");

  static constexpr packed_text ends_of(std::string_view text) noexcept {
    auto ends = pack(text);
    ends.head = lower_letters(ends.head);
    ends.tail = lower_letters(ends.tail);
    return ends;
  }
  // By the highest bits of a product, on which all others bear.
  static constexpr std::size_t place_of(packed_text const& ends) noexcept {
    auto const mixed = (ends.head ^ std::rotl(ends.tail, 23) ^ ends.size) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed >> 32) % slot_count;
  }

  static constexpr std::size_t slot_count = std::bit_ceil(4 * Count);

  std::array<std::string_view, Count> names_{};
  std::array<packed_text, Count> ends_{};
  std::array<std::uint8_t, slot_count> slots_{}; // one more than the name's number; none: 0
};

} // namespace trailaudit::inline v0::detail
