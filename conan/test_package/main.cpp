#include <trailaudit/trailaudit.hpp>

#include <cstdio>

int main() {
  auto const report = trailaudit::audit(R"({"schema":"trailaudit.snapshot.v1","captures":[]})");
  std::puts(report.has_value() ? "an empty snapshot is audited" : "an empty snapshot is refused");
  return report.has_value() ? 0 : 1;
}
