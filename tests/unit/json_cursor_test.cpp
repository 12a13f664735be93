#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/detail/read_value.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace std::string_view_literals;
using trailaudit::read_code;
using trailaudit::read_limits;
using trailaudit::detail::json_cursor;
using trailaudit::detail::json_kind;
using trailaudit::detail::json_scratch;

struct ending {
  bool good = false;
  read_code code = read_code::syntax;
  std::size_t offset = 0;
};

ending ended(json_cursor const& in, bool good) {
  CHECK(good == in.ok());
  return good ? ending{true, {}, in.offset()} : ending{false, in.fault().code, in.fault().offset};
}

std::string shown(ending const& end) {
  return (end.good ? std::string("good") : std::string(to_string(end.code))) + " at " +
         std::to_string(end.offset);
}

std::string skip(std::string_view text, read_limits const& limits = {}) {
  json_scratch scratch;
  json_cursor in(text, limits, scratch);
  return shown(ended(in, in.skip_value() && in.finish()));
}

std::optional<std::string> string_of(std::string_view text, read_limits const& limits = {}) {
  json_scratch scratch;
  json_cursor in(text, limits, scratch);
  std::string_view value;
  if (!in.string(value) || !in.finish()) {
    return std::nullopt;
  }
  return std::string(value);
}

std::string quote(std::string_view text) { return '"' + std::string(text) + '"'; }

TEST_CASE("numbers: the grammar of RFC 8259") {
  for (auto const& row : {std::pair{"0", true},
                          {"-0", true},
                          {"7", true},
                          {"10", true},
                          {"-1234567890123456789012345678901234567890", true},
                          {"0.0", false},
                          {"-0.10", false},
                          {"1.5", false},
                          {"1e0", false},
                          {"1E0", false},
                          {"1e+10", false},
                          {"1e-10", false},
                          {"0e00", false},
                          {"1.25E-99999999999999999999", false}}) {
    std::string_view const text = row.first;
    INFO(text);
    read_limits const limits;
    json_scratch scratch;
    json_cursor in(text, limits, scratch);
    std::string_view value;
    bool whole = false;
    CHECK(in.number(value, whole));
    CHECK(in.finish());
    CHECK(value == text);
    CHECK(whole == row.second);
  }
  for (auto const& row : {std::pair{"-", "truncated at 1"},
                          {"-x", "syntax at 1"},
                          {"--1", "syntax at 1"},
                          {"+1", "syntax at 0"},
                          {".5", "syntax at 0"},
                          {"-.5", "syntax at 1"},
                          {"1.", "truncated at 2"},
                          {"1.x", "syntax at 2"},
                          {"1.e5", "syntax at 2"},
                          {"1e", "truncated at 2"},
                          {"1e+", "truncated at 3"},
                          {"1ex", "syntax at 2"},
                          {"1e+-1", "syntax at 3"},
                          {"1e1.5", "syntax at 3"},
                          {"00", "syntax at 1"},
                          {"01", "syntax at 1"},
                          {"-01", "syntax at 2"},
                          {"0x10", "syntax at 1"},
                          {"1_000", "syntax at 1"},
                          {"1 2", "syntax at 2"},
                          {"NaN", "syntax at 0"},
                          {"Infinity", "syntax at 0"},
                          {"-Infinity", "syntax at 1"}}) {
    INFO(row.first);
    CHECK(skip(row.first) == row.second);
  }
}

TEST_CASE("words") {
  for (std::string_view const text : {"true", "false", "null"}) {
    std::string_view const word = text;
    CHECK(skip(word) == "good at " + std::to_string(word.size()));
    CHECK(skip(quote(word)) == "good at " + std::to_string(word.size() + 2));
    for (std::size_t size = 1; size != word.size(); ++size) {
      CHECK(skip(word.substr(0, size)) == "truncated at 0");
    }
    CHECK(skip(std::string(word) + "x") == "syntax at " + std::to_string(word.size()));
  }
  CHECK(skip("True") == "syntax at 0");
  CHECK(skip("nulL") == "syntax at 0");
  CHECK(skip("tru ") == "syntax at 0");
  CHECK(skip("undefined") == "syntax at 0");
}

TEST_CASE("white space is four characters and no more") {
  CHECK(skip(" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n") == "good at 29");
  CHECK(skip("\v1") == "syntax at 0");
  CHECK(skip("\f1") == "syntax at 0");
  CHECK(skip("\xC2\xA0"
             "1") == "syntax at 0");
  CHECK(skip("\xEF\xBB\xBF{}") == "syntax at 0"); // a byte order mark
  CHECK(skip("1\0"sv) == "syntax at 1");
  CHECK(skip("// x\n1") == "syntax at 0");
  CHECK(skip("") == "truncated at 0");
  CHECK(skip("  ") == "truncated at 2");
  CHECK(skip(std::string_view{}) == "truncated at 0");
}

TEST_CASE("objects and arrays") {
  CHECK(skip("{}") == "good at 2");
  CHECK(skip("[]") == "good at 2");
  CHECK(skip(R"({"a":[1,{"b":null},"x"],"a":{}})") == "good at 31");
  CHECK(skip("[[],[[]],{}]") == "good at 12");
  CHECK(skip("[") == "truncated at 1");
  CHECK(skip("[1") == "truncated at 2");
  CHECK(skip("[1,") == "truncated at 3");
  CHECK(skip("[1,]") == "syntax at 3");
  CHECK(skip("[,1]") == "syntax at 1");
  CHECK(skip("[,]") == "syntax at 1");
  CHECK(skip("[1 2]") == "syntax at 3");
  CHECK(skip("[1}") == "syntax at 2");
  CHECK(skip("[}") == "syntax at 1");
  CHECK(skip("]") == "syntax at 0");
  CHECK(skip("[]]") == "syntax at 2");
  CHECK(skip("[1:2]") == "syntax at 2");
  CHECK(skip("{") == "truncated at 1");
  CHECK(skip(R"({"a")") == "truncated at 4");
  CHECK(skip(R"({"a":)") == "truncated at 5");
  CHECK(skip(R"({"a":1)") == "truncated at 6");
  CHECK(skip(R"({"a":1,)") == "truncated at 7");
  CHECK(skip(R"({"a":1,})") == "syntax at 7");
  CHECK(skip(R"({,"a":1})") == "syntax at 1");
  CHECK(skip(R"({"a" 1})") == "syntax at 5");
  CHECK(skip(R"({"a"=1})") == "syntax at 4");
  CHECK(skip(R"({"a":})") == "syntax at 5");
  CHECK(skip(R"({"a":1 "b":2})") == "syntax at 7");
  CHECK(skip(R"({a:1})") == "syntax at 1");
  CHECK(skip(R"({'a':1})") == "syntax at 1");
  CHECK(skip(R"({1:1})") == "syntax at 1");
  CHECK(skip(R"({null:1})") == "syntax at 1");
  CHECK(skip(R"({"a":1])") == "syntax at 6");
  CHECK(skip("{]") == "syntax at 1");
  CHECK(skip("{}{}") == "syntax at 2");
  CHECK(skip("{},") == "syntax at 2");
}

TEST_CASE("every cut-off form of a text is refused as cut off") {
  std::string_view const text = R"({"a":[true,"k\u00e9y\\",1.5e-1,{"ü":null}],"b":"\ud83d\ude00"})";
  CHECK(skip(text) == "good at " + std::to_string(text.size()));
  for (std::size_t size = 0; size != text.size(); ++size) {
    auto const end = skip(text.substr(0, size));
    INFO(text.substr(0, size));
    CHECK(end.starts_with("truncated at "));
  }
}

TEST_CASE("escapes") {
  CHECK(string_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(string_of(R"("\u0041\u00e9\u00E9")") == "A\u00e9\u00e9");
  CHECK(string_of(R"("\u0000")") == std::string("\0", 1));
  CHECK(string_of(R"("\u007f\u0080\u07ff\u0800\uffff")") ==
        "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF");
  CHECK(string_of(R"("\ud7ff\ue000")") == "\xED\x9F\xBF\xEE\x80\x80");
  CHECK(string_of(R"("\u0022\u005c")") == "\"\\");
  CHECK(string_of(R"("a\u0062c")") == "abc");
  CHECK(skip(R"("\x41")") == "syntax at 2");
  CHECK(skip(R"("\'")") == "syntax at 2");
  CHECK(skip(R"("\U0041")") == "syntax at 2");
  CHECK(skip("\"\\\n\"") == "syntax at 2");
  CHECK(skip("\"\\\0\""sv) == "syntax at 2");
  CHECK(skip(R"("\u004")") == "syntax at 6");
  CHECK(skip(R"("\u00g1")") == "syntax at 5");
  CHECK(skip(R"("\u 041")") == "syntax at 3");
  CHECK(skip(R"("\u+041")") == "syntax at 3");
  CHECK(skip(R"("\)") == "truncated at 2");
  CHECK(skip(R"("\")") == "truncated at 3");
  CHECK(skip(R"("\u00)") == "truncated at 5");
}

TEST_CASE("surrogates come in pairs") {
  CHECK(string_of(R"("\ud800\udc00")") == "\xF0\x90\x80\x80");
  CHECK(string_of(R"("\ud83d\ude00")") == "\xF0\x9F\x98\x80");
  CHECK(string_of(R"("\uDBFF\uDFFF")") == "\xF4\x8F\xBF\xBF");
  CHECK(skip(R"("\ud800")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800x")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\n")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\ud800")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\u0041")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\udbff")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\ue000")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\udc00")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\udfff\ud800")").starts_with("invalid_utf8"));
  CHECK(skip(R"("\ud800\ug000")").starts_with("syntax"));
  CHECK(skip(R"("\ud800)").starts_with("truncated"));
  CHECK(skip(R"("\ud800\)").starts_with("truncated"));
  CHECK(skip(R"("\ud800\u)").starts_with("truncated"));
  CHECK(skip(R"("\ud800\udc0)").starts_with("truncated"));
}

TEST_CASE("control characters are escaped or refused") {
  for (unsigned value = 0; value != 0x20; ++value) {
    CHECK(skip(quote(std::string(1, static_cast<char>(value)))) == "syntax at 1");
  }
  CHECK(string_of("\"\x7f\"") == "\x7f");
}

TEST_CASE("UTF-8: the table of RFC 3629") {
  for (auto const text :
       {"\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xE0\xBF\xBF"sv, "\xE1\x80\x80"sv,
        "\xEC\xBF\xBF"sv, "\xED\x80\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv,
        "\xF0\x90\x80\x80"sv, "\xF0\xBF\xBF\xBF"sv, "\xF1\x80\x80\x80"sv, "\xF3\xBF\xBF\xBF"sv,
        "\xF4\x80\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    CHECK(string_of(quote(text)) == std::string(text));
    CHECK(string_of("\"\\n" + std::string(text) + '"') ==
          "\n" + std::string(text)); // when copied, too
  }
  for (auto const text : {"\x80"sv,
                          "\xBF"sv,
                          "\xC0\x80"sv,
                          "\xC0\xBF"sv,
                          "\xC1\x80"sv,
                          "\xC1\xBF"sv,
                          "\xC2\x7F"sv,
                          "\xC2\xC0"sv,
                          "\xDF\x7F"sv,
                          "\xDF\xC0"sv,
                          "\xE0\x80\x80"sv,
                          "\xE0\x9F\xBF"sv,
                          "\xE0\xC0\x80"sv,
                          "\xE0\xA0\x7F"sv,
                          "\xE0\xA0\xC0"sv,
                          "\xE1\x7F\x80"sv,
                          "\xE1\xC0\x80"sv,
                          "\xE1\x80\x7F"sv,
                          "\xE1\x80\xC0"sv,
                          "\xED\xA0\x80"sv,
                          "\xED\xBF\xBF"sv,
                          "\xEF\xBF\x7F"sv,
                          "\xEF\xBF\xC0"sv,
                          "\xF0\x80\x80\x80"sv,
                          "\xF0\x8F\xBF\xBF"sv,
                          "\xF0\xC0\x80\x80"sv,
                          "\xF0\x90\x7F\x80"sv,
                          "\xF0\x90\xC0\x80"sv,
                          "\xF0\x90\x80\x7F"sv,
                          "\xF0\x90\x80\xC0"sv,
                          "\xF1\x7F\x80\x80"sv,
                          "\xF3\xC0\x80\x80"sv,
                          "\xF4\x7F\x80\x80"sv,
                          "\xF4\x90\x80\x80"sv,
                          "\xF5\x80\x80\x80"sv,
                          "\xF7\xBF\xBF\xBF"sv,
                          "\xF8\x88\x80\x80\x80"sv,
                          "\xFC\x84\x80\x80\x80\x80"sv,
                          "\xFE"sv,
                          "\xFF"sv,
                          "\xC2 "sv,
                          "\xE2\x82 "sv,
                          "\xF0\x9F\x98 "sv}) {
    INFO(text.size());
    CHECK(skip(quote(text)) == "invalid_utf8 at 1");
    CHECK(skip("\"\\n" + std::string(text) + '"') == "invalid_utf8 at 3");
  }
  CHECK(skip("\"\xC2") == "truncated at 1");
  CHECK(skip("\"\xE2\x82") == "truncated at 1");
  CHECK(skip("\"\xF0\x9F\x98") == "truncated at 1");
  CHECK(skip("\"\xC2\"") == "invalid_utf8 at 1");
  CHECK(skip("{\"\xFF\":1}") == "invalid_utf8 at 2");
}

// Blocks of sixteen bytes are looked at in one step: each special byte at each place of each
// length, with and without an escape before it, since from there on text is copied.
TEST_CASE("strings of every length with a special byte at every place") {
  for (auto const start : {""sv, "\\t"sv}) {
    for (std::size_t size = 0; size != 41; ++size) {
      std::string const plain(size, 'a');
      auto const lead = std::string(start.empty() ? "" : "\t");
      auto const before = '"' + std::string(start);
      REQUIRE(string_of(before + plain + '"') == lead + plain);
      REQUIRE(
          skip(before + plain).starts_with("truncated at " + std::to_string(before.size() + size)));
      for (std::size_t at = 0; at != size; ++at) {
        auto const with = [&](std::string_view special) {
          auto text = plain;
          text.replace(at, 1, special);
          return text;
        };
        auto const place = std::to_string(before.size() + at);
        REQUIRE(string_of(before + with("\\n") + '"') == lead + with("\n"));
        REQUIRE(string_of(before + with("\\u00e9") + '"') == lead + with("\u00e9"));
        REQUIRE(string_of(before + with("\\\"") + '"') == lead + with("\""));
        REQUIRE(string_of(before + with("\u00e9") + '"') == lead + with("\u00e9"));
        REQUIRE(string_of(before + with("\U0001F511") + '"') == lead + with("\U0001F511"));
        REQUIRE(string_of(before + with("\x7F") + '"') == lead + with("\x7F"));
        REQUIRE(skip(before + with("\"") + '"') ==
                "syntax at " + std::to_string(before.size() + at + 1));
        REQUIRE(skip(before + with("\x1F") + '"') == "syntax at " + place);
        REQUIRE(skip(before + with("\x80") + '"') == "invalid_utf8 at " + place);
        REQUIRE(skip(before + with("\xFF") + '"') == "invalid_utf8 at " + place);
      }
    }
  }
}

TEST_CASE("strings beyond the first size of the buffer") {
  for (std::size_t size : {900U, 1000U, 1023U, 1024U, 1025U, 4096U, 100'000U}) {
    std::string const plain(size, 'x');
    CHECK(string_of("\"\\n" + plain + '"') == "\n" + plain);
    CHECK(string_of('"' + plain + "\\n" + plain + '"') == plain + "\n" + plain);
    std::string escapes;
    std::string keys;
    for (std::size_t at = 0; at != size; ++at) {
      escapes += "\\ud83d\\udd11";
      keys += "\U0001F511";
    }
    CHECK(string_of('"' + escapes + '"') == keys);
  }
}

TEST_CASE("the limit of a string's length counts its bytes without escapes") {
  read_limits limits;
  limits.max_string_bytes = 40;
  for (std::size_t size : {0U, 1U, 39U, 40U}) {
    CHECK(string_of(quote(std::string(size, 'x')), limits) == std::string(size, 'x'));
  }
  CHECK(string_of(quote(std::string(39, 'x') + "\\n"), limits) == std::string(39, 'x') + "\n");
  std::string escapes;
  for (int at = 0; at != 40; ++at) {
    escapes += "\\u0041";
  }
  CHECK(string_of(quote(escapes), limits) == std::string(40, 'A'));
  CHECK(skip("[" + quote(std::string(41, 'x')) + "]", limits) == "string_too_long at 1");
  CHECK(skip("[" + quote(std::string(40, 'x') + "\\n") + "]", limits) == "string_too_long at 1");
  CHECK(skip("[" + quote(escapes + "A") + "]", limits) == "string_too_long at 1");
  CHECK(skip("[" + quote("\\n" + std::string(9000, 'x')) + "]", limits) == "string_too_long at 1");
  CHECK(skip("{" + quote(std::string(41, 'x')) + ":1}", limits) == "string_too_long at 1");
}

TEST_CASE("the limit of depth, exactly and one beyond") {
  auto const nested = [](std::size_t levels, char open, char close, std::string_view inside) {
    auto const key = open == '{' ? "\"k\":"sv : ""sv;
    std::string text;
    for (std::size_t at = 0; at != levels; ++at) {
      text += open;
      if (at + 1 != levels || !inside.empty()) {
        text += key;
      }
    }
    return text + std::string(inside) + std::string(levels, close);
  };
  for (unsigned limit : {1U, 2U, 63U, 64U, 65U, 511U, 512U}) {
    read_limits limits;
    limits.max_depth = limit;
    for (auto const& [open, close] : {std::pair{'[', ']'}, {'{', '}'}}) {
      auto const fits = nested(limit, open, close, "");
      CHECK(skip(fits, limits) == "good at " + std::to_string(fits.size()));
      CHECK(skip(nested(limit, open, close, "1"), limits).starts_with("good"));
      auto const text = nested(limit + 1, open, close, "");
      CHECK(skip(text, limits) == "too_deep at " + std::to_string(open == '[' ? limit : 5 * limit));
    }
    // Depth is what is open at a time: a long row of them is not deep.
    std::string row = "[";
    if (limit > 1) {
      for (int at = 0; at != 1000; ++at) {
        row += "[],{},";
      }
    }
    CHECK(skip(row + "0]", limits).starts_with("good"));
  }
  read_limits limits;
  limits.max_depth = 0;
  CHECK(skip("1", limits) == "good at 1");
  CHECK(skip("[]", limits) == "too_deep at 0");
  limits.max_depth = 100'000; // counts as 512
  CHECK(skip(std::string(512, '[') + std::string(512, ']'), limits) == "good at 1024");
  CHECK(skip(std::string(513, '[') + std::string(513, ']'), limits) == "too_deep at 512");
}

TEST_CASE("skipping tells objects from arrays at every level") {
  std::string text;
  std::string end;
  for (std::size_t level = 0; level != 200; ++level) {
    bool const object = level * level % 3 == 1 || level % 64 == 0;
    text += object ? R"({"x":[],"k":)" : "[{},";
    end.insert(end.begin(), object ? '}' : ']');
  }
  read_limits limits;
  limits.max_depth = 201;
  auto const whole = text + "1" + end;
  CHECK(skip(whole, limits) == "good at " + std::to_string(whole.size()));
  for (std::size_t at = 0; at != end.size(); ++at) {
    auto wrong = whole;
    auto const place = text.size() + 1 + at;
    wrong[place] = wrong[place] == '}' ? ']' : '}';
    CHECK(skip(wrong, limits) == "syntax at " + std::to_string(place));
  }
}

TEST_CASE("a cursor goes through an object key by key") {
  std::string_view const text = R"( { "a" : 1 , "b\n" : [ true , null ] , "" : {} } )";
  read_limits const limits;
  json_scratch scratch;
  json_cursor in(text, limits, scratch);
  REQUIRE(in.peek() == json_kind::object);
  REQUIRE(in.begin_object());
  bool first = true;
  std::string_view key;
  REQUIRE(in.next_key(first, key));
  CHECK(key == "a");
  CHECK(in.key_offset() == 3);
  CHECK(in.peek() == json_kind::number);
  CHECK(in.skip_value());
  REQUIRE(in.next_key(first, key));
  CHECK(key == "b\n");
  CHECK(in.key_offset() == 13);
  REQUIRE(in.begin_array());
  bool first_element = true;
  REQUIRE(in.next_element(first_element));
  bool value = false;
  CHECK(in.boolean(value));
  CHECK(value);
  REQUIRE(in.next_element(first_element));
  CHECK(in.take_null());
  CHECK_FALSE(in.next_element(first_element));
  REQUIRE(in.ok());
  REQUIRE(in.next_key(first, key));
  CHECK(key.empty());
  CHECK(in.peek() == json_kind::object);
  CHECK(in.skip_value());
  CHECK_FALSE(in.next_key(first, key));
  CHECK(in.finish());
}

TEST_CASE("a cursor keeps its first fault") {
  read_limits const limits;
  json_scratch scratch;
  json_cursor in("[1, x]", limits, scratch);
  REQUIRE_FALSE(in.skip_value());
  CHECK(in.fault().offset == 4);
  CHECK_FALSE(in.fail(read_code::too_large, "later", 0));
  std::string_view text;
  CHECK_FALSE(in.string(text));
  CHECK(in.fault().code == read_code::syntax);
  CHECK(in.fault().offset == 4);
}

TEST_CASE("a cursor says what it found instead") {
  read_limits const limits;
  json_scratch scratch;
  for (auto const& [text, found] : {std::pair{"{}", json_kind::object},
                                    {"[]", json_kind::array},
                                    {"\"x\"", json_kind::string},
                                    {"-1", json_kind::number},
                                    {"false", json_kind::boolean},
                                    {"null", json_kind::null}}) {
    json_cursor in(text, limits, scratch);
    CHECK(in.peek() == found);
    CHECK_FALSE(in.fail_kind("expected something else"));
    CHECK(in.fault().code == read_code::wrong_type);
    CHECK(in.fault().found == found);
  }
}

TEST_CASE("places: pointer, line and column") {
  std::string_view const text = "{\n  \"a/b\": [10, {\"~\": tru}],\n\t\"é\": \"x\"\n}";
  auto const at = [&](std::string_view needle) {
    auto const place = trailaudit::detail::locate(text, text.find(needle));
    return place.pointer + ' ' + std::to_string(place.line) + ':' + std::to_string(place.column);
  };
  CHECK(at("{\n") == " 1:1");
  CHECK(at("\"a/b\"") == "/a~1b 2:3");
  CHECK(at("[10") == "/a~1b 2:10");
  CHECK(at("10") == "/a~1b/0 2:11");
  CHECK(at("{\"~") == "/a~1b/1 2:15");
  CHECK(at("\"~") == "/a~1b/1/~0 2:16");
  CHECK(at("tru") == "/a~1b/1/~0 2:21");
  CHECK(at("\"é") == "/é 3:2");
  CHECK(at("\"x") == "/é 3:8"); // columns count bytes
  CHECK(at("nowhere") == " 4:2");
}

TEST_CASE("a pointer holds the key, not its spelling") {
  std::string_view const text = R"({"\u0061\/b": 1})";
  CHECK(trailaudit::detail::locate(text, text.rfind('1')).pointer == "/a~1b");
}

// The text of a policy as it stands in a string of a document, behind it what `rest` says.
[[nodiscard]] std::string in_a_string(std::string_view text, std::string_view rest) {
  std::string out = "\"";
  for (auto const byte : text) {
    if (byte == '"' || byte == '\\') {
      out += '\\';
    }
    out += byte;
  }
  out += '"';
  out += rest;
  return out;
}

TEST_CASE("a policy is read the same in its string and out of it") {
  // By hand: what the plainest form knows, and what it must leave to the whole reader.
  std::string const texts[] = {
      R"({"Version":"2012-10-17","Statement":[]})",
      R"({"Statement":{"Effect":"Allow","Principal":["a","*"],"Action":["b"],"Resource":[]}})",
      R"({"Statement":{"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":[true],"l":[]}}}})",
      R"({"Statement":{"Effect":"Allow","Action":"a","Condition":{}}})",
      R"({"Statement":{"Effect":"Allow","Action":"a","NotAction":[]}})",
      R"({"Statement":{"Effect":"allow","Action":"a","Principal":{"aws":"*"}}})",
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":["a","b"]}})",
      R"({ "Statement" : [ { "Sid" : "" , "Effect" : "Deny" , "Principal" : { "AWS" : [ "1" , "2" ] } } ] })",
      R"({"Statement":[{"Condition":{"Bool":{"aws:SecureTransport":false,"b":true},"Null":{"c":"true"}}}]})",
      R"({"Statement":[{"Condition":{"NumericLessThan":{"s3:max-keys":10}}}]})",
      R"({"Statement":[{"Sid":"a text of more than thirty-two bytes, which is two blocks and a bit"}]})",
      R"({"Statement":[{"Sid":"é"}],"Id":"\"\\\/\u0041"})",
      R"({"Statement":[{"sid":"unknown keys"}],"Other":{"a":[1,null]}})",
      R"({"Statement":null,"Version":null})",
      "{\"Statement\":\n[]}",
      R"({"Statement":[{"Effect":"Allow"},]})",
      R"({"Statement":[{"Effect":"Allow"} {"Effect":"Deny"}]})",
      R"({"Statement":[],"Statement":[]})",
      R"({"Statement":[])",
      R"({"Statement":[]}})",
      R"({"Statement":[{"Effect":true}]})",
      R"({"Statement":[{"Effect":"All)",
      R"({"Statement":[[]]})",
      R"({"Statement":[{"Condition":{"Bool":{"a":tru}}}]})",
      R"({"Statement":[{"Condition":{"Bool":{"a":falsehood}}}]})",
      "",
      "{",
  };
  json_scratch scratch;
  std::string const far(100, ' ');
  for (auto const& text : texts) {
    for (unsigned const depth : {64U, 4U}) {
      for (std::size_t const string_bytes : {std::size_t{1} << 20, std::size_t{20}}) {
        read_limits limits;
        limits.max_depth = depth;
        limits.max_string_bytes = string_bytes;
        for (auto const& rest : {std::string(), std::string(","), far}) {
          CAPTURE(text);
          CAPTURE(depth);
          CAPTURE(string_bytes);
          CAPTURE(rest.size());
          auto const document = in_a_string(text, rest);
          // The reader's way: in place where that is possible.
          json_cursor whole(document, limits, scratch);
          trailaudit::json_text<trailaudit::policy> found;
          bool const read = trailaudit::detail::read_value(whole, found);
          // Out of its string, by the whole reader alone.
          json_cursor outer(document, limits, scratch);
          std::string_view unescaped;
          bool const wanted = outer.string(unescaped);
          auto const expected = trailaudit::read_policy(std::string(unescaped), limits);
          CHECK(read == wanted);
          if (read && wanted) {
            CHECK(found.value == expected);
            CHECK(whole.offset() == outer.offset());
          }
        }
      }
    }
  }
}

// The text's end is watched: it is a block of its own.
template <class T>
[[nodiscard]] bool reads(std::string_view text) {
  auto const copy = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), copy.get());
  read_limits const limits;
  json_scratch scratch;
  json_cursor in({copy.get(), text.size()}, limits, scratch);
  T value;
  return trailaudit::detail::read_value(in, value) && in.finish();
}

TEST_CASE("a key too long for the quick comparison is not found in zero bytes") {
  // Each of these begins with a key that is too long, and what is too long has no place in a text.
  // Without a check the reader went on behind the end.
  CHECK(trailaudit::detail::keys_of<trailaudit::server_side_encryption_rule>[0].size() > 29);
  for (std::size_t const zeros : {0U, 15U, 16U, 31U, 32U, 40U, 64U, 100U}) {
    auto const text = "{" + std::string(zeros, '\0');
    CHECK_FALSE(reads<trailaudit::server_side_encryption_rule>(text));
    CHECK_FALSE(reads<trailaudit::get_bucket_lifecycle_configuration_response>(text));
    CHECK_FALSE(reads<trailaudit::get_trail_status_response>(text));
    CHECK_FALSE(reads<trailaudit::policy>(text));
    CHECK_FALSE(trailaudit::read_snapshot(text).has_value());
  }
}

} // namespace
