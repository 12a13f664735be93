#pragma once

#include <trailaudit/analysis/data_event_coverage.hpp>
#include <trailaudit/analysis/event_clauses.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// A set of data events, and an event of it that nobody has a reason to treat apart.
struct data_event_set {
  std::string_view type{};
  std::uint8_t reads = 3; // 1: write events, 2: read events
  std::string_view words{};
  std::optional<data_events> asked{}; // where the inventory knows them
};

inline constexpr std::array<data_event_set, 3> known_sets{
    data_event_set{known_types[0].type, 2, "read events of S3 objects",
                   data_events::s3_object_reads},
    data_event_set{known_types[0].type, 1, "write events of S3 objects",
                   data_events::s3_object_writes},
    data_event_set{known_types[1].type, 1, "invocations of Lambda functions",
                   data_events::lambda_invocations}};
[[nodiscard]] constexpr data_event_set const& set_of(data_events asked) noexcept {
  return known_sets[static_cast<std::size_t>(asked)];
}

[[nodiscard]] inline event_record plain_event(data_events asked) {
  auto const set = set_of(asked);
  auto const& type = *find_known_type(set.type);
  event_record made;
  made.event_version = "1.11";
  made.event_category = "Data";
  made.management_event = false;
  made.read_only = set.reads == 2;
  made.event_type = "AwsApiCall";
  made.event_source = type.source;
  made.event_name = (set.reads == 2 ? type.reads : type.writes).front();
  auto& resource = made.resources.emplace_back();
  resource.type = type.type;
  resource.arn = "arn:aws";
  resource.arn += type.arn_example;
  return made;
}

// An event with whole ARNs, and the same with ARNs of which nothing is known.
struct event_example {
  event_record event{};
  event_record vague{};
  std::string region{}; // of the first ARN that has one
  event_kind kind = event_kind::untold;
  std::optional<data_events> plain_of{}; // it is the plain event of these
  std::optional<std::size_t> cell{};     // of `management_coverage`: it decides
};

[[nodiscard]] inline event_example example_of(event_record event,
                                              std::optional<data_events> plain_of = {}) {
  event_example made;
  made.kind = kind_of(event);
  made.plain_of = plain_of;
  if (made.kind == event_kind::management && event.read_only &&
      !may_be_excluded(event.event_source)) {
    made.cell = *event.read_only ? 2 : 5;
  }
  made.vague = event;
  for (auto& each : made.vague.resources) {
    if (made.region.empty()) {
      made.region = parse_arn(each.arn).region;
    }
    each.arn.clear();
    each.arn_prefix = "arn:";
  }
  made.event = std::move(event);
  return made;
}

// Made once: an audit asks for them in each account.
[[nodiscard]] inline event_example const& plain_event_of(data_events asked) {
  auto const made = [](data_events of) { return example_of(plain_event(of), of); };
  static const std::array<event_example, 3> events{made(data_events::s3_object_reads),
                                                   made(data_events::s3_object_writes),
                                                   made(data_events::lambda_invocations)};
  return events[static_cast<std::size_t>(asked)];
}

[[nodiscard]] inline event_selection selection_within(trail_view const& about,
                                                      ternary reach) noexcept {
  auto made = selection_of(about);
  made.active = both(made.active, reach);
  return made;
}

// Whether a trail is on, of the account, and reaches there: its selectors aside.
[[nodiscard]] inline ternary is_active(trail_view const& about, ternary reach) noexcept {
  return both(both(about.logging, is_of_account(about)), reach);
}

// Nothing is known of its selectors, neither which they are nor that they are AWS's default.
[[nodiscard]] inline bool may_record_anything(trail_view const& about) noexcept {
  return about.selectors.get() == nullptr && about.others.data;
}

// Whether a trail records an event, as far as it reaches, where what stands in the inventory
// decides: most trails record management events and nothing else, or all that is asked about.
// That counts for the example, for it in any Region, and for it with ARNs that are not known.
[[nodiscard]] TRAILAUDIT_APART std::optional<ternary>
recorded_at_a_glance(trail_view const& about, ternary reach,
                     event_example const& example) noexcept {
  auto const kind = example.kind;
  if ((kind == event_kind::data && !about.others.data) ||
      (kind == event_kind::network_activity && !about.others.network_activity)) {
    return ternary::no;
  }
  auto const active = is_active(about, reach);
  if (active == ternary::no) {
    return ternary::no;
  }
  if (may_record_anything(about)) {
    return ternary::unknown;
  }
  auto const taken = example.plain_of ? about.others.takes(*example.plain_of)
                     : example.cell   ? about.management[*example.cell]
                                      : ternary::unknown;
  return taken == ternary::unknown ? std::nullopt : std::optional(both(active, taken));
}

// The same of any trail.
[[nodiscard]] inline ternary recorded_by(trail_view const& about, ternary reach,
                                         event_example const& example) {
  auto const told = recorded_at_a_glance(about, reach, example);
  return told ? *told : would_record(selection_within(about, reach), example.event).recorded;
}

inline constexpr answer_place no_selectors("cloudtrail:GetEventSelectors", nullptr);
inline constexpr answer_place no_trails("cloudtrail:DescribeTrails", nullptr);

[[nodiscard]] inline member_place selectors_place(trail_view const& about) noexcept {
  if (about.selectors.get() == nullptr && !may_record_anything(about)) {
    return about.settings.from.at("HasCustomEventSelectors"); // they are AWS's default
  }
  return about.selectors.from.capture() == origin::no_capture ? no_selectors : about.selectors.from;
}

// Whether one selector alone certainly takes all data events of a type, by the plainest form.
[[nodiscard]] TRAILAUDIT_APART bool takes_all(event_selection const& from,
                                              data_event_set const& set) noexcept {
  bool found = false;
  for_each_clause({&from, 1}, [&](clause const& each) {
    if (found || !each.certain || (each.kinds & bit_of(event_kind::data)) == 0 ||
        (set.reads & ~each.reads) != 0) {
      return;
    }
    if (each.what == clause::form::basic_data && each.resource->type == set.type) {
      auto const* const known = find_known_type(set.type);
      for_each_value(each, [&](text_pattern const& value) {
        // `arn:aws:s3`: all of a service, in the trail's own partition.
        auto const start = std::string_view("arn:").size() + from.partition.size();
        auto const end = known == nullptr ? std::string_view::npos : known->arn_form.find(':', 1);
        found = found || (value.how == text_match::prefix && end != std::string_view::npos &&
                          value.text.starts_with("arn:") &&
                          value.text.substr(4, from.partition.size()) == from.partition &&
                          known->arn_form.substr(0, end) ==
                              value.text.substr(std::min(start, value.text.size())));
      });
    } else if (each.what == clause::form::advanced) {
      bool type = false;
      bool more = false;
      for_each_condition(each, [&](condition const& asked) {
        if (asked.field == event_field::resource_type) {
          type = holds(asked, {ternary::yes, set.type}) == ternary::yes;
        } else {
          more = true;
        }
      });
      found = type && !more;
    }
  });
  return found;
}

// The same of a trail, whether it is on or not.
[[nodiscard]] inline bool takes_all(trail_view const& about, data_event_set const& set) noexcept {
  auto const told = set.asked ? about.others.takes(*set.asked) : ternary::unknown;
  if (told != ternary::unknown) {
    return told == ternary::yes;
  }
  auto selection = selection_of(about);
  selection.active = ternary::yes;
  return takes_all(selection, set);
}

// The same event in another Region of the account: that stands in the ARN of most resources.
[[nodiscard]] inline event_record in_region(event_record const& event, std::string_view region,
                                            std::string_view account) {
  auto out = event;
  for (auto& each : out.resources) {
    auto const named = parse_arn(each.arn);
    if (!named.region.empty()) {
      each.arn = "arn:" + std::string(named.partition) + ':' + std::string(named.service) + ':' +
                 std::string(region) + ':' +
                 std::string(account.empty() ? named.account : account) + ':' +
                 std::string(named.resource);
    }
  }
  return out;
}

// Whether no trail records the event in a Region.
[[nodiscard]] TRAILAUDIT_APART bool
is_unrecorded_in(std::string_view region, inventory const& world, event_example const& example) {
  bool const regional = !example.region.empty();
  std::optional<event_record> there; // made for the first trail whose selectors must be asked
  auto const& trails = world.trails();
  return std::all_of(trails.begin(), trails.end(), [&](auto const& each) {
    auto const reach = covers_region(each, region);
    if (auto const told = recorded_at_a_glance(each, reach, example)) {
      return *told == ternary::no;
    }
    if (regional && !there) {
      there = in_region(example.event, region, world.world().account_id);
    }
    return would_record(selection_within(each, reach), there ? *there : example.event).recorded ==
           ternary::no;
  });
}

// The answer that shows all trails of a Region, where an event goes unrecorded. Null: it does in
// none.
[[nodiscard]] inline answer_place const* where_unrecorded(inventory const& world,
                                                          event_example const& example) {
  bool const regional = !example.region.empty();
  // Mostly no trail at all records it, or one that reaches every Region.
  auto const& sum = world.coverage();
  auto const told_of_all = example.plain_of ? sum.others().takes(*example.plain_of)
                           : example.cell   ? sum.anywhere()[*example.cell]
                                            : ternary::unknown;
  bool nowhere = true;
  for (auto const& each :
       told_of_all == ternary::no ? std::span<trail_view const>{} : std::span{world.trails()}) {
    // A trail that records no such event whatever its ARN records none in any Region.
    auto const told = recorded_at_a_glance(each, ternary::yes, example);
    auto const& anywhere = regional ? example.vague : example.event;
    if ((told ? *told : would_record(selection_of(each), anywhere).recorded) != ternary::no) {
      nowhere = false;
      if (each.multi_region == ternary::yes && (told || !regional)) {
        return nullptr; // nor does the Region matter
      }
    }
  }
  for (auto const& answer : world.trail_lists()) {
    if (nowhere || ((!regional || !answer.region().empty()) &&
                    is_unrecorded_in(answer.region(), world, example))) {
      return &answer;
    }
  }
  return nullptr;
}

// A value of the trails' selectors that begins an ARN and shuts it out, as the account spells it.
[[nodiscard]] inline std::string_view excluded_value(inventory const& world, std::string_view arn) {
  std::string_view found;
  for (auto const& trail : world.trails()) {
    auto const* const selectors = trail.selectors.get();
    if (selectors == nullptr) {
      continue;
    }
    for (auto const& selector : selectors->advanced_event_selectors) {
      for (auto const& each : selector.field_selectors) {
        if (each.field != "resources.ARN") {
          continue;
        }
        for (auto const* values : {&each.not_starts_with, &each.not_equals}) {
          for (auto const& value : *values) {
            found = arn.starts_with(value) && value.size() > found.size() ? std::string_view(value)
                                                                          : found;
          }
        }
      }
    }
  }
  return found;
}

// What to show of a gap: a multi-Region trail's selectors if there is such a trail, or the list of
// trails.
[[nodiscard]] inline member_place place_of_gap(inventory const& world) {
  if (auto const first = world.coverage().first_everywhere(); first != account_coverage::no_trail) {
    return selectors_place(world.trails()[first]);
  }
  auto const& answers = world.trail_listing().answers;
  return answers.empty() ? no_trails : answers.front();
}

[[nodiscard]] inline coverage_answer undecided_data(inventory const& world,
                                                    data_event_set const& set,
                                                    std::string_view reason) noexcept {
  return {ternary::unknown, reason, place_of_gap(world), set.words};
}
[[nodiscard]] inline coverage_answer data_gap(inventory const& world, answer_place const& seen,
                                              std::string_view what) noexcept {
  return {ternary::no, "no trail records such an event", place_of_gap(world), what, &seen};
}

inline constexpr std::string_view single_region =
    "no multi-Region trail records such an event, but a single-Region one may";

// What the selectors of all multi-Region trails come to for the events of a question.
[[nodiscard]] TRAILAUDIT_APART coverage_answer cover_question(
    inventory const& world, advanced_event_selector const& question, std::string_view words) {
  std::vector<event_selection> recorders;
  for (auto const& each : world.trails()) {
    auto const everywhere = selection_within(each, each.multi_region);
    if (everywhere.active != ternary::no) {
      recorders.push_back(everywhere);
      recorders.back().partition = each.partition; // that is the account's, where it is not known
    }
  }
  auto const gap = uncovered(recorders, question);
  if (gap.covered == ternary::yes) {
    return {ternary::yes, "multi-Region trails record them together", place_of_gap(world), words};
  }
  if (gap.covered == ternary::unknown) {
    return {ternary::unknown, gap.reason, place_of_gap(world), words};
  }
  if (auto const* const seen = where_unrecorded(world, example_of(gap.witness))) {
    auto const& resources = gap.witness.resources;
    auto const value =
        resources.empty() ? std::string_view{} : excluded_value(world, resources.front().arn);
    return data_gap(world, *seen, value.empty() ? words : value);
  }
  return {ternary::unknown, single_region, place_of_gap(world), words};
}

inline void ask_equals(advanced_event_selector& question, std::string_view field,
                       std::string_view value) {
  auto& added = question.field_selectors.emplace_back();
  added.field = field;
  added.equals.push_back(std::string(value));
}

// What the selectors of all trails come to, where neither one of them nor a plain event decides.
// `plain`: an event that goes unrecorded nowhere, or null.
[[nodiscard]] TRAILAUDIT_APART coverage_answer cover_data_together(inventory const& world,
                                                                   data_event_set const& set,
                                                                   event_example const* plain) {
  // What is not known of a trail that may record all of them leaves no gap to be sure of; that
  // others cover them together is too rare to look for.
  for (auto const& each : world.trails()) {
    if (!each.others.data) {
      continue;
    }
    auto const active = is_active(each, each.multi_region);
    bool const anything = active != ternary::no && may_record_anything(each);
    if (anything || (active == ternary::unknown && takes_all(each, set))) {
      return {ternary::unknown,
              anything ? std::string_view{"the selectors are not known"}
                       : "whether it is logging in every Region is not known",
              selectors_place(each), each.arn};
    }
  }
  if (plain != nullptr &&
      std::all_of(world.trails().begin(), world.trails().end(), [&](auto const& each) {
        return recorded_by(each, each.multi_region, *plain) == ternary::no;
      })) {
    return undecided_data(world, set, single_region);
  }
  advanced_event_selector question;
  ask_equals(question, "eventCategory", "Data");
  ask_equals(question, "resources.type", set.type);
  if (set.reads != 3) {
    ask_equals(question, "readOnly", set.reads == 2 ? "true" : "false");
  }
  return cover_question(world, question, set.words);
}

// The same of events that few ask about, by their selectors alone.
[[nodiscard]] inline coverage_answer cover_named(inventory const& world,
                                                 advanced_event_selector const& question,
                                                 std::string_view words) {
  auto found = cover_question(world, question, words);
  if (found.covered == ternary::unknown && !world.multi_region_trails_seen()) {
    found.reason = "multi-Region trails may have been missed";
  }
  return found;
}

[[nodiscard]] inline coverage_answer cover_data(inventory const& world, data_event_set const& set) {
  auto const& sum = world.coverage();
  auto const some = set.asked ? sum.others().takes(*set.asked) : ternary::unknown;
  for (auto const& each :
       some == ternary::no ? std::span<trail_view const>{} : std::span{world.trails()}) {
    if (each.others.data && is_active(each, each.multi_region) == ternary::yes &&
        takes_all(each, set)) {
      return {ternary::yes, "a multi-Region trail records them all", selectors_place(each),
              each.arn};
    }
  }
  if (!world.multi_region_trails_seen()) {
    return undecided_data(world, set, "multi-Region trails may have been missed");
  }
  // A plain event shows most gaps. In another partition ARNs are others than it has.
  auto const* const plain =
      set.asked && sum.standard_partition() ? &plain_event_of(*set.asked) : nullptr;
  bool const nowhere = some == ternary::no && !world.trail_lists().empty(); // mostly
  auto const* const seen = plain == nullptr ? nullptr
                           : nowhere        ? &world.trail_lists().front()
                                            : where_unrecorded(world, *plain);
  if (seen == nullptr) {
    return cover_data_together(world, set, plain);
  }
  bool const shown_there = plain->region.empty() || plain->region == seen->region();
  return data_gap(world, *seen,
                  shown_there ? std::string_view(plain->event.resources.front().arn) : set.words);
}

// Whether an ARN that a selector names, whole or by its start, may be one of a type of resource
// whose events the trail records: in its partition and, of a single-Region trail, in its Region.
[[nodiscard]] inline ternary names_recordable(trail_view const& about, std::string_view type,
                                              text_match how, std::string_view value) noexcept {
  if (how == text_match::suffix) {
    return ternary::yes;
  }
  // Takes what must stand next; whether it does, as far as the value goes.
  auto const take = [&](std::string_view wanted) {
    auto const length = std::min(wanted.size(), value.size());
    bool const same = value.substr(0, length) == wanted.substr(0, length) &&
                      (length == wanted.size() || how == text_match::prefix);
    value.remove_prefix(length);
    return same;
  };
  auto const take_to_colon = [&](bool& whole) {
    auto const colon = value.find(':');
    whole = colon != std::string_view::npos || how == text_match::equals;
    auto const part = value.substr(0, colon);
    value.remove_prefix(colon == std::string_view::npos ? value.size() : colon + 1);
    return part;
  };
  if (!take("arn:")) {
    return ternary::no;
  }
  bool whole = false;
  auto const partition = take_to_colon(whole);
  if (!about.partition.empty() &&
      (whole ? about.partition != partition : !about.partition.starts_with(partition))) {
    return ternary::no;
  }
  auto const service = take_to_colon(whole);
  auto const* const known = find_known_type(type);
  if (known != nullptr) {
    auto const form = known->arn_form.substr(1);
    auto const own = form.substr(0, form.find(':'));
    // `arn:aws:s3`, in a basic selector, is a start.
    if (whole ? own != service : !own.starts_with(service)) {
      return ternary::no;
    }
  }
  auto const region = take_to_colon(whole);
  bool const elsewhere =
      !region.empty() && !about.home_region.empty() &&
      (whole ? about.home_region != region : !about.home_region.starts_with(region));
  if (!elsewhere || about.multi_region == ternary::yes) {
    return ternary::yes;
  }
  // Of other types nobody knows whether their events happen where their ARN says.
  return known != nullptr && about.multi_region == ternary::no ? ternary::no : ternary::unknown;
}

// Whether a condition leaves any text that it asks for, and any ARN that the trail records.
[[nodiscard]] inline ternary leaves_some(trail_view const& about, condition const& asked,
                                         condition const* types) noexcept {
  if (!has_values(asked.any)) {
    return ternary::yes;
  }
  auto some = ternary::no;
  for (std::size_t at = 0; at != asked.any.size(); ++at) {
    auto const how = operator_matches[at];
    for (auto const& value : *asked.any[at]) {
      // A start or an end that is shut out shuts out whatever has it.
      auto const shut_out = [&](list<std::string> const* by, bool fits) {
        return fits && by != nullptr && std::any_of(by->begin(), by->end(), [&](auto const& each) {
                 return by == asked.none[0]   ? value == each
                        : by == asked.none[1] ? value.starts_with(each)
                                              : value.ends_with(each);
               });
      };
      if (shut_out(asked.none[0], how == text_match::equals) ||
          shut_out(asked.none[1], how != text_match::suffix) ||
          shut_out(asked.none[2], how != text_match::prefix)) {
        continue;
      }
      if (asked.field != event_field::resource_arn) {
        return ternary::yes;
      }
      if (types == nullptr || types->any[0]->empty() || has_values(types->none)) {
        some = either(some, names_recordable(about, {}, how, value));
        continue;
      }
      for (auto const& type : *types->any[0]) {
        some = either(some, names_recordable(about, type, how, value));
      }
    }
  }
  return some;
}

// Whether an event that the trail may see can match the clause.
[[nodiscard]] inline ternary takes_some(trail_view const& about, clause const& of) noexcept {
  auto some = ternary::yes;
  if (of.what == clause::form::basic_data) {
    some = ternary::no;
    for_each_value(of, [&](text_pattern const& value) {
      some = either(some, of.doubtful_values
                              ? ternary::unknown
                              : names_recordable(about, of.resource->type, value.how, value.text));
    });
    return of.resource->values.empty() ? ternary::unknown : some;
  }
  if (of.what == clause::form::advanced) {
    condition types;
    bool typed = false;
    for_each_condition(of, [&](condition const& each) {
      if (each.field == event_field::resource_type) {
        types = each;
        typed = true;
      }
    });
    for_each_condition(of, [&](condition const& each) {
      some = both(some, leaves_some(about, each, typed ? &types : nullptr));
    });
  }
  return some;
}

// Whether trails record any events of a kind, as far as one has looked.
struct any_events {
  ternary covered = ternary::no;
  std::string_view reason{};
  trail_view const* shown = nullptr;
  trail_view const* nothing = nullptr; // its selectors name what it cannot record

  void show(trail_view const& about, ternary value, std::string_view why) noexcept {
    if (value > covered) {
      covered = value;
      reason = value == ternary::yes ? std::string_view{"a trail records some"} : why;
      shown = &about;
    }
  }
};

TRAILAUDIT_APART void look_at_clauses(any_events& into, trail_view const& about,
                                      event_kind kind) noexcept {
  auto const selection = selection_of(about);
  for_each_clause({&selection, 1}, [&](clause const& clause) {
    if ((clause.kinds & bit_of(kind)) == 0 || clause.reads == 0) {
      return;
    }
    auto const some = takes_some(about, clause);
    if (some == ternary::no) {
      into.nothing = &about;
    }
    into.show(about, both(some, clause.certain ? ternary::yes : ternary::unknown),
              clause.certain
                  ? std::string_view{"a trail's selectors may name what it cannot record"}
                  : clause.doubt);
  });
}

[[nodiscard]] inline coverage_answer any_of_kind(inventory const& world, event_kind kind,
                                                 std::string_view words) noexcept {
  any_events found;
  auto const& others = world.coverage().others();
  bool const some = kind == event_kind::data ? others.data : others.network_activity;
  auto const trails = some ? std::span{world.trails()} : std::span<trail_view const>{};
  for (auto const& each : trails) {
    if (!(kind == event_kind::data ? each.others.data : each.others.network_activity)) {
      continue;
    }
    // A selector that takes all of a type, in the trail's own partition.
    if (kind == event_kind::data && each.others.whole != 0 &&
        is_active(each, ternary::yes) == ternary::yes) {
      found.show(each, ternary::yes, {});
      break;
    }
    look_at_clauses(found, each, kind);
  }
  if (found.shown != nullptr) {
    return {found.covered, found.reason, selectors_place(*found.shown), found.shown->arn};
  }
  bool const whole = world.trail_listing().whole == ternary::yes;
  bool const names = found.nothing != nullptr;
  return {whole ? ternary::no : ternary::unknown,
          !whole  ? std::string_view{"trails may have been missed"}
          : names ? std::string_view{"no trail records any: selectors name what it cannot record"}
                  : "no trail records any",
          names ? selectors_place(*found.nothing) : place_of_gap(world), words};
}

} // namespace detail

TRAILAUDIT_INLINE coverage_answer data_event_coverage(inventory const& world, data_events asked) {
  return detail::cover_data(world, detail::set_of(asked));
}

TRAILAUDIT_INLINE coverage_answer data_event_coverage(inventory const& world,
                                                      std::string_view resource_type) {
  return detail::cover_data(world, {resource_type, 3, resource_type});
}

TRAILAUDIT_INLINE coverage_answer s3_bucket_event_coverage(inventory const& world,
                                                           std::string_view bucket) {
  auto const& trails = world.trails();
  auto const of = std::find_if(trails.begin(), trails.end(),
                               [](auto const& each) { return !each.partition.empty(); });
  advanced_event_selector question;
  detail::ask_equals(question, "eventCategory", "Data");
  detail::ask_equals(question, "resources.type", "AWS::S3::Object");
  auto& objects = question.field_selectors.emplace_back();
  objects.field = "resources.ARN";
  objects.starts_with.push_back("arn:" + std::string(of == trails.end() ? "aws" : of->partition) +
                                ":s3:::" + std::string(bucket) + '/');
  auto found = detail::cover_named(world, question, bucket);
  // Its events happen in one Region, of which single-Region trails may record them.
  if (found.covered == ternary::no &&
      std::any_of(trails.begin(), trails.end(), [](auto const& each) {
        return each.multi_region != ternary::yes && each.others.data &&
               detail::is_active(each, ternary::yes) != ternary::no;
      })) {
    return {ternary::unknown, detail::single_region, detail::place_of_gap(world), bucket};
  }
  return found;
}

TRAILAUDIT_INLINE coverage_answer network_activity_coverage(inventory const& world,
                                                            std::string_view event_source) {
  advanced_event_selector question;
  detail::ask_equals(question, "eventCategory", "NetworkActivity");
  detail::ask_equals(question, "eventSource", event_source);
  return detail::cover_named(world, question, event_source);
}

TRAILAUDIT_INLINE coverage_answer bedrock_event_coverage(inventory const& world) {
  static const std::array<detail::event_example, 2> events = [] {
    std::array<detail::event_example, 2> made;
    for (bool const read : {false, true}) {
      event_record event;
      event.event_version = "1.11";
      event.event_category = "Management";
      event.management_event = true;
      event.read_only = read;
      event.event_type = "AwsApiCall";
      event.event_source = "bedrock.amazonaws.com";
      event.event_name = read ? "InvokeModel" : "CreateAgent";
      made[read ? 1 : 0] = detail::example_of(std::move(event));
    }
    return made;
  }();
  // Where what all trails come to does not decide, their selectors are asked.
  auto const& cells = world.coverage().everywhere().management;
  auto const told = both(cells[*events[0].cell], cells[*events[1].cell]);
  auto all = told == ternary::no ? ternary::no : ternary::yes;
  trail_view const* shown = nullptr;
  for (std::size_t at = told == ternary::yes ? 1 : 0; at != events.size() && all != ternary::no;
       ++at) {
    auto value = ternary::no;
    for (auto const& each : world.trails()) {
      value = either(value, detail::recorded_by(each, each.multi_region, events[at]));
      if (value == ternary::yes) {
        shown = &each;
        break;
      }
    }
    all = both(all, value);
  }
  if (all == ternary::yes) {
    return {all, "multi-Region trails record them", detail::selectors_place(*shown), shown->arn};
  }
  if (world.multi_region_trails_seen()) {
    for (auto const& example : events) {
      if (auto const* const seen = detail::where_unrecorded(world, example)) {
        return {ternary::no, "no trail records such an event", detail::place_of_gap(world),
                example.event.event_name, seen};
      }
    }
  }
  return {ternary::unknown,
          "whether a trail records them is not known",
          detail::place_of_gap(world),
          {}};
}

TRAILAUDIT_INLINE coverage_answer any_data_events(inventory const& world) noexcept {
  return detail::any_of_kind(world, detail::event_kind::data, "data events");
}

TRAILAUDIT_INLINE coverage_answer any_network_activity_events(inventory const& world) noexcept {
  return detail::any_of_kind(world, detail::event_kind::network_activity,
                             "network activity events");
}

} // namespace trailaudit::inline v0
