#include <trailaudit/input/read_selectors.hpp>
#include <trailaudit/output/write_event.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using trailaudit::read_code;
using trailaudit::read_error;
using trailaudit::read_event;
using trailaudit::read_event_question;
using trailaudit::read_event_selectors;

template <class Result>
void check_error(Result const& read, read_code code, std::string_view pointer, std::size_t line,
                 std::size_t column) {
  REQUIRE_FALSE(read.has_value());
  auto const& error = read.error();
  CAPTURE(describe(error));
  CHECK(to_string(error.code) == to_string(code));
  CHECK(error.pointer == pointer);
  CHECK(error.line == line);
  CHECK(error.column == column);
  CHECK(error.source.empty());
  CHECK_FALSE(error.message.empty());
}

TEST_CASE("selectors of a trail and of an event data store") {
  auto const basic = read_event_selectors(
      R"({"TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main","EventSelectors":[
          {"ReadWriteType":"WriteOnly","IncludeManagementEvents":true,"DataResources":[
            {"Type":"AWS::S3::Object","Values":["arn:aws:s3:::a/"]}]}],"ResponseMetadata":{}})");
  REQUIRE(basic.has_value());
  CHECK(basic->trail_arn == "arn:aws:cloudtrail:us-east-1:111122223333:trail/main");
  REQUIRE(basic->event_selectors.size() == 1);
  CHECK(basic->event_selectors[0].read_write_type == "WriteOnly");
  CHECK(basic->event_selectors[0].data_resources[0].values[0] == "arn:aws:s3:::a/");

  auto const store = read_event_selectors(
      R"({"EventDataStoreArn":"x","Status":"ENABLED","AdvancedEventSelectors":[
          {"Name":"n","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}]})");
  REQUIRE(store.has_value());
  CHECK(store->advanced_event_selectors[0].field_selectors[0].field == "eventCategory");

  CHECK(read_event_selectors("{}").has_value());
  CHECK(read_event_selectors(R"({"EventSelectors":null,"AdvancedEventSelectors":[]})").has_value());
}

TEST_CASE("texts that are no selectors") {
  check_error(read_event_selectors(""), read_code::truncated, "", 1, 1);
  check_error(read_event_selectors("[]"), read_code::wrong_type, "", 1, 1);
  check_error(read_event_selectors("{} x"), read_code::syntax, "", 1, 4);
  check_error(read_event_selectors("{\"EventSelectors\":\n  [{\"ReadWriteType\": 1}]}"),
              read_code::wrong_type, "/EventSelectors/0/ReadWriteType", 2, 22);
  check_error(read_event_selectors(R"({"EventSelectors":[],"EventSelectors":[]})"),
              read_code::duplicate_key, "/EventSelectors", 1, 22);
  check_error(read_event_selectors("\n {\"eventSelectors\":[{}]}"), read_code::missing_key, "", 2,
              2);
  std::string const deep = R"({"a":)" + std::string(70, '[') + std::string(70, ']') + "}";
  CHECK(read_event_selectors(deep).error().code == read_code::too_deep);
  trailaudit::read_limits small;
  small.max_bytes = 10;
  check_error(read_event_selectors(R"({"EventSelectors":[]})", small), read_code::too_large, "", 1,
              1);
  small = {};
  small.max_string_bytes = 3;
  CHECK(read_event_selectors(R"({"TrailARN":"four"})", small).error().code ==
        read_code::string_too_long);
}

TEST_CASE("an event is read and written") {
  constexpr std::string_view text =
      R"({"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"a","accountId":"1"},)"
      R"("eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1",)"
      R"("readOnly":false,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::a/b"}],)"
      R"("eventType":"AwsApiCall","managementEvent":false,"eventCategory":"Data"})";
  auto const read = read_event(text);
  REQUIRE(read.has_value());
  CHECK(read->read_only == false);
  CHECK(read->resources[0].arn == "arn:aws:s3:::a/b");
  CHECK(to_json(*read) == text);
  CHECK(trailaudit::to_json(trailaudit::event_record{}) == "{}");

  auto const more = read_event(
      R"({"requestParameters":null,"eventName":"A\u0000\"","additionalEventData":{"a":[1]}})");
  REQUIRE(more.has_value());
  CHECK(read_event(to_json(*more)).value() == *more);
  CHECK(to_json(*more) == R"({"eventName":"A\u0000\""})");
}

TEST_CASE("texts that are no event") {
  check_error(read_event("{}"), read_code::missing_key, "", 1, 1);
  check_error(read_event(R"({"Records":[{"eventName":"a"}]})"), read_code::missing_key, "", 1, 1);
  check_error(read_event(R"({"readOnly":"true"})"), read_code::wrong_type, "/readOnly", 1, 13);
  check_error(read_event(R"({"eventName":"a"}{})"), read_code::syntax, "", 1, 18);
  check_error(read_event(R"({"eventName":"a")"), read_code::truncated, "/eventName", 1, 17);
}

TEST_CASE("a question has no key that is not known") {
  auto const read = read_event_question(
      R"({"Name":"q","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]})");
  REQUIRE(read.has_value());
  CHECK(read->field_selectors[0].equals[0] == "Data");

  check_error(read_event_question(R"({"Fieldselectors":[]})"), read_code::unknown_key,
              "/Fieldselectors", 1, 2);
  check_error(read_event_question(
                  "{\"FieldSelectors\":[{\"Field\":\"a\"},\n{\"Equals\":[],\"Like\":[\"x\"]}]}"),
              read_code::unknown_key, "/FieldSelectors/1/Like", 2, 14);
  check_error(read_event_question(R"({"FieldSelectors":null,"Also":{"FieldSelectors":[]}})"),
              read_code::unknown_key, "/Also", 1, 24);
  check_error(read_event_question(R"({"FieldSelectors":{}})"), read_code::wrong_type,
              "/FieldSelectors", 1, 19);
  check_error(read_event_question("null"), read_code::wrong_type, "", 1, 1);
}

} // namespace
