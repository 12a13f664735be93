#include <trailaudit/logic/ternary.hpp>

#include <doctest/doctest.h>

#include <array>
#include <optional>

namespace {

using trailaudit::ternary;

constexpr auto no = ternary::no;
constexpr auto unknown = ternary::unknown;
constexpr auto yes = ternary::yes;

struct row {
  ternary left, right, both, either;
};

// Kleene's tables, in full.
constexpr std::array<row, 9> tables{{{no, no, no, no},
                                     {no, unknown, no, unknown},
                                     {no, yes, no, yes},
                                     {unknown, no, no, unknown},
                                     {unknown, unknown, unknown, unknown},
                                     {unknown, yes, unknown, yes},
                                     {yes, no, no, yes},
                                     {yes, unknown, unknown, yes},
                                     {yes, yes, yes, yes}}};

TEST_CASE("Kleene's and and or") {
  for (auto const& each : tables) {
    CAPTURE(to_string(each.left));
    CAPTURE(to_string(each.right));
    CHECK(both(each.left, each.right) == each.both);
    CHECK(either(each.left, each.right) == each.either);
    // De Morgan.
    CHECK(negation(both(each.left, each.right)) ==
          either(negation(each.left), negation(each.right)));
  }
}

TEST_CASE("negation, conversion and names") {
  CHECK(negation(no) == yes);
  CHECK(negation(unknown) == unknown);
  CHECK(negation(yes) == no);
  CHECK(trailaudit::to_ternary(true) == yes);
  CHECK(trailaudit::to_ternary(false) == no);
  CHECK(trailaudit::to_ternary(std::optional<bool>(true)) == yes);
  CHECK(trailaudit::to_ternary(std::optional<bool>(false)) == no);
  CHECK(trailaudit::to_ternary(std::optional<bool>()) == unknown);
  CHECK(to_string(no) == "no");
  CHECK(to_string(unknown) == "unknown");
  CHECK(to_string(yes) == "yes");
}

static_assert(both(yes, unknown) == unknown && either(no, unknown) == unknown);

} // namespace
