#pragma once

#include <trailaudit/analysis/policy_decision.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// What a policy says of one request.
///
/// Semantics: AWS Identity and Access Management User Guide, "Policy evaluation logic" and "IAM
/// JSON policy elements". All functions are pure, total and may be called by any number of threads
/// at once; they allocate only to put the values of policy variables in place.
///
/// Not decided, and therefore `unknown`: operators that are not known here, values that their
/// operator cannot read (a bad CIDR range, date or number), wildcards in a principal's ARN or in
/// the service part of a resource, resources that are not ARNs, whether a `*` at the end of a part
/// of a resource reaches over the colon behind it, a single-valued operator on several values, one
/// condition key in two spellings, `aws:PrincipalArn` of a session where the path of its role
/// counts, what would take long to compare (values of policy variables; `ForAnyValue` and
/// `ForAllValues` with more than 2^20 pairs of a policy's and a request's value, or for patterns
/// 2^28 pairs of bytes), and statements with a flaw.

namespace trailaudit::inline v0 {

/// Whether a document that stands alone allows and denies the request. Statements without a
/// principal, as those of identity policies, are taken to be about this principal.
/// Cost: linear in the policy's values, times the texts' lengths for globs, and times the values of
/// the request's key where an operator on sets has several.
[[nodiscard]] TRAILAUDIT_API policy_decision evaluate(policy const& document,
                                                      policy_request const& request);

/// Whether one statement applies to the request, and what keeps it from being decided.
[[nodiscard]] TRAILAUDIT_API statement_match match(policy const& document, std::size_t statement,
                                                   policy_request const& request);

/// The policies that bear on a request. A span that is empty: there are none of that kind.
struct policy_set {
  policy const* resource = nullptr;   ///< the resource's own policy
  std::span<policy const> identity{}; ///< of the user or role, and its groups
  policy const* boundary = nullptr;   ///< permissions boundary
  policy const* session = nullptr;    ///< session policy
  std::span<policy const> scp{};      ///< service control policies, all of one level
  std::span<policy const> rcp{};      ///< resource control policies of the resource's account
  /// Service control policies by level: those of the organization's root, of each organizational
  /// unit down to the caller's account, and of the account. Each level must allow, as must `scp`.
  std::span<std::span<policy const> const> scp_levels{};
};

/// Which kind of policy decided.
enum class policy_kind : std::uint8_t { none, resource, identity, boundary, session, scp, rcp };

/// Whether all policies together let the request through.
struct authorization {
  ternary allow = ternary::no; ///< whether all that must allow it do
  ternary deny = ternary::no;  ///< whether any of them denies it
  ternary granted = ternary::no;
  policy_kind decided_by = policy_kind::none; ///< what denies, or lacks an `Allow`, or is undecided
  std::string_view reason{};                  ///< a literal
};

/// Whether the request is let through by all policies that bear on it.
///
/// Within one account a resource policy or an identity policy suffices; across accounts both must
/// allow. A key policy of KMS, and a role's trust policy, must always allow, by itself or by
/// handing the decision to IAM (an `Allow` for the account); actions of KMS that use no key ask
/// none, and a root user assumes no role. Boundaries, session policies, SCPs and RCPs limit and
/// never grant; what a resource policy grants a user's or a session's own ARN within the account is
/// not cut by a boundary, nor by a session policy where it names the session. A federated user
/// without a session policy has nothing of his own. SCPs do not bind services and the anonymous,
/// nor SCPs and RCPs service-linked roles. What a bucket's policy denies its owner's root user of
/// the policy itself does not count, and nothing denies `sts:GetCallerIdentity`. Where the accounts
/// are not known, the two rules must agree.
///
/// Of several service control policies of one level one that allows suffices; every level must.
/// `NotPrincipal` in a `Deny` of the resource's policy meets every user and role with a boundary.
/// What AWS takes in no such policy is unknown: a statement of a resource's policy without a
/// principal, and one of the caller's policies with one. No RCP binds `kms:RetireGrant`.
///
/// Does not decide: endpoint policies, access points, grants of KMS, ACLs, Block Public Access.
[[nodiscard]] TRAILAUDIT_API authorization authorize(policy_set const& policies,
                                                     policy_request const& request);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/policy_match.ipp>
#endif
