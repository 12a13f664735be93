#include <support/files.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

// The calls about buckets, keys, topics, roles and the organization's policies: what stands in the
// fixtures of `read/accepted` arrives where it belongs.

namespace {

using trailaudit::answer;
using trailaudit::snapshot;

snapshot read(std::string_view text) {
  auto result = trailaudit::read_snapshot(text);
  if (!result) {
    FAIL(describe(result.error()));
  }
  return std::move(*result);
}

snapshot fixture(std::string_view name) {
  auto const text = support::read_file(support::source_dir() / "tests/fixtures/read/accepted" /
                                       (std::string(name) + ".json"));
  return read(support::document_of(text).value());
}

trailaudit::timestamp at(std::int64_t seconds) {
  return trailaudit::timestamp{std::chrono::seconds{seconds}};
}

// `AssumeRolePolicyDocument` as the JSON value `document`.
trailaudit::result<snapshot> read_trust(std::string_view document) {
  return trailaudit::read_snapshot(
      R"({"schema": "trailaudit.snapshot.v1", "captures": [{"call": "iam:GetRole", "response":
          {"Role": {"RoleName": "r", "AssumeRolePolicyDocument": )" +
      std::string(document) + R"(, "Description": "behind"}}}]})");
}

TEST_CASE("where a bucket is, whether it is, and who pays") {
  auto const world = fixture("details");
  REQUIRE(world.get_bucket_location.size() == 3);
  CHECK(world.get_bucket_location[0].state == answer::present);
  CHECK(world.get_bucket_location[0].response.location_constraint.empty());
  CHECK(world.get_bucket_location[1].response.location_constraint == "EU");
  CHECK(world.get_bucket_location[2].response.location_constraint == "eu-central-1");
  REQUIRE(world.head_bucket.size() == 5);
  CHECK(world.head_bucket[0].response.bucket_arn == "arn:aws:s3:::logs");
  CHECK(world.head_bucket[0].response.bucket_region == "us-east-1");
  CHECK(world.head_bucket[0].response.access_point_alias == false);
  CHECK(world.head_bucket[1].state == answer::present);
  CHECK(world.head_bucket[2].state == answer::present);
  CHECK(world.head_bucket[3].state == answer::absent);
  CHECK(world.head_bucket[4].state == answer::refused);
  REQUIRE(world.get_bucket_request_payment.size() == 1);
  CHECK(world.get_bucket_request_payment[0].response.payer == "BucketOwner");
  CHECK(world.get_bucket_request_payment[0].request.unrecognized.empty());
  CHECK(world.get_bucket_request_payment[0].request.expected_bucket_owner.size() == 12);
  CHECK(world.list_buckets[0].response.next_token == "eyJDb250aW51YXRpb25Ub2tlbiI6IG51bGx9");
}

TEST_CASE("what a bucket's settings say to the last member") {
  auto const world = fixture("details");
  auto const& logging = *world.get_bucket_logging[0].response.logging_enabled;
  REQUIRE(logging.target_grants.size() == 1);
  CHECK(logging.target_grants[0].grantee.uri == "http://acs.amazonaws.com/groups/global/AllUsers");
  CHECK(logging.target_grants[0].permission == "READ");
  CHECK(logging.target_object_key_format->partitioned_prefix->partition_date_source == "EventTime");
  auto const& simple = *world.get_bucket_logging[1].response.logging_enabled;
  REQUIRE(simple.target_object_key_format);
  CHECK_FALSE(simple.target_object_key_format->partitioned_prefix);
  auto const& rule =
      world.get_bucket_encryption[0].response.server_side_encryption_configuration.rules[0];
  CHECK(rule.apply_server_side_encryption_by_default->sse_algorithm == "aws:kms:dsse");
  CHECK(rule.bucket_key_enabled == false);
  CHECK(rule.blocked_encryption_types->encryption_type == trailaudit::list<std::string>{"SSE-C"});
  auto const& rules = world.get_bucket_lifecycle_configuration[0].response.rules;
  REQUIRE(rules.size() == 3);
  CHECK(rules[0].expiration->expired_object_delete_marker == true);
  CHECK_FALSE(rules[0].filter);
  CHECK(rules[0].transitions[0].date == at(1893456000));
  CHECK(rules[0].noncurrent_version_transitions[0].newer_noncurrent_versions == 1);
  CHECK(rules[1].filter->tag->key == "a");
  CHECK(rules[2].filter->object_size_less_than == 9223372036854775807);
  CHECK(rules[2].filter->unrecognized == trailaudit::list<std::string>{"ObjectAge"});
}

TEST_CASE("a key, its rotation and its aliases") {
  auto const world = fixture("details");
  auto const& key = world.describe_key[0].response.key_metadata;
  CHECK(key.enabled == false);
  CHECK(key.key_state == "PendingDeletion");
  CHECK(key.deletion_date == at(1797297511));
  CHECK(key.valid_to == at(1826791200));
  CHECK(key.origin == "EXTERNAL");
  CHECK(key.custom_key_store_id == "cks-1234567890abcdef0");
  CHECK(key.cloud_hsm_cluster_id == "cluster-1a23b4cdefg");
  CHECK(key.expiration_model == "KEY_MATERIAL_EXPIRES");
  CHECK(key.key_manager == "CUSTOMER");
  CHECK(key.key_spec == "SYMMETRIC_DEFAULT");
  CHECK(key.encryption_algorithms == trailaudit::list<std::string>{"SYMMETRIC_DEFAULT"});
  REQUIRE(key.multi_region_configuration);
  CHECK(key.multi_region_configuration->multi_region_key_type == "PRIMARY");
  CHECK(key.multi_region_configuration->primary_key->region == "us-east-1");
  CHECK(key.multi_region_configuration->replica_keys[0].arn ==
        "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab");
  auto const& rotation = world.get_key_rotation_status[0].response;
  CHECK(rotation.rotation_period_in_days == 90);
  CHECK(rotation.next_rotation_date == at(1707934473));
  REQUIRE(world.list_aliases.size() == 2);
  auto const& aliases = world.list_aliases[0].response;
  CHECK(aliases.aliases[0].alias_name == "alias/aws/s3");
  CHECK(aliases.aliases[0].target_key_id.empty());
  CHECK(aliases.aliases[1].target_key_id == "1234abcd-12ab-34cd-56ef-1234567890ab");
  CHECK(aliases.aliases[1].creation_date == at(1566518783));
  CHECK(aliases.next_marker == "more");
  CHECK(aliases.truncated == true);
  CHECK(world.list_aliases[1].request.marker == "more");
  CHECK(world.list_aliases[1].response.truncated == false);
}

TEST_CASE("log groups and where their events go on to") {
  auto const world = fixture("details");
  CHECK(world.describe_log_groups[0].request.log_next_token == "page");
  CHECK(world.describe_log_groups[0].response.log_groups[0].retention_in_days == 400);
  REQUIRE(world.describe_subscription_filters.size() == 2);
  auto const& filters = world.describe_subscription_filters[0].response.subscription_filters;
  CHECK(filters[0].destination_arn == "arn:aws:lambda:us-east-1:111122223333:function:alarm");
  CHECK(filters[0].creation_time == 1446509325789);
  CHECK(filters[0].emit_system_fields == trailaudit::list<std::string>{"@aws.account"});
  CHECK(filters[1].field_selection_criteria == "@aws.region = \"us-east-1\"");
  CHECK(filters[1].unrecognized == trailaudit::list<std::string>{"futureSetting"});
  CHECK(world.describe_subscription_filters[1].state == answer::absent);
}

TEST_CASE("a topic's attributes are texts") {
  auto const world = fixture("topics");
  REQUIRE(world.get_topic_attributes.size() == 4);
  auto const& topic = world.get_topic_attributes[0].response.attributes;
  CHECK(topic.owner == "111122223333");
  CHECK(topic.subscriptions_confirmed == "2");
  CHECK(topic.subscriptions_pending == "1");
  CHECK(topic.kms_master_key_id == "alias/aws/sns");
  CHECK(topic.effective_delivery_policy ==
        R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":3}}})");
  REQUIRE(topic.policy);
  CHECK(topic.policy->value.statement.values[0].action.values[0] == "SNS:Publish");
  CHECK(world.get_topic_attributes[1].response.attributes.policy.has_value());
  CHECK_FALSE(world.get_topic_attributes[2].response.attributes.policy.has_value());
  CHECK(world.get_topic_attributes[3].state == answer::absent);
  REQUIRE(world.list_subscriptions_by_topic.size() == 2);
  auto const& page = world.list_subscriptions_by_topic[0].response;
  CHECK(page.subscriptions[1].subscription_arn == "PendingConfirmation");
  CHECK(page.next_token == "AAFyFxMzBLMz");
  CHECK(world.list_subscriptions_by_topic[1].request.next_token == "AAFyFxMzBLMz");
}

TEST_CASE("a document of IAM's is one policy however it is written") {
  auto const world = fixture("identity");
  REQUIRE(world.get_role.size() == 5);
  auto const& role = world.get_role[0].response.role;
  CHECK(role.arn == "arn:aws:iam::111122223333:role/service-role/trail");
  CHECK(role.max_session_duration == 3600);
  CHECK(role.permissions_boundary->permissions_boundary_arn ==
        "arn:aws:iam::111122223333:policy/bound");
  REQUIRE(role.assume_role_policy_document);
  auto const& trust = role.assume_role_policy_document->value;
  CHECK(trust.statement.values[0].action.values[0] == "sts:AssumeRole");
  CHECK(world.get_role[1].response.role.assume_role_policy_document->value == trust);
  CHECK(world.get_role[2].response.role.assume_role_policy_document->value == trust);
  CHECK_FALSE(world.get_role[3].response.role.assume_role_policy_document);
  CHECK_FALSE(world.get_role[3].response.role.permissions_boundary);
  CHECK(world.get_role[4].state == answer::absent);
  REQUIRE(world.get_role_policy.size() == 2);
  CHECK(world.get_role_policy[0].request.policy_name == "put");
  CHECK(world.get_role_policy[1].response.policy_document.value.id == "100% \xC3\xA9 a+b");
  CHECK(world.get_policy_version[0].response.policy_version.document->value ==
        world.get_policy_version[1].response.policy_version.document->value);
}

TEST_CASE("what percent-encoding holds is what is read") {
  auto const id = [](std::string_view document) {
    auto const read = read_trust(document);
    if (!read) {
      FAIL(describe(read.error()));
    }
    auto const& role = read->get_role[0].response.role;
    CHECK(role.description == "behind");
    return role.assume_role_policy_document->value.id;
  };
  CHECK(id(R"("%7B%22Id%22%3A%22x%22%7D")") == "x");
  CHECK(id(R"("%7b%22Id%22:%22a%2fb%22%7d%0A")") == "a/b");
  CHECK(id(R"("%20%7B%22Id%22%3A%22a+b%22%7D")") == "a+b"); // a plus is a plus
  CHECK(id(R"("\u00257B%22Id%22%3A%22x%22%7D")") == "x");   // the first sign is an escape
  CHECK(id(R"("%7B\u0022Id\u0022%3A%22\ud83d\ude00%F0%9F%98%80%22%7D")") ==
        "\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
  CHECK(id(R"("{\"Id\":\"%7B%\"}")") == "%7B%"); // JSON text: nothing is encoded
  CHECK(id(R"({"Id": "%7B"})") == "%7B");
  CHECK(id(R"("%7B%22Id%22%3A%22%2525%25x%2%22%7D")") == "%25%x%2"); // `%2"` stands for nothing
  auto const long_text = std::string(5000, 'x');
  CHECK(id("\"%7B%22Id%22%3A%22" + long_text + "%22%7D\"") == long_text);
  for (std::string_view const wrong :
       {R"("%")", R"("%7B")", R"("%7B%7D%7D")", R"("%5B%5D")", R"("%22%7B%7D%22")", R"("")",
        R"("%7B%22Id%22%3A%22%FF%22%7D")", R"("%257B%257D")", R"("x%7B%7D")", "[]", "1"}) {
    INFO(wrong);
    auto const read = read_trust(wrong);
    if (wrong == "[]" || wrong == "1") { // no text that could hold a policy
      CHECK_FALSE(read.has_value());
      continue;
    }
    REQUIRE(read.has_value());
    CHECK_FALSE(read->get_role[0].response.role.assume_role_policy_document->value.flaws.empty());
  }
}

TEST_CASE("a fault inside percent-encoded text is a flaw of the policy") {
  auto const read = read_trust(R"("%7B%22Statement%22%3A%5B%7B%22Action%22%3A5%7D%5D%7D")");
  REQUIRE(read.has_value());
  auto const& found = read->get_role[0].response.role.assume_role_policy_document->value;
  REQUIRE_FALSE(found.flaws.empty());
  CHECK(found.flaws[0].code == trailaudit::policy_flaw_code::wrong_type);
  CHECK(found.flaws[0].pointer == "/Statement/0/Action");
  CHECK(found.text == R"({"Statement":[{"Action":5}]})");
}

TEST_CASE("lists of IAM's, page by page") {
  auto const world = fixture("identity");
  REQUIRE(world.list_role_policies.size() == 3);
  CHECK(world.list_role_policies[0].response.policy_names ==
        trailaudit::list<std::string>{"put", "more"});
  CHECK(world.list_role_policies[0].response.is_truncated == true);
  CHECK(world.list_role_policies[0].response.marker == "page-2");
  CHECK(world.list_role_policies[1].request.marker == "page-2");
  CHECK(world.list_role_policies[1].request.unrecognized ==
        trailaudit::list<std::string>{"MaxItems"});
  CHECK(world.list_role_policies[2].response.next_token == "eyJNYXJrZXIiOiBudWxsfQ==");
  REQUIRE(world.get_account_authorization_details.size() == 3);
  auto const& all = world.get_account_authorization_details[0].response;
  CHECK((*all.user_detail_list)[0].group_list == trailaudit::list<std::string>{"Admins"});
  CHECK((*all.user_detail_list)[0].user_policy_list[0].policy_document->value ==
        (*all.policies)[0].policy_version_list[0].document->value);
  CHECK((*all.group_detail_list)[0].attached_managed_policies[0].policy_arn ==
        "arn:aws:iam::aws:policy/AdministratorAccess");
  CHECK((*all.role_detail_list)[0].role_policy_list[0].policy_document->value ==
        world.get_role_policy[0].response.policy_document.value);
  CHECK((*all.policies)[0].default_version_id == "v1");
  auto const& some = world.get_account_authorization_details[1];
  CHECK(some.request.filter.values == trailaudit::list<std::string>{"User", "Role"});
  REQUIRE(some.response.user_detail_list);
  CHECK(some.response.user_detail_list->empty());
  CHECK_FALSE(some.response.group_detail_list);
  CHECK_FALSE(some.response.policies);
  CHECK(some.response.is_truncated == true);
  auto const& last = world.get_account_authorization_details[2];
  CHECK(last.request.filter.values == trailaudit::list<std::string>{"LocalManagedPolicy"});
  CHECK(last.request.unrecognized == trailaudit::list<std::string>{"PathPrefix"});
  CHECK_FALSE(last.response.group_detail_list);
}

TEST_CASE("the organization's policies") {
  auto const world = fixture("organization-policies");
  REQUIRE(world.describe_policy.size() == 3);
  auto const& policy = world.describe_policy[0].response.policy;
  CHECK(policy.policy_summary.type == "SERVICE_CONTROL_POLICY");
  CHECK(policy.policy_summary.aws_managed == false);
  REQUIRE(policy.content);
  CHECK(policy.content->value.statement.values[0].effect == "Deny");
  CHECK(world.describe_policy[1].response.policy.content->value.unrecognized ==
        trailaudit::list<std::string>{"tags"});
  CHECK_FALSE(world.describe_policy[2].response.policy.content);
  CHECK(world.list_policies_for_target[0].request.filter.values ==
        trailaudit::list<std::string>{"SERVICE_CONTROL_POLICY"});
  CHECK(world.list_policies_for_target[0].response.policies[0].id == "p-FullAWSAccess");
  CHECK(world.list_organization_policies[0].response.next_token == "next");
  CHECK(world.list_organization_policies[1].state == answer::absent);
  CHECK(world.list_targets_for_policy[0].response.targets[0].type == "ORGANIZATIONAL_UNIT");
  auto const& effective = world.describe_effective_policy[0].response.effective_policy;
  CHECK(effective.policy_content ==
        R"({"s3_attributes":{"public_access_block_configuration":"all"}})");
  CHECK(effective.last_updated_timestamp == at(1795297511));
  CHECK(world.describe_effective_policy[1].state == answer::absent);
}

} // namespace
