#pragma once

#include "bind_record.hpp"
#include "texts.hpp"

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/trailaudit.hpp>

#include <pybind11/pybind11.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// What selectors record, as tuples: the Python side names their parts. Everything is copied out of
// what was read, and read and decided without the interpreter's lock.

namespace trailaudit::python {

[[nodiscard]] inline std::optional<bool> flag_of(py::object const& value) {
  return value.is_none() ? std::nullopt : std::optional(value.cast<bool>());
}

/// The usual questions, in the order of the library's.
inline constexpr std::array<std::string_view, 7> event_question_names{
    "management-read", "management-write", "s3-object-read", "s3-object-write",
    "lambda-invoke",   "dynamodb-item",    "management"};

[[nodiscard]] inline py::object witness_of(event_record const& witness, ternary covered) {
  return covered == ternary::no ? py::object(to_str(to_json(witness))) : py::object(py::none());
}

/// Whether selectors record an event: the answer, the reason, the selector's number or None,
/// whether it is an advanced one, the field or None.
[[nodiscard]] inline py::tuple
would_record_text(py::object const& selectors, py::object const& event, py::object const& custom) {
  auto const selectors_text = document_of(selectors);
  auto const event_text = document_of(event);
  auto const flag = flag_of(custom);
  struct recording {
    event_recording decided{};
    std::string field{}; // its own: the other one lies within the selectors
  };
  auto const found = unlocked([&]() -> result<recording> {
    auto const answer = named(read_event_selectors(selectors_text), "selectors");
    if (!answer) {
      return answer.error();
    }
    auto const asked = named(read_event(event_text), "event");
    if (!asked) {
      return asked.error();
    }
    recording made{would_record(selection_of(*answer, flag), *asked), {}};
    made.field = made.decided.field;
    return made;
  });
  auto const& decided = found.decided;
  py::object selector = py::none();
  if (decided.selector != event_recording::no_selector) {
    selector = py::int_(decided.selector);
  }
  py::object field = py::none();
  if (!found.field.empty()) {
    field = to_str(found.field);
  }
  return py::make_tuple(to_str(to_string(decided.recorded)), to_str(decided.reason), selector,
                        decided.advanced, field);
}

/// Whether selectors record all events of a question, a text or the name of a usual one.
[[nodiscard]] inline result<event_gap> gap_of(get_event_selectors_response const& answer,
                                              std::string_view question,
                                              std::optional<bool> custom) {
  for (std::size_t at = 0; at != event_question_names.size(); ++at) {
    if (event_question_names[at] == question) {
      return uncovered(answer, static_cast<event_question>(at), custom);
    }
  }
  auto const asked = named(read_event_question(question), "question");
  if (!asked) {
    return asked.error();
  }
  return uncovered(answer, *asked, custom);
}

/// Whether selectors record all events of a question: the answer, the reason, and JSON of an event
/// that is not recorded or None.
[[nodiscard]] inline py::tuple
uncovered_text(py::object const& selectors, py::object const& question, py::object const& custom) {
  auto const selectors_text = document_of(selectors);
  auto const question_text = document_of(question);
  auto const flag = flag_of(custom);
  auto const found = unlocked([&]() -> result<event_gap> {
    auto const answer = named(read_event_selectors(selectors_text), "selectors");
    if (!answer) {
      return answer.error();
    }
    return gap_of(*answer, question_text, flag);
  });
  return py::make_tuple(to_str(to_string(found.covered)), to_str(found.reason),
                        witness_of(found.witness, found.covered));
}

/// The coverage of an account, with all that it points to.
struct covered_account {
  snapshot world{};
  inventory joined{};
  account_event_coverage found{};
};

[[nodiscard]] inline result<std::unique_ptr<covered_account>> cover(result<snapshot> read) {
  if (!read) {
    return std::move(read).error();
  }
  auto made = std::make_unique<covered_account>();
  made->world = std::move(*read);
  made->joined.build(made->world);
  made->found = event_coverage_of(made->joined);
  return made;
}

/// The account or None, whether its Regions are known, and the rows: Regions and cells. A cell is
/// its question, the answer, the trail or None, the reason, and JSON of a witness or None.
[[nodiscard]] inline py::tuple to_tuple(covered_account const& of) {
  py::list rows;
  for (auto const& row : of.found.rows) {
    py::list cells;
    for (std::size_t at = 0; at != account_question_count; ++at) {
      auto const& cell = row.cells[at];
      py::object trail = py::none();
      if (cell.trail != account_event_cell::no_trail) {
        auto const& found = of.joined.trails()[cell.trail];
        trail = to_str(found.arn.empty() ? found.name : found.arn);
      } else if (cell.covered == ternary::yes) {
        trail = py::str("several");
      }
      cells.append(py::make_tuple(to_str(to_string(static_cast<account_question>(at))),
                                  to_str(to_string(cell.covered)), trail, to_str(cell.reason),
                                  witness_of(cell.witness, cell.covered)));
    }
    rows.append(py::make_tuple(py::tuple(to_python(row.regions)), cells));
  }
  return py::make_tuple(to_python(or_none(of.world.account_id)), of.found.regions_known, rows);
}

[[nodiscard]] inline py::tuple coverage_text(py::object const& text, py::bytes const& source) {
  auto const document = document_of(text);
  auto const name = view_of(source);
  return to_tuple(*unlocked([&] { return cover(named(read_snapshot(document), name)); }));
}

[[nodiscard]] inline py::tuple coverage_folder(py::bytes const& path) {
  std::filesystem::path const folder(std::string(view_of(path)));
  return to_tuple(*unlocked([&] { return cover(read_folder(folder)); }));
}

inline void bind_event_coverage(py::module_& module) {
  module.def("event_questions", [] { return to_python(event_question_names); });
  module.def("account_questions", [] {
    py::list names;
    for (std::size_t at = 0; at != account_question_count; ++at) {
      names.append(to_str(to_string(static_cast<account_question>(at))));
    }
    return names;
  });
  module.def("would_record", &would_record_text, py::arg("selectors"), py::arg("event"),
             py::arg("custom"));
  module.def("uncovered", &uncovered_text, py::arg("selectors"), py::arg("question"),
             py::arg("custom"));
  module.def("coverage_text", &coverage_text, py::arg("text"), py::arg("source"));
  module.def("coverage_folder", &coverage_folder, py::arg("path"));
}

} // namespace trailaudit::python
