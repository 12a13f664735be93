#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/recorded_call.hpp>

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

  constexpr json_path() noexcept = default;
  /// Of up to two steps: a null is none.
  constexpr json_path(step outer, step inner) noexcept : keys_{outer.key}, indices_{outer.index} {
    // By its number: a branch would often be foretold wrong.
    std::size_t const at = outer.key == nullptr ? 0 : 1;
    keys_[at] = inner.key;
    indices_[at] = inner.index;
  }
  /// Of up to three.
  constexpr json_path(step outer, step inner, step innermost) noexcept : json_path(outer, inner) {
    std::size_t const at = (outer.key == nullptr ? 0U : 1U) + (inner.key == nullptr ? 0U : 1U);
    keys_[at] = innermost.key;
    indices_[at] = innermost.index;
  }

  /// The path with one more step. Steps beyond the capacity are left out: the path then names the
  /// outer value.
  [[nodiscard]] constexpr json_path then(char const* key,
                                         std::size_t index = no_index) const noexcept {
    auto longer = *this;
    longer.add(key, static_cast<std::uint32_t>(index));
    return longer;
  }
  constexpr void add(char const* key, std::uint32_t index) noexcept {
    if (auto const end = size(); end != capacity) {
      keys_[end] = key;
      indices_[end] = index;
    }
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

/// Where a fact comes from: which recorded call, and where in its response. Refers to the call,
/// which lives in the snapshot; one that was not made, in the inventory.
class origin {
public:
  static constexpr std::uint32_t no_capture = recorded_call::no_capture;

  /// From no call.
  constexpr origin() noexcept = default;
  /// From a call that was not recorded.
  constexpr explicit origin(char const* call) noexcept : call_(call) {}
  /// `call` is AWS's operation, a literal.
  constexpr origin(char const* call, recorded_call const* recorded,
                   json_path const& path = {}) noexcept
      : call_(call), recorded_(recorded), path_(path) {}
  constexpr origin(char const* call, recorded_call const* recorded, json_path::step outer,
                   json_path::step inner) noexcept
      : call_(call), recorded_(recorded), path_(outer, inner) {}
  constexpr origin(char const* call, recorded_call const* recorded, json_path::step outer,
                   json_path::step inner, json_path::step innermost) noexcept
      : call_(call), recorded_(recorded), path_(outer, inner, innermost) {}

  /// AWS's operation; empty: from no call.
  [[nodiscard]] constexpr std::string_view call() const noexcept {
    return call_ == nullptr ? std::string_view{} : std::string_view{call_};
  }
  /// Empty: not recorded.
  [[nodiscard]] std::string_view region() const noexcept {
    return recorded_ == nullptr ? std::string_view{} : std::string_view{recorded_->region};
  }
  /// The capture's place in the document, from 0.
  [[nodiscard]] constexpr std::uint32_t capture() const noexcept {
    return recorded_ == nullptr ? no_capture : recorded_->index;
  }
  [[nodiscard]] constexpr json_path const& path() const noexcept { return path_; }

  /// The place of a member below.
  [[nodiscard]] constexpr origin at(char const* key,
                                    std::size_t index = json_path::no_index) const noexcept {
    return {call_, recorded_, path_.then(key, index)};
  }

private:
  // There is an origin for each fact of a finding.
  char const* call_ = nullptr;
  recorded_call const* recorded_ = nullptr; // null: not recorded
  json_path path_{};
};

class member_place;

/// Where an answer stands: the recorded call, and the element of its response where that is a list.
/// What an `origin` is to a fact, in less room: an inventory holds some for each trail.
class answer_place {
public:
  /// Of no answer.
  constexpr answer_place() noexcept = default;
  /// The whole response, or the element of the array at `key`. `call` and `key` are literals.
  constexpr answer_place(char const* call, recorded_call const* recorded, char const* key = nullptr,
                         std::size_t index = json_path::no_index) noexcept
      : call_(call), recorded_(recorded), key_(key), index_(static_cast<std::uint32_t>(index)) {}

  [[nodiscard]] constexpr std::string_view call() const noexcept { return origin(call_).call(); }
  [[nodiscard]] std::string_view region() const noexcept {
    return origin(call_, recorded_).region();
  }
  [[nodiscard]] constexpr std::uint32_t capture() const noexcept {
    return origin(call_, recorded_).capture();
  }
  /// The array of the response that it is an element of; a null key: it is the whole response.
  [[nodiscard]] constexpr json_path::step step() const noexcept { return {key_, index_}; }

  // NOLINTNEXTLINE(google-explicit-constructor): it says the same
  [[nodiscard]] constexpr operator origin() const noexcept { return below({}); }
  /// The place of a member below.
  [[nodiscard]] constexpr member_place at(char const* key,
                                          std::size_t index = json_path::no_index) const& noexcept;
  [[nodiscard]] constexpr origin at(char const* key,
                                    std::size_t index = json_path::no_index) const&& noexcept {
    return below({key, static_cast<std::uint32_t>(index)});
  }
  /// The same as a fact's place.
  [[nodiscard]] constexpr origin below(json_path::step member) const noexcept {
    return {call_, recorded_, step(), member};
  }
  [[nodiscard]] constexpr origin below(json_path::step outer,
                                       json_path::step inner) const noexcept {
    return {call_, recorded_, step(), outer, inner};
  }

private:
  char const* call_ = nullptr;
  recorded_call const* recorded_ = nullptr;
  char const* key_ = nullptr;
  std::uint32_t index_ = json_path::no_index;
};

/// Where a member of an answer stands. It refers to the answer's place, and is for use while that
/// is there; an `origin` is what it comes to.
class member_place {
public:
  constexpr member_place(answer_place const& answer) noexcept // NOLINT(google-explicit-constructor)
      : answer_(&answer) {}
  constexpr member_place(answer_place const& answer, char const* key, std::size_t index) noexcept
      : answer_(&answer), key_(key), index_(static_cast<std::uint32_t>(index)) {}
  member_place(answer_place const&&) = delete;

  // NOLINTNEXTLINE(google-explicit-constructor): it says the same
  [[nodiscard]] constexpr operator origin() const noexcept { return answer_->below(step()); }
  /// The place of a member below.
  [[nodiscard]] constexpr origin at(char const* key,
                                    std::size_t index = json_path::no_index) const noexcept {
    return answer_->below(step(), {key, static_cast<std::uint32_t>(index)});
  }
  [[nodiscard]] constexpr answer_place const& answer() const noexcept { return *answer_; }
  /// A null key: the answer itself.
  [[nodiscard]] constexpr json_path::step step() const noexcept { return {key_, index_}; }

private:
  answer_place const* answer_;
  char const* key_ = nullptr;
  std::uint32_t index_ = json_path::no_index;
};

constexpr member_place answer_place::at(char const* key, std::size_t index) const& noexcept {
  return {*this, key, index};
}

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
  /// Where it stands; where nothing was collected, the operation that would have told.
  [[nodiscard]] constexpr origin place_or(char const* call) const noexcept {
    return state == observation::not_collected ? origin(call) : origin(from);
  }
};

} // namespace trailaudit::inline v0
