// Whether a bucket is public, against an enumeration of all that the missing answers could have
// said.

#include <trailaudit/analysis/bucket_exposure.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using support::dice;
using trailaudit::answer;
using trailaudit::policy_statement;
using trailaudit::ternary;

constexpr std::string_view bucket = "logs";
constexpr std::string_view account = "111122223333";

// What a fact may be: a set of truth values.
struct possible {
  bool no = false;
  bool yes = false;

  [[nodiscard]] std::vector<bool> values() const {
    std::vector<bool> all;
    if (no) {
      all.push_back(false);
    }
    if (yes) {
      all.push_back(true);
    }
    return all;
  }
  [[nodiscard]] bool certain() const { return no != yes; }
};
constexpr possible never{true, false};
constexpr possible surely{false, true};
constexpr possible perhaps{true, true};

// All that decides, with what the snapshot lets one know of it.
struct facts {
  possible acl_public = perhaps; // as the ACL shows it
  bool grant_shown = false;      // an answer shows a grant to everyone
  possible enforced = perhaps;   // BucketOwnerEnforced: no ACLs
  possible own = perhaps;
  possible bucket_ignores = perhaps;
  possible bucket_restricts = perhaps;
  possible account_ignores = perhaps;
  possible account_restricts = perhaps;
  possible policy_public = perhaps;
  bool policy_of_engine = false;
  std::string words{};
};

struct truth {
  bool can_be_public = false;
  bool can_be_private = false;
  std::size_t completions = 0;
};

// public = (ACL public and ACLs on and not IgnorePublicAcls) or (policy public and not
// RestrictPublicBuckets), a flag being on for the bucket or for the account, where the bucket is
// the account's.
truth enumerate(facts const& known, bool consistent_only) {
  truth found;
  for (bool const acl : known.acl_public.values()) {
    for (bool const enforced : known.enforced.values()) {
      for (bool const own : known.own.values()) {
        for (bool const bucket_ignores : known.bucket_ignores.values()) {
          for (bool const account_ignores : known.account_ignores.values()) {
            for (bool const bucket_restricts : known.bucket_restricts.values()) {
              for (bool const account_restricts : known.account_restricts.values()) {
                for (bool const policy : known.policy_public.values()) {
                  bool const ignores = bucket_ignores || (own && account_ignores);
                  bool const restricts = bucket_restricts || (own && account_restricts);
                  // GetBucketAcl answers the list in effect: a grant that it shows is not hidden.
                  if (consistent_only && known.grant_shown && (ignores || enforced)) {
                    continue;
                  }
                  bool const open = (acl && !enforced && !ignores) || (policy && !restricts);
                  (open ? found.can_be_public : found.can_be_private) = true;
                  ++found.completions;
                }
              }
            }
          }
        }
      }
    }
  }
  return found;
}

trailaudit::snapshot world_with_one_bucket() {
  trailaudit::snapshot world;
  world.account_id = account;
  auto& described = world.describe_trails.emplace_back();
  auto& trail = described.response.trail_list.emplace_back();
  trail.name = "main";
  trail.trail_arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
  trail.s3_bucket_name = bucket;
  return world;
}

template <class Response>
trailaudit::capture<Response>& capture_in(trailaudit::list<trailaudit::capture<Response>>& into) {
  auto& made = into.emplace_back();
  made.request.bucket = bucket;
  return made;
}

template <class Response>
void refuse(trailaudit::capture<Response>& made, answer state, std::string_view code) {
  made.state = state;
  made.error_code = code;
}

void grant_to(trailaudit::get_bucket_acl_response& acl, std::string_view uri, std::string_view id) {
  auto& made = acl.grants.emplace_back();
  made.grantee.uri = uri;
  made.grantee.id = id;
  made.grantee.type = uri.empty() ? "CanonicalUser" : "Group";
  made.permission = "READ";
}

void random_acl(dice& random, trailaudit::snapshot& world, facts& known) {
  auto const kind = random.below(9);
  if (kind == 0) {
    known.words += "acl missing; ";
    return;
  }
  auto& made = capture_in(world.get_bucket_acl);
  if (kind == 1) {
    known.words += "acl refused; ";
    refuse(made, answer::refused, "AccessDenied");
    return;
  }
  known.acl_public = never;
  auto const open = [&](std::string_view uri) {
    grant_to(made.response, uri, {});
    known.acl_public = surely;
    known.grant_shown = true;
    known.words += "acl public; ";
  };
  if (random.chance(60)) {
    grant_to(made.response, {}, "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be");
  }
  if (kind == 2) {
    open("http://acs.amazonaws.com/groups/global/AllUsers");
  } else if (kind == 3) {
    open("http://acs.amazonaws.com/groups/global/AuthenticatedUsers");
  } else if (kind == 4) {
    grant_to(made.response, "http://acs.amazonaws.com/groups/s3/LogDelivery", {});
  }
  if (random.chance(20)) {
    grant_to(made.response, {}, "other");
  }
  if (random.chance(5)) { // another answer that differs: the two together say nothing
    auto& other = capture_in(world.get_bucket_acl);
    other.response.owner.id = "someone";
    known.acl_public = perhaps;
    known.grant_shown = false;
    known.words += "acl contradicted; ";
  }
}

void random_ownership(dice& random, trailaudit::snapshot& world, facts& known) {
  auto const kind = random.below(6);
  if (kind == 0) {
    known.words += "ownership missing; ";
    return;
  }
  auto& made = capture_in(world.get_bucket_ownership_controls);
  if (kind == 1) {
    known.words += "ownership refused; ";
    refuse(made, answer::refused, "AccessDenied");
    return;
  }
  known.enforced = never;
  if (kind == 2) {
    known.words += "ownership absent; ";
    refuse(made, answer::absent, "OwnershipControlsNotFoundError");
    return;
  }
  auto& rule = made.response.ownership_controls.rules.emplace_back();
  rule.object_ownership = kind == 3   ? "BucketOwnerEnforced"
                          : kind == 4 ? "BucketOwnerPreferred"
                                      : "ObjectWriter";
  known.words += rule.object_ownership + "; ";
  if (kind == 3) {
    known.enforced = surely;
  }
}

void random_flag(dice& random, std::optional<bool>& flag, possible& known, facts& all) {
  auto const kind = random.below(3);
  if (kind != 0) {
    flag = kind == 1;
  }
  known = kind == 1 ? surely : never; // a missing flag is false
  all.words += kind == 0 ? "- " : kind == 1 ? "on " : "off ";
}

void random_block(dice& random,
                  trailaudit::capture<trailaudit::get_public_access_block_response>& made,
                  possible& ignores, possible& restricts, facts& known) {
  auto const kind = random.below(4);
  if (kind == 0) {
    known.words += "refused; ";
    refuse(made, answer::refused, "AccessDenied");
    return;
  }
  if (kind == 1) {
    known.words += "absent; ";
    refuse(made, answer::absent, "NoSuchPublicAccessBlockConfiguration");
    ignores = never;
    restricts = never;
    return;
  }
  auto& flags = made.response.public_access_block_configuration;
  random_flag(random, flags.ignore_public_acls, ignores, known);
  random_flag(random, flags.restrict_public_buckets, restricts, known);
  if (random.chance(50)) { // these two keep new openings out and shut none
    flags.block_public_acls = random.chance(50);
    flags.block_public_policy = random.chance(50);
  }
  known.words += "; ";
}

void random_blocks(dice& random, trailaudit::snapshot& world, facts& known) {
  known.words += "bucket block: ";
  if (random.chance(85)) {
    random_block(random, capture_in(world.get_public_access_block), known.bucket_ignores,
                 known.bucket_restricts, known);
  } else {
    known.words += "missing; ";
  }
  known.words += "account block: ";
  if (random.chance(85)) {
    auto& made = world.get_account_public_access_block.emplace_back();
    made.request.account_id = random.chance(70) ? account : std::string_view{};
    random_block(random, made, known.account_ignores, known.account_restricts, known);
  } else {
    known.words += "missing; ";
    if (random.chance(50)) { // another account's says nothing of ours
      auto& other = world.get_account_public_access_block.emplace_back();
      other.request.account_id = "444455556666";
      other.response.public_access_block_configuration.ignore_public_acls = true;
      other.response.public_access_block_configuration.restrict_public_buckets = true;
    }
  }
}

void random_owner(dice& random, trailaudit::snapshot& world, facts& known) {
  auto const kind = random.below(7);
  known.words += "buckets " + std::to_string(kind) + "; ";
  if (kind == 0) {
    return;
  }
  auto& made = world.list_buckets.emplace_back();
  if (kind == 1) {
    refuse(made, answer::refused, "AccessDenied");
    return;
  }
  made.response.buckets.emplace_back().name = "other";
  if (kind == 2 || kind == 3) {
    made.response.buckets.emplace_back().name = bucket;
    made.response.continuation_token = kind == 3 ? "more" : "";
    known.own = surely;
  } else if (kind == 4) {
    made.response.continuation_token = "more";
  } else if (kind == 5) {
    made.response.prefix = "o";
  } else {
    known.own = never;
  }
}

// One statement, and whether it makes its policy public: AWS's definition speaks of grants to other
// than fixed values. What that definition leaves open counts as either.
// `denies`: it takes something back; `flawed`: AWS would refuse it, so that it may say anything.
possible random_statement(dice& random, policy_statement& made, bool& denies, bool& flawed,
                          std::string& words) {
  made.effect = "Allow";
  made.action.values.push_back(random.chance(50)   ? "s3:GetObject"
                               : random.chance(50) ? "s3:*"
                                                   : "*");
  made.resource.values.push_back(random.chance(50)   ? "arn:aws:s3:::logs/*"
                                 : random.chance(50) ? "arn:aws:s3:::logs"
                                                     : "*");
  auto const under_condition = [&] {
    auto& condition = made.condition.conditions.emplace_back();
    condition.operation = "StringEquals";
    condition.key = "aws:SourceVpce";
    condition.values.values.push_back("vpce-1a2b3c4d");
  };
  auto const to = [&](std::string_view type, std::string_view id) {
    if (!made.principal) {
      made.principal.emplace();
    }
    auto& group = made.principal->groups.emplace_back();
    group.type = type;
    group.ids.values.push_back(std::string(id));
  };
  auto const to_everyone = [&] {
    if (random.chance(50)) {
      made.principal.emplace().text = "*";
      return;
    }
    if (random.chance(30)) {
      to("Service", "cloudtrail.amazonaws.com");
    }
    to("AWS", "*");
    if (random.chance(30)) {
      made.principal->groups.back().ids.values.push_back("arn:aws:iam::111122223333:root");
    }
  };
  auto const kind = random.below(16);
  words += "statement " + std::to_string(kind) + ", ";
  switch (kind) {
  case 0:
  case 1:
    to_everyone();
    return surely;
  case 2:
    to_everyone();
    under_condition();
    return never;
  case 3: // a denial opens nothing
    made.effect = "Deny";
    to_everyone();
    denies = true;
    return never;
  case 4:
    made.not_principal.emplace();
    made.not_principal->groups.emplace_back().type = "AWS";
    made.not_principal->groups.back().ids.values.push_back("444455556666");
    return surely;
  case 5:
    to("Federated", "graph.facebook.com");
    return surely;
  case 6:
    to("AWS", random.chance(50) ? "arn:aws:iam::444455556666:role/*" : "somebody");
    return perhaps;
  case 7:
    to_everyone();
    made.not_action.values.push_back("s3:PutObject");
    made.action.values.clear();
    return surely;
  case 8:
    to_everyone();
    made.not_resource.values.push_back("arn:aws:s3:::logs/private/*");
    made.resource.values.clear();
    return surely;
  case 9:
    to_everyone();
    made.resource.values.clear();
    made.resource.values.push_back("arn:aws:s3:::logs-of-others/*");
    return never;
  case 10:
    to_everyone();
    made.unrecognized.push_back("Unless");
    flawed = true;
    return perhaps;
  case 11:
    made.effect = "allow";
    to_everyone();
    flawed = true;
    return perhaps;
  case 12:
    to("Service", "cloudtrail.amazonaws.com");
    if (random.chance(50)) {
      under_condition();
    }
    return never;
  case 13:
    to("AWS", random.chance(50) ? "444455556666" : "arn:aws:iam::444455556666:role/audit");
    to("AWS",
       random.chance(50) ? "AIDAEXAMPLEEXAMPLE12" : "arn:aws:sts::444455556666:assumed-role/a/b");
    return never;
  case 14:
    to("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be");
    return never;
  default: // neither element: AWS refuses such a policy
    return perhaps;
  }
}

void random_policy(dice& random, trailaudit::snapshot& world, facts& known) {
  auto const kind = random.below(10);
  if (kind == 0) {
    known.words += "policy missing";
    return;
  }
  auto& made = capture_in(world.get_bucket_policy);
  if (kind == 1) {
    known.words += "policy refused";
    refuse(made, answer::refused, "AccessDenied");
    return;
  }
  if (kind == 2) {
    known.words += "policy absent";
    refuse(made, answer::absent, "NoSuchBucketPolicy");
    known.policy_public = never;
    return;
  }
  auto& document = made.response.policy.value;
  document.version = "2012-10-17";
  known.words += "policy: ";
  bool denies = false;
  bool flawed = false;
  possible whole = never;
  for (auto count = random.below(4); count != 0; --count) {
    auto const one = random_statement(random, document.statement.values.emplace_back(), denies,
                                      flawed, known.words);
    whole = {whole.no && one.no, whole.yes || one.yes};
  }
  if (random.chance(4)) {
    document.unrecognized.push_back("Unless");
    whole = perhaps;
  }
  // What a denial leaves of a grant to everyone is another test's.
  known.policy_of_engine = denies && whole.yes;
  known.policy_public = flawed || known.policy_of_engine ? perhaps : whole;
}

TEST_CASE("bucket exposure agrees with all completions of what is unknown") {
  dice random(20260103);
  trailaudit::inventory joined;
  std::array<std::size_t, 3> seen{};
  std::size_t decided_by_everything = 0;
  for (int run = 0; run != 100'000; ++run) {
    auto world = world_with_one_bucket();
    facts known;
    random_acl(random, world, known);
    random_ownership(random, world, known);
    random_blocks(random, world, known);
    random_owner(random, world, known);
    random_policy(random, world, known);
    joined.build(world);
    REQUIRE(joined.log_buckets().size() == 1);
    auto const said = bucket_exposure(joined.log_buckets()[0], joined).is_public;
    ++seen[static_cast<std::size_t>(said)];

    auto possible_worlds = enumerate(known, true);
    if (possible_worlds.completions ==
        0) { // the answers exclude each other: go by the formula alone
      possible_worlds = enumerate(known, false);
    }
    if (known.policy_of_engine) {
      continue;
    }
    bool const wrong_yes = said == ternary::yes && possible_worlds.can_be_private;
    bool const wrong_no = said == ternary::no && possible_worlds.can_be_public;
    // Of another owner's account nothing is known.
    bool const all_known = joined.log_buckets()[0].own == ternary::yes &&
                           known.acl_public.certain() && known.enforced.certain() &&
                           known.own.certain() && known.bucket_ignores.certain() &&
                           known.bucket_restricts.certain() && known.account_ignores.certain() &&
                           known.account_restricts.certain() && known.policy_public.certain();
    decided_by_everything += all_known ? 1U : 0U;
    bool const idle = all_known && said == ternary::unknown;
    if (wrong_yes || wrong_no || idle) {
      CAPTURE(known.words);
      CAPTURE(run);
      CHECK_FALSE(wrong_yes);
      CHECK_FALSE(wrong_no);
      CHECK_FALSE(idle);
    }
  }
  CHECK(seen[static_cast<std::size_t>(ternary::yes)] > 5'000);
  CHECK(seen[static_cast<std::size_t>(ternary::no)] > 5'000);
  CHECK(seen[static_cast<std::size_t>(ternary::unknown)] > 5'000);
  CHECK(decided_by_everything > 1'000);
}

TEST_CASE("the order of statements, grants and answers does not change an exposure") {
  dice random(20260104);
  trailaudit::inventory joined;
  for (int run = 0; run != 10'000; ++run) {
    auto world = world_with_one_bucket();
    facts known;
    random_acl(random, world, known);
    random_ownership(random, world, known);
    random_blocks(random, world, known);
    random_owner(random, world, known);
    random_policy(random, world, known);
    joined.build(world);
    auto const said = bucket_exposure(joined.log_buckets()[0], joined).is_public;
    for (auto& each : world.get_bucket_policy) {
      auto& statements = each.response.policy.value.statement.values;
      std::reverse(statements.begin(), statements.end());
    }
    for (auto& each : world.get_bucket_acl) {
      std::reverse(each.response.grants.begin(), each.response.grants.end());
    }
    std::reverse(world.get_bucket_acl.begin(), world.get_bucket_acl.end());
    joined.build(world);
    auto const again = bucket_exposure(joined.log_buckets()[0], joined).is_public;
    if (again != said) {
      CAPTURE(known.words);
      CHECK(again == said);
    }
  }
}

} // namespace
