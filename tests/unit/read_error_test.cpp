#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

// What a reader says when it refuses: the whole line, as people see it.

namespace {

using trailaudit::read_code;

std::string said(std::string_view text, trailaudit::read_limits const& limits = {}) {
  auto const read = trailaudit::read_snapshot(text, limits);
  return read ? "accepted"
              : std::string(to_string(read.error().code)) + ": " + describe(read.error());
}

std::string document(std::string_view captures) {
  return R"({"schema":"trailaudit.snapshot.v1","captures":[)" + std::string(captures) + "]}";
}

std::string policy(std::string_view quoted) {
  return document(R"({"call":"s3:GetBucketPolicy","response":{"Policy":")" + std::string(quoted) +
                  R"("}})");
}

TEST_CASE("not JSON") {
  CHECK(said("<html>") == "syntax: line 1, column 1: this is not JSON");
  CHECK(said("An error occurred") == "syntax: line 1, column 1: this is not JSON");
  CHECK(said("\xEF\xBB\xBF{}") == "syntax: line 1, column 1: this is not JSON");
  CHECK(said("{\n  \"x\": trailaudit\n}") == "syntax: line 2, column 8, at /x: this is not JSON");
  CHECK(said("{\n  \"captures\": [,]}") ==
        "syntax: line 2, column 16, at /captures/0: this is not JSON");
  CHECK(said("{'schema': 1}") == "syntax: line 1, column 2: expected a key in double quotes");
  CHECK(said(R"({"a" 1})") == "syntax: line 1, column 6: expected `:`");
  CHECK(said(R"({"a": 1 "b": 2})") == "syntax: line 1, column 9, at /a: expected `,` or `}`");
  CHECK(said(R"({"a": [1 2]})") == "syntax: line 1, column 10, at /a/0: expected `,` or `]`");
  CHECK(said(R"({"a": 01})") == "syntax: line 1, column 8, at /a: expected `,` or `}`");
  CHECK(said(R"({"a": 1.})") == "syntax: line 1, column 9, at /a: this number is not JSON");
  CHECK(said("{\"a\": \"\t\"}") ==
        "syntax: line 1, column 8, at /a: a control character inside a string");
  CHECK(said(R"({"a": "\x"})") == "syntax: line 1, column 9, at /a: this escape is not JSON");
  CHECK(said(R"({"a": "\u12"})") ==
        "syntax: line 1, column 12, at /a: `\\u` needs four hexadecimal digits");
  CHECK(said(document("") + "x") ==
        "syntax: line 1, column 50: more text after the end of the value");
}

TEST_CASE("an empty text, or one that is cut off") {
  CHECK(said("") == "truncated: line 1, column 1: the text ends too early");
  CHECK(said({}) == "truncated: line 1, column 1: the text ends too early");
  CHECK(said("\n\n ") == "truncated: line 3, column 2: the text ends too early");
  CHECK(said(R"({"captures": [{"call": "s3)") ==
        "truncated: line 1, column 27, at /captures/0/call: the text ends inside a string");
  CHECK(said(R"({"captures": [)") ==
        "truncated: line 1, column 15, at /captures/0: the text ends too early");
  CHECK(said(R"({"captures": [], "as_of": nul)") ==
        "truncated: line 1, column 27, at /as_of: the text ends too early");
}

TEST_CASE("every cut-off form of a document is refused as cut off") {
  auto const text =
      R"({"captures":[{"response":{"Policy":"{\"Statement\":[{\"Sid\":\"\\u0041\"}]}"},)"
      R"("call":"s3:GetBucketPolicy"}],"as_of":"1970-01-01T00:00:00Z","schema":"trailaudit.snapshot.v1"})";
  std::string_view const whole = text;
  CHECK(said(whole) == "accepted");
  for (std::size_t size = 0; size != whole.size(); ++size) {
    INFO(size);
    CHECK(said(whole.substr(0, size)).starts_with("truncated: line 1, column "));
  }
}

TEST_CASE("a word that is none of JSON's, and one that is cut off") {
  for (std::string_view const text : {"nope", "nulL", "nul ", "truth", "fals!", "None", "True"}) {
    INFO(text);
    CHECK(said(text) == "syntax: line 1, column 1: this is not JSON");
  }
  CHECK(said(R"({"schema": nope})") == "syntax: line 1, column 12, at /schema: this is not JSON");
  CHECK(said(document(R"({"call": nope})")) ==
        "syntax: line 1, column 57, at /captures/0/call: this is not JSON");
  CHECK(said("null") == "wrong_type: line 1, column 1: expected an object, found null");
  CHECK(said("nul") == "truncated: line 1, column 1: the text ends too early");
}

TEST_CASE("wrong types") {
  CHECK(said("[]") == "wrong_type: line 1, column 1: expected an object, found an array");
  CHECK(said(" 5") == "wrong_type: line 1, column 2: expected an object, found a number");
  CHECK(said(R"({"schema": null})") ==
        "wrong_type: line 1, column 12, at /schema: expected a string, found null");
  CHECK(said(document(R"({"call": 5})")) ==
        "wrong_type: line 1, column 57, at /captures/0/call: expected a string, found a number");
  CHECK(said(document(
            "{\n\"call\":\"cloudtrail:GetTrail\",\n\"response\":{\"Trail\":\n\t{\"Name\":{}}}}")) ==
        "wrong_type: line 4, column 10, at /captures/0/response/Trail/Name: expected a string, "
        "found an object");
  CHECK(said(document(R"({"call":"s3:GetBucketAcl","response":{"Grants":{}}})")) ==
        "wrong_type: line 1, column 95, at /captures/0/response/Grants: expected an array, found "
        "an object");
  CHECK(
      said(document(R"({"call":"s3:GetBucketAcl","response":"x"})")) ==
      "wrong_type: line 1, column 85, at /captures/0/response: expected an object, found a string");
  CHECK(said(document(R"({"call":"cloudtrail:GetTrailStatus","response":{"IsLogging":"true"}})")) ==
        "wrong_type: line 1, column 108, at /captures/0/response/IsLogging: expected a boolean, "
        "found a string");
  CHECK(
      said(document(R"({"call":"cloudtrail:GetTrailStatus","response":{"StopLoggingTime":[]}})")) ==
      "wrong_type: line 1, column 114, at /captures/0/response/StopLoggingTime: expected a time, "
      "found an array");
  CHECK(said(document(
            R"({"call":"cloudtrail:GetEventDataStore","response":{"RetentionPeriod": 1.5}})")) ==
        "wrong_type: line 1, column 118, at /captures/0/response/RetentionPeriod: expected a whole "
        "number");
  CHECK(
      said(document(
          R"({"call":"cloudtrail:GetEventDataStore","response":{"RetentionPeriod":9223372036854775808}})")) ==
      "out_of_range: line 1, column 117, at /captures/0/response/RetentionPeriod: this number is "
      "out of range");
}

TEST_CASE("too deep") {
  std::string const deep = R"({"a":)" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
  auto expected = "too_deep: line 1, column 69, at /a";
  std::string pointer;
  for (int at = 0; at != 63; ++at) {
    pointer += "/0";
  }
  CHECK(said(deep) == expected + pointer + ": nested deeper than the limit `max_depth`");
  CHECK(said(std::string(10'000, '[')) ==
        "wrong_type: line 1, column 1: expected an object, found an array");
  auto const in_policy = said(document(
      R"({"call":"s3:GetBucketPolicy","response":{"Policy":{"New":)" + std::string(10'000, '[')));
  CHECK(in_policy.starts_with("too_deep: line 1, column "));
  CHECK(in_policy.find(", at /captures/0/response/Policy/New/0/0/0") != std::string::npos);
}

TEST_CASE("not UTF-8") {
  CHECK(said("{\"a\": \"x\xFF\"}") == "invalid_utf8: line 1, column 9, at /a: this is not UTF-8");
  CHECK(said("{\"\xC0\x80\": 1}") == "invalid_utf8: line 1, column 3: this is not UTF-8");
  CHECK(said(R"({"a": "\ud83d"})") ==
        "invalid_utf8: line 1, column 14, at /a: half a surrogate pair");
  CHECK(said("\xFF\xFE{") == "syntax: line 1, column 1: this is not JSON");
}

TEST_CASE("too large, too long") {
  std::string const text = R"({"schema":")" + std::string(100'000'000, 'x') + R"("})";
  CHECK(said(text) == "string_too_long: line 1, column 11, at /schema: a string longer than the "
                      "limit `max_string_bytes`");
  trailaudit::read_limits limits;
  limits.max_bytes = text.size() - 1;
  CHECK(said(text, limits) == "too_large: line 1, column 1: longer than the limit `max_bytes`");
  std::string const escaped = R"({"schema":"\n)" + std::string(3'000'000, 'x') + R"("})";
  CHECK(said(escaped) == "string_too_long: line 1, column 11, at /schema: a string longer than the "
                         "limit `max_string_bytes`");
  std::string const key = R"({")" + std::string(1'048'577, 'k') + R"(":1})";
  CHECK(said(key).starts_with("string_too_long: line 1, column 2, at "));
}

TEST_CASE("duplicate keys") {
  CHECK(
      said(
          R"({"schema":"trailaudit.snapshot.v1","schema":"trailaudit.snapshot.v1","captures":[]})") ==
      "duplicate_key: line 1, column 36, at /schema: this key stands here twice");
  CHECK(said(document(R"({"call":"s3:GetBucketAcl","call":"s3:GetBucketAcl","response":null})")) ==
        "duplicate_key: line 1, column 74, at /captures/0/call: this key stands here twice");
  CHECK(said(document(R"({"call":"s3:GetBucketAcl","response":null,"response":null})")) ==
        "duplicate_key: line 1, column 90, at /captures/0/response: this key stands here twice");
  CHECK(
      said(document(
          R"({"call":"s3:GetBucketVersioning","response":{"Status":"Enabled","Status":null}})")) ==
      "duplicate_key: line 1, column 112, at /captures/0/response/Status: this key stands here "
      "twice");
}

TEST_CASE("contradictions and gaps") {
  CHECK(
      said(document(
          R"({"call":"s3:GetBucketAcl","response":{"Grants":[]},"error":{"Code":"AccessDenied"}})")) ==
      "contradiction: line 1, column 107, at /captures/0/error: a capture has `response` or "
      "`error`, not both");
  CHECK(said(R"({"captures":[]})") == "missing_key: line 1, column 1: a snapshot needs `schema`");
  CHECK(said("\n {\"schema\":\"trailaudit.snapshot.v1\"}") ==
        "missing_key: line 2, column 2: a snapshot needs `captures`");
  CHECK(said(R"({"schema":"trailaudit.snapshot.v2","captures":[]})") ==
        "unsupported_schema: line 1, column 11, at /schema: expected the schema "
        "`trailaudit.snapshot.v1`, found `trailaudit.snapshot.v2`");
  CHECK(said(R"({"schema":"\u001b[31m","captures":[]})") ==
        "unsupported_schema: line 1, column 11, at /schema: expected the schema "
        "`trailaudit.snapshot.v1`"); // not shown as it is
  CHECK(said(document("{}")) ==
        "missing_key: line 1, column 48, at /captures/0: a capture needs `call`");
  CHECK(said(document(R"({"call":"x"})")) ==
        "missing_key: line 1, column 48, at /captures/0: a capture needs `response` or `error`");
  CHECK(said(document(R"({"call":"x","error":{}})")) ==
        "missing_key: line 1, column 68, at /captures/0/error: an error needs `Code`");
  CHECK(said(document(R"({"call":"s3:GetBucketAcl","response":{}})")) ==
        "missing_key: line 1, column 85, at /captures/0/response: "
        "this is not an answer of that call: its key is missing");
}

TEST_CASE("a fault of the document around a policy is none of the policy") {
  CHECK(said(policy(R"({\"Statement\":[{\"Sid\":)")) == "accepted");
  CHECK(said(policy("")) == "accepted");
  CHECK(said(policy(R"(\q)")).starts_with("syntax: "));
  CHECK(said(policy("\xFF")).starts_with("invalid_utf8: "));
  auto const with = [](std::string_view value) {
    return said(document(R"({"call":"s3:GetBucketPolicy","response":{"Policy":)" +
                         std::string(value) + "}}"));
  };
  CHECK(with(R"({"Effect":[null],"Effect":{}})") == "accepted");
  CHECK(with(R"({"Effect":[null],"Effect":{})").starts_with("syntax: "));
  CHECK(with(R"({"Statement":[{"Effect":5,"Effect":x}]})") ==
        "syntax: line 1, column 133, at /captures/0/response/Policy/Statement/0/Effect: "
        "this is not JSON");
  CHECK(with(R"({"Statement":"\ud800"})").starts_with("invalid_utf8: "));
  CHECK(with("5").starts_with("wrong_type: "));
  CHECK(with("[]").starts_with("wrong_type: "));
  CHECK(with("null").starts_with("missing_key: "));
}

TEST_CASE("account and time") {
  CHECK(said(R"({"account_id":"11112222333"})") ==
        "out_of_range: line 1, column 15, at /account_id: an account id has twelve digits");
  CHECK(said(R"({"account_id":111122223333})") ==
        "wrong_type: line 1, column 15, at /account_id: expected a string, found a number");
  CHECK(said(R"({"as_of":"2026-11-21T23:11:41"})") ==
        "invalid_time: line 1, column 10, at /as_of: expected a time with a UTC offset");
  CHECK(said(R"({"as_of":-1})") ==
        "out_of_range: line 1, column 10, at /as_of: this time is not in the years 1970 to 9999");
}

TEST_CASE("what would act on a terminal is shown, not sent") {
  CHECK(said("{\"captures\": 5, \"\x7F\xC2\x9B"
             "31m\": 1}") ==
        "wrong_type: line 1, column 14, at /captures: expected an array, found a number");
  CHECK(said("{\"\xC2\x9B"
             "31m\xE2\x80\xAE\": tru}") ==
        "syntax: line 1, column 14, at /\\u{9b}31m\\u{202e}: this is not JSON");
  // An escape in a key stays the text that it is.
  CHECK(said(R"({"\u001b[31m": tru})").find('\x1b') == std::string::npos);
  auto const read = trailaudit::read_snapshot(
      document(R"({"call":"s3:GetBucketPolicy","response":{"Policy":{"\u001b[31m": tru}}})"));
  REQUIRE_FALSE(read.has_value());
  CHECK(describe(read.error()).find('\x1b') == std::string::npos);
  trailaudit::read_error const made{read_code::syntax, "a\x1b[2J\n", "/b\r\x1b", 1, 2, "c\x07\xFF"};
  CHECK(describe(made) ==
        "a\\u{1b}[2J\\u{a}: line 1, column 2, at /b\\u{d}\\u{1b}: c\\u{7}\\x{ff}");
}

TEST_CASE("an error's line without a place") {
  CHECK(describe(trailaudit::read_error{
            read_code::unreadable_file, "trails.json", {}, 0, 0, "no such file"}) ==
        "trails.json: no such file");
  CHECK(describe(
            trailaudit::read_error{read_code::wrong_type, {}, "/a", 0, 0, "expected a string"}) ==
        "at /a: expected a string");
}

TEST_CASE("an error can be thrown by who wants that") {
  auto const read = trailaudit::read_snapshot("");
  REQUIRE_FALSE(read.has_value());
  try {
    (void)read.value();
    FAIL("nothing was thrown");
  } catch (trailaudit::read_failure const& failure) {
    CHECK(failure.error() == read.error());
    CHECK(std::string(failure.what()) == "line 1, column 1: the text ends too early");
  }
}

} // namespace
