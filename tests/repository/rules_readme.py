"""Writes include/trailaudit/rules/README.md from the rules' headers.

python3 tests/repository/rules_readme.py --write
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "include" / "trailaudit" / "rules"
README = RULES / "README.md"

# A rule's subject by the first parameter of its check, and the call that lists such subjects.
SUBJECTS = {
    "context": ("account", ""),
    "trail_view": ("trail", "cloudtrail:DescribeTrails"),
    "log_bucket_view": ("log bucket", "cloudtrail:DescribeTrails"),
    "event_data_store_view": ("event data store", "cloudtrail:ListEventDataStores"),
}

HEAD = """\
<!-- Written by tests/repository/rules_readme.py from the headers in this folder. Do not edit. -->

# Rules

In the order of reports. A rule is asked of each of its subjects; the calls it needs are those that
name the subjects and those that hold the answer. What was not collected gives `unknown`.
"""


@dataclass(frozen=True)
class Rule:
    """What stands in one rule's header."""

    file: str
    slug: str
    title: str
    question: str
    level: str
    subject: str
    calls: tuple[str, ...]
    rationale: str
    remediation: str
    references: tuple[tuple[str, str], ...]


def one(pattern: str, text: str, what: str) -> str:
    found = re.findall(pattern, text, re.DOTALL | re.MULTILINE)
    if len(found) != 1:
        raise ValueError(f"{what}: expected once, found {len(found)} times")
    return found[0]


def literal(member: str, text: str, file: str) -> str:
    """A member's text, of one string literal or several that are joined."""
    body = one(rf'\.{member} =((?:\s*"(?:[^"\\]|\\.)*")+),', text, f"{file}: .{member}")
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', body)
    return re.sub(r"\\(.)", r"\1", "".join(parts))


def read(name: str) -> Rule:
    """Reads the header of the rule that C++ calls by that name."""
    file = f"{name}.hpp"
    text = (RULES / file).read_text("utf-8")
    comment = one(
        r"((?:^///[^\n]*\n)+)\[\[nodiscard\]\] TRAILAUDIT_API verdict\s+check_",
        text,
        f"{file}: ///",
    )
    lines = [line.removeprefix("///").strip() for line in comment.splitlines()]
    paragraphs = [each.split("\n") for each in "\n".join(lines).split("\n\n")]
    evidence = [each for each in paragraphs if each[0].startswith("Evidence: ")]
    if len(evidence) != 1:
        raise ValueError(f"{file}: one paragraph of the comment begins with `Evidence: `")
    facts = []
    for line in evidence[0]:
        if line.startswith("- "):
            break
        facts.append(line)
    view = one(
        rf"TRAILAUDIT_API verdict\s+check_{name}\(\s*(\w+) const&", text, f"{file}: check_{name}"
    )
    subject, listing = SUBJECTS[view]
    calls = [*filter(None, [listing]), *re.findall(r"`([a-z0-9]+:[A-Z]\w+)`", " ".join(facts))]
    table = one(rf"reference {name}_references\[\] = \{{(.*?)\n\}};", text, f"{file}: references")
    return Rule(
        file=file,
        slug=literal("slug", text, file),
        title=literal("title", text, file),
        question=" ".join(paragraphs[0]),
        level=one(r"\.level = severity::(\w+),", text, f"{file}: .level"),
        subject=subject,
        calls=tuple(dict.fromkeys(calls)),
        rationale=literal("rationale", text, file),
        remediation=literal("remediation", text, file),
        references=tuple(re.findall(r'\{"([^"]+)", "([^"]+)"\}', table)),
    )


def catalogue() -> list[Rule]:
    """The rules, in the catalogue's order."""
    text = (RULES / "catalogue.hpp").read_text("utf-8")
    body = one(r"inline constexpr std::array catalogue\{(.*?)\};", text, "catalogue.hpp")
    return [read(name) for name in re.findall(r"rules::(\w+)", body)]


def plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\<>|*\[\]])", r"\\\1", text)


def commands(text: str) -> str:
    """A remediation, with its AWS CLI commands as code."""
    cut = re.sub(r"\b(aws [a-z0-9]+ [a-z0-9-]+(?:(?!;| \()[^`])*)", r"`\1`", text)
    return "".join(
        part if at % 2 else plain(part) for at, part in enumerate(re.split("(`[^`]*`)", cut))
    )


def render(rules: list[Rule]) -> str:
    out = [HEAD]
    out.append("| rule | asks | severity | subject | calls |\n|---|---|---|---|---|")
    for each in rules:
        calls = ", ".join(f"`{call}`" for call in each.calls)
        cells = [
            f"[`{each.slug}`](#{each.slug})",
            plain(each.question),
            each.level,
            each.subject,
            calls,
        ]
        out.append(f"| {' | '.join(cells)} |")
    for each in rules:
        sources: dict[str, list[str]] = {}
        for source, number in each.references:
            sources.setdefault(source, []).append(number)
        references = "; ".join(f"{plain(s)}: {plain(', '.join(n))}" for s, n in sources.items())
        out.append(
            f"\n## {each.slug}\n\n"
            f"[{plain(each.title)}]({each.file}). {plain(each.rationale)}\n\n"
            f"- Remediation: {commands(each.remediation)}\n"
            f"- References: {references}"
        )
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--write"]):
        sys.exit(__doc__)
    text = render(catalogue())
    if sys.argv[1:]:
        README.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
