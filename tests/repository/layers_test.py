"""Who includes whom in include/trailaudit, and what stands nowhere in it.

    detail, error <- model <- logic <- analysis <- rule <- rules/* <- catalogue <- evaluate

`input` stands on model, `output` on evaluate (the writers of snapshots and events on model alone).
A body in `impl/` may include what its header may.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[2] / "include" / "trailaudit"
PREFIX = "trailaudit/"

# What each layer stands on, besides itself.
BASE = {"detail", "error"}
STANDS_ON = {
    "detail": {"error"},
    "error": {"detail"},
    "model": BASE,
    "logic": BASE | {"model"},
    "analysis": BASE | {"model", "logic"},
    "rule": BASE | {"model", "logic", "analysis"},
    "rules": BASE | {"model", "logic", "analysis", "rule"},
    "catalogue": {"rule", "rules"},
    "input": BASE | {"model"},
    "evaluate": BASE | {"model", "logic", "analysis", "rule", "catalogue", "input"},
    "output": BASE | {"model", "logic", "analysis", "rule", "catalogue", "evaluate", "version"},
    "version": set(),
    "trailaudit": {"analysis", "catalogue", "evaluate", "input", "output", "version"},
    "src": {"detail", "trailaudit", "impl"},
}
# Headers whose layer is not that of their folder.
LAYER = {
    "rules/catalogue.hpp": "catalogue",
    # Owns its elements and knows nothing of AWS. The field tables stand on it.
    "model/list.hpp": "detail",
    # Three numbers, which the cursor holds to.
    "input/limits.hpp": "detail",
    # From JSON into the models: a part of the readers. Parameters are read by it as well.
    "detail/read_value.hpp": "input",
    "detail/read_faulty_policy.hpp": "input",
    # And back: a part of the writers.
    "detail/write_value.hpp": "output",
}
# Of the models alone, so that who only writes snapshots or events does not compile the rules.
MODEL_ONLY = {
    "detail/write_value.hpp",
    "output/write_event.hpp",
    "output/write_policy.hpp",
    "output/write_snapshot.hpp",
}
# The libraries of others, and who may include them.
OTHERS = {
    "boost/": {"error.hpp"},
    "fmt/": {"impl/report_table.ipp", "impl/report_json.ipp", "impl/write_snapshot.ipp"},
}
# Headers that keep state or speak to the world, for nobody.
# fmt: off
STATEFUL = [
    "atomic", "condition_variable", "csetjmp", "csignal", "cstdio", "cstdlib", "ctime",
    "codecvt", "clocale", "future", "iomanip", "ios", "iostream", "istream", "locale", "mutex",
    "ostream", "random", "regex", "shared_mutex", "spanstream", "sstream", "stdio.h",
    "stdlib.h", "stop_token", "streambuf", "syncstream", "thread", "time.h",
]
# fmt: on
# Standard headers that read the world or keep state, and who may include them.
FILES = {"impl/read_folder.ipp", "input/read_folder.hpp"}
WORLDLY = {
    "filesystem": FILES,
    "fstream": FILES,
    **{each: set() for each in STATEFUL},
}
WORLDLY_WORDS = {
    "a clock": r"\b\w+_clock\b"
    r"|\bnow\s*\(|\btime\s*\(\s*(NULL|nullptr|0|&)|\bclock\s*\(\s*\)"
    r"|\b(gettimeofday|clock_gettime|localtime|gmtime)\b",
    "the environment": r"\b(secure_)?getenv\b|\benviron\b",
    "a stream": r"\bstd::(cin|cout|cerr|clog|printf|puts)\b|\bprintf\s*\(",
    "chance": r"\brandom_device\b|\bmt19937|\bs?rand\s*\(",
    "a locale": r"\bsetlocale\b"
    r"|\bstd::(locale|isalpha|isdigit|isspace|tolower|toupper|strtod|stod)\b",
    "state": r"\bthread_local\b|\bmutable\b(?!\s*(\{|noexcept|->))"
    r"|\bstatic\b(?!\s+(inline\s+)?const)(?![^;{=]*\()",
    "an exception": r"\bthrow\b(?!\s+read_failure\()",
    "exit": r"\b(std::)?(exit|abort|terminate|quick_exit)\s*\(",
}


def files() -> list[str]:
    found = [*LIBRARY.rglob("*.hpp"), *LIBRARY.rglob("*.ipp")]
    return sorted(each.relative_to(LIBRARY).as_posix() for each in found)


FILES_OF_LIBRARY = files()
HEADERS = [each for each in FILES_OF_LIBRARY if each.endswith(".hpp")]
BODIES = [each for each in FILES_OF_LIBRARY if each.endswith(".ipp")]


def text_of(name: str) -> str:
    return (LIBRARY / name).read_text("utf-8")


def code_of(text: str) -> str:
    """The text without comments, the inside of literals and directives."""
    pattern = (
        r'R"(\w*)\(.*?\)\1"'
        r'|"(?:[^"\\\n]|\\.)*"'
        r"|(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)+'"
        r"|//[^\n]*|/\*.*?\*/|^\s*#(?:[^\n]*\\\n)*[^\n]*"
    )

    def blank(found: re.Match) -> str:
        return '""' if found[0][0] in "R\"'" else " "

    return re.sub(pattern, blank, text, flags=re.DOTALL | re.MULTILINE)


def includes(text: str) -> list[str]:
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', text, re.MULTILINE)


def header_of(body: str) -> str:
    stem = Path(body).stem
    # A rule has no body, but may have the name of the analysis that it rests on.
    found = [each for each in HEADERS if Path(each).stem == stem and not each.startswith("rules/")]
    assert len(found) == 1, f"{body} is the body of one header, not of {found}"
    return found[0]


def layer_of(name: str) -> str:
    if name.endswith(".ipp"):
        name = header_of(name)
    return LAYER.get(name, name.split("/")[0].removesuffix(".hpp"))


def circular_includes(header: str) -> list[tuple[str, str]]:
    """Who includes a file whose contents have not come yet, where a header is included alone.

    With `#pragma once` it then gets nothing. A body stands behind what its header declares.
    """
    found = []
    come: dict[str, bool] = {}

    def visit(name: str) -> None:
        come[name] = False
        inner = [each.removeprefix(PREFIX) for each in includes(text_of(name)) if PREFIX in each]
        bodies = [each for each in inner if each.endswith(".ipp") and name.endswith(".hpp")]
        for each in inner:
            if each in bodies:
                continue
            if each not in come:
                visit(each)
            elif not come[each]:
                found.append((name, each))
        come[name] = True
        for each in bodies:
            if each not in come:
                visit(each)

    visit(header)
    return found


def wrong_includes(name: str, text: str) -> list[str]:
    """What the file includes and may not."""
    wrong = []
    layer = layer_of(name)
    header = header_of(name) if name.endswith(".ipp") else name
    may = BASE | {"model"} if header in MODEL_ONLY else STANDS_ON[layer]
    for each in includes(text):
        if each in WORLDLY:
            if name not in WORLDLY[each]:
                wrong.append(each)
        elif any(each.startswith(other) for other in OTHERS):
            if not any(each.startswith(other) and name in who for other, who in OTHERS.items()):
                wrong.append(each)
        elif each.startswith(PREFIX):
            inner = each.removeprefix(PREFIX)
            if inner.endswith(".ipp"):
                good = layer == "src" or (name.endswith(".hpp") and header_of(inner) == name)
            elif inner == header:
                good = name != header
            elif layer_of(inner) == layer:
                good = layer != "rules"
            else:
                good = layer_of(inner) in may
            if not good:
                wrong.append(each)
        elif "/" in each or ("." in each and each != "emmintrin.h"):
            wrong.append(each)
    return wrong


def globals_of(code: str) -> list[str]:
    """Variables of namespaces that can change."""
    found = []
    scopes: list[bool] = []  # of each open brace, whether it is a namespace's
    statement = ""
    for token in re.findall(r"[{};]|[^{};]+", code):
        if token == "{":
            if all(scopes):
                scopes.append(re.search(r"\bnamespace\b[^=()]*$", statement) is not None)
                statement = "" if scopes[-1] else statement + "{}"
            else:
                scopes.append(False)
        elif token == "}":
            if scopes and scopes.pop():
                statement = ""
            elif all(scopes) and re.search(r"\)[^={}]*(?:\{\})+$|^[^={]*\)\s*\n?\s*:", statement):
                statement = ""  # a function ends without a semicolon
        elif token == ";":
            if all(scopes):
                # What is left of a call that held braces is no declaration.
                if statement.strip() != ")" and is_mutable(" ".join(statement.split())):
                    found.append(" ".join(statement.split()))
                statement = ""
        elif all(scopes):
            statement += token
    return found


def is_mutable(statement: str) -> bool:
    statement = re.sub(r"\[\[[^\]]*\]\]|\b(inline|extern|static|TRAILAUDIT_\w+)\b", " ", statement)
    while (
        bare := re.sub(r"^\s*template\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>", " ", statement)
    ) != statement:
        statement = bare
    statement = re.sub(
        r"^\s*requires\s+[\w:<>\s&|]+?(?=\b(constexpr|void|bool)\b)", " ", statement
    ).strip()
    kinds = "using|typedef|struct|class|union|enum|friend|concept|static_assert|namespace|template"
    if not statement or re.match(rf"({kinds}|requires)\b", statement):
        return False
    if re.search(r"\b(constexpr|consteval)\b", statement):
        return False
    before, initialised, _ = statement.partition("=")
    if "operator" in before or ("(" in before and not re.match(r"[\w:<>,\s*&]+\{\}", before)):
        return False  # a function
    if "->" in statement and not initialised:
        return False  # a deduction guide
    return not re.search(r"\bconst\b(?!\s*\*\s*\w)", before)


def worldly(code: str) -> list[str]:
    found = [f"global: {each}" for each in globals_of(code)]
    for what, pattern in WORLDLY_WORDS.items():
        found += [f"{what}: {each[0].strip()}" for each in re.finditer(pattern, code)]
    return found


def test_library_is_found():
    assert len(HEADERS) > 40
    assert len(BODIES) > 10


@pytest.mark.parametrize("name", FILES_OF_LIBRARY)
def test_includes(name):
    assert layer_of(name) in STANDS_ON
    assert wrong_includes(name, text_of(name)) == []


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_stands_alone(name):
    assert circular_includes(name) == []


def test_layers_have_no_circle():
    """Of headers; a header and its body include each other."""
    graph = {
        name: {
            each.removeprefix(PREFIX)
            for each in includes(text_of(name))
            if each.startswith(PREFIX) and each.endswith(".hpp")
        }
        for name in HEADERS
    }
    while leaves := {name for name, others in graph.items() if not others & graph.keys()}:
        graph = {name: others for name, others in graph.items() if name not in leaves}
    assert graph == {}


@pytest.mark.parametrize("name", FILES_OF_LIBRARY)
def test_nothing_of_the_world(name):
    assert worldly(code_of(text_of(name))) == []


@pytest.mark.parametrize("name", FILES_OF_LIBRARY)
def test_a_variable_is_seen_anywhere(name):
    text = text_of(name)
    before, end, after = text.rpartition("} // namespace trailaudit::inline v0")
    if not end:
        assert "namespace" not in code_of(text)
        return
    planted = f"{before}inline int planted = 0;\n{end}{after}"
    assert worldly(code_of(planted)) == ["global: inline int planted = 0"]


@pytest.mark.parametrize("name", FILES_OF_LIBRARY)
def test_guarded(name):
    assert text_of(name).startswith("#pragma once\n")


@pytest.mark.parametrize("name", BODIES)
def test_body_is_in_both_modes(name):
    header = text_of(header_of(name))
    tail = f"#if !defined(TRAILAUDIT_COMPILED)\n#include <{PREFIX}{name}>\n#endif\n"
    assert header.endswith(tail), "a header brings its body along at its tail"
    assert includes(text_of("src.hpp")).count(PREFIX + name) == 1


def test_source_has_no_other_bodies():
    listed = [each for each in includes(text_of("src.hpp")) if each.endswith(".ipp")]
    assert listed == [PREFIX + each for each in BODIES], "every body once, in order"


def test_catalogue_has_every_rule():
    headers = [each for each in HEADERS if each.startswith("rules/") and layer_of(each) == "rules"]
    text = text_of("rules/catalogue.hpp")
    assert [each for each in includes(text) if each.startswith(PREFIX + "rules/")] == [
        PREFIX + each for each in headers
    ]
    body = re.search(r"std::array catalogue\{(.*?)\}", text, re.DOTALL)
    assert sorted(re.findall(r"rules::(\w+)", body[1])) == [Path(each).stem for each in headers]


@pytest.mark.parametrize(
    ("name", "include"),
    [
        ("model/trail.hpp", "trailaudit/analysis/inventory.hpp"),
        ("model/trail.hpp", "trailaudit/input/read_snapshot.hpp"),
        ("detail/escape.hpp", "trailaudit/model/trail.hpp"),
        ("error.hpp", "trailaudit/output/report_json.hpp"),
        ("impl/error.ipp", "trailaudit/output/report_json.hpp"),
        ("logic/ternary.hpp", "trailaudit/analysis/delivery.hpp"),
        ("analysis/delivery.hpp", "trailaudit/rule.hpp"),
        ("rule.hpp", "trailaudit/evaluate.hpp"),
        ("rules/trail_tagged.hpp", "trailaudit/rules/trail_is_logging.hpp"),
        ("rules/trail_tagged.hpp", "trailaudit/rules/catalogue.hpp"),
        ("rules/trail_tagged.hpp", "trailaudit/input/read_snapshot.hpp"),
        ("input/documents.hpp", "trailaudit/rule.hpp"),
        ("impl/read_snapshot.ipp", "trailaudit/evaluate.hpp"),
        ("output/write_snapshot.hpp", "trailaudit/evaluate.hpp"),
        ("evaluate.hpp", "trailaudit/output/report_json.hpp"),
        ("evaluate.hpp", "trailaudit/impl/inventory.ipp"),
        ("evaluate.hpp", "trailaudit/trailaudit.hpp"),
        ("evaluate.hpp", "boost/json.hpp"),
        ("rule.hpp", "fmt/format.h"),
        ("output/report_table.hpp", "fmt/format.h"),
        ("impl/evaluate.ipp", "fmt/format.h"),
        ("input/documents.hpp", "fstream"),
        ("impl/inventory.ipp", "iostream"),
        ("rule.hpp", "unistd.h"),
    ],
)
def test_wrong_include_is_seen(name, include):
    assert wrong_includes(name, f"#include <{include}>\n") == [include]


@pytest.mark.parametrize(
    "line",
    [
        "auto now = std::chrono::system_clock::now();",
        "inline auto f() { return std::time(nullptr); }",
        'inline bool f() { return std::getenv("HOME") != nullptr; }',
        'inline void f() { std::cout << "x"; }',
        "inline int f() { return rand(); }",
        "inline int f() { static int count = 0; return ++count; }",
        "inline int f() { static std::vector<int> seen{}; return 0; }",
        "inline int f() { thread_local int count = 0; return ++count; }",
        "struct a { mutable int count = 0; };",
        "struct a { static inline int count = 0; };",
        "inline int count = 0;",
        "int count;",
        "namespace b { inline std::vector<int> seen{}; }",
        "inline std::string name = make();",
        "char const* name = nullptr;",
        "std::mutex lock;",
        "inline void f() { throw std::runtime_error(text); }",
    ],
)
def test_the_world_is_seen(line):
    assert worldly(code_of(f"namespace trailaudit::inline v0 {{\n{line}\n}}\n")) != []


@pytest.mark.parametrize(
    "line",
    [
        "inline constexpr int count = 0;",
        "inline constexpr std::array names{1, 2};",
        "template <class T> inline constexpr auto fields_of = nullptr;",
        "int const count = 0;",
        "inline int f(int a = 0) { int b{a}; auto const c = [&] { return b; }; return c(); }",
        "template <class T> requires std::is_arithmetic_v<T> void f(T& value) { value = T{}; }",
        "struct a { static constexpr int b = 5; static int f() noexcept { return 0; } int c{}; };",
        "struct a { a(int b) : b_{b} {} int b_ = 0; };",
        "using a = int; enum class b { c, d }; class e; static_assert(sizeof(int) == 4);",
        "friend bool operator==(a const&, a const&) = default;",
        "// static int count = 0; std::cout << now();",
        'inline constexpr std::string_view text = "std::cout; static int x; time(nullptr)";',
        "auto f = 1'000'000; // mutable\n".replace("auto", "constexpr auto"),
    ],
)
def test_good_code_passes(line):
    assert worldly(code_of(f"namespace trailaudit::inline v0 {{\n{line}\n}}\n")) == []
