"""Python's own errors in the coach's words: where they are said, where not, and what is kept."""

import linecache
import time
import warnings
from types import ModuleType

import numpy as np
import pytest

from exercises.coach.calling.loading import run_module
from exercises.coach.calling.observe import Frame, Raised, _functions_inside, missing, observe
from exercises.coach.calling.raised import SOURCE, Source
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.errors.python_errors import TABLE, explained
from exercises.coach.judging.missing_function import renamed
from exercises.coach.judging.question import Question
from exercises.coach.judging.slips.find_slips import slip_in
from exercises.coach.judging.status import flaw_of, raised_flaw

STEM = EXERCISES[0].stem
GRAD = Question(STEM, "grad", (2.0,))


def loaded(source):
    module = ModuleType(f"exercises.{STEM}")
    return module, run_module(source.encode(), f"nowhere/{STEM}.py", module)


def raised(body, *args, header="def grad(x):"):
    """Return what a function of this body raises."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    module, _ = loaded(f"import numpy as np\n\n\n{header}\n{lines}\n")
    return observe(module.grad, args or (2.0,)).raised


def facts_of(flaw):
    return [fact.text for fact in flaw.facts]


def said(error, question=GRAD):
    return explained(error, question)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.says[:40])
def test_a_sentence_is_short_and_ends(entry):
    assert len(entry.says) <= 200
    assert entry.says.endswith((".", "?"))
    assert entry.types or entry.message or entry.when


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('could not convert string to float')",
        "raise TypeError('unsupported operand type(s) for ^')",
        "raise IndexError('list index out of range')",
        "raise RecursionError",
        "raise ZeroDivisionError('a / b')",
    ],
)
def test_of_an_error_that_the_learner_raises_nothing_is_said(body):
    assert said(raised(body)) == ""


@pytest.mark.parametrize(
    ("body", "never"),
    [
        ("return float((1.0, 2.0))", "eig"),
        ("return np.array([np.ones(2), np.copy])", "lengths"),
        ("return {}['a']", "stub"),
        ("x = [1]\nreturn x[5]", "theta"),
        ("return np.ones(2) + np.ones(3)", "@"),
        ("return np.linalg.inv(np.ones((2, 3)))", "two axes"),
        ("return max([])", "array"),
        ("return next(iter([]))", "."),
        ("assert x == 3", "."),
        ("return np.array([True]) - np.array([True])", "power"),
        ("return -np.array([True])", "power"),
        ("return np.zeros(2, 3)", "dtype"),
        ("return np.zeros(2, dtype=3, like=None, order=5)", "[0]"),
        ("return (1, 2) - np.ones(3)", "[0]"),
        ("return {[1]: x}", "quotes"),
        ("return {[1]: x}", "pair"),
        ("return x.gradient", "product"),
        ("return np.ones(2).nothing", "np."),
        ("return sp", "package"),
        ("return e - 6", "power of ten"),
        ("return T", "transpose"),
        ("return np.float64(2.0) @ np.ones(2)", "method"),
        ("return [1, 2] < [1, 'a']", "compared"),
        ("return (1, 'a') < (1, 2)", "compared"),
        ("if x > 3:\n    y = 1\nreturn y", "del"),
        ("lr, s = x, x\nreturn lrs", "product"),
        ("return exponent", "quotes"),
        ("return [1, 2][x]", "runs through"),
        ("return max(x / 2, range(x))", "takes one array"),
        ("return sorted(3)", "key="),
        ("return (1).show", "Axes"),
        ("import ex9_nothing", "another exercise"),
        ("import plots", "Pyplot"),
        ("return np.nothing", "module `numpy`"),
    ],
)
def test_a_neighbour_of_a_row_is_not_taken_for_it(body, never):
    assert never not in said(raised(body))


@pytest.mark.parametrize("name", ["max", "min", "sum"])
@pytest.mark.parametrize(
    "words",
    [
        "'axis' is an invalid keyword argument for {}()",
        "{}() got an unexpected keyword argument 'axis'",
    ],
)
def test_pythons_own_function_has_no_axis_in_the_words_of_any_version(name, words):
    assert f"`np.{name}`" in said(raised(f"return {name}([x], axis=0)"))
    assert f"`np.{name}`" in said(Raised("TypeError", words.format(name), (), ("TypeError",)))
    for other in (
        words.format(name).replace("axis", "axes"),
        f"{name}() got multiple values for argument 'axis'",
    ):
        assert "np." not in said(Raised("TypeError", other, (), ("TypeError",)))


def of_descent(call):
    """Return what is said of a call of gradient_descent within find_critical_points."""
    module, _ = loaded(
        "def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):\n"
        "    [][num_steps]\n\n\n"
        "def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):\n"
        f"    {call}\n"
    )
    arguments = (abs, abs, [2.0])
    question = Question(STEM, "find_critical_points", arguments)
    return said(observe(module.find_critical_points, arguments).raised, question)


def test_an_argument_in_the_place_of_another_parameter_is_named():
    told = of_descent("x, _ = gradient_descent(loss_fn, grad_fn, 1, num_steps, lr)")
    assert "line 6 `num_steps` is passed to `gradient_descent` in the place of `lr`" in told
    assert "`lr` is passed" in of_descent("gradient_descent(lr, grad_fn, 1, lr, num_steps)")


@pytest.mark.parametrize(
    "call",
    [
        "gradient_descent(loss_fn, grad_fn, starts[0], lr, num_steps)",
        "gradient_descent(lambda x: -loss_fn(x), lambda x: -grad_fn(x), 1, lr, num_steps)",
        "gradient_descent(*[loss_fn, grad_fn, 1, num_steps, lr])",
        "gradient_descent(loss_fn, grad_fn, num_steps=num_steps, lr=lr, theta_init=1)",
        "gradient_descent(loss_fn, grad_fn, 1, lr, gradient_descent(loss_fn, grad_fn, 1, 2, lr))",
    ],
)
def test_arguments_in_their_own_places_are_not_said_to_be_in_anothers(call):
    assert "in the place of" not in of_descent(call)


def test_the_marks_of_python_stand_under_the_line():
    flaw = raised_flaw(raised("return 4 * x^3 - 6 * x"), question=GRAD)
    *_, place, line, marks = facts_of(flaw)
    assert place == f"{STEM}.py, line 5 in grad:"
    assert line.strip() == "return 4 * x^3 - 6 * x"
    assert line[marks.index("^") : marks.rindex("^") + 1] == "4 * x^3 - 6 * x"


def test_marks_count_characters_and_not_bytes():
    flaw = raised_flaw(raised("θλη = 1.0\nreturn θλη + θλη[0]"), question=GRAD)
    *_, line, marks = facts_of(flaw)
    assert line[marks.index("^") : marks.rindex("^") + 1] == "θλη[0]"


def test_a_long_line_is_shown_around_its_mark():
    flaw = raised_flaw(raised("return " + "x + " * 60 + "nothing"), question=GRAD)
    *_, line, marks = facts_of(flaw)
    assert len(line) <= 78
    assert line[marks.index("^") : marks.rindex("^") + 1] == "nothing"


def test_an_error_in_a_comprehension_shows_its_line_once():
    flaw = raised_flaw(raised("return [y + '' for y in [x]]"), question=GRAD)
    assert sum("line 5" in fact for fact in facts_of(flaw)) == 1


def test_pythons_guess_at_a_name_is_kept_on_every_version():
    assert raised("theta = x\nreturn thata").message.endswith("Did you mean: 'theta'?")
    assert raised("return np.arrray([x])").message.endswith("Did you mean: 'array'?")


def test_a_path_of_this_machine_is_not_told():
    assert "/" not in raised("from collections import nothing_of_the_kind").message


def test_a_name_in_a_notebook_sends_to_the_cell():
    frame = Frame("cell [7]", 3, "grad", "return np.sin(x)", 7, 9)
    error = Raised("NameError", "name 'np' is not defined", (frame,), ("NameError", "Exception"))
    assert said(error) == "`np` has not been imported: run the cell with `import numpy as np`."
    error = Raised("NameError", "name 'loss' is not defined", (frame,), ("NameError", "Exception"))
    assert said(error) == "Run the cell that defines `loss` first."


@pytest.mark.parametrize("wording", [
    "unsupported operand type(s) for ^: 'float' and 'int'",
    "ufunc 'bitwise_xor' not supported for the input types, and the inputs could not be safely",
])  # fmt: skip
def test_a_hat_is_known_by_pythons_and_by_numpys_words(wording):
    frame = Frame("f.py", 1, "grad", "return x ^ 2")
    assert "`**`" in said(Raised("TypeError", wording, (frame,), ("TypeError",)))


def test_a_real_exclusive_or_in_another_message_is_left_alone():
    frame = Frame("f.py", 1, "grad", "return flag ^ other")
    assert said(Raised("KeyError", "flag", (frame,), ("KeyError",))) == ""


def answer(source, name="gradient_descent"):
    module, _ = loaded(source)
    question = Question(STEM, name, ())
    flaw = flaw_of(question, missing(vars(module)))
    return "\n".join([flaw.got, flaw.expected, *facts_of(flaw)])


@pytest.mark.parametrize("name", ["gradient_decent", "gradientdescent", "Gradient_Descent", "gd"])
def test_a_function_under_another_name_is_pointed_at(name):
    text = answer(
        f"x = 1\n\n\ndef {name}(loss_fn, grad_fn, theta_init, lr, num_steps):\n    pass\n"
    )
    assert f"Line 4 defines `{name}(loss_fn, grad_fn, theta_init, lr, num_steps)`" in text


@pytest.mark.parametrize("source", [
    "def helper(a, b):\n    pass\n",
    "def loss(x):\n    pass\n",
    "def gd(x):\n    pass\n",
    "def gradient_decent(a): pass\ndef gradient_descend(a): pass\n",
    "gradient_decent = 3\n",
])  # fmt: skip
def test_what_may_be_anything_else_is_not_pointed_at(source):
    assert "give it the stub's name" not in answer(source)


def test_what_is_not_a_list_of_headers_points_at_nothing():
    assert renamed(GRAD, None) is None
    assert renamed(GRAD, ["ab", 3, ("a",), (1, 2, 3), ("grd", "grd(x)", None)]) is None


def test_another_header_is_compared_with_the_stubs():
    module, _ = loaded("def grad():\n    return 1\n")
    flaw = flaw_of(GRAD, observe(module.grad, (2.0,)))
    assert facts_of(flaw)[0] == "Keep the stub's header: `def grad(x):`."
    assert facts_of(flaw)[1] == f"{STEM}.py, line 1:  def grad():"


def test_a_call_within_the_function_is_not_taken_for_its_header():
    text = said(raised("return grad()", header="def grad(x):"))
    assert "Keep the stub's header" not in text
    assert "grad(x)" in text


def test_numpys_integers_and_floats_are_numbers_too():
    assert "cannot be looped over" in said(raised("for i in x:\n    pass", np.float64(2.0)))
    assert "no entries" in said(raised("return x[0]", np.float64(2.0)))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("class Loss:\n    def grad(self, x):\n        pass\n", "Line 2 defines `grad` inside the"),
        ("def f():\n    def grad(x):\n        pass\n", "inside `f`, because the line is indented"),
        ("if False:\n    def grad(x):\n        pass\n", "inside `if`, in lines that were not run"),
    ],
)  # fmt: skip
def test_a_function_inside_something_else_is_said_to_be_there(source, told):
    assert told in answer(f"{source}def other():\n    pass\n", "grad")


def test_what_python_warns_of_in_a_file_is_not_said_where_functions_are_looked_for():
    # Warnings are errors here.
    text = 'class A:\n    def grad(x):\n        return "\\d"\n'
    assert [found[0] for found in _functions_inside(text)] == ["grad"]


def test_of_two_functions_inside_something_else_none_is_pointed_at():
    text = answer(
        "class A:\n    def grad(self): pass\nclass B:\n    def grad(self): pass\n", "grad"
    )
    assert "inside" not in text


def test_the_lines_of_a_cell_above_a_broken_one_are_shown():
    module, stopped = loaded("# %%\ndef grad(x):\n    return x.nothing\n\n# %%\nx = = 1\n")
    assert len(stopped) == 1
    assert observe(module.grad, (2.0,)).raised.frames[-1].source == "return x.nothing"


def test_an_own_function_of_exercise_1s_name_has_its_own_order_of_arguments():
    stem = EXERCISES[4].stem
    module = ModuleType(f"exercises.{stem}")
    source = (
        "def gradient_descent(X, y, lr, num_steps):\n    [][num_steps]\n\n\n"
        "def fit(X, y, lr=None, num_steps=9):\n    gradient_descent(X, y, lr, num_steps)\n"
    )
    run_module(source.encode(), f"nowhere/{stem}.py", module)
    question = Question(stem, "fit", (1, 2))
    assert "in the place of" not in said(observe(module.fit, (1, 2)).raised, question)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("<ipython-input-3-0a1b>", "cell [3]"),
        ("nowhere/ex1_gradient_descent.ipynb, cell [4]", "cell [4]"),
        ("nowhere/ex1_gradient_descent.ipynb, cell 7", "cell 7"),
    ],
)
def test_a_function_in_a_notebooks_cell_is_placed_by_the_cell(file, place):
    source = "class Loss:\n    def grad(self, x):\n        pass\n"
    names = {"__name__": "__main__"}
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), names)
    flaw = flaw_of(GRAD, missing(names))
    assert facts_of(flaw)[0].startswith(f"Line 2 of {place} defines `grad` inside the class `Loss`")


@pytest.mark.parametrize("starts", ["breakpoint()", "pdb.set_trace()"])
@pytest.mark.parametrize("kind", ["BdbQuit", "OSError", "EOFError"])
def test_a_debugger_that_was_left_in_is_named(starts, kind):
    text = f"def grad(x):\n    {starts}\n    return 4 * x\n"
    error = Raised(kind, "", (Frame("f.py", 3, "grad", "return 4 * x"),), (kind,), text)
    assert said(error).startswith(f"`{starts}` starts a debugger")
    other = Raised(kind, "", (Frame("f.py", 3, "grad", "return 4 * x"),), (kind,), "")
    assert "debugger" not in said(other)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("UnboundLocalError", "local variable 'a' referenced before assignment"),
        ("TypeError", "tuple indices must be integers or slices, not tuple"),
        ("TypeError", "'tuple' object is not callable"),
        ("AttributeError", "'tuple' object has no attribute 'eigenvalues'"),
        ("IndexError", "index 3 is out of bounds for axis 0 with size 3"),
        ("ValueError", "setting an array element with a sequence."),
    ],
)
@pytest.mark.parametrize("text", ["\n" * SOURCE, " \n" * (SOURCE // 2), "a\n" * (SOURCE // 2)])
def test_a_source_of_blank_lines_is_gone_through_at_once(kind, message, text):
    frame = Frame(f"{STEM}.py", 3, "grad", "a, b = a[0], max(a)")
    error = Raised(kind, message, (frame,), (kind,), text)
    started = time.process_time()
    raised_flaw(error, (), GRAD)
    assert time.process_time() - started < 2


def test_what_python_warns_of_in_a_source_is_not_said_where_it_is_judged():
    text = 'def grad(x):\n    y = 1if x else 2\n    return y + "\\eta"\n'
    frame = Frame(f"{STEM}.py", 3, "grad", 'return y * 1if x else "\\eta"')
    error = Raised("ValueError", "shapes (2,3) and (2,) not aligned", (frame,), (), text)
    with warnings.catch_warnings(record=True, action="always") as warned:
        raised_flaw(error, (), GRAD)
        slip_in(Source(f"{STEM}.py", 1, text), {"grad": ("x",)})
    assert warned == []
