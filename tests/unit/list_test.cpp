#include <trailaudit/model/trail.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace {

using trailaudit::list;
using trailaudit::maybe;

std::string long_text(char of) { return std::string(200, of); }

TEST_CASE("a list is a sequence") {
  list<int> numbers{1, 2, 3};
  CHECK(numbers.size() == 3);
  CHECK_FALSE(numbers.empty());
  CHECK(numbers.front() == 1);
  CHECK(numbers.back() == 3);
  CHECK(numbers[1] == 2);
  CHECK(numbers.end() - numbers.begin() == 3);
  numbers.push_back(4);
  numbers.pop_back();
  numbers.pop_back();
  CHECK(numbers == list<int>{1, 2});
  CHECK_FALSE(numbers == list<int>{1});
  CHECK_FALSE(numbers == list<int>{1, 3});
  CHECK(list<int>().begin() == list<int>().end());
}

TEST_CASE("what a list held before does not show, and its memory stays") {
  list<std::string> texts;
  texts.push_back(long_text('a'));
  texts.push_back(long_text('b'));
  auto const* const memory = texts[1].data();
  texts.clear();
  CHECK(texts.empty());
  CHECK(texts == list<std::string>{});
  CHECK(texts.emplace_back().empty());
  CHECK(texts.emplace_back().empty());
  texts[1] = "short";
  CHECK(texts[1].data() == memory);
  CHECK(texts == list<std::string>{"", "short"});
}

TEST_CASE("records are put back to their initial state") {
  list<trailaudit::trail> trails;
  auto& first = trails.emplace_back();
  first.name = "main";
  first.is_multi_region_trail = true;
  trails.pop_back();
  CHECK(trails.emplace_back() == trailaudit::trail{});

  list<trailaudit::resource_tag> nested;
  nested.emplace_back().tags_list.push_back({"owner", "audit"});
  nested.clear();
  CHECK(nested.emplace_back().tags_list.empty());
  CHECK(nested[0].tags_list.emplace_back() == trailaudit::tag{});
}

TEST_CASE("copies hold what is there and nothing that was") {
  list<std::string> texts{"a", "b", "c"};
  texts.pop_back();
  auto copied = texts;
  CHECK(copied == list<std::string>{"a", "b"});
  copied.push_back("d");
  CHECK(copied == list<std::string>{"a", "b", "d"});
  CHECK(texts == list<std::string>{"a", "b"});

  list<std::string> assigned{"x", "y", "z"};
  assigned = texts;
  CHECK(assigned == texts);
  auto const& itself = assigned;
  assigned = itself;
  CHECK(assigned == texts);
  list<std::string> const none;
  assigned = none;
  CHECK(assigned.empty());
}

TEST_CASE("what is copied over a list goes into the memory of what was there") {
  std::string const longer(100, 'a');
  list<std::string> into{longer, longer, longer};
  auto const* const first = into[0].data();
  auto const* const second = into[1].data();
  list<std::string> const one{std::string(90, 'b')};
  list<std::string> const none;
  into = one;
  REQUIRE(into.size() == 1);
  CHECK(into[0] == std::string(90, 'b'));
  CHECK(into[0].data() == first);
  into = none;
  CHECK(into.empty());
  into.emplace_back() = longer;
  into.emplace_back() = longer;
  CHECK(into[0].data() == first);
  CHECK(into[1].data() == second);
  auto const& same = into;
  into = same;
  CHECK(into == list<std::string>{longer, longer});
}

TEST_CASE("a list that was moved from is empty and good") {
  list<std::string> texts{long_text('a')};
  auto moved = std::move(texts);
  CHECK(moved == list<std::string>{long_text('a')});
  CHECK(texts.empty()); // NOLINT(bugprone-use-after-move): that is the question
  texts.push_back("again");
  CHECK(texts == list<std::string>{"again"});
  texts = std::move(moved);
  CHECK(texts == list<std::string>{long_text('a')});
  CHECK(moved.empty()); // NOLINT(bugprone-use-after-move)
  CHECK(moved.emplace_back().empty());
}

TEST_CASE("an element of the list itself may be added to it") {
  list<std::string> texts{long_text('a')};
  for (int at = 0; at != 10; ++at) {
    texts.push_back(texts[0]);
  }
  CHECK(texts.size() == 11);
  CHECK(texts.back() == long_text('a'));
}

TEST_CASE("a maybe keeps its memory while it has no value") {
  maybe<std::string> text;
  CHECK_FALSE(text.has_value());
  CHECK(text.get() == nullptr);
  text.emplace() = long_text('a');
  auto const* const memory = text->data();
  CHECK(text);
  CHECK(text.get() == &*text);
  text.reset();
  CHECK_FALSE(text);
  CHECK(text.get() == nullptr);
  CHECK(text.emplace().empty());
  *text = "short";
  CHECK(text->data() == memory);
}

TEST_CASE("maybes are equal when both have the same value or none has any") {
  maybe<std::string> text(std::string("a"));
  CHECK(text == maybe<std::string>(std::string("a")));
  CHECK_FALSE(text == maybe<std::string>(std::string("b")));
  CHECK_FALSE(text == maybe<std::string>());
  auto const copied = text;
  text.reset();
  CHECK(text == maybe<std::string>()); // the old value is still in its memory, and does not count
  CHECK(*copied == "a");
  CHECK_FALSE(maybe<std::string>(std::string()) == maybe<std::string>());
}

TEST_CASE("a rare text is a text that keeps its memory") {
  using trailaudit::rare_text;
  static_assert(sizeof(rare_text) == sizeof(void*));
  rare_text text;
  CHECK(text.empty());
  CHECK(text == "");
  CHECK(text == rare_text("")); // nothing is kept of either
  text = long_text('a');
  CHECK(text == long_text('a'));
  CHECK(text.size() == 200);
  auto const* const memory = text.view().data();
  trailaudit::detail::recycler{}(text);
  CHECK(text.empty());
  CHECK(text == rare_text());
  text = long_text('b');
  CHECK(text.view().data() == memory);

  auto copy = text;
  text = "c";
  CHECK(copy == long_text('b'));
  copy = rare_text();
  CHECK(copy.empty());
  copy = text;
  CHECK(copy == text);
  copy.string() += 'd';
  CHECK(copy == "cd");
  CHECK_FALSE(copy == text);
  auto const moved = std::move(copy);
  CHECK(moved == "cd");
  auto const& same = text;
  text = same;
  CHECK(text == "c");
}

} // namespace
