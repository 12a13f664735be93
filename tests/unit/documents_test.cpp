#include <trailaudit/input/documents.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::string_view_literals;
using parts = std::vector<std::pair<std::string_view, std::size_t>>;

parts split(std::string_view text, trailaudit::read_limits const& limits = {}) {
  parts found;
  for (auto const& each : trailaudit::split_documents(text, limits)) {
    found.emplace_back(each.text, each.line);
  }
  return found;
}

TEST_CASE("one document stays one") {
  CHECK(split(R"({"a":1})") == parts{{R"({"a":1})", 1}});
  CHECK(split("{\"a\":1}\n") == parts{{"{\"a\":1}", 1}});
  CHECK(split("[1,2]") == parts{{"[1,2]", 1}});
}

TEST_CASE("a printed document stays one, whatever its indent") {
  constexpr auto pretty = "{\n  \"a\": [\n    {},\n    {\"b\": 1}\n  ]\n}\n"sv;
  CHECK(split(pretty) == parts{{pretty, 1}});
  // Here lines are objects by themselves, and no documents.
  constexpr auto flat = "{\n\"a\": [\n{}\n,\n{\"b\": 1}\n]\n}\n"sv;
  CHECK(split(flat) == parts{{flat, 1}});
  constexpr auto late = "\n\n{\n\"a\": 1\n}"sv;
  CHECK(split(late) == parts{{late, 1}});
}

TEST_CASE("one document a line") {
  CHECK(split("{\"a\":1}\n{\"a\":2}") == parts{{"{\"a\":1}", 1}, {"{\"a\":2}", 2}});
  CHECK(split("{\"a\":1}\n{\"a\":2}\n") == parts{{"{\"a\":1}", 1}, {"{\"a\":2}", 2}});
}

TEST_CASE("blank lines are counted and left out") {
  CHECK(split("\n{\"a\":1}\n \t\n\r\n{\"a\":2}\n\n") == parts{{"{\"a\":1}", 2}, {"{\"a\":2}", 5}});
  CHECK(split("\n\n{\"a\":1}\n") == parts{{"{\"a\":1}", 3}});
}

TEST_CASE("lines may end as on Windows") {
  CHECK(split("{\"a\":1}\r\n{\"a\":2}\r\n") == parts{{"{\"a\":1}\r", 1}, {"{\"a\":2}\r", 2}});
  constexpr auto pretty = "{\r\n\"a\": 1\r\n}\r\n"sv;
  CHECK(split(pretty) == parts{{pretty, 1}});
}

TEST_CASE("a byte order mark is left out") {
  CHECK(split("\xEF\xBB\xBF{\"a\":1}") == parts{{"{\"a\":1}", 1}});
  CHECK(split("\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}") == parts{{"{\"a\":1}", 1}, {"{\"a\":2}", 2}});
  constexpr auto pretty = "{\n\"a\": 1\n}"sv;
  CHECK(split("\xEF\xBB\xBF" + std::string(pretty)) == parts{{pretty, 1}});
}

TEST_CASE("a broken line leaves the others be") {
  CHECK(split("{\"a\":1}\n{\"a\":\n{\"a\":3}") ==
        parts{{"{\"a\":1}", 1}, {"{\"a\":", 2}, {"{\"a\":3}", 3}});
  CHECK(split("{\"a\":1}\n{\"a\":") == parts{{"{\"a\":1}", 1}, {"{\"a\":", 2}});
  CHECK(split("{\"a\":1}\nnot JSON") == parts{{"{\"a\":1}", 1}, {"not JSON", 2}});
}

TEST_CASE("a broken first line leaves snapshots behind it be") {
  CHECK(split("{\"a\":\n{\"schema\":2}\n{\"a\":3}") ==
        parts{{"{\"a\":", 1}, {"{\"schema\":2}", 2}, {"{\"a\":3}", 3}});
  CHECK(split("not JSON\n{\"a\":{},\"schema\":2}") ==
        parts{{"not JSON", 1}, {"{\"a\":{},\"schema\":2}", 2}});
  // What has no schema of its own may as well be a part of something printed.
  for (auto const text : {"{\"a\":\n{\"a\":2}\n{\"a\":3}"sv, "not JSON\n{\"a\":{\"schema\":2}}"sv,
                          "not JSON\n{\"schema\":2"sv}) {
    CAPTURE(text);
    CHECK(split(text) == parts{{text, 1}});
  }
}

TEST_CASE("a broken printed document stays one") {
  constexpr auto cut = "{\n  \"a\": [\n    1,\n"sv;
  CHECK(split(cut) == parts{{cut, 1}});
  constexpr auto flat = "{\n\"a\": [\n{}\n,\n{\"b\": 1}\n]\n"sv;
  CHECK(split(flat) == parts{{flat, 1}});
  constexpr auto junk = "one\ntwo"sv;
  CHECK(split(junk) == parts{{junk, 1}});
}

TEST_CASE("nothing is one empty document, so that somebody reports it") {
  CHECK(split("") == parts{{"", 1}});
  CHECK(split("\xEF\xBB\xBF") == parts{{"", 1}});
  CHECK(split(" \r\n\n") == parts{{" \r\n\n", 1}});
}

TEST_CASE("the views point into the text") {
  std::string const text = "{\"a\":1}\n{\"a\":2}";
  auto const found = trailaudit::split_documents(text);
  REQUIRE(found.size() == 2);
  CHECK(found[0].text.data() == text.data());
  CHECK(found[1].text.data() == text.data() + 8);
}

} // namespace
