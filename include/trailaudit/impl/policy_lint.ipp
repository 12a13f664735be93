#pragma once

#include <trailaudit/analysis/known_actions.hpp>
#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/detail/folded_names.hpp>
#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>
#include <trailaudit/logic/text_set.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/cloudtrail_accounts.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

/// Goes through one policy.
class policy_linter {
public:
  explicit policy_linter(policy const& document)
      : document_(document), in_list_(document.statement.is_list()),
        has_variables_(substitutes(document)) {}

  std::vector<policy_lint> run() {
    for (auto const& each : document_.flaws) {
      auto& added = found_.emplace_back();
      added.code = code_of(each.code);
      added.statement = each.statement;
      added.pointer = each.pointer;
      added.what = each.what;
      unreadable_ = unreadable_ || (each.statement == policy_flaw::no_statement &&
                                    each.code != policy_flaw_code::duplicate_element &&
                                    each.code != policy_flaw_code::unknown_element &&
                                    each.code != policy_flaw_code::missing_element);
    }
    if (!unreadable_) {
      version();
      sids();
    }
    auto const& statements = document_.statement;
    for (std::size_t at = 0; at != statements.values.size(); ++at) {
      statement_ = static_cast<std::uint32_t>(at);
      statement(statements.values[at]);
    }
    return std::move(found_);
  }

private:
  using values = one_or_many<std::string>;

  enum class family : std::uint8_t {
    equals,
    equals_ignoring_case,
    like,
    number,
    date,
    boolean,
    binary,
    address,
    arn,
    null,
    unknown
  };
  struct operation {
    family kind = family::unknown;
    bool negated = false;
    bool equality = false; // of numbers and dates: not an order
    bool for_all = false;
    bool for_any = false;
    bool if_exists = false;
    [[nodiscard]] bool plain() const noexcept { return !for_all && !for_any && !if_exists; }
  };
  // A condition with its operator taken apart. Its key is compared without regard to case.
  struct test {
    policy_condition const* of = nullptr;
    operation how{};
  };

  static constexpr std::size_t few_tests = 8;

  static policy_lint_code code_of(policy_flaw_code code) noexcept {
    switch (code) {
    case policy_flaw_code::not_json:
      return policy_lint_code::not_json;
    case policy_flaw_code::wrong_type:
      return policy_lint_code::wrong_type;
    case policy_flaw_code::duplicate_element:
      return policy_lint_code::duplicate_element;
    case policy_flaw_code::unknown_element:
      return policy_lint_code::unknown_element;
    case policy_flaw_code::missing_element:
      return policy_lint_code::missing_element;
    case policy_flaw_code::conflicting_element:
      return policy_lint_code::conflicting_element;
    case policy_flaw_code::unknown_effect:
      return policy_lint_code::unknown_effect;
    case policy_flaw_code::too_large:
      return policy_lint_code::too_large;
    }
    return policy_lint_code::not_json;
  }

  static bool is_before_folded(std::string_view left, std::string_view right) noexcept {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char one, char other) {
                                          return static_cast<unsigned char>(to_lower(one)) <
                                                 static_cast<unsigned char>(to_lower(other));
                                        });
  }
  static bool has(std::string_view text, std::string_view part) noexcept {
    return text.find(part) != std::string_view::npos;
  }
  // `*` and `?` that stand for characters: not those of `${*}`.
  static bool has_wildcard(std::string_view text) noexcept {
    if (has_none_of<'*', '?'>(text)) {
      return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text.substr(at, 2) == "${") {
        auto const end = text.find('}', at);
        if (end == std::string_view::npos) {
          return false;
        }
        at = end;
      } else if (text[at] == '*' || text[at] == '?') {
        return true;
      }
    }
    return false;
  }

  // `path` are the steps below the statement, or below the document where there is none.
  void add(policy_lint_code code, std::initializer_list<std::string_view> path,
           std::string_view what) {
    auto& added = found_.emplace_back();
    added.code = code;
    added.statement = statement_;
    if (statement_ != policy_flaw::no_statement) {
      added.pointer = "/Statement";
      added.pointer += in_list_ ? '/' + std::to_string(statement_) : std::string();
    }
    for (auto const step : path) {
      if (!step.empty()) {
        append_pointer(added.pointer, step);
      }
    }
    added.what = what;
  }
  // The step to a value of a list, or none where it is a text.
  static std::string step_to(values const& list, std::size_t at) {
    return list.is_list() ? std::to_string(at) : std::string();
  }
  // A condition's key or operator may be empty, and is a step all the same.
  void add_condition(policy_lint_code code, policy_condition const& at, std::string_view step,
                     std::string_view what) {
    add(code, {"Condition"}, what);
    auto& pointer = found_.back().pointer;
    append_pointer(pointer, at.operation);
    append_pointer(pointer, at.key);
    if (!step.empty()) {
      append_pointer(pointer, step);
    }
  }

  // The document.

  void version() {
    if (document_.version.empty()) {
      add(policy_lint_code::missing_version, {}, "Version");
    } else if (!has_variables_ && document_.version != "2008-10-17") {
      add(policy_lint_code::unknown_version, {"Version"}, document_.version);
    }
  }

  void sids() {
    auto const& statements = document_.statement.values;
    // Of a handful each is compared with each.
    constexpr std::size_t few = 16;
    bool differ = statements.size() <= few;
    for (std::size_t at = 1; differ && at < statements.size(); ++at) {
      auto const& sid = statements[at].sid;
      for (std::size_t before = 0; !sid.empty() && before != at; ++before) {
        differ = differ && statements[before].sid != sid;
      }
    }
    if (differ) {
      return;
    }
    std::vector<std::pair<std::string_view, std::size_t>> all;
    for (std::size_t at = 0; at != statements.size(); ++at) {
      if (!statements[at].sid.empty()) {
        all.emplace_back(statements[at].sid, at);
      }
    }
    std::sort(all.begin(), all.end());
    std::vector<std::size_t> twice;
    for (std::size_t at = 1; at < all.size(); ++at) {
      if (all[at].first == all[at - 1].first) {
        twice.push_back(all[at].second);
      }
    }
    std::sort(twice.begin(), twice.end());
    for (auto const at : twice) {
      statement_ = static_cast<std::uint32_t>(at);
      add(policy_lint_code::duplicate_sid, {"Sid"}, statements[at].sid);
    }
  }

  // A statement.

  void statement(policy_statement const& made) {
    bool const allows = is_allow(made);
    if (made.principal) {
      principal("Principal", *made.principal);
    }
    if (made.not_principal) {
      principal("NotPrincipal", *made.not_principal);
      if (allows) { // a `Deny` still meets who has a boundary, whomever it names
        add(leaves_nobody(*made.not_principal) ? policy_lint_code::excludes_everything
                                               : policy_lint_code::not_principal,
            {"NotPrincipal"}, "NotPrincipal");
      }
    }
    for (auto const& [name, list] :
         {std::pair{"Action", &made.action}, std::pair{"NotAction", &made.not_action},
          std::pair{"Resource", &made.resource}, std::pair{"NotResource", &made.not_resource}}) {
      if (list->listed && list->values.empty()) {
        add(policy_lint_code::empty_element, {name}, name);
      }
    }
    for (auto const& [name, list, other] :
         {std::tuple{"NotAction", &made.not_action, &made.action},
          std::tuple{"NotResource", &made.not_resource, &made.resource}}) {
      auto const& all = list->values;
      if (other->values.empty() && std::find(all.begin(), all.end(), "*") != all.end()) {
        add(policy_lint_code::excludes_everything, {name}, name);
      }
    }
    actions("Action", made.action, &made);
    actions("NotAction", made.not_action, nullptr);
    resources("Resource", made.resource);
    resources("NotResource", made.not_resource);
    conditions(made, allows);
  }

  void principal(std::string_view name, principal_element const& made) {
    if (!made.text.empty() && !same_text(made.text, "*")) {
      add(policy_lint_code::invalid_principal, {name}, made.text);
    }
    if (made.text.empty() && made.groups.empty()) {
      add(policy_lint_code::empty_element, {name}, name);
    }
    for (auto const& group : made.groups) {
      std::string_view const type = made.untyped ? std::string_view() : group.type;
      bool const of_aws = same_text(group.type, "AWS");
      if (group.ids.values.empty()) {
        add(policy_lint_code::empty_element, {name, type}, group.type);
      }
      for (std::size_t at = 0; at != group.ids.values.size(); ++at) {
        auto const& id = group.ids.values[at];
        auto const step = [&] {
          return made.untyped ? std::to_string(at) : step_to(group.ids, at);
        };
        if (has_wildcard(id) && !(of_aws && same_text(id, "*"))) {
          add(policy_lint_code::invalid_principal, {name, type, step()}, id);
        }
        if (of_aws && is_unique_id(id)) {
          add(policy_lint_code::deleted_principal, {name, type, step()}, id);
        }
        if (of_aws && is_legacy_account(id)) {
          add(policy_lint_code::legacy_cloudtrail_account, {name, type, step()}, id);
        }
      }
    }
  }

  static bool leaves_nobody(principal_element const& made) {
    return made.text == "*" ||
           std::any_of(made.groups.begin(), made.groups.end(), [](auto const& group) {
             auto const& ids = group.ids.values;
             return group.type == "AWS" && std::find(ids.begin(), ids.end(), "*") != ids.end();
           });
  }

  static bool is_legacy_account(std::string_view id) noexcept {
    if (!id.ends_with(":root")) {
      return is_cloudtrail_account(id);
    }
    auto const parts = parse_arn(id);
    return parts.service == "iam" && parts.resource == "root" &&
           is_cloudtrail_account(parts.account);
  }

  // Actions and resources.

  enum : unsigned { objects = 1, buckets = 2, others = 4, anything = objects | buckets | others };

  // The kinds of things that the actions of a pattern are about; none: no such action is known.
  // Every action of a service that is not known here is about anything.
  static unsigned kinds_of(std::string_view action) {
    auto const colon = action.find(':');
    if (colon == std::string_view::npos) {
      return action == "*" ? anything : 0U;
    }
    auto const service = action.substr(0, colon);
    auto const name = action.substr(colon + 1);
    auto const is_wildcard = [](char byte) { return byte == '*' || byte == '?'; };
    auto const front = static_cast<std::size_t>(
        std::find_if(name.begin(), name.end(), is_wildcard) - name.begin());
    if (equals_folded(service, "s3")) {
      if (front == name.size()) {
        static constexpr folded_names known(s3_actions);
        auto const at = known.find(name);
        return at < s3_object_actions.size()                              ? objects
               : at < s3_object_actions.size() + s3_bucket_actions.size() ? buckets
               : at < s3_actions.size()                                   ? others
                                                                          : 0U;
      }
      return (any_is<s3_object_actions>(name, front) ? objects : 0U) |
             (any_is<s3_bucket_actions>(name, front) ? buckets : 0U) |
             (any_is<s3_other_actions>(name, front) ? others : 0U);
    }
    bool const known = equals_folded(service, "kms")   ? any_is<kms_actions>(name, front)
                       : equals_folded(service, "sns") ? any_is<sns_actions>(name, front)
                       : equals_folded(service, "sts") ? any_is<sts_actions>(name, front)
                       : equals_folded(service, "cloudtrail")
                           ? any_is<cloudtrail_actions>(name, front)
                           : true;
    return known ? anything : 0U;
  }

  // Whether a pattern, which has no wildcard in front of that place, matches any of the actions.
  template <auto const& Actions>
  static bool any_is(std::string_view name, std::size_t front) noexcept {
    static constexpr folded_names known(Actions);
    if (front == name.size()) {
      return known.contains(name);
    }
    text_pattern const pattern{text_match::glob, name, true};
    return name == "*" || std::any_of(Actions.begin(), Actions.end(), [&](std::string_view each) {
             return starts_with_folded(each, name.substr(0, front)) && matches(pattern, each);
           });
  }

  // The kinds of things that a pattern of resources may match.
  static unsigned kinds_of_resource(std::string_view pattern) noexcept {
    constexpr std::string_view usual = "arn:aws:s3:::";
    auto resource = pattern.substr(pattern.starts_with(usual) ? usual.size() : pattern.size());
    if (resource.empty()) {
      auto const parts = parse_arn(pattern);
      bool const of_s3 = parts.service == "s3" && parts.region.empty() && parts.account.empty();
      if (!of_s3) {
        return anything;
      }
      resource = parts.resource;
    }
    if (has_variable(pattern)) {
      return anything;
    }
    // A bucket's name has no slash, an object's resource has one behind the name; `?` can be one.
    bool const slash = resource.find('/') != std::string_view::npos;
    return (slash || has_wildcard(resource) ? objects : 0U) | (slash ? 0U : buckets);
  }

  // `made`: the statement, if the actions are its `Action`.
  void actions(std::string_view name, values const& list, policy_statement const* made) {
    std::optional<unsigned> kinds; // of the resources, which not all actions make ask for
    auto const fits = [&](unsigned about) {
      if (!kinds) {
        kinds = 0;
        for (auto const& each : made->resource.values) {
          *kinds |= kinds_of_resource(each);
        }
      }
      return *kinds == 0 || (about & *kinds) != 0;
    };
    for (std::size_t at = 0; at != list.values.size(); ++at) {
      auto const& action = list.values[at];
      auto const about = kinds_of(action);
      if (about == 0) {
        add(policy_lint_code::unknown_action, {name, step_to(list, at)}, action);
      } else if (made != nullptr && about != anything && !fits(about)) {
        add(policy_lint_code::resource_of_other_type, {name, step_to(list, at)}, action);
      }
    }
  }

  void resources(std::string_view name, values const& list) {
    for (std::size_t at = 0; !has_variables_ && at != list.values.size(); ++at) {
      if (has_variable(list.values[at])) {
        add(policy_lint_code::variable_in_2008, {name, step_to(list, at)}, list.values[at]);
      }
    }
  }

  // Conditions.

  static operation operation_of(std::string_view text) {
    struct row {
      family kind = family::unknown;
      bool negated = false;
      bool equality = false;
    };
    static constexpr folded_names names(std::array<std::string_view, 27>{
        "stringequals",
        "stringnotequals",
        "stringequalsignorecase",
        "stringnotequalsignorecase",
        "stringlike",
        "stringnotlike",
        "numericequals",
        "numericnotequals",
        "numericlessthan",
        "numericlessthanequals",
        "numericgreaterthan",
        "numericgreaterthanequals",
        "dateequals",
        "datenotequals",
        "datelessthan",
        "datelessthanequals",
        "dategreaterthan",
        "dategreaterthanequals",
        "bool",
        "binaryequals",
        "ipaddress",
        "notipaddress",
        "arnequals",
        "arnlike",
        "arnnotequals",
        "arnnotlike",
        "null",
    });
    static constexpr std::array<row, 27> rows{{
        {family::equals, false, true},
        {family::equals, true, true},
        {family::equals_ignoring_case, false, true},
        {family::equals_ignoring_case, true, true},
        {family::like, false, true},
        {family::like, true, true},
        {family::number, false, true},
        {family::number, true, true},
        {family::number, false, false},
        {family::number, false, false},
        {family::number, false, false},
        {family::number, false, false},
        {family::date, false, true},
        {family::date, true, true},
        {family::date, false, false},
        {family::date, false, false},
        {family::date, false, false},
        {family::date, false, false},
        {family::boolean, false, true},
        {family::binary, false, true},
        {family::address, false, true},
        {family::address, true, true},
        {family::arn, false, true},
        {family::arn, false, true},
        {family::arn, true, true},
        {family::arn, true, true},
        {family::null, false, true},
    }};
    operation found;
    auto const take = [&](std::string_view prefix) {
      bool const there = starts_with_folded(text, prefix);
      text.remove_prefix(there ? prefix.size() : 0);
      return there;
    };
    found.for_all = take("forallvalues:");
    found.for_any = !found.for_all && take("foranyvalue:");
    constexpr std::string_view suffix = "ifexists";
    found.if_exists = text.size() >= suffix.size() &&
                      equals_folded(text.substr(text.size() - suffix.size()), suffix);
    text.remove_suffix(found.if_exists ? suffix.size() : 0);
    auto const at = names.find(text);
    if (at != rows.size() && !(found.if_exists && rows[at].kind == family::null)) {
      found.kind = rows[at].kind;
      found.negated = rows[at].negated;
      found.equality = rows[at].equality;
    }
    return found;
  }

  void conditions(policy_statement const& made, bool allows) {
    auto& tests = tests_;
    tests.clear();
    tests.reserve(made.condition.conditions.empty() ? 0 : few_tests);
    for (auto const& each : made.condition.conditions) {
      tests.push_back({&each, operation_of(each.operation)});
    }
    for (auto const& each : tests) {
      condition(each, tests, allows, is_deny(made));
    }
    if (differ_in_key(tests)) {
      return;
    }
    // By key, and as they stand for each key.
    std::stable_sort(tests.begin(), tests.end(), [](test const& left, test const& right) {
      return is_before_folded(left.of->key, right.of->key);
    });
    for (std::size_t from = 0; from != tests.size();) {
      auto to = from + 1;
      while (to != tests.size() && equals_folded(tests[to].of->key, tests[from].of->key)) {
        ++to;
      }
      auto const of_key = std::span<test const>(tests).subspan(from, to - from);
      bool two_spellings = false; // which one counts is nowhere said
      for (std::size_t at = 1; at < of_key.size(); ++at) {
        if (of_key[at].of->operation == of_key[at - 1].of->operation) {
          two_spellings = true;
          add_condition(policy_lint_code::key_spellings, *of_key[at].of, {}, of_key[at].of->key);
        }
      }
      if (of_key.size() > 1 && !two_spellings && contradict(of_key)) {
        add_condition(policy_lint_code::contradiction, *of_key.back().of, {},
                      of_key.back().of->key);
      }
      from = to;
    }
  }

  // Certain of a handful alone: of them each is compared with each.
  static bool differ_in_key(std::span<test const> tests) noexcept {
    for (std::size_t at = 1; at < tests.size() && tests.size() <= few_tests; ++at) {
      for (std::size_t before = 0; before != at; ++before) {
        if (equals_folded(tests[before].of->key, tests[at].of->key)) {
          return false;
        }
      }
    }
    return tests.size() <= few_tests;
  }

  void condition(test const& each, std::span<test const> all, bool allows, bool denies) {
    auto const& made = *each.of;
    if (each.how.kind == family::unknown) {
      add(policy_lint_code::unknown_operator, {"Condition"}, made.operation);
      append_pointer(found_.back().pointer, made.operation);
    }
    if (made.key.empty() && made.values.values.empty() && !made.values.listed) {
      add(policy_lint_code::empty_element, {"Condition"}, made.operation);
      append_pointer(found_.back().pointer, made.operation);
      return; // an operator without keys
    }
    key(each);
    if (made.values.values.empty()) {
      add_condition(policy_lint_code::empty_element, made, {}, made.key);
    }
    bool const texts = each.how.kind == family::equals ||
                       each.how.kind == family::equals_ignoring_case ||
                       each.how.kind == family::like || each.how.kind == family::arn;
    bool const literal =
        each.how.kind == family::equals || each.how.kind == family::equals_ignoring_case;
    bool const is_source =
        allows && texts && !each.how.negated &&
        (made.key == "aws:SourceArn" || equals_folded(made.key, "aws:SourceArn"));
    for (std::size_t at = 0; at != made.values.values.size(); ++at) {
      auto const& value = made.values.values[at];
      auto const step = [&] { return step_to(made.values, at); };
      bool const variable = texts && has_variable(value);
      if (variable && !has_variables_) {
        add_condition(policy_lint_code::variable_in_2008, made, step(), value);
      }
      if (!variable && !is_well_formed(each.how.kind, value)) {
        add_condition(policy_lint_code::malformed_value, made, step(), value);
      }
      if (literal && has_wildcard(value)) {
        add_condition(policy_lint_code::literal_star, made, step(), value);
      }
      if (each.how.kind == family::like && has_wildcard(value) && value != "*" &&
          is_arn_key(made.key)) {
        add_condition(policy_lint_code::string_like_on_arn, made, step(), value);
      }
      if (is_source && !variable && lacks_account(value) && !names_source_account(all)) {
        add_condition(policy_lint_code::source_without_account, made, step(), value);
      }
    }
    if (each.how.kind == family::address && (each.how.negated ? denies : allows)) {
      addresses(made);
    }
    if (allows && each.how.for_all && !asks_for_key(made.key, all)) {
      add_condition(policy_lint_code::for_all_values, made, {}, made.operation);
    }
    if (allows && each.how.if_exists && !each.how.negated && says_who(made.key)) {
      add_condition(policy_lint_code::if_exists, made, {}, made.operation);
    }
  }

  void key(test const& each) {
    auto const& key = each.of->key;
    auto const colon = first_of<':'>(key);
    auto const blank = first_of<' '>(key);
    if (colon == 0 || colon == std::string::npos || colon + 1 == key.size() ||
        (blank != std::string::npos && blank < key.find('/'))) { // a tag's name may have some
      add_condition(policy_lint_code::malformed_key, *each.of, {}, key);
    } else if (starts_with_folded(key, "aws:") && !is_global_key(key)) {
      add_condition(policy_lint_code::unknown_global_key, *each.of, {}, key);
    }
  }

  // Source: IAM User Guide, "AWS global condition context keys".
  static bool is_global_key(std::string_view key) noexcept {
    static constexpr folded_names keys(std::array<std::string_view, 50>{
        "aws:assumedroot",
        "aws:calledvia",
        "aws:calledviaawsmcp",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:chatbotsourcearn",
        "aws:currenttime",
        "aws:ec2instancesourceprivateipv4",
        "aws:ec2instancesourcevpc",
        "aws:epochtime",
        "aws:federatedprovider",
        "aws:ismcpserviceaction",
        "aws:multifactorauthage",
        "aws:multifactorauthpresent",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:principaltype",
        "aws:referer",
        "aws:requestedregion",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
        "aws:securetransport",
        "aws:signinsessionarn",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceidentity",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:tagkeys",
        "aws:tokenissuetime",
        "aws:useragent",
        "aws:userid",
        "aws:username",
        "aws:viaawsmcpservice",
        "aws:viaawsservice",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    });
    return keys.contains(key) || starts_with_folded(key, "aws:principaltag/") ||
           starts_with_folded(key, "aws:requesttag/") ||
           starts_with_folded(key, "aws:resourcetag/");
  }

  static bool is_arn_key(std::string_view key) noexcept {
    static constexpr folded_names keys(std::array<std::string_view, 6>{
        "aws:sourcearn", "aws:principalarn", "aws:sourcevpcarn", "aws:chatbotsourcearn",
        "s3:dataaccesspointarn", "lambda:sourcefunctionarn"});
    return keys.contains(key);
  }

  // Keys that tell callers and networks apart, so that a request may not do without them.
  static bool says_who(std::string_view key) noexcept {
    static constexpr folded_names keys(
        std::array<std::string_view, 21>{"aws:principalaccount",
                                         "aws:principalarn",
                                         "aws:principalorgid",
                                         "aws:principalorgpaths",
                                         "aws:principalisawsservice",
                                         "aws:principalservicename",
                                         "aws:principalservicenameslist",
                                         "aws:userid",
                                         "kms:calleraccount",
                                         "aws:sourcevpc",
                                         "aws:sourcevpce",
                                         "aws:sourcevpcarn",
                                         "aws:vpceaccount",
                                         "aws:vpceorgid",
                                         "aws:vpceorgpaths",
                                         "aws:sourceip",
                                         "aws:sourcearn",
                                         "aws:sourceaccount",
                                         "aws:sourceowner",
                                         "aws:sourceorgid",
                                         "aws:sourceorgpaths"});
    return keys.contains(key);
  }

  static bool lacks_account(std::string_view value) noexcept {
    auto const account = parse_arn(value).account;
    return account.empty() || has_wildcard(account);
  }

  static bool names_source_account(std::span<test const> all) noexcept {
    for (auto const& each : all) {
      auto const& key = each.of->key;
      bool const names =
          equals_folded(key, "aws:SourceAccount") || equals_folded(key, "aws:SourceOwner") ||
          equals_folded(key, "aws:SourceOrgID") || equals_folded(key, "aws:SourceOrgPaths");
      if (names && !each.how.negated && !each.how.if_exists && !each.how.for_all &&
          each.how.kind != family::null) {
        return true;
      }
    }
    return false;
  }

  static bool asks_for_key(std::string_view key, std::span<test const> all) {
    for (auto const& each : all) {
      if (equals_folded(each.of->key, key) && each.how.kind == family::null && each.how.plain() &&
          each.of->values.values.size() == 1 && equals_folded(each.of->values.values[0], "false")) {
        return true;
      }
    }
    return false;
  }

  static bool is_well_formed(family kind, std::string_view value) {
    switch (kind) {
    case family::number:
      return parse_decimal(value).has_value();
    case family::date:
      return parse_instant(value).has_value();
    case family::boolean:
    case family::null:
      return equals_folded(value, "true") || equals_folded(value, "false");
    case family::address:
      return parse_cidr(value).has_value();
    case family::arn:
      return value == "*" || !parse_arn(value).service.empty();
    case family::binary: {
      auto const digits = value.find_last_not_of('=') + 1; // none: 0
      return value.size() % 4 == 0 && value.size() - digits <= 2 &&
             value.substr(0, digits).find_first_not_of(
                 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                 "0123456789+/") == std::string_view::npos;
    }
    case family::equals:
    case family::equals_ignoring_case:
    case family::like:
    case family::unknown:
      break;
    }
    return true;
  }

  void addresses(policy_condition const& made) {
    auto const& list = made.values.values;
    if (list.size() == 1) { // needs no set
      auto const range = parse_cidr(list[0]);
      if (range && wider_than(*range, 4, 4)) {
        add_condition(policy_lint_code::wide_addresses, made, {}, list[0]);
      }
      return;
    }
    std::vector<address_range> ranges;
    for (auto const& each : list) {
      if (auto const range = parse_cidr(each)) {
        ranges.push_back(*range);
      }
    }
    if (address_set(ranges).wider_than(4, 4)) {
      add_condition(policy_lint_code::wide_addresses, made, {}, made.key);
    }
  }

  // Whether no value meets all the tests on numbers or dates: of each part that the values cut the
  // line into, one is tried.
  bool no_value_meets(family kind, std::span<test const> tests) {
    std::size_t bytes = 0;
    std::vector<std::pair<condition_operator, policy_condition const*>> asked;
    std::vector<std::string_view> given;
    bool some = false; // a test that is no negation
    for (auto const& each : tests) {
      auto const& list = each.of->values.values;
      bool const read = std::all_of(list.begin(), list.end(), [&](std::string const& value) {
        return is_well_formed(kind, value);
      });
      auto const how = parse_condition_operator(each.of->operation);
      if (each.how.kind == kind && each.how.plain() && how && read && !list.empty()) {
        asked.emplace_back(*how, each.of);
        for (std::string_view const value : list) {
          given.push_back(value);
          bytes += value.size();
        }
        some = some || !each.how.negated;
      }
    }
    auto const most_tried = 2 * given.size() + 1;
    if (asked.size() < 2 || !some || bytes > bytes_left_ / most_tried) {
      return false;
    }
    bytes_left_ -= bytes * most_tried;
    std::vector<std::string> tried;
    auto const try_each = [&](auto points, auto const& parse) {
      for (auto const each : given) {
        if (auto const read = parse(each)) {
          points.push_back(*read);
        }
      }
      for (auto const& each : representatives(points)) {
        tried.push_back(to_string(each));
      }
    };
    if (kind == family::number) {
      try_each(std::vector<decimal>(), parse_decimal);
    } else {
      try_each(std::vector<instant>(), parse_instant);
    }
    return std::none_of(tried.begin(), tried.end(), [&](std::string const& value) {
      key_state const state{key_state::presence::present, nullptr, value};
      return std::all_of(asked.begin(), asked.end(), [&](auto const& each) {
        return match_condition_state(each.first, *each.second, state, nullptr) != ternary::no;
      });
    });
  }

  // Whether no request meets all the tests of one key. Those that could be about several values at
  // once, or hold without the key, are left out, and so are variables.
  bool contradict(std::span<test const> tests) {
    bool present = false; // some test needs the key
    bool absent = false;  // some test needs it to be missing
    text_set texts = ~text_set();
    std::size_t text_tests = 0;
    bool some_text = false; // a test that is no negation
    address_set addresses = ~address_set();
    std::size_t address_tests = 0;
    bool some_address = false;
    for (auto const& each : tests) {
      auto const& list = each.of->values.values;
      if (each.how.kind == family::unknown || list.empty()) {
        continue;
      }
      bool const needs_key = !each.how.negated && !each.how.if_exists && !each.how.for_all;
      if (each.how.kind == family::null) {
        bool const asks = each.how.plain() && list.size() == 1;
        absent = absent || (asks && equals_folded(list[0], "true"));
        present = present || (asks && equals_folded(list[0], "false"));
        continue;
      }
      present = present || needs_key;
      if (!each.how.plain()) {
        continue;
      }
      if (each.how.kind == family::address) {
        address_set any;
        bool all_read = true;
        for (auto const& value : list) {
          auto const range = parse_cidr(value);
          all_read = all_read && range.has_value();
          any |= range ? address_set(*range) : address_set();
        }
        if (all_read) {
          addresses &= each.how.negated ? ~any : any;
          ++address_tests;
          some_address = some_address || !each.how.negated;
        }
        continue;
      }
      // An ARN's wildcards stay within its parts, so that a text glob says more than the test: good
      // for a test that must hold, not for one that must not.
      bool const is_text = each.how.kind == family::equals || each.how.kind == family::like ||
                           each.how.kind == family::equals_ignoring_case ||
                           (each.how.kind == family::arn && !each.how.negated);
      bool const plain = std::none_of(list.begin(), list.end(),
                                      [](std::string const& value) { return has(value, "${"); });
      if (!is_text || !plain) {
        continue;
      }
      bool const glob = each.how.kind == family::like || each.how.kind == family::arn;
      text_set any;
      for (auto const& value : list) {
        any |= text_set(text_pattern{glob ? text_match::glob : text_match::equals, value,
                                     each.how.kind == family::equals_ignoring_case});
      }
      texts &= each.how.negated ? ~any : any;
      ++text_tests;
      some_text = some_text || !each.how.negated;
    }
    constexpr text_budget budget{2'000, 200'000};
    return (present && absent) || (address_tests > 1 && some_address && addresses.is_empty()) ||
           (text_tests > 1 && some_text && is_empty(texts, budget).value == ternary::yes) ||
           no_value_meets(family::number, tests) || no_value_meets(family::date, tests);
  }

  policy const& document_;
  bool in_list_;       // the statements are
  bool has_variables_; // the language of 2012
  std::vector<policy_lint> found_{};
  std::vector<test> tests_{}; // of one statement
  std::uint32_t statement_ = policy_flaw::no_statement;
  bool unreadable_ = false;
  // What the numbers and dates of conditions may cost, in bytes that are read for a comparison.
  std::size_t bytes_left_ = 1U << 20U;
};

} // namespace detail

TRAILAUDIT_INLINE std::string_view to_string(policy_lint_code code) noexcept {
  switch (code) {
  case policy_lint_code::not_json:
    return "not-json";
  case policy_lint_code::wrong_type:
    return "wrong-type";
  case policy_lint_code::duplicate_element:
    return "duplicate-element";
  case policy_lint_code::unknown_element:
    return "unknown-element";
  case policy_lint_code::missing_element:
    return "missing-element";
  case policy_lint_code::conflicting_element:
    return "conflicting-element";
  case policy_lint_code::unknown_effect:
    return "unknown-effect";
  case policy_lint_code::too_large:
    return "too-large";
  case policy_lint_code::missing_version:
    return "missing-version";
  case policy_lint_code::unknown_version:
    return "unknown-version";
  case policy_lint_code::variable_in_2008:
    return "variable-in-2008";
  case policy_lint_code::duplicate_sid:
    return "duplicate-sid";
  case policy_lint_code::empty_element:
    return "empty-element";
  case policy_lint_code::excludes_everything:
    return "excludes-everything";
  case policy_lint_code::not_principal:
    return "not-principal";
  case policy_lint_code::invalid_principal:
    return "invalid-principal";
  case policy_lint_code::deleted_principal:
    return "deleted-principal";
  case policy_lint_code::legacy_cloudtrail_account:
    return "legacy-cloudtrail-account";
  case policy_lint_code::unknown_action:
    return "unknown-action";
  case policy_lint_code::resource_of_other_type:
    return "resource-of-other-type";
  case policy_lint_code::contradiction:
    return "contradiction";
  case policy_lint_code::unknown_operator:
    return "unknown-operator";
  case policy_lint_code::malformed_key:
    return "malformed-key";
  case policy_lint_code::unknown_global_key:
    return "unknown-global-key";
  case policy_lint_code::key_spellings:
    return "key-spellings";
  case policy_lint_code::malformed_value:
    return "malformed-value";
  case policy_lint_code::literal_star:
    return "literal-star";
  case policy_lint_code::string_like_on_arn:
    return "string-like-on-arn";
  case policy_lint_code::wide_addresses:
    return "wide-addresses";
  case policy_lint_code::source_without_account:
    return "source-without-account";
  case policy_lint_code::for_all_values:
    return "for-all-values";
  case policy_lint_code::if_exists:
    return "if-exists";
  }
  return "";
}

TRAILAUDIT_INLINE std::string_view describe(policy_lint_code code) noexcept {
  switch (code) {
  case policy_lint_code::not_json:
    return describe(policy_flaw_code::not_json);
  case policy_lint_code::wrong_type:
    return describe(policy_flaw_code::wrong_type);
  case policy_lint_code::duplicate_element:
    return describe(policy_flaw_code::duplicate_element);
  case policy_lint_code::unknown_element:
    return describe(policy_flaw_code::unknown_element);
  case policy_lint_code::missing_element:
    return describe(policy_flaw_code::missing_element);
  case policy_lint_code::conflicting_element:
    return describe(policy_flaw_code::conflicting_element);
  case policy_lint_code::unknown_effect:
    return describe(policy_flaw_code::unknown_effect);
  case policy_lint_code::too_large:
    return describe(policy_flaw_code::too_large);
  case policy_lint_code::missing_version:
    return "without a `Version` the language is that of 2008, which has no policy variables";
  case policy_lint_code::unknown_version:
    return "the language has no such version";
  case policy_lint_code::variable_in_2008:
    return "without the version `2012-10-17` a policy variable is taken by the letter";
  case policy_lint_code::duplicate_sid:
    return "another statement has the same `Sid`";
  case policy_lint_code::empty_element:
    return "an element without values matches nothing";
  case policy_lint_code::excludes_everything:
    return "everything is left out, so that the statement matches nothing";
  case policy_lint_code::not_principal:
    return "an `Allow` with `NotPrincipal` lets in everyone else, the anonymous among them";
  case policy_lint_code::invalid_principal:
    return "no principal has this form: wildcards stand alone or not at all";
  case policy_lint_code::deleted_principal:
    return "the id of a user or role that was deleted matches nobody";
  case policy_lint_code::legacy_cloudtrail_account:
    return "an account of CloudTrail's own, which the service principal has replaced";
  case policy_lint_code::unknown_action:
    return "no action that is known matches";
  case policy_lint_code::resource_of_other_type:
    return "none of the statement's resources is of the type that this action is about";
  case policy_lint_code::contradiction:
    return "no value of this key meets all of the statement's conditions on it";
  case policy_lint_code::unknown_operator:
    return "there is no such condition operator";
  case policy_lint_code::malformed_key:
    return "a condition key has the form `service:name`";
  case policy_lint_code::unknown_global_key:
    return "no global condition key of this name is known";
  case policy_lint_code::key_spellings:
    return "the same key stands under this operator in another spelling";
  case policy_lint_code::malformed_value:
    return "the operator cannot read this value";
  case policy_lint_code::literal_star:
    return "this operator knows no wildcards: `*` and `?` stand for themselves";
  case policy_lint_code::string_like_on_arn:
    return "under `StringLike` a wildcard crosses the parts of an ARN; `ArnLike` keeps to them";
  case policy_lint_code::wide_addresses:
    return "the addresses are more than a sixteenth of all there are";
  case policy_lint_code::source_without_account:
    return "the source's ARN names no account, and no other condition does";
  case policy_lint_code::for_all_values:
    return "an `Allow` under `ForAllValues` holds for requests without the key";
  case policy_lint_code::if_exists:
    return "an `Allow` under `IfExists` holds for requests without the key";
  }
  return "";
}

TRAILAUDIT_INLINE std::vector<policy_lint> lint(policy const& document) {
  return detail::policy_linter(document).run();
}

} // namespace trailaudit::inline v0
