#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/list.hpp>
#include <trailaudit/model/snapshot.hpp>

namespace trailaudit::inline v0 {

/// Adds the answers that nothing known claims, by a slip in a name or because they are none of the
/// audit's: about a trail that no answer lists; a bucket that no known trail delivers to; a topic,
/// role or log group that no known trail has; a key that no known trail, event data store or topic
/// is encrypted with; and those that do not say what they are about.
///
/// In the order of `operations`, of one operation in the order of the captures. A key is known by
/// its id and by every alias that an answer resolves, whatever the account and the Region, a role
/// and a log group by name. Does not look at lists (`ListTags`, `DescribeLogGroups`), at managed
/// policies and the organization's. Cost: for up to 32 trails a step for each answer and trail;
/// with more the names are sorted once.
TRAILAUDIT_API void list_unclaimed_answers(inventory const& joined, list<ignored_input>& into);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/unclaimed_answers.ipp>
#endif
