#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Changes to JSON documents: the same ones for the same seed on every standard library.

namespace differential {

class mutator {
public:
  explicit mutator(std::uint64_t seed) : random_(seed) {}

  /// The document with one to three changes: most of them keep it JSON, some do not.
  [[nodiscard]] std::string mutate(std::string document);

private:
  struct span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  struct entry { // a member of an object or an element of an array
    span whole{};
    span key{}; // with its quotes; empty in an array
    span value{};
    std::size_t parent = 0;
  };

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  bool chance(unsigned percent) { return below(100) < percent; }

  void scan(std::string_view text);
  std::size_t scan_value(std::string_view text, std::size_t at, unsigned depth);
  void change_structure(std::string& text);
  void change_text(std::string& text);
  void change_bytes(std::string& text);
  void change_nested(std::string& text, span string);
  [[nodiscard]] std::string any_value(std::string_view text);
  [[nodiscard]] std::string any_key(std::string_view text);
  [[nodiscard]] std::string deep_value(std::string_view inside);
  [[nodiscard]] span sibling(entry const& of);

  std::mt19937_64 random_;
  std::vector<entry> entries_{};
  std::size_t parents_ = 0;
  unsigned nesting_ = 0;
};

} // namespace differential
