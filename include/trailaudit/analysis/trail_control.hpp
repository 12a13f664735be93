#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/detail/ascii.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Who may end or narrow what a trail records, by the policies of IAM and of the organization.

namespace trailaudit::inline v0 {

/// The calls that end or narrow what a trail records.
inline constexpr std::array<std::string_view, 4> trail_control_actions{
    "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors"};

namespace detail {

// A name that no policy spells out: only a wildcard matches it.
inline constexpr std::string_view unnamed = "zq7x-unnamed-4kd9";

[[nodiscard]] inline std::string_view partition_at(std::string_view region) noexcept {
  return region.starts_with("cn-")       ? "aws-cn"
         : region.starts_with("us-gov-") ? "aws-us-gov"
                                         : "aws";
}

/// An ARN of a trail that nobody named, in each Region where the account has a trail; where it has
/// none, in the first of its Regions that is known.
[[nodiscard]] inline std::vector<std::string> unnamed_trails(inventory const& world) {
  std::vector<std::string_view> regions;
  for (auto const& each : world.trails()) {
    if (!each.foreign && !each.home_region.empty()) {
      regions.push_back(each.home_region);
    }
  }
  if (regions.empty()) {
    auto const& known = world.world().regions;
    regions.push_back(known.empty() ? std::string_view{"us-east-1"}
                                    : std::string_view{known.front()});
  }
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  std::string_view const account = world.world().account_id.empty()
                                       ? std::string_view{"000000000000"}
                                       : std::string_view{world.world().account_id};
  std::vector<std::string> found;
  found.reserve(regions.size());
  for (auto const region : regions) {
    auto& made = found.emplace_back("arn:");
    made.append(partition_at(region)).append(":cloudtrail:").append(region);
    made.append(":").append(account).append(":trail/").append(unnamed);
  }
  return found;
}

/// Whether a policy tells resources apart.
[[nodiscard]] inline bool names_resources(policy const& document) noexcept {
  return std::any_of(document.statement.values.begin(), document.statement.values.end(),
                     [](policy_statement const& each) {
                       auto const& named = each.resource.values;
                       return !each.not_resource.values.empty() ||
                              std::any_of(named.begin(), named.end(),
                                          [](auto const& value) { return value != "*"; });
                     });
}

/// The account's own trails that are known, by ARN.
[[nodiscard]] inline std::vector<std::string> own_trails(inventory const& world) {
  std::vector<std::string> found;
  for (auto const& each : world.trails()) {
    if (!each.foreign && !each.arn.empty()) {
      found.emplace_back(each.arn);
    }
  }
  return found;
}

/// ARNs of trails that a policy leaves out of what it allows, or denies something on: one for each
/// pattern, beside one of `unnamed_trails`.
[[nodiscard]] inline std::vector<std::string> shielded_trails(policy const& document,
                                                              std::string_view unnamed_trail) {
  constexpr std::string_view type = "trail/";
  constexpr std::string_view wild = "*?";
  auto const usual = parse_arn(unnamed_trail);
  std::vector<std::string> found;
  for (auto const& statement : document.statement.values) {
    auto const& patterns = is_deny(statement) ? statement.resource : statement.not_resource;
    for (std::string_view const each : patterns.values) {
      auto const parts = parse_arn(each);
      bool const any_name = parts.service == "cloudtrail" && parts.resource.starts_with('*');
      if (!parts.resource.starts_with(type) && !any_name) {
        continue;
      }
      bool const any_region =
          parts.region.empty() || parts.region.find_first_of(wild) != std::string_view::npos;
      auto& made = found.emplace_back("arn:");
      made.append(usual.partition).append(":cloudtrail:");
      made.append(any_region ? usual.region : parts.region).append(":");
      made.append(usual.account).append(":").append(type);
      for (auto const byte : any_name ? "*" : parts.resource.substr(type.size())) {
        if (byte == '*') {
          made.append(unnamed);
        } else {
          made.push_back(byte == '?' ? 'x' : byte);
        }
      }
    }
  }
  return found;
}

/// The customer's managed policies that somebody has: by ARN, sorted, each with a place that says
/// so.
struct attachment {
  std::string_view policy_arn{};
  origin where{};
};
[[nodiscard]] inline std::vector<attachment> attachments(snapshot const& world) {
  std::vector<attachment> found;
  auto const add = [&](list<attached_policy> const& policies, auto const& place) {
    for (std::size_t at = 0; at != policies.size(); ++at) {
      if (parse_arn(policies[at].policy_arn).account != "aws") {
        found.push_back({policies[at].policy_arn, place(at)});
      }
    }
  };
  for (auto const& each : world.get_account_authorization_details) {
    origin const from("iam:GetAccountAuthorizationDetails", &each);
    auto const of_all = [&](auto const& owners, char const* list_name) {
      for (std::size_t owner = 0; owner != owners.size(); ++owner) {
        add(owners[owner].attached_managed_policies, [&](std::size_t at) {
          return from.at(list_name, owner).at("AttachedManagedPolicies", at).at("PolicyArn");
        });
      }
    };
    if (each.response.user_detail_list) {
      of_all(*each.response.user_detail_list, "UserDetailList");
    }
    if (each.response.group_detail_list) {
      of_all(*each.response.group_detail_list, "GroupDetailList");
    }
    if (each.response.role_detail_list) {
      of_all(*each.response.role_detail_list, "RoleDetailList");
    }
  }
  for (auto const& each : world.list_attached_role_policies) {
    add(each.response.attached_policies, [&](std::size_t at) {
      return origin("iam:ListAttachedRolePolicies", &each)
          .at("AttachedPolicies", at)
          .at("PolicyArn");
    });
  }
  std::stable_sort(found.begin(), found.end(), [](auto const& left, auto const& right) {
    return left.policy_arn < right.policy_arn;
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](auto const& left, auto const& right) {
                            return left.policy_arn == right.policy_arn;
                          }),
              found.end());
  return found;
}

[[nodiscard]] inline bool is_attached(std::string_view policy_arn,
                                      std::span<attachment const> attached) noexcept {
  auto const place = std::lower_bound(
      attached.begin(), attached.end(), policy_arn,
      [](attachment const& each, std::string_view arn) { return each.policy_arn < arn; });
  return place != attached.end() && place->policy_arn == policy_arn;
}

/// Whether anybody has a managed policy. `count`: its `AttachmentCount`.
[[nodiscard]] inline ternary is_attached(std::string_view policy_arn,
                                         std::span<attachment const> attached,
                                         std::optional<std::int64_t> const& count) noexcept {
  bool const seen = is_attached(policy_arn, attached);
  if (!count) {
    return seen ? ternary::yes : ternary::unknown;
  }
  // Nobody has it, and somebody does.
  return seen && *count <= 0 ? ternary::unknown : to_ternary(*count > 0);
}

/// The `AttachmentCount` that `GetPolicy` gives.
[[nodiscard]] inline std::optional<std::int64_t> attachment_count(std::string_view policy_arn,
                                                                  snapshot const& world) noexcept {
  for (auto const& each : world.get_policy) {
    auto const& found = each.response.policy;
    if (found.arn == policy_arn && found.attachment_count) {
      return found.attachment_count;
    }
  }
  return std::nullopt;
}

/// The ids of the service control policies that certainly bind the account: attached to itself or
/// to the organization's root. Whether it lies in a unit is not known.
[[nodiscard]] inline std::vector<std::string_view> binding_policies(inventory const& about) {
  constexpr std::string_view type = "SERVICE_CONTROL_POLICY";
  std::vector<std::string_view> found;
  auto const add = [&](std::string_view id) {
    if (!id.empty() && std::find(found.begin(), found.end(), id) == found.end()) {
      found.push_back(id);
    }
  };
  auto const& world = about.world();
  std::vector<std::string_view> targets;
  auto const binds = [&](std::string_view target) {
    return target.starts_with("r-") || (!target.empty() && target == world.account_id);
  };
  for (auto const& each : world.list_policies_for_target) {
    std::string_view const target = each.request.target_id;
    if (binds(target) && std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  for (auto const target : targets) {
    auto const list = about.resources().policies_for_target(target, type);
    for (auto const& each : list.policies) {
      if (list.seen.state == observation::present) {
        add(each.value->id);
      }
    }
  }
  for (auto const& each : world.list_targets_for_policy) {
    for (auto const& target : each.response.targets) {
      if (binds(target.target_id)) {
        add(each.request.policy_id);
      }
    }
  }
  return found;
}

/// A request of that principal on a trail, as it reaches CloudTrail.
[[nodiscard]] inline policy_request trail_request(std::string_view principal,
                                                  std::string_view action, std::string_view trail,
                                                  bool by_mfa) {
  policy_request made;
  made.principal = {principal_type::aws, std::string(principal)};
  made.action = action;
  made.resource = trail;
  auto const parts = parse_arn(trail);
  made.account = parts.account;
  made.context = {{"aws:SecureTransport", {"true"}},
                  {"aws:ViaAWSService", {"false"}},
                  {"aws:RequestedRegion", {std::string(parts.region)}}};
  if (by_mfa) {
    made.context.push_back({"aws:MultiFactorAuthPresent", {"true"}});
    made.context.push_back({"aws:MultiFactorAuthAge", {"60"}});
  }
  return made;
}

// The least of what a document says of all four calls on all the trails.
[[nodiscard]] inline ternary grants_all(policy const& document, std::string_view principal,
                                        std::span<std::string const> trails, bool by_mfa) {
  auto value = ternary::yes;
  for (auto const& trail : trails) {
    for (auto const action : trail_control_actions) {
      value =
          both(value, evaluate(document, trail_request(principal, action, trail, by_mfa)).granted);
      if (value == ternary::no) {
        return value;
      }
    }
  }
  return value;
}

} // namespace detail

/// Whether an identity policy by itself lets `principal` make all four calls on each of `trails`,
/// which stand for all: see `unnamed_trails` and `own_trails`.
///
/// Yes: it grants them to a request that says nothing special, or one made with MFA. No: it would
/// not even if every `Allow` had no condition, and no `Deny` with one applied. Unknown: conditions
/// decide, or the policy is not decided.
/// Cost: 8 evaluations for each of the trails, 12 where there are conditions.
[[nodiscard]] inline ternary controls_all_trails(policy const& document, std::string_view principal,
                                                 std::span<std::string const> trails) {
  auto const plain = detail::grants_all(document, principal, trails, false);
  auto const& statements = document.statement.values;
  bool const conditional = std::any_of(statements.begin(), statements.end(), [](auto const& each) {
    return !each.condition.conditions.empty();
  });
  if (plain == ternary::yes || !conditional) {
    return plain;
  }
  if (detail::grants_all(document, principal, trails, true) == ternary::yes) {
    return ternary::yes;
  }
  if (!document.flaws.empty()) {
    return ternary::unknown;
  }
  policy widest;
  widest.version = document.version;
  widest.unrecognized = document.unrecognized;
  for (auto const& each : statements) {
    if (is_allow(each) || each.condition.conditions.empty()) {
      auto& kept = widest.statement.values.emplace_back();
      kept = each;
      kept.condition.conditions.clear();
    }
  }
  return detail::grants_all(widest, principal, trails, false) == ternary::no ? ternary::no
                                                                             : ternary::unknown;
}

/// Whether a statement is a `Deny` that applies to a request whatever its context, unless the
/// principal is one that conditions on `aws:PrincipalArn` exempt.
[[nodiscard]] inline bool denies_but_to_exempted(policy const& document, std::size_t number,
                                                 policy_request const& request) {
  constexpr std::array<std::string_view, 5> exempting{"StringNotEquals",
                                                      "StringNotEqualsIgnoreCase", "StringNotLike",
                                                      "ArnNotEquals", "ArnNotLike"};
  constexpr std::string_view if_exists = "IfExists";
  auto const& statement = document.statement.values[number];
  if (!is_deny(statement) || !document.flaws.empty() || !document.unrecognized.empty()) {
    return false;
  }
  for (auto const& each : statement.condition.conditions) {
    std::string_view operation = each.operation;
    operation.remove_suffix(operation.ends_with(if_exists) ? if_exists.size() : 0);
    if (!detail::equals_folded(each.key, "aws:PrincipalArn") ||
        std::find(exempting.begin(), exempting.end(), operation) == exempting.end()) {
      return false;
    }
  }
  return match(document, number, request).applies == ternary::yes;
}

} // namespace trailaudit::inline v0
