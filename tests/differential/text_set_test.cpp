// Matching, cells and emptiness against an enumeration of all short texts.

#include <trailaudit/logic/text_set.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::is_empty;
using trailaudit::ternary;
using trailaudit::text_cells;
using trailaudit::text_match;
using trailaudit::text_pattern;
using trailaudit::text_set;

// The second implementation: one text against one pattern.

char folded(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

struct pattern {
  text_match how = text_match::equals;
  std::string text{};
  bool ignore_case = false;

  [[nodiscard]] text_pattern view() const { return {how, text, ignore_case}; }
};

// row[j]: whether the text matches the first j characters of the glob.
using glob_row = std::array<bool, 16>;

glob_row first_row(std::string_view glob) {
  glob_row row{};
  row[0] = true;
  for (std::size_t j = 1; j <= glob.size(); ++j) {
    row[j] = row[j - 1] && glob[j - 1] == '*';
  }
  return row;
}

glob_row next_row(std::string_view glob, bool fold, glob_row const& row, char letter) {
  glob_row next{};
  for (std::size_t j = 1; j <= glob.size(); ++j) {
    char const wanted = glob[j - 1];
    if (wanted == '*') {
      next[j] = next[j - 1] || row[j];
    } else {
      bool const same =
          wanted == '?' || wanted == letter || (fold && folded(wanted) == folded(letter));
      next[j] = row[j - 1] && same;
    }
  }
  return next;
}

bool naive_match(pattern const& with, std::string text) {
  if (with.how == text_match::glob) {
    auto row = first_row(with.text);
    for (char const letter : text) {
      row = next_row(with.text, with.ignore_case, row, letter);
    }
    return row[with.text.size()];
  }
  auto wanted = with.text;
  if (with.ignore_case) {
    std::transform(text.begin(), text.end(), text.begin(), folded);
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), folded);
  }
  switch (with.how) {
  case text_match::equals:
    return text == wanted;
  case text_match::prefix:
    return text.starts_with(wanted);
  default:
    return text.ends_with(wanted);
  }
}

// All texts over some letters up to a length, shorter ones first, then by the order of the letters;
// and, of each pattern of a stock, which of them match.

using places = std::vector<std::uint64_t>; // a bit for each text

class universe {
public:
  universe(std::string_view letters, std::size_t longest) {
    words.emplace_back();
    parents_.push_back(0);
    for (std::size_t first = 0, last = 1, length = 1; length <= longest; ++length) {
      for (auto parent = first; parent != last; ++parent) {
        for (char const letter : letters) {
          words.push_back(words[parent] + letter);
          parents_.push_back(parent);
        }
      }
      first = last;
      last = words.size();
    }
  }

  [[nodiscard]] static bool has(places const& members, std::size_t word) {
    return ((members[word / 64] >> (word % 64)) & 1U) != 0;
  }
  [[nodiscard]] places all() const {
    places made((words.size() + 63) / 64);
    for (std::size_t at = 0; at != words.size(); ++at) {
      made[at / 64] |= std::uint64_t{1} << (at % 64);
    }
    return made;
  }

  [[nodiscard]] places matched_by(pattern const& with) const {
    places made((words.size() + 63) / 64);
    std::vector<glob_row> rows;
    if (with.how == text_match::glob) {
      rows.reserve(words.size());
      rows.push_back(first_row(with.text));
    }
    for (std::size_t at = 0; at != words.size(); ++at) {
      bool matches = false;
      if (with.how == text_match::glob) {
        if (at != 0) {
          rows.push_back(
              next_row(with.text, with.ignore_case, rows[parents_[at]], words[at].back()));
        }
        matches = rows[at][with.text.size()];
      } else {
        matches = naive_match(with, words[at]);
      }
      made[at / 64] |= std::uint64_t{matches} << (at % 64);
    }
    return made;
  }

  // The first text of a set, or the number of texts.
  [[nodiscard]] std::size_t first(places const& of) const {
    for (std::size_t at = 0; at != of.size(); ++at) {
      if (of[at] != 0) {
        return 64 * at + static_cast<std::size_t>(__builtin_ctzll(of[at]));
      }
    }
    return words.size();
  }

  std::vector<std::string> words{};

private:
  std::vector<std::size_t> parents_{};
};

struct stocked {
  pattern what{};
  places matched{};
};

std::vector<stocked> stock_of(universe const& world, dice& random, std::string_view letters,
                              std::size_t count, unsigned fold_percent) {
  std::vector<stocked> made;
  while (made.size() != count) {
    stocked each;
    each.what.how = static_cast<text_match>(random.below(4));
    each.what.ignore_case = random.chance(fold_percent);
    bool const glob = each.what.how == text_match::glob;
    for (auto left = random.below(glob ? 6 : 4); left != 0; --left) {
      auto const at = random.below(letters.size() + (glob ? 3 : 0));
      each.what.text += at < letters.size() ? letters[at] : at == letters.size() ? '?' : '*';
    }
    each.matched = world.matched_by(each.what);
    made.push_back(std::move(each));
  }
  return made;
}

places both_of(places left, places const& right) {
  for (std::size_t at = 0; at != left.size(); ++at) {
    left[at] &= right[at];
  }
  return left;
}
places either_of(places left, places const& right) {
  for (std::size_t at = 0; at != left.size(); ++at) {
    left[at] |= right[at];
  }
  return left;
}
places without(places left, places const& right) {
  for (std::size_t at = 0; at != left.size(); ++at) {
    left[at] &= ~right[at];
  }
  return left;
}

using cell_map = std::map<std::uint64_t, std::string>;

// The combinations that some enumerated text has, with the first such text.
cell_map enumerate(universe const& world, std::vector<stocked const*> const& patterns,
                   places const& domain) {
  std::vector<std::pair<std::uint64_t, places>> parts{{0, domain}};
  for (std::size_t at = 0; at != patterns.size(); ++at) {
    std::vector<std::pair<std::uint64_t, places>> finer;
    for (auto& [bits, members] : parts) {
      auto in = both_of(members, patterns[at]->matched);
      auto out = without(std::move(members), patterns[at]->matched);
      if (world.first(in) != world.words.size()) {
        finer.emplace_back(bits | (std::uint64_t{1} << at), std::move(in));
      }
      if (world.first(out) != world.words.size()) {
        finer.emplace_back(bits, std::move(out));
      }
    }
    parts = std::move(finer);
  }
  cell_map found;
  for (auto const& [bits, members] : parts) {
    auto const first = world.first(members);
    if (first != world.words.size()) {
      found.emplace(bits, world.words[first]);
    }
  }
  return found;
}

cell_map walk(text_cells& cells, std::span<text_pattern const> patterns,
              trailaudit::text_set const* domain = nullptr) {
  cell_map found;
  while (cells.next()) {
    auto const bits = cells.matched().empty() ? 0 : cells.matched()[0];
    auto const member = cells.member();
    CAPTURE(member);
    for (std::size_t at = 0; at != patterns.size(); ++at) {
      REQUIRE(matches(patterns[at], member) == cells.matches(at));
    }
    REQUIRE((domain == nullptr || domain->contains(member)));
    REQUIRE(found.emplace(bits, cells.witness()).second);
  }
  REQUIRE(cells.budget().empty());
  return found;
}

struct expression {
  text_set set{};
  places members{};
  std::string words{};
};

std::string words_of(pattern const& what) {
  constexpr std::array<std::string_view, 4> kinds{"equals", "prefix", "suffix", "glob"};
  return std::string(kinds[static_cast<std::size_t>(what.how)]) +
         (what.ignore_case ? "/i \"" : " \"") + what.text + "\"";
}

expression random_expression(dice& random, universe const& world, std::vector<stocked> const& stock,
                             std::size_t leaves) {
  std::vector<expression> parts;
  for (; leaves != 0; --leaves) {
    auto const& chosen = stock[random.below(stock.size())];
    parts.push_back({text_set(chosen.what.view()), chosen.matched, words_of(chosen.what)});
  }
  auto const all = world.all();
  for (;;) {
    auto& last = parts.back();
    if (random.chance(40)) {
      last = {~last.set, without(all, last.members), "~(" + last.words + ")"};
    }
    if (parts.size() == 1) {
      return std::move(parts[0]);
    }
    auto right = std::move(parts.back());
    parts.pop_back();
    auto& left = parts[random.below(parts.size())];
    if (random.chance(60)) {
      left = {left.set & right.set, both_of(left.members, right.members),
              "(" + left.words + " & " + right.words + ")"};
    } else {
      left = {left.set | right.set, either_of(left.members, right.members),
              "(" + left.words + " | " + right.words + ")"};
    }
  }
}

// What was found may have texts that are longer than those enumerated, and must have all of these.
void check_cells(universe const& world, std::vector<stocked const*> const& patterns,
                 expression const* domain, std::size_t longest) {
  std::vector<text_pattern> views;
  std::string words;
  for (auto const* each : patterns) {
    views.push_back(each->what.view());
    words += words_of(each->what) + ", ";
  }
  CAPTURE(words);
  auto const wanted = enumerate(world, patterns, domain != nullptr ? domain->members : world.all());
  auto cells = domain != nullptr ? text_cells(views, domain->set) : text_cells(views);
  auto const found = walk(cells, views, domain != nullptr ? &domain->set : nullptr);
  for (auto const& cell : wanted) {
    CAPTURE(cell.first);
    auto const at = found.find(cell.first);
    REQUIRE(at != found.end());
    REQUIRE(at->second == cell.second);
  }
  for (auto const& cell : found) {
    auto const& text = cell.second;
    CAPTURE(text);
    if (wanted.contains(cell.first)) {
      continue;
    }
    REQUIRE(text.size() > longest);
    for (std::size_t at = 0; at != patterns.size(); ++at) {
      REQUIRE(naive_match(patterns[at]->what, text) == (((cell.first >> at) & 1U) != 0));
    }
    if (domain != nullptr) {
      REQUIRE(domain->set.contains(text));
    }
  }
}

constexpr std::size_t longest_word = 5;

struct setting {
  std::string_view letters{}; // in the order in which witnesses choose them; no pattern has an x
  std::string_view in_patterns{};
  unsigned fold_percent = 0;
  std::uint64_t seed = 0;
};

constexpr std::array<setting, 2> settings{
    {{"x:ab", "ab:", 0, 20260301}, {"x:aA", ":aaA", 40, 20260302}}};

TEST_CASE("all globs up to four characters match the texts that they should") {
  universe const texts("ab:", 5);
  universe const globs("ab:*?", 4);
  std::size_t matched = 0;
  for (auto const& glob : globs.words) {
    for (auto const how :
         {text_match::glob, text_match::equals, text_match::prefix, text_match::suffix}) {
      if (how != text_match::glob && glob.size() > 2) {
        continue;
      }
      pattern const with{how, glob, false};
      auto const wanted = texts.matched_by(with);
      std::size_t wrong = 0;
      for (std::size_t at = 0; at != texts.words.size(); ++at) {
        bool const matches = trailaudit::matches(with.view(), texts.words[at]);
        wrong += std::size_t{matches != universe::has(wanted, at)};
        matched += std::size_t{matches};
      }
      CAPTURE(glob);
      REQUIRE(wrong == 0);
    }
  }
  CHECK(matched > 10'000);
}

TEST_CASE("long globs and texts match as they should") {
  dice random(20260300);
  std::size_t matched = 0;
  for (int round = 0; round != 20'000; ++round) {
    pattern with{text_match::glob, {}, random.chance(30)};
    for (auto left = random.below(12); left != 0; --left) {
      with.text += std::string_view("aabA*?*")[random.below(7)];
    }
    std::string text;
    for (auto left = random.below(14); left != 0; --left) {
      text += std::string_view("aaabbA")[random.below(6)];
    }
    CAPTURE(with.text);
    CAPTURE(text);
    bool const matches = trailaudit::matches(with.view(), text);
    REQUIRE(matches == naive_match(with, text));
    matched += std::size_t{matches};
  }
  CHECK(matched > 1'000);
}

TEST_CASE("cells are the combinations that texts have, with the first text of each") {
  for (auto const& each : settings) {
    dice random(each.seed);
    universe const world(each.letters, longest_word);
    auto const stock = stock_of(world, random, each.in_patterns, 400, each.fold_percent);
    for (int round = 0; round != 10'000; ++round) {
      std::vector<stocked const*> chosen(1 + random.below(6));
      for (auto& one : chosen) {
        one = &stock[random.below(stock.size())];
        // Without globs it is another algorithm.
        while (round % 2 == 0 && one->what.how == text_match::glob) {
          one = &stock[random.below(stock.size())];
        }
      }
      CAPTURE(round);
      check_cells(world, chosen, nullptr, longest_word);
    }
  }
}

TEST_CASE("cells in a domain are those that have a text there") {
  for (auto const& each : settings) {
    dice random(each.seed + 2);
    universe const world(each.letters, longest_word);
    auto const stock = stock_of(world, random, each.in_patterns, 200, each.fold_percent);
    std::vector<stocked> plain;
    std::copy_if(stock.begin(), stock.end(), std::back_inserter(plain),
                 [](stocked const& one) { return one.what.how != text_match::glob; });
    for (int round = 0; round != 3'000; ++round) {
      auto const& from = round % 2 == 0 ? plain : stock;
      std::vector<stocked const*> chosen(random.below(4));
      for (auto& one : chosen) {
        one = &from[random.below(from.size())];
      }
      auto const domain = random_expression(random, world, from, 1 + random.below(4));
      CAPTURE(round);
      CAPTURE(domain.words);
      check_cells(world, chosen, &domain, longest_word);
    }
  }
}

TEST_CASE("a set is empty when no text is in it, and its witness is the first that is") {
  for (auto const& each : settings) {
    dice random(each.seed + 4);
    universe const world(each.letters, longest_word);
    auto const stock = stock_of(world, random, each.in_patterns, 200, each.fold_percent);
    std::size_t empty = 0;
    std::size_t beyond = 0;
    for (int round = 0; round != 6'000; ++round) {
      auto const made = random_expression(random, world, stock, 1 + random.below(6));
      CAPTURE(round);
      CAPTURE(made.words);
      auto const found = is_empty(made.set);
      auto const first = world.first(made.members);
      REQUIRE(found.value != ternary::unknown);
      if (first != world.words.size()) {
        REQUIRE(found.value == ternary::no);
        REQUIRE(found.witness == world.words[first]);
      } else if (found.value == ternary::no) {
        ++beyond;
        REQUIRE(found.witness.size() > longest_word);
        REQUIRE(made.set.contains(found.witness));
      } else {
        ++empty;
      }
      auto const at = random.below(world.words.size());
      REQUIRE(made.set.contains(world.words[at]) == universe::has(made.members, at));
    }
    CHECK(empty > 500);
    CHECK(beyond > 2);
  }
}

// With a glob that says only whether the text is empty the other algorithm is taken.
TEST_CASE("both ways to find cells find the same of long patterns") {
  dice random(20260310);
  for (int round = 0; round != 2'000; ++round) {
    bool const fold = random.chance(30);
    std::vector<std::string> texts;
    for (auto left = 1 + random.below(6); left != 0; --left) {
      // Pieces of what is there already, so that they overlap.
      std::string text;
      if (!texts.empty() && random.chance(70)) {
        auto const& from = texts[random.below(texts.size())];
        text = from.substr(random.below(from.size() + 1));
        text = text.substr(0, random.below(text.size() + 1));
      }
      for (auto more = random.below(6); more != 0; --more) {
        text += std::string_view("aaabB")[random.below(5)];
      }
      texts.push_back(text);
    }
    std::vector<text_pattern> patterns;
    std::string words;
    for (auto const& text : texts) {
      patterns.push_back({static_cast<text_match>(random.below(3)), text, fold});
      words += words_of({patterns.back().how, text, fold}) + ", ";
    }
    CAPTURE(words);
    text_cells plain(patterns);
    auto const one = walk(plain, patterns);

    patterns.push_back({text_match::glob, "*?", false});
    text_cells product(patterns);
    cell_map other;
    for (auto const& [bits, text] : walk(product, patterns)) {
      auto const rest = bits & ~(std::uint64_t{1} << texts.size());
      auto const [at, added] = other.emplace(rest, text);
      if (!added && text.empty()) {
        at->second = text;
      }
    }
    REQUIRE(one == other);
  }
}

} // namespace
