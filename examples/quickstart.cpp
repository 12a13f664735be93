// What trailaudit does, in twenty lines: AWS's answers in, findings out.

#include <trailaudit/trailaudit.hpp>

#include <iostream>

int main() {
  // What `aws cloudtrail describe-trails` and `aws cloudtrail get-trail-status` printed.
  constexpr std::string_view trails = R"({"trailList": [{
      "Name": "main", "S3BucketName": "logs", "HomeRegion": "eu-west-1",
      "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
      "IsMultiRegionTrail": true, "LogFileValidationEnabled": false}]})";
  constexpr std::string_view status = R"({"IsLogging": true})";

  trailaudit::payload const payloads[] = {
      {.call = "describe_trails", .text = trails},
      {.call = "get_trail_status", .text = status, .subject = "main"},
  };
  auto const audited = trailaudit::audit(payloads);
  if (!audited) {
    std::cerr << describe(audited.error()) << '\n';
    return 1;
  }
  for (auto const& finding : audited->findings()) {
    std::cout << to_string(finding.result) << ' ' << finding.source->slug << ": " << finding.reason
              << '\n';
  }
}
