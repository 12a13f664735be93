#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/model/policy.hpp>

#include <string_view>

namespace trailaudit::inline v0::detail {

/// Reads any text as a policy: keeps what can be read, lists what is wrong in `out.flaws`, and
/// keeps the text where the model does not say it exactly. Never fails. It costs two passes over
/// the text and serves policies that the readers of `read_value` do not take. `in` is a cursor at
/// the start of `text`; the text must not stand in the cursor's own buffer.
TRAILAUDIT_API void read_faulty_policy(json_cursor const& in, std::string_view text, policy& out);

} // namespace trailaudit::inline v0::detail

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_faulty_policy.ipp>
#endif
