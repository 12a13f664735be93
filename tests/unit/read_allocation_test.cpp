#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

// Reading one account after another into the same snapshot allocates nothing.

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate_or_null(std::size_t size) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size) {
  if (auto* const memory = allocate_or_null(size)) {
    return memory;
  }
  throw std::bad_alloc();
}

} // namespace

// Those of aligned memory are left alone: nothing here asks for any.
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
  return allocate_or_null(size);
}
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept {
  return allocate_or_null(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::nothrow_t const&) noexcept { std::free(memory); }
void operator delete[](void* memory, std::nothrow_t const&) noexcept { std::free(memory); }

namespace {

// Accounts of different shapes: none, one or many trails, policies of different lengths, errors.
std::string account(std::size_t number, std::string_view operation) {
  auto const id = std::to_string(100000000000 + number);
  std::string trails;
  std::string statuses;
  for (std::size_t at = 0; at != number * 7 % 5; ++at) {
    auto const arn = "arn:aws:cloudtrail:us-east-1:" + id + ":trail/a-trail-of-this-account-" +
                     std::string(number * 3 % 17, 'n') + std::to_string(at);
    trails += std::string(at == 0 ? "" : ",") +
              R"({"Name": "a-trail-of-this-account", "TrailARN": ")" + arn +
              R"(", "S3BucketName": "the-bucket-of-all-the-logs-)" + id +
              R"(", "KmsKeyId": "arn:aws:kms:us-east-1:)" + id +
              R"(:key/6fcc435e-da14-4933-96bb-3d51d9b302fc"})";
    statuses +=
        R"(, {"call": "cloudtrail:GetTrailStatus", "region": "ap-southeast-2-long", "request": {"Name": ")" +
        arn +
        R"("}, "response": {"IsLogging": true, "LatestDeliveryTime": 1795297511.5, "New": {}}})";
    statuses +=
        R"(, {"call": "cloudtrail:GetEventSelectors", "request": {"TrailName": ")" + arn +
        R"("}, "response": {"AdvancedEventSelectors": [{"Name": "a name of some length, so to say",
                  "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]},
                  {"Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::some-bucket/", "x"]}]}]}})";
  }
  std::string policies;
  for (std::size_t at = 0; at != number % 3; ++at) {
    policies +=
        std::string(at == 0 ? "" : ",") +
        R"({\"Sid\":\"TheTrailWritesItsLogs\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"cloudtrail.amazonaws.com\"},)"
        R"(\"Action\":\"s3:PutObject\",\"Resource\":[\"arn:aws:s3:::the-bucket-of-all-the-logs\/*\"],\"Condition\":{\")" +
        std::string(operation) + R"(\":{\"aws:SourceArn\":\")" + std::string(number % 29, 'x') +
        R"(\"}}})";
  }
  auto const error =
      number % 4 == 0
          ? R"("error": {"Code": "InsightNotEnabledException", "Message": "a message that is long"})"
          : R"("response": {"InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]})";
  return R"({"schema": "trailaudit.snapshot.v1", "account_id": ")" + id +
         R"(", "as_of": "2026-11-21T23:11:41Z", "regions": ["us-east-1", "ap-southeast-2"], "captures": [
         {"call": "cloudtrail:DescribeTrails", "response": {"trailList": [)" +
         trails + "]}}" + statuses +
         R"(, {"call": "s3:GetBucketPolicy", "request": {"Bucket": "the-bucket-of-all-the-logs"}, "response": {"Policy": "{\"Statement\":[)" +
         policies + R"(]}"}}, {"call": "cloudtrail:GetInsightSelectors", )" + error +
         R"(}, {"call": "sts:GetCallerIdentity-of-the-account", "response": {"Account": "x"}}]})";
}

double allocations_per_account(std::string_view operation) {
  constexpr std::size_t count = 2000;
  std::vector<std::string> accounts;
  for (std::size_t number = 0; number != count; ++number) {
    accounts.push_back(account(number, operation));
  }
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot world;
  std::size_t counted = 0;
  for (int pass = 0; pass != 2; ++pass) {
    auto const before = allocations.load();
    std::size_t refused = 0;
    for (auto const& text : accounts) {
      refused += reader.read(text, world) ? 0U : 1U;
    }
    counted = allocations.load() - before;
    REQUIRE(refused == 0);
  }
  return static_cast<double>(counted) / static_cast<double>(count);
}

TEST_CASE("the counter counts") {
  auto const before = allocations.load();
  std::vector<int> const numbers(10);
  CHECK(allocations.load() == before + 1);
}

TEST_CASE("a stream of accounts is read without allocating") {
  CHECK(allocations_per_account("StringEquals") <= 0.05);
}

TEST_CASE("a condition's operator of any length costs nothing either") {
  CHECK(allocations_per_account("ForAnyValue:StringNotEqualsIgnoreCase") <= 0.05);
}

} // namespace
