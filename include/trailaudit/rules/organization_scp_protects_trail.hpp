#pragma once

#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/analysis/trail_control.hpp>
#include <trailaudit/rule.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0::rules {

/// Does a service control policy keep the account's own principals from ending its trails?
///
/// Evidence: `organizations:DescribeOrganization`, `organizations:ListPoliciesForTarget` or
/// `organizations:ListTargetsForPolicy`, `organizations:DescribePolicy`,
/// `organizations:ListPolicies`.
/// - pass: policies attached to the account or the root deny `StopLogging`, `DeleteTrail`,
///   `UpdateTrail` and `PutEventSelectors` on each of the account's trails (without any: on a trail
///   of any name) to all principals, apart from those that conditions on `aws:PrincipalArn` exempt;
///   the evidence names these.
/// - fail: the organization has no service control policies (`CONSOLIDATED_BILLING`), or all of
///   them are known and each allows one of these calls.
/// - not_applicable: no organization, or the account is the management account, which no such
///   policy binds.
/// - unknown: what is attached, or what it says, was not collected or refused; it is attached to a
///   unit, or has other conditions.
///
/// Does not count calls that are denied for want of an `Allow`. Service-linked roles are not bound.
/// Source: AWS Organizations User Guide, "Service control policies (SCPs)".
[[nodiscard]] TRAILAUDIT_API verdict check_organization_scp_protects_trail(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_organization_scp_protects_trail(context const& audit) {
  constexpr std::string_view type = "SERVICE_CONTROL_POLICY";
  auto const& world = audit.world;
  auto const& own = world.world().account_id;
  auto const& organization = world.organization();
  auto const* const known = organization.get();
  if (organization.state == observation::absent) {
    return not_applicable("the account is in no organization",
                          fact{organization.from, organization.error_code});
  }
  if (known == nullptr) {
    return unknown_without(organization, "organizations:DescribeOrganization");
  }
  auto const in_organization = organization.from.at("Organization");
  auto const& manager = known->organization.master_account_id;
  if (manager.empty() || own.empty()) {
    return unknown("whether the account is the management account is not known",
                   fact{in_organization.at("MasterAccountId"), manager});
  }
  if (manager == own) {
    return not_applicable("service control policies do not bind the management account",
                          fact{in_organization.at("MasterAccountId"), manager});
  }
  if (known->organization.feature_set == "CONSOLIDATED_BILLING") {
    return fail("the organization has no service control policies",
                fact{in_organization.at("FeatureSet"), known->organization.feature_set});
  }

  std::vector<std::string> trails;
  for (auto const& each : world.trails()) {
    if (!each.foreign && !each.arn.empty()) {
      trails.emplace_back(each.arn);
    }
  }
  if (trails.empty()) {
    trails = detail::unnamed_trails(world);
  }
  auto const parts = parse_arn(trails.front());
  auto const principal = [&](std::string_view service, std::string_view kind) {
    std::string made = "arn:";
    made.append(parts.partition).append(":").append(service).append("::").append(own);
    made.append(":").append(kind).append("/").append(detail::unnamed);
    return kind == "assumed-role" ? made.append("/session") : made;
  };
  // A session's ARN does not show its role's path, by which it may be exempt: the role's stands
  // beside it.
  struct caller {
    std::string id{};
    std::string arn{};
  };
  caller const callers[] = {{principal("iam", "user"), principal("iam", "user")},
                            {principal("sts", "assumed-role"), principal("iam", "role")}};

  // Policies that bind the account, as far as their text is known.
  struct binding {
    policy const* text = nullptr;
    origin where{};
    std::string_view name{};
  };
  std::vector<binding> bindings;
  for (auto const id : detail::binding_policies(world)) {
    auto const answer = world.resources().organization_policy(id);
    if (answer.get() != nullptr && answer.get()->policy.content &&
        answer.get()->policy.policy_summary.type == type) {
      bindings.push_back({&answer.get()->policy.content->value,
                          answer.from.at("Policy").at("Content"),
                          answer.get()->policy.policy_summary.name});
    }
  }
  auto passed = pass("service control policies deny the calls that end a trail");
  std::vector<policy_statement const*> shown;
  std::vector<std::string_view> exempted;
  auto const denied = [&](std::string_view action, std::string_view trail) {
    for (auto const& each : bindings) {
      auto const& statements = each.text->statement.values;
      for (std::size_t number = 0; number != statements.size(); ++number) {
        bool const applies =
            std::all_of(std::begin(callers), std::end(callers), [&](caller const& whom) {
              auto request = detail::trail_request(whom.id, action, trail, false);
              request.context.push_back({"aws:PrincipalArn", {whom.arn}});
              return denies_but_to_exempted(*each.text, number, request);
            });
        if (!applies) {
          continue;
        }
        auto const* const statement = &statements[number];
        if (std::find(shown.begin(), shown.end(), statement) == shown.end()) {
          shown.push_back(statement);
          auto const place = statement_place(*each.text, each.where, number);
          passed.with(place, each.name);
          for (auto const& condition : statement->condition.conditions) {
            passed.reason = "service control policies deny the calls that end a trail, but not to "
                            "principals that are exempted";
            for (auto const& value : condition.values.values) {
              if (std::find(exempted.begin(), exempted.end(), value) == exempted.end()) {
                exempted.push_back(value);
                passed.with(place.at("Condition"), value);
              }
            }
          }
        }
        return true;
      }
    }
    return false;
  };
  std::string_view open_action;
  std::string_view open_trail;
  for (auto const& trail : trails) {
    for (auto const action : trail_control_actions) {
      if (open_action.empty() && !denied(action, trail)) {
        open_action = action;
        open_trail = trail;
      }
    }
  }
  if (open_action.empty()) {
    return passed;
  }

  // Nothing denies one of the calls where every policy that there is allows it.
  auto const all = world.resources().organization_policies(type);
  auto const request = detail::trail_request(callers[0].id, open_action, open_trail, true);
  bool every_one_allows = all.seen.state == observation::present &&
                          all.seen.whole == ternary::yes && !all.policies.empty();
  for (auto const& each : all.policies) {
    auto const answer = world.resources().organization_policy(each.value->id);
    bool const text_known = answer.get() != nullptr && answer.get()->policy.content;
    // What AWS's own policy says is documented.
    bool const allows =
        text_known
            ? evaluate(answer.get()->policy.content->value, request).granted == ternary::yes
            : each.value->id == "p-FullAWSAccess" && answer.state == observation::not_collected;
    every_one_allows = every_one_allows && allows;
  }
  if (every_one_allows) {
    return fail("no service control policy denies a call that ends a trail",
                fact{all.seen.from, open_action},
                fact{all.policies.front().from.at("Name"), all.policies.front().value->name});
  }
  return bindings.empty()
             ? unknown("which service control policies bind the account is not known",
                       fact{origin("organizations:ListPoliciesForTarget"), {}})
             : unknown("no service control policy that is known to bind the account certainly "
                       "denies a call that ends a trail",
                       fact{bindings.front().where, open_action});
}
#endif

inline constexpr reference organization_scp_protects_trail_references[] = {
    {"NIST SP 800-53 Rev. 5", "AC-6"},
    {"NIST SP 800-53 Rev. 5", "AU-9"},
};

inline constexpr rule organization_scp_protects_trail{
    .slug = "organization-scp-protects-trail",
    .title = "A service control policy protects the account's trails",
    .rationale =
        "What the organization denies, no administrator of the account can do, nor anybody "
        "who has taken his place.",
    .remediation = "Attach a policy that denies the calls: aws organizations create-policy --type "
                   "SERVICE_CONTROL_POLICY --name <name> --description <text> --content <policy>; "
                   "aws organizations attach-policy --policy-id <id> --target-id <root>",
    .level = severity::medium,
    .references = organization_scp_protects_trail_references,
    .check = check_organization_scp_protects_trail,
};

} // namespace trailaudit::inline v0::rules
