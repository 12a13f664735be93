#pragma once

#include <trailaudit/detail/config.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <string>

namespace trailaudit::inline v0 {

/// The snapshot as a document, `trailaudit.snapshot.v1`: compact, captures in their order, times as
/// ISO 8601 in UTC, policies as JSON text in a string. Reading it gives the same snapshot; only
/// `ignored_keys`, keys inside answers that no model holds, are gone. An ignored capture stays as
/// its call with a `null` response.
[[nodiscard]] TRAILAUDIT_API std::string write_snapshot(snapshot const& world);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/write_snapshot.ipp>
#endif
