#pragma once

#include <trailaudit/detail/fields.hpp>

#include <cstdint>
#include <string>

// The IAM policy language, as it stands in resource policies: read whole, not yet evaluated whole.
// Grammar: AWS Identity and Access Management User Guide, IAM JSON policy elements.

namespace trailaudit::inline v0 {

/// Principals of one type: `"AWS": [ … ]`.
struct principal_group {
  std::string
      type{}; ///< `AWS`, `Service`, `Federated` or `CanonicalUser`, or what else was written
  one_or_many<std::string> ids{};
  friend bool operator==(principal_group const&, principal_group const&) = default;
};

/// The `Principal` element: the text `*`, or groups by type.
struct principal_element {
  std::string text{}; ///< the element when it is a text; AWS knows only `*`
  list<principal_group> groups{};
  friend bool operator==(principal_element const&, principal_element const&) = default;
};

/// One line of a `Condition`: operator, key, values. Numbers and booleans are kept as their JSON
/// text.
struct policy_condition {
  std::string operation{}; ///< `StringEquals`, `ForAnyValue:StringLike`, …
  std::string key{};       ///< `aws:SourceArn`, …
  one_or_many<std::string> values{};
  friend bool operator==(policy_condition const&, policy_condition const&) = default;
};

/// The `Condition` element, flat, in the order of the text.
struct condition_block {
  list<policy_condition> conditions{};
  friend bool operator==(condition_block const&, condition_block const&) = default;
};

/// One statement.
struct policy_statement {
  std::string sid{};
  std::string effect{}; ///< `Allow` or `Deny`; AWS minds the case
  maybe<principal_element> principal{};
  maybe<principal_element> not_principal{};
  one_or_many<std::string> action{};
  one_or_many<std::string> not_action{};
  one_or_many<std::string> resource{};
  one_or_many<std::string> not_resource{};
  condition_block condition{};
  list<std::string> unrecognized{}; ///< elements that the language does not have
  friend bool operator==(policy_statement const&, policy_statement const&) = default;
};
template <>
inline constexpr auto fields_of<policy_statement> =
    table_of(field{"Sid", "sid", &policy_statement::sid},
             field{"Effect", "effect", &policy_statement::effect},
             field{"Principal", "principal", &policy_statement::principal},
             field{"NotPrincipal", "not_principal", &policy_statement::not_principal},
             field{"Action", "action", &policy_statement::action},
             field{"NotAction", "not_action", &policy_statement::not_action},
             field{"Resource", "resource", &policy_statement::resource},
             field{"NotResource", "not_resource", &policy_statement::not_resource},
             field{"Condition", "condition", &policy_statement::condition});
template <>
inline constexpr auto unrecognized_of<policy_statement> = &policy_statement::unrecognized;

/// What is wrong with a policy's form.
enum class policy_flaw_code : std::uint8_t {
  not_json,            ///< the text is cut off or no JSON
  wrong_type,          ///< a JSON type that the language does not have there
  duplicate_element,   ///< a key that stands twice in one object
  unknown_element,     ///< a key that the language does not have, also one in odd case
  missing_element,     ///< a statement without `Effect`, `Action` or, in short, one it needs
  conflicting_element, ///< `Action` beside `NotAction` and the like
  unknown_effect,      ///< neither `Allow` nor `Deny`
  too_large,           ///< beyond a limit of the reader
};

/// A fault in a policy's form. AWS refuses such a policy, so nothing says what it means: a
/// statement with a flaw may allow and deny anything.
struct policy_flaw {
  static constexpr std::uint32_t no_statement = static_cast<std::uint32_t>(-1);

  policy_flaw_code code = policy_flaw_code::not_json;
  std::uint32_t statement = no_statement; ///< by number; none: the document as a whole
  std::string pointer{};                  ///< JSON pointer into the policy
  std::string what{};                     ///< what stands there, or the reader's message
  friend bool operator==(policy_flaw const&, policy_flaw const&) = default;
};

/// A policy document.
struct policy {
  std::string version{}; ///< `2012-10-17`; missing means `2008-10-17`
  std::string id{};
  one_or_many<policy_statement> statement{};
  list<std::string> unrecognized{}; ///< elements that the language does not have
  list<policy_flaw> flaws{};        ///< what is wrong with its form
  std::string text{};               ///< the JSON text as it was given, where it has flaws
  friend bool operator==(policy const&, policy const&) = default;
};
template <>
inline constexpr auto fields_of<policy> = table_of(field{"Version", "version", &policy::version},
                                                   field{"Id", "id", &policy::id},
                                                   field{"Statement", "statement",
                                                         &policy::statement});
template <>
inline constexpr auto unrecognized_of<policy> = &policy::unrecognized;

namespace detail {

inline void recycle(recycler reset, principal_group& value) noexcept {
  value.type.clear();
  reset(value.ids);
}
inline void recycle(recycler, principal_element& value) noexcept {
  value.text.clear();
  value.groups.clear();
}
inline void recycle(recycler reset, policy_condition& value) noexcept {
  value.operation.clear();
  value.key.clear();
  reset(value.values);
}
inline void recycle(recycler, condition_block& value) noexcept { value.conditions.clear(); }

} // namespace detail
} // namespace trailaudit::inline v0
