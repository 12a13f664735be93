#include <trailaudit/input/read_log.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using trailaudit::read_code;
using trailaudit::read_event;
using trailaudit::split_log;

} // namespace

TEST_CASE("a log file is cut into its records") {
  std::string_view const text = "{\"Records\":[{\"eventName\":\"A\"},\n"
                                "  {\"eventName\":\"B\"},\n\n {\"eventName\":\"C\"}]}";
  auto const records = split_log(text);
  REQUIRE(records.has_value());
  REQUIRE(records->size() == 3);
  auto const& all = *records;
  CHECK(all[0].text == R"({"eventName":"A"})");
  CHECK(all[0].line == 1);
  CHECK(all[0].column == 13);
  CHECK(all[1].line == 2);
  CHECK(all[1].column == 3);
  CHECK(all[2].number == 2);
  CHECK(all[2].line == 4);
  CHECK(all[2].column == 2);
  CHECK(read_event(all[2])->event_name == "C");
}

TEST_CASE("other keys, a byte order mark and no records are nothing wrong") {
  CHECK(split_log("\xEF\xBB\xBF{\"x\":[1,{\"Records\":5}],\"Records\":[],\"y\":\"z\"}")->empty());
  CHECK(split_log(R"({"x":[1,{}],"Records":[{"eventName":"A"}],"y":{}})")->size() == 1);
}

TEST_CASE("a file at fault says where") {
  auto const fault = [](std::string_view text) { return split_log(text).error(); };
  CHECK(fault("").code == read_code::truncated);
  CHECK(fault("{}").code == read_code::missing_key);
  CHECK(fault("{}").message == "a log file needs `Records`");
  CHECK(fault("[]").code == read_code::wrong_type);
  CHECK(fault(R"({"Records":{}})").pointer == "/Records");
  CHECK(fault(R"({"Records":[],"Records":[]})").code == read_code::duplicate_key);
  CHECK(fault(R"({"Records":[]} x)").code == read_code::syntax);
  auto const cut = fault("{\"Records\":[{\"eventName\":\"A\"},\n{\"eventName\":\"B\",");
  CHECK(cut.code == read_code::truncated);
  CHECK(cut.pointer.starts_with("/Records/1"));
  CHECK(cut.line == 2);
  CHECK(split_log(R"({"Records":[]})", {.max_bytes = 5}).error().code == read_code::too_large);
}

TEST_CASE("a record at fault says where in the whole file, and leaves the others be") {
  std::string_view const text = "{\"Records\":[{\"eventName\":\"A\"},\n"
                                "  {\"readOnly\":\"yes\"},5,\n"
                                "{\n \"eventName\":\n7},{},{\"eventName\":\"B\"}]}";
  auto const records = split_log(text);
  REQUIRE(records.has_value());
  REQUIRE(records->size() == 6);
  auto const& all = *records;
  auto const wrong = read_event(all[1]).error();
  CHECK(wrong.code == read_code::wrong_type);
  CHECK(wrong.pointer == "/Records/1/readOnly");
  CHECK(wrong.line == 2);
  CHECK(wrong.column == 15);
  auto const number = read_event(all[2]).error();
  CHECK(number.pointer == "/Records/2");
  CHECK(number.line == 2);
  CHECK(number.column == 22);
  auto const below = read_event(all[3]).error();
  CHECK(below.pointer == "/Records/3/eventName");
  CHECK(below.line == 5);
  CHECK(below.column == 1);
  CHECK(read_event(all[4]).error().message == "this is not a record of an event");
  CHECK(read_event(all[5])->event_name == "B");
}

// Looking for line ends beyond a record would make this take minutes.
TEST_CASE("a file of one line is cut in linear time" * doctest::timeout(20)) {
  constexpr std::size_t count = 300'000;
  std::string text = "{\"Records\":[{}";
  for (std::size_t at = 1; at != count; ++at) {
    text += ",{\"eventName\":5}";
  }
  text += "]}";
  auto const records = split_log(text);
  REQUIRE(records.has_value());
  CHECK(records->size() == count);
  CHECK(records->back().line == 1);
  CHECK(records->back().column == text.size() - 16);
}
