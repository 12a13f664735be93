#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Input of the benchmark, made from a seed. Nothing here depends on the machine, the compiler or
// the standard library's distributions: the bytes are the same everywhere.

namespace bench {

/// Snapshot documents, one a line, and the policies nested in them.
class corpus {
public:
  struct extent {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  struct account {
    extent text{};
    std::size_t first_policy = 0; ///< in `policies`
    std::size_t policy_count = 0;
    std::size_t trail_count = 0;
    std::size_t bucket_count = 0;
    std::size_t policy_bytes = 0; ///< as they stand in the document, escaped
  };

  [[nodiscard]] std::size_t size() const noexcept { return accounts.size(); }
  [[nodiscard]] std::string_view document(std::size_t at) const noexcept {
    return std::string_view(text).substr(accounts[at].text.begin, accounts[at].text.size);
  }
  /// A nested policy without the escapes.
  [[nodiscard]] std::string_view policy(std::size_t at) const noexcept {
    return std::string_view(policy_text).substr(policies[at].begin, policies[at].size);
  }
  [[nodiscard]] std::size_t bytes() const noexcept;
  [[nodiscard]] std::size_t policy_bytes() const noexcept;

  /// Adds a document and leaves space behind it that a parser may read.
  void add(std::string_view document, account about);

  std::string text{};
  std::string policy_text{};
  std::vector<account> accounts{};
  std::vector<extent> policies{};
};

/// `count` accounts; the first ones are the same whatever the count.
[[nodiscard]] corpus generate_accounts(std::size_t count, std::uint64_t seed = 20261121);

/// One account whose `DescribeTrails` names `trails` trails, with `GetTrailStatus` of each.
[[nodiscard]] std::string generate_trails(std::size_t trails, std::uint64_t seed = 20261121);

/// The same value as the AWS CLI prints it: one member a line, four blanks a level.
[[nodiscard]] std::string indented(std::string_view compact);

/// The same documents, indented.
[[nodiscard]] corpus indented(corpus const& compact);

/// FNV-1a, 64 bits.
[[nodiscard]] std::uint64_t digest(std::string_view text) noexcept;

} // namespace bench
