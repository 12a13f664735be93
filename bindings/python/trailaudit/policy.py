"""Policies that stand alone: what they say of a request, and whom they let in.

>>> policy = json.loads(os.popen("aws s3api get-bucket-policy --bucket logs ...").read())
>>> trailaudit.policy.exposure(policy, account="111122223333", bucket="logs").verdict
'open'
>>> request = {"principal": {"type": "anonymous"}, "action": "s3:GetObject",
...            "resource": "arn:aws:s3:::logs/a", "context": {"aws:SourceIp": "203.0.113.9"}}
>>> trailaudit.policy.evaluate(policy, request).granted
'yes'

A policy is JSON text, a dict, or what ``parse`` made of one. Whatever is wrong with a policy is no
exception: AWS would refuse it, so nothing is known of what it says, and the answer is
``"unknown"`` with the reason.

A request is JSON text or a dict: ``principal`` with a ``type``, which is ``anonymous``, ``aws``,
``service``, ``federated`` or ``canonical``, and an ``id``, which the anonymous do not have;
``action``; and where it matters ``resource`` (an ARN), ``account`` (who owns the resource) and
``context``. A context value is a text, a number, a bool or a list of them; a key that is not there
is absent. What follows from the principal, such as ``aws:PrincipalArn``, need not be there.

Nothing here calls AWS. Other threads run while a policy is read and decided.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Union

from . import _core
from ._api import Text, iso
from .selectors import Ternary

__all__ = [
    "KINDS",
    "QUESTIONS",
    "Authorization",
    "Condition",
    "Decision",
    "Exposure",
    "Flaw",
    "Grant",
    "Lint",
    "Policy",
    "Principal",
    "Statement",
    "authorize",
    "evaluate",
    "exposure",
    "lint",
    "parse",
]

Verdict = Literal["open", "closed", "unknown"]
Level = Literal["private", "shared", "public", "unknown"]

#: The kinds of policies that ``authorize`` takes.
KINDS: tuple[str, ...] = tuple(_core.policy_kinds())
#: What ``exposure`` can be asked.
QUESTIONS: tuple[str, ...] = tuple(_core.exposure_questions())

_MOST_ROWS = 100
_ARN = re.compile(r"arn:[^:*?]+:[^:*?]+:[^:*?]*:[^:*?]*:[^*?]+")
_LEVELS: dict[Verdict, Level] = {"open": "shared", "closed": "private", "unknown": "unknown"}
_TRUST = ("accounts", "organizations", "vpcs", "networks")
# What stands for a dict that json.dumps cannot come to the end of: deeper than any limit.
_ENDLESS = b'{"Statement":' + b"[" * 1000 + b"]" * 1000 + b"}"


class Decision(NamedTuple):
    """What one policy says of a request.

    ``allow`` says whether an Allow applies, ``deny`` whether a Deny does, ``granted`` whether it
    is allowed and not denied: ``"yes"``, ``"no"`` or ``"unknown"``. ``statement`` is the number,
    from 0, of the statement that decides, None where there is none. ``reason`` says on one line
    what is not decided, and is empty where all is.
    """

    allow: Ternary
    deny: Ternary
    granted: Ternary
    statement: int | None
    reason: str


class Authorization(NamedTuple):
    """What all policies that bear on a request say of it.

    ``allow``, ``deny`` and ``granted`` are ``"yes"``, ``"no"`` or ``"unknown"``. ``decided_by`` is
    the kind of policy, one of ``KINDS``, that denies it, does not allow it or is not decided, and
    ``reason`` says so on one line; None and empty where the request is granted.
    """

    allow: Ternary
    deny: Ternary
    granted: Ternary
    decided_by: str | None
    reason: str


class Principal(NamedTuple):
    """One principal that a statement names.

    ``type`` is as written, such as ``AWS`` or ``Service``, and empty where there is no type, as
    for the text ``*``.
    """

    type: str
    id: str


class Condition(NamedTuple):
    """One line of a condition. Numbers and booleans are values as they are written in JSON."""

    operator: str
    key: str
    values: tuple[str, ...]


class Statement(NamedTuple):
    """One statement of a policy.

    ``principals`` and ``not_principals`` are None where there is no such element. What is not
    there is otherwise empty; ``sid`` is None.
    """

    sid: str | None
    effect: str
    principals: tuple[Principal, ...] | None
    not_principals: tuple[Principal, ...] | None
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    conditions: tuple[Condition, ...]


class Flaw(NamedTuple):
    """A fault in a policy's form.

    ``code`` is for machines, ``message`` says the same in words. ``statement`` is the number of
    the statement, None where it is not in one. ``pointer`` is a JSON pointer into the policy,
    ``detail`` what stands there or is missing.
    """

    code: str
    statement: int | None
    pointer: str
    message: str
    detail: str


class Lint(NamedTuple):
    """Something odd about a policy: a flaw, or what means something else than it seems to.

    The parts are those of a ``Flaw``. ``code`` is in words joined by hyphens, as ``literal-star``.
    """

    code: str
    statement: int | None
    pointer: str
    message: str
    detail: str


@dataclass(frozen=True, eq=False, repr=False)
class Policy:
    """A policy, read by ``parse``. Immutable, can be pickled, and is taken wherever a policy is.

    ``version`` and ``id`` are None where there are none. A policy with ``flaws`` has what could be
    read of its statements. Equal are policies that say the same in the same words.
    """

    version: str | None
    id: str | None
    statements: tuple[Statement, ...]
    flaws: tuple[Flaw, ...]
    _text: bytes

    def to_json(self) -> str:
        """The policy as JSON text, with every value that was read and in its order.

        Compact; where the policy has flaws the text is the one that was given. Bytes in it that
        are not UTF-8 are escaped as by Python's ``surrogateescape``.
        """
        try:
            return self._text.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return self._text.decode("utf-8", "surrogateescape")

    def to_dict(self) -> dict[str, Any]:
        """The policy as a dict. Of a key that stands twice it has the last value.

        Raises ValueError where the policy is no JSON object.
        """
        try:
            made = json.loads(self.to_json())
        except RecursionError:
            raise ValueError("the policy is nested too deeply") from None
        if not isinstance(made, dict):
            raise ValueError("the policy is no JSON object")
        return made

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        parts = [f"{len(self.statements)} statement{'s' * (len(self.statements) != 1)}"]
        if self.flaws:
            parts.append(f"{len(self.flaws)} flaw{'s' * (len(self.flaws) != 1)}")
        return f"<Policy {self.version or 'without a version'}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        rows = [
            (
                number,
                each.sid or "",
                each.effect,
                _named(each.principals, each.not_principals, _shown),
                _named(each.actions, each.not_actions, str),
                _named(each.resources, each.not_resources, str),
                [f"{c.operator} {c.key}: {', '.join(c.values)}" for c in each.conditions],
            )
            for number, each in enumerate(self.statements)
        ]
        head = ("", "Sid", "Effect", "Principals", "Actions", "Resources", "Conditions")
        html = _table(repr(self)[1:-1], head, rows)
        if self.flaws:
            flaws = [(f.code, f.pointer, f.message, f.detail) for f in self.flaws]
            html += _table("Flaws", ("Code", "Where", "What", ""), flaws)
        return html


class Grant(NamedTuple):
    """One principal that a policy lets in, and what for.

    ``principal`` is as the policy names it; ``*`` is everyone. ``type`` is a request's:
    ``anonymous`` for everyone, ``aws``, ``service``, ``federated`` or ``canonical``. ``outside``
    says whether it belongs neither to the owner's account nor to what is trusted. ``kind`` is
    ``read``, ``write``, ``delete``, ``change_policy`` or ``other``, ``statement`` the number of
    the statement. ``verdict`` is ``open``, and then ``witness`` is a request that is granted, or
    ``unknown``.
    """

    principal: str
    type: str
    outside: bool
    kind: str
    statement: int
    verdict: Verdict
    witness: dict[str, Any] | None


@dataclass(frozen=True)
class Exposure:
    """Whom a policy lets in.

    ``verdict`` is ``"open"``, ``"closed"`` or ``"unknown"``, ``reason`` why, on one line.
    ``witness`` is a request that the policy grants, as ``evaluate`` takes it; None unless the
    verdict is ``open``, and for ``aws_public``. ``statements`` are the numbers of the statements
    involved. ``grants`` says who gets in, and is empty unless the question is ``who``.
    """

    question: str
    verdict: Verdict
    reason: str
    witness: dict[str, Any] | None
    statements: list[int]
    grants: list[Grant]
    _asked: tuple[Any, ...] = field(repr=False, compare=False)

    @property
    def level(self) -> Level:
        """How far the policy reaches, whatever the question was.

        ``public`` where anybody gets in, ``shared`` where somebody does who is neither of the
        owner's account nor trusted, ``private`` where nobody does. Worked out when it is asked for.
        """
        public = self.verdict if self.question == "public" else self._verdict_of("public")
        if public != "closed":
            return "public" if public == "open" else "unknown"
        external = self.verdict if self.question == "external" else self._verdict_of("external")
        return _LEVELS[external]

    def _verdict_of(self, question: str) -> Verdict:
        text, (account, bucket, resource, _), trust = self._asked
        subject = (account, bucket, resource, "")
        return _core.policy_exposure(text, QUESTIONS.index(question), subject, trust)[0]

    def _repr_html_(self) -> str:
        title = f"{self.question}: {self.verdict}, {self.reason}"
        if self.question == "who":
            head = ("Principal", "Outside", "Access", "Statement", "Verdict", "For example")
            rows = [
                (
                    each.principal,
                    "yes" if each.outside else "no",
                    each.kind,
                    each.statement,
                    each.verdict,
                    _request_line(each.witness),
                )
                for each in self.grants
            ]
            return _table(title, head, rows)
        found = [] if self.witness is None else [(_request_line(self.witness),)]
        return _table(title, ("For example",) if found else (), found)


_Subject = tuple[str, str, str, str]
_Trusted = tuple[list[str], ...]
_Json = Union[Text, Mapping[str, Any]]
_Policy = Union[Policy, _Json]
_Policies = Union[_Policy, Sequence[_Policy], Sequence[Sequence[_Policy]], None]


def parse(policy: _Policy) -> Policy:
    """Reads a policy, whatever it looks like: what is wrong with it stands in ``flaws``.

    Raises TypeError for what is neither text nor a dict, or a dict of what JSON does not have.
    Dates in a dict, which YAML makes of an unquoted ``Version``, are taken as they are written.
    """
    if isinstance(policy, Policy):
        return policy
    text, version, name, statements, flaws = _core.policy_parse(_policy_text(policy))
    return Policy(
        version,
        name,
        tuple(map(_statement, statements)),
        tuple(Flaw(*each) for each in flaws),
        text,
    )


def lint(policy: _Policy) -> list[Lint]:
    """Says what is odd about a policy, whoever it lets in.

    First its flaws, then what concerns the document, then the statements, in their order. Most are
    checks that IAM Access Analyzer has as well. No answer of the other functions rests on them.
    """
    return [Lint(*each) for each in _core.policy_lint(_policy_text(policy))]


def evaluate(policy: _Policy, request: _Json) -> Decision:
    """Says whether one policy allows and denies a request.

    A statement without a principal, as in identity policies, is about whoever asks.

    Raises ReadError, a ValueError, for a request that cannot be read.
    """
    return Decision(*_core.policy_evaluate(_policy_text(policy), _text(request, "request")))


def authorize(policies: Mapping[str, _Policies], request: _Json) -> Authorization:
    """Says whether all policies that bear on a request let it through.

    ``policies`` has a policy or a list of them for each kind: ``resource`` (the resource's own,
    one), ``identity`` (of the user or role and its groups), ``boundary``, ``session``, ``scp`` (of
    the caller's account) and ``rcp`` (of the resource's). A kind that is left out has none.
    Of several ``scp`` one that allows suffices, as of those of one level; a list of lists has
    those of the organization's root, of each unit and of the account, and each list must allow.
    Of several boundaries all must allow the request. Of several session policies all must for a
    ``"yes"`` and none may for a ``"no"``: AWS does not say which counts.

    Within one account a resource or an identity policy suffices, across accounts both must allow;
    the policies of KMS keys and of roles must always allow.
    Not looked at: endpoint policies, access points, KMS grants, ACLs, Block Public Access.

    Raises ReadError, a ValueError, for a request that cannot be read.
    """
    if not isinstance(policies, Mapping):
        raise TypeError(f"policies: expected a dict of kinds, not {type(policies).__name__}")
    _known_keys("policies", policies, KINDS)
    levels = _levels(policies.get("scp"))
    flat = {**policies, "scp": [each for level in levels for each in level]} if levels else policies
    given = tuple(_several(flat.get(kind), kind) for kind in KINDS)
    if len(given[KINDS.index("resource")]) > 1:
        raise ValueError("resource: a resource has one policy")
    sizes = [len(level) for level in levels]
    return Authorization(*_core.policy_authorize(given, sizes, _text(request, "request")))


def exposure(
    policy: _Policy,
    question: str = "public",
    *,
    account: str | None = None,
    bucket: str | None = None,
    resource: str | None = None,
    trust: Mapping[str, str | Sequence[str]] | None = None,
    service: str | None = None,
) -> Exposure:
    """Says whom a resource's policy lets in: closed by proof, or open by a request that is granted.

    ``public``: anybody, of whom the policy names nothing exactly. ``aws_public``: whether S3 calls
    the policy public, by the text alone. ``external``: anybody but the owner's account and what is
    trusted. ``deputy``: an outsider through a service that acts for him, ``service`` or any.
    ``who``: everyone who gets in, one of ``grants`` for each principal and kind of access; open
    where somebody from outside gets in.

    ``account`` owns the resource, which is a ``bucket`` by name or a ``resource`` by ARN, with what
    is part of it (aliases, streams, indexes); what is None is not known. ``trust`` may have
    ``accounts``, ``organizations`` (``o-...``), ``vpcs`` (``vpc-...`` and ``vpce-...``) and
    ``networks`` (CIDR).

    Raises ValueError for options that cannot be meant. A search that would cost too much gives up,
    and the verdict is ``unknown``.
    """
    if not isinstance(question, str):
        raise TypeError(f"question: expected a str, not {type(question).__name__}")
    if question not in QUESTIONS:
        raise ValueError(f"there is no question {question!r}; there are {', '.join(QUESTIONS)}")
    subject = (
        _account(account, "account"),
        _word(bucket, "bucket"),
        _word(resource, "resource"),
        _word(service, "service"),
    )
    if subject[1] and subject[2]:
        raise ValueError("bucket, resource: the policy is of one of them")
    if ":" in subject[1]:
        raise ValueError("bucket: expected a name, not an ARN")
    if subject[2] and not _ARN.fullmatch(subject[2]):
        raise ValueError("resource: expected an ARN of one resource")
    if subject[3] and question != "deputy":
        raise ValueError("service: counts for the question 'deputy' alone")
    asked = (_policy_text(policy), subject, _trusted(trust))
    if question != "who":
        verdict, reason, witness, statements = _core.policy_exposure(
            asked[0], QUESTIONS.index(question), *asked[1:]
        )
        return Exposure(question, verdict, reason, _record(witness), statements, [], asked)
    return _who(asked)


def _who(asked: tuple[bytes, _Subject, _Trusted]) -> Exposure:
    grants = [Grant(*each[:-1], _record(each[-1])) for each in _core.policy_grants(*asked)]
    outside = [each for each in grants if each.outside]
    entered = [each for each in outside if each.verdict == "open"]
    if entered:
        numbers = sorted({each.statement for each in entered})
        reason = "somebody from outside gets in"
        return Exposure("who", "open", reason, entered[0].witness, numbers, grants, asked)
    # Grants are of those whom the policy names; nobody else gets in only if this says so as well.
    at = QUESTIONS.index("external")
    verdict, reason, text, numbers = _core.policy_exposure(asked[0], at, *asked[1:])
    if verdict == "closed" and outside:
        numbers = sorted({each.statement for each in outside})
        reason = "whether somebody from outside gets in is not decided"
        return Exposure("who", "unknown", reason, None, numbers, grants, asked)
    return Exposure("who", verdict, reason, _record(text), numbers, grants, asked)


# --- what is given ---


def _policy_text(policy: object, name: str = "policy") -> bytes:
    if isinstance(policy, Policy):
        return policy._text
    if isinstance(policy, Mapping):
        try:
            return _dumps(policy, name)
        except (RecursionError, ValueError):  # too deep, or a dict that holds itself
            return _ENDLESS
    return _bytes(policy, name)


def _text(value: object, name: str) -> bytes:
    if isinstance(value, Mapping):
        try:
            return _dumps(value, name)
        except RecursionError:
            raise ValueError(f"{name}: nested too deeply") from None
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return _bytes(value, name)


def _bytes(value: object, name: str) -> bytes:
    if isinstance(value, str):
        # The reader says what is wrong with half a surrogate pair.
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"{name}: expected JSON text or a dict, not {type(value).__name__}")


def _dumps(value: Mapping[str, Any], name: str) -> bytes:
    # A number that JSON does not have is for the reader to see.
    try:
        return json.dumps(value, default=_plain, separators=(",", ":")).encode()
    except TypeError as error:
        raise TypeError(f"{name}: {error}") from None


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise TypeError(f"{value.isoformat()} has no time zone")
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} is not JSON")


def _levels(value: object) -> list[Sequence[Any]]:
    """The lists of a list of lists; none where it is none."""
    if not isinstance(value, (list, tuple)):
        return []
    return list(value) if all(isinstance(each, (list, tuple)) for each in value) else []


def _several(value: object, kind: str) -> list[bytes]:
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [_policy_text(each, f"{kind}[{at}]") for at, each in enumerate(value)]
    return [_policy_text(value, kind)]


def _known_keys(name: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in given:
        if key not in known:
            raise ValueError(f"{name}: there is no {key!r}; there are {', '.join(known)}")


def _word(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{name}: expected a str, not {type(value).__name__}")
    if not value:
        raise ValueError(f"{name}: is empty; None says that it is not known")
    return value


def _account(value: object, name: str) -> str:
    word = _word(value, name)
    if word and not (len(word) == 12 and word.isascii() and word.isdigit()):
        raise ValueError(f"{name}: an account id has twelve digits, and {word!r} has not")
    return word


def _trusted(trust: Mapping[str, str | Sequence[str]] | None) -> _Trusted:
    if trust is None:
        return tuple([] for _ in _TRUST)
    if not isinstance(trust, Mapping):
        raise TypeError(f"trust: expected a dict, not {type(trust).__name__}")
    _known_keys("trust", trust, _TRUST)
    found = []
    for key in _TRUST:
        given = trust.get(key, ())
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, (list, tuple, set, frozenset)):
            raise TypeError(f"trust: {key} takes a list of texts, not {type(given).__name__}")
        check = _account if key == "accounts" else _word
        words = [check(each, f"trust: {key}") for each in texts]
        if not all(words):
            raise TypeError(f"trust: {key} takes texts, not None")
        starts = {"organizations": ("o-",), "vpcs": ("vpc-", "vpce-")}.get(key, ("",))
        for word in words:
            if not word.startswith(starts):
                raise ValueError(f"trust: {key} are {'..., '.join(starts)}..., not {word!r}")
        found.append(sorted(words))
    return tuple(found)


# --- what comes back ---


def _record(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


def _statement(parts: Any) -> Statement:
    sid, effect, principals, not_principals, *texts, conditions = parts
    actions, not_actions, resources, not_resources = texts
    return Statement(
        sid,
        effect,
        _principals(principals),
        _principals(not_principals),
        actions,
        not_actions,
        resources,
        not_resources,
        tuple(Condition(*each) for each in conditions),
    )


def _principals(pairs: list[tuple[str, str]] | None) -> tuple[Principal, ...] | None:
    return None if pairs is None else tuple(Principal(*each) for each in pairs)


# --- notebooks ---


def _shown(principal: Principal) -> str:
    return f"{principal.type}: {principal.id}" if principal.type else principal.id


def _named(some: Any, all_but: Any, show: Any) -> list[str]:
    """The elements, or those that a `Not...` element leaves out."""
    return [*map(show, some or ()), *(f"all but {show(each)}" for each in all_but or ())]


def _request_line(request: dict[str, Any] | None) -> str:
    if request is None:
        return ""
    principal = request["principal"]
    words = [principal.get("id", principal["type"]), request["action"], request.get("resource", "")]
    words += [f"{key}={value}" for key, value in request.get("context", {}).items()]
    return " ".join(each for each in words if each)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """HTML; everything is escaped, and a list is one line for each of its texts."""
    from html import escape

    def cell(value: object) -> str:
        lines = value if isinstance(value, list) else [value]
        return "<br>".join(escape(str(each)) for each in lines)

    def cells(tag: str, values: Sequence[object]) -> str:
        return "".join(f"<{tag}>{cell(each)}</{tag}>" for each in values)

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows[:_MOST_ROWS])
    more = cells("p", [f"and {len(rows) - _MOST_ROWS} more"]) if len(rows) > _MOST_ROWS else ""
    table = f"<table><thead><tr>{cells('th', head)}</tr></thead><tbody>{body}</tbody></table>"
    return f"{cells('p', [title])}{table if rows else ''}{more}"
