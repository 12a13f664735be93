"""Policies that stand alone: requests, whom they let in, and what is wrong with them."""

from __future__ import annotations

import datetime
import json
import pickle
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

import pytest
import trailaudit
from trailaudit.policy import (
    KINDS,
    QUESTIONS,
    Authorization,
    Condition,
    Decision,
    Exposure,
    Flaw,
    Lint,
    Policy,
    Principal,
    Statement,
    authorize,
    evaluate,
    exposure,
    lint,
    parse,
)

ROOT = Path(__file__).resolve().parents[3]
POLICIES = ROOT / "tests/fixtures/policy"
EDGE_CASES = sorted([*POLICIES.glob("edge-cases/*.json"), *POLICIES.glob("outsiders/*.json")])
MISTAKES = sorted((ROOT / "tests/fixtures/policy/mistakes").glob("*.json"))
FORMS = sorted((ROOT / "tests/fixtures/policies").glob("*.json"))
OWNER, OTHER = "111122223333", "999999999999"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
OWNED = {"account": OWNER, "bucket": "logs"}


def allow(principal="*", action="s3:GetObject", resource="arn:aws:s3:::logs/*", **more):
    made = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return made if principal is None else {**made, "Principal": principal}


def deny(*arguments, **more):
    return {**allow(*arguments, **more), "Effect": "Deny"}


def policy_of(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def request_of(who=None, action="s3:GetObject", resource="arn:aws:s3:::logs/a", **context):
    principal = {"type": "anonymous"} if who is None else {"type": "aws", "id": who}
    made = {"principal": principal, "action": action, "resource": resource, "account": OWNER}
    return {**made, "context": {key.replace("_", ":", 1): at for key, at in context.items()}}


def role(account, name="reader"):
    return f"arn:aws:iam::{account}:role/{name}"


PUBLIC = policy_of(allow())
SHARED = policy_of(allow({"AWS": role(OTHER)}))
PRIVATE = policy_of(allow({"AWS": role(OWNER)}))
UNDECIDED = policy_of(allow(Condition={"StringMadeUp": {"aws:SourceIp": "x"}}))


# --- evaluate ---


def test_evaluate():
    policy = policy_of(allow(), deny(Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))
    assert evaluate(policy, request_of()) == Decision("yes", "no", "yes", 0, "")
    denied = evaluate(policy, request_of(aws_SourceIp="203.0.113.9"))
    assert denied == Decision("yes", "yes", "no", 1, "")
    elsewhere = evaluate(policy, request_of(resource="arn:aws:s3:::other/a"))
    assert elsewhere == Decision("no", "no", "no", None, "")


def test_evaluate_what_is_not_decided():
    said = evaluate(UNDECIDED, request_of(aws_SourceIp="203.0.113.9"))
    assert (said.allow, said.deny, said.granted, said.statement) == ("unknown", "no", "unknown", 0)
    assert said.reason
    assert "\n" not in said.reason


def both_forms(value):
    text = json.dumps(value)
    yield from (value, MappingProxyType(value), text, text.encode(), bytearray(text.encode()))
    yield from (memoryview(text.encode()), "\ufeff" + text, json.dumps(value, indent=2))


def test_input_forms():
    policy, request = policy_of(allow({"AWS": OTHER})), request_of(role(OTHER), aws_SourceIp="::1")
    for given in (*both_forms(policy), parse(policy)):
        for asked in both_forms(request):
            assert evaluate(given, asked).granted == "yes"
        assert exposure(given, "external", **OWNED).verdict == "open"
        own = policy_of(allow(None))
        assert authorize({"resource": given, "identity": own}, request).granted == "yes"
        assert parse(given) == parse(policy)


AN_HOUR_AHEAD = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("operator", "wanted", "given", "granted"),
    [
        ("NumericLessThan", "10", 9, "yes"),
        ("NumericLessThan", "10", 10, "no"),
        ("NumericLessThan", "10", 9.5, "yes"),
        ("Bool", "true", True, "yes"),
        ("Bool", "true", False, "no"),
        ("Bool", False, "false", "yes"),
        ("StringEquals", ["a", "b"], "b", "yes"),
        ("ForAnyValue:StringEquals", "b", ["a", "b"], "yes"),
        ("ForAllValues:StringEquals", "b", ("a", "b"), "no"),
        ("ForAllValues:StringEquals", "b", [], "yes"),
        ("Null", "true", "x", "no"),
        (
            "DateLessThan",
            "2026-01-01T00:00:00Z",
            datetime.datetime(2026, 1, 1, 0, 30, tzinfo=AN_HOUR_AHEAD),
            "yes",
        ),
    ],
)
def test_context_values(operator, wanted, given, granted):
    policy = policy_of(allow(Condition={operator: {"aws:Key": wanted}}))
    assert evaluate(policy, request_of(aws_Key=given)).granted == granted


@pytest.mark.parametrize(
    ("principal", "granted"),
    [
        ({"type": "service", "id": "cloudtrail.amazonaws.com"}, "yes"),
        ({"type": "service", "id": "config.amazonaws.com"}, "no"),
        ({"type": "federated", "id": "cognito-identity.amazonaws.com"}, "yes"),
        ({"type": "canonical", "id": CANONICAL}, "yes"),
        ({"type": "anonymous"}, "no"),
    ],
)
def test_types_of_principals(principal, granted):
    policy = policy_of(
        allow(
            {"Service": "cloudtrail.amazonaws.com", "Federated": "cognito-identity.amazonaws.com"}
        ),
        allow({"CanonicalUser": CANONICAL}),
    )
    assert evaluate(policy, {**request_of(), "principal": principal}).granted == granted


# --- authorize ---

READER = policy_of(allow(None))
ADMINISTRATOR = policy_of(allow(None, "*", "*"))
WRITER = policy_of(allow(None, "s3:PutObject"))
NO_READING = policy_of(deny(None))


@pytest.mark.parametrize(
    ("policies", "caller", "granted", "decided_by"),
    [
        ({}, OWNER, "no", "identity"),
        ({"identity": READER}, OWNER, "yes", None),
        ({"identity": [READER, WRITER]}, OWNER, "yes", None),
        ({"identity": [WRITER, READER]}, OWNER, "yes", None),
        ({"identity": WRITER}, OWNER, "no", "identity"),
        ({"identity": [READER, NO_READING]}, OWNER, "no", "identity"),
        ({"identity": READER, "resource": policy_of(deny())}, OWNER, "no", "resource"),
        ({"resource": PRIVATE}, OWNER, "yes", None),
        ({"resource": SHARED}, OTHER, "no", "identity"),
        ({"resource": SHARED, "identity": READER}, OTHER, "yes", None),
        ({"identity": ADMINISTRATOR}, OTHER, "no", "resource"),
        ({"identity": READER, "scp": WRITER}, OWNER, "no", "scp"),
        ({"identity": READER, "scp": ADMINISTRATOR}, OWNER, "yes", None),
        ({"identity": READER, "scp": [ADMINISTRATOR, NO_READING]}, OWNER, "no", "scp"),
        ({"identity": READER, "rcp": [ADMINISTRATOR, policy_of(deny())]}, OWNER, "no", "rcp"),
        ({"identity": READER, "boundary": READER}, OWNER, "yes", None),
        ({"identity": READER, "boundary": WRITER}, OWNER, "no", "boundary"),
        ({"identity": READER, "boundary": [READER, WRITER]}, OWNER, "no", "boundary"),
        ({"identity": READER, "boundary": [WRITER, READER]}, OWNER, "no", "boundary"),
        ({"identity": READER, "boundary": (READER, ADMINISTRATOR)}, OWNER, "yes", None),
        ({"identity": READER, "boundary": [READER, NO_READING]}, OWNER, "no", "boundary"),
        ({"identity": READER, "boundary": [READER, UNDECIDED]}, OWNER, "unknown", "boundary"),
        ({"identity": READER, "session": READER}, OWNER, "yes", None),
        ({"identity": READER, "session": WRITER}, OWNER, "no", "session"),
        ({"identity": READER, "session": [READER, ADMINISTRATOR]}, OWNER, "yes", None),
        ({"identity": READER, "session": [WRITER, WRITER]}, OWNER, "no", "session"),
        ({"identity": READER, "session": [READER, WRITER]}, OWNER, "unknown", "session"),
        ({"identity": READER, "session": [READER, NO_READING]}, OWNER, "no", "session"),
        (
            {"identity": READER, "session": [READER, WRITER], "boundary": [READER, WRITER]},
            OWNER,
            "no",
            "boundary",
        ),
        ({"identity": READER, "scp": None, "boundary": [], "resource": []}, OWNER, "yes", None),
    ],
)
def test_authorize(policies, caller, granted, decided_by):
    said = authorize(policies, request_of(role(caller)))
    assert (said.granted, said.decided_by) == (granted, decided_by)
    assert bool(said.reason) == (granted != "yes")


def test_authorize_says_what_denies():
    said = authorize({"identity": [READER, NO_READING]}, request_of(role(OWNER)))
    assert said == Authorization("yes", "yes", "no", "identity", "it is denied")


def test_a_session_policy_of_several():
    said = authorize({"identity": READER, "session": [READER, WRITER]}, request_of(role(OWNER)))
    assert (said.allow, said.deny) == ("unknown", "no")
    assert said.reason == "some of the session policies allow it, and others do not"


@pytest.mark.parametrize(
    ("scp", "granted"),
    [
        ([ADMINISTRATOR, WRITER], "yes"),  # of one level
        ([[ADMINISTRATOR], [WRITER]], "no"),
        ([[ADMINISTRATOR], [WRITER, READER], [ADMINISTRATOR]], "yes"),
        ([[ADMINISTRATOR, NO_READING], [ADMINISTRATOR]], "no"),
        (([ADMINISTRATOR], []), "no"),
        ([], "yes"),
    ],
)
def test_every_level_of_scps_must_allow(scp, granted):
    said = authorize({"identity": READER, "scp": scp}, request_of(role(OWNER)))
    assert said.granted == granted
    assert said.decided_by == (None if granted == "yes" else "scp")


def test_scps_do_not_bind_services():
    policy = policy_of(allow({"Service": "cloudtrail.amazonaws.com"}))
    request = request_of()
    request["principal"] = {"type": "service", "id": "cloudtrail.amazonaws.com"}
    assert authorize({"resource": policy, "scp": NO_READING}, request).granted == "yes"


# --- exposure ---


@pytest.mark.parametrize(
    ("policy", "public", "external", "level"),
    [
        (PUBLIC, "open", "open", "public"),
        (SHARED, "closed", "open", "shared"),
        (PRIVATE, "closed", "closed", "private"),
        (UNDECIDED, "unknown", "unknown", "unknown"),
        ("{", "unknown", "unknown", "unknown"),
        (policy_of(), "closed", "closed", "private"),
        (policy_of(allow(), deny()), "closed", "closed", "private"),
    ],
)
def test_exposure(policy, public, external, level):
    for question in QUESTIONS:
        found = exposure(policy, question, **OWNED)
        assert found.question == question
        assert found.level == level
        assert found.reason
        wanted = {"public": public, "external": external, "who": external}.get(question)
        assert wanted in (None, found.verdict)
        if found.verdict == "open" and question != "aws_public":
            assert evaluate(policy, found.witness).granted == "yes"
        else:
            assert found.witness is None
        assert bool(found.grants) <= (question == "who")


def test_exposure_is_asked_for_the_public():
    assert exposure(PUBLIC) == exposure(PUBLIC, "public")
    assert exposure(PUBLIC).statements == [0]
    assert exposure(policy_of(deny(), allow(resource="arn:aws:s3:::x/*"))).statements == [1]


def test_public_for_s3_is_of_the_text():
    policy = policy_of(allow(), deny())
    found = exposure(policy, "aws_public", **OWNED)
    assert (found.verdict, found.witness, found.statements) == ("open", None, [0])


def test_who():
    policy = policy_of(
        allow({"AWS": [role(OTHER), role(OWNER)]}),
        allow({"Service": "cloudtrail.amazonaws.com"}, "s3:PutObject"),
    )
    found = exposure(policy, "who", **OWNED)
    lines = [each[:6] for each in found.grants]
    assert lines == [
        (role(OTHER), "aws", True, "read", 0, "open"),
        (role(OWNER), "aws", False, "read", 0, "open"),
        ("cloudtrail.amazonaws.com", "service", False, "write", 1, "open"),
    ]
    assert (found.verdict, found.statements) == ("open", [0])
    assert found.witness == found.grants[0].witness
    for each in found.grants:
        assert evaluate(policy, each.witness).granted == "yes"
    caller = found.grants[0].witness["principal"]["id"]  # a role asks by a session of it
    assert caller.startswith((role(OTHER), f"arn:aws:sts::{OTHER}:assumed-role/reader/"))


def test_who_is_closed_only_if_nobody_else_gets_in():
    # Nobody is named, so there may be no line for the account that the condition lets in.
    policy = policy_of(allow(Condition={"StringEquals": {"aws:PrincipalAccount": OTHER}}))
    found = exposure(policy, "who", **OWNED)
    assert found.verdict == "open"
    assert evaluate(policy, found.witness).granted == "yes"


@pytest.mark.parametrize("policy", ["{", "[]", "", b"\xff", {"Statement": 3}])
def test_who_of_a_policy_that_says_nothing(policy):
    found = exposure(policy, "who", **OWNED)
    assert (found.verdict, found.grants, found.level) == ("unknown", [], "unknown")


IF_OF_THE_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}


def only_if(operator, key, value):
    return policy_of(allow(Condition={operator: {key: value}}))


def in_network(network):
    return only_if("IpAddress", "aws:SourceIp", network)


@pytest.mark.parametrize(
    ("policy", "trust"),
    [
        (SHARED, {"accounts": [OTHER]}),
        (SHARED, {"accounts": OTHER}),
        (SHARED, {"accounts": {OTHER, OWNER}, "networks": ()}),
        (
            only_if("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"),
            {"organizations": ["o-abcdefghij"]},
        ),
        (only_if("StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"), {"vpcs": ["vpc-0a1b2c3d"]}),
        (only_if("StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"), {"vpcs": ["vpce-0a1b2c3d"]}),
        (in_network("203.0.113.0/25"), {"networks": ["203.0.113.0/24"]}),
        (in_network("2001:db8:1::/48"), {"networks": ["2001:db8::/32"]}),
    ],
)
def test_trust(policy, trust):
    without = exposure(policy, "external", **OWNED)
    assert (without.verdict, without.level) == ("open", "shared")
    found = exposure(policy, "external", **OWNED, trust=trust)
    assert (found.verdict, found.level) == ("closed", "private")
    assert exposure(policy, "who", **OWNED, trust=trust).verdict == "closed"


def test_who_meets_the_conditions():
    policy = policy_of(
        allow({"AWS": role(OWNER)}),
        allow(Condition=IF_OF_THE_ORGANIZATION),
    )
    found = exposure(policy, "who", **OWNED)
    (line,) = [each for each in found.grants if each.principal == "*"]
    assert line[:6] == ("*", "aws", True, "read", 1, "open")
    assert line.witness["context"]["aws:PrincipalOrgID"] == "o-abcdefghij"
    assert evaluate(policy, line.witness).granted == "yes"
    assert found.verdict == "open"
    trust = {"organizations": ["o-abcdefghij"]}
    trusted = exposure(policy, "who", **OWNED, trust=trust)
    assert ("*", False, "read") in [(each[0], each[2], each[3]) for each in trusted.grants]
    assert trusted.verdict == "closed"
    own = only_if("StringEquals", "aws:PrincipalAccount", OWNER)
    assert exposure(own, "who", **OWNED).grants == []  # by IAM alone
    everyone = policy_of(allow(), allow(action="s3:GetObject*", Condition=IF_OF_THE_ORGANIZATION))
    assert [each[:4] for each in exposure(everyone, "who", **OWNED).grants] == [
        ("*", "anonymous", True, "read")
    ]


def test_trust_that_is_too_narrow():
    policy = in_network("203.0.113.0/24")
    found = exposure(policy, "external", trust={"networks": ["203.0.113.0/25"]})
    assert found.verdict == "open"
    assert evaluate(policy, found.witness).granted == "yes"
    [last] = re.findall(r"^203\.0\.113\.(\d+)$", found.witness["context"]["aws:SourceIp"])
    assert int(last) > 127


def test_deputy():
    def policy(**source):
        condition = {"Condition": {"StringEquals": source}} if source else {}
        return policy_of(
            allow({"Service": "cloudtrail.amazonaws.com"}, "s3:PutObject", **condition),
            allow({"Service": "logging.s3.amazonaws.com"}, "s3:PutObject"),
        )

    found = exposure(policy(), "deputy", **OWNED, service="cloudtrail.amazonaws.com")
    assert (found.verdict, found.statements) == ("open", [0])
    assert found.witness["principal"] == {"type": "service", "id": "cloudtrail.amazonaws.com"}
    assert evaluate(policy(), found.witness).granted == "yes"
    bound = policy(**{"aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{OWNER}:trail/main"})
    assert (
        exposure(bound, "deputy", **OWNED, service="cloudtrail.amazonaws.com").verdict == "closed"
    )
    other = exposure(bound, "deputy", **OWNED)
    assert (other.verdict, other.statements) == ("open", [1])


def test_exposure_of_a_key():
    key = f"arn:aws:kms:us-east-1:{OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    policy = policy_of(allow({"AWS": OTHER}, "kms:Decrypt", "*"))
    found = exposure(policy, "external", account=OWNER, resource=key)
    assert found.verdict == "open"
    assert found.witness["resource"] == key
    assert found.witness["account"] == OWNER


# --- parse ---


def test_parse():
    policy = {
        "Version": "2012-10-17",
        "Id": "of-the-bucket",
        "Statement": [
            {
                "Sid": "one",
                "Effect": "Allow",
                "Principal": {"AWS": [OTHER, role(OWNER)], "Service": "sns.amazonaws.com"},
                "Action": ["s3:GetObject", "s3:PutObject"],
                "Resource": "arn:aws:s3:::logs/*",
                "Condition": {
                    "StringEquals": {"aws:SourceArn": ["a", "b"], "aws:SourceAccount": OWNER},
                    "NumericLessThan": {"s3:max-keys": 10},
                },
            },
            {"Effect": "Deny", "NotPrincipal": "*", "NotAction": "s3:*", "NotResource": ["x"]},
        ],
    }
    read = parse(policy)
    assert read.statements == (
        Statement(
            sid="one",
            effect="Allow",
            principals=(
                Principal("AWS", OTHER),
                Principal("AWS", role(OWNER)),
                Principal("Service", "sns.amazonaws.com"),
            ),
            not_principals=None,
            actions=("s3:GetObject", "s3:PutObject"),
            not_actions=(),
            resources=("arn:aws:s3:::logs/*",),
            not_resources=(),
            conditions=(
                Condition("StringEquals", "aws:SourceArn", ("a", "b")),
                Condition("StringEquals", "aws:SourceAccount", (OWNER,)),
                Condition("NumericLessThan", "s3:max-keys", ("10",)),
            ),
        ),
        Statement(None, "Deny", None, (Principal("", "*"),), (), ("s3:*",), (), ("x",), ()),
    )
    assert (read.version, read.id, read.flaws) == ("2012-10-17", "of-the-bucket", ())
    assert read.to_dict() == policy
    assert list(read.to_dict()["Statement"][0]["Condition"]) == ["StringEquals", "NumericLessThan"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_parse_the_forms_of_policies(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    text = case["policy"]
    read = parse(text)
    seen = [
        {
            "code": each.code,
            "statement": -1 if each.statement is None else each.statement,
            "pointer": each.pointer,
            "what": each.detail,
        }
        for each in read.flaws
    ]
    assert seen == case["flaws"]
    assert all(each.message for each in read.flaws)
    if read.flaws:
        assert read.to_json() == text
        said = evaluate(text, request_of())
        if any(each.statement is None for each in read.flaws):
            assert said.granted == "unknown"
            assert said.reason
    else:
        assert read.to_dict() == json.loads(text)
    assert parse(read.to_json()) == read


def test_a_policy_is_a_value():
    read = parse(PUBLIC)
    assert read == parse(json.dumps(PUBLIC, indent=3))
    assert hash(read) == hash(parse(json.dumps(PUBLIC)))
    assert read != parse(SHARED)
    assert read != PUBLIC
    assert pickle.loads(pickle.dumps(read)) == read
    assert pickle.loads(pickle.dumps(read)).statements == read.statements
    assert parse(read) is read
    assert repr(read) == "<Policy 2012-10-17: 1 statement>"
    assert repr(parse("{")) == "<Policy without a version: 0 statements, 1 flaw>"
    with pytest.raises(AttributeError):
        read.version = "2008-10-17"
    read.to_dict().clear()
    assert read.to_dict() == PUBLIC


def test_a_policy_of_yaml():
    policy = {**PUBLIC, "Version": datetime.date(2012, 10, 17)}
    assert parse(policy).version == "2012-10-17"


# --- lint ---


def test_lint():
    policy = policy_of(
        allow({"AWS": role(OWNER)}),
        allow(
            {"Service": "cloudtrail.amazonaws.com"},
            "s3:PutObjekt",
            Condition={"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:*:{OWNER}:trail/x"}},
        ),
    )
    found = lint(policy)
    assert [(each.code, each.statement) for each in found] == [
        ("unknown-action", 1),
        ("literal-star", 1),
    ]
    assert found[0].pointer.startswith("/Statement/1/Action")
    assert found[0].detail == "s3:PutObjekt"
    assert found[1].pointer.startswith("/Statement/1/Condition/StringEquals/aws:SourceArn")
    assert all(isinstance(each, Lint) and each.message for each in found)
    assert lint(parse(policy)) == lint(json.dumps(policy)) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_lint_of_the_document():
    found = lint({"Statement": [allow({"AWS": role(OWNER)})]})
    assert [(each.code, each.statement) for each in found] == [("missing-version", None)]
    assert lint(policy_of(allow({"AWS": role(OWNER)}))) == []


def test_lint_begins_with_the_flaws():
    policy = policy_of({**allow({"AWS": role(OWNER)}, "s3:GetObjekt"), "Effect": "allow"})
    assert [each.code for each in lint(policy)] == ["unknown-effect", "unknown-action"]
    for text in *cut_off(PUBLIC), ENDLESS, b"\xff", SURROGATE:
        assert [each.code.replace("-", "_") for each in lint(text)] == [
            each.code for each in parse(text).flaws
        ]


# --- what is odd, cut off, too long or no policy at all ---


def cut_off(value):
    text = json.dumps(value)
    return [text[:at] for at in range(0, len(text), 7)]


def test_cut_off():
    for text in cut_off(PUBLIC):
        read = parse(text)
        assert [each.code for each in read.flaws] == ["not_json"]
        assert read.to_json() == text
        assert evaluate(text, request_of()).granted == "unknown"
        assert exposure(text, **OWNED).verdict == "unknown"
        assert authorize({"resource": text}, request_of()).granted == "unknown"
    for text in cut_off(request_of()):
        with pytest.raises(trailaudit.ReadError) as caught:
            evaluate(PUBLIC, text)
        assert (caught.value.source, caught.value.code) == ("request", "truncated")


ENDLESS = {"Version": "2012-10-17"}
ENDLESS["Statement"] = ENDLESS


def nested(depth):
    made = []
    for _ in range(depth):
        made = [made]
    return {"Statement": made}


@pytest.mark.parametrize("given", [nested(100), nested(sys.getrecursionlimit() * 50), ENDLESS])
def test_nested_too_deeply(given):
    read = parse(given)
    assert [each.code for each in read.flaws] == ["too_large"]
    assert evaluate(given, request_of()).granted == "unknown"
    assert exposure(given).verdict == "unknown"


def test_a_request_that_is_nested_too_deeply():
    with pytest.raises(ValueError, match=r"^request: nested too deeply$"):
        evaluate(PUBLIC, nested(sys.getrecursionlimit() * 50))
    with pytest.raises(ValueError, match=r"^request: Circular reference detected$"):
        evaluate(PUBLIC, ENDLESS)
    with pytest.raises(trailaudit.ReadError):
        evaluate(PUBLIC, nested(100))


def test_long_policies():
    long = policy_of(*(allow({"AWS": role(OWNER, f"r{at}")}, Sid="x" * 900) for at in range(1000)))
    assert len(json.dumps(long)) > 1_000_000
    assert evaluate(long, request_of(role(OWNER, "r999"))) == Decision("yes", "no", "yes", 999, "")
    assert exposure(long, **OWNED).verdict == "closed"
    assert len(parse(long).statements) == 1000
    sid = policy_of(allow(Sid="x" * 1_100_000))
    assert [each.code for each in parse(sid).flaws] == ["too_large"]
    with pytest.raises(trailaudit.ReadError) as caught:
        evaluate(PUBLIC, request_of(aws_Key="x" * 1_100_000))
    assert caught.value.code == "string_too_long"


SURROGATE = "\ud800"


@pytest.mark.parametrize(
    "given",
    [
        policy_of(allow(SURROGATE)),
        json.dumps(policy_of(allow("?")), ensure_ascii=False).replace("?", SURROGATE),
        json.dumps(policy_of(allow("?"))).encode().replace(b"?", b"\xff\xfe"),
        policy_of(allow(Condition={"NumericEquals": {"aws:Key": float("nan")}})),
    ],
)
def test_policies_that_are_no_unicode_or_no_json(given):
    read = parse(given)
    assert [each.code for each in read.flaws] == ["not_json"]
    assert evaluate(given, request_of()).granted == "unknown"
    assert exposure(given).verdict == "unknown"
    assert isinstance(read.to_json(), str)
    if isinstance(given, str):
        assert read.to_json() == given
    assert isinstance(read._repr_html_(), str)
    assert repr(read)


def test_to_dict_of_what_is_no_dict():
    for text in "{", "[]", "3", "", "[" * 1_000_000:
        with pytest.raises(ValueError):  # json's own for what is not JSON
            parse(text).to_dict()


@pytest.mark.parametrize(
    ("asked", "code", "pointer"),
    [
        ("", "truncated", ""),
        ("[]", "wrong_type", ""),
        ({}, "missing_key", ""),
        ({"action": "s3:GetObject"}, "missing_key", ""),
        ({"principal": {"type": "anonymous"}}, "missing_key", ""),
        ({"principal": {"type": "aws"}, "action": "a:b"}, "missing_key", "/principal"),
        ({"principal": {"type": "root"}, "action": "a:b"}, "out_of_range", "/principal/type"),
        ({**request_of(), "Action": "a:b"}, "unknown_key", "/Action"),
        ({**request_of(), "account": 111122223333}, "wrong_type", "/account"),
        ({**request_of(), "account": "1"}, "out_of_range", "/account"),
        (request_of(aws_Key=None), "wrong_type", "/context/aws:Key"),
        (request_of(aws_Key={"a": "b"}), "wrong_type", "/context/aws:Key"),
        (request_of(aws_Key=float("inf")), "syntax", "/context/aws:Key"),
        (request_of(aws_Key=SURROGATE), "invalid_utf8", "/context/aws:Key"),
        (f'{{"action": "{SURROGATE}"}}', "invalid_utf8", "/action"),
        (b'{"action": "\xff"}', "invalid_utf8", "/action"),
    ],
)
def test_requests_that_cannot_be_read(asked, code, pointer):
    for ask in (lambda: evaluate(PUBLIC, asked), lambda: authorize({"resource": PUBLIC}, asked)):
        with pytest.raises(trailaudit.ReadError) as caught:
            ask()
        error = caught.value
        assert (error.source, error.code, error.pointer) == ("request", code, pointer)
        assert (error.line, "\n" in str(error)) == (1, False)


@pytest.mark.parametrize("wrong", [None, 3, 1.5, True, object(), {"a"}, [PUBLIC], Path("x")])
def test_wrong_types(wrong):
    kind = type(wrong).__name__
    message = f"^policy: expected JSON text or a dict, not {kind}$"
    for ask in (
        lambda: parse(wrong),
        lambda: lint(wrong),
        lambda: evaluate(wrong, request_of()),
        lambda: exposure(wrong),
        lambda: exposure(wrong, "who"),
    ):
        with pytest.raises(TypeError, match=message):
            ask()
    with pytest.raises(TypeError, match=f"^request: expected JSON text or a dict, not {kind}$"):
        evaluate(PUBLIC, wrong)
    with pytest.raises(TypeError, match=rf"^scp\[1\]: expected JSON text or a dict, not {kind}$"):
        authorize({"scp": [PUBLIC, wrong]}, request_of())
    if wrong is not None and not isinstance(wrong, list):
        with pytest.raises(TypeError, match="^identity: expected JSON text or a dict, not "):
            authorize({"identity": wrong}, request_of())
    with pytest.raises(TypeError, match="^policies: expected a dict of kinds, not "):
        authorize(wrong, request_of())
    with pytest.raises(TypeError, match="^policies: expected a dict of kinds, not str"):
        authorize("{}", request_of())


@pytest.mark.parametrize("wrong", [object(), {1}, b"x", datetime.datetime(2026, 1, 1)])
def test_wrong_types_within(wrong):
    with pytest.raises(TypeError, match="^policy: .*(is not JSON|has no time zone)$"):
        parse(policy_of(allow(Sid=wrong)))
    with pytest.raises(TypeError, match="^request: .*(is not JSON|has no time zone)$"):
        evaluate(PUBLIC, request_of(aws_Key=wrong))
    with pytest.raises(TypeError, match="^policy: keys must be "):
        parse({("a", "b"): "c"})


def error_of(ask):
    with pytest.raises((TypeError, ValueError)) as caught:
        ask()
    return f"{caught.type.__name__}: {caught.value}"


TWELVE = "an account id has twelve digits"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"question": "all"},
            "ValueError: there is no question 'all';"
            " there are public, aws_public, external, deputy, who",
        ),
        ({"question": 3}, "TypeError: question: expected a str, not int"),
        ({"account": "1"}, f"ValueError: account: {TWELVE}, and '1' has not"),
        ({"account": "²" * 12}, f"ValueError: account: {TWELVE}, and '{'²' * 12}' has not"),
        ({"account": 111122223333}, "TypeError: account: expected a str, not int"),
        ({"account": ""}, "ValueError: account: is empty; None says that it is not known"),
        ({"bucket": "arn:aws:s3:::logs"}, "ValueError: bucket: expected a name, not an ARN"),
        ({"bucket": b"logs"}, "TypeError: bucket: expected a str, not bytes"),
        ({"resource": "logs"}, "ValueError: resource: expected an ARN of one resource"),
        ({"resource": "arn:"}, "ValueError: resource: expected an ARN of one resource"),
        ({"resource": "arn:aws:s3:::*"}, "ValueError: resource: expected an ARN of one resource"),
        (
            {"bucket": "logs", "resource": "arn:aws:s3:::logs"},
            "ValueError: bucket, resource: the policy is of one of them",
        ),
        (
            {"service": "sns.amazonaws.com"},
            "ValueError: service: counts for the question 'deputy' alone",
        ),
        ({"trust": [OTHER]}, "TypeError: trust: expected a dict, not list"),
        (
            {"trust": {"account": OTHER}},
            "ValueError: trust: there is no 'account';"
            " there are accounts, organizations, vpcs, networks",
        ),
        ({"trust": {"accounts": 3}}, "TypeError: trust: accounts takes a list of texts, not int"),
        (
            {"trust": {"accounts": None}},
            "TypeError: trust: accounts takes a list of texts, not NoneType",
        ),
        ({"trust": {"accounts": [3]}}, "TypeError: trust: accounts: expected a str, not int"),
        ({"trust": {"accounts": ["3"]}}, f"ValueError: trust: accounts: {TWELVE}, and '3' has not"),
        ({"trust": {"accounts": [None]}}, "TypeError: trust: accounts takes texts, not None"),
        (
            {"trust": {"vpcs": ["subnet-1"]}},
            "ValueError: trust: vpcs are vpc-..., vpce-..., not 'subnet-1'",
        ),
        (
            {"trust": {"organizations": ["ou-1"]}},
            "ValueError: trust: organizations are o-..., not 'ou-1'",
        ),
        (
            {"trust": {"networks": ["10.0.0.0/33"]}},
            "ValueError: trust: networks has `10.0.0.0/33`, which is no network",
        ),
    ],
)
def test_options_of_exposure(options, message):
    assert error_of(lambda: exposure(PUBLIC, **options)) == message


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        (
            {"resources": PUBLIC},
            f"ValueError: policies: there is no 'resources'; there are {', '.join(KINDS)}",
        ),
        ({3: PUBLIC}, f"ValueError: policies: there is no 3; there are {', '.join(KINDS)}"),
        ({"resource": [PUBLIC, PUBLIC]}, "ValueError: resource: a resource has one policy"),
    ],
)
def test_kinds_of_policies(policies, message):
    assert error_of(lambda: authorize(policies, request_of())) == message
    assert KINDS == ("resource", "identity", "boundary", "session", "scp", "rcp")


def test_who_asks_for_networks_as_well():
    message = "ValueError: trust: networks has `x`, which is no network"
    assert error_of(lambda: exposure(PUBLIC, "who", trust={"networks": "x"})) == message


# --- values and notebooks ---


def test_answers_are_values():
    for ask in (
        lambda: evaluate(PUBLIC, request_of()),
        lambda: authorize({"resource": PUBLIC}, request_of()),
        lambda: exposure(PUBLIC, **OWNED),
        lambda: exposure(SHARED, "who", **OWNED),
        lambda: exposure(PRIVATE, "external", **OWNED, trust={"accounts": [OTHER]}),
    ):
        one, other = ask(), ask()
        assert one == other
        assert one is not other
        assert pickle.loads(pickle.dumps(one)) == one
        assert "_asked" not in repr(one)
        assert type(one).__name__ in repr(one)
    found = exposure(PUBLIC, **OWNED)
    assert pickle.loads(pickle.dumps(found)).level == "public"
    found.witness.clear()
    assert exposure(PUBLIC, **OWNED).witness
    with pytest.raises(AttributeError):
        found.verdict = "closed"


def test_notebooks_show_so_many_rows():
    html = parse(policy_of(*[allow()] * 120))._repr_html_()
    assert html.count("<tr>") == 101
    assert html.endswith("<p>and 20 more</p>")


class Elements(HTMLParser):
    """What a browser would see: the elements and the texts."""

    def __init__(self, html):
        super().__init__()
        self.open, self.names, self.texts = [], set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.names.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_notebooks():
    evil = "<script>alert('&amp;')</script>"
    policy = policy_of(
        allow({"AWS": role(OTHER, evil)}, Sid=evil, Condition={evil: {evil: [evil, evil]}}),
        allow("*", resource=[f"arn:aws:s3:::logs/{evil}", "arn:aws:s3:::logs/b"]),
    )
    policy["Statement"].append({"Effect": evil, "NotPrincipal": evil, evil: evil})
    shown = [
        parse(policy),
        parse(f"{{{evil}"),
        *(exposure(policy, question, **OWNED) for question in QUESTIONS),
        exposure(policy_of(allow(f"{evil}"), allow(resource="arn:aws:s3:::logs/<b>")), "who"),
    ]
    for each in shown:
        seen = Elements(each._repr_html_())
        assert seen.open == []
        assert seen.names <= {"p", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert evil in Elements(shown[0]._repr_html_()).texts
    [html] = [e._repr_html_() for e in shown if isinstance(e, Exposure) and e.question == "who"][:1]
    assert "<th>Principal</th>" in html


# --- the edge cases that C++ replays as well ---


def bare(request):
    """A request as it is read alone: the anonymous have no id, not an empty one."""
    principal = {key: value for key, value in request["principal"].items() if value}
    return {key: value for key, value in {**request, "principal": principal}.items() if value}


def test_edge_cases_are_found():
    assert len(EDGE_CASES) > 100
    assert len(MISTAKES) > 10
    assert len(FORMS) > 40


@pytest.mark.parametrize("path", EDGE_CASES + MISTAKES, ids=lambda path: path.stem)
def test_edge_case(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    policy, expected = case["policy"], case["expect"]
    subject = {key: case["subject"].get(key) for key in ("account", "bucket", "resource")}
    for each in expected.get("evaluate", []):
        said = evaluate(policy, bare(each["request"]))
        assert said[:3] == (each["allow"], each["deny"], each["granted"])
    for question in QUESTIONS:
        found = exposure(policy, question, **subject)
        assert found.verdict == expected.get(question, found.verdict), question
        assert all(0 <= at < len(parse(policy).statements) for at in found.statements)
        assert found.level in ("private", "shared", "public", "unknown")
        witnesses = [found.witness, *(each.witness for each in found.grants)]
        for witness in filter(None, witnesses):
            assert evaluate(policy, witness).granted == "yes"
        if found.verdict == "open" and question != "aws_public":
            assert found.witness
            assert found.statements
        if question == "who" and found.verdict == "closed":
            assert not any(each.outside for each in found.grants)
    if isinstance(policy, dict):
        assert parse(policy).to_dict() == policy
    else:
        assert parse(policy).to_json() == policy


def test_flaw_is_a_record():
    assert parse("{").flaws == (
        Flaw("not_json", None, "", "the policy is not JSON", "the text ends too early"),
    )
    assert isinstance(parse("{"), Policy)
