#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/detail/packed_text.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// The IAM policy language, whole, as it was written: one value or a list, with quotes or without.
// Grammar: AWS Identity and Access Management User Guide, "Grammar of the IAM JSON policy
// language".

namespace trailaudit::inline v0 {

/// The types of principals that the language has.
inline constexpr std::array<std::string_view, 4> principal_types{"AWS", "Service", "Federated",
                                                                 "CanonicalUser"};

/// Principals of one type: `"AWS": [ … ]`.
struct principal_group {
  std::string
      type{}; ///< `AWS`, `Service`, `Federated` or `CanonicalUser`, or what else was written
  one_or_many<std::string> ids{};
  friend bool operator==(principal_group const&, principal_group const&) = default;
};

/// The `Principal` element: the text `*`, or groups by type. A list without types is read as one of
/// type `AWS`.
struct principal_element {
  std::string text{}; ///< the element when it is a text; AWS knows only `*`
  list<principal_group> groups{};
  bool untyped = false; ///< it is a list without types; its one group is of type `AWS`
  friend bool operator==(principal_element const&, principal_element const&) = default;
};

/// One line of a `Condition`: operator, key, values. Numbers and booleans are kept as their JSON
/// text.
struct policy_condition {
  std::string operation{}; ///< `StringEquals`, `ForAnyValue:StringLike`, …
  std::string key{};       ///< `aws:SourceArn`, …
  one_or_many<std::string> values{};
  list<std::uint32_t> unquoted{}; ///< which values are numbers and booleans, by number, in order
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

[[nodiscard]] inline bool is_allow(policy_statement const& statement) noexcept {
  return detail::same_text(statement.effect, "Allow");
}
[[nodiscard]] inline bool is_deny(policy_statement const& statement) noexcept {
  return detail::same_text(statement.effect, "Deny");
}

/// What is wrong with a policy's form. Source: IAM User Guide, "Grammar of the IAM JSON policy
/// language", and the errors among IAM Access Analyzer's policy checks. An empty list of actions,
/// resources, principals or values is no flaw: it matches nothing.
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

/// The code's name as it stands above, for machines.
[[nodiscard]] constexpr std::string_view to_string(policy_flaw_code code) noexcept {
  switch (code) {
  case policy_flaw_code::not_json:
    return "not_json";
  case policy_flaw_code::wrong_type:
    return "wrong_type";
  case policy_flaw_code::duplicate_element:
    return "duplicate_element";
  case policy_flaw_code::unknown_element:
    return "unknown_element";
  case policy_flaw_code::missing_element:
    return "missing_element";
  case policy_flaw_code::conflicting_element:
    return "conflicting_element";
  case policy_flaw_code::unknown_effect:
    return "unknown_effect";
  case policy_flaw_code::too_large:
    return "too_large";
  }
  return "";
}

/// The code as a reason, one line.
[[nodiscard]] constexpr std::string_view describe(policy_flaw_code code) noexcept {
  switch (code) {
  case policy_flaw_code::not_json:
    return "the policy is not JSON";
  case policy_flaw_code::wrong_type:
    return "the policy has an element of a wrong type";
  case policy_flaw_code::duplicate_element:
    return "the policy has an element twice";
  case policy_flaw_code::unknown_element:
    return "the policy has an element that is not known";
  case policy_flaw_code::missing_element:
    return "the policy lacks an element";
  case policy_flaw_code::conflicting_element:
    return "the policy has two elements that exclude each other";
  case policy_flaw_code::unknown_effect:
    return "the policy has an effect that is neither `Allow` nor `Deny`";
  case policy_flaw_code::too_large:
    return "the policy is beyond a limit";
  }
  return "";
}

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

/// A policy document. One with flaws keeps what can be read: of an element that stands twice the
/// first, of one that has a wrong type nothing.
struct policy {
  std::string version{}; ///< `2012-10-17`; missing means `2008-10-17`
  std::string id{};
  one_or_many<policy_statement> statement{};
  list<std::string> unrecognized{}; ///< elements that the language does not have
  list<policy_flaw> flaws{};        ///< what is wrong with its form
  /// The JSON text as it was given, where the rest does not say it exactly: where there are flaws,
  /// or an element that is empty. Where there is a text, it is what is written.
  std::string text{};
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
  value.untyped = false;
}
inline void recycle(recycler reset, policy_condition& value) noexcept {
  value.operation.clear();
  value.key.clear();
  reset(value.values);
  value.unquoted.clear();
}
inline void recycle(recycler, condition_block& value) noexcept { value.conditions.clear(); }
inline void recycle(recycler, policy_flaw& value) noexcept {
  value.code = policy_flaw_code::not_json;
  value.statement = policy_flaw::no_statement;
  value.pointer.clear();
  value.what.clear();
}
inline void recycle(recycler reset, policy& value) noexcept {
  reset(value.version);
  reset(value.id);
  reset(value.statement);
  value.unrecognized.clear();
  value.flaws.clear();
  reset(value.text);
}

} // namespace detail
} // namespace trailaudit::inline v0
