"""The JSON Schemas say what the reader takes and what the writer gives."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include" / "trailaudit"
FIXTURES = ROOT / "tests" / "fixtures"
PAYLOADS = ROOT / "examples" / "payloads"
SNAPSHOT = json.loads((INCLUDE / "input" / "snapshot.schema.json").read_text("utf-8"))
REPORT = json.loads((INCLUDE / "output" / "report.schema.json").read_text("utf-8"))
ACCOUNTS = [
    *sorted(each.parent.name for each in PAYLOADS.glob("*/index.ndjson")),
    *sorted(each.name for each in PAYLOADS.glob("*.json")),
]

# Read without complaint, or with one, but not as the schema would have it.
ODD = {
    "read/accepted/spellings.json": "keys that our own format does not have: read, told as ignored",
}

# What the reader refuses and no schema can see.
BEYOND_SCHEMA = {
    "duplicate-": "the same key twice is gone once the text is parsed",
    "integer-exponent.json": "1e3 is a whole number to JSON Schema",
    "integer-fraction.json": "1.0 is a whole number to JSON Schema",
}


def validator(schema: dict, definition: str = "") -> Draft202012Validator:
    if definition:
        schema = {**schema, "$ref": f"#/$defs/{definition}"}
        for key in ("type", "required", "properties", "additionalProperties"):
            del schema[key]
    return Draft202012Validator(schema)


def complaints(schema: dict, document: object, definition: str = "") -> list[str]:
    found = validator(schema, definition).iter_errors(document)
    return [f"{each.json_path}: {each.message[:300]}" for each in found]


def name_of(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def documents(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in FIXTURES.glob(pattern))


def document_of(path: Path) -> object:
    return json.loads(path.read_text("utf-8"))["document"]


@pytest.mark.parametrize("schema", [SNAPSHOT, REPORT], ids=["snapshot", "report"])
def test_schema_is_one(schema):
    Draft202012Validator.check_schema(schema)
    references = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert references == set(schema["$defs"])


def test_fixtures_are_found():
    assert len(documents("rules/*/*.json")) > 1000
    assert len(documents("defects/*.json")) > 80
    assert len(documents("read/accepted/*.json")) >= 5
    assert len(ACCOUNTS) == 29


@pytest.mark.parametrize("folder", ["rules/*", "defects", "read/accepted"])
def test_fixture_is_a_snapshot(folder):
    found = {
        name_of(path): complaints(SNAPSHOT, document_of(path))
        for path in documents(f"{folder}/*.json")
    }
    wrong = {name: why for name, why in found.items() if why and name not in ODD}
    assert wrong == {}
    assert [name for name in ODD if found.get(name) == []] == [], "no longer odd"


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_example_document_is_a_snapshot(path):
    assert complaints(SNAPSHOT, json.loads(path.read_text("utf-8"))) == []


def policies_of(document: dict) -> list[object]:
    """The policies that stand as JSON text in a document's strings, but for broken ones."""
    responses = (each.get("response") for each in document["captures"])
    texts = [each["Policy"] for each in responses if isinstance(each, dict) and "Policy" in each]
    return [json.loads(each) for each in texts if isinstance(each, str) and each.endswith("}")]


def test_policy_texts_are_policies():
    paths = documents("rules/*/*.json", "defects/*.json", "read/accepted/*.json")
    found = [policy for path in paths for policy in policies_of(document_of(path))]
    found += policies_of(json.loads((PAYLOADS / "good-boto3.json").read_text("utf-8")))
    assert len(found) > 100
    assert [each for each in found if complaints(SNAPSHOT, each, "Policy")] == []


@pytest.mark.parametrize("name", ["policy-array", "principal-array", "condition-text"])
def test_wrong_policy_text_is_no_policy(name):
    fixture = json.loads((FIXTURES / "policies" / f"{name}.json").read_text("utf-8"))
    policy = json.loads(fixture["policy"])
    assert complaints(SNAPSHOT, policy, "Policy") != []


@pytest.mark.parametrize("path", documents("read/refused/*.json"), ids=lambda path: path.stem)
def test_what_the_reader_refuses_is_no_snapshot(path):
    beyond = any(path.name.startswith(each) for each in BEYOND_SCHEMA)
    assert (complaints(SNAPSHOT, document_of(path)) == []) == beyond


def minimal(**capture: object) -> dict:
    call = {"call": "cloudtrail:DescribeTrails", "response": {"trailList": []}, **capture}
    return {"schema": "trailaudit.snapshot.v1", "captures": [call]}


def trail(**settings: object) -> dict:
    return minimal(response={"trailList": [{"Name": "main", **settings}]})


def status(**members: object) -> dict:
    return minimal(call="cloudtrail:GetTrailStatus", response={"IsLogging": True, **members})


def policy(value: object) -> dict:
    return minimal(call="s3:GetBucketPolicy", response={"Policy": value})


@pytest.mark.parametrize(
    "document",
    [
        minimal(),
        minimal(region="us-east-1", request={"includeShadowTrails": True, "MaxResults": 5}),
        minimal(response=None),
        minimal(response=""),
        minimal(response={"trailList": [], "ResponseMetadata": {"HTTPStatusCode": 200}}),
        minimal(call="sts:GetCallerIdentity", response=["anything"]),
        {"schema": "trailaudit.snapshot.v1", "captures": [], "as_of": None, "account_id": None},
        trail(KmsKeyId=None, IsMultiRegionTrail=None, NewSetting={"a": 1}),
        status(LatestDeliveryTime=1795302692),
        status(LatestDeliveryTime=1795302692.5),
        status(LatestDeliveryTime="2026-11-21T23:11:32Z"),
        status(LatestDeliveryTime="2026-11-21T23:11:32.418000+01:00"),
        status(LatestDeliveryTime="2026-11-21 23:11:32+00:00"),
        status(LatestDeliveryTime=""),
        policy("{}"),
        policy(""),
        policy({"Statement": [{"Action": 5}], "Other": None}),
        policy({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*"}}),
        policy({"Statement": [{"Principal": {"AWS": ["1"]}, "Condition": {"Bool": {"a": True}}}]}),
    ],
)
def test_right_snapshot(document):
    assert complaints(SNAPSHOT, document) == []


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"schema": "trailaudit.snapshot.v1"},
        {"captures": []},
        {"schema": "trailaudit.snapshot.v2", "captures": []},
        {"schema": "trailaudit.snapshot.v1", "captures": {}},
        {"schema": "trailaudit.snapshot.v1", "captures": [], "accountId": "111122223333"},
        {"schema": "trailaudit.snapshot.v1", "captures": [], "account_id": 111122223333},
        {"schema": "trailaudit.snapshot.v1", "captures": [], "account_id": "1111-2222-3333"},
        {"schema": "trailaudit.snapshot.v1", "captures": [], "as_of": "2026-11-21"},
        {"schema": "trailaudit.snapshot.v1", "captures": [], "regions": ["r"] * 257},
        minimal(error={"Code": "AccessDenied"}),
        minimal(Region="us-east-1"),
        minimal(response={}),
        minimal(response=[]),
        minimal(response="nothing"),
        minimal(response={"trailList": None}),
        minimal(request=[]),
        minimal(request={"includeShadowTrails": "true"}),
        trail(IsMultiRegionTrail="true"),
        trail(Name=5),
        trail(TrailARN=["arn"]),
        status(LatestDeliveryTime="2026-11-21T23:11:32"),
        status(LatestDeliveryTime="yesterday"),
        status(LatestDeliveryTime=-1),
        status(LatestDeliveryTime=True),
        policy(None),
        policy(5),
        policy([]),
    ],
)
def test_wrong_snapshot(document):
    assert complaints(SNAPSHOT, document) != []


def test_capture_has_response_or_error():
    def with_capture(**keys: object) -> dict:
        return {**minimal(), "captures": [{"call": "cloudtrail:DescribeTrails", **keys}]}

    code = {"Code": "AccessDenied"}
    assert complaints(SNAPSHOT, with_capture()) != []
    assert complaints(SNAPSHOT, with_capture(error=None)) != []
    assert complaints(SNAPSHOT, with_capture(error={"Message": "no"})) != []
    assert complaints(SNAPSHOT, with_capture(error={"Code": ""})) != []
    assert complaints(SNAPSHOT, with_capture(response="", error=code)) != []
    assert complaints(SNAPSHOT, with_capture(error=code)) == []
    assert complaints(SNAPSHOT, with_capture(error=code, response=None)) == []
    assert complaints(SNAPSHOT, with_capture(error=None, response=None)) == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_report_of_recorded_account(audit, account):
    printed = audit("--format", "json", f"examples/payloads/{account}")
    assert printed.err == ""
    assert complaints(REPORT, json.loads(printed.out)) == []
    lines = audit("--format", "jsonl", f"examples/payloads/{account}").out.splitlines()
    assert len(lines) >= 14
    for line in lines:
        assert complaints(REPORT, json.loads(line), "finding") == []


def test_report_of_fixtures(audit, tmp_path):
    texts = [
        json.dumps(document_of(path))
        for path in documents("rules/*/*.json", "defects/*.json", "read/accepted/*.json")
    ]
    path = tmp_path / "fixtures.ndjson"
    path.write_text("\n".join(texts), "utf-8")
    printed = audit("--format", "json", path)
    assert printed.err == ""
    decoder = json.JSONDecoder()
    checker = validator(REPORT)
    at = count = 0
    while at < len(printed.out):
        report, at = decoder.raw_decode(printed.out, at)
        at += 1  # the line end
        count += 1
        assert [each.message[:300] for each in checker.iter_errors(report)] == []
    assert count == len(texts)


FACT = {"call": "s3:GetBucketAcl", "region": None, "capture": 3, "pointer": "/Owner", "value": None}
FINDING = {
    "rule": "log-file-validation",
    "title": "Trail signs its log files",
    "resource": "*",
    "resource_type": "AWS::CloudTrail::Trail",
    "account": None,
    "region": None,
    "outcome": "unknown",
    "severity": "low",
    "reason": "the list was not collected",
    "evidence": [FACT],
}
WHOLE = {
    "schema": "trailaudit.report.v1",
    "library_version": "0.1.0",
    "account_id": "111122223333",
    "as_of": "2026-11-21T23:11:28Z",
    "summary": {
        "pass": 0,
        "fail": 0,
        "unknown": 1,
        "not_applicable": 0,
        "worst_severity": None,
        "captures": 1,
        "ignored": 1,
        "ignored_keys": 0,
    },
    "findings": [FINDING],
    "ignored": [{"pointer": "/captures/0", "what": "sts:X", "reason": "no rule reads this call"}],
    "ignored_key_names": [],
}


def test_right_report():
    assert complaints(REPORT, WHOLE) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (["schema"], "trailaudit.report.v2"),
        (["library_version"], "0.1"),
        (["account_id"], ""),
        (["as_of"], "2026-11-21T23:11:28+00:00"),
        (["colour"], "red"),
        (["summary", "pass"], -1),
        (["summary", "worst_severity"], "grave"),
        (["summary", "total"], 1),
        (["findings"], {}),
        (["findings", 0, "rule"], "Log File Validation"),
        (["findings", 0, "outcome"], "error"),
        (["findings", 0, "severity"], None),
        (["findings", 0, "resource"], ""),
        (["findings", 0, "region"], ""),
        (["findings", 0, "remediation"], "text"),
        (["findings", 0, "evidence_omitted"], 0),
        (["findings", 0, "evidence"], [FACT] * 5),
        (["findings", 0, "evidence", 0, "pointer"], "Owner"),
        (["findings", 0, "evidence", 0, "value"], []),
        (["findings", 0, "evidence", 0, "value"], 0.5),
        (["ignored", 0, "reason"], ""),
    ],
)
def test_wrong_report(where, value):
    report = copy.deepcopy(WHOLE)
    inner = report
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    assert complaints(REPORT, report) != []


def without(value: object) -> list[object]:
    """The value with each of its keys left out, one at a time, at any depth."""
    if isinstance(value, list):
        return [[one] for each in value for one in without(each)]
    if not isinstance(value, dict):
        return []
    out: list[object] = [{k: v for k, v in value.items() if k != key} for key in value]
    for key, inner in value.items():
        out += [{**value, key: one} for one in without(inner)]
    return out


def test_report_lacks_nothing():
    lacking = without(WHOLE)
    assert len(lacking) > 30
    assert [each for each in lacking if complaints(REPORT, each) == []] == []


# The field tables of the models are the one home of what AWS's answers hold. Here they are read
# from the headers, and the schema has to say the same.

# What CloudTrail records is none of AWS's answers, and stands in no snapshot.
MODELS = "".join(
    path.read_text("utf-8")
    for path in sorted((INCLUDE / "model").glob("*.hpp"))
    if path.name != "event_record.hpp"
)
MEMBERS = {
    struct: {
        name: kind.replace("trailaudit::", "")
        for kind, name in re.findall(r"^\s+([\w:<>]+)\s+(\w+)\{\};", body, re.MULTILINE)
    }
    for struct, body in re.findall(r"\nstruct (\w+) \{\n(.*?)\n\};", MODELS, re.DOTALL)
}
TABLES = {
    struct: [
        (key, MEMBERS[struct][name], bool(required))
        for key, name, required in re.findall(
            r'field\{\s*"(\w+)",\s*"(\w+)",\s*&[\w:]+(,\s*true)?\}', table
        )
    ]
    for struct, table in re.findall(r"fields_of<(\w+)> =(.*?);\n", MODELS, re.DOTALL)
}
OPERATIONS = re.findall(r'operation<(\w+)>\{\s*"([\w:]+)"', MODELS)


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def reference(name: str) -> dict:
    return {"$ref": f"#/$defs/{name}"}


def schema_of(kind: str, required: bool) -> dict:
    """What the schema must say of a member of that C++ type."""
    if kind in ("std::string", "rare_text"):
        return reference("text")
    if kind == "condition_block":
        return reference("Condition")
    outer, _, inner = kind.rstrip(">").partition("<")
    scalars = {"bool": "flag", "std::int64_t": "whole", "timestamp": "time"}
    if outer == "std::optional":
        return reference(scalars[inner])
    texts = {"json_text": "PolicyText", "encoded_json_text": "PolicyDocument"}
    if outer in texts:
        return reference(texts[outer])
    if outer == "maybe" and inner.partition("<")[0] in texts:
        return {"anyOf": [reference(texts[inner.partition("<")[0]]), {"type": "null"}]}
    if outer == "maybe" and inner.startswith("list<"):
        return {"type": ["array", "null"], "items": reference(pascal(inner[5:]))}
    if outer == "maybe" and inner == "principal_element":
        return reference("Principal")
    if inner == "std::string":
        return reference({"list": "texts", "one_or_many": "textOrTexts"}[outer])
    model = reference(pascal(inner or outer))
    if outer == "list":
        return {"type": "array" if required else ["array", "null"], "items": model}
    if outer == "one_or_many":
        return {"anyOf": [model, {"type": ["array", "null"], "items": model}]}
    return model if required else {"anyOf": [model, {"type": "null"}]}


def test_tables_are_read():
    assert len(TABLES) > 50
    assert len(TABLES) == MODELS.count("fields_of<")
    assert sum(len(table) for table in TABLES.values()) == len(re.findall(r'field\{\s*"', MODELS))
    assert len(OPERATIONS) == len(re.findall(r"list<capture<\w+>> \w+\{\}", MODELS)) > 20


@pytest.mark.parametrize("struct", TABLES)
def test_schema_says_what_the_table_says(struct):
    found = SNAPSHOT["$defs"][{"capture_request": "request"}.get(struct, pascal(struct))]
    table = TABLES[struct]
    assert found["properties"] == {key: schema_of(kind, need) for key, kind, need in table}
    assert found.get("required", []) == [key for key, _, need in table if need]
    assert "additionalProperties" not in found


def test_schema_knows_every_call():
    assert SNAPSHOT["$defs"]["capture"]["allOf"] == [
        {
            "if": {"properties": {"call": {"const": call}}},
            "then": {"properties": {"response": reference(pascal(response))}},
        }
        for response, call in OPERATIONS
    ]


def names_of(enumeration: str) -> list[str]:
    text = (INCLUDE / "rule.hpp").read_text("utf-8")
    body = re.search(rf"enum class {enumeration} [^{{]*\{{(.*?)\}};", text, re.DOTALL)
    return re.findall(r"\b([a-z_]+)\b", re.sub(r"//[^\n]*", "", body[1]))


def test_report_knows_every_outcome_and_severity():
    finding = REPORT["$defs"]["finding"]["properties"]
    severities = names_of("severity")
    assert finding["outcome"]["enum"] == names_of("outcome")
    assert REPORT["$defs"]["severity"]["enum"] == severities
    summary = REPORT["$defs"]["summary"]["properties"]
    assert summary["worst_severity"]["enum"] == [*severities, None]


def test_report_knows_every_kind_of_resource():
    text = (INCLUDE / "rule.hpp").read_text("utf-8")
    names = re.findall(r'"(AWS::[\w:]+)"', text)
    assert REPORT["$defs"]["finding"]["properties"]["resource_type"]["enum"] == names
