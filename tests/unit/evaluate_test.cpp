#include <trailaudit/evaluate.hpp>
#include <trailaudit/output/report_json.hpp>
#include <trailaudit/output/report_table.hpp>

#include <doctest/doctest.h>

#include <support/files.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

using trailaudit::audit;
using trailaudit::audit_options;
using trailaudit::catalogue;
using trailaudit::finding;
using trailaudit::outcome;
using trailaudit::report;
using trailaudit::rule;
using trailaudit::verdict;

constexpr std::string_view one_trail = R"({
  "schema": "trailaudit.snapshot.v1",
  "account_id": "111122223333",
  "as_of": "2026-11-20T12:00:00Z",
  "regions": ["us-east-1"],
  "captures": [
    { "call": "cloudtrail:DescribeTrails", "region": "us-east-1", "response": { "trailList": [{
        "Name": "main", "S3BucketName": "logs", "HomeRegion": "us-east-1",
        "TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main",
        "IsMultiRegionTrail": true, "LogFileValidationEnabled": true,
        "CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:trail:*",
        "HasCustomEventSelectors": false }] } },
    { "call": "cloudtrail:GetTrailStatus", "region": "us-east-1",
      "request": { "Name": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main" },
      "response": { "IsLogging": true, "LatestDeliveryTime": "2026-11-20T11:55:00Z",
        "LatestDigestDeliveryTime": "2026-11-20T11:00:00Z",
        "LatestCloudWatchLogsDeliveryTime": "2026-11-19T12:00:00Z" } }
  ]
})";

report good(std::string_view document, audit_options const& options = {}) {
  auto made = audit(document, options);
  if (!made) {
    FAIL(describe(made.error()));
  }
  return std::move(*made);
}

std::vector<finding> of_rule(report const& audited, std::string_view slug) {
  std::vector<finding> found;
  for (auto const& each : audited.findings()) {
    if (each.source->slug == slug) {
      found.push_back(each);
    }
  }
  return found;
}
std::vector<finding> of_rule(report&&,
                             std::string_view) = delete; // findings point into their report

// What the rule says of its first resource.
outcome first_of(report const& audited, std::string_view slug) {
  return of_rule(audited, slug).at(0).result;
}

std::string lines(report const& audited) {
  std::string out;
  append_json_lines(out, audited);
  return out;
}

constexpr trailaudit::reference own_references[] = {{"House rules", "1"}};

constexpr rule named_for_a_team{
    .slug = "named-for-a-team",
    .title = "Trail is named for a team",
    .rationale = "Somebody must answer for it.",
    .remediation = "Create it again with another name.",
    .level = trailaudit::severity::critical,
    .references = own_references,
    .check = [](trailaudit::trail_view const& about, trailaudit::context const&) -> verdict {
      return about.name.starts_with("team-")
                 ? trailaudit::pass("the name says which team")
                       .with(about.settings.from.at("Name"), about.name)
                 : trailaudit::fail("the name says no team")
                       .with(about.settings.from.at("Name"), about.name);
    },
};

TEST_CASE("the catalogue has no hole") {
  std::set<std::string_view> slugs;
  for (auto const& each : catalogue) {
    CAPTURE(each.slug);
    CHECK(std::visit([](auto check) { return check != nullptr; }, each.check));
    CHECK(slugs.insert(each.slug).second);
    CHECK(trailaudit::find_rule(each.slug) == &each);
    CHECK_FALSE(resource_type(each).empty());
    for (auto const& reference : each.references) {
      CHECK_FALSE(reference.source.empty());
      CHECK_FALSE(reference.id.empty());
    }
  }
  CHECK(trailaudit::find_rule("no-such-rule") == nullptr);
  CHECK(trailaudit::find_rule("") == nullptr);
}

TEST_CASE("every Security Hub control of CloudTrail has a rule") {
  for (std::string_view const control :
       {"CloudTrail.1", "CloudTrail.2", "CloudTrail.3", "CloudTrail.4", "CloudTrail.5",
        "CloudTrail.6", "CloudTrail.7", "CloudTrail.9", "CloudTrail.10"}) {
    CAPTURE(control);
    CHECK(std::any_of(catalogue.begin(), catalogue.end(), [&](rule const& each) {
      return std::any_of(each.references.begin(), each.references.end(),
                         [&](auto const& reference) {
                           return reference.source == "AWS Security Hub" && reference.id == control;
                         });
    }));
  }
}

TEST_CASE("the order of findings is the order of rules") {
  auto const audited = good(one_trail);
  REQUIRE(audited.findings().size() == catalogue.size());
  for (std::size_t at = 0; at != catalogue.size(); ++at) {
    auto const& each = audited.findings()[at];
    CHECK(each.source == &catalogue[at]);
    CHECK(each.account == "111122223333");
    CHECK_FALSE(each.reason.empty());
    CHECK_FALSE(each.facts.empty());
  }
  CHECK(audited.findings()[0].resource == "AWS::::Account:111122223333");
  CHECK(audited.findings()[0].result == outcome::pass);
  auto const logging = of_rule(audited, "trail-is-logging");
  REQUIRE(logging.size() == 1);
  CHECK(logging[0].resource == "arn:aws:cloudtrail:us-east-1:111122223333:trail/main");
  CHECK(logging[0].region == "us-east-1");
  CHECK(of_rule(audited, "log-bucket-versioning")[0].resource == "arn:aws:s3:::logs");
  CHECK(of_rule(audited, "log-bucket-versioning")[0].region.empty());
  CHECK(of_rule(audited, "event-data-store-cmk")[0].resource == "*");
}

TEST_CASE("one's own rule beside the catalogue") {
  std::vector<rule> rules(catalogue.begin(), catalogue.end());
  rules.push_back(named_for_a_team);
  audit_options options;
  options.rules = rules;
  auto const audited = good(one_trail, options);
  CHECK(audited.findings().size() == catalogue.size() + 1);
  auto const& own = audited.findings().back();
  CHECK(own.source == &rules.back());
  CHECK(own.result == outcome::fail);
  CHECK(own.reason == "the name says no team");
  REQUIRE(own.facts.size() == 1);
  CHECK(own.facts[0].value.text() == "main");
  CHECK(audited.worst() == trailaudit::severity::critical);
}

TEST_CASE("a part of the rules, and none") {
  audit_options options;
  std::vector<rule> const two{*trailaudit::find_rule("trail-is-logging"),
                              *trailaudit::find_rule("trail-kms-encryption")};
  options.rules = two;
  auto const part = good(one_trail, options);
  REQUIRE(part.findings().size() == 2);
  CHECK(part.findings()[0].source->slug == "trail-is-logging");
  CHECK(part.findings()[1].source->slug == "trail-kms-encryption");
  CHECK(part.count(outcome::pass) == 1);
  CHECK(part.count(outcome::fail) == 1);
  CHECK(part.worst() == trailaudit::severity::medium);
  options.rules = {};
  auto const none = good(one_trail, options);
  CHECK(none.findings().empty());
  CHECK_FALSE(none.worst());
}

TEST_CASE("the moment of the audit may be given") {
  CHECK(good(one_trail).as_of() == trailaudit::parse_timestamp("2026-11-20T12:00:00Z"));
  CHECK(first_of(good(one_trail), "cloudwatch-delivery-fresh") == outcome::pass);
  audit_options options;
  options.as_of = trailaudit::parse_timestamp("2026-11-20T12:00:01Z");
  auto const later = good(one_trail, options);
  CHECK(later.as_of() == options.as_of);
  CHECK(first_of(later, "cloudwatch-delivery-fresh") == outcome::fail);
  CHECK(later.world().as_of == trailaudit::parse_timestamp("2026-11-20T12:00:00Z"));

  auto const nowhen = good(R"({"schema":"trailaudit.snapshot.v1","captures":[]})");
  CHECK_FALSE(nowhen.as_of());
}

TEST_CASE("a rule answers even where there is nothing to ask of") {
  auto const nothing = good(R"({"schema":"trailaudit.snapshot.v1","captures":[]})");
  CHECK(nothing.findings().size() == catalogue.size());
  for (auto const& each : nothing.findings()) {
    CAPTURE(each.source->slug);
    CHECK(each.resource == "*");
    CHECK(each.account.empty());
    // Whose parameter requires nothing asks nothing.
    bool const asks = each.source->slug != "required-data-events";
    CHECK(each.result == (asks ? outcome::unknown : outcome::not_applicable));
    CHECK_FALSE(each.facts.empty());
  }
  // No trail at all, seen whole: nothing to ask of a trail or a bucket, and the account fails.
  auto const empty = good(
      R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333","regions":["us-east-1"],
    "captures":[{"call":"cloudtrail:DescribeTrails","region":"us-east-1",)"
      R"("response":{"trailList":[]}}]})");
  CHECK(first_of(empty, "trail-exists-and-logging") == outcome::fail);
  auto const logging = of_rule(empty, "trail-is-logging");
  REQUIRE(logging.size() == 1);
  CHECK(logging[0].resource == "*");
  CHECK(logging[0].result == outcome::not_applicable);
  CHECK(logging[0].facts[0].source.call() == "cloudtrail:DescribeTrails");
  CHECK(first_of(empty, "log-bucket-not-public") == outcome::not_applicable);
  CHECK(first_of(empty, "event-data-store-cmk") == outcome::unknown); // those were not listed
}

TEST_CASE("where a part was not seen, a rule answers for that too") {
  std::string document(one_trail);
  document.replace(document.find(R"(["us-east-1"])"), 13, R"(["us-east-1", "eu-west-1"])");
  auto const audited = good(document);
  auto const logging = of_rule(audited, "trail-is-logging");
  REQUIRE(logging.size() == 2);
  CHECK(logging[0].result == outcome::pass);
  CHECK(logging[1].resource == "*");
  CHECK(logging[1].result == outcome::unknown);
  CHECK(logging[1].facts[0].source.region() == "eu-west-1");
}

TEST_CASE("a trail whose bucket is not named leaves the buckets open") {
  std::string document(one_trail);
  document.replace(document.find(R"("S3BucketName": "logs", )"), 24, "");
  auto const audited = good(document);
  auto const versioning = of_rule(audited, "log-bucket-versioning");
  REQUIRE(versioning.size() == 1);
  CHECK(versioning[0].resource == "*");
  CHECK(versioning[0].result == outcome::unknown);
  CHECK(versioning[0].reason == "the bucket of a trail is not known");
}

TEST_CASE("another account's trail is not asked") {
  std::string document(one_trail);
  document.replace(document.find("111122223333"), 12, "444455556666"); // the account, and no ARN
  auto const audited = good(document);
  REQUIRE(of_rule(audited, "trail-kms-encryption").size() == 1);
  for (auto const& each : of_rule(audited, "trail-kms-encryption")) {
    CHECK(each.result == outcome::not_applicable);
    CHECK(each.facts[0].value.text() == "111122223333");
  }
}

TEST_CASE("an auditor says what a fresh one says, in any order") {
  trailaudit::auditor again;
  std::vector<std::pair<std::string, std::string>>
      kept; // documents, and what a fresh audit says of them
  std::size_t at = 0;
  for (auto const& file : support::json_files("tests/fixtures")) {
    auto const text = support::read_file(file);
    auto const document = support::document_of(text);
    if (!document) {
      continue;
    }
    auto const said = again.audit(*document);
    // Every document leaves something behind for the next; memory of its own for each takes long.
    if (!said || at++ % 3 != 0) {
      continue;
    }
    auto const fresh = audit(*document);
    auto const name = file.filename().string();
    CAPTURE(name);
    REQUIRE(fresh.has_value());
    auto const wanted = to_json(*fresh);
    CHECK(to_json(**said) == wanted);
    if (at % 97 == 1) {
      kept.emplace_back(*document, wanted);
    }
  }
  REQUIRE(kept.size() > 5);
  for (auto const& [first, said_of_first] : kept) {
    for (auto const& [second, said_of_second] : kept) {
      REQUIRE(again.audit(first).has_value());
      auto const said = again.audit(second);
      REQUIRE(said.has_value());
      bool const same = to_json(**said) == said_of_second;
      CHECK(same);
    }
    CHECK_FALSE(said_of_first.empty());
  }
}

TEST_CASE("a report survives being moved") {
  auto first = good(one_trail);
  auto const before = to_json(first);
  auto const table = to_table(first);
  auto second = std::move(first);
  CHECK(to_json(second) == before);
  std::vector<report> several;
  for (int at = 0; at != 5; ++at) {
    several.push_back(good(one_trail));
  }
  several.push_back(std::move(second));
  for (auto const& each : several) {
    CHECK(to_json(each) == before);
    CHECK(to_table(each) == table);
  }
}

// `count` trails of a Region, of which another was not asked.
std::string many_trails(std::size_t count) {
  std::string list;
  std::string captures;
  for (std::size_t at = 0; at != count; ++at) {
    auto const name = "t" + std::to_string(at);
    auto const arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/" + name;
    list += R"({"Name":")" + name + R"(","TrailARN":")" + arn + R"(","HomeRegion":"us-east-1",)" +
            R"("S3BucketName":"b)" + std::to_string(at % 7) + R"("},)";
    captures += R"(,{"call":"cloudtrail:GetTrailStatus","region":"us-east-1","request":{"Name":")" +
                arn + R"("},"response":{"IsLogging":)" + (at % 3 == 0 ? "false" : "true") + "}}";
  }
  if (!list.empty()) {
    list.pop_back();
  }
  return R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333",)"
         R"("regions":["us-east-1","eu-west-1"],"captures":[{"call":"cloudtrail:DescribeTrails",)"
         R"("region":"us-east-1","response":{"trailList":[)" +
         list + "]}}" + captures + "]}";
}

TEST_CASE("findings stand in the order of rules and resources, however many there are") {
  using trailaudit::context;
  using trailaudit::trail_view;
  static constexpr auto number = [](trail_view const& about, context const&) {
    return trailaudit::pass(about.name, trailaudit::fact{about.status.from.at("IsLogging"), true},
                            trailaudit::fact{about.settings.from, about.name});
  };
  static constexpr auto one = [](context const&) { return trailaudit::fail("one"); };
  static constexpr auto of_bucket = [](trailaudit::log_bucket_view const& about, context const&) {
    return trailaudit::unknown(about.name);
  };
  std::vector<rule> const rules{
      {.slug = "first", .check = +number},
      {.slug = "account", .level = trailaudit::severity::low, .check = +one},
      {.slug = "bucket", .check = +of_bucket},
      {.slug = "second", .check = +number},
  };
  audit_options options;
  options.rules = rules;
  trailaudit::auditor auditor(options);
  for (std::size_t const count : {1U, 63U, 64U, 65U, 128U, 200U, 3U, 0U, 500U}) {
    CAPTURE(count);
    auto const audited = auditor.audit(many_trails(count));
    REQUIRE(audited.has_value());
    auto const& said = **audited;
    auto const findings = said.findings();
    auto const buckets = std::min<std::size_t>(count, 7);
    REQUIRE(findings.size() == 2 * (count + 1) + 1 + buckets + 1);
    auto const check_trails = [&](std::size_t begin, std::string_view slug) {
      for (std::size_t at = 0; at != count; ++at) {
        auto const& each = findings[begin + at];
        CHECK(each.source->slug == slug);
        CHECK(each.reason == "t" + std::to_string(at));
        REQUIRE(each.facts.size() == 2);
        CHECK(each.facts[0].source.capture() == 1 + at);
        CHECK(each.facts[0].value.boolean());
        CHECK(each.facts[1].source.path()[0].index == at);
        CHECK(each.facts[1].value.text() == each.reason);
      }
      CHECK(findings[begin + count].resource == "*");
      CHECK(findings[begin + count].result == outcome::unknown);
      REQUIRE(findings[begin + count].facts.size() == 1);
      CHECK(findings[begin + count].facts[0].source.region() == "eu-west-1");
      CHECK(findings[begin + count].facts[0].source.capture() == trailaudit::origin::no_capture);
    };
    check_trails(0, "first");
    CHECK(findings[count + 1].source->slug == "account");
    for (std::size_t at = 0; at != buckets; ++at) {
      CHECK(findings[count + 2 + at].reason == "b" + std::to_string(at));
    }
    CHECK(findings[count + 2 + buckets].resource == "*");
    check_trails(count + 3 + buckets, "second");
    CHECK(said.count(outcome::pass) == 2 * count);
    CHECK(said.count(outcome::fail) == 1);
    CHECK(said.count(outcome::unknown) == buckets + 3);
    CHECK(said.worst() == trailaudit::severity::low);

    std::string in_turn;
    trailaudit::parameters const limits;
    trailaudit::for_each_finding(said.joined(), rules, context{said.joined(), {}, limits},
                                 [&](finding const& each) { append_json(in_turn, each); });
    std::string reported;
    for (auto const& each : findings) {
      append_json(reported, each);
    }
    CHECK(in_turn == reported);
  }
}

TEST_CASE("a report is given away, and the next one is another") {
  trailaudit::auditor auditor;
  REQUIRE(auditor.audit(one_trail).has_value());
  auto const first = auditor.take();
  auto const before = to_json(first);
  REQUIRE(auditor.audit(R"({"schema":"trailaudit.snapshot.v1","captures":[]})").has_value());
  auto const second = auditor.take();
  CHECK(to_json(first) == before);
  CHECK(second.count(outcome::unknown) + second.count(outcome::not_applicable) == catalogue.size());
  CHECK(auditor.take().findings().empty());
}

TEST_CASE("after an error there is no report, and the auditor goes on") {
  trailaudit::auditor auditor;
  auto const wanted = lines(good(one_trail));
  REQUIRE(auditor.audit(one_trail).has_value());
  // Broken late, after what would lie where the last report's texts lay.
  auto broken = std::string(one_trail);
  broken.replace(broken.find("trail/main"), 10, "trail/" + std::string(5'000, 'x'));
  broken.pop_back();
  CHECK_FALSE(auditor.audit(broken).has_value());
  auto const left = auditor.take();
  CHECK(left.findings().empty());
  CHECK(lines(left).empty());

  REQUIRE(auditor.audit(one_trail).has_value());
  CHECK_FALSE(auditor.audit("").has_value());
  std::vector<trailaudit::payload> const payloads{
      {.call = "cloudtrail:DescribeTrails", .text = "{"}};
  CHECK_FALSE(auditor.audit(payloads).has_value());
  CHECK(auditor.take().findings().empty());
  auto const said = auditor.audit(one_trail);
  REQUIRE(said.has_value());
  CHECK(lines(**said) == wanted);
}

TEST_CASE("after a rule has thrown nothing is said, and the auditor goes on") {
  constexpr auto fails = [](trailaudit::context const&) { return trailaudit::fail("it fails"); };
  constexpr auto throws = [](trailaudit::context const& about) {
    return about.world.world().account_id == "111122223333" ? trailaudit::pass("it is the one")
                                                            : throw std::runtime_error("another");
  };
  std::vector<rule> const rules{
      {.slug = "fails", .level = trailaudit::severity::critical, .check = +fails},
      {.slug = "throws", .check = +throws},
  };
  audit_options options;
  options.rules = rules;
  trailaudit::auditor by(options);
  auto const first = by.audit(one_trail);
  REQUIRE(first.has_value());
  REQUIRE((*first)->worst() == trailaudit::severity::critical);

  std::string another(one_trail);
  another.replace(another.find("111122223333"), 12, "444455556666");
  CHECK_THROWS_AS((void)by.audit(another), std::runtime_error);
  auto const left = by.take();
  CHECK(left.findings().empty());
  CHECK(left.worst() == std::nullopt);
  CHECK(left.count(outcome::fail) == 0);
  CHECK(left.ignored().empty());

  auto const next = by.audit(one_trail);
  REQUIRE(next.has_value());
  CHECK((*next)->findings().size() == 2);
}

TEST_CASE("payloads and snapshots are audited like documents") {
  auto const wanted = good(one_trail);
  auto read = trailaudit::read_snapshot(one_trail);
  REQUIRE(read.has_value());
  CHECK(to_json(trailaudit::evaluate(*read)) == to_json(wanted));
  trailaudit::auditor auditor;
  CHECK(to_json(auditor.audit(std::move(*read))) == to_json(wanted));

  std::vector<trailaudit::payload> const payloads{
      {.call = "describe_trails", .text = R"({"trailList":[]})", .region = "us-east-1"}};
  std::vector<std::string_view> const regions{"us-east-1"};
  trailaudit::payload_account const account{.account_id = "111122223333", .regions = regions};
  auto const empty = audit(payloads, account);
  REQUIRE(empty.has_value());
  CHECK(first_of(*empty, "trail-exists-and-logging") == outcome::fail);
}

TEST_CASE("answers that nobody can put to use are named") {
  auto const audited = good(R"({"schema":"trailaudit.snapshot.v1","captures":[
    {"call":"iam:GetAccountSummary","response":{}},
    {"call":"cloudtrail:GetTrailStatus","response":{"IsLogging":true}},
    {"call":"s3:GetBucketAcl","error":{"Code":"AccessDenied"}}]})");
  REQUIRE(audited.ignored().size() == 3);
  CHECK(audited.ignored()[0].what == "iam:GetAccountSummary");
  CHECK(audited.ignored()[1].pointer == "/captures/1");
  CHECK(audited.ignored()[1].what == "cloudtrail:GetTrailStatus");
  CHECK(audited.ignored()[1].reason == "the request does not say what the call was about");
  CHECK(audited.ignored()[2].pointer == "/captures/2");
}

TEST_CASE("parameters reach the rules") {
  auto const limits = trailaudit::read_parameters(
      R"({"cloudwatch_delivery_window_hours":23,"required_tag_keys":["owner"]})");
  REQUIRE(limits.has_value());
  CHECK(limits->cloudwatch_delivery_window_hours == 23);
  CHECK(limits->digest_delivery_window_hours == 24);
  CHECK(limits->required_tag_keys == trailaudit::list<std::string>{"owner"});
  audit_options options;
  options.limits = *limits;
  CHECK(first_of(good(one_trail, options), "cloudwatch-delivery-fresh") == outcome::fail);
}

TEST_CASE("parameters are read with care") {
  auto const code = [](std::string_view text) {
    auto const read = trailaudit::read_parameters(text);
    REQUIRE_FALSE(read.has_value());
    return read.error().code;
  };
  using trailaudit::read_code;
  CHECK(trailaudit::read_parameters("{}").has_value());
  CHECK(trailaudit::read_parameters(R"({"digest_delivery_window_hours":0})").has_value());
  CHECK(trailaudit::read_parameters(R"({"digest_delivery_window_hours":87600})").has_value());
  CHECK(code(R"({"digest_delivery_window_hours":87601})") == read_code::out_of_range);
  CHECK(code(R"({"log_delivery_window_hours":-1})") == read_code::out_of_range);
  CHECK(code(R"({"cloudwatch_delivery_window_hours":1.5})") == read_code::wrong_type);
  CHECK(code(R"({"required_tags":["owner"]})") == read_code::unknown_key);
  CHECK(code(R"({"required_tag_keys":"owner"})") == read_code::wrong_type);
  CHECK(code(R"({"required_tag_keys":["owner",""]})") == read_code::out_of_range);
  CHECK(code(R"({"event_data_store_kms_key_arns":[""]})") == read_code::out_of_range);
  CHECK(trailaudit::read_parameters(R"({"event_data_store_retention_days":3653})").has_value());
  CHECK(code(R"({"event_data_store_retention_days":3654})") == read_code::out_of_range);
  CHECK(code(R"({"event_data_store_retention_days":-1})") == read_code::out_of_range);
  CHECK(trailaudit::read_parameters(R"({"log_bucket_retention_days":36500})").has_value());
  CHECK(code(R"({"log_bucket_retention_days":36501})") == read_code::out_of_range);
  CHECK(code(R"({"log_bucket_object_lock_days":-1})") == read_code::out_of_range);
  CHECK(code(R"({"log_bucket_names":[""]})") == read_code::out_of_range);
  CHECK(trailaudit::read_parameters(R"({"trusted_accounts":["012345678901"]})").has_value());
  CHECK(code(R"({"trusted_accounts":["12345678901"]})") == read_code::out_of_range);
  CHECK(trailaudit::read_parameters(R"({"trusted_networks":["203.0.113.0/24"]})").has_value());
  CHECK(code(R"({"trusted_networks":["203.0.113.0/33"]})") == read_code::out_of_range);
  CHECK(trailaudit::read_parameters("{}")->log_group_retention_days == 365);
  CHECK(code(R"({"log_group_retention_days":3654})") == read_code::out_of_range);
  CHECK(code(R"({"expected_log_destination_arns":[""]})") == read_code::out_of_range);
  CHECK(code(R"({"log_group_arns":[""]})") == read_code::out_of_range);
  CHECK(code(R"({"sns_topic_arns":[""]})") == read_code::out_of_range);
  auto const said = [](std::string_view text) {
    auto const read = trailaudit::read_parameters(text);
    REQUIRE_FALSE(read.has_value());
    return describe(read.error());
  };
  CHECK(said("{\"log_delivery_window_hours\":5,\n \"digest_delivery_window_hours\":-1}") ==
        "line 2, column 33, at /digest_delivery_window_hours: a window has 0 to 87600 hours");
  CHECK(said(R"({"event_data_store_retention_days":3654})") ==
        "line 1, column 36, at /event_data_store_retention_days: a retention has 0 to 3653 days");
  CHECK(said(R"({"required_tag_keys":["owner",""]})") ==
        "line 1, column 22, at /required_tag_keys: a tag key, an ARN or a type is not empty");
  CHECK(said(R"({"required_tags":["owner"]})") ==
        "line 1, column 18, at /required_tags: there is no parameter `required_tags`");
  CHECK(code("{") == read_code::truncated);
  CHECK(code("{} {}") == read_code::syntax);
}

} // namespace
