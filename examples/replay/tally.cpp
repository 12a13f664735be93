#include "tally.hpp"

#include <algorithm>
#include <tuple>

using trailaudit::ternary;

outcome outcome_of(ternary now, ternary then) noexcept {
  if (then == ternary::yes) {
    return now == ternary::no ? outcome::gained : outcome::recorded;
  }
  if (then == ternary::unknown || now == ternary::unknown) {
    return outcome::unknown;
  }
  return now == ternary::yes ? outcome::lost : outcome::unrecorded;
}

std::string_view category_of(trailaudit::event_record const& event) noexcept {
  return !event.event_category.empty() ? std::string_view{event.event_category}
         : !event.management_event     ? std::string_view{}
         : *event.management_event     ? "Management"
                                       : "Data";
}

std::string_view resource_type_of(trailaudit::event_record const& event) noexcept {
  if (category_of(event) != "Management") {
    for (auto const& each : event.resources) {
      if (!each.type.empty()) {
        return each.type;
      }
    }
  }
  return {};
}

void tally::add(judged_event const& each) {
  auto const& event = *each.event;
  auto const what = static_cast<std::size_t>(each.what);
  ++events;
  ++outcomes[what];
  for (auto const& by : each.now.trails) {
    ++trails[by.trail].now[static_cast<std::size_t>(by.decided.recorded)];
  }
  for (auto const& by : each.then.trails) {
    ++trails[by.trail].then[static_cast<std::size_t>(by.decided.recorded)];
  }
  auto const add_part = [&](std::string_view part) {
    key += part;
    key += '\0';
  };

  key.clear();
  add_part(event.event_source);
  add_part(event.event_name);
  auto name = names.find(key);
  if (name == names.end()) {
    name = names.emplace(key, event_name{event.event_source, event.event_name, 0, {}}).first;
  }
  ++name->second.events;
  ++name->second.outcomes[what];
  if (each.what == outcome::recorded) {
    return;
  }

  auto const& telling = each.telling();
  std::string_view const access = !event.read_only ? "" : *event.read_only ? "read" : "write";
  for (auto const part :
       {outcome_names[what], to_string(each.now.recorded), to_string(each.then.recorded),
        category_of(event), access, resource_type_of(event), telling.reason, telling.field}) {
    add_part(part);
  }
  auto kind = kinds.find(key);
  if (kind == kinds.end()) {
    kind = kinds.emplace(key, event_kind{}).first;
    kind->second = {each.what,
                    each.now.recorded,
                    each.then.recorded,
                    std::string(category_of(event)),
                    access,
                    event.event_source,
                    event.event_name,
                    std::string(resource_type_of(event)),
                    telling.reason,
                    std::string(telling.field),
                    0,
                    event.event_id,
                    std::string(each.place.file),
                    each.place.record};
  }
  ++kind->second.events;
}

std::vector<event_kind const*> by_count(tally const& of) {
  std::vector<event_kind const*> order;
  for (auto const& each : of.kinds) {
    order.push_back(&each.second);
  }
  std::stable_sort(order.begin(), order.end(), [](auto const* left, auto const* right) {
    return std::tuple(left->what, right->events) < std::tuple(right->what, left->events);
  });
  return order;
}

std::vector<event_name const*> names_by_count(tally const& of) {
  std::vector<event_name const*> order;
  for (auto const& each : of.names) {
    order.push_back(&each.second);
  }
  std::stable_sort(order.begin(), order.end(), [](auto const* left, auto const* right) {
    return left->events > right->events;
  });
  return order;
}
