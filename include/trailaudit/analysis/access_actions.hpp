#pragma once

#include <trailaudit/analysis/access_kind.hpp>
#include <trailaudit/detail/ascii.hpp>

#include <array>
#include <string_view>

// Actions on the resources that hold and protect logs, and what they are good for. Source: AWS
// Service Authorization Reference: Amazon S3, AWS Key Management Service, Amazon SNS, AWS STS.

namespace trailaudit::inline v0::detail {

struct access_action {
  std::string_view name;
  access_kind kind;
};

// Those that tell most of an exposure come first.
inline constexpr std::array<access_action, 83> access_actions{{
    {"s3:GetObject", access_kind::read},
    {"s3:ListBucket", access_kind::read},
    {"s3:PutObject", access_kind::write},
    {"s3:DeleteObject", access_kind::remove},
    {"s3:PutBucketPolicy", access_kind::change_policy},
    {"s3:GetObjectVersion", access_kind::read},
    {"s3:GetObjectAcl", access_kind::read},
    {"s3:GetObjectVersionAcl", access_kind::read},
    {"s3:GetObjectTagging", access_kind::read},
    {"s3:GetObjectVersionTagging", access_kind::read},
    {"s3:GetObjectAttributes", access_kind::read},
    {"s3:GetObjectVersionAttributes", access_kind::read},
    {"s3:GetObjectRetention", access_kind::read},
    {"s3:GetObjectLegalHold", access_kind::read},
    {"s3:GetObjectTorrent", access_kind::read},
    {"s3:GetObjectVersionTorrent", access_kind::read},
    {"s3:GetObjectVersionForReplication", access_kind::read},
    {"s3:ListBucketVersions", access_kind::read},
    {"s3:ListBucketMultipartUploads", access_kind::read},
    {"s3:ListMultipartUploadParts", access_kind::read},
    {"s3:GetBucketAcl", access_kind::read},
    {"s3:GetBucketLocation", access_kind::read},
    {"s3:GetBucketPolicy", access_kind::read},
    {"s3:GetBucketPolicyStatus", access_kind::read},
    {"s3:GetBucketLogging", access_kind::read},
    {"s3:GetBucketVersioning", access_kind::read},
    {"s3:GetBucketTagging", access_kind::read},
    {"s3:GetBucketNotification", access_kind::read},
    {"s3:GetBucketPublicAccessBlock", access_kind::read},
    {"s3:GetBucketOwnershipControls", access_kind::read},
    {"s3:GetBucketObjectLockConfiguration", access_kind::read},
    {"s3:GetEncryptionConfiguration", access_kind::read},
    {"s3:GetLifecycleConfiguration", access_kind::read},
    {"s3:GetReplicationConfiguration", access_kind::read},
    {"s3:PutObjectAcl", access_kind::change_policy},
    {"s3:PutObjectVersionAcl", access_kind::change_policy},
    {"s3:PutObjectTagging", access_kind::write},
    {"s3:PutObjectVersionTagging", access_kind::write},
    {"s3:PutObjectRetention", access_kind::write},
    {"s3:PutObjectLegalHold", access_kind::write},
    {"s3:RestoreObject", access_kind::write},
    {"s3:ReplicateObject", access_kind::write},
    {"s3:ReplicateTags", access_kind::write},
    {"s3:AbortMultipartUpload", access_kind::remove},
    {"s3:BypassGovernanceRetention", access_kind::remove},
    {"s3:DeleteObjectVersion", access_kind::remove},
    {"s3:DeleteObjectTagging", access_kind::remove},
    {"s3:DeleteObjectVersionTagging", access_kind::remove},
    {"s3:ReplicateDelete", access_kind::remove},
    {"s3:DeleteBucket", access_kind::remove},
    {"s3:PutLifecycleConfiguration", access_kind::remove},
    {"s3:PutBucketAcl", access_kind::change_policy},
    {"s3:DeleteBucketPolicy", access_kind::change_policy},
    {"s3:PutBucketPublicAccessBlock", access_kind::change_policy},
    {"s3:PutBucketOwnershipControls", access_kind::change_policy},
    {"s3:PutEncryptionConfiguration", access_kind::write},
    {"s3:PutBucketLogging", access_kind::write},
    {"s3:PutBucketVersioning", access_kind::write},
    {"s3:PutBucketNotification", access_kind::write},
    {"s3:PutBucketObjectLockConfiguration", access_kind::write},
    {"s3:PutReplicationConfiguration", access_kind::write},
    {"s3:PutBucketRequestPayment", access_kind::write},
    {"kms:Decrypt", access_kind::read},
    {"kms:DescribeKey", access_kind::read},
    {"kms:GetKeyPolicy", access_kind::read},
    {"kms:Encrypt", access_kind::write},
    {"kms:GenerateDataKey", access_kind::write},
    {"kms:GenerateDataKeyWithoutPlaintext", access_kind::write},
    {"kms:ReEncryptFrom", access_kind::read},
    {"kms:ReEncryptTo", access_kind::write},
    {"kms:DisableKey", access_kind::remove},
    {"kms:ScheduleKeyDeletion", access_kind::remove},
    {"kms:PutKeyPolicy", access_kind::change_policy},
    {"kms:CreateGrant", access_kind::change_policy},
    {"sns:Publish", access_kind::write},
    {"sns:Subscribe", access_kind::read},
    {"sns:GetTopicAttributes", access_kind::read},
    {"sns:ListSubscriptionsByTopic", access_kind::read},
    {"sns:DeleteTopic", access_kind::remove},
    {"sns:SetTopicAttributes", access_kind::change_policy},
    {"sns:AddPermission", access_kind::change_policy},
    {"sts:AssumeRole", access_kind::other},
    {"sts:AssumeRoleWithWebIdentity", access_kind::other},
}};

} // namespace trailaudit::inline v0::detail
