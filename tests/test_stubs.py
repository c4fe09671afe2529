"""The stubs: nothing is solved, everything is specified, and what they say is true."""

import ast
import doctest
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from exercises.coach.calling.percent import RUN_CELL, cells_of
from exercises.coach.contracts import CARRIED, exercise_of
from exercises.coach.contracts import EXERCISES as KIT
from exercises.coach.showing.hints import HINTS

EXERCISES = Path(__file__).resolve().parents[1] / "exercises"

TO_WRITE = [(e.stem, name) for e in KIT for name in e.functions]
GIVEN = [(e.stem, header.split("(")[0]) for e in KIT for header in e.given]
STEMS = [e.stem for e in KIT]

each_function = pytest.mark.parametrize(("stem", "name"), TO_WRITE)
each_or_given = pytest.mark.parametrize(("stem", "name"), GIVEN + TO_WRITE)
each_stem = pytest.mark.parametrize("stem", STEMS)


def function_of(package, stem, name):
    return getattr(importlib.import_module(f"{package}.{stem}"), name)


def source_of(stem):
    return (EXERCISES / f"{stem}.py").read_text(encoding="utf-8")


@each_or_given
def test_stub_and_solution_agree_on_names_and_defaults_of_parameters(stem, name):
    def plain(package):
        parameters = inspect.signature(function_of(package, stem, name)).parameters.values()
        return [(p.name, p.default) for p in parameters]

    assert plain("solutions") == plain("exercises")


@each_function
def test_a_stub_is_not_solved_and_says_which_exercise_and_function_to_write(stem, name):
    function = function_of("exercises", stem, name)
    arguments = [None] * len(inspect.signature(function).parameters)
    try:
        function(*arguments)
        said = f"exercises/{stem}.py: {name} is solved. Put the stub's raise back."
    except Exception as error:
        said = repr(error)
    assert said == f"NotImplementedError('exercise {exercise_of(stem).number}: write {name}')"


@each_stem
def test_no_stub_defines_anything_else(stem):
    defined = [n.name for n in ast.parse(source_of(stem)).body if hasattr(n, "name")]
    assert sorted(defined) == sorted(name for s, name in GIVEN + TO_WRITE if s == stem)


@each_function
def test_a_docstring_has_its_sections_and_says_how_long_the_function_gets(stem, name):
    text = inspect.getdoc(function_of("exercises", stem, name))
    sections = re.findall(r"^(\w+)\n-+$", text, re.MULTILINE)
    assert sections[:2] == ["Parameters", "Returns"]
    assert sections[-1] == "Examples"
    assert re.search(r"\blines?\.$", text.split("\n")[0])


@each_function
def test_a_docstring_describes_every_parameter(stem, name):
    function = function_of("exercises", stem, name)
    described = inspect.getdoc(function).split("Returns\n---")[0]
    heads = re.findall(r"^(\w[\w, ]*) : ", described, re.MULTILINE)
    assert {word for head in heads for word in head.split(", ")} == set(
        inspect.signature(function).parameters
    )


def is_close(got, printed):
    """Whether a value is the one that the docstring prints, to the digits it has there."""
    if isinstance(printed, dict):
        return list(got) == list(printed) and all(is_close(got[k], printed[k]) for k in printed)
    if isinstance(printed, list | tuple):
        pairs = zip(got, printed, strict=False)
        return len(got) == len(printed) and all(is_close(g, p) for g, p in pairs)
    if isinstance(printed, str | bool):
        return got == printed
    return float(got) == pytest.approx(printed, rel=2e-4, abs=1e-12)


@each_or_given
def test_worked_examples_are_true_of_the_reference_solutions(stem, name):
    matplotlib.use("Agg")
    examples = doctest.DocTestParser().get_examples(
        function_of("exercises", stem, name).__doc__, name
    )
    namespace = {**vars(importlib.import_module(f"solutions.{stem}")), "np": np}
    printed = 0
    for example in examples:
        if not example.want:
            exec(example.source, namespace)
            continue
        got = eval(example.source, namespace)
        assert is_close(got, ast.literal_eval(example.want)), f"{example.source}gives {got!r}"
        printed += 1
    if "plt" in namespace:
        namespace["plt"].close("all")
    assert printed > 0


def test_no_learner_test_uses_a_worked_example():
    tests = "".join(p.read_text(encoding="utf-8") for p in EXERCISES.glob("test_ex*.py"))
    tests = re.sub(r"\s", "", tests)
    for stem, name in TO_WRITE:
        doc = function_of("exercises", stem, name).__doc__
        for example in doctest.DocTestParser().get_examples(doc, name):
            source = re.sub(r"\s", "", example.source)
            call = re.search(rf"{name}\((.*)\)", source)
            if call and re.search(r"\d", call[1]):
                assert f"{name}({call[1]})" not in tests
                assert f"{name},{call[1]})" not in tests
            for matrix in re.findall(r"\[\[.*?\]\]", source):
                assert matrix not in tests


def test_the_table_of_exercise_4_holds_true_numbers():
    """L = x² + 10y² from (5, 5): the chapter's own table comes from no single η."""
    text = source_of("ex4_trajectories")
    rows = re.findall(r"^# \| \$\\eta = ([\d.]+)\$: (\S.*?) \| (.*) \|$", text, re.MULTILINE)
    assert [(lr, what) for lr, what, _ in rows] == [
        ("0.02", "$(x, y)$"),
        ("0.02", "$L$"),
        ("0.1", "$(x, y)$"),
    ]
    for lr, what, cells in rows:
        for t, cell in zip([0, 1, 2, 20], cells.replace("−", "-").split(" | "), strict=True):
            theta = 5.0 * np.array([1 - 2 * float(lr), 1 - 20 * float(lr)]) ** t
            value = theta if what == "$(x, y)$" else theta[0] ** 2 + 10 * theta[1] ** 2
            assert np.allclose(value, ast.literal_eval(cell), atol=0.005)


def test_importing_all_stubs_costs_no_more_than_numpy():
    code = (
        "import sys, numpy; before = set(sys.modules);"
        f"[__import__('exercises.' + s) for s in {STEMS}];"
        "print(*(m for m in sorted(set(sys.modules) - before) if not m.startswith('exercises')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=EXERCISES.parent, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr


@each_stem
def test_every_percent_cell_stands_on_its_own(stem):
    about, setup, *functions, run = cells_of(source_of(stem))
    assert f"# %%\n{run.source}\n" == RUN_CELL
    assert about.kind == "markdown"
    assert about.source.startswith(f"# Exercise {exercise_of(stem).number}: ")
    assert ast.get_docstring(ast.parse(setup.source)).startswith(
        f"Exercise {exercise_of(stem).number}: "
    )
    assert "import numpy as np" in setup.source, "learners expect it; ruff --fix takes it away"
    found = [node.name for cell in functions for node in ast.parse(cell.source).body]
    assert [cell.kind for cell in functions] == ["code"] * len(found)
    assert sorted(found) == sorted(name for s, name in GIVEN + TO_WRITE if s == stem)


# What the chapter asks, in its words.
QUOTES = {
    1: "Implement gradient descent: for L(x) = x⁴ − 3x² + 2. Find all critical points.",
    2: "Learning rate exploration: for L(x, y) = x² + 100y², run with η = 0.001, 0.01, 0.1. "
    "What happens?",
    3: "Convergence rate: empirically verify the O(1/T) rate on a convex quadratic.",
    4: "Visualize trajectories: plot the optimisation path on a contour plot of the loss surface.",
    5: "Compare to closed form: for linear regression, gradient descent against (XᵀX)⁻¹Xᵀy.",
}
IN_LATEX = {"⁴": "^4", "²": "^2", "−": "-", "η": r"\eta", "ᵀ": r"^\top ", "⁻¹": "^{-1}"}


@each_stem
def test_the_first_cell_quotes_the_chapter_whole(stem):
    about = cells_of(source_of(stem))[0].source
    (quote,) = re.findall(r"(?:^> .*\n)+", about, re.MULTILINE)
    words = " ".join(line.removeprefix("> ") for line in quote.splitlines())
    assert words[0] == words[-1] == "*"
    expected = QUOTES[exercise_of(stem).number]
    for letter, latex in IN_LATEX.items():
        expected = expected.replace(letter, latex)
    assert words.strip("*").replace("$", "") == expected


@each_stem
def test_the_first_cell_says_once_how_things_are_called(stem):
    about = " ".join(cells_of(source_of(stem))[0].source.split())
    assert about.count("**Names.** $L$ is the loss. The learning rate is $\\eta$ in formulas") == 1


@each_stem
def test_the_first_cell_says_how_to_check(stem):
    about = cells_of(source_of(stem))[0].source
    one = f"`pytest exercises/{stem}.py`"
    for command in ("`pytest exercises`", one, "--hint`", "`python3 -m exercises`"):
        assert command in about
    assert ("exercises.ex1_gradient_descent import gradient_descent" in about) == (
        stem != CARRIED.stem
    )


@each_stem
def test_lines_of_a_stub_fit_a_laptop_screen(stem):
    too_long = [line for line in source_of(stem).split("\n") if len(line) > 100]
    assert too_long == []


def test_there_are_three_hints_for_every_function_to_write():
    assert set(HINTS) == {f"{exercise_of(stem).key}.{name}" for stem, name in TO_WRITE}
    assert {len(levels) for levels in HINTS.values()} == {3}


def test_hints_fit_three_lines_of_76_columns():
    for key, levels in HINTS.items():
        for hint in levels:
            lines = hint.split("\n")
            assert len(lines) <= 3, key
            assert max(map(len, lines)) <= 76, key


def test_no_two_hints_are_alike():
    texts = [hint for levels in HINTS.values() for hint in levels]
    assert len(set(texts)) == len(texts)
