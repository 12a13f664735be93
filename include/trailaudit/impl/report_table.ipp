#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/output/report_json.hpp>
#include <trailaudit/output/report_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// The call and the place that decided, and what stands there.
[[nodiscard]] inline std::string describe_fact(evidence const& fact) {
  std::string path;
  append_path(path, fact.source.path());
  std::string value;
  append_evidence_value(value, fact.value);
  std::string out;
  append_printable(out, fact.source.call());
  if (!fact.source.region().empty()) {
    out += '@';
    append_printable(out, fact.source.region());
  }
  if (!path.empty()) {
    out += ' ';
    out += path;
  }
  if (!path.empty() || fact.value.type() != evidence_value::kind::null) {
    out += out.empty() ? "" : " = "; // what was asked for stands in no answer
    append_printable(out, value);
  }
  return out;
}

// What is ignored for one of these reasons can be much: one line names it all, each name once. A
// report as JSON has a line for each.
struct ignored_group {
  std::string_view reason;
  std::string_view one;
  std::string_view more;
};
inline constexpr std::array ignored_groups{
    ignored_group{"no rule reads this call", "call that no rule reads", "calls that no rule reads"},
    ignored_group{"no answer lists this trail", "answer about a trail that no other one lists",
                  "answers about trails that no other one lists"},
    ignored_group{"no known trail delivers to this bucket",
                  "answer about a bucket that no known trail delivers to",
                  "answers about buckets that no known trail delivers to"},
    ignored_group{"no known trail notifies this topic",
                  "answer about a topic that no known trail notifies",
                  "answers about topics that no known trail notifies"},
    ignored_group{"no known trail has this role", "answer about a role that no known trail has",
                  "answers about roles that no known trail has"},
    ignored_group{"no known trail has this log group",
                  "answer about a log group that no known trail has",
                  "answers about log groups that no known trail has"},
    ignored_group{"no known trail, event data store or topic has this key",
                  "answer about a key that no known trail, event data store or topic has",
                  "answers about keys that no known trail, event data store or topic has"}};

inline constexpr std::size_t most_names = 8;

// Ends a line with names, as many as a line may have. `more`: these are not all.
inline void append_names(std::string& out, std::vector<std::string_view> const& names, bool more) {
  for (std::size_t at = 0; at != std::min(names.size(), most_names); ++at) {
    out += at == 0 ? ": " : ", ";
    append_printable(out, names[at].empty() ? std::string_view("(no name)") : names[at]);
  }
  out += more || names.size() > most_names ? " and others\n" : "\n";
}

inline void append_group(std::string& out, list<ignored_input> const& ignored,
                         ignored_group const& group) {
  std::size_t count = 0;
  std::vector<std::string_view> names;
  bool more = false;
  for (auto const& each : ignored) {
    if (each.reason != group.reason) {
      continue;
    }
    ++count;
    bool const named = std::find(names.begin(), names.end(), each.what) != names.end();
    if (!named && names.size() != most_names) {
      names.emplace_back(each.what);
    } else if (!named) {
      more = true;
    }
  }
  if (count == 0) {
    return;
  }
  fmt::format_to(std::back_inserter(out), "ignored: {} {}", count,
                 count == 1 ? group.one : group.more);
  append_names(out, names, more);
}

} // namespace detail

TRAILAUDIT_INLINE std::string to_printable(std::string_view text) {
  std::string out;
  detail::append_printable(out, text);
  return out;
}

TRAILAUDIT_INLINE std::string to_table(report const& audited) {
  std::vector<finding const*> order;
  for (auto const& each : audited.findings()) {
    order.push_back(&each);
  }
  auto const rank = [](finding const& each) {
    constexpr std::array<int, 4> of_outcome{2, 0, 1, 3}; // pass, fail, unknown, not_applicable
    return std::pair{of_outcome[static_cast<std::size_t>(each.result)],
                     -static_cast<int>(each.source->level)};
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](auto* left, auto* right) { return rank(*left) < rank(*right); });

  std::size_t rule_width = 4;
  for (auto const* each : order) {
    rule_width = std::max(rule_width, each->source->slug.size());
  }
  std::string out;
  auto const line = [&](std::string_view result, std::string_view level, std::string_view slug,
                        std::string_view resource) {
    fmt::format_to(std::back_inserter(out), "{:<14}  {:<13}  {:<{}}  {}\n", result, level, slug,
                   rule_width, resource);
  };
  line("OUTCOME", "SEVERITY", "RULE", "RESOURCE");
  for (auto const* each : order) {
    std::string resource;
    detail::append_printable(resource, each->resource);
    line(to_string(each->result), to_string(each->source->level), each->source->slug, resource);
    fmt::format_to(std::back_inserter(out), "{:<16}{}", "", each->reason);
    bool first = true;
    for (auto const& fact : each->facts) {
      fmt::format_to(std::back_inserter(out), "{}{}", first ? ": " : "; ",
                     detail::describe_fact(fact));
      first = false;
    }
    if (each->omitted != 0) {
      fmt::format_to(std::back_inserter(out), "; and {} more", each->omitted);
    }
    out += '\n';
  }
  fmt::format_to(std::back_inserter(out), "{} passed, {} failed, {} unknown, {} not applicable\n",
                 audited.count(outcome::pass), audited.count(outcome::fail),
                 audited.count(outcome::unknown), audited.count(outcome::not_applicable));
  auto const& groups = detail::ignored_groups;
  for (auto const& each : audited.ignored()) {
    if (std::any_of(groups.begin(), groups.end(),
                    [&](auto const& group) { return group.reason == each.reason; })) {
      continue;
    }
    out += "ignored: ";
    detail::append_printable(out, each.pointer);
    out += " (";
    detail::append_printable(out, each.what);
    out += "): ";
    out += each.reason;
    out += '\n';
  }
  for (auto const& group : groups) {
    detail::append_group(out, audited.ignored(), group);
  }
  if (auto const keys = audited.world().ignored_keys; keys != 0) {
    fmt::format_to(std::back_inserter(out), "ignored: {} {} of answers that no model has", keys,
                   keys == 1 ? "key" : "keys");
    auto const& names = audited.world().ignored_key_names;
    detail::append_names(out, {names.begin(), names.end()}, false);
  }
  return out;
}

} // namespace trailaudit::inline v0
