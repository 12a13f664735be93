#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

// What is decided at one look, without a search: both ways it must be right, and nothing that is
// close to it may be taken for it.

namespace {

using trailaudit::exposure_question;
using trailaudit::exposure_verdict;
using trailaudit::ternary;

constexpr std::string_view grant =
    R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"})";

trailaudit::policy_exposure_answer
ask(std::string const& statements, exposure_question question = exposure_question::public_access) {
  auto const document =
      trailaudit::read_policy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
  REQUIRE(document.flaws.empty());
  trailaudit::exposure_subject logs;
  logs.account = "111122223333";
  logs.bucket = "logs";
  auto const said = trailaudit::exposure_of(document, question, logs);
  if (said.verdict == exposure_verdict::open) {
    CHECK(trailaudit::evaluate(document, said.witness).granted == ternary::yes);
  }
  return said;
}

// A `Deny` beside the grant to everyone.
exposure_verdict beside(std::string_view elements, std::string_view condition,
                        exposure_question question = exposure_question::public_access) {
  std::string denial = R"({"Effect":"Deny",)" + std::string(elements);
  if (!condition.empty()) {
    denial += R"(,"Condition":)" + std::string(condition);
  }
  return ask(std::string(grant) + ',' + denial + '}', question).verdict;
}

constexpr std::string_view everything =
    R"("Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs/*")";
constexpr std::string_view of_organization =
    R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-abcdefgh12"}})";

TEST_CASE("a denial to all but those of an organization takes a public grant back") {
  CHECK(beside(everything, "") == exposure_verdict::closed);
  CHECK(beside(everything, of_organization) == exposure_verdict::closed);
  CHECK(beside(R"("Principal":{"AWS":"*"},"Action":"S3:getobject","Resource":"*")",
               of_organization) == exposure_verdict::closed);
  CHECK(beside(everything, R"({"StringNotEqualsIfExists":{"aws:PrincipalOrgID":["o-abcdefgh12"]},)"
                           R"("BoolIfExists":{"aws:PrincipalIsAWSService":"false"}})") ==
        exposure_verdict::closed);
  CHECK(beside(everything,
               R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}})") ==
        exposure_verdict::closed);
  CHECK(beside(everything, R"({"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}})") ==
        exposure_verdict::closed);
  CHECK(beside(everything, R"({"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}})") ==
        exposure_verdict::closed);
}

TEST_CASE("a denial that leaves something to outsiders takes nothing back") {
  auto const open = exposure_verdict::open;
  // Fewer actions, objects or callers.
  CHECK(beside(R"("Principal":"*","Action":"s3:GetObjectAcl","Resource":"*")", "") == open);
  CHECK(beside(R"("Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs/a/*")", "") ==
        open);
  CHECK(beside(R"("Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs")", "") == open);
  CHECK(beside(R"("Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":"*")", "") == open);
  CHECK(beside(R"("Principal":"*","NotAction":"s3:GetObject","Resource":"*")", "") == open);
  CHECK(beside(R"("Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::logs/*")", "") ==
        open);
  // Conditions that not every outsider meets.
  CHECK(beside(everything, R"({"StringEquals":{"aws:PrincipalOrgID":"o-abcdefgh12"}})") == open);
  CHECK(beside(everything, R"({"StringNotLike":{"aws:PrincipalOrgID":"o-*"}})") == open);
  CHECK(beside(everything, R"({"Bool":{"aws:PrincipalIsAWSService":"false"}})") == open);
  CHECK(beside(everything, R"({"BoolIfExists":{"aws:PrincipalIsAWSService":"true"}})") == open);
  CHECK(beside(everything, R"({"Bool":{"aws:SecureTransport":"false"}})") == open);
  CHECK(beside(everything, R"({"NotIpAddress":{"aws:SourceIp":"0.0.0.0/1"}})") == open);
  CHECK(beside(everything, R"({"StringNotEquals":{"s3:x-amz-acl":"private"}})") == open);
  CHECK(beside(everything, R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-abcdefgh12",)"
                           R"("s3:ExistingObjectTag/a":"b"}})") == open);
  // An organization that the policy names is no reason to trust it.
  CHECK(beside(everything, of_organization, exposure_question::external) == open);
}

TEST_CASE("a grant to everyone is shown by a request that other statements do not deny") {
  CHECK(ask(std::string(grant)).witness.action == "s3:GetObject");
  CHECK(beside(everything, R"({"NumericLessThan":{"s3:TlsVersion":"1.2"}})") ==
        exposure_verdict::open);
  // One that names nobody, or nothing, may be about anything.
  CHECK(beside(R"("Action":"s3:*","Resource":"*")", "") != exposure_verdict::closed);
  CHECK(beside(R"("Principal":"*","Action":"s3:*")", "") != exposure_verdict::open);
}

TEST_CASE("the request that shows an opening is one that AWS knows") {
  constexpr std::string_view both_resources =
      R"("Action":["s3:ListBucket","s3:GetObject"],)"
      R"("Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/AWSLogs/*"]})";
  auto const everyone = R"({"Effect":"Allow","Principal":"*",)" + std::string(both_resources);
  auto const other =
      R"({"Effect":"Allow","Principal":{"AWS":"444455556666"},)" + std::string(both_resources);
  auto const is_possible = [](trailaudit::policy_request const& shown) {
    return (shown.action == "s3:ListBucket") == (shown.resource == "arn:aws:s3:::logs");
  };
  for (auto const question : {exposure_question::public_access, exposure_question::external}) {
    auto const said = ask(other + ',' + everyone, question);
    CHECK(said.verdict == exposure_verdict::open);
    CHECK(said.witness.principal.type == trailaudit::principal_type::anonymous);
    CHECK(is_possible(said.witness));
    CHECK(said.statements == std::vector<std::size_t>{1});
  }
  CHECK(ask(other).verdict == exposure_verdict::closed);
  auto const said = ask(other, exposure_question::external);
  CHECK(said.verdict == exposure_verdict::open);
  CHECK(said.witness.principal.id == "arn:aws:iam::444455556666:root");
  CHECK(is_possible(said.witness));
}

TEST_CASE("a service may act for a stranger wherever nothing binds it") {
  std::string const bound =
      R"({"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},)"
      R"("Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/*","Condition":{"StringEquals":)"
      R"({"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}}})";
  std::string const unbound =
      R"({"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},)"
      R"("Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::logs"})";
  std::string const denied =
      R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":)"
      R"({"StringNotEqualsIfExists":{"aws:SourceAccount":"111122223333"}}})";
  auto const asked = [](std::string const& statements) {
    auto const document =
        trailaudit::read_policy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
    trailaudit::exposure_subject logs;
    logs.account = "111122223333";
    logs.bucket = "logs";
    logs.service = "cloudtrail.amazonaws.com";
    return trailaudit::exposure_of(document, exposure_question::deputy, logs);
  };
  CHECK(asked(bound).verdict == exposure_verdict::closed);
  CHECK(asked(bound + ',' + unbound).verdict == exposure_verdict::open);
  CHECK(asked(bound + ',' + unbound).statements == std::vector<std::size_t>{1});
  CHECK(asked(unbound + ',' + denied).verdict == exposure_verdict::closed);
  CHECK(asked(std::string(grant)).verdict == exposure_verdict::open);
}

TEST_CASE("accounts are no outsiders where nothing says who is the owner") {
  auto const document = trailaudit::read_policy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},)"
      R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"}})");
  trailaudit::exposure_subject logs;
  logs.bucket = "logs";
  auto const said = trailaudit::exposure_of(document, exposure_question::external, logs);
  CHECK(said.verdict == exposure_verdict::unknown);
  CHECK(said.reason == "the owner's account is not known");
  CHECK(said.statements == std::vector<std::size_t>{0});
  logs.account = "444455556666";
  CHECK(trailaudit::exposure_of(document, exposure_question::external, logs).verdict ==
        exposure_verdict::closed);
  logs.account = "111122223333";
  CHECK(trailaudit::exposure_of(document, exposure_question::external, logs).verdict ==
        exposure_verdict::open);
}

TEST_CASE("what no whole ARN names is not decided") {
  auto const document = trailaudit::read_policy(
      std::string(R"({"Version":"2012-10-17","Statement":[)") + std::string(grant) + "]}");
  for (std::string_view const resource : {"arn:", "arn:aws:s3:::", "arn:aws:s3:::*", "logs"}) {
    CAPTURE(resource);
    trailaudit::exposure_subject subject;
    subject.account = "111122223333";
    subject.resource = resource;
    for (auto const question : {exposure_question::public_access, exposure_question::external,
                                exposure_question::deputy}) {
      auto const said = trailaudit::exposure_of(document, question, subject);
      CHECK(said.verdict == exposure_verdict::unknown);
      CHECK(said.reason == "the resource is no whole ARN");
    }
  }
}

TEST_CASE("a key that is only asked for has a value that AWS sends") {
  auto const said = ask(R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject",)"
                        R"("Resource":"arn:aws:s3:::logs/*",)"
                        R"("Condition":{"Null":{"aws:SecureTransport":"false"}}})");
  REQUIRE(said.verdict == exposure_verdict::open);
  for (auto const& each : said.witness.context) {
    if (each.key == "aws:SecureTransport") {
      CHECK((each.values.front() == "true" || each.values.front() == "false"));
    }
  }
}

} // namespace
