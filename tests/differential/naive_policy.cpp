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

// Names of keys and actions are not case-sensitive.
bool is_same(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) {
    return false;
  }
  for (std::size_t at = 0; at != left.size(); ++at) {
    auto const fold = [](char byte) {
      return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    };
    if (fold(left[at]) != fold(right[at])) {
      return false;
    }
  }
  return true;
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

// What is known of a key: its values, none where it is absent; or that it is there with a value
// that the request does not tell (`hidden`), or that nobody documents whether it is there
// (`doubtful`).
struct key_state {
  texts values{};
  bool hidden = false;
  bool doubtful = false;
};

// Guide, "AWS global condition context keys" (the availability of each) and "Principal key values".
key_state derived(policy_request const& request, std::string const& key) {
  auto const& caller = request.principal;
  bool const aws = caller.type == principal_type::aws;
  bool const anonymous = caller.type == principal_type::anonymous;
  bool const service = caller.type == principal_type::service;
  bool const federated = caller.type == principal_type::federated;
  bool const canonical = caller.type == principal_type::canonical;
  if (key == "aws:principalarn" && aws) {
    // The role's, with its path, which the session's own ARN leaves out.
    return role_of(caller.id).empty() ? key_state{{caller.id}} : key_state{{}, true};
  }
  if (key == "aws:principalaccount" && aws) {
    return {{account_of(request)}};
  }
  if (key == "aws:principalaccount" && anonymous) {
    return {{"anonymous"}, false, true}; // two editions of the guide differ
  }
  if ((key == "aws:principalarn" || key == "aws:principalaccount" || key == "aws:principaltype") &&
      (federated || canonical)) {
    return {{}, true};
  }
  if (key == "aws:principalisawsservice" && !anonymous) { // not in anonymous requests
    return {{service ? "true" : "false"}, false, federated};
  }
  if (key == "aws:principalservicename" && service) {
    return {{caller.id}};
  }
  if (key == "aws:principaltype" && anonymous) {
    return {{"Anonymous"}};
  }
  if (key == "aws:principaltype" && service) {
    return {{}, true};
  }
  if (key == "aws:principaltype") {
    auto const parts = arn_parts(caller.id, false);
    auto const kind = parts.empty() ? std::string() : parts[5].substr(0, parts[5].find('/'));
    return {{kind == "root"             ? "Account"
             : kind == "user"           ? "User"
             : kind == "federated-user" ? "FederatedUser"
                                        : "AssumedRole"}};
  }
  if (key == "aws:resourceaccount") {
    auto const parts = arn_parts(request.resource, false);
    auto const owner = !request.account.empty() ? request.account
                       : parts.empty()          ? std::string()
                                                : parts[4];
    return owner.empty() ? key_state{{}, true} : key_state{{owner}};
  }
  if (key == "kms:calleraccount" && !anonymous) {
    return aws ? key_state{{account_of(request)}} : key_state{{}, true};
  }
  if (key == "aws:username") {
    auto const name = caller.id.find(":user/") == std::string::npos
                          ? std::string()
                          : caller.id.substr(caller.id.rfind('/') + 1);
    return aws && !name.empty() ? key_state{{name}} : key_state{{}, federated || canonical};
  }
  if (key == "aws:userid") {
    bool const root = aws && caller.id.ends_with(":root");
    return anonymous ? key_state{{"anonymous"}}
           : root    ? key_state{{account_of(request)}}
                     : key_state{{}, true};
  }
  return {};
}

key_state state_of(policy_request const& request, std::string_view key) {
  for (auto const& each : request.context) {
    if (is_same(each.key, key)) {
      return {each.values};
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
    auto const state = state_of(request, inside.substr(0, comma));
    if (state.hidden || state.doubtful || state.values.size() > 1) {
      out.unclear = true;
      continue;
    }
    auto found = state.values;
    if (found.empty() && comma != inside.npos) {
      auto const from = inside.find('\'');
      found = {std::string(inside.substr(from + 1, inside.rfind('\'') - from - 1))};
    }
    out.missing = out.missing || found.empty();
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
    if (patterns.empty()) {
      return ternary::unknown;
    }
    if (parts.empty()) {
      return ternary::no; // has no six parts to match
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

struct parsed_operation {
  test asked{};
  bool every = false;
  bool some = false;
  bool if_exists = false;
};

std::optional<parsed_operation> parse_operation(std::string_view name) {
  parsed_operation out;
  out.every = name.starts_with("ForAllValues:");
  out.some = name.starts_with("ForAnyValue:");
  name.remove_prefix(out.every || out.some ? name.find(':') + 1 : 0);
  out.if_exists = name.ends_with("IfExists");
  name.remove_suffix(out.if_exists ? std::string_view("IfExists").size() : 0);
  auto const asked = test_of(name);
  if (!asked || (asked->kind == family::null && (out.every || out.some || out.if_exists))) {
    return {};
  }
  out.asked = *asked;
  return out;
}

ternary holds_for(parsed_operation const& how, trailaudit::list<std::string> const& wanted,
                  texts given, bool variables, policy_request const& request) {
  if (how.asked.kind == family::null) {
    auto any = ternary::no;
    for (auto const& each : wanted) {
      auto const absent = boolean(each);
      any = std::max(any, absent ? from(*absent == given.empty()) : ternary::unknown);
    }
    return any;
  }
  if ((how.every || how.some) && given == texts{""}) {
    given.clear(); // "an empty data set (for example, an empty string)"
  }
  if (given.empty()) {
    return from(how.if_exists || how.every || (!how.some && how.asked.negated));
  }
  if (!how.every && !how.some && given.size() > 1) {
    return ternary::unknown;
  }
  auto all = ternary::yes;
  auto any = ternary::no;
  for (auto const& value : given) {
    auto met = ternary::no;
    for (auto const& each : wanted) {
      met = std::max(met, is_met(how.asked, each, value, variables, request));
    }
    met = how.asked.negated ? opposite(met) : met;
    all = std::min(all, met);
    any = std::max(any, met);
  }
  return how.some ? any : all;
}

// Whether some text meets both patterns.
bool may_meet(std::string_view one, std::string_view other) {
  if (one.empty() && other.empty()) {
    return true;
  }
  if (one.starts_with('*')) {
    return may_meet(one.substr(1), other) || (!other.empty() && may_meet(one, other.substr(1)));
  }
  if (other.starts_with('*')) {
    return may_meet(other, one);
  }
  return !one.empty() && !other.empty() &&
         (one[0] == other[0] || one[0] == '?' || other[0] == '?') &&
         may_meet(one.substr(1), other.substr(1));
}

// A session's ARN leaves out the path of its role: the role is `role/<name>` or
// `role/<path>/<name>`.
ternary role_holds(parsed_operation const& how, policy_condition const& condition, bool variables,
                   policy_request const& request) {
  auto const kind = how.asked.kind;
  auto const role = role_of(request.principal.id);
  auto const slash = role.find('/');
  auto any = ternary::no;
  for (auto const& each : condition.values.values) {
    auto const parts = arn_parts(each, variables);
    bool const odd = (kind != family::like && kind != family::arn && has_wildcard(each)) ||
                     (kind == family::arn && parts.empty());
    if ((kind != family::text && kind != family::like && kind != family::arn) || odd ||
        (variables && each.find("${") != std::string::npos)) {
      any = std::max(any, ternary::unknown);
      continue;
    }
    auto const met = [&](std::string const& path) {
      return is_met(how.asked, each, role.substr(0, slash + 1) + path + role.substr(slash + 1),
                    variables, request);
    };
    auto const deep = role.substr(0, slash + 1) + "?*/" + role.substr(slash + 1);
    bool some = true;
    if (kind == family::arn) { // each part by itself
      auto const wanted = arn_parts(deep, false);
      for (std::size_t at = 0; at != wanted.size(); ++at) {
        some = some && may_meet(parts[at], wanted[at]);
      }
    } else {
      some = may_meet(each, deep);
    }
    // What no pattern names is met by wildcards alone.
    bool every = met("") == ternary::yes;
    for (std::size_t length = 1; every && length != each.size() + 3; ++length) {
      every = met(std::string(length, '#') + '/') == ternary::yes;
    }
    bool const none = met("") == ternary::no && !some;
    any = std::max(any, every ? ternary::yes : none ? ternary::no : ternary::unknown);
  }
  return how.asked.negated ? opposite(any) : any;
}

ternary holds(policy_condition const& condition, bool variables, policy_request const& request) {
  auto const how = parse_operation(condition.operation);
  if (!how) {
    return ternary::unknown;
  }
  auto const state = state_of(request, condition.key);
  if (state.hidden && lower(condition.key) == "aws:principalarn" &&
      !role_of(request.principal.id).empty()) {
    return role_holds(*how, condition, variables, request);
  }
  if (state.hidden) {
    return ternary::unknown;
  }
  auto const met = holds_for(*how, condition.values.values, state.values, variables, request);
  return !state.doubtful || met == holds_for(*how, condition.values.values, {}, variables, request)
             ? met
             : ternary::unknown;
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
    auto const caller_arn =
        caller.type == principal_type::aws ? arn_parts(caller.id, false) : texts{};
    if (is_account(id)) {
      bool const same = id == account_of(request);
      if (same && by_account != nullptr) {
        *by_account = true;
      }
      return from(same);
    }
    if (id.starts_with("AIDA") || id.starts_with("AROA")) {
      return ternary::no; // its user or role was deleted
    }
    auto const parts = arn_parts(id, false);
    if (parts.empty() || (parts[2] != "iam" && parts[2] != "sts")) {
      return ternary::unknown;
    }
    if (caller_arn.empty()) {
      return ternary::no;
    }
    if (parts[5] == "root") {
      bool const same = parts[4] == caller_arn[4] && parts[1] == caller_arn[1];
      if (same && by_account != nullptr) {
        *by_account = true;
      }
      return from(same);
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
    if (each == "*" || each == "*:*" ||
        (colon != each.npos && at != action.npos &&
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
      met = last.unclear   ? std::min(met, ternary::unknown)
            : last.missing ? ternary::no
                           : std::min(met, from(matches(last.text, parts[5])));
      if (last.missing && excluded) {
        met = ternary::unknown; // "might cause the entire statement to be invalid"
      }
      // "If the * wildcard is the last character of a segment, it can expand to match beyond the
      // colon boundaries."
      bool const open_ended =
          std::any_of(wanted.begin() + 1, wanted.begin() + 5,
                      [](std::string const& part) { return part.ends_with('*'); });
      auto const whole = expand(each, variables, true, request);
      if (met == ternary::no && open_ended && !whole.missing &&
          (whole.unclear || matches(whole.text, request.resource))) {
        met = ternary::unknown;
      }
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
          is_same(other.key, condition.key)) {
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

// --- Keys

std::span<key_facts const> known_keys() {
  using enum key_class;
  using enum key_type;
  static constexpr std::array<key_facts, 41> keys{{
      {"aws:PrincipalAccount", caller, text, true},
      {"aws:PrincipalArn", caller, arn},
      {"aws:PrincipalOrgID", caller, text},
      {"aws:PrincipalOrgPaths", caller, list},
      {"aws:userid", caller, text, true},
      {"aws:PrincipalIsAWSService", caller, boolean},
      {"aws:PrincipalServiceName", caller, text},
      {"aws:PrincipalType", caller, text, true},
      {"aws:username", caller, text},
      {"aws:PrincipalTag/team", caller, text},
      {"kms:CallerAccount", caller, text},
      {"kms:ViaService", free, text},
      {"aws:SourceIp", network, address},
      {"aws:SourceVpc", network, text},
      {"aws:SourceVpce", network, text},
      {"aws:VpcSourceIp", network, address},
      {"aws:SourceVpcArn", network, arn},
      {"aws:VpceAccount", network, text},
      {"aws:VpceOrgID", network, text},
      {"aws:SourceArn", relayed, arn},
      {"aws:SourceAccount", relayed, text},
      {"aws:SourceOwner", relayed, text},
      {"aws:SourceOrgID", relayed, text},
      {"s3:DataAccessPointArn", delegated, arn},
      {"s3:DataAccessPointAccount", delegated, text},
      {"aws:ResourceAccount", owner, text},
      {"aws:ResourceOrgID", owner, text},
      {"aws:SecureTransport", free, boolean, true},
      {"aws:UserAgent", free, text},
      {"aws:Referer", free, text},
      {"aws:CurrentTime", free, date, true},
      {"aws:EpochTime", free, number, true},
      {"aws:MultiFactorAuthPresent", free, boolean},
      {"aws:MultiFactorAuthAge", free, number},
      {"s3:prefix", free, text},
      {"s3:max-keys", free, number},
      {"s3:x-amz-acl", free, text},
      {"aws:CalledVia", free, list},
      {"aws:ViaAWSService", free, boolean},
      {"aws:TagKeys", free, list},
      {"aws:RequestTag/team", free, text},
  }};
  return keys;
}

key_facts facts_of(std::string_view name) {
  for (auto const& each : known_keys()) {
    if (is_same(each.name, name)) {
      return each;
    }
  }
  return {name, key_class::free, key_type::text};
}

// --- Trust

namespace {

// What a policy, or who asks, trusts by name.
struct named {
  texts accounts{};
  texts arns{};
  texts organizations{};
  texts ids{};      // unique and canonical ids
  texts networks{}; // VPCs and endpoints
  std::vector<range> ranges{};
};

bool contains(texts const& among, std::string_view wanted) {
  return std::find(among.begin(), among.end(), wanted) != among.end();
}

bool is_fixed(std::string_view value, bool variables, bool wildcards) {
  return !(wildcards && has_wildcard(value)) && !(variables && value.find("${") != value.npos);
}

std::string organization_of(std::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}
std::string id_part(std::string_view userid) {
  return std::string(userid.substr(0, userid.find(':')));
}

// RFC 1918
bool is_private(range const& which) {
  for (auto const* const each : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}) {
    if (covers(*cidr(each), which)) {
      return true;
    }
  }
  return false;
}

// What the value names for certain, wherever it stands.
void add_value(named& to, std::string_view key, std::string const& value, bool variables,
               bool wildcards) {
  auto const name = lower(key);
  bool const fixed = is_fixed(value, variables, wildcards);
  auto const type = facts_of(key).type;
  if (type == key_type::arn) {
    auto const account = arn_account(value);
    if (!account.empty() && !(variables && value.find("${") != value.npos)) {
      to.accounts.push_back(account);
    }
    if (fixed) {
      to.arns.push_back(value);
    }
  } else if (name == "aws:sourceip") {
    auto const which = cidr(value);
    if (which && (is_private(*which) || which->length >= (which->start.size() == 32 ? 8U : 32U))) {
      to.ranges.push_back(*which);
    }
  } else if (name.ends_with("orgpaths")) {
    auto const organization = organization_of(value);
    if (value.find('/') != value.npos && is_fixed(organization, variables, wildcards)) {
      to.organizations.push_back(organization);
    }
  } else if (name == "aws:userid") {
    auto const id = id_part(value);
    if (is_fixed(id, variables, wildcards) && (fixed || value.find(':') != value.npos)) {
      to.ids.push_back(id);
    }
  } else if (fixed && name.ends_with("orgid")) {
    to.organizations.push_back(value);
  } else if (fixed && (name == "aws:sourcevpc" || name == "aws:sourcevpce")) {
    to.networks.push_back(value);
  } else if (fixed && is_account(value)) {
    to.accounts.push_back(value);
  }
}

void add_principals(named& to, principal_element const& from) {
  for (auto const& group : from.groups) {
    for (auto const& id : group.ids.values) {
      if (has_wildcard(id)) {
        continue;
      }
      auto const account = is_account(id) ? id : arn_account(id);
      if (!account.empty() && group.type == "AWS") {
        to.accounts.push_back(account);
      }
      to.arns.push_back(id);
      to.ids.push_back(id);
    }
  }
}

// What the policy names, in principals and keys of these classes.
named names_of(policy const& document, std::vector<key_class> const& classes) {
  named out;
  bool const variables = document.version == "2012-10-17";
  for (auto const& statement : document.statement.values) {
    if (std::find(classes.begin(), classes.end(), key_class::caller) != classes.end()) {
      if (statement.principal) {
        add_principals(out, *statement.principal);
      }
      if (statement.not_principal) {
        add_principals(out, *statement.not_principal);
      }
    }
    for (auto const& condition : statement.condition.conditions) {
      auto const kind = facts_of(condition.key).kind;
      auto const how = parse_operation(condition.operation);
      if (!how || how->asked.kind == family::null ||
          std::find(classes.begin(), classes.end(), kind) == classes.end()) {
        continue;
      }
      bool const wildcards = how->asked.kind == family::like || how->asked.kind == family::arn;
      for (auto const& value : condition.values.values) {
        // In a text an early wildcard may reach into the path of a role, which may hold colons.
        auto const parts = arn_parts(value, true);
        bool const early = !parts.empty() && (has_wildcard(parts[1]) || has_wildcard(parts[3]));
        if (how->asked.kind == family::like && early &&
            is_same(condition.key, "aws:PrincipalArn")) {
          continue;
        }
        add_value(out, condition.key, value, variables, wildcards);
      }
    }
  }
  return out;
}

named names_of(trust const& trusted) {
  named out;
  out.accounts = trusted.accounts;
  out.organizations = trusted.organizations;
  out.networks = trusted.vpcs;
  for (auto const& each : trusted.networks) {
    if (auto const which = cidr(each)) {
      out.ranges.push_back(*which);
    }
  }
  return out;
}

// Whether the value of a trust-bearing key is trusted.
bool is_trusted(named const& by, std::string_view key, std::string const& value) {
  if (value == "anonymous") {
    return false; // it names nobody
  }
  auto const name = lower(key);
  if (facts_of(key).type == key_type::arn) {
    auto const account = arn_account(value);
    return contains(by.arns, value) || (!account.empty() && contains(by.accounts, account));
  }
  if (name == "aws:sourceip") {
    auto const which = cidr(value);
    return which && std::any_of(by.ranges.begin(), by.ranges.end(),
                                [&](range const& each) { return covers(each, *which); });
  }
  if (name.ends_with("orgpaths")) {
    return contains(by.organizations, organization_of(value));
  }
  if (name.ends_with("orgid")) {
    return contains(by.organizations, value);
  }
  if (name == "aws:userid") {
    return contains(by.ids, id_part(value)) || contains(by.accounts, value);
  }
  if (name == "aws:sourcevpc" || name == "aws:sourcevpce") {
    return contains(by.networks, value);
  }
  return contains(by.accounts, value);
}

bool bears_trust(std::string_view key) {
  auto const name = lower(key);
  auto const kind = facts_of(key).kind;
  if (name == "aws:principaltype" || name == "aws:username" ||
      name.starts_with("aws:principaltag/") || name == "aws:vpcsourceip" ||
      name == "aws:principalisawsservice" || name == "aws:principalservicename") {
    return false; // free, or told by the principal itself
  }
  return kind != key_class::free && kind != key_class::owner;
}

bool is_public_provider(std::string_view id) {
  return id == "graph.facebook.com" || id == "accounts.google.com" || id == "www.amazon.com" ||
         id == "cognito-identity.amazonaws.com";
}

} // namespace

namespace {

// Who is an outsider of a question.
class gate {
public:
  gate(policy const& document, exposure_question question, exposure_subject const& subject,
       trust const& trusted)
      : deputy_(question == exposure_question::deputy) {
    // By values of its own kind, and by any that the policy names: what is named elsewhere may be
    // trusted or not. The policy itself says who is trusted for the public question alone.
    using enum key_class;
    bool const by_policy = question == exposure_question::public_access;
    for (auto const kind : {caller, network, relayed, delegated}) {
      auto& own = own_[static_cast<std::size_t>(kind)];
      own = by_policy ? names_of(document, {kind}) : names_of(trusted);
      own.accounts.emplace_back(subject.account);
    }
    any_ = by_policy || deputy_ ? names_of(document, {caller, network, relayed, delegated})
                                : names_of(trusted);
    any_.accounts.emplace_back(subject.account);
  }

  [[nodiscard]] ternary operator()(policy_request const& request) const {
    auto out = deputy_ ? from(request.principal.type == principal_type::service)
                       : caller_is_outside(request.principal);
    for (auto const& entry : request.context) {
      auto const kind = facts_of(entry.key).kind;
      if (!bears_trust(entry.key) || (deputy_ && kind != key_class::relayed)) {
        continue;
      }
      for (auto const& value : entry.values) {
        out = std::min(out, value_is_outside(entry.key, kind, value));
      }
    }
    return out;
  }

private:
  [[nodiscard]] ternary caller_is_outside(trailaudit::request_principal const& who) const {
    auto const& own = own_[static_cast<std::size_t>(key_class::caller)];
    switch (who.type) {
    case principal_type::anonymous:
      break;
    case principal_type::service:
      return ternary::no;
    case principal_type::federated:
      return is_public_provider(who.id) ? ternary::yes : ternary::unknown;
    case principal_type::canonical:
      return contains(own.ids, who.id) ? ternary::no : ternary::unknown;
    case principal_type::aws:
      return is_trusted(own, "aws:PrincipalArn", who.id)    ? ternary::no
             : is_trusted(any_, "aws:PrincipalArn", who.id) ? ternary::unknown
                                                            : ternary::yes;
    }
    return ternary::yes;
  }
  [[nodiscard]] ternary value_is_outside(std::string_view key, key_class kind,
                                         std::string const& value) const {
    if (is_trusted(own_[static_cast<std::size_t>(kind)], key, value)) {
      return ternary::no;
    }
    // Of the deputy's sources only those count as doubtful that name no account: names of buckets
    // change hands.
    bool const doubtful = deputy_ ? is_same(key, "aws:SourceArn") && arn_account(value).empty() &&
                                        contains(any_.arns, value)
                                  : is_trusted(any_, key, value);
    return doubtful ? ternary::unknown : ternary::yes;
  }

  bool deputy_;
  std::array<named, 4> own_{};
  named any_{};
};

} // namespace

ternary is_outsider(policy const& document, exposure_question question,
                    exposure_subject const& subject, trust const& trusted,
                    policy_request const& request) {
  return gate(document, question, subject, trusted)(request);
}

// --- Requests that could get in

namespace {

using entries = std::vector<trailaudit::context_entry>;

// Texts that a pattern matches, or nearly so.
texts instances(std::string_view pattern, bool account) {
  texts out;
  for (auto const* const filling : {"x", "", "x/y"}) {
    std::string made;
    for (std::size_t at = 0; at != pattern.size(); ++at) {
      if (pattern.substr(at, 2) == "${" && pattern.find('}', at) != pattern.npos) {
        made += "eve";
        at = pattern.find('}', at);
      } else if (pattern[at] == '*') {
        made += account ? "7" : filling;
      } else if (pattern[at] == '?') {
        made += account ? "7" : "x";
      } else {
        made += pattern[at];
      }
    }
    auto const star = made.find('7');
    while (account && made.size() < 12 && star != made.npos) {
      made.insert(star, "7");
    }
    if (!contains(out, made)) {
      out.push_back(made);
    }
  }
  return out;
}

texts arn_instances(std::string_view pattern, bool variables) {
  auto const parts = arn_parts(pattern, variables);
  texts out;
  if (parts.empty()) {
    return out;
  }
  for (auto const& last : instances(parts[5], false)) {
    std::string made = "arn";
    for (std::size_t at = 1; at != 5; ++at) {
      bool const account = at == 4;
      auto part = instances(parts[at], account)[0];
      if (has_wildcard(parts[at]) || parts[at].find("${") != parts[at].npos) {
        part = at == 1            ? "aws"
               : at == 2          ? "s3"
               : at == 3          ? "us-east-1"
               : is_account(part) ? part
                                  : "999999999999";
      }
      made += ':' + part;
    }
    out.push_back(made + ':' + last);
  }
  return out;
}

void add(texts& to, std::string_view value) {
  if (!contains(to, value)) {
    to.emplace_back(value);
  }
}

bool is_organization(std::string_view id) {
  return id.size() > 3 && id.starts_with("o-") &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789", 2) == id.npos;
}

// The policy's values for a key, wildcards replaced, and some beside them.
texts values_for(policy const& document, std::string_view key) {
  texts out;
  auto const facts = facts_of(key);
  auto const name = lower(key);
  bool const account = name.ends_with("account") || name == "aws:sourceowner";
  for (auto const& statement : document.statement.values) {
    for (auto const& condition : statement.condition.conditions) {
      if (!is_same(condition.key, name) || condition.operation.find("Null") != std::string::npos) {
        continue;
      }
      for (auto const& value : condition.values.values) {
        switch (facts.type) {
        case key_type::arn:
          for (auto const& each : arn_instances(value, true)) {
            add(out, each);
          }
          break;
        case key_type::address:
          if (auto const which = cidr(value)) {
            // The first and last of the range and their neighbours, as hexadecimal groups.
            auto const is_v4 = which->start.size() == 32;
            auto const print = [&](bits const& of) {
              std::string text;
              for (std::size_t at = 0; at != of.size(); at += is_v4 ? 8 : 16) {
                unsigned group = 0;
                for (std::size_t bit = 0; bit != (is_v4 ? 8U : 16U); ++bit) {
                  group = group * 2 + (of[at + bit] ? 1U : 0U);
                }
                if (is_v4) {
                  text += (at == 0 ? "" : ".") + std::to_string(group);
                } else {
                  constexpr std::string_view digits = "0123456789abcdef";
                  text += at == 0 ? "" : ":";
                  for (int shift = 12; shift >= 0; shift -= 4) {
                    text += digits[(group >> shift) & 15U];
                  }
                }
              }
              return text;
            };
            auto const step = [](bits of, bool up) { // the next one, around the end
              for (std::size_t at = of.size(); at != 0; --at) {
                of[at - 1] = !of[at - 1];
                if (of[at - 1] == up) {
                  break;
                }
              }
              return of;
            };
            auto first = which->start;
            auto last = which->start;
            for (std::size_t at = which->length; at != first.size(); ++at) {
              first[at] = false;
              last[at] = true;
            }
            add(out, print(first));
            add(out, print(last));
            add(out, print(step(first, false)));
            add(out, print(step(last, true)));
          }
          break;
        case key_type::number:
          if (auto const is = number(value)) {
            for (int const by : {-1, 0, 1}) {
              auto const near = static_cast<long long>(*is) + by;
              if (near >= 0) {
                add(out, std::to_string(near));
              }
            }
          }
          break;
        case key_type::date:
          if (auto const is = moment(value)) {
            for (int const by : {-1, 0, 1}) {
              add(out, std::to_string(static_cast<long long>(*is) + by));
            }
          }
          break;
        case key_type::boolean:
          break;
        case key_type::text:
        case key_type::list:
          for (auto const& each : instances(value, account)) {
            if (!account || is_account(each)) {
              add(out, each);
            }
          }
        }
      }
    }
  }
  switch (facts.type) {
  case key_type::boolean:
    out = {"true", "false"};
    break;
  case key_type::address:
    add(out, "192.0.2.55");
    add(out, "2001:db9:1::1");
    break;
  case key_type::number:
    add(out, "50");
    break;
  case key_type::date:
    add(out, "1700000000");
    break;
  case key_type::arn:
    break;
  case key_type::text:
  case key_type::list:
    add(out, account                      ? "999999999999"
             : name.ends_with("orgid")    ? "o-strangers"
             : name == "aws:sourcevpc"    ? "vpc-0fffffff"
             : name == "aws:sourcevpce"   ? "vpce-0fffffff"
             : name.ends_with("orgpaths") ? "o-strangers/r-ab12/"
                                          : "else");
  }
  // Only what AWS has.
  std::erase_if(out, [&](std::string const& each) {
    auto const slash = each.find('/');
    if (name.ends_with("orgid")) {
      return !is_organization(each);
    }
    if (name.ends_with("orgpaths")) {
      return slash == each.npos || !is_organization(each.substr(0, slash)) ||
             each.substr(slash + 1, 2) != "r-" || !each.ends_with('/');
    }
    if (name == "aws:sourcevpc" || name == "aws:sourcevpce") {
      auto const kind = name == "aws:sourcevpc" ? std::string_view("vpc-") : "vpce-";
      return !each.starts_with(kind) || each.size() == kind.size() || slash != each.npos;
    }
    return name == "aws:username" && each.find_first_of(":/*?$ ") != each.npos;
  });
  return out;
}

bool mentions(policy const& document, std::string_view key) {
  auto const name = lower(key);
  for (auto const& statement : document.statement.values) {
    for (auto const& condition : statement.condition.conditions) {
      if (is_same(condition.key, name)) {
        return true;
      }
      for (auto const& value : condition.values.values) {
        if (lower(value).find("${" + name) != std::string::npos) {
          return true;
        }
      }
    }
    for (auto const* const patterns :
         {&statement.resource.values, &statement.not_resource.values}) {
      for (auto const& each : *patterns) {
        if (lower(each).find("${" + name) != std::string::npos) {
          return true;
        }
      }
    }
  }
  return false;
}

struct world {
  std::vector<policy_request> callers{};    // principals with the keys about them
  std::vector<std::vector<entries>> keys{}; // for each group of keys what can stand there
  texts actions{};
  texts resources{};
};

policy_request made(principal_type type, std::string_view id) {
  policy_request out;
  out.principal = {type, std::string(id)};
  return out;
}

void add_key(policy_request& to, std::string_view key, std::string_view value) {
  to.context.push_back({std::string(key), {std::string(value)}});
}

std::vector<policy_request> callers_for(dice& random, policy const& document,
                                        exposure_subject const& subject) {
  texts accounts{"999999999999", std::string(subject.account)};
  texts names{"eve"};
  texts ids;
  std::vector<policy_request> out{made(principal_type::anonymous, "")};
  bool const service_keys = mentions(document, "aws:PrincipalIsAWSService") ||
                            mentions(document, "aws:PrincipalServiceName");
  if (service_keys) {
    out.push_back(made(principal_type::service, "cloudtrail.amazonaws.com"));
  }
  for (auto const& statement : document.statement.values) {
    for (auto const* const element : {statement.principal.get(), statement.not_principal.get()}) {
      if (element == nullptr) {
        continue;
      }
      for (auto const& group : element->groups) {
        for (auto const& id : group.ids.values) {
          if (group.type == "Service") {
            out.push_back(made(principal_type::service, id));
          } else if (group.type == "Federated") {
            out.push_back(made(principal_type::federated, id));
          } else if (group.type == "CanonicalUser") {
            out.push_back(made(principal_type::canonical, id));
          } else if (is_account(id)) {
            add(accounts, id);
          } else if (!arn_account(id).empty() && !has_wildcard(id)) {
            add(accounts, arn_account(id));
            add(ids, id);
          }
        }
      }
    }
  }
  out.push_back(made(principal_type::service, "cloudtrail.amazonaws.com"));
  for (auto const* const key : {"aws:PrincipalAccount", "kms:CallerAccount"}) {
    for (auto const& each : values_for(document, key)) {
      if (is_account(each)) {
        add(accounts, each);
      }
    }
  }
  for (auto const& each : values_for(document, "aws:username")) {
    add(names, each);
  }
  for (auto const& each : values_for(document, "aws:PrincipalArn")) {
    auto const parts = arn_parts(each, false);
    if (!parts.empty() && parts[2] == "iam" && parts[3].empty() && is_account(parts[4])) {
      add(ids, each);
    }
  }
  for (auto const& account : accounts) {
    add(ids, "arn:aws:iam::" + account + ":root");
    add(ids, "arn:aws:iam::" + account + ":role/else");
    for (auto const& name : names) {
      add(ids, "arn:aws:iam::" + account + ":user/" + name);
    }
  }
  auto const organizations = values_for(document, "aws:PrincipalOrgID");
  auto const paths = values_for(document, "aws:PrincipalOrgPaths");
  auto const userids = values_for(document, "aws:userid");
  auto const tags = values_for(document, "aws:PrincipalTag/team");
  bool const by_organization = mentions(document, "aws:PrincipalOrgID");
  bool const by_path = mentions(document, "aws:PrincipalOrgPaths");
  bool const by_id = mentions(document, "aws:userid");
  bool const by_name = mentions(document, "aws:username");
  bool const by_tag = mentions(document, "aws:PrincipalTag/team");
  bool const by_caller = mentions(document, "kms:CallerAccount");
  for (auto const& id : ids) {
    auto const parts = arn_parts(id, false);
    auto const what = parts[5].substr(0, parts[5].find('/'));
    if (what != "root" && (what == parts[5] || last_segment(parts[5]).empty())) {
      continue; // has no name
    }
    if (what != "root" && what != "user" && what != "role") {
      continue;
    }
    auto const name = last_segment(parts[5]);
    for (auto times = by_organization || by_path || by_id ? 3 : 1; times != 0; --times) {
      auto one = made(principal_type::aws, id);
      if (what == "role") {
        one.principal.id = "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + name + "/s";
        add_key(one, "aws:PrincipalArn", id);
      }
      if (what == "user" && by_name) {
        add_key(one, "aws:username", name);
      }
      if (by_caller) {
        add_key(one, "kms:CallerAccount", parts[4]);
      }
      if (by_tag && random.chance(70)) {
        add_key(one, "aws:PrincipalTag/team", tags[random.below(tags.size())]);
      }
      if (by_id) {
        texts fit; // users' ids start with AIDA, roles' sessions are `id:name`
        for (auto const& each : userids) {
          bool const session = each.starts_with("AROA") && each.ends_with(":s");
          if (what == "root"   ? each == parts[4]
              : what == "role" ? session
                               : each.starts_with("AIDA") && each.find(':') == each.npos) {
            fit.push_back(each);
          }
        }
        add(fit, what == "root" ? parts[4] : what == "role" ? "AROASTRANGER:s" : "AIDASTRANGER");
        add_key(one, "aws:userid", fit[random.below(fit.size())]);
      }
      if ((by_organization || by_path) && random.chance(80)) {
        auto const path =
            paths.empty() ? std::string("o-strangers/r-ab12/") : paths[random.below(paths.size())];
        auto organization = organizations.empty()
                                ? std::string("o-strangers")
                                : organizations[random.below(organizations.size())];
        if (by_path) {
          organization =
              by_organization && random.chance(50) ? organization : organization_of(path);
          auto const inside = organization + path.substr(path.find('/'));
          add_key(one, "aws:PrincipalOrgPaths", inside);
        }
        if (by_organization) {
          add_key(one, "aws:PrincipalOrgID", organization);
        }
      }
      out.push_back(one);
    }
  }
  for (auto& each : out) {
    if (each.principal.type == principal_type::anonymous && by_id) {
      add_key(each, "aws:userid", "anonymous");
    }
  }
  return out;
}

std::vector<entries> networks_for(dice& random, policy const& document) {
  std::vector<entries> out;
  for (auto const& each : values_for(document, "aws:SourceIp")) {
    out.push_back({{"aws:SourceIp", {each}}});
  }
  std::map<std::string, texts> known;
  for (auto const* const key : {"aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp",
                                "aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID"}) {
    auto values = mentions(document, key) ? values_for(document, key) : texts{};
    if (!values.empty()) {
      known[key] = std::move(values);
    }
  }
  for (int times = 0; times != 12; ++times) {
    entries one;
    for (auto const& [key, values] : known) {
      // Those that are always there.
      bool const vpc =
          key == "aws:SourceVpc" || key == "aws:SourceVpce" || key == "aws:VpcSourceIp";
      if (vpc || random.chance(80)) {
        one.push_back({key, {values[random.below(values.size())]}});
      }
    }
    // A VPC and its endpoints are of one account: in subnets that are shared with it, no other can
    // make any (AWS PrivateLink Guide, "Shared subnets").
    std::string owner;
    for (auto const& each : one) {
      owner = each.key == "aws:SourceVpcArn" ? arn_account(each.values.front()) : owner;
    }
    for (auto& each : one) {
      if (each.key == "aws:VpceAccount" && !owner.empty()) {
        each.values = {owner};
      }
    }
    out.push_back(one); // through an endpoint: no address
  }
  return out;
}

std::vector<entries> sources_for(dice& random, policy const& document) {
  std::vector<entries> out{{}};
  auto arns = values_for(document, "aws:SourceArn");
  add(arns, "arn:aws:cloudtrail:us-east-1:999999999999:trail/else");
  add(arns, "arn:aws:s3:::else");
  auto accounts = values_for(document, "aws:SourceAccount");
  auto const owners = values_for(document, "aws:SourceOwner");
  for (auto const& each : owners) {
    add(accounts, each);
  }
  bool const by_account = mentions(document, "aws:SourceAccount");
  bool const by_owner = mentions(document, "aws:SourceOwner");
  bool const by_organization = mentions(document, "aws:SourceOrgID");
  auto const organizations = values_for(document, "aws:SourceOrgID");
  for (int times = 0; times != 12; ++times) {
    auto const arn = arns[random.below(arns.size())];
    auto account = arn_account(arn);
    auto const parts = arn_parts(arn, false);
    if (parts.empty() || (parts[4].empty() != (parts[2] == "s3")) ||
        (parts[4].empty() && !parts[3].empty()) || // a bucket's has no Region
        (parts[2] == "cloudtrail" && parts[5].find(':') != std::string::npos)) {
      continue;
    }
    if (account.empty()) {
      account = accounts[random.below(accounts.size())];
    }
    entries one{{"aws:SourceArn", {arn}}};
    if (by_account) {
      one.push_back({"aws:SourceAccount", {account}});
    }
    if (by_owner && random.chance(50)) {
      one.push_back({"aws:SourceOwner", {account}});
    }
    if (by_organization && random.chance(70)) {
      one.push_back({"aws:SourceOrgID", {organizations[random.below(organizations.size())]}});
    }
    out.push_back(one);
  }
  return out;
}

std::vector<entries> access_points_for(policy const& document) {
  std::vector<entries> out{{}};
  auto arns = values_for(document, "s3:DataAccessPointArn");
  add(arns, "arn:aws:s3:us-east-1:999999999999:accesspoint/else");
  for (auto const& each : values_for(document, "s3:DataAccessPointAccount")) {
    if (is_account(each)) {
      add(arns, "arn:aws:s3:us-east-1:" + each + ":accesspoint/else");
    }
  }
  for (auto const& arn : arns) {
    auto const account = arn_account(arn);
    if (!account.empty()) {
      out.push_back({{"s3:DataAccessPointArn", {arn}}, {"s3:DataAccessPointAccount", {account}}});
    }
  }
  return out;
}

std::vector<entries> values_of_free(dice& random, policy const& document, std::string_view key) {
  std::vector<entries> out;
  auto const facts = facts_of(key);
  if (!facts.always) {
    out.emplace_back();
  }
  auto const values = values_for(document, key);
  for (auto const& each : values) {
    out.push_back({{std::string(key), {each}}});
  }
  if (facts.type == key_type::list) {
    auto const other = values[random.below(values.size())];
    for (auto const& each : values) {
      out.push_back({{std::string(key), {each, other}}});
    }
  }
  return out;
}

bool is_possible(policy_request const& request) {
  bool via = false;
  bool called = false;
  for (auto const& each : request.context) {
    auto const name = lower(each.key);
    bool const signed_only = name.starts_with("aws:multifactor") || name == "aws:calledvia" ||
                             (name == "aws:viaawsservice" && each.values == texts{"true"});
    if (signed_only && request.principal.type != principal_type::aws) {
      return false;
    }
    via = via || (name == "aws:viaawsservice" && each.values == texts{"true"});
    called = called || name == "aws:calledvia";
  }
  for (auto const& each : request.context) {
    auto const name = lower(each.key);
    if (name == "aws:viaawsservice" && called && !via) {
      return false;
    }
    if (name == "aws:multifactorauthage") { // only with MFA
      for (auto const& other : request.context) {
        if (lower(other.key) == "aws:multifactorauthpresent" && other.values == texts{"false"}) {
          return false;
        }
      }
    }
  }
  return true;
}

world world_of(dice& random, policy const& document, exposure_question question,
               exposure_subject const& subject) {
  world out;
  out.callers = callers_for(random, document, subject);
  texts free;
  std::array<bool, 3> groups{};
  for (auto const& statement : document.statement.values) {
    for (auto const& condition : statement.condition.conditions) {
      switch (facts_of(condition.key).kind) {
      case key_class::caller:
        break;
      case key_class::network:
        groups[0] = true;
        break;
      case key_class::relayed:
        groups[1] = true;
        break;
      case key_class::delegated:
        groups[2] = true;
        break;
      case key_class::owner:
        if (!is_same(condition.key, "aws:resourceaccount")) {
          add(free, lower(condition.key));
        }
        break;
      case key_class::free:
        add(free, lower(condition.key));
      }
    }
    for (auto const* const actions : {&statement.action.values, &statement.not_action.values}) {
      for (auto const& each : *actions) {
        for (auto const& one : instances(each, false)) {
          if (one.find(':') != one.npos) {
            add(out.actions, one);
          }
        }
      }
    }
    for (auto const* const patterns :
         {&statement.resource.values, &statement.not_resource.values}) {
      for (auto const& each : *patterns) {
        for (auto const& one : arn_instances(each, document.version == "2012-10-17")) {
          auto const parts = arn_parts(one, false);
          // Of this bucket, or an object of it that has a name.
          if (parts[5] == subject.bucket ||
              (parts[5].starts_with(std::string(subject.bucket) + "/") &&
               parts[5].size() > subject.bucket.size() + 1)) {
            add(out.resources, "arn:" + parts[1] + ":s3:::" + parts[5]);
          }
        }
      }
    }
  }
  for (auto const* const each :
       {"s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt", "kms:CreateGrant"}) {
    add(out.actions, each);
  }
  std::erase_if(out.actions, [&](std::string const& each) { // those of the resource's service
    return !lower(each).starts_with(subject.resource.empty() ? "s3:" : "kms:");
  });
  for (auto const& each : {"", "/a", "/else"}) {
    add(out.resources, "arn:aws:s3:::" + std::string(subject.bucket) + each);
  }
  if (!subject.resource.empty()) {
    out.resources = {std::string(subject.resource)};
  }
  if (groups[0]) { // of a service's own network its requests say nothing
    out.keys.push_back(question == exposure_question::deputy ? std::vector<entries>{{}}
                                                             : networks_for(random, document));
  }
  if (groups[1]) {
    out.keys.push_back(sources_for(random, document));
  }
  if (groups[2]) {
    out.keys.push_back(access_points_for(document));
  }
  for (auto const& key : free) {
    out.keys.push_back(values_of_free(random, document, key));
  }
  return out;
}

} // namespace

bool is_whole(policy const& document, policy_request const& request) {
  bool address = false;
  bool endpoint = false;
  for (auto const& each : request.context) {
    address = address || is_same(each.key, "aws:SourceIp");
    endpoint = endpoint || is_same(each.key, "aws:SourceVpc") ||
               is_same(each.key, "aws:SourceVpce") || is_same(each.key, "aws:VpcSourceIp");
  }
  if (address && endpoint) {
    return false;
  }
  auto whole = request;
  for (auto const& key : known_keys()) {
    if (!key.always || key.kind != key_class::free || !mentions(document, key.name) ||
        !state_of(whole, key.name).values.empty()) {
      continue;
    }
    bool found = false;
    for (auto const& value : values_for(document, key.name)) {
      auto with = whole;
      add_key(with, key.name, value);
      if (naive::evaluate(document, with).granted == ternary::yes) {
        whole = std::move(with);
        found = true;
        break;
      }
    }
    if (!found) {
      return false;
    }
  }
  return true;
}

std::vector<policy_request> intruders(dice& random, policy const& document,
                                      exposure_question question, exposure_subject const& subject,
                                      trust const& trusted, std::size_t limit) {
  std::vector<policy_request> out;
  gate const is_outside(document, question, subject, trusted);
  auto everything = world_of(random, document, question, subject);
  std::erase_if(everything.callers,
                [&](policy_request const& each) { return is_outside(each) != ternary::yes; });
  for (auto& choices : everything.keys) {
    std::erase_if(choices, [&](entries const& each) {
      policy_request probe = question == exposure_question::deputy
                                 ? made(principal_type::service, "cloudtrail.amazonaws.com")
                                 : made(principal_type::anonymous, "");
      probe.context = each;
      return is_outside(probe) != ternary::yes;
    });
  }
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    if (document.statement.values[at].effect != "Allow") {
      continue;
    }
    // Each part by itself: what of it this statement may be satisfied with.
    policy alone;
    alone.version = document.version;
    auto const& whole = document.statement.values[at];
    auto const passes = [&](policy_statement statement, policy_request const& probe) {
      alone.statement.values = {std::move(statement)};
      return applies(alone, 0, probe) != ternary::no;
    };
    policy_statement bare;
    bare.effect = "Allow";
    bare.action.values = {"*"};
    bare.resource.values = {"*"};
    auto const about = [&](texts const& keys) {
      auto statement = bare;
      for (auto const& condition : whole.condition.conditions) {
        if (contains(keys, lower(condition.key))) {
          statement.condition.conditions.push_back(condition);
        }
      }
      return statement;
    };
    auto left = everything;
    auto with_caller = bare;
    with_caller.principal = whole.principal;
    with_caller.not_principal = whole.not_principal;
    for (auto const& condition : whole.condition.conditions) {
      bool const variables = condition.values.values.size() != 0 &&
                             condition.values.values[0].find("${") != std::string::npos;
      if (facts_of(condition.key).kind == key_class::caller && !variables) {
        with_caller.condition.conditions.push_back(condition);
      }
    }
    std::erase_if(left.callers, [&](policy_request& each) { return !passes(with_caller, each); });
    for (auto& choices : left.keys) {
      texts keys;
      for (auto const& each : choices) {
        for (auto const& entry : each) {
          add(keys, lower(entry.key));
        }
      }
      auto const statement = about(keys);
      std::erase_if(choices, [&](entries const& each) {
        auto probe = made(principal_type::anonymous, "");
        probe.context = each;
        return !passes(statement, probe);
      });
    }
    auto with_action = bare;
    with_action.action = whole.action;
    with_action.not_action = whole.not_action;
    std::erase_if(left.actions, [&](std::string const& each) {
      auto probe = made(principal_type::anonymous, "");
      probe.action = each;
      return !passes(with_action, probe);
    });
    auto with_resource = bare;
    with_resource.resource = whole.resource;
    with_resource.not_resource = whole.not_resource;
    std::erase_if(left.resources, [&](std::string const& each) {
      auto probe = made(principal_type::aws, "arn:aws:iam::999999999999:user/eve");
      add_key(probe, "aws:username", "eve");
      probe.resource = each;
      return !passes(with_resource, probe);
    });
    bool empty = left.callers.empty() || left.actions.empty() || left.resources.empty();
    for (auto const& each : left.keys) {
      empty = empty || each.empty();
    }
    for (std::size_t times = 0; !empty && times != limit; ++times) {
      auto one = left.callers[random.below(left.callers.size())];
      one.action = left.actions[random.below(left.actions.size())];
      one.resource = left.resources[random.below(left.resources.size())];
      one.account = subject.account;
      for (auto const& choices : left.keys) {
        auto const& chosen = choices[random.below(choices.size())];
        one.context.insert(one.context.end(), chosen.begin(), chosen.end());
      }
      if (is_possible(one)) {
        out.push_back(std::move(one));
      }
    }
  }
  return out;
}

} // namespace naive
