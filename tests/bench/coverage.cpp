#include "coverage.hpp"

#include <trailaudit/analysis/event_coverage.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {
namespace {

using trailaudit::advanced_event_selector;
using trailaudit::advanced_field_selector;
using values = trailaudit::list<std::string>;
using selectors = std::vector<advanced_event_selector>;
using operator_list = values advanced_field_selector::*;

constexpr std::size_t most_values = 500; // of a trail

// A number for each place, in no order.
std::string number(std::size_t at) {
  return std::to_string(std::uint64_t{at} * 2'654'435'761U % 1'000'003U);
}
std::string bucket(std::size_t at) { return "arn:aws:s3:::rather-long-bucket-" + number(at) + "/"; }
std::string object(std::size_t at) { return bucket(at) + "key"; }
std::string ending(std::size_t at) { return "." + number(at); }

template <class Text>
values texts(std::size_t count, Text const& text) {
  values made;
  for (std::size_t at = 0; at != count; ++at) {
    made.push_back(text(at));
  }
  return made;
}

// S3 data events, with one more condition.
advanced_event_selector of_objects(advanced_field_selector condition = {}) {
  advanced_event_selector made;
  auto const equals = [&](std::string_view field, std::string_view value) {
    auto& added = made.field_selectors.emplace_back();
    added.field = field;
    added.equals.push_back(std::string(value));
  };
  equals("eventCategory", "Data");
  equals("resources.type", "AWS::S3::Object");
  if (!condition.field.empty()) {
    made.field_selectors.push_back(std::move(condition));
  }
  return made;
}

advanced_field_selector arn(operator_list how, values wanted) {
  advanced_field_selector made;
  made.field = "resources.ARN";
  made.*how = std::move(wanted);
  return made;
}

void add_row(std::string const& name, selectors of) {
  auto const held = std::make_shared<selectors const>(std::move(of));
  benchmark::RegisterBenchmark(name.c_str(), [held](benchmark::State& state) {
    trailaudit::event_selection const selection{{}, *held, true};
    auto const asked = question_of(trailaudit::event_question::s3_object_write);
    for ([[maybe_unused]] auto const _ : state) {
      auto const found = uncovered({&selection, 1}, asked);
      benchmark::DoNotOptimize(found.covered);
      state.SetLabel(std::string(to_string(found.covered)));
    }
  })->Unit(benchmark::kMillisecond);
}

// Each start with its own end, without that end, and the rest: all pairs are told apart. Where the
// texts are long and alike, a start and an end overlap in many ways.
template <class Start, class End>
selectors starts_and_ends(std::size_t count, Start const& start, End const& end) {
  selectors made;
  for (std::size_t at = 0; at != count; ++at) {
    auto both = arn(&advanced_field_selector::starts_with, {start(at)});
    both.not_ends_with.push_back(end(at));
    made.push_back(of_objects(std::move(both)));
    made.push_back(of_objects(arn(&advanced_field_selector::ends_with, {end(at)})));
  }
  made.push_back(of_objects(arn(&advanced_field_selector::not_starts_with, texts(count, start))));
  return made;
}

} // namespace

void register_coverage_rows() {
  struct form {
    std::string_view name;
    operator_list how;
    std::string (*text)(std::size_t);
  };
  constexpr std::array<form, 6> forms{{
      {"Equals", &advanced_field_selector::equals, object},
      {"StartsWith", &advanced_field_selector::starts_with, bucket},
      {"EndsWith", &advanced_field_selector::ends_with, ending},
      {"NotEquals", &advanced_field_selector::not_equals, object},
      {"NotStartsWith", &advanced_field_selector::not_starts_with, bucket},
      {"NotEndsWith", &advanced_field_selector::not_ends_with, ending},
  }};
  for (auto const& each : forms) {
    add_row("uncovered_500/" + std::string(each.name),
            {of_objects(arn(each.how, texts(most_values, each.text)))});
    selectors apart;
    for (std::size_t at = 0; at != most_values; ++at) {
      apart.push_back(of_objects(arn(each.how, {each.text(at)})));
    }
    add_row("uncovered_500_selectors/" + std::string(each.name), std::move(apart));
  }
  auto both = arn(&advanced_field_selector::not_starts_with, texts(most_values / 2, bucket));
  both.not_ends_with = texts(most_values / 2, ending);
  add_row("uncovered_500/NotStartsWith_NotEndsWith", {of_objects(std::move(both))});

  add_row("uncovered_hostile/starts_and_ends", starts_and_ends(125, bucket, ending));
  add_row("uncovered_hostile/overlaps",
          starts_and_ends(
              60, [](std::size_t at) { return std::string(2000 - at, 'a'); },
              [](std::size_t at) { return std::string(2000 - at, 'a') + 'b'; }));
  add_row("uncovered_hostile/complement_10000",
          {of_objects(arn(&advanced_field_selector::starts_with, texts(5'000, bucket))),
           of_objects(arn(&advanced_field_selector::not_starts_with, texts(5'000, bucket)))});
}

} // namespace bench
