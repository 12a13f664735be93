#pragma once

#include <trailaudit/detail/fields.hpp>
#include <trailaudit/model/timestamp.hpp>
#include <trailaudit/rule.hpp>

#include <pybind11/pybind11.h>

#include <concepts>
#include <cstddef>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// Values as Python objects, and classes from tables: no field is named here.

namespace trailaudit::python {

namespace py = pybind11;

/// Python's side of our enumerations and times. Made once, while the module is imported, and then
/// only read. Never freed: at exit the interpreter may be gone before a static object is.
struct vocabulary {
  std::vector<py::object> outcomes{};
  std::vector<py::object> severities{};
  py::object read_error{};
  py::object from_seconds{};
  py::object utc{};
};

inline vocabulary*& vocabulary_slot() noexcept {
  static vocabulary* made = nullptr;
  return made;
}

/// The members of a Python enumeration, in the order of ours. A name that Python lacks fails the
/// import.
template <class Enum>
[[nodiscard]] std::vector<py::object> members(py::object const& enumeration) {
  std::vector<py::object> found;
  for (std::underlying_type_t<Enum> at = 0; !to_string(static_cast<Enum>(at)).empty(); ++at) {
    std::string const name(to_string(static_cast<Enum>(at)));
    found.push_back(enumeration[py::str(name).attr("upper")()]);
  }
  return found;
}

inline void make_vocabulary() {
  auto const names = py::module_::import("trailaudit._names");
  auto const datetime = py::module_::import("datetime");
  vocabulary_slot() = new vocabulary{
      members<outcome>(names.attr("Outcome")), members<severity>(names.attr("Severity")),
      names.attr("ReadError"), datetime.attr("datetime").attr("fromtimestamp"),
      datetime.attr("timezone").attr("utc")};
}

/// A text as a `str`. What an input held was UTF-8 when it was read; anything else must not raise
/// in a property.
[[nodiscard]] inline py::str to_str(std::string_view text) {
  auto* const made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "replace");
  if (made == nullptr) {
    throw py::error_already_set();
  }
  return py::reinterpret_steal<py::str>(made);
}

template <class T>
concept optional_like = requires(T const& value) {
  { value.has_value() } -> std::same_as<bool>;
  *value;
};

/// Any value of ours in Python's own types; models become dictionaries by their tables, and what
/// has a bound class an object of it.
template <class T>
[[nodiscard]] py::object to_python(T const& value) {
  if constexpr (std::derived_from<T, py::object>) {
    return value;
  } else if constexpr (std::same_as<T, bool>) {
    return py::bool_(value);
  } else if constexpr (std::integral<T>) {
    return py::int_(value);
  } else if constexpr (std::convertible_to<T const&, std::string_view>) {
    return to_str(value);
  } else if constexpr (std::same_as<T, timestamp>) {
    auto const& known = *vocabulary_slot();
    return known.from_seconds(value.time_since_epoch().count(), known.utc);
  } else if constexpr (std::same_as<T, outcome>) {
    return vocabulary_slot()->outcomes[static_cast<std::size_t>(value)];
  } else if constexpr (std::same_as<T, severity>) {
    return vocabulary_slot()->severities[static_cast<std::size_t>(value)];
  } else if constexpr (std::is_enum_v<T>) {
    return to_str(to_string(value));
  } else if constexpr (std::same_as<T, evidence_value>) {
    switch (value.type()) {
    case evidence_value::kind::null:
      return py::none();
    case evidence_value::kind::boolean:
      return py::bool_(value.boolean());
    case evidence_value::kind::integer:
      return py::int_(value.integer());
    case evidence_value::kind::text:
      return to_str(value.text());
    case evidence_value::kind::time:
      return to_python(value.time());
    }
    return py::none();
  } else if constexpr (optional_like<T>) {
    return value.has_value() ? to_python(*value) : py::none();
  } else if constexpr (record<T>) {
    py::dict fields;
    trailaudit::detail::for_each_field<T>(
        [&](auto const& each) { fields[to_str(each.name)] = to_python(value.*each.member); });
    return fields;
  } else if constexpr (requires {
                         value.begin();
                         value.end();
                       }) {
    py::list items;
    for (auto const& each : value) {
      items.append(to_python(each));
    }
    return items;
  } else {
    return py::cast(value);
  }
}

/// One attribute of a Python class: its name, how to get it (a member or a function), and its doc
/// string.
template <class Getter>
struct attribute {
  char const* name;
  Getter get;
  char const* doc;
};
template <class Getter>
attribute(char const*, Getter, char const*) -> attribute<Getter>;

/// The table of a Python class: a `std::tuple` of `attribute`s.
template <class T>
inline constexpr auto attributes_of = nullptr;

/// Calls `visit(attribute)` for every attribute of the class.
template <class T, class Visitor>
void for_each_attribute(Visitor&& visit) {
  std::apply([&](auto const&... each) { (visit(each), ...); }, attributes_of<T>);
}

/// A class with a read-only property for every attribute of its table. It says that it is
/// `trailaudit`'s own.
template <class T, class... Extra>
py::class_<T, Extra...> bind_record(py::module_& module, char const* name, char const* doc) {
  py::class_<T, Extra...> bound(module, name, doc);
  bound.attr("__module__") = "trailaudit";
  for_each_attribute<T>([&](auto const& each) {
    bound.def_property_readonly(
        each.name, [get = each.get](T const& self) { return to_python(std::invoke(get, self)); },
        each.doc);
  });
  return bound;
}

/// `Reference(source='AWS Security Hub', id='CloudTrail.4')`, for classes that are nothing but
/// their attributes.
template <class T>
[[nodiscard]] py::str repr(py::handle self) {
  py::list shown;
  for_each_attribute<T>([&](auto const& each) {
    shown.append(py::str("{}={!r}").format(each.name, self.attr(each.name)));
  });
  return py::str("{}({})").format(py::type::handle_of(self).attr("__name__"),
                                  py::str(", ").attr("join")(shown));
}

} // namespace trailaudit::python
