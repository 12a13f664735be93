// Says of the events in CloudTrail's log files whether and by which trail they are recorded, and
// which of them would be lost if a trail got other selectors.

#include "log_file.hpp"
#include "print.hpp"
#include "tally.hpp"

#include <trailaudit/trailaudit.hpp>

#include <charconv>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view usage =
    R"(usage: replay [options] SNAPSHOT LOGS...

SNAPSHOT is what is known of the account: a snapshot document (JSON) or a folder as collect.sh writes it.
LOGS are CloudTrail's log files, as JSON or packed with gzip: files, folders (with all folders in them, as S3 keeps
them), or - for standard input. An event that stands in several files counts in each.

Says for each event whether the account's trails record it, as the snapshot shows them, and by which trail. What
cannot be decided is unknown. Event data stores do not count.

  --proposed FILE           also with these selectors for a trail: what get-event-selectors answers, what
                            put-event-selectors takes, or a list of selectors; says which events would be lost
  --trail NAME|ARN          that trail (default: the one FILE names in `TrailARN`, or if it names none, the only one)
  --events                  first a line for each event
  --format table|json|jsonl how to print (default: table): json is one document, jsonl one event a line
  --top N                   most lines of each list of a table (default: 20; 0: no limit)
  --max-file-bytes N        longest log file, unpacked (default: 268435456)
  --allow-unknown           what could not be decided does not count for the exit status
  --help, --version

recorded: a trail records it, and with a proposal still does; lost: only without the proposal; gained: only with it;
unrecorded: no trail does; unknown: not decided

exit status: 0 everything is recorded, or with --proposed nothing is lost, 1 something is not, or it is unknown,
2 wrong usage, 3 input that could not be read
)";

constexpr int clean = 0;
constexpr int missing = 1;
constexpr int wrong_usage = 2;
constexpr int unreadable = 3;

enum class format { table, json, jsonl };

struct arguments {
  std::string snapshot{};
  std::vector<std::string> logs{};
  std::optional<std::string> proposed{};
  std::string trail{};
  bool events = false;
  format how = format::table;
  std::size_t top = 20;
  std::size_t max_file_bytes = std::size_t{256} << 20;
  bool allow_unknown = false;
};

int refuse(std::string_view message, std::string_view what) {
  std::cerr << "replay: " << message << trailaudit::to_printable(what)
            << "\nreplay --help tells more\n";
  return wrong_usage;
}

void complain(std::string_view name, trailaudit::read_error const& what) {
  std::cout.flush();
  std::cerr << "replay: " << trailaudit::to_printable(name) << ": " << describe(what) << '\n';
}

std::optional<std::size_t> parse_number(std::string_view text) {
  std::size_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const done = std::from_chars(text.data(), end, number);
  return done.ec == std::errc() && done.ptr == end && !text.empty() ? std::optional(number)
                                                                    : std::nullopt;
}

// Reads the command line; a value means that the program ends with it.
std::optional<int> parse(std::vector<std::string_view> const& words, arguments& out) {
  std::vector<std::string> paths;
  bool only_paths = false;
  for (std::size_t at = 0; at != words.size(); ++at) {
    std::string_view const word = words[at];
    if (only_paths || word == "-" || !word.starts_with("-")) {
      paths.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_paths = true;
      continue;
    }
    if (word == "--help" || word == "-h") {
      std::cout << usage;
      return clean;
    }
    if (word == "--version") {
      std::cout << "trailaudit " TRAILAUDIT_VERSION "\n";
      return clean;
    }
    if (word == "--events" || word == "--allow-unknown") {
      (word == "--events" ? out.events : out.allow_unknown) = true;
      continue;
    }
    auto const equals = word.find('=');
    auto const name = word.substr(0, equals);
    bool const known = name == "--proposed" || name == "--trail" || name == "--format" ||
                       name == "--top" || name == "--max-file-bytes";
    if (!known) {
      return refuse("there is no option ", word);
    }
    if (equals == std::string_view::npos && at + 1 == words.size()) {
      return refuse("a value is missing after ", word);
    }
    auto const value = equals == std::string_view::npos ? words[++at] : word.substr(equals + 1);
    if (name == "--proposed") {
      out.proposed = value;
    } else if (name == "--trail") {
      out.trail = value;
    } else if (name == "--format") {
      if (value != "table" && value != "json" && value != "jsonl") {
        return refuse("--format takes table, json or jsonl, not ", value);
      }
      out.how = value == "table" ? format::table : value == "json" ? format::json : format::jsonl;
    } else {
      auto const number = parse_number(value);
      if (!number) {
        return refuse(std::string(name) + " takes a number, not ", value);
      }
      (name == "--top" ? out.top : out.max_file_bytes) = *number;
    }
  }
  if (paths.size() < 2) {
    return refuse(paths.empty() ? "which SNAPSHOT?" : "which LOGS?", "");
  }
  if (!out.trail.empty() && !out.proposed) {
    return refuse("--trail goes with --proposed", "");
  }
  std::size_t inputs = out.proposed == "-" ? 1U : 0U;
  for (auto const& each : paths) {
    inputs += each == "-" ? 1U : 0U;
  }
  if (inputs > 1) {
    return refuse("standard input can be read once", "");
  }
  out.snapshot = std::move(paths.front());
  out.logs.assign(std::make_move_iterator(paths.begin() + 1), std::make_move_iterator(paths.end()));
  return std::nullopt;
}

std::string shown_name(std::string const& path) { return path == "-" ? "standard input" : path; }

// A whole file, or standard input. Errors do not name it.
trailaudit::result<std::string> content_of(std::string const& path,
                                           trailaudit::read_limits const& limits) {
  if (path != "-") {
    auto text = trailaudit::read_file(path, limits);
    if (text) {
      return text;
    }
    auto error = text.error();
    error.source.clear();
    return error;
  }
  std::string text;
  std::vector<char> block(1U << 16);
  while (std::cin) {
    std::cin.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > limits.max_bytes) {
      return trailaudit::read_error{trailaudit::read_code::too_large,   {}, {}, 1, 1,
                                    "longer than the limit `max_bytes`"};
    }
  }
  return text;
}

trailaudit::result<trailaudit::snapshot> read_account(std::string const& path) {
  std::error_code ignored;
  if (path != "-" && std::filesystem::is_directory(path, ignored)) {
    return trailaudit::read_folder(path);
  }
  auto const text = content_of(path, {});
  if (!text) {
    return text.error();
  }
  auto const documents = trailaudit::split_documents(*text);
  if (documents.size() > 1) {
    return trailaudit::read_error{trailaudit::read_code::contradiction,
                                  {},
                                  {},
                                  documents[1].line,
                                  1,
                                  "one account at a time: there are several documents"};
  }
  auto read = trailaudit::read_snapshot(documents.front().text);
  if (read) {
    return read;
  }
  auto error = read.error();
  error.line += documents.front().line - 1;
  return error;
}

// An answer, the input of `put-event-selectors`, or the bare list that its options take.
trailaudit::result<trailaudit::get_event_selectors_response>
read_proposal(std::string const& path) {
  auto text = content_of(path, {});
  if (!text) {
    return text.error();
  }
  auto const start = text->find_first_not_of(" \t\r\n");
  if (start == std::string::npos || (*text)[start] != '[') {
    return trailaudit::read_event_selectors(*text);
  }
  bool const advanced = text->find("\"FieldSelectors\"") != std::string::npos;
  std::string const key = advanced ? "AdvancedEventSelectors" : "EventSelectors";
  std::string const before = "{\"" + key + "\":";
  auto read = trailaudit::read_event_selectors(before + *text + "}");
  if (read) {
    return read;
  }
  // What is wrong stands in the list, or there is something behind it.
  auto error = read.error();
  if (error.pointer.starts_with('/' + key)) {
    error.pointer.erase(0, key.size() + 1);
  }
  error.column -= error.line == 1 ? std::min(before.size(), error.column - 1) : 0;
  return error;
}

class replay_run {
public:
  replay_run(arguments const& given, trailaudit::inventory const& about)
      : given_(given), limits_{.max_bytes = given.max_file_bytes} {
    of_.about = &about;
    of_.snapshot = shown_name(given.snapshot);
    of_.most_lines = given.top;
    counted_.trails.resize(about.trails().size());
  }

  /// Finds the trail that gets the proposed selectors; a value means that the program ends with it.
  std::optional<int> propose(trailaudit::get_event_selectors_response const& selectors) {
    auto const& trails = of_.about->trails();
    auto wanted = std::string_view{given_.trail};
    auto const find = [&](std::string_view name) {
      std::vector<std::size_t> found;
      for (std::size_t at = 0; at != trails.size(); ++at) {
        if (!name.empty() && (trails[at].arn == name || trails[at].name == name)) {
          found.push_back(at);
        }
      }
      return found;
    };
    auto found = find(wanted);
    if (wanted.empty()) {
      found = find(selectors.trail_arn);
      if (found.empty() && selectors.trail_arn.empty() && trails.size() == 1) {
        found = {0};
      }
    }
    if (found.size() != 1) {
      std::string message = !found.empty()    ? "--trail: give the trail's ARN"
                            : !wanted.empty() ? "--trail: there is no such trail"
                            : selectors.trail_arn.empty()
                                ? "--trail says which trail it is for"
                                : "the snapshot does not have the trail of --proposed; --trail "
                                  "says which it is for";
      constexpr std::size_t most_named = 8;
      std::string names;
      for (std::size_t at = 0; at != std::min(trails.size(), most_named); ++at) {
        names += (at == 0 ? ": " : ", ") + std::string(name_of(trails[at]));
      }
      names += trails.empty()               ? ": the snapshot has none"
               : trails.size() > most_named ? " and others"
                                            : "";
      return refuse(message, names);
    }
    of_.proposed = true;
    of_.trail = found.front();
    of_.proposal = shown_name(*given_.proposed);
    proposals_.push_back({of_.trail, &selectors});
    return std::nullopt;
  }

  void path(std::string const& name) {
    std::error_code ignored;
    if (name == "-" || !std::filesystem::is_directory(name, ignored)) {
      file(name);
      return;
    }
    auto found = find_logs(name);
    counted_.digests += found.digests;
    for (auto& each : found.errors) {
      auto const where = std::exchange(each.source, {});
      fault(where, each);
    }
    if (found.files.empty() && found.errors.empty()) {
      fault(name, {trailaudit::read_code::unreadable_file,
                   {},
                   {},
                   0,
                   0,
                   "there are no log files in this folder"});
    }
    for (auto const& each : found.files) {
      file(each);
    }
  }

  void begin() {
    if (given_.how == format::json) {
      std::cout << R"({"schema":"trailaudit.replay.v1")";
      std::cout << (given_.events ? ",\"records\":[" : "");
    }
  }

  void end() {
    switch (given_.how) {
    case format::table:
      std::cout << (printed_ ? "\n" : "") << summary_table(of_, counted_);
      break;
    case format::json:
      std::cout << (given_.events ? "]," : ",") << summary_json(of_, counted_) << "}\n";
      break;
    case format::jsonl:
      break;
    }
  }

  [[nodiscard]] int status() const noexcept {
    auto const count = [&](outcome what) {
      return counted_.outcomes[static_cast<std::size_t>(what)];
    };
    bool const counts = count(of_.proposed ? outcome::lost : outcome::unrecorded) != 0 ||
                        (!given_.allow_unknown && count(outcome::unknown) != 0);
    return counted_.faults != 0 ? unreadable : counts ? missing : clean;
  }

private:
  void fault(std::string_view name, trailaudit::read_error const& what) {
    ++counted_.faults;
    complain(name, what);
  }

  void file(std::string const& name) {
    auto const shown = shown_name(name);
    auto content = content_of(name, limits_);
    if (content && is_packed(*content)) {
      content = unpack(*content, given_.max_file_bytes);
    } else if (!content && content.error().code == trailaudit::read_code::too_large) {
      content = trailaudit::read_error{trailaudit::read_code::too_large,
                                       {},
                                       {},
                                       0,
                                       0,
                                       "longer than --max-file-bytes, " +
                                           std::to_string(given_.max_file_bytes)};
    }
    if (!content) {
      fault(shown, content.error());
      return;
    }
    auto const records = trailaudit::split_log(*content, limits_);
    if (!records) {
      fault(shown, records.error());
      return;
    }
    ++counted_.files;
    auto const account = account_in_name(name);
    std::size_t faults = 0;
    for (auto const& each : *records) {
      auto event = trailaudit::read_event(each, limits_);
      if (!event) {
        ++faults;
        if (faults <= most_faults) {
          fault(shown, event.error());
        }
        continue;
      }
      if (event->recipient_account_id.empty()) {
        event->recipient_account_id = account; // log files hold the events of one account
      }
      judge({&*event, {shown, each.number}, {}, {}, outcome::unknown});
    }
    if (faults > most_faults) {
      counted_.faults += faults - most_faults;
      std::cout.flush();
      std::cerr << "replay: " << trailaudit::to_printable(shown) << ": and " << faults - most_faults
                << " more records that could not be read\n";
    }
  }

  void judge(judged_event each) {
    each.now = recorders_of(*of_.about, *each.event);
    each.then = of_.proposed ? recorders_of(*of_.about, *each.event, proposals_) : each.now;
    each.what = outcome_of(each.now.recorded, each.then.recorded);
    counted_.add(each);
    switch (given_.how) {
    case format::table:
      if (given_.events) {
        std::cout << event_line(of_, each);
        printed_ = true;
      }
      break;
    case format::json:
      if (given_.events) {
        std::cout << (printed_ ? "," : "") << event_json(of_, each);
        printed_ = true;
      }
      break;
    case format::jsonl:
      std::cout << event_json(of_, each) << '\n';
      break;
    }
  }

  static constexpr std::size_t most_faults = 10; // of one file that are told

  arguments const& given_;
  trailaudit::read_limits limits_;
  replayed of_{};
  std::vector<trailaudit::proposed_selectors> proposals_{};
  tally counted_{};
  bool printed_ = false;
};

} // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  arguments given;
  if (auto const ends = parse({argv + 1, argv + argc}, given)) {
    return *ends;
  }
  auto const world = read_account(given.snapshot);
  if (!world) {
    complain(shown_name(given.snapshot), world.error());
    return unreadable;
  }
  trailaudit::inventory about;
  about.build(*world);
  replay_run run(given, about);
  trailaudit::get_event_selectors_response selectors;
  if (given.proposed) {
    auto proposal = read_proposal(*given.proposed);
    if (!proposal) {
      complain(shown_name(*given.proposed), proposal.error());
      return unreadable;
    }
    selectors = std::move(*proposal);
    if (auto const ends = run.propose(selectors)) {
      return *ends;
    }
  }
  run.begin();
  for (auto const& each : given.logs) {
    run.path(each);
  }
  run.end();
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "replay: the output could not be written\n";
    return unreadable;
  }
  return run.status();
}
