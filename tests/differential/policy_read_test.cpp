#include "mutate.hpp"
#include "plain_reader.hpp"

#include <support/dice.hpp>
#include <support/files.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/output/write_policy.hpp>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

// What is written of a policy is what was read, in the eyes of Boost.JSON.

namespace {

namespace json = boost::json;
using support::dice;

struct tally {
  std::size_t sound = 0;
  std::size_t flawed = 0;
  std::size_t kept = 0; // sound, but with a text
};

// Empty, or what is lost.
std::string lost(std::string_view text, tally& counts) {
  auto const document = trailaudit::read_policy(text);
  auto const written = trailaudit::write_policy(document);
  if (!(trailaudit::read_policy(written) == document)) {
    return "read again it is another: " + written;
  }
  if (!document.flaws.empty()) {
    ++counts.flawed;
    return written == text ? "" : "not the text that was given: " + written;
  }
  ++counts.sound;
  counts.kept += document.text.empty() ? 0U : 1U;
  json::error_code unread;
  auto const before = json::parse(text, unread);
  if (unread == json::error::exponent_overflow) {
    return ""; // JSON, and beyond what Boost holds
  }
  json::error_code error;
  auto const after = json::parse(written, error);
  if (unread || error) {
    return "not JSON: " + written;
  }
  return before == after ? "" : "not the same: " + written;
}

constexpr std::array<std::string_view, 8> texts{
    R"("*")", R"("s3:GetObject")",  R"("")",     R"("arn:aws:s3:::logs/${aws:username}/*")",
    R"("é")", R"("a\"b\\c\u0000")", R"("true")", R"("111122223333")"};
constexpr std::array<std::string_view, 8> bare{"true", "false", "0",     "-1",
                                               "1.50", "2e3",   "1E-07", "9007199254740993"};

std::string text_of(dice& random) { return std::string(random.of(texts)); }

std::string list_of(dice& random, bool numbers) {
  auto const one = [&] {
    return numbers && random.chance(30) ? std::string(random.of(bare)) : text_of(random);
  };
  if (random.chance(50)) {
    return one();
  }
  std::string out = "[";
  for (auto count = random.below(4); count != 0; --count) {
    out += one() + (count == 1 ? "" : ", ");
  }
  return out + "]";
}

using member = std::pair<std::string, std::string>;

std::string object_of(dice& random, std::vector<member> members) {
  random.shuffle(members);
  std::string out = "{";
  for (auto const& each : members) {
    out += &each == members.data() ? "" : ",";
    out +=
        json::serialize(json::value(each.first)) + (random.chance(20) ? " :\n" : ":") + each.second;
  }
  return out + "}";
}

std::string principal_of(dice& random) {
  if (random.chance(30)) {
    return random.chance(80) ? R"("*")" : text_of(random);
  }
  if (random.chance(10)) {
    return "[" + text_of(random) + "," + text_of(random) + "]";
  }
  std::vector<member> members;
  for (std::string const type : {"AWS", "Service", "Federated", "CanonicalUser"}) {
    if (random.chance(40)) {
      members.emplace_back(type, list_of(random, false));
    }
  }
  if (random.chance(3)) {
    members.emplace_back("aws", "5");
  }
  return object_of(random, members);
}

std::string condition_of(dice& random) {
  std::vector<member> operators;
  for (std::string const operation :
       {"StringEquals", "Bool", "ForAnyValue:StringLike", "NumericLessThanIfExists", ""}) {
    std::vector<member> keys;
    for (std::string const key : {"aws:SourceArn", "s3:x-amz-acl", "", "a/b~c"}) {
      if (random.chance(30)) {
        keys.emplace_back(key, list_of(random, true));
      }
    }
    if (random.chance(40)) {
      operators.emplace_back(operation, object_of(random, keys));
    }
  }
  return object_of(random, operators);
}

std::string statement_of(dice& random) {
  std::vector<member> members;
  if (random.chance(50)) {
    members.emplace_back("Sid", text_of(random));
  }
  if (random.chance(99)) {
    members.emplace_back("Effect", random.chance(98)   ? R"("Allow")"
                                   : random.chance(50) ? R"("allow")"
                                                       : "null");
  }
  auto const either = [&](std::string const& name, auto const& value) {
    members.emplace_back((random.chance(20) ? "Not" : "") + name, value());
    if (random.chance(1)) {
      members.emplace_back(name, value());
    }
  };
  auto const values = [&] { return list_of(random, false); };
  if (random.chance(80)) {
    either("Principal", [&] { return principal_of(random); });
  }
  either("Action", values);
  if (random.chance(80)) {
    either("Resource", values);
  }
  if (random.chance(50)) {
    members.emplace_back("Condition", condition_of(random));
  }
  if (random.chance(2)) {
    members.emplace_back("Unless", "[{}]");
  }
  return object_of(random, members);
}

std::string policy_of(dice& random) {
  std::vector<member> members;
  if (random.chance(80)) {
    members.emplace_back("Version", random.chance(90) ? R"("2012-10-17")" : text_of(random));
  }
  if (random.chance(20)) {
    members.emplace_back("Id", text_of(random));
  }
  if (random.chance(20)) {
    members.emplace_back("Statement", statement_of(random));
  } else {
    std::string list = "[";
    for (auto count = random.below(4); count != 0; --count) {
      list += statement_of(random) + (count == 1 ? "" : ",");
    }
    members.emplace_back("Statement", list + "]");
  }
  return object_of(random, members);
}

TEST_CASE("every policy of the fixtures and examples is written as it was read") {
  tally counts;
  std::size_t policies = 0;
  auto const check = [&](std::string_view text) {
    INFO(text);
    ++policies;
    CHECK(lost(text, counts) == "");
  };
  auto const check_snapshot = [&](json::value const& document) {
    for (auto const& each : document.at("captures").as_array()) {
      auto const* const capture = each.if_object();
      auto const* const response = capture != nullptr ? capture->if_contains("response") : nullptr;
      if (response != nullptr && response->is_object()) {
        if (auto const* const policy = response->as_object().if_contains("Policy")) {
          policy->is_string() ? check(policy->as_string()) : check(json::serialize(*policy));
        }
      }
    }
  };
  for (auto const* const folder : {"tests/fixtures", "examples/payloads"}) {
    for (auto const& path : support::json_files(folder)) {
      json::error_code error;
      auto const parsed = json::parse(support::read_file(path), error);
      auto const* const object = error ? nullptr : parsed.if_object();
      if (object == nullptr) {
        continue;
      }
      if (auto const* const document = object->if_contains("document");
          document != nullptr && document->is_object() &&
          document->as_object().contains("captures") && document->at("captures").is_array()) {
        check_snapshot(*document);
      } else if (object->contains("captures") && object->at("captures").is_array()) {
        check_snapshot(parsed);
      } else if (auto const* const policy = object->if_contains("policy");
                 policy != nullptr && policy->is_string()) {
        check(policy->as_string());
      } else if (auto const* const answer = object->if_contains("Policy");
                 answer != nullptr && answer->is_string()) {
        check(answer->as_string());
      }
    }
  }
  CHECK(policies > 150);
  CHECK(counts.sound > 100);
  CHECK(counts.flawed > 30);
}

TEST_CASE("10,000 policies are written as they were read") {
  dice random(20261123);
  tally counts;
  for (int round = 0; round != 10'000; ++round) {
    auto const text = policy_of(random);
    auto const difference = lost(text, counts);
    if (!difference.empty()) {
      INFO(text);
      CHECK(difference == "");
    }
  }
  MESSAGE("sound ", counts.sound, ", of which with a text ", counts.kept, ", flawed ",
          counts.flawed);
  CHECK(counts.sound > 7'000);
  CHECK(counts.sound - counts.kept > 3'000);
  CHECK(counts.kept > 500);
  CHECK(counts.flawed > 500);
}

TEST_CASE("10,000 changed policies are written as they were read") {
  dice random(20261124);
  differential::mutator mutator(20261125);
  tally counts;
  for (int round = 0; round != 10'000; ++round) {
    auto const text = mutator.mutate(policy_of(random));
    auto const difference = lost(text, counts);
    if (!difference.empty()) {
      INFO(text);
      CHECK(difference == "");
    }
  }
  CHECK(counts.sound > 1'000);
  CHECK(counts.flawed > 3'000);
}

} // namespace
