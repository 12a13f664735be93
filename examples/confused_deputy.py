"""Can somebody else's trail write into my log bucket?

CloudTrail writes for whoever owns a trail. The policy of its documentation names the one trail to
write for; without that, or with a pattern, a stranger's trail may deliver into this bucket. Prints:

    no condition on the source: open
      s3:PutObject for any trail
    a trail like arn:aws:cloudtrail:*:*:trail/*: open
      s3:PutObject for arn:aws:cloudtrail:us-east-1:999999999999:trail/
    this trail alone: closed
"""

import trailaudit

ACCOUNT, BUCKET = "111122223333", "example-trail-logs"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"


def documented_policy(operator, **source):
    """The policy of CloudTrail's documentation, with a condition on the source or without."""
    service = {"Service": "cloudtrail.amazonaws.com"}
    written = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    by_source = {operator: source} if source else {}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": service,
                "Action": "s3:GetBucketAcl",
                "Resource": f"arn:aws:s3:::{BUCKET}",
                "Condition": by_source,
            },
            {
                "Effect": "Allow",
                "Principal": service,
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/{ACCOUNT}/*",
                "Condition": {**written, **by_source},
            },
        ],
    }


any_trail = "arn:aws:cloudtrail:*:*:trail/*"
for title, policy in {
    "no condition on the source": documented_policy("ArnEquals"),
    f"a trail like {any_trail}": documented_policy("ArnLike", **{"aws:SourceArn": any_trail}),
    "this trail alone": documented_policy("ArnEquals", **{"aws:SourceArn": TRAIL}),
}.items():
    found = trailaudit.policy.exposure(
        policy, "deputy", account=ACCOUNT, bucket=BUCKET, service="cloudtrail.amazonaws.com"
    )
    print(f"{title}: {found.verdict}")
    if found.witness:
        source = found.witness.get("context", {}).get("aws:SourceArn", "any trail")
        print(f"  {found.witness['action']} for {source}")
