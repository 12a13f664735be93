"""What the tests share: where things lie, and documents to audit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ACCOUNT = "111122223333"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    """Recorded accounts."""
    return root / "examples" / "payloads"


@pytest.fixture(scope="session")
def make_document() -> Callable[[int], dict[str, Any]]:
    """Makes the document of an account with that many trails, each with a bucket of its own."""

    def make(count: int, **settings: Any) -> dict[str, Any]:
        trails = [
            {
                "Name": f"trail-{at}",
                "TrailARN": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/trail-{at}",
                "HomeRegion": "us-east-1",
                "S3BucketName": f"logs-{at}",
                "IsMultiRegionTrail": True,
                "LogFileValidationEnabled": at % 2 == 0,
                "IsOrganizationTrail": False,
                **settings,
            }
            for at in range(count)
        ]
        return {
            "schema": "trailaudit.snapshot.v1",
            "account_id": ACCOUNT,
            "as_of": "2026-11-20T12:00:00Z",
            "regions": ["us-east-1"],
            "captures": [
                {
                    "call": "cloudtrail:DescribeTrails",
                    "region": "us-east-1",
                    "response": {"trailList": trails},
                }
            ],
        }

    return make


@pytest.fixture
def document(make_document: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """The document of an account with two trails; the second does not sign its log files."""
    return make_document(2)


@pytest.fixture
def text(document: dict[str, Any]) -> str:
    """The same as JSON text."""
    return json.dumps(document)
