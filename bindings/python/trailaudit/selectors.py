"""What event selectors record: whether an event is, and an event of a question that is not.

>>> selectors = json.loads(os.popen("aws cloudtrail get-event-selectors --trail-name main").read())
>>> trailaudit.selectors.would_record(selectors, event).recorded
'no'
>>> trailaudit.selectors.uncovered(selectors, "s3-object-write").witness["eventName"]
'PutObject'

Selectors are what ``get-event-selectors`` answers, or any object with ``AdvancedEventSelectors``,
as ``get-event-data-store`` answers it. Events are records of CloudTrail's log files, questions
advanced event selectors: the set of all events that such a selector takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Union

from . import _core
from ._api import Text, document_text

__all__ = ["QUESTIONS", "Gap", "Recording", "Ternary", "uncovered", "would_record"]

Ternary = Literal["yes", "no", "unknown"]
_Json = Union[Text, Mapping[str, Any]]

#: The questions that have names.
QUESTIONS: tuple[str, ...] = tuple(_core.event_questions())
_NAME = re.compile(r"[a-z0-9-]+")


class Recording(NamedTuple):
    """Whether selectors record an event, and what decides that.

    ``recorded`` is ``"yes"``, ``"no"`` or ``"unknown"``, ``reason`` why, on one line. ``selector``
    is the number, from 0, of the selector that records the event or is not decided, and for a
    ``"no"`` of the one selector there is; None where no one selector decides. ``advanced`` says
    whether it counts in ``AdvancedEventSelectors``. ``field`` is what keeps the event out or is not
    decided, as AWS spells it; None where that is no field.
    """

    recorded: Ternary
    reason: str
    selector: int | None
    advanced: bool
    field: str | None


class Gap(NamedTuple):
    """Whether selectors record every event of a question.

    ``covered`` is ``"yes"``, ``"no"`` or ``"unknown"``, ``reason`` why it is not ``"yes"``, on one
    line. ``witness`` is an event of the question that is not recorded, as a CloudTrail record;
    None unless ``covered`` is ``"no"``.
    """

    covered: Ternary
    reason: str
    witness: dict[str, Any] | None


def would_record(selectors: _Json, event: _Json, *, custom: bool | None = None) -> Recording:
    """Says whether these selectors record the event.

    ``selectors`` and ``event`` are dicts or JSON text. ``custom`` is the trail's
    ``HasCustomEventSelectors``: where there are no selectors at all, only False says that AWS's
    default counts, which is every management event. The event's Region and account do not count.

    Raises ReadError, a ValueError, for what cannot be read. Other threads run meanwhile.
    """
    texts = _text(selectors, "selectors"), _text(event, "event")
    return Recording(*_core.would_record(*texts, _flag(custom)))


def uncovered(selectors: _Json, question: _Json, *, custom: bool | None = None) -> Gap:
    """Says whether these selectors record every event of a question, or finds one that they do not.

    ``question`` is an advanced event selector with an ``eventCategory``, as a dict or JSON text, or
    one of the names in ``QUESTIONS``. ``selectors`` and ``custom``: see ``would_record``. Without a
    ``TrailARN``, selectors whose ARNs are of another partition than ``aws`` may be those of a trail
    of either: the answer is ``"unknown"`` where that counts.

    Raises ReadError, a ValueError, for what cannot be read. Other threads run meanwhile.
    """
    asked = _text(question, "question")
    if isinstance(asked, str) and _NAME.fullmatch(asked) and asked not in QUESTIONS:
        raise ValueError(f"there is no question {asked!r}; there are {', '.join(QUESTIONS)}")
    covered, reason, witness = _core.uncovered(_text(selectors, "selectors"), asked, _flag(custom))
    return Gap(covered, reason, _record(witness))


def _text(value: _Json, name: str) -> str | bytes:
    try:
        return document_text(value)
    except TypeError as error:
        if isinstance(value, Mapping):
            raise
        kind = type(value).__name__
        raise TypeError(f"{name}: expected JSON text or a dict, not {kind}") from error


def _flag(custom: bool | None) -> bool | None:
    if custom is None or isinstance(custom, bool):
        return custom
    raise TypeError(f"custom: expected a bool or None, not {type(custom).__name__}")


def _record(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
