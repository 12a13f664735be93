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
    "what", ["audit", "audit_documents", "to_json", "coverage", "would_record", "uncovered"]
)
def test_other_threads_go_on_during_a_long_call(make_document, what):
    text = json.dumps(make_document(30_000))
    report = trailaudit.audit(text)
    event = '{"eventName": "RunInstances", "eventCategory": "Management", "readOnly": false}'
    selectors = json.dumps({"EventSelectors": [{"ReadWriteType": "ReadOnly"}] * 300_000})
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
    jobs += [
        lambda: trailaudit.coverage(examples / "bad"),
        lambda: trailaudit.selectors.would_record(selectors, event),
        lambda: trailaudit.selectors.uncovered(selectors, "management-read"),
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
