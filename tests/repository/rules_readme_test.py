"""The rules' README says what their headers say."""

from __future__ import annotations

import difflib
import json
import re

import pytest
import rules_readme

CATALOGUE = rules_readme.catalogue()


def test_readme_is_not_stale():
    kept = rules_readme.README.read_text("utf-8") if rules_readme.README.exists() else ""
    wanted = rules_readme.render(CATALOGUE)
    changes = difflib.unified_diff(
        kept.splitlines(), wanted.splitlines(), "kept", "wanted", "", "", 0
    )
    assert kept == wanted, (
        "python3 tests/repository/rules_readme.py --write brings it up to date:\n"
        + "\n".join(changes)
    )


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.slug)
def test_header_is_complete(rule):
    assert rule.file == rule.slug.replace("-", "_") + ".hpp"
    assert rule.question.endswith("?"), "the first sentence of the comment is a question"
    assert not rule.title.endswith(".")
    assert rule.rationale.endswith(".")
    assert rule.calls
    assert rule.references
    assert len(set(rule.references)) == len(rule.references)
    for placeholder in re.findall(r"<([^>]*)>", rule.remediation):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", placeholder)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.slug)
def test_calls_are_read(rule):
    """A rule names no call that the reader does not know."""
    models = (rules_readme.RULES.parent / "model" / "snapshot.hpp").read_text("utf-8")
    assert [call for call in rule.calls if f'"{call}"' not in models] == []


def test_tool_has_the_same_rules(audit):
    document = {"schema": "trailaudit.snapshot.v1", "captures": []}
    report = json.loads(audit("--format", "json", "-", stdin=json.dumps(document).encode()).out)
    asked = [(each["rule"], each["title"], each["severity"]) for each in report["findings"]]
    assert asked == [(each.slug, each.title, each.level) for each in CATALOGUE]


def test_markdown_is_kept_apart():
    assert rules_readme.plain("<b> a|b [x] *") == r"\<b\> a\|b \[x\] \*"
    text = "Do <it>: aws s3api put-x --a <b>; aws kms y; then rest (a * key)"
    assert rules_readme.commands(text) == (
        r"Do \<it\>: `aws s3api put-x --a <b>`; `aws kms y`; then rest (a \* key)"
    )
