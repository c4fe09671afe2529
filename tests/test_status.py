"""Calls that did not return: the limit in force, the line that did it, and only fitting advice."""

import gc
import json
import math
import sys
import weakref
from dataclasses import replace
from types import ModuleType

import pytest

from exercises.coach.calling import deadline as limits
from exercises.coach.calling.deadline import deadline
from exercises.coach.calling.loading import run_module
from exercises.coach.calling.observe import (
    Frame,
    Observation,
    OutOfTime,
    Raised,
    observe,
    raised_from,
)
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import (
    beside,
    flaw_of,
    name_lost,
    raised_flaw,
    stopped_before,
    within,
)
from exercises.coach.local_observer import LocalObserver
from exercises.coach.run import Run
from exercises.coach.showing.results import Result
from grader.observer import SandboxObserver
from grader.sandbox.limits import Limits
from tests.grading.fakes import FIRST, Functions
from tests.kit import Copy
from tests.slips.right import right

GRAD = Question(FIRST, "grad", (2.0,))
ADVICE = "np.float64"


def said(observation):
    flaw = flaw_of(GRAD, observation)
    return "\n".join([flaw.got, *map(str, flaw.facts)])


@pytest.mark.parametrize(("seconds", "words"), [(10.0, "in 10 s"), (0.5, "in 0.5 s")])
def test_the_grader_names_the_deadline_in_force(seconds, words):
    functions = Functions({"ex1.grad": Observation("timed out")})
    functions.limits = Limits(call_seconds=seconds)
    text = said(SandboxObserver(functions)(GRAD))
    assert f"`grad` did not return {words}: does the loop end?" in text


def test_a_call_in_a_hurry_names_the_hurrys_seconds():
    observer = SandboxObserver(Functions({"ex1.grad": Observation("timed out")}))
    with observer.hurrying(1.0):
        text = said(observer(GRAD))
    assert "did not return in 1 s" in text


def test_a_call_that_the_submissions_time_cut_short_names_that_time():
    functions = Functions({"ex1.grad": Observation("timed out")})
    functions.seconds = 60.0
    text = said(SandboxObserver(functions)(GRAD))
    assert "did not return in time" in text
    assert "the submission's 60 s are used up" in text


def test_a_function_that_was_not_called_is_not_said_to_hang():
    late = Observation("timed out", out_of_time=OutOfTime.NONE_LEFT)
    functions = Functions({"ex1.grad": late})
    text = said(SandboxObserver(functions)(GRAD))
    assert "`grad` was not called: the submission's time is used up" in text
    assert "did not return in" not in text


def test_the_learners_own_limit_is_the_one_that_is_named(monkeypatch):
    def endless(x):
        while True:
            pass

    module = ModuleType("ex1")
    module.grad = endless
    observer = LocalObserver()
    monkeypatch.setattr(observer, "_module", lambda stem: module)
    # A busy machine is no matter here.
    monkeypatch.setattr(limits, "WAITING", 1000.0)
    with deadline(0.2):
        text = said(observer(GRAD))
    assert "`grad` did not return in 0.2 s" in text
    with deadline(0.2):
        assert "did not return in 0.2 s" in said(observer(GRAD))


def test_a_call_around_the_line_that_did_not_end_is_told(monkeypatch):
    module = ModuleType("exercises.ex1_gradient_descent")
    source = "def step():\n    while True:\n        pass\n\n\ndef grad(x):\n    return step()\n"
    run_module(source.encode(), f"{FIRST}.py", module)
    observer = LocalObserver()
    monkeypatch.setattr(observer, "_module", lambda stem: module)
    monkeypatch.setattr(limits, "WAITING", 1000.0)
    with deadline(0.2):
        text = said(observer(GRAD))
    assert "in step:" in text
    assert f"called from: {FIRST}.py, line 7 in grad:  return step()" in text


def test_what_a_thread_prints_into_is_there_when_the_call_that_started_it_is_over(monkeypatch):
    """`print` in the thread would end the process: it may come back to a stream that is freed."""
    module = ModuleType("exercises.ex1_gradient_descent")
    module.grad = lambda x: printed_into.append(weakref.ref(sys.stdout))
    printed_into: list[weakref.ref[object]] = []
    observer = LocalObserver()
    monkeypatch.setattr(observer, "_module", lambda stem: module)
    for _ in range(3):
        observer(GRAD)
    gc.collect()
    assert all(stream() is not None for stream in printed_into)


@pytest.mark.parametrize(("seconds", "text"), [(3600.0, "in 3600 s"), (0.0, "in time")])
def test_seconds_are_told_plainly(seconds, text):
    assert within(seconds) == text


@pytest.mark.parametrize("call", [lambda: 10.0**400, lambda: math.exp(800), lambda: 2**5000 / 3])
def test_floats_that_overflow_get_the_advice_on_floats(call):
    assert ADVICE in "".join(map(str, raised_flaw(observe(call, ()).raised).facts))


@pytest.mark.parametrize("text", ["diverged", "(34, 'my own')", "math range error"])
def test_an_overflow_error_of_the_learners_own_gets_no_advice_on_floats(text):
    module = ModuleType("exercises.ex1_gradient_descent")
    source = f"def grad(x):\n    raise OverflowError({text!r})\n"
    run_module(source.encode(), f"{FIRST}.py", module)
    raised = observe(module.grad, (1.0,)).raised
    assert raised.type_name == "OverflowError"
    assert ADVICE not in "".join(map(str, raised_flaw(raised).facts))


def test_an_infinity_that_is_no_integer_gets_no_advice_on_floats():
    assert ADVICE not in "".join(
        map(str, raised_flaw(observe(lambda: int(math.inf), ()).raised).facts)
    )


def test_a_module_of_ones_own_is_answered_with_the_remedy():
    raised = raised_from(ModuleNotFoundError("No module named 'myhelpers'"))
    assert "copy your helper functions into this file" in "".join(
        map(str, raised_flaw(raised).facts)
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return [1 / (k - x) for k in [1]]", [(2, "grad")]),
        ("return {k: [1 / (k - x) for j in [1]] for k in [1]}", [(2, "grad")]),
        ("return sum(1 / (k - x) for k in [1])", [(2, "grad"), (2, "grad")]),
        ("inverse = lambda k: 1 / (k - x)\n    return inverse(1)", [(3, "grad"), (2, "grad")]),
        ("def inverse():\n        return 1 / (1 - x)\n    return inverse()",
         [(4, "grad"), (3, "inverse")]),
    ],
)  # fmt: skip
def test_a_comprehensions_line_is_that_of_the_function_around_it(body, expected):
    # Before Python 3.12 it had a frame of its own, which said nothing that a learner wrote.
    module = ModuleType("exercises.ex1_gradient_descent")
    run_module(f"def grad(x):\n    {body}\n".encode(), f"{FIRST}.py", module)
    raised = observe(module.grad, (1.0,)).raised
    assert [(frame.line, frame.function) for frame in raised.frames] == expected
    assert raised.text.startswith(("def grad", "    def inverse", "    inverse", "    return sum"))


def test_a_process_that_ended_is_told_once():
    note = "it ended the process with os._exit(1)"
    assert said(Observation("crashed", note=note)) == f"`grad` did not come back: {note}"


def notebook_module(*cells):
    """Run a notebook with these cells; its module and what stopped."""
    raw = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells]
    module = ModuleType("exercises.ex1_gradient_descent")
    return module, run_module(json.dumps({"cells": raw}).encode(), f"{FIRST}.py", module)


CELLS = (
    "from __future__ import annotations\n\ndef loss(x: Undefined): return x",
    "def helper(x)\n    return 2 * x",
    "def grad(x: Undefined): return helper(x)",
)


def test_a_function_in_a_cell_that_is_no_python_is_said_to_be_in_these_lines():
    module, stopped = notebook_module(*(cell.replace("helper", "grad") for cell in CELLS[:2]))
    assert module.loss(3) == 3
    assert "grad" not in vars(module)
    question = Question(FIRST, "grad", ())
    flaw = flaw_of(question, stopped_before(question, stopped))
    text = "\n".join(map(str, flaw.facts))
    assert f"{FIRST}.ipynb, cell 2, line 1:\n  def grad(x)\n" in text
    assert (
        "Until that is corrected `grad` is missing; everything else in the file is tested." in text
    )


def test_who_calls_what_such_a_cell_defines_is_told_of_the_cell():
    module, stopped = notebook_module(*CELLS)
    observation = observe(module.grad, (1.0,))
    text = said(replace(observation, lost=name_lost(observation, {FIRST: stopped}, FIRST)))
    assert f"{FIRST}.ipynb, cell 2, line 1:  def helper(x)" in text
    assert "`helper` has no value, because" in text


def test_a_name_that_nothing_that_stopped_would_have_defined_is_not_blamed_on_it():
    module, stopped = notebook_module("import keras", "def grad(x): return helpr(x)")
    assert stopped
    assert name_lost(observe(module.grad, (1.0,)), {FIRST: stopped}, FIRST) is None
    assert stopped_before(Question(FIRST, "loss", ()), stopped) == Observation("missing")


def test_an_import_from_a_file_that_stopped_is_told_with_that_files_reason():
    module = ModuleType(f"exercises.{FIRST}")
    why = run_module(b"def gradient_descent(x):\n    return 6x\n", f"nowhere/{FIRST}.py", module)
    message = f"cannot import name 'gradient_descent' from 'exercises.{FIRST}'"
    second = "ex2_learning_rates"
    raised = Raised("ImportError", message, bases=("ImportError", "Exception"))
    stopped = {
        FIRST: why,
        second: (Stopped(f"{second}.py", 3, Cause.RAISED, raised, defines=("loss",)),),
    }
    question = Question(second, "loss", ())
    observation = stopped_before(question, stopped[second], stopped)
    assert observation.raised.type_name == "SyntaxError"
    assert observation.raised.frames[-1].file == f"{FIRST}.py"
    facts = "\n".join(map(str, flaw_of(question, observation).facts))
    assert f"{second}.py, line 3 imports from it" in facts
    alone = stopped_before(Question(second, "loss", ()), stopped[second], {})
    assert alone.raised is raised


@pytest.mark.parametrize(
    ("message", "advice", "shown"),
    [
        ("name 'eta' is not defined. Did you mean: 'theta'?", "is called `lr`", ""),
        ("name 'none' is not defined. Did you mean: 'None'?", "Write `None`", "'None'"),
        ("name 'thta' is not defined. Did you mean: 'theta'?", "", "'theta'"),
    ],
)
def test_pythons_guess_stays_only_where_the_coach_says_nothing_else(message, advice, shown):
    frame = Frame("ex1_gradient_descent.py", 3, "gradient_descent", "eta")
    question = Question(FIRST, "gradient_descent", ())
    flaw = raised_flaw(Raised("NameError", message, (frame,), ("NameError",)), question=question)
    assert ("Did you mean" in flaw.got) == bool(shown)
    assert shown in flaw.got
    assert advice in "\n".join(map(str, flaw.facts))


def test_a_name_that_a_failed_import_was_to_give_is_told_with_that_line_first():
    raised = Raised(
        "ModuleNotFoundError", "No module named 'nunpy'", bases=("ModuleNotFoundError",)
    )
    line = "import nunpy as np"
    file = f"{FIRST}.py"
    lost = Stopped(file, 7, Cause.RAISED, raised, source=line, defines=("np",))
    name = Raised("NameError", "name 'np' is not defined", bases=("NameError",))
    flaw = flaw_of(GRAD, Observation("raised", raised=name, lost=lost))
    assert flaw.facts[0].text.startswith(f"`np` has no value, because {file}, line 7, fails")
    assert flaw.facts[1].text == "Is it `numpy` that you mean?"
    assert "import numpy as np" not in "\n".join(map(str, flaw.facts))


def test_a_function_that_another_file_lost_is_said_to_be_lost_there(tmp_path):
    first = right("ex1_gradient_descent").replace("* grad_fn(theta)\n", "* grad_fn(theta\n")
    imported = "import numpy as np\nfrom exercises.ex1_gradient_descent import gradient_descent"
    second = right("ex2_learning_rates").replace("import numpy as np", imported, 1)
    used = (
        "    return {lr: observe(gradient_descent(loss, grad, theta_init, lr, 2)[1]) for lr in lrs}"
    )
    second = second.replace("    answers = {}", used)
    copy = Copy(tmp_path).put("ex1_gradient_descent", first).put("ex2_learning_rates", second)
    said = " ".join(copy.run("exercises/ex2_learning_rates.py").text.split())
    assert "because ex1_gradient_descent.py, line" in said
    assert "This `(` is not closed" in said
    assert "was not found" not in said


def test_a_value_in_the_place_of_a_function_is_shown_without_a_line(monkeypatch):
    module = ModuleType(f"exercises.{FIRST}")
    module.grad = 0
    monkeypatch.setitem(sys.modules, module.__name__, module)
    result = Result(exercise_of(FIRST), "a test", "A title.", "wrong", "grad")
    assert Run().place_of(result) == (f"exercises/{FIRST}.py", "")


def test_a_line_outside_the_functions_is_told_what_to_do_about_it():
    def told(cause, source, raised=None):
        stopped = Stopped(f"{FIRST}.py", 3, cause, raised, source=source)
        return " ".join(str(fact) for fact in beside(FIRST, stopped).flaw.facts)

    for cause, raised in ((Cause.EXITED, None), (Cause.RAISED, Raised("SystemExit", "2"))):
        assert "delete the line, or put it below `if __name__" in told(cause, "main()", raised)
    assert "end the program" not in told(Cause.OUT_OF_TIME, "while True:")
    bases = ("BdbQuit", "Exception")
    stopped = told(Cause.RAISED, "breakpoint()", Raised("BdbQuit", "", (), bases))
    assert "`breakpoint()` starts a debugger" in stopped
    assert "line 3" in stopped
