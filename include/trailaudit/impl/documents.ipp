#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/input/documents.hpp>

#include <algorithm>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE std::vector<document> split_documents(std::string_view text,
                                                        read_limits const& limits) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  constexpr std::string_view blank = " \t\r\n";
  if (text.starts_with(mark)) {
    text.remove_prefix(mark.size());
  }
  detail::json_scratch scratch;
  // Whether a text is one object, and whether it is one with a `schema`.
  auto const look = [&](std::string_view part) {
    struct {
      bool object = false;
      bool snapshot = false;
    } seen;
    detail::json_cursor in(part, limits, scratch);
    if (in.peek() != detail::json_kind::object || !in.begin_object()) {
      return seen;
    }
    std::string_view key;
    for (bool first = true; in.next_key(first, key);) {
      seen.snapshot = seen.snapshot || key == "schema";
      if (!in.skip_value()) {
        return decltype(seen){};
      }
    }
    seen.object = in.finish();
    seen.snapshot = seen.snapshot && seen.object;
    return seen;
  };
  std::vector<document> lines;
  std::size_t number = 1;
  for (auto rest = text; !rest.empty(); ++number) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto const line = rest.substr(0, end);
    if (line.find_first_not_of(blank) != std::string_view::npos) {
      lines.push_back({line, number});
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (lines.size() <= 1) {
    return lines.empty() ? std::vector<document>{{text, 1}} : lines;
  }
  bool const several = look(lines.front().text).object ||
                       std::any_of(lines.begin(), lines.end(),
                                   [&](auto const& each) { return look(each.text).snapshot; });
  if (several && !look(text).object) {
    return lines;
  }
  return {{text, 1}};
}

} // namespace trailaudit::inline v0
