#pragma once

#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/model/arn.hpp>

#include <optional>
#include <string_view>

namespace trailaudit::inline v0 {
namespace detail {

// A key's ARN, however a setting names it; empty: not known.
[[nodiscard]] inline std::string_view key_arn(std::string_view identifier,
                                              key_view const& found) noexcept {
  auto const parts = parse_arn(identifier);
  if (parts.service == "kms" && parts.resource.starts_with("key/")) {
    return identifier;
  }
  auto const* const key = found.key.get();
  return key == nullptr ? std::string_view() : std::string_view(key->key_metadata.arn);
}

[[nodiscard]] inline ternary has_bucket_key(observed<get_bucket_encryption_response> const& about) {
  if (about.state == observation::absent) {
    return ternary::no;
  }
  auto const* const found = about.get();
  if (found == nullptr) {
    return ternary::unknown;
  }
  for (auto const& rule : found->server_side_encryption_configuration.rules) {
    if (rule.bucket_key_enabled == true) {
      return ternary::yes;
    }
  }
  return ternary::no;
}

[[nodiscard]] inline ternary
has_insights(std::optional<bool> setting,
             observed<get_insight_selectors_response> const& selectors) noexcept {
  if (auto const* const found = selectors.get()) {
    return to_ternary(!found->insight_selectors.empty());
  }
  return selectors.state == observation::absent ? ternary::no : to_ternary(setting);
}

inline void put_all(std::vector<delivery_step>& steps, ternary granted, std::string_view reason) {
  for (auto& each : steps) {
    each.granted = granted;
    each.statement = delivery_step::no_statement;
    each.key = {};
    each.reason = reason;
  }
}

constexpr std::string_view gone(observation state) noexcept {
  switch (state) {
  case observation::not_collected:
    return "the policy was not collected";
  case observation::refused:
    return "the policy was refused";
  case observation::contradictory:
    return "two answers about the policy contradict each other";
  case observation::present:
  case observation::absent:
    break;
  }
  return "the policy is not known";
}

// A policy that an answer holds.
template <class Response>
void take_policy(delivery_part& into, observed<Response> const& from,
                 policy const* document) noexcept {
  into.state = from.state;
  into.from = from.from;
  into.document = document;
}

} // namespace detail

TRAILAUDIT_INLINE delivery_trail delivery_trail_of(trail_view const& about,
                                                   inventory const& world) {
  delivery_trail out;
  out.arn = about.arn;
  out.name = about.name;
  out.multi_region = about.multi_region;
  out.organization_trail = ternary::unknown;
  out.validation = ternary::unknown;
  out.insights = ternary::unknown;
  out.requester_pays = ternary::unknown;
  for (auto const& each : world.world().regions) {
    out.regions.emplace_back(each);
  }
  if (!world.world().account_id.empty()) {
    out.members.emplace_back(world.world().account_id);
  }
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return out;
  }
  out.organization_trail = to_ternary(settings->is_organization_trail);
  if (auto const* const found = world.organization().get()) {
    // The organization that the audited account is in is the trail's as well where the trail is the
    // account's own, that of the account that manages both, or the organization's.
    auto const& organization = found->organization;
    bool const own = !about.account.empty() && (about.account == world.world().account_id ||
                                                about.account == organization.master_account_id);
    if (own || out.organization_trail == ternary::yes) {
      out.organization_id = organization.id;
    }
  }
  out.validation = to_ternary(settings->log_file_validation_enabled);
  out.insights =
      detail::has_insights(settings->has_insight_selectors, world.insight_selectors(about));
  out.bucket = settings->s3_bucket_name;
  out.prefix = settings->s3_key_prefix;
  out.topic_arn = settings->sns_topic_arn;
  if (std::string_view const name = settings->sns_topic_name;
      out.topic_arn.empty() && name.starts_with("arn:")) {
    out.topic_arn = name;
  }
  out.log_group_arn = settings->cloud_watch_logs_log_group_arn;
  out.role_arn = settings->cloud_watch_logs_role_arn;
  if (settings->kms_key_id.empty()) {
    out.kms_key = std::string_view();
  } else {
    auto const key = detail::key_arn(
        settings->kms_key_id,
        world.resources().key(settings->kms_key_id, about.home_region, about.account));
    if (!key.empty()) {
      out.kms_key = key;
    }
  }
  if (world.owns_bucket(out.bucket) == ternary::yes) {
    out.bucket_account = world.world().account_id;
  }
  auto const bucket = world.resources().bucket(out.bucket);
  if (auto const* const found = bucket.request_payment.get()) {
    out.requester_pays =
        found->payer.empty() ? ternary::unknown : to_ternary(found->payer == "Requester");
  }
  out.bucket_key = detail::has_bucket_key(bucket.encryption);
  return out;
}

TRAILAUDIT_INLINE delivery_part bucket_delivery_of(delivery_trail const& about,
                                                   inventory const& world) {
  delivery_part out;
  for (auto const& each : world.log_buckets()) {
    if (!about.bucket.empty() && each.name == about.bucket) {
      auto const* const found = each.policy.get();
      detail::take_policy(out, each.policy, found == nullptr ? nullptr : &found->policy.value);
    }
  }
  out.steps = bucket_delivery(out.document, about);
  auto const there = world.resources().bucket_existence(about.bucket);
  if (there.exists == ternary::no) {
    out.state = observation::absent;
    out.from = there.where;
    detail::put_all(out.steps, ternary::no, "the bucket is not there");
  } else if (out.document == nullptr && out.state != observation::absent) {
    auto const writes = about.requester_pays == ternary::yes;
    for (auto& each : out.steps) {
      if (!writes || !each.request.starts_with("s3:PutObject")) {
        each.granted = ternary::unknown;
        each.reason = detail::gone(out.state);
      }
    }
  }
  return out;
}

namespace detail {

// The policy of a key, and what it says.
[[nodiscard]] inline delivery_part
of_key(key_view const& key,
       std::vector<delivery_step> (*ask)(policy const*, delivery_trail const&, std::string_view),
       delivery_trail const& about, std::string_view arn) {
  delivery_part out;
  auto const* const found = key.policy.get();
  take_policy(out, key.policy, found == nullptr ? nullptr : &found->policy.value);
  out.steps = ask(out.document, about, arn);
  if (auto const there = key_existence(key); there.exists == ternary::no) {
    out.state = observation::absent;
    out.from = there.where;
    put_all(out.steps, ternary::no, "the key is not there");
  } else if (out.document == nullptr) {
    put_all(out.steps, ternary::unknown, gone(out.state));
  }
  return out;
}

} // namespace detail

TRAILAUDIT_INLINE delivery_part key_delivery_of(delivery_trail const& about,
                                                inventory const& world) {
  if (!about.kms_key || about.kms_key->empty()) {
    return {};
  }
  return detail::of_key(
      world.resources().key(*about.kms_key),
      [](policy const* document, delivery_trail const& trail, std::string_view) {
        return key_delivery(document, trail);
      },
      about, *about.kms_key);
}

TRAILAUDIT_INLINE delivery_part topic_delivery_of(delivery_trail const& about,
                                                  inventory const& world) {
  if (about.topic_arn.empty()) {
    return {};
  }
  delivery_part out;
  auto const topic = world.resources().topic(about.topic_arn);
  auto const* const found = topic.attributes.get();
  detail::take_policy(
      out, topic.attributes,
      found == nullptr || !found->attributes.policy ? nullptr : &found->attributes.policy->value);
  out.steps = topic_delivery(out.document, about);
  if (topic.attributes.state == observation::absent) {
    detail::put_all(out.steps, ternary::no, "the topic is not there");
  } else if (out.document == nullptr) {
    detail::put_all(out.steps, ternary::unknown, detail::gone(out.state));
  }
  return out;
}

TRAILAUDIT_INLINE delivery_part topic_key_delivery_of(delivery_trail const& about,
                                                      inventory const& world) {
  auto const topic = world.resources().topic(about.topic_arn);
  auto const* const found = topic.attributes.get();
  if (about.topic_arn.empty() || found == nullptr || found->attributes.kms_master_key_id.empty()) {
    return {};
  }
  std::string_view const id = found->attributes.kms_master_key_id;
  auto const key = world.resources().key(id, topic.region, topic.account);
  auto const arn = detail::key_arn(id, key);
  return detail::of_key(
      key,
      [](policy const* document, delivery_trail const& trail, std::string_view of) {
        return topic_key_delivery(document, of, trail);
      },
      about, arn.empty() ? id : arn);
}

TRAILAUDIT_INLINE delivery_part role_delivery_of(delivery_trail const& about,
                                                 inventory const& world) {
  if (about.log_group_arn.empty() || about.role_arn.empty()) {
    return {};
  }
  auto const found = world.resources().role(about.role_arn);
  delivery_role role;
  role.trust = found.trust.get();
  role.whole = found.inline_seen.whole == ternary::yes && found.attached_seen.whole == ternary::yes;
  std::vector<policy const*> permissions;
  for (auto const* const policies : {&found.inline_policies, &found.attached_policies}) {
    for (auto const& each : *policies) {
      if (auto const* const document = each.document.get()) {
        permissions.push_back(document);
      } else {
        role.whole = false;
      }
    }
  }
  role.permissions = permissions;
  role.bounded = found.boundary.state == observation::absent    ? ternary::no
                 : found.boundary.state == observation::present ? ternary::yes
                                                                : ternary::unknown;
  if (auto const* const boundary = found.boundary.get()) {
    role.boundary =
        world.resources().managed_policy_document(boundary->permissions_boundary_arn).get();
  }
  delivery_part out;
  out.state = found.state;
  out.from = found.from;
  out.document = role.trust;
  out.steps = role_delivery(role, about);
  if (found.state == observation::absent) {
    detail::put_all(out.steps, ternary::no, "the role is not there");
  }
  return out;
}

} // namespace trailaudit::inline v0
