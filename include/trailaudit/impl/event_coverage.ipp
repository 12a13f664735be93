#pragma once

#include <trailaudit/analysis/event_clauses.hpp>
#include <trailaudit/analysis/event_coverage.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// --- Whether one event is recorded

struct decision {
  ternary value = ternary::yes;
  std::string_view field{}; // of the first that is not yes
};

inline void join(decision& into, ternary value, std::string_view field) noexcept {
  if (value < into.value) {
    into.value = value;
    into.field = field;
  }
}

// Whether one of the resources is meant. Where several of one type differ AWS does not say.
template <class TypeHolds, class ArnHolds>
[[nodiscard]] ternary some_resource(event_record const& event, TypeHolds const& type_holds,
                                    ArnHolds const& arn_holds) {
  if (event.resources.empty()) {
    return ternary::unknown; // a data event has some; this is a fragment
  }
  bool yes = false;
  bool no = false;
  bool unknown = false;
  for (auto const& each : event.resources) {
    auto const type = type_holds(each);
    if (type == ternary::no) {
      continue;
    }
    auto const value = both(type, arn_holds(each));
    yes = yes || value == ternary::yes;
    no = no || value == ternary::no;
    unknown = unknown || value == ternary::unknown;
  }
  return unknown || (yes && no) ? ternary::unknown : to_ternary(yes);
}

// Whether values hit each text that begins with `start`, or none of them.
[[nodiscard]] inline ternary hits_start(std::array<list<std::string> const*, 3> const& lists,
                                        std::string_view start) noexcept {
  auto value = ternary::no;
  for (std::size_t at = 0; at != lists.size(); ++at) {
    if (lists[at] == nullptr) {
      continue;
    }
    for (std::string_view const each : *lists[at]) {
      bool const all = at == 1 && start.starts_with(each);
      bool const some = at == 2 || each.starts_with(start);
      value = either(value, all ? ternary::yes : some ? ternary::unknown : ternary::no);
    }
  }
  return value;
}

[[nodiscard]] inline field_value arn_of(event_resource const& from) noexcept {
  return {from.arn.empty() ? ternary::unknown : ternary::yes, from.arn};
}

[[nodiscard]] inline ternary arn_holds(condition const& asked,
                                       event_resource const& from) noexcept {
  // A request about all that starts so: it matches where its start alone decides.
  if (from.arn.empty() && !from.arn_prefix.empty()) {
    auto const any = has_values(asked.any) ? hits_start(asked.any, from.arn_prefix) : ternary::yes;
    return both(any, negation(hits_start(asked.none, from.arn_prefix)));
  }
  return holds(asked, arn_of(from));
}

[[nodiscard]] inline decision records(clause const& by, event_record const& event) {
  decision value;
  auto const kind = kind_of(event);
  if (kind == event_kind::untold) {
    join(value, ternary::unknown, name_of(event_field::category));
  } else if ((by.kinds & bit_of(kind)) == 0 ||
             (kind == event_kind::other && by.category != nullptr &&
              std::find(by.category->equals.begin(), by.category->equals.end(),
                        event.event_category) == by.category->equals.end())) {
    join(value, ternary::no, name_of(event_field::category));
    return value;
  }
  if (by.reads != 3 || by.asks_reads) {
    auto const wanted = event.read_only ? to_ternary((by.reads & (*event.read_only ? 2U : 1U)) != 0)
                                        : ternary::unknown;
    join(value, wanted, name_of(event_field::read_only));
  }
  switch (by.what) {
  case clause::form::anything:
  case clause::form::by_default:
    break;
  case clause::form::basic_management:
    for (auto const& source : by.basic->exclude_management_event_sources) {
      auto const is = event.event_source.empty()     ? ternary::unknown
                      : event.event_source != source ? ternary::no
                      : may_be_excluded(source)      ? ternary::yes
                                                     : ternary::unknown;
      join(value, negation(is), "ExcludeManagementEventSources");
    }
    break;
  case clause::form::basic_data: {
    auto const type_holds = [&](event_resource const& each) {
      return each.type.empty() ? ternary::unknown : to_ternary(each.type == by.resource->type);
    };
    auto const values_hold = [&](event_resource const& each) {
      auto hit = ternary::no;
      for_each_value(by, [&](text_pattern const& pattern) {
        bool const whole = pattern.how == text_match::equals;
        auto met = ternary::unknown;
        if (!each.arn.empty()) {
          met = to_ternary(whole ? each.arn == pattern.text
                                 : std::string_view(each.arn).starts_with(pattern.text));
        } else if (!whole && each.arn_prefix.starts_with(pattern.text)) {
          met = ternary::yes;
        } else if (!pattern.text.starts_with(each.arn_prefix)) {
          met = ternary::no;
        }
        hit = either(hit, met);
      });
      // Without any value it may still mean something.
      return by.doubtful_values && by.resource->values.empty() ? ternary::yes : hit;
    };
    join(value, some_resource(event, type_holds, values_hold), "DataResources");
    break;
  }
  case clause::form::advanced: {
    std::array<condition, 2> on_resources{}; // type, ARN
    bool has_type = false;
    bool has_arn = false;
    for_each_condition(by, [&](condition const& asked) {
      if (asked.field == event_field::resource_type) {
        on_resources[0] = asked;
        has_type = true;
      } else if (asked.field == event_field::resource_arn) {
        on_resources[1] = asked;
        has_arn = true;
      } else {
        join(value, holds(asked, value_of(event, asked.field)), name_of(asked.field));
      }
    });
    if (has_type || has_arn) {
      join(value,
           some_resource(
               event,
               [&](event_resource const& each) {
                 return !has_type           ? ternary::yes
                        : each.type.empty() ? ternary::unknown
                                            : holds(on_resources[0], {ternary::yes, each.type});
               },
               [&](event_resource const& each) {
                 return has_arn ? arn_holds(on_resources[1], each) : ternary::yes;
               }),
           name_of(has_arn ? event_field::resource_arn : event_field::resource_type));
    }
    break;
  }
  }
  if (!by.certain && value.value == ternary::yes) {
    value = {ternary::unknown, by.doubt_field};
  }
  return value;
}

} // namespace detail

TRAILAUDIT_INLINE event_selection selection_of(trail_view const& about) noexcept {
  event_selection made;
  auto const* const settings = about.settings.get();
  made.custom = settings == nullptr ? std::nullopt : settings->has_custom_event_selectors;
  if (auto const* const status = about.status.get()) {
    made.active = to_ternary(status->is_logging);
  } else {
    made.active = ternary::unknown;
  }
  // Another account's trail records this one's events only as its organization's.
  if (about.foreign && settings != nullptr && settings->is_organization_trail == false) {
    made.active = both(made.active, ternary::unknown);
  }
  made.partition = about.partition.empty() ? std::string_view{"aws"} : about.partition;
  if (auto const* const selectors = about.selectors.get()) {
    made.basic = {selectors->event_selectors.data(), selectors->event_selectors.size()};
    made.advanced = {selectors->advanced_event_selectors.data(),
                     selectors->advanced_event_selectors.size()};
  } else {
    made.known = made.custom == false && about.selectors.state != observation::contradictory;
  }
  return made;
}

TRAILAUDIT_INLINE event_recording would_record(event_selection const& selectors,
                                               event_record const& event) {
  event_recording found;
  if (selectors.active != ternary::no && detail::kind_of(event) == detail::event_kind::insight) {
    return {ternary::unknown, "Insights events are chosen by insight selectors",
            event_recording::no_selector, false, detail::name_of(detail::event_field::category)};
  }
  found.reason = "no selector matches";
  std::size_t clauses = 0;
  event_recording missed;
  detail::for_each_clause({&selectors, 1}, [&](detail::clause const& each) {
    auto const decided = detail::records(each, event);
    bool const advanced = each.what == detail::clause::form::advanced;
    ++clauses;
    if (decided.value > found.recorded) {
      found.recorded = decided.value;
      found.selector = each.selector;
      found.advanced = advanced;
      found.field = decided.value == ternary::yes ? std::string_view{} : decided.field;
      found.reason = decided.value == ternary::yes
                         ? each.what == detail::clause::form::by_default
                               ? "AWS's default records all management events"
                               : "a selector matches"
                     : !each.certain ? each.doubt
                                     : "the event does not say what a selector asks for";
    } else if (decided.value == ternary::no) {
      missed = {ternary::no, {}, each.selector, advanced, decided.field};
    }
  });
  if (found.recorded == ternary::no) {
    if (selectors.active == ternary::no) {
      found.reason = "it is not logging";
    }
    if (clauses == 1) { // it is clear what keeps the event out
      found.selector = missed.selector;
      found.advanced = missed.advanced;
      found.field = missed.field;
    }
  }
  return found;
}

namespace detail {

// --- The search for an event that no clause records

using clause_set = std::vector<std::uint64_t>;

[[nodiscard]] inline bool bit_at(clause_set const& of, std::size_t at) noexcept {
  return (of[at / 64] >> (at % 64) & 1U) != 0;
}
inline void set_bit(clause_set& of, std::size_t at) noexcept {
  of[at / 64] |= std::uint64_t{1} << (at % 64);
}
[[nodiscard]] inline std::size_t count_of(clause_set const& of) noexcept {
  std::size_t count = 0;
  for (auto const word : of) {
    count += static_cast<std::size_t>(std::popcount(word));
  }
  return count;
}
// A kind of value that a field may have, and which clauses it keeps the event out of.
struct value_kind {
  std::string text{};
  ternary present = ternary::yes; // unknown: the field is left open
  bool exists = true;             // or it cannot be told whether there is such an event
  clause_set out{};          // certainly, and then, in as many words again, perhaps or certainly
  std::size_t keeps_out = 0; // how many bits that are

  [[nodiscard]] std::string_view key() const noexcept {
    return {reinterpret_cast<char const*>(out.data()), out.size() * sizeof(std::uint64_t)};
  }
};

// Looks for a gap among the events of one category, one `readOnly` and one type of resource.
class gap_search {
public:
  gap_search(std::span<event_selection const> recorders, advanced_event_selector const& question,
             coverage_budget const& budget)
      : recorders_(recorders), budget_(budget) {
    asked_.what = clause::form::advanced;
    asked_.selected = &question;
    for_each_clause(recorders, [&](clause const& each) { add_clause(each); });
  }

  [[nodiscard]] event_gap run() {
    event_selection const as_selection{{}, {asked_.selected, 1}, true};
    for_each_clause(
        {&as_selection, 1}, [&](clause const& each) { asked_ = each; }, true);
    asked_.fields = fields_asked(asked_);
    if (!asked_.certain) {
      return {ternary::unknown, "the question is not decided", {}};
    }
    if ((asked_.kinds & (bit_of(event_kind::insight) | bit_of(event_kind::other))) != 0) {
      return {
          ternary::unknown, "the question asks for a category that selectors do not decide", {}};
    }
    // What happens in a partition only its own recorders record.
    auto const all = partitions();
    several_partitions_ = all.size() > 1;
    for (auto const partition : all) {
      partition_ = partition;
      for (auto const kind :
           {event_kind::management, event_kind::data, event_kind::network_activity}) {
        for (auto const read : {false, true}) {
          if ((asked_.kinds & bit_of(kind)) != 0 && (asked_.reads & (read ? 2U : 1U)) != 0) {
            search(kind, read);
            if (found_.covered == ternary::no) {
              return std::move(found_);
            }
          }
        }
      }
    }
    if (found_.covered == ternary::yes && !any_) {
      found_ = {ternary::unknown, "the question holds no event", {}};
    }
    return std::move(found_);
  }

private:
  // What is asked of resources is certain of data events alone, and of an ARN only beside its type:
  // an event about an object tells of its bucket too.
  void add_clause(clause each) {
    each.fields = fields_asked(each);
    clauses_.push_back(each);
    bool const on_type = asks(each, event_field::resource_type);
    if (each.what != clause::form::advanced ||
        (!on_type && !asks(each, event_field::resource_arn))) {
      return;
    }
    constexpr std::string_view reason = "which resources such events tell of is not documented";
    auto& of_data = clauses_.back();
    auto others = each;
    others.kinds = static_cast<std::uint8_t>(each.kinds & ~bit_of(event_kind::data));
    doubt(others, reason);
    of_data.kinds = static_cast<std::uint8_t>(each.kinds & bit_of(event_kind::data));
    if (!on_type) {
      doubt(of_data, reason);
    }
    clauses_.push_back(others);
  }

  [[nodiscard]] std::vector<std::string_view> partitions() const {
    std::vector<std::string_view> found;
    for (auto const& each : recorders_) {
      if (!each.partition.empty() &&
          std::find(found.begin(), found.end(), each.partition) == found.end()) {
        found.push_back(each.partition);
      }
    }
    if (found.empty()) {
      found.emplace_back("aws");
    }
    return found;
  }
  [[nodiscard]] bool is_here(event_selection const& each) const noexcept {
    return each.partition.empty() || each.partition == partition_;
  }

  void undecided(std::string_view reason) {
    if (found_.covered == ternary::yes) {
      found_ = {ternary::unknown, reason, {}};
    }
  }

  void search(event_kind kind, bool read) {
    kind_ = kind;
    read_ = read;
    candidates_.clear();
    for (auto const& each : clauses_) {
      if ((each.kinds & bit_of(kind)) != 0 && (each.reads & (read ? 2U : 1U)) != 0 &&
          is_here(recorders_[each.recorder])) {
        candidates_.push_back(&each);
      }
    }
    if (kind != event_kind::data) {
      type_ = {};
      search_type();
      return;
    }
    // The type decides what the other fields can be: one search for each kind of type.
    auto const types = values_of(event_field::resource_type, true);
    if (spent()) {
      undecided(exhausted_);
      return;
    }
    auto const all = candidates_;
    for (auto const& each : types) {
      type_ = each.text;
      candidates_.clear();
      for (std::size_t at = 0; at != all.size(); ++at) {
        if (!bit_at(each.out, at)) {
          candidates_.push_back(all[at]);
        }
      }
      search_type();
      if (found_.covered == ternary::no || spent()) {
        return;
      }
    }
  }

  [[nodiscard]] bool spent() const noexcept { return cells_ == budget_.max_cells; }

  // Whether a clause asks anything beyond what is settled: category, `readOnly`, type of resource.
  [[nodiscard]] static bool asks_more(clause const& of) noexcept {
    auto const type = 1U << static_cast<unsigned>(event_field::resource_type);
    return (of.fields & ~type) != 0;
  }

  void search_type() {
    for (auto const* each : candidates_) {
      if (each->certain && !asks_more(*each)) {
        any_ = true;
        return; // it records them all
      }
    }
    // Most gaps show by values that people know; only then all kinds of values are looked for.
    if (!gather(false) || !search_values(false)) {
      if (gather(true)) {
        (void)search_values(true);
      }
    }
  }

  // Gathers the values of the fields that tell events apart. False where a field has none: there is
  // no such event, if all of them were looked for.
  [[nodiscard]] bool gather(bool all) {
    fields_.clear();
    kinds_.clear();
    for (auto const field : {event_field::resource_arn, event_field::source, event_field::name,
                             event_field::type, event_field::error_code, event_field::vpc_endpoint,
                             event_field::user_arn, event_field::console}) {
      if (matters(field)) {
        auto values = values_of(field, all);
        if (values.empty() && !spent()) {
          return false;
        }
        fields_.push_back(field);
        kinds_.push_back(std::move(values));
      }
    }
    return true;
  }

  // Whether the values gathered decide it.
  [[nodiscard]] bool search_values(bool all) {
    any_ = true;
    clause_set every(word_count(), 0);
    clause_set certain(word_count(), 0);
    for (std::size_t at = 0; at != candidates_.size(); ++at) {
      set_bit(every, at);
      if (candidates_[at]->certain) {
        set_bit(certain, at);
      }
    }
    chosen_.assign(fields_.size(), nullptr);
    sum_up(true);
    left_.assign(fields_.size() + 1, every);
    if (choose(0, true)) {
      confirm();
      return true;
    }
    if (spent()) { // a gap among the values that were found is one; that there is none, no proof
      undecided(exhausted_);
      return true;
    }
    if (!all) {
      return false;
    }
    sum_up(false);
    left_.front() = certain;
    if (choose(0, false)) {
      undecided(doubt_of_candidates());
    } else if (steps_ >= budget_.max_steps) {
      undecided("the budget `max_steps` is used up");
    }
    return true;
  }

  [[nodiscard]] std::string_view doubt_of_candidates() const {
    for (auto const* each : candidates_) {
      if (!each->certain) {
        return each->doubt;
      }
    }
    return "whether such an event exists cannot be told";
  }

  [[nodiscard]] std::size_t word_count() const noexcept { return candidates_.size() / 64 + 1; }

  // Whether the type is known and no event of the kind is: `readOnly` events of a Lambda function.
  [[nodiscard]] bool nameless() const noexcept {
    auto const* const type = find_known_type(type_);
    return kind_ == event_kind::data && type != nullptr &&
           (read_ ? type->reads : type->writes).front().empty();
  }

  // Whether a field tells events apart: a clause or the question asks for it.
  [[nodiscard]] bool matters(event_field field) const {
    bool asked = asks(asked_, field) || (field == event_field::name && nameless());
    for (auto const* each : candidates_) {
      asked = asked || asks(*each, field);
    }
    return asked;
  }

  [[nodiscard]] static bool asks(clause const& of, event_field field) noexcept {
    return (of.fields >> static_cast<unsigned>(field) & 1U) != 0;
  }

  // The fields that a clause asks for, a bit for each.
  [[nodiscard]] static std::uint16_t fields_asked(clause const& of) {
    unsigned fields = 0;
    auto const ask = [&](event_field field) { fields |= 1U << static_cast<unsigned>(field); };
    switch (of.what) {
    case clause::form::anything:
    case clause::form::by_default:
      break;
    case clause::form::basic_management:
      if (!of.basic->exclude_management_event_sources.empty()) {
        ask(event_field::source);
      }
      break;
    case clause::form::basic_data:
      ask(event_field::resource_type);
      if (!of.resource->values.empty()) {
        ask(event_field::resource_arn);
      }
      break;
    case clause::form::advanced:
      for_each_condition(of, [&](condition const& each) { ask(each.field); });
      break;
    }
    return static_cast<std::uint16_t>(fields);
  }

  // Where a clause's patterns stand among those of a field.
  struct pattern_range {
    std::size_t any_begin = 0;
    std::size_t any_end = 0;
    std::size_t none_end = 0;
    std::size_t doubt_end = 0; // patterns that may keep the event out
    bool wants = false;        // one of `any` must match
  };

  [[nodiscard]] pattern_range add_patterns(clause const& of, event_field field) {
    pattern_range range;
    range.any_begin = range.any_end = range.none_end = range.doubt_end = patterns_.size();
    if (!asks(of, field)) {
      return range;
    }
    auto const add = [&](std::array<list<std::string> const*, 3> const& lists) {
      for (std::size_t at = 0; at != lists.size(); ++at) {
        if (lists[at] != nullptr) {
          for (auto const& each : *lists[at]) {
            patterns_.push_back({operator_matches[at], each});
          }
        }
      }
    };
    auto close = [&](bool any, bool none) {
      range.any_end = any ? patterns_.size() : range.any_end;
      range.none_end = none ? patterns_.size() : range.none_end;
      range.doubt_end = patterns_.size();
    };
    if (of.what == clause::form::advanced) {
      for_each_condition(of, [&](condition const& each) {
        if (each.field == field) {
          range.wants = has_values(each.any);
          add(each.any);
          close(true, true);
          add(each.none);
          close(false, true);
        }
      });
    } else if (of.what == clause::form::basic_data && field == event_field::resource_type) {
      range.wants = true;
      patterns_.push_back({text_match::equals, of.resource->type});
      close(true, true);
    } else if (of.what == clause::form::basic_data && field == event_field::resource_arn &&
               !of.resource->values.empty()) {
      range.wants = true;
      for_each_value(of, [&](text_pattern const& each) { patterns_.push_back(each); });
      close(true, true);
    } else if (of.what == clause::form::basic_management && field == event_field::source) {
      close(true, true);
      for (auto const& each : of.basic->exclude_management_event_sources) {
        if (may_be_excluded(each)) {
          patterns_.push_back({text_match::equals, each});
        }
      }
      close(false, true);
      for (auto const& each : of.basic->exclude_management_event_sources) {
        if (!may_be_excluded(each)) {
          patterns_.push_back({text_match::equals, each});
        }
      }
    }
    range.doubt_end = patterns_.size();
    return range;
  }

  // All kinds of values that a field of an event of the question can have.
  [[nodiscard]] std::vector<value_kind> values_of(event_field field, bool all) {
    std::vector<value_kind> found;
    kinds_by_bits_.clear();
    auto const key_at = [&](std::size_t at) { return found[at].key(); };
    patterns_.clear();
    ranges_.clear();
    for (auto const* each : candidates_) {
      ranges_.push_back(add_patterns(*each, field));
    }
    // What the question asks of the field.
    text_set domain = ~text_set();
    bool asked = false;
    bool wants = false;
    for_each_condition(asked_, [&](condition const& each) {
      if (each.field != field) {
        return;
      }
      asked = true;
      wants = has_values(each.any);
      auto const set_of = [](std::array<list<std::string> const*, 3> const& lists) {
        text_set made;
        for (std::size_t at = 0; at != lists.size(); ++at) {
          for (auto const& value : *lists[at]) {
            made |= text_set({operator_matches[at], value});
          }
        }
        return made;
      };
      domain = wants ? set_of(each.any) & ~set_of(each.none) : ~set_of(each.none);
    });
    bool const in_question = asked;
    auto const* const type = find_known_type(type_);
    // A cell must not hide what is told from the others in it: no text at all, the types that are
    // known, and the names that are known not to be meant.
    patterns_.push_back({text_match::equals, {}});
    if (field == event_field::resource_type) {
      for (auto const& each : known_types) {
        patterns_.push_back({text_match::equals, each.type});
      }
    } else if (field == event_field::name && type != nullptr && kind_ == event_kind::data) {
      for (auto const name : read_ ? type->writes : type->reads) {
        patterns_.push_back({text_match::equals, name});
      }
    }
    // A glob beside many patterns is dear, and so it is beside long ends.
    std::size_t ends = 0;
    for (auto const& each : patterns_) {
      ends += each.how == text_match::suffix ? each.text.size() : 0;
    }
    bool const forms_fit = patterns_.size() <= 64 && ends <= 512;
    if (field == event_field::resource_arn && type != nullptr && forms_fit) {
      domain &= text_set({text_match::glob, arn_of_partition(type->arn_form)});
      if (!type->arn_never.empty()) {
        domain &= ~text_set({text_match::prefix, arn_of_partition(type->arn_never)});
      }
      asked = true;
    }
    // Which partition an event is of shows in its ARN, whatever the type.
    std::string const start = arn_of_partition(":");
    if (field == event_field::resource_arn && type == nullptr && several_partitions_) {
      domain &= text_set({text_match::prefix, start});
      asked = true;
    }
    if (field == event_field::resource_type) {
      domain &= text_set({text_match::prefix, "AWS::"});
      asked = true;
    }
    if (field == event_field::console) {
      domain &= text_set({text_match::equals, "true"});
      asked = true;
    }
    mark_ranges();
    clause_set matched(patterns_.size() / 64 + 1, 0);
    // `text` makes the value's text; that is asked for only where no value is known that is as
    // good.
    auto const add = [&](auto const& text, ternary present, std::span<std::uint64_t const> which) {
      if (spent()) {
        return;
      }
      cells_ = std::min(cells_ + 1 + ranges_.size() / 8 + patterns_.size() / 64, budget_.max_cells);
      if (spent()) {
        exhausted_ = "the budget `max_cells` is used up";
      }
      value_kind made;
      made.present = present;
      keep_out(made.out, field, present, which);
      // Each type decides what the other fields can be: it is a kind of its own.
      std::size_t same = lookup::none;
      if (field != event_field::resource_type) {
        same = kinds_by_bits_.find(made.key(), key_at);
        if (same != lookup::none && found[same].exists) {
          return;
        }
      }
      made.text = text();
      if (present == ternary::yes && made.text.empty()) {
        return;
      }
      if (field == event_field::resource_type) {
        auto const* const known = find_known_type(made.text);
        made.out.push_back(
            known == nullptr ? 0 : static_cast<std::uint64_t>(known - known_types.data()) + 1);
        same = kinds_by_bits_.find(made.key(), key_at);
      }
      auto const there = exists(field, made.text, present, wants);
      // A kind of ARNs may have others of the right form: those that were not looked for.
      if (there == ternary::no && (field != event_field::resource_arn || forms_fit)) {
        return;
      }
      // Without the field it is not certain to be of the question.
      made.exists = there == ternary::yes &&
                    (present != ternary::no || !in_question || field == event_field::console) &&
                    (present != ternary::unknown || !nameless());
      if (same == lookup::none) {
        made.keeps_out = count_of(made.out);
        found.push_back(std::move(made));
        kinds_by_bits_.add(key_at);
      } else if (!found[same].exists && made.exists) {
        made.keeps_out = found[same].keeps_out;
        found[same] = std::move(made);
      }
    };
    auto const nothing = [] { return std::string(); };
    // What people know comes first, so that witnesses are of that kind.
    auto const offer = [&](std::string_view text) {
      if (text.empty() || !domain.contains(text)) {
        return;
      }
      std::fill(matched.begin(), matched.end(), 0);
      for (std::size_t at = 0; at != patterns_.size(); ++at) {
        auto const& pattern = patterns_[at];
        bool const like = pattern.how == text_match::equals   ? text == pattern.text
                          : pattern.how == text_match::prefix ? text.starts_with(pattern.text)
                                                              : text.ends_with(pattern.text);
        if (like && trailaudit::matches(pattern, text)) { // what is not UTF-8 matches nothing
          set_bit(matched, at);
        }
      }
      add([&] { return std::string(text); }, ternary::yes, matched);
    };
    bool const optional =
        field == event_field::error_code || field == event_field::user_arn ||
        field == event_field::console ||
        (field == event_field::vpc_endpoint && kind_ != event_kind::network_activity);
    if (optional && !wants) {
      add(nothing, ternary::no, matched);
    }
    offer_known(field, offer);
    offer_excluded(field, offer);
    if (field == event_field::source && kind_ == event_kind::data) {
      if (type != nullptr) {
        return found; // from nowhere else
      }
    }
    if (!all) {
      return found;
    }
    text_cells cells =
        asked ? text_cells(patterns_, domain, budget_.texts) : text_cells(patterns_, budget_.texts);
    // A short witness is for people; where its search would take long any will do.
    auto const effort = effort_of_witness(asked_, field);
    while (!spent() && cells.next()) {
      auto const text = [&] {
        if (effort > effort_left_) {
          return cells.member();
        }
        effort_left_ -= effort;
        return cells.witness();
      };
      add(text, ternary::yes, cells.matched());
    }
    if (!cells.budget().empty()) {
      cells_ = budget_.max_cells;
      exhausted_ = "the budget `max_states` is used up";
    }
    if (!asked &&
        std::none_of(found.begin(), found.end(), [](auto const& each) { return each.exists; })) {
      add(nothing, ternary::unknown,
          matched); // what stands there in a real event is not known here
    }
    // Those that keep the event out of most clauses first: a gap mostly needs one of each.
    std::stable_sort(found.begin(), found.end(), [](auto const& left, auto const& right) {
      return left.keeps_out > right.keeps_out;
    });
    return found;
  }

  // What a pattern is to its clause.
  enum class pattern_part : std::uint8_t { wanted, unwanted, perhaps_unwanted };
  struct pattern_owner {
    std::uint32_t range = 0;
    pattern_part part = pattern_part::wanted;
  };

  // For `keep_out`: which clauses ask anything of the field, which want a value of it, and whose
  // the patterns are.
  void mark_ranges() {
    wanting_.assign(word_count(), 0);
    asking_.assign(word_count(), 0);
    owners_.assign(ranges_.empty() ? 0 : ranges_.back().doubt_end, {});
    for (std::size_t at = 0; at != ranges_.size(); ++at) {
      auto const& range = ranges_[at];
      if (range.wants) {
        set_bit(wanting_, at);
      }
      if (range.wants || range.any_end != range.doubt_end) {
        set_bit(asking_, at);
      }
      for (auto pattern = range.any_begin; pattern != range.doubt_end; ++pattern) {
        owners_[pattern] = {static_cast<std::uint32_t>(at),
                            pattern < range.any_end    ? pattern_part::wanted
                            : pattern < range.none_end ? pattern_part::unwanted
                                                       : pattern_part::perhaps_unwanted};
      }
    }
  }

  // Which clauses a value keeps the event out of: certainly, and behind it, perhaps or certainly.
  // `which`: the patterns that it matches.
  void keep_out(clause_set& out, event_field field, ternary present,
                std::span<std::uint64_t const> which) {
    auto const words = word_count();
    out.assign(2 * words, 0);
    auto const perhaps = out.begin() + static_cast<std::ptrdiff_t>(words);
    if (present == ternary::unknown) {
      std::copy(asking_.begin(), asking_.end(), perhaps);
      return;
    }
    std::copy(wanting_.begin(), wanting_.end(), out.begin());
    if (present == ternary::no) {
      auto const& missing = field == event_field::console ? wanting_ : asking_;
      std::copy(missing.begin(), missing.end(), perhaps);
      return;
    }
    // What matches lets the event in where it is wanted, before it keeps it out where it is not.
    auto const for_each_match = [&](pattern_part part, auto const& visit) {
      auto const end = owners_.size();
      for (std::size_t word = 0; word * 64 < end; ++word) {
        for (auto left = which[word]; left != 0; left &= left - 1) {
          auto const at = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
          if (at < end && owners_[at].part == part) {
            visit(owners_[at].range);
          }
        }
      }
    };
    for_each_match(pattern_part::wanted, [&](std::size_t range) {
      out[range / 64] &= ~(std::uint64_t{1} << (range % 64));
    });
    for_each_match(pattern_part::unwanted, [&](std::size_t range) { set_bit(out, range); });
    std::copy(out.begin(), perhaps, perhaps);
    for_each_match(pattern_part::perhaps_unwanted,
                   [&](std::size_t range) { set_bit(out, words * 64 + range); });
  }

  // Values that keep an event out: mostly one of them shows the gap. Not all of them, since each is
  // compared with all patterns.
  template <class Offer>
  void offer_excluded(event_field field, Offer const& offer) {
    constexpr std::size_t most = 8;
    auto const* const type = field == event_field::resource_arn ? find_known_type(type_) : nullptr;
    std::size_t offered = 0;
    for (auto const& range : ranges_) {
      if (range.none_end == range.any_end) {
        continue;
      }
      auto const pattern = patterns_[range.any_end];
      std::string text(pattern.text);
      if (type != nullptr && pattern.how == text_match::suffix) {
        text.insert(0, arn_of_partition(type->arn_example));
      }
      if (type != nullptr && pattern.how == text_match::prefix) { // a start alone is no ARN
        for (auto const* const end : {"", "x", "/x"}) {
          if (is_arn_of(*type, text + end)) {
            text += end;
            break;
          }
        }
      }
      offer(text);
      if (++offered == most) {
        break;
      }
    }
  }

  // What it may take to find a shortest text of a cell, about: see `text_cells::witness`.
  [[nodiscard]] std::size_t effort_of_witness(clause const& question, event_field field) const {
    std::size_t longest = 0;
    for (auto const& each : patterns_) {
      longest = std::max(longest, each.text.size());
    }
    std::size_t values = 1; // of the question
    for_each_condition(question, [&](condition const& each) {
      for (auto const& lists : {each.any, each.none}) {
        for (auto const* const list : lists) {
          values += each.field == field && list != nullptr ? list->size() : 0;
        }
      }
    });
    constexpr std::size_t most = 1'000'000;
    longest = std::min(longest, most);
    values = std::min(values, most);
    return longest * longest + (values > 1 ? values * values * (longest + patterns_.size()) : 0);
  }

  template <class Offer>
  void offer_known(event_field field, Offer const& offer) const {
    auto const* const type = find_known_type(type_);
    switch (field) {
    case event_field::resource_type:
      for (auto const& each : known_types) {
        offer(each.type);
      }
      for (auto const each : {"AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SSM::ManagedNode"}) {
        offer(each);
      }
      break;
    case event_field::resource_arn:
      if (type != nullptr) {
        offer(arn_of_partition(type->arn_example));
      } else {
        offer(example_arn());
      }
      break;
    case event_field::source:
      if (kind_ == event_kind::data) {
        offer(type != nullptr ? type->source : find_type_example(type_).source);
      } else {
        for (auto const each : {"ec2.amazonaws.com", "iam.amazonaws.com", "kms.amazonaws.com",
                                "rdsdata.amazonaws.com", "cloudtrail.amazonaws.com"}) {
          offer(each);
        }
      }
      break;
    case event_field::name:
      if (kind_ != event_kind::network_activity) {
        auto const& names = kind_ == event_kind::management
                                ? (read_ ? management_reads : management_writes)
                            : type == nullptr ? std::array<std::string_view, 6>{}
                            : read_           ? type->reads
                                              : type->writes;
        for (auto const each : names) {
          offer(each);
        }
        auto const example = find_type_example(type_);
        offer(read_ ? example.read : example.write);
      }
      break;
    case event_field::type:
      for (auto const each : {"AwsApiCall", "AwsServiceEvent", "AwsConsoleAction",
                              "AwsConsoleSignIn", "AwsVpceEvent"}) {
        offer(each);
      }
      break;
    case event_field::error_code:
      offer("AccessDenied");
      offer("VpceAccessDenied");
      break;
    case event_field::vpc_endpoint:
      offer("vpce-0123456789abcdef0");
      break;
    case event_field::user_arn:
      offer("arn:aws:iam::111122223333:user/example");
      break;
    case event_field::console:
    case event_field::category:
    case event_field::read_only:
    case event_field::none:
      break;
    }
  }

  // An ARN of a type whose ARNs' form is not known here.
  [[nodiscard]] std::string example_arn() const {
    auto service = type_.substr(0, type_.rfind("::"));
    service.erase(0, std::string_view("AWS::").size());
    for (auto& letter : service) {
      letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
    }
    return arn_of_partition(':' + service + ":us-east-1:111122223333:example");
  }

  [[nodiscard]] std::string arn_of_partition(std::string_view rest) const {
    std::string made = "arn:";
    made += partition_;
    made += rest;
    return made;
  }

  [[nodiscard]] bool is_arn_of(known_type const& type, std::string_view text) const {
    return trailaudit::matches({text_match::glob, arn_of_partition(type.arn_form)}, text) &&
           (type.arn_never.empty() || !text.starts_with(arn_of_partition(type.arn_never)));
  }

  // Whether there are such events, as far as is known here.
  [[nodiscard]] ternary exists(event_field field, std::string_view text, ternary present,
                               bool wanted) const {
    if (present != ternary::yes) {
      return ternary::yes;
    }
    auto const* const type = find_known_type(type_);
    auto const maybe_there = [](bool there) { return there ? ternary::yes : ternary::unknown; };
    switch (field) {
    case event_field::name: {
      if (kind_ == event_kind::network_activity) {
        return ternary::yes;
      }
      auto const among = [&](std::array<std::string_view, 6> const& names) {
        return std::find(names.begin(), names.end(), text) != names.end();
      };
      if (type != nullptr && among(read_ ? type->writes : type->reads)) {
        return ternary::no; // it is of the other kind
      }
      // What the question names is taken to be there.
      if (wanted || (type != nullptr && among(read_ ? type->reads : type->writes))) {
        return ternary::yes;
      }
      // A name's first word may not tell, and another service may have it for the other kind.
      auto const& examples = management_event_examples;
      bool const known = kind_ == event_kind::management &&
                         std::any_of(examples.begin(), examples.end(), [&](auto const& each) {
                           return each.name == text && each.reads == read_;
                         });
      auto const example = find_type_example(type_);
      return maybe_there(known || name_reads(text) == to_ternary(read_) ||
                         text == (read_ ? example.read : example.write));
    }
    case event_field::resource_arn:
      return type == nullptr ? ternary::yes : to_ternary(is_arn_of(*type, text));
    case event_field::source:
      return maybe_there(kind_ != event_kind::data || wanted ||
                         (type != nullptr && text == type->source) ||
                         text == find_type_example(type_).source);
    case event_field::resource_type:
      return maybe_there(text.size() > std::string_view("AWS::").size());
    case event_field::type:
    case event_field::error_code:
    case event_field::vpc_endpoint:
    case event_field::user_arn:
    case event_field::console:
    case event_field::category:
    case event_field::read_only:
    case event_field::none:
      break;
    }
    return ternary::yes;
  }

  // What the fields from each on can keep the event out of, if each had all its values at once.
  void sum_up(bool certainly) {
    sums_.assign(fields_.size() + 1, clause_set(word_count(), 0));
    for (auto at = fields_.size(); at-- != 0;) {
      sums_[at] = sums_[at + 1];
      for (auto const& each : kinds_[at]) {
        if (each.exists || !certainly) {
          auto const* const out = each.out.data() + (certainly ? 0 : word_count());
          for (std::size_t word = 0; word != sums_[at].size(); ++word) {
            sums_[at][word] |= out[word];
          }
        }
      }
    }
  }

  // Chooses a value for each field from `at` on, so that together they keep the event out of all
  // clauses that are left.
  bool choose(std::size_t at, bool certainly) {
    auto const& left = left_[at];
    if (at == fields_.size()) {
      return std::all_of(left.begin(), left.end(), [](auto const word) { return word == 0; });
    }
    auto& rest = left_[at + 1];
    for (auto const& each : kinds_[at]) {
      if (certainly && !each.exists) {
        continue;
      }
      if (steps_ >= budget_.max_steps) {
        return false;
      }
      steps_ += word_count();
      bool reachable = true;
      auto const* const out = each.out.data() + (certainly ? 0 : word_count());
      for (std::size_t word = 0; word != rest.size(); ++word) {
        rest[word] = left[word] & ~out[word];
        reachable = reachable && (rest[word] & ~sums_[at + 1][word]) == 0;
      }
      chosen_[at] = &each;
      if (reachable && choose(at + 1, certainly)) {
        return true;
      }
    }
    return false;
  }

  // The event of the values chosen, if it is what it should be.
  void confirm() {
    event_record event;
    auto const* const type = find_known_type(type_);
    event.event_version = "1.11";
    event.event_category = category_name(kind_);
    event.management_event = kind_ == event_kind::management;
    event.read_only = read_;
    event.event_type = kind_ == event_kind::network_activity ? "AwsVpceEvent" : "AwsApiCall";
    if (kind_ == event_kind::management) {
      event.event_source = "ec2.amazonaws.com";
      event.event_name = (read_ ? management_reads : management_writes)[0];
    } else if (type != nullptr) {
      event.event_source = type->source;
      event.event_name = (read_ ? type->reads : type->writes)[0];
    } else {
      auto const example = find_type_example(type_);
      event.event_source = example.source;
      event.event_name = read_ ? example.read : example.write;
    }
    if (kind_ == event_kind::data) {
      event.resources.emplace_back().type = type_;
      event.resources.back().arn =
          type != nullptr ? arn_of_partition(type->arn_example) : example_arn();
    }
    for (std::size_t at = 0; at != fields_.size(); ++at) {
      auto const& text = chosen_[at]->text;
      switch (fields_[at]) {
      case event_field::source:
        event.event_source = text;
        break;
      case event_field::name:
        event.event_name = text;
        break;
      case event_field::type:
        event.event_type = text;
        break;
      case event_field::error_code:
        event.error_code = text;
        break;
      case event_field::vpc_endpoint:
        event.vpc_endpoint_id = text;
        break;
      case event_field::user_arn:
        event.user_identity.arn = text;
        break;
      case event_field::console:
        event.session_credential_from_console = text;
        break;
      case event_field::resource_arn:
        if (event.resources.empty()) {
          event.resources.emplace_back();
        }
        event.resources.back().arn = text;
        break;
      case event_field::resource_type:
      case event_field::category:
      case event_field::read_only:
      case event_field::none:
        break;
      }
    }
    // By the one matcher: a witness is nothing less.
    bool good = records(asked_, event).value == ternary::yes;
    for (auto const& each : recorders_) {
      good = good && (!is_here(each) || would_record(each, event).recorded == ternary::no);
    }
    if (good) {
      auto const reason = event.event_name.empty() ? "an event of the question is not recorded, of "
                                                     "a type whose events' names are not known"
                                                   : "an event of the question is not recorded";
      found_ = {ternary::no, reason, std::move(event)};
    } else {
      undecided("a gap was found, but no event that shows it");
    }
  }

  std::span<event_selection const> recorders_;
  coverage_budget budget_;
  clause asked_{};
  std::vector<clause> clauses_{};
  std::vector<clause const*> candidates_{};
  std::string_view partition_ = "aws";
  bool several_partitions_ = false;
  event_kind kind_ = event_kind::management;
  bool read_ = false;
  std::string type_{};
  std::vector<text_pattern> patterns_{};
  std::vector<pattern_range> ranges_{};
  std::vector<pattern_owner> owners_{}; // of the patterns that belong to a clause
  clause_set wanting_{};
  clause_set asking_{};
  std::vector<event_field> fields_{};
  std::vector<std::vector<value_kind>> kinds_{};
  std::vector<value_kind const*> chosen_{};
  std::vector<clause_set> sums_{};
  std::vector<clause_set> left_{}; // which clauses are left before each field
  lookup kinds_by_bits_{};
  std::size_t cells_ = 0;
  std::size_t steps_ = 0;
  std::size_t effort_left_ = 16'000'000; // for short witnesses: a few milliseconds
  std::string_view exhausted_{};
  bool any_ = false;
  event_gap found_{ternary::yes, {}, {}};
};

} // namespace detail

TRAILAUDIT_INLINE event_gap uncovered(std::span<event_selection const> recorders,
                                      advanced_event_selector const& question,
                                      coverage_budget const& budget) {
  return detail::gap_search(recorders, question, budget).run();
}

TRAILAUDIT_INLINE advanced_event_selector question_of(event_question asked,
                                                      std::string_view partition) {
  advanced_event_selector made;
  auto const equals = [&](std::string_view field, std::string_view value) {
    auto& added = made.field_selectors.emplace_back();
    added.field = field;
    added.equals.push_back(std::string(value));
  };
  auto const data = [&](std::string_view type, std::string_view service) {
    equals("eventCategory", "Data");
    equals("resources.type", type);
    auto& added = made.field_selectors.emplace_back();
    added.field = "resources.ARN";
    added.starts_with.push_back("arn:" + std::string(partition) + std::string(service));
  };
  switch (asked) {
  case event_question::management_read:
    equals("eventCategory", "Management");
    equals("readOnly", "true");
    break;
  case event_question::management_write:
    equals("eventCategory", "Management");
    equals("readOnly", "false");
    break;
  case event_question::s3_object_read:
    data("AWS::S3::Object", ":s3:::");
    equals("readOnly", "true");
    break;
  case event_question::s3_object_write:
    data("AWS::S3::Object", ":s3:::");
    equals("readOnly", "false");
    break;
  case event_question::lambda_invoke:
    data("AWS::Lambda::Function", ":lambda:");
    equals("readOnly", "false");
    break;
  case event_question::dynamodb_item:
    data("AWS::DynamoDB::Table", ":dynamodb:");
    break;
  case event_question::management:
    equals("eventCategory", "Management");
    break;
  }
  return made;
}

namespace detail {

// `ask` gives the gap of one selection.
template <class Ask>
[[nodiscard]] event_gap in_each_partition(get_event_selectors_response const& answer,
                                          std::optional<bool> custom, Ask const& ask) {
  auto selection = selection_of(answer, custom);
  auto gap = ask(selection);
  if (!answer.trail_arn.empty() || selection.partition == "aws") {
    return gap;
  }
  selection.partition = "aws";
  if (ask(selection).covered == gap.covered) {
    return gap;
  }
  return {ternary::unknown, "without a TrailARN the partition of the trail is not known", {}};
}

} // namespace detail

TRAILAUDIT_INLINE event_gap uncovered(get_event_selectors_response const& answer,
                                      advanced_event_selector const& question,
                                      std::optional<bool> custom, coverage_budget const& budget) {
  return detail::in_each_partition(answer, custom, [&](event_selection const& selection) {
    return uncovered({&selection, 1}, question, budget);
  });
}

TRAILAUDIT_INLINE event_gap uncovered(get_event_selectors_response const& answer,
                                      event_question asked, std::optional<bool> custom,
                                      coverage_budget const& budget) {
  return detail::in_each_partition(answer, custom, [&](event_selection const& selection) {
    return uncovered({&selection, 1}, question_of(asked, selection.partition), budget);
  });
}

} // namespace trailaudit::inline v0
