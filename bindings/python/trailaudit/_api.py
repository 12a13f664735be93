"""Documents in, reports out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any, Union

from . import _core
from ._core import Rule
from ._names import ReadError
from ._report import Report

Text = Union[str, bytes, bytearray, memoryview]
Document = Union[Text, Mapping[str, Any], "os.PathLike[str]"]
Rules = Iterable[Union[str, Rule]]
Moment = Union[datetime, str]
# As the core takes them: rules, parameters, as_of, limits.
Options = tuple["list[Rule] | None", "str | None", "str | None", "tuple[int, int, int] | None"]

# Rules are the library's own constants: looked up once, never changed.
_RULES = {each.slug: each for each in _core.rules()}


def rules() -> list[Rule]:
    """Every rule, in the order of reports."""
    return list(_RULES.values())


def rule(slug: str) -> Rule:
    """The rule with that slug; ValueError when there is none."""
    if not isinstance(slug, str):
        raise TypeError(f"a rule is given by its slug or as a Rule, not as {type(slug).__name__}")
    found = _RULES.get(slug)
    if found is None:
        import difflib

        close = difflib.get_close_matches(slug, _RULES, n=3)
        hint = f"; close to it: {', '.join(close)}" if close else ""
        raise ValueError(f"there is no rule {slug!r}{hint}")
    return found


def default_parameters() -> dict[str, Any]:
    """What ``parameters`` may set, with the values that count when it does not."""
    return _core.default_parameters()


def default_limits() -> dict[str, int]:
    """What ``limits`` may set, with the values that count when it does not.

    ``max_bytes``: the longest document. ``max_string_bytes``: the longest string in it, a policy's
    text included. ``max_depth``: the deepest nesting of objects and arrays, at most 512. Beyond
    one, a document is refused with an error that names it; a policy's text has a fault.
    """
    return _core.default_limits()


def audit(
    document: Document,
    *,
    rules: Rules | None = None,
    parameters: Mapping[str, Any] | None = None,
    as_of: Moment | None = None,
    limits: Mapping[str, int] | None = None,
) -> Report:
    """Reads one snapshot document and asks the rules.

    ``document`` is JSON text, a dict, or a path: of a file with one document, or of a folder as
    collect.sh writes it. A str is always JSON text; give paths as ``pathlib.Path``. Times in a
    dict may be datetimes with a time zone.
    ``rules`` are slugs or Rule objects, all rules when None. ``parameters``: see
    ``default_parameters``. ``as_of`` is the moment the audit speaks of, in place of the document's.
    ``limits``: see ``default_limits``.

    Raises ReadError, a ValueError, for what cannot be read. Other threads run meanwhile.
    """
    options = options_of(rules, parameters, as_of, limits)
    if isinstance(document, os.PathLike):
        if os.path.isdir(document):
            return Report(_core.audit_folder(os.fsencode(document), *options))
        return Report(_core.audit_text(read_file(document), *options, os.fsencode(document)))
    return Report(_core.audit_text(document_text(document), *options, b""))


def audit_documents(
    documents: Text | os.PathLike[str],
    *,
    rules: Rules | None = None,
    parameters: Mapping[str, Any] | None = None,
    as_of: Moment | None = None,
    limits: Mapping[str, int] | None = None,
) -> Iterator[Report | ReadError]:
    """Reads a text with a snapshot document on each line (NDJSON) and asks the rules of each.

    ``documents`` is the text, or the path of a file; one document over many lines is taken too.
    For each document, in the order of the text, comes its report when it is asked for, or the
    ReadError that kept it from being read, so that a broken line leaves the others be. An error's
    ``line`` counts in the whole text. Blank lines are passed over; a text without any document is
    one error.
    ``rules``, ``parameters``, ``as_of`` and ``limits`` are those of ``audit``, and what is wrong
    with them is raised. Other threads run meanwhile.

    >>> for report in trailaudit.audit_documents(pathlib.Path("accounts.ndjson")):
    ...     if isinstance(report, trailaudit.ReadError):
    ...         print(report)
    ...     else:
    ...         print(report.account_id, len(report.failed))
    """
    options = options_of(rules, parameters, as_of, limits)
    if isinstance(documents, os.PathLike):
        return _each(read_file(documents), options, os.fsencode(documents))
    if isinstance(documents, Mapping):
        raise TypeError("expected NDJSON text or a path; a dict is one document: see audit")
    return _each(document_text(documents), options, b"")


def _each(text: str | bytes, options: Options, source: bytes) -> Iterator[Report | ReadError]:
    for begin, size, line in _core.documents(text, options[-1]):
        made = _core.audit_part(text, begin, size, line, *options, source)
        yield made if isinstance(made, ReadError) else Report(made)


def options_of(
    rules: Rules | None,
    parameters: Mapping[str, Any] | None,
    as_of: Moment | None,
    limits: Mapping[str, int] | None,
) -> Options:
    """What every audit is asked with, as the core takes it."""
    return select(rules), parameter_text(parameters), moment_text(as_of), limit_numbers(limits)


def select(rules: Rules | None) -> list[Rule] | None:
    """The rules that are meant, each once."""
    if rules is None:
        return None
    if isinstance(rules, (str, Rule)):
        raise TypeError("rules takes several rules: put the one into a list")
    chosen = {each: None for each in (r if isinstance(r, Rule) else rule(r) for r in rules)}
    if not chosen:
        raise ValueError("rules is empty: nothing would be asked")
    return list(chosen)


def parameter_text(parameters: Mapping[str, Any] | None) -> str | None:
    """The parameters as JSON."""
    if parameters is None:
        return None
    if not isinstance(parameters, Mapping):
        raise TypeError(f"parameters takes a dict, not {type(parameters).__name__}")
    return dumps(parameters)


def moment_text(as_of: Moment | None) -> str | None:
    """The moment as ISO 8601."""
    if as_of is None or isinstance(as_of, str):
        return as_of
    if isinstance(as_of, datetime):
        return iso(as_of)
    raise TypeError(f"as_of takes a datetime or ISO 8601 text, not {type(as_of).__name__}")


def limit_numbers(limits: Mapping[str, int] | None) -> tuple[int, int, int] | None:
    """The limits as the core takes them."""
    if limits is None:
        return None
    if not isinstance(limits, Mapping):
        raise TypeError(f"limits takes a dict, not {type(limits).__name__}")
    known = default_limits()
    for name, value in limits.items():
        if name not in known:
            raise ValueError(f"there is no limit {name!r}; there are {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"limits: {name} is a number, not a {type(value).__name__}")
        most = 512 if name == "max_depth" else sys.maxsize
        if not 1 <= value <= most:
            raise ValueError(f"limits: {name} is a number from 1 to {most}")
    known.update(limits)
    return known["max_bytes"], known["max_string_bytes"], known["max_depth"]


def document_text(document: Text | Mapping[str, Any]) -> str | bytes:
    """The document as JSON text."""
    if isinstance(document, (str, bytes)):
        return document
    if isinstance(document, (bytearray, memoryview)):
        return bytes(document)
    if isinstance(document, Mapping):
        return dumps(document)
    raise TypeError(f"expected JSON text, a dict or a path, not {type(document).__name__}")


def read_file(path: os.PathLike[str]) -> bytes:
    """All of a file."""
    with open(path, "rb") as file:
        return file.read()


def dumps(value: Mapping[str, Any]) -> str:
    """A boto3 response as JSON: times in UTC, everything else as the AWS CLI prints it."""
    return json.dumps(value, default=_plain, allow_nan=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} is not JSON")


def iso(time: datetime) -> str:
    """The moment in UTC, as ISO 8601."""
    if time.utcoffset() is None:
        raise ValueError(f"{time.isoformat()} has no time zone")
    return time.astimezone(timezone.utc).isoformat()
