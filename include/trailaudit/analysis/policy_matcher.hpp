#pragma once

#include <trailaudit/analysis/policy_decision.hpp>
#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/detail/byte_places.hpp>
#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>
#include <trailaudit/logic/text_set.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/condition_operator.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

// The matcher of policies: one statement, element or condition against one request. `evaluate` and
// the search for who gets in stand on it.

namespace trailaudit::inline v0 {
namespace detail {

// --- policy variables ------------------------------------------------------------------------

// A pattern with its variables replaced. What came from a variable is literal: `literal` has a
// mark for each byte of `text` that is no wildcard whatever it looks like; empty: no such byte.
struct resolved_pattern {
  std::string text{};
  std::string literal{};
  ternary usable = ternary::yes; // no: a variable is absent, so that it matches nothing
};

[[nodiscard]] inline bool has_variable(std::string_view text) noexcept {
  return !has_none_of<'$'>(text) && text.find("${") != std::string_view::npos;
}

// --- the request -----------------------------------------------------------------------------

// What is known of a context key.
struct key_state {
  enum class presence : std::uint8_t {
    absent,
    present,
    either, // AWS does not fix whether the key is there; if it is, it has this value
    hidden, // there, but nothing says what it is; or the role's ARN of the session in `value`
  };
  presence known = presence::absent;
  std::vector<std::string> const* values = nullptr; // several, or
  std::string_view value{};                         // one

  [[nodiscard]] std::size_t size() const noexcept { return values != nullptr ? values->size() : 1; }
  [[nodiscard]] std::string_view at(std::size_t place) const noexcept {
    return values != nullptr ? std::string_view((*values)[place]) : value;
  }
};

// What an unsigned request has for an id.
inline constexpr std::string_view anonymous_id = "anonymous";

// The word for what kind of principal an ARN names, as `aws:PrincipalType` has it.
[[nodiscard]] inline std::string_view type_of_principal(arn const& parts) noexcept {
  if (parts.service == "iam" && parts.resource == "root") {
    return "Account";
  }
  if (parts.service == "iam" && parts.resource.starts_with("user/")) {
    return "User";
  }
  if (parts.service == "iam" && parts.resource.starts_with("role/")) {
    return "AssumedRole";
  }
  if (parts.service == "sts" && parts.resource.starts_with("assumed-role/")) {
    return "AssumedRole";
  }
  if (parts.service == "sts" && parts.resource.starts_with("federated-user/")) {
    return "FederatedUser";
  }
  return {};
}

[[nodiscard]] inline key_state derived_key(policy_request const& request,
                                           std::string_view key) noexcept {
  using enum key_state::presence;
  auto const given = [](std::string_view value) {
    return key_state{value.empty() ? hidden : present, nullptr, value};
  };
  auto const& who = request.principal;
  bool const signed_by_aws = who.type == principal_type::aws;
  bool const unsure =
      who.type == principal_type::federated || who.type == principal_type::canonical;
  if (equals_folded(key, "aws:PrincipalArn")) {
    if (!signed_by_aws) {
      return {unsure ? hidden : absent};
    }
    // A session's ARN names the role without its path.
    return parse_arn(who.id).resource.starts_with("assumed-role/")
               ? key_state{hidden, nullptr, who.id}
               : given(who.id);
  }
  if (equals_folded(key, "kms:CallerAccount")) {
    return signed_by_aws ? given(parse_arn(who.id).account)
                         : key_state{who.type == principal_type::anonymous ? absent : hidden};
  }
  if (equals_folded(key, "aws:username")) {
    // Users have one, and their ARN ends with it.
    auto const named = signed_by_aws ? parse_arn(who.id) : arn{};
    bool const user = named.service == "iam" && named.resource.starts_with("user/");
    return user ? given(named.resource.substr(named.resource.rfind('/') + 1))
                : key_state{unsure ? hidden : absent};
  }
  if (equals_folded(key, "aws:userid")) {
    if (who.type == principal_type::anonymous) {
      return given(anonymous_id);
    }
    auto const named = signed_by_aws ? parse_arn(who.id) : arn{};
    bool const root = named.service == "iam" && named.resource == "root";
    return root ? given(named.account) : key_state{hidden};
  }
  if (equals_folded(key, "aws:PrincipalAccount")) {
    if (who.type == principal_type::anonymous) {
      return {either, nullptr, anonymous_id};
    }
    return signed_by_aws ? given(parse_arn(who.id).account) : key_state{unsure ? hidden : absent};
  }
  if (equals_folded(key, "aws:PrincipalType")) {
    if (who.type == principal_type::anonymous) {
      return given("Anonymous");
    }
    return signed_by_aws ? given(type_of_principal(parse_arn(who.id))) : key_state{hidden};
  }
  if (equals_folded(key, "aws:PrincipalIsAWSService")) {
    // In every request that is signed with AWS credentials, and in no anonymous one.
    return who.type == principal_type::anonymous   ? key_state{}
           : who.type == principal_type::federated ? key_state{either, nullptr, "false"}
           : who.type == principal_type::service   ? given("true")
                                                   : given("false");
  }
  if (equals_folded(key, "aws:PrincipalServiceName")) {
    return who.type == principal_type::service ? given(who.id) : key_state{};
  }
  if (equals_folded(key, "aws:ResourceAccount")) {
    return given(request.account.empty() ? parse_arn(request.resource).account : request.account);
  }
  return {};
}

[[nodiscard]] inline key_state state_of(policy_request const& request,
                                        std::string_view key) noexcept {
  for (auto const& each : request.context) {
    if (equals_folded(each.key, key)) {
      return {each.values.empty() ? key_state::presence::absent : key_state::presence::present,
              &each.values,
              {}};
    }
  }
  return derived_key(request, key);
}

// Replaces the variables of `raw` by the request's values. `nothing` in `usable`: see above;
// unknown: a variable has several values or nobody knows which, or is no variable.
[[nodiscard]] inline resolved_pattern resolve(std::string_view raw, policy_request const& request) {
  resolved_pattern out;
  auto const put = [&](std::string_view text, bool literal) {
    out.text += text;
    out.literal.append(text.size(), literal ? '\1' : '\0');
  };
  while (true) {
    auto const from = raw.find("${");
    put(raw.substr(0, from), false);
    if (from == std::string_view::npos) {
      return out;
    }
    raw.remove_prefix(from + 2);
    auto const to = raw.find('}');
    if (to == std::string_view::npos) {
      out.usable = ternary::unknown;
      return out;
    }
    auto name = raw.substr(0, to);
    raw.remove_prefix(to + 1);
    if (name == "*" || name == "?" || name == "$") {
      put(name, true);
      continue;
    }
    std::optional<std::string_view> fallback;
    if (auto const comma = name.find(','); comma != std::string_view::npos) {
      auto text = trimmed(name.substr(comma + 1));
      name = trimmed(name.substr(0, comma));
      if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') {
        out.usable = ternary::unknown;
        return out;
      }
      fallback = text.substr(1, text.size() - 2);
    }
    auto const state = state_of(request, name);
    switch (state.known) {
    case key_state::presence::present:
      if (state.size() != 1) {
        out.usable = both(out.usable, ternary::unknown);
      } else {
        put(state.at(0), true);
      }
      break;
    case key_state::presence::absent:
      if (fallback) {
        put(*fallback, true);
      } else {
        out.usable = ternary::no;
      }
      break;
    case key_state::presence::either:
    case key_state::presence::hidden:
      out.usable = both(out.usable, ternary::unknown);
      break;
    }
  }
}

// --- patterns --------------------------------------------------------------------------------

// The first wildcard, or `$`, by which a variable begins.
[[nodiscard]] constexpr std::size_t find_special(std::string_view text) noexcept {
  return first_of<'*', '?', '$'>(text);
}

// Whether a glob with literal bytes matches.
[[nodiscard]] inline bool matches_glob(std::string_view pattern, std::string_view literal,
                                       std::string_view text) noexcept {
  if (literal.find('\1') == std::string_view::npos) {
    return matches(text_pattern{text_match::glob, pattern}, text);
  }
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  auto const wild = [&](std::size_t at, char byte) {
    return pattern[at] == byte && literal[at] == '\0';
  };
  auto const next_character = [&](std::size_t at) {
    do {
      ++at;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    return at;
  };
  while (t < text.size()) {
    if (p < pattern.size() && wild(p, '*')) {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && wild(p, '?')) {
      ++p;
      t = next_character(t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      retry = next_character(retry);
      t = retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && wild(p, '*')) {
    ++p;
  }
  return p == pattern.size();
}

// The same, and unknown where it might take long: what came from variables may be long, and each
// piece between wildcards is tried at each place.
[[nodiscard]] inline ternary decide_glob(std::string_view pattern, std::string_view literal,
                                         std::string_view text) noexcept {
  constexpr std::size_t most_comparisons = 1U << 20U;
  return literal.empty() || pattern.size() * text.size() <= most_comparisons
             ? to_ternary(matches_glob(pattern, literal, text))
             : ternary::unknown;
}

// Cuts an ARN's pattern at the first five colons that do not stand in a variable. False: it has
// fewer.
[[nodiscard]] inline bool cut_arn(std::string_view text,
                                  std::array<std::string_view, 6>& parts) noexcept {
  std::size_t part = 0;
  std::size_t from = 0;
  if (has_none_of<'$'>(text)) {
    byte_finder<':'> colons(text);
    for (; part != 5; ++part) {
      auto const colon = colons.next(from);
      if (colon == std::string_view::npos) {
        break;
      }
      parts[part] = text.substr(from, colon - from);
      from = colon + 1;
    }
    parts[part] = text.substr(from);
    return part == 5;
  }
  bool in_variable = false;
  for (std::size_t at = 0; at != text.size() && part != 5; ++at) {
    if (text[at] == '$' && at + 1 != text.size() && text[at + 1] == '{') {
      in_variable = true;
    } else if (text[at] == '}') {
      in_variable = false;
    } else if (text[at] == ':' && !in_variable) {
      parts[part++] = text.substr(from, at - from);
      from = at + 1;
    }
  }
  parts[part] = text.substr(from);
  return part == 5;
}

// Whether a wildcard at the end of a part, before the last, may reach over the colon behind it.
// Source: IAM User Guide, "IAM JSON policy elements: Resource".
[[nodiscard]] constexpr bool
may_cross_colons(std::array<std::string_view, 6> const& parts) noexcept {
  for (std::size_t part = 1; part != 5; ++part) {
    if (parts[part].ends_with('*')) {
      return true;
    }
  }
  return false;
}

// An ARN's pattern, cut into `wanted`, against an ARN, each part by itself.
[[nodiscard]] inline ternary matches_arn(std::string_view pattern,
                                         std::array<std::string_view, 6> const& wanted,
                                         std::string_view text, policy_request const* request) {
  std::array<std::string_view, 6> found;
  // Most are the ARN itself, or end with their only wildcard: part by part it is the same.
  auto const special = find_special(pattern);
  if (special == std::string_view::npos) {
    return to_ternary(matches(text_pattern{text_match::equals, pattern}, text));
  }
  if (pattern[special] == '*' && special + 1 == pattern.size()) {
    return to_ternary(matches(text_pattern{text_match::prefix, pattern.substr(0, special)}, text));
  }
  std::size_t colons = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at != text.size() && colons != 5; ++at) {
    if (text[at] == ':') {
      found[colons++] = text.substr(from, at - from);
      from = at + 1;
    }
  }
  if (colons != 5) {
    return ternary::no;
  }
  found[5] = text.substr(from);
  auto value = ternary::yes;
  for (std::size_t at = 0; at != wanted.size(); ++at) {
    if (request != nullptr && has_variable(wanted[at])) {
      auto const resolved = resolve(wanted[at], *request);
      value = both(value, resolved.usable == ternary::yes
                              ? decide_glob(resolved.text, resolved.literal, found[at])
                              : resolved.usable);
    } else {
      value =
          both(value, to_ternary(matches(text_pattern{text_match::glob, wanted[at]}, found[at])));
    }
  }
  return value;
}

[[nodiscard]] inline ternary matches_arn(std::string_view pattern, std::string_view text,
                                         policy_request const* request) {
  std::array<std::string_view, 6> wanted;
  return cut_arn(pattern, wanted) && wanted[0] == "arn"
             ? matches_arn(pattern, wanted, text, request)
             : ternary::unknown;
}

[[nodiscard]] inline bool substitutes(policy const& document) noexcept {
  return same_text(document.version, "2012-10-17");
}

// --- elements --------------------------------------------------------------------------------

// Whether an element names everyone.
[[nodiscard]] inline bool names_everyone(principal_element const& element) noexcept {
  auto const is_everyone = [](std::string_view id) { return same_text(id, "*"); };
  return is_everyone(element.text) ||
         std::any_of(element.groups.begin(), element.groups.end(), [&](auto const& group) {
           auto const& ids = group.ids.values;
           return same_text(group.type, "AWS") && std::any_of(ids.begin(), ids.end(), is_everyone);
         });
}

// How closely a principal is named.
enum class naming : std::uint8_t {
  everyone = 1, // `*`
  account = 2,
  role = 4, // a role, of which the caller is a session
  self = 8, // by his own ARN, service name or id
};
inline constexpr std::uint8_t any_naming = 15;

[[nodiscard]] inline bool is_unique_id(std::string_view id) noexcept {
  return id.size() >= 16 && (id.starts_with("AIDA") || id.starts_with("AROA")) &&
         id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

[[nodiscard]] inline std::string_view last_segment(std::string_view path) noexcept {
  auto const slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// The name of a session's role.
[[nodiscard]] inline std::string_view role_of_session(arn const& session) noexcept {
  auto rest = session.resource;
  if (session.service != "sts" || !rest.starts_with("assumed-role/")) {
    return {};
  }
  rest.remove_prefix(std::string_view("assumed-role/").size());
  return rest.substr(0, rest.find('/'));
}

// Whether an id certainly is the ARN of one principal, as most are.
[[nodiscard]] inline bool is_plain_iam_arn(std::string_view id) noexcept {
  constexpr std::string_view start = "arn:aws:iam::";
  constexpr std::size_t account = 12;
  return id.size() > start.size() + account + 1 && id.starts_with(start) &&
         is_account_id(id.substr(start.size(), account)) && id[start.size() + account] == ':' &&
         find_special(id) == std::string_view::npos;
}

struct principal_match {
  ternary value = ternary::no;
  naming by = naming::self;
};

[[nodiscard]] inline principal_match match_aws_id(std::string_view id,
                                                  request_principal const& who) noexcept {
  if (same_text(id, "*")) {
    return {ternary::yes, naming::everyone};
  }
  bool const is_aws = who.type == principal_type::aws;
  if (!is_aws && is_plain_iam_arn(id)) {
    return {};
  }
  auto const caller = is_aws ? parse_arn(who.id) : arn{};
  if (is_account_id(id)) {
    return {to_ternary(is_aws && caller.account == id), naming::account};
  }
  if (is_unique_id(id)) {
    return {}; // a principal that was deleted
  }
  auto const named = parse_arn(id);
  if (find_special(id) != std::string_view::npos || named.resource.empty() ||
      (named.service != "iam" && named.service != "sts") ||
      (!is_account_id(named.account) && named.account != "cloudfront")) {
    return {ternary::unknown, naming::self};
  }
  if (who.id == id && is_aws) {
    return {ternary::yes, named.resource == "root" ? naming::account : naming::self};
  }
  if (!is_aws || caller.account != named.account || caller.partition != named.partition) {
    return {};
  }
  if (named.service == "iam" && named.resource == "root") {
    return {ternary::yes, naming::account};
  }
  auto const role = role_of_session(caller);
  return {to_ternary(!role.empty() && named.service == "iam" &&
                     named.resource.starts_with("role/") && last_segment(named.resource) == role),
          naming::role};
}

[[nodiscard]] inline ternary match_id(std::string_view type, std::string_view id,
                                      request_principal const& who, std::uint8_t namings) noexcept {
  auto const wanted = [&](principal_match const& found) {
    return (static_cast<std::uint8_t>(found.by) & namings) != 0 ? found.value : ternary::no;
  };
  if (same_text(type, "AWS")) {
    return wanted(match_aws_id(id, who));
  }
  auto const of_type = [&](principal_type kind) {
    return wanted({find_special(id) != std::string_view::npos
                       ? ternary::unknown
                       : to_ternary(who.type == kind && who.id == id),
                   naming::self});
  };
  if (same_text(type, "Service")) {
    return of_type(principal_type::service);
  }
  if (same_text(type, "Federated")) {
    return of_type(principal_type::federated);
  }
  return same_text(type, "CanonicalUser") ? of_type(principal_type::canonical) : ternary::unknown;
}

[[nodiscard]] inline ternary match_principal_element(principal_element const& element,
                                                     request_principal const& who,
                                                     std::uint8_t namings = any_naming) noexcept {
  if (!element.text.empty() || element.groups.empty()) {
    return element.text != "*"                                            ? ternary::unknown
           : (static_cast<std::uint8_t>(naming::everyone) & namings) != 0 ? ternary::yes
                                                                          : ternary::no;
  }
  auto value = ternary::no;
  for (auto const& group : element.groups) {
    for (auto const& id : group.ids.values) {
      value = either(value, match_id(group.type, id, who, namings));
    }
  }
  return value;
}

// What a kind of policy asks of a statement's principal.
struct principal_form {
  enum class element : std::uint8_t { any, wanted, refused };
  element principal = element::any; // whether a statement must have one, or must have none
  bool bounded = false;             // the caller has a permissions boundary
};

[[nodiscard]] inline ternary match_principal(policy_statement const& statement,
                                             request_principal const& who,
                                             std::uint8_t namings = any_naming,
                                             principal_form form = {}) noexcept {
  bool const has_one = statement.principal || statement.not_principal;
  if (form.principal ==
      (has_one ? principal_form::element::refused : principal_form::element::wanted)) {
    return ternary::unknown; // AWS takes no such policy
  }
  if (form.bounded && is_deny(statement) && statement.not_principal && !statement.principal) {
    return ternary::yes; // whomever it names. Source: IAM User Guide, "NotPrincipal"
  }
  if (statement.principal && statement.not_principal) {
    return ternary::unknown;
  }
  if (statement.principal) {
    return match_principal_element(*statement.principal, who, namings);
  }
  if (!statement.not_principal) {
    return ternary::yes;
  }
  auto const named = match_principal_element(*statement.not_principal, who);
  if (is_deny(statement) && named == ternary::yes &&
      match_principal_element(*statement.not_principal, who,
                              static_cast<std::uint8_t>(naming::everyone) |
                                  static_cast<std::uint8_t>(naming::account)) != ternary::yes &&
      who.type == principal_type::aws) {
    // The guide wants the account named as well, or else the principal may be denied with it.
    return ternary::unknown;
  }
  return (static_cast<std::uint8_t>(naming::everyone) & namings) != 0 ? negation(named)
                                                                      : ternary::no;
}

[[nodiscard]] inline ternary match_action_pattern(std::string_view pattern,
                                                  std::string_view action) noexcept {
  if (same_text(pattern, "*") || same_text(pattern, "*:*")) {
    return ternary::yes;
  }
  auto const plain = std::min(first_of<'*', '?'>(pattern), pattern.size());
  auto const colon = first_of<':'>(pattern);
  if (colon == 0 || colon >= plain) {
    return ternary::unknown;
  }
  // Most differ in a letter before any wildcard, or are a name and a `*` behind it.
  auto const behind = pattern.size() - plain;
  if ((behind == 0 && plain != action.size()) ||
      !starts_with_folded(action, pattern.substr(0, plain))) {
    return ternary::no;
  }
  return (behind == 0 || (behind == 1 && pattern.back() == '*')) && is_ascii(pattern) &&
                 is_ascii(action)
             ? ternary::yes
             : to_ternary(matches(text_pattern{text_match::glob, pattern, true}, action));
}

// Whether a pattern is of the same service as an action, of which that many bytes are the service
// and its colon, and the two begin their names with other letters.
[[nodiscard]] constexpr bool differ_in_first_letter(std::string_view pattern,
                                                    std::string_view action,
                                                    std::size_t service) noexcept {
  if (service <= 1 || pattern.size() <= service || action.size() <= service) {
    return false;
  }
  for (std::size_t at = 0; at != service; ++at) {
    if (pattern[at] != action[at] || pattern[at] == '*' || pattern[at] == '?') {
      return false;
    }
  }
  auto const letter = pattern[service];
  return letter != '*' && letter != '?' && to_lower(letter) != to_lower(action[service]);
}

[[nodiscard]] inline ternary match_action(policy_statement const& statement,
                                          std::string_view action) noexcept {
  auto const service = first_of<':'>(action) + 1; // with its colon; 0: it has none
  auto const any = [&](one_or_many<std::string> const& patterns) {
    auto value = ternary::no;
    for (auto const& each : patterns.values) {
      if (differ_in_first_letter(each, action, service)) {
        continue;
      }
      value = either(value, match_action_pattern(each, action));
      if (value == ternary::yes) {
        break;
      }
    }
    return value;
  };
  bool const positive = !statement.action.values.empty();
  bool const negative = !statement.not_action.values.empty();
  return positive == negative ? ternary::unknown
         : positive           ? any(statement.action)
                              : negation(any(statement.not_action));
}

// Of an ARN's pattern that has no wildcard but a `*` at its end, and all five colons before it:
// what stands before that. It means the same as a text as it means part by part. Empty: any other.
[[nodiscard]] inline std::string_view plain_arn_start(std::string_view pattern) noexcept {
  auto const plain = pattern.substr(0, find_special(pattern));
  bool const whole = plain.size() == pattern.size() ||
                     (plain.size() + 1 == pattern.size() && pattern.back() == '*');
  return whole && plain.starts_with("arn:") && std::popcount(places_of<':'>(plain)) >= 5
             ? plain
             : std::string_view();
}

// Whether a pattern matches as a text, whatever its colons.
[[nodiscard]] inline bool may_match_as_text(std::string_view pattern, std::string_view text,
                                            policy_request const* request) {
  if (request == nullptr || !has_variable(pattern)) {
    return matches(text_pattern{text_match::glob, pattern}, text);
  }
  auto const resolved = resolve(pattern, *request);
  return resolved.usable == ternary::unknown ||
         (resolved.usable == ternary::yes &&
          decide_glob(resolved.text, resolved.literal, text) != ternary::no);
}

// `request`: for the variables; null: there are none in this document.
[[nodiscard]] inline ternary match_resource_pattern(std::string_view pattern,
                                                    std::string_view resource,
                                                    policy_request const* request) {
  if (same_text(pattern, "*")) {
    return ternary::yes;
  }
  if (auto const plain = plain_arn_start(pattern); !plain.empty()) {
    bool const whole = plain.size() == pattern.size();
    if (!resource.starts_with(plain) || (whole && resource.size() != plain.size())) {
      return ternary::no;
    }
    return is_ascii(resource)
               ? ternary::yes
               : to_ternary(
                     matches({whole ? text_match::equals : text_match::prefix, plain}, resource));
  }
  std::array<std::string_view, 6> parts;
  if (!cut_arn(pattern, parts) || parts[0] != "arn" ||
      find_special(parts[2]) != std::string_view::npos) {
    return ternary::unknown;
  }
  auto const found = matches_arn(pattern, parts, resource, request);
  // The guide lets a `*` at the end of a part reach over colons: it is not decided where it ends.
  return found == ternary::no && may_cross_colons(parts) &&
                 may_match_as_text(pattern, resource, request)
             ? ternary::unknown
             : found;
}

[[nodiscard]] inline ternary match_resource(policy const& document,
                                            policy_statement const& statement,
                                            policy_request const& request) {
  auto const* const variables = substitutes(document) ? &request : nullptr;
  auto const any = [&](one_or_many<std::string> const& patterns, bool absent_is_unknown) {
    auto value = ternary::no;
    for (auto const& each : patterns.values) {
      auto found = match_resource_pattern(each, request.resource, variables);
      if (absent_is_unknown && found == ternary::no && variables != nullptr && has_variable(each) &&
          resolve(each, request).usable == ternary::no) {
        found = ternary::unknown;
      }
      value = either(value, found);
    }
    return value;
  };
  bool const positive = !statement.resource.values.empty();
  bool const negative = !statement.not_resource.values.empty();
  if (positive && negative) {
    return ternary::unknown;
  }
  return positive   ? any(statement.resource, false)
         : negative ? negation(any(statement.not_resource, true))
                    : ternary::yes; // a trust policy: about this role
}

// --- conditions ------------------------------------------------------------------------------

[[nodiscard]] inline std::optional<bool> to_boolean(std::string_view text) noexcept {
  if (equals_folded(text, "true")) {
    return true;
  }
  return equals_folded(text, "false") ? std::optional<bool>(false) : std::nullopt;
}

[[nodiscard]] inline bool is_base64(std::string_view text) noexcept {
  auto const body = text.substr(0, text.find_last_not_of('=') + 1);
  return text.size() % 4 == 0 && text.size() - body.size() <= 2 &&
         body.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") ==
             std::string_view::npos;
}

template <class T>
[[nodiscard]] ternary compare(condition_relation relation, T const& found,
                              T const& wanted) noexcept {
  switch (relation) {
  case condition_relation::equal:
    return to_ternary(found == wanted);
  case condition_relation::less:
    return to_ternary(found < wanted);
  case condition_relation::less_or_equal:
    return to_ternary(!(wanted < found));
  case condition_relation::greater:
    return to_ternary(wanted < found);
  case condition_relation::greater_or_equal:
    return to_ternary(!(found < wanted));
  }
  return ternary::unknown;
}

// One value of the policy against one of the request.
[[nodiscard]] inline ternary match_condition_value(condition_operator const& how,
                                                   std::string_view wanted, std::string_view found,
                                                   policy_request const* variables) {
  switch (how.type) {
  case condition_type::string_equals:
  case condition_type::string_equals_ignore_case:
  case condition_type::string_like: {
    auto const compare_texts = [&](std::string_view pattern, std::string_view literal) {
      if (how.type == condition_type::string_like) {
        return decide_glob(pattern, literal, found);
      }
      if (how.type == condition_type::string_equals || pattern == found) {
        return to_ternary(pattern == found);
      }
      // AWS does not say how it folds letters beyond ASCII.
      return is_ascii(pattern) && is_ascii(found) ? to_ternary(equals_folded(pattern, found))
                                                  : ternary::unknown;
    };
    if (variables == nullptr || !has_variable(wanted)) {
      return compare_texts(wanted, {});
    }
    auto const resolved = resolve(wanted, *variables);
    return resolved.usable == ternary::yes ? compare_texts(resolved.text, resolved.literal)
                                           : resolved.usable;
  }
  case condition_type::arn:
    return matches_arn(wanted, found, variables);
  case condition_type::numeric: {
    auto const left = parse_decimal(found);
    auto const right = parse_decimal(wanted);
    return left && right ? compare(how.relation, *left, *right) : ternary::unknown;
  }
  case condition_type::date: {
    auto const left = parse_instant(found);
    auto const right = parse_instant(wanted);
    return left && right ? compare(how.relation, *left, *right) : ternary::unknown;
  }
  case condition_type::boolean: {
    auto const left = to_boolean(found);
    auto const right = to_boolean(wanted);
    return left && right ? to_ternary(*left == *right) : ternary::unknown;
  }
  case condition_type::binary:
    return wanted == found                         ? ternary::yes
           : is_base64(wanted) && is_base64(found) ? ternary::no
                                                   : ternary::unknown;
  case condition_type::ip_address: {
    auto const range = parse_cidr(wanted);
    auto const at = parse_address(found);
    return range && at ? to_ternary(contains(*range, *at)) : ternary::unknown;
  }
  case condition_type::null:
    break;
  }
  return ternary::unknown;
}

// Whether two patterns of `*` and `?` have a text in common. Cost: the product of their lengths.
[[nodiscard]] inline bool have_common_text(std::string_view left, std::string_view right) {
  // Row by row: whether what is behind these places of both has a text in common.
  std::vector<bool> below(right.size() + 1, false);
  std::vector<bool> row(right.size() + 1, false);
  for (auto at = left.size() + 1; at-- != 0;) {
    for (auto other = right.size() + 1; other-- != 0;) {
      bool const left_ends = at == left.size();
      bool const right_ends = other == right.size();
      bool fits = left_ends && right_ends;
      if (!left_ends && left[at] == '*') {
        fits = fits || below[other] || (!right_ends && row[other + 1]);
      } else if (!right_ends && right[other] == '*') {
        fits = fits || row[other + 1] || (!left_ends && below[other]);
      } else if (!left_ends && !right_ends &&
                 (left[at] == right[other] || left[at] == '?' || right[other] == '?')) {
        fits = below[other + 1];
      }
      row[other] = fits;
    }
    below = row;
  }
  return below.front();
}

// The ARN of a session's role, whatever its path, against a value of the policy.
[[nodiscard]] inline ternary match_role_of_session(condition_operator const& how,
                                                   std::string_view wanted,
                                                   std::string_view session,
                                                   policy_request const* variables) {
  constexpr std::size_t longest = 512;
  auto const parts = parse_arn(session);
  auto name = parts.resource.substr(std::string_view("assumed-role/").size());
  name = name.substr(0, name.find('/'));
  std::array<std::string_view, 6> cut;
  bool const by_part = how.type == condition_type::arn;
  bool const by_pattern = by_part || how.type == condition_type::string_like;
  bool const with_variable = variables != nullptr && has_variable(wanted);
  if (name.empty() || name.find_first_of("*?") != std::string_view::npos || with_variable ||
      wanted.size() + session.size() > longest ||
      (!by_pattern && (how.type != condition_type::string_equals ||
                       wanted.find_first_of("*?") != std::string_view::npos)) ||
      (by_part && (!cut_arn(wanted, cut) || cut[0] != "arn"))) {
    return ternary::unknown;
  }
  auto const home =
      "arn:" + std::string(parts.partition) + ":iam::" + std::string(parts.account) + ":role/";
  if (by_part) {
    bool const fits = matches(text_pattern{text_match::glob, cut[1]}, parts.partition) &&
                      matches(text_pattern{text_match::glob, cut[2]}, "iam") &&
                      matches(text_pattern{text_match::glob, cut[3]}, "") &&
                      matches(text_pattern{text_match::glob, cut[4]}, parts.account);
    if (!fits) {
      return ternary::no;
    }
  }
  auto const prefix = by_part ? std::string("role/") : home;
  auto const pattern = by_part ? cut[5] : wanted;
  auto const named = [&](std::string_view path) {
    return prefix + std::string(path) + std::string(name);
  };
  bool const without = matches(text_pattern{text_match::glob, pattern}, named({}));
  if (!have_common_text(pattern, named("?*/"))) {
    return without ? ternary::unknown : ternary::no;
  }
  if (!without) {
    return ternary::unknown;
  }
  // A byte that stands in no ARN is met by wildcards alone: where they meet so many of it, they
  // meet every path of that length; and more than the pattern is long only by a `*`.
  for (std::size_t length = 1; length != pattern.size() + 2; ++length) {
    if (!matches(text_pattern{text_match::glob, pattern}, named(std::string(length, '\1') + '/'))) {
      return ternary::unknown;
    }
  }
  return ternary::yes;
}

// Whether each value of a request against each of the policy takes so long that it is not tried:
// more pairs than `most_pairs`, or for patterns, each piece of which is tried at each place, more
// pairs of bytes than `most_byte_pairs`. AWS lets neither policies nor requests be so large.
[[nodiscard]] inline bool takes_long(condition_operator const& how,
                                     policy_condition const& condition,
                                     key_state const& state) noexcept {
  constexpr std::size_t most_pairs = 1U << 20U;
  constexpr std::size_t most_byte_pairs = 1U << 28U;
  auto const& wanted = condition.values.values;
  if (wanted.empty() || state.size() <= 1) {
    return false;
  }
  if (state.size() > most_pairs / wanted.size()) {
    return true;
  }
  if (how.type != condition_type::string_like && how.type != condition_type::arn) {
    return false;
  }
  std::size_t pattern_bytes = 1;
  std::size_t bytes = 0;
  for (auto const& each : wanted) {
    pattern_bytes += each.size();
  }
  for (std::size_t at = 0; at != state.size(); ++at) {
    bytes += state.at(at).size();
  }
  return bytes > most_byte_pairs / pattern_bytes;
}

// One condition against a key that is there, or not.
[[nodiscard]] inline ternary match_condition_state(condition_operator const& how,
                                                   policy_condition const& condition,
                                                   key_state const& state,
                                                   policy_request const* variables) {
  if (state.known == key_state::presence::hidden) {
    if (state.value.empty() || how.type == condition_type::null) {
      return ternary::unknown;
    }
    auto value = ternary::no;
    for (auto const& each : condition.values.values) {
      value = either(value, match_role_of_session(how, each, state.value, variables));
    }
    return how.negated ? negation(value) : value;
  }
  if (state.known == key_state::presence::either) {
    auto there = state;
    there.known = key_state::presence::present;
    auto const with = match_condition_state(how, condition, there, variables);
    auto const without = match_condition_state(how, condition, {}, variables);
    return with == without ? with : ternary::unknown;
  }
  // For set operators a single empty text is an empty set.
  bool const empty = state.size() == 0 ||
                     (how.set != condition_set::none && state.size() == 1 && state.at(0).empty());
  bool const there = state.known == key_state::presence::present && !empty;
  if (how.type == condition_type::null) {
    auto value = ternary::no;
    for (auto const& each : condition.values.values) {
      auto const wanted = to_boolean(each);
      value = either(value, wanted ? to_ternary(*wanted == !there) : ternary::unknown);
    }
    return value;
  }
  if (!there) {
    return to_ternary(how.if_exists || how.set == condition_set::for_all_values ||
                      (how.negated && how.set == condition_set::none));
  }
  auto const holds = [&](std::string_view found) {
    auto value = ternary::no;
    for (auto const& each : condition.values.values) {
      value = either(value, match_condition_value(how, each, found, variables));
    }
    return how.negated ? negation(value) : value;
  };
  if (how.set != condition_set::none && takes_long(how, condition, state)) {
    return ternary::unknown;
  }
  switch (how.set) {
  case condition_set::none:
    return state.size() == 1 ? holds(state.at(0)) : ternary::unknown;
  case condition_set::for_any_value: {
    auto value = ternary::no;
    for (std::size_t at = 0; at != state.size(); ++at) {
      value = either(value, holds(state.at(at)));
    }
    return value;
  }
  case condition_set::for_all_values: {
    auto value = ternary::yes;
    for (std::size_t at = 0; at != state.size(); ++at) {
      value = both(value, holds(state.at(at)));
    }
    return value;
  }
  }
  return ternary::unknown;
}

// Whether a condition names the public itself: an unsigned request has this word for an id and, as
// some editions of the guide say, for an account.
[[nodiscard]] inline bool names_the_public(policy_condition const& condition) noexcept {
  auto const& values = condition.values.values;
  return (equals_folded(condition.key, "aws:userid") ||
          equals_folded(condition.key, "aws:PrincipalAccount")) &&
         std::find(values.begin(), values.end(), anonymous_id) != values.end();
}

[[nodiscard]] inline bool is_empty_condition(policy_condition const& condition) noexcept {
  return condition.key.empty() && condition.values.values.empty(); // an operator without keys
}

// Whether the key stands there in another spelling, under the same operator: AWS does not say which
// of the two counts.
[[nodiscard]] inline bool is_spelled_twice(condition_block const& block,
                                           policy_condition const& condition) noexcept {
  for (auto const& each : block.conditions) {
    if (&each != &condition && equals_folded(each.key, condition.key) &&
        each.operation == condition.operation) {
      return true;
    }
  }
  return false;
}

// Before any of two equal keys: by operator, then by the key in lower case.
[[nodiscard]] inline int compare_spelling(policy_condition const& left,
                                          policy_condition const& right) noexcept {
  if (auto const order = left.operation.compare(right.operation); order != 0) {
    return order;
  }
  auto const common = std::min(left.key.size(), right.key.size());
  for (std::size_t at = 0; at != common; ++at) {
    auto const one = static_cast<unsigned char>(to_lower(left.key[at]));
    auto const other = static_cast<unsigned char>(to_lower(right.key[at]));
    if (one != other) {
      return one < other ? -1 : 1;
    }
  }
  return left.key.size() == right.key.size() ? 0 : left.key.size() < right.key.size() ? -1 : 1;
}

// The same for all conditions of a block, by their number. A long block is sorted, as looking at
// each pair would be quadratic.
class spelling_table {
public:
  explicit spelling_table(condition_block const& block) : block_(block) {
    auto const& all = block.conditions;
    if (all.size() <= few) {
      return;
    }
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return compare_spelling(all[left], all[right]) < 0;
    });
    twice_.assign(all.size(), false);
    for (std::size_t at = 1; at < order.size(); ++at) {
      if (compare_spelling(all[order[at - 1]], all[order[at]]) == 0) {
        twice_[order[at - 1]] = true;
        twice_[order[at]] = true;
      }
    }
  }
  [[nodiscard]] bool operator()(std::size_t condition) const noexcept {
    return twice_.empty() ? is_spelled_twice(block_, block_.conditions[condition])
                          : twice_[condition];
  }

private:
  static constexpr std::size_t few = 16;
  condition_block const& block_;
  std::vector<bool> twice_{};
};

[[nodiscard]] inline ternary match_condition(policy const& document,
                                             policy_condition const& condition,
                                             policy_request const& request) {
  if (is_empty_condition(condition)) {
    return ternary::yes;
  }
  auto const how = parse_condition_operator(condition.operation);
  if (!how) {
    return ternary::unknown;
  }
  return match_condition_state(*how, condition, state_of(request, condition.key),
                               substitutes(document) ? &request : nullptr);
}

[[nodiscard]] inline bool is_flawed(policy const& document, std::size_t statement) noexcept {
  for (auto const& each : document.flaws) {
    if (each.statement == statement || each.statement == policy_flaw::no_statement) {
      return true;
    }
  }
  auto const& about = document.statement.values[statement];
  return !about.unrecognized.empty() || (!is_allow(about) && !is_deny(about));
}

// The same for all statements, by their number, without going through the flaws for each.
class flaw_table {
public:
  explicit flaw_table(policy const& document) : document_(document) {
    if (document.flaws.empty()) {
      return;
    }
    flawed_.assign(document.statement.values.size(), false);
    for (auto const& each : document.flaws) {
      if (each.statement == policy_flaw::no_statement) {
        flawed_.assign(flawed_.size(), true);
        return;
      }
      if (each.statement < flawed_.size()) {
        flawed_[each.statement] = true;
      }
    }
  }
  [[nodiscard]] bool operator()(std::size_t statement) const noexcept {
    auto const& about = document_.statement.values[statement];
    return (!flawed_.empty() && flawed_[statement]) || !about.unrecognized.empty() ||
           (!is_allow(about) && !is_deny(about));
  }

private:
  policy const& document_;
  std::vector<bool> flawed_{};
};

[[nodiscard]] inline bool is_flawed(policy const& document) noexcept {
  for (auto const& each : document.flaws) {
    if (each.statement == policy_flaw::no_statement) {
      return true;
    }
  }
  return !document.unrecognized.empty() || !(document.version.empty() || substitutes(document) ||
                                             same_text(document.version, "2008-10-17"));
}

[[nodiscard]] inline statement_match match_statement(policy const& document, std::size_t number,
                                                     policy_request const& request,
                                                     std::uint8_t namings, bool flawed,
                                                     principal_form form = {}) {
  auto const& statement = document.statement.values[number];
  if (flawed) {
    return {ternary::unknown, "the statement has a fault in its form"};
  }
  statement_match found{ternary::yes, {}};
  auto const take = [&](ternary value, std::string_view reason) {
    found.applies = both(found.applies, value);
    if (value == ternary::unknown && found.reason.empty()) {
      found.reason = reason;
    }
    return found.applies != ternary::no;
  };
  bool open = take(match_action(statement, request.action), "an action is not decided") &&
              take(match_principal(statement, request.principal, namings, form),
                   "a principal is not decided") &&
              take(match_resource(document, statement, request), "a resource is not decided");
  if (open && !statement.condition.conditions.empty()) {
    spelling_table const spelled_twice(statement.condition);
    for (std::size_t at = 0; open && at != statement.condition.conditions.size(); ++at) {
      open = spelled_twice(at)
                 ? take(ternary::unknown, "a condition key stands there in two spellings")
                 : take(match_condition(document, statement.condition.conditions[at], request),
                        "a condition is not decided");
    }
  }
  if (found.applies != ternary::unknown) {
    found.reason = {};
  }
  return found;
}

[[nodiscard]] inline policy_decision evaluate_for(policy const& document,
                                                  policy_request const& request,
                                                  std::uint8_t namings, principal_form form = {}) {
  policy_decision out;
  auto allowed_by = policy_decision::no_statement;
  auto undecided_by = policy_decision::no_statement;
  if (is_flawed(document)) {
    out.allow = ternary::unknown;
    out.deny = ternary::unknown;
    out.reason = "the policy has a fault in its form";
  }
  flaw_table const flaws(document);
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& statement = document.statement.values[at];
    bool const denies = is_deny(statement);
    bool const flawed = flaws(at);
    auto const found =
        match_statement(document, at, request, denies ? any_naming : namings, flawed, form);
    if (found.applies == ternary::no) {
      continue;
    }
    if (flawed) { // it may say anything
      out.allow = either(out.allow, ternary::unknown);
      out.deny = either(out.deny, ternary::unknown);
    } else if (denies) {
      out.deny = either(out.deny, found.applies);
    } else {
      out.allow = either(out.allow, found.applies);
    }
    if (found.applies == ternary::unknown) {
      if (undecided_by == policy_decision::no_statement) {
        undecided_by = at;
        if (out.reason.empty()) {
          out.reason = found.reason;
        }
      }
    } else if (denies) {
      if (out.statement == policy_decision::no_statement) {
        out.statement = at;
      }
    } else if (allowed_by == policy_decision::no_statement) {
      allowed_by = at;
    }
  }
  out.granted = both(out.allow, negation(out.deny));
  if (out.deny != ternary::yes) {
    out.statement = out.granted == ternary::unknown ? undecided_by : allowed_by;
  }
  if (out.granted != ternary::unknown) {
    out.reason = {};
  }
  return out;
}

// Identity providers where anybody gets an identity.
[[nodiscard]] inline bool is_public_provider(std::string_view id) noexcept {
  constexpr std::array<std::string_view, 4> open{"graph.facebook.com", "accounts.google.com",
                                                 "www.amazon.com",
                                                 "cognito-identity.amazonaws.com"};
  return std::find(open.begin(), open.end(), id) != open.end();
}

} // namespace detail
} // namespace trailaudit::inline v0
