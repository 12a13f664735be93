#include <trailaudit/model/arn.hpp>

#include <doctest/doctest.h>

#include <string_view>

namespace {

using trailaudit::arn;
using trailaudit::parse_arn;

TEST_CASE("an ARN's parts") {
  CHECK(parse_arn("arn:aws:cloudtrail:us-east-1:111122223333:trail/main") ==
        arn{"aws", "cloudtrail", "us-east-1", "111122223333", "trail/main"});
  CHECK(parse_arn("arn:aws-cn:s3:::logs/AWSLogs/*") ==
        arn{"aws-cn", "s3", "", "", "logs/AWSLogs/*"});
  CHECK(parse_arn("arn:aws-us-gov:iam::111122223333:root") ==
        arn{"aws-us-gov", "iam", "", "111122223333", "root"});
}

TEST_CASE("colons behind the fifth belong to the resource") {
  CHECK(parse_arn("arn:aws:logs:us-east-1:111122223333:log-group:trail:*").resource ==
        "log-group:trail:*");
  CHECK(parse_arn("arn:aws:sns:us-east-1:111122223333::").resource == ":");
}

TEST_CASE("what is no ARN has no parts") {
  for (std::string_view const text :
       {"", "*", "main", "arn", "arn:", "arn:aws:s3::", "arn:aws:s3:::", "arn::s3:::logs",
        "arn:aws::::logs", "ARN:aws:s3:::logs", " arn:aws:s3:::logs", "urn:aws:s3:::logs",
        ":::::", "::::::"}) {
    CAPTURE(text);
    CHECK(parse_arn(text) == arn{});
  }
}

TEST_CASE("the parts are views into the text") {
  constexpr std::string_view text = "arn:aws:s3:::logs";
  CHECK(parse_arn(text).resource.data() == text.data() + 13);
  static_assert(parse_arn(text).service == "s3");
}

} // namespace
