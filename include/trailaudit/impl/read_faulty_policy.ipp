#pragma once

#include <trailaudit/detail/read_faulty_policy.hpp>
#include <trailaudit/detail/utf8.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace trailaudit::inline v0::detail {

/// Goes through a text that is known to be JSON. Each function below takes one value, whatever it
/// is.
class faulty_policy_reader {
public:
  faulty_policy_reader(json_cursor const& in, policy& out) : in_(in), out_(out) {}

  /// What is wrong; the flaw's place is where the reader is.
  void flaw(policy_flaw_code code, std::string_view what) {
    if (out_.flaws.size() == max_policy_flaws) {
      return;
    }
    bool const last = out_.flaws.size() + 1 == max_policy_flaws;
    auto& added = out_.flaws.emplace_back();
    if (last) {
      added.code = policy_flaw_code::too_large;
      added.what = "more flaws than the limit `max_policy_flaws`";
      return;
    }
    added.code = code;
    added.statement = statement_;
    added.pointer = pointer_;
    append_short(added.what, what);
  }

  /// A text that is not JSON, or beyond a limit.
  void no_json(std::string_view text, json_fault const& fault) {
    bool const limit = fault.code == read_code::too_deep || fault.code == read_code::too_large ||
                       fault.code == read_code::string_too_long;
    pointer_ = locate(text, fault.offset).pointer;
    flaw(limit ? policy_flaw_code::too_large : policy_flaw_code::not_json, fault.message);
  }

  /// Whether the model says all that stands there.
  [[nodiscard]] bool exact() const noexcept { return exact_; }

  void document() {
    if (!in_.at_object()) {
      wrong_type();
      return;
    }
    std::array<bool, 3> seen{};
    each_member([&](std::string_view key) {
      auto const number = number_in(document_elements, key);
      if (number == document_elements.size()) {
        unknown(key, out_.unrecognized);
      } else if (is_first(seen[number], key)) {
        number == 0 ? text(out_.version) : number == 1 ? text(out_.id) : statements();
      }
    });
    if (!seen[2]) {
      flaw(policy_flaw_code::missing_element, "Statement");
    }
  }

private:
  static constexpr std::array<std::string_view, 3> document_elements{"Version", "Id", "Statement"};
  static constexpr std::array<std::string_view, 9> statement_elements{
      "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
      "NotAction", "Resource", "NotResource", "Condition"};
  // The bits of the elements above.
  enum : std::uint32_t {
    has_effect = 1U << 1,
    has_principal = 1U << 2,
    has_not_principal = 1U << 3,
    has_action = 1U << 4,
    has_not_action = 1U << 5,
    has_resource = 1U << 6,
    has_not_resource = 1U << 7,
  };

  template <std::size_t Count>
  static std::size_t number_in(std::array<std::string_view, Count> const& names,
                               std::string_view name) noexcept {
    std::size_t at = 0;
    while (at != Count && names[at] != name) {
      ++at;
    }
    return at;
  }

  // A flaw is one line for a person: what is long is cut, at the end of a character.
  static void append_short(std::string& to, std::string_view text) {
    constexpr std::size_t longest = 256;
    if (text.size() <= longest) {
      to += text;
      return;
    }
    std::size_t size = 0;
    for (;;) {
      auto const next = size + first_character(text.substr(size)).size;
      if (next > longest) {
        break;
      }
      size = next;
    }
    to += text.substr(0, size);
    to += "...";
  }

  // Calls `visit(key)` at each value of the object, which must take it.
  template <class Visitor>
  void each_member(Visitor const& visit) {
    (void)in_.begin_object();
    std::string_view key;
    for (bool first = true; in_.next_key(first, key);) {
      auto const outside = pointer_.size();
      std::string shown;
      append_short(shown, key);
      append_pointer(pointer_, shown);
      visit(key);
      pointer_.resize(outside);
    }
  }

  // Calls `visit()` at each element of the array, which must take it.
  template <class Visitor>
  void each_element(Visitor const& visit) {
    (void)in_.begin_array();
    std::size_t at = 0;
    for (bool first = true; in_.next_element(first); ++at) {
      auto const outside = pointer_.size();
      append_pointer(pointer_, std::to_string(at));
      visit();
      pointer_.resize(outside);
    }
  }

  void skip() { (void)in_.skip_value(); }

  void wrong_type() {
    flaw(policy_flaw_code::wrong_type, describe(in_.peek()));
    skip();
  }

  bool is_first(bool& seen, std::string_view key) {
    if (std::exchange(seen, true)) {
      flaw(policy_flaw_code::duplicate_element, key);
      skip();
      return false;
    }
    return true;
  }

  void unknown(std::string_view key, list<std::string>& unrecognized) {
    bool twice = false;
    for (auto const& each : unrecognized) {
      twice = twice || each == key;
    }
    flaw(twice ? policy_flaw_code::duplicate_element : policy_flaw_code::unknown_element, key);
    if (!twice && unrecognized.size() != max_unknown_keys) {
      unrecognized.emplace_back().assign(key);
    }
    skip();
  }

  void text(std::string& out) {
    if (!in_.at_string()) {
      wrong_type();
      return;
    }
    std::string_view found;
    (void)in_.string(found);
    out.assign(found);
    exact_ = exact_ && !found.empty();
  }

  void texts(one_or_many<std::string>& out) {
    auto const one = [&] {
      if (!in_.at_string()) {
        wrong_type();
        return;
      }
      std::string_view found;
      (void)in_.string(found);
      out.values.emplace_back().assign(found);
    };
    if (!in_.at_array()) {
      one();
      return;
    }
    each_element(one);
    out.listed = out.values.size() < 2;
  }

  void statements() {
    auto& found = out_.statement;
    auto const one = [&] {
      statement_ = static_cast<std::uint32_t>(found.values.size());
      statement(found.values.emplace_back());
      statement_ = policy_flaw::no_statement;
    };
    if (in_.at_object()) {
      one();
    } else if (in_.at_array()) {
      each_element(one);
      found.listed = found.values.size() < 2;
    } else {
      wrong_type();
    }
  }

  void statement(policy_statement& out) {
    if (!in_.at_object()) {
      wrong_type();
      return;
    }
    std::uint32_t seen = 0;
    each_member([&](std::string_view key) {
      auto const number = number_in(statement_elements, key);
      if (number == statement_elements.size()) {
        unknown(key, out.unrecognized);
        return;
      }
      bool stood = (seen >> number & 1U) != 0;
      seen |= 1U << number;
      if (is_first(stood, key)) {
        statement_element(number, out);
      }
    });
    auto const has = [&](std::uint32_t elements) { return (seen & elements) != 0; };
    if (!has(has_effect)) {
      flaw(policy_flaw_code::missing_element, "Effect");
    }
    if (!has(has_action | has_not_action)) {
      flaw(policy_flaw_code::missing_element, "Action");
    }
    for (auto const& [both, second] : {std::pair{has_principal | has_not_principal, "NotPrincipal"},
                                       std::pair{has_action | has_not_action, "NotAction"},
                                       std::pair{has_resource | has_not_resource, "NotResource"}}) {
      if ((seen & both) == static_cast<std::uint32_t>(both)) {
        auto const outside = pointer_.size();
        append_pointer(pointer_, second);
        flaw(policy_flaw_code::conflicting_element, second);
        pointer_.resize(outside);
      }
    }
  }

  void statement_element(std::size_t number, policy_statement& out) {
    switch (number) {
    case 0:
      text(out.sid);
      return;
    case 1: {
      bool const is_text = in_.at_string();
      text(out.effect);
      if (is_text && out.effect != "Allow" && out.effect != "Deny") {
        flaw(policy_flaw_code::unknown_effect, out.effect);
      }
      return;
    }
    case 2:
      principal(out.principal);
      return;
    case 3:
      principal(out.not_principal);
      return;
    case 4:
      texts(out.action);
      return;
    case 5:
      texts(out.not_action);
      return;
    case 6:
      texts(out.resource);
      return;
    case 7:
      texts(out.not_resource);
      return;
    default:
      condition(out.condition.conditions);
      return;
    }
  }

  void principal(maybe<principal_element>& out) {
    if (in_.at_string()) {
      text(out.emplace().text);
      return;
    }
    if (in_.at_array()) {
      out.emplace().untyped = true;
      auto& group = out->groups.emplace_back();
      group.type = "AWS";
      texts(group.ids);
      return;
    }
    if (!in_.at_object()) {
      wrong_type();
      return;
    }
    auto& groups = out.emplace().groups;
    each_member([&](std::string_view key) {
      bool seen = false;
      for (auto const& each : groups) {
        seen = seen || each.type == key;
      }
      if (!is_first(seen, key)) {
        return;
      }
      if (number_in(principal_types, key) == principal_types.size()) {
        flaw(policy_flaw_code::unknown_element, key);
      }
      if (groups.size() == max_unknown_keys) {
        flaw(policy_flaw_code::too_large, "more types of principals than `max_unknown_keys`");
        skip();
        return;
      }
      auto& group = groups.emplace_back();
      group.type.assign(key);
      texts(group.ids);
    });
  }

  void condition(list<policy_condition>& out) {
    if (!in_.at_object()) {
      wrong_type();
      return;
    }
    each_member([&](std::string_view operation) {
      bool seen = false;
      for (auto const& each : out) {
        seen = seen || each.operation == operation;
      }
      if (is_first(seen, operation) && has_room(out)) {
        keys_of_operator(operation, out);
      }
    });
    exact_ = exact_ && !out.empty();
  }

  bool has_room(list<policy_condition> const& conditions) {
    if (conditions.size() < max_conditions) {
      return true;
    }
    flaw(policy_flaw_code::too_large, "more conditions than the limit `max_conditions`");
    skip();
    return false;
  }

  void keys_of_operator(std::string_view operation, list<policy_condition>& out) {
    // An operator without keys keeps a condition without a key, so that it does not vanish.
    auto const begin = out.size();
    out.emplace_back().operation.assign(operation);
    if (!in_.at_object()) {
      wrong_type();
      return;
    }
    bool first_of_operator = true;
    each_member([&](std::string_view key) {
      bool seen = false;
      for (auto at = begin; !first_of_operator && at != out.size(); ++at) {
        seen = seen || out[at].key == key;
      }
      if (!is_first(seen, key)) {
        return;
      }
      if (!first_of_operator) {
        if (!has_room(out)) {
          return;
        }
        (void)out.emplace_back();
        out.back().operation = out[begin].operation;
      }
      first_of_operator = false;
      out.back().key.assign(key);
      condition_values(out.back());
    });
  }

  void condition_values(policy_condition& out) {
    if (!in_.at_array()) {
      condition_value(out);
      return;
    }
    each_element([&] { condition_value(out); });
    out.values.listed = out.values.values.size() < 2;
  }

  void condition_value(policy_condition& out) {
    auto const add = [&]() -> std::string& { return out.values.values.emplace_back(); };
    std::string_view found;
    switch (in_.peek()) {
    case json_kind::string:
      (void)in_.string(found);
      add().assign(found);
      return;
    case json_kind::number: {
      bool integer = false;
      (void)in_.number(found, integer);
      out.unquoted.push_back(static_cast<std::uint32_t>(out.values.values.size()));
      add().assign(found);
      return;
    }
    case json_kind::boolean: {
      bool value = false;
      (void)in_.boolean(value);
      out.unquoted.push_back(static_cast<std::uint32_t>(out.values.values.size()));
      add() = value ? "true" : "false";
      return;
    }
    case json_kind::object:
    case json_kind::array:
    case json_kind::null:
    case json_kind::end:
    case json_kind::invalid:
      wrong_type();
      return;
    }
  }

  json_cursor in_;
  policy& out_;
  std::string pointer_{};
  std::uint32_t statement_ = policy_flaw::no_statement;
  bool exact_ = true;
};

TRAILAUDIT_INLINE void read_faulty_policy(json_cursor const& in, std::string_view text,
                                          policy& out) {
  recycler{}(out);
  faulty_policy_reader reader(in, out);
  if (auto check = in; check.skip_value() && check.finish()) {
    reader.document();
  } else {
    reader.no_json(text, check.fault());
  }
  if (!out.flaws.empty() || !reader.exact()) {
    out.text.assign(text);
  }
}

} // namespace trailaudit::inline v0::detail
