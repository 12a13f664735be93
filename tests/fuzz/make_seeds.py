"""Makes seeds of the fixtures: `make_seeds.py SOURCE_DIR OUT_DIR`.

OUT_DIR/fuzz_read has their documents, and answers of each call as `CALL`, a line's end and the
answer; OUT_DIR/fuzz_policy has their policies and requests, OUT_DIR/fuzz_values the values of each
condition.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ANSWERS_OF_A_CALL = 12


def values(value: object) -> Iterator[object]:
    """The value and all that it holds."""
    yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from values(each)
    elif isinstance(value, list):
        for each in value:
            yield from values(each)


def as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def main(source: Path, out: Path) -> None:
    documents: set[str] = set()
    answers: dict[str, set[str]] = {}
    policies: set[str] = set()
    conditions: set[str] = set()
    files = [*source.glob("tests/fixtures/**/*.json"), *source.glob("examples/payloads/*.json")]
    for path in sorted(files):
        try:
            fixture = json.loads(path.read_bytes())
        except ValueError:
            documents.add(path.read_text(encoding="utf-8", errors="surrogateescape"))
            continue
        if isinstance(fixture, dict) and "captures" in fixture:
            documents.add(as_text(fixture))
        for value in values(fixture):
            if not isinstance(value, dict):
                continue
            if "document" in value:
                documents.add(as_text(value["document"]))
            if isinstance(value.get("call"), str) and "response" in value:
                of_call = answers.setdefault(value["call"], set())
                if len(of_call) < ANSWERS_OF_A_CALL:
                    of_call.add(as_text(value["response"]))
            for name in ("policy", "Policy", "request", "AssumeRolePolicyDocument"):
                if name in value:
                    policies.add(as_text(value[name]))
            condition = value.get("Condition")
            for tests in condition.values() if isinstance(condition, dict) else ():
                found = [each for each in values(tests) if isinstance(each, str)]
                conditions.add("\n".join(found))
    texts = {f"{call}\n{answer}" for call, found in answers.items() for answer in found}
    seeds = {"fuzz_read": documents | texts, "fuzz_policy": policies, "fuzz_values": conditions}
    for name, found_texts in seeds.items():
        if len(found_texts) < 100:
            raise SystemExit(f"only {len(found_texts)} seeds for {name}")
        (out / name).mkdir(parents=True, exist_ok=True)
        for text in found_texts:
            content = text.encode("utf-8", "surrogateescape")
            (out / name / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


main(Path(sys.argv[1]), Path(sys.argv[2]))
