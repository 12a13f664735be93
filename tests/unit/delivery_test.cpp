#include <trailaudit/analysis/delivery.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace {

using namespace std::chrono_literals;
using trailaudit::delivery_freshness;
using trailaudit::ternary;
using trailaudit::timestamp;

constexpr timestamp now{std::chrono::seconds{1'795'297'511}};
constexpr std::optional<timestamp> never{};

trailaudit::freshness asked(std::optional<timestamp> delivered,
                            std::optional<timestamp> started = {}, std::int64_t hours = 24) {
  return delivery_freshness(delivered, started, "LatestDeliveryTime", now, hours);
}

TEST_CASE("a delivery counts for a window, its edges included") {
  CHECK(asked(now).fresh == ternary::yes);
  CHECK(asked(now - 24h).fresh == ternary::yes);
  CHECK(asked(now - 24h - 1s).fresh == ternary::no);
  CHECK(asked(timestamp{}).fresh == ternary::no);
  CHECK(asked(now - 1s, {}, 0).fresh == ternary::no);
  CHECK(asked(now, {}, 0).fresh == ternary::yes);
  CHECK(asked(timestamp{}, {}, 87'600).fresh == ternary::no);
}

TEST_CASE("collecting takes a while, but no longer than a window") {
  CHECK(asked(now + 1s).fresh == ternary::yes);
  CHECK(asked(now + 24h).fresh == ternary::yes);
  CHECK(asked(now + 24h + 1s).fresh == ternary::unknown);
  CHECK(asked(now + 1s, {}, 0).fresh == ternary::unknown);
}

TEST_CASE("without a delivery, what counts is how long ago logging began") {
  CHECK(asked(never).fresh == ternary::unknown);
  CHECK(asked(never, now - 24h).fresh == ternary::unknown);
  CHECK(asked(never, now - 24h - 1s).fresh == ternary::no);
  CHECK(asked(never, now + 100h).fresh == ternary::unknown);
  CHECK(asked(now, now - 1000h).fresh == ternary::yes); // a delivery is what it is
}

TEST_CASE("without a moment of the audit nothing is told") {
  auto const found = delivery_freshness(now, now, "LatestDeliveryTime", std::nullopt, 24);
  CHECK(found.fresh == ternary::unknown);
  CHECK(found.value == now);
}

TEST_CASE("the answer names the member that it rests on") {
  CHECK(asked(now).key == std::string_view("LatestDeliveryTime"));
  CHECK(asked(now).value == now);
  auto const waiting = asked(never, now - 25h);
  CHECK(waiting.key == std::string_view("StartLoggingTime"));
  CHECK(waiting.value == now - 25h);
  CHECK(asked(never).key == std::string_view("LatestDeliveryTime"));
  CHECK_FALSE(asked(never).value);
  CHECK(asked(now).reason == "the last delivery is recent");
}

} // namespace
