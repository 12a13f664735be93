#include <support/files.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

// What is read and written is read again as itself.

namespace {

void check_round_trip(std::string_view document) {
  auto first = trailaudit::read_snapshot(document);
  REQUIRE(first.has_value());
  auto const written = trailaudit::write_snapshot(*first);
  INFO(written);
  auto const second = trailaudit::read_snapshot(written);
  if (!second) {
    FAIL(describe(second.error()));
  }
  CHECK(second->ignored_keys == 0);
  first->ignored_keys = 0; // keys inside answers that no model holds are not written
  first->ignored_key_names.clear();
  CHECK(*first == *second);
  CHECK(trailaudit::write_snapshot(*second) == written);
}

std::string document(std::string_view captures) {
  return R"({"schema":"trailaudit.snapshot.v1","captures":[)" + std::string(captures) + "]}";
}

TEST_CASE("fixtures are read, written and read again") {
  for (auto const& path : support::json_files("tests/fixtures")) {
    auto const text = support::read_file(path);
    auto const found = support::document_of(text);
    if (found && trailaudit::read_snapshot(*found)) {
      INFO(path.filename().string());
      check_round_trip(*found);
    }
  }
  check_round_trip(support::read_file(support::source_dir() / "examples/payloads/good-boto3.json"));
}

TEST_CASE("an empty snapshot is written as the smallest document") {
  CHECK(trailaudit::write_snapshot({}) == R"({"schema":"trailaudit.snapshot.v1","captures":[]})");
}

TEST_CASE("a snapshot is written in one form") {
  auto const world = trailaudit::read_snapshot(R"({"captures": [
      {"response": {"Policy": {"Id": "a\"b", "New": 5}}, "request": {"Bucket": "b"}, "call": "s3:GetBucketPolicy"},
      {"call": "cloudtrail:GetTrailStatus", "region": "r", "response": {"LatestDeliveryTime": 5.5, "IsLogging": false}},
      {"call": "s3:GetBucketAcl", "response": ""},
      {"call": "s3:GetBucketVersioning", "response": ""},
      {"call": "s3:GetBucketAcl", "error": {"Message": "no", "Code": "AccessDenied"}}],
      "regions": ["r"], "as_of": 60, "account_id": "111122223333", "schema": "trailaudit.snapshot.v1"})");
  REQUIRE(world.has_value());
  CHECK(
      trailaudit::write_snapshot(*world) ==
      R"({"schema":"trailaudit.snapshot.v1","account_id":"111122223333","as_of":"1970-01-01T00:01:00Z",)"
      R"("regions":["r"],"captures":[)"
      R"({"call":"s3:GetBucketPolicy","request":{"Bucket":"b"},"response":{"Policy":"{\"Id\": \"a\\\"b\", \"New\": 5}"}},)"
      R"({"call":"cloudtrail:GetTrailStatus","region":"r","request":{},)"
      R"("response":{"IsLogging":false,"LatestDeliveryTime":"1970-01-01T00:00:05Z"}},)"
      R"({"call":"s3:GetBucketAcl","request":{},"response":null},)"
      R"({"call":"s3:GetBucketVersioning","request":{},"response":{}},)"
      R"({"call":"s3:GetBucketAcl","request":{},"error":{"Code":"AccessDenied","Message":"no"}}]})");
}

TEST_CASE("every operation survives in every state") {
  trailaudit::detail::for_each_operation([&](auto const& each) {
    INFO(each.call);
    auto const head = R"({"call":")" + std::string(each.call) + R"(",)";
    check_round_trip(document(head + R"("response":null})"));
    check_round_trip(document(head + R"("region":"r","error":{"Code":"AccessDenied"}})"));
    if (!each.absent_codes[0].empty()) {
      check_round_trip(
          document(head + R"("error":{"Code":")" + std::string(each.absent_codes[0]) + R"("}})"));
    }
  });
}

TEST_CASE("a condition's odd forms survive") {
  for (std::string_view const condition :
       {"{}", R"({"Bool": {}})", R"({"Bool": {}, "Null": {"k": "v"}, "X": {}})",
        R"({"Bool": {"k": []}})", R"({"Bool": {"": "v"}})", R"({"Bool": {"": [], "k": "v"}})",
        R"({"": {"": ["v", "w"]}})", R"({"Bool": {"a": [], "b": true, "c": 1.50}})"}) {
    INFO(condition);
    check_round_trip(
        document(R"({"call":"s3:GetBucketPolicy","response":{"Policy":{"Statement":{"Effect":)"
                 R"("Deny","Action":"*","Condition":)" +
                 std::string(condition) + "}}}}"));
  }
}

TEST_CASE("what was ignored survives, in its order") {
  check_round_trip(R"({"a": 1, "schema": "trailaudit.snapshot.v1", "captures": [
      {"b": 1, "call": "x", "c/d~e": 2, "response": {}}, {"call": "s3:GetBucketVersioning", "response": {}, "b": 3}]})");
  check_round_trip(
      R"({"schema": "trailaudit.snapshot.v1", "captures": [{"call": "x", "response": {}}], "a": 1})");
}

} // namespace
