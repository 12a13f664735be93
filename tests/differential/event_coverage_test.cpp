// Which events selectors record, against an evaluator of one event and an enumeration of events.

#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/analysis/management_coverage.hpp>

#include <support/dice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using support::dice;
using trailaudit::advanced_event_selector;
using trailaudit::advanced_field_selector;
using trailaudit::both;
using trailaudit::either;
using trailaudit::event_record;
using trailaudit::event_selection;
using trailaudit::event_selector;
using trailaudit::negation;
using trailaudit::ternary;
using trailaudit::to_ternary;
using values = trailaudit::list<std::string>;

constexpr std::string_view s3_object = "AWS::S3::Object";
constexpr std::string_view lambda_function = "AWS::Lambda::Function";
constexpr std::string_view dynamodb_table = "AWS::DynamoDB::Table";
constexpr std::string_view sns_topic = "AWS::SNS::Topic";

// --- The second implementation: AWS's semantics over one event
// ------------------------------------

bool contains(values const& among, std::string_view wanted) {
  for (auto const& each : among) {
    if (each == wanted) {
      return true;
    }
  }
  return false;
}
bool contains_start(values const& among, std::string_view of) {
  for (auto const& each : among) {
    if (of.starts_with(each)) {
      return true;
    }
  }
  return false;
}
bool contains_end(values const& among, std::string_view of) {
  for (auto const& each : among) {
    if (of.ends_with(each)) {
      return true;
    }
  }
  return false;
}

bool has_positive(advanced_field_selector const& asked) {
  return !asked.equals.empty() || !asked.starts_with.empty() || !asked.ends_with.empty();
}
bool has_negative(advanced_field_selector const& asked) {
  return !asked.not_equals.empty() || !asked.not_starts_with.empty() ||
         !asked.not_ends_with.empty();
}

ternary text_passes(advanced_field_selector const& asked, std::string_view text) {
  bool const wanted = !has_positive(asked) || contains(asked.equals, text) ||
                      contains_start(asked.starts_with, text) ||
                      contains_end(asked.ends_with, text);
  bool const dropped = contains(asked.not_equals, text) ||
                       contains_start(asked.not_starts_with, text) ||
                       contains_end(asked.not_ends_with, text);
  return to_ternary(wanted && !dropped);
}

std::string_view category_of(event_record const& event) {
  if (!event.event_category.empty()) {
    return event.event_category;
  }
  if (event.event_type == "AwsCloudTrailInsight") {
    return "Insight";
  }
  if (event.event_type.starts_with("AwsVpceEvent")) {
    return "NetworkActivity";
  }
  return !event.management_event ? "" : *event.management_event ? "Management" : "Data";
}

// Null for a field that is not one text of the event.
std::string const* text_of(event_record const& event, std::string_view field) {
  return field == "eventSource"                    ? &event.event_source
         : field == "eventName"                    ? &event.event_name
         : field == "eventType"                    ? &event.event_type
         : field == "errorCode"                    ? &event.error_code
         : field == "vpcEndpointId"                ? &event.vpc_endpoint_id
         : field == "userIdentity.arn"             ? &event.user_identity.arn
         : field == "sessionCredentialFromConsole" ? &event.session_credential_from_console
                                                   : nullptr;
}

ternary arn_passes(advanced_field_selector const& asked, trailaudit::event_resource const& of) {
  if (!of.arn.empty()) {
    return text_passes(asked, of.arn);
  }
  if (of.arn_prefix.empty()) {
    return ternary::unknown;
  }
  // A request about all that starts so: some that are long enough for every value stand for all.
  // What is wanted and what is not are told apart, as nobody documents more.
  std::vector<std::string> ends{"", "\1", "\1\1"};
  for (auto const* const list : {&asked.equals, &asked.starts_with, &asked.ends_with,
                                 &asked.not_equals, &asked.not_starts_with, &asked.not_ends_with}) {
    for (auto const& value : *list) {
      ends.push_back(value);
      ends.push_back("\1" + value);
      if (value.starts_with(of.arn_prefix)) {
        ends.push_back(value.substr(of.arn_prefix.size()));
        ends.push_back(value.substr(of.arn_prefix.size()) + "\1");
      }
    }
  }
  auto const passes = [&](advanced_field_selector const& part) {
    std::size_t count = 0;
    for (auto const& end : ends) {
      count += text_passes(part, of.arn_prefix + end) == ternary::yes ? 1U : 0U;
    }
    return count == 0 ? ternary::no : count == ends.size() ? ternary::yes : ternary::unknown;
  };
  auto wanted = asked;
  wanted.not_equals.clear();
  wanted.not_starts_with.clear();
  wanted.not_ends_with.clear();
  auto unwanted = asked;
  unwanted.equals.clear();
  unwanted.starts_with.clear();
  unwanted.ends_with.clear();
  return both(passes(wanted), passes(unwanted));
}

// One condition, and what is asked of types and ARNs in one resource.
template <class Passes>
ternary resources_pass(event_record const& event, Passes const& passes) {
  std::array<std::size_t, 3> counts{};
  for (auto const& each : event.resources) {
    std::pair<ternary, ternary> const type_and_arn = passes(each);
    if (type_and_arn.first != ternary::no) {
      ++counts[static_cast<std::size_t>(both(type_and_arn.first, type_and_arn.second))];
    }
  }
  if (event.resources.empty() || counts[1] != 0 || (counts[0] != 0 && counts[2] != 0)) {
    return ternary::unknown;
  }
  return to_ternary(counts[2] != 0);
}

// A question need not have all the fields that CloudTrail requires of a selector.
ternary matches(advanced_event_selector const& selector, event_record const& event,
                bool of_question = false) {
  auto all = to_ternary(true);
  auto const need = [&](ternary value) { all = both(all, value); };
  if (!selector.unrecognized.empty()) {
    need(ternary::unknown);
  }
  bool has_category = false;
  advanced_field_selector const* type = nullptr;
  advanced_field_selector const* arn = nullptr;
  for (auto const& asked : selector.field_selectors) {
    std::size_t named = 0;
    for (auto const& other : selector.field_selectors) {
      named += other.field == asked.field ? 1U : 0U;
    }
    bool const equals_alone = asked.starts_with.empty() && asked.ends_with.empty() &&
                              !asked.equals.empty() && !has_negative(asked);
    has_category = has_category || asked.field == "eventCategory";
    if (named != 1 || !asked.unrecognized.empty() ||
        (!has_positive(asked) && !has_negative(asked))) {
      need(ternary::unknown);
    } else if (asked.field == "eventCategory") {
      auto const category = category_of(event);
      need(!equals_alone || category.empty() ? ternary::unknown
                                             : to_ternary(contains(asked.equals, category)));
    } else if (asked.field == "readOnly") {
      bool const words =
          std::all_of(asked.equals.begin(), asked.equals.end(),
                      [](auto const& each) { return each == "true" || each == "false"; });
      need(!equals_alone || !words || !event.read_only
               ? ternary::unknown
               : to_ternary(contains(asked.equals, *event.read_only ? "true" : "false")));
    } else if (asked.field == "resources.type") {
      if (has_negative(asked)) {
        need(ternary::unknown);
      } else {
        type = &asked;
      }
    } else if (asked.field == "resources.ARN") {
      arn = &asked;
    } else if (auto const* const text = text_of(event, asked.field)) {
      bool const always =
          text == &event.event_source || text == &event.event_name || text == &event.event_type;
      need(!text->empty()                       ? text_passes(asked, *text)
           : always                             ? ternary::unknown
           : has_positive(asked)                ? ternary::no
           : asked.field.starts_with("session") ? ternary::yes
                                                : ternary::unknown);
    } else {
      need(ternary::unknown);
    }
  }
  // What CloudTrail requires.
  auto const names = [&](std::string_view field) {
    return std::any_of(selector.field_selectors.begin(), selector.field_selectors.end(),
                       [&](auto const& each) { return each.field == field; });
  };
  auto const for_category = [&](std::string_view category) {
    return std::any_of(selector.field_selectors.begin(), selector.field_selectors.end(),
                       [&](auto const& each) {
                         return each.field == "eventCategory" && contains(each.equals, category);
                       });
  };
  if (!has_category || (!of_question && for_category("Data") && !names("resources.type")) ||
      (!of_question && for_category("NetworkActivity") && !names("eventSource"))) {
    need(ternary::unknown);
  }
  if (type != nullptr || arn != nullptr) {
    need(resources_pass(event, [&](trailaudit::event_resource const& each) {
      return std::pair(type == nullptr     ? ternary::yes
                       : each.type.empty() ? ternary::unknown
                                           : text_passes(*type, each.type),
                       arn == nullptr ? ternary::yes : arn_passes(*arn, each));
    }));
  }
  return all;
}

std::size_t colons(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
}

// A value of a basic selector over one resource. What is not documented may mean, at most, that
// ARNs which start so are recorded.
ternary value_passes(std::string_view type, std::string_view value,
                     trailaudit::event_resource const& of) {
  auto const service = type == s3_object         ? std::string_view{"s3"}
                       : type == lambda_function ? std::string_view{"lambda"}
                       : type == dynamodb_table  ? std::string_view{"dynamodb"}
                                                 : std::string_view{"?"};
  auto const partition = value.starts_with("arn:") ? value.find(':', 4) : value.npos;
  auto const rest = partition == value.npos ? std::string_view{"-"} : value.substr(partition + 1);
  bool const whole = rest == service || (type == s3_object && rest == "s3:::");
  bool const named = rest.starts_with(std::string(service) + ":") && colons(value) >= 5 &&
                     !value.ends_with(':') && value.find('*') == std::string_view::npos;
  bool const certain = whole || (named && (type != s3_object || rest.find('/') != rest.npos));
  bool const exact = certain && !whole && type != s3_object;
  if (of.arn.empty()) {
    bool const within = !exact && !of.arn_prefix.empty() && of.arn_prefix.starts_with(value);
    bool const never = !within && !std::string_view(value).starts_with(of.arn_prefix);
    return never ? ternary::no : within && certain ? ternary::yes : ternary::unknown;
  }
  bool const hit = exact ? of.arn == value : std::string_view(of.arn).starts_with(value);
  return !hit ? ternary::no : certain ? ternary::yes : ternary::unknown;
}

ternary matches(event_selector const& selector, event_record const& event) {
  auto const category = category_of(event);
  auto all = to_ternary(selector.unrecognized.empty());
  all = all == ternary::yes ? all : ternary::unknown;
  auto const& halves = selector.read_write_type;
  if (halves == "ReadOnly" || halves == "WriteOnly") {
    all = both(all, !event.read_only ? ternary::unknown
                                     : to_ternary(*event.read_only == (halves == "ReadOnly")));
  } else if (!halves.empty() && halves != "All") {
    all = both(all, ternary::unknown);
  }
  auto const of_category = [&](std::string_view wanted) {
    return category.empty() ? ternary::unknown : to_ternary(category == wanted);
  };
  auto management = of_category("Management");
  if (selector.include_management_events == false) {
    management = ternary::no;
  }
  for (auto const& source : selector.exclude_management_event_sources) {
    bool const excludable = source == "kms.amazonaws.com" || source == "rdsdata.amazonaws.com";
    auto const out = event.event_source.empty()     ? ternary::unknown
                     : event.event_source != source ? ternary::no
                     : excludable                   ? ternary::yes
                                                    : ternary::unknown;
    management = both(management, negation(out));
  }
  auto data = ternary::no;
  for (auto const& asked : selector.data_resources) {
    data = either(data, resources_pass(event, [&](trailaudit::event_resource const& each) {
                    auto hit = asked.values.empty() ? ternary::unknown : ternary::no;
                    for (auto const& value : asked.values) {
                      hit = either(hit, value_passes(asked.type, value, each));
                    }
                    return std::pair(each.type.empty() ? ternary::unknown
                                                       : to_ternary(each.type == asked.type),
                                     hit);
                  }));
  }
  return both(all, either(management, both(data, of_category("Data"))));
}

ternary recorded(event_selection const& by, event_record const& event) {
  if (by.active == ternary::no) {
    return ternary::no;
  }
  if (!by.known || category_of(event) == "Insight") {
    return ternary::unknown; // insight selectors choose those
  }
  auto some = ternary::no;
  for (auto const& each : by.basic) {
    some = either(some, matches(each, event));
  }
  for (auto const& each : by.advanced) {
    some = either(some, matches(each, event));
  }
  auto doubt = by.active;
  if (by.basic.empty() && by.advanced.empty()) {
    auto const category = category_of(event);
    some = category.empty() ? ternary::unknown : to_ternary(category == "Management");
    doubt = both(doubt, by.custom == false ? ternary::yes : ternary::unknown);
  }
  if (!by.basic.empty() && !by.advanced.empty()) {
    doubt = ternary::unknown;
  }
  return both(doubt, some);
}

ternary recorded(std::span<event_selection const> by, event_record const& event) {
  auto some = ternary::no;
  for (auto const& each : by) {
    some = either(some, recorded(each, event));
  }
  return some;
}

// --- The events that could make a difference
// ------------------------------------------------------

constexpr std::array<std::string_view, 7> text_fields{"eventSource",
                                                      "eventName",
                                                      "eventType",
                                                      "errorCode",
                                                      "vpcEndpointId",
                                                      "userIdentity.arn",
                                                      "sessionCredentialFromConsole"};
constexpr std::size_t arn_column = text_fields.size();

std::size_t column_of(std::string_view field) {
  if (field == "resources.ARN") {
    return arn_column;
  }
  auto const at = std::find(text_fields.begin(), text_fields.end(), field);
  return at == text_fields.end() ? arn_column + 1
                                 : static_cast<std::size_t>(at - text_fields.begin());
}

// The texts that stand in selectors, field by field, and others that are made of them.
struct constants {
  std::array<std::vector<std::string const*>, arn_column + 1> texts{};
  std::array<bool, arn_column + 1> mentioned{};

  [[nodiscard]] std::size_t count(std::size_t column) const { return 6 * texts[column].size(); }
  [[nodiscard]] std::string made(std::size_t column, std::size_t nth) const {
    auto const& from = texts[column];
    auto const& text = *from[nth / 6];
    switch (nth % 6) {
    case 0:
      return text;
    case 1:
      return text + "x";
    case 2:
      return "x" + text;
    case 3:
      return text.substr(0, text.size() - (text.empty() ? 0 : 1));
    case 4:
      return text.substr(text.empty() ? 0 : 1);
    default: // a start and an end, among others
      return text + *from[(nth / 6 + nth / 36 + 1) % from.size()];
    }
  }
  [[nodiscard]] std::vector<std::string> all(std::size_t column) const {
    std::vector<std::string> found;
    for (std::size_t nth = 0; nth != count(column); ++nth) {
      found.push_back(made(column, nth));
    }
    return found;
  }

  void add(std::size_t column, values const& more) {
    mentioned[column] = true;
    for (auto const& each : more) {
      auto& to = texts[column];
      if (std::none_of(to.begin(), to.end(), [&](auto const* known) { return *known == each; })) {
        to.push_back(&each);
      }
    }
  }
  void add(advanced_event_selector const& from) {
    for (auto const& asked : from.field_selectors) {
      if (auto const column = column_of(asked.field); column <= arn_column) {
        for (auto const* const list :
             {&asked.equals, &asked.starts_with, &asked.ends_with, &asked.not_equals,
              &asked.not_starts_with, &asked.not_ends_with}) {
          add(column, *list);
        }
      }
    }
  }
  void add(event_selection const& from) {
    for (auto const& each : from.basic) {
      add(0, each.exclude_management_event_sources);
      for (auto const& resource : each.data_resources) {
        add(arn_column, resource.values);
      }
    }
    for (auto const& each : from.advanced) {
      add(each);
    }
  }
};

std::string& text_at(event_record& of, std::size_t column) {
  switch (column) {
  case 0:
    return of.event_source;
  case 1:
    return of.event_name;
  case 2:
    return of.event_type;
  case 3:
    return of.error_code;
  case 4:
    return of.vpc_endpoint_id;
  case 5:
    return of.user_identity.arn;
  default:
    return of.session_credential_from_console;
  }
}

// Visits all combinations of one number below each size, or as many of them by chance as `limit`.
template <std::size_t Count, class Visitor>
void combine(dice& random, std::array<std::size_t, Count> const& sizes, std::size_t limit,
             Visitor const& visit) {
  std::size_t all = 1;
  for (auto const size : sizes) {
    all *= size;
  }
  for (std::size_t nth = 0; nth != std::min(all, limit); ++nth) {
    auto number = all <= limit ? nth : random.below(all);
    std::array<std::size_t, Count> at{};
    for (std::size_t each = 0; each != Count; ++each) {
      at[each] = number % sizes[each];
      number /= sizes[each];
    }
    if (!visit(at)) {
      return;
    }
  }
}

// Events of any kind, fragments among them.
template <class Visitor>
void for_each_odd_event(dice& random, constants const& from, std::size_t limit,
                        Visitor const& visit) {
  constexpr std::array<std::string_view, 8> categories{
      "Management", "Data", "NetworkActivity", "Data", "Management", "Insight", "Aggregated", ""};
  constexpr std::array<std::string_view, 4> types{s3_object, lambda_function, sns_topic,
                                                  "AWS::S3::Bucket"};
  constexpr std::array<std::string_view, 7> plain_texts{
      "s3.amazonaws.com", "GetObject", "AwsApiCall", "AccessDenied", "vpce-1", "arn:u", "true"};
  std::array<std::size_t, arn_column + 3> sizes{};
  for (std::size_t column = 0; column != from.texts.size(); ++column) {
    sizes[column] = from.count(column) + 2; // one that is fresh, and none
  }
  sizes[arn_column + 1] = categories.size();
  sizes[arn_column + 2] = 3 * 8; // `readOnly`, the form of the resources
  event_record event;
  combine(random, sizes, limit, [&](auto const& at) {
    event = {};
    auto const text_of_column = [&](std::size_t column, std::size_t nth) {
      auto const known = from.count(column);
      return nth < known    ? from.made(column, nth)
             : nth != known ? std::string()
                            : std::string(column < arn_column ? plain_texts[column]
                                                              : "arn:aws:s3:::fresh/key");
    };
    for (std::size_t column = 0; column != arn_column; ++column) {
      text_at(event, column) = text_of_column(column, at[column]);
    }
    if (!event.session_credential_from_console.empty()) {
      event.session_credential_from_console = "true";
    }
    event.event_category = categories[at[arn_column + 1]];
    if (event.event_category.empty()) {
      constexpr std::array<std::optional<bool>, 3> managed{true, false, std::nullopt};
      event.management_event = random.of(managed);
      if (random.chance(20)) {
        event.event_type = random.chance(50) ? "AwsVpceEvent" : "AwsCloudTrailInsight";
      }
    }
    auto const form = at[arn_column + 2] / 3;
    if (at[arn_column + 2] % 3 != 0) {
      event.read_only = at[arn_column + 2] % 3 == 1;
    }
    auto const arn = text_of_column(arn_column, at[arn_column]);
    if (form != 0) {
      auto& resource = event.resources.emplace_back();
      resource.type = form == 1 ? std::string_view{} : random.of(types);
      (form == 2 ? resource.arn_prefix : resource.arn) = form == 3 ? std::string() : arn;
    }
    if (form >= 6) {
      auto& other = event.resources.emplace_back();
      other.type = form == 6 ? event.resources.front().type : std::string(random.of(types));
      other.arn = text_of_column(arn_column, random.below(sizes[arn_column]));
    }
    return visit(std::as_const(event));
  });
}

struct kind_of_data {
  std::string_view type{};
  std::string_view source{};
  std::string_view arn_start{}; // all that is behind it is one name, or a bucket's and a key
  std::array<std::string_view, 3> reads{};
  std::array<std::string_view, 3> writes{};
};
constexpr std::array<kind_of_data, 4> kinds_of_data{{
    {s3_object,
     "s3.amazonaws.com",
     "arn:aws:s3:::",
     {"GetObject", "HeadObject", "ListObjects"},
     {"PutObject", "DeleteObject", "CopyObject"}},
    {lambda_function,
     "lambda.amazonaws.com",
     "arn:aws:lambda:us-east-1:111122223333:function:",
     {},
     {"Invoke", "Invoke", "Invoke"}},
    {dynamodb_table,
     "dynamodb.amazonaws.com",
     "arn:aws:dynamodb:us-east-1:111122223333:table/",
     {"GetItem", "Query", "Scan"},
     {"PutItem", "UpdateItem", "DeleteItem"}},
    {sns_topic, {}, {}, {"GetSomething", "Get", "See"}, {"Publish", "PublishBatch", "PutIt"}},
}};

bool is_arn_of(kind_of_data const& kind, std::string_view text) {
  if (!text.starts_with(kind.arn_start) || text.size() == kind.arn_start.size()) {
    return false;
  }
  auto const slash = text.find('/', kind.arn_start.size());
  return kind.type != s3_object || (slash != text.npos && slash > kind.arn_start.size() &&
                                    slash + 1 != text.size()); // a bucket, and a key in it
}

std::vector<std::string> with(std::vector<std::string> texts,
                              std::initializer_list<std::string_view> more) {
  texts.insert(texts.end(), more.begin(), more.end());
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  texts.erase(std::remove(texts.begin(), texts.end(), ""), texts.end());
  return texts;
}

// Events as AWS writes them, of the question's categories. `visit(event, known)`: whether AWS has
// such events for sure.
template <class Visitor>
void for_each_real_event(dice& random, constants const& from, advanced_event_selector const& asked,
                         std::size_t limit, Visitor const& visit) {
  auto const named = [&](std::string_view field, std::string_view value) {
    for (auto const& each : asked.field_selectors) {
      if (each.field == field && !contains(each.equals, value) && each.starts_with.empty()) {
        return false;
      }
    }
    return true;
  };
  event_record event;
  auto const optional = [&](std::size_t column, std::string_view fresh) {
    auto made =
        from.mentioned[column] ? with(from.all(column), {fresh}) : std::vector<std::string>{};
    made.emplace_back(); // none
    return made;
  };
  auto const errors = optional(3, "AccessDenied");
  auto const endpoints = optional(4, "vpce-0");
  auto const users = optional(5, "arn:aws:iam::111122223333:user/fresh");
  bool stop = false;
  auto const over = [&](std::string_view category, bool read, kind_of_data const* kind) {
    bool const network = category == "NetworkActivity";
    bool const fixed = kind != nullptr && !kind->source.empty();
    auto const sources = fixed ? std::vector<std::string>{std::string(kind->source)}
                         : from.mentioned[0]
                             ? with(from.all(0), {"kms.amazonaws.com", "fresh.amazonaws.com"})
                             : std::vector<std::string>{"ec2.amazonaws.com"};
    std::vector<std::string> names;
    if (kind != nullptr) {
      for (auto const name : read ? kind->reads : kind->writes) {
        names.emplace_back(name);
      }
    } else {
      names.emplace_back(read ? "DescribeInstances" : "RunInstances");
    }
    if (!fixed && from.mentioned[1]) {
      names = with(from.all(1), {names[0], names.back()});
    } else {
      names = with(std::move(names), {});
    }
    auto const types = from.mentioned[2] ? with(from.all(2), {"AwsApiCall", "AwsServiceEvent"})
                                         : std::vector<std::string>{"AwsApiCall"};
    std::vector<std::string> arns;
    if (fixed) {
      arns.push_back(std::string(kind->arn_start) + "fresh/key");
      for (auto& each : from.all(arn_column)) {
        if (is_arn_of(*kind, each)) {
          arns.push_back(std::move(each));
        }
      }
    } else {
      arns = with(from.all(arn_column), {"arn:aws:sns:us-east-1:111122223333:fresh"});
    }
    if (names.empty()) {
      return;
    }
    std::array<std::size_t, 8> const sizes{sources.size(),
                                           names.size(),
                                           types.size(),
                                           errors.size(),
                                           network ? std::max<std::size_t>(1, endpoints.size() - 1)
                                                   : endpoints.size(),
                                           users.size(),
                                           from.mentioned[6] ? 2U : 1U,
                                           arns.size()};
    combine(random, sizes, limit, [&](auto const& at) {
      event.event_version = "1.11";
      event.event_category = category;
      event.management_event = category == "Management";
      event.read_only = read;
      event.event_source = sources[at[0]];
      event.event_name = names[at[1]];
      event.event_type = types[at[2]];
      event.error_code = errors[at[3]];
      event.vpc_endpoint_id = network && endpoints[at[4]].empty() ? "vpce-0" : endpoints[at[4]];
      event.user_identity.arn = users[at[5]];
      event.session_credential_from_console = at[6] != 0 ? "true" : "";
      event.resources.clear();
      if (kind != nullptr) {
        auto& resource = event.resources.emplace_back();
        resource.type = kind->type;
        resource.arn = arns[at[7]];
        if (kind->type == s3_object && random.chance(50)) { // as S3 writes it
          auto& bucket = event.resources.emplace_back();
          bucket.type = "AWS::S3::Bucket";
          auto const& arn = event.resources.front().arn;
          bucket.arn = arn.substr(0, arn.find('/'));
        }
      } else if (random.chance(30)) {
        auto& resource = event.resources.emplace_back();
        resource.type = "AWS::IAM::Role";
        resource.arn = "arn:aws:iam::111122223333:role/r";
      }
      bool const known =
          fixed || network ||
          (kind == nullptr && event.event_name == (read ? "DescribeInstances" : "RunInstances"));
      stop = !visit(std::as_const(event), known);
      return !stop;
    });
  };
  for (auto const category : {"Management", "Data", "NetworkActivity"}) {
    for (bool const read : {true, false}) {
      if (stop || !named("eventCategory", category) ||
          !named("readOnly", read ? "true" : "false")) {
        continue;
      }
      if (std::string_view(category) != "Data") {
        over(category, read, nullptr);
        continue;
      }
      for (auto const& kind : kinds_of_data) {
        if (!stop && named("resources.type", kind.type)) {
          over(category, read, &kind);
        }
      }
    }
  }
}

// --- Random selectors. `plain` ones hold only what AWS documents.
// ---------------------------------

std::string some_text(dice& random, std::string_view field) {
  constexpr std::array<std::string_view, 6> sources{"s3.amazonaws.com",      "kms.amazonaws.com",
                                                    "rdsdata.amazonaws.com", "ec2.amazonaws.com",
                                                    ".amazonaws.com",        "s3."};
  constexpr std::array<std::string_view, 10> names{"GetObject",    "PutObject", "Get",     "Put",
                                                   "Object",       "Invoke",    "PutItem", "Item",
                                                   "RunInstances", "Describe"};
  constexpr std::array<std::string_view, 10> arns{
      "arn:aws:s3:::",
      "arn:aws:s3:::a",
      "arn:aws:s3:::a/",
      "arn:aws:s3:::a/k",
      "/k",
      "arn:aws:s3:::ab/",
      "arn:aws:lambda:us-east-1:111122223333:function:f",
      "arn:aws:dynamodb:us-east-1:111122223333:table/t",
      "arn:aws:lambda:",
      "f"};
  constexpr std::array<std::string_view, 3> types{"AwsApiCall", "AwsServiceEvent", "Aws"};
  constexpr std::array<std::string_view, 3> endpoints{"vpce-1", "vpce-2", "vpce-"};
  constexpr std::array<std::string_view, 3> users{"arn:aws:iam::111122223333:user/u", "/u",
                                                  "arn:aws:iam::111122223333:role/"};
  return std::string(field == "eventSource"        ? random.of(sources)
                     : field == "eventName"        ? random.of(names)
                     : field == "resources.ARN"    ? random.of(arns)
                     : field == "eventType"        ? random.of(types)
                     : field == "vpcEndpointId"    ? random.of(endpoints)
                     : field == "userIdentity.arn" ? random.of(users)
                     : field == "errorCode"        ? std::string_view{"VpceAccessDenied"}
                                                   : std::string_view{"true"});
}

values& some_list(dice& random, advanced_field_selector& of) {
  auto const at = random.below(10);
  return at < 3   ? of.equals
         : at < 5 ? of.not_equals
         : at < 6 ? of.starts_with
         : at < 7 ? of.not_starts_with
         : at < 8 ? of.ends_with
         : at < 9 ? of.not_ends_with
                  : of.starts_with;
}

advanced_field_selector equals(std::string_view field, std::string_view value) {
  advanced_field_selector made;
  made.field = field;
  made.equals.push_back(std::string(value));
  return made;
}

std::string_view some_type(dice& random) { return random.of(kinds_of_data).type; }

advanced_field_selector random_condition(dice& random, std::string_view field, bool plain) {
  if (field == "readOnly") {
    auto made = equals(field, random.chance(50) ? "true" : "false");
    if (!plain && random.chance(10)) {
      made.equals.push_back(random.chance(50) ? "true" : "True");
    }
    return made;
  }
  if (field == "resources.type" && (plain || random.chance(80))) {
    return equals(field, some_type(random));
  }
  advanced_field_selector made;
  made.field = field;
  for (auto lists = random.chance(25) ? 2U : 1U; lists != 0; --lists) {
    auto& to = field == "errorCode" && plain ? made.equals : some_list(random, made);
    for (auto count = 1 + random.below(2); count != 0; --count) {
      to.push_back(field == "resources.type" ? (random.chance(50) ? "AWS::" : "AWS::S3::Object")
                                             : some_text(random, field));
    }
  }
  if (!plain && random.chance(4)) {
    made.unrecognized.push_back("Matches");
  }
  if (!plain && random.chance(4)) {
    made = {};
    made.field = field;
  }
  return made;
}

constexpr std::array<std::string_view, 6> more_fields{
    "readOnly", "eventName", "resources.ARN", "eventSource", "resources.ARN", "eventName"};
constexpr std::array<std::string_view, 3> rare_fields{"eventType", "sessionCredentialFromConsole",
                                                      "userIdentity.arn"};

bool names(advanced_event_selector const& selector, std::string_view field) {
  return std::any_of(selector.field_selectors.begin(), selector.field_selectors.end(),
                     [&](auto const& each) { return each.field == field; });
}
std::string_view category_named(advanced_event_selector const& selector) {
  for (auto const& each : selector.field_selectors) {
    if (each.field == "eventCategory" && !each.equals.empty()) {
      return each.equals.front();
    }
  }
  return {};
}

// A field that a selector of the category may have, and that it does not have yet.
std::optional<std::string_view> free_field(dice& random, advanced_event_selector const& of) {
  auto const category = category_named(of);
  constexpr std::array<std::string_view, 3> network{"eventName", "vpcEndpointId", "errorCode"};
  auto const field = category == "NetworkActivity" ? random.of(network)
                     : random.chance(15)           ? random.of(rare_fields)
                                                   : random.of(more_fields);
  if (names(of, field) || (field == "resources.ARN" && category != "Data")) {
    return {};
  }
  return field;
}

advanced_event_selector random_advanced(dice& random, bool plain) {
  advanced_event_selector made;
  auto const kind = random.below(10);
  auto const category = kind < 3   ? std::string_view{"Management"}
                        : kind < 9 ? std::string_view{"Data"}
                                   : std::string_view{"NetworkActivity"};
  if (plain || random.chance(93)) {
    made.field_selectors.push_back(equals("eventCategory", category));
  }
  if (category == "Data" && (plain || random.chance(80))) {
    made.field_selectors.push_back(equals("resources.type", some_type(random)));
  }
  if (category == "NetworkActivity" && (plain || random.chance(80))) {
    made.field_selectors.push_back(
        equals("eventSource", random.chance(50) ? "s3.amazonaws.com" : "ec2.amazonaws.com"));
  }
  for (auto count = random.below(3); count != 0; --count) {
    if (auto const field = free_field(random, made)) {
      made.field_selectors.push_back(random_condition(random, *field, plain));
    }
  }
  if (plain) {
    return made;
  }
  constexpr std::array<std::string_view, 9> any_field{
      "readOnly", "eventName",     "resources.ARN", "resources.type", "eventCategory",
      "newField", "vpcEndpointId", "errorCode",     "eventSource"};
  for (auto count = random.chance(30) ? 1U : 0U; count != 0; --count) {
    auto const field = random.of(any_field);
    if (field == "eventCategory") {
      constexpr std::array<std::string_view, 5> odd{"Data", "Management", "Insight", "Aggregated",
                                                    "Evidence"};
      if (random.chance(50) && !made.field_selectors.empty() &&
          made.field_selectors[0].field == field) {
        auto& first = made.field_selectors[0];
        (random.chance(80) ? first.equals : first.not_equals)
            .push_back(std::string(random.of(odd)));
      } else {
        made.field_selectors.push_back(equals(field, random.of(odd)));
      }
    } else {
      made.field_selectors.push_back(random_condition(random, field, false));
    }
  }
  if (random.chance(2)) {
    made.unrecognized.push_back("Unless");
  }
  random.shuffle(made.field_selectors);
  return made;
}

// Two selectors that together are the one.
std::pair<advanced_event_selector, advanced_event_selector>
split_in_two(dice& random, advanced_event_selector const& whole) {
  std::pair<advanced_event_selector, advanced_event_selector> made{whole, whole};
  auto const field = free_field(random, whole);
  if (!field || *field == "errorCode") {
    return made;
  }
  if (*field == "readOnly") {
    made.first.field_selectors.push_back(equals(*field, "true"));
    made.second.field_selectors.push_back(equals(*field, "false"));
    return made;
  }
  advanced_field_selector here;
  here.field = *field;
  auto there = here;
  auto const text = some_text(random, *field);
  switch (*field == "sessionCredentialFromConsole" ? 0 : random.below(3)) {
  case 0:
    here.equals.push_back(text);
    there.not_equals.push_back(text);
    break;
  case 1:
    here.starts_with.push_back(text);
    there.not_starts_with.push_back(text);
    break;
  default:
    here.ends_with.push_back(text);
    there.not_ends_with.push_back(text);
  }
  made.first.field_selectors.push_back(here);
  made.second.field_selectors.push_back(there);
  return made;
}

event_selector random_basic(dice& random, bool plain) {
  event_selector made;
  made.read_write_type = random.of(std::array<std::string_view, 6>{
      "", "All", "ReadOnly", "WriteOnly", "All", plain ? "All" : "Everything"});
  if (random.chance(50)) {
    made.include_management_events = random.chance(60);
  }
  if (random.chance(30)) {
    made.exclude_management_event_sources.push_back(random.chance(50) ? "kms.amazonaws.com"
                                                                      : "rdsdata.amazonaws.com");
    if (!plain && random.chance(20)) {
      made.exclude_management_event_sources.push_back("ec2.amazonaws.com");
    }
  }
  constexpr std::array<std::string_view, 6> of_s3{
      "arn:aws:s3",       "arn:aws:s3:::",    "arn:aws:s3:::a/",
      "arn:aws:s3:::a/k", "arn:aws:s3:::ab/", "arn:aws:s3:::a/"};
  constexpr std::array<std::string_view, 3> of_lambda{
      "arn:aws:lambda", "arn:aws:lambda:us-east-1:111122223333:function:f",
      "arn:aws:lambda:us-east-1:111122223333:function:fx"};
  constexpr std::array<std::string_view, 2> of_dynamodb{
      "arn:aws:dynamodb", "arn:aws:dynamodb:us-east-1:111122223333:table/t"};
  constexpr std::array<std::string_view, 6> odd{
      "arn:aws:s3:::a", "arn:aws:s3:::*/", "", "arn:aws-cn:s3:::a/", "bucket/", "arn:aws:lambda:"};
  for (auto count = random.below(3); count != 0; --count) {
    auto& resource = made.data_resources.emplace_back();
    auto const& kind = kinds_of_data[random.below(plain ? 3 : 4)];
    resource.type = kind.type;
    for (auto texts = plain ? 1 + random.below(2) : random.below(3); texts != 0; --texts) {
      resource.values.push_back(std::string(!plain && random.chance(15)    ? random.of(odd)
                                            : kind.type == s3_object       ? random.of(of_s3)
                                            : kind.type == lambda_function ? random.of(of_lambda)
                                            : kind.type == dynamodb_table  ? random.of(of_dynamodb)
                                                                           : "arn:aws:sns"));
    }
  }
  if (!plain && random.chance(3)) {
    made.unrecognized.push_back("ExcludeEverything");
  }
  return made;
}

struct selectors {
  std::vector<event_selector> basic{};
  std::vector<advanced_event_selector> advanced{};
  std::optional<bool> custom{};
  ternary active = ternary::yes;
  bool known = true;

  [[nodiscard]] event_selection view() const {
    return {basic, advanced, custom, active, known, "aws"};
  }
};

// `few`: one selector, or two.
selectors random_selectors(dice& random, bool plain, bool few = false) {
  selectors made;
  auto const kind = random.below(20);
  bool const basic = kind < 5 || (!plain && kind == 19);
  bool const advanced = kind >= 5;
  for (auto count = basic ? 1 + random.below(few ? 2 : 3) : 0; count != 0; --count) {
    made.basic.push_back(random_basic(random, plain));
  }
  for (auto count = advanced ? random.below(few ? 2 : 4) + (plain ? 1 : 0) : 0; count != 0;
       --count) {
    made.advanced.push_back(random_advanced(random, plain));
  }
  constexpr std::array<std::optional<bool>, 3> customs{true, false, std::nullopt};
  made.custom = random.of(customs);
  if (!plain) {
    made.active = random.chance(96)   ? ternary::yes
                  : random.chance(50) ? ternary::no
                                      : ternary::unknown;
    made.known = random.chance(98);
  }
  return made;
}

// Selectors that record what is asked for, or nearly so.
selectors selectors_about(dice& random, advanced_event_selector const& asked, bool plain,
                          bool few) {
  selectors made;
  made.custom = true;
  made.advanced.push_back(asked);
  for (auto splits = random.below(few ? 2 : 3); splits != 0; --splits) {
    auto const at = random.below(made.advanced.size());
    auto [one, other] = split_in_two(random, made.advanced[at]);
    made.advanced[at] = std::move(one);
    made.advanced.push_back(std::move(other));
  }
  if (random.chance(25)) { // less than that
    made.advanced.erase(made.advanced.begin());
  } else if (random.chance(25)) {
    auto& fields = made.advanced.front().field_selectors;
    if (fields.size() > 1) { // more than that
      fields.pop_back();
    }
  }
  for (auto more = few ? 0U : random.below(2); more != 0; --more) {
    made.advanced.push_back(random_advanced(random, plain));
  }
  random.shuffle(made.advanced);
  return made;
}

// --- Changes that mean nothing
// --------------------------------------------------------------------

void rewrite(dice& random, values& of) {
  random.shuffle(of);
  if (!of.empty() && random.chance(20)) {
    of.push_back(std::string(of.front()));
  }
}

selectors rewritten(dice& random, selectors const& given) {
  auto made = given;
  for (auto& each : made.basic) {
    rewrite(random, each.exclude_management_event_sources);
    for (auto& resource : each.data_resources) {
      rewrite(random, resource.values);
    }
    random.shuffle(each.data_resources);
  }
  for (std::size_t at = 0; at != made.advanced.size(); ++at) {
    random.shuffle(made.advanced[at].field_selectors);
    for (std::size_t nth = 0; nth != made.advanced[at].field_selectors.size(); ++nth) {
      auto& asked = made.advanced[at].field_selectors[nth];
      for (auto* const list : {&asked.equals, &asked.starts_with, &asked.ends_with,
                               &asked.not_equals, &asked.not_starts_with, &asked.not_ends_with}) {
        rewrite(random, *list);
      }
      bool const positive_alone = !has_negative(asked) && asked.unrecognized.empty();
      if (column_of(asked.field) <= arn_column && positive_alone && asked.equals.size() > 1 &&
          made.advanced.size() < 8) {
        auto other = made.advanced[at];
        auto& rest = other.field_selectors[nth];
        rest.starts_with.clear();
        rest.ends_with.clear();
        while (rest.equals.size() > 1) {
          rest.equals.pop_back();
        }
        std::swap(asked.equals[0], asked.equals[asked.equals.size() - 1]);
        if (asked.equals.back() == rest.equals.front()) {
          asked.equals.pop_back();
        }
        made.advanced.push_back(std::move(other));
      }
    }
  }
  if (!made.basic.empty() && random.chance(30)) {
    made.basic.push_back(made.basic[random.below(made.basic.size())]);
  }
  if (!made.advanced.empty() && random.chance(30)) {
    made.advanced.push_back(made.advanced[random.below(made.advanced.size())]);
  }
  random.shuffle(made.basic);
  random.shuffle(made.advanced);
  return made;
}

// --- For messages
// ---------------------------------------------------------------------------------

std::string shown(values const& each) {
  std::string out = "[";
  for (auto const& value : each) {
    out += value + ' ';
  }
  return out + ']';
}

std::string shown(advanced_event_selector const& each) {
  std::string out = "advanced " + shown(each.unrecognized) + '\n';
  for (auto const& field : each.field_selectors) {
    out += "  " + field.field + " =" + shown(field.equals) + " !=" + shown(field.not_equals) +
           " ^" + shown(field.starts_with) + " !^" + shown(field.not_starts_with) + " $" +
           shown(field.ends_with) + " !$" + shown(field.not_ends_with) + ' ' +
           shown(field.unrecognized) + '\n';
  }
  return out;
}

std::string shown(selectors const& given) {
  std::string out;
  for (auto const& each : given.basic) {
    out += "basic " + each.read_write_type + ' ';
    out += each.include_management_events ? (*each.include_management_events ? "true " : "false ")
                                          : "- ";
    out += shown(each.exclude_management_event_sources) + shown(each.unrecognized) + '\n';
    for (auto const& resource : each.data_resources) {
      out += "  " + resource.type + shown(resource.values) + '\n';
    }
  }
  for (auto const& each : given.advanced) {
    out += shown(each);
  }
  out += !given.custom ? "custom -" : *given.custom ? "custom true" : "custom false";
  out += given.known ? "" : ", not known";
  return out + ", active " + std::string(to_string(given.active));
}

std::string shown(event_record const& event) {
  std::string out = event.event_category + ' ';
  out += !event.management_event ? "-" : *event.management_event ? "managed" : "unmanaged";
  out += !event.read_only ? " - " : *event.read_only ? " read " : " write ";
  for (auto const column : {0U, 1U, 2U, 3U, 4U, 5U, 6U}) {
    auto copy = event;
    out += '"' + text_at(copy, column) + "\" ";
  }
  for (auto const& each : event.resources) {
    out += '(' + each.type + ' ' + each.arn + ' ' + each.arn_prefix + ')';
  }
  return out;
}

// --- The comparisons
// ------------------------------------------------------------------------------

TEST_CASE("whether one event is recorded agrees with plain code") {
  dice random(20260301);
  std::array<std::size_t, 3> seen{};
  std::size_t failures = 0;
  for (int run = 0; run != 100'000 && failures < 5; ++run) {
    auto const given = random_selectors(random, random.chance(30));
    auto const selection = given.view();
    constants from;
    from.add(selection);
    for_each_odd_event(random, from, 3, [&](event_record const& event) {
      auto const expected = recorded(selection, event);
      auto const said = would_record(selection, event);
      ++seen[static_cast<std::size_t>(expected)];
      if (said.recorded != expected || said.reason.empty()) {
        ++failures;
        CAPTURE(shown(given));
        CAPTURE(shown(event));
        CHECK(to_string(said.recorded) == to_string(expected));
        CHECK_FALSE(said.reason.empty());
        return false;
      }
      return true;
    });
  }
  MESSAGE("no " << seen[0] << ", unknown " << seen[1] << ", yes " << seen[2]);
  for (auto const count : seen) {
    CHECK(count > 30'000);
  }
}

// Selectors of the plainest kinds, which a glance decides, and such with one oddity.
advanced_event_selector nearly_plain_advanced(dice& random) {
  advanced_event_selector made;
  auto const add = [&](std::string_view field, std::string_view value) {
    made.field_selectors.push_back(equals(field, value));
    if (random.chance(8)) {
      made.field_selectors.back().equals.push_back(random.chance(50) ? "true" : "NetworkActivity");
    }
    if (random.chance(5)) {
      made.field_selectors.back().not_equals.push_back("GetObject");
    }
    if (random.chance(3)) {
      made.field_selectors.back().unrecognized.push_back("Matches");
    }
  };
  add("eventCategory", random.chance(90) ? "Data" : "Management");
  if (random.chance(90)) {
    add("resources.type", kinds_of_data[random.below(4)].type);
  }
  if (random.chance(50)) {
    add("readOnly", random.chance(50) ? "true" : "false");
  }
  if (random.chance(15)) {
    auto const field =
        random.of(std::array<std::string_view, 3>{"eventName", "resources.ARN", "x"});
    add(field, random.chance(50) ? "Invoke" : "arn:aws:s3:::a/k");
  }
  if (random.chance(10)) {
    made.field_selectors.push_back(made.field_selectors[random.below(made.field_selectors.size())]);
  }
  if (random.chance(3)) {
    made.unrecognized.push_back("Except");
  }
  random.shuffle(made.field_selectors);
  return made;
}

// An event of one of `data_events`, in a partition. Those of Lambda are in any Region.
event_record event_asked_about(dice& random, trailaudit::data_events asked,
                               std::string_view partition) {
  bool const lambda = asked == trailaudit::data_events::lambda_invocations;
  event_record made;
  made.event_category = "Data";
  made.management_event = false;
  made.read_only = asked == trailaudit::data_events::s3_object_reads;
  made.event_type = "AwsApiCall";
  made.event_source = lambda ? "lambda.amazonaws.com" : "s3.amazonaws.com";
  made.event_name = lambda ? "Invoke" : *made.read_only ? "GetObject" : "PutObject";
  made.error_code = random.chance(20) ? "AccessDenied" : "";
  made.vpc_endpoint_id = random.chance(20) ? "vpce-0" : "";
  auto& resource = made.resources.emplace_back();
  resource.type = lambda ? lambda_function : s3_object;
  if (random.chance(20)) { // of which nothing is known
    resource.arn_prefix = "arn:";
    return made;
  }
  resource.arn = "arn:" + std::string(partition);
  resource.arn += lambda ? random.of(std::array<std::string_view, 3>{
                               ":lambda:us-east-1:111122223333:function:f",
                               ":lambda:eu-west-1:111122223333:function:fx",
                               ":lambda:us-east-1:111122223333:function:example-function"})
                         : random.of(std::array<std::string_view, 3>{
                               ":s3:::a/k", ":s3:::ab/x", ":s3:::example-bucket/example-key"});
  return made;
}

TEST_CASE("what a glance at selectors tells of data events agrees with plain code") {
  dice random(20260302);
  std::array<std::size_t, 3> seen{};
  std::size_t failures = 0;
  for (int run = 0; run != 40'000 && failures < 5; ++run) {
    auto given = random_selectors(random, random.chance(30), random.chance(70));
    if (random.chance(50)) {
      given.advanced.push_back(nearly_plain_advanced(random));
      if (random.chance(90)) {
        given.basic.clear();
      }
    }
    bool const china = random.chance(20);
    std::string_view const partition = china ? "aws-cn" : "aws";
    for (auto& selector : given.basic) {
      for (auto& resource : selector.data_resources) {
        for (auto& value : resource.values) {
          if (china && random.chance(50) && value.starts_with("arn:aws:")) {
            value = (random.chance(70) ? "arn:aws-cn" : "arn:aws-xx") +
                    value.substr(std::string_view("arn:aws").size());
          }
        }
      }
    }
    given.active = ternary::yes;
    given.known = true;
    given.custom = true;
    trailaudit::get_event_selectors_response answer;
    for (auto const& each : given.basic) {
      answer.event_selectors.push_back(each);
    }
    for (auto const& each : given.advanced) {
      answer.advanced_event_selectors.push_back(each);
    }
    auto const glance = trailaudit::possible_other_events(answer, partition);
    auto selection = given.view();
    selection.partition = partition;
    for (auto const asked :
         {trailaudit::data_events::s3_object_reads, trailaudit::data_events::s3_object_writes,
          trailaudit::data_events::lambda_invocations}) {
      auto const takes = glance.takes(asked);
      ++seen[static_cast<std::size_t>(takes)];
      bool good = glance.data || takes == ternary::no;
      event_record event;
      for (int nth = 0; nth != 3 && good && takes != ternary::unknown; ++nth) {
        event = event_asked_about(random, asked, partition);
        // Of an ARN that is not known a value of a basic selector leaves the answer open.
        bool const open = !event.resources[0].arn_prefix.empty() && takes == ternary::yes;
        for (auto const is :
             {recorded(selection, event), would_record(selection, event).recorded}) {
          good = good && (open ? is != ternary::no : is == takes);
        }
      }
      if (good && takes == ternary::yes) {
        advanced_event_selector question;
        question.field_selectors.push_back(equals("eventCategory", "Data"));
        question.field_selectors.push_back(equals("resources.type", event.resources[0].type));
        question.field_selectors.push_back(equals("readOnly", *event.read_only ? "true" : "false"));
        good = uncovered({&selection, 1}, question).covered == ternary::yes;
      }
      if (!good) {
        ++failures;
        CAPTURE(shown(given));
        CAPTURE(shown(event));
        CAPTURE(partition);
        CAPTURE(to_string(takes));
        CHECK(good);
      }
    }
  }
  MESSAGE("no " << seen[0] << ", look closer " << seen[1] << ", yes " << seen[2]);
  for (auto const count : seen) {
    CHECK(count > 3'000);
  }
}

struct tally {
  std::array<std::size_t, 3> answers{};
  std::size_t events = 0;
  std::size_t failures = 0;
};

void compare(dice& random, bool plain, tally& seen) {
  // What can go wrong mostly does with few selectors already, which cost a third of many.
  bool const few = random.chance(70);
  auto const asked = random_advanced(random, plain || random.chance(90));
  std::vector<selectors> given;
  given.push_back(random.chance(60) ? selectors_about(random, asked, plain, few)
                                    : random_selectors(random, plain, few));
  if (random.chance(few ? 5 : 10)) {
    given.push_back(random_selectors(random, plain));
  }
  std::vector<event_selection> recorders;
  constants from;
  from.add(asked);
  for (auto const& each : given) {
    recorders.push_back(each.view());
    from.add(recorders.back());
  }
  auto const said = uncovered(recorders, asked);
  ++seen.answers[static_cast<std::size_t>(said.covered)];
  std::string wrong;
  event_record shows;
  if (said.reason.empty() != (said.covered == ternary::yes)) {
    wrong = "a reason is given where it is not covered";
  }
  if (said.covered == ternary::no) {
    shows = said.witness;
    if (matches(asked, said.witness, true) != ternary::yes) {
      wrong = "the witness is not of the question";
    } else if (recorded(recorders, said.witness) != ternary::no) {
      wrong = "the witness may be recorded";
    }
  } else if (said.covered == ternary::yes || plain) {
    for_each_real_event(random, from, asked, plain ? 12 : 8,
                        [&](event_record const& event, bool known) {
                          ++seen.events;
                          if (matches(asked, event, true) != ternary::yes) {
                            return true;
                          }
                          auto const is = recorded(recorders, event);
                          if (said.covered == ternary::yes) {
                            if (is != ternary::yes) {
                              wrong = "covered, but an event is not recorded for certain";
                            }
                          } else if (is == ternary::no && known) {
                            wrong = "not decided, but an event is not recorded";
                          }
                          if (!wrong.empty()) {
                            shows = event;
                          }
                          return wrong.empty();
                        });
  }
  std::vector<selectors> again;
  std::vector<event_selection> views;
  if (random.chance(15)) {
    for (auto const& each : given) {
      again.push_back(rewritten(random, each));
    }
    for (auto const& each : again) {
      views.push_back(each.view());
    }
    random.shuffle(views);
    if (wrong.empty() && uncovered(views, asked).covered != said.covered) {
      wrong = "a change that means nothing changes the answer";
    }
  }
  if (!wrong.empty()) {
    ++seen.failures;
    CAPTURE(shown(asked));
    for (auto const& each : given) {
      INFO(shown(each));
      CHECK_MESSAGE(wrong.empty(), wrong << ": " << to_string(said.covered) << ": " << said.reason
                                         << '\n'
                                         << shown(shows));
    }
    for (auto const& each : again) {
      MESSAGE("again " << shown(each));
    }
  }
}

TEST_CASE("what is covered, and what is not, agrees with an enumeration of events") {
  dice random(20260302);
  tally seen;
  for (int run = 0; run != 60'000 && seen.failures < 5; ++run) {
    compare(random, false, seen);
  }
  MESSAGE("no " << seen.answers[0] << ", unknown " << seen.answers[1] << ", yes " << seen.answers[2]
                << ", events " << seen.events);
  for (auto const count : seen.answers) {
    CHECK(count > 1'500);
  }
}

TEST_CASE("what AWS documents is decided wherever an enumeration of events decides it") {
  dice random(20260303);
  tally seen;
  for (int run = 0; run != 45'000 && seen.failures < 5; ++run) {
    compare(random, true, seen);
  }
  MESSAGE("no " << seen.answers[0] << ", unknown " << seen.answers[1] << ", yes " << seen.answers[2]
                << ", events " << seen.events);
  CHECK(seen.answers[0] > 1'500);
  CHECK(seen.answers[2] > 2'500);
}

} // namespace
