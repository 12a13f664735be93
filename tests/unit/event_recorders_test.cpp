#include <trailaudit/analysis/event_recorders.hpp>
#include <trailaudit/input/read_selectors.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using trailaudit::account_recording;
using trailaudit::ternary;

// A trail of the account, multi-Region and logging all management events unless told otherwise.
struct given_trail {
  std::string name = "main";
  std::string home = "us-east-1";
  std::string settings =
      R"("IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":true,"IsOrganizationTrail":false)";
  std::string selectors = R"("response":{"EventSelectors":[{"ReadWriteType":"All"}]})";
  std::string status = R"("response":{"IsLogging":true})";
  std::string account = "111122223333";
  std::string partition = "aws";
  std::string insights{};

  [[nodiscard]] std::string arn() const {
    return "arn:" + partition + ":cloudtrail:" + home + ":" + account + ":trail/" + name;
  }
};

std::string const regional =
    R"("IsMultiRegionTrail":false,"IncludeGlobalServiceEvents":true,"IsOrganizationTrail":false)";
std::string const without_global =
    R"("IsMultiRegionTrail":false,"IncludeGlobalServiceEvents":false,"IsOrganizationTrail":false)";
std::string const of_organization =
    R"("IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":true,"IsOrganizationTrail":true)";
std::string const refused = R"("error":{"Code":"AccessDenied"})";

struct account {
  std::vector<given_trail> trails{};
  std::string id = R"("account_id":"111122223333",)";
  std::string regions = R"("regions":["us-east-1","eu-west-1"],)";
  std::vector<std::string> listed{"us-east-1", "eu-west-1"}; // whose DescribeTrails was collected

  [[nodiscard]] std::string document() const {
    std::string text = R"({"schema":"trailaudit.snapshot.v1",)" + id + regions + R"("captures":[)";
    bool first = true;
    auto const capture = [&](std::string const& call, std::string const& region,
                             std::string const& rest) {
      text += first ? "" : ",";
      first = false;
      text += R"({"call":"cloudtrail:)" + call + R"(","region":")" + region + "\"," + rest + "}";
    };
    for (auto const& region : listed) {
      std::string list;
      for (auto const& each : trails) {
        bool const wide = each.settings.find(R"("IsMultiRegionTrail":false)") == std::string::npos;
        if (wide || each.home == region) {
          list += list.empty() ? "{" : ",{";
          list += R"("Name":")" + each.name + R"(","TrailARN":")" + each.arn() +
                  R"(","HomeRegion":")" + each.home + "\"," + each.settings + "}";
        }
      }
      capture("DescribeTrails", region, R"("response":{"trailList":[)" + list + "]}");
    }
    for (auto const& each : trails) {
      capture("GetTrailStatus", each.home,
              R"("request":{"Name":")" + each.arn() + R"("},)" + each.status);
      std::string const asked = R"("request":{"TrailName":")" + each.arn() + R"("},)";
      if (!each.selectors.empty()) {
        capture("GetEventSelectors", each.home, asked + each.selectors);
      }
      if (!each.insights.empty()) {
        capture("GetInsightSelectors", each.home, asked + each.insights);
      }
    }
    return text + "]}";
  }
};

// A record of the account in us-east-1; `more` comes first, and what it says is not said again.
std::string event(std::string const& source, std::string const& name,
                  std::string const& more = {}) {
  std::string text = "{" + more;
  auto const add = [&](std::string const& key, std::string const& value) {
    if (text.find("\"" + key + "\":") == std::string::npos) {
      text += text.size() > 1 ? "," : "";
      text += "\"" + key + "\":" + value;
    }
  };
  add("eventVersion", R"("1.11")");
  add("eventSource", "\"" + source + "\"");
  add("eventName", "\"" + name + "\"");
  add("eventType", R"("AwsApiCall")");
  add("awsRegion", R"("us-east-1")");
  add("recipientAccountId", R"("111122223333")");
  add("readOnly", "false");
  add("managementEvent", "true");
  add("eventCategory", R"("Management")");
  return text + "}";
}

// The answer, with all that it points to.
struct asked {
  asked(account const& of, std::string const& about, std::string const& proposed = {})
      : world(trailaudit::read_snapshot(of.document()).value()) {
    joined.build(world);
    std::vector<trailaudit::proposed_selectors> proposals;
    if (!proposed.empty()) {
      selectors = trailaudit::read_event_selectors(proposed).value();
      proposals.push_back({0, &selectors});
    }
    found = recorders_of(joined, trailaudit::read_event(about).value(), proposals);
  }
  asked(asked const&) = delete;
  asked& operator=(asked const&) = delete;

  [[nodiscard]] std::string_view value() const { return to_string(found.recorded); }

  trailaudit::snapshot world{};
  trailaudit::inventory joined{};
  trailaudit::get_event_selectors_response selectors{};
  account_recording found{};
};

std::string const run_instances = event("ec2.amazonaws.com", "RunInstances");
std::string const create_user = event("iam.amazonaws.com", "CreateUser");
std::string in(std::string const& region) { return R"("awsRegion":")" + region + "\""; }

} // namespace

TEST_CASE("a multi-Region trail records in every Region, and says that it does") {
  account const of{{given_trail{}}};
  for (auto const* region : {"us-east-1", "eu-west-1"}) {
    asked const now(of, event("ec2.amazonaws.com", "RunInstances", in(region)));
    CHECK(now.value() == "yes");
    CHECK(now.found.trail == 0);
    CHECK(now.found.reason == "a selector matches");
    REQUIRE(now.found.trails.size() == 1);
    CHECK(now.found.trails[0].decided.selector == 0);
  }
}

TEST_CASE("a single-Region trail records in its home Region alone") {
  given_trail trail;
  trail.home = "eu-west-1";
  trail.settings = regional;
  account const of{{trail}};
  CHECK(asked(of, event("ec2.amazonaws.com", "RunInstances", in("eu-west-1"))).value() == "yes");
  asked const elsewhere(of, run_instances);
  CHECK(elsewhere.value() == "no");
  CHECK(elsewhere.found.reason == "no trail covers the Region");
  CHECK(elsewhere.found.trails.empty());
}

TEST_CASE("a trail that is off records nothing, one whose status is refused perhaps") {
  given_trail trail;
  trail.status = R"("response":{"IsLogging":false})";
  asked const off({{trail}}, run_instances);
  CHECK(off.value() == "no");
  CHECK(off.found.reason == "no trail that covers the Region is logging");
  trail.status = refused;
  asked const unknown({{trail}}, run_instances);
  CHECK(unknown.value() == "unknown");
  CHECK(unknown.found.reason == "whether it is logging is not known");
}

TEST_CASE("what keeps an event out of the only trail is named") {
  given_trail trail;
  trail.selectors = R"("response":{"EventSelectors":[{"ReadWriteType":"ReadOnly"}]})";
  asked const now({{trail}}, run_instances);
  CHECK(now.value() == "no");
  CHECK(now.found.reason == "no selector matches");
  CHECK(now.found.field == "readOnly");
}

TEST_CASE("two trails record what one of them leaves out") {
  given_trail reads;
  reads.selectors = R"("response":{"EventSelectors":[{"ReadWriteType":"ReadOnly"}]})";
  given_trail writes;
  writes.name = "writes";
  writes.selectors = R"("response":{"EventSelectors":[{"ReadWriteType":"WriteOnly"}]})";
  account const of{{reads, writes}};
  asked const now(of, run_instances);
  CHECK(now.value() == "yes");
  CHECK(now.found.trail == 1);
  REQUIRE(now.found.trails.size() == 2);
  CHECK(now.found.trails[0].decided.recorded == ternary::no);
  CHECK(now.found.trails[1].decided.recorded == ternary::yes);
  asked const neither(
      of, event("s3.amazonaws.com", "PutObject",
                R"("managementEvent":false,"eventCategory":"Data",)"
                R"("resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b/k"}])"));
  CHECK(neither.value() == "no");
  CHECK(neither.found.reason == "no trail that covers the Region records it");
}

TEST_CASE("a Region whose trails were not listed leaves room for another trail") {
  given_trail trail;
  trail.settings = regional;
  account of{{trail}};
  of.listed = {"us-east-1"};
  auto const elsewhere = event("ec2.amazonaws.com", "RunInstances", in("eu-west-1"));
  asked const now(of, elsewhere);
  CHECK(now.value() == "unknown");
  CHECK(now.found.reason == "trails that may cover the Region were not seen");
  of.listed = {};
  CHECK(asked(of, elsewhere).value() == "unknown");
  CHECK(asked({{}, of.id, of.regions, {"us-east-1", "eu-west-1"}}, elsewhere).value() == "no");
}

TEST_CASE("refused selectors may record anything") {
  given_trail trail;
  trail.selectors = refused;
  asked const now({{trail}}, run_instances);
  CHECK(now.value() == "unknown");
  CHECK(now.found.reason == "the selectors are not known");
  CHECK(now.found.trail == 0);
}

TEST_CASE("a Region that is not the account's, or none, is not decided for multi-Region trails") {
  account of{{given_trail{}}};
  asked const unknown(of, event("ec2.amazonaws.com", "RunInstances", in("mars-north-1")));
  CHECK(unknown.value() == "unknown");
  CHECK(unknown.found.reason == "the event's Region is not among the account's");
  // Without the list there is nothing that it contradicts, but another partition's is.
  of.regions.clear();
  CHECK(asked(of, event("ec2.amazonaws.com", "RunInstances", in("ap-south-1"))).value() == "yes");
  CHECK(asked(of, event("ec2.amazonaws.com", "RunInstances", in("cn-north-1"))).value() ==
        "unknown");
  // No Region: a trail of all Regions has it, one of a Region perhaps.
  CHECK(asked(of, event("ec2.amazonaws.com", "RunInstances", in(""))).value() == "yes");
  given_trail trail;
  trail.settings = regional;
  CHECK(asked({{trail}}, event("ec2.amazonaws.com", "RunInstances", in(""))).value() == "unknown");
}

TEST_CASE("events of another account come to an organization's trail at most") {
  auto const other =
      event("ec2.amazonaws.com", "RunInstances", R"("recipientAccountId":"444455556666")");
  asked const own({{given_trail{}}}, other);
  CHECK(own.value() == "unknown"); // its own trails were not seen
  CHECK(own.found.reason == "the event belongs to another account, whose trails were not seen");
  CHECK(own.found.trails.empty());
  given_trail trail;
  trail.settings = of_organization;
  asked const organization({{trail}}, other);
  CHECK(organization.value() == "unknown");
  CHECK(organization.found.reason ==
        "whether the event's account is of the trail's organization is not known");
}

TEST_CASE("a member sees its organization's trail, which records the member and the manager") {
  given_trail trail;
  trail.settings = of_organization;
  trail.account = "999988887777";
  account const of{{trail}};
  CHECK(asked(of, run_instances).value() == "yes");
  CHECK(asked(of,
              event("ec2.amazonaws.com", "RunInstances", R"("recipientAccountId":"999988887777")"))
            .value() == "yes");
  CHECK(asked(of,
              event("ec2.amazonaws.com", "RunInstances", R"("recipientAccountId":"444455556666")"))
            .value() == "unknown");
  // One that denies to be an organization's cannot be seen from here.
  trail.settings = R"("IsMultiRegionTrail":true,"IsOrganizationTrail":false)";
  CHECK(asked({{trail}}, run_instances).value() == "unknown");
}

TEST_CASE("an event that does not say whose it is, is not decided either way") {
  auto const nobodys = event("ec2.amazonaws.com", "RunInstances", R"("recipientAccountId":"")");
  for (auto const* type : {"All", "ReadOnly"}) {
    given_trail trail;
    trail.selectors =
        std::string(R"("response":{"EventSelectors":[{"ReadWriteType":")") + type + R"("}]})";
    asked const now({{trail}}, nobodys);
    CHECK(now.value() == "unknown");
    CHECK(now.found.reason == "the event does not say which account it belongs to");
  }
}

TEST_CASE("a snapshot without an account has that of an ordinary trail") {
  given_trail trail;
  account of{{trail}};
  of.id.clear();
  CHECK(asked(of, run_instances).value() == "yes");
  auto const data = event("s3.amazonaws.com", "PutObject",
                          R"("managementEvent":false,"eventCategory":"Data",)"
                          R"("resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b/k"}])");
  asked const now(of, data);
  CHECK(now.value() == "no");
  CHECK(account_of(now.joined) == "111122223333");
  // An organization's may be another account's.
  of.trails[0].settings = of_organization;
  asked const organization(of, data);
  CHECK(account_of(organization.joined).empty());
  CHECK(organization.value() == "unknown");
  CHECK(organization.found.reason == "which account the snapshot shows is not known");
  CHECK(asked(of, run_instances).value() == "yes"); // it is the trail's own account, whoever asks
}

TEST_CASE("events of global services come to multi-Region trails and to those of us-east-1") {
  given_trail trail;
  trail.settings = regional;
  CHECK(asked({{trail}}, create_user).value() == "yes");
  trail.home = "eu-west-1";
  asked const elsewhere({{trail}}, create_user);
  CHECK(elsewhere.value() == "no"); // since November 2021
  CHECK(elsewhere.found.reason == "no trail gets the events of global services");
  trail.home = "us-east-1";
  trail.settings = without_global;
  CHECK(asked({{trail}}, create_user).value() == "no");
  CHECK(asked({{trail}}, run_instances).value() == "yes"); // EC2 has endpoints in every Region
  asked const sts({{trail}}, event("sts.amazonaws.com", "AssumeRole"));
  CHECK(sts.value() == "unknown"); // of the global endpoint, or of the Region's
  CHECK(sts.found.reason == "whether the trail leaves it out as a global service's is not known");
  // In another Region they are the Region's.
  trail.home = "eu-west-1";
  CHECK(asked({{trail}}, event("sts.amazonaws.com", "AssumeRole", in("eu-west-1"))).value() ==
        "yes");
  // Data events are of no global service.
  trail.home = "us-east-1";
  trail.selectors = R"("response":{"EventSelectors":[{"ReadWriteType":"All","DataResources":)"
                    R"([{"Type":"AWS::S3::Object","Values":["arn:aws:s3"]}]}]})";
  CHECK(asked({{trail}},
              event("s3.amazonaws.com", "PutObject",
                    R"("managementEvent":false,"eventCategory":"Data",)"
                    R"("resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b/k"}])"))
            .value() == "yes");
}

TEST_CASE("other partitions do not say where they record the events of global services") {
  given_trail trail;
  trail.partition = "aws-cn";
  trail.home = "cn-north-1";
  trail.settings = regional;
  account of{{trail}};
  of.regions = R"("regions":["cn-north-1","cn-northwest-1"],)";
  of.listed = {"cn-north-1", "cn-northwest-1"};
  auto const user = event("iam.amazonaws.com", "CreateUser", in("cn-northwest-1"));
  CHECK(asked(of, user).value() == "unknown");
  CHECK(asked(of, event("ec2.amazonaws.com", "RunInstances", in("cn-northwest-1"))).value() ==
        "no");
  of.trails[0].settings = without_global;
  CHECK(asked(of, user).value() == "no");
  of.listed = {"cn-northwest-1"};
  of.trails.clear();
  CHECK(asked(of, user).value() == "unknown"); // one of cn-north-1 may have been missed
  of.trails = {trail};
  of.trails[0].settings = of_organization;
  of.listed = {"cn-north-1"};
  CHECK(asked(of, user).value() == "yes");
}

TEST_CASE("Insights events come to no trail without Insights") {
  given_trail trail;
  auto const insight = event("ec2.amazonaws.com", "RunInstances",
                             R"("eventType":"AwsCloudTrailInsight","eventCategory":"Insight")");
  CHECK(asked({{trail}}, insight).value() == "unknown"); // nobody asked
  trail.insights = R"("error":{"Code":"InsightNotEnabledException"})";
  asked const off({{trail}}, insight);
  CHECK(off.value() == "no");
  CHECK(off.found.reason == "Insights is off");
  trail.insights = R"("response":{"InsightSelectors":[{"InsightType":"ApiCallRateInsight"}]})";
  CHECK(asked({{trail}}, insight).value() == "unknown");
  trail.insights = refused;
  CHECK(asked({{trail}}, insight).value() == "unknown");
  trail.settings += R"(,"HasInsightSelectors":false)";
  CHECK(asked({{trail}}, insight).value() == "no");
  trail.insights = R"("response":{"InsightSelectors":[{"InsightType":"ApiCallRateInsight"}]})";
  CHECK(asked({{trail}}, insight).value() == "unknown"); // two answers contradict each other
}

TEST_CASE("event selectors do not choose events of further categories") {
  given_trail trail;
  auto const aggregated = event("s3.amazonaws.com", "PutObject",
                                R"("eventType":"AwsAggregatedEvent","eventCategory":"Aggregated")");
  CHECK(asked({{trail}}, aggregated).value() == "unknown");
  trail.status = R"("response":{"IsLogging":false})";
  CHECK(asked({{trail}}, aggregated).value() == "no");
}

TEST_CASE("records before version 1.06 do not say their category") {
  auto const old = event("ec2.amazonaws.com", "RunInstances",
                         R"("eventVersion":"1.05","managementEvent":null,"eventCategory":"")");
  asked const now({{given_trail{}}}, old);
  CHECK(now.value() == "unknown");
  CHECK(now.found.reason == "the event does not say what a selector asks for");
  CHECK(now.found.field == "eventCategory");
}

TEST_CASE("proposed selectors take the place of what a trail has, and nothing else") {
  account const of{{given_trail{}}};
  std::string const writes = R"({"EventSelectors":[{"ReadWriteType":"WriteOnly"}]})";
  std::string const reads = R"({"AdvancedEventSelectors":[{"FieldSelectors":[
      {"Field":"eventCategory","Equals":["Management"]},{"Field":"readOnly","Equals":["true"]}]}]})";
  CHECK(asked(of, run_instances, writes).value() == "yes");
  asked const lost(of, run_instances, reads);
  CHECK(lost.value() == "no");
  CHECK(lost.found.field == "readOnly");
  CHECK(lost.found.trails[0].decided.advanced);
  // An empty proposal is not AWS's default.
  CHECK(asked(of, run_instances, R"({"EventSelectors":[]})").value() == "unknown");
  // They decide even where those of today are refused, but turn no trail on.
  given_trail trail;
  trail.selectors = refused;
  CHECK(asked({{trail}}, run_instances, writes).value() == "yes");
  trail.status = R"("response":{"IsLogging":false})";
  CHECK(asked({{trail}}, run_instances, writes).value() == "no");
  // Another trail still records it.
  given_trail other;
  other.name = "other";
  asked const kept({{given_trail{}, other}}, run_instances, reads);
  CHECK(kept.value() == "yes");
  CHECK(kept.found.trail == 1);
}
