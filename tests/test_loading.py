"""A learner's file is run statement by statement: what stops costs what it defines, no more."""

import importlib
import json
import math
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from types import ModuleType

import matplotlib.pyplot
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exercises.coach.calling.deadline import deadline
from exercises.coach.calling.ipython import IPythonFinder
from exercises.coach.calling.loading import ExerciseFinder, run_module
from exercises.coach.calling.observe import observe
from exercises.coach.calling.stopped import Cause, Skip
from tests.kit import ROOT

FILE = "ex1_gradient_descent.py"


def run(source, **options):
    """Run a file; its names and what stopped."""
    module = ModuleType("exercises.ex1_gradient_descent")
    data = source if isinstance(source, bytes) else source.encode()
    return vars(module), run_module(data, FILE, module, **options)


def notebook(*cells):
    raw = [{"cell_type": "code", "source": c} if isinstance(c, str) else c for c in cells]
    return json.dumps({"cells": raw}).encode()


def percent(*cells):
    return "".join(f"# %%\n{cell}\n\n" for cell in cells).encode()


def exported(*cells):
    """Return cells as `jupyter nbconvert --to script` writes them."""
    numbered = (f"# In[{n}]:\n\n\n{cell}\n\n\n" for n, cell in enumerate(cells, start=1))
    return ("#!/usr/bin/env python\n# coding: utf-8\n\n" + "".join(numbered)).encode()


def plain(*cells):
    return "\n\n".join(cells).encode()


def reasons(stopped):
    return [each.raised.type_name if each.raised else each.cause for each in stopped]


in_every_form = pytest.mark.parametrize("form", [notebook, percent, exported, plain])
BEFORE, AFTER = "def before(): return 1", "def after(): return 2"

STOPS = {
    "a missing package": ("import seaborn_x as sns", "ModuleNotFoundError"),
    "an upload that is not there": ("data = open('data.csv').read()", "FileNotFoundError"),
    "input": ("name = input('name? ')", "OSError"),
    "an old style": ("import matplotlib.pyplot as p\np.style.use('seaborn-x')", "OSError"),
    "an assertion": ("assert before() == 2, 'mine'", "AssertionError"),
    "what is not written yet": ("raise NotImplementedError('later')", "NotImplementedError"),
    "a call above its definition": ("result = after()", "NameError"),
    "an exit": ("import sys; sys.exit(0)", "SystemExit"),
    "quit": ("quit()", "SystemExit"),
    "a missing colon": ("def broken(x)\n    return x", "SyntaxError"),
    "a bracket left open": ("def broken(x):\n    return (x", "SyntaxError"),
    "a string left open": ('def broken(x):\n    """Doc.\n    return x', "SyntaxError"),
    "bad indentation": ("def broken(x):\nreturn x", "IndentationError"),
    "prose": ("this is my answer to it", "SyntaxError"),
    "a conflict": ("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b", "SyntaxError"),
}


@in_every_form
@pytest.mark.parametrize(("cell", "reason"), STOPS.values(), ids=STOPS)
def test_what_stops_costs_nothing_above_or_below_it(form, cell, reason):
    names, stopped = run(form(BEFORE, cell, AFTER))
    assert (names["before"](), names["after"]()) == (1, 2)
    assert reason in reasons(stopped)


@in_every_form
def test_a_hang_ends_its_statement(form):
    with deadline(0.4):
        began = time.thread_time()
        names, stopped = run(
            form(BEFORE, "while True: pass", AFTER, "while True: pass"),
            hung=lambda describe: ExerciseFinder(lambda stem: None).hung("ex1", describe),
        )
        assert time.thread_time() - began < 1.5
    assert names["after"]() == 2
    assert reasons(stopped) == [Cause.OUT_OF_TIME, Cause.OUT_OF_TIME]


def test_a_stop_is_told_with_its_cell_its_line_and_what_it_would_have_defined():
    _, (stopped,) = run(notebook("x = 1", "# data\ny, z = 1 / 0, 2"))
    assert (stopped.file, stopped.line) == ("ex1_gradient_descent.ipynb, cell 2", 2)
    assert stopped.source == "y, z = 1 / 0, 2"
    assert stopped.defines == ("y", "z")


FIRST, SECOND = "def loss(x): return 1", "def loss(x): return 2"


@pytest.mark.parametrize(
    "above", ["x = 0\nassert loss(0) == 3", "raise NotImplementedError", "x = [][0]"]
)
def test_a_definition_below_a_line_that_fails_does_not_replace_one_that_jupyter_has_kept(above):
    names, stopped = run(notebook(FIRST, f"{above}\n{SECOND}\n{AFTER}", "x = loss(0)"))
    assert names["x"] == 1
    # What is defined nowhere else counts all the same.
    assert names["after"]() == 2
    assert len(stopped) == 1


def test_a_definition_below_a_line_that_fails_in_the_same_cell_as_the_first_is_left_out():
    names, _ = run(notebook(f"{FIRST}\nassert loss(0) == 3\n{SECOND}"))
    assert names["loss"](0) == 1


@pytest.mark.parametrize(
    "above",
    [
        "import seaborn_x", "open('data.csv')", "input()", "np.float_x",
        "import seaborn_x as sns\nsns.set()",
    ],
)  # fmt: skip
def test_what_fails_only_here_keeps_no_definition_below_it_from_counting(above):
    names, _ = run(notebook(f"import numpy as np\n{FIRST}", f"{above}\n{SECOND}"))
    assert names["loss"](0) == 2


def test_in_a_module_and_in_the_next_cell_the_last_definition_counts():
    assert run(plain(FIRST, "assert loss(0) == 3", SECOND))[0]["loss"](0) == 2
    assert run(notebook(FIRST, "assert loss(0) == 3", SECOND))[0]["loss"](0) == 2


def test_what_is_undefined_because_of_an_earlier_stop_is_no_stop_of_its_own():
    _, (stopped,) = run("import seaborn_x as sns\nframe = sns.load()\nmean = frame.mean()\n")
    assert stopped.raised.type_name == "ModuleNotFoundError"
    assert stopped.defines == ("sns", "frame", "mean")


def test_one_function_that_is_no_python_costs_itself_only():
    source = (
        "import numpy as np\n\ndef a():\n    return 1\n\ndef b(x)\n    return 2\n\n"
        "def c():\n    '''Doc\n    return 3\n\n"
        "def d():\n    '''Doc'''\n    return np.ones((2, 3)\n\n"
        "@property\ndef e():\n    return 4\n"
    )
    names, stopped = run(source)
    assert {name for name in "abcde" if name in names} == {"a", "e"}
    assert sorted(name for each in stopped for name in each.defines) == ["b", "c", "d"]


def test_a_return_too_far_left_costs_its_function_which_would_else_be_cut_short():
    names, stopped = run("def f(n):\n    t = n\nfor i in range(3):\n    t += 1\nreturn t\nx = 1\n")
    assert "f" not in names
    assert "f" in {name for each in stopped for name in each.defines}
    assert names["x"] == 1


def test_a_definition_in_a_string_is_not_taken_for_one():
    old = "old = '''\ndef loss(x):\n    return 0\n'''\n"
    names, _ = run(f"def loss(x): return 1\n{old}def broken(\n")
    assert names["loss"](2) == 1


@in_every_form
@pytest.mark.parametrize("order", [1, -1])
def test_a_function_that_is_written_counts_before_an_untouched_stub(form, order):
    stub = 'def loss(x):\n    """Doc."""\n    raise NotImplementedError("exercise 1: write loss")'
    names, _ = run(form(*["def loss(x):\n    return 7", stub][::order]))
    assert names["loss"](1) == 7


def test_a_stub_counts_before_what_another_module_of_that_name_is():
    names, _ = run("from math import sin as loss\ndef loss(x): raise NotImplementedError('no')\n")
    assert observe(names["loss"], (1.0,)).status == "not started"


def test_a_stub_below_a_lambda_does_not_hide_it():
    names, _ = run("loss = lambda x: 7\ndef loss(x):\n    raise NotImplementedError('no')\n")
    assert names["loss"](1) == 7


IPYTHON = {
    "an indented cell": "    x = 7\n    y = x",
    "an indented cell with a magic": "  %matplotlib inline\n  x = 7",
    "prompts": ">>> x = 3\n>>> for i in range(4):\n...     x += 1\n...\n>>> x\n7",
    "numbered prompts": "In [4]: x = 7\n   ...: y = 1\nOut[4]: 7",
    "time": "%%time\nx = 7",
    "time with blank lines above": "\n\n%%time\nx = 7",
    "timeit with a setup": "%%timeit -n 1 x = 7\nx",
    "capture": "%%capture out\nx = 7\nout.show()",
    "memit": "%%memit\nx = 7",
    "prun": "%%prun -l 5\nx = 7",
    "mprun": "%%mprun -f loss\nx = 7",
    "debug": "%%debug\nx = 7",
    "lprun": "%%lprun\nx = 7",
    "a timed statement": "%time x = 7",
    "an assigned time": "x = %time 7",
    "line magics": "%load_ext autoreload\n%autoreload 2\n%config a = 2\nx = 7",
    "a command": "!pip install numpy\nfiles = !ls\n!!ls\nx = 7",
    "help": "np.sin?\n?np.sin\nlen??\nx = 7",
    "without the sign": "pip install scipy\nmatplotlib inline\ncd ..\nx = 7",
    "pylab": "%pylab inline\nx = 7 if linspace(0, 1, 3).sum() and np and plt else 0",
    "an indented magic": "if True:\n    %matplotlib inline\n    x = 7",
    "display": "display(3)\nx = 7",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 7",
    "a cell's magic as exported": "get_ipython().run_cell_magic('time', '', 'x = 7\\ny = 1\\n')",
    "a line's as exported": "get_ipython().run_line_magic('time', 'x = 7')",
    "IPython imported": "from IPython import get_ipython as g\ng().run_cell('x = 7')",
    "matplotlib_inline": "import matplotlib_inline.backend_inline as b; b.f('svg'); x = 7",
    "await": "import asyncio\nawait asyncio.sleep(0)\nx = 7",
}


@pytest.fixture
def ipython(monkeypatch):
    """Stand in for IPython as the finder of a run does."""
    import sys

    for name in [n for n in sys.modules if n.startswith(("IPython", "matplotlib_inline"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [IPythonFinder(), *sys.meta_path])
    yield
    for name in [n for n in sys.modules if n.startswith(("IPython", "matplotlib_inline"))]:
        del sys.modules[name]


@pytest.mark.usefixtures("ipython")
@pytest.mark.parametrize("form", [notebook, percent, exported])
@pytest.mark.parametrize("cell", IPYTHON.values(), ids=IPYTHON)
def test_what_ipython_would_run_runs(form, cell):
    names, stopped = run(form(cell, "def after(): return x"))
    assert stopped == ()
    assert names["after"]() == 7


def test_a_cell_that_a_magic_hands_to_something_else_is_not_run_and_says_what_it_would_define():
    names, (stopped,) = run(notebook("%%writefile a.py\ndef loss(x):\n    return 1", AFTER))
    assert "loss" not in names
    assert stopped.defines == ("loss",)
    assert (stopped.cause, stopped.detail) == (Cause.OTHER_LANGUAGE, "%%writefile")


@pytest.mark.parametrize(
    "line",
    ["np.array = [1, 2]", "np.linalg.norm = None", "np.pi = np.ones(3)", "math.e = 3",
     "json.dumps = None", "os.path.join = max"],
)  # fmt: skip
@pytest.mark.parametrize("form", [notebook, exported, plain])
def test_a_name_of_somebody_elses_keeps_its_value_and_the_line_is_told(form, line):
    top = "import json, math, os\nimport numpy as np"
    names, (stopped,) = run(form(top, line, "after = np.zeros(1)"))
    assert names["np"].array([1.0]).shape == (1,)
    assert (names["np"].pi, names["math"].e) == (math.pi, math.exp(1))
    assert np.linalg.norm([3.0, 4.0]) == 5.0
    assert json.dumps(os.path.join("a", "b")) == json.JSONEncoder().encode(f"a{os.sep}b")
    assert names["after"].shape == (1,)
    assert (stopped.cause, stopped.source) == (Cause.REPLACED, line)
    assert stopped.detail == line.partition(" ")[0]


@pytest.mark.parametrize(
    "line",
    ["np.trapz_ = max", "del np.array", "builtins.len = lambda x: 0", "builtins.zip = map = None",
     "import numpy.testing", "np.array, np.all = max, max", "import json\njson.dumps = None",
     "import warnings\nwarnings.warn = lambda *a, **k: None", "import time\ntime.time = 0",
     "import matplotlib.pyplot as plt\nplt.title = plt.subplots = 'loss'",
     "import matplotlib.pyplot as plt\nplt.rcParams = {'figure.figsize': (8, 5)}",
     "import matplotlib\nmatplotlib.rcParams = {}", "import copy\ncopy.copy = None",
     "import time\nvars(time).clear()", "import copy\ndelattr(copy, [*vars(copy)][-1])"],
)  # fmt: skip
def test_names_are_put_back_however_they_were_changed(line):
    def names():
        modules = (
            "builtins",
            "copy",
            "json",
            "time",
            "warnings",
            "matplotlib",
            "matplotlib.pyplot",
        )
        own = [dict(vars(importlib.import_module(name))) for name in modules]
        return own, np.array, np.all

    before = names()
    run(f"import builtins\nimport numpy as np\n{line}\n".encode())
    assert names() == before
    vars(np).pop("trapz_", None)


@pytest.mark.parametrize(
    "line",
    ["Axes.plot = lambda *args, **kwargs: None", "Axes.set_title = Axes.anything = None",
     "del Axes.plot", "from matplotlib.figure import FigureBase\nFigureBase.add_subplot = None",
     "Figure.savefig = None", "import json\njson.JSONEncoder.encode = lambda self, value: ''",
     "import matplotlib\nmatplotlib.RcParams.__setitem__ = dict.__setitem__"],
)  # fmt: skip
def test_methods_of_a_class_are_those_from_before_however_they_were_changed(line):
    def methods():
        classes = (*Figure.__mro__, *Axes.__mro__, json.JSONEncoder, matplotlib.RcParams)
        return [dict(vars(each)) for each in classes]

    before = methods()
    run(
        f"from matplotlib.axes import Axes\nfrom matplotlib.figure import Figure\n{line}\n".encode()
    )
    assert methods() == before


FIRST_TO_IMPORT = """
import sys
from exercises.coach.judging.question import Question
from grader.hidden.in_process_observer import InProcess
line = b"from matplotlib.axes import Axes\\nAxes.plot = None\\ndef loss(x): return 1.0\\n"
observers = [InProcess({"ex1_gradient_descent.py": line}) for _ in range(50)]
finders = len(sys.meta_path)
assert "matplotlib" not in sys.modules
assert observers[0](Question("ex1_gradient_descent", "loss", (0.0,))).value == 1.0
assert callable(sys.modules["matplotlib.axes"].Axes.plot), "put back"
assert finders < 20, f"{finders} finders, of which each later import asks every one"
"""


def test_a_class_is_put_back_by_few_finders_where_the_file_is_the_first_to_import_it():
    done = subprocess.run(
        [sys.executable, "-c", FIRST_TO_IMPORT], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_call_that_changes_a_name_changes_it_for_itself_alone():
    def function():
        np.array = np.all = None
        return np.array

    observation = observe(function, ())
    assert (observation.status, observation.value) == ("returned", None)
    assert np.array([1.0]).shape == (1,)
    assert np.all([True])


@pytest.mark.parametrize("name", ["numpy", "exercises", "matplotlib"])
def test_modules_that_were_taken_out_are_there_again(name):
    def function():
        sys.modules.pop(name)
        importlib.import_module("this")

    before = importlib.import_module(name)
    run(f"import sys\ndel sys.modules[{name!r}]\nimport {name}, this".encode())
    assert sys.modules[name] is before
    observe(function, ())
    assert sys.modules[name] is before


@pytest.mark.parametrize("line", ["sys.meta_path.clear()", "sys.path.clear()", "sys.path[1:] = []"])
def test_what_finds_modules_is_put_back_and_what_was_added_stays(line):
    finders, folders = [*sys.meta_path], [*sys.path]
    run(f"import sys\n{line}\n".encode())
    assert ([*sys.meta_path], [*sys.path]) == (finders, folders)
    run(b"import sys\nsys.path.append('beside')\n")
    assert sys.path.pop() == "beside"


def test_names_of_pyplot_are_put_back_where_the_file_is_the_first_to_import_it():
    code = (
        "from exercises.coach.calling.loading import run_module\n"
        "from exercises.coach.calling.no_windows import OnImport, hold_backend\n"
        "from types import ModuleType\n"
        "OnImport('matplotlib.pyplot', hold_backend).install()\n"
        "source = b'import matplotlib.pyplot as plt\\nplt.title = 3\\n'\n"
        "stopped = run_module(source, 'ex1_gradient_descent.py', ModuleType('exercises.ex1'))\n"
        "import matplotlib.pyplot as plt\n"
        "print(plt.title.__name__, stopped[0].detail)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "title plt.title\n", done.stderr


@pytest.mark.parametrize("form", [notebook, exported])
def test_what_a_cell_showed_is_kept_as_ipython_keeps_it(form):
    names, stopped = run(form("40", "_ + 1", "Out[2] + _1 - __", "t = _", "6;"))
    assert stopped == ()
    assert names["t"] == 41


def test_the_numbers_that_jupyter_gave_are_the_numbers_of_out():
    cell = {"cell_type": "code", "source": "40", "execution_count": 17}
    names, stopped = run(notebook(cell, "x = Out[17] + _17"))
    assert (names["x"], stopped) == (80, ())


def test_a_name_that_the_learner_uses_is_not_overwritten_by_what_is_shown():
    names, _ = run(notebook("for _ in range(3): pass", "99", "x = _"))
    assert names["x"] == 2


def test_main_is_run_in_a_notebook_and_not_in_a_module():
    guarded = "if __name__ == '__main__':\n    x = 7"
    assert run(notebook(guarded))[0]["x"] == 7
    assert "x" not in run(guarded)[0]
    assert run(notebook(guarded))[0]["__name__"] == "exercises.ex1_gradient_descent"


def test_the_arguments_of_who_runs_the_tests_are_not_the_files():
    before = sys.argv
    names, stopped = run(
        "import argparse, sys\nargs = argparse.ArgumentParser().parse_args()\nn = sys.argv"
    )
    assert (names["n"], stopped) == ([FILE], ())
    assert sys.argv is before


@pytest.mark.parametrize(
    "end", ["quit()", "raise SystemExit  # the end", "import sys\nsys.exit(0)"]
)
@in_every_form
def test_a_file_that_ends_itself_without_an_error_at_its_end_has_no_stop(form, end):
    assert run(form(BEFORE, f"{end}\n# end"))[1] == ()


@pytest.mark.parametrize("cells", [["quit()", AFTER], ["raise SystemExit('no data')"], ["exit(2)"]])
@in_every_form
def test_one_that_ends_early_or_with_an_error_has_one(form, cells):
    assert reasons(run(form(BEFORE, *cells))[1]) == ["SystemExit"]


def test_a_line_that_looks_like_a_cells_beginning_may_stand_in_a_string():
    names, stopped = run(b"# %%\ntext = '''\n# %% no cell\n'''\ndef f(): return text\n")
    assert (names["text"], stopped) == ("\n# %% no cell\n", ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"# only\n", "nothing but comments"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"%PDF-1.4", "PDF"),
        (b"\x00\x01\x02", "not text"),
    ],
)
def test_a_file_that_is_no_code_says_what_it_is(data, said):
    _, (stopped,) = run(data)
    assert (stopped.line, stopped.cause) == (0, Cause.UNREADABLE)
    assert said in stopped.detail


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1"])
def test_other_encodings_are_read(encoding):
    names, stopped = run("# é\nx = 'é'\n".encode(encoding))
    assert (names["x"], stopped) == ("é", ())


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_other_systems_are_read(end):
    text = "def f():\n    return 1\n# %%\nx = f()\n".replace("\n", end)
    assert run(text)[0]["x"] == 1


def test_a_statement_that_is_to_be_skipped_is_not_run():
    skip = Skip(FILE, 3, Cause.PROCESS_ENDED, "it died")
    names, (stopped,) = run("a = 1\nfor i in [1]:\n    b = 2\nc = 3\n", skips=[skip])
    assert ("b" in names, names["c"]) == (False, 3)
    assert (stopped.cause, stopped.detail) == (Cause.PROCESS_ENDED, "it died")
    assert (stopped.line, stopped.source) == (3, "b = 2")


def test_a_future_import_holds_below_it():
    names, stopped = run(notebook("from __future__ import annotations", "def f(x: Nowhere): pass"))
    assert stopped == ()
    assert names["f"].__annotations__ == {"x": "Nowhere"}


RAISES = 'raise NotImplementedError("exercise 1: write loss")'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"{RAISES}\n    return x", "line 3 of ex1_gradient_descent.py still raises: delete that"),
        (f"y = x + 1\n    {RAISES}\n    return y", "line 4 of ex1_gradient_descent.py still"),
        (f"y = x\n    print(y)\n    {RAISES}", "line 5 of ex1_gradient_descent.py still raises"),
        (f"if x > 0:\n        {RAISES}\n    return x", "line 4 of ex1_gradient_descent.py still"),
    ],
)
def test_a_raise_left_beside_real_code_is_not_not_started(body, said):
    names, _ = run(f'def loss(x):\n    """Doc."""\n    {body}\n')
    observation = observe(names["loss"], (1.0,))
    assert observation.status == "raised"
    assert said in observation.note
    assert "write what belongs there" in observation.note if "if x" in body else True


@pytest.mark.parametrize("above", ["", '"""Doc."""\n    ', "pass\n    # TODO\n    "])
def test_a_stub_is_not_started(above):
    names, _ = run(f"def loss(x):\n    {above}{RAISES}\n")
    assert observe(names["loss"], (1.0,)).status == "not started"


def test_a_raise_left_in_a_notebooks_cell_is_told_with_the_cell():
    names, _ = run(notebook("def loss(x):\n    raise NotImplementedError('x')\n    return x"))
    said = observe(names["loss"], (1.0,)).note
    assert "line 2 of ex1_gradient_descent.ipynb, cell 1 still raises: delete that line" in said


PARTED = {
    "backticks": "```python\n    return x\n```",
    "prose": "Here is the derivative of the loss:\n\n    return x",
    "Git's marks": "<<<<<<< HEAD\n    return x\n=======\n    return 2 * x\n>>>>>>> main",
    "Git's marks in a loop": "    for t in [1]:\n<<<<<<< HEAD\n        x = 2\n=======\n"
    "        x = 3\n>>>>>>> main\n    return x",
    "Git's marks below a branch": "    if x > 1:\n        return 1\n<<<<<<< HEAD\n    return x\n"
    "=======\n    return 2 * x\n>>>>>>> main",
    "a diff": "-    raise NotImplementedError\n+    return x",
    "the head of a diff": "@@ -54,7 +54,7 @@\n+    return x",
    "the line's number": "56    return x",
    "the console's dots": "...     return x",
}  # fmt: skip


@pytest.mark.parametrize("parted", PARTED.values(), ids=PARTED)
def test_a_function_that_a_line_parts_from_its_return_is_missing_because_of_that_line(parted):
    source = f'{BEFORE}\n\n\ndef grad(x):\n    """Doc."""\n{parted}\n\n\n{AFTER}\n'
    names, stopped = run(source)
    assert "grad" not in names
    assert "grad" in stopped[0].defines
    assert (names["before"](), names["after"]()) == (1, 2)


# What looks like a blank line and is not one for Python, as chats and web pages have it.
UNSEEN = ["\xa0", "\xa0 \xa0", "\u3000", "\u2028", "\x85", "\x0b"]
SEPARATES = ["\n\nx = 1", "\n# the end", "\n\n\xa0\n@str\ndef after(): return 2", ""]
PARTS = [
    "    y = 1\n{}\n    return y",
    "    if x:\n        return 1\n{}\n    else:\n        return 2",
]


@pytest.mark.parametrize("below", SEPARATES)
@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_an_unseen_character_on_a_line_between_functions_costs_neither(unseen, below):
    names, stopped = run(f"{BEFORE}\n\ndef grad(x):\n    return 2\n{unseen}{below}\n")
    assert (names["before"](), names["grad"](1)) == (1, 2)
    assert {each.defines for each in stopped} == {()}


@pytest.mark.parametrize("body", PARTS)
@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_an_unseen_character_on_a_line_in_a_function_costs_that_one(unseen, body):
    names, stopped = run(f"{BEFORE}\n\ndef grad(x):\n{body.format(unseen)}\n\n\n{AFTER}\n")
    assert "grad" not in names
    assert "grad" in stopped[0].defines
    assert (names["before"](), names["after"]()) == (1, 2)


SAME_LINE = ["\f\n", "# page\x0bbreak\n", "# a\u2028b\n", "s = 'a\x85b'\n", 'text = """\n\f\n"""\n']


@pytest.mark.parametrize("sign", ["+", "-", "> ", "12 ", "12: ", "3. ", "... "])
def test_a_function_that_was_copied_with_a_sign_before_each_line_is_lost_there(sign):
    lines = ["def loss(x):", "    return x**4", "", "def grad(x):", "    return 4 * x**3"]
    stopped = run("import numpy as np\n" + "\n".join(sign + line for line in lines))[1]
    assert {"loss", "grad"} <= {name for each in stopped for name in each.defines}


@pytest.mark.parametrize("above", SAME_LINE, ids=ascii)
def test_what_ends_no_line_for_python_moves_none_that_is_quoted(above):
    """Below a page break every message quoted the line above the one that failed."""
    names, _ = run(f"{above}def grad(x):\n    y = 1\n    return y.nothing\n")
    (frame,) = observe(names["grad"], [1.0]).raised.frames
    assert frame.source == "return y.nothing"


def test_a_function_behind_a_page_break_is_not_that_above_it():
    names, stopped = run("\fdef loss(x):\n    return (\n\n\fdef grad(x):\n    return 2\n")
    assert names["grad"](1) == 2
    assert [each.defines for each in stopped] == [("loss",)]


BEGUN = (
    'if __name__ == "__main__":', 'if __name__ == "__main__":\n    # plots', "for i in range(3):",
    "while True:", "try:", "with open('a') as file:", "if True:\n    y = 1\nelse:",
)  # fmt: skip
WHOLE = {
    **{f"one that returns, above `{line}`": ("def grad(x):\n    return 2", line) for line in BEGUN},
    "one that only prints, above a main that is only begun": (
        "def grad(x):\n    show(x); return 2\n\ndef show(x):\n    print(x)",
        'if __name__ == "__main__":',
    ),
    "one that returns": ("def grad(x):\n    return 2", "```\n    return x"),
    "one that returns in both branches": (
        "def grad(x):\n    if x:\n        return 2\n    else:\n        return 2",
        "```\n    return x",
    ),
    "one that tries": (
        "def grad(x):\n    try:\n        return 2\n    except Exception:\n        return 2",
        "```\n    return x",
    ),
    "one that only prints, above broken lines": (
        "def grad(x):\n    show(x); return 2\n\ndef show(x):\n    print(x)",
        "for i in range(3)\n    show(i)",
    ),
    "one that only prints, above a function without its def": (
        "def grad(x):\n    show(x); return 2\n\ndef show(x):\n    print(x)",
        "deff other(x):\n    return x",
    ),
    "one that only prints, above another's return": (
        "def grad(x):\n    show(x); return 2\n\ndef show(x):\n    print(x)",
        "```\ndef other(x):\n    return x",
    ),
}


@pytest.mark.parametrize(("above", "broken"), WHOLE.values(), ids=WHOLE)
def test_a_function_above_broken_lines_that_are_not_its_own_is_kept(above, broken):
    names, stopped = run(f"{above}\n\n{broken}\n\n\nx = 1\n")
    assert names["grad"](1) == 2
    assert len(stopped) == 1


NAME = "exercises.ex1_gradient_descent"


@contextmanager
def imported(source):
    """Import exercise 1 from this source; give the module and what stopped."""
    finder = ExerciseFinder({"ex1_gradient_descent": (source, FILE)}.__getitem__)
    kept, path = sys.modules.copy(), [*sys.meta_path]
    for name in (NAME, "ex1_gradient_descent"):
        sys.modules.pop(name, None)
    try:
        finder.install()
        yield importlib.import_module(NAME), finder.stopped.get("ex1_gradient_descent", ())
    finally:
        sys.meta_path[:] = path
        for name in (NAME, "ex1_gradient_descent"):
            sys.modules.pop(name, None)
        sys.modules.update(kept)


@pytest.mark.parametrize(
    "takes",
    [
        "sys.modules.pop(__name__)",
        "[sys.modules.pop(name) for name in [*sys.modules] if name.startswith('ex')]",
        "sys.modules.clear()",
    ],
)
def test_a_module_that_takes_modules_away_to_have_them_read_anew_is_read(takes):
    """All of it was a KeyError of Python's own, and then there was no `exercises` to look in."""
    source = f"import sys\n{takes}\ndef grad(x): return 4 * x**3 - 6 * x\n".encode()
    kept = sys.modules.copy()
    with imported(source) as (module, stopped):
        assert module.grad(2.0) == 20
        assert importlib.import_module(NAME) is sys.modules[NAME]
        assert kept.items() - {(NAME, kept.get(NAME))} <= sys.modules.items()
    assert not stopped


@pytest.mark.parametrize(
    "again",
    [
        "%run ex1_gradient_descent.ipynb", "%run ../ex1_gradient_descent.py",
        "import ex1_gradient_descent as mine\nassert mine.grad(2.0) == 20",
        "from exercises.ex1_gradient_descent import grad as mine",
    ],
)  # fmt: skip
def test_a_notebook_may_import_itself(again):
    with imported(notebook("def grad(x): return 4 * x**3 - 6 * x", again)) as (module, stopped):
        assert module.grad(2.0) == 20
    assert not stopped
