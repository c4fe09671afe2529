"""What a function's own lines say beside a value that is wrong, and where they say nothing."""

import json

import pytest

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.raised import Source
from exercises.coach.judging.finding import Wrong
from exercises.coach.judging.slips.find_slips import slip_in
from exercises.coach.judging.slips.slip import Rank
from exercises.coach.learner import Learner
from tests.slips.run import first_message

KNOWN = {"mse_loss": ("theta", "X", "y")}


def slip(body, header="def f(x, y):"):
    """Return what is found in a function of this body; its header is line 11."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return slip_in(Source("f.py", 11, f"{header}\n{lines}\n"), KNOWN)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("x =- y\nreturn x", "Line 12 gives `x` a new value"),
        ("x =+ y\nreturn x", "write `+=`"),
        ("x == x - y\nreturn x", "Line 12 only compares"),
        ("np.linalg.LinAlgError('no')\nreturn x", "write `raise` before it"),
        ("ValueError()\nreturn x", "write `raise` before it"),
        ("x <- x - y\nreturn x", "less than minus"),
        ("x - y\nreturn x", "Line 12 computes `x - y`"),
        ("x, y", "write `return` before it"),
        ("x.copy()\nreturn x", "`x.copy` returns something new"),
        ("history = []\nhistory.sort\nreturn history", "write `history.sort()`"),
        ("return x\n+ y", "only inside brackets"),
        ("for t in y:\n    break\n    x = t\nreturn x", "Line 14 is never run"),
        ("return x,", "Line 12 ends in a comma"),
        ("z = 0,1\nreturn z * x", "decimals come after a point, `0.1`"),
        ("return 4,0 * x", "decimals come after a point, `4.0`"),
        ("x = (y +\n     1),\nreturn x", "Line 13 ends in a comma"),
        ("return x * 10^6", "`^` is not a power"),
        ("return np.array(2 * x, 3 * y)", "square brackets"),
        ("return mse_loss(X, y, x)", "`X` is passed to `mse_loss` in the place of `theta`"),
        ("return {'a': x, x: x}", "the key `x` has no quotes"),
        ("path = [x]\npath += y\nreturn path", "`append` does"),
        ("return x or y", "a comma makes a pair"),
        ("if x is 1:\n    return y\nreturn x", "`==` for equal values"),
        ("return np.all(z > 1 for z in x)", "NumPy's `all` takes a generator"),
        ("x.set_title = y\nreturn x", "call `x.set_title(...)`"),
        ("for t in y:\n    z = []\n    z.append(t)\nreturn z", "empties `z`"),
        ('"""Doc.\n\n    return x\n"""', "Line 15 ends the docstring"),
        ("try:\n    x = y\nexcept:\n    pass\nreturn x", "The `except` in line 14 hides"),
        ("try:\n    return x\nexcept Exception:\n    return 0", "The `except` in line 14 hides"),
        ("if x == 1 or 2:\n    return y\nreturn x", "`or 2` always holds"),
        ("return y if x == np.inf or np.nan else x", "`or np.nan` always holds"),
        (
            "try:\n    x = y\nexcept Exception:\n    pass\nreturn x",
            "line 14 hides",
        ),
    ],
)
def test_a_line_that_seldom_does_what_was_meant_is_told(body, says):
    found = slip(body)
    assert says in found.says
    assert found.rank is not Rank.PERHAPS
    assert f"ine {found.line}" in found.says


def test_a_line_that_is_never_run_leaves_a_mistake_its_name():
    assert slip("return x\nx = y").rank is Rank.BESIDE
    assert slip("return x\n- y").rank is Rank.CAUSE


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("for t in y:\n    return t", "put it below the loop"),
        ("return x / 2 * len(y)", "needs brackets"),
        ("return np.linalg.lstsq(x, y)", "several things"),
        ("def g(z):\n    return z\nreturn x", "no line calls it"),
        ("z = x\nreturn x", "no line uses it"),
        ("return x // y", "drops the fraction"),
        ("return 1 // (2 * len(x)) * y", "drops the fraction"),
        ("z = np.array([0, 0])\nz[0] = x\nreturn z", "whole numbers"),
        ("return np.linalg.eigvals(x)[-1]", "in no order"),
        (
            "z = np.zeros(3)\nfor i in range(3):\n    z = x[i]\nreturn z",
            "`z[i] = ...` sets an entry",
        ),
        ("z = np.array([0] * 3)\nz[0] = x\nreturn z", "whole numbers"),
        ("for y in range(3):\n    x = 2 * x\nreturn x", "gives `y` another value"),
        ("z = 2 * x\nfor z in range(3):\n    y = y - z\nreturn y", "gives `z` another value"),
        ("z = np.linalg.eigvals(x)\nreturn z[0] + y", "in no order"),
        ("z = {}\nfor t in x:\n    z = {t: y}\nreturn z", "`z[key] = ...` adds one"),
        ("z = []\nfor t in x:\n    z = [t + y]\nreturn z", "`z.append(...)` adds one"),
        ("z = np.empty(3)\nreturn z + x * y", "leaves in its entries"),
        ("z = [x, y]\nreturn x[z == min(z)]", "may compare the list as a whole"),
        ("return int(x * y)", "`int` cuts the number"),
        (
            "z = [x]\nfor t in y:\n    x = x - t\nz.append(x)\nreturn z",
            "does it belong in the loop",
        ),
        ("z = []\nfor t in x:\n    z = t * y\nreturn z", "`z.append(...)` adds one"),
        ("return np.array(x, int) + y", "cuts every number"),
        ("z.append(x + y)\nreturn z", "is made outside this function"),
    ],
)
def test_a_line_that_may_be_right_is_told_where_the_mistake_has_no_name(body, says):
    found = slip(body)
    assert says in found.says
    assert found.rank is Rank.PERHAPS


@pytest.mark.parametrize(
    "body",
    [
        '"""A docstring."""\nreturn x',
        "x = -y\nreturn x",
        "z = []\nfor t in x:\n    z = [*z, t + y]\nreturn z",
        "z = {}\nfor t in x:\n    z = {**z, t: y}\nreturn z",
        "z = np.empty(3)\nz[:] = x * y\nreturn z",
        "z = np.array([x, y])\nreturn z[z == min(z)]",
        "n = int(len(x) / 2)\nreturn x[n:]",
        "y = int(y)\nfor t in range(y):\n    x = 2 * x\nreturn x",
        "num_steps = int(num_steps)\nreturn x + y",
        "y = int(y)\nreturn x[y]",
        "return int(np.argmin(x)), y",
        "z = np.empty(3)\nz.fill(y)\nreturn z + x",
        "z = np.empty(3)\nnp.multiply(x, y, out=z)\nreturn z",
        "z = np.empty(3)\nnp.copyto(z, x)\nreturn z * y",
        "x.append(y)\nreturn x",
        "return np.all(x > 0) > y",
        "if np.all(x) == True:\n    return y",
        "low, high = np.linalg.eigvalsh(x)\nreturn low + high",
        "w, v = np.linalg.eigh(x)\nreturn w",
        "w, v = np.linalg.eigh(x)\nreturn v @ np.diag(w)",
        'for lr in x:\n    y["rate"] = lr\nreturn y',
        "if x:\n    pass\nreturn y",
        "def g(z):\n    print(z)\ng(x)\nreturn y",
        "z = []\nfor t in x:\n    for s in y:\n        t = t - s\n    z.append(t)\nreturn z",
        "z = [x]\nfor t in y:\n    z.append(t)\nz.append(x)\nreturn z",
        "z = []\nfor t in x:\n    z = t * y\n    print(z)\nreturn z",
        "z = [x]\nz = z + [y]\nreturn z",
        "return np.array(x, float) + y",
        "def g():\n    z.append(x)\nz = []\ng()\nreturn z",
        "x =-1\nreturn x",
        "slope =-y\nreturn slope",
        "print(x - y)\nreturn x",
        "x.sort()\nreturn x",
        "plt.show()\nreturn x",
        "...\nreturn x",
        "return (x,)",
        "x, = y\nreturn x",
        "return x ^ y",
        "return (x > 0) ^ 1",
        "half = len(x) // 2\nreturn x[half:]",
        "return x[: len(x) // 2 + 1]",
        "return x\nraise NotImplementedError('a sketch')",
        "return x\nprint(y)",
        "return x\npass",
        "return np.array([x, y], float)",
        "return mse_loss(x, X, y)",
        "return mse_loss(theta, X, y=y)",
        "return {x: y}",
        "path = [x]\npath += [y]\nreturn path",
        "path = [x]\npath += [path[-1]] * 5\nreturn path",
        "path = [x]\npath += 5 * [path[-1]]\nreturn path",
        "path = [x]\npath += [y] + 2 * [x]\nreturn path",
        "path = [x]\nmore = [y]\npath += more\nreturn path",
        "path = x\npath += y\nreturn path",
        "if x:\n    return x\nreturn y",
        "for t in y:\n    if t:\n        continue\n    return t",
        "while True:\n    if x:\n        return x",
        "return x / 2 * y",
        "if x is None or y is True:\n    return y\nreturn x",
        "return all(z > 1 for z in x)",
        "return np.all([z > 1 for z in x])",
        "for t in y:\n    z = []\n    for s in t:\n        z.append(s)\n    x[t] = z\nreturn x",
        "x.size = 3\nreturn x",
        "q, r = np.linalg.qr(x)\nreturn q, r",
        "def g(z):\n    return z\nreturn g",
        "global z\nz = x\nreturn x",
        "for _ in y:\n    x = 2 * x\nreturn x",
        '"""Doc.\n\n    return x\n"""\nreturn y',
        '"""Returns\n-------\nreturns x\n"""',
        "try:\n    x = y\nexcept OverflowError:\n    pass\nreturn x",
        "try:\n    x = y\nexcept Exception:\n    x = 2\nreturn x",
        "z, t = 0,1\nreturn z * x + t * y",
        "z = np.zeros(3)\nfor i in range(3):\n    t = z - x\n    z = t\nreturn z",
        "z = np.zeros(3)\nfor i in range(3):\n    z[i] = x[i]\nreturn z",
        "z = np.array([0.0] * 3)\nz[0] = x\nreturn z",
        "for x in x:\n    y = y + x\nreturn y",
        "z = 2 * x\nprint(z)\nfor z in range(3):\n    y = y - z\nreturn y",
        "for z in x:\n    y = y + z\nfor z in x:\n    y = y - z\nreturn y",
        "z = (0,1)\nreturn z",
        "return x[0,1]",
        "z = np.array()\nz[0] = x\nreturn z",
        "z = np.array([0, 0], dtype=float)\nz[0] = x\nreturn z",
        "z = np.array([0.0, 0])\nz[0] = x\nreturn z",
        "z = np.array([[0, 1], [1, 0]])\nreturn z @ x",
        "z = np.linalg.eigvals(x)\nz.sort()\nreturn z[0]",
        "return max(np.linalg.eigvals(x))",
        "z = np.linalg.eigvalsh(x)\nreturn z[-1]",
        "z = np.zeros(2)\nz[0] =-2 * x\nreturn z",
        "for v in x:\n    v = float(v)\n    y += v\nreturn y",
        "return np.vectorize(y, otypes=[float])(x)",
        "z = 0\nfor t in y:\n    z = t\nreturn z",
        "return np.arange(len(y), 0, -1) + np.arange(0, len(y))",
        "return np.linalg.inv(x) * 2",
    ],
)
def test_of_what_may_be_meant_nothing_is_said(body):
    assert slip(body) is None


def test_no_function_of_numpys_is_taken_for_pythons():
    text = "def f(x):\n    return all(z > 1 for z in x)\n"
    assert slip_in(Source("f.py", 1, text), {}) is None
    assert "NumPy's `all`" in slip_in(Source("f.py", 1, text, ("all",)), {}).says


@pytest.mark.parametrize(
    "text", ["", "x = 1\n", "class A:\n    pass\n", "def f(:\n", "@cache\n", "lambda x: x\n"]
)
def test_what_is_no_function_says_nothing(text):
    assert slip_in(Source("f.py", 1, text), {}) is None


def test_the_source_of_a_method_is_read_at_its_own_margin():
    source = Source("f.py", 3, "    def f(x):\n        x - 1\n        return x\n")
    assert slip_in(source, {}).line == 4


def test_a_cause_is_told_before_what_may_be_right():
    assert "`=-`" in slip("z = x\nx =- y\nreturn x").says


class Told:
    """An observer of a function that gives 5, whose lines are known."""

    def __init__(self, file):
        self.file = file

    def __call__(self, question, **_):
        return Observation("returned", value=5.0)

    def carried(self, question):
        return None

    def source(self, question):
        return Source(self.file, 7, "def grad(x):\n    x - 1\n    return 5.0\n")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("ex1_gradient_descent.py", "Line 8 computes"),
        ("cell [4]", "Line 8 of cell [4] computes"),
        ("ex1_gradient_descent.ipynb, cell 4", "Line 8 of cell 4 computes"),
    ],
)
def test_a_wrong_value_is_told_with_the_line_and_its_cell(file, line):
    answer = Learner("ex1_gradient_descent", Told(file)).ask("grad", 2.0)
    with pytest.raises(Wrong) as wrong:
        answer.gives(20.0)
    assert line in str(wrong.value)
    assert wrong.value.finding.place == (file, 8)
    answer.gives(5.0)


def test_of_two_lines_of_a_cell_the_first_is_told_with_the_cell():
    body = "def f(x):\n    return x\n    return 2 * x\n"
    says = slip_in(Source("cell [4]", 1, body), KNOWN).says
    assert says.startswith("Line 3 of cell [4] is never run")
    assert says.endswith("below the `return` in line 2.")


def test_a_function_that_the_file_defines_twice_is_told():
    twice = slip_in(Source("f.py", 11, "def f(x):\n    return x\n", above="line 3"), KNOWN)
    assert twice.says.startswith("Line 11 defines `f` again, after line 3")
    assert twice.rank is Rank.BESIDE
    assert slip_in(Source("f.py", 11, "def f(x):\n    return x\n"), KNOWN) is None


def test_a_function_that_two_cells_define_is_told():
    loss = "def loss(x):\n    return x**4 - 3 * x**2 + 2"
    first, second = (
        "def grad(x):\n    return 4 * x**3 - 6 * x",
        "\ndef grad(x):\n    return 0 * x",
    )

    def told(*sources):
        cells = [{"cell_type": "code", "source": source} for source in sources]
        book = json.dumps({"nbformat": 4, "metadata": {}, "cells": cells})
        return first_message("ex1_gradient_descent", book).folded

    said = told(loss, first, second)
    assert "Line 2 of cell 3 defines `grad` again, after cell 2: only the last one counts." in said
    assert "again" not in told(loss, second)


def test_of_arguments_that_come_from_a_list_no_place_is_told():
    assert slip("return mse_loss(*y, X, y)") is None


def test_what_may_be_right_is_told_where_a_mistake_has_no_name():
    def told(body, header="def f(x, y):"):
        found = slip(body, header)
        assert found.rank is Rank.PERHAPS
        return found.says

    loops = "for t in y:\n    z = []\n    for u in y:\n        z.append(u)\n"
    assert "Line 16 is below the loop that begins `z` in each pass" in told(f"{loops}return z")
    assert "`int` cuts" in told("return np.array(x, dtype=int)")
    assert "fewer digits" in told("return np.zeros(x, dtype='float32')")
    assert slip("return 2 * np.arange(x, dtype=int)", "def f(x, y):") is None
    assert "`n` is global in line 12" in told("global n\nn = n + 1\nreturn x")
    assert "`np.gradient` takes differences" in told("return np.gradient(x)")
    assert "draws it over 0, 1, 2" in told("x.plot(y, 'r-')\nreturn x")
    assert "flat array" in told("return np.insert(X, 0, 1)", "def add_intercept(X):")
    assert "returns several things" in told("z = np.linalg.lstsq(x, y)\nreturn z")
    header = "def mse_loss(theta, X, y):"
    assert "uses its argument `theta`" in told("r = X - y\nreturn r", header)
    assert "uses its arguments `X` and `y`" in told("r = theta + 1\nreturn r", header)


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("return x or 1", "def f(x, y):"),
        ("if x == 1 or y == 2:\n    return y\nreturn x", "def f(x, y):"),
        ("if x == 1 or y:\n    return y\nreturn x", "def f(x, y):"),
        ("try:\n    x = y\nexcept Exception as e:\n    x = str(e)\nreturn x", "def f(x, y):"),
        ("try:\n    x = y\nexcept OverflowError:\n    x = 1\nreturn x", "def f(x, y):"),
        ("return np.array(x, dtype=float)", "def f(x, y):"),
        ("global n\nreturn n", "def f(x, y):"),
        ("global n\nn = 0\nfor t in y:\n    n = n + 1\nreturn n", "def f(x, y):"),
        ("try:\n    return x\nexcept Exception:\n    return y", "def f(x, y):"),
        ("x.plot(y[:, 0], y[:, 1])\nreturn x", "def f(x, y):"),
        ("return np.insert(X, 0, 1, axis=1)", "def add_intercept(X):"),
        ("return np.insert(X, 0, 1, 1)", "def add_intercept(X):"),
        ("return np.append(x, y)", "def f(x, y):"),
        ("z = np.linalg.lstsq(x, y)\nreturn z[0]", "def f(x, y):"),
        ("f = lambda t: theta\nreturn f(X) - y", "def mse_loss(theta, X, y):"),
        ("return 0", "def mse_loss(theta, X, y):"),
        (
            "for t in y:\n    z = []\n    for u in y:\n        z.append(u)\nprint(z)",
            "def f(x, y):",
        ),
    ],
)
def test_their_neighbours_are_told_nothing(body, header):
    assert slip(body, header) is None


OWN = {"fit": ("X", "y", "lr", "num_steps"), "compare": ("X", "y", "lr", "num_steps")}


def of_exercise(body, header="def compare(X, y, lr=None, num_steps=10_000):"):
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    defaults = {"lr": None, "num_steps": 10_000}
    return slip_in(Source("f.py", 11, f"{header}\n{lines}\n"), OWN, defaults)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("lr = 0.1\nreturn fit(X, y, lr, num_steps)", "`lr` a value of its own"),
        ("theta = fit(X, y, lr, num_steps)\nreturn theta", "takes both things"),
        ("history, theta = fit(X, y, lr, num_steps)\nreturn theta", "the other way round"),
    ],
)
def test_what_an_exercises_functions_take_and_return_is_known(body, says):
    assert says in of_exercise(body).says


@pytest.mark.parametrize(
    "body",
    [
        "X = np.asarray(X)\nreturn fit(X, y, lr, num_steps)[0]",
        "if lr is None:\n    lr = 0.1\nreturn fit(X, y, lr, num_steps)[0]",
        "both = fit(X, y, lr, num_steps)\ntheta, history = both\nreturn theta",
        "both = fit(X, y, lr, num_steps)\nreturn both[0]",
        "theta, _ = fit(X, y, lr, num_steps)\nreturn theta",
        "theta, loss_history = fit(X, y, lr, num_steps)\nreturn theta",
        "history, theta = mine(X, y, lr, num_steps)\nreturn theta",
    ],
)
def test_results_that_are_taken_apart_as_they_come_are_not_told_of(body):
    assert of_exercise(body) is None


def test_another_default_than_the_stubs_is_told():
    body = "return fit(X, y, lr, num_steps)[0]"
    found = of_exercise(body, "def compare(X, y, lr=0.1, num_steps=10_000):")
    assert found.says.startswith("Line 11 gives `lr` the default 0.1, the stub None")
    assert of_exercise(body, "def compare(X, y, lr=None, num_steps=1e4):") is None
    assert of_exercise(body, "def compare(X, y, lr=None, num_steps=int(1e4)):") is None


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("x = x - lr * grad_fn(x)\nreturn x, [loss_fn(x)]", True),
        ("if T > 0:\n    x = x - lr * grad_fn(x)\nreturn x, []", True),
        ("for _ in range(T):\n    x = x - lr * grad_fn(x)\nreturn x, []", False),
        ("return x - lr * grad_fn(x), [loss_fn(x) for _ in range(T)]", False),
        ("return descend(loss_fn, grad_fn(x), T)", False),
        ("return gradient_descent(loss_fn, grad_fn, x - lr * grad_fn(x), lr, T - 1)", False),
    ],
)
def test_a_descent_without_a_loop_is_told_of(body, is_told):
    found = slip(body, "def gradient_descent(loss_fn, grad_fn, x, lr, T):")
    assert (found is not None and "is a loop" in found.says) == is_told
    assert slip(body, "def mine(loss_fn, grad_fn, x, lr, T):") is None
