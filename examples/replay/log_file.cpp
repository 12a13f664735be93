#include "log_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace {

trailaudit::read_error fault(trailaudit::read_code code, std::string message) {
  return {code, {}, {}, 0, 0, std::move(message)};
}

std::string_view file_name(std::string_view path) noexcept {
  return path.substr(path.find_last_of('/') + 1);
}

// A stream that is released however it ends.
struct inflating {
  z_stream stream{};
  int state = Z_OK;
  // 15: the largest window; 16: with gzip's header and check sum, and nothing else.
  inflating() : state(inflateInit2(&stream, 15 + 16)) {}
  ~inflating() { (void)inflateEnd(&stream); }
  inflating(inflating const&) = delete;
  inflating& operator=(inflating const&) = delete;
};

} // namespace

log_folder find_logs(std::string const& folder) {
  namespace fs = std::filesystem;
  log_folder found;
  std::vector<fs::path> open{folder};
  while (!open.empty()) {
    auto const here = std::move(open.back());
    open.pop_back();
    std::error_code failed;
    for (fs::directory_iterator at(here, failed), end; !failed && at != end; at.increment(failed)) {
      std::error_code ignored;
      auto const name = at->path().filename().string();
      if (at->is_directory(ignored) && !at->is_symlink(ignored)) {
        open.push_back(at->path());
      } else if (at->is_regular_file(ignored) &&
                 (name.ends_with(".json") || name.ends_with(".json.gz"))) {
        // `111122223333_CloudTrail-Digest_…` lists log files and their check sums.
        if (name.find("_CloudTrail-Digest_") != std::string::npos) {
          ++found.digests;
        } else {
          found.files.push_back(at->path().string());
        }
      }
    }
    if (failed) {
      auto error = fault(trailaudit::read_code::unreadable_file, "this folder could not be read");
      error.source = here.string();
      found.errors.push_back(std::move(error));
    }
  }
  std::sort(found.files.begin(), found.files.end());
  return found;
}

bool is_packed(std::string_view content) noexcept { return content.starts_with("\x1f\x8b"); }

trailaudit::result<std::string> unpack(std::string_view packed, std::size_t max_bytes) {
  using trailaudit::read_code;
  inflating one;
  std::string text;
  std::array<char, 1U << 16> block{};
  auto& stream = one.stream;
  while (one.state == Z_OK) {
    // zlib counts in 32 bits.
    auto const given = std::min<std::size_t>(packed.size(), 1U << 30);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    one.state = inflate(&stream, Z_NO_FLUSH);
    packed.remove_prefix(given - stream.avail_in);
    auto const made = block.size() - stream.avail_out;
    if (made > max_bytes - text.size()) {
      return fault(read_code::too_large,
                   "unpacked, it is longer than --max-file-bytes, " + std::to_string(max_bytes));
    }
    text.append(block.data(), made);
    if (one.state == Z_STREAM_END) {
      // Zeros may fill a block of a tape; another member may follow.
      auto const rest = packed.find_first_not_of('\0');
      if (rest == std::string_view::npos) {
        return text;
      }
      if (!is_packed(packed)) {
        return fault(read_code::syntax, "something that is not gzip stands behind the gzip data");
      }
      one.state = inflateReset(&stream);
    }
  }
  if (one.state == Z_BUF_ERROR) { // it waits for more, and there is none
    return fault(read_code::truncated, "the gzip data ends too early");
  }
  if (one.state == Z_MEM_ERROR) {
    return fault(read_code::unreadable_file, "there is no memory to unpack it");
  }
  std::string message = "the gzip data is damaged";
  if (stream.msg != nullptr) {
    message += std::string(": ") + stream.msg; // a literal of zlib's
  }
  return fault(read_code::syntax, std::move(message));
}

std::string_view account_in_name(std::string_view path) noexcept {
  constexpr std::size_t digits = 12;
  auto const name = file_name(path);
  bool const digits_alone = name.find_first_not_of("0123456789") == digits;
  return digits_alone && name.substr(digits).starts_with("_CloudTrail") ? name.substr(0, digits)
                                                                        : std::string_view{};
}
