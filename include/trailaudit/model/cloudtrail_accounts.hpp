#pragma once

#include <trailaudit/detail/folded_names.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace trailaudit::inline v0 {

/// An account of AWS's own by which CloudTrail delivered from a Region.
struct cloudtrail_account {
  std::string_view region{};
  std::string_view account{};
};

/// The accounts that policies of log buckets and topics named before CloudTrail had a service
/// principal. Such a policy speaks of the Regions it names an account of, and of no other.
///
/// Source: AWS CloudTrail User Guide, "CloudTrail supported Regions", as it was while it named
/// them; for newer Regions, China and GovCloud the list that Terraform's AWS provider keeps.
inline constexpr std::array<cloudtrail_account, 32> cloudtrail_accounts{{
    {"af-south-1", "525921808201"},     {"ap-east-1", "119688915426"},
    {"ap-northeast-1", "216624486486"}, {"ap-northeast-2", "492519147666"},
    {"ap-northeast-3", "765225791966"}, {"ap-south-1", "977081816279"},
    {"ap-south-2", "582488909970"},     {"ap-southeast-1", "903692715234"},
    {"ap-southeast-2", "284668455005"}, {"ap-southeast-3", "069019280451"},
    {"ap-southeast-4", "187074758985"}, {"ca-central-1", "819402241893"},
    {"cn-north-1", "193415116832"},     {"cn-northwest-1", "681348832753"},
    {"eu-central-1", "035351147821"},   {"eu-central-2", "453052556044"},
    {"eu-north-1", "829690693026"},     {"eu-south-1", "669305197877"},
    {"eu-south-2", "757211635381"},     {"eu-west-1", "859597730677"},
    {"eu-west-2", "282025262664"},      {"eu-west-3", "262312530599"},
    {"il-central-1", "683224464357"},   {"me-central-1", "585772288577"},
    {"me-south-1", "034638983726"},     {"sa-east-1", "814480443879"},
    {"us-east-1", "086441151436"},      {"us-east-2", "475085895292"},
    {"us-gov-east-1", "608710470296"},  {"us-gov-west-1", "608710470296"},
    {"us-west-1", "388731089494"},      {"us-west-2", "113285607260"},
}};

namespace detail {
inline constexpr folded_names cloudtrail_account_ids([] {
  std::array<std::string_view, cloudtrail_accounts.size()> ids;
  for (std::size_t at = 0; at != ids.size(); ++at) {
    ids[at] = cloudtrail_accounts[at].account;
  }
  return ids;
}());
} // namespace detail

/// Whether an account is one of those.
[[nodiscard]] constexpr bool is_cloudtrail_account(std::string_view account) noexcept {
  return detail::cloudtrail_account_ids.contains(account);
}

} // namespace trailaudit::inline v0
