"""What the tool says of the recorded accounts, line by line.

The texts stand in tests/fixtures/payloads; its README says why each verdict is right. A text is
changed by hand, or written anew and then read line by line against the recorded answers:

    audit examples/payloads/bad > tests/fixtures/payloads/bad.txt
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ROOT / "examples" / "payloads"
EXPECTED = ROOT / "tests" / "fixtures" / "payloads"
ACCOUNTS = sorted(each.stem for each in EXPECTED.glob("*.txt"))
# The same account, and only these times differ.
TIME = re.compile(r'"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"')


def path_of(account: str) -> str:
    folder = (PAYLOADS / account).is_dir()
    return f"examples/payloads/{account}" + ("" if folder else ".json")


def verdicts(account: str) -> list[list[str]]:
    text = (EXPECTED / f"{account}.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line[:1].strip()]
    return [row for row in rows if row[0] in ("pass", "fail", "unknown", "not_applicable")]


def test_every_account_has_its_text():
    recorded = {each.parent.name for each in PAYLOADS.glob("*/index.ndjson")}
    recorded |= {each.stem for each in PAYLOADS.glob("*.json")}
    assert set(ACCOUNTS) == recorded


@pytest.mark.parametrize("account", ACCOUNTS)
def test_table(audit, account):
    run = audit(path_of(account))
    expected = (EXPECTED / f"{account}.txt").read_text("utf-8")
    names = ("expected", "printed")
    changes = difflib.unified_diff(expected.splitlines(), run.out.splitlines(), *names, "", "", 0)
    assert run.out == expected, "\n".join(changes)
    assert (run.status, run.err) == (1, "")


def test_the_cli_and_boto3_tell_the_same():
    one, other = (
        TIME.sub("TIME", (EXPECTED / f"{each}.txt").read_text("utf-8")).split("\n", 1)
        for each in ("good", "good-boto3")
    )
    assert one[0] != other[0]
    assert one[1] == other[1]


@pytest.mark.parametrize("account", [each for each in ACCOUNTS if each != "good-boto3"])
def test_readme_explains_every_verdict(account):
    """Each rule and outcome of the account stands in its table."""
    text = (EXPECTED / "README.md").read_text("utf-8")
    (section,) = re.findall(rf"^## {account}\b.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    explained = set()
    for rules, outcome in re.findall(r"^\| (.+?) \| ([a-z_]+) \|", section, re.MULTILINE):
        explained |= {(rule, outcome) for rule in re.findall(r"`([a-z0-9-]+)`", rules)}
    assert explained == {(rule, outcome) for outcome, _, rule, _ in verdicts(account)}
