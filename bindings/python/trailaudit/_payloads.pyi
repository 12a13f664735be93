import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from ._api import Moment, Rules, Text
from ._report import Report

class _ClientError(Protocol):
    """botocore's ClientError, or what looks like it."""

    @property
    def response(self) -> Any: ...

class Refused(NamedTuple):
    """An error that AWS gave instead of an answer."""

    code: str
    message: str = ""

def refused(code: str, message: str = "") -> Refused:
    """AWS's error with that code, such as ``AccessDenied`` or ``NoSuchBucketPolicy``."""

_Payload = Text | Mapping[str, Any] | os.PathLike[str] | Refused | _ClientError
_Some = _Payload | list[Any]
_Answers = _Some | Mapping[str, _Some]
_BySubject = Mapping[str, _Answers]

def audit_payloads(
    *,
    account_id: str | None = None,
    as_of: Moment | None = None,
    regions: Iterable[str] | None = None,
    rules: Rules | None = None,
    parameters: Mapping[str, Any] | None = None,
    limits: Mapping[str, int] | None = None,
    describe_trails: _Answers | None = None,
    get_trail: _BySubject | None = None,
    list_trails: _Answers | None = None,
    get_trail_status: _BySubject | None = None,
    get_event_selectors: _BySubject | None = None,
    get_insight_selectors: _BySubject | None = None,
    list_tags: _Answers | None = None,
    list_event_data_stores: _Answers | None = None,
    get_event_data_store: _BySubject | None = None,
    list_buckets: _Answers | None = None,
    get_bucket_policy: _BySubject | None = None,
    get_bucket_policy_status: _BySubject | None = None,
    get_bucket_acl: _BySubject | None = None,
    get_public_access_block: _BySubject | None = None,
    get_account_public_access_block: _BySubject | None = None,
    get_bucket_logging: _BySubject | None = None,
    get_bucket_ownership_controls: _BySubject | None = None,
    get_bucket_versioning: _BySubject | None = None,
    get_bucket_encryption: _BySubject | None = None,
    get_object_lock_configuration: _BySubject | None = None,
    get_bucket_lifecycle_configuration: _BySubject | None = None,
    describe_key: _BySubject | None = None,
    get_key_rotation_status: _BySubject | None = None,
    get_key_policy: _BySubject | None = None,
    describe_log_groups: _Answers | None = None,
    describe_organization: _Answers | None = None,
    get_bucket_location: _BySubject | None = None,
    head_bucket: _BySubject | None = None,
    get_bucket_request_payment: _BySubject | None = None,
    list_aliases: _Answers | None = None,
    get_topic_attributes: _BySubject | None = None,
    list_subscriptions_by_topic: _BySubject | None = None,
    get_role: _BySubject | None = None,
    list_role_policies: _BySubject | None = None,
    get_role_policy: _BySubject | None = None,
    list_attached_role_policies: _BySubject | None = None,
    get_policy: _BySubject | None = None,
    get_policy_version: _BySubject | None = None,
    get_account_authorization_details: _Answers | None = None,
    describe_subscription_filters: _BySubject | None = None,
    describe_policy: _BySubject | None = None,
    list_policies_for_target: _BySubject | None = None,
    list_organization_policies: _Answers | None = None,
    list_targets_for_policy: _BySubject | None = None,
    describe_effective_policy: _BySubject | None = None,
) -> Report:
    """Audits AWS's answers as they came, one keyword an operation of boto3's name.

    An answer is JSON text as the AWS CLI prints it (nothing, where it prints nothing), a boto3
    response, a path to a file, boto3's ClientError, or ``refused("AccessDenied")``.
    What is about one thing (a trail, bucket, key, topic, role, policy, ...) takes
    ``{subject: answer}``; anything else one answer. In place of one answer may stand a list of
    them (pages) or ``{Region: answer}``. ``get_account_public_access_block`` is S3 Control's call,
    ``list_organization_policies`` is ``list_policies`` of Organizations.
    What is None was not collected. ``regions`` are the Regions that the account has enabled.

    >>> audit_payloads(
    ...     account_id="111122223333",
    ...     describe_trails=cloudtrail.describe_trails(),
    ...     get_trail_status={arn: cloudtrail.get_trail_status(Name=arn)},
    ... )
    """
