#pragma once

/// The bodies of the compiled library, once: to be included by exactly one source file, before any
/// other header of the library.

#define TRAILAUDIT_SOURCE
#include <trailaudit/detail/config.hpp>

#if !defined(TRAILAUDIT_COMPILED)
#error                                                                                             \
    "trailaudit/src.hpp is for the compiled library only: define TRAILAUDIT_COMPILED in every file, or leave src.hpp out"
#endif

#if !TRAILAUDIT_HAS_BODIES
#error "trailaudit/src.hpp comes before any other header of the library"
#endif

#include <trailaudit/trailaudit.hpp>

#include <trailaudit/impl/account_coverage.ipp>
#include <trailaudit/impl/account_event_coverage.ipp>
#include <trailaudit/impl/address_set.ipp>
#include <trailaudit/impl/bucket_access.ipp>
#include <trailaudit/impl/bucket_exposure.ipp>
#include <trailaudit/impl/data_event_coverage.ipp>
#include <trailaudit/impl/date_range.ipp>
#include <trailaudit/impl/documents.ipp>
#include <trailaudit/impl/error.ipp>
#include <trailaudit/impl/escape.ipp>
#include <trailaudit/impl/evaluate.ipp>
#include <trailaudit/impl/event_coverage.ipp>
#include <trailaudit/impl/event_recorders.ipp>
#include <trailaudit/impl/inventory.ipp>
#include <trailaudit/impl/json_cursor.ipp>
#include <trailaudit/impl/log_delivery.ipp>
#include <trailaudit/impl/management_coverage.ipp>
#include <trailaudit/impl/management_gap.ipp>
#include <trailaudit/impl/number_range.ipp>
#include <trailaudit/impl/policy_access.ipp>
#include <trailaudit/impl/policy_lint.ipp>
#include <trailaudit/impl/policy_match.ipp>
#include <trailaudit/impl/read_faulty_policy.ipp>
#include <trailaudit/impl/read_folder.ipp>
#include <trailaudit/impl/read_log.ipp>
#include <trailaudit/impl/read_policy.ipp>
#include <trailaudit/impl/read_selectors.ipp>
#include <trailaudit/impl/read_snapshot.ipp>
#include <trailaudit/impl/report_json.ipp>
#include <trailaudit/impl/report_table.ipp>
#include <trailaudit/impl/resource_index.ipp>
#include <trailaudit/impl/text_set.ipp>
#include <trailaudit/impl/timestamp.ipp>
#include <trailaudit/impl/trail_delivery.ipp>
#include <trailaudit/impl/unclaimed_answers.ipp>
#include <trailaudit/impl/write_event.ipp>
#include <trailaudit/impl/write_policy.ipp>
#include <trailaudit/impl/write_snapshot.ipp>
