#pragma once

#include <trailaudit/detail/fields.hpp>

#include <optional>
#include <string>

// What a trail records, as it is configured.
// Shapes: AWS CloudTrail API Reference, `EventSelector`, `AdvancedEventSelector`,
// `InsightSelector`.

namespace trailaudit::inline v0 {

/// Data events of a basic selector.
struct data_resource {
  std::string type{}; ///< `AWS::S3::Object`, `AWS::Lambda::Function` or `AWS::DynamoDB::Table`
  list<std::string> values{};
  friend bool operator==(data_resource const&, data_resource const&) = default;
};
template <>
inline constexpr auto
    fields_of<data_resource> = table_of(field{"Type", "type", &data_resource::type},
                                        field{"Values", "values", &data_resource::values});

/// A basic event selector.
struct event_selector {
  std::string read_write_type{}; ///< `All` (AWS's default), `ReadOnly` or `WriteOnly`
  std::optional<bool> include_management_events{}; ///< AWS's default: true
  list<data_resource> data_resources{};
  list<std::string>
      exclude_management_event_sources{}; ///< `kms.amazonaws.com`, `rdsdata.amazonaws.com`
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(event_selector const&, event_selector const&) = default;
};
template <>
inline constexpr auto fields_of<event_selector> =
    table_of(field{"ReadWriteType", "read_write_type", &event_selector::read_write_type},
             field{"IncludeManagementEvents", "include_management_events",
                   &event_selector::include_management_events},
             field{"DataResources", "data_resources", &event_selector::data_resources},
             field{"ExcludeManagementEventSources", "exclude_management_event_sources",
                   &event_selector::exclude_management_event_sources});
template <>
inline constexpr auto unrecognized_of<event_selector> = &event_selector::unrecognized;

/// One condition of an advanced event selector.
struct advanced_field_selector {
  std::string field{}; ///< `eventCategory`, `readOnly`, `eventSource`, `resources.type`, …
  list<std::string> equals{};
  list<std::string> starts_with{};
  list<std::string> ends_with{};
  list<std::string> not_equals{};
  list<std::string> not_starts_with{};
  list<std::string> not_ends_with{};
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(advanced_field_selector const&, advanced_field_selector const&) = default;
};
template <>
inline constexpr auto fields_of<advanced_field_selector> =
    table_of(field{"Field", "field", &advanced_field_selector::field},
             field{"Equals", "equals", &advanced_field_selector::equals},
             field{"StartsWith", "starts_with", &advanced_field_selector::starts_with},
             field{"EndsWith", "ends_with", &advanced_field_selector::ends_with},
             field{"NotEquals", "not_equals", &advanced_field_selector::not_equals},
             field{"NotStartsWith", "not_starts_with", &advanced_field_selector::not_starts_with},
             field{"NotEndsWith", "not_ends_with", &advanced_field_selector::not_ends_with});
template <>
inline constexpr auto unrecognized_of<advanced_field_selector> =
    &advanced_field_selector::unrecognized;

/// An advanced event selector: all its conditions must hold.
struct advanced_event_selector {
  std::string name{}; ///< free text, no meaning
  list<advanced_field_selector> field_selectors{};
  list<std::string> unrecognized{}; ///< keys that are not known here and could change what it means
  friend bool operator==(advanced_event_selector const&, advanced_event_selector const&) = default;
};
template <>
inline constexpr auto fields_of<advanced_event_selector> =
    table_of(field{"Name", "name", &advanced_event_selector::name},
             field{"FieldSelectors", "field_selectors", &advanced_event_selector::field_selectors});
template <>
inline constexpr auto unrecognized_of<advanced_event_selector> =
    &advanced_event_selector::unrecognized;

/// `cloudtrail:GetEventSelectors`. A trail has basic or advanced selectors, never both.
struct get_event_selectors_response {
  std::string trail_arn{};
  list<event_selector> event_selectors{};
  list<advanced_event_selector> advanced_event_selectors{};
  friend bool operator==(get_event_selectors_response const&,
                         get_event_selectors_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_event_selectors_response> = table_of(
    field{"TrailARN", "trail_arn", &get_event_selectors_response::trail_arn},
    field{"EventSelectors", "event_selectors", &get_event_selectors_response::event_selectors},
    field{"AdvancedEventSelectors", "advanced_event_selectors",
          &get_event_selectors_response::advanced_event_selectors});

/// One kind of Insights events.
struct insight_selector {
  std::string insight_type{};           ///< `ApiCallRateInsight` or `ApiErrorRateInsight`
  list<std::string> event_categories{}; ///< none means `Management`
  friend bool operator==(insight_selector const&, insight_selector const&) = default;
};
template <>
inline constexpr auto fields_of<insight_selector> =
    table_of(field{"InsightType", "insight_type", &insight_selector::insight_type},
             field{"EventCategories", "event_categories", &insight_selector::event_categories});

/// `cloudtrail:GetInsightSelectors`. Where Insights is off AWS answers the error
/// `InsightNotEnabledException`.
struct get_insight_selectors_response {
  std::string trail_arn{};
  list<insight_selector> insight_selectors{};
  std::string event_data_store_arn{};
  std::string insights_destination{};
  friend bool operator==(get_insight_selectors_response const&,
                         get_insight_selectors_response const&) = default;
};
template <>
inline constexpr auto fields_of<get_insight_selectors_response> =
    table_of(field{"TrailARN", "trail_arn", &get_insight_selectors_response::trail_arn},
             field{"InsightSelectors", "insight_selectors",
                   &get_insight_selectors_response::insight_selectors},
             field{"EventDataStoreArn", "event_data_store_arn",
                   &get_insight_selectors_response::event_data_store_arn},
             field{"InsightsDestination", "insights_destination",
                   &get_insight_selectors_response::insights_destination});

} // namespace trailaudit::inline v0
