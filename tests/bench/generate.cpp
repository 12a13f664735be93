#include "generate.hpp"

#include <array>
#include <span>

namespace bench {
namespace {

using text = std::string_view;

// SplitMix64 by Sebastiano Vigna, public domain; drawing from a range is ours as well, because the
// standard leaves its distributions to the implementation.
class dice {
public:
  explicit dice(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
  }
  /// From 0 to `bound` - 1.
  std::size_t below(std::size_t bound) noexcept {
    return static_cast<std::size_t>(((next() >> 32) * std::uint64_t{bound}) >> 32);
  }
  bool percent(std::size_t chance) noexcept { return below(100) < chance; }
  text one_of(std::span<text const> choices) noexcept { return choices[below(choices.size())]; }
  std::string digits(std::size_t count) {
    std::string out(1, static_cast<char>('1' + below(9)));
    while (out.size() != count) {
      out += static_cast<char>('0' + below(10));
    }
    return out;
  }
  std::string hexadecimal(std::size_t count) {
    std::string out;
    while (out.size() != count) {
      out += "0123456789abcdef"[below(16)];
    }
    return out;
  }
  std::string uuid() {
    // One draw a statement: the operands of a sum are evaluated in any order.
    auto out = hexadecimal(8);
    for (auto const part : std::array<std::size_t, 4>{4, 4, 4, 12}) {
      out += '-';
      out += hexadecimal(part);
    }
    return out;
  }

private:
  std::uint64_t state_;
};

void append_escaped(std::string& out, text value) {
  for (auto const byte : value) {
    if (byte == '"' || byte == '\\') {
      out += '\\';
    }
    out += byte;
  }
}

// Writes compact JSON; the commas come by themselves.
class writer {
public:
  explicit writer(std::string& out) noexcept : out_(out) {}

  writer& object() { return open('{'); }
  writer& array() { return open('['); }
  writer& end() {
    out_ += closers_.back();
    closers_.pop_back();
    comma_ = true;
    return *this;
  }
  writer& key(text name) {
    quoted(name);
    out_ += ':';
    comma_ = false;
    return *this;
  }
  writer& string(text value) { return quoted(value); }
  writer& raw(text value) {
    separate();
    out_ += value;
    return *this;
  }
  writer& object(text name) { return key(name).object(); }
  writer& array(text name) { return key(name).array(); }
  writer& member(text name, text value) { return key(name).string(value); }
  writer& member(text name, char const* value) { return member(name, text{value}); }
  writer& member(text name, bool value) { return key(name).raw(value ? "true" : "false"); }
  writer& number(text name, std::uint64_t value) { return key(name).raw(std::to_string(value)); }
  writer& strings(text name, std::span<text const> values) {
    array(name);
    for (auto const value : values) {
      string(value);
    }
    return end();
  }
  writer& strings(text name, std::initializer_list<text> values) {
    return strings(name, std::span<text const>(values.begin(), values.size()));
  }

private:
  void separate() {
    if (comma_) {
      out_ += ',';
    }
    comma_ = true;
  }
  writer& open(char opener) {
    separate();
    out_ += opener;
    closers_ += opener == '{' ? '}' : ']';
    comma_ = false;
    return *this;
  }
  writer& quoted(text value) {
    separate();
    out_ += '"';
    append_escaped(out_, value);
    out_ += '"';
    return *this;
  }

  std::string& out_;
  std::string closers_{};
  bool comma_ = false;
};

constexpr std::array<text, 8> region_names{"us-east-1",    "eu-west-1",      "eu-central-1",
                                           "us-west-2",    "ap-southeast-2", "eu-north-1",
                                           "ca-central-1", "sa-east-1"};
constexpr std::array<text, 8> trail_names{"management-events", "security-trail", "audit",
                                          "data-events",       "legacy",         "compliance-trail",
                                          "default",           "local-trail"};
constexpr std::array<text, 4> purposes{"cloudtrail-logs", "audit-archive", "trail-logs",
                                       "security-log-archive"};
constexpr std::array<text, 5> owners{"security", "platform", "Z\xC3\xBCrich", "audit@example.com",
                                     "\xE7\x9B\xA3\xE6\x9F\xBB"};
constexpr std::array<text, 3> delivery_errors{"AccessDenied", "NoSuchBucket",
                                              "KMS.DisabledException"};

struct trail_plan {
  std::string name{};
  std::string arn{};
  text home{};
  std::size_t bucket = 0;
  bool multi_region = false;
  bool validated = false;
  bool encrypted = false;
  bool to_log_group = false;
  bool advanced = false;
  bool insights = false;
  bool logging = false;
  bool tagged = false;
};

// All of one account, settled before a byte is written.
struct account_plan {
  std::string id{};
  std::string
      owner{}; ///< of the organization trail in a member account, the account itself elsewhere
  std::string organization{};
  std::vector<text> regions{};
  std::vector<trail_plan> trails{};
  std::vector<std::string> buckets{};
  std::string key_arn{};
  std::string log_group{};
  std::string canonical_id{};
  std::size_t quality = 0; ///< the chance in percent that a setting is as it should be
  bool member = false;     ///< sees another account's organization trail first
  bool in_organization = false;
};

[[nodiscard]] account_plan plan_account(dice& random) {
  account_plan plan;
  plan.id = random.digits(12);
  plan.owner = plan.id;
  plan.organization = "o-" + random.hexadecimal(10);
  plan.quality = random.percent(55) ? 94 : random.percent(60) ? 60 : 20;
  plan.member = random.percent(15);
  plan.in_organization = plan.member || random.percent(60);
  if (plan.member) {
    plan.owner = random.digits(12);
  }
  auto const first_region = random.below(region_names.size());
  std::size_t const region_count = random.percent(70) ? 1 : 2 + random.below(2);
  for (std::size_t at = 0; at != region_count; ++at) {
    plan.regions.push_back(region_names[(first_region + 3 * at) % region_names.size()]);
  }

  auto const drawn = random.below(10);
  std::size_t const trail_count = drawn < 4 ? 1 : drawn < 7 ? 2 : drawn < 9 ? 3 : 4;
  std::size_t const bucket_count = trail_count == 1                         ? 1
                                   : trail_count == 2 && random.percent(40) ? 1
                                                                            : 2;
  for (std::size_t at = 0; at != bucket_count; ++at) {
    std::string name(random.one_of(purposes));
    name += '-' + (plan.member && at == 0 ? plan.owner : plan.id);
    name += at == 0 ? "" : "-2";
    plan.buckets.push_back(std::move(name));
  }
  plan.key_arn =
      "arn:aws:kms:" + std::string(plan.regions[0]) + ':' + plan.owner + ":key/" + random.uuid();
  plan.log_group = "arn:aws:logs:" + std::string(plan.regions[0]) + ':' + plan.owner +
                   ":log-group:/aws/cloudtrail/" + random.hexadecimal(6);
  plan.canonical_id = random.hexadecimal(64);

  auto const first_name = random.below(trail_names.size());
  for (std::size_t at = 0; at != trail_count; ++at) {
    trail_plan trail;
    trail.name = trail_names[(first_name + at) % trail_names.size()];
    trail.name += at == 0 ? "" : "-" + random.hexadecimal(4);
    trail.multi_region = at == 0 ? random.percent(plan.quality) || plan.member : random.percent(35);
    trail.home = plan.regions[at == 0 ? 0 : random.below(plan.regions.size())];
    auto const& account = at == 0 ? plan.owner : plan.id;
    trail.arn =
        "arn:aws:cloudtrail:" + std::string(trail.home) + ':' + account + ":trail/" + trail.name;
    trail.bucket = at % plan.buckets.size();
    trail.validated = random.percent(plan.quality);
    trail.encrypted = random.percent(plan.quality);
    trail.to_log_group = random.percent(plan.quality);
    trail.advanced = random.percent(35);
    trail.insights = random.percent(plan.quality / 2);
    trail.logging = random.percent(plan.quality + 5);
    trail.tagged = random.percent(plan.quality);
    plan.trails.push_back(std::move(trail));
  }
  return plan;
}

// A point in time some minutes before `as_of`, in one of the ways AWS and its tools spell it.
[[nodiscard]] std::string recent_time(dice& random, bool as_number) {
  auto const minute = random.below(60);
  auto const two = [](std::size_t value) {
    return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
  };
  if (as_number) {
    return std::to_string(1795298400 + 60 * minute) + '.' + random.digits(3);
  }
  auto const second = random.below(60);
  return "\"2026-11-21T22:" + two(minute) + ':' + two(second) + '.' + random.digits(6) + "+00:00\"";
}

void write_trail(writer& out, account_plan const& account, trail_plan const& trail) {
  bool const foreign = account.member && &trail == account.trails.data();
  out.object().member("Name", trail.name).member("S3BucketName", account.buckets[trail.bucket]);
  if (trail.advanced) {
    out.member("S3KeyPrefix", "cloudtrail");
  }
  out.member("IncludeGlobalServiceEvents", trail.multi_region)
      .member("IsMultiRegionTrail", trail.multi_region)
      .member("HomeRegion", trail.home)
      .member("TrailARN", trail.arn)
      .member("LogFileValidationEnabled", trail.validated);
  if (trail.to_log_group) {
    out.member("CloudWatchLogsLogGroupArn", account.log_group + ":*")
        .member("CloudWatchLogsRoleArn", "arn:aws:iam::" + account.owner + ":role/CloudTrailLogs");
  }
  if (trail.encrypted) {
    out.member("KmsKeyId", account.key_arn);
  }
  out.member("HasCustomEventSelectors", true)
      .member("HasInsightSelectors", trail.insights)
      .member("IsOrganizationTrail", foreign)
      .end();
}

void write_status(writer& out, dice& random, trail_plan const& trail, bool numbers, bool healthy,
                  bool retired) {
  out.object().member("IsLogging", trail.logging);
  if (!healthy) {
    out.member("LatestDeliveryError", random.one_of(delivery_errors));
  }
  out.key("LatestDeliveryTime").raw(recent_time(random, numbers));
  out.key("StartLoggingTime").raw(recent_time(random, numbers));
  if (!trail.logging) {
    out.key("StopLoggingTime").raw(recent_time(random, numbers));
  }
  if (trail.to_log_group) {
    out.key("LatestCloudWatchLogsDeliveryTime").raw(recent_time(random, numbers));
  }
  if (trail.validated) {
    out.key("LatestDigestDeliveryTime").raw(recent_time(random, numbers));
  }
  if (retired) {
    out.member("LatestDeliveryAttemptTime", "2026-11-21T22:58:04Z");
    out.member("LatestNotificationAttemptTime", "")
        .member("LatestNotificationAttemptSucceeded", "");
    out.member("LatestDeliveryAttemptSucceeded", healthy ? "2026-11-21T22:58:04Z" : "");
    out.member("TimeLoggingStarted", "2026-02-03T09:14:11Z");
    out.member("TimeLoggingStopped", trail.logging ? "" : "2026-11-20T16:02:47Z");
  }
  out.end();
}

void write_advanced_selectors(writer& out, bool whole, bool data) {
  out.array("AdvancedEventSelectors");
  out.object().member("Name", "Management events").array("FieldSelectors");
  out.object().member("Field", "eventCategory").strings("Equals", {"Management"}).end();
  if (!whole) {
    out.object()
        .member("Field", "eventSource")
        .strings("NotEquals", {"kms.amazonaws.com", "rdsdata.amazonaws.com"})
        .end();
  }
  out.end().end();
  if (data) {
    out.object().member("Name", "S3 object writes").array("FieldSelectors");
    out.object().member("Field", "eventCategory").strings("Equals", {"Data"}).end();
    out.object().member("Field", "resources.type").strings("Equals", {"AWS::S3::Object"}).end();
    out.object().member("Field", "readOnly").strings("Equals", {"false"}).end();
    out.end().end();
  }
  out.end();
}

void write_basic_selectors(writer& out, bool whole, bool data) {
  out.array("EventSelectors")
      .object()
      .member("ReadWriteType", whole ? "All" : "WriteOnly")
      .member("IncludeManagementEvents", true)
      .array("DataResources");
  if (data) {
    out.object().member("Type", "AWS::S3::Object").strings("Values", {"arn:aws:s3"}).end();
  }
  out.end();
  out.array("ExcludeManagementEventSources");
  if (!whole) {
    out.string("kms.amazonaws.com");
  }
  out.end().end().end();
}

// The policy that CloudTrail's user guide gives for a log bucket, with what people add to it.
[[nodiscard]] std::string bucket_policy(dice& random, account_plan const& account,
                                        std::size_t bucket) {
  std::string text_of_policy;
  writer out(text_of_policy);
  auto const arn = "arn:aws:s3:::" + account.buckets[bucket];
  trail_plan const* trail = nullptr;
  for (auto const& each : account.trails) {
    trail = trail == nullptr && each.bucket == bucket ? &each : trail;
  }
  auto const statement = [&](text sid, text effect) -> writer& {
    return out.object().member("Sid", sid).member("Effect", effect);
  };
  auto const service = [&]() -> writer& {
    return out.object("Principal").member("Service", "cloudtrail.amazonaws.com").end();
  };
  out.object().member("Version", "2012-10-17").array("Statement");
  statement("AWSCloudTrailAclCheck20150319", "Allow");
  service().member("Action", "s3:GetBucketAcl").member("Resource", arn);
  out.object("Condition")
      .object("StringEquals")
      .member("aws:SourceArn", trail->arn)
      .end()
      .end()
      .end();
  statement("AWSCloudTrailWrite20150319", "Allow");
  service()
      .member("Action", "s3:PutObject")
      .member("Resource", arn + "/AWSLogs/" + account.id + "/*");
  out.object("Condition")
      .object("StringEquals")
      .member("s3:x-amz-acl", "bucket-owner-full-control")
      .member("aws:SourceArn", trail->arn)
      .end()
      .end()
      .end();
  if (random.percent(85)) {
    statement("DenyPlainHttp", "Deny");
    out.member("Principal", "*").member("Action", "s3:*").strings("Resource", {arn, arn + "/*"});
    out.object("Condition").object("Bool").member("aws:SecureTransport", "false").end().end().end();
  }
  if (random.percent(45)) {
    statement("DenyOldTls", "Deny");
    out.object("Principal").member("AWS", "*").end();
    out.member("Action", "s3:*").strings("Resource", {arn, arn + "/*"});
    out.object("Condition")
        .object("NumericLessThan")
        .member("s3:TlsVersion", "1.2")
        .end()
        .end()
        .end();
  }
  if (random.percent(60)) {
    statement("AllowLogReaders", "Allow");
    out.object("Principal")
        .strings("AWS", {"arn:aws:iam::" + account.id + ":role/SecurityAuditor",
                         "arn:aws:iam::" + account.owner + ":root"})
        .end();
    out.strings("Action", {"s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"})
        .strings("Resource", {arn, arn + "/AWSLogs/*"})
        .end();
  }
  if (account.in_organization && random.percent(70)) {
    statement("DenyOutsideOrganization", "Deny");
    out.member("Principal", "*").member("Action", "s3:GetObject").member("Resource", arn + "/*");
    out.object("Condition");
    out.object("StringNotEqualsIfExists").member("aws:PrincipalOrgID", account.organization).end();
    out.object("BoolIfExists").member("aws:PrincipalIsAWSService", "false").end();
    out.end().end();
  }
  if (!random.percent(account.quality + 6)) {
    statement("Public", "Allow");
    out.member("Principal", "*")
        .member("Action", "s3:GetObject")
        .member("Resource", arn + "/*")
        .end();
  }
  out.end().end();
  return text_of_policy;
}

// The policy that the console gives to a key made for a trail.
[[nodiscard]] std::string key_policy(dice& random, account_plan const& account) {
  std::string text_of_policy;
  writer out(text_of_policy);
  auto const statement = [&](text sid) -> writer& {
    return out.object().member("Sid", sid).member("Effect", "Allow");
  };
  auto const context = "arn:aws:cloudtrail:*:" + account.owner + ":trail/*";
  out.object().member("Version", "2012-10-17");
  out.member("Id", "Key policy created by CloudTrail").array("Statement");
  statement("Enable IAM User Permissions");
  out.object("Principal")
      .strings("AWS", {"arn:aws:iam::" + account.owner + ":root",
                       "arn:aws:iam::" + account.owner + ":role/KeyAdministrator"})
      .end();
  out.member("Action", "kms:*").member("Resource", "*").end();
  statement("Allow CloudTrail to encrypt logs");
  out.object("Principal").member("Service", "cloudtrail.amazonaws.com").end();
  out.member("Action", "kms:GenerateDataKey*").member("Resource", "*").object("Condition");
  out.object("StringEquals").member("aws:SourceArn", account.trails[0].arn).end();
  out.object("StringLike").member("kms:EncryptionContext:aws:cloudtrail:arn", context).end();
  out.end().end();
  statement("Allow CloudTrail to describe key");
  out.object("Principal").member("Service", "cloudtrail.amazonaws.com").end();
  out.member("Action", "kms:DescribeKey").member("Resource", "*").end();
  statement("Allow principals in the account to decrypt log files");
  out.object("Principal").member("AWS", "*").end();
  out.strings("Action", {"kms:Decrypt", "kms:ReEncryptFrom"}).member("Resource", "*");
  out.object("Condition");
  out.object("StringEquals").member("kms:CallerAccount", account.owner).end();
  out.object("StringLike").member("kms:EncryptionContext:aws:cloudtrail:arn", context).end();
  out.end().end();
  if (random.percent(50)) {
    statement("Enable cross account log decryption");
    out.object("Principal").member("AWS", "*").end();
    out.strings("Action", {"kms:Decrypt", "kms:ReEncryptFrom"}).member("Resource", "*");
    out.object("Condition");
    out.object("StringEquals").member("kms:CallerAccount", account.id).end();
    out.object("StringLike").member("kms:EncryptionContext:aws:cloudtrail:arn", context).end();
    out.end().end();
  }
  out.end().end();
  return text_of_policy;
}

class document_writer {
public:
  document_writer(corpus& into, dice& random, account_plan const& plan, corpus::account& about)
      : into_(into), random_(random), plan_(plan), about_(about), out_(document_) {}

  std::string const& write() {
    by_name_ = random_.percent(50);
    out_.object().member("schema", "trailaudit.snapshot.v1").member("account_id", plan_.id);
    out_.member("as_of", "2026-11-21T23:11:41Z");
    if (random_.percent(80)) {
      out_.strings("regions", plan_.regions);
    }
    out_.array("captures");
    identity();
    lists();
    for (auto const& each : plan_.trails) {
      one_trail(each, plan_.member && &each == plan_.trails.data());
    }
    event_data_stores();
    list_buckets();
    for (std::size_t at = 0; at != plan_.buckets.size(); ++at) {
      one_bucket(at, plan_.member && at == 0);
    }
    account_block();
    key();
    log_groups();
    organization();
    out_.end().end();
    return document_;
  }

private:
  writer& call(text name, text region) {
    out_.object().member("call", name);
    return region.empty() ? out_ : out_.member("region", region);
  }
  // The beginning of a call with one parameter, up to its answer.
  writer& ask(text name, text region, text parameter, text value) {
    return call(name, region).object("request").member(parameter, value).end();
  }
  void refuse(text code, text what) {
    out_.object("error").member("Code", code);
    out_.member("Message", what).end().end();
  }
  void deny(text action) {
    refuse("AccessDenied", "User: arn:aws:sts::" + plan_.id +
                               ":assumed-role/audit/trailaudit is not " +
                               "authorized to perform: " + std::string(action));
  }
  void nested(text policy) {
    auto const before = document_.size();
    out_.member("Policy", policy);
    about_.policy_bytes += document_.size() - before - text{R"("Policy":"")"}.size();
    ++about_.policy_count;
    into_.policies.push_back({into_.policy_text.size(), policy.size()});
    into_.policy_text += policy;
  }
  [[nodiscard]] bool good() { return random_.percent(plan_.quality); }

  void identity() {
    call("sts:GetCallerIdentity", {}).object("response").member("Account", plan_.id);
    out_.member("Arn", "arn:aws:sts::" + plan_.id + ":assumed-role/audit/trailaudit").end().end();
  }

  void lists() {
    for (std::size_t at = 0; at != plan_.regions.size(); ++at) {
      auto const region = plan_.regions[at];
      call("cloudtrail:DescribeTrails", region);
      bool home = false;
      for (auto const& each : plan_.trails) {
        home = home || each.home == region;
      }
      // Where a trail is at home the call succeeds, so that every trail is seen.
      if (random_.percent(15) && !home) {
        deny("cloudtrail:DescribeTrails");
        continue;
      }
      out_.object("response").array("trailList");
      for (auto const& each : plan_.trails) {
        // A multi-Region trail shows in every Region: its shadows.
        if (each.home == region || (each.multi_region && at != 2)) {
          write_trail(out_, plan_, each);
        }
      }
      out_.end().end().end();
    }
    if (!random_.percent(30)) {
      return;
    }
    call("cloudtrail:ListTrails", plan_.regions[0]).object("response").array("Trails");
    for (auto const& each : plan_.trails) {
      out_.object().member("TrailARN", each.arn).member("Name", each.name);
      out_.member("HomeRegion", each.home).end();
    }
    out_.end().end().end();
  }

  void one_trail(trail_plan const& trail, bool foreign) {
    bool const numbers = random_.percent(30);
    if (random_.percent(5)) {
      ask("cloudtrail:GetTrail", trail.home, "Name", trail.arn);
      out_.object("response").key("Trail");
      write_trail(out_, plan_, trail);
      out_.end().end();
    }
    // Some ask by the name: it is shorter, and it is enough in the trail's home Region.
    text const subject = foreign || !by_name_ ? trail.arn : trail.name;
    ask("cloudtrail:GetTrailStatus", trail.home, "Name", subject);
    out_.key("response");
    bool const healthy = good();
    write_status(out_, random_, trail, numbers, healthy, random_.percent(10));
    out_.end();

    ask("cloudtrail:GetEventSelectors", trail.home, "TrailName", subject);
    if (foreign) {
      refuse("TrailNotFoundException", "Unknown trail: " + trail.arn);
    } else {
      out_.object("response").member("TrailARN", trail.arn);
      bool const whole = good();
      bool const data = random_.percent(25);
      if (trail.advanced) {
        write_advanced_selectors(out_, whole, data);
      } else {
        write_basic_selectors(out_, whole, data);
      }
      out_.end().end();
    }
    if (random_.percent(12)) {
      ask("cloudtrail:GetInsightSelectors", trail.home, "TrailName", trail.arn);
      if (trail.insights) {
        out_.object("response").member("TrailARN", trail.arn).array("InsightSelectors");
        out_.object().member("InsightType", "ApiCallRateInsight").end();
        out_.end().end().end();
      } else {
        refuse("InsightNotEnabledException", "Insights is not enabled for " + trail.arn);
      }
    }
    if (!random_.percent(45)) {
      return;
    }
    call("cloudtrail:ListTags", trail.home);
    out_.object("request").strings("ResourceIdList", {trail.arn}).end();
    if (foreign) {
      deny("cloudtrail:ListTags");
      return;
    }
    out_.object("response").array("ResourceTagList").object().member("ResourceId", trail.arn);
    out_.array("TagsList");
    if (trail.tagged) {
      out_.object().member("Key", "owner").member("Value", random_.one_of(owners)).end();
    }
    out_.end().end().end().end().end();
  }

  void event_data_stores() {
    if (!random_.percent(60)) {
      return;
    }
    bool const any = random_.percent(20);
    auto const region = plan_.regions[0];
    auto const arn = "arn:aws:cloudtrail:" + std::string(region) + ':' + plan_.id +
                     ":eventdatastore/" + random_.uuid();
    call("cloudtrail:ListEventDataStores", region).object("response").array("EventDataStores");
    if (any) {
      out_.object().member("EventDataStoreArn", arn).member("Name", "lake").end();
    }
    out_.end().end().end();
    if (!any) {
      return;
    }
    ask("cloudtrail:GetEventDataStore", region, "EventDataStore", arn);
    out_.object("response").member("EventDataStoreArn", arn).member("Name", "lake");
    out_.member("Status", "ENABLED");
    write_advanced_selectors(out_, true, false);
    out_.member("MultiRegionEnabled", true).member("OrganizationEnabled", false);
    out_.number("RetentionPeriod", 2557).member("TerminationProtectionEnabled", true);
    out_.key("CreatedTimestamp").raw(recent_time(random_, false));
    if (good()) {
      out_.member("KmsKeyId", plan_.key_arn);
    }
    out_.member("BillingMode", "EXTENDABLE_RETENTION_PRICING").end().end();
  }

  void list_buckets() {
    call("s3:ListBuckets", {}).object("response").array("Buckets");
    for (std::size_t at = plan_.member ? 1 : 0; at != plan_.buckets.size(); ++at) {
      out_.object().member("Name", plan_.buckets[at]);
      out_.member("CreationDate", "2025-02-03T09:02:55+00:00").end();
    }
    out_.object().member("Name", "access-logs-" + plan_.id);
    out_.member("CreationDate", "2025-02-03T09:01:12+00:00").end().end();
    if (random_.percent(30)) {
      out_.object("Owner").member("ID", plan_.canonical_id).end();
    }
    out_.end().end();
  }

  void one_bucket(std::size_t at, bool foreign) {
    text const bucket = plan_.buckets[at];
    auto const ask_bucket = [&](text name) -> writer& { return ask(name, {}, "Bucket", bucket); };
    bool const details = random_.percent(12); // what only some collectors fetch

    ask_bucket("s3:GetBucketPolicy");
    if (foreign && random_.percent(50)) {
      deny("s3:GetBucketPolicy");
    } else if (!random_.percent(96)) {
      refuse("NoSuchBucketPolicy", "The bucket policy does not exist");
    } else {
      out_.object("response");
      nested(bucket_policy(random_, plan_, at));
      out_.end().end();
    }
    if (foreign) {
      ask_bucket("s3:GetBucketAcl");
      deny("s3:GetBucketAcl");
    } else if (random_.percent(75)) {
      ask_bucket("s3:GetBucketAcl");
      acl();
    }
    ask_bucket("s3:GetPublicAccessBlock");
    if (foreign) {
      deny("s3:GetBucketPublicAccessBlock");
    } else if (random_.percent(plan_.quality)) {
      block();
    } else {
      refuse("NoSuchPublicAccessBlockConfiguration",
             "The public access block configuration was not found");
    }
    ask_bucket("s3:GetBucketLogging");
    if (good()) {
      out_.object("response").object("LoggingEnabled");
      out_.member("TargetBucket", "access-logs-" + plan_.id).member("TargetPrefix", "trail/");
      out_.end().end().end();
    } else {
      out_.member("response", "").end();
    }
    ask_bucket("s3:GetBucketVersioning");
    if (good()) {
      out_.object("response").member("Status", random_.percent(90) ? "Enabled" : "Suspended");
      out_.end().end();
    } else {
      out_.key("response").raw("null").end();
    }
    if (!details) {
      return;
    }
    ask_bucket("s3:GetBucketPolicyStatus").object("response").object("PolicyStatus");
    out_.member("IsPublic", !good()).end().end().end();
    ask_bucket("s3:GetBucketOwnershipControls");
    if (good()) {
      out_.object("response").object("OwnershipControls").array("Rules");
      out_.object().member("ObjectOwnership", "BucketOwnerEnforced").end().end().end().end().end();
    } else {
      refuse("OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
    }
    ask_bucket("s3:GetBucketEncryption")
        .object("response")
        .object("ServerSideEncryptionConfiguration");
    out_.array("Rules").object().object("ApplyServerSideEncryptionByDefault");
    out_.member("SSEAlgorithm", "aws:kms").member("KMSMasterKeyID", plan_.key_arn).end();
    out_.member("BucketKeyEnabled", true).end().end().end().end().end();
    ask_bucket("s3:GetObjectLockConfiguration");
    if (good()) {
      out_.object("response")
          .object("ObjectLockConfiguration")
          .member("ObjectLockEnabled", "Enabled");
      out_.object("Rule").object("DefaultRetention").member("Mode", "COMPLIANCE");
      out_.number("Days", 365).end().end().end().end().end();
    } else {
      refuse("ObjectLockConfigurationNotFoundError",
             "Object Lock configuration does not exist for this bucket");
    }
    ask_bucket("s3:GetBucketLifecycleConfiguration");
    if (!good()) {
      refuse("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
      return;
    }
    out_.object("response").array("Rules").object().object("Expiration").number("Days", 2557).end();
    out_.member("ID", "archive").object("Filter").member("Prefix", "").end();
    out_.member("Status", "Enabled").array("Transitions").object().number("Days", 90);
    out_.member("StorageClass", "GLACIER").end().end();
    out_.object("NoncurrentVersionExpiration").number("NoncurrentDays", 400).end().end().end();
    out_.end().end();
  }

  void acl() {
    out_.object("response").object("Owner").member("ID", plan_.canonical_id).end().array("Grants");
    out_.object()
        .object("Grantee")
        .member("ID", plan_.canonical_id)
        .member("Type", "CanonicalUser")
        .end();
    out_.member("Permission", "FULL_CONTROL").end();
    if (!random_.percent(plan_.quality + 6)) {
      out_.object().object("Grantee").member("Type", "Group");
      out_.member("URI", "http://acs.amazonaws.com/groups/global/AllUsers").end();
      out_.member("Permission", "READ").end();
    }
    out_.end().end().end();
  }

  void block() {
    out_.object("response").object("PublicAccessBlockConfiguration");
    for (auto const name :
         {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"}) {
      out_.member(name, random_.percent(plan_.quality + 6));
    }
    out_.end().end().end();
  }

  void account_block() {
    if (!random_.percent(70)) {
      return;
    }
    ask("s3control:GetPublicAccessBlock", {}, "AccountId", plan_.id);
    if (good()) {
      block();
    } else {
      refuse("NoSuchPublicAccessBlockConfiguration",
             "The public access block configuration was not found");
    }
  }

  void key() {
    auto const region = plan_.regions[0];
    text const arn = plan_.key_arn;
    if (plan_.member) {
      ask("kms:DescribeKey", region, "KeyId", arn);
      deny("kms:DescribeKey");
      return;
    }
    if (random_.percent(40)) {
      key_itself();
    }
    call("kms:GetKeyPolicy", region).object("request").member("KeyId", arn);
    out_.member("PolicyName", "default").end().object("response");
    nested(key_policy(random_, plan_));
    out_.end().end();
  }

  void key_itself() {
    text const arn = plan_.key_arn;
    ask("kms:DescribeKey", plan_.regions[0], "KeyId", arn).object("response").object("KeyMetadata");
    out_.member("AWSAccountId", plan_.owner).member("KeyId", arn.substr(arn.rfind('/') + 1));
    out_.member("Arn", arn);
    out_.key("CreationDate")
        .raw(random_.percent(50) ? "1770109452.031" : R"("2026-02-03T09:04:12Z")");
    out_.member("Enabled", true).member("Description", "CloudTrail logs");
    out_.member("KeyUsage", "ENCRYPT_DECRYPT").member("KeyState", "Enabled");
    out_.member("Origin", "AWS_KMS").member("KeyManager", "CUSTOMER");
    out_.member("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
        .member("KeySpec", "SYMMETRIC_DEFAULT");
    out_.strings("EncryptionAlgorithms", {"SYMMETRIC_DEFAULT"}).member("MultiRegion", false);
    out_.end().end().end();
    ask("kms:GetKeyRotationStatus", plan_.regions[0], "KeyId", arn);
    out_.object("response").member("KeyRotationEnabled", good()).end().end();
  }

  void log_groups() {
    if (!random_.percent(30)) {
      return;
    }
    text const arn = plan_.log_group;
    auto const name = arn.substr(arn.find("log-group:") + text{"log-group:"}.size());
    ask("logs:DescribeLogGroups", plan_.regions[0], "logGroupNamePrefix", "/aws/cloudtrail");
    out_.object("response").array("logGroups").object().member("logGroupName", name);
    out_.number("creationTime", 1770109688134);
    if (good()) {
      out_.number("retentionInDays", 365);
    }
    out_.number("metricFilterCount", 0).member("arn", plan_.log_group + ":*");
    out_.number("storedBytes", 1000 * random_.below(100000)).member("logGroupArn", arn);
    out_.member("logGroupClass", "STANDARD").end().end().end().end();
  }

  void organization() {
    if (!random_.percent(60)) {
      return;
    }
    call("organizations:DescribeOrganization", {});
    if (!plan_.in_organization) {
      refuse("AWSOrganizationsNotInUseException",
             "Your account is not a member of an organization.");
      return;
    }
    auto const base = "arn:aws:organizations::" + plan_.owner;
    out_.object("response").object("Organization").member("Id", plan_.organization);
    out_.member("Arn", base + ":organization/" + plan_.organization).member("FeatureSet", "ALL");
    out_.member("MasterAccountArn", base + ":account/" + plan_.organization + '/' + plan_.owner);
    out_.member("MasterAccountId", plan_.owner).member("MasterAccountEmail", "aws@example.com");
    out_.end().end().end();
  }

  corpus& into_;
  dice& random_;
  account_plan const& plan_;
  corpus::account& about_;
  std::string document_{};
  writer out_;
  bool by_name_ = false;
};

constexpr std::size_t padding = 64; // no less than simdjson wants to read beyond a text

} // namespace

std::size_t corpus::bytes() const noexcept {
  std::size_t sum = 0;
  for (auto const& each : accounts) {
    sum += each.text.size;
  }
  return sum;
}

std::size_t corpus::policy_bytes() const noexcept {
  std::size_t sum = 0;
  for (auto const& each : accounts) {
    sum += each.policy_bytes;
  }
  return sum;
}

void corpus::add(std::string_view document, account about) {
  if (!text.empty()) {
    text.resize(text.size() - padding);
  }
  about.text = {text.size(), document.size()};
  text += document;
  text += '\n';
  text.append(padding, ' ');
  accounts.push_back(about);
}

corpus generate_accounts(std::size_t count, std::uint64_t seed) {
  corpus made;
  for (std::size_t at = 0; at != count; ++at) {
    dice random(seed + 0x10000 * at);
    auto const plan = plan_account(random);
    corpus::account about;
    about.first_policy = made.policies.size();
    about.trail_count = plan.trails.size();
    about.bucket_count = plan.buckets.size();
    auto const document = document_writer(made, random, plan, about).write();
    made.add(document, about);
  }
  return made;
}

std::string generate_trails(std::size_t trails, std::uint64_t seed) {
  dice random(seed);
  auto account = plan_account(random);
  account.member = false;
  account.owner = account.id;
  constexpr std::size_t trails_per_bucket = 4;
  account.buckets.clear();
  auto const model = account.trails[0];
  account.trails.clear();
  for (std::size_t at = 0; at != trails; ++at) {
    auto trail = model;
    trail.name = "trail-" + std::to_string(at);
    trail.home = account.regions[0];
    trail.arn =
        "arn:aws:cloudtrail:" + std::string(trail.home) + ':' + account.id + ":trail/" + trail.name;
    trail.bucket = at / trails_per_bucket;
    trail.validated = random.percent(80);
    trail.encrypted = random.percent(80);
    trail.to_log_group = random.percent(80);
    trail.logging = random.percent(80);
    trail.multi_region = random.percent(20);
    if (at % trails_per_bucket == 0) {
      account.buckets.push_back("trail-logs-" + account.id + '-' + std::to_string(trail.bucket));
    }
    account.trails.push_back(std::move(trail));
  }
  std::string document;
  writer out(document);
  out.object().member("schema", "trailaudit.snapshot.v1").member("account_id", account.id);
  out.member("as_of", "2026-11-21T23:11:41Z").strings("regions", {account.regions[0]});
  out.array("captures");
  out.object().member("call", "cloudtrail:DescribeTrails").member("region", account.regions[0]);
  out.object("response").array("trailList");
  for (auto const& each : account.trails) {
    write_trail(out, account, each);
  }
  out.end().end().end();
  for (auto const& each : account.trails) {
    out.object().member("call", "cloudtrail:GetTrailStatus").member("region", each.home);
    out.object("request").member("Name", each.arn).end().key("response");
    write_status(out, random, each, false, random.percent(80), true);
    out.end();
  }
  out.end().end();
  return document;
}

std::string indented(std::string_view compact) {
  std::string out;
  out.reserve(2 * compact.size());
  std::size_t depth = 0;
  auto const new_line = [&] {
    out += '\n';
    out.append(4 * depth, ' ');
  };
  for (std::size_t at = 0; at != compact.size(); ++at) {
    auto const byte = compact[at];
    switch (byte) {
    case '"': {
      auto const start = at;
      for (++at; compact[at] != '"'; ++at) {
        at += compact[at] == '\\' ? std::size_t{1} : std::size_t{0};
      }
      out += compact.substr(start, at - start + 1);
      break;
    }
    case '{':
    case '[':
      out += byte;
      if (compact[at + 1] == '}' || compact[at + 1] == ']') {
        out += compact[++at];
      } else {
        ++depth;
        new_line();
      }
      break;
    case '}':
    case ']':
      --depth;
      new_line();
      out += byte;
      break;
    case ',':
      out += byte;
      new_line();
      break;
    case ':':
      out += ": ";
      break;
    default:
      out += byte;
      break;
    }
  }
  return out;
}

corpus indented(corpus const& compact) {
  corpus made;
  made.policy_text = compact.policy_text;
  made.policies = compact.policies;
  for (std::size_t at = 0; at != compact.size(); ++at) {
    made.add(indented(compact.document(at)), compact.accounts[at]);
  }
  return made;
}

std::uint64_t digest(std::string_view value) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (auto const byte : value) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  }
  return hash;
}

} // namespace bench
