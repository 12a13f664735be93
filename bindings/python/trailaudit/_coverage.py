"""Which events of which Regions the trails of an account record together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import _core
from ._api import Document, document_text, read_file
from .selectors import Ternary, _record

# How the questions are shown: what several have in common, and each one's own.
_HEADS = (
    ("Management reads", ("kms", "rdsdata", "other")),
    ("Management writes", ("kms", "rdsdata", "other")),
    ("S3 objects", ("reads", "writes")),
    ("Lambda", ("invoke",)),
    ("DynamoDB", ("items",)),
)
_SHOWN = {"yes": "yes", "no": "NO", "unknown": "?"}
_MOST_NAMES = 4


class CoverageCell(NamedTuple):
    """Whether the events of one question are recorded, in the Regions of a row.

    ``question`` is its name, such as ``management-write-kms``. ``covered`` is ``"yes"``, ``"no"``
    or ``"unknown"``, ``reason`` why it is not ``"yes"``, on one line. ``trail`` is the ARN of a
    trail that records all of them, ``"several"`` where it takes more than one, and None where they
    are not covered. ``witness`` is an event that no trail records, as a CloudTrail record of the
    first of the Regions; None unless ``covered`` is ``"no"``.
    """

    question: str
    covered: Ternary
    trail: str | None
    reason: str
    witness: dict[str, Any] | None


class CoverageRow(NamedTuple):
    """Regions in which all questions have the same answers."""

    regions: tuple[str, ...]
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, repr=False)
class Coverage:
    """Which events of which Regions an account's trails record. Made by ``coverage``.

    ``account_id`` is None when it is not known. ``regions_known`` says whether the document names
    the account's Regions; otherwise these are the ones that its trails and the answers about them
    name, and there may be others. Printed, it is a table of Regions and questions, with the gaps
    below.
    """

    account_id: str | None
    regions_known: bool
    rows: tuple[CoverageRow, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """All the Regions."""
        return tuple(region for row in self.rows for region in row.regions)

    @property
    def questions(self) -> tuple[str, ...]:
        """What was asked in each Region."""
        return tuple(_QUESTIONS)

    @property
    def gaps(self) -> list[tuple[tuple[str, ...], CoverageCell]]:
        """What is certainly not recorded: Regions and the cell."""
        return self._with("no")

    @property
    def unknown(self) -> list[tuple[tuple[str, ...], CoverageCell]]:
        """What could not be decided: Regions and the cell."""
        return self._with("unknown")

    def cell(self, region: str, question: str) -> CoverageCell:
        """The answer to one question in one Region; KeyError when there is none."""
        if question not in _QUESTIONS:
            raise KeyError(f"there is no question {question!r}")
        for row in self.rows:
            if region in row.regions:
                return row.cells[_QUESTIONS[question]]
        raise KeyError(f"there is no Region {region!r}")

    def _with(self, covered: Ternary) -> list[tuple[tuple[str, ...], CoverageCell]]:
        return [
            (row.regions, cell)
            for row in self.rows
            for cell in row.cells
            if cell.covered == covered
        ]

    def __iter__(self) -> Iterator[CoverageRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        account = _printable(self.account_id or "an unknown account")
        counts = f"Regions {len(self.regions)}, gaps {len(self.gaps)}, unknown {len(self.unknown)}"
        return f"<Coverage of {account}: {counts}>"

    def __str__(self) -> str:
        return "\n".join([*self._table(), *self._notes()])

    def _table(self) -> list[str]:
        if not self.rows:
            return []
        first = max(len(each) for each in ["Region", *map(_printable, self.regions)])
        above, below, widths = " " * first, "Region".ljust(first), []
        for group, names in _HEADS:
            own = [max(len(name), 3) for name in names]
            own[-1] += max(0, len(group) - sum(own) - 2 * (len(own) - 1))
            inner = "  ".join(name.ljust(width) for name, width in zip(names, own))
            above += "   " + group.ljust(len(inner))
            below += "   " + inner
            widths.append(own)
        lines = [above.rstrip(), below.rstrip()]
        for row in self.rows:
            shown = iter(row.cells)
            cells = "".join(
                "   " + "  ".join(_SHOWN[next(shown).covered].ljust(each) for each in own)
                for own in widths
            )
            lines += [(_printable(each).ljust(first) + cells).rstrip() for each in row.regions]
        return lines

    def _notes(self) -> list[str]:
        lines = []
        for regions, cell in [*self.gaps, *self.unknown]:
            what = f"{cell.question} {_places(regions)}: {cell.reason}"
            lines.append(f"{_SHOWN[cell.covered]:<3}{what}")
            if cell.witness is not None:
                lines.append(f"   for example {_event(cell.witness)}")
        if not self.rows:
            lines.append("No Region is known.")
        elif not self.regions_known:
            lines.append("There may be other Regions: the document does not name the account's.")
        return ["", *lines] if self.rows and lines else lines

    def _repr_html_(self) -> str:
        from html import escape

        def cells(tag: str, *texts: str) -> str:
            return "".join(f"<{tag}>{escape(each)}</{tag}>" for each in texts)

        groups = "".join(f'<th colspan="{len(each)}">{escape(name)}</th>' for name, each in _HEADS)
        names = cells("th", "Region", *(name for _, each in _HEADS for name in each))
        body = "".join(
            f"<tr>{cells('th', region)}{cells('td', *(_SHOWN[c.covered] for c in row.cells))}</tr>"
            for row in self.rows
            for region in row.regions
        )
        notes = "".join(cells("p", each.strip()) for each in self._notes() if each)
        return (
            f"{cells('p', repr(self)[1:-1])}<table><thead><tr><th></th>{groups}</tr>"
            f"<tr>{names}</tr></thead><tbody>{body}</tbody></table>{notes}"
        )


def coverage(document: Document) -> Coverage:
    """Reads one snapshot document and says which events of which Regions its trails record.

    ``document`` is what ``audit`` takes. Each Region is asked for the six kinds of management
    events that trails can tell apart, and for the usual data events. Nothing is guessed: a status,
    selectors or a list of trails that is not known makes the answers that rest on it unknown.

    Raises ReadError, a ValueError, for what cannot be read. Other threads run meanwhile.

    >>> print(trailaudit.coverage(pathlib.Path("snapshot.json")))
    """
    if isinstance(document, os.PathLike):
        path = os.fsencode(document)
        if os.path.isdir(document):
            return _made(_core.coverage_folder(path))
        return _made(_core.coverage_text(read_file(document), path))
    return _made(_core.coverage_text(document_text(document), b""))


def _made(found: Any) -> Coverage:
    account_id, regions_known, rows = found
    return Coverage(
        account_id,
        regions_known,
        tuple(
            CoverageRow(
                regions,
                tuple(
                    CoverageCell(question, covered, trail, reason, _record(witness))
                    for question, covered, trail, reason, witness in cells
                ),
            )
            for regions, cells in rows
        ),
    )


_QUESTIONS = {name: at for at, name in enumerate(_core.account_questions())}


def _places(regions: tuple[str, ...]) -> str:
    names = ", ".join(_printable(each) for each in regions[:_MOST_NAMES])
    more = len(regions) - _MOST_NAMES
    return f"in {names} and {more} more" if more > 0 else f"in {names}"


def _event(witness: dict[str, Any]) -> str:
    text = f"{witness.get('eventName') or 'an event'} of {witness.get('eventSource') or '?'}"
    for each in witness.get("resources", []):
        text += f" on {each.get('ARN') or each.get('type')}"
    return _printable(text)


def _printable(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its direction."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
