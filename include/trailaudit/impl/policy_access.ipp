#pragma once

#include <trailaudit/analysis/access_actions.hpp>
#include <trailaudit/analysis/condition_keys.hpp>
#include <trailaudit/analysis/known_actions.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/logic/date_range.hpp>
#include <trailaudit/logic/number_range.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/condition_operator.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <span>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

[[nodiscard]] inline bool has_wildcard(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(),
                     [](char each) { return each == '*' || each == '?'; });
}

// Without wildcards and variables.
[[nodiscard]] inline bool is_plain(std::string_view text) noexcept {
  return has_none_of<'*', '?', '$'>(text);
}

// The part of a unique id that names the user or role, without the session.
[[nodiscard]] inline std::string_view unique_part(std::string_view id) noexcept {
  return id.substr(0, id.find(':'));
}

// The part of an organization's path that names the organization.
[[nodiscard]] inline std::string_view organization_of(std::string_view path) noexcept {
  return path.substr(0, path.find('/'));
}

// Services whose ARNs have no colon behind the fifth, so that `*` in a text pattern that begins
// with such an ARN cannot reach from one part into the next. Not IAM, whose paths may hold any
// character.
[[nodiscard]] inline bool has_plain_names(std::string_view service) noexcept {
  constexpr std::array<std::string_view, 11> services{
      "cloudtrail", "s3",  "sns",        "sqs",      "config",       "guardduty",
      "kms",        "ec2", "cloudfront", "dynamodb", "organizations"};
  return std::find(services.begin(), services.end(), service) != services.end();
}

// The account that a value of an ARN's key fixes; empty: none.
[[nodiscard]] inline std::string_view fixedaccount(condition_operator const& how,
                                                   std::string_view value) noexcept {
  std::array<std::string_view, 6> parts;
  if (!cut_arn(value, parts) || !is_account_id(parts[4])) {
    return {};
  }
  bool const by_part = how.type == condition_type::arn || how.type != condition_type::string_like;
  bool const early =
      !is_plain(parts[0]) || !is_plain(parts[1]) || !is_plain(parts[2]) || !is_plain(parts[3]);
  // In a text pattern an early `*` may reach over colons, unless names hold none.
  return by_part || !early || (is_plain(parts[2]) && has_plain_names(parts[2]))
             ? parts[4]
             : std::string_view{};
}

// Whether a value of a trust-bearing key names something exactly.
[[nodiscard]] inline bool is_fixedvalue(condition_key const& key, condition_operator const& how,
                                        std::string_view value) noexcept {
  switch (key.format) {
  case key_format::organization_path: {
    auto const named = organization_of(value);
    return !named.empty() && is_plain(named) && named.size() != value.size();
  }
  case key_format::principal_arn:
  case key_format::resource_arn:
    return value.find('$') == std::string_view::npos &&
           (!fixedaccount(how, value).empty() || is_plain(value));
  case key_format::unique_id: {
    auto const colon = value.find(':');
    return colon == std::string_view::npos ? is_plain(value)
                                           : colon != 0 && is_plain(value.substr(0, colon)) &&
                                                 value.find('$') == std::string_view::npos;
  }
  case key_format::address: {
    auto const range = parse_cidr(value);
    return range && (!wider_than(*range, 8, 32) || is_private(*range));
  }
  case key_format::text:
    return equals_folded(key.name, "aws:PrincipalIsAWSService") ? equals_folded(value, "true")
                                                                : is_plain(value);
  case key_format::account:
  case key_format::organization:
  case key_format::user_name:
  case key_format::vpc:
  case key_format::vpc_endpoint:
    break;
  }
  return is_plain(value);
}

[[nodiscard]] inline bool bears_trust(condition_key const& key) noexcept {
  switch (key.says) {
  case key_class::caller:
    return key.format != key_format::text || equals_folded(key.name, "aws:PrincipalIsAWSService") ||
           starts_with_folded(key.name, "aws:PrincipalServiceName");
  case key_class::network:
    return !equals_folded(key.name, "aws:VpcSourceIp");
  case key_class::relayed:
  case key_class::delegated:
    return true;
  case key_class::owner:
  case key_class::free:
    break;
  }
  return false;
}

// Whether an operator can only pass where the key has one of its values.
[[nodiscard]] inline bool is_limit(condition_operator const& how) noexcept {
  return !how.negated && !how.if_exists && how.set != condition_set::for_all_values &&
         how.type != condition_type::null && how.relation == condition_relation::equal;
}

// Whether all values of a condition name something exactly, by an operator that reads them so.
[[nodiscard]] inline bool names_exactly(policy_condition const& condition, condition_key const& key,
                                        condition_operator const& how) {
  bool const readable =
      key.format == key_format::address
          ? how.type == condition_type::ip_address
          : how.type == condition_type::string_equals || how.type == condition_type::string_like ||
                (how.type == condition_type::boolean && key.format == key_format::text) ||
                (how.type == condition_type::arn && (key.format == key_format::principal_arn ||
                                                     key.format == key_format::resource_arn));
  auto const& values = condition.values.values;
  return readable && std::all_of(values.begin(), values.end(),
                                 [&](auto const& each) { return is_fixedvalue(key, how, each); });
}

// Whether a condition pins the key to what the policy names exactly.
[[nodiscard]] inline bool pins(policy_condition const& condition, condition_key const& key) {
  auto const how = parse_condition_operator(condition.operation);
  if (!how || !is_limit(*how) || condition.values.values.empty()) {
    return false;
  }
  return names_exactly(condition, key, *how);
}

// Whether a condition of a `Deny` holds for everybody but whom the policy names exactly: "unless he
// is of this organization". It holds for anonymous callers, and for no service.
[[nodiscard]] inline bool spares_named_only(policy_condition const& condition) {
  auto const how = parse_condition_operator(condition.operation);
  auto const& values = condition.values.values;
  if (!how || how->set != condition_set::none || values.empty()) {
    return false;
  }
  auto const key = find_condition_key(condition.key);
  if (equals_folded(key.name, "aws:PrincipalIsAWSService")) {
    return how->type == condition_type::boolean && how->if_exists &&
           std::all_of(values.begin(), values.end(),
                       [](auto const& each) { return equals_folded(each, "false"); });
  }
  if (!how->negated || how->relation != condition_relation::equal || !bears_trust(key) ||
      key.says == key_class::delegated || key.format == key_format::text ||
      key.format == key_format::unique_id || key.multivalued) {
    return false;
  }
  return names_exactly(condition, key, *how) && !names_the_public(condition);
}

// The account that an id of an `AWS` principal fixes; empty: none.
[[nodiscard]] inline std::string_view account_named(std::string_view id) noexcept {
  auto const named = parse_arn(id);
  bool const of_account =
      is_account_id(named.account) && (named.service == "iam" || named.service == "sts");
  return is_account_id(id) ? id : of_account ? named.account : std::string_view{};
}

// Whether it is decided what a pattern of actions, or else of resources, is about.
[[nodiscard]] inline bool is_readable(std::string_view pattern, bool action) noexcept {
  if (pattern == "*") {
    return true;
  }
  if (action) {
    auto const colon = pattern.find(':');
    return colon != 0 && colon != std::string_view::npos && !has_wildcard(pattern.substr(0, colon));
  }
  std::array<std::string_view, 6> parts;
  return cut_arn(pattern, parts) && parts[0] == "arn" && is_plain(parts[2]);
}

// Whether one of the patterns, of actions or else of resources, matches all that another does, as
// far as one look tells.
[[nodiscard]] inline bool covers(list<std::string> const& patterns, std::string_view pattern,
                                 bool action) noexcept {
  constexpr std::ptrdiff_t colons_of_arn = 5; // a `*` behind them reaches to the end
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view each) {
    if (!is_readable(each, action)) {
      return false;
    }
    if (each == "*" || each == pattern) {
      return true;
    }
    if (each.find_first_of("*?$") != each.size() - 1 || each.back() != '*') {
      return action && equals_folded(each, pattern);
    }
    auto const head = each.substr(0, each.size() - 1);
    return action ? starts_with_folded(pattern, head)
                  : pattern.starts_with(head) &&
                        std::count(head.begin(), head.end(), ':') >= colons_of_arn;
  });
}

// Whether a `Deny` is about all outsiders, as far as one look tells.
[[nodiscard]] inline bool denies_outsiders(policy_statement const& denial) {
  if (!is_deny(denial) || !denial.principal || denial.not_principal ||
      !names_everyone(*denial.principal) || !denial.not_action.values.empty() ||
      !denial.not_resource.values.empty()) {
    return false;
  }
  auto const& conditions = denial.condition.conditions;
  if (!std::all_of(conditions.begin(), conditions.end(), spares_named_only)) {
    return false;
  }
  spelling_table const spelled_twice(denial.condition);
  for (std::size_t at = 0; at != conditions.size(); ++at) {
    if (spelled_twice(at)) {
      return false;
    }
  }
  return true;
}

// --- S3's own rule ---------------------------------------------------------------------------

// The keys that S3 lets narrow a grant.
[[nodiscard]] inline bool pins_for_s3(policy_condition const& condition) {
  constexpr std::array<std::string_view, 16> keys{"aws:PrincipalOrgID",
                                                  "aws:PrincipalOrgPaths",
                                                  "aws:PrincipalAccount",
                                                  "aws:PrincipalArn",
                                                  "aws:PrincipalIsAWSService",
                                                  "aws:PrincipalServiceName",
                                                  "aws:SourceIp",
                                                  "aws:SourceArn",
                                                  "aws:SourceVpc",
                                                  "aws:SourceVpce",
                                                  "aws:SourceOwner",
                                                  "aws:SourceAccount",
                                                  "aws:userid",
                                                  "s3:DataAccessPointArn",
                                                  "s3:DataAccessPointAccount",
                                                  "kms:CallerAccount"};
  for (auto const name : keys) {
    if (equals_folded(name, condition.key)) {
      auto key = find_condition_key(condition.key);
      if (!pins(condition, key)) {
        return false;
      }
      // Of a source only the exact name counts.
      bool const exact = equals_folded(name, "aws:SourceArn");
      for (auto const& value : condition.values.values) {
        if (exact && has_wildcard(value)) {
          return false;
        }
      }
      return true;
    }
  }
  return false;
}

[[nodiscard]] inline ternary admits_anyone_for_s3(policy_statement const& statement) noexcept {
  if (statement.not_principal) {
    return ternary::yes;
  }
  if (!statement.principal) {
    return ternary::unknown;
  }
  auto const& element = *statement.principal;
  if (!element.text.empty() || element.groups.empty()) {
    return element.text == "*" ? ternary::yes : ternary::unknown;
  }
  auto value = ternary::no;
  for (auto const& group : element.groups) {
    for (auto const& id : group.ids.values) {
      bool const anyone =
          group.type == "Federated" ? is_public_provider(id) || id == "*" : id == "*";
      value = either(value, to_ternary(anyone));
    }
  }
  return value;
}

[[nodiscard]] inline policy_exposure_answer public_for_s3(policy const& document) {
  policy_exposure_answer out{exposure_verdict::closed,
                             "every `Allow` names fixed principals or fixed values of a key that "
                             "S3 counts",
                             {},
                             {}};
  std::vector<std::size_t> undecided;
  std::string_view why = "the policy has a fault in its form";
  flaw_table const flaws(document);
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& statement = document.statement.values[at];
    if (flaws(at)) {
      undecided.push_back(at);
      continue;
    }
    if (!is_allow(statement)) {
      continue;
    }
    auto pinned = ternary::no;
    for (auto const& each : statement.condition.conditions) {
      if (pinned != ternary::yes && pins_for_s3(each)) {
        pinned = names_the_public(each) ? ternary::unknown : ternary::yes;
      }
    }
    switch (both(admits_anyone_for_s3(statement), negation(pinned))) {
    case ternary::yes:
      out.statements.push_back(at);
      break;
    case ternary::unknown:
      undecided.push_back(at);
      why = pinned == ternary::unknown
                ? std::string_view{"whether `anonymous` is a fixed value to S3 "
                                   "is not documented"}
                : why;
      break;
    case ternary::no:
      break;
    }
  }
  if (!out.statements.empty()) {
    out.verdict = exposure_verdict::open;
    out.reason = "an `Allow` admits anyone and fixes no value of a key that S3 counts";
  } else if (!undecided.empty() || is_flawed(document)) {
    out.verdict = exposure_verdict::unknown;
    out.reason = why;
    out.statements = std::move(undecided);
  }
  return out;
}

// --- what is trusted -------------------------------------------------------------------------

template <class Texts>
[[nodiscard]] bool has_text(Texts const& all, std::string_view text) noexcept {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// Texts in the order in which they came, each once. A few are compared one by one; of many there is
// a table, as policies may name thousands.
template <class Text>
class distinct_texts {
public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // False: it is there already.
  bool add(Text text) {
    if (find(text) != none) {
      return false;
    }
    values_.push_back(std::move(text));
    if (values_.size() > few && 2 * values_.size() > table_.size()) {
      table_.assign(4 * values_.size(), 0);
      for (std::size_t at = 0; at != values_.size(); ++at) {
        put(at);
      }
    } else if (!table_.empty()) {
      put(values_.size() - 1);
    }
    return true;
  }
  // Its place.
  [[nodiscard]] std::size_t find(std::string_view text) const noexcept {
    if (table_.empty()) {
      auto const found = std::find(values_.begin(), values_.end(), text);
      return found == values_.end() ? none : static_cast<std::size_t>(found - values_.begin());
    }
    for (auto slot = first_slot(text); table_[slot] != 0; slot = (slot + 1) % table_.size()) {
      if (values_[table_[slot] - 1] == text) {
        return table_[slot] - 1;
      }
    }
    return none;
  }
  [[nodiscard]] std::vector<Text> const& values() const noexcept { return values_; }
  [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
  [[nodiscard]] auto end() const noexcept { return values_.end(); }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] std::vector<Text> take() noexcept {
    table_.clear();
    return std::exchange(values_, {});
  }

private:
  static constexpr std::size_t few = 16;
  [[nodiscard]] std::size_t first_slot(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text) % table_.size();
  }
  void put(std::size_t at) noexcept {
    auto slot = first_slot(values_[at]);
    while (table_[slot] != 0) {
      slot = (slot + 1) % table_.size();
    }
    table_[slot] = at + 1;
  }

  std::vector<Text> values_{};
  std::vector<std::size_t> table_{}; // places, counted from 1
};

template <class Text>
[[nodiscard]] bool has_text(distinct_texts<Text> const& all, std::string_view text) noexcept {
  return all.find(text) != distinct_texts<Text>::none;
}

using distinct_views = distinct_texts<std::string_view>;

struct trusted_values {
  distinct_views caller_accounts{};
  distinct_views source_accounts{};
  distinct_views access_point_accounts{};
  distinct_views organizations{};
  distinct_views source_organizations{};
  distinct_views unique_ids{}; // without the names of sessions
  distinct_views arns{};       // without an account, of sources
  distinct_views vpcs{};
  distinct_views keys{};
  distinct_views providers{};
  address_set networks{};
};

// --- what it costs ---------------------------------------------------------------------------

// What a search has cost so far. A step stands for some 50 ns: comparing two short texts, or one
// word of the masks of statements; long texts count for more.
struct search_cost {
  exposure_budget limits{};
  std::size_t steps = 0;
  std::size_t text_steps = 0;
  std::string_view used_up{}; // why not all was tried; empty: nothing is used up

  // False where more is spent than there is.
  bool spend(std::size_t more) noexcept {
    steps = more > limits.max_steps ? limits.max_steps + 1
                                    : std::min(steps + more, limits.max_steps + 1);
    if (is_over()) {
      used_up = "the budget `max_steps` is used up";
    }
    return !is_over();
  }
  [[nodiscard]] bool is_over() const noexcept { return steps > limits.max_steps; }
  [[nodiscard]] std::size_t left() const noexcept {
    return is_over() ? 0 : limits.max_steps - steps;
  }
  void stop(std::string_view why) noexcept {
    if (used_up.empty()) {
      used_up = why;
    }
  }

  // Some steps on texts are as long as one of the search.
  static constexpr std::size_t texts_of_a_step = 8;
  [[nodiscard]] text_budget for_texts() const noexcept {
    auto const unspent = limits.texts.max_steps - std::min(limits.texts.max_steps, text_steps);
    return {limits.texts.max_states, std::min(unspent, left() * texts_of_a_step)};
  }
  // False where the walk was not finished.
  bool take(text_cells const& cells) noexcept {
    text_steps += cells.steps();
    (void)spend(cells.steps() / texts_of_a_step);
    if (cells.budget() == "max_states") {
      stop("the budget `texts.max_states` is used up");
    } else if (cells.budget() == "max_steps") {
      stop("the budget `texts.max_steps` is used up");
    }
    return cells.budget().empty();
  }
};

// What it costs to hold patterns against a text.
struct pattern_weight {
  std::size_t count = 0;
  std::size_t bytes = 0;
  std::size_t longest = 0;

  void add(std::string_view text) noexcept {
    ++count;
    bytes += text.size();
    longest = std::max(longest, text.size());
  }
  void add(one_or_many<std::string> const& texts) noexcept {
    for (auto const& each : texts.values) {
      add(each);
    }
  }
  [[nodiscard]] std::size_t steps(std::size_t text) const noexcept {
    // A long piece may be tried at each place of a long text.
    constexpr std::size_t small = 65'536;
    constexpr std::size_t bytes_of_a_step = 32;
    auto const product = longest * text;
    return count + bytes / bytes_of_a_step +
           (product > small ? count * (product / bytes_of_a_step) : 0);
  }
};

[[nodiscard]] inline pattern_weight weight_of(std::span<text_pattern const> patterns) noexcept {
  pattern_weight out;
  for (auto const& each : patterns) {
    out.add(each.text);
  }
  return out;
}

[[nodiscard]] inline std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

// --- representative values -------------------------------------------------------------------

// Values of one variable, such that any value behaves as one of them; unless `complete` is false.
struct value_set {
  std::vector<std::string> values{};
  bool complete = true;
};

[[nodiscard]] inline bool is_made_of(std::string_view text, std::string_view characters) noexcept {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

// Whether a key of that format can have the value. What AWS does not fix is not refused.
[[nodiscard]] inline bool is_valid(key_format format, std::string_view text) noexcept {
  constexpr std::string_view lower_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789-";
  switch (format) {
  case key_format::account:
    return is_account_id(text);
  case key_format::organization:
    return text.size() > 2 && text.starts_with("o-") && is_made_of(text, lower_and_digits);
  case key_format::organization_path: {
    auto const named = organization_of(text);
    return named.size() > 2 && named.size() < text.size() && named.starts_with("o-") &&
           is_made_of(text, "abcdefghijklmnopqrstuvwxyz0123456789-/");
  }
  case key_format::vpc:
    return text.size() > 4 && text.starts_with("vpc-") && is_made_of(text, lower_and_digits);
  case key_format::vpc_endpoint:
    return text.size() > 5 && text.starts_with("vpce-") && is_made_of(text, lower_and_digits);
  case key_format::unique_id:
    return !text.empty() && !has_wildcard(text);
  case key_format::user_name:
    return !text.empty() && text.find_first_of("/:*?") == std::string_view::npos;
  case key_format::address:
    return parse_address(text).has_value();
  case key_format::principal_arn: { // a path may hold anything, but no name
    auto const name = last_segment(text);
    return !name.empty() && !has_wildcard(name);
  }
  case key_format::resource_arn:
    return !has_wildcard(text);
  case key_format::text:
    break;
  }
  return true;
}

// A value of the format that is none of those, as an example.
[[nodiscard]] inline std::string fresh_value(key_format format, std::string_view prefix,
                                             std::span<text_pattern const> taken) {
  distinct_texts<std::string> names; // made when the first example is taken
  auto const clashes = [&](std::string_view text) {
    if (names.size() != 0) {
      return has_text(names, lowered(text));
    }
    // A pattern without wildcards names one text as well.
    auto const is_name = [](text_pattern const& each) {
      return each.how == text_match::equals || !has_wildcard(each.text);
    };
    bool const found = std::any_of(taken.begin(), taken.end(), [&](text_pattern const& each) {
      return is_name(each) && equals_folded(each.text, text);
    });
    for (auto const& each : taken) {
      if (found && is_name(each)) {
        names.add(lowered(each.text));
      }
    }
    return found;
  };
  std::string text;
  for (unsigned number = 0; number != 1'000'000; ++number) {
    auto const digits = std::to_string(number);
    switch (format) {
    case key_format::account:
      text = std::to_string(999'999'999'999ULL - number);
      break;
    case key_format::organization:
      text = "o-outsider" + (number == 0 ? std::string("01") : digits);
      break;
    case key_format::vpc:
      text = "vpc-0123456789abcdef" + digits;
      break;
    case key_format::vpc_endpoint:
      text = "vpce-0123456789abcdef" + digits;
      break;
    case key_format::unique_id:
      text = std::string(prefix) + "OUTSIDER" + (number == 0 ? std::string("0") : digits);
      break;
    case key_format::organization_path:
      text = std::string(prefix) + "r-ab12/ou-ab12-" + std::to_string(11111111 + number) + "/";
      break;
    case key_format::address: // of those that are for tests alone
      text = "198." + std::to_string(18 + (number >> 16) % 2) + '.' +
             std::to_string((number >> 8) % 256) + '.' + std::to_string(number % 256);
      break;
    case key_format::principal_arn:
    case key_format::resource_arn:
    case key_format::user_name:
    case key_format::text:
      text = std::string(prefix) + "outsider" + (number == 0 ? std::string() : digits);
      break;
    }
    if (!clashes(text)) {
      return text;
    }
  }
  return text;
}

// The kinds of texts of a format, beginning with `prefix`, that the patterns tell apart; without
// colons behind it where `colons` says so.
[[nodiscard]] inline value_set texts_of(std::span<text_pattern const> patterns, key_format format,
                                        std::string_view prefix, search_cost& cost,
                                        bool colons = true) {
  auto const weight = weight_of(patterns);
  if (!cost.spend(1 + 2 * weight.steps(0))) {
    return {{}, false};
  }
  distinct_texts<std::string> values;
  bool complete = true;
  auto const add = [&](std::string_view text) {
    bool const fits = colons || text.find(':', prefix.size()) == std::string_view::npos;
    if (fits) {
      values.add(std::string(text));
    }
  };
  bool plain = true;
  for (auto const& each : patterns) {
    plain = plain && !each.ignore_case &&
            (each.how == text_match::equals || each.text == "*" ||
             (each.how == text_match::glob && is_plain(each.text)));
  }
  if (plain) {
    add(fresh_value(format, prefix, patterns));
    for (auto const& each : patterns) {
      if (each.text.starts_with(prefix) && is_valid(format, each.text) &&
          (each.how == text_match::equals || each.text != "*")) {
        add(each.text);
      }
    }
    return {values.take(), true};
  }
  auto domain = text_set({text_match::prefix, prefix});
  if (format == key_format::account) {
    domain = text_set({text_match::glob, "????????????"});
  } else if (format == key_format::organization) {
    domain = text_set({text_match::glob, "o-?*"});
  } else if (format == key_format::vpc) {
    domain = text_set({text_match::glob, "vpc-?*"});
  } else if (format == key_format::vpc_endpoint) {
    domain = text_set({text_match::glob, "vpce-?*"});
  } else if (format != key_format::text || !prefix.empty()) {
    domain = text_set({text_match::glob, std::string(prefix) + "?*"});
  }
  if (format == key_format::user_name) {
    domain &= ~text_set({text_match::glob, "*/*"});
    domain &= ~text_set({text_match::glob, "*:*"});
  }
  if (!colons) {
    domain &= ~text_set({text_match::glob, std::string(prefix) + "*:*"});
  }
  text_cells cells(patterns, domain, cost.for_texts());
  auto const example = fresh_value(format, prefix, patterns);
  std::vector<std::uint64_t> of_example((patterns.size() + 63) / 64);
  for (std::size_t at = 0; at != patterns.size(); ++at) {
    of_example[at / 64] |= std::uint64_t{matches(patterns[at], example)} << (at % 64);
  }
  std::array<bool, 256> in_patterns{};
  for (auto const& each : patterns) {
    for (auto const byte : each.text) {
      in_patterns[static_cast<unsigned char>(byte)] = true;
    }
  }
  auto const agrees = [&](std::string_view text) {
    (void)cost.spend(weight.steps(text.size()));
    for (std::size_t at = 0; at != patterns.size(); ++at) {
      if (matches(patterns[at], text) != cells.matches(at)) {
        return false;
      }
    }
    return true;
  };
  while (cells.next()) {
    if (values.size() == cost.limits.max_values) {
      cost.stop("the budget `max_values` is used up");
      complete = false;
      break;
    }
    if (!cost.spend(4 + of_example.size() / 8)) {
      complete = false;
      break;
    }
    if (std::equal(of_example.begin(), of_example.end(),
                   cells.matched().begin())) { // rather a value that people know
      add(example);
      continue;
    }
    auto text = cells.witness();
    (void)cost.spend(text.size() / 8);
    if (is_valid(format, text)) {
      add(text);
      continue;
    }
    bool alone = false; // no other text is of this kind
    for (std::size_t at = 0; at != patterns.size(); ++at) {
      alone = alone || (patterns[at].how == text_match::equals && !patterns[at].ignore_case &&
                        cells.matches(at));
    }
    if (alone) {
      continue;
    }
    // The shortest text is none of the format's: try others of the same kind.
    bool found = false;
    for (auto const filler : std::string_view("0123456789ab")) {
      if (found || !cost.spend(1 + text.size() / 8)) {
        break;
      }
      auto other = text;
      for (auto& byte : other) {
        bool const stands_in_pattern = in_patterns[static_cast<unsigned char>(byte)];
        byte = stands_in_pattern && byte != text.front() ? byte : filler;
      }
      for (auto const& candidate : {other, text + filler, text + filler + filler}) {
        if (!found && is_valid(format, candidate) && agrees(candidate) &&
            candidate.starts_with(prefix)) {
          add(candidate);
          found = true;
        }
      }
    }
    complete = complete && found;
  }
  complete = cost.take(cells) && complete;
  return {values.take(), complete};
}

// The partition that the resource stands in.
[[nodiscard]] inline std::string partition_of(policy const& document,
                                              exposure_subject const& subject) {
  if (!subject.partition.empty()) {
    return std::string(subject.partition);
  }
  if (auto const named = parse_arn(subject.resource).partition; !named.empty()) {
    return std::string(named);
  }
  for (auto const& statement : document.statement.values) {
    for (auto const* const list : {&statement.resource, &statement.not_resource}) {
      for (auto const& each : list->values) {
        if (auto const named = parse_arn(each).partition; !named.empty() && is_plain(named)) {
          return std::string(named);
        }
      }
    }
  }
  return "aws";
}

[[nodiscard]] inline bool is_owner_account(std::string_view key) noexcept {
  return equals_folded(key, "aws:ResourceAccount") || equals_folded(key, "s3:ResourceAccount");
}

// Whether a policy has variables that are put in place.
[[nodiscard]] inline bool has_variables(policy const& document) noexcept {
  if (!substitutes(document)) {
    return false;
  }
  for (auto const& statement : document.statement.values) {
    for (auto const* const list : {&statement.resource, &statement.not_resource}) {
      for (auto const& each : list->values) {
        if (has_variable(each)) {
          return true;
        }
      }
    }
    for (auto const& condition : statement.condition.conditions) {
      for (auto const& each : condition.values.values) {
        if (has_variable(each)) {
          return true;
        }
      }
    }
  }
  return false;
}

// The pattern with `*` in the place of its variables: it matches no less.
[[nodiscard]] inline std::string widened(std::string_view pattern) {
  std::string out;
  while (true) {
    auto const from = pattern.find("${");
    auto const to = from == std::string_view::npos ? from : pattern.find('}', from);
    out += pattern.substr(0, from);
    if (from == std::string_view::npos) {
      return out;
    }
    out += '*';
    if (to == std::string_view::npos) {
      return out;
    }
    pattern.remove_prefix(to + 1);
  }
}

// Whether a statement is about a resource, whatever its variables stand for.
// `variables`: whether the document has any.
[[nodiscard]] inline ternary match_any_resource(policy const& document, bool variables,
                                                policy_statement const& statement,
                                                policy_request const& request) {
  if (!variables || statement.resource.values.empty() == statement.not_resource.values.empty()) {
    return match_resource(document, statement, request);
  }
  auto value = ternary::no;
  for (auto const& each : statement.resource.values) {
    bool const fixed = !has_variable(each);
    auto const found =
        match_resource_pattern(fixed ? each : widened(each), request.resource, nullptr);
    value = either(value, fixed ? found : both(found, ternary::unknown));
  }
  // A variable without a value may undo the whole statement.
  for (auto const& each : statement.not_resource.values) {
    value =
        either(value, has_variable(each) ? ternary::unknown
                                         : match_resource_pattern(each, request.resource, nullptr));
  }
  return statement.resource.values.empty() ? negation(value) : value;
}

// --- the search ------------------------------------------------------------------------------

// A variable of the search takes one of these values at a time.
struct search_value {
  std::optional<request_principal> principal{};
  std::string text{}; // of actions and resources
  std::vector<context_entry> context{};
  std::vector<std::uint64_t> possible{}; // statements whose tests on the variable may pass
  std::vector<std::uint64_t> certain{};  // or do pass
};

struct search_variable {
  enum class kind : std::uint8_t { caller, action, resource, network, relayed, key };
  kind about = kind::key;
  condition_key key{};
  std::vector<search_value> values{};
};

class exposure_search {
public:
  exposure_search(policy const& document, exposure_question question,
                  exposure_subject const& subject, trust const& trusted,
                  exposure_budget const& budget)
      : document_(document), question_(question), subject_(subject), given_(trusted), cost_{budget},
        flaws_(document) {}

  // Of the principals that `who` picks, and of the actions of a kind.
  struct narrowing {
    std::optional<request_principal> caller{};
    std::optional<access_kind> kind{};
  };
  narrowing only{};
  std::vector<context_entry> fixed{}; // keys with the one value that a variable stands for

  [[nodiscard]] policy_exposure_answer run();
  // Whether no outsider gets in by what each statement looks like. Why; empty: it takes a search.
  // `held_back`: gets the statements that would let outsiders in and are kept from it; may be null.
  [[nodiscard]] std::string_view closed_by_form(std::vector<std::size_t>* held_back);
  // What lets everyone into a bucket.
  struct opening {
    std::size_t statement = 0;
    std::string_view action{};
  };
  [[nodiscard]] std::optional<opening> find_opening() const;
  // How many steps of the budget are not used.
  [[nodiscard]] std::size_t left() const noexcept { return cost_.left(); }

private:
  using statement_mask = std::vector<std::uint64_t>;
  // So many statements are held against each other before a search.
  static constexpr std::size_t few = 32;

  struct test {
    policy_condition const* condition = nullptr;
    condition_key key{};
    condition_operator how{};
  };
  // A condition as it is weighed: looked up once, as it is asked for each value.
  struct weighed_condition {
    test about{};
    bool decided = true;
    pattern_weight weight{};
  };

  [[nodiscard]] bool keeps_out(policy_condition const& condition) const;
  [[nodiscard]] bool is_closed_by_form(policy_statement const& statement) const;
  [[nodiscard]] bool is_taken_back(policy_statement const& grant) const;
  [[nodiscard]] bool rests_on_owner() const;
  [[nodiscard]] bool has_usual_keys() const noexcept;
  [[nodiscard]] std::optional<std::vector<context_entry>> usual_context() const;
  [[nodiscard]] bool is_plain_enough() const noexcept;
  [[nodiscard]] bool may_tell_more(policy_statement const& statement) const;
  [[nodiscard]] std::vector<policy_request> plain_requests(policy_statement const& statement) const;
  [[nodiscard]] std::string_view foreign_organization() const noexcept;
  [[nodiscard]] bool find_plain_witness(policy_exposure_answer& out);
  void find_trust();
  void find_tests();
  void find_variables();
  void find_callers();
  void find_actions();
  void find_resources();
  void find_network();
  void find_relayed();
  void find_key(condition_key const& key);
  void weigh(search_variable& variable);
  [[nodiscard]] static pattern_weight weight_for(policy_statement const& statement,
                                                 search_variable::kind about) noexcept;
  void thin_out(search_variable& variable);
  enum class pass : std::uint8_t { may_be_open, is_open };
  [[nodiscard]] bool descend(std::size_t depth, statement_mask const& allow,
                             statement_mask const& deny, pass how);
  [[nodiscard]] bool search(pass how);
  [[nodiscard]] policy_request request_of_choice() const;

  [[nodiscard]] std::vector<test const*> tests_on(std::string_view key);
  [[nodiscard]] static std::vector<text_pattern> patterns_of(std::span<test const* const> tests);
  // The values that one key can have, by all its tests. `absent` is one of them if it may be.
  [[nodiscard]] std::vector<std::vector<std::string>> values_of(condition_key const& key,
                                                                std::string_view prefix = {});
  [[nodiscard]] std::span<std::string_view const> trusted_for(condition_key const& key) const;
  [[nodiscard]] std::vector<std::string> untrusted_accounts(std::span<std::string_view const> keys,
                                                            std::span<std::string_view const> arns,
                                                            std::span<std::string_view const> more,
                                                            distinct_views const& trusted);
  [[nodiscard]] std::vector<std::string> arns_of(std::span<test const* const> tests,
                                                 std::string_view account);
  [[nodiscard]] bool is_tested(std::string_view key) noexcept {
    (void)cost_.spend((tests_.size() + fixed.size()) / 8);
    return std::any_of(tests_.begin(), tests_.end(),
                       [&](test const& each) { return equals_folded(each.key.name, key); }) ||
           std::any_of(fixed.begin(), fixed.end(),
                       [&](context_entry const& each) { return equals_folded(each.key, key); });
  }

  [[nodiscard]] static bool bit(statement_mask const& mask, std::size_t at) noexcept {
    return ((mask[at / 64] >> (at % 64)) & 1U) != 0;
  }
  static void set(statement_mask& mask, std::size_t at) noexcept {
    mask[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  [[nodiscard]] static bool any(statement_mask const& mask) noexcept {
    return std::any_of(mask.begin(), mask.end(), [](auto word) { return word != 0; });
  }

  policy const& document_;
  exposure_question question_;
  exposure_subject const& subject_;
  trust const& given_;
  search_cost cost_;
  flaw_table flaws_;
  std::string partition_{"aws"};
  trusted_values trusted_{};
  std::vector<test> tests_{};
  std::vector<weighed_condition> conditions_{};
  std::vector<std::size_t> first_condition_{}; // of each statement, and the end
  std::vector<search_variable> variables_{};
  statement_mask allows_{};
  statement_mask denies_{};
  statement_mask base_possible_{};
  statement_mask base_certain_{};
  std::vector<std::size_t> choice_{};
  bool variables_stand_ = false; // the policy has variables
  bool complete_ = true;         // every value behaves as one of those that are tried
  std::string_view obstacle_{};  // what is not, or not decided
};

// Whether a condition wants the caller to be of the resource's own account or organization.
[[nodiscard]] inline bool wants_same(policy_condition const& condition, std::string_view of_caller,
                                     std::string_view of_resource) noexcept {
  auto const& values = condition.values.values;
  if (values.size() != 1) {
    return false;
  }
  std::string_view variable = values.front();
  if (variable.size() < 3 || variable[0] != '$' || variable[1] != '{' || variable.back() != '}') {
    return false; // mostly
  }
  auto const how = parse_condition_operator(condition.operation);
  if (!how || !is_limit(*how) || how->set != condition_set::none ||
      (how->type != condition_type::string_equals && how->type != condition_type::string_like)) {
    return false;
  }
  variable = variable.substr(2, variable.size() - 3);
  return (equals_folded(condition.key, of_caller) && equals_folded(variable, of_resource)) ||
         (equals_folded(condition.key, of_resource) && equals_folded(variable, of_caller));
}

// Whether a condition keeps all outsiders out whatever the rest of its statement says.
inline bool exposure_search::keeps_out(policy_condition const& condition) const {
  auto key = find_condition_key(condition.key);
  bool const same_account = wants_same(condition, "aws:PrincipalAccount", "aws:ResourceAccount") ||
                            wants_same(condition, "aws:PrincipalAccount", "s3:ResourceAccount");
  switch (question_) {
  case exposure_question::public_access:
    return (bears_trust(key) && pins(condition, key) && !names_the_public(condition)) ||
           same_account || wants_same(condition, "aws:PrincipalOrgID", "aws:ResourceOrgID");
  case exposure_question::external:
    return same_account && !subject_.account.empty();
  case exposure_question::deputy:
    break;
  case exposure_question::aws_public:
    return false;
  }
  // Services put the ARN of the resource that they act for into the encryption context, of which a
  // stranger's is in his own account.
  if (starts_with_folded(condition.key, "kms:EncryptionContext:aws:")) {
    key.says = key_class::relayed;
    key.format = key_format::resource_arn;
  }
  if (key.says != key_class::relayed || !pins(condition, key)) {
    return false;
  }
  auto const how = parse_condition_operator(condition.operation);
  return std::all_of(
      condition.values.values.begin(), condition.values.values.end(), [&](auto const& each) {
        auto const account = key.format == key_format::account        ? std::string_view(each)
                             : key.format == key_format::resource_arn ? fixedaccount(*how, each)
                                                                      : std::string_view();
        return key.format == key_format::organization
                   ? has_text(given_.organizations, each)
                   : !account.empty() &&
                         (account == subject_.account || has_text(given_.accounts, account));
      });
}

// Whether a statement, an `Allow`, lets no outsider in whatever the rest says.
inline bool exposure_search::is_closed_by_form(policy_statement const& statement) const {
  bool const by_service = question_ == exposure_question::deputy;
  if (!subject_.action.empty() && match_action(statement, subject_.action) == ternary::no) {
    return true;
  }
  if (only.caller && (!by_service || match_principal(statement, *only.caller) == ternary::no)) {
    return by_service;
  }
  bool const by_public = question_ == exposure_question::public_access;
  if (!statement.condition.conditions.empty()) {
    spelling_table const spelled_twice(statement.condition);
    for (std::size_t at = 0; at != statement.condition.conditions.size(); ++at) {
      if (!spelled_twice(at) && keeps_out(statement.condition.conditions[at])) {
        return true;
      }
    }
  }
  if (!statement.principal || statement.not_principal) {
    return false;
  }
  auto const& element = *statement.principal;
  if (!element.text.empty() || element.groups.empty()) {
    return false;
  }
  auto const owned = [&](std::string_view account) {
    return (!subject_.account.empty() && account == subject_.account) ||
           has_text(given_.accounts, account);
  };
  for (auto const& group : element.groups) {
    std::string_view const type = group.type;
    for (std::string_view const id : group.ids.values) {
      if (!is_plain(id)) {
        return false;
      }
      bool closed = false;
      if (same_text(type, "AWS")) {
        auto const account = account_named(id);
        bool const known = !account.empty();
        closed = by_service || by_public
                     ? known || is_unique_id(id) || parse_arn(id).account == "cloudfront"
                     : (known && owned(account)) || is_unique_id(id);
      } else if (same_text(type, "Service")) {
        closed = question_ != exposure_question::deputy;
      } else if (type == "Federated") {
        closed = question_ == exposure_question::deputy ||
                 (by_public ? !is_public_provider(id) && !parse_arn(id).resource.empty()
                            : owned(parse_arn(id).account));
      } else if (type == "CanonicalUser") {
        closed = question_ != exposure_question::external;
      }
      if (!closed) {
        return false;
      }
    }
  }
  return true;
}

// Whether `Deny` statements take from the public all that an `Allow` gives. In a few statements
// only, since each is held against each.
inline bool exposure_search::is_taken_back(policy_statement const& grant) const {
  auto const& statements = document_.statement.values;
  if (question_ != exposure_question::public_access || only.caller || only.kind || !fixed.empty() ||
      statements.size() > few || !document_.flaws.empty() || has_variables(document_) ||
      grant.action.values.empty() || grant.resource.values.empty() ||
      !grant.not_action.values.empty() || !grant.not_resource.values.empty()) {
    return false;
  }
  std::array<policy_statement const*, few> found{};
  std::size_t count = 0;
  for (auto const& each : statements) {
    if (denies_outsiders(each)) {
      found[count++] = &each;
    }
  }
  std::span<policy_statement const* const> const denials{found.data(), count};
  auto const& actions = grant.action.values;
  auto const& resources = grant.resource.values;
  return !denials.empty() &&
         std::all_of(actions.begin(), actions.end(), [&](std::string_view action) {
           return std::all_of(resources.begin(), resources.end(), [&](std::string_view resource) {
             return std::any_of(denials.begin(), denials.end(), [&](auto const* denial) {
               return covers(denial->action.values, action, true) &&
                      covers(denial->resource.values, resource, false);
             });
           });
         });
}

// Whether what is not closed by its form names fixed accounts only, and nothing says which account
// is the owner: then nobody can tell whether they are outsiders.
inline bool exposure_search::rests_on_owner() const {
  if (question_ != exposure_question::external || only.caller || only.kind || !fixed.empty() ||
      !subject_.account.empty() || !document_.flaws.empty() || has_variables(document_)) {
    return false;
  }
  for (auto const& statement : document_.statement.values) {
    if (is_deny(statement) || is_closed_by_form(statement)) {
      continue;
    }
    if (!statement.principal || statement.not_principal || !statement.principal->text.empty()) {
      return false;
    }
    for (auto const& group : statement.principal->groups) {
      for (auto const& id : group.ids.values) {
        bool const fixed_account =
            group.type == "AWS" && is_plain(id) && !account_named(id).empty();
        if (!fixed_account && group.type != "Service") {
          return false;
        }
      }
    }
  }
  return true;
}

// The account of an outsider; empty: it is somebody's who is no outsider.
[[nodiscard]] inline std::string_view stranger_to(exposure_subject const& subject,
                                                  trust const& trusted) {
  constexpr std::string_view stranger = "999999999999";
  return subject.account == stranger || has_text(trusted.accounts, stranger) ? std::string_view()
                                                                             : stranger;
}

// Whether a request that is as most requests are has nothing of the keys that the policy tests, but
// for what `usual_context` knows.
inline bool exposure_search::has_usual_keys() const noexcept {
  bool const by_service = question_ == exposure_question::deputy;
  for (auto const& statement : document_.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      auto const key = find_condition_key(each.key);
      switch (key.says) {
      case key_class::caller:
        if (equals_folded(key.name, "aws:userid") || equals_folded(key.name, "aws:PrincipalType") ||
            equals_folded(key.name, "kms:CallerAccount") ||
            (by_service && equals_folded(key.name, "aws:PrincipalServiceNamesList"))) {
          return false;
        }
        break;
      case key_class::network:
        if (key.format == key_format::address) {
          return false;
        }
        break;
      case key_class::free:
        if (key.always && !equals_folded(key.name, "aws:SecureTransport")) {
          return false;
        }
        break;
      case key_class::owner:
        return false;
      case key_class::relayed:
      case key_class::delegated:
        break;
      }
    }
  }
  return true;
}

// What a request has of the keys that the policy tests, where it is as most requests are: signed by
// nobody, or made by a service for a stranger's trail, from the internet, encrypted. Nothing: it
// takes a search.
inline std::optional<std::vector<context_entry>> exposure_search::usual_context() const {
  if (!has_usual_keys()) {
    return std::nullopt;
  }
  bool encrypted = false;
  bool relayed = false;
  for (auto const& statement : document_.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      auto const key = find_condition_key(each.key);
      encrypted = encrypted || equals_folded(key.name, "aws:SecureTransport");
      relayed = relayed || key.says == key_class::relayed;
    }
  }
  std::vector<context_entry> out;
  if (encrypted) {
    out.push_back({"aws:SecureTransport", {"true"}});
  }
  if (question_ == exposure_question::deputy && relayed) {
    auto const stranger = stranger_to(subject_, given_);
    if (stranger.empty()) {
      return std::nullopt;
    }
    auto arn = "arn:" + partition_of(document_, subject_) + ":cloudtrail:us-east-1:";
    arn.append(stranger).append(":trail/outsider");
    out.push_back({"aws:SourceAccount", {std::string(stranger)}});
    out.push_back({"aws:SourceArn", {std::move(arn)}});
  }
  return out;
}

// An organization that the policy speaks of and that is not trusted; empty: there is none.
inline std::string_view exposure_search::foreign_organization() const noexcept {
  for (auto const& statement : document_.statement.values) {
    for (auto const& each : statement.condition.conditions) {
      if (!equals_folded(each.key, "aws:PrincipalOrgID")) {
        continue;
      }
      for (auto const& id : each.values.values) {
        if (is_plain(id) && !has_text(given_.organizations, id)) {
          return id;
        }
      }
    }
  }
  return {};
}

// Of an `Allow` without conditions: requests of the first outsider that it names, and of a member
// of a foreign organization, without action, resource and what else the policy tests. None: it
// takes a search.
inline std::vector<policy_request>
exposure_search::plain_requests(policy_statement const& statement) const {
  std::vector<policy_request> out;
  if (!is_allow(statement) || !statement.principal || statement.not_principal ||
      !statement.condition.conditions.empty()) {
    return out;
  }
  auto const add = [&](request_principal who) -> policy_request& {
    auto& request = out.emplace_back();
    request.account = subject_.account;
    request.principal = std::move(who);
    return request;
  };
  if (only.caller) { // the service that acts for others
    if (match_principal(statement, *only.caller) == ternary::yes) {
      add(*only.caller);
    }
    return out;
  }
  bool const external = question_ == exposure_question::external && !subject_.account.empty();
  auto const root_of = [&](std::string_view account) {
    return "arn:" + partition_of(document_, subject_) + ":iam::" + std::string(account) + ":root";
  };
  if (names_everyone(*statement.principal)) {
    add({principal_type::anonymous, {}});
    auto const stranger = stranger_to(subject_, given_);
    if (auto const organization = foreign_organization();
        external && !stranger.empty() && !organization.empty()) {
      auto const root = root_of(stranger);
      auto& request = add({principal_type::aws, root});
      request.context.push_back({"aws:PrincipalArn", {root}});
      request.context.push_back({"aws:PrincipalOrgID", {std::string(organization)}});
    }
    return out;
  }
  if (!external) {
    return out;
  }
  for (auto const& group : statement.principal->groups) {
    for (auto const& id : group.ids.values) {
      auto const account = account_named(id);
      if (group.type != "AWS" || account.empty() || account == subject_.account ||
          has_text(given_.accounts, account)) {
        continue;
      }
      auto const root = root_of(account);
      if (is_account_id(id) || id == root) {
        add({principal_type::aws, root}).context.push_back({"aws:PrincipalArn", {root}});
        return out;
      }
    }
  }
  return out;
}

// Whether an action on S3 is about an object, and not about a bucket.
[[nodiscard]] inline bool is_about_objects(std::string_view action) noexcept {
  return std::find(s3_object_actions.begin(), s3_object_actions.end(),
                   action.substr(action.find(':') + 1)) != s3_object_actions.end();
}

// The service whose actions a policy of a resource is about, by the service of its ARN.
[[nodiscard]] inline std::string_view service_of_actions(std::string_view service) noexcept {
  return service == "iam"
             ? std::string_view("sts") // roles alone have a policy, of who assumes them
         : service == "vpc-lattice" ? std::string_view("vpc-lattice-svcs")
                                    : service;
}

// Whether a request may be tried before any search: the policy is small, and each statement says
// whom and what it is about.
inline bool exposure_search::is_plain_enough() const noexcept {
  auto const& statements = document_.statement.values;
  // One without a principal or resource may be about anything.
  auto const is_whole = [](policy_statement const& statement) {
    return statement.principal.has_value() != statement.not_principal.has_value() &&
           statement.resource.values.empty() != statement.not_resource.values.empty();
  };
  return !only.kind && fixed.empty() && statements.size() <= few && document_.flaws.empty() &&
         (!subject_.bucket.empty() || !subject_.resource.empty()) && !has_variables(document_) &&
         std::all_of(statements.begin(), statements.end(), is_whole);
}

// Whether a statement, which is under conditions, may give more than those without.
inline bool exposure_search::may_tell_more(policy_statement const& statement) const {
  return subject_.action.empty() && is_allow(statement) &&
         !statement.condition.conditions.empty() && !is_closed_by_form(statement);
}

// What `find_plain_witness` finds for everyone, where nothing but the form of the statements is
// needed to see it. It makes no request, and so allocates nothing.
inline std::optional<exposure_search::opening> exposure_search::find_opening() const {
  auto const& statements = document_.statement.values;
  auto const is_open = [](policy_statement const& statement) {
    return is_allow(statement) && statement.condition.conditions.empty() && statement.principal &&
           !statement.not_principal && names_everyone(*statement.principal);
  };
  if (question_ != exposure_question::public_access || only.caller || subject_.bucket.empty() ||
      !subject_.resource.empty() || !subject_.action.empty() ||
      std::none_of(statements.begin(), statements.end(), is_open) || is_flawed(document_) ||
      !is_plain_enough() || !has_usual_keys()) {
    return std::nullopt;
  }
  static const policy_request anyone = [] {
    policy_request made;
    made.context.push_back({"aws:SecureTransport", {"true"}});
    return made;
  }();
  // Without regard to resources.
  auto const may_apply = [&](policy_statement const& statement, std::string_view action) {
    if (match_action(statement, action) == ternary::no ||
        match_principal(statement, anyone.principal) == ternary::no) {
      return false;
    }
    auto const& conditions = statement.condition.conditions;
    spelling_table const spelled_twice(statement.condition);
    for (std::size_t at = 0; at != conditions.size(); ++at) {
      if (!spelled_twice(at) && match_condition(document_, conditions[at], anyone) == ternary::no) {
        return false;
      }
    }
    return true;
  };
  // There is no budget here, so long lists are left to the search, which has one.
  std::array<bool, few> open{}; // `is_plain_enough` has seen that there are no more
  for (std::size_t at = 0; at != statements.size(); ++at) {
    auto const& each = statements[at];
    if (flaws_(at) || may_tell_more(each) || each.resource.values.size() > few ||
        each.action.values.size() > few || each.not_action.values.size() > few) {
      return std::nullopt;
    }
    open[at] = is_open(each);
  }
  std::array<char, 1024> room{};
  std::size_t used = 0;
  bool fits = true;
  auto const put = [&](std::string_view text) {
    fits = fits && text.size() <= room.size() - used;
    if (fits) {
      used += text.copy(room.data() + used, text.size());
    }
  };
  put("arn:");
  put(partition_of(document_, subject_));
  put(":s3:::");
  put(subject_.bucket);
  put("/");
  std::string_view const objects{room.data(), used}; // what their ARNs begin with
  auto const bucket = objects.substr(0, objects.size() - 1);
  for (auto const& action : access_actions) {
    if (!action.name.starts_with("s3:")) {
      continue;
    }
    for (std::size_t at = 0; at != statements.size(); ++at) {
      auto const& statement = statements[at];
      if (!open[at] || match_action(statement, action.name) != ternary::yes) {
        continue;
      }
      for (std::string_view const pattern : statement.resource.values) {
        used = objects.size();
        if (pattern == bucket) {
          --used;
        } else if (auto const start = pattern.substr(0, pattern.find_first_of("*?"));
                   start.starts_with(objects)) {
          put(start.substr(objects.size()));
        }
        put(used != bucket.size() && room[used - 1] == '/' ? "a" : "");
        if (is_about_objects(action.name) != (used != bucket.size())) {
          continue;
        }
        std::string_view const resource{room.data(), used};
        auto const is_of = [&](std::string_view each) {
          return match_resource_pattern(each, resource, nullptr);
        };
        // One before it that allows the same as well is the one to name.
        auto const may_match = [&](policy_statement const& each) {
          auto const& resources = each.resource.values;
          bool const elsewhere =
              !resources.empty() &&
              std::all_of(resources.begin(), resources.end(),
                          [&](std::string_view one) { return is_of(one) == ternary::no; });
          return !elsewhere && may_apply(each, action.name);
        };
        bool told = fits && is_of(pattern) == ternary::yes;
        for (std::size_t other = 0; told && other != statements.size(); ++other) {
          told = other == at || (is_allow(statements[other]) && other > at) ||
                 !may_match(statements[other]);
        }
        return told ? std::optional(opening{at, action.name}) : std::nullopt;
      }
    }
  }
  return std::nullopt;
}

// Most policies that let outsiders in do so in one statement without conditions: a request that it
// is about is tried before any search. Finds nothing that is not granted.
inline bool exposure_search::find_plain_witness(policy_exposure_answer& out) {
  auto const& statements = document_.statement.values;
  bool const by_service = question_ == exposure_question::deputy;
  if (by_service != only.caller.has_value() || question_ == exposure_question::aws_public ||
      !is_plain_enough()) {
    return false;
  }
  auto const usual = usual_context();
  if (!usual || std::any_of(statements.begin(), statements.end(),
                            [&](auto const& each) { return may_tell_more(each); })) {
    return false;
  }
  bool const of_bucket = subject_.resource.empty();
  auto const bucket =
      "arn:" + partition_of(document_, subject_) + ":s3:::" + std::string(subject_.bucket);
  auto const service =
      of_bucket ? std::string_view("s3") : service_of_actions(parse_arn(subject_.resource).service);
  // An evaluation goes through all patterns of resources.
  std::size_t try_costs = statements.size();
  for (auto const& statement : statements) {
    for (auto const* const resources : {&statement.resource, &statement.not_resource}) {
      for (std::string_view const each : resources->values) {
        try_costs += plain_arn_start(each).empty() ? 2 + each.size() / 8 : 1;
      }
    }
  }
  struct candidate {
    policy_statement const* statement;
    policy_request request;
  };
  std::vector<candidate> candidates;
  for (auto const& statement : statements) {
    for (auto& request : plain_requests(statement)) {
      request.context.insert(request.context.end(), usual->begin(), usual->end());
      candidates.push_back({&statement, std::move(request)});
    }
  }
  // What is open to everyone tells most, and then what it is open to.
  auto const by_anyone = [](candidate const& each) {
    return each.request.principal.type != principal_type::aws;
  };
  auto const first_named = std::stable_partition(candidates.begin(), candidates.end(), by_anyone);
  // With very many patterns it is fewer tries. They take nothing from the search's budget, or else
  // it would find less.
  auto const affordable = cost_.limits.max_steps / 2 / std::max<std::size_t>(try_costs, 1);
  auto tries = std::clamp<std::size_t>(affordable, 1, 64);
  auto const grants = [&](policy_request& request, std::string_view action,
                          std::string_view pattern) {
    request.action = action;
    if (!of_bucket) {
      request.resource = subject_.resource;
    } else if (pattern == bucket) {
      request.resource = bucket;
    } else {
      auto const fixed_part = pattern.substr(0, pattern.find_first_of("*?"));
      request.resource = fixed_part.starts_with(bucket + '/') ? fixed_part : bucket + '/';
      request.resource += request.resource.ends_with('/') ? "a" : "";
    }
    auto const decision = evaluate(document_, request);
    if (decision.granted != ternary::yes) {
      return false;
    }
    out.verdict = exposure_verdict::open;
    out.reason = "an outsider's request is granted";
    out.statements.push_back(decision.statement);
    out.witness = std::move(request);
    return true;
  };
  for (auto const& [first, last] :
       {std::pair(candidates.begin(), first_named), std::pair(first_named, candidates.end())}) {
    for (auto const& action : access_actions) {
      bool const asked = action.name.size() > service.size() &&
                         action.name[service.size()] == ':' && action.name.starts_with(service) &&
                         (subject_.action.empty() || subject_.action == action.name);
      for (auto each = first; asked && each != last; ++each) {
        if (match_action(*each->statement, action.name) != ternary::yes) {
          continue;
        }
        bool const about_objects = of_bucket && is_about_objects(action.name);
        for (std::string_view const pattern : each->statement->resource.values) {
          if (of_bucket && about_objects == (pattern == bucket)) {
            continue;
          }
          if (tries == 0 || !cost_.spend(statements.size())) {
            return false;
          }
          --tries;
          if (grants(each->request, action.name, pattern)) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

inline void exposure_search::find_trust() {
  if (only.caller && question_ != exposure_question::deputy) {
    return; // he is asked about, whoever he is
  }
  auto const add = [](distinct_views& all, std::string_view text) { all.add(text); };
  if (!subject_.account.empty()) {
    for (auto* const each :
         {&trusted_.caller_accounts, &trusted_.source_accounts, &trusted_.access_point_accounts}) {
      add(*each, subject_.account);
    }
  }
  for (auto const& each : given_.accounts) {
    for (auto* const into :
         {&trusted_.caller_accounts, &trusted_.source_accounts, &trusted_.access_point_accounts}) {
      add(*into, each);
    }
  }
  for (auto const& each : given_.organizations) {
    add(trusted_.organizations, each);
    add(trusted_.source_organizations, each);
  }
  for (auto const& each : given_.vpcs) {
    add(trusted_.vpcs, each);
  }
  std::vector<address_range> ranges;
  for (auto const& each : given_.networks) {
    if (auto const range = parse_cidr(each)) {
      ranges.push_back(*range);
    }
  }
  if (question_ == exposure_question::public_access) {
    for (auto const& statement : document_.statement.values) {
      for (auto const* const element : {&statement.principal, &statement.not_principal}) {
        if (!*element) {
          continue;
        }
        for (auto const& group : (*element)->groups) {
          for (auto const& id : group.ids.values) {
            auto const account = is_account_id(id) ? std::string_view(id) : parse_arn(id).account;
            if (group.type == "AWS" && is_plain(id) && is_account_id(account)) {
              add(trusted_.caller_accounts, account);
            } else if (group.type == "Federated" && !is_public_provider(id)) {
              add(trusted_.providers, id);
            }
          }
        }
      }
    }
    // Of all statements, also of those that are closed by their form.
    std::vector<test> all;
    for (auto const& statement : document_.statement.values) {
      for (auto const& each : statement.condition.conditions) {
        if (auto const how = parse_condition_operator(each.operation)) {
          all.push_back({&each, find_condition_key(each.key), *how});
        }
      }
    }
    for (auto const& each : all) {
      for (auto const& value : each.condition->values.values) {
        if (each.how.type == condition_type::null || !is_fixedvalue(each.key, each.how, value) ||
            !bears_trust(each.key) || value == anonymous_id) {
          continue;
        }
        bool const of_caller = each.key.says == key_class::caller;
        switch (each.key.format) {
        case key_format::account:
          add(of_caller                               ? trusted_.caller_accounts
              : each.key.says == key_class::delegated ? trusted_.access_point_accounts
                                                      : trusted_.source_accounts,
              value);
          break;
        case key_format::organization:
          add(of_caller ? trusted_.organizations : trusted_.source_organizations, value);
          break;
        case key_format::organization_path:
          add(of_caller ? trusted_.organizations : trusted_.source_organizations,
              organization_of(value));
          break;
        case key_format::principal_arn:
          add(trusted_.caller_accounts, fixedaccount(each.how, value));
          break;
        case key_format::resource_arn:
          if (auto const account = fixedaccount(each.how, value); !account.empty()) {
            add(each.key.says == key_class::delegated ? trusted_.access_point_accounts
                                                      : trusted_.source_accounts,
                account);
          } else {
            add(trusted_.arns, value);
          }
          break;
        case key_format::unique_id:
          add(trusted_.unique_ids, unique_part(value));
          break;
        case key_format::vpc:
        case key_format::vpc_endpoint:
          add(trusted_.vpcs, value);
          break;
        case key_format::address:
          ranges.push_back(*parse_cidr(value));
          break;
        case key_format::user_name:
          break;
        case key_format::text:
          if (each.key.says == key_class::delegated) {
            add(trusted_.keys, value);
          }
          break;
        }
      }
    }
  }
  trusted_.networks = address_set(ranges);
}

inline void exposure_search::find_tests() {
  auto const& statements = document_.statement.values;
  // Each value is looked at a few times, however little is found out about it.
  std::size_t size = 0;
  for (auto const& each : statements) {
    for (auto const about : {search_variable::kind::caller, search_variable::kind::action,
                             search_variable::kind::resource}) {
      size += weight_for(each, about).count;
    }
    for (auto const& condition : each.condition.conditions) {
      size += 1 + condition.values.values.size();
    }
  }
  if (!cost_.spend(3 * size)) {
    return;
  }
  auto const words = (statements.size() + 63) / 64;
  allows_.assign(words, 0);
  denies_.assign(words, 0);
  base_possible_.assign(words, 0);
  base_certain_.assign(words, 0);
  for (std::size_t at = 0; at != statements.size(); ++at) {
    auto const& statement = statements[at];
    first_condition_.push_back(conditions_.size());
    bool const flawed = flaws_(at);
    if (!flawed && is_allow(statement)) {
      if (is_closed_by_form(statement)) {
        continue;
      }
    }
    set(base_possible_, at);
    bool certain = !flawed &&
                   statement.principal.has_value() != statement.not_principal.has_value() &&
                   (subject_.bucket.empty() || !statement.resource.values.empty() ||
                    !statement.not_resource.values.empty());
    (is_deny(statement) && !flawed) ? set(denies_, at) : set(allows_, at);
    if (flawed) { // it may allow anything, and deny anything
      set(denies_, at);
      obstacle_ = "a statement has a fault in its form";
    }
    auto const& conditions = statement.condition.conditions;
    spelling_table const spelled_twice(statement.condition);
    for (std::size_t number = 0; number != conditions.size(); ++number) {
      auto const& each = conditions[number];
      if (is_empty_condition(each) || flawed) {
        continue;
      }
      auto& weighed = conditions_.emplace_back();
      auto const how = parse_condition_operator(each.operation);
      weighed.about = {&each, find_condition_key(each.key), how.value_or(condition_operator{})};
      weighed.weight.add(each.values);
      if (!how) {
        weighed.decided = false;
        certain = false;
        obstacle_ = "an operator of a condition is not known";
        continue;
      }
      if (spelled_twice(number)) {
        weighed.decided = false;
        certain = false;
        obstacle_ = "a condition key stands there in two spellings";
        continue;
      }
      for (auto const& text : each.values.values) {
        weighed.decided = weighed.decided && !(substitutes(document_) && has_variable(text));
      }
      tests_.push_back(weighed.about);
    }
    if (certain) {
      set(base_certain_, at);
    }
  }
  first_condition_.push_back(conditions_.size());
  (void)cost_.spend(statements.size() / 4 + conditions_.size() / 2);
}

inline std::vector<exposure_search::test const*> exposure_search::tests_on(std::string_view key) {
  (void)cost_.spend(1 + tests_.size() / 8);
  std::vector<test const*> out;
  for (auto const& each : tests_) {
    if (equals_folded(each.key.name, key)) {
      out.push_back(&each);
    }
  }
  return out;
}

// Of the tests on texts.
inline std::vector<text_pattern> exposure_search::patterns_of(std::span<test const* const> tests) {
  std::vector<text_pattern> out;
  for (auto const* const each : tests) {
    for (auto const& value : each->condition->values.values) {
      switch (each->how.type) {
      case condition_type::string_equals:
      case condition_type::binary:
        out.push_back({text_match::equals, value});
        break;
      case condition_type::string_equals_ignore_case:
        out.push_back({text_match::equals, value, true});
        break;
      case condition_type::string_like:
      case condition_type::arn:
        out.push_back({text_match::glob, value});
        break;
      case condition_type::numeric:
      case condition_type::date:
      case condition_type::boolean:
      case condition_type::ip_address:
      case condition_type::null:
        break;
      }
    }
  }
  return out;
}

// The values of a key of networks, sources or access points that are trusted.
inline std::span<std::string_view const>
exposure_search::trusted_for(condition_key const& key) const {
  switch (key.says) {
  case key_class::network:
  case key_class::relayed:
    return key.format == key_format::organization ? trusted_.source_organizations.values()
                                                  : trusted_.vpcs.values();
  case key_class::delegated:
    return key.format == key_format::account ? trusted_.access_point_accounts.values()
                                             : trusted_.keys.values();
  case key_class::caller:
  case key_class::owner:
  case key_class::free:
    break;
  }
  return {};
}

inline std::vector<std::vector<std::string>> exposure_search::values_of(condition_key const& key,
                                                                        std::string_view prefix) {
  for (auto const& each : fixed) {
    if (equals_folded(each.key, key.name)) {
      return {each.values};
    }
  }
  auto const tests = tests_on(key.name);
  distinct_texts<std::string> distinct;
  auto const add = [&](std::string text) { distinct.add(std::move(text)); };
  bool texts = false;
  bool addresses = false;
  bool numbers = false;
  bool dates = false;
  bool booleans = false;
  bool sets = key.multivalued;
  for (auto const* const each : tests) {
    sets = sets || (each->how.set != condition_set::none && key.says == key_class::free);
    switch (each->how.type) {
    case condition_type::string_equals:
    case condition_type::string_equals_ignore_case:
    case condition_type::string_like:
    case condition_type::arn:
    case condition_type::binary:
      texts = true;
      break;
    case condition_type::ip_address:
      addresses = true;
      break;
    case condition_type::numeric:
      numbers = true;
      break;
    case condition_type::date:
      dates = true;
      break;
    case condition_type::boolean:
      booleans = true;
      break;
    case condition_type::null:
      break;
    }
  }
  // Where it is only asked whether it is there.
  booleans = booleans || (!texts && equals_folded(key.name, "aws:SecureTransport"));
  addresses = addresses || (tests.empty() ? false : !texts && key.format == key_format::address);
  auto const kinds = static_cast<int>(texts) + static_cast<int>(addresses) +
                     static_cast<int>(numbers) + static_cast<int>(dates) +
                     static_cast<int>(booleans);
  complete_ = complete_ && kinds <= 1;
  if (texts || kinds == 0) {
    auto patterns = patterns_of(tests);
    // What is trusted is left out later: it must not stand for others of its kind.
    for (auto const each : trusted_for(key)) {
      patterns.push_back({text_match::equals, each});
    }
    auto found = texts_of(patterns, key.format, prefix, cost_);
    complete_ = complete_ && found.complete;
    for (auto& each : found.values) {
      add(std::move(each));
    }
    // An ARN that is tested part by part: texts that are none match nothing, and what a part's
    // wildcard may not reach over counts for less than the pattern as a whole.
    for (auto const* const each : tests) {
      complete_ = complete_ && (each->how.type != condition_type::arn ||
                                key.format == key_format::principal_arn ||
                                key.format == key_format::resource_arn);
    }
  }
  if (addresses) {
    std::vector<address_range> ranges;
    for (auto const* const each : tests) {
      for (auto const& value : each->condition->values.values) {
        if (auto const range = parse_cidr(value)) {
          ranges.push_back(*range);
        }
      }
    }
    if (key.says == key_class::network) {
      auto const kept = trusted_.networks.ranges();
      ranges.insert(ranges.end(), kept.begin(), kept.end());
    }
    if (!cost_.spend(8 * ranges.size())) {
      complete_ = false;
      return {};
    }
    for (auto const& each : representatives(ranges)) {
      add(to_string(each));
    }
  }
  if (numbers) {
    std::vector<decimal> known;
    for (auto const* const each : tests) {
      for (auto const& value : each->condition->values.values) {
        if (auto const number = parse_decimal(value)) {
          known.push_back(*number);
        }
      }
    }
    if (!cost_.spend(16 * known.size())) {
      complete_ = false;
      return {};
    }
    for (auto const& each : representatives(known)) {
      add(to_string(each));
    }
  }
  if (dates) {
    std::vector<instant> known;
    for (auto const* const each : tests) {
      for (auto const& value : each->condition->values.values) {
        if (auto const when = parse_instant(value)) {
          known.push_back(*when);
        }
      }
    }
    if (!cost_.spend(16 * known.size())) {
      complete_ = false;
      return {};
    }
    for (auto const& each : representatives(known)) {
      add(to_string(each));
    }
  }
  if (booleans) {
    add("true");
    add("false");
  }
  auto const single = distinct.take();
  std::vector<std::vector<std::string>> out;
  out.reserve(single.size());
  (void)cost_.spend(2 * single.size());
  for (auto const& each : single) {
    out.push_back({each});
  }
  if (sets && single.size() > 1 && key.multivalued) {
    if (single.size() <= 6) {
      for (unsigned subset = 1; subset != 1U << single.size(); ++subset) {
        std::vector<std::string> chosen;
        for (std::size_t at = 0; at != single.size(); ++at) {
          if ((subset >> at & 1U) != 0) {
            chosen.push_back(single[at]);
          }
        }
        if (chosen.size() > 1) {
          out.push_back(std::move(chosen));
        }
      }
    } else {
      complete_ = false;
      out.push_back(single);
    }
  } else if (sets && single.size() > 1 && !key.multivalued) {
    // A key that nobody knows, under a set operator: it may have several values.
    for (std::size_t at = 0; at + 1 < single.size() && at < 16; ++at) {
      out.push_back({single[at], single[at + 1]});
    }
    complete_ = complete_ && single.size() <= 2;
  }
  return out;
}

inline std::vector<std::string> exposure_search::untrusted_accounts(
    std::span<std::string_view const> keys, std::span<std::string_view const> arns,
    std::span<std::string_view const> more, distinct_views const& trusted) {
  std::vector<text_pattern> patterns;
  for (auto const key : keys) {
    auto const tests = tests_on(key);
    auto const found = patterns_of(tests);
    patterns.insert(patterns.end(), found.begin(), found.end());
  }
  for (auto const key : arns) {
    for (auto const* const each : tests_on(key)) {
      for (auto const& value : each->condition->values.values) {
        std::array<std::string_view, 6> parts;
        if (each->how.type == condition_type::null) {
          continue;
        }
        if (!cut_arn(value, parts)) {
          complete_ = complete_ && is_plain(value);
          continue;
        }
        if (each->how.type == condition_type::string_like && !is_plain(value)) {
          // A star before the account may reach over it.
          bool const early = !is_plain(parts[1]) || !is_plain(parts[2]) || !is_plain(parts[3]) ||
                             (!is_plain(parts[4]) && parts[4] != "*");
          complete_ = complete_ && (!early || has_plain_names(parts[2]));
        }
        if (!parts[4].empty()) {
          patterns.push_back(
              {is_plain(parts[4]) ? text_match::equals : text_match::glob, parts[4]});
        }
      }
    }
  }
  for (auto const each : more) {
    patterns.push_back({text_match::equals, each});
  }
  for (auto const each : trusted) {
    patterns.push_back({text_match::equals, each});
  }
  auto found = texts_of(patterns, key_format::account, {}, cost_);
  complete_ = complete_ && found.complete;
  std::erase_if(found.values, [&](std::string const& each) { return has_text(trusted, each); });
  return std::move(found.values);
}

// ARNs of an account, or without one, by tests on a key of sources.
inline std::vector<std::string> exposure_search::arns_of(std::span<test const* const> tests,
                                                         std::string_view account) {
  distinct_texts<std::string> services;
  distinct_texts<std::string> regions;
  services.add(account.empty() ? "s3" : "cloudtrail");
  regions.add(account.empty() ? "" : "us-east-1");
  std::vector<text_pattern> whole;
  std::vector<text_pattern> region_patterns;
  struct cut {
    std::array<std::string_view, 6> parts;
  };
  std::vector<cut> by_part;
  for (auto const* const each : tests) {
    for (auto const& value : each->condition->values.values) {
      std::array<std::string_view, 6> parts;
      if (each->how.type == condition_type::null) {
        continue;
      }
      if (each->how.type == condition_type::string_equals) {
        whole.push_back({text_match::equals, value});
      } else if (each->how.type == condition_type::string_equals_ignore_case) {
        whole.push_back({text_match::equals, value, true});
      } else if (each->how.type == condition_type::string_like) {
        whole.push_back({text_match::glob, value});
      }
      if (!cut_arn(value, parts)) {
        continue;
      }
      if (each->how.type == condition_type::arn) {
        by_part.push_back({parts});
      }
      if (is_plain(parts[2])) {
        services.add(std::string(parts[2]));
      } else if (parts[2] != "*") {
        complete_ = false;
      }
      if (!is_plain(parts[1]) && parts[1] != "*") {
        complete_ = false;
      }
      region_patterns.push_back(
          {is_plain(parts[3]) ? text_match::equals : text_match::glob, parts[3]});
    }
  }
  if (!account.empty()) {
    bool plain = true;
    for (auto const& each : region_patterns) {
      plain = plain && (each.how == text_match::equals || each.text == "*");
      if (each.how == text_match::equals) {
        regions.add(std::string(each.text));
      }
    }
    if (!plain) {
      auto found = texts_of(region_patterns, key_format::text, {}, cost_);
      complete_ = complete_ && found.complete;
      for (auto& each : found.values) {
        regions.add(std::move(each));
      }
    }
  }
  distinct_texts<std::string> out;
  for (auto const& service : services) {
    for (auto const& region : regions) {
      if (!cost_.spend(1 + 2 * by_part.size() + whole.size() / 4)) {
        complete_ = false;
        return out.take();
      }
      auto prefix = "arn:" + partition_;
      prefix.append(":").append(service).append(":").append(region);
      prefix.append(":").append(account).append(":");
      std::vector<std::string> kept;
      kept.reserve(by_part.size());
      for (auto const& each : by_part) {
        bool const fits = matches(text_pattern{text_match::glob, each.parts[1]}, partition_) &&
                          matches(text_pattern{text_match::glob, each.parts[2]}, service) &&
                          matches(text_pattern{text_match::glob, each.parts[3]}, region) &&
                          matches(text_pattern{text_match::glob, each.parts[4]}, account);
        if (fits) {
          kept.push_back(prefix + std::string(each.parts[5]));
        }
      }
      auto patterns = whole;
      for (auto const& each : kept) {
        patterns.push_back({text_match::glob, each});
      }
      // A value of a key that tells trusted sources by name.
      for (auto const each : trusted_.arns) {
        patterns.push_back({text_match::equals, each});
      }
      auto found =
          texts_of(patterns, key_format::resource_arn, prefix, cost_, !has_plain_names(service));
      complete_ = complete_ && found.complete;
      for (auto& each : found.values) {
        if (!has_text(trusted_.arns, each) && each.size() > prefix.size()) {
          out.add(std::move(each));
        }
      }
    }
  }
  return out.take();
}

inline void exposure_search::find_callers() {
  search_variable out;
  out.about = search_variable::kind::caller;
  auto const add = [&](request_principal who, std::vector<context_entry> context) {
    if (out.values.size() == cost_.limits.max_callers) {
      complete_ = false;
      cost_.stop("the budget `max_callers` is used up");
      return;
    }
    (void)cost_.spend(2 + 6 * context.size());
    search_value value;
    value.principal = std::move(who);
    value.context = std::move(context);
    out.values.push_back(std::move(value));
  };
  bool const named_services = question_ == exposure_question::deputy;
  auto const is_full = [&] {
    return cost_.is_over() || out.values.size() == cost_.limits.max_callers;
  };
  distinct_views services;
  distinct_views accounts;
  distinct_views ids; // ARNs that principal elements name
  distinct_views providers;
  distinct_views canonical;
  for (auto const& statement : document_.statement.values) {
    for (auto const* const element : {&statement.principal, &statement.not_principal}) {
      if (!*element) {
        continue;
      }
      for (auto const& group : (*element)->groups) {
        for (auto const& id : group.ids.values) {
          if (!is_plain(id)) {
            continue;
          }
          if (group.type == "Service") {
            services.add(id);
          } else if (group.type == "Federated") {
            providers.add(id);
          } else if (group.type == "CanonicalUser") {
            canonical.add(id);
          } else if (group.type == "AWS") {
            auto const account = is_account_id(id) ? std::string_view(id) : parse_arn(id).account;
            if (is_account_id(account)) {
              accounts.add(account);
            }
            if (!is_account_id(id)) {
              ids.add(id);
            }
          }
        }
      }
    }
  }
  if (only.caller && only.caller->type != principal_type::aws) {
    add(*only.caller, {});
    variables_.push_back(std::move(out));
    return;
  }
  if (named_services) {
    for (auto const& each : tests_) {
      if (starts_with_folded(each.key.name, "aws:PrincipalServiceName")) { // or `…NamesList`
        for (auto const& value : each.condition->values.values) {
          if (is_plain(value)) {
            services.add(value);
          } else {
            complete_ = complete_ && value == "*";
          }
        }
      }
    }
    services.add("cloudtrail.amazonaws.com");
    // One that nothing names stands for all others.
    constexpr std::array<std::string_view, 4> others{"sns.amazonaws.com", "config.amazonaws.com",
                                                     "events.amazonaws.com", "ses.amazonaws.com"};
    auto const other = std::find_if(others.begin(), others.end(), [&](std::string_view each) {
      return !has_text(services, each);
    });
    complete_ = complete_ && other != others.end();
    if (other != others.end()) {
      services.add(*other);
    }
    for (auto const each : services) {
      if (is_full()) {
        complete_ = false;
        cost_.stop("the budget `max_callers` is used up");
        break;
      }
      add({principal_type::service, std::string(each)}, {});
      if (is_tested("aws:PrincipalServiceNamesList")) {
        out.values.back().context.push_back({"aws:PrincipalServiceNamesList", {std::string(each)}});
      }
      if (is_tested("aws:userid") || is_tested("aws:PrincipalType")) {
        complete_ = false;
      }
    }
    variables_.push_back(std::move(out));
    return;
  }
  auto const names_caller = [](context_entry const& each) {
    return find_condition_key(each.key).says == key_class::caller;
  };
  if (!only.caller && std::none_of(fixed.begin(), fixed.end(), names_caller)) {
    std::vector<context_entry> context;
    if (is_tested("aws:userid")) {
      context.push_back({"aws:userid", {std::string(anonymous_id)}});
    }
    add({principal_type::anonymous, {}}, std::move(context));
    for (auto const each : providers) {
      bool const untrusted = question_ == exposure_question::external &&
                             !has_text(trusted_.caller_accounts, parse_arn(each).account);
      if (is_public_provider(each) || untrusted) {
        add({principal_type::federated, std::string(each)}, {});
      }
    }
    if (question_ == exposure_question::external) {
      for (auto const each : canonical) {
        // Nothing says whose canonical user it is: it may be the owner's own.
        add({principal_type::canonical, std::string(each)}, {});
        out.values.back().text = "a canonical user may be the owner's own";
      }
      for (auto const each : ids) {
        if (parse_arn(each).account == "cloudfront") {
          add({principal_type::aws, std::string(each)}, {});
          out.values.back().text = "a CloudFront identity may be the owner's own";
        }
      }
    }
  }

  constexpr std::array<std::string_view, 2> account_keys{"aws:PrincipalAccount",
                                                         "kms:CallerAccount"};
  constexpr std::array<std::string_view, 1> arn_keys{"aws:PrincipalArn"};
  auto const arn_tests = tests_on("aws:PrincipalArn");
  auto candidates =
      untrusted_accounts(account_keys, arn_keys, accounts.values(), trusted_.caller_accounts);
  if (only.caller) {
    candidates = {std::string(parse_arn(only.caller->id).account)};
  }
  bool const owner_known = !subject_.account.empty() || question_ != exposure_question::external ||
                           only.caller.has_value();
  // Organizations: none, or one that is not trusted, with the place of the account in it.
  struct membership {
    std::string organization;
    std::string path;
  };
  std::vector<membership> memberships{{}};
  bool const by_organization =
      is_tested("aws:PrincipalOrgID") || is_tested("aws:PrincipalOrgPaths");
  if (by_organization) {
    auto patterns = patterns_of(tests_on("aws:PrincipalOrgID"));
    std::vector<std::string> roots;
    for (auto const* const each : tests_on("aws:PrincipalOrgPaths")) {
      for (auto const& value : each->condition->values.values) {
        if (each->how.type != condition_type::null) {
          auto const root = organization_of(value);
          complete_ = complete_ && (is_plain(root) || root.size() != value.size());
          patterns.push_back({is_plain(root) ? text_match::equals : text_match::glob, root});
        }
      }
    }
    for (auto const each : trusted_.organizations) {
      patterns.push_back({text_match::equals, each});
    }
    auto found = texts_of(patterns, key_format::organization, {}, cost_);
    complete_ = complete_ && found.complete;
    for (auto const& each : found.values) {
      if (has_text(trusted_.organizations, each) || cost_.is_over()) {
        continue;
      }
      auto const paths = patterns_of(tests_on("aws:PrincipalOrgPaths"));
      auto places = texts_of(paths, key_format::organization_path, each + "/", cost_);
      complete_ = complete_ && places.complete;
      for (auto const& place : places.values) {
        memberships.push_back({each, place});
      }
    }
  }
  auto const username_patterns = patterns_of(tests_on("aws:username"));
  bool const by_username = is_tested("aws:username");
  bool const by_unique_id = is_tested("aws:userid");
  auto const unique_id_patterns = patterns_of(tests_on("aws:userid"));
  // Other keys that only a signed request has.
  std::vector<condition_key> signed_keys;
  for (auto const& each : tests_) {
    if (!cost_.spend(1 + signed_keys.size() / 8)) {
      break;
    }
    if (each.key.says == key_class::caller && each.key.signed_only &&
        !equals_folded(each.key.name, "aws:username") &&
        std::none_of(signed_keys.begin(), signed_keys.end(), [&](condition_key const& known) {
          return equals_folded(known.name, each.key.name);
        })) {
      signed_keys.push_back(each.key);
    }
  }
  std::vector<std::vector<context_entry>> signed_contexts{{}};
  for (auto const& key : signed_keys) {
    auto const values = values_of(key);
    std::vector<std::vector<context_entry>> longer = signed_contexts; // absent
    for (auto const& value : values) {
      for (auto const& each : signed_contexts) {
        if (longer.size() > cost_.limits.max_callers || !cost_.spend(4 + 6 * each.size())) {
          complete_ = false;
          cost_.stop("the budget `max_callers` is used up");
          break;
        }
        auto more = each;
        more.push_back({std::string(key.name), value});
        longer.push_back(std::move(more));
      }
    }
    signed_contexts = std::move(longer);
  }

  bool const by_arn = is_tested("aws:PrincipalArn");
  bool const by_kms_account = is_tested("kms:CallerAccount");
  auto const add_signed = [&](std::string const& id, std::string const& principal_arn,
                              std::string_view account, std::string_view username,
                              std::vector<std::string> const& unique_ids) {
    for (auto const& place : memberships) {
      for (auto const& unique_id : unique_ids) {
        if (by_unique_id && has_text(trusted_.unique_ids, unique_part(unique_id))) {
          continue;
        }
        for (auto const& extra : signed_contexts) {
          if (is_full()) {
            complete_ = false;
            cost_.stop("the budget `max_callers` is used up");
            return;
          }
          (void)cost_.spend(8 * fixed.size());
          auto context = extra;
          if (by_arn) {
            context.push_back({"aws:PrincipalArn", {principal_arn}});
          }
          if (by_kms_account) {
            context.push_back({"kms:CallerAccount", {std::string(account)}});
          }
          if (by_organization && !place.organization.empty()) {
            context.push_back({"aws:PrincipalOrgID", {place.organization}});
            context.push_back({"aws:PrincipalOrgPaths", {place.path}});
          }
          if (by_username && !username.empty()) {
            context.push_back({"aws:username", {std::string(username)}});
          }
          if (by_unique_id) {
            context.push_back({"aws:userid", {unique_id}});
          }
          auto const fits = std::all_of(fixed.begin(), fixed.end(), [&](auto const& wanted) {
            if (equals_folded(wanted.key, "aws:PrincipalAccount")) {
              return wanted.values.front() == account;
            }
            return find_condition_key(wanted.key).says != key_class::caller ||
                   std::any_of(context.begin(), context.end(), [&](auto const& have) {
                     return equals_folded(wanted.key, have.key) && wanted.values == have.values;
                   });
          });
          if (fits) {
            add({principal_type::aws, id}, std::move(context));
          }
        }
      }
    }
  };
  auto const ids_for = [&](std::string_view prefix, std::string_view tail) {
    std::vector<std::string> found{std::string(prefix) + "OUTSIDER00000001" + std::string(tail)};
    if (by_unique_id) {
      auto patterns = unique_id_patterns;
      std::deque<std::string> sessions; // what is trusted must not stand for others of its kind
      for (auto const id : trusted_.unique_ids) {
        patterns.push_back({text_match::equals, id});
        patterns.push_back({text_match::prefix, sessions.emplace_back(std::string(id) + ':')});
      }
      auto some = texts_of(patterns, key_format::unique_id, prefix, cost_);
      complete_ = complete_ && some.complete;
      for (auto& each : some.values) {
        if (!tail.empty() && each.find(':') == std::string::npos) {
          each += tail;
        }
        found.push_back(std::move(each));
      }
    }
    return found;
  };

  for (auto const& wanted : fixed) {
    if (equals_folded(wanted.key, "aws:PrincipalAccount") && !only.caller) {
      candidates = wanted.values;
    }
  }
  std::size_t arn_values = 0;
  for (auto const* const each : arn_tests) {
    arn_values += each->condition->values.values.size();
  }
  for (auto const& account : candidates) {
    if (is_full() || !cost_.spend(4 + ids.size() / 2 + 8 * arn_values)) {
      complete_ = false;
      cost_.stop("the budget `max_callers` is used up");
      break;
    }
    bool const named = has_text(accounts, account);
    if (!owner_known && named) {
      complete_ = false; // it may be the owner's own
      if (obstacle_.empty()) {
        obstacle_ = "the owner's account is not known";
      }
      continue;
    }
    auto const home = "arn:" + partition_ + ":iam::" + account + ":";
    auto const session_home = "arn:" + partition_ + ":sts::" + account + ":assumed-role/";
    auto const resources = [&](std::string_view kind) {
      // ARNs of that kind which the tests tell apart.
      auto const prefix = home + std::string(kind);
      std::vector<std::string> made;
      std::vector<text_pattern> patterns;
      made.reserve(64);
      for (auto const* const each : arn_tests) {
        for (auto const& value : each->condition->values.values) {
          if (each->how.type == condition_type::string_equals) {
            patterns.push_back({text_match::equals, value});
          } else if (each->how.type == condition_type::string_like) {
            patterns.push_back({text_match::glob, value});
          } else if (each->how.type == condition_type::arn) {
            std::array<std::string_view, 6> parts;
            if (cut_arn(value, parts) &&
                matches(text_pattern{text_match::glob, parts[1]}, partition_) &&
                matches(text_pattern{text_match::glob, parts[2]}, "iam") &&
                matches(text_pattern{text_match::glob, parts[3]}, "") &&
                matches(text_pattern{text_match::glob, parts[4]}, account)) {
              if (made.size() == made.capacity()) {
                complete_ = false;
                continue;
              }
              made.push_back(home + std::string(parts[5]));
              patterns.push_back({text_match::glob, made.back()});
            }
          } else if (each->how.type != condition_type::null) {
            complete_ = false;
          }
        }
      }
      for (auto const id : ids) {
        patterns.push_back({text_match::equals, id});
      }
      auto found = texts_of(patterns, key_format::principal_arn, prefix, cost_);
      complete_ = complete_ && found.complete;
      return std::move(found.values);
    };
    if (!only.caller || only.caller->id.ends_with(":root")) {
      add_signed(home + "root", home + "root", account, {}, {account});
    }
    for (auto const& user : resources("user/")) {
      add_signed(user, user, account, last_segment(user), ids_for("AIDA", {}));
    }
    if (by_username) {
      auto found = texts_of(username_patterns, key_format::user_name, {}, cost_);
      complete_ = complete_ && found.complete && arn_tests.empty();
      for (auto const& wanted : fixed) {
        if (equals_folded(wanted.key, "aws:username")) {
          found.values.insert(found.values.end(), wanted.values.begin(), wanted.values.end());
        }
      }
      for (auto const& name : found.values) {
        if (is_valid(key_format::user_name, name)) {
          auto const user = std::string(home).append("user/").append(name);
          add_signed(user, user, account, name, ids_for("AIDA", {}));
        }
      }
    }
    for (auto const& role : resources("role/")) {
      add_signed(session_home + std::string(last_segment(role)) + "/session", role, account, {},
                 ids_for("AROA", ":session"));
    }
    for (auto const id : ids) {
      auto const who = parse_arn(id);
      if (who.account != account) {
        continue;
      }
      if (who.service == "sts") {
        auto const role = role_of_session(who);
        add_signed(std::string(id),
                   role.empty() ? std::string(id) : home + "role/" + std::string(role), account, {},
                   ids_for(role.empty() ? "" : "AROA", ":session"));
      }
    }
    if (is_tested("aws:PrincipalType")) {
      auto const federated = "arn:" + partition_ + ":sts::" + account + ":federated-user/outsider";
      add_signed(federated, federated, account, {}, {account + ":outsider"});
    }
  }
  if (only.caller) {
    (void)cost_.spend(4 * out.values.size());
    std::erase_if(out.values, [&](search_value const& each) {
      auto const id = parse_arn(each.principal->id);
      auto const wanted = parse_arn(only.caller->id);
      if (wanted.resource == "root") {
        return id.account != wanted.account;
      }
      return each.principal->id != only.caller->id &&
             !(wanted.resource.starts_with("role/") &&
               role_of_session(id) == last_segment(wanted.resource));
    });
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_actions() {
  search_variable out;
  out.about = search_variable::kind::action;
  auto const add = [&](std::string_view text) {
    search_value value;
    value.text = text;
    out.values.push_back(std::move(value));
  };
  distinct_texts<std::string> services;
  if (!subject_.bucket.empty()) {
    services.add("s3");
  } else if (auto const named = parse_arn(subject_.resource).service; !named.empty()) {
    services.add(std::string(service_of_actions(named)));
  }
  if (!subject_.action.empty()) {
    add(subject_.action);
    variables_.push_back(std::move(out));
    return;
  }
  std::vector<text_pattern> patterns;
  distinct_texts<std::string> known; // the patterns in lower case
  bool everything = false;
  for (auto const& statement : document_.statement.values) {
    for (auto const* const list : {&statement.action, &statement.not_action}) {
      everything = everything || list == &statement.not_action;
      for (auto const& each : list->values) {
        everything = everything || each == "*" || each == "*:*";
        auto const colon = each.find(':');
        if (colon == std::string::npos || has_wildcard(std::string_view(each).substr(0, colon))) {
          continue;
        }
        if (!known.add(lowered(each))) {
          continue;
        }
        patterns.push_back({text_match::glob, each, true});
        if (subject_.bucket.empty()) {
          services.add(lowered(std::string_view(each).substr(0, colon)));
        }
      }
    }
  }
  if (everything && subject_.bucket.empty() && subject_.resource.empty()) {
    services.add("s3");
    complete_ = false; // it may be about anything
    obstacle_ = "what the policy is attached to is not known";
  } else if (services.size() == 0) {
    services.add("s3");
  }
  auto const weight = weight_of(patterns);
  (void)cost_.spend(weight.steps(0));
  if (only.kind) {
    for (auto const& each : access_actions) {
      auto const service = each.name.substr(0, each.name.find(':'));
      if (each.kind == *only.kind && has_text(services, service)) {
        add(each.name);
      }
    }
    variables_.push_back(std::move(out));
    return;
  }
  for (auto const& service : services) {
    auto const prefix = service + ":";
    if (!cost_.spend(4 + weight.count / 8)) {
      break;
    }
    distinct_texts<std::string> seen; // how the patterns stand to each action
    auto const stands = [&](std::string_view action) {
      std::string row;
      if (!cost_.spend(weight.steps(action.size()) / 2)) {
        return row;
      }
      for (auto const& each : patterns) {
        row += matches(each, action) ? '1' : '0';
      }
      return row;
    };
    bool simple = true; // each pattern is a name, or all of the service
    for (auto const& each : patterns) {
      auto const rest = each.text.substr(each.text.find(':') + 1);
      simple = simple && (rest == "*" || !has_wildcard(rest));
    }
    for (auto const& each : access_actions) {
      if (each.name.starts_with(prefix)) {
        if (seen.add(stands(each.name))) {
          add(each.name);
        }
      }
    }
    if (simple) {
      auto const consider = [&](std::string_view action) {
        if (seen.add(stands(action))) {
          add(action);
        }
      };
      consider(prefix + "AnyOtherAction");
      for (auto const& each : patterns) {
        bool const names_one = each.text.size() > prefix.size() && !has_wildcard(each.text);
        if (names_one && starts_with_folded(each.text, prefix)) {
          consider(each.text);
        }
      }
      continue;
    }
    auto const named = prefix + "?*"; // no action is without a name
    auto const domain = text_set({text_match::glob, named, true});
    text_cells cells(patterns, domain, cost_.for_texts());
    while (cells.next()) {
      if (!cost_.spend(2 + patterns.size() / 8)) {
        break;
      }
      std::string row;
      for (std::size_t at = 0; at != patterns.size(); ++at) {
        row += cells.matches(at) ? '1' : '0';
      }
      if (seen.add(std::move(row))) {
        add(cells.witness());
      }
      if (out.values.size() > cost_.limits.max_values) {
        complete_ = false;
        cost_.stop("the budget `max_values` is used up");
        break;
      }
    }
    complete_ = cost_.take(cells) && complete_;
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_resources() {
  search_variable out;
  out.about = search_variable::kind::resource;
  distinct_texts<std::string> known;
  auto const add = [&](std::string text) {
    if (known.add(text)) {
      search_value value;
      value.text = std::move(text);
      out.values.push_back(std::move(value));
    }
  };
  std::vector<std::array<std::string_view, 6>> cuts;
  std::vector<text_pattern> wholes; // of those whose wildcards may reach over colons
  std::deque<std::string> without_variables;
  for (auto const& statement : document_.statement.values) {
    for (auto const* const list : {&statement.resource, &statement.not_resource}) {
      for (auto const& each : list->values) {
        std::array<std::string_view, 6> parts;
        auto text = std::string_view(each);
        if (substitutes(document_) && has_variable(text)) {
          text = without_variables.emplace_back(widened(text));
        }
        if (text != "*" && cut_arn(text, parts)) {
          cuts.push_back(parts);
          if (may_cross_colons(parts)) {
            wholes.push_back({text_match::glob, text});
          }
        }
      }
    }
  }
  (void)cost_.spend(cuts.size());
  if (!subject_.resource.empty()) {
    add(std::string(subject_.resource));
    // What is part of it has names that begin with its own: versions, streams, tables' indexes.
    std::array<std::string_view, 6> own;
    (void)cut_arn(subject_.resource, own);
    std::vector<text_pattern> patterns = wholes;
    std::deque<std::string> texts;
    bool about_parts = !wholes.empty();
    for (auto const& each : cuts) {
      bool fits = true;
      for (std::size_t part = 0; part != 5; ++part) {
        fits = fits && matches(text_pattern{text_match::glob, each[part]}, own[part]);
      }
      if (fits) {
        auto text =
            std::string(subject_.resource.substr(0, subject_.resource.size() - own[5].size()));
        patterns.push_back({text_match::glob, texts.emplace_back(text.append(each[5]))});
        about_parts = about_parts || each[5] != own[5];
      }
    }
    if (about_parts) {
      for (auto const separator : {':', '/'}) {
        auto const start = std::string(subject_.resource) + separator;
        auto const found = texts_of(patterns, key_format::text, start, cost_);
        complete_ = complete_ && found.complete;
        for (auto const& each : found.values) {
          if (each.size() != start.size()) {
            add(each);
          }
        }
      }
    }
    variables_.push_back(std::move(out));
    return;
  }
  distinct_texts<std::string> prefixes;
  if (!subject_.bucket.empty()) {
    prefixes.add("arn:" + partition_ + ":s3:::");
  } else {
    for (auto const& each : cuts) {
      std::string prefix;
      for (std::size_t part = 0; part != 5; ++part) {
        if (is_plain(each[part])) {
          prefix += each[part];
        } else {
          prefix += part == 1 ? partition_ : part == 4 ? std::string(subject_.account) : "";
          complete_ = complete_ && (part == 1 || part == 4);
        }
        prefix += ':';
      }
      prefixes.add(std::move(prefix));
    }
    if (prefixes.size() == 0) {
      prefixes.add("arn:" + partition_ + ":s3:::");
    }
  }
  for (auto const& prefix : prefixes) {
    if (!cost_.spend(1 + 2 * cuts.size())) {
      break;
    }
    std::array<std::string_view, 6> first_parts;
    (void)cut_arn(prefix, first_parts);
    std::vector<text_pattern> patterns;
    for (auto const& each : cuts) {
      bool fits = true;
      for (std::size_t part = 0; part != 5; ++part) {
        fits = fits && matches(text_pattern{text_match::glob, each[part]}, first_parts[part]);
      }
      if (fits) {
        patterns.push_back({text_match::glob, each[5]});
      }
    }
    std::deque<std::string> texts;
    if (!wholes.empty()) {
      for (auto& each : patterns) {
        each.text = texts.emplace_back(prefix + std::string(each.text));
      }
      patterns.insert(patterns.end(), wholes.begin(), wholes.end());
    }
    auto const take = [&](std::string_view start, key_format format) {
      auto const whole = prefix + std::string(start);
      auto found =
          texts_of(patterns, format, wholes.empty() ? start : std::string_view(whole), cost_);
      complete_ = complete_ && found.complete;
      for (auto const& each : found.values) {
        add(wholes.empty() ? prefix + each : each);
      }
    };
    if (!subject_.bucket.empty()) {
      add(prefix + std::string(subject_.bucket));
      take(std::string(subject_.bucket) + "/", key_format::text);
    } else {
      take({}, key_format::resource_arn);
      for (auto const& each : patterns) {
        if (is_plain(each.text)) {
          add(wholes.empty() ? prefix + std::string(each.text) : std::string(each.text));
        }
      }
    }
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_network() {
  constexpr std::array<std::string_view, 7> keys{
      "aws:SourceIp",     "aws:SourceVpc",   "aws:SourceVpce", "aws:VpcSourceIp",
      "aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID"};
  bool tested = is_tested("aws:VpceOrgPaths");
  for (auto const key : keys) {
    tested = tested || is_tested(key);
  }
  if (!tested) {
    return;
  }
  search_variable out;
  out.about = search_variable::kind::network;
  auto const add = [&](std::vector<context_entry> context) {
    search_value value;
    value.context = std::move(context);
    out.values.push_back(std::move(value));
  };
  // From the internet; a service comes from a place of its own, of which its keys say nothing.
  if (question_ != exposure_question::deputy && is_tested("aws:SourceIp")) {
    auto const key = find_condition_key("aws:SourceIp");
    for (auto const& each : values_of(key)) {
      auto const at = parse_address(each.front());
      if (at && !trusted_.networks.contains(*at)) {
        add({{"aws:SourceIp", each}});
      }
    }
  } else {
    add({});
  }
  // Through an endpoint of some VPC: then there is no `aws:SourceIp`.
  std::vector<std::vector<context_entry>> paths{{}};
  bool possible = question_ != exposure_question::deputy;
  auto const widen = [&](std::string_view name,
                         std::vector<std::vector<std::string>> const& values) {
    std::vector<std::vector<context_entry>> longer;
    for (auto const& path : paths) {
      for (auto const& value : values) {
        if (longer.size() > cost_.limits.max_values || !cost_.spend(4 + 2 * path.size())) {
          complete_ = false;
          cost_.stop("the budget `max_values` is used up");
          break;
        }
        auto more = path;
        more.push_back({std::string(name), value});
        longer.push_back(std::move(more));
      }
    }
    paths = std::move(longer);
  };
  auto const untrusted = [&](std::string_view name, auto const& trusted) {
    auto values = values_of(find_condition_key(name));
    std::erase_if(values, [&](auto const& each) { return has_text(trusted, each.front()); });
    return values;
  };
  if (is_tested("aws:VpceAccount") || is_tested("aws:SourceVpcArn")) {
    constexpr std::array<std::string_view, 1> account_keys{"aws:VpceAccount"};
    constexpr std::array<std::string_view, 1> arn_keys{"aws:SourceVpcArn"};
    // A VPC and its endpoints are of one account: in subnets that are shared with it, no other can
    // make any (AWS PrivateLink Guide, "Shared subnets").
    auto const accounts = untrusted_accounts(account_keys, arn_keys, {}, trusted_.source_accounts);
    std::vector<std::vector<context_entry>> longer;
    for (auto const& account : accounts) {
      if (is_tested("aws:SourceVpcArn")) {
        for (auto const& each : arns_of(tests_on("aws:SourceVpcArn"), account)) {
          longer.push_back({{"aws:VpceAccount", {account}}, {"aws:SourceVpcArn", {each}}});
        }
      } else {
        longer.push_back({{"aws:VpceAccount", {account}}});
      }
    }
    // Not every service has these keys.
    longer.emplace_back();
    for (std::size_t at = 0, count = longer.size(); at != count; ++at) {
      if (longer[at].size() == 2) {
        longer.push_back({longer[at].front()});
        longer.push_back({longer[at].back()});
      }
    }
    paths = std::move(longer);
  }
  if (is_tested("aws:SourceVpc")) {
    widen("aws:SourceVpc", untrusted("aws:SourceVpc", trusted_.vpcs));
  }
  if (is_tested("aws:SourceVpce")) {
    widen("aws:SourceVpce", untrusted("aws:SourceVpce", trusted_.vpcs));
  }
  if (is_tested("aws:VpcSourceIp")) {
    widen("aws:VpcSourceIp", values_of(find_condition_key("aws:VpcSourceIp")));
  }
  if (is_tested("aws:VpceOrgID") || is_tested("aws:VpceOrgPaths")) {
    complete_ = complete_ && !is_tested("aws:VpceOrgPaths");
    auto const before = paths;
    widen("aws:VpceOrgID", untrusted("aws:VpceOrgID", trusted_.source_organizations));
    paths.insert(paths.end(), before.begin(), before.end()); // in no organization
  }
  for (auto& each : paths) {
    if (possible) {
      add(std::move(each));
    }
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_relayed() {
  bool tested = false;
  for (auto const& each : tests_) {
    tested = tested || each.key.says == key_class::relayed;
  }
  if (!tested) {
    return;
  }
  search_variable out;
  out.about = search_variable::kind::relayed;
  auto const add = [&](std::vector<context_entry> context) {
    if (out.values.size() == cost_.limits.max_values) {
      complete_ = false;
      cost_.stop("the budget `max_values` is used up");
      return;
    }
    (void)cost_.spend(2 + 6 * context.size());
    search_value value;
    value.context = std::move(context);
    out.values.push_back(std::move(value));
  };
  add({});
  // The ARN of a bucket names no account. Who owns a bucket that the policy names, nobody knows:
  // names change hands.
  constexpr std::string_view nobody_knows = "the account of a source that is named is not known";
  distinct_views named;
  for (auto const* const each : tests_on("aws:SourceArn")) {
    for (auto const& value : each->condition->values.values) {
      if (each->how.type != condition_type::null) {
        named.add(value);
      }
    }
  }
  constexpr std::array<std::string_view, 2> account_keys{"aws:SourceAccount", "aws:SourceOwner"};
  constexpr std::array<std::string_view, 1> arn_keys{"aws:SourceArn"};
  auto const tests = tests_on("aws:SourceArn");
  auto const accounts = untrusted_accounts(account_keys, arn_keys, {}, trusted_.source_accounts);
  std::vector<std::string> organizations{""};
  if (is_tested("aws:SourceOrgID") || is_tested("aws:SourceOrgPaths")) {
    complete_ = complete_ && !is_tested("aws:SourceOrgPaths");
    for (auto const& each : values_of(find_condition_key("aws:SourceOrgID"))) {
      if (!has_text(trusted_.source_organizations, each.front())) {
        organizations.push_back(each.front());
      }
    }
  }
  auto const is_full = [&] {
    return cost_.is_over() || out.values.size() == cost_.limits.max_values;
  };
  for (auto const& account : accounts) {
    if (is_full()) {
      complete_ = false;
      cost_.stop("the budget `max_values` is used up");
      break;
    }
    std::vector<std::string> arns;
    if (!tests.empty()) {
      arns = arns_of(tests, account);
      auto const without = arns_of(tests, {}); // as those of buckets
      arns.insert(arns.end(), without.begin(), without.end());
    } else {
      arns.emplace_back();
    }
    for (auto const& arn : arns) {
      for (auto const& organization : organizations) {
        if (is_full()) {
          complete_ = false;
          cost_.stop("the budget `max_values` is used up");
          break;
        }
        std::vector<context_entry> context{{"aws:SourceAccount", {account}}};
        if (!arn.empty()) {
          context.push_back({"aws:SourceArn", {arn}});
        }
        if (!organization.empty()) {
          context.push_back({"aws:SourceOrgID", {organization}});
        }
        bool const doubtful = question_ == exposure_question::deputy && !arn.empty() &&
                              has_text(named, arn) && !is_account_id(parse_arn(arn).account);
        auto const add_one = [&](std::vector<context_entry> one) {
          add(std::move(one));
          if (doubtful) {
            out.values.back().text = nobody_knows;
            obstacle_ = nobody_knows;
          }
        };
        if (is_tested("aws:SourceOwner")) { // which not every service sends
          auto owned = context;
          owned.push_back({"aws:SourceOwner", {account}});
          add_one(std::move(owned));
        }
        add_one(std::move(context));
      }
    }
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_key(condition_key const& key) {
  search_variable out;
  out.key = key;
  auto const add = [&](std::vector<context_entry> context) {
    search_value value;
    value.context = std::move(context);
    out.values.push_back(std::move(value));
  };
  auto const name = std::string(key.name);
  bool is_fixed = false;
  (void)cost_.spend(fixed.size() / 4);
  for (auto const& each : fixed) {
    is_fixed = is_fixed || equals_folded(each.key, name);
  }
  bool const of_owner = is_owner_account(name);
  if (of_owner && !subject_.account.empty()) {
    add({{name, {std::string(subject_.account)}}});
    variables_.push_back(std::move(out));
    return;
  }
  if (!is_fixed && !of_owner && !key.always) {
    add({});
  }
  // Of the deputy only what it acts for is asked.
  bool const trusts = question_ != exposure_question::deputy;
  distinct_views const none;
  if (key.says == key_class::delegated && key.format == key_format::resource_arn) {
    std::array<std::string_view, 1> const names{key.name};
    auto const& trusted = trusts ? trusted_.access_point_accounts : none;
    for (auto const& account : untrusted_accounts({}, names, {}, trusted)) {
      auto const tests = tests_on(name);
      if (cost_.is_over()) {
        break;
      }
      for (auto const& each : arns_of(tests, account)) {
        add({{name, {each}}});
      }
    }
  } else {
    for (auto& each : values_of(key)) {
      bool const trusted = key.says == key_class::delegated && trusts &&
                           (has_text(trusted_.access_point_accounts, each.front()) ||
                            has_text(trusted_.keys, each.front()));
      if (!trusted && !(of_owner && !is_account_id(each.front()))) {
        add({{name, std::move(each)}});
      }
    }
  }
  variables_.push_back(std::move(out));
}

inline void exposure_search::find_variables() {
  find_callers();
  find_actions();
  find_resources();
  find_network();
  find_relayed();
  distinct_texts<std::string> done; // in lower case
  for (auto const& each : tests_) {
    bool const apart = each.key.says == key_class::free || each.key.says == key_class::owner ||
                       each.key.says == key_class::delegated;
    if (apart && cost_.spend(1) && done.add(lowered(each.key.name))) {
      find_key(each.key);
    }
  }
}

// What it costs to hold a statement against a value, without its conditions.
inline pattern_weight exposure_search::weight_for(policy_statement const& statement,
                                                  search_variable::kind about) noexcept {
  pattern_weight out;
  switch (about) {
  case search_variable::kind::caller:
    for (auto const* const element : {&statement.principal, &statement.not_principal}) {
      if (*element) {
        for (auto const& group : (*element)->groups) {
          out.count += 2 * group.ids.values.size();
        }
      }
    }
    break;
  case search_variable::kind::action:
    out.add(statement.action);
    out.add(statement.not_action);
    break;
  case search_variable::kind::resource:
    out.add(statement.resource);
    out.add(statement.not_resource);
    out.count *= 2; // part by part
    break;
  case search_variable::kind::network:
  case search_variable::kind::relayed:
  case search_variable::kind::key:
    break;
  }
  return out;
}

// Which statements the values of a variable let through.
inline void exposure_search::weigh(search_variable& variable) {
  auto const& statements = document_.statement.values;
  auto const words = allows_.size();
  auto const is_mine = [&](condition_key const& key) {
    switch (variable.about) {
    case search_variable::kind::caller:
      return key.says == key_class::caller;
    case search_variable::kind::network:
      return key.says == key_class::network;
    case search_variable::kind::relayed:
      return key.says == key_class::relayed;
    case search_variable::kind::key:
      return equals_folded(key.name, variable.key.name);
    case search_variable::kind::action:
    case search_variable::kind::resource:
      break;
    }
    return false;
  };
  // What is asked for each value is looked up once.
  struct weighed_statement {
    std::size_t at = 0;
    pattern_weight weight{};
    std::size_t first = 0; // of `mine`
    std::size_t last = 0;
  };
  std::vector<weighed_statement> weighed;
  std::vector<weighed_condition const*> mine;
  if (!cost_.spend(statements.size() / 8 + conditions_.size() / 8)) {
    return;
  }
  for (std::size_t at = 0; at != statements.size(); ++at) {
    if (bit(base_possible_, at)) {
      auto& added = weighed.emplace_back();
      added = {at, weight_for(statements[at], variable.about), mine.size(), mine.size()};
      for (auto number = first_condition_[at]; number != first_condition_[at + 1]; ++number) {
        if (is_mine(conditions_[number].about.key)) {
          mine.push_back(&conditions_[number]);
        }
      }
      added.last = mine.size();
    }
  }
  policy_request request;
  request.account = subject_.account;
  for (auto& value : variable.values) {
    if (!cost_.spend(1 + weighed.size() / 8)) {
      return;
    }
    value.possible.assign(words, 0);
    value.certain.assign(words, 0);
    request.principal = value.principal.value_or(request_principal{});
    request.context = value.context;
    request.resource = value.text;
    bool const doubtful = (variable.about == search_variable::kind::caller ||
                           variable.about == search_variable::kind::relayed) &&
                          !value.text.empty();
    for (auto const& each : weighed) {
      if (!cost_.spend(each.weight.steps(value.text.size()))) {
        return;
      }
      auto found = doubtful ? ternary::unknown : ternary::yes;
      auto const& statement = statements[each.at];
      if (flaws_(each.at)) {
        found = ternary::unknown;
      } else {
        switch (variable.about) {
        case search_variable::kind::caller:
          found = both(found, match_principal(statement, request.principal));
          break;
        case search_variable::kind::action:
          found = both(found, match_action(statement, value.text));
          break;
        case search_variable::kind::resource:
          found = both(found, match_any_resource(document_, variables_stand_, statement, request));
          break;
        case search_variable::kind::network:
        case search_variable::kind::relayed:
        case search_variable::kind::key:
          break;
        }
        for (auto number = each.first; number != each.last && found != ternary::no; ++number) {
          auto const& condition = *mine[number];
          if (!condition.decided) {
            found = both(found, ternary::unknown);
            continue;
          }
          auto const state = state_of(request, condition.about.condition->key);
          std::size_t bytes = 0;
          for (std::size_t at = 0; at != state.size(); ++at) {
            bytes = std::max(bytes, state.at(at).size());
          }
          if (!cost_.spend(1 + state.size() * condition.weight.steps(bytes))) {
            return;
          }
          found = both(found, match_condition_state(condition.about.how, *condition.about.condition,
                                                    state, nullptr));
        }
      }
      if (found != ternary::no) {
        set(value.possible, each.at);
      }
      if (found == ternary::yes) {
        set(value.certain, each.at);
      }
    }
  }
}

// Leaves out values that let through what another lets through as well: no fewer of the `Allow`s
// and no more of the `Deny`s.
inline void exposure_search::thin_out(search_variable& variable) {
  auto& values = variable.values;
  auto const each_costs = 1 + allows_.size() / 8;
  auto const no_better = [&](search_value const& left, search_value const& right) {
    (void)cost_.spend(each_costs);
    for (std::size_t word = 0; word != allows_.size(); ++word) {
      if ((left.possible[word] & ~right.possible[word] & allows_[word]) != 0 ||
          (left.certain[word] & ~right.certain[word] & allows_[word]) != 0 ||
          (right.possible[word] & ~left.possible[word] & denies_[word]) != 0 ||
          (right.certain[word] & ~left.certain[word] & denies_[word]) != 0) {
        return false;
      }
    }
    return true;
  };
  // It is not worth more than what may come after it.
  if (values.size() > 512 || values.size() * values.size() * each_costs > cost_.left() / 2) {
    return;
  }
  std::vector<search_value> kept;
  for (auto& each : values) {
    bool dominated = false;
    for (auto const& other : kept) {
      dominated = dominated || no_better(each, other);
    }
    if (!dominated) {
      std::erase_if(kept, [&](search_value const& other) { return no_better(other, each); });
      kept.push_back(std::move(each));
    }
  }
  values = std::move(kept);
}

inline bool exposure_search::descend(std::size_t depth, statement_mask const& allow,
                                     statement_mask const& deny, pass how) {
  if (depth == variables_.size()) {
    return any(allow) && !any(deny);
  }
  auto const& values = variables_[depth].values;
  statement_mask next_allow(allow.size());
  statement_mask next_deny(deny.size());
  for (std::size_t at = 0; at != values.size(); ++at) {
    if (!cost_.spend(1 + allow.size() / 16)) {
      return false;
    }
    auto const& of_allow = how == pass::may_be_open ? values[at].possible : values[at].certain;
    auto const& of_deny = how == pass::may_be_open ? values[at].certain : values[at].possible;
    for (std::size_t word = 0; word != allow.size(); ++word) {
      next_allow[word] = allow[word] & of_allow[word];
      next_deny[word] = deny[word] & of_deny[word];
    }
    if (any(next_allow)) {
      choice_[depth] = at;
      if (descend(depth + 1, next_allow, next_deny, how)) {
        return true;
      }
    }
  }
  return false;
}

inline bool exposure_search::search(pass how) {
  choice_.assign(variables_.size(), 0);
  auto const& of_allow = how == pass::may_be_open ? base_possible_ : base_certain_;
  auto const& of_deny = how == pass::may_be_open ? base_certain_ : base_possible_;
  auto allow = allows_;
  auto deny = denies_;
  for (std::size_t word = 0; word != allow.size(); ++word) {
    allow[word] &= of_allow[word];
    deny[word] &= of_deny[word];
  }
  return any(allow) && descend(0, allow, deny, how);
}

inline policy_request exposure_search::request_of_choice() const {
  policy_request out;
  out.account = subject_.account;
  for (std::size_t at = 0; at != variables_.size(); ++at) {
    auto const& value = variables_[at].values[choice_[at]];
    switch (variables_[at].about) {
    case search_variable::kind::caller:
      out.principal = *value.principal;
      break;
    case search_variable::kind::action:
      out.action = value.text;
      break;
    case search_variable::kind::resource:
      out.resource = value.text;
      break;
    case search_variable::kind::network:
    case search_variable::kind::relayed:
    case search_variable::kind::key:
      break;
    }
    out.context.insert(out.context.end(), value.context.begin(), value.context.end());
  }
  return out;
}

inline std::string_view exposure_search::closed_by_form(std::vector<std::size_t>* held_back) {
  // One look at each is always there; it counts for what comes after.
  (void)cost_.spend(document_.statement.values.size() / 4);
  bool denied = false;
  for (std::size_t at = 0; at != document_.statement.values.size(); ++at) {
    auto const& statement = document_.statement.values[at];
    if (flaws_(at)) {
      return {};
    }
    if (is_deny(statement) || is_closed_by_form(statement)) {
      continue;
    }
    if (!is_taken_back(statement)) {
      return {};
    }
    denied = true;
    if (held_back != nullptr) {
      held_back->push_back(at);
    }
  }
  return denied ? std::string_view{"no outsider's request is granted"}
                : "every `Allow` names fixed principals, or fixed values of what it trusts";
}

inline policy_exposure_answer exposure_search::run() {
  policy_exposure_answer out;
  if (is_flawed(document_)) {
    out.reason = "the policy has a fault in its form";
    return out;
  }
  if (auto const reason = closed_by_form(&out.statements); !reason.empty()) {
    out.verdict = exposure_verdict::closed;
    out.reason = reason;
    return out;
  }
  out.statements.clear();
  if (find_plain_witness(out)) {
    return out;
  }
  if (rests_on_owner()) {
    out.reason = "the owner's account is not known";
    for (std::size_t at = 0; at != document_.statement.values.size(); ++at) {
      auto const& statement = document_.statement.values[at];
      if (flaws_(at) || (!is_deny(statement) && !is_closed_by_form(statement))) {
        out.statements.push_back(at);
      }
    }
    return out;
  }
  find_tests();
  if (cost_.is_over()) {
    out.reason = cost_.used_up;
    return out;
  }
  variables_stand_ = has_variables(document_);
  partition_ = partition_of(document_, subject_);
  find_trust();
  find_variables();
  auto const list_statements = [&](statement_mask const& mask) {
    for (std::size_t at = 0; at != document_.statement.values.size(); ++at) {
      if (bit(mask, at)) {
        out.statements.push_back(at);
      }
    }
  };
  for (auto& each : variables_) {
    weigh(each);
    if (!cost_.is_over()) {
      thin_out(each);
    }
    if (cost_.is_over()) {
      out.reason = cost_.used_up;
      list_statements(allows_);
      return out;
    }
  }
  std::sort(variables_.begin(), variables_.end(), [](auto const& left, auto const& right) {
    return left.values.size() < right.values.size();
  });
  bool const may_be_open = search(pass::may_be_open);
  if (cost_.is_over()) {
    out.reason = cost_.used_up;
    list_statements(allows_);
    return out;
  }
  if (!may_be_open && complete_) {
    out.verdict = exposure_verdict::closed;
    out.reason = "no outsider's request is granted";
    list_statements(allows_);
    return out;
  }
  if (may_be_open && search(pass::is_open)) {
    auto witness = request_of_choice();
    auto const decision = evaluate(document_, witness);
    if (decision.granted == ternary::yes) {
      out.verdict = exposure_verdict::open;
      out.reason = "an outsider's request is granted";
      out.statements.push_back(decision.statement);
      out.witness = std::move(witness);
      return out;
    }
  }
  list_statements(allows_);
  out.reason = !cost_.used_up.empty() ? cost_.used_up
               : !obstacle_.empty()   ? obstacle_
               : variables_stand_     ? "a policy variable is not decided"
               : !complete_           ? "not every kind of value was tried"
                                      : "a principal, resource or condition is not decided";
  return out;
}

// The values that variables of a policy may stand for, one of each.
[[nodiscard]] inline std::vector<context_entry>
variable_values(policy const& document, exposure_subject const& subject, trust const& trusted) {
  std::vector<context_entry> out;
  std::vector<text_pattern> insiders{{text_match::equals, subject.account}};
  for (auto const* const list : {&trusted.accounts, &trusted.organizations, &trusted.vpcs}) {
    for (auto const& each : *list) {
      insiders.push_back({text_match::equals, each});
    }
  }
  // Nor what the policy names, which may be trusted for that.
  auto const take = [&](std::string_view text) {
    insiders.push_back({text_match::equals, text});
    if (auto const account = parse_arn(text).account; !account.empty()) {
      insiders.push_back({text_match::equals, account});
    }
  };
  for (auto const& statement : document.statement.values) {
    for (auto const* const element : {&statement.principal, &statement.not_principal}) {
      if (*element) {
        for (auto const& group : (*element)->groups) {
          for (auto const& id : group.ids.values) {
            take(id);
          }
        }
      }
    }
    for (auto const& condition : statement.condition.conditions) {
      for (auto const& each : condition.values.values) {
        take(each);
      }
    }
  }
  distinct_texts<std::string> names; // in lower case
  auto const find = [&](std::string_view text) {
    for (auto from = text.find("${"); from != std::string_view::npos;
         from = text.find("${", from + 2)) {
      auto const to = text.find('}', from);
      if (to == std::string_view::npos) {
        return;
      }
      auto name = text.substr(from + 2, to - from - 2);
      name = trimmed(name.substr(0, name.find(',')));
      if (name == "*" || name == "?" || name == "$" || !names.add(lowered(name))) {
        continue;
      }
      auto const key = find_condition_key(name);
      std::string value;
      if (equals_folded(name, "aws:ResourceAccount") || equals_folded(name, "s3:ResourceAccount")) {
        value = subject.account.empty() ? "111122223333" : std::string(subject.account);
      } else {
        value = fresh_value(key.format,
                            key.format == key_format::unique_id           ? "AIDA"
                            : key.format == key_format::organization_path ? "o-outsider01/"
                                                                          : "",
                            insiders);
        if (key.format == key_format::address) {
          value = "198.51.100.1";
        } else if (key.format == key_format::principal_arn) {
          value = "arn:" + partition_of(document, subject) +
                  ":iam::" + fresh_value(key_format::account, {}, insiders) + ":user/outsider";
        }
      }
      out.push_back({std::string(name), {std::move(value)}});
    }
  };
  for (auto const& statement : document.statement.values) {
    for (auto const* const list : {&statement.resource, &statement.not_resource}) {
      for (auto const& each : list->values) {
        find(each);
      }
    }
    for (auto const& condition : statement.condition.conditions) {
      for (auto const& each : condition.values.values) {
        find(each);
      }
    }
  }
  return out;
}

// The policy with these values in the place of its variables.
[[nodiscard]] inline policy grounded(policy const& document,
                                     std::vector<context_entry> const& values) {
  auto out = document;
  distinct_texts<std::string> names; // in lower case
  for (auto const& each : values) {
    names.add(lowered(each.key));
  }
  auto const replace = [&](std::string& text) {
    std::string done;
    std::string_view rest = text;
    while (true) {
      auto const from = rest.find("${");
      auto const to = from == std::string_view::npos ? from : rest.find('}', from);
      if (to == std::string_view::npos) {
        done += rest;
        break;
      }
      auto name = rest.substr(from + 2, to - from - 2);
      name = trimmed(name.substr(0, name.find(',')));
      if (auto const found = names.find(lowered(name));
          found != distinct_texts<std::string>::none) {
        done += rest.substr(0, from);
        done += values[found].values.front();
      } else {
        done += rest.substr(0, to + 1);
      }
      rest.remove_prefix(to + 1);
    }
    text = std::move(done);
  };
  for (auto& statement : out.statement.values) {
    for (auto* const list : {&statement.resource, &statement.not_resource}) {
      for (auto& each : list->values) {
        replace(each);
      }
    }
    for (auto& condition : statement.condition.conditions) {
      auto const how = parse_condition_operator(condition.operation);
      bool const takes_variables =
          how && (how->type == condition_type::string_equals ||
                  how->type == condition_type::string_equals_ignore_case ||
                  how->type == condition_type::string_like || how->type == condition_type::arn);
      for (auto& each : condition.values.values) {
        if (takes_variables) {
          replace(each);
        }
      }
    }
  }
  return out;
}

// A bucket is known by its name, also where it is given as an ARN.
[[nodiscard]] inline exposure_subject whole_subject(exposure_subject subject) noexcept {
  auto const named = parse_arn(subject.resource);
  if (subject.bucket.empty() && named.service == "s3" && named.region.empty() &&
      named.account.empty() && !named.resource.empty() &&
      named.resource.find_first_of("/:*?") == std::string_view::npos) {
    subject.bucket = named.resource;
    subject.partition = subject.partition.empty() ? named.partition : subject.partition;
    subject.resource = {};
  }
  return subject;
}

// Whether a subject's ARN, if there is one, names one resource.
[[nodiscard]] inline bool is_whole_arn(std::string_view resource) noexcept {
  return resource.empty() || (!has_wildcard(resource) && !parse_arn(resource).resource.empty());
}

} // namespace detail

TRAILAUDIT_INLINE detail::short_exposure
detail::public_exposure_by_form(policy const& document, exposure_subject const& subject) {
  auto const asked = whole_subject(subject);
  if (!is_whole_arn(asked.resource) || is_flawed(document)) {
    return {};
  }
  trust const nobody;
  exposure_search search(document, exposure_question::public_access, asked, nobody, {});
  if (auto const reason = search.closed_by_form(nullptr); !reason.empty()) {
    return {exposure_verdict::closed, reason, 0, {}};
  }
  if (auto const found = search.find_opening()) {
    return {exposure_verdict::open, {}, found->statement, found->action};
  }
  return {};
}

TRAILAUDIT_INLINE policy_exposure_answer exposure_of(policy const& document,
                                                     exposure_question question,
                                                     exposure_subject const& subject,
                                                     trust const& trusted,
                                                     exposure_budget const& budget) {
  if (question == exposure_question::aws_public) {
    return detail::public_for_s3(document);
  }
  auto const asked = detail::whole_subject(subject);
  if (!detail::is_whole_arn(asked.resource)) {
    policy_exposure_answer out;
    out.reason = "the resource is no whole ARN";
    return out;
  }
  auto const only_service = [&](detail::exposure_search& search) {
    if (question == exposure_question::deputy && !asked.service.empty()) {
      search.only.caller = request_principal{principal_type::service, std::string(asked.service)};
    }
  };
  detail::exposure_search search(document, question, asked, trusted, budget);
  only_service(search);
  auto out = search.run();
  if (out.verdict != exposure_verdict::unknown || !detail::has_variables(document)) {
    return out;
  }
  // One value for each variable: enough for a witness; and for a proof, where the variables speak
  // of the owner alone, who has no other.
  if (search.left() == 0) {
    return out;
  }
  auto const values = detail::variable_values(document, asked, trusted);
  if (values.size() > budget.max_values) {
    out.reason = "the budget `max_values` is used up";
    return out;
  }
  auto rest = budget;
  rest.max_steps = search.left();
  auto const of_owner = std::all_of(values.begin(), values.end(), [](context_entry const& each) {
    return detail::is_owner_account(each.key);
  });
  auto owned = asked;
  std::vector<context_entry> fixed;
  for (auto const& each : values) {
    if (detail::is_owner_account(each.key)) {
      owned.account = each.values.front();
    } else {
      fixed.push_back(each);
    }
  }
  auto const plain = detail::grounded(document, values);
  detail::exposure_search again(plain, question, owned, trusted, rest);
  only_service(again);
  again.fixed = fixed;
  auto found = again.run();
  if (found.verdict == exposure_verdict::closed && of_owner && !values.empty() &&
      !detail::has_variables(plain)) {
    return found;
  }
  // Which organization the owner is in, or how he tagged the resource, is not anybody's choice.
  auto const of_resource = std::any_of(fixed.begin(), fixed.end(), [](context_entry const& each) {
    return find_condition_key(each.key).says == key_class::owner;
  });
  if (found.verdict == exposure_verdict::open && !of_resource) {
    for (auto& each : fixed) {
      bool const there = std::any_of(
          found.witness.context.begin(), found.witness.context.end(),
          [&](context_entry const& have) { return detail::equals_folded(have.key, each.key); });
      if (!there && !detail::equals_folded(each.key, "aws:PrincipalAccount")) {
        found.witness.context.push_back(std::move(each));
      }
    }
    if (evaluate(document, found.witness).granted == ternary::yes) {
      return found;
    }
  }
  return out;
}

namespace detail {

inline constexpr std::array<access_kind, 5> access_kinds{
    access_kind::read, access_kind::write, access_kind::remove, access_kind::change_policy,
    access_kind::other};

// One question about one kind of access; it takes from the budget what it needs.
[[nodiscard]] inline policy_exposure_answer
ask_for_kind(policy const& document, exposure_question question, exposure_subject const& subject,
             trust const& trusted, exposure_search::narrowing only, exposure_budget& rest) {
  policy_exposure_answer answer;
  answer.reason = "the budget `max_steps` is used up";
  if (rest.max_steps != 0) {
    exposure_search search(document, question, subject, trusted, rest);
    search.only = std::move(only);
    answer = search.run();
    rest.max_steps = search.left();
  }
  return answer;
}

// Whether a statement names everyone.
[[nodiscard]] inline bool names_everyone(policy_statement const& statement) noexcept {
  if (statement.not_principal || !statement.principal || !statement.principal->text.empty()) {
    return true;
  }
  for (auto const& group : statement.principal->groups) {
    for (auto const& id : group.ids.values) {
      if (id == "*" || (group.type == "Federated" && is_public_provider(id))) {
        return true;
      }
    }
  }
  return false;
}

// Adds a line of `*` for each kind of access that not everyone has, but who meets the conditions.
inline void add_by_conditions(std::vector<access_grant>& out, policy const& document,
                              exposure_subject const& about, trust const& trusted,
                              exposure_budget& rest) {
  if (is_flawed(document)) {
    return; // the search of those who are named says so
  }
  policy of_everyone; // without the other statements
  of_everyone.version = document.version;
  std::vector<std::size_t> numbers;
  std::optional<std::size_t> first;
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& each = document.statement.values[at];
    bool const allows = !is_deny(each);
    if (allows && !names_everyone(each)) {
      continue;
    }
    first = allows && !first ? at : first;
    of_everyone.statement.values.push_back(each);
    numbers.push_back(at);
  }
  if (!first) {
    return;
  }
  for (auto const kind : access_kinds) {
    if (std::any_of(out.begin(), out.end(), [&](access_grant const& each) {
          return each.principal == "*" && each.kind == kind;
        })) {
      continue;
    }
    exposure_search::narrowing only;
    only.kind = kind;
    bool outside = true;
    auto answer =
        ask_for_kind(of_everyone, exposure_question::external, about, trusted, only, rest);
    if (answer.verdict == exposure_verdict::closed) {
      outside = false;
      answer = ask_for_kind(of_everyone, exposure_question::external, about, {}, only, rest);
    }
    if (answer.verdict != exposure_verdict::closed) {
      auto& grant = out.emplace_back();
      bool const open = answer.verdict == exposure_verdict::open;
      grant.principal = "*";
      grant.type = open ? answer.witness.principal.type : principal_type::anonymous;
      grant.outside = outside;
      grant.statement = open ? numbers[answer.statements.front()] : *first;
      grant.verdict = answer.verdict;
      grant.kind = kind;
      grant.witness = std::move(answer.witness);
    }
  }
}

} // namespace detail

TRAILAUDIT_INLINE std::vector<access_grant> detail::who_is_named(policy const& document,
                                                                 exposure_subject const& subject,
                                                                 trust const& trusted,
                                                                 exposure_budget& rest) {
  auto const about = detail::whole_subject(subject);
  std::vector<access_grant> out;
  trust const no_trust;
  detail::distinct_texts<std::string> asked;
  auto const ask = [&](std::string_view id, principal_type type, bool everyone, bool outside,
                       std::size_t statement) {
    if (!asked.add(std::string(to_string(type)) + ' ' + std::string(id))) {
      return; // named by another statement as well
    }
    for (auto const kind : access_kinds) {
      exposure_search::narrowing only;
      only.kind = kind;
      if (!everyone) {
        only.caller = request_principal{type, std::string(id)};
      }
      auto answer = ask_for_kind(
          document, everyone ? exposure_question::public_access : exposure_question::external,
          about, everyone ? no_trust : trusted, std::move(only), rest);
      if (answer.verdict != exposure_verdict::closed) {
        access_grant grant;
        grant.principal = id;
        grant.type = type;
        grant.outside = outside;
        grant.statement =
            answer.verdict == exposure_verdict::open ? answer.statements.front() : statement;
        grant.verdict = answer.verdict;
        grant.kind = kind;
        grant.witness = std::move(answer.witness);
        out.push_back(std::move(grant));
      }
    }
  };
  auto const owned = [&](std::string_view account) {
    return (!about.account.empty() && account == about.account) ||
           detail::has_text(trusted.accounts, account);
  };
  for (std::size_t at = 0; at != document.statement.values.size(); ++at) {
    auto const& statement = document.statement.values[at];
    if (is_deny(statement)) {
      continue;
    }
    if (names_everyone(statement)) {
      ask("*", principal_type::anonymous, true, true, at);
    }
    if (statement.not_principal || !statement.principal) {
      continue;
    }
    for (auto const& group : statement.principal->groups) {
      for (auto const& id : group.ids.values) {
        if (id == "*" || (group.type == "Federated" && is_public_provider(id))) {
          continue;
        }
        if (group.type == "AWS") {
          bool const by_number = detail::is_account_id(id);
          auto const account = by_number ? std::string_view(id) : parse_arn(id).account;
          auto const arn =
              by_number ? "arn:" + detail::partition_of(document, about) + ":iam::" + id + ":root"
                        : id;
          ask(arn, principal_type::aws, false, !owned(account), at);
        } else if (group.type == "Service") {
          ask(id, principal_type::service, false, false, at);
        } else if (group.type == "Federated") {
          ask(id, principal_type::federated, false, !owned(parse_arn(id).account), at);
        } else if (group.type == "CanonicalUser") {
          ask(id, principal_type::canonical, false, true, at);
        }
      }
    }
  }
  return out;
}

TRAILAUDIT_INLINE std::vector<access_grant> who_has_access(policy const& document,
                                                           exposure_subject const& subject,
                                                           trust const& trusted,
                                                           exposure_budget const& budget) {
  auto rest = budget; // all searches share it
  auto out = detail::who_is_named(document, subject, trusted, rest);
  detail::add_by_conditions(out, document, detail::whole_subject(subject), trusted, rest);
  return out;
}

TRAILAUDIT_INLINE access_kind kind_of_access(std::string_view action) noexcept {
  for (auto const& each : detail::access_actions) {
    if (detail::equals_folded(each.name, action)) {
      return each.kind;
    }
  }
  return access_kind::other;
}

} // namespace trailaudit::inline v0
