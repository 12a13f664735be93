"""Which events of which Regions an account's trails record: every cell by hand."""

from __future__ import annotations

import html
import json
import pickle
import re

import pytest
import trailaudit

ACCOUNT = "111122223333"
QUESTIONS = (
    "management-read-kms",
    "management-read-rdsdata",
    "management-read-other",
    "management-write-kms",
    "management-write-rdsdata",
    "management-write-other",
    "s3-object-read",
    "s3-object-write",
    "lambda-invoke",
    "dynamodb-item",
)
SHOWN = {"yes": "+", "no": "-", "unknown": "?"}
REFUSED = {"error": {"Code": "AccessDenied"}}


def basic(**settings):
    return {"EventSelectors": [{"ReadWriteType": "All", **settings}]}


def trail(name, selectors=None, *, home="us-east-1", owner=ACCOUNT, status=True, **settings):
    """A trail's settings, its status and its selectors; those and the status can be refusals."""
    return (
        {
            "Name": name,
            "TrailARN": f"arn:aws:cloudtrail:{home}:{owner}:trail/{name}",
            "HomeRegion": home,
            "IsMultiRegionTrail": True,
            "IncludeGlobalServiceEvents": True,
            **settings,
        },
        status if isinstance(status, dict) else {"response": {"IsLogging": status}},
        selectors if selectors == REFUSED else {"response": selectors or basic()},
    )


def account(*trails, regions=("us-east-1", "eu-west-1"), asked=None, named=True):
    captures = []
    for region in regions if asked is None else asked:
        shown = [
            settings
            for settings, *_ in trails
            if settings["IsMultiRegionTrail"] or settings["HomeRegion"] == region
        ]
        captures.append(
            {
                "call": "cloudtrail:DescribeTrails",
                "region": region,
                "response": {"trailList": shown},
            }
        )
    for settings, status, selectors in trails:
        region, arn = settings["HomeRegion"], settings["TrailARN"]
        captures += [
            {
                "call": "cloudtrail:GetTrailStatus",
                "region": region,
                "request": {"Name": arn},
                **status,
            },
            {
                "call": "cloudtrail:GetEventSelectors",
                "region": region,
                "request": {"TrailName": arn},
                **selectors,
            },
        ]
    document = {
        "schema": "trailaudit.snapshot.v1",
        "account_id": ACCOUNT,
        "captures": captures,
    }
    return {**document, "regions": list(regions)} if named else document


def shown(found, region):
    [row] = [each for each in found.rows if region in each.regions]
    for cell in row.cells:
        assert (cell.covered == "yes") == (cell.reason == "") == (cell.trail is not None)
        assert (cell.covered == "no") == (cell.witness is not None)
        if cell.witness is not None:
            assert cell.witness["awsRegion"] == row.regions[0]
    assert tuple(cell.question for cell in row.cells) == QUESTIONS == found.questions
    return "".join(SHOWN[cell.covered] for cell in row.cells)


def test_kms_is_excluded():
    without = basic(ExcludeManagementEventSources=["kms.amazonaws.com"])
    found = trailaudit.coverage(account(trail("main", without)))
    assert len(found) == 1
    assert found.regions == ("us-east-1", "eu-west-1")
    assert found.regions_known is True
    assert found.account_id == ACCOUNT
    assert shown(found, "eu-west-1") == "-++-++----"
    gap = found.cell("eu-west-1", "management-write-kms")
    assert gap.witness["eventSource"] == "kms.amazonaws.com"
    assert gap.witness["readOnly"] is False
    assert gap.reason == "no trail that covers the Region records them"


def test_reads_on_one_trail_and_writes_on_another():
    resources = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
    reads = trail("reads", basic(ReadWriteType="ReadOnly", DataResources=resources))
    writes = trail("writes", basic(ReadWriteType="WriteOnly"))
    found = trailaudit.coverage(account(reads, writes))
    assert shown(found, "us-east-1") == "+++++++---"
    assert found.cell("us-east-1", "management-read-other").trail.endswith(":trail/reads")
    assert found.cell("us-east-1", "management-write-other").trail.endswith(":trail/writes")


def test_several_trails_together():
    def half(operator):
        fields = [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
            {"Field": "eventName", operator: ["GetObject"]},
        ]
        return {"AdvancedEventSelectors": [{"FieldSelectors": fields}]}

    found = trailaudit.coverage(account(trail("a", half("Equals")), trail("b", half("NotEquals"))))
    assert shown(found, "us-east-1") == "------++--"
    assert found.cell("us-east-1", "s3-object-read").trail == "several"


def test_a_single_region_trail():
    only = trail("main", home="eu-west-1", IsMultiRegionTrail=False)
    found = trailaudit.coverage(account(only))
    assert shown(found, "eu-west-1") == "++++++----"
    assert shown(found, "us-east-1") == "----------"
    assert found.cell("us-east-1", "lambda-invoke").reason == "no trail covers the Region"


def test_a_stopped_trail():
    found = trailaudit.coverage(account(trail("main", status=False)))
    assert shown(found, "us-east-1") == "----------"
    assert {cell.reason for _, cell in found.gaps} == {"no trail that covers the Region is logging"}


def test_a_refused_status():
    found = trailaudit.coverage(account(trail("main", status=REFUSED)))
    assert shown(found, "us-east-1") == "??????----"
    assert found.unknown[0][1].reason == "whether a trail is logging is not known"


def test_refused_selectors():
    found = trailaudit.coverage(account(trail("main", REFUSED)))
    assert shown(found, "us-east-1") == "??????????"


def test_an_organizations_trail_from_a_member_account():
    shadow = trail("org", owner="999988887777", IsOrganizationTrail=True)
    found = trailaudit.coverage(account(shadow))
    assert shown(found, "eu-west-1") == "++++++----"
    assert found.cell("eu-west-1", "management-read-kms").trail == shadow[0]["TrailARN"]
    found = trailaudit.coverage(account(trail("org", REFUSED, owner="999988887777")))
    assert shown(found, "eu-west-1") == "??????????"


def test_a_list_that_is_not_whole():
    found = trailaudit.coverage(account(trail("main"), asked=["us-east-1"]))
    assert shown(found, "us-east-1") == "++++++----"
    assert shown(found, "eu-west-1") == "++++++????"
    assert len(found) == 2


def test_regions_that_are_not_named():
    found = trailaudit.coverage(account(trail("main"), named=False, asked=["us-east-1"]))
    assert found.regions_known is False
    assert found.regions == ("us-east-1",)
    assert "There may be other Regions" in str(found)
    nothing = trailaudit.coverage('{"schema": "trailaudit.snapshot.v1", "captures": []}')
    assert nothing.rows == ()
    assert nothing.account_id is None
    assert str(nothing) == "No Region is known."
    assert "<table>" in nothing._repr_html_()


def test_every_form_of_a_document(examples, tmp_path):
    document = account(trail("main"))
    text = json.dumps(document)
    path = tmp_path / "snapshot.json"
    path.write_text(text)
    forms = [text, text.encode(), bytearray(text.encode()), "\ufeff" + text, document, path]
    assert len({str(trailaudit.coverage(each)) for each in forms}) == 1
    folder = trailaudit.coverage(examples / "good")
    assert folder == trailaudit.coverage(trailaudit.audit(examples / "good").to_snapshot())
    assert shown(folder, "us-east-1") == "++++++----"


TABLE = """\
            Management reads      Management writes     S3 objects      Lambda   DynamoDB
Region      kms  rdsdata  other   kms  rdsdata  other   reads  writes   invoke   items
us-east-1   yes  yes      yes     yes  yes      yes     yes    yes      yes      NO
eu-west-1   yes  yes      yes     yes  yes      yes     yes    yes      ?        ?

NO dynamodb-item in us-east-1: no trail that covers the Region records them
   for example PutItem of dynamodb.amazonaws.com on\
 arn:aws:dynamodb:us-east-1:111122223333:table/example-table
?  lambda-invoke in eu-west-1: trails that may cover the Region were not seen
?  dynamodb-item in eu-west-1: trails that may cover the Region were not seen"""


def test_table():
    everywhere = trail(
        "main", basic(DataResources=[{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}])
    )
    functions = [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]
    here = trail("here", basic(DataResources=functions), IsMultiRegionTrail=False)
    found = trailaudit.coverage(account(everywhere, here, asked=["us-east-1"]))
    assert str(found) == TABLE
    assert repr(found) == "<Coverage of 111122223333: Regions 2, gaps 1, unknown 2>"
    assert [(where, cell.question) for where, cell in found.gaps] == [
        (("us-east-1",), "dynamodb-item")
    ]


def test_gaps_name_some_regions():
    names = [f"xx-east-{at}" for at in range(1, 8)]
    text = str(trailaudit.coverage(account(regions=names)))
    assert " in xx-east-1, xx-east-2, xx-east-3, xx-east-4 and 3 more: no trail covers" in text
    assert len(re.findall(r"^xx-east-\d +NO", text, flags=re.MULTILINE)) == 7


def test_html_escapes():
    region = '<script>alert("x")</script>'
    shown_page = trailaudit.coverage(account(trail("main"), regions=[region]))._repr_html_()
    assert "<script" not in shown_page
    assert html.escape(region) in shown_page
    own = r"</?(p|table|thead|tbody|tr|th|td)( colspan=\"\d\")?>"
    assert "<" not in re.sub(own, "", shown_page)


def test_nothing_moves_the_terminal():
    region = "eu\x1b[2J\u202ewest\n"
    text = str(trailaudit.coverage(account(trail("main"), regions=[region])))
    assert r"eu\x1b[2J\u202ewest\n" in text
    assert all(line.isprintable() for line in text.split("\n"))


def test_it_is_a_value():
    document = account(trail("main"))
    one, other = trailaudit.coverage(document), trailaudit.coverage(document)
    assert one == other
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(AttributeError):
        one.rows = ()
    assert list(one) == list(one.rows)


def test_cell_errors():
    found = trailaudit.coverage(account(trail("main")))
    with pytest.raises(KeyError, match="no Region 'mars'"):
        found.cell("mars", "lambda-invoke")
    with pytest.raises(KeyError, match="no question 'lambda'"):
        found.cell("us-east-1", "lambda")


def test_read_errors(tmp_path):
    path = tmp_path / "snapshot.json"
    path.write_text('{"schema": "trailaudit.snapshot.v1", "captures": [7]}')
    with pytest.raises(trailaudit.ReadError) as caught:
        trailaudit.coverage(path)
    assert caught.value.source == str(path)
    assert caught.value.pointer == "/captures/0"
    with pytest.raises(trailaudit.ReadError):
        trailaudit.coverage(tmp_path)
    with pytest.raises(FileNotFoundError):
        trailaudit.coverage(tmp_path / "none.json")


@pytest.mark.parametrize("wrong", [None, 3, [], object()])
def test_wrong_types(wrong):
    with pytest.raises(TypeError, match="expected JSON text, a dict or a path"):
        trailaudit.coverage(wrong)
