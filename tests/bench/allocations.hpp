#pragma once

#include <cstdint>

namespace bench {

/// How often this program has called operator new, in any form. Counted where it is replaced.
[[nodiscard]] std::uint64_t allocation_count() noexcept;

} // namespace bench
