// What the trails of each account of examples/payloads record: every Region and question, against
// tables that were written by hand from AWS's documentation (tests/fixtures/coverage).

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/trailaudit.hpp>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <support/files.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using trailaudit::account_event_cell;
using trailaudit::account_question;
using trailaudit::event_record;
using trailaudit::ternary;
using trailaudit::trail_view;

std::string_view text(json::value const& value) { return value.as_string(); }

bool is_management(account_question asked) {
  return asked <= account_question::management_write_other;
}

// Of each kind of data events: its service, the type of its resources, and how their ARNs go on
// behind the partition.
struct data_kind {
  std::string source{};
  std::string type{};
  std::string arn{};
};
data_kind kind_of(account_question asked, std::string const& region) {
  switch (asked) {
  case account_question::s3_object_read:
  case account_question::s3_object_write:
    return {"s3.amazonaws.com", "AWS::S3::Object", "s3:::"};
  case account_question::lambda_invoke:
    return {"lambda.amazonaws.com", "AWS::Lambda::Function", "lambda:" + region + ":"};
  case account_question::dynamodb_item:
    return {"dynamodb.amazonaws.com", "AWS::DynamoDB::Table", "dynamodb:" + region + ":"};
  case account_question::management_read_kms:
  case account_question::management_read_rdsdata:
  case account_question::management_read_other:
  case account_question::management_write_kms:
  case account_question::management_write_rdsdata:
  case account_question::management_write_other:
    break;
  }
  FAIL("no question about data events");
  return {};
}

std::string arn_start(account_question asked, std::string const& region) {
  auto const partition = region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
  return std::string("arn:") + partition + ":" + kind_of(asked, region).arn;
}

// AWS documents no read event of the RDS Data API: such an event has no name here.
constexpr std::string_view nameless = "an event";

// `NAME of SOURCE` or `NAME of SOURCE on ARN`, as a fixture writes it.
event_record event_of(std::string_view written, account_question asked) {
  auto const of = written.find(" of ");
  auto const on = written.find(" on ");
  REQUIRE(of != written.npos);
  event_record made;
  made.event_version = "1.11";
  made.event_type = "AwsApiCall";
  made.event_name = written.substr(0, of) == nameless ? std::string_view{} : written.substr(0, of);
  made.event_source = written.substr(of + 4, on == written.npos ? on : on - of - 4);
  made.read_only = asked <= account_question::management_read_other ||
                   asked == account_question::s3_object_read ||
                   (asked == account_question::dynamodb_item && made.event_name.starts_with("Get"));
  made.management_event = is_management(asked);
  made.event_category = is_management(asked) ? "Management" : "Data";
  if (!is_management(asked)) {
    REQUIRE(on != written.npos);
    auto& resource = made.resources.emplace_back();
    resource.type = kind_of(asked, {}).type;
    resource.arn = written.substr(on + 4);
  }
  return made;
}

// Whether the event is one that the question asks for.
bool belongs(event_record const& event, account_question asked, std::string const& region) {
  auto const at = static_cast<std::size_t>(asked);
  bool const has_name = asked != account_question::management_read_rdsdata;
  if (event.event_name.empty() == has_name || event.management_event != is_management(asked)) {
    return false;
  }
  if (is_management(asked)) {
    bool const kms = event.event_source == "kms.amazonaws.com";
    bool const rdsdata = event.event_source == "rdsdata.amazonaws.com";
    bool const other = !kms && !rdsdata && event.event_source.ends_with(".amazonaws.com");
    return event.event_category == "Management" && event.read_only == (at < 3) &&
           (at % 3 == 0   ? kms
            : at % 3 == 1 ? rdsdata
                          : other);
  }
  auto const kind = kind_of(asked, region);
  if (event.event_category != "Data" || event.event_source != kind.source ||
      event.resources.size() != 1 || event.resources[0].type != kind.type || !event.read_only) {
    return false;
  }
  auto const start = arn_start(asked, region);
  std::string_view const arn = event.resources[0].arn;
  if (!arn.starts_with(start) || arn.size() == start.size()) {
    return false;
  }
  switch (asked) {
  case account_question::s3_object_read:
  case account_question::s3_object_write: { // an object has a bucket and a key
    auto const slash = arn.find('/', start.size());
    return slash != arn.npos && slash != start.size() && slash + 1 != arn.size() &&
           event.read_only == (asked == account_question::s3_object_read);
  }
  case account_question::lambda_invoke:
    return event.read_only == false;
  default:
    return true;
  }
}

bool covers(trail_view const& trail, std::string_view region) {
  return trail.settings.get() != nullptr && (trail.settings.get()->is_multi_region_trail == true ||
                                             trail.settings.get()->home_region == region);
}

// What the trail's selectors say to the event; but a trail may be told to leave the events of
// global services out, which selectors do not show.
ternary records(trail_view const& trail, event_record const& event) {
  if (event.event_source == "iam.amazonaws.com" &&
      trail.settings.get()->include_global_service_events == false) {
    return ternary::no;
  }
  return would_record(selection_of(trail), event).recorded;
}

// An event of the question that everybody knows.
event_record known_event(account_question asked, std::string const& region) {
  switch (asked) {
  case account_question::management_read_kms:
    return event_of("Decrypt of kms.amazonaws.com", asked);
  case account_question::management_write_kms:
    return event_of("DisableKey of kms.amazonaws.com", asked);
  case account_question::management_read_rdsdata:
    return event_of("an event of rdsdata.amazonaws.com", asked);
  case account_question::management_write_rdsdata:
    return event_of("ExecuteStatement of rdsdata.amazonaws.com", asked);
  case account_question::management_read_other: // IAM's are recorded in one Region
    return event_of(region == "us-east-1" ? "GetUser of iam.amazonaws.com"
                                          : "DescribeInstances of ec2.amazonaws.com",
                    asked);
  case account_question::management_write_other:
    return event_of(region == "us-east-1" ? "CreateUser of iam.amazonaws.com"
                                          : "RunInstances of ec2.amazonaws.com",
                    asked);
  case account_question::s3_object_read:
    return event_of("GetObject of s3.amazonaws.com on " + arn_start(asked, region) + "any/a",
                    asked);
  case account_question::s3_object_write:
    return event_of("PutObject of s3.amazonaws.com on " + arn_start(asked, region) + "any/a",
                    asked);
  case account_question::lambda_invoke:
    return event_of("Invoke of lambda.amazonaws.com on " + arn_start(asked, region) +
                        "111122223333:function:any",
                    asked);
  case account_question::dynamodb_item:
    return event_of("PutItem of dynamodb.amazonaws.com on " + arn_start(asked, region) +
                        "111122223333:table/any",
                    asked);
  }
  FAIL("no such question");
  return {};
}

struct counts {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t unknown = 0;
};

void compare(trailaudit::inventory const& joined, account_event_cell const& cell,
             account_question asked, std::string const& region, std::string_view first_region,
             json::object const& wanted, counts& seen) {
  REQUIRE(wanted.size() == 1);
  auto const& [answer, detail] = *wanted.begin();
  REQUIRE(to_string(cell.covered) == std::string_view(answer));
  if (cell.covered == ternary::yes) {
    ++seen.yes;
    CHECK(cell.reason.empty());
    REQUIRE(cell.trail != account_event_cell::no_trail);
    auto const& arn = joined.trails()[cell.trail].arn;
    auto const& named = detail.as_array();
    CHECK(std::any_of(named.begin(), named.end(),
                      [&](auto const& each) { return text(each) == arn; }));
    for (auto const& each : named) { // each of them would do alone
      auto const at = std::find_if(joined.trails().begin(), joined.trails().end(),
                                   [&](auto const& trail) { return trail.arn == text(each); });
      REQUIRE(at != joined.trails().end());
      CHECK(at->logging == ternary::yes);
      CHECK(covers(*at, region));
      // An organization's selectors may be refused, and be AWS's default.
      CHECK(records(*at, known_event(asked, region)) == ternary::yes);
    }
    return;
  }
  CHECK_FALSE(cell.reason.empty());
  if (cell.covered == ternary::unknown) {
    ++seen.unknown;
    CHECK(cell.reason == text(detail));
    return;
  }
  ++seen.no;
  auto const own = event_of(text(detail), asked);
  CHECK_MESSAGE(belongs(own, asked, region), "the fixture's event");
  CHECK(cell.witness.aws_region == first_region);
  CHECK(belongs(cell.witness, asked, std::string(first_region)));
  for (auto const& each : joined.trails()) {
    if (each.logging == ternary::no) {
      continue;
    }
    if (covers(each, region)) {
      CHECK(records(each, own) == ternary::no);
    }
    if (covers(each, first_region)) {
      CHECK(records(each, cell.witness) == ternary::no);
    }
  }
}

} // namespace

TEST_CASE("what the example accounts record, cell by cell") {
  counts seen;
  std::set<std::string> accounts;
  for (auto const& file : support::json_files("tests/fixtures/coverage")) {
    auto const fixture = json::parse(support::read_file(file)).as_object();
    std::string const account(text(fixture.at("account")));
    CAPTURE(account);
    accounts.insert(account);
    auto const path = support::source_dir() / account;
    auto const world = fs::is_directory(path)
                           ? trailaudit::read_folder(path).value()
                           : trailaudit::read_snapshot(support::read_file(path)).value();
    CHECK(world.account_id == text(fixture.at("account_id")));
    trailaudit::inventory joined;
    joined.build(world);
    auto const found = event_coverage_of(joined);
    CHECK(found.regions_known);
    std::size_t regions = 0;
    for (auto const& row : found.rows) {
      for (auto const name : row.regions) {
        std::string const region(name);
        CAPTURE(region);
        ++regions;
        auto const* const wanted = fixture.at("regions").as_object().if_contains(region);
        REQUIRE(wanted != nullptr);
        REQUIRE(wanted->as_object().size() == trailaudit::account_question_count);
        for (std::size_t at = 0; at != trailaudit::account_question_count; ++at) {
          auto const asked = static_cast<account_question>(at);
          CAPTURE(to_string(asked));
          auto const& cell = wanted->as_object().at(to_string(asked)).as_object();
          compare(joined, row[asked], asked, region, row.regions.front(), cell, seen);
        }
      }
    }
    CHECK(regions == fixture.at("regions").as_object().size());
  }
  // No account is left out.
  std::set<std::string> examples;
  for (auto const& each : fs::directory_iterator(support::source_dir() / "examples/payloads")) {
    if (each.path().extension() == ".json" || fs::exists(each.path() / "index.ndjson")) {
      examples.insert("examples/payloads/" + each.path().filename().string());
    }
  }
  CHECK(accounts == examples);
  MESSAGE("yes " << seen.yes << ", no " << seen.no << ", unknown " << seen.unknown);
  CHECK((seen.yes > 100 && seen.no > 100 && seen.unknown > 20));
}
