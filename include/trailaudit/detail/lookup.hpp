#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0::detail {

/// Finds positions of a sequence by a text: one after another while there are few, by hashing beyond that, so
/// that a join stays linear however many positions share a key. All positions with a key are found, in order.
/// Keeps its memory when it is cleared. `key_at(position)` gives a position's key and must not change its mind.
class lookup {
public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void clear() noexcept {
    size_ = 0;
    hashed_ = false;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Adds position `size()`.
  template <class KeyAt>
  void add(KeyAt const& key_at) {
    auto const position = size_++;
    if (hashed_ && 2 * size_ <= slots_.size()) {
      insert(key_at, position);
    } else if (size_ > few) {
      rebuild(key_at);
    }
  }

  /// The first position with that key, or `none`.
  template <class KeyAt>
  [[nodiscard]] std::size_t find(std::string_view key, KeyAt const& key_at) const {
    if (hashed_) {
      auto const head = slots_[slot_of(key, key_at)];
      return head == 0 ? none : std::size_t{head} - 1;
    }
    return scan(key, key_at, 0);
  }

  /// The next position with the key of `position`, or `none`.
  template <class KeyAt>
  [[nodiscard]] std::size_t next(std::size_t position, KeyAt const& key_at) const {
    if (hashed_) {
      auto const link = links_[position].next;
      return link == 0 ? none : std::size_t{link} - 1;
    }
    return scan(key_at(position), key_at, position + 1);
  }

private:
  static constexpr std::size_t few = 32;

  // Positions of one key form a chain; a slot holds its head. Numbers are one more than the position.
  struct chain {
    std::uint32_t next = 0;
    std::uint32_t tail = 0; // of the chain, kept at its head
  };

  template <class KeyAt>
  [[nodiscard]] std::size_t scan(std::string_view key, KeyAt const& key_at, std::size_t from) const {
    for (auto at = from; at < size_; ++at) {
      if (key_at(at) == key) {
        return at;
      }
    }
    return none;
  }
  template <class KeyAt>
  [[nodiscard]] std::size_t slot_of(std::string_view key, KeyAt const& key_at) const {
    auto slot = std::hash<std::string_view>{}(key) & (slots_.size() - 1);
    while (slots_[slot] != 0 && key_at(slots_[slot] - 1) != key) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }
  template <class KeyAt>
  void insert(KeyAt const& key_at, std::size_t position) {
    auto const number = static_cast<std::uint32_t>(position + 1);
    links_.resize(size_);
    links_[position] = {0, number};
    auto& head = slots_[slot_of(key_at(position), key_at)];
    if (head == 0) {
      head = number;
      return;
    }
    auto& first = links_[head - 1];
    links_[first.tail - 1].next = number;
    first.tail = number;
  }
  template <class KeyAt>
  void rebuild(KeyAt const& key_at) {
    std::size_t wanted = 4 * few;
    while (wanted < 4 * size_) {
      wanted *= 2;
    }
    slots_.assign(wanted, 0);
    hashed_ = true;
    for (std::size_t at = 0; at != size_; ++at) {
      insert(key_at, at);
    }
  }

  std::vector<std::uint32_t> slots_{};
  std::vector<chain> links_{};
  std::size_t size_ = 0;
  bool hashed_ = false;
};

} // namespace trailaudit::inline v0::detail
