"""Names, modules and attributes that are not there: where each sentence is said, and where not."""

import sys
from types import ModuleType

import numpy as np
import pytest

from exercises.coach.calling.loading import run_module
from exercises.coach.calling.observe import observe
from exercises.coach.calling.raised import Frame, Raised
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.errors.name_errors import UNDEFINED
from exercises.coach.judging.errors.python_errors import explained
from exercises.coach.judging.question import Question

EYE, TWO = np.eye(2), np.ones(2)
GRAD, DESCENT, POINTS = ("1", "grad"), ("1", "gradient_descent"), ("1", "find_critical_points")
LIMIT, PREDICT, VALLEY = ("2", "stable_lr_limit"), ("2", "predict"), ("2", "loss")
BOUND, OF_REGRESSION, FIT = ("3", "linear_bound"), ("5", "mse_grad"), ("5", "fit")
ARGUMENTS = {
    GRAD: (2.0,), DESCENT: (abs, abs, 2.0, 0.1, 3), POINTS: (abs, abs, [2.0]), LIMIT: (EYE,),
    PREDICT: (EYE, 0.1), VALLEY: (TWO,), BOUND: (TWO, 1.0, 3), OF_REGRESSION: (TWO, EYE, TWO),
    FIT: (EYE, TWO),
}  # fmt: skip


def of_call(where, body, top="import numpy as np", header=""):
    """Return what is said of the function's call, with this body below its stub's header."""
    number, name = where
    exercise = exercise_of(number)
    header = header or f"def {exercise.functions[name].header}:"
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    module = ModuleType(f"exercises.{exercise.stem}")
    source = f"{top}\n\n\n{header}\n{lines}\n"
    run_module(source.encode(), f"nowhere/{exercise.stem}.py", module)
    arguments = ARGUMENTS[where]
    error = observe(vars(module)[name], arguments).raised
    assert error is not None, "the body is to raise"
    return explained(error, Question(exercise.stem, name, arguments))


def of_import(line, number="2"):
    """Return what is said of a line at the top of an exercise's file."""
    stem = exercise_of(number).stem
    (stopped, *_) = run_module(line.encode(), f"nowhere/{stem}.py", ModuleType(f"exercises.{stem}"))
    return explained(stopped.raised)


def in_cell(name, source, where=GRAD):
    """Return what is said of an undefined name in a notebook's cell."""
    number, function = where
    frame = Frame("cell [7]", 3, function, source)
    bases = ("NameError", "Exception")
    error = Raised("NameError", f"name '{name}' is not defined", (frame,), bases, source)
    return explained(error, Question(exercise_of(number).stem, function, ()))


def drawn(message, kind="AttributeError"):
    frame = Frame("ex4_trajectories.py", 3, "plot_trajectory", "ax.plot(x, y)")
    return explained(Raised(kind, message, (frame,), (kind, "Exception")))


WITHOUT_PLT = "import numpy as np\n# import matplotlib.pyplot as plt"
SPEAKS = [
    # where, body, what is said
    (GRAD, "return \u0445 * 2", "of another alphabet, and only looks like `x`"),
    (GRAD, "return 4 * x3 - 6 * x", "Python reads `x3` as one name: a power is written `x**3`"),
    (GRAD, "y = np.sin(x)\nimport numpy as np\nreturn y", "imports `np` further down"),
    (GRAD, "endwhile", "Python has no `endwhile`"),
    (GRAD, "return math.sqrt(x)", "put `import math` at the top of the file"),
    (GRAD, "return lru_cache(x)", "put `from functools import lru_cache` at the top"),
    (GRAD, "return this.x", "Python has no `this`"),
    (GRAD, "y = [x]\nreturn [4 * e**3 in y]", "needs its `for`: `[... for e in y]`"),
    (GRAD, "y == 4 * x**3\nreturn y", "`==` compares: a name gets its value"),
    (GRAD, "return I - x", "The identity matrix is `np.eye(n)`"),
    (GRAD, "return pi * x", "NumPy's constants need their prefix: `np.pi`"),
    (GRAD, "return float64(x)", "NumPy's types need their prefix: `np.float64`"),
    (DESCENT, "return learningRate", "The learning rate is called `lr`"),
    (GRAD, "return x -- slope", "`--` is to begin a comment"),
    (GRAD, "return array([x])", "`np.array`"),
    (GRAD, "return norm(x)", "`np.linalg.norm`"),
    (DESCENT, "return theta_init - eta", "The learning rate is called `lr`"),
    (DESCENT, "return range(n_iter)", "The number of steps is called `num_steps`"),
    (DESCENT, "return x0", "The start is called `theta_init`"),
    (DESCENT, "return gradient(2)", "The gradient is called `grad_fn`"),
    (DESCENT, "return f(2)", "The loss is called `loss_fn`"),
    (LIMIT, "return H", "The Hessian is called `hessian`"),
    (GRAD, "return length(x)", "Python writes `len` for `length`"),
    (GRAD, "return sqr(x)", "A power is written `**`"),
    (GRAD, "return np.ln(x)", "NumPy has no `ln`: write `np.log`"),
    # Before NumPy 2 it is there.
    *([] if hasattr(np, "float_") else [(GRAD, "return np.product(x)", "write `np.prod`")]),
    (GRAD, "return np.lin.norm(x)", "write `np.linalg`"),
    (GRAD, "return np.inv(x)", "`np.linalg.inv`"),
    (FIT, "return grad_fn(0)", "The gradient is called `mse_grad` in this exercise"),
    (FIT, "return gradient_descent(X)", "is exercise 1's function"),
    (OF_REGRESSION, "return Xᵀ @ y", "Python reads `Xᵀ` as the name `XT`"),
    (OF_REGRESSION, "return XT @ y", "it is written `X.T`"),
    (OF_REGRESSION, "return X_T @ y", "it is written `X.T`"),
    (OF_REGRESSION, "return y / N", "The number of rows of X is `len(X)`"),
    (OF_REGRESSION, "return X ** T", "Python writes `X.T` for the transpose"),
    (GRAD, "while true:\n    pass", "Write `True`"),
    (GRAD, "return inf", "Write `np.inf`"),
    (GRAD, "return y", "No line that has run gives `y` a value. This function's only argument is"),
    (PREDICT, "return y", "This function's arguments are `hessian`, `lr`"),
    (GRAD, "loss = loss(x)\nreturn loss", "is not the function of that name anywhere in it"),
    (GRAD, "np = np.array(x)\nreturn np", "is not the module of that name anywhere in it"),
    (GRAD, "y = x\ndel y\nreturn y", "`del y` takes the name `y` away"),
    (GRAD, "if x > 3:\n    y = 1\nreturn y", "Only lines under an `if` give `y` a value"),
    (GRAD, "return math.array(x)", "`math` in this line is the module `math`"),
    (GRAD, "return pd.DataFrame(x)", "belongs to a package that is not there"),
    (GRAD, "lr = 2\nreturn 3.0.lr", "a dot does not join the two"),
    (GRAD, "return x % slope", "If `%` is to begin a comment"),
    (GRAD, "return x // slope", "If `//` is to begin a comment"),
    (GRAD, "-- slope\nreturn x", "If `--` is to begin a comment"),
    (PREDICT, "return converges", 'Text needs quotes: `"converges"`'),
    (DESCENT, "return theta-init", "A name cannot contain `-`: write `theta_init`"),
    (PREDICT, "return lrhessian", "a product needs its sign between `lr` and `hessian`"),
    (GRAD, "return self.x", "no `self` outside a class"),
    (GRAD, "y = [x]\nreturn y[end]", "`y[-1]`"),
    (GRAD, "y = x\nend\nreturn y", "Python has no `end`"),
    (GRAD, "history = []\nhistory[end+1] = x\nreturn x", "`history.append(...)`"),
    (GRAD, "return 2 * e - 6 + 2*e-3", "written in one piece"),
    (GRAD, "y <- x\nreturn y", "less than minus"),
    (GRAD, "return x + O", "This is the letter `O`: is it the digit `0` that you mean?"),
    (GRAD, "return x + l", "This is the letter `l`: is it the digit `1` that you mean?"),
    (GRAD, "h = le-4\nreturn h", "This is the letter `l`: is it the digit `1` that you mean?"),
    (("2", "loss"), "return theta_0**2", "Entry 0 of `theta` is `theta[0]`"),
    (GRAD, "let\nreturn x", "Names have no `let` before them in Python"),
    (GRAD, "return np.subplots()", "It is pyplot's: `plt.subplots`"),
    (GRAD, "return [1..x]", "A row of whole numbers is written `range(a, b)`"),
    (GRAD, "return nparray([x])", "A dot is missing: `np.array`"),
    (GRAD, "return np_zeros(2)", "A dot is missing: `np.zeros`"),
    (
        POINTS,
        "f = lambda t: loss_fn(x)\nreturn f(2)",
        "this `lambda` is `t`, and its formula uses `x`",
    ),
    (POINTS, "def f(z):\n    return c * z\ny = f(2)\nc = 1", "only in a line that has not run yet"),
    (POINTS, "return start", "`for start in starts` does, once for each of `starts`"),
]
if sys.version_info < (3, 12):  # which guesses these itself
    SPEAKS += [
        (GRAD, "return Abs(x)", "is it `abs` that you mean"),
        (BOUND, "l = 2.0\nreturn L", "is it `l` that you mean"),
    ]


@pytest.mark.parametrize(("where", "body", "told"), SPEAKS, ids=lambda each: str(each)[:30])
def test_what_is_meant_is_said(where, body, told):
    top = "import numpy as np" + ("\nimport math" if "math.array" in body else "")
    assert told in of_call(where, body, top)


SILENT = [
    # where, body, what is not to be said
    (GRAD, "return maths.sqrt(x)", "has not been imported"),
    (GRAD, "return _array([x])", "prefix"),
    (GRAD, "return loss(x)", "prefix"),
    (GRAD, "return nothing(x)", "prefix"),
    # This function has no such parameter.
    (GRAD, "return eta", "is called"),
    (LIMIT, "return T", "is called"),
    (GRAD, "return length_of(x)", "Python writes"),
    (GRAD, "return np.lnn(x)", "NumPy has no"),
    (GRAD, "return np.inverted(x)", "linear algebra"),
    (GRAD, "return mse(x)", "in this exercise"),
    (DESCENT, "return gradient_descend(loss_fn)", "exercise 1's function"),
    (GRAD, "return yT", "transpose"),
    (GRAD, "return T", "transpose"),
    (GRAD, "return N", "number of rows"),
    (GRAD, "return truth", "Write `True`"),
    (GRAD, "y = y + 1\nreturn y", "is not the function of that name"),
    (GRAD, "y = y.size\nreturn y", "is not the module"),
    (GRAD, "if x > 3:\n    y = 1\nreturn y", "takes the name"),
    (GRAD, "return math.nothing(x)", "one of NumPy's functions"),
    (POINTS, "return (lambda x: loss_fn(x))(y)", "The parameter of this"),
    (POINTS, "return [y for s in starts]", "The parameter of this"),
    (POINTS, "return star", "once for each"),
    (GRAD, "return pd", "belongs to a package"),
    (GRAD, "return (3.0).slope", "a dot does not join"),
    (GRAD, "return x % slope + 1", "begin a comment"),
    (GRAD, "y = x\nreturn y - -slope", "begin a comment"),
    (GRAD, "y = [x]\nreturn [each for each in y if e in y]", "needs its `for`"),
    (GRAD, "return e == 4 * x", "`==` compares"),
    (GRAD, "return I * x", "identity matrix"),
    (GRAD, "return this", "no `this`"),
    (DESCENT, "return gradients(theta_init)", "s it `grad_fn`"),
    (GRAD, "return convergence", "quotes"),
    (GRAD, "return x-nothing", "cannot contain `-`"),
    (DESCENT, "return lrs", "a product needs its sign"),
    (GRAD, "return itself.x", "`self`"),
    (GRAD, "y = x\nreturn y + end", "[-1]"),
    (GRAD, "return e - 6", "in one piece"),
    (GRAD, "o = 1\nreturn oo", "is the letter"),
    (GRAD, "return le(x)", "is the letter"),
    (GRAD, "return Slope", "capitals"),
    (GRAD, "return npnothing(x)", "A dot is missing"),
]


@pytest.mark.parametrize(("where", "body", "never"), SILENT, ids=lambda each: str(each)[:30])
def test_a_neighbour_is_not_taken_for_it(where, body, never):
    top = "import numpy as np" + ("\nimport math" if "math.nothing" in body else "")
    assert never not in of_call(where, body, top)


def test_a_name_of_the_stub_that_the_learners_header_has_not_is_not_said_to_be_there():
    header = "def gradient_descent(loss_fn, grad_fn, theta_init, learning_rate, num_steps):"
    told = of_call(DESCENT, "return lr", header=header)
    assert "that you mean" not in told
    assert "`learning_rate`" in told
    other = "def mse_grad(theta, A, y):"
    assert "X.T" not in of_call(OF_REGRESSION, "return XT", header=other)
    assert "rows of X" not in of_call(OF_REGRESSION, "return N", header=other)


def test_an_import_that_is_commented_out_is_to_be_uncommented():
    assert "Uncomment line 2, near the top" in of_call(GRAD, "return plt.gca()", WITHOUT_PLT)
    assert "Uncomment" not in of_call(GRAD, "return plt.gca()")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import np", "`import numpy as np`"),
        ("from numpy import np", "`import numpy as np`"),
        ("import pyplot as plt", "`import matplotlib.pyplot as plt`"),
        ("from exercises.ex1_gradient import gradient_descent", "ex1_gradient_descent import grad"),
        ("import nunpy", "Is it `numpy` that you mean"),
        ("from exercises.ex2 import loss", "What this file defines is there without an import"),
        ("import numpy np", "`import numpy as np`"),
        ("import matplotlib.pyplot plt", "`import matplotlib.pyplot as plt`"),
        ("from typing import dict", "`dict` is Python's own"),
        ("from collections import Iterable", "in another module: `from typing import Iterable`"),
        ("from typing import ndarray", "`typing` has no type for arrays"),
        ("from numpy import inverse", "NumPy has no `inverse`: write `np.linalg.inv`"),
        ("from numpy import eigvals", "`from numpy.linalg import eigvals`"),
        ("from functools import lru_cach", "is it `lru_cache` that you mean"),
        ("import matplotlb", "Is it `matplotlib` that you mean"),
        ("from ex2_learning_rates import loss", "This file imports from itself"),
        ("x = undefined_here", "No line above this one gives `undefined_here` a value"),
    ],
)
def test_an_import_that_is_meant_is_said(line, told):
    module_of_its_own = line.startswith("from ex2")
    if module_of_its_own:
        frame = Frame("ex2_learning_rates.py", 1, "<module>", line)
        bases = ("ImportError", "Exception")
        error = Raised("ImportError", "cannot import name 'loss'", (frame,), bases, line)
        assert told in explained(error)
    else:
        assert told in of_import(line)


def test_two_files_that_import_each_other_are_named():
    message = "cannot import name 'f' from partially initialized module 'exercises.{}' (most likely"
    line, bases = "from exercises.{} import f", ("ImportError", "Exception")
    for stem, told in (
        (
            "ex1_gradient_descent",
            "ex1_gradient_descent.py imports this file, and this file imports it",
        ),
        ("ex2_learning_rates", "imports from itself"),
    ):
        frame = Frame("ex2_learning_rates.py", 1, "<module>", line.format(stem))
        error = Raised("ImportError", message.format(stem), (frame,), bases, line.format(stem))
        assert told in explained(error)


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("import pandas_x", "`import numpy"),
        ("import plots_x", "pyplot"),
        ("from exercises.ex7_nothing import f", "another exercise"),
        ("import nothing_like_it", "Is it"),
        ("from math import nothing", "itself"),
        ("from math import nothing", "Is it"),
        ("from exercises.ex1 import loss", "What this file defines"),
        ("from typing import Nothing", "arrays"),
        ("from typing import Callabel", "is in another"),
        ("lenght = 1\nx = lenghts", "No line above"),
    ],
)
def test_of_another_import_it_is_not_said(line, never):
    assert never not in of_import(line)


def test_in_a_notebook_the_cell_is_named():
    assert "run the cell with `import numpy as np`" in in_cell("np", "return np.sin(x)")
    drawing = "run the cell with `import matplotlib.pyplot as plt`, without a `#` before it."
    assert drawing in in_cell("plt", "figure, ax = plt.subplots()", ("4", "plot_trajectory"))
    assert in_cell("loss", "return loss(x)") == "Run the cell that defines `loss` first."
    assert "paste your function" in in_cell("gradient_descent", "return gradient_descent(x)", FIT)
    assert "Run the cell" not in in_cell("nothing", "return nothing(x)")
    assert "No line above" not in in_cell("nothing", "nothing")


@pytest.mark.parametrize(
    ("message", "kind", "told"),
    [
        ("'Axes' object has no attribute 'xlabel'", "AttributeError", "it is `set_xlabel`"),
        ("'AxesSubplot' object has no attribute 'title'", "AttributeError", "it is `set_title`"),
        ("module 'matplotlib.pyplot' has no attribute 'set_title'", "AttributeError", "`title`, w"),
        ("'Figure' object has no attribute 'set_title'", "AttributeError", "is `suptitle`"),
        ("'Figure' object has no attribute 'contour'", "AttributeError", "gives both"),
        ("module 'matplotlib' has no attribute 'plot'", "AttributeError", "matplotlib.pyplot as"),
        ("Line2D.set() got an unexpected keyword argument 'colour'", "AttributeError", "without a"),
        ("Line2D.set() got an unexpected keyword argument 'linewith'", "AttributeError", "linewi"),
        ("Text.set() got an unexpected keyword argument 'fontsise'", "AttributeError", "fontsize`"),
        ("QuadContourSet.set() got an unexpected keyword argument 'level'", "TypeError", "levels`"),
        ("TriContourSet.set() got an unexpected keyword argument 'color'", "TypeError", "colors`"),
    ],
)  # fmt: skip
def test_what_matplotlib_calls_it_is_said(message, kind, told):
    assert told in drawn(message, kind)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("'Axes' object has no attribute 'nothing'", "AttributeError"),
        ("'Figure' object has no attribute 'nothing'", "AttributeError"),
        ("module 'matplotlib.pyplot' has no attribute 'nothing'", "AttributeError"),
        ("Line2D.set() got an unexpected keyword argument 'nothing_like_it'", "AttributeError"),
        # A learner's own function: its header says what it takes.
        ("draw() got an unexpected keyword argument 'level'", "TypeError"),
        # That keyword there is: it is a clash, and no slip of the pen.
        ("Line2D.set() got an unexpected keyword argument 'color'", "AttributeError"),
    ],
)
def test_of_what_is_like_nothing_of_matplotlibs_nothing_is_said(message, kind):
    assert drawn(message, kind) == ""


def test_a_name_that_stands_for_another_value_is_told_from_the_module():
    told = of_call(GRAD, "return np.array(x)", "np = 3")
    assert "`np` is not a module here" in told
    assert "not a module here" not in of_call(GRAD, "y = 3\nreturn y.array")


def test_the_dot_within_a_name_is_a_products():
    assert "write the product with `*`" in of_call(GRAD, "return a·x")


def test_the_function_of_another_file_that_is_not_there_is_to_be_compared():
    frame = Frame("ex2_learning_rates.py", 1, "<module>", "from exercises.ex1_x import gd")
    message = "cannot import name 'gd' from 'exercises.ex1_gradient_descent'"
    error = Raised("ImportError", message, (frame,), ("ImportError", "Exception"))
    assert "`gd` was not found in ex1_gradient_descent.py" in explained(error)


def test_no_row_of_the_table_is_without_a_case_in_which_it_speaks():
    said = {of_call(where, body, _top(body)) for where, body, _ in SPEAKS}
    starts = {entry.says.partition("{")[0].strip() for entry in UNDEFINED}
    told = " ".join(said)
    # These are tried one by one above, or among the slips.
    elsewhere = (
        "An Axes has", "It is written", "The loop asks for", "In this line `", "An option is given",
        "The type of a function", "In an f-string", "This is a command", "It is in NumPy's",
        "A function without", "`while` repeats", "The `",
        "Uncomment", "Run the cell", "NumPy is imported", "Pyplot is", "The function of another",
        "What this file", "It is in another", "{file}.py imports", "`typing`", "Is it",
        "`google.colab`", "This file",
        "`plt`", "For an Axes", "A figure's", "A Figure",
        "Matplotlib", "No line above", "The dot in",
        *(("Python tells capitals",) if sys.version_info >= (3, 12) else ()),
    )  # fmt: skip
    assert {
        s for s in starts if s and s != "`" and s not in told and not s.startswith(elsewhere)
    } == set()


def _top(body):
    return "import numpy as np" + ("\nimport math" if "math.array" in body else "")
