#pragma once

#include <trailaudit/analysis/condition_keys.hpp>
#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/cloudtrail_accounts.hpp>
#include <trailaudit/model/condition_operator.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

inline constexpr std::string_view cloudtrail_service = "cloudtrail.amazonaws.com";

[[nodiscard]] inline std::string concat(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (auto const part : parts) {
    size += part.size();
  }
  std::string out;
  out.reserve(size);
  for (auto const part : parts) {
    out += part;
  }
  return out;
}

// --- questions -------------------------------------------------------------------------------

// What a key may say: one value, several, or that it is absent. Views.
struct delivery_value {
  bool there = false;
  std::string_view text{};
  std::vector<std::string> const* several = nullptr;
};
[[nodiscard]] inline delivery_value one_value(std::string_view text) noexcept {
  return {true, text, nullptr};
}

// A key of requests, in each form that CloudTrail may send it, and the form that is asked about.
struct delivery_key {
  std::string_view name{};
  std::array<delivery_value, 3> forms{};
  std::size_t form_count = 1;
  std::size_t form = 0;

  [[nodiscard]] delivery_value const& current() const noexcept { return forms[form]; }
};

// A resource that CloudTrail asks for. One that is not certain may never be asked for.
struct delivery_resource {
  std::string text{};
  bool certain = true;
};

// Requests that CloudTrail makes to one end. The context of `request` is `keys`: written out it is
// for a policy with variables alone, and for a witness.
struct delivery_question {
  std::string_view name{};
  policy_request request{};
  std::vector<delivery_key> keys{};
  std::vector<std::size_t> axes{}; // keys of several forms, by number
  std::vector<delivery_resource> resources{};
  bool with_witness = true;
};

[[nodiscard]] inline delivery_key const* find_key(delivery_question const& question,
                                                  std::string_view name) noexcept {
  for (auto const& each : question.keys) {
    if (equals_folded(each.name, name)) {
      return &each;
    }
  }
  return nullptr;
}

inline void put_key(delivery_question& question, std::string_view name,
                    std::initializer_list<delivery_value> forms) {
  auto const known = std::find_if(question.keys.begin(), question.keys.end(),
                                  [&](auto const& each) { return equals_folded(each.name, name); });
  auto& key = known == question.keys.end() ? question.keys.emplace_back() : *known;
  key.name = name;
  key.form = 0;
  key.form_count = forms.size();
  std::copy(forms.begin(), forms.end(), key.forms.begin());
}

// The same, where a form may make a difference.
inline void put_axis(delivery_question& question, std::string_view name,
                     std::initializer_list<delivery_value> forms) {
  put_key(question, name, forms);
  for (std::size_t at = 0; at != question.keys.size(); ++at) {
    if (equals_folded(question.keys[at].name, name)) {
      question.axes.push_back(at);
    }
  }
}

inline void write_key(context_entry& into, delivery_key const& key) {
  into.key = key.name;
  auto const& value = key.current();
  if (value.several != nullptr) {
    into.values = *value.several;
  } else if (value.there) {
    into.values.emplace_back(value.text);
  }
}

// Writes out the context. Absent keys too, since they are known to be absent.
inline void write_context(delivery_question& question) {
  auto& context = question.request.context;
  context.clear();
  for (auto const& each : question.keys) {
    write_key(context.emplace_back(), each);
  }
}

// --- one statement ---------------------------------------------------------------------------

// Keys that requests of a service's own never have: they are about users, roles, sessions and their
// organization, or about the VPC that a request came through. Source: IAM User Guide, "AWS global
// condition context keys", "Availability" of each.
[[nodiscard]] inline bool is_absent_for_services(std::string_view key) noexcept {
  constexpr std::array<std::string_view, 18> keys{"aws:PrincipalArn",
                                                  "aws:PrincipalAccount",
                                                  "aws:PrincipalOrgID",
                                                  "aws:PrincipalOrgPaths",
                                                  "aws:username",
                                                  "aws:FederatedProvider",
                                                  "aws:MultiFactorAuthPresent",
                                                  "aws:MultiFactorAuthAge",
                                                  "aws:SourceVpc",
                                                  "aws:SourceVpce",
                                                  "aws:SourceVpcArn",
                                                  "aws:VpcSourceIp",
                                                  "aws:VpceAccount",
                                                  "aws:VpceOrgID",
                                                  "aws:VpceOrgPaths",
                                                  "s3:DataAccessPointArn",
                                                  "s3:DataAccessPointAccount",
                                                  "s3:AccessPointNetworkOrigin"};
  for (auto const each : keys) {
    if (equals_folded(each, key)) {
      return true;
    }
  }
  return starts_with_folded(key, "aws:PrincipalTag/");
}

// Whether the principal and the resource settle that a key is there, and with which values.
[[nodiscard]] inline bool follows_from_request(delivery_question const& question,
                                               std::string_view key) noexcept {
  constexpr std::array<std::string_view, 6> derived{
      "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalType",
      "aws:ResourceAccount",       "aws:PrincipalArn",         "aws:PrincipalAccount"};
  for (auto const each : derived) {
    if (equals_folded(each, key)) {
      return true; // follows, or is known not to be known
    }
  }
  return question.request.principal.type == principal_type::service && is_absent_for_services(key);
}

// What is known of a key; nothing: it is not settled.
[[nodiscard]] inline std::optional<key_state> settled_state(delivery_question const& question,
                                                            std::string_view key) noexcept {
  if (auto const* const found = find_key(question, key)) {
    auto const& value = found->current();
    return key_state{value.there ? key_state::presence::present : key_state::presence::absent,
                     value.several, value.text};
  }
  return follows_from_request(question, key) ? std::optional(derived_key(question.request, key))
                                             : std::nullopt;
}

// The first variable of a text whose key is not settled; empty: none.
[[nodiscard]] inline std::string_view unsettled_variable(delivery_question const& question,
                                                         std::string_view text) noexcept {
  while (true) {
    auto const from = text.find("${");
    if (from == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(from + 2);
    auto const name = trimmed(text.substr(0, text.find_first_of(",}")));
    if (name != "*" && name != "?" && name != "$" && find_key(question, name) == nullptr &&
        !follows_from_request(question, name)) {
      return name;
    }
  }
}

// How far a statement goes along with a request.
struct delivery_match {
  ternary applies = ternary::yes;
  int passed = 0; // elements that go along, before the first that does not
  std::string_view key{};
  std::string_view reason{};
};

// Takes what an element says. False: the statement does not apply.
inline bool take_element(delivery_match& into, ternary value, std::string_view key,
                         std::string_view fails, std::string_view undecided) noexcept {
  if (value == ternary::no) {
    into.applies = ternary::no;
    into.key = key;
    into.reason = fails;
    return false;
  }
  ++into.passed;
  if (value == ternary::unknown && into.applies == ternary::yes) {
    into.applies = ternary::unknown;
    into.key = key;
    into.reason = undecided;
  }
  return true;
}

// A statement that action and principal of a question go along with, or that has a fault.
struct delivery_statement {
  std::size_t number = 0;
  policy_statement const* statement = nullptr;
  bool flawed = false;
  delivery_match named{}; // what action and principal say
  spelling_table spelled_twice;
};

// --- one request -----------------------------------------------------------------------------

struct delivery_decision {
  ternary allow = ternary::no;
  ternary deny = ternary::no;
  ternary granted = ternary::no;
  std::size_t statement = delivery_step::no_statement;
  std::size_t document = 0;
  std::string_view key{};
  std::string_view reason{};
};

// A policy as the requests of one question see it: most of its statements are about other actions
// or principals, and are looked at once.
class delivery_policy {
public:
  delivery_policy(policy const& document, std::string_view action,
                  request_principal const& principal);
  // Whether it makes a difference what the key says.
  [[nodiscard]] bool tests(std::string_view key) const noexcept;
  // Whether it may treat one of the resources that begin with `common` otherwise than another.
  [[nodiscard]] bool tells_apart(std::string_view common) const noexcept;
  [[nodiscard]] delivery_decision decide(delivery_question& question) const;

private:
  [[nodiscard]] delivery_match match(delivery_statement const& about,
                                     delivery_question const& question) const;
  policy const& document_;
  bool flawed_;
  bool variables_ = false;
  std::vector<delivery_statement> statements_{};
};

inline delivery_policy::delivery_policy(policy const& document, std::string_view action,
                                        request_principal const& principal)
    : document_(document), flawed_(is_flawed(document)) {
  flaw_table const flaws(document);
  bool const with_variables = substitutes(document);
  auto const has_one = [](one_or_many<std::string> const& texts) {
    return std::any_of(texts.values.begin(), texts.values.end(),
                       [](std::string_view each) { return has_variable(each); });
  };
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& statement = document.statement.values[at];
    bool const flawed = flaws(at);
    delivery_match named;
    if (flawed) {
      named = {ternary::unknown, 0, {}, "a statement has a fault in its form"};
    } else if (!take_element(named, match_action(statement, action), {}, {},
                             "an action is not decided") ||
               !take_element(named, match_principal(statement, principal), {}, {},
                             "a principal is not decided")) {
      continue;
    }
    if (statements_.empty()) {
      statements_.reserve(std::min<std::size_t>(document.statement.values.size() - at, 4));
    }
    statements_.push_back({at, &statement, flawed, named, spelling_table(statement.condition)});
    if (flawed || !with_variables) {
      continue;
    }
    variables_ = variables_ || has_one(statement.resource) || has_one(statement.not_resource);
    for (auto const& each : statement.condition.conditions) {
      variables_ = variables_ || has_one(each.values);
    }
  }
}

inline bool delivery_policy::tests(std::string_view key) const noexcept {
  if (variables_) {
    return true;
  }
  for (auto const& about : statements_) {
    for (auto const& each : about.statement->condition.conditions) {
      if (equals_folded(each.key, key)) {
        return true;
      }
    }
  }
  return false;
}

// Most patterns are a text and a `*` behind it, which ends before the resources part.
inline bool delivery_policy::tells_apart(std::string_view common) const noexcept {
  for (auto const& about : statements_) {
    for (auto const* const patterns :
         {&about.statement->resource, &about.statement->not_resource}) {
      for (std::string_view const each : patterns->values) {
        if (each == "*") {
          continue;
        }
        auto const plain = find_special(each);
        auto const start = each.substr(0, plain);
        bool const ends_in_star =
            plain != std::string_view::npos && plain + 1 == each.size() && each[plain] == '*';
        auto const shared = std::min(start.size(), common.size());
        bool const fits = start.substr(0, shared) == common.substr(0, shared);
        if (plain == std::string_view::npos && start.size() < common.size()) {
          continue; // shorter than all of them
        }
        // Matches none of them, or all.
        if (fits && !(ends_in_star && start.size() <= common.size() &&
                      std::count(start.begin(), start.end(), ':') >= 5)) {
          return true;
        }
      }
    }
  }
  return false;
}

inline delivery_match delivery_policy::match(delivery_statement const& about,
                                             delivery_question const& question) const {
  auto const& statement = *about.statement;
  auto out = about.named;
  if (about.flawed) {
    return out;
  }
  std::string_view unsettled;
  auto const look_for_variables = [&](one_or_many<std::string> const& texts) {
    for (auto const& each : texts.values) {
      if (unsettled.empty()) {
        unsettled = unsettled_variable(question, each);
      }
    }
  };
  if (variables_) {
    look_for_variables(statement.resource);
    look_for_variables(statement.not_resource);
  }
  if (!take_element(out,
                    unsettled.empty() ? match_resource(document_, statement, question.request)
                                      : ternary::unknown,
                    unsettled, "the statement for it is about other resources",
                    "a resource is not decided")) {
    return out;
  }
  constexpr std::string_view open = "a condition rests on what AWS does not say of CloudTrail";
  auto const& conditions = statement.condition.conditions;
  for (std::size_t at = 0; at != conditions.size(); ++at) {
    auto const& each = conditions[at];
    auto value = ternary::unknown;
    std::string_view undecided = "a condition is not decided";
    std::string_view key = each.key;
    unsettled = {};
    if (variables_) {
      look_for_variables(each.values);
    }
    if (about.spelled_twice(at)) {
      undecided = "a condition key stands there in two spellings";
    } else if (is_empty_condition(each)) {
      value = ternary::yes;
    } else if (auto const state = settled_state(question, each.key); !state) {
      undecided = open;
    } else if (!unsettled.empty()) {
      undecided = open;
      key = unsettled;
    } else if (auto const how = parse_condition_operator(each.operation)) {
      value = match_condition_state(*how, each, *state, variables_ ? &question.request : nullptr);
    }
    if (!take_element(out, value, key, "a condition of the statement for it does not hold",
                      undecided)) {
      return out;
    }
  }
  return out;
}

inline delivery_decision delivery_policy::decide(delivery_question& question) const {
  delivery_decision out;
  std::size_t allows = delivery_step::no_statement;
  std::size_t denies = delivery_step::no_statement;
  std::size_t undecided = delivery_step::no_statement;
  std::size_t nearest = delivery_step::no_statement;
  delivery_match doubt;
  delivery_match near;
  if (flawed_) {
    out.allow = ternary::unknown;
    out.deny = ternary::unknown;
    doubt.reason = "the policy has a fault in its form";
  }
  if (variables_) {
    write_context(question);
  }
  for (auto const& about : statements_) {
    bool const forbids = is_deny(*about.statement);
    auto const found = match(about, question);
    if (found.applies == ternary::no) {
      // Action and principal go along: the statement was meant for this.
      if (!forbids && (nearest == delivery_step::no_statement || found.passed > near.passed)) {
        nearest = about.number;
        near = found;
      }
      continue;
    }
    if (about.flawed) { // it may say anything
      out.allow = either(out.allow, ternary::unknown);
      out.deny = either(out.deny, ternary::unknown);
    } else if (forbids) {
      out.deny = either(out.deny, found.applies);
    } else {
      out.allow = either(out.allow, found.applies);
    }
    if (found.applies == ternary::unknown) {
      if (undecided == delivery_step::no_statement) {
        undecided = about.number;
        doubt = flawed_ ? doubt : found;
      }
    } else if (forbids) {
      denies = denies == delivery_step::no_statement ? about.number : denies;
    } else {
      allows = allows == delivery_step::no_statement ? about.number : allows;
    }
  }
  out.granted = both(out.allow, negation(out.deny));
  if (denies != delivery_step::no_statement && out.granted == ternary::no) {
    out.statement = denies;
    out.reason = "a statement denies it";
    auto const& conditions = document_.statement.values[denies].condition.conditions;
    if (!conditions.empty()) {
      out.key = conditions.front().key;
    }
  } else if (out.granted == ternary::no) {
    out.statement = nearest;
    out.key = near.key;
    out.reason = nearest == delivery_step::no_statement ? "no statement allows it to CloudTrail"
                                                        : near.reason;
  } else if (out.granted == ternary::unknown) {
    out.statement = undecided;
    out.key = doubt.key;
    out.reason = doubt.reason;
  } else {
    out.statement = allows;
    out.reason = "a statement allows it";
  }
  return out;
}

// --- all forms of a request ------------------------------------------------------------------

// Whether it makes a difference to the policy what a key says.
[[nodiscard]] inline bool mentions(policy const& document, std::string_view key) noexcept {
  for (auto const& statement : document.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      if (equals_folded(each.key, key)) {
        return true;
      }
      for (auto const& text : each.values.values) {
        if (has_variable(text)) {
          return true;
        }
      }
    }
    for (auto const* const patterns : {&statement.resource, &statement.not_resource}) {
      for (auto const& text : patterns->values) {
        if (has_variable(text)) {
          return true;
        }
      }
    }
  }
  return false;
}

inline void put_context(policy_request& request, std::string_view key,
                        std::vector<std::string> values) {
  for (auto& each : request.context) {
    if (equals_folded(each.key, key)) {
      each.values = std::move(values);
      return;
    }
  }
  request.context.push_back({std::string(key), std::move(values)});
}

// The request that is asked about. Without the keys that are known to be absent: not to be there
// says it as well.
[[nodiscard]] inline policy_request as_witness(delivery_question const& question) {
  policy_request out;
  out.principal = question.request.principal;
  out.action = question.request.action;
  out.resource = question.request.resource;
  out.account = question.request.account;
  out.context.reserve(question.keys.size());
  for (auto const& each : question.keys) {
    if (each.current().there) {
      write_key(out.context.emplace_back(), each);
    }
  }
  return out;
}

[[nodiscard]] inline delivery_step as_step(std::string_view name, delivery_decision const& found) {
  delivery_step out;
  out.request = name;
  out.granted = found.granted;
  out.statement = found.statement;
  out.document = found.document;
  out.key = found.key;
  out.reason = found.reason;
  return out;
}

// One request in all its forms: the answer that they all have, or unknown. Leaves the question in a
// form that has the answer.
template <class Decide>
[[nodiscard]] delivery_step ask_forms(delivery_question& question,
                                      std::span<std::size_t const> axes, Decide const& decide) {
  auto const restart = [&] {
    for (auto const at : axes) {
      question.keys[at].form = 0;
    }
  };
  restart();
  auto out = as_step(question.name, decide(question));
  while (true) {
    std::size_t turn = 0;
    while (turn != axes.size() &&
           question.keys[axes[turn]].form + 1 == question.keys[axes[turn]].form_count) {
      question.keys[axes[turn]].form = 0;
      ++turn;
    }
    if (turn == axes.size()) {
      return out;
    }
    ++question.keys[axes[turn]].form;
    auto const found = decide(question);
    if (found.granted == out.granted) {
      continue;
    }
    if (found.granted < out.granted) {
      out.statement = found.statement;
      out.document = found.document;
      out.key = found.key;
    } else {
      restart();
    }
    out.granted = ternary::unknown;
    out.reason = "it depends on a part of the request that AWS does not fix";
    return out;
  }
}

// All requests to one end: the worst answer, with the request that has it.
template <class Decide>
[[nodiscard]] delivery_step ask_all(delivery_question& question, std::span<std::size_t const> axes,
                                    Decide const& decide) {
  delivery_step out;
  bool first = true;
  for (auto const& resource : question.resources) {
    question.request.resource = resource.text;
    auto found = ask_forms(question, axes, decide);
    if (!resource.certain && found.granted == ternary::no) {
      found.granted = ternary::unknown;
      found.reason = "a request that CloudTrail may come to make is not granted";
    }
    if (first || found.granted < out.granted) {
      out = std::move(found);
      if (question.with_witness) {
        out.witness = as_witness(question);
      }
    }
    first = false;
    if (out.granted == ternary::no) {
      break;
    }
  }
  return out;
}

[[nodiscard]] inline std::vector<std::size_t> axes_of(delivery_question const& question,
                                                      delivery_policy const& asked) {
  std::vector<std::size_t> out;
  for (auto const at : question.axes) {
    if (asked.tests(question.keys[at].name)) {
      out.push_back(at);
    }
  }
  return out;
}

// Whether one of CloudTrail's own accounts, by which it asked before it was a service principal,
// may do what the service may not. AWS does not say whether, and from where, it still asks so.
// Answers with the statement; none: no such account may.
[[nodiscard]] inline std::size_t statement_for_accounts(policy const& document,
                                                        delivery_question const& question) {
  for (auto const& statement : document.statement.values) {
    if (!is_allow(statement) || !statement.principal) {
      continue;
    }
    for (auto const& group : statement.principal->groups) {
      if (std::string_view(group.type) != "AWS") {
        continue;
      }
      for (auto const& id : group.ids.values) {
        auto const parts = parse_arn(id);
        auto const account = parts.service == "iam" && parts.resource == "root"
                                 ? parts.account
                                 : std::string_view(id);
        if (!is_cloudtrail_account(account)) {
          continue;
        }
        auto theirs = question;
        auto const partition = parts.partition.empty() ? std::string_view("aws") : parts.partition;
        theirs.request.principal = {principal_type::aws,
                                    concat({"arn:", partition, ":iam::", account, ":root"})};
        std::erase_if(theirs.keys, [](delivery_key const& each) {
          return !each.current().there || starts_with_folded(each.name, "aws:Source");
        });
        delivery_policy const asked(document, theirs.request.action, theirs.request.principal);
        if (auto const found = asked.decide(theirs); found.granted != ternary::no) {
          return found.statement;
        }
      }
    }
  }
  return delivery_step::no_statement;
}

// `asked`: the policy as the question's requests see it.
[[nodiscard]] inline delivery_step ask(policy const& document, delivery_policy const& asked,
                                       delivery_question& question) {
  auto const axes = axes_of(question, asked);
  auto out =
      ask_all(question, axes, [&](delivery_question& request) { return asked.decide(request); });
  if (out.granted != ternary::no) {
    return out;
  }
  // The question was left as it is answered.
  if (asked.decide(question).allow != ternary::no) {
    return out; // the service is allowed, and denied
  }
  if (auto const at = statement_for_accounts(document, question);
      at != delivery_step::no_statement) {
    out.granted = ternary::unknown;
    out.statement = at;
    out.key = {};
    out.reason = "only accounts that CloudTrail used before it had a service principal are allowed";
  }
  return out;
}

[[nodiscard]] inline delivery_step ask(policy const& document, delivery_question& question) {
  auto const& request = question.request;
  return ask(document, delivery_policy(document, request.action, request.principal), question);
}

// An answer that no policy is needed for.
[[nodiscard]] inline delivery_step settled(delivery_question const& question, ternary granted,
                                           std::string_view reason) {
  delivery_step out;
  out.request = question.name;
  out.granted = granted;
  out.reason = reason;
  if (question.with_witness) {
    out.witness = as_witness(question);
    if (!question.resources.empty()) {
      out.witness.resource = question.resources.front().text;
    }
  }
  return out;
}

// --- what CloudTrail asks --------------------------------------------------------------------

[[nodiscard]] inline std::string_view name_of(delivery_trail const& about) noexcept {
  auto const resource = parse_arn(about.arn).resource;
  return !about.name.empty() || !resource.starts_with("trail/")
             ? about.name
             : resource.substr(std::string_view("trail/").size());
}

// A request of CloudTrail's for a trail, in the room of the last one.
inline void start_question(delivery_question& out, std::string_view name, std::string_view action,
                           delivery_trail const& about, arn const& trail, std::string_view owner) {
  out.name = name;
  out.request.principal.type = principal_type::service;
  out.request.principal.id = cloudtrail_service;
  out.request.action = action;
  out.request.resource.clear();
  out.request.account = owner;
  out.request.context.clear();
  out.with_witness = about.witnesses;
  out.keys.clear();
  out.axes.clear();
  out.resources.clear();
  out.keys.reserve(10);
  auto const put_first = [&](std::string_view key, std::string_view value) {
    auto& added = out.keys.emplace_back();
    added.name = key;
    added.forms[0] = one_value(value);
  };
  put_first("aws:SourceArn", about.arn);
  put_first("aws:SourceAccount", trail.account);
  put_first("aws:SecureTransport", "true");
  if (!about.organization_id.empty()) {
    // S3 learns the organization of the trail's account: AWS Control Tower binds CloudTrail's
    // deliveries to it. Of other services nothing says so, and some requests do not carry it.
    // Source: AWS Control Tower User Guide, "Amazon S3 bucket policy in the audit account".
    if (action.starts_with("s3:")) {
      put_key(out, "aws:SourceOrgID", {one_value(about.organization_id)});
    } else {
      put_axis(out, "aws:SourceOrgID", {{}, one_value(about.organization_id)});
    }
  }
}

// Regions that log files come from, the home Region first.
struct delivery_region {
  std::string_view name{};
  bool certain = true;
};
[[nodiscard]] inline std::vector<delivery_region> regions_of(delivery_trail const& about,
                                                             arn const& home) {
  std::vector<delivery_region> out{{home.region, true}};
  if (about.multi_region == ternary::no) {
    return out;
  }
  auto const add = [&](std::string_view name) {
    for (auto const& each : out) {
      if (each.name == name) {
        return;
      }
    }
    out.push_back({name, about.multi_region == ternary::yes});
  };
  for (auto const each : about.regions) {
    add(each);
  }
  if (about.regions.empty()) {
    // Enabled in every account of the partition.
    if (home.partition == "aws") {
      add("us-east-1");
      add("eu-west-1");
    } else if (home.partition == "aws-cn") {
      add("cn-north-1");
      add("cn-northwest-1");
    } else if (home.partition == "aws-us-gov") {
      add("us-gov-west-1");
      add("us-gov-east-1");
    }
  }
  return out;
}

// Accounts that log files are about.
struct delivery_account {
  std::string_view id{};
  bool certain = true;
};
[[nodiscard]] inline std::vector<delivery_account> accounts_of(delivery_trail const& about,
                                                               std::string_view owner) {
  std::vector<delivery_account> out{{owner, true}};
  for (auto const each : about.members) {
    if (each != owner) {
      out.push_back({each, true});
    }
  }
  // Accounts may join. No account has this id.
  out.push_back({"000000000000", false});
  return out;
}

enum class delivery_file { log, digest, insight };

// What the names of all objects that CloudTrail writes begin with.
[[nodiscard]] inline std::string common_start(delivery_trail const& about, arn const& trail,
                                              bool for_organization) {
  auto const owner = for_organization ? about.organization_id : trail.account;
  return concat({"arn:", trail.partition, ":s3:::", about.bucket, "/", about.prefix,
                 about.prefix.empty() ? "" : "/", "AWSLogs/", owner, "/",
                 for_organization ? "" : "CloudTrail"});
}

// The objects that CloudTrail writes: one, where the policy cannot tell them apart. A policy that
// tells dates apart is seen by the second one, which is far away. `asked`: null where there is no
// policy.
[[nodiscard]] inline std::vector<delivery_resource> objects_of(delivery_policy const* asked,
                                                               delivery_trail const& about,
                                                               arn const& trail, delivery_file file,
                                                               bool for_organization) {
  struct moment {
    std::string_view day{};
    std::string_view time{};
    std::string_view id{};
    bool certain = true;
  };
  constexpr std::array<moment, 2> moments{
      {{"2026/01/02", "20260102T0005Z", "4Rt6vXyZ8aBcDeFg"},
       {"2039/11/30", "20391130T2355Z", "Zq7WsX2eDc5RfV9t", false}}};
  auto const kind = file == delivery_file::log      ? std::string_view("CloudTrail")
                    : file == delivery_file::digest ? std::string_view("CloudTrail-Digest")
                                                    : std::string_view("CloudTrail-Insight");
  auto start = common_start(about, trail, for_organization);
  if (!for_organization) {
    start += kind.substr(std::string_view("CloudTrail").size());
    start += '/';
  }
  std::vector<delivery_resource> out;
  auto const add = [&](moment const& when, delivery_account const& account,
                       delivery_region const& region) {
    bool const digest = file == delivery_file::digest;
    bool const named = for_organization;
    out.push_back({concat({start,
                           named ? account.id : "",
                           named ? "/" : "",
                           named ? kind : "",
                           named ? "/" : "",
                           region.name,
                           "/",
                           when.day,
                           "/",
                           account.id,
                           "_",
                           kind,
                           "_",
                           region.name,
                           "_",
                           digest ? name_of(about) : when.time,
                           "_",
                           digest ? trail.region : when.id,
                           digest ? "_" : "",
                           digest ? when.time : "",
                           ".json.gz"}),
                   when.certain && account.certain && region.certain});
  };
  if (asked == nullptr || !asked->tells_apart(start)) {
    add(moments.front(), {trail.account, true}, {trail.region, true});
    return out;
  }
  auto const regions = regions_of(about, trail);
  auto const accounts = for_organization ? accounts_of(about, trail.account)
                                         : std::vector<delivery_account>{{trail.account, true}};
  for (auto const& when : moments) {
    for (auto const& account : accounts) {
      for (auto const& region : regions) {
        add(when, account, region);
      }
    }
  }
  return out;
}

inline constexpr std::array<std::string_view, 2> encryption_headers{
    "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"};

// Whether the policy treats all kinds of files alike.
[[nodiscard]] inline bool treats_files_alike(delivery_policy const& asked,
                                             delivery_trail const& about, arn const& trail,
                                             bool for_organization) {
  return std::none_of(encryption_headers.begin(), encryption_headers.end(),
                      [&](std::string_view each) { return asked.tests(each); }) &&
         !asked.tells_apart(common_start(about, trail, for_organization));
}

inline void ask_put_object(delivery_question& out, std::string_view name,
                           delivery_policy const* asked, delivery_trail const& about,
                           arn const& trail, delivery_file file, bool for_organization) {
  start_question(out, name, "s3:PutObject", about, trail, about.bucket_account);
  auto const [header, key_header] = encryption_headers;
  put_key(out, "s3:x-amz-acl", {one_value("bucket-owner-full-control")});
  // S3 takes nothing below TLS 1.2.
  put_axis(out, "s3:TlsVersion", {one_value("1.2"), one_value("1.3")});
  if (!about.bucket_account.empty()) {
    put_key(out, "s3:ResourceAccount", {one_value(about.bucket_account)});
  }
  if (about.kms_key) {
    auto const key = *about.kms_key;
    if (key.empty()) {
      put_axis(out, header, {one_value("AES256"), {}});
      put_key(out, key_header, {{}});
    } else if (file == delivery_file::log) {
      put_key(out, header, {one_value("aws:kms")});
      put_key(out, key_header, {one_value(key)});
    } else {
      // Digest files were encrypted by S3's own keys whatever the trail's, and no longer are.
      put_axis(out, header, {one_value("aws:kms"), one_value("AES256"), {}});
      put_axis(out, key_header, {one_value(key), {}});
    }
  }
  out.resources = objects_of(asked, about, trail, file, for_organization);
}

// Whether the trail can be asked about at all.
[[nodiscard]] inline std::string_view unknown_trail(arn const& trail) noexcept {
  return trail.service != "cloudtrail" || trail.region.empty() || !is_account_id(trail.account)
             ? std::string_view("the trail's ARN is not known")
             : std::string_view();
}

// An answer that counts only where `needed` holds.
inline void weaken(delivery_step& step, ternary needed, std::string_view reason) noexcept {
  if (needed == ternary::unknown && step.granted == ternary::no) {
    step.granted = ternary::unknown;
    step.reason = reason;
  }
}

} // namespace detail

TRAILAUDIT_INLINE std::vector<delivery_step> bucket_delivery(policy const* document,
                                                             delivery_trail const& about) {
  using detail::delivery_file;
  std::vector<delivery_step> out;
  out.reserve(4);
  auto const trail = parse_arn(about.arn);
  auto problem = detail::unknown_trail(trail);
  if (problem.empty() && about.bucket.empty()) {
    problem = "the bucket is not known";
  }
  detail::delivery_question question;
  detail::start_question(question, "s3:GetBucketAcl", "s3:GetBucketAcl", about, trail,
                         about.bucket_account);
  question.resources.push_back({detail::concat({"arn:", trail.partition, ":s3:::", about.bucket})});
  detail::put_axis(question, "s3:TlsVersion", {detail::one_value("1.2"), detail::one_value("1.3")});
  if (!about.bucket_account.empty()) {
    detail::put_key(question, "s3:ResourceAccount", {detail::one_value(about.bucket_account)});
  }
  detail::put_key(question, "s3:x-amz-acl", {{}});
  for (auto const key : detail::encryption_headers) {
    detail::put_key(question, key, {{}});
  }
  constexpr std::string_view no_policy = "the bucket has no policy, so nothing allows it";
  out.push_back(!problem.empty()      ? detail::settled(question, ternary::unknown, problem)
                : document == nullptr ? detail::settled(question, ternary::no, no_policy)
                                      : detail::ask(*document, question));

  std::optional<detail::delivery_policy> asked; // what it says of all that is written
  if (document != nullptr && problem.empty()) {
    asked.emplace(*document, "s3:PutObject", question.request.principal);
  }
  auto const* const policy_of_writes = asked ? &*asked : nullptr;
  // What is said of log files, for the trail's account and for its organization, where the same is
  // said of all files.
  std::array<std::optional<delivery_step>, 2> of_logs;
  auto const write = [&](std::string_view name, delivery_file file, bool for_organization) {
    auto& of_log = of_logs[for_organization ? 1 : 0];
    if (of_log) {
      auto step = *of_log;
      step.request = name;
      return step;
    }
    detail::ask_put_object(question, name, policy_of_writes, about, trail, file, for_organization);
    if (!problem.empty()) {
      return detail::settled(question, ternary::unknown, problem);
    }
    if (about.requester_pays == ternary::yes) {
      return detail::settled(question, ternary::no,
                             "the bucket is Requester Pays, so CloudTrail cannot write");
    }
    if (document == nullptr) {
      return detail::settled(question, ternary::no, no_policy);
    }
    auto step = detail::ask(*document, *asked, question);
    if (file == delivery_file::log && !about.witnesses &&
        detail::treats_files_alike(*asked, about, trail, for_organization)) {
      of_log = step;
    }
    return step;
  };
  constexpr std::string_view shared = "whether the trail is an organization trail is not known";
  auto const files = [&](delivery_file file, ternary written, std::string_view doubt,
                         std::string_view plain, std::string_view for_organization) {
    auto const why = written == ternary::unknown ? doubt : shared;
    if (auto const needed = both(written, negation(about.organization_trail));
        needed != ternary::no) {
      out.push_back(write(plain, file, false));
      detail::weaken(out.back(), needed, why);
    }
    auto const needed = both(written, about.organization_trail);
    if (needed == ternary::no) {
      return;
    }
    if (about.organization_id.empty()) {
      detail::ask_put_object(question, for_organization, policy_of_writes, about, trail, file,
                             false);
      question.resources.clear();
      out.push_back(
          detail::settled(question, ternary::unknown,
                          needed == ternary::yes ? "the organization's id is not known" : shared));
      return;
    }
    out.push_back(write(for_organization, file, true));
    detail::weaken(out.back(), needed, why);
  };
  files(delivery_file::log, ternary::yes, {}, "s3:PutObject", "s3:PutObject for the organization");
  files(delivery_file::digest, about.validation, "whether digest files are written is not known",
        "s3:PutObject of digest files", "s3:PutObject of digest files for the organization");
  files(delivery_file::insight, about.insights, "whether Insights events are written is not known",
        "s3:PutObject of Insights events", "s3:PutObject of Insights events for the organization");
  return out;
}

namespace detail {

// `context_of_s3`: the keys of the encryption context where S3 asks; null: there is no context.
inline void ask_to_use_key(delivery_question& out, std::string_view action,
                           delivery_trail const& about, arn const& trail, std::string_view key,
                           std::vector<std::string> const* context_of_s3) {
  start_question(out, action, action, about, trail, parse_arn(key).account);
  out.resources.push_back({std::string(key)});
  if (context_of_s3 != nullptr) {
    put_key(out, "kms:EncryptionContext:aws:cloudtrail:arn", {one_value(about.arn)});
    // S3's own entry is there as well where S3 asks.
    put_axis(out, "kms:EncryptionContextKeys",
             {one_value("aws:cloudtrail:arn"), {true, {}, context_of_s3}});
  } else {
    put_key(out, "kms:EncryptionContext:aws:cloudtrail:arn", {{}});
    put_key(out, "kms:EncryptionContextKeys", {{}});
  }
}

// `document`: null where the policy is not known.
[[nodiscard]] inline delivery_step ask_known(policy const* document, arn const& trail,
                                             delivery_question& question,
                                             std::string_view not_known) {
  auto const problem = document == nullptr ? not_known : unknown_trail(trail);
  return problem.empty() ? ask(*document, question) : settled(question, ternary::unknown, problem);
}

inline constexpr std::string_view unknown_key_policy = "the key's policy is not known";

} // namespace detail

TRAILAUDIT_INLINE std::vector<delivery_step> key_delivery(policy const* document,
                                                          delivery_trail const& about) {
  if (!about.kms_key || about.kms_key->empty()) {
    return {};
  }
  auto const trail = parse_arn(about.arn);
  std::vector<std::string> const of_s3{"aws:cloudtrail:arn", "aws:s3:arn"};
  std::vector<delivery_step> out;
  out.reserve(3);
  detail::delivery_question question;
  auto const use = [&](std::string_view action, std::vector<std::string> const* context_of_s3) {
    detail::ask_to_use_key(question, action, about, trail, *about.kms_key, context_of_s3);
    out.push_back(detail::ask_known(document, trail, question, detail::unknown_key_policy));
  };
  use("kms:GenerateDataKey", &of_s3);
  use("kms:DescribeKey", nullptr);
  if (about.bucket_key != ternary::no) {
    use("kms:Decrypt", &of_s3);
    detail::weaken(out.back(), about.bucket_key,
                   "it is needed for an S3 Bucket Key, and whether there is one is not known");
  }
  return out;
}

TRAILAUDIT_INLINE std::vector<delivery_step> topic_delivery(policy const* document,
                                                            delivery_trail const& about) {
  if (about.topic_arn.empty()) {
    return {};
  }
  auto const trail = parse_arn(about.arn);
  detail::delivery_question question;
  detail::start_question(question, "sns:Publish", "sns:Publish", about, trail,
                         parse_arn(about.topic_arn).account);
  question.resources.push_back({std::string(about.topic_arn)});
  return {detail::ask_known(document, trail, question, "the topic's policy is not known")};
}

TRAILAUDIT_INLINE std::vector<delivery_step>
topic_key_delivery(policy const* document, std::string_view key, delivery_trail const& about) {
  if (about.topic_arn.empty() || key.empty()) {
    return {};
  }
  auto const trail = parse_arn(about.arn);
  std::vector<delivery_step> out;
  detail::delivery_question question;
  for (auto const& [name, action] :
       {std::pair<std::string_view, std::string_view>{"kms:GenerateDataKey for the topic",
                                                      "kms:GenerateDataKey"},
        {"kms:Decrypt for the topic", "kms:Decrypt"}}) {
    detail::start_question(question, name, action, about, trail, parse_arn(key).account);
    question.resources.push_back({std::string(key)});
    // SNS asks for CloudTrail, and AWS does not say whether it passes on for whom CloudTrail does.
    detail::put_axis(question, "aws:SourceArn",
                     {detail::one_value(about.arn), detail::one_value(about.topic_arn), {}});
    detail::put_axis(question, "aws:SourceAccount", {detail::one_value(trail.account), {}});
    detail::put_key(question, "kms:EncryptionContext:aws:sns:topicArn",
                    {detail::one_value(about.topic_arn)});
    detail::put_key(question, "kms:EncryptionContextKeys", {detail::one_value("aws:sns:topicArn")});
    out.push_back(detail::ask_known(document, trail, question, detail::unknown_key_policy));
  }
  return out;
}

namespace detail {

// Several permission policies of one role, as the requests of one question see them.
class delivery_permissions {
public:
  delivery_permissions(delivery_role const& asked, policy_request const& request) : role_(&asked) {
    permissions_.reserve(role_->permissions.size());
    for (auto const* const each : role_->permissions) {
      permissions_.emplace_back(*each, request.action, request.principal);
    }
    if (role_->boundary != nullptr) {
      boundary_.emplace(*role_->boundary, request.action, request.principal);
    }
  }
  [[nodiscard]] delivery_decision operator()(delivery_question& question) const;

private:
  delivery_role const* role_;
  std::vector<delivery_policy> permissions_{};
  std::optional<delivery_policy> boundary_{};
};

inline delivery_decision delivery_permissions::operator()(delivery_question& question) const {
  delivery_decision out;
  out.reason = "no statement allows it to CloudTrail";
  delivery_decision allowed;
  delivery_decision doubtful;
  bool found_near = false;
  for (std::size_t at = 0; at != permissions_.size(); ++at) {
    auto found = permissions_[at].decide(question);
    found.document = at;
    if (found.deny == ternary::yes) {
      return found;
    }
    if (found.allow == ternary::yes && out.allow != ternary::yes) {
      allowed = found;
    }
    if ((found.allow == ternary::unknown || found.deny == ternary::unknown) &&
        doubtful.reason.empty()) {
      doubtful = found;
    }
    if (found.allow == ternary::no && !found_near &&
        found.statement != delivery_step::no_statement) {
      found_near = true;
      out.statement = found.statement;
      out.key = found.key;
      out.reason = found.reason;
      out.document = at;
    }
    out.allow = either(out.allow, found.allow);
    out.deny = either(out.deny, found.deny);
  }
  out.granted = both(out.allow, negation(out.deny));
  auto const take = [&](delivery_decision const& from) {
    out.statement = from.statement;
    out.key = from.key;
    out.reason = from.reason;
    out.document = from.document;
  };
  if (out.granted == ternary::yes) {
    take(allowed);
  } else if (out.granted == ternary::unknown) {
    take(doubtful);
  }
  if (out.granted != ternary::no && boundary_) {
    auto const bound = boundary_->decide(question);
    if (bound.granted < out.granted) {
      out.granted = bound.granted;
      out.statement = delivery_step::no_statement;
      out.key = bound.key;
      out.reason = bound.granted == ternary::no ? "the role's boundary keeps it out"
                                                : "the role's boundary is not decided";
    }
  }
  if (!role_->whole && out.deny != ternary::yes && out.granted != ternary::unknown) {
    out.granted = ternary::unknown;
    out.reason = "not every policy of the role is known";
  }
  if (out.granted == ternary::yes && role_->boundary == nullptr && role_->bounded != ternary::no) {
    out.granted = ternary::unknown;
    out.reason = "the role's boundary is not known";
  }
  return out;
}

} // namespace detail

TRAILAUDIT_INLINE std::vector<delivery_step> role_delivery(delivery_role const& role,
                                                           delivery_trail const& about) {
  if (about.log_group_arn.empty() || about.role_arn.empty()) {
    return {};
  }
  auto const group = parse_arn(about.log_group_arn);
  auto const owner = parse_arn(about.role_arn).account;
  auto const trail = parse_arn(about.arn);
  detail::delivery_question trusts;
  detail::start_question(trusts, "sts:AssumeRole", "sts:AssumeRole", about, trail, owner);
  trusts.resources.push_back({std::string(about.role_arn)});
  // The documented trust has no condition, and AWS does not say what CloudTrail sends along.
  detail::put_axis(trusts, "aws:SourceArn", {detail::one_value(about.arn), {}});
  detail::put_axis(trusts, "aws:SourceAccount", {detail::one_value(trail.account), {}});
  detail::put_key(trusts, "sts:ExternalId", {{}});
  std::vector<delivery_step> out;
  out.push_back(
      detail::ask_known(role.trust, trail, trusts, "who may assume the role is not known"));

  auto name = group.resource;
  if (name.ends_with(":*")) {
    name.remove_suffix(2);
  }
  auto const stream = [&](std::string_view organization, std::string_view account,
                          std::string_view suffix) {
    return detail::concat({"arn:", group.partition, ":logs:", group.region, ":", group.account, ":",
                           name, ":log-stream:", organization, organization.empty() ? "" : "_",
                           account, "_CloudTrail_", trail.region, suffix});
  };
  auto const write = [&](std::string_view literal, std::string_view action, bool for_organization,
                         ternary needed) {
    if (needed == ternary::no) {
      return;
    }
    detail::delivery_question question;
    question.name = literal;
    question.with_witness = about.witnesses;
    auto& request = question.request;
    request.principal = {principal_type::aws, std::string(about.role_arn)};
    request.action = action;
    request.account = group.account;
    detail::put_key(question, "aws:PrincipalArn", {detail::one_value(about.role_arn)});
    detail::put_key(question, "aws:PrincipalAccount", {detail::one_value(owner)});
    detail::put_key(question, "aws:SecureTransport", {detail::one_value("true")});
    detail::put_key(question, "aws:RequestedRegion", {detail::one_value(group.region)});
    // More streams are made where there is much to write.
    auto const add = [&](std::string_view organization, detail::delivery_account const& account) {
      question.resources.push_back({stream(organization, account.id, ""), account.certain});
      question.resources.push_back({stream(organization, account.id, "_2"), false});
    };
    if (for_organization) {
      for (auto const& each : detail::accounts_of(about, trail.account)) {
        if (each.id != trail.account) {
          add(about.organization_id, each);
        }
      }
    } else {
      add({}, {trail.account, true});
    }
    auto const untold = detail::unknown_trail(trail);
    auto const problem = !untold.empty() ? untold
                         : group.service != "logs"
                             ? std::string_view("the log group's ARN is not known")
                         : for_organization && about.organization_id.empty()
                             ? std::string_view("the organization's id is not known")
                             : std::string_view();
    if (!problem.empty()) {
      out.push_back(detail::settled(question, ternary::unknown, problem));
      return;
    }
    std::vector<std::size_t> const no_axes;
    detail::delivery_permissions const decide(role, request);
    auto step = detail::ask_all(question, no_axes, decide);
    detail::weaken(step, needed, "whether the trail is an organization trail is not known");
    out.push_back(std::move(step));
  };
  write("logs:CreateLogStream", "logs:CreateLogStream", false, ternary::yes);
  write("logs:PutLogEvents", "logs:PutLogEvents", false, ternary::yes);
  write("logs:CreateLogStream for the organization", "logs:CreateLogStream", true,
        about.organization_trail);
  write("logs:PutLogEvents for the organization", "logs:PutLogEvents", true,
        about.organization_trail);
  return out;
}

// --- the confused deputy -----------------------------------------------------------------------

namespace detail {

[[nodiscard]] inline trust trust_of(delivery_trail const& about, trust const& trusted) {
  auto out = trusted;
  if (auto const owner = parse_arn(about.arn).account; !owner.empty()) {
    out.accounts.emplace_back(owner);
  }
  if (about.organization_trail == ternary::yes && !about.organization_id.empty()) {
    out.organizations.emplace_back(about.organization_id);
  }
  return out;
}

inline constexpr std::string_view trail_context = "kms:EncryptionContext:aws:cloudtrail:arn";

// ARNs of CloudTrail's have five colons, neither more nor less, since no name holds one. So a
// pattern with five colons means the same whether `*` may cross a colon or not; part by part it is
// easier to prove something of it.
[[nodiscard]] inline bool can_compare_by_part(policy_condition const& condition) noexcept {
  if (!equals_folded(condition.key, "aws:SourceArn") &&
      !equals_folded(condition.key, trail_context)) {
    return false;
  }
  auto const how = parse_condition_operator(condition.operation);
  return how && how->type == condition_type::string_like &&
         std::all_of(condition.values.values.begin(), condition.values.values.end(),
                     [](std::string_view value) {
                       return value.starts_with("arn:") && !has_variable(value) &&
                              std::count(value.begin(), value.end(), ':') == 5;
                     });
}

// Whether there is any such condition.
[[nodiscard]] inline bool can_compare_by_part(policy const& document) noexcept {
  for (auto const& statement : document.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      if (can_compare_by_part(each)) {
        return true;
      }
    }
  }
  return false;
}

inline void compare_by_part(policy& document) {
  constexpr std::string_view text = "String";
  for (auto& statement : document.statement.values) {
    for (auto& each : statement.condition.conditions) {
      if (can_compare_by_part(each)) {
        each.operation.replace(each.operation.find(text), text.size(), "Arn");
      }
    }
  }
}

inline constexpr std::string_view closed_to_strangers =
    "whatever CloudTrail may do is bound to trusted trails";

// Whether a stranger's request is one that CloudTrail can make, and `document` grants it.
[[nodiscard]] inline bool is_witness(policy const& document, policy_request const& request) {
  for (auto const& each : request.context) {
    if (!equals_folded(each.key, "aws:SourceArn") && !equals_folded(each.key, trail_context)) {
      continue;
    }
    for (auto const& value : each.values) {
      if (std::count(value.begin(), value.end(), ':') != 5) {
        return false;
      }
    }
  }
  return evaluate(document, request).granted == ternary::yes;
}

// `asked` is what is searched, and says no less than `document`.
[[nodiscard]] inline deputy_answer deputy_of(policy const& document, policy const& asked,
                                             delivery_trail const& about, exposure_subject subject,
                                             trust const& trusted) {
  subject.partition = parse_arn(about.arn).partition;
  subject.service = cloudtrail_service;
  auto found = exposure_of(asked, exposure_question::deputy, subject, trust_of(about, trusted));
  deputy_answer out;
  if (!found.statements.empty()) {
    out.statement = found.statements.front();
  }
  switch (found.verdict) {
  case exposure_verdict::closed:
    out.blocked = ternary::yes;
    out.reason = closed_to_strangers;
    return out;
  case exposure_verdict::open: {
    auto& witness = found.witness;
    if (subject.resource.find(":key/") != std::string_view::npos) {
      // The encryption context is the trail's ARN. By index: the list grows.
      for (std::size_t at = 0; at != witness.context.size(); ++at) {
        if (equals_folded(witness.context[at].key, "aws:SourceArn")) {
          auto values = witness.context[at].values;
          put_context(witness, trail_context, std::move(values));
          break;
        }
      }
    }
    if (is_witness(document, witness)) {
      out.blocked = ternary::no;
      out.reason = "CloudTrail may do it for anybody's trail";
      out.witness = std::move(witness);
    } else {
      out.reason = "no request of a stranger's was found that is surely granted";
    }
    return out;
  }
  case exposure_verdict::unknown:
    break;
  }
  out.reason = found.reason;
  return out;
}

[[nodiscard]] inline deputy_answer deputy_of(policy const& document, delivery_trail const& about,
                                             exposure_subject const& subject,
                                             trust const& trusted) {
  auto out = deputy_of(document, document, about, subject, trusted);
  if (out.blocked != ternary::yes && mentions(document, "aws:SourceArn") &&
      can_compare_by_part(document)) {
    auto copy = document;
    compare_by_part(copy);
    out = deputy_of(document, copy, about, subject, trusted);
  }
  return out;
}

} // namespace detail

TRAILAUDIT_INLINE deputy_answer bucket_deputy(policy const& document, delivery_trail const& about,
                                              trust const& trusted) {
  exposure_subject subject;
  subject.account = about.bucket_account;
  subject.bucket = about.bucket;
  // These are the requests that CloudTrail makes; the first is the worse one.
  constexpr std::array<std::string_view, 2> actions{"s3:PutObject", "s3:GetBucketAcl"};
  deputy_answer out;
  for (auto const action : actions) {
    subject.action = action;
    out = detail::deputy_of(document, about, subject, trusted);
    if (out.blocked != ternary::yes) {
      break;
    }
  }
  return out;
}

TRAILAUDIT_INLINE deputy_answer topic_deputy(policy const& document, delivery_trail const& about,
                                             trust const& trusted) {
  exposure_subject subject;
  subject.account = parse_arn(about.topic_arn).account;
  subject.resource = about.topic_arn;
  return detail::deputy_of(document, about, subject, trusted);
}

namespace detail {

// The policy without what allows nothing but `kms:DescribeKey`, and the statements' numbers in the
// policy as it was. One with flaws stays as it is, since flaws go by number.
[[nodiscard]] inline policy without_describe_key(policy const& document,
                                                 std::vector<std::size_t>& numbers) {
  policy out = document;
  out.statement.values.clear();
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto copy = document.statement.values[at];
    if (document.flaws.empty() && is_allow(copy) && !copy.action.values.empty()) {
      copy.action.values.clear();
      for (auto const& each : document.statement.values[at].action.values) {
        if (!equals_folded(each, "kms:DescribeKey")) {
          copy.action.values.push_back(each);
        }
      }
      if (copy.action.values.empty()) {
        continue;
      }
    }
    out.statement.values.push_back(std::move(copy));
    numbers.push_back(at);
  }
  return out;
}

} // namespace detail

TRAILAUDIT_INLINE deputy_answer key_deputy(policy const& document, delivery_trail const& about,
                                           trust const& trusted) {
  exposure_subject subject;
  auto const key = about.kms_key ? *about.kms_key : std::string_view();
  subject.account = parse_arn(key).account;
  subject.resource = key;
  std::vector<std::size_t> numbers;
  auto data_use = detail::without_describe_key(document, numbers);
  auto out = detail::deputy_of(document, data_use, about, subject, trusted);
  if (out.blocked != ternary::yes && detail::can_compare_by_part(data_use)) {
    detail::compare_by_part(data_use);
    out = detail::deputy_of(document, data_use, about, subject, trusted);
  }
  if (out.blocked != ternary::yes && detail::mentions(document, detail::trail_context)) {
    // The context's entry and `aws:SourceArn` are one value, so they may be one key.
    for (auto& statement : data_use.statement.values) {
      for (auto& each : statement.condition.conditions) {
        if (detail::equals_folded(each.key, detail::trail_context)) {
          each.key = "aws:SourceArn";
        }
      }
    }
    out = detail::deputy_of(document, data_use, about, subject, trusted);
  }
  if (out.statement < numbers.size()) {
    out.statement = numbers[out.statement];
  }
  return out;
}

} // namespace trailaudit::inline v0
