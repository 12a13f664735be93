#!/usr/bin/env bash
# Records what CloudTrail, S3, KMS, SNS, IAM, CloudWatch Logs and Organizations
# answer about the trails of one account and what they lean on, as a folder
# trailaudit can read. Read-only calls only.
#
# Needs bash (3.2 or newer), coreutils and the AWS CLI (version 1 or 2).
set -euo pipefail
set -f # no value is ever a file pattern
umask 077 # bucket and key policies are nobody else's business

# The CLI must never wait for a person: no pager, no prompt.
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off

usage() {
    cat <<'TEXT'
usage: collect.sh [--regions "us-east-1 eu-west-1"] FOLDER

Records the AWS answers trailaudit reads in FOLDER, which must be new or empty.
Credentials, profile and endpoint are those the AWS CLI finds (AWS_PROFILE, ...).

  --regions LIST   Regions to ask (default: every Region enabled in the account)
  -h, --help       show this text

A refused call is recorded and the next one is made. Exit status: 0 done,
1 nothing could be collected, 2 wrong usage.
TEXT
}

die() {
    local status=$1
    shift
    printf 'collect.sh: %s\n' "$*" >&2
    exit "$status"
}

is_region_name() {
    # Region names become folder names, so nothing else is let through.
    [[ $1 =~ ^[a-z0-9]+(-[a-z0-9]+)+$ ]]
}

# --- arguments -----------------------------------------------------------------

given_regions=''
folder=''
options=yes
while (($# > 0)); do
    case $options:$1 in
        yes:-h | yes:--help)
            usage
            exit 0
            ;;
        yes:--regions)
            (($# >= 2)) || die 2 '--regions needs a list of Regions'
            given_regions=$2
            shift
            [[ $given_regions =~ [^[:space:],] ]] || die 2 '--regions needs a list of Regions'
            ;;
        yes:--regions=*)
            given_regions=${1#--regions=}
            [[ $given_regions =~ [^[:space:],] ]] || die 2 '--regions needs a list of Regions'
            ;;
        yes:--) options=no ;;
        yes:-*) die 2 "unknown option $1 (see --help)" ;;
        *)
            [[ -n $1 && -z $folder ]] || die 2 'give exactly one FOLDER (see --help)'
            folder=$1
            ;;
    esac
    shift
done
[[ -n $folder ]] || die 2 'give exactly one FOLDER (see --help)'

regions=''
for region in ${given_regions//,/ }; do
    is_region_name "$region" || die 2 "not a Region name: $region"
    case " $regions " in
        *" $region "*) ;;
        *) regions="${regions:+$regions }$region" ;;
    esac
done

command -v aws >/dev/null 2>&1 || die 1 'the AWS CLI (aws) is not installed'

if [[ -e $folder || -L $folder ]]; then
    [[ -d $folder ]] || die 1 "$folder exists and is not a folder"
    [[ -z $(ls -A -- "$folder") ]] || die 1 "$folder is not empty"
else
    mkdir -p -- "$folder" || die 1 "cannot create $folder"
fi

# --- JSON in and out -----------------------------------------------------------

# json_string TEXT: TEXT as a quoted JSON string
json_string() {
    local text=$1 quoted='' char code index
    for ((index = 0; index < ${#text}; index++)); do
        char=${text:index:1}
        case $char in
            '"') quoted+='\"' ;;
            \\) quoted+="\\\\" ;;
            [[:cntrl:]])
                printf -v code '\\u%04x' "'$char"
                quoted+=$code
                ;;
            *) quoted+=$char ;;
        esac
    done
    printf '"%s"' "$quoted"
}

# json_object NAME VALUE ...: a JSON object of strings
json_object() {
    local body=''
    while (($# >= 2)); do
        body+="${body:+,}$(json_string "$1"):$(json_string "$2")"
        shift 2
    done
    printf '{%s}' "$body"
}

# member_values MEMBER FILE: every string value of MEMBER in a JSON file, one a line.
# Good for names and ARNs only, in which AWS allows neither quote nor backslash.
member_values() {
    local pattern="\"$1\"[[:space:]]*:[[:space:]]*\"([^\"\\\\]+)\"" rest
    while IFS= read -r rest || [[ -n $rest ]]; do
        while [[ $rest =~ $pattern ]]; do
            printf '%s\n' "${BASH_REMATCH[1]}"
            rest=${rest#*"${BASH_REMATCH[0]}"}
        done
    done <"$2"
}

# list_values MEMBER FILE: every string of the lists called MEMBER, one a line. As good.
list_values() {
    local pattern="\"$1\"[[:space:]]*:[[:space:]]*\\[([^]]*)\\]" item='"([^"\\]+)"' rest inner
    rest=$(<"$2")
    while [[ $rest =~ $pattern ]]; do
        inner=${BASH_REMATCH[1]}
        rest=${rest#*"${BASH_REMATCH[0]}"}
        while [[ $inner =~ $item ]]; do
            printf '%s\n' "${BASH_REMATCH[1]}"
            inner=${inner#*"${BASH_REMATCH[0]}"}
        done
    done
}

# distinct LINES: the lines sorted, each once, no empty ones
distinct() {
    local line
    printf '%s\n' "$1" | LC_ALL=C sort -u | while IFS= read -r line; do
        [[ -z $line ]] || printf '%s\n' "$line"
    done
}

# --- one call ------------------------------------------------------------------

index_file=$folder/index.ndjson
index_lines='' # lines waiting for the header, which the first answers decide
header_written=no
answered=0
refused=0
other_errors=0
answer=''   # file with the last answer
succeeded=no # whether the last call did

trap 'exit 130' INT # the CLI swallows Ctrl-C; do not go on to the next call

# call WHERE SERVICE:Operation CLI-OPERATION REQUEST [CLI-ARGUMENT ...]
# WHERE is a Region, or "global" for calls whose answer belongs to no Region.
call() {
    local where=$1 api=$2 operation=$3 request=$4
    shift 4
    local service=${api%%:*} region=$where cli_service stem number=1 status=0 line outcome=ok
    cli_service=$service
    [[ $service != s3 ]] || cli_service=s3api
    [[ $where != global ]] || region=$base_region

    mkdir -p -- "$folder/$where"
    stem=$where/$service-$operation
    while [[ -e $folder/$stem-$number.json ]]; do number=$((number + 1)); done
    stem=$stem-$number
    answer=$folder/$stem.json

    set -o noclobber # what is recorded is never overwritten
    aws "$cli_service" "$operation" "$@" --region "$region" --output json \
        </dev/null >"$answer" 2>"$folder/$stem.err" || status=$?
    set +o noclobber

    line="{\"call\":$(json_string "$api")"
    [[ $where == global ]] || line+=",\"region\":$(json_string "$where")"
    line+=",\"request\":$request,\"stdout\":$(json_string "$stem.json")"
    if [[ -s $folder/$stem.err ]]; then
        line+=",\"stderr\":$(json_string "$stem.err")"
    else
        rm -f -- "$folder/$stem.err"
    fi
    line+=",\"exit\":$status}"
    if [[ $header_written == yes ]]; then
        printf '%s\n' "$line" >>"$index_file"
    else
        index_lines+=$line$'\n'
    fi

    if ((status == 0)); then
        succeeded=yes
        answered=$((answered + 1))
    else
        succeeded=no
        outcome=$(error_code "$folder/$stem.err" "$status")
        case $outcome in
            *Denied* | *Unauthorized* | *NotAuthorized* | AuthFailure) refused=$((refused + 1)) ;;
            *) other_errors=$((other_errors + 1)) ;;
        esac
    fi
    printf '%s %s %s\n' "$where" "$api" "$outcome" >&2
}

# error_code STDERR-FILE STATUS: the AWS error code, or what else there is to say
error_code() {
    local text=''
    [[ ! -s $1 ]] || text=$(<"$1")
    if [[ $text =~ error\ occurred\ \(([A-Za-z0-9._:-]+)\) ]]; then
        printf '%s' "${BASH_REMATCH[1]}"
    else
        printf 'failed (exit %s)' "$2"
    fi
}

# region_of_arn ARN: its Region, or the default one when it names none
region_of_arn() {
    local region
    IFS=: read -r _ _ _ region _ <<<"$1"
    if is_region_name "$region"; then
        printf '%s' "$region"
    else
        printf '%s' "$base_region"
    fi
}

# account_of_arn ARN: its account, or nothing
account_of_arn() {
    local account
    IFS=: read -r _ _ _ _ account _ <<<"$1"
    printf '%s' "$account"
}

# key_lines REGION MEMBER FILE: the keys that MEMBER names, one a line: an ARN, or
# the Region and the id or alias that is meant there
key_lines() {
    local key
    member_values "$2" "$3" | while IFS= read -r key; do
        case $key in
            arn:*) printf '%s\n' "$key" ;;
            *) printf '%s %s\n' "$1" "$key" ;;
        esac
    done
}

# --- which account, which Regions ----------------------------------------------

as_of=$(date -u +%Y-%m-%dT%H:%M:%SZ)

configured_region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
if [[ -z $configured_region ]]; then
    configured_region=$(aws configure get region 2>/dev/null </dev/null) || true
fi
# Also used for the global calls: the CLI wants a Region of the right partition.
base_region=${configured_region:-${regions%% *}}
base_region=${base_region:-us-east-1}
is_region_name "$base_region" || die 1 "not a Region name: $base_region"

account_id=''
call global sts:GetCallerIdentity get-caller-identity '{}'
if [[ $succeeded == yes ]]; then
    account_id=$(member_values Account "$answer")
fi

if [[ -z $regions ]]; then
    call "$base_region" ec2:DescribeRegions describe-regions '{}'
    if [[ $succeeded == yes ]]; then
        while IFS= read -r region; do
            if is_region_name "$region"; then regions="${regions:+$regions }$region"; fi
        done < <(distinct "$(member_values RegionName "$answer")")
    fi
fi

header='{"schema":"trailaudit.folder.v1"'
[[ -z $account_id ]] || header+=",\"account_id\":$(json_string "$account_id")"
header+=",\"as_of\":$(json_string "$as_of")"
if [[ -n $regions ]]; then
    header_regions=''
    for region in $regions; do
        header_regions+="${header_regions:+,}$(json_string "$region")"
    done
    header+=",\"regions\":[$header_regions]"
fi
set -o noclobber
printf '%s}\n%s' "$header" "$index_lines" >"$index_file"
set +o noclobber
header_written=yes

# --- trails and event data stores ----------------------------------------------

trail_arns=''
store_arns=''
buckets=''
keys=''
log_groups=''
topics=''
roles=''

# note_trail_members FILE: remembers what the trails in FILE point to
note_trail_members() {
    buckets+=$(member_values S3BucketName "$1")$'\n'
    keys+=$(key_lines "$base_region" KmsKeyId "$1")$'\n'
    log_groups+=$(member_values CloudWatchLogsLogGroupArn "$1")$'\n'
    roles+=$(member_values CloudWatchLogsRoleArn "$1")$'\n'
    topics+=$(member_values SnsTopicARN "$1")$'\n'
}

trails_listed=no
for region in ${regions:-$base_region}; do
    call "$region" cloudtrail:DescribeTrails describe-trails '{}'
    if [[ $succeeded == yes ]]; then
        trail_arns+=$(member_values TrailARN "$answer")$'\n'
        note_trail_members "$answer"
    fi

    # The list covers the whole account: one Region that answers is enough.
    if [[ $trails_listed == no ]]; then
        call "$region" cloudtrail:ListTrails list-trails '{}'
        if [[ $succeeded == yes ]]; then
            trails_listed=yes
            trail_arns+=$(member_values TrailARN "$answer")$'\n'
        fi
    fi

    call "$region" cloudtrail:ListEventDataStores list-event-data-stores '{}'
    if [[ $succeeded == yes ]]; then
        store_arns+=$(member_values EventDataStoreArn "$answer")$'\n'
    fi
done

while IFS= read -r arn; do
    region=$(region_of_arn "$arn")
    call "$region" cloudtrail:GetTrail get-trail \
        "$(json_object Name "$arn")" --name "$arn"
    if [[ $succeeded == yes ]]; then note_trail_members "$answer"; fi
    call "$region" cloudtrail:GetTrailStatus get-trail-status \
        "$(json_object Name "$arn")" --name "$arn"
    call "$region" cloudtrail:GetEventSelectors get-event-selectors \
        "$(json_object TrailName "$arn")" --trail-name "$arn"
    call "$region" cloudtrail:GetInsightSelectors get-insight-selectors \
        "$(json_object TrailName "$arn")" --trail-name "$arn"
    call "$region" cloudtrail:ListTags list-tags \
        "{\"ResourceIdList\":[$(json_string "$arn")]}" --resource-id-list "$arn"
done < <(distinct "$trail_arns")

while IFS= read -r arn; do
    call "$(region_of_arn "$arn")" cloudtrail:GetEventDataStore get-event-data-store \
        "$(json_object EventDataStore "$arn")" --event-data-store "$arn"
    if [[ $succeeded == yes ]]; then
        keys+=$(key_lines "$base_region" KmsKeyId "$answer")$'\n'
    fi
done < <(distinct "$store_arns")

# --- what they point to --------------------------------------------------------

call global s3:ListBuckets list-buckets '{}'

targets=''
while IFS= read -r bucket; do
    bucket_region=$base_region
    call global s3:GetBucketLocation get-bucket-location \
        "$(json_object Bucket "$bucket")" --bucket "$bucket"
    if [[ $succeeded == yes ]]; then
        bucket_region=$(member_values LocationConstraint "$answer")
        case $bucket_region in
            EU) bucket_region=eu-west-1 ;;
            *) is_region_name "$bucket_region" || bucket_region=us-east-1 ;;
        esac
    fi
    for pair in \
        HeadBucket:head-bucket \
        GetBucketRequestPayment:get-bucket-request-payment \
        GetBucketPolicy:get-bucket-policy \
        GetBucketPolicyStatus:get-bucket-policy-status \
        GetBucketAcl:get-bucket-acl \
        GetPublicAccessBlock:get-public-access-block \
        GetBucketLogging:get-bucket-logging \
        GetBucketOwnershipControls:get-bucket-ownership-controls \
        GetBucketVersioning:get-bucket-versioning \
        GetBucketEncryption:get-bucket-encryption \
        GetObjectLockConfiguration:get-object-lock-configuration \
        GetBucketLifecycleConfiguration:get-bucket-lifecycle-configuration; do
        call global "s3:${pair%%:*}" "${pair#*:}" \
            "$(json_object Bucket "$bucket")" --bucket "$bucket"
        if [[ $succeeded == yes ]]; then
            keys+=$(key_lines "$bucket_region" KMSMasterKeyID "$answer")$'\n'
            targets+=$(member_values TargetBucket "$answer")$'\n'
        fi
    done
done < <(distinct "$buckets")

# Where the access logs of those go.
while IFS= read -r bucket; do
    case $'\n'$buckets in
        *$'\n'"$bucket"$'\n'*) continue ;; # was asked about
    esac
    for pair in \
        GetBucketLocation:get-bucket-location \
        HeadBucket:head-bucket \
        GetBucketRequestPayment:get-bucket-request-payment \
        GetBucketEncryption:get-bucket-encryption \
        GetObjectLockConfiguration:get-object-lock-configuration; do
        call global "s3:${pair%%:*}" "${pair#*:}" \
            "$(json_object Bucket "$bucket")" --bucket "$bucket"
    done
done < <(distinct "$targets")

if [[ -n $account_id ]]; then
    call global s3control:GetPublicAccessBlock get-public-access-block \
        "$(json_object AccountId "$account_id")" --account-id "$account_id"
fi

while IFS= read -r arn; do
    region=$(region_of_arn "$arn")
    call "$region" sns:GetTopicAttributes get-topic-attributes \
        "$(json_object TopicArn "$arn")" --topic-arn "$arn"
    if [[ $succeeded == yes ]]; then
        keys+=$(key_lines "$region" KmsMasterKeyId "$answer")$'\n'
    fi
    call "$region" sns:ListSubscriptionsByTopic list-subscriptions-by-topic \
        "$(json_object TopicArn "$arn")" --topic-arn "$arn"
done < <(distinct "$topics")

while IFS= read -r arn; do
    name=${arn#*:log-group:}
    name=${name%:\*}
    region=$(region_of_arn "$arn")
    call "$region" logs:DescribeLogGroups describe-log-groups \
        "$(json_object logGroupNamePrefix "$name")" "--log-group-name-prefix=$name"
    if [[ $succeeded == yes ]]; then
        keys+=$(key_lines "$region" kmsKeyId "$answer")$'\n'
    fi
    # By name, so only the account's own groups can be asked for.
    if [[ $(account_of_arn "$arn") == "$account_id" ]]; then
        call "$region" logs:DescribeSubscriptionFilters describe-subscription-filters \
            "$(json_object logGroupName "$name")" "--log-group-name=$name"
    fi
done < <(distinct "$log_groups")

alias_regions=''
while IFS= read -r line; do
    key=${line#* }
    case $line in
        *' '*) region=${line%% *} ;;
        *) region=$(region_of_arn "$key") ;;
    esac
    case $key in
        *alias/*)
            case " $alias_regions " in
                *" $region "*) ;;
                *)
                    alias_regions+=" $region"
                    call "$region" kms:ListAliases list-aliases '{}'
                    ;;
            esac
            ;;
    esac
    call "$region" kms:DescribeKey describe-key \
        "$(json_object KeyId "$key")" --key-id "$key"
    # The other two take no alias.
    if [[ $key == *alias/* ]]; then
        [[ $succeeded == yes ]] || continue
        key=$(member_values Arn "$answer")
        key=${key%%$'\n'*}
        [[ -n $key ]] || continue
    fi
    call "$region" kms:GetKeyRotationStatus get-key-rotation-status \
        "$(json_object KeyId "$key")" --key-id "$key"
    call "$region" kms:GetKeyPolicy get-key-policy \
        "$(json_object KeyId "$key" PolicyName default)" --key-id "$key" --policy-name default
done < <(distinct "$keys")

managed_policies=''
while IFS= read -r arn; do
    # IAM answers for the account that asks, whatever the ARN says.
    [[ $(account_of_arn "$arn") == "$account_id" ]] || continue
    role=${arn##*/}
    request=$(json_object RoleName "$role")
    call global iam:GetRole get-role "$request" "--role-name=$role"
    call global iam:ListRolePolicies list-role-policies "$request" "--role-name=$role"
    if [[ $succeeded == yes ]]; then
        while IFS= read -r name; do
            call global iam:GetRolePolicy get-role-policy \
                "$(json_object RoleName "$role" PolicyName "$name")" \
                "--role-name=$role" "--policy-name=$name"
        done < <(distinct "$(list_values PolicyNames "$answer")")
    fi
    call global iam:ListAttachedRolePolicies list-attached-role-policies \
        "$request" "--role-name=$role"
    if [[ $succeeded == yes ]]; then
        managed_policies+=$(member_values PolicyArn "$answer")$'\n'
    fi
done < <(distinct "$roles")

while IFS= read -r arn; do
    call global iam:GetPolicy get-policy "$(json_object PolicyArn "$arn")" --policy-arn "$arn"
    [[ $succeeded == yes ]] || continue
    version=$(member_values DefaultVersionId "$answer")
    call global iam:GetPolicyVersion get-policy-version \
        "$(json_object PolicyArn "$arn" VersionId "$version")" \
        --policy-arn "$arn" "--version-id=$version"
done < <(distinct "$managed_policies")

# Who else may do what to all of this. The answer is long.
call global iam:GetAccountAuthorizationDetails get-account-authorization-details '{}'

call global organizations:DescribeOrganization describe-organization '{}'
if [[ $succeeded == yes && -n $account_id ]]; then
    manager=$(member_values MasterAccountId "$answer")
    call global organizations:DescribeEffectivePolicy describe-effective-policy \
        "$(json_object PolicyType S3_POLICY)" --policy-type S3_POLICY
    # The rest is for the management account and its delegates; others are refused.
    policies=''
    if [[ $account_id != "$manager" ]]; then # which they do not bind
        call global organizations:ListPolicies list-policies \
            "$(json_object Filter SERVICE_CONTROL_POLICY)" --filter SERVICE_CONTROL_POLICY
        if [[ $succeeded == yes ]]; then policies=$(member_values Id "$answer")$'\n'; fi
    fi
    # Those of the root bind the account as its own do.
    while IFS= read -r id; do
        call global organizations:ListTargetsForPolicy list-targets-for-policy \
            "$(json_object PolicyId "$id")" --policy-id "$id"
    done < <(distinct "$policies")
    for type in SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY; do
        call global organizations:ListPoliciesForTarget list-policies-for-target \
            "$(json_object TargetId "$account_id" Filter "$type")" \
            --target-id "$account_id" --filter "$type"
        if [[ $succeeded == yes ]]; then policies+=$(member_values Id "$answer")$'\n'; fi
    done
    while IFS= read -r id; do
        call global organizations:DescribePolicy describe-policy \
            "$(json_object PolicyId "$id")" --policy-id "$id"
    done < <(distinct "$policies")
fi

# --- done ----------------------------------------------------------------------

summary="collected $answered answers, $refused refused"
((other_errors == 0)) || summary+=", $other_errors not configured or failed"
printf '%s, in %s\n' "$summary" "$folder"
((answered > 0)) || die 1 "AWS answered nothing: see the .err files in $folder"
