#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/error.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/rule.hpp>
#include <trailaudit/rules/catalogue.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace trailaudit::inline v0 {

/// What one rule says of one resource.
struct finding {
  rule const* source = nullptr;
  std::string_view resource{}; ///< ARN; `*` when the rule found nothing to be asked of
  std::string_view account{};  ///< the audited account, empty when it is not known
  std::string_view region{};   ///< of the resource, empty when it has none or it is not known
  outcome result = outcome::unknown;
  std::string_view reason{};
  std::span<evidence const> facts{};
  std::uint32_t omitted = 0; ///< facts that did not fit
};

/// How to audit.
struct audit_options {
  /// The rules to ask, any of them: the catalogue's, a part of it, or one's own beside them.
  std::span<rule const> rules = catalogue;
  /// The moment the audit speaks of; the snapshot's own `as_of` when it is not given. No clock is
  /// read.
  std::optional<timestamp> as_of{};
  parameters limits{};
  read_limits reading{};
};

/// Asks every rule and hands each finding to `sink(finding const&)`, in the order of rules and
/// resources.
///
/// Every rule answers at least once: with no resource to be asked of, for `*`. The finding and its
/// facts are good only within the call; what they point to lives in the snapshot and the inventory.
/// Pure, no allocation. Cost: rules × resources.
template <class Sink>
void for_each_finding(inventory const& world, std::span<rule const> rules, context const& audit,
                      Sink&& sink);

/// The findings of one account, with the snapshot they speak of. Movable; references into it live
/// as long as it does. Reading it from several threads is safe.
class report {
public:
  report() : world_(std::make_unique<state>()) {}

  [[nodiscard]] std::span<finding const> findings() const noexcept { return findings_; }
  [[nodiscard]] snapshot const& world() const noexcept { return world_->recorded; }
  [[nodiscard]] inventory const& joined() const noexcept { return world_->joined; }
  [[nodiscard]] std::optional<timestamp> as_of() const noexcept { return as_of_; }
  /// How many findings have that outcome.
  [[nodiscard]] std::size_t count(outcome wanted) const noexcept {
    return counts_[static_cast<std::size_t>(wanted)];
  }
  /// The gravest severity among the failures.
  [[nodiscard]] std::optional<severity> worst() const noexcept { return worst_; }
  /// Captures that could not be put to use: unknown calls, and answers whose request does not say
  /// whose they are.
  [[nodiscard]] list<ignored_input> const& ignored() const noexcept { return ignored_; }

private:
  friend class auditor;
  struct state {
    snapshot recorded{};
    inventory joined{};
    parameters limits{}; // facts may show what was asked for
  };

  TRAILAUDIT_API void evaluate(audit_options const& options);

  std::unique_ptr<state> world_;
  std::vector<finding> findings_{};
  std::vector<evidence> facts_{};
  std::optional<timestamp> as_of_{};
  std::array<std::size_t, 4> counts_{};
  std::optional<severity> worst_{};
  list<ignored_input> ignored_{};
};

/// Audits accounts one after another in the same memory: for many documents in a row.
/// Not to be shared by threads; two auditors are independent. The rules of the options must outlive
/// it.
class auditor {
public:
  explicit auditor(audit_options options = {})
      : options_(std::move(options)), reader_(options_.reading) {}

  /// Reads and audits one snapshot document. The report is good until the next call.
  /// Cost: one pass over the text, and rules × resources.
  [[nodiscard]] TRAILAUDIT_API result<report const*> audit(std::string_view document);
  /// The same for answers that stand alone.
  [[nodiscard]] TRAILAUDIT_API result<report const*> audit(std::span<payload const> payloads,
                                                           payload_account const& account = {});
  /// The same for a snapshot that was read or built before.
  [[nodiscard]] TRAILAUDIT_API report const& audit(snapshot recorded);

  /// Gives away the last report.
  [[nodiscard]] report take() { return std::exchange(report_, report{}); }

private:
  audit_options options_;
  snapshot_reader reader_;
  report report_{};
};

/// Reads and audits one snapshot document.
[[nodiscard]] TRAILAUDIT_API result<report> audit(std::string_view document,
                                                  audit_options const& options = {});
/// Reads and audits answers that stand alone.
[[nodiscard]] TRAILAUDIT_API result<report> audit(std::span<payload const> payloads,
                                                  payload_account const& account = {},
                                                  audit_options const& options = {});
/// Audits a snapshot that was read or built before.
[[nodiscard]] TRAILAUDIT_API report evaluate(snapshot recorded, audit_options const& options = {});

/// Reads parameters from JSON: `{"required_tag_keys": ["owner"]}`. A key that is no parameter is an
/// error.
[[nodiscard]] TRAILAUDIT_API result<parameters> read_parameters(std::string_view text);

template <class Sink>
void for_each_finding(inventory const& world, std::span<rule const> rules, context const& audit,
                      Sink&& sink) {
  std::string_view const account = world.world().account_id;
  for (auto const& asked : rules) {
    auto const emit = [&](std::string_view resource, std::string_view region,
                          verdict const& value) {
      sink(finding{&asked, resource, account, region, value.result, value.reason,
                   value.evidence_span(), value.omitted});
    };
    // No resource, or not all of them: the rule still answers.
    auto const emit_rest = [&](listing const& seen, bool none, std::string_view call) {
      if (!none && seen.whole != ternary::no) {
        return;
      }
      if (none && seen.collected && seen.whole != ternary::no) {
        emit("*", {}, with_answers(not_applicable("there is no such resource"), seen));
      } else {
        emit("*", {}, unknown_listing(seen, call));
      }
    };
    struct visitor {
      inventory const& world;
      context const& audit;
      decltype(emit) const& emit_one;
      decltype(emit_rest) const& emit_others;

      void operator()(account_check check) const {
        emit_one(world.account_resource(), {}, check(audit));
      }
      void operator()(trail_check check) const {
        for (auto const& each : world.trails()) {
          std::string_view const resource = !each.arn.empty()   ? each.arn
                                            : each.name.empty() ? "*"
                                                                : each.name;
          emit_one(resource, each.home_region,
                   each.foreign
                       ? not_applicable(
                             "the trail belongs to another account, which must be audited there",
                             evidence{each.settings.from.at("TrailARN"), each.account})
                       : check(each, audit));
        }
        emit_others(world.trail_listing(), world.trails().empty(), "cloudtrail:DescribeTrails");
      }
      void operator()(log_bucket_check check) const {
        for (auto const& each : world.log_buckets()) {
          emit_one(each.arn, {}, check(each, audit));
        }
        // A trail of which only the name is known has a bucket that nobody can name.
        for (auto const& each : world.trails()) {
          auto const* const settings = each.settings.get();
          if (settings == nullptr || settings->s3_bucket_name.empty()) {
            emit_one("*", {},
                     unknown("the bucket of a trail is not known",
                             evidence{each.settings.from, each.arn}));
            return;
          }
        }
        emit_others(world.trail_listing(), world.log_buckets().empty(),
                    "cloudtrail:DescribeTrails");
      }
      void operator()(event_data_store_check check) const {
        for (auto const& each : world.event_data_stores()) {
          emit_one(each.arn, each.region,
                   each.foreign
                       ? not_applicable(
                             "the store belongs to another account, which must be audited there",
                             evidence{each.store.from, each.account})
                       : check(each, audit));
        }
        emit_others(world.event_data_store_listing(), world.event_data_stores().empty(),
                    "cloudtrail:ListEventDataStores");
      }
    };
    std::visit(visitor{world, audit, emit, emit_rest}, asked.check);
  }
}

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/evaluate.ipp>
#endif
