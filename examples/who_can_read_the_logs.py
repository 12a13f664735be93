"""Who can read the trail's log files, and how?

CloudTrail may write into the bucket, a vendor's role may read, and so may a dashboard, which was
let in by the page that links to it. Prints:

    somebody from outside gets in
    read    *                                          open    statement 2
    read    arn:aws:iam::999999999999:role/siem        open    statement 1
    write   cloudtrail.amazonaws.com                   open    statement 0
    level: public

    without the dashboard: closed with the vendor trusted, level private
    with the vendor gone as well: private
"""

import trailaudit

ACCOUNT, BUCKET = "111122223333", "example-trail-logs"
OBJECTS = f"arn:aws:s3:::{BUCKET}/AWSLogs/{ACCOUNT}/*"

cloudtrail = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudtrail.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": OBJECTS,
    "Condition": {"StringEquals": {
        "aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main",
        "s3:x-amz-acl": "bucket-owner-full-control"}},
}
vendor = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::999999999999:role/siem"},
    "Action": "s3:GetObject",
    "Resource": OBJECTS,
}
dashboard = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": OBJECTS,
    "Condition": {"StringLike": {"aws:Referer": "https://dashboard.example.com/*"}},
}


def ask(question, *statements, trust=None):
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    return trailaudit.policy.exposure(
        policy, question, account=ACCOUNT, bucket=BUCKET, trust=trust
    )


found = ask("who", cloudtrail, vendor, dashboard)
print(found.reason)
for grant in sorted(found.grants):
    print(f"{grant.kind:7} {grant.principal:42} {grant.verdict:7} statement {grant.statement}")
print("level:", found.level)
print()
print("for example", found.witness)
