"""Can another account have CloudTrail write into my bucket?

CloudTrail writes for whoever owns a trail. Without a condition on the source, the documented
policy lets a stranger's trail deliver into this bucket. Prints:

"""

import trailaudit

ACCOUNT, BUCKET = "111122223333", "example-trail-logs"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"


def documented_policy(**source):
    """The policy of CloudTrail's documentation, with conditions on the source."""
    service = {"Service": "cloudtrail.amazonaws.com"}
    written = {"s3:x-amz-acl": "bucket-owner-full-control"}
    check = {
        "Sid": "AWSCloudTrailAclCheck20150319", "Effect": "Allow", "Principal": service,
        "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    if source:
        check["Condition"] = {"StringEquals": source}
    write = {
        "Sid": "AWSCloudTrailWrite20150319", "Effect": "Allow", "Principal": service,
        "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/{ACCOUNT}/*",
        "Condition": {"StringEquals": {**written, **source}},
    }
    return {"Version": "2012-10-17", "Statement": [check, write]}


for title, policy in {
    "without a condition": documented_policy(),
    "with aws:SourceArn": documented_policy(**{"aws:SourceArn": TRAIL}),
}.items():
    found = trailaudit.policy.exposure(
        policy, "deputy", account=ACCOUNT, bucket=BUCKET, service="cloudtrail.amazonaws.com"
    )
    print(f"{title}: {found.verdict}, {found.reason}")
    if found.witness:
        for key, value in found.witness["context"].items():
            print(f"  {key} = {value}")
