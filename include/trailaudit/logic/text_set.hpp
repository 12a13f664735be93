#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Sets of texts given by equality, prefix, suffix and glob: which combinations of patterns a text
/// can match, and whether a set built of patterns has a member at all.
///
/// A text is a sequence of Unicode characters, in UTF-8; what is not UTF-8 matches nothing and is
/// in no set. Answers are exact within a budget, and "not decided" beyond it. Nothing here knows
/// what the texts mean.
///
/// All functions are pure and may be called by any number of threads at once; a `text_cells` is to
/// be used by one thread at a time.

namespace trailaudit::inline v0 {

enum class text_match : std::uint8_t {
  equals,
  prefix,
  suffix,
  glob ///< `*` is any number of characters, `?` is one character; there is no way to quote them
};

/// A pattern over one text. `ignore_case` folds the letters of ASCII and no others.
struct text_pattern {
  text_match how = text_match::equals;
  std::string_view text{};
  bool ignore_case = false;
};

/// Whether the text matches. Cost: both lengths; for a glob with more than one `*` at worst the
/// text's length times that of the longest piece between two stars. Allocates nothing.
[[nodiscard]] TRAILAUDIT_API bool matches(text_pattern const& pattern,
                                          std::string_view text) noexcept;

/// A set of texts: patterns under intersection, union and complement. Owns its patterns' texts.
///
///     auto const trails = text_set({text_match::prefix, "AWSLogs/"});
///     auto const others = ~trails & text_set({text_match::glob, "*.json.gz"});
///
/// Cost of an operator: the size of what it takes in; `a |= b` takes in `b` alone.
class text_set {
public:
  /// Without members; its complement has all texts.
  text_set() noexcept = default;
  TRAILAUDIT_API explicit text_set(text_pattern const& pattern);

  TRAILAUDIT_API text_set& operator&=(text_set const& other);
  TRAILAUDIT_API text_set& operator|=(text_set const& other);
  [[nodiscard]] friend text_set operator&(text_set left, text_set const& right) {
    left &= right;
    return left;
  }
  [[nodiscard]] friend text_set operator|(text_set left, text_set const& right) {
    left |= right;
    return left;
  }
  [[nodiscard]] friend text_set operator~(text_set of) {
    of.complement();
    return of;
  }

  /// Whether the text is a member; of each pattern the cost of `matches`.
  [[nodiscard]] TRAILAUDIT_API bool contains(std::string_view text) const;

private:
  friend class text_cells;
  struct leaf {
    text_match how = text_match::equals;
    bool ignore_case = false;
    std::string text{};
  };

  TRAILAUDIT_API void complement();
  TRAILAUDIT_API void append(text_set const& other, std::uint32_t operation);

  std::vector<leaf> leaves_{};
  std::vector<std::uint32_t> code_{}; // the expression in postfix form; empty: no members
};

/// What a search may cost before it gives up.
struct text_budget {
  std::size_t max_states = 20'000;    ///< of the product of the patterns' automata
  std::size_t max_steps = 10'000'000; ///< some nanoseconds each; bounds the memory as well
};

/// Whether a set has no members.
struct text_emptiness {
  ternary value = ternary::unknown;
  std::string witness{};     ///< where the value is no: a member
  std::string_view budget{}; ///< where the value is unknown: the name of what was used up; or
                             ///< `alphabet`, if all characters of Unicode occur in the patterns
};

/// Decides whether a set has no members, and otherwise finds a shortest one.
///
/// Of several members with the fewest characters it is the first by character, where a character
/// that occurs in no pattern (a letter if there is one left, or else a digit) comes before those
/// that do, and the capital letters of ASCII come last.
///
/// Cost: without globs, and with one rule for case, about the product of the numbers of prefixes
/// and suffixes times the number of patterns / 64; otherwise the reachable states of the product of
/// the patterns' automata, in which equalities take no part. Deciding it is PSPACE-complete. What
/// uses up the budget: many globs of many pieces each, globs beside many prefixes and many
/// suffixes, a glob of more characters than `max_states`.
[[nodiscard]] TRAILAUDIT_API text_emptiness is_empty(text_set const& set,
                                                     text_budget const& budget = {});

namespace detail {
class text_walk;
}

/// Walks over the cells of some patterns: the combinations of patterns that a text can match while
/// it does not match the others. There is a cell for each combination that some text has, and it
/// comes once.
///
///     text_cells cells(patterns);
///     while (cells.next()) { use(cells.matches(0), cells.witness()); }
///     if (!cells.budget().empty()) { /* there may be more cells */ }
///
/// The order is the same in each run and otherwise unspecified. Keeps nothing of its arguments.
///
/// Cost: without globs, and with one rule for case, each cell costs the number of patterns / 64,
/// and the first step sorts the patterns; there are (1 + prefixes) × (1 + suffixes) + equalities
/// cells at most. Otherwise that of `is_empty`.
class text_cells {
public:
  TRAILAUDIT_API explicit text_cells(std::span<text_pattern const> patterns,
                                     text_budget const& budget = {});
  /// The cells of the patterns that have a text in `domain`; the witness is such a text. How the
  /// domain's patterns stand does not tell cells apart.
  TRAILAUDIT_API text_cells(std::span<text_pattern const> patterns, text_set const& domain,
                            text_budget const& budget = {});
  TRAILAUDIT_API text_cells(text_cells&& other) noexcept;
  TRAILAUDIT_API text_cells& operator=(text_cells&& other) noexcept;
  TRAILAUDIT_API ~text_cells();

  /// Goes to the next cell, at first to the first. False at the end or where a budget is used up.
  [[nodiscard]] TRAILAUDIT_API bool next();
  /// The name of the budget that ended the walk: empty when all cells were found.
  [[nodiscard]] TRAILAUDIT_API std::string_view budget() const noexcept;

  /// The steps that the walk has taken so far, of `max_steps`.
  [[nodiscard]] TRAILAUDIT_API std::size_t steps() const noexcept;
  /// Of the current cell, whether its texts match the pattern. This and what follows may be asked
  /// only after a step that found a cell.
  [[nodiscard]] bool matches(std::size_t pattern) const noexcept {
    return ((matched_[pattern / 64] >> (pattern % 64)) & 1U) != 0;
  }
  /// The same for all patterns: bit `i % 64` of word `i / 64`. Good until the next step.
  [[nodiscard]] std::span<std::uint64_t const> matched() const noexcept { return matched_; }
  /// A shortest text of the current cell, chosen as by `is_empty`. It is made when it is asked for.
  /// Cost: that of trying all ways for a prefix and a suffix to overlap, at worst the product of
  /// their lengths; in a domain, of all prefixes and suffixes that are of the cell.
  [[nodiscard]] TRAILAUDIT_API std::string witness() const;
  /// Some text of the current cell, at a cost of its length.
  [[nodiscard]] TRAILAUDIT_API std::string member() const;

private:
  std::unique_ptr<detail::text_walk> walk_;
  std::span<std::uint64_t const> matched_{};
};

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/text_set.ipp>
#endif
