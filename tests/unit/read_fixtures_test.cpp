#include <support/files.hpp>
#include <trailaudit/input/read_snapshot.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

// Documents as data: `tests/fixtures/read/accepted` and `refused`, the latter with code and
// pointer.

namespace {

struct named {
  std::string name{};
  std::string text{};
};

std::vector<named> documents(std::string_view folder) {
  std::vector<named> found;
  for (auto const& path : support::json_files(folder)) {
    auto const text = support::read_file(path);
    found.push_back({path.filename().string(), std::string(support::document_of(text).value())});
  }
  return found;
}

TEST_CASE("accepted documents") {
  for (auto const& each : documents("tests/fixtures/read/accepted")) {
    INFO(each.name);
    auto const read = trailaudit::read_snapshot(each.text);
    CHECK_MESSAGE(read.has_value(), (read ? std::string() : describe(read.error())));
  }
}

TEST_CASE("refused documents, with code and pointer") {
  for (auto const& path : support::json_files("tests/fixtures/read/refused")) {
    auto const text = support::read_file(path);
    INFO(path.filename().string());
    auto const document = support::member(text, "document");
    REQUIRE(document);
    auto const read = trailaudit::read_snapshot(*document);
    REQUIRE_FALSE(read.has_value());
    INFO(describe(read.error()));
    CHECK(std::string(to_string(read.error().code)) == support::text_of(text, "refused"));
    CHECK(read.error().pointer == support::text_of(text, "pointer"));
    CHECK(read.error().source.empty());
    CHECK(read.error().line >= 1);
    CHECK(read.error().column >= 1);
  }
}

TEST_CASE("a reader and a snapshot that are used again keep nothing of what was before") {
  auto all = documents("tests/fixtures/read/accepted");
  for (auto& each : documents("tests/fixtures/read/refused")) {
    all.push_back(std::move(each));
  }
  all.push_back({"recorded",
                 support::read_file(support::source_dir() / "examples/payloads/good-boto3.json")});
  all.push_back(
      {"cut off", R"({"schema": "trailaudit.snapshot.v1", "captures": [{"call": "s3:GetBucke)"});
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot filled;
  for (auto const& before : all) {
    for (auto const& each : all) {
      INFO(each.name, " after ", before.name);
      (void)reader.read(before.text, filled);
      auto const again = reader.read(each.text, filled);
      auto const fresh = trailaudit::read_snapshot(each.text);
      REQUIRE(again.has_value() == fresh.has_value());
      if (fresh) {
        REQUIRE(filled == *fresh);
      } else {
        REQUIRE(again.error() == fresh.error());
      }
    }
  }
}

TEST_CASE("a copy of a snapshot stays when its reader goes on") {
  auto const all = documents("tests/fixtures/read/accepted");
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot filled;
  for (auto const& each : all) {
    REQUIRE(reader.read(each.text, filled).has_value());
    auto const copy = filled;
    REQUIRE(reader.read(all.front().text, filled).has_value());
    CHECK(copy == trailaudit::read_snapshot(each.text).value());
  }
}

} // namespace
