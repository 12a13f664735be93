#pragma once

#include "bind_record.hpp"

#include <trailaudit/trailaudit.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

// What Python sees of the types that have no field table in the library.

namespace trailaudit::python {

/// A report with all that it points to.
struct audited {
  std::vector<rule> rules{}; ///< the findings' sources
  parameters limits{};
  read_limits reading{};
  report result{};
};

/// One finding; keeps its report.
struct finding_view {
  std::shared_ptr<audited const> owner{};
  finding const* seen = nullptr;
};

/// One fact of a finding; keeps the report.
struct evidence_view {
  std::shared_ptr<audited const> owner{};
  evidence const* seen = nullptr;
};

[[nodiscard]] inline std::optional<std::string_view> or_none(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// The rule as Python knows it: always the catalogue's own.
[[nodiscard]] inline py::object to_rule(rule const& asked) {
  return py::cast(find_rule(asked.slug), py::return_value_policy::reference);
}

template <>
inline constexpr auto attributes_of<reference> = std::tuple{
    attribute{"source", &reference::source, "Whose control it is, such as `AWS Security Hub`."},
    attribute{"id", &reference::id, "The control's id there, such as `CloudTrail.4`."},
};

template <>
inline constexpr auto attributes_of<ignored_input> = std::tuple{
    attribute{"pointer", &ignored_input::pointer,
              "Where it stands: a JSON pointer into the input."},
    attribute{"what", &ignored_input::what, "The call or the key, or what an answer is about."},
    attribute{"reason", &ignored_input::reason, "Why no rule sees it."},
};

template <>
inline constexpr auto attributes_of<read_error> = std::tuple{
    attribute{"code", &read_error::code, ""},       attribute{"source", &read_error::source, ""},
    attribute{"pointer", &read_error::pointer, ""}, attribute{"line", &read_error::line, ""},
    attribute{"column", &read_error::column, ""},   attribute{"message", &read_error::message, ""},
};

template <>
inline constexpr auto attributes_of<rule> = std::tuple{
    attribute{"slug", &rule::slug, "Its name, such as `log-file-validation`."},
    attribute{"title", &rule::title, "What holds when it passes."},
    attribute{"rationale", &rule::rationale, "Why that matters."},
    attribute{"remediation", &rule::remediation, "What to do about a failure."},
    attribute{"severity", &rule::level, "How grave a failure is."},
    attribute{"references", &rule::references, "The controls elsewhere that it answers."},
    attribute{"resource_type", [](rule const& self) { return resource_type(self); },
              "What it is about, such as `AWS::CloudTrail::Trail`."},
};

template <>
inline constexpr auto attributes_of<evidence_view> = std::tuple{
    attribute{"call", [](evidence_view const& self) { return or_none(self.seen->source.call()); },
              "AWS's operation, such as `cloudtrail:DescribeTrails`."},
    attribute{"region",
              [](evidence_view const& self) { return or_none(self.seen->source.region()); },
              "The Region it was sent to; None when that was not recorded."},
    attribute{"capture",
              [](evidence_view const& self) {
                auto const at = self.seen->source.capture();
                return at == origin::no_capture ? std::nullopt : std::optional(at);
              },
              "The answer's place in the input, from 0; None when there is no answer."},
    attribute{"pointer",
              [](evidence_view const& self) {
                std::string pointer;
                trailaudit::detail::append_path(pointer, self.seen->source.path());
                return pointer;
              },
              "The fact's place in the answer: a JSON pointer."},
    attribute{"value", [](evidence_view const& self) { return self.seen->value; },
              "What stands there, or in words what the answer comes to or lacks.\n\n"
              "None where nothing, a list or an object stands there."},
};

template <>
inline constexpr auto attributes_of<finding_view> = std::tuple{
    attribute{"rule", [](finding_view const& self) { return to_rule(*self.seen->source); },
              "The rule that was asked."},
    attribute{"resource", [](finding_view const& self) { return self.seen->resource; },
              "ARN of what it was asked of; `*` when there was nothing."},
    attribute{"account", [](finding_view const& self) { return or_none(self.seen->account); },
              "The audited account; None when it is not known."},
    attribute{"region", [](finding_view const& self) { return or_none(self.seen->region); },
              "The resource's Region; None when it has none or it is not known."},
    attribute{"outcome", [](finding_view const& self) { return self.seen->result; },
              "What the rule says."},
    attribute{"severity", [](finding_view const& self) { return self.seen->source->level; },
              "How grave a failure of that rule is, whatever the outcome."},
    attribute{"reason", [](finding_view const& self) { return self.seen->reason; },
              "Why, on one line."},
    attribute{"evidence",
              [](finding_view const& self) {
                std::vector<evidence_view> facts;
                for (auto const& each : self.seen->facts) {
                  facts.push_back({self.owner, &each});
                }
                return facts;
              },
              "The facts that the outcome rests on."},
    attribute{"evidence_omitted", [](finding_view const& self) { return self.seen->omitted; },
              "How many more facts there were."},
};

template <>
inline constexpr auto attributes_of<audited> = std::tuple{
    attribute{"account_id",
              [](audited const& self) { return or_none(self.result.world().account_id); }, ""},
    attribute{"as_of", [](audited const& self) { return self.result.as_of(); }, ""},
    attribute{"worst_severity", [](audited const& self) { return self.result.worst(); }, ""},
    attribute{"ignored", [](audited const& self) { return self.result.ignored(); }, ""},
    attribute{"ignored_keys", [](audited const& self) { return self.result.world().ignored_keys; },
              ""},
    attribute{"ignored_key_names",
              [](audited const& self) { return self.result.world().ignored_key_names; }, ""},
    attribute{"parameters", [](audited const& self) { return self.limits; }, ""},
    attribute{"limits",
              [](audited const& self) -> py::object {
                auto const& reading = self.reading;
                return py::make_tuple(reading.max_bytes, reading.max_string_bytes,
                                      reading.max_depth);
              },
              ""},
    attribute{"rules",
              [](audited const& self) {
                std::vector<py::object> asked;
                for (auto const& each : self.rules) {
                  asked.push_back(to_rule(each));
                }
                return asked;
              },
              ""},
};

} // namespace trailaudit::python
