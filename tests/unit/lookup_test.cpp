#include <trailaudit/detail/lookup.hpp>
#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/detail/prefetch.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::detail::lookup;

struct keys {
  std::vector<std::string> texts{};
  std::size_t asked = 0;

  auto at() {
    return [this](std::size_t position) -> std::string_view {
      ++asked;
      return texts.at(position);
    };
  }
};

std::vector<std::size_t> all(lookup const& index, std::string_view key, keys& from) {
  std::vector<std::size_t> found;
  for (auto at = index.find(key, from.at()); at != lookup::none; at = index.next(at, from.at())) {
    found.push_back(at);
  }
  return found;
}

void add_all(lookup& index, keys& from) {
  for (std::size_t at = 0; at != from.texts.size(); ++at) {
    index.add(from.at());
  }
}

TEST_CASE("an empty lookup finds nothing") {
  lookup index;
  keys none;
  CHECK(index.size() == 0);
  CHECK(all(index, "", none).empty());
  CHECK(all(index, "a", none).empty());
  CHECK(none.asked == 0);
}

TEST_CASE("a key that was expected is found and added like any other") {
  for (std::size_t const reserved : {0U, 10U, 500U}) {
    lookup index;
    lookup plain;
    keys from;
    for (std::size_t at = 0; at != 200; ++at) { // hashed from the start, or in the course of it
      from.texts.push_back("key" + std::to_string(at % 60));
    }
    index.reserve(reserved);
    std::vector<lookup::expected> early;
    for (auto const& text : from.texts) {
      early.push_back(index.expect(text));
    }
    for (std::size_t at = 0; at != from.texts.size(); ++at) {
      CHECK(index.find(early[at], from.at()) == plain.find(from.texts[at], from.at()));
      index.add(early[at], from.at());
      plain.add(from.at());
      CHECK(index.find(index.expect(from.texts[at]), from.at()) == at % 60);
      CHECK(index.find(early[at], from.at()) == at % 60);
    }
    for (auto const& text : from.texts) {
      CHECK(all(index, text, from) == all(plain, text, from));
    }
    CHECK(index.find(index.expect("another"), from.at()) == lookup::none);
  }
}

TEST_CASE("what is prepared some steps ahead is used in order") {
  for (std::size_t const count : {0U, 1U, 7U, 8U, 9U, 16U, 50U}) {
    std::vector<std::size_t> used;
    std::size_t prepared = 0;
    trailaudit::detail::for_each_prepared(
        count,
        [&](std::size_t at) {
          CHECK(at == prepared++);
          return at * 3;
        },
        [&](std::size_t at, std::size_t value) {
          CHECK(value == at * 3);
          used.push_back(at);
        });
    CHECK(prepared == count);
    REQUIRE(used.size() == count);
    for (std::size_t at = 0; at != count; ++at) {
      CHECK(used[at] == at);
    }
  }
}

TEST_CASE("positions that are assigned at once are found like those that are added") {
  lookup at_once;
  for (std::size_t const count : {1000U, 33U, 32U, 0U, 1U, 65U}) { // over what was there before
    CAPTURE(count);
    keys from;
    for (std::size_t at = 0; at != count; ++at) {
      from.texts.push_back("key" + std::to_string(at % 7));
    }
    at_once.assign(count, from.at());
    lookup added;
    add_all(added, from);
    CHECK(at_once.size() == count);
    for (std::string const& key : {std::string("key0"), std::string("key6"), std::string("no")}) {
      CHECK(all(at_once, key, from) == all(added, key, from));
    }
  }
}

TEST_CASE("every position of a key is found in order, whatever their number") {
  for (std::size_t const count : {1U, 2U, 31U, 32U, 33U, 34U, 63U, 64U, 65U, 128U, 129U, 1000U}) {
    CAPTURE(count);
    keys from;
    for (std::size_t at = 0; at != count; ++at) {
      from.texts.push_back(at % 3 == 0 ? "" : "key" + std::to_string(at % 7));
    }
    lookup index;
    add_all(index, from);
    CHECK(index.size() == count);
    for (std::string const& key : {std::string(), std::string("key0"), std::string("key5")}) {
      std::vector<std::size_t> wanted;
      for (std::size_t at = 0; at != count; ++at) {
        if (from.texts[at] == key) {
          wanted.push_back(at);
        }
      }
      CHECK(all(index, key, from) == wanted);
    }
    CHECK(all(index, "key", from).empty());
    CHECK(all(index, "key55", from).empty());
  }
}

TEST_CASE("positions are found while others are still being added") {
  keys from;
  lookup index;
  for (std::size_t at = 0; at != 200; ++at) {
    from.texts.push_back("key" + std::to_string(at / 2));
    index.add(from.at());
    CHECK(all(index, from.texts.back(), from) ==
          (at % 2 == 0 ? std::vector<std::size_t>{at} : std::vector<std::size_t>{at - 1, at}));
    CHECK(index.find("key0", from.at()) == 0);
  }
}

TEST_CASE("a cleared lookup forgets, and can be small again") {
  keys from;
  for (std::size_t at = 0; at != 100; ++at) {
    from.texts.push_back("old" + std::to_string(at));
  }
  lookup index;
  add_all(index, from);
  index.clear();
  CHECK(index.size() == 0);
  CHECK(all(index, "old1", from).empty());

  keys few{{"a", "b", "a"}};
  add_all(index, few);
  CHECK(all(index, "a", few) == std::vector<std::size_t>{0, 2});
  CHECK(all(index, "old1", few).empty());

  index.clear();
  keys many;
  for (std::size_t at = 0; at != 40; ++at) {
    many.texts.push_back(at % 2 == 0 ? "even" : "odd");
  }
  add_all(index, many);
  CHECK(all(index, "odd", many).size() == 20);
  CHECK(all(index, "old1", many).empty());
}

TEST_CASE("room that was made beforehand changes nothing that is found") {
  for (std::size_t const room : {0U, 1U, 32U, 33U, 100U, 5000U}) {
    for (std::size_t const count : {0U, 1U, 20U, 33U, 70U, 400U}) {
      CAPTURE(room);
      CAPTURE(count);
      keys from;
      std::vector<std::size_t> wanted;
      for (std::size_t at = 0; at != count; ++at) {
        from.texts.push_back("key" + std::to_string(at % 10));
        if (at % 10 == 3) {
          wanted.push_back(at);
        }
      }
      lookup index;
      for (int round = 0; round != 2; ++round) {
        index.reserve(room);
        CHECK(index.size() == 0);
        CHECK(all(index, "key3", from).empty());
        add_all(index, from);
        CHECK(all(index, "key3", from) == wanted);
        CHECK(all(index, "key", from).empty());
        index.clear();
      }
    }
  }
}

// Work is counted in keys looked at, since that is what grows.
TEST_CASE("100,000 positions with one key are added and walked in linear time") {
  constexpr std::size_t count = 100'000;
  keys from;
  from.texts.assign(count, "arn:aws:cloudtrail:us-east-1:111122223333:trail/main");
  lookup index;
  add_all(index, from);
  CHECK(from.asked < 10 * count);
  from.asked = 0;
  CHECK(all(index, from.texts[0], from).size() == count);
  CHECK(from.asked < 2 * count);
}

TEST_CASE("100,000 keys are added and found in linear time") {
  constexpr std::size_t count = 100'000;
  keys from;
  for (std::size_t at = 0; at != count; ++at) {
    from.texts.push_back("arn:aws:cloudtrail:us-east-1:111122223333:trail/" + std::to_string(at));
  }
  lookup index;
  add_all(index, from);
  CHECK(from.asked < 20 * count);
  from.asked = 0;
  std::size_t right = 0;
  for (std::size_t at = 0; at != count; ++at) {
    right += index.find(from.texts[at], from.at()) == at ? 1U : 0U;
  }
  CHECK(right == count);
  CHECK(from.asked < 10 * count);
}

TEST_CASE("a text is found among constants, and nothing that is like it") {
  constexpr auto const& calls = trailaudit::detail::operation_calls;
  static_assert(calls.size() > 8); // by places
  for (std::size_t at = 0; at != calls.size(); ++at) {
    std::string text(calls[at]);
    CAPTURE(text);
    CHECK(trailaudit::detail::number_of_text<calls>(text) == at);
    CHECK(trailaudit::detail::number_of_text<calls>(text + 's') == calls.size());
    CHECK(trailaudit::detail::number_of_text<calls>(text.substr(1)) == calls.size());
    for (auto& byte : text) { // the middle, which is no part of the ends, counts as well
      byte ^= 1;
      CHECK(trailaudit::detail::number_of_text<calls>(text) == calls.size());
      byte ^= 1;
    }
  }
  CHECK(trailaudit::detail::number_of_text<calls>("") == calls.size());
}

TEST_CASE("texts are the same when all their bytes are") {
  std::string const text = "arn:aws:cloudtrail:us-east-1:111122223333:trail/one";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    CAPTURE(size);
    auto const whole = text.substr(0, size);
    CHECK(trailaudit::detail::same_text(whole, text.substr(0, size)));
    CHECK_FALSE(trailaudit::detail::same_text(whole, whole + ' '));
    for (std::size_t at = 0; at != size; ++at) {
      CAPTURE(at);
      auto other = whole;
      other[at] = static_cast<char>(other[at] ^ 0x20);
      CHECK_FALSE(trailaudit::detail::same_text(whole, other));
    }
  }
}

} // namespace
