#pragma once

#include <trailaudit/analysis/bucket_exposure.hpp>

#include <optional>

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

[[nodiscard]] inline bool is_digits(std::string_view text) noexcept {
  for (auto const byte : text) {
    if (byte < '0' || byte > '9') {
      return false;
    }
  }
  return !text.empty();
}

enum class principal_kind : std::uint8_t { fixed, anyone, undecided };

[[nodiscard]] inline principal_kind kind_of_principal(std::string_view type,
                                                      std::string_view id) noexcept {
  bool const plain = !id.empty() && id.find_first_of("*?$") == std::string_view::npos;
  if (type == "AWS") {
    if (id == "*") {
      return principal_kind::anyone;
    }
    if (!plain) {
      return principal_kind::undecided;
    }
    if (id.size() == 12 && is_digits(id)) {
      return principal_kind::fixed;
    }
    auto const parts = parse_arn(id);
    bool const identity = (parts.service == "iam" || parts.service == "sts") &&
                          parts.account.size() == 12 && is_digits(parts.account);
    // AWS shows a principal that was deleted by its unique id.
    bool const unique_id = id.size() >= 16 && (id.starts_with("AIDA") || id.starts_with("AROA"));
    return identity || unique_id ? principal_kind::fixed : principal_kind::undecided;
  }
  if (type == "Service" || type == "CanonicalUser") {
    return plain ? principal_kind::fixed : principal_kind::undecided;
  }
  return principal_kind::undecided;
}

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

// Whether a resource pattern certainly reaches the bucket or its objects.
[[nodiscard]] inline bool reaches(std::string_view pattern, std::string_view bucket) noexcept {
  if (pattern == "*") {
    return true;
  }
  auto const parts = parse_arn(pattern);
  if (parts.service != "s3" || !parts.resource.starts_with(bucket)) {
    return false;
  }
  auto const rest = parts.resource.substr(bucket.size());
  return rest.empty() || rest.front() == '/' || rest == "*";
}

[[nodiscard]] inline char lower(char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

[[nodiscard]] inline bool is_s3_action(std::string_view action) noexcept {
  return action == "*" ||
         (action.size() > 3 && lower(action[0]) == 's' && action[1] == '3' && action[2] == ':');
}

// Whether an `Allow` to everyone certainly lets a request to this bucket through.
[[nodiscard]] inline bool is_plain_grant(policy_statement const& statement,
                                         std::string_view bucket) noexcept {
  bool action = false;
  for (auto const& each : statement.action.values) {
    action = action || is_s3_action(each);
  }
  bool resource = false;
  for (auto const& each : statement.resource.values) {
    resource = resource || reaches(each, bucket);
  }
  return action && resource && statement.condition.conditions.empty() &&
         statement.unrecognized.empty() && statement.not_action.values.empty() &&
         statement.not_resource.values.empty() && !statement.not_principal;
}

} // namespace detail

TRAILAUDIT_INLINE exposure policy_exposure(policy const& document, std::string_view bucket,
                                           origin const& from) noexcept {
  exposure undecided{ternary::no, "every `Allow` names fixed principals", from,
                     "every `Allow` names fixed principals"};
  exposure open;
  bool denies = !document.unrecognized.empty();
  auto const& statements = document.statement.values;
  auto const not_decided = [&](std::string_view reason, origin where, std::string_view what) {
    if (undecided.is_public == ternary::no) {
      undecided = {ternary::unknown, reason, where, what};
    }
  };
  if (!document.flaws.empty()) { // AWS refuses such a policy: nothing says what it means
    auto const& flaw = document.flaws.front();
    auto where = from;
    if (flaw.statement != policy_flaw::no_statement) {
      where = where.at("Statement", flaw.statement);
      where = flaw.code == policy_flaw_code::unknown_effect ? where.at("Effect") : where;
    }
    return {ternary::unknown, describe(flaw.code), where, flaw.what};
  }
  if (!document.unrecognized.empty()) {
    not_decided("the policy has an element that is not decided", from,
                document.unrecognized.front());
  }
  for (std::size_t at = 0; at != statements.size(); ++at) {
    auto const& statement = statements[at];
    auto here = from;
    here = here.at("Statement", at);
    if (statement.effect == "Deny") {
      denies = true; // it may close what an `Allow` opens, and can open nothing itself
      continue;
    }
    if (statement.effect != "Allow") {
      here = here.at("Effect");
      not_decided("the policy has an effect that is not decided", here, statement.effect);
      continue;
    }
    if (!statement.unrecognized.empty()) {
      not_decided("the policy has an element that is not decided", here,
                  statement.unrecognized.front());
      continue;
    }
    if (!statement.principal || statement.not_principal) {
      here = here.at("NotPrincipal");
      not_decided("an `Allow` with `NotPrincipal` is not decided", here, "NotPrincipal");
      continue;
    }
    auto const& principal = *statement.principal;
    auto const anyone = [&](origin const& where, std::string_view what) {
      if (detail::is_plain_grant(statement, bucket)) {
        open = {ternary::yes, "the bucket policy lets everyone in", where, what};
      } else {
        not_decided("an `Allow` to everyone under conditions is not decided", where, what);
      }
    };
    here = here.at("Principal");
    if (!principal.text.empty() || principal.groups.empty()) {
      principal.text == "*" ? anyone(here, principal.text)
                            : not_decided("a principal is not decided", here, principal.text);
    }
    for (auto const& group : principal.groups) {
      for (std::size_t id_at = 0; id_at != group.ids.values.size(); ++id_at) {
        auto const& id = group.ids.values[id_at];
        auto where = here;
        where.path = group.type == "AWS"         ? here.path.then("AWS")
                     : group.type == "Federated" ? here.path.then("Federated")
                     : group.type == "Service"   ? here.path.then("Service")
                                                 : here.path;
        switch (detail::kind_of_principal(group.type, id)) {
        case detail::principal_kind::fixed:
          break;
        case detail::principal_kind::anyone:
          anyone(where, id);
          break;
        case detail::principal_kind::undecided:
          not_decided("a principal is not decided", where, id);
          break;
        }
      }
    }
  }
  if (open.is_public == ternary::yes) {
    if (!denies) {
      return open;
    }
    return {ternary::unknown, "an `Allow` to everyone beside a `Deny` is not decided", open.where,
            open.what};
  }
  return undecided;
}

namespace detail {

[[nodiscard]] inline exposure acl_exposure(log_bucket_view const& about,
                                           inventory const& world) noexcept {
  auto const hidden =
      block_in_effect(about, world, &public_access_block_configuration::ignore_public_acls);
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
    return {ternary::unknown, "the bucket's ACL is not known", about.acl.from,
            about.acl.error_code};
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
    auto where = about.acl.from.at("Grants", at);
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

[[nodiscard]] inline exposure effective_policy_exposure(log_bucket_view const& about,
                                                        inventory const& world) noexcept {
  auto const restricted =
      block_in_effect(about, world, &public_access_block_configuration::restrict_public_buckets);
  if (restricted == ternary::yes) {
    return {ternary::no, "`RestrictPublicBuckets` shuts the public out", about.policy.from,
            "RestrictPublicBuckets"};
  }
  if (about.policy.state == observation::absent) {
    return {ternary::no, "the bucket has no policy", about.policy.from, about.policy.error_code};
  }
  auto const* const found = about.policy.get();
  if (found == nullptr) {
    return {ternary::unknown, "the bucket's policy is not known", about.policy.from,
            about.policy.error_code};
  }
  auto const from = about.policy.from.at("Policy");
  auto decided = policy_exposure(found->policy.value, about.name, from);
  if (decided.is_public == ternary::yes && restricted == ternary::unknown) {
    return {ternary::unknown, "a public policy, and Block Public Access is not known",
            decided.where, decided.what};
  }
  return decided;
}

} // namespace detail

TRAILAUDIT_INLINE exposure bucket_exposure(log_bucket_view const& about,
                                           inventory const& world) noexcept {
  auto const by_acl = detail::acl_exposure(about, world);
  auto const by_policy = detail::effective_policy_exposure(about, world);
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

} // namespace trailaudit::inline v0
