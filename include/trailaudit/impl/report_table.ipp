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

// Calls that no rule reads can be many: one line names them, each once. A report as JSON has them
// all.
inline void append_unread_calls(std::string& out, list<ignored_input> const& ignored,
                                std::string_view reason) {
  constexpr std::size_t most_names = 8;
  std::size_t count = 0;
  std::vector<std::string_view> names;
  bool more = false;
  for (auto const& each : ignored) {
    if (each.reason != reason) {
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
  fmt::format_to(std::back_inserter(out), "ignored: {} {} that no rule reads", count,
                 count == 1 ? "call" : "calls");
  for (auto const& name : names) {
    out += &name == names.data() ? ": " : ", ";
    append_printable(out, name.empty() ? std::string_view("(no name)") : name);
  }
  out += more ? " and others\n" : "\n";
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
  constexpr std::string_view unread = "no rule reads this call";
  for (auto const& each : audited.ignored()) {
    if (each.reason == unread) {
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
  detail::append_unread_calls(out, audited.ignored(), unread);
  return out;
}

} // namespace trailaudit::inline v0
