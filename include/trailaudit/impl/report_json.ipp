#pragma once

#include <trailaudit/detail/escape.hpp>
#include <trailaudit/detail/json_cursor.hpp>
#include <trailaudit/output/report_json.hpp>
#include <trailaudit/version.hpp>

#include <string>

namespace trailaudit::inline v0 {
namespace detail {

TRAILAUDIT_INLINE void append_path(std::string& out, json_path const& path) {
  for (std::size_t at = 0; at != path.size(); ++at) {
    auto const step = path[at];
    append_pointer(out, step.key);
    if (step.index != json_path::no_index) {
      out += '/';
      out += std::to_string(step.index);
    }
  }
}

TRAILAUDIT_INLINE void append_evidence_value(std::string& out, evidence_value const& value) {
  switch (value.type()) {
  case evidence_value::kind::null:
    out += "null";
    break;
  case evidence_value::kind::boolean:
    out += value.boolean() ? "true" : "false";
    break;
  case evidence_value::kind::integer:
    out += std::to_string(value.integer());
    break;
  case evidence_value::kind::text:
    append_json_string(out, value.text());
    break;
  case evidence_value::kind::time:
    out += '"';
    append_timestamp(out, value.time());
    out += '"';
    break;
  }
}

inline void append_text_or_null(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "null";
  } else {
    append_json_string(out, text);
  }
}

inline void append_evidence(std::string& out, evidence const& fact) {
  out += R"({"call":)";
  append_text_or_null(out, fact.source.call());
  out += R"(,"region":)";
  append_text_or_null(out, fact.source.region());
  out += R"(,"capture":)";
  out +=
      fact.source.capture() == origin::no_capture ? "null" : std::to_string(fact.source.capture());
  out += R"(,"pointer":)";
  std::string pointer;
  append_path(pointer, fact.source.path());
  append_json_string(out, pointer);
  out += R"(,"value":)";
  append_evidence_value(out, fact.value);
  out += '}';
}

} // namespace detail

TRAILAUDIT_INLINE void append_json(std::string& out, finding const& each) {
  out += R"({"rule":)";
  detail::append_json_string(out, each.source->slug);
  out += R"(,"title":)";
  detail::append_json_string(out, each.source->title);
  out += R"(,"resource":)";
  detail::append_json_string(out, each.resource);
  out += R"(,"resource_type":)";
  detail::append_json_string(out, resource_type(*each.source));
  out += R"(,"account":)";
  detail::append_text_or_null(out, each.account);
  out += R"(,"region":)";
  detail::append_text_or_null(out, each.region);
  out += R"(,"outcome":")";
  out += to_string(each.result);
  out += R"(","severity":")";
  out += to_string(each.source->level);
  out += R"(","reason":)";
  detail::append_json_string(out, each.reason);
  out += R"(,"evidence":[)";
  for (auto const& fact : each.facts) {
    if (&fact != each.facts.data()) {
      out += ',';
    }
    detail::append_evidence(out, fact);
  }
  out += ']';
  if (each.omitted != 0) {
    out += R"(,"evidence_omitted":)";
    out += std::to_string(each.omitted);
  }
  out += '}';
}

TRAILAUDIT_INLINE void append_json_lines(std::string& out, report const& audited) {
  for (auto const& each : audited.findings()) {
    append_json(out, each);
    out += '\n';
  }
}

TRAILAUDIT_INLINE std::string to_json(report const& audited) {
  std::string out = R"({"schema":"trailaudit.report.v1","library_version":")" TRAILAUDIT_VERSION
                    R"(","account_id":)";
  detail::append_text_or_null(out, audited.world().account_id);
  out += R"(,"as_of":)";
  detail::append_evidence_value(out, audited.as_of());
  out += ",\n\"summary\":{";
  for (auto const each :
       {outcome::pass, outcome::fail, outcome::unknown, outcome::not_applicable}) {
    out += '"';
    out += to_string(each);
    out += R"(":)";
    out += std::to_string(audited.count(each));
    out += ',';
  }
  out += R"("worst_severity":)";
  if (auto const worst = audited.worst()) {
    detail::append_json_string(out, to_string(*worst));
  } else {
    out += "null";
  }
  out += R"(,"captures":)";
  out += std::to_string(audited.world().capture_count);
  out += R"(,"ignored":)";
  out += std::to_string(audited.ignored().size());
  out += R"(,"ignored_keys":)";
  out += std::to_string(audited.world().ignored_keys);
  out += "},\n\"findings\":[";
  for (auto const& each : audited.findings()) {
    out += &each == audited.findings().data() ? "\n" : ",\n";
    append_json(out, each);
  }
  out += "\n],\n\"ignored\":[";
  for (auto const& each : audited.ignored()) {
    out += &each == audited.ignored().begin() ? "\n" : ",\n";
    out += R"({"pointer":)";
    detail::append_json_string(out, each.pointer);
    out += R"(,"what":)";
    detail::append_json_string(out, each.what);
    out += R"(,"reason":)";
    detail::append_json_string(out, each.reason);
    out += '}';
  }
  out += "\n],\n\"ignored_key_names\":[";
  for (auto const& each : audited.world().ignored_key_names) {
    out += &each == audited.world().ignored_key_names.begin() ? "" : ",";
    detail::append_json_string(out, each);
  }
  out += "]}\n";
  return out;
}

} // namespace trailaudit::inline v0
