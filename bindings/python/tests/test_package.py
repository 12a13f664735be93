"""The package: what it imports, what it exports, what its stubs say."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import trailaudit
from trailaudit import _core

PACKAGE = Path(trailaudit.__file__).parent

IMPORT_ALONE = """
import sys, sysconfig
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
import trailaudit
trailaudit.audit('{"schema": "trailaudit.snapshot.v1", "captures": []}')._repr_html_()
standard = sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")
for name in set(sys.modules) - before:
    file = getattr(sys.modules[name], "__file__", None)
    if file is None or name.partition(".")[0] == "trailaudit":
        continue
    if not file.startswith(standard) or "-packages" in file:
        print(name, file)
"""


def test_import_needs_no_other_package():
    run = subprocess.run(
        [sys.executable, "-S", "-s", "-E", "-c", IMPORT_ALONE, str(PACKAGE.parent)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_module_exports_its_init_function_alone():
    run = subprocess.run(
        ["nm", "-D", "--defined-only", _core.__file__],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert [line.split()[-1] for line in run.stdout.splitlines()] == ["PyInit__core"]


def test_version(root):
    listed = (root / "CMakeLists.txt").read_text()
    assert f"project(trailaudit VERSION {trailaudit.__version__} " in listed


def test_all():
    public = {
        name
        for name, value in vars(trailaudit).items()
        if not name.startswith("_") and not inspect.ismodule(value) and name != "annotations"
    }
    assert public | {"__version__"} == set(trailaudit.__all__)
    assert sorted(trailaudit.__all__) == list(trailaudit.__all__)
    assert (PACKAGE / "py.typed").is_file()
    for name in public:
        assert inspect.getdoc(getattr(trailaudit, name)), name


def test_no_file_names_a_rule(root):
    sources = [*(root / "bindings/python").glob("*.?pp")]
    sources += (root / "bindings/python/trailaudit").glob("*.py*")
    assert len(sources) > 5
    for path in sources:
        text = path.read_text(encoding="utf-8")
        named = [each.slug for each in trailaudit.rules() if each.slug in text]
        # doc strings show one slug as an example
        assert set(named) <= {"log-file-validation"}, path.name


# --- stubs ---


def names(arguments):
    """A stub's parameters: their names, `*` before the keywords, `=` behind what has a default."""
    places = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    defaults = len(arguments.defaults)
    shown = [each + ("=" if at >= len(places) - defaults else "") for at, each in enumerate(places)]
    if arguments.kwonlyargs:
        shown.append("*")
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        shown.append(each.arg + ("" if default is None else "="))
    return shown


def signature_of(function):
    """The same of a function of Python's, or of the extension by its doc string."""
    try:
        text = str(inspect.signature(function))
    except ValueError:
        [text] = re.findall(r"^\w+(\(.*\)) -> ", function.__doc__, flags=re.MULTILINE)
        text = re.sub(r": [^=]*?(?=, \w+:|, \*|\)| =)", "", text)
    # Annotations of the extension and of Python's own are read by Python's parser.
    text = re.sub(r"<[^>]*>", "0", text).partition(" -> ")[0]
    [parsed] = ast.parse(f"def function{text}: ...").body
    return names(parsed.args)


def stub_of(name):
    return ast.parse((PACKAGE / f"{name}.pyi").read_text(encoding="utf-8")).body


def listed(body):
    """A stub's classes and functions by name."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    return {each.name: each for each in body if isinstance(each, kinds)}


IN_EVERY_CLASS = {*dir(object), "__module__", "__dict__", "__weakref__", "__doc__"}
OF_EVERY_CLASS_THAT_MATTERS = {"__len__", "__call__"}


def check_function(name, stub, function):
    assert names(stub.args) == signature_of(function), name


def check_class(stub, runtime):
    members = listed(stub.body)
    assert inspect.getdoc(runtime) == ast.get_docstring(stub), stub.name
    public = {
        name
        for name in vars(runtime)
        if not name.startswith("_") or name in OF_EVERY_CLASS_THAT_MATTERS
    }
    special = {name for name in members if name.startswith("__")}
    assert special <= set(vars(runtime)), stub.name
    assert public == set(members) - special | (public & special), stub.name
    for name, member in members.items():
        value = vars(runtime)[name]
        decorators = [ast.unparse(each) for each in member.decorator_list]
        where = f"{stub.name}.{name}"
        assert isinstance(value, property) == (decorators == ["property"]), where
        if isinstance(value, property):
            assert value.fset is None, where
            assert (value.__doc__ or None) == ast.get_docstring(member), where
        elif name != "__reduce__":
            check_function(where, member, value)


def test_stub_of_the_extension():
    stub = listed(stub_of("_core"))
    assert {name for name in vars(_core) if not name.startswith("_")} == set(stub)
    for name, each in stub.items():
        if isinstance(each, ast.ClassDef):
            check_class(each, getattr(_core, name))
        else:
            check_function(name, each, getattr(_core, name))


def test_stub_of_payloads():
    stub = listed(stub_of("_payloads"))
    module = sys.modules["trailaudit._payloads"]
    own = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    }
    assert own == {name for name in stub if not name.startswith("_")}
    for name in own:
        runtime = getattr(module, name)
        assert inspect.getdoc(runtime) == ast.get_docstring(stub[name]), name
        if isinstance(stub[name], ast.FunctionDef):
            check_function(name, stub[name], runtime)
    fields = [each.target.id for each in stub["Refused"].body if isinstance(each, ast.AnnAssign)]
    assert fields == list(trailaudit.Refused._fields)


def test_every_operation_is_a_keyword():
    parameters = inspect.signature(trailaudit.audit_payloads).parameters
    operations = [name for name, *_ in _core.operations()]
    assert list(parameters)[-len(operations) :] == operations
    stub = listed(stub_of("_payloads"))["audit_payloads"]
    shown = {each.arg: ast.unparse(each.annotation) for each in stub.args.kwonlyargs}
    for name, _, subject, _ in _core.operations():
        wanted = "_Answers | None" if subject is None else "_BySubject | None"
        assert shown[name] == wanted, name


# What stubtest sees of pybind11 and enum themselves, and of names for a Literal.
NOT_OURS = r"""
trailaudit\._core\.\w+
trailaudit\._core\.\w+\.__init__
trailaudit\._names\.Outcome\.__new__
trailaudit\.(Evidence|Finding|Ignored|Reference|Rule)(\.__init__)?
trailaudit\.Outcome\.__new__
trailaudit\._payloads\._.*
trailaudit\.selectors\.Ternary
trailaudit\.policy\.(Level|Verdict)
"""


@pytest.mark.parametrize("module", ["trailaudit"])
def test_stubtest(module, tmp_path):
    if importlib.util.find_spec("mypy") is None:
        return  # the comparison above stands alone
    allowed = tmp_path / "allowed"
    allowed.write_text(NOT_OURS)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy.stubtest",
            module,
            "--allowlist",
            str(allowed),
            "--ignore-unused-allowlist",
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=PACKAGE.parent,
    )
    assert run.returncode == 0, run.stdout + run.stderr
