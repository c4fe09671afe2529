"""The table of exercises: the stubs, the solutions and the hidden tests are as it says."""

import ast
import tomllib

import pytest

from exercises.coach.calling.deadline import CALL_SECONDS
from exercises.coach.contracts import (
    CARRIED,
    EXERCISES,
    Exercise,
    exercise_of,
    function_of,
    in_words,
)
from exercises.coach.misconceptions import registry
from exercises.coach.misconceptions.loop.functions import LOOPS
from tests.kit import ROOT

TABLE = "exercises/coach/contracts.py"
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.key)


def header_of(node: ast.FunctionDef) -> str:
    """Return a function's header, written one way."""
    return f"{node.name}({ast.unparse(node.args)})"


def written_one_way(header: str) -> str:
    return header_of(ast.parse(f"def {header}: ...").body[0])


def differences(exercise: Exercise, source: str) -> list[str]:
    """Say where a stub's headers are not those of the table, and what to do."""
    found = [header_of(n) for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    given = {written_one_way(header) for header in exercise.given}
    found = [header for header in found if header not in given]
    table = [written_one_way(function.header) for function in exercise.functions.values()]
    where = f"exercises/{exercise.filename}"
    said = [
        f"{where} has {header}, which {TABLE} has not. Write it into the row of exercise "
        f"{exercise.number}, or mend the stub."
        for header in found if header not in table
    ]  # fmt: skip
    said += [
        f"{TABLE} has {header}, which {where} has not. Write it into the stub, or mend the row."
        for header in table if header not in found
    ]  # fmt: skip
    if not said and found != table:
        said.append(f"{where} has its functions in another order than {TABLE}. Order them alike.")
    return said


@each_exercise
def test_a_stub_has_the_headers_of_the_table_and_no_others(exercise):
    source = (ROOT / "exercises" / exercise.filename).read_text(encoding="utf-8")
    assert differences(exercise, source) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("num_steps=2000", "num_steps=200", "find_critical_points(loss_fn, grad_fn, starts, lr="),
        ("lr=0.01", "lr", "has find_critical_points(loss_fn, grad_fn, starts, lr, num_steps=2000)"),
        ("def loss(x)", "def loss(theta)", "has loss(theta), which"),
        ("def grad(x)", "def slope(x)", "has grad(x), which"),
        ("def loss(x)", "def helper(x): ...\ndef loss(x)", "has helper(x), which"),
    ],
)
def test_a_stub_with_another_header_is_told_with_the_remedy(old, new, said):
    exercise = EXERCISES[0]
    source = (ROOT / "exercises" / exercise.filename).read_text(encoding="utf-8")
    assert old in source
    text = "\n".join(differences(exercise, source.replace(old, new)))
    assert said in text
    assert "mend the stub" in text or "mend the row" in text


def test_functions_in_another_order_are_told_too():
    exercise = exercise_of("ex2")
    headers = [function.header for function in exercise.functions.values()]
    source = "\n".join(f"def {header}: ..." for header in reversed(headers))
    (said,) = differences(exercise, source)
    assert said.endswith("Order them alike.")


def test_defaults_are_values_and_belong_to_the_last_parameters():
    fit = function_of("ex5.fit")
    assert fit.parameters == ("X", "y", "lr", "num_steps")
    assert dict(fit.defaults) == {"lr": None, "num_steps": 10_000}
    assert dict(function_of("ex2.explore").defaults)["lrs"] == (0.001, 0.01, 0.1)
    assert dict(function_of("ex1.gradient_descent").defaults) == {}


@pytest.mark.parametrize("name", ["ex1_gradient_descent", "ex1", "1", "ex1_gradient_descent.py"])
def test_an_exercise_answers_to_its_stem_key_number_and_file(name):
    assert exercise_of(name) is EXERCISES[0]


@pytest.mark.parametrize("name", ["ex", "ex10", "ex1_", "test_ex1_gradient_descent", ""])
def test_nothing_else_is_an_exercise(name):
    with pytest.raises(KeyError, match="the exercises are ex1, ex2"):
        exercise_of(name)


def test_one_function_is_carried_forward():
    assert (CARRIED.key, CARRIED.exercise) == ("ex1.gradient_descent", EXERCISES[0])


def test_what_is_named_in_a_row_is_there():
    for exercise in EXERCISES:
        for function in exercise.functions.values():
            assert {*function.needs, function.slope_of} - {""} < set(exercise.functions)
            assert function.name not in function.needs


def test_every_function_that_a_mistake_is_known_of_is_in_the_table():
    named = {key for entry in registry.ENTRIES for key in entry.functions}
    for key in {*named, *registry.RIGHT, *registry.PROBES, *registry.PAIRS, *LOOPS}:
        assert function_of(key).key == key


def test_a_function_that_no_exercise_has_is_refused_with_the_place_of_the_table():
    with pytest.raises(KeyError, match="no function 'ex1\\.gradd'; see the table in"):
        function_of("ex1.gradd")


def test_a_learners_pytest_has_the_time_limit_that_the_stubs_are_judged_with():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["pytest"]["ini_options"]["timeout"] == CALL_SECONDS


def test_small_numbers_are_words():
    assert [in_words(n) for n in (1, 5, 10, 11)] == ["one", "five", "ten", "11"]
