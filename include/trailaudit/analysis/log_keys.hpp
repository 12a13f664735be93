#pragma once

#include <trailaudit/analysis/trail_view.hpp>
#include <trailaudit/logic/ternary.hpp>
#include <trailaudit/model/arn.hpp>
#include <trailaudit/model/list.hpp>
#include <trailaudit/model/trail.hpp>

#include <algorithm>
#include <string>
#include <string_view>

// Where in its bucket a trail's objects lie. Source: AWS CloudTrail User Guide, "Finding your
// CloudTrail log files": `prefix/AWSLogs/account/CloudTrail/region/…`, with the organization's id
// before the account for an organization trail. Digests lie under `CloudTrail-Digest`, Insights
// events under `CloudTrail-Insight`.

namespace trailaudit::inline v0 {
namespace detail {

[[nodiscard]] inline bool may_begin_account_id(std::string_view text) noexcept {
  for (auto const byte : text) {
    if (byte < '0' || byte > '9') {
      return false;
    }
  }
  return text.size() <= 12;
}

// Takes what stands before the next `/`; whether the `/` is there.
[[nodiscard]] inline bool take_segment(std::string_view& rest, std::string_view& segment) noexcept {
  auto const slash = rest.find('/');
  segment = rest.substr(0, slash);
  rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  return slash != std::string_view::npos;
}

// Whether the trail delivers log files of a Region whose name and `/` begin so. Of another Region
// than its home those of its management events, which every enabled Region has.
[[nodiscard]] inline bool begins_region(std::string_view text, trail_view const& about,
                                        list<std::string> const& regions) {
  auto const begins = [&](std::string_view region) {
    return !region.empty() && (std::string(region) + "/").starts_with(text);
  };
  if (begins(about.home_region)) {
    return true;
  }
  bool const everywhere = about.multi_region == ternary::yes && !about.foreign &&
                          about.management.all() == ternary::yes;
  return everywhere && std::any_of(regions.begin(), regions.end(), begins);
}

// `rest`: what a prefix has behind the account. Of a trail's log files all lie under `CloudTrail/`;
// what begins with more names a part of them, or its digests.
[[nodiscard]] inline ternary begins_service(std::string_view rest, trail_view const& about,
                                            list<std::string> const& regions) {
  constexpr std::string_view logs = "CloudTrail/";
  if (logs.starts_with(rest)) {
    return ternary::yes;
  }
  if (!rest.starts_with("CloudTrail")) {
    return ternary::no;
  }
  if (rest.starts_with(logs)) {
    return begins_region(rest.substr(logs.size()), about, regions) ? ternary::yes
                                                                   : ternary::unknown;
  }
  constexpr std::string_view digests = "CloudTrail-Digest/";
  auto const* const settings = about.settings.get();
  bool const validated = settings != nullptr && settings->log_file_validation_enabled == true;
  return validated && digests.starts_with(rest) ? ternary::yes : ternary::unknown;
}

} // namespace detail

/// Whether keys that begin with `prefix` are those of objects that the trail delivers.
/// - yes: all of its log files, those of its home Region, or its digests begin so; for a
///   multi-Region trail that records all management events, also those of another enabled Region.
/// - no: none of its objects can.
/// - unknown: a part of them may.
///
/// `organization`: the id of the account's organization; empty: not known. `regions`: the enabled
/// Regions of the account, as far as they are known.
[[nodiscard]] inline ternary names_logs(std::string_view prefix, trail_view const& about,
                                        std::string_view organization,
                                        list<std::string> const& regions = {}) {
  auto const* const settings = about.settings.get();
  if (settings == nullptr) {
    return prefix.empty() ? ternary::yes : ternary::unknown;
  }
  std::string base = settings->s3_key_prefix;
  if (std::string_view(base).starts_with(prefix)) {
    return ternary::yes;
  }
  if (base.ends_with('/')) { // how a second slash comes out is not documented
    return prefix.starts_with(base) ? ternary::unknown : ternary::no;
  }
  base += base.empty() ? "AWSLogs/" : "/AWSLogs/";
  if (std::string_view(base).starts_with(prefix)) {
    return ternary::yes;
  }
  if (!prefix.starts_with(base)) {
    return ternary::no;
  }
  auto const inside = prefix.substr(base.size());
  auto rest = inside;
  std::string_view segment;
  bool whole = detail::take_segment(rest, segment);
  auto const of_own_account = [&] {
    if (!whole) {
      return about.account.empty() || about.account.starts_with(segment) ? ternary::yes
                                                                         : ternary::no;
    }
    return about.account.empty()      ? ternary::unknown
           : about.account == segment ? detail::begins_service(rest, about, regions)
                                      : ternary::no;
  };
  if (settings->is_organization_trail == false) {
    return of_own_account();
  }
  // Of an organization trail the objects of all members, under the organization's id.
  if (detail::may_begin_account_id(segment)) {
    return whole && detail::begins_service(rest, about, regions) == ternary::no ? ternary::no
                                                                                : ternary::unknown;
  }
  std::string_view const id = organization;
  bool const possible = !id.empty() ? (whole ? id == segment : id.starts_with(segment))
                                    : std::string_view("o-").starts_with(segment.substr(0, 2));
  if (!possible) {
    return ternary::no;
  }
  bool const certain = settings->is_organization_trail == true && !id.empty();
  if (!whole || rest.empty()) {
    return certain ? ternary::yes : ternary::unknown;
  }
  whole = detail::take_segment(rest, segment);
  if (!detail::may_begin_account_id(segment)) {
    return ternary::no;
  }
  // The account that owns the trail is one of those that it records.
  if (certain && !about.account.empty() &&
      (whole ? about.account == segment : about.account.starts_with(segment))) {
    return whole ? detail::begins_service(rest, about, regions) : ternary::yes;
  }
  return whole && detail::begins_service(rest, about, regions) == ternary::no ? ternary::no
                                                                              : ternary::unknown;
}

/// The glob of an ARN that all objects which the trail delivers match, and few others.
/// `bucket`: the bucket's ARN.
[[nodiscard]] inline std::string log_objects(std::string_view bucket, trail_view const& about) {
  auto out = std::string(bucket) + "/";
  auto const* const settings = about.settings.get();
  if (settings == nullptr || settings->s3_key_prefix.find_first_of("*?$") != std::string::npos) {
    return out + "*";
  }
  out += settings->s3_key_prefix;
  if (out.ends_with("//") || (out.ends_with('/') && !settings->s3_key_prefix.empty())) {
    return out + "*"; // how a second slash comes out is not documented
  }
  out += settings->s3_key_prefix.empty() ? "AWSLogs/" : "/AWSLogs/";
  bool const of_one = settings->is_organization_trail == false && !about.account.empty();
  out += of_one ? about.account : std::string_view("*");
  return out + "/CloudTrail*";
}

} // namespace trailaudit::inline v0
