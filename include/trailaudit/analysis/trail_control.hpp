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

/// Whether a managed policy is attached to anybody, where its document did not come with the
/// account's details.
[[nodiscard]] inline ternary is_attached(std::string_view policy_arn, snapshot const& world) {
  for (auto const& each : world.list_attached_role_policies) {
    for (auto const& attached : each.response.attached_policies) {
      if (attached.policy_arn == policy_arn) {
        return ternary::yes;
      }
    }
  }
  for (auto const& each : world.get_policy) {
    auto const& found = each.response.policy;
    if (found.arn == policy_arn && found.attachment_count) {
      return to_ternary(*found.attachment_count > 0);
    }
  }
  return ternary::unknown;
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

/// Whether an identity policy by itself lets `principal` make all four calls on any trail. `trails`
/// stand for all: see `unnamed_trails`.
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
    if (each.effect == "Allow" || each.condition.conditions.empty()) {
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
  if (statement.effect != "Deny" || !document.flaws.empty() || !document.unrecognized.empty()) {
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
