#pragma once

#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/model/policy.hpp>
#include <trailaudit/model/policy_request.hpp>

#include <support/files.hpp>

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The edge cases of policies, which are data: `tests/fixtures/policy/edge-cases`.

namespace support {

/// A JSON value: a string's text, or another scalar as it stands; members or elements.
struct json_node {
  trailaudit::detail::json_kind kind = trailaudit::detail::json_kind::null;
  std::string text{};
  std::vector<std::pair<std::string, json_node>> members{};
  std::vector<json_node> elements{};
  std::string raw{}; ///< as it stands in the text

  [[nodiscard]] json_node const* find(std::string_view name) const {
    for (auto const& each : members) {
      if (each.first == name) {
        return &each.second;
      }
    }
    return nullptr;
  }
  [[nodiscard]] json_node const& at(std::string_view name) const {
    auto const* const found = find(name);
    if (found == nullptr) {
      throw std::runtime_error("a fixture lacks `" + std::string(name) + "`");
    }
    return *found;
  }
  [[nodiscard]] std::string text_of(std::string_view name) const {
    auto const* const found = find(name);
    return found == nullptr ? std::string() : found->text;
  }
};

namespace detail {

inline json_node read_node(trailaudit::detail::json_cursor& in, std::string_view whole) {
  using trailaudit::detail::json_kind;
  json_node out;
  auto const begin = in.next_offset();
  out.kind = in.peek();
  std::string_view text;
  bool first = true;
  switch (out.kind) {
  case json_kind::object:
    for (bool more = in.begin_object(); more && in.next_key(first, text);) {
      std::string key(text);
      out.members.emplace_back(std::move(key), read_node(in, whole));
    }
    break;
  case json_kind::array:
    for (bool more = in.begin_array(); more && in.next_element(first);) {
      out.elements.push_back(read_node(in, whole));
    }
    break;
  case json_kind::string:
    (void)in.string(text);
    out.text = text;
    break;
  case json_kind::number:
  case json_kind::boolean:
  case json_kind::null:
  case json_kind::end:
  case json_kind::invalid:
    (void)in.skip_value();
    out.text = whole.substr(begin, in.offset() - begin);
  }
  out.raw = whole.substr(begin, in.offset() - begin);
  return out;
}

} // namespace detail

[[nodiscard]] inline json_node read_json(std::string_view text) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(text, limits, scratch);
  auto out = detail::read_node(in, text);
  if (!in.ok()) {
    throw std::runtime_error(in.fault().message);
  }
  return out;
}

/// One request, and what the policy says of it.
struct policy_answer {
  trailaudit::policy_request request{};
  std::string allow{};
  std::string deny{};
  std::string granted{};
};

struct policy_case {
  std::string name{}; ///< of the file, without its ending
  std::string note{};
  trailaudit::policy document{};
  std::string account{};
  std::string bucket{};
  std::string resource{};
  // Expected verdicts; empty: not asked.
  std::string public_access{};
  std::string aws_public{};
  std::string external{};
  std::string deputy{};
  std::vector<policy_answer> answers{};
};

[[nodiscard]] inline trailaudit::policy_request request_from(json_node const& from) {
  auto read = trailaudit::read_policy_request(from.raw);
  if (!read) {
    throw std::runtime_error(describe(read.error()));
  }
  return std::move(*read);
}

[[nodiscard]] inline policy_case read_policy_case(std::filesystem::path const& file) {
  policy_case out;
  out.name = file.stem().string();
  auto const root = read_json(read_file(file));
  out.note = root.text_of("note");
  // A text where it is not fit for a parser of JSON.
  auto const& policy = root.at("policy");
  out.document = trailaudit::read_policy(
      policy.kind == trailaudit::detail::json_kind::string ? policy.text : policy.raw);
  auto const& subject = root.at("subject");
  out.account = subject.text_of("account");
  out.bucket = subject.text_of("bucket");
  out.resource = subject.text_of("resource");
  auto const& expect = root.at("expect");
  out.public_access = expect.text_of("public");
  out.aws_public = expect.text_of("aws_public");
  out.external = expect.text_of("external");
  out.deputy = expect.text_of("deputy");
  if (auto const* const answers = expect.find("evaluate")) {
    for (auto const& each : answers->elements) {
      out.answers.push_back({request_from(each.at("request")), each.text_of("allow"),
                             each.text_of("deny"), each.text_of("granted")});
    }
  }
  return out;
}

} // namespace support
