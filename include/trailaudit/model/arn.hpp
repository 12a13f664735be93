#pragma once

#include <trailaudit/detail/byte_places.hpp>

#include <cstddef>
#include <string_view>

namespace trailaudit::inline v0 {
namespace detail {

/// Whether the text is the id of an account: twelve digits.
[[nodiscard]] constexpr bool is_account_id(std::string_view text) noexcept {
  for (auto const byte : text) {
    if (byte < '0' || byte > '9') {
      return false;
    }
  }
  return text.size() == 12;
}

/// Whether a partition is AWS's standard one. With no call of `memcmp`: it is asked of each trail.
[[nodiscard]] constexpr bool is_standard(std::string_view partition) noexcept {
  return partition.size() == 3 && partition[0] == 'a' && partition[1] == 'w' && partition[2] == 's';
}

} // namespace detail

/// The parts of an Amazon Resource Name, as views into the text they were cut from. Every part is
/// empty when the text is not an ARN.
struct arn {
  std::string_view partition{}; ///< `aws`, `aws-cn`, `aws-us-gov`, …
  std::string_view service{};
  std::string_view region{};
  std::string_view account{};
  std::string_view resource{}; ///< all behind the fifth colon

  friend bool operator==(arn const&, arn const&) = default;
};

/// Cuts `arn:partition:service:region:account:resource`. The text must outlive the result.
[[nodiscard]] constexpr arn parse_arn(std::string_view text) noexcept {
  if (text.size() < 4 || text[0] != 'a' || text[1] != 'r' || text[2] != 'n' || text[3] != ':') {
    return {};
  }
  text.remove_prefix(4);
  std::string_view parts[4];
  detail::byte_finder<':'> colons(text);
  std::size_t from = 0;
  for (auto& part : parts) {
    auto const colon = colons.next(from);
    if (colon == std::string_view::npos) {
      return {};
    }
    part = text.substr(from, colon - from);
    from = colon + 1;
  }
  text.remove_prefix(from);
  if (parts[0].empty() || parts[1].empty() || text.empty()) {
    return {};
  }
  return {parts[0], parts[1], parts[2], parts[3], text};
}

} // namespace trailaudit::inline v0
