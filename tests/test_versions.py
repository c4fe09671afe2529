"""Versions: said in the message where they matter, and nowhere else."""

import sys
from types import ModuleType

import matplotlib
import numpy as np
import pytest

from exercises.coach.calling.loading import run_module
from exercises.coach.calling.observe import observe
from exercises.coach.judging.status import raised_flaw
from exercises.coach.judging.versions import versions

FILE = "ex1_gradient_descent.py"


def facts_of(source):
    """Run a module whose `f` raises, or which is no Python; the facts of that."""
    module = ModuleType("exercises.ex1_gradient_descent")
    stopped = run_module(source.encode(), FILE, module)
    raised = stopped[0].raised if stopped else observe(module.f, ()).raised
    return " ".join(map(str, raised_flaw(raised).facts))


def test_the_three_versions_are_those_that_run():
    python = ".".join(map(str, sys.version_info[:3]))
    expected = f"Python {python}, NumPy {np.__version__}, Matplotlib {matplotlib.__version__}"
    assert versions() == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import numpy as np\ndef f(): return np.float_(3)",
            marks=pytest.mark.skipif(hasattr(np, "float_"), reason="an older NumPy has it"),
        ),
        "import numpy as np\ndef f(): return np.no_such_thing",
        "import numpy as np\ndef f(): return np.linalg.no_such_thing",
        "from numpy import no_such_thing",
    ],
)
def test_what_numpy_does_not_have_is_told_with_its_version(source):
    assert f"NumPy {np.__version__} is used here" in facts_of(source)


@pytest.mark.parametrize(
    "source",
    [
        "import matplotlib.pyplot as plt\nplt.style.use('seaborn-no-such')",
        "import matplotlib.cm as cm\ndef f(): return cm.no_such_map",
    ],
)
def test_what_matplotlib_does_not_have_is_told_with_its_version(source):
    assert f"Matplotlib {matplotlib.__version__} is used here" in facts_of(source)


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.4.0", reason="an older NumPy takes it")
def test_a_float_of_a_product_with_dimensions_is_told_with_the_remedy():
    source = "import numpy as np\ndef f(): return float(np.ones((1, 2)) @ np.ones((2, 1)))"
    assert f"NumPy {np.__version__}" in facts_of(source)
    assert ".item()" in facts_of(source)


def test_an_array_that_no_version_makes_a_number_of_is_no_matter_of_versions():
    said = facts_of("import numpy as np\ndef f(): return float(np.ones((2, 1)))")
    assert "single number is needed" in said
    assert "NumPy 2" not in said


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="newer Pythons read it")
@pytest.mark.parametrize(
    "source",
    [
        "type Vector = list[float]",
        "def f[T](x: T) -> T:\n    return x",
        "class A[T]:\n    pass",
        "d = {'a': 1}\nx = f'{d['a']}'",
        'x = f"{chr(10).join(["a"])}"',
    ],
)
def test_newer_syntax_is_told_with_the_version_that_has_it(source):
    assert "syntax of Python 3.12; here Python 3." in facts_of(source)


@pytest.mark.parametrize(
    "source",
    ["def f(x)\n    return x", "x = (1", "x = 3x", "print 'a'", "x = f'{a'", "types = = 3"],
)
def test_a_slip_is_not_called_newer_syntax(source):
    assert "syntax of Python" not in facts_of(source)


@pytest.mark.parametrize(
    "source", ["def f(): return [].no", "def f(): return 1 / 0", "import math\ndef f(): math.no"]
)
def test_other_errors_name_no_version(source):
    assert "is used here" not in facts_of(source)
