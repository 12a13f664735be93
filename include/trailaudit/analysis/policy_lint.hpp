#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/policy.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What is odd about a policy, whoever it lets in: faults of its form, and what is written so that
/// it means something else than it seems to.
///
/// A lint is advice. It is none of the evaluator's answers, and no rule but `policy-lint` rests on
/// one.

namespace trailaudit::inline v0 {

/// What a lint is about. Unless another source is named, it is a check of IAM Access Analyzer (IAM
/// User Guide, "IAM policy validation check reference").
enum class policy_lint_code : std::uint8_t {
  not_json,            ///< a flaw: the text is cut off or no JSON ("JSON syntax error")
  wrong_type,          ///< a flaw: "Data type mismatch"
  duplicate_element,   ///< a flaw: an element that stands twice; which one counts is nowhere said
  unknown_element,     ///< a flaw: "Invalid policy element", "Invalid principal key"
  missing_element,     ///< a flaw: "Missing statement", "Missing effect", "Missing action"
  conflicting_element, ///< a flaw: "Unsupported element combination"
  unknown_effect,      ///< a flaw: "Invalid effect"
  too_large,           ///< a flaw: beyond a limit of the reader

  missing_version,  ///< "Missing version": the language of 2008, without policy variables
  unknown_version,  ///< "Invalid version"
  variable_in_2008, ///< "Variable unsupported in version": `${…}` is taken by the letter
  duplicate_sid,    ///< "Unique Sids required"
  empty_element,    ///< "Empty array action" and its like: a list of none, which matches nothing
  /// `NotAction` or `NotResource` with `*`, or `NotPrincipal` with it in an `Allow`: nothing is
  /// left that could match. Source: IAM User Guide, "IAM JSON policy elements: NotAction" and its
  /// like.
  excludes_everything,
  not_principal,     ///< "Allow with NotPrincipal": everyone but a few, the anonymous among them
  invalid_principal, ///< "Unsupported wildcard in principal"; a text other than `*`
  /// The unique id of a user or role, which stands in the place of one that was deleted: it matches
  /// nobody any more, nor who is made anew by that name. Source: IAM User Guide, "AWS JSON policy
  /// elements: Principal".
  deleted_principal,
  /// An account of CloudTrail's own from the time before its service principal, which delivers only
  /// from the Regions that are named. Source: CloudTrail User Guide, "Amazon S3 bucket policy for
  /// CloudTrail", on changing account ids to the service principal.
  legacy_cloudtrail_account,
  /// A pattern that matches no action of S3, KMS, SNS, STS or CloudTrail that is known here
  /// ("Invalid action").
  unknown_action,
  /// An action of S3 on objects beside bucket ARNs alone, or the other way round: it can match
  /// nothing. Source: S3 User Guide, "Policies and permissions in Amazon S3".
  resource_of_other_type,
  /// Conditions on one key that no value meets: the statement can match nothing.
  contradiction,
  unknown_operator,   ///< "Invalid condition operator", "Null with if exists"
  malformed_key,      ///< "Invalid condition key format": not `service:name`
  unknown_global_key, ///< "Invalid global condition key": a key `aws:…` that is not known here
  key_spellings,      ///< "Duplicate keys with different case"
  malformed_value,    ///< "Type mismatch IP range", and its like: no value of that operator's type
  literal_star,       ///< "Wildcard without like operator": `*` and `?` stand for themselves here
  /// Wildcards in an ARN under `StringLike`, which cross the colons; `ArnLike` compares part by
  /// part. Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
  string_like_on_arn,
  /// Addresses that are allowed by their ranges, together more than a sixteenth of all there are.
  /// S3 judges each range by itself. Source: S3 User Guide, 'The meaning of "public"'.
  wide_addresses,
  /// `aws:SourceArn` without an account, and no key that names it: a bucket of that name can be
  /// another account's tomorrow. Source: IAM User Guide, "The confused deputy problem".
  source_without_account,
  /// An `Allow` under `ForAllValues`, which holds where the key is absent as well, and no `Null`
  /// that asks for the key. Source: IAM User Guide, "Multivalued context keys".
  for_all_values,
  /// An `Allow` under `…IfExists` on a key that says who or where from: who does not send the key
  /// passes. Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
  if_exists,
};

/// The code's name in words joined by hyphens, for machines: `literal-star`.
[[nodiscard]] TRAILAUDIT_API std::string_view to_string(policy_lint_code code) noexcept;

/// The code as one line for a person.
[[nodiscard]] TRAILAUDIT_API std::string_view describe(policy_lint_code code) noexcept;

/// One odd thing.
struct policy_lint {
  policy_lint_code code = policy_lint_code::not_json;
  std::uint32_t statement = policy_flaw::no_statement; ///< by number; none: the document as a whole
  std::string pointer{};                               ///< JSON pointer into the policy
  std::string what{};                                  ///< what stands there, or what is missing
  friend bool operator==(policy_lint const&, policy_lint const&) = default;
};

/// Everything odd about the policy: first its flaws, then the document, then the statements, in
/// their order. A statement with flaws is looked at as far as it was read.
///
/// Does not decide: whether an action fits a condition key; services other than those named above;
/// conditions that contradict each other by variables.
///
/// Cost: about that of reading the policy, and the search for contradictions, which budgets bound:
/// of texts for each key, of numbers and dates for the whole policy. Beyond them none is reported.
[[nodiscard]] TRAILAUDIT_API std::vector<policy_lint> lint(policy const& document);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/policy_lint.ipp>
#endif
