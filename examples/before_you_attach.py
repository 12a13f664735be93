"""Who may delete log files once this bucket policy is changed, and does our SCP make up for it?

A `Deny` keeps everyone but the role `break-glass` from it. The change lets a second role in, and
names roles by patterns; the SCP keeps everyone but `break-glass` from deleting versions. Prints:

                                              before         after          after, with SCP
    break-glass       s3:DeleteObject         yes            yes            yes
    break-glass       s3:DeleteObjectVersion  yes            yes            yes
    cleaner           s3:DeleteObject         no (resource)  yes            yes
    cleaner           s3:DeleteObjectVersion  no (resource)  yes            no (scp)
    attacker-cleaner  s3:DeleteObject         no (resource)  yes            yes
    attacker-cleaner  s3:DeleteObjectVersion  no (resource)  yes            no (scp)
"""

import trailaudit

ACCOUNT, BUCKET = "111122223333", "example-trail-logs"


def bucket_policy(condition):
    return {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:DeleteObject*",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
            "Condition": condition,
        },
    }


role = f"arn:aws:iam::{ACCOUNT}:role"
before = bucket_policy({"ArnNotEquals": {"aws:PrincipalArn": f"{role}/break-glass"}})
after = bucket_policy(
    {"StringNotLike": {"aws:PrincipalArn": [f"{role}/break-glass", f"{role}/*cleaner"]}}
)
administrator = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
}
scp = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": "s3:DeleteObjectVersion",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": f"{role}/break-glass"}},
        },
    ],
}


def delete(name, action="s3:DeleteObject"):
    return {
        "principal": {"type": "aws", "id": f"{role}/{name}"},
        "action": action,
        "resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/{ACCOUNT}/CloudTrail/x.json.gz",
        "account": ACCOUNT,
    }


def say(policy, request, **more):
    said = trailaudit.policy.authorize(
        {"resource": policy, "identity": administrator, **more}, request
    )
    return said.granted if said.decided_by is None else f"{said.granted} ({said.decided_by})"


print(f"{'':42}{'before':15}{'after':15}after, with SCP")
for name in "break-glass", "cleaner", "attacker-cleaner":
    for action in "s3:DeleteObject", "s3:DeleteObjectVersion":
        request = delete(name, action)
        columns = say(before, request), say(after, request), say(after, request, scp=scp)
        print(f"{name:18}{action:24}{columns[0]:15}{columns[1]:15}{columns[2]}")
