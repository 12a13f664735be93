#include <trailaudit/analysis/inventory.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What is known of one bucket, key, topic, role, log group or policy of the organization, from
// answers written out by hand.

namespace {

using trailaudit::observation;
using trailaudit::ternary;

// An inventory over the captures, in the order given. It lives as long as the tests, since what is
// answered are views into it.
class account {
public:
  explicit account(std::vector<std::string> captures, std::string_view id = "111122223333") {
    std::string text = R"({"schema": "trailaudit.snapshot.v1", "account_id": ")" + std::string(id) +
                       R"(", "captures": [)";
    for (auto const& each : captures) {
      text += (&each == captures.data() ? "" : ",") + each;
    }
    auto read = trailaudit::read_snapshot(text + "]}");
    if (!read) {
      FAIL(describe(read.error()) << ": " << text);
    }
    static std::deque<held> all;
    held_ = &all.emplace_back();
    held_->world = std::move(*read);
    held_->joined.build(held_->world);
  }
  account(account const&) = delete;
  account& operator=(account const&) = delete;
  trailaudit::resource_index const* operator->() const { return &held_->joined.resources(); }
  trailaudit::inventory const& joined() const { return held_->joined; }
  trailaudit::snapshot const& world() const { return held_->world; }

private:
  struct held {
    trailaudit::snapshot world{};
    trailaudit::inventory joined{};
  };
  held* held_ = nullptr;
};

std::string call(std::string_view name, std::string_view request, std::string_view response,
                 std::string_view region = {}) {
  return R"({"call": ")" + std::string(name) + R"(", "region": ")" + std::string(region) +
         R"(", "request": {)" + std::string(request) + R"(}, "response": )" +
         std::string(response) + "}";
}
std::string error(std::string_view name, std::string_view request, std::string_view code,
                  std::string_view region = {}) {
  return R"({"call": ")" + std::string(name) + R"(", "region": ")" + std::string(region) +
         R"(", "request": {)" + std::string(request) + R"(}, "error": {"Code": ")" +
         std::string(code) + R"("}})";
}

TEST_CASE("an account without such answers knows nothing, and says so") {
  account const made({});
  CHECK(made->bucket("b").location.state == observation::not_collected);
  CHECK(made->bucket_existence("b").exists == ternary::unknown);
  CHECK(made->key("alias/x").id.empty());
  CHECK(made->key("k").key.state == observation::not_collected);
  CHECK(made->topic("arn:aws:sns:r:1:t").subscriptions_seen.whole == ternary::unknown);
  CHECK(made->role("r").state == observation::not_collected);
  CHECK(made->managed_policy_document("").state == observation::not_collected);
  CHECK(made->authorization_details().whole == ternary::unknown);
  CHECK(made->log_group("arn:aws:logs:r:1:log-group:g").group.state == observation::not_collected);
  CHECK(made->log_group("g").name.empty());
  CHECK(made->organization_policy("p").state == observation::not_collected);
  CHECK(made->policies_for_target("t", "S").seen.state == observation::not_collected);
  CHECK(made->effective_policy("S").state == observation::not_collected);
}

// Buckets.

constexpr std::string_view logs = R"("Bucket": "logs")";
constexpr std::string_view other = R"("Bucket": "other")";

TEST_CASE("answers go to their bucket") {
  account const made(
      {call("s3:GetBucketLocation", logs, R"({"LocationConstraint": "eu-west-3"})"),
       call("s3:GetBucketLocation", other, R"({"LocationConstraint": "eu-west-1"})"),
       call("s3:HeadBucket", logs, R"("")"),
       call("s3:GetBucketEncryption", logs,
            R"({"ServerSideEncryptionConfiguration": {"Rules": []}})"),
       error("s3:GetObjectLockConfiguration", logs, "ObjectLockConfigurationNotFoundError"),
       call("s3:GetBucketLifecycleConfiguration", logs, R"({"Rules": [{"ID": "one"}]})"),
       call("s3:GetBucketRequestPayment", logs, R"({"Payer": "Requester"})"),
       error("s3:GetBucketPolicyStatus", logs, "AccessDenied"),
       call("s3:GetBucketRequestPayment", "", R"({"Payer": "BucketOwner"})")});
  auto const found = made->bucket("logs");
  CHECK(found.name == "logs");
  CHECK(region_of(found) == "eu-west-3");
  CHECK(found.head.state == observation::present);
  CHECK(found.encryption.from.call() == "s3:GetBucketEncryption");
  CHECK(found.encryption.from.capture() == 3);
  CHECK(found.object_lock.state == observation::absent);
  CHECK(found.object_lock.error_code == "ObjectLockConfigurationNotFoundError");
  REQUIRE(found.lifecycle.get() != nullptr);
  CHECK(found.lifecycle.value->rules[0].id == "one");
  REQUIRE(found.request_payment.get() != nullptr);
  CHECK(found.request_payment.value->payer == "Requester");
  CHECK(found.policy_status.state == observation::refused);
  CHECK(region_of(made->bucket("other")) == "eu-west-1");
  CHECK(made->bucket("other").encryption.state == observation::not_collected);
  CHECK(made->bucket("").request_payment.state == observation::not_collected);
}

TEST_CASE("a refusal gives way, a copy is one, a difference contradicts") {
  auto const payer = [](std::string_view who) {
    return call("s3:GetBucketRequestPayment", logs, R"({"Payer": ")" + std::string(who) + R"("})");
  };
  auto const refused = error("s3:GetBucketRequestPayment", logs, "AccessDenied");
  auto const state = [](std::vector<std::string> captures) {
    account const made(std::move(captures));
    return made->bucket("logs").request_payment.state;
  };
  CHECK(state({refused}) == observation::refused);
  CHECK(state({refused, payer("a")}) == observation::present);
  CHECK(state({payer("a"), refused}) == observation::present);
  CHECK(state({payer("a"), payer("a")}) == observation::present);
  CHECK(state({payer("a"), payer("b")}) == observation::contradictory);
  CHECK(state({payer("a"), payer("b"), payer("a")}) == observation::contradictory);
  CHECK(state({call("s3:GetBucketRequestPayment", logs, "null")}) == observation::not_collected);
  account const made({payer("a"), payer("b")});
  CHECK(made->bucket("logs").request_payment.from.capture() == 0);
  CHECK(made->bucket("logs").request_payment.other.capture() == 1);
}

TEST_CASE("the Region of a bucket") {
  auto const region = [](std::vector<std::string> captures) {
    account const made(std::move(captures));
    return std::string(region_of(made->bucket("logs")));
  };
  auto const location = [](std::string_view value) {
    return call("s3:GetBucketLocation", logs,
                R"({"LocationConstraint": )" + std::string(value) + "}");
  };
  auto const head = call("s3:HeadBucket", logs, R"({"BucketRegion": "eu-west-1"})");
  CHECK(region({location("null")}) == "us-east-1");
  CHECK(region({location("\"EU\"")}) == "eu-west-1");
  CHECK(region({location("\"cn-north-1\"")}) == "cn-north-1");
  CHECK(region({head}) == "eu-west-1");
  CHECK(region({head, location("\"EU\"")}) == "eu-west-1");
  CHECK(region({head, location("null")}) == "");
  CHECK(region({location("null"), location("\"EU\"")}) == "");
  CHECK(region({call("s3:GetBucketLocation", logs, "\"\"")}) == ""); // no answer at all
  CHECK(region({error("s3:GetBucketLocation", logs, "AccessDenied")}) == "");
}

TEST_CASE("whether a bucket is there") {
  auto const exists = [](std::vector<std::string> captures) {
    account const made(std::move(captures));
    return made->bucket_existence("logs");
  };
  CHECK(exists({call("s3:HeadBucket", logs, R"("")")}).exists == ternary::yes);
  CHECK(exists({error("s3:HeadBucket", logs, "404")}).exists == ternary::no);
  CHECK(exists({error("s3:HeadBucket", logs, "404")}).error_code == "404");
  CHECK(exists({error("s3:HeadBucket", logs, "403")}).exists == ternary::unknown);
  CHECK(exists({error("s3:HeadBucket", other, "404")}).exists == ternary::unknown);
  CHECK(exists({error("s3:GetBucketAcl", logs, "NoSuchBucket")}).exists == ternary::no);
  CHECK(exists({error("s3:GetBucketAcl", logs, "NoSuchBucket")}).where.call() == "s3:GetBucketAcl");
  CHECK(exists({error("s3:GetBucketPolicy", logs, "NoSuchBucketPolicy")}).exists == ternary::yes);
  CHECK(exists({error("s3:GetBucketPolicy", logs, "AccessDenied")}).exists == ternary::unknown);
  CHECK(exists({call("s3:GetBucketVersioning", logs, R"("")")}).exists == ternary::yes);
  CHECK(exists({call("s3:GetBucketAcl", logs, R"("")")}).exists == ternary::unknown);
  CHECK(exists({error("s3:HeadBucket", logs, "404"), call("s3:GetBucketVersioning", logs, R"("")")})
            .exists == ternary::unknown);
}

TEST_CASE("a list of buckets that was narrowed or cut is not whole") {
  auto const own = [](std::string_view request, std::string_view more) {
    account const made(
        {call("cloudtrail:DescribeTrails", "",
              R"({"trailList": [{"TrailARN": "arn:aws:cloudtrail:r:111122223333:trail/t",
                  "S3BucketName": "logs"}]})"),
         call("s3:ListBuckets", request, R"({"Buckets": [])" + std::string(more) + "}")});
    return made.joined().log_buckets()[0].own;
  };
  CHECK(own("", "") == ternary::no);
  CHECK(own(R"("MaxBuckets": 1000)", "") == ternary::no);
  CHECK(own("", R"(, "NextToken": "x")") == ternary::unknown);
  CHECK(own("", R"(, "ContinuationToken": "x")") == ternary::unknown);
  CHECK(own(R"("ContinuationToken": "x")", "") == ternary::unknown);
  CHECK(own(R"("BucketRegion": "eu-west-1")", "") == ternary::unknown);
}

// Keys.

constexpr std::string_view key_id = "1234abcd-12ab-34cd-56ef-1234567890ab";
constexpr std::string_view key_arn =
    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

std::string describe(std::string_view asked, std::string_view region, std::string_view arn,
                     std::string_view state = "Enabled") {
  return call("kms:DescribeKey", R"("KeyId": ")" + std::string(asked) + '"',
              R"({"KeyMetadata": {"KeyId": ")" + std::string(arn.substr(arn.rfind('/') + 1)) +
                  R"(", "Arn": ")" + std::string(arn) + R"(", "KeyState": ")" + std::string(state) +
                  R"("}})",
              region);
}
std::string rotation(std::string_view asked, std::string_view region, bool enabled) {
  return call("kms:GetKeyRotationStatus", R"("KeyId": ")" + std::string(asked) + '"',
              enabled ? R"({"KeyRotationEnabled": true})" : R"({"KeyRotationEnabled": false})",
              region);
}
std::string alias(std::string_view name, std::string_view region, std::string_view target) {
  return R"({"AliasName": ")" + std::string(name) + R"(", "AliasArn": "arn:aws:kms:)" +
         std::string(region) + ":111122223333:" + std::string(name) + R"(", "TargetKeyId": ")" +
         std::string(target) + R"("})";
}
std::string aliases(std::string_view region, std::string const& entries) {
  return call("kms:ListAliases", "", R"({"Aliases": [)" + entries + "]}", region);
}

TEST_CASE("a key is one however it was asked for") {
  account const made({describe(key_id, "us-east-1", key_arn), rotation(key_arn, "", true),
                      call("kms:GetKeyPolicy", R"("KeyId": ")" + std::string(key_id) + '"',
                           R"({"Policy": "{}"})", "us-east-1"),
                      aliases("us-east-1", alias("alias/logs", "us-east-1", key_id))});
  auto const alias_arn = std::string("arn:aws:kms:us-east-1:111122223333:alias/logs");
  for (std::string_view const name :
       {key_id, key_arn, std::string_view("alias/logs"), std::string_view(alias_arn)}) {
    INFO(name);
    auto const found = made->key(name);
    CHECK(found.id == key_id);
    CHECK(found.region == "us-east-1");
    CHECK(found.account == "111122223333");
    CHECK(found.key.state == observation::present);
    CHECK(found.rotation.state == observation::present);
    CHECK(found.rotation.from.capture() == 1);
    CHECK(found.policy.state == observation::present);
    CHECK((found.alias.state == observation::present) ==
          (name.find("alias") != std::string_view::npos));
    CHECK(key_existence(found).exists == ternary::yes);
  }
  CHECK(made->key("alias/logs").alias.from.capture() == 3);
  CHECK(made->key("alias/logs", "eu-west-1").id.empty());
  CHECK(made->key("alias/logs", "us-east-1", "444455556666").id.empty());
  CHECK(made->key(key_id, "eu-west-1").key.state == observation::not_collected);
  CHECK(made->key("arn:aws:kms:us-east-1:444455556666:key/" + std::string(key_id)).key.state ==
        observation::not_collected);
}

TEST_CASE("DescribeKey of an alias resolves it, and must agree with the list") {
  account const made({describe("alias/logs", "us-east-1", key_arn), rotation(key_id, "", false)});
  auto const found = made->key("alias/logs", "us-east-1");
  CHECK(found.id == key_id);
  CHECK(found.alias.state == observation::not_collected);
  CHECK(found.key.state == observation::present);
  REQUIRE(found.rotation.get() != nullptr);
  CHECK(found.rotation.value->key_rotation_enabled == false);
  CHECK(made->key(key_arn).key.state == observation::present);

  account const agreeing({describe("alias/logs", "us-east-1", key_arn),
                          aliases("us-east-1", alias("alias/logs", "us-east-1", key_id))});
  CHECK(agreeing->key("alias/logs").alias.state == observation::present);
  CHECK(agreeing->key("alias/logs").key.state == observation::present);

  account const differing({describe("alias/logs", "us-east-1", key_arn),
                           aliases("us-east-1", alias("alias/logs", "us-east-1", "another"))});
  CHECK(differing->key("alias/logs").alias.state == observation::contradictory);
  CHECK(differing->key("alias/logs").key.state == observation::contradictory);
  CHECK(differing->key("alias/logs").id.empty());
  CHECK(differing->key(key_arn).key.state == observation::present);

  account const twice(
      {describe("alias/logs", "us-east-1", key_arn),
       describe("alias/logs", "us-east-1", "arn:aws:kms:us-east-1:111122223333:key/another")});
  CHECK(twice->key("alias/logs").key.state == observation::contradictory);

  account const refused({error("kms:DescribeKey", R"("KeyId": "alias/logs")", "AccessDenied")});
  CHECK(refused->key("alias/logs").key.state == observation::refused);
  CHECK(refused->key("alias/logs").id.empty());
}

TEST_CASE("one alias in two Regions is two") {
  account const made({aliases("us-east-1", alias("alias/logs", "us-east-1", "one")),
                      aliases("eu-west-1", alias("alias/logs", "eu-west-1", "other"))});
  CHECK(made->key("alias/logs", "us-east-1").id == "one");
  CHECK(made->key("alias/logs", "eu-west-1").id == "other");
  CHECK(made->key("arn:aws:kms:eu-west-1:111122223333:alias/logs", "us-east-1").id == "other");
  CHECK(made->key("alias/logs").key.state == observation::contradictory);
  account const bare({aliases("us-east-1", R"({"AliasName": "alias/aws/s3", "AliasArn":
                              "arn:aws:kms:us-east-1:111122223333:alias/aws/s3"})")});
  CHECK(bare->key("alias/aws/s3").id.empty()); // AWS makes its key when it is first used
  CHECK(bare->key("alias/aws/s3").alias.state == observation::present);
}

TEST_CASE("copies of a multi-Region key share their id and nothing else") {
  std::string const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
  auto const in = [&](std::string_view region) {
    return "arn:aws:kms:" + std::string(region) + ":111122223333:key/" + id;
  };
  account const made({describe(id, "us-east-1", in("us-east-1")),
                      describe(id, "eu-west-1", in("eu-west-1"), "Disabled"),
                      rotation(id, "us-east-1", true), rotation(id, "", false)});
  CHECK(made->key(in("us-east-1")).key.from.capture() == 0);
  CHECK(made->key(in("eu-west-1")).key.from.capture() == 1);
  CHECK(made->key(id, "eu-west-1").key.value->key_metadata.key_state == "Disabled");
  REQUIRE(made->key(in("us-east-1")).rotation.get() != nullptr);
  CHECK(made->key(in("us-east-1")).rotation.value->key_rotation_enabled == true);
  CHECK(made->key(in("eu-west-1")).rotation.state == observation::not_collected);
  CHECK(made->key(id).key.state == observation::contradictory);
}

TEST_CASE("a key that is gone") {
  account const made(
      {error("kms:DescribeKey", R"("KeyId": ")" + std::string(key_arn) + '"', "NotFoundException"),
       error("kms:DescribeKey", R"("KeyId": "k")", "AccessDenied")});
  CHECK(key_existence(made->key(key_arn)).exists == ternary::no);
  CHECK(key_existence(made->key("k")).exists == ternary::unknown);
}

// Topics.

constexpr std::string_view topic_arn = "arn:aws:sns:us-east-1:111122223333:trail";

std::string subscriptions(std::string_view request, std::string_view rows, std::string_view next) {
  return call("sns:ListSubscriptionsByTopic",
              R"("TopicArn": ")" + std::string(topic_arn) + '"' + std::string(request),
              R"({"Subscriptions": [)" + std::string(rows) + "]" +
                  (next.empty() ? "" : R"(, "NextToken": ")" + std::string(next) + '"') + "}");
}
std::string subscribed(std::string_view arn) {
  return R"({"SubscriptionArn": ")" + std::string(arn) + R"(", "Protocol": "sqs"})";
}

TEST_CASE("a topic with its attributes and the pages of its subscriptions") {
  auto const confirmed = subscribed("arn:aws:sns:us-east-1:111122223333:trail:8a21d249");
  account const made({call("sns:GetTopicAttributes", "",
                           R"({"Attributes": {"TopicArn": ")" + std::string(topic_arn) +
                               R"(", "SubscriptionsConfirmed": "1"}})"),
                      subscriptions("", confirmed, "2"),
                      subscriptions(R"(, "NextToken": "2")", subscribed("PendingConfirmation"), ""),
                      subscriptions("", confirmed, "2")});
  auto const found = made->topic(topic_arn);
  CHECK(found.region == "us-east-1");
  CHECK(found.account == "111122223333");
  REQUIRE(found.attributes.get() != nullptr);
  CHECK(trailaudit::whole_number(found.attributes.value->attributes.subscriptions_confirmed) == 1);
  CHECK(found.subscriptions_seen.state == observation::present);
  CHECK(found.subscriptions_seen.whole == ternary::yes);
  CHECK(found.subscriptions_seen.from.capture() == 1);
  REQUIRE(found.subscriptions.size() == 2);
  CHECK(is_confirmed(*found.subscriptions[0].value));
  CHECK_FALSE(is_confirmed(*found.subscriptions[1].value));
  CHECK(found.subscriptions[1].from.capture() == 2);
  CHECK(made->topic("arn:aws:sns:eu-west-1:111122223333:trail").attributes.state ==
        observation::not_collected);
}

TEST_CASE("whether a list is whole") {
  auto const seen = [](std::vector<std::string> captures) {
    account const made(std::move(captures));
    return made->topic(topic_arn).subscriptions_seen;
  };
  auto const request = R"("TopicArn": ")" + std::string(topic_arn) + '"';
  CHECK(seen({subscriptions("", "", "")}).whole == ternary::yes);
  CHECK(seen({subscriptions("", "", "2")}).whole == ternary::no);
  CHECK(seen({subscriptions(R"(, "NextToken": "2")", "", "")}).whole == ternary::no);
  CHECK(seen({subscriptions(R"(, "StartingToken": "2")", "", "")}).whole == ternary::no);
  CHECK(seen({subscriptions(R"(, "MaxItems": 5)", "", "")}).whole == ternary::yes);
  CHECK(seen({subscriptions("", "", ""), subscriptions("", subscribed("x"), "")}).state ==
        observation::contradictory);
  CHECK(seen({subscriptions("", "", "gone"), subscriptions("", subscribed("x"), "gone")}).state ==
        observation::contradictory);
  auto const gone = seen({error("sns:ListSubscriptionsByTopic", request, "NotFound")});
  CHECK(gone.state == observation::absent);
  CHECK(gone.error_code == "NotFound");
  auto const refused = seen({error("sns:ListSubscriptionsByTopic", request, "AuthorizationError")});
  CHECK(refused.state == observation::refused);
  CHECK(refused.whole == ternary::no);
  auto const better = seen({error("sns:ListSubscriptionsByTopic", request, "AuthorizationError"),
                            subscriptions("", "", "")});
  CHECK(better.state == observation::present);
  CHECK(better.whole == ternary::yes);
}

TEST_CASE("numbers in texts") {
  CHECK(trailaudit::whole_number("0") == 0);
  CHECK(trailaudit::whole_number("12") == 12);
  for (std::string_view const wrong : {"", " 1", "1 ", "one", "1.5", "99999999999999999999"}) {
    CHECK_FALSE(trailaudit::whole_number(wrong).has_value());
  }
}

// Roles.

constexpr std::string_view role_arn = "arn:aws:iam::111122223333:role/service-role/trail";
constexpr std::string_view trust = R"({"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"Service": "cloudtrail.amazonaws.com"}}})";
constexpr std::string_view by_name = R"("RoleName": "trail")";

std::string get_role(std::string_view arn = role_arn, std::string_view document = trust,
                     std::string_view boundary = {}) {
  return call("iam:GetRole", by_name,
              R"({"Role": {"RoleName": "trail", "Arn": ")" + std::string(arn) +
                  R"(", "AssumeRolePolicyDocument": )" + std::string(document) +
                  (boundary.empty() ? ""
                                    : R"(, "PermissionsBoundary": {"PermissionsBoundaryArn": ")" +
                                          std::string(boundary) + R"("})") +
                  "}}");
}
std::string details(std::string_view inline_policies, std::string_view attached,
                    std::string_view policies = {}, std::string_view document = trust) {
  return call("iam:GetAccountAuthorizationDetails", "",
              R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [{
                  "RoleName": "trail", "Arn": ")" +
                  std::string(role_arn) + R"(", "AssumeRolePolicyDocument": )" +
                  std::string(document) + R"(, "RolePolicyList": [)" +
                  std::string(inline_policies) + R"(], "AttachedManagedPolicies": [)" +
                  std::string(attached) + R"(]}], "Policies": [)" + std::string(policies) + "]}");
}

TEST_CASE("a role by its ARN and by its name") {
  account const made({get_role(role_arn, trust, "arn:aws:iam::111122223333:policy/bound")});
  for (auto const asked : {role_arn, std::string_view("trail")}) {
    auto const found = made->role(asked);
    CHECK(found.name == "trail");
    CHECK(found.arn == role_arn);
    CHECK(found.state == observation::present);
    REQUIRE(found.trust.get() != nullptr);
    CHECK(found.trust.value->statement.values[0].action.values[0] == "sts:AssumeRole");
    trailaudit::origin const where = found.trust.from.at("AssumeRolePolicyDocument");
    CHECK(std::string_view(where.path()[0].key) == "Role");
    CHECK(std::string_view(where.path()[1].key) == "AssumeRolePolicyDocument");
    REQUIRE(found.boundary.get() != nullptr);
    CHECK(found.inline_seen.state == observation::not_collected);
  }
  CHECK(made->role("arn:aws:iam::111122223333:role/trail").state == observation::not_collected);
  CHECK(made->role("arn:aws:iam::444455556666:role/service-role/trail").state ==
        observation::not_collected);
  account const plain({get_role()});
  CHECK(plain->role(role_arn).boundary.state == observation::absent);
}

TEST_CASE("a role that is gone, refused, contradictory or another account's") {
  account const gone({error("iam:GetRole", by_name, "NoSuchEntity")});
  CHECK(gone->role(role_arn).state == observation::absent);
  CHECK(gone->role(role_arn).error_code == "NoSuchEntity");
  CHECK(gone->role("arn:aws:iam::444455556666:role/trail").state == observation::not_collected);
  account const refused({error("iam:GetRole", by_name, "AccessDenied")});
  CHECK(refused->role(role_arn).state == observation::refused);
  CHECK(refused->role(role_arn).trust.state == observation::refused);
  account const both({get_role(), error("iam:GetRole", by_name, "NoSuchEntity")});
  CHECK(both->role(role_arn).state == observation::contradictory);
  account const differing({get_role(), get_role(role_arn, R"({"Statement": []})")});
  CHECK(differing->role(role_arn).trust.state == observation::contradictory);
  CHECK(differing->role(role_arn).state == observation::present);
  account const bounds({get_role(), get_role(role_arn, trust, "b")});
  CHECK(bounds->role(role_arn).boundary.state == observation::contradictory);
  account const foreign({get_role("arn:aws:iam::444455556666:role/trail")});
  CHECK(foreign->role("arn:aws:iam::444455556666:role/trail").state == observation::present);
  CHECK(foreign->role("trail").state == observation::not_collected);
}

TEST_CASE("a role's policies, call by call") {
  account const made(
      {call("iam:ListRolePolicies", by_name,
            R"({"PolicyNames": ["one"], "IsTruncated": true, "Marker": "m"})"),
       call("iam:ListRolePolicies", R"("RoleName": "trail", "Marker": "m")",
            R"({"PolicyNames": ["two"], "IsTruncated": false})"),
       call("iam:GetRolePolicy", R"("RoleName": "trail", "PolicyName": "one")",
            R"({"RoleName": "trail", "PolicyName": "one", "PolicyDocument": {"Id": "1"}})"),
       error("iam:GetRolePolicy", R"("RoleName": "trail", "PolicyName": "two")", "AccessDenied"),
       call("iam:ListAttachedRolePolicies", by_name,
            R"({"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:p"}]})"),
       call("iam:GetPolicy", R"("PolicyArn": "arn:p")",
            R"({"Policy": {"Arn": "arn:p", "DefaultVersionId": "v2"}})"),
       call("iam:GetPolicyVersion", R"("PolicyArn": "arn:p", "VersionId": "v2")",
            R"({"PolicyVersion": {"VersionId": "v2", "Document": "%7B%22Id%22%3A%22p2%22%7D"}})"),
       call("iam:GetPolicyVersion", R"("PolicyArn": "arn:p", "VersionId": "v1")",
            R"({"PolicyVersion": {"VersionId": "v1", "Document": {"Id": "p1"},
                "IsDefaultVersion": false}})"),
       call("iam:ListRolePolicies", R"("RoleName": "other")", R"({"PolicyNames": ["three"]})")});
  auto const found = made->role(role_arn);
  CHECK(found.state == observation::not_collected);
  CHECK(found.inline_seen.whole == ternary::yes);
  REQUIRE(found.inline_policies.size() == 2);
  CHECK(found.inline_policies[0].name == "one");
  REQUIRE(found.inline_policies[0].document.get() != nullptr);
  CHECK(found.inline_policies[0].document.value->id == "1");
  CHECK(found.inline_policies[1].from.capture() == 1);
  CHECK(found.inline_policies[1].document.state == observation::refused);
  CHECK(found.attached_seen.whole == ternary::yes);
  REQUIRE(found.attached_policies.size() == 1);
  REQUIRE(found.attached_policies[0].document.get() != nullptr);
  CHECK(found.attached_policies[0].document.value->id == "p2");
  CHECK(found.attached_policies[0].document.from.capture() == 6);
  auto const elsewhere = made->role("arn:aws:iam::444455556666:role/trail");
  CHECK(elsewhere.inline_policies.empty());
  CHECK(elsewhere.inline_seen.state == observation::not_collected);
}

TEST_CASE("a list of a role's policies that goes on") {
  auto const whole = [](std::string_view more) {
    account const made(
        {call("iam:ListRolePolicies", by_name, R"({"PolicyNames": [])" + std::string(more) + "}")});
    return made->role("trail").inline_seen.whole;
  };
  CHECK(whole("") == ternary::yes);
  CHECK(whole(R"(, "IsTruncated": false)") == ternary::yes);
  CHECK(whole(R"(, "IsTruncated": true)") == ternary::no);
  CHECK(whole(R"(, "IsTruncated": true, "Marker": "m")") == ternary::no);
  CHECK(whole(R"(, "NextToken": "x")") == ternary::no);
  account const narrowed(
      {call("iam:ListAttachedRolePolicies", R"("RoleName": "trail", "PathPrefix": "/x/")",
            R"({"AttachedPolicies": []})")});
  CHECK(narrowed->role("trail").attached_seen.whole == ternary::no);
}

TEST_CASE("the whole of IAM says as much of a role as the single calls, and must agree with them") {
  constexpr std::string_view one = R"({"PolicyName": "one", "PolicyDocument": {"Id": "1"}})";
  constexpr std::string_view attached = R"({"PolicyName": "p", "PolicyArn": "arn:p"})";
  constexpr std::string_view texts = R"({"Arn": "arn:p", "DefaultVersionId": "v2",
      "PolicyVersionList": [{"VersionId": "v1", "Document": {"Id": "p1"}, "IsDefaultVersion": false},
      {"VersionId": "v2", "Document": {"Id": "p2"}, "IsDefaultVersion": true}]})";
  account const made({details(one, attached, texts)});
  auto const found = made->role(role_arn);
  CHECK(found.state == observation::present);
  CHECK(found.trust.state == observation::present);
  CHECK(found.boundary.state == observation::absent);
  CHECK(found.inline_seen.whole == ternary::yes);
  CHECK(found.attached_seen.whole == ternary::yes);
  REQUIRE(found.inline_policies.size() == 1);
  CHECK(found.inline_policies[0].document.value->id == "1");
  REQUIRE(found.attached_policies.size() == 1);
  CHECK(found.attached_policies[0].document.value->id == "p2");
  trailaudit::origin const where = found.attached_policies[0].document.from;
  CHECK(std::string_view(where.path()[0].key) == "Policies");
  CHECK(where.path()[0].index == 0);

  account const same({get_role(), details(one, attached, texts), details(one, attached, texts),
                      call("iam:ListRolePolicies", by_name, R"({"PolicyNames": ["one"]})")});
  CHECK(same->role("trail").trust.state == observation::present);
  CHECK(same->role("trail").inline_seen.whole == ternary::yes);
  CHECK(same->role("trail").inline_policies.size() == 1);

  account const more({details(one, attached, texts),
                      call("iam:ListRolePolicies", by_name, R"({"PolicyNames": ["two"]})")});
  CHECK(more->role("trail").inline_seen.state == observation::contradictory);
  account const fewer({details(one, attached, texts),
                       call("iam:ListRolePolicies", by_name, R"({"PolicyNames": []})")});
  CHECK(fewer->role("trail").inline_seen.state == observation::contradictory);
  CHECK(fewer->role("trail").inline_seen.whole == ternary::unknown);
  account const trusts({get_role(), details("", "", "", R"({"Statement": []})")});
  CHECK(trusts->role("trail").trust.state == observation::contradictory);
}

TEST_CASE("the text of a managed policy is its default version's") {
  auto const text = [](std::vector<std::string> captures) {
    account const made(std::move(captures));
    auto const found = made->managed_policy_document("arn:p");
    return found.get() == nullptr ? std::string(found.state == observation::contradictory ? "!"
                                                : found.state == observation::refused     ? "-"
                                                : found.state == observation::absent      ? "0"
                                                                                          : "?")
                                  : found.value->id;
  };
  auto const version = [](std::string_view id, std::string_view is_default) {
    return call("iam:GetPolicyVersion", R"("PolicyArn": "arn:p")",
                R"({"PolicyVersion": {"VersionId": ")" + std::string(id) +
                    R"(", "Document": {"Id": ")" + std::string(id) + R"("}, "IsDefaultVersion": )" +
                    std::string(is_default) + "}}");
  };
  auto const policy = [](std::string_view version_id) {
    return call("iam:GetPolicy", R"("PolicyArn": "arn:p")",
                R"({"Policy": {"DefaultVersionId": ")" + std::string(version_id) + R"("}})");
  };
  CHECK(text({policy("v1")}) == "?");
  CHECK(text({version("v1", "true")}) == "v1");
  CHECK(text({version("v1", "null")}) == "?");
  CHECK(text({version("v1", "null"), policy("v1")}) == "v1");
  CHECK(text({version("v1", "null"), policy("v2")}) == "?");
  CHECK(text({version("v1", "false"), policy("v1")}) == "?");
  CHECK(text({version("v1", "true"), policy("v2")}) == "!");
  CHECK(text({version("v1", "true"), version("v2", "true")}) == "!");
  CHECK(text({policy("v1"), policy("v2"), version("v2", "true")}) == "!");
  CHECK(text({version("v1", "true"), version("v2", "false"), policy("v1")}) == "v1");
  CHECK(text({error("iam:GetPolicy", R"("PolicyArn": "arn:p")", "NoSuchEntity")}) == "0");
  CHECK(text({policy("v1"),
              error("iam:GetPolicyVersion", R"("PolicyArn": "arn:p")", "AccessDenied")}) == "-");
}

TEST_CASE("whether the whole of IAM was seen") {
  auto const whole = [](std::string_view request, std::string_view response) {
    account const made({call("iam:GetAccountAuthorizationDetails", request, response)});
    return made->authorization_details().whole;
  };
  constexpr std::string_view all =
      R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []})";
  CHECK(whole("", all) == ternary::yes);
  CHECK(whole(R"("Filter": ["User", "Role", "Group", "LocalManagedPolicy"])", all) == ternary::yes);
  CHECK(whole(R"("Filter": ["AWSManagedPolicy", "LocalManagedPolicy", "Role", "Group", "User"])",
              all) == ternary::yes);
  CHECK(whole(R"("Filter": ["User", "Role", "Group", "AWSManagedPolicy"])", all) == ternary::no);
  CHECK(whole(R"("Filter": "User")", all) == ternary::no);
  CHECK(whole("", R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": []})") ==
        ternary::no);
  CHECK(whole("", "{}") == ternary::no);
  account const pages({call("iam:GetAccountAuthorizationDetails", "",
                            R"({"UserDetailList": [], "GroupDetailList": [], "IsTruncated": true,
                "Marker": "m"})"),
                       call("iam:GetAccountAuthorizationDetails", R"("Marker": "m")",
                            R"({"RoleDetailList": [], "Policies": [], "IsTruncated": false})")});
  CHECK(pages->authorization_details().whole == ternary::yes);
  account const refused({error("iam:GetAccountAuthorizationDetails", "", "AccessDenied")});
  CHECK(refused->authorization_details().state == observation::refused);
}

// Log groups.

constexpr std::string_view group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*";

std::string groups(std::string_view request, std::string_view rows,
                   std::string_view region = "us-east-1", std::string_view next = {}) {
  return call("logs:DescribeLogGroups", request,
              R"({"logGroups": [)" + std::string(rows) + "]" +
                  (next.empty() ? "" : R"(, "nextToken": ")" + std::string(next) + '"') + "}",
              region);
}
std::string group(std::string_view arn, std::string_view more = {}) {
  return R"({"logGroupName": "trail", "arn": ")" + std::string(arn) + '"' + std::string(more) + "}";
}

TEST_CASE("a log group is found by ARN, with and without the star") {
  account const made({groups(R"("logGroupNamePrefix": "trail")",
                             group("arn:aws:logs:us-east-1:111122223333:log-group:trail-2:*") +
                                 "," + group(group_arn, R"(, "retentionInDays": 400)"))});
  for (std::string_view const arn :
       {group_arn, std::string_view("arn:aws:logs:us-east-1:111122223333:log-group:trail")}) {
    auto const found = made->log_group(arn);
    CHECK(found.name == "trail");
    CHECK(found.region == "us-east-1");
    CHECK(found.account == "111122223333");
    REQUIRE(found.group.get() != nullptr);
    CHECK(found.group.value->retention_in_days == 400);
    CHECK(found.group.from.step().index == 1);
  }
  CHECK(made->log_group("arn:aws:logs:eu-west-1:111122223333:log-group:trail:*").group.state ==
        observation::not_collected);
  CHECK(made->log_group("arn:aws:logs:us-east-1:444455556666:log-group:trail:*").group.state ==
        observation::not_collected);
  account const bare({groups("", R"({"logGroupName": "trail"})")});
  CHECK(bare->log_group(group_arn).group.state == observation::present);
  CHECK(bare->log_group("arn:aws:logs:eu-west-1:111122223333:log-group:trail").group.state ==
        observation::not_collected);
}

TEST_CASE("two answers about a log group may differ in what grows only") {
  auto const state = [](std::string_view left, std::string_view right) {
    account const made({groups("", group(group_arn, left)), groups("", group(group_arn, right))});
    return made->log_group(group_arn).group.state;
  };
  CHECK(state(R"(, "storedBytes": 1)", R"(, "storedBytes": 2)") == observation::present);
  CHECK(state(R"(, "retentionInDays": 1)", "") == observation::contradictory);
  CHECK(state(R"(, "kmsKeyId": "k")", "") == observation::contradictory);
}

TEST_CASE("a log group that a whole list does not hold is not there") {
  auto const state = [](std::vector<std::string> captures, std::string_view id = "111122223333") {
    account const made(std::move(captures), id);
    return made->log_group(group_arn).group.state;
  };
  CHECK(state({groups("", "")}) == observation::absent);
  CHECK(state({groups(R"("logGroupNamePrefix": "tra")", "")}) == observation::absent);
  CHECK(state({groups(R"("logGroupNamePrefix": "other")", "")}) == observation::not_collected);
  CHECK(state({groups(R"("logGroupNamePattern": "trail")", "")}) == observation::not_collected);
  CHECK(state({groups(R"("logGroupClass": "DELIVERY")", "")}) == observation::not_collected);
  CHECK(state({groups("", "", "eu-west-1")}) == observation::not_collected);
  CHECK(state({groups("", "", "")}) == observation::not_collected);
  CHECK(state({groups("", "")}, "444455556666") == observation::not_collected);
  CHECK(state({groups("", "", "us-east-1", "2")}) == observation::not_collected);
  CHECK(state({groups("", "", "us-east-1", "2"), groups(R"("nextToken": "2")", "")}) ==
        observation::absent);
  CHECK(state({error("logs:DescribeLogGroups", "", "AccessDeniedException", "us-east-1")}) ==
        observation::refused);
}

TEST_CASE("subscription filters of a log group") {
  auto const filters = [](std::string_view more, std::string_view region) {
    return call("logs:DescribeSubscriptionFilters",
                R"("logGroupName": "trail")" + std::string(more),
                R"({"subscriptionFilters": [{"filterName": "all"}]})", region);
  };
  account const made({filters("", "us-east-1"), filters("", "us-east-1")});
  auto const found = made->log_group(group_arn);
  REQUIRE(found.filters.get() != nullptr);
  CHECK(found.filters.value->subscription_filters[0].filter_name == "all");
  CHECK(found.filters_whole == ternary::yes);
  CHECK(made->log_group("arn:aws:logs:eu-west-1:111122223333:log-group:trail").filters.state ==
        observation::not_collected);
  CHECK(made->log_group("arn:aws:logs:us-east-1:444455556666:log-group:trail").filters.state ==
        observation::not_collected);
  account const narrowed({filters(R"(, "filterNamePrefix": "a")", "us-east-1")});
  CHECK(narrowed->log_group(group_arn).filters_whole == ternary::no);
  account const gone({error("logs:DescribeSubscriptionFilters", R"("logGroupName": "trail")",
                            "ResourceNotFoundException", "us-east-1")});
  CHECK(gone->log_group(group_arn).filters.state == observation::absent);
}

// The organization's policies.

TEST_CASE("policies of the organization, by id, by target and by type") {
  constexpr std::string_view scp =
      R"({"Policies": [{"Id": "p-1", "Type": "SERVICE_CONTROL_POLICY"}]})";
  account const made(
      {call("organizations:DescribePolicy", R"("PolicyId": "p-1")",
            R"({"Policy": {"PolicySummary": {"Id": "p-1"}, "Content": "{\"Id\": \"c\"}"}})"),
       call("organizations:ListPoliciesForTarget",
            R"("TargetId": "111122223333", "Filter": "SERVICE_CONTROL_POLICY")", scp),
       call("organizations:ListPoliciesForTarget",
            R"("TargetId": "111122223333", "Filter": "RESOURCE_CONTROL_POLICY")",
            R"({"Policies": []})"),
       call("organizations:ListPolicies", R"("Filter": "SERVICE_CONTROL_POLICY")", scp),
       call("organizations:ListPoliciesForTarget", R"("TargetId": "r-1")", scp)});
  REQUIRE(made->organization_policy("p-1").get() != nullptr);
  CHECK(made->organization_policy("p-1").value->policy.content->value.id == "c");
  CHECK(made->organization_policy("p-2").state == observation::not_collected);
  auto const attached = made->policies_for_target("111122223333", "SERVICE_CONTROL_POLICY");
  CHECK(attached.seen.whole == ternary::yes);
  REQUIRE(attached.policies.size() == 1);
  CHECK(attached.policies[0].value->id == "p-1");
  CHECK(attached.policies[0].from.capture() == 1);
  auto const none = made->policies_for_target("111122223333", "RESOURCE_CONTROL_POLICY");
  CHECK(none.seen.whole == ternary::yes);
  CHECK(none.policies.empty());
  CHECK(made->policies_for_target("111122223333", "S3_POLICY").seen.state ==
        observation::not_collected);
  CHECK(made->policies_for_target("r-1", "SERVICE_CONTROL_POLICY").policies.size() == 1);
  CHECK(made->policies_for_target("r-1", "SERVICE_CONTROL_POLICY").seen.whole == ternary::no);
  CHECK(made->organization_policies("SERVICE_CONTROL_POLICY").policies.size() == 1);
  CHECK(made->organization_policies("S3_POLICY").seen.state == observation::not_collected);
  account const alone({error("organizations:ListPolicies", R"("Filter": "SERVICE_CONTROL_POLICY")",
                             "AWSOrganizationsNotInUseException")});
  CHECK(alone->organization_policies("SERVICE_CONTROL_POLICY").seen.state == observation::absent);
  CHECK(alone->organization_policies("SERVICE_CONTROL_POLICY").seen.whole == ternary::yes);
}

TEST_CASE("the effective policy of the audited account") {
  auto const effective = [](std::string_view target, std::string_view content) {
    return call("organizations:DescribeEffectivePolicy", R"("PolicyType": "S3_POLICY")",
                R"({"EffectivePolicy": {"TargetId": ")" + std::string(target) +
                    R"(", "PolicyContent": ")" + std::string(content) + R"("}})");
  };
  account const made({effective("444455556666", "other"), effective("111122223333", "own")});
  REQUIRE(made->effective_policy("S3_POLICY").get() != nullptr);
  CHECK(made->effective_policy("S3_POLICY").value->effective_policy.policy_content == "own");
  CHECK(made->effective_policy("TAG_POLICY").state == observation::not_collected);
  account const twice({effective("111122223333", "a"), effective("", "b")});
  CHECK(twice->effective_policy("S3_POLICY").state == observation::contradictory);
  account const none({error("organizations:DescribeEffectivePolicy", R"("PolicyType": "S3_POLICY")",
                            "EffectivePolicyNotFoundException")});
  CHECK(none->effective_policy("S3_POLICY").state == observation::absent);
}

TEST_CASE("what an effective policy says of Block Public Access") {
  auto const blocks = [](std::string_view content) {
    trailaudit::effective_policy policy;
    policy.policy_content = content;
    return blocks_public_access(policy);
  };
  CHECK(blocks(R"({"s3_attributes":{"public_access_block_configuration":"all"}})") == ternary::yes);
  CHECK(blocks(R"({"x":1,"s3_attributes":{"y":[],"public_access_block_configuration":
                  {"@@assign":"all"}}})") == ternary::yes);
  CHECK(blocks(R"({"s3_attributes":{"public_access_block_configuration":"none"}})") == ternary::no);
  for (
      std::string_view const other_content :
      {"", "{}", "[]", "all", R"("all")", R"({"s3_attributes":"all"})", R"({"s3_attributes":{}})",
       R"({"s3_attributes":{"public_access_block_configuration":"some"}})",
       R"({"s3_attributes":{"public_access_block_configuration":true}})",
       R"({"s3_attributes":{"public_access_block_configuration":{"@@assign":{"@@assign":"all"}}}})",
       R"({"s3_attributes":{"public_access_block_configuration":{"all":"all"}}})",
       R"({"s3_attributes":{"public_access_block_configuration":"all)"}) {
    INFO(other_content);
    CHECK(blocks(other_content) == ternary::unknown);
  }
}

// Whatever their number: beyond a few, answers are found by hashing.
TEST_CASE("many buckets, keys and roles") {
  std::vector<std::string> captures;
  for (int at = 0; at != 200; ++at) {
    auto const name = "b" + std::to_string(at);
    captures.push_back(call("s3:GetBucketLocation", R"("Bucket": ")" + name + '"',
                            R"({"LocationConstraint": "r)" + name + R"("})"));
    captures.push_back(describe(name, "us-east-1", "arn:aws:kms:us-east-1:1:key/" + name));
    captures.push_back(
        call("iam:GetRole", R"("RoleName": ")" + name + '"',
             R"({"Role": {"Arn": "arn:aws:iam::111122223333:role/)" + name + R"("}})"));
  }
  std::reverse(captures.begin(), captures.end());
  account const made(std::move(captures));
  for (int at = 0; at != 200; ++at) {
    auto const name = "b" + std::to_string(at);
    CHECK(region_of(made->bucket(name)) == "r" + name);
    CHECK(made->key(name).key.state == observation::present);
    CHECK(made->role(name).arn == "arn:aws:iam::111122223333:role/" + name);
  }
  CHECK(made->bucket("b200").location.state == observation::not_collected);
}

} // namespace
