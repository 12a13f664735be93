#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::instant;
using trailaudit::parse_instant;
using trailaudit::representatives;

instant at(std::string_view text) {
  auto const read = parse_instant(text);
  INFO(text);
  REQUIRE(read);
  return *read;
}

std::string seconds(std::string_view text) { return to_string(at(text).since_1970); }

std::string around(std::vector<std::string_view> const& texts) {
  std::vector<instant> times;
  for (auto const text : texts) {
    times.push_back(at(text));
  }
  std::string out;
  for (auto const& each : representatives(times)) {
    out += (out.empty() ? "" : " ") + to_string(each);
  }
  return out;
}

TEST_CASE("times in the forms of the note") {
  CHECK(seconds("2020-04-01T00:00:00Z") == "1585699200"); // IAM's guide, "based on date and time"
  CHECK(seconds("2020-06-30T23:59:59Z") == "1593561599");
  CHECK(seconds("2020-04") == "1585699200");
  CHECK(seconds("2020-04-01") == "1585699200");
  CHECK(seconds("2020-04-01T00:00Z") == "1585699200");
  CHECK(seconds("2020-04-01T00:00:00.000Z") == "1585699200");
  CHECK(seconds("2020-04-01T02:00:00+02:00") == "1585699200");
  CHECK(seconds("2020-03-31T18:30-05:30") == "1585699200");
  CHECK(seconds("2020-04-01T00:00:00-00:00") == "1585699200");
  // The note's own examples.
  CHECK(seconds("1997-07") == "867715200");
  CHECK(seconds("1997-07-16") == "869011200");
  CHECK(seconds("1997-07-16T19:20+01:00") == "869077200");
  CHECK(seconds("1997-07-16T19:20:30+01:00") == "869077230");
  CHECK(seconds("1997-07-16T19:20:30.45+01:00") == "869077230.45");
  CHECK(at("1994-11-05T08:15:30-05:00") == at("1994-11-05T13:15:30Z"));
}

TEST_CASE("times as seconds since 1970") {
  CHECK(seconds("0") == "0");
  CHECK(seconds("999") == "999");
  CHECK(seconds("10000") == "10000");
  CHECK(seconds("1585699200") == "1585699200");
  CHECK(at("1585699200") == at("2020-04-01"));
  CHECK(seconds("253402300799") == "253402300799");
  CHECK_FALSE(parse_instant("253402300800"));
  CHECK_FALSE(parse_instant("999999999999"));
  CHECK_FALSE(parse_instant("1585699200000")); // milliseconds
  CHECK_FALSE(parse_instant("18446744073709551616"));
}

TEST_CASE("digits alone are refused where they may be a year or a day") {
  CHECK_FALSE(parse_instant("2020"));
  CHECK_FALSE(parse_instant("2020092"));
  CHECK_FALSE(parse_instant("20200401"));
  CHECK_FALSE(parse_instant("99999999"));
  CHECK(seconds("202004") == "202004"); // ISO 8601 has no such month
  CHECK(seconds("100000000") == "100000000");
  CHECK_FALSE(parse_instant("9999"));
  CHECK_FALSE(parse_instant("0000"));
}

TEST_CASE("fractions of a second are exact") {
  CHECK(seconds("1970-01-01T00:00:00.1Z") == "0.1");
  CHECK(seconds("1969-12-31T23:59:59.9Z") == "-0.1");
  CHECK(seconds("1969-12-31T23:59:58.25Z") == "-1.75");
  CHECK(seconds("1969-12-31T23:59:59Z") == "-1");
  auto const fine = "0." + std::string(34, '0') + "1";
  CHECK(seconds("1970-01-01T00:00:00" + fine.substr(1) + "Z") == fine);
  CHECK(seconds("1969-12-31T23:59:59" + fine.substr(1) + "Z") == "-0." + std::string(35, '9'));
  CHECK_FALSE(parse_instant("1970-01-01T00:00:00." + std::string(35, '0') + "1Z"));
  CHECK(seconds("1970-01-01T00:00:00." + std::string(80, '0') + "Z") == "0");
  CHECK(at("2020-04-01T00:00:00.5Z") > at("2020-04-01T00:00:00Z"));
  CHECK(at("2020-04-01T00:00:00.5Z") < at("2020-04-01T00:00:01Z"));
  CHECK(at("1950-04-01T00:00:00.5Z") > at("1950-04-01T00:00:00Z"));
  CHECK(at("1950-04-01T00:00:00.5Z") < at("1950-04-01T00:00:01Z"));
}

TEST_CASE("a time's edges") {
  CHECK(seconds("0000-01-01") == "-62167219200");
  CHECK(seconds("0001-01-01T00:00:00Z") == "-62135596800");
  CHECK(seconds("1900-01-01") == "-2208988800");
  CHECK(seconds("9999-12-31T23:59:59Z") == "253402300799");
  CHECK(seconds("2000-02-29") == "951782400");
  CHECK(seconds("2020-01-01T23:59:00+23:59") == "1577836800");
  CHECK_FALSE(parse_instant("0000-01-01T00:00:00+00:01"));
  CHECK_FALSE(parse_instant("9999-12-31T23:59:00-00:01"));
  CHECK(seconds("0000-01-01T00:00:00-00:01") == "-62167219140");
}

TEST_CASE("what is not a point in time") {
  for (std::string_view const text : {"",
                                      "Z",
                                      "-",
                                      "-1",
                                      "+1",
                                      "1.5",
                                      "1e9",
                                      "01",
                                      "00",
                                      "01585699200",
                                      "1585699200 ",
                                      " 1585699200",
                                      "1585699200Z",
                                      "2020-",
                                      "2020-4",
                                      "2020-04-",
                                      "2020-04-1",
                                      "2020-4-01",
                                      "2020-00",
                                      "2020-13",
                                      "2020-04-00",
                                      "2020-04-31",
                                      "2021-02-29",
                                      "1900-02-29",
                                      "2020-04Z",
                                      "2020-04T00:00Z",
                                      "2020-04-01Z",
                                      "2020-04-01+01:00",
                                      "2020-04-01T",
                                      "2020-04-01TZ",
                                      "2020-04-01T12Z",
                                      "2020-04-01T12:Z",
                                      "2020-04-01T12:30",
                                      "2020-04-01T12:30:15",
                                      "2020-04-01T12:30:15.5",
                                      "2020-04-01T12:30:Z",
                                      "2020-04-01T12:30.5Z",
                                      "2020-04-01T12:30:15.Z",
                                      "2020-04-01T12:30:15,5Z",
                                      "2020-04-01T1230Z",
                                      "2020-04-01T12:3015Z",
                                      "2020-04-01T123015Z",
                                      "20200401T123015Z",
                                      "2020-04-01 12:30:15Z",
                                      "2020-04-01t12:30:15Z",
                                      "2020-04-01T12:30:15z",
                                      "2020-04-01T12:30:15ZZ",
                                      "2020-04-01T12:30:15Z ",
                                      " 2020-04-01T12:30:15Z",
                                      "2020-04-01T12:30:15UTC",
                                      "2020-04-01T12:30:15+01",
                                      "2020-04-01T12:30:15+0100",
                                      "2020-04-01T12:30:15+01:",
                                      "2020-04-01T12:30:15+1:00",
                                      "2020-04-01T12:30:15+01:0",
                                      "2020-04-01T12:30:15+01:000",
                                      "2020-04-01T12:30:15+24:00",
                                      "2020-04-01T12:30:15+01:60",
                                      "2020-04-01T12:30:15+-1:00",
                                      "2020-04-01T12:30:15+01:00Z",
                                      "2020-04-01T24:00:00Z",
                                      "2020-04-01T23:60:00Z",
                                      "2020-04-01T23:59:60Z",
                                      "2016-12-31T23:59:60Z",
                                      "2020-04-01T-1:00:00Z",
                                      "2020-W14-3",
                                      "2020-092",
                                      "2020/04/01",
                                      "20-04-01",
                                      "+2020-04-01",
                                      "-2020-04-01",
                                      "02020-04-01",
                                      "12020-04-01",
                                      "Wed, 01 Apr 2020 12:30:15 GMT",
                                      "now"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text));
  }
  CHECK_FALSE(parse_instant(std::string_view("2020-04\0", 8)));
}

TEST_CASE("every cut-off form of a time is refused, or is a shorter form") {
  std::string_view const whole = "2020-04-01T12:30:15.25+01:00";
  for (std::size_t size = 4; size != whole.size(); ++size) {
    auto const text = whole.substr(0, size);
    INFO(text);
    CHECK(parse_instant(text).has_value() == (text == "2020-04" || text == "2020-04-01"));
  }
}

TEST_CASE("a time is written in one spelling") {
  CHECK(to_string(at("2020-04-01")) == "2020-04-01T00:00:00Z");
  CHECK(to_string(at("2020-04-01T12:30:15.250+02:00")) == "2020-04-01T10:30:15.25Z");
  CHECK(to_string(at("0000-01-01")) == "0000-01-01T00:00:00Z");
  CHECK(to_string(at("1969-12-31T23:59:59.75Z")) == "1969-12-31T23:59:59.75Z");
  CHECK(to_string(at("1969-12-31T23:59:58.75Z")) == "1969-12-31T23:59:58.75Z");
  CHECK(to_string(at("0001-02-03T04:05:06.000000007Z")) == "0001-02-03T04:05:06.000000007Z");
  CHECK(to_string(at("9999-12-31T23:59:59.999Z")) == "9999-12-31T23:59:59.999Z");
  CHECK(to_string(instant{}) == "1970-01-01T00:00:00Z");
}

TEST_CASE("a timestamp is the same time") {
  for (std::int64_t const value : {0, 1, 1585699200}) {
    trailaudit::timestamp const time{std::chrono::seconds{value}};
    CHECK(trailaudit::to_instant(time).since_1970 == trailaudit::to_decimal(value));
  }
}

TEST_CASE("one time stands for each part") {
  CHECK(around({}) == "1970-01-01T00:00:00Z");
  CHECK(around({"2020-04-01"}) == "2020-03-31T23:59:59Z 2020-04-01T00:00:00Z 2020-04-01T00:00:01Z");
  CHECK(around({"2020-07-01", "2020-04-01", "1585699200"}) ==
        "2020-03-31T23:59:59Z 2020-04-01T00:00:00Z 2020-04-01T00:00:01Z 2020-07-01T00:00:00Z "
        "2020-07-01T00:00:01Z");
  CHECK(around({"2020-04-01T00:00:00Z", "2020-04-01T00:00:01Z"}) ==
        "2020-03-31T23:59:59Z 2020-04-01T00:00:00Z 2020-04-01T00:00:00.5Z 2020-04-01T00:00:01Z "
        "2020-04-01T00:00:02Z");
  CHECK(around({"2020-04-01T00:00:00.5Z"}) ==
        "2020-04-01T00:00:00Z 2020-04-01T00:00:00.5Z 2020-04-01T00:00:01Z");
  CHECK(around({"1950-01-01", "2000-01-01"}) ==
        "1949-12-31T23:59:59Z 1950-01-01T00:00:00Z 1950-01-01T00:00:01Z 2000-01-01T00:00:00Z "
        "2000-01-01T00:00:01Z");
  CHECK(around({"1969-12-31T23:59:59.5Z"}) ==
        "1969-12-31T23:59:59Z 1969-12-31T23:59:59.5Z 1970-01-01T00:00:00Z");
  CHECK(around({"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.6Z"}) ==
        "1969-12-31T23:59:59Z 1969-12-31T23:59:59.5Z 1969-12-31T23:59:59.55Z "
        "1969-12-31T23:59:59.6Z 1970-01-01T00:00:00Z");
}

TEST_CASE("no time is beyond those that can be read") {
  CHECK(around({"0000-01-01"}) == "0000-01-01T00:00:00Z 0000-01-01T00:00:01Z");
  CHECK(around({"0000-01-01T00:00:00.5Z"}) ==
        "0000-01-01T00:00:00Z 0000-01-01T00:00:00.5Z 0000-01-01T00:00:01Z");
  CHECK(around({"9999-12-31T23:59:59Z"}) ==
        "9999-12-31T23:59:58Z 9999-12-31T23:59:59Z 9999-12-31T23:59:59.5Z");
  CHECK(around({"9999-12-31T23:59:59.5Z"}) ==
        "9999-12-31T23:59:59Z 9999-12-31T23:59:59.5Z 9999-12-31T23:59:59.75Z");
}

} // namespace
