#include <trailaudit/input/read_folder.hpp>
#include <trailaudit/input/read_snapshot.hpp>
#include <trailaudit/output/write_snapshot.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using trailaudit::answer;
using trailaudit::read_code;

constexpr std::string_view header =
    R"({"schema":"trailaudit.folder.v1","account_id":"111122223333",)"
    R"("as_of":"2026-11-21T23:11:41Z","regions":["us-east-1","eu-west-1"]})"
    "\n";

// A folder that goes away with the test.
class folder {
public:
  folder() {
    auto name = (fs::temp_directory_path() / "folder_test.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("cannot make a folder");
    }
    path_ = name;
  }
  ~folder() {
    std::error_code failed;
    fs::remove_all(path_, failed);
  }
  folder(folder const&) = delete;
  folder& operator=(folder const&) = delete;

  [[nodiscard]] fs::path const& path() const { return path_; }
  folder& with(std::string_view name, std::string_view text) {
    auto const file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return *this;
  }
  folder& index(std::string_view calls) {
    return with("index.ndjson", std::string(header) + std::string(calls));
  }

private:
  fs::path path_{};
};

trailaudit::snapshot good(folder const& from) {
  auto read = trailaudit::read_folder(from.path());
  if (!read) {
    FAIL(describe(read.error()));
  }
  return std::move(*read);
}

trailaudit::read_error bad(folder const& from) {
  auto read = trailaudit::read_folder(from.path());
  REQUIRE_FALSE(read.has_value());
  // No error says where the folder lies.
  CHECK(describe(read.error()).find(from.path().string()) == std::string::npos);
  return read.error();
}

TEST_CASE("a folder of answers") {
  folder from;
  from.index(R"({"call":"cloudtrail:DescribeTrails","region":"us-east-1","stdout":"1.json",)"
             R"("stderr":"1.err","exit":0}
{"call":"s3:GetBucketLogging","request":{"Bucket":"logs"},"stdout":"deeper/2.json","exit":0}

{"call":"cloudtrail:ListTags","region":"us-east-1","request":{"ResourceIdList":["a","b"],)"
             R"("NextToken":"t"},"stdout":"3.json","exit":0}
)");
  from.with("1.json", R"({"trailList":[{"Name":"main"}]})")
      .with("1.err", "a warning, and no error");
  from.with("deeper/2.json", R"({"LoggingEnabled":{"TargetBucket":"target","TargetPrefix":""}})");
  from.with("3.json", R"({"ResourceTagList":[]})");
  auto const world = good(from);
  CHECK(world.account_id == "111122223333");
  CHECK(world.as_of == trailaudit::timestamp{std::chrono::seconds{1795302701}});
  CHECK(world.regions == trailaudit::list<std::string>{"us-east-1", "eu-west-1"});
  CHECK(world.capture_count == 3);
  REQUIRE(world.describe_trails.size() == 1);
  CHECK(world.describe_trails[0].index == 0);
  CHECK(world.describe_trails[0].region == "us-east-1");
  CHECK(world.describe_trails[0].response.trail_list[0].name == "main");
  REQUIRE(world.get_bucket_logging.size() == 1);
  CHECK(world.get_bucket_logging[0].index == 1);
  CHECK(world.get_bucket_logging[0].region.empty());
  CHECK(world.get_bucket_logging[0].request.bucket == "logs");
  CHECK(world.get_bucket_logging[0].response.logging_enabled->target_bucket == "target");
  REQUIRE(world.list_tags.size() == 1);
  CHECK(world.list_tags[0].request.resource_id_list == trailaudit::list<std::string>{"a", "b"});
  CHECK(world.list_tags[0].request.next_token == "t");
  CHECK(world.ignored.empty());
}

TEST_CASE("the header alone is an account of which nothing was asked") {
  folder from;
  from.index("");
  auto const world = good(from);
  CHECK(world.account_id == "111122223333");
  CHECK(world.capture_count == 0);
}

TEST_CASE("a failed call is what the AWS CLI printed about it") {
  folder from;
  from.index(R"({"call":"s3:GetBucketPolicy","request":{"Bucket":"logs"},"stdout":"1.json",)"
             R"("stderr":"1.err","exit":254}
{"call":"s3:GetBucketAcl","request":{"Bucket":"logs"},"stdout":"2.json","stderr":"2.err","exit":254}
{"call":"cloudtrail:DescribeTrails","region":"us-east-1","stdout":"3.json","stderr":"3.err",)"
             R"("exit":255}
{"call":"cloudtrail:DescribeTrails","region":"eu-west-1","stdout":"4.json","exit":-1}
)");
  from.with("1.json", "{ \"half\": ").with("2.json", "").with("3.json", "").with("4.json", "");
  from.with("1.err",
            "\nAn error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: "
            "The bucket policy does not exist\n");
  from.with("2.err",
            "aws: [WARNING]\r\nAn error occurred (AccessDenied) when calling the GetBucketAcl "
            "operation: Access Denied\r\nmore\r\n");
  from.with("3.err", "Could not connect to the endpoint URL (proxy)\n");
  auto const world = good(from);
  REQUIRE(world.get_bucket_policy.size() == 1);
  CHECK(world.get_bucket_policy[0].state == answer::absent);
  CHECK(world.get_bucket_policy[0].error_code == "NoSuchBucketPolicy");
  CHECK(world.get_bucket_policy[0].error_message == "The bucket policy does not exist");
  REQUIRE(world.get_bucket_acl.size() == 1);
  CHECK(world.get_bucket_acl[0].state == answer::refused);
  CHECK(world.get_bucket_acl[0].error_code == "AccessDenied");
  CHECK(world.get_bucket_acl[0].error_message == "Access Denied");
  REQUIRE(world.describe_trails.size() == 2);
  CHECK(world.describe_trails[0].state == answer::refused);
  CHECK(world.describe_trails[0].error_code == "exit status 255");
  CHECK(world.describe_trails[0].error_message.empty());
  CHECK(world.describe_trails[1].state == answer::refused);
  CHECK(world.describe_trails[1].error_code == "exit status -1");
}

TEST_CASE("what the AWS CLI printed about a failed call") {
  struct {
    std::string_view printed;
    std::string_view code;
    std::string_view message;
  } const cases[] = {
      {"An error occurred (ThrottlingException) when calling the DescribeTrails operation "
       "(reached max retries: 4): Rate exceeded",
       "ThrottlingException", "Rate exceeded"},
      {"An error occurred (AccessDenied) when calling the DescribeTrails operation: User: "
       "arn:aws:iam::111122223333:user/a is not authorized (b): c",
       "AccessDenied", "User: arn:aws:iam::111122223333:user/a is not authorized (b): c"},
      {"An error occurred (X) when calling the DescribeTrails operation (cut", "X", ""},
      {"An error occurred (X) when calling the DescribeTrails operation\nsee: that", "X", ""},
      {"An error occurred (X): said otherwise", "X", "said otherwise"},
      {"An error occurred (X)", "X", ""},
      {"An error occurred (X", "exit status 254", ""},
      {"An error occurred (X\n) when calling the DescribeTrails operation: y", "exit status 254",
       ""},
  };
  for (auto const& each : cases) {
    CAPTURE(each.printed);
    folder from;
    from.index(
        R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","stderr":"1.err","exit":254})");
    from.with("1.err", each.printed);
    auto const world = good(from);
    REQUIRE(world.describe_trails.size() == 1);
    CHECK(world.describe_trails[0].error_code == each.code);
    CHECK(world.describe_trails[0].error_message == each.message);
  }
}

TEST_CASE("zero bytes are an answer where AWS says something by them") {
  folder from;
  from.index(
      R"({"call":"s3:GetBucketLogging","request":{"Bucket":"logs"},"stdout":"1.json","exit":0}
{"call":"cloudtrail:GetTrailStatus","region":"us-east-1","request":{"Name":"main"},)"
      R"("stdout":"2.json","exit":0}
)");
  from.with("1.json", "").with("2.json", "");
  auto const world = good(from);
  REQUIRE(world.get_bucket_logging.size() == 1);
  CHECK(world.get_bucket_logging[0].state == answer::present);
  CHECK_FALSE(world.get_bucket_logging[0].response.logging_enabled);
  REQUIRE(world.get_trail_status.size() == 1);
  CHECK(world.get_trail_status[0].state == answer::empty);
}

TEST_CASE("an unknown call is kept as ignored") {
  folder from;
  from.index(R"({"call":"iam:GetAccountSummary","stdout":"1.json","exit":0})").with("1.json", "{}");
  auto const world = good(from);
  CHECK(world.capture_count == 1);
  REQUIRE(world.ignored.size() == 1);
  CHECK(world.ignored[0].what == "iam:GetAccountSummary");
}

TEST_CASE("keys that the index does not have are kept as ignored") {
  folder from;
  from.with("index.ndjson",
            R"({"schema":"trailaudit.folder.v1","acount_id":"111122223333","as of":{}})"
            "\n"
            R"({"call":"iam:GetAccountSummary","sdterr":"1.err","stdout":"1.json","exit":0})"
            "\n"
            R"({"call":"cloudtrail:DescribeTrails","stdout":"2.json","exit":0,"a/b":1,"sdterr":"",)"
            R"("request":{"Unheard":1}})"
            "\n"
            R"({"call":"iam:GetAccountSummary","stdout":"1.json","exit":0})");
  from.with("1.json", "{}").with("2.json", R"({"trailList":[],"Unheard":1})");
  auto const world = good(from);
  std::string seen;
  for (auto const& each : world.ignored) {
    CHECK_FALSE(each.reason.empty());
    seen += each.pointer + " (" + each.what + ")\n";
  }
  CHECK(seen == "/acount_id (acount_id)\n"
                "/as of (as of)\n"
                "/captures/0/sdterr (sdterr)\n"
                "/captures/0 (iam:GetAccountSummary)\n"
                "/captures/1/a~1b (a/b)\n"
                "/captures/1/sdterr (sdterr)\n"
                "/captures/2 (iam:GetAccountSummary)\n");
  CHECK(world.ignored_keys == 1);
  CHECK(world.ignored_key_names.size() == 1);
  REQUIRE(world.describe_trails.size() == 1);
  CHECK(world.describe_trails[0].request.unrecognized == trailaudit::list<std::string>{"Unheard"});
  // The document that is written of it says the same.
  auto const again = trailaudit::read_snapshot(trailaudit::write_snapshot(world));
  REQUIRE(again.has_value());
  CHECK(again->ignored == world.ignored);
}

TEST_CASE("an index line does not hold what stands in a snapshot document") {
  struct {
    std::string_view index;
    std::string_view said;
  } const cases[] = {
      {R"({"schema":"trailaudit.folder.v1", "captures":[]})",
       "index.ndjson: line 1, column 46, at /captures: a folder keeps this in files, not in its "
       "index"},
      {"{\"schema\":\"trailaudit.folder.v1\"}\n\n"
       R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0,"response":{}})",
       "index.ndjson: line 3, column 75, at /response: a folder keeps this in files, not in its "
       "index"},
      {"{\"schema\":\"trailaudit.folder.v1\"}\n"
       R"({"error":{},"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0})",
       "index.ndjson: line 2, column 10, at /error: a folder keeps this in files, not in its "
       "index"},
  };
  for (auto const& each : cases) {
    folder from;
    from.with("index.ndjson", each.index).with("1.json", R"({"trailList":[]})");
    auto const error = bad(from);
    CHECK(error.code == read_code::unknown_key);
    CHECK(describe(error) == each.said);
  }
}

TEST_CASE("an index of another form says which one it is") {
  auto const of = [](std::string_view schema) {
    folder from;
    from.with("index.ndjson", "{\"schema\":\"" + std::string(schema) + "\"}");
    return describe(bad(from));
  };
  std::string const expected =
      "index.ndjson: line 1, column 11, at /schema: expected the schema `trailaudit.folder.v1`";
  CHECK(of("trailaudit.snapshot.v1") == expected + ", found `trailaudit.snapshot.v1`");
  CHECK(of("trailaudit") == expected + ", found `trailaudit`");
  CHECK(of("") == expected);
  CHECK(of(std::string(65, 'x')) == expected);
  CHECK(of("\\u001b[31m") == expected);
}

TEST_CASE("the parameters of a call that nothing reads may have any form") {
  folder from;
  from.with("1.json", "{}");
  from.index(R"({"call":"ec2:DescribeInstances","request":{"Name":5},"stdout":"1.json","exit":0})");
  auto const read = trailaudit::read_folder(from.path());
  REQUIRE(read.has_value());
  REQUIRE(read->ignored.size() == 1);
  CHECK(read->ignored[0].what == "ec2:DescribeInstances");
  folder other;
  other.with("1.json", R"({"IsLogging":true})");
  other.index(
      R"({"request":{"Name":5},"call":"cloudtrail:GetTrailStatus","stdout":"1.json","exit":0})");
  CHECK(describe(bad(other)) == "index.ndjson: line 2, column 20, at /request/Name: expected a "
                                "string, found a number");
}

TEST_CASE("the index reaches for no file outside its folder") {
  for (std::string_view const name :
       {"../1.json", "/etc/hostname", "a/../../1.json", "..", "a/.."}) {
    CAPTURE(name);
    folder from;
    from.index("{\"call\":\"cloudtrail:DescribeTrails\",\"stdout\":\"" + std::string(name) +
               "\",\"exit\":0}");
    auto const error = bad(from);
    CHECK(error.code == read_code::unreadable_file);
    CHECK(error.source == "index.ndjson");
    CHECK(error.line == 2);
  }
  folder from;
  from.with("1.json", "{}");
  from.index(
      R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","stderr":"../1.err","exit":0})");
  CHECK(bad(from).code == read_code::unreadable_file);
}

TEST_CASE("no link leads out of the folder") {
  folder outside;
  outside.with("1.json", R"({"trailList":[]})").with("below/1.json", "{}");
  folder from;
  from.index(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0})");
  fs::create_symlink(outside.path() / "1.json", from.path() / "1.json");
  auto error = bad(from);
  CHECK(error.code == read_code::unreadable_file);
  CHECK(error.source == "1.json");

  fs::create_directory_symlink(outside.path() / "below", from.path() / "below");
  from.index(R"({"call":"cloudtrail:DescribeTrails","stdout":"below/1.json","exit":0})");
  CHECK(bad(from).source == "below/1.json");

  from.index(
      R"({"call":"cloudtrail:DescribeTrails","stdout":"2.json","stderr":"below/1.json","exit":1})");
  CHECK(bad(from).source == "below/1.json");

  // A link within it is a file like any other.
  from.index(R"({"call":"cloudtrail:DescribeTrails","stdout":"3.json","exit":0})")
      .with("2.json", R"({"trailList":[]})");
  fs::create_symlink("2.json", from.path() / "3.json");
  CHECK(good(from).describe_trails.size() == 1);
}

TEST_CASE("a file that is not there") {
  folder from;
  from.index(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0})");
  auto const error = bad(from);
  CHECK(error.code == read_code::unreadable_file);
  CHECK(error.source == "1.json");
  CHECK(describe(error) == "1.json: this file could not be opened");

  from.with("1.json/2.json", "{}"); // now a folder has its name
  CHECK(describe(bad(from)) == "1.json: this is a folder, not a file");
}

TEST_CASE("errors name the file that they are in") {
  folder from;
  from.index(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0}
{"call":"cloudtrail:DescribeTrails","stdout":"2.json","exit":0}
)");
  from.with("1.json", R"({"trailList":[]})").with("2.json", "{\n  \"trailList\": [,]\n}");
  auto error = bad(from);
  CHECK(error.code == read_code::syntax);
  CHECK(error.source == "2.json");
  CHECK(error.line == 2);
  CHECK(error.column == 17);

  from.with("2.json", R"({"trailList":[{"Name":7}]})");
  error = bad(from);
  CHECK(error.code == read_code::wrong_type);
  CHECK(error.source == "2.json");
  CHECK(error.pointer == "/trailList/0/Name");
}

TEST_CASE("the index itself may be at fault") {
  auto const of = [](std::string_view text) {
    folder from;
    from.with("index.ndjson", text).with("1.json", "{}");
    auto error = bad(from);
    CHECK(error.source == "index.ndjson");
    return error;
  };
  CHECK(of("").code == read_code::missing_key);
  CHECK(of("\n \n").code == read_code::missing_key);
  CHECK(of(R"({"schema":"trailaudit.folder.v2"})").code == read_code::unsupported_schema);
  CHECK(of(R"({"schema":""})").code == read_code::unsupported_schema);
  CHECK(of(R"({"account_id":"111122223333"})").code == read_code::missing_key);
  CHECK(of("junk").code == read_code::syntax);
  CHECK(of(R"({"schema":"trailaudit.folder.v1","as_of":"yesterday"})").code ==
        read_code::invalid_time);

  auto const call = [&](std::string_view line) {
    return of(std::string(header) + "\n" + std::string(line));
  };
  auto const error = call(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":)");
  CHECK(error.code == read_code::truncated);
  CHECK(error.line == 3); // the blank line counts
  CHECK(call(R"({"stdout":"1.json","exit":0})").code == read_code::missing_key);
  CHECK(call(R"({"call":"cloudtrail:DescribeTrails","exit":0})").code == read_code::missing_key);
  CHECK(call(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json"})").code ==
        read_code::missing_key);
  CHECK(call(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":"0"})").code ==
        read_code::wrong_type);
  CHECK(call(R"({"call":"cloudtrail:DescribeTrails","stdout":"1.json","exit":0} x)").code ==
        read_code::syntax);
}

TEST_CASE("a folder without an index, and no folder at all") {
  folder const from;
  auto const error = bad(from);
  CHECK(error.code == read_code::unreadable_file);
  CHECK(error.source == "index.ndjson");
  auto const read = trailaudit::read_folder(from.path() / "missing");
  REQUIRE_FALSE(read.has_value());
  CHECK(describe(read.error()) == "index.ndjson: this file could not be opened");
}

TEST_CASE("an index with the line ends of Windows") {
  folder from;
  from.with("index.ndjson",
            "{\"schema\":\"trailaudit.folder.v1\"}\r\n\r\n"
            "{\"call\":\"cloudtrail:DescribeTrails\",\"stdout\":\"1.json\",\"exit\":0}\r\n");
  from.with("1.json", "{\"trailList\":[]}\r\n");
  auto const world = good(from);
  CHECK(world.account_id.empty());
  CHECK(world.describe_trails.size() == 1);
}

TEST_CASE("files have a longest size") {
  folder from;
  from.with("large", std::string(100'000, 'x')).with("empty", "");
  trailaudit::read_limits limits;
  limits.max_bytes = 100'000;
  auto whole = trailaudit::read_file(from.path() / "large", limits);
  REQUIRE(whole.has_value());
  CHECK(whole->size() == 100'000);
  limits.max_bytes = 99'999;
  auto const over = trailaudit::read_file(from.path() / "large", limits);
  REQUIRE_FALSE(over.has_value());
  CHECK(over.error().code == read_code::too_large);
  auto const empty = trailaudit::read_file(from.path() / "empty");
  REQUIRE(empty.has_value());
  CHECK(empty->empty());
  CHECK_FALSE(trailaudit::read_file(from.path()).has_value());
}

} // namespace
