"""The README shows what the programs really print, and its commands are the ones that work."""

import os
import pathlib
import re

import readme_blocks as readme

BINARY_DIR = pathlib.Path(os.environ.get("TRAILAUDIT_BINARY_DIR", ""))


def test_examples_are_real():
    text = readme.README.read_text(encoding="utf-8")
    assert len(readme.MARKER.findall(text)) == 12
    assert readme.fill(text, BINARY_DIR) == text


def test_the_first_two_commands():
    blocks = re.findall(
        r"^```sh\n(.*?)^```", readme.README.read_text(encoding="utf-8"), re.S | re.M
    )
    assert "examples/payloads" in blocks[0]
    assert blocks[1].strip() == "tests/run"


def test_linked_files_exist():
    for name in re.findall(r"\]\(([^)#:]+)\)", readme.README.read_text(encoding="utf-8")):
        assert (readme.ROOT / name).exists(), name


def test_every_parameter_stands_in_the_table():
    text = readme.README.read_text(encoding="utf-8")
    header = (readme.ROOT / "include/trailaudit/rule.hpp").read_text(encoding="utf-8")
    table = header[header.index("fields_of<parameters>") :]
    names = re.findall(r'field\{"([a-z0-9_]+)"', table[: table.index(";")])
    assert len(names) == 24
    for name in names:
        assert f"| `{name}` |" in text
