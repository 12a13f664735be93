"""What must not stand in the repository's files."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"bindings", "cmake", "conan", "examples", "include", "lib", "tests"}

# Folders of a machine. What follows `$`, a letter or a dot is no absolute path; the shells of
# `#!` lines and what a Debian package installs lie where they lie.
MACHINE_PATH = re.compile(
    r"(?:(?<![\w.$}\]*/-])|(?<=file://))"
    r"/(?:home|root|Users|work|workspaces?|builds?|mnt|srv|opt|data|tmp|var|scratch|runner|github)"
    r"/[\w.@-]"
)
# Hosts that may be named: AWS's own groups, licences, schemas, projects, and examples.
HOSTS = {
    "acs.amazonaws.com",
    "docs.aws.amazon.com",
    "github.com",
    "json-schema.org",
    "www.apache.org",
    "keepachangelog.com",
    "semver.org",
    "localhost",
    "127.0.0.1",
}
HOST = re.compile(r"\b(?:https?|ftp|ssh|git)://(?:[^\s/@'\"<>]+@)?([A-Za-z0-9.-]+)")
# A host without a scheme, by the words of package registries and of networks behind a wall.
REGISTRY = re.compile(
    r"\b(?:pypi|files|registry|index|mirror|proxy|artifactory|nexus|jfrog|center2?|conan|deb)"
    r"\.(?:[a-z0-9-]+\.)*(?:org|com|io|net|dev|internal|local|lan|corp)\b"
    r"|\b[a-z0-9-]+\.(?:internal|local|lan|corp|intranet)\b"
    r"|--(?:extra-)?index-url|\btrusted-host\b"
)


def files() -> list[str]:
    """The repository's files, those that are not committed yet among them."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
        names = done.stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):  # a copy without its history
        names = []
        for folder, inner, found in os.walk(ROOT):
            here = Path(folder).relative_to(ROOT)
            left_out = {"build", "dist", "__pycache__"} | {each for each in inner if each[0] == "."}
            inner[:] = sorted(set(inner) - (left_out - {".ci"}))
            names += [(here / each).as_posix() for each in found]
    return sorted(each for each in set(names) if each and (ROOT / each).is_file())


FILES = files()


def texts() -> dict[str, str]:
    found = {}
    for name in FILES:
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            found[name] = content.decode("utf-8")  # a text is UTF-8
    return found


TEXTS = texts()
THIS = Path(__file__).relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern, names: list[str]) -> list[str]:
    return [
        f"{name}:{number}: {found[0]}"
        for name in names
        for number, line in enumerate(TEXTS[name].split("\n"), 1)
        for found in pattern.finditer(line)
    ]


def own() -> list[str]:
    """The files that people write, this one excepted: it names what it looks for."""
    return [name for name in TEXTS if name != THIS]


def test_files_are_found():
    assert len(FILES) > 1000
    assert "CMakeLists.txt" in FILES


def test_top_level():
    folders = {each.split("/")[0] for each in FILES if "/" in each}
    assert {each for each in folders if not each.startswith(".")} - FOLDERS == set()


def test_no_binary_files():
    assert sorted(set(FILES) - TEXTS.keys()) == []


def test_no_machine_paths():
    assert lines_with(MACHINE_PATH, own()) == []


def test_no_registry_hosts():
    assert lines_with(REGISTRY, own()) == []


def test_only_known_hosts():
    unknown = [
        f"{name}: {host}"
        for name in own()
        for host in HOST.findall(TEXTS[name])
        if host.lower().rstrip(".") not in HOSTS and not host.lower().endswith(".example.com")
    ]
    assert unknown == []


def test_no_tabs_and_no_trailing_blanks():
    # Two blanks at the end of a line break it in Markdown.
    names = [name for name in TEXTS if not name.endswith(".md")]
    assert lines_with(re.compile(r"\t|\r|[ \t]+$"), names) == []


def test_files_end_with_one_line_end():
    # What the AWS CLI printed stays as it is.
    names = [name for name in TEXTS if not name.startswith("examples/payloads/")]
    wrong = [each for each in names if TEXTS[each] and not re.search(r"\S\n\Z", TEXTS[each])]
    assert wrong == []


def test_no_marks_of_a_merge():
    assert lines_with(re.compile(r"^(<{7}|>{7}|={7})( |$)"), own()) == []


def json_files() -> list[str]:
    return [each for each in FILES if each.startswith("tests/fixtures/") and each.endswith(".json")]


def repeated(pairs: list[tuple[str, object]]) -> dict:
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"a key stands twice in {[key for key, _ in pairs]}")
    return dict(pairs)


def test_fixtures_have_no_key_twice():
    # Those whose matter it is say so.
    wrong = {}
    for name in json_files():
        try:
            json.loads(TEXTS[name], object_pairs_hook=repeated, parse_constant=float)
        except ValueError as error:
            wrong[name] = str(error)
    meant = {name for name in wrong if re.match(r"tests/fixtures/read/refused/duplicate-", name)}
    assert {name: why for name, why in wrong.items() if name not in meant} == {}
    assert meant, "the check finds nothing any more"


def test_fixtures_are_plain_json():
    for name in json_files():
        document = json.loads(TEXTS[name])  # with keys twice, the last one
        assert isinstance(document, dict), name
        # What an example account records names the account, which stands elsewhere.
        held = (
            "account"
            if name.startswith("tests/fixtures/coverage/")
            else "policy"
            if "/policies/" in name or "/policy/" in name
            else "document"
        )
        assert {"note", held} <= document.keys(), name
        assert isinstance(document["note"], str), name
        assert document["note"], name


@pytest.mark.parametrize(
    "line",
    ["see @home@me@x", '"@work@a"', "=@root@x", "cd @opt@wheels", "(@tmp@x)", "file:@@@builds@me"],
)
def test_machine_path_is_seen(line):
    assert MACHINE_PATH.search(line.replace("@", "/"))


@pytest.mark.parametrize(
    "line",
    ["$HOME@work@x", "#!@usr@bin@env bash", "a@home@b", ".@build@dev", "${x}@tmp@y", "and@or@work"],
)
def test_other_path_passes(line):
    assert not MACHINE_PATH.search(line.replace("@", "/"))


@pytest.mark.parametrize(
    "line",
    [
        "pypi@org",
        "files@pythonhosted@org",
        "registry@example@internal",
        "--index-url x",
        "cache@lan",
    ],
)
def test_registry_is_seen(line):
    assert REGISTRY.search(line.replace("@", "."))
