"""What stands in for a wrong function: the right one, and nothing that is still to be judged."""

from __future__ import annotations

import ast
import importlib
from dataclasses import replace
from types import SimpleNamespace

import pytest

from exercises.coach.contracts import CARRIED, EXERCISES, function_of
from grader.substitute_functions import can_stand_in, stand_ins

FUNCTIONS = [f for exercise in EXERCISES for f in exercise.functions.values()]
BUILT_ON = [
    f.exercise.functions[name].key for f in FUNCTIONS for name in f.exercise.made_of(f.name)
]


def defined_by(source: str) -> dict[str, object]:
    names: dict[str, object] = {"__name__": "stand_in"}
    exec(compile(source, "<stand-in>", "exec"), names)
    return names


@pytest.mark.parametrize("key", sorted({*BUILT_ON, CARRIED.key}))
def test_all_that_a_function_may_be_made_of_has_a_stand_in_that_needs_no_other_file(key):
    (one,) = stand_ins((key,))
    assert one.names == (key.partition(".")[2],)
    names = defined_by(one.source)
    assert callable(names[one.names[0]])
    # Whatever its functions look up is defined, imported, or Python's own.
    for function in filter(callable, names.values()):
        if code := getattr(function, "__code__", None):
            for name in code.co_names:
                is_attribute = f".{name}" in one.source
                assert (
                    is_attribute
                    or name in names
                    or name in dir(importlib.import_module("builtins"))
                )


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.key)
def test_the_judged_function_never_comes_along(function):
    keys = [f.key for f in FUNCTIONS if f.stem == function.stem]
    below = tuple(
        k for k in keys if k.partition(".")[2] in function.exercise.made_of(function.name)
    )
    for one in stand_ins(below):
        found = {n.name for n in ast.walk(ast.parse(one.source)) if isinstance(n, ast.FunctionDef)}
        assert function.name not in found


def test_functions_of_two_exercises_stand_in_for_two():
    first, second = stand_ins(("ex1.gradient_descent", "ex5.mse_grad", "ex5.fit"))
    assert (first.stem, first.names) == (CARRIED.stem, ("gradient_descent",))
    assert second.names == ("mse_grad", "fit")


def test_the_loop_keeps_its_losses_in_a_list_as_most_learners_do():
    (one,) = stand_ins((CARRIED.key,))
    loop = defined_by(one.source)["gradient_descent"]
    theta, history = loop(lambda x: x**2, lambda x: 2 * x, 8, 0.25, 2)
    assert (theta, history) == (2.0, [64.0, 16.0])


@pytest.fixture
def solution(monkeypatch):
    """Say what is in exercise 5's solution, as if it were a course's own."""

    def be(text):
        monkeypatch.setattr("grader.substitute_functions.standalone", lambda stem: text)
        function = function_of("ex5.mse_loss")
        own = SimpleNamespace(
            stem=function.stem,
            name=function.name,
            exercise=replace(function.exercise, is_own=True),
        )
        monkeypatch.setattr("grader.substitute_functions.function_of", lambda key: own)
        stand_ins.cache_clear()
        can_stand_in.cache_clear()
        return can_stand_in("ex5.mse_loss")

    yield be
    stand_ins.cache_clear()
    can_stand_in.cache_clear()


LOSS = "def mse_loss(theta, X, y):\n    return 1.0\n"


@pytest.mark.parametrize(
    "text",
    [
        LOSS,
        "if True:\n    " + LOSS.replace("\n ", "\n     "),
        "mse_loss = lambda theta, X, y: 1.0\n",
        "from functools import partial\ndef _own(a, b): ...\nmse_loss = partial(_own, 1)\n",
        "class Model:\n    loss = staticmethod(abs)\nmse_loss = Model.loss\n",
        "def fit(): ...\n" + LOSS,
    ],
)
def test_a_function_stands_in_however_it_is_defined(solution, text):
    assert solution(text)


@pytest.mark.parametrize(
    "text",
    [
        "from numpy import *\n" + LOSS.replace("1.0", "asarray(1.0)"),
        "from elsewhere import *\n",
        "mse_loss = 5\n",
        "mse_loss = 1 / 0\n",
        "def mse_loss(:\n",
        "class M:\n    def mse_loss(self): ...\n    def fit(self): ...\nmse_loss = M().mse_loss\n",
    ],
)
def test_what_cannot_be_had_alone_stands_in_for_nothing(solution, text):
    assert not solution(text)


def test_what_is_done_with_its_own_things_comes_along_and_what_is_done_with_others_does_not(
    solution,
):
    text = "T = {}\nT['a'] = 1.0\ndef mse_loss(): return T['a']\nmse_loss.n = 2\n"
    assert solution(text + "def fit(): ...\nT['b'] = fit\nfit.n = 3\nfit = T\n")
    (one,) = stand_ins(("ex5.mse_loss",))
    names = defined_by(one.source)
    assert (names["mse_loss"](), names["mse_loss"].n, names["T"]) == (1.0, 2, {"a": 1.0})
    assert "fit" not in names


def test_what_a_solution_does_not_define_is_said(monkeypatch):
    monkeypatch.setattr("grader.substitute_functions.standalone", lambda stem: "x = 1\n")
    with pytest.raises(LookupError, match="does not define `mse_loss`"):
        stand_ins.__wrapped__(("ex5.mse_loss",))
