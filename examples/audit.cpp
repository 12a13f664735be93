// Audits what was recorded of AWS accounts, from the command line.

#include <trailaudit/trailaudit.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

constexpr std::string_view usage =
    R"(usage: audit [options] PATH...

PATH is a snapshot document (JSON), several of them one a line (NDJSON), a folder of AWS CLI output as collect.sh
writes it, a folder of such folders and documents, or - for standard input.

  --format table|json|jsonl   how to print (default: table): json is one document an account, jsonl one
                              finding a line
  --rules SLUG[,SLUG...]      only these rules
  --as-of TIME                the moment the audit speaks of, such as 2026-01-01T00:00:00Z
  --parameters JSON           such as '{"required_tag_keys": ["owner"]}'
  --fail-on SEVERITY          which findings count for the exit status: informational (default), low, medium,
                              high or critical
  --max-bytes N, --max-string-bytes N, --max-depth N
                              longest file, longest string and deepest nesting that are read (default: 1073741824,
                              1048576 and 64)
  --allow-unknown             what could not be decided does not count for the exit status
  --list-rules                the rules there are
  --help, --version

exit status: 0 clean, 1 findings that count (failed or unknown), 2 wrong usage, 3 input that could not be read
)";

constexpr int clean = 0;
constexpr int findings = 1;
constexpr int wrong_usage = 2;
constexpr int unreadable = 3;

enum class format { table, json, jsonl };

struct arguments {
  std::vector<std::string> paths{};
  format how = format::table;
  std::vector<trailaudit::rule> rules{trailaudit::catalogue.begin(), trailaudit::catalogue.end()};
  std::optional<trailaudit::timestamp> as_of{};
  trailaudit::parameters limits{};
  trailaudit::severity fail_on = trailaudit::severity::informational;
  bool allow_unknown = false;
  trailaudit::read_limits reading{};
};

int refuse(std::string_view message, std::string_view what) {
  std::cerr << "audit: " << message << trailaudit::to_printable(what)
            << "\naudit --help tells more\n";
  return wrong_usage;
}

// Which of AWS's answers a text is that is no document; empty where its keys do not say so.
std::string answer_of(std::string_view text) {
  std::string found;
  auto const look = [&]<class Response>(trailaudit::operation<Response> const& asked) {
    bool const telling = trailaudit::fields_of<Response>(
        [](auto const&... each) { return (each.required || ...); }); // else any object would do
    trailaudit::payload const payloads[] = {{.call = asked.call, .text = text}};
    if (telling && trailaudit::read_payloads(payloads)) {
      found += found.empty() ? "" : " or ";
      found += asked.call;
    }
  };
  trailaudit::operations([&](auto const&... each) { (look(each), ...); });
  return found;
}

bool is_index(std::string_view line, trailaudit::read_error const& what) {
  return what.code == trailaudit::read_code::unsupported_schema &&
         line.find("\"trailaudit.folder.v1\"") != std::string_view::npos;
}

// What to do about a text that is no document, where that can be said.
std::string hint(std::string_view text, trailaudit::read_error const& what) {
  if (is_index(text, what)) {
    return "; this is a folder's index: give the folder";
  }
  bool const no_schema = what.code == trailaudit::read_code::missing_key && what.pointer.empty();
  auto const call = no_schema ? answer_of(text) : std::string();
  return call.empty()
             ? call
             : "; this looks like an answer of " + call +
                   ": give the folder that collect.sh wrote, or a document with `captures`";
}

std::optional<trailaudit::severity> parse_severity(std::string_view text) {
  using trailaudit::severity;
  for (auto const each : {severity::informational, severity::low, severity::medium, severity::high,
                          severity::critical}) {
    if (to_string(each) == text) {
      return each;
    }
  }
  return std::nullopt;
}

// A whole number from one to a bound.
template <class Number>
bool parse_number(std::string_view text, Number most, Number& out) {
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc() && read.ptr == end && out >= 1 && out <= most;
}

// Reads the command line; a value means that the program ends with it.
std::optional<int> parse(std::vector<std::string_view> const& words, arguments& out) {
  bool only_paths = false;
  for (std::size_t at = 0; at != words.size(); ++at) {
    std::string_view const word = words[at];
    if (only_paths || word == "-" || !word.starts_with("-")) {
      out.paths.emplace_back(word);
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
    if (word == "--list-rules") {
      for (auto const& each : trailaudit::catalogue) {
        std::cout << each.slug << " (" << to_string(each.level) << "): " << each.title << '\n';
      }
      return clean;
    }
    if (word == "--allow-unknown") {
      out.allow_unknown = true;
      continue;
    }
    auto const equals = word.find('=');
    auto const name = word.substr(0, equals);
    bool const known = name == "--format" || name == "--rules" || name == "--as-of" ||
                       name == "--parameters" || name == "--fail-on" || name == "--max-bytes" ||
                       name == "--max-string-bytes" || name == "--max-depth";
    if (!known) {
      return refuse("there is no option ", word);
    }
    if (equals == std::string_view::npos && at + 1 == words.size()) {
      return refuse("a value is missing after ", word);
    }
    auto const value = equals == std::string_view::npos ? words[++at] : word.substr(equals + 1);
    if (name == "--format") {
      if (value != "table" && value != "json" && value != "jsonl") {
        return refuse("--format takes table, json or jsonl, not ", value);
      }
      out.how = value == "table" ? format::table : value == "json" ? format::json : format::jsonl;
    } else if (name == "--rules") {
      out.rules.clear();
      for (auto rest = value;;) {
        auto const comma = rest.find(',');
        auto const slug = rest.substr(0, comma);
        auto const* const found = trailaudit::find_rule(slug);
        if (found == nullptr) {
          return refuse("there is no rule ", slug.empty()
                                                 ? "without a name"
                                                 : std::string(1, '`') + std::string(slug) + '`');
        }
        out.rules.push_back(*found);
        if (comma == std::string_view::npos) {
          break;
        }
        rest.remove_prefix(comma + 1);
      }
    } else if (name == "--as-of") {
      out.as_of = trailaudit::parse_timestamp(value);
      if (!out.as_of) {
        return refuse("--as-of takes a time such as 2026-01-01T00:00:00Z, not ", value);
      }
    } else if (name == "--parameters") {
      auto read = trailaudit::read_parameters(value);
      if (!read) {
        return refuse("--parameters: ", describe(read.error()));
      }
      out.limits = std::move(*read);
    } else if (name == "--max-bytes" || name == "--max-string-bytes") {
      auto& limit = name == "--max-bytes" ? out.reading.max_bytes : out.reading.max_string_bytes;
      if (!parse_number(value, std::numeric_limits<std::size_t>::max(), limit)) {
        return refuse(std::string(name) + " takes a number from 1 up, not ", value);
      }
    } else if (name == "--max-depth") {
      if (!parse_number(value, 512U, out.reading.max_depth)) {
        return refuse("--max-depth takes a number from 1 to 512, not ", value);
      }
    } else {
      auto const severity = parse_severity(value);
      if (!severity) {
        return refuse("--fail-on takes informational, low, medium, high or critical, not ", value);
      }
      out.fail_on = *severity;
    }
  }
  if (out.paths.empty()) {
    return refuse("which PATH?", "");
  }
  return std::nullopt;
}

class audit_run {
public:
  explicit audit_run(arguments const& given)
      : given_(given), auditor_({.rules = given.rules,
                                 .as_of = given.as_of,
                                 .limits = given.limits,
                                 .reading = given.reading}) {}

  void path(std::string const& name) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (name == "-") {
      std::string const text(std::istreambuf_iterator<char>(std::cin), {});
      if (text.size() > given_.reading.max_bytes) { // as of a file
        error("standard input", {.code = trailaudit::read_code::too_large,
                                 .line = 1,
                                 .column = 1,
                                 .message = "longer than the limit `max_bytes`"});
      } else {
        documents("standard input", text);
      }
    } else if (!fs::is_directory(name, ignored)) {
      auto text = trailaudit::read_file(name, given_.reading);
      if (text) {
        documents(name, *text);
      } else {
        auto where = text.error();
        where.source.clear(); // it is named already
        error(name, where);
      }
    } else if (fs::exists(fs::path(name) / "index.ndjson", ignored)) {
      folder(name);
    } else {
      folder_of_accounts(name);
    }
  }

  [[nodiscard]] int status() const noexcept {
    return unreadable_ ? unreadable : counts_ ? findings : clean;
  }

private:
  void documents(std::string const& name, std::string_view text) {
    auto const parts = trailaudit::split_documents(text, given_.reading);
    for (auto const& each : parts) {
      auto const audited = auditor_.audit(each.text);
      if (!audited) {
        auto where = audited.error();
        where.line += each.line - 1;
        where.message += hint(each.text, where);
        error(name, where);
        if (is_index(each.text, where)) {
          return; // its other lines are no documents either
        }
        continue;
      }
      print(parts.size() == 1 ? name : name + ", line " + std::to_string(each.line), **audited);
    }
  }

  void folder(std::string const& name) {
    auto recorded = trailaudit::read_folder(name, given_.reading);
    recorded ? print(name, auditor_.audit(std::move(*recorded))) : error(name, recorded.error());
  }

  // What lies side by side in a folder: accounts collected one after another.
  void folder_of_accounts(std::string const& name) {
    namespace fs = std::filesystem;
    std::error_code failed;
    std::vector<std::string> found;
    for (fs::directory_iterator at(name, failed), end; !failed && at != end; at.increment(failed)) {
      std::error_code ignored;
      bool const document =
          at->path().extension() == ".json" || at->path().extension() == ".ndjson";
      if (fs::exists(at->path() / "index.ndjson", ignored) ||
          (document && at->is_regular_file(ignored))) {
        found.push_back(at->path().string());
      }
    }
    if (found.empty()) {
      error(name, {trailaudit::read_code::unreadable_file,
                   {},
                   {},
                   0,
                   0,
                   "nothing to audit in this folder"});
    }
    std::sort(found.begin(), found.end());
    for (auto const& each : found) {
      path(each);
    }
  }

  void print(std::string const& name, trailaudit::report const& audited) {
    for (auto const& each : audited.findings()) {
      bool const grave = each.source->level >= given_.fail_on;
      bool const counts = each.result == trailaudit::outcome::fail ||
                          (each.result == trailaudit::outcome::unknown && !given_.allow_unknown);
      counts_ = counts_ || (grave && counts);
    }
    std::string out;
    switch (given_.how) {
    case format::table:
      out = printed_ ? "\n" : "";
      out += trailaudit::to_printable(name);
      if (!audited.world().account_id.empty()) {
        out += ": account ";
        out += audited.world().account_id;
      }
      out += '\n';
      out += to_table(audited);
      break;
    case format::json:
      out = to_json(audited);
      break;
    case format::jsonl:
      append_json_lines(out, audited);
      break;
    }
    printed_ = true;
    std::cout << out;
  }

  void error(std::string const& name, trailaudit::read_error const& what) {
    std::cout.flush();
    std::cerr << "audit: " << trailaudit::to_printable(name) << ": " << describe(what) << '\n';
    unreadable_ = true;
  }

  arguments const& given_;
  trailaudit::auditor auditor_;
  bool counts_ = false;
  bool unreadable_ = false;
  bool printed_ = false;
};

} // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  arguments given;
  if (auto const ends = parse({argv + 1, argv + argc}, given)) {
    return *ends;
  }
  audit_run run(given);
  for (auto const& each : given.paths) {
    run.path(each);
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "audit: the output could not be written\n";
    return unreadable;
  }
  return run.status();
}
