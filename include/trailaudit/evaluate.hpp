#pragma once

#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/error.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/rule.hpp>
#include <trailaudit/rules/catalogue.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace trailaudit::inline v0 {

/// What one rule says of one resource.
struct finding {
  rule const* source = nullptr;
  std::string_view resource{}; ///< ARN; `*` when the rule found nothing to be asked of
  std::string_view account{};  ///< the audited account, empty when it is not known
  std::string_view region{};   ///< of the resource, empty when it has none or it is not known
  std::string_view reason{};
  std::span<evidence const> facts{};
  std::uint32_t omitted = 0; ///< facts that did not fit
  outcome result = outcome::unknown;
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

namespace detail {

/// The facts of many findings, which stay where the rules put them. Keeps its memory when it is
/// cleared.
class fact_store {
public:
  void clear() noexcept {
    used_ = 0;
    at_ = end_ = nullptr;
  }
  /// Room for a verdict, good until the next call.
  [[nodiscard]] void* room() {
    if (static_cast<std::size_t>(end_ - at_) < sizeof(verdict)) {
      next_block();
    }
    return at_;
  }
  /// Lets the facts of the verdict that was built in the room stay there.
  void keep(std::span<evidence const> facts) noexcept {
    static_assert(alignof(verdict) == alignof(evidence) &&
                  alignof(verdict) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    assert(facts.empty() || static_cast<void const*>(facts.data()) == at_);
    at_ += facts.size_bytes();
  }

private:
  struct block {
    std::unique_ptr<std::byte[]> bytes{};
    std::size_t size = 0;
  };
  static constexpr std::size_t least = 32 * sizeof(verdict);

  void next_block() {
    if (used_ == blocks_.size()) {
      auto const size = blocks_.empty() ? least : 2 * blocks_.back().size;
      blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    }
    auto const& next = blocks_[used_++];
    at_ = next.bytes.get();
    end_ = at_ + next.size;
  }

  std::vector<block> blocks_{};
  std::size_t used_ = 0; // blocks with facts in them
  std::byte* at_ = nullptr;
  std::byte* end_ = nullptr;
};

/// Findings of a known number, made in any order.
class finding_store {
public:
  finding_store() = default;
  finding_store(finding_store&& other) noexcept
      : bytes_(std::move(other.bytes_)), room_(std::exchange(other.room_, 0)),
        size_(std::exchange(other.size_, 0)) {}
  finding_store& operator=(finding_store&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    room_ = std::exchange(other.room_, 0);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  /// Forgets those there are, and makes room for so many, to be built there before `keep`.
  [[nodiscard]] finding* make_room(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<finding>);
    size_ = 0;
    if (room_ < count) {
      bytes_ = std::make_unique_for_overwrite<std::byte[]>(count * sizeof(finding));
      room_ = count;
    }
    return reinterpret_cast<finding*>(bytes_.get());
  }
  void keep(std::size_t count) noexcept { size_ = count; }
  [[nodiscard]] std::span<finding const> all() const noexcept {
    return size_ == 0
               ? std::span<finding const>{}
               : std::span{std::launder(reinterpret_cast<finding const*>(bytes_.get())), size_};
  }

private:
  std::unique_ptr<std::byte[]> bytes_{};
  std::size_t room_ = 0;
  std::size_t size_ = 0;
};

/// How many findings each rule of a kind comes to: one for each resource, and one more for `*`
/// where there is none or some may be missing.
struct subject_count {
  std::size_t resources = 0;
  std::size_t findings = 0;
};

/// By the place of the kind in `check_function`.
[[nodiscard]] TRAILAUDIT_API std::array<subject_count, 4>
count_subjects(inventory const& world) noexcept;

/// What a rule says where there is no resource of its kind, or not all are known.
[[nodiscard]] TRAILAUDIT_API verdict verdict_on_rest(rule const& asked, inventory const& world);

/// What a rule on resources says of one that another account owns.
[[nodiscard]] TRAILAUDIT_API verdict of_other_account(trail_view const& about) noexcept;
[[nodiscard]] TRAILAUDIT_API verdict of_other_account(event_data_store_view const& about) noexcept;

/// Asks a rule of its subjects from `begin` to `end`, by their number; there is one at least. Each
/// verdict is built in `sink.room()`, where its facts stay, and its finding goes to `sink.take`.
template <class Sink>
TRAILAUDIT_HOT void ask(rule const& asked, subject_count const& subjects, std::size_t begin,
                        std::size_t end, context const& audit, Sink& sink) {
  auto const& world = audit.world;
  std::string_view const account = world.world().account_id;
  auto const say = [&](std::string_view resource, std::string_view region, verdict const& said)
                       TRAILAUDIT_HOT_LAMBDA {
                         sink.take({&asked, resource, account, region, said.reason,
                                    said.evidence_span(), said.omitted, said.result});
                       };
  if (auto const* const of_account = std::get_if<account_check>(&asked.check)) {
    say(world.account_resource(), {}, *::new (sink.room()) verdict((*of_account)(audit)));
    return;
  }
  auto const last = std::min(end, subjects.resources);
  if (auto const* const of_trail = std::get_if<trail_check>(&asked.check)) {
    for (auto at = begin; at < last; ++at) {
      auto const& about = world.trails()[at];
      say(!about.arn.empty()    ? about.arn
          : !about.name.empty() ? about.name
                                : std::string_view{"*"},
          about.home_region,
          *::new (sink.room())
              verdict(about.foreign ? of_other_account(about) : (*of_trail)(about, audit)));
    }
  } else if (auto const* const of_bucket = std::get_if<log_bucket_check>(&asked.check)) {
    for (auto at = begin; at < last; ++at) {
      auto const& about = world.log_buckets()[at];
      say(about.arn, {}, *::new (sink.room()) verdict((*of_bucket)(about, audit)));
    }
  } else if (auto const* const of_store = std::get_if<event_data_store_check>(&asked.check)) {
    for (auto at = begin; at < last; ++at) {
      auto const& about = world.event_data_stores()[at];
      say(about.arn, about.region,
          *::new (sink.room())
              verdict(about.foreign ? of_other_account(about) : (*of_store)(about, audit)));
    }
  }
  if (end > subjects.resources) {
    say("*", {}, *::new (sink.room()) verdict(verdict_on_rest(asked, world)));
  }
}

} // namespace detail

/// Asks every rule and hands each finding to `sink(finding const&)`, in the order of rules and
/// resources.
///
/// Every rule answers at least once: with no resource to be asked of, for `*`. The finding and its
/// facts are good only within the call; what they point to lives in the snapshot and the inventory.
/// Pure, no allocation. Cost: rules × resources.
template <class Sink>
void for_each_finding(inventory const& world, std::span<rule const> rules, context const& audit,
                      Sink&& sink) {
  struct receiver {
    Sink& sink;
    void* bytes;

    [[nodiscard]] void* room() const noexcept { return bytes; }
    void take(finding const& made) const { sink(made); }
  };
  alignas(verdict) std::array<std::byte, sizeof(verdict)> bytes;
  receiver const to{sink, bytes.data()};
  auto const subjects = detail::count_subjects(world);
  for (auto const& asked : rules) {
    auto const& of_kind = subjects[asked.check.index()];
    detail::ask(asked, of_kind, 0, of_kind.findings, audit, to);
  }
}

/// The findings of one account, with the snapshot they speak of. Movable; references into it live
/// as long as it does. Reading it from several threads is safe.
class report {
public:
  report() : world_(std::make_unique<state>()) {}

  [[nodiscard]] std::span<finding const> findings() const noexcept { return findings_.all(); }
  [[nodiscard]] snapshot const& world() const noexcept { return world_->recorded; }
  [[nodiscard]] inventory const& joined() const noexcept { return world_->joined; }
  [[nodiscard]] std::optional<timestamp> as_of() const noexcept { return as_of_; }
  /// How many findings have that outcome.
  [[nodiscard]] std::size_t count(outcome wanted) const noexcept {
    return counts_[static_cast<std::size_t>(wanted)];
  }
  /// The gravest severity among the failures.
  [[nodiscard]] std::optional<severity> worst() const noexcept { return worst_; }
  /// What could not be put to use: keys and calls that are not known, answers whose request does
  /// not say whose they are, and answers about what nothing known names, as
  /// `list_unclaimed_answers` says.
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
  detail::finding_store findings_{};
  detail::fact_store facts_{};
  std::optional<timestamp> as_of_{};
  std::array<std::size_t, 4> counts_{};
  std::optional<severity> worst_{};
  list<ignored_input> ignored_{};
};

/// Audits accounts one after another in the same memory: for many documents in a row.
/// Not to be shared by threads; two auditors are independent. The rules of the options must outlive
/// it. What a rule of one's own throws comes through; the report is then empty, and the auditor can
/// go on.
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

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/evaluate.ipp>
#endif
