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
  std::size_t ends[4]{};
  detail::byte_finder<':'> colons(text);
  std::size_t from = 0;
  for (auto& end : ends) {
    end = colons.next(from);
    if (end == std::string_view::npos) {
      return {};
    }
    from = end + 1;
  }
  auto const between = [&](std::size_t begin, std::size_t end) {
    return std::string_view(text.data() + begin, end - begin);
  };
  if (ends[0] == 0 || ends[1] == ends[0] + 1 || from == text.size()) {
    return {};
  }
  return {between(0, ends[0]), between(ends[0] + 1, ends[1]), between(ends[1] + 1, ends[2]),
          between(ends[2] + 1, ends[3]), between(from, text.size())};
}

} // namespace trailaudit::inline v0
