#pragma once

#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/detail/utf8.hpp>
#include <trailaudit/logic/text_set.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

// The operations of an expression in postfix form; every other number is a pattern's.
inline constexpr std::uint32_t text_none = 0xFFFFFFF0U;
inline constexpr std::uint32_t text_and = 0xFFFFFFF1U;
inline constexpr std::uint32_t text_or = 0xFFFFFFF2U;
inline constexpr std::uint32_t text_not = 0xFFFFFFF3U;

[[nodiscard]] constexpr bool is_ascii_letter(char32_t letter) noexcept {
  return (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z');
}
template <class Letter>
[[nodiscard]] constexpr Letter lower(Letter letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<Letter>(letter + ('a' - 'A')) : letter;
}
[[nodiscard]] constexpr bool continues_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Of a text in UTF-8.
[[nodiscard]] inline std::size_t count_characters(std::string_view text) noexcept {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

inline void append_character(std::string& out, char32_t code) {
  auto const add = [&](char32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) {
    add(code);
    return;
  }
  if (code < 0x800) {
    add(0xC0U | (code >> 6));
  } else {
    if (code < 0x10000) {
      add(0xE0U | (code >> 12));
    } else {
      add(0xF0U | (code >> 18));
      add(0x80U | ((code >> 12) & 0x3FU));
    }
    add(0x80U | ((code >> 6) & 0x3FU));
  }
  add(0x80U | (code & 0x3FU));
}

// Where a witness may be chosen, a character with a lower rank is taken.
[[nodiscard]] constexpr std::uint32_t rank_of(char32_t letter) noexcept {
  return letter >= U'A' && letter <= U'Z' ? 0x200000U + letter : letter;
}
[[nodiscard]] constexpr char32_t letter_of_rank(std::uint32_t rank) noexcept {
  return rank >= 0x200000U ? rank - 0x200000U : rank;
}

// Whether one text comes before another of as many characters; see `is_empty`.
[[nodiscard]] inline bool comes_before(std::string_view left, std::string_view right,
                                       char32_t fresh) noexcept {
  while (!left.empty()) {
    auto const one = first_character(left);
    auto const other = first_character(right);
    if (one.code != other.code) {
      return one.code == fresh || (other.code != fresh && rank_of(one.code) < rank_of(other.code));
    }
    left.remove_prefix(one.size);
    right.remove_prefix(other.size);
  }
  return false;
}

// -- one text

inline constexpr std::size_t no_place = std::string_view::npos;

[[nodiscard]] constexpr bool same_byte(char left, char right, bool fold) noexcept {
  return left == right || (fold && lower(left) == lower(right));
}

// Where a piece of a glob, without `*`, ends if it stands at a place of the text.
[[nodiscard]] inline std::size_t end_of_piece(std::string_view piece, std::string_view text,
                                              std::size_t at, bool fold) noexcept {
  for (auto const wanted : piece) {
    if (at == text.size()) {
      return no_place;
    }
    if (wanted == '?') {
      ++at;
      while (at != text.size() && continues_character(text[at])) {
        ++at;
      }
    } else if (same_byte(wanted, text[at], fold)) {
      ++at;
    } else {
      return no_place;
    }
  }
  return at;
}

// Where the first such piece ends that begins at the place or later.
[[nodiscard]] inline std::size_t find_piece(std::string_view piece, std::string_view text,
                                            std::size_t at, bool fold) noexcept {
  if (!fold && piece.find('?') == std::string_view::npos) {
    auto const found = text.find(piece, at);
    return found == std::string_view::npos ? no_place : found + piece.size();
  }
  for (; at < text.size(); ++at) {
    if (continues_character(text[at])) {
      continue;
    }
    auto const end = end_of_piece(piece, text, at, fold);
    if (end != no_place) {
      return end;
    }
  }
  return no_place;
}

// The first place at which a piece can stand is as good as any later one, so nothing is tried
// again.
[[nodiscard]] inline bool matches_glob(std::string_view glob, std::string_view text,
                                       bool fold) noexcept {
  auto const first_star = glob.find('*');
  if (first_star == std::string_view::npos) {
    return end_of_piece(glob, text, 0, fold) == text.size();
  }
  auto at = end_of_piece(glob.substr(0, first_star), text, 0, fold);
  if (at == no_place) {
    return false;
  }
  auto const last_star = glob.rfind('*');
  auto const tail = glob.substr(last_star + 1);
  auto end = text.size();
  for (auto left = count_characters(tail); left != 0; --left) {
    if (end == at) {
      return false;
    }
    --end;
    while (end != at && continues_character(text[end])) {
      --end;
    }
  }
  if (end_of_piece(tail, text, end, fold) != text.size()) {
    return false;
  }
  text = text.substr(0, end);
  for (auto star = first_star; star != last_star;) {
    auto const next = glob.find('*', star + 1);
    if (next != star + 1) {
      at = find_piece(glob.substr(star + 1, next - star - 1), text, at, fold);
      if (at == no_place) {
        return false;
      }
    }
    star = next;
  }
  return true;
}

// Of texts in UTF-8.
[[nodiscard]] inline bool matches_characters(text_match how, std::string_view wanted, bool fold,
                                             std::string_view text) noexcept {
  if (how == text_match::glob) {
    return matches_glob(wanted, text, fold);
  }
  if (text.size() < wanted.size() || (how == text_match::equals && text.size() != wanted.size())) {
    return false;
  }
  text = how == text_match::suffix ? text.substr(text.size() - wanted.size())
                                   : text.substr(0, wanted.size());
  return fold ? std::equal(text.begin(), text.end(), wanted.begin(),
                           [](char left, char right) { return same_byte(left, right, true); })
              : text == wanted;
}

// -- expressions

// The value of an expression in postfix form; a leaf's value is asked for by its number.
template <class Value, class Leaf>
[[nodiscard]] Value value_of(std::span<std::uint32_t const> code, std::vector<Value>& stack,
                             Leaf const& leaf) {
  stack.clear();
  for (auto const each : code) {
    if (each < text_none) {
      stack.push_back(leaf(each));
    } else if (each == text_none) {
      stack.push_back(Value{});
    } else if (each == text_not) {
      if constexpr (std::is_same_v<Value, ternary>) {
        stack.back() = negation(stack.back());
      } else {
        stack.back() = ~stack.back();
      }
    } else {
      auto const right = stack.back();
      stack.pop_back();
      auto& left = stack.back();
      if constexpr (std::is_same_v<Value, ternary>) {
        left = each == text_and ? both(left, right) : either(left, right);
      } else {
        left = each == text_and ? left & right : left | right;
      }
    }
  }
  return stack.back();
}

// -- what both ways to find cells start from

// A pattern in its simplest form; `never` has a text that is not UTF-8.
struct text_leaf {
  text_match how = text_match::equals;
  bool fold = false;
  bool never = false;
  std::string_view text{};
};

[[nodiscard]] inline text_leaf simplest(text_match how, std::string_view text, bool fold) noexcept {
  text_leaf made{how, fold, !is_utf8(text), text};
  if (how == text_match::glob && text.find('?') == std::string_view::npos) {
    auto const first = text.find('*');
    if (first == std::string_view::npos) {
      made.how = text_match::equals;
    } else if (text.find_first_not_of('*', first) == std::string_view::npos) {
      made.how = text_match::prefix;
      made.text = text.substr(0, first);
    } else if (text.find_first_not_of('*') > text.rfind('*')) {
      made.how = text_match::suffix;
      made.text = text.substr(text.rfind('*') + 1);
    }
  }
  if (made.how == text_match::suffix && made.text.empty()) {
    made.how = text_match::prefix;
  }
  made.fold = fold && std::any_of(made.text.begin(), made.text.end(), [](char each) {
                return is_ascii_letter(static_cast<unsigned char>(each));
              });
  return made;
}

struct text_problem {
  std::vector<text_leaf> leaves{}; // those that tell cells apart, then the domain's
  std::size_t told_apart = 0;
  std::vector<std::uint32_t> domain{}; // in postfix form; empty: every text
  text_budget budget{};
};

inline constexpr char32_t no_letter = 0x110000;

// A character that occurs in no pattern, in either case: a letter if there is one, a digit if there
// is one, or else any other.
[[nodiscard]] inline char32_t find_fresh_letter(std::span<text_leaf const> leaves) {
  std::array<bool, 0x80> used{};
  for (auto const& leaf : leaves) {
    for (auto const each : leaf.text) {
      auto const byte = static_cast<unsigned char>(each);
      if (byte < 0x80) {
        used[byte] = true;
        if (leaf.fold && is_ascii_letter(byte)) {
          used[byte ^ 0x20U] = true;
        }
      }
    }
  }
  for (auto const each :
       std::string_view("xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW0123456789"
                        "-_./:@+=,;#%&!~^|$'\"`()[]{}<>\\ *?")) {
    auto const letter = static_cast<unsigned char>(each);
    if (!used[letter]) {
      return letter;
    }
  }
  std::vector<char32_t> others;
  for (auto const& leaf : leaves) {
    for (auto rest = leaf.never ? std::string_view() : leaf.text; !rest.empty();) {
      auto const next = first_character(rest);
      if (next.code >= 0x80) {
        others.push_back(next.code);
      }
      rest.remove_prefix(next.size);
    }
  }
  std::sort(others.begin(), others.end());
  char32_t letter = 0xA1;
  for (auto const each : others) {
    if (each == letter) {
      letter = letter == 0xD7FF ? 0xE000 : letter + 1;
    }
  }
  return std::min(letter, no_letter);
}

} // namespace detail

// Finds cells one after another; see `text_cells`.
class detail::text_walk {
public:
  text_walk(text_problem const& problem, char32_t fresh)
      : told_apart(problem.told_apart), leaf_count(problem.leaves.size()), domain(problem.domain),
        limits(problem.budget), fresh_letter(fresh), bits((problem.told_apart + 63) / 64),
        used_up_by(fresh == no_letter ? "alphabet" : "") {}
  text_walk(text_walk const&) = delete;
  text_walk& operator=(text_walk const&) = delete;
  virtual ~text_walk() = default;

  [[nodiscard]] virtual bool next() = 0;
  [[nodiscard]] virtual std::string witness() = 0;
  [[nodiscard]] virtual std::string member() = 0;

  [[nodiscard]] std::string_view used_up() const noexcept { return used_up_by; }
  [[nodiscard]] std::size_t steps() const noexcept { return spent_; }
  [[nodiscard]] std::span<std::uint64_t const> matched() const noexcept { return bits; }

protected:
  // False when the budget does not allow so many steps more.
  bool spend(std::size_t steps) noexcept {
    if (steps > limits.max_steps - spent_) {
      used_up_by = "max_steps";
    } else {
      spent_ += steps;
    }
    return used_up_by.empty();
  }
  void match(std::size_t leaf) noexcept { bits[leaf / 64] |= std::uint64_t{1} << (leaf % 64); }

  std::size_t told_apart;
  std::size_t leaf_count;
  std::vector<std::uint32_t> domain;
  text_budget limits;
  char32_t fresh_letter;
  std::vector<std::uint64_t> bits;
  std::string_view used_up_by;

private:
  std::size_t spent_ = 0;
};

namespace detail {

// -- equalities, prefixes and suffixes

// The different texts of patterns of one kind. The first is the empty one, as a root: a node's
// parent is the longest other node that it begins with.
class text_tree {
public:
  struct node {
    std::string_view text{};
    std::uint32_t parent = 0;
    std::uint32_t first_leaf = 0; // in `leaves`, up to that of the next node
    std::uint32_t weight = 0;     // how many patterns stand here and above
    std::uint32_t teller = 0;     // the nearest node here or above that tells cells apart, or root
    std::size_t length = 0;       // in characters
  };

  struct entry {
    std::string_view text{};
    std::uint32_t leaf = 0;
  };

  void build(std::vector<entry> entries, std::size_t told_apart) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](entry const& left, entry const& right) { return left.text < right.text; });
    nodes.assign(1, {});
    leaves.clear();
    for (auto const& each : entries) {
      if (each.text != nodes.back().text) {
        auto parent = static_cast<std::uint32_t>(nodes.size() - 1);
        while (!each.text.starts_with(nodes[parent].text)) {
          parent = nodes[parent].parent;
        }
        nodes.push_back({each.text, parent, static_cast<std::uint32_t>(leaves.size()),
                         nodes[parent].weight, nodes[parent].teller, count_characters(each.text)});
      }
      if (each.leaf < told_apart) {
        nodes.back().teller = static_cast<std::uint32_t>(nodes.size() - 1);
      }
      ++nodes.back().weight;
      leaves.push_back(each.leaf);
    }
  }

  // The last node that is not after the text.
  [[nodiscard]] std::uint32_t before(std::string_view text) const noexcept {
    auto const after = std::upper_bound(
        nodes.begin() + 1, nodes.end(), text,
        [](std::string_view sought, node const& each) { return sought < each.text; });
    return static_cast<std::uint32_t>(after - nodes.begin() - 1);
  }
  // The longest node that the text begins with.
  [[nodiscard]] std::uint32_t longest_in(std::string_view text) const noexcept {
    auto found = before(text);
    auto const& near = nodes[found].text;
    auto const common = static_cast<std::size_t>(
        std::mismatch(near.begin(), near.end(), text.begin(), text.end()).first - near.begin());
    while (nodes[found].text.size() > common) {
      found = nodes[found].parent;
    }
    return found;
  }
  [[nodiscard]] std::span<std::uint32_t const> leaves_of(std::size_t at) const noexcept {
    auto const end = at + 1 == nodes.size() ? leaves.size() : nodes[at + 1].first_leaf;
    return std::span(leaves).subspan(nodes[at].first_leaf, end - nodes[at].first_leaf);
  }
  // All patterns of a node and of those above it.
  template <class Each>
  void for_each_leaf(std::size_t at, Each const& each) const {
    for (;;) {
      for (auto const leaf : leaves_of(at)) {
        each(leaf);
      }
      if (at == 0) {
        return;
      }
      at = nodes[at].parent;
    }
  }
  // The nodes of a cell one after the other, short ones first.
  [[nodiscard]] std::vector<std::uint32_t> by_cell() const {
    std::vector<std::uint32_t> order(nodes.size());
    for (std::uint32_t at = 0; at != order.size(); ++at) {
      order[at] = at;
    }
    std::stable_sort(order.begin(), order.end(), [this](std::uint32_t left, std::uint32_t right) {
      auto const& one = nodes[left];
      auto const& other = nodes[right];
      return one.teller != other.teller ? one.teller < other.teller : one.length < other.length;
    });
    return order;
  }
  // Those of one cell, among all of them in that order.
  [[nodiscard]] std::span<std::uint32_t const> of_cell(std::span<std::uint32_t const> order,
                                                       std::uint32_t teller) const noexcept {
    auto const first = std::partition_point(
        order.begin(), order.end(), [&](std::uint32_t at) { return nodes[at].teller < teller; });
    auto const last = std::partition_point(
        first, order.end(), [&](std::uint32_t at) { return nodes[at].teller == teller; });
    return {first, last};
  }

  std::vector<node> nodes{};
  std::vector<std::uint32_t> leaves{};
};

// Without globs the cells are known beforehand. Each equality is one, with itself as its text. All
// other texts are told apart by the longest prefix u and the longest suffix v that they have, and
// every such pair has a text: u, a character that occurs in no pattern, v. A shorter one is u and v
// overlapping or next to each other, unless that has a longer prefix or suffix or is an equality.
class text_pairs final : public text_walk {
public:
  text_pairs(text_problem const& problem, char32_t fresh);
  [[nodiscard]] bool next() override;
  [[nodiscard]] std::string witness() override;
  [[nodiscard]] std::string member() override;

  // Whether the problem is of this kind: no globs, and letters with case all count or none does.
  [[nodiscard]] static bool can_walk(text_problem const& problem) noexcept;

private:
  enum class at_cell : std::uint8_t { equality, pair };

  [[nodiscard]] std::string_view forward(std::uint32_t suffix) const noexcept {
    auto const backward = suffixes_.nodes[suffix].text;
    return backward.empty() ? backward
                            : std::string_view(backward.data() - forward_, backward.size());
  }
  [[nodiscard]] bool is_equality(std::string_view text) const noexcept {
    auto const at = equalities_.before(text);
    return equalities_.nodes[at].text == text && !equalities_.leaves_of(at).empty();
  }
  [[nodiscard]] bool in_domain(std::size_t prefix, std::size_t suffix) const noexcept {
    if (domain.empty()) {
      return true;
    }
    auto const many = swapped_ ? suffix : prefix;
    auto const few = swapped_ ? prefix : suffix;
    return ((pairs_in_domain_[few * blocks_ + many / 64] >> (many % 64)) & 1U) != 0;
  }
  [[nodiscard]] bool in_domain(std::size_t equality) const noexcept {
    return domain.empty() || ((equalities_in_domain_[equality / 64] >> (equality % 64)) & 1U) != 0;
  }
  [[nodiscard]] bool tells_apart(std::size_t equality) const noexcept {
    return equality != 0
               ? equalities_.nodes[equality].teller == equality
               : std::any_of(equalities_.leaves_of(0).begin(), equalities_.leaves_of(0).end(),
                             [&](std::uint32_t leaf) { return leaf < told_apart; });
  }

  void find_domain();
  [[nodiscard]] bool first_time(std::uint32_t prefix, std::uint32_t suffix);
  [[nodiscard]] bool match_pair(std::uint32_t prefix, std::uint32_t suffix);
  [[nodiscard]] std::optional<std::string> shortest(std::uint32_t prefix, std::uint32_t suffix,
                                                    std::size_t limit);
  void take_if_better(std::string_view text, std::string& best, std::size_t& length) const;

  std::string texts_{}; // of all trees; suffixes backwards, and forwards `forward_` before
  std::ptrdiff_t forward_ = 0;
  std::string backwards_{};
  text_tree equalities_{};
  text_tree prefixes_{};
  text_tree suffixes_{};
  std::vector<std::uint32_t> prefix_of_{}; // of each equality, its longest
  std::vector<std::uint32_t> suffix_of_{};

  bool swapped_ = false; // the suffixes are more than the prefixes
  std::size_t blocks_ = 0;
  std::vector<std::uint64_t> pairs_in_domain_{};
  std::vector<std::uint64_t> equalities_in_domain_{};
  std::vector<std::uint64_t> seen_{}; // pairs, where several are one cell
  // For the texts of those; made when the first one is asked for.
  std::vector<std::uint32_t> prefix_order_{};
  std::vector<std::uint32_t> suffix_order_{};
  std::vector<std::uint32_t> loose_equalities_{};

  std::size_t next_equality_ = 0;
  std::uint32_t next_prefix_ = 0;
  std::uint32_t next_suffix_ = 0;
  std::size_t next_loose_ = 0;   // equalities that tell nothing apart
  std::size_t loose_ = no_place; // of the current cell, where it was found by one
  at_cell kind_ = at_cell::pair;
  std::uint32_t prefix_ = 0; // of the current cell, or its equality
  std::uint32_t suffix_ = 0;
  std::vector<std::uint64_t> prefix_matched_{};
  std::uint32_t prefix_matched_of_ = std::numeric_limits<std::uint32_t>::max();
};

inline bool text_pairs::can_walk(text_problem const& problem) noexcept {
  bool folded = false;
  bool exact = false;
  for (auto const& leaf : problem.leaves) {
    if (leaf.never) {
      continue;
    }
    if (leaf.how == text_match::glob) {
      return false;
    }
    folded = folded || leaf.fold;
    exact = exact || (!leaf.fold && std::any_of(leaf.text.begin(), leaf.text.end(), [](char each) {
              return is_ascii_letter(static_cast<unsigned char>(each));
            }));
  }
  return !(folded && exact);
}

inline text_pairs::text_pairs(text_problem const& problem, char32_t fresh)
    : text_walk(problem, fresh) {
  std::size_t total = 0;
  std::size_t of_suffixes = 0;
  for (auto const& leaf : problem.leaves) {
    if (!leaf.never) {
      (leaf.how == text_match::suffix ? of_suffixes : total) += leaf.text.size();
    }
  }
  texts_.resize(total + 2 * of_suffixes); // and never again: views point into it
  forward_ = static_cast<std::ptrdiff_t>(of_suffixes);
  auto* suffix_at = texts_.data();
  auto* at = texts_.data() + 2 * of_suffixes;
  std::vector<text_tree::entry> equalities;
  std::vector<text_tree::entry> prefixes;
  std::vector<text_tree::entry> suffixes;
  auto const as_it_counts = [](bool fold) {
    return [fold](char each) { return fold ? lower(each) : each; };
  };
  for (std::uint32_t number = 0; number != problem.leaves.size(); ++number) {
    auto const& leaf = problem.leaves[number];
    auto const& text = leaf.text;
    if (leaf.never) {
      continue;
    }
    if (leaf.how == text_match::suffix) {
      std::transform(text.begin(), text.end(), suffix_at, as_it_counts(leaf.fold));
      std::reverse_copy(suffix_at, suffix_at + text.size(), suffix_at + forward_);
      suffixes.push_back({{suffix_at + forward_, text.size()}, number});
      suffix_at += text.size();
    } else {
      std::transform(text.begin(), text.end(), at, as_it_counts(leaf.fold));
      (leaf.how == text_match::equals ? equalities : prefixes)
          .push_back({{at, text.size()}, number});
      at += text.size();
    }
  }
  equalities_.build(std::move(equalities), told_apart);
  prefixes_.build(std::move(prefixes), told_apart);
  suffixes_.build(std::move(suffixes), told_apart);
  for (auto const& each : equalities_.nodes) {
    prefix_of_.push_back(prefixes_.longest_in(each.text));
    backwards_.assign(each.text.rbegin(), each.text.rend());
    suffix_of_.push_back(suffixes_.longest_in(backwards_));
  }
  if (!domain.empty()) {
    find_domain();
  }
}

// The domain's expression over 64 cells at once.
inline void text_pairs::find_domain() {
  std::vector<std::uint64_t> leaves(leaf_count);
  std::vector<std::uint64_t> stack;
  auto const value = [&] {
    return value_of(std::span<std::uint32_t const>(domain), stack,
                    [&](std::uint32_t leaf) { return leaves[leaf]; });
  };
  auto const& equalities = equalities_.nodes;
  for (std::size_t first = 0; first < equalities.size(); first += 64) {
    if (!spend((leaf_count + domain.size()) / 2)) {
      return;
    }
    std::fill(leaves.begin(), leaves.end(), 0);
    for (auto at = first; at != std::min(first + 64, equalities.size()); ++at) {
      auto const set = [&](std::uint32_t leaf) {
        leaves[leaf] |= std::uint64_t{1} << (at - first);
      };
      if (!spend(prefixes_.nodes[prefix_of_[at]].weight + suffixes_.nodes[suffix_of_[at]].weight)) {
        return;
      }
      std::for_each(equalities_.leaves_of(at).begin(), equalities_.leaves_of(at).end(), set);
      prefixes_.for_each_leaf(prefix_of_[at], set);
      suffixes_.for_each_leaf(suffix_of_[at], set);
    }
    equalities_in_domain_.push_back(value());
  }
  swapped_ = suffixes_.nodes.size() > prefixes_.nodes.size();
  auto const& many = swapped_ ? suffixes_ : prefixes_;
  auto const& few = swapped_ ? prefixes_ : suffixes_;
  blocks_ = (many.nodes.size() + 63) / 64;
  if (!spend(blocks_ * few.nodes.size())) {
    return;
  }
  pairs_in_domain_.resize(blocks_ * few.nodes.size());
  for (std::size_t block = 0; block != blocks_; ++block) {
    std::fill(leaves.begin(), leaves.end(), 0);
    for (auto at = 64 * block; at != std::min(64 * block + 64, many.nodes.size()); ++at) {
      if (!spend(many.nodes[at].weight)) {
        return;
      }
      many.for_each_leaf(
          at, [&](std::uint32_t leaf) { leaves[leaf] |= std::uint64_t{1} << (at - 64 * block); });
    }
    for (std::size_t at = 0; at != few.nodes.size(); ++at) {
      if (!spend(domain.size() / 2 + 2 * std::size_t{few.nodes[at].weight})) {
        return;
      }
      few.for_each_leaf(at, [&](std::uint32_t leaf) { leaves[leaf] = ~std::uint64_t{}; });
      pairs_in_domain_[at * blocks_ + block] = value();
      few.for_each_leaf(at, [&](std::uint32_t leaf) { leaves[leaf] = 0; });
    }
  }
  seen_.resize((prefixes_.nodes.size() * suffixes_.nodes.size() + 63) / 64);
}

// Whether no pair of the same cell came before.
inline bool text_pairs::first_time(std::uint32_t prefix, std::uint32_t suffix) {
  if (seen_.empty()) {
    return true;
  }
  auto const at = std::size_t{prefixes_.nodes[prefix].teller} * suffixes_.nodes.size() +
                  suffixes_.nodes[suffix].teller;
  auto const bit = std::uint64_t{1} << (at % 64);
  bool const first = (seen_[at / 64] & bit) == 0;
  seen_[at / 64] |= bit;
  return first;
}

// False when the budget is used up.
inline bool text_pairs::match_pair(std::uint32_t prefix, std::uint32_t suffix) {
  if (!spend(bits.size() + suffixes_.nodes[suffix].weight +
             (prefix_matched_of_ != prefix ? prefixes_.nodes[prefix].weight : 0))) {
    return false;
  }
  auto const set = [this](std::uint32_t leaf) {
    if (leaf < told_apart) {
      match(leaf);
    }
  };
  if (prefix_matched_of_ != prefix) {
    std::fill(bits.begin(), bits.end(), 0);
    prefixes_.for_each_leaf(prefix, set);
    prefix_matched_ = bits;
    prefix_matched_of_ = prefix;
  } else {
    std::copy(prefix_matched_.begin(), prefix_matched_.end(), bits.begin());
  }
  suffixes_.for_each_leaf(suffix, set);
  return true;
}

inline bool text_pairs::next() {
  for (; used_up_by.empty() && next_equality_ != equalities_.nodes.size();) {
    auto const at = next_equality_++;
    if (!tells_apart(at) || !in_domain(at)) {
      continue;
    }
    kind_ = at_cell::equality;
    prefix_ = static_cast<std::uint32_t>(at);
    if (!match_pair(prefix_of_[at], suffix_of_[at])) {
      return false;
    }
    for (auto const leaf : equalities_.leaves_of(at)) {
      if (leaf < told_apart) {
        match(leaf);
      }
    }
    return true;
  }
  auto const found_pair = [this](std::uint32_t prefix, std::uint32_t suffix) {
    kind_ = at_cell::pair;
    prefix_ = prefix;
    suffix_ = suffix;
    loose_ = no_place;
    return match_pair(prefix, suffix);
  };
  for (; used_up_by.empty() && next_prefix_ != prefixes_.nodes.size(); ++next_prefix_) {
    while (next_suffix_ != suffixes_.nodes.size()) {
      if (!spend(1)) {
        return false;
      }
      auto const suffix = next_suffix_++;
      if (in_domain(next_prefix_, suffix) && first_time(next_prefix_, suffix)) {
        return found_pair(next_prefix_, suffix);
      }
    }
    next_suffix_ = 0;
  }
  for (; used_up_by.empty() && next_loose_ != equalities_.nodes.size();) {
    auto const at = next_loose_++;
    bool const loose = !equalities_.leaves_of(at).empty() && !tells_apart(at);
    if (loose && in_domain(at) && first_time(prefix_of_[at], suffix_of_[at])) {
      bool const found = found_pair(prefix_of_[at], suffix_of_[at]);
      loose_ = at;
      return found;
    }
  }
  return false;
}

// Nothing if no text of the pair has as few characters as the limit.
inline std::optional<std::string> text_pairs::shortest(std::uint32_t prefix, std::uint32_t suffix,
                                                       std::size_t limit) {
  auto const start = prefixes_.nodes[prefix].text;
  auto const end = forward(suffix);
  auto const length = prefixes_.nodes[prefix].length + suffixes_.nodes[suffix].length;
  std::string text;
  for (auto common = std::min(start.size(), end.size()) + 1; common-- != 0;) {
    if (length > limit && length - limit > common) {
      return std::nullopt; // what overlaps by so many bytes is longer, and so is what follows
    }
    if (common != 0 && (start[start.size() - common] != end[0] || start.back() != end[common - 1] ||
                        !start.ends_with(end.substr(0, common)))) {
      continue;
    }
    text.assign(start).append(end.substr(common));
    if (prefixes_.longest_in(text) != prefix || is_equality(text)) {
      continue;
    }
    backwards_.assign(text.rbegin(), text.rend());
    if (suffixes_.longest_in(backwards_) == suffix) {
      return text;
    }
  }
  text.assign(start);
  append_character(text, fresh_letter);
  text.append(end);
  return text;
}

inline void text_pairs::take_if_better(std::string_view text, std::string& best,
                                       std::size_t& length) const {
  auto const own_length = count_characters(text);
  if (own_length < length || (own_length == length && comes_before(text, best, fresh_letter))) {
    best = text;
    length = own_length;
  }
}

inline std::string text_pairs::witness() {
  if (kind_ == at_cell::equality) {
    return std::string(equalities_.nodes[prefix_].text);
  }
  if (seen_.empty()) {
    return *shortest(prefix_, suffix_, std::numeric_limits<std::size_t>::max());
  }
  // The cell is all pairs that the patterns do not tell apart, and what equalities of the domain
  // left out of them.
  auto const prefix_teller = prefixes_.nodes[prefix_].teller;
  auto const suffix_teller = suffixes_.nodes[suffix_].teller;
  if (prefix_order_.empty()) {
    prefix_order_ = prefixes_.by_cell();
    suffix_order_ = suffixes_.by_cell();
    for (std::uint32_t at = 0; at != equalities_.nodes.size(); ++at) {
      if (!equalities_.leaves_of(at).empty() && !tells_apart(at) && in_domain(at)) {
        loose_equalities_.push_back(at);
      }
    }
  }
  std::string best;
  auto length = std::numeric_limits<std::size_t>::max();
  for (auto const at : loose_equalities_) {
    if (equalities_.nodes[at].length <= length &&
        prefixes_.nodes[prefix_of_[at]].teller == prefix_teller &&
        suffixes_.nodes[suffix_of_[at]].teller == suffix_teller) {
      take_if_better(equalities_.nodes[at].text, best, length);
    }
  }
  auto const suffixes = suffixes_.of_cell(suffix_order_, suffix_teller);
  for (auto const prefix : prefixes_.of_cell(prefix_order_, prefix_teller)) {
    if (prefixes_.nodes[prefix].length > length) {
      break;
    }
    for (auto const suffix : suffixes) {
      if (suffixes_.nodes[suffix].length > length) {
        break;
      }
      if (in_domain(prefix, suffix)) {
        if (auto const text = shortest(prefix, suffix, length)) {
          take_if_better(*text, best, length);
        }
      }
    }
  }
  return best;
}

inline std::string text_pairs::member() {
  if (kind_ == at_cell::equality || loose_ != no_place) {
    return std::string(equalities_.nodes[loose_ != no_place ? loose_ : prefix_].text);
  }
  std::string text(prefixes_.nodes[prefix_].text);
  append_character(text, fresh_letter);
  return text.append(forward(suffix_));
}

// -- globs

// Keeps different sequences of numbers, each once.
template <class Number>
class text_sequences {
public:
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  [[nodiscard]] std::span<Number const> operator[](std::size_t at) const noexcept {
    auto const first = at == 0 ? 0 : ends_[at - 1];
    return std::span(numbers_).subspan(first, ends_[at] - first);
  }
  [[nodiscard]] bool contains(std::span<Number const> sequence) const noexcept {
    return !table_.empty() && table_[slot_of(sequence, hash_of(sequence))] != 0;
  }
  // Whether the sequence is new; it is then the last one.
  bool add(std::span<Number const> sequence) {
    if (2 * (size() + 1) > table_.size()) {
      grow();
    }
    auto const hash = hash_of(sequence);
    auto& slot = table_[slot_of(sequence, hash)];
    if (slot != 0) {
      return false;
    }
    numbers_.insert(numbers_.end(), sequence.begin(), sequence.end());
    ends_.push_back(numbers_.size());
    hashes_.push_back(hash);
    slot = static_cast<std::uint32_t>(size());
    return true;
  }

private:
  [[nodiscard]] static std::uint64_t hash_of(std::span<Number const> sequence) noexcept {
    std::uint64_t hash = sequence.size();
    for (auto const each : sequence) {
      hash = (hash ^ each) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 29;
    }
    return hash;
  }
  // Where the sequence stands in the table, or the free slot where it would.
  [[nodiscard]] std::size_t slot_of(std::span<Number const> sequence,
                                    std::uint64_t hash) const noexcept {
    auto slot = hash & (table_.size() - 1);
    for (; table_[slot] != 0; slot = (slot + 1) & (table_.size() - 1)) {
      auto const at = table_[slot] - 1;
      if (hashes_[at] == hash && std::ranges::equal((*this)[at], sequence)) {
        break;
      }
    }
    return slot;
  }
  void grow() {
    table_.assign(std::max<std::size_t>(64, 2 * table_.size()), 0);
    for (std::size_t at = 0; at != size(); ++at) {
      auto slot = hashes_[at] & (table_.size() - 1);
      while (table_[slot] != 0) {
        slot = (slot + 1) & (table_.size() - 1);
      }
      table_[slot] = static_cast<std::uint32_t>(at + 1);
    }
  }

  std::vector<Number> numbers_{};
  std::vector<std::size_t> ends_{};
  std::vector<std::uint64_t> hashes_{};
  std::vector<std::uint32_t> table_{}; // of places + 1, by hash
};

// The product of all patterns' automata, breadth first, so that each state's first text is a
// shortest one.
//
// A pattern's places are the gaps between its characters; a state is the list of places that a text
// can have led to, of all patterns. At a place behind a star any character may be passed. Such a
// place makes those before it in the same pattern needless: what can still follow from there can
// follow from here as well. So a state holds few places, and a pattern that matches whatever
// follows holds one.
//
// Equalities would bring a state for each of their characters, and each stands for one text only.
// So they are looked at by themselves, where their texts come in the order of all texts, and take
// no part in the product: a state is looked at as if its text were none of theirs. If it is one,
// and its cell is not known yet, then the product is made again with this one equality in it.
class text_product final : public text_walk {
public:
  text_product(text_problem const& problem, char32_t fresh);
  [[nodiscard]] bool next() override;
  [[nodiscard]] std::string witness() override;
  [[nodiscard]] std::string member() override { return witness(); }

private:
  static constexpr char32_t any_letter = no_letter + 1;
  static constexpr char32_t no_more = no_letter + 2;

  struct place {
    char32_t letter = no_more; // the character to come
    std::uint32_t leaf = 0;
    bool fold = false;
    bool star = false; // stands behind a star
  };
  struct step {
    std::uint32_t from = 0;
    char32_t letter = 0;
    std::size_t length = 0; // of the text
  };
  struct move {
    std::uint32_t rank = 0; // of the letter
    std::uint32_t to = 0;
    friend bool operator<(move const& left, move const& right) noexcept {
      return left.rank != right.rank ? left.rank < right.rank : left.to < right.to;
    }
  };

  struct equality {
    std::string_view text{};
    std::size_t length = 0; // in characters
    bool in_product = false;
  };
  enum class at_cell : std::uint8_t { equality, state };

  void add_places(text_leaf const& leaf, std::uint32_t number);
  void start();
  void write_text(std::uint32_t state);
  [[nodiscard]] bool is_due(equality const& which, std::uint32_t state);
  [[nodiscard]] bool look_at(equality const& which);
  void collect(std::uint32_t at);
  void add_state(std::uint32_t from, char32_t letter);
  void expand(std::uint32_t state);
  [[nodiscard]] bool look_at(std::uint32_t state);

  std::vector<text_leaf> leaves_{};
  std::string texts_{}; // of the leaves
  std::vector<place> places_{};
  std::vector<std::uint32_t> first_places_{};
  std::vector<equality> equalities_{}; // in the order of texts
  std::size_t next_equality_ = 0;
  at_cell kind_ = at_cell::state;
  text_sequences<std::uint32_t> states_{};
  std::vector<step> reached_by_{};
  text_sequences<std::uint64_t> seen_{};
  std::uint32_t next_ = 0;
  bool looked_at_ = false; // the state before `next_` is not expanded yet

  // of one state at a time
  std::vector<std::uint32_t> collected_{};
  std::size_t collected_leaf_ = 0; // where the current pattern's places begin
  std::string text_{};
  std::vector<char32_t> letters_{};
  std::vector<std::uint32_t> here_{};
  std::vector<std::uint32_t> by_any_{};
  std::vector<move> by_letter_{};
  std::vector<ternary> possible_{};
  std::vector<ternary> possible_stack_{};
  std::vector<std::uint64_t> holds_{};
  std::vector<std::uint64_t> holds_stack_{};
};

inline void text_product::add_places(text_leaf const& leaf, std::uint32_t number) {
  bool star = leaf.how == text_match::suffix;
  first_places_.push_back(static_cast<std::uint32_t>(places_.size()));
  auto const add = [&](char32_t letter) {
    places_.push_back({letter, number, leaf.fold && is_ascii_letter(letter), star});
    star = false;
  };
  for (auto rest = leaf.text; !rest.empty();) {
    auto const next = first_character(rest);
    rest.remove_prefix(next.size);
    if (leaf.how != text_match::glob || (next.code != U'*' && next.code != U'?')) {
      add(leaf.fold ? lower(next.code) : next.code);
    } else if (next.code == U'?') {
      add(any_letter);
    } else {
      // A star goes behind the question marks that follow it: `*?` and `?*` are the same.
      while (!rest.empty() && (rest[0] == '*' || rest[0] == '?')) {
        if (rest[0] == '?') {
          add(any_letter);
        }
        rest.remove_prefix(1);
      }
      star = true;
    }
  }
  star = star || leaf.how == text_match::prefix;
  add(no_more);
}

inline text_product::text_product(text_problem const& problem, char32_t fresh)
    : text_walk(problem, fresh), leaves_(problem.leaves) {
  std::size_t size = 0;
  for (auto const& leaf : leaves_) {
    size += leaf.text.size();
  }
  texts_.reserve(size); // views point into it
  for (std::uint32_t number = 0; number != leaves_.size(); ++number) {
    auto& leaf = leaves_[number];
    auto const at = texts_.size();
    texts_.append(leaf.text);
    leaf.text = std::string_view(texts_).substr(at);
    if (leaf.never) {
      continue;
    }
    if (leaf.how == text_match::equals && !leaf.fold) {
      equalities_.push_back({leaf.text, count_characters(leaf.text), false});
    } else {
      add_places(leaf, number);
    }
  }
  std::sort(equalities_.begin(), equalities_.end(), [&](auto const& left, auto const& right) {
    return left.length != right.length ? left.length < right.length
                                       : comes_before(left.text, right.text, fresh_letter);
  });
  auto const same_text = [](auto const& left, auto const& right) {
    return left.text == right.text;
  };
  equalities_.erase(std::unique(equalities_.begin(), equalities_.end(), same_text),
                    equalities_.end());
  if (!domain.empty()) {
    possible_.resize(leaf_count);
    holds_.resize(leaf_count);
  }
  start();
}

inline void text_product::start() {
  states_ = {};
  reached_by_.clear();
  next_ = 0;
  next_equality_ = 0;
  looked_at_ = false;
  collected_ = first_places_;
  add_state(0, 0);
}

// Adds a place of the state to come; they are collected in order.
inline void text_product::collect(std::uint32_t at) {
  auto const& added = places_[at];
  if (!collected_.empty()) {
    if (collected_.back() == at) {
      return;
    }
    if (places_[collected_.back()].leaf != added.leaf) {
      collected_leaf_ = collected_.size();
    }
  }
  if (added.star) {
    collected_.resize(collected_leaf_);
  }
  collected_.push_back(at);
}

inline void text_product::add_state(std::uint32_t from, char32_t letter) {
  if (!spend(collected_.size() + 8) || !states_.add(collected_)) {
    return;
  }
  reached_by_.push_back({from, letter, reached_by_.empty() ? 0 : reached_by_[from].length + 1});
  if (states_.size() > limits.max_states) {
    used_up_by = "max_states";
  }
}

inline void text_product::expand(std::uint32_t state) {
  by_any_.clear();
  by_letter_.clear();
  for (auto const at : here_) {
    auto const& from = places_[at];
    if (from.star) {
      by_any_.push_back(at);
    }
    if (from.letter == any_letter) {
      by_any_.push_back(at + 1);
    } else if (from.letter != no_more) {
      by_letter_.push_back({rank_of(from.letter), at + 1});
      if (from.fold) {
        by_letter_.push_back({rank_of(from.letter - 0x20), at + 1});
      }
    }
  }
  if (!spend(here_.size() + by_letter_.size() * std::bit_width(by_letter_.size()))) {
    return;
  }
  std::sort(by_letter_.begin(), by_letter_.end());
  collected_.clear();
  collected_leaf_ = 0;
  for (auto const at : by_any_) {
    collect(at);
  }
  add_state(state, fresh_letter);
  for (auto first = by_letter_.begin(); first != by_letter_.end() && used_up_by.empty();) {
    auto const letter = letter_of_rank(first->rank);
    collected_.clear();
    collected_leaf_ = 0;
    auto any = by_any_.begin();
    auto const last = std::find_if(first, by_letter_.end(),
                                   [&](move const& each) { return each.rank != first->rank; });
    if (!spend(by_any_.size())) {
      return;
    }
    for (; first != last; ++first) {
      for (; any != by_any_.end() && *any <= first->to; ++any) {
        collect(*any);
      }
      collect(first->to);
    }
    for (; any != by_any_.end(); ++any) {
      collect(*any);
    }
    add_state(state, letter);
  }
}

// Whether the state is a new cell, for texts that are no equality. What can never come into the
// domain is left without successors.
inline bool text_product::look_at(std::uint32_t state) {
  here_.assign(states_[state].begin(), states_[state].end());
  if (!domain.empty()) {
    if (!spend((leaf_count + domain.size()) / 2)) {
      return false;
    }
    std::fill(possible_.begin(), possible_.end(), ternary::no);
    std::fill(holds_.begin(), holds_.end(), 0);
    for (auto const at : here_) {
      auto const& each = places_[at];
      bool const matches = each.letter == no_more;
      if (each.leaf < leaf_count) {
        possible_[each.leaf] =
            matches && each.star ? ternary::yes : std::max(possible_[each.leaf], ternary::unknown);
        holds_[each.leaf] |= matches ? ~std::uint64_t{} : 0;
      }
    }
    auto const code = std::span<std::uint32_t const>(domain);
    if (value_of(code, possible_stack_, [&](std::uint32_t leaf) { return possible_[leaf]; }) ==
        ternary::no) {
      here_.clear();
      looked_at_ = false;
      return false;
    }
    if (value_of(code, holds_stack_, [&](std::uint32_t leaf) { return holds_[leaf]; }) == 0) {
      return false;
    }
  }
  std::fill(bits.begin(), bits.end(), 0);
  for (auto const at : here_) {
    if (places_[at].letter == no_more && places_[at].leaf < told_apart) {
      match(places_[at].leaf);
    }
  }
  return spend(bits.size());
}

inline bool text_product::look_at(equality const& which) {
  if (!spend(2 * leaf_count + which.text.size())) {
    return false;
  }
  auto const holds = [&](std::uint32_t number) {
    auto const& leaf = leaves_[number];
    return !leaf.never && matches_characters(leaf.how, leaf.text, leaf.fold, which.text)
               ? ~std::uint64_t{}
               : 0;
  };
  if (!domain.empty() &&
      value_of(std::span<std::uint32_t const>(domain), holds_stack_, holds) == 0) {
    return false;
  }
  std::fill(bits.begin(), bits.end(), 0);
  for (std::uint32_t leaf = 0; leaf != told_apart; ++leaf) {
    if (holds(leaf) != 0) {
      match(leaf);
    }
  }
  return seen_.add(bits);
}

inline void text_product::write_text(std::uint32_t state) {
  letters_.clear();
  for (auto at = state; at != 0; at = reached_by_[at].from) {
    letters_.push_back(reached_by_[at].letter);
  }
  text_.clear();
  std::for_each(letters_.rbegin(), letters_.rend(),
                [&](char32_t letter) { append_character(text_, letter); });
}

// Whether an equality's text comes before that of the state, or is the same.
inline bool text_product::is_due(equality const& which, std::uint32_t state) {
  auto const length = reached_by_[state].length;
  if (which.length != length || !spend(length)) {
    return which.length < length;
  }
  write_text(state);
  return !comes_before(text_, which.text, fresh_letter);
}

inline bool text_product::next() {
  while (used_up_by.empty()) {
    if (looked_at_) {
      looked_at_ = false;
      expand(next_ - 1);
      continue;
    }
    bool const last = next_ == states_.size();
    if (next_equality_ != equalities_.size() &&
        (last || is_due(equalities_[next_equality_], next_))) {
      kind_ = at_cell::equality;
      if (look_at(equalities_[next_equality_++])) {
        return true;
      }
      continue;
    }
    if (last) {
      return false;
    }
    kind_ = at_cell::state;
    auto const state = next_++;
    looked_at_ = true;
    if (!look_at(state)) {
      continue;
    }
    auto* const before = next_equality_ != 0 ? &equalities_[next_equality_ - 1] : nullptr;
    if (before != nullptr && before->length == reached_by_[state].length &&
        is_due(*before, state) && before->text == text_) {
      if (!before->in_product && !seen_.contains(bits)) {
        before->in_product = true;
        add_places({text_match::equals, false, false, before->text},
                   static_cast<std::uint32_t>(leaf_count + places_.size()));
        start();
      }
      continue;
    }
    if (seen_.add(bits)) {
      return true;
    }
  }
  return false;
}

inline std::string text_product::witness() {
  if (kind_ == at_cell::equality) {
    return std::string(equalities_[next_equality_ - 1].text);
  }
  write_text(next_ - 1);
  return text_;
}

[[nodiscard]] inline std::unique_ptr<text_walk> make_walk(text_problem const& problem) {
  auto const fresh = find_fresh_letter(problem.leaves);
  if (text_pairs::can_walk(problem)) {
    return std::make_unique<text_pairs>(problem, fresh);
  }
  return std::make_unique<text_product>(problem, fresh);
}

[[nodiscard]] inline text_problem problem_of(std::span<text_pattern const> patterns,
                                             text_budget const& budget) {
  text_problem made;
  made.leaves.reserve(patterns.size());
  for (auto const& each : patterns) {
    made.leaves.push_back(simplest(each.how, each.text, each.ignore_case));
  }
  made.told_apart = patterns.size();
  made.budget = budget;
  return made;
}

} // namespace detail

TRAILAUDIT_INLINE bool matches(text_pattern const& pattern, std::string_view text) noexcept {
  return detail::matches_characters(pattern.how, pattern.text, pattern.ignore_case, text) &&
         detail::is_utf8(text) && detail::is_utf8(pattern.text);
}

TRAILAUDIT_INLINE text_set::text_set(text_pattern const& pattern)
    : leaves_{{pattern.how, pattern.ignore_case, std::string(pattern.text)}}, code_{0} {}

TRAILAUDIT_INLINE text_set& text_set::operator&=(text_set const& other) {
  if (code_.empty() || other.code_.empty()) {
    *this = text_set();
  } else {
    append(other, detail::text_and);
  }
  return *this;
}

TRAILAUDIT_INLINE text_set& text_set::operator|=(text_set const& other) {
  if (code_.empty()) {
    *this = other;
  } else if (!other.code_.empty()) {
    append(other, detail::text_or);
  }
  return *this;
}

TRAILAUDIT_INLINE void text_set::append(text_set const& other, std::uint32_t operation) {
  if (&other == this) {
    return; // with itself a set is itself
  }
  auto const shift = static_cast<std::uint32_t>(leaves_.size());
  leaves_.insert(leaves_.end(), other.leaves_.begin(), other.leaves_.end());
  for (auto const each : other.code_) {
    code_.push_back(each < detail::text_none ? each + shift : each);
  }
  code_.push_back(operation);
}

TRAILAUDIT_INLINE void text_set::complement() {
  if (code_.empty()) {
    code_.push_back(detail::text_none);
  }
  if (code_.back() == detail::text_not) {
    code_.pop_back();
  } else {
    code_.push_back(detail::text_not);
  }
}

TRAILAUDIT_INLINE bool text_set::contains(std::string_view text) const {
  if (code_.empty() || !detail::is_utf8(text)) {
    return false;
  }
  std::vector<ternary> stack;
  auto const matches_leaf = [&](std::uint32_t number) {
    auto const& each = leaves_[number];
    return to_ternary(detail::is_utf8(each.text) &&
                      detail::matches_characters(each.how, each.text, each.ignore_case, text));
  };
  return detail::value_of(std::span<std::uint32_t const>(code_), stack, matches_leaf) ==
         ternary::yes;
}

TRAILAUDIT_INLINE text_emptiness is_empty(text_set const& set, text_budget const& budget) {
  text_cells cells({}, set, budget);
  if (cells.next()) {
    return {ternary::no, cells.witness(), {}};
  }
  return {cells.budget().empty() ? ternary::yes : ternary::unknown, {}, cells.budget()};
}

TRAILAUDIT_INLINE text_cells::text_cells(std::span<text_pattern const> patterns,
                                         text_budget const& budget)
    : walk_(detail::make_walk(detail::problem_of(patterns, budget))) {}

TRAILAUDIT_INLINE text_cells::text_cells(std::span<text_pattern const> patterns,
                                         text_set const& domain, text_budget const& budget) {
  auto problem = detail::problem_of(patterns, budget);
  auto const shift = static_cast<std::uint32_t>(patterns.size());
  for (auto const& each : domain.leaves_) {
    problem.leaves.push_back(detail::simplest(each.how, each.text, each.ignore_case));
  }
  for (auto const each : domain.code_) {
    problem.domain.push_back(each < detail::text_none ? each + shift : each);
  }
  if (problem.domain.empty()) {
    problem.domain.push_back(detail::text_none);
  }
  walk_ = detail::make_walk(problem);
}

TRAILAUDIT_INLINE text_cells::text_cells(text_cells&& other) noexcept = default;
TRAILAUDIT_INLINE text_cells& text_cells::operator=(text_cells&& other) noexcept = default;
TRAILAUDIT_INLINE text_cells::~text_cells() = default;

TRAILAUDIT_INLINE bool text_cells::next() {
  bool const found = walk_->next();
  matched_ = walk_->matched();
  return found;
}

TRAILAUDIT_INLINE std::string_view text_cells::budget() const noexcept { return walk_->used_up(); }

TRAILAUDIT_INLINE std::size_t text_cells::steps() const noexcept { return walk_->steps(); }

TRAILAUDIT_INLINE std::string text_cells::witness() const { return walk_->witness(); }

TRAILAUDIT_INLINE std::string text_cells::member() const { return walk_->member(); }

} // namespace trailaudit::inline v0
