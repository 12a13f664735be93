#include "policies.hpp"

#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/input/read_policy.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {
namespace {

using trailaudit::exposure_question;
using trailaudit::policy;

constexpr std::string_view owner = "111122223333";

struct statement_form {
  std::string_view effect{}; // `NotDeny`: of `NotPrincipal`
  std::string_view principal{};
  std::string_view actions{};
  std::string_view resources{};
  std::string_view condition{};
};

struct policy_form {
  std::string_view name{};
  std::vector<statement_form> statements{};
};

// As the guides of AWS, its consoles and its partners have them. Each `Allow` of these names whom
// it lets in.
std::vector<policy_form> closed_at_one_look() {
  return {
      {"trail",
       {{"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:GetBucketAcl")",
         R"("arn:aws:s3:::logs")",
         R"({"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/AWSLogs/111122223333/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"}}},
      {"trail_tls",
       {{"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:GetBucketAcl")",
         R"("arn:aws:s3:::logs")",
         R"({"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/AWSLogs/111122223333/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
      {"trail_no_source",
       {{"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:GetBucketAcl")",
         R"("arn:aws:s3:::logs")", ""},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/AWSLogs/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}})"}}},
      {"trail_organization",
       {{"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:GetBucketAcl")",
         R"("arn:aws:s3:::logs")",
         R"({"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("s3:PutObject")",
         R"(["arn:aws:s3:::logs/AWSLogs/111122223333/*","arn:aws:s3:::logs/AWSLogs/o-abcdefghij/*"])",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
      {"config",
       {{"Allow", R"({"Service":"config.amazonaws.com"})", R"(["s3:GetBucketAcl","s3:ListBucket"])",
         R"("arn:aws:s3:::logs")", R"({"StringEquals":{"AWS:SourceAccount":"111122223333"}})"},
        {"Allow", R"({"Service":"config.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/AWSLogs/111122223333/Config/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","AWS:SourceAccount":"111122223333"}})"}}},
      {"flow_logs",
       {{"Allow", R"({"Service":"delivery.logs.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/AWSLogs/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:111122223333:*"}})"}}},
      {"access_logs",
       {{"Allow", R"({"Service":"logging.s3.amazonaws.com"})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/s3/*")",
         R"({"ArnLike":{"aws:SourceArn":"arn:aws:s3:::data"},"StringEquals":{"aws:SourceAccount":"111122223333"}})"}}},
      {"load_balancer",
       {{"Allow", R"({"AWS":["arn:aws:iam::127311923021:root"]})", R"("s3:PutObject")",
         R"("arn:aws:s3:::logs/elb/AWSLogs/111122223333/*")", ""}}},
      {"owner_root",
       {{"Allow", R"({"AWS":["arn:aws:iam::111122223333:root"]})", R"("s3:*")",
         R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""}}},
      {"two_accounts",
       {{"Allow", R"({"AWS":["arn:aws:iam::222222222222:root","333333333333"]})",
         R"(["s3:GetObject","s3:ListBucket"])", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         ""}}},
      {"role_reader",
       {{"Allow", R"({"AWS":["arn:aws:iam::222222222222:role/siem"]})", R"("s3:GetObject")",
         R"("arn:aws:s3:::logs/*")", ""}}},
      {"roles_many",
       {{"Allow",
         R"({"AWS":["arn:aws:iam::222222222222:role/team-0","arn:aws:iam::222222222222:role/team-1","arn:aws:iam::222222222222:role/team-2","arn:aws:iam::222222222222:role/team-3","arn:aws:iam::222222222222:role/team-4","arn:aws:iam::222222222222:role/team-5","arn:aws:iam::222222222222:role/team-6","arn:aws:iam::222222222222:role/team-7","arn:aws:iam::222222222222:role/team-8","arn:aws:iam::222222222222:role/team-9","arn:aws:iam::222222222222:role/team-10","arn:aws:iam::222222222222:role/team-11"]})",
         R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
      {"users",
       {{"Allow",
         R"({"AWS":["arn:aws:iam::111122223333:user/alice","arn:aws:iam::111122223333:user/bob"]})",
         R"(["s3:GetObject","s3:PutObject"])", R"("arn:aws:s3:::logs/home/*")", ""}}},
      {"deleted_user",
       {{"Allow", R"({"AWS":["AIDAJQABLZS4A3QDU576Q"]})", R"("s3:GetObject")",
         R"("arn:aws:s3:::logs/*")", ""}}},
      {"cloudfront_oac",
       {{"Allow", R"({"Service":"cloudfront.amazonaws.com"})", R"("s3:GetObject")",
         R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"}})"}}},
      {"cloudfront_oai",
       {{"Allow",
         R"({"AWS":["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE"]})",
         R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""}}},
      {"organization_all",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}})"}}},
      {"organization_path",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-abcdefghij/r-ab12/ou-ab12-11111111/*"}})"}}},
      {"office_network",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"IpAddress":{"aws:SourceIp":["203.0.113.0/24","198.51.100.7/32"]}})"}}},
      {"endpoint",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}})"}}},
      {"vpc",
       {{"Allow", R"("*")", R"(["s3:GetObject","s3:PutObject"])", R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"aws:SourceVpc":"vpc-111bbb22"}})"}}},
      {"principal_arns",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"ArnLike":{"aws:PrincipalArn":["arn:aws:iam::222222222222:role/app-*","arn:aws:iam::111122223333:role/*"]}})"}}},
      {"principal_accounts",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"aws:PrincipalAccount":["222222222222","333333333333"]}})"}}},
      {"services_only",
       {{"Allow", R"("*")", R"("s3:PutObject")", R"("arn:aws:s3:::logs/*")",
         R"({"Bool":{"aws:PrincipalIsAWSService":"true"}})"}}},
      {"saml",
       {{"Allow", R"({"Federated":"arn:aws:iam::111122223333:saml-provider/idp"})",
         R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""}}},
      {"access_point",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}})"}}},
      {"key_default",
       {{"Allow", R"({"AWS":["arn:aws:iam::111122223333:root"]})", R"("kms:*")", R"("*")", ""}}},
      {"key_trail",
       {{"Allow", R"({"AWS":["arn:aws:iam::111122223333:root"]})", R"("kms:*")", R"("*")", ""},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("kms:GenerateDataKey*")",
         R"("*")",
         R"({"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"},"StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:aws:cloudtrail:*:111122223333:trail/*"}})"},
        {"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("kms:DescribeKey")", R"("*")",
         ""}}},
      {"key_admins",
       {{"Allow", R"({"AWS":["arn:aws:iam::111122223333:root"]})", R"("kms:*")", R"("*")", ""},
        {"Allow", R"({"AWS":["arn:aws:iam::111122223333:role/admin"]})",
         R"(["kms:Create*","kms:Describe*","kms:Enable*","kms:List*","kms:Put*","kms:Update*","kms:Revoke*","kms:Disable*","kms:Get*","kms:Delete*","kms:ScheduleKeyDeletion","kms:CancelKeyDeletion"])",
         R"("*")", ""},
        {"Allow", R"({"AWS":["arn:aws:iam::111122223333:role/app"]})",
         R"(["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"])",
         R"("*")", ""},
        {"Allow", R"({"AWS":["arn:aws:iam::111122223333:role/app"]})",
         R"(["kms:CreateGrant","kms:ListGrants","kms:RevokeGrant"])", R"("*")",
         R"({"Bool":{"kms:GrantIsForAWSResource":"true"}})"}}},
      {"key_via_service",
       {{"Allow", R"("*")", R"(["kms:Decrypt","kms:GenerateDataKey*"])", R"("*")",
         R"({"StringEquals":{"kms:CallerAccount":"111122223333","kms:ViaService":"s3.us-east-1.amazonaws.com"}})"}}},
      {"topic_trail",
       {{"Allow", R"({"Service":"cloudtrail.amazonaws.com"})", R"("SNS:Publish")",
         R"("arn:aws:sns:us-east-1:111122223333:trail")",
         R"({"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/main"}})"}}},
      {"topic_default",
       {{"Allow", R"({"AWS":["*"]})",
         R"(["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"])",
         R"("arn:aws:sns:us-east-1:111122223333:trail")",
         R"({"StringEquals":{"AWS:SourceOwner":"111122223333"}})"}}},
  };
}

// These want a search.
std::vector<policy_form> searched() {
  return {
      {"public_read", {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""}}},
      {"public_list",
       {{"Allow", R"("*")", R"(["s3:GetObject","s3:ListBucket"])",
         R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""}}},
      {"public_write",
       {{"Allow", R"({"AWS":["*"]})", R"(["s3:PutObject","s3:PutObjectAcl"])",
         R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}})"}}},
      {"public_all",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""}}},
      {"public_tls",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
      {"public_prefix",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/public/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
      {"referer",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringLike":{"aws:Referer":["*.intranet/*","*//intranet/*"]}})"}}},
      {"deny_without_organization",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}})"}}},
      {"deny_other_networks",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24"]}})"}}},
      {"deny_other_endpoints",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringNotEquals":{"aws:SourceVpce":["vpce-1a2b3c4d","vpce-5e6f7a8b"]}})"}}},
      {"deny_other_vpcs",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"("arn:aws:s3:::logs/*")",
         R"({"StringNotEquals":{"aws:SourceVpc":"vpc-111bbb22"}})"}}},
      {"deny_other_roles",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/*","arn:aws:iam::222222222222:role/siem"]}})"}}},
      {"deny_other_ids",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringNotLike":{"aws:userId":["AROAEXAMPLEID0000001:*","AIDAEXAMPLEID0000001","111122223333"]}})"}}},
      {"perimeter",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-abcdefghij","aws:SourceVpc":"vpc-111bbb22"},"NotIpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false","aws:ViaAWSService":"false"}})"}}},
      {"deny_unencrypted",
       {{"Allow", R"("*")", R"("s3:PutObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:PutObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringNotEquals":{"s3:x-amz-server-side-encryption":"aws:kms"}})"},
        {"Deny", R"("*")", R"("s3:PutObject")", R"("arn:aws:s3:::logs/*")",
         R"({"Null":{"s3:x-amz-server-side-encryption":"true"}})"}}},
      {"deny_old_tls",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"Bool":{"aws:SecureTransport":"false"}})"},
        {"Deny", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])",
         R"({"NumericLessThan":{"s3:TlsVersion":"1.2"}})"}}},
      {"deny_without_mfa",
       {{"Allow", R"("*")", R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""},
        {"Deny", R"("*")", R"("s3:DeleteObject*")", R"("arn:aws:s3:::logs/*")",
         R"({"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}})"}}},
      {"not_principal",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")", ""},
        {"NotDeny",
         R"({"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/reader"]})",
         R"("s3:*")", R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*"])", ""}}},
      {"home_folders",
       {{"Allow", R"("*")", R"(["s3:GetObject","s3:PutObject"])",
         R"("arn:aws:s3:::logs/home/${aws:username}/*")", ""}}},
      {"home_listing",
       {{"Allow", R"("*")", R"("s3:ListBucket")", R"("arn:aws:s3:::logs")",
         R"({"StringLike":{"s3:prefix":["home/${aws:username}/*"]}})"}}},
      {"tagged_callers",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"aws:PrincipalTag/team":"audit"}})"}}},
      {"tagged_objects",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringEquals":{"s3:ExistingObjectTag/public":"yes"}})"}}},
      {"if_exists",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-abcdefghij"}})"}}},
      {"any_organization",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"StringLike":{"aws:PrincipalOrgID":"o-*"}})"}}},
      {"wide_network",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}})"}}},
      {"until",
       {{"Allow", R"("*")", R"("s3:GetObject")", R"("arn:aws:s3:::logs/*")",
         R"({"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}})"}}},
      {"secret_folder",
       {{"Allow", R"("*")", R"("s3:Get*")", R"("arn:aws:s3:::logs/*")", ""},
        {"Deny", R"("*")", R"("s3:*")",
         R"(["arn:aws:s3:::logs/secret/*","arn:aws:s3:::logs/*/secret/*"])", ""}}},
      {"source_any_trail",
       {{"Allow", R"("*")", R"("s3:PutObject")", R"("arn:aws:s3:::logs/AWSLogs/*")",
         R"({"ArnLike":{"aws:SourceArn":"arn:aws:cloudtrail:*:*:trail/*"}})"}}},
      {"key_public", {{"Allow", R"("*")", R"("kms:*")", R"("*")", ""}}},
      {"key_public_via",
       {{"Allow", R"("*")", R"("kms:Decrypt")", R"("*")",
         R"({"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}})"}}},
      {"topic_public",
       {{"Allow", R"({"AWS":["*"]})", R"(["SNS:Publish","SNS:Subscribe"])",
         R"("arn:aws:sns:us-east-1:111122223333:trail")", ""}}},
      {"topic_https",
       {{"Allow", R"("*")", R"("SNS:Subscribe")", R"("arn:aws:sns:us-east-1:111122223333:trail")",
         R"({"StringEquals":{"SNS:Protocol":"https"},"StringLike":{"SNS:Endpoint":"*@intranet"}})"},
        {"Deny", R"("*")", R"("SNS:Publish")", R"("arn:aws:sns:us-east-1:111122223333:trail")",
         R"({"Bool":{"aws:SecureTransport":"false"}})"}}},
  };
}

std::string text_of(statement_form const& form) {
  bool const inverted = form.effect == "NotDeny";
  std::string out = R"({"Effect":")" + std::string(inverted ? "Deny" : form.effect) + R"(",")" +
                    (inverted ? "NotPrincipal" : "Principal") + R"(":)";
  out += form.principal;
  out += R"(,"Action":)";
  out += form.actions;
  out += R"(,"Resource":)";
  out += form.resources;
  if (!form.condition.empty()) {
    out += R"(,"Condition":)";
    out += form.condition;
  }
  return out + '}';
}

struct named_policy {
  std::string name{};
  policy document{};
  bool of_bucket = true;
};

[[noreturn]] void give_up(std::string const& about) {
  std::fprintf(stderr, "bench: %s\n", about.c_str());
  std::exit(EXIT_FAILURE);
}

named_policy parsed(std::string name, std::vector<std::string> const& statements) {
  std::string text = R"({"Version":"2012-10-17","Statement":[)";
  for (auto const& each : statements) {
    text += (text.back() == '[' ? "" : ",") + each;
  }
  named_policy out{std::move(name), trailaudit::read_policy(text + "]}"), true};
  if (!out.document.flaws.empty() || out.document.statement.values.size() != statements.size()) {
    give_up("the policy " + out.name + " has a flaw");
  }
  out.of_bucket = text.find(":s3:::") != std::string::npos;
  return out;
}

std::vector<named_policy> parsed(std::vector<policy_form> const& forms) {
  std::vector<named_policy> out;
  for (auto const& form : forms) {
    std::vector<std::string> statements;
    for (auto const& each : form.statements) {
      statements.push_back(text_of(each));
    }
    out.push_back(parsed(std::string(form.name), statements));
  }
  return out;
}

// `*a*b*c…*`, in another order for each number.
std::string glob(std::size_t number, std::size_t pieces) {
  std::string out = "*";
  for (std::size_t at = 0; at != pieces; ++at) {
    out += static_cast<char>('a' + (7 * number + at * (number % 5 + 1)) % 26);
    out += '*';
  }
  return out;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t at = 0; at != count; ++at) {
    out += text;
  }
  return out;
}

// An `Allow` and a `Deny` by turns, with something of its own each.
template <class Make>
named_policy by_turns(std::string name, std::size_t count, Make const& make) {
  std::vector<std::string> statements;
  for (std::size_t at = 0; at != count; ++at) {
    std::string principal = R"("*")";
    std::string action = "s3:GetObject";
    std::string resource = "arn:aws:s3:::logs/*";
    std::string condition;
    make(at, principal, action, resource, condition);
    auto const actions = '"' + action + '"';
    auto const resources = '"' + resource + '"';
    statements.push_back(
        text_of({at % 2 == 0 ? "Allow" : "Deny", principal, actions, resources, condition}));
  }
  return parsed(std::move(name), statements);
}

std::vector<named_policy> hostile() {
  using text = std::string;
  auto const number = [](std::size_t at) { return std::to_string(at); };
  auto const like = [](text const& key, text const& value) {
    return R"({"StringLike":{")" + key + R"(":")" + value + R"("}})";
  };
  std::vector<named_policy> out;
  out.push_back(by_turns(
      "statements_100_20KB", 100,
      [&](std::size_t at, text& principal, text& action, text& resource, text& condition) {
        principal = R"({"AWS":["arn:aws:iam::)" + number(100'000'000'000 + at) + R"(:root","*"]})";
        action += number(at);
        resource = "arn:aws:s3:::logs/prefix" + number(at) + "/*";
        condition = R"({"StringEquals":{"aws:PrincipalTag/t)" + number(at % 9) + R"(":"x)" +
                    number(at) + R"("}})";
      }));
  out.push_back(
      by_turns("statements_10000", 10'000, [](std::size_t, text&, text&, text&, text&) {}));
  out.push_back(by_turns("statements_10000_keys", 10'000,
                         [&](std::size_t at, text&, text& action, text& resource, text& condition) {
                           action += number(at);
                           resource += number(at);
                           condition = like("key" + number(at), "value");
                         }));
  out.push_back(by_turns(
      "statements_10000_roles", 10'000, [&](std::size_t at, text& principal, text&, text&, text&) {
        principal = R"({"AWS":"arn:aws:iam::)" + number(100'000'000'000 + at) + R"(:role/r"})";
      }));
  out.push_back(
      by_turns("globs_resource", 200, [](std::size_t at, text&, text&, text& resource, text&) {
        resource = "arn:aws:s3:::logs/" + glob(at, 20);
      }));
  text many = "[";
  for (std::size_t at = 0; at != 1'000; ++at) {
    many += (at == 0 ? "\"arn:aws:s3:::logs/" : ",\"arn:aws:s3:::logs/") + glob(at, 12) + '"';
  }
  many += ']';
  out.push_back(parsed("globs_resources_1000", {text_of({"Allow", R"("*")", R"("s3:*")", many, ""}),
                                                text_of({"Deny", R"("*")", R"("s3:*")", many,
                                                         like("aws:UserAgent", "*a*")})}));
  out.push_back(
      by_turns("globs_action", 200, [](std::size_t at, text&, text& action, text&, text&) {
        action = "s3:" + glob(at, 20);
      }));
  out.push_back(
      by_turns("globs_condition", 200, [&](std::size_t at, text&, text&, text&, text& condition) {
        condition = like("aws:UserAgent", glob(at, 26));
      }));
  out.push_back(
      by_turns("globs_caller", 100, [&](std::size_t at, text&, text&, text&, text& condition) {
        constexpr std::array<std::string_view, 4> keys{"aws:PrincipalArn", "aws:userid",
                                                       "aws:username", "aws:PrincipalOrgID"};
        condition = like(text(keys[at / 2 % 4]), glob(at, 26));
      }));
  out.push_back(by_turns("globs_everywhere", 60,
                         [&](std::size_t at, text&, text& action, text& resource, text& condition) {
                           action = "s3:" + glob(at, 26);
                           resource = "arn:aws:s3:::logs/" + glob(at + 1, 26);
                           condition = R"({"StringLike":{"aws:SourceArn":"arn:aws:s*:*)" +
                                       glob(at, 26) + R"(","aws:SourceVpc":"vpc-)" + glob(at, 26) +
                                       R"(","key)" + number(at) + R"(":")" + glob(at, 26) +
                                       R"("}})";
                         }));
  out.push_back(
      by_turns("globs_question_marks", 40, [](std::size_t at, text&, text&, text& resource, text&) {
        resource += repeated("?", 7 * at) + 'a' + repeated("?", at);
      }));
  out.push_back(
      by_turns("globs_long", 50, [&](std::size_t at, text&, text&, text&, text& condition) {
        condition = like("aws:Referer", '*' + repeated("ab?", 1'000) + number(at) + '*');
      }));
  out.push_back(
      by_turns("sources_1000", 1'000, [&](std::size_t at, text&, text&, text&, text& condition) {
        condition =
            like("aws:SourceArn", "arn:aws:s" + number(at % 30) + ":r" + number(at % 20) +
                                      "*:" + number(100'000'000'000 + at) + ":t*" + number(at));
      }));
  out.push_back(
      by_turns("products_of_keys", 60, [&](std::size_t at, text&, text&, text&, text& condition) {
        condition = R"({"StringEquals":{"key":"x")";
        for (std::size_t key = 0; key != 12; ++key) {
          condition +=
              R"(,"aws:PrincipalTag/)" + number(key) + R"(":"v)" + number(at * key % 7) + '"';
        }
        condition += "}}";
      }));
  out.push_back(
      by_turns("variables_1000", 1'000, [&](std::size_t at, text&, text&, text& resource, text&) {
        resource = "arn:aws:s3:::logs/${aws:PrincipalTag/t" + number(at) + "}/*";
      }));
  return out;
}

constexpr std::array<exposure_question, 3> questions{
    exposure_question::public_access, exposure_question::external, exposure_question::deputy};

trailaudit::exposure_verdict ask(named_policy const& of, exposure_question question) {
  trailaudit::exposure_subject subject;
  subject.account = owner;
  subject.bucket = of.of_bucket ? "logs" : "";
  auto const said = exposure_of(of.document, question, subject);
  benchmark::DoNotOptimize(said.verdict);
  return said.verdict;
}

double thread_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Pass>
double best_seconds(std::size_t rounds, std::size_t times, Pass const& pass) {
  auto best = std::numeric_limits<double>::infinity();
  for (std::size_t round = 0; round != rounds; ++round) {
    auto const start = thread_seconds();
    for (std::size_t at = 0; at != times; ++at) {
      pass();
    }
    best = std::min(best, (thread_seconds() - start) / static_cast<double>(times));
  }
  return best;
}

void add_row(std::string const& name, std::vector<named_policy> of, benchmark::TimeUnit unit) {
  benchmark::RegisterBenchmark(name.c_str(), [of = std::move(of)](benchmark::State& state) {
    for ([[maybe_unused]] auto const _ : state) {
      for (auto const& each : of) {
        (void)ask(each, exposure_question::public_access);
      }
    }
    state.counters["per_policy"] = benchmark::Counter(
        static_cast<double>(of.size()),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  })->Unit(unit);
}

// An `Allow` for so many accounts, asked for one of no such account.
double evaluate_seconds_per_value(std::size_t count) {
  std::string condition = R"({"StringEquals":{"aws:PrincipalAccount":["000000000000")";
  for (std::size_t at = 1; at != count; ++at) {
    condition += ",\"" + std::to_string(100'000'000'000 + at) + '"';
  }
  condition += "]}}";
  auto const of = parsed("values", {text_of({"Allow", R"("*")", R"("s3:GetObject")",
                                             R"("arn:aws:s3:::logs/*")", condition})});
  trailaudit::policy_request request;
  request.principal = {trailaudit::principal_type::aws, "arn:aws:iam::999999999999:user/u"};
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::logs/a";
  return best_seconds(5, 200'000 / count,
                      [&] {
                        auto const said = evaluate(of.document, request);
                        benchmark::DoNotOptimize(said.granted);
                      }) /
         static_cast<double>(count);
}

} // namespace

void register_policy_rows() {
  add_row("policies/closed_at_one_look", parsed(closed_at_one_look()), benchmark::kMicrosecond);
  add_row("policies/searched", parsed(searched()), benchmark::kMicrosecond);
  for (auto& each : hostile()) {
    auto const name = "policies_hostile/" + each.name;
    std::vector<named_policy> one;
    one.push_back(std::move(each));
    add_row(name, std::move(one), benchmark::kMillisecond);
  }
}

policy_costs measure_policies() {
  policy_costs out;
  constexpr std::size_t rounds = 5;
  for (auto const& each : parsed(closed_at_one_look())) {
    if (ask(each, exposure_question::public_access) != trailaudit::exposure_verdict::closed) {
      give_up("the policy " + each.name + " is not closed");
    }
    auto const seconds =
        best_seconds(rounds, 50, [&] { (void)ask(each, exposure_question::public_access); });
    out.fast_worst_us = std::max(out.fast_worst_us, 1e6 * seconds);
  }
  std::vector<double> searches;
  for (auto const& each : parsed(searched())) {
    searches.push_back(
        best_seconds(rounds, 10, [&] { (void)ask(each, exposure_question::public_access); }));
  }
  std::sort(searches.begin(), searches.end());
  out.search_median_us = 1e6 * searches[searches.size() / 2];
  out.search_worst_ms = 1e3 * searches.back();
  for (auto const& each : hostile()) {
    for (auto const question : questions) {
      auto const seconds = best_seconds(3, 1, [&] { (void)ask(each, question); });
      out.hostile_worst_ms = std::max(out.hostile_worst_ms, 1e3 * seconds);
    }
  }
  out.evaluate_growth = evaluate_seconds_per_value(100'000) / evaluate_seconds_per_value(1'000);
  return out;
}

} // namespace bench
