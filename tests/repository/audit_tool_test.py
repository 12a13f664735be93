"""The command-line tool as people and pipelines use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = "examples/payloads"
CLEAN, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3
ACCOUNT = "111122223333"
MORE = "audit --help tells more"
ONE_RULE = ("--rules", "log-file-validation")
SEVERITIES = ["informational", "low", "medium", "high", "critical"]


def trail(name: str = "main", **settings: object) -> dict:
    return {
        "Name": name,
        "S3BucketName": "logs",
        "HomeRegion": "us-east-1",
        "TrailARN": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/{name}",
        "IsMultiRegionTrail": True,
        "IsOrganizationTrail": False,
        "LogFileValidationEnabled": True,
        **settings,
    }


def document(*trails: dict, **keys: object) -> dict:
    return {
        "schema": "trailaudit.snapshot.v1",
        "account_id": ACCOUNT,
        "as_of": "2026-11-21T12:00:00Z",
        "regions": ["us-east-1"],
        "captures": [
            {
                "call": "cloudtrail:DescribeTrails",
                "region": "us-east-1",
                "response": {"trailList": list(trails)},
            }
        ],
        **keys,
    }


GOOD = document(trail())
BAD = document(trail(LogFileValidationEnabled=False))


def write(path: Path, content: object) -> Path:
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    path.write_bytes(content)
    return path


def reports(text: str) -> list[dict]:
    """The JSON reports that stand one behind the other."""
    found, at = [], 0
    while at < len(text):
        one, at = json.JSONDecoder().raw_decode(text, at)
        found.append(one)
        at += 1  # the line end
    return found


def findings(run) -> list[dict]:
    return [json.loads(line) for line in run.out.splitlines()]


def harmless(text: str) -> bool:
    """Nothing in the text acts on a terminal."""
    kinds = {unicodedata.category(each) for each in text if each != "\n"}
    return not kinds & {"Cc", "Cf", "Zl", "Zp"}


# Exit status


def test_clean(audit, tmp_path):
    run = audit(*ONE_RULE, write(tmp_path / "good.json", GOOD))
    assert (run.status, run.err) == (CLEAN, "")
    assert "1 passed, 0 failed, 0 unknown, 0 not applicable\n" in run.out


def test_findings(audit, tmp_path):
    run = audit(*ONE_RULE, write(tmp_path / "bad.json", BAD))
    assert (run.status, run.err) == (FINDINGS, "")
    assert "0 passed, 1 failed, 0 unknown, 0 not applicable\n" in run.out


def test_unknown_is_a_finding_unless_allowed(audit, tmp_path):
    partial = trail()
    del partial["LogFileValidationEnabled"]
    path = write(tmp_path / "partial.json", document(partial))
    assert audit(*ONE_RULE, path).status == FINDINGS
    assert audit(*ONE_RULE, "--allow-unknown", path).status == CLEAN
    assert audit(*ONE_RULE, "--fail-on", "medium", path).status == CLEAN


def test_allowed_unknown_hides_no_failure(audit, tmp_path):
    path = write(tmp_path / "bad.json", BAD)
    assert audit(*ONE_RULE, "--allow-unknown", path).status == FINDINGS


def test_not_applicable_is_clean(audit, tmp_path):
    run = audit(*ONE_RULE, write(tmp_path / "none.json", document()))
    assert (run.status, run.err) == (CLEAN, "")


@pytest.mark.parametrize("threshold", SEVERITIES)
@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("log-file-validation", "low"),
        ("trail-kms-encryption", "medium"),
        ("trail-is-logging", "high"),
        ("log-bucket-not-public", "critical"),
    ],
)
def test_fail_on(audit, rule, severity, threshold):
    run = audit("--rules", rule, "--fail-on", threshold, "--format=jsonl", f"{EXAMPLES}/bad")
    assert {each["severity"] for each in findings(run)} == {severity}
    assert "fail" in {each["outcome"] for each in findings(run)}
    counts = SEVERITIES.index(severity) >= SEVERITIES.index(threshold)
    assert run.status == (FINDINGS if counts else CLEAN)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "PATH"),
        (["--format"], "--format"),
        (["--format", "xml", "x"], "xml"),
        (["--format=", "x"], "--format"),
        (["--formats", "json", "x"], "--formats"),
        (["-f", "json", "x"], "-f"),
        (["--rules", "log-file-validator", "x"], "log-file-validator"),
        (["--rules", "", "x"], "rule"),
        (["--rules", "trail-tagged,", "x"], "rule"),
        (["--rules", "trail-tagged, log-file-validation", "x"], " log-file-validation"),
        (["--as-of", "yesterday", "x"], "yesterday"),
        (["--as-of", "2026-01-01", "x"], "2026-01-01"),
        (["--as-of", "2026-01-01T00:00:00", "x"], "2026-01-01T00:00:00"),
        (["--as-of", "2026-02-30T00:00:00Z", "x"], "2026-02-30T00:00:00Z"),
        (["--as-of", "", "x"], "--as-of"),
        (["--parameters", "{", "x"], "--parameters"),
        (["--parameters", "[]", "x"], "expected an object"),
        (["--parameters", '{"tags": ["owner"]}', "x"], "tags"),
        (["--parameters", '{"required_tag_keys": "owner"}', "x"], "/required_tag_keys"),
        (["--parameters", '{"digest_delivery_window_hours": 1.5}', "x"], "whole number"),
        (["--fail-on", "severe", "x"], "severe"),
        (["--fail-on", "High", "x"], "High"),
        (["--allow-unknown=yes", "x"], "--allow-unknown=yes"),
        (["--max-bytes", "0", "x"], "--max-bytes takes a number from 1 up, not 0"),
        (["--max-bytes", "-1", "x"], "not -1"),
        (["--max-bytes=99999999999999999999", "x"], "not 99999999999999999999"),
        (["--max-string-bytes", "1k", "x"], "--max-string-bytes takes a number from 1 up, not 1k"),
        (["--max-depth", "513", "x"], "--max-depth takes a number from 1 to 512, not 513"),
        (["--max-depth", "", "x"], "--max-depth"),
        (["x", "--fail-on"], "--fail-on"),
    ],
)
def test_wrong_usage(audit, tmp_path, arguments, named):
    write(tmp_path / "x", GOOD)
    run = audit(*arguments, cwd=tmp_path)
    assert (run.status, run.out) == (USAGE, "")
    complaint, more = run.err.splitlines()
    assert complaint.startswith("audit: ")
    assert named in complaint
    assert more == MORE


@pytest.mark.parametrize("option", ["--max-bytes", "--max-string-bytes", "--max-depth"])
def test_limits(audit, tmp_path, option):
    path = write(tmp_path / "good.json", GOOD)
    assert audit(*ONE_RULE, option, "512" if option == "--max-depth" else "99999", path).out
    ndjson = tmp_path / "two.ndjson"
    ndjson.write_text(f"{json.dumps(GOOD)}\n" * 2)
    for given in (path, ndjson, f"{EXAMPLES}/good"):
        run = audit(*ONE_RULE, option, "2", given)
        assert (run.status, run.out) == (UNREADABLE, "")
        assert option[2:].replace("-", "_") in run.err.splitlines()[0]


def test_unreadable_outranks_findings(audit, tmp_path):
    bad = write(tmp_path / "bad.json", BAD)
    run = audit(*ONE_RULE, "--format", "jsonl", bad, tmp_path / "missing.json", bad)
    assert run.status == UNREADABLE
    assert [each["outcome"] for each in findings(run)] == ["fail", "fail"]
    assert len(run.err.splitlines()) == 1


# What it tells of itself


def test_help(audit):
    run = audit("--help")
    assert (run.status, run.err) == (CLEAN, "")
    assert run.out == audit("-h").out
    assert run.out.startswith("usage: audit ")
    assert "NDJSON" in run.out
    assert "a folder of AWS CLI output" in run.out
    assert max(map(len, run.out.splitlines())) <= 120
    for option in set(re.findall(r"--[a-z0-9-]+", run.out)):
        assert "no option" not in audit(option).err
    for status in range(4):
        assert re.search(rf"^exit status: .*\b{status} [a-z]", run.out, re.MULTILINE)
    for severity in SEVERITIES:
        assert severity in run.out


def test_version(audit):
    text = (ROOT / "include/trailaudit/version.hpp").read_text("utf-8")
    version = re.search(r'#define TRAILAUDIT_VERSION "([^"]+)"', text)[1]
    run = audit("--version")
    assert (run.status, run.out, run.err) == (CLEAN, f"trailaudit {version}\n", "")


def test_list_rules(audit):
    run = audit("--list-rules")
    assert (run.status, run.err) == (CLEAN, "")
    listed = [
        re.fullmatch(r"([a-z0-9-]+) \(([a-z]+)\): (\S.*\S)", line) for line in run.out.splitlines()
    ]
    asked = findings(audit("--format", "jsonl", "-", stdin=json.dumps(document()).encode()))
    wanted = [(each["rule"], each["severity"], each["title"]) for each in asked]
    assert [each.groups() for each in listed] == wanted


# Options


def test_rules(audit, tmp_path):
    path = write(tmp_path / "good.json", GOOD)
    wanted = ["trail-tagged", "log-file-validation"]
    for arguments in (["--rules", ",".join(wanted)], [f"--rules={','.join(wanted)}"]):
        run = audit(*arguments, "--format", "jsonl", path)
        assert [each["rule"] for each in findings(run)] == wanted


def test_options_may_follow_the_path(audit, tmp_path):
    path = write(tmp_path / "good.json", GOOD)
    assert audit(path, *ONE_RULE).out == audit(*ONE_RULE, path).out


def test_two_dashes_end_the_options(audit, tmp_path):
    write(tmp_path / "--help", GOOD)
    run = audit(*ONE_RULE, "--", "--help", cwd=tmp_path)
    assert run.status == CLEAN
    assert run.out.startswith(f"--help: account {ACCOUNT}\n")


@pytest.mark.parametrize(
    "time",
    [
        "2026-01-01T00:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00.999Z",
        "2026-01-01T01:00:00+01:00",
        "2025-12-31T19:00:00-0500",
    ],
)
def test_as_of(audit, tmp_path, time):
    path = write(tmp_path / "good.json", GOOD)
    (report,) = reports(audit("--format", "json", "--as-of", time, path).out)
    assert report["as_of"] == "2026-01-01T00:00:00Z"


def test_as_of_is_the_documents_own_otherwise(audit, tmp_path):
    path = write(tmp_path / "good.json", GOOD)
    (report,) = reports(audit("--format", "json", path).out)
    assert report["as_of"] == GOOD["as_of"]


def test_as_of_decides(audit):
    rule = ("--rules", "cloudwatch-delivery-fresh", "--format", "jsonl", f"{EXAMPLES}/good")
    (then,) = findings(audit(*rule))
    (later,) = findings(audit("--as-of", "2026-12-24T00:00:00Z", *rule))
    assert (then["outcome"], later["outcome"]) == ("unknown", "fail")


@pytest.mark.parametrize(
    ("keys", "outcome"), [([], "pass"), (["owner"], "pass"), (["owner", "cost centre"], "fail")]
)
def test_parameters(audit, keys, outcome):
    given = json.dumps({"required_tag_keys": keys})
    rule = ("--rules", "trail-tagged", "--format", "jsonl", f"{EXAMPLES}/good")
    (found,) = findings(audit("--parameters", given, *rule))
    assert found["outcome"] == outcome


# Formats


@pytest.mark.parametrize("account", ["good", "bad", "advanced", "empty", "organization-member"])
def test_formats_agree(audit, account):
    path = f"{EXAMPLES}/{account}"
    runs = {how: audit("--format", how, path) for how in ("table", "json", "jsonl")}
    assert len({run.status for run in runs.values()}) == 1
    (report,) = reports(runs["json"].out)
    assert report["findings"] == findings(runs["jsonl"])
    assert runs["table"].out == audit(path).out
    summary = report["summary"]
    outcomes = [each["outcome"] for each in report["findings"]]
    for outcome in ("pass", "fail", "unknown", "not_applicable"):
        assert summary[outcome] == outcomes.count(outcome)
    tail = "{pass} passed, {fail} failed, {unknown} unknown, {not_applicable} not applicable"
    assert tail.format(**summary) in runs["table"].out.splitlines()
    shown = re.findall(
        r"^(pass|fail|unknown|not_applicable) +[a-z]+ +([a-z0-9-]+) +(\S+)$",
        runs["table"].out,
        re.MULTILINE,
    )
    wanted = [(each["outcome"], each["rule"], each["resource"]) for each in report["findings"]]
    assert sorted(shown) == sorted(wanted)


@pytest.mark.parametrize("how", ["table", "json", "jsonl"])
def test_same_input_same_bytes(audit, how):
    paths = [f"{EXAMPLES}/{each}" for each in ("bad", "advanced", "good-boto3.json")]
    assert audit("--format", how, *paths) == audit("--format", how, *paths)


@pytest.mark.parametrize("how", ["table", "json", "jsonl"])
def test_each_account_for_itself(audit, how):
    """One run over several accounts prints what several runs print."""
    paths = [f"{EXAMPLES}/{each}" for each in ("bad", "good")]
    between = "\n" if how == "table" else ""
    alone = [audit("--format", how, path).out for path in paths]
    assert audit("--format", how, *paths).out == between.join(alone)


# Where the input comes from


def test_standard_input(audit):
    text = json.dumps(GOOD).encode()
    run = audit(*ONE_RULE, "-", stdin=text)
    assert (run.status, run.err) == (CLEAN, "")
    assert run.out.startswith(f"standard input: account {ACCOUNT}\n")


def test_standard_input_is_as_good_as_a_file(audit, tmp_path):
    path = write(tmp_path / "bad.json", BAD)
    run = audit("--format", "json", "-", stdin=path.read_bytes())
    assert run == audit("--format", "json", path)


def test_standard_input_may_be_broken(audit):
    run = audit("-", stdin=b'{"schema": 5}')
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err == (
        "audit: standard input: line 1, column 12, at /schema: expected a string, found a number\n"
    )


@pytest.mark.parametrize(
    "name", ["with a blank.json", "ünïcode-名前.json", "no-extension", "a'b\"c.json"]
)
def test_file_names(audit, tmp_path, name):
    write(tmp_path / name, GOOD)
    run = audit(*ONE_RULE, name, cwd=tmp_path)
    assert (run.status, run.err) == (CLEAN, "")
    assert run.out.startswith(f"{name}: account {ACCOUNT}\n")


def test_folder_with_a_blank(audit, tmp_path):
    folder = tmp_path / "my accounts"
    folder.mkdir()
    write(folder / "index.ndjson", json.dumps({"schema": "trailaudit.folder.v1"}) + "\n")
    run = audit("--format", "json", "my accounts", cwd=tmp_path)
    assert run.status == FINDINGS
    assert len(reports(run.out)) == 1


def test_folder_of_accounts(audit):
    run = audit("--format", "json", EXAMPLES)
    wanted = sorted(
        [
            *(each.parent for each in (ROOT / EXAMPLES).glob("*/index.ndjson")),
            *(ROOT / EXAMPLES).glob("*.json"),
        ]
    )
    alone = [audit("--format", "json", each).out for each in wanted]
    assert run.out == "".join(alone)
    assert (run.status, run.err) == (FINDINGS, "")


@pytest.mark.parametrize(
    "spell",
    [
        lambda value: json.dumps(value, indent=2),
        lambda value: json.dumps(value, indent="\t") + "\n\n",
        lambda value: json.dumps(value, indent=2).replace("\n", "\r\n"),
        lambda value: "\ufeff" + json.dumps(value),
        lambda value: "\n\n  " + json.dumps(value) + " \n",
    ],
    ids=["indented", "tabs", "crlf", "byte-order-mark", "blank-lines"],
)
def test_one_document_in_any_layout(audit, tmp_path, spell):
    plain = audit("--format", "json", write(tmp_path / "plain.json", BAD))
    assert audit("--format", "json", write(tmp_path / "spelt.json", spell(BAD))) == plain


def test_lines(audit, tmp_path):
    lines = [json.dumps(GOOD), "", json.dumps(BAD), "  ", json.dumps(GOOD)]
    run = audit(*ONE_RULE, write(tmp_path / "all.ndjson", "\n".join(lines)), cwd=tmp_path)
    assert (run.status, run.err) == (FINDINGS, "")
    heads = re.findall(r"^.*all\.ndjson, (line \d+): account \d+$", run.out, re.MULTILINE)
    assert heads == ["line 1", "line 3", "line 5"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_one_broken_line_among_three(audit, tmp_path, ending):
    broken = '{"schema": "trailaudit.snapshot.v1", "captures": [nothing]}'
    write(tmp_path / "all.ndjson", ending.join([json.dumps(GOOD), broken, json.dumps(BAD), ""]))
    run = audit(*ONE_RULE, "--format", "jsonl", "all.ndjson", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert [each["outcome"] for each in findings(run)] == ["pass", "fail"]
    (complaint,) = run.err.splitlines()
    column = broken.index("nothing") + 1
    assert complaint.startswith(f"audit: all.ndjson: line 2, column {column}, at /captures/0: ")


def test_only_broken_line_is_cut_off(audit, tmp_path):
    text = json.dumps(GOOD)
    write(tmp_path / "all.ndjson", f"{text}\n{text[:100]}\n{text}\n")
    run = audit(*ONE_RULE, "--format", "jsonl", "all.ndjson", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert len(findings(run)) == 2
    assert re.match(r"audit: all\.ndjson: line 2, column \d+(?:, |: )", run.err)


# What cannot be read


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t\n",
        bytes(range(256)) * 16,
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        json.dumps(GOOD).encode("utf-16"),
        b'{"schema": "trailaudit.snapshot.v1", "captures": [], "\xff": 1}',
        json.dumps(GOOD)[:-1].encode(),
        json.dumps(GOOD).encode() + b"}",
        b"null",
        b"[]",
        b'"text"',
        b"not json",
        json.dumps(GOOD["captures"][0]["response"]).encode(),
    ],
    ids=[
        "empty",
        "blank",
        "binary",
        "gzip",
        "utf-16",
        "not-utf-8",
        "cut-off",
        "too-much",
        "null",
        "list",
        "string",
        "words",
        "bare-answer",
    ],
)
@pytest.mark.parametrize("how", ["table", "jsonl"])
def test_no_document(audit, tmp_path, content, how):
    write(tmp_path / "x.json", content)
    run = audit("--format", how, "x.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    (complaint,) = run.err.splitlines()
    assert re.match(r"audit: x\.json: line \d+, column \d+(?:, at |: )", complaint)
    assert harmless(complaint)


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        ({"trailList": [trail()]}, "cloudtrail:DescribeTrails"),
        ({"Trail": trail()}, "cloudtrail:GetTrail"),
        ({"Policy": "{}"}, "s3:GetBucketPolicy or kms:GetKeyPolicy"),
    ],
)
@pytest.mark.parametrize("indent", [None, 4])
def test_answer_without_a_document(audit, tmp_path, answer, calls, indent):
    write(tmp_path / "x.json", json.dumps(answer, indent=indent))
    run = audit("x.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err == (
        "audit: x.json: line 1, column 1: a snapshot needs `schema`; this looks like an answer of "
        f"{calls}: give the folder that collect.sh wrote, or a document with `captures`\n"
    )


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"captures": []},
        {"trails": []},
        {"IsLogging": True},
        {"trailList": 5},
        {"schema": "trailaudit.snapshot.v1"},
        {"schema": "trailaudit.snapshot.v2", "trailList": []},
    ],
)
def test_no_guess_at_what_is_no_answer(audit, tmp_path, value):
    run = audit(write(tmp_path / "x.json", value))
    assert run.status == UNREADABLE
    assert "looks like" not in run.err


def test_index_without_its_folder(audit, tmp_path):
    folder = make_folder(tmp_path / "account", describe_trails("trails.json"))
    write(folder / "trails.json", {"trailList": [trail()]})
    run = audit("account/index.ndjson", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    (complaint,) = run.err.splitlines()
    assert complaint.startswith("audit: account/index.ndjson: line 1, column 12, at /schema: ")
    assert complaint.endswith("; this is a folder's index: give the folder")


def test_broken_document_over_many_lines(audit, tmp_path):
    call = '{"call": "s3:ListBuckets", "response": {}}'
    text = f'{{"schema": "trailaudit.snapshot.v1",\n "captures": [\n{call}\n],}}\n'
    write(tmp_path / "x.json", text)
    run = audit("x.json", cwd=tmp_path)
    assert run.status == UNREADABLE
    (complaint,) = run.err.splitlines()
    assert complaint.startswith("audit: x.json: line 3, column 40, at /captures/0/response: ")


def test_missing_path(audit, tmp_path):
    run = audit("missing.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert re.match(r"audit: missing\.json: .*could not be opened\n\Z", run.err)


def test_path_is_named_once(audit, tmp_path):
    assert audit("missing.json", cwd=tmp_path).err.count("missing.json") == 1


@pytest.mark.parametrize("other", [[], ["notes.txt"], ["inner/good.json"]])
def test_folder_with_nothing_to_audit(audit, tmp_path, other):
    folder = tmp_path / "nothing"
    folder.mkdir()
    for name in other:
        (folder / name).parent.mkdir(exist_ok=True)
        write(folder / name, GOOD)
    run = audit("nothing", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err == "audit: nothing: nothing to audit in this folder\n"


def make_folder(folder: Path, *calls: dict) -> Path:
    folder.mkdir()
    lines = [
        {"schema": "trailaudit.folder.v1", "account_id": ACCOUNT, "regions": ["us-east-1"]},
        *calls,
    ]
    write(folder / "index.ndjson", "".join(json.dumps(each) + "\n" for each in lines))
    return folder


def describe_trails(file: str, **keys: object) -> dict:
    return {
        "call": "cloudtrail:DescribeTrails",
        "region": "us-east-1",
        "stdout": file,
        "exit": 0,
        **keys,
    }


def test_folder(audit, tmp_path):
    folder = make_folder(tmp_path / "account", describe_trails("trails.json"))
    write(folder / "trails.json", {"trailList": [trail()]})
    run = audit(*ONE_RULE, "account", cwd=tmp_path)
    assert (run.status, run.err) == (CLEAN, "")


def test_folder_tells_a_refusal_from_an_answer(audit, tmp_path):
    call = describe_trails("trails.json", stderr="trails.err", exit=255)
    folder = make_folder(tmp_path / "account", call)
    write(folder / "trails.json", "")
    write(
        folder / "trails.err",
        "\nAn error occurred (AccessDenied) when calling the DescribeTrails operation: no\n",
    )
    run = audit(*ONE_RULE, "--format", "jsonl", "account", cwd=tmp_path)
    (found,) = findings(run)
    assert found["outcome"] == "unknown"
    assert "AccessDenied" in [each["value"] for each in found["evidence"]]


OUTSIDE = ["../secret.json", "a/../../secret.json", "./../secret.json", "..", "/absolute"]


@pytest.mark.parametrize(
    ("stream", "file"),
    [("stdout", ""), *((each, file) for each in ("stdout", "stderr") for file in OUTSIDE)],
)
def test_folder_that_points_outside(audit, tmp_path, stream, file):
    write(tmp_path / "secret.json", {"trailList": [trail("secret")]})
    if file == "/absolute":
        file = str(tmp_path / "secret.json")
    call = describe_trails(
        "trails.json", **{stream: file, "exit": 0 if stream == "stdout" else 255}
    )
    folder = make_folder(tmp_path / "account", call)
    write(folder / "trails.json", {"trailList": []})
    run = audit("--format", "jsonl", "account", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    column = json.dumps(call).index(f'"{stream}": ') + len(f'"{stream}": ') + 1
    assert run.err == (
        f"audit: account: index.ndjson: line 2, column {column}, at /{stream}: "
        "a file of the index must lie within the folder\n"
    )


def test_folder_that_links_outside(audit, tmp_path):
    secret = write(tmp_path / "secret.json", {"trailList": [trail("secret")]})
    folder = make_folder(tmp_path / "account", describe_trails("trails.json"))
    (folder / "trails.json").symlink_to(secret)
    run = audit("--format", "jsonl", "account", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")


@pytest.mark.parametrize(
    ("index", "complaint"),
    [
        ("", "index.ndjson: line 1, column 1: "),
        ("{", "index.ndjson: line 1, column 2: "),
        (
            '{"schema": "trailaudit.folder.v2"}',
            "index.ndjson: line 1, column 12, at /schema: expected the schema "
            "`trailaudit.folder.v1`, found `trailaudit.folder.v2`\n",
        ),
        (
            '{"schema": "trailaudit.folder.v1"}\n{"call": 5}',
            "index.ndjson: line 2, column 10, at /call: ",
        ),
        (
            '{"schema": "trailaudit.folder.v1"}\n\n'
            '{"call": "x", "stdout": "missing.json", "exit": 0}',
            "missing.json: this file could not be opened",
        ),
    ],
    ids=["empty", "cut-off", "other-schema", "wrong-type", "missing-file"],
)
def test_folder_with_a_broken_index(audit, tmp_path, index, complaint):
    folder = tmp_path / "account"
    folder.mkdir()
    write(folder / "index.ndjson", index)
    run = audit("account", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err.startswith(f"audit: account: {complaint}")


def test_folder_with_a_broken_answer(audit, tmp_path):
    folder = make_folder(tmp_path / "account", describe_trails("trails.json"))
    write(folder / "trails.json", '{"trailList":\n [{"Name": 5}]}')
    run = audit("account", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err == (
        "audit: account: trails.json: line 2, column 12, at /trailList/0/Name: "
        "expected a string, found a number\n"
    )


# Hostile input

ESCAPES = "\x1b[31m\x1b]0;title\x07 \x9b2J \u202etxt \u2028 \r\nfail critical \x7f\x00"


def hostile() -> dict:
    captures = [
        {
            "call": "cloudtrail:DescribeTrails",
            "region": "us-east-1" + ESCAPES,
            "response": {
                "trailList": [trail("main" + ESCAPES, KmsKeyId=ESCAPES, S3BucketName=ESCAPES)]
            },
        },
        {"call": "sns:" + ESCAPES, "response": {}},
        {
            "call": "cloudtrail:GetTrailStatus",
            "region": "us-east-1",
            "request": {"Name": trail("main" + ESCAPES)["TrailARN"]},
            "error": {"Code": ESCAPES, "Message": ESCAPES},
        },
    ]
    return document(**{"captures": captures, "key" + ESCAPES: 1})


@pytest.mark.parametrize("how", ["table", "json", "jsonl"])
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "raw"])
def test_text_does_not_act_on_the_terminal(audit, tmp_path, how, ascii_only):
    text = json.dumps(hostile(), ensure_ascii=ascii_only)
    run = audit("--format", how, write(tmp_path / "x.json", text))
    assert run.status == FINDINGS
    assert harmless(run.out + run.err)
    assert "trail/main" in run.out
    if how == "table":
        assert not re.search(r"^fail critical", run.out, re.MULTILINE)
    else:
        names = [
            each["resource"]
            for each in (reports(run.out)[0]["findings"] if how == "json" else findings(run))
        ]
        assert trail("main" + ESCAPES)["TrailARN"] in names, "JSON keeps the text"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"schema": "trailaudit.snapshot.v1" + ESCAPES}),
        json.dumps(document(**{ESCAPES: 1}))[:-1] + ', "captures": []}',
        json.dumps(document(trail(**{ESCAPES: 1}))).replace('"Name": "main"', '"Name": 5'),
        json.dumps(document(captures=[{ESCAPES: {ESCAPES: 1}}])),
        '{"\x1b[31m": 1}',
        json.dumps({"captures": {ESCAPES: 1}}),
        "\x1b[31m",
    ],
)
def test_error_does_not_act_on_the_terminal(audit, tmp_path, text):
    run = audit(write(tmp_path / "x.json", text))
    assert (run.status, run.out) == (UNREADABLE, "")
    assert len(run.err.splitlines()) == 1
    assert harmless(run.err)


def test_key_in_a_pointer_does_not_act_on_the_terminal(audit, tmp_path):
    policy = json.dumps({"Statement": [{"Condition": {"Bool" + ESCAPES: {"key" + ESCAPES: None}}}]})
    call = {
        "call": "s3:GetBucketPolicy",
        "request": {"Bucket": "logs"},
        "response": {"Policy": policy},
    }
    # A policy with a fault is read all the same; a fault of the answer around it is not.
    run = audit(write(tmp_path / "x.json", document(captures=[call])))
    assert run.status != UNREADABLE
    assert harmless(run.out + run.err)
    call["response"] = {"Policy": {"Sid" + ESCAPES: "HERE"}}
    text = json.dumps(document(captures=[call])).replace('"HERE"', "nothing")
    run = audit(write(tmp_path / "y.json", text))
    assert (run.status, run.out) == (UNREADABLE, "")
    assert harmless(run.err)


def test_key_in_a_pointer_is_what_the_spelling_means(audit, tmp_path):
    text = json.dumps(document(captures=[{"call": "x", "response": {}, "region": 5}]))
    plain = audit("-", stdin=text.encode())
    spelt = audit("-", stdin=text.replace("region", "re\\u0067ion").encode())
    assert ", at /captures/0/region: " in plain.err
    assert ", at /captures/0/region: " in spelt.err


def test_names_do_not_act_on_the_terminal(audit, tmp_path):
    name = "\x1b[31m\r\n\u202e.json"
    write(tmp_path / name, GOOD)
    run = audit(*ONE_RULE, name, name + "x", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert harmless(run.out + run.err)
    for arguments in (
        ["--\x1b[31m"],
        ["--format", "\x1b[31m"],
        ["--rules", "\x1b[31m"],
        ["--as-of", "\x1b[31m"],
        ["--fail-on", "\x1b[31m"],
        ["--parameters", '{"\\u001b[31m": 1}'],
        ["--parameters", "\x1b[31m"],
    ):
        run = audit(*arguments, name, cwd=tmp_path)
        assert run.status == USAGE
        assert harmless(run.err)


DEEP = 10_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * DEEP,
        "[" * DEEP + "]" * DEEP,
        '{"a":' * DEEP + "1" + "}" * DEEP,
        json.dumps(document())[:-1] + ', "note": ' + "[" * DEEP + "]" * DEEP + "}",
        json.dumps(document(trail(Deep="HERE"))).replace(
            '"HERE"', '{"a":' * DEEP + "1" + "}" * DEEP
        ),
    ],
    ids=["open", "list", "object", "unknown-key", "in-an-answer"],
)
def test_deep_nesting(audit, tmp_path, text):
    write(tmp_path / "x.json", text)
    run = audit("x.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert len(run.err.splitlines()) == 1
    assert len(run.err) < 1000


def test_deep_policy_is_a_policy_with_a_fault(audit, tmp_path):
    deep = '{"Statement":' + "[" * DEEP + "]" * DEEP + "}"
    call = {
        "call": "s3:GetBucketPolicy",
        "request": {"Bucket": "logs"},
        "response": {"Policy": deep},
    }
    write(tmp_path / "x.json", json.dumps(document(captures=[call])))
    run = audit("x.json", cwd=tmp_path)
    assert run.status != UNREADABLE
    assert len(run.out) < 100_000


LONG = "a" * 3_000_000


@pytest.mark.parametrize(
    "value",
    [
        document(note=LONG),
        document(**{LONG: 1}),
        document(trail(LONG)),
        document(trail(**{LONG: 1})),
        document(captures=[{"call": LONG, "response": {}}]),
        document(
            captures=[{"call": "s3:GetBucketPolicy", "response": {"Policy": f'{{"Id": "{LONG}"}}'}}]
        ),
    ],
    ids=["text", "key", "name", "key-of-an-answer", "call", "policy"],
)
def test_long_string(audit, tmp_path, value):
    write(tmp_path / "x.json", value)
    run = audit("x.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert "max_string_bytes" in run.err
    assert len(run.err) < 1000


def test_many_trails(audit, tmp_path):
    """Joins are not quadratic: 20,000 trails take a moment, and not minutes."""
    path = write(tmp_path / "x.json", document(*(trail(f"trail-{at}") for at in range(20_000))))
    run = audit(*ONE_RULE, "--format", "jsonl", path)
    assert (run.status, run.err) == (CLEAN, "")
    assert len(run.out.splitlines()) == 20_000


# The output


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk(tool, tmp_path):
    path = write(tmp_path / "good.json", GOOD)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [tool, *ONE_RULE, path], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == UNREADABLE
    assert done.stderr == b"audit: the output could not be written\n"
