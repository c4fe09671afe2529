"""What is right in a kernel and would not be handed in: the notebook as it is saved lacks it."""

from types import SimpleNamespace

import nbformat
import pytest

from exercises.coach.calling import saved_notebook
from exercises.coach.calling.saved_notebook import not_saved
from exercises.coach.contracts import exercise_of

EX5 = exercise_of("ex5")
LOSS = "def mse_loss(theta, X, y):\n    return half(X @ theta - y)"
HALF = "def half(r):\n    return SCALE * np.sum(r**2)"
CELLS = ("import numpy as np", "SCALE = 0.5", HALF, LOSS)


@pytest.fixture
def kernel(monkeypatch, tmp_path):
    """Give a function that runs cells, saves others, and returns what is said."""
    path = tmp_path / "my work.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))

    def run(cells, saved=None):
        namespace = {"T": 3}
        for number, cell in enumerate(cells, start=1):
            # As old versions of IPython call their cells; new ones keep a table of them.
            code = compile(cell.replace("%time ", ""), f"<ipython-input-{number}-0>", "exec")
            exec(code, namespace)
        history = SimpleNamespace(input_hist_raw=["", *cells])
        monkeypatch.setattr(
            saved_notebook, "shell", lambda: SimpleNamespace(history_manager=history)
        )
        if saved is not None:
            made = [nbformat.v4.new_code_cell(cell) for cell in saved]
            nbformat.write(nbformat.v4.new_notebook(cells=made), path)
        return "\n".join(not_saved(EX5, namespace))

    return run


@pytest.mark.parametrize(
    "cells",
    [
        CELLS,
        ("%time import numpy as np", *CELLS[1:]),
        ("import numpy as np\nif True:\n    SCALE = 0.5", HALF, LOSS + "\n"),
        ("from functools import cache\nimport numpy as np", "SCALE = 0.5", "@cache\n" + HALF, LOSS),
        (
            "class Half:\n    def __call__(self, r):\n        return r @ r / 2",
            "half = Half()",
            LOSS,
        ),
        # An attribute's name is nobody's variable.
        ("def mse_loss(theta, X, y):\n    return X.T",),
    ],
)
def test_where_all_is_saved_nothing_is_said(kernel, cells):
    assert kernel(cells, cells) == ""


@pytest.mark.parametrize(
    ("saved", "lost"),
    [
        ((), "`mse_loss` of cell [4], `half` of cell [3], `SCALE` and 1 more."),
        ((*CELLS[:3], "def mse_loss(theta, X, y):\n    raise NotImplementedError"),
         "`mse_loss` of cell [4]."),
        ((*CELLS[:2], LOSS), "`half` of cell [3]."),
        (CELLS[1:], "`np`."),
        ((CELLS[0], *CELLS[2:]), "`SCALE`."),
    ],
)  # fmt: skip
def test_what_the_saved_file_does_not_hold_is_named(kernel, saved, lost):
    assert f", and my work.ipynb does not hold {lost} Save it, and run" in kernel(CELLS, saved)


@pytest.mark.parametrize("below", [f"{LOSS} / 2", "mse_loss = print"])
def test_another_function_of_the_name_further_down_counts_instead(kernel, below):
    said = kernel(CELLS, [*CELLS, below])
    assert said.startswith("In my work.ipynb another `mse_loss` comes below that of cell [4], ")
    stub = "def mse_loss(theta, X, y):\n    raise NotImplementedError('write it')"
    assert kernel(CELLS, [*CELLS, stub]) == kernel(CELLS, [below, *CELLS]) == ""


@pytest.mark.parametrize(
    "unsure",
    ["from os.path import *", "%run mine.py", "exec('np = 1')", "globals()['SCALE'] = 1", "1 2"],
)
def test_where_the_saved_file_may_hold_it_nothing_is_said(kernel, unsure):
    assert kernel(CELLS, [unsure, LOSS, HALF]) == ""


def test_where_nobody_knows_the_file_nothing_is_said(kernel, monkeypatch, tmp_path):
    assert kernel(CELLS) == ""  # it was never saved, or has another name by now
    (tmp_path / "my work.ipynb").write_text("{", encoding="utf-8")
    assert kernel(CELLS) == ""
    monkeypatch.setenv("JPY_SESSION_NAME", "my work.ipynb")
    assert kernel(CELLS, ()) == ""
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert kernel(CELLS, ()) == ""
