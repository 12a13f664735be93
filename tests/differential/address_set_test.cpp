// Addresses against the system's own reader, sets against lists of what they contain.

#include <trailaudit/logic/address_set.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::address;
using trailaudit::address_range;
using trailaudit::address_set;
using trailaudit::parse_address;
using trailaudit::parse_cidr;
using trailaudit::representatives;

// inet_pton takes the same texts; only its text ends at a zero byte, so there is none in these.
std::optional<address> system_reads(std::string const& text) {
  std::array<unsigned char, 16> bytes{};
  address read{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    for (std::size_t at = 0; at != 4; ++at) {
      read.low = read.low << 8 | bytes[at];
    }
    return read;
  }
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    return std::nullopt;
  }
  read.is_v6 = true;
  for (std::size_t at = 0; at != 8; ++at) {
    read.high = read.high << 8 | bytes[at];
    read.low = read.low << 8 | bytes[at + 8];
  }
  return read;
}

// inet_ntop writes as RFC 5952 asks for, but for addresses of ::/96, where it writes IPv4 as well.
std::string system_writes(address const& what) {
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  for (std::size_t at = 0; at != 8; ++at) {
    bytes[at] = static_cast<unsigned char>(what.high >> (56 - 8 * at));
    bytes[at + 8] = static_cast<unsigned char>(what.low >> (56 - 8 * at));
  }
  bool const is_v6 = what.is_v6;
  REQUIRE(inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data() + (is_v6 ? 0 : 12), text.data(),
                    text.size()) != nullptr);
  return text.data();
}

void check_read(std::string const& text, std::size_t& good) {
  CAPTURE(text);
  auto const read = parse_address(text);
  REQUIRE(read == system_reads(text));
  if (!read) {
    return;
  }
  ++good;
  auto const written = to_string(*read);
  REQUIRE(parse_address(written) == read);
  if (!read->is_v6 || read->high != 0 || read->low >> 32 != 0) {
    REQUIRE(written == system_writes(*read));
  }
}

TEST_CASE("texts are read as addresses where the system does so, and as the same") {
  dice random(20260401);
  std::size_t good = 0;
  constexpr std::string_view letters = "0012589aFg.:::/% ";
  for (int round = 0; round != 300'000; ++round) {
    std::string text;
    for (auto left = random.below(12); left != 0; --left) {
      text += letters[random.below(letters.size())];
    }
    check_read(text, good);
  }
  CHECK(good > 500);
  good = 0;
  // Pieces of addresses, which are good more often.
  constexpr std::array<std::string_view, 14> pieces{"::", ":",   ":",    ":",       "1",
                                                    "0",  "ab",  "fFfF", "1.2.3.4", "0.0.0.255",
                                                    ".",  "255", "012",  "12345"};
  for (int round = 0; round != 300'000; ++round) {
    std::string text;
    for (auto left = 1 + random.below(16); left != 0; --left) {
      text += random.of(pieces);
    }
    check_read(text, good);
  }
  CHECK(good > 2'000);
  good = 0;
  // Good ones, and what a change of one byte makes of them.
  for (int round = 0; round != 200'000; ++round) {
    bool const is_v6 = random.chance(70);
    std::string text;
    auto const gap = random.below(12);
    std::size_t const groups = gap < 8 ? 1 + random.below(7) : 8;
    for (std::size_t at = 0; at != (is_v6 ? groups : 4); ++at) {
      if (is_v6) {
        text += at == gap % groups && gap < 8 ? "::" : at == 0 ? "" : ":";
        text += to_string(address{true, 0, random.chance(30) ? 0 : random.below(65536)}).substr(2);
        text += text.ends_with(':') ? "0" : "";
      } else {
        text += (at == 0 ? "" : ".") + std::to_string(random.below(random.chance(9) ? 300 : 256));
      }
    }
    check_read(text, good);
    if (!text.empty()) {
      text[random.below(text.size())] = letters[random.below(letters.size())];
      check_read(text, good);
    }
  }
  CHECK(good > 200'000);
}

TEST_CASE("networks are the addresses with the same first bits") {
  dice random(20260402);
  for (int round = 0; round != 5'000; ++round) {
    bool const is_v6 = random.chance(50);
    address const of{is_v6, is_v6 ? (random.below(65536) << 48 | random.below(1U << 31)) : 0,
                     random.below(std::size_t{1} << 32) |
                         (is_v6 ? random.below(std::size_t{1} << 32) << 32 : 0)};
    auto const length = random.below(is_v6 ? 129 : 33);
    auto const text = to_string(of) + "/" + std::to_string(length);
    CAPTURE(text);
    auto const read = parse_cidr(text);
    REQUIRE(read);
    std::size_t const width = is_v6 ? 128 : 32;
    for (std::size_t bit = 0; bit != width; ++bit) { // from the left
      auto const of_word = [&](address const& what) {
        auto const from_right = width - 1 - bit;
        return ((from_right >= 64 ? what.high >> (from_right - 64) : what.low >> from_right) &
                1U) != 0;
      };
      REQUIRE(of_word(read->first) == (bit < length && of_word(of)));
      REQUIRE(of_word(read->last) == (bit >= length || of_word(of)));
    }
    REQUIRE(read->first.is_v6 == is_v6);
    REQUIRE(read->last.is_v6 == is_v6);
  }
}

// A universe of 32 places, 16 of each family, which each stand for some addresses. Ranges begin
// with the first of a place and end with the last of one.

constexpr std::size_t places_of_family = 16;
using places = std::bitset<2 * places_of_family>;

address_range addresses_of(std::size_t place) {
  bool const is_v6 = place >= places_of_family;
  auto const at = static_cast<std::uint64_t>(place % places_of_family);
  if (!is_v6) {
    return {{false, 0, at << 28}, {false, 0, (at << 28) + 0x0FFFFFFF}};
  }
  constexpr auto all = ~std::uint64_t{0};
  // Two places for each of the numbers that the first half can be, here from 0 to 7; the last takes
  // what is left.
  return {{true, at / 2, at % 2 == 0 ? 0 : std::uint64_t{1} << 63},
          {true, at == 15 ? all : at / 2, at % 2 == 0 ? all >> 1 : all}};
}

struct drawn {
  address_range range{};
  places in{};
};

drawn draw_range(dice& random) {
  auto const family = random.below(2) * places_of_family;
  auto const first = random.below(places_of_family);
  auto const last = random.chance(90) ? first + random.below(places_of_family - first)
                                      : random.below(places_of_family);
  drawn made{{addresses_of(family + first).first, addresses_of(family + last).last}, {}};
  for (auto at = first; at <= last; ++at) {
    made.in.set(family + at);
  }
  if (random.chance(3)) { // of two families: no range
    made.range.last = addresses_of(places_of_family - family + last).last;
    made.in = {};
  }
  return made;
}

void check_set(address_set const& set, places const& wanted) {
  CAPTURE(wanted.to_string());
  std::uint64_t sixteenths_v4 = 0;
  for (std::size_t place = 0; place != wanted.size(); ++place) {
    auto const range = addresses_of(place);
    REQUIRE(set.contains(range.first) == wanted[place]);
    REQUIRE(set.contains(range.last) == wanted[place]);
    REQUIRE(set.contains(range) == wanted[place]);
    sixteenths_v4 += std::uint64_t{place < places_of_family && wanted[place]};
  }
  REQUIRE(set.is_empty() == wanted.none());
  REQUIRE(set.witness().has_value() == wanted.any());
  REQUIRE((!set.witness() || set.contains(*set.witness())));
  for (unsigned length = 0; length != 5; ++length) {
    REQUIRE(set.wider_than(length, 0) == (sixteenths_v4 > std::uint64_t{16} >> length));
  }
  std::size_t runs = 0; // as few ranges as there can be
  for (std::size_t place = 0; place != wanted.size(); ++place) {
    bool const begins = place % places_of_family == 0 || !wanted[place - 1];
    runs += std::size_t{wanted[place] && begins};
  }
  REQUIRE(set.ranges().size() == runs);
}

TEST_CASE("sets have the members that they should") {
  dice random(20260403);
  std::vector<std::pair<address_set, places>> stock{{address_set(), places()}};
  for (int round = 0; round != 20'000; ++round) {
    CAPTURE(round);
    std::vector<address_range> ranges;
    places in{};
    for (auto left = random.below(5); left != 0; --left) {
      auto const one = draw_range(random);
      ranges.push_back(one.range);
      in |= one.in;
    }
    auto const& other = stock[random.below(stock.size())];
    auto set = ranges.size() == 1 ? address_set(ranges[0]) : address_set(ranges);
    REQUIRE((set == other.first) == (in == other.second));
    switch (random.below(4)) {
    case 0:
      set |= other.first;
      in |= other.second;
      break;
    case 1:
      set &= other.first;
      in &= other.second;
      break;
    case 2:
      set = ~set | other.first;
      in = ~in | other.second;
      break;
    default:
      set = set & ~other.first;
      in = in & ~other.second;
    }
    check_set(set, in);
    if (stock.size() < 200) {
      stock.emplace_back(std::move(set), in);
    } else {
      stock[random.below(stock.size())] = {std::move(set), in};
    }
  }
}

// The sizes of single ranges, of any length.
TEST_CASE("a set is wider than a network when it has more addresses") {
  dice random(20260404);
  for (int round = 0; round != 5'000; ++round) {
    std::vector<address_range> ranges;
    std::uint64_t from = 0;
    std::uint64_t count = 0;
    for (auto left = random.below(6); left != 0; --left) {
      from += 1 + random.below(1U << random.below(24));
      auto const size = 1 + random.below(1U << random.below(24));
      ranges.push_back({{false, 0, from}, {false, 0, from + size - 1}});
      from += size;
      count += size;
    }
    address_set const set(ranges);
    auto shifted = ranges; // the same number in IPv6
    for (auto& each : shifted) {
      each.first = {true, each.first.low >> 8, each.first.low << 56};
      each.last = {true, each.last.low >> 8, each.last.low << 56 | ((std::uint64_t{1} << 56) - 1)};
    }
    address_set const wide(shifted);
    for (unsigned length = 1; length <= 32; ++length) {
      CAPTURE(length);
      REQUIRE(set.wider_than(length, 1) == (count > std::uint64_t{1} << (32 - length)));
      // Each is 2^56 addresses, and of 2^128 there are 2^72 such.
      REQUIRE(wide.wider_than(1, 40 + length) == (count > std::uint64_t{1} << (32 - length)));
    }
  }
}

// Of addresses close to either end of a family, and to where the first half of IPv6 changes.
TEST_CASE("any address lies in the same ranges as one of the representatives") {
  dice random(20260405);
  constexpr auto all = ~std::uint64_t{0};
  std::vector<address> sample;
  for (std::uint64_t near = 0; near != 12; ++near) {
    sample.push_back({false, 0, near});
    sample.push_back({false, 0, 0xFFFFFFFF - near});
    sample.push_back({true, 0, near});
    sample.push_back({true, all, all - near});
    sample.push_back(near < 6 ? address{true, 0, all - near} : address{true, 1, near - 6});
  }
  for (int round = 0; round != 5'000; ++round) {
    std::vector<address_range> ranges;
    for (auto left = random.below(6); left != 0; --left) {
      ranges.push_back({sample[random.below(sample.size())], sample[random.below(sample.size())]});
      if (random.chance(50) && is_empty(ranges.back())) {
        std::swap(ranges.back().first, ranges.back().last);
      }
    }
    auto const in_which = [&](address const& what) {
      std::vector<bool> in{what.is_v6};
      for (auto const& each : ranges) {
        in.push_back(contains(each, what));
      }
      return in;
    };
    std::set<std::vector<bool>> seen;
    std::optional<address> before;
    for (auto const& each : representatives(ranges)) {
      REQUIRE((!before || *before < each));
      before = each;
      seen.insert(in_which(each));
    }
    for (auto const& each : sample) {
      CAPTURE(to_string(each));
      REQUIRE(seen.contains(in_which(each)));
    }
  }
}

} // namespace
