#pragma once

#include <trailaudit/detail/fields.hpp>

#include <string>

// AWS Organizations' answer about the account's organization.
// Shapes: AWS Organizations API Reference, `Organization`.

namespace trailaudit::inline v0 {

/// An organization. `master_account_id` is the management account.
struct organization {
  std::string id{};
  std::string arn{};
  std::string feature_set{};
  std::string master_account_arn{};
  std::string master_account_id{};
  std::string master_account_email{};
  friend bool operator==(organization const&, organization const&) = default;
};
template <>
inline constexpr auto fields_of<organization> = table_of(
    field{"Id", "id", &organization::id}, field{"Arn", "arn", &organization::arn},
    field{"FeatureSet", "feature_set", &organization::feature_set},
    field{"MasterAccountArn", "master_account_arn", &organization::master_account_arn},
    field{"MasterAccountId", "master_account_id", &organization::master_account_id},
    field{"MasterAccountEmail", "master_account_email", &organization::master_account_email});

/// `organizations:DescribeOrganization`. None is the error `AWSOrganizationsNotInUseException`.
struct describe_organization_response {
  trailaudit::organization organization{};
  friend bool operator==(describe_organization_response const&,
                         describe_organization_response const&) = default;
};
template <>
inline constexpr auto fields_of<describe_organization_response> = table_of(field{
    "Organization", "organization", &describe_organization_response::organization, true});

} // namespace trailaudit::inline v0
