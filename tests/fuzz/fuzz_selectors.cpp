#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/detail/read_value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any bytes as selectors, as a question and as an event: no fault of memory; an event that is said
// not to be recorded is of the question, and is not recorded by the word of `would_record` either.

namespace {

using trailaudit::ternary;

constexpr trailaudit::coverage_budget budget{
    .texts = {.max_states = 500, .max_steps = 50'000}, .max_cells = 2'000, .max_steps = 20'000};

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

template <class T>
bool read(std::string_view text, T& value) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(text, limits, scratch);
  return trailaudit::detail::read_value(in, value) && in.finish();
}

void check_recording(trailaudit::event_selection const& selection,
                     trailaudit::event_record const& event) {
  auto const said = would_record(selection, event);
  expect(!said.reason.empty());
  auto const count = said.advanced ? selection.advanced.size() : selection.basic.size();
  expect(said.selector == trailaudit::event_recording::no_selector || said.selector < count);
}

void check_gap(trailaudit::event_selection const& selection,
               trailaudit::advanced_event_selector const& asked) {
  trailaudit::event_selection const question{{}, {&asked, 1}, true};
  auto const found = uncovered({&selection, 1}, asked, budget);
  expect(found.reason.empty() == (found.covered == ternary::yes));
  if (found.covered == ternary::no) {
    expect(would_record(selection, found.witness).recorded == ternary::no);
    // A question may leave out what CloudTrail requires of a selector, which is then not decided.
    auto const asks_for = [&](std::string_view field) {
      return std::any_of(asked.field_selectors.begin(), asked.field_selectors.end(),
                         [&](auto const& each) { return each.field == field; });
    };
    auto const held = would_record(question, found.witness).recorded;
    expect(held == ternary::yes ||
           (held == ternary::unknown && !(asks_for("resources.type") && asks_for("eventSource"))));
  }
}

} // namespace

// Documents, one a line: selectors, questions behind them, events.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view text(reinterpret_cast<char const*>(data), size);
  auto const line = [&] {
    auto const end = text.find('\n');
    auto const found = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return found;
  };
  trailaudit::get_event_selectors_response answer;
  trailaudit::advanced_event_selector asked;
  trailaudit::event_record event;
  if (!read(line(), answer)) {
    return 0;
  }
  auto const selection = selection_of(answer, true);
  if (read(line(), asked)) {
    check_gap(selection, asked);
  }
  for (auto each = trailaudit::event_question::management_read;
       each <= trailaudit::event_question::dynamodb_item;
       each = static_cast<trailaudit::event_question>(static_cast<int>(each) + 1)) {
    check_gap(selection, question_of(each));
  }
  for (auto const& each : answer.advanced_event_selectors) { // each asks for what it records
    check_gap(selection, each);
  }
  while (!text.empty()) {
    if (read(line(), event)) {
      check_recording(selection, event);
    }
  }
  return 0;
}
