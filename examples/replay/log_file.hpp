#pragma once

#include <trailaudit/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Log files as S3 keeps them, or as somebody unpacked them.

/// The log files below a folder, sorted.
struct log_folder {
  std::vector<std::string> files{};
  std::size_t digests = 0; ///< digest files, which hold no events
  std::vector<trailaudit::read_error> errors{};
};

/// Looks for `.json` and `.json.gz`, in whatever depth; links to folders are not followed.
[[nodiscard]] log_folder find_logs(std::string const& folder);

/// Unpacks gzip, several members one behind the other included. Ends at `max_bytes` of text.
[[nodiscard]] trailaudit::result<std::string> unpack(std::string_view packed,
                                                     std::size_t max_bytes);

/// Whether it starts as gzip does, whatever its name.
[[nodiscard]] bool is_packed(std::string_view content) noexcept;

/// The account that a log file's name starts with, `111122223333_CloudTrail_…`; empty where it has
/// another name.
[[nodiscard]] std::string_view account_in_name(std::string_view path) noexcept;
