"""What selectors record: one event, and all events of a question."""

from __future__ import annotations

import json
import pickle
from types import MappingProxyType

import pytest
import trailaudit
from trailaudit.selectors import QUESTIONS, Gap, Recording, uncovered, would_record

WRITES = {
    "TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/main",
    "EventSelectors": [
        {
            "ReadWriteType": "WriteOnly",
            "IncludeManagementEvents": True,
            "ExcludeManagementEventSources": ["kms.amazonaws.com"],
            "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"]}],
        }
    ],
}
STORE = {
    "EventDataStoreArn": "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/x",
    "Status": "ENABLED",
    "AdvancedEventSelectors": [
        {
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": ["Data"]},
                {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
            ]
        },
        {
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": ["Management"]},
                {"Field": "eventSource", "Equals": ["iam.amazonaws.com"]},
            ]
        },
    ],
}


def event(source="ec2.amazonaws.com", name="RunInstances", *, read=False, **more):
    return {
        "eventVersion": "1.11",
        "eventSource": source,
        "eventName": name,
        "readOnly": read,
        "managementEvent": True,
        "eventType": "AwsApiCall",
        "eventCategory": "Management",
        "requestParameters": None,
        **more,
    }


def put_object(arn):
    return event(
        "s3.amazonaws.com",
        "PutObject",
        eventCategory="Data",
        managementEvent=False,
        resources=[{"type": "AWS::S3::Object", "ARN": arn}],
    )


def question(*more):
    return {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}, *more]}


def test_recorded():
    assert would_record(WRITES, event()) == Recording("yes", "a selector matches", 0, False, None)
    assert would_record(WRITES, put_object("arn:aws:s3:::logs/a")).recorded == "yes"
    second = would_record(STORE, event("iam.amazonaws.com", "CreateUser"))
    assert (second.recorded, second.selector, second.advanced) == ("yes", 1, True)


def test_not_recorded():
    found = would_record(WRITES, event("kms.amazonaws.com", "ScheduleKeyDeletion"))
    assert found.recorded == "no"
    assert found.reason == "no selector matches"
    assert would_record(WRITES, put_object("arn:aws:s3:::other/a")).recorded == "no"
    alone = {"EventSelectors": [{"ReadWriteType": "ReadOnly"}]}
    found = would_record(alone, event())
    assert (found.selector, found.advanced, found.field) == (0, False, "readOnly")


def test_not_decided():
    odd = {"AdvancedEventSelectors": [question({"Field": "new", "Equals": ["x"]})]}
    found = would_record(odd, event())
    assert found.recorded == "unknown"
    assert found.selector == 0
    assert found.advanced is True
    assert found.field == "new"


def test_custom():
    none = {"EventSelectors": []}
    assert would_record(none, event()).recorded == "unknown"
    assert would_record(none, event(), custom=True).recorded == "unknown"
    default = would_record(none, event(), custom=False)
    assert (default.recorded, default.selector) == ("yes", None)
    assert uncovered({}, "management-read", custom=False) == Gap("yes", "", None)
    assert uncovered({}, "management-read").covered == "unknown"


def test_every_form_of_a_text():
    selectors, asked = json.dumps(WRITES), json.dumps(event())
    forms = [str, str.encode, lambda text: bytearray(text.encode()), lambda text: "\ufeff" + text]
    for form in [*forms, lambda text: MappingProxyType(json.loads(text))]:
        assert would_record(form(selectors), form(asked)).recorded == "yes"
        asked_for = form(json.dumps(question()))
        assert uncovered(form(selectors), asked_for).covered == "no"
    assert uncovered(WRITES, b"management-read").covered == "no"


def test_witness_is_a_record():
    for each in QUESTIONS:
        found = uncovered(WRITES, each)
        assert found.covered == "no"
        assert found.reason
        assert would_record(WRITES, found.witness).recorded == "no"
    found = uncovered(WRITES, question({"Field": "readOnly", "Equals": ["false"]}))
    assert found.witness["eventSource"] == "kms.amazonaws.com"
    assert found.witness["readOnly"] is False
    assert uncovered(STORE, "s3-object-write").covered == "yes"
    # CloudTrail requires a type of resource: what it does without one is not known.
    untyped = {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}
    found = uncovered({"AdvancedEventSelectors": [untyped]}, "s3-object-write")
    assert found.covered == "unknown"


def test_covered():
    everything = {"EventSelectors": [{"ReadWriteType": "All"}]}
    for name in ("management-read", "management-write"):
        assert uncovered(everything, name) == Gap("yes", "", None)
    assert uncovered(everything, "lambda-invoke").witness["eventName"] == "Invoke"


def test_shorthand_is_of_the_trails_partition():
    china = {**WRITES, "TrailARN": WRITES["TrailARN"].replace("arn:aws:", "arn:aws-cn:")}
    [resource] = uncovered(china, "s3-object-read").witness["resources"]
    assert resource["ARN"].startswith("arn:aws-cn:s3:::")


def test_undecided_question():
    found = uncovered(WRITES, {"FieldSelectors": [{"Field": "eventName", "Equals": ["A"]}]})
    assert found == Gap("unknown", "the question is not decided", None)


def test_answers_are_values():
    one, other = (would_record(WRITES, event()) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
    gap = uncovered(WRITES, "lambda-invoke")
    assert gap == uncovered(WRITES, "lambda-invoke")
    assert pickle.loads(pickle.dumps(gap)) == gap
    gap.witness.clear()
    assert uncovered(WRITES, "lambda-invoke").witness


@pytest.mark.parametrize(
    ("selectors", "asked", "source", "code", "pointer"),
    [
        ("", "{}", "selectors", "truncated", ""),
        ("[]", "{}", "selectors", "wrong_type", ""),
        ("{} {}", "{}", "selectors", "syntax", ""),
        ({"EventSelectors": [{"ReadWriteType": 1}]}, "{}", "selectors", "wrong_type", None),
        ({"eventSelectors": []}, "{}", "selectors", "missing_key", ""),
        (WRITES, {}, "event", "missing_key", ""),
        (WRITES, {"Records": [event()]}, "event", "missing_key", ""),
        (WRITES, event(eventName=7), "event", "wrong_type", "/eventName"),
        (WRITES, b'{"eventName": "\xff"}', "event", "invalid_utf8", "/eventName"),
    ],
)
def test_read_errors(selectors, asked, source, code, pointer):
    with pytest.raises(trailaudit.ReadError) as caught:
        would_record(selectors, asked)
    error = caught.value
    assert (error.source, error.code) == (source, code)
    assert error.pointer == ("/EventSelectors/0/ReadWriteType" if pointer is None else pointer)
    assert error.line == 1
    assert error.column > 0


@pytest.mark.parametrize(
    ("asked", "code", "pointer"),
    [
        ({"Fieldselectors": []}, "unknown_key", "/Fieldselectors"),
        ({"FieldSelectors": [{"Fields": "x"}]}, "unknown_key", "/FieldSelectors/0/Fields"),
        ("[1]", "wrong_type", ""),
        ('{"FieldSelectors":[', "truncated", None),
    ],
)
def test_read_errors_of_a_question(asked, code, pointer):
    with pytest.raises(trailaudit.ReadError) as caught:
        uncovered(WRITES, asked)
    assert (caught.value.source, caught.value.code) == ("question", code)
    assert pointer in (None, caught.value.pointer)


def test_no_such_question():
    with pytest.raises(ValueError, match="there is no question 's3-objects'; there are management"):
        uncovered(WRITES, "s3-objects")


@pytest.mark.parametrize("wrong", [None, 3, [WRITES], object()])
def test_wrong_types(wrong, tmp_path):
    with pytest.raises(TypeError, match="^selectors: expected JSON text or a dict, not "):
        would_record(wrong, event())
    with pytest.raises(TypeError, match="^event: "):
        would_record(WRITES, wrong)
    with pytest.raises(TypeError, match="^question: "):
        uncovered(WRITES, wrong)
    with pytest.raises(TypeError, match="^selectors: "):
        uncovered(tmp_path, "lambda-invoke")
    with pytest.raises(TypeError, match="is not JSON"):
        would_record(WRITES, event(eventName=object()))


@pytest.mark.parametrize("wrong", [0, 1, "yes", "false", []])
def test_custom_is_a_bool(wrong):
    with pytest.raises(TypeError, match="^custom: expected a bool or None"):
        would_record(WRITES, event(), custom=wrong)
    with pytest.raises(TypeError, match="^custom: expected a bool or None"):
        uncovered(WRITES, "lambda-invoke", custom=wrong)


@pytest.mark.parametrize(
    ("trail", "covered"),
    [
        (None, "unknown"),  # of either partition
        ("arn:aws:cloudtrail:us-east-1:111122223333:trail/t", "no"),
        ("arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t", "yes"),
    ],
)
def test_another_partition(trail, covered):
    resources = [{"Type": "AWS::S3::Object", "Values": ["arn:aws-cn:s3"]}]
    selectors = {"EventSelectors": [{"ReadWriteType": "All", "DataResources": resources}]}
    if trail:
        selectors["TrailARN"] = trail
    found = uncovered(selectors, "s3-object-write")
    assert found.covered == covered
    assert found.reason or covered == "yes"
    assert uncovered(selectors, "management").covered == "yes"


def test_all_management_events():
    assert "management" in QUESTIONS
    both = {"EventSelectors": [{"ReadWriteType": "All"}]}
    assert uncovered(both, "management").covered == "yes"
    writes = uncovered({"EventSelectors": [{"ReadWriteType": "WriteOnly"}]}, "management")
    assert writes.covered == "no"
    assert writes.witness["readOnly"] is True
