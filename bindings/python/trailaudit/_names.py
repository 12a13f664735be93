"""The names that the extension module speaks in. It imports this one, so this one imports none."""

from __future__ import annotations

import enum


class Outcome(str, enum.Enum):
    """What a rule says of one resource. Equal to its own text: ``Outcome.FAIL == "fail"``."""

    __module__ = "trailaudit"

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    __str__ = str.__str__


class Severity(enum.IntEnum):
    """How grave a failure is, on AWS Security Hub's scale. Ordered."""

    __module__ = "trailaudit"

    INFORMATIONAL = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class ReadError(ValueError):
    """An input that could not be read.

    ``code`` is the kind of fault, such as ``duplicate_key``; ``source`` the file or payload, empty
    for a document; ``pointer`` the JSON pointer of the value at fault; ``line`` and ``column``
    count from 1, and are 0 where there are none.
    """

    __module__ = "trailaudit"

    def __init__(
        self,
        description: str,
        code: str,
        source: str = "",
        pointer: str = "",
        line: int = 0,
        column: int = 0,
        message: str = "",
    ) -> None:
        super().__init__(description, code, source, pointer, line, column, message)
        self.code = code
        self.source = source
        self.pointer = pointer
        self.line = line
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return str(self.args[0])
