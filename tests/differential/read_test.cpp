#include "mutate.hpp"
#include "plain_reader.hpp"

#include <support/files.hpp>
#include <trailaudit/input/read_snapshot.hpp>

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
      return filled_ == plain.value ? std::string() : "the snapshots differ";
    }
    ++counts.refused;
    counts.several += plain.faults.size() > 1 ? 1U : 0U;
    if (!fast) {
      for (auto const& each : plain.faults) {
        bool const same =
            each.any_below ? fast.error().pointer.starts_with(each.pointer)
                           : each.code == fast.error().code && fast.error().pointer == each.pointer;
        if (same) {
          return {};
        }
      }
    }
    auto const& first = plain.faults.front();
    return "fast: " + said + "; plain: " + std::string(to_string(first.code)) + " at " +
           first.pointer + ", one of " + std::to_string(plain.faults.size());
  }

private:
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
        refused += trailaudit::read_snapshot(document) ? 0U : 1U;
      }
    }
  }
  CHECK(refused == 4 * 10); // 64 levels, of which 5 lie around
}

TEST_CASE("both readers agree on 100,000 changed documents") {
  constexpr std::size_t rounds = 100'000;
  constexpr std::size_t shown = 10;
  std::vector<std::string> bases;
  for (auto const& path : support::json_files("tests/fixtures/read/accepted")) {
    auto const text = support::read_file(path);
    bases.emplace_back(support::document_of(text).value());
  }
  comparison readers;
  differential::mutator mutator(20261121);
  std::size_t differences = 0;
  for (std::size_t round = 0; round != rounds && differences != shown; ++round) {
    auto const document = mutator.mutate(bases[round % bases.size()]);
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
}

} // namespace
