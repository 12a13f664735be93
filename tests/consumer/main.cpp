#include <trailaudit/trailaudit.hpp>

int main() {
  auto const report = trailaudit::audit(R"({"schema":"trailaudit.snapshot.v1","captures":[]})");
  return report.has_value() ? 0 : 1;
}
