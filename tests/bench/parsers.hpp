#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// The parsers that the audit is measured against. Each parses only, and is used as its own
// documentation says it is fastest for many documents in a row: one parser, memory used again.

namespace bench {

/// `boost::json::basic_parser` with a handler that takes everything and does nothing.
class boost_sax {
public:
  [[nodiscard]] bool parse(std::string_view text) {
    parser_.reset();
    boost::system::error_code error;
    return parser_.write_some(false, text.data(), text.size(), error) == text.size() && !error;
  }

private:
  struct handler {
    using error_code = boost::system::error_code;
    using string_view = boost::json::string_view;
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t, error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(string_view, std::size_t, error_code&) { return true; }
    bool on_key(string_view, std::size_t, error_code&) { return true; }
    bool on_string_part(string_view, std::size_t, error_code&) { return true; }
    bool on_string(string_view, std::size_t, error_code&) { return true; }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, string_view, error_code&) { return true; }
    bool on_uint64(std::uint64_t, string_view, error_code&) { return true; }
    bool on_double(double, string_view, error_code&) { return true; }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }
  };

  boost::json::basic_parser<handler> parser_{boost::json::parse_options{}};
};

/// Boost.JSON's tree, in a buffer that every document uses again.
class boost_dom {
public:
  [[nodiscard]] bool parse(std::string_view text) {
    memory_.release();
    parser_.reset(&memory_);
    boost::system::error_code error;
    if (parser_.write(text.data(), text.size(), error) != text.size() || error) {
      return false;
    }
    return parser_.release().is_object();
  }

private:
  std::vector<unsigned char> buffer_ = std::vector<unsigned char>(std::size_t{1} << 20);
  boost::json::monotonic_resource memory_{buffer_.data(), buffer_.size()};
  boost::json::parser parser_{};
};

/// simdjson's tree. The bytes behind the text must be readable.
class simdjson_dom {
public:
  [[nodiscard]] bool parse(std::string_view text) {
    simdjson::dom::element root;
    return parser_.parse(text.data(), text.size(), false).get(root) == simdjson::SUCCESS &&
           root.is_object();
  }

private:
  simdjson::dom::parser parser_{};
};

} // namespace bench
