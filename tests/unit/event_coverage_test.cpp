#include <trailaudit/analysis/event_coverage.hpp>
#include <trailaudit/detail/read_value.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using trailaudit::advanced_event_selector;
using trailaudit::event_gap;
using trailaudit::event_record;
using trailaudit::event_recording;
using trailaudit::event_selection;
using trailaudit::get_event_selectors_response;
using trailaudit::selection_of;
using trailaudit::ternary;

template <class T>
T read(std::string_view text) {
  trailaudit::read_limits const limits;
  trailaudit::detail::json_scratch scratch;
  trailaudit::detail::json_cursor in(text, limits, scratch);
  T value;
  CAPTURE(text);
  REQUIRE((trailaudit::detail::read_value(in, value) && in.finish()));
  return value;
}

event_gap gap(std::string_view selectors, std::string_view question,
              std::optional<bool> custom = true, trailaudit::coverage_budget const& budget = {}) {
  auto const answer = read<get_event_selectors_response>(selectors);
  auto const asked = read<advanced_event_selector>(question);
  auto const selection = selection_of(answer, custom);
  auto found = uncovered({&selection, 1}, asked, budget);
  if (found.covered == ternary::no) { // whatever it is, it must be what was promised
    CHECK(would_record(selection, found.witness).recorded == ternary::no);
    // A question may leave out what CloudTrail requires of a selector.
    auto whole = asked;
    auto const typed = [](auto const& each) { return each.field == "resources.type"; };
    if (std::none_of(whole.field_selectors.begin(), whole.field_selectors.end(), typed) &&
        !found.witness.resources.empty()) {
      auto& type = whole.field_selectors.emplace_back();
      type.field = "resources.type";
      type.equals.push_back(found.witness.resources.front().type);
    }
    event_selection const of_question{{}, {&whole, 1}, true};
    CHECK(would_record(of_question, found.witness).recorded == ternary::yes);
  }
  return found;
}

event_recording recording(std::string_view selectors, std::string_view event,
                          std::optional<bool> custom = true) {
  auto const answer = read<get_event_selectors_response>(selectors);
  return would_record(selection_of(answer, custom), read<event_record>(event));
}

// A selector: its conditions after `eventCategory`.
std::string of_category(std::string_view category, std::string_view more = {}) {
  std::string made = R"({"FieldSelectors":[{"Field":"eventCategory","Equals":[")";
  made += category;
  made += R"("]})";
  made += more.empty() ? "" : ",";
  made += more;
  return made + "]}";
}
std::string advanced(std::initializer_list<std::string> selectors) {
  std::string made = R"({"AdvancedEventSelectors":[)";
  for (auto const& each : selectors) {
    made += &each == selectors.begin() ? "" : ",";
    made += each;
  }
  return made + "]}";
}

constexpr std::string_view objects = R"({"Field":"resources.type","Equals":["AWS::S3::Object"]})";
constexpr std::string_view reads = R"({"Field":"readOnly","Equals":["true"]})";
constexpr std::string_view writes = R"({"Field":"readOnly","Equals":["false"]})";

std::string join(std::string_view one, std::string_view other) {
  return std::string(one) + "," + std::string(other);
}

TEST_CASE("management events: exclusions and halves of readOnly") {
  auto const all = of_category("Management");
  CHECK(gap(advanced({all}), all).covered == ternary::yes);
  CHECK(gap(advanced({of_category("Management", reads), of_category("Management", writes)}), all)
            .covered == ternary::yes);

  auto const half = gap(advanced({of_category("Management", writes)}), all);
  REQUIRE(half.covered == ternary::no);
  CHECK(half.witness.read_only == true);

  constexpr std::string_view no_kms =
      R"({"Field":"eventSource","NotEquals":["kms.amazonaws.com"]})";
  auto const excluded = gap(
      advanced({of_category("Management", reads), of_category("Management", join(writes, no_kms))}),
      all);
  REQUIRE(excluded.covered == ternary::no);
  CHECK(excluded.witness.event_source == "kms.amazonaws.com");
  CHECK(excluded.witness.read_only == false);

  // What one basic selector leaves out another one takes.
  CHECK(gap(R"({"EventSelectors":[
      {"ReadWriteType":"All","ExcludeManagementEventSources":["kms.amazonaws.com"]},
      {"ReadWriteType":"All","ExcludeManagementEventSources":["rdsdata.amazonaws.com"]}]})",
            all)
            .covered == ternary::yes);
  CHECK(gap(R"({"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":false}]})", all)
            .covered == ternary::no);
  // A source that cannot be excluded: what AWS does with it is not known.
  CHECK(gap(R"({"EventSelectors":[{"ExcludeManagementEventSources":["ec2.amazonaws.com"]}]})", all)
            .covered == ternary::unknown);
}

TEST_CASE("no selectors at all") {
  auto const all = of_category("Management");
  CHECK(gap(R"({})", all, false).covered == ternary::yes);
  CHECK(gap(R"({"EventSelectors":[]})", all, true).covered == ternary::unknown);
  CHECK(gap(R"({"EventSelectors":[]})", all, std::nullopt).covered == ternary::unknown);
  CHECK(gap(R"({})", of_category("Data"), false).covered == ternary::no);
}

TEST_CASE("S3 objects: prefixes of basic selectors") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const with = [](std::string_view value, std::string_view type = "All") {
    return R"({"EventSelectors":[{"ReadWriteType":")" + std::string(type) +
           R"(","IncludeManagementEvents":false,"DataResources":[{"Type":"AWS::S3::Object","Values":[")" +
           std::string(value) + R"("]}]}]})";
  };
  CHECK(gap(with("arn:aws:s3"), asked).covered == ternary::yes);
  CHECK(gap(with("arn:aws:s3:::"), asked).covered == ternary::yes);
  CHECK(gap(with("arn:aws:s3", "WriteOnly"), asked).covered == ternary::yes);
  CHECK(gap(with("arn:aws:s3", "ReadOnly"), asked).covered == ternary::no);
  CHECK(gap(with("arn:aws:s3:::logs/"), asked).covered == ternary::no);
  // Without its slash the name of a bucket is also the start of another's.
  auto const of_bucket = of_category(
      "Data", join(objects, R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::logs/"]})"));
  CHECK(gap(with("arn:aws:s3:::logs/"), of_bucket).covered == ternary::yes);
  CHECK(gap(with("arn:aws:s3:::logs"), of_bucket).covered == ternary::unknown);
  CHECK(gap(with("arn:aws:s3:::log/"), of_bucket).covered == ternary::no);
  // Of another partition, and of a trail in it.
  // Without a `TrailARN` the values say of what partition the trail is.
  CHECK(gap(with("arn:aws-cn:s3"), asked).covered == ternary::yes);
  auto elsewhere = with("arn:aws-cn:s3");
  elsewhere.insert(1, R"("TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/t",)");
  CHECK(gap(elsewhere, asked).covered == ternary::no);
  auto in_china = with("arn:aws-cn:s3");
  in_china.insert(1, R"("TrailARN":"arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t",)");
  CHECK(gap(in_china, asked).covered == ternary::yes);
}

TEST_CASE("Lambda functions are named exactly") {
  auto const with = [](std::string_view value) {
    return R"({"EventSelectors":[{"DataResources":[{"Type":"AWS::Lambda::Function","Values":[")" +
           std::string(value) + R"("]}]}]})";
  };
  constexpr std::string_view type =
      R"({"Field":"resources.type","Equals":["AWS::Lambda::Function"]})";
  auto const of = [&](std::string_view function) {
    return of_category("Data", join(type, R"({"Field":"resources.ARN","Equals":[")" +
                                              std::string(function) + R"("]})"));
  };
  constexpr std::string_view one = "arn:aws:lambda:us-east-1:111122223333:function:one";
  constexpr std::string_view one2 = "arn:aws:lambda:us-east-1:111122223333:function:one2";
  CHECK(gap(with(one), of(one)).covered == ternary::yes);
  CHECK(gap(with(one), of(one2)).covered == ternary::no);
  CHECK(gap(with("arn:aws:lambda"), of(one2)).covered == ternary::yes);
  CHECK(gap(with("arn:aws:lambda"), of_category("Data", type)).covered == ternary::yes);
}

TEST_CASE("S3 objects: advanced selectors") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const with = [](std::string_view more) {
    return advanced({of_category("Data", join(objects, more))});
  };
  auto const secret =
      gap(with(R"({"Field":"resources.ARN","NotStartsWith":["arn:aws:s3:::secret/"]})"), asked);
  REQUIRE(secret.covered == ternary::no);
  CHECK(secret.witness.resources.front().arn.starts_with("arn:aws:s3:::secret/"));

  // A bucket's ARN is no object's: this matches nothing.
  auto const of_bucket = of_category(
      "Data", join(objects, R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::logs/"]})"));
  CHECK(
      gap(with(R"({"Field":"resources.ARN","Equals":["arn:aws:s3:::logs"]})"), of_bucket).covered ==
      ternary::no);

  CHECK(gap(with(R"({"Field":"eventName","Equals":["PutObject"]})"), asked).covered == ternary::no);
  auto const no_put = gap(with(R"({"Field":"eventName","NotEquals":["PutObject"]})"), asked);
  REQUIRE(no_put.covered == ternary::no);
  CHECK(no_put.witness.event_name == "PutObject");
  // `GetObject` is no write event, so that nothing is missing.
  CHECK(gap(with(R"({"Field":"eventName","NotEquals":["GetObject"]})"), asked).covered ==
        ternary::yes);

  // Two selectors that complete each other.
  CHECK(gap(advanced(
                {of_category(
                     "Data",
                     join(objects, R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::a"]})")),
                 of_category(
                     "Data",
                     join(objects,
                          R"({"Field":"resources.ARN","NotStartsWith":["arn:aws:s3:::a"]})"))}),
            asked)
            .covered == ternary::yes);
}

TEST_CASE("what is not decided is neither covered nor a gap") {
  auto const all = of_category("Management");
  auto const asked = of_category("Data", join(objects, writes));
  for (auto const* more : {
           R"({"Field":"someNewField","Equals":["x"]})",
           R"({"Field":"eventName","Contains":["x"]})",
           R"({"Field":"eventName"})",
           R"({"Field":"eventName","NotEquals":["a"]},{"Field":"eventName","NotEquals":["b"]})",
       }) {
    CAPTURE(more);
    CHECK(gap(advanced({of_category("Management", more)}), all).covered == ternary::unknown);
  }
  CHECK(gap(advanced({R"({"FieldSelectors":[{"Field":"readOnly","Equals":["true"]}]})"}),
            of_category("Management", reads))
            .covered == ternary::unknown);
  CHECK(gap(R"({"EventSelectors":[{"ReadWriteType":"Some"}]})", all).covered == ternary::unknown);
  // Both kinds at once.
  CHECK(gap(R"({"EventSelectors":[{}],"AdvancedEventSelectors":[)" + all + "]}", all).covered ==
        ternary::unknown);
  // Whether SNS has data events besides `Publish` is not known here.
  constexpr std::string_view topic = R"({"Field":"resources.type","Equals":["AWS::SNS::Topic"]})";
  CHECK(gap(advanced({of_category("Data",
                                  join(topic, R"({"Field":"eventName","Equals":["Publish"]})"))}),
            of_category("Data", topic))
            .covered == ternary::unknown);
  // The question itself.
  CHECK(gap(advanced({all}), R"({"FieldSelectors":[]})").covered == ternary::unknown);
  CHECK(gap(advanced({all}), of_category("Insight")).covered == ternary::unknown);
  CHECK(gap(advanced({all}),
            of_category("Data", R"({"Field":"resources.type","Equals":["no type"]})"))
            .covered == ternary::unknown);
  CHECK(gap(advanced({of_category(
                "Data",
                join(objects, R"({"Field":"resources.ARN","NotStartsWith":["arn:aws:s3:::a"]})"))}),
            asked, true, {{}, 1, 1})
            .covered == ternary::unknown);
}

TEST_CASE("several recorders, some of them off or not known") {
  auto const answer = read<get_event_selectors_response>(advanced({of_category("Management")}));
  auto const asked = read<advanced_event_selector>(of_category("Management"));
  auto on = selection_of(answer, true);
  auto off = on;
  off.active = ternary::no;
  auto perhaps = on;
  perhaps.active = ternary::unknown;
  event_selection unknown;
  unknown.known = false;
  CHECK(uncovered(std::span<event_selection const>{}, asked).covered == ternary::no);
  CHECK(uncovered({&off, 1}, asked).covered == ternary::no);
  CHECK(uncovered({&perhaps, 1}, asked).covered == ternary::unknown);
  CHECK(uncovered({&unknown, 1}, asked).covered == ternary::unknown);
  event_selection const all[]{off, unknown, perhaps, on};
  CHECK(uncovered(all, asked).covered == ternary::yes);
  CHECK(uncovered({all, 3}, asked).covered == ternary::unknown);
}

TEST_CASE("would_record says which selector and which field") {
  auto const selectors = advanced(
      {of_category("Management", reads),
       of_category("Data", join(objects,
                                R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::a/"]})"))});
  auto const put = [](std::string_view arn) {
    return R"({"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"PutObject","readOnly":false,
        "managementEvent":false,"eventCategory":"Data","resources":[
          {"type":"AWS::S3::Object","ARN":")" +
           std::string(arn) + R"("},{"type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::a"}]})";
  };
  auto const recorded = recording(selectors, put("arn:aws:s3:::a/key"));
  CHECK(recorded.recorded == ternary::yes);
  CHECK(recorded.selector == 1);
  CHECK(recorded.advanced);
  CHECK(recording(selectors, put("arn:aws:s3:::b/key")).recorded == ternary::no);

  auto const only = advanced({of_category("Management", reads)});
  auto const missed = recording(only, R"({"eventCategory":"Management","readOnly":false})");
  CHECK(missed.recorded == ternary::no);
  CHECK(missed.selector == 0);
  CHECK(missed.field == "readOnly");

  // An event that does not say `readOnly`, and one before version 1.06.
  auto const untold = recording(only, R"({"eventCategory":"Management"})");
  CHECK(untold.recorded == ternary::unknown);
  CHECK(untold.field == "readOnly");
  auto const old = recording(only, R"({"eventVersion":"1.05","readOnly":true})");
  CHECK(old.recorded == ternary::unknown);
  CHECK(old.field == "eventCategory");
  CHECK(recording(only, R"({"eventVersion":"1.06","readOnly":true,"managementEvent":true})")
            .recorded == ternary::yes);
  CHECK(recording(only, R"({"eventVersion":"1.06","readOnly":true,"managementEvent":false})")
            .recorded == ternary::no);

  // `sessionCredentialFromConsole` is `true` or missing.
  auto const console = advanced({of_category(
      "Management", R"({"Field":"sessionCredentialFromConsole","NotEquals":["true"]})")});
  CHECK(recording(console, R"({"eventCategory":"Management"})").recorded == ternary::yes);
  CHECK(
      recording(console, R"({"eventCategory":"Management","sessionCredentialFromConsole":"true"})")
          .recorded == ternary::no);

  // Network activity and Insights.
  auto const network = advanced(
      {of_category("NetworkActivity", R"({"Field":"eventSource","Equals":["s3.amazonaws.com"]})")});
  CHECK(
      recording(network, R"({"eventCategory":"NetworkActivity","eventSource":"s3.amazonaws.com"})")
          .recorded == ternary::yes);
  CHECK(
      recording(network, R"({"eventCategory":"NetworkActivity","eventSource":"ec2.amazonaws.com"})")
          .recorded == ternary::no);
  CHECK(recording(network, R"({"eventCategory":"Insight"})").recorded == ternary::unknown);
}

// As `ListObjects` and `DeleteObjects` are recorded.
TEST_CASE("an event that tells what its ARNs begin with is decided by that where it can be") {
  auto const listed = [](std::string const& selectors, std::string_view start) {
    std::string event = R"({"eventVersion":"1.09","eventCategory":"Data","readOnly":true,)"
                        R"("eventSource":"s3.amazonaws.com","eventName":"ListObjects",)"
                        R"("eventType":"AwsApiCall","resources":[{"type":"AWS::S3::Object",)"
                        R"("ARNPrefix":")";
    return recording(selectors, event + std::string(start) + R"("}]})").recorded;
  };
  auto const arns = [](std::string_view conditions) {
    return advanced({of_category(
        "Data", join(objects, R"({"Field":"resources.ARN",)" + std::string(conditions) + "}"))});
  };
  auto const within = arns(R"("StartsWith":["arn:aws:s3:::app/"])");
  CHECK(listed(within, "arn:aws:s3:::app/") == ternary::yes);
  CHECK(listed(within, "arn:aws:s3:::app/logs/") == ternary::yes);
  CHECK(listed(within, "arn:aws:s3:::other/") == ternary::no);
  CHECK(listed(within, "arn:aws:s3:::a") == ternary::unknown);
  auto const outside = arns(R"("NotStartsWith":["arn:aws:s3:::logs/"])");
  CHECK(listed(outside, "arn:aws:s3:::app/") == ternary::yes);
  CHECK(listed(outside, "arn:aws:s3:::logs/") == ternary::no);
  CHECK(listed(outside, "arn:aws:s3:::l") == ternary::unknown);
  CHECK(listed(arns(R"("NotEquals":["arn:aws:s3:::app/k"])"), "arn:aws:s3:::app/") ==
        ternary::unknown);
  CHECK(listed(arns(R"("EndsWith":[".txt"])"), "arn:aws:s3:::app/") == ternary::unknown);
  std::string const basic = R"({"EventSelectors":[{"ReadWriteType":"All","DataResources":[)"
                            R"({"Type":"AWS::S3::Object","Values":["arn:aws:s3:::app/"]}]}]})";
  CHECK(listed(basic, "arn:aws:s3:::app/") == ternary::yes);
  CHECK(listed(basic, "arn:aws:s3:::other/") == ternary::no);
  CHECK(listed(basic, "arn:aws:s3:::a") == ternary::unknown);
}

TEST_CASE("the usual questions") {
  using trailaudit::event_question;
  auto const whole = read<get_event_selectors_response>(R"({"EventSelectors":[{"DataResources":[
      {"Type":"AWS::S3::Object","Values":["arn:aws:s3"]},
      {"Type":"AWS::Lambda::Function","Values":["arn:aws:lambda"]},
      {"Type":"AWS::DynamoDB::Table","Values":["arn:aws:dynamodb"]}]}]})");
  auto const nothing = read<get_event_selectors_response>(
      R"({"EventSelectors":[{"IncludeManagementEvents":false}]})");
  for (auto const asked : {event_question::management_read, event_question::management_write,
                           event_question::s3_object_read, event_question::s3_object_write,
                           event_question::lambda_invoke, event_question::dynamodb_item}) {
    CAPTURE(static_cast<int>(asked));
    auto const all = selection_of(whole, true);
    auto const none = selection_of(nothing, true);
    CHECK(uncovered({&all, 1}, question_of(asked)).covered == ternary::yes);
    CHECK(uncovered({&none, 1}, question_of(asked)).covered == ternary::no);
  }
}

TEST_CASE("a field that is named twice settles nothing") {
  auto const twice =
      advanced({of_category("Management", join(R"({"Field":"eventCategory","Equals":["Data"]})",
                                               R"({"Field":"readOnly","Equals":["true"]},)"
                                               R"({"Field":"readOnly","Equals":["false"]})"))});
  for (auto const* event : {R"({"eventCategory":"Management","readOnly":true})",
                            R"({"eventCategory":"Data","readOnly":false})"}) {
    CHECK(recording(twice, event).recorded == ternary::unknown);
  }
  CHECK(gap(twice, of_category("Management")).covered == ternary::unknown);
}

TEST_CASE("an event without readOnly, where both of its values are asked for") {
  auto const either =
      advanced({of_category("Management", R"({"Field":"readOnly","Equals":["true","false"]})")});
  CHECK(recording(either, R"({"eventCategory":"Management"})").recorded == ternary::unknown);
  CHECK(recording(either, R"({"eventCategory":"Management","readOnly":false})").recorded ==
        ternary::yes);
  CHECK(gap(either, of_category("Management")).covered == ternary::yes);
}

TEST_CASE("categories without selectors of their own are told apart") {
  auto const evidence = advanced({of_category("Evidence")});
  CHECK(recording(evidence, R"({"eventCategory":"Evidence"})").recorded == ternary::yes);
  CHECK(recording(evidence, R"({"eventCategory":"Aggregated"})").recorded == ternary::no);
  // Event selectors say nothing of Insights events, even by that name.
  auto const insights = advanced({of_category("Insight")});
  CHECK(recording(insights, R"({"eventCategory":"Insight"})").recorded == ternary::unknown);
}

TEST_CASE("what CloudTrail requires of a selector is not guessed") {
  auto const all = advanced({of_category("Data")});
  CHECK(gap(all, of_category("Data", objects)).covered == ternary::unknown);
  CHECK(gap(all, of_category("Management")).covered == ternary::no);
  CHECK(recording(all, R"({"eventCategory":"Data"})").field == "resources.type");
  constexpr std::string_view of_ec2 = R"({"eventCategory":"NetworkActivity",
      "eventSource":"ec2.amazonaws.com"})";
  CHECK(recording(advanced({of_category("NetworkActivity")}), of_ec2).recorded == ternary::unknown);
  CHECK(recording(
            advanced({of_category("NetworkActivity",
                                  R"({"Field":"eventSource","Equals":["ec2.amazonaws.com"]})")}),
            of_ec2)
            .recorded == ternary::yes);
}

TEST_CASE("each type of resource is looked at, also where no selector tells them apart") {
  auto const in_s3 = advanced(
      {of_category("Data", join(R"({"Field":"resources.type","StartsWith":["AWS::"]})",
                                R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::"]})"))});
  auto const found = gap(in_s3, of_category("Data"));
  REQUIRE(found.covered == ternary::no);
  CHECK(found.witness.resources.front().type != "AWS::S3::Object");

  // `AWS::S3::Object` is the shortest of these types, and not the only one.
  constexpr std::string_view types =
      R"({"Field":"resources.type","Equals":["AWS::S3::Object","AWS::S3Express::Object"]})";
  auto const of_objects = advanced({of_category(
      "Data", join(types, R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::"]})"))});
  CHECK(gap(of_objects, of_category("Data", objects)).covered == ternary::yes);
  CHECK(gap(of_objects, of_category("Data", types)).covered != ternary::yes);
}

TEST_CASE("what is asked of resources is certain of data events alone") {
  auto const all = of_category("Management");
  // A management event tells of some resources, of others, or of none.
  CHECK(gap(advanced({of_category("Management", objects)}), all).covered != ternary::yes);
  CHECK(
      gap(advanced(
              {of_category("Management", R"({"Field":"resources.ARN","StartsWith":["arn:"]})"),
               of_category("Management", R"({"Field":"resources.ARN","NotStartsWith":["arn:"]})")}),
          all)
          .covered != ternary::yes);
  // An event about an object tells of its bucket, whose ARN is another one.
  constexpr std::string_view within =
      R"({"Field":"resources.ARN","StartsWith":["arn:aws:s3:::a/"]})";
  CHECK(gap(advanced({of_category("Data", within)}), of_category("Data", join(objects, within)))
            .covered == ternary::unknown);
  CHECK(gap(advanced({of_category("Data", join(objects, within))}),
            of_category("Data", join(objects, within)))
            .covered == ternary::yes);
}

TEST_CASE("what is excluded is asked for by name, source or identity") {
  auto const writes_to_objects = of_category("Data", join(objects, writes));
  // There may be write events whose names begin so; `GetObject` itself is none.
  CHECK(gap(advanced({of_category(
                "Data", join(objects, R"({"Field":"eventName","NotStartsWith":["GetObject"]})"))}),
            writes_to_objects)
            .covered == ternary::unknown);
  // The source of an object's events is known.
  CHECK(gap(advanced({of_category(
                "Data",
                join(objects, R"({"Field":"eventSource","NotEquals":["s3.amazonaws.com"]})"))}),
            writes_to_objects)
            .covered == ternary::no);
  // A gap is found among the identities that are certainly asked for.
  constexpr std::string_view others =
      R"({"Field":"userIdentity.arn","NotEquals":["arn:aws:iam::111122223333:role/r"]})";
  CHECK(gap(advanced({of_category("Management", reads)}), of_category("Management", others))
            .covered == ternary::no);
  CHECK(gap(advanced({of_category("Management", join(reads, others)),
                      of_category(
                          "Management",
                          join(writes, R"({"Field":"eventName","NotEquals":["StopLogging"]})"))}),
            of_category("Management", others))
            .covered == ternary::no);
  // Two halves of the identities: an event without one may be in neither.
  constexpr std::string_view role =
      R"({"Field":"userIdentity.arn","Equals":["arn:aws:iam::111122223333:role/r"]})";
  CHECK(gap(advanced({of_category("Management", others), of_category("Management", role)}),
            of_category("Management"))
            .covered == ternary::unknown);
  // No event is without a source, so that none shows as a text without a letter.
  auto const named = gap(
      advanced({of_category(
          "Management",
          R"({"Field":"eventSource","StartsWith":["ec2","iam","kms","rdsdata","cloudtrail"]})")}),
      of_category("Management"));
  REQUIRE(named.covered == ternary::no);
  CHECK(!named.witness.event_source.empty());
}

TEST_CASE("no read event of a Lambda function is known by name") {
  constexpr std::string_view functions =
      R"({"Field":"resources.type","Equals":["AWS::Lambda::Function"]})";
  CHECK(
      gap(advanced({of_category("Data", join(functions, writes))}), of_category("Data", functions))
          .covered == ternary::unknown);
  CHECK(gap(advanced({of_category("Data", functions)}), of_category("Data", functions)).covered ==
        ternary::yes);
}

TEST_CASE("a budget that is used up is named") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const selectors = advanced({of_category(
      "Data", join(objects, R"({"Field":"resources.ARN","NotStartsWith":["arn:aws:s3:::a"]})"))});
  for (std::size_t cells = 1; cells != 12; ++cells) {
    CAPTURE(cells);
    auto const found = gap(selectors, asked, true, {{}, cells, 1'000});
    CHECK(found.reason.empty() == (found.covered == ternary::yes));
  }
  CHECK(gap(selectors, asked, true, {{}, 1, 1}).reason == "the budget `max_cells` is used up");
  CHECK(gap(selectors, asked, true, {{}, 1'000, 0}).reason == "the budget `max_steps` is used up");
}

// A list of texts in JSON.
template <class Text>
std::string texts(std::size_t count, Text const& text) {
  std::string made = "[";
  for (std::size_t at = 0; at != count; ++at) {
    made += (at == 0 ? "\"" : ",\"") + text(at) + '"';
  }
  return made + ']';
}

// Twice as many selectors and one: each start with its own end, without that end, and the rest.
std::string starts_and_ends(std::size_t count) {
  auto const start = [](std::size_t at) { return "arn:aws:s3:::b" + std::to_string(at) + "/"; };
  auto const arn = [](std::string const& more) {
    return of_category("Data", join(objects, R"({"Field":"resources.ARN",)" + more + '}'));
  };
  std::string made = R"({"AdvancedEventSelectors":[)";
  for (std::size_t at = 0; at != count; ++at) {
    auto const one = "[\"" + start(at) + "\"]";
    auto const end = "[\"." + std::to_string(at) + "\"]";
    made += arn(R"("StartsWith":)" + one + R"(,"NotEndsWith":)" + end) + ',';
    made +=
        of_category("Data", join(objects, R"({"Field":"resources.ARN","EndsWith":)" + end + '}')) +
        ',';
  }
  return made + arn(R"("NotStartsWith":)" + texts(count, start)) + "]}";
}

TEST_CASE("selectors that were written to be hard to decide") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const key = [](std::size_t at) { return std::to_string(at * 2'654'435'761U % 1'000'003); };
  auto const arns = [&](std::size_t count, std::string_view how) {
    return R"({"Field":"resources.ARN",")" + std::string(how) +
           "\":" + texts(count, [&](std::size_t at) { return "arn:aws:s3:::b" + key(at) + "/"; }) +
           '}';
  };
  // 500 values are what a trail may have.
  CHECK(
      gap(advanced({of_category("Data", join(objects, arns(500, "StartsWith")))}), asked).covered ==
      ternary::no);
  CHECK(gap(advanced({of_category("Data", objects),
                      of_category("Data", join(objects, arns(499, "NotStartsWith")))}),
            asked)
            .covered == ternary::yes);
  CHECK(gap(advanced({of_category("Data", join(objects, arns(249, "StartsWith"))),
                      of_category("Data", join(objects, arns(249, "NotStartsWith")))}),
            asked)
            .covered == ternary::yes);
  // All but what begins so are recorded, and one of those must be found.
  auto const all_but = [&](std::size_t count) {
    return gap(advanced({of_category("Data", join(objects, arns(count, "NotStartsWith")))}), asked);
  };
  CHECK(all_but(500).covered == ternary::no);
  CHECK(all_but(10'000).covered == ternary::no);
  auto const dear =
      gap(advanced({of_category("Data", join(objects, arns(5'000, "StartsWith"))),
                    of_category("Data", join(objects, arns(5'000, "NotStartsWith")))}),
          asked);
  CHECK(dear.covered == ternary::unknown);
  CHECK(dear.reason.starts_with("the budget"));

  // Selectors of which each has its own start and its own end: all pairs of them are told apart.
  auto const hard = gap(starts_and_ends(125), asked);
  CHECK(hard.covered == ternary::unknown);
  CHECK(hard.reason.starts_with("the budget"));
  CHECK(gap(starts_and_ends(10), asked).covered == ternary::yes);
}

TEST_CASE("what is left out by its end has a witness of the right form") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const ends = texts(500, [](std::size_t at) { return "." + std::to_string(at); });
  auto const found =
      gap(advanced({of_category(
              "Data", join(objects, R"({"Field":"resources.ARN","NotEndsWith":)" + ends + '}'))}),
          asked);
  CHECK(found.covered == ternary::no);
  REQUIRE(found.witness.resources.size() == 1);
  CHECK(found.witness.resources[0].arn == "arn:aws:s3:::example-bucket/example-key.0");
}

// Long starts and ends that overlap in as many ways as they have letters. To find a shortest text
// of each pair of them took seconds.
TEST_CASE("starts and ends that overlap are decided without their shortest texts") {
  auto const asked = of_category("Data", join(objects, writes));
  auto const arn = [](std::string const& more) {
    return of_category("Data", join(objects, R"({"Field":"resources.ARN",)" + more + '}'));
  };
  auto const selectors = [&](std::size_t count, bool whole) {
    std::string made = R"({"AdvancedEventSelectors":[)";
    for (std::size_t at = 0; at != count; ++at) {
      std::string const start(2000 - at, 'a');
      made += arn(R"("StartsWith":[")" + start + R"("],"NotEndsWith":[")" + start + "b\"]") + ',' +
              arn(R"("EndsWith":[")" + start + "b\"]") + ',';
    }
    return made +
           arn(R"("NotStartsWith":[")" + std::string(whole ? 2001 - count : 1, 'a') + "\"]") + "]}";
  };
  CHECK(gap(selectors(60, true), asked).covered == ternary::yes);
  CHECK(gap(selectors(60, false), asked).covered == ternary::no); // every ARN begins with an a
  CHECK(gap(selectors(200, true), asked).reason == "the budget `max_cells` is used up");
}

TEST_CASE("what happens in a partition only its own recorders record") {
  auto const all = read<get_event_selectors_response>(advanced({of_category("Data", objects)}));
  auto const none = read<get_event_selectors_response>(advanced({of_category("Management")}));
  auto const asked = read<advanced_event_selector>(of_category("Data", join(objects, writes)));
  auto const of = [](get_event_selectors_response const& answer, std::string_view partition) {
    auto made = selection_of(answer, true);
    made.partition = partition;
    return made;
  };
  for (bool const swapped : {false, true}) {
    CAPTURE(swapped);
    event_selection recorders[] = {of(all, "aws"), of(none, "aws-cn")};
    if (swapped) {
      std::swap(recorders[0], recorders[1]);
    }
    auto const found = uncovered(recorders, asked);
    CHECK(found.covered == ternary::no);
    REQUIRE(found.witness.resources.size() == 1);
    CHECK(found.witness.resources[0].arn.starts_with("arn:aws-cn:s3:::"));
  }
  event_selection both[] = {of(all, "aws"), of(none, "aws")};
  CHECK(uncovered(both, asked).covered == ternary::yes);
  event_selection anywhere[] = {of(none, "aws"), of(none, "aws-cn"), of(all, "")};
  CHECK(uncovered(anywhere, asked).covered == ternary::yes); // not known which: it may be both's
}

TEST_CASE("an answer without a TrailARN is of either partition") {
  using trailaudit::event_question;
  auto answer = read<get_event_selectors_response>(
      R"({"EventSelectors":[{"ReadWriteType":"All","DataResources":[)"
      R"({"Type":"AWS::S3::Object","Values":["arn:aws-cn:s3"]}]}]})");
  auto const objects_of = [](std::string_view partition) {
    return question_of(event_question::s3_object_write, partition);
  };
  auto const found = uncovered(answer, event_question::s3_object_write);
  CHECK(found.covered == ternary::unknown);
  CHECK(found.reason == "without a TrailARN the partition of the trail is not known");
  CHECK(uncovered(answer, objects_of("aws-cn")).covered == ternary::unknown);
  CHECK(uncovered(answer, event_question::management).covered == ternary::yes); // by either
  answer.trail_arn = "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t";
  CHECK(uncovered(answer, event_question::s3_object_write).covered == ternary::yes);
  CHECK(uncovered(answer, objects_of("aws-cn")).covered == ternary::yes);
  answer.trail_arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/t";
  CHECK(uncovered(answer, event_question::s3_object_write).covered == ternary::no);
  answer = {}; // CloudTrail's default, where that is told
  CHECK(uncovered(answer, event_question::management).covered == ternary::unknown);
  CHECK(uncovered(answer, event_question::management, false).covered == ternary::yes);
  trailaudit::coverage_budget const none{{}, 0, 0};
  answer = read<get_event_selectors_response>(advanced({of_category("Data", objects)}));
  CHECK(uncovered(answer, event_question::s3_object_write, true, none).covered == ternary::unknown);
}

TEST_CASE("witnesses of other types of resources") {
  auto const of_type = [](std::string_view type, std::string_view more) {
    return of_category("Data", R"({"Field":"resources.type","Equals":[")" + std::string(type) +
                                   "\"]}," + std::string(more));
  };
  auto const nothing = advanced({of_category("Management")});
  auto const published = gap(nothing, of_type("AWS::SNS::Topic", writes));
  CHECK(published.covered == ternary::no);
  CHECK(published.witness.event_source == "sns.amazonaws.com");
  CHECK(published.witness.event_name == "Publish");
  REQUIRE(published.witness.resources.size() == 1);
  CHECK(published.witness.resources[0].arn == "arn:aws:sns:us-east-1:111122223333:example");
  CHECK(published.reason == "an event of the question is not recorded");
  // No name is made up.
  auto const other = gap(nothing, of_type("AWS::Frob::Thing", writes));
  CHECK(other.covered == ternary::no);
  CHECK(other.witness.event_name.empty());
  CHECK(other.reason ==
        "an event of the question is not recorded, of a type whose events' names are not known");
  auto const left_out = gap(
      advanced({of_type("AWS::SNS::Topic", R"({"Field":"eventName","NotEquals":["Publish"]})")}),
      of_type("AWS::SNS::Topic", writes));
  CHECK(left_out.covered == ternary::no);
  CHECK(left_out.witness.event_name == "Publish");
}

} // namespace
