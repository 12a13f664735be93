#include "allocations.hpp"
#include "coverage.hpp"
#include "generate.hpp"
#include "parsers.hpp"
#include "policies.hpp"

#include <trailaudit/trailaudit.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// bench [--smoke] [--require-goals] [options of Google Benchmark]
//
// Rows by Google Benchmark first, then the goals. A goal is a ratio of two ways to go over the same
// bytes, both measured within one round, because the machine's speed changes from round to round;
// printed is the median of the rounds. One line each: NAME VALUE TARGET ok|short.
//
// --smoke          tiny input, a few seconds: that the benchmark works, not how fast anything is
// --require-goals  exit with an error when a goal is short

namespace {

using bench::corpus;

struct settings {
  bool smoke = false;
  bool require_goals = false;

  [[nodiscard]] std::size_t accounts() const noexcept { return smoke ? 64 : 2000; }
  [[nodiscard]] std::size_t rounds() const noexcept { return smoke ? 3 : 41; }
  [[nodiscard]] std::size_t few_trails() const noexcept { return smoke ? 100 : 1000; }
  [[nodiscard]] std::size_t many_trails() const noexcept { return smoke ? 1000 : 100000; }
};

// The first 64 accounts: a change of the generator makes older measurements another matter.
constexpr std::uint64_t expected_digest = 0x10295B72A0FC4A8CU;
constexpr std::size_t digest_accounts = 64;

[[noreturn]] void give_up(std::string const& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(EXIT_FAILURE);
}

[[nodiscard]] double thread_seconds() noexcept {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

[[nodiscard]] double median(std::vector<double> values) {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The rules that the first goals were set for: reading, joins, and what most checkers ask.
constexpr std::array first_rules{
    trailaudit::rules::trail_multi_region_management_events,
    trailaudit::rules::trail_exists_and_logging,
    trailaudit::rules::trail_is_logging,
    trailaudit::rules::trail_kms_encryption,
    trailaudit::rules::log_file_validation,
    trailaudit::rules::cloudwatch_logs_integration,
    trailaudit::rules::cloudwatch_delivery_fresh,
    trailaudit::rules::log_delivery_healthy,
    trailaudit::rules::digest_delivery_healthy,
    trailaudit::rules::trail_tagged,
    trailaudit::rules::log_bucket_not_public,
    trailaudit::rules::log_bucket_access_logging,
    trailaudit::rules::log_bucket_versioning,
    trailaudit::rules::event_data_store_cmk,
};

/// The rules on what trails record, which may cost a tenth of that. The rest of the catalogue is
/// about policies, and may cost a quarter of what these two cost together.
constexpr std::array event_rules{
    trailaudit::rules::region_covered_by_logging_trail,
    trailaudit::rules::management_events_covered,
    trailaudit::rules::management_events_not_excluded,
    trailaudit::rules::management_events_per_trail,
    trailaudit::rules::management_events_not_duplicated,
    trailaudit::rules::global_service_events,
    trailaudit::rules::global_service_events_not_duplicated,
    trailaudit::rules::trail_security_best_practices,
    trailaudit::rules::s3_data_events_all_buckets,
    trailaudit::rules::s3_data_events_write,
    trailaudit::rules::s3_data_events_read,
    trailaudit::rules::data_events_configured,
    trailaudit::rules::lambda_data_events,
    trailaudit::rules::required_data_events,
    trailaudit::rules::bedrock_events_logged,
    trailaudit::rules::insights_enabled,
    trailaudit::rules::network_activity_events,
    trailaudit::rules::organization_trail_present,
    trailaudit::rules::event_data_store_protected,
};

constexpr auto first_and_event_rules = [] {
  std::array<trailaudit::rule, first_rules.size() + event_rules.size()> made{};
  auto const end = std::copy(first_rules.begin(), first_rules.end(), made.begin());
  std::copy(event_rules.begin(), event_rules.end(), end);
  return made;
}();

[[nodiscard]] trailaudit::audit_options with_rules(std::span<trailaudit::rule const> rules) {
  trailaudit::audit_options made;
  made.rules = rules;
  return made;
}

/// The audit of every document of a corpus by one auditor.
class whole_audit {
public:
  whole_audit() : whole_audit(trailaudit::catalogue) {}
  explicit whole_audit(std::span<trailaudit::rule const> rules) : auditor_(with_rules(rules)) {}

  [[nodiscard]] bool parse(std::string_view document) {
    auto const done = auditor_.audit(document);
    findings_ += done ? (*done)->findings().size() : 0;
    return done.has_value();
  }
  [[nodiscard]] std::size_t findings() const noexcept { return findings_; }

private:
  trailaudit::auditor auditor_;
  std::size_t findings_ = 0;
};

class first_audit : public whole_audit {
public:
  first_audit() : whole_audit(first_rules) {}
};

class event_audit : public whole_audit {
public:
  event_audit() : whole_audit(first_and_event_rules) {}
};

/// The reader alone.
class only_read {
public:
  [[nodiscard]] bool parse(std::string_view document) {
    return reader_.read(document, recorded_).has_value();
  }

private:
  trailaudit::snapshot_reader reader_{};
  trailaudit::snapshot recorded_{};
};

/// One way to go over all documents of a corpus.
struct contender {
  std::string name{};
  corpus const* input = nullptr;
  std::function<void()> pass{};
};

template <class Parser>
[[nodiscard]] contender over_documents(std::string name, corpus const& input) {
  auto const parser = std::make_shared<Parser>();
  return {std::move(name), &input, [parser, &input] {
            for (std::size_t at = 0; at != input.size(); ++at) {
              bool good = parser->parse(input.document(at));
              benchmark::DoNotOptimize(good);
            }
          }};
}

// What a reader built on `basic_parser` cannot be faster than: the documents, and then each nested
// policy, which it gets as text. Unescaping and all work on what was read come on top.
[[nodiscard]] contender over_policies_too(std::string name, corpus const& input) {
  auto const parser = std::make_shared<bench::boost_sax>();
  return {std::move(name), &input, [parser, &input] {
            for (std::size_t at = 0; at != input.size(); ++at) {
              bool good = parser->parse(input.document(at));
              auto const& about = input.accounts[at];
              for (std::size_t policy = 0; policy != about.policy_count; ++policy) {
                good = parser->parse(input.policy(about.first_policy + policy)) && good;
              }
              benchmark::DoNotOptimize(good);
            }
          }};
}

struct suite {
  corpus compact{};
  corpus indented{};
  std::string few_trails{};
  std::string many_trails{};
  std::vector<contender> contenders{};

  [[nodiscard]] std::function<void()> const& pass(std::string_view name) const {
    for (auto const& each : contenders) {
      if (each.name == name) {
        return each.pass;
      }
    }
    give_up("there is no contender " + std::string(name));
  }
};

[[nodiscard]] std::size_t occurrences(std::string_view in, std::string_view what) {
  std::size_t count = 0;
  for (auto at = in.find(what); at != in.npos; at = in.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

// That all parsers take every document, and that the reader finds in it what the generator meant.
void check_input(suite const& input) {
  bench::boost_sax sax;
  bench::boost_dom dom;
  bench::simdjson_dom simd;
  trailaudit::snapshot_reader reader;
  trailaudit::snapshot compact;
  trailaudit::snapshot indented;
  trailaudit::auditor auditor;
  for (std::size_t at = 0; at != input.compact.size(); ++at) {
    auto const where = "account " + std::to_string(at) + ": ";
    for (auto const* each : {&input.compact, &input.indented}) {
      auto const text = each->document(at);
      if (!sax.parse(text) || !dom.parse(text) || !simd.parse(text)) {
        give_up(where + "a parser refuses it");
      }
      auto& read = each == &input.compact ? compact : indented;
      if (auto const done = reader.read(text, read); !done) {
        give_up(where + describe(done.error()));
      }
    }
    auto const& about = input.compact.accounts[at];
    for (std::size_t policy = 0; policy != about.policy_count; ++policy) {
      auto const text = input.compact.policy(about.first_policy + policy);
      if (!sax.parse(text) || !dom.parse(text)) {
        give_up(where + "a parser refuses a policy");
      }
    }
    if (!(compact == indented)) {
      give_up(where + "indented it reads otherwise");
    }
    auto const audited = auditor.audit(input.compact.document(at));
    auto const& joined = (*audited)->joined();
    if (joined.trails().size() != about.trail_count ||
        joined.log_buckets().size() != about.bucket_count) {
      give_up(where + "the inventory is not what was generated");
    }
    trailaudit::detail::for_each_operation([&](auto const& each) {
      auto const call = "\"call\":\"" + std::string(each.call) + '"';
      if ((compact.*each.captures).size() != occurrences(input.compact.document(at), call)) {
        give_up(where + "not every " + std::string(each.call) + " was read");
      }
    });
  }
}

// The same documents in the second and any later pass.
template <class Audit>
[[nodiscard]] double allocations_per_account(corpus const& input) {
  Audit audit;
  auto const pass = [&] {
    for (std::size_t at = 0; at != input.size(); ++at) {
      benchmark::DoNotOptimize(audit.parse(input.document(at)));
    }
  };
  pass();
  constexpr std::size_t passes = 3;
  auto const before = bench::allocation_count();
  for (std::size_t at = 0; at != passes; ++at) {
    pass();
  }
  return static_cast<double>(bench::allocation_count() - before) /
         static_cast<double>(passes * input.size());
}

void register_rows(suite const& input) {
  for (auto const& each : input.contenders) {
    benchmark::RegisterBenchmark(each.name.c_str(), [&each](benchmark::State& state) {
      for ([[maybe_unused]] auto const _ : state) {
        each.pass();
      }
      auto const accounts = static_cast<double>(each.input->size());
      state.SetBytesProcessed(static_cast<std::int64_t>(each.input->bytes()) *
                              static_cast<std::int64_t>(state.iterations()));
      state.counters["per_account"] = benchmark::Counter(
          accounts, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    })->Unit(benchmark::kMillisecond);
  }
}

class goal_table {
public:
  void at_most(char const* name, double value, double target) {
    bool const good = value <= target;
    std::printf("%s %.3f <=%.2f %s\n", name, value, target, good ? "ok" : "short");
    good_ = good_ && good;
  }
  void below(char const* name, double value, double target) {
    bool const good = value < target;
    std::printf("%s %.3f <%.2f %s\n", name, value, target, good ? "ok" : "short");
    good_ = good_ && good;
  }
  void no_target(char const* name, double value) { std::printf("%s %.3f - ok\n", name, value); }
  [[nodiscard]] bool good() const noexcept { return good_; }

private:
  bool good_ = true;
};

// Seconds of every contender in every round, by name.
class rounds {
public:
  rounds(std::vector<std::pair<std::string, std::function<void()>>> passes, std::size_t count) {
    for (auto const& [name, pass] : passes) {
      pass(); // memory and caches as in the long run
      times_.push_back({name, {}});
    }
    for (std::size_t round = 0; round != count; ++round) {
      for (std::size_t at = 0; at != passes.size(); ++at) {
        auto const start = thread_seconds();
        passes[at].second();
        times_[at].second.push_back(thread_seconds() - start);
      }
    }
  }

  [[nodiscard]] std::vector<double> const& of(std::string_view name) const {
    for (auto const& [known, seconds] : times_) {
      if (known == name) {
        return seconds;
      }
    }
    give_up("no rounds of " + std::string(name));
  }
  [[nodiscard]] double seconds(std::string_view name) const { return median(of(name)); }
  [[nodiscard]] double ratio(std::string_view one, std::string_view other) const {
    auto quotients = of(one);
    for (std::size_t at = 0; at != quotients.size(); ++at) {
      quotients[at] /= of(other)[at];
    }
    return median(quotients);
  }

private:
  std::vector<std::pair<std::string, std::vector<double>>> times_{};
};

[[nodiscard]] bool measure_goals(suite const& input, settings const& how) {
  std::vector<std::pair<std::string, std::function<void()>>> passes;
  for (auto const& each : input.contenders) {
    passes.emplace_back(each.name, each.pass);
  }
  rounds const corpus_rounds(std::move(passes), how.rounds());

  // As many trails in both, so that a round weighs them alike. Each auditor goes on in its memory.
  trailaudit::auditor few(with_rules(first_rules));
  trailaudit::auditor many(with_rules(first_rules));
  auto const repetitions = how.many_trails() / how.few_trails();
  auto const audit = [](trailaudit::auditor& by, std::string const& text) {
    if (auto const done = by.audit(text); !done) {
      give_up(describe(done.error()));
    }
  };
  rounds const trail_rounds({{"few",
                              [&] {
                                for (std::size_t at = 0; at != repetitions; ++at) {
                                  audit(few, input.few_trails);
                                }
                              }},
                             {"many", [&] { audit(many, input.many_trails); }}},
                            how.smoke ? 3 : 9);

  auto const accounts = static_cast<double>(input.compact.size());
  std::printf("\nmedians of %zu rounds, thread CPU time\n", how.rounds());
  for (auto const& each : input.contenders) {
    auto const seconds = corpus_rounds.seconds(each.name);
    std::printf("%-24s %8.2f us/account %8.0f MB/s\n", each.name.c_str(), 1e6 * seconds / accounts,
                1e-6 * static_cast<double>(each.input->bytes()) / seconds);
  }
  auto const trails = static_cast<double>(how.many_trails());
  for (auto const& [name, text] :
       {std::pair{"few", &input.few_trails}, {"many", &input.many_trails}}) {
    std::printf("%-24s %8.2f us/trail   %8.0f B of input\n", name,
                1e6 * trail_rounds.seconds(name) / trails, static_cast<double>(text->size()));
  }

  std::printf("\ngoals\n");
  goal_table table;
  table.at_most("audit_over_boost_sax", corpus_rounds.ratio("audit", "boost_sax"), 1.6);
  table.below("audit_over_boost_dom", corpus_rounds.ratio("audit", "boost_dom"), 1.0);
  table.no_target("audit_over_simdjson_dom", corpus_rounds.ratio("audit", "simdjson_dom"));
  table.no_target("audit_over_boost_sax_nested", corpus_rounds.ratio("audit", "boost_sax_nested"));
  table.at_most("events_over_audit", corpus_rounds.ratio("audit_events", "audit"), 1.1);
  table.at_most("catalogue_over_events", corpus_rounds.ratio("audit_catalogue", "audit_events"),
                1.25);
  table.at_most("allocations_per_account", allocations_per_account<first_audit>(input.compact),
                0.05);
  table.no_target("allocations_of_catalogue", allocations_per_account<whole_audit>(input.compact));
  table.at_most("trails_100k_over_1k", trail_rounds.ratio("many", "few"), 1.5);
  auto const policies = bench::measure_policies();
  table.at_most("policy_fast_worst_us", policies.fast_worst_us, 2.0);
  table.at_most("policy_search_median_us", policies.search_median_us, 20.0);
  table.at_most("policy_search_worst_ms", policies.search_worst_ms, 20.0);
  table.at_most("policy_hostile_worst_ms", policies.hostile_worst_ms, 20.0);
  table.at_most("evaluate_100k_over_1k", policies.evaluate_growth, 2.0);
  std::fflush(stdout);
  return table.good();
}

} // namespace

int main(int argc, char** argv) {
  settings how;
  std::vector<char*> arguments;
  for (int at = 0; at != argc; ++at) {
    std::string_view const argument = argv[at];
    how.smoke = how.smoke || argument == "--smoke";
    how.require_goals = how.require_goals || argument == "--require-goals";
    if (argument != "--smoke" && argument != "--require-goals") {
      arguments.push_back(argv[at]);
    }
  }
  std::string shortest = "--benchmark_min_time=0.01"; // before the user's own, which then count
  if (how.smoke) {
    arguments.insert(arguments.begin() + 1, shortest.data());
  }
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
    return EXIT_FAILURE;
  }

  suite input;
  input.compact = bench::generate_accounts(how.accounts());
  input.indented = bench::indented(input.compact);
  input.few_trails = bench::generate_trails(how.few_trails());
  input.many_trails = bench::generate_trails(how.many_trails());
  auto const& compact = input.compact;
  input.contenders = {
      over_documents<first_audit>("audit", compact),
      over_documents<event_audit>("audit_events", compact),
      over_documents<whole_audit>("audit_catalogue", compact),
      over_documents<bench::boost_sax>("boost_sax", compact),
      over_documents<bench::boost_dom>("boost_dom", compact),
      over_documents<bench::simdjson_dom>("simdjson_dom", compact),
      over_documents<only_read>("read", compact),
      over_policies_too("boost_sax_nested", compact),
      over_documents<first_audit>("audit_indented", input.indented),
      over_documents<bench::boost_sax>("boost_sax_indented", input.indented),
      over_documents<bench::boost_dom>("boost_dom_indented", input.indented),
      over_documents<bench::simdjson_dom>("simdjson_dom_indented", input.indented),
  };

  auto const found = bench::digest(bench::generate_accounts(digest_accounts).text);
  if (found != expected_digest) {
    std::fprintf(stderr, "bench: the generator's digest is %016" PRIx64 "\n", found);
    return EXIT_FAILURE;
  }
  check_input(input);

  auto const of_all = [&](std::size_t sum) {
    return static_cast<double>(sum) / static_cast<double>(compact.size());
  };
  std::size_t trails = 0;
  std::size_t buckets = 0;
  for (auto const& each : compact.accounts) {
    trails += each.trail_count;
    buckets += each.bucket_count;
  }
  whole_audit counted;
  for (std::size_t at = 0; at != compact.size(); ++at) {
    (void)counted.parse(compact.document(at));
  }
  std::printf("%zu accounts, %.0f B each, %.0f %% nested policies, %.2f trails, %.2f buckets, %.1f "
              "findings; indented %.0f B\n",
              compact.size(), of_all(compact.bytes()),
              100 * of_all(compact.policy_bytes()) / of_all(compact.bytes()), of_all(trails),
              of_all(buckets), of_all(counted.findings()), of_all(input.indented.bytes()));
  std::fflush(stdout);

  register_rows(input);
  bench::register_coverage_rows();
  bench::register_policy_rows();
  benchmark::RunSpecifiedBenchmarks();
  bool const good = measure_goals(input, how);
  benchmark::Shutdown();
  return good || !how.require_goals ? EXIT_SUCCESS : EXIT_FAILURE;
}
