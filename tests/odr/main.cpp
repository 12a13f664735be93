#include <trailaudit/trailaudit.hpp>

#include <cstdio>
#include <string_view>

bool audits_elsewhere(std::string_view document);

int main() {
  constexpr std::string_view document = R"({"schema":"trailaudit.snapshot.v1","captures":[]})";
  bool const here = trailaudit::audit(document).has_value();
  bool const there = audits_elsewhere(document);
  if (!here || !there) {
    std::puts("an empty snapshot was refused");
    return 1;
  }
  return 0;
}
