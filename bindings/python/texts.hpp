#pragma once

#include "attributes.hpp"
#include "bind_record.hpp"

#include <trailaudit/error.hpp>

#include <pybind11/pybind11.h>

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

// Texts that Python hands over, and what is wrong with them.

namespace trailaudit::python {

[[nodiscard]] inline py::object to_exception(read_error const& error) {
  py::dict fields;
  for_each_attribute<read_error>(
      [&](auto const& each) { fields[each.name] = to_python(std::invoke(each.get, error)); });
  return vocabulary_slot()->read_error(to_str(describe(error)), **fields);
}

[[noreturn]] inline void raise(read_error const& error) {
  PyErr_SetObject(vocabulary_slot()->read_error.ptr(), to_exception(error).ptr());
  throw py::error_already_set();
}

/// The UTF-8 of a `str` or `bytes`. Neither can change, so the view is good as long as the object
/// lives, with or without the interpreter's lock.
[[nodiscard]] inline std::string_view view_of(py::handle text) {
  py::ssize_t size = 0;
  if (PyUnicode_Check(text.ptr()) != 0) {
    auto const* const data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
    if (data == nullptr) {
      throw py::error_already_set();
    }
    return {data, static_cast<std::size_t>(size)};
  }
  char* data = nullptr;
  if (PyBytes_AsStringAndSize(text.ptr(), &data, &size) != 0) {
    throw py::error_already_set();
  }
  return {data, static_cast<std::size_t>(size)};
}

/// The same without a byte order mark before it.
[[nodiscard]] inline std::string_view document_of(py::handle text) {
  auto document = view_of(text);
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (document.starts_with(byte_order_mark)) {
    document.remove_prefix(byte_order_mark.size());
  }
  return document;
}

/// Runs `body()`, which gives a `result`, without the interpreter's lock, and raises what is wrong.
template <class Body>
[[nodiscard]] auto unlocked(Body const& body) {
  auto done = [&] {
    py::gil_scoped_release const released;
    return body();
  }();
  if (!done) {
    raise(done.error());
  }
  return std::move(*done);
}

/// What was read, or the error with a name for the text.
template <class T>
[[nodiscard]] result<T> named(result<T> read, std::string_view source) {
  if (read) {
    return read;
  }
  auto error = std::move(read).error();
  error.source = source;
  return error;
}

} // namespace trailaudit::python
