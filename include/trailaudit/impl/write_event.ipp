#pragma once

#include <trailaudit/detail/write_value.hpp>
#include <trailaudit/output/write_event.hpp>

#include <string>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE std::string to_json(event_record const& event) {
  std::string out;
  detail::write_value(out, event);
  return out;
}

} // namespace trailaudit::inline v0
