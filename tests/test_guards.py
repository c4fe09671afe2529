"""A call that asks for more and more memory ends with an error, and the run goes on."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from exercises.coach.calling import guards
from exercises.coach.calling.guards import can_change_names, limited_memory
from exercises.coach.calling.observe import observe
from exercises.coach.contracts import STEMS
from tests.golden import results
from tests.kit import ROOT, SOLUTIONS, Copy
from tests.slips.right import right

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this limit")

# θ (2,) minus a column (2, 1) is (2, 2), and twice as large again at every further step.
COLUMN = "np.array([[2 * x], [200 * y]])"


@pytest.fixture
def little(monkeypatch):
    monkeypatch.setattr(guards, "MOST_BYTES", 64 << 20)


def test_more_than_the_limit_raises_and_the_limit_is_gone_afterwards(little):
    with limited_memory(), pytest.raises(MemoryError):
        np.zeros(128 << 20, dtype=np.uint8)
    assert len(np.zeros(128 << 20, dtype=np.uint8)) == 128 << 20


def test_a_limit_that_is_lower_already_is_left_as_it_is(little):
    resource = pytest.importorskip("resource")
    with limited_memory():
        before = resource.getrlimit(resource.RLIMIT_DATA)
        guards.MOST_BYTES *= 2
        with limited_memory():
            assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_a_start_that_grows_with_every_step_is_told_so(little, tmp_path):
    stem = "ex2_learning_rates"
    wheat = ROOT / "tests" / "wheats" / stem / "plain_loop.py"
    text = wheat.read_text(encoding="utf-8")
    right = "np.array([2 * x, 200 * y])"
    assert right in text
    wrong = tmp_path / f"{stem}.py"
    wrong.write_text(text.replace(right, COLUMN), encoding="utf-8")
    said = [r.finding for r in results(stem, wrong) if r.finding and r.function == "explore"]
    assert said[0].flaw.got.startswith("MemoryError")
    assert "grows from step to step" in said[0].flaw.facts[0].text


@pytest.mark.parametrize(("asked", "left"), [(-300, 0), (300, 300)])
def test_less_recursion_is_undone_and_more_is_kept(asked, left):
    usual = sys.getrecursionlimit()
    try:
        observe(sys.setrecursionlimit, (usual + asked,), {})
        assert sys.getrecursionlimit() == usual + left
    finally:
        sys.setrecursionlimit(usual)


@pytest.mark.parametrize("stub", ["", "# NotImplementedError: statement by statement"])
def test_little_recursion_allowed_by_a_line_of_the_file_spoils_no_exercise(stub, tmp_path):
    # What the frames at hand leave over, or Python refuses it.
    lower = (
        "import sys\nfor depth in range(10, 900):\n    try:\n        sys.setrecursionlimit(depth)\n"
        f"        break\n    except RecursionError:\n        pass\n{stub}\n"
    )
    stem = "ex1_gradient_descent"
    source = right(stem).replace("import numpy as np\n", f"import numpy as np\n{lower}", 1)
    run = Copy(tmp_path).put(stem, source).run(f"exercises/test_{stem}.py")
    assert "25 right in" in run.text


SETS = (
    "np.array = 1", "np.pi += 1", "del np.array", "for np.pi in [1]: pass",
    "np.pi, x = 1, 2", "with open(x) as np.pi: pass", "np.linalg.norm = lambda v: 0",
    "setattr(np, 'pi', 3)", "vars(np)['pi'] = 3", "np.__dict__['pi'] = 3", "exec('np.pi = 3')",
    "np.__setattr__('pi', 3)", "globals()['np'].pi = 3", "__builtins__['sum'] = max",
    "import sys\nsys.modules.clear()", "import importlib\nimportlib.reload(np)",
    "import my_helpers",
    "from . import neighbour", "from unittest import mock", "def f(x):\n    x.shape = 3",
    "class A:\n    def f(self):\n        np.pi = 3", "f = [lambda: exec(x)]", "getattr(np, x)(y)",
    "def f(loss_fn):\n    loss_fn.__globals__['np'] = None",
    "\n".join(f"n{n} = f{n}" for n in range(300)) + "\nimport my_helpers",
)  # fmt: skip
SETS_NONE = (
    "import numpy as np\nimport matplotlib.pyplot as plt",
    "from exercises.ex1_gradient_descent import f",
    "from ex1_gradient_descent import gradient_descent as gd", "from math import *",
    "x = np.array([1.0])\nx[0] = 2\nx += 1\ndel x[0]", "plt.rcParams['font.size'] = 8",
    "class A:\n    def __init__(self, x):\n        print(x)",
    "def f(x, y=1):\n    return g(x)[0].T @ y",
    'if __name__ == "__main__":\n    print(1)',
    "from __future__ import annotations\ndef f(x: int): ...",
)  # fmt: skip


@pytest.mark.parametrize("source", SETS)
def test_code_that_may_give_a_name_another_value_is_known_before_it_is_run(source):
    assert can_change_names(compile(source, "x.py", "exec"), STEMS)


@pytest.mark.parametrize("source", SETS_NONE)
def test_code_that_sets_no_attribute_is_not_suspected(source):
    assert not can_change_names(compile(source, "x.py", "exec"), STEMS)


def test_no_solution_needs_to_have_names_put_back():
    for stem in STEMS:
        source = (SOLUTIONS / f"{stem}.py").read_text(encoding="utf-8")
        assert not can_change_names(compile(source, "x.py", "exec"), STEMS), stem
