#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <differential/options.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

std::size_t& count() {
  static std::size_t value = 20'000;
  return value;
}

} // namespace

namespace differential {

std::size_t policies() { return count(); }

} // namespace differential

int main(int argc, char** argv) {
  constexpr std::string_view option = "--policies=";
  for (int at = 1; at < argc; ++at) {
    std::string_view const argument = argv[at];
    if (argument.starts_with(option)) {
      count() = std::stoul(std::string(argument.substr(option.size())));
    }
  }
  doctest::Context context(argc, argv);
  return context.run();
}
