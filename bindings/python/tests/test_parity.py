"""The same account gives the same report, however it is handed over."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import trailaudit
from trailaudit import _core

ACCOUNTS = ["good", "bad", "advanced", "empty", "organization-member"]


def command_line_tool():
    """The C++ example `audit`, where it was built."""
    named = os.environ.get("TRAILAUDIT_AUDIT")
    if named:
        return Path(named)
    built = Path(os.environ.get("TRAILAUDIT_BINARY_DIR", "")) / "examples" / "audit"
    return built if built.is_absolute() and built.is_file() else None


@pytest.mark.parametrize("name", [*ACCOUNTS, "good-boto3.json"])
def test_report_is_the_command_line_tools(examples, name):
    path = examples / name
    report = trailaudit.audit(path)
    tool = command_line_tool()
    if tool is None:  # then at least the library is of one mind with itself
        assert trailaudit.audit(report.to_snapshot()).to_jsonl() == report.to_jsonl()
        return
    for form, text in [("json", report.to_json()), ("jsonl", report.to_jsonl())]:
        run = subprocess.run(
            [tool, "--format", form, path], capture_output=True, encoding="utf-8", check=False
        )
        assert run.stderr == ""
        assert run.stdout == text


def answers_of(folder):
    """A folder's calls as keywords of `audit_payloads`, and its header."""
    header, *calls = map(json.loads, (folder / "index.ndjson").read_text().splitlines())
    by_call = {call: (name, subject) for name, call, subject, _ in _core.operations()}
    answers = {}
    for each in calls:
        if each["call"] not in by_call:
            continue
        name, subject = by_call[each["call"]]
        answer = (folder / each["stdout"]).read_text()
        if each["exit"] != 0:
            message = (folder / each["stderr"]).read_text()
            answer = trailaudit.refused(message.partition("(")[2].partition(")")[0])
        held = answers
        if subject is not None:
            held, name = answers.setdefault(name, {}), each["request"][subject]
        if "region" in each:
            held.setdefault(name, defaultdict(list))[each["region"]].append(answer)
        else:
            held.setdefault(name, []).append(answer)
    return header, answers


def essence(report):
    """Findings without the places of their answers: those are counted otherwise."""
    return [
        (
            each.rule.slug,
            each.resource,
            each.region,
            each.outcome,
            each.reason,
            [(fact.call, fact.region, fact.pointer, fact.value) for fact in each.evidence],
        )
        for each in report
    ]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_payloads_are_the_document(examples, name):
    header, answers = answers_of(examples / name)
    assert len(answers) > 3
    report = trailaudit.audit_payloads(
        account_id=header["account_id"],
        as_of=header["as_of"],
        regions=header["regions"],
        **answers,
    )
    assert essence(report) == essence(trailaudit.audit(examples / name))
