// Numbers and times against regular expressions, shifted digits and the system's calendar.

#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using support::dice;
using trailaudit::decimal;
using trailaudit::instant;
using trailaudit::is_integer;
using trailaudit::parse_decimal;
using trailaudit::parse_instant;
using trailaudit::representatives;

// A number as a sign and 35 digits on each side of the point; without a sign if it is zero.
struct digits {
  bool negative = false;
  std::string all{};

  friend bool operator==(digits const&, digits const&) = default;
};

// Writes the digits out, moves the point as the exponent says, and cuts what says nothing.
std::optional<digits> naive_number(std::string const& text) {
  static std::regex const form(R"((-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?)");
  std::smatch found;
  if (!std::regex_match(text, found, form)) {
    return std::nullopt;
  }
  auto whole = found[2].str();
  auto fraction = found[3].str();
  long exponent = found[4].matched ? std::strtol(found[4].str().c_str(), nullptr, 10) : 0;
  exponent = std::clamp(exponent, -1000L, 1000L);
  for (; exponent > 0; --exponent) {
    whole += fraction.empty() ? '0' : fraction[0];
    fraction.erase(0, 1);
  }
  for (; exponent < 0; ++exponent) {
    fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) {
      whole.pop_back();
    }
  }
  whole.erase(0, whole.find_first_not_of('0'));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (whole.size() > 35 || fraction.size() > 35) {
    return std::nullopt;
  }
  digits made{found[1].length() != 0, std::string(35 - whole.size(), '0') + whole + fraction};
  made.all.resize(70, '0');
  made.negative = made.negative && made.all != std::string(70, '0');
  return made;
}

// Of a number that is written as `to_string` does.
digits written_digits(std::string text) {
  digits made{text[0] == '-', {}};
  text.erase(0, made.negative ? 1 : 0);
  auto const point = std::min(text.find('.'), text.size());
  made.all = std::string(35 - point, '0') + text.substr(0, point);
  made.all += point == text.size() ? "" : text.substr(point + 1);
  made.all.resize(70, '0');
  return made;
}

bool comes_before(digits const& left, digits const& right) {
  if (left.negative != right.negative) {
    return left.negative;
  }
  return left.negative ? right.all < left.all : left.all < right.all;
}

std::string random_number(dice& random) {
  std::string text = random.chance(30) ? "-" : "";
  auto const add_digits = [&](std::size_t most) {
    bool const zeros = random.chance(40);
    for (auto left = 1 + random.below(most); left != 0; --left) {
      text += zeros && random.chance(80) ? '0' : static_cast<char>('0' + random.below(10));
    }
  };
  if (random.chance(30)) {
    text += '0';
  } else {
    add_digits(random.chance(50) ? 3 : 38);
  }
  if (random.chance(50)) {
    text += '.';
    add_digits(random.chance(50) ? 3 : 38);
  }
  if (random.chance(40)) {
    text += random.chance(50) ? "e" : "E";
    text += random.chance(40) ? "-" : random.chance(30) ? "+" : "";
    text += std::to_string(random.below(random.chance(80) ? 9 : 80));
  }
  return text;
}

TEST_CASE("numbers are what their digits are once the point is moved") {
  dice random(20260411);
  std::size_t good = 0;
  std::vector<std::pair<decimal, digits>> stock;
  for (int round = 0; round != 60'000; ++round) {
    auto text = random_number(random);
    if (random.chance(30) && !text.empty()) {
      text[random.below(text.size())] = std::string_view("0019.eE+- ")[random.below(10)];
    }
    CAPTURE(text);
    auto const wanted = naive_number(text);
    auto const read = parse_decimal(text);
    REQUIRE(read.has_value() == wanted.has_value());
    if (!read) {
      continue;
    }
    ++good;
    auto const written = to_string(*read);
    CAPTURE(written);
    REQUIRE(written_digits(written) == *wanted);
    REQUIRE(parse_decimal(written) == read);
    REQUIRE(is_integer(*read) == (wanted->all.substr(35) == std::string(35, '0')));
    for (auto const& other : stock) {
      REQUIRE((*read < other.first) == comes_before(*wanted, other.second));
      REQUIRE((*read == other.first) == (*wanted == other.second));
    }
    if (stock.size() < 20) {
      stock.emplace_back(*read, *wanted);
    } else {
      stock[random.below(stock.size())] = {*read, *wanted};
    }
  }
  CHECK(good > 30'000);
}

// How a number compares with values: the values below it, and those that it is.
template <class Value>
std::pair<std::size_t, std::size_t> place_among(std::vector<Value> const& values,
                                                Value const& what) {
  return {static_cast<std::size_t>(std::count_if(values.begin(), values.end(),
                                                 [&](Value const& each) { return each < what; })),
          static_cast<std::size_t>(std::count(values.begin(), values.end(), what))};
}

TEST_CASE("any number compares as one of the representatives does") {
  dice random(20260412);
  std::vector<decimal> sample; // by twentieths
  for (int twentieth = -120; twentieth <= 120; ++twentieth) {
    auto const size = std::abs(twentieth) * 5;
    auto const behind = std::to_string(100 + size % 100).substr(1);
    auto const text = (twentieth < 0 ? "-" : "") + std::to_string(size / 100) + "." + behind;
    sample.push_back(*parse_decimal(text));
  }
  for (int round = 0; round != 2'000; ++round) {
    std::vector<decimal> values;
    for (auto left = random.below(6); left != 0; --left) {
      auto const tenth = static_cast<int>(random.below(101)) - 50; // from -5 to 5
      values.push_back(sample[static_cast<std::size_t>(120 + 2 * tenth)]);
    }
    std::set<std::pair<std::size_t, std::size_t>> all;
    std::set<std::pair<std::size_t, std::size_t>> integers;
    std::set<std::pair<std::size_t, std::size_t>> natural;
    std::optional<decimal> before;
    for (auto const& each : representatives(values)) {
      REQUIRE((!before || *before < each));
      before = each;
      auto const place = place_among(values, each);
      REQUIRE(all.insert(place).second);
      if (is_integer(each)) {
        integers.insert(place);
        if (!each.is_negative) {
          natural.insert(place);
        }
      }
    }
    for (auto const& each : sample) {
      CAPTURE(to_string(each));
      auto const place = place_among(values, each);
      REQUIRE(all.contains(place));
      if (is_integer(each)) {
        REQUIRE(integers.contains(place));
        REQUIRE((each.is_negative || natural.contains(place)));
      }
    }
  }
}

// Seconds since 1970 and what stands behind the point, of a text in one of the forms.
struct naive_time {
  std::int64_t seconds = 0;
  std::string fraction{};

  friend auto operator<=>(naive_time const&, naive_time const&) = default;
};

std::optional<naive_time> naive_instant(std::string const& text) {
  static std::regex const epoch("0|[1-9][0-9]{0,2}|[1-9][0-9]{4,5}|[1-9][0-9]{8,11}");
  static std::regex const form(
      R"((\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)"
      R"((Z|[+-]\d\d:\d\d))?)?)");
  naive_time made;
  std::smatch found;
  if (std::regex_match(text, epoch)) {
    made.seconds = std::strtoll(text.c_str(), nullptr, 10);
  } else {
    if (!std::regex_match(text, found, form)) {
      return std::nullopt;
    }
    auto const number = [&](std::size_t group, int otherwise) {
      return found[group].matched ? std::atoi(found[group].str().c_str()) : otherwise;
    };
    std::tm wanted{};
    wanted.tm_year = number(1, 0) - 1900;
    wanted.tm_mon = number(2, 1) - 1;
    wanted.tm_mday = number(3, 1);
    wanted.tm_hour = number(4, 0);
    wanted.tm_min = number(5, 0);
    wanted.tm_sec = number(6, 0);
    auto normal = wanted; // timegm takes any numbers and puts them right
    made.seconds = timegm(&normal);
    if (normal.tm_year != wanted.tm_year || normal.tm_mon != wanted.tm_mon ||
        normal.tm_mday != wanted.tm_mday || normal.tm_hour != wanted.tm_hour ||
        normal.tm_min != wanted.tm_min || normal.tm_sec != wanted.tm_sec) {
      return std::nullopt;
    }
    auto const offset = found[8].str();
    if (offset.size() == 6) {
      auto const hour = std::atoi(offset.substr(1, 2).c_str());
      auto const minute = std::atoi(offset.substr(4).c_str());
      if (hour > 23 || minute > 59) {
        return std::nullopt;
      }
      made.seconds -= (offset[0] == '-' ? -60 : 60) * (60 * hour + minute);
    }
    made.fraction = found[7].str();
    made.fraction.erase(made.fraction.find_last_not_of('0') + 1);
    if (made.fraction.size() > 35) {
      return std::nullopt;
    }
  }
  constexpr std::int64_t first = -62167219200; // `date -u -d 0000-01-01 +%s`
  constexpr std::int64_t last = 253402300799;  // `date -u -d '9999-12-31 23:59:59' +%s`
  return made.seconds < first || made.seconds > last ? std::nullopt : std::optional(made);
}

std::string random_instant(dice& random) {
  auto const padded = [&](std::size_t value, std::size_t width) {
    auto text = std::to_string(value);
    text.insert(0, width > text.size() ? width - text.size() : 0, '0');
    return text;
  };
  if (random.chance(10)) {
    return std::to_string(random.below(std::size_t{1} << random.below(48)));
  }
  auto const year = random.chance(10)   ? 9999 * random.below(2)
                    : random.chance(50) ? 1960 + random.below(20)
                                        : random.below(10'000);
  auto text = padded(year, 4) + "-" +
              padded(random.below(20) == 0 ? random.below(15) : 1 + random.below(12), 2);
  if (random.chance(10)) {
    return text;
  }
  text += "-" + padded(random.chance(20) ? 27 + random.below(6) : 1 + random.below(28), 2);
  if (random.chance(10)) {
    return text;
  }
  text += "T" + padded(random.below(25), 2) + ":" + padded(random.below(61), 2);
  if (random.chance(80)) {
    text += ":" + padded(random.below(61), 2);
    if (random.chance(40)) {
      text += ".";
      for (auto left = 1 + random.below(random.chance(90) ? 6 : 40); left != 0; --left) {
        text += static_cast<char>('0' + (random.chance(50) ? 0 : random.below(10)));
      }
    }
  }
  return text + (random.chance(60) ? "Z"
                                   : (random.chance(50) ? "+" : "-") + padded(random.below(25), 2) +
                                         ":" + padded(random.below(61), 2));
}

TEST_CASE("times are what the system's calendar makes of them") {
  dice random(20260413);
  std::size_t good = 0;
  std::vector<std::pair<instant, naive_time>> stock;
  for (int round = 0; round != 60'000; ++round) {
    auto text = random_instant(random);
    if (random.chance(20)) {
      text[random.below(text.size())] = std::string_view("0019.:TZ+-")[random.below(10)];
    }
    CAPTURE(text);
    auto const wanted = naive_instant(text);
    auto const read = parse_instant(text);
    REQUIRE(read.has_value() == wanted.has_value());
    if (!read) {
      continue;
    }
    ++good;
    auto const written = to_string(*read);
    CAPTURE(written);
    REQUIRE(naive_instant(written) == wanted);
    REQUIRE(parse_instant(written) == read);
    for (auto const& other : stock) {
      REQUIRE((*read < other.first) == (*wanted < other.second));
      REQUIRE((*read == other.first) == (*wanted == other.second));
    }
    if (stock.size() < 20) {
      stock.emplace_back(*read, *wanted);
    } else {
      stock[random.below(stock.size())] = {*read, *wanted};
    }
  }
  CHECK(good > 30'000);
}

TEST_CASE("any time compares as one of the representatives does") {
  dice random(20260414);
  std::vector<instant> sample; // by quarters of a second, at the ends and around 1970
  for (std::string_view const minute :
       {"0000-01-01T00:00:0", "1969-12-31T23:59:5", "1970-01-01T00:00:0", "9999-12-31T23:59:5"}) {
    for (int second = 0; second != 10; ++second) {
      for (std::string_view const quarter : {"Z", ".25Z", ".5Z", ".75Z"}) {
        sample.push_back(
            *parse_instant(std::string(minute) + std::to_string(second) + std::string(quarter)));
      }
    }
  }
  for (int round = 0; round != 2'000; ++round) {
    std::vector<instant> times;
    for (auto left = random.below(6); left != 0; --left) {
      times.push_back(sample[2 * random.below(sample.size() / 2)]); // by halves
    }
    std::set<std::pair<std::size_t, std::size_t>> all;
    for (auto const& each : representatives(times)) {
      REQUIRE(all.insert(place_among(times, each)).second);
      REQUIRE(parse_instant(to_string(each)) == each);
    }
    for (auto const& each : sample) {
      CAPTURE(to_string(each));
      REQUIRE(all.contains(place_among(times, each)));
    }
  }
}

} // namespace
