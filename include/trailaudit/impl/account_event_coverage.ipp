#pragma once

#include <trailaudit/analysis/account_event_coverage.hpp>
#include <trailaudit/analysis/management_coverage.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace trailaudit::inline v0 {
namespace detail {

// Of a Region where no trail tells. Source: the partitions of AWS's SDKs.
[[nodiscard]] inline std::string_view partition_of_region(std::string_view region) noexcept {
  constexpr std::array<std::array<std::string_view, 2>, 7> known{{
      {"cn-", "aws-cn"},
      {"us-gov-", "aws-us-gov"},
      {"eusc-", "aws-eusc"},
      {"us-iso-", "aws-iso"},
      {"us-isob-", "aws-iso-b"},
      {"eu-isoe-", "aws-iso-e"},
      {"us-isof-", "aws-iso-f"},
  }};
  for (auto const& [start, partition] : known) {
    if (region.starts_with(start)) {
      return partition;
    }
  }
  return "aws";
}

// Whether the account may be a member of an organization that is another account's. Such an
// organization's trails do not stand in `ListTrails`.
[[nodiscard]] inline bool may_be_member(snapshot const& world) noexcept {
  bool decided = false;
  for (auto const& each : world.describe_organization) {
    bool const none = each.state == answer::absent;
    bool const manages = each.state == answer::present && !world.account_id.empty() &&
                         each.response.organization.master_account_id == world.account_id;
    if (!none && !manages) {
      return true;
    }
    decided = true;
  }
  return !decided;
}

// One account, asked Region by Region.
class account_events {
public:
  account_events(inventory const& about, coverage_budget const& budget, bool data)
      : about_(about), budget_(budget), data_(data), member_(may_be_member(about.world())) {
    for (auto const& each : about.trails()) {
      trails_.push_back({selection_of(each), names_regions(each)});
      own_partition_ = own_partition_.empty() ? each.partition : own_partition_; // there is but one
    }
    auto const& listed = about.trail_listing();
    all_listed_ = listed.whole == ternary::yes &&
                  listed.answers.size() != about.trail_lists().size(); // by `ListTrails`
  }

  [[nodiscard]] account_event_coverage run() {
    account_event_coverage made;
    auto const regions = regions_of(made.regions_known);
    // Regions that the same trails cover in the same way have the same answers, as long as no
    // selector names a Region.
    std::vector<std::string> keys;
    std::vector<std::array<account_event_cell, account_question_count>> answers;
    lookup same;
    auto const key_at = [&](std::size_t at) -> std::string_view { return keys[at]; };
    for (auto const region : regions) {
      enter(region);
      auto key = key_of_region();
      auto at = same.find(key, key_at);
      if (at == lookup::none) {
        at = keys.size();
        keys.push_back(std::move(key));
        same.add(key_at);
        answers.push_back(ask());
      }
      add(made.rows, region, answers[at]);
    }
    return made;
  }

private:
  struct known_trail {
    event_selection selection{};
    bool names_regions = false; // in its selectors
  };
  struct covering_trail {
    std::size_t number = 0;
    ternary covers = ternary::unknown;
    event_selection selection{}; // active where it logs and covers the Region
  };
  using cells = std::array<account_event_cell, account_question_count>;

  // Whether a selector asks for ARNs that may have a Region within them.
  [[nodiscard]] static bool names_regions(trail_view const& each) {
    auto const* const selectors = each.selectors.get();
    if (selectors == nullptr) {
      return false;
    }
    for (auto const& selector : selectors->event_selectors) {
      for (auto const& resource : selector.data_resources) {
        for (auto const& value : resource.values) {
          // `arn:aws:lambda` has none.
          if (resource.type != "AWS::S3::Object" &&
              std::count(value.begin(), value.end(), ':') > 2) {
            return true;
          }
        }
      }
    }
    for (auto const& selector : selectors->advanced_event_selectors) {
      for (auto const& field : selector.field_selectors) {
        if (field.field == "resources.ARN") {
          return true;
        }
      }
    }
    return false;
  }

  [[nodiscard]] std::vector<std::string_view> regions_of(bool& known) const {
    auto const& world = about_.world();
    std::vector<std::string_view> found;
    lookup seen;
    auto const at = [&](std::size_t number) { return found[number]; };
    auto const take = [&](std::string_view region) {
      if (!region.empty() && seen.find(region, at) == lookup::none) {
        found.push_back(region);
        seen.add(at);
      }
    };
    known = !world.regions.empty();
    for (auto const& each : world.regions) {
      take(each);
    }
    if (!known) {
      for (auto const& each : about_.trails()) {
        take(each.home_region);
      }
      for (auto const& each : world.describe_trails) {
        if (each.state == answer::present || each.state == answer::refused) {
          take(each.region);
        }
      }
    }
    return found;
  }

  // Whether the trail takes the events of global services that are recorded in the Region, if any.
  [[nodiscard]] ternary takes_global(trail_view const& each) const noexcept {
    if (partition_ == "aws" && region_ != "us-east-1") {
      return ternary::yes; // there are none
    }
    auto const* const settings = each.settings.get();
    auto const flag = settings == nullptr ? std::nullopt : settings->include_global_service_events;
    if (flag == true || (each.multi_region == ternary::yes && !flag)) {
      return ternary::yes;
    }
    // In other partitions nobody says where they are recorded: here may be none to leave out. A
    // multi-Region trail always includes them, so that one which denies it cannot be.
    return flag == false && each.multi_region == ternary::no && partition_ == "aws"
               ? ternary::no
               : ternary::unknown;
  }

  void enter(std::string_view region) {
    region_ = region;
    partition_ = own_partition_.empty() ? partition_of_region(region) : own_partition_;
    covering_.clear();
    auto const& all = about_.trails();
    for (std::size_t at = 0; at != all.size(); ++at) {
      auto const value = covers_region(all[at], region);
      if (value != ternary::no) {
        auto selection = trails_[at].selection;
        selection.active = both(selection.active, value);
        selection.partition = partition_;
        covering_.push_back({at, value, selection});
      }
    }
    auto const lists = about_.trail_lists();
    bool const asked = std::any_of(lists.begin(), lists.end(),
                                   [&](auto const& each) { return each.region() == region; });
    all_seen_ = about_.multi_region_trails_seen() && (asked || (all_listed_ && !member_));
  }

  // All that the answers depend on.
  [[nodiscard]] std::string key_of_region() const {
    std::string key(partition_);
    key += all_seen_ ? '+' : '-';
    bool regional = false;
    for (auto const& each : covering_) {
      key += ' ';
      key += std::to_string(each.number);
      key += each.covers == ternary::yes ? '+' : '?';
      key += to_string(takes_global(about_.trails()[each.number]));
      regional = regional || trails_[each.number].names_regions;
    }
    if (regional) {
      key += ' ';
      key += region_;
    }
    return key;
  }

  [[nodiscard]] cells ask() {
    cells made;
    selections_.clear();
    // One that is off says which partition the questions are of, even where there is no trail.
    event_selection off;
    off.active = ternary::no;
    off.partition = partition_;
    selections_.push_back(off);
    for (auto const& each : covering_) {
      selections_.push_back(each.selection);
    }
    for (std::size_t at = 0; at != account_question_count; ++at) {
      if (at >= management_coverage::cell_count && !data_) {
        made[at].reason = "data events were not asked about";
        continue;
      }
      made[at] = at < management_coverage::cell_count ? ask_management(at)
                                                      : ask_data(static_cast<account_question>(at));
      if (made[at].covered == ternary::no && !all_seen_) {
        made[at] = {};
        made[at].reason = "trails that may cover the Region were not seen";
      } else if (made[at].covered == ternary::no) {
        made[at].witness.aws_region = region_;
        made[at].reason = made[at].reason.empty() ? why_not() : made[at].reason;
      }
    }
    return made;
  }

  [[nodiscard]] std::string_view why_not() const noexcept {
    if (covering_.empty()) {
      return "no trail covers the Region";
    }
    return std::any_of(covering_.begin(), covering_.end(),
                       [](auto const& each) { return each.selection.active != ternary::no; })
               ? "no trail that covers the Region records them"
               : "no trail that covers the Region is logging";
  }

  [[nodiscard]] std::string_view doubt_about(covering_trail const& each) const noexcept {
    if (each.covers != ternary::yes) {
      return "whether a trail covers the Region is not known";
    }
    if (trails_[each.number].selection.active != ternary::yes) {
      return "whether a trail is logging is not known";
    }
    return each.selection.known ? "a trail's selectors are not decided"
                                : "a trail's selectors are not known";
  }

  [[nodiscard]] account_event_cell ask_management(std::size_t cell) const {
    account_event_cell made;
    made.covered = ternary::no;
    bool const of_other = cell % 3 == 2;
    // Whether there is more to it than what selectors say.
    auto const global_of = [&](covering_trail const& each) {
      return of_other ? takes_global(about_.trails()[each.number]) : ternary::yes;
    };
    bool global_alone = false;
    for (auto const& each : covering_) {
      auto const recorded =
          both(each.selection.active, about_.trails()[each.number].management[cell]);
      auto const global = global_of(each);
      auto const value = both(recorded, global);
      global_alone = global_alone || (global == ternary::no && recorded != ternary::no);
      if (value > made.covered) {
        made.covered = value;
        made.trail = value == ternary::yes ? each.number : account_event_cell::no_trail;
        made.reason = value == ternary::yes ? std::string_view{}
                      : recorded == ternary::yes
                          ? "whether a trail includes the events of global services is not known"
                          : doubt_about(each);
      }
    }
    if (made.covered == ternary::no) {
      made.witness = management_witness(cell);
      if (global_alone) { // some trail takes all but those
        made.witness.event_source = "iam.amazonaws.com";
        made.witness.event_name = made.witness.read_only == true ? "ListUsers" : "CreateUser";
        made.reason = "no trail that covers the Region records those of global services";
      }
      for (auto const& each : covering_) {
        if (!(global_alone && global_of(each) == ternary::no) &&
            would_record(each.selection, made.witness).recorded != ternary::no) {
          made = {};
          made.reason = "a trail's selectors are not decided";
          break;
        }
      }
    }
    return made.covered == ternary::unknown ? search_management(cell, std::move(made)) : made;
  }

  // What the selectors' finer conditions come to together: names, sources or identities.
  [[nodiscard]] account_event_cell search_management(std::size_t cell,
                                                     account_event_cell open) const {
    bool finer = false;
    bool all = true; // whether every trail is asked
    std::vector<event_selection> asked{selections_.front()};
    for (auto const& each : covering_) {
      auto const recorded = about_.trails()[each.number].management[cell];
      finer = finer || (recorded == ternary::unknown && each.selection.known &&
                        !each.selection.advanced.empty());
      if (cell % 3 != 2 || takes_global(about_.trails()[each.number]) == ternary::yes) {
        asked.push_back(each.selection);
      } else {
        all = false; // it may lack the events of global services
      }
    }
    if (!finer) {
      return open;
    }
    bool const reads = management_event_examples[cell].reads;
    auto wanted = question_of(
        reads ? event_question::management_read : event_question::management_write, partition_);
    auto& source = wanted.field_selectors.emplace_back();
    source.field = "eventSource";
    if (cell % 3 == 2) {
      source.not_equals.push_back(std::string(management_event_examples[0].source));
      source.not_equals.push_back(std::string(management_event_examples[1].source));
    } else {
      source.equals.push_back(std::string(management_event_examples[cell].source));
    }
    auto found = uncovered(asked, wanted, budget_);
    if (found.covered == ternary::yes) {
      open = {};
      open.covered = ternary::yes;
      open.trail = all && data_ ? alone(wanted) : account_event_cell::no_trail;
    } else if (found.covered == ternary::no && all) {
      open = {};
      open.covered = ternary::no;
      open.witness = std::move(found.witness);
    }
    return open;
  }

  // An event of the cell. It has no name where AWS documents none.
  [[nodiscard]] static event_record management_witness(std::size_t cell) {
    auto const& example = management_event_examples[cell];
    event_record made;
    made.event_version = "1.11";
    made.event_source = example.source;
    made.event_name = example.name;
    made.read_only = example.reads;
    made.event_type = "AwsApiCall";
    made.management_event = true;
    made.event_category = "Management";
    return made;
  }

  [[nodiscard]] advanced_event_selector question(account_question asked) const {
    auto const named = asked == account_question::s3_object_read ? event_question::s3_object_read
                       : asked == account_question::s3_object_write
                           ? event_question::s3_object_write
                       : asked == account_question::lambda_invoke ? event_question::lambda_invoke
                                                                  : event_question::dynamodb_item;
    auto made = question_of(named, partition_);
    // Functions and tables have their Region within their ARNs; buckets have not.
    bool const regional =
        named == event_question::lambda_invoke || named == event_question::dynamodb_item;
    for (auto& field : made.field_selectors) {
      for (auto& start : field.starts_with) {
        if (regional && field.field == "resources.ARN") {
          start += region_;
          start += ':';
        }
      }
    }
    return made;
  }

  // An event on a function or table of the Region and the account.
  [[nodiscard]] event_record example(bool function, bool read) const {
    auto made = management_witness(0);
    made.event_source = function ? "lambda.amazonaws.com" : "dynamodb.amazonaws.com";
    made.event_name = function ? "Invoke" : read ? "GetItem" : "PutItem";
    made.read_only = read;
    made.management_event = false;
    made.event_category = "Data";
    made.resources.emplace_back().type =
        function ? "AWS::Lambda::Function" : "AWS::DynamoDB::Table";
    auto& arn = made.resources.back().arn;
    arn = "arn:";
    std::string_view const own = about_.world().account_id;
    for (auto const part : {partition_, std::string_view{function ? "lambda" : "dynamodb"}, region_,
                            own.empty() ? std::string_view{"111122223333"} : own}) {
      arn += part;
      arn += ':';
    }
    arn += function ? "function:example-function" : "table/example-table";
    return made;
  }

  // Mostly such an event shows the gap, if there is one, and no search is needed.
  [[nodiscard]] bool shows_gap(event_record const& event) const {
    return std::all_of(selections_.begin(), selections_.end(), [&](auto const& each) {
      return would_record(each, event).recorded == ternary::no;
    });
  }

  [[nodiscard]] account_event_cell ask_data(account_question asked) const {
    account_event_cell made;
    bool const function = asked == account_question::lambda_invoke;
    if (function || asked == account_question::dynamodb_item) {
      for (auto const read : {false, true}) {
        if (read && function) {
          continue; // the question asks for writes
        }
        made.witness = example(function, read);
        if (shows_gap(made.witness)) {
          made.covered = ternary::no;
          return made;
        }
      }
      made = {};
    }
    auto const wanted = question(asked);
    auto found = uncovered(selections_, wanted, budget_);
    made.covered = found.covered;
    switch (found.covered) {
    case ternary::yes:
      made.trail = alone(wanted);
      break;
    case ternary::no:
      made.witness = std::move(found.witness);
      break;
    case ternary::unknown:
      made.reason = found.reason;
      for (auto const& each : covering_) {
        bool const doubtful = each.covers == ternary::unknown || !each.selection.known;
        if (doubtful && each.selection.active != ternary::no) {
          made.reason = doubt_about(each);
          break;
        }
      }
      break;
    }
    return made;
  }

  // The first trail that needs no other.
  [[nodiscard]] std::size_t alone(advanced_event_selector const& wanted) const {
    std::size_t tried = 0;
    for (auto const& each : covering_) {
      if (each.selection.active != ternary::yes || !each.selection.known) {
        continue;
      }
      if (++tried > account_event_cell::most_tried) {
        break;
      }
      if (uncovered({&each.selection, 1}, wanted, budget_).covered == ternary::yes) {
        return each.number;
      }
    }
    return account_event_cell::no_trail;
  }

  // Adds the Region to the row with the same answers. A witness is one of its first Region.
  static void add(std::vector<account_event_row>& rows, std::string_view region,
                  cells const& answers) {
    for (auto& row : rows) {
      bool const same = std::equal(row.cells.begin(), row.cells.end(), answers.begin(),
                                   [](auto const& left, auto const& right) {
                                     return left.covered == right.covered &&
                                            left.trail == right.trail &&
                                            left.reason == right.reason;
                                   });
      if (same) {
        row.regions.push_back(region);
        return;
      }
    }
    rows.push_back({{region}, answers});
    for (auto& each : rows.back().cells) {
      if (each.covered == ternary::no) {
        each.witness.aws_region = region;
      }
    }
  }

  inventory const& about_;
  coverage_budget budget_;
  bool data_ = true; // whether data events are asked about, too
  bool member_ = true;
  bool all_listed_ = false;
  std::string_view own_partition_{};
  std::vector<known_trail> trails_{};
  // Of the Region that is asked.
  std::string_view region_{};
  std::string_view partition_{};
  std::vector<covering_trail> covering_{};
  std::vector<event_selection> selections_{};
  bool all_seen_ = false;
};

} // namespace detail

TRAILAUDIT_INLINE account_event_coverage event_coverage_of(inventory const& about,
                                                           coverage_budget const& budget) {
  return detail::account_events(about, budget, true).run();
}

TRAILAUDIT_INLINE account_event_coverage
management_event_coverage_of(inventory const& about, coverage_budget const& budget) {
  return detail::account_events(about, budget, false).run();
}

} // namespace trailaudit::inline v0
