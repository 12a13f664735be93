"""Answers that stand alone."""

from __future__ import annotations

import datetime
import json

import pytest
import trailaudit
from trailaudit import refused

ARN = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main"
OTHER = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/other"
UTC = datetime.timezone.utc


def trail(arn=ARN):
    region = arn.split(":")[3]
    return {
        "Name": arn.rpartition("/")[2],
        "TrailARN": arn,
        "HomeRegion": region,
        "S3BucketName": "logs",
        "IsMultiRegionTrail": True,
        "IsOrganizationTrail": False,
        "LogFileValidationEnabled": True,
    }


class ClientError(Exception):
    """What boto3 raises, as far as it matters."""

    def __init__(self, code, message="no"):
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {}}


def outcomes(rule, **answers):
    report = trailaudit.audit_payloads(account_id="111122223333", rules=[rule], **answers)
    return {each.resource.rpartition(":")[2]: str(each.outcome) for each in report}


def test_every_form_of_an_answer(tmp_path):
    answer = {"trailList": [trail()], "ResponseMetadata": {"HTTPStatusCode": 200}}
    text = json.dumps(answer)
    path = tmp_path / "describe-trails.json"
    path.write_text(text)
    forms = [answer, text, text.encode(), bytearray(text.encode()), memoryview(text.encode()), path]
    for form in forms:
        for given in [form, [form], {"us-east-1": form}, {"us-east-1": [form]}]:
            assert outcomes("log-file-validation", describe_trails=given)["trail/main"] == "pass"


def test_lists_and_regions():
    one, other = {"trailList": [trail()]}, {"trailList": [trail(OTHER)]}
    for given in [[one, other], {"us-east-1": one, "eu-west-1": other}]:
        found = outcomes("log-file-validation", describe_trails=given)
        assert (found["trail/main"], found["trail/other"]) == ("pass", "pass")
    report = trailaudit.audit_payloads(
        describe_trails={"us-east-1": one, "eu-west-1": refused("AccessDenied")},
        regions=("us-east-1", "eu-west-1"),
        rules=["log-file-validation"],
        as_of="2026-01-01T00:00:00Z",
    )
    regions = [fact.region for each in report.unknown for fact in each.evidence]
    assert "eu-west-1" in regions
    assert report.as_of == datetime.datetime(2026, 1, 1, tzinfo=UTC)


def test_subjects():
    times = {"LatestDeliveryTime": datetime.datetime(2026, 1, 1, tzinfo=UTC)}
    found = outcomes(
        "trail-is-logging",
        describe_trails={"trailList": [trail(), trail(OTHER)]},
        get_trail_status={
            ARN: {"IsLogging": True, **times},
            OTHER: {"eu-west-1": '{"IsLogging": false}'},
        },
    )
    assert found == {"trail/main": "pass", "trail/other": "fail"}


def test_an_empty_answer_is_an_answer_where_aws_prints_nothing():
    for nothing in ["", b"", "\n"]:
        found = outcomes(
            "log-bucket-versioning",
            describe_trails={"trailList": [trail()]},
            get_bucket_versioning={"logs": nothing},
            list_buckets={"Buckets": [{"Name": "logs"}]},
        )
        assert found == {":logs".rpartition(":")[2]: "fail"}


@pytest.mark.parametrize(
    "error",
    [
        refused("AccessDenied"),
        refused("AccessDenied", "not allowed"),
        trailaudit.Refused("AccessDenied"),
        ClientError("AccessDenied"),
        ClientError("AccessDenied").response,
    ],
)
def test_every_form_of_an_error(error):
    report = trailaudit.audit_payloads(
        account_id="111122223333",
        rules=["trail-is-logging"],
        describe_trails={"trailList": [trail()]},
        get_trail_status={ARN: error},
    )
    [unknown] = report.unknown
    assert unknown.evidence[0].value == "AccessDenied"


def test_an_error_may_say_that_there_is_none():
    both = {
        ClientError("NoSuchBucketPolicy"): "NoSuchBucketPolicy",
        ClientError("AccessDenied"): "AccessDenied",
    }
    for error, code in both.items():
        report = trailaudit.audit_payloads(
            describe_trails={"trailList": [trail()]}, get_bucket_policy={"logs": error}
        )
        captures = json.loads(report.to_snapshot())["captures"]
        assert captures[1]["error"] == {"Code": code, "Message": "no"}


def test_none_was_not_collected():
    report = trailaudit.audit_payloads(describe_trails=None, get_trail_status=None)
    assert json.loads(report.to_snapshot())["captures"] == []
    assert report.counts["unknown"] > 0
    assert report.counts["pass"] == report.counts["fail"] == 0


def test_read_errors_name_the_answer():
    with pytest.raises(trailaudit.ReadError) as caught:
        trailaudit.audit_payloads(get_bucket_acl={"logs": '{"Grants": 1}'})
    assert caught.value.source == "s3:GetBucketAcl logs"
    assert caught.value.pointer == "/Grants"
    with pytest.raises(trailaudit.ReadError, match="twelve digits"):
        trailaudit.audit_payloads(account_id="1234")
    naive = {"trailList": [], "new": datetime.datetime(2026, 1, 1)}
    with pytest.raises(ValueError, match="no time zone"):
        trailaudit.audit_payloads(describe_trails=naive)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"describe_trial": "{}"}, "'describe_trial'; did you mean describe_trails"),
        ({"xyz": "{}"}, "'xyz'$"),
        ({"describe_trails": 5}, "describe_trails: .*not int"),
        ({"describe_trails": [None]}, "not NoneType"),
        ({"describe_trails": ({},)}, "not tuple"),
        ({"describe_trails": ValueError()}, "not ValueError"),
        ({"describe_trails": {"a": {1}}}, "set is not JSON"),
        ({"describe_trails": {"us-east-1": {"us-east-1": {1}}}}, "set is not JSON"),
        ({"get_trail_status": {"IsLogging": True}}, "takes {Name: answer}; 'IsLogging' looks like"),
        ({"get_trail_status": '{"IsLogging": true}'}, "takes {Name: answer}, not str"),
        ({"get_trail_status": [{"IsLogging": True}]}, "takes {Name: answer}, not list"),
        ({"get_trail_status": refused("AccessDenied")}, "takes {Name: answer}, not Refused"),
        ({"get_trail_status": {"ResponseMetadata": {}}}, "'ResponseMetadata' looks like"),
        ({"get_trail_status": {"": {}}}, "'' is no Name"),
        ({"get_trail_status": {1: {}}}, "1 is no Name"),
        ({"get_bucket_policy": {"Policy": "{}"}}, "takes {Bucket: answer}; 'Policy' looks like"),
        ({"account_id": 111122223333}, "twelve digits"),
        ({"regions": "us-east-1"}, "several Regions"),
        ({"regions": [1]}, "several Regions"),
        ({"rules": "trail-tagged"}, "into a list"),
        ({"parameters": "{}"}, "str"),
        ({"as_of": 1}, "as_of"),
    ],
)
def test_wrong_shapes(given, message):
    with pytest.raises(TypeError, match=message):
        trailaudit.audit_payloads(**given)


def test_positional_answers_are_refused():
    with pytest.raises(TypeError):
        trailaudit.audit_payloads({"trailList": []})


def test_refused():
    assert refused("AccessDenied") == ("AccessDenied", "")
    with pytest.raises(ValueError, match="code"):
        refused("")
    with pytest.raises(TypeError, match="text"):
        refused(403)
