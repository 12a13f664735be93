#pragma once

#include <trailaudit/model/list.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace trailaudit::inline v0 {

/// One field of a model: AWS's key, our name, and where it stands. The reader, the writer, the
/// Python module and the tests all go by this one table.
template <class Owner, class Member>
struct field {
  std::string_view key;  ///< as AWS spells it
  std::string_view name; ///< as the C++ member and the Python attribute are called
  Member Owner::*member; ///< where it stands
  bool required = false; ///< an answer without it is not an answer of this call
};
template <class Owner, class Member>
field(std::string_view, std::string_view, Member Owner::*) -> field<Owner, Member>;
template <class Owner, class Member>
field(std::string_view, std::string_view, Member Owner::*, bool) -> field<Owner, Member>;

/// A table of entries of different types: a function that calls a visitor with all of them. It does
/// what `std::tuple` and `std::apply` would do, at a fraction of the compile time.
template <class... Entries>
[[nodiscard]] constexpr auto table_of(Entries... entries) noexcept {
  return [entries...](auto&& visit) -> decltype(auto) { return visit(entries...); };
}

/// The table of a model: `field`s. Each model specialises it beside its definition.
template <class T>
inline constexpr auto fields_of = nullptr;

/// Names of keys that a narrowing model was given and does not know, so that a rule can say
/// `unknown` where AWS has learnt something new. Specialised as a pointer to a `list<std::string>`
/// member.
template <class T>
inline constexpr auto unrecognized_of = nullptr;

/// A model with a table.
template <class T>
concept record = !std::is_null_pointer_v<std::remove_cvref_t<decltype(fields_of<T>)>>;

template <class T>
concept keeps_unrecognized =
    !std::is_null_pointer_v<std::remove_cvref_t<decltype(unrecognized_of<T>)>>;

namespace detail {

/// Calls `visit(field)` for every field of the model.
template <record T, class Visitor>
constexpr void for_each_field(Visitor&& visit) {
  fields_of<T>([&](auto const&... each) { (visit(each), ...); });
}

template <class T>
void recycle(recycler, std::optional<T>& value) noexcept {
  value.reset();
}
template <class T>
requires std::is_arithmetic_v<T> || std::is_enum_v<T>
void recycle(recycler, T& value) noexcept { value = T{}; }
template <record T>
void recycle(recycler reset, T& value) noexcept {
  for_each_field<T>([&](auto const& each) { reset(value.*each.member); });
  if constexpr (keeps_unrecognized<T>) {
    (value.*unrecognized_of<T>).clear();
  }
}

} // namespace detail
} // namespace trailaudit::inline v0
