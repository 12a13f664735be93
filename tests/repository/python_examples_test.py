"""Each Python example prints what its doc string shows, and stands in the README."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.py"))


def test_examples_are_found():
    names = [each.stem for each in EXAMPLES]
    assert names == ["before_you_attach", "confused_deputy", "who_can_read_the_logs"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path, root):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    question, *_ = text.split("\n\n")
    assert question.endswith("?")
    shown = textwrap.dedent(text.split("Prints:\n\n")[1]) + "\n"
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, encoding="utf-8", cwd=root, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, shown, "")
    assert f"(examples/{path.name})" in (root / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 100
    assert max(map(len, lines)) <= 100
