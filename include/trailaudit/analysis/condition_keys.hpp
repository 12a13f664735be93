#pragma once

#include <trailaudit/detail/ascii.hpp>

#include <array>
#include <cstdint>
#include <string_view>

// What the condition keys of policies say, and of whom. Source: AWS Identity and Access Management
// User Guide, "AWS global condition context keys"; Amazon S3 User Guide, "Blocking public access".

namespace trailaudit::inline v0 {

/// Whom a condition key speaks of, and so what somebody from outside can make of it.
enum class key_class : std::uint8_t {
  caller,    ///< who he is: any account, organization or id that is not trusted
  network,   ///< where he comes from: any network or endpoint that is not trusted
  relayed,   ///< for whom a service acts: absent, or a resource that is not trusted
  delegated, ///< through which access point, with which key: one that is not trusted
  owner,     ///< the resource itself: nothing to choose, never a limit on callers
  free,      ///< chosen at will, or left out
};

/// What values of a key look like.
enum class key_format : std::uint8_t {
  text,
  account,
  organization,      ///< `o-…`
  organization_path, ///< `o-…/r-…/ou-…/`
  principal_arn,
  resource_arn,
  unique_id, ///< `AROA…:session`, `AIDA…`
  user_name, ///< not empty, without `/` and `:`
  vpc,
  vpc_endpoint,
  address,
};

/// A condition key.
struct condition_key {
  std::string_view name{};
  key_class says = key_class::free;
  key_format format = key_format::text;
  bool multivalued = false;
  bool signed_only = false; ///< absent where nobody signed
  bool always = false;      ///< in every request
};

namespace detail {

inline constexpr std::array<condition_key, 45> condition_keys{{
    {"aws:SecureTransport", key_class::free, key_format::text, false, false, true},
    {"aws:CurrentTime", key_class::free, key_format::text, false, false, true},
    {"aws:EpochTime", key_class::free, key_format::text, false, false, true},
    {"aws:RequestedRegion", key_class::free, key_format::text, false, false, true},
    {"aws:PrincipalOrgID", key_class::caller, key_format::organization},
    {"aws:SourceArn", key_class::relayed, key_format::resource_arn},
    {"aws:SourceAccount", key_class::relayed, key_format::account},
    {"aws:SourceIp", key_class::network, key_format::address},
    {"aws:SourceVpce", key_class::network, key_format::vpc_endpoint},
    {"aws:SourceVpc", key_class::network, key_format::vpc},
    {"aws:PrincipalArn", key_class::caller, key_format::principal_arn},
    {"aws:PrincipalAccount", key_class::caller, key_format::account},
    {"aws:PrincipalOrgPaths", key_class::caller, key_format::organization_path, true},
    {"aws:PrincipalIsAWSService", key_class::caller},
    {"aws:PrincipalServiceName", key_class::caller},
    {"aws:PrincipalServiceNamesList", key_class::caller, key_format::text, true},
    {"aws:PrincipalType", key_class::caller},
    {"aws:userid", key_class::caller, key_format::unique_id},
    {"aws:username", key_class::caller, key_format::text, false, true},
    {"kms:CallerAccount", key_class::caller, key_format::account},
    {"aws:MultiFactorAuthPresent", key_class::caller, key_format::text, false, true},
    {"aws:MultiFactorAuthAge", key_class::caller, key_format::text, false, true},
    {"aws:TokenIssueTime", key_class::caller, key_format::text, false, true},
    {"aws:FederatedProvider", key_class::caller, key_format::text, false, true},
    {"aws:SourceVpcArn", key_class::network, key_format::resource_arn},
    {"aws:VpceAccount", key_class::network, key_format::account},
    {"aws:VpceOrgID", key_class::network, key_format::organization},
    {"aws:VpceOrgPaths", key_class::network, key_format::organization_path, true},
    {"aws:VpcSourceIp", key_class::network, key_format::address},
    {"aws:SourceOwner", key_class::relayed, key_format::account},
    {"aws:SourceOrgID", key_class::relayed, key_format::organization},
    {"aws:SourceOrgPaths", key_class::relayed, key_format::organization_path, true},
    {"s3:DataAccessPointArn", key_class::delegated, key_format::resource_arn},
    {"s3:DataAccessPointAccount", key_class::delegated, key_format::account},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", key_class::delegated},
    {"aws:ResourceAccount", key_class::owner, key_format::account},
    {"s3:ResourceAccount", key_class::owner, key_format::account},
    {"aws:ResourceOrgID", key_class::owner, key_format::organization},
    {"aws:ResourceOrgPaths", key_class::owner, key_format::organization_path, true},
    {"s3:ExistingObjectTag/", key_class::owner},
    {"aws:ResourceTag/", key_class::owner},
    {"aws:PrincipalTag/", key_class::caller, key_format::text, false, true},
    {"aws:TagKeys", key_class::free, key_format::text, true},
    {"aws:CalledVia", key_class::free, key_format::text, true},
    {"kms:EncryptionContextKeys", key_class::free, key_format::text, true},
}};

} // namespace detail

/// What is known of a key, in whatever case it is written. A key that is not listed is free: its
/// class is that of what a caller says of himself. A name that ends with `/` stands for all keys
/// that begin with it.
[[nodiscard]] constexpr condition_key find_condition_key(std::string_view name) noexcept {
  for (auto const& each : detail::condition_keys) {
    if (each.name.back() == '/' ? detail::starts_with_folded(name, each.name)
                                : detail::equals_folded(name, each.name)) {
      auto found = each;
      found.name = name;
      return found;
    }
  }
  return {name};
}

} // namespace trailaudit::inline v0
