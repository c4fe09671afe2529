"""What the checks hand in is what the stubs name: a float is a Python float, no subclass."""

import importlib
from collections import defaultdict

import numpy as np
import pytest

from exercises.coach import learner as learners
from exercises.coach.contracts import EXERCISES
from exercises.coach.problems import Problem
from grader.grade_submission import mark
from grader.grades import Outcome
from grader.hidden.in_process_observer import InProcess
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Engine
from tests.grading.fakes import right_files
from tests.kit import every_second_slow

# Of scalars, what each parameter is by the stubs; arrays and sequences of any kind hold the same.
FLOATS = {"lr", "initial_gap", "x", "lrs", "starts", "history", "gaps"}
INTS = {"num_steps"}
# "int, float, list, tuple or array", "array".
EITHER = {"theta_init", "theta_star", "steps"}


def wrong_kinds(name, value):
    """Return the kinds of numbers in an argument that the stub does not name."""
    if isinstance(value, list | tuple):
        return {kind for item in value for kind in wrong_kinds(name, item)}
    if isinstance(value, np.ndarray):
        kinds = "fi" if name in EITHER else "f"
        return set() if value.dtype.kind in kinds else {f"array of {value.dtype}"}
    allowed = {int} if name in INTS else {float} if name in FLOATS else {float, int}
    is_number = isinstance(value, int | float | np.generic)
    return {type(value).__name__} if is_number and type(value) not in allowed else set()


def noted(found, question):
    names = question.contract.parameters
    for name, value in [*zip(names, question.args, strict=False), *question.kwargs.items()]:
        if not isinstance(getattr(value, "__self__", None), Problem):
            found[question.function, name] |= wrong_kinds(name, value)


def offending(found):
    assert len(found) > 40, "the calls were not seen"
    return {where: kinds for where, kinds in found.items() if kinds}


def test_the_learner_tests_hand_in_what_the_stubs_name(monkeypatch):
    found, own = defaultdict(set), InProcess(right_files())

    class Noting:
        def __call__(self, question, **options):
            noted(found, question)
            return own(question, **options)

        def carried(self, question):
            return None

    monkeypatch.setattr(learners, "local", Noting())
    for exercise in EXERCISES:
        name = f"exercises.test_{exercise.stem}"
        monkeypatch.delitem(importlib.sys.modules, name, raising=False)
        tests = importlib.import_module(name)
        for test in [t for n, t in vars(tests).items() if n.startswith("test_")]:
            test()
        monkeypatch.delitem(importlib.sys.modules, name)
    assert offending(found) == {}


@pytest.mark.parametrize("secret", every_second_slow([b"one", b"another"]))
def test_the_hidden_checks_hand_in_what_the_stubs_name(sandbox, secret):
    found = defaultdict(set)

    class Noting(SandboxObserver):
        def __call__(self, question, **options):
            noted(found, question)
            return super().__call__(question, **options)

    engine = Engine(secret)
    try:
        files = right_files()
        with sandbox.session(files) as session:
            grade = mark(Submission("ada", files), Noting(session), engine)
    finally:
        engine.close()
    assert grade.outcome is Outcome.PASSED
    assert offending(found) == {}


@pytest.fixture
def sandbox():
    from grader.sandbox.host.sandbox import Sandbox

    with Sandbox() as one:
        yield one


@pytest.mark.parametrize(
    ("name", "value"),
    [("lr", np.float64(1)), ("lrs", [0.1, 1]), ("num_steps", True), ("X", np.ones(2, int))],
)
def test_the_rule_bites(name, value):
    assert wrong_kinds(name, value)
