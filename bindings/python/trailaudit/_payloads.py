"""Answers that stand alone: for people who hold a few responses and no document."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from . import _core
from ._api import document_text, dumps, options_of, read_file
from ._report import Report


class Refused(NamedTuple):
    """An error that AWS gave instead of an answer."""

    code: str
    message: str = ""


def refused(code: str, message: str = "") -> Refused:
    """AWS's error with that code, such as ``AccessDenied`` or ``NoSuchBucketPolicy``."""
    if not isinstance(code, str) or not isinstance(message, str):
        raise TypeError("an error's code and message are text")
    if not code:
        raise ValueError("an error has a code")
    return Refused(code, message)


class _Operation(NamedTuple):
    name: str  # describe_trails
    call: str  # cloudtrail:DescribeTrails
    subject: str | None  # the parameter that says what the call was about
    keys: list[str]  # of the answer


_OPERATIONS = {each[0]: _Operation(*each) for each in _core.operations()}
_REGION = re.compile(r"[a-z]+(-[a-z]+)+-[0-9]+")

# As _core.audit_answers takes it: call, text, subject, Region, error code, error message.
_Answer = tuple[str, "str | bytes", str, str, str, str]


def audit_payloads(
    *,
    account_id: str | None = None,
    as_of: Any = None,
    regions: Iterable[str] | None = None,
    rules: Any = None,
    parameters: Mapping[str, Any] | None = None,
    limits: Mapping[str, int] | None = None,
    **answers: Any,
) -> Report:
    """Audits AWS's answers as they came, one keyword an operation of boto3's name.

    An answer is JSON text as the AWS CLI prints it (nothing, where it prints nothing), a boto3
    response, a path to a file, boto3's ClientError, or ``refused("AccessDenied")``.
    What is about one thing (a trail, bucket, key, topic, role, policy, ...) takes
    ``{subject: answer}``; anything else one answer. In place of one answer may stand a list of
    them (pages) or ``{Region: answer}``. ``get_account_public_access_block`` is S3 Control's call,
    ``list_organization_policies`` is ``list_policies`` of Organizations.
    What is None was not collected. ``regions`` are the Regions that the account has enabled.

    >>> audit_payloads(
    ...     account_id="111122223333",
    ...     describe_trails=cloudtrail.describe_trails(),
    ...     get_trail_status={arn: cloudtrail.get_trail_status(Name=arn)},
    ... )
    """
    collected: list[_Answer] = []
    for name, given in answers.items():
        operation = _OPERATIONS.get(name)
        if operation is None:
            _refuse_keyword(name)
        if given is not None:
            collected.extend(_about_subjects(operation, given))
    if account_id is not None and not isinstance(account_id, str):
        raise TypeError("account_id is text: twelve digits")
    names = [] if regions is None else list(regions)
    if isinstance(regions, str) or not all(isinstance(each, str) for each in names):
        raise TypeError("regions takes several Regions' names")
    return Report(
        _core.audit_answers(
            collected,
            account_id,
            names,
            *options_of(rules, parameters, as_of, limits),
        )
    )


def _refuse_keyword(name: str) -> NoReturn:
    import difflib

    close = difflib.get_close_matches(name, _OPERATIONS, n=2)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    raise TypeError(f"audit_payloads has no keyword {name!r}{hint}")


def _about_subjects(operation: _Operation, given: Any) -> Iterator[_Answer]:
    if operation.subject is None:
        yield from _each(operation, "", given)
        return
    wanted = f"{operation.name} takes {{{operation.subject}: answer}}"
    if not isinstance(given, Mapping):
        raise TypeError(f"{wanted}, not {type(given).__name__}")
    for key in (*operation.keys, "ResponseMetadata"):
        if key in given:
            raise TypeError(f"{wanted}; {key!r} looks like a part of an answer")
    for subject, answers in given.items():
        if not isinstance(subject, str) or not subject:
            raise TypeError(f"{wanted}; {subject!r} is no {operation.subject}")
        yield from _each(operation, subject, answers)


def _each(operation: _Operation, subject: str, given: Any) -> Iterator[_Answer]:
    if isinstance(given, Mapping) and given and all(_is_region(key) for key in given):
        for region, answers in given.items():
            yield from _pages(operation, subject, region, answers)
    else:
        yield from _pages(operation, subject, "", given)


def _pages(operation: _Operation, subject: str, region: str, given: Any) -> Iterator[_Answer]:
    for answer in given if isinstance(given, list) else [given]:
        text, code, message = _read(operation, answer)
        yield operation.call, text, subject, region, code, message


def _read(operation: _Operation, answer: Any) -> tuple[str | bytes, str, str]:
    if isinstance(answer, Refused):
        return "", *answer
    body = answer if isinstance(answer, Mapping) else getattr(answer, "response", None)
    error = body.get("Error") if isinstance(body, Mapping) else None
    if isinstance(error, Mapping) and isinstance(error.get("Code"), str) and error["Code"]:
        return "", error["Code"], str(error.get("Message") or "")
    if isinstance(answer, Mapping):
        return dumps(answer), "", ""
    if isinstance(answer, os.PathLike):
        return read_file(answer), "", ""
    if isinstance(answer, (str, bytes, bytearray, memoryview)):
        return document_text(answer), "", ""
    raise TypeError(
        f"{operation.name}: expected JSON text, a dict, a path or an error,"
        f" not {type(answer).__name__}"
    )


def _is_region(key: object) -> bool:
    return isinstance(key, str) and _REGION.fullmatch(key) is not None


def _signature() -> inspect.Signature:
    """The signature with every operation's name in place of ``**answers``."""
    *own, _ = inspect.signature(audit_payloads).parameters.values()
    given = inspect.Parameter("given", inspect.Parameter.KEYWORD_ONLY, default=None)
    every = [given.replace(name=name) for name in _OPERATIONS]
    return inspect.Signature([*own, *every], return_annotation="Report")


audit_payloads.__signature__ = _signature()  # type: ignore[attr-defined]
