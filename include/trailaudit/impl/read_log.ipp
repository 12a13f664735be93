#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/input/read_log.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE result<std::vector<log_record>> split_log(std::string_view json,
                                                            read_limits const& limits) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (json.starts_with(mark)) {
    json.remove_prefix(mark.size());
  }
  std::vector<log_record> records;
  detail::json_scratch scratch;
  detail::json_cursor in(json, limits, scratch);
  auto const read = [&] {
    if (json.size() > limits.max_bytes) {
      return in.fail(read_code::too_large, "longer than the limit `max_bytes`", 0);
    }
    auto const start = in.next_offset();
    if (!in.begin_object()) {
      return false;
    }
    bool seen = false;
    std::size_t line = 1;
    std::size_t line_start = 0;
    std::size_t counted = 0; // up to here the lines are
    std::string_view key;
    for (bool first = true; in.next_key(first, key);) {
      if (key != "Records") {
        if (!in.skip_value()) {
          return false;
        }
        continue;
      }
      if (seen) {
        return in.fail(read_code::duplicate_key, "this key stands here twice", in.key_offset());
      }
      seen = true;
      if (!in.begin_array()) {
        return false;
      }
      for (bool first_record = true; in.next_element(first_record);) {
        auto const from = in.next_offset();
        if (!in.skip_value()) {
          return false;
        }
        // Not beyond: a file of one line would be searched to its end for every record.
        auto const passed = json.substr(counted, from - counted);
        for (auto at = passed.find('\n'); at != std::string_view::npos;
             at = passed.find('\n', at + 1)) {
          ++line;
          line_start = counted + at + 1;
        }
        counted = from;
        records.push_back(
            {json.substr(from, in.offset() - from), records.size(), line, from - line_start + 1});
      }
      if (!in.ok()) {
        return false;
      }
    }
    if (!in.ok() || !in.finish()) {
      return false;
    }
    return seen || in.fail(read_code::missing_key, "a log file needs `Records`", start);
  };
  if (!read()) {
    return detail::to_read_error(in.fault(), json, {});
  }
  return records;
}

TRAILAUDIT_INLINE result<event_record> read_event(log_record const& from,
                                                  read_limits const& limits) {
  auto read = read_event(from.text, limits);
  if (read) {
    return read;
  }
  auto error = std::move(read).error();
  error.pointer.insert(0, "/Records/" + std::to_string(from.number));
  error.column += error.line == 1 ? from.column - 1 : 0;
  error.line += from.line - 1;
  return error;
}

} // namespace trailaudit::inline v0
