"""Audits AWS CloudTrail set-ups from AWS's own answers.

>>> report = trailaudit.audit(pathlib.Path("snapshot.json"))
>>> for finding in report.failed:
...     print(finding.rule.slug, finding.resource, finding.reason)

Nothing here calls AWS, reads a clock or writes anything.
"""

from __future__ import annotations

from . import policy as policy
from . import selectors as selectors
from ._api import audit, audit_documents, default_limits, default_parameters, rule, rules
from ._core import Evidence, Finding, Ignored, Reference, Rule, __version__
from ._coverage import Coverage, CoverageCell, CoverageRow, coverage
from ._names import Outcome, ReadError, Severity
from ._payloads import Refused, audit_payloads, refused
from ._report import Findings, Report

__all__ = [
    "Coverage",
    "CoverageCell",
    "CoverageRow",
    "Evidence",
    "Finding",
    "Findings",
    "Ignored",
    "Outcome",
    "ReadError",
    "Reference",
    "Refused",
    "Report",
    "Rule",
    "Severity",
    "__version__",
    "audit",
    "audit_documents",
    "audit_payloads",
    "coverage",
    "default_limits",
    "default_parameters",
    "refused",
    "rule",
    "rules",
]
