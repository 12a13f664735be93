#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/input/documents.hpp>

#include <algorithm>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE std::vector<document> split_documents(std::string_view text, read_limits const& limits) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  constexpr std::string_view blank = " \t\r\n";
  if (text.starts_with(mark)) {
    text.remove_prefix(mark.size());
  }
  detail::json_scratch scratch;
  auto const is_object = [&](std::string_view part) {
    detail::json_cursor in(part, limits, scratch);
    return in.peek() == detail::json_kind::object && in.skip_value() && in.finish();
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
  bool const several = std::any_of(lines.begin(), lines.end(), [&](auto const& each) { return is_object(each.text); });
  if (several && !is_object(text)) {
    return lines;
  }
  return {{text, 1}};
}

} // namespace trailaudit::inline v0
