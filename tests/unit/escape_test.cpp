#include <trailaudit/detail/escape.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;

std::string printable(std::string_view text) {
  std::string out;
  trailaudit::detail::append_printable(out, text);
  return out;
}

std::string json(std::string_view text) {
  std::string out;
  trailaudit::detail::append_json_string(out, text);
  return out;
}

TEST_CASE("text for a terminal keeps what is plain") {
  CHECK(printable("") == "");
  CHECK(printable("arn:aws:s3:::logs/*?") == "arn:aws:s3:::logs/*?");
  CHECK(printable("quote \" slash \\ tilde ~") == "quote \" slash \\ tilde ~");
  CHECK(printable("Schlüssel — 鍵 🔑") == "Schlüssel — 鍵 🔑");
}

TEST_CASE("text for a terminal shows what would act on it") {
  CHECK(printable("\x1b[31mred\x1b[0m") == "\\u{1b}[31mred\\u{1b}[0m");
  CHECK(printable("a\nb\r\tc") == "a\\u{a}b\\u{d}\\u{9}c");
  CHECK(printable("\0"sv) == "\\u{0}");
  CHECK(printable("\x7f") == "\\u{7f}");
  CHECK(printable("\xC2\x80\xC2\x9B\xC2\x9F") ==
        "\\u{80}\\u{9b}\\u{9f}"); // C1: CSI in one character
  CHECK(printable("\xC2\xA0") == "\xC2\xA0");
  CHECK(printable("\u2028\u2029") == "\\u{2028}\\u{2029}");
  CHECK(printable("\u202A\u202E") == "\\u{202a}\\u{202e}");
  CHECK(printable("\u2066\u2069") == "\\u{2066}\\u{2069}");
  CHECK(printable("\u200E\u200F\u061C") == "\\u{200e}\\u{200f}\\u{61c}");
  CHECK(printable("\uFEFF") == "\\u{feff}");
}

TEST_CASE("text for a terminal shows bytes that are not UTF-8") {
  CHECK(printable("\x80") == "\\x{80}");
  CHECK(printable("a\xFFz") == "a\\x{ff}z");
  CHECK(printable("\xC0\x80") == "\\x{c0}\\x{80}");
  CHECK(printable("\xE2\x82") == "\\x{e2}\\x{82}");
  CHECK(printable("\xE2\x82z") == "\\x{e2}\\x{82}z");
  CHECK(printable("\xE0\x9F\xBF") == "\\x{e0}\\x{9f}\\x{bf}");
  CHECK(printable("\xED\xA0\x80") == "\\x{ed}\\x{a0}\\x{80}");
  CHECK(printable("\xF0\x8F\xBF\xBF") == "\\x{f0}\\x{8f}\\x{bf}\\x{bf}");
  CHECK(printable("\xF4\x90\x80\x80") == "\\x{f4}\\x{90}\\x{80}\\x{80}");
  CHECK(printable("\xF4\x8F\xBF\xBF") == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("a JSON string is quoted and escaped") {
  CHECK(json("") == R"("")");
  CHECK(json("plain/text") == R"("plain/text")");
  CHECK(json("quote \" slash \\") == R"("quote \" slash \\")");
  CHECK(json("\n\r\t\b\f") == R"("\n\r\t\u0008\u000c")");
  CHECK(json("\0\x1f\x7f"sv) == R"("\u0000\u001f\u007f")");
  CHECK(json("\xC2\x9B") == R"("\u009b")");
  CHECK(json("\u2028\u202E\uFEFF") == R"("\u2028\u202e\ufeff")");
  CHECK(json("Schlüssel — 🔑") == "\"Schlüssel — 🔑\"");
  CHECK(json("a\xFFz\xE2\x82") == "\"a\uFFFDz\uFFFD\uFFFD\"");
}

TEST_CASE("a width in characters") {
  CHECK(trailaudit::detail::display_width("") == 0);
  CHECK(trailaudit::detail::display_width("abc") == 3);
  CHECK(trailaudit::detail::display_width("Schlüssel") == 9);
  CHECK(trailaudit::detail::display_width("🔑") == 1);
}

} // namespace
