#pragma once

#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE policy_decision evaluate(policy const& document, policy_request const& request) {
  return detail::evaluate_for(document, request, detail::any_naming);
}

TRAILAUDIT_INLINE statement_match match(policy const& document, std::size_t statement,
                                        policy_request const& request) {
  return detail::match_statement(document, statement, request, detail::any_naming,
                                 detail::is_flawed(document, statement));
}

TRAILAUDIT_INLINE authorization authorize(policy_set const& policies,
                                          policy_request const& request) {
  using detail::naming;
  authorization out;
  auto const bits = [](auto... each) {
    return static_cast<std::uint8_t>((static_cast<unsigned>(each) | ...));
  };
  auto const& who = request.principal;
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
  auto const any_allow = [&](std::span<policy const> documents) {
    auto value = ternary::no;
    for (auto const& each : documents) {
      value = either(value, evaluate(each, request).allow);
    }
    return value;
  };

  // 1. An explicit denial in any policy that binds the caller.
  policy_kind denied_by = policy_kind::none;
  auto const deny = [&](policy const& document, policy_kind kind) {
    auto const value = evaluate(document, request).deny;
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
  if (policies.resource != nullptr) {
    deny(*policies.resource, policy_kind::resource);
  }
  deny_all(policies.rcp, policy_kind::rcp);
  if (is_aws) {
    deny_all(policies.scp, policy_kind::scp);
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
               : detail::evaluate_for(*policies.resource, request, namings).allow;
  };
  auto const anyhow = resource_allow(detail::any_naming);
  if (!is_aws) {
    // Services and the anonymous have no policies of their own; of others nothing is known.
    out.allow = who.type == principal_type::anonymous || who.type == principal_type::service
                    ? anyhow
                    : both(anyhow, ternary::unknown);
    if (out.allow != ternary::yes) {
      out.decided_by = policy_kind::resource;
      out.reason = out.allow == ternary::no ? "the resource's policy does not allow it"
                                            : "the resource's policy is not decided";
    }
  } else {
    auto const limit = [&](policy const* document) {
      return document == nullptr ? ternary::yes : evaluate(*document, request).allow;
    };
    auto const boundary = limit(policies.boundary);
    auto const session = limit(policies.session);
    auto const scp = policies.scp.empty() ? ternary::yes : any_allow(policies.scp);
    auto const own = is_root ? ternary::yes : any_allow(policies.identity);
    auto const limits = both(boundary, session);
    auto const limited = both(own, limits);
    bool const by_kms = detail::starts_with_folded(request.action, "kms:");
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
    auto const within = is_root  ? (by_kms ? anyhow : ternary::yes)
                        : by_kms ? either(direct, both(by_account, limited))
                                 : either(direct, limited);
    auto const across = both(anyhow, limited);

    auto const owner = request.account.empty() ? parse_arn(request.resource).account
                                               : std::string_view(request.account);
    auto const base = owner.empty() || caller.account.empty()
                          ? (within == across ? within : ternary::unknown)
                      : owner == caller.account ? within
                                                : across;
    out.allow = both(base, scp);
    if (out.allow != ternary::yes) {
      auto const lacks = [&](ternary value, policy_kind kind, std::string_view reason) {
        (void)note(negation(value), kind, reason);
      };
      lacks(scp, policy_kind::scp, "no service control policy allows it");
      lacks(boundary, policy_kind::boundary, "the permissions boundary does not allow it");
      lacks(session, policy_kind::session, "the session policy does not allow it");
      if (owner != caller.account || by_kms) {
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
