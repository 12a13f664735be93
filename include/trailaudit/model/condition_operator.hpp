#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The operators of a policy's conditions. Source: AWS Identity and Access Management User Guide,
// "IAM JSON policy elements: Condition operators" and "Multivalued context keys".

namespace trailaudit::inline v0 {

/// How an operator reads its values.
enum class condition_type : std::uint8_t {
  string_equals,
  string_equals_ignore_case,
  string_like, ///< `*` and `?` are wildcards
  arn,         ///< part by part, with wildcards; `ArnEquals` and `ArnLike` are the same
  numeric,
  date,
  boolean,
  binary,
  ip_address,
  null, ///< whether the key is absent
};

/// Of numbers and dates, how the request's value stands to the policy's.
enum class condition_relation : std::uint8_t {
  equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
};

/// Which of a key's several values must pass.
enum class condition_set : std::uint8_t { none, for_any_value, for_all_values };

/// A condition operator, taken apart.
struct condition_operator {
  condition_type type = condition_type::string_equals;
  bool negated = false; ///< none of the values may match; true where the key is absent
  condition_relation relation = condition_relation::equal;
  bool if_exists = false; ///< true where the key is absent
  condition_set set = condition_set::none;
  friend bool operator==(condition_operator const&, condition_operator const&) = default;
};

namespace detail {

struct named_operator {
  std::string_view name;
  condition_type type;
  bool negated = false;
  condition_relation relation = condition_relation::equal;
};
// In the order in which they are common.
inline constexpr auto named_operators = [] {
  using type = condition_type;
  using relation = condition_relation;
  return std::array<named_operator, 27>{{
      {"StringEquals", type::string_equals},
      {"StringLike", type::string_like},
      {"ArnLike", type::arn},
      {"ArnEquals", type::arn},
      {"Bool", type::boolean},
      {"IpAddress", type::ip_address},
      {"StringNotEquals", type::string_equals, true},
      {"StringNotLike", type::string_like, true},
      {"ArnNotLike", type::arn, true},
      {"ArnNotEquals", type::arn, true},
      {"NotIpAddress", type::ip_address, true},
      {"Null", type::null},
      {"StringEqualsIgnoreCase", type::string_equals_ignore_case},
      {"StringNotEqualsIgnoreCase", type::string_equals_ignore_case, true},
      {"NumericEquals", type::numeric},
      {"NumericNotEquals", type::numeric, true},
      {"NumericLessThan", type::numeric, false, relation::less},
      {"NumericLessThanEquals", type::numeric, false, relation::less_or_equal},
      {"NumericGreaterThan", type::numeric, false, relation::greater},
      {"NumericGreaterThanEquals", type::numeric, false, relation::greater_or_equal},
      {"DateEquals", type::date},
      {"DateNotEquals", type::date, true},
      {"DateLessThan", type::date, false, relation::less},
      {"DateLessThanEquals", type::date, false, relation::less_or_equal},
      {"DateGreaterThan", type::date, false, relation::greater},
      {"DateGreaterThanEquals", type::date, false, relation::greater_or_equal},
      {"BinaryEquals", type::binary},
  }};
}();

} // namespace detail

/// Reads an operator's name, as `ForAllValues:StringNotLikeIfExists`. Nothing: it is none of AWS's,
/// whose letter case counts.
[[nodiscard]] constexpr std::optional<condition_operator>
parse_condition_operator(std::string_view name) noexcept {
  condition_operator out;
  auto const take_front = [&](std::string_view prefix) {
    bool const there = name.starts_with(prefix);
    name.remove_prefix(there ? prefix.size() : 0);
    return there;
  };
  if (name.starts_with('F')) {
    out.set = take_front("ForAnyValue:")    ? condition_set::for_any_value
              : take_front("ForAllValues:") ? condition_set::for_all_values
                                            : condition_set::none;
  }
  constexpr std::string_view if_exists = "IfExists";
  if (name.size() > if_exists.size() && name[name.size() - if_exists.size()] == 'I' &&
      name.ends_with(if_exists)) {
    name.remove_suffix(if_exists.size());
    out.if_exists = true;
  }
  for (auto const& each : detail::named_operators) {
    if (each.name == name) {
      if (each.type == condition_type::null && (out.if_exists || out.set != condition_set::none)) {
        return std::nullopt;
      }
      out.type = each.type;
      out.negated = each.negated;
      out.relation = each.relation;
      return out;
    }
  }
  return std::nullopt;
}

} // namespace trailaudit::inline v0
