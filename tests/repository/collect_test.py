"""`collect.sh`: which calls it makes, with a stand-in for the AWS CLI that answers some of them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "111122223333"
MANAGEMENT = "999988887777"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"

# Answers the calls that have a file named after them and their arguments, and refuses the others.
# Bash reads the folder of answers from a variable, so that no text of a test is ever code.
STAND_IN = """#!/usr/bin/env bash
set -u
name=''
while (($# > 0)); do
    case $1 in
        --region) shift ;;
        --output) shift ;;
        *) name+=" ${1//\\//%}" ;;
    esac
    shift
done
if [[ -e $ANSWERS/${name# }.json ]]; then
    cat -- "$ANSWERS/${name# }.json"
else
    echo "An error occurred (AccessDeniedException) when calling an operation: no" >&2
    exit 254
fi
"""

BASE: dict[str, object] = {
    "sts get-caller-identity": {"Account": ACCOUNT},
    "cloudtrail describe-trails": {
        "trailList": [
            {
                "Name": "main",
                "S3BucketName": "logs",
                "HomeRegion": "us-east-1",
                "TrailARN": TRAIL,
                "IsMultiRegionTrail": True,
                "IsOrganizationTrail": False,
            }
        ]
    },
    "s3api list-buckets": {"Buckets": [{"Name": "logs"}, {"Name": "access-logs"}]},
    "organizations describe-organization": {
        "Organization": {
            "Id": "o-exampleorgid",
            "MasterAccountId": MANAGEMENT,
            "FeatureSet": "ALL",
        }
    },
}


def scp(number: int, *actions: str) -> dict[str, object]:
    """What Organizations answers about a policy that is attached to the root."""
    identity = f"p-example{number}"
    summary = {"Id": identity, "Name": f"policy {number}", "Type": "SERVICE_CONTROL_POLICY"}
    content = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": list(actions), "Resource": "*"}],
    }
    return {
        f"organizations describe-policy --policy-id {identity}": {
            "Policy": {"PolicySummary": summary, "Content": json.dumps(content)}
        },
        f"organizations list-targets-for-policy --policy-id {identity}": {
            "Targets": [{"TargetId": "r-exam", "Name": "Root", "Type": "ROOT"}]
        },
    }


def scp_list(*numbers: int) -> dict[str, object]:
    return {
        "organizations list-policies --filter SERVICE_CONTROL_POLICY": {
            "Policies": [
                {"Id": f"p-example{each}", "Name": "a", "Type": "SERVICE_CONTROL_POLICY"}
                for each in numbers
            ]
        }
    }


@dataclass(frozen=True)
class Collected:
    folder: Path
    calls: list[dict]

    def about(self, call: str) -> list[dict]:
        return [each["request"] for each in self.calls if each["call"] == call]


@pytest.fixture
def collect(tmp_path):
    def run(answers: dict[str, object]) -> Collected:
        commands, files = tmp_path / "bin", tmp_path / "answers"
        for each in (commands, files):
            each.mkdir()
        stand_in = commands / "aws"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)
        for call, answer in answers.items():
            (files / f"{call.replace('/', '%')}.json").write_text(json.dumps(answer, indent=2))
        environment = {
            key: text
            for key, text in os.environ.items()
            if not key.startswith("AWS_") and key != "BASH_ENV"
        }
        environment.update(PATH=f"{commands}:{environment['PATH']}", ANSWERS=str(files))
        folder = tmp_path / "collected"
        done = subprocess.run(
            [ROOT / "examples" / "collect.sh", "--regions", "us-east-1", folder],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        lines = (folder / "index.ndjson").read_text().splitlines()
        return Collected(folder, [json.loads(each) for each in lines[1:]])

    return run


@pytest.fixture
def outcome(audit):
    def of(collected: Collected, slug: str) -> tuple[str, str]:
        run = audit(collected.folder, "--format", "jsonl", "--rules", slug)
        (only,) = [json.loads(line) for line in run.out.splitlines()]
        return only["outcome"], only["reason"]

    return of


PROTECTED = (
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors",
)


def test_policies_of_the_root_are_asked_for(collect, outcome):
    answers = scp_list(1, 2) | scp(1, *PROTECTED[:2]) | scp(2, *PROTECTED[2:])
    collected = collect(BASE | answers)
    ids = [{"PolicyId": f"p-example{each}"} for each in (1, 2)]
    assert collected.about("organizations:ListPolicies") == [{"Filter": "SERVICE_CONTROL_POLICY"}]
    assert collected.about("organizations:ListTargetsForPolicy") == ids
    assert collected.about("organizations:DescribePolicy") == ids
    assert outcome(collected, "organization-scp-protects-trail")[0] == "pass"


def test_policies_that_leave_a_call_open_are_all_seen(collect, outcome):
    allow = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
    answers = scp_list(1) | scp(1)
    described = answers["organizations describe-policy --policy-id p-example1"]
    described["Policy"]["Content"] = json.dumps(allow)
    collected = collect(BASE | answers)
    assert outcome(collected, "organization-scp-protects-trail")[0] == "fail"


def test_a_member_account_is_refused_and_says_so(collect, outcome):
    collected = collect(BASE)
    assert len(collected.about("organizations:ListPolicies")) == 1
    assert collected.about("organizations:ListTargetsForPolicy") == []
    assert outcome(collected, "organization-scp-protects-trail")[0] == "unknown"


def test_no_such_policy_binds_the_management_account(collect, outcome):
    answers = BASE | {"sts get-caller-identity": {"Account": MANAGEMENT}}
    collected = collect(answers | scp_list(1) | scp(1, *PROTECTED))
    assert collected.about("organizations:ListPolicies") == []
    assert collected.about("organizations:ListTargetsForPolicy") == []
    assert outcome(collected, "organization-scp-protects-trail")[0] == "not_applicable"


def access_logs_to(target: str) -> dict[str, object]:
    return {
        "s3api get-bucket-logging --bucket logs": {
            "LoggingEnabled": {"TargetBucket": target, "TargetPrefix": ""}
        }
    }


def test_the_bucket_for_access_logs_is_asked_about(collect, outcome):
    about = "s3api {} --bucket access-logs"
    collected = collect(
        BASE
        | access_logs_to("access-logs")
        | {
            about.format("get-object-lock-configuration"): {
                "ObjectLockConfiguration": {
                    "ObjectLockEnabled": "Enabled",
                    "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}},
                }
            }
        }
    )
    for call in ("HeadBucket", "GetBucketLocation", "GetBucketRequestPayment"):
        assert {"Bucket": "access-logs"} in collected.about(f"s3:{call}")
    assert {"Bucket": "access-logs"} not in collected.about("s3:GetBucketPolicy")
    assert outcome(collected, "log-bucket-access-logging-target-sane") == (
        "fail",
        "the bucket for access logs has a default retention",
    )


def test_a_bucket_that_logs_into_itself_is_asked_once(collect, outcome):
    collected = collect(BASE | access_logs_to("logs"))
    assert collected.about("s3:GetBucketLocation") == [{"Bucket": "logs"}]
    assert outcome(collected, "log-bucket-access-logging-target-sane")[0] == "fail"
