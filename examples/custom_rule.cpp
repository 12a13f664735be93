// An organisation's own rule beside the catalogue: a rule is a value, and needs no registration.

#include <trailaudit/trailaudit.hpp>

#include <iostream>
#include <vector>

namespace {

// Does the trail deliver to the bucket that this organisation has set aside for logs?
trailaudit::verdict check_central_bucket(trailaudit::trail_view const& trail,
                                         trailaudit::context const&) {
  auto const* const settings = trail.settings.get();
  if (settings == nullptr) {
    return unknown_without(trail.settings, "cloudtrail:DescribeTrails");
  }
  auto verdict = settings->s3_bucket_name == "example-central-logs"
                     ? trailaudit::pass("the trail delivers to the central bucket")
                     : trailaudit::fail("the trail delivers elsewhere");
  return verdict.with(trail.settings.from.at("S3BucketName"), settings->s3_bucket_name);
}

constexpr trailaudit::reference references[] = {{"Example Corp. Logging Standard", "4.2"}};

constexpr trailaudit::rule central_bucket{
    .slug = "trail-central-bucket",
    .title = "Trail delivers to the central log bucket",
    .rationale =
        "Logs that stay in their own account can be deleted by whoever takes that account over.",
    .remediation =
        "aws cloudtrail update-trail --name <trail> --s3-bucket-name example-central-logs",
    .level = trailaudit::severity::high,
    .references = references,
    .check = check_central_bucket,
};

} // namespace

int main() {
  constexpr std::string_view document = R"({
    "schema": "trailaudit.snapshot.v1", "account_id": "111122223333",
    "captures": [{"call": "cloudtrail:DescribeTrails", "region": "eu-west-1", "response": {"trailList": [{
      "Name": "main", "S3BucketName": "logs", "HomeRegion": "eu-west-1", "LogFileValidationEnabled": true,
      "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}]}}]})";

  std::vector<trailaudit::rule> const rules{central_bucket, trailaudit::rules::log_file_validation};
  auto const audited = trailaudit::audit(document, {.rules = rules});
  if (!audited) {
    std::cerr << describe(audited.error()) << '\n';
    return 1;
  }
  std::cout << to_table(*audited);
}
