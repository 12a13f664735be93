"""Who can read the trail's log files, and by which statement?

CloudTrail may write into the bucket, a vendor's role may read, and a dashboard was let in by the
page that links to it. A `Referer` is whatever the caller says it is: everyone gets in. Prints:

    public
    read    cloudtrail.amazonaws.com                 by statement 2
    write   cloudtrail.amazonaws.com                 by statement 0
    read    arn:aws:iam::999999999999:role/siem      by statement 1
    read    *                                        by statement 2
    for example s3:GetObject with {'aws:Referer': 'https://dashboard.example.com/'}
    without the dashboard: shared
    and with the vendor trusted: private
"""

import trailaudit

ACCOUNT, BUCKET = "111122223333", "example-trail-logs"
OBJECTS = f"arn:aws:s3:::{BUCKET}/AWSLogs/{ACCOUNT}/*"

cloudtrail = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudtrail.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": OBJECTS,
    "Condition": {
        "StringEquals": {
            "aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main",
            "s3:x-amz-acl": "bucket-owner-full-control",
        }
    },
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
    return trailaudit.policy.exposure(policy, question, account=ACCOUNT, bucket=BUCKET, trust=trust)


found = ask("who", cloudtrail, vendor, dashboard)
print(found.level)
for grant in found.grants:
    print(f"{grant.kind:7} {grant.principal:40} by statement {grant.statement}")
witness = ask("public", cloudtrail, vendor, dashboard).witness
print("for example", witness["action"], "with", witness["context"])
print("without the dashboard:", ask("public", cloudtrail, vendor).level)
trusted = {"accounts": ["999999999999"]}
print("and with the vendor trusted:", ask("public", cloudtrail, vendor, trust=trusted).level)
