#include <trailaudit/analysis/account_coverage.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using trailaudit::account_coverage;
using trailaudit::data_events;
using trailaudit::management_coverage;
using trailaudit::observation;
using trailaudit::ternary;
using trailaudit::trail_view;
using texts = trailaudit::list<std::string>;

constexpr auto yes = ternary::yes;
constexpr auto no = ternary::no;
constexpr auto unknown = ternary::unknown;

// Cells as `y`, `n` and `?`: read of kms, rdsdata, other; then write.
management_coverage cells(std::string_view shown) {
  management_coverage made;
  for (std::size_t at = 0; at != shown.size(); ++at) {
    made.set(at, shown[at] == 'y' ? yes : shown[at] == 'n' ? no : unknown);
  }
  return made;
}

std::string shown(management_coverage const& coverage) {
  std::string made;
  for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
    auto const each = coverage[cell];
    made += each == yes ? 'y' : each == no ? 'n' : '?';
  }
  return made;
}

trail_view trail(std::string_view arn, std::string_view home, ternary multi_region, ternary logging,
                 std::string_view recorded) {
  trail_view made;
  made.arn = arn;
  made.home_region = home;
  made.account = "111122223333";
  made.multi_region = multi_region;
  made.logging = logging;
  made.management = cells(recorded);
  return made;
}

account_coverage built(std::vector<trail_view> const& trails, texts const& regions,
                       bool account_known = true) {
  account_coverage made;
  made.build(trails, regions, account_known);
  return made;
}

TEST_CASE("a multi-Region trail counts everywhere, another where it is at home") {
  texts const regions{"us-east-1", "eu-west-1"};
  auto const both = built(
      {trail("a", "us-east-1", yes, yes, "ynnynn"), trail("b", "eu-west-1", no, yes, "nynnyn")},
      regions);
  CHECK(both.everywhere().logging == yes);
  CHECK(shown(both.everywhere().management) == "ynnynn");
  REQUIRE(both.regions().size() == 2);
  CHECK(both.regions()[0].region == "us-east-1");
  CHECK(shown(both.regions()[0].management) == "ynnynn");
  CHECK(shown(both.regions()[1].management) == "yynyyn");

  auto const one = built({trail("b", "eu-west-1", no, yes, "yyyyyy")}, regions);
  CHECK(one.everywhere().logging == no);
  CHECK(one.regions()[0].logging == no);
  CHECK(one.regions()[1].logging == yes);
}

TEST_CASE("what is not known of a trail stays open where it would count") {
  texts const regions{"us-east-1", "eu-west-1"};
  auto const maybe_wide = built({trail("a", "us-east-1", unknown, yes, "yyyyyy")}, regions);
  CHECK(shown(maybe_wide.regions()[0].management) == "yyyyyy");
  CHECK(shown(maybe_wide.regions()[1].management) == "??????");
  auto const maybe_logging = built({trail("a", "us-east-1", yes, unknown, "yyyyyn")}, regions);
  CHECK(shown(maybe_logging.everywhere().management) == "?????n");
  auto const homeless = built({trail("a", "", no, yes, "yyyyyn")}, regions);
  CHECK(shown(homeless.regions()[0].management) == "?????n");
  CHECK(homeless.regions()[1].logging == unknown);
  auto const stopped = built({trail("a", "us-east-1", yes, no, "??????")}, regions);
  CHECK(shown(stopped.regions()[0].management) == "nnnnnn");

  // Copies that contradict each other: the home Region is not sure either.
  std::vector<trail_view> torn{trail("a", "us-east-1", unknown, yes, "yyyyyy")};
  torn[0].settings.state = observation::contradictory;
  CHECK(shown(built(torn, regions).regions()[0].management) == "??????");
}

TEST_CASE("another account's trail that is no organization's says nothing for certain") {
  trailaudit::trail settings;
  std::vector<trail_view> trails{trail("a", "us-east-1", yes, yes, "yyyyyy")};
  trails[0].foreign = true;
  trails[0].settings = {observation::present, &settings, {}, {}, {}};
  CHECK(built(trails, {}).everywhere().logging == yes);
  settings.is_organization_trail = false;
  CHECK(built(trails, {}).everywhere().logging == unknown);
  settings.is_organization_trail = true;
  CHECK(built(trails, {}).everywhere().logging == yes);
}

TEST_CASE("Regions: those that are given once each, and home Regions") {
  texts const regions{"us-east-1", "us-east-1", "eu-west-1"};
  auto const made = built({trail("a", "ap-south-1", no, yes, "yyyyyy")}, regions);
  REQUIRE(made.regions().size() == 3);
  CHECK(made.regions()[1].region == "eu-west-1");
  CHECK(made.regions()[2].region == "ap-south-1");
  CHECK(made.regions()[1].enabled);
  CHECK_FALSE(made.regions()[2].enabled);
  auto const none_given = built({trail("a", "ap-south-1", no, yes, "yyyyyy")}, {});
  REQUIRE(none_given.regions().size() == 1);
  CHECK(none_given.regions()[0].enabled);
}

TEST_CASE("what two trails record") {
  auto const twice = [](std::vector<trail_view> const& trails, bool account_known = true) {
    texts const regions{"us-east-1", "eu-west-1"};
    return built(trails, regions, account_known).recorded_twice();
  };
  auto const wide = trail("a", "us-east-1", yes, yes, "yyyynn");
  auto const here = trail("b", "us-east-1", no, yes, "nnnyyy");
  auto const there = trail("c", "eu-west-1", no, yes, "nnnnyy");
  auto const met = twice({there, wide, here});
  CHECK(met.found == yes);
  CHECK(met.cell == 3);
  CHECK(met.first == 1);
  CHECK(met.second == 2);
  CHECK(twice({wide, there}).found == no);
  CHECK(twice({here, there}).found == no);
  CHECK(twice({here, trail("d", "us-east-1", no, yes, "nnnnny")}).cell == 5);
  CHECK(twice({wide}).found == no);
  CHECK(twice({}).found == no);
  // Open: whether it logs, is multi-Region, is at home there, is another trail, is the account's.
  CHECK(twice({wide, trail("d", "eu-west-1", no, unknown, "yyyyyy")}).found == unknown);
  CHECK(twice({there, trail("d", "us-east-1", unknown, yes, "yyyyyy")}).found == unknown);
  CHECK(twice({there, trail("d", "", no, yes, "yyyyyy")}).found == unknown);
  CHECK(twice({wide, trail("", "us-east-1", no, yes, "yyyyyy")}).found == unknown);
  CHECK(twice({wide, here}, false).found == unknown);
  CHECK(twice({wide, trail("d", "eu-west-1", no, yes, "nnn?nn")}).found == unknown);
  auto foreign = here;
  foreign.foreign = true;
  CHECK(twice({wide, foreign}).found == no);
}

TEST_CASE("what any trail records, and what those do that get global events") {
  auto here = trail("a", "us-east-1", no, yes, "nnynnn");
  here.global_events = yes;
  here.others = {true, false, 0, 1};
  auto wide = trail("b", "eu-west-1", yes, unknown, "nnnnny");
  wide.others = {false, true, 0, 0};
  auto stopped = trail("c", "us-east-1", yes, no, "yyyyyy");
  stopped.global_events = yes;
  auto const made = built({stopped, here, wide}, {});
  CHECK(shown(made.anywhere()) == "nnynn?");
  CHECK(shown(made.with_global_events()) == "nnynn?"); // of the second one it is not known
  CHECK(made.first_everywhere() == 2);
  CHECK(made.others().data);
  CHECK(made.others().network_activity);
  CHECK(made.others().takes(data_events::s3_object_reads) == unknown);
  CHECK(made.others().takes(data_events::s3_object_writes) == no);
  CHECK(made.standard_partition());

  // What one takes whole counts as that where it logs in every Region, and as some elsewhere.
  auto whole = wide;
  whole.others = {true, false, 2, 0};
  CHECK(built({whole}, {}).others().takes(data_events::s3_object_writes) == unknown);
  whole.logging = yes;
  CHECK(built({whole}, {}).others().takes(data_events::s3_object_writes) == yes);
  whole.multi_region = no;
  CHECK(built({whole}, {}).others().takes(data_events::s3_object_writes) == unknown);
  CHECK(built({whole}, {}).first_everywhere() == account_coverage::no_trail);

  auto elsewhere = stopped;
  elsewhere.partition = "aws-cn";
  CHECK_FALSE(built({elsewhere}, {}).standard_partition());
}

TEST_CASE("certain is what may be, in whatever form it is given") {
  auto odd = trail("a", "us-east-1", yes, yes, "nnnnnn");
  odd.management.recorded = 1; // and not possible
  CHECK(odd.management[0] == yes);
  auto other = odd;
  other.arn = "b";
  auto const made = built({odd, other}, {});
  REQUIRE(made.recorded_twice().found == yes);
  CHECK(made.recorded_twice().first == 0);
  CHECK(made.recorded_twice().second == 1);
}

TEST_CASE("building again forgets what was") {
  texts const first{"us-east-1"};
  texts const second{"eu-west-1"};
  auto in_china = trail("c", "us-east-1", yes, yes, "yyyyyy"); // its `others` may be anything
  in_china.partition = "aws-cn";
  account_coverage made;
  made.build({in_china, trail("a", "us-east-1", yes, yes, "yyyyyy"),
              trail("b", "us-east-1", yes, yes, "yyyyyy")},
             first, true);
  CHECK(made.recorded_twice().found == yes);
  made.build({}, second, true);
  CHECK(made.recorded_twice().found == no);
  CHECK(made.everywhere().logging == no);
  CHECK(shown(made.anywhere()) == "nnnnnn");
  CHECK(shown(made.with_global_events()) == "nnnnnn");
  CHECK(made.first_everywhere() == account_coverage::no_trail);
  CHECK_FALSE(made.others().data);
  CHECK_FALSE(made.others().network_activity);
  CHECK(made.others().takes(data_events::lambda_invocations) == no);
  CHECK(made.standard_partition());
  REQUIRE(made.regions().size() == 1);
  CHECK(shown(made.regions()[0].management) == "nnnnnn");
}

} // namespace
