#pragma once

#include <trailaudit/analysis/access_actions.hpp>
#include <trailaudit/analysis/bucket_access.hpp>
#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/analysis/bucket_layers.hpp>
#include <trailaudit/analysis/log_keys.hpp>
#include <trailaudit/analysis/object_lock.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>
#include <array>

namespace trailaudit::inline v0 {
namespace detail {

// A policy with a fault is one that AWS would have refused: nothing says what it means.
[[nodiscard]] inline bool says_fault(policy const& document, origin const& from,
                                     bucket_access& out) {
  if (!document.flaws.empty()) {
    auto const& flaw = document.flaws.front();
    out = {ternary::unknown,
           describe(flaw.code),
           statement_place(document, from, flaw.statement),
           flaw.what,
           {}};
    return true;
  }
  bool faulty = is_flawed(document);
  for (std::size_t at = 0; !faulty && at != document.statement.values.size(); ++at) {
    faulty = is_flawed(document, at);
  }
  if (faulty) {
    out = {ternary::unknown, "the policy has a fault in its form", from, {}, {}};
  }
  return faulty;
}

// The bucket's policy, or null and why there is none.
[[nodiscard]] inline policy const* known_policy_of(log_bucket_view const& about,
                                                   bucket_access& out) {
  if (about.policy.state == observation::absent) {
    out = {ternary::no, "the bucket has no policy", about.policy.from, about.policy.error_code, {}};
    return nullptr;
  }
  auto const* const found = about.policy.get();
  if (found == nullptr) {
    out = {ternary::unknown,
           about.policy.state == observation::refused         ? "the call was refused"
           : about.policy.state == observation::contradictory ? "two answers contradict each other"
                                                              : "the answer was not collected",
           about.policy.place_or("s3:GetBucketPolicy"),
           about.policy.error_code,
           {}};
    return nullptr;
  }
  auto const& document = found->policy.value;
  return says_fault(document, about.policy.from.at("Policy"), out) ? nullptr : &document;
}

inline void set_everyone(policy_statement& statement) { statement.principal.emplace().text = "*"; }

// An action of a witness, as a text that lives on.
[[nodiscard]] inline std::string_view name_of_action(std::string_view action) noexcept {
  for (auto const& each : access_actions) {
    if (each.name == action) {
      return each.name;
    }
  }
  return "another action";
}

// Whom the statement names, of those that a witness may be.
[[nodiscard]] inline std::string_view name_of_principal(policy_statement const& statement,
                                                        policy_request const& witness) noexcept {
  if (!statement.principal) {
    return statement.effect;
  }
  if (!statement.principal->text.empty()) {
    return statement.principal->text;
  }
  auto const account = parse_arn(witness.principal.id).account;
  std::string_view found;
  for (auto const& group : statement.principal->groups) {
    for (std::string_view const id : group.ids.values) {
      if (id == witness.principal.id) {
        return id;
      }
      bool const its_account = !account.empty() && id.find(account) != std::string_view::npos;
      if (found.empty() || id == "*" || its_account) {
        found = id;
      }
    }
  }
  return found.empty() ? std::string_view(statement.effect) : found;
}

// AWS's own form: `Deny`, everyone, all of S3, the bucket and its objects, `aws:SecureTransport` is
// false, and nothing else.
[[nodiscard]] inline bool denies_plain_http(policy_statement const& statement,
                                            std::string_view bucket) noexcept {
  bool of_bucket = false;
  bool of_objects = false;
  for (std::string_view const each : statement.resource.values) {
    bool const begins = each.starts_with(bucket);
    auto const rest = begins ? each.substr(bucket.size()) : std::string_view{};
    bool const all = each == "*" || (begins && rest == "*");
    of_bucket = of_bucket || all || each == bucket;
    of_objects = of_objects || all || (begins && rest == "/*");
  }
  auto const& conditions = statement.condition.conditions;
  return is_deny(statement) && statement.principal && names_everyone(*statement.principal) &&
         of_bucket && of_objects &&
         std::any_of(statement.action.values.begin(), statement.action.values.end(),
                     [](auto const& each) { return each == "*" || each == "s3:*"; }) &&
         conditions.size() == 1 && conditions[0].operation == "Bool" &&
         equals_folded(conditions[0].key, "aws:SecureTransport") &&
         conditions[0].values.values.size() == 1 &&
         equals_folded(conditions[0].values.values.front(), "false");
}

inline constexpr std::string_view speaks_of_owner =
    "the policy tests the owner's account or has variables, which is not decided";

// An account that nobody has, so that the owner's own principals are outsiders too. Where the
// policy speaks of the owner's account, none: the engine then says what it cannot decide.
[[nodiscard]] inline std::string_view nobodys_account(policy const& document) noexcept {
  for (auto const& statement : document.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      if (equals_folded(each.key, "aws:ResourceAccount") ||
          equals_folded(each.key, "s3:ResourceAccount")) {
        return {};
      }
      for (auto const& value : each.values.values) {
        if (value.find("${") != std::string::npos) {
          return {};
        }
      }
    }
    for (auto const* const list : {&statement.resource, &statement.not_resource}) {
      for (auto const& value : list->values) {
        if (value.find("${") != std::string::npos) {
          return {};
        }
      }
    }
  }
  return "000000000000";
}

// Takes out of a statement the conditions on `aws:SecureTransport` that hold over plain HTTP. No:
// one does not. Unknown: one is not decided, and nothing was taken out.
[[nodiscard]] inline ternary over_plain_http(policy_statement& statement) {
  policy_request request;
  request.context.push_back({"aws:SecureTransport", {"false"}});
  list<policy_condition> others;
  for (auto const& each : statement.condition.conditions) {
    if (!equals_folded(each.key, "aws:SecureTransport")) {
      others.push_back(each);
      continue;
    }
    auto const how = parse_condition_operator(each.operation);
    if (!how || is_empty_condition(each) || is_spelled_twice(statement.condition, each)) {
      return ternary::unknown;
    }
    auto const holds = match_condition_state(*how, each, state_of(request, each.key), nullptr);
    if (holds != ternary::yes) {
      return holds;
    }
  }
  statement.condition.conditions = std::move(others);
  return ternary::yes;
}

} // namespace detail

TRAILAUDIT_INLINE bucket_access plain_http_access(log_bucket_view const& about) {
  bucket_access out;
  auto const* const document = detail::known_policy_of(about, out);
  if (document == nullptr) {
    if (out.possible == ternary::no) {
      out.possible = ternary::yes;
      out.reason = "the bucket has no policy that denies plain HTTP";
    }
    return out;
  }
  auto const from = about.policy.from.at("Policy");
  auto const& statements = document->statement.values;
  bool some = false;
  for (std::size_t at = 0; at != statements.size(); ++at) {
    some = some || is_deny(statements[at]);
    if (detail::denies_plain_http(statements[at], about.arn)) {
      return {ternary::no,
              "the bucket's policy denies plain HTTP",
              statement_place(*document, from, at),
              "Deny",
              {}};
    }
  }
  if (!some) {
    return {ternary::yes, "the bucket's policy denies nothing", from, {}, {}};
  }
  // Would a policy that allows all of it over plain HTTP, beside these denials, let anybody in?
  policy question;
  question.version = document->version;
  bool resolved = true;
  for (auto const& each : statements) {
    if (is_deny(each)) {
      auto denial = each;
      auto const applies = detail::over_plain_http(denial);
      if (applies != ternary::no) {
        question.statement.values.push_back(std::move(denial));
      }
      resolved = resolved && applies != ternary::unknown;
    }
  }
  auto& all = question.statement.values.emplace_back();
  all.effect = "Allow";
  detail::set_everyone(all);
  all.action.values.push_back("s3:*");
  all.resource.values.push_back(about.arn);
  all.resource.values.push_back(about.arn + "/*");
  if (!resolved) {
    auto& plain = all.condition.conditions.emplace_back();
    plain.operation = "Bool";
    plain.key = "aws:SecureTransport";
    plain.values.values.push_back("false");
  }
  exposure_subject subject;
  subject.account = detail::nobodys_account(question);
  subject.bucket = about.name;
  subject.partition = parse_arn(about.arn).partition;
  auto const answer = exposure_of(question, exposure_question::external, subject);
  switch (answer.verdict) {
  case exposure_verdict::closed:
    return {ternary::no, "the bucket's policy denies plain HTTP", from, "Deny", {}};
  case exposure_verdict::open:
    if (subject.account.empty()) {
      return {ternary::unknown, detail::speaks_of_owner, from, {}, {}};
    }
    return {ternary::yes,
            "the bucket's policy does not deny every request over plain HTTP",
            from,
            {},
            detail::name_of_action(answer.witness.action)};
  case exposure_verdict::unknown:
    break;
  }
  return {ternary::unknown, answer.reason, from, {}, {}};
}

namespace detail {

// Whether the ACL lets others in than the owner; `any_permission` or only such as change something.
[[nodiscard]] inline bucket_access acl_access(log_bucket_view const& about, inventory const& world,
                                              bool any_permission, bool trusts_others) {
  if (auto const* const controls = about.ownership_controls.get()) {
    for (auto const& each : controls->ownership_controls.rules) {
      if (each.object_ownership == "BucketOwnerEnforced") {
        return {ternary::no,
                "the bucket has no ACLs",
                about.ownership_controls.from.at("OwnershipControls").at("Rules", 0),
                each.object_ownership,
                {}};
      }
    }
  }
  auto const* const acl = about.acl.get();
  if (acl == nullptr) {
    return {ternary::unknown,
            "the bucket's ACL is not known",
            about.acl.place_or("s3:GetBucketAcl"),
            about.acl.error_code,
            {}};
  }
  bucket_access found{ternary::no, "no grant to others", about.acl.from.at("Grants"), {}, {}};
  for (std::size_t at = 0; at != acl->grants.size(); ++at) {
    auto const& each = acl->grants[at];
    auto const where = about.acl.from.at("Grants", at);
    auto const undecided = [&](std::string_view reason, std::string_view what) {
      if (found.possible == ternary::no) {
        found = {ternary::unknown, reason, where, what, {}};
      }
    };
    if (!each.unrecognized.empty()) {
      undecided("a grant in the bucket's ACL has an element that is not decided",
                each.unrecognized.front());
      continue;
    }
    if (!any_permission && (each.permission == "READ" || each.permission == "READ_ACP")) {
      continue;
    }
    auto const kind = kind_of_grantee(each.grantee);
    if (kind == principal_kind::anyone) {
      // The list in effect holds no grants that `IgnorePublicAcls` hides, unless it came on since.
      auto const hidden =
          block_in_effect(about, world, &public_access_block_configuration::ignore_public_acls);
      if (hidden != ternary::yes) {
        return {ternary::yes, "the bucket's ACL lets everyone in", where, each.grantee.uri,
                each.permission};
      }
      continue;
    }
    if (kind == principal_kind::undecided || !each.grantee.email_address.empty()) {
      undecided("a grantee in the bucket's ACL is not decided",
                each.grantee.uri.empty() ? each.grantee.type : each.grantee.uri);
      continue;
    }
    if (!each.grantee.uri.empty()) {
      continue; // S3's log delivery
    }
    if (acl->owner.id.empty() || each.grantee.id.empty()) {
      undecided("nothing says whether a grantee is the bucket's owner", each.grantee.id);
    } else if (each.grantee.id != acl->owner.id) {
      if (!trusts_others) {
        return {ternary::yes, "the bucket's ACL lets another account in", where, each.grantee.id,
                each.permission};
      }
      undecided("a canonical user id does not say which account it is", each.grantee.id);
    }
  }
  return found;
}

[[nodiscard]] inline bucket_access worse_of(bucket_access const& by_policy,
                                            bucket_access const& by_acl) noexcept {
  if (by_policy.possible == ternary::yes || by_acl.possible == ternary::no) {
    return by_policy;
  }
  return by_acl.possible == ternary::yes || by_policy.possible == ternary::no ? by_acl : by_policy;
}

// Whether Block Public Access cuts off all but the owner's account and services.
[[nodiscard]] inline ternary cuts_others_off(log_bucket_view const& about, inventory const& world,
                                             policy const& document) {
  auto const restricted =
      block_in_effect(about, world, &public_access_block_configuration::restrict_public_buckets);
  if (restricted == ternary::no) {
    return ternary::no;
  }
  auto const is_public = exposure_of(document, exposure_question::aws_public, {}).verdict;
  return both(restricted, is_public == exposure_verdict::open     ? ternary::yes
                          : is_public == exposure_verdict::closed ? ternary::no
                                                                  : ternary::unknown);
}

[[nodiscard]] inline bucket_access
policy_outside_access(log_bucket_view const& about, inventory const& world, trust const& trusted) {
  bucket_access out;
  auto const* const document = known_policy_of(about, out);
  if (document == nullptr) {
    return out;
  }
  auto const from = about.policy.from.at("Policy");
  exposure_subject subject;
  subject.bucket = about.name;
  subject.partition = parse_arn(about.arn).partition;
  if (about.own == ternary::yes) {
    subject.account = world.world().account_id;
  }
  auto answer = exposure_of(*document, exposure_question::external, subject, trusted);
  if (answer.verdict == exposure_verdict::closed) {
    return {ternary::no, answer.reason, from, "no request of an outsider is granted", {}};
  }
  auto const where = answer.statements.empty()
                         ? from
                         : statement_place(*document, from, answer.statements.front());
  auto const cut = cuts_others_off(about, world, *document);
  if (cut == ternary::yes) {
    return {ternary::no,
            "`RestrictPublicBuckets` shuts outsiders out",
            from,
            "RestrictPublicBuckets",
            {}};
  }
  if (answer.verdict == exposure_verdict::unknown) {
    return {ternary::unknown, answer.reason, where, {}, {}};
  }
  auto const& statement = document->statement.values[answer.statements.front()];
  auto const who = name_of_principal(statement, answer.witness);
  bucket_access const open{ternary::yes, "the bucket's policy lets outsiders in",
                           where.at(statement.not_principal ? "NotPrincipal" : "Principal"), who,
                           lasting_action(statement, answer.witness.action)};
  auto const undecided = [&](std::string_view reason) {
    return bucket_access{ternary::unknown, reason, open.where, open.what, open.action};
  };
  if (cut == ternary::unknown) {
    return undecided("the policy lets outsiders in, and Block Public Access is not known");
  }
  if (answer.witness.principal.type == principal_type::canonical) {
    return undecided("a canonical user id does not say which account it is");
  }
  // Of a bucket whose owner is not known, who is let in may be the owner.
  if (subject.account.empty() &&
      exposure_of(*document, exposure_question::public_access, subject).verdict !=
          exposure_verdict::open) {
    return undecided("nothing says which account owns the bucket");
  }
  return open;
}

// Requests that change log files, and those that change what protects them. Source: AWS Service
// Authorization Reference, Amazon S3.
inline constexpr std::array<std::string_view, 10> object_changes{
    "s3:PutObject",           "s3:DeleteObject",
    "s3:DeleteObjectVersion", "s3:PutObjectAcl",
    "s3:PutObjectVersionAcl", "s3:PutObjectRetention",
    "s3:PutObjectLegalHold",  "s3:BypassGovernanceRetention",
    "s3:ReplicateObject",     "s3:ReplicateDelete"};
// To log files where a lifecycle rule deletes what has a tag.
inline constexpr std::array<std::string_view, 2> tag_changes{"s3:PutObjectTagging",
                                                             "s3:PutObjectVersionTagging"};
inline constexpr std::array<std::string_view, 12> bucket_changes{
    "s3:DeleteBucket",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutLifecycleConfiguration",
    "s3:PutBucketVersioning",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutEncryptionConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:PutBucketRequestPayment"}; // CloudTrail does not pay to deliver

// Which changes a question about tampering is after, beside those to the bucket.
struct asked_changes {
  bool objects = true;
  bool tags = true;
};

// Whether a principal may change logs, or comes to nobody.
[[nodiscard]] inline bool is_expected(std::string_view type, std::string_view id,
                                      std::string_view owner,
                                      list<std::string> const& administrators) {
  if (type == "Service" && id == "cloudtrail.amazonaws.com") {
    return true;
  }
  if (type == "AWS" && !owner.empty()) {
    auto const named = parse_arn(id);
    if (id == owner ||
        (named.account == owner && named.service == "iam" && named.resource == "root")) {
      return true;
    }
  }
  return std::find(administrators.begin(), administrators.end(), id) != administrators.end();
}

// Whether it names anybody else.
[[nodiscard]] inline bool names_others(policy_statement const& statement, std::string_view owner,
                                       list<std::string> const& administrators) {
  if (!statement.principal || !statement.principal->text.empty() ||
      statement.principal->groups.empty()) {
    return true;
  }
  for (auto const& group : statement.principal->groups) {
    for (auto const& id : group.ids.values) {
      if (!is_expected(group.type, id, owner, administrators)) {
        return true;
      }
    }
  }
  return false;
}

inline void leave_out_expected(principal_element& element, std::string_view owner,
                               list<std::string> const& administrators) {
  for (auto& group : element.groups) {
    list<std::string> kept;
    for (auto const& id : group.ids.values) {
      if (!is_expected(group.type, id, owner, administrators)) {
        kept.push_back(id);
      }
    }
    group.ids.values = std::move(kept);
  }
}

[[nodiscard]] inline bool may_change(policy_statement const& statement,
                                     asked_changes const& asked) noexcept {
  auto const some = [&](auto const& actions) {
    return std::any_of(actions.begin(), actions.end(), [&](std::string_view each) {
      return match_action(statement, each) != ternary::no;
    });
  };
  return some(bucket_changes) || (asked.objects && some(object_changes)) ||
         (asked.tags && some(tag_changes));
}

// The policy, as far as it lets anybody do one of these to the logs, and the numbers that its
// statements have in the policy as it was. Without numbers: it lets nobody.
struct tampering_question {
  policy document{};
  std::vector<std::size_t> numbers{};
};

[[nodiscard]] inline tampering_question
tampering_question_of(policy const& document, log_bucket_view const& about, inventory const& world,
                      std::string_view owner, list<std::string> const& administrators,
                      asked_changes const& changes) {
  tampering_question out;
  auto const& statements = document.statement.values;
  auto const counts = [&](policy_statement const& statement) {
    return !is_allow(statement) ||
           (names_others(statement, owner, administrators) && may_change(statement, changes));
  };
  if (std::none_of(statements.begin(), statements.end(),
                   [&](policy_statement const& each) { return !is_deny(each) && counts(each); })) {
    return out;
  }
  out.document.version = document.version;
  auto& asked = out.document.statement.values;
  for (std::size_t at = 0; at != statements.size(); ++at) {
    if (!counts(statements[at])) {
      continue;
    }
    out.numbers.push_back(at);
    asked.push_back(statements[at]);
    if (is_allow(statements[at]) && statements[at].principal) {
      leave_out_expected(*asked.back().principal, owner, administrators);
    }
  }
  policy_statement others;
  others.effect = "Deny";
  set_everyone(others);
  others.resource.values.push_back("*");
  policy_statement elsewhere;
  elsewhere.effect = "Deny";
  set_everyone(elsewhere);
  elsewhere.action.values.push_back("*");
  elsewhere.not_resource.values.push_back(about.arn);
  auto const add = [&](auto const& actions) {
    for (auto const each : actions) {
      others.not_action.values.push_back(std::string(each));
    }
  };
  add(bucket_changes);
  if (changes.objects) {
    add(object_changes);
  }
  if (changes.tags) {
    add(tag_changes);
  }
  if (changes.objects || changes.tags) {
    world.for_each_trail_of(about, [&](trail_view const& each) {
      elsewhere.not_resource.values.push_back(log_objects(about.arn, each));
    });
  }
  asked.push_back(std::move(others));
  asked.push_back(std::move(elsewhere));
  return out;
}

// Whether nobody can change a log file for as long as it is to be kept.
[[nodiscard]] inline bool locks_objects(log_bucket_view const& about, inventory const& world,
                                        std::optional<std::int64_t> kept_days) {
  auto const lock = world.resources().bucket(about.name).object_lock;
  auto const* const found = lock.get();
  if (found == nullptr || !kept_days) {
    return false;
  }
  auto const& configuration = found->object_lock_configuration;
  auto const* const rule = configuration.rule.get();
  auto const* const kept = rule == nullptr ? nullptr : rule->default_retention.get();
  auto const days = locked_days(configuration);
  return kept != nullptr && kept->mode == "COMPLIANCE" && days > 0 && days >= *kept_days;
}

// Whether a lifecycle rule deletes log files that somebody gives a tag, before they may go.
[[nodiscard]] inline ternary tags_delete(log_bucket_view const& about, inventory const& world,
                                         std::optional<std::int64_t> kept_days) {
  auto const lifecycle = world.resources().bucket(about.name).lifecycle;
  auto const* const configuration = lifecycle.get();
  if (configuration == nullptr) {
    return lifecycle.state == observation::absent ? ternary::no : ternary::unknown;
  }
  auto const* const organization = world.organization().get();
  std::string_view const id =
      organization == nullptr ? std::string_view{} : organization->organization.id;
  auto found = ternary::no;
  for (auto const& each : configuration->rules) {
    auto const* const filter = each.filter.get();
    auto const* const all = filter == nullptr ? nullptr : filter->all_of.get();
    auto const* const expiration = each.expiration.get();
    bool const soon =
        expiration != nullptr &&
        (expiration->date || (expiration->days && (!kept_days || *expiration->days < *kept_days)));
    bool const tagged =
        filter != nullptr && (filter->tag || (all != nullptr && !all->tags.empty()));
    bool const read = each.status == "Enabled" && each.unrecognized.empty() &&
                      (filter == nullptr || filter->unrecognized.empty()) &&
                      (all == nullptr || all->unrecognized.empty());
    // Of a rule by size nobody knows which log files it meets.
    bool const by_size =
        (filter != nullptr &&
         (filter->object_size_greater_than || filter->object_size_less_than)) ||
        (all != nullptr && (all->object_size_greater_than || all->object_size_less_than));
    if (each.status == "Disabled" ||
        (read && !(tagged && (soon || each.noncurrent_version_expiration)))) {
      continue;
    }
    std::string_view const prefix = all != nullptr && !all->prefix.empty()         ? all->prefix
                                    : filter != nullptr && !filter->prefix.empty() ? filter->prefix
                                                                                   : each.prefix;
    auto meets = ternary::no;
    world.for_each_trail_of(about, [&](trail_view const& trail) {
      meets = either(meets, names_logs(prefix, trail, id));
    });
    found = either(found, read && soon && !by_size ? meets : both(meets, ternary::unknown));
  }
  return found;
}

[[nodiscard]] inline bucket_access policy_tampering(log_bucket_view const& about,
                                                    inventory const& world,
                                                    list<std::string> const& administrators,
                                                    asked_changes const& changes) {
  bucket_access out;
  auto const* const document = known_policy_of(about, out);
  if (document == nullptr) {
    return out;
  }
  auto const from = about.policy.from.at("Policy");
  auto const owner =
      about.own == ternary::yes ? std::string_view(world.world().account_id) : std::string_view{};
  auto asked = tampering_question_of(*document, about, world, owner, administrators, changes);
  if (asked.numbers.empty()) {
    return {ternary::no, "no statement lets others than CloudTrail change logs", from, {}, {}};
  }
  auto& question = asked.document;
  // Nobody is trusted, neither the owner's own principals.
  exposure_subject subject;
  subject.account = nobodys_account(question);
  subject.bucket = about.name;
  subject.partition = parse_arn(about.arn).partition;
  auto const shown = [&](policy_request const& witness, std::size_t number) {
    auto const& statement = document->statement.values[number];
    return bucket_access{ternary::yes,
                         "the bucket's policy lets others than CloudTrail change logs",
                         statement_place(*document, from, number)
                             .at(statement.not_principal ? "NotPrincipal" : "Principal"),
                         name_of_principal(statement, witness), name_of_action(witness.action)};
  };
  auto const ask = [&] {
    auto answer = exposure_of(question, exposure_question::external, subject);
    if (answer.verdict == exposure_verdict::open && subject.account.empty()) {
      return bucket_access{ternary::unknown, speaks_of_owner, from, {}, {}};
    }
    if (answer.verdict == exposure_verdict::open) {
      return shown(answer.witness, asked.numbers[answer.statements.front()]);
    }
    bucket_access found{answer.verdict == exposure_verdict::closed ? ternary::no : ternary::unknown,
                        answer.reason,
                        from,
                        {},
                        {}};
    // Services are no outsiders; those that the policy names are asked about one by one.
    bool services = false;
    for (auto const& each : question.statement.values) {
      for (std::size_t at = 0; each.principal && at != each.principal->groups.size(); ++at) {
        auto const& group = each.principal->groups[at];
        services = services || (group.type == "Service" && !group.ids.values.empty());
      }
    }
    exposure_budget budget;
    for (auto const& each : services ? detail::who_is_named(question, subject, {}, budget)
                                     : std::vector<access_grant>{}) {
      if (each.type == principal_type::service && each.principal != "cloudtrail.amazonaws.com") {
        if (each.verdict == exposure_verdict::open) {
          return shown(each.witness, asked.numbers[each.statement]);
        }
        found.possible = ternary::unknown;
      }
    }
    return found;
  };
  auto found = ask();
  if (found.possible == ternary::no) {
    return found;
  }
  auto const cut = cuts_others_off(about, world, *document);
  if (cut != ternary::no && !owner.empty()) {
    auto& cut_off = question.statement.values.emplace_back();
    cut_off.effect = "Deny";
    set_everyone(cut_off);
    cut_off.action.values.push_back("*");
    cut_off.resource.values.push_back("*");
    auto& others = cut_off.condition.conditions.emplace_back();
    others.operation = "StringNotEquals";
    others.key = "aws:PrincipalAccount";
    others.values.values.push_back(std::string(owner));
    auto& services = cut_off.condition.conditions.emplace_back();
    services.operation = "BoolIfExists";
    services.key = "aws:PrincipalIsAWSService";
    services.values.values.push_back("false");
    auto const rest = ask();
    if (cut == ternary::yes || rest.possible == ternary::yes) {
      return rest;
    }
  }
  if (found.possible != ternary::yes) {
    return found;
  }
  // The account that a bucket's policy hands the decision to may be the owner of the bucket.
  bool const hands_over = is_account_id(found.what) || found.what.ends_with(":root");
  bool const by_id = found.what.find(':') == std::string_view::npos && found.what.size() == 64;
  if (by_id) {
    found.possible = ternary::unknown;
    found.reason = "a canonical user id does not say which account it is";
  } else if (owner.empty() && (hands_over || cut == ternary::yes)) {
    found.possible = ternary::unknown;
    found.reason = "nothing says which account owns the bucket";
  } else if (cut != ternary::no) {
    found.possible = ternary::unknown;
    found.reason = "the policy lets others change logs, and Block Public Access is not known";
  }
  return found;
}

} // namespace detail

TRAILAUDIT_INLINE bucket_access outside_access(log_bucket_view const& about, inventory const& world,
                                               trust const& trusted) {
  bool const trusts = !trusted.accounts.empty() || !trusted.organizations.empty();
  return detail::worse_of(detail::policy_outside_access(about, world, trusted),
                          detail::acl_access(about, world, true, trusts));
}

TRAILAUDIT_INLINE bucket_access tampering_access(log_bucket_view const& about,
                                                 inventory const& world,
                                                 list<std::string> const& administrators,
                                                 std::optional<std::int64_t> kept_days) {
  auto const by_acl = detail::acl_access(about, world, false, false);
  detail::asked_changes asked;
  asked.objects = !detail::locks_objects(about, world, kept_days);
  // No rule deletes what is locked.
  auto const by_tag = asked.objects ? detail::tags_delete(about, world, kept_days) : ternary::no;
  asked.tags = by_tag != ternary::no;
  auto by_policy = detail::policy_tampering(about, world, administrators, asked);
  if (by_tag == ternary::unknown && by_policy.possible == ternary::yes) {
    asked.tags = false;
    auto const without = detail::policy_tampering(about, world, administrators, asked);
    if (without.possible == ternary::no) {
      by_policy.possible = ternary::unknown;
      by_policy.reason = "the policy lets others tag logs, and a lifecycle rule that deletes by "
                         "tag is not ruled out";
    } else {
      by_policy = without;
    }
  }
  return detail::worse_of(by_policy, by_acl);
}

} // namespace trailaudit::inline v0
