#include "mutate.hpp"
#include "plain_reader.hpp"

#include <support/files.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The fast reader against the plain one.

namespace {

struct tally {
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t not_json = 0;
  std::size_t quirks = 0;
  std::size_t flawed = 0;  // policies in documents that are read
  std::size_t inexact = 0; // policies without a flaw that keep their text
  std::size_t several = 0; // documents with more than one fault, where any of them may be reported
};

class comparison {
public:
  tally counts{};

  /// Empty, or how the two readers differ.
  std::string differ(std::string_view document) {
    auto const fast = reader_.read(document, filled_);
    auto const plain = plain::read(document, limits_);
    if (plain.boost_quirk) {
      ++counts.quirks;
      return {};
    }
    auto const said = fast ? std::string("accepted") : describe(fast.error());
    if (!plain.is_json) {
      ++counts.not_json;
      return fast ? "only the fast reader takes it for JSON" : std::string();
    }
    if (plain.faults.empty()) {
      ++counts.accepted;
      if (!fast) {
        return "only the fast reader refuses: " + said;
      }
      std::string difference = "the snapshots differ";
      trailaudit::detail::for_each_operation([&](auto const& each) {
        settle_captures(filled_.*each.captures, plain.value.*each.captures);
        if (!(filled_.*each.captures == plain.value.*each.captures)) {
          difference += " in " + std::string(each.call);
        }
      });
      return filled_ == plain.value ? std::string() : difference;
    }
    ++counts.refused;
    counts.several += plain.faults.size() > 1 ? 1U : 0U;
    if (!fast) {
      for (auto const& each : plain.faults) {
        if (each.code == fast.error().code && fast.error().pointer == each.pointer) {
          return {};
        }
      }
    }
    auto const& first = plain.faults.front();
    return "fast: " + said + "; plain: " + std::string(to_string(first.code)) + " at " +
           first.pointer + ", one of " + std::to_string(plain.faults.size());
  }

private:
  // The plain reader knows whether a policy has flaws, not which, and of one that is an object not
  // how it was spelt.
  void settle(trailaudit::policy& made, trailaudit::policy const& expected) {
    if (made.text != expected.text) {
      made.text = plain::canonical(made.text);
    }
    counts.flawed += made.flaws.empty() ? 0U : 1U;
    counts.inexact += made.flaws.empty() && !made.text.empty() ? 1U : 0U;
    if (!made.flaws.empty()) {
      auto const text = made.text;
      made = {};
      made.text = text;
      made.flaws.emplace_back();
    }
  }
  template <class T>
  void settle(trailaudit::json_text<T>& made, trailaudit::json_text<T> const& expected) {
    settle(made.value, expected.value);
  }
  template <class T>
  void settle(trailaudit::encoded_json_text<T>& made,
              trailaudit::encoded_json_text<T> const& expected) {
    settle(made.value, expected.value);
  }
  template <class T>
  void settle(trailaudit::maybe<T>& made, trailaudit::maybe<T> const& expected) {
    if (made && expected) {
      settle(*made, *expected);
    }
  }
  template <class T>
  void settle(trailaudit::list<T>& made, trailaudit::list<T> const& expected) {
    for (std::size_t at = 0; at != made.size() && at != expected.size(); ++at) {
      settle(made[at], expected[at]);
    }
  }
  template <class T>
  void settle(T& made, T const& expected) {
    if constexpr (trailaudit::record<T>) {
      trailaudit::detail::for_each_field<T>(
          [&](auto const& each) { settle(made.*each.member, expected.*each.member); });
    }
  }
  template <class Captures>
  void settle_captures(Captures& made, Captures const& expected) {
    for (std::size_t at = 0; at != made.size() && at != expected.size(); ++at) {
      settle(made[at].response, expected[at].response);
    }
  }

  trailaudit::read_limits limits_{};
  trailaudit::snapshot_reader reader_{}; // one for all documents: what is left over would show
  trailaudit::snapshot filled_{};
};

std::vector<std::string> documents() {
  std::vector<std::string> found;
  for (auto const& path : support::json_files("tests/fixtures")) {
    auto const text = support::read_file(path);
    if (auto const document = support::document_of(text)) {
      found.emplace_back(*document);
    }
  }
  return found;
}

TEST_CASE("both readers agree on every fixture") {
  comparison readers;
  for (auto const& document : documents()) {
    INFO(document);
    CHECK(readers.differ(document) == "");
  }
  CHECK(readers.counts.accepted != 0);
  CHECK(readers.counts.refused != 0);
  auto const recorded =
      support::read_file(support::source_dir() / "examples/payloads/good-boto3.json");
  CHECK(readers.differ(recorded) == "");
}

TEST_CASE("both readers count the depth of a nested policy alike") {
  comparison readers;
  std::size_t refused = 0;
  std::size_t too_large = 0;
  for (std::size_t levels = 50; levels != 70; ++levels) {
    auto const deep = std::string(levels, '[') + std::string(levels, ']');
    auto const in_text = R"({"Policy": "{\"New\": )" + deep + R"(}"})";
    auto const in_object = R"({"Policy": {"New": )" + deep + "}}";
    for (auto const& response : {in_text, in_object}) {
      for (bool const before : {false, true}) {
        auto const call = std::string(R"("call": "s3:GetBucketPolicy")");
        auto const capture = before ? R"("response": )" + response + ", " + call
                                    : call + R"(, "response": )" + response;
        auto const document =
            R"({"schema": "trailaudit.snapshot.v1", "captures": [{)" + capture + "}]}";
        INFO(document);
        CHECK(readers.differ(document) == "");
        auto const read = trailaudit::read_snapshot(document);
        refused += read ? 0U : 1U;
        too_large += read && read->get_bucket_policy[0].response.policy.value.flaws[0].code ==
                                 trailaudit::policy_flaw_code::too_large
                         ? 1U
                         : 0U;
      }
    }
  }
  // 64 levels, of which 5 lie around. The document is at fault only where the levels are its own.
  CHECK(refused == 2 * 10);
  CHECK(too_large == 2 * 10);
}

std::string snapshot_with(std::string const& policy) {
  return R"({"schema": "trailaudit.snapshot.v1", "captures": [{"call": "s3:GetBucketPolicy",)"
         R"( "response": {"Policy": )" +
         policy + "}}]}";
}

TEST_CASE("both readers agree on 50,000 changed policies") {
  constexpr std::size_t rounds = 50'000;
  constexpr std::size_t shown = 10;
  std::vector<std::string> bases;
  for (auto const& path : support::json_files("tests/fixtures/policies")) {
    auto const fixture = boost::json::parse(support::read_file(path));
    bases.emplace_back(fixture.at("policy").as_string());
  }
  comparison readers;
  differential::mutator mutator(20261122);
  std::size_t differences = 0;
  for (std::size_t round = 0; round != rounds && differences != shown; ++round) {
    auto const& base = bases[round % bases.size()];
    auto const policy = round < bases.size() ? base : mutator.mutate(base);
    for (auto const& form : {boost::json::serialize(boost::json::value(policy)), policy}) {
      auto const document = snapshot_with(form);
      auto const difference = readers.differ(document);
      if (!difference.empty()) {
        ++differences;
        INFO(document);
        INFO("round ", round);
        CHECK(difference == "");
      }
    }
  }
  CHECK(differences == 0);
  auto const& counts = readers.counts;
  MESSAGE("accepted ", counts.accepted, ", with flaws ", counts.flawed,
          ", with a text all the same ", counts.inexact, ", not JSON ", counts.not_json);
  CHECK(counts.accepted > rounds);
  CHECK(counts.flawed > rounds / 2);
  CHECK(counts.accepted - counts.flawed > rounds / 20);
  CHECK(counts.inexact > rounds / 200);
}

TEST_CASE("both readers agree on 100,000 changed documents") {
  constexpr std::size_t rounds = 100'000;
  constexpr std::size_t shown = 10;
  // Of ten documents one is changed as a whole; of the others one capture stands alone, which takes
  // a tenth of the time and has more changes where they matter.
  std::vector<std::string> whole;
  std::vector<std::string> parts;
  for (auto const& path : support::json_files("tests/fixtures/read/accepted")) {
    auto const text = support::read_file(path);
    whole.emplace_back(support::document_of(text).value());
    auto document = boost::json::parse(whole.back()).as_object();
    auto const captures = document.at("captures").as_array();
    for (auto const& each : captures) {
      document["captures"] = boost::json::array{each};
      parts.push_back(boost::json::serialize(document));
    }
  }
  comparison readers;
  differential::mutator mutator(20261121);
  std::size_t differences = 0;
  for (std::size_t round = 0; round != rounds && differences != shown; ++round) {
    auto const& base = round % 10 == 0 ? whole[round / 10 % whole.size()]
                                       : parts[(round - round / 10 - 1) % parts.size()];
    auto const document = mutator.mutate(base);
    auto const difference = readers.differ(document);
    if (!difference.empty()) {
      ++differences;
      INFO(document);
      INFO("round ", round);
      CHECK(difference == "");
    }
  }
  CHECK(differences == 0);
  // Not vacuous: every kind of outcome comes up often.
  auto const& counts = readers.counts;
  MESSAGE("accepted ", counts.accepted, ", refused ", counts.refused,
          " (more than one fault: ", counts.several, "), not JSON ", counts.not_json,
          ", Boost.JSON's own ", counts.quirks);
  CHECK(counts.accepted > rounds / 5);
  CHECK(counts.refused > rounds / 5);
  CHECK(counts.not_json > rounds / 10);
  CHECK(counts.quirks < rounds / 100);
  CHECK(counts.flawed > rounds / 40);
}

} // namespace
