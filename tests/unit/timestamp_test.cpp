#include <trailaudit/model/timestamp.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace {

std::optional<std::int64_t> seconds(std::string_view text) {
  auto const time = trailaudit::parse_timestamp(text);
  return time ? std::optional<std::int64_t>(time->time_since_epoch().count()) : std::nullopt;
}

std::optional<std::int64_t> seconds(double value) {
  auto const time = trailaudit::timestamp_from_seconds(value);
  return time ? std::optional<std::int64_t>(time->time_since_epoch().count()) : std::nullopt;
}

std::string written(std::int64_t value) {
  std::string out = "at ";
  trailaudit::append_timestamp(out, trailaudit::timestamp{std::chrono::seconds{value}});
  return out;
}

TEST_CASE("a time is read in every spelling that AWS's tools print") {
  CHECK(seconds("2023-01-04T15:56:27Z") == 1672847787);
  CHECK(seconds("2023-01-04 15:56:27Z") == 1672847787);
  CHECK(seconds("2023-01-04T15:56:27.418000+00:00") == 1672847787);
  CHECK(seconds("2023-01-04 15:56:27.418000+00:00") == 1672847787);
  CHECK(seconds("2023-01-04T16:56:27+01:00") == 1672847787);
  CHECK(seconds("2023-01-04T16:56:27+0100") == 1672847787);
  CHECK(seconds("2023-01-04T10:26:27-05:30") == 1672847787);
  CHECK(seconds("2023-01-04T15:56:27.999999999999999999Z") == 1672847787);
  CHECK(seconds("2023-01-04T15:56:27-00:00") == 1672847787);
}

TEST_CASE("a time's edges") {
  CHECK(seconds("1970-01-01T00:00:00Z") == 0);
  CHECK(seconds("1970-01-01T00:00:01Z") == 1);
  CHECK(seconds("9999-12-31T23:59:59Z") == 253402300799);
  CHECK(seconds("2000-02-29T00:00:00Z") == 951782400);
  CHECK(seconds("2024-02-29T23:59:59Z") == 1709251199);
  CHECK(seconds("1970-01-01T23:59:00+23:59") == 0);
  CHECK(seconds("1969-12-31T23:59:00-00:01") == 0);
  CHECK_FALSE(seconds("1969-12-31T23:59:59Z"));
  CHECK_FALSE(seconds("1970-01-01T00:00:59+00:01"));
  CHECK_FALSE(seconds("9999-12-31T23:59:00-00:01"));
  CHECK_FALSE(seconds("0000-01-01T00:00:00Z"));
}

TEST_CASE("what is not a point in time") {
  for (std::string_view const text : {"",
                                      "Z",
                                      "2023",
                                      "2023-01-04",
                                      "2023-01-04T15:56Z",
                                      "2023-01-04T15:56:27",
                                      "2023-01-04T15:56:27.418",
                                      "2023-01-04t15:56:27Z",
                                      "2023-01-04T15:56:27z",
                                      "2023-01-04T15:56:27 Z",
                                      "2023-01-04  15:56:27Z",
                                      " 2023-01-04T15:56:27Z",
                                      "2023-01-04T15:56:27Z ",
                                      "2023-01-04T15:56:27ZZ",
                                      "2023-01-04T15:56:27.Z",
                                      "2023-01-04T15:56:27,5Z",
                                      "2023-01-04T15:56:27+1",
                                      "2023-01-04T15:56:27+01",
                                      "2023-01-04T15:56:27+01:",
                                      "2023-01-04T15:56:27+01:0",
                                      "2023-01-04T15:56:27+01:000",
                                      "2023-01-04T15:56:27+24:00",
                                      "2023-01-04T15:56:27+01:60",
                                      "2023-01-04T15:56:27+-1:00",
                                      "2023-01-04T24:00:00Z",
                                      "2023-01-04T15:60:00Z",
                                      "2023-01-04T15:56:60Z",
                                      "2023-00-04T15:56:27Z",
                                      "2023-13-04T15:56:27Z",
                                      "2023-01-00T15:56:27Z",
                                      "2023-01-32T15:56:27Z",
                                      "2023-02-29T15:56:27Z",
                                      "2100-02-29T15:56:27Z",
                                      "2023-04-31T15:56:27Z",
                                      "23-01-04T15:56:27Z",
                                      "02023-01-04T15:56:27Z",
                                      "-023-01-04T15:56:27Z",
                                      "+2023-01-04T15:56:27Z",
                                      "2023/01/04T15:56:27Z",
                                      "20230104T155627Z",
                                      "2023-1-4T15:56:27Z",
                                      "1672847787",
                                      "2023-01-04T15:56:27UTC",
                                      "Wed, 04 Jan 2023 15:56:27 GMT"}) {
    INFO(text);
    CHECK_FALSE(seconds(std::string_view(text)));
  }
  CHECK_FALSE(seconds(std::string_view("2023-01-04T15:56:27\0Z", 21)));
}

TEST_CASE("every cut-off form of a time is refused") {
  std::string_view const whole = "2023-01-04T15:56:27.4+01:00";
  for (std::size_t size = 0; size != whole.size(); ++size) {
    auto const text = whole.substr(0, size);
    INFO(text);
    CHECK_FALSE(seconds(text));
  }
  CHECK(seconds(whole) == 1672844187);
}

TEST_CASE("a time as a number of seconds") {
  CHECK(seconds(0.0) == 0);
  CHECK(seconds(-0.0) == 0);
  CHECK(seconds(0.999999) == 0);
  CHECK(seconds(1795297511.943512) == 1795297511);
  CHECK(seconds(253402300799.5) == 253402300799);
  CHECK_FALSE(seconds(253402300800.0));
  CHECK_FALSE(seconds(-0.001));
  CHECK_FALSE(seconds(1e300));
  CHECK_FALSE(seconds(std::numeric_limits<double>::infinity()));
  CHECK_FALSE(seconds(-std::numeric_limits<double>::infinity()));
  CHECK_FALSE(seconds(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("a time is written in one spelling, and read again as itself") {
  CHECK(written(0) == "at 1970-01-01T00:00:00Z");
  CHECK(written(951782399) == "at 2000-02-28T23:59:59Z");
  CHECK(written(1672847787) == "at 2023-01-04T15:56:27Z");
  CHECK(written(253402300799) == "at 9999-12-31T23:59:59Z");
  for (std::int64_t value = 0; value <= 253402300799; value += 86399 * 997) {
    CHECK(seconds(std::string_view(written(value)).substr(3)) == value);
  }
}

} // namespace
