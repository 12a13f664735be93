#include <trailaudit/evaluate.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace {

using trailaudit::answer;
using trailaudit::capture;
using trailaudit::inventory;
using trailaudit::observation;
using trailaudit::snapshot;
using trailaudit::ternary;

constexpr std::string_view main_arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";

template <class Response>
capture<Response>& add(trailaudit::list<capture<Response>>& into, std::uint32_t index,
                       std::string_view region = "us-east-1") {
  auto& made = into.emplace_back();
  made.index = index;
  made.region = region;
  return made;
}

template <class Response>
capture<Response>& refuse(capture<Response>& made) {
  made.state = answer::refused;
  made.error_code = "AccessDenied";
  return made;
}

trailaudit::trail& describe(snapshot& world, std::uint32_t index, std::string_view region,
                            std::string_view arn, std::string_view name = "main") {
  auto& made = add(world.describe_trails, index, region).response.trail_list.emplace_back();
  made.trail_arn = arn;
  made.name = name;
  return made;
}

snapshot account() {
  snapshot world;
  world.account_id = "111122223333";
  return world;
}

TEST_CASE("a trail's parts come from its ARN") {
  auto world = account();
  describe(world, 7, "us-east-1", main_arn);
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == 1);
  auto const& found = joined.trails()[0];
  CHECK(found.arn == main_arn);
  CHECK(found.name == "main");
  CHECK(found.home_region == "us-east-1");
  CHECK(found.partition == "aws");
  CHECK(found.account == "111122223333");
  CHECK_FALSE(found.foreign);
  CHECK(found.settings.state == observation::present);
  CHECK(found.settings.value == &world.describe_trails[0].response.trail_list[0]);
  CHECK(found.settings.from.call() == "cloudtrail:DescribeTrails");
  CHECK(found.settings.from.region() == "us-east-1");
  CHECK(found.settings.from.capture() == 7);
  CHECK(found.status.state == observation::not_collected);
  CHECK(joined.account_resource() == "AWS::::Account:111122223333");
}

TEST_CASE("copies of one trail are one trail, and the home Region's counts") {
  auto world = account();
  describe(world, 0, "eu-west-1", main_arn).kms_key_id = "shadow";
  describe(world, 1, "us-east-1", main_arn).kms_key_id = "home";
  describe(world, 2, "ap-south-1", main_arn).kms_key_id = "shadow";
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == 1);
  REQUIRE(joined.trails()[0].settings.get() != nullptr);
  CHECK(joined.trails()[0].settings.value->kms_key_id == "home");
  CHECK(joined.trails()[0].settings.from.capture() == 1);
}

TEST_CASE("copies of equal standing that differ contradict each other") {
  auto world = account();
  describe(world, 0, "eu-west-1", main_arn).kms_key_id = "one";
  describe(world, 1, "ap-south-1", main_arn).kms_key_id = "other";
  describe(world, 2, "ap-south-1", main_arn).kms_key_id = "one";
  inventory joined;
  joined.build(world);
  auto const& settings = joined.trails()[0].settings;
  CHECK(settings.state == observation::contradictory);
  CHECK(settings.get() == nullptr);
  CHECK(settings.from.capture() == 0);
  CHECK(settings.other.capture() == 1);
  CHECK(joined.log_buckets().empty());

  describe(world, 3, "", main_arn).kms_key_id = "better than shadows";
  joined.build(world);
  CHECK(joined.trails()[0].settings.from.capture() == 3);
  describe(world, 4, "us-east-1", main_arn).kms_key_id = "best";
  joined.build(world);
  CHECK(joined.trails()[0].settings.from.capture() == 4);
}

TEST_CASE("what one copy of a trail lacks another may say, in any order") {
  auto const state_of = [](std::initializer_list<std::optional<bool>> flags) {
    auto world = account();
    std::uint32_t capture = 0;
    for (auto const flag : flags) {
      describe(world, capture++, "us-east-1", main_arn).log_file_validation_enabled = flag;
    }
    inventory joined;
    joined.build(world);
    return std::pair{joined.trails()[0].settings.state, joined.trails()[0].settings.from.capture()};
  };
  using expected = std::pair<observation, std::uint32_t>;
  CHECK(state_of({{}, true}) == expected{observation::present, 1});
  CHECK(state_of({true, {}}) == expected{observation::present, 0});
  CHECK(state_of({{}, true, true}) == expected{observation::present, 1});
  for (auto const& flags : {std::initializer_list<std::optional<bool>>{{}, true, false},
                            {true, {}, false},
                            {true, false, {}}}) {
    CHECK(state_of(flags).first == observation::contradictory);
  }
}

TEST_CASE("a copy that names another home Region than its ARN contradicts itself") {
  for (auto const first : {"us-east-1", "eu-west-1"}) {
    auto world = account();
    describe(world, 0, "us-east-1", main_arn).home_region = first;
    describe(world, 1, "eu-west-1", main_arn).home_region =
        std::string_view(first) == "us-east-1" ? "eu-west-1" : "us-east-1";
    inventory joined;
    joined.build(world);
    CHECK(joined.trails()[0].settings.state == observation::contradictory);
    CHECK(joined.trails()[0].home_region == "us-east-1");
  }
}

TEST_CASE("trails without an ARN cannot be told to be one") {
  auto world = account();
  describe(world, 0, "us-east-1", "");
  describe(world, 1, "us-east-1", "");
  inventory joined;
  joined.build(world);
  CHECK(joined.trails().size() == 2);
  // Tags of nobody belong to nobody.
  auto& tags = add(world.list_tags, 2);
  tags.response.resource_tag_list.emplace_back().tags_list.push_back({"owner", "audit"});
  joined.build(world);
  CHECK(joined.tags(joined.trails()[0]).first.state == observation::not_collected);
}

TEST_CASE("another account's trail is foreign, if the account is known") {
  auto world = account();
  describe(world, 0, "us-east-1", "arn:aws:cloudtrail:us-east-1:444455556666:trail/organization");
  describe(world, 1, "us-east-1", "no ARN at all");
  add(world.list_trails, 2).response.trails.emplace_back().trail_arn = "nor this";
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == 3);
  CHECK(joined.trails()[0].foreign);
  CHECK_FALSE(joined.trails()[1].foreign);
  CHECK_FALSE(joined.trails()[2].foreign); // nothing says whose it is
  world.account_id.clear();
  joined.build(world);
  CHECK_FALSE(joined.trails()[0].foreign);
  CHECK(joined.account_resource() == "*");
}

TEST_CASE("a trail that is only listed has no settings") {
  auto world = account();
  auto& row = add(world.list_trails, 4).response.trails.emplace_back();
  row.trail_arn = main_arn;
  row.name = "main";
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == 1);
  CHECK(joined.trails()[0].home_region == "us-east-1");
  CHECK(joined.trails()[0].settings.state == observation::not_collected);
  CHECK(joined.trails()[0].settings.from.call() == "cloudtrail:ListTrails");
  CHECK(joined.trails()[0].settings.from.capture() == 4);
}

capture<trailaudit::get_trail_status_response>& status(snapshot& world, std::uint32_t index,
                                                       std::string_view of, std::string_view region,
                                                       bool logging) {
  auto& made = add(world.get_trail_status, index, region);
  made.request.name = of;
  made.response.is_logging = logging;
  return made;
}

TEST_CASE("a status counts from the home Region, or from an unknown one") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  status(world, 1, main_arn, "eu-west-1", false);
  inventory joined;
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::not_collected);
  status(world, 2, main_arn, "us-east-1", true);
  joined.build(world);
  CHECK(joined.trails()[0].status.from.capture() == 2);
  CHECK(joined.trails()[0].status.get()->is_logging == true);
  status(world, 3, main_arn, "", true);
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::present);
  status(world, 4, main_arn, "", false);
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::contradictory);
  CHECK(joined.trails()[0].status.from.capture() == 2);
  CHECK(joined.trails()[0].status.other.capture() == 4);
}

TEST_CASE("a refusal counts where nothing better was collected") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  refuse(status(world, 1, main_arn, "us-east-1", true)).response = {};
  inventory joined;
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::refused);
  CHECK(joined.trails()[0].status.error_code == "AccessDenied");
  status(world, 2, main_arn, "us-east-1", true);
  refuse(status(world, 3, main_arn, "us-east-1", true)).response = {};
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::present);
  CHECK(joined.trails()[0].status.from.capture() == 2);
}

TEST_CASE("a name stands for a trail while it is the only one") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  status(world, 1, "main", "us-east-1", true);
  inventory joined;
  joined.build(world);
  CHECK(joined.trails()[0].status.from.capture() == 1);
  status(world, 2, main_arn, "us-east-1", false); // the ARN goes first
  joined.build(world);
  CHECK(joined.trails()[0].status.from.capture() == 2);
  CHECK(joined.trails()[0].status.state == observation::present);
  describe(world, 3, "eu-west-1", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main");
  joined.build(world);
  REQUIRE(joined.trails().size() == 2);
  CHECK(joined.trails()[1].status.state == observation::not_collected);
}

TEST_CASE("selectors find their trail by the answer where the request does not say") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  add(world.get_event_selectors, 1).response.trail_arn = main_arn;
  inventory joined;
  joined.build(world);
  CHECK(joined.trails()[0].selectors.from.capture() == 1);
}

TEST_CASE("tags: the first page and those that follow") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  auto const page = [&](std::uint32_t index, std::string_view token, std::string_view next,
                        std::string_view key) {
    auto& made = add(world.list_tags, index);
    made.request.next_token = token;
    made.response.next_token = next;
    auto& row = made.response.resource_tag_list.emplace_back();
    row.resource_id = main_arn;
    row.tags_list.push_back({std::string(key), {}});
  };
  page(1, "", "second", "a");
  inventory joined;
  joined.build(world);
  CHECK(joined.tags(joined.trails()[0]).go_on);
  CHECK(joined.tags(joined.trails()[0]).first.get()->tags_list[0].key == "a");
  page(2, "second", "third", "b");
  page(3, "third", "", "c");
  joined.build(world);
  CHECK_FALSE(joined.tags(joined.trails()[0]).go_on);
  CHECK(joined.tags(joined.trails()[0]).first.from.capture() == 1);
  auto const further = joined.further_tags(joined.trails()[0]);
  REQUIRE(further.size() == 2);
  CHECK(further[0]->tags_list[0].key == "b");
  CHECK(further[1]->tags_list[0].key == "c");

  refuse(add(world.list_tags, 4))
      .request.resource_id_list.push_back("arn:aws:cloudtrail:x:1:trail/other");
  joined.build(world);
  CHECK(joined.tags(joined.trails()[0]).first.state == observation::present);
}

TEST_CASE("an answer that does not list the trail it was asked about is an answer") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  add(world.list_tags, 1).request.resource_id_list.push_back(std::string(main_arn));
  inventory joined;
  joined.build(world);
  auto const& without = joined.tags(joined.trails()[0]).first;
  CHECK(without.state == observation::present);
  CHECK(without.get() == nullptr);
  CHECK(without.from.capture() == 1);

  auto& row = add(world.list_tags, 2).response.resource_tag_list.emplace_back();
  row.resource_id = main_arn;
  joined.build(world);
  CHECK(joined.tags(joined.trails()[0]).first.get() != nullptr);
  CHECK(joined.tags(joined.trails()[0]).first.from.capture() == 2);
}

TEST_CASE("whether the list of trails is whole") {
  auto world = account();
  inventory joined;
  joined.build(world);
  CHECK_FALSE(joined.trail_listing().collected);
  CHECK(joined.trail_listing().whole == ternary::unknown);
  CHECK_FALSE(joined.multi_region_trails_seen());

  add(world.describe_trails, 0, "us-east-1");
  joined.build(world);
  CHECK(joined.trail_listing().collected);
  CHECK(joined.trail_listing().whole == ternary::unknown);
  CHECK(joined.multi_region_trails_seen());

  world.regions = {"us-east-1", "eu-west-1"};
  joined.build(world);
  CHECK(joined.trail_listing().whole == ternary::no);
  REQUIRE(joined.trail_listing().missing_regions.size() == 1);
  CHECK(joined.trail_listing().missing_regions[0].region == "eu-west-1");

  refuse(add(world.describe_trails, 1, "eu-west-1"));
  joined.build(world);
  CHECK(joined.trail_listing().whole == ternary::no);
  CHECK(joined.trail_listing().missing_regions.empty());
  REQUIRE(joined.trail_listing().refusals.size() == 1);
  CHECK(joined.trail_listing().refusals[0].capture() == 1);

  add(world.list_trails, 2).response.next_token = "more"; // and that page is not there
  joined.build(world);
  CHECK(joined.trail_listing().whole == ternary::no);
  add(world.list_trails, 3).request.next_token = "more";
  joined.build(world);
  CHECK(joined.trail_listing().whole == ternary::yes);

  snapshot later_page_alone;
  add(later_page_alone.list_trails, 0).request.next_token = "more";
  joined.build(later_page_alone);
  CHECK(joined.trail_listing().whole == ternary::unknown);
}

TEST_CASE("an answer about some trails is no list of them") {
  snapshot world;
  world.regions = {"us-east-1"};
  add(world.describe_trails, 0).request.trail_name_list.push_back("main");
  inventory joined;
  joined.build(world);
  CHECK_FALSE(joined.multi_region_trails_seen());
  CHECK(joined.trail_listing().whole == ternary::no);
  add(world.describe_trails, 1).request.include_shadow_trails = false;
  joined.build(world);
  CHECK_FALSE(joined.multi_region_trails_seen());
  add(world.describe_trails, 2).request.include_shadow_trails = true;
  joined.build(world);
  CHECK(joined.multi_region_trails_seen());
  CHECK(joined.trail_listing().whole == ternary::yes);
}

TEST_CASE("whether answers name trails by ARNs that are known") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  inventory joined;
  joined.build(world);
  CHECK(joined.answers_name_trails()); // there is none that does not
  status(world, 1, main_arn, "eu-west-1", true);
  add(world.get_event_selectors, 2).response.trail_arn = main_arn;
  add(world.get_insight_selectors, 3).request.trail_name = main_arn;
  joined.build(world);
  CHECK(joined.answers_name_trails());
  for (std::string_view const other : {"main", "mian", ""}) {
    auto by_status = world;
    status(by_status, 4, other, "us-east-1", true);
    joined.build(by_status);
    CHECK_FALSE(joined.answers_name_trails());
    CHECK(joined.has_trail(other) == (other == "main"));
    auto by_selectors = world;
    add(by_selectors.get_event_selectors, 4).request.trail_name = other;
    joined.build(by_selectors);
    CHECK_FALSE(joined.answers_name_trails());
    auto by_insights = world;
    add(by_insights.get_insight_selectors, 4).request.trail_name = other;
    joined.build(by_insights);
    CHECK_FALSE(joined.answers_name_trails());
  }
  joined.build(world);
  CHECK(joined.answers_name_trails());
}

TEST_CASE("whether answers are about log buckets") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn).s3_bucket_name = "logs";
  add(world.get_bucket_encryption, 1).request.bucket = "else"; // joined when it is asked for
  inventory joined;
  joined.build(world);
  CHECK(joined.answers_name_log_buckets()); // there is none that does not
  add(world.get_bucket_policy, 2).request.bucket = "logs";
  joined.build(world);
  CHECK(joined.answers_name_log_buckets());
  for (std::string_view const other : {"lgos", ""}) {
    auto const with = [&](auto captures) {
      auto changed = world;
      add(changed.*captures, 3).request.bucket = other;
      joined.build(changed);
      CHECK_FALSE(joined.answers_name_log_buckets());
    };
    with(&snapshot::get_bucket_policy);
    with(&snapshot::get_bucket_acl);
    with(&snapshot::get_public_access_block);
    with(&snapshot::get_bucket_ownership_controls);
    with(&snapshot::get_bucket_logging);
    with(&snapshot::get_bucket_versioning);
  }
  joined.build(world);
  CHECK(joined.answers_name_log_buckets());
}

TEST_CASE("the first trail whose bucket nobody can name") {
  for (std::size_t const trails : {3U, 40U}) { // of many some are looked at ahead
    auto world = account();
    for (std::size_t at = 0; at != trails; ++at) {
      auto const name = "t" + std::to_string(at);
      describe(world, 0, "us-east-1", "arn:aws:cloudtrail:us-east-1:111122223333:trail/" + name,
               name)
          .s3_bucket_name = "logs";
    }
    inventory joined;
    joined.build(world);
    CHECK(joined.trail_of_unknown_bucket() == nullptr);
    world.describe_trails[trails - 1].response.trail_list[0].s3_bucket_name.clear();
    world.describe_trails[trails - 2].response.trail_list[0].s3_bucket_name.clear();
    joined.build(world);
    CHECK(joined.trail_of_unknown_bucket() == &joined.trails()[trails - 2]);
  }
  auto world = account();
  auto& listed = add(world.list_trails, 0).response.trails.emplace_back();
  listed.trail_arn = main_arn;
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trail_of_unknown_bucket() != nullptr); // nothing but its name is known
  CHECK(joined.trail_of_unknown_bucket()->arn == main_arn);
}

TEST_CASE("two trails may share a bucket") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn).s3_bucket_name = "logs";
  describe(world, 1, "us-east-1", "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/b", "b")
      .s3_bucket_name = "logs";
  describe(world, 2, "us-east-1", "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/c", "c")
      .s3_bucket_name = "logs-cn";
  add(world.get_bucket_versioning, 3).request.bucket = "logs-cn";
  inventory joined;
  joined.build(world);
  REQUIRE(joined.log_buckets().size() == 2);
  CHECK(joined.log_buckets()[0].arn == "arn:aws:s3:::logs");
  CHECK(joined.log_buckets()[0].trail == 0);
  CHECK(joined.log_buckets()[0].versioning.state == observation::not_collected);
  CHECK(joined.log_buckets()[1].arn == "arn:aws-cn:s3:::logs-cn");
  CHECK(joined.log_buckets()[1].trail == 2);
  CHECK(joined.log_buckets()[1].versioning.from.capture() == 3);
}

TEST_CASE("whose a bucket is") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn).s3_bucket_name = "logs";
  inventory joined;
  auto const own = [&] {
    joined.build(world);
    return joined.log_buckets()[0].own;
  };
  CHECK(own() == ternary::unknown);
  auto& buckets = add(world.list_buckets, 1).response;
  buckets.buckets.emplace_back().name = "other";
  CHECK(own() == ternary::no);
  buckets.continuation_token = "more";
  CHECK(own() == ternary::unknown);
  buckets.continuation_token.clear();
  buckets.prefix = "oth";
  CHECK(own() == ternary::unknown);
  buckets.buckets.emplace_back().name = "logs";
  CHECK(own() == ternary::yes);
}

TEST_CASE("the account's block is the audited account's") {
  auto world = account();
  add(world.get_account_public_access_block, 0).request.account_id = "444455556666";
  inventory joined;
  joined.build(world);
  CHECK(joined.account_public_access_block().state == observation::not_collected);
  auto& none = add(world.get_account_public_access_block, 1);
  none.request.account_id = "111122223333";
  none.state = answer::absent;
  none.error_code = "NoSuchPublicAccessBlockConfiguration";
  joined.build(world);
  CHECK(joined.account_public_access_block().state == observation::absent);
  CHECK(joined.account_public_access_block().get() == nullptr);
  CHECK(joined.account_public_access_block().from.capture() == 1);
}

TEST_CASE("event data stores") {
  auto world = account();
  auto& listed = add(world.list_event_data_stores, 0).response.event_data_stores.emplace_back();
  listed.event_data_store_arn = "arn:aws:cloudtrail:us-east-1:444455556666:eventdatastore/1";
  auto& asked = add(world.get_event_data_store, 1);
  asked.request.event_data_store = "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/2";
  inventory joined;
  joined.build(world);
  REQUIRE(joined.event_data_stores().size() == 2);
  CHECK(joined.event_data_stores()[0].foreign);
  CHECK(joined.event_data_stores()[0].store.state == observation::not_collected);
  CHECK_FALSE(joined.event_data_stores()[1].foreign);
  CHECK(joined.event_data_stores()[1].region == "us-east-1");
  CHECK(joined.event_data_stores()[1].store.from.capture() == 1);
  CHECK(joined.event_data_store_listing().whole == ternary::unknown);
  world.regions = {"us-east-1"};
  joined.build(world);
  CHECK(joined.event_data_store_listing().whole == ternary::yes);
  world.regions.push_back("eu-west-1");
  joined.build(world);
  CHECK(joined.event_data_store_listing().whole == ternary::no);
}

TEST_CASE("a key is found by what was asked for, by its ARN and by its id") {
  auto world = account();
  auto& made = add(world.describe_key, 5);
  made.request.key_id = "alias/logs";
  made.response.key_metadata.key_id = "1234";
  made.response.key_metadata.arn = "arn:aws:kms:us-east-1:111122223333:key/1234";
  inventory joined;
  joined.build(world);
  for (std::string_view const id :
       {"alias/logs", "1234", "arn:aws:kms:us-east-1:111122223333:key/1234"}) {
    CHECK(joined.key(id).from.capture() == 5);
  }
  CHECK(joined.key("5678").state == observation::not_collected);
  CHECK(joined.key("").state == observation::not_collected);
}

TEST_CASE("an inventory that is built again knows nothing of the last account") {
  auto first = account();
  describe(first, 0, "us-east-1", main_arn).s3_bucket_name = "logs";
  status(first, 1, main_arn, "us-east-1", true);
  add(first.get_account_public_access_block, 2);
  add(first.describe_key, 3).request.key_id = "key";
  inventory joined;
  joined.build(first);
  snapshot const nothing;
  joined.build(nothing);
  CHECK(joined.trails().empty());
  CHECK(joined.log_buckets().empty());
  CHECK(joined.event_data_stores().empty());
  CHECK(joined.account_public_access_block().state == observation::not_collected);
  CHECK(joined.key("key").state == observation::not_collected);
  CHECK(joined.account_resource() == "*");
  CHECK_FALSE(joined.trail_listing().collected);
}

// Input that a quadratic join would not get through in time.

constexpr std::uint32_t many = 20'000;

std::size_t findings_of(snapshot world) {
  return trailaudit::evaluate(std::move(world)).findings().size();
}

// Each rule answers for each of its subjects; for the account, or where there is nothing, once.
std::size_t expected_findings(std::size_t trails, std::size_t buckets) {
  std::size_t count = 0;
  for (auto const& rule : trailaudit::catalogue) {
    count += rule.check.index() == 1 ? trails : rule.check.index() == 2 ? buckets : 1;
  }
  return count;
}

TEST_CASE("20,000 copies of one trail") {
  auto world = account();
  for (std::uint32_t at = 0; at != many; ++at) {
    describe(world, at, "us-east-1", main_arn).s3_bucket_name = "logs";
  }
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == 1);
  CHECK(joined.trails()[0].settings.state == observation::present);
  CHECK(joined.log_buckets().size() == 1);
  world.describe_trails[many - 1].response.trail_list[0].kms_key_id = "other";
  joined.build(world);
  CHECK(joined.trails()[0].settings.state == observation::contradictory);
  CHECK(joined.trails()[0].settings.other.capture() == many - 1);
}

TEST_CASE("20,000 statuses of one trail") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  for (std::uint32_t at = 1; at <= many; ++at) {
    status(world, at, main_arn, "us-east-1", at != many);
  }
  inventory joined;
  joined.build(world);
  CHECK(joined.trails()[0].status.state == observation::contradictory);
  CHECK(joined.trails()[0].status.from.capture() == 1);
  CHECK(joined.trails()[0].status.other.capture() == many);
}

TEST_CASE("20,000 trails of one name, and 20,000 statuses by that name") {
  auto world = account();
  for (std::uint32_t at = 0; at != many; ++at) {
    describe(world, at, "us-east-1",
             "arn:aws:cloudtrail:us-east-1:111122223333:trail/" + std::to_string(at))
        .s3_bucket_name = "logs";
    status(world, many + at, "main", "us-east-1", true);
  }
  inventory joined;
  joined.build(world);
  REQUIRE(joined.trails().size() == many);
  CHECK(std::all_of(joined.trails().begin(), joined.trails().end(), [](auto const& each) {
    return each.status.state == observation::not_collected;
  }));
  CHECK(joined.log_buckets().size() == 1);
  CHECK(findings_of(std::move(world)) == expected_findings(many, 1));
}

TEST_CASE("20,000 pages of one trail's tags") {
  auto world = account();
  describe(world, 0, "us-east-1", main_arn);
  for (std::uint32_t at = 0; at != many; ++at) {
    auto& page = add(world.list_tags, at + 1);
    page.request.next_token = at == 0 ? "" : std::to_string(at);
    page.response.next_token = at + 1 == many ? "" : std::to_string(at + 1);
    auto& row = page.response.resource_tag_list.emplace_back();
    row.resource_id = main_arn;
    row.tags_list.push_back({at + 1 == many ? "owner" : "aws:system", {}});
  }
  inventory joined;
  joined.build(world);
  CHECK(joined.further_tags(joined.trails()[0]).size() == many - 1);
  CHECK(joined.tags(joined.trails()[0]).go_on); // so many pages are not followed
  auto const audited =
      trailaudit::evaluate(std::move(world), {.rules = {trailaudit::find_rule("trail-tagged"), 1}});
  REQUIRE(audited.findings().size() == 1);
  CHECK(audited.findings()[0].result == trailaudit::outcome::pass);
}

TEST_CASE("20,000 pages of the lists, 20,000 buckets, stores and keys") {
  auto world = account();
  for (std::uint32_t at = 0; at != many; ++at) {
    auto const number = std::to_string(at);
    auto const next = std::to_string(at + 1);
    auto& trails = add(world.list_trails, at);
    trails.request.next_token = at == 0 ? "" : number;
    trails.response.next_token = next;
    auto& stores = add(world.list_event_data_stores, at);
    stores.request.next_token = at == 0 ? "" : number;
    stores.response.next_token = next;
    stores.response.event_data_stores.emplace_back().event_data_store_arn =
        "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/" + number;
    add(world.get_event_data_store, at).request.event_data_store =
        "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/1";
    world.get_event_data_store[at].response.kms_key_id = "key";
    describe(world, at, "us-east-1", "arn:aws:cloudtrail:us-east-1:111122223333:trail/" + number,
             number)
        .s3_bucket_name = "bucket" + number;
    add(world.get_bucket_acl, at).request.bucket = "bucket" + number;
    add(world.list_buckets, at).response.buckets.emplace_back().name = "bucket" + number;
    add(world.describe_key, at).request.key_id = "key";
  }
  inventory joined;
  joined.build(world);
  CHECK(joined.trails().size() == many);
  CHECK(joined.log_buckets().size() == many);
  CHECK(joined.log_buckets()[many - 1].own == ternary::yes);
  CHECK(joined.log_buckets()[many - 1].acl.from.capture() == many - 1);
  CHECK(joined.event_data_stores().size() == many);
  CHECK(joined.event_data_stores()[1].store.state == observation::present);
  CHECK(joined.trail_listing().whole != ternary::yes);
  CHECK(joined.event_data_store_listing().whole == ternary::no);
  CHECK(joined.key("key").state == observation::present);
}

} // namespace
