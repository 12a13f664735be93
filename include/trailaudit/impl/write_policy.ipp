#pragma once

#include <trailaudit/detail/write_value.hpp>
#include <trailaudit/output/write_policy.hpp>

#include <string>

namespace trailaudit::inline v0 {

TRAILAUDIT_INLINE std::string write_policy(policy const& document) {
  std::string out;
  detail::write_policy_text(out, document);
  return out;
}

TRAILAUDIT_INLINE std::string write_policy_request(policy_request const& request) {
  std::string out = "{";
  bool first = true;
  auto const add = [&](std::string_view key, std::string const& value) {
    if (!value.empty()) {
      detail::write_key(out, first, key);
      detail::append_json_string(out, value);
    }
  };
  detail::write_key(out, first, "principal");
  out += R"({"type":")";
  out += to_string(request.principal.type);
  out += '"';
  first = false;
  if (request.principal.type != principal_type::anonymous) {
    add("id", request.principal.id);
  }
  out += '}';
  add("action", request.action);
  add("resource", request.resource);
  add("account", request.account);
  if (!request.context.empty()) {
    detail::write_key(out, first, "context");
    out += '{';
    bool first_key = true;
    for (auto const& each : request.context) {
      detail::write_key(out, first_key, each.key);
      bool const alone = each.values.size() == 1;
      out += alone ? "" : "[";
      for (auto const& value : each.values) {
        out += &value == each.values.data() ? "" : ",";
        detail::append_json_string(out, value);
      }
      out += alone ? "" : "]";
    }
    out += '}';
  }
  out += '}';
  return out;
}

} // namespace trailaudit::inline v0
