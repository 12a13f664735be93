#pragma once

#include <trailaudit/analysis/access_actions.hpp>
#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

// What the analyses of buckets ask of single layers: Block Public Access, grants of an ACL, and the
// names of actions.

namespace trailaudit::inline v0 {
namespace detail {

using block_flag = std::optional<bool> public_access_block_configuration::*;

// One flag of one level. `NoSuchPublicAccessBlockConfiguration` means that all are off; so does a
// missing flag.
[[nodiscard]] inline ternary block_at(observed<get_public_access_block_response> const& level,
                                      block_flag flag) noexcept {
  if (auto const* const found = level.get()) {
    return to_ternary((found->public_access_block_configuration.*flag).value_or(false));
  }
  return level.state == observation::absent ? ternary::no : ternary::unknown;
}

// A flag is in effect when it is on for the bucket or for the account that owns it. Of another
// owner's account nothing is known.
[[nodiscard]] inline ternary block_in_effect(log_bucket_view const& about, inventory const& world,
                                             block_flag flag) noexcept {
  auto const of_bucket = block_at(about.public_access_block, flag);
  auto const of_account = about.own == ternary::yes
                              ? block_at(world.account_public_access_block(), flag)
                              : ternary::unknown;
  return either(of_bucket, of_account);
}

enum class principal_kind : std::uint8_t { fixed, anyone, undecided };

// AWS documents three groups; a further one may be as open as the two below.
[[nodiscard]] inline principal_kind kind_of_grantee(grantee const& whom) noexcept {
  if (whom.uri == "http://acs.amazonaws.com/groups/global/AllUsers" ||
      whom.uri == "http://acs.amazonaws.com/groups/global/AuthenticatedUsers") {
    return principal_kind::anyone;
  }
  bool const fixed =
      whom.uri.empty() ? whom.type == "CanonicalUser" || whom.type == "AmazonCustomerByEmail" ||
                             (whom.type.empty() && !(whom.id.empty() && whom.email_address.empty()))
                       : whom.uri == "http://acs.amazonaws.com/groups/s3/LogDelivery";
  return fixed ? principal_kind::fixed : principal_kind::undecided;
}

// The action of a witness, as a text that lives on.
[[nodiscard]] inline std::string_view lasting_action(policy_statement const& statement,
                                                     std::string_view action) noexcept {
  for (auto const& each : access_actions) {
    if (each.name == action) {
      return each.name;
    }
  }
  for (auto const& each : statement.action.values) {
    if (match_action_pattern(each, action) == ternary::yes) {
      return each;
    }
  }
  return "any other action";
}

} // namespace detail
} // namespace trailaudit::inline v0
