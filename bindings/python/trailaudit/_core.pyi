from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ._api import Document, Moment
from ._names import Outcome, ReadError, Severity
from .policy import Verdict
from .selectors import Ternary

__version__: str

# Question, answer, trail, reason and JSON of a witness.
_Cell = tuple[str, Ternary, str | None, str, str | None]
# Account, whether its Regions are known, and the Regions and cells of each row.
_Coverage = tuple[str | None, bool, list[tuple[tuple[str, ...], list[_Cell]]]]
# max_bytes, max_string_bytes, max_depth.
_Limits = tuple[int, int, int]
# Account, bucket, resource and service; empty where not known.
_Subject = tuple[str, str, str, str]
# Accounts, organizations, VPCs and endpoints, networks.
_Trust = tuple[list[str], ...]
# Principal, type, whether it is outside, kind of access, statement, verdict, JSON of a witness.
_Grant = tuple[str, str, bool, str, int, Verdict, str | None]
# Code, statement, pointer, sentence, what stands there.
_Remark = tuple[str, int | None, str, str, str]

class Reference:
    """A control elsewhere that a rule answers."""
    @property
    def source(self) -> str:
        """Whose control it is, such as `AWS Security Hub`."""
    @property
    def id(self) -> str:
        """The control's id there, such as `CloudTrail.4`."""

class Ignored:
    """A part of the input that no rule sees, and why."""
    @property
    def pointer(self) -> str:
        """Where it stands: a JSON pointer into the input."""
    @property
    def what(self) -> str:
        """The call or the key, or what an answer is about."""
    @property
    def reason(self) -> str:
        """Why no rule sees it."""

class Rule:
    """A question to an account's CloudTrail set-up. Call it to ask it alone."""
    @property
    def slug(self) -> str:
        """Its name, such as `log-file-validation`."""
    @property
    def title(self) -> str:
        """What holds when it passes."""
    @property
    def rationale(self) -> str:
        """Why that matters."""
    @property
    def remediation(self) -> str:
        """What to do about a failure."""
    @property
    def severity(self) -> Severity:
        """How grave a failure is."""
    @property
    def references(self) -> list[Reference]:
        """The controls elsewhere that it answers."""
    @property
    def resource_type(self) -> str:
        """What it is about, such as `AWS::CloudTrail::Trail`."""
    def __call__(
        self,
        document: Document,
        *,
        parameters: Mapping[str, Any] | None = None,
        as_of: Moment | None = None,
    ) -> list[Finding]:
        """Audits the document with this rule alone: its findings."""
    def __reduce__(self) -> tuple[Any, ...]: ...

class Evidence:
    """One fact that a finding rests on."""
    @property
    def call(self) -> str | None:
        """AWS's operation, such as `cloudtrail:DescribeTrails`."""
    @property
    def region(self) -> str | None:
        """The Region it was sent to; None when that was not recorded."""
    @property
    def capture(self) -> int | None:
        """The answer's place in the input, from 0; None when there is no answer."""
    @property
    def pointer(self) -> str:
        """The fact's place in the answer: a JSON pointer."""
    @property
    def value(self) -> bool | int | str | datetime | None:
        """What stands there, or in words what the answer comes to or lacks.

        None where nothing, a list or an object stands there.
        """

class Finding:
    """What one rule says of one resource. Keeps its report alive."""
    @property
    def rule(self) -> Rule:
        """The rule that was asked."""
    @property
    def resource(self) -> str:
        """ARN of what it was asked of; `*` when there was nothing."""
    @property
    def account(self) -> str | None:
        """The audited account; None when it is not known."""
    @property
    def region(self) -> str | None:
        """The resource's Region; None when it has none or it is not known."""
    @property
    def outcome(self) -> Outcome:
        """What the rule says."""
    @property
    def severity(self) -> Severity:
        """How grave a failure of that rule is, whatever the outcome."""
    @property
    def reason(self) -> str:
        """Why, on one line."""
    @property
    def evidence(self) -> list[Evidence]:
        """The facts that the outcome rests on."""
    @property
    def evidence_omitted(self) -> int:
        """How many more facts there were."""
    def to_dict(self) -> dict[str, Any]:
        """The finding as in the report's JSON."""
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

class Audited:
    """A report and all that it points to."""
    @property
    def account_id(self) -> str | None: ...
    @property
    def as_of(self) -> datetime | None: ...
    @property
    def worst_severity(self) -> Severity | None: ...
    @property
    def ignored(self) -> list[Ignored]: ...
    @property
    def ignored_keys(self) -> int: ...
    @property
    def ignored_key_names(self) -> list[str]: ...
    @property
    def parameters(self) -> dict[str, Any]: ...
    @property
    def limits(self) -> _Limits: ...
    @property
    def rules(self) -> list[Rule]: ...
    def __len__(self) -> int: ...
    def finding(self, place: int) -> Finding: ...
    def places(self, outcome: Outcome) -> list[int]: ...
    def counts(self) -> dict[Outcome, int]: ...
    def to_json(self) -> str: ...
    def to_jsonl(self) -> str: ...
    def to_table(self) -> str: ...
    def to_snapshot(self) -> str: ...

def rules() -> list[Rule]: ...
def operations() -> list[tuple[str, str, str | None, list[str]]]: ...
def default_parameters() -> dict[str, Any]: ...
def default_limits() -> dict[str, int]: ...
def audit_text(
    text: str | bytes,
    rules: Iterable[Rule] | None,
    parameters: str | None,
    as_of: str | None,
    limits: _Limits | None,
    source: bytes,
) -> Audited: ...
def documents(text: str | bytes, limits: _Limits | None) -> list[tuple[int, int, int]]: ...
def audit_part(
    text: str | bytes,
    begin: int,
    size: int,
    line: int,
    rules: Iterable[Rule] | None,
    parameters: str | None,
    as_of: str | None,
    limits: _Limits | None,
    source: bytes,
) -> Audited | ReadError: ...
def audit_folder(
    path: bytes,
    rules: Iterable[Rule] | None,
    parameters: str | None,
    as_of: str | None,
    limits: _Limits | None,
) -> Audited: ...
def audit_answers(
    answers: list[tuple[str, str | bytes, str, str, str, str]],
    account_id: str | None,
    regions: list[str],
    rules: Iterable[Rule] | None,
    parameters: str | None,
    as_of: str | None,
    limits: _Limits | None,
) -> Audited: ...
def event_questions() -> list[str]: ...
def account_questions() -> list[str]: ...
def would_record(
    selectors: str | bytes, event: str | bytes, custom: bool | None
) -> tuple[Ternary, str, int | None, bool, str | None]: ...
def uncovered(
    selectors: str | bytes, question: str | bytes, custom: bool | None
) -> tuple[Ternary, str, str | None]: ...
def coverage_text(text: str | bytes, source: bytes) -> _Coverage: ...
def coverage_folder(path: bytes) -> _Coverage: ...
def policy_kinds() -> list[str]: ...
def exposure_questions() -> list[str]: ...
def policy_evaluate(
    policy: str | bytes, request: str | bytes
) -> tuple[Ternary, Ternary, Ternary, int | None, str]: ...
def policy_authorize(
    policies: tuple[list[bytes], ...], level_sizes: list[int], request: str | bytes
) -> tuple[Ternary, Ternary, Ternary, str | None, str]: ...
def policy_exposure(
    policy: str | bytes, question: int, subject: _Subject, trust: _Trust
) -> tuple[Verdict, str, str | None, list[int]]: ...
def policy_grants(policy: str | bytes, subject: _Subject, trust: _Trust) -> list[_Grant]: ...
def policy_parse(
    policy: str | bytes,
) -> tuple[bytes, str | None, str | None, list[Any], list[_Remark]]: ...
def policy_lint(policy: str | bytes) -> list[_Remark]: ...
def restore(
    document: str,
    ignored_keys: int,
    ignored_key_names: list[str],
    rules: Iterable[Rule] | None,
    parameters: str | None,
    as_of: str | None,
    limits: _Limits | None,
) -> Audited: ...
