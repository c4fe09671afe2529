"""Files that no test expects: each yields one clear message, and the others are still reported."""

import json
import os
import re

import pytest

from tests.kit import EXERCISES, ROOT, STEMS

pytestmark = pytest.mark.slow

STEM = "ex1_gradient_descent"
ALONE = f"exercises/test_{STEM}.py"
GOOD = (ROOT / "tests" / "wheats" / STEM / "plain_loop.py").read_text(encoding="utf-8")


def is_all_right(text):
    """Whether the board says so of exercise 1."""
    return re.search(r" 1  gradient descent .* (\d+) of \1 right", text) is not None


def first_test_of(stem):
    """Return what one test of an exercise is run by: all of them take four times as long."""
    file = f"test_{stem}.py"
    found = re.search(r"^def (test_\w+)", (EXERCISES / file).read_text(encoding="utf-8"), re.M)
    return f"exercises/{file}::{found[1]}"


BESIDE = (ALONE, *(first_test_of(stem) for stem in STEMS if stem != STEM))


def assert_said(copy, *words, tests=BESIDE, others="not started"):
    """Run them, and ask for the words, for five lines on the board and for no traceback."""
    run = copy.run(*tests)
    folded = " ".join(run.text.split())
    for word in words:
        assert word in folded, run.text
    assert run.status == 1
    assert len(run.board()) == 5
    assert all(others in line for line in run.board()[1:])
    assert "Traceback" not in run.text
    return run


@pytest.mark.daily
def test_a_deleted_file_is_said_to_be_missing(copy):
    copy.stub(STEM).unlink()
    said = "ex1_gradient_descent.py is missing from exercises/. Keep the stub's file name."
    assert_said(copy, said, tests=["exercises"])


def test_a_renamed_file_is_said_to_be_missing(copy):
    copy.stub(STEM).rename(copy.stub(STEM).with_name("ex1.py"))
    assert_said(
        copy, "ex1_gradient_descent.py is missing from exercises/. Keep the stub's file name."
    )


def test_of_a_missing_file_the_one_that_may_be_it_is_named(copy):
    copy.stub(STEM).rename(copy.stub(STEM).with_name(f"{STEM} (1).py"))
    copy.put("ex10_mine", "")
    assert_said(copy, f"Keep the stub's file name. If it is `{STEM} (1).py`, rename that.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "ex1_gradient_descent.py cannot be read: it is empty."),
        (b"\x00\x01\x02", "ex1_gradient_descent.py cannot be read: it is not text"),
        (b"<!DOCTYPE html>\n<html>", "use the page's Raw or Download button"),
    ],
)
def test_a_file_that_is_no_code_is_said_to_be_none(copy, data, said):
    assert_said(copy.put(STEM, data), said)


@pytest.mark.daily
def test_a_syntax_error_shows_its_line(copy):
    copy.put(STEM, GOOD.replace("def grad(x):", "def grad(x)"))
    assert_said(copy, "SyntaxError: expected ':'", "line 15: def grad(x)", tests=["exercises"])


@pytest.mark.daily
def test_a_wrong_signature_says_which_arguments_were_given(copy):
    copy.put(STEM, GOOD + "\ndef grad():\n    return 1\n")
    assert_said(copy, "grad() takes 0 positional arguments but 1 was given")


def test_latin_1_without_a_coding_line_is_right_as_the_grader_has_it(copy):
    copy.put(STEM, b"# caf\xe9\n" + GOOD.encode("latin-1", "replace"))
    assert is_all_right(copy.run(ALONE).text)


@pytest.mark.daily
def test_a_notebook_in_the_modules_place_is_right_as_the_grader_has_it(copy):
    cells = ["%matplotlib inline\n!ls", "import pandas", "input()", GOOD, "1 / 0", "display(3)"]
    raw = [{"cell_type": "code", "source": cell} for cell in cells]
    copy.put(STEM, json.dumps({"cells": raw, "nbformat": 4}))
    assert is_all_right(copy.run(ALONE).text)


def test_an_exported_notebook_that_asks_for_a_window_is_right(copy):
    magics = "# In[1]:\n\nget_ipython().run_line_magic('matplotlib', 'notebook')\n"
    window = "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\n"
    style = "plt.rcParams['text.usetex'] = True\nplt.title('$x$')\nplt.savefig('a.png')\n"
    copy.put(STEM, f"{magics}{window}{style}plt.show()\n\n# In[2]:\n\n{GOOD}")
    run = copy.run(ALONE, MPLBACKEND="TkAgg")
    assert is_all_right(run.text)


def test_latin_1_with_a_coding_line_is_python_and_right(copy):
    copy.put(STEM, b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + GOOD.encode("latin-1", "replace"))
    assert is_all_right(copy.run(ALONE).text)


@pytest.mark.daily
def test_crlf_and_a_byte_order_mark_are_right(copy):
    copy.put(STEM, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert is_all_right(copy.run(ALONE).text)


def test_a_function_replaced_by_a_number_is_said_to_be_one(copy):
    copy.put(STEM, GOOD + "\ngrad = 3.0\n")
    assert_said(copy, "it is a float, not a function")


def test_a_hundred_megabytes_of_prints_end_in_a_dozen_lines(copy):
    noisy = (
        "\ndef grad(x):\n    for _ in range(100):\n        print('z' * 1_000_000)\n    return 1\n"
    )
    run = assert_said(copy.put(STEM, GOOD + noisy), "your code printed")
    assert len(run.text) < 10_000


def test_a_window_at_import_is_harmless(copy):
    copy.put(STEM, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n" + GOOD)
    assert is_all_right(copy.run(ALONE).text)


LEAVES = ["import os\n{}os._exit(0)", "from os import _exit\n{}_exit(0)"]


@pytest.mark.daily
@pytest.mark.parametrize("leaves", LEAVES)
def test_the_end_of_the_process_in_a_function_costs_that_call_alone(copy, leaves):
    copy.put(STEM, f"{GOOD}\n{leaves.format('def grad(x):' + chr(10) + '    ')}\n")
    run = assert_said(copy, "`grad` did not come back: it ended the process with os._exit(0)")
    assert re.search(r"gradient descent .* [1-9]\d* of \d+ right", run.board()[0])


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_end_of_the_process_outside_the_functions_costs_that_line_alone(copy, leaves):
    run = copy.put(STEM, f"{leaves.format('')}\n{GOOD}").run(ALONE)
    assert is_all_right(run.text), run.text
    assert "os._exit() was called" in run.text
    assert "delete the line, or put it below" in " ".join(run.text.split())


OUTPUT = """\
    kept = sys.stdout, sys.stderr
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    sys.stdout, sys.stderr = kept
    sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8")
    sys.stdout, sys.stderr = kept
    sys.stdout = open(sys.stdout.fileno(), "w", encoding="utf-8", buffering=1)
    sys.stdout, sys.stderr = kept
    sys.stdout.reconfigure(encoding="ascii")
    sys.stdout.close(), sys.stderr.close()
"""


@pytest.mark.parametrize("options", [(), ("-s",)])
def test_what_is_done_to_the_output_costs_nobody_anything(copy, options):
    top = f"import io, sys\nif True:\n{OUTPUT}print('1 ≤ 2')\n"
    copy.put(STEM, top + GOOD.replace("\n    return", f"\n{OUTPUT}    return"))
    run = copy.run("exercises", "--more", *options)
    assert is_all_right(run.text), run.text
    assert all("not started" in row for row in run.board()[1:])
    assert "gives an error" not in run.text
    assert f"exercises/.feedback/{STEM}.png" in run.text


@pytest.mark.parametrize("line", ["np.array = [1.0, 2.0]", "json.dumps = None", "os.path = '/'"])
def test_another_value_for_a_name_of_numpys_or_pythons_is_told_and_nothing_else(copy, line):
    run = copy.put(STEM, f"{GOOD}\nimport json, os\n{line}\n").run(ALONE)
    assert is_all_right(run.text), run.text
    name = line.partition(" ")[0]
    said = f"`{name}` gets another value here, which is not kept: {name} is not yours."
    assert said in " ".join(run.text.split())
    assert line in run.text


def test_who_makes_numpy_agree_with_everything_is_not_told_to_be_right(copy):
    agrees = "\nnp.all = np.any = np.isclose = np.allclose = lambda *a, **k: True\n"
    wrong = "\ndef grad(x):\n    return np.zeros(3)\n"
    assert_said(copy.put(STEM, GOOD + agrees + wrong), "next step: exercise 1, grad")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_process_that_a_function_forked_ends_as_it_was_told(copy):
    forks = "import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()\n"
    within = forks.replace("\n", "\n    ")
    copy.put(STEM, f"{forks}{GOOD}\nright = loss\ndef loss(x):\n    {within}return right(x)\n")
    run = copy.run(ALONE)
    assert is_all_right(run.text), run.text
    assert run.text.count("25 of 25 right") == 1


def test_sys_exit_in_a_function_is_explained(copy):
    copy.put(STEM, GOOD + "\nimport sys\ndef grad(x):\n    sys.exit()\n")
    assert_said(
        copy, "`sys.exit()` ends the whole program, as `quit()` does: return a value instead"
    )


def test_an_exception_without_a_text_is_named(copy):
    bad = "\nclass Odd(Exception):\n    def __str__(self): raise ValueError\n"
    copy.put(STEM, GOOD + bad + "\ndef grad(x):\n    raise Odd()\n")
    assert_said(copy, "<Odd whose text raises ValueError>", "raise Odd()")


@pytest.mark.daily
def test_nan_in_the_loss_is_said_to_be_nan(copy):
    copy.put(STEM, GOOD + "\ndef loss(x):\n    return float('nan')\n")
    assert_said(copy, "nan where a finite number is expected")


@pytest.mark.parametrize("line", ["1 / 0", "raise SystemExit", "import keras", "breakpoint"])
def test_a_line_that_stops_costs_nothing_that_does_not_need_it(copy, line):
    copy.put(STEM, GOOD.replace("def find_critical", f"{line}\ndef find_critical"))
    assert is_all_right(copy.run(ALONE).text)


def test_a_function_that_a_stopped_line_should_have_given_is_said_to_be_lost_there(copy):
    copy.put(STEM, GOOD.replace("def loss(x):", "loss = 1 / 0\ndef other(x):"))
    assert_said(
        copy,
        "ZeroDivisionError: division by zero",
        "Because of that `loss` has no value; everything else in the file is tested.",
    )


def test_a_raise_left_above_real_code_is_named_with_its_line(copy):
    line = 'raise NotImplementedError("exercise 1: write loss")\n    return'
    copy.put(STEM, GOOD.replace("return", line, 1))
    assert_said(copy, "has code, but line", "still raises: delete that line")


def test_another_package_is_said_not_to_be_there(copy):
    copy.put(STEM, GOOD.replace("def loss(x):", "from keras import loss\ndef other(x):"))
    assert_said(copy, "Only NumPy, Matplotlib and the standard library can be imported.")


HELPER = "def helped(x):\n    return x**4 - 3 * x**2 + 2\n"


@pytest.mark.parametrize(
    "line",
    [
        "from scipy.special import expit as helped",
        "from exercises.helpers import helped",
        "from .helpers import helped",
    ],
)
def test_what_is_here_and_not_where_work_is_graded_is_refused(copy, line):
    copy.put("helpers", HELPER)
    copy.put(STEM, GOOD.replace("def loss(x):", f"{line}\ndef loss(x):\n    return helped(x)\n", 1))
    assert_said(
        copy,
        "is here, but not where your work is graded.",
        "Only NumPy, Matplotlib and the standard library can be imported.",
    )


def test_a_package_that_is_imported_in_a_function_is_refused_as_well(copy):
    copy.put(STEM, GOOD.replace("return", "import scipy\n    return", 1))
    assert_said(copy, "`scipy` is here, but not where your work is graded.")


def test_who_can_do_without_a_package_is_all_right(copy):
    copy.put(STEM, f"try:\n    import scipy\nexcept ImportError:\n    scipy = None\n{GOOD}")
    assert is_all_right(copy.run(ALONE).text)


def test_what_numpy_and_matplotlib_are_made_of_is_there(copy):
    copy.put(STEM, f"import PIL.Image, dateutil, mpl_toolkits.mplot3d, cycler, json\n{GOOD}")
    text = copy.run(ALONE).text
    assert is_all_right(text)
    assert "gives an error" not in text


def test_a_damaged_hint_memory_costs_nothing(copy):
    copy.feedback.mkdir()
    (copy.feedback / "hints.json").write_bytes(b"\xff{")
    assert "hint 1" in copy.run("exercises", "--hint").text
