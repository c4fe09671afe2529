"""Right work under another name counts for the exercises whose functions it defines."""

import json

import pytest

from exercises.coach.calling.notebook_file import read_notebook
from grader.intake.students import read_place
from tests.intake.test_students import MODULE, STUB, notebook, put, the_one, zipped

SECOND = "ex2_learning_rates.py"
FIFTH = "ex5_linear_regression.py"
ONE = """\
scale, H = 1, [1]

def loss(x):
    '''Text at the left
edge = "no statement"
    '''
    return "loss of 1"
def grad(x):
    return "grad of 1"
def find_critical_points(starts):
    return [grad(start) for start in starts] + data()

# Below all that is asked for.
def data():
    return [scale, *H]
print("a demonstration")
"""
TWO = """\
import math
scale, H = 2, [2]
loss = lambda theta: "loss of 2"
def grad(theta):
    return "grad of 2"
def optimal_lr(hessian): return 1
def predict(hessian, lr): return 2 * scale
"""
FIVE = """\
scale, H = 5, [5]
def predict(x): return "a helper"
def add_intercept(x): return x
def closed_form(x, y): return 5
async_helper = 1
def fit(x, y): return 6
"""
KEEP = "whose functions it defines: keep the stub's file name."


def ran(data):
    """Return the names that a submission's file gives, a notebook's too."""
    text = data.decode() if not data.startswith(b"{") else read_notebook(data)
    names = {}
    exec(text, names)
    return names


@pytest.mark.parametrize(
    "name",
    [
        "Untitled3.py", "ex1.py", "Exercise 1 (final).py", "gradient descent.py", "ada.py.txt",
        *(f"{MODULE[:-3]}.{end}" for end in ("bak", "old", "orig", "py3", "python", "ipy")),
    ],
)  # fmt: skip
def test_a_module_under_any_name_counts_and_it_is_said(tmp_path, name):
    put(tmp_path, f"ada/{name}", ONE)
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: ONE.encode()}
    assert submission.notes == (f"{name} was graded as {MODULE}, {KEEP}",)


def test_so_does_a_notebook_and_what_is_in_an_archive(tmp_path):
    put(tmp_path, "ada.zip", zipped(**{"hw/Untitled.ipynb": notebook("%matplotlib inline", FIVE)}))
    submission = the_one(tmp_path)
    assert list(submission.files) == [FIFTH]
    assert submission.notes == (f"ada.zip/hw/Untitled.ipynb was graded as {FIFTH}, {KEEP}",)


@pytest.mark.parametrize("order", [(ONE, TWO, FIVE), (FIVE, TWO, ONE), (TWO, FIVE, ONE)])
@pytest.mark.parametrize("is_notebook", [False, True])
def test_one_file_may_hold_several_exercises_each_with_its_own_functions(
    tmp_path, order, is_notebook
):
    text = notebook(*order) if is_notebook else "\n".join(order)
    put(tmp_path, f"ada/homework.{'ipynb' if is_notebook else 'py'}", text)
    submission = the_one(tmp_path)
    assert list(submission.files) == [MODULE, SECOND, FIFTH]
    one, two, five = (ran(data) for data in submission.files.values())
    assert one["find_critical_points"]([0]) == ["grad of 1", 1, 1]
    assert (one["loss"](0), one["grad"](0)) == ("loss of 1", "grad of 1")
    assert (two["loss"](0), two["grad"](0), two["predict"](0, 0)) == ("loss of 2", "grad of 2", 4)
    assert five["fit"](0, 0) == 6
    (note,) = submission.notes
    assert "was graded as exercises 1, 2 and 5, whose functions it defines: keep the stubs'" in note


def test_several_exercises_in_one_cell_are_told_apart_too(tmp_path):
    put(tmp_path, "ada/all.ipynb", notebook(f"{ONE}\n{TWO}", "print('the end')"))
    submission = the_one(tmp_path)
    assert ran(submission.files[MODULE])["loss"](0) == "loss of 1"
    assert ran(submission.files[SECOND])["loss"](0) == "loss of 2"
    assert "the end" in json.loads(submission.files[SECOND])["cells"][1]["source"]


@pytest.mark.parametrize("is_notebook", [False, True])
@pytest.mark.parametrize("beside", ["nothing", "an empty file"])
def test_a_file_with_one_exercises_name_may_hold_the_others(tmp_path, is_notebook, beside):
    text = notebook(ONE, TWO, FIVE) if is_notebook else "\n".join((ONE, TWO, FIVE))
    name = MODULE.replace(".py", ".ipynb") if is_notebook else MODULE
    put(tmp_path, f"ada/{name}", text)
    if beside != "nothing":
        put(tmp_path, f"ada/{SECOND}", b"")
    submission = the_one(tmp_path)
    assert list(submission.files) == [MODULE, SECOND, FIFTH]
    two, five = (ran(submission.files[name]) for name in (SECOND, FIFTH))
    assert (two["loss"](0), two["predict"](0, 0), five["fit"](0, 0)) == ("loss of 2", 4, 6)
    # What is below exercise 1 may be its helpers, or take its names.
    assert ran(submission.files[MODULE])["loss"](0) == "loss of 2"
    (part,) = submission.alternatives[MODULE]
    assert part.name == f"{name} up to the next exercise in it"
    assert ran(part.data)["loss"](0) == "loss of 1"
    said = "graded as exercises 2 and 5 too, whose functions it defines: hand each exercise in"
    assert said in " ".join(submission.notes)


@pytest.mark.parametrize(
    "between", ["\f\n", "\f", "# \u2028\n", "# \x85\n", "# вход (x\n"], ids=ascii
)
@pytest.mark.parametrize("name", [MODULE, "homework.py"])
def test_what_ends_no_line_for_python_parts_no_exercise_from_itself(tmp_path, between, name):
    """Half of the letter х ends a line in Latin-1, and what stood below was not exercise 1's."""
    put(tmp_path, f"ada/{name}", (ONE + TWO).replace("\ndef ", f"\n{between}def "))
    submission = the_one(tmp_path)
    assert [*submission.files] == [MODULE, SECOND]
    own = submission.alternatives[MODULE][0].data if name == MODULE else submission.files[MODULE]
    assert b"find_critical_points" in own
    assert b"predict" not in own
    (note,) = submission.notes
    assert "exercises 1 and 2" in note or "as ex2_learning_rates.py too" in note


WHOLE = {
    MODULE: ONE + "def gradient_descent(*a): return 1\n",
    SECOND: TWO + "def explore(*a): return 1\n",
    FIFTH: FIVE.replace("predict", "helper"),
}


@pytest.mark.parametrize(("one", "other"), [(MODULE, SECOND), (SECOND, FIFTH), (FIFTH, MODULE)])
def test_work_that_changed_names_is_found_under_the_others(tmp_path, one, other):
    put(tmp_path, f"ada/{one}", WHOLE[other])
    put(tmp_path, f"ada/{other}", WHOLE[one])
    submission = the_one(tmp_path)
    for name in (one, other):
        (found,) = submission.alternatives[name]
        assert found.data == WHOLE[name].encode()
    assert "too, whose functions it defines: hand each exercise in" in " ".join(submission.notes)


def test_what_is_copied_into_another_exercise_or_has_a_file_of_its_own_is_left_alone(tmp_path):
    copied = "def gradient_descent(loss, grad, theta_init, lr, num_steps): return 1\n"
    put(tmp_path, f"ada/{SECOND}", TWO + copied)
    assert list(the_one(tmp_path).files) == [SECOND]
    put(tmp_path, f"ada/{MODULE}", f"{ONE}\n{TWO}")
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: f"{ONE}\n{TWO}".encode(), SECOND: (TWO + copied).encode()}
    assert (submission.alternatives, submission.notes) == ({}, ())


def test_work_under_the_right_name_counts_alone(tmp_path):
    put(tmp_path, f"ada/{MODULE}", "def loss(x):\n    return 7\n")
    put(tmp_path, "ada/old.py", ONE)
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: b"def loss(x):\n    return 7\n"}
    assert submission.alternatives == {}
    assert "Not read: old.py" in " ".join(submission.notes)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_whatever_ends_its_lines_work_counts_under_its_own_name(tmp_path, end):
    put(tmp_path, f"ada/{SECOND}", TWO.replace("\n", end))
    assert the_one(tmp_path).notes == ()


@pytest.mark.parametrize("named", [STUB, b""])
def test_a_stub_or_an_empty_file_under_the_right_name_does_not_hide_it(tmp_path, named):
    put(tmp_path, f"ada/{MODULE}", named)
    put(tmp_path, "ada/Untitled3.py", ONE)
    assert the_one(tmp_path).files == {MODULE: ONE.encode()}


def test_of_two_under_other_names_the_better_one_will_count(tmp_path):
    put(tmp_path, "ada/a.py", ONE)
    put(tmp_path, "ada/b.py", f"{ONE}\nmore = 1\n")
    submission = the_one(tmp_path)
    assert submission.sources == {MODULE: "a.py"}
    assert [each.name for each in submission.alternatives[MODULE]] == ["b.py"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a class of another course.py", "class Model:\n" + FIVE.replace("def ", "    def ")),
        ("too little.py", "def fit(x, y):\n    return 6\n"),
        ("what two exercises share.py", "def loss(x): return 1\ndef grad(x): return 2\n"),
        ("test_homework.py", ONE),
        ("a stub.py", STUB),
        ("deeper/homework.py", ONE),
        ("a mention.py", '"""find_critical_points and gradient_descent"""\n'),
        ("no Python.ipynb", '{"cells": 3}'),
        ("ex1.py", "def optimal_lr(h): return 1\ndef loss(x): return 1\n"),
    ],
)
def test_what_may_be_anything_else_is_left_alone_and_named(tmp_path, name, text):
    put(tmp_path, f"ada/{name}", text)
    put(tmp_path, f"ada/{SECOND}", "def loss(x):\n    return 7\n")
    put(tmp_path, "ada/helper.py", "x = 1\n")
    assert list(the_one(tmp_path).files) == [SECOND]


def test_a_name_with_the_number_needs_no_more_than_one_function(tmp_path):
    put(tmp_path, "ada/Exercise 5.py", "def fit(x, y):\n    return 6\n")
    put(tmp_path, "ada/ex1.py", "def loss(x):\n    return 6\n")
    assert list(the_one(tmp_path).files) == [MODULE, FIFTH]


def test_intake_shows_what_it_is_graded_as(tmp_path):
    put(tmp_path, "ada/homework.py", f"{ONE}\n{FIVE}")
    put(tmp_path, "bob/ex1_gradient_descent.py", ONE)
    intake = read_place(tmp_path)
    accounts, _ = intake.accounts(intake.tree.students[0])
    assert [(str(each.path), each.fate) for each in accounts] == [
        ("homework.py", f"{MODULE}, {FIFTH}")
    ]
