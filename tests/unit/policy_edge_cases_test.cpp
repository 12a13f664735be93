// Every row of the table of edge cases: what the policy says of concrete requests, and whom it lets
// in. The expectations are data, worked out by hand from AWS's documentation.

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <support/files.hpp>
#include <support/policy_cases.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using support::policy_case;
using trailaudit::exposure_question;
using trailaudit::exposure_verdict;

constexpr std::string_view folder = "tests/fixtures/policy/edge-cases";

void replay_requests(policy_case const& given) {
  for (std::size_t at = 0; at != given.answers.size(); ++at) {
    auto const& expected = given.answers[at];
    CAPTURE(at);
    auto const said = trailaudit::evaluate(given.document, expected.request);
    CHECK(to_string(said.allow) == expected.allow);
    CHECK(to_string(said.deny) == expected.deny);
    CHECK(to_string(said.granted) == expected.granted);
    bool const open =
        said.allow == trailaudit::ternary::unknown || said.deny == trailaudit::ternary::unknown;
    CHECK((said.granted != trailaudit::ternary::unknown || !said.reason.empty()));
    CHECK((open || said.reason.empty()));
  }
}

void replay_question(policy_case const& given, exposure_question question,
                     std::string const& expected) {
  if (expected.empty()) {
    return;
  }
  trailaudit::exposure_subject subject;
  subject.account = given.account;
  subject.bucket = given.bucket;
  subject.resource = given.resource;
  auto const said = trailaudit::exposure_of(given.document, question, subject);
  CAPTURE(static_cast<int>(question));
  CAPTURE(said.reason);
  CHECK(to_string(said.verdict) == expected);
  CHECK_FALSE(said.reason.empty());
  for (auto const statement : said.statements) {
    CHECK(statement < given.document.statement.values.size());
  }
  if (said.verdict == exposure_verdict::open) {
    CHECK_FALSE(said.statements.empty());
    if (question != exposure_question::aws_public) {
      auto const granted = trailaudit::evaluate(given.document, said.witness).granted;
      CHECK(granted == trailaudit::ternary::yes);
    }
  }
}

void replay(std::filesystem::path const& file) {
  auto const given = support::read_policy_case(file);
  CAPTURE(given.note);
  replay_requests(given);
  replay_question(given, exposure_question::public_access, given.public_access);
  replay_question(given, exposure_question::aws_public, given.aws_public);
  replay_question(given, exposure_question::external, given.external);
  replay_question(given, exposure_question::deputy, given.deputy);
}

TEST_CASE("the edge cases of policies") {
  for (auto const& file : support::json_files(folder)) {
    auto const name = file.stem().string();
    SUBCASE(name.c_str()) { replay(file); }
  }
}

// Policies that let outsiders in, or keep them out, in ways that are easy to miss.
TEST_CASE("outsiders by side doors") {
  for (auto const& file : support::json_files("tests/fixtures/policy/outsiders")) {
    auto const name = file.stem().string();
    SUBCASE(name.c_str()) { replay(file); }
  }
}

TEST_CASE("no row of the table of edge cases is missing") {
  std::vector<std::string> rows;
  for (auto const& file : support::json_files(folder)) {
    auto const root = support::read_json(support::read_file(file));
    rows.push_back(root.text_of("row"));
    CAPTURE(file.filename().string());
    CHECK(file.filename().string().find(rows.back().substr(0, 2)) != std::string::npos);
    CHECK_FALSE(root.text_of("note").empty());
    CHECK_FALSE(root.at("expect").members.empty());
  }
  for (int row = 1; row != 73; ++row) {
    CAPTURE(row);
    CHECK(std::find(rows.begin(), rows.end(), std::to_string(row)) != rows.end());
  }
  CHECK(std::find(rows.begin(), rows.end(), "37b") != rows.end());
}

} // namespace
