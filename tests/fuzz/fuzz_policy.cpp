#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_policy.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

// Any bytes, read as a policy and as a request: what is read is written and read again as itself,
// a policy with flaws byte for byte; every flaw is told in the lints; a snapshot keeps the policy.

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_policy(std::string_view text) {
  auto const document = trailaudit::read_policy(text);
  auto const written = trailaudit::write_policy(document);
  expect(trailaudit::read_policy(written) == document);
  expect(document.flaws.empty() || written == text);
  expect(document.flaws.size() <= trailaudit::max_policy_flaws);
  for (auto const& each : document.flaws) {
    expect(each.statement == trailaudit::policy_flaw::no_statement ||
           each.statement < document.statement.values.size());
  }

  auto const lints = lint(document);
  expect(lints.size() >= document.flaws.size());
  for (std::size_t at = 0; at != lints.size(); ++at) {
    auto const& each = lints[at];
    expect(each.pointer.empty() || each.pointer.front() == '/');
    expect(each.statement == trailaudit::policy_flaw::no_statement ||
           each.statement < document.statement.values.size());
    if (at < document.flaws.size()) {
      expect(each.pointer == document.flaws.data()[at].pointer);
    }
  }

  trailaudit::snapshot world;
  auto& capture = world.get_bucket_policy.emplace_back();
  capture.request.bucket = "b";
  capture.response.policy.value = document;
  world.capture_count = 1;
  auto const again = trailaudit::read_snapshot(trailaudit::write_snapshot(world));
  expect(again.has_value());
  auto const& kept = again->get_bucket_policy.front().response.policy.value;
  // Bytes that are not UTF-8 cannot stand in a snapshot, and the levels around a policy count.
  bool const whole = document.flaws.empty() ||
                     (document.flaws.data()->code != trailaudit::policy_flaw_code::not_json &&
                      document.flaws.data()->code != trailaudit::policy_flaw_code::too_large);
  bool const shallow =
      kept.flaws.empty() || kept.flaws.data()->code != trailaudit::policy_flaw_code::too_large;
  expect(!whole || !shallow || kept == document);
}

void check_request(std::string_view text) {
  auto const read = trailaudit::read_policy_request(text);
  if (read) {
    auto const again = trailaudit::read_policy_request(trailaudit::write_policy_request(*read));
    expect(again.has_value() && *again == *read);
  } else {
    expect(!read.error().message.empty() && read.error().line != 0);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  check_policy(text);
  check_request(text);
  return 0;
}
