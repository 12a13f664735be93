"""What an audit gives back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, overload

from . import _core
from ._core import Finding, Ignored, Rule
from ._names import Outcome, Severity

_MOST_ROWS = 100


class Findings(Sequence[Finding]):
    """Findings of a report. Each is made when it is asked for."""

    __slots__ = ("_audited", "_places")

    def __init__(self, audited: _core.Audited, places: range | list[int]) -> None:
        self._audited = audited
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return Findings(self._audited, self._places[index])
        return self._audited.finding(self._places[index])

    def __iter__(self) -> Iterator[Finding]:
        return map(self._audited.finding, self._places)

    def __repr__(self) -> str:
        return f"<Findings: {len(self)}>"


class Report:
    """The findings of one account. Made by ``audit``; immutable, threads may share it.

    Can be pickled: it is audited again on the other side, by the same version of the library.
    """

    __slots__ = ("_audited",)

    def __init__(self, audited: _core.Audited) -> None:
        self._audited = audited

    @property
    def findings(self) -> Findings:
        """All findings, in the order of rules and resources."""
        return Findings(self._audited, range(len(self._audited)))

    @property
    def failed(self) -> Findings:
        """The findings that fail."""
        return Findings(self._audited, self._audited.places(Outcome.FAIL))

    @property
    def unknown(self) -> Findings:
        """The findings that could not be decided."""
        return Findings(self._audited, self._audited.places(Outcome.UNKNOWN))

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many findings have each outcome."""
        return self._audited.counts()

    @property
    def worst_severity(self) -> Severity | None:
        """The gravest severity among the failures."""
        return self._audited.worst_severity

    @property
    def account_id(self) -> str | None:
        """The audited account; None when it is not known."""
        return self._audited.account_id

    @property
    def as_of(self) -> datetime | None:
        """The moment the audit speaks of; None when nothing gave one."""
        return self._audited.as_of

    @property
    def rules(self) -> list[Rule]:
        """The rules that were asked."""
        return self._audited.rules

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that counted."""
        return self._audited.parameters

    @property
    def ignored(self) -> list[Ignored]:
        """Parts of the input that no rule saw."""
        return self._audited.ignored

    @property
    def ignored_key_names(self) -> list[str]:
        """Names of keys inside answers that the library does not know, each once."""
        return self._audited.ignored_key_names

    def to_json(self) -> str:
        """The report as one JSON document, ``trailaudit.report.v1``."""
        return self._audited.to_json()

    def to_jsonl(self) -> str:
        """The findings as JSON Lines."""
        return self._audited.to_jsonl()

    def to_table(self) -> str:
        """The report for a terminal, failures first."""
        return self._audited.to_table()

    def to_snapshot(self) -> str:
        """What was audited as a snapshot document, ``trailaudit.snapshot.v1``."""
        return self._audited.to_snapshot()

    def __len__(self) -> int:
        return len(self._audited)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items())
        return f"<Report {self.account_id or 'of an unknown account'}: {counts}>"

    def _repr_html_(self) -> str:
        from html import escape

        def cells(tag: str, *texts: object) -> str:
            return "".join(f"<{tag}>{escape(str(text))}</{tag}>" for text in texts)

        graver = sorted(self.failed, key=lambda each: -each.severity)
        shown = [*graver, *self.unknown[: max(0, _MOST_ROWS - len(graver))]][:_MOST_ROWS]
        body = "".join(
            f"<tr>{cells('td', f.outcome, f.severity, f.rule.title, f.resource, f.reason)}</tr>"
            for f in shown
        )
        counts = self.counts
        more = counts[Outcome.FAIL] + counts[Outcome.UNKNOWN] - len(shown)
        rest = cells("p", f"and {more} more") if more else ""
        head = cells("th", "Outcome", "Severity", "Rule", "Resource", "Reason")
        return (
            f"{cells('p', repr(self)[1:-1])}<table><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{rest}"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        audited = self._audited
        moment = None if audited.as_of is None else audited.as_of.isoformat()
        parameters = json.dumps(audited.parameters)
        document = audited.to_snapshot()
        options = (audited.rules, parameters, moment, audited.limits, audited.ignored_key_names)
        return _restore, (document, audited.ignored_keys, *options)


def _restore(
    document: str,
    ignored_keys: int,
    rules: list[Rule],
    parameters: str,
    as_of: str | None,
    limits: tuple[int, int, int] | None = None,
    ignored_key_names: list[str] | None = None,
) -> Report:
    names = ignored_key_names or []
    return Report(_core.restore(document, ignored_keys, names, rules, parameters, as_of, limits))
