#!/usr/bin/env python3
"""Fills the README's blocks with what the programs really print; `readme_test.py` compares.

A marker before a block says where the block comes from:
  <!-- run: PROGRAM ARGUMENTS -->   what an example prints
  <!-- file: PATH -->               a file of the tree, from its first #include on
  <!-- python -->, <!-- output -->  a Python example, and what it prints

Usage: readme_blocks.py BINARY_DIR   writes README.md again.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
MARKER = re.compile(
    r"<!-- (?P<what>[a-z]+)(?:: (?P<how>[^\n]*))? -->\n```(?P<kind>[a-z]+)\n(?P<text>.*?)```\n",
    re.S,
)


def run_example(binary_dir: pathlib.Path, command: str) -> str:
    words = shlex.split(command)
    program = binary_dir / "examples" / words[0]
    done = subprocess.run(
        [str(program), *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def run_python(text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    return done.stdout


def fill(readme: str, binary_dir: pathlib.Path) -> str:
    example = ""

    def block(match: "re.Match[str]") -> str:
        nonlocal example
        what, how, text = match["what"], match["how"], match["text"]
        if what == "run":
            text = run_example(binary_dir, how)
        elif what == "file":
            source = (ROOT / how).read_text(encoding="utf-8")
            text = source[source.index("#include") :]
        elif what == "python":
            example = text
        elif what == "output":
            text = run_python(example)
        else:
            raise ValueError(f"no such marker: {what}")
        head = match[0][: match[0].index("```")]
        return f"{head}```{match['kind']}\n{text}```\n"

    return MARKER.sub(block, readme)


if __name__ == "__main__":
    README.write_text(
        fill(README.read_text(encoding="utf-8"), pathlib.Path(sys.argv[1])), encoding="utf-8"
    )
