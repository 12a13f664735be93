#include <differential/naive_policy.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace naive {

namespace {

using trailaudit::policy_condition;
using trailaudit::principal_element;
using trailaudit::principal_type;
using texts = std::vector<std::string>;

// --- Texts

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& each : out) {
    if (each >= 'A' && each <= 'Z') {
      each = static_cast<char>(each - 'A' + 'a');
    }
  }
  return out;
}

bool is_digits(std::string_view text) {
  for (auto const each : text) {
    if (each < '0' || each > '9') {
      return false;
    }
  }
  return !text.empty();
}
bool is_account(std::string_view text) { return text.size() == 12 && is_digits(text); }
bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

// A pattern's character: itself, or a wildcard. What a variable was replaced by has no wildcards.
struct letter {
  char value = '\0';
  bool wild = false;
};
using letters = std::vector<letter>;

bool matches(letters const& pattern, std::size_t from, std::string_view text) {
  if (from == pattern.size()) {
    return text.empty();
  }
  auto const& next = pattern[from];
  if (next.wild && next.value == '*') {
    for (std::size_t taken = 0; taken <= text.size(); ++taken) {
      if (matches(pattern, from + 1, text.substr(taken))) {
        return true;
      }
    }
    return false;
  }
  return !text.empty() && (next.wild || next.value == text[0]) &&
         matches(pattern, from + 1, text.substr(1));
}
bool matches(letters const& pattern, std::string_view text) { return matches(pattern, 0, text); }

letters plain(std::string_view text, bool wildcards) {
  letters out;
  for (auto const each : text) {
    out.push_back({each, wildcards && (each == '*' || each == '?')});
  }
  return out;
}
bool matches(std::string_view pattern, std::string_view text) {
  return matches(plain(pattern, true), text);
}
std::string text_of(letters const& from) {
  std::string out;
  for (auto const& each : from) {
    out += each.value;
  }
  return out;
}

// The six parts of an ARN; colons inside `${…}` do not part. Empty: no ARN.
texts arn_parts(std::string_view text, bool variables) {
  texts parts(1);
  for (std::size_t at = 0; at != text.size(); ++at) {
    if (variables && text.substr(at, 2) == "${") {
      auto const end = text.find('}', at);
      if (end != text.npos) {
        parts.back() += text.substr(at, end - at + 1);
        at = end;
        continue;
      }
    }
    if (text[at] == ':' && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back() += text[at];
    }
  }
  if (parts.size() != 6 || parts[0] != "arn") {
    parts.clear();
  }
  return parts;
}
std::string arn_account(std::string_view arn) {
  auto const parts = arn_parts(arn, true);
  return !parts.empty() && is_account(parts[4]) ? parts[4] : std::string();
}
std::string last_segment(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

// --- The request's keys

std::string account_of(policy_request const& request) {
  return request.principal.type == principal_type::aws ? arn_account(request.principal.id)
                                                       : std::string();
}

// The role of a session; empty: no session.
std::string role_of(std::string_view caller) {
  auto const parts = arn_parts(caller, false);
  if (parts.empty() || parts[2] != "sts" || !parts[5].starts_with("assumed-role/")) {
    return {};
  }
  auto const path = parts[5].substr(parts[5].find('/') + 1);
  return "arn:" + parts[1] + ":iam::" + parts[4] + ":role/" + path.substr(0, path.find('/'));
}

texts derived(policy_request const& request, std::string const& key) {
  auto const& caller = request.principal;
  bool const aws = caller.type == principal_type::aws;
  bool const anonymous = caller.type == principal_type::anonymous;
  bool const service = caller.type == principal_type::service;
  if (key == "aws:principalarn" && aws) {
    auto const role = role_of(caller.id);
    return {role.empty() ? caller.id : role};
  }
  if (key == "aws:principalaccount" && (aws || anonymous)) {
    return {anonymous ? "anonymous" : account_of(request)};
  }
  if (key == "aws:principalisawsservice" && (aws || service)) {
    return {service ? "true" : "false"};
  }
  if (key == "aws:principalservicename" && service) {
    return {caller.id};
  }
  if (key == "aws:principaltype" && anonymous) {
    return {"Anonymous"};
  }
  if (key == "aws:principaltype" && aws) {
    auto const parts = arn_parts(caller.id, false);
    auto const kind = parts.empty() ? std::string() : parts[5].substr(0, parts[5].find('/'));
    return {kind == "root"             ? "Account"
            : kind == "user"           ? "User"
            : kind == "federated-user" ? "FederatedUser"
                                       : "AssumedRole"};
  }
  if (key == "aws:resourceaccount" && !request.account.empty()) {
    return {request.account};
  }
  return {};
}

// The values of a key; none: absent.
texts values_of(policy_request const& request, std::string_view key) {
  for (auto const& each : request.context) {
    if (lower(each.key) == lower(key)) {
      return each.values;
    }
  }
  return derived(request, lower(key));
}

// --- Variables

struct expansion {
  letters text{};
  bool missing = false; // a variable without a value
  bool unclear = false; // a variable with many
};

expansion expand(std::string_view text, bool variables, bool wildcards,
                 policy_request const& request) {
  expansion out;
  for (std::size_t at = 0; at != text.size(); ++at) {
    auto const end = text.find('}', at);
    if (!variables || text.substr(at, 2) != "${" || end == text.npos) {
      out.text.push_back({text[at], wildcards && (text[at] == '*' || text[at] == '?')});
      continue;
    }
    auto const inside = text.substr(at + 2, end - at - 2);
    at = end;
    if (inside == "*" || inside == "?" || inside == "$") {
      out.text.push_back({inside[0], false});
      continue;
    }
    auto const comma = inside.find(',');
    auto found = values_of(request, inside.substr(0, comma));
    if (found.empty() && comma != inside.npos) {
      auto const from = inside.find('\'');
      found = {std::string(inside.substr(from + 1, inside.rfind('\'') - from - 1))};
    }
    out.missing = out.missing || found.empty();
    out.unclear = out.unclear || found.size() > 1;
    for (auto const each : found.empty() ? std::string() : found[0]) {
      out.text.push_back({each, false});
    }
  }
  return out;
}

// --- Values

ternary from(bool value) { return value ? ternary::yes : ternary::no; }
ternary opposite(ternary value) {
  return value == ternary::yes  ? ternary::no
         : value == ternary::no ? ternary::yes
                                : ternary::unknown;
}

std::optional<double> number(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  auto const point = text.find('.');
  auto const whole = text.substr(at, point == text.npos ? text.npos : point - at);
  if (!is_digits(whole) || (point != text.npos && !is_digits(text.substr(point + 1)))) {
    return {};
  }
  double value = 0;
  double place = 1;
  for (; at != text.size(); ++at) {
    if (at == point) {
      continue;
    }
    value = value * 10 + (text[at] - '0');
    place *= at > point && point != text.npos ? 10 : 1;
  }
  return (text.starts_with('-') ? -1 : 1) * value / place;
}

std::optional<bool> boolean(std::string_view text) {
  auto const word = lower(text);
  return word == "true"    ? std::optional(true)
         : word == "false" ? std::optional(false)
                           : std::nullopt;
}

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Seconds since 1970: `2020-01-31`, `2020-01-31T10:00:00Z`, `…+02:00`, or seconds as they are.
std::optional<double> moment(std::string_view text) {
  if (text.size() > 4 && text.find('-', 1) == text.npos) {
    return number(text);
  }
  auto const two = [&](std::size_t at) {
    auto const part = text.size() >= at + 2 ? text.substr(at, 2) : std::string_view{};
    return is_digits(part) ? (part[0] - '0') * 10 + (part[1] - '0') : -1;
  };
  if (text.size() < 10 || two(0) < 0 || two(2) < 0 || text[4] != '-' || text[7] != '-') {
    return {};
  }
  int const year = two(0) * 100 + two(2);
  int const month = two(5);
  int const day = two(8);
  std::array<int, 12> lengths{31, is_leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1970 || month < 1 || month > 12 || day < 1 ||
      day > lengths[static_cast<std::size_t>(month - 1)]) {
    return {};
  }
  double days = day - 1;
  for (int each = 1970; each != year; ++each) {
    days += is_leap(each) ? 366 : 365;
  }
  for (int each = 1; each != month; ++each) {
    days += lengths[static_cast<std::size_t>(each - 1)];
  }
  double seconds = days * 86'400;
  if (text.size() == 10) {
    return seconds;
  }
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || two(11) < 0 ||
      two(11) > 23 || two(14) < 0 || two(14) > 59 || two(17) < 0 || two(17) > 59) {
    return {};
  }
  seconds += two(11) * 3600 + two(14) * 60 + two(17);
  auto const zone = text.substr(19);
  if (zone == "Z") {
    return seconds;
  }
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || two(20) < 0 ||
      two(23) < 0) {
    return {};
  }
  return seconds - (zone[0] == '-' ? -1 : 1) * (two(20) * 3600 + two(23) * 60);
}

using bits = std::vector<bool>;

std::optional<bits> address(std::string_view text) {
  bits out;
  auto const push = [&](unsigned value, unsigned count) {
    for (; count != 0; --count) {
      out.push_back(((value >> (count - 1)) & 1U) != 0);
    }
  };
  auto const pieces = [](std::string_view of, char separator) {
    texts parts(1);
    for (auto const each : of) {
      if (each == separator) {
        parts.emplace_back();
      } else {
        parts.back() += each;
      }
    }
    return parts;
  };
  if (text.find(':') == text.npos) {
    auto const parts = pieces(text, '.');
    for (auto const& each : parts) {
      if (!is_digits(each) || each.size() > 3 || std::stoul(each) > 255) {
        return {};
      }
      push(static_cast<unsigned>(std::stoul(each)), 8);
    }
    return parts.size() == 4 ? std::optional(out) : std::nullopt;
  }
  auto const gap = text.find("::");
  auto const groups = [&](std::string_view of) -> std::optional<bits> {
    out.clear();
    for (auto const& each : of.empty() ? texts{} : pieces(of, ':')) {
      if (each.empty() || each.size() > 4 ||
          lower(each).find_first_not_of("0123456789abcdef") != each.npos) {
        return {};
      }
      push(static_cast<unsigned>(std::stoul(each, nullptr, 16)), 16);
    }
    return out;
  };
  if (gap == text.npos) {
    auto const whole = groups(text);
    return whole && whole->size() == 128 ? whole : std::nullopt;
  }
  auto const head = groups(text.substr(0, gap));
  auto const tail = groups(text.substr(gap + 2));
  if (!head || !tail || head->size() + tail->size() > 112) {
    return {};
  }
  bits whole = *head;
  whole.resize(128 - tail->size(), false);
  whole.insert(whole.end(), tail->begin(), tail->end());
  return whole;
}

struct range {
  bits start{};
  std::size_t length = 0;
};

std::optional<range> cidr(std::string_view text) {
  auto const slash = text.find('/');
  auto const start = address(text.substr(0, slash));
  if (!start) {
    return {};
  }
  if (slash == text.npos) {
    return range{*start, start->size()};
  }
  std::string const length(text.substr(slash + 1));
  if (!is_digits(length) || length.size() > 3 || std::stoul(length) > start->size()) {
    return {};
  }
  return range{*start, std::stoul(length)};
}

bool covers(range const& wide, range const& narrow) {
  return wide.start.size() == narrow.start.size() && wide.length <= narrow.length &&
         std::equal(wide.start.begin(),
                    wide.start.begin() + static_cast<std::ptrdiff_t>(wide.length),
                    narrow.start.begin());
}

std::optional<std::string> base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) {
    return {};
  }
  auto const body = text.substr(0, text.find('='));
  if (text.size() - body.size() > 2 || text.find_first_not_of('=', body.size()) != text.npos) {
    return {};
  }
  bits all;
  for (auto const each : body) {
    auto const at = alphabet.find(each);
    if (at == alphabet.npos) {
      return {};
    }
    for (std::size_t bit = 6; bit != 0; --bit) {
      all.push_back(((at >> (bit - 1)) & 1U) != 0);
    }
  }
  std::string out;
  for (std::size_t from = 0; from + 8 <= all.size(); from += 8) {
    int value = 0;
    for (std::size_t bit = 0; bit != 8; ++bit) {
      value = value * 2 + (all[from + bit] ? 1 : 0);
    }
    out += static_cast<char>(value);
  }
  return out;
}

// --- Conditions

enum class family { text, caseless, like, numeric, date, boolean, binary, ip, arn, null };
enum class order { equal, less, less_equal, greater, greater_equal };

struct test {
  family kind = family::text;
  order how = order::equal;
  bool negated = false;
};

std::optional<test> test_of(std::string_view name) {
  static std::map<std::string_view, test> const known{
      {"StringEquals", {family::text}},
      {"StringNotEquals", {family::text, order::equal, true}},
      {"StringEqualsIgnoreCase", {family::caseless}},
      {"StringNotEqualsIgnoreCase", {family::caseless, order::equal, true}},
      {"StringLike", {family::like}},
      {"StringNotLike", {family::like, order::equal, true}},
      {"NumericEquals", {family::numeric}},
      {"NumericNotEquals", {family::numeric, order::equal, true}},
      {"NumericLessThan", {family::numeric, order::less}},
      {"NumericLessThanEquals", {family::numeric, order::less_equal}},
      {"NumericGreaterThan", {family::numeric, order::greater}},
      {"NumericGreaterThanEquals", {family::numeric, order::greater_equal}},
      {"DateEquals", {family::date}},
      {"DateNotEquals", {family::date, order::equal, true}},
      {"DateLessThan", {family::date, order::less}},
      {"DateLessThanEquals", {family::date, order::less_equal}},
      {"DateGreaterThan", {family::date, order::greater}},
      {"DateGreaterThanEquals", {family::date, order::greater_equal}},
      {"Bool", {family::boolean}},
      {"BinaryEquals", {family::binary}},
      {"IpAddress", {family::ip}},
      {"NotIpAddress", {family::ip, order::equal, true}},
      {"ArnEquals", {family::arn}},
      {"ArnLike", {family::arn}},
      {"ArnNotEquals", {family::arn, order::equal, true}},
      {"ArnNotLike", {family::arn, order::equal, true}},
      {"Null", {family::null}},
  };
  auto const found = known.find(name);
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

bool compare(order how, double left, double right) {
  switch (how) {
  case order::equal:
    return left == right;
  case order::less:
    return left < right;
  case order::less_equal:
    return left <= right;
  case order::greater:
    return left > right;
  case order::greater_equal:
    return left >= right;
  }
  return false;
}

template <class T, class Same>
ternary compare(std::optional<T> const& left, std::optional<T> const& right, Same const& same) {
  return left && right ? from(same(*left, *right)) : ternary::unknown;
}

// Whether one of the request's values is what one of the policy's values asks for.
ternary is_met(test const& asked, std::string const& wanted, std::string const& given,
               bool variables, policy_request const& request) {
  switch (asked.kind) {
  case family::text:
  case family::caseless:
  case family::like: {
    auto const pattern = expand(wanted, variables, asked.kind == family::like, request);
    if (pattern.missing) {
      return ternary::no;
    }
    if (pattern.unclear) {
      return ternary::unknown;
    }
    return from(asked.kind == family::caseless ? lower(text_of(pattern.text)) == lower(given)
                                               : matches(pattern.text, given));
  }
  case family::numeric:
    return compare(number(given), number(wanted),
                   [&](double left, double right) { return compare(asked.how, left, right); });
  case family::date:
    return compare(moment(given), moment(wanted),
                   [&](double left, double right) { return compare(asked.how, left, right); });
  case family::boolean:
    return compare(boolean(given), boolean(wanted), std::equal_to<>());
  case family::binary:
    return compare(base64(given), base64(wanted), std::equal_to<>());
  case family::ip:
    return compare(given.find('/') == given.npos ? cidr(given) : std::nullopt, cidr(wanted),
                   [](range const& one, range const& within) { return covers(within, one); });
  case family::arn: {
    auto const parts = arn_parts(given, false);
    auto const patterns = arn_parts(wanted, variables);
    if (parts.empty() || patterns.empty()) {
      return ternary::unknown;
    }
    auto all = ternary::yes;
    bool missing = false;
    for (std::size_t at = 0; at != parts.size(); ++at) {
      auto const pattern = expand(patterns[at], variables, true, request);
      missing = missing || pattern.missing;
      all = std::min(all,
                     pattern.unclear ? ternary::unknown : from(matches(pattern.text, parts[at])));
    }
    return missing ? ternary::no : all;
  }
  case family::null:
    break;
  }
  return ternary::unknown;
}

ternary holds(policy_condition const& condition, bool variables, policy_request const& request) {
  std::string_view name = condition.operation;
  bool const every = name.starts_with("ForAllValues:");
  bool const some = name.starts_with("ForAnyValue:");
  name.remove_prefix(every || some ? name.find(':') + 1 : 0);
  bool const if_exists = name.ends_with("IfExists");
  name.remove_suffix(if_exists ? std::string_view("IfExists").size() : 0);
  auto const asked = test_of(name);
  if (!asked || (asked->kind == family::null && (every || some || if_exists))) {
    return ternary::unknown;
  }
  auto given = values_of(request, condition.key);
  if (asked->kind == family::null) {
    auto any = ternary::no;
    for (auto const& each : condition.values.values) {
      auto const wanted = boolean(each);
      any = std::max(any, wanted ? from(*wanted == given.empty()) : ternary::unknown);
    }
    return any;
  }
  if ((every || some) && given == texts{""}) {
    given.clear(); // "an empty data set (for example, an empty string)"
  }
  if (given.empty()) {
    return from(if_exists || every || (!some && asked->negated));
  }
  if (!every && !some && given.size() > 1) {
    return ternary::unknown;
  }
  auto all = ternary::yes;
  auto any = ternary::no;
  for (auto const& value : given) {
    auto met = ternary::no;
    for (auto const& wanted : condition.values.values) {
      met = std::max(met, is_met(*asked, wanted, value, variables, request));
    }
    met = asked->negated ? opposite(met) : met;
    all = std::min(all, met);
    any = std::max(any, met);
  }
  return some ? any : all;
}

// --- Principals, actions, resources

// Whether the caller is the one that is named. `by_account`: because all of an account are.
ternary is_named(std::string const& type, std::string const& id, policy_request const& request,
                 bool* by_account = nullptr) {
  auto const& caller = request.principal;
  if (type == "AWS") {
    if (id == "*") {
      if (by_account != nullptr) {
        *by_account = true;
      }
      return ternary::yes;
    }
    if (has_wildcard(id)) {
      return ternary::unknown;
    }
    auto const parts = arn_parts(id, false);
    auto const account = is_account(id)                         ? id
                         : !parts.empty() && parts[5] == "root" ? parts[4]
                                                                : std::string();
    if (!account.empty()) {
      bool const same = account == account_of(request);
      if (same && by_account != nullptr) {
        *by_account = true;
      }
      return from(same);
    }
    if (caller.type != principal_type::aws || parts.empty()) {
      return ternary::no;
    }
    auto const role = arn_parts(role_of(caller.id), false);
    bool const its_role = !role.empty() && parts[1] == role[1] && parts[2] == "iam" &&
                          parts[4] == role[4] && parts[5].starts_with("role/") &&
                          last_segment(parts[5]) == last_segment(role[5]);
    return from(id == caller.id || its_role);
  }
  auto const wanted = type == "Service"         ? principal_type::service
                      : type == "Federated"     ? principal_type::federated
                      : type == "CanonicalUser" ? principal_type::canonical
                                                : principal_type::anonymous;
  if (wanted == principal_type::anonymous || has_wildcard(id)) {
    return ternary::unknown;
  }
  return from(caller.type == wanted && caller.id == id);
}

ternary is_among(principal_element const& element, policy_request const& request,
                 bool* by_account = nullptr) {
  if (!element.text.empty()) {
    return is_named("AWS", element.text, request, by_account);
  }
  auto any = ternary::no;
  for (auto const& group : element.groups) {
    for (auto const& id : group.ids.values) {
      any = std::max(any, is_named(group.type, id, request, by_account));
    }
  }
  return any;
}

ternary principal_holds(policy_statement const& statement, policy_request const& request) {
  if (statement.principal) {
    return is_among(*statement.principal, request);
  }
  if (!statement.not_principal) {
    return ternary::yes;
  }
  bool by_account = false;
  auto const listed = is_among(*statement.not_principal, request, &by_account);
  // A `Deny` that spares a user or role but not its account may hit it, service by service.
  if (statement.effect == "Deny" && listed == ternary::yes && !by_account &&
      request.principal.type == principal_type::aws) {
    return ternary::unknown;
  }
  return opposite(listed);
}

ternary action_holds(trailaudit::list<std::string> const& patterns, std::string_view action) {
  for (auto const& each : patterns) {
    auto const colon = each.find(':');
    auto const at = action.find(':');
    if (each == "*" || (colon != each.npos && at != action.npos &&
                        lower(each.substr(0, colon)) == lower(action.substr(0, at)) &&
                        matches(lower(each.substr(colon + 1)), lower(action.substr(at + 1))))) {
      return ternary::yes;
    }
  }
  return ternary::no;
}

ternary resource_holds(trailaudit::list<std::string> const& patterns, bool variables, bool excluded,
                       policy_request const& request) {
  auto any = ternary::no;
  auto const parts = arn_parts(request.resource, false);
  for (auto const& each : patterns) {
    auto const wanted = arn_parts(each, variables);
    auto met = ternary::yes;
    if (each == "*") {
      return ternary::yes;
    }
    if (wanted.empty() || parts.empty() || has_wildcard(wanted[2])) {
      met = ternary::unknown;
    } else {
      for (std::size_t at = 0; at != 5; ++at) {
        met = std::min(met, from(matches(wanted[at], parts[at])));
      }
      auto const last = expand(wanted[5], variables, true, request);
      auto const its = last.missing   ? (excluded ? ternary::unknown : ternary::no)
                       : last.unclear ? ternary::unknown
                                      : from(matches(last.text, parts[5]));
      met = std::min(met, its);
    }
    any = std::max(any, met);
  }
  return any;
}

bool is_flawed(policy const& document, std::size_t statement) {
  for (auto const& each : document.flaws) {
    if (each.statement == statement || each.statement == trailaudit::policy_flaw::no_statement) {
      return true;
    }
  }
  auto const& effect = document.statement.values[statement].effect;
  return effect != "Allow" && effect != "Deny";
}

} // namespace

ternary applies(policy const& document, std::size_t statement, policy_request const& request) {
  auto const& it = document.statement.values[statement];
  if (is_flawed(document, statement)) {
    return ternary::unknown;
  }
  bool const variables = document.version == "2012-10-17";
  auto all = principal_holds(it, request);
  all = std::min(all, it.not_action.values.empty()
                          ? action_holds(it.action.values, request.action)
                          : opposite(action_holds(it.not_action.values, request.action)));
  all = std::min(all,
                 it.not_resource.values.empty()
                     ? resource_holds(it.resource.values, variables, false, request)
                     : opposite(resource_holds(it.not_resource.values, variables, true, request)));
  for (auto const& condition : it.condition.conditions) {
    auto met = holds(condition, variables, request);
    for (auto const& other : it.condition.conditions) {
      if (&other != &condition && other.operation == condition.operation &&
          lower(other.key) == lower(condition.key)) {
        met = ternary::unknown; // one key twice: which counts?
      }
    }
    all = std::min(all, met);
  }
  return all;
}

decision evaluate(policy const& document, policy_request const& request) {
  decision out;
  for (auto const& each : document.flaws) {
    if (each.statement == trailaudit::policy_flaw::no_statement) {
      return {ternary::unknown, ternary::unknown, ternary::unknown};
    }
  }
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& effect = document.statement.values[at].effect;
    auto const its = applies(document, at, request);
    bool const flawed = is_flawed(document, at); // such a one may allow and deny
    if (flawed || effect == "Allow") {
      out.allow = std::max(out.allow, its);
    }
    if (flawed || effect == "Deny") {
      out.deny = std::max(out.deny, its);
    }
  }
  out.granted = std::min(out.allow, opposite(out.deny));
  return out;
}

} // namespace naive
