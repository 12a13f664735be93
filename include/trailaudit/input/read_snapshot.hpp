#pragma once

#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trailaudit::inline v0 {

/// One of AWS's answers without a document around it, for people who hold a few payloads.
struct payload {
  /// `cloudtrail:DescribeTrails` or `describe_trails`. The account's Block Public Access is
  /// `s3control:GetPublicAccessBlock` or `get_account_public_access_block`.
  std::string_view call{};
  std::string_view text{};    ///< what the AWS CLI printed; empty is an answer for some calls
  std::string_view subject{}; ///< the trail (ARN or name), bucket, key, … that the call was about
  std::string_view region{};  ///< empty: not known
  std::string_view error_code{}; ///< AWS's error code; then `text` does not count
  std::string_view error_message{};
  /// All parameters of the call, where more than the subject is known; then `subject` does not
  /// count.
  capture_request const* request = nullptr;
  std::string_view source{}; ///< what errors call this payload; empty: its call and subject
};

/// What the payloads do not say.
struct payload_account {
  std::string_view account_id{};
  std::optional<timestamp> as_of{};
  std::span<std::string_view const> regions{};
};

namespace detail {

/// The members of a capture, whatever its response.
struct capture_parts {
  std::string* region = nullptr;
  capture_request* request = nullptr;
  std::string* error_code = nullptr;
  std::string* error_message = nullptr;
  answer* state = nullptr;
  void* capture = nullptr; ///< null while it stands in no list
};

} // namespace detail

/// Reads snapshots. Keeps its buffers, and fills the given snapshot again, so that one reader and
/// one snapshot serve any number of accounts without allocating. Not to be shared by threads; two
/// readers are independent.
class snapshot_reader {
public:
  /// Throws nothing; a `max_depth` over 512 counts as 512.
  explicit snapshot_reader(read_limits limits = {}) : limits_(limits) {}

  /// Reads one document, `trailaudit.snapshot.v1`. The text may go away afterwards.
  /// After an error `out` holds nothing of use. Cost: one pass over the text.
  TRAILAUDIT_API result<void> read(std::string_view document, snapshot& out);

  /// Reads answers that stand alone. `read_error::source` says which one is at fault.
  TRAILAUDIT_API result<void> read(std::span<payload const> payloads,
                                   payload_account const& account, snapshot& out);

private:
  struct capture_head {
    std::string call{};
    std::string region{};
    capture_request request{};
    std::string error_code{};
    std::string error_message{};
  };
  bool read_document(detail::json_cursor& in, snapshot& out);
  bool read_capture(detail::json_cursor& in, snapshot& out);
  static bool read_error_object(detail::json_cursor& in, detail::capture_parts const& into);

  read_limits limits_;
  detail::json_scratch scratch_{};
  capture_head head_{};
};

/// Reads one snapshot document.
[[nodiscard]] TRAILAUDIT_API result<snapshot> read_snapshot(std::string_view document,
                                                            read_limits const& limits = {});

/// Reads answers that stand alone; see `payload`.
[[nodiscard]] TRAILAUDIT_API result<snapshot> read_payloads(std::span<payload const> payloads,
                                                            payload_account const& account = {},
                                                            read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_snapshot.ipp>
#endif
