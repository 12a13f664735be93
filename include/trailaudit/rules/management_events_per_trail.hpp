#pragma once

#include <trailaudit/analysis/management_gap.hpp>
#include <trailaudit/rule.hpp>

namespace trailaudit::inline v0::rules {

/// Does this trail record all management events?
///
/// Evidence: `cloudtrail:GetEventSelectors`; `cloudtrail:DescribeTrails`,
/// `HasCustomEventSelectors`, where those were not collected.
/// - pass: its selectors together record {read, write} × {kms, rdsdata, other}.
/// - fail: they record some and leave others out, or record nothing at all. Evidence: what is left
///   out.
/// - not_applicable: they record no management event, but data events or network activity: the
///   trail is for those.
/// - unknown: the selectors are missing, refused, or beyond what is decided.
///
/// Selectors that ask for names, sources or identities are taken to mean what they mean for event
/// data stores (`management_gap_of`).
///
/// Does not decide whether the trail logs, nor what other trails record: a trail may well record a
/// part (see `management-events-covered`), hence the severity. Source: AWS CloudTrail User Guide,
/// logging management events.
[[nodiscard]] TRAILAUDIT_API verdict check_management_events_per_trail(trail_view const& about,
                                                                       context const&);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_management_events_per_trail(trail_view const& about,
                                                            context const&) {
  auto const& recorded = about.management;
  if (recorded.all() == ternary::yes) {
    return pass("the trail records all management events", recorded_events(about));
  }
  auto const* const selectors = about.selectors.get();
  if (selectors == nullptr) {
    return unknown_without(about.selectors, "cloudtrail:GetEventSelectors");
  }
  auto const open = [&] {
    return unknown("what the selectors come to is not decided",
                   fact{about.selectors.from, cell_name(recorded.first(ternary::unknown))});
  };
  std::optional<management_gap> gap;
  if (recorded.all() == ternary::unknown) {
    gap = management_gap_of(about);
    if (gap->covered == ternary::yes) {
      return pass("the trail records all management events",
                  fact{about.selectors.from, "all management events"});
    }
    if (gap->covered == ternary::unknown) {
      return open();
    }
  }
  auto const failed = [&] {
    auto value = fail("the trail leaves out some management events");
    if (gap) {
      value.with(about.selectors.from, gap->event);
    }
    if (gap && !gap->value.empty()) {
      value.with(about.selectors.from, gap->value);
    }
    for (std::size_t cell = 0; cell != management_coverage::cell_count; ++cell) {
      if (recorded[cell] == ternary::no) {
        value.with(about.selectors.from, cell_name(cell));
      }
    }
    return value;
  };
  if (recorded.first(ternary::yes) != management_coverage::cell_count) {
    return failed();
  }
  // None for certain: the trail may be for other events.
  auto others = ternary::no;
  for (auto const& each : selectors->event_selectors) {
    for (auto const& resources : each.data_resources) {
      others = either(others, resources.values.empty() ? ternary::unknown : ternary::yes);
    }
  }
  for (auto const& each : selectors->advanced_event_selectors) {
    for (auto const& field : each.field_selectors) {
      for (auto const& category : field.equals) {
        if (field.field == "eventCategory" && category != "Management") {
          bool const known = category == "Data" || category == "NetworkActivity";
          others = either(others, known ? ternary::yes : ternary::unknown);
        }
      }
    }
  }
  if (recorded.first(ternary::unknown) != management_coverage::cell_count) {
    return others == ternary::no ? failed() : open();
  }
  if (others == ternary::no) {
    return failed();
  }
  return others == ternary::yes
             ? not_applicable("the trail is for other events than management events",
                              fact{about.selectors.from, {}})
             : unknown("the trail records no management event, and what else is not known",
                       fact{about.selectors.from, {}});
}
#endif

inline constexpr reference management_events_per_trail_references[] = {
    {"CloudSploit", "cloudtrailManagementEvents"},
};

inline constexpr rule management_events_per_trail{
    .slug = "management-events-per-trail",
    .title = "Trail records all management events",
    .rationale = "Who looks for an event must know which trail can have it.",
    .remediation =
        "Where the trail is meant to record all: aws cloudtrail put-event-selectors --trail-name "
        "<trail> --event-selectors ReadWriteType=All,IncludeManagementEvents=true",
    .level = severity::informational,
    .references = management_events_per_trail_references,
    .check = check_management_events_per_trail,
};

} // namespace trailaudit::inline v0::rules
