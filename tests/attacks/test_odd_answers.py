"""No answer that the line lets through is a fault of the grader's, however odd it is.

The hidden tests judge functions whose values are odd in every way that plain data can be, or right
ones with a part that is odd.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from exercises.coach.calling.observe import Frame, Observation, Raised
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.contracts import EXERCISES
from exercises.coach.misconceptions.ex5_regression import (
    by_own_gradient,
    by_own_loss,
    is_loss_for_gradient,
)
from exercises.coach.misconceptions.known_mistake import Ask
from exercises.coach.showing.message import message
from grader.grades import Outcome
from grader.observer import SandboxObserver
from grader.pytest_engine import Engine
from tests.grading.fakes import Functions, right_files
from tests.kit import every_second_slow

pytestmark = pytest.mark.timeout(200)
LARGEST = 2**1023 - 1
ODD: dict[str, Any] = {
    "None": None,
    "True": True,
    "a text": "minimum",
    "no text": "",
    "a long text": "linear " * 50_000,
    "half a pair": "\ufffd",
    "a large int": LARGEST,
    "a large negative int": -LARGEST,
    "nan": float("nan"),
    "inf": float("-inf"),
    "tiny": 5e-324,
    "an opaque object": Opaque("ndarray", "too large to read"),
    "no list": [],
    "no tuple": (),
    "no dict": {},
    "a dict of odd keys": {1: 2.0, False: [], "": None, float("nan"): "x"},
    "a pair of nothing": (None, None),
    "a pair of texts": ("theta", "history"),
    "a pair of dicts": ({"a": 1}, {}),
    "a pair of a number and texts": (1.0, ["a", "b"]),
    "a pair of ints": (LARGEST, [LARGEST, -LARGEST]),
    "a triple": (1.0, 2.0, 3.0),
    "nested": [[[[[[1.0], [2.0]]]]]],
    "ragged": [[1.0, 2.0], [3.0], 4.0],
    "mixed": [1.0, "x", None, [2.0], {"a": 1}, True],
    "a list of pairs": [(float(i), "minimum") for i in range(30)],
    "pairs of odd parts": [(LARGEST, "maximum"), (np.zeros((1, 1)), "minimum"), (True, "x")],
    "pairs of nan": [(float("nan"), "minimum"), (float("inf"), "maximum")],
    "an array of no axis": np.array(2.5),
    "an array of nothing": np.zeros((0,)),
    "rows of nothing": np.zeros((7, 0)),
    "no rows": np.zeros((0, 2)),
    "a row": np.ones((1, 2)),
    "a column": np.ones((5, 1)),
    "eight axes": np.ones((1, 2, 1, 2, 1, 1, 2, 1)),
    "booleans": np.array([True, False, True]),
    "small ints": np.array([1, 2, 255], dtype=np.uint8),
    "large ints": np.array([2**64 - 1, 1], dtype=np.uint64),
    "least ints": np.array([-(2**63), 0], dtype=np.int64),
    "half floats": np.array([65504.0, np.nan], dtype=np.float16),
    "floats of single precision": np.full((3, 2), 3e38, dtype=np.float32),
    "nans": np.full((4, 2), np.nan),
    "infs": np.full(6, np.inf),
    "the largest floats": np.full((9, 2), 1.79e308),
    "zeros": np.zeros((10, 2)),
    "a list of arrays": [np.zeros(2), np.ones(2), np.full(2, np.nan)],
    "a list of odd arrays": [np.zeros(2), np.ones((2, 2)), np.zeros(0)],
    "texts by the thousand": ["nan"] * 20_000,
    "numbers by the thousand": [0.5] * 20_000,
}
ENDINGS = {
    "raised nothing": Observation("raised"),
    "not started for no reason": Observation("not started"),
    "missing without a word": Observation("missing"),
    "missing in many lines": Observation("missing", note="a\nb\n\nc"),
    "timed out": Observation("timed out"),
    "crashed": Observation("crashed"),
    "raised in odd words": Observation(
        "raised", raised=Raised("", "(34,\n`", (Frame("", 0, "", ""),) * 6, ("", "SystemExit"))
    ),
    "not started in odd places": Observation(
        "not started", raised=Raised("x", "y", (Frame("a\nb", 2**50, "<module>", "raise"),))
    ),
    "visited odd places": Observation(
        "returned",
        value=(1.0, [1.0, 2.0]),
        visited=(np.zeros(0), np.zeros((2, 0)), np.full((1, 2, 3), np.nan), np.array(np.inf)),
        grad_calls=2**53 - 1,
        loss_calls=2**53 - 1,
        mutated=(0,),
    ),
    "drew nothing": Observation("returned", figure={}),
    "drew a text": Observation("returned", figure={"unreadable": "x" * 10_000, "axes": 3}),
}


DEEP = {
    "signs": f"{'-' * 25_000}1",
    "a sum": f"{'1 + ' * 7000}1",
    "attributes": f"theta{'.T' * 12_000}",
    "negations": f"{'not ' * 7000}1",
    "conditions": f"{'1 if theta else ' * 800}1",
    "brackets": f"{'(' * 12_000}1{')' * 12_000}",
}
# Of each of them more is told where the source says more.
ASKING = [
    ("NameError", "name 'np' is not defined"),
    ("UnboundLocalError", "local variable 'theta' referenced before assignment"),
    ("TypeError", "gradient_descent() takes 2 positional arguments but 5 were given"),
    ("TypeError", "'function' object is not subscriptable"),
    ("IndexError", "list index out of range"),
]


def deeply_nested(kind: str, words: str, text: str) -> Observation:
    """Return an error in a function whose source no parser goes through."""
    line = f"theta = gradient_descent(f({text[:700]}))"
    frame = Frame("ex1_gradient_descent.py", 2, "gradient_descent", line)
    source = f"def gradient_descent(theta):\n    return {text}\n"
    return Observation("raised", raised=Raised(kind, words, (frame,), (), source))


@pytest.mark.slow
@pytest.mark.parametrize("name", DEEP)
def test_a_source_that_is_nested_too_deeply_to_be_read_is_judged(engine, name):
    for kind, words in ASKING:
        told = deeply_nested(kind, words, DEEP[name])
        assert faults_of(engine, Functions(dict.fromkeys(NAMES, told))) == {}


@pytest.fixture(scope="module")
def engine():
    one = Engine(b"odd answers")
    yield one
    one.close()


NAMES = [f"{exercise.key}.{name}" for exercise in EXERCISES for name in exercise.functions]


def faults_of(engine: Engine, session: Functions) -> dict[str, str]:
    ids = [check.id for check in engine.catalog]
    verdicts = engine.examine("odd", SandboxObserver(session), ids)
    said = {i: message(v.finding) for i, v in verdicts.items() if v.finding is not None}
    assert not [i for i, text in said.items() if len(text) > 50_000]
    return {
        name: verdict.fault[-600:]
        for name, verdict in verdicts.items()
        if verdict.outcome is Outcome.GRADER_FAULT
    }


@pytest.mark.parametrize("name", every_second_slow(ODD))
def test_a_value_of_any_kind_is_judged(engine, name):
    told = Observation("returned", value=ODD[name])
    assert faults_of(engine, Functions(dict.fromkeys(NAMES, told))) == {}


@pytest.mark.parametrize("name", ENDINGS)
def test_an_ending_of_any_kind_is_judged(engine, name):
    assert faults_of(engine, Functions(dict.fromkeys(NAMES, ENDINGS[name]))) == {}


class HalfRight(Functions):
    """Right solutions, of whose answers now and then a part is replaced by something odd."""

    def __init__(self, seed: int) -> None:
        right: dict[str, Any] = {}
        for stem, source in right_files().items():
            module: dict[str, Any] = {"__name__": "exercises." + stem}
            exec(compile(source, stem, "exec"), module)
            right |= {f"{stem[:3]}.{name}": value for name, value in module.items()}
        super().__init__({name: right[name] for name in NAMES})
        self.dice = random.Random(seed)

    def call(self, *args: Any, **kwargs: Any) -> Observation:
        observation = super().call(*args, **kwargs)
        if observation.status != "returned" or self.dice.random() < 0.3:
            return observation
        value = changed(observation.value, self.dice)
        return Observation("returned", value=value, visited=observation.visited)


def changed(value: Any, dice: random.Random) -> Any:
    """Return a value with one of its parts replaced."""
    if isinstance(value, (list, tuple)) and value and dice.random() < 0.8:
        parts = list(value)
        at = dice.randrange(len(parts))
        parts[at] = changed(parts[at], dice)
        return parts if isinstance(value, list) else tuple(parts)
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(list(value))
        return value | {key: changed(value[key], dice)}
    if isinstance(value, np.ndarray) and value.size and dice.random() < 0.6:
        array = value.copy()
        if array.dtype.kind == "f":
            odd = dice.choice([np.nan, np.inf, 1e308, 5e-324, 0.0, -1.0])
            array.flat[dice.randrange(array.size)] = odd
        ways = (lambda a: a.T, lambda a: a[:-1], lambda a: a[None], lambda a: a.ravel(), np.array)
        return dice.choice(ways)(array)
    return dice.choice(list(ODD.values()))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_right_answer_with_an_odd_part_is_judged(engine, seed):
    assert faults_of(engine, HalfRight(seed)) == {}


class LongWinded(HalfRight):
    """Right solutions whose every word is written without end."""

    def call(self, *args: Any, **kwargs: Any) -> Observation:
        observation = Functions.call(self, *args, **kwargs)
        return replace(observation, value=repeated(observation.value))


def repeated(value: Any) -> Any:
    if isinstance(value, str):
        return value * 100_000
    if isinstance(value, dict):
        return {repeated(key): repeated(part) for key, part in value.items()}
    return type(value)(map(repeated, value)) if isinstance(value, (list, tuple)) else value


def test_a_right_answer_in_words_without_end_is_told_in_few(engine):
    assert faults_of(engine, LongWinded(0)) == {}


class TooFast(HalfRight):
    """Right but for its own rate, which is a little too large; one answer is odd."""

    def __init__(self, odd: Any) -> None:
        super().__init__(0)
        right, calls = self.own["ex5.fit"], itertools.count()

        def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
            if lr is None:
                lr = 1.5 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
            told = right(X, y, lr, num_steps)
            return odd if np.ndim(y) == 2 or next(calls) == 1 else told

        self.own["ex5.fit"] = self.right["ex5.fit"] = fit

    def call(self, *args: Any, **kwargs: Any) -> Observation:
        return Functions.call(self, *args, **kwargs)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["None", "a row", "zeros", "an array of no axis", "a pair of texts"]
)
def test_a_rate_that_is_too_large_is_looked_for_in_any_answer(engine, name):
    assert faults_of(engine, TooFast(ODD[name])) == {}


@pytest.mark.parametrize("name", ODD)
def test_what_a_mistake_is_told_apart_by_may_be_any_value(name):
    def ask(*arguments: Any, function: str) -> Observation:
        return Observation("returned", value=ODD[name])

    assert is_loss_for_gradient(cast(Ask, ask)) in (True, False)
    assert by_own_gradient(cast(Ask, ask)) is False
    assert len(by_own_loss(("gradient-doubled", "mean-without-half"), cast(Ask, ask))) == 1
