#pragma once

#include <trailaudit/analysis/statement_place.hpp>
#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/rule.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace trailaudit::inline v0::rules {

/// Can CloudTrail write this trail's events to its log group by the role that it was given?
///
/// Evidence: `iam:GetRole` with its trust, `iam:ListRolePolicies`, `iam:GetRolePolicy`,
/// `iam:ListAttachedRolePolicies`, `iam:GetPolicy`, `iam:GetPolicyVersion`, or
/// `iam:GetAccountAuthorizationDetails`.
/// - pass: CloudTrail may assume the role, and the role may create its log streams and write to
///   them (for an organization trail, those of the members too).
/// - fail: one of these is certainly not granted, or there is no such role. That nothing grants it
///   counts only where all policies of the role are known.
/// - not_applicable: the trail has no log group.
/// - unknown: the role or its policies were not collected or refused, or something is not decided.
///
/// Does not decide service control policies, nor whether the group is there. Source: AWS CloudTrail
/// User Guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring".
[[nodiscard]] TRAILAUDIT_API verdict check_cloudwatch_role_can_write(trail_view const& about,
                                                                     context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_cloudwatch_role_can_write(trail_view const& about,
                                                          context const& audit) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return unknown_without(about.settings, "cloudtrail:DescribeTrails");
  }
  if (settings->cloud_watch_logs_log_group_arn.empty()) {
    return not_applicable("the trail has no log group",
                          fact{about.settings.from.at("CloudWatchLogsLogGroupArn"), {}});
  }
  auto const& arn = settings->cloud_watch_logs_role_arn;
  fact const named{about.settings.from.at("CloudWatchLogsRoleArn"), arn};
  auto const parts = parse_arn(arn);
  if (!parts.resource.starts_with("role/")) {
    return unknown("the role's ARN is not known", named);
  }
  auto const found = audit.world.resources().role(arn);
  if (found.state != observation::present) {
    bool const asked_at_owner =
        !parts.account.empty() && parts.account == audit.world.world().account_id;
    if (found.state == observation::absent && asked_at_owner) {
      return fail("there is no such role", fact{found.from, found.error_code}, named);
    }
    observed<policy> answer;
    answer.state = found.state;
    answer.from = found.from;
    answer.error_code = found.error_code;
    answer.other = found.from;
    return unknown_without(answer, "iam:GetRole");
  }

  delivery_role role;
  role.trust = found.trust.get();
  role.whole = found.inline_seen.whole == ternary::yes && found.attached_seen.whole == ternary::yes;
  std::vector<policy const*> documents;
  std::vector<origin> places;
  for (auto const* const list : {&found.inline_policies, &found.attached_policies}) {
    for (auto const& each : *list) {
      if (auto const* const document = each.document.get()) {
        documents.push_back(document);
        places.push_back(each.document.from);
      } else {
        role.whole = false;
      }
    }
  }
  role.permissions = documents;
  role.bounded = found.boundary.state == observation::absent    ? ternary::no
                 : found.boundary.state == observation::present ? ternary::yes
                                                                : ternary::unknown;
  if (auto const* const boundary = found.boundary.get()) {
    role.boundary =
        audit.world.resources().managed_policy_document(boundary->permissions_boundary_arn).get();
  }

  auto trail = delivery_trail_of(about, audit.world);
  trail.witnesses = false;
  auto const steps = role_delivery(role, trail);
  auto failed = fail("the role does not let CloudTrail write to the log group");
  auto passed = pass("the role lets CloudTrail write to the log group");
  std::optional<verdict> open;
  for (std::size_t at = 0; at != steps.size(); ++at) {
    auto const& each = steps[at];
    auto where = origin(found.from);
    if (at == 0) { // the first is about the role's trust
      where = found.trust.from.at("AssumeRolePolicyDocument");
      where = role.trust != nullptr ? statement_place(*role.trust, where, each.statement) : where;
    } else if (each.document < places.size()) {
      where = places[each.document];
    }
    switch (each.granted) {
    case ternary::yes:
      passed.with(where, each.request);
      break;
    case ternary::no:
      failed.with(where, each.request);
      break;
    case ternary::unknown:
      open = open ? open : unknown(each.reason, fact{where, each.request});
      break;
    }
  }
  if (failed.fact_count != 0) {
    return failed;
  }
  if (steps.empty()) {
    return unknown("what the role has to do is not known", named);
  }
  return open ? *open : passed;
}
#endif

inline constexpr reference cloudwatch_role_can_write_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-12"},
    {"NIST SP 800-53 Rev. 5", "AC-6"},
};

inline constexpr rule cloudwatch_role_can_write{
    .slug = "cloudwatch-role-can-write",
    .title = "Trail's role can write to its log group",
    .rationale = "A role that cannot write leaves every alarm on the log group silent.",
    .remediation =
        "Give the role the documented trust and permissions: aws iam "
        "update-assume-role-policy --role-name <role> --policy-document <trust>; aws iam "
        "put-role-policy --role-name <role> --policy-name <name> --policy-document "
        "<policy>",
    .level = severity::medium,
    .references = cloudwatch_role_can_write_references,
    .check = check_cloudwatch_role_can_write,
};

} // namespace trailaudit::inline v0::rules
