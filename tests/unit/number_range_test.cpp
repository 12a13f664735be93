#include <trailaudit/logic/number_range.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::decimal;
using trailaudit::is_integer;
using trailaudit::parse_decimal;
using trailaudit::representatives;
using trailaudit::to_decimal;

decimal number(std::string_view text) {
  auto const read = parse_decimal(text);
  INFO(text);
  REQUIRE(read);
  return *read;
}

std::string written(std::string_view text) { return to_string(number(text)); }

std::string around(std::vector<std::string> const& texts) {
  std::vector<decimal> values;
  for (auto const& text : texts) {
    values.push_back(number(text));
  }
  std::string out;
  for (auto const& each : representatives(values)) {
    out += (out.empty() ? "" : " ") + to_string(each);
  }
  return out;
}

std::string zeros(std::size_t count) { return std::string(count, '0'); }

TEST_CASE("numbers are read and written without rounding") {
  CHECK(written("0") == "0");
  CHECK(written("-0") == "0");
  CHECK(written("0.000") == "0");
  CHECK(written("-0e7") == "0");
  CHECK(written("7") == "7");
  CHECK(written("-7") == "-7");
  CHECK(written("100") == "100");
  CHECK(written("1.50") == "1.5");
  CHECK(written("-0.05") == "-0.05");
  CHECK(written("1e3") == "1000");
  CHECK(written("1E+3") == "1000");
  CHECK(written("12.5e-1") == "1.25");
  CHECK(written("0.0012e2") == "0.12");
  CHECK(written("1200e-2") == "12");
  CHECK(written("1e00003") == "1000");
  CHECK(written("0.1") == "0.1");
  // One more than a double can tell from its neighbour, and what it would make of 0.1.
  CHECK(written("9007199254740993") == "9007199254740993");
  CHECK(written("0.1000000000000000055511151231257827") == "0.1000000000000000055511151231257827");
  CHECK(written("18446744073709551616") == "18446744073709551616");
  CHECK(written("12345678901234567890123456789012345.12345678901234567890123456789012345") ==
        "12345678901234567890123456789012345.12345678901234567890123456789012345");
}

TEST_CASE("35 places are read on each side, and more of them where they say nothing") {
  CHECK(written("1e34") == "1" + zeros(34));
  CHECK_FALSE(parse_decimal("1e35"));
  CHECK_FALSE(parse_decimal("1" + zeros(35)));
  CHECK(written("1e-35") == "0." + zeros(34) + "1");
  CHECK_FALSE(parse_decimal("1e-36"));
  CHECK_FALSE(parse_decimal("0." + zeros(35) + "1"));
  CHECK(written("0." + zeros(500)) == "0");
  CHECK(written("0." + zeros(500) + "1e501") == "1");
  CHECK(written("1" + zeros(500) + "e-500") == "1");
  CHECK(written("0e99999999999999999999999999") == "0");
  CHECK_FALSE(parse_decimal("1e99999999999999999999999999"));
  CHECK_FALSE(parse_decimal("1e-99999999999999999999999999"));
  CHECK_FALSE(parse_decimal("1e9223372036854775808"));
  CHECK_FALSE(parse_decimal("1e18446744073709551616"));
  CHECK_FALSE(parse_decimal("-1e400"));
}

TEST_CASE("what is not a number") {
  for (std::string_view const text :
       {"",      "-",     "+",        "+1",    "--1",   "- 1",          " 1",  "1 ",
        "1,5",   "1.",    ".5",       "-.5",   "1.e3",  "01",           "00",  "-01",
        "007.5", "1e",    "1e+",      "1e-",   "1e1.5", "1e 1",         "e1",  "1ee1",
        "1e++1", "1.2.3", "0x10",     "1_000", "1'000", "1a",           "NaN", "nan",
        "inf",   "-inf",  "Infinity", "true",  "10%",   "\xEF\xBC\x91", "1f",  "1\n"}) {
    INFO(text);
    CHECK_FALSE(parse_decimal(text));
  }
  CHECK_FALSE(parse_decimal(std::string_view("1\0", 2)));
}

TEST_CASE("a number has one value, however it is written") {
  CHECK(number("1.0") == number("1"));
  CHECK(number("10e-1") == number("1"));
  CHECK(number("-0.0") == number("0"));
  CHECK(number("0.10") == number("1e-1"));
  CHECK(number("0.1") != number("0.1000000000000000055511151231257827"));
}

TEST_CASE("numbers are ordered by value") {
  std::vector<decimal> ordered;
  for (std::string_view const text : {"-12345678901234567890123456789012345",
                                      "-1e18",
                                      "-100",
                                      "-99.999",
                                      "-10",
                                      "-9",
                                      "-1.1",
                                      "-1",
                                      "-0.9",
                                      "-1e-18",
                                      "-1e-19",
                                      "0",
                                      "1e-35",
                                      "1e-19",
                                      "1e-18",
                                      "0.09",
                                      "0.1",
                                      "0.11",
                                      "1",
                                      "1.00000000000000000000000000000000001",
                                      "1.5",
                                      "2",
                                      "9",
                                      "10",
                                      "999999999999999999",
                                      "1e18",
                                      "1000000000000000000.5",
                                      "1000000000000000001",
                                      "1e34"}) {
    ordered.push_back(number(text));
  }
  for (std::size_t left = 0; left != ordered.size(); ++left) {
    for (std::size_t right = 0; right != ordered.size(); ++right) {
      CAPTURE(to_string(ordered[left]));
      CAPTURE(to_string(ordered[right]));
      CHECK((ordered[left] < ordered[right]) == (left < right));
      CHECK((ordered[left] == ordered[right]) == (left == right));
    }
  }
}

TEST_CASE("whole numbers") {
  CHECK(to_decimal(0) == decimal{});
  CHECK(to_decimal(-5) == number("-5"));
  CHECK(to_decimal(std::numeric_limits<std::int64_t>::max()) == number("9223372036854775807"));
  CHECK(to_decimal(std::numeric_limits<std::int64_t>::min()) == number("-9223372036854775808"));
  CHECK(is_integer(number("1e3")));
  CHECK(is_integer(number("-2.0")));
  CHECK_FALSE(is_integer(number("0.5")));
  CHECK_FALSE(is_integer(number("1e-35")));
}

TEST_CASE("one number stands for each part of the line") {
  CHECK(around({}) == "0");
  CHECK(around({"10"}) == "9 10 11");
  CHECK(around({"10", "10.0"}) == "9 10 11");
  CHECK(around({"20", "10"}) == "9 10 11 20 21");
  CHECK(around({"10", "11"}) == "9 10 10.5 11 12");
  CHECK(around({"0"}) == "-1 0 1");
  CHECK(around({"0", "1"}) == "-1 0 0.5 1 2");
  CHECK(around({"-1", "0"}) == "-2 -1 -0.5 0 1");
  CHECK(around({"0.1", "0.2"}) == "0 0.1 0.15 0.2 1");
  CHECK(around({"-0.2", "-0.1"}) == "-1 -0.2 -0.15 -0.1 0");
  CHECK(around({"1.5"}) == "1 1.5 2");
  CHECK(around({"-1.5"}) == "-2 -1.5 0"); // what is not negative is above
  CHECK(around({"-5"}) == "-6 -5 0");
  CHECK(around({"-5", "5"}) == "-6 -5 0 5 6");
  CHECK(around({"-5", "-2"}) == "-6 -5 -4 -2 0");
  CHECK(around({"-0.5", "0.5"}) == "-1 -0.5 0 0.5 1");
  CHECK(around({"9.5", "10.5"}) == "9 9.5 10 10.5 11");
  CHECK(around({"10.2", "10.8", "10.4"}) == "10 10.2 10.3 10.4 10.6 10.8 11");
}

TEST_CASE("there is room beyond the largest numbers and between the closest") {
  std::string const nines(35, '9');
  CHECK(around({nines}) == nines.substr(1) + "8 " + nines + " 1" + zeros(35));
  CHECK(around({"-" + nines}) == "-1" + zeros(35) + " -" + nines + " 0");
  CHECK(around({"0", "1e-35"}) == "-1 0 0." + zeros(35) + "5 0." + zeros(34) + "1 1");
  CHECK(around({nines + "." + nines}) == nines + " " + nines + "." + nines + " 1" + zeros(35));
  CHECK(around({nines + ".1", nines + ".2"}) ==
        nines + " " + nines + ".1 " + nines + ".15 " + nines + ".2 1" + zeros(35));
  // A carry from one half of the digits to the other, and back.
  CHECK(around({"999999999999999999"}) ==
        "999999999999999998 999999999999999999 1000000000000000000");
  CHECK(around({"1000000000000000000"}) ==
        "999999999999999999 1000000000000000000 1000000000000000001");
  CHECK(around({"-1000000000000000000"}) == "-1000000000000000001 -1000000000000000000 0");
  CHECK(around({"-1000000000000000000", "-1"}) ==
        "-1000000000000000001 -1000000000000000000 -999999999999999999 -1 0");
}

} // namespace
