#pragma once

#include <cstdint>
#include <string>

namespace trailaudit::inline v0 {

/// A recorded call, whatever was asked: its place in the document and where it was sent.
struct recorded_call {
  /// The place of a call that was not recorded.
  static constexpr std::uint32_t no_capture = static_cast<std::uint32_t>(-1);

  std::uint32_t index = 0; ///< its place in the document's `captures`, from 0
  std::string region{};    ///< the Region it was sent to; empty when it was not recorded

  friend bool operator==(recorded_call const&, recorded_call const&) = default;
};

} // namespace trailaudit::inline v0
