"""Findings are made when they are asked for, and outlive what they were asked of."""

from __future__ import annotations

import gc
import json
import resource
import sys
import weakref
from collections.abc import Sequence

import pytest
import trailaudit


@pytest.fixture(scope="module")
def many(make_document):
    report = trailaudit.audit(make_document(1200))
    assert len(report) >= 10_000
    return report


def blocks(make):
    """How many blocks of memory the interpreter holds more after `make()`, and what it made."""
    gc.collect()
    before = sys.getallocatedblocks()
    made = make()
    return sys.getallocatedblocks() - before, made


def test_one_finding_builds_one_object(many):
    blocks(lambda: many.findings[5])
    for make in [lambda: many.findings, lambda: many.findings[5], lambda: many.findings[10:-10:2]]:
        grown, _ = blocks(make)
        assert grown < 30
    grown, all_of_them = blocks(lambda: list(many.findings))
    assert grown >= len(all_of_them)


def test_findings_are_a_sequence(many):
    findings = many.findings
    assert isinstance(findings, Sequence)
    every = list(findings)
    assert len(every) == len(findings)
    assert every[7] == findings[7] == findings[7 - len(findings)]
    assert list(findings[3:9:2]) == every[3:9:2]
    assert list(findings[::-1][:3]) == every[::-1][:3] == list(reversed(findings))[:3]
    assert findings[5] in findings
    assert findings.index(findings[5]) == 5
    assert findings.count(findings[5]) == 1
    assert repr(findings[:2]) == "<Findings: 2>"
    for outside in [len(findings), -len(findings) - 1]:
        with pytest.raises(IndexError):
            findings[outside]
    with pytest.raises(TypeError):
        findings["5"]


def test_failed_and_unknown_are_parts_of_the_findings(many):
    for part, outcome in [(many.failed, "fail"), (many.unknown, "unknown")]:
        assert list(part) == [each for each in many if each.outcome == outcome]
        assert list(part[1:3]) == list(part)[1:3]


def test_a_finding_keeps_its_report(make_document):
    report = trailaudit.audit(make_document(3))
    gone = weakref.ref(report._audited)
    finding = report.findings[5]
    shown = finding.to_dict()
    del report
    gc.collect()
    assert gone() is None  # the finding holds what is behind it
    for _ in range(20):
        trailaudit.audit(make_document(50))  # whatever was freed is written over
    assert finding.to_dict() == shown
    fact = finding.evidence[0]
    del finding
    gc.collect()
    for _ in range(20):
        trailaudit.audit(make_document(50))
    assert [fact.call, fact.pointer, fact.value] == [
        shown["evidence"][0][key] for key in ("call", "pointer", "value")
    ]


def test_findings_keep_the_report_too(make_document):
    findings = trailaudit.audit(make_document(3)).findings
    gc.collect()
    trailaudit.audit(make_document(50))
    assert findings[0].account == "111122223333"


def test_the_last_of_them_frees_the_report(make_document):
    text = json.dumps(make_document(1200))

    def peak():  # the process's largest size so far, in MiB
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def fact():
        return trailaudit.audit(text).findings[-1].evidence

    kept = [fact() for _ in range(5)]
    before = peak()
    for _ in range(60):
        kept[0] = fact()
    assert peak() - before < 30  # one report takes several


def test_the_text_may_go_away(make_document):
    text = bytearray(trailaudit.audit(make_document(2)).to_snapshot(), "utf-8")
    report = trailaudit.audit(text)
    text[:] = b"x" * len(text)
    assert report.findings[0].account == "111122223333"


@pytest.mark.parametrize("name", ["Finding", "Evidence", "Rule", "Reference", "Ignored"])
def test_they_are_made_by_audits_alone(name):
    with pytest.raises(TypeError):
        getattr(trailaudit, name)()
