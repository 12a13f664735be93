#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trailaudit::inline v0 {

/// A JSON pointer of bounded length, kept without allocating. Keys are literals of AWS's API.
class json_path {
public:
  static constexpr std::uint32_t no_index = static_cast<std::uint32_t>(-1);
  static constexpr std::size_t capacity = 5;

  struct step {
    char const* key = nullptr;
    std::uint32_t index = no_index; ///< the element of the array at `key`
  };

  /// The path with one more step. Steps beyond the capacity are left out: the path then names the
  /// outer value.
  [[nodiscard]] constexpr json_path then(char const* key,
                                         std::size_t index = no_index) const noexcept {
    auto longer = *this;
    if (longer.size_ != capacity) {
      longer.keys_[longer.size_] = key;
      longer.indices_[longer.size_++] = static_cast<std::uint32_t>(index);
    }
    return longer;
  }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr step operator[](std::size_t at) const noexcept {
    return {keys_[at], indices_[at]};
  }

private:
  // Apart from each other, so that there is no padding: there are some paths for each trail and
  // each finding.
  std::array<char const*, capacity> keys_{};
  std::array<std::uint32_t, capacity> indices_{};
  std::uint8_t size_ = 0;
};

/// Where a fact comes from: which recorded call, and where in its response.
struct origin {
  static constexpr std::uint32_t no_capture = static_cast<std::uint32_t>(-1);

  std::string_view call{};            ///< AWS's operation; empty: from no call
  std::string_view region{};          ///< empty: not recorded
  std::uint32_t capture = no_capture; ///< the capture's place in the document, from 0
  json_path path{};

  /// The place of a member below.
  [[nodiscard]] constexpr origin at(char const* key,
                                    std::size_t index = json_path::no_index) const noexcept {
    auto below = *this;
    below.path = path.then(key, index);
    return below;
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
  origin from{};                 ///< of the answer, or of the refusal
  std::string_view error_code{}; ///< AWS's, when `absent` or `refused`
  origin other{};                ///< the second answer, when `contradictory`

  /// The answer, or null: a rule must look.
  [[nodiscard]] constexpr T const* get() const noexcept { return value; }
};

} // namespace trailaudit::inline v0
