#pragma once

#include <trailaudit/detail/json_cursor.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Files of the source tree, for tests.

namespace support {

/// The source tree: the environment's TRAILAUDIT_SOURCE_DIR, or the current folder.
[[nodiscard]] inline std::filesystem::path source_dir() {
  auto const* const folder = std::getenv("TRAILAUDIT_SOURCE_DIR");
  return folder != nullptr && *folder != '\0' ? std::filesystem::path(folder)
                                              : std::filesystem::current_path();
}

[[nodiscard]] inline std::string read_file(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("cannot read `" + path.string() + "`");
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Every `*.json` below a folder of the source tree, in a fixed order. An empty answer is an error:
/// a test over no files would pass without having looked.
[[nodiscard]] inline std::vector<std::filesystem::path> json_files(std::string_view folder) {
  std::vector<std::filesystem::path> found;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(source_dir() / folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") {
      found.push_back(entry.path());
    }
  }
  if (found.empty()) {
    throw std::runtime_error("no fixtures in `" + std::string(folder) + "`");
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The text of a member of a JSON object, as it stands in the text.
[[nodiscard]] inline std::optional<std::string_view> member(std::string_view object,
                                                            std::string_view name) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(object, limits, scratch);
  if (!in.begin_object()) {
    return std::nullopt;
  }
  std::string_view key;
  for (bool first = true; in.next_key(first, key);) {
    bool const wanted = key == name;
    (void)in.peek();
    auto const from = in.offset();
    if (!in.skip_value()) {
      return std::nullopt;
    }
    if (wanted) {
      return object.substr(from, in.offset() - from);
    }
  }
  return std::nullopt;
}

/// The snapshot document in a fixture: its member `document`, or the whole text where it is one.
[[nodiscard]] inline std::optional<std::string_view> document_of(std::string_view fixture) {
  if (auto const document = member(fixture, "document")) {
    return document;
  }
  return member(fixture, "captures") ? std::optional(fixture) : std::nullopt;
}

/// A string member of a fixture without escapes; empty where there is none.
[[nodiscard]] inline std::string text_of(std::string_view fixture, std::string_view name) {
  auto const text = member(fixture, name);
  return text && text->size() >= 2 && text->front() == '"'
             ? std::string(text->substr(1, text->size() - 2))
             : std::string();
}

} // namespace support
