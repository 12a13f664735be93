#pragma once

#include <trailaudit/detail/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trailaudit::inline v0 {

/// A JSON pointer of bounded length, kept without allocating. Keys are literals of AWS's API.
class json_path {
public:
  static constexpr std::uint32_t no_index = static_cast<std::uint32_t>(-1);
  static constexpr std::size_t capacity = 4;

  struct step {
    char const* key = nullptr;
    std::uint32_t index = no_index; ///< the element of the array at `key`
  };

  /// The path with one more step. Steps beyond the capacity are left out: the path then names the
  /// outer value.
  [[nodiscard]] TRAILAUDIT_HOT constexpr json_path
  then(char const* key, std::size_t index = no_index) const noexcept {
    auto longer = *this;
    bool open = true;
    // By constant subscripts, so that a path can stay in registers on its way into a finding.
    auto const fill = [&](std::size_t at) {
      if (open && keys_[at] == nullptr) {
        longer.keys_[at] = key;
        longer.indices_[at] = static_cast<std::uint32_t>(index);
        open = false;
      }
    };
    fill(0), fill(1), fill(2), fill(3);
    static_assert(capacity == 4);
    return longer;
  }
  [[nodiscard]] constexpr std::size_t size() const noexcept {
    std::size_t count = 0;
    while (count != capacity && keys_[count] != nullptr) {
      ++count;
    }
    return count;
  }
  [[nodiscard]] constexpr step operator[](std::size_t at) const noexcept {
    return {keys_[at], indices_[at]};
  }

private:
  // Apart from each other, so that there is no padding: there is a path for each fact of a finding.
  std::array<char const*, capacity> keys_{}; // null behind the last step
  std::array<std::uint32_t, capacity> indices_{};
};

/// Where a fact comes from: which recorded call, and where in its response.
struct origin {
  static constexpr std::uint32_t no_capture = static_cast<std::uint32_t>(-1);

  std::string_view call{};            ///< AWS's operation; empty: from no call
  std::string_view region{};          ///< empty: not recorded
  std::uint32_t capture = no_capture; ///< the capture's place in the document, from 0
  json_path path{};

  /// The place of a member below.
  [[nodiscard]] TRAILAUDIT_HOT constexpr origin
  at(char const* key, std::size_t index = json_path::no_index) const noexcept {
    return {call, region, capture, path.then(key, index)};
  }
};

/// Where an answer stands: the recorded call, and the element of its response where that is a list.
/// What an `origin` is to a fact, in less room: an inventory holds some for each trail.
struct answer_place {
  std::string_view call{};
  std::string_view region{};
  std::uint32_t capture = origin::no_capture;
  std::uint32_t index = json_path::no_index; ///< the element of the array at `key`
  char const* key = nullptr;                 ///< null: the answer is the whole response

  // NOLINTNEXTLINE(google-explicit-constructor): it says the same
  [[nodiscard]] TRAILAUDIT_HOT constexpr operator origin() const noexcept {
    return {call, region, capture, key == nullptr ? json_path{} : json_path{}.then(key, index)};
  }
  /// The place of a member below.
  [[nodiscard]] TRAILAUDIT_HOT constexpr origin
  at(char const* below, std::size_t below_index = json_path::no_index) const noexcept {
    return {call, region, capture,
            key == nullptr ? json_path{}.then(below, below_index)
                           : json_path{}.then(key, index).then(below, below_index)};
  }
};

/// How a fact was come by.
enum class observation : std::uint8_t {
  not_collected, ///< nobody asked, or the answer says nothing
  present,       ///< AWS answered
  absent,        ///< AWS answered: not configured
  refused,       ///< AWS answered with another error
  contradictory, ///< two answers exclude each other
};

/// What is known of one of AWS's answers: the answer, AWS's word that there is none, a refusal, or
/// nothing. "No bucket policy", "we were refused" and "nobody asked" are three facts with three
/// consequences.
template <class T>
struct observed {
  observation state = observation::not_collected;
  T const* value = nullptr;      ///< there only when `present`; lives in the snapshot
  answer_place from{};           ///< of the answer, or of the refusal
  std::string_view error_code{}; ///< AWS's, when `absent` or `refused`
  answer_place other{};          ///< the second answer, when `contradictory`

  /// The answer, or null: a rule must look.
  [[nodiscard]] constexpr T const* get() const noexcept { return value; }
};

} // namespace trailaudit::inline v0
