#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/error.hpp>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE std::string describe(read_error const& error) {
  std::string out;
  if (!error.source.empty()) {
    detail::append_printable(out, error.source);
    out += ": ";
  }
  if (error.line != 0) {
    out += "line " + std::to_string(error.line) + ", column " + std::to_string(error.column);
    out += error.pointer.empty() ? ": " : ", ";
  }
  if (!error.pointer.empty()) {
    out += "at ";
    detail::append_printable(out, error.pointer);
    out += ": ";
  }
  detail::append_printable(out, error.message);
  return out;
}

} // namespace trailaudit::inline v0
