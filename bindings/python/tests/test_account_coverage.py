"""What the trails of each example account record: every cell of tables written by hand."""

from __future__ import annotations

import json
import re

import pytest
import trailaudit
from trailaudit import selectors

QUESTIONS = {
    # Its events' sources; for data events their resources' type, and the ARN behind the partition.
    "management-read-kms": ("kms",),
    "management-read-rdsdata": ("rdsdata",),
    "management-read-other": (),
    "management-write-kms": ("kms",),
    "management-write-rdsdata": ("rdsdata",),
    "management-write-other": (),
    "s3-object-read": ("s3", "AWS::S3::Object", "s3:::[^/]+/.+"),
    "s3-object-write": ("s3", "AWS::S3::Object", "s3:::[^/]+/.+"),
    "lambda-invoke": ("lambda", "AWS::Lambda::Function", r"lambda:{region}:\d+:function:.+"),
    "dynamodb-item": ("dynamodb", "AWS::DynamoDB::Table", r"dynamodb:{region}:\d+:table/.+"),
}


def accounts(root):
    folder = root / "examples/payloads"
    found = [each.parent for each in folder.glob("*/index.ndjson")] + list(folder.glob("*.json"))
    return {each.relative_to(root).as_posix() for each in found}


def fixtures(root):
    return [
        json.loads(each.read_text("utf-8"))
        for each in sorted((root / "tests/fixtures/coverage").glob("*.json"))
    ]


def event_of(written, question):
    """``NAME of SOURCE`` or ``NAME of SOURCE on ARN``, as a fixture writes it."""
    name, source, arn = re.fullmatch(r"(an event|\w+) of (\S+?)(?: on (\S+))?", written).groups()
    data = len(QUESTIONS[question]) == 3
    assert data == (arn is not None)
    event = {
        "eventVersion": "1.11",
        "eventType": "AwsApiCall",
        "eventName": name,
        "eventSource": source,
        "readOnly": "-read" in question or name.startswith("Get"),
        "managementEvent": not data,
        "eventCategory": "Data" if data else "Management",
    }
    if name == "an event":  # AWS documents no read event of the RDS Data API
        del event["eventName"]
    if data:
        event["resources"] = [{"type": QUESTIONS[question][1], "ARN": arn}]
    return event


def belongs(event, question, region):
    """Whether the event is one that the question asks for."""
    service, *data = QUESTIONS[question] or (None,)
    source = re.fullmatch(r"([a-z0-9-]+)\.amazonaws\.com", event["eventSource"])
    own = source[1] not in ("kms", "rdsdata") if service is None else source[1] == service
    if bool(event.get("eventName")) is (question == "management-read-rdsdata"):
        return False
    flags = event["eventCategory"], event["managementEvent"]
    if not own or flags != (("Data", False) if data else ("Management", True)):
        return False
    if question != "dynamodb-item" and event["readOnly"] is not ("-read" in question):
        return False
    if not data:
        return True
    [resource] = event["resources"]
    partition = "aws-us-gov" if region.startswith("us-gov-") else "aws"
    arn = f"arn:{partition}:" + data[1].format(region=region)
    return resource["type"] == data[0] and re.fullmatch(arn, resource["ARN"]) is not None


def logging_trails(snapshot):
    """Of each trail that logs: settings and selectors, which are None where they were refused."""
    answers = {}
    settings = {}
    for capture in snapshot["captures"]:
        answer = capture.get("response")
        if capture["call"] == "cloudtrail:DescribeTrails" and answer is not None:
            settings.update({each["TrailARN"]: each for each in answer["trailList"]})
        for name in capture.get("request", {}).values():
            if isinstance(name, str):
                answers[capture["call"], name] = answer
    return [
        (each, answers["cloudtrail:GetEventSelectors", arn])
        for arn, each in settings.items()
        if answers["cloudtrail:GetTrailStatus", arn]["IsLogging"]
    ]


def recorded(trail, event):
    settings, chosen = trail
    if event["eventSource"].startswith("iam.") and not settings["IncludeGlobalServiceEvents"]:
        return "no"  # whatever the selectors say
    custom = settings["HasCustomEventSelectors"]
    if chosen is None:
        assert custom is False  # AWS's default
        return "yes" if event["managementEvent"] else "no"
    return selectors.would_record(chosen, event, custom=custom).recorded


def test_no_account_is_left_out(root):
    assert {each["account"] for each in fixtures(root)} == accounts(root)


def test_each_table_says_what_it_shows(root):
    for each in fixtures(root):
        assert re.fullmatch(r"[A-Za-z].{10,}\.", each["note"])


@pytest.mark.parametrize("number", range(17))
def test_cell_by_cell(root, number):
    expected = fixtures(root)[number]
    path = root / expected["account"]
    trails = logging_trails(json.loads(trailaudit.audit(path).to_snapshot()))
    found = trailaudit.coverage(path)
    assert found.account_id == expected["account_id"]
    assert found.regions_known
    assert sorted(found.regions) == sorted(expected["regions"])
    for row in found:
        for region in row.regions:
            table = expected["regions"][region]
            assert list(table) == [cell.question for cell in row.cells] == list(QUESTIONS)
            for cell in row.cells:
                where = (region, cell.question)
                [(answer, detail)] = table[cell.question].items()
                assert (*where, cell.covered) == (*where, answer)
                if answer == "yes":
                    assert cell.trail in detail, where
                elif answer == "unknown":
                    assert (*where, cell.reason) == (*where, detail)
                else:
                    own = event_of(detail, cell.question)
                    assert belongs(own, cell.question, region), where
                    assert belongs(cell.witness, cell.question, row.regions[0]), where
                    assert cell.witness["awsRegion"] == row.regions[0]
                    for event, at in ((own, region), (cell.witness, row.regions[0])):
                        answers = [
                            recorded(each, event)
                            for each in trails
                            if each[0]["IsMultiRegionTrail"] or each[0]["HomeRegion"] == at
                        ]
                        assert set(answers) <= {"no"}, where
