#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Answers that stand alone.

namespace {

using trailaudit::answer;
using trailaudit::payload;
using trailaudit::read_code;

trailaudit::snapshot read(std::vector<payload> const& payloads,
                          trailaudit::payload_account const& account = {}) {
  auto result = trailaudit::read_payloads(payloads, account);
  if (!result) {
    FAIL(describe(result.error()));
  }
  return std::move(*result);
}

std::string refusal(std::vector<payload> const& payloads,
                    trailaudit::payload_account const& account = {}) {
  auto const result = trailaudit::read_payloads(payloads, account);
  return result ? "accepted"
                : std::string(to_string(result.error().code)) + ": " + describe(result.error());
}

TEST_CASE("nothing at all") { CHECK(read({}) == trailaudit::snapshot{}); }

TEST_CASE("a payload is named as AWS does or as we do") {
  for (std::string_view const call : {"cloudtrail:GetTrailStatus", "get_trail_status"}) {
    auto const world = read({{call, R"({"IsLogging": true})",
                              "arn:aws:cloudtrail:us-east-1:111122223333:trail/a", "us-east-1"}});
    trailaudit::snapshot expected;
    expected.capture_count = 1;
    auto& capture = expected.get_trail_status.emplace_back();
    capture.region = "us-east-1";
    capture.request.name = "arn:aws:cloudtrail:us-east-1:111122223333:trail/a";
    capture.response.is_logging = true;
    CHECK(world == expected);
  }
}

TEST_CASE("every operation is read under both of its names, and its subject finds its place") {
  trailaudit::detail::for_each_operation([&](auto const& each) {
    for (auto const call : {each.call, each.name}) {
      INFO(call);
      auto const world = read({{call, {}, "subject", "r", "AccessDenied"}});
      REQUIRE((world.*each.captures).size() == 1);
      auto const& capture = (world.*each.captures).front();
      CHECK(capture.state == answer::refused);
      CHECK(capture.error_code == "AccessDenied");
      trailaudit::capture_request expected;
      if (each.subject != nullptr) {
        expected.*each.subject = "subject";
      }
      CHECK(capture.request == expected);
    }
  });
}

TEST_CASE("the account's Block Public Access is not a bucket's") {
  constexpr std::string_view text =
      R"({"PublicAccessBlockConfiguration": {"BlockPublicAcls": true}})";
  auto const world = read({{"get_public_access_block", text, "b"},
                           {"get_account_public_access_block", text, "111122223333"},
                           {"s3:GetPublicAccessBlock", text, "c"},
                           {"s3control:GetPublicAccessBlock", text, "111122223333"}});
  REQUIRE(world.get_public_access_block.size() == 2);
  CHECK(world.get_public_access_block[1].request.bucket == "c");
  CHECK(world.get_public_access_block[1].index == 2);
  REQUIRE(world.get_account_public_access_block.size() == 2);
  CHECK(world.get_account_public_access_block[0].request.account_id == "111122223333");
}

TEST_CASE("the account") {
  std::array<std::string_view, 2> const regions{"us-east-1", "eu-west-1"};
  auto const time = trailaudit::timestamp{std::chrono::seconds{5}};
  auto const world = read({}, {"111122223333", time, regions});
  CHECK(world.account_id == "111122223333");
  CHECK(world.as_of == time);
  CHECK(world.regions == trailaudit::list<std::string>{"us-east-1", "eu-west-1"});
  for (std::string_view const id :
       {"11112222333", "1111222233334", "11112222333x", " 11122223333"}) {
    CHECK(refusal({}, {id, {}, {}}) ==
          "out_of_range: account_id: line 1, column 1: an account id has twelve digits");
  }
}

TEST_CASE("an empty text is an answer for two calls") {
  for (std::string_view const text : {"", " \n", "null", "\"\"", " \"\" "}) {
    INFO(text);
    auto const world = read({{"get_bucket_versioning", text, "b"},
                             {"get_bucket_logging", text, "b"},
                             {"get_bucket_acl", text, "b"},
                             {"describe_trails", text}});
    CHECK(world.get_bucket_versioning[0].state == answer::present);
    CHECK(world.get_bucket_logging[0].state == answer::present);
    CHECK(world.get_bucket_acl[0].state == answer::empty);
    CHECK(world.describe_trails[0].state == answer::empty);
  }
}

TEST_CASE("an error code stands for the answer") {
  auto const world = read({{"get_bucket_policy", "not JSON", "b", {}, "NoSuchBucketPolicy"},
                           {"get_bucket_policy", {}, "b", {}, "AccessDenied"}});
  CHECK(world.get_bucket_policy[0].state == answer::absent);
  CHECK(world.get_bucket_policy[0].error_code == "NoSuchBucketPolicy");
  CHECK(world.get_bucket_policy[1].state == answer::refused);
}

TEST_CASE("all parameters of a call, the error's message and the payload's name") {
  trailaudit::capture_request asked;
  asked.trail_name = "main";
  asked.next_token = "2";
  auto const world =
      read({{"get_trail_status", {}, "not this", "r", "AccessDenied", "no", &asked}});
  CHECK(world.get_trail_status[0].request == asked);
  CHECK(world.get_trail_status[0].error_message == "no");
  CHECK(refusal({{"get_trail_status", "[", "arn:aws:x", {}, {}, {}, nullptr, "status.json"}}) ==
        "wrong_type: status.json: line 1, column 1: expected an object, found an array");
}

TEST_CASE("a call that no rule reads is listed") {
  auto const world = read({{"describe_trails", R"({"trailList": []})"},
                           {"sts:GetCallerIdentity", "{}"},
                           {"", "{}"},
                           {"GetTrail", "{}"}});
  trailaudit::list<trailaudit::ignored_input> const expected{
      {"/captures/1", "sts:GetCallerIdentity", "no rule reads this call"},
      {"/captures/2", "", "no rule reads this call"},
      {"/captures/3", "GetTrail", "no rule reads this call"},
  };
  CHECK(world.ignored == expected);
  CHECK(world.capture_count == 4);
}

TEST_CASE("a text is one answer and nothing beside it") {
  for (std::string_view const text :
       {"{},{", "{},{}", "{}{}", "{} {}", "{}]", "{}}", "{},", ",{}", "{}, \"error\": null",
        "{}}, {\"call\": \"s3:GetBucketAcl\", \"response\": {}", "{}\n{}", "{}x", "{}\xEF\xBB\xBF",
        "\"\"\"\"", "null null", "null,", "\"\" {}", "//\n{}", "{}#"}) {
    INFO(text);
    auto const said = refusal({{"get_bucket_versioning", text, "b"}});
    CHECK(said.starts_with("syntax: get_bucket_versioning b: line "));
  }
  CHECK(refusal({{"get_bucket_versioning", std::string_view("{}\0", 3), "b"}})
            .starts_with("syntax: "));
}

TEST_CASE("a fault names its payload") {
  CHECK(refusal({{"describe_trails", R"({"trailList": []})"},
                 {"get_trail_status", "{\n  \"IsLogging\": 1}", "arn:aws:x"}}) ==
        "wrong_type: get_trail_status arn:aws:x: line 2, column 16, at /IsLogging: "
        "expected a boolean, found a number");
  CHECK(refusal({{"describe_trails", "[]"}}) == "wrong_type: describe_trails: line 1, column 1: "
                                                "expected an object, found an array");
  CHECK(refusal({{"describe_trails", R"({"Trails": []})"}}) ==
        "missing_key: describe_trails: line 1, column 1: "
        "this is not an answer of that call: its key is missing");
  CHECK(refusal({{"get_bucket_policy", R"({"Policy": 5})", "b"}}) ==
        "wrong_type: get_bucket_policy b: line 1, column 12, at /Policy: expected JSON text in a "
        "string, or an object, found a number");
  CHECK(refusal({{"get_bucket_acl", "An error occurred (AccessDenied)", "b\x1b[31m"}}) ==
        "syntax: get_bucket_acl b\\u{1b}[31m: line 1, column 1: this is not JSON");
  CHECK(refusal({{"describe_trails", "\"x\""}}) ==
        "wrong_type: describe_trails: line 1, column 1: expected an object, found a "
        "string");
}

TEST_CASE("limits hold for each payload") {
  trailaudit::read_limits limits;
  limits.max_bytes = 2;
  std::vector<payload> const small{{"get_bucket_versioning", "{}"},
                                   {"get_bucket_versioning", "{}"}};
  CHECK(trailaudit::read_payloads(small, {}, limits).has_value());
  std::vector<payload> const large{{"get_bucket_versioning", "{}"},
                                   {"get_bucket_versioning", "{} "}};
  auto const read = trailaudit::read_payloads(large, {}, limits);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == read_code::too_large);
}

TEST_CASE("payloads and documents share a reader") {
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot world;
  std::vector<payload> const payloads{
      {"get_bucket_policy", R"({"Policy": "{\"Id\": \"x\"}"})", "b", "r"}};
  REQUIRE(reader.read(payloads, {"111122223333", {}, {}}, world).has_value());
  constexpr std::string_view document =
      R"({"schema": "trailaudit.snapshot.v1", "captures": [{"call": "s3:GetBucketPolicy", "response": {"Policy": {}}}]})";
  REQUIRE(reader.read(document, world).has_value());
  CHECK(world == trailaudit::read_snapshot(document).value());
  REQUIRE(reader.read(payloads, {}, world).has_value());
  CHECK(world == trailaudit::read_payloads(payloads).value());
}

} // namespace
