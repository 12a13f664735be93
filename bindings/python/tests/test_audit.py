"""One document in, one report out."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
import trailaudit
from trailaudit import Outcome, ReadError, Severity

UTC = datetime.timezone.utc


def signed(report):
    return [finding.outcome for finding in report if finding.rule.slug == "log-file-validation"]


def test_every_form_of_a_document_gives_the_same_report(document, text, tmp_path):
    path = tmp_path / "snapshot.json"
    path.write_text(text)
    encoded = text.encode()
    forms = [text, encoded, bytearray(encoded), memoryview(encoded), path]
    forms += [document, MappingProxyType(document), "\ufeff" + text, b"\xef\xbb\xbf" + encoded]
    expected = trailaudit.audit(text).to_json()
    assert [trailaudit.audit(each).to_json() for each in forms] == [expected] * len(forms)


def test_report(text):
    report = trailaudit.audit(text)
    assert report.account_id == "111122223333"
    assert report.as_of == datetime.datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert report.as_of.utcoffset() == datetime.timedelta(0)
    assert len(report) == len(report.findings) == len(list(report))
    assert sum(report.counts.values()) == len(report)
    assert list(report.counts) == list(Outcome)
    assert report.counts["fail"] == len(report.failed)
    assert report.counts[Outcome.UNKNOWN] == len(report.unknown)
    assert report.worst_severity == max(each.severity for each in report.failed)
    assert report.rules == trailaudit.rules()
    assert report.parameters == trailaudit.default_parameters()
    assert report.ignored == []
    assert repr(report).startswith("<Report 111122223333: ")
    assert signed(report) == ["pass", "fail"]
    summary = json.loads(report.to_json())
    assert summary["schema"] == "trailaudit.report.v1"
    assert [each.to_dict() for each in report] == summary["findings"]
    assert [json.loads(each) for each in report.to_jsonl().splitlines()] == summary["findings"]
    assert "log-file-validation" in report.to_table()
    assert trailaudit.audit(report.to_snapshot()).to_json() == report.to_json()


def test_an_empty_account_has_no_worst_severity():
    report = trailaudit.audit('{"schema": "trailaudit.snapshot.v1", "captures": []}')
    assert report.worst_severity is None
    assert report.account_id is None
    assert report.as_of is None
    assert report.counts[Outcome.FAIL] == 0
    assert len(report.failed) == 0
    assert "unknown account" in repr(report)


def test_finding(text):
    [finding] = trailaudit.audit(text, rules=["log-file-validation"]).failed
    assert finding.rule is trailaudit.rule("log-file-validation")
    assert finding.resource == "arn:aws:cloudtrail:us-east-1:111122223333:trail/trail-1"
    assert finding.account == "111122223333"
    assert finding.region == "us-east-1"
    assert finding.outcome is Outcome.FAIL
    assert finding.severity is finding.rule.severity
    assert finding.reason
    assert finding.evidence_omitted == 0
    [fact] = finding.evidence
    assert fact.call == "cloudtrail:DescribeTrails"
    assert fact.region == "us-east-1"
    assert fact.capture == 0
    assert fact.pointer == "/trailList/1/LogFileValidationEnabled"
    assert fact.value is False
    assert "LogFileValidationEnabled" in repr(fact)
    shown = f"<Finding fail log-file-validation {finding.resource}>"
    assert repr(finding) == shown
    assert finding.to_dict()["evidence"] == [
        {
            "call": fact.call,
            "region": fact.region,
            "capture": fact.capture,
            "pointer": fact.pointer,
            "value": False,
        }
    ]


def test_a_time_among_the_evidence_is_a_datetime(examples):
    report = trailaudit.audit(examples / "good")
    values = [fact.value for finding in report for fact in finding.evidence]
    times = [each for each in values if isinstance(each, datetime.datetime)]
    assert times
    assert all(each.tzinfo is UTC for each in times)


def test_findings_are_equal_by_what_they_say(text):
    one, other = trailaudit.audit(text), trailaudit.audit(text)
    assert list(one) == list(other)
    assert len({*one, *other}) == len(one)
    assert one.findings[0] != one.findings[1]
    assert one.findings[0] != "a finding"


def test_nothing_can_be_changed(text):
    report = trailaudit.audit(text)
    finding = report.findings[0]
    for holder, name in [(report, "findings"), (finding, "outcome"), (finding.rule, "slug")]:
        with pytest.raises(AttributeError):
            setattr(holder, name, None)
    report.rules.clear()
    report.counts.clear()
    report.parameters.clear()
    assert report.rules
    assert report.counts
    assert report.parameters


def test_enumerations():
    assert [str(each) for each in Outcome] == ["pass", "fail", "unknown", "not_applicable"]
    assert f"{Outcome.FAIL:>6}|{Severity.LOW:>6}" == "  fail|   low"
    assert Outcome("fail") is Outcome.FAIL
    assert Outcome.FAIL == "fail"
    assert json.dumps([Outcome.FAIL]) == '["fail"]'
    assert sorted(Severity) == list(Severity)
    assert Severity.LOW < Severity.HIGH
    for each in [*Outcome, *Severity]:
        assert pickle.loads(pickle.dumps(each)) is each


def test_rules(text):
    every = trailaudit.rules()
    assert len(every) == len({each.slug for each in every}) > 10
    for each in every:
        assert trailaudit.rule(each.slug) is each
        assert pickle.loads(pickle.dumps(each)) is each
        assert copy.deepcopy(each) is each
        assert repr(each) == f"<Rule {each.slug}>"
        assert each.title
        assert each.rationale
        assert each.remediation
        assert isinstance(each.severity, Severity)
        assert each.resource_type.startswith("AWS::")
        assert each.references
        for reference in each.references:
            assert repr(reference) == f"Reference(source={reference.source!r}, id={reference.id!r})"
        [*alone] = each(text)
        assert alone == [found for found in trailaudit.audit(text) if found.rule is each]


def test_rules_can_be_chosen(text):
    one, other = trailaudit.rule("trail-tagged"), trailaudit.rule("log-file-validation")
    chosen = trailaudit.audit(text, rules=iter([one, "log-file-validation", one, "trail-tagged"]))
    assert chosen.rules == [one, other]
    assert {each.rule for each in chosen} == {one, other}


@pytest.mark.parametrize(
    ("rules", "error", "message"),
    [
        (["log-file-validaton"], ValueError, "log-file-validation"),
        (["%s\n"], ValueError, r"'%s\\n'$"),
        ([], ValueError, "nothing would be asked"),
        ("log-file-validation", TypeError, "into a list"),
        (trailaudit.rule("log-file-validation"), TypeError, "into a list"),
        ([1], TypeError, "int"),
        (1, TypeError, "iterable"),
    ],
)
def test_wrong_rules(text, rules, error, message):
    with pytest.raises(error, match=message):
        trailaudit.audit(text, rules=rules)


def test_parameters(document):
    arn = document["captures"][0]["response"]["trailList"][0]["TrailARN"]
    tags = {"ResourceId": arn, "TagsList": [{"Key": "owner", "Value": "me"}]}
    document["captures"].append(
        {"call": "cloudtrail:ListTags", "response": {"ResourceTagList": [tags]}}
    )
    tagged = trailaudit.rule("trail-tagged")
    for keys, outcome in [(["owner"], "pass"), (["team"], "fail")]:
        parameters: Mapping = MappingProxyType({"required_tag_keys": keys})
        assert tagged(document, parameters=parameters)[0].outcome == outcome
        report = trailaudit.audit(document, rules=[tagged], parameters=parameters)
        assert report.parameters["required_tag_keys"] == keys
        again = trailaudit.audit(document, rules=[tagged], parameters=report.parameters)
        assert again.to_json() == report.to_json()


SMALL = '{"schema": "trailaudit.snapshot.v1", "captures": []}'


def test_default_limits():
    assert trailaudit.default_limits() == {
        "max_bytes": 1 << 30,
        "max_string_bytes": 1 << 20,
        "max_depth": 64,
    }


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"max_bytes": len(SMALL) - 1}, "max_bytes"),
        ({"max_string_bytes": len("trailaudit.snapshot.v1") - 1}, "max_string_bytes"),
        ({"max_depth": 1}, "max_depth"),
    ],
)
def test_limits_hold(limits, named, tmp_path):
    trailaudit.audit(SMALL, limits=dict.fromkeys(limits, 512))
    with pytest.raises(ReadError, match=named) as caught:
        trailaudit.audit(SMALL, limits=limits)
    assert caught.value.code in {"too_large", "string_too_long", "too_deep"}
    (tmp_path / "a.json").write_text(SMALL)
    with pytest.raises(ReadError, match=named):
        trailaudit.audit(tmp_path / "a.json", limits=limits)
    (made,) = trailaudit.audit_documents(SMALL, limits=limits)
    assert isinstance(made, ReadError)
    (made,) = trailaudit.audit_documents(SMALL, limits=dict.fromkeys(limits, 512))
    assert made.findings


def test_limits_hold_for_payloads_and_folders(examples):
    answer = {"trailList": [{"Name": "a" * 100}]}
    trailaudit.audit_payloads(describe_trails=answer, limits={"max_string_bytes": 100})
    with pytest.raises(ReadError, match="max_string_bytes"):
        trailaudit.audit_payloads(describe_trails=answer, limits={"max_string_bytes": 99})
    trailaudit.audit(examples / "good", limits={"max_depth": 20})
    with pytest.raises(ReadError, match="max_depth"):
        trailaudit.audit(examples / "good", limits={"max_depth": 2})


def test_a_policy_beyond_a_limit_stays_so_when_pickled(document):
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::logs-0", "arn:aws:s3:::logs-0/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    document["captures"].append(
        {
            "call": "s3:GetBucketPolicy",
            "request": {"Bucket": "logs-0"},
            "response": {"Policy": policy},
        }
    )

    def outcome(report):
        resource = "arn:aws:s3:::logs-0"
        return [each.outcome for each in report if each.resource == resource]

    rules = ["log-bucket-secure-transport"]
    assert outcome(trailaudit.audit(document, rules=rules)) == ["pass"]
    shallow = trailaudit.audit(document, rules=rules, limits={"max_depth": 8})
    assert outcome(shallow) == ["unknown"]
    assert pickle.loads(pickle.dumps(shallow)).to_json() == shallow.to_json()


def test_deeper_than_usual_and_pickled():
    deep = SMALL.replace("[]", '[{"call": "x:Y", "response": ' + "[" * 100 + "]" * 100 + "}]")
    with pytest.raises(ReadError, match="max_depth"):
        trailaudit.audit(deep)
    report = trailaudit.audit(deep, limits={"max_depth": 200})
    assert pickle.loads(pickle.dumps(report)).to_json() == report.to_json()


@pytest.mark.parametrize(
    ("limits", "error", "text"),
    [
        ({"max_size": 1}, ValueError, "there is no limit 'max_size'; there are max_bytes,"),
        ({"max_depth": 0}, ValueError, "max_depth is a number from 1 to 512"),
        ({"max_depth": 513}, ValueError, "max_depth is a number from 1 to 512"),
        ({"max_bytes": -1}, ValueError, "max_bytes is a number from 1 to"),
        ({"max_bytes": 1 << 70}, ValueError, "max_bytes is a number from 1 to"),
        ({"max_bytes": True}, TypeError, "max_bytes is a number, not a bool"),
        ({"max_bytes": "1"}, TypeError, "max_bytes is a number, not a str"),
        (5, TypeError, "limits takes a dict, not int"),
    ],
)
def test_what_is_no_limit(limits, error, text):
    with pytest.raises(error, match=text):
        trailaudit.audit(SMALL, limits=limits)


def test_default_parameters_are_a_copy():
    trailaudit.default_parameters().clear()
    assert trailaudit.default_parameters()["required_tag_keys"] == []


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"required_tags": ["a"]}, trailaudit.ReadError, "required_tags"),
        ({"required_tag_keys": "a"}, trailaudit.ReadError, "^parameters: .*required_tag_keys"),
        ({"digest_delivery_window_hours": -1}, trailaudit.ReadError, "hours"),
        ({"digest_delivery_window_hours": float("nan")}, ValueError, "JSON compliant"),
        ({"required_tag_keys": {"a"}}, TypeError, "set is not JSON"),
        ("{}", TypeError, "str"),
        ([], TypeError, "list"),
    ],
)
def test_wrong_parameters(text, parameters, error, message):
    with pytest.raises(error, match=message):
        trailaudit.audit(text, parameters=parameters)


def test_as_of(text):
    wanted = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    east = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    for as_of in ["2026-01-02T03:04:05Z", wanted, wanted.astimezone(east)]:
        assert trailaudit.audit(text, as_of=as_of).as_of == wanted
    with pytest.raises(ValueError, match="no time zone"):
        trailaudit.audit(text, as_of=datetime.datetime(2026, 1, 2))
    for wrong in ["2026-01-02T03:04:05", "yesterday", "", datetime.datetime(1, 1, 1, tzinfo=UTC)]:
        with pytest.raises(ValueError, match="as_of must be"):
            trailaudit.audit(text, as_of=wrong)
    for wrong in [datetime.date(2026, 1, 2), 1767323045]:
        with pytest.raises(TypeError, match="as_of"):
            trailaudit.audit(text, as_of=wrong)


def test_datetimes_in_a_dict(document):
    arn = document["captures"][0]["response"]["trailList"][0]["TrailARN"]
    status = {"IsLogging": True, "LatestDeliveryTime": datetime.datetime(2026, 11, 20, 11)}
    capture = {"call": "cloudtrail:GetTrailStatus", "request": {"Name": arn}, "response": status}
    document["captures"].append(capture)
    with pytest.raises(ValueError, match="no time zone"):
        trailaudit.audit(document)
    status["LatestDeliveryTime"] = status["LatestDeliveryTime"].astimezone(UTC)
    healthy = trailaudit.rule("log-delivery-healthy")
    assert healthy(document)[0].outcome == "pass"


class NotJson:
    """Anything."""


@pytest.mark.parametrize("value", [{1}, b"text", 1j, NotJson(), datetime.date(2026, 1, 1)])
def test_what_is_not_json_is_a_type_error(document, value):
    document["captures"][0]["response"]["new"] = value
    with pytest.raises(TypeError, match=f"{type(value).__name__} is not JSON"):
        trailaudit.audit(document)


@pytest.mark.parametrize("document", [None, 1, [], [{}], object()])
def test_what_is_no_document_is_a_type_error(document):
    with pytest.raises(TypeError, match=type(document).__name__):
        trailaudit.audit(document)


def test_read_error(text):
    broken = text.replace('"LogFileValidationEnabled": true', '"LogFileValidationEnabled": 1')
    with pytest.raises(trailaudit.ReadError) as caught:
        trailaudit.audit(broken)
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.code == "wrong_type"
    assert error.pointer == "/captures/0/response/trailList/0/LogFileValidationEnabled"
    assert error.source == ""
    assert (error.line, error.column) == (1, broken.index('Enabled": 1') + len('Enabled": ') + 1)
    assert error.message in str(error)
    assert str(error).startswith(f"line 1, column {error.column}, at {error.pointer}: ")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))


def test_read_error_of_a_file_names_it(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{\n]")
    with pytest.raises(trailaudit.ReadError, match=r"broken\.json: line 2") as caught:
        trailaudit.audit(path)
    assert caught.value.source == str(path)
    assert caught.value.code == "syntax"


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        trailaudit.audit(tmp_path / "none.json")
    with pytest.raises(trailaudit.ReadError) as caught:
        trailaudit.audit(tmp_path)
    assert caught.value.code == "unreadable_file"
    assert str(tmp_path) not in str(caught.value)


def test_a_name_that_is_not_unicode(tmp_path, text):
    path = Path(str(tmp_path / "snapshot-") + "\udcff.json")
    path.write_text("{")
    with pytest.raises(trailaudit.ReadError, match=r"snapshot-.*json: line 1"):
        trailaudit.audit(path)
    path.write_text(text)
    assert trailaudit.audit(path).account_id == "111122223333"


def test_texts_that_are_not_unicode(text):
    with pytest.raises(trailaudit.ReadError) as caught:
        trailaudit.audit(text.encode().replace(b"logs-0", b"logs-\xff"))
    assert caught.value.code == "invalid_utf8"
    for broken in [text.replace("logs-0", "logs-\ud800"), text.replace("logs-0", "logs-\\ud800")]:
        with pytest.raises(ValueError, match="surrogate"):
            trailaudit.audit(broken)


def test_what_an_input_says_is_kept_as_it_is(make_document):
    name = "é 日本 \U0001f600 \u0000 <b>"
    report = trailaudit.audit(make_document(1, Name=name, TrailARN=None), rules=["trail-tagged"])
    assert report.findings[0].resource == name
    assert "\x00" not in repr(report.findings[0])


def test_html_escapes_everything(make_document):
    hostile = '<script>alert("1")</script>&'
    report = trailaudit.audit(make_document(1, TrailARN=None, Name=hostile, S3BucketName=hostile))
    html = report._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert '"1"' not in html
    assert html.count("<tr>") == html.count("</tr>") == len(report.failed) + len(report.unknown) + 1


def test_html_of_a_long_report_is_short(make_document):
    report = trailaudit.audit(make_document(300))
    html = report._repr_html_()
    more = report.counts["fail"] + report.counts["unknown"] - 100
    assert html.count("<td>fail</td>") == 100
    assert f"and {more} more" in html


@pytest.mark.parametrize("name", ["good", "bad", "advanced", "empty", "organization-member"])
def test_a_pickled_report_is_the_same_report(examples, name):
    parameters = {"required_tag_keys": ["owner"]}
    rules = [*trailaudit.rules()[::-2]]
    report = trailaudit.audit(
        examples / name, rules=rules, parameters=parameters, as_of="2026-12-01T00:00:00Z"
    )
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(report, protocol))
        assert again.to_json() == report.to_json()
        assert (again.rules, again.parameters) == (report.rules, report.parameters)
        assert repr(again.ignored) == repr(report.ignored)
    assert copy.deepcopy(report).to_json() == report.to_json()


def test_keys_that_were_left_aside_survive_pickling(document):
    document["captures"][0]["response"]["trailList"][0]["Unheard"] = 1
    report = trailaudit.audit(document)
    assert json.loads(report.to_json())["summary"]["ignored_keys"] == 1
    assert report.ignored_key_names == ["Unheard"]
    assert pickle.loads(pickle.dumps(report)).to_json() == report.to_json()


def test_ignored(document):
    document["captures"].append({"call": "sts:GetCallerIdentity", "response": {}})
    [ignored] = trailaudit.audit(document).ignored
    assert (ignored.pointer, ignored.what) == ("/captures/1", "sts:GetCallerIdentity")
    assert ignored.reason
    assert repr(ignored).startswith("Ignored(pointer='/captures/1'")
