#include <trailaudit/logic/text_set.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using trailaudit::is_empty;
using trailaudit::matches;
using trailaudit::ternary;
using trailaudit::text_budget;
using trailaudit::text_cells;
using trailaudit::text_match;
using trailaudit::text_pattern;
using trailaudit::text_set;

constexpr auto equals = text_match::equals;
constexpr auto prefix = text_match::prefix;
constexpr auto suffix = text_match::suffix;
constexpr auto glob = text_match::glob;

text_set of(text_match how, std::string_view text, bool ignore_case = false) {
  return text_set({how, text, ignore_case});
}

// "yes", or a member, or the budget in brackets.
std::string answer(text_set const& set, text_budget const& budget = {}) {
  auto const found = is_empty(set, budget);
  CHECK((found.value == ternary::unknown) == !found.budget.empty());
  switch (found.value) {
  case ternary::yes:
    return "empty";
  case ternary::no:
    CHECK(set.contains(found.witness));
    return "\"" + found.witness + "\"";
  default:
    return "[" + std::string(found.budget) + "]";
  }
}

// Each cell as `10` with its witness.
std::map<std::string, std::string> cells_of(text_cells& cells, std::size_t count) {
  std::map<std::string, std::string> found;
  while (cells.next()) {
    std::string bits;
    for (std::size_t at = 0; at != count; ++at) {
      bits += cells.matches(at) ? '1' : '0';
    }
    CHECK(cells.member().size() >= cells.witness().size());
    CHECK(found.emplace(bits, cells.witness()).second);
  }
  return found;
}

std::map<std::string, std::string> cells_of(std::vector<text_pattern> const& patterns) {
  text_cells cells(patterns);
  auto found = cells_of(cells, patterns.size());
  CHECK(cells.budget().empty());
  return found;
}

using cell_map = std::map<std::string, std::string>;

TEST_CASE("a text matches a pattern") {
  struct row {
    text_match how;
    std::string_view pattern;
    std::string_view text;
    bool matches;
  };
  constexpr std::array rows{row{equals, "ab", "ab", true},
                            row{equals, "ab", "abc", false},
                            row{equals, "ab", "a", false},
                            row{equals, "a*", "ab", false},
                            row{equals, "a*", "a*", true},
                            row{equals, "", "", true},
                            row{equals, "", "a", false},
                            row{prefix, "ab", "abc", true},
                            row{prefix, "ab", "a", false},
                            row{prefix, "", "", true},
                            row{prefix, "a?", "abc", false},
                            row{suffix, "bc", "abc", true},
                            row{suffix, "bc", "c", false},
                            row{suffix, "", "abc", true},
                            row{glob, "", "", true},
                            row{glob, "", "a", false},
                            row{glob, "*", "", true},
                            row{glob, "**", "abc", true},
                            row{glob, "?", "", false},
                            row{glob, "?", "a", true},
                            row{glob, "?", "ab", false},
                            row{glob, "*?", "", false},
                            row{glob, "?*?", "a", false},
                            row{glob, "?*?", "ab", true},
                            row{glob, "a*a", "a", false},
                            row{glob, "a*a", "aa", true},
                            row{glob, "a*bc", "abcbc", true},
                            row{glob, "a*bc", "abcb", false},
                            row{glob, "*a?c*", "xxabbabcx", true},
                            row{glob, "*a?c*", "xxabbabx", false},
                            row{glob, "*ab*ab*", "xabab", true},
                            row{glob, "*ab*ab*", "xaba", false},
                            row{glob, "*ab*b", "ab", false},
                            row{glob, "a*b*c", "abcbc", true}};
  for (auto const& each : rows) {
    CAPTURE(each.pattern);
    CAPTURE(each.text);
    CHECK(matches({each.how, each.pattern, false}, each.text) == each.matches);
  }
}

TEST_CASE("a question mark is one character, however many bytes it has") {
  CHECK(matches({glob, "?"}, "é"));
  CHECK(matches({glob, "?"}, "€"));
  CHECK(matches({glob, "?"}, "😀"));
  CHECK(!matches({glob, "??"}, "é"));
  CHECK(matches({glob, "??"}, "é€"));
  CHECK(matches({glob, "a?c"}, "aéc"));
  CHECK(matches({glob, "*?"}, "é"));
  CHECK(!matches({glob, "*??"}, "é"));
  CHECK(matches({glob, "*?b*"}, "éb"));
  CHECK(!matches({glob, "*??b*"}, "éb"));
  CHECK(!matches({glob, "é*?"}, "é"));
  CHECK(answer(of(glob, "a?") & of(suffix, "é")) == "\"aé\"");
  CHECK(answer(of(glob, "??") & of(suffix, "é€")) == "\"é€\"");
  CHECK(answer(of(glob, "?") & of(suffix, "é€")) == "empty");
}

TEST_CASE("what is not UTF-8 matches nothing and is in no set") {
  CHECK(!matches({glob, "*"}, "\xFF"));
  CHECK(!matches({prefix, ""}, "a\xC3"));
  CHECK(!matches({equals, "\xFF"}, "\xFF"));
  CHECK(!matches({prefix, "\xC3"}, "é"));
  CHECK(!matches({suffix, "\xA9"}, "é"));
  CHECK(!(~text_set()).contains("\xFF"));
  CHECK(!(~of(equals, "a")).contains("\xED\xA0\x80")); // a surrogate
  CHECK(answer(of(prefix, "\xC3")) == "empty");
  CHECK(answer(of(glob, "\xC3*?")) == "empty");
  CHECK(answer(~of(suffix, "\xA9")) == "\"\"");
  CHECK(cells_of({{glob, "?\xFF"}, {prefix, "a"}, {glob, "a?"}}) ==
        cell_map{{"000", ""}, {"010", "a"}, {"011", "ax"}});
}

TEST_CASE("case is ignored for the letters of ASCII alone") {
  CHECK(matches({glob, "S3:Get*", true}, "s3:getObject"));
  CHECK(!matches({glob, "S3:Get*", false}, "s3:getObject"));
  CHECK(matches({equals, "aBc", true}, "AbC"));
  CHECK(matches({prefix, "AB", true}, "abc"));
  CHECK(matches({suffix, "BC", true}, "abc"));
  CHECK(matches({glob, "*B?", true}, "abc"));
  CHECK(!matches({equals, "É", true}, "é"));
  CHECK(!matches({equals, "[@", true}, "{`"));

  CHECK(answer(of(equals, "Get", true) & of(equals, "GET", true)) == "\"get\"");
  CHECK(answer(of(equals, "Get", true) & of(equals, "Get")) == "\"Get\"");
  CHECK(answer(of(equals, "Get", true) & ~of(equals, "get")) == "\"geT\"");
  CHECK(answer(of(prefix, "S3:", true) & ~of(prefix, "s3", true)) == "empty");
  CHECK(answer(of(prefix, "S3:") & ~of(prefix, "s3", true)) == "empty");
  CHECK(answer(of(glob, "s3:get*", true) & ~of(glob, "S3:G*", true)) == "empty");
  CHECK(answer(of(prefix, "s3:", true) & ~of(prefix, "s3:")) == "\"S3:\"");
  CHECK(answer(of(equals, "a:b", true) & ~of(equals, "a:b")) == "\"a:B\"");
  CHECK(answer(of(equals, "1:2", true) & ~of(equals, "1:2")) == "empty");
}

TEST_CASE("no members, and all texts") {
  CHECK(answer(text_set()) == "empty");
  CHECK(answer(~text_set()) == "\"\"");
  CHECK(answer(~~text_set()) == "empty");
  CHECK(answer(text_set() | of(equals, "a")) == "\"a\"");
  CHECK(answer(of(equals, "a") | text_set()) == "\"a\"");
  CHECK(answer(text_set() & of(equals, "a")) == "empty");
  CHECK(answer(of(equals, "a") & text_set()) == "empty");
  CHECK(answer(~text_set() & of(equals, "a")) == "\"a\"");
  CHECK(answer(~text_set() & of(glob, "a?")) == "\"ax\"");
  CHECK(answer(~(text_set() & of(equals, "a"))) == "\"\"");
  CHECK(!text_set().contains(""));
  CHECK((~text_set()).contains(""));
}

TEST_CASE("a shortest member of a pattern and of its complement") {
  struct row {
    text_match how;
    std::string_view text;
    std::string_view member;
    std::string_view other;
  };
  constexpr std::array rows{
      row{equals, "abc", "\"abc\"", "\"\""}, row{equals, "", "\"\"", "\"x\""},
      row{prefix, "abc", "\"abc\"", "\"\""}, row{prefix, "", "\"\"", "empty"},
      row{suffix, "abc", "\"abc\"", "\"\""}, row{suffix, "", "\"\"", "empty"},
      row{glob, "", "\"\"", "\"x\""},        row{glob, "*", "\"\"", "empty"},
      row{glob, "**", "\"\"", "empty"},      row{glob, "?", "\"x\"", "\"\""},
      row{glob, "a?*c", "\"axc\"", "\"\""},  row{glob, "?*", "\"x\"", "\"\""},
      row{glob, "x*y?", "\"xyz\"", "\"\""},  row{glob, "*a*b*", "\"ab\"", "\"\""},
      row{glob, "abc", "\"abc\"", "\"\""},   row{glob, "abc**", "\"abc\"", "\"\""},
      row{glob, "**abc", "\"abc\"", "\"\""}, row{glob, "*é*€", "\"é€\"", "\"\""},
      row{prefix, "a*", "\"a*\"", "\"\""},   row{suffix, "?", "\"?\"", "\"\""},
  };
  for (auto const& each : rows) {
    CAPTURE(each.text);
    CHECK(answer(of(each.how, each.text)) == each.member);
    CHECK(answer(~of(each.how, each.text)) == each.other);
    CHECK(answer(of(each.how, each.text) & ~of(each.how, each.text)) == "empty");
    CHECK(answer(~(of(each.how, each.text) | ~of(each.how, each.text))) == "empty");
  }
}

TEST_CASE("intersections without globs") {
  CHECK(answer(of(equals, "a") & of(equals, "b")) == "empty");
  CHECK(answer(of(prefix, "ab") & of(prefix, "ac")) == "empty");
  CHECK(answer(of(prefix, "ab") & ~of(prefix, "a")) == "empty");
  CHECK(answer(of(prefix, "a") & ~of(prefix, "ab")) == "\"a\"");
  CHECK(answer(of(suffix, "bc") & ~of(suffix, "c")) == "empty");
  CHECK(answer(of(equals, "abc") & ~of(prefix, "ab") & ~of(suffix, "x")) == "empty");
  CHECK(answer(of(prefix, "ab") & ~of(equals, "ab")) == "\"abx\"");
  CHECK(answer(of(prefix, "ab") & of(suffix, "cd")) == "\"abcd\"");
  CHECK(answer(of(prefix, "ab") & of(suffix, "cd") & ~of(equals, "abcd")) == "\"abxcd\"");
  CHECK(answer(of(prefix, "ab") & of(suffix, "cd") & ~of(prefix, "abc")) == "\"abxcd\"");
  CHECK(answer(of(prefix, "ab") & of(suffix, "cd") & ~of(suffix, "bcd")) == "\"abxcd\"");
  auto overlapping = of(prefix, "ab") & of(suffix, "ba");
  CHECK(answer(overlapping) == "\"aba\"");
  overlapping &= ~of(equals, "aba");
  CHECK(answer(overlapping) == "\"abba\"");
  overlapping &= ~of(equals, "abba");
  CHECK(answer(overlapping) == "\"abxba\"");
  CHECK(answer(of(prefix, "aa") & of(suffix, "aa") & ~of(equals, "aa")) == "\"aaa\"");
  CHECK(answer(of(prefix, "abc") & of(suffix, "b")) == "\"abcb\"");
  CHECK(answer(of(prefix, "b") & of(suffix, "abc")) == "\"babc\"");
  CHECK(answer(of(prefix, "é") & of(suffix, "é") & ~of(equals, "é")) == "\"éé\"");
  CHECK(answer(of(prefix, "aé") & of(suffix, "éb")) == "\"aéb\"");
  // Two characters are shorter than three, whatever their bytes.
  CHECK(answer(of(equals, "abc") | of(equals, "😀😀")) == "\"😀😀\"");
}

TEST_CASE("containment of globs") {
  auto const logs = of(glob, "arn:aws:s3:::logs/*");
  auto const any = of(glob, "arn:aws:s3:::log?/*");
  CHECK(answer(logs & ~any) == "empty");
  CHECK(answer(any & ~logs) == "\"arn:aws:s3:::logx/\"");
  auto const both_ends = of(prefix, "a") & of(suffix, "a");
  CHECK(answer(of(glob, "a*a") & ~both_ends) == "empty");
  CHECK(answer(both_ends & ~of(glob, "a*a")) == "\"a\"");
  CHECK(answer(of(glob, "*a*b*") & of(glob, "*b*a*")) == "\"aba\"");
  CHECK(answer(of(glob, "?*?") & ~of(glob, "??*")) == "empty");
  CHECK(answer(of(glob, "??*") & ~of(glob, "*??")) == "empty");
  CHECK(answer(of(glob, "a?b") & of(glob, "a*b") & ~of(equals, "axb")) == "\"ayb\"");
  CHECK(answer(of(glob, "?") & ~of(equals, "a") & ~of(equals, "b")) == "\"x\"");
  CHECK(answer(of(glob, "*ab*") & ~of(glob, "*a*") & ~of(glob, "*b*")) == "empty");
  CHECK(answer(of(glob, "*aab") & of(glob, "aa??")) == "\"aaab\"");
}

// The equality takes the text that the product finds first.
TEST_CASE("equalities beside globs") {
  CHECK(cells_of({{glob, "?"}, {equals, "x"}, {equals, "y"}}) ==
        cell_map{{"000", ""}, {"100", "z"}, {"110", "x"}, {"101", "y"}});
  CHECK(answer(of(glob, "a*b") & ~of(equals, "ab")) == "\"axb\"");
  CHECK(answer(of(glob, "*") & of(glob, "?*b") & ~of(equals, "ab") & ~of(equals, "bb")) ==
        "\"xb\"");
  auto set = of(glob, "a*b*");
  for (auto const* taken : {"ab", "abb", "aab", "abx", "axb"}) {
    set &= ~of(equals, taken);
  }
  CHECK(answer(set) == "\"ayb\""); // x occurs in a pattern, and y comes before the others
  CHECK(answer(of(glob, "a?") & of(equals, "ab")) == "\"ab\"");
  CHECK(answer(of(glob, "a?") & of(equals, "abc")) == "empty");
  CHECK(answer((of(glob, "aa?") & of(suffix, "b")) | of(equals, "ba")) == "\"ba\"");
  CHECK(answer((of(glob, "?") & of(suffix, "b")) | of(equals, "a")) == "\"a\"");
  CHECK(answer((of(glob, "?") & of(suffix, "a")) | of(equals, "b")) == "\"a\"");
}

TEST_CASE("a witness is made of a character that is in no pattern, if it may") {
  CHECK(answer(of(glob, "?") & ~of(equals, "x")) == "\"y\"");
  CHECK(answer(~of(equals, "") & ~of(prefix, "xyzb")) == "\"a\"");
  std::string letters;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    letters += letter;
  }
  CHECK(answer(~of(equals, "") & ~of(prefix, letters)) == "\"X\"");
  CHECK(answer(~of(equals, "") & ~of(prefix, letters, true)) == "\"0\"");
  CHECK(answer(of(glob, "?") & ~of(prefix, letters, true)) == "\"0\"");
  std::string printable;
  for (char each = ' '; each <= '~'; ++each) {
    printable += each;
  }
  CHECK(answer(~of(equals, "") & ~of(equals, printable)) == "\"¡\"");
  CHECK(answer(~of(equals, "") & ~of(equals, printable + "¡£")) == "\"¢\"");
  CHECK(answer(of(glob, "?") & ~of(equals, printable + "¢")) == "\"¡\"");
}

TEST_CASE("cells of prefixes, suffixes and equalities") {
  CHECK(cells_of({{prefix, "a"}, {suffix, "b"}}) ==
        cell_map{{"00", ""}, {"10", "a"}, {"01", "b"}, {"11", "ab"}});
  CHECK(cells_of({{equals, "a"}, {prefix, "a"}}) ==
        cell_map{{"00", ""}, {"11", "a"}, {"01", "ax"}});
  CHECK(cells_of({{prefix, "a"}, {prefix, "ab"}, {prefix, "b"}}) ==
        cell_map{{"000", ""}, {"100", "a"}, {"110", "ab"}, {"001", "b"}});
  CHECK(cells_of({{prefix, "a"}, {glob, "a*"}, {glob, "a**"}}) ==
        cell_map{{"000", ""}, {"111", "a"}});
  CHECK(cells_of({{equals, "a"}, {equals, "a"}, {glob, "a"}}) ==
        cell_map{{"000", ""}, {"111", "a"}});
  CHECK(cells_of({{equals, ""}, {prefix, ""}, {suffix, ""}, {glob, ""}, {glob, "*"}}) ==
        cell_map{{"11111", ""}, {"01101", "x"}});
  CHECK(cells_of({{prefix, "aa"}, {suffix, "aa"}, {equals, "aaa"}}) ==
        cell_map{{"000", ""}, {"110", "aa"}, {"111", "aaa"}, {"100", "aax"}, {"010", "xaa"}});
  CHECK(cells_of({{prefix, "AB", true}, {suffix, "bc", true}}) ==
        cell_map{{"00", ""}, {"10", "ab"}, {"01", "bc"}, {"11", "abc"}});
}

TEST_CASE("cells of globs") {
  CHECK(cells_of({{glob, "a*"}, {glob, "*b"}, {glob, "??"}}) == cell_map{{"000", ""},
                                                                         {"001", "xx"},
                                                                         {"010", "b"},
                                                                         {"011", "xb"},
                                                                         {"100", "a"},
                                                                         {"101", "ax"},
                                                                         {"110", "axb"},
                                                                         {"111", "ab"}});
  CHECK(cells_of({{glob, "*a*"}, {glob, "*aa*"}}) ==
        cell_map{{"00", ""}, {"10", "a"}, {"11", "aa"}});
}

TEST_CASE("no patterns are one cell") {
  CHECK(cells_of(std::vector<text_pattern>{}) == cell_map{{"", ""}});
  text_cells cells({}, of(glob, "a?"));
  REQUIRE(cells.next());
  CHECK(cells.matched().empty());
  CHECK(cells.witness() == "ax");
  CHECK(!cells.next());
  CHECK(!cells.next());
  CHECK(cells.budget().empty());
}

TEST_CASE("cells in a domain") {
  auto const in = [](std::vector<text_pattern> const& patterns, text_set const& domain) {
    text_cells cells(patterns, domain);
    auto found = cells_of(cells, patterns.size());
    CHECK(cells.budget().empty());
    return found;
  };
  CHECK(in({{prefix, "a"}}, of(glob, "????")) == cell_map{{"0", "xxxx"}, {"1", "axxx"}});
  CHECK(in({{prefix, "a"}}, text_set()) == cell_map{});
  CHECK(in({{glob, "a?"}}, text_set()) == cell_map{});
  CHECK(in({{prefix, "a"}}, ~text_set()) == cell_map{{"0", ""}, {"1", "a"}});
  CHECK(in({{prefix, "a"}}, of(equals, "abc") | of(equals, "b")) ==
        cell_map{{"0", "b"}, {"1", "abc"}});
  CHECK(in({{prefix, "a"}}, of(prefix, "ab") | of(suffix, "d")) ==
        cell_map{{"0", "d"}, {"1", "ab"}});
  CHECK(in({{prefix, "a"}, {glob, "*?c"}}, of(prefix, "ab") & ~of(equals, "abc")) ==
        cell_map{{"10", "ab"}, {"11", "abxc"}});
  CHECK(in({{equals, "111122223333"}, {equals, "*"}}, of(glob, "????????????")) ==
        cell_map{{"00", "xxxxxxxxxxxx"}, {"10", "111122223333"}});
}

TEST_CASE("a walk says which budget ended it, and an answer too") {
  auto const set = of(glob, "a?b*c");
  CHECK(answer(set, {.max_states = 1, .max_steps = 1000}) == "[max_states]");
  CHECK(answer(set, {.max_states = 1000, .max_steps = 10}) == "[max_steps]");
  CHECK(answer(set, {.max_states = 1000, .max_steps = 1000}) == "\"axbc\"");
  CHECK(answer(~set, {.max_states = 1, .max_steps = 100}) == "\"\"");
  std::array const patterns{text_pattern{prefix, "a"}, text_pattern{suffix, "b"}};
  text_cells none(patterns, text_budget{.max_states = 1, .max_steps = 0});
  CHECK(!none.next());
  CHECK(none.budget() == "max_steps");
  text_cells some(patterns, text_budget{.max_states = 1, .max_steps = 4});
  CHECK(some.next());
  while (some.next()) {}
  CHECK(some.budget() == "max_steps");
  CHECK(!some.next());
}

// What stands behind a star makes what stands before it needless: a state for each character.
TEST_CASE("a glob of many pieces has few states") {
  std::array const patterns{text_pattern{glob, "*abab*bcbc*caca*"}};
  text_cells cells(patterns, text_budget{.max_states = 13});
  CHECK(cells_of(cells, 1) == cell_map{{"0", ""}, {"1", "ababbcbccaca"}});
  CHECK(cells.budget().empty());
}

TEST_CASE("hostile globs use up the budget") {
  std::vector<std::string> texts;
  for (unsigned first = 0; first != 30; ++first) {
    std::string text = "*";
    for (unsigned at = 0; at != 8; ++at) {
      text += static_cast<char>('a' + (first * 7 + at * 5) % 26);
      text += '*';
    }
    texts.push_back(text);
  }
  std::vector<text_pattern> patterns;
  text_set all = ~text_set();
  for (auto const& each : texts) {
    patterns.push_back({glob, each});
    all &= of(glob, each);
  }
  text_cells cells(patterns);
  while (cells.next()) {}
  CHECK(cells.budget() == "max_states");
  CHECK(answer(all, {.max_states = 1000, .max_steps = 1'000'000}) == "[max_states]");
}

TEST_CASE("an alphabet without a free character is no ground for an answer") {
  std::string every;
  for (unsigned code = 1; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) {
      continue;
    }
    auto const add = [&](unsigned byte) { every += static_cast<char>(byte); };
    if (code < 0x80) {
      add(code);
    } else if (code < 0x800) {
      add(0xC0 | (code >> 6));
      add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      add(0xE0 | (code >> 12));
      add(0x80 | ((code >> 6) & 0x3F));
      add(0x80 | (code & 0x3F));
    } else {
      add(0xF0 | (code >> 18));
      add(0x80 | ((code >> 12) & 0x3F));
      add(0x80 | ((code >> 6) & 0x3F));
      add(0x80 | (code & 0x3F));
    }
  }
  CHECK(answer(of(prefix, every) & ~of(equals, "a")) == "[alphabet]");
}

TEST_CASE("a set with itself, and in a long chain") {
  auto set = of(prefix, "a");
  auto const& same = set;
  set &= same;
  set |= same;
  CHECK(answer(set) == "\"a\"");
  set &= ~same;
  CHECK(answer(set) == "empty");

  text_set many;
  for (int at = 0; at != 10'000; ++at) {
    many |= of(at % 2 == 0 ? prefix : suffix, "item" + std::to_string(at));
  }
  CHECK(many.contains("item2/"));
  CHECK(!many.contains("item"));
  CHECK(many.contains("/item3"));
  text_set nested = of(equals, "q");
  for (int at = 0; at != 300; ++at) {
    nested = of(prefix, "a" + std::to_string(at)) | ~(of(suffix, "b") & nested);
  }
  CHECK(is_empty(nested).value == ternary::no);
}

TEST_CASE("many patterns and long ones") {
  std::vector<std::string> texts;
  std::vector<text_pattern> patterns;
  for (int at = 0; at != 10'000; ++at) {
    texts.push_back("arn:aws:s3:::a-bucket-for-logs/folder/" + std::to_string(100'000 + at));
  }
  for (auto const& each : texts) {
    patterns.push_back({prefix, each});
  }
  text_cells cells(patterns);
  std::size_t count = 0;
  while (cells.next()) {
    ++count;
  }
  CHECK(cells.budget().empty());
  CHECK(count == 10'001);

  std::string const run(100'000, 'a');
  CHECK(cells_of({{equals, run}, {prefix, run}, {suffix, run}}) ==
        cell_map{
            {"000", ""}, {"111", run}, {"010", run + "x"}, {"001", "x" + run}, {"011", run + "a"}});
  CHECK(answer(of(prefix, run) & ~of(prefix, "aa")) == "empty");
  CHECK(answer(of(glob, run + "*b")) == "[max_states]");
  CHECK(answer(of(glob, run + "*b") & of(equals, run + "bb")) == "\"" + run + "bb\"");
  CHECK(matches({glob, run + "*" + run}, run + run));
  CHECK(!matches({glob, "*" + run + "*" + run}, run + "b"));
  CHECK(matches({glob, std::string(100'000, '?')}, run));
  CHECK(matches({glob, std::string(100'000, '*')}, run));
}

TEST_CASE("a walk can be moved") {
  std::vector<std::string> texts{"a*b", "b"};
  std::array const patterns{text_pattern{glob, texts[0]}, text_pattern{suffix, texts[1]}};
  text_cells first(patterns);
  texts.clear(); // nothing of the arguments is kept
  CHECK(first.next());
  text_cells second(std::move(first));
  CHECK(second.witness().empty());
  CHECK(second.next());
  CHECK(second.witness() == "b");
  first = std::move(second);
  CHECK(first.next());
  CHECK(first.matches(0));
  CHECK(first.witness() == "ab");
  CHECK(!first.next());
}

} // namespace
