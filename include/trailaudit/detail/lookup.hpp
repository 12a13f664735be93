#pragma once

#include <trailaudit/detail/prefetch.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0::detail {

/// Finds positions of a sequence by a text: one after another while there are few, by hashing
/// beyond that, so that a join stays linear however many positions share a key. All positions with
/// a key are found, in order. Keeps its memory when it is cleared. `key_at(position)` gives a
/// position's key and must not change its mind.
class lookup {
public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void clear() noexcept {
    size_ = 0;
    hashed_ = false;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Makes room for that many positions at once. An estimate will do; call it while there are none.
  void reserve(std::size_t positions) {
    if (positions > few) {
      links_.clear();
      links_.reserve(positions);
      make_slots(positions);
    }
  }

  /// Holds `count` positions and no others: next to nothing to do while they are few.
  template <class KeyAt>
  void assign(std::size_t count, KeyAt const& key_at) {
    clear();
    if (count <= few) {
      size_ = count;
      return;
    }
    reserve(count);
    while (size_ != count) {
      add(key_at);
    }
  }

  /// A key that is looked for soon. Where it would stand is on its way from memory.
  struct expected {
    std::string_view text{};
    std::uint32_t hash = 0;
    bool hashed = false;
  };
  [[nodiscard]] expected expect(std::string_view key) const noexcept {
    if (!hashed_) {
      return {key, 0, false};
    }
    auto const hash = hash_of(key);
    prefetch(slots_.data() + (hash & (slots_.size() - 1)));
    return {key, hash, true};
  }

  /// Adds position `size()`.
  template <class KeyAt>
  void add(KeyAt const& key_at) {
    add({key_at(size_), 0, false}, key_at);
  }
  /// The same where the key is at hand.
  template <class KeyAt>
  void add(expected const& key, KeyAt const& key_at) {
    auto const position = size_++;
    if (hashed_) {
      links_.push_back({0, 0, hash_of(key)});
      if (2 * size_ <= slots_.size()) {
        insert(key_at, position);
      } else {
        rebuild(key_at);
      }
    } else if (size_ > few) {
      links_.clear();
      for (std::size_t at = 0; at != size_; ++at) {
        links_.push_back({0, 0, hash_of(key_at(at))});
      }
      rebuild(key_at);
    }
  }

  /// The first position with that key, or `none`.
  template <class KeyAt>
  [[nodiscard]] std::size_t find(std::string_view key, KeyAt const& key_at) const {
    return find(expected{key, 0, false}, key_at);
  }
  template <class KeyAt>
  [[nodiscard]] std::size_t find(expected const& key, KeyAt const& key_at) const {
    if (hashed_) {
      auto const head = slots_[slot_of(key.text, hash_of(key), key_at)].number;
      return head == 0 ? none : std::size_t{head} - 1;
    }
    return scan(key.text, key_at, 0);
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

  // Positions of one key form a chain; a slot holds its head. Numbers are one more than the
  // position. The hash stands beside them, so that other keys need not be looked at, neither in a
  // search nor in a rebuild.
  struct chain {
    std::uint32_t next = 0;
    std::uint32_t tail = 0; // of the chain, kept at its head
    std::uint32_t hash = 0;
  };
  struct slot {
    std::uint32_t number = 0;
    std::uint32_t hash = 0;
  };
  [[nodiscard]] static std::uint32_t hash_of(std::string_view key) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
  }
  [[nodiscard]] static std::uint32_t hash_of(expected const& key) noexcept {
    return key.hashed ? key.hash : hash_of(key.text);
  }

  template <class KeyAt>
  [[nodiscard]] std::size_t scan(std::string_view key, KeyAt const& key_at,
                                 std::size_t from) const {
    for (auto at = from; at < size_; ++at) {
      if (key_at(at) == key) {
        return at;
      }
    }
    return none;
  }
  template <class KeyAt>
  [[nodiscard]] std::size_t slot_of(std::string_view key, std::uint32_t hash,
                                    KeyAt const& key_at) const {
    auto at = hash & (slots_.size() - 1);
    while (slots_[at].number != 0 &&
           (slots_[at].hash != hash || key_at(slots_[at].number - 1) != key)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  template <class KeyAt>
  void insert(KeyAt const& key_at, std::size_t position) {
    auto const number = static_cast<std::uint32_t>(position + 1);
    auto const hash = links_[position].hash;
    auto& head = slots_[slot_of(key_at(position), hash, key_at)];
    if (head.number == 0) {
      head = {number, hash};
      links_[position].tail = number;
      return;
    }
    auto& first = links_[head.number - 1];
    links_[first.tail - 1].next = number;
    first.tail = number;
  }
  void make_slots(std::size_t positions) {
    std::size_t wanted = 4 * few;
    while (wanted < 2 * positions) {
      wanted *= 2;
    }
    slots_.assign(wanted, slot{});
    hashed_ = true;
  }
  template <class KeyAt>
  void rebuild(KeyAt const& key_at) {
    make_slots(2 * size_);
    for (std::size_t at = 0; at != size_; ++at) {
      links_[at].next = 0;
      insert(key_at, at);
    }
  }

  std::vector<slot> slots_{};
  std::vector<chain> links_{};
  std::size_t size_ = 0;
  bool hashed_ = false;
};

} // namespace trailaudit::inline v0::detail
