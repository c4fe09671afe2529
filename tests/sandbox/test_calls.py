"""What a session's calls give for submissions that mean well."""

from __future__ import annotations

from functools import partial
from types import ModuleType

import nbformat
import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES
from exercises.coach.calling.loading import run_module
from exercises.coach.calling.observe import OutOfTime
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.calling.stopped import Cause
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import flaw_of
from exercises.coach.problems import Polynomial, Quadratic
from grader.sandbox.host import conversation
from grader.sandbox.host.grader_side_problems import LARGEST_THETA, VISITED_BYTES, RecordedProblem
from grader.substitute_functions import stand_ins
from tests.sandbox.conftest import EX1, HASTY, RIGHT

EX2 = "ex2_learning_rates"
WELL = Quadratic(np.diag([2.0, 20.0]))
RIGHT_DESCENT = stand_ins(("ex1.gradient_descent",))
DESCENT = [WELL.loss, WELL.grad, [1.0, 1.0], 0.01, 3]


def test_a_call_returns_the_functions_value(ask):
    observation = ask(RIGHT)
    assert observation.status == "returned"
    assert observation.value == 20.0


def test_problems_are_built_in_the_child_and_their_calls_recorded(ask):
    observation = ask(RIGHT, "gradient_descent", DESCENT)
    theta, history = observation.value
    np.testing.assert_allclose(theta, [0.98**3, 0.8**3])
    assert len(history) == observation.loss_calls == observation.grad_calls == 3
    np.testing.assert_array_equal(observation.visited[1], [0.98, 0.8])


def test_remote_problems_are_evaluated_and_counted_by_the_grader(ask):
    local = ask(RIGHT, "gradient_descent", DESCENT)
    remote = ask(RIGHT, "gradient_descent", DESCENT, remote=True)
    np.testing.assert_array_equal(remote.value[0], local.value[0])
    assert (remote.grad_calls, remote.loss_calls) == (3, 3)
    np.testing.assert_array_equal(remote.visited, local.visited)


def test_remote_counts_are_the_graders_whatever_the_submission_claims(ask):
    liar = (
        RIGHT
        + b"""
import exercises.coach.calling.observe as observe
real = gradient_descent
def gradient_descent(loss_fn, grad_fn, *args):
    grad_fn(np.zeros(2))
    result = real(loss_fn, grad_fn, *args)
    for cell in grad_fn.__closure__:
        if hasattr(cell.cell_contents, "grad_calls"):
            cell.cell_contents.grad_calls = 3
    return result
"""
    )
    assert ask(liar, "gradient_descent", DESCENT).grad_calls == 3
    assert ask(liar, "gradient_descent", DESCENT, remote=True).grad_calls == 4


IN_THREADS = b"""
from threading import Barrier
from concurrent.futures import ThreadPoolExecutor

both = Barrier(2)
class Start:
    def __init__(self, x):
        self.x = np.array(x)
    def __array__(self, *args, **kwargs):
        both.wait(5)
        return self.x

def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    for _ in range(999):
        grad_fn(0.0)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(grad_fn, map(Start, starts)))

def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta, history = np.array(theta_init, dtype=float), []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(num_steps):
            loss, slope = pool.submit(loss_fn, theta), pool.submit(grad_fn, theta)
            theta = theta - lr * slope.result()
            history.append(loss.result())
    return theta, history
"""


def test_what_two_threads_visit_at_once_is_no_forgery(ask):
    parabola = Polynomial((0.0, 0.0, 1.0))
    args = [parabola.loss, parabola.grad, [1.0, 2.0]]
    observation = ask(RIGHT + IN_THREADS, "find_critical_points", args)
    assert observation.value == [2.0, 4.0], observation.note
    assert observation.grad_calls == 1001


def test_two_threads_may_ask_the_grader_at_once(ask):
    args = [WELL.loss, WELL.grad, [1.0, 1.0], 0.01, 60]
    observation = ask(RIGHT + IN_THREADS, "gradient_descent", args, remote=True)
    assert observation.status == "returned", observation.note
    np.testing.assert_allclose(observation.value[0], [0.98**60, 0.8**60])
    assert (observation.grad_calls, observation.loss_calls) == (60, 60)


def test_remote_scalars_arrive_as_scalars(ask):
    cubic = Polynomial((0.0, 0.0, 1.0))
    args = [cubic.loss, cubic.grad, 3.0, 0.25, 1]
    observation = ask(RIGHT, "gradient_descent", args, remote=True)
    assert observation.value[0] == 1.5
    assert observation.visited[0].shape == ()


def test_a_wrongly_shaped_theta_raises_in_the_child_as_it_would_locally(ask):
    source = "def grad(loss_fn):\n    return loss_fn([1.0, 2.0, 3.0])"
    for remote in (False, True):
        observation = ask(source, args=[WELL.loss], remote=remote)
        assert observation.raised.type_name == "ValueError"


def test_a_carried_call_runs_on_a_right_gradient_descent(sandbox):
    wrong = RIGHT.replace(b"theta - lr", b"theta + lr")
    second = b"""
from ex1_gradient_descent import gradient_descent
def explore(loss_fn, grad_fn):
    return gradient_descent(loss_fn, grad_fn, [1.0, 1.0], 0.01, 3)[0]
"""
    with sandbox.session({f"{EX1}.py": wrong, f"{EX2}.py": second}) as session:
        own = session.call(EX2, "explore", DESCENT[:2])
        carried = session.call(EX2, "explore", DESCENT[:2], stand_ins=RIGHT_DESCENT)
    np.testing.assert_allclose(own.value, [1.02**3, 1.2**3])
    np.testing.assert_allclose(carried.value, [0.98**3, 0.8**3])


def test_a_carried_call_works_where_exercise_1_was_not_handed_in(sandbox):
    second = b"from exercises.ex1_gradient_descent import gradient_descent as g\n"
    second += b"def explore(*args): return g(*args)[0]"
    with sandbox.session({f"{EX2}.py": second}) as session:
        assert session.call(EX2, "explore", DESCENT).raised.type_name == "NameError"
        (stopped,) = session.stopped[EX2]
        assert (stopped.raised.type_name, stopped.defines) == ("ModuleNotFoundError", ("g",))
        carried = session.call(EX2, "explore", DESCENT, stand_ins=RIGHT_DESCENT)
    np.testing.assert_allclose(carried.value, [0.98**3, 0.8**3])


def test_a_right_function_takes_the_place_of_the_modules_own_and_is_asked_by_the_others(sandbox):
    source = b"""
def mse_grad(theta, X, y): raise NotImplementedError
def fit(X, y): return mse_grad([0.0], X, y)
def defined(): return [name for name in globals() if name.startswith(("_design", "np", "mse"))]
"""
    right = stand_ins(("ex5.mse_grad",))
    with sandbox.session({"ex5_linear_regression.py": source}) as session:
        ask = partial(session.call, "ex5_linear_regression")
        assert ask("fit", [[[1.0], [1.0]], [3.0, 5.0]]).raised.type_name == "NotImplementedError"
        np.testing.assert_array_equal(
            ask("fit", [[[1.0], [1.0]], [3.0, 5.0]], stand_ins=right).value, [-4.0]
        )
        assert ask("defined", stand_ins=right).value == ["mse_grad"]
        assert len(session.conversations) == 2
        ask("defined", stand_ins=stand_ins(("ex5.mse_loss",)))
        assert len(session.conversations) == 2, "a child of all that there were would fill memory"
        # Each set of them has a child of its own, and the submission's own one has none.
        assert ask("fit", [[[1.0], [1.0]], [3.0, 5.0]]).raised.type_name == "NotImplementedError"


READ_AS_FILES = [
    "import runpy; grad = runpy.run_path('ex1_gradient_descent.py')['grad']",
    "import runpy; grad = runpy.run_path('exercises/ex1_gradient_descent.py')['grad']",
    "exec(open('ex1_gradient_descent.py').read())",
    """
import importlib.util
from pathlib import Path
beside = Path(__file__).resolve().with_name("ex1_gradient_descent.py")
spec = importlib.util.spec_from_file_location("mine", beside)
mine = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mine)
grad = mine.grad
""",
    """
import os, sys
from importlib.machinery import SourceFileLoader
os.chdir(os.path.dirname(os.path.abspath(__file__)))
grad = SourceFileLoader("mine", "ex1_gradient_descent.py").load_module().grad
""",
]


@pytest.mark.parametrize(
    "line",
    [
        "from ex1_gradient_descent import grad",
        "from .ex1_gradient_descent import grad",
        "from exercises.ex1_gradient_descent import grad",
        "from exercises import ex1_gradient_descent; grad = ex1_gradient_descent.grad",
        "import ex1_gradient_descent; grad = ex1_gradient_descent.grad",
        *READ_AS_FILES,
    ],
)
def test_modules_import_one_another_in_every_way(sandbox, line):
    sources = {f"{EX1}.py": RIGHT, f"{EX2}.py": line.encode()}
    with sandbox.session(sources) as session:
        assert session.call(EX2, "grad", [2.0]).value == 20.0


def test_what_stands_in_is_in_the_file_too(sandbox):
    wrong = RIGHT.replace(b"theta - lr", b"theta + lr")
    second = b"""
import runpy
descend = runpy.run_path("ex1_gradient_descent.py")["gradient_descent"]
def explore(*args): return descend(*args)[0]
"""
    for sources in ({f"{EX1}.py": wrong, f"{EX2}.py": second}, {f"{EX2}.py": second}):
        with sandbox.session(sources) as session:
            carried = session.call(EX2, "explore", DESCENT, stand_ins=RIGHT_DESCENT)
        np.testing.assert_allclose(carried.value, [0.98**3, 0.8**3])


def test_a_notebook_is_there_as_one(sandbox):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(RIGHT.decode())])
    second = b"""
import json
cells = json.load(open("ex1_gradient_descent.ipynb"))["cells"]
exec("".join(cells[0]["source"]))
"""
    sources = {f"{EX1}.py": nbformat.writes(notebook).encode(), f"{EX2}.py": second}
    with sandbox.session(sources) as session:
        assert session.call(EX2, "grad", [2.0]).value == 20.0


def test_a_line_that_raised_costs_what_it_defines_and_nothing_below_it(ask):
    source = RIGHT + b"\nlost = 1 / 0\ndef below(): return 7\n"
    assert ask(source).value == 20.0
    assert ask(source, "below", []).value == 7
    lost = ask(source, "lost", [])
    assert lost.raised.type_name == "ZeroDivisionError"
    assert lost.raised.frames[-1].file == f"{EX1}.py"


HANGING = ["while True:\n    pass", "import time; time.sleep(99)"]


@pytest.mark.parametrize("hang", HANGING)
def test_a_hanging_line_costs_itself_and_nothing_below_it(hasty, hang):
    source = RIGHT + f"\n{hang}\ndef below(): return 7\n".encode()
    with hasty.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below", []).value == 7
        (stopped,) = session.stopped[EX1]
        assert stopped.cause is Cause.OUT_OF_TIME
        assert stopped.line in ((18, 19) if "pass" in hang else (18,))


@pytest.mark.slow
def test_a_file_that_takes_too_long_to_read_is_read_by_one_child_of_a_submission(hasty):
    # As a whole it takes more than the sandbox's memory, and then many seconds line by line.
    with hasty.session({f"{EX1}.py": b"x = [0]\n" * 200_000}) as session:
        first = session.call(EX1, "grad", [2.0])
        waited = session.seconds
        second = session.call(EX1, "find_critical_points", [], stand_ins=RIGHT_DESCENT)
        # Whether the first call begins at all depends on the processor; the second one never does.
        assert first.status == "timed out" or first.lost.cause is Cause.OUT_OF_TIME
        assert second.status == "missing"
        assert session.stopped[EX1][0].cause is Cause.OUT_OF_TIME
        assert session.seconds < waited + 0.3
        assert session.stopped[EX1][0].line == 0


@pytest.mark.slow
def test_several_hanging_lines_cost_less_each_and_nothing_below_them(hasty):
    source = RIGHT + b"\nwhile True: pass\n" * 4 + b"def below(): return 7\n"
    with hasty.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "below", []).value == 7
        assert [stopped.line for stopped in session.stopped[EX1]] == [18, 20, 22, 24]
        waited = session.seconds
        session.conversations[()].close()
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.seconds < waited + 0.3, "in a second child none of them is waited for"


def test_a_name_that_is_a_value_is_told_as_one_where_another_line_stopped_too(hasty):
    with hasty.session({f"{EX1}.py": RIGHT + b"\ngrad = 3.0\nnowhere()\n"}) as session:
        told = session.call(EX1, "grad", [2.0])
    assert told.status == "no function"
    flaw = flaw_of(Question(EX1, "grad", (2.0,)), told)
    assert flaw.got == "`grad`: it is a float, not a function"


def test_what_a_hanging_line_defines_is_said_to_be_lost_there(hasty):
    def_in_loop = b"\nwhile True:\n    def below(): pass\n"
    with hasty.session({f"{EX1}.py": RIGHT + def_in_loop}) as session:
        assert session.call(EX1, "below", []).value is None
    line = "find_critical_points = next(x for x in iter(int, 1) if x)"
    with hasty.session({f"{EX1}.py": RIGHT + f"\n{line}\n".encode()}) as session:
        lost = session.call(EX1, "find_critical_points", [])
    assert lost.status == "missing"
    flaw = flaw_of(Question(EX1, "find_critical_points", ()), lost)
    assert [flaw.got, *(fact.text for fact in flaw.facts)] == [
        "this line did not come to its end in time: is there a loop outside the functions?",
        f"{EX1}.py, line 18:  {line}",
        "Because of that `find_critical_points` has no value; "
        "everything else in the file is tested.",
    ]


@pytest.mark.parametrize(
    ("end", "cause", "detail"),
    [
        ("import os; os._exit(0)", Cause.EXITED, ""),
        ("from os import _exit; _exit(3)", Cause.EXITED, ""),
        ("import posix; posix._exit(3)", Cause.EXITED, ""),
        ("import ctypes; ctypes.string_at(0)", Cause.PROCESS_ENDED, "segmentation fault"),
        ("import os; os.abort()", Cause.PROCESS_ENDED, "compiled code aborted"),
    ],
)
def test_a_line_that_ends_the_process_costs_itself_and_nothing_below_it(
    sandbox, end, cause, detail
):
    source = RIGHT + f"\n{end}\ndef below(): return 7\n".encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below", []).value == 7
        (stopped,) = session.stopped[EX1]
    assert (stopped.line, stopped.cause) == (18, cause)
    assert detail in stopped.detail


@pytest.mark.parametrize(
    "end", ["raise KeyboardInterrupt", "import os; os.kill(os.getpid(), 2); [1 for _ in range(9)]"]
)
def test_a_keyboard_interrupt_of_the_modules_own_stops_that_line(sandbox, end):
    source = RIGHT + f"\n{end}\ndef below(): return 7\n".encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below", []).value == 7
        (stopped,) = session.stopped[EX1]
    assert (stopped.raised.type_name, stopped.line) == ("KeyboardInterrupt", 18)


def test_a_keyboard_interrupt_in_a_call_is_told(ask):
    observation = ask("def grad(x):\n    raise KeyboardInterrupt")
    assert observation.raised.type_name == "KeyboardInterrupt"


def test_a_process_that_ends_however_it_is_loaded_is_started_twice_and_no_more(sandbox):
    source = b"import ctypes\nctypes.CDLL(None)._exit(0)\ndef grad(x): return 1.0"
    starts = []
    with sandbox.session({f"{EX1}.py": source}) as session:
        start = session.start
        session.start = lambda: starts.append(1) or start()
        assert session.call(EX1, "grad", [2.0]).status == "crashed"
    assert len(starts) == 2


def test_an_exit_in_a_function_still_ends_the_process(sandbox):
    source = RIGHT + b"\nimport os\ndef leave():\n    os._exit(5)\nos._exit(0)\n"
    with sandbox.session({f"{EX1}.py": source}) as session:
        left = session.call(EX1, "leave", [])
        assert left.status == "crashed"
        assert "os._exit(5)" in left.note
        assert session.call(EX1, "grad", [2.0]).value == 20.0


@pytest.mark.parametrize("codec", ["zlib_codec", "rot13", "undefined"])
def test_a_codec_that_is_no_encoding_of_text_is_named_with_the_line(ask, codec):
    line = f"# -*- coding: {codec} -*-\nx = '{'a' * 99}.{'b' * 99}'\n".encode()
    observation = ask(line + (RIGHT if isinstance(RIGHT, bytes) else RIGHT.encode()))
    assert observation.raised.type_name == "SyntaxError"
    assert f"{codec} is not an encoding of text" in observation.raised.message
    assert observation.raised.frames[-1].line == 1


def test_a_theta_too_large_for_any_loss_is_refused_and_not_kept():
    record = RecordedProblem(Quadratic(np.eye(2)))
    told = record.evaluate("grad", np.zeros(LARGEST_THETA + 1))
    assert "at most 10000" in told["error"]
    assert record.visited == []
    assert record.calls["grad"] == 1


def test_the_thetas_that_are_kept_have_a_limit_together():
    record = RecordedProblem(Polynomial((0.0, 1.0)))
    for _ in range(1000):
        record.evaluate("grad", np.zeros(LARGEST_THETA))
    assert sum(theta.nbytes for theta in record.visited) <= VISITED_BYTES
    assert record.calls["grad"] == 1000


@pytest.mark.parametrize(
    "hang",
    [
        b"while True:\n    try:\n        while True: 1\n    except BaseException: 1\n",
        b"sum(range(10**12))\n",
    ],
    ids=["swallows exceptions", "in C code"],
)
def test_a_line_that_cannot_be_interrupted_is_found_and_left_out(hasty, hang):
    source = RIGHT + b"\n" + hang + b"def below(): pass\n"
    with hasty.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below", []).status == "returned"
        assert [stopped.cause for stopped in session.stopped[EX1]] == [Cause.OUT_OF_TIME]


def test_the_line_at_which_an_import_hangs_is_not_waited_for_twice(hasty):
    source = RIGHT + b"\nimport time\ntime.sleep(100)\n"
    with hasty.session({f"{EX1}.py": source + b"def crash():\n    pass\n"}) as session:
        session.call(EX1, "grad", [2.0])
        waited = session.seconds
        session.conversations[()].close()
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.seconds < waited + HASTY.call_seconds


def test_a_function_that_did_not_return_is_not_called_again(hasty):
    source = RIGHT + b"\ndef slow(x):\n    while True: pass\n"
    with hasty.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "slow", [1.0]).status == "timed out"
        waited = session.seconds
        again = session.call(EX1, "slow", [2.0])
        assert again.status == "timed out"
        assert again.out_of_time is OutOfTime.HUNG_BEFORE
        assert session.seconds == waited
        assert session.call(EX1, "grad", [2.0]).value == 20.0


def test_what_a_hanging_descent_visited_is_told(hasty, monkeypatch):
    # What it visited is in its answer to an interrupt, for which a busy machine takes its time.
    monkeypatch.setattr(conversation, "GRACE_SECONDS", 60)
    source = "def gradient_descent(loss, grad, theta, lr, n):\n    while True:\n"
    source += "        theta = [t - lr * g for t, g in zip(theta, grad(theta))]\n"
    with hasty.session({f"{EX1}.py": source.encode()}) as session:
        observation = session.call(EX1, "gradient_descent", DESCENT)
    assert observation.status == "timed out"
    np.testing.assert_allclose(observation.visited[1], [0.98, 0.8])


def test_a_stub_is_not_started(ask):
    source = 'def grad(x):\n    raise NotImplementedError("exercise 1: write grad")'
    assert ask(source).status == "not started"


def test_other_packages_are_not_there(ask):
    raised = ask("import scipy.optimize as grad").raised
    assert raised.type_name == "ModuleNotFoundError"
    assert "scipy" in raised.message


def test_the_standard_library_is_there_also_where_nothing_imported_it_before(ask):
    source = """
def grad(x):
    import calendar, colorsys, graphlib, heapq, bisect, html.parser, wave, sched, zipfile
    import numpy.fft, numpy.ma, matplotlib.sankey, matplotlib.backends.backend_pdf
    return "imported"
"""
    assert ask(source).value == "imported"


def test_prints_plots_and_pictures_at_import_are_harmless(sandbox):
    source = b"""
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
print("hello")
plt.ion()
plt.plot([1, 2])
plt.savefig("x.png")
plt.savefig("no/such/folder/x.png")
plt.savefig("/elsewhere.png")
plt.pause(30)
plt.show()
with open("notes.txt", "w") as file:
    file.write("written")
def grad(x):
    return open("notes.txt").read()
"""
    with sandbox.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [1.0]).value == "written"
        assert session.printed == "hello\n"
    assert list((sandbox.folder / "scratch").iterdir()) == []


def test_input_raises_end_of_file(ask):
    assert ask("def grad(x):\n    return input()").raised.type_name == "EOFError"


def test_a_drawing_is_described(ask):
    source = """
import matplotlib.pyplot as plt
def plot(path, ax=None):
    ax.plot(*path.T)
    return ax
"""
    args = [np.arange(6.0).reshape(3, 2), FRESH_AXES]
    observation = ask(source, "plot", args, figures=True)
    assert observation.status == "returned"
    assert observation.figure["returned"] == "axes"


def test_arguments_arrive_as_they_were_sent(ask):
    source = "def grad(*args, **named):\n    return [type(a).__name__ for a in args], args, named"
    args = [None, True, 3, 2.5, float("nan"), float("-inf"), "é", [1, 2.0], (1, "a"), {"k": 1}]
    args += [np.arange(3, dtype=np.int32), np.float64(0.1), np.array(2.0)]
    kinds, back, _ = ask(source, args=args).value
    assert kinds == [type(a).__name__ for a in args]
    assert repr(back[:10]) == repr(tuple(args[:10]))


def test_the_argument_that_a_call_changed_is_told(ask):
    observation = ask("def grad(x):\n    x += 1\n    return x", args=[np.zeros(2)])
    assert observation.mutated == (0,)


def test_a_value_that_is_no_plain_data_is_opaque(ask):
    observation = ask("def grad(x):\n    return object()")
    assert isinstance(observation.value, Opaque)
    assert observation.value.type_name == "object"


def test_the_same_submission_gets_the_same_numbers_every_time(ask):
    source = """
import random, numpy as np
def grad(x):
    return [random.random(), float(np.random.rand()), list({"a", "b", "c", "d"})]
"""
    assert ask(source).value == ask(source).value


@pytest.mark.slow
def test_time_that_is_used_up_times_the_other_functions_out(hasty):
    lines = [f"def f{i}(x):\n    while True: pass" for i in range(12)]
    with hasty.session({f"{EX1}.py": "\n".join(lines).encode()}) as session:
        observations = [session.call(EX1, f"f{i}", [1]) for i in range(12)]
    assert all(o.status == "timed out" for o in observations)
    assert observations[-1].out_of_time is OutOfTime.NONE_LEFT
    assert session.seconds < hasty.limits.submission_seconds + 2


@pytest.mark.slow
def test_time_of_processes_that_ended_is_used_up_too(hasty):
    dies = (
        "import os, time\ndef f(x):\n    end = time.thread_time() + {0}\n"
        "    while time.thread_time() < end: pass\n    os._exit(3)"
    )
    seconds = 0.7 * hasty.limits.call_seconds
    calls = 0
    with hasty.session({f"{EX1}.py": dies.format(seconds).encode()}) as session:
        while session.call(EX1, "f", [1]).status == "crashed":
            calls += 1
            assert calls < 50
    # What a process used after the last look at it is not known.
    least = seconds - 2 * conversation.LOOK_SECONDS
    assert calls <= hasty.limits.submission_seconds / least + 1


def test_where_somebody_may_press_it_an_interrupt_from_the_keyboard_ends_the_run():
    with pytest.raises(KeyboardInterrupt):
        run_module(b"raise KeyboardInterrupt", f"{EX1}.py", ModuleType(EX1))
