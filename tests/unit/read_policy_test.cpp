#include <support/files.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_policy.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Policies of every kind: what is kept, what is told of the rest, and that they are written as they
// came. The fixtures in `tests/fixtures/policies` say by hand what is wrong with each.

namespace {

using trailaudit::policy_flaw;
using trailaudit::policy_flaw_code;
using trailaudit::read_policy;
using trailaudit::write_policy;

// A string's text.
std::string unescaped(std::string_view quoted) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(quoted, limits, scratch);
  std::string_view text;
  REQUIRE(in.string(text));
  return std::string(text);
}

std::string told(trailaudit::list<policy_flaw> const& flaws) {
  std::string out;
  for (auto const& each : flaws) {
    out += to_string(each.code);
    out += ' ';
    out += each.statement == policy_flaw::no_statement ? "-1" : std::to_string(each.statement);
    out += " `" + each.pointer + "` `" + each.what + "`\n";
  }
  return out;
}

// The same of a fixture's list.
std::string told(std::string_view flaws) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(flaws, limits, scratch);
  std::string out;
  REQUIRE(in.begin_array());
  for (bool first = true; in.next_element(first);) {
    (void)in.peek();
    auto const from = in.here();
    REQUIRE(in.skip_value());
    auto const each = in.text_since(from);
    out += support::text_of(each, "code") + ' ';
    out += std::string(support::member(each, "statement").value()) + " `";
    out += support::text_of(each, "pointer") + "` `" + support::text_of(each, "what") + "`\n";
  }
  REQUIRE(in.ok());
  return out;
}

std::string snapshot_with(std::string_view policy) {
  return R"({"schema":"trailaudit.snapshot.v1","captures":[{"call":"s3:GetBucketPolicy",)"
         R"("request":{"Bucket":"b"},"response":{"Policy":)" +
         std::string(policy) + "}}]}";
}

trailaudit::policy const& policy_in(trailaudit::snapshot const& world) {
  return world.get_bucket_policy.front().response.policy.value;
}

TEST_CASE("every policy fixture: its flaws, alone, in a string and as an object") {
  trailaudit::snapshot_reader reader; // used again: what is left over would show
  trailaudit::snapshot world;
  std::size_t flawed = 0;
  std::size_t sound = 0;
  for (auto const& path : support::json_files("tests/fixtures/policies")) {
    auto const fixture = support::read_file(path);
    INFO(path.filename().string());
    auto const quoted = support::member(fixture, "policy").value();
    auto const text = unescaped(quoted);
    auto const document = read_policy(text);
    CHECK(told(document.flaws) == told(support::member(fixture, "flaws").value()));
    (document.flaws.empty() ? sound : flawed) += 1;

    CHECK(read_policy(write_policy(document)) == document);
    if (!document.flaws.empty()) {
      CHECK(document.text == text);
      CHECK(write_policy(document) == text);
    }

    REQUIRE(reader.read(snapshot_with(quoted), world).has_value());
    bool const deep = path.filename() == "policy-deep.json"; // deeper by the levels around it
    CHECK((deep ? policy_in(world).text == text : policy_in(world) == document));
    auto const again = trailaudit::read_snapshot(trailaudit::write_snapshot(world));
    REQUIRE(again.has_value());
    CHECK(*again == world);

    bool const is_object =
        text.starts_with('{') &&
        (document.flaws.empty() || (document.flaws[0].code != policy_flaw_code::not_json &&
                                    document.flaws[0].code != policy_flaw_code::too_large));
    if (is_object) {
      REQUIRE(reader.read(snapshot_with(text), world).has_value());
      CHECK(policy_in(world) == document);
    }
  }
  CHECK(flawed > 30);
  CHECK(sound > 5);
}

TEST_CASE("what can be read of a flawed policy is kept") {
  auto const document = read_policy(
      R"({"Version":"2012-10-17","Version":"2008-10-17","Statement":[7,
          {"Effect":"Deny","Effect":"Allow","Principal":{"AWS":["a",5]},"Action":["x",null,"y"],
           "Condition":{"Bool":{"k":["v",{}],"l":true},"Null":5}},
          {"Effect":"allow","NotAction":"z"}]})");
  CHECK(document.version == "2012-10-17");
  REQUIRE(document.statement.values.size() == 3);
  CHECK(document.statement.values[0] == trailaudit::policy_statement{});
  auto const& second = document.statement.values[1];
  CHECK(second.effect == "Deny");
  CHECK(second.principal->groups[0].ids.values == trailaudit::list<std::string>{"a"});
  CHECK(second.action.values == trailaudit::list<std::string>{"x", "y"});
  REQUIRE(second.condition.conditions.size() == 3);
  CHECK(second.condition.conditions[0].values.values == trailaudit::list<std::string>{"v"});
  CHECK(second.condition.conditions[1].unquoted == trailaudit::list<std::uint32_t>{0});
  CHECK(second.condition.conditions[2].operation == "Null");
  CHECK(document.statement.values[2].effect == "allow");
}

TEST_CASE("a list of principals without types is one of type AWS") {
  auto const document =
      read_policy(R"({"Statement":{"Effect":"Allow","Principal":["x","*"],"NotAction":"s3:*"}})");
  CHECK(document.flaws.empty());
  auto const& principal = document.statement.values[0].principal;
  REQUIRE(principal.has_value());
  CHECK(principal->text.empty());
  CHECK(principal->untyped);
  REQUIRE(principal->groups.size() == 1);
  CHECK(principal->groups[0].type == "AWS");
  CHECK(principal->groups[0].ids.values == trailaudit::list<std::string>{"x", "*"});
}

TEST_CASE("a sound policy is written compact, in the order of the grammar") {
  std::string_view const text =
      R"( {"Statement": [{"Condition": {"Bool": {"k": true, "l": ["a", 1.50, "2"]}, "Null": {}},)"
      R"( "Resource": ["r"], "Action": [], "Effect": "Allow"}], "Version": "2012-10-17"} )";
  auto const document = read_policy(text);
  CHECK(document.flaws.empty());
  CHECK(document.text.empty());
  CHECK(write_policy(document) ==
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[],"Resource":["r"],)"
        R"("Condition":{"Bool":{"k":true,"l":["a",1.50,"2"]},"Null":{}}}]})");
}

TEST_CASE("a policy made by hand is written as JSON") {
  trailaudit::policy document;
  auto& statement = document.statement.values.emplace_back();
  statement.effect = "Allow";
  statement.action.values = {"a"};
  auto& condition = statement.condition.conditions.emplace_back();
  condition.operation = "Bool";
  condition.key = "k";
  condition.values.values = {"true", "truth", "0", "00", "1.", "-", "1e5", "1e", "-0.5E-2", ""};
  condition.unquoted = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  CHECK(write_policy(document) ==
        R"({"Statement":{"Effect":"Allow","Action":"a","Condition":{"Bool":{"k":)"
        R"([true,"truth",0,"00","1.","-",1e5,"1e",-0.5E-2,""]}}}})");
}

TEST_CASE("a flawed policy leaves nothing behind in a snapshot that is filled again") {
  std::string_view const good =
      R"("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a\",\"Condition\":{\"A\":{\"k\":\"v\"}}}]}")";
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot world;
  for (std::string_view const bad :
       {R"("{\"Statement\":[{\"Effect\":5,\"Condition\":{\"A\":{\"k\":[true]}}}]}")", R"("{")",
        R"("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[],\"Principal\":[\"*\"],)"
        R"(\"Sid\":\"\"}]}")"}) {
    REQUIRE(reader.read(snapshot_with(bad), world).has_value());
    CHECK_FALSE(policy_in(world).text.empty());
    REQUIRE(reader.read(snapshot_with(good), world).has_value());
    CHECK(policy_in(world) == policy_in(*trailaudit::read_snapshot(snapshot_with(good))));
    CHECK(policy_in(world).text.empty());
    CHECK(policy_in(world).flaws.empty());
  }
}

TEST_CASE("limits") {
  trailaudit::read_limits limits;
  limits.max_bytes = 10;
  auto document = read_policy(R"({"Statement":[]})", limits);
  REQUIRE(document.flaws.size() == 1);
  CHECK(document.flaws[0].code == policy_flaw_code::too_large);
  CHECK(write_policy(document) == R"({"Statement":[]})");

  limits = {};
  limits.max_string_bytes = 9;
  document = read_policy(R"({"Statement":{"Effect":"Deny","Action":"0123456789"}})", limits);
  CHECK(told(document.flaws) ==
        "too_large -1 `/Statement/Action` `a string longer than the limit `max_string_bytes``\n");
  CHECK(document.statement.values.empty());

  std::string many = R"({"Statement":{"Effect":"Deny","Action":"a","Condition":{"Bool":{)";
  for (std::size_t at = 0; at != trailaudit::max_conditions + 2; ++at) {
    many += (at == 0 ? "\"" : ",\"") + std::to_string(at) + R"(":[])";
  }
  document = read_policy(many + "}}}}");
  CHECK(told(document.flaws) ==
        "too_large 0 `/Statement/Condition/Bool/4096` `more conditions than the limit "
        "`max_conditions``\n"
        "too_large 0 `/Statement/Condition/Bool/4097` `more conditions than the limit "
        "`max_conditions``\n");
  CHECK(document.statement.values[0].condition.conditions.size() == trailaudit::max_conditions);
}

TEST_CASE("the last of very many flaws speaks for all others") {
  std::string text = R"({"Statement":[)";
  for (int at = 0; at != 1000; ++at) {
    text += at == 0 ? "5" : ",5";
  }
  auto const document = read_policy(text + "]}");
  REQUIRE(document.flaws.size() == trailaudit::max_policy_flaws);
  CHECK(document.flaws[254].statement == 254);
  auto const& last = document.flaws.back();
  CHECK(last.code == policy_flaw_code::too_large);
  CHECK(last.statement == policy_flaw::no_statement);
  CHECK(document.statement.values.size() == 1000);
}

TEST_CASE("a long key is cut in a flaw, at the end of a character") {
  std::string const key = std::string(255, 'k') + "\xC3\xA9 and more";
  auto const document = read_policy(R"({"Statement":[],")" + key + R"(":[]})");
  REQUIRE(document.flaws.size() == 1);
  CHECK(document.flaws[0].what == std::string(255, 'k') + "...");
  CHECK(document.flaws[0].pointer == "/" + std::string(255, 'k') + "...");
  CHECK(document.unrecognized[0] == key);
}

// Requests.

std::string said(std::string_view text) {
  auto const read = trailaudit::read_policy_request(text);
  return read ? trailaudit::write_policy_request(*read)
              : std::string(to_string(read.error().code)) + ' ' + read.error().pointer;
}

TEST_CASE("a request with everything") {
  auto const read = trailaudit::read_policy_request(R"({
      "principal": {"type": "aws", "id": "arn:aws:iam::111122223333:role/reader"},
      "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/a", "account": "444455556666",
      "context": {"aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b"], "empty": [],
                  "aws:SecureTransport": true, "s3:max-keys": 1.50, "mixed": ["x", 5, false]}})");
  REQUIRE(read.has_value());
  trailaudit::policy_request expected;
  expected.principal = {trailaudit::principal_type::aws, "arn:aws:iam::111122223333:role/reader"};
  expected.action = "s3:GetObject";
  expected.resource = "arn:aws:s3:::logs/a";
  expected.account = "444455556666";
  expected.context = {{"aws:SourceIp", {"203.0.113.9"}},
                      {"aws:TagKeys", {"a", "b"}},
                      {"empty", {}},
                      {"aws:SecureTransport", {"true"}},
                      {"s3:max-keys", {"1.50"}},
                      {"mixed", {"x", "5", "false"}}};
  CHECK(*read == expected);
  auto const text = trailaudit::write_policy_request(*read);
  CHECK(text ==
        R"({"principal":{"type":"aws","id":"arn:aws:iam::111122223333:role/reader"},)"
        R"("action":"s3:GetObject","resource":"arn:aws:s3:::logs/a","account":"444455556666",)"
        R"("context":{"aws:SourceIp":"203.0.113.9","aws:TagKeys":["a","b"],"empty":[],)"
        R"("aws:SecureTransport":"true","s3:max-keys":"1.50","mixed":["x","5","false"]}})");
  CHECK(trailaudit::read_policy_request(text).value() == expected);
}

TEST_CASE("the smallest request, and every type of principal") {
  CHECK(said(R"({"action":"a","principal":{"type":"anonymous"}})") ==
        R"({"principal":{"type":"anonymous"},"action":"a"})");
  for (std::string const type : {"aws", "service", "federated", "canonical"}) {
    auto const text = R"({"principal":{"type":")" + type + R"(","id":"x"},"action":"a"})";
    CHECK(said(text) == text);
  }
}

TEST_CASE("what is no request") {
  CHECK(said("") == "truncated ");
  CHECK(said("[]") == "wrong_type ");
  CHECK(said("{}") == "missing_key ");
  CHECK(said(R"({"principal":{"type":"anonymous"}})") == "missing_key ");
  CHECK(said(R"({"action":"a"})") == "missing_key ");
  CHECK(said(R"({"principal":{"type":"anonymous"},"action":""})") == "missing_key /action");
  CHECK(said(R"({"principal":"*","action":"a"})") == "wrong_type /principal");
  CHECK(said(R"({"principal":{},"action":"a"})") == "missing_key /principal");
  CHECK(said(R"({"principal":{"type":"AWS","id":"x"},"action":"a"})") ==
        "out_of_range /principal/type");
  CHECK(said(R"({"principal":{"type":"aws"},"action":"a"})") == "missing_key /principal");
  CHECK(said(R"({"principal":{"type":"aws","id":""},"action":"a"})") ==
        "missing_key /principal/id");
  CHECK(said(R"({"principal":{"type":"anonymous","id":"x"},"action":"a"})") ==
        "contradiction /principal");
  CHECK(said(R"({"principal":{"type":"aws","id":"x","name":"y"},"action":"a"})") ==
        "unknown_key /principal/name");
  constexpr std::string_view head = R"({"principal":{"type":"anonymous"},"action":"a",)";
  auto const with = [&](std::string_view rest) {
    return said(std::string(head) + std::string(rest));
  };
  CHECK(with(R"("Resource":"r"})") == "unknown_key /Resource");
  CHECK(with(R"("action":"b"})") == "duplicate_key /action");
  CHECK(with(R"("resource":["r"]})") == "wrong_type /resource");
  CHECK(with(R"("account":"1"})") == "out_of_range /account");
  CHECK(with(R"("context":[]})") == "wrong_type /context");
  CHECK(with(R"("context":{"k":null}})") == "wrong_type /context/k");
  CHECK(with(R"("context":{"k":["a",["b"]]}})") == "wrong_type /context/k/1");
  CHECK(with(R"("context":{"aws:SourceIp":"a","AWS:sourceip":"b"}})") ==
        "duplicate_key /context/AWS:sourceip");
  CHECK(with(R"("context":{}} {})") == "syntax ");
  trailaudit::read_limits limits;
  limits.max_bytes = 5;
  CHECK(trailaudit::read_policy_request("{}    ", limits).error().code ==
        trailaudit::read_code::too_large);
}

} // namespace
