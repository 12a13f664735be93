"""The fixtures of the C++ suite give the same outcomes here."""

from __future__ import annotations

import json

import pytest
import trailaudit


def within(pointer, named):
    """A fixture may name the value that decided, or what holds it."""
    return pointer == named or pointer.startswith(named + "/")


def shows(finding, wanted):
    return any(
        within(fact["pointer"], wanted.get("pointer", fact["pointer"]))
        and wanted.get("call", fact["call"]) == fact["call"]
        and json.dumps(wanted.get("value", fact["value"])) == json.dumps(fact["value"])
        for fact in finding["evidence"]
    )


def is_evident(wanted):
    return wanted["outcome"] in {"pass", "fail"} or not {"pointer", "value", "call"}.isdisjoint(
        wanted
    )


def faults(path, slug=None):
    """What one fixture expects and does not get."""
    fixture = json.loads(path.read_text(encoding="utf-8"))
    rule = trailaudit.rule(fixture.get("rule", slug))
    found = [
        each.to_dict() for each in rule(fixture["document"], parameters=fixture.get("parameters"))
    ]
    expected = fixture["expect"]

    def brief(findings):
        return sorted((each["resource"], each["outcome"]) for each in findings)

    if brief(found) != brief(expected):
        return [f"{path.name}: {brief(found)}, expected {brief(expected)}"]
    return [
        f"{path.name}: no finding shows {wanted}"
        for wanted in expected
        if not any(
            (each["resource"], each["outcome"]) == (wanted["resource"], wanted["outcome"])
            and wanted.get("reason", each["reason"]) == each["reason"]
            and (not is_evident(wanted) or shows(each, wanted))
            for each in found
        )
    ]


@pytest.mark.parametrize("slug", [each.slug for each in trailaudit.rules()])
def test_fixtures_of_a_rule(root, slug):
    files = sorted((root / "tests/fixtures/rules" / slug).glob("*.json"))
    assert len(files) >= 4
    assert [fault for path in files for fault in faults(path, slug)] == []


def test_every_folder_belongs_to_a_rule(root):
    folders = {each.name for each in (root / "tests/fixtures/rules").iterdir()}
    assert folders == {each.slug for each in trailaudit.rules()}


def test_known_defects(root):
    files = sorted((root / "tests/fixtures/defects").glob("*.json"))
    assert len(files) >= 50
    assert [fault for path in files for fault in faults(path)] == []
