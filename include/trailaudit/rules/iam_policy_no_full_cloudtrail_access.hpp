#pragma once

#include <trailaudit/analysis/trail_control.hpp>
#include <trailaudit/rule.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace trailaudit::inline v0::rules {

/// Does every policy that the customer wrote keep somebody from control over all trails?
///
/// Control is `StopLogging`, `DeleteTrail`, `UpdateTrail` and `PutEventSelectors` together, on
/// every trail that the account has and on one of any other name. Each document is judged by
/// itself, its `Deny` statements included; one that names trails one by one gives no control over
/// all, nor does one that keeps its hands off a trail of the account's.
///
/// Evidence: `iam:GetAccountAuthorizationDetails`; `iam:GetRolePolicy`; `iam:GetPolicyVersion` with
/// `iam:GetPolicy`, `iam:ListAttachedRolePolicies`; `cloudtrail:DescribeTrails`,
/// `cloudtrail:ListTrails`.
/// - pass: all of the account's policies are known, and none that is the customer's and attached
///   to anybody grants it. Policies of AWS's that do (`AdministratorAccess`) are named, not failed:
///   some administrator there must be, and who has them is another question.
/// - fail: an inline policy, or a managed one of the customer's that is attached, does.
/// - unknown: policies were not collected or refused, one that somebody has among them; conditions
///   decide; or a policy spares a trail by name, and whether the account has it is not known.
///
/// Does not decide what several policies of one principal allow or deny together, nor boundaries.
/// Source: Prowler `iam_policy_no_full_access_to_cloudtrail`; AWS CloudTrail User Guide, "Identity
/// and access management for CloudTrail".
[[nodiscard]] TRAILAUDIT_API verdict
check_iam_policy_no_full_cloudtrail_access(context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_iam_policy_no_full_cloudtrail_access(context const& audit) {
  auto const& world = audit.world.world();
  auto const& index = audit.world.resources();
  if (world.get_account_authorization_details.empty() && world.get_role_policy.empty() &&
      world.get_policy_version.empty()) {
    return unknown_without(observed<policy>{}, "iam:GetAccountAuthorizationDetails");
  }
  auto const seen = index.authorization_details();
  auto const attached = detail::attachments(world);
  auto trails = detail::unnamed_trails(audit.world);
  auto const unnamed = trails.front();
  auto const unnamed_count = trails.size();
  for (auto& each : detail::own_trails(audit.world)) {
    trails.push_back(std::move(each));
  }
  auto failed = fail("a policy of the customer's allows control over all trails");
  auto open = unknown("whether a policy allows control over all trails is not decided");
  auto passed =
      pass("no policy of the customer's allows control over all trails", fact{seen.from, {}});

  auto const principal = [&](std::string_view kind, std::string_view name) {
    std::string made = "arn:";
    made.append(parse_arn(unnamed).partition).append(":iam::");
    made.append(parse_arn(unnamed).account).append(":").append(kind).append("/");
    return made.append(name.empty() ? detail::unnamed : name);
  };
  auto const somebody = principal("user", {});
  auto const note = [](verdict& into, origin const& where, std::string_view what) {
    into.with(where, what);
  };
  bool const trails_known = audit.world.trail_listing().whole == ternary::yes;
  auto const judge = [&](policy const& document, std::string const& whom) {
    std::span<std::string const> asked = trails;
    asked = detail::names_resources(document) ? asked : asked.first(unnamed_count);
    auto const control = controls_all_trails(document, whom, asked);
    if (control != ternary::yes || trails_known) {
      return control;
    }
    // What it spares may be a trail that was not seen.
    auto const spared = detail::shielded_trails(document, unnamed);
    return controls_all_trails(document, whom, spared) == ternary::yes ? ternary::yes
                                                                       : ternary::unknown;
  };
  auto const judge_inline = [&](policy const* document, std::string const& whom,
                                origin const& where, std::string_view name) {
    auto const control = document == nullptr ? ternary::unknown : judge(*document, whom);
    if (control != ternary::no) {
      note(control == ternary::yes ? failed : open, where, name);
    }
  };
  auto const judge_managed = [&](std::string_view arn, std::string_view name,
                                 std::optional<std::int64_t> const& count, origin const& where) {
    auto const held = detail::is_attached(arn, attached, count);
    if (held == ternary::no) {
      return;
    }
    bool const of_aws = parse_arn(arn).account == "aws";
    auto const document = index.managed_policy_document(arn);
    auto const control =
        document.get() == nullptr ? ternary::unknown : judge(*document.get(), somebody);
    if (of_aws) {
      if (control == ternary::yes) {
        note(passed, where, name);
      }
    } else if (control != ternary::no) {
      note(both(control, held) == ternary::yes ? failed : open, where, name);
    }
  };
  auto const inline_policies = [&](auto const& owners, char const* list, char const* below,
                                   auto policies, auto const& whom, origin const& from) {
    for (std::size_t at = 0; at != owners.size(); ++at) {
      auto const& all = owners[at].*policies;
      for (std::size_t number = 0; number != all.size(); ++number) {
        judge_inline(all[number].policy_document ? &all[number].policy_document->value : nullptr,
                     whom(owners[at]), from.at(list, at).at(below, number).at("PolicyName"),
                     all[number].policy_name);
      }
    }
  };

  constexpr char const* details = "iam:GetAccountAuthorizationDetails";
  for (auto const& each : world.get_account_authorization_details) {
    auto const& found = each.response;
    origin const from(details, &each);
    if (found.user_detail_list) {
      inline_policies(
          *found.user_detail_list, "UserDetailList", "UserPolicyList",
          &user_detail::user_policy_list,
          [&](user_detail const& whom) { return principal("user", whom.user_name); }, from);
    }
    if (found.group_detail_list) {
      inline_policies(
          *found.group_detail_list, "GroupDetailList", "GroupPolicyList",
          &group_detail::group_policy_list,
          [&](group_detail const&) { return principal("user", {}); }, from);
    }
    if (found.role_detail_list) {
      inline_policies(
          *found.role_detail_list, "RoleDetailList", "RolePolicyList",
          &role_detail::role_policy_list,
          [&](role_detail const& whom) { return principal("role", whom.role_name); }, from);
    }
    if (found.policies) {
      for (std::size_t at = 0; at != found.policies->size(); ++at) {
        auto const& managed = (*found.policies)[at];
        judge_managed(managed.arn, managed.policy_name, managed.attachment_count,
                      from.at("Policies", at).at("PolicyName"));
      }
    }
  }
  for (auto const& each : world.get_role_policy) {
    if (each.state == answer::present) {
      judge_inline(
          &each.response.policy_document.value,
          principal("role", detail::first_given(each.request.role_name, each.response.role_name)),
          {"iam:GetRolePolicy", &each, json_path{}.then("PolicyDocument")},
          each.response.policy_name);
    }
  }
  for (auto const& each : world.get_policy_version) {
    auto const& arn = each.request.policy_arn;
    if (each.state == answer::present && !arn.empty()) {
      judge_managed(
          arn, arn, detail::attachment_count(arn, world),
          {"iam:GetPolicyVersion", &each, json_path{}.then("PolicyVersion").then("Document")});
    }
  }

  // What somebody has, and no answer shows.
  auto unseen = unknown("what a policy that is attached says is not known");
  for (auto const& each : attached) {
    if (index.managed_policy_document(each.policy_arn).get() == nullptr) {
      note(unseen, each.where, each.policy_arn);
    }
  }

  if (failed.fact_count != 0) {
    return failed;
  }
  if (open.fact_count != 0) {
    return open;
  }
  if (unseen.fact_count != 0) {
    return unseen;
  }
  if (seen.whole == ternary::yes && seen.state == observation::present) {
    return passed;
  }
  observed<policy> missing;
  missing.state = seen.state;
  missing.from = seen.from;
  missing.error_code = seen.error_code;
  missing.other = seen.from;
  return seen.state == observation::present
             ? unknown("not all policies of the account were collected", fact{seen.from, {}})
             : unknown_without(missing, details);
}
#endif

inline constexpr reference iam_policy_no_full_cloudtrail_access_references[] = {
    {"Prowler", "iam_policy_no_full_access_to_cloudtrail"},
    {"Prowler", "iam_inline_policy_no_full_access_to_cloudtrail"},
    {"NIST SP 800-53 Rev. 5", "AC-6"},
    {"NIST SP 800-53 Rev. 5", "AU-9(4)"},
};

inline constexpr rule iam_policy_no_full_cloudtrail_access{
    .slug = "iam-policy-no-full-cloudtrail-access",
    .title = "No policy of the customer's allows control over all trails",
    .rationale = "Who may stop every trail can first blind the account and then act in it.",
    .remediation = "Allow only what is needed, and only on the trails in question: aws iam "
                   "create-policy-version --policy-arn <policy-arn> --policy-document <policy> "
                   "--set-as-default",
    .level = severity::medium,
    .references = iam_policy_no_full_cloudtrail_access_references,
    .check = check_iam_policy_no_full_cloudtrail_access,
};

} // namespace trailaudit::inline v0::rules
