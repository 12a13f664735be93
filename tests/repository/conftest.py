"""What the tests of the repository share: where it lies, and the command-line tool."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The writers of READMEs lie beside their tests, and pytest's importlib mode adds no folder.
sys.path.insert(0, str(Path(__file__).resolve().parent))


@dataclass(frozen=True)
class Run:
    """What came of one call of the tool."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


def built_example(name: str, variable: str) -> Path:
    """A command-line tool that is under test."""
    if named := os.environ.get(variable):
        found = Path(named).resolve()
    elif built := os.environ.get("TRAILAUDIT_BINARY_DIR"):
        found = Path(built).resolve() / "examples" / name
    else:
        pytest.fail(
            f"no command-line tool to test: set {variable} to it, or TRAILAUDIT_BINARY_DIR to"
            f" a build tree that has examples/{name}",
            pytrace=False,
        )
    if not found.is_file():
        pytest.fail(f"there is no command-line tool at {found}", pytrace=False)
    return found


def caller(tool: Path) -> Callable[..., Run]:
    def call(*arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT) -> Run:
        done = subprocess.run(
            [tool, *arguments], input=stdin, capture_output=True, cwd=cwd, timeout=120, check=False
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture(scope="session")
def tool() -> Path:
    """The command-line tool that audits."""
    return built_example("audit", "TRAILAUDIT_AUDIT")


@pytest.fixture(scope="session")
def audit(tool: Path) -> Callable[..., Run]:
    """Calls the tool, in the repository unless told otherwise. What it prints is always UTF-8."""
    return caller(tool)


@pytest.fixture(scope="session")
def replay() -> Callable[..., Run]:
    """The same for `replay`, which is built where zlib is."""
    return caller(built_example("replay", "TRAILAUDIT_REPLAY"))
