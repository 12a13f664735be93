// The joins over a snapshot, against quadratic ones, and against the same answers in another order.

#include <trailaudit/evaluate.hpp>
#include <trailaudit/output/report_json.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::answer;
using trailaudit::capture;
using trailaudit::observation;
using trailaudit::ternary;

constexpr std::string_view own_account = "111122223333";

constexpr std::array<std::string_view, 3> regions{"us-east-1", "eu-west-1", "ap-south-1"};

// Random snapshots: few names, so that answers meet, or many, so that the joins hash.
class generator {
public:
  explicit generator(std::uint64_t seed) : random_(seed) {}

  trailaudit::snapshot make() {
    trailaudit::snapshot world;
    constexpr std::array<std::size_t, 4> pools{2, 5, 12, 70};
    pool_ = pools[random_.below(pools.size())];
    next_index_ = 0;
    if (random_.chance(85)) {
      world.account_id = own_account;
    }
    for (auto count = random_.below(4); count != 0; --count) {
      world.regions.push_back(std::string(regions[count - 1]));
    }
    make_trails(world);
    make_answers_about_trails(world);
    make_buckets(world);
    make_stores(world);
    world.capture_count = next_index_;
    return world;
  }

  [[nodiscard]] std::size_t pool() const { return pool_; }
  dice& random() { return random_; }

private:
  template <class Response>
  capture<Response>& add(trailaudit::list<capture<Response>>& into, unsigned good = 80) {
    auto& made = into.emplace_back();
    made.index = next_index_++;
    made.region = random_.chance(25) ? "" : regions[random_.below(regions.size())];
    if (!random_.chance(good)) {
      constexpr std::array<answer, 3> others{answer::refused, answer::absent, answer::empty};
      made.state = others[random_.below(others.size())];
      made.error_code = made.state == answer::refused  ? "AccessDenied"
                        : made.state == answer::absent ? "NoSuchThing"
                                                       : "";
    }
    return made;
  }

  // Number, name, Region and owner go together, so that one ARN has one name. Two numbers share a
  // name.
  std::string name(std::size_t number) const { return "trail" + std::to_string(number / 2); }
  std::string arn(std::size_t number) const {
    if (number % 11 == 10) {
      return "broken-" + std::to_string(number);
    }
    std::string made = "arn:aws:cloudtrail:";
    made += regions[number % 2];
    made += number % 7 == 6 ? ":444455556666:trail/" : ":111122223333:trail/";
    return made + name(number);
  }

  void make_trail(trailaudit::trail& made) {
    auto const number = random_.below(pool_);
    made.name = name(number);
    if (!random_.chance(5)) {
      made.trail_arn = arn(number);
    }
    if (number % 11 != 10 && random_.chance(60)) {
      made.home_region = regions[(number + (random_.chance(3) ? 1 : 0)) % 2];
    }
    made.s3_bucket_name = number % 5 == 4 ? "" : "bucket" + std::to_string(number % 40);
    made.is_multi_region_trail = number % 3 != 0;
    made.log_file_validation_enabled = number % 4 != 0;
    made.has_custom_event_selectors = number % 3 == 1;
    made.cloud_watch_logs_log_group_arn = number % 2 == 0 ? "" : "arn:aws:logs:::log-group:x:*";
    if (random_.chance(8)) { // this copy differs
      made.kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/1";
    }
    // Some say less. One of two copies always says all that the other does, so that there is one
    // that says most.
    if (random_.chance(15)) {
      made.is_multi_region_trail.reset();
      if (random_.chance(30)) {
        made.has_custom_event_selectors.reset();
      }
    } else if (random_.chance(3)) {
      made.has_custom_event_selectors = !made.has_custom_event_selectors.value();
    }
  }

  void make_trails(trailaudit::snapshot& world) {
    for (auto count = random_.below(7); count != 0; --count) {
      auto& made = add(world.describe_trails, 90);
      if (random_.chance(15)) {
        made.request.include_shadow_trails = random_.chance(50);
      }
      if (random_.chance(10)) {
        made.request.trail_name_list.push_back("trail0");
      }
      for (auto trails = made.state == answer::present ? random_.below(24) : 0; trails != 0;
           --trails) {
        make_trail(made.response.trail_list.emplace_back());
      }
    }
    for (auto count = random_.below(6); count != 0; --count) {
      auto& made = add(world.get_trail);
      if (made.state == answer::present) {
        make_trail(made.response.trail);
      }
    }
    if (!random_.chance(60)) {
      return;
    }
    auto const pages = 1 + random_.below(3);
    auto const first = random_.chance(85) ? 0U : 1U; // now and then the first page is not there
    for (std::size_t page = first; page < pages; ++page) {
      auto& made = add(world.list_trails, 95);
      made.region = random_.chance(90) ? regions[0] : regions[1];
      made.request.next_token = page == 0 ? "" : "page" + std::to_string(page);
      if (made.state != answer::present) {
        continue;
      }
      if (page + 1 != pages || random_.chance(10)) {
        made.response.next_token = "page" + std::to_string(page + 1);
      }
      for (auto rows = random_.below(10); rows != 0; --rows) {
        auto const number = random_.below(pool_);
        auto& row = made.response.trails.emplace_back();
        row.name = name(number);
        row.trail_arn = random_.chance(5) ? "" : arn(number);
        row.home_region = number % 11 != 10 && random_.chance(60) ? regions[number % 2] : "";
      }
    }
  }

  void make_answers_about_trails(trailaudit::snapshot& world) {
    auto const subject = [&] {
      auto const number = random_.below(pool_);
      return random_.chance(5) ? std::string() : random_.chance(70) ? arn(number) : name(number);
    };
    for (auto count = random_.below(60); count != 0; --count) {
      auto& made = add(world.get_trail_status);
      made.request.name = subject();
      if (made.state == answer::present) {
        made.response.is_logging = !random_.chance(20);
      }
    }
    for (auto count = random_.below(60); count != 0; --count) {
      auto& made = add(world.get_event_selectors);
      if (random_.chance(80)) {
        made.request.trail_name = subject();
      }
      if (made.state == answer::present) {
        made.response.trail_arn = made.request.trail_name.empty() ? arn(random_.below(pool_)) : "";
        made.response.event_selectors.emplace_back().read_write_type =
            random_.chance(80) ? "All" : "ReadOnly";
      }
    }
    for (auto count = random_.below(40); count != 0; --count) {
      auto& made = add(world.get_insight_selectors);
      if (random_.chance(80)) {
        made.request.trail_name = subject();
      }
      if (made.state == answer::present) {
        made.response.trail_arn = made.request.trail_name.empty() ? arn(random_.below(pool_)) : "";
        made.response.insight_selectors.emplace_back().insight_type =
            random_.chance(80) ? "ApiCallRateInsight" : "ApiErrorRateInsight";
      }
    }
    for (auto count = random_.below(3); count != 0; --count) {
      auto& made = add(world.describe_organization);
      if (made.state == answer::present) {
        made.response.organization.master_account_id =
            random_.chance(60) ? own_account : std::string_view{"444455556666"};
      }
    }
    for (auto count = random_.below(30); count != 0; --count) {
      auto& made = add(world.list_tags);
      for (auto rows = random_.below(5); rows != 0; --rows) {
        auto const number = random_.below(pool_);
        made.request.resource_id_list.push_back(arn(number));
        if (made.state == answer::present) {
          auto& row = made.response.resource_tag_list.emplace_back();
          row.resource_id = arn(number);
          row.tags_list.emplace_back().key = random_.chance(80) ? "owner" : "aws:owner";
        }
      }
      if (made.state == answer::present && random_.chance(10)) {
        made.response.next_token = "never collected";
      }
    }
  }

  template <class Response, class Change>
  void about_buckets(trailaudit::list<capture<Response>>& into, Change const& change) {
    for (auto count = random_.below(40); count != 0; --count) {
      auto& made = add(into);
      made.request.bucket = random_.chance(3) ? "" : "bucket" + std::to_string(random_.below(40));
      if (made.state == answer::present && random_.chance(15)) {
        change(made.response);
      }
    }
  }

  void make_buckets(trailaudit::snapshot& world) {
    for (auto count = random_.below(3); count != 0; --count) {
      auto& made = add(world.list_buckets);
      if (made.state == answer::present) {
        for (auto rows = random_.below(50); rows != 0; --rows) {
          made.response.buckets.emplace_back().name = "bucket" + std::to_string(random_.below(60));
        }
        made.response.continuation_token = random_.chance(30) ? "more" : "";
        made.response.prefix = random_.chance(10) ? "bucket" : "";
      }
    }
    about_buckets(world.get_bucket_policy, [](auto& each) { each.policy.value.id = "other"; });
    about_buckets(world.get_bucket_acl, [](auto& each) { each.owner.id = "other"; });
    about_buckets(world.get_public_access_block, [](auto& each) {
      each.public_access_block_configuration.ignore_public_acls = true;
    });
    about_buckets(world.get_bucket_ownership_controls, [](auto& each) {
      each.ownership_controls.rules.emplace_back().object_ownership = "ObjectWriter";
    });
    about_buckets(world.get_bucket_logging,
                  [](auto& each) { each.logging_enabled.emplace().target_bucket = "target"; });
    about_buckets(world.get_bucket_versioning, [](auto& each) { each.status = "Enabled"; });
    for (auto count = random_.below(3); count != 0; --count) {
      auto& made = add(world.get_account_public_access_block);
      made.request.account_id = random_.chance(30)   ? std::string_view{}
                                : random_.chance(70) ? own_account
                                                     : std::string_view{"444455556666"};
    }
  }

  std::string store(std::size_t number) const {
    return number % 11 == 10 ? "id-" + std::to_string(number)
                             : "arn:aws:cloudtrail:us-east-1:" +
                                   std::string(number % 7 == 6 ? "444455556666" : own_account) +
                                   ":eventdatastore/" + std::to_string(number);
  }

  void make_stores(trailaudit::snapshot& world) {
    for (auto count = random_.below(4); count != 0; --count) {
      auto& made = add(world.list_event_data_stores);
      if (made.state != answer::present) {
        continue;
      }
      for (auto rows = random_.below(12); rows != 0; --rows) {
        made.response.event_data_stores.emplace_back().event_data_store_arn =
            random_.chance(3) ? "" : store(random_.below(pool_));
      }
      if (random_.chance(20)) {
        made.response.next_token = "more";
        if (random_.chance(60)) {
          auto& more = world.list_event_data_stores.emplace_back();
          more.index = next_index_++;
          more.region =
              world.list_event_data_stores[world.list_event_data_stores.size() - 2].region;
          more.request.next_token = "more";
        }
      }
    }
    for (auto count = random_.below(40); count != 0; --count) {
      auto& made = add(world.get_event_data_store);
      auto const number = random_.below(pool_);
      made.request.event_data_store = store(number);
      if (made.state == answer::present) {
        made.response.event_data_store_arn = random_.chance(50) ? store(number) : "";
        made.response.kms_key_id = random_.chance(20) ? "" : "key" + std::to_string(number % 40);
      }
    }
    for (auto count = random_.below(40); count != 0; --count) {
      auto& made = add(world.describe_key);
      made.request.key_id = random_.chance(10) ? "" : "key" + std::to_string(random_.below(40));
      if (made.state == answer::present) {
        made.response.key_metadata.key_id = "key" + std::to_string(random_.below(40));
        made.response.key_metadata.key_manager = random_.chance(80) ? "CUSTOMER" : "AWS";
      }
    }
  }

  dice random_;
  std::size_t pool_ = 0;
  std::uint32_t next_index_ = 0;
};

// What a set of answers about one subject comes to.
template <class Response>
struct expected {
  observation state = observation::not_collected;
  Response const* value = nullptr;
  std::optional<std::uint32_t> from{}; // where one answer alone can be meant
  std::optional<std::uint32_t> other{};
};

template <class Response>
expected<Response> fold(std::vector<capture<Response> const*> const& answers) {
  capture<Response> const* first = nullptr;
  capture<Response> const* refusal = nullptr;
  for (auto const* const each : answers) {
    if (each->state == answer::refused) {
      refusal = each;
    }
    if (each->state != answer::present && each->state != answer::absent) {
      continue;
    }
    if (first == nullptr) {
      first = each;
    } else if (each->state != first->state ||
               (first->state == answer::present && !(each->response == first->response))) {
      return {observation::contradictory, nullptr, first->index, each->index};
    }
  }
  if (first != nullptr) {
    bool const present = first->state == answer::present;
    return {present ? observation::present : observation::absent,
            present ? &first->response : nullptr, first->index, std::nullopt};
  }
  if (refusal != nullptr) { // any of the refusals will do
    return {observation::refused, nullptr, std::nullopt, std::nullopt};
  }
  return {};
}

template <class Response>
bool same(trailaudit::observed<Response> const& found, expected<Response> const& wanted) {
  bool const origins = (!wanted.from || found.from.capture() == *wanted.from) &&
                       (!wanted.other || found.other.capture() == *wanted.other);
  bool const code = (found.state == observation::refused) == (found.error_code == "AccessDenied") &&
                    (found.state == observation::absent) == (found.error_code == "NoSuchThing");
  return found.state == wanted.state && found.value == wanted.value && origins && code;
}

struct copy {
  trailaudit::trail const* settings = nullptr;
  std::string_view region{};
  std::uint32_t index = 0;
};

struct naive_trail {
  std::string_view arn{};
  std::string_view name{};
  std::string_view home{};
  std::vector<copy> copies{};
  std::optional<std::uint32_t> listed{}; // only the list of trails names it
};

std::string_view region_of(std::string_view arn) { return trailaudit::parse_arn(arn).region; }

std::vector<naive_trail> naive_trails(trailaudit::snapshot const& world) {
  std::vector<naive_trail> trails;
  auto const add = [&](trailaudit::trail const& found, std::string_view region,
                       std::uint32_t index) {
    naive_trail* into = nullptr;
    for (auto& each : trails) {
      if (!found.trail_arn.empty() && each.arn == found.trail_arn) {
        into = &each;
      }
    }
    if (into == nullptr) {
      into = &trails.emplace_back();
      into->arn = found.trail_arn;
      into->name = found.name;
    }
    if (into->home.empty()) {
      into->home = region_of(found.trail_arn);
    }
    if (into->home.empty()) {
      into->home = found.home_region;
    }
    into->copies.push_back({&found, region, index});
  };
  for (auto const& each : world.describe_trails) {
    for (auto const& found : each.response.trail_list) {
      add(found, each.region, each.index);
    }
  }
  for (auto const& each : world.get_trail) {
    if (each.state == answer::present) {
      add(each.response.trail, each.region, each.index);
    }
  }
  for (auto const& each : world.list_trails) {
    for (auto const& row : each.response.trails) {
      bool known = row.trail_arn.empty();
      for (auto const& trail : trails) {
        known = known || trail.arn == row.trail_arn;
      }
      if (!known) {
        trails.push_back({row.trail_arn, row.name, region_of(row.trail_arn), {}, each.index});
      }
    }
  }
  return trails;
}

// A text that is missing is one that AWS has nothing in; a flag that is missing is not known.
bool exclude_each_other(trailaudit::trail left, trailaudit::trail right) {
  left.home_region.clear(); // GetTrail may lack it
  right.home_region.clear();
  for (auto const flag : {&trailaudit::trail::is_multi_region_trail,
                          &trailaudit::trail::has_custom_event_selectors}) {
    if (!(left.*flag).has_value() || !(right.*flag).has_value()) {
      (left.*flag).reset();
      (right.*flag).reset();
    }
  }
  return !(left == right);
}

std::size_t flags_of(trailaudit::trail const& found) {
  return (found.is_multi_region_trail.has_value() ? 1U : 0U) +
         (found.has_custom_event_selectors.has_value() ? 1U : 0U);
}

// The copy of the home Region counts before one of unknown Region, and that before shadows; of
// several the first that says most. Those of one standing must not exclude each other, and none
// may name another home Region than the ARN.
bool same_settings(trailaudit::trail_view const& found, naive_trail const& wanted) {
  if (wanted.copies.empty()) {
    return found.settings.state == observation::not_collected && found.settings.value == nullptr &&
           found.settings.from.capture() == wanted.listed;
  }
  bool contradiction = false;
  for (auto const& each : wanted.copies) {
    contradiction = contradiction || (!each.settings->home_region.empty() &&
                                      each.settings->home_region != wanted.home);
  }
  std::vector<copy> best;
  for (int wish = 0; wish != 3 && best.empty(); ++wish) {
    for (auto const& each : wanted.copies) {
      bool const home = !each.region.empty() && each.region == wanted.home;
      bool const unsaid = each.region.empty();
      if (wish == 0 ? home : wish == 1 ? unsaid : true) {
        best.push_back(each);
      }
    }
  }
  copy const* fullest = &best[0];
  for (auto const& one : best) {
    fullest = flags_of(*one.settings) > flags_of(*fullest->settings) ? &one : fullest;
    for (auto const& other : best) {
      contradiction = contradiction || exclude_each_other(*one.settings, *other.settings);
    }
  }
  if (contradiction) {
    auto const among = [&](std::uint32_t capture) {
      return std::any_of(wanted.copies.begin(), wanted.copies.end(),
                         [&](copy const& each) { return each.index == capture; });
    };
    return found.settings.state == observation::contradictory && found.settings.value == nullptr &&
           among(found.settings.from.capture()) && among(found.settings.other.capture());
  }
  return found.settings.state == observation::present &&
         found.settings.value == fullest->settings &&
         found.settings.from.capture() == fullest->index;
}

template <class Response, class KeyOf>
bool same_join(trailaudit::observed<Response> const& found,
               trailaudit::list<capture<Response>> const& captures, KeyOf const& key_of,
               naive_trail const& about, std::vector<naive_trail> const& all) {
  auto const here = [](capture<Response> const& each, naive_trail const& trail) {
    return each.region.empty() || trail.home.empty() || each.region == trail.home;
  };
  std::vector<capture<Response> const*> by_arn;
  std::vector<capture<Response> const*> by_name; // where the name means one trail in that Region
  for (auto const& each : captures) {
    auto const key = key_of(each);
    if (key.empty() || !here(each, about)) {
      continue;
    }
    if (key == about.arn) {
      by_arn.push_back(&each);
    } else if (key == about.name && std::count_if(all.begin(), all.end(), [&](auto const& trail) {
                                      return trail.name == key && here(each, trail);
                                    }) == 1) {
      by_name.push_back(&each);
    }
  }
  auto wanted = fold(by_arn);
  if (wanted.state == observation::not_collected) {
    wanted = fold(by_name);
  }
  return same(found, wanted);
}

bool same_tags(trailaudit::trail_view const& found, trailaudit::inventory const& joined) {
  trailaudit::resource_tag const* first = nullptr;
  bool contradictory = false;
  bool refused = false;
  bool goes_on = false;
  for (auto const& each : joined.world().list_tags) {
    if (each.state == answer::refused) {
      for (auto const& id : each.request.resource_id_list) {
        refused = refused || (!found.arn.empty() && id == found.arn);
      }
    }
    for (auto const& row : each.response.resource_tag_list) {
      if (!found.arn.empty() && row.resource_id == found.arn) {
        contradictory = contradictory || (first != nullptr && !(*first == row));
        first = first == nullptr ? &row : first;
        goes_on = goes_on || !each.response.next_token.empty();
      }
    }
  }
  auto const state = contradictory      ? observation::contradictory
                     : first != nullptr ? observation::present
                     : refused          ? observation::refused
                                        : observation::not_collected;
  auto const& tags = joined.tags(found);
  return tags.first.state == state && tags.first.value == (contradictory ? nullptr : first) &&
         tags.go_on == goes_on && joined.further_tags(found).empty();
}

void check_trails(trailaudit::inventory const& joined) {
  auto const& world = joined.world();
  auto const wanted = naive_trails(world);
  REQUIRE(joined.trails().size() == wanted.size());
  for (std::size_t at = 0; at != wanted.size(); ++at) {
    auto const& found = joined.trails()[at];
    auto const parts = trailaudit::parse_arn(wanted[at].arn);
    CAPTURE(found.arn);
    bool const names = found.arn == wanted[at].arn && found.name == wanted[at].name &&
                       found.home_region == wanted[at].home && found.account == parts.account &&
                       found.partition == parts.partition;
    CHECK(names);
    bool const foreign =
        !world.account_id.empty() && !parts.account.empty() && parts.account != own_account;
    CHECK(found.foreign == foreign);
    CHECK(same_settings(found, wanted[at]));
    CHECK(same_join(
        found.status, world.get_trail_status,
        [](auto const& each) -> std::string_view { return each.request.name; }, wanted[at],
        wanted));
    CHECK(same_join(
        found.selectors, world.get_event_selectors,
        [](auto const& each) -> std::string_view {
          return each.request.trail_name.empty() ? std::string_view(each.response.trail_arn)
                                                 : each.request.trail_name.view();
        },
        wanted[at], wanted));
    CHECK(same_join(
        joined.insight_selectors(found), world.get_insight_selectors,
        [](auto const& each) -> std::string_view {
          return each.request.trail_name.empty() ? std::string_view(each.response.trail_arn)
                                                 : each.request.trail_name.view();
        },
        wanted[at], wanted));
    auto const* const status = found.status.get();
    CHECK(found.logging ==
          (status == nullptr ? ternary::unknown : trailaudit::to_ternary(status->is_logging)));
    auto const* const settings = found.settings.get();
    bool const seen = wanted[at].copies.empty() && joined.multi_region_trails_seen();
    CHECK(found.multi_region == (settings != nullptr
                                     ? trailaudit::to_ternary(settings->is_multi_region_trail)
                                 : seen ? ternary::no
                                        : ternary::unknown));
    CHECK(found.management == management_events(found));
    CHECK(same_tags(found, joined));
  }
}

bool is_whole(capture<trailaudit::describe_trails_response> const& each) {
  return each.state == answer::present && each.request.trail_name_list.empty() &&
         each.request.include_shadow_trails != false;
}

void check_trail_listing(trailaudit::inventory const& joined) {
  auto const& world = joined.world();
  auto const& found = joined.trail_listing();
  bool seen = false;
  bool refused = false;
  for (auto const& each : world.describe_trails) {
    seen = seen || is_whole(each);
    refused = refused || each.state == answer::refused;
  }
  CHECK(joined.multi_region_trails_seen() == seen);
  // ListTrails tells all, if every page is there: the first one, and each one that another asks
  // for.
  bool listed = false;
  bool gap = false;
  for (auto const& each : world.list_trails) {
    listed = listed || (each.state == answer::present && each.request.next_token.empty());
    bool followed = each.response.next_token.empty();
    for (auto const& other : world.list_trails) {
      followed = followed || (other.state == answer::present && other.region == each.region &&
                              other.request.next_token == each.response.next_token);
    }
    gap = gap || !followed || each.state != answer::present;
  }
  bool const whole_list = listed && !gap;
  std::vector<std::string> missing;
  for (auto const& region : world.regions) {
    bool asked = false;
    for (auto const& each : world.describe_trails) {
      asked = asked || (each.region == region && (is_whole(each) || each.state == answer::refused));
    }
    if (!asked) {
      missing.push_back(region);
    }
  }
  auto const whole = whole_list                    ? ternary::yes
                     : refused || !missing.empty() ? ternary::no
                     : !world.regions.empty()      ? ternary::yes
                                                   : ternary::unknown;
  CHECK(found.whole == whole);
  CHECK(found.collected == (seen || whole_list));
  CHECK(found.refusals.empty() == !refused);
  CHECK(found.refusal_codes.size() == found.refusals.size());
  std::vector<capture<trailaudit::describe_organization_response> const*> organizations;
  for (auto const& each : world.describe_organization) {
    organizations.push_back(&each);
  }
  auto const organization = fold(organizations);
  CHECK(same(joined.organization(), organization));
  // A Region's trails show in its own list, or in ListTrails where all are the account's own.
  bool const owner = organization.state == observation::absent ||
                     (organization.value != nullptr && !world.account_id.empty() &&
                      organization.value->organization.master_account_id == world.account_id);
  bool every = !world.regions.empty();
  for (auto const region : regions) {
    bool described = false;
    for (auto const& each : world.describe_trails) {
      described = described || (is_whole(each) && each.region == region);
    }
    CHECK(joined.trails_seen_in(region).has_value() ==
          (described || (seen && whole_list && owner)));
    bool const enabled =
        std::find(world.regions.begin(), world.regions.end(), region) != world.regions.end();
    every = every && (described || !enabled);
  }
  CHECK(joined.every_trail_seen() == (seen && (every || (whole_list && owner))));
  if (!whole_list) {
    CHECK(std::equal(found.missing_regions.begin(), found.missing_regions.end(), missing.begin(),
                     missing.end(),
                     [](auto const& each, auto const& region) { return each.region == region; }));
  }
}

void check_store_listing(trailaudit::inventory const& joined) {
  auto const& world = joined.world();
  auto const& found = joined.event_data_store_listing();
  bool collected = false;
  bool refused = false;
  bool gap = false;
  for (auto const& each : world.list_event_data_stores) {
    collected = collected || each.state == answer::present;
    refused = refused || each.state == answer::refused;
    bool followed = each.response.next_token.empty();
    for (auto const& other : world.list_event_data_stores) {
      followed = followed || (other.state == answer::present && other.region == each.region &&
                              other.request.next_token == each.response.next_token);
    }
    gap = gap || !followed;
  }
  bool missing = false;
  for (auto const& region : world.regions) {
    bool asked = false;
    for (auto const& each : world.list_event_data_stores) {
      asked = asked || (each.region == region && each.state != answer::empty);
    }
    missing = missing || (collected && !asked);
  }
  CHECK(found.collected == collected);
  CHECK(found.refusals.empty() == !refused);
  CHECK(found.missing_regions.empty() == !missing);
  CHECK(found.whole == (refused || missing || gap             ? ternary::no
                        : collected && !world.regions.empty() ? ternary::yes
                                                              : ternary::unknown));
}

template <class Response>
bool same_bucket(trailaudit::observed<Response> const& found,
                 trailaudit::list<capture<Response>> const& captures, std::string_view name) {
  std::vector<capture<Response> const*> answers;
  for (auto const& each : captures) {
    if (each.request.bucket == name) {
      answers.push_back(&each);
    }
  }
  return same(found, fold(answers));
}

void check_buckets(trailaudit::inventory const& joined) {
  auto const& world = joined.world();
  std::vector<std::pair<std::string_view, std::size_t>> names; // and the first trail that names it
  for (std::size_t at = 0; at != joined.trails().size(); ++at) {
    auto const* const settings = joined.trails()[at].settings.get();
    if (settings == nullptr || settings->s3_bucket_name.empty()) {
      continue;
    }
    bool known = false;
    for (auto const& each : names) {
      known = known || each.first == settings->s3_bucket_name;
    }
    if (!known) {
      names.emplace_back(settings->s3_bucket_name, at);
    }
  }
  REQUIRE(joined.log_buckets().size() == names.size());
  for (std::size_t at = 0; at != names.size(); ++at) {
    auto const& found = joined.log_buckets()[at];
    CAPTURE(found.name);
    CHECK(found.name == names[at].first);
    CHECK(found.trail == names[at].second);
    CHECK(found.arn == "arn:aws:s3:::" + std::string(names[at].first));
    bool own = false;
    bool whole = false;
    for (auto const& each : world.list_buckets) {
      whole = whole || (each.state == answer::present && each.response.continuation_token.empty() &&
                        each.response.prefix.empty());
      for (auto const& row : each.response.buckets) {
        own = own || row.name == found.name;
      }
    }
    CHECK(found.own == (own ? ternary::yes : whole ? ternary::no : ternary::unknown));
    CHECK(same_bucket(found.policy, world.get_bucket_policy, found.name));
    CHECK(same_bucket(found.acl, world.get_bucket_acl, found.name));
    CHECK(same_bucket(found.public_access_block, world.get_public_access_block, found.name));
    CHECK(same_bucket(found.ownership_controls, world.get_bucket_ownership_controls, found.name));
    CHECK(same_bucket(found.logging, world.get_bucket_logging, found.name));
    CHECK(same_bucket(found.versioning, world.get_bucket_versioning, found.name));
  }
  std::vector<capture<trailaudit::get_public_access_block_response> const*> blocks;
  for (auto const& each : world.get_account_public_access_block) {
    if (each.request.account_id.empty() || world.account_id.empty() ||
        each.request.account_id == own_account) {
      blocks.push_back(&each);
    }
  }
  CHECK(same(joined.account_public_access_block(), fold(blocks)));
}

void check_stores_and_keys(trailaudit::inventory const& joined) {
  auto const& world = joined.world();
  std::vector<std::string_view> arns;
  auto const add = [&](std::string_view arn) {
    if (!arn.empty() && std::find(arns.begin(), arns.end(), arn) == arns.end()) {
      arns.push_back(arn);
    }
  };
  auto const arn_of = [](capture<trailaudit::get_event_data_store_response> const& each) {
    return each.response.event_data_store_arn.empty()
               ? each.request.event_data_store.view()
               : std::string_view(each.response.event_data_store_arn);
  };
  for (auto const& each : world.list_event_data_stores) {
    for (auto const& row : each.response.event_data_stores) {
      add(row.event_data_store_arn);
    }
  }
  for (auto const& each : world.get_event_data_store) {
    add(arn_of(each));
  }
  REQUIRE(joined.event_data_stores().size() == arns.size());
  for (std::size_t at = 0; at != arns.size(); ++at) {
    auto const& found = joined.event_data_stores()[at];
    CAPTURE(arns[at]);
    CHECK(found.arn == arns[at]);
    auto const owner = trailaudit::parse_arn(arns[at]).account;
    bool const foreign = !world.account_id.empty() && !owner.empty() && owner != own_account;
    CHECK(found.foreign == foreign);
    std::vector<capture<trailaudit::get_event_data_store_response> const*> answers;
    for (auto const& each : world.get_event_data_store) {
      if (arn_of(each) == arns[at]) {
        answers.push_back(&each);
      }
    }
    CHECK(same(found.store, fold(answers)));
  }
  for (std::size_t number = 0; number != 41; ++number) {
    auto const id = "key" + std::to_string(number);
    std::vector<capture<trailaudit::describe_key_response> const*> answers;
    for (auto const& each : world.describe_key) {
      if (each.request.key_id == id || each.response.key_metadata.key_id == id) {
        answers.push_back(&each);
      }
    }
    CHECK(same(joined.key(id), fold(answers)));
  }
}

// Rules, resources and outcomes, whatever their order.
std::vector<std::tuple<std::string, std::string, std::string>>
outcomes(trailaudit::report const& audited) {
  std::vector<std::tuple<std::string, std::string, std::string>> all;
  for (auto const& each : audited.findings()) {
    all.emplace_back(each.source->slug, each.resource, to_string(each.result));
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST_CASE("the joins agree with quadratic ones") {
  generator worlds(20260106);
  trailaudit::inventory joined; // the same one all along: it uses its memory again
  std::size_t hashed = 0;
  for (int run = 0; run != 1'500; ++run) {
    auto const world = worlds.make();
    CAPTURE(run);
    CAPTURE(worlds.pool());
    joined.build(world);
    check_trails(joined);
    check_trail_listing(joined);
    check_store_listing(joined);
    check_buckets(joined);
    check_stores_and_keys(joined);
    hashed += joined.trails().size() > 32 ? 1U : 0U;
  }
  CHECK(hashed > 100);
}

TEST_CASE("the order of the captures does not change an outcome") {
  generator worlds(20260107);
  auto const options = [] {
    trailaudit::audit_options made;
    made.as_of = trailaudit::timestamp{std::chrono::seconds{1795297511}};
    return made;
  }();
  for (int run = 0; run != 1'000; ++run) {
    CAPTURE(run);
    auto const world = worlds.make();
    auto const before = evaluate(world, options);
    auto other = world;
    trailaudit::detail::for_each_operation(
        [&](auto const& each) { worlds.random().shuffle(other.*each.captures); });
    auto const after = evaluate(other, options);
    auto const left = outcomes(before);
    auto const right = outcomes(after);
    if (left != right) {
      for (std::size_t at = 0; at != std::min(left.size(), right.size()); ++at) {
        if (left[at] != right[at]) {
          CAPTURE(std::get<0>(left[at]) + ' ' + std::get<1>(left[at]) + ' ' +
                  std::get<2>(left[at]));
          CAPTURE(std::get<0>(right[at]) + ' ' + std::get<1>(right[at]) + ' ' +
                  std::get<2>(right[at]));
          CHECK(left[at] == right[at]);
          break;
        }
      }
      CHECK(left == right);
    }
  }
}

} // namespace
