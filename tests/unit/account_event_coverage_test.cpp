#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::account_event_cell;
using trailaudit::account_event_coverage;
using trailaudit::account_event_row;
using trailaudit::account_question;
using trailaudit::ternary;

// One trail's answers.
struct given_trail {
  std::string name{};
  std::string home = "us-east-1";
  bool multi_region = true;
  std::string selectors = R"("EventSelectors":[{"ReadWriteType":"All"}])"; // empty: not collected
  std::string status = R"("response":{"IsLogging":true})";                 // or an error
  std::string more = R"(,"IncludeGlobalServiceEvents":true)";
  std::string account = "111122223333";
  std::string partition = "aws";

  [[nodiscard]] std::string arn() const {
    return "arn:" + partition + ":cloudtrail:" + home + ":" + account + ":trail/" + name;
  }
};

std::string const stopped = R"("response":{"IsLogging":false})";
std::string const refused = R"("error":{"Code":"AccessDenied"})";

struct account {
  std::vector<given_trail> trails{};
  std::vector<std::string> regions{"us-east-1", "eu-west-1"};
  bool regions_given = true;
  std::string listed_in = "all"; // or the one Region whose DescribeTrails was collected
  std::string more_captures{};

  [[nodiscard]] std::string document() const {
    std::string text = R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333",)";
    if (regions_given) {
      text += R"("regions":[)";
      for (auto const& each : regions) {
        text += (&each == regions.data() ? "\"" : ",\"") + each + "\"";
      }
      text += "],";
    }
    text += R"("captures":[)";
    bool first = true;
    auto const capture = [&](std::string const& call, std::string const& region,
                             std::string const& rest) {
      text += first ? "" : ",";
      first = false;
      text += R"({"call":"cloudtrail:)" + call + R"(","region":")" + region + "\"," + rest + "}";
    };
    for (auto const& region : regions) {
      if (listed_in != "all" && listed_in != region) {
        continue;
      }
      std::string list;
      for (auto const& each : trails) {
        if (each.multi_region || each.home == region) {
          list += list.empty() ? "{" : ",{";
          list += R"("Name":")" + each.name + R"(","TrailARN":")" + each.arn() +
                  R"(","HomeRegion":")" + each.home + R"(","IsMultiRegionTrail":)" +
                  (each.multi_region ? "true" : "false") + each.more + "}";
        }
      }
      capture("DescribeTrails", region, R"("response":{"trailList":[)" + list + "]}");
    }
    for (auto const& each : trails) {
      std::string const request = R"("request":{"Name":")" + each.arn() + R"("},)";
      capture("GetTrailStatus", each.home, request + each.status);
      if (!each.selectors.empty()) {
        std::string const asked = R"("request":{"TrailName":")" + each.arn() + R"("},)";
        capture("GetEventSelectors", each.home,
                asked + (each.selectors.starts_with("\"error\"")
                             ? each.selectors
                             : R"("response":{)" + each.selectors + "}"));
      }
    }
    text += more_captures;
    return text + "]}";
  }
};

// The coverage with all that it points to.
struct asked {
  explicit asked(account const& of) : world(trailaudit::read_snapshot(of.document()).value()) {
    joined.build(world);
    found = event_coverage_of(joined);
  }
  asked(asked const&) = delete;
  asked& operator=(asked const&) = delete;

  [[nodiscard]] account_event_row const& at(std::string_view region) const {
    for (auto const& row : found.rows) {
      if (std::find(row.regions.begin(), row.regions.end(), region) != row.regions.end()) {
        return row;
      }
    }
    FAIL("there is no such Region");
    return found.rows.front();
  }
  /// `+` yes, `-` no, `u` unknown, in the order of the questions.
  [[nodiscard]] std::string shown(std::string_view region) const {
    std::string text;
    for (auto const& each : at(region).cells) {
      text += each.covered == ternary::yes ? '+' : each.covered == ternary::no ? '-' : 'u';
      CHECK(each.reason.empty() == (each.covered == ternary::yes));
      CHECK((each.trail == account_event_cell::no_trail || each.covered == ternary::yes));
      CHECK(each.witness.event_source.empty() == (each.covered != ternary::no));
      if (each.covered == ternary::no) {
        CHECK(each.witness.aws_region == at(region).regions.front());
        for (auto const& trail : joined.trails()) {
          if (each.witness.event_source == "iam.amazonaws.com" &&
              trail.settings.get()->include_global_service_events == false) {
            continue; // it is told to leave those out, whatever its selectors say
          }
          auto selection = selection_of(trail);
          selection.active = ternary::yes;
          bool const single = trail.settings.get() != nullptr &&
                              trail.settings.get()->is_multi_region_trail == false;
          bool const off = trail.status.get() != nullptr && !*trail.status.get()->is_logging;
          if (!off && (!single || trail.home_region == region)) {
            CHECK(would_record(selection, each.witness).recorded == ternary::no);
          }
        }
      }
    }
    return text;
  }

  trailaudit::snapshot world{};
  trailaudit::inventory joined{};
  account_event_coverage found{};
};

std::string advanced(std::string const& conditions) {
  return R"("AdvancedEventSelectors":[{"FieldSelectors":[)" + conditions + "]}]";
}
std::string const data_category = R"({"Field":"eventCategory","Equals":["Data"]})";
std::string const functions =
    data_category + R"(,{"Field":"resources.type","Equals":["AWS::Lambda::Function"]})";
std::string const objects =
    data_category + R"(,{"Field":"resources.type","Equals":["AWS::S3::Object"]})";

TEST_CASE("one multi-Region trail covers every Region") {
  asked const of({.trails = {{.name = "main"}}});
  REQUIRE(of.found.rows.size() == 1);
  CHECK(of.found.regions_known);
  CHECK(of.found.rows[0].regions == std::vector<std::string_view>{"us-east-1", "eu-west-1"});
  CHECK(of.shown("us-east-1") == "++++++----");
  CHECK(of.found.rows[0].cells[0].trail == 0);
  auto const& gap = of.found.rows[0][account_question::s3_object_write];
  CHECK(gap.witness.event_source == "s3.amazonaws.com");
  CHECK(gap.reason == "no trail that covers the Region records them");
}

TEST_CASE("an excluded source is a gap in two cells") {
  asked const of(
      {.trails = {{.name = "main",
                   .selectors = R"("EventSelectors":[{"ReadWriteType":"All",)"
                                R"("ExcludeManagementEventSources":["kms.amazonaws.com"]}])"}}});
  CHECK(of.shown("eu-west-1") == "-++-++----");
  auto const& gap = of.at("eu-west-1")[account_question::management_write_kms];
  CHECK(gap.witness.event_source == "kms.amazonaws.com");
  CHECK(gap.witness.read_only == false);
}

TEST_CASE("of the RDS Data API no event is known that reads") {
  asked const of(
      {.trails = {{.name = "main",
                   .selectors =
                       R"("EventSelectors":[{"ReadWriteType":"All",)"
                       R"("ExcludeManagementEventSources":["rdsdata.amazonaws.com"]}])"}}});
  CHECK(of.shown("us-east-1") == "+-++-+----");
  auto const& read = of.at("us-east-1")[account_question::management_read_rdsdata].witness;
  CHECK(read.event_source == "rdsdata.amazonaws.com");
  CHECK(read.event_name.empty());
  CHECK(read.read_only == true);
  auto const& write = of.at("us-east-1")[account_question::management_write_rdsdata].witness;
  CHECK(write.event_name == "ExecuteStatement");
}

TEST_CASE("reads on one trail and writes on another") {
  asked const of(
      {.trails = {{.name = "reads",
                   .selectors = R"("EventSelectors":[{"ReadWriteType":"ReadOnly",)"
                                R"("DataResources":[{"Type":"AWS::S3::Object",)"
                                R"("Values":["arn:aws:s3"]}]}])"},
                  {.name = "writes",
                   .selectors = R"("EventSelectors":[{"ReadWriteType":"WriteOnly"}])"}}});
  CHECK(of.shown("us-east-1") == "+++++++---");
  auto const& row = of.at("us-east-1");
  CHECK(row[account_question::management_read_other].trail == 0);
  CHECK(row[account_question::management_write_other].trail == 1);
  CHECK(row[account_question::s3_object_read].trail == 0);
}

TEST_CASE("sources that no trail can leave out, as far as AWS documents it") {
  auto const of_source = [](std::string const& value) {
    return R"({"FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]},)"
           R"({"Field":"eventSource",")" +
           value + "]}]}";
  };
  auto const selectors = [](std::string const& all) {
    return R"("AdvancedEventSelectors":[)" + all + "]";
  };
  auto const without = of_source(R"(NotEquals":["bedrock.amazonaws.com")");
  auto const alone = of_source(R"(Equals":["bedrock.amazonaws.com")");
  asked const one({.trails = {{.name = "a", .selectors = selectors(without + "," + alone)}}});
  CHECK(one.shown("us-east-1") == "++++++----");
  CHECK(one.at("us-east-1")[account_question::management_write_other].trail == 0);
  asked const two({.trails = {{.name = "a", .selectors = selectors(without)},
                              {.name = "b", .selectors = selectors(alone)}}});
  CHECK(two.shown("eu-west-1") == "++++++----");
  auto const& both = two.at("eu-west-1");
  CHECK(both[account_question::management_write_other].trail == account_event_cell::no_trail);
  CHECK(both[account_question::management_write_kms].trail == 0);
  asked const gap({.trails = {{.name = "a", .selectors = selectors(without)}}});
  CHECK(gap.shown("eu-west-1") == "++-++-----");
  CHECK(gap.at("eu-west-1")[account_question::management_write_other].witness.event_source ==
        "bedrock.amazonaws.com");
}

TEST_CASE("what takes two trails is of no one trail") {
  auto const half = [](std::string const& value) {
    return advanced(objects + R"(,{"Field":"eventName",")" + value + R"(":["GetObject"]})");
  };
  asked const of({.trails = {{.name = "a", .selectors = half("Equals")},
                             {.name = "b", .selectors = half("NotEquals")}}});
  CHECK(of.shown("us-east-1") == "------++--");
  CHECK(of.at("us-east-1")[account_question::s3_object_read].trail == account_event_cell::no_trail);
  CHECK(of.at("us-east-1")[account_question::s3_object_write].trail == 1);
}

TEST_CASE("a single-Region trail covers its home Region alone") {
  asked const of({.trails = {{.name = "main", .home = "eu-west-1", .multi_region = false}},
                  .regions = {"us-east-1", "eu-west-1", "ap-south-1"}});
  CHECK(of.shown("eu-west-1") == "++++++----");
  CHECK(of.shown("us-east-1") == "----------");
  REQUIRE(of.found.rows.size() == 2);
  CHECK(of.at("us-east-1").regions == std::vector<std::string_view>{"us-east-1", "ap-south-1"});
  CHECK(of.at("us-east-1").cells[0].reason == "no trail covers the Region");
}

TEST_CASE("a single-Region trail that leaves global services out") {
  auto const us = [](std::string const& more) {
    asked const of({.trails = {{.name = "main", .multi_region = false, .more = more}}});
    return of.shown("us-east-1");
  };
  CHECK(us(R"(,"IncludeGlobalServiceEvents":true)") == "++++++----");
  std::string const off = R"(,"IncludeGlobalServiceEvents":false)";
  CHECK(us(off) == "++-++-----");
  CHECK(us("") == "++u++u----");

  asked const alone({.trails = {{.name = "main", .multi_region = false, .more = off}}});
  auto const& gap = alone.at("us-east-1")[account_question::management_write_other];
  CHECK(gap.witness.event_source == "iam.amazonaws.com");
  CHECK(gap.witness.read_only == false);
  CHECK(gap.reason == "no trail that covers the Region records those of global services");

  // A second trail takes them; but one that is stopped does not, nor one of another Region.
  given_trail const main{.name = "main", .multi_region = false, .more = off};
  asked const beside({.trails = {main, {.name = "iam", .multi_region = false}}});
  CHECK(beside.shown("us-east-1") == "++++++----");
  CHECK(beside.at("us-east-1")[account_question::management_write_other].trail == 1);
  asked const idle({.trails = {main, {.name = "all", .status = stopped}}});
  CHECK(idle.shown("us-east-1") == "++-++-----");
  asked const perhaps({.trails = {main, {.name = "all", .status = refused}}});
  CHECK(perhaps.shown("us-east-1") == "++u++u----");
  asked const apart({.trails = {main, {.name = "eu", .home = "eu-west-1", .multi_region = false}}});
  CHECK(apart.shown("us-east-1") == "++-++-----");
  CHECK(apart.shown("eu-west-1") == "++++++----");
  // Selectors that leave something out as well: the witness is unrecorded for one reason or both.
  asked const narrow(
      {.trails = {
           main,
           {.name = "reads", .selectors = R"("EventSelectors":[{"ReadWriteType":"ReadOnly"}])"}}});
  CHECK(narrow.shown("us-east-1") == "+++++-----");
  // In which Region other partitions record them is not documented.
  asked const gov({.trails = {{.name = "main",
                               .home = "us-gov-west-1",
                               .multi_region = false,
                               .more = off,
                               .partition = "aws-us-gov"}},
                   .regions = {"us-gov-west-1"}});
  CHECK(gov.shown("us-gov-west-1") == "++u++u----");
  asked const elsewhere({.trails = {{.name = "main",
                                     .home = "eu-west-1",
                                     .multi_region = false,
                                     .more = R"(,"IncludeGlobalServiceEvents":false)"}}});
  CHECK(elsewhere.shown("eu-west-1") == "++++++----");
}

TEST_CASE("a stopped trail records nothing, and one of unknown status perhaps") {
  asked const off({.trails = {{.name = "main", .status = stopped}}});
  CHECK(off.shown("us-east-1") == "----------");
  CHECK(off.at("us-east-1").cells[2].reason == "no trail that covers the Region is logging");

  asked const perhaps({.trails = {{.name = "main", .status = refused}}});
  CHECK(perhaps.shown("us-east-1") == "uuuuuu----");
  CHECK(perhaps.at("us-east-1").cells[2].reason == "whether a trail is logging is not known");

  asked const beside({.trails = {{.name = "main", .status = refused}, {.name = "other"}}});
  CHECK(beside.shown("us-east-1") == "++++++----");
  CHECK(beside.at("us-east-1").cells[0].trail == 1);
}

TEST_CASE("selectors that were refused may say anything") {
  asked const of({.trails = {{.name = "main", .selectors = refused}}});
  CHECK(of.shown("us-east-1") == "uuuuuuuuuu");
  for (auto const& each : of.at("us-east-1").cells) {
    CHECK(each.reason == "a trail's selectors are not known");
  }
  asked const standard(
      {.trails = {
           {.name = "main", .selectors = "", .more = R"(,"HasCustomEventSelectors":false)"}}});
  CHECK(standard.shown("us-east-1") == "++++++----");
}

TEST_CASE("an organization's trail, seen from a member") {
  asked const of(
      {.trails = {
           {.name = "org", .more = R"(,"IsOrganizationTrail":true)", .account = "999988887777"}}});
  CHECK(of.joined.trails()[0].foreign);
  CHECK(of.shown("eu-west-1") == "++++++----");
  asked const odd(
      {.trails = {
           {.name = "org", .more = R"(,"IsOrganizationTrail":false)", .account = "999988887777"}}});
  CHECK(odd.shown("eu-west-1") == "uuuuuu----");
  CHECK(odd.at("eu-west-1").cells[0].reason == "whether a trail covers the Region is not known");
}

TEST_CASE("a gap needs a list of trails that is whole") {
  // One Region's answer shows every multi-Region trail, but no single-Region one of elsewhere.
  asked const one({.trails = {{.name = "main", .status = stopped}}, .listed_in = "us-east-1"});
  CHECK(one.shown("us-east-1") == "----------");
  CHECK(one.shown("eu-west-1") == "uuuuuuuuuu");
  CHECK(one.at("eu-west-1").cells[0].reason == "trails that may cover the Region were not seen");
  CHECK_FALSE(one.found.rows.size() == 1);

  std::string const list = R"(,{"call":"cloudtrail:ListTrails","response":{"Trails":[]}})";
  account whole{.listed_in = "us-east-1", .more_captures = list};
  CHECK(asked(whole).shown("eu-west-1") == "uuuuuuuuuu"); // an organization may have one there
  whole.more_captures += R"(,{"call":"organizations:DescribeOrganization",)"
                         R"("error":{"Code":"AWSOrganizationsNotInUseException"}})";
  CHECK(asked(whole).shown("eu-west-1") == "----------");
  account managing{.listed_in = "us-east-1", .more_captures = list};
  managing.more_captures += R"(,{"call":"organizations:DescribeOrganization",)"
                            R"("response":{"Organization":{"MasterAccountId":"111122223333"}}})";
  CHECK(asked(managing).shown("eu-west-1") == "----------");

  account unlisted{.listed_in = "none", .more_captures = list.substr(1)};
  unlisted.trails = {};
  CHECK(asked(unlisted).shown("eu-west-1") == "uuuuuuuuuu");
}

TEST_CASE("selectors that name a Region cover that Region's functions") {
  auto const of_region = [](std::string const& start) {
    return advanced(functions + R"(,{"Field":"resources.ARN","StartsWith":[")" + start + "\"]}");
  };
  asked const of(
      {.trails = {{.name = "main", .selectors = of_region("arn:aws:lambda:eu-west-1:")}}});
  CHECK(of.shown("eu-west-1") == "--------+-");
  CHECK(of.shown("us-east-1") == "----------");
  auto const& gap = of.at("us-east-1")[account_question::lambda_invoke].witness;
  REQUIRE(gap.resources.size() == 1);
  CHECK(gap.resources[0].arn == "arn:aws:lambda:us-east-1:111122223333:function:example-function");

  // But for one function, which is what the gap shows.
  std::string const noisy = "arn:aws:lambda:eu-west-1:111122223333:function:noisy";
  asked const excluded(
      {.trails = {{.name = "main",
                   .selectors = advanced(functions + R"(,{"Field":"resources.ARN",)" +
                                         R"("NotEquals":[")" + noisy + "\"]}")}}});
  CHECK(excluded.shown("eu-west-1") == "----------");
  CHECK(excluded.at("eu-west-1")[account_question::lambda_invoke].witness.resources[0].arn ==
        noisy);
  CHECK(excluded.shown("us-east-1") == "--------+-");

  asked const basic(
      {.trails = {{.name = "main",
                   .selectors = R"("EventSelectors":[{"IncludeManagementEvents":false,)"
                                R"("DataResources":[{"Type":"AWS::Lambda::Function",)"
                                R"("Values":["arn:aws:lambda"]}]}])"}}});
  CHECK(basic.shown("eu-west-1") == "--------+-");
  CHECK(basic.found.rows.size() == 1);
}

TEST_CASE("a witness is of the Region it stands for") {
  auto const arn_in = [](std::string const& region, account_question question) {
    asked const of({.trails = {}, .regions = {region}});
    CHECK(of.shown(region) == "----------");
    auto const& witness = of.at(region)[question].witness;
    REQUIRE(witness.resources.size() == 1);
    return witness.resources[0].arn;
  };
  for (auto const question : {account_question::lambda_invoke, account_question::dynamodb_item}) {
    std::string const service =
        question == account_question::lambda_invoke ? "lambda:" : "dynamodb:";
    CHECK(arn_in("eu-west-1", question).starts_with("arn:aws:" + service + "eu-west-1:"));
    CHECK(arn_in("cn-north-1", question).starts_with("arn:aws-cn:" + service + "cn-north-1:"));
  }
  CHECK(arn_in("us-gov-west-1", account_question::s3_object_read)
            .starts_with("arn:aws-us-gov:s3:::"));
}

TEST_CASE("Regions that the snapshot does not name") {
  asked const of({.trails = {{.name = "main", .home = "ap-south-1"}}, .regions_given = false});
  CHECK_FALSE(of.found.regions_known);
  REQUIRE(of.found.rows.size() == 2);
  CHECK(of.shown("ap-south-1") == "++++++uuuu"); // nobody asked there for single-Region trails
  CHECK(of.shown("us-east-1") == "++++++----");
  CHECK(of.shown("eu-west-1") == "++++++----");

  trailaudit::snapshot const nothing;
  trailaudit::inventory joined;
  joined.build(nothing);
  CHECK(event_coverage_of(joined).rows.empty());
}

TEST_CASE("names of questions") {
  for (std::size_t at = 0; at != trailaudit::account_question_count; ++at) {
    CHECK_FALSE(to_string(static_cast<account_question>(at)).empty());
  }
  CHECK(to_string(account_question::dynamodb_item) == "dynamodb-item");
  CHECK(to_string(static_cast<account_question>(10)).empty());
}

} // namespace
