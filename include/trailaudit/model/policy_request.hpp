#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A request as the IAM policy language sees it. Source: AWS Identity and Access Management User
// Guide, "The request context" and "AWS global condition context keys".

namespace trailaudit::inline v0 {

/// Who asks.
enum class principal_type : std::uint8_t {
  anonymous, ///< unsigned; has no id
  aws,       ///< `id` is an ARN of a user, role, role session, federated user or root user
  service,   ///< `id` is a service principal, as `cloudtrail.amazonaws.com`
  federated, ///< `id` is an identity provider: its ARN or its domain
  canonical, ///< `id` is a canonical user id of S3
};

/// The type's name as it stands above, for machines.
[[nodiscard]] constexpr std::string_view to_string(principal_type type) noexcept {
  switch (type) {
  case principal_type::anonymous:
    return "anonymous";
  case principal_type::aws:
    return "aws";
  case principal_type::service:
    return "service";
  case principal_type::federated:
    return "federated";
  case principal_type::canonical:
    return "canonical";
  }
  return "";
}

/// The principal of a request.
struct request_principal {
  principal_type type = principal_type::anonymous;
  std::string id{};
  friend bool operator==(request_principal const&, request_principal const&) = default;
};

/// One key of a request's context with its values. A key that is not listed is absent.
struct context_entry {
  std::string key{}; ///< letter case does not matter
  std::vector<std::string> values{};
  friend bool operator==(context_entry const&, context_entry const&) = default;
};

/// One request. What follows from the principal need not be in the context: `aws:PrincipalArn`,
/// `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:PrincipalIsAWSService`,
/// `aws:PrincipalServiceName`, and `aws:ResourceAccount` from `account`. What is in the context
/// counts, whatever follows.
struct policy_request {
  request_principal principal{};
  std::string action{};   ///< `s3:GetObject`
  std::string resource{}; ///< ARN
  std::string account{};  ///< the account that owns the resource; empty: not known
  std::vector<context_entry> context{};
  friend bool operator==(policy_request const&, policy_request const&) = default;
};

} // namespace trailaudit::inline v0
