"""A submission finds no expectation, no solution and no other student's work in its process."""

from __future__ import annotations

import numpy as np
import pytest

from grader.substitute_functions import stand_ins
from tests.sandbox.attacks.conftest import attacked
from tests.sandbox.conftest import EX1


def test_no_expectation_and_no_solution_is_in_the_childs_memory(sandbox):
    secret = np.array([0.8231749023184, 5.5])  # what a check would expect, in this process only
    attack = """
def attack():
    import gc
    frame, seen = sys._getframe(), []
    while frame is not None:
        seen.append(repr(frame.f_locals)[:10**5])
        frame = frame.f_back
    texts = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
    names = sorted(sys.modules)
    digits = "0.8231" + str(749023184 // 1000)
    found = any(digits in repr(t)[:10**5] for t in texts[-2000:])
    return found or digits in "".join(seen), names
"""
    found, names = attacked(sandbox, attack).value
    assert secret[1] == 5.5
    assert found is False
    roots = ("solutions", "grader.hidden", "grader.sandbox.host.session", "tests", "pytest")
    assert [name for name in names if name.startswith(roots)] == []


def test_the_right_descent_is_not_in_a_child_that_does_not_carry_it(sandbox):
    attack = """
def attack():
    import gc
    from exercises.coach.calling import descent_switch, right_descent
    gc.unfreeze()
    codes = [f.__code__ for f in gc.get_objects() if type(f).__name__ == "function"]
    codes += [c for c in gc.get_referents(*codes) if type(c).__name__ == "code"]
    names = {c.co_name for c in codes}
    rights = {"right_descent", "right_iterates", "right_path"}
    left = {*vars(descent_switch), *vars(right_descent)}
    return "carrying" in names, len(rights & names), len(rights & left)
"""
    assert attacked(sandbox, attack).value == (True, 0, 0)


def test_what_stands_in_for_a_wrong_function_brings_no_other_along(sandbox):
    attack = b"""
def fit():
    import gc
    gc.unfreeze()
    codes = [f.__code__ for f in gc.get_objects() if type(f).__name__ == "function"]
    names = {c.co_name for c in codes if c.co_filename == "<stand-in>"}
    names.discard("__annotate__")  # Python makes these, from 3.14 on
    return sorted(names), [n for n in ("fit", "closed_form", "compare") if n in names]
"""
    with sandbox.session({"ex5_linear_regression.py": attack}) as session:
        seen = session.call("ex5_linear_regression", "fit", stand_ins=stand_ins(("ex5.mse_grad",)))
    assert seen.value == (["_design", "mse_grad"], [])


@pytest.mark.parametrize("name", ["solutions", "grader.hidden", "grader.cli", "tests", "pytest"])
def test_the_graders_own_modules_cannot_be_imported(sandbox, name):
    attack = f"def attack():\n    import {name}"
    raised = attacked(sandbox, attack).raised
    assert raised.type_name == "ModuleNotFoundError"


def test_nothing_of_one_student_is_left_for_the_next(sandbox):
    poison = """
import builtins, numpy, matplotlib, exercises.coach.calling.observe as observe
for module, name in ((builtins, "sum"), (numpy, "array"), (numpy, "asarray")):
    setattr(module, name, lambda *a, **k: 0.0)
numpy.float64 = float
matplotlib.rcParams["lines.linewidth"] = 77
open("left", "w").write("poison")
def attack():
    return "poisoned"
"""
    with sandbox.session({f"{EX1}.py": poison.encode()}) as session:
        session.call(EX1, "attack")
    look = """
def attack():
    import numpy, matplotlib
    linewidth = matplotlib.rcParams["lines.linewidth"]
    return sum([1, 2]), float(numpy.array(3.0)), linewidth, os.listdir(".")
"""
    assert attacked(sandbox, look).value == (3, 3.0, 1.5, [])
