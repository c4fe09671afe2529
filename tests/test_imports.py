"""Who may import whom: the direction that DESIGN fixes, read from the source."""

import ast
from pathlib import Path

import pytest

from tests.kit import ROOT

THIRD_PARTY = {"numpy", "matplotlib", "pytest", "nbformat", "click", "rich", "yaml", "jinja2"}
OWN = {"exercises", "solutions", "grader", "tests"}


def imports_of(path: Path) -> set[str]:
    """Return every module that a file imports, in functions too, without the standard library."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in THIRD_PARTY | OWN}


def offenders(folder: str, allowed: tuple[str, ...], *, without: tuple[str, ...] = ()) -> list[str]:
    """Return ``file: module`` for each import from ``folder`` that no allowed prefix covers."""
    files = [
        path
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not any(part in path.relative_to(ROOT).as_posix() for part in without)
    ]
    assert files
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in sorted(imports_of(path))
        if not any(name == prefix or name.startswith(prefix + ".") for prefix in allowed)
    ]


def test_the_coach_imports_numpy_and_matplotlib_only():
    assert offenders("exercises/coach", ("numpy", "matplotlib", "exercises.coach")) == []


def test_stubs_and_learner_tests_import_nothing_of_the_solutions_or_the_grader():
    allowed = ("numpy", "matplotlib", "pytest", "exercises")
    assert offenders("exercises", allowed) == []


def test_pytest_is_imported_in_conftest_and_tests_alone():
    without = ("exercises/conftest.py", "exercises/test_")
    assert offenders("exercises", ("numpy", "matplotlib", "exercises"), without=without) == []


def test_solutions_import_numpy_matplotlib_and_themselves():
    assert offenders("solutions", ("numpy", "matplotlib", "solutions")) == []


def test_nothing_imports_the_tests():
    for folder in ("exercises", "solutions", "grader"):
        assert [o for o in offenders(folder, ()) if o.split(": ")[1].startswith("tests")] == []


def test_the_untrusted_side_imports_neither_solutions_nor_hidden_tests():
    bad = ("solutions", "grader.hidden")
    names = [o for o in offenders("grader/sandbox", ()) if o.split(": ")[1].startswith(bad)]
    assert names == []


@pytest.mark.parametrize("line", ["import solutions", "from grader.hidden import draw"])
def test_the_rule_bites(line, tmp_path):
    """A file that breaks the rule is seen, wherever its import stands."""
    (tmp_path / "a.py").write_text(f"def f():\n    {line}\n")
    assert imports_of(tmp_path / "a.py")
