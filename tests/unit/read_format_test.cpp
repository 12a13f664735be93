#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

// The form `trailaudit.snapshot.v1`, part by part.

namespace {

using trailaudit::answer;
using trailaudit::snapshot;

std::string document(std::string_view captures) {
  return R"({"schema": "trailaudit.snapshot.v1", "captures": [)" + std::string(captures) + "]}";
}

snapshot read(std::string_view text) {
  auto result = trailaudit::read_snapshot(text);
  if (!result) {
    FAIL(describe(result.error()));
  }
  return std::move(*result);
}

snapshot read_captures(std::string_view captures) { return read(document(captures)); }

trailaudit::timestamp at(std::int64_t seconds) {
  return trailaudit::timestamp{std::chrono::seconds{seconds}};
}

TEST_CASE("the smallest document") {
  CHECK(read(R"({"schema":"trailaudit.snapshot.v1","captures":[]})") == snapshot{});
}

TEST_CASE("the head of a document") {
  auto const world = read(R"({"captures": [], "regions": ["us-east-1", "eu-west-1"],
      "as_of": "2026-11-21T23:11:41Z", "account_id": "000000000001", "schema": "trailaudit.snapshot.v1"})");
  snapshot expected;
  expected.account_id = "000000000001";
  expected.as_of = at(1795302701);
  expected.regions = {"us-east-1", "eu-west-1"};
  CHECK(world == expected);
  CHECK(
      read(
          R"({"schema": "trailaudit.snapshot.v1", "account_id": null, "as_of": null, "regions": null,
      "captures": []})") == snapshot{});
  CHECK(read(R"({"schema": "trailaudit.snapshot.v1", "as_of": "", "captures": []})") == snapshot{});
}

TEST_CASE("a whole capture") {
  auto const world = read_captures(R"({"call": "cloudtrail:DescribeTrails", "region": "eu-west-1",
      "request": {"trailNameList": ["a", "b"], "includeShadowTrails": false},
      "response": {"trailList": [{"Name": "main", "IsMultiRegionTrail": true,
        "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}]}})");
  trailaudit::trail trail;
  trail.name = "main";
  trail.is_multi_region_trail = true;
  trail.trail_arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
  snapshot expected;
  expected.capture_count = 1;
  auto& capture = expected.describe_trails.emplace_back();
  capture.index = 0;
  capture.region = "eu-west-1";
  capture.request.trail_name_list = {"a", "b"};
  capture.request.include_shadow_trails = false;
  capture.state = answer::present;
  capture.response.trail_list = {trail};
  CHECK(world == expected);
}

TEST_CASE("every operation is read under its call's name") {
  std::size_t count = 0;
  trailaudit::detail::for_each_operation([&](auto const& each) {
    INFO(each.call);
    auto const world = read_captures(R"({"call": ")" + std::string(each.call) +
                                     R"(", "error": {"Code": "AccessDenied", "Message": "no"}})");
    REQUIRE((world.*each.captures).size() == 1);
    auto const& capture = (world.*each.captures).front();
    CHECK(capture.state == answer::refused);
    CHECK(capture.error_code == "AccessDenied");
    CHECK(capture.error_message == "no");
    CHECK(world.ignored.empty());
    ++count;
  });
  CHECK(count == 45);
}

TEST_CASE("four spellings of a time are one time") {
  for (std::string_view const time :
       {"1672847787", "1672847787.418", "1.672847787418E9", "\"2023-01-04T15:56:27Z\"",
        "\"2023-01-04T15:56:27.418000+00:00\"", "\"2023-01-04 16:56:27.418000+01:00\""}) {
    INFO(time);
    auto const world = read_captures(
        R"({"call": "cloudtrail:GetTrailStatus", "response": {"LatestDeliveryTime": )" +
        std::string(time) + "}}");
    CHECK(world.get_trail_status.front().response.latest_delivery_time == at(1672847787));
  }
}

TEST_CASE("null and an empty text are missing values") {
  auto const world =
      read_captures(R"({"call": "cloudtrail:GetTrailStatus", "region": null, "request": null,
      "error": null, "response": {"IsLogging": null, "LatestDeliveryError": null, "LatestDeliveryTime": null,
      "StopLoggingTime": "", "TimeLoggingStopped": ""}})");
  snapshot expected;
  expected.capture_count = 1;
  expected.get_trail_status.emplace_back();
  CHECK(world == expected);
  auto const lists = read_captures(R"({"call": "cloudtrail:GetEventSelectors",
      "response": {"EventSelectors": null, "AdvancedEventSelectors": []}})");
  CHECK(lists.get_event_selectors.front().response == trailaudit::get_event_selectors_response{});
}

TEST_CASE("an empty answer means something for three calls only") {
  for (std::string_view const nothing : {"\"\"", "null"}) {
    trailaudit::detail::for_each_operation([&](auto const& each) {
      INFO(each.call);
      auto const world = read_captures(R"({"call": ")" + std::string(each.call) +
                                       R"(", "response": )" + std::string(nothing) + "}");
      bool const says_something = each.call == "s3:GetBucketVersioning" ||
                                  each.call == "s3:GetBucketLogging" ||
                                  each.call == "s3:HeadBucket";
      auto const& capture = (world.*each.captures).front();
      CHECK(capture.state == (says_something ? answer::present : answer::empty));
      CHECK(capture.response == decltype(capture.response){});
    });
  }
  CHECK(read_captures(R"({"call": "s3:GetBucketLogging", "response": {}})")
            .get_bucket_logging.front()
            .state == answer::present);
}

TEST_CASE("error codes: not configured, or refused") {
  using namespace std::string_view_literals;
  std::pair<std::string_view, std::string_view> const absent[] = {
      {"cloudtrail:GetInsightSelectors", "InsightNotEnabledException"},
      {"s3:GetBucketPolicy", "NoSuchBucketPolicy"},
      {"s3:GetBucketPolicyStatus", "NoSuchBucketPolicy"},
      {"s3:GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration"},
      {"s3control:GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration"},
      {"s3:GetBucketOwnershipControls", "OwnershipControlsNotFoundError"},
      {"s3:GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError"},
      {"s3:GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"},
      {"s3:GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration"},
      {"organizations:DescribeOrganization", "AWSOrganizationsNotInUseException"},
      {"organizations:DescribePolicy", "AWSOrganizationsNotInUseException"},
      {"organizations:DescribePolicy", "PolicyNotFoundException"},
      {"organizations:ListPolicies", "AWSOrganizationsNotInUseException"},
      {"organizations:ListPoliciesForTarget", "AWSOrganizationsNotInUseException"},
      {"organizations:ListTargetsForPolicy", "AWSOrganizationsNotInUseException"},
      {"organizations:ListTargetsForPolicy", "PolicyNotFoundException"},
      {"organizations:DescribeEffectivePolicy", "AWSOrganizationsNotInUseException"},
      {"organizations:DescribeEffectivePolicy", "EffectivePolicyNotFoundException"},
      {"s3:HeadBucket", "404"},
      {"s3:HeadBucket", "NoSuchBucket"},
      {"sns:GetTopicAttributes", "NotFound"},
      {"sns:GetTopicAttributes", "NotFoundException"},
      {"sns:ListSubscriptionsByTopic", "NotFound"},
      {"sns:ListSubscriptionsByTopic", "NotFoundException"},
      {"iam:GetRole", "NoSuchEntity"},
      {"iam:GetRole", "NoSuchEntityException"},
      {"iam:ListRolePolicies", "NoSuchEntity"},
      {"iam:ListRolePolicies", "NoSuchEntityException"},
      {"iam:GetRolePolicy", "NoSuchEntity"},
      {"iam:GetRolePolicy", "NoSuchEntityException"},
      {"iam:ListAttachedRolePolicies", "NoSuchEntity"},
      {"iam:ListAttachedRolePolicies", "NoSuchEntityException"},
      {"iam:GetPolicy", "NoSuchEntity"},
      {"iam:GetPolicy", "NoSuchEntityException"},
      {"iam:GetPolicyVersion", "NoSuchEntity"},
      {"iam:GetPolicyVersion", "NoSuchEntityException"},
      {"logs:DescribeSubscriptionFilters", "ResourceNotFoundException"},
  };
  trailaudit::detail::for_each_operation([&](auto const& each) {
    for (auto const code : {"InsightNotEnabledException"sv,
                            "NoSuchBucketPolicy"sv,
                            "NoSuchPublicAccessBlockConfiguration"sv,
                            "OwnershipControlsNotFoundError"sv,
                            "ServerSideEncryptionConfigurationNotFoundError"sv,
                            "ObjectLockConfigurationNotFoundError"sv,
                            "NoSuchLifecycleConfiguration"sv,
                            "AWSOrganizationsNotInUseException"sv,
                            "AccessDenied"sv,
                            "NoSuchBucket"sv,
                            "nosuchbucketpolicy"sv,
                            "404"sv,
                            "403"sv,
                            "NotFound"sv,
                            "NotFoundException"sv,
                            "NoSuchEntity"sv,
                            "NoSuchEntityException"sv,
                            "ResourceNotFoundException"sv,
                            "PolicyNotFoundException"sv,
                            "EffectivePolicyNotFoundException"sv}) {
      auto expected = answer::refused;
      for (auto const& [call, word] : absent) {
        expected = call == each.call && word == code ? answer::absent : expected;
      }
      auto const world = read_captures(R"({"call": ")" + std::string(each.call) +
                                       R"(", "response": null, "error": {"Code": ")" +
                                       std::string(code) + R"("}})");
      INFO(each.call, " ", code);
      CHECK((world.*each.captures).front().state == expected);
    }
  });
}

constexpr std::string_view policy_text =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com", "AWS": ["1", "2"]},
        "Action": "s3:PutObject", "Resource": ["a", "b"],
        "Condition": {"StringEquals": {"aws:SourceArn": "x", "k": ["y", 1.50, -2e3, true, false]}, "Bool": {}},
        "Extra": {}}, {"Effect": "Deny", "Principal": "*", "NotAction": []}], "Other": 1})";

trailaudit::policy expected_policy() {
  trailaudit::policy_statement allow;
  allow.sid = "A";
  allow.effect = "Allow";
  allow.principal = trailaudit::principal_element{
      {}, {{"Service", {{"cloudtrail.amazonaws.com"}}}, {"AWS", {{"1", "2"}}}}};
  allow.action = {{"s3:PutObject"}};
  allow.resource = {{"a", "b"}};
  allow.condition.conditions = {
      {"StringEquals", "aws:SourceArn", {{"x"}}},
      {"StringEquals", "k", {{"y", "1.50", "-2e3", "true", "false"}}, {1, 2, 3, 4}},
      {"Bool", "", {}}};
  allow.unrecognized = {"Extra"};
  trailaudit::policy_statement deny;
  deny.effect = "Deny";
  deny.principal = trailaudit::principal_element{"*", {}};
  deny.not_action.listed = true;
  trailaudit::policy policy;
  policy.version = "2012-10-17";
  policy.statement = {{allow, deny}};
  policy.unrecognized = {"Other"};
  using trailaudit::policy_flaw;
  using trailaudit::policy_flaw_code;
  policy.flaws = {
      {policy_flaw_code::unknown_element, 0, "/Statement/0/Extra", "Extra"},
      {policy_flaw_code::unknown_element, policy_flaw::no_statement, "/Other", "Other"}};
  policy.text = policy_text;
  return policy;
}

TEST_CASE("a policy stands in a string or as an object") {
  std::string quoted = "\"";
  for (auto const byte : policy_text) {
    quoted += byte == '"' ? "\\\"" : byte == '\n' ? "\\n" : std::string(1, byte);
  }
  quoted += '"';
  for (auto const& policy : {quoted, std::string(policy_text)}) {
    auto const bucket =
        read_captures(R"({"call": "s3:GetBucketPolicy", "response": {"Policy": )" + policy + "}}");
    CHECK(bucket.get_bucket_policy.front().response.policy.value == expected_policy());
    auto const key = read_captures(
        R"({"call": "kms:GetKeyPolicy", "response": {"PolicyName": "default", "Policy": )" +
        policy + "}}");
    CHECK(key.get_key_policy.front().response.policy.value == expected_policy());
    CHECK(key.get_key_policy.front().response.policy_name == "default");
    CHECK(bucket.ignored_keys == 0); // they are listed, not counted
  }
}

TEST_CASE("one statement needs no list") {
  auto const world = read_captures(
      R"({"call": "s3:GetBucketPolicy", "response": {"Policy": {"Statement": {"Sid": "A"}}}})");
  auto const& statements = world.get_bucket_policy.front().response.policy.value.statement.values;
  REQUIRE(statements.size() == 1);
  CHECK(statements[0].sid == "A");
}

TEST_CASE("ResponseMetadata does not count, other keys do") {
  auto const world = read_captures(
      R"({"call": "s3:GetBucketVersioning", "request": {"Bucket": "b", "ChecksumMode": "x"},
          "response": {"Status": "Enabled", "ResponseMetadata": {"HTTPStatusCode": 200, "a": {"b": []}},
          "Odd": 1, "Odder": {"Status": "x"}}},
         {"call": "s3:GetBucketAcl", "error": {"Code": "x", "BucketName": "b"}},
         {"call": "sts:GetCallerIdentity", "response": {"Account": "111122223333"}})");
  CHECK(world.ignored_keys == 3); // a parameter is named instead: it may narrow the answer
  CHECK(world.ignored_key_names == trailaudit::list<std::string>{"Odd", "Odder", "BucketName"});
  CHECK(world.get_bucket_versioning.front().request.unrecognized ==
        trailaudit::list<std::string>{"ChecksumMode"});
  CHECK(world.get_bucket_versioning.front().response.status == "Enabled");
}

TEST_CASE("names of ignored keys are kept once each, up to a number and a length") {
  std::string keys =
      R"("Odd": 1, ")" + std::string(128, 'k') + R"(": 1, ")" + std::string(129, 'l') + R"(": 1)";
  for (int at = 0; at != 100; ++at) {
    keys += ", \"key" + std::to_string(at) + "\": 1";
  }
  auto const world =
      read_captures(R"({"call": "s3:GetBucketVersioning", "response": {)" + keys +
                    R"(}}, {"call": "s3:GetBucketVersioning", "response": {"Odd": 2}})");
  CHECK(world.ignored_keys == 104);
  REQUIRE(world.ignored_key_names.size() == trailaudit::most_ignored_key_names);
  CHECK(world.ignored_key_names[0] == "Odd");
  CHECK(world.ignored_key_names[1] == std::string(128, 'k'));
  CHECK(world.ignored_key_names[2] == "key0");
  CHECK(world.ignored_key_names[63] == "key61");
}

TEST_CASE("keys that may narrow a meaning are named") {
  auto const world = read_captures(R"({"call": "cloudtrail:GetEventSelectors", "response": {
      "EventSelectors": [{"Sampling": 10, "ReadWriteType": "All"}],
      "AdvancedEventSelectors": [{"Scope": {}, "FieldSelectors": [{"Field": "readOnly", "Matches": ["x"]}]}]}})");
  auto const& response = world.get_event_selectors.front().response;
  CHECK(response.event_selectors[0].unrecognized == trailaudit::list<std::string>{"Sampling"});
  auto const& advanced = response.advanced_event_selectors[0];
  CHECK(advanced.unrecognized == trailaudit::list<std::string>{"Scope"});
  CHECK(advanced.field_selectors[0].unrecognized == trailaudit::list<std::string>{"Matches"});
  CHECK(world.ignored_keys == 0);
}

TEST_CASE("a page's token is kept") {
  auto const world = read_captures(
      R"({"call": "cloudtrail:ListTrails", "request": {"NextToken": "1"}, "response": {"Trails": [], "NextToken": "2"}},
         {"call": "logs:DescribeLogGroups", "response": {"logGroups": [], "nextToken": "3"}},
         {"call": "s3:ListBuckets", "response": {"Buckets": [], "ContinuationToken": "4"}})");
  CHECK(world.list_trails.front().request.next_token == "1");
  CHECK(world.list_trails.front().response.next_token == "2");
  CHECK(world.describe_log_groups.front().response.next_token == "3");
  CHECK(world.list_buckets.front().response.continuation_token == "4");
  CHECK(world.ignored_keys == 0);
}

TEST_CASE("the parts of a capture stand in any order") {
  std::string const parts[] = {R"("call": "s3:GetBucketPolicy")", R"("region": "us-east-1")",
                               R"("request": {"Bucket": "b"})",
                               R"("response": {"Policy": "{\"Id\": \"\\u0061\"}"})"};
  auto const expected =
      read_captures("{" + parts[0] + "," + parts[1] + "," + parts[2] + "," + parts[3] + "}");
  CHECK(expected.get_bucket_policy.front().response.policy.value.id == "a");
  std::size_t order[] = {0, 1, 2, 3};
  do {
    auto const world = read_captures("{" + parts[order[0]] + "," + parts[order[1]] + "," +
                                     parts[order[2]] + "," + parts[order[3]] + "}");
    CHECK(world == expected);
  } while (std::next_permutation(std::begin(order), std::end(order)));
}

TEST_CASE("captures keep their place and their order") {
  auto const world = read_captures(
      R"({"call": "s3:GetBucketVersioning", "request": {"Bucket": "a"}, "response": {}},
      {"call": "sts:GetCallerIdentity", "response": {}},
      {"call": "s3:GetBucketAcl", "request": {"Bucket": "a"}, "response": null},
      {"request": {"Bucket": "b"}, "response": {"Status": "Suspended"}, "call": "s3:GetBucketVersioning"})");
  CHECK(world.capture_count == 4);
  REQUIRE(world.get_bucket_versioning.size() == 2);
  CHECK(world.get_bucket_versioning[0].index == 0);
  CHECK(world.get_bucket_versioning[0].request.bucket == "a");
  CHECK(world.get_bucket_versioning[1].index == 3);
  CHECK(world.get_bucket_versioning[1].request.bucket == "b");
  CHECK(world.get_bucket_versioning[1].response.status == "Suspended");
  CHECK(world.get_bucket_acl[0].index == 2);
}

TEST_CASE("what no rule will see is listed") {
  auto const world =
      read(R"({"schema": "trailaudit.snapshot.v1", "tool": {"name": "x"}, "captures": [
      {"call": "sts:GetCallerIdentity", "response": {"Account": 5, "Policy": "{"}},
      {"call": "s3:GetBucketVersioning", "took/ms": 12, "response": {}},
      {"call": "s3:getbucketversioning", "error": {"Code": "x"}}], "a~b": null})");
  trailaudit::list<trailaudit::ignored_input> const expected{
      {"/tool", "tool", "this key has no meaning in a snapshot"},
      {"/captures/0", "sts:GetCallerIdentity", "no rule reads this call"},
      {"/captures/1/took~1ms", "took/ms", "this key has no meaning in a capture"},
      {"/captures/2", "s3:getbucketversioning", "no rule reads this call"},
      {"/a~0b", "a~b", "this key has no meaning in a snapshot"},
  };
  CHECK(world.ignored == expected);
  CHECK(world.capture_count == 3);
}

TEST_CASE("a key is its characters, however it is spelled") {
  auto const world = read(R"({"\u0073chema": "trailaudit.snapshot.v\u0031", "captures": [
      {"c\u0061ll": "s3:GetBucketVersionin\u0067", "response": {"St\u0061tus": "\u0045nabled"}}]})");
  CHECK(world.get_bucket_versioning.front().response.status == "Enabled");
  CHECK(world.ignored.empty());
}

TEST_CASE("numbers at the edge of their type") {
  auto const world = read_captures(R"({"call": "logs:DescribeLogGroups", "response": {"logGroups": [
      {"storedBytes": 9223372036854775807}, {"storedBytes": -9223372036854775808}, {"storedBytes": -0}]}})");
  auto const& groups = world.describe_log_groups.front().response.log_groups;
  CHECK(groups[0].stored_bytes == std::numeric_limits<std::int64_t>::max());
  CHECK(groups[1].stored_bytes == std::numeric_limits<std::int64_t>::min());
  CHECK(groups[2].stored_bytes == 0);
}

TEST_CASE("limits hold exactly") {
  auto const text =
      document(R"({"call": "s3:GetBucketAcl", "response": {"Grants": [{"Permission": "READ"}]}})");
  trailaudit::read_limits limits;
  limits.max_bytes = text.size();
  limits.max_depth = 6;         // document, captures, capture, response, Grants, grant
  limits.max_string_bytes = 22; // the schema
  CHECK(trailaudit::read_snapshot(text, limits).has_value());
  auto fewer = limits;
  --fewer.max_bytes;
  CHECK(trailaudit::read_snapshot(text, fewer).error().code == trailaudit::read_code::too_large);
  fewer = limits;
  --fewer.max_depth;
  auto const deep = trailaudit::read_snapshot(text, fewer).error();
  CHECK(deep.code == trailaudit::read_code::too_deep);
  CHECK(deep.pointer == "/captures/0/response/Grants/0");
  fewer = limits;
  --fewer.max_string_bytes;
  auto const longer = trailaudit::read_snapshot(text, fewer).error();
  CHECK(longer.code == trailaudit::read_code::string_too_long);
  CHECK(longer.pointer == "/schema");
}

TEST_CASE("a policy's depth goes on from where its text stands") {
  for (bool const before : {false, true}) {
    auto const capture = [&](std::size_t levels) {
      auto const response = R"("response": {"Policy": "{\"New\": )" + std::string(levels, '[') +
                            std::string(levels, ']') + R"(}"})";
      auto const call = std::string(R"("call": "s3:GetBucketPolicy")");
      return document(before ? "{" + response + ", " + call + "}"
                             : "{" + call + ", " + response + "}");
    };
    INFO("response before call: ", before);
    auto const too_large = [&](std::size_t levels) {
      auto const read = trailaudit::read_snapshot(capture(levels));
      REQUIRE(read.has_value());
      auto const& flaws = read->get_bucket_policy[0].response.policy.value.flaws;
      return flaws[0].code == trailaudit::policy_flaw_code::too_large;
    };
    CHECK_FALSE(too_large(59)); // 4 around the text, 1 of the policy
    CHECK(too_large(60));
  }
}

} // namespace
