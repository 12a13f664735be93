// The module `trailaudit._core`: names types and functions. Fields come from tables, rules from the
// catalogue.

#include "attributes.hpp"
#include "bind_record.hpp"
#include "event_coverage.hpp"
#include "policy.hpp"
#include "texts.hpp"

#include <trailaudit/trailaudit.hpp>

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace trailaudit::python {
namespace {

[[nodiscard]] std::optional<timestamp> read_moment(py::object const& as_of) {
  if (as_of.is_none()) {
    return std::nullopt;
  }
  auto const read = parse_timestamp(view_of(as_of));
  if (!read) {
    throw py::value_error("as_of must be a time with a UTC offset in the years 1970 to 9999");
  }
  return read;
}

/// What every audit is asked with, as the Python side hands it over.
struct request {
  py::object rules{};      ///< None, or rules
  py::object parameters{}; ///< None, or JSON text
  py::object as_of{};      ///< None, or ISO 8601
  py::object limits{};     ///< None, or most bytes, most bytes of a string, most depth
};

[[nodiscard]] read_limits read_limits_of(py::object const& given) {
  read_limits limits;
  if (!given.is_none()) {
    auto const three = given.cast<py::tuple>();
    limits.max_bytes = three[0].cast<std::size_t>();
    limits.max_string_bytes = three[1].cast<std::size_t>();
    limits.max_depth = three[2].cast<unsigned>();
  }
  return limits;
}

/// Runs `body(options)`, which gives a `result<report>`, without the interpreter's lock. Raises
/// what is wrong with the request, and gives back what is wrong with the input.
template <class Body>
[[nodiscard]] result<std::shared_ptr<audited>> attempt(request const& asked, Body const& body) {
  auto made = std::make_shared<audited>();
  audit_options options;
  options.as_of = read_moment(asked.as_of);
  options.reading = read_limits_of(asked.limits);
  if (asked.rules.is_none()) {
    made->rules.assign(catalogue.begin(), catalogue.end());
  } else {
    for (auto const each : asked.rules) {
      made->rules.push_back(each.cast<rule const&>());
    }
  }
  options.rules = made->rules;
  if (!asked.parameters.is_none()) {
    auto read = read_parameters(view_of(asked.parameters));
    if (!read) {
      auto error = std::move(read).error();
      error.source = "parameters";
      raise(error);
    }
    options.limits = std::move(*read);
  }
  made->limits = options.limits;
  made->reading = options.reading;
  auto done = [&] {
    py::gil_scoped_release const unlocked;
    return body(std::as_const(options));
  }();
  if (!done) {
    return std::move(done).error();
  }
  made->result = std::move(*done);
  return made;
}

/// The same, and raises what is wrong with the input too.
template <class Body>
[[nodiscard]] std::shared_ptr<audited> run(request const& asked, Body const& body) {
  auto made = attempt(asked, body);
  if (!made) {
    raise(made.error());
  }
  return std::move(*made);
}

[[nodiscard]] std::shared_ptr<audited> audit_text(py::object const& text, py::object rules,
                                                  py::object parameters, py::object as_of,
                                                  py::object limits, py::bytes const& source) {
  auto const document = document_of(text);
  auto const name = view_of(source);
  return run({std::move(rules), std::move(parameters), std::move(as_of), std::move(limits)},
             [&](audit_options const& options) -> result<report> {
               auto done = audit(document, options);
               if (!done) {
                 auto error = std::move(done).error();
                 error.source = name;
                 return error;
               }
               return done;
             });
}

/// The documents in a text: where each begins, how long it is, and on which line it begins.
[[nodiscard]] py::list documents(py::object const& text, py::object const& limits) {
  auto const whole = view_of(text);
  auto const reading = read_limits_of(limits);
  auto const parts = [&] {
    py::gil_scoped_release const unlocked;
    return split_documents(whole, reading);
  }();
  py::list found;
  for (auto const& each : parts) {
    found.append(py::make_tuple(each.text.data() - whole.data(), each.text.size(), each.line));
  }
  return found;
}

/// Audits one of the documents in a text: a report, or the exception that says why there is none.
[[nodiscard]] py::object audit_part(py::object const& text, std::size_t begin, std::size_t size,
                                    std::size_t line, py::object rules, py::object parameters,
                                    py::object as_of, py::object limits, py::bytes const& source) {
  auto const whole = view_of(text);
  if (begin > whole.size() || size > whole.size() - begin) {
    throw py::index_error("the text has no such part");
  }
  auto const part = whole.substr(begin, size);
  auto made =
      attempt({std::move(rules), std::move(parameters), std::move(as_of), std::move(limits)},
              [&](audit_options const& options) { return audit(part, options); });
  if (made) {
    return py::cast(std::move(*made));
  }
  auto error = std::move(made).error();
  error.source = view_of(source);
  error.line += error.line == 0 ? 0 : line - 1;
  return to_exception(error);
}

[[nodiscard]] std::shared_ptr<audited> audit_folder(py::bytes const& path, py::object rules,
                                                    py::object parameters, py::object as_of,
                                                    py::object limits) {
  std::filesystem::path const folder(std::string(view_of(path)));
  return run({std::move(rules), std::move(parameters), std::move(as_of), std::move(limits)},
             [&](audit_options const& options) -> result<report> {
               auto read = read_folder(folder, options.reading);
               if (!read) {
                 return std::move(read).error();
               }
               return evaluate(std::move(*read), options);
             });
}

/// An answer is a tuple of texts: call, text, subject, Region, error code, error message.
[[nodiscard]] std::shared_ptr<audited>
audit_answers(py::list const& answers, py::object const& account_id, py::list const& regions,
              py::object rules, py::object parameters, py::object as_of, py::object limits) {
  std::vector<py::object> alive; // what the views point into, whatever becomes of the lists
  auto const keep = [&](py::handle text) {
    alive.push_back(py::reinterpret_borrow<py::object>(text));
    return view_of(text);
  };
  std::vector<payload> payloads;
  for (auto const each : answers) {
    auto const answer = each.cast<py::tuple>();
    auto& next = payloads.emplace_back();
    std::size_t at = 0;
    for (auto* const part : {&next.call, &next.text, &next.subject, &next.region, &next.error_code,
                             &next.error_message}) {
      *part = keep(answer[at++]);
    }
  }
  std::vector<std::string_view> names;
  for (auto const each : regions) {
    names.push_back(keep(each));
  }
  payload_account account;
  account.account_id = account_id.is_none() ? std::string_view{} : keep(account_id);
  account.regions = names;
  return run({std::move(rules), std::move(parameters), std::move(as_of), std::move(limits)},
             [&](audit_options const& options) {
               return audit(std::span<payload const>(payloads), account, options);
             });
}

/// The report that was pickled, read within the limits it was read in: beyond the depth a policy
/// has a fault. What is written may be longer than what was read. The document does not hold how
/// many keys the first reading left aside, nor their names.
[[nodiscard]] std::shared_ptr<audited>
restore(py::object const& document, std::uint64_t ignored_keys, py::list const& ignored_key_names,
        py::object rules, py::object parameters, py::object as_of, py::object limits) {
  auto const text = view_of(document);
  trailaudit::list<std::string> names;
  for (auto const each : ignored_key_names) {
    names.push_back(each.cast<std::string>());
  }
  return run({std::move(rules), std::move(parameters), std::move(as_of), std::move(limits)},
             [&](audit_options const& options) -> result<report> {
               auto reading = options.reading;
               reading.max_bytes = std::numeric_limits<std::size_t>::max();
               auto read = read_snapshot(text, reading);
               if (!read) {
                 return std::move(read).error();
               }
               read->ignored_keys = ignored_keys;
               read->ignored_key_names = std::move(names);
               return evaluate(std::move(*read), options);
             });
}

/// The parameter's name as AWS spells it, or None where a call is about no single thing.
template <class Response>
[[nodiscard]] py::object subject_key(operation<Response> const& asked) {
  py::object found = py::none();
  trailaudit::detail::for_each_field<capture_request>([&](auto const& each) {
    if constexpr (std::is_same_v<decltype(each.member), decltype(asked.subject)>) {
      if (asked.subject != nullptr && each.member == asked.subject) {
        found = to_str(each.key);
      }
    }
  });
  return found;
}

template <class Response>
[[nodiscard]] py::tuple describe_operation(operation<Response> const& asked) {
  py::list keys;
  trailaudit::detail::for_each_field<Response>(
      [&](auto const& each) { keys.append(to_str(each.key)); });
  return py::make_tuple(to_str(asked.name), to_str(asked.call), subject_key(asked), keys);
}

[[nodiscard]] std::string json_of(finding_view const& self) {
  std::string text;
  append_json(text, *self.seen);
  return text;
}

/// `text(report)` without the interpreter's lock: a long report takes its time.
template <class Writer>
[[nodiscard]] auto written(Writer writer) {
  return [writer](audited const& self) {
    std::string text;
    {
      py::gil_scoped_release const unlocked;
      text = writer(self.result);
    }
    return to_str(text);
  };
}

[[nodiscard]] py::object call_rule(py::object const& self, py::object const& document,
                                   py::object const& parameters, py::object const& as_of) {
  using py::literals::operator""_a;
  auto const audit = py::module_::import("trailaudit").attr("audit");
  return py::list(audit(document, "rules"_a = py::make_tuple(self), "parameters"_a = parameters,
                        "as_of"_a = as_of));
}

void bind(py::module_& module) {
  make_vocabulary();
  module.attr("__version__") = TRAILAUDIT_VERSION;

  bind_record<reference>(module, "Reference", "A control elsewhere that a rule answers.")
      .def("__repr__", &repr<reference>);
  bind_record<ignored_input>(module, "Ignored", "A part of the input that no rule sees, and why.")
      .def("__repr__", &repr<ignored_input>);

  bind_record<rule, std::unique_ptr<rule, py::nodelete>>(
      module, "Rule", "A question to an account's CloudTrail set-up. Call it to ask it alone.")
      .def("__call__", &call_rule, py::arg("document"), py::kw_only(),
           py::arg("parameters") = py::none(), py::arg("as_of") = py::none(),
           "Audits the document with this rule alone: its findings.")
      .def("__repr__",
           [](rule const& self) { return py::str("<Rule {}>").format(to_str(self.slug)); })
      .def("__reduce__", [](rule const& self) {
        return py::make_tuple(py::module_::import("trailaudit").attr("rule"),
                              py::make_tuple(to_str(self.slug)));
      });

  bind_record<evidence_view>(module, "Evidence", "One fact that a finding rests on.")
      .def("__repr__", &repr<evidence_view>);

  bind_record<finding_view>(module, "Finding",
                            "What one rule says of one resource. Keeps its report alive.")
      .def(
          "to_dict",
          [](finding_view const& self) {
            return py::module_::import("json")
                .attr("loads")(to_str(json_of(self)))
                .cast<py::dict>();
          },
          "The finding as in the report's JSON.")
      .def("__repr__",
           [](finding_view const& self) {
             std::string resource;
             trailaudit::detail::append_printable(resource, self.seen->resource);
             return py::str("<Finding {} {} {}>")
                 .format(to_str(to_string(self.seen->result)), to_str(self.seen->source->slug),
                         to_str(resource));
           })
      .def(
          "__eq__",
          [](finding_view const& self, py::object const& other) -> py::object {
            if (!py::isinstance<finding_view>(other)) {
              return py::reinterpret_borrow<py::object>(Py_NotImplemented);
            }
            return py::bool_(json_of(self) == json_of(other.cast<finding_view const&>()));
          },
          py::arg("other"))
      .def("__hash__", [](finding_view const& self) { return py::hash(to_str(json_of(self))); });

  bind_record<audited, std::shared_ptr<audited>>(module, "Audited",
                                                 "A report and all that it points to.")
      .def("__len__", [](audited const& self) { return self.result.findings().size(); })
      .def(
          "finding",
          [](std::shared_ptr<audited> const& self, std::size_t at) -> finding_view {
            auto const findings = self->result.findings();
            if (at >= findings.size()) {
              throw py::index_error("there is no such finding");
            }
            return {self, &findings[at]};
          },
          py::arg("place"))
      .def(
          "places",
          [](audited const& self, py::object const& wanted) {
            py::list found;
            std::size_t at = 0;
            for (auto const& each : self.result.findings()) {
              if (to_python(each.result).is(wanted)) {
                found.append(py::int_(at));
              }
              ++at;
            }
            return found;
          },
          py::arg("outcome"))
      .def("counts",
           [](audited const& self) {
             py::dict counts;
             auto const& outcomes = vocabulary_slot()->outcomes;
             for (std::size_t at = 0; at != outcomes.size(); ++at) {
               counts[outcomes[at]] = py::int_(self.result.count(static_cast<outcome>(at)));
             }
             return counts;
           })
      .def("to_json", written([](report const& self) { return to_json(self); }))
      .def("to_jsonl", written([](report const& self) {
             std::string text;
             append_json_lines(text, self);
             return text;
           }))
      .def("to_table", written([](report const& self) { return to_table(self); }))
      .def("to_snapshot", written([](report const& self) { return write_snapshot(self.world()); }));

  module.def("rules", [] {
    py::list all;
    for (auto const& each : catalogue) {
      all.append(to_rule(each));
    }
    return all;
  });
  module.def("operations", [] {
    py::list all;
    trailaudit::detail::for_each_operation(
        [&](auto const& each) { all.append(describe_operation(each)); });
    return all;
  });
  module.def("default_limits", [] {
    read_limits const limits;
    py::dict found;
    found["max_bytes"] = limits.max_bytes;
    found["max_string_bytes"] = limits.max_string_bytes;
    found["max_depth"] = limits.max_depth;
    return found;
  });
  module.def("default_parameters", [] { return to_python(parameters{}); });
  module.def("audit_text", &audit_text, py::arg("text"), py::arg("rules"), py::arg("parameters"),
             py::arg("as_of"), py::arg("limits"), py::arg("source"));
  module.def("documents", &documents, py::arg("text"), py::arg("limits"));
  module.def("audit_part", &audit_part, py::arg("text"), py::arg("begin"), py::arg("size"),
             py::arg("line"), py::arg("rules"), py::arg("parameters"), py::arg("as_of"),
             py::arg("limits"), py::arg("source"));
  module.def("audit_folder", &audit_folder, py::arg("path"), py::arg("rules"),
             py::arg("parameters"), py::arg("as_of"), py::arg("limits"));
  module.def("audit_answers", &audit_answers, py::arg("answers"), py::arg("account_id"),
             py::arg("regions"), py::arg("rules"), py::arg("parameters"), py::arg("as_of"),
             py::arg("limits"));
  bind_event_coverage(module);
  bind_policy(module);
  module.def("restore", &restore, py::arg("document"), py::arg("ignored_keys"),
             py::arg("ignored_key_names"), py::arg("rules"), py::arg("parameters"),
             py::arg("as_of"), py::arg("limits"));
}

} // namespace
} // namespace trailaudit::python

// Nothing changes after the import, so the module needs no lock of the interpreter's.
#if PYBIND11_VERSION_HEX >= 0x020D0000
PYBIND11_MODULE(_core, module, pybind11::mod_gil_not_used()) { trailaudit::python::bind(module); }
#else
PYBIND11_MODULE(_core, module) { trailaudit::python::bind(module); }
#endif
