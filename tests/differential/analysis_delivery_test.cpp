// The freshness of deliveries, against arithmetic on plain numbers.

#include <trailaudit/analysis/delivery.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

namespace {

using trailaudit::ternary;
using trailaudit::timestamp;

constexpr std::int64_t last_second = 253402300799; // of the year 9999

struct expectation {
  ternary fresh = ternary::unknown;
  bool shows_start = false;
};

// Seconds since 1970, in words of the documentation.
expectation naive(std::optional<std::int64_t> delivered, std::optional<std::int64_t> started,
                  std::optional<std::int64_t> now, std::int64_t hours) {
  auto const window = hours * 3600;
  if (!now) {
    return {ternary::unknown, false};
  }
  if (delivered) {
    auto const age = *now - *delivered;
    if (age < -window) {
      return {ternary::unknown, false};
    }
    return {age > window ? ternary::no : ternary::yes, false};
  }
  if (started && *now - *started > window) {
    return {ternary::no, true};
  }
  return {ternary::unknown, false};
}

std::optional<timestamp> time_of(std::optional<std::int64_t> seconds) {
  return seconds ? std::optional(timestamp{std::chrono::seconds{*seconds}}) : std::nullopt;
}

TEST_CASE("freshness agrees with plain arithmetic") {
  std::mt19937_64 random(20260105);
  auto const below = [&](std::uint64_t count) {
    return static_cast<std::int64_t>(random() % count);
  };
  std::array<std::size_t, 3> seen{};
  for (int run = 0; run != 200'000; ++run) {
    constexpr std::array<std::int64_t, 6> windows{0, 1, 24, 25, 720, 87600};
    auto const hours = windows[static_cast<std::size_t>(below(windows.size()))];
    auto const anywhere = below(static_cast<std::uint64_t>(last_second) + 1);
    auto const some_time = [&]() -> std::optional<std::int64_t> {
      switch (below(6)) {
      case 0:
        return std::nullopt;
      case 1:
        return below(static_cast<std::uint64_t>(last_second) + 1);
      case 2:
        return below(2) == 0 ? 0 : last_second;
      default: { // about a window away, to the second
        auto const near = anywhere + (below(3) - 1) * hours * 3600 + below(5) - 2;
        return near < 0 || near > last_second ? anywhere : near;
      }
      }
    };
    auto const delivered = some_time();
    auto const started = some_time();
    std::optional<std::int64_t> const now = below(10) == 0 ? std::nullopt : std::optional(anywhere);
    auto const wanted = naive(delivered, started, now, hours);
    auto const found = trailaudit::delivery_freshness(time_of(delivered), time_of(started), "Key",
                                                      time_of(now), hours);
    ++seen[static_cast<std::size_t>(found.fresh)];
    bool const good =
        found.fresh == wanted.fresh && !found.reason.empty() && found.key != nullptr &&
        std::string_view(found.key) == (wanted.shows_start ? "StartLoggingTime" : "Key") &&
        found.value == time_of(wanted.shows_start ? started : delivered);
    if (!good) {
      CAPTURE(delivered.value_or(-1));
      CAPTURE(started.value_or(-1));
      CAPTURE(now.value_or(-1));
      CAPTURE(hours);
      CHECK(found.fresh == wanted.fresh);
      CHECK(good);
    }
  }
  for (auto const count : seen) {
    CHECK(count > 20'000);
  }
}

} // namespace
