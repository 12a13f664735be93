#pragma once

#include <trailaudit/analysis/account_coverage.hpp>
#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/management_coverage.hpp>
#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/observed.hpp>
#include <trailaudit/model/timestamp.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace trailaudit::inline v0 {

/// What a rule says of one subject. There is no default among them.
enum class outcome : std::uint8_t {
  pass,           ///< certain under what was collected
  fail,           ///< certain, with a witness among the evidence
  unknown,        ///< not decided, and the reason says why
  not_applicable, ///< the question does not arise
};

/// How grave a failure is, on AWS Security Hub's scale.
enum class severity : std::uint8_t { informational, low, medium, high, critical };

[[nodiscard]] constexpr std::string_view to_string(outcome value) noexcept {
  switch (value) {
  case outcome::pass:
    return "pass";
  case outcome::fail:
    return "fail";
  case outcome::unknown:
    return "unknown";
  case outcome::not_applicable:
    return "not_applicable";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view to_string(severity value) noexcept {
  switch (value) {
  case severity::informational:
    return "informational";
  case severity::low:
    return "low";
  case severity::medium:
    return "medium";
  case severity::high:
    return "high";
  case severity::critical:
    return "critical";
  }
  return "";
}

/// A value shown as evidence: what stands in AWS's answer; null where nothing, a list or an object
/// stands there; or in words what the answer comes to or lacks. A text is a view, cut at 4 GiB.
class evidence_value {
public:
  enum class kind : std::uint8_t { null, boolean, integer, text, time };

  constexpr evidence_value() = default;
  constexpr evidence_value(bool value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(kind::boolean, value ? 1 : 0) {}
  constexpr evidence_value(std::string_view value) noexcept // NOLINT(google-explicit-constructor)
      : content_{.text = value.data()},
        size_(
            static_cast<std::uint32_t>(value.size() < longest_text ? value.size() : longest_text)),
        kind_(kind::text) {}
  constexpr evidence_value(char const* value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(std::string_view(value)) {}
  evidence_value(std::string const& value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(value.empty() ? evidence_value() : evidence_value(std::string_view(value))) {
  }
  constexpr evidence_value(
      std::optional<bool> const& value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(value ? kind::boolean : kind::null, value.value_or(false) ? 1 : 0) {}
  constexpr evidence_value(
      std::optional<std::int64_t> const& value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(value ? kind::integer : kind::null, value.value_or(0)) {}
  constexpr evidence_value(
      std::optional<timestamp> const& value) noexcept // NOLINT(google-explicit-constructor)
      : evidence_value(value ? kind::time : kind::null,
                       value ? value->time_since_epoch().count() : 0) {}

  [[nodiscard]] constexpr kind type() const noexcept { return kind_; }
  /// The value, where `type` says that it is one of these; nothing where it is not.
  [[nodiscard]] constexpr bool boolean() const noexcept { return integer() != 0; }
  [[nodiscard]] constexpr std::int64_t integer() const noexcept {
    return kind_ == kind::text ? 0 : content_.number;
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept {
    return kind_ == kind::text ? std::string_view{content_.text, size_} : std::string_view{};
  }
  [[nodiscard]] constexpr timestamp time() const noexcept {
    return timestamp{std::chrono::seconds{integer()}};
  }

private:
  static constexpr std::size_t longest_text = 0xFFFFFFFFU;

  constexpr evidence_value(kind type, std::int64_t number) noexcept
      : content_{.number = number}, kind_(type) {}

  // There is a value for each fact of each finding.
  union content {
    std::int64_t number = 0;
    char const* text;
  };
  content content_{};
  std::uint32_t size_ = 0;
  kind kind_ = kind::null;
};

/// One fact that a verdict rests on: which call, where in its response, and what stands there.
/// Refers to the snapshot, and for a Region that was not asked to the inventory.
struct evidence {
  origin source{};
  evidence_value value{};
};

/// A fact on its way into a verdict: where it stands, as an answer's place, a member's or an
/// `origin`, and what stands there. The former two are referred to.
template <class Place>
struct fact {
  Place source;
  evidence_value value;

  // NOLINTNEXTLINE(google-explicit-constructor): it says the same
  constexpr operator evidence() const noexcept { return {source, value}; }
};
fact(answer_place const&, evidence_value)->fact<member_place>;
fact(member_place, evidence_value)->fact<member_place>;
fact(origin, evidence_value)->fact<origin>;

template <class T>
concept some_fact = std::same_as<T, evidence> || std::same_as<T, fact<member_place>> ||
    std::same_as<T, fact<origin>>;

/// What a rule says of one subject, and why. Holds views: into the snapshot and into literals.
struct verdict {
  /// More evidence is counted, not kept: a finding names its first facts and how many more there
  /// are.
  static constexpr std::size_t capacity = 4;

private:
  static_assert(std::is_trivially_copyable_v<evidence> &&
                std::is_trivially_destructible_v<evidence>);
  // Room for the facts, of which the first `fact_count` are there. It comes first, so that the next
  // verdict can be built right behind them.
  alignas(evidence) std::array<std::byte, capacity * sizeof(evidence)> room_;

public:
  std::string_view
      reason{}; ///< a literal: lower case, no full stop; the particulars stand in the evidence
  std::uint32_t omitted = 0; ///< facts beyond the capacity
  outcome result = outcome::unknown;
  std::uint8_t fact_count = 0;

  verdict() noexcept = default;
  /// With the facts it rests on.
  template <some_fact... Facts>
  TRAILAUDIT_HOT verdict(outcome said, std::string_view why, Facts const&... facts) noexcept
      : reason(why), result(said) {
    static_assert(sizeof...(Facts) <= capacity);
    (with(facts), ...);
  }
  // Only the facts that are there are copied: most verdicts have one.
  verdict(verdict const& other) noexcept { *this = other; }
  verdict& operator=(verdict const& other) noexcept {
    if (this != &other) {
      result = other.result;
      reason = other.reason;
      fact_count = other.fact_count;
      omitted = other.omitted;
      for (std::size_t at = 0; at != other.fact_count; ++at) {
        put(at, *other.at(at));
      }
    }
    return *this;
  }

  /// The verdict with one more fact.
  TRAILAUDIT_HOT verdict& with(member_place const& place, evidence_value value) noexcept {
    return add(place.answer(), place.step(), value);
  }
  TRAILAUDIT_HOT verdict& with(answer_place const& place, evidence_value value) noexcept {
    return with(member_place(place), value);
  }
  TRAILAUDIT_HOT verdict& with(origin const& place, evidence_value value) noexcept {
    return add(place, value);
  }
  template <some_fact Fact>
  TRAILAUDIT_HOT verdict& with(Fact const& each) noexcept {
    return with(each.source, each.value);
  }
  [[nodiscard]] std::span<evidence const> evidence_span() const noexcept {
    return {at(0), fact_count};
  }

private:
  [[nodiscard]] evidence const* at(std::size_t place) const noexcept {
    return std::launder(reinterpret_cast<evidence const*>(room_.data())) + place;
  }
  [[nodiscard]] void* room_at(std::size_t place) noexcept {
    return room_.data() + place * sizeof(evidence);
  }
  void put(std::size_t place, evidence const& fact) noexcept {
    ::new (room_at(place)) evidence{fact};
  }
  // Not in line: rules are run once each, and the way to their code is what they cost.
  TRAILAUDIT_API verdict& add(answer_place const& answer, json_path::step member,
                              evidence_value value) noexcept;
  TRAILAUDIT_API verdict& add(origin const& place, evidence_value value) noexcept;
};

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_APART verdict& verdict::add(answer_place const& answer, json_path::step member,
                                       evidence_value value) noexcept {
  if (fact_count == capacity) {
    ++omitted;
  } else {
    ::new (room_at(fact_count++)) evidence{answer.below(member), value};
  }
  return *this;
}
TRAILAUDIT_APART verdict& verdict::add(origin const& place, evidence_value value) noexcept {
  if (fact_count == capacity) {
    ++omitted;
  } else {
    ::new (room_at(fact_count++)) evidence{place, value};
  }
  return *this;
}
#endif

template <some_fact... Facts>
[[nodiscard]] TRAILAUDIT_HOT verdict pass(std::string_view reason, Facts const&... facts) noexcept {
  return {outcome::pass, reason, facts...};
}
template <some_fact... Facts>
[[nodiscard]] TRAILAUDIT_HOT verdict fail(std::string_view reason, Facts const&... facts) noexcept {
  return {outcome::fail, reason, facts...};
}
template <some_fact... Facts>
[[nodiscard]] TRAILAUDIT_HOT verdict unknown(std::string_view reason,
                                             Facts const&... facts) noexcept {
  return {outcome::unknown, reason, facts...};
}
template <some_fact... Facts>
[[nodiscard]] TRAILAUDIT_HOT verdict not_applicable(std::string_view reason,
                                                    Facts const&... facts) noexcept {
  return {outcome::not_applicable, reason, facts...};
}

/// What a decided question comes to.
[[nodiscard]] constexpr outcome outcome_of(ternary value) noexcept {
  return value == ternary::yes  ? outcome::pass
         : value == ternary::no ? outcome::fail
                                : outcome::unknown;
}

/// What is said of events that shall be recorded: the selectors that decide and, where events go
/// unrecorded in a Region, the list of its trails.
[[nodiscard]] TRAILAUDIT_API verdict verdict_on(coverage_answer const& found) noexcept;

/// The same of several sets of events, by the names that a parameter gives them: all must be
/// recorded. The evidence names the sets that decide.
[[nodiscard]] TRAILAUDIT_API verdict
verdict_on_each(inventory const& world, list<std::string> const& names, std::string_view passed,
                coverage_answer (*ask)(inventory const&, std::string_view));

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_APART verdict verdict_on(coverage_answer const& found) noexcept {
  verdict value(outcome_of(found.covered), found.reason, fact{found.where, found.what});
  if (found.seen != nullptr && !found.seen->region().empty()) {
    value.with(*found.seen, found.seen->region());
  }
  return value;
}

TRAILAUDIT_APART verdict verdict_on_each(inventory const& world, list<std::string> const& names,
                                         std::string_view passed,
                                         coverage_answer (*ask)(inventory const&,
                                                                std::string_view)) {
  auto open = pass(passed);
  for (auto const& each : names) {
    auto const found = ask(world, each);
    if (found.covered == ternary::no) {
      auto value = fail(found.reason, fact{found.where, found.what}, evidence{{}, each});
      if (found.seen != nullptr && !found.seen->region().empty()) {
        value.with(*found.seen, found.seen->region());
      }
      return value;
    }
    if (found.covered == ternary::unknown && open.result == outcome::pass) {
      open = unknown(found.reason);
    }
    if (outcome_of(found.covered) == open.result) {
      open.with(found.where, each);
    }
  }
  return open;
}
#endif

/// `unknown`, because an answer of AWS is missing, refused or contradicted by another; the evidence
/// says which. `call` is the operation that would have told.
template <class T>
[[nodiscard]] verdict unknown_without(observed<T> const& answer, char const* call) noexcept {
  verdict value;
  switch (answer.state) {
  case observation::refused:
    value.reason = "the call was refused";
    value.with(answer.from, answer.error_code);
    break;
  case observation::contradictory:
    value.reason = "two answers contradict each other";
    value.with(answer.from, {}).with(answer.other, {});
    break;
  case observation::absent:
    value.reason = "AWS answered that there is none";
    value.with(answer.from, answer.error_code);
    break;
  case observation::present:
    value.reason = "the answer does not say";
    value.with(answer.from, {});
    break;
  case observation::not_collected:
    value.reason = "the answer was not collected";
    value.with(origin(call), {});
    break;
  }
  return value;
}

/// `unknown`, because a list of AWS's may lack something; the evidence names the refused calls and
/// the Regions that were not asked. `call` is the operation that lists.
[[nodiscard]] inline verdict unknown_listing(listing const& seen, char const* call) noexcept {
  auto value = unknown(!seen.collected ? std::string_view{"the list was not collected"}
                       : seen.whole == ternary::no
                           ? std::string_view{"a part of the list was refused or not collected"}
                           : "other Regions may hold more, and nothing says which there are");
  for (std::size_t at = 0; at != seen.refusals.size(); ++at) {
    value.with(seen.refusals[at], seen.refusal_codes[at]);
  }
  for (auto const& region : seen.missing_regions) {
    value.with(origin(call, &region), {});
  }
  if (value.fact_count == 0) {
    value.with(origin(call), {});
  }
  return value;
}

/// Shows the answers that a list is empty, in the verdict on it.
inline void show_answers(verdict& value, listing const& seen) noexcept {
  for (auto const& each : seen.answers) {
    value.with(each, {});
  }
}
[[nodiscard]] inline verdict with_answers(verdict value, listing const& seen) noexcept {
  show_answers(value, seen);
  return value;
}

/// Shows that no trail, or no other one, does something, in a verdict that shows nothing else.
inline void show_trails(verdict& value, inventory const& world) noexcept {
  if (world.trails().empty()) {
    show_answers(value, world.trail_listing());
  }
  if (value.fact_count != 0) {
    return;
  }
  for (auto const& each : world.trails()) {
    if (each.logging == ternary::no) {
      value.with(each.status.from.at("IsLogging"), false);
    } else {
      value.with(each.settings.from.at("TrailARN"), each.arn);
    }
  }
}

/// `unknown`, because a trail may not have been seen that would count.
[[nodiscard]] inline verdict unknown_trails(inventory const& world) noexcept {
  return world.trail_listing().whole == ternary::yes
             ? unknown("an organization's trails show in `DescribeTrails`, which was not collected",
                       fact{origin("cloudtrail:DescribeTrails"), {}})
             : unknown_listing(world.trail_listing(), "cloudtrail:DescribeTrails");
}

/// What is not known of a trail: whether it is multi-Region, whether it logs, or what it records.
[[nodiscard]] inline evidence open_question(trail_view const& about) noexcept {
  auto const of = [&](auto const& answer, char const* call, std::string_view shown) -> evidence {
    auto const place =
        answer.from.capture() != origin::no_capture ? origin(answer.from) : origin(call);
    return {place, answer.error_code.empty() ? shown : answer.error_code};
  };
  if (about.multi_region == ternary::unknown) {
    return {about.settings.from, about.arn};
  }
  if (about.logging == ternary::unknown) {
    return of(about.status, "cloudtrail:GetTrailStatus", about.arn);
  }
  auto const cell = about.management.first(ternary::unknown);
  return cell != management_coverage::cell_count
             ? of(about.selectors, "cloudtrail:GetEventSelectors", cell_name(cell))
             : evidence{about.settings.from, about.arn};
}

/// Whether one of those questions about a trail is open, and the trail may log.
[[nodiscard]] inline bool has_open_question(trail_view const& about) noexcept {
  return about.logging != ternary::no &&
         (about.logging == ternary::unknown || about.multi_region == ternary::unknown ||
          about.management.first(ternary::unknown) != management_coverage::cell_count);
}

/// Whether a trail may log and its selectors have conditions beyond what trails can ask for of
/// management events, so that only a search can say what they come to.
[[nodiscard]] inline bool has_finer_selectors(trail_view const& about) noexcept {
  auto const* const selectors = about.selectors.get();
  return about.logging != ternary::no && selectors != nullptr &&
         !selectors->advanced_event_selectors.empty() &&
         about.management.first(ternary::unknown) != management_coverage::cell_count;
}

/// What keeps a trail from being one that is multi-Region, logs and records everything: the first
/// that it certainly lacks.
[[nodiscard]] inline fact<member_place> shortfall(trail_view const& about) noexcept {
  if (about.multi_region == ternary::no) {
    return {about.settings.from.at("IsMultiRegionTrail"),
            about.settings.get() != nullptr ? evidence_value(false) : evidence_value()};
  }
  if (about.logging == ternary::no) {
    return {about.status.from.at("IsLogging"), false};
  }
  return {about.selectors.from, cell_name(about.management.first(ternary::no))};
}

/// What shows the management events that a trail records: its selectors, or that it has none.
[[nodiscard]] inline fact<member_place> recorded_events(trail_view const& about) noexcept {
  if (about.selectors.get() == nullptr) {
    return {about.settings.from.at("HasCustomEventSelectors"), false};
  }
  return {about.selectors.from, about.management.all() == ternary::yes
                                    ? std::string_view{"all management events"}
                                    : cell_name(about.management.first(ternary::yes))};
}

/// Longest window that a parameter may set: ten years.
inline constexpr std::int64_t longest_window_hours = 87600;
/// Longest retention that an event data store can have, and a parameter may ask for.
inline constexpr std::int64_t longest_retention_days = 3653;
/// Longest retention that a parameter may ask of a log bucket: a hundred years, as S3's.
inline constexpr std::int64_t longest_log_bucket_days = 36500;

/// What the organisation that audits may set. A missing value keeps its default.
struct parameters {
  /// Oldest acceptable `LatestCloudWatchLogsDeliveryTime` before `as_of`, in hours.
  std::optional<std::int64_t> cloudwatch_delivery_window_hours{24};
  /// Oldest acceptable `LatestDigestDeliveryTime` before `as_of`, in hours. CloudTrail delivers
  /// hourly.
  std::optional<std::int64_t> digest_delivery_window_hours{24};
  /// Oldest acceptable `LatestDeliveryTime` before `as_of`, in hours; none: its age does not count.
  std::optional<std::int64_t> log_delivery_window_hours{};
  /// Tags that every trail must carry; none: any tag will do.
  list<std::string> required_tag_keys{};
  /// Keys that event data stores may be encrypted with; none: any key of the customer's.
  list<std::string> event_data_store_kms_key_arns{};
  /// Types of resources whose data events must be recorded, as `AWS::SNS::Topic`; none: the rule
  /// asks nothing.
  list<std::string> required_data_event_types{};
  /// Buckets of whose objects the events must be recorded, by name; none: all buckets.
  list<std::string> s3_data_event_bucket_names{};
  /// Services whose network activity events must be recorded, as `s3.amazonaws.com`; none: any.
  list<std::string> required_network_activity_event_sources{};
  /// Types of Insights that every trail must have, as `ApiErrorRateInsight`; none: any.
  list<std::string> required_insight_types{};
  /// Days that event data stores must keep events for at least; none: any number will do.
  std::optional<std::int64_t> event_data_store_retention_days{};
  /// Buckets that trails may deliver to, by name; none: the rule asks nothing.
  list<std::string> log_bucket_names{};
  /// Algorithms that log buckets may encrypt with, as `aws:kms`; none: any.
  list<std::string> log_bucket_encryption_algorithms{};
  /// Modes that the default retention of a log bucket may have, as `COMPLIANCE`; none: any, or no
  /// default retention.
  list<std::string> log_bucket_object_lock_modes{};
  /// Days that the default retention of a log bucket must have at least; none: any number.
  std::optional<std::int64_t> log_bucket_object_lock_days{};
  /// Days that lifecycle rules must leave log files be, and that Object Lock must hold them to
  /// count as protection.
  std::optional<std::int64_t> log_bucket_retention_days{365};
  /// Accounts beside the audited one that may own log buckets and reach into them.
  list<std::string> trusted_accounts{};
  /// Organizations whose members may reach into log buckets.
  list<std::string> trusted_organizations{};
  /// VPCs (`vpc-…`) and their endpoints (`vpce-…`) from which log buckets may be reached.
  list<std::string> trusted_vpcs{};
  /// Networks (CIDR) from which log buckets may be reached.
  list<std::string> trusted_networks{};
  /// Principals that may change log buckets and what is in them, as the policy names them.
  list<std::string> log_bucket_administrators{};
  /// Days that the log groups of trails must keep events for at least.
  std::optional<std::int64_t> log_group_retention_days{365};
  /// Where events of the log groups of trails may go on to, by ARN; none: the rule asks nothing.
  list<std::string> expected_log_destination_arns{};
  /// Log groups that trails may deliver to, with or without `:*` at the end; none: any.
  list<std::string> log_group_arns{};
  /// Topics that trails may notify; none: any.
  list<std::string> sns_topic_arns{};

  list<std::string> unrecognized{}; ///< keys that are no parameters; a reader refuses them
  friend bool operator==(parameters const&, parameters const&) = default;
};
template <>
inline constexpr auto fields_of<parameters> = table_of(
    field{"cloudwatch_delivery_window_hours", "cloudwatch_delivery_window_hours",
          &parameters::cloudwatch_delivery_window_hours},
    field{"digest_delivery_window_hours", "digest_delivery_window_hours",
          &parameters::digest_delivery_window_hours},
    field{"log_delivery_window_hours", "log_delivery_window_hours",
          &parameters::log_delivery_window_hours},
    field{"required_tag_keys", "required_tag_keys", &parameters::required_tag_keys},
    field{"event_data_store_kms_key_arns", "event_data_store_kms_key_arns",
          &parameters::event_data_store_kms_key_arns},
    field{"required_data_event_types", "required_data_event_types",
          &parameters::required_data_event_types},
    field{"s3_data_event_bucket_names", "s3_data_event_bucket_names",
          &parameters::s3_data_event_bucket_names},
    field{"required_network_activity_event_sources", "required_network_activity_event_sources",
          &parameters::required_network_activity_event_sources},
    field{"required_insight_types", "required_insight_types", &parameters::required_insight_types},
    field{"event_data_store_retention_days", "event_data_store_retention_days",
          &parameters::event_data_store_retention_days},
    field{"log_bucket_names", "log_bucket_names", &parameters::log_bucket_names},
    field{"log_bucket_encryption_algorithms", "log_bucket_encryption_algorithms",
          &parameters::log_bucket_encryption_algorithms},
    field{"log_bucket_object_lock_modes", "log_bucket_object_lock_modes",
          &parameters::log_bucket_object_lock_modes},
    field{"log_bucket_object_lock_days", "log_bucket_object_lock_days",
          &parameters::log_bucket_object_lock_days},
    field{"log_bucket_retention_days", "log_bucket_retention_days",
          &parameters::log_bucket_retention_days},
    field{"trusted_accounts", "trusted_accounts", &parameters::trusted_accounts},
    field{"trusted_organizations", "trusted_organizations", &parameters::trusted_organizations},
    field{"trusted_vpcs", "trusted_vpcs", &parameters::trusted_vpcs},
    field{"trusted_networks", "trusted_networks", &parameters::trusted_networks},
    field{"log_bucket_administrators", "log_bucket_administrators",
          &parameters::log_bucket_administrators},
    field{"log_group_retention_days", "log_group_retention_days",
          &parameters::log_group_retention_days},
    field{"expected_log_destination_arns", "expected_log_destination_arns",
          &parameters::expected_log_destination_arns},
    field{"log_group_arns", "log_group_arns", &parameters::log_group_arns},
    field{"sns_topic_arns", "sns_topic_arns", &parameters::sns_topic_arns});
template <>
inline constexpr auto unrecognized_of<parameters> = &parameters::unrecognized;

/// All that a rule may look at besides its subject.
struct context {
  inventory const& world;
  /// The moment the audit speaks of. A rule that needs it and has none says `unknown`: nothing
  /// reads a clock.
  std::optional<timestamp> as_of{};
  parameters const& limits;
};

using account_check = verdict (*)(context const&);
using trail_check = verdict (*)(trail_view const&, context const&);
using log_bucket_check = verdict (*)(log_bucket_view const&, context const&);
using event_data_store_check = verdict (*)(event_data_store_view const&, context const&);

/// A rule's function. Its type says what it is about, so that subject and code cannot disagree.
using check_function =
    std::variant<account_check, trail_check, log_bucket_check, event_data_store_check>;

/// A control elsewhere that a rule answers.
struct reference {
  std::string_view source{}; ///< `AWS Security Hub`
  std::string_view id{};     ///< `CloudTrail.4`
};

/// A rule is a value: what it asks, why, what to do about it, and the pure function that answers.
///
/// Texts and references must live as long as the findings; make rules `constexpr`. A trail rule is
/// asked of the audited account's own trails; of an organization trail that another account owns
/// the evaluator says `not_applicable`.
struct rule {
  std::string_view slug{};
  std::string_view title{};
  std::string_view rationale{};
  std::string_view remediation{};
  severity level = severity::medium;
  std::span<reference const> references{};
  check_function check{};
};

/// What a rule is about, by AWS's name of the resource type.
[[nodiscard]] constexpr std::string_view resource_type(rule const& asked) noexcept {
  constexpr std::array<std::string_view, 4> names{"AWS::::Account", "AWS::CloudTrail::Trail",
                                                  "AWS::S3::Bucket",
                                                  "AWS::CloudTrail::EventDataStore"};
  return names[asked.check.index()];
}

} // namespace trailaudit::inline v0
