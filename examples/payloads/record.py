#!/usr/bin/env python3
"""Records the example accounts in this folder anew.

    python3 -m pip install "moto[server]" boto3 awscli
    python3 examples/payloads/record.py

Starts a moto server on the loopback interface, seeds one AWS account after the
other with boto3, and runs examples/collect.sh against each. The account "good" is
also written as a snapshot document taken with boto3 (good-boto3.json).
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions
from botocore import xform_name
from moto.cloudtrail.models import cloudtrail_backends
from moto.core import enable_iam_authentication
from moto.moto_api._internal import mock_random
from moto.organizations.models import organizations_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

HERE = Path(__file__).resolve().parent
COLLECT = HERE.parent / "collect.sh"
REGIONS = ["us-east-1", "eu-west-1"]

GOOD = "111122223333"
BAD = "444455556666"
ADVANCED = "123456789012"
EMPTY = "222233334444"
MEMBER = "777788889999"
MANAGEMENT = "999988887777"

ALL_BLOCKED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


# --- the server ----------------------------------------------------------------


class Answers:
    """Lets moto answer, but for the few calls it cannot answer as AWS does.

    Always:
    * ListEventDataStores is not implemented (moto fails with status 500). AWS gives
      an empty list to an account without event data stores.

    For the organization member, errors in the form AWS gives them:
    * ListTags: moto says "no tags" for any ARN. AWS refuses the ARN of another account.
    * KMS and S3 Control: moto refuses them, but in a form their clients cannot read.
    """

    def __init__(self) -> None:
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.refused_user = ""  # ARN of the user to refuse, once there is one

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        target, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")
        if operation == "ListEventDataStores":
            return self.json(start_response, "200 OK", {"EventDataStores": []})
        if self.refused_user and operation == "ListTags":
            error = {
                "__type": "CloudTrailARNInvalidException",
                "message": "AccountID in ARN is wrong.",
            }
            return self.json(start_response, "400 Bad Request", error)
        if self.refused_user and target == "TrentService":
            length = int(environ.get("CONTENT_LENGTH") or 0)
            key = json.loads(environ["wsgi.input"].read(length))["KeyId"]
            error = {
                "__type": "AccessDeniedException",
                "Message": f"User: {self.refused_user} is not authorized to perform: "
                f"kms:{operation} on resource: {key}",
            }
            return self.json(start_response, "400 Bad Request", error)
        if self.refused_user and environ["PATH_INFO"].startswith("/v20180820/"):
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [
                b"<ErrorResponse><Error><Code>AccessDenied</Code>"
                b"<Message>Access Denied</Message></Error></ErrorResponse>"
            ]
        return self.moto(environ, start_response)

    @staticmethod
    def json(start_response: Any, status: str, body: dict[str, Any]) -> list[bytes]:
        start_response(status, [("Content-Type", "application/x-amz-json-1.1")])
        return [json.dumps(body).encode()]


class QuietHandler(WSGIRequestHandler):
    def version_string(self) -> str:
        return "moto"  # goes into the Server header boto3 shows

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def prepare_environment(endpoint: str) -> None:
    """Points boto3 and the AWS CLI at the server, and at nothing of this machine."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower() in ("no_proxy", "https_proxy"):
            del os.environ[name]
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION=REGIONS[0],
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        # S3 Control puts the account id before the host name, which no resolver
        # knows for a loopback address. As a proxy the server gets those calls too.
        HTTP_PROXY=endpoint,
        http_proxy=endpoint,
    )


# --- clients and policies ------------------------------------------------------


def credentials_of(account: str) -> dict[str, str]:
    """Credentials of an account: moto takes it from the role that is assumed."""
    sts = boto3.client("sts", aws_access_key_id="seed", aws_secret_access_key="seed")
    role = f"arn:aws:iam::{account}:role/audit"
    answer = sts.assume_role(RoleArn=role, RoleSessionName="trailaudit")["Credentials"]
    return {
        "aws_access_key_id": answer["AccessKeyId"],
        "aws_secret_access_key": answer["SecretAccessKey"],
        "aws_session_token": answer["SessionToken"],
    }


def session_of(account: str) -> boto3.Session:
    return boto3.Session(region_name=REGIONS[0], **credentials_of(account))


def trail_arn(account: str, name: str, region: str = "us-east-1") -> str:
    return f"arn:aws:cloudtrail:{region}:{account}:trail/{name}"


def log_bucket_policy(
    bucket: str, trails: list[str], path: str, extra: list[dict[str, Any]]
) -> str:
    """The bucket policy the CloudTrail guide documents, with extra statements."""
    service = {"Service": "cloudtrail.amazonaws.com"}
    source = {"aws:SourceArn": trails if len(trails) > 1 else trails[0]}
    statements = [
        {
            "Sid": "AWSCloudTrailAclCheck20150319",
            "Effect": "Allow",
            "Principal": service,
            "Action": "s3:GetBucketAcl",
            "Resource": f"arn:aws:s3:::{bucket}",
            "Condition": {"StringEquals": source},
        },
        {
            "Sid": "AWSCloudTrailWrite20150319",
            "Effect": "Allow",
            "Principal": service,
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/AWSLogs/{path}/*",
            "Condition": {
                "StringEquals": {
                    "s3:x-amz-acl": "bucket-owner-full-control",
                    **source,
                }
            },
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements + extra})


def key_policy(account: str, trail: str) -> str:
    """The key policy the CloudTrail guide documents."""
    service = {"Service": "cloudtrail.amazonaws.com"}
    context = f"arn:aws:cloudtrail:*:{account}:trail/*"
    statements = [
        {
            "Sid": "Enable IAM user permissions",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "Allow CloudTrail to encrypt logs",
            "Effect": "Allow",
            "Principal": service,
            "Action": "kms:GenerateDataKey*",
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:SourceArn": trail},
                "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": context},
            },
        },
        {
            "Sid": "Allow CloudTrail to describe key",
            "Effect": "Allow",
            "Principal": service,
            "Action": "kms:DescribeKey",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceArn": trail}},
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def deny_plain_http(bucket: str) -> dict[str, Any]:
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def role_for_logs(session: boto3.Session, account: str, group: str) -> str:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "cloudtrail.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    iam = session.client("iam")
    role = iam.create_role(
        RoleName="CloudTrailToCloudWatchLogs", AssumeRolePolicyDocument=json.dumps(trust)
    )
    streams = f"arn:aws:logs:us-east-1:{account}:log-group:{group}:log-stream"
    permissions = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": f"{streams}:{account}_CloudTrail_us-east-1*",
            }
        ],
    }
    iam.put_role_policy(
        RoleName="CloudTrailToCloudWatchLogs",
        PolicyName="write-events",
        PolicyDocument=json.dumps(permissions),
    )
    return role["Role"]["Arn"]


# --- the accounts --------------------------------------------------------------


def seed_good(session: boto3.Session) -> None:
    trail = trail_arn(GOOD, "security-trail")
    bucket = f"example-trail-logs-{GOOD}"
    access_logs = f"example-access-logs-{GOOD}"
    s3 = session.client("s3")

    key = session.client("kms").create_key(
        Description="CloudTrail logs",
        KeyUsage="ENCRYPT_DECRYPT",
        Policy=key_policy(GOOD, trail),
    )["KeyMetadata"]["Arn"]
    session.client("kms").enable_key_rotation(KeyId=key)

    s3.create_bucket(Bucket=access_logs)
    access_log_statement = {
        "Sid": "S3ServerAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{access_logs}/*",
    }
    s3.put_bucket_policy(
        Bucket=access_logs,
        Policy=json.dumps({"Version": "2012-10-17", "Statement": [access_log_statement]}),
    )

    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    s3.put_bucket_ownership_controls(
        Bucket=bucket,
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    )
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ALL_BLOCKED)
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=log_bucket_policy(bucket, [trail], GOOD, [deny_plain_http(bucket)]),
    )
    s3.put_bucket_logging(
        Bucket=bucket,
        BucketLoggingStatus={
            "LoggingEnabled": {"TargetBucket": access_logs, "TargetPrefix": "trail/"}
        },
    )
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [
                {
                    "ApplyServerSideEncryptionByDefault": {
                        "SSEAlgorithm": "aws:kms",
                        "KMSMasterKeyID": key,
                    },
                    "BucketKeyEnabled": True,
                }
            ]
        },
    )
    s3.put_object_lock_configuration(
        Bucket=bucket,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 365}},
        },
    )
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "archive",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "Transitions": [{"Days": 90, "StorageClass": "GLACIER"}],
                    "Expiration": {"Days": 2557},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 2557},
                }
            ]
        },
    )
    session.client("s3control").put_public_access_block(
        AccountId=GOOD, PublicAccessBlockConfiguration=ALL_BLOCKED
    )

    logs = session.client("logs")
    logs.create_log_group(logGroupName="/example/cloudtrail")
    logs.put_retention_policy(logGroupName="/example/cloudtrail", retentionInDays=365)

    cloudtrail = session.client("cloudtrail")
    cloudtrail.create_trail(
        Name="security-trail",
        S3BucketName=bucket,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        KmsKeyId=key,
        CloudWatchLogsLogGroupArn=(
            f"arn:aws:logs:us-east-1:{GOOD}:log-group:/example/cloudtrail:*"
        ),
        CloudWatchLogsRoleArn=role_for_logs(session, GOOD, "/example/cloudtrail"),
        TagsList=[
            {"Key": "owner", "Value": "security"},
            {"Key": "environment", "Value": "production"},
        ],
    )
    cloudtrail.put_event_selectors(
        TrailName="security-trail",
        EventSelectors=[
            {
                "ReadWriteType": "All",
                "IncludeManagementEvents": True,
                "DataResources": [],
                "ExcludeManagementEventSources": [],
            }
        ],
    )
    cloudtrail.put_insight_selectors(
        TrailName="security-trail",
        InsightSelectors=[
            {"InsightType": "ApiCallRateInsight"},
            {"InsightType": "ApiErrorRateInsight"},
        ],
    )
    cloudtrail.start_logging(Name="security-trail")


def seed_bad(session: boto3.Session) -> None:
    bucket = f"example-open-logs-{BAD}"
    trails = [trail_arn(BAD, "local-trail", "eu-west-1"), trail_arn(BAD, "stopped-trail")]
    s3 = session.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    public_read = {
        "Sid": "PublicRead",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    s3.put_bucket_policy(
        Bucket=bucket, Policy=log_bucket_policy(bucket, trails, BAD, [public_read])
    )
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})

    for name, region, multi_region in (
        ("local-trail", "eu-west-1", False),
        ("stopped-trail", "us-east-1", True),
    ):
        cloudtrail = session.client("cloudtrail", region_name=region)
        cloudtrail.create_trail(
            Name=name,
            S3BucketName=bucket,
            IsMultiRegionTrail=multi_region,
            EnableLogFileValidation=False,
        )
        cloudtrail.put_event_selectors(
            TrailName=name,
            EventSelectors=[
                {
                    "ReadWriteType": "WriteOnly",
                    "IncludeManagementEvents": True,
                    "DataResources": [],
                    "ExcludeManagementEventSources": ["kms.amazonaws.com"],
                }
            ],
        )
    # "stopped-trail" was never started.
    session.client("cloudtrail", region_name="eu-west-1").start_logging(Name="local-trail")


def seed_advanced(session: boto3.Session) -> None:
    bucket = f"example-advanced-logs-{ADVANCED}"
    trails = [
        trail_arn(ADVANCED, "split-trail"),
        trail_arn(ADVANCED, "without-kms-trail", "eu-west-1"),
    ]
    key = session.client("kms").create_key(
        Description="CloudTrail logs",
        KeyUsage="ENCRYPT_DECRYPT",
        Policy=key_policy(ADVANCED, trails[0]),
    )["KeyMetadata"]["Arn"]  # rotation stays off
    s3 = session.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ALL_BLOCKED)
    s3.put_bucket_policy(Bucket=bucket, Policy=log_bucket_policy(bucket, trails, ADVANCED, []))

    def management(name: str, *more: dict[str, Any]) -> dict[str, Any]:
        category = {"Field": "eventCategory", "Equals": ["Management"]}
        return {"Name": name, "FieldSelectors": [category, *more]}

    cloudtrail = session.client("cloudtrail")
    cloudtrail.create_trail(
        Name="split-trail",
        S3BucketName=bucket,
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
        KmsKeyId=key,
    )
    cloudtrail.put_event_selectors(
        TrailName="split-trail",
        AdvancedEventSelectors=[
            management("Reads", {"Field": "readOnly", "Equals": ["true"]}),
            management("Writes", {"Field": "readOnly", "Equals": ["false"]}),
            {
                "Name": "S3 objects",
                "FieldSelectors": [
                    {"Field": "eventCategory", "Equals": ["Data"]},
                    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
                ],
            },
        ],
    )
    cloudtrail.start_logging(Name="split-trail")

    cloudtrail = session.client("cloudtrail", region_name="eu-west-1")
    cloudtrail.create_trail(
        Name="without-kms-trail",
        S3BucketName=bucket,
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
    )
    cloudtrail.put_event_selectors(
        TrailName="without-kms-trail",
        AdvancedEventSelectors=[
            management(
                "Everything but KMS",
                {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]},
            )
        ],
    )
    cloudtrail.start_logging(Name="without-kms-trail")


def seed_organization_member(member: boto3.Session) -> dict[str, str]:
    """Seeds the management account and the member; returns the member's credentials."""
    management = session_of(MANAGEMENT)
    organization = management.client("organizations").create_organization(FeatureSet="ALL")
    organization_id = organization["Organization"]["Id"]
    # moto gives new member accounts a random id, so the fixed one is entered here.
    organizations_backends.master_accounts[MEMBER] = (MANAGEMENT, "aws")

    trail = trail_arn(MANAGEMENT, "organization-trail")
    bucket = f"example-organization-logs-{MANAGEMENT}"
    key = management.client("kms").create_key(
        Description="CloudTrail logs",
        KeyUsage="ENCRYPT_DECRYPT",
        Policy=key_policy(MANAGEMENT, trail),
    )["KeyMetadata"]["Arn"]
    s3 = management.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ALL_BLOCKED)
    s3.put_bucket_policy(
        Bucket=bucket, Policy=log_bucket_policy(bucket, [trail], organization_id, [])
    )
    management.client("logs").create_log_group(logGroupName="/example/organization")
    cloudtrail = management.client("cloudtrail")
    cloudtrail.create_trail(
        Name="organization-trail",
        S3BucketName=bucket,
        IsMultiRegionTrail=True,
        IsOrganizationTrail=True,
        EnableLogFileValidation=True,
        KmsKeyId=key,
        CloudWatchLogsLogGroupArn=(
            f"arn:aws:logs:us-east-1:{MANAGEMENT}:log-group:/example/organization:*"
        ),
        CloudWatchLogsRoleArn=role_for_logs(management, MANAGEMENT, "/example/organization"),
    )
    cloudtrail.start_logging(Name="organization-trail")

    # moto does not copy an organization trail to the members. Its copy is placed
    # outside the home Region: describe-trails and get-trail-status then find it,
    # while get-trail and the get-*-selectors calls in the home Region do not.
    shadow = cloudtrail_backends[MANAGEMENT]["us-east-1"].trails["organization-trail"]
    cloudtrail_backends[MEMBER]["eu-west-1"].trails["organization-trail"] = shadow

    # moto checks the permissions of this user: S3 is left out on purpose.
    allowed = {
        "Effect": "Allow",
        "Action": [
            "cloudtrail:*",
            "logs:DescribeLogGroups",
            "organizations:DescribeOrganization",
        ],
        "Resource": "*",
    }
    iam = member.client("iam")
    iam.create_user(UserName="auditor")
    iam.put_user_policy(
        UserName="auditor",
        PolicyName="audit",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}),
    )
    created = iam.create_access_key(UserName="auditor")["AccessKey"]
    return {
        "aws_access_key_id": created["AccessKeyId"],
        "aws_secret_access_key": created["SecretAccessKey"],
    }


# --- recording -----------------------------------------------------------------


@contextlib.contextmanager
def aws_cli() -> Iterator[str]:
    """A folder whose `aws` is the AWS CLI, started once: see aws_cli_server.py."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(HERE / "aws_cli_server.py"), folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdin and server.stdout
            if not server.stdout.readline():
                raise RuntimeError("the AWS CLI did not start")
            yield folder
            server.stdin.close()


def collect(name: str, credentials: dict[str, str], cli: str) -> None:
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    environment = {**os.environ, "AWS_MAX_ATTEMPTS": "1"}
    environment["PATH"] = cli + os.pathsep + environment["PATH"]
    environment.update({key.upper(): value for key, value in credentials.items()})
    subprocess.run(
        [str(COLLECT), "--regions", " ".join(REGIONS), name],
        cwd=HERE,  # so that no path of this machine is in any message
        env=environment,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    # collect.sh keeps what it writes private; the examples are for everybody.
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def write_boto3_snapshot(name: str, credentials: dict[str, str]) -> None:
    """Makes the calls of a recorded folder once more with boto3, in one document."""
    as_of = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    session = boto3.Session(**credentials)
    header, *calls = map(json.loads, (HERE / name / "index.ndjson").read_text().splitlines())
    captures = []
    for line in calls:
        service, operation = line["call"].split(":")
        client = session.client(service, region_name=line.get("region", REGIONS[0]))
        capture = {key: line[key] for key in ("call", "region", "request") if key in line}
        try:
            capture["response"] = getattr(client, xform_name(operation))(**line["request"])
        except botocore.exceptions.ClientError as error:
            details = error.response["Error"]
            capture["error"] = {"Code": details["Code"], "Message": details["Message"]}
        captures.append(capture)
    document = {
        "schema": "trailaudit.snapshot.v1",
        "account_id": header["account_id"],
        "as_of": as_of,
        "regions": header["regions"],
        "captures": captures,
    }
    target = HERE / f"{name}-boto3.json"
    target.write_text(json.dumps(document, default=str, indent=2) + "\n")
    print(f"wrote {len(captures)} captures, in {target.name}")


def main() -> int:
    answers = Answers()
    server = make_server("127.0.0.1", 0, answers, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    prepare_environment(f"http://127.0.0.1:{server.server_port}")
    mock_random.seed(20260101)  # the same key and user ids in every run

    accounts = (
        ("good", GOOD, seed_good),
        ("bad", BAD, seed_bad),
        ("advanced", ADVANCED, seed_advanced),
        ("empty", EMPTY, lambda session: None),
    )
    with aws_cli() as cli:
        for name, account, seed in accounts:
            credentials = credentials_of(account)
            seed(boto3.Session(region_name=REGIONS[0], **credentials))
            collect(name, credentials, cli)
            if name == "good":
                write_boto3_snapshot(name, credentials)

        auditor = seed_organization_member(session_of(MEMBER))
        answers.refused_user = f"arn:aws:iam::{MEMBER}:user/auditor"
        with enable_iam_authentication():
            collect("organization-member", auditor, cli)

    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
