// Mistakes in the policies of log buckets, one of each example account: the policy is the account's
// own, the request that shows the mistake is granted, and the policy to write instead is shut.
// Expectations and requests are data, by hand from AWS's documentation.

#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_policy.hpp>

#include <doctest/doctest.h>

#include <support/files.hpp>
#include <support/policy_cases.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace {

using support::json_node;
using support::policy_case;
using trailaudit::exposure_question;
using trailaudit::exposure_verdict;
using trailaudit::policy;
using trailaudit::ternary;

constexpr std::string_view folder = "tests/fixtures/policy/mistakes";

trailaudit::policy_exposure_answer ask(policy const& document, policy_case const& given,
                                       exposure_question question) {
  trailaudit::exposure_subject subject;
  subject.account = given.account;
  subject.bucket = given.bucket;
  return trailaudit::exposure_of(document, question, subject);
}

// Whether the trail's own files can be written.
ternary delivers(policy const& document, policy_case const& given, json_node const& trail) {
  auto const arn = trail.text_of("arn");
  auto const prefix = trail.text_of("prefix");
  trailaudit::delivery_trail about;
  about.arn = arn;
  about.multi_region = ternary::yes;
  about.validation = ternary::yes;
  about.bucket = given.bucket;
  about.prefix = prefix;
  about.bucket_account = given.account;
  about.kms_key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  about.regions = {"us-east-1", "eu-west-1"};
  return trailaudit::delivers(trailaudit::bucket_delivery(&document, about));
}

// The one question that shows the mistake, `delivery` excepted.
exposure_question question_of(std::string_view name) {
  REQUIRE((name == "public" || name == "external" || name == "deputy"));
  return name == "public"     ? exposure_question::public_access
         : name == "external" ? exposure_question::external
                              : exposure_question::deputy;
}

void check_verdict(policy_case const& given, exposure_question question,
                   std::string const& expected) {
  if (expected.empty()) {
    return;
  }
  auto const said = ask(given.document, given, question);
  CAPTURE(static_cast<int>(question));
  CAPTURE(said.reason);
  CHECK(to_string(said.verdict) == expected);
  if (said.verdict == exposure_verdict::open && question != exposure_question::aws_public) {
    CAPTURE(trailaudit::write_policy_request(said.witness));
    CHECK(trailaudit::evaluate(given.document, said.witness).granted == ternary::yes);
  }
}

void check_example(std::string const& example, policy_case const& given, json_node const& trail) {
  auto const world =
      trailaudit::read_snapshot(support::read_file(support::source_dir() / example)).value();
  CHECK(world.account_id == given.account);
  REQUIRE(world.get_bucket_policy.size() == 1);
  auto const& answer = world.get_bucket_policy[0];
  CHECK(answer.request.bucket == given.bucket);
  CHECK(answer.response.policy.value == given.document);
  REQUIRE_FALSE(world.describe_trails.empty());
  auto const& settings = world.describe_trails[0].response.trail_list[0];
  CHECK(settings.trail_arn == trail.text_of("arn"));
  CHECK(settings.s3_bucket_name == given.bucket);
  CHECK(settings.s3_key_prefix == trail.text_of("prefix"));
}

TEST_CASE("mistakes in the policies of log buckets") {
  for (auto const& file : support::json_files(folder)) {
    auto const name = file.stem().string();
    SUBCASE(name.c_str()) {
      auto const root = support::read_json(support::read_file(file));
      auto const given = support::read_policy_case(file);
      auto const& trail = root.at("subject").at("trail");
      CAPTURE(given.note);
      check_example(root.text_of("example"), given, trail);
      CHECK(given.document.flaws.empty());

      // The first request shows the mistake, the second is one that it does not reach.
      REQUIRE(given.answers.size() == 2);
      for (auto const& expected : given.answers) {
        CAPTURE(expected.request.action);
        auto const said = trailaudit::evaluate(given.document, expected.request);
        CHECK(to_string(said.allow) == expected.allow);
        CHECK(to_string(said.deny) == expected.deny);
        CHECK(to_string(said.granted) == expected.granted);
      }
      auto const question = root.text_of("question");
      bool const lets_in = question != "delivery";
      CHECK(given.answers[0].granted == (lets_in ? "yes" : "no"));
      CHECK(given.answers[1].granted == (lets_in ? "no" : "yes"));

      check_verdict(given, exposure_question::public_access, given.public_access);
      check_verdict(given, exposure_question::aws_public, given.aws_public);
      check_verdict(given, exposure_question::external, given.external);
      check_verdict(given, exposure_question::deputy, given.deputy);
      CHECK(to_string(delivers(given.document, given, trail)) ==
            root.at("expect").text_of("delivery"));
      if (lets_in) {
        CHECK(ask(given.document, given, question_of(question)).verdict == exposure_verdict::open);
      }

      // What to write instead: nothing of the mistake, and CloudTrail is served.
      auto const instead = trailaudit::read_policy(root.at("instead").raw);
      CHECK(instead.flaws.empty());
      CHECK(to_string(trailaudit::evaluate(instead, given.answers[0].request).granted) ==
            (lets_in ? "no" : "yes"));
      CHECK(delivers(instead, given, trail) == ternary::yes);
      if (lets_in) {
        auto const said = ask(instead, given, question_of(question));
        CAPTURE(said.reason);
        CHECK(said.verdict == exposure_verdict::closed);
      }
    }
  }
}

// Every line of the table is the fixture's own, and no fixture is missing in it.
TEST_CASE("the README of the example accounts explains each mistake") {
  auto const readme = support::read_file(support::source_dir() / "examples/payloads/README.md");
  std::set<std::string> questions;
  for (auto const& file : support::json_files(folder)) {
    auto const root = support::read_json(support::read_file(file));
    auto const name = file.stem().string();
    CAPTURE(name);
    CHECK(root.text_of("example") == "examples/payloads/" + name + ".json");
    questions.insert(root.text_of("question"));
    auto const line = "| `" + name + "` | " + root.at("subject").text_of("account") + " | " +
                      root.text_of("note") + " | " + root.text_of("witness") + " |\n";
    CHECK(readme.find(line) != std::string::npos);
  }
  CHECK(questions == std::set<std::string>{"delivery", "deputy", "external", "public"});
}

} // namespace
