#include "print.hpp"

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/output/report_table.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

using trailaudit::account_recording;
using trailaudit::ternary;
using trailaudit::to_printable;

namespace {

// --- Tables

// Columns as wide as they need to be. The last one is not filled up.
class table {
public:
  void row(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }
  /// A line of text below the last row.
  void note(std::string text) { rows_.back().note = std::move(text); }

  void print(std::string& out) const {
    std::vector<std::size_t> widths;
    for (auto const& each : rows_) {
      widths.resize(std::max(widths.size(), each.cells.size()));
      for (std::size_t at = 0; at != each.cells.size(); ++at) {
        widths[at] = std::max(widths[at], trailaudit::detail::display_width(each.cells[at]));
      }
    }
    for (auto const& each : rows_) {
      std::string line;
      for (std::size_t at = 0; at != each.cells.size(); ++at) {
        auto const& cell = each.cells[at];
        auto const fill = widths[at] - trailaudit::detail::display_width(cell);
        bool const number = !cell.empty() && cell.find_first_not_of("0123456789") == cell.npos;
        line += number ? std::string(fill, ' ') + cell : cell + std::string(fill, ' ');
        line += "  ";
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + '\n';
      if (!each.note.empty()) {
        out += "    " + each.note + '\n';
      }
    }
  }

private:
  struct entry {
    std::vector<std::string> cells{};
    std::string note{};
  };
  std::vector<entry> rows_{};
};

std::string count_of(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

std::string or_dash(std::string_view text) { return text.empty() ? "-" : to_printable(text); }

// A reason and the field that it is about.
std::string because(std::string_view reason, std::string_view field) {
  std::string out(reason);
  if (!field.empty()) {
    out += ": " + to_printable(field);
  }
  return out;
}

std::size_t shown_of(replayed const& of, std::size_t all) {
  return of.most_lines == 0 ? all : std::min(of.most_lines, all);
}

void print_rest(std::string& out, std::size_t all, std::size_t shown) {
  if (all > shown) {
    out += "and " + std::to_string(all - shown) + " more: --top 0 shows all\n";
  }
}

std::vector<outcome> outcomes_of(replayed const& of) {
  return of.proposed ? std::vector{outcome::recorded, outcome::lost, outcome::gained,
                                   outcome::unrecorded, outcome::unknown}
                     : std::vector{outcome::recorded, outcome::unrecorded, outcome::unknown};
}

void print_kinds(std::string& out, replayed const& of, std::vector<event_kind const*> const& kinds,
                 outcome what) {
  std::vector<event_kind const*> found;
  std::copy_if(kinds.begin(), kinds.end(), std::back_inserter(found),
               [&](auto const* each) { return each->what == what; });
  if (found.empty()) {
    return;
  }
  auto const shown = shown_of(of, found.size());
  std::string title(outcome_names[static_cast<std::size_t>(what)]);
  std::transform(title.begin(), title.end(), title.begin(), [](char each) {
    return each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each;
  });
  table lines;
  lines.row({title, "CATEGORY", "ACCESS", "SOURCE", "EVENT", "RESOURCE"});
  for (std::size_t at = 0; at != shown; ++at) {
    auto const& each = *found[at];
    lines.row({std::to_string(each.events), or_dash(each.category), or_dash(each.access),
               or_dash(each.source), or_dash(each.name), or_dash(each.resource_type)});
    std::string note;
    if (of.proposed && what == outcome::unknown) {
      note = "now " + std::string(to_string(each.now)) + ", then " +
             std::string(to_string(each.then)) + ": ";
    }
    note += because(each.reason, each.field) + "; such as ";
    note += each.example_id.empty() ? to_printable(each.example_file) + " /Records/" +
                                          std::to_string(each.example_record)
                                    : to_printable(each.example_id);
    lines.note(std::move(note));
  }
  out += '\n';
  lines.print(out);
  print_rest(out, found.size(), shown);
}

// --- JSON

class json {
public:
  explicit json(std::string& out) : out_(out) {}

  void key(std::string_view name) {
    out_ += first_ ? "" : ",";
    first_ = false;
    trailaudit::detail::append_json_string(out_, name);
    out_ += ':';
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    trailaudit::detail::append_json_string(out_, value);
  }
  // Empty: not known.
  void maybe(std::string_view name, std::string_view value) {
    value.empty() ? raw(name, "null") : text(name, value);
  }
  void number(std::string_view name, std::size_t value) { raw(name, std::to_string(value)); }
  void raw(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
  }
  // An array of objects, each filled by `fill(json&, element)`.
  template <class Range, class Fill>
  void objects(std::string_view name, Range const& of, Fill const& fill) {
    key(name);
    out_ += '[';
    bool first = true;
    for (auto const& each : of) {
      out_ += first ? "{" : ",{";
      first = false;
      json inner(out_);
      fill(inner, each);
      out_ += '}';
    }
    out_ += ']';
  }
  template <class Fill>
  void object(std::string_view name, Fill const& fill) {
    key(name);
    out_ += '{';
    json inner(out_);
    fill(inner);
    out_ += '}';
  }

private:
  std::string& out_;
  bool first_ = true;
};

void add_answer(json& to, replayed const& of, account_recording const& answer) {
  to.text("recorded", to_string(answer.recorded));
  to.text("reason", answer.reason);
  to.maybe("field", answer.field);
  to.objects("trails", answer.trails, [&](json& in, trailaudit::trail_recording const& each) {
    in.text("trail", name_of(of.about->trails()[each.trail]));
    in.text("recorded", to_string(each.decided.recorded));
    in.text("reason", each.decided.reason);
    in.maybe("field", each.decided.field);
  });
}

void add_counts(json& to, std::array<std::size_t, 3> const& of) {
  to.number("recorded", of[static_cast<std::size_t>(ternary::yes)]);
  to.number("unknown", of[static_cast<std::size_t>(ternary::unknown)]);
}

} // namespace

std::string_view name_of(trailaudit::trail_view const& about) noexcept {
  return about.arn.empty() ? about.name : about.arn;
}

std::string event_line(replayed const& of, judged_event const& each) {
  auto const& event = *each.event;
  auto const& telling = each.telling();
  std::string out(outcome_names[static_cast<std::size_t>(each.what)]);
  out.resize(std::max<std::size_t>(out.size(), 10), ' ');
  for (auto const* part : {&event.event_id, &event.event_time, &event.aws_region,
                           &event.event_source, &event.event_name}) {
    out += "  " + or_dash(*part);
  }
  out += "  ";
  bool const by_trail = each.what == outcome::recorded || each.what == outcome::gained;
  if (by_trail && each.then.trail != account_recording::no_trail) {
    out += to_printable(name_of(of.about->trails()[each.then.trail]));
  } else {
    out += because(telling.reason, telling.field);
  }
  return out + '\n';
}

std::string event_json(replayed const& of, judged_event const& each) {
  auto const& event = *each.event;
  std::string out = "{";
  json to(out);
  to.text("file", each.place.file);
  to.number("record", each.place.record);
  to.maybe("event_id", event.event_id);
  to.maybe("event_time", event.event_time);
  to.maybe("account_id", event.recipient_account_id);
  to.maybe("region", event.aws_region);
  to.maybe("source", event.event_source);
  to.maybe("name", event.event_name);
  to.maybe("category", category_of(event));
  to.raw("read_only", !event.read_only ? "null" : *event.read_only ? "true" : "false");
  to.text("outcome", outcome_names[static_cast<std::size_t>(each.what)]);
  to.object("now", [&](json& in) { add_answer(in, of, each.now); });
  if (of.proposed) {
    to.object("proposed", [&](json& in) { add_answer(in, of, each.then); });
  }
  return out + '}';
}

std::string summary_table(replayed const& of, tally const& counted) {
  auto const& trails = of.about->trails();
  std::string out = to_printable(of.snapshot) + ": ";
  auto const account = account_of(*of.about);
  out += account.empty() ? "account not known" : "account " + to_printable(account);
  out += ", " + count_of(trails.size(), "trail", "trails") + '\n';
  out += count_of(counted.events, "event", "events") + " in " +
         count_of(counted.files, "file", "files");
  if (counted.digests != 0) {
    out += ", " + count_of(counted.digests, "digest file", "digest files") + " passed over";
  }
  if (counted.faults != 0) {
    out += ", " + count_of(counted.faults, "file or record", "files or records") + " not read";
  }
  out += '\n';
  if (of.proposed) {
    out += "proposed: " + to_printable(of.proposal) + " for " +
           to_printable(name_of(trails[of.trail])) + '\n';
  }

  out += '\n';
  table outcomes;
  outcomes.row({"OUTCOME", "EVENTS"});
  for (auto const what : outcomes_of(of)) {
    auto const at = static_cast<std::size_t>(what);
    outcomes.row({std::string(outcome_names[at]), std::to_string(counted.outcomes[at])});
  }
  outcomes.print(out);

  if (!trails.empty()) {
    out += '\n';
    table by_trail;
    by_trail.row(
        of.proposed ? std::vector<std::string>{"TRAIL", "RECORDS", "UNKNOWN", "PROPOSED", "UNKNOWN"}
                    : std::vector<std::string>{"TRAIL", "RECORDS", "UNKNOWN"});
    auto const shown = shown_of(of, trails.size());
    for (std::size_t at = 0; at != shown; ++at) {
      std::vector<std::string> cells{to_printable(name_of(trails[at]))};
      auto const add = [&](std::array<std::size_t, 3> const& from) {
        cells.push_back(std::to_string(from[static_cast<std::size_t>(ternary::yes)]));
        cells.push_back(std::to_string(from[static_cast<std::size_t>(ternary::unknown)]));
      };
      add(counted.trails[at].now);
      if (of.proposed) {
        add(counted.trails[at].then);
      }
      by_trail.row(std::move(cells));
    }
    by_trail.print(out);
    print_rest(out, trails.size(), shown);
  }

  auto const kinds = by_count(counted);
  for (auto const what : {outcome::lost, outcome::unrecorded, outcome::unknown, outcome::gained}) {
    print_kinds(out, of, kinds, what);
  }

  if (!counted.names.empty()) {
    out += '\n';
    table lines;
    std::vector<std::string> head{"SOURCE", "EVENT"};
    for (auto const what : outcomes_of(of)) {
      head.emplace_back(outcome_names[static_cast<std::size_t>(what)]);
    }
    lines.row(std::move(head));
    auto const names = names_by_count(counted);
    auto const shown = shown_of(of, names.size());
    for (std::size_t at = 0; at != shown; ++at) {
      std::vector<std::string> cells{or_dash(names[at]->source), or_dash(names[at]->name)};
      for (auto const what : outcomes_of(of)) {
        cells.push_back(std::to_string(names[at]->outcomes[static_cast<std::size_t>(what)]));
      }
      lines.row(std::move(cells));
    }
    lines.print(out);
    print_rest(out, names.size(), shown);
  }
  return out;
}

std::string summary_json(replayed const& of, tally const& counted) {
  auto const& trails = of.about->trails();
  std::string out;
  json to(out);
  to.text("snapshot", of.snapshot);
  to.maybe("account_id", account_of(*of.about));
  if (of.proposed) {
    to.object("proposed", [&](json& in) {
      in.text("file", of.proposal);
      in.text("trail", name_of(trails[of.trail]));
    });
  }
  to.number("files", counted.files);
  to.number("digest_files", counted.digests);
  to.number("not_read", counted.faults);
  to.number("events", counted.events);
  auto const add_outcomes = [&](json& in, auto const& from) {
    for (auto const what : outcomes_of(of)) {
      auto const at = static_cast<std::size_t>(what);
      in.number(outcome_names[at], from[at]);
    }
  };
  to.object("outcomes", [&](json& in) { add_outcomes(in, counted.outcomes); });
  to.objects("trails", counted.trails, [&](json& in, trail_count const& each) {
    in.text("trail", name_of(trails[static_cast<std::size_t>(&each - counted.trails.data())]));
    in.object("now", [&](json& inner) { add_counts(inner, each.now); });
    if (of.proposed) {
      in.object("proposed", [&](json& inner) { add_counts(inner, each.then); });
    }
  });
  to.objects("kinds", by_count(counted), [&](json& in, event_kind const* each) {
    in.text("outcome", outcome_names[static_cast<std::size_t>(each->what)]);
    in.text("now", to_string(each->now));
    if (of.proposed) {
      in.text("proposed", to_string(each->then));
    }
    in.maybe("category", each->category);
    in.maybe("access", each->access);
    in.maybe("source", each->source);
    in.maybe("name", each->name);
    in.maybe("resource_type", each->resource_type);
    in.text("reason", each->reason);
    in.maybe("field", each->field);
    in.number("events", each->events);
    in.object("example", [&](json& inner) {
      inner.maybe("event_id", each->example_id);
      inner.text("file", each->example_file);
      inner.number("record", each->example_record);
    });
  });
  to.objects("names", names_by_count(counted), [&](json& in, event_name const* each) {
    in.maybe("source", each->source);
    in.maybe("name", each->name);
    in.number("events", each->events);
    add_outcomes(in, each->outcomes);
  });
  return out;
}
