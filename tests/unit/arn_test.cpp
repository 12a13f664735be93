#include <trailaudit/detail/byte_places.hpp>
#include <trailaudit/model/arn.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::arn;
using trailaudit::parse_arn;

TEST_CASE("an ARN's parts") {
  CHECK(parse_arn("arn:aws:cloudtrail:us-east-1:111122223333:trail/main") ==
        arn{"aws", "cloudtrail", "us-east-1", "111122223333", "trail/main"});
  CHECK(parse_arn("arn:aws-cn:s3:::logs/AWSLogs/*") ==
        arn{"aws-cn", "s3", "", "", "logs/AWSLogs/*"});
  CHECK(parse_arn("arn:aws-us-gov:iam::111122223333:root") ==
        arn{"aws-us-gov", "iam", "", "111122223333", "root"});
}

TEST_CASE("colons behind the fifth belong to the resource") {
  CHECK(parse_arn("arn:aws:logs:us-east-1:111122223333:log-group:trail:*").resource ==
        "log-group:trail:*");
  CHECK(parse_arn("arn:aws:sns:us-east-1:111122223333::").resource == ":");
}

TEST_CASE("what is no ARN has no parts") {
  for (std::string_view const text :
       {"", "*", "main", "arn", "arn:", "arn:aws:s3::", "arn:aws:s3:::", "arn::s3:::logs",
        "arn:aws::::logs", "ARN:aws:s3:::logs", " arn:aws:s3:::logs", "urn:aws:s3:::logs",
        ":::::", "::::::"}) {
    CAPTURE(text);
    CHECK(parse_arn(text) == arn{});
  }
}

TEST_CASE("the colons are found wherever they stand, before and behind the 64th byte") {
  std::mt19937 random(20261122); // NOLINT(cert-msc51-cpp): the same in every run
  auto const below = [&](std::size_t bound) { return random() % bound; };
  for (int run = 0; run != 20'000; ++run) {
    std::string text = below(10) == 0 ? "arm" : "arn";
    auto const parts = 3 + below(6);
    for (std::size_t part = 0; part != parts; ++part) {
      text += ':';
      text.append(below(5) == 0 ? below(90) : below(12), below(2) == 0 ? 'a' : '/');
    }
    CAPTURE(text);
    // Part by part.
    std::vector<std::string> cut(1);
    for (auto const byte : text) {
      if (byte == ':' && cut.size() != 6) {
        cut.emplace_back();
      } else {
        cut.back() += byte;
      }
    }
    bool const good =
        cut.size() == 6 && cut[0] == "arn" && !cut[1].empty() && !cut[2].empty() && !cut[5].empty();
    REQUIRE(parse_arn(text) == (good ? arn{cut[1], cut[2], cut[3], cut[4], cut[5]} : arn{}));
  }
}

TEST_CASE("places of bytes in a text") {
  std::mt19937 random(20261123); // NOLINT(cert-msc51-cpp): the same in every run
  for (int run = 0; run != 20'000; ++run) {
    std::string text(random() % 150, '\0');
    for (auto& byte : text) {
      byte = "ab:*?$\x80\xff"[random() % 8];
      byte = random() % 4 != 0 ? 'a' : byte;
    }
    CAPTURE(text);
    std::uint64_t expected = 0;
    bool none = true;
    for (std::size_t at = 0; at != text.size(); ++at) {
      bool const hit = text[at] == '*' || text[at] == '\x80';
      none = none && !hit;
      expected |= at < 64 && hit ? std::uint64_t{1} << at : 0;
    }
    REQUIRE(trailaudit::detail::places_of<'*', '\x80'>(text) == expected);
    REQUIRE(trailaudit::detail::has_none_of<'*', '\x80'>(text) == none);
    trailaudit::detail::byte_finder<':'> colons(text);
    std::size_t from = 0;
    for (std::size_t at = 0; at != text.size(); ++at) {
      if (text[at] == ':') {
        REQUIRE(colons.next(from) == at);
        from = at + 1;
      }
    }
    REQUIRE(colons.next(from) == std::string::npos);
  }
}

TEST_CASE("the parts are views into the text") {
  constexpr std::string_view text = "arn:aws:s3:::logs";
  CHECK(parse_arn(text).resource.data() == text.data() + 13);
  static_assert(parse_arn(text).service == "s3");
}

} // namespace
