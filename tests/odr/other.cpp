#include <trailaudit/trailaudit.hpp>

#include <string_view>

bool audits_elsewhere(std::string_view document);

bool audits_elsewhere(std::string_view document) { return trailaudit::audit(document).has_value(); }
