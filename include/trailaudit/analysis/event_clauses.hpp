#pragma once

#include <trailaudit/analysis/management_coverage.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/logic/text_set.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/event_record.hpp>
#include <trailaudit/model/event_selectors.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Selectors taken apart: each way for an event to be recorded is a clause, whichever kind of
// selector it comes from. What is known of the events themselves stands here as well. For the
// analyses alone.

namespace trailaudit::inline v0 {

/// One set of selectors: what one trail or one event data store records. Views; a snapshot or the
/// caller owns what they point to.
struct event_selection {
  std::span<event_selector const> basic{};
  std::span<advanced_event_selector const> advanced{};
  /// Whether selectors were set at all (`HasCustomEventSelectors`). Where there are none, only a
  /// `false` says that AWS's default counts: every management event and nothing else.
  std::optional<bool> custom{};
  /// Whether the recorder is on. `unknown` makes all it records unknown.
  ternary active = ternary::yes;
  /// Whether the selectors are known; without them it may record anything.
  bool known = true;
  /// Of the recorder: a trail records what happens in its own partition. Empty: it is not known,
  /// and may be any.
  std::string_view partition = "aws";
};

namespace detail {

// --- What an event says

enum class event_kind : std::uint8_t { management, data, network_activity, insight, other, untold };

enum class event_field : std::uint8_t {
  category,
  read_only,
  source,
  name,
  type,
  error_code,
  vpc_endpoint,
  user_arn,
  console,
  resource_type,
  resource_arn,
  none,
};
inline constexpr std::size_t event_field_count = static_cast<std::size_t>(event_field::none);

// In the order of `event_field`.
inline constexpr std::array<std::string_view, event_field_count> event_field_names{
    "eventCategory",  "readOnly",         "eventSource",
    "eventName",      "eventType",        "errorCode",
    "vpcEndpointId",  "userIdentity.arn", "sessionCredentialFromConsole",
    "resources.type", "resources.ARN"};

[[nodiscard]] inline event_field event_field_of(std::string_view name) noexcept {
  auto const at = std::find(event_field_names.begin(), event_field_names.end(), name);
  return static_cast<event_field>(at - event_field_names.begin());
}

[[nodiscard]] constexpr event_kind kind_named(std::string_view category) noexcept {
  return category == "Management"        ? event_kind::management
         : category == "Data"            ? event_kind::data
         : category == "NetworkActivity" ? event_kind::network_activity
         : category == "Insight"         ? event_kind::insight
                                         : event_kind::other;
}

[[nodiscard]] constexpr std::string_view category_name(event_kind kind) noexcept {
  constexpr std::array<std::string_view, 6> names{"Management", "Data", "NetworkActivity",
                                                  "Insight",    "",     ""};
  return names[static_cast<std::size_t>(kind)];
}

// Versions before 1.07 have no `eventCategory`, those before 1.06 nothing that says as much.
[[nodiscard]] inline event_kind kind_of(event_record const& event) noexcept {
  if (!event.event_category.empty()) {
    return kind_named(event.event_category);
  }
  if (event.event_type == "AwsCloudTrailInsight") {
    return event_kind::insight;
  }
  if (event.event_type == "AwsVpceEvent" || event.event_type == "AwsVpceEvents") {
    return event_kind::network_activity;
  }
  return !event.management_event   ? event_kind::untold
         : *event.management_event ? event_kind::management
                                   : event_kind::data;
}

// What stands in one field: a text, nothing, or nobody knows.
struct field_value {
  ternary present = ternary::unknown;
  std::string_view text{};
};

[[nodiscard]] inline field_value value_of(event_record const& event, event_field field) noexcept {
  // A record has these always, so that without them it is a fragment.
  auto const required = [](std::string const& text) {
    return field_value{text.empty() ? ternary::unknown : ternary::yes, text};
  };
  auto const optional = [](std::string const& text) {
    return field_value{to_ternary(!text.empty()), text};
  };
  switch (field) {
  case event_field::source:
    return required(event.event_source);
  case event_field::name:
    return required(event.event_name);
  case event_field::type:
    return required(event.event_type);
  case event_field::error_code:
    return optional(event.error_code);
  case event_field::vpc_endpoint:
    return optional(event.vpc_endpoint_id);
  case event_field::user_arn:
    return optional(event.user_identity.arn);
  case event_field::console:
    return optional(event.session_credential_from_console);
  case event_field::category:
  case event_field::read_only:
  case event_field::resource_type:
  case event_field::resource_arn:
  case event_field::none:
    break;
  }
  return {};
}

// --- What a selector says

// The operators of one condition: lists of values, some of them null. A basic selector's values
// come to such a condition as well.
struct condition {
  event_field field = event_field::none;
  std::array<list<std::string> const*, 3> any{}; // Equals, StartsWith, EndsWith
  std::array<list<std::string> const*, 3> none{};
};

inline constexpr std::array<text_match, 3> operator_matches{text_match::equals, text_match::prefix,
                                                            text_match::suffix};

[[nodiscard]] inline condition condition_of(advanced_field_selector const& from) noexcept {
  return {event_field_of(from.field),
          {&from.equals, &from.starts_with, &from.ends_with},
          {&from.not_equals, &from.not_starts_with, &from.not_ends_with}};
}

[[nodiscard]] inline bool
has_values(std::array<list<std::string> const*, 3> const& lists) noexcept {
  return std::any_of(lists.begin(), lists.end(),
                     [](auto const* each) { return each != nullptr && !each->empty(); });
}

[[nodiscard]] inline bool hits(std::array<list<std::string> const*, 3> const& lists,
                               std::string_view text) noexcept {
  for (std::size_t at = 0; at != lists.size(); ++at) {
    if (lists[at] == nullptr) {
      continue;
    }
    for (auto const& each : *lists[at]) {
      bool const hit = at == 0   ? text == each
                       : at == 1 ? text.starts_with(each)
                                 : text.ends_with(each);
      if (hit) {
        return true;
      }
    }
  }
  return false;
}

[[nodiscard]] inline ternary holds(condition const& asked, field_value const& value) noexcept {
  if (value.present == ternary::unknown) {
    return ternary::unknown;
  }
  bool const wants = has_values(asked.any);
  if (value.present == ternary::no) {
    // Documented for this field alone: what is missing is not `true`.
    return wants                                 ? ternary::no
           : asked.field == event_field::console ? ternary::yes
                                                 : ternary::unknown;
  }
  return to_ternary((!wants || hits(asked.any, value.text)) && !hits(asked.none, value.text));
}

// A way for an event to be recorded: all that one advanced selector asks for, or one half of what a
// basic one does.
struct clause {
  enum class form : std::uint8_t {
    anything,         // of selectors that are not known
    by_default,       // every management event
    basic_management, // of a basic selector
    basic_data,
    advanced,
  };

  form what = form::anything;
  bool certain = true;
  std::uint8_t kinds = 0; // a bit for each `event_kind`
  std::uint8_t reads = 3; // 1: write events, 2: read events
  bool asks_reads = false;
  std::size_t recorder = 0;
  std::size_t selector = static_cast<std::size_t>(-1);
  std::string_view doubt{}; // why it is not certain
  std::string_view doubt_field{};
  event_selector const* basic = nullptr;
  data_resource const* resource = nullptr;
  bool doubtful_values = false; // of `resource`: those whose meaning is not documented
  advanced_event_selector const* selected = nullptr;
  advanced_field_selector const* category = nullptr; // of `selected`, where it counts
  std::uint16_t fields = 0; // that it asks for, a bit for each: of a search for a gap
};

[[nodiscard]] constexpr std::uint8_t bit_of(event_kind kind) noexcept {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
}
inline constexpr std::uint8_t every_kind = 0x1F;

constexpr void doubt(clause& of, std::string_view reason, std::string_view field = {}) noexcept {
  if (of.certain) {
    of.certain = false;
    of.doubt = reason;
    of.doubt_field = field;
  }
}

// How a value of a basic selector's data resource is to be understood.
enum class value_meaning : std::uint8_t { prefix, exact, doubtful };

[[nodiscard]] inline value_meaning meaning_of(std::string_view type,
                                              std::string_view value) noexcept {
  auto const parts = parse_arn(value);
  bool const arn = value.starts_with("arn:");
  // `arn:aws:lambda`: every function; a whole ARN: that function.
  auto const service = [&](std::string_view name) {
    auto const colon = arn ? value.find(':', 4) : std::string_view::npos;
    return colon != std::string_view::npos && value.substr(colon + 1) == name;
  };
  if (type == "AWS::S3::Object") {
    if (service("s3") || service("s3:::")) {
      return value_meaning::prefix;
    }
    // A bucket's name without its slash is the start of others' names too.
    bool const within =
        parts.resource.empty() || parts.resource.find('/') != std::string_view::npos;
    return parts.service == "s3" && within && value.find('*') == std::string_view::npos
               ? value_meaning::prefix
               : value_meaning::doubtful;
  }
  bool const lambda = type == "AWS::Lambda::Function";
  if (!lambda && type != "AWS::DynamoDB::Table") {
    return value_meaning::doubtful;
  }
  std::string_view const name = lambda ? "lambda" : "dynamodb";
  if (service(name)) {
    return value_meaning::prefix;
  }
  return parts.service == name && !parts.resource.empty() &&
                 value.find('*') == std::string_view::npos
             ? value_meaning::exact
             : value_meaning::doubtful;
}

// Calls `visit(clause)` for all clauses of the recorders that may be on. A question has the form of
// a selector, but need not have all the fields that CloudTrail wants of one.
template <class Visitor>
void for_each_clause(std::span<event_selection const> recorders, Visitor&& visit,
                     bool of_question = false) {
  for (std::size_t at = 0; at != recorders.size(); ++at) {
    auto const& from = recorders[at];
    if (from.active == ternary::no) {
      continue;
    }
    clause start;
    start.recorder = at;
    if (from.active == ternary::unknown) {
      doubt(start, "whether it is logging is not known");
    }
    if (!from.known) {
      start.kinds = every_kind;
      doubt(start, "the selectors are not known");
      visit(start);
      continue;
    }
    if (from.basic.empty() && from.advanced.empty()) {
      start.what = clause::form::by_default;
      start.kinds = bit_of(event_kind::management);
      if (from.custom != false) { // an odd answer, which may mean the default or nothing
        doubt(start, "there are no selectors, and nothing says that AWS's default counts");
      }
      visit(start);
      continue;
    }
    if (!from.basic.empty() && !from.advanced.empty()) {
      doubt(start, "there are selectors of both kinds");
    }
    for (std::size_t nth = 0; nth != from.basic.size(); ++nth) {
      auto const& selector = from.basic[nth];
      auto made = start;
      made.selector = nth;
      made.basic = &selector;
      auto const& type = selector.read_write_type;
      made.reads = type.empty() || type == "All" ? 3
                   : type == "ReadOnly"          ? 2
                   : type == "WriteOnly"         ? 1
                                                 : 0;
      if (made.reads == 0) {
        made.reads = 3;
        doubt(made, "a value is not known", "ReadWriteType");
      }
      if (!selector.unrecognized.empty()) {
        doubt(made, "a selector has a key that is not known", selector.unrecognized.front());
      }
      if (selector.include_management_events.value_or(true)) {
        made.what = clause::form::basic_management;
        made.kinds = bit_of(event_kind::management);
        visit(made);
      }
      made.what = clause::form::basic_data;
      made.kinds = bit_of(event_kind::data);
      for (auto const& resource : selector.data_resources) {
        made.resource = &resource;
        bool clear = false;
        bool unclear = resource.values.empty();
        for (auto const& value : resource.values) {
          (meaning_of(resource.type, value) == value_meaning::doubtful ? unclear : clear) = true;
        }
        if (clear) {
          visit(made);
        }
        if (unclear) {
          auto doubtful = made;
          doubtful.doubtful_values = true;
          doubt(doubtful, "a value's meaning is not documented", "DataResources");
          visit(doubtful);
        }
      }
    }
    for (std::size_t nth = 0; nth != from.advanced.size(); ++nth) {
      auto const& selector = from.advanced[nth];
      auto made = start;
      made.what = clause::form::advanced;
      made.selector = nth;
      made.selected = &selector;
      made.kinds = every_kind;
      bool has_category = false;
      if (!selector.unrecognized.empty()) {
        doubt(made, "a selector has a key that is not known", selector.unrecognized.front());
      }
      std::uint16_t seen = 0;
      for (auto const& each : selector.field_selectors) {
        auto const asked = condition_of(each);
        if (asked.field == event_field::none) {
          doubt(made, "a selector has a field that is not known", each.field);
          continue;
        }
        std::string_view const name = event_field_names[static_cast<std::size_t>(asked.field)];
        auto const bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(asked.field));
        if ((seen & bit) != 0) {
          doubt(made, "a selector names a field twice", name);
          if (asked.field == event_field::category) {
            made.kinds = every_kind;
            made.category = nullptr;
          } else if (asked.field == event_field::read_only) {
            made.reads = 3;
            made.asks_reads = false;
          }
          continue;
        }
        seen |= bit;
        if (!each.unrecognized.empty()) {
          doubt(made, "a selector has an operator that is not known", name);
        } else if (!has_values(asked.any) && !has_values(asked.none)) {
          doubt(made, "a condition has no values", name);
        }
        bool const plain = !each.equals.empty() && each.starts_with.empty() &&
                           each.ends_with.empty() && !has_values(asked.none);
        if (asked.field == event_field::category) {
          has_category = true;
          std::uint8_t kinds = 0;
          for (auto const& value : each.equals) {
            kinds = static_cast<std::uint8_t>(kinds | bit_of(kind_named(value)));
          }
          if (plain && each.unrecognized.empty()) {
            made.kinds = kinds;
            made.category = &each;
          } else {
            doubt(made, "an operator does not go with the field", name);
          }
        } else if (asked.field == event_field::read_only) {
          unsigned reads = 0;
          bool words = plain;
          for (auto const& value : each.equals) {
            reads |= value == "true" ? 2U : value == "false" ? 1U : 0U;
            words = words && (value == "true" || value == "false");
          }
          if (words && each.unrecognized.empty()) {
            made.reads = static_cast<std::uint8_t>(reads);
            made.asks_reads = true;
          } else {
            doubt(made, "a value or an operator does not go with the field", name);
          }
        } else if (asked.field == event_field::resource_type && has_values(asked.none)) {
          doubt(made, "an operator does not go with the field", name);
        }
      }
      auto const lacks = [&](event_kind kind, event_field field) {
        auto const bit = 1U << static_cast<unsigned>(field);
        return !of_question && (made.kinds & bit_of(kind)) != 0 && (seen & bit) == 0;
      };
      if (!has_category) {
        doubt(made, "a selector has no `eventCategory`");
      } else if (lacks(event_kind::data, event_field::resource_type)) {
        doubt(made, "a selector of data events has no `resources.type`", "resources.type");
      } else if (lacks(event_kind::network_activity, event_field::source)) {
        doubt(made, "a selector of network activity events has no `eventSource`", "eventSource");
      }
      visit(made);
    }
  }
}

// Which conditions of a clause count: not those whose meaning is in doubt, which may let anything
// through.
[[nodiscard]] inline bool counts(advanced_event_selector const& of,
                                 advanced_field_selector const& each) noexcept {
  auto const field = event_field_of(each.field);
  auto const asked = condition_of(each);
  if (field == event_field::none || field == event_field::category ||
      field == event_field::read_only || !each.unrecognized.empty() ||
      (!has_values(asked.any) && !has_values(asked.none)) ||
      (field == event_field::resource_type && has_values(asked.none))) {
    return false;
  }
  return std::count_if(of.field_selectors.begin(), of.field_selectors.end(),
                       [&](auto const& other) { return other.field == each.field; }) == 1;
}

// Calls `visit(condition)` for what an advanced clause asks of texts.
template <class Visitor>
void for_each_condition(clause const& of, Visitor&& visit) {
  for (auto const& each : of.selected->field_selectors) {
    if (counts(*of.selected, each)) {
      visit(condition_of(each));
    }
  }
}

// Calls `visit(pattern)` for the patterns of a basic clause's data resource.
template <class Visitor>
void for_each_value(clause const& of, Visitor&& visit) {
  for (auto const& value : of.resource->values) {
    auto const meaning = meaning_of(of.resource->type, value);
    if ((meaning == value_meaning::doubtful) == of.doubtful_values) {
      visit(text_pattern{meaning == value_meaning::exact ? text_match::equals : text_match::prefix,
                         value});
    }
  }
}

// The sources that a basic selector may leave out. Others it cannot name.
[[nodiscard]] inline bool may_be_excluded(std::string_view source) noexcept {
  return source == "kms.amazonaws.com" || source == "rdsdata.amazonaws.com";
}

// --- Which events there are

// What is known of the events of a type of resource: from where they come, and some of their names.
struct known_type {
  std::string_view type{};
  std::string_view source{};
  std::string_view arn_form{};  // what its ARNs look like behind `arn:PARTITION`
  std::string_view arn_never{}; // and how none of them starts: a glob knows no "one of them but"
  std::string_view arn_example{};
  std::array<std::string_view, 6> reads{};
  std::array<std::string_view, 6> writes{};
};

// Source: the lists of data events in the User Guides of the services.
inline constexpr std::array<known_type, 3> known_types{{
    {"AWS::S3::Object",
     "s3.amazonaws.com",
     ":s3:::?*/?*",
     ":s3:::/",
     ":s3:::example-bucket/example-key",
     {"GetObject", "HeadObject", "ListObjects", "GetObjectAcl", "GetObjectTagging", "ListParts"},
     {"PutObject", "DeleteObject", "CopyObject", "UploadPart", "PutObjectAcl", "RestoreObject"}},
    {"AWS::Lambda::Function",
     "lambda.amazonaws.com",
     ":lambda:?*:?*:function:?*",
     {},
     ":lambda:us-east-1:111122223333:function:example-function",
     {},
     {"Invoke"}},
    {"AWS::DynamoDB::Table",
     "dynamodb.amazonaws.com",
     ":dynamodb:?*:?*:table/?*",
     {},
     ":dynamodb:us-east-1:111122223333:table/example-table",
     {"GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"},
     {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}},
}};

[[nodiscard]] constexpr known_type const* find_known_type(std::string_view type) noexcept {
  for (auto const& each : known_types) {
    if (each.type == type) {
      return &each;
    }
  }
  return nullptr;
}

// An event of some other types of resources, for witnesses. Whether there are others is not known
// here, so that nothing is decided by them. Source: the sections on CloudTrail in the User Guides
// of the services, and of Aurora for its Data API.
struct type_example {
  std::string_view type{};
  std::string_view source{};
  std::string_view read{};
  std::string_view write{};
};
inline constexpr std::array<type_example, 8> type_examples{{
    {"AWS::SNS::Topic", "sns.amazonaws.com", {}, "Publish"},
    {"AWS::SQS::Queue", "sqs.amazonaws.com", {}, "SendMessage"},
    {"AWS::RDS::DBCluster", "rdsdataapi.amazonaws.com", {}, "ExecuteStatement"},
    {"AWS::S3::AccessPoint", "s3.amazonaws.com", "GetObject", "PutObject"},
    {"AWS::S3Outposts::Object", "s3-outposts.amazonaws.com", "GetObject", "PutObject"},
    {"AWS::EC2::Snapshot", "ebs.amazonaws.com", "GetSnapshotBlock", "PutSnapshotBlock"},
    {"AWS::Kinesis::Stream", "kinesis.amazonaws.com", "GetRecords", "PutRecord"},
    {"AWS::DynamoDB::Stream", "dynamodb.amazonaws.com", "GetRecords", {}},
}};

[[nodiscard]] constexpr type_example find_type_example(std::string_view type) noexcept {
  for (auto const& each : type_examples) {
    if (each.type == type) {
      return each;
    }
  }
  return {};
}

inline constexpr std::array<std::string_view, 6> management_reads{
    "DescribeInstances", "ListBuckets", "GetUser", "DescribeTrails", "ListKeys", "GetBucketAcl"};
inline constexpr std::array<std::string_view, 6> management_writes{
    "RunInstances", "CreateUser", "StopLogging", "DeleteTrail", "PutBucketPolicy", "ConsoleLogin"};

// Whether an event of that name reads or writes, as far as its first word tells.
[[nodiscard]] inline ternary name_reads(std::string_view name) noexcept {
  auto const begins = [&](std::span<std::string_view const> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](auto const word) { return name.starts_with(word); });
  };
  constexpr std::array<std::string_view, 9> reads{
      "Get", "List", "Describe", "Head", "Lookup", "Search", "Query", "Scan", "BatchGet"};
  constexpr std::array<std::string_view, 18> writes{
      "Put",  "Delete", "Create", "Update", "Modify", "Attach",  "Detach",   "Copy",  "Upload",
      "Stop", "Start",  "Run",    "Add",    "Remove", "Disable", "Schedule", "Abort", "Restore"};
  return begins(reads) ? ternary::yes : begins(writes) ? ternary::no : ternary::unknown;
}

[[nodiscard]] inline std::string_view name_of(event_field field) noexcept {
  return event_field_names[static_cast<std::size_t>(field)];
}

// The partition that selectors belong to: empty where nothing says so.
[[nodiscard]] inline std::string_view
partition_of(get_event_selectors_response const& answer) noexcept {
  auto found = parse_arn(answer.trail_arn).partition;
  auto const look = [&](list<std::string> const& values) {
    for (std::string_view const each : values) {
      if (auto const end = each.find(':', 4);
          found.empty() && each.starts_with("arn:") && end != std::string_view::npos) {
        found = each.substr(4, end - 4);
      }
    }
  };
  for (auto const& selector : answer.event_selectors) {
    for (auto const& resource : selector.data_resources) {
      look(resource.values);
    }
  }
  for (auto const& selector : answer.advanced_event_selectors) {
    for (auto const& each : selector.field_selectors) {
      if (each.field == name_of(event_field::resource_arn)) {
        for (auto const* values :
             {&each.equals, &each.starts_with, &each.not_equals, &each.not_starts_with}) {
          look(*values);
        }
      }
    }
  }
  return found;
}

} // namespace detail
} // namespace trailaudit::inline v0
