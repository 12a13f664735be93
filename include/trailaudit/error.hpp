#pragma once

#include <trailaudit/detail/config.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace trailaudit::inline v0 {

/// What kind of fault kept an input from being read.
enum class read_code : std::uint8_t {
  syntax,             ///< not JSON
  truncated,          ///< the text ends too early
  invalid_utf8,       ///< a string is not UTF-8
  too_deep,           ///< nested deeper than `read_limits::max_depth`
  too_large,          ///< longer than `read_limits::max_bytes`
  string_too_long,    ///< a string longer than `read_limits::max_string_bytes`
  wrong_type,         ///< a JSON type that AWS does not answer here
  out_of_range,       ///< a number or a time that its field cannot hold
  invalid_time,       ///< a text that is not a point in time
  duplicate_key,      ///< a key that is read stands twice in one object
  missing_key,        ///< a key that the form needs is not there
  unknown_key,        ///< a key that the form does not have, where a slip must not go unseen
  unsupported_schema, ///< `schema` names another form
  contradiction,      ///< a capture says two things that exclude each other
  unreadable_file,    ///< a file or folder could not be read
};

/// The code's name as it stands above, for machines.
[[nodiscard]] constexpr std::string_view to_string(read_code code) noexcept {
  switch (code) {
  case read_code::syntax:
    return "syntax";
  case read_code::truncated:
    return "truncated";
  case read_code::invalid_utf8:
    return "invalid_utf8";
  case read_code::too_deep:
    return "too_deep";
  case read_code::too_large:
    return "too_large";
  case read_code::string_too_long:
    return "string_too_long";
  case read_code::wrong_type:
    return "wrong_type";
  case read_code::out_of_range:
    return "out_of_range";
  case read_code::invalid_time:
    return "invalid_time";
  case read_code::duplicate_key:
    return "duplicate_key";
  case read_code::missing_key:
    return "missing_key";
  case read_code::unknown_key:
    return "unknown_key";
  case read_code::unsupported_schema:
    return "unsupported_schema";
  case read_code::contradiction:
    return "contradiction";
  case read_code::unreadable_file:
    return "unreadable_file";
  }
  return "";
}

/// Why an input was not read. Holds no path of the machine that built the library and no C++ type
/// name.
struct read_error {
  read_code code = read_code::syntax;
  std::string source{};   ///< which payload or file, empty for a snapshot document
  std::string pointer{};  ///< JSON pointer of the value at fault
  std::size_t line = 0;   ///< from 1, in the text named by `source`
  std::size_t column = 0; ///< from 1, in bytes
  std::string message{};  ///< one line, lower case, no full stop

  friend bool operator==(read_error const&, read_error const&) = default;
};

/// The whole error on one line: `line 3, column 14, at /captures/0/call: expected a string, found a
/// number`. Control characters that came from the input are escaped.
[[nodiscard]] TRAILAUDIT_API std::string describe(read_error const& error);

/// What `result::value()` throws when it holds an error. Nothing in the library calls it.
class read_failure : public std::runtime_error {
public:
  explicit read_failure(read_error error)
      : std::runtime_error(describe(error)), error_(std::move(error)) {}
  [[nodiscard]] read_error const& error() const noexcept { return error_; }

private:
  read_error error_;
};

/// Found by `boost::system::result` through the error's namespace.
[[noreturn]] inline void throw_exception_from_error(read_error const& error,
                                                    boost::source_location const&) {
  throw read_failure(error);
}

/// A value or the reason why there is none.
template <class T>
using result = boost::system::result<T, read_error>;

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/error.ipp>
#endif
