#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <string_view>

// Policies and requests that stand alone. Pure functions, for any number of threads at once.

namespace trailaudit::inline v0 {

/// Reads a policy: the JSON text as AWS answers it for S3, KMS and SNS, not percent-encoded as IAM
/// does.
///
/// Never fails. What is wrong with the policy stands in its `flaws`, and `write_policy` gives back
/// the text. A text that is not JSON or beyond `limits` makes a policy without statements, with one
/// flaw that says where. Cost: one pass over the text, three where it has flaws.
[[nodiscard]] TRAILAUDIT_API policy read_policy(std::string_view json,
                                                read_limits const& limits = {});

/// Reads a request:
///
///     {"principal": {"type": "aws", "id": "arn:aws:iam::111122223333:role/reader"},
///      "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/a", "account": "111122223333",
///      "context": {"aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b"]}}
///
/// `principal` and `action` are needed. The type is `anonymous`, which has no `id`, or `aws`,
/// `service`, `federated` or `canonical`, which need one. A context key has a text, a number or a
/// boolean, or a list of them; numbers are kept as they are written. Anything else is an error, an
/// unknown key and a context key in two spellings among them.
[[nodiscard]] TRAILAUDIT_API result<policy_request>
read_policy_request(std::string_view json, read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_policy.ipp>
#endif
