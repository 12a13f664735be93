// What policies say of concrete requests. Expected values are from the AWS Identity and Access
// Management User Guide (here "the guide"); the page stands before each test.

#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using trailaudit::policy;
using trailaudit::policy_kind;
using trailaudit::policy_request;
using trailaudit::policy_set;
using trailaudit::principal_type;
using trailaudit::ternary;

constexpr auto yes = ternary::yes;
constexpr auto no = ternary::no;
constexpr auto unknown = ternary::unknown;

using values = std::vector<std::string>;
using given = std::optional<values>;

constexpr std::string_view own = "111122223333";
constexpr std::string_view other = "222233334444";

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto const part : parts) {
    out += part;
  }
  return out;
}

policy_request request_by(principal_type type, std::string_view id = {}) {
  policy_request out;
  out.principal = {type, std::string(id)};
  out.action = "s3:GetObject";
  out.resource = "arn:aws:s3:::logs/k";
  out.account = own;
  return out;
}
policy_request by_anyone() { return request_by(principal_type::anonymous); }
policy_request by(std::string_view arn) { return request_by(principal_type::aws, arn); }
policy_request with(policy_request request, std::string_view key, values const& of) {
  request.context.push_back({std::string(key), of});
  return request;
}
policy_request for_action(policy_request request, std::string_view action,
                          std::string_view resource) {
  request.action = action;
  request.resource = resource;
  return request;
}

std::string user(std::string_view account, std::string_view name = "u") {
  return join({"arn:aws:iam::", account, ":user/", name});
}
std::string role(std::string_view account, std::string_view name = "r") {
  return join({"arn:aws:iam::", account, ":role/", name});
}
std::string session(std::string_view account, std::string_view name = "r") {
  return join({"arn:aws:sts::", account, ":assumed-role/", name, "/s"});
}
std::string root(std::string_view account) { return join({"arn:aws:iam::", account, ":root"}); }

policy document(std::string_view statements, std::string_view version = "2012-10-17") {
  return trailaudit::read_policy(
      join({R"({"Version":")", version, R"(","Statement":[)", statements, "]}"}));
}

std::string statement(std::string_view effect, std::string_view principal,
                      std::string_view more = {}, std::string_view action = "s3:GetObject",
                      std::string_view resource = "arn:aws:s3:::logs/*") {
  return join({R"({"Effect":")", effect, R"(",)", principal, R"("Action":")", action,
               R"(","Resource":")", resource, R"(")", more, "}"});
}
constexpr std::string_view everyone = R"("Principal":"*",)";

// Whether a condition holds for a key with these values; no values at all: the key is absent.
ternary holds(std::string_view operation, std::string_view wanted, given const& of,
              std::string_view version = "2012-10-17",
              std::vector<trailaudit::context_entry> const& more = {}) {
  auto const read = document(
      statement("Allow", everyone,
                join({R"(,"Condition":{")", operation, R"(":{"test:key":)", wanted, "}}"})),
      version);
  auto request = by_anyone();
  request.context = more;
  if (of) {
    request.context.push_back({"test:key", *of});
  }
  auto const said = evaluate(read, request);
  CHECK(said.allow == said.granted);
  CHECK(said.deny == no);
  CHECK(said.reason.empty() == (said.allow != unknown));
  return said.allow;
}

given one(std::string_view value) { return values{std::string(value)}; }
given const absent = std::nullopt;

struct row {
  std::string_view operation;
  std::string_view wanted;
  std::string_view value;
  ternary expected;
};

template <std::size_t Count>
void check(row const (&rows)[Count]) {
  for (auto const& each : rows) {
    CAPTURE(each.operation);
    CAPTURE(each.wanted);
    CAPTURE(each.value);
    CHECK(to_string(holds(each.operation, each.wanted, one(each.value))) ==
          to_string(each.expected));
  }
}

// "IAM JSON policy elements: Condition operators", string condition operators
TEST_CASE("texts are compared as they are, without case, or with wildcards") {
  check({
      {"StringEquals", R"("abc")", "abc", yes},
      {"StringEquals", R"("abc")", "Abc", no},
      {"StringEquals", R"("abc")", "abcd", no},
      {"StringEquals", R"("a*")", "abc", no}, // no wildcards: a star is a star
      {"StringEquals", R"("a*")", "a*", yes},
      {"StringEquals", R"(["x","abc"])", "abc", yes},
      {"StringEquals", R"(["x","y"])", "abc", no},
      {"StringEquals", R"("")", "", yes},
      {"StringNotEquals", R"("abc")", "abc", no},
      {"StringNotEquals", R"("abc")", "Abc", yes},
      {"StringNotEquals", R"(["x","abc"])", "abc", no}, // none of the values
      {"StringNotEquals", R"(["x","y"])", "abc", yes},
      {"StringEqualsIgnoreCase", R"("aBc")", "AbC", yes},
      {"StringEqualsIgnoreCase", R"("abc")", "abd", no},
      {"StringEqualsIgnoreCase", R"("a*")", "abc", no},
      {"StringNotEqualsIgnoreCase", R"("aBc")", "AbC", no},
      {"StringNotEqualsIgnoreCase", R"("abc")", "abd", yes},
      {"StringLike", R"("a*")", "abc", yes},
      {"StringLike", R"("a*")", "a", yes},
      {"StringLike", R"("A*")", "abc", no},
      {"StringLike", R"("a?c")", "abc", yes},
      {"StringLike", R"("a?c")", "ac", no},
      {"StringLike", R"("*")", "", yes},
      {"StringLike", R"("?")", "", no},
      {"StringLike", R"("a*b*c")", "a:b/c:c", yes},
      {"StringLike", R"("a*b*c")", "a:c/b", no},
      {"StringLike", R"(["x","a*"])", "abc", yes},
      {"StringNotLike", R"("a*")", "abc", no},
      {"StringNotLike", R"("b*")", "abc", yes},
      {"StringNotLike", R"(["b*","*c"])", "abc", no},
  });
}

// The same page, numeric condition operators
TEST_CASE("numbers are compared as numbers") {
  check({
      {"NumericEquals", R"("10")", "10", yes},
      {"NumericEquals", "10", "10", yes}, // needs no quotes
      {"NumericEquals", R"("10")", "10.0", yes},
      {"NumericEquals", R"("0.5")", "0.50", yes},
      {"NumericEquals", R"("10")", "11", no},
      {"NumericEquals", R"("-1")", "-1", yes},
      {"NumericNotEquals", R"("10")", "11", yes},
      {"NumericNotEquals", R"("10")", "10.0", no},
      {"NumericLessThan", R"("10")", "9", yes}, // not as a text
      {"NumericLessThan", R"("10")", "10", no},
      {"NumericLessThan", R"("-1")", "-2", yes},
      {"NumericLessThanEquals", R"("10")", "10", yes},
      {"NumericLessThanEquals", R"("10")", "10.01", no},
      {"NumericGreaterThan", R"("9")", "10", yes},
      {"NumericGreaterThan", R"("10")", "10", no},
      {"NumericGreaterThanEquals", R"("10")", "10", yes},
      {"NumericGreaterThanEquals", R"("10")", "9.99", no},
      {"NumericEquals", R"("ten")", "10", unknown},
      {"NumericEquals", R"("10")", "ten", unknown},
      {"NumericEquals", R"(["ten","10"])", "10", yes}, // one that holds will do
      {"NumericNotEquals", R"(["ten","10"])", "10", no},
      {"NumericNotEquals", R"(["ten","10"])", "11", unknown},
  });
}

// The same page, date condition operators: ISO 8601 as W3C has it, or seconds since 1970
TEST_CASE("dates are compared as moments") {
  check({
      {"DateEquals", R"("2020-01-01T00:00:00Z")", "2020-01-01T00:00:00Z", yes},
      {"DateEquals", R"("2020-01-01T00:00:00Z")", "2020-01-01T01:00:00+01:00", yes},
      {"DateEquals", R"("2020-01-01T00:00:00Z")", "1577836800", yes},
      {"DateEquals", R"("2020-01-01")", "2020-01-01T00:00:00Z", yes},
      {"DateEquals", R"("2020-01-01T00:00:00Z")", "2020-01-01T00:00:01Z", no},
      {"DateNotEquals", R"("2020-01-01T00:00:00Z")", "2020-01-01T00:00:01Z", yes},
      {"DateNotEquals", R"("2020-01-01T00:00:00Z")", "1577836800", no},
      {"DateLessThan", R"("2020-03-01T00:00:00Z")", "2020-02-29T23:59:59Z", yes},
      {"DateLessThan", R"("2020-03-01T00:00:00Z")", "2020-03-01T00:00:00Z", no},
      {"DateLessThanEquals", R"("2020-03-01T00:00:00Z")", "2020-03-01T00:00:00Z", yes},
      {"DateGreaterThan", R"("2020-01-01T00:00:00Z")", "2020-01-01T00:00:00Z", no},
      {"DateGreaterThan", R"("2020-01-01T00:00:00Z")", "2026-11-21T12:00:00Z", yes},
      {"DateGreaterThanEquals", R"("2020-01-01T00:00:00Z")", "2020-01-01T00:00:00Z", yes},
      {"DateGreaterThanEquals", R"("1577836800")", "2019-12-31T23:59:59Z", no},
      {"DateGreaterThan", R"("2020-01-*")", "2026-01-01T00:00:00Z", unknown},
      {"DateGreaterThan", R"("2020-13-01T00:00:00Z")", "2026-01-01T00:00:00Z", unknown},
      {"DateGreaterThan", R"("2020-01-01T00:00:00Z")", "tomorrow", unknown},
  });
}

// The same page, Boolean and binary condition operators
TEST_CASE("booleans and bytes") {
  check({
      {"Bool", R"("true")", "true", yes},
      {"Bool", "true", "true", yes},
      {"Bool", R"("TRUE")", "true", yes},
      {"Bool", R"("true")", "True", yes},
      {"Bool", R"("true")", "false", no},
      {"Bool", R"("false")", "false", yes},
      {"Bool", "false", "true", no},
      {"Bool", R"(["true","false"])", "true", yes},
      {"Bool", R"("perhaps")", "true", unknown},
      {"BinaryEquals", R"("QmluYXJ5VmFsdWVJbkJhc2U2NA==")", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", yes},
      {"BinaryEquals", R"("QmluYXJ5VmFsdWVJbkJhc2U2NA==")", "QmluYXJ5", no},
      {"BinaryEquals", R"("QmluYXJ5")", "qmluYXJ5", no},
      {"BinaryEquals", R"("not base64!")", "QmluYXJ5", unknown},
  });
}

// The same page, IP address condition operators
TEST_CASE("addresses and ranges") {
  check({
      {"IpAddress", R"("203.0.113.0/24")", "203.0.113.0", yes},
      {"IpAddress", R"("203.0.113.0/24")", "203.0.113.255", yes},
      {"IpAddress", R"("203.0.113.0/24")", "203.0.112.255", no},
      {"IpAddress", R"("203.0.113.0/24")", "203.0.114.0", no},
      {"IpAddress", R"("203.0.113.7")", "203.0.113.7", yes},
      {"IpAddress", R"("203.0.113.7")", "203.0.113.8", no},
      {"IpAddress", R"("203.0.113.7/24")", "203.0.113.9", yes}, // the length counts
      {"IpAddress", R"("203.0.113.6/31")", "203.0.113.7", yes},
      {"IpAddress", R"("0.0.0.0/0")", "255.255.255.255", yes},
      {"IpAddress", R"("0.0.0.0/0")", "2001:db8::1", no},
      {"IpAddress", R"("::/0")", "2001:db8::1", yes},
      {"IpAddress", R"("::/0")", "203.0.113.7", no},
      {"IpAddress", R"("2001:DB8:1234:5678::/64")", "2001:db8:1234:5678::1", yes},
      {"IpAddress", R"("2001:DB8:1234:5678::/64")", "2001:db8:1234:5679::1", no},
      {"IpAddress", R"("2001:db8::1")", "2001:0db8:0:0:0:0:0:1", yes},
      {"IpAddress", R"("2001:db8::1")", "2001:db8::2", no},
      {"IpAddress", R"("2001:db8::/33")", "2001:db8:8000::1", no},
      {"IpAddress", R"(["198.51.100.0/24","203.0.113.0/24"])", "203.0.113.9", yes},
      {"NotIpAddress", R"("203.0.113.0/24")", "203.0.113.9", no},
      {"NotIpAddress", R"("203.0.113.0/24")", "198.51.100.9", yes},
      {"NotIpAddress", R"("203.0.113.0/24")", "2001:db8::1", yes},
      {"NotIpAddress", R"(["198.51.100.0/24","203.0.113.0/24"])", "198.51.100.9", no},
      {"IpAddress", R"("203.0.113.0/33")", "203.0.113.9", unknown},
      {"IpAddress", R"("203.0.113")", "203.0.113.9", unknown},
      {"IpAddress", R"("203.0.113.256")", "203.0.113.9", unknown},
      {"IpAddress", R"("203.0.113.0/")", "203.0.113.9", unknown},
      {"IpAddress", R"("2001:db8::/129")", "2001:db8::1", unknown},
      {"IpAddress", R"("2001:db8::1::2")", "2001:db8::1", unknown},
      {"IpAddress", R"("203.0.113.0/24")", "localhost", unknown},
      {"NotIpAddress", R"(["203.0.113.0/33","203.0.113.9"])", "203.0.113.9", no},
      {"NotIpAddress", R"(["203.0.113.0/33","203.0.113.9"])", "203.0.113.8", unknown},
  });
}

// The same page, Amazon Resource Name condition operators: the six parts one by one; ArnEquals and
// ArnLike are the same. The pair of the fourth and fifth rows is the page's own example.
TEST_CASE("ARNs are compared part by part") {
  constexpr std::string_view trail = "arn:aws:cloudtrail:us-east-1:111122223333:trail/t";
  constexpr std::string_view crossed =
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
  check({
      {"ArnEquals", R"("arn:aws:cloudtrail:us-east-1:111122223333:trail/t")", trail, yes},
      {"ArnEquals", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", trail, yes},
      {"ArnLike", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", trail, yes},
      {"ArnLike", R"("arn:aws:someservice:*:111122223333:finance/*")", crossed, no},
      {"StringLike", R"("arn:aws:someservice:*:111122223333:finance/*")", crossed, yes},
      {"ArnLike", R"("arn:aws:cloudtrail:us-east-?:111122223333:trail/t")", trail, yes},
      {"ArnLike", R"("arn:aws:cloudtrail:us-east-1:*:trail/u")", trail, no},
      {"ArnLike", R"("arn:*:*:*:*:*")", trail, yes},
      {"ArnLike", R"("arn:aws:cloudtrail:us-east-1:111122223333:Trail/t")", trail, no},
      {"ArnLike", R"("arn:aws:sns:us-east-1:111122223333:a*d")",
       "arn:aws:sns:us-east-1:111122223333:a:b:d", yes}, // the last part may hold colons
      {"ArnLike", R"("arn:aws:s3:::logs")", "arn:aws:s3:::logs", yes},
      {"ArnNotEquals", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", trail, no},
      {"ArnNotEquals", R"("arn:aws:cloudtrail:*:222233334444:trail/*")", trail, yes},
      {"ArnNotLike", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", trail, no},
      {"ArnNotLike", R"("arn:aws:cloudtrail:*:111122223333:trail/u")", trail, yes},
      {"ArnLike", R"("cloudtrail")", trail, unknown},
      {"ArnLike", R"("arn:aws:cloudtrail:us-east-1")", trail, unknown},
      // What is no ARN has no parts that could match.
      {"ArnLike", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", "management", no},
      {"ArnNotLike", R"("arn:aws:cloudtrail:*:111122223333:trail/*")", "management", yes},
  });
}

// The same page: "If the key that you specify … is not present in the request context …", the
// section on IfExists, and the section on Null
TEST_CASE("an absent key fails tests, passes negated ones, and passes all with IfExists") {
  struct kind {
    std::string_view name;
    std::string_view wanted;
    bool negated;
  };
  constexpr std::array<kind, 26> kinds{{
      {"StringEquals", R"("a")", false},
      {"StringNotEquals", R"("a")", true},
      {"StringEqualsIgnoreCase", R"("a")", false},
      {"StringNotEqualsIgnoreCase", R"("a")", true},
      {"StringLike", R"("*")", false},
      {"StringNotLike", R"("*")", true},
      {"NumericEquals", R"("1")", false},
      {"NumericNotEquals", R"("1")", true},
      {"NumericLessThan", R"("1")", false},
      {"NumericLessThanEquals", R"("1")", false},
      {"NumericGreaterThan", R"("1")", false},
      {"NumericGreaterThanEquals", R"("1")", false},
      {"DateEquals", R"("2020-01-01")", false},
      {"DateNotEquals", R"("2020-01-01")", true},
      {"DateLessThan", R"("2020-01-01")", false},
      {"DateLessThanEquals", R"("2020-01-01")", false},
      {"DateGreaterThan", R"("2020-01-01")", false},
      {"DateGreaterThanEquals", R"("2020-01-01")", false},
      {"Bool", R"("true")", false},
      {"BinaryEquals", R"("QmluYXJ5")", false},
      {"IpAddress", R"("0.0.0.0/0")", false},
      {"NotIpAddress", R"("0.0.0.0/0")", true},
      {"ArnEquals", R"("arn:*:*:*:*:*")", false},
      {"ArnLike", R"("arn:*:*:*:*:*")", false},
      {"ArnNotEquals", R"("arn:*:*:*:*:*")", true},
      {"ArnNotLike", R"("arn:*:*:*:*:*")", true},
  }};
  for (auto const& each : kinds) {
    CAPTURE(each.name);
    CHECK(holds(each.name, each.wanted, absent) == trailaudit::to_ternary(each.negated));
    CHECK(holds(each.name, each.wanted, values{}) == trailaudit::to_ternary(each.negated));
    CHECK(holds(join({each.name, "IfExists"}), each.wanted, absent) == yes);
    CHECK(holds(join({"ForAllValues:", each.name}), each.wanted, absent) == yes);
    CHECK(holds(join({"ForAllValues:", each.name}), each.wanted, values{}) == yes);
    CHECK(holds(join({"ForAnyValue:", each.name}), each.wanted, absent) == no);
    CHECK(holds(join({"ForAnyValue:", each.name}), each.wanted, values{}) == no);
    CHECK(holds(join({"ForAllValues:", each.name, "IfExists"}), each.wanted, absent) == yes);
  }
  check({
      {"StringEqualsIfExists", R"("a")", "a", yes},
      {"StringEqualsIfExists", R"("a")", "b", no},
      {"StringNotEqualsIfExists", R"("a")", "a", no},
      {"BoolIfExists", R"("true")", "false", no},
      {"IpAddressIfExists", R"("203.0.113.0/24")", "198.51.100.7", no},
      {"ArnLikeIfExists", R"("arn:aws:s3:::a")", "arn:aws:s3:::b", no},
      {"NumericLessThanIfExists", R"("10")", "11", no},
      {"DateLessThanIfExists", R"("2020-01-01")", "2021-01-01", no},
      {"Null", R"("true")", "a", no},
      {"Null", R"("false")", "a", yes},
      {"Null", "false", "a", yes},
      {"Null", R"(["true","false"])", "a", yes},
  });
  CHECK(holds("Null", R"("true")", absent) == yes);
  CHECK(holds("Null", R"("false")", absent) == no);
  CHECK(holds("Null", "true", absent) == yes);
  CHECK(holds("Null", R"("true")", values{}) == yes);
  CHECK(holds("Null", R"("false")", values{"a", "b"}) == yes);
}

// "Set operators for multivalued context keys", and the note on an empty data set
TEST_CASE("a test of all values, and of any") {
  auto const check_set = [](std::string_view operation, std::string_view wanted, values const& of,
                            ternary expected) {
    CAPTURE(operation);
    CAPTURE(wanted);
    CAPTURE(of.size());
    CHECK(to_string(holds(operation, wanted, of)) == to_string(expected));
  };
  constexpr std::string_view names = R"(["PostDateTime","Message","Tags"])"; // the guide's example
  check_set("ForAllValues:StringEquals", names, {"PostDateTime", "Message"}, yes);
  check_set("ForAllValues:StringEquals", names, {"PostDateTime", "UserName"}, no);
  check_set("ForAllValues:StringEquals", names, {"UserName"}, no);
  check_set("ForAllValues:StringEquals", names, {"Tags"}, yes);
  check_set("ForAnyValue:StringEquals", names, {"PostDateTime", "UserName"}, yes);
  check_set("ForAnyValue:StringEquals", names, {"UserName", "ID"}, no);
  check_set("ForAnyValue:StringEquals", names, {"Tags"}, yes);
  check_set("ForAllValues:StringEquals", names, {""}, yes);
  check_set("ForAnyValue:StringLike", R"("*")", {""}, no);
  // Negated: a value passes where none of the policy's values is met.
  check_set("ForAllValues:StringNotEquals", names, {"UserName", "ID"}, yes);
  check_set("ForAllValues:StringNotEquals", names, {"UserName", "Tags"}, no);
  check_set("ForAnyValue:StringNotEquals", names, {"UserName", "Tags"}, yes);
  check_set("ForAnyValue:StringNotEquals", names, {"Message", "Tags"}, no);
  check_set("ForAllValues:StringLike", R"(["a*","b*"])", {"ab", "ba"}, yes);
  check_set("ForAllValues:StringLike", R"(["a*","b*"])", {"ab", "ca"}, no);
  check_set("ForAllValues:StringNotLike", R"("a*")", {"b", "c"}, yes);
  check_set("ForAnyValue:NumericGreaterThan", R"("5")", {"1", "9"}, yes);
  check_set("ForAllValues:NumericGreaterThan", R"("5")", {"1", "9"}, no);
  check_set("ForAnyValue:ArnLike", R"("arn:aws:s3:::a*")", {"arn:aws:s3:::b", "arn:aws:s3:::ab"},
            yes);
  check_set("ForAllValues:StringEqualsIfExists", names, {"UserName"}, no);
  // What cannot be read counts only where it decides.
  check_set("ForAnyValue:NumericEquals", R"("5")", {"five", "5"}, yes);
  check_set("ForAnyValue:NumericEquals", R"("5")", {"five", "6"}, unknown);
  check_set("ForAllValues:NumericEquals", R"("5")", {"five", "6"}, no);
  check_set("ForAllValues:NumericEquals", R"("5")", {"five", "5"}, unknown);
  // Without a set operator many values are not what AWS documents.
  check_set("StringEquals", names, {"PostDateTime", "Tags"}, unknown);
  check_set("StringNotEqualsIfExists", names, {"UserName", "ID"}, unknown);
}

// Of each: an operator, and how many values the policy and the request have. AWS takes policies of
// 20 KB at most.
TEST_CASE("sets that would take long to compare are not decided") {
  auto const numbered = [](std::string_view before, std::size_t count) {
    values made;
    for (std::size_t at = 0; at != count; ++at) {
      made.push_back(join({before, std::to_string(at)}));
    }
    return made;
  };
  auto const decided = [&](std::string_view operation, std::size_t in_policy, std::size_t found,
                           std::string_view filler) {
    CAPTURE(operation);
    CAPTURE(in_policy);
    CAPTURE(found);
    std::string wanted;
    for (auto const& each : numbered(filler, in_policy)) {
      wanted += join({wanted.empty() ? "[\"" : ",\"", each, "\""});
    }
    return holds(operation, wanted + "]", numbered(filler, found));
  };
  CHECK(decided("ForAllValues:StringEquals", 1000, 1000, "name-") == yes);
  CHECK(decided("ForAllValues:StringEquals", 1000, 1001, "name-") == no);
  CHECK(decided("ForAllValues:StringEquals", 100'000, 100'000, "name-") == unknown);
  CHECK(decided("ForAnyValue:StringEquals", 100'000, 100'000, "name-") == unknown);
  CHECK(decided("ForAllValues:StringEquals", 100'000, 1, "name-") == yes);
  CHECK(decided("StringEquals", 100'000, 1, "name-") == yes);
  std::string const hard = "*a*b*c*d*e*f*g" + std::string(2000, '*');
  CHECK(decided("ForAnyValue:StringLike", 100, 1, hard) == yes);
  CHECK(decided("ForAnyValue:StringLike", 400, 400, hard) == unknown);
}

TEST_CASE("operators that are not known are not decided, whatever the key") {
  for (std::string_view const name : {"StringMatches", "NullIfExists", "ForSomeValues:StringEquals",
                                      "StringEqualsIfPresent", "Ip", ""}) {
    CAPTURE(name);
    CHECK(holds(name, R"("a")", one("a")) == unknown);
    CHECK(holds(name, R"("a")", absent) == unknown);
  }
}

TEST_CASE("all conditions must hold, and what is not decided yields to what fails") {
  auto const both = [](std::string_view first, std::string_view second) {
    auto const read = document(
        statement("Allow", everyone, join({R"(,"Condition":{)", first, ",", second, "}"})));
    return evaluate(read, with(with(by_anyone(), "test:a", {"a"}), "test:b", {"b"})).allow;
  };
  constexpr std::string_view holds_a = R"("StringEquals":{"test:a":"a"})";
  constexpr std::string_view holds_b = R"("StringLike":{"test:b":"b*"})";
  constexpr std::string_view fails_b = R"("StringLike":{"test:b":"c*"})";
  constexpr std::string_view open_b = R"("NumericEquals":{"test:b":"1"})";
  CHECK(both(holds_a, holds_b) == yes);
  CHECK(both(holds_a, fails_b) == no);
  CHECK(both(holds_a, open_b) == unknown);
  CHECK(both(R"("StringEquals":{"test:a":"x"})", open_b) == no);
  // Two keys under one operator.
  auto const read = document(
      statement("Allow", everyone, R"(,"Condition":{"StringEquals":{"test:a":"a","test:b":"b"}})"));
  CHECK(evaluate(read, with(with(by_anyone(), "test:a", {"a"}), "test:b", {"b"})).allow == yes);
  CHECK(evaluate(read, with(by_anyone(), "test:a", {"a"})).allow == no);
}

// "IAM JSON policy elements: Condition": names of keys are not case-sensitive, values are
TEST_CASE("case counts in values and not in keys") {
  auto const read = document(statement(
      "Allow", everyone, R"(,"Condition":{"StringEquals":{"AWS:PRINCIPALTAG/Team":"Audit"}})"));
  CHECK(evaluate(read, with(by_anyone(), "aws:PrincipalTag/team", {"Audit"})).allow == yes);
  CHECK(evaluate(read, with(by_anyone(), "aws:PrincipalTag/team", {"audit"})).allow == no);
  // "IAM JSON policy elements: Action": neither the prefix nor the name is case-sensitive.
  auto const actions = document(statement("Allow", everyone, {}, "S3:getOBJECT"));
  CHECK(evaluate(actions, by_anyone()).allow == yes);
  CHECK(evaluate(actions, for_action(by_anyone(), "S3:GETOBJECT", "arn:aws:s3:::logs/k")).allow ==
        yes);
  // "IAM JSON policy elements: Resource": ARNs are.
  CHECK(evaluate(document(statement("Allow", everyone)),
                 for_action(by_anyone(), "s3:GetObject", "arn:aws:s3:::Logs/k"))
            .allow == no);
  auto const objects =
      document(statement("Allow", everyone, {}, "s3:GetObject", "arn:aws:s3:::logs/AWSLogs/*"));
  CHECK(evaluate(objects, for_action(by_anyone(), "s3:GetObject", "arn:aws:s3:::logs/awslogs/k"))
            .allow == no);
}

// "IAM JSON policy elements: Action" and "NotAction"
TEST_CASE("actions and their complement") {
  auto const allows = [](std::string_view element, std::string_view action) {
    auto const read =
        document(join({R"({"Effect":"Allow","Principal":"*",)", element, R"(,"Resource":"*"})"}));
    return evaluate(read, for_action(by_anyone(), action, "arn:aws:s3:::logs/k")).allow;
  };
  CHECK(allows(R"("Action":"s3:Get*")", "s3:GetObjectAcl") == yes);
  CHECK(allows(R"("Action":"s3:Get*")", "s3:PutObject") == no);
  CHECK(allows(R"("Action":"s3:Get*")", "s3-object-lambda:GetObject") == no);
  CHECK(allows(R"("Action":"s3:*Object")", "s3:DeleteObject") == yes);
  CHECK(allows(R"("Action":"s3:?etObject")", "s3:GetObject") == yes);
  CHECK(allows(R"("Action":"s3:?etObject")", "s3:GGetObject") == no);
  CHECK(allows(R"("Action":"*")", "kms:Decrypt") == yes);
  CHECK(allows(R"("Action":["s3:PutObject","s3:GetObject"])", "s3:GetObject") == yes);
  CHECK(allows(R"("Action":["s3:PutObject","s3:GetObject"])", "s3:GetObjectAcl") == no);
  CHECK(allows(R"("NotAction":"s3:Delete*")", "s3:GetObject") == yes);
  CHECK(allows(R"("NotAction":"s3:Delete*")", "s3:DeleteObject") == no);
  CHECK(allows(R"("NotAction":"s3:Delete*")", "iam:CreateUser") == yes);
  CHECK(allows(R"("NotAction":["s3:*","iam:*"])", "kms:Decrypt") == yes);
  CHECK(allows(R"("NotAction":["s3:*","iam:*"])", "iam:CreateUser") == no);
  CHECK(allows(R"("NotAction":"*")", "s3:GetObject") == no);
}

// "IAM JSON policy elements: Resource" and "NotResource": wildcards within any part of the ARN
TEST_CASE("resources and their complement") {
  auto const allows = [](std::string_view element, std::string_view resource) {
    auto const read =
        document(join({R"({"Effect":"Allow","Principal":"*","Action":"*",)", element, "}"}));
    return evaluate(read, for_action(by_anyone(), "s3:GetObject", resource)).allow;
  };
  constexpr std::string_view object = "arn:aws:s3:::logs/a/b:c";
  CHECK(allows(R"("Resource":"*")", object) == yes);
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs/*")", object) == yes);
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs/*c")", object) == yes); // crosses a colon
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs")", object) == no);
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs*")", "arn:aws:s3:::logs") == yes);
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs/?/b:c")", object) == yes);
  CHECK(allows(R"("Resource":"arn:*:s3:::logs/*")", "arn:aws-cn:s3:::logs/k") == yes);
  CHECK(allows(R"("Resource":"arn:aws:s3:::logs/*")", "arn:aws-cn:s3:::logs/k") == no);
  constexpr std::string_view topic = "arn:aws:sns:us-east-1:111122223333:a:b";
  CHECK(allows(R"("Resource":"arn:aws:sns:*:111122223333:*")", topic) == yes);
  // At the end of a part it "can expand to match beyond the colon boundaries", and within one not.
  CHECK(allows(R"("Resource":"arn:aws:sns:*:a:b")", topic) == unknown);
  CHECK(allows(R"("Resource":"arn:aws:sns:*:c:b")", topic) == no);
  CHECK(allows(R"("Resource":"arn:aws:sns:us*1:a:b")", topic) == no);
  CHECK(allows(R"("Resource":"arn:aws:s3:*:*:logs/*")", "arn:aws:s3:::b/x:logs/k") == unknown);
  CHECK(allows(R"("Resource":"arn:aws:sns:*:b")", topic) == unknown); // no ARN
  CHECK(allows(R"("Resource":"arn:aws:*:us-east-1:111122223333:a:b")", topic) == unknown);
  CHECK(allows(R"("Resource":["arn:aws:s3:::other/*","arn:aws:s3:::logs/*"])", object) == yes);
  CHECK(allows(R"("NotResource":"arn:aws:s3:::logs/secret/*")", object) == yes);
  CHECK(allows(R"("NotResource":"arn:aws:s3:::logs/*")", object) == no);
  CHECK(allows(R"("NotResource":["arn:aws:s3:::x","arn:aws:s3:::logs/a*"])", object) == no);
  CHECK(allows(R"("NotResource":"*")", object) == no);
  CHECK(allows(R"("Resource":"logs")", object) == unknown);
  CHECK(allows(R"("NotResource":"logs")", object) == unknown);
}

// "AWS JSON policy elements: Principal"
TEST_CASE("principals") {
  auto const allows = [](std::string_view principal, policy_request const& request) {
    return evaluate(document(statement("Allow", join({R"("Principal":)", principal, ","}))),
                    request)
        .allow;
  };
  auto const service = request_by(principal_type::service, "cloudtrail.amazonaws.com");
  auto const federated = request_by(principal_type::federated, "accounts.google.com");
  auto const canonical = request_by(principal_type::canonical, "79a59df900b949e55d96a1e698fbaced");

  for (std::string_view const all : {R"("*")", R"({"AWS":"*"})", R"({"AWS":["x","*"]})"}) {
    CAPTURE(all);
    CHECK(allows(all, by_anyone()) == yes);
    CHECK(allows(all, by(user(other))) == yes);
    CHECK(allows(all, by(session(other))) == yes);
    CHECK(allows(all, service) == yes);
  }
  for (auto const& account :
       {join({R"({"AWS":")", other, R"("})"}), join({R"({"AWS":")", root(other), R"("})"}),
        join({R"({"AWS":["333344445555",")", other, R"("]})"})}) {
    CAPTURE(account);
    CHECK(allows(account, by(user(other))) == yes);
    CHECK(allows(account, by(role(other))) == yes);
    CHECK(allows(account, by(session(other))) == yes);
    CHECK(allows(account, by(root(other))) == yes);
    CHECK(allows(account, by(join({"arn:aws:sts::", other, ":federated-user/f"}))) == yes);
    CHECK(allows(account, by(user(own))) == no);
    CHECK(allows(account, by_anyone()) == no);
    CHECK(allows(account, service) == no);
    CHECK(allows(account, federated) == no);
  }
  auto const of_role = join({R"({"AWS":")", role(other), R"("})"});
  CHECK(allows(of_role, by(role(other))) == yes);
  CHECK(allows(of_role, by(session(other))) == yes);
  CHECK(allows(of_role, by(session(other, "r2"))) == no);
  CHECK(allows(of_role, by(session(own))) == no);
  CHECK(allows(of_role, by(user(other, "r"))) == no);
  CHECK(allows(of_role, by_anyone()) == no);
  // A role's name is unique in its account whatever its path ("IAM identifiers"), and the session's
  // ARN leaves the path out.
  auto const in_path = join({R"({"AWS":"arn:aws:iam::)", other, R"(:role/path/to/r"})"});
  CHECK(allows(in_path, by(session(other))) == yes);
  CHECK(allows(in_path, by(session(other, "to"))) == no);
  auto const of_session = join({R"({"AWS":")", session(other), R"("})"});
  CHECK(allows(of_session, by(session(other))) == yes);
  CHECK(allows(of_session, by(join({"arn:aws:sts::", other, ":assumed-role/r/s2"}))) == no);
  CHECK(allows(of_session, by(role(other))) == no);
  auto const of_user = join({R"({"AWS":")", user(other), R"("})"});
  CHECK(allows(of_user, by(user(other))) == yes);
  CHECK(allows(of_user, by(user(other, "U"))) == no);
  CHECK(allows(of_user, by(root(other))) == no);

  CHECK(allows(R"({"Service":"cloudtrail.amazonaws.com"})", service) == yes);
  CHECK(allows(R"({"Service":["config.amazonaws.com","cloudtrail.amazonaws.com"]})", service) ==
        yes);
  CHECK(allows(R"({"Service":"config.amazonaws.com"})", service) == no);
  CHECK(allows(R"({"Service":"cloudtrail.amazonaws.com"})", by_anyone()) == no);
  CHECK(allows(R"({"Federated":"accounts.google.com"})", federated) == yes);
  CHECK(allows(R"({"Federated":"www.amazon.com"})", federated) == no);
  CHECK(allows(R"({"CanonicalUser":"79a59df900b949e55d96a1e698fbaced"})", canonical) == yes);
  CHECK(allows(R"({"CanonicalUser":"0000000000000000000000000000aced"})", canonical) == no);
  CHECK(allows(join({R"({"AWS":")", other, R"(","Service":"cloudtrail.amazonaws.com"})"}),
               service) == yes);

  CHECK(allows(R"({"AWS":"arn:aws:iam::*:role/r"})", by(role(other))) == unknown);
  CHECK(allows(R"({"AWS":["arn:aws:iam::*:role/r","*"]})", by(role(other))) == yes);
  CHECK(allows(R"({"AWS":"AROACKCEVSQ6C2EXAMPLE"})", by(session(other))) == no);
}

// "AWS JSON policy elements: NotPrincipal"
TEST_CASE("everyone but some") {
  auto const excluded = [](std::string_view effect, std::string_view principal,
                           policy_request const& request) {
    auto const said = evaluate(
        document(statement(effect, join({R"("NotPrincipal":)", principal, ","}))), request);
    return effect == "Deny" ? said.deny : said.allow;
  };
  auto const service = request_by(principal_type::service, "cloudtrail.amazonaws.com");
  auto const account = join({R"({"AWS":")", root(other), R"("})"});
  auto const with_role = join({R"({"AWS":[")", root(other), R"(",")", role(other), R"("]})"});
  auto const only_role = join({R"({"AWS":")", role(other), R"("})"});
  CHECK(excluded("Allow", account, by_anyone()) == yes);
  CHECK(excluded("Allow", account, by(user(own))) == yes);
  CHECK(excluded("Allow", account, by(user(other))) == no);
  CHECK(excluded("Allow", account, service) == yes);
  CHECK(excluded("Allow", only_role, by(session(other))) == no);
  CHECK(excluded("Allow", R"("*")", by_anyone()) == no);
  CHECK(excluded("Deny", account, by_anyone()) == yes);
  CHECK(excluded("Deny", account, by(user(own))) == yes);
  CHECK(excluded("Deny", account, by(user(other))) == no);
  CHECK(excluded("Deny", with_role, by(session(other))) == no);
  CHECK(excluded("Deny", R"({"Service":"cloudtrail.amazonaws.com"})", service) == no);
  CHECK(excluded("Deny", R"({"Service":"cloudtrail.amazonaws.com"})", by_anyone()) == yes);
  // Named without its account: the Deny may hit the whole account, depending on the service.
  CHECK(excluded("Deny", only_role, by(session(other))) == unknown);
  CHECK(excluded("Deny", only_role, by(user(other))) == yes);
  CHECK(excluded("Deny", only_role, by(session(own))) == yes);
}

// "AWS global condition context keys", properties of the principal, and "Principal key values"
TEST_CASE("what follows from the principal") {
  auto const allows = [](std::string_view condition, policy_request const& request) {
    return evaluate(
               document(statement("Allow", everyone, join({R"(,"Condition":{)", condition, "}"}))),
               request)
        .allow;
  };
  auto const service = request_by(principal_type::service, "cloudtrail.amazonaws.com");
  auto const equals = [](std::string_view key, std::string_view value) {
    return join({R"("StringEquals":{")", key, R"(":")", value, R"("})"});
  };
  auto const is_null = [](std::string_view key) {
    return join({R"("Null":{")", key, R"(":"true"})"});
  };
  // The anonymous: the type is a word, the rest is absent; but of the account editions of the guide
  // differ: it is a word in the present one, and was absent.
  CHECK(allows(equals("aws:PrincipalAccount", "anonymous"), by_anyone()) == unknown);
  CHECK(allows(equals("aws:PrincipalAccount", own), by_anyone()) == no);
  CHECK(allows(join({R"("StringNotEquals":{"aws:PrincipalAccount":")", own, R"("})"}),
               by_anyone()) == yes);
  CHECK(allows(join({R"("StringEqualsIfExists":{"aws:PrincipalAccount":")", own, R"("})"}),
               by_anyone()) == unknown);
  CHECK(allows(R"("Bool":{"aws:PrincipalIsAWSService":"false"})", by_anyone()) == no);
  CHECK(allows(R"("BoolIfExists":{"aws:PrincipalIsAWSService":"false"})", by_anyone()) == yes);
  CHECK(allows(equals("aws:PrincipalType", "Anonymous"), by_anyone()) == yes);
  for (std::string_view const key :
       {"aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username",
        "aws:PrincipalTag/team", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList", "aws:SourceVpce", "aws:SourceArn"}) {
    CAPTURE(key);
    CHECK(allows(is_null(key), by_anyone()) == yes);
  }
  // A session goes by its role, whose path the session's own ARN leaves out.
  CHECK(allows(equals("aws:PrincipalArn", role(other)), by(session(other))) == unknown);
  CHECK(allows(equals("aws:PrincipalArn", role(other)),
               with(by(session(other)), "aws:PrincipalArn", {role(other)})) == yes);
  CHECK(allows(equals("aws:PrincipalArn", user(other)), by(user(other))) == yes);
  CHECK(allows(equals("aws:PrincipalArn", root(other)), by(root(other))) == yes);
  auto const federated_user = join({"arn:aws:sts::", other, ":federated-user/f"});
  CHECK(allows(equals("aws:PrincipalArn", federated_user), by(federated_user)) == yes);
  for (auto const& caller :
       {user(other), role(other), session(other), root(other), federated_user}) {
    CAPTURE(caller);
    CHECK(allows(equals("aws:PrincipalAccount", other), by(caller)) == yes);
    CHECK(allows(equals("aws:PrincipalAccount", own), by(caller)) == no);
    CHECK(allows(R"("Bool":{"aws:PrincipalIsAWSService":"false"})", by(caller)) == yes);
    CHECK(allows(is_null("aws:PrincipalServiceName"), by(caller)) == yes);
  }
  CHECK(allows(equals("aws:PrincipalType", "User"), by(user(other))) == yes);
  CHECK(allows(equals("aws:PrincipalType", "Account"), by(root(other))) == yes);
  CHECK(allows(equals("aws:PrincipalType", "AssumedRole"), by(session(other))) == yes);
  CHECK(allows(equals("aws:PrincipalType", "FederatedUser"), by(federated_user)) == yes);
  CHECK(allows(R"("Bool":{"aws:PrincipalIsAWSService":"true"})", service) == yes);
  CHECK(allows(equals("aws:PrincipalServiceName", "cloudtrail.amazonaws.com"), service) == yes);
  CHECK(allows(equals("aws:ResourceAccount", own), by(user(other))) == yes);
  CHECK(allows(equals("aws:ResourceAccount", other), by(user(other))) == no);
  auto unowned = by(user(other));
  unowned.account.clear();
  CHECK(allows(equals("aws:ResourceAccount", own), unowned) == unknown);
  // What is in the context counts, whatever follows.
  CHECK(allows(equals("aws:PrincipalArn", "arn:aws:iam::222233334444:role/path/r"),
               with(by(session(other)), "aws:principalarn",
                    {"arn:aws:iam::222233334444:role/path/r"})) == yes);
  CHECK(allows(equals("aws:PrincipalArn", role(other)),
               with(by(session(other)), "aws:PrincipalArn",
                    {"arn:aws:iam::222233334444:role/path/r"})) == no);
}

// "IAM policy elements: Variables and tags"
TEST_CASE("variables") {
  auto const context = [](std::string_view name) {
    return std::vector<trailaudit::context_entry>{{"aws:username", {std::string(name)}}};
  };
  auto const test = [&](std::string_view operation, std::string_view wanted, std::string_view value,
                        std::string_view name, std::string_view version = "2012-10-17") {
    return holds(operation, join({R"(")", wanted, R"(")"}), one(value), version, context(name));
  };
  CHECK(test("StringEquals", "${aws:username}", "eve", "eve") == yes);
  CHECK(test("StringEquals", "${aws:username}", "eve", "bob") == no);
  CHECK(test("StringEquals", "${AWS:UserName}", "eve", "eve") == yes);
  CHECK(test("StringEquals", "home/${aws:username}/", "home/eve/", "eve") == yes);
  CHECK(test("StringLike", "home/${aws:username}/*", "home/eve/x", "eve") == yes);
  CHECK(test("StringLike", "home/${aws:username}/*", "home/bob/x", "eve") == no);
  CHECK(test("StringEqualsIgnoreCase", "${aws:username}", "EVE", "eve") == yes);
  CHECK(test("StringNotEquals", "${aws:username}", "eve", "eve") == no);
  CHECK(test("StringNotLike", "${aws:username}*", "evelyn", "eve") == no);
  CHECK(test("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:user/eve",
             "eve") == yes);
  CHECK(test("ArnEquals", "arn:aws:iam::*:user/${aws:username}",
             "arn:aws:iam::111122223333:user/bob", "eve") == no);
  // What a variable is replaced by has no wildcards.
  CHECK(test("StringLike", "home/${aws:username}", "home/eve", "*") == no);
  CHECK(test("StringLike", "home/${aws:username}", "home/*", "*") == yes);
  // Quoted characters.
  CHECK(test("StringLike", "a${*}", "a*", "eve") == yes);
  CHECK(test("StringLike", "a${*}", "ab", "eve") == no);
  CHECK(test("StringLike", "a${?}c", "a?c", "eve") == yes);
  CHECK(test("StringLike", "a${?}c", "abc", "eve") == no);
  CHECK(test("StringEquals", "a${$}{b}", "a${b}", "eve") == yes);
  CHECK(test("StringEquals", "${*}", "*", "eve") == yes);
  // Before 2012-10-17 there are none.
  CHECK(test("StringEquals", "${aws:username}", "eve", "eve", "2008-10-17") == no);
  CHECK(test("StringEquals", "${aws:username}", "${aws:username}", "eve", "2008-10-17") == yes);
  CHECK(test("StringLike", "a${*}", "a${bc}", "eve", "2008-10-17") == yes);
  auto const bare = trailaudit::read_policy(
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":)"
      R"("arn:aws:s3:::logs/${aws:username}"}})"); // no version: 2008-10-17
  CHECK(evaluate(bare, with(for_action(by_anyone(), "s3:GetObject", "arn:aws:s3:::logs/eve"),
                            "aws:username", {"eve"}))
            .allow == no);
  CHECK(evaluate(bare, for_action(by_anyone(), "s3:GetObject", "arn:aws:s3:::logs/${aws:username}"))
            .allow == yes);
  // Where there is no value.
  CHECK(holds("StringEquals", R"("${aws:username}")", one("eve")) == no);
  CHECK(holds("StringEquals", R"("${aws:username}")", one("")) == no);
  CHECK(holds("StringNotEquals", R"("${aws:username}")", one("eve")) == yes);
  CHECK(holds("StringLike", R"("*${aws:username}*")", one("eve")) == no);
  CHECK(holds("StringEquals", R"(["${aws:username}","eve"])", one("eve")) == yes);
  CHECK(holds("ArnNotLike", R"("arn:aws:iam::*:user/${aws:username}")",
              one("arn:aws:iam::111122223333:user/eve")) == yes);
  // "Specifying default values"
  CHECK(holds("StringEquals", R"("${aws:username, 'company-wide'}")", one("company-wide")) == yes);
  CHECK(test("StringEquals", "${aws:username, 'company-wide'}", "company-wide", "eve") == no);
  CHECK(test("StringEquals", "${aws:username, 'company-wide'}", "eve", "eve") == yes);
  // One of many values: which?
  CHECK(holds("StringEquals", R"("${aws:TagKeys}")", one("a"), "2012-10-17",
              {{"aws:TagKeys", {"a", "b"}}}) == unknown);
  // Not in numbers, dates, addresses.
  CHECK(holds("NumericEquals", R"("${s3:max-keys}")", one("1"), "2012-10-17",
              {{"s3:max-keys", {"1"}}}) == unknown);

  auto const home = document(
      statement("Allow", everyone, {}, "s3:GetObject", "arn:aws:s3:::logs/${aws:username}/*"));
  auto const file = for_action(by(user(other, "eve")), "s3:GetObject", "arn:aws:s3:::logs/eve/k");
  CHECK(evaluate(home, with(file, "aws:username", {"eve"})).allow == yes);
  CHECK(evaluate(home, with(file, "aws:username", {"bob"})).allow == no);
  CHECK(evaluate(home, with(file, "aws:username", {"*"})).allow == no);
  CHECK(evaluate(home, file).allow == yes); // the user's ARN ends with the name
  CHECK(
      evaluate(home, for_action(by(user(other, "bob")), "s3:GetObject", "arn:aws:s3:::logs/eve/k"))
          .allow == no);
  auto const by_session = by("arn:aws:sts::111122223333:assumed-role/r/eve");
  CHECK(evaluate(home, for_action(by_session, "s3:GetObject", "arn:aws:s3:::logs/eve/k")).allow ==
        no); // has none
  auto const but_home = document(R"({"Effect":"Allow","Principal":"*","Action":"*","NotResource":)"
                                 R"("arn:aws:s3:::logs/${aws:username}/*"})");
  CHECK(evaluate(but_home, with(file, "aws:username", {"eve"})).allow == no);
  CHECK(evaluate(but_home, with(file, "aws:username", {"bob"})).allow == yes);
  CHECK(evaluate(but_home, file).allow == no);
  CHECK(
      evaluate(but_home, for_action(by_session, "s3:GetObject", "arn:aws:s3:::logs/eve/k")).allow ==
      unknown);
}

// "aws:PrincipalArn" of a session is the role's ARN, with a path that the session's own leaves out
TEST_CASE("the role of a session is known but for its path") {
  auto const holds_for_session = [](std::string_view operation, std::string_view pattern) {
    auto const read = document(join({R"({"Effect":"Allow","Principal":"*","Action":"*",)",
                                     R"("Resource":"*","Condition":{")", operation,
                                     R"(":{"aws:PrincipalArn":")", pattern, R"("}}})"}));
    return evaluate(read, by("arn:aws:sts::111122223333:assumed-role/Admin/eve")).allow;
  };
  for (std::string_view const like : {"ArnLike", "StringLike"}) {
    CAPTURE(like);
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:role/*") == yes);
    CHECK(holds_for_session(like, "arn:aws:iam::*:role/*Admin") == yes);
    CHECK(holds_for_session(like, "*") == (like == "ArnLike" ? unknown : yes)); // no ARN
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:role/Admin") == unknown);
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:role/team/*") == unknown);
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:role/Reader") == no);
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:role/*/Reader") == no);
    CHECK(holds_for_session(like, "arn:aws:iam::111122223333:user/*") == no);
    CHECK(holds_for_session(like, "arn:aws:iam::444455556666:role/*") == no);
  }
  CHECK(holds_for_session("ArnNotLike", "arn:aws:iam::*:role/OrgAdmin") == yes);
  CHECK(holds_for_session("ArnNotLike", "arn:aws:iam::*:role/Admin") == unknown);
  CHECK(holds_for_session("ArnNotLike", "arn:aws:iam::*:role/*") == no);
  CHECK(holds_for_session("StringEquals", "arn:aws:iam::111122223333:role/Admin") == unknown);
  CHECK(holds_for_session("StringNotEquals", "arn:aws:iam::111122223333:role/Else") == yes);
}

// "Policy evaluation logic": an explicit deny overrides
TEST_CASE("what a document says as a whole, and which statement decides") {
  constexpr auto none = trailaudit::policy_decision::no_statement;
  auto const allow = statement("Allow", everyone);
  auto const deny = statement("Deny", everyone);
  auto const elsewhere = statement("Allow", everyone, {}, "s3:PutObject");
  auto const open_deny =
      statement("Deny", everyone, R"(,"Condition":{"StringMatches":{"test:key":"a"}})");
  auto const open_allow =
      statement("Allow", everyone, R"(,"Condition":{"StringMatches":{"test:key":"a"}})");
  auto const said = [](std::initializer_list<std::string_view> statements) {
    std::string all;
    for (auto const each : statements) {
      all += all.empty() ? "" : ",";
      all += each;
    }
    auto const read = document(all);
    auto const out = evaluate(read, by_anyone());
    for (std::size_t at = 0; at != statements.size(); ++at) {
      auto const alone = match(read, at, by_anyone());
      CHECK(alone.reason.empty() == (alone.applies != unknown));
    }
    return out;
  };
  auto const nothing = said({elsewhere});
  CHECK(nothing.granted == no);
  CHECK(nothing.allow == no);
  CHECK(nothing.statement == none);
  auto const granted = said({elsewhere, allow, allow});
  CHECK(granted.granted == yes);
  CHECK(granted.statement == 1);
  auto const denied = said({allow, deny, deny});
  CHECK(denied.allow == yes);
  CHECK(denied.deny == yes);
  CHECK(denied.granted == no);
  CHECK(denied.statement == 1);
  auto const perhaps_denied = said({allow, open_deny});
  CHECK(perhaps_denied.granted == unknown);
  CHECK(perhaps_denied.deny == unknown);
  CHECK(perhaps_denied.statement == 1);
  CHECK_FALSE(perhaps_denied.reason.empty());
  auto const perhaps_allowed = said({elsewhere, open_allow});
  CHECK(perhaps_allowed.granted == unknown);
  CHECK(perhaps_allowed.statement == 1);
  auto const both_allowed = said({open_allow, allow});
  CHECK(both_allowed.granted == yes);
  CHECK(both_allowed.statement == 1);
  CHECK(said({open_allow, deny}).granted == no);
  CHECK(said({elsewhere, open_deny}).granted == no);
  CHECK(said({open_deny, deny, allow}).statement == 1);
  CHECK(evaluate(policy{}, by_anyone()).granted == no);
  // A policy of an identity names no principal.
  CHECK(evaluate(document(statement("Allow", "")), by(user(other))).granted == yes);
}

TEST_CASE("a statement with a flaw may allow and deny anything") {
  auto read = document(statement("Allow", everyone, {}, "s3:PutObject"));
  read.flaws = {{trailaudit::policy_flaw_code::unknown_element, 0, "/Statement/0/x", "x"}};
  auto const of_one = evaluate(read, by_anyone());
  CHECK(of_one.allow == unknown);
  CHECK(of_one.deny == unknown);
  CHECK(of_one.granted == unknown);
  CHECK_FALSE(of_one.reason.empty());
  CHECK(match(read, 0, by_anyone()).applies == unknown);
  auto another = document(join({statement("Allow", everyone), ",", statement("Allow", everyone)}));
  another.flaws = {{trailaudit::policy_flaw_code::duplicate_element, 1, "/Statement/1", ""}};
  CHECK(evaluate(another, by_anyone()).allow == yes);
  CHECK(evaluate(another, by_anyone()).granted == unknown);
  CHECK(match(another, 0, by_anyone()).applies == yes);
  auto whole = document(statement("Deny", everyone));
  whole.flaws = {{trailaudit::policy_flaw_code::duplicate_element,
                  trailaudit::policy_flaw::no_statement, "/Version", ""}};
  CHECK(evaluate(whole, by_anyone()).allow == unknown);
  CHECK(evaluate(whole, by_anyone()).granted != yes);
}

// --- All policies together

constexpr std::string_view on_logs = R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*")";

policy allowing(std::string_view principal = {}) {
  return document(join({R"({"Effect":"Allow",)", principal, on_logs, "}"}));
}
policy denying(std::string_view principal = {}) {
  return document(join({R"({"Effect":"Allow",)", principal, R"("Action":"*","Resource":"*"},)",
                        R"({"Effect":"Deny",)", principal, on_logs, "}"}));
}
policy silent(std::string_view principal = {}) {
  return document(join(
      {R"({"Effect":"Allow",)", principal, R"("Action":"ec2:DescribeInstances","Resource":"*"})"}));
}
policy undecided(std::string_view principal = {}) {
  return document(join({R"({"Effect":"Allow",)", principal, on_logs,
                        R"(,"Condition":{"StringMatches":{"test:key":"a"}}})"}));
}
std::string named(std::string_view arn) { return join({R"("Principal":{"AWS":")", arn, R"("},)"}); }

struct policies {
  std::optional<policy> resource{};
  std::vector<policy> identity{};
  std::optional<policy> boundary{};
  std::optional<policy> session{};
  std::vector<policy> scp{};
  std::vector<policy> rcp{};
};

trailaudit::authorization ask(policies const& all, policy_request const& request) {
  policy_set set;
  set.resource = all.resource ? &*all.resource : nullptr;
  set.identity = all.identity;
  set.boundary = all.boundary ? &*all.boundary : nullptr;
  set.session = all.session ? &*all.session : nullptr;
  set.scp = all.scp;
  set.rcp = all.rcp;
  auto const said = authorize(set, request);
  CHECK(said.granted == both(said.allow, negation(said.deny)));
  CHECK((said.granted == yes || said.decided_by != policy_kind::none));
  return said;
}
ternary granted(policies const& all, policy_request const& request) {
  return ask(all, request).granted;
}

// "Determining whether a request is allowed or denied within an account"
TEST_CASE("within an account one of two suffices") {
  auto const caller = by(user(own));
  CHECK(granted({.identity = {allowing()}}, caller) == yes);
  CHECK(granted({.identity = {silent(), allowing()}}, caller) == yes);
  CHECK(granted({.resource = allowing(named(user(own)))}, caller) == yes);
  CHECK(granted({.resource = allowing(everyone)}, caller) == yes);
  CHECK(granted({.resource = silent(everyone), .identity = {allowing()}}, caller) == yes);
  CHECK(granted({}, caller) == no);
  CHECK(granted({.resource = silent(everyone), .identity = {silent()}}, caller) == no);
  CHECK(granted({.identity = {undecided()}}, caller) == unknown);
  CHECK(granted({.resource = allowing(named(user(own))), .identity = {undecided()}}, caller) ==
        yes);
  auto const by_identity = ask({.identity = {allowing(), denying()}}, caller);
  CHECK(by_identity.granted == no);
  CHECK(by_identity.deny == yes);
  CHECK(by_identity.decided_by == policy_kind::identity);
  auto const by_resource = ask({.resource = denying(everyone), .identity = {allowing()}}, caller);
  CHECK(by_resource.granted == no);
  CHECK(by_resource.decided_by == policy_kind::resource);
}

// "Cross-account policy evaluation logic"
TEST_CASE("across accounts both must allow") {
  auto const caller = by(user(other));
  CHECK(granted({.resource = allowing(named(root(other))), .identity = {allowing()}}, caller) ==
        yes);
  CHECK(granted({.resource = allowing(named(user(other))), .identity = {allowing()}}, caller) ==
        yes);
  CHECK(granted({.resource = allowing(everyone), .identity = {allowing()}}, caller) == yes);
  CHECK(granted({.resource = allowing(named(user(other)))}, caller) == no);
  CHECK(granted({.identity = {allowing()}}, caller) == no);
  CHECK(granted({.resource = silent(everyone), .identity = {allowing()}}, caller) == no);
  CHECK(granted({.resource = undecided(everyone), .identity = {allowing()}}, caller) == unknown);
  CHECK(granted({.resource = undecided(everyone)}, caller) == no);
  CHECK(granted({.resource = allowing(everyone), .identity = {denying()}}, caller) == no);
  CHECK(ask({.resource = allowing(everyone)}, caller).decided_by == policy_kind::identity);
  CHECK(ask({.identity = {allowing()}}, caller).decided_by == policy_kind::resource);
}

TEST_CASE("where the accounts are not known both rules must agree") {
  auto caller = by(user(own));
  caller.account.clear();
  CHECK(granted({.resource = allowing(everyone), .identity = {allowing()}}, caller) == yes);
  CHECK(granted({.resource = allowing(everyone)}, caller) == unknown);
  CHECK(granted({.identity = {allowing()}}, caller) == unknown);
  CHECK(granted({.resource = silent(everyone), .identity = {silent()}}, caller) == no);
  CHECK(granted({.resource = denying(everyone), .identity = {allowing()}}, caller) == no);
}

// The anonymous and services have no policies of their own: "AWS JSON policy elements: Principal"
TEST_CASE("the anonymous and services need the resource's policy alone") {
  auto const service = request_by(principal_type::service, "cloudtrail.amazonaws.com");
  constexpr std::string_view cloudtrail = R"("Principal":{"Service":"cloudtrail.amazonaws.com"},)";
  CHECK(granted({.resource = allowing(everyone)}, by_anyone()) == yes);
  CHECK(granted({.resource = allowing(cloudtrail)}, service) == yes);
  CHECK(granted({.resource = allowing(cloudtrail)}, by_anyone()) == no);
  CHECK(granted({.resource = silent(everyone)}, by_anyone()) == no);
  CHECK(granted({}, service) == no);
  CHECK(granted({.resource = denying(everyone)}, service) == no);
}

// AWS Key Management Service Developer Guide, "Key policies" and "Default key policy": no principal
// has permissions unless the key policy allows it or enables IAM policies by naming the account
TEST_CASE("a key's policy must always allow") {
  constexpr std::string_view key =
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  auto const decrypt = [&](std::string_view arn) {
    return for_action(by(arn), "kms:Decrypt", key);
  };
  auto const key_policy = [](std::string_view principal) {
    return document(
        join({R"({"Effect":"Allow",)", principal, R"("Action":"kms:*","Resource":"*"})"}));
  };
  auto const identity = document(R"({"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"})");
  auto const caller = decrypt(user(own));
  CHECK(granted({.resource = key_policy(named(user(own)))}, caller) == yes);
  CHECK(granted({.resource = key_policy(named(root(own))), .identity = {identity}}, caller) == yes);
  CHECK(granted({.resource = key_policy(named(root(own)))}, caller) == no);
  CHECK(granted({.resource = key_policy(named(role(own, "admin"))), .identity = {identity}},
                caller) == no);
  auto const from_outside = decrypt(user(other));
  CHECK(granted({.resource = key_policy(named(root(other))), .identity = {identity}},
                from_outside) == yes);
  CHECK(granted({.resource = key_policy(named(user(other)))}, from_outside) == no);
  CHECK(granted({.resource = key_policy(named(root(own))), .identity = {identity}}, from_outside) ==
        no);
}

// "Permissions boundaries for IAM entities" and, for what resource policies grant, the section on
// resource-based policies in "Determining whether a request is allowed or denied within an account"
TEST_CASE("a boundary limits") {
  auto const caller = by(user(own));
  CHECK(granted({.identity = {allowing()}, .boundary = allowing()}, caller) == yes);
  CHECK(granted({.boundary = allowing()}, caller) == no);
  auto const limited = ask({.identity = {allowing()}, .boundary = silent()}, caller);
  CHECK(limited.granted == no);
  CHECK(limited.deny == no);
  CHECK(limited.decided_by == policy_kind::boundary);
  CHECK(granted({.identity = {allowing()}, .boundary = undecided()}, caller) == unknown);
  CHECK(granted({.resource = allowing(named(user(own))), .boundary = silent()}, caller) == yes);
  CHECK(granted({.resource = allowing(named(user(own))), .boundary = denying()}, caller) == no);
  CHECK(granted({.resource = allowing(named(role(own))), .boundary = silent()}, by(session(own))) ==
        no);
  CHECK(granted({.resource = allowing(named(role(own))), .boundary = allowing()},
                by(session(own))) == yes);
  CHECK(granted({.resource = allowing(named(session(own))), .boundary = silent()},
                by(session(own))) == yes);
  // "IAM role principals": it does not limit what is granted to `*` with a condition on
  // `aws:PrincipalArn`; of `*` without one the guide says nothing.
  CHECK(granted({.resource = allowing(everyone), .boundary = silent()}, by(session(own))) ==
        unknown);
  CHECK(granted({.resource = allowing(everyone), .boundary = denying()}, by(session(own))) == no);
  CHECK(granted({.resource = allowing(everyone), .boundary = silent()}, caller) == yes);
  // Across accounts it limits the identity's policies.
  CHECK(granted({.resource = allowing(named(user(other))),
                 .identity = {allowing()},
                 .boundary = silent()},
                by(user(other))) == no);
}

// IAM User Guide, "AWS JSON policy elements: NotPrincipal": in a Deny it meets every principal with
// a permissions boundary, also one that it lists.
TEST_CASE("who has a boundary is denied by all but some, be he among them") {
  auto const all_but = [](std::string_view ids) {
    return document(join({R"({"Effect":"Deny","NotPrincipal":{"AWS":)", ids, "},", on_logs, "}"}));
  };
  auto const listed = join({R"([")", user(own), R"(","arn:aws:iam::)", own, R"(:root"])"});
  auto const caller = by(user(own));
  CHECK(granted({.resource = all_but(listed), .identity = {allowing()}}, caller) == yes);
  CHECK(granted({.resource = all_but(listed), .identity = {allowing()}, .boundary = allowing()},
                caller) == no);
  CHECK(granted({.resource = all_but(join({R"(")", own, R"(")"})),
                 .identity = {allowing()},
                 .boundary = allowing()},
                caller) == no);
  // Only what the statement is about.
  CHECK(granted({.resource = all_but(listed), .identity = {silent()}, .boundary = silent()},
                for_action(caller, "ec2:DescribeInstances", "*")) == yes);
}

// AWS JSON policy elements, "Principal": resources' policies must have one, callers' must not
TEST_CASE("a principal where AWS takes none, and none where it wants one") {
  auto const caller = by(user(own));
  CHECK(granted({.resource = allowing()}, by_anyone()) == unknown);
  CHECK(granted({.resource = allowing()}, caller) == unknown);
  CHECK(granted({.resource = denying(), .identity = {allowing()}}, caller) == unknown);
  CHECK(granted({.identity = {allowing(everyone)}}, caller) == unknown);
  CHECK(granted({.identity = {allowing()}, .boundary = allowing(everyone)}, caller) == unknown);
  CHECK(granted({.identity = {allowing()}, .session = allowing(everyone)}, caller) == unknown);
  CHECK(granted({.identity = {allowing()}, .scp = {allowing(everyone)}}, caller) == unknown);
  // Where it decides nothing it is no matter.
  CHECK(granted({.identity = {allowing(), silent(everyone)}}, caller) == yes);
}

// "Policies and permissions in IAM", session policies
TEST_CASE("a session policy limits") {
  auto const caller = by(session(own));
  CHECK(granted({.identity = {allowing()}, .session = allowing()}, caller) == yes);
  CHECK(granted({.session = allowing()}, caller) == no);
  auto const limited = ask({.identity = {allowing()}, .session = silent()}, caller);
  CHECK(limited.granted == no);
  CHECK(limited.decided_by == policy_kind::session);
  CHECK(granted({.resource = allowing(named(role(own))), .session = silent()}, caller) == no);
  CHECK(granted({.resource = allowing(named(role(own))), .session = allowing()}, caller) == yes);
  CHECK(granted({.resource = allowing(named(session(own))), .session = silent()}, caller) == yes);
  CHECK(granted({.resource = allowing(named(session(own))), .session = denying()}, caller) == no);
}

// AWS Organizations User Guide, "Service control policies (SCPs)"
TEST_CASE("a service control policy limits the account's principals") {
  auto const caller = by(user(own));
  CHECK(granted({.identity = {allowing()}, .scp = {allowing()}}, caller) == yes);
  CHECK(granted({.scp = {allowing()}}, caller) == no);
  auto const limited = ask({.identity = {allowing()}, .scp = {silent()}}, caller);
  CHECK(limited.granted == no);
  CHECK(limited.decided_by == policy_kind::scp);
  auto const denied = ask({.identity = {allowing()}, .scp = {denying()}}, caller);
  CHECK(denied.deny == yes);
  CHECK(denied.decided_by == policy_kind::scp);
  CHECK(granted({.resource = allowing(named(user(own))), .scp = {silent()}}, caller) == no);
  CHECK(granted({.identity = {allowing()}, .scp = {undecided()}}, caller) == unknown);
  // Neither services nor the anonymous are principals of an account.
  CHECK(granted({.resource = allowing(everyone), .scp = {denying()}}, by_anyone()) == yes);
  CHECK(granted({.resource = allowing(everyone), .scp = {silent()}},
                request_by(principal_type::service, "cloudtrail.amazonaws.com")) == yes);
}

// "How SCPs work": "an explicit Allow statement at every level from the root through each OU"
TEST_CASE("every level of service control policies must allow") {
  std::vector<policy> const identity{allowing()};
  std::vector<policy> const allows{allowing()};
  std::vector<policy> const keeps_silent{silent()};
  std::vector<policy> const both_kinds{silent(), allowing()};
  std::vector<policy> const denies{allowing(), denying()};
  auto const with_levels = [&](std::vector<std::span<policy const>> const& levels) {
    policy_set set;
    set.identity = identity;
    set.scp_levels = levels;
    auto const said = authorize(set, by(user(own)));
    CHECK((said.granted == yes || said.decided_by == policy_kind::scp));
    return said.granted;
  };
  CHECK(with_levels({allows, both_kinds, allows}) == yes);
  CHECK(with_levels({allows, keeps_silent}) == no);
  CHECK(with_levels({keeps_silent, allows}) == no);
  CHECK(with_levels({allows, denies}) == no);
  CHECK(with_levels({}) == yes);
}

// AWS Organizations User Guide, "Resource control policies (RCPs)": they bind whoever asks
TEST_CASE("a resource control policy limits everyone") {
  auto const service = request_by(principal_type::service, "cloudtrail.amazonaws.com");
  auto const resource = allowing(everyone);
  CHECK(granted({.resource = resource, .rcp = {allowing(everyone)}}, by_anyone()) == yes);
  for (auto const& caller : {by_anyone(), by(user(own)), service}) {
    auto const denied = ask({.resource = resource, .rcp = {denying(everyone)}}, caller);
    CHECK(denied.granted == no);
    CHECK(denied.deny == yes);
    CHECK(denied.decided_by == policy_kind::rcp);
    // The policy that allows everything is always attached, and what is written beside it denies.
    CHECK(granted({.resource = resource, .rcp = {silent(everyone)}}, caller) == yes);
  }
  CHECK(granted({.rcp = {allowing(everyone)}}, by(user(own))) == no);
  // "Resources and entities not restricted by RCPs"
  auto const keys =
      document(join({R"({"Effect":"Allow",)", everyone, R"("Action":"kms:*","Resource":"*"})"}));
  auto const no_keys =
      document(join({R"({"Effect":"Deny",)", everyone, R"("Action":"kms:*","Resource":"*"})"}));
  for (std::string_view const action : {"kms:RetireGrant", "kms:retiregrant", "kms:Decrypt"}) {
    auto const request =
        for_action(by(user(own)), action, join({"arn:aws:kms:us-east-1:", own, ":key/1"}));
    CHECK(granted({.resource = keys, .rcp = {no_keys}}, request) ==
          (action == "kms:Decrypt" ? no : yes));
  }
  CHECK(granted({.resource = resource, .identity = {allowing()}, .rcp = {denying(everyone)}},
                by(user(other))) == no);
}

// "How permissions and policies provide access management": no action of KMS's that uses no key
// asks a key's policy
TEST_CASE("actions without a key rest on the caller's policies") {
  auto const identity = document(R"({"Effect":"Allow","Action":"kms:*","Resource":"*"})");
  auto const create = for_action(by(user(own)), "kms:CreateKey", "*");
  CHECK(granted({.identity = {identity}}, create) == yes);
  CHECK(granted({}, create) == no);
}

// IAM User Guide, "How to use trust policies": a role's policy must always allow
TEST_CASE("a role's policy must name who assumes it") {
  constexpr std::string_view target = "arn:aws:iam::111122223333:role/target";
  auto const trust = [](std::string_view principal) {
    return document(join({R"({"Effect":"Allow",)", principal, R"("Action":"sts:AssumeRole"})"}));
  };
  auto const identity = document(R"({"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"})");
  auto const caller = for_action(by(user(own)), "sts:AssumeRole", target);
  auto const of_lambda = trust(R"("Principal":{"Service":"lambda.amazonaws.com"},)");
  CHECK(granted({.resource = of_lambda, .identity = {identity}}, caller) == no);
  CHECK(granted({.resource = trust(named(root(own))), .identity = {identity}}, caller) == yes);
  CHECK(granted({.resource = trust(named(root(own)))}, caller) == no);
  CHECK(granted({.resource = trust(named(user(own)))}, caller) == yes);
  // AWS STS API Reference, "AssumeRole": not with the credentials of the root user
  CHECK(granted({.resource = trust(named(root(own))), .identity = {identity}},
                for_action(by(root(own)), "sts:AssumeRole", target)) == no);
  auto const federated = for_action(request_by(principal_type::federated, "accounts.google.com"),
                                    "sts:AssumeRoleWithWebIdentity", target);
  auto const by_google =
      document(R"({"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},)"
               R"("Action":"sts:AssumeRoleWithWebIdentity"})");
  CHECK(granted({.resource = by_google}, federated) == yes);
  CHECK(granted({.resource = of_lambda}, federated) == no);
}

// "Permissions for GetFederationToken": without a session policy, none of the user's
TEST_CASE("a federated user has what the session's policy says") {
  auto const caller = by("arn:aws:sts::111122223333:federated-user/bob");
  CHECK(granted({.identity = {allowing()}}, caller) == no);
  CHECK(granted({.identity = {allowing()}, .session = allowing()}, caller) == yes);
  CHECK(granted({.resource = allowing(named("arn:aws:sts::111122223333:federated-user/bob"))},
                caller) == yes);
}

// Amazon S3 API Reference, "DeleteBucketPolicy": the owner's root user may, whatever it denies
TEST_CASE("the root user mends a bucket's policy that denies him everything") {
  auto const denies = document(
      R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs"})");
  for (std::string_view const action :
       {"s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"}) {
    CHECK(granted({.resource = denies}, for_action(by(root(own)), action, "arn:aws:s3:::logs")) ==
          yes);
    CHECK(granted({.resource = denies}, for_action(by(root(other)), action, "arn:aws:s3:::logs")) ==
          no);
  }
  CHECK(granted({.resource = denies},
                for_action(by(root(own)), "s3:DeleteBucket", "arn:aws:s3:::logs")) == no);
}

// AWS Organizations User Guide: neither kind of policy binds service-linked roles
TEST_CASE("the organization's policies do not bind the roles of services") {
  auto const linked = by("arn:aws:iam::111122223333:role/aws-service-role/cloudtrail.amazonaws.com/"
                         "AWSServiceRoleForCloudTrail");
  auto const session = by("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForCloudTrail/s");
  for (auto const& limit : {denying(), silent()}) {
    CHECK(granted({.identity = {allowing()}, .scp = {limit}}, linked) == yes);
    CHECK(granted({.identity = {allowing()}, .scp = {limit}}, session) == unknown);
    CHECK(granted({.identity = {allowing()}, .scp = {limit}}, by(role(own))) == no);
  }
  CHECK(granted(
            {.resource = allowing(everyone), .identity = {allowing()}, .rcp = {denying(everyone)}},
            linked) == yes);
}

// AWS STS API Reference, "GetCallerIdentity": also where a policy denies it
TEST_CASE("who one is may be asked by everybody") {
  auto const denies = document(R"({"Effect":"Deny","Action":"*","Resource":"*"})");
  CHECK(granted({.identity = {denies}}, for_action(by(user(own)), "sts:GetCallerIdentity", "*")) ==
        yes);
}

} // namespace
