#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>

#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Any bytes as addresses, networks, numbers and times, one a line: no fault of memory; what is
// written is read again as itself, addresses are what the system reads, and of all values one
// stands for each part.

namespace {

using trailaudit::address;
using trailaudit::address_range;
using trailaudit::address_set;

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_address(std::string_view text) {
  auto const read = trailaudit::parse_address(text);
  expect(!read || trailaudit::parse_address(to_string(*read)) == read);
  if (text.find('\0') == std::string_view::npos) { // where the system's reader would stop
    std::array<unsigned char, 16> bytes{};
    std::string const copy(text);
    bool const is_v4 = inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1;
    bool const is_v6 = !is_v4 && inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1;
    expect(read.has_value() == (is_v4 || is_v6));
    expect(!read || read->is_v6 == is_v6);
    for (std::size_t at = 0; read && at != (is_v6 ? 16U : 4U); ++at) {
      auto const word = is_v6 && at < 8 ? read->high : read->low;
      auto const shift = is_v6 ? 56 - 8 * (at % 8) : 24 - 8 * at;
      expect((word >> shift & 0xFFU) == bytes[at]);
    }
  }
}

void check_sets(std::vector<address_range> const& ranges) {
  address_set const all(ranges);
  address_set one_by_one;
  for (auto const& each : ranges) {
    expect(!is_empty(each) && all.contains(each));
    one_by_one |= address_set(each);
  }
  expect(one_by_one == all);
  expect(~~all == all);
  expect((all & ~all).is_empty());
  expect(all.is_empty() == !all.witness().has_value());
  for (auto const& each : trailaudit::representatives(ranges)) {
    bool inside = false;
    for (auto const& range : ranges) {
      inside = inside || contains(range, each);
    }
    expect(all.contains(each) == inside);
    expect((~all).contains(each) == !inside);
  }
}

// Of sorted representatives, that the values are among them with one in each part around them;
// nothing need come before the first.
template <class Value>
void check_parts(std::vector<Value> values) {
  auto const found = trailaudit::representatives(std::span<Value const>(values));
  for (std::size_t at = 0; at + 1 < found.size(); ++at) {
    expect(found[at] < found[at + 1]);
  }
  bool was_value = true;
  for (auto const& each : found) {
    bool is_value = false;
    for (auto const& value : values) {
      is_value = is_value || value == each;
    }
    expect(!values.empty() && &each != &found.front() ? is_value != was_value : true);
    was_value = is_value;
  }
  expect(values.empty() || !was_value);
  for (auto const& value : values) {
    bool is_found = false;
    for (auto const& each : found) {
      is_found = is_found || value == each;
    }
    expect(is_found);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view text(reinterpret_cast<char const*>(data), size);
  std::vector<address_range> ranges;
  std::vector<trailaudit::decimal> numbers;
  std::vector<trailaudit::instant> times;
  for (int left = 40; left != 0; --left) {
    auto const line = text.substr(0, text.find('\n'));
    check_address(line);
    if (auto const range = trailaudit::parse_cidr(line)) {
      ranges.push_back(*range);
    }
    if (auto const number = trailaudit::parse_decimal(line)) {
      expect(trailaudit::parse_decimal(to_string(*number)) == number);
      numbers.push_back(*number);
    }
    if (auto const time = trailaudit::parse_instant(line)) {
      expect(trailaudit::parse_instant(to_string(*time)) == time);
      times.push_back(*time);
    }
    if (line.size() == text.size()) {
      break;
    }
    text.remove_prefix(line.size() + 1);
  }
  check_sets(ranges);
  check_parts(numbers);
  check_parts(times);
  return 0;
}
