#include <support/files.hpp>
#include <trailaudit/analysis/known_actions.hpp>
#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/detail/folded_names.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Each lint by hand: where it fires, where exactly, and what is close to it and must not fire.

namespace {

using trailaudit::policy_lint_code;

std::string all(std::string_view policy) {
  std::string out;
  for (auto const& each : lint(trailaudit::read_policy(policy))) {
    out += std::string(to_string(each.code)) + ' ' + each.pointer + " `" + each.what + "`\n";
  }
  return out;
}

// Of one statement: what is said of it, the document being as it should.
std::string said(std::string_view statement) {
  return all(R"({"Version":"2012-10-17","Statement":[)" + std::string(statement) + "]}");
}

constexpr std::string_view objects = R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*")";

std::string allow(std::string_view rest) {
  return said(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},)" + std::string(objects) +
              std::string(rest) + "}");
}
std::string deny(std::string_view rest) {
  return said(R"({"Effect":"Deny","Principal":"*",)" + std::string(objects) + std::string(rest) +
              "}");
}
std::string allow_if(std::string_view condition) {
  return allow(R"(,"Condition":{)" + std::string(condition) + "}");
}
std::string deny_if(std::string_view condition) {
  return deny(R"(,"Condition":{)" + std::string(condition) + "}");
}
std::string acts(std::string_view action, std::string_view resource) {
  return said(R"({"Effect":"Allow","Principal":"*","Action":)" + std::string(action) +
              R"(,"Resource":)" + std::string(resource) + "}");
}

TEST_CASE("every code has a name and a line of its own") {
  std::set<std::string_view> names;
  std::set<std::string_view> lines;
  std::size_t count = 0;
  for (unsigned value = 0; value <= static_cast<unsigned>(policy_lint_code::if_exists); ++value) {
    auto const code = static_cast<policy_lint_code>(value);
    ++count;
    names.insert(to_string(code));
    lines.insert(describe(code));
    CHECK_FALSE(to_string(code).empty());
    CHECK(to_string(code).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
          std::string_view::npos);
    CHECK_FALSE(describe(code).empty());
    CHECK(describe(code).back() != '.');
  }
  CHECK(names.size() == count);
  CHECK(lines.size() == count);
}

TEST_CASE("names are found without regard to case, and each by its own number") {
  namespace detail = trailaudit::detail;
  static constexpr detail::folded_names names(detail::s3_actions);
  for (std::size_t at = 0; at != detail::s3_actions.size(); ++at) {
    auto const name = detail::s3_actions[at];
    CAPTURE(name);
    std::string folded(name);
    for (auto& byte : folded) {
      byte = detail::to_lower(byte);
    }
    CHECK(names.find(name) == at); // it stands in one list alone
    CHECK(names.find(folded) == at);
    // Another letter anywhere is another name; so is one that differs from it as cases do.
    for (auto& byte : folded) {
      auto const kept = byte;
      for (auto const other : {'@', '[', '`', '{', '_', static_cast<char>(kept ^ '\x60')}) {
        byte = other;
        CHECK_FALSE(names.contains(folded));
      }
      byte = kept;
    }
    CHECK_FALSE(names.contains(folded + "x"));
  }
  CHECK_FALSE(names.contains(""));
}

TEST_CASE("nothing is said of the policies that AWS documents for CloudTrail") {
  // CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".
  CHECK(all(R"({"Version": "2012-10-17", "Statement": [
      {"Sid": "AWSCloudTrailAclCheck20150319", "Effect": "Allow",
       "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:GetBucketAcl",
       "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEquals":
         {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}}},
      {"Sid": "AWSCloudTrailWrite20150319", "Effect": "Allow",
       "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
       "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/prefix/AWSLogs/111122223333/*",
       "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control",
         "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}}}]})") == "");
  // The same, "Configure AWS KMS key policies for CloudTrail".
  CHECK(all(R"({"Version": "2012-10-17", "Id": "Key policy created by CloudTrail", "Statement": [
      {"Sid": "Enable IAM user permissions", "Effect": "Allow",
       "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/u"]},
       "Action": "kms:*", "Resource": "*"},
      {"Sid": "Allow CloudTrail to encrypt logs", "Effect": "Allow",
       "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:GenerateDataKey*",
       "Resource": "arn:aws:kms:us-east-1:111122223333:key/k", "Condition": {
         "StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main"},
         "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn":
           "arn:aws:cloudtrail:*:111122223333:trail/*"}}},
      {"Sid": "Enable CloudTrail log decrypt permissions", "Effect": "Allow",
       "Principal": {"AWS": "arn:aws:iam::111122223333:user/username"}, "Action": "kms:Decrypt",
       "Resource": "*", "Condition": {"Null": {"kms:EncryptionContext:aws:cloudtrail:arn": "false"}}}
      ]})") == "");
  // SNS's policy of a new topic: Amazon SNS Developer Guide.
  CHECK(all(R"({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [
      {"Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"},
       "Action": ["SNS:Publish", "SNS:RemovePermission", "SNS:SetTopicAttributes",
         "SNS:DeleteTopic", "SNS:ListSubscriptionsByTopic", "SNS:GetTopicAttributes",
         "SNS:Receive", "SNS:AddPermission", "SNS:Subscribe"],
       "Resource": "arn:aws:sns:us-east-2:111122223333:MyTopic",
       "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}}}]})") == "");
  CHECK(deny_if(R"("Bool":{"aws:SecureTransport":"false"})") == "");
}

TEST_CASE("flaws are lints") {
  CHECK(all(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny",
      "Acton":"*"},5,{"Effect":"allow","Action":"*","NotAction":"*"}]})") ==
        "duplicate-element /Statement/0/Effect `Effect`\n"
        "unknown-element /Statement/0/Acton `Acton`\n"
        "missing-element /Statement/0 `Action`\n"
        "wrong-type /Statement/1 `a number`\n"
        "unknown-effect /Statement/2/Effect `allow`\n"
        "conflicting-element /Statement/2/NotAction `NotAction`\n");
  CHECK(all("{") == "not-json  `the text ends too early`\n");
  trailaudit::read_limits limits;
  limits.max_bytes = 1;
  auto const large = lint(trailaudit::read_policy("{}", limits));
  REQUIRE(large.size() == 1);
  CHECK(large[0].code == policy_lint_code::too_large);
  auto const numbered =
      lint(trailaudit::read_policy(R"({"Version":"2012-10-17","Statement":[5]})"));
  REQUIRE(numbered.size() == 1);
  CHECK(numbered[0].statement == 0);
}

TEST_CASE("the version") {
  CHECK(all(R"({"Statement":[]})") == "missing-version  `Version`\n");
  CHECK(all(R"({"Version":"2013-10-17","Statement":[]})") ==
        "unknown-version /Version `2013-10-17`\n");
  CHECK(all(R"({"Version":"2008-10-17","Statement":[]})") == "");
  CHECK(all(R"({"Version":"2012-10-17","Statement":[]})") == "");
}

TEST_CASE("variables in the language of 2008") {
  std::string const statement =
      R"("Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",)"
      R"("Resource":["arn:aws:s3:::b/a","arn:aws:s3:::b/${aws:username}/*"],)"
      R"("Condition":{"StringLike":{"s3:prefix":"${aws:username}/*"}}})";
  CHECK(all(R"({"Version":"2008-10-17",)" + statement + "}") ==
        "variable-in-2008 /Statement/Resource/1 `arn:aws:s3:::b/${aws:username}/*`\n"
        "variable-in-2008 /Statement/Condition/StringLike/s3:prefix `${aws:username}/*`\n");
  CHECK(all(R"({"Version":"2012-10-17",)" + statement + "}") == "");
}

TEST_CASE("two statements of one `Sid`") {
  auto const with = [](std::string const& first, std::string const& second) {
    auto const one = [](std::string const& sid) {
      return R"({"Sid":")" + sid + R"(","Effect":"Deny","Principal":"*",)" + std::string(objects) +
             "}";
    };
    return said(one(first) + "," + one("other") + "," + one(second));
  };
  CHECK(with("A", "A") == "duplicate-sid /Statement/2/Sid `A`\n");
  CHECK(with("A", "a") == "");
  CHECK(with("", "") == "");
}

TEST_CASE("elements of nothing") {
  CHECK(said(R"({"Effect":"Allow","Principal":"*","Action":[],"Resource":[]})") ==
        "empty-element /Statement/0/Action `Action`\n"
        "empty-element /Statement/0/Resource `Resource`\n");
  CHECK(said(R"({"Effect":"Allow","Principal":{},"NotAction":[],"NotResource":[]})") ==
        "empty-element /Statement/0/Principal `Principal`\n"
        "empty-element /Statement/0/NotAction `NotAction`\n"
        "empty-element /Statement/0/NotResource `NotResource`\n");
  CHECK(said(R"({"Effect":"Allow","Principal":{"AWS":[],"Service":["a"]},"Action":"*"})") ==
        "empty-element /Statement/0/Principal/AWS `AWS`\n");
  CHECK(deny_if(R"("StringEquals":{"aws:userid":[]},"Bool":{})") ==
        "empty-element /Statement/0/Condition/StringEquals/aws:userid `aws:userid`\n"
        "empty-element /Statement/0/Condition/Bool `Bool`\n");
  CHECK(said(R"({"Effect":"Allow","Principal":{"AWS":["1"]},"Action":["*"],"Resource":["*"]})") ==
        "");
}

TEST_CASE("`NotPrincipal`") {
  CHECK(said(R"({"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"*"})") ==
        "not-principal /Statement/0/NotPrincipal `NotPrincipal`\n");
  CHECK(said(R"({"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*"})") == "");
}

TEST_CASE("statements that leave everything out") {
  auto const with = [](std::string_view element, std::string_view value) {
    auto const of = [&](std::string_view name, std::string_view usual) {
      return std::string(element).substr(3) == name
                 ? "\"Not" + std::string(name) + "\":" + std::string(value)
                 : "\"" + std::string(name) + "\":" + std::string(usual);
    };
    return said(R"({"Effect":"Deny",)" + of("Principal", R"("*")") + "," +
                of("Action", R"("s3:*")") + "," + of("Resource", R"("*")") + "}");
  };
  CHECK(with("NotAction", R"("*")") == "excludes-everything /Statement/0/NotAction `NotAction`\n");
  CHECK(with("NotAction", R"(["s3:GetObject","*"])") ==
        "excludes-everything /Statement/0/NotAction `NotAction`\n");
  CHECK(with("NotResource", R"("*")") ==
        "excludes-everything /Statement/0/NotResource `NotResource`\n");
  // A `Deny` meets who has a permissions boundary, whomever `NotPrincipal` names.
  CHECK(with("NotPrincipal", R"({"AWS":["111122223333","*"]})") == "");
  CHECK(said(R"({"Effect":"Allow","NotPrincipal":{"AWS":["111122223333","*"]},"Action":"*"})") ==
        "excludes-everything /Statement/0/NotPrincipal `NotPrincipal`\n");
  CHECK(with("NotAction", R"("s3:*")") == "");
  CHECK(with("NotResource", R"("arn:aws:s3:::b/*")") == "");
  CHECK(with("NotPrincipal", R"({"AWS":"111122223333"})") == "");
}

TEST_CASE("principals that were deleted") {
  auto const with = [](std::string_view id) {
    return said(R"({"Effect":"Allow","Principal":{"AWS":["111122223333",")" + std::string(id) +
                R"("]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})");
  };
  CHECK(with("AIDACKCEVSQ6C2EXAMPLE") ==
        "deleted-principal /Statement/0/Principal/AWS/1 `AIDACKCEVSQ6C2EXAMPLE`\n");
  CHECK(with("AROACKCEVSQ6C2EXAMPLE") ==
        "deleted-principal /Statement/0/Principal/AWS/1 `AROACKCEVSQ6C2EXAMPLE`\n");
  CHECK(with("444455556666") == "");
  CHECK(with("arn:aws:iam::111122223333:user/AIDACKCEVSQ6C2EXAMPLE") == "");
}

TEST_CASE("principals that are none") {
  auto const with = [](std::string_view principal) {
    return said(R"({"Effect":"Allow","Principal":)" + std::string(principal) + R"(,"Action":"*"})");
  };
  CHECK(with(R"("everyone")") == "invalid-principal /Statement/0/Principal `everyone`\n");
  CHECK(with(R"({"AWS":"arn:aws:iam::111122223333:role/*"})") ==
        "invalid-principal /Statement/0/Principal/AWS `arn:aws:iam::111122223333:role/*`\n");
  CHECK(with(R"({"AWS":["111122223333","1111?2223333"]})") ==
        "invalid-principal /Statement/0/Principal/AWS/1 `1111?2223333`\n");
  CHECK(with(R"(["111122223333","a*"])") == "invalid-principal /Statement/0/Principal/1 `a*`\n");
  CHECK(with(R"({"Service":"*"})") == "invalid-principal /Statement/0/Principal/Service `*`\n");
  CHECK(with(R"("*")") == "");
  CHECK(with(R"({"AWS":["*"],"Service":"cloudtrail.amazonaws.com"})") == "");
  CHECK(with(R"(["*"])") == "");
}

TEST_CASE("CloudTrail's accounts of old") {
  auto const with = [](std::string_view id) {
    return said(R"({"Effect":"Allow","Principal":{"AWS":[")" + std::string(id) +
                R"("]},"Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"})");
  };
  // us-east-1 and eu-central-1, as the CloudTrail User Guide named them.
  CHECK(with("086441151436") ==
        "legacy-cloudtrail-account /Statement/0/Principal/AWS/0 `086441151436`\n");
  CHECK(with("arn:aws:iam::035351147821:root") ==
        "legacy-cloudtrail-account /Statement/0/Principal/AWS/0 "
        "`arn:aws:iam::035351147821:root`\n");
  CHECK(with("111122223333") == "");
  CHECK(with("arn:aws:iam::111122223333:root") == "");
  CHECK(with("arn:aws:iam::035351147821:role/x") == "");
}

TEST_CASE("actions that are not known") {
  CHECK(acts(R"(["s3:HeadObject","s3:GetObjekt*"])", R"("*")") ==
        "unknown-action /Statement/0/Action/0 `s3:HeadObject`\n"
        "unknown-action /Statement/0/Action/1 `s3:GetObjekt*`\n");
  CHECK(acts(R"("GetObject")", R"("*")") == "unknown-action /Statement/0/Action `GetObject`\n");
  CHECK(acts(R"("cloudtrail:StopTrail")", R"("*")") ==
        "unknown-action /Statement/0/Action `cloudtrail:StopTrail`\n");
  CHECK(acts(R"(["kms:Rotate","sns:Send","sts:Assume"])", R"("*")") ==
        "unknown-action /Statement/0/Action/0 `kms:Rotate`\n"
        "unknown-action /Statement/0/Action/1 `sns:Send`\n"
        "unknown-action /Statement/0/Action/2 `sts:Assume`\n");
  CHECK(said(R"({"Effect":"Deny","Principal":"*","NotAction":"s3:Nothing","Resource":"*"})") ==
        "unknown-action /Statement/0/NotAction `s3:Nothing`\n");
  CHECK(
      acts(R"(["*","s3:*","S3:getobject","s3:?etObject","s3:Get*","kms:ReEncrypt*","sts:TagSession",
      "sns:Publish","cloudtrail:StopLogging","iam:NoSuchThing","kms:Create*"])",
           R"("*")") == "");
}

TEST_CASE("actions on objects and on buckets") {
  CHECK(acts(R"("s3:GetObject")", R"("arn:aws:s3:::logs")") ==
        "resource-of-other-type /Statement/0/Action `s3:GetObject`\n");
  CHECK(acts(R"(["s3:ListBucket","s3:GetBucket*","s3:PutObject"])", R"(["arn:aws:s3:::logs/*"])") ==
        "resource-of-other-type /Statement/0/Action/0 `s3:ListBucket`\n"
        "resource-of-other-type /Statement/0/Action/1 `s3:GetBucket*`\n");
  CHECK(acts(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::logs")") ==
        "resource-of-other-type /Statement/0/Action `s3:ListAllMyBuckets`\n");
  for (std::string_view const resource :
       {R"("arn:aws:s3:::logs/a")", R"("arn:aws:s3:::logs*")", R"("arn:aws:s3:::logs?a")", R"("*")",
        R"(["arn:aws:s3:::logs","arn:aws-cn:s3:::logs/*"])", R"("arn:aws:s3:::${x}")",
        R"("arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*")", R"([])"}) {
    CAPTURE(resource);
    CHECK(acts(R"("s3:GetObject")", resource).find("resource-of-other-type") == std::string::npos);
  }
  CHECK(acts(R"(["s3:ListBucket","s3:GetBucketAcl"])", R"("arn:aws:s3:::logs")") == "");
  CHECK(acts(R"("s3:ListBucket")", R"("arn:aws:s3:::*")") == "");
  CHECK(acts(R"(["s3:*","s3:Get*"])", R"("arn:aws:s3:::logs")") == "");
  CHECK(said(R"({"Effect":"Deny","Principal":"*","Action":"s3:GetObject",
      "NotResource":"arn:aws:s3:::logs"})") == "");
}

TEST_CASE("conditions that contradict each other") {
  auto const contradicts = [](std::string_view condition) {
    return deny_if(condition).find("contradiction ") != std::string::npos;
  };
  CHECK(deny_if(R"("StringEquals":{"aws:userid":"a"},"StringLike":{"AWS:UserId":["b*","c?"]})") ==
        "contradiction /Statement/0/Condition/StringLike/AWS:UserId `AWS:UserId`\n");
  CHECK(contradicts(R"("StringEquals":{"aws:userid":["a","b"]},
      "StringNotEquals":{"aws:userid":["b","a","c"]})"));
  CHECK(contradicts(R"("StringLike":{"aws:userid":"a*"},"StringNotLike":{"aws:userid":"*"})"));
  CHECK(contradicts(
      R"("StringEqualsIgnoreCase":{"aws:userid":"A"},"StringEquals":{"aws:userid":"b"})"));
  CHECK(contradicts(R"("Null":{"aws:userid":"true"},"StringEquals":{"aws:userid":"a"})"));
  CHECK(contradicts(R"("IpAddress":{"aws:SourceIp":"203.0.113.0/25"},
      "NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"})"));
  CHECK(contradicts(R"("ArnLike":{"aws:SourceArn":"arn:aws:s3:::a"},
      "ArnEquals":{"aws:SourceArn":"arn:aws:s3:::b*"})"));
  CHECK(contradicts(R"("NumericLessThan":{"aws:MultiFactorAuthAge":"10"},
      "NumericGreaterThanEquals":{"aws:MultiFactorAuthAge":"1e1"})"));
  CHECK(contradicts(R"("NumericEquals":{"aws:MultiFactorAuthAge":["1","2"]},
      "NumericNotEquals":{"aws:MultiFactorAuthAge":["2.0","1"]})"));
  CHECK(contradicts(R"("DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},
      "DateGreaterThan":{"aws:CurrentTime":"2026-01-01T01:00:00+01:00"})"));
  CHECK_FALSE(contradicts(R"("NumericLessThanEquals":{"aws:MultiFactorAuthAge":"10"},
      "NumericGreaterThanEquals":{"aws:MultiFactorAuthAge":"10"})"));
  CHECK_FALSE(contradicts(R"("NumericLessThan":{"aws:MultiFactorAuthAge":["10","20"]},
      "NumericGreaterThan":{"aws:MultiFactorAuthAge":"15"})"));
  CHECK_FALSE(contradicts(R"("NumericNotEquals":{"aws:MultiFactorAuthAge":"1"},
      "NumericNotEqualsIfExists":{"aws:MultiFactorAuthAge":"1"})"));
  CHECK_FALSE(contradicts(R"("NumericLessThan":{"aws:MultiFactorAuthAge":"10"},
      "NumericGreaterThan":{"aws:MultiFactorAuthAge":"ten"})")); // that is another lint
  CHECK_FALSE(contradicts(R"("DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},
      "DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00.5Z"})"));
  CHECK_FALSE(contradicts(R"("Bool":{"aws:SecureTransport":"true"},
      "BoolIfExists":{"aws:SecureTransport":"false"})"));

  CHECK_FALSE(
      contradicts(R"("StringEquals":{"aws:userid":"ba"},"StringLike":{"aws:userid":"b*"})"));
  CHECK_FALSE(
      contradicts(R"("StringEquals":{"aws:userid":"a"},"StringLike":{"aws:username":"b"})"));
  CHECK_FALSE(contradicts(
      R"("StringEqualsIgnoreCase":{"aws:userid":"A"},"StringEquals":{"aws:userid":"a"})"));
  CHECK_FALSE(
      contradicts(R"("StringEqualsIfExists":{"aws:userid":"a"},"StringLike":{"aws:userid":"b"})"));
  CHECK_FALSE(contradicts(R"("ForAnyValue:StringEquals":{"aws:TagKeys":"a"},
      "ForAllValues:StringEquals":{"aws:TagKeys":"b"})"));
  CHECK_FALSE(contradicts(
      R"("StringEquals":{"aws:userid":"${aws:username}"},"StringLike":{"aws:userid":"b"})"));
  CHECK_FALSE(contradicts(R"("Null":{"aws:userid":"true"},"StringNotEquals":{"aws:userid":"a"})"));
  CHECK_FALSE(contradicts(R"("Null":{"aws:userid":"false"},"StringEquals":{"aws:userid":"a"})"));
  CHECK_FALSE(contradicts(R"("IpAddress":{"aws:SourceIp":"203.0.113.0/24"},
      "NotIpAddress":{"aws:SourceIp":"203.0.113.0/25"})"));
  // Two negations hold without the key; part by part the second excludes less than its glob does.
  CHECK_FALSE(
      contradicts(R"("StringNotLike":{"aws:userid":"*"},"StringNotEquals":{"aws:userid":"a"})"));
  CHECK_FALSE(contradicts(R"("StringEquals":{"aws:SourceArn":"arn:aws:s3:::a:b"},
      "ArnNotLike":{"aws:SourceArn":"arn:aws:*:a:b"})"));
}

TEST_CASE("of many numbers no contradiction is looked for") {
  auto const numbers = [](int count) {
    std::string list;
    for (int at = 1; at <= count; ++at) {
      list += (list.empty() ? "\"" : ",\"") + std::to_string(at) + '"';
    }
    return deny_if(R"("NumericEquals":{"aws:MultiFactorAuthAge":[)" + list +
                   R"(]},"NumericLessThan":{"aws:MultiFactorAuthAge":"0"})");
  };
  CHECK(numbers(300).find("contradiction ") != std::string::npos);
  CHECK(numbers(3000).find("contradiction ") == std::string::npos);
  // Which of two spellings counts is nowhere said, so that one value may do.
  CHECK(deny_if(R"("NumericLessThan":{"aws:MultiFactorAuthAge":"1"},
      "NumericGreaterThan":{"aws:MultiFactorAuthAge":"0","aws:multifactorauthage":"2"})")
            .find("contradiction ") == std::string::npos);
}

TEST_CASE("operators that there are not") {
  CHECK(deny_if(R"("StringMatches":{"aws:userid":"a"})") ==
        "unknown-operator /Statement/0/Condition/StringMatches `StringMatches`\n");
  CHECK(deny_if(R"("NullIfExists":{"aws:userid":"true"})") ==
        "unknown-operator /Statement/0/Condition/NullIfExists `NullIfExists`\n");
  CHECK(deny_if(R"("ForAnyvalues:StringEquals":{"aws:TagKeys":"a"})") ==
        "unknown-operator /Statement/0/Condition/ForAnyvalues:StringEquals "
        "`ForAnyvalues:StringEquals`\n");
  CHECK(
      deny_if(
          R"("ForAnyValue:StringLikeIfExists":{"aws:TagKeys":"a"},"stringequals":{"aws:userid":"a"},
      "Null":{"aws:username":"true"})") == "");
}

TEST_CASE("condition keys") {
  for (std::string const key : {"SecureTransport", ":x", "aws:", "aws:Secure Transport"}) {
    CHECK(deny_if(R"("StringEquals":{")" + key + R"(":"a"})") ==
          "malformed-key /Statement/0/Condition/StringEquals/" + key + " `" + key + "`\n");
  }
  CHECK(deny_if(R"("StringEquals":{"aws:SourceAcount":"a"})") ==
        "unknown-global-key /Statement/0/Condition/StringEquals/aws:SourceAcount "
        "`aws:SourceAcount`\n");
  CHECK(deny_if(R"("StringEquals":{"AWS:sourceaccount":"a","aws:PrincipalTag/a b":"c",
      "s3:NoSuchKey":"d","kms:EncryptionContext:aws:cloudtrail:arn":"e"})") == "");
  CHECK(deny_if(R"("StringEquals":{"aws:ResourceTag/a":"c","aws:RequestTag/b":"c",
      "aws:VpceOrgPaths":"x"})") == "");
}

TEST_CASE("one key in two spellings") {
  CHECK(deny_if(R"("StringEquals":{"aws:userid":"a","aws:username":"b","aws:UserId":"a"})") ==
        "key-spellings /Statement/0/Condition/StringEquals/aws:UserId `aws:UserId`\n");
  CHECK(deny_if(R"("StringEquals":{"aws:userid":"a"},"StringLike":{"aws:UserId":"a"})") == "");
}

TEST_CASE("values that their operators cannot read") {
  auto const malformed = [](std::string_view operation, std::string_view value) {
    auto const found =
        deny_if("\"" + std::string(operation) + R"(":{"s3:k":)" + std::string(value) + "}");
    return found.find("malformed-value ") != std::string::npos;
  };
  CHECK(deny_if(R"("IpAddress":{"aws:SourceIp":["203.0.113.0/24","203.0.113.256"]})") ==
        "malformed-value /Statement/0/Condition/IpAddress/aws:SourceIp/1 `203.0.113.256`\n");
  for (std::string_view const bad : {R"("203.0.113.0/33")", R"("")", R"("${aws:SourceIp}")"}) {
    CHECK(malformed("NotIpAddress", bad));
  }
  CHECK_FALSE(malformed("NotIpAddress", R"(["203.0.113.7","2001:db8::/32"])"));
  CHECK(malformed("DateLessThan", R"("yesterday")"));
  CHECK_FALSE(malformed("DateLessThan", R"("2026-11-21T00:00:00Z")"));
  CHECK(malformed("NumericEquals", R"("ten")"));
  CHECK_FALSE(malformed("NumericEqualsIfExists", R"([10,"1.5"])"));
  CHECK(malformed("Bool", R"("yes")"));
  CHECK_FALSE(malformed("Bool", R"(["True",false])"));
  CHECK(malformed("Null", R"("1")"));
  CHECK(malformed("ArnLike", R"("trail/main")"));
  CHECK_FALSE(
      malformed("ArnLike", R"(["*","arn:aws:s3:::a","arn:*:*:*:*:*","${aws:PrincipalArn}"])"));
  CHECK(malformed("BinaryEquals", R"("QmluYXJ5VmFs!")"));
  CHECK(malformed("BinaryEquals", R"("QmluY")"));
  CHECK_FALSE(malformed("BinaryEquals", R"("QmluYXJ5VmFsdWVJbkJhc2U2NA==")"));
  CHECK_FALSE(malformed("StringEquals", R"("anything")"));
}

TEST_CASE("stars that stand for themselves") {
  CHECK(deny_if(R"("StringEquals":{"aws:PrincipalOrgID":["o-a","o-*"]})") ==
        "literal-star /Statement/0/Condition/StringEquals/aws:PrincipalOrgID/1 `o-*`\n");
  CHECK(deny_if(R"("StringNotEqualsIgnoreCase":{"aws:userid":"a?"})") ==
        "literal-star /Statement/0/Condition/StringNotEqualsIgnoreCase/aws:userid `a?`\n");
  CHECK(
      deny_if(
          R"("StringLike":{"aws:PrincipalOrgID":"o-*"},"StringEquals":{"aws:userid":"${*}a${?}"})") ==
      "");
}

TEST_CASE("ARNs under `StringLike`") {
  CHECK(deny_if(R"("StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"})") ==
        "string-like-on-arn /Statement/0/Condition/StringNotLike/aws:PrincipalArn "
        "`arn:aws:iam::111122223333:role/*`\n");
  CHECK(deny_if(R"("ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"})") == "");
  CHECK(deny_if(R"("StringLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:root"})") == "");
  CHECK(deny_if(R"("StringLike":{"aws:userid":"AROAEXAMPLE:*"})") == "");
}

TEST_CASE("ranges of addresses that are wide together") {
  std::string many;
  for (int at = 0; at != 17; ++at) {
    many += (at == 0 ? "\"" : ",\"") + std::to_string(16 + at) + R"(.0.0.0/8")";
  }
  auto const sixteen = many.substr(0, many.rfind(','));
  CHECK(allow_if(R"("IpAddress":{"aws:SourceIp":[)" + many + "]}") ==
        "wide-addresses /Statement/0/Condition/IpAddress/aws:SourceIp `aws:SourceIp`\n");
  CHECK(allow_if(R"("IpAddress":{"aws:SourceIp":[)" + sixteen + "]}") == "");
  CHECK(allow_if(R"("IpAddress":{"aws:SourceIp":"0.0.0.0/0"})") ==
        "wide-addresses /Statement/0/Condition/IpAddress/aws:SourceIp `0.0.0.0/0`\n");
  CHECK(allow_if(R"("IpAddress":{"aws:SourceIp":"2000::/3"})") ==
        "wide-addresses /Statement/0/Condition/IpAddress/aws:SourceIp `2000::/3`\n");
  CHECK(deny_if(R"("NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"})") ==
        "wide-addresses /Statement/0/Condition/NotIpAddress/aws:SourceIp `0.0.0.0/0`\n");
  CHECK(deny_if(R"("IpAddress":{"aws:SourceIp":"0.0.0.0/0"})") == "");
  CHECK(allow_if(R"("NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"})") == "");
}

TEST_CASE("a source without an account") {
  constexpr std::string_view at = "source-without-account /Statement/0/Condition/";
  CHECK(allow_if(R"("StringEquals":{"aws:SourceArn":"arn:aws:s3:::mybucket"})") ==
        std::string(at) + "StringEquals/aws:SourceArn `arn:aws:s3:::mybucket`\n");
  CHECK(allow_if(R"("ArnLike":{"aws:SourceArn":["arn:aws:sns:*:*:t"]})") ==
        std::string(at) + "ArnLike/aws:SourceArn/0 `arn:aws:sns:*:*:t`\n");
  CHECK(allow_if(R"("ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"},
      "StringEqualsIfExists":{"aws:SourceOrgID":"o-a"})")
            .starts_with(at));
  CHECK(allow_if(R"("ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"},
      "StringEquals":{"AWS:SourceAccount":"111122223333"})") == "");
  CHECK(allow_if(R"("ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"})") == "");
  CHECK(allow_if(R"("ArnNotLike":{"aws:SourceArn":"arn:aws:s3:::b"})") == "");
  CHECK(deny_if(R"("ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"})") == "");
}

TEST_CASE("`ForAllValues` in an `Allow`") {
  constexpr std::string_view tags = R"("ForAllValues:StringEquals":{"aws:TagKeys":["a"]})";
  CHECK(allow_if(tags) == "for-all-values /Statement/0/Condition/ForAllValues:StringEquals/"
                          "aws:TagKeys `ForAllValues:StringEquals`\n");
  CHECK(allow_if(std::string(tags) + R"(,"Null":{"aws:tagkeys":"false"})") == "");
  CHECK(allow_if(std::string(tags) + R"(,"Null":{"aws:userid":false})") != "");
  CHECK(deny_if(tags) == "");
  CHECK(allow_if(R"("ForAnyValue:StringEquals":{"aws:TagKeys":["a"]})") == "");
}

TEST_CASE("`IfExists` in an `Allow`") {
  CHECK(allow_if(R"("StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a"})") ==
        "if-exists /Statement/0/Condition/StringEqualsIfExists/aws:PrincipalOrgID "
        "`StringEqualsIfExists`\n");
  CHECK(allow_if(R"("StringEqualsIfExists":{"ec2:InstanceType":"a"})") == "");
  CHECK(allow_if(R"("StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a"})") == "");
  CHECK(allow_if(R"("StringEquals":{"aws:PrincipalOrgID":"o-a"})") == "");
  CHECK(deny_if(R"("StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a"})") == "");
}

TEST_CASE("one statement is no list in a pointer, and steps are escaped") {
  CHECK(all(R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*",
      "Resource":"*","Condition":{"a/b":{"c~d:e":"f"}}}})") ==
        "unknown-operator /Statement/Condition/a~1b `a/b`\n");
}

} // namespace
