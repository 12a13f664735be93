#include <trailaudit/evaluate.hpp>
#include <trailaudit/output/report_json.hpp>
#include <trailaudit/output/report_table.hpp>
#include <trailaudit/version.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using trailaudit::context;
using trailaudit::evidence_value;
using trailaudit::origin;
using trailaudit::outcome;
using trailaudit::rule;
using trailaudit::severity;
using trailaudit::trail_view;
using trailaudit::verdict;

constexpr trailaudit::reference references[] = {{"House rules", "1"}};

constexpr rule make(std::string_view slug, severity level, trailaudit::check_function check) {
  return {.slug = slug,
          .title = "A \"title\"",
          .rationale = "r",
          .remediation = "m",
          .level = level,
          .references = references,
          .check = check};
}

// One fact of each kind, and two more than fit.
verdict every_kind_of_fact(context const& audit) {
  auto value = trailaudit::fail("everything is shown");
  static trailaudit::recorded_call const recorded{3, "us-east-1"};
  origin const from("cloudtrail:GetTrailStatus", &recorded);
  value.with(from, {});
  value.with(from.at("IsLogging"), false);
  value.with(from.at("a/b~c", 2).at("Count"), std::optional<std::int64_t>(-7));
  value.with(origin("s3:GetBucketAcl"), audit.as_of);
  value.with(from, "too many");
  return value.with(from, "still too many");
}

verdict on_trail(trail_view const& about, context const&) {
  return trailaudit::pass("the trail is there").with(about.settings.from.at("Name"), about.name);
}
verdict undecided(context const&) { return trailaudit::unknown("nobody knows"); }
verdict failed(context const&) { return trailaudit::fail("it failed"); }

std::string header(std::string_view account, std::string_view as_of) {
  return R"({"schema":"trailaudit.report.v1","library_version":")" TRAILAUDIT_VERSION
         R"(","account_id":)" +
         std::string(account) + R"(,"as_of":)" + std::string(as_of) + ",\n";
}

template <std::size_t Count>
trailaudit::report good(std::string_view document, std::array<rule, Count> const& rules) {
  trailaudit::audit_options options;
  options.rules = rules;
  auto made = trailaudit::audit(document, options);
  if (!made) {
    FAIL(describe(made.error()));
  }
  return std::move(*made);
}

constexpr std::array one_rule{make("every-kind", severity::high, every_kind_of_fact)};
constexpr std::string_view empty_account =
    R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333",)"
    R"("as_of":"2026-01-01T00:00:00Z","captures":[]})";

constexpr std::string_view every_kind_line =
    R"({"rule":"every-kind","title":"A \"title\"","resource":"AWS::::Account:111122223333",)"
    R"("resource_type":"AWS::::Account","account":"111122223333","region":null,)"
    R"("outcome":"fail","severity":"high",)"
    R"("reason":"everything is shown","evidence":[)"
    R"({"call":"cloudtrail:GetTrailStatus","region":"us-east-1","capture":3,"pointer":"",)"
    R"("value":null},)"
    R"({"call":"cloudtrail:GetTrailStatus","region":"us-east-1","capture":3,)"
    R"("pointer":"/IsLogging","value":false},)"
    R"({"call":"cloudtrail:GetTrailStatus","region":"us-east-1","capture":3,)"
    R"("pointer":"/a~1b~0c/2/Count","value":-7},)"
    R"({"call":"s3:GetBucketAcl","region":null,"capture":null,"pointer":"",)"
    R"("value":"2026-01-01T00:00:00Z"}],)"
    R"("evidence_omitted":2})";

TEST_CASE("a report as one JSON document") {
  CHECK(
      to_json(good(empty_account, one_rule)) ==
      header(R"("111122223333")", R"("2026-01-01T00:00:00Z")") +
          R"("summary":{"pass":0,"fail":1,"unknown":0,"not_applicable":0,"worst_severity":"high",)"
          R"("captures":0,"ignored":0,"ignored_keys":0},)"
          "\n\"findings\":[\n" +
          std::string(every_kind_line) + "\n],\n\"ignored\":[\n],\n\"ignored_key_names\":[]}\n");
}

TEST_CASE("a report as JSON lines") {
  std::string out = "before\n";
  append_json_lines(out, good(empty_account, one_rule));
  CHECK(out == "before\n" + std::string(every_kind_line) + "\n");
}

TEST_CASE("a report without rules, account or time") {
  CHECK(to_json(
            good(R"({"schema":"trailaudit.snapshot.v1","captures":[]})", std::array<rule, 0>{})) ==
        header("null", "null") +
            R"("summary":{"pass":0,"fail":0,"unknown":0,"not_applicable":0,"worst_severity":null,)"
            R"("captures":0,"ignored":0,"ignored_keys":0},)"
            "\n\"findings\":[\n],\n\"ignored\":[\n],\n\"ignored_key_names\":[]}\n");
}

constexpr std::array four_rules{
    make("zz-passes", severity::critical, on_trail), make("a-unknown", severity::low, undecided),
    make("low-failure", severity::low, failed), make("high-failure", severity::high, failed)};

// A name that would move a cursor, turn text around, and break a line.
constexpr std::string_view hostile_account =
    R"({"schema":"trailaudit.snapshot.v1","captures":[
      {"call":"cloudtrail:DescribeTrails","region":"us\u001b","response":{"trailList":[
        {"Name":"\u001b[2J\u202eevil\n\"x\"","FutureKey":1}]}},
      {"call":"evil:\u001b[1mCall","response":{}}]})";

TEST_CASE("counts, severity and what was ignored") {
  auto const audited = good(hostile_account, four_rules);
  CHECK(audited.count(outcome::pass) == 1);
  CHECK(audited.count(outcome::fail) == 2);
  CHECK(audited.count(outcome::unknown) == 1);
  CHECK(audited.count(outcome::not_applicable) == 0);
  CHECK(audited.worst() == severity::high); // what passes does not count, however grave
  auto const text = to_json(audited);
  CHECK(
      text.find(
          R"("summary":{"pass":1,"fail":2,"unknown":1,"not_applicable":0,"worst_severity":"high",)"
          R"("captures":2,"ignored":1,"ignored_keys":1})") != std::string::npos);
  CHECK(text.find(R"("resource":"\u001b[2J\u202eevil\n\"x\"")") != std::string::npos);
  CHECK(text.find(R"("ignored":[)"
                  "\n"
                  R"({"pointer":"/captures/1","what":"evil:\u001b[1mCall","reason":")") !=
        std::string::npos);
  CHECK(text.ends_with("\"ignored_key_names\":[\"FutureKey\"]}\n"));
  for (auto const byte : text) {
    CHECK((byte == '\n' || static_cast<unsigned char>(byte) >= 0x20));
  }
}

TEST_CASE("a report for a terminal") {
  auto const audited = good(hostile_account, four_rules);
  REQUIRE(audited.ignored().size() == 1);
  CHECK(
      to_table(audited) ==
      "OUTCOME         SEVERITY       RULE          RESOURCE\n"
      "fail            high           high-failure  *\n"
      "                it failed\n"
      "fail            low            low-failure   *\n"
      "                it failed\n"
      "unknown         low            a-unknown     *\n"
      "                nobody knows\n"
      "pass            critical       zz-passes     \\u{1b}[2J\\u{202e}evil\\u{a}\"x\"\n"
      "                the trail is there: cloudtrail:DescribeTrails@us\\u{1b} /trailList/0/Name = "
      "\"\\u001b[2J\\u202eevil\\n\\\"x\\\"\"\n"
      "1 passed, 2 failed, 1 unknown, 0 not applicable\n"
      "ignored: 1 call that no rule reads: evil:\\u{1b}[1mCall\n"
      "ignored: 1 key of answers that no model has: FutureKey\n");
}

// What stands in the table behind the summary.
std::string ignored_lines(std::string_view keys, std::string_view captures) {
  std::string document = R"({"schema":"trailaudit.snapshot.v1")";
  document += keys;
  document += R"(,"captures":[)";
  document += captures;
  auto const text = to_table(good(document + "]}", std::array<rule, 0>{}));
  return text.substr(text.find("applicable\n") + 11);
}

TEST_CASE("a terminal is shown what was ignored, and calls that no rule reads together") {
  constexpr std::string_view identity = R"({"call":"sts:GetCallerIdentity","response":{}})";
  constexpr std::string_view regions =
      R"({"call":"ec2:DescribeRegions","response":{},"sdterr":""})";
  CHECK(ignored_lines("", "").empty());
  CHECK(ignored_lines("", identity) ==
        "ignored: 1 call that no rule reads: sts:GetCallerIdentity\n");
  CHECK(ignored_lines(R"(,"acount_id":1)", std::string(identity) + "," + std::string(regions) +
                                               "," + std::string(identity)) ==
        "ignored: /acount_id (acount_id): this key has no meaning in a snapshot\n"
        "ignored: /captures/1/sdterr (sdterr): this key has no meaning in a capture\n"
        "ignored: 3 calls that no rule reads: sts:GetCallerIdentity, ec2:DescribeRegions\n");
  CHECK(ignored_lines("", R"({"call":"","response":{}})") ==
        "ignored: 1 call that no rule reads: (no name)\n");
  std::string many;
  for (int at = 0; at != 10; ++at) {
    many += (many.empty() ? R"({"response":{},"call":")" : R"(,{"response":{},"call":")") +
            std::to_string(at) + "\"}";
  }
  CHECK(ignored_lines("", many) ==
        "ignored: 10 calls that no rule reads: 0, 1, 2, 3, 4, 5, 6, 7 and others\n");
}

// A trail that delivers to `logs`, whose access logs go to `access-logs`.
constexpr std::string_view one_trail =
    R"({"call":"cloudtrail:DescribeTrails","region":"us-east-1","response":{"trailList":[)"
    R"({"Name":"main","HomeRegion":"us-east-1","S3BucketName":"logs",)"
    R"("TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}]}},)"
    R"({"call":"s3:GetBucketLogging","request":{"Bucket":"logs"},)"
    R"("response":{"LoggingEnabled":{"TargetBucket":"access-logs"}}},)"
    R"({"call":"s3:GetBucketEncryption","request":{"Bucket":"access-logs"},)"
    R"("error":{"Code":"AccessDenied"}},)"
    R"({"call":"cloudtrail:GetTrailStatus","request":{"Name":"main"},"response":{"IsLogging":true}},)"
    R"({"call":"cloudtrail:GetEventSelectors","response":{)"
    R"("TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main","EventSelectors":[]}})";

TEST_CASE("answers about trails and buckets that nobody names are told, none of the others") {
  CHECK(ignored_lines("", one_trail).empty());
  std::string captures(one_trail);
  captures +=
      R"(,{"call":"s3:GetBucketEncryption","request":{"Bucket":"lgos"},"error":{"Code":"x"}})";
  CHECK(ignored_lines("", captures) ==
        "ignored: 1 answer about a bucket that no known trail delivers to: lgos\n");
  captures += R"(,{"call":"s3:GetBucketAcl","request":{"Bucket":"lgos"},"error":{"Code":"x"}})"
              R"(,{"call":"cloudtrail:GetTrailStatus","request":{"Name":"mian"},)"
              R"("response":{"IsLogging":true}})"
              R"(,{"call":"cloudtrail:GetInsightSelectors","request":{"TrailName":"mian"},)"
              R"("error":{"Code":"InsightNotEnabledException"}})"
              R"(,{"call":"cloudtrail:GetEventSelectors","response":{"TrailARN":)"
              R"("arn:aws:cloudtrail:us-east-1:111122223333:trail/\u001b","EventSelectors":[]}})";
  CHECK(ignored_lines("", captures) ==
        "ignored: 3 answers about trails that no other one lists: mian, "
        "arn:aws:cloudtrail:us-east-1:111122223333:trail/\\u{1b}\n"
        "ignored: 2 answers about buckets that no known trail delivers to: lgos\n");
  // As JSON each has its place.
  auto const audited = good(R"({"schema":"trailaudit.snapshot.v1","captures":[)" + captures + "]}",
                            std::array<rule, 0>{});
  REQUIRE(audited.ignored().size() == 5);
  std::string all;
  for (auto const& each : audited.ignored()) {
    all += each.pointer + ' ' + each.what + ": " + std::string(each.reason) + '\n';
  }
  CHECK(all == "/captures/7 mian: no answer lists this trail\n"
               "/captures/9 arn:aws:cloudtrail:us-east-1:111122223333:trail/\x1b: no answer lists "
               "this trail\n"
               "/captures/8 mian: no answer lists this trail\n"
               "/captures/6 lgos: no known trail delivers to this bucket\n"
               "/captures/5 lgos: no known trail delivers to this bucket\n");
}

// A trail with a key, a topic, a role and a log group; a store with another key, and a topic whose
// key is told by an alias.
constexpr std::string_view furnished_trail =
    R"({"call":"cloudtrail:DescribeTrails","region":"us-east-1","response":{"trailList":[)"
    R"({"Name":"main","HomeRegion":"us-east-1","S3BucketName":"logs",)"
    R"("KmsKeyId":"arn:aws:kms:us-east-1:111122223333:key/1111",)"
    R"("SnsTopicARN":"arn:aws:sns:us-east-1:111122223333:trail",)"
    R"("CloudWatchLogsRoleArn":"arn:aws:iam::111122223333:role/service/ToLogs",)"
    R"("CloudWatchLogsLogGroupArn":"arn:aws:logs:us-east-1:111122223333:log-group:/trail:*",)"
    R"("TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"},)"
    R"({"Name":"old","HomeRegion":"us-east-1","S3BucketName":"logs","SnsTopicName":"old-topic",)"
    R"("TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/old"}]}},)"
    R"({"call":"cloudtrail:GetEventDataStore","request":{"EventDataStore":"s"},"response":)"
    R"({"EventDataStoreArn":"arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/s",)"
    R"("KmsKeyId":"arn:aws:kms:us-east-1:111122223333:key/3333"}},)"
    R"({"call":"sns:GetTopicAttributes","request":{"TopicArn":)"
    R"("arn:aws:sns:us-east-1:111122223333:trail"},"response":{"Attributes":{"TopicArn":)"
    R"("arn:aws:sns:us-east-1:111122223333:trail","KmsMasterKeyId":"alias/topic"}}},)"
    R"({"call":"kms:ListAliases","response":{"Aliases":[{"AliasName":"alias/topic","AliasArn":)"
    R"("arn:aws:kms:us-east-1:111122223333:alias/topic","TargetKeyId":"2222"},)"
    R"({"AliasName":"alias/else","TargetKeyId":"5555"}]}})";

// An answer that says no more than what it is about.
std::string refused(std::string_view call, std::string_view parameter, std::string_view name) {
  std::string made = R"(,{"call":")";
  made += call;
  made += R"(","request":{")";
  made += parameter;
  made += R"(":")";
  made += name;
  return made + R"("},"error":{"Code":"AccessDenied"}})";
}

TEST_CASE("answers about what a trail has are none that nobody names") {
  std::string captures(furnished_trail);
  for (std::string_view const key : {"1111", "arn:aws:kms:us-east-1:111122223333:key/1111", "2222",
                                     "arn:aws:kms:us-east-1:111122223333:key/3333", "3333"}) {
    captures += refused("kms:DescribeKey", "KeyId", key);
    captures += refused("kms:GetKeyPolicy", "KeyId", key);
    captures += refused("kms:GetKeyRotationStatus", "KeyId", key);
  }
  captures += refused("kms:DescribeKey", "KeyId", "alias/topic");
  // An alias that nobody names, for a key that a trail has; and one without a request.
  captures += R"(,{"call":"kms:DescribeKey","request":{"KeyId":"alias/logs"},"response":)"
              R"({"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/1111"}}})"
              R"(,{"call":"kms:DescribeKey","response":)"
              R"({"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/1111"}}})";
  for (std::string_view const topic : {"arn:aws:sns:us-east-1:111122223333:trail",
                                       "arn:aws:sns:us-east-1:111122223333:old-topic"}) {
    captures += refused("sns:GetTopicAttributes", "TopicArn", topic);
    captures += refused("sns:ListSubscriptionsByTopic", "TopicArn", topic);
  }
  for (std::string_view const call : {"iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy",
                                      "iam:ListAttachedRolePolicies"}) {
    captures += refused(call, "RoleName", "ToLogs");
  }
  // Who may stop a trail is asked of every policy.
  captures += refused("iam:GetRolePolicy", "RoleName", "Anyone");
  captures += refused("iam:ListAttachedRolePolicies", "RoleName", "Anyone");
  captures += refused("logs:DescribeSubscriptionFilters", "logGroupName", "/trail");
  CHECK(ignored_lines("", captures).empty());
}

TEST_CASE("answers about keys, topics, roles and log groups that nobody names are told") {
  std::string captures(furnished_trail);
  captures += refused("kms:DescribeKey", "KeyId", "arn:aws:kms:us-east-1:111122223333:key/1112");
  captures += refused("kms:GetKeyPolicy", "KeyId", "5555");
  captures += refused("kms:GetKeyPolicy", "KeyId", "");
  captures += R"(,{"call":"kms:DescribeKey","request":{"KeyId":"alias/logs"},"response":)"
              R"({"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/4444"}}})";
  captures += refused("sns:GetTopicAttributes", "TopicArn", "arn:aws:sns:us-east-1:1:trial");
  captures += refused("iam:GetRole", "RoleName", "service");
  captures += refused("iam:ListRolePolicies", "RoleName", "Tologs");
  captures += refused("logs:DescribeSubscriptionFilters", "logGroupName", "/trai");
  CHECK(
      ignored_lines("", captures) ==
      "ignored: /captures/6 (kms:GetKeyPolicy): the request does not say what the call was about\n"
      "ignored: 1 answer about a topic that no known trail notifies: "
      "arn:aws:sns:us-east-1:1:trial\n"
      "ignored: 2 answers about roles that no known trail has: service, Tologs\n"
      "ignored: 1 answer about a log group that no known trail has: /trai\n"
      "ignored: 3 answers about keys that no known trail, event data store or topic has: "
      "arn:aws:kms:us-east-1:111122223333:key/1112, alias/logs, 5555\n");
}

TEST_CASE("of very many trails too, what nobody names is told") {
  auto const name = [](std::string_view kind, int at) {
    return std::string(kind) + std::to_string(at);
  };
  std::string captures = R"({"call":"cloudtrail:DescribeTrails","response":{"trailList":[)";
  constexpr int trails = 40;
  for (int at = 0; at != trails; ++at) {
    captures += at == 0 ? "" : ",";
    captures += R"({"TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/)" + name("t", at) +
                R"(","KmsKeyId":"arn:aws:kms:us-east-1:111122223333:key/)" + name("k", at) +
                R"(","SnsTopicARN":"arn:aws:sns:us-east-1:111122223333:)" + name("s", at) +
                R"(","CloudWatchLogsRoleArn":"arn:aws:iam::111122223333:role/)" + name("r", at) +
                R"(","CloudWatchLogsLogGroupArn":"arn:aws:logs:us-east-1:111122223333:log-group:)" +
                name("g", at) + R"(:*"})";
  }
  captures += "]}}";
  for (int at = trails; at-- != 0;) {
    captures += refused("kms:GetKeyPolicy", "KeyId", name("k", at));
    captures += refused("sns:GetTopicAttributes", "TopicArn",
                        name("arn:aws:sns:us-east-1:111122223333:s", at));
    captures += refused("iam:GetRole", "RoleName", name("r", at));
    captures += refused("logs:DescribeSubscriptionFilters", "logGroupName", name("g", at));
  }
  CHECK(ignored_lines("", captures).empty());
  captures += refused("kms:GetKeyPolicy", "KeyId", "k40");
  captures += refused("sns:GetTopicAttributes", "TopicArn", "arn:aws:sns:us-east-1:111122223333:s");
  captures += refused("iam:GetRole", "RoleName", "r");
  captures += refused("logs:DescribeSubscriptionFilters", "logGroupName", "g/");
  CHECK(ignored_lines("", captures) ==
        "ignored: 1 answer about a topic that no known trail notifies: "
        "arn:aws:sns:us-east-1:111122223333:s\n"
        "ignored: 1 answer about a role that no known trail has: r\n"
        "ignored: 1 answer about a log group that no known trail has: g/\n"
        "ignored: 1 answer about a key that no known trail, event data store or topic has: k40\n");
}

TEST_CASE("a terminal is shown how many facts did not fit") {
  CHECK(to_table(good(empty_account, one_rule)) ==
        "OUTCOME         SEVERITY       RULE        RESOURCE\n"
        "fail            high           every-kind  AWS::::Account:111122223333\n"
        "                everything is shown: cloudtrail:GetTrailStatus@us-east-1; "
        "cloudtrail:GetTrailStatus@us-east-1 /IsLogging = false; "
        "cloudtrail:GetTrailStatus@us-east-1 /a~1b~0c/2/Count = -7; "
        "s3:GetBucketAcl = \"2026-01-01T00:00:00Z\"; and 2 more\n"
        "0 passed, 1 failed, 0 unknown, 0 not applicable\n");
}

TEST_CASE("no column is too narrow") {
  CHECK(to_table(
            good(R"({"schema":"trailaudit.snapshot.v1","captures":[]})", std::array<rule, 0>{})) ==
        "OUTCOME         SEVERITY       RULE  RESOURCE\n"
        "0 passed, 0 failed, 0 unknown, 0 not applicable\n");
}

TEST_CASE("the kinds of values") {
  using kind = evidence_value::kind;
  CHECK(evidence_value().type() == kind::null);
  CHECK(evidence_value(false).type() == kind::boolean);
  CHECK(evidence_value("text").type() == kind::text);
  CHECK(evidence_value(std::string_view("")).type() == kind::text);
  std::string const nothing;
  CHECK(evidence_value(nothing).type() == kind::null); // an empty string of AWS's is a missing one
  CHECK(evidence_value(std::optional<bool>()).type() == kind::null);
  CHECK(evidence_value(std::optional<std::int64_t>(1)).type() == kind::integer);
  CHECK(evidence_value(std::optional<trailaudit::timestamp>()).type() == kind::null);
}

TEST_CASE("a path that is too long names the outer value") {
  trailaudit::json_path path;
  for (std::size_t at = 0; at != 7; ++at) {
    path = path.then("k", at);
  }
  std::string out;
  trailaudit::detail::append_path(out, path);
  CHECK(out == "/k/0/k/1/k/2/k/3");
}

TEST_CASE("names of outcomes and severities") {
  CHECK(to_string(outcome::not_applicable) == "not_applicable");
  CHECK(to_string(severity::informational) == "informational");
  CHECK(to_string(severity::critical) == "critical");
}

} // namespace
