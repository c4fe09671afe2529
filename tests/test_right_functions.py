"""Right functions in the place of a module's own: whatever the module made of its own before."""

import inspect
from types import ModuleType

import pytest

from exercises.coach.calling.loading import ExerciseFinder, right_functions
from exercises.coach.calling.right_functions import RightFunctions

STEM = "ex5_linear_regression"
RIGHT = "def mse_grad(theta, X, y):\n    return ('right', theta, X, y)\n"
OWN = "def mse_grad(theta, X, y):\n    return 'own'\n"


def loaded(source: str) -> ModuleType:
    """Load a module with a right gradient in the place of its own."""
    finder = ExerciseFinder(lambda stem: (source.encode(), f"{stem}.py"))
    finder.right_functions[STEM] = right_functions(STEM, ["mse_grad"], RIGHT)
    module = ModuleType(f"exercises.{STEM}")
    finder.exec_module(module)
    return module


@pytest.mark.parametrize(
    "use",
    [
        "fit = mse_grad",
        "_g = mse_grad\ndef fit(*a): return _g(*a)",
        "def fit(*a, grad=mse_grad): return grad(*a)",
        "from functools import partial\nfit = partial(mse_grad)",
        "TABLE = {'grad': mse_grad}\ndef fit(*a): return TABLE['grad'](*a)",
        "class Model:\n    grad = staticmethod(mse_grad)\ndef fit(*a): return Model.grad(*a)",
        "def outer(f):\n    return lambda *a: f(*a)\nfit = outer(mse_grad)",
        "1 / 0\nfit = mse_grad",
        "def fit(*a): return mse_grad(*a)\n" + OWN,
        "def mse_grad(theta, X, y): raise NotImplementedError\nfit = mse_grad",
    ],
)
def test_what_a_module_makes_of_its_own_is_made_of_the_right_one(use):
    assert loaded(f"{OWN}{use}\n").fit(1, 2, 3) == ("right", 1, 2, 3)


def test_what_a_module_does_not_define_is_there_from_its_first_line_on():
    assert loaded("fit = mse_grad\n").fit(1, 2, 3) == ("right", 1, 2, 3)


@pytest.mark.parametrize(
    ("header", "call"),
    [
        ("theta, X, y", "1, 2, y=3"),
        ("w, A, b", "w=1, A=2, b=3"),
        ("w, A, b", "1, 2, b=3"),
        ("X, y, theta", "2, 3, 1"),
        ("X, y, w", "2, 3, 1"),
        ("X, y, w", "w=1, y=3, X=2"),
        ("theta, X, y, mean=True", "1, 2, 3"),
        ("X, y, theta, mean=True", "2, 3, 1"),
        ("*args", "1, 2, 3"),
    ],
)
def test_the_right_one_is_called_as_the_own_one_is(header, call):
    source = f"def mse_grad({header}): return 'own'\ndef fit(): return mse_grad({call})\n"
    assert loaded(source).fit() == ("right", 1, 2, 3)


def test_where_the_own_order_fails_the_contracts_order_is_meant():
    right = "def mse_grad(theta, X, y):\n    return ('right', theta + 0, X, y)\n"
    source = "def mse_grad(X, y, theta): return 'own'\ndef fit(*a): return mse_grad(*a)\n"
    finder = ExerciseFinder(lambda stem: (source.encode(), f"{stem}.py"))
    finder.right_functions[STEM] = right_functions(STEM, ["mse_grad"], right)
    module = ModuleType(f"exercises.{STEM}")
    finder.exec_module(module)
    assert module.fit("X", "y", 1) == ("right", 1, "X", "y")
    assert module.fit(1, "X", "y") == ("right", 1, "X", "y")
    with pytest.raises(TypeError, match='can only concatenate str \\(not "int"\\)'):
        module.fit("X", "y", "theta")


def test_what_the_contract_does_not_have_is_not_swallowed():
    source = "def mse_grad(X, y, w, mean=True): ...\ndef fit(): return mse_grad(2, 3, 1, 0)\n"
    with pytest.raises(TypeError, match="mean"):
        loaded(source).fit()


def test_an_own_one_without_a_header_is_replaced_all_the_same():
    for value in ("5", "None", "max", "type('Odd', (), {'__signature__': 3})()"):
        assert loaded(f"mse_grad = {value}\nfit = mse_grad\n").fit(1, 2, 3) == ("right", 1, 2, 3)


def test_a_script_can_have_the_class_in_it():
    names: dict[str, object] = {}
    exec(
        "import functools, inspect\nfrom typing import Any\n" + inspect.getsource(RightFunctions),
        names,
    )
    module = ModuleType("m")
    names["RightFunctions"]({"f": max}, {"f": ["a", "b"]}).put_in(module)
    assert module.f(1, 2) == 2
