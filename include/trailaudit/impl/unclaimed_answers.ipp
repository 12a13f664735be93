#pragma once

#include <trailaudit/analysis/trail_resources.hpp>
#include <trailaudit/analysis/unclaimed_answers.hpp>
#include <trailaudit/detail/packed_text.hpp>
#include <trailaudit/model/arn.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trailaudit::inline v0 {
namespace detail {

// What an answer is about.
enum class answer_subject : std::uint8_t { topic, role, log_group, key, trail, bucket, other };

// The subject of an operation, by the parameter that names it.
[[nodiscard]] constexpr answer_subject subject_by(rare_text capture_request::*parameter) noexcept {
  using subject = answer_subject;
  return parameter == &capture_request::bucket           ? subject::bucket
         : parameter == &capture_request::key_id         ? subject::key
         : parameter == &capture_request::topic_arn      ? subject::topic
         : parameter == &capture_request::role_name      ? subject::role
         : parameter == &capture_request::log_group_name ? subject::log_group
                                                         : subject::other;
}

// `key/<id>` and `alias/<name>` of an ARN; of a key its id alone. Anything else is one already.
[[nodiscard]] inline std::string_view key_id_in(std::string_view name) noexcept {
  constexpr std::string_view opening = "key/";
  auto const resource = parse_arn(name).resource;
  return resource.empty()                ? name
         : resource.starts_with(opening) ? resource.substr(opening.size())
                                         : resource;
}

[[nodiscard]] inline std::string_view role_name_in(std::string_view arn) noexcept {
  return arn.substr(arn.rfind('/') + 1); // what precedes it may be a path
}

[[nodiscard]] inline std::string_view log_group_name_in(std::string_view arn) noexcept {
  constexpr std::string_view opening = "log-group:";
  constexpr std::string_view ending = ":*";
  auto name = parse_arn(arn).resource;
  name.remove_prefix(name.starts_with(opening) ? opening.size() : 0);
  name.remove_suffix(name.ends_with(ending) ? ending.size() : 0);
  return name;
}

class unclaimed_answers {
public:
  unclaimed_answers(inventory const& joined, list<ignored_input>& into) noexcept
      : joined_(joined), into_(into) {}

  // `name`: of the subject; `call`: of the operation whose request must say it, else empty;
  // `answered`: the subject's name in the answer, where that is another. Not in line: there is a
  // call of it for each operation.
  void look_at(recorded_call const& from, answer_subject about, std::string_view name,
               std::string_view call, std::string_view answered = {});

private:
  static constexpr std::size_t few = 32; // of so many trails or keys each is asked
  static constexpr std::string_view alias_opening = "alias/";

  [[nodiscard]] bool is_claimed(answer_subject about, std::string_view name);
  [[nodiscard]] bool is_named(answer_subject about, std::string_view name);
  [[nodiscard]] bool is_named_key(std::string_view name);
  template <class Visitor>
  void for_each_key(Visitor const& visit) const;
  template <class Visitor>
  void for_each_alias(Visitor const& visit) const;
  void list_keys();
  void ignore(recorded_call const& from, std::string_view what, std::string_view reason);

  inventory const& joined_;
  list<ignored_input>& into_;
  // The last one of each kind that is claimed: most answers are about it as well.
  std::array<std::string_view, 7> claimed_{};
  // Of very many trails, by kind; and of keys. Sorted.
  std::array<std::vector<std::string_view>, 3> names_{};
  std::vector<std::string_view> key_ids_{};
  std::optional<bool> keys_are_few_{};
};

TRAILAUDIT_APART void unclaimed_answers::ignore(recorded_call const& from, std::string_view what,
                                                std::string_view reason) {
  auto& added = into_.emplace_back();
  added.pointer = "/captures/";
  added.pointer += std::to_string(from.index);
  added.what.assign(what);
  added.reason = reason;
}

TRAILAUDIT_APART void unclaimed_answers::look_at(recorded_call const& from, answer_subject about,
                                                 std::string_view name, std::string_view call,
                                                 std::string_view answered) {
  if (name.empty()) {
    if (!call.empty()) {
      ignore(from, call, "the request does not say what the call was about");
    }
    return;
  }
  auto& claimed = claimed_[static_cast<std::size_t>(about)];
  if (same_text(name, claimed)) {
    return;
  }
  if (is_claimed(about, name) || (!answered.empty() && is_claimed(about, answered))) {
    claimed = name;
    return;
  }
  constexpr std::array<std::string_view, 7> reasons{
      "no known trail notifies this topic",
      "no known trail has this role",
      "no known trail has this log group",
      "no known trail, event data store or topic has this key",
      "no answer lists this trail",
      "no known trail delivers to this bucket",
      ""}; // what is about anything else is claimed
  ignore(from, name, reasons[static_cast<std::size_t>(about)]);
}

TRAILAUDIT_APART bool unclaimed_answers::is_claimed(answer_subject about, std::string_view name) {
  switch (about) {
  case answer_subject::trail:
    return joined_.has_trail(name);
  case answer_subject::bucket:
    return joined_.has_log_bucket(name);
  case answer_subject::key:
    return is_named_key(name);
  case answer_subject::topic: // the retired `SnsTopicName` may be the name alone
    return is_named(about, name) || is_named(about, name.substr(name.rfind(':') + 1));
  case answer_subject::role:
  case answer_subject::log_group:
    return is_named(about, name);
  case answer_subject::other:
    break;
  }
  return true;
}

// Whether a trail names such a topic, role or log group.
TRAILAUDIT_APART bool unclaimed_answers::is_named(answer_subject about, std::string_view name) {
  auto const name_in = [about](trail_view const& each) -> std::string_view {
    auto const* const settings = each.settings.get();
    if (settings == nullptr) {
      return {};
    }
    if (about == answer_subject::topic) {
      auto const arn = topic_arn_of(*settings);
      return arn.empty() ? std::string_view{settings->sns_topic_name} : arn;
    }
    return about == answer_subject::role
               ? role_name_in(settings->cloud_watch_logs_role_arn)
               : log_group_name_in(settings->cloud_watch_logs_log_group_arn);
  };
  auto const& trails = joined_.trails();
  if (trails.size() <= few) {
    return std::any_of(trails.begin(), trails.end(),
                       [&](auto const& each) { return same_text(name_in(each), name); });
  }
  auto& names = names_[static_cast<std::size_t>(about)];
  if (names.empty()) {
    for (auto const& each : trails) {
      names.push_back(name_in(each));
    }
    std::sort(names.begin(), names.end());
  }
  return std::binary_search(names.begin(), names.end(), name);
}

// Calls `visit(name)` for every key that something known is encrypted with.
template <class Visitor>
void unclaimed_answers::for_each_key(Visitor const& visit) const {
  auto const& world = joined_.world();
  for (auto const& each : joined_.trails()) {
    if (auto const* const settings = each.settings.get()) {
      visit(std::string_view{settings->kms_key_id});
    }
  }
  for (auto const& each : world.get_event_data_store) {
    visit(std::string_view{each.response.kms_key_id});
  }
  for (auto const& each : world.get_topic_attributes) {
    visit(std::string_view{each.response.attributes.kms_master_key_id});
  }
}

// Calls `visit(alias, key)` for every alias that an answer resolves.
template <class Visitor>
void unclaimed_answers::for_each_alias(Visitor const& visit) const {
  for (auto const& each : joined_.world().list_aliases) {
    for (auto const& row : each.response.aliases) {
      visit(key_id_in(row.alias_name), key_id_in(row.target_key_id));
    }
  }
  for (auto const& each : joined_.world().describe_key) {
    auto const& found = each.response.key_metadata;
    visit(key_id_in(each.request.key_id), key_id_in(first_given(found.key_id, found.arn)));
  }
}

TRAILAUDIT_APART bool unclaimed_answers::is_named_key(std::string_view name) {
  auto const& world = joined_.world();
  auto const id = key_id_in(name);
  if (!keys_are_few_) { // counted once: the answers may be very many
    auto count = joined_.trails().size() + world.get_event_data_store.size() +
                 world.get_topic_attributes.size() + world.describe_key.size() +
                 world.list_aliases.size();
    for (auto const& each : world.list_aliases) {
      count += each.response.aliases.size();
    }
    keys_are_few_ = count <= few;
    if (!*keys_are_few_) {
      list_keys();
    }
  }
  if (*keys_are_few_) {
    bool found = false;
    for_each_key([&](std::string_view each) {
      if (found || each.empty()) {
        return;
      }
      auto const known = key_id_in(each);
      found = same_text(known, id);
      if (!found && known.starts_with(alias_opening)) {
        for_each_alias([&](std::string_view alias, std::string_view key) {
          found = found || (same_text(alias, known) && same_text(key, id));
        });
      }
    });
    return found;
  }
  return std::binary_search(key_ids_.begin(), key_ids_.end(), id);
}

TRAILAUDIT_INLINE void unclaimed_answers::list_keys() {
  auto const add = [&](std::string_view id) {
    if (!id.empty()) {
      key_ids_.push_back(id);
    }
  };
  for_each_key([&](std::string_view name) { add(key_id_in(name)); });
  std::sort(key_ids_.begin(), key_ids_.end());
  auto const named = key_ids_;
  for_each_alias([&](std::string_view alias, std::string_view key) {
    if (alias.starts_with(alias_opening) && std::binary_search(named.begin(), named.end(), alias)) {
      add(key);
    }
  });
  std::sort(key_ids_.begin(), key_ids_.end());
}

// Whether the inventory joins such answers with the log buckets.
template <class Response>
inline constexpr bool is_of_log_buckets =
    std::is_same_v<Response, get_bucket_policy_response> ||
    std::is_same_v<Response, get_bucket_acl_response> ||
    std::is_same_v<Response, get_public_access_block_response> ||
    std::is_same_v<Response, get_bucket_ownership_controls_response> ||
    std::is_same_v<Response, get_bucket_logging_response> ||
    std::is_same_v<Response, get_bucket_versioning_response>;

// The trail that an answer is about; empty where it is about something else.
template <class Response>
[[nodiscard]] std::string_view trail_asked_about(capture<Response> const& each) noexcept {
  if constexpr (std::is_same_v<Response, get_trail_status_response>) {
    return each.request.name;
  } else {
    return first_given(each.request.trail_name, each.response.trail_arn);
  }
}

} // namespace detail

TRAILAUDIT_INLINE void list_unclaimed_answers(inventory const& joined, list<ignored_input>& into) {
  using subject = detail::answer_subject;
  detail::unclaimed_answers unclaimed(joined, into);
  detail::for_each_operation([&]<class Response>(operation<Response> const& asked) {
    constexpr bool of_trails = std::is_same_v<Response, get_trail_status_response> ||
                               std::is_same_v<Response, get_event_selectors_response> ||
                               std::is_same_v<Response, get_insight_selectors_response>;
    constexpr bool of_log_buckets = detail::is_of_log_buckets<Response>;
    if ((of_trails && joined.answers_name_trails()) ||
        (of_log_buckets && asked.subject == &capture_request::bucket &&
         joined.answers_name_log_buckets())) {
      return; // as mostly; with many of them to look for each again would take long
    }
    // A rule reads the policies of any role.
    constexpr bool of_any_role = std::is_same_v<Response, get_role_policy_response> ||
                                 std::is_same_v<Response, list_attached_role_policies_response>;
    auto const about = of_any_role ? subject::other : detail::subject_by(asked.subject);
    if (about == subject::other && !of_trails && !asked.subject_required) {
      return;
    }
    std::string_view const call = asked.subject_required ? asked.call : std::string_view{};
    for (auto const& each : joined.world().*asked.captures) {
      if constexpr (of_trails) {
        unclaimed.look_at(each, subject::trail, detail::trail_asked_about(each), call);
      } else if constexpr (std::is_same_v<Response, describe_key_response>) {
        std::string_view const arn = each.response.key_metadata.arn;
        unclaimed.look_at(each, about, detail::first_given(each.request.key_id, arn), call, arn);
      } else {
        unclaimed.look_at(each, about, each.request.*asked.subject, call);
      }
    }
  });
}

} // namespace trailaudit::inline v0
