#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <string>

namespace trailaudit::inline v0 {

/// The policy as JSON text. One that was read comes back the same value, key by key, whatever is
/// wrong with it: it is the given text byte for byte where the policy has flaws or `text` for
/// another reason, and otherwise compact, with the elements in the order of the grammar.
[[nodiscard]] TRAILAUDIT_API std::string write_policy(policy const& document);

/// The request in the form that `read_policy_request` reads; what is empty is left out.
[[nodiscard]] TRAILAUDIT_API std::string write_policy_request(policy_request const& request);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/write_policy.ipp>
#endif
