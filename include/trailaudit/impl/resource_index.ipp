#pragma once

#include <trailaudit/analysis/resource_index.hpp>
#include <trailaudit/detail/json_cursor.hpp>

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

// How many pages of one list are compared with each other; of more, the list is not known whole.
inline constexpr std::size_t compared_pages = 1000;

template <class Response>
[[nodiscard]] constexpr char const* call_of(list<capture<Response>> snapshot::*captures) {
  char const* found = nullptr;
  for_each_operation([&](auto const& each) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(each)>, operation<Response>>) {
      found = each.captures == captures ? each.call.data() : found;
    }
  });
  return found;
}

template <class Response>
[[nodiscard]] answer_place whole_answer(char const* call, capture<Response> const& source,
                                        char const* key = nullptr,
                                        std::size_t index = json_path::no_index) noexcept {
  return {call, &source, key, index};
}

[[nodiscard]] constexpr observation observation_of(answer state) noexcept {
  switch (state) {
  case answer::present:
    return observation::present;
  case answer::absent:
    return observation::absent;
  case answer::refused:
    return observation::refused;
  case answer::empty:
    break;
  }
  return observation::not_collected;
}

[[nodiscard]] constexpr bool says_something(observation state) noexcept {
  return state == observation::present || state == observation::absent;
}

// Folds one more answer about the same subject into what is known. A refusal counts only where
// nothing better is known; two answers that differ contradict each other for good.
template <class T, class Same>
void fold(observed<T>& known, observation state, T const* value, answer_place const& from,
          std::string_view code, Same const& same) {
  if (known.state == observation::contradictory || state == observation::not_collected) {
    return;
  }
  if (state == observation::refused) {
    if (!says_something(known.state)) {
      known = {state, nullptr, from, code, {}};
    }
  } else if (!says_something(known.state)) {
    known = {state, value, from, code, {}};
  } else if (known.state != state ||
             (value != nullptr && known.value != nullptr && !same(*known.value, *value))) {
    known = {observation::contradictory, nullptr, known.from, {}, from};
  }
}
template <class T>
void fold(observed<T>& known, observation state, T const* value, answer_place const& from,
          std::string_view code = {}) {
  fold(known, state, value, from, code,
       [](T const& left, T const& right) { return left == right; });
}
template <class Response>
void fold(observed<Response>& known, char const* call, capture<Response> const& next) {
  fold(known, observation_of(next.state), next.state == answer::present ? &next.response : nullptr,
       whole_answer(call, next), next.error_code);
}

template <class Response, class KeyOf>
void index_answers(lookup& into, list<capture<Response>> const& captures, KeyOf const& key_of) {
  into.assign(captures.size(), [&](std::size_t at) { return key_of(captures[at]); });
}

// Calls `visit(capture)` for each answer with that key.
template <class Response, class KeyOf, class Visitor>
void for_each_answer(lookup const& places, list<capture<Response>> const& captures,
                     std::string_view key, KeyOf const& key_of, Visitor const& visit) {
  auto const key_at = [&](std::size_t at) { return key_of(captures[at]); };
  for (auto at = key.empty() ? lookup::none : places.find(key, key_at); at != lookup::none;
       at = places.next(at, key_at)) {
    visit(captures[at]);
  }
}

// Of the pages of one list: what is known, and whether they are all. `asked(request)` is the token
// that a page was asked for with, `left(response)` that of the next, `cut(response)` whether it
// goes on in a way that cannot be followed.
template <class Response, class Asked, class Left, class Cut>
[[nodiscard]] list_state fold_pages(char const* call,
                                    std::vector<capture<Response> const*> const& pages,
                                    Asked const& asked, Left const& left, Cut const& cut) {
  observed<Response> known; // of presence only
  capture<Response> const* first = nullptr;
  bool const compared = pages.size() <= compared_pages;
  bool whole = compared;
  for (auto const* page : pages) {
    fold<Response>(known, observation_of(page->state), nullptr, whole_answer(call, *page),
                   page->error_code);
    if (page->state != answer::present) {
      continue;
    }
    if (first == nullptr && std::string_view(asked(page->request)).empty()) {
      first = page;
    }
    std::string_view const next = left(page->response);
    bool found = next.empty();
    for (std::size_t at = 0; at != pages.size() && compared; ++at) {
      auto const& other = *pages[at];
      bool const present = other.state == answer::present;
      found = found || (present && asked(other.request) == next);
      if (present && asked(other.request) == asked(page->request) &&
          !(other.response == page->response)) {
        known = {observation::contradictory,
                 nullptr,
                 whole_answer(call, *page),
                 {},
                 whole_answer(call, other)};
      }
    }
    whole = whole && found && !cut(page->response) && !narrows(page->request);
  }
  list_state state{known.state, ternary::unknown, known.from, known.error_code};
  switch (known.state) {
  case observation::present:
    state.from = first == nullptr ? known.from : whole_answer(call, *first);
    state.whole = whole && first != nullptr ? ternary::yes : ternary::no;
    break;
  case observation::absent:
    state.whole = ternary::yes;
    break;
  case observation::refused:
    state.whole = ternary::no;
    break;
  case observation::not_collected:
  case observation::contradictory:
    break;
  }
  return state;
}

// Pages as IAM counts them.
template <class Response>
[[nodiscard]] list_state fold_marked_pages(char const* call,
                                           std::vector<capture<Response> const*> const& pages) {
  return fold_pages(
      call, pages,
      [](capture_request const& request) -> std::string_view { return request.marker; },
      [](Response const& response) -> std::string_view { return response.marker; },
      [](Response const& response) {
        return !response.next_token.empty() ||
               (response.is_truncated.value_or(false) && response.marker.empty());
      });
}
// Pages by `NextToken`.
template <class Response>
[[nodiscard]] list_state fold_token_pages(char const* call,
                                          std::vector<capture<Response> const*> const& pages) {
  return fold_pages(
      call, pages,
      [](capture_request const& request) -> std::string_view { return request.next_token; },
      [](Response const& response) -> std::string_view { return response.next_token; },
      [](Response const&) { return false; });
}

// What the calls about buckets have in common; the first seven stand in `bucket_view`.
inline constexpr auto bucket_calls = table_of(
    &snapshot::get_bucket_location, &snapshot::head_bucket, &snapshot::get_bucket_policy_status,
    &snapshot::get_bucket_encryption, &snapshot::get_object_lock_configuration,
    &snapshot::get_bucket_lifecycle_configuration, &snapshot::get_bucket_request_payment,
    &snapshot::get_bucket_policy, &snapshot::get_bucket_acl, &snapshot::get_public_access_block,
    &snapshot::get_bucket_logging, &snapshot::get_bucket_ownership_controls,
    &snapshot::get_bucket_versioning);
inline constexpr auto bucket_of = [](auto const& each) -> std::string_view {
  return each.request.bucket;
};

/// A key or alias by the parts of its name.
struct key_name {
  std::string_view id{}; // or `alias/logs`
  std::string_view region{};
  std::string_view account{};
};
[[nodiscard]] inline key_name key_name_of(std::string_view text,
                                          std::string_view region = {}) noexcept {
  constexpr std::string_view key = "key/";
  auto const parts = parse_arn(text);
  if (parts.service != "kms") {
    return {text, region, {}};
  }
  auto id = parts.resource;
  id.remove_prefix(id.starts_with('k') && id.starts_with(key) ? key.size() : 0);
  return {id, parts.region, parts.account};
}
// `cut(text, region)` cuts a name as `key_name_of` does.
template <class Cut>
[[nodiscard]] key_name key_name_of(capture<describe_key_response> const& source,
                                   Cut const& cut) noexcept {
  auto const& metadata = source.response.key_metadata;
  if (source.state != answer::present || (metadata.arn.empty() && metadata.key_id.empty())) {
    return cut(source.request.key_id, source.region);
  }
  auto name = cut(metadata.arn.empty() ? metadata.key_id : metadata.arn, source.region);
  name.account = name.account.empty() ? std::string_view{metadata.aws_account_id} : name.account;
  return name;
}
[[nodiscard]] inline key_name key_name_of(capture<describe_key_response> const& source) noexcept {
  return key_name_of(source, [](std::string_view text, std::string_view region) {
    return key_name_of(text, region);
  });
}
inline constexpr auto key_of_answer = [](auto const& each) { return key_name_of(each).id; };
inline constexpr auto key_of_request = [](auto const& each) {
  return key_name_of(each.request.key_id).id;
};
inline constexpr auto key_of_rotation = [](auto const& each) {
  return key_name_of(first_given(each.request.key_id, each.response.key_id)).id;
};

[[nodiscard]] inline bool agree(std::string_view left, std::string_view right) noexcept {
  return left.empty() || right.empty() || left == right;
}
// Whether a name may be that of the wanted key. Copies of a multi-Region key share their id.
[[nodiscard]] inline bool may_be(key_name const& name, key_name const& wanted) noexcept {
  bool const shared = wanted.id.starts_with("mrk-") && !wanted.region.empty();
  return agree(name.account, wanted.account) &&
         (shared ? name.region == wanted.region : agree(name.region, wanted.region));
}

inline constexpr auto topic_of = [](auto const& each) -> std::string_view {
  return first_given(each.request.topic_arn, each.response.attributes.topic_arn);
};
inline constexpr auto topic_asked = [](auto const& each) -> std::string_view {
  return each.request.topic_arn;
};
inline constexpr auto role_of = [](auto const& each) -> std::string_view {
  return first_given(each.request.role_name, each.response.role.role_name);
};
inline constexpr auto role_asked = [](auto const& each) -> std::string_view {
  return each.request.role_name;
};
inline constexpr auto role_of_policy = [](auto const& each) -> std::string_view {
  return first_given(each.request.role_name, each.response.role_name);
};
inline constexpr auto policy_of = [](auto const& each) -> std::string_view {
  return first_given(each.request.policy_arn, each.response.policy.arn);
};
inline constexpr auto policy_asked = [](auto const& each) -> std::string_view {
  return each.request.policy_arn;
};
inline constexpr auto log_group_asked = [](auto const& each) -> std::string_view {
  return each.request.log_group_name;
};
inline constexpr auto organization_policy_of = [](auto const& each) -> std::string_view {
  return first_given(each.request.policy_id, each.response.policy.policy_summary.id);
};
inline constexpr auto target_asked = [](auto const& each) -> std::string_view {
  return each.request.target_id;
};

[[nodiscard]] inline std::string_view without_star(std::string_view arn) noexcept {
  arn.remove_suffix(arn.ends_with(":*") ? 2 : 0);
  return arn;
}

// Whether two answers say the same of a log group. What is stored in it grows.
[[nodiscard]] inline bool same_settings(log_group const& left, log_group const& right) {
  return left.retention_in_days == right.retention_in_days && left.kms_key_id == right.kms_key_id &&
         left.log_group_class == right.log_group_class &&
         left.data_protection_status == right.data_protection_status &&
         left.deletion_protection_enabled == right.deletion_protection_enabled;
}

[[nodiscard]] inline policy const* text_of(maybe<encoded_json_text<policy>> const& document) {
  return document ? &document->value : nullptr;
}

// Adds a policy of a role, or finds it; both lists are short.
[[nodiscard]] inline role_policy_view& policy_named(std::vector<role_policy_view>& all,
                                                    std::string_view name, std::string_view arn,
                                                    answer_place const& from) {
  for (auto& each : all) {
    if (each.name == name && each.arn == arn) {
      return each;
    }
  }
  auto& added = all.emplace_back();
  added.name = name;
  added.arn = arn;
  added.from = from;
  return added;
}

// Takes in what another answer, which is whole, says of the same list. `counted` is how many it
// names; `all` is how many both do.
inline void fold_whole_list(list_state& known, answer_place const& from, std::size_t counted,
                            std::size_t before, std::size_t all) {
  bool const said = known.state == observation::present || known.state == observation::absent;
  bool const whole = said && known.whole == ternary::yes;
  if (known.state == observation::contradictory || all != counted || (whole && before != counted)) {
    known = {observation::contradictory, ternary::unknown, from, {}};
  } else if (!whole) {
    known = {observation::present, ternary::yes, from, {}};
  }
}

} // namespace detail

TRAILAUDIT_INLINE void resource_index::build(snapshot const& world) {
  world_ = &world;
  detail::bucket_calls([&](auto... captures) {
    std::size_t at = 0;
    (detail::index_answers(buckets_[at++], world.*captures, detail::bucket_of), ...);
  });
  detail::index_answers(keys_, world.describe_key, detail::key_of_answer);
  detail::index_answers(keys_by_request_, world.describe_key, detail::key_of_request);
  detail::index_answers(rotations_, world.get_key_rotation_status, detail::key_of_rotation);
  detail::index_answers(key_policies_, world.get_key_policy, detail::key_of_request);
  detail::index_answers(topics_, world.get_topic_attributes, detail::topic_of);
  detail::index_answers(subscriptions_, world.list_subscriptions_by_topic, detail::topic_asked);
  detail::index_answers(roles_, world.get_role, detail::role_of);
  detail::index_answers(inline_names_, world.list_role_policies, detail::role_asked);
  detail::index_answers(inline_documents_, world.get_role_policy, detail::role_of_policy);
  detail::index_answers(attached_, world.list_attached_role_policies, detail::role_asked);
  detail::index_answers(policies_, world.get_policy, detail::policy_of);
  detail::index_answers(policy_versions_, world.get_policy_version, detail::policy_asked);
  detail::index_answers(subscription_filters_, world.describe_subscription_filters,
                        detail::log_group_asked);
  detail::index_answers(organization_policies_, world.describe_policy,
                        detail::organization_policy_of);
  detail::index_answers(targets_, world.list_policies_for_target, detail::target_asked);

  // What stands in lists of lists.
  auto const add_rows = [](std::vector<nested_row>& rows, detail::lookup& places,
                           std::size_t capture, auto const& found, auto const& key_at) {
    for (std::size_t at = 0; at != found.size(); ++at) {
      rows.push_back({static_cast<std::uint32_t>(capture), static_cast<std::uint32_t>(at)});
      places.add(key_at);
    }
  };
  alias_rows_.clear();
  role_rows_.clear();
  policy_rows_.clear();
  log_group_rows_.clear();
  for (auto* each : {&aliases_, &role_details_, &policy_details_, &log_groups_}) {
    each->clear();
  }
  for (std::size_t at = 0; at != world.list_aliases.size(); ++at) {
    add_rows(alias_rows_, aliases_, at, world.list_aliases[at].response.aliases,
             [&](std::size_t row) -> std::string_view {
               auto const& [capture, index] = alias_rows_[row];
               return world.list_aliases[capture].response.aliases[index].alias_name;
             });
  }
  for (std::size_t at = 0; at != world.get_account_authorization_details.size(); ++at) {
    auto const& found = world.get_account_authorization_details[at].response;
    if (found.role_detail_list) {
      add_rows(role_rows_, role_details_, at, *found.role_detail_list,
               [&](std::size_t row) -> std::string_view {
                 auto const& [capture, index] = role_rows_[row];
                 return (*world.get_account_authorization_details[capture]
                              .response.role_detail_list)[index]
                     .role_name;
               });
    }
    if (found.policies) {
      add_rows(
          policy_rows_, policy_details_, at, *found.policies,
          [&](std::size_t row) -> std::string_view {
            auto const& [capture, index] = policy_rows_[row];
            return (*world.get_account_authorization_details[capture].response.policies)[index].arn;
          });
    }
  }
  for (std::size_t at = 0; at != world.describe_log_groups.size(); ++at) {
    add_rows(log_group_rows_, log_groups_, at, world.describe_log_groups[at].response.log_groups,
             [&](std::size_t row) -> std::string_view {
               auto const& [capture, index] = log_group_rows_[row];
               return world.describe_log_groups[capture].response.log_groups[index].log_group_name;
             });
  }
}

TRAILAUDIT_INLINE bucket_view resource_index::bucket(std::string_view name) const {
  bucket_view found;
  found.name = name;
  auto const join = [&](std::size_t at, auto captures, auto& into) {
    detail::for_each_answer(
        buckets_[at], world_->*captures, name, detail::bucket_of,
        [&](auto const& each) { detail::fold(into, detail::call_of(captures), each); });
  };
  join(0, &snapshot::get_bucket_location, found.location);
  join(1, &snapshot::head_bucket, found.head);
  join(2, &snapshot::get_bucket_policy_status, found.policy_status);
  join(3, &snapshot::get_bucket_encryption, found.encryption);
  join(4, &snapshot::get_object_lock_configuration, found.object_lock);
  join(5, &snapshot::get_bucket_lifecycle_configuration, found.lifecycle);
  join(6, &snapshot::get_bucket_request_payment, found.request_payment);
  return found;
}

TRAILAUDIT_INLINE existence resource_index::bucket_existence(std::string_view name) const {
  existence there;
  existence gone;
  auto const look = [&](std::size_t at, auto captures) {
    detail::for_each_answer(
        buckets_[at], world_->*captures, name, detail::bucket_of, [&](auto const& each) {
          auto const where = detail::whole_answer(detail::call_of(captures), each);
          bool const no_bucket =
              each.error_code == "NoSuchBucket" || (at == 1 && each.state == answer::absent);
          if (no_bucket && gone.exists == ternary::unknown) {
            gone = {ternary::no, where, each.error_code};
          } else if (!no_bucket && there.exists == ternary::unknown &&
                     (each.state == answer::present || each.state == answer::absent)) {
            there = {ternary::yes, where, {}};
          }
        });
  };
  detail::bucket_calls([&](auto... captures) {
    std::size_t at = 0;
    (look(at++, captures), ...);
  });
  if (there.exists == ternary::unknown || gone.exists == ternary::unknown) {
    return there.exists == ternary::unknown ? gone : there;
  }
  return {ternary::unknown, gone.where, gone.error_code};
}

TRAILAUDIT_INLINE bucket_owner_view resource_index::bucket_owner(std::string_view name) const {
  bucket_owner_view found;
  auto const look = [&](std::size_t at, auto captures) {
    detail::for_each_answer(
        buckets_[at], world_->*captures, name, detail::bucket_of, [&](auto const& each) {
          std::string_view const owner = each.request.expected_bucket_owner;
          bool const answered = each.state == answer::present ||
                                (each.state == answer::absent && each.error_code != "404" &&
                                 each.error_code != "NoSuchBucket");
          if (!answered || owner.empty()) {
            return;
          }
          if (found.account.empty()) {
            found.account = owner;
            found.where = detail::whole_answer(detail::call_of(captures), each);
          }
          found.contradictory = found.contradictory || found.account != owner;
        });
  };
  detail::bucket_calls([&](auto... captures) {
    std::size_t at = 0;
    (look(at++, captures), ...);
  });
  return found;
}

TRAILAUDIT_INLINE key_view resource_index::key(std::string_view identifier, std::string_view region,
                                               std::string_view account) const {
  key_view found;
  auto const own = detail::key_name_of(identifier);
  // Most answers name the key alike: its ARN is taken apart once.
  auto const cut = [&](std::string_view text, std::string_view from) {
    return !own.region.empty() && detail::same_text(text, identifier)
               ? own
               : detail::key_name_of(text, from);
  };
  auto wanted = own;
  wanted.region = wanted.region.empty() ? region : wanted.region;
  wanted.account = wanted.account.empty() ? account : wanted.account;
  constexpr auto describe = detail::call_of(&snapshot::describe_key);
  // The answers that name the key as it is asked for; where that is an alias, they resolve it.
  bool const is_alias = wanted.id.starts_with("alias/");
  if (is_alias) {
    detail::key_name target;
    constexpr auto call = detail::call_of(&snapshot::list_aliases);
    auto const name_at = [&](std::size_t row) -> std::string_view {
      auto const& at = alias_rows_[row];
      return world_->list_aliases[at.capture].response.aliases[at.index].alias_name;
    };
    for (auto row = aliases_.find(wanted.id, name_at); row != detail::lookup::none;
         row = aliases_.next(row, name_at)) {
      auto const& source = world_->list_aliases[alias_rows_[row].capture];
      auto const& entry = source.response.aliases[alias_rows_[row].index];
      auto const name = detail::key_name_of(entry.alias_arn, source.region);
      if (detail::agree(name.region, wanted.region) &&
          detail::agree(name.account, wanted.account)) {
        detail::fold(found.alias, observation::present, &entry,
                     detail::whole_answer(call, source, "Aliases", alias_rows_[row].index));
        target = {entry.target_key_id, name.region, name.account};
      }
    }
    answer_place described;
    detail::for_each_answer(
        keys_by_request_, world_->describe_key, wanted.id, detail::key_of_request,
        [&](capture<describe_key_response> const& each) {
          auto const asked = detail::key_name_of(each.request.key_id, each.region);
          if (!detail::agree(asked.region, wanted.region) ||
              !detail::agree(asked.account, wanted.account)) {
            return;
          }
          if (each.state != answer::present) { // else it is found by its own id, below
            detail::fold(found.key, describe, each);
            return;
          }
          auto const name = detail::key_name_of(each);
          bool const same = target.id.empty() ||
                            (target.id == name.id && detail::agree(target.region, name.region));
          auto const from = detail::whole_answer(describe, each);
          if (!same && found.alias.state != observation::contradictory) {
            auto const known =
                found.alias.state == observation::present ? found.alias.from : described;
            found.alias = {observation::contradictory, nullptr, known, {}, from};
          }
          target = name;
          described = from;
        });
    if (found.alias.state == observation::contradictory) {
      found.key = {observation::contradictory, nullptr, found.alias.from, {}, found.alias.other};
      return found;
    }
    if (target.id.empty()) {
      return found;
    }
    wanted.id = target.id;
    wanted.region = target.region.empty() ? wanted.region : target.region;
    wanted.account = target.account.empty() ? wanted.account : target.account;
  }
  // Of few answers each name is taken apart once.
  auto const look = [&](detail::lookup const& places, auto const& captures, auto const& name_of,
                        auto const& visit) {
    constexpr std::size_t few = 8;
    if (captures.size() > few) {
      detail::for_each_answer(
          places, captures, wanted.id, [&](auto const& each) { return name_of(each).id; },
          [&](auto const& each) { visit(each, name_of(each)); });
      return;
    }
    for (auto const& each : captures) {
      if (auto const name = name_of(each);
          !wanted.id.empty() && detail::same_text(name.id, wanted.id)) {
        visit(each, name);
      }
    }
  };
  look(
      keys_, world_->describe_key,
      [&](capture<describe_key_response> const& each) { return detail::key_name_of(each, cut); },
      [&](capture<describe_key_response> const& each, detail::key_name const& name) {
        if (detail::may_be(name, wanted)) {
          detail::fold(found.key, describe, each);
        }
      });
  if (auto const* const known = found.key.get()) {
    auto const name = cut(known->key_metadata.arn, {});
    wanted.region = wanted.region.empty() ? name.region : wanted.region;
    wanted.account = wanted.account.empty() ? name.account : wanted.account;
  }
  auto const rotation_key = [](auto const& each) -> std::string_view {
    return detail::first_given(each.request.key_id, each.response.key_id);
  };
  look(
      rotations_, world_->get_key_rotation_status,
      [&](capture<get_key_rotation_status_response> const& each) {
        return cut(rotation_key(each), each.region);
      },
      [&](capture<get_key_rotation_status_response> const& each, detail::key_name const& name) {
        if (detail::may_be(name, wanted)) {
          detail::fold(found.rotation, detail::call_of(&snapshot::get_key_rotation_status), each);
        }
      });
  look(
      key_policies_, world_->get_key_policy,
      [&](capture<get_key_policy_response> const& each) {
        return cut(each.request.key_id, each.region);
      },
      [&](capture<get_key_policy_response> const& each, detail::key_name const& name) {
        if (detail::may_be(name, wanted)) {
          detail::fold(found.policy, detail::call_of(&snapshot::get_key_policy), each);
        }
      });
  found.id = wanted.id;
  found.region = wanted.region;
  found.account = wanted.account;
  return found;
}

TRAILAUDIT_INLINE topic_view resource_index::topic(std::string_view arn) const {
  topic_view found;
  auto const parts = parse_arn(arn);
  found.arn = arn;
  found.region = parts.region;
  found.account = parts.account;
  detail::for_each_answer(
      topics_, world_->get_topic_attributes, arn, detail::topic_of, [&](auto const& each) {
        detail::fold(found.attributes, detail::call_of(&snapshot::get_topic_attributes), each);
      });
  constexpr auto call = detail::call_of(&snapshot::list_subscriptions_by_topic);
  std::vector<capture<list_subscriptions_by_topic_response> const*> pages;
  detail::for_each_answer(subscriptions_, world_->list_subscriptions_by_topic, arn,
                          detail::topic_asked, [&](auto const& each) { pages.push_back(&each); });
  found.subscriptions_seen = detail::fold_token_pages(call, pages);
  for (auto const* page : pages) {
    auto const& all = page->response.subscriptions;
    for (std::size_t at = 0; at != all.size(); ++at) {
      bool const known = std::any_of(found.subscriptions.begin(), found.subscriptions.end(),
                                     [&](auto const& each) { return *each.value == all[at]; });
      if (!known) {
        found.subscriptions.push_back(
            {&all[at], detail::whole_answer(call, *page, "Subscriptions", at)});
      }
    }
  }
  return found;
}

TRAILAUDIT_INLINE role_view resource_index::role(std::string_view arn_or_name) const {
  role_view found;
  auto const parts = parse_arn(arn_or_name);
  auto const& text = parts.resource.empty() ? arn_or_name : parts.resource;
  found.name = text.substr(text.rfind('/') + 1);
  found.arn = parts.resource.empty() ? std::string_view{} : arn_or_name;
  auto const& own = world_->account_id;
  // IAM answers for the account that asks; an answer without an ARN is about that one.
  bool const asked_here = detail::agree(parts.account, own);
  auto const counts = [&](std::string_view arn) {
    return arn.empty() ? asked_here
                       : (found.arn.empty() || arn == found.arn) &&
                             (!parts.account.empty() || detail::agree(parse_arn(arn).account, own));
  };

  observed<policy> there; // whether the role is: without a value
  auto const take = [&](auto const& role, answer_place const& from) {
    detail::fold<policy>(there, observation::present, nullptr, from);
    found.arn = found.arn.empty() ? std::string_view{role.arn} : found.arn;
    if (auto const* const document = detail::text_of(role.assume_role_policy_document)) {
      detail::fold(found.trust, observation::present, document, from);
    }
    auto const* const boundary = role.permissions_boundary.get();
    detail::fold(found.boundary, boundary == nullptr ? observation::absent : observation::present,
                 boundary, from, {}, [](auto const& left, auto const& right) {
                   return left.permissions_boundary_arn == right.permissions_boundary_arn;
                 });
  };
  constexpr auto get_role = detail::call_of(&snapshot::get_role);
  detail::for_each_answer(
      roles_, world_->get_role, found.name, detail::role_of,
      [&](capture<get_role_response> const& each) {
        auto const& answered = each.response.role;
        if (!counts(answered.arn)) {
          return;
        }
        if (each.state == answer::present) {
          take(answered, detail::whole_answer(get_role, each, "Role"));
        } else {
          auto const from = detail::whole_answer(get_role, each);
          detail::fold<policy>(there, detail::observation_of(each.state), nullptr, from,
                               each.error_code);
          if (each.state == answer::refused) {
            detail::fold<policy>(found.trust, observation::refused, nullptr, from, each.error_code);
            detail::fold<permissions_boundary>(found.boundary, observation::refused, nullptr, from,
                                               each.error_code);
          }
        }
      });

  if (asked_here) {
    constexpr auto names = detail::call_of(&snapshot::list_role_policies);
    std::vector<capture<list_role_policies_response> const*> name_pages;
    detail::for_each_answer(inline_names_, world_->list_role_policies, found.name,
                            detail::role_asked,
                            [&](auto const& each) { name_pages.push_back(&each); });
    found.inline_seen = detail::fold_marked_pages(names, name_pages);
    for (auto const* page : name_pages) {
      auto const& all = page->response.policy_names;
      for (std::size_t at = 0; at != all.size(); ++at) {
        (void)detail::policy_named(found.inline_policies, all[at], {},
                                   detail::whole_answer(names, *page, "PolicyNames", at));
      }
    }
    constexpr auto attached = detail::call_of(&snapshot::list_attached_role_policies);
    std::vector<capture<list_attached_role_policies_response> const*> attached_pages;
    detail::for_each_answer(attached_, world_->list_attached_role_policies, found.name,
                            detail::role_asked,
                            [&](auto const& each) { attached_pages.push_back(&each); });
    found.attached_seen = detail::fold_marked_pages(attached, attached_pages);
    for (auto const* page : attached_pages) {
      auto const& all = page->response.attached_policies;
      for (std::size_t at = 0; at != all.size(); ++at) {
        (void)detail::policy_named(found.attached_policies, all[at].policy_name, all[at].policy_arn,
                                   detail::whole_answer(attached, *page, "AttachedPolicies", at));
      }
    }
  }

  constexpr auto details = detail::call_of(&snapshot::get_account_authorization_details);
  auto const name_at = [&](std::size_t row) -> std::string_view {
    auto const& at = role_rows_[row];
    return (*world_->get_account_authorization_details[at.capture]
                 .response.role_detail_list)[at.index]
        .role_name;
  };
  for (auto row = role_details_.find(found.name, name_at); row != detail::lookup::none;
       row = role_details_.next(row, name_at)) {
    auto const& source = world_->get_account_authorization_details[role_rows_[row].capture];
    auto const& shown = (*source.response.role_detail_list)[role_rows_[row].index];
    if (!counts(shown.arn)) {
      continue;
    }
    auto const from =
        detail::whole_answer(details, source, "RoleDetailList", role_rows_[row].index);
    take(shown, from);
    auto const inline_before = found.inline_policies.size();
    for (auto const& each : shown.role_policy_list) {
      auto& named = detail::policy_named(found.inline_policies, each.policy_name, {}, from);
      if (auto const* const document = detail::text_of(each.policy_document)) {
        detail::fold(named.document, observation::present, document, from);
      }
    }
    detail::fold_whole_list(found.inline_seen, from, shown.role_policy_list.size(), inline_before,
                            found.inline_policies.size());
    auto const attached_before = found.attached_policies.size();
    for (auto const& each : shown.attached_managed_policies) {
      (void)detail::policy_named(found.attached_policies, each.policy_name, each.policy_arn, from);
    }
    detail::fold_whole_list(found.attached_seen, from, shown.attached_managed_policies.size(),
                            attached_before, found.attached_policies.size());
  }

  if (asked_here) {
    constexpr auto document_call = detail::call_of(&snapshot::get_role_policy);
    detail::for_each_answer(
        inline_documents_, world_->get_role_policy, found.name, detail::role_of_policy,
        [&](capture<get_role_policy_response> const& each) {
          auto const from = detail::whole_answer(document_call, each);
          std::string_view const name = each.response.policy_name.empty()
                                            ? std::string_view{each.request.policy_name}
                                            : std::string_view{each.response.policy_name};
          if (name.empty()) {
            return;
          }
          if (each.state == answer::present) {
            auto& named = detail::policy_named(found.inline_policies, name, {}, from);
            detail::fold(named.document, observation::present,
                         static_cast<policy const*>(&each.response.policy_document.value), from);
            return;
          }
          for (auto& named : found.inline_policies) {
            if (named.name == name) {
              detail::fold<policy>(named.document, detail::observation_of(each.state), nullptr,
                                   from, each.error_code);
            }
          }
        });
  }
  for (auto& each : found.attached_policies) {
    each.document = managed_policy_document(each.arn);
  }
  found.state = there.state;
  found.from = there.from;
  found.error_code = there.error_code;
  return found;
}

TRAILAUDIT_INLINE observed<policy>
resource_index::managed_policy_document(std::string_view arn) const {
  observed<policy> found;
  // Which version is the default, by every answer that says it.
  std::string_view version;
  answer_place version_from;
  auto const default_is = [&](std::string_view id, answer_place const& from) {
    if (id.empty() || id == version) {
      return;
    }
    if (!version.empty()) {
      found = {observation::contradictory, nullptr, version_from, {}, from};
    }
    version = id;
    version_from = from;
  };
  constexpr auto get = detail::call_of(&snapshot::get_policy);
  detail::for_each_answer(policies_, world_->get_policy, arn, detail::policy_of,
                          [&](capture<get_policy_response> const& each) {
                            auto const from = detail::whole_answer(get, each);
                            if (each.state == answer::present) {
                              default_is(each.response.policy.default_version_id, from);
                            } else {
                              detail::fold<policy>(found, detail::observation_of(each.state),
                                                   nullptr, from, each.error_code);
                            }
                          });
  constexpr auto details = detail::call_of(&snapshot::get_account_authorization_details);
  auto const arn_at = [&](std::size_t row) -> std::string_view {
    auto const& at = policy_rows_[row];
    return (*world_->get_account_authorization_details[at.capture].response.policies)[at.index].arn;
  };
  auto const for_each_detail = [&](auto const& visit) {
    for (auto row = arn.empty() ? detail::lookup::none : policy_details_.find(arn, arn_at);
         row != detail::lookup::none; row = policy_details_.next(row, arn_at)) {
      auto const& source = world_->get_account_authorization_details[policy_rows_[row].capture];
      visit((*source.response.policies)[policy_rows_[row].index],
            detail::whole_answer(details, source, "Policies", policy_rows_[row].index));
    }
  };
  constexpr auto get_version = detail::call_of(&snapshot::get_policy_version);
  auto const for_each_version = [&](auto const& visit) {
    for_each_detail([&](managed_policy_detail const& shown, answer_place const& from) {
      for (auto const& each : shown.policy_version_list) {
        visit(each, from);
      }
    });
    detail::for_each_answer(policy_versions_, world_->get_policy_version, arn, detail::policy_asked,
                            [&](capture<get_policy_version_response> const& each) {
                              if (each.state == answer::present) {
                                visit(each.response.policy_version,
                                      detail::whole_answer(get_version, each, "PolicyVersion"));
                              }
                            });
  };
  for_each_detail([&](managed_policy_detail const& shown, answer_place const& from) {
    default_is(shown.default_version_id, from);
  });
  for_each_version([&](policy_version const& each, answer_place const& from) {
    if (each.is_default_version == true) {
      default_is(each.version_id, from);
    }
  });
  for_each_version([&](policy_version const& each, answer_place const& from) {
    bool const counts =
        each.is_default_version.value_or(true) && !version.empty() && each.version_id == version;
    if (auto const* const document = detail::text_of(each.document);
        counts && document != nullptr) {
      detail::fold(found, observation::present, document, from);
    }
  });
  detail::for_each_answer(policy_versions_, world_->get_policy_version, arn, detail::policy_asked,
                          [&](capture<get_policy_version_response> const& each) {
                            if (each.state == answer::refused) {
                              detail::fold<policy>(found, observation::refused, nullptr,
                                                   detail::whole_answer(get_version, each),
                                                   each.error_code);
                            }
                          });
  return found;
}

TRAILAUDIT_INLINE list_state resource_index::authorization_details() const {
  std::vector<capture<get_account_authorization_details_response> const*> pages;
  bool filtered = false;
  std::array<bool, 4> shown{};
  for (auto const& each : world_->get_account_authorization_details) {
    pages.push_back(&each);
    // AWS's own policies may be left out: they are AWS's, and what they say is public.
    auto const& kinds = each.request.filter.values;
    for (std::string_view const kind : {"User", "Group", "Role", "LocalManagedPolicy"}) {
      filtered = filtered ||
                 (!kinds.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end());
    }
    shown[0] = shown[0] || each.response.user_detail_list.has_value();
    shown[1] = shown[1] || each.response.group_detail_list.has_value();
    shown[2] = shown[2] || each.response.role_detail_list.has_value();
    shown[3] = shown[3] || each.response.policies.has_value();
  }
  auto state = detail::fold_marked_pages(
      detail::call_of(&snapshot::get_account_authorization_details), pages);
  if (state.whole == ternary::yes &&
      (filtered || std::find(shown.begin(), shown.end(), false) != shown.end())) {
    state.whole = ternary::no;
  }
  return state;
}

TRAILAUDIT_INLINE log_group_view resource_index::log_group(std::string_view arn) const {
  constexpr std::string_view opening = "log-group:";
  log_group_view found;
  arn = detail::without_star(arn);
  auto const parts = parse_arn(arn);
  if (!parts.resource.starts_with(opening)) {
    return found;
  }
  found.name = parts.resource.substr(opening.size());
  found.region = parts.region;
  found.account = parts.account;
  bool const asked_here = detail::agree(parts.account, world_->account_id);
  constexpr auto call = detail::call_of(&snapshot::describe_log_groups);
  auto const name_at = [&](std::size_t row) -> std::string_view {
    auto const& at = log_group_rows_[row];
    return world_->describe_log_groups[at.capture].response.log_groups[at.index].log_group_name;
  };
  for (auto row = log_groups_.find(found.name, name_at); row != detail::lookup::none;
       row = log_groups_.next(row, name_at)) {
    auto const& source = world_->describe_log_groups[log_group_rows_[row].capture];
    auto const& group = source.response.log_groups[log_group_rows_[row].index];
    std::string_view const own =
        group.log_group_arn.empty() ? detail::without_star(group.arn) : group.log_group_arn;
    bool const same = own.empty() ? asked_here && source.region == parts.region : own == arn;
    if (same) {
      detail::fold(found.group, observation::present, &group,
                   detail::whole_answer(call, source, "logGroups", log_group_rows_[row].index), {},
                   detail::same_settings);
    }
  }
  if (found.group.state == observation::not_collected && asked_here &&
      !world_->account_id.empty()) {
    // A list of this name's groups that is whole and does not hold it says that it is not there.
    for (auto const& first : world_->describe_log_groups) {
      std::string_view const prefix = first.request.log_group_name_prefix;
      auto const belongs = [&](auto const& each) {
        return each.region == parts.region && each.request.log_group_name_prefix == prefix &&
               each.request.log_group_name_pattern.empty();
      };
      if (!belongs(first) || !found.name.starts_with(prefix) ||
          !first.request.log_next_token.empty()) {
        continue;
      }
      std::vector<capture<describe_log_groups_response> const*> pages;
      for (auto const& each : world_->describe_log_groups) {
        if (belongs(each)) {
          pages.push_back(&each);
        }
      }
      auto const seen = detail::fold_pages(
          call, pages,
          [](capture_request const& request) -> std::string_view { return request.log_next_token; },
          [](describe_log_groups_response const& response) -> std::string_view {
            return response.next_token;
          },
          [](describe_log_groups_response const&) { return false; });
      bool const gone = seen.state == observation::present && seen.whole == ternary::yes;
      detail::fold<trailaudit::log_group>(found.group,
                                          gone ? observation::absent
                                               : (seen.state == observation::refused
                                                      ? observation::refused
                                                      : observation::not_collected),
                                          nullptr, seen.from, seen.error_code);
      if (found.group.state == observation::absent) {
        break;
      }
    }
  }
  if (!asked_here) {
    return found;
  }
  bool filtered = false;
  detail::for_each_answer(
      subscription_filters_, world_->describe_subscription_filters, found.name,
      detail::log_group_asked, [&](capture<describe_subscription_filters_response> const& each) {
        if (detail::agree(each.region, parts.region)) {
          filtered = filtered || narrows(each.request) || !each.response.next_token.empty() ||
                     !each.request.log_next_token.empty();
          detail::fold(found.filters, detail::call_of(&snapshot::describe_subscription_filters),
                       each);
        }
      });
  if (found.filters.state == observation::present || found.filters.state == observation::refused) {
    found.filters_whole =
        filtered || found.filters.state == observation::refused ? ternary::no : ternary::yes;
  }
  return found;
}

TRAILAUDIT_INLINE observed<describe_policy_response>
resource_index::organization_policy(std::string_view id) const {
  observed<describe_policy_response> found;
  detail::for_each_answer(organization_policies_, world_->describe_policy, id,
                          detail::organization_policy_of, [&](auto const& each) {
                            detail::fold(found, detail::call_of(&snapshot::describe_policy), each);
                          });
  return found;
}

namespace detail {

// The rows of one type. Without `Filter` a request does not say which type it asked for.
template <class Response>
[[nodiscard]] organization_policies_view
policies_of_type(char const* call, std::vector<capture<Response> const*> const& pages,
                 std::string_view type) {
  organization_policies_view found;
  std::vector<capture<Response> const*> counted;
  bool known_type = true;
  for (auto const* page : pages) {
    auto const& filter = page->request.filter.values;
    if (filter.empty() || std::find(filter.begin(), filter.end(), type) != filter.end()) {
      counted.push_back(page);
      known_type = known_type && !filter.empty();
    }
  }
  found.seen = fold_token_pages(call, counted);
  if (found.seen.whole == ternary::yes && found.seen.state == observation::present && !known_type) {
    found.seen.whole = ternary::no;
  }
  for (auto const* page : counted) {
    auto const& all = page->response.policies;
    for (std::size_t at = 0; at != all.size(); ++at) {
      bool const known = std::any_of(found.policies.begin(), found.policies.end(),
                                     [&](auto const& each) { return *each.value == all[at]; });
      if (all[at].type == type && !known) {
        found.policies.push_back({&all[at], whole_answer(call, *page, "Policies", at)});
      }
    }
  }
  return found;
}

} // namespace detail

TRAILAUDIT_INLINE organization_policies_view
resource_index::policies_for_target(std::string_view target, std::string_view type) const {
  std::vector<capture<list_policies_for_target_response> const*> pages;
  detail::for_each_answer(targets_, world_->list_policies_for_target, target, detail::target_asked,
                          [&](auto const& each) { pages.push_back(&each); });
  return detail::policies_of_type(detail::call_of(&snapshot::list_policies_for_target), pages,
                                  type);
}

TRAILAUDIT_INLINE organization_policies_view
resource_index::organization_policies(std::string_view type) const {
  std::vector<capture<list_organization_policies_response> const*> pages;
  for (auto const& each : world_->list_organization_policies) {
    pages.push_back(&each);
  }
  return detail::policies_of_type(detail::call_of(&snapshot::list_organization_policies), pages,
                                  type);
}

TRAILAUDIT_INLINE observed<describe_effective_policy_response>
resource_index::effective_policy(std::string_view type) const {
  observed<describe_effective_policy_response> found;
  constexpr auto call = detail::call_of(&snapshot::describe_effective_policy);
  for (auto const& each : world_->describe_effective_policy) {
    auto const& answered = each.response.effective_policy;
    std::string_view const its_type =
        detail::first_given(answered.policy_type, each.request.policy_type);
    std::string_view const target = detail::first_given(answered.target_id, each.request.target_id);
    if (its_type == type && detail::agree(target, world_->account_id)) {
      detail::fold(found, call, each);
    }
  }
  return found;
}

TRAILAUDIT_INLINE ternary blocks_public_access(effective_policy const& policy) {
  // `{"s3_attributes": {"public_access_block_configuration": "all"}}`; attached policies, of which
  // it is made, have `{"@@assign": "all"}` there.
  constexpr std::array<std::string_view, 3> path{"s3_attributes",
                                                 "public_access_block_configuration", "@@assign"};
  read_limits const limits;
  detail::json_scratch scratch;
  detail::json_cursor in(policy.policy_content, limits, scratch);
  std::size_t level = 0;
  while (in.at_object() && level != path.size()) {
    bool found = false;
    if (!in.begin_object()) {
      return ternary::unknown;
    }
    std::string_view key;
    for (bool first = true; !found && in.next_key(first, key);) {
      found = key == path[level];
      if (!found && !in.skip_value()) {
        return ternary::unknown;
      }
    }
    if (!found) {
      return ternary::unknown;
    }
    ++level;
  }
  std::string_view text;
  if (level < 2 || !in.at_string() || !in.string(text)) {
    return ternary::unknown;
  }
  return text == "all" ? ternary::yes : text == "none" ? ternary::no : ternary::unknown;
}

} // namespace trailaudit::inline v0
