#include <trailaudit/evaluate.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any bytes, read as a document and, behind a line that names a call, as its answer: no fault of
// memory; what is read is written and read again as itself; every rule says something of it.

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_error(trailaudit::read_error const& error) {
  expect(!error.message.empty() && error.line != 0 && error.column != 0);
  for (auto const byte : describe(error)) {
    expect(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7F);
  }
}

void check_round_trip(trailaudit::snapshot& world) {
  static trailaudit::snapshot_reader reader;
  static trailaudit::snapshot again;
  auto const text = trailaudit::write_snapshot(world);
  expect(reader.read(text, again).has_value());
  world.ignored_keys = 0; // keys inside answers that no model holds are not written
  world.ignored_key_names.clear();
  expect(world == again);
}

void check_findings(trailaudit::snapshot const& world) {
  static trailaudit::auditor auditor;
  auto const findings = auditor.audit(world).findings();
  for (auto const& rule : trailaudit::catalogue) {
    bool answered = false;
    for (auto const& each : findings) {
      answered = answered || each.source == &rule;
      expect(!each.resource.empty() && !each.reason.empty());
    }
    expect(answered);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static trailaudit::snapshot_reader reader;
  static trailaudit::snapshot world;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  if (auto const read = reader.read(text, world)) {
    check_round_trip(world);
    check_findings(world);
  } else {
    check_error(read.error());
  }
  auto const call = text.substr(0, text.find('\n'));
  trailaudit::detail::for_each_operation([&](auto const& each) {
    if (each.call != call || call.size() == size) {
      return;
    }
    auto const answer = text.substr(call.size() + 1);
    trailaudit::payload const payloads[] = {{each.name, answer, "subject", "us-east-1"}};
    if (auto const read = reader.read(payloads, {"111122223333", {}, {}}, world)) {
      check_round_trip(world);
      check_findings(world);
    } else {
      check_error(read.error());
    }
  });
  return 0;
}
