// The rules about all of an account's trails together, against a brute force over Regions, events
// and trails. A made-up account is the truth; its answers are recorded whole, or with holes. From
// whole answers a rule must say the truth, from holey ones the truth or that it does not know.

#include <trailaudit/evaluate.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::answer;
using trailaudit::outcome;

constexpr std::string_view own_account = "111122223333";
constexpr std::string_view managing_account = "999988887777";
constexpr std::array<std::string_view, 4> all_regions{"us-east-1", "eu-west-1", "ap-south-1",
                                                      "sa-east-1"};
constexpr std::array<std::string_view, 3> sources{"kms.amazonaws.com", "rdsdata.amazonaws.com",
                                                  "ec2.amazonaws.com"};

struct selector {
  std::string_view type;
  std::vector<std::string_view> excluded;
  bool management = true;
};

// A trail as it is.
struct real_trail {
  std::string name;
  std::string_view home;
  bool foreign = false; // the organization's, in another account
  bool multi_region = false;
  bool logging = false;
  bool global_events = false;
  bool validated = false;
  bool encrypted = false;
  bool of_organization = false;
  std::vector<selector> selectors{}; // none: AWS's default

  [[nodiscard]] std::string arn() const {
    return "arn:aws:cloudtrail:" + std::string(home) + ':' +
           std::string(foreign ? managing_account : own_account) + ":trail/" + name;
  }
  [[nodiscard]] bool is_in(std::string_view region) const { return multi_region || home == region; }
  [[nodiscard]] bool records(bool read, std::string_view source) const {
    return selectors.empty() ||
           std::any_of(selectors.begin(), selectors.end(), [&](selector const& each) {
             bool const left_out = std::count(each.excluded.begin(), each.excluded.end(), source);
             return each.management && !left_out && each.type != (read ? "WriteOnly" : "ReadOnly");
           });
  }
  [[nodiscard]] bool has_global_events() const {
    return logging && global_events && is_in("us-east-1");
  }
};

enum class membership { none, member, manager };

struct real_account {
  std::vector<std::string_view> regions{};
  std::vector<real_trail> trails{};
  membership organization = membership::none;
};

real_account make_account(dice& random) {
  real_account made;
  made.regions.assign(all_regions.begin(), all_regions.begin() + 1 + random.below(4));
  made.organization = random.of(
      std::array<membership, 3>{membership::none, membership::member, membership::manager});
  auto const trails = random.below(5);
  for (std::size_t at = 0; at != trails; ++at) {
    auto& each = made.trails.emplace_back();
    each.name = "trail" + std::to_string(at);
    each.home = made.regions[random.below(made.regions.size())];
    each.of_organization = made.organization != membership::none && random.chance(30);
    each.foreign = each.of_organization && made.organization == membership::member;
    each.multi_region = random.chance(40);
    each.logging = random.chance(80);
    each.global_events = each.multi_region || random.chance(50);
    each.validated = random.chance(80);
    each.encrypted = random.chance(80);
    for (auto count = random.below(3); count != 0; --count) {
      auto& one = each.selectors.emplace_back();
      one.type = random.of(std::array<std::string_view, 4>{"All", "All", "ReadOnly", "WriteOnly"});
      one.management = random.chance(85);
      for (std::size_t source = 0; source != 2; ++source) {
        if (random.chance(25)) {
          one.excluded.push_back(sources[source]);
        }
      }
    }
  }
  return made;
}

trailaudit::trail settings_of(real_trail const& each) {
  trailaudit::trail made;
  made.name = each.name;
  made.s3_bucket_name = "logs";
  made.home_region = each.home;
  made.trail_arn = each.arn();
  made.is_multi_region_trail = each.multi_region;
  made.include_global_service_events = each.global_events;
  made.log_file_validation_enabled = each.validated;
  made.kms_key_id = each.encrypted ? "arn:aws:kms:us-east-1:111122223333:key/1" : "";
  made.has_custom_event_selectors = !each.selectors.empty();
  made.is_organization_trail = each.of_organization;
  return made;
}

// What AWS would have answered. `holes`: in percent, how much of it is missing or refused.
trailaudit::snapshot record(real_account const& real, dice& random, unsigned holes) {
  trailaudit::snapshot made;
  if (!random.chance(holes)) {
    made.account_id = own_account;
  }
  if (!random.chance(holes)) {
    for (auto const region : real.regions) {
      made.regions.push_back(std::string(region));
    }
  }
  auto const add = [&](auto& into, std::string_view region) -> decltype(auto) {
    auto& one = into.emplace_back();
    one.region = region;
    if (random.chance(holes / 2)) {
      one.state = answer::refused;
      one.error_code = "AccessDenied";
    }
    return one;
  };
  for (auto const region : real.regions) {
    if (random.chance(holes)) {
      continue;
    }
    auto& one = add(made.describe_trails, region);
    for (auto const& each : real.trails) {
      if (one.state == answer::present && each.is_in(region)) {
        auto settings = settings_of(each);
        for (auto const flag : {&trailaudit::trail::is_multi_region_trail,
                                &trailaudit::trail::include_global_service_events,
                                &trailaudit::trail::log_file_validation_enabled,
                                &trailaudit::trail::has_custom_event_selectors,
                                &trailaudit::trail::is_organization_trail}) {
          if (random.chance(holes / 4)) {
            (settings.*flag).reset();
          }
        }
        one.response.trail_list.push_back(settings);
      }
    }
  }
  if (!random.chance(holes)) { // the account's own, as far as AWS promises
    auto& one = add(made.list_trails, "us-east-1");
    for (auto const& each : real.trails) {
      if (one.state == answer::present && !each.foreign) {
        auto& row = one.response.trails.emplace_back();
        row.name = each.name;
        row.trail_arn = each.arn();
        row.home_region = each.home;
      }
    }
  }
  for (auto const& each : real.trails) {
    if (!random.chance(holes)) {
      auto& status = add(made.get_trail_status, each.home);
      status.request.name = each.arn();
      if (status.state == answer::present) {
        status.response.is_logging = each.logging;
      }
    }
    if (!random.chance(holes)) {
      auto& one = add(made.get_event_selectors, each.home);
      one.request.trail_name = each.arn();
      if (one.state == answer::present && each.selectors.empty()) {
        one.response.event_selectors.emplace_back().read_write_type = "All";
      }
      for (auto const& of : each.selectors) {
        if (one.state == answer::present) {
          auto& basic = one.response.event_selectors.emplace_back();
          basic.read_write_type = of.type;
          basic.include_management_events = of.management;
          for (auto const source : of.excluded) {
            basic.exclude_management_event_sources.push_back(std::string(source));
          }
        }
      }
    }
  }
  if (!random.chance(holes)) {
    auto& one = add(made.describe_organization, "");
    if (one.state == answer::present && real.organization == membership::none) {
      one.state = answer::absent;
      one.error_code = "AWSOrganizationsNotInUseException";
    } else if (one.state == answer::present) {
      one.response.organization.id = "o-exampleorgid";
      one.response.organization.master_account_id =
          real.organization == membership::member ? managing_account : own_account;
    }
  }
  std::uint32_t index = 0;
  trailaudit::detail::for_each_operation([&](auto const& asked) {
    for (auto& each : made.*asked.captures) {
      each.index = index++;
    }
  });
  made.capture_count = index;
  return made;
}

// The truth, by looking at every Region, event and trail.
std::map<std::string_view, outcome> truth_of(real_account const& real) {
  bool logs_everywhere = true;
  bool all_recorded = true;
  bool something = false;
  bool left_out = false;
  bool twice = false;
  for (auto const region : real.regions) {
    logs_everywhere =
        logs_everywhere && std::any_of(real.trails.begin(), real.trails.end(),
                                       [&](auto const& t) { return t.logging && t.is_in(region); });
    for (bool const read : {true, false}) {
      std::array<int, 3> copies{};
      std::array<int, 3> own{};
      for (std::size_t source = 0; source != sources.size(); ++source) {
        for (auto const& each : real.trails) {
          bool const records =
              each.logging && each.is_in(region) && each.records(read, sources[source]);
          copies[source] += records ? 1 : 0;
          own[source] += records && !each.foreign ? 1 : 0;
        }
        all_recorded = all_recorded && copies[source] != 0;
        something = something || copies[source] != 0;
        twice = twice || own[source] > 1;
      }
      left_out = left_out || (copies[2] != 0 && (copies[0] == 0 || copies[1] == 0));
    }
  }
  bool global = true;
  bool global_twice = false;
  for (bool const read : {true, false}) {
    int copies = 0;
    int own = 0;
    for (auto const& each : real.trails) {
      bool const records = each.has_global_events() && each.records(read, sources[2]);
      copies += records ? 1 : 0;
      own += records && !each.foreign ? 1 : 0;
    }
    global = global && copies != 0;
    global_twice = global_twice || own > 1;
  }
  bool const has_global_region =
      std::find(real.regions.begin(), real.regions.end(), "us-east-1") != real.regions.end();
  all_recorded = all_recorded && (global || !has_global_region);
  bool best = false;
  bool one_records_all = false;
  bool of_organization = false;
  for (auto const& each : real.trails) {
    bool all = each.multi_region && each.logging;
    of_organization = of_organization || (all && each.of_organization);
    for (auto const source : sources) {
      all = all && each.records(true, source) && each.records(false, source);
    }
    one_records_all = one_records_all || all;
    best = best || (all && each.global_events && each.validated && each.encrypted);
  }
  auto const said = [](bool value) { return value ? outcome::pass : outcome::fail; };
  return {
      {"trail-multi-region-management-events", said(one_records_all)},
      {"region-covered-by-logging-trail", said(logs_everywhere)},
      {"management-events-covered", said(all_recorded)},
      {"management-events-not-excluded", something ? said(!left_out) : outcome::not_applicable},
      {"management-events-not-duplicated", said(!twice)},
      {"global-service-events", said(global)},
      {"global-service-events-not-duplicated", said(!global_twice)},
      {"trail-security-best-practices", said(best)},
      {"organization-trail-present",
       real.organization == membership::none ? outcome::not_applicable : said(of_organization)},
  };
}

trailaudit::verdict ask(trailaudit::inventory const& joined, std::string_view slug) {
  trailaudit::parameters const limits;
  auto const* const asked = trailaudit::find_rule(slug);
  REQUIRE(asked != nullptr);
  return std::get<trailaudit::account_check>(asked->check)({joined, std::nullopt, limits});
}

// Whether the first fact of a failure of `trail-multi-region-management-events` is true: an event
// that a multi-Region trail misses, or that there is no logging multi-Region trail.
bool is_true_witness(real_account const& real, trailaudit::verdict const& said) {
  auto const& fact = said.evidence_span().front();
  auto const of = [&](real_trail const& each) { return each.multi_region && each.logging; };
  if (fact.source.call() != "cloudtrail:GetEventSelectors") {
    return std::none_of(real.trails.begin(), real.trails.end(), of);
  }
  return std::any_of(real.trails.begin(), real.trails.end(), [&](real_trail const& each) {
    auto const text = fact.value.text();
    bool const read = text.find("(read)") != std::string_view::npos;
    bool const write = text.find("(write)") != std::string_view::npos;
    auto const source = std::find_if(sources.begin(), sources.end(), [&](auto const name) {
      return text.find(name) != std::string_view::npos;
    });
    return of(each) && read != write && source != sources.end() && !each.records(read, *source);
  });
}

std::string shown(real_account const& real) {
  std::string out = std::to_string(real.regions.size()) + " Regions\n";
  for (auto const& each : real.trails) {
    out += each.arn() + (each.multi_region ? " multi" : "") + (each.logging ? " logs" : "") +
           (each.global_events ? " global" : "");
    for (auto const& one : each.selectors) {
      out += " [" + std::string(one.type) + (one.management ? "" : " none");
      for (auto const source : one.excluded) {
        out += " -" + std::string(source);
      }
      out += ']';
    }
    out += '\n';
  }
  return out;
}

TEST_CASE("from whole answers the rules about all trails tell the truth") {
  dice random(20260201);
  trailaudit::inventory joined; // it uses its memory again
  std::map<std::pair<std::string_view, outcome>, std::size_t> seen;
  for (int run = 0; run != 10'000; ++run) {
    auto const real = make_account(random);
    auto const world = record(real, random, 0);
    joined.build(world);
    for (auto const& each : truth_of(real)) {
      std::string_view const slug = each.first; // a binding cannot be captured
      auto const wanted = each.second;
      auto const said = ask(joined, slug);
      ++seen[{slug, said.result}];
      if (said.result != wanted || said.fact_count == 0) {
        CAPTURE(shown(real));
        CAPTURE(slug);
        CAPTURE(said.reason);
        CHECK(to_string(said.result) == to_string(wanted));
        CHECK(said.fact_count != 0);
      }
      if (slug == "trail-multi-region-management-events" && said.result == outcome::fail &&
          !real.trails.empty() && !is_true_witness(real, said)) {
        CAPTURE(shown(real));
        FAIL_CHECK(said.evidence_span().front().value.text());
      }
    }
  }
  for (auto const& each : truth_of({})) {
    std::string_view const slug = each.first;
    CAPTURE(slug);
    CHECK(seen[{slug, outcome::pass}] > 300);
    CHECK(seen[{slug, outcome::fail}] > 300);
  }
}

TEST_CASE("from answers with holes the rules about all trails never tell an untruth") {
  dice random(20260202);
  trailaudit::inventory joined;
  std::map<std::pair<std::string_view, outcome>, std::size_t> seen;
  for (int run = 0; run != 30'000; ++run) {
    auto const real = make_account(random);
    auto const world = record(real, random, 3U + static_cast<unsigned>(random.below(25)));
    joined.build(world);
    for (auto const& each : truth_of(real)) {
      std::string_view const slug = each.first;
      auto const truth = each.second;
      auto const said = ask(joined, slug);
      ++seen[{slug, said.result}];
      if ((said.result != truth && said.result != outcome::unknown) || said.fact_count == 0) {
        CAPTURE(shown(real));
        CAPTURE(slug);
        CAPTURE(said.reason);
        CHECK(to_string(said.result) == to_string(truth));
        CHECK(said.fact_count != 0);
      }
    }
  }
  for (auto const& each : truth_of({})) {
    std::string_view const slug = each.first;
    CAPTURE(slug);
    CHECK(seen[{slug, outcome::pass}] > 300);
    CHECK(seen[{slug, outcome::fail}] > 300);
    CHECK(seen[{slug, outcome::unknown}] > 300);
  }
}

} // namespace
