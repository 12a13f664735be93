#pragma once

#include <trailaudit/analysis/unclaimed_answers.hpp>
#include <trailaudit/detail/prefetch.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/evaluate.hpp>
#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace trailaudit::inline v0 {

namespace detail {

// Puts findings where they belong, and counts them.
struct finding_counter {
  fact_store& facts;
  finding* next;
  std::array<std::size_t, 4> counts{};

  [[nodiscard]] TRAILAUDIT_HOT void* room() { return facts.room(); }
  TRAILAUDIT_HOT void take(finding const& made) noexcept {
    ::new (next++) finding(made);
    facts.keep(made.facts);
    ++counts[static_cast<std::size_t>(made.result)];
  }
};

TRAILAUDIT_INLINE std::array<subject_count, 4> count_subjects(inventory const& world) noexcept {
  auto const of = [](std::size_t resources, bool rest) {
    return subject_count{resources, resources + (resources == 0 || rest ? 1U : 0U)};
  };
  auto const trails_missing = world.trail_listing().whole == ternary::no;
  return {
      subject_count{1, 1}, of(world.trails().size(), trails_missing),
      of(world.log_buckets().size(), trails_missing || world.trail_of_unknown_bucket() != nullptr),
      of(world.event_data_stores().size(), world.event_data_store_listing().whole == ternary::no)};
}

TRAILAUDIT_APART verdict of_other_account(trail_view const& about) noexcept {
  return not_applicable("the trail belongs to another account, which must be audited there",
                        fact{about.settings.from.at("TrailARN"), about.account});
}

TRAILAUDIT_APART verdict of_other_account(event_data_store_view const& about) noexcept {
  return not_applicable("the store belongs to another account, which must be audited there",
                        fact{about.store.from, about.account});
}

TRAILAUDIT_INLINE verdict verdict_on_rest(rule const& asked, inventory const& world) {
  bool const stores = std::holds_alternative<event_data_store_check>(asked.check);
  bool const buckets = std::holds_alternative<log_bucket_check>(asked.check);
  if (auto const* const unknown_of = buckets ? world.trail_of_unknown_bucket() : nullptr) {
    return unknown("the bucket of a trail is not known",
                   fact{unknown_of->settings.from, unknown_of->arn});
  }
  auto const& seen = stores ? world.event_data_store_listing() : world.trail_listing();
  bool const none = stores    ? world.event_data_stores().empty()
                    : buckets ? world.log_buckets().empty()
                              : world.trails().empty();
  if (!none || !seen.collected || seen.whole == ternary::no) {
    return unknown_listing(seen,
                           stores ? "cloudtrail:ListEventDataStores" : "cloudtrail:DescribeTrails");
  }
  auto value = not_applicable("there is no such resource");
  show_answers(value, seen);
  return value;
}

// What the rules read of most trails.
inline void prefetch_trails(std::vector<trail_view> const& trails, std::size_t begin,
                            std::size_t end) noexcept {
  for (auto at = begin; at < std::min(end, trails.size()); ++at) {
    prefetch_value(trails[at].settings.value);
    prefetch_value(trails[at].status.value);
  }
}

} // namespace detail

TRAILAUDIT_INLINE void report::evaluate(audit_options const& options) {
  auto const& recorded = world_->recorded;
  auto& joined = world_->joined;
  findings_.keep(0); // what throws leaves nothing said
  facts_.clear();
  counts_ = {};
  worst_.reset();
  ignored_.clear();
  joined.build(recorded);
  if (!(world_->limits == options.limits)) { // mostly they are those of the last account
    world_->limits = options.limits;
  }
  as_of_ = options.as_of ? options.as_of : recorded.as_of;
  context const audit{joined, as_of_, world_->limits};
  auto const subjects = detail::count_subjects(joined);
  std::size_t total = 0;
  for (auto const& asked : options.rules) {
    total += subjects[asked.check.index()].findings;
  }
  auto* first = findings_.make_room(total);
  detail::finding_counter to{facts_, first};
  auto const fails = static_cast<std::size_t>(outcome::fail);
  unsigned worst = 0; // 1: the mildest severity
  // Many resources go by the rules in parts, each of which stays near the processor.
  constexpr std::size_t part = 32;
  bool more = true;
  for (std::size_t begin = 0; more; begin += part) {
    more = false;
    to.next = first;
    if (joined.trails().size() > part) {
      // One part ahead.
      detail::prefetch_trails(joined.trails(), begin == 0 ? 0 : begin + part, begin + 2 * part);
    }
    for (auto const& asked : options.rules) {
      auto const& of_kind = subjects[asked.check.index()];
      auto const end = std::min(of_kind.findings, begin + part);
      auto* const start = to.next;
      if (begin < end) {
        auto const failed = to.counts[fails];
        to.next = start + begin;
        detail::ask(asked, of_kind, begin, end, audit, to);
        worst = std::max(worst,
                         to.counts[fails] != failed ? static_cast<unsigned>(asked.level) + 1U : 0U);
      }
      more = more || of_kind.findings > end;
      to.next = start + of_kind.findings;
    }
  }
  findings_.keep(total);
  counts_ = to.counts;
  worst_ = worst == 0 ? std::nullopt : std::optional(static_cast<severity>(worst - 1U));
  ignored_ = recorded.ignored;
  list_unclaimed_answers(joined, ignored_);
}

TRAILAUDIT_INLINE result<report const*> auditor::audit(std::string_view document) {
  if (auto read = reader_.read(document, report_.world_->recorded); !read) {
    report_ = report{}; // the last one's findings point to what was read over
    return std::move(read).error();
  }
  report_.evaluate(options_);
  return &report_;
}

TRAILAUDIT_INLINE result<report const*> auditor::audit(std::span<payload const> payloads,
                                                       payload_account const& account) {
  if (auto read = reader_.read(payloads, account, report_.world_->recorded); !read) {
    report_ = report{}; // the last one's findings point to what was read over
    return std::move(read).error();
  }
  report_.evaluate(options_);
  return &report_;
}

TRAILAUDIT_INLINE report const& auditor::audit(snapshot recorded) {
  report_.world_->recorded = std::move(recorded);
  report_.evaluate(options_);
  return report_;
}

TRAILAUDIT_INLINE result<report> audit(std::string_view document, audit_options const& options) {
  auditor once(options);
  if (auto done = once.audit(document); !done) {
    return std::move(done).error();
  }
  return once.take();
}

TRAILAUDIT_INLINE result<report> audit(std::span<payload const> payloads,
                                       payload_account const& account,
                                       audit_options const& options) {
  auditor once(options);
  if (auto done = once.audit(payloads, account); !done) {
    return std::move(done).error();
  }
  return once.take();
}

TRAILAUDIT_INLINE report evaluate(snapshot recorded, audit_options const& options) {
  auditor once(options);
  (void)once.audit(std::move(recorded));
  return once.take();
}

TRAILAUDIT_INLINE result<parameters> read_parameters(std::string_view text) {
  read_limits const limits;
  detail::json_scratch scratch;
  detail::json_cursor in(text, limits, scratch);
  parameters out;
  bool good = detail::read_value(in, out) && in.finish();
  auto const fail_at = [&](std::string_view key, read_code code, char const* message) {
    return in.fail(code, message, detail::offset_of_value(text, key, limits));
  };
  if (good && !out.unrecognized.empty()) {
    (void)fail_at(out.unrecognized.front(), read_code::unknown_key, "there is no such parameter");
    auto error = detail::to_read_error(in.fault(), text, {});
    error.message = "there is no parameter `" + out.unrecognized.front() + "`";
    return error;
  }
  struct bound {
    std::string_view key;
    std::optional<std::int64_t> value;
    std::int64_t most;
    char const* message;
  };
  constexpr char const* window = "a window has 0 to 87600 hours";
  constexpr char const* log_bucket = "a log bucket keeps objects 0 to 36500 days";
  for (auto const& each :
       {bound{"cloudwatch_delivery_window_hours", out.cloudwatch_delivery_window_hours,
              longest_window_hours, window},
        bound{"digest_delivery_window_hours", out.digest_delivery_window_hours,
              longest_window_hours, window},
        bound{"log_delivery_window_hours", out.log_delivery_window_hours, longest_window_hours,
              window},
        bound{"event_data_store_retention_days", out.event_data_store_retention_days,
              longest_retention_days, "a retention has 0 to 3653 days"},
        bound{"log_bucket_object_lock_days", out.log_bucket_object_lock_days,
              longest_log_bucket_days, log_bucket},
        bound{"log_bucket_retention_days", out.log_bucket_retention_days, longest_log_bucket_days,
              log_bucket},
        bound{"log_group_retention_days", out.log_group_retention_days, longest_retention_days,
              "a retention has 0 to 3653 days"}}) {
    if (good && each.value && (*each.value < 0 || *each.value > each.most)) {
      good = fail_at(each.key, read_code::out_of_range, each.message);
    }
  }
  struct names {
    std::string_view key;
    list<std::string> const* values;
    char const* message;
  };
  constexpr char const* any_name = "a tag key, an ARN or a type is not empty";
  constexpr char const* of_bucket = "a name is not empty";
  for (auto const& each :
       {names{"required_tag_keys", &out.required_tag_keys, any_name},
        names{"event_data_store_kms_key_arns", &out.event_data_store_kms_key_arns, any_name},
        names{"required_data_event_types", &out.required_data_event_types, any_name},
        names{"s3_data_event_bucket_names", &out.s3_data_event_bucket_names, of_bucket},
        names{"required_network_activity_event_sources",
              &out.required_network_activity_event_sources, of_bucket},
        names{"required_insight_types", &out.required_insight_types, any_name},
        names{"log_bucket_names", &out.log_bucket_names, of_bucket},
        names{"log_bucket_encryption_algorithms", &out.log_bucket_encryption_algorithms, of_bucket},
        names{"log_bucket_object_lock_modes", &out.log_bucket_object_lock_modes, of_bucket},
        names{"trusted_organizations", &out.trusted_organizations, of_bucket},
        names{"trusted_vpcs", &out.trusted_vpcs, of_bucket},
        names{"log_bucket_administrators", &out.log_bucket_administrators, of_bucket},
        names{"expected_log_destination_arns", &out.expected_log_destination_arns, any_name},
        names{"log_group_arns", &out.log_group_arns, any_name},
        names{"sns_topic_arns", &out.sns_topic_arns, any_name}}) {
    for (auto const& name : *each.values) {
      if (good && name.empty()) {
        good = fail_at(each.key, read_code::out_of_range, each.message);
      }
    }
  }
  for (auto const& account : out.trusted_accounts) {
    if (good && !detail::is_account_id(account)) {
      good = fail_at("trusted_accounts", read_code::out_of_range,
                     "an account id is not twelve digits");
    }
  }
  for (auto const& network : out.trusted_networks) {
    if (good && !parse_cidr(network)) {
      good = fail_at("trusted_networks", read_code::out_of_range, "a network is not a CIDR range");
    }
  }
  if (!good) {
    return detail::to_read_error(in.fault(), text, {});
  }
  return out;
}

} // namespace trailaudit::inline v0
