#pragma once

#include <trailaudit/analysis/log_keys.hpp>
#include <trailaudit/analysis/object_lock.hpp>
#include <trailaudit/rule.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace trailaudit::inline v0::rules {

// Whether a lifecycle rule is for objects that trails deliver to the bucket. Of a filter beyond a
// prefix nobody knows which log files it meets: they are of any size above nothing, and tags can be
// added.
[[nodiscard]] inline ternary lifecycle_rule_applies(lifecycle_rule const& rule,
                                                    log_bucket_view const& about,
                                                    inventory const& world) {
  if (rule.status == "Disabled") {
    return ternary::no;
  }
  auto const some_sizes = [](auto const& from) {
    return from.object_size_greater_than.value_or(0) > 0 || from.object_size_less_than;
  };
  std::string_view prefix = rule.prefix;
  bool exact = rule.status == "Enabled" && rule.unrecognized.empty();
  if (auto const* const filter = rule.filter.get()) {
    prefix = filter->prefix.empty() ? prefix : std::string_view(filter->prefix);
    exact = exact && !filter->tag && !some_sizes(*filter) && filter->unrecognized.empty();
    if (auto const* const all = filter->all_of.get()) {
      prefix = all->prefix.empty() ? prefix : std::string_view(all->prefix);
      exact = exact && all->tags.empty() && !some_sizes(*all) && all->unrecognized.empty();
    }
  }
  auto const* const organization = world.organization().get();
  std::string_view const id =
      organization == nullptr ? std::string_view{} : organization->organization.id;
  auto found = ternary::no;
  world.for_each_trail_of(about, [&](trail_view const& each) {
    found = either(found, names_logs(prefix, each, id, world.world().regions));
  });
  return exact ? found : both(found, ternary::unknown);
}

/// Do lifecycle rules leave log files be for as long as they must be kept?
///
/// Evidence: `s3:GetBucketLifecycleConfiguration`, `s3:GetBucketVersioning`,
/// `s3:GetObjectLockConfiguration`, `organizations:DescribeOrganization`.
/// - pass: there are no lifecycle rules, or none that is for the trails' objects deletes them
///   before `log_bucket_retention_days` (365). With versioning an expired object is kept as an old
///   version until a rule deletes those, or for good: a rule with `NewerNoncurrentVersions` never
///   does, since a log file has but one old version. A default retention of Object Lock that is
///   long enough holds back every rule.
/// - fail: a rule deletes them sooner, or at a date, whatever their age then.
/// - unknown: an answer that could decide was not collected or refused, or a rule may be for a part
///   of the objects: by tag, by size, by a longer prefix.
///
/// A rule counts when its prefix meets the keys that the trails deliver to (`names_logs`). Rules
/// that only delete old versions do not count by themselves: CloudTrail overwrites nothing. Source:
/// Amazon S3 User Guide, "Expiring objects" and "Lifecycle configuration elements"; PCI DSS 4.0,
/// 10.5.1.
[[nodiscard]] TRAILAUDIT_API verdict
check_log_bucket_lifecycle_retention(log_bucket_view const& about, context const& audit);

#if TRAILAUDIT_HAS_BODIES
TRAILAUDIT_INLINE verdict check_log_bucket_lifecycle_retention(log_bucket_view const& about,
                                                               context const& audit) {
  if (!audit.limits.log_bucket_retention_days) {
    return not_applicable("no retention is asked for",
                          fact{origin("s3:GetBucketLifecycleConfiguration"), {}});
  }
  auto const wanted = *audit.limits.log_bucket_retention_days;
  auto const known = audit.world.resources().bucket(about.name);
  auto const& lifecycle = known.lifecycle;
  if (lifecycle.state == observation::absent) {
    return pass("no lifecycle rule deletes anything", fact{lifecycle.from, lifecycle.error_code});
  }
  auto const* const found = lifecycle.get();
  if (found == nullptr) {
    return unknown_without(lifecycle, "s3:GetBucketLifecycleConfiguration");
  }

  // The longest that old versions are certain to be kept, and the shortest.
  constexpr auto for_good = std::numeric_limits<std::int64_t>::max();
  auto certain_old = for_good;
  auto possible_old = for_good;
  for (auto const& each : found->rules) {
    auto const* const old = each.noncurrent_version_expiration.get();
    if (old == nullptr) {
      continue;
    }
    // Old versions that have no newer ones among them stay. CloudTrail overwrites nothing, so that
    // of a log file there is one old version at most.
    if (old->newer_noncurrent_versions.value_or(0) > 0) {
      continue;
    }
    auto const applies = lifecycle_rule_applies(each, about, audit.world);
    auto const days = old->noncurrent_days.value_or(0);
    bool const plain = old->noncurrent_days && !old->newer_noncurrent_versions;
    if (applies != ternary::no) {
      certain_old = days < certain_old ? days : certain_old;
    }
    if (applies == ternary::yes && plain) {
      possible_old = days < possible_old ? days : possible_old;
    }
  }
  auto const* const versioning = about.versioning.get();
  bool const keeps = versioning != nullptr && versioning->status == "Enabled";
  bool const drops = versioning != nullptr && versioning->status != "Enabled";
  auto const sum = [&](std::int64_t days, std::int64_t more) {
    return more > for_good - days ? for_good : days + more;
  };

  evidence open{};
  bool undecided = false;
  evidence gone{};
  bool deleted = false;
  for (std::size_t at = 0; at != found->rules.size(); ++at) {
    auto const& each = found->rules[at];
    auto const* const expiration = each.expiration.get();
    if (expiration == nullptr || (!expiration->days && !expiration->date)) {
      continue;
    }
    auto const applies = lifecycle_rule_applies(each, about, audit.world);
    auto const days = expiration->date ? 0 : *expiration->days < 0 ? 0 : *expiration->days;
    auto const where = lifecycle.from.at("Rules", at).at("Expiration");
    evidence const shown = expiration->date ? fact{where.at("Date"), expiration->date}
                                            : fact{where.at("Days"), expiration->days};
    auto const surely_kept = keeps ? sum(days, certain_old) : days;
    auto const kept_at_most = drops ? days : sum(days, possible_old);
    if (applies == ternary::no || surely_kept >= wanted) {
      continue;
    }
    if (applies == ternary::yes && kept_at_most < wanted && !deleted) {
      deleted = true;
      gone = shown;
    } else if (!undecided) {
      undecided = true;
      open = shown;
    }
  }
  if (!deleted && !undecided) {
    return pass("no lifecycle rule deletes log files too soon",
                fact{lifecycle.from.at("Rules"), {}});
  }

  // A rule deletes no version that is locked; a bucket with Object Lock always has versioning.
  auto const& lock = known.object_lock;
  if (auto const* const locked = lock.get()) {
    auto const days = locked_days(locked->object_lock_configuration);
    if (days > 0 && days >= wanted) {
      return pass("Object Lock keeps log files from being deleted too soon",
                  fact{lock.from.at("ObjectLockConfiguration").at("Rule").at("DefaultRetention"),
                       locked->object_lock_configuration.rule->default_retention->mode});
    }
  } else if (!drops && lock.state != observation::absent && deleted) {
    auto value = unknown_without(lock, "s3:GetObjectLockConfiguration");
    return value.with(gone.source, gone.value);
  }
  if (deleted) {
    return fail("a lifecycle rule deletes log files too soon", gone);
  }
  if (versioning == nullptr) {
    auto value = unknown_without(about.versioning, "s3:GetBucketVersioning");
    return value.with(open.source, open.value);
  }
  return unknown("a lifecycle rule may delete log files too soon", open);
}
#endif

inline constexpr reference log_bucket_lifecycle_retention_references[] = {
    {"AWS Security Hub", "S3.13"},
    {"PCI DSS 4.0", "10.5.1"},
    {"NIST SP 800-53 Rev. 5", "AU-11"},
};

inline constexpr rule log_bucket_lifecycle_retention{
    .slug = "log-bucket-lifecycle-retention",
    .title = "Lifecycle rules keep log files long enough",
    .rationale = "What happened months ago cannot be looked up once a rule has deleted the logs.",
    .remediation = "Let the rule expire later, or keep it from the logs by its prefix: aws s3api "
                   "put-bucket-lifecycle-configuration --bucket <bucket> "
                   "--lifecycle-configuration <rules>",
    .level = severity::medium,
    .references = log_bucket_lifecycle_retention_references,
    .check = check_log_bucket_lifecycle_retention,
};

} // namespace trailaudit::inline v0::rules
