#pragma once

#include <cstddef>

namespace differential {

/// How many policies the tests of policies go through; `--policies=` of the command line.
[[nodiscard]] std::size_t policies();

} // namespace differential
