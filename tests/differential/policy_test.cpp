// What policies say and whom they let in, against plain code, by chance, and under changes that
// mean nothing or go one way only. `--policies=10000000`, or the preset `policies`, goes through
// more.

#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>

#include <differential/naive_policy.hpp>
#include <differential/options.hpp>
#include <support/dice.hpp>
#include <support/policy_cases.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using naive::policy_style;
using support::dice;
using trailaudit::exposure_question;
using trailaudit::exposure_verdict;
using trailaudit::policy;
using trailaudit::policy_exposure_answer;
using trailaudit::policy_request;
using trailaudit::policy_statement;
using trailaudit::ternary;
using trailaudit::trust;

using trailaudit::exposure_subject;

constexpr auto own_bucket = naive::logs_bucket;

std::array<std::size_t, 3> const& none() {
  static std::array<std::size_t, 3> const zeros{};
  return zeros;
}

TEST_CASE("what a policy says of a request agrees with plain code") {
  dice random(20261101);
  auto seen = none();
  std::size_t failures = 0;
  auto const runs = differential::policies();
  for (std::size_t run = 0; run != runs && failures < 5; ++run) {
    policy_style const style{random.chance(50), 3, 3};
    auto const document = naive::random_policy(random, style);
    for (int times = 0; times != 2; ++times) {
      auto const request = naive::random_request(random, document);
      auto const expected = naive::evaluate(document, request);
      auto const said = trailaudit::evaluate(document, request);
      ++seen[static_cast<std::size_t>(expected.granted)];
      bool statements_agree = true;
      for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
        auto const one = trailaudit::match(document, at, request);
        statements_agree = statements_agree && one.applies == naive::applies(document, at, request);
      }
      if (said.allow != expected.allow || said.deny != expected.deny ||
          said.granted != expected.granted || !statements_agree) {
        ++failures;
        CAPTURE(naive::shown(document));
        CAPTURE(naive::shown(request));
        for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
          CAPTURE(at);
          auto const one = trailaudit::match(document, at, request);
          CHECK(to_string(one.applies) == to_string(naive::applies(document, at, request)));
        }
        CHECK(to_string(said.allow) == to_string(expected.allow));
        CHECK(to_string(said.deny) == to_string(expected.deny));
        CHECK(to_string(said.granted) == to_string(expected.granted));
        break;
      }
    }
  }
  MESSAGE("no " << seen[0] << ", unknown " << seen[1] << ", yes " << seen[2]);
  for (auto const count : seen) {
    CHECK(count * 50 > runs);
  }
}

// --- Whom a policy lets in

std::string_view name_of(exposure_question question) {
  switch (question) {
  case exposure_question::public_access:
    return "public_access";
  case exposure_question::aws_public:
    return "aws_public";
  case exposure_question::external:
    return "external";
  case exposure_question::deputy:
    return "deputy";
  }
  return "";
}

trust random_trust(dice& random) {
  trust out;
  if (random.chance(40)) {
    out.accounts.emplace_back("222233334444");
  }
  if (random.chance(40)) {
    out.organizations.emplace_back("o-aaaa1111");
  }
  if (random.chance(30)) {
    out.vpcs.emplace_back("vpc-0aaaaaa1");
  }
  if (random.chance(30)) {
    out.networks.emplace_back("203.0.113.0/24");
  }
  return out;
}

// Whether plain code finds an outsider who gets in.
bool gets_in(dice& random, policy const& document, exposure_question question,
             exposure_subject const& subject, trust const& trusted, policy_request& shows) {
  for (auto const& each : naive::intruders(random, document, question, subject, trusted, 12)) {
    if (naive::evaluate(document, each).granted == ternary::yes &&
        naive::is_outsider(document, question, subject, trusted, each) == ternary::yes) {
      shows = each;
      return true;
    }
  }
  return false;
}

// What is wrong with an answer; empty: nothing.
std::string fault_of(dice& random, policy const& document, exposure_question question,
                     exposure_subject const& subject, trust const& trusted,
                     policy_exposure_answer const& said, policy_request& shows) {
  if (said.reason.empty()) {
    return "gives no reason";
  }
  for (auto const statement : said.statements) {
    if (statement >= document.statement.values.size()) {
      return "names a statement that is none";
    }
  }
  if (said.verdict == exposure_verdict::open) {
    shows = said.witness;
    if (naive::evaluate(document, said.witness).granted != ternary::yes) {
      return "open, but plain code does not grant the witness";
    }
    if (trailaudit::evaluate(document, said.witness).granted != ternary::yes) {
      return "open, but the witness is not granted";
    }
    if (naive::is_outsider(document, question, subject, trusted, said.witness) == ternary::no) {
      return "open, but the witness is no outsider";
    }
    if (!naive::is_whole(document, said.witness)) {
      return "open, but AWS makes no such requests";
    }
    return {};
  }
  if (said.verdict == exposure_verdict::closed) {
    if (gets_in(random, document, question, subject, trusted, shows)) {
      return "closed, but an outsider gets in";
    }
  }
  return {};
}

void report(policy const& document, std::string_view question, policy_exposure_answer const& said,
            std::string const& wrong, policy_request const& shows) {
  CAPTURE(question);
  CAPTURE(naive::shown(document));
  CAPTURE(naive::shown(shows));
  CHECK_MESSAGE(wrong.empty(), wrong << ": " << to_string(said.verdict) << ": " << said.reason);
}

struct tally {
  std::array<std::array<std::size_t, 3>, 4> verdicts{};
  std::array<std::size_t, 3> by_form{};
  std::size_t failures = 0;
  std::size_t tried = 0; // whether plain code finds a way in where there is one
  std::size_t found = 0;

  std::array<std::size_t, 3>& of(exposure_question question) {
    return verdicts[static_cast<std::size_t>(question)];
  }
};

void compare_exposure(dice& random, bool well_formed, tally& seen) {
  constexpr std::array questions{exposure_question::public_access, exposure_question::public_access,
                                 exposure_question::external, exposure_question::deputy};
  auto document = naive::random_policy(random, {well_formed, 4, 3});
  bool const of_key = random.chance(15);
  auto const& subject = of_key ? naive::logs_key : own_bucket;
  if (of_key) {
    document = naive::as_key_policy(std::move(document));
  }
  auto const question = random.of(questions);
  auto const trusted = question == exposure_question::external ? random_trust(random) : trust{};
  auto const said = trailaudit::exposure_of(document, question, subject, trusted);
  ++seen.of(question)[static_cast<std::size_t>(said.verdict)];
  policy_request shows;
  auto wrong = fault_of(random, document, question, subject, trusted, said, shows);
  if (wrong.empty() && said.verdict == exposure_verdict::open && random.chance(10)) {
    ++seen.tried;
    seen.found += gets_in(random, document, question, subject, trusted, shows) ? 1U : 0U;
  }
  auto const by_aws =
      trailaudit::exposure_of(document, exposure_question::aws_public, subject).verdict;
  ++seen.of(exposure_question::aws_public)[static_cast<std::size_t>(by_aws)];
  if (wrong.empty() && question == exposure_question::public_access &&
      said.verdict == exposure_verdict::open && by_aws == exposure_verdict::closed) {
    wrong = "public, but not by S3's own rule"; // there is no exception
  }
  if (question == exposure_question::public_access) {
    auto const told = trailaudit::detail::public_exposure_by_form(document, subject);
    ++seen.by_form[static_cast<std::size_t>(told.verdict)];
    bool const same =
        told.verdict == said.verdict &&
        (told.verdict != exposure_verdict::open ||
         (told.statement == said.statements.front() && told.action == said.witness.action));
    if (wrong.empty() && told.verdict != exposure_verdict::unknown && !same) {
      wrong = "the form of the statements tells otherwise";
    }
  }
  if (!wrong.empty()) {
    ++seen.failures;
    report(document, name_of(question), said, wrong, shows);
  }
}

void compare_exposures(std::size_t runs, std::uint64_t seed, bool well_formed) {
  dice random(seed);
  tally seen;
  for (std::size_t run = 0; run != runs && seen.failures < 5; ++run) {
    compare_exposure(random, well_formed, seen);
  }
  MESSAGE("the form of the statements tells " << seen.by_form[0] << " closed and "
                                              << seen.by_form[1] << " open");
  CHECK(seen.by_form[0] * 20 > runs);
  CHECK(seen.by_form[1] * 200 > runs);
  MESSAGE("plain code finds a way in " << seen.found << " times of " << seen.tried);
  CHECK(seen.found * 4 > seen.tried * 3);
  for (auto const question : {exposure_question::public_access, exposure_question::aws_public,
                              exposure_question::external, exposure_question::deputy}) {
    auto const& counts = seen.of(question);
    auto const all = counts[0] + counts[1] + counts[2];
    MESSAGE(name_of(question) << ": closed " << counts[0] << ", open " << counts[1] << ", unknown "
                              << counts[2]);
    CHECK(counts[0] * 10 > all);
    CHECK(counts[1] * 10 > all);
    CHECK(counts[2] * 3 < all);
    CHECK((!well_formed || counts[2] * 8 < all));
  }
}

TEST_CASE("whom a policy lets in agrees with plain code") {
  compare_exposures(differential::policies(), 20261102, true);
}
TEST_CASE("whom a policy with faults lets in agrees with plain code") {
  compare_exposures(differential::policies() / 8, 20261103, false);
}

TEST_CASE("the edge cases that are open let plain code in too") {
  std::size_t open = 0;
  for (auto const& file : support::json_files("tests/fixtures/policy/edge-cases")) {
    auto const given = support::read_policy_case(file);
    CAPTURE(given.name);
    for (auto const& each : given.answers) {
      auto const said = naive::evaluate(given.document, each.request);
      CHECK(to_string(said.allow) == each.allow);
      CHECK(to_string(said.deny) == each.deny);
      CHECK(to_string(said.granted) == each.granted);
    }
    trailaudit::exposure_subject subject;
    subject.account = given.account;
    subject.bucket = given.bucket;
    subject.resource = given.resource;
    for (auto const question : {exposure_question::public_access, exposure_question::external,
                                exposure_question::deputy}) {
      auto const said = trailaudit::exposure_of(given.document, question, subject);
      if (said.verdict == exposure_verdict::open) {
        ++open;
        CAPTURE(name_of(question));
        CAPTURE(naive::shown(said.witness));
        CHECK(naive::evaluate(given.document, said.witness).granted == ternary::yes);
        CHECK(naive::is_outsider(given.document, question, subject, {}, said.witness) !=
              ternary::no);
      }
    }
  }
  CHECK(open > 100);
}

// --- The confused deputy

// Whether plain code finds a trail of a stranger's that CloudTrail may serve. ARNs of trails have
// five colons.
bool serves_stranger(dice& random, policy const& document, policy_request& shows) {
  trailaudit::exposure_subject const& subject = own_bucket;
  for (auto const& each :
       naive::intruders(random, document, exposure_question::deputy, subject, {}, 12)) {
    if (each.principal.id != "cloudtrail.amazonaws.com" ||
        (each.action != "s3:PutObject" && each.action != "s3:GetBucketAcl") ||
        std::any_of(each.context.begin(), each.context.end(), [](auto const& entry) {
          return entry.key == "aws:SourceArn" && !entry.values.empty() &&
                 std::count(entry.values.front().begin(), entry.values.front().end(), ':') != 5;
        })) {
      continue;
    }
    if (naive::evaluate(document, each).granted == ternary::yes &&
        naive::is_outsider(document, exposure_question::deputy, subject, {}, each) ==
            ternary::yes) {
      shows = each;
      return true;
    }
  }
  return false;
}

TEST_CASE("where CloudTrail is kept from strangers' trails, plain code finds none that it serves") {
  dice random(20261106);
  std::array<std::size_t, 3> seen{};
  std::size_t found = 0;
  std::size_t failures = 0;
  trailaudit::delivery_trail about;
  about.arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
  about.bucket = own_bucket.bucket;
  about.bucket_account = own_bucket.account;
  for (std::size_t run = 0; run != differential::policies() / 2 && failures < 5; ++run) {
    auto const document = naive::random_policy(random, {true, 4, 3});
    auto const said = trailaudit::bucket_deputy(document, about);
    ++seen[static_cast<std::size_t>(said.blocked)];
    policy_request shows;
    if (said.blocked == ternary::yes && serves_stranger(random, document, shows)) {
      ++failures;
      CAPTURE(naive::shown(document));
      CAPTURE(naive::shown(shows));
      CHECK_MESSAGE(false, "a stranger's trail is served: " << said.reason);
    } else if (said.blocked == ternary::no) {
      found += serves_stranger(random, document, shows) ? 1U : 0U;
      CHECK(naive::evaluate(document, said.witness).granted == ternary::yes);
    }
  }
  MESSAGE("no " << seen[0] << ", unknown " << seen[1] << ", yes " << seen[2]
                << "; plain code finds " << found);
  CHECK(found * 2 > seen[0]);
  CHECK(seen[0] * 50 > seen[2]);
}

// --- Who has access

TEST_CASE("who has access: every line is granted, and what is public has one") {
  dice random(20261104);
  std::size_t lines = 0;
  std::size_t open = 0;
  std::size_t failures = 0;
  for (std::size_t run = 0; run != differential::policies() / 10 && failures < 5; ++run) {
    auto const document = naive::random_policy(random, {true, 3, 2});
    std::string wrong;
    policy_request shows;
    bool outside = false;
    for (auto const& each : trailaudit::who_has_access(document, own_bucket)) {
      ++lines;
      outside = outside || each.outside;
      if (each.statement >= document.statement.values.size() ||
          document.statement.values[each.statement].effect != "Allow") {
        wrong = "a line names no `Allow`";
      } else if (each.verdict == exposure_verdict::closed) {
        wrong = "a line is closed";
      } else if (each.verdict == exposure_verdict::open) {
        ++open;
        shows = each.witness;
        if (naive::evaluate(document, each.witness).granted != ternary::yes) {
          wrong = "plain code does not grant the witness";
        } else if (trailaudit::kind_of_access(each.witness.action) != each.kind) {
          wrong = "the witness is of another kind of access";
        }
      }
    }
    auto const said =
        trailaudit::exposure_of(document, exposure_question::public_access, own_bucket);
    // Lines are about actions that are known; the public may also get in by one that is made up.
    bool const known =
        trailaudit::kind_of_access(said.witness.action) != trailaudit::access_kind::other;
    if (wrong.empty() && said.verdict == exposure_verdict::open && known && !outside) {
      wrong = "public, but no line is about outsiders";
    }
    auto const shared = trailaudit::exposure_of(document, exposure_question::external, own_bucket);
    if (wrong.empty() && shared.verdict == exposure_verdict::open &&
        trailaudit::kind_of_access(shared.witness.action) != trailaudit::access_kind::other &&
        !outside) {
      wrong = "shared, but no line is about outsiders";
      shows = shared.witness;
    }
    if (!wrong.empty()) {
      ++failures;
      report(document, "who_has_access", said, wrong, shows);
    }
  }
  MESSAGE(lines << " lines, " << open << " of them open");
  CHECK(open * 2 > lines);
}

// --- Changes that mean nothing

void swap_case(dice& random, std::string& key) {
  for (auto& each : key) {
    if (random.chance(30) && each >= 'a' && each <= 'z') {
      each = static_cast<char>(each - 'a' + 'A');
    } else if (random.chance(30) && each >= 'A' && each <= 'Z') {
      each = static_cast<char>(each - 'A' + 'a');
    }
  }
}

template <class List>
void stir(dice& random, List& values) {
  random.shuffle(values);
  if (!values.empty() && random.chance(15)) {
    auto again = values[random.below(values.size())];
    values.push_back(std::move(again));
  }
}

policy rewritten(dice& random, policy const& given) {
  auto out = given;
  auto& statements = out.statement.values;
  for (std::size_t at = 0; at != statements.size(); ++at) {
    auto& each = statements[at];
    for (auto* const patterns : {&each.action.values, &each.resource.values,
                                 &each.not_action.values, &each.not_resource.values}) {
      stir(random, *patterns);
    }
    for (auto* const element : {&each.principal, &each.not_principal}) {
      if (!element->has_value()) {
        continue;
      }
      auto& principal = **element;
      if (principal.text == "*" && random.chance(50)) {
        principal.text.clear();
        auto& group = principal.groups.emplace_back();
        group.type = "AWS";
        group.ids.values = {"*"};
      }
      random.shuffle(principal.groups);
      for (auto& group : principal.groups) {
        stir(random, group.ids.values);
      }
    }
    auto& conditions = each.condition.conditions;
    random.shuffle(conditions);
    for (auto& condition : conditions) {
      stir(random, condition.values.values);
      swap_case(random, condition.key);
    }
    if (statements.size() < 8 && random.chance(25)) { // one statement for each part of a list
      auto const split = [&](auto const& list_of) {
        auto other = statements[at];
        auto& here = list_of(statements[at]);
        auto& there = list_of(other);
        if (here.size() < 2) {
          return;
        }
        auto const last = here[here.size() - 1];
        here.pop_back();
        there = {last};
        statements.push_back(std::move(other));
      };
      if (random.chance(50)) {
        split([](policy_statement & of) -> auto& { return of.action.values; });
      } else {
        split([](policy_statement & of) -> auto& { return of.resource.values; });
      }
    }
  }
  random.shuffle(statements);
  return out;
}

policy_statement irrelevant_deny(dice& random) {
  policy_statement out;
  out.effect = "Deny";
  out.principal = trailaudit::principal_element{"*", {}};
  out.action.values = {"ec2:DescribeInstances"};
  out.resource.values = {random.chance(50) ? "*" : "arn:aws:ec2:us-east-1:111122223333:vpc/x"};
  if (random.chance(50)) {
    out.action.values = {"s3:*"};
    out.resource.values = {"arn:aws:s3:::another/*"};
  }
  return out;
}

bool turns(policy_exposure_answer const& before, exposure_verdict from,
           policy_exposure_answer const& after, exposure_verdict to) {
  return before.verdict == from && after.verdict == to;
}

TEST_CASE("changes that mean nothing change nothing, and others go one way only") {
  constexpr auto open = exposure_verdict::open;
  constexpr auto closed = exposure_verdict::closed;
  dice random(20261105);
  std::size_t failures = 0;
  std::size_t changes = 0;
  std::size_t lost = 0; // a statement more, and what was decided is not
  for (std::size_t run = 0; run != differential::policies() / 20 && failures < 5; ++run) {
    policy_style const style{random.chance(70), 3, 3};
    auto document = naive::random_policy(random, style);
    document.flaws.clear(); // they go by the number of the statement
    auto const trusted = random_trust(random);
    auto const ask = [&](policy const& of, exposure_question question) {
      return trailaudit::exposure_of(of, question, own_bucket,
                                     question == exposure_question::external ? trusted : trust{});
    };
    auto const fail = [&](std::string_view question, policy_exposure_answer const& said,
                          std::string const& wrong, policy const& changed,
                          policy_exposure_answer const& now) {
      ++failures;
      CAPTURE(naive::shown(changed));
      CAPTURE(to_string(now.verdict));
      CAPTURE(now.reason);
      CAPTURE(naive::shown(now.witness));
      report(document, question, said, wrong, said.witness);
    };
    bool const substitutes =
        document.version == "2012-10-17" && naive::shown(document).find("${") != std::string::npos;
    auto const again = rewritten(random, document);
    auto padded = document;
    padded.statement.values.push_back(irrelevant_deny(random));
    for (auto const question : {exposure_question::public_access, exposure_question::aws_public,
                                exposure_question::external, exposure_question::deputy}) {
      auto const said = ask(document, question);
      auto const now = ask(again, question);
      ++changes;
      bool const decided =
          now.verdict != exposure_verdict::unknown && said.verdict != exposure_verdict::unknown;
      if (now.verdict != said.verdict && substitutes && !decided) {
        ++lost; // variables are put in place one by one, and which come first may count
      } else if (now.verdict != said.verdict) {
        fail(name_of(question), said, "a change that means nothing changes the answer", again, now);
      }
      auto const beside = ask(padded, question);
      if (beside.verdict != said.verdict) {
        fail(name_of(question), said, "a Deny of something else changes the answer", padded,
             beside);
      }
    }
    // Trust is given: the policy itself does not say who is an outsider.
    auto const before = ask(document, exposure_question::external);
    auto more = document;
    bool const variables = document.version == "2012-10-17";
    more.statement.values.push_back(naive::random_statement(random, style, variables, "Allow"));
    auto const wider = ask(more, exposure_question::external);
    ++changes;
    lost += before.verdict == open && wider.verdict != before.verdict ? 1U : 0U;
    if (turns(before, open, wider, closed)) {
      fail("external", before, "one more Allow closes", more, wider);
    }
    auto less = document;
    less.statement.values.push_back(naive::random_statement(random, style, variables, "Deny"));
    auto const narrower = ask(less, exposure_question::external);
    ++changes;
    lost += before.verdict == closed && narrower.verdict != before.verdict ? 1U : 0U;
    if (turns(before, closed, narrower, open)) {
      fail("external", before, "one more Deny opens", less, narrower);
    }
    // Who trusts more is open to fewer.
    auto wide_trust = trusted;
    wide_trust.accounts.emplace_back("222233334445");
    wide_trust.organizations.emplace_back("o-aaaa1112");
    auto const trusting =
        trailaudit::exposure_of(document, exposure_question::external, own_bucket, wide_trust);
    if (turns(before, closed, trusting, open)) {
      fail("external", before, "more trust opens", document, trusting);
    }
  }
  MESSAGE(lost << " of " << changes << " verdicts are decided before or after a change alone");
  CHECK(lost * 50 < changes);
}

} // namespace
