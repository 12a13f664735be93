"""`replay`: which events of log files the trails record, and which a proposal would lose."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLEAN, MISSING, USAGE, UNREADABLE = 0, 1, 2, 3
ACCOUNT = "111122223333"
OTHER = "444455556666"
MORE = "replay --help tells more"
EVERYTHING = {"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": True}]}
WRITES = {"EventSelectors": [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]}
READS = {"EventSelectors": [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}]}
EXAMPLE = ("examples/payloads/advanced", "examples/logs")
PROPOSAL = ("--proposed", "examples/proposed-selectors.json", "--trail", "split-trail")


def arn(name: str, home: str = "us-east-1", account: str = ACCOUNT) -> str:
    return f"arn:aws:cloudtrail:{home}:{account}:trail/{name}"


def trail(name: str = "main", home: str = "us-east-1", account: str = ACCOUNT, **more) -> dict:
    """A trail's settings, and in `selectors` and `status` what else AWS answers about it."""
    return {
        "selectors": EVERYTHING,
        "status": {"response": {"IsLogging": True}},
        "Name": name,
        "S3BucketName": "logs",
        "HomeRegion": home,
        "TrailARN": arn(name, home, account),
        "IsMultiRegionTrail": True,
        "IncludeGlobalServiceEvents": True,
        "IsOrganizationTrail": False,
        **more,
    }


def account(*trails: dict, regions: tuple = ("us-east-1", "eu-west-1"), **keys) -> dict:
    captures = []
    for region in regions:
        seen = [
            each for each in trails if each["IsMultiRegionTrail"] or each["HomeRegion"] == region
        ]
        settings = [
            {key: value for key, value in each.items() if key not in ("selectors", "status")}
            for each in seen
        ]
        captures.append(
            {
                "call": "cloudtrail:DescribeTrails",
                "region": region,
                "response": {"trailList": settings},
            }
        )
    for each in trails:
        about = {"region": each["HomeRegion"]}
        captures.append(
            {
                "call": "cloudtrail:GetTrailStatus",
                "request": {"Name": each["TrailARN"]},
                **about,
                **each["status"],
            }
        )
        captures.append(
            {
                "call": "cloudtrail:GetEventSelectors",
                "request": {"TrailName": each["TrailARN"]},
                "response": {"TrailARN": each["TrailARN"], **each["selectors"]},
                **about,
            }
        )
    return {
        "schema": "trailaudit.snapshot.v1",
        "account_id": ACCOUNT,
        "regions": list(regions),
        "captures": captures,
        **keys,
    }


def event(number: int = 1, **more) -> dict:
    """A management event that writes, of the newest version; what is None is left out."""
    record = {
        "eventVersion": "1.11",
        "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{ACCOUNT}:user/app"},
        "eventTime": "2026-11-20T09:00:00Z",
        "eventSource": "ec2.amazonaws.com",
        "eventName": "RunInstances",
        "awsRegion": "us-east-1",
        "requestParameters": {"instancesSet": {"items": [{"minCount": 1}]}},
        "responseElements": None,
        "eventID": f"00000000-0000-4000-a000-{number:012}",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
        **more,
    }
    return {key: value for key, value in record.items() if value is not None}


READ = {"eventName": "DescribeInstances", "readOnly": True}


def log(*events: dict, **keys) -> bytes:
    return json.dumps({"Records": list(events), **keys}).encode()


def write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.fixture
def ask(replay, tmp_path):
    """Asks about events; files lie in a folder of their own, which is the current one."""

    def call(world: dict, *events: dict, options: tuple = ()):
        write(tmp_path / "account.json", world)
        write(tmp_path / "log.json", log(*events))
        return replay(*options, "account.json", "log.json", cwd=tmp_path)

    return call


@pytest.fixture
def judge(ask):
    """What came of each event."""

    def call(world: dict, *events: dict, options: tuple = ()) -> list[dict]:
        run = ask(world, *events, options=("--format", "jsonl", *options))
        assert run.err == ""
        return [json.loads(line) for line in run.out.splitlines()]

    return call


def harmless(text: str) -> bool:
    """Nothing in the text acts on a terminal."""
    kinds = {unicodedata.category(each) for each in text if each != "\n"}
    return not kinds & {"Cc", "Cf", "Zl", "Zp"}


# Exit status


def test_everything_is_recorded(ask):
    run = ask(account(trail()), event(1), event(2, **READ))
    assert (run.status, run.err) == (CLEAN, "")
    assert re.search(r"^recorded +2$", run.out, re.MULTILINE)


def test_something_is_not(ask):
    run = ask(account(trail(selectors=WRITES)), event(1), event(2, **READ))
    assert (run.status, run.err) == (MISSING, "")
    assert re.search(r"^unrecorded +1$", run.out, re.MULTILINE)
    assert "no selector matches: readOnly; such as 00000000-0000-4000-a000-000000000002" in run.out


def test_unknown_counts_unless_allowed(ask):
    world = account(trail(status={"error": {"Code": "AccessDenied"}}))
    assert ask(world, event()).status == MISSING
    run = ask(world, event(), options=("--allow-unknown",))
    assert run.status == CLEAN
    assert "whether it is logging is not known" in run.out


def test_allowed_unknown_hides_nothing_that_is_missing(ask):
    run = ask(account(trail(selectors=WRITES)), event(1, **READ), options=("--allow-unknown",))
    assert run.status == MISSING


@pytest.mark.parametrize(
    ("now", "then", "outcome", "status"),
    [
        (EVERYTHING, WRITES, "recorded", CLEAN),
        (EVERYTHING, READS, "lost", MISSING),
        (READS, WRITES, "gained", CLEAN),
        (READS, READS, "unrecorded", CLEAN),  # nothing that is recorded is lost
    ],
)
def test_proposals(ask, judge, tmp_path, now, then, outcome, status):
    write(tmp_path / "then.json", then)
    options = ("--proposed", "then.json")
    (found,) = judge(account(trail(selectors=now)), event(), options=options)
    assert found["outcome"] == outcome
    yes, no = {"recorded": ("yes", "yes"), "lost": ("yes", "no")}.get(outcome, ("no", "no"))
    assert found["now"]["recorded"] == yes
    assert found["proposed"]["recorded"] == ("yes" if outcome == "gained" else no)
    run = ask(account(trail(selectors=now)), event(), options=options)
    assert run.status == status
    assert re.search(rf"^{outcome} +1$", run.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "SNAPSHOT"),
        (["x"], "LOGS"),
        (["--format", "xml", "x", "y"], "xml"),
        (["--formats", "json", "x", "y"], "--formats"),
        (["x", "y", "--top"], "--top"),
        (["--top", "many", "x", "y"], "many"),
        (["--top=", "x", "y"], "--top"),
        (["--top", "-1", "x", "y"], "-1"),
        (["--max-file-bytes", "99999999999999999999999", "x", "y"], "--max-file-bytes"),
        (["--trail", "main", "x", "y"], "--proposed"),
        (["-", "-"], "standard input"),
        (["--proposed", "-", "-", "y"], "standard input"),
        (["--events=yes", "x", "y"], "--events=yes"),
    ],
)
def test_wrong_usage(replay, tmp_path, arguments, named):
    run = replay(*arguments, cwd=tmp_path)
    assert (run.status, run.out) == (USAGE, "")
    complaint, more = run.err.splitlines()
    assert complaint.startswith("replay: ")
    assert named in complaint
    assert more == MORE


def test_help(replay):
    run = replay("--help")
    assert (run.status, run.err) == (CLEAN, "")
    assert run.out == replay("-h").out
    assert run.out.startswith("usage: replay ")
    assert max(map(len, run.out.splitlines())) <= 120
    for option in set(re.findall(r"--[a-z-]+", run.out)):
        assert "no option" not in replay(option).err
    for status in range(4):
        assert re.search(rf"\b{status} [a-z]", run.out[run.out.index("exit status: ") :])


def test_version(replay, audit):
    assert replay("--version").out == audit("--version").out


# Whose event, and where


def test_an_event_of_another_account_is_not_decided(judge):
    (found,) = judge(account(trail()), event(recipientAccountId=OTHER))
    assert found["outcome"] == "unknown"
    assert found["now"]["reason"] == (
        "the event belongs to another account, whose trails were not seen"
    )
    assert found["now"]["trails"] == []
    (found,) = judge(account(trail(IsOrganizationTrail=True)), event(recipientAccountId=OTHER))
    assert found["outcome"] == "unknown"
    assert found["now"]["trails"][0]["recorded"] == "unknown"


def test_a_member_sees_its_organization_trail(judge):
    world = account(trail("organization", account=OTHER, IsOrganizationTrail=True))
    (found,) = judge(world, event())
    assert found["outcome"] == "recorded"
    assert found["now"]["trails"][0]["trail"] == arn("organization", account=OTHER)


def test_an_unknown_region_is_not_decided(judge):
    (found,) = judge(account(trail()), event(awsRegion="mars-north-1"))
    assert found["outcome"] == "unknown"
    assert found["now"]["reason"] == "the event's Region is not among the account's"


def test_single_region_trails(judge):
    local = trail("local", home="eu-west-1", IsMultiRegionTrail=False)
    here, there = judge(account(local), event(1, awsRegion="eu-west-1"), event(2))
    assert (here["outcome"], there["outcome"]) == ("recorded", "unrecorded")
    assert there["now"]["reason"] == "no trail covers the Region"


def test_a_region_that_was_not_asked_leaves_room(judge):
    local = trail("local", home="us-east-1", IsMultiRegionTrail=False)
    world = account(local, regions=("us-east-1",)) | {"regions": ["us-east-1", "eu-west-1"]}
    (found,) = judge(world, event(awsRegion="eu-west-1"))
    assert found["outcome"] == "unknown"
    assert found["now"]["reason"] == "trails that may cover the Region were not seen"


def test_a_trail_that_is_off(judge):
    (found,) = judge(account(trail(status={"response": {"IsLogging": False}})), event())
    assert found["outcome"] == "unrecorded"
    assert found["now"]["reason"] == "no trail that covers the Region is logging"


def test_global_services(judge):
    user = event(eventSource="iam.amazonaws.com", eventName="CreateUser")
    for home, flag, outcome in [
        ("us-east-1", True, "recorded"),
        ("us-east-1", False, "unrecorded"),
        ("eu-west-1", True, "unrecorded"),
    ]:
        only = trail(home=home, IsMultiRegionTrail=False, IncludeGlobalServiceEvents=flag)
        (found,) = judge(account(only), user)
        assert found["outcome"] == outcome


def test_shadow_trails_are_one_trail(ask):
    run = ask(account(trail()), event())
    assert "account 111122223333, 1 trail\n" in run.out


# Events of every version

OLD = {"eventCategory": None, "managementEvent": None}


@pytest.mark.parametrize(
    ("version", "keys", "outcome"),
    [
        ("1.01", {**OLD, "recipientAccountId": None}, "unknown"),
        ("1.02", OLD, "unknown"),
        ("1.04", OLD, "unknown"),
        ("1.05", OLD, "unknown"),
        ("1.06", {"eventCategory": None}, "recorded"),
        ("1.07", {}, "recorded"),
        ("1.08", {"sessionCredentialFromConsole": "true"}, "recorded"),
        ("1.09", {}, "recorded"),
        ("1.10", {}, "recorded"),
        ("1.11", {"eventContext": {"tagContext": []}}, "recorded"),
    ],
)
def test_versions(judge, version, keys, outcome):
    (found,) = judge(account(trail()), event(eventVersion=version, **keys))
    assert found["outcome"] == outcome
    assert found["category"] == (None if outcome == "unknown" else "Management")


def test_old_events_are_unrecorded_where_their_kind_does_not_matter(judge):
    (found,) = judge(account(trail(selectors=READS)), event(eventVersion="1.05", **OLD))
    assert found["outcome"] == "unrecorded"


def test_the_files_name_says_the_account_where_the_record_does_not(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    content = log(event(recipientAccountId=None))
    name = f"{ACCOUNT}_CloudTrail_us-east-1_20261120T0905Z_x.json"
    write(tmp_path / name, content)
    write(tmp_path / "x.json", content)
    write(tmp_path / name.replace(ACCOUNT, OTHER), content)
    options = ("--format", "jsonl", "account.json")
    found = [
        json.loads(replay(*options, each, cwd=tmp_path).out)
        for each in (name, "x.json", name.replace(ACCOUNT, OTHER))
    ]
    assert [each["outcome"] for each in found] == ["recorded", "unknown", "unknown"]
    assert [each["account_id"] for each in found] == [ACCOUNT, None, OTHER]


@pytest.mark.parametrize(
    ("category", "type_", "outcome"),
    [
        ("Data", "AwsApiCall", "unrecorded"),
        ("NetworkActivity", "AwsVpceEvent", "unrecorded"),
        ("Insight", "AwsCloudTrailInsight", "unknown"),
        ("Aggregated", "AwsAggregatedEvent", "unknown"),
    ],
)
def test_categories(judge, category, type_, outcome):
    (found,) = judge(
        account(trail()), event(eventCategory=category, eventType=type_, managementEvent=False)
    )
    assert (found["category"], found["outcome"]) == (category, outcome)


# Proposals


def options_for(tmp_path: Path, proposal: object) -> tuple:
    write(tmp_path / "proposed.json", proposal)
    return ("--proposed", "proposed.json")


@pytest.mark.parametrize(
    "proposal",
    [
        READS,
        {"TrailARN": arn("main"), **READS},
        {"TrailName": "main", **READS},
        READS["EventSelectors"],
        [
            {
                "FieldSelectors": [
                    {"Field": "eventCategory", "Equals": ["Management"]},
                    {"Field": "readOnly", "Equals": ["true"]},
                ]
            }
        ],
    ],
    ids=["selectors", "answer", "input", "list", "advanced-list"],
)
def test_forms_of_a_proposal(judge, tmp_path, proposal):
    options = options_for(tmp_path, proposal)
    write_, read = judge(account(trail()), event(1), event(2, **READ), options=options)
    assert (write_["outcome"], read["outcome"]) == ("lost", "recorded")


def test_a_trail_is_named_where_there_are_several(ask, judge, tmp_path):
    world = account(trail("one"), trail("two", home="eu-west-1"))
    options = options_for(tmp_path, READS)
    run = ask(world, event(), options=options)
    assert (run.status, run.out) == (USAGE, "")
    assert run.err.splitlines()[0] == (
        f"replay: --trail says which trail it is for: {arn('one')}, {arn('two', 'eu-west-1')}"
    )
    run = ask(world, event(), options=(*options, "--trail", "three"))
    assert run.status == USAGE
    assert "there is no such trail" in run.err
    for name in ("two", arn("two", "eu-west-1")):
        (found,) = judge(world, event(), options=(*options, "--trail", name))
        assert found["outcome"] == "recorded"  # by the other
        assert [each["recorded"] for each in found["proposed"]["trails"]] == ["yes", "no"]
    # An answer names its trail.
    named = options_for(tmp_path, {"TrailARN": arn("one"), **READS})
    (found,) = judge(world, event(), options=named)
    assert [each["recorded"] for each in found["proposed"]["trails"]] == ["no", "yes"]


def test_two_trails_of_one_name_need_the_arn(ask, tmp_path):
    world = account(
        trail("main", IsMultiRegionTrail=False),
        trail("main", home="eu-west-1", IsMultiRegionTrail=False),
    )
    options = options_for(tmp_path, READS)
    run = ask(world, event(), options=(*options, "--trail", "main"))
    assert run.status == USAGE
    assert "give the trail's ARN" in run.err
    run = ask(world, event(), options=(*options, "--trail", arn("main")))
    assert run.status == MISSING


def test_no_trail_for_a_proposal(ask, tmp_path):
    run = ask(account(), event(), options=options_for(tmp_path, READS))
    assert run.status == USAGE
    assert "the snapshot has none" in run.err


def test_a_proposal_of_another_trail_is_not_the_only_trails(ask, tmp_path):
    elsewhere = {"TrailARN": arn("other"), **READS}
    options = options_for(tmp_path, elsewhere)
    run = ask(account(trail("one")), event(), options=options)
    assert (run.status, run.out) == (USAGE, "")
    assert run.err.splitlines()[0] == (
        "replay: the snapshot does not have the trail of --proposed; --trail says which it is for: "
        f"{arn('one')}"
    )
    run = ask(account(trail("one")), event(), options=(*options, "--trail", "one"))
    assert run.status == MISSING


def test_what_a_proposal_does_not_say_is_unknown(judge, tmp_path):
    slip = {"EventSelectors": [{"ReadWriteTypo": "All"}]}
    (found,) = judge(account(trail()), event(), options=options_for(tmp_path, slip))
    assert (found["outcome"], found["now"]["recorded"]) == ("unknown", "yes")
    assert found["proposed"]["reason"] == "a selector has a key that is not known"
    assert found["proposed"]["field"] == "ReadWriteTypo"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"EventSelectors": [{"ReadWriteType": 5}]}', "line 1, column 39, at /EventSelectors/0"),
        ('[{"ReadWriteType": 5}]', "line 1, column 20, at /0/ReadWriteType"),
        ('[{"FieldSelectors":\n [5]}]', "line 2, column 3, at /0/FieldSelectors/0"),
        ('{"trailList": []}', "line 1, column 1"),
        ("", "line 1, column 1"),
    ],
)
def test_a_broken_proposal(ask, tmp_path, text, where):
    run = ask(account(trail()), event(), options=options_for(tmp_path, text.encode()))
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err.startswith(f"replay: proposed.json: {where}")
    assert len(run.err.splitlines()) == 1


# Files


def s3_tree(folder: Path) -> list[dict]:
    """Log files as S3 lays them out, some packed; the events they hold."""
    below = folder / "prefix" / "AWSLogs" / ACCOUNT
    events = []
    for number, region in enumerate(("eu-west-1", "us-east-1")):
        day = below / "CloudTrail" / region / "2026" / "11" / "20"
        name = f"{ACCOUNT}_CloudTrail_{region}_20261120T090{{}}Z_x"
        first, second = event(2 * number, awsRegion=region), event(2 * number + 1, awsRegion=region)
        write(day / (name.format(0) + ".json"), log(first))
        write(day / (name.format(5) + ".json.gz"), gzip.compress(log(second)))
        events += [first, second]
    digest = below / "CloudTrail-Digest" / "us-east-1" / "2026" / "11" / "20"
    name = f"{ACCOUNT}_CloudTrail-Digest_us-east-1_main_us-east-1_20261120T090000Z.json.gz"
    write(digest / name, gzip.compress(b'{"digestS3Bucket": "logs", "logFiles": []}'))
    write(below / "notes.txt", b"not a log file")
    return events


def test_folders_are_read_as_s3_lays_them_out(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    events = s3_tree(tmp_path / "bucket")
    run = replay("account.json", "bucket", cwd=tmp_path)
    assert (run.status, run.err) == (CLEAN, "")
    assert "4 events in 4 files, 1 digest file passed over\n" in run.out
    run = replay("--format", "jsonl", "account.json", "bucket", cwd=tmp_path)
    found = [json.loads(line) for line in run.out.splitlines()]
    assert [each["event_id"] for each in found] == [each["eventID"] for each in events]
    assert all(each["file"].startswith("bucket/prefix/AWSLogs/") for each in found)


def test_a_link_that_leads_back_ends(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    write(tmp_path / "logs" / "a.json", log(event()))
    (tmp_path / "logs" / "again").symlink_to(tmp_path / "logs")
    run = replay("account.json", "logs", cwd=tmp_path)
    assert (run.status, run.err) == (CLEAN, "")
    assert "1 event in 1 file\n" in run.out


@pytest.mark.parametrize(
    "packed",
    [
        lambda text: gzip.compress(text),
        lambda text: gzip.compress(text[:40]) + gzip.compress(text[40:]),
        lambda text: gzip.compress(b"") + gzip.compress(text) + bytes(512),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text,
    ],
    ids=["gzip", "two-members", "padded", "byte-order-mark", "plain"],
)
@pytest.mark.parametrize("name", ["log.json.gz", "log.json", "log"])
def test_what_is_packed_is_told_by_its_content(replay, tmp_path, packed, name):
    write(tmp_path / "account.json", account(trail()))
    write(tmp_path / name, packed(log(event())))
    run = replay("account.json", name, cwd=tmp_path)
    assert (run.status, run.err) == (CLEAN, "")
    stdin = (tmp_path / name).read_bytes()
    assert replay("account.json", "-", stdin=stdin, cwd=tmp_path).status == CLEAN


def corrupt(packed: bytes) -> bytes:
    """The last byte but eight: of the check sum."""
    return packed[:-8] + bytes([packed[-8] ^ 0xFF]) + packed[-7:]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (gzip.compress(log(event()))[:-20], "the gzip data ends too early"),
        (gzip.compress(log(event()))[:-3], "the gzip data ends too early"),
        (b"\x1f\x8b", "the gzip data ends too early"),
        (
            gzip.compress(log(event())) + gzip.compress(b"x")[:12],
            "the gzip data ends too early",
        ),
        (corrupt(gzip.compress(log(event()))), "the gzip data is damaged: incorrect data check"),
        (b"\x1f\x8b\x08\x00" + bytes(6) + b"\xff" * 50, "the gzip data is damaged: "),
        (
            gzip.compress(log(event())) + b"more",
            "something that is not gzip stands behind the gzip data",
        ),
        (log(event())[:-9], "line 1, column "),
        (b"", "line 1, column 1: the text ends too early"),
        (b"[]", "line 1, column 1: expected an object, found an array"),
        (b"{}", "line 1, column 1: a log file needs `Records`"),
        (b'{"Records": 5}', "line 1, column 13, at /Records: expected an array, found a number"),
        (log(event()) + log(event()), "line 1, column "),
        (gzip.compress(b'{"Records": ['), "line 1, column "),
        (zlib.compress(log(event())), "line 1, column 1: "),
    ],
    ids=[
        "cut-off", "cut-in-trailer", "cut-in-header", "second-cut-off", "check-sum", "block",
        "not-gzip-behind", "json-cut-off", "empty", "list", "no-records", "records-number",
        "two-texts", "packed-json-cut-off", "zlib",
    ],
)  # fmt: skip
def test_a_broken_file_leaves_the_others_be(replay, tmp_path, content, complaint):
    write(tmp_path / "account.json", account(trail()))
    write(tmp_path / "logs" / "a.json", log(event(1)))
    write(tmp_path / "logs" / "b.json.gz", content)
    write(tmp_path / "logs" / "c.json", log(event(2)))
    run = replay("account.json", "logs", cwd=tmp_path)
    assert run.status == UNREADABLE
    (line,) = run.err.splitlines()
    assert line.startswith(f"replay: logs/b.json.gz: {complaint}")
    assert harmless(line)
    assert "2 events in 2 files, 1 file or record not read\n" in run.out


def test_a_bomb_ends_at_the_limit(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    content = b"".join(bomb.compress(zeros) for _ in range(300)) + bomb.flush()
    assert len(content) < 1 << 20
    write(tmp_path / "logs" / "bomb.json.gz", content)
    write(tmp_path / "logs" / "c.json", log(event()))
    run = replay("account.json", "logs", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert run.err == (
        "replay: logs/bomb.json.gz: unpacked, it is longer than --max-file-bytes, 268435456\n"
    )
    assert "1 event in 1 file, " in run.out


def test_the_limit_is_exact(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    content = log(*(event(number) for number in range(300)))  # more than zlib gives at once
    assert len(content) > 1 << 17
    write(tmp_path / "a.json", content)
    write(tmp_path / "a.json.gz", gzip.compress(content[:70000]) + gzip.compress(content[70000:]))
    for name, text in (("a.json", "longer than"), ("a.json.gz", "unpacked, it is longer than")):
        limit = ("--max-file-bytes", str(len(content)))
        assert replay(*limit, "account.json", name, cwd=tmp_path).status == CLEAN
        limit = ("--max-file-bytes", str(len(content) - 1))
        run = replay(*limit, "account.json", name, cwd=tmp_path)
        assert run.status == UNREADABLE
        assert run.err == (f"replay: {name}: {text} --max-file-bytes, {len(content) - 1}\n")


def test_a_broken_record_leaves_the_others_be(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    first, last = json.dumps(event(1)), json.dumps(event(2))
    broken = ' {"eventName": "A", "readOnly": "yes"}, 5, {},'
    write(tmp_path / "log.json", f'{{"Records": [{first},\n{broken}\n{last}]}}'.encode())
    run = replay("--format", "jsonl", "account.json", "log.json", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert [json.loads(line)["record"] for line in run.out.splitlines()] == [0, 4]
    wanted = [
        ('"yes"', "/Records/1/readOnly: expected a boolean, found a string"),
        ("5", "/Records/2: expected an object, found a number"),
        ("{}", "/Records/3: this is not a record of an event"),
    ]
    assert run.err.splitlines() == [
        f"replay: log.json: line 2, column {broken.index(what) + 1}, at {complaint}"
        for what, complaint in wanted
    ]


def test_many_broken_records_are_told_of_in_short(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    write(tmp_path / "log.json", log(*({"readOnly": "yes"} for _ in range(50))))
    run = replay("account.json", "log.json", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert len(run.err.splitlines()) == 11
    assert run.err.endswith("replay: log.json: and 40 more records that could not be read\n")
    assert "0 events in 1 file, 50 files or records not read\n" in run.out


def test_paths_that_lead_nowhere(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    (tmp_path / "empty").mkdir()
    run = replay("account.json", "missing.json", "empty", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert run.err.splitlines() == [
        "replay: missing.json: this file could not be opened",
        "replay: empty: there are no log files in this folder",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"schema": 5}, "line 1, column 12, at /schema: expected a string, found a number"),
        (b"not json", "line 1, column 1: "),
        (b"", "line 1, column 1: "),
    ],
)
def test_a_broken_snapshot(replay, tmp_path, content, complaint):
    write(tmp_path / "account.json", content)
    write(tmp_path / "log.json", log(event()))
    run = replay("account.json", "log.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert run.err.startswith(f"replay: account.json: {complaint}")
    assert len(run.err.splitlines()) == 1


def test_one_account_at_a_time(replay, tmp_path):
    line = json.dumps(account(trail())).encode() + b"\n"
    write(tmp_path / "account.ndjson", line + line)
    write(tmp_path / "log.json", log(event()))
    run = replay("account.ndjson", "log.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert "one account at a time" in run.err


def test_a_folder_without_an_index_is_no_snapshot(replay, tmp_path):
    write(tmp_path / "log.json", log(event()))
    run = replay(".", "log.json", cwd=tmp_path)
    assert (run.status, run.out) == (UNREADABLE, "")
    assert "index.ndjson" in run.err


def test_nothing_of_the_input_acts_on_a_terminal(ask, replay, tmp_path):
    evil = "\x1b[2J\u202e\x07\n"
    world = account(trail(evil, selectors=WRITES))
    record = event(eventSource=evil, eventName=evil, eventID=evil, eventTime=evil, readOnly=True)
    for options in (("--events",), ("--format", "json", "--events"), ("--format", "jsonl")):
        run = ask(world, record, options=options)
        assert run.status == MISSING
        assert harmless(run.out)
        assert "x1b" in run.out or "u{1b}" in run.out or "u001b" in run.out
    write(tmp_path / f"a{evil[:-1]}.json", b"{}")
    run = replay("account.json", f"a{evil[:-1]}.json", cwd=tmp_path)
    assert run.status == UNREADABLE
    assert harmless(run.err)


# Formats


def test_formats_agree(replay):
    table = replay(*EXAMPLE, *PROPOSAL, "--events", "--top", "0")
    lines = replay(*EXAMPLE, *PROPOSAL, "--format", "jsonl")
    whole = replay(*EXAMPLE, *PROPOSAL, "--format", "json", "--events")
    assert {each.status for each in (table, lines, whole)} == {MISSING}
    document = json.loads(whole.out)
    assert document["schema"] == "trailaudit.replay.v1"
    events = [json.loads(line) for line in lines.out.splitlines()]
    assert document.pop("records") == events
    assert json.loads(replay(*EXAMPLE, *PROPOSAL, "--format", "json").out) == document
    outcomes = [each["outcome"] for each in events]
    for outcome, count in document["outcomes"].items():
        assert outcomes.count(outcome) == count
        assert re.search(rf"^{outcome} +{count}$", table.out, re.MULTILINE)
        kinds = [each for each in document["kinds"] if each["outcome"] == outcome]
        if outcome != "recorded":
            assert sum(each["events"] for each in kinds) == count
        assert sum(each[outcome] for each in document["names"]) == count
    for when in ("now", "proposed"):
        for each in document["trails"]:
            recorded = [
                by["recorded"]
                for event_ in events
                for by in event_[when]["trails"]
                if by["trail"] == each["trail"]
            ]
            assert each[when]["recorded"] == recorded.count("yes")
            assert each[when]["unknown"] == recorded.count("unknown")
    shown = [line.split()[:2] for line in table.out.splitlines()[: len(events)]]
    assert shown == [[each["outcome"], each["event_id"]] for each in events]


def test_the_example(replay):
    """By hand: reads of objects, and KMS, which the other trail leaves out as well."""
    document = json.loads(replay(*EXAMPLE, *PROPOSAL, "--format", "json").out)
    lost = {
        (each["source"], each["name"], each["events"])
        for each in document["kinds"]
        if each["outcome"] == "lost"
    }
    assert lost == {
        ("s3.amazonaws.com", "GetObject", 2),
        ("kms.amazonaws.com", "Decrypt", 1),
        ("kms.amazonaws.com", "GenerateDataKey", 1),
    }


def test_same_input_same_bytes(replay):
    for how in ("table", "json", "jsonl"):
        options = (*EXAMPLE, *PROPOSAL, "--events", "--format", how)
        assert replay(*options) == replay(*options)


def test_top(replay):
    run = replay(*EXAMPLE, "--top", "1")
    assert run.out.count("--top 0 shows all") == 2  # of trails and of names
    assert "and 1 more: --top 0 shows all\n" in run.out
    assert "--top" not in replay(*EXAMPLE, "--top", "0").out


def test_an_event_in_two_files_counts_twice(replay, tmp_path):
    write(tmp_path / "account.json", account(trail()))
    for name in ("a.json", "b.json"):
        write(tmp_path / name, log(event()))
    run = replay("account.json", "a.json", "b.json", cwd=tmp_path)
    assert "2 events in 2 files\n" in run.out


def test_no_events(ask):
    run = ask(account(trail()))
    assert (run.status, run.err) == (CLEAN, "")
    assert "0 events in 1 file\n" in run.out
