#pragma once

#include "bind_record.hpp"
#include "texts.hpp"

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/logic/address_set.hpp>
#include <trailaudit/output/write_policy.hpp>

#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Policies that stand alone, as tuples: the Python side names their parts. Texts are read and
// decided without the interpreter's lock.

namespace trailaudit::python {

/// The kinds of policies, in the order of `policy_kind` after `none`.
inline constexpr std::array<std::string_view, 6> policy_kind_names{
    "resource", "identity", "boundary", "session", "scp", "rcp"};

/// The questions, in the order of the library's; then the one that has no verdict of its own.
inline constexpr std::array<std::string_view, 5> exposure_question_names{
    "public", "aws_public", "external", "deputy", "who"};

[[nodiscard]] inline py::object kind_or_none(policy_kind kind) {
  return kind == policy_kind::none
             ? py::object(py::none())
             : py::object(to_str(policy_kind_names[static_cast<std::size_t>(kind) - 1]));
}

[[nodiscard]] inline py::object number_or_none(std::size_t number, std::size_t none) {
  return number == none ? py::object(py::none()) : py::object(py::int_(number));
}

/// Allow, deny, granted, the statement's number or None, the reason.
[[nodiscard]] inline py::tuple policy_evaluate(py::object const& policy_text,
                                               py::object const& request_text) {
  auto const document = document_of(policy_text);
  auto const request = document_of(request_text);
  auto const said = unlocked([&]() -> result<policy_decision> {
    auto const asked = named(read_policy_request(request), "request");
    if (!asked) {
      return asked.error();
    }
    return evaluate(read_policy(document), *asked);
  });
  return py::make_tuple(to_python(said.allow), to_python(said.deny), to_python(said.granted),
                        number_or_none(said.statement, policy_decision::no_statement),
                        to_str(said.reason));
}

/// What counts of several authorizations: their allowance and denial are given, the explanation
/// comes from the first that has the same.
[[nodiscard]] inline authorization summed_up(std::span<authorization const> each, ternary allow,
                                             ternary deny) {
  authorization out{allow, deny, both(allow, negation(deny)), policy_kind::none, {}};
  if (out.granted == ternary::yes) {
    return out;
  }
  auto const explains = [&](authorization const& one) {
    return deny != ternary::no ? one.deny == deny : one.allow == allow;
  };
  auto const found = std::find_if(each.begin(), each.end(), explains);
  if (found != each.end()) {
    out.decided_by = found->decided_by;
    out.reason = found->reason;
  } else {
    out.decided_by = policy_kind::session;
    out.reason = "some of the session policies allow it, and others do not";
  }
  return out;
}

[[nodiscard]] inline ternary worst_deny(std::span<authorization const> each) {
  auto deny = ternary::no;
  for (auto const& one : each) {
    deny = either(deny, one.deny);
  }
  return deny;
}

/// Of several boundaries each limits by itself. Whether a request must be allowed by every session
/// policy or by one of them is nowhere said: where that makes a difference, it is not known.
[[nodiscard]] inline authorization authorize_all(std::array<std::vector<policy>, 6> const& given,
                                                 std::vector<std::size_t> const& scp_levels,
                                                 policy_request const& request) {
  auto const& [resource, identity, boundary, session, scp, rcp] = given;
  policy_set set;
  std::vector<std::span<policy const>> levels;
  std::span<policy const> rest = scp;
  for (auto const size : scp_levels) {
    levels.push_back(rest.first(size));
    rest = rest.subspan(size);
  }
  set.resource = resource.empty() ? nullptr : &resource.front();
  set.identity = identity;
  set.scp = rest;
  set.scp_levels = levels;
  set.rcp = rcp;
  std::vector<authorization> by_boundary;
  for (std::size_t limit = 0; limit != std::max<std::size_t>(boundary.size(), 1); ++limit) {
    set.boundary = boundary.empty() ? nullptr : &boundary[limit];
    std::vector<authorization> by_session;
    auto all = ternary::yes;
    auto any = ternary::no;
    for (std::size_t at = 0; at != std::max<std::size_t>(session.size(), 1); ++at) {
      set.session = session.empty() ? nullptr : &session[at];
      by_session.push_back(authorize(set, request));
      all = both(all, by_session.back().allow);
      any = either(any, by_session.back().allow);
    }
    by_boundary.push_back(
        summed_up(by_session, all == any ? all : ternary::unknown, worst_deny(by_session)));
  }
  auto all = ternary::yes;
  for (auto const& each : by_boundary) {
    all = both(all, each.allow);
  }
  return summed_up(by_boundary, all, worst_deny(by_boundary));
}

/// The policies are lists of texts, in the order of the kinds; `level_sizes`: how many of the
/// service control policies are of each level, without any: all are of one. Allow, deny, granted,
/// the kind that decides or None, the reason.
[[nodiscard]] inline py::tuple policy_authorize(py::tuple const& policies,
                                                py::list const& level_sizes,
                                                py::object const& request_text) {
  std::array<std::vector<std::string_view>, 6> documents;
  std::vector<py::object> alive; // what the views point into, whatever becomes of the lists
  for (std::size_t kind = 0; kind != documents.size(); ++kind) {
    for (auto const text : policies[kind]) {
      alive.push_back(py::reinterpret_borrow<py::object>(text));
      documents[kind].push_back(document_of(text));
    }
  }
  std::vector<std::size_t> scp_levels;
  std::size_t in_levels = 0;
  for (auto const size : level_sizes) {
    scp_levels.push_back(size.cast<std::size_t>());
    in_levels += scp_levels.back();
  }
  if (!scp_levels.empty() && in_levels != documents[4].size()) {
    throw py::value_error("scp: the levels are not of these policies");
  }
  auto const request = document_of(request_text);
  auto const said = unlocked([&]() -> result<authorization> {
    auto const asked = named(read_policy_request(request), "request");
    if (!asked) {
      return asked.error();
    }
    std::array<std::vector<policy>, 6> read;
    for (std::size_t kind = 0; kind != documents.size(); ++kind) {
      for (auto const text : documents[kind]) {
        read[kind].push_back(read_policy(text));
      }
    }
    return authorize_all(read, scp_levels, *asked);
  });
  return py::make_tuple(to_python(said.allow), to_python(said.deny), to_python(said.granted),
                        kind_or_none(said.decided_by), to_str(said.reason));
}

/// A question with its texts, which are copies.
struct exposure_request {
  std::string account{};
  std::string bucket{};
  std::string resource{};
  std::string service{};
  trust trusted{};
  [[nodiscard]] exposure_subject subject() const {
    return {.account = account,
            .bucket = bucket,
            .resource = resource,
            .partition = {},
            .service = service};
  }
};

/// From account, bucket, resource and service, and lists of what is trusted: accounts,
/// organizations, VPCs and endpoints, networks.
[[nodiscard]] inline exposure_request exposure_request_of(py::tuple const& subject,
                                                          py::tuple const& trusted) {
  exposure_request out;
  std::size_t at = 0;
  for (auto* const text : {&out.account, &out.bucket, &out.resource, &out.service}) {
    *text = view_of(subject[at++]);
  }
  at = 0;
  for (auto* const texts : {&out.trusted.accounts, &out.trusted.organizations, &out.trusted.vpcs,
                            &out.trusted.networks}) {
    for (auto const each : trusted[at++]) {
      texts->emplace_back(view_of(each));
    }
  }
  for (auto const& each : out.trusted.networks) {
    if (!parse_cidr(each)) {
      throw py::value_error("trust: networks has `" + each + "`, which is no network");
    }
  }
  return out;
}

[[nodiscard]] inline py::object witness_of(policy_request const& witness, bool found) {
  return found ? py::object(to_str(write_policy_request(witness))) : py::object(py::none());
}

/// Verdict, reason, JSON of a witness or None, the statements' numbers.
[[nodiscard]] inline py::tuple policy_exposure(py::object const& policy_text,
                                               std::size_t question_number,
                                               py::tuple const& subject, py::tuple const& trusted) {
  if (question_number + 1 >= exposure_question_names.size()) {
    throw py::index_error("there is no such question");
  }
  auto const question = static_cast<exposure_question>(question_number);
  auto const document = document_of(policy_text);
  auto const asked = exposure_request_of(subject, trusted);
  auto const found = [&] {
    py::gil_scoped_release const released;
    return exposure_of(read_policy(document), question, asked.subject(), asked.trusted);
  }();
  bool const open =
      found.verdict == exposure_verdict::open && question != exposure_question::aws_public;
  return py::make_tuple(to_python(found.verdict), to_str(found.reason),
                        witness_of(found.witness, open), to_python(found.statements));
}

/// Who gets in: principal, its type, whether it is outside, kind of access, statement, verdict and
/// JSON of a witness or None.
[[nodiscard]] inline py::list policy_grants(py::object const& policy_text, py::tuple const& subject,
                                            py::tuple const& trusted) {
  auto const document = document_of(policy_text);
  auto const asked = exposure_request_of(subject, trusted);
  auto const found = [&] {
    py::gil_scoped_release const released;
    return who_has_access(read_policy(document), asked.subject(), asked.trusted);
  }();
  py::list out;
  for (auto const& each : found) {
    out.append(py::make_tuple(to_str(each.principal), to_python(each.type), each.outside,
                              to_python(each.kind), each.statement, to_python(each.verdict),
                              witness_of(each.witness, each.verdict == exposure_verdict::open)));
  }
  return out;
}

[[nodiscard]] inline py::tuple texts_of(one_or_many<std::string> const& texts) {
  return py::tuple(to_python(texts.values));
}

/// None, or a type and an id for each principal; the type is empty where the element is a text.
[[nodiscard]] inline py::object principals_of(maybe<principal_element> const& element) {
  if (!element) {
    return py::none();
  }
  py::list out;
  if (!element->text.empty()) {
    out.append(py::make_tuple(py::str(""), to_str(element->text)));
  }
  for (auto const& group : element->groups) {
    for (auto const& id : group.ids.values) {
      out.append(py::make_tuple(element->untyped ? py::str("") : to_str(group.type), to_str(id)));
    }
  }
  return out;
}

[[nodiscard]] inline py::tuple to_tuple(policy_statement const& from) {
  py::list conditions;
  for (auto const& each : from.condition.conditions) {
    conditions.append(
        py::make_tuple(to_str(each.operation), to_str(each.key), texts_of(each.values)));
  }
  return py::make_tuple(to_python(or_none(from.sid)), to_str(from.effect),
                        principals_of(from.principal), principals_of(from.not_principal),
                        texts_of(from.action), texts_of(from.not_action), texts_of(from.resource),
                        texts_of(from.not_resource), conditions);
}

/// Of each flaw or lint: code, statement or None, pointer, the code as a sentence, what stands
/// there.
template <class Remarks>
[[nodiscard]] py::list remarks_of(Remarks const& remarks) {
  py::list out;
  for (auto const& each : remarks) {
    out.append(py::make_tuple(
        to_str(to_string(each.code)), number_or_none(each.statement, policy_flaw::no_statement),
        to_str(each.pointer), to_str(describe(each.code)), to_str(each.what)));
  }
  return out;
}

/// The JSON text again, the version and the id or None, the statements, and the flaws.
[[nodiscard]] inline py::tuple policy_parse(py::object const& policy_text) {
  auto const document = document_of(policy_text);
  std::string written;
  auto const read = [&] {
    py::gil_scoped_release const released;
    auto made = read_policy(document);
    written = write_policy(made);
    return made;
  }();
  py::list statements;
  for (auto const& each : read.statement.values) {
    statements.append(to_tuple(each));
  }
  py::list flaws;
  for (auto const& each : read.flaws) {
    flaws.append(py::make_tuple(
        to_python(each.code), number_or_none(each.statement, policy_flaw::no_statement),
        to_str(each.pointer), to_str(describe(each.code)), to_str(each.what)));
  }
  return py::make_tuple(py::bytes(written), to_python(or_none(read.version)),
                        to_python(or_none(read.id)), statements, remarks_of(read.flaws));
}

[[nodiscard]] inline py::list policy_lint_text(py::object const& policy_text) {
  auto const document = document_of(policy_text);
  auto const found = [&] {
    py::gil_scoped_release const released;
    return lint(read_policy(document));
  }();
  return remarks_of(found);
}

inline void bind_policy(py::module_& module) {
  module.def("policy_kinds", [] { return to_python(policy_kind_names); });
  module.def("exposure_questions", [] { return to_python(exposure_question_names); });
  module.def("policy_evaluate", &policy_evaluate, py::arg("policy"), py::arg("request"));
  module.def("policy_authorize", &policy_authorize, py::arg("policies"), py::arg("level_sizes"),
             py::arg("request"));
  module.def("policy_exposure", &policy_exposure, py::arg("policy"), py::arg("question"),
             py::arg("subject"), py::arg("trust"));
  module.def("policy_grants", &policy_grants, py::arg("policy"), py::arg("subject"),
             py::arg("trust"));
  module.def("policy_parse", &policy_parse, py::arg("policy"));
  module.def("policy_lint", &policy_lint_text, py::arg("policy"));
}

} // namespace trailaudit::python
