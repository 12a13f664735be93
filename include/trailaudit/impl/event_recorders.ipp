#pragma once

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/analysis/event_recorders.hpp>

#include <algorithm>
#include <array>

namespace trailaudit::inline v0 {
namespace detail {

// Whether an event is one of a global service, which is recorded in one Region wherever it happens.
[[nodiscard]] inline ternary is_global(event_record const& event,
                                       std::string_view partition) noexcept {
  auto const kind = kind_of(event);
  if (kind != event_kind::management && kind != event_kind::untold) {
    return ternary::no;
  }
  if (partition == "aws" && !event.aws_region.empty() && event.aws_region != "us-east-1") {
    return ternary::no;
  }
  std::string_view const source = event.event_source;
  if (source == "iam.amazonaws.com" || source == "cloudfront.amazonaws.com") {
    return ternary::yes;
  }
  // Services with an endpoint in each Region: AWS General Reference, "Service endpoints and
  // quotas". Far from all, but those that write most.
  constexpr std::array<std::string_view, 16> regional{"cloudtrail.amazonaws.com",
                                                      "dynamodb.amazonaws.com",
                                                      "ec2.amazonaws.com",
                                                      "ecs.amazonaws.com",
                                                      "eks.amazonaws.com",
                                                      "kinesis.amazonaws.com",
                                                      "kms.amazonaws.com",
                                                      "lambda.amazonaws.com",
                                                      "logs.amazonaws.com",
                                                      "monitoring.amazonaws.com",
                                                      "rds.amazonaws.com",
                                                      "rdsdata.amazonaws.com",
                                                      "secretsmanager.amazonaws.com",
                                                      "sns.amazonaws.com",
                                                      "sqs.amazonaws.com",
                                                      "ssm.amazonaws.com"};
  return std::find(regional.begin(), regional.end(), source) != regional.end() ? ternary::no
                                                                               : ternary::unknown;
}

[[nodiscard]] inline std::string_view own_partition(trail_view const& about) noexcept {
  return about.partition.empty() ? std::string_view{"aws"} : about.partition;
}

// What is decided, and why where it is not yes.
struct reasoned {
  ternary value = ternary::yes;
  std::string_view reason{};
};

[[nodiscard]] inline reasoned lesser(reasoned const& left, reasoned const& right) noexcept {
  return right.value < left.value ? right : left;
}

// Whether the events of an account come to a trail.
[[nodiscard]] inline reasoned serves(trail_view const& about, std::string_view recipient,
                                     std::string_view own) noexcept {
  if (recipient.empty()) {
    return {ternary::unknown, "the event does not say which account it belongs to"};
  }
  if (about.account == recipient) {
    return {};
  }
  auto const* const settings = about.settings.get();
  auto const of_organization =
      settings == nullptr ? ternary::unknown : to_ternary(settings->is_organization_trail);
  if (!own.empty() && recipient == own) {
    // Another account's trail is seen here as the organization's; `selection_of` doubts others.
    return {};
  }
  if (of_organization == ternary::no) {
    return {ternary::no, {}};
  }
  return {ternary::unknown, own.empty() && about.account.empty()
                                ? "which account the snapshot shows is not known"
                                : "whether the event's account is of the trail's organization is "
                                  "not known"};
}

// Whether what happens in a Region comes to a trail.
[[nodiscard]] inline reasoned covers_region(trail_view const& about, std::string_view region,
                                            list<std::string> const& enabled) {
  bool const home_known =
      !about.home_region.empty() && about.settings.state != observation::contradictory;
  auto const at_home =
      region.empty() || !home_known ? ternary::unknown : to_ternary(about.home_region == region);
  if (at_home == ternary::yes) {
    return {};
  }
  reasoned everywhere{about.multi_region,
                      "whether the trail covers the event's Region is not known"};
  if (everywhere.value == ternary::yes && !region.empty()) {
    bool const listed =
        enabled.empty() || std::find(enabled.begin(), enabled.end(), region) != enabled.end();
    if (!listed) {
      everywhere = {ternary::unknown, "the event's Region is not among the account's"};
    } else if (partition_of_region(region) != own_partition(about)) {
      everywhere = {ternary::unknown, "the event's Region may be of another partition"};
    }
  }
  return at_home > everywhere.value
             ? reasoned{at_home, "whether the trail covers the event's Region is not known"}
             : everywhere;
}

// The same, for events that may be a global service's.
[[nodiscard]] inline reasoned covers(trail_view const& about, event_record const& event,
                                     list<std::string> const& enabled) {
  auto const regional = covers_region(about, event.aws_region, enabled);
  auto const global = is_global(event, own_partition(about));
  if (global == ternary::no) {
    return regional;
  }
  auto const gets = about.global_events;
  if (global == ternary::yes) {
    return {gets, "whether the trail gets the events of global services is not known"};
  }
  return gets == regional.value
             ? regional
             : reasoned{ternary::unknown,
                        "whether the trail leaves it out as a global service's is not known"};
}

// What a trail that covers an event does with it.
[[nodiscard]] inline event_recording decide(inventory const& world, trail_view const& about,
                                            event_selection const& selection,
                                            event_record const& event) {
  auto decided = would_record(selection, event);
  if (selection.active == ternary::no) {
    return decided;
  }
  auto const kind = kind_of(event);
  if (kind == event_kind::insight) {
    auto const* const settings = about.settings.get();
    auto const flag =
        settings == nullptr ? ternary::unknown : to_ternary(settings->has_insight_selectors);
    auto const& answer = world.insight_selectors(about);
    auto const* const found = answer.get();
    bool const none = answer.state == observation::absent ||
                      (found != nullptr && found->insight_selectors.empty());
    bool const unasked =
        answer.state == observation::not_collected || answer.state == observation::refused;
    if ((none && flag != ternary::yes) || (unasked && flag == ternary::no)) {
      return {ternary::no, "Insights is off", event_recording::no_selector, false, {}};
    }
  } else if (kind == event_kind::other) {
    return {ternary::unknown, "event selectors do not choose events of this category",
            event_recording::no_selector, false, name_of(event_field::category)};
  }
  return decided;
}

} // namespace detail

TRAILAUDIT_INLINE std::string_view account_of(inventory const& about) noexcept {
  if (!about.world().account_id.empty()) {
    return about.world().account_id;
  }
  for (auto const& each : about.trails()) {
    if (!each.account.empty() && is_own(each, false) == ternary::yes) {
      return each.account;
    }
  }
  return {};
}

TRAILAUDIT_INLINE account_recording recorders_of(inventory const& about, event_record const& event,
                                                 std::span<proposed_selectors const> proposals) {
  account_recording found;
  std::string_view const recipient = event.recipient_account_id;
  auto const own = account_of(about);
  auto const& trails = about.trails();
  bool on = false; // a trail that may log covers the event
  auto best = ternary::no;
  for (std::size_t at = 0; at != trails.size(); ++at) {
    auto const& each = trails[at];
    auto const reach = detail::lesser(detail::serves(each, recipient, own),
                                      detail::covers(each, event, about.world().regions));
    if (reach.value == ternary::no) {
      continue;
    }
    auto selection = selection_of(each);
    for (auto const& proposal : proposals) {
      if (proposal.trail == at && proposal.selectors != nullptr) {
        auto const& given = *proposal.selectors;
        selection.basic = {given.event_selectors.data(), given.event_selectors.size()};
        selection.advanced = {given.advanced_event_selectors.data(),
                              given.advanced_event_selectors.size()};
        selection.custom = true;
        selection.known = true;
      }
    }
    auto decided = detail::decide(about, each, selection, event);
    on = on || selection.active != ternary::no;
    if (reach.value < decided.recorded) {
      decided.recorded = reach.value;
      decided.reason = reach.reason;
      decided.field = {};
    }
    if (decided.recorded > best) {
      best = decided.recorded;
      found.trail = at;
      found.reason = decided.reason;
      found.field = decided.field;
    }
    found.trails.push_back({at, decided});
  }
  found.recorded = best;
  if (best != ternary::no) {
    return found;
  }
  // Nothing that was seen records it: there must be nothing else. Other partitions do not say where
  // they record the events of global services, so that any trail may get them.
  auto const partition = trails.empty() ? detail::partition_of_region(event.aws_region)
                                        : detail::own_partition(trails[0]);
  bool const anywhere = event.aws_region.empty() ||
                        (partition != "aws" && detail::is_global(event, partition) != ternary::no);
  auto const undecided = [&](std::string_view reason) {
    found.recorded = ternary::unknown;
    found.reason = reason;
  };
  if (recipient.empty()) {
    undecided("the event does not say which account it belongs to");
  } else if (own.empty()) {
    undecided("which account the snapshot shows is not known");
  } else if (own != recipient) {
    undecided("the event belongs to another account, whose trails were not seen");
  } else if (anywhere ? !about.every_trail_seen() : !about.trails_seen_in(event.aws_region)) {
    undecided("trails that may cover the Region were not seen");
  } else if (found.trails.empty()) {
    found.reason = detail::is_global(event, partition) == ternary::yes
                       ? "no trail gets the events of global services"
                       : "no trail covers the Region";
  } else if (!on) {
    found.reason = "no trail that covers the Region is logging";
  } else if (found.trails.size() == 1) {
    found.reason = found.trails[0].decided.reason;
    found.field = found.trails[0].decided.field;
  } else {
    found.reason = "no trail that covers the Region records it";
  }
  return found;
}

} // namespace trailaudit::inline v0
