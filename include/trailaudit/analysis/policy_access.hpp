#pragma once

#include <trailaudit/analysis/access_kind.hpp>
#include <trailaudit/detail/config.hpp>
#include <trailaudit/logic/text_set.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Whom a resource policy lets in, by proof or by witness.
///
/// All functions are pure and may be called by any number of threads at once.

namespace trailaudit::inline v0 {

enum class exposure_verdict : std::uint8_t {
  closed,  ///< no request of the kind is granted, under the stated model
  open,    ///< the witness is granted
  unknown, ///< not decided, and `reason` says why
};

[[nodiscard]] constexpr std::string_view to_string(exposure_verdict value) noexcept {
  switch (value) {
  case exposure_verdict::closed:
    return "closed";
  case exposure_verdict::open:
    return "open";
  case exposure_verdict::unknown:
    return "unknown";
  }
  return "";
}

/// What is asked of a policy.
enum class exposure_question : std::uint8_t {
  /// Can anybody get in: a caller of whom the policy names nothing exactly?
  public_access,
  /// Is it public by S3's own rule, by which Block Public Access goes? Purely of the text: each
  /// `Allow` by itself, without looking at any `Deny`.
  aws_public,
  /// Can anybody get in but the owner's account and what `trust` names?
  external,
  /// Can an outsider get in through a service that acts for him (the confused deputy)?
  deputy,
};

/// What is trusted beside the account that owns the resource.
struct trust {
  std::vector<std::string> accounts{};      ///< account ids
  std::vector<std::string> organizations{}; ///< organization ids, `o-…`
  std::vector<std::string> vpcs{};          ///< `vpc-…` and, for endpoints, `vpce-…`
  std::vector<std::string> networks{};      ///< CIDR ranges
};

/// What the policy is a policy of.
struct exposure_subject {
  std::string_view account{}; ///< who owns the resource; empty: not known
  std::string_view bucket{};  ///< a bucket's name; empty: `resource` counts
  /// ARN of a key, topic, role, …; what is part of it counts as well: aliases, streams, indexes. A
  /// bucket's is as good as its name. Empty, as the bucket: any resource; then a policy about every
  /// action is not decided where it is closed, since it may be anything's. No whole ARN: unknown.
  std::string_view resource{};
  std::string_view partition{}; ///< empty: that of the policy's own ARNs, or `aws`
  std::string_view service{};   ///< for `deputy`: the one service to ask about; empty: any
  std::string_view action{};    ///< the one action to ask about; empty: any
};

/// What a search may cost before it gives up: as long as it takes some milliseconds at most.
struct exposure_budget {
  text_budget texts{20'000, 2'000'000}; ///< for the values of all keys together
  std::size_t max_values = 4'096;       ///< representative values of one key
  std::size_t max_callers = 4'096;      ///< representative callers
  /// For everything together, some 50 ns each: looking at a value of the policy, comparing it with
  /// a value of the request, trying a combination. Long texts count for more.
  std::size_t max_steps = 200'000;
};

/// The kind of access that an action gives to what is kept in a resource; `other` for actions that
/// are not known here.
[[nodiscard]] TRAILAUDIT_API access_kind kind_of_access(std::string_view action) noexcept;

/// The answer to an `exposure_question`.
struct policy_exposure_answer {
  exposure_verdict verdict = exposure_verdict::unknown;
  std::string_view reason{}; ///< a literal: why; never empty
  /// Where it is open: a request that `evaluate` grants. For `aws_public` it is not filled in.
  policy_request witness{};
  /// The statements involved, by number: those that let the witness in, or that are not decided;
  /// where it is closed, those that would let outsiders in and are kept from it.
  std::vector<std::size_t> statements{};
};

/// Whether outsiders of the question's kind can get in.
///
/// - closed: no outsider's request is granted, whatever its action and context. Never wrong under
///   the model: callers as AWS documents them, keys of their documented class.
/// - open: `witness` is a request of an outsider, and `evaluate` grants it.
/// - unknown: `reason` names what was not decided, or the budget that was used up.
///
/// An outsider is a caller none of whose trust-bearing values is trusted: account, ARN,
/// organization, unique id; network, VPC, endpoint; source ARN and account. For `public_access`
/// trusted is what the policy names exactly: ids without wildcards and variables, ARNs with a fixed
/// account, address ranges no wider than /8 (IPv4) or /32 (IPv6) or private.
///
/// Cost: a policy whose every `Allow` names fixed principals, or tests a trust-bearing key against
/// fixed values, is closed by one look at each statement. Otherwise the product of the automata of
/// each key's values (see `text_cells`) and a search over their combinations; PSPACE-complete at
/// worst, hence the budget, all of whose parts bound the whole. What goes on beyond it is linear in
/// the policy's size. A policy of more than some 50,000 values is `unknown` unless it is closed at
/// one look.
[[nodiscard]] TRAILAUDIT_API policy_exposure_answer exposure_of(policy const& document,
                                                                exposure_question question,
                                                                exposure_subject const& subject,
                                                                trust const& trusted = {},
                                                                exposure_budget const& budget = {});

namespace detail {

/// Whether everyone gets in, where the form of the statements tells.
struct short_exposure {
  exposure_verdict verdict = exposure_verdict::unknown; ///< unknown: ask `exposure_of`
  std::string_view reason{};
  std::size_t statement = 0; ///< where it is open: what lets them in
  std::string_view action{}; ///< and for what
};

/// What `exposure_of` says about `public_access`, without a witness: so nothing is allocated for
/// the policies that most accounts have.
[[nodiscard]] TRAILAUDIT_API short_exposure
public_exposure_by_form(policy const& document, exposure_subject const& subject);

} // namespace detail

/// One principal that a policy lets in, or a group of them, and what for.
struct access_grant {
  /// As the policy names it; `*`: everyone, or everyone who meets the conditions.
  std::string principal{};
  principal_type type = principal_type::anonymous;
  bool outside = false; ///< whether it belongs neither to the owner's account nor to the trust
  std::size_t statement = 0;
  exposure_verdict verdict = exposure_verdict::unknown; ///< open: granted at least one such request
  access_kind kind = access_kind::other;
  policy_request witness{}; ///< where it is open
};

/// Who gets in, and for which kinds of access: one line for each principal that an `Allow` names,
/// and kind of access. Where everyone is named and a condition lets in some of them alone, the line
/// of `*` has the type of its witness, and is `outside` where somebody beyond the trust meets the
/// conditions; where only the owner's account does, there is none. Lines that are closed are left
/// out. All lines share the budget: when it is used up, those that are left are `unknown`.
[[nodiscard]] TRAILAUDIT_API std::vector<access_grant>
who_has_access(policy const& document, exposure_subject const& subject, trust const& trusted = {},
               exposure_budget const& budget = {});

namespace detail {

/// The same of those alone whom an `Allow` names, with what the budget leaves.
[[nodiscard]] TRAILAUDIT_API std::vector<access_grant> who_is_named(policy const& document,
                                                                    exposure_subject const& subject,
                                                                    trust const& trusted,
                                                                    exposure_budget& rest);

} // namespace detail

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/policy_access.ipp>
#endif
