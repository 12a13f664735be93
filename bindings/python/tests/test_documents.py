"""Many documents in one text."""

from __future__ import annotations

import json

import pytest
import trailaudit


@pytest.fixture
def lines(make_document):
    """Three accounts, the second of which is broken, and blank lines."""
    texts = [json.dumps(make_document(count)) for count in (1, 2, 3)]
    broken = texts[1].replace('"IsMultiRegionTrail": true', '"IsMultiRegionTrail": 1', 1)
    return [texts[0], "", broken, " \t", texts[2]]


def test_each_line_is_a_report_or_an_error(lines):
    one, error, other = trailaudit.audit_documents("\n".join(lines))
    assert one.to_json() == trailaudit.audit(lines[0]).to_json()
    assert other.to_json() == trailaudit.audit(lines[4]).to_json()
    assert isinstance(error, trailaudit.ReadError)
    with pytest.raises(trailaudit.ReadError) as alone:
        trailaudit.audit(lines[2])
    assert (error.line, alone.value.line) == (3, 1)
    assert error.column == alone.value.column
    assert error.pointer == "/captures/0/response/trailList/0/IsMultiRegionTrail"
    assert error.code == "wrong_type"
    assert str(error).startswith(f"line 3, column {error.column}, at {error.pointer}: ")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_form_of_a_text_gives_the_same(lines, tmp_path, ending):
    text = ending.join([*lines, ""])
    encoded = text.encode()
    path = tmp_path / "accounts.ndjson"
    path.write_bytes(encoded)

    def shown(documents):
        return [
            (each.line, each.column) if isinstance(each, trailaudit.ReadError) else each.to_json()
            for each in trailaudit.audit_documents(documents)
        ]

    expected = shown(text)
    assert len(expected) == 3
    forms = [encoded, bytearray(encoded), memoryview(encoded), path]
    forms += ["\ufeff" + text, b"\xef\xbb\xbf" + encoded]
    assert [shown(each) for each in forms] == [expected] * len(forms)


def test_text_that_is_not_ascii(make_document):
    name = "é 日本 \U0001f600"
    document = json.dumps(make_document(1, Name=name, TrailARN=None), ensure_ascii=False)
    reports = list(trailaudit.audit_documents(f"{document}\n{document}"))
    one_rule = [
        [each.resource for each in report if each.rule.slug == "trail-is-logging"]
        for report in reports
    ]
    assert one_rule == [[name], [name]]


def test_one_document_over_many_lines(document, text):
    [report] = trailaudit.audit_documents(json.dumps(document, indent=2))
    assert report.to_json() == trailaudit.audit(text).to_json()


@pytest.mark.parametrize("text", ["", " \n\n", b"", "not JSON"])
def test_no_document_is_one_error(text):
    [error] = trailaudit.audit_documents(text)
    assert isinstance(error, trailaudit.ReadError)


def test_error_of_a_file_names_it(lines, tmp_path):
    path = tmp_path / "accounts.ndjson"
    path.write_text("\n".join(lines))
    [error] = [
        each for each in trailaudit.audit_documents(path) if isinstance(each, trailaudit.ReadError)
    ]
    assert error.source == str(path)
    assert str(error).startswith(f"{path}: line 3, column ")


def test_options(lines):
    moment = "2026-12-01T00:00:00Z"
    options = {"rules": ["log-file-validation"], "as_of": moment}
    one, _, other = trailaudit.audit_documents("\n".join(lines), **options)
    assert one.to_json() == trailaudit.audit(lines[0], **options).to_json()
    assert [each.outcome for each in other] == ["pass", "fail", "pass"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"rules": []}, ValueError),
        ({"rules": ["log-file-validaton"]}, ValueError),
        ({"parameters": "{}"}, TypeError),
        ({"as_of": 1}, TypeError),
    ],
)
def test_wrong_options_are_raised_at_once(text, options, error):
    with pytest.raises(error):
        trailaudit.audit_documents(text, **options)


@pytest.mark.parametrize("options", [{"parameters": {"required_tags": []}}, {"as_of": "yesterday"}])
def test_what_only_the_library_sees_is_raised_and_not_given(text, options):
    with pytest.raises(ValueError):
        next(trailaudit.audit_documents(text, **options))


def test_what_is_no_text(document, tmp_path):
    with pytest.raises(TypeError, match="one document"):
        trailaudit.audit_documents(document)
    with pytest.raises(TypeError, match="int"):
        trailaudit.audit_documents(1)
    with pytest.raises(FileNotFoundError):
        trailaudit.audit_documents(tmp_path / "none.ndjson")


def test_documents_are_audited_when_they_are_asked_for(lines):
    found = trailaudit.audit_documents("\n".join(lines))
    assert isinstance(next(found), trailaudit.Report)
    assert isinstance(next(found), trailaudit.ReadError)
    assert isinstance(next(found), trailaudit.Report)
    assert next(found, None) is None


def test_a_part_lies_within_its_text():
    core = trailaudit._core
    for begin, size in [(3, 0), (0, 3), (1, 2)]:
        with pytest.raises(IndexError):
            core.audit_part("{}", begin, size, 1, None, None, None, None, b"")
