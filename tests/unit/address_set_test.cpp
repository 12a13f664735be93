#include <trailaudit/logic/address_set.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::address;
using trailaudit::address_range;
using trailaudit::address_set;
using trailaudit::is_private;
using trailaudit::parse_address;
using trailaudit::parse_cidr;
using trailaudit::representatives;
using trailaudit::wider_than;

constexpr address v4(std::uint64_t value) { return {false, 0, value}; }
constexpr address v6(std::uint64_t high, std::uint64_t low) { return {true, high, low}; }

address at(std::string_view text) {
  auto const read = parse_address(text);
  INFO(text);
  REQUIRE(read);
  return *read;
}

address_range in(std::string_view text) {
  auto const read = parse_cidr(text);
  INFO(text);
  REQUIRE(read);
  return *read;
}

std::vector<address_range> all_in(std::vector<std::string_view> const& texts) {
  std::vector<address_range> ranges;
  for (auto const text : texts) {
    ranges.push_back(in(text));
  }
  return ranges;
}

address_set set_of(std::vector<std::string_view> const& texts) {
  return address_set(all_in(texts));
}

std::string words(address_range const& range) {
  return range.first == range.last ? to_string(range.first)
                                   : to_string(range.first) + "-" + to_string(range.last);
}

std::string words(address_set const& set) {
  std::string out;
  for (auto const& each : set.ranges()) {
    out += (out.empty() ? "" : " ") + words(each);
  }
  return out;
}

std::string words(std::vector<address> const& addresses) {
  std::string out;
  for (auto const& each : addresses) {
    out += (out.empty() ? "" : " ") + to_string(each);
  }
  return out;
}

TEST_CASE("IPv4 addresses") {
  CHECK(at("0.0.0.0") == v4(0));
  CHECK(at("255.255.255.255") == v4(0xFFFFFFFF));
  CHECK(at("192.0.2.1") == v4(0xC0000201));
  CHECK(at("1.2.3.4") == v4(0x01020304));
  CHECK(at("10.0.0.10") == v4(0x0A00000A));
}

TEST_CASE("IPv6 addresses") {
  CHECK(at("::") == v6(0, 0));
  CHECK(at("::1") == v6(0, 1));
  CHECK(at("1::") == v6(0x0001000000000000, 0));
  CHECK(at("2001:db8::1") == v6(0x20010db800000000, 1));
  CHECK(at("2001:DB8::aBcD") == v6(0x20010db800000000, 0xabcd));
  CHECK(at("2001:0db8:0000:0000:0000:0000:0000:0001") == v6(0x20010db800000000, 1));
  CHECK(at("1:2:3:4:5:6:7:8") == v6(0x0001000200030004, 0x0005000600070008));
  CHECK(at("1:2:3:4:5:6:7::") == v6(0x0001000200030004, 0x0005000600070000));
  CHECK(at("::2:3:4:5:6:7:8") == v6(0x0000000200030004, 0x0005000600070008));
  CHECK(at("1::3:4:5:6:7:8") == v6(0x0001000000030004, 0x0005000600070008));
  CHECK(at("1:2::8") == v6(0x0001000200000000, 8));
  CHECK(at("::1.2.3.4") == v6(0, 0x01020304));
  CHECK(at("::ffff:192.0.2.1") == v6(0, 0xffffc0000201));
  CHECK(at("64:ff9b::192.0.2.33") == v6(0x0064ff9b00000000, 0xc0000221));
  CHECK(at("1:2:3:4:5:6:1.2.3.4") == v6(0x0001000200030004, 0x0005000601020304));
  CHECK(at("1:2:3:4:5::1.2.3.4") == v6(0x0001000200030004, 0x0005000001020304));
  CHECK(at("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == v6(~0ULL, ~0ULL));
}

TEST_CASE("what is not an address") {
  for (std::string_view const text : {"",
                                      "1",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "1.2.3.4.",
                                      ".1.2.3.4",
                                      "1..3.4",
                                      "1.2.3.",
                                      "256.2.3.4",
                                      "1.2.3.256",
                                      "1.2.3.4294967300",
                                      "1.2.3.18446744073709551620",
                                      "01.2.3.4",
                                      "1.2.3.04",
                                      "1.2.3.00",
                                      "1.2.3.010",
                                      "0x1.2.3.4",
                                      "1.2.3.a",
                                      "+1.2.3.4",
                                      "-1.2.3.4",
                                      " 1.2.3.4",
                                      "1.2.3.4 ",
                                      "1.2.3.4/32",
                                      "3232235777",
                                      ":",
                                      ":::",
                                      "::::",
                                      "1",
                                      "1:",
                                      ":1",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:",
                                      ":2:3:4:5:6:7:8",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8:",
                                      "1:2:3:4:5:6:7:8::",
                                      "::1:2:3:4:5:6:7:8",
                                      "1::2:3:4:5:6:7:8",
                                      "1::2::3",
                                      "::1::",
                                      ":::1",
                                      "1:::2",
                                      "00001::",
                                      "12345::",
                                      "g::",
                                      "::-1",
                                      ":: ",
                                      " ::",
                                      "::1.2.3",
                                      "::1.2.3.4.5",
                                      "::1.2.3.4:5",
                                      "1.2.3.4::",
                                      "::01.2.3.4",
                                      "::1.2.3.256",
                                      "::a.2.3.4",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "::1:2:3:4:5:6:1.2.3.4",
                                      "1:2:3:4:5:1.2.3.4",
                                      "[::1]",
                                      "fe80::1%eth0",
                                      "::/0"}) {
    INFO(text);
    CHECK_FALSE(parse_address(text));
  }
  CHECK_FALSE(parse_address(std::string_view("1.2.3.4\0", 8)));
  CHECK_FALSE(parse_address(std::string_view("::\0", 3)));
}

TEST_CASE("an address is written as RFC 5952 asks for") {
  CHECK(to_string(v4(0)) == "0.0.0.0");
  CHECK(to_string(v4(0xFFFFFFFF)) == "255.255.255.255");
  CHECK(to_string(v4(0xC0000201)) == "192.0.2.1");
  for (std::string_view const text :
       {"::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "::ffff:0.0.0.0",
        "2001:db8::aaaa:0:0:1", "2001:db8:0:1:1:1:1:1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    CHECK(to_string(at(text)) == text);
  }
  CHECK(to_string(at("::2:3:4:5:6:7:8")) == "0:2:3:4:5:6:7:8");        // one zero is no run
  CHECK(to_string(at("2001:DB8:0:0:1:0:0:1")) == "2001:db8::1:0:0:1"); // the first of two
  CHECK(to_string(at("2001:0:0:1:0:0:0:1")) == "2001:0:0:1::1");       // the longest
  CHECK(to_string(at("0:0:1:2:3:0:0:0")) == "0:0:1:2:3::");
  CHECK(to_string(at("::1.2.3.4")) == "::102:304");
  CHECK(to_string(at("::ffff:0:1")) == "::ffff:0.0.0.1");
  CHECK(to_string(at("::1:ffff:1.2.3.4")) == "::1:ffff:102:304");
}

TEST_CASE("addresses are ordered by family and number") {
  std::vector<address> const ordered{
      at("0.0.0.0"), at("9.255.255.255"), at("10.0.0.0"), at("255.255.255.255"), at("::"),
      at("::a00:0"), at("0:0:0:1::"),     at("1::"),      at("ffff::")};
  for (std::size_t left = 0; left != ordered.size(); ++left) {
    for (std::size_t right = 0; right != ordered.size(); ++right) {
      CHECK((ordered[left] < ordered[right]) == (left < right));
      CHECK((ordered[left] == ordered[right]) == (left == right));
    }
  }
}

TEST_CASE("networks") {
  CHECK(words(in("203.0.113.0/24")) == "203.0.113.0-203.0.113.255");
  CHECK(words(in("10.0.0.0/7")) == "10.0.0.0-11.255.255.255");
  CHECK(words(in("0.0.0.0/0")) == "0.0.0.0-255.255.255.255");
  CHECK(words(in("128.0.0.0/1")) == "128.0.0.0-255.255.255.255");
  CHECK(words(in("192.0.2.1/32")) == "192.0.2.1");
  CHECK(words(in("192.0.2.1/31")) == "192.0.2.0-192.0.2.1");
  CHECK(words(in("192.0.2.1")) == "192.0.2.1");
  CHECK(words(in("::/0")) == "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(words(in("2001:db8::/32")) == "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(words(in("2001:db8::/63")) == "2001:db8::-2001:db8:0:1:ffff:ffff:ffff:ffff");
  CHECK(words(in("2001:db8::/64")) == "2001:db8::-2001:db8::ffff:ffff:ffff:ffff");
  CHECK(words(in("2001:db8::/65")) == "2001:db8::-2001:db8::7fff:ffff:ffff:ffff");
  CHECK(words(in("2001:db8::1/128")) == "2001:db8::1");
  CHECK(words(in("2001:db8::1")) == "2001:db8::1");
  CHECK(words(in("::ffff:10.0.0.0/104")) == "::ffff:10.0.0.0-::ffff:10.255.255.255");
}

TEST_CASE("bits beyond the prefix length do not count") {
  CHECK(in("192.0.2.77/24") == in("192.0.2.0/24"));
  CHECK(in("203.0.113.9/0") == in("0.0.0.0/0"));
  CHECK(in("2001:db8::1/32") == in("2001:db8::/32"));
  CHECK(in("2001:db8::1/0") == in("::/0"));
}

TEST_CASE("what is not a network") {
  for (std::string_view const text : {"",
                                      "/",
                                      "/24",
                                      "10.0.0.0/",
                                      "10.0.0.0/33",
                                      "10.0.0.0/08",
                                      "10.0.0.0/00",
                                      "10.0.0.0/+8",
                                      "10.0.0.0/-1",
                                      "10.0.0.0/8 ",
                                      "10.0.0.0 /8",
                                      "10.0.0.0/ 8",
                                      "10.0.0.0/8/8",
                                      "10.0.0.0/255.0.0.0",
                                      "10.0.0.0/8a",
                                      "10/8",
                                      "10.0.0/8",
                                      "10.*",
                                      "010.0.0.0/8",
                                      "10.0.0.0/4294967304",
                                      "::/129",
                                      "::/",
                                      "::/1e1",
                                      "[::]/0",
                                      "fe80::%1/64",
                                      "*",
                                      "10.0.0.0-10.0.0.255",
                                      "10.0.0.0,10.0.0.1"}) {
    INFO(text);
    CHECK_FALSE(parse_cidr(text));
  }
}

TEST_CASE("private addresses are those of RFC 1918") {
  for (std::string_view const text : {"10.0.0.0/8", "10.1.2.3", "172.16.0.0/12", "172.31.255.255",
                                      "192.168.0.0/16", "192.168.7.0/24"}) {
    INFO(text);
    CHECK(is_private(in(text)));
  }
  for (std::string_view const text :
       {"10.0.0.0/7", "11.0.0.0/8", "9.255.255.255", "172.15.255.255", "172.32.0.0",
        "172.16.0.0/11", "192.168.0.0/15", "192.169.0.0", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", "0.0.0.0/0", "fc00::/7", "fd00::/8", "::ffff:10.0.0.0/104",
        "::10.0.0.0/104"}) {
    INFO(text);
    CHECK_FALSE(is_private(in(text)));
  }
  CHECK_FALSE(is_private({at("10.0.0.1"), at("10.0.0.0")}));
  CHECK_FALSE(is_private({at("10.0.0.0"), at("192.168.0.0")}));
}

TEST_CASE("a range has what lies between its ends, and nothing of the other family") {
  auto const office = in("203.0.113.0/24");
  CHECK(contains(office, at("203.0.113.0")));
  CHECK(contains(office, at("203.0.113.255")));
  CHECK_FALSE(contains(office, at("203.0.112.255")));
  CHECK_FALSE(contains(office, at("203.0.114.0")));
  CHECK_FALSE(contains(office, at("::203.0.113.1")));
  CHECK_FALSE(contains(office, at("::ffff:203.0.113.1")));
  CHECK_FALSE(contains(in("0.0.0.0/0"), at("::")));
  CHECK_FALSE(contains(in("::/0"), at("0.0.0.0")));
  // No range at all, though `::` lies between the two.
  CHECK(is_empty(address_range{at("1.2.3.4"), at("1::")}));
  CHECK_FALSE(contains(address_range{at("1.2.3.4"), at("1::")}, at("::")));
  CHECK(is_empty(address_range{at("1.2.3.4"), at("1.2.3.3")}));
}

TEST_CASE("sets are joined and ordered") {
  CHECK(words(set_of({})) == "");
  CHECK(words(set_of({"192.0.2.128/25", "192.0.2.0/25"})) == "192.0.2.0-192.0.2.255");
  CHECK(words(set_of({"10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/9"})) == "10.0.0.0-10.255.255.255");
  CHECK(words(set_of({"192.0.2.3", "192.0.2.1"})) == "192.0.2.1 192.0.2.3");
  CHECK(words(set_of({"192.0.2.3", "192.0.2.1", "192.0.2.2"})) == "192.0.2.1-192.0.2.3");
  // The last of IPv4 and the first of IPv6 are no neighbours.
  CHECK(words(set_of({"255.255.255.255", "::", "::1"})) == "255.255.255.255 ::-::1");
  CHECK(set_of({"::/1", "8000::/1", "0.0.0.0/0"}) == ~address_set());
  CHECK(set_of({"2001:db8::/65", "2001:db8:0:0:8000::/65"}) == set_of({"2001:db8::/64"}));
  // Across the middle of the number.
  CHECK(words(address_set(std::vector<address_range>{{at("1::"), at("1::ffff:ffff:ffff:ffff")},
                                                     {at("1:0:0:1::"), at("1:0:0:1::")}})) ==
        "1::-1:0:0:1::");
  CHECK(address_set(address_range{at("1.2.3.4"), at("1.2.3.3")}).is_empty());
  CHECK(address_set(std::vector<address_range>{{at("1.2.3.4"), at("::5")}}).is_empty());
}

TEST_CASE("union, intersection and complement") {
  auto const one = set_of({"10.0.0.0/8", "2001:db8::/32"});
  auto const other = set_of({"10.128.0.0/9", "11.0.0.0/8", "2001:db8::1"});
  CHECK(words(one | other) ==
        "10.0.0.0-11.255.255.255 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(words(one & other) == "10.128.0.0-10.255.255.255 2001:db8::1");
  CHECK((one & ~one).is_empty());
  CHECK((one | ~one) == ~address_set());
  CHECK(words(~address_set()) ==
        "0.0.0.0-255.255.255.255 ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK((~~address_set()).is_empty());
  CHECK(words(~set_of({"0.0.0.0/0"})) == "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(words(~set_of({"::/0"})) == "0.0.0.0-255.255.255.255");
  CHECK(words(~set_of({"0.0.0.0/1", "8000::/1"})) ==
        "128.0.0.0-255.255.255.255 ::-7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(words(~set_of({"0.0.0.0", "255.255.255.255", "::/0"})) == "0.0.0.1-255.255.255.254");
  CHECK(words(~set_of({"0.0.0.0/0", "::1", "0:0:0:1::"})) ==
        ":: ::2-::ffff:ffff:ffff:ffff ::1:0:0:0:1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  auto changed = one;
  auto const& itself = changed;
  changed |= itself;
  CHECK(changed == one);
  changed &= itself;
  CHECK(changed == one);
}

TEST_CASE("members") {
  auto const set = set_of({"192.0.2.0/25", "192.0.2.128/25", "198.51.100.7", "2001:db8::/32"});
  CHECK(set.contains(at("192.0.2.127")));
  CHECK(set.contains(at("192.0.2.128")));
  CHECK(set.contains(at("198.51.100.7")));
  CHECK_FALSE(set.contains(at("198.51.100.6")));
  CHECK_FALSE(set.contains(at("198.51.100.8")));
  CHECK(set.contains(at("2001:db8:ffff::")));
  CHECK_FALSE(set.contains(at("::ffff:192.0.2.1")));
  CHECK_FALSE(set.contains(at("::")));
  CHECK(set.contains(in("192.0.2.0/24"))); // of two that touch
  CHECK(set.contains(in("192.0.2.64/26")));
  CHECK_FALSE(set.contains(in("192.0.2.0/23")));
  CHECK_FALSE(set.contains(in("198.51.100.6/31")));
  CHECK_FALSE(set.contains(address_range{at("192.0.2.9"), at("192.0.2.8")}));
  CHECK_FALSE(set.contains(address_range{at("192.0.2.0"), at("198.51.100.7")}));
  CHECK_FALSE(address_set().contains(at("0.0.0.0")));
  // IPv6 callers are outside of all of IPv4.
  CHECK(to_string(*(~set_of({"0.0.0.0/0"})).witness()) == "2001:db8::1");
}

TEST_CASE("a witness is an address for examples where there is one") {
  CHECK_FALSE(address_set().witness());
  CHECK(to_string(*(~address_set()).witness()) == "192.0.2.1");
  CHECK(to_string(*(~set_of({"192.0.2.0/24"})).witness()) == "198.51.100.1");
  CHECK(to_string(*(~set_of({"192.0.0.0/4"})).witness()) == "0.0.0.1");
  CHECK(to_string(*set_of({"10.0.0.0/8", "203.0.113.0/24"}).witness()) == "203.0.113.1");
  CHECK(to_string(*set_of({"10.0.0.0/8", "2001:db8::/32"}).witness()) == "10.0.0.1");
  CHECK(to_string(*set_of({"10.0.0.7"}).witness()) == "10.0.0.7");
  CHECK(to_string(*set_of({"fe80::/10"}).witness()) == "fe80::1");
}

TEST_CASE("how wide a range is") {
  CHECK(wider_than(in("10.0.0.0/7"), 8, 32));
  CHECK_FALSE(wider_than(in("10.0.0.0/8"), 8, 32));
  CHECK(wider_than(in("0.0.0.0/0"), 8, 32));
  CHECK_FALSE(wider_than(in("0.0.0.0/0"), 0, 0));
  CHECK(wider_than(in("2001:db8::/31"), 8, 32));
  CHECK_FALSE(wider_than(in("2001:db8::/32"), 8, 32));
  CHECK(wider_than(in("::/0"), 8, 32));
  CHECK_FALSE(wider_than(in("::/0"), 8, 0));
  CHECK(wider_than(in("::/0"), 8, 1));
  CHECK_FALSE(wider_than(in("192.0.2.1"), 32, 128));
  CHECK(wider_than(in("192.0.2.0/31"), 32, 128));
  CHECK(wider_than(in("192.0.2.0/31"), 99, 128)); // as 32
  CHECK_FALSE(wider_than(address_range{at("1.2.3.4"), at("0.0.0.0")}, 32, 128));
  CHECK(wider_than(address_range{at("10.0.0.0"), at("11.0.0.0")}, 8, 32));
  CHECK(wider_than(address_range{at("1::ffff:ffff:ffff:ffff"), at("1:0:0:1::")}, 32, 128));
  CHECK_FALSE(wider_than(address_range{at("1::ffff:ffff:ffff:ffff"), at("1:0:0:1::")}, 32, 127));
}

TEST_CASE("how wide a set is") {
  CHECK_FALSE(address_set().wider_than(32, 128));
  CHECK_FALSE(set_of({"0.0.0.0/4"}).wider_than(4, 4));
  CHECK(set_of({"0.0.0.0/4", "203.0.113.1"}).wider_than(4, 4));
  CHECK(set_of({"0.0.0.0/3"}).wider_than(4, 4));
  CHECK_FALSE(set_of({"1000::/4"}).wider_than(4, 4));
  CHECK(set_of({"1000::/4", "2001:db8::1"}).wider_than(4, 4));
  CHECK_FALSE(set_of({"0.0.0.0/4", "1000::/4"}).wider_than(4, 4)); // each for itself
  CHECK((~address_set()).wider_than(4, 4));
  CHECK_FALSE((~address_set()).wider_than(0, 0));
  CHECK((~set_of({"0.0.0.0/0", "::"})).wider_than(4, 1));
  CHECK(set_of({"0.0.0.0/1", "128.0.0.0/1"}).wider_than(1, 1));
  std::vector<address_range> ranges;
  for (std::uint64_t first = 0; first != 16; ++first) { // every other /8 of a half
    ranges.push_back({v4(first << 25), v4((first << 25) + 0xFFFFFF)});
  }
  CHECK_FALSE(address_set(ranges).wider_than(4, 4)); // 16 of them are a sixteenth
  ranges.push_back({v4(40 << 24), v4(40 << 24)});
  CHECK(address_set(ranges).wider_than(4, 4));
  // 256 ranges of /8 are all there is.
  ranges.clear();
  for (std::uint64_t first = 0; first != 256; ++first) {
    ranges.push_back({v4(first << 24), v4((first << 24) + 0xFFFFFF)});
    CHECK_FALSE(wider_than(ranges.back(), 8, 32));
  }
  CHECK(address_set(ranges) == set_of({"0.0.0.0/0"}));
  CHECK(address_set(ranges).wider_than(4, 4));
}

TEST_CASE("one address stands for each part") {
  CHECK(words(representatives({})) == "192.0.2.1 2001:db8::1");
  CHECK(words(representatives(all_in({"0.0.0.0/0", "::/0"}))) == "192.0.2.1 2001:db8::1");
  CHECK(words(representatives(all_in({"203.0.113.0/24"}))) ==
        "192.0.2.1 203.0.113.1 203.0.114.1 2001:db8::1");
  CHECK(words(representatives(all_in({"10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8"}))) ==
        "0.0.0.1 10.0.0.1 10.1.0.1 10.2.0.1 192.0.2.1 2001:db8::1");
  CHECK(words(representatives(all_in({"0.0.0.0", "255.255.255.255", "::", "2001:db8::1"}))) ==
        "0.0.0.0 192.0.2.1 255.255.255.255 :: ::2 2001:db8::1 2001:db8::3");
  CHECK(words(representatives(all_in({"0.0.0.0/1"}))) == "0.0.0.1 192.0.2.1 2001:db8::1");
  CHECK(words(representatives(all_in({"192.0.2.1"}))) == "0.0.0.1 192.0.2.1 198.51.100.1 "
                                                         "2001:db8::1");
  CHECK(words(representatives(std::vector<address_range>{{at("1.1.1.1"), at("1.1.1.0")},
                                                         {at("1.1.1.1"), at("1::")}})) ==
        "192.0.2.1 2001:db8::1");
  // Two ranges that overlap make five parts.
  CHECK(words(representatives(std::vector<address_range>{{v4(10), v4(19)}, {v4(15), v4(29)}})) ==
        "0.0.0.1 0.0.0.11 0.0.0.16 0.0.0.21 192.0.2.1 2001:db8::1");
}

} // namespace
