#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/input/read_folder.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <algorithm>
#include <deque>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

/// The first line of a folder's index.
struct folder_header {
  std::string schema{};
  std::string account_id{};
  std::optional<timestamp> as_of{};
  list<std::string> regions{};
  list<std::string> unrecognized{}; ///< keys that an index does not have
};

/// A value that is read later, if at all.
struct later_value {
  bool there = false;
  json_cursor::mark where{};
};

[[nodiscard]] inline bool read_value(json_cursor& in, later_value& out) {
  (void)in.peek();
  out = {true, in.here()};
  return in.skip_value();
}

/// One call of a folder's index.
struct folder_call {
  std::string call{};
  std::string region{};
  later_value request{};
  std::string standard_output{};
  std::string standard_error{};
  std::optional<std::int64_t> exit_status{};
  list<std::string> unrecognized{}; ///< keys that an index does not have
};

} // namespace detail

template <>
inline constexpr auto fields_of<detail::folder_header> =
    table_of(field{"schema", "schema", &detail::folder_header::schema, true},
             field{"account_id", "account_id", &detail::folder_header::account_id},
             field{"as_of", "as_of", &detail::folder_header::as_of},
             field{"regions", "regions", &detail::folder_header::regions});
template <>
inline constexpr auto unrecognized_of<detail::folder_header> = &detail::folder_header::unrecognized;
template <>
inline constexpr auto fields_of<detail::folder_call> =
    table_of(field{"call", "call", &detail::folder_call::call, true},
             field{"region", "region", &detail::folder_call::region},
             field{"request", "request", &detail::folder_call::request},
             field{"stdout", "standard_output", &detail::folder_call::standard_output, true},
             field{"stderr", "standard_error", &detail::folder_call::standard_error},
             field{"exit", "exit_status", &detail::folder_call::exit_status, true});
template <>
inline constexpr auto unrecognized_of<detail::folder_call> = &detail::folder_call::unrecognized;

namespace detail {

/// Whether a rule reads the answers of a call.
[[nodiscard]] inline bool is_read_call(std::string_view call) {
  return visit_operation(
      [&](auto const& asked) { return asked.call == call || asked.name == call; },
      [](auto const&) {});
}

[[nodiscard]] inline read_error file_error(std::string source, std::string_view message) {
  return {read_code::unreadable_file, std::move(source), {}, 0, 0, std::string(message)};
}

/// A name of the index must stay within its folder.
[[nodiscard]] inline bool is_relative_below(std::filesystem::path const& name) {
  if (name.empty() || name.is_absolute() || name.has_root_name()) {
    return false;
  }
  for (auto const& part : name) {
    if (part == "..") {
      return false;
    }
  }
  return true;
}

/// Whether a file really lies below a folder, wherever links lead. A file that is not there does:
/// reading says so.
[[nodiscard]] inline bool lies_below(std::filesystem::path const& folder,
                                     std::filesystem::path const& file) {
  std::error_code failed;
  auto const base = std::filesystem::canonical(folder, failed);
  auto const real = std::filesystem::weakly_canonical(file, failed);
  return std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first == base.end();
}

/// What `An error occurred (CODE) when calling the NAME operation: MESSAGE` says. A call that was
/// tried again has ` (reached max retries: 4)` before the colon.
[[nodiscard]] inline std::pair<std::string_view, std::string_view>
cli_error(std::string_view text) {
  constexpr std::string_view opening = "An error occurred (";
  constexpr std::string_view retries = " operation (reached max retries: ";
  auto const begin = text.find(opening);
  if (begin == std::string_view::npos) {
    return {};
  }
  text.remove_prefix(begin + opening.size());
  text = text.substr(0, text.find_first_of("\r\n"));
  auto const end = text.find(')');
  if (end == std::string_view::npos) {
    return {};
  }
  auto const code = text.substr(0, end);
  auto colon = text.find(": ", end);
  auto const again = text.find(retries, end);
  if (again != std::string_view::npos && again < colon) {
    colon = text.find(": ", again + retries.size());
  }
  return {code, colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 2)};
}

} // namespace detail

TRAILAUDIT_INLINE result<std::string> read_file(std::filesystem::path const& path,
                                                read_limits const& limits) {
  auto const name = path.string();
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    return detail::file_error(name, "this is a folder, not a file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return detail::file_error(name, "this file could not be opened");
  }
  std::string text;
  constexpr std::size_t block = 1U << 16;
  for (;;) {
    auto const used = text.size();
    text.resize(used + block);
    file.read(text.data() + used, static_cast<std::streamsize>(block));
    text.resize(used + static_cast<std::size_t>(file.gcount()));
    if (text.size() > limits.max_bytes) {
      return read_error{read_code::too_large, name, {}, 1, 1, "longer than the limit `max_bytes`"};
    }
    if (!file) {
      break;
    }
  }
  if (file.bad()) {
    return detail::file_error(name, "this file could not be read to its end");
  }
  return text;
}

TRAILAUDIT_INLINE result<snapshot> read_folder(std::filesystem::path const& folder,
                                               read_limits const& limits) {
  constexpr std::string_view index_name = "index.ndjson";
  auto index = read_file(folder / index_name, limits);
  auto const renamed = [](read_error error, std::string source) {
    error.source = std::move(source); // never where the folder lies
    return error;
  };

  if (!index) {
    return renamed(std::move(index).error(), std::string(index_name));
  }
  detail::json_scratch scratch;
  detail::folder_header header;
  std::deque<detail::folder_call> calls; // payloads hold views into them
  std::deque<capture_request> requests;  // and pointers to these
  std::uint64_t ignored_keys = 0;
  list<std::string> ignored_key_names;
  std::deque<std::string> texts;
  std::vector<payload> payloads;
  std::size_t number = 0;
  for (std::string_view rest = *index; !rest.empty();) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto const line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    detail::json_cursor in(line, limits, scratch);
    in.ignored_key_names = &ignored_key_names;
    auto const index_error = [&] {
      auto error = detail::to_read_error(in.fault(), line, index_name);
      error.line = number;
      return error;
    };
    auto const fail_at = [&](std::string_view key, read_code code, char const* message) {
      return in.fail(code, message, detail::offset_of_value(line, key, limits));
    };
    // Where a snapshot document has its answers: passed over here, they would seem to be read.
    auto const belongs_elsewhere = [&](list<std::string> const& unrecognized) {
      for (auto const& key : unrecognized) {
        if (key == "captures" || key == "response" || key == "error") {
          return !fail_at(key, read_code::unknown_key,
                          "a folder keeps this in files, not in its index");
        }
      }
      return false;
    };
    if (header.schema.empty()) {
      if (!detail::read_value(in, header) || !in.finish()) {
        return index_error();
      }
      if (header.schema != "trailaudit.folder.v1") {
        (void)fail_at("schema", read_code::unsupported_schema,
                      "expected the schema `trailaudit.folder.v1`");
        auto error = index_error();
        error.message += detail::found_schema(header.schema);
        return error;
      }
      if (belongs_elsewhere(header.unrecognized)) {
        return index_error();
      }
      continue;
    }
    auto& call = calls.emplace_back();
    auto& request = requests.emplace_back();
    bool good =
        detail::read_value(in, call) && in.finish() && !belongs_elsewhere(call.unrecognized);
    // The parameters of a call that nothing reads may have any form.
    if (good && call.request.there && detail::is_read_call(call.call)) {
      in.move_to(call.request.where);
      good = detail::read_value(in, request);
    }
    ignored_keys += in.ignored_keys;
    for (auto const* name : {&call.standard_output, &call.standard_error}) {
      bool const optional = name == &call.standard_error && name->empty();
      if (good && !optional && !detail::is_relative_below(*name)) {
        good =
            fail_at(name == &call.standard_output ? "stdout" : "stderr", read_code::unreadable_file,
                    "a file of the index must lie within the folder");
      }
    }
    if (!good) {
      return index_error();
    }
    auto& next = payloads.emplace_back();
    next.call = call.call;
    next.region = call.region;
    next.request = &request;
    next.source = call.standard_output;
    bool const failed = call.exit_status.value_or(0) != 0;
    auto const& name = failed ? call.standard_error : call.standard_output;
    std::string_view text;
    if (!name.empty()) {
      if (!detail::lies_below(folder, folder / name)) {
        return detail::file_error(name, "a file of the index must lie within the folder");
      }
      auto read = read_file(folder / name, limits);
      if (!read) {
        return renamed(std::move(read).error(), name);
      }
      text = texts.emplace_back(std::move(*read));
    }
    if (!failed) {
      next.text = text;
      continue;
    }
    auto const [code, message] = detail::cli_error(text);
    next.error_code = code.empty() ? std::string_view{texts.emplace_back(
                                         "exit status " + std::to_string(*call.exit_status))}
                                   : code;
    next.error_message = message;
  }
  if (header.schema.empty()) {
    return read_error{read_code::missing_key,        std::string(index_name), {}, 1, 1,
                      "the index has no header line"};
  }
  std::vector<std::string_view> const regions(header.regions.begin(), header.regions.end());
  auto read = read_payloads(payloads, {header.account_id, header.as_of, regions}, limits);
  if (!read) {
    return read;
  }
  // In the order in which a snapshot document says them: a capture's keys, then the capture.
  list<ignored_input> ignored;
  auto const add_keys = [&](list<std::string> const& keys, std::string_view where,
                            std::string_view reason) {
    for (auto const& key : keys) {
      auto& added = ignored.emplace_back();
      added.pointer = where;
      detail::append_pointer(added.pointer, key);
      added.what = key;
      added.reason = reason;
    }
  };
  add_keys(header.unrecognized, "", "this key has no meaning in a snapshot");
  auto const* of_calls = read->ignored.begin();
  for (std::size_t at = 0; at != calls.size(); ++at) {
    auto const where = "/captures/" + std::to_string(at);
    add_keys(calls[at].unrecognized, where, "this key has no meaning in a capture");
    if (of_calls != read->ignored.end() && of_calls->pointer == where) {
      ignored.emplace_back() = *of_calls++;
    }
  }
  read->ignored = std::move(ignored);
  read->ignored_keys += ignored_keys;
  for (auto const& each : ignored_key_names) {
    detail::note_ignored_key(read->ignored_key_names, each);
  }
  return read;
}

} // namespace trailaudit::inline v0
