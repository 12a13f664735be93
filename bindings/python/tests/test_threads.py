"""Audits run beside other threads."""

from __future__ import annotations

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import trailaudit


@pytest.fixture
def patient_interpreter():
    """No thread is interrupted: another one runs only where the running one lets it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(60)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("patient_interpreter")
@pytest.mark.parametrize(
    "what",
    [
        "audit",
        "audit_documents",
        "to_json",
        "coverage",
        "would_record",
        "uncovered",
        "policy.evaluate",
        "policy.authorize",
        "policy.exposure",
        "policy.who",
        "policy.parse",
        "policy.lint",
    ],
)
def test_other_threads_go_on_during_a_long_call(make_document, what):
    text = json.dumps(make_document(3_000))
    report = trailaudit.audit(text) if what == "to_json" else None
    event = '{"eventName": "RunInstances", "eventCategory": "Management", "readOnly": false}'
    selectors = json.dumps({"EventSelectors": [{"ReadWriteType": "ReadOnly"}] * 300_000})
    # Text alone for most of them: what becomes of it in Python takes no part of the time.
    policy = json.dumps({"Version": "2012-10-17", "Id": ["x" * 100] * 300_000, "Statement": []})
    request = '{"principal": {"type": "anonymous"}, "action": "s3:GetObject"}'
    policies = {
        "policy.evaluate": lambda: trailaudit.policy.evaluate(policy, request),
        "policy.authorize": lambda: trailaudit.policy.authorize({"resource": policy}, request),
        "policy.exposure": lambda: trailaudit.policy.exposure(policy, "external"),
        "policy.who": lambda: trailaudit.policy.exposure(policy, "who"),
        "policy.parse": lambda: trailaudit.policy.parse(policy),
        "policy.lint": lambda: trailaudit.policy.lint(policy),
    }
    steps = 0
    started = done = False

    def work():
        nonlocal started, done
        started = True
        if what == "audit":
            trailaudit.audit(text)
        elif what == "audit_documents":
            list(trailaudit.audit_documents(text))
        elif what == "coverage":
            trailaudit.coverage(text)
        elif what == "would_record":
            trailaudit.selectors.would_record(selectors, event)
        elif what == "uncovered":
            trailaudit.selectors.uncovered(selectors, "management-write")
        elif what in policies:
            policies[what]()
        else:
            report.to_json()
        done = True

    worker = threading.Thread(target=work)
    worker.start()
    while not done:
        steps += started
        time.sleep(0)
    worker.join()
    assert steps > 20


def test_threads_do_not_meet(make_document, examples):
    jobs = [
        lambda: trailaudit.audit(json.dumps(make_document(40))),
        lambda: trailaudit.audit(make_document(7), rules=["trail-tagged"]),
        lambda: trailaudit.audit(examples / "bad", parameters={"required_tag_keys": ["a"]}),
        lambda: trailaudit.audit(examples / "good", as_of="2027-01-01T00:00:00Z"),
        lambda: trailaudit.audit_payloads(describe_trails={"trailList": []}),
    ]
    jobs = [lambda job=job: job().to_json() for job in jobs]
    selectors = {"EventSelectors": [{"ReadWriteType": "WriteOnly"}]}
    event = {"eventCategory": "Management", "eventName": "RunInstances", "readOnly": False}
    allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    policy = trailaudit.policy.parse({"Version": "2012-10-17", "Statement": [allow]})
    asked = {"principal": {"type": "anonymous"}, "action": "s3:GetObject", "resource": "arn:a"}
    jobs += [
        lambda: trailaudit.coverage(examples / "bad"),
        lambda: trailaudit.selectors.would_record(selectors, event),
        lambda: trailaudit.selectors.uncovered(selectors, "management-read"),
        lambda: trailaudit.policy.evaluate(policy, asked),
        lambda: trailaudit.policy.authorize({"resource": policy, "scp": [policy] * 9}, asked),
        lambda: trailaudit.policy.exposure(policy, "who", account="111122223333"),
        lambda: trailaudit.policy.exposure({"Statement": allow}).level,
        lambda: (trailaudit.policy.parse("{"), trailaudit.policy.lint(policy)),
    ]
    expected = [job() for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        runs = [(at, pool.submit(job)) for _ in range(20) for at, job in enumerate(jobs)]
        for at, run in runs:
            assert run.result() == expected[at]


def test_threads_share_a_report(make_document):
    report = trailaudit.audit(make_document(100))
    expected = [each.to_dict() for each in report]
    with ThreadPoolExecutor(4) as pool:
        for seen in pool.map(lambda _: [each.to_dict() for each in report], range(8)):
            assert seen == expected


def test_a_list_of_answers_may_change_meanwhile():
    pages = [{"trailList": []}] * 3
    report = trailaudit.audit_payloads(describe_trails=pages)
    pages.clear()
    assert len(json.loads(report.to_snapshot())["captures"]) == 3
