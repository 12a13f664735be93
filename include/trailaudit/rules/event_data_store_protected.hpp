#pragma once

#include <trailaudit/rule.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace trailaudit::inline v0::rules {

/// Does this event data store keep what it has, and go on recording?
///
/// Evidence: `cloudtrail:GetEventDataStore`: `TerminationProtectionEnabled`, `Status`,
/// `RetentionPeriod` (the list of stores never says).
/// - pass: termination protection is on, the status is `ENABLED`, and events are kept for at least
///   `event_data_store_retention_days`, where that is given.
/// - fail: one of them is not so, be it that the store is to be deleted or that it takes in
///   nothing. Evidence: all that are not so; the reason is that of the first.
/// - unknown: the store is only listed, the answer was refused, a value is missing, or the status
///   is a word that is not known.
///
/// A store that is meant to take in nothing more fails too. Source: AWS CloudTrail API,
/// `GetEventDataStore`.
[[nodiscard]] TRAILAUDIT_API verdict
check_event_data_store_protected(event_data_store_view const& about, context const& audit) noexcept;

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_event_data_store_protected(event_data_store_view const& about,
                                                           context const& audit) noexcept {
  auto const* const store = about.store.get();
  if (store == nullptr) {
    return unknown_without(about.store, "cloudtrail:GetEventDataStore");
  }
  constexpr std::array<std::string_view, 5> others{"CREATED", "PENDING_DELETION",
                                                   "STARTING_INGESTION", "STOPPING_INGESTION",
                                                   "STOPPED_INGESTION"};
  auto const& from = about.store.from;
  fact const protection{from.at("TerminationProtectionEnabled"),
                        store->termination_protection_enabled};
  fact const status{from.at("Status"), store->status};
  fact const retention{from.at("RetentionPeriod"), store->retention_period};
  auto const& wanted = audit.limits.event_data_store_retention_days;
  verdict lacking(outcome::pass, {});
  auto const lacks = [&](outcome result, std::string_view reason, fact<member_place> const& shown) {
    if (lacking.result == result) {
      lacking.with(shown);
    } else if (lacking.result != outcome::fail) {
      lacking = verdict(result, reason, shown);
    }
  };
  if (store->termination_protection_enabled == false) {
    lacks(outcome::fail, "the event data store can be deleted at once", protection);
  } else if (!store->termination_protection_enabled) {
    lacks(outcome::unknown, "the answer does not say", protection);
  }
  if (std::find(others.begin(), others.end(), store->status) != others.end()) {
    lacks(outcome::fail,
          store->status == "PENDING_DELETION" ? "the event data store is to be deleted"
                                              : "the event data store takes in no events",
          status);
  } else if (store->status != "ENABLED") {
    lacks(outcome::unknown,
          store->status.empty() ? "the answer does not say" : "the status is not known", status);
  }
  if (wanted && store->retention_period && *store->retention_period < *wanted) {
    lacks(outcome::fail, "events are kept for a shorter time than is asked for", retention);
  } else if (wanted && !store->retention_period) {
    lacks(outcome::unknown, "the answer does not say", retention);
  }
  if (lacking.result != outcome::pass) {
    return lacking;
  }
  return pass("the event data store is protected and takes in events", protection, status,
              retention);
}
#endif

inline constexpr reference event_data_store_protected_references[] = {
    {"NIST SP 800-53 Rev. 5", "AU-9"},
    {"NIST SP 800-53 Rev. 5", "AU-11"},
};

inline constexpr rule event_data_store_protected{
    .slug = "event-data-store-protected",
    .title = "Event data store is protected from deletion and takes in events",
    .rationale = "A store without termination protection can be deleted by mistake, and one that "
                 "has stopped misses what happens.",
    .remediation =
        "Protect it and set how long it keeps events: aws cloudtrail update-event-data-store "
        "--event-data-store <arn> --termination-protection-enabled --retention-period <days>; aws "
        "cloudtrail start-event-data-store-ingestion --event-data-store <arn>",
    .level = severity::medium,
    .references = event_data_store_protected_references,
    .check = check_event_data_store_protected,
};

} // namespace trailaudit::inline v0::rules
