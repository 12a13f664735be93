#pragma once

#include <trailaudit/analysis/bucket_exposure.hpp>
#include <trailaudit/analysis/bucket_layers.hpp>
#include <trailaudit/analysis/policy_matcher.hpp>
#include <trailaudit/analysis/statement_place.hpp>

#include <algorithm>
#include <optional>

namespace trailaudit::inline v0 {
namespace detail {

// The principal that lets outsiders in, as it stands there.
[[nodiscard]] inline std::string_view open_principal(principal_element const& element) noexcept {
  for (auto const& group : element.groups) {
    for (auto const& id : group.ids.values) {
      if (id == "*" || (group.type == "Federated" && is_public_provider(id))) {
        return id;
      }
    }
  }
  return element.text;
}

[[nodiscard]] inline std::string_view who_gets_in(principal_type who) noexcept {
  switch (who) {
  case principal_type::anonymous:
    return "the bucket policy lets everyone in";
  case principal_type::aws:
    return "the bucket policy lets any account of AWS in";
  case principal_type::federated:
    return "the bucket policy lets everyone in who signs in with a public identity provider";
  case principal_type::service:
  case principal_type::canonical:
    break;
  }
  return "the bucket policy lets outsiders in";
}

} // namespace detail

TRAILAUDIT_INLINE exposure policy_exposure(policy const& document, exposure_subject const& subject,
                                           origin const& from) {
  auto const& statements = document.statement.values;
  auto const statement_at = [&](std::size_t at) { return statement_place(document, from, at); };
  auto const closed = [&](std::string_view reason) {
    return exposure{ternary::no, reason, from, "no request of the public is granted", {}, {}};
  };
  auto const open = [&](std::size_t number, principal_type who, std::string_view action) {
    auto const& statement = statements[number];
    bool const rest = statement.not_principal.has_value();
    return exposure{
        ternary::yes,
        detail::who_gets_in(who),
        statement_at(number).at(rest ? "NotPrincipal" : "Principal"),
        rest ? std::string_view("everyone else") : detail::open_principal(*statement.principal),
        detail::lasting_action(statement, action),
        statement_at(number).at(statement.action.values.empty() ? "NotAction" : "Action")};
  };
  auto const plain = detail::public_exposure_by_form(document, subject);
  switch (plain.verdict) {
  case exposure_verdict::closed:
    return closed(plain.reason);
  case exposure_verdict::open:
    return open(plain.statement, principal_type::anonymous, plain.action);
  case exposure_verdict::unknown:
    break;
  }
  auto const answer = exposure_of(document, exposure_question::public_access, subject);
  switch (answer.verdict) {
  case exposure_verdict::closed:
    return closed(answer.reason);
  case exposure_verdict::open:
    return open(answer.statements.front(), answer.witness.principal.type, answer.witness.action);
  case exposure_verdict::unknown:
    break;
  }
  exposure out{ternary::unknown, answer.reason, from, {}, {}, {}};
  if (!document.flaws.empty()) {
    auto const& flaw = document.flaws.front();
    out.reason = describe(flaw.code);
    out.where = statement_at(flaw.statement);
    if (flaw.code == policy_flaw_code::unknown_effect) {
      out.where = out.where.at("Effect");
    }
    out.what = flaw.what;
  } else if (!document.unrecognized.empty()) {
    out.what = document.unrecognized.front();
  } else if (!answer.statements.empty()) {
    auto const number = answer.statements.front();
    out.where = statement_at(number);
    out.what = statements[number].effect;
  }
  return out;
}

namespace detail {

[[nodiscard]] inline bool has_public_grant(log_bucket_view const& about) noexcept {
  auto const* const acl = about.acl.get();
  return acl != nullptr &&
         std::any_of(acl->grants.begin(), acl->grants.end(), [](auto const& each) {
           return kind_of_grantee(each.grantee) == principal_kind::anyone;
         });
}

// `hidden`: whether `IgnorePublicAcls` is on.
[[nodiscard]] inline exposure acl_exposure(log_bucket_view const& about, ternary hidden) noexcept {
  auto without_acls = ternary::unknown;
  if (auto const* const found = about.ownership_controls.get()) {
    without_acls = ternary::no;
    for (auto const& each : found->ownership_controls.rules) {
      without_acls =
          either(without_acls, to_ternary(each.object_ownership == "BucketOwnerEnforced"));
    }
  } else if (about.ownership_controls.state == observation::absent) {
    without_acls = ternary::no;
  }
  if (hidden == ternary::yes) {
    return {ternary::no, "`IgnorePublicAcls` hides every public ACL", about.acl.from,
            "IgnorePublicAcls"};
  }
  if (without_acls == ternary::yes) {
    auto const where =
        about.ownership_controls.from.at("OwnershipControls").at("Rules", 0).at("ObjectOwnership");
    return {ternary::no, "the bucket has no ACLs", where, "BucketOwnerEnforced"};
  }
  auto const* const acl = about.acl.get();
  if (acl == nullptr) {
    return {ternary::unknown, "the bucket's ACL is not known",
            about.acl.place_or("s3:GetBucketAcl"), about.acl.error_code};
  }
  auto const whole = about.acl.from.at("Grants");
  exposure found{ternary::no, "no grant to everyone", whole, "no grant to everyone"};
  auto const not_decided = [&](std::string_view reason, origin const& where,
                               std::string_view what) {
    if (found.is_public == ternary::no) {
      found = {ternary::unknown, reason, where, what};
    }
  };
  for (std::size_t at = 0; at != acl->grants.size(); ++at) {
    auto const& each = acl->grants[at];
    origin where = about.acl.from.at("Grants", at);
    if (!each.unrecognized.empty()) {
      not_decided("a grant in the bucket's ACL has an element that is not decided", where,
                  each.unrecognized.front());
      continue;
    }
    where = where.at("Grantee");
    switch (kind_of_grantee(each.grantee)) {
    case principal_kind::fixed:
      break;
    case principal_kind::anyone:
      where = where.at("URI");
      return {ternary::yes, "the bucket's ACL lets everyone in", where, each.grantee.uri};
    case principal_kind::undecided:
      not_decided("a grantee in the bucket's ACL is not decided", where,
                  each.grantee.uri.empty() ? each.grantee.type : each.grantee.uri);
      break;
    }
  }
  return found;
}

// The bucket's policy without regard to Block Public Access.
[[nodiscard]] inline exposure policy_layer(log_bucket_view const& about, inventory const& world) {
  if (about.policy.state == observation::absent) {
    return {ternary::no, "the bucket has no policy", about.policy.from, about.policy.error_code};
  }
  auto const* const found = about.policy.get();
  if (found == nullptr) {
    return {ternary::unknown, "the bucket's policy is not known",
            about.policy.place_or("s3:GetBucketPolicy"), about.policy.error_code};
  }
  exposure_subject subject;
  subject.bucket = about.name;
  if (about.own == ternary::yes) {
    subject.account = world.world().account_id;
  }
  return policy_exposure(found->policy.value, subject, about.policy.from.at("Policy"));
}

// Whether the policy names unsigned requests by their id: then S3 may not take it for public.
[[nodiscard]] inline bool lets_the_public_in_by_id(log_bucket_view const& about) noexcept {
  auto const* const found = about.policy.get();
  if (found == nullptr) {
    return false;
  }
  auto const& statements = found->policy.value.statement.values;
  return std::any_of(statements.begin(), statements.end(), [](auto const& each) {
    auto const& conditions = each.condition.conditions;
    return is_allow(each) && std::any_of(conditions.begin(), conditions.end(), [](auto const& of) {
             if (!names_the_public(of)) {
               return false;
             }
             auto const how = parse_condition_operator(of.operation);
             return how && !how->negated;
           });
  });
}

// Whether `RestrictPublicBuckets` decides about the policy, whatever it says.
[[nodiscard]] inline bool decides(ternary restricted, log_bucket_view const& about) noexcept {
  return restricted == ternary::yes && !lets_the_public_in_by_id(about);
}

// `policy` counts where the block does not decide alone.
[[nodiscard]] inline exposure restricted_policy_layer(ternary restricted, exposure policy,
                                                      log_bucket_view const& about) {
  origin const from = about.policy.from;
  if (restricted == ternary::yes && !decides(restricted, about) &&
      policy.is_public != ternary::no) {
    return {ternary::unknown, "whether `anonymous` is a fixed value to S3 is not documented", from,
            "anonymous"};
  }
  if (restricted == ternary::yes) {
    return {ternary::no, "`RestrictPublicBuckets` shuts the public out", from,
            "RestrictPublicBuckets"};
  }
  if (policy.is_public == ternary::yes && restricted == ternary::unknown) {
    policy.is_public = ternary::unknown;
    policy.reason = "a public policy, and Block Public Access is not known";
  }
  return policy;
}

[[nodiscard]] inline exposure together(exposure const& by_acl, exposure const& by_policy) {
  if (by_policy.is_public == ternary::yes) {
    return by_policy;
  }
  if (by_acl.is_public != ternary::no) {
    return by_acl.is_public == ternary::unknown && by_policy.is_public == ternary::unknown
               ? by_policy
               : by_acl;
  }
  return by_policy;
}

} // namespace detail

TRAILAUDIT_INLINE exposure bucket_exposure(log_bucket_view const& about, inventory const& world) {
  auto const restricted = detail::block_in_effect(
      about, world, &public_access_block_configuration::restrict_public_buckets);
  auto const hidden =
      detail::block_in_effect(about, world, &public_access_block_configuration::ignore_public_acls);
  return detail::together(detail::acl_exposure(about, hidden),
                          detail::restricted_policy_layer(restricted,
                                                          detail::decides(restricted, about)
                                                              ? exposure{}
                                                              : detail::policy_layer(about, world),
                                                          about));
}

TRAILAUDIT_INLINE bucket_layers layers_of(log_bucket_view const& about, inventory const& world) {
  bucket_layers out;
  out.restrict_public_buckets = detail::block_in_effect(
      about, world, &public_access_block_configuration::restrict_public_buckets);
  out.ignore_public_acls =
      detail::block_in_effect(about, world, &public_access_block_configuration::ignore_public_acls);
  out.policy = detail::policy_layer(about, world);
  out.acl = detail::acl_exposure(about, ternary::no);
  auto const today_acl = detail::acl_exposure(about, out.ignore_public_acls);
  auto const today_policy =
      detail::restricted_policy_layer(out.restrict_public_buckets, out.policy, about);
  out.today = detail::together(today_acl, today_policy);
  if (out.ignore_public_acls == ternary::yes && out.acl.is_public == ternary::no &&
      out.acl.what != "BucketOwnerEnforced") {
    out.acl = {ternary::unknown, "`IgnorePublicAcls` hides what the ACL grants to everyone",
               about.acl.from, "IgnorePublicAcls"};
  }
  out.unblocked = detail::together(out.acl, out.policy);
  if (auto const* const found = about.policy.get()) {
    out.public_for_s3 = exposure_of(found->policy.value, exposure_question::aws_public, {}).verdict;
  } else if (about.policy.state == observation::absent) {
    out.public_for_s3 = exposure_verdict::closed;
  }
  bool const policy_blocked =
      out.policy.is_public == ternary::yes && detail::decides(out.restrict_public_buckets, about);
  bool const acl_blocked =
      out.acl.is_public == ternary::yes && out.ignore_public_acls == ternary::yes;
  out.guard = policy_blocked && acl_blocked ? bucket_guard::both_blocks
              : policy_blocked              ? bucket_guard::restrict_public_buckets
              : acl_blocked                 ? bucket_guard::ignore_public_acls
              : out.acl.is_public == ternary::no && out.acl.what == "BucketOwnerEnforced" &&
                      detail::has_public_grant(about)
                  ? bucket_guard::object_ownership
                  : bucket_guard::none;
  return out;
}

} // namespace trailaudit::inline v0
