#pragma once

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <support/dice.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a policy says, a second time and as plainly as possible: no automata, no search, nothing of
// the library but its models. Slow, and meant to be read beside AWS's guide.

namespace naive {

using support::dice;
using trailaudit::exposure_question;
using trailaudit::exposure_subject;
using trailaudit::policy;
using trailaudit::policy_request;
using trailaudit::policy_statement;
using trailaudit::ternary;
using trailaudit::trust;

// --- One request

struct decision {
  ternary allow = ternary::no;
  ternary deny = ternary::no;
  ternary granted = ternary::no;
};

[[nodiscard]] decision evaluate(policy const& document, policy_request const& request);
[[nodiscard]] ternary applies(policy const& document, std::size_t statement,
                              policy_request const& request);

// --- Keys

/// What a key says of a request.
enum class key_class { caller, network, relayed, delegated, owner, free };
enum class key_type { text, list, arn, address, boolean, number, date };

struct key_facts {
  std::string_view name;
  key_class kind;
  key_type type;
  bool always = false; ///< in every request
};
/// The keys that generated policies have.
[[nodiscard]] std::span<key_facts const> known_keys();
/// Of a key that is not among them: free, a text.
[[nodiscard]] key_facts facts_of(std::string_view key);

// --- Outsiders

/// Whether the caller is an outsider of the question. Unknown: the specification leaves it open.
[[nodiscard]] ternary is_outsider(policy const& document, exposure_question question,
                                  exposure_subject const& subject, trust const& trusted,
                                  policy_request const& request);

/// Whether AWS makes such requests: keys that exclude each other are not both there, and one that
/// is always there and that the request lacks has a value with which the request is granted as
/// well.
[[nodiscard]] bool is_whole(policy const& document, policy_request const& request);

/// Requests that could get in: for each `Allow` combinations of callers, actions, resources and
/// values for which each part of it, taken by itself, may hold; `limit` of each at most. All are
/// requests as AWS documents them (keys that exclude each other, an ARN and its account).
[[nodiscard]] std::vector<policy_request> intruders(dice& random, policy const& document,
                                                    exposure_question question,
                                                    exposure_subject const& subject,
                                                    trust const& trusted, std::size_t limit);

// --- Chance

struct policy_style {
  bool well_formed = true; ///< nothing that AWS would refuse or that the engine does not decide
  std::size_t max_statements = 4;
  std::size_t max_conditions = 3;
};
[[nodiscard]] policy random_policy(dice& random, policy_style const& style);
[[nodiscard]] policy_statement random_statement(dice& random, policy_style const& style,
                                                bool variables, std::string_view effect);
/// A request that is likely to be near what the policy says; not always one that AWS would make.
[[nodiscard]] policy_request random_request(dice& random, policy const& document);

/// The policy as that of a key: about every resource, and actions on keys.
[[nodiscard]] policy as_key_policy(policy document);

/// The bucket `logs` of 111122223333, as in the generated policies, and a key of that account.
inline constexpr exposure_subject logs_bucket{"111122223333", "logs", {}, {}, {}, {}};
inline constexpr exposure_subject logs_key{
    "111122223333", {}, "arn:aws:kms:us-east-1:111122223333:key/1234abcd", {}, {}, {}};

// --- For messages

[[nodiscard]] std::string shown(policy const& document);
[[nodiscard]] std::string shown(policy_request const& request);

} // namespace naive
