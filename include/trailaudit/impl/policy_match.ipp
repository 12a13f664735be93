#pragma once

#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/detail/ascii.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE policy_decision evaluate(policy const& document, policy_request const& request) {
  return detail::evaluate_for(document, request, detail::any_naming);
}

TRAILAUDIT_INLINE statement_match match(policy const& document, std::size_t statement,
                                        policy_request const& request) {
  return detail::match_statement(document, statement, request, detail::any_naming,
                                 detail::is_flawed(document, statement));
}

namespace detail {

// Actions on a bucket's policy that its owner's root user may do whatever the policy denies.
// Source: Amazon S3 API Reference, "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy".
[[nodiscard]] inline bool is_about_bucket_policy(std::string_view action) noexcept {
  return equals_folded(action, "s3:GetBucketPolicy") ||
         equals_folded(action, "s3:PutBucketPolicy") ||
         equals_folded(action, "s3:DeleteBucketPolicy");
}

// Actions of KMS that use no key, so that no key's policy is asked. Source: AWS KMS Developer
// Guide, "Using IAM policies with AWS KMS".
[[nodiscard]] inline bool is_without_key(std::string_view action) noexcept {
  constexpr std::array<std::string_view, 10> actions{"kms:CreateKey",
                                                     "kms:ListKeys",
                                                     "kms:ListAliases",
                                                     "kms:GenerateRandom",
                                                     "kms:ConnectCustomKeyStore",
                                                     "kms:CreateCustomKeyStore",
                                                     "kms:DeleteCustomKeyStore",
                                                     "kms:DescribeCustomKeyStores",
                                                     "kms:DisconnectCustomKeyStore",
                                                     "kms:UpdateCustomKeyStore"};
  return std::any_of(actions.begin(), actions.end(),
                     [&](std::string_view each) { return equals_folded(each, action); });
}

// Whether a caller is a role that belongs to a service. The ARN of a session lacks the path, by
// which they are told apart; their names begin alike, but so may others.
[[nodiscard]] inline ternary is_service_linked(arn const& caller) noexcept {
  if (caller.resource.starts_with("role/aws-service-role/")) {
    return ternary::yes;
  }
  return caller.resource.starts_with("assumed-role/AWSServiceRoleFor") ? ternary::unknown
                                                                       : ternary::no;
}

} // namespace detail

TRAILAUDIT_INLINE authorization authorize(policy_set const& policies,
                                          policy_request const& request) {
  using detail::naming;
  authorization out;
  auto const bits = [](auto... each) {
    return static_cast<std::uint8_t>((static_cast<unsigned>(each) | ...));
  };
  auto const& who = request.principal;
  if (detail::equals_folded(request.action, "sts:GetCallerIdentity") &&
      who.type == principal_type::aws) {
    out.allow = ternary::yes; // whatever a policy says
    out.granted = ternary::yes;
    return out;
  }
  bool const is_aws = who.type == principal_type::aws;
  auto const caller = is_aws ? parse_arn(who.id) : arn{};
  bool const is_root = caller.resource == "root" && caller.service == "iam";

  auto const note = [&](ternary value, policy_kind kind, std::string_view reason) {
    if (value != ternary::no && out.decided_by == policy_kind::none) {
      out.decided_by = kind;
      out.reason = reason;
    }
    return value;
  };
  // Policies of a resource say whom they are about, and those of a caller cannot.
  using element = detail::principal_form::element;
  detail::principal_form const own_form{element::refused};
  detail::principal_form const resource_form{element::wanted,
                                             policies.boundary != nullptr && is_aws && !is_root};
  auto const any_allow = [&](std::span<policy const> documents) {
    auto value = ternary::no;
    for (auto const& each : documents) {
      value =
          either(value, detail::evaluate_for(each, request, detail::any_naming, own_form).allow);
    }
    return value;
  };

  // 1. An explicit denial in any policy that binds the caller.
  policy_kind denied_by = policy_kind::none;
  auto const deny = [&](policy const& document, policy_kind kind) {
    auto const form = kind == policy_kind::resource ? resource_form
                      : kind == policy_kind::rcp    ? detail::principal_form{}
                                                    : own_form;
    auto const value = detail::evaluate_for(document, request, detail::any_naming, form).deny;
    if (value > out.deny) {
      out.deny = value;
      denied_by = kind;
    }
  };
  auto const deny_all = [&](std::span<policy const> documents, policy_kind kind) {
    for (auto const& each : documents) {
      deny(each, kind);
    }
  };
  auto const owner = request.account.empty() ? parse_arn(request.resource).account
                                             : std::string_view(request.account);
  bool const keeps_policy =
      is_root && owner == caller.account && detail::is_about_bucket_policy(request.action);
  if (policies.resource != nullptr && !keeps_policy) {
    deny(*policies.resource, policy_kind::resource);
  }
  // The organization's policies do not bind roles of services.
  auto const bound = negation(is_aws ? detail::is_service_linked(caller) : ternary::no);
  auto const deny_bound = [&](std::span<policy const> documents, policy_kind kind) {
    auto const before = out.deny;
    auto const denied_before = denied_by;
    deny_all(documents, kind);
    if (bound != ternary::yes) {
      out.deny = either(before, both(out.deny, bound));
      denied_by = out.deny == before ? denied_before : denied_by;
    }
  };
  // Source: AWS Organizations User Guide, "Resource control policies (RCPs)".
  if (!detail::equals_folded(request.action, "kms:RetireGrant")) {
    deny_bound(policies.rcp, policy_kind::rcp);
  }
  if (is_aws) {
    deny_bound(policies.scp, policy_kind::scp);
    for (auto const level : policies.scp_levels) {
      deny_bound(level, policy_kind::scp);
    }
    deny_all(policies.identity, policy_kind::identity);
    if (policies.boundary != nullptr) {
      deny(*policies.boundary, policy_kind::boundary);
    }
    if (policies.session != nullptr) {
      deny(*policies.session, policy_kind::session);
    }
  }

  // 2. What the resource's policy allows, by how closely it names the caller.
  auto const resource_allow = [&](std::uint8_t namings) {
    return policies.resource == nullptr
               ? ternary::no
               : detail::evaluate_for(*policies.resource, request, namings, resource_form).allow;
  };
  auto const anyhow = resource_allow(detail::any_naming);
  if (!is_aws) {
    // Services and the anonymous have no policies of their own; of others nothing is known.
    // Who comes from an identity provider has none before he has assumed a role.
    bool const assumes = who.type == principal_type::federated &&
                         (detail::equals_folded(request.action, "sts:AssumeRoleWithSAML") ||
                          detail::equals_folded(request.action, "sts:AssumeRoleWithWebIdentity"));
    out.allow =
        who.type == principal_type::anonymous || who.type == principal_type::service || assumes
            ? anyhow
            : both(anyhow, ternary::unknown);
    if (out.allow != ternary::yes) {
      out.decided_by = policy_kind::resource;
      out.reason = out.allow == ternary::no ? "the resource's policy does not allow it"
                                            : "the resource's policy is not decided";
    }
  } else {
    auto const limit = [&](policy const* document) {
      return document == nullptr
                 ? ternary::yes
                 : detail::evaluate_for(*document, request, detail::any_naming, own_form).allow;
    };
    auto const boundary = limit(policies.boundary);
    // A federated user may do no more than the policy of his session says, if it has one.
    bool const is_federated_user = caller.resource.starts_with("federated-user/");
    auto const session =
        is_federated_user && policies.session == nullptr ? ternary::no : limit(policies.session);
    auto scp = policies.scp.empty() ? ternary::yes : any_allow(policies.scp);
    for (auto const level : policies.scp_levels) {
      scp = both(scp, any_allow(level));
    }
    scp = either(scp, negation(bound));
    auto const own = is_root ? ternary::yes : any_allow(policies.identity);
    auto const limits = both(boundary, session);
    auto const limited = both(own, limits);
    // Keys and roles decide for themselves who may use them, also within the account.
    bool const by_role = detail::starts_with_folded(request.action, "sts:AssumeRole");
    bool const by_resource = by_role || (detail::starts_with_folded(request.action, "kms:") &&
                                         !detail::is_without_key(request.action));
    bool const is_session = caller.service == "sts";
    bool const is_user = caller.resource.starts_with("user/");

    auto const named_self = resource_allow(bits(naming::self));
    auto const named_role = resource_allow(bits(naming::role));
    auto const everyone = resource_allow(bits(naming::everyone));
    auto const by_account = resource_allow(bits(naming::account));
    // Within the account: by itself, as far as limits do not cut it. That they cut what is granted
    // to everyone the guide denies for a condition on `aws:PrincipalArn`, and otherwise does not
    // say.
    auto const by_name = is_user      ? both(named_self, session)
                         : is_session ? named_self
                                      : both(named_self, limits);
    auto const by_all = both(everyone, is_user ? session : either(limits, ternary::unknown));
    auto const direct = either(by_name, either(both(named_role, limits), by_all));
    auto const within = is_root       ? (by_resource ? anyhow : ternary::yes)
                        : by_resource ? either(direct, both(by_account, limited))
                                      : either(direct, limited);
    auto const across = both(anyhow, limited);

    auto const base = owner.empty() || caller.account.empty()
                          ? (within == across ? within : ternary::unknown)
                      : owner == caller.account ? within
                                                : across;
    bool const is_root_assuming = is_root && by_role; // it cannot
    out.allow = is_root_assuming ? ternary::no : both(base, scp);
    if (out.allow != ternary::yes) {
      auto const lacks = [&](ternary value, policy_kind kind, std::string_view reason) {
        (void)note(negation(value), kind, reason);
      };
      lacks(scp, policy_kind::scp, "no service control policy allows it");
      lacks(boundary, policy_kind::boundary, "the permissions boundary does not allow it");
      lacks(session, policy_kind::session, "the session policy does not allow it");
      if (is_root_assuming) {
        lacks(ternary::no, policy_kind::identity, "the root user cannot assume roles");
      }
      if (owner != caller.account || by_resource) {
        lacks(anyhow, policy_kind::resource, "the resource's policy does not allow it");
      }
      lacks(own, policy_kind::identity, "no policy of the caller allows it");
      if (out.allow == ternary::unknown) {
        out.reason = "a policy is not decided, or the accounts are not known";
      }
    }
  }

  if (out.deny != ternary::no) {
    out.decided_by = denied_by;
    out.reason = out.deny == ternary::yes ? "it is denied" : "whether it is denied is not decided";
  }
  out.granted = both(out.allow, negation(out.deny));
  if (out.granted == ternary::yes) {
    out.decided_by = policy_kind::none;
    out.reason = {};
  }
  return out;
}

} // namespace trailaudit::inline v0
