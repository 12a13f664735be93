// Whether CloudTrail's own requests are granted. The cases are data, from the CloudTrail User
// Guide and by hand: `tests/fixtures/policy/delivery`.

#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/model/cloudtrail_accounts.hpp>

#include <doctest/doctest.h>

#include <support/files.hpp>
#include <support/policy_cases.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using support::json_node;
using trailaudit::delivery_step;
using trailaudit::policy;
using trailaudit::ternary;

ternary ternary_from(json_node const& from, std::string_view name, ternary otherwise) {
  auto const text = from.text_of(name);
  if (text.empty()) {
    return otherwise;
  }
  REQUIRE((text == "yes" || text == "no" || text == "unknown"));
  return text == "yes" ? ternary::yes : text == "no" ? ternary::no : ternary::unknown;
}

// A case; what it is about are views into `root`.
struct delivery_case {
  json_node root{};
  std::optional<policy> document{};
  std::vector<policy> permissions{};
  std::optional<policy> boundary{};
  trailaudit::delivery_trail about{};
};

std::optional<policy> policy_in(json_node const& from, std::string_view name) {
  auto const* const found = from.find(name);
  if (found == nullptr || found->text == "null") {
    return std::nullopt;
  }
  return trailaudit::read_policy(found->raw);
}

void read_case(std::filesystem::path const& file, delivery_case& out) {
  out.root = support::read_json(support::read_file(file));
  auto const& trail = out.root.at("trail");
  auto const text = [&](std::string_view name) -> std::string_view {
    auto const* const found = trail.find(name);
    return found == nullptr ? std::string_view() : std::string_view(found->text);
  };
  auto& about = out.about;
  about.arn = text("arn");
  about.multi_region = ternary_from(trail, "multi_region", ternary::unknown);
  about.organization_trail = ternary_from(trail, "organization_trail", ternary::no);
  about.validation = ternary_from(trail, "validation", ternary::no);
  about.insights = ternary_from(trail, "insights", ternary::no);
  about.organization_id = text("organization_id");
  about.bucket = text("bucket");
  about.prefix = text("prefix");
  about.bucket_account = text("bucket_account");
  about.requester_pays = ternary_from(trail, "requester_pays", ternary::no);
  if (trail.find("kms_key") != nullptr) {
    about.kms_key = text("kms_key");
  }
  about.bucket_key = ternary_from(trail, "bucket_key", ternary::unknown);
  about.topic_arn = text("topic_arn");
  about.log_group_arn = text("log_group_arn");
  about.role_arn = text("role_arn");
  if (auto const* const found = trail.find("regions")) {
    for (auto const& each : found->elements) {
      about.regions.push_back(each.text);
    }
  }
  if (auto const* const found = trail.find("members")) {
    for (auto const& each : found->elements) {
      about.members.push_back(each.text);
    }
  }
  out.document = policy_in(out.root, "policy");
  if (auto const* const found = out.root.find("permissions")) {
    for (auto const& each : found->elements) {
      out.permissions.push_back(trailaudit::read_policy(each.raw));
    }
  }
  out.boundary = policy_in(out.root, "boundary");
}

std::vector<delivery_step> answer(delivery_case const& about) {
  auto const kind = about.root.text_of("kind");
  auto const* const document = about.document ? &*about.document : nullptr;
  if (kind == "bucket") {
    return trailaudit::bucket_delivery(document, about.about);
  }
  if (kind == "key") {
    return trailaudit::key_delivery(document, about.about);
  }
  if (kind == "topic") {
    return trailaudit::topic_delivery(document, about.about);
  }
  if (kind == "topic_key") {
    return trailaudit::topic_key_delivery(document, about.root.at("trail").at("topic_key").text,
                                          about.about);
  }
  REQUIRE(kind == "role");
  std::vector<policy const*> permissions;
  for (auto const& each : about.permissions) {
    permissions.push_back(&each);
  }
  trailaudit::delivery_role role;
  role.trust = document;
  role.permissions = permissions;
  role.whole = ternary_from(about.root, "whole", ternary::yes) == ternary::yes;
  role.boundary = about.boundary ? &*about.boundary : nullptr;
  role.bounded =
      ternary_from(about.root, "bounded", trailaudit::to_ternary(role.boundary != nullptr));
  return trailaudit::role_delivery(role, about.about);
}

// `evaluate` goes another way: what is decided of a request, it must say as well.
void check_witness(delivery_case const& about, delivery_step const& step) {
  if (step.granted == ternary::unknown || step.reason.find("Requester Pays") != step.reason.npos ||
      !about.document) {
    return;
  }
  if (!step.request.starts_with("logs:")) {
    CHECK(trailaudit::evaluate(*about.document, step.witness).granted == step.granted);
    return;
  }
  auto allow = ternary::no;
  auto deny = ternary::no;
  for (auto const& each : about.permissions) {
    auto const found = trailaudit::evaluate(each, step.witness);
    allow = either(allow, found.allow);
    deny = either(deny, found.deny);
  }
  auto granted = both(allow, negation(deny));
  if (about.boundary) {
    granted = both(granted, trailaudit::evaluate(*about.boundary, step.witness).granted);
  }
  CHECK(granted == step.granted);
}

std::string number_of(std::size_t statement) {
  return statement == delivery_step::no_statement ? "none" : std::to_string(statement);
}

void check_deputy(delivery_case const& about, json_node const& expected) {
  REQUIRE(about.document.has_value());
  auto const kind = about.root.text_of("kind");
  trailaudit::trust trusted;
  if (auto const* const accounts = expected.find("trusted")) {
    for (auto const& each : accounts->elements) {
      trusted.accounts.push_back(each.text);
    }
  }
  auto const found =
      kind == "bucket" ? trailaudit::bucket_deputy(*about.document, about.about, trusted)
      : kind == "key"  ? trailaudit::key_deputy(*about.document, about.about, trusted)
                       : trailaudit::topic_deputy(*about.document, about.about, trusted);
  CAPTURE(found.reason);
  CHECK(to_string(found.blocked) == expected.text_of("blocked"));
  CHECK_FALSE(found.reason.empty());
  if (expected.find("statement") != nullptr) {
    CHECK(number_of(found.statement) == expected.text_of("statement"));
  }
  if (found.blocked == ternary::no) {
    CHECK(found.witness.principal.id == "cloudtrail.amazonaws.com");
    auto const said = trailaudit::evaluate(*about.document, found.witness);
    CHECK(said.granted == ternary::yes);
    CHECK(said.statement == found.statement);
  }
}

// The same answers are given where nobody asks for a witness.
void check_without_witnesses(delivery_case& about, std::vector<delivery_step> const& wanted) {
  about.about.witnesses = false;
  auto const steps = answer(about);
  about.about.witnesses = true;
  REQUIRE(steps.size() == wanted.size());
  for (std::size_t at = 0; at != steps.size(); ++at) {
    CAPTURE(steps[at].request);
    CHECK(steps[at].request == wanted[at].request);
    CHECK(steps[at].granted == wanted[at].granted);
    CHECK(steps[at].statement == wanted[at].statement);
    CHECK(steps[at].document == wanted[at].document);
    CHECK(steps[at].key == wanted[at].key);
    CHECK(steps[at].reason == wanted[at].reason);
    CHECK(steps[at].witness.principal.id.empty());
    CHECK(steps[at].witness.context.empty());
  }
}

TEST_CASE("CloudTrail's requests are granted or not as each case says") {
  std::size_t count = 0;
  for (auto const& file : support::json_files("tests/fixtures/policy/delivery")) {
    CAPTURE(file.filename().string());
    ++count;
    delivery_case about;
    read_case(file, about);
    auto const& expect = about.root.at("expect");
    auto const steps = answer(about);
    auto const& wanted = expect.at("steps").elements;
    std::string names;
    for (auto const& each : steps) {
      names += std::string(each.request) + ": " + std::string(to_string(each.granted)) + "; ";
    }
    CAPTURE(names);
    REQUIRE(steps.size() == wanted.size());
    for (std::size_t at = 0; at != steps.size(); ++at) {
      auto const& step = steps[at];
      CAPTURE(step.request);
      CAPTURE(step.reason);
      CAPTURE(step.key);
      CAPTURE(step.witness.resource);
      CHECK(step.request == wanted[at].text_of("request"));
      CHECK(to_string(step.granted) == wanted[at].text_of("granted"));
      CHECK_FALSE(step.reason.empty());
      if (wanted[at].find("statement") != nullptr) {
        CHECK(number_of(step.statement) == wanted[at].text_of("statement"));
      }
      if (wanted[at].find("key") != nullptr) {
        CHECK(step.key == wanted[at].text_of("key"));
      }
      if (wanted[at].find("document") != nullptr) {
        CHECK(std::to_string(step.document) == wanted[at].text_of("document"));
      }
      if (wanted[at].find("reason") != nullptr) {
        CHECK(step.reason == wanted[at].text_of("reason"));
      }
      if (wanted[at].find("resource") != nullptr) {
        CHECK(step.witness.resource == wanted[at].text_of("resource"));
      }
      check_witness(about, step);
    }
    check_without_witnesses(about, steps);
    if (auto const* const deputy = expect.find("deputy")) {
      check_deputy(about, *deputy);
    }
  }
  CHECK(count >= 40);
}

TEST_CASE("the accounts of CloudTrail's own are known by their ids") {
  CHECK(trailaudit::is_cloudtrail_account("113285607260"));
  CHECK(trailaudit::is_cloudtrail_account("608710470296"));
  CHECK_FALSE(trailaudit::is_cloudtrail_account("111122223333"));
  CHECK_FALSE(trailaudit::is_cloudtrail_account(""));
}

TEST_CASE("steps together are as good as the worst of them") {
  std::vector<delivery_step> steps(2);
  CHECK(trailaudit::delivers({}) == ternary::yes);
  steps[0].granted = ternary::yes;
  CHECK(trailaudit::delivers(steps) == ternary::unknown);
  steps[1].granted = ternary::no;
  CHECK(trailaudit::delivers(steps) == ternary::no);
}

} // namespace
