#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the deliveries of a trail come to, from answers written out by hand.

namespace {

using trailaudit::delivers;
using trailaudit::observation;
using trailaudit::ternary;

constexpr std::string_view arn = "arn:aws:cloudtrail:us-east-2:111122223333:trail/all";
constexpr std::string_view key = "arn:aws:kms:us-east-2:111122223333:key/k";
constexpr std::string_view topic = "arn:aws:sns:us-east-2:111122223333:trail";
constexpr std::string_view role = "arn:aws:iam::111122223333:role/to-logs";
constexpr std::string_view group = "arn:aws:logs:us-east-2:111122223333:log-group:trail:*";

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto const part : parts) {
    out += part;
  }
  return out;
}
std::string call(std::string_view name, std::string_view request, std::string_view response) {
  return join({R"({"call": ")", name, R"(", "region": "us-east-2", "request": {)", request,
               R"(}, "response": )", response, "}"});
}
std::string error(std::string_view name, std::string_view request, std::string_view code) {
  return join({R"({"call": ")", name, R"(", "region": "us-east-2", "request": {)", request,
               R"(}, "error": {"Code": ")", code, R"("}})"});
}
std::string policy(std::initializer_list<std::string_view> statements) {
  std::string out = R"({"Version": "2012-10-17", "Statement": [)";
  bool first = true;
  for (auto const each : statements) {
    out += join({first ? "" : ",", each});
    first = false;
  }
  return out + "]}";
}
std::string allow(std::string_view action, std::string_view resource) {
  return join({R"({"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, )",
               R"("Action": ")", action, R"(", "Resource": ")", resource, R"("})"});
}

std::string trails(std::string_view more = "") {
  return call(
      "cloudtrail:DescribeTrails", "",
      join({R"({"trailList": [{"Name": "all", "HomeRegion": "us-east-2", "TrailARN": ")", arn,
            R"(", "S3BucketName": "logs", "S3KeyPrefix": "p", )",
            R"("IsMultiRegionTrail": true, "IsOrganizationTrail": false, )",
            R"("LogFileValidationEnabled": true, "HasInsightSelectors": false)", more, "}]}"}));
}

// An account with one trail.
class account {
public:
  explicit account(std::vector<std::string> const& captures) {
    std::string text = R"({"schema": "trailaudit.snapshot.v1", "account_id": "111122223333",)"
                       R"("regions": ["us-east-2", "eu-west-3"], "captures": [)";
    for (auto const& each : captures) {
      text += (&each == captures.data() ? "" : ",") + each;
    }
    auto read = trailaudit::read_snapshot(text + "]}");
    if (!read) {
      FAIL(describe(read.error()) << ": " << text);
    }
    world_ = std::move(*read);
    joined_.build(world_);
    REQUIRE(joined_.trails().size() == 1);
    about_ = trailaudit::delivery_trail_of(joined_.trails().front(), joined_);
  }
  account(account const&) = delete;
  account& operator=(account const&) = delete;
  trailaudit::delivery_trail const& about() const { return about_; }
  auto bucket() const { return trailaudit::bucket_delivery_of(about_, joined_); }
  auto of_key() const { return trailaudit::key_delivery_of(about_, joined_); }
  auto of_topic() const { return trailaudit::topic_delivery_of(about_, joined_); }
  auto of_topic_key() const { return trailaudit::topic_key_delivery_of(about_, joined_); }
  auto of_role() const { return trailaudit::role_delivery_of(about_, joined_); }

private:
  trailaudit::snapshot world_{};
  trailaudit::inventory joined_{};
  trailaudit::delivery_trail about_{};
};

std::string bucket_policy(std::string_view path) {
  return call("s3:GetBucketPolicy", R"("Bucket": "logs")",
              join({R"({"Policy": )",
                    policy({allow("s3:GetBucketAcl", "arn:aws:s3:::logs"),
                            allow("s3:PutObject", join({"arn:aws:s3:::logs/", path}))}),
                    "}"}));
}

TEST_CASE("a trail's particulars are found") {
  account const made(
      {trails(join({R"(, "KmsKeyId": ")", key, R"(", "SnsTopicARN": ")", topic, R"(")"})),
       call("s3:ListBuckets", "", R"({"Buckets": [{"Name": "logs"}]})"),
       call("s3:GetBucketRequestPayment", R"("Bucket": "logs")", R"({"Payer": "Requester"})"),
       call("s3:GetBucketEncryption", R"("Bucket": "logs")",
            R"({"ServerSideEncryptionConfiguration": {"Rules": [)"
            R"({"BucketKeyEnabled": true}]}})"),
       call("organizations:DescribeOrganization", "",
            R"({"Organization": {"Id": "o-exampleorgid"}})")});
  auto const& about = made.about();
  CHECK(about.arn == arn);
  CHECK(about.multi_region == ternary::yes);
  CHECK(about.organization_trail == ternary::no);
  CHECK(about.validation == ternary::yes);
  CHECK(about.insights == ternary::no);
  CHECK(about.organization_id == "o-exampleorgid");
  CHECK(about.bucket == "logs");
  CHECK(about.prefix == "p");
  CHECK(about.bucket_account == "111122223333");
  CHECK(about.requester_pays == ternary::yes);
  CHECK(about.kms_key == key);
  CHECK(about.bucket_key == ternary::yes);
  CHECK(about.topic_arn == topic);
  CHECK(about.regions == std::vector<std::string_view>{"us-east-2", "eu-west-3"});
}

TEST_CASE("a bucket's policy is found, and nothing where it is not known") {
  account const good({trails(), bucket_policy("p/AWSLogs/111122223333/*")});
  auto found = good.bucket();
  CHECK(found.state == observation::present);
  CHECK(found.document != nullptr);
  CHECK(found.from.call() == "s3:GetBucketPolicy");
  REQUIRE(found.steps.size() == 3);
  CHECK(found.steps[2].request == "s3:PutObject of digest files");
  CHECK(delivers(found.steps) == ternary::yes);

  account const without_prefix({trails(), bucket_policy("AWSLogs/111122223333/*")});
  found = without_prefix.bucket();
  REQUIRE(found.steps.size() == 3);
  CHECK(found.steps[0].granted == ternary::yes);
  CHECK(found.steps[1].granted == ternary::no);
  CHECK(found.steps[1].statement == 1);
  CHECK(found.steps[2].granted == ternary::no);

  // `eu-west-3` is enabled, so its log files have to be let in.
  account const one_region({trails(), bucket_policy("p/AWSLogs/111122223333/*/us-east-2/*")});
  found = one_region.bucket();
  CHECK(found.steps[1].granted == ternary::no);
  CHECK(found.steps[1].witness.resource.find("/eu-west-3/") != std::string::npos);

  account const none(
      {trails(), error("s3:GetBucketPolicy", R"("Bucket": "logs")", "NoSuchBucketPolicy")});
  found = none.bucket();
  CHECK(found.state == observation::absent);
  CHECK(delivers(found.steps) == ternary::no);
  CHECK(found.steps[0].reason == "the bucket has no policy, so nothing allows it");

  account const refused(
      {trails(), error("s3:GetBucketPolicy", R"("Bucket": "logs")", "AccessDenied")});
  found = refused.bucket();
  CHECK(found.state == observation::refused);
  CHECK(found.steps.size() == 3);
  for (auto const& each : found.steps) {
    CHECK(each.granted == ternary::unknown);
    CHECK(each.reason == "the policy was refused");
  }

  account const not_collected({trails()});
  found = not_collected.bucket();
  CHECK(delivers(found.steps) == ternary::unknown);
  CHECK(found.steps[0].reason == "the policy was not collected");

  account const gone(
      {trails(), error("s3:GetBucketPolicy", R"("Bucket": "logs")", "NoSuchBucket")});
  found = gone.bucket();
  CHECK(found.state == observation::absent);
  CHECK(found.steps[0].granted == ternary::no);
  CHECK(found.steps[0].reason == "the bucket is not there");

  // Who pays is known even where the policy is not.
  account const pays({trails(), call("s3:GetBucketRequestPayment", R"("Bucket": "logs")",
                                     R"({"Payer": "Requester"})")});
  found = pays.bucket();
  CHECK(found.steps[0].granted == ternary::unknown);
  CHECK(found.steps[1].granted == ternary::no);
}

TEST_CASE("a key's policy is found, whichever way the key is named") {
  auto const settings = join({R"(, "KmsKeyId": ")", key, R"(")"});
  auto const answer = call(
      "kms:GetKeyPolicy", join({R"("KeyId": ")", key, R"(")"}),
      join({R"({"Policy": )",
            policy({allow("kms:GenerateDataKey*", "*"), allow("kms:DescribeKey", "*")}), "}"}));
  account const good({trails(settings), answer,
                      error("s3:GetBucketEncryption", R"("Bucket": "logs")",
                            "ServerSideEncryptionConfigurationNotFoundError")});
  auto found = good.of_key();
  CHECK(found.state == observation::present);
  CHECK(found.steps.size() == 2);
  CHECK(delivers(found.steps) == ternary::yes);

  account const no_policy({trails(settings)});
  found = no_policy.of_key();
  CHECK(found.steps.size() == 3); // whether there is an S3 Bucket Key is not known
  CHECK(delivers(found.steps) == ternary::unknown);
  CHECK(found.steps[0].reason == "the policy was not collected");

  account const gone(
      {trails(settings),
       error("kms:DescribeKey", join({R"("KeyId": ")", key, R"(")"}), "NotFoundException")});
  found = gone.of_key();
  CHECK(delivers(found.steps) == ternary::no);
  CHECK(found.steps[0].reason == "the key is not there");

  account const none({trails()});
  CHECK(none.of_key().steps.empty());
  CHECK(none.about().kms_key == std::string_view());

  account const alias({trails(R"(, "KmsKeyId": "alias/logs")")});
  CHECK_FALSE(alias.about().kms_key.has_value());
}

TEST_CASE("a topic's policy is found, and its key's") {
  auto const settings = join({R"(, "SnsTopicARN": ")", topic, R"(")"});
  auto const request = join({R"("TopicArn": ")", topic, R"(")"});
  auto const attributes = [&](std::string_view of, std::string_view more) {
    return call("sns:GetTopicAttributes", request,
                join({R"({"Attributes": {"TopicArn": ")", topic, R"(", "Policy": )",
                      policy({allow("SNS:Publish", of)}), more, "}}"}));
  };
  account const good({trails(settings), attributes(topic, "")});
  CHECK(delivers(good.of_topic().steps) == ternary::yes);
  CHECK(good.of_topic().steps.size() == 1);
  CHECK(good.of_topic_key().steps.empty());

  account const other({trails(settings), attributes(join({topic, "2"}), "")});
  CHECK(delivers(other.of_topic().steps) == ternary::no);

  account const encrypted(
      {trails(settings), attributes(topic, join({R"(, "KmsMasterKeyId": ")", key, R"(")"})),
       call("kms:GetKeyPolicy", join({R"("KeyId": ")", key, R"(")"}),
            join({R"({"Policy": )", policy({allow("kms:Decrypt", "*")}), "}"}))});
  auto const steps = encrypted.of_topic_key().steps;
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].granted == ternary::no);
  CHECK(steps[1].granted == ternary::yes);

  account const gone({trails(settings), error("sns:GetTopicAttributes", request, "NotFound")});
  CHECK(delivers(gone.of_topic().steps) == ternary::no);
  CHECK(gone.of_topic().state == observation::absent);

  account const refused(
      {trails(settings), error("sns:GetTopicAttributes", request, "AuthorizationError")});
  CHECK(delivers(refused.of_topic().steps) == ternary::unknown);

  account const none({trails()});
  CHECK(none.of_topic().steps.empty());
}

TEST_CASE("a role's policies are found") {
  auto const settings = join({R"(, "CloudWatchLogsLogGroupArn": ")", group,
                              R"(", "CloudWatchLogsRoleArn": ")", role, R"(")"});
  auto const name = std::string(R"("RoleName": "to-logs")");
  auto const described = [&](std::string_view more) {
    return call("iam:GetRole", name,
                join({R"({"Role": {"RoleName": "to-logs", "Arn": ")", role,
                      R"(", "AssumeRolePolicyDocument": )",
                      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )",
                      R"("Principal": {"Service": "cloudtrail.amazonaws.com"}, )",
                      R"("Action": "sts:AssumeRole"}]})", more, "}}"}));
  };
  auto const named = call("iam:ListRolePolicies", name, R"({"PolicyNames": ["write"]})");
  auto const attached = call("iam:ListAttachedRolePolicies", name, R"({"AttachedPolicies": []})");
  auto const write = call(
      "iam:GetRolePolicy", name + R"(, "PolicyName": "write")",
      R"({"RoleName": "to-logs", "PolicyName": "write", "PolicyDocument": )"
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )"
      R"("Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": )"
      R"("arn:aws:logs:us-east-2:111122223333:log-group:trail:log-stream:111122223333_CloudTrail_us-east-2*"}]}})");
  account const good({trails(settings), described(""), named, attached, write});
  auto found = good.of_role();
  REQUIRE(found.steps.size() == 3);
  CHECK(found.document != nullptr);
  CHECK(delivers(found.steps) == ternary::yes);

  account const lacks_a_list({trails(settings), described(""), named, write});
  found = lacks_a_list.of_role();
  CHECK(found.steps[0].granted == ternary::yes);
  CHECK(found.steps[1].granted == ternary::unknown);
  CHECK(found.steps[1].reason == "not every policy of the role is known");

  account const lacks_a_text({trails(settings), described(""), named, attached});
  CHECK(lacks_a_text.of_role().steps[1].granted == ternary::unknown);

  account const bounded(
      {trails(settings),
       described(R"(, "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", )"
                 R"("PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b"})"),
       named, attached, write});
  CHECK(bounded.of_role().steps[1].granted == ternary::unknown);
  CHECK(bounded.of_role().steps[1].reason == "the role's boundary is not known");

  account const gone({trails(settings), error("iam:GetRole", name, "NoSuchEntity")});
  CHECK(delivers(gone.of_role().steps) == ternary::no);
  CHECK(gone.of_role().steps[0].reason == "the role is not there");

  account const none({trails()});
  CHECK(none.of_role().steps.empty());
}

} // namespace
