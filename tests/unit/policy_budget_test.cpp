// What a search may cost: each budget ends it with its own name, and no policy, however it was
// written, takes an answer away from evaluation.

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::exposure_budget;
using trailaudit::exposure_question;
using trailaudit::exposure_verdict;
using trailaudit::policy;
using trailaudit::policy_exposure_answer;
using trailaudit::policy_request;
using trailaudit::ternary;

constexpr std::string_view owner = "111122223333";

trailaudit::exposure_subject logs() {
  trailaudit::exposure_subject out;
  out.account = owner;
  out.bucket = "logs";
  return out;
}

std::string statement(std::string_view effect, std::string_view more,
                      std::string_view resource = "arn:aws:s3:::logs/*",
                      std::string_view principal = R"("*")") {
  return R"({"Effect":")" + std::string(effect) + R"(","Principal":)" + std::string(principal) +
         R"(,"Action":"s3:GetObject","Resource":")" + std::string(resource) + '"' +
         std::string(more) + '}';
}

policy of(std::vector<std::string> const& statements) {
  std::string text = R"({"Version":"2012-10-17","Statement":[)";
  for (auto const& each : statements) {
    text += (text.back() == '[' ? "" : ",") + each;
  }
  auto out = trailaudit::read_policy(text + "]}");
  REQUIRE(out.flaws.empty());
  REQUIRE(out.statement.values.size() == statements.size());
  return out;
}

policy_exposure_answer ask(policy const& document, exposure_budget const& budget = {},
                           exposure_question question = exposure_question::public_access) {
  return trailaudit::exposure_of(document, question, logs(), {}, budget);
}

policy_request read_by_anyone() {
  policy_request out;
  out.principal.type = trailaudit::principal_type::anonymous;
  out.action = "s3:GetObject";
  out.resource = "arn:aws:s3:::logs/a";
  out.account = owner;
  return out;
}

// `*a*b*c…*`, in another order for each number.
std::string glob(std::size_t number, std::size_t pieces) {
  std::string out = "*";
  for (std::size_t at = 0; at != pieces; ++at) {
    out += static_cast<char>('a' + (7 * number + at * (number % 5 + 1)) % 26);
    out += '*';
  }
  return out;
}

TEST_CASE("each budget of the search ends it by its name") {
  auto const simple = of({statement("Allow", "", "arn:aws:s3:::logs/*/a")});
  CHECK(ask(simple).verdict == exposure_verdict::open);
  exposure_budget steps;
  steps.max_steps = 10;
  auto const plain = of({statement("Allow", "")}); // one request shows it, without a search
  CHECK(ask(plain, steps).verdict == exposure_verdict::open);
  CHECK(ask(simple, steps).verdict == exposure_verdict::unknown);
  CHECK(ask(simple, steps).reason == "the budget `max_steps` is used up");

  std::vector<std::string> globs;
  for (std::size_t at = 0; at != 12; ++at) {
    globs.push_back(
        statement(at % 2 == 0 ? "Allow" : "Deny", "", "arn:aws:s3:::logs/" + glob(at, 9)));
  }
  exposure_budget states;
  states.texts.max_states = 50;
  CHECK(ask(of(globs), states).reason == "the budget `texts.max_states` is used up");
  exposure_budget text_steps;
  text_steps.texts.max_steps = 1'000;
  CHECK(ask(of(globs), text_steps).reason == "the budget `texts.max_steps` is used up");

  // Everyone outside of one organization is denied; only the anonymous caller is tried.
  auto const denied =
      of({statement("Allow", ""),
          statement("Deny", R"(,"Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-x"}})",
                    "arn:aws:s3:::log*/*")});
  CHECK(ask(denied).verdict == exposure_verdict::closed);
  exposure_budget callers;
  callers.max_callers = 1;
  CHECK(ask(denied, callers).verdict == exposure_verdict::unknown);
  CHECK(ask(denied, callers).reason == "the budget `max_callers` is used up");
}

TEST_CASE("what is closed at one look needs no budget") {
  exposure_budget nothing;
  nothing.max_steps = 0;
  nothing.texts = {0, 0};
  std::vector<std::string> statements;
  for (std::size_t at = 0; at != 10'000; ++at) {
    statements.push_back(statement("Allow", "", "arn:aws:s3:::logs/*",
                                   R"({"AWS":"arn:aws:iam::222222222222:role/reader"})"));
  }
  CHECK(ask(of(statements), nothing).verdict == exposure_verdict::closed);
}

TEST_CASE("a search that was given up proves nothing") {
  struct row {
    std::string_view name;
    std::size_t count;
    std::string (*make)(std::size_t);
  };
  // The first statement of each is open to anyone for a text that no `Deny` matches.
  constexpr std::string_view anyone = R"({"AWS":"*"})";
  auto const rows = {
      row{"many statements", 10'000,
          [](std::size_t at) {
            return statement("Deny", R"(,"Condition":{"StringEquals":{"key)" + std::to_string(at) +
                                         R"(":"value"}})");
          }},
      row{"globs of resources", 200,
          [](std::size_t at) {
            return statement("Deny", "", "arn:aws:s3:::logs/" + glob(at, 20) + std::to_string(at));
          }},
      row{"globs of conditions", 100,
          [](std::size_t at) {
            return statement("Deny", R"(,"Condition":{"StringLike":{"aws:UserAgent":")" +
                                         glob(at, 26) + R"("}})");
          }},
      row{"long globs", 50,
          [](std::size_t at) {
            std::string text = "*";
            for (std::size_t more = 0; more != 1'000; ++more) {
              text += "ab?";
            }
            return statement("Deny", R"(,"Condition":{"StringLike":{"aws:Referer":")" + text +
                                         std::to_string(at) + R"(*"}})");
          }},
      row{"principals", 5'000,
          [](std::size_t at) {
            return statement("Deny", "", "arn:aws:s3:::logs/*",
                             R"({"AWS":")" + std::to_string(200'000'000'000 + at) + R"("})");
          }},
      row{"variables", 1'000,
          [](std::size_t at) {
            return statement("Deny", "",
                             "arn:aws:s3:::logs/${aws:PrincipalTag/t" + std::to_string(at) +
                                 "}/secret");
          }},
  };
  for (auto const& each : rows) {
    CAPTURE(each.name);
    std::vector<std::string> statements{statement("Allow", "", "arn:aws:s3:::logs/*", anyone)};
    for (std::size_t at = 0; at != each.count; ++at) {
      statements.push_back(each.make(at));
    }
    auto const document = of(statements);
    auto const said = ask(document);
    CAPTURE(said.reason);
    CHECK(said.verdict != exposure_verdict::closed);
    if (said.verdict == exposure_verdict::unknown) {
      CHECK(said.reason.starts_with("the budget `"));
    } else {
      CHECK(trailaudit::evaluate(document, said.witness).granted == ternary::yes);
    }
    CHECK(trailaudit::evaluate(document, read_by_anyone()).allow == ternary::yes);
  }
}

TEST_CASE("a key in two spellings is found in short and in long blocks") {
  for (std::size_t const others : {0U, 5U, 40U}) {
    CAPTURE(others);
    std::string more = R"(,"Condition":{"Null":{"aws:SourceArn":"true","AWS:sourcearn":"true")";
    for (std::size_t at = 0; at != others; ++at) {
      more += R"(,"key)" + std::to_string(at) + R"(":"true")";
    }
    CHECK(trailaudit::evaluate(of({statement("Allow", more + "}}")}), read_by_anyone()).granted ==
          ternary::unknown);
  }
  std::string once = R"(,"Condition":{"Null":{"aws:SourceArn":"true")";
  for (std::size_t at = 0; at != 40; ++at) {
    once += R"(,"key)" + std::to_string(at) + R"(":"true")";
  }
  CHECK(trailaudit::evaluate(of({statement("Allow", once + "}}")}), read_by_anyone()).granted ==
        ternary::yes);
}

TEST_CASE("a flaw of one statement of many leaves the others") {
  std::vector<std::string> statements(100, statement("Deny", "", "arn:aws:s3:::other/*"));
  statements.front() = statement("Allow", "");
  auto document = of(statements);
  CHECK(trailaudit::evaluate(document, read_by_anyone()).granted == ternary::yes);
  auto& flaw = document.flaws.emplace_back();
  flaw.statement = 70;
  auto const said = trailaudit::evaluate(document, read_by_anyone());
  CHECK(said.allow == ternary::yes);
  CHECK(said.deny == ternary::unknown);
  CHECK(trailaudit::match(document, 70, read_by_anyone()).applies == ternary::unknown);
  CHECK(trailaudit::match(document, 71, read_by_anyone()).applies == ternary::no);
  flaw.statement = trailaudit::policy_flaw::no_statement;
  CHECK(trailaudit::match(document, 71, read_by_anyone()).applies == ternary::unknown);
}

TEST_CASE("the lines of who has access share a budget, and none is lost") {
  std::vector<std::string> statements;
  std::vector<std::string> names;
  for (std::size_t at = 0; at != 300; ++at) {
    names.push_back("arn:aws:iam::" + std::to_string(200'000'000'000 + at) + ":role/reader");
    statements.push_back(
        statement("Allow", "", "arn:aws:s3:::logs/*", R"({"AWS":")" + names.back() + R"("})"));
  }
  exposure_budget little;
  little.max_steps = 5'000;
  auto const lines = trailaudit::who_has_access(of(statements), logs(), {}, little);
  for (auto const& name : names) {
    CAPTURE(name);
    auto const found = std::find_if(lines.begin(), lines.end(), [&](auto const& line) {
      return line.principal == name && line.kind == trailaudit::access_kind::read;
    });
    REQUIRE(found != lines.end());
    CHECK(found->verdict != exposure_verdict::closed);
  }
  CHECK(lines.back().verdict == exposure_verdict::unknown);
}

} // namespace
