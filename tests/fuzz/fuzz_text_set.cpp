#include <trailaudit/logic/text_set.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Any bytes as patterns and as an expression over them: no fault of memory; every cell has a text
// that has its truth values; a set is empty or has the member that is given.

namespace {

using trailaudit::ternary;
using trailaudit::text_cells;
using trailaudit::text_match;
using trailaudit::text_pattern;
using trailaudit::text_set;

constexpr trailaudit::text_budget budget{.max_states = 500, .max_steps = 50'000};

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// A pattern is a byte, for its kind, and what follows up to the next line end.
std::vector<text_pattern> read_patterns(std::string_view text) {
  std::vector<text_pattern> patterns;
  while (!text.empty() && patterns.size() != 20) {
    auto const kind = static_cast<unsigned char>(text[0]);
    text.remove_prefix(1);
    auto const end = text.find('\n');
    patterns.push_back({static_cast<text_match>(kind % 4), text.substr(0, end), (kind & 4U) != 0});
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return patterns;
}

// A set of the patterns; the bits say how they are put together.
text_set put_together(std::vector<text_pattern> const& patterns, std::uint32_t bits) {
  text_set made;
  for (auto const& each : patterns) {
    auto const one = text_set(each);
    switch (bits % 4) {
    case 0:
      made |= one;
      break;
    case 1:
      made &= one;
      break;
    case 2:
      made = ~made | one;
      break;
    default:
      made = made & ~one;
    }
    bits = bits / 4 + (bits % 4 << 30);
  }
  return made;
}

void check_cells(std::vector<text_pattern> const& patterns, text_set const& domain) {
  text_cells cells(patterns, domain, budget);
  std::set<std::vector<std::uint64_t>> seen;
  while (cells.next()) {
    auto const text = cells.witness();
    expect(domain.contains(text));
    for (std::size_t at = 0; at != patterns.size(); ++at) {
      expect(cells.matches(at) == matches(patterns[at], text));
    }
    expect(seen.emplace(cells.matched().begin(), cells.matched().end()).second);
  }
}

void check_set(text_set const& set, std::vector<text_pattern> const& patterns) {
  auto const found = is_empty(set, budget);
  expect((found.value == ternary::unknown) == !found.budget.empty());
  expect(found.value != ternary::no || set.contains(found.witness));
  expect(found.value != ternary::yes || !set.contains(""));
  for (auto const& each : patterns) { // the patterns' texts are texts as well
    bool const member = set.contains(each.text);
    expect(!member || found.value != ternary::yes);
    expect(!(~set).contains(each.text) || !member);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 4) {
    return 0;
  }
  std::uint32_t bits = 0;
  for (std::size_t at = 0; at != 4; ++at) {
    bits = bits << 8 | data[at];
  }
  std::string_view const text(reinterpret_cast<char const*>(data) + 4, size - 4);
  auto const patterns = read_patterns(text);
  auto const set = put_together(patterns, bits);
  check_cells(patterns, ~text_set());
  check_cells(patterns, set);
  check_set(set, patterns);
  check_set(~set, patterns);
  return 0;
}
