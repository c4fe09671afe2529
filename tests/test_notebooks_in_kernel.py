"""Notebooks in a real kernel: what the check cell says of stubs, of right work and of slips."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from exercises.coach.calling.percent import RUN_CELL
from exercises.coach.notebook import NOT_YET
from exercises.coach.play import GAMES
from grader.release.notebooks import to_notebook
from tests.kit import LEFT_OUT, ROOT, STEMS, Copy
from tests.pages import bare, text_of_page
from tests.slips.right import right

each_stem = pytest.mark.parametrize("stem", STEMS)
pytestmark = [pytest.mark.costly, pytest.mark.slow]
ALL_RIGHT = re.compile(r"\b(\d+) of \1 right")


@contextlib.contextmanager
def kernels(copy):
    """Give a function that runs a notebook in a kernel of its own, and returns its cells."""
    from nbclient import NotebookClient
    from traitlets.config import Config

    folder = copy.folder
    shutil.copytree(ROOT / "solutions", folder / "solutions", ignore=LEFT_OUT)
    # A port that was free when it was chosen may be taken when the kernel opens it; a socket's path
    # is this kernel's alone, and at most some hundred letters long.
    sockets = Path(tempfile.mkdtemp(prefix="kernel-"))
    kernel = Config({"KernelManager": {"transport": "ipc", "ip": str(sockets / "s")}})

    def run(notebook):
        where = {"metadata": {"path": str(folder / "exercises" / "notebooks")}}
        client = NotebookClient(
            notebook, timeout=100, resources=where, allow_errors=True, config=kernel
        )
        client.execute()
        return notebook.cells

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "jupyter"))
        yield run
    shutil.rmtree(sockets)


@pytest.fixture
def execute(copy):
    """Give a function that runs a notebook in a copy of the kit and returns its cells.

    It runs without the sliders, whose pictures take longer than all the rest.
    """
    with kernels(copy) as run:

        def without_sliders(notebook):
            notebook.cells = [c for c in notebook.cells if "import play" not in c.source]
            return run(notebook)

        yield without_sliders


def run_together(notebooks, folder):
    """Run several notebooks in one kernel, which forgets all names in between; the cells of each.

    A kernel that starts and loads the kit takes longer than all that a stub's notebook does.
    """
    cells = []
    for notebook in notebooks.values():
        cells += [nbformat.v4.new_code_cell("%reset -f"), *notebook.cells]
    with kernels(Copy(folder)) as run:
        ran = iter(run(nbformat.v4.new_notebook(cells=cells)))
    return {stem: [next(ran) for _ in range(1 + len(notebooks[stem].cells))][1:] for stem in STEMS}


@pytest.fixture(scope="module")
def unsolved(tmp_path_factory):
    folder = ROOT / "exercises" / "notebooks"
    notebooks = {stem: nbformat.read(folder / f"{stem}.ipynb", as_version=4) for stem in STEMS}
    return run_together(notebooks, tmp_path_factory.mktemp("unsolved"))


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    sources = {
        stem: (ROOT / "solutions" / f"{stem}.py").read_text(encoding="utf-8") for stem in STEMS
    }
    notebooks = {stem: to_notebook(source, stem) for stem, source in sources.items()}
    return run_together(notebooks, tmp_path_factory.mktemp("solved"))


def text_of(cell):
    """Return what a person reads under a cell."""
    shown = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
    errors = ["\n".join(o.traceback) for o in cell.outputs if o.output_type == "error"]
    return "\n".join([*shown, *errors])


@pytest.mark.timeout(120)
@each_stem
def test_an_unsolved_notebook_says_not_started_without_a_traceback(stem, unsolved):
    *own, check, play = [cell for cell in unsolved[stem] if cell.cell_type == "code"]
    assert [text_of(cell) for cell in own] == [""] * len(own)
    assert "not started" in text_of(check)
    assert "Traceback" not in text_of(check)
    assert text_of(play) == f"{NOT_YET}\n"


@pytest.mark.timeout(120)
@each_stem
def test_a_solved_notebook_says_all_right_and_shows_its_game(stem, solved):
    *_, check, play = solved[stem]
    (game,) = play.outputs
    assert game.data["text/plain"] == GAMES[stem].words
    assert game.data["text/html"].count("data:image/png;base64,") == len(
        GAMES[stem].sliders[0].strip
    )
    shown = text_of(check)
    assert "All right." in shown
    assert "Traceback" not in shown
    assert "not started" not in shown


def with_slip(stem, function, old, new):
    """Return a solved notebook of an exercise with one edit in the cell of a function."""
    notebook = to_notebook(right(stem), stem)
    cell = next(c for c in notebook.cells if f"def {function}(" in c.source)
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    return notebook, 1 + [c for c in notebook.cells if c.cell_type == "code"].index(cell)


@pytest.mark.daily
@pytest.mark.timeout(120)
def test_a_wrong_notebook_shows_a_page_and_the_same_words_as_text(execute):
    notebook, _ = with_slip(
        "ex1_gradient_descent", "gradient_descent", "theta - lr *", "theta + lr *"
    )
    *_, check = execute(notebook)
    (shown,) = check.outputs
    assert shown.output_type == "display_data"
    page, text = shown.data["text/html"], shown.data["text/plain"]
    assert 'src="data:image/png;base64,' in page
    assert "looks like <code>climbs</code>" in page
    assert "<details>" in page
    assert "::test_" not in text
    words = text_of_page(page)
    for line in text.splitlines():
        assert bare([line]) in words or ".feedback" in line


@pytest.mark.timeout(120)
def test_a_learners_markup_is_text_in_a_notebook(execute):
    notebook, _ = with_slip(
        "ex1_gradient_descent",
        "loss",
        "return x",
        'print("</details><b>`x`&amp;")\n    return "<i>"; x',
    )
    *_, check = execute(notebook)
    page = check.outputs[0].data["text/html"]
    assert "&lt;/details&gt;&lt;b&gt;`x`&amp;amp;" in page
    assert "&lt;i&gt;" in page
    text_of_page(page)


def test_without_a_notebook_the_check_prints_its_words(copy):
    code = (
        "from exercises.coach.notebook import check\n"
        "def loss(x): return 0.0\n"
        "check('ex1_gradient_descent', globals())\n"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    first = r"next step: exercise 1, loss\nloss\(.*\)\n  got       0\.0\n"
    assert re.search(first, run.stdout), run.stdout + run.stderr
    assert "<" not in run.stdout


def test_what_is_logged_during_a_check_is_not_shown_and_what_is_logged_afterwards_is(copy):
    code = (
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\n"
        "from exercises.coach.notebook import check\n"
        "def loss(x):\n    logging.debug('mine')\n    return 0.0\n"
        "check('ex1_gradient_descent', globals())\nlogging.debug('afterwards')\n"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    assert "next step: exercise 1, loss\n" in run.stdout
    assert run.stderr == "DEBUG:root:afterwards\n"


@pytest.mark.parametrize(
    ("line", "used", "said"),
    [
        ("from scipy.linalg import inv", "inv", "`inv`, of scipy, is here, but not where"),
        ("import scipy", "scipy", "`scipy` is here, but not where your work is graded."),
        ("import numpy as np, math", "np.exp, math", ""),
        ("def own(x): return x", "own", ""),
    ],
)
def test_what_a_function_uses_that_is_not_there_where_it_is_graded_is_told(copy, line, used, said):
    code = (
        f"from exercises.coach.notebook import check\n{line}\n"
        f"def loss(x):\n    {used}\n    return 0.0\n"
        "check('ex1_gradient_descent', globals())\n"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    assert said in run.stdout, run.stdout + run.stderr
    assert ("is graded" in run.stdout) == bool(said)


EXPLORE = """
def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    from exercises.ex1_gradient_descent import gradient_descent
    return {lr: observe(gradient_descent(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs}

from exercises.coach.notebook import check
check("ex2_learning_rates", globals())
"""


@pytest.mark.parametrize("saved_last", ["module", "notebook"])
@pytest.mark.parametrize("is_right", [True, False])
def test_a_notebook_builds_on_the_file_of_exercise_1_that_was_saved_last(
    copy, saved_last, is_right
):
    stem = "ex1_gradient_descent"
    sources = right(stem), right(stem).replace("theta - lr *", "theta + lr *")
    last, other = sources if is_right else reversed(sources)
    module, notebook = (last, other) if saved_last == "module" else (other, last)
    book = copy.folder / "exercises" / "notebooks" / f"{stem}.ipynb"
    nbformat.write(to_notebook(notebook, stem), book)
    files = [book, copy.put(stem, module).stub(stem)]
    for second, path in enumerate(files if saved_last == "module" else reversed(files)):
        os.utime(path, (0, 1e9 + second))
    code = right("ex2_learning_rates").removesuffix(RUN_CELL) + EXPLORE
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    said = "All right." if is_right else "fix that first"
    assert said in run.stdout, run.stdout + run.stderr


IMPORTED = """
from {place} import gradient_descent as mine

def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return {{lr: observe(mine(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs}}

class Proxy:
    # It is not connected yet, and raises whatever it is asked.
    def __getattribute__(self, name):
        raise RuntimeError(name)

connection = Proxy()
import io, contextlib, pathlib, sys
from exercises.coach.notebook import check
check("ex2_learning_rates", globals())
path = pathlib.Path("exercises/ex1_gradient_descent.py")
path.write_text(path.read_text(encoding="utf-8") + pathlib.Path("added.py").read_text())
print("AGAIN")
check("ex2_learning_rates", globals())
"""


@pytest.mark.parametrize("place", ["exercises.ex1_gradient_descent", "ex1_gradient_descent"])
@pytest.mark.parametrize("is_in_notebook", [True, False])
def test_what_was_imported_above_the_check_is_what_the_other_file_holds_by_now(
    copy, place, is_in_notebook
):
    stem = "ex1_gradient_descent"
    if is_in_notebook:
        book = copy.folder / "exercises" / "notebooks" / f"{stem}.ipynb"
        nbformat.write(to_notebook(right(stem), stem), book)
    added = "" if is_in_notebook else right(stem).removesuffix(RUN_CELL)
    (copy.folder / "added.py").write_text(added, encoding="utf-8")
    code = right("ex2_learning_rates").removesuffix(RUN_CELL) + IMPORTED.format(place=place)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=copy.folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{copy.folder}{os.pathsep}{copy.folder / 'exercises'}"},
    )
    first, again = run.stdout.split("AGAIN")
    assert ("All right." in first) is is_in_notebook, run.stdout + run.stderr
    assert "All right." in again, run.stdout + run.stderr


def test_what_another_file_does_not_give_because_of_an_error_is_told(copy):
    stem = "ex1_gradient_descent"
    broken = right(stem).replace("theta - lr *", "theta - - lr 2 *")
    book = copy.folder / "exercises" / "notebooks" / f"{stem}.ipynb"
    nbformat.write(to_notebook(broken, stem), book)
    code = right("ex2_learning_rates").removesuffix(RUN_CELL)
    code += IMPORTED.format(place=f"exercises.{stem}").replace("path.write_text", "str")
    (copy.folder / "added.py").write_text("", encoding="utf-8")
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    told = re.findall(rf"{stem}.ipynb, cell \d, line \d+ has an error: until that .*", run.stdout)
    assert len(told) == 2, run.stdout + run.stderr
    assert all(each.endswith("there is no new `gradient_descent`.") for each in told)


PLOTS = """

# %%
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
plt.plot([2, 3])
"""


@pytest.mark.timeout(120)
def test_what_another_notebook_plots_is_not_shown_by_the_check(execute, copy):
    stem, second = "ex1_gradient_descent", "ex2_learning_rates"
    source = right(stem).removesuffix(RUN_CELL) + PLOTS
    book = copy.folder / "exercises" / "notebooks" / f"{stem}.ipynb"
    nbformat.write(to_notebook(source, stem), book)
    notebook = to_notebook(right(second), second)
    notebook.cells[1].source += f"\nfrom exercises.{stem} import gradient_descent"
    *_, check = execute(notebook)
    assert ALL_RIGHT.search(text_of(check))
    assert "Figure size" not in text_of(check)


def test_what_waits_for_a_right_descent_is_said_to_in_a_notebook(copy):
    stem = "ex1_gradient_descent"
    code = right(stem).removesuffix(RUN_CELL).replace("theta - lr *", "theta - lrr *")
    code += "\nown = gradient_descent\nfrom exercises.coach.notebook import check\n"
    code += f"check({stem!r}, globals())\nprint(own is gradient_descent)\n"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True)
    said = "wait for a right `gradient_descent`: 1 find_critical_points"
    assert said in " ".join(run.stdout.split()), run.stdout + run.stderr
    assert run.stdout.rstrip().endswith("True")


@pytest.mark.timeout(120)
def test_a_cell_that_left_no_function_is_named_with_the_reason(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    for cell in notebook.cells:
        if "def grad(" in cell.source:
            cell.source = cell.source.replace("return 4 *", "return 4")
        elif "def gradient_descent(" in cell.source:
            cell.source = f"%%timeit\n{cell.source}"
        elif "def find_critical_points(" in cell.source:
            cell.source = f"%%writefile /dev/null\n{cell.source}"
    *_, check = execute(notebook)
    said = text_of(check)
    assert re.search(r"Cell \[\d\] has an error in line \d+ and was not run: until that", said)
    assert re.search(r"Cell \[\d\] leaves no `gradient_descent` .* of its `%%timeit`", said)
    assert re.search(r"Cell \[\d\] leaves no `find_critical_points` .* of its `%%writefile`", said)
    assert said.count("Cell [") == 3
    for cell in notebook.cells:
        cell.source = cell.source.replace("%%timeit", "import nowhere_at_all")
    *_, check = execute(notebook)
    assert re.search(r"Cell \[\d\] stopped above its `def gradient_descent`, or", text_of(check))


@pytest.mark.timeout(120)
def test_a_stub_that_was_run_after_the_function_is_named(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    at = next(n for n, cell in enumerate(notebook.cells) if "def grad(" in cell.source)
    stub = copied(notebook.cells[at], notebook.cells[at].source, STUB)
    notebook.cells.insert(at + 1, stub)
    *_, check = execute(notebook)
    said = text_of(check)
    assert re.search(
        r"Cell \[(\d)\] holds the stub of `grad`, and was run after yours, cell \[\d\]", said
    )
    assert said.count("Cell [") == 1


STUB = 'def grad(x):\n    """Do it."""\n    raise NotImplementedError("exercise 1: write grad")\n'


@pytest.mark.timeout(120)
def test_a_cells_line_is_named_by_the_cells_number(execute):
    notebook, number = with_slip(
        "ex1_gradient_descent", "grad", "return 4 * x**3", "return 4 * x^3"
    )
    *_, check = execute(notebook)
    assert f"cell [{number}], line " in text_of(check)
    assert "write `**`" in text_of(check)
    assert ".py, line" not in text_of(check)


@pytest.mark.timeout(120)
def test_a_function_that_hangs_in_a_notebook_waits_for_no_other_file(execute, copy):
    copy.hasten()
    notebook, number = with_slip(
        "ex1_gradient_descent", "loss", "return x", "while x: pass\n    return x"
    )
    *_, check = execute(notebook)
    assert f"when the time was up: cell [{number}], line " in text_of(check)
    assert "waiting for" not in text_of(check)


@pytest.mark.timeout(120)
def test_the_last_cell_run_alone_after_a_restart_says_to_run_the_others(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    notebook.cells = notebook.cells[-2:]
    *_, check = execute(notebook)
    assert "Run all cells from the top" in text_of(check)
    assert "wrong" not in text_of(check)


@pytest.mark.timeout(120)
def test_a_cell_that_was_not_run_is_said_to_be_so(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    notebook.cells = [c for c in notebook.cells if "def grad(" not in c.source]
    *_, check = execute(notebook)
    assert "no cell that has been run defines `grad`" in text_of(check)
    assert "`grad` in ex1" not in text_of(check)


@pytest.mark.timeout(120)
def test_a_cell_that_python_could_not_read_is_said_not_to_be_checked(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    at = next(n for n, cell in enumerate(notebook.cells) if "def grad(" in cell.source)
    broken = copied(notebook.cells[at], "return 4 * x**3", "return 4x**3")
    stopped = copied(notebook.cells[at], "def grad(", "import nowhere_at_all\n\n\ndef grad(")
    notebook.cells[at + 1 : at + 1] = [broken]
    *_, check = execute(notebook)
    said = text_of(check)
    assert re.search(r"Cell \[\d+\] has an error in line \d+ and was not run: what is check", said)
    assert ALL_RIGHT.search(said)
    notebook.cells[at + 1] = stopped
    *_, check = execute(notebook)
    assert re.search(r"Cell \[\d+\] stopped above its `def grad`", text_of(check))


@pytest.mark.timeout(120)
def test_of_a_cell_that_was_run_again_and_is_right_nothing_is_said(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    at = next(n for n, cell in enumerate(notebook.cells) if "def grad(" in cell.source)
    wrapped = copied(notebook.cells[at], "def grad(", "@kept\ndef grad(")
    older = copied(notebook.cells[at], "def grad(", "def kept(f):\n    return f\n\n\ndef grad(")
    notebook.cells[at : at + 1] = [older, wrapped, copied(wrapped, "", "")]
    *_, check = execute(notebook)
    assert "Cell [" not in text_of(check)
    assert ALL_RIGHT.search(text_of(check))


def copied(cell, old, new):
    return nbformat.v4.new_code_cell(cell.source.replace(old, new) if old else cell.source)


@pytest.mark.timeout(120)
def test_a_check_cell_that_was_edited_still_checks_or_says_what_belongs_there(execute):
    notebook = to_notebook(right("ex1_gradient_descent"), "ex1_gradient_descent")
    *_, check, _ = notebook.cells
    line = 'check("ex1_gradient_descent", globals())'
    others = ["check(1)", line.replace("()", ""), line.replace("()", "(), hint=True"), "check(6)"]
    notebook.cells += [copied(check, line, other) for other in others]
    *_, number, not_called, hinted, sixth = execute(notebook)
    assert all(ALL_RIGHT.search(text_of(each)) for each in (number, not_called, hinted))
    assert "There is no exercise 6." in text_of(sixth)
    assert '"ex1_gradient_descent"' in text_of(sixth)


@pytest.mark.timeout(120)
def test_input_in_a_notebook_is_no_stubs_line_and_a_coroutine_no_print(execute):
    notebook, _ = with_slip(
        "ex1_gradient_descent", "gradient_descent", "history = []", "history = [input()]"
    )
    *_, check = execute(notebook)
    assert "`input()` waits for somebody to type" in text_of(check)
    assert "still raises" not in text_of(check)
    notebook, _ = with_slip("ex1_gradient_descent", "grad", "def grad", "async def grad")
    *_, check = execute(notebook)
    assert "without `async`" in text_of(check)
    assert "never awaited" not in text_of(check)
