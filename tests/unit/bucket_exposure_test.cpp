#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/report_json.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using trailaudit::ternary;

trailaudit::recorded_call const recorded{3, ""};
trailaudit::origin const here("s3:GetBucketPolicy", &recorded);

struct answer {
  ternary is_public = ternary::unknown;
  std::string reason{};
  std::string pointer{};
  std::string what{};
  std::string granted{};
};

// What stands in the policy of the bucket `logs`.
answer policy(std::string_view text) {
  std::string document =
      R"({"schema":"trailaudit.snapshot.v1","captures":[{"call":"s3:GetBucketPolicy",)"
      R"("request":{"Bucket":"logs"},"response":{"Policy":)";
  document += text;
  document += "}}]}";
  auto const read = trailaudit::read_snapshot(document);
  if (!read) {
    FAIL(describe(read.error()));
  }
  trailaudit::exposure_subject logs;
  logs.bucket = "logs";
  auto const found = policy_exposure(read->get_bucket_policy[0].response.policy.value, logs, here);
  std::string pointer;
  trailaudit::detail::append_path(pointer, found.where.path());
  CHECK(found.where.capture() == 3);
  return {found.is_public, std::string(found.reason), pointer, std::string(found.what),
          std::string(found.granted)};
}

// One statement about every object of the bucket.
answer allow(std::string_view principal, std::string_view more = {}) {
  std::string text =
      R"({"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*")";
  text += principal;
  text += more;
  return policy(text + "}}");
}

TEST_CASE("fixed principals are not the public") {
  for (std::string_view const principal :
       {R"(,"Principal":{"AWS":"111122223333"})",
        R"(,"Principal":{"AWS":"arn:aws:iam::111122223333:root"})",
        R"(,"Principal":{"AWS":["arn:aws:iam::111122223333:role/a",)"
        R"("arn:aws:sts::111122223333:assumed-role/a/b"]})",
        R"(,"Principal":{"AWS":"AIDAEXAMPLEEXAMPLE12"})",
        R"(,"Principal":{"Service":"cloudtrail.amazonaws.com"})",
        R"(,"Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8"})"}) {
    CAPTURE(principal);
    CHECK(allow(principal).is_public == ternary::no);
    CHECK(allow(principal, R"(,"Condition":{"Odd":{"a":"b"}})").is_public == ternary::no);
  }
}

TEST_CASE("everyone without a condition is the public") {
  auto found = allow(R"(,"Principal":"*")");
  CHECK(found.is_public == ternary::yes);
  CHECK(found.reason == "the bucket policy lets everyone in");
  CHECK(found.pointer == "/Statement/Principal");
  CHECK(found.what == "*");
  CHECK(found.granted == "s3:GetObject");
  found =
      allow(R"(,"Principal":{"Service":"cloudtrail.amazonaws.com","AWS":["111122223333","*"]})");
  CHECK(found.is_public == ternary::yes);
  CHECK(found.pointer == "/Statement/Principal");
}

TEST_CASE("principals beyond the fixed ones are not decided") {
  for (std::string_view const principal :
       {R"(,"Principal":{"AWS":"arn:aws:iam::111122223333:role/*"})",
        R"(,"Principal":{"AWS":"11112222333"})", R"(,"Principal":{"AWS":"arn:aws:iam::*:root"})",
        R"(,"Principal":{"AWS":"${aws:userid}"})", R"(,"Principal":{"AWS":""})",
        R"(,"Principal":{"AWS":"AIDA"})", R"(,"Principal":{"Service":"*"})",
        R"(,"Principal":{"Everyone":"yes"})", R"(,"Principal":"everyone")", R"(,"Principal":{})",
        ""}) {
    CAPTURE(principal);
    CHECK(allow(principal).is_public == ternary::unknown);
  }
}

TEST_CASE("who gets in without being everyone by name") {
  auto found = allow(R"(,"Principal":{"Federated":"graph.facebook.com"})");
  CHECK(found.is_public == ternary::yes);
  CHECK(found.reason ==
        "the bucket policy lets everyone in who signs in with a public identity provider");
  found = allow(R"(,"NotPrincipal":{"AWS":"111122223333"})");
  CHECK(found.is_public == ternary::yes);
  CHECK(found.pointer == "/Statement/NotPrincipal");
  found = allow(R"(,"Principal":"*")", R"(,"Condition":{"StringLike":{"aws:userid":"A*"}})");
  CHECK(found.is_public == ternary::yes);
  found = allow(R"(,"Principal":"*")", R"(,"Condition":{"Null":{"aws:PrincipalOrgID":"false"}})");
  CHECK(found.is_public == ternary::yes);
  CHECK(found.reason == "the bucket policy lets any account of AWS in");
}

TEST_CASE("everyone, about this bucket or about something else") {
  constexpr std::string_view everyone = R"({"Statement":{"Effect":"Allow","Principal":"*",)";
  auto const said = [&](std::string_view rest) {
    return policy(std::string(everyone) + std::string(rest) + "}}").is_public;
  };
  for (std::string_view const rest :
       {R"("Action":"s3:GetObject")", R"("Action":"*","Resource":"*","Unless":"asked")"}) {
    CAPTURE(rest);
    CHECK(said(rest) == ternary::unknown);
  }
  for (std::string_view const rest :
       {R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs-2/*")",
        R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::log")",
        R"("Action":"sqs:SendMessage","Resource":"*")", R"("Action":"s3:","Resource":"*")"}) {
    CAPTURE(rest);
    CHECK(said(rest) == ternary::no);
  }
  for (std::string_view const rest :
       {R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs")",
        R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::*")",
        R"("Action":"S3:GetObject","Resource":"arn:aws-cn:s3:::logs/a*")",
        R"("Action":"*","Resource":"*")", R"("NotAction":"s3:PutObject","Resource":"*")",
        R"("Action":"s3:GetObject","NotResource":"arn:aws:s3:::a/*")",
        R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*",)"
        R"("Condition":{"Bool":{"aws:SecureTransport":"true"}})",
        R"("Action":["sqs:*","s3:*"],"Resource":["arn:aws:s3:::other","arn:aws:s3:::logs*"])"}) {
    CAPTURE(rest);
    CHECK(said(rest) == ternary::yes);
  }
}

constexpr std::string_view open =
    R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"})";
constexpr std::string_view denial =
    R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"})";
constexpr std::string_view fixed =
    R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"})";
constexpr std::string_view odd =
    R"({"Effect":"allow","Principal":"*","Action":"s3:*","Resource":"*"})";

answer statements(std::initializer_list<std::string_view> given) {
  std::string text;
  for (auto const each : given) {
    text += text.empty() ? R"({"Version":"2012-10-17","Statement":[)" : ",";
    text += each;
  }
  return policy(text.empty() ? R"({"Statement":[]})" : text + "]}");
}

TEST_CASE("statements together") {
  CHECK(statements({}).is_public == ternary::no);
  CHECK(statements({denial}).is_public == ternary::no);
  CHECK(statements({fixed, denial}).is_public == ternary::no);
  CHECK(statements({fixed, open}).pointer == "/Statement/1/Principal");
  CHECK(statements({fixed, open}).is_public == ternary::yes);
  CHECK(statements({open, denial}).is_public == ternary::no);
  CHECK(statements({denial, open}).is_public == ternary::no);
  CHECK(statements({open, denial}).reason == "no outsider's request is granted");
  CHECK(statements({odd}).is_public == ternary::unknown);
  CHECK(statements({odd}).pointer == "/Statement/0/Effect");
  CHECK(statements({fixed, odd, fixed}).pointer == "/Statement/1/Effect");
  CHECK(policy(R"({"Statement":[],"Unless":1})").is_public == ternary::unknown);
}

// The bucket as a whole: one trail that delivers to `logs`, and the calls given.
answer bucket(std::string_view calls) {
  std::string document =
      R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333","captures":[
    {"call":"cloudtrail:DescribeTrails","response":{"trailList":[{"Name":"main",)"
      R"("S3BucketName":"logs"}]}})";
  document += calls;
  document += "]}";
  auto const read = trailaudit::read_snapshot(document);
  if (!read) {
    FAIL(describe(read.error()));
  }
  trailaudit::inventory joined;
  joined.build(*read);
  REQUIRE(joined.log_buckets().size() == 1);
  auto const found = bucket_exposure(joined.log_buckets()[0], joined);
  std::string pointer;
  trailaudit::detail::append_path(pointer, found.where.path());
  return {found.is_public, std::string(found.reason), pointer, std::string(found.what),
          std::string(found.granted)};
}

#define ABOUT_LOGS(call) R"(,{"call":")" call R"(","request":{"Bucket":"logs"},)"
#define PUBLIC_ACL                                                                                 \
  ABOUT_LOGS("s3:GetBucketAcl")                                                                    \
  R"("response":{"Grants":[{"Grantee":{"Type":"CanonicalUser","ID":"a"},)"                         \
  R"("Permission":"FULL_CONTROL"},)"                                                               \
  R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},)"        \
  R"("Permission":"READ"}]}})"
#define PRIVATE_ACL ABOUT_LOGS("s3:GetBucketAcl") R"("response":{"Grants":[]}})"
#define PUBLIC_POLICY                                                                              \
  ABOUT_LOGS("s3:GetBucketPolicy")                                                                 \
  R"("response":{"Policy":{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",)"        \
  R"("Resource":"*"}}}})"
#define NO_POLICY ABOUT_LOGS("s3:GetBucketPolicy") R"("error":{"Code":"NoSuchBucketPolicy"}})"
#define NO_BLOCK                                                                                   \
  ABOUT_LOGS("s3:GetPublicAccessBlock")                                                            \
  R"("error":{"Code":"NoSuchPublicAccessBlockConfiguration"}})"
#define BLOCK(flag)                                                                                \
  ABOUT_LOGS("s3:GetPublicAccessBlock")                                                            \
  R"("response":{"PublicAccessBlockConfiguration":{")" flag R"(":true}}})"
#define ACCOUNT_BLOCK(flag)                                                                        \
  R"(,{"call":"s3control:GetPublicAccessBlock","request":{"AccountId":"111122223333"},)"           \
  R"("response":{"PublicAccessBlockConfiguration":{")" flag R"(":true}}})"
#define ENFORCED                                                                                   \
  ABOUT_LOGS("s3:GetBucketOwnershipControls")                                                      \
  R"("response":{"OwnershipControls":{"Rules":[{"ObjectOwnership":"BucketOwnerEnforced"}]}}})"
#define OWN R"(,{"call":"s3:ListBuckets","response":{"Buckets":[{"Name":"logs"}]}})"
#define NOT_OWN R"(,{"call":"s3:ListBuckets","response":{"Buckets":[{"Name":"other"}]}})"

TEST_CASE("the ACL") {
  auto const found = bucket(PUBLIC_ACL);
  CHECK(found.is_public == ternary::yes); // a grant that AWS shows is in effect
  CHECK(found.reason == "the bucket's ACL lets everyone in");
  CHECK(found.pointer == "/Grants/1/Grantee/URI");
  CHECK(found.what == "http://acs.amazonaws.com/groups/global/AllUsers");
  CHECK(bucket(PUBLIC_ACL NO_POLICY NO_BLOCK).is_public == ternary::yes);
  CHECK(bucket(PUBLIC_ACL NO_POLICY BLOCK("BlockPublicAcls")).is_public == ternary::yes);
  CHECK(bucket(PUBLIC_ACL NO_POLICY BLOCK("IgnorePublicAcls")).is_public == ternary::no);
  CHECK(bucket(PUBLIC_ACL NO_POLICY ENFORCED).is_public == ternary::no);
  CHECK(bucket(PRIVATE_ACL NO_POLICY).is_public == ternary::no);
  CHECK(bucket(NO_POLICY NO_BLOCK).is_public == ternary::unknown);
  CHECK(bucket(NO_POLICY ENFORCED).is_public == ternary::no);
}

TEST_CASE("a grant that is not decided") {
  auto const acl = [](std::string_view grants) {
    std::string calls = ABOUT_LOGS("s3:GetBucketAcl") R"("response":{"Grants":[)";
    calls += grants;
    return bucket(calls + "]}}" NO_POLICY);
  };
  constexpr std::string_view everyone =
      R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"}})";
  for (std::string_view const grant :
       {R"({"Grantee":{"Type":"Group"}})", R"({"Grantee":{"Type":"Group","ID":"a"}})",
        R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/All"}})",
        R"({"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/All"}})",
        R"({"Grantee":{"Type":"Everyone","ID":"a"}})", R"({"Grantee":{}})", R"({})",
        R"({"Grantee":{"Type":"CanonicalUser","ID":"a"},"Unless":"asked"})",
        R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},)"
        R"("Unless":"asked"})"}) {
    CAPTURE(grant);
    CHECK(acl(grant).is_public == ternary::unknown);
    CHECK(acl(std::string(grant) + "," + std::string(everyone)).is_public == ternary::yes);
  }
  auto found = acl(R"({"Grantee":{"ID":"a"}},{"Grantee":{"Type":"Group"}},{"Grantee":{}})");
  CHECK(found.reason == "a grantee in the bucket's ACL is not decided");
  CHECK(found.pointer == "/Grants/1/Grantee");
  CHECK(found.what == "Group");
  found = acl(R"({"Grantee":{"Type":"CanonicalUser","ID":"a"},"Unless":"asked"})");
  CHECK(found.reason == "a grant in the bucket's ACL has an element that is not decided");
  CHECK(found.pointer == "/Grants/0");
  CHECK(found.what == "Unless");
  for (std::string_view const grant :
       {R"({"Grantee":{"Type":"CanonicalUser","ID":"a"}})", R"({"Grantee":{"ID":"a"}})",
        R"({"Grantee":{"Type":"AmazonCustomerByEmail","EmailAddress":"a@example.com"}})",
        R"({"Grantee":{"EmailAddress":"a@example.com"}})",
        R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/s3/LogDelivery"}})"}) {
    CAPTURE(grant);
    CHECK(acl(grant).is_public == ternary::no);
  }
}

TEST_CASE("the policy") {
  CHECK(
      bucket(PRIVATE_ACL PUBLIC_POLICY NO_BLOCK OWN ACCOUNT_BLOCK("IgnorePublicAcls")).is_public ==
      ternary::yes);
  CHECK(bucket(PRIVATE_ACL PUBLIC_POLICY BLOCK("RestrictPublicBuckets")).is_public == ternary::no);
  CHECK(bucket(PRIVATE_ACL PUBLIC_POLICY BLOCK("BlockPublicPolicy")).is_public == ternary::unknown);
  CHECK(bucket(PRIVATE_ACL PUBLIC_POLICY).is_public == ternary::unknown);
  CHECK(bucket(PRIVATE_ACL).is_public == ternary::unknown);
  auto const found = bucket(PUBLIC_POLICY NO_BLOCK OWN ACCOUNT_BLOCK("BlockPublicAcls"));
  CHECK(found.is_public == ternary::yes); // whatever the ACL says
  CHECK(found.pointer == "/Policy/Statement/Principal");
}

TEST_CASE("the account's block holds for the account's own buckets") {
  CHECK(bucket(PRIVATE_ACL PUBLIC_POLICY NO_BLOCK OWN ACCOUNT_BLOCK("RestrictPublicBuckets"))
            .is_public == ternary::no);
  CHECK(
      bucket(PRIVATE_ACL PUBLIC_POLICY NO_BLOCK ACCOUNT_BLOCK("RestrictPublicBuckets")).is_public ==
      ternary::unknown);
  CHECK(bucket(PUBLIC_ACL NO_POLICY NO_BLOCK OWN ACCOUNT_BLOCK("IgnorePublicAcls")).is_public ==
        ternary::no);
  CHECK(bucket(PUBLIC_ACL NO_POLICY NO_BLOCK NOT_OWN ACCOUNT_BLOCK("IgnorePublicAcls")).is_public ==
        ternary::yes);
}

} // namespace
