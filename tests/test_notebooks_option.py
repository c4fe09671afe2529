"""`pytest exercises` where the work is in notebooks, and `--notebooks`, which checks it there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from exercises.coach.contracts import exercise_of
from exercises.coach.learner_files import Work, has_work
from tests.kit import Copy

EX1, EX2 = "ex1_gradient_descent", "ex2_learning_rates"
LOSS = "def loss(x):\n    return x**4 - 3 * x**2 + 2\n"
GRAD = "def grad(x):\n    y = x\n    return 4 * y**3 - 6 * z\n"
WRONG = {"loss": LOSS, "grad": GRAD}
ASKED = "exercise 1: your work is in the notebook. To check it:"


def book_of(copy, stem=EX1):
    return copy.folder / "exercises" / "notebooks" / f"{stem}.ipynb"


def write(copy, cells, stem=EX1, counts=()):
    """Put code into cells of a notebook by the names of their functions; give cells numbers."""
    path = book_of(copy, stem)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    numbers = iter(counts)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            name = cell["id"].partition("-")[2]
            cell["source"] = cells.get(name, cell["source"])
            cell["execution_count"] = next(numbers, None)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """A copy with a notebook whose `grad` raises, and what three commands say of it."""
    copy = Copy(tmp_path_factory.mktemp("wrong"))
    write(copy, WRONG, counts=(11, 12, 13))
    ways = {
        "plain": ("exercises",),
        "notebooks": ("exercises", "--notebooks"),
        "module": (f"exercises/{EX1}.py", "--notebooks"),
        "test": (f"exercises/test_{EX1}.py::test_grad_at_one_point", "--notebooks"),
        "picked": ("exercises", "-k", "find_critical_points", "--notebooks"),
        "folder": ("exercises/notebooks/",),
    }
    return copy, {name: copy.run(*arguments) for name, arguments in ways.items()}


@pytest.mark.slow
def test_the_board_says_that_the_work_is_in_the_notebook_and_how_to_check_it(wrong):
    plain = wrong[1]["plain"]
    assert f"{ASKED}\n   pytest exercises --notebooks\n" in plain.text
    assert "next step: exercise 1, loss" in plain.text
    assert set(plain.counts) == {"not started"}


def test_the_notebook_is_checked_with_the_messages_of_a_module(wrong):
    copy, runs = wrong
    run = runs["notebooks"]
    assert run.status == 1
    assert (run.counts["right"], run.counts["wrong"]) == (2, 2)
    assert "next step: exercise 1, grad\ngrad(0.5)\n" in run.text
    assert "got       NameError: name 'z' is not defined" in run.text
    # The number is Jupyter's.
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell [13], line 3\n" in run.text
    assert "stuck?    pytest exercises --notebooks --hint\n" in run.text
    assert "more      pytest exercises --notebooks --more\n" in run.text
    assert str(copy.folder) not in run.text.replace("rootdir", "")
    assert "your work is in" not in run.text


def test_the_folder_of_the_notebooks_is_the_option_in_other_words(wrong):
    runs = wrong[1]
    assert runs["folder"].board() == runs["notebooks"].board()
    assert "next step: exercise 1, grad\ngrad(0.5)\n" in runs["folder"].text


@pytest.mark.parametrize("way", ["module", "test"])
def test_one_exercise_or_one_test_is_checked_in_the_notebook_too(wrong, way):
    run = wrong[1][way]
    assert len(run.board()) == 1
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell [13], line 3\n" in run.text


def test_functions_are_picked_by_name_in_the_notebook_too(wrong):
    run = wrong[1]["picked"]
    assert "next step: exercise 1, find_critical_points" in run.text
    # A cell that was never run has no number, so it is counted from the top.
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell 6, line 1\n" in run.text


def test_a_descent_that_returns_what_is_wrong_is_shown_in_its_cell(tmp_path):
    copy = Copy(tmp_path)
    header = "def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):\n"
    write(copy, {"gradient_descent": f"{header}    return theta_init, []\n"}, counts=range(11, 20))
    run = copy.run(f"exercises/test_{EX1}.py", "--notebooks", "-k", "gradient_descent")
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell [14], line 1\n" in run.text


@pytest.mark.slow
@pytest.mark.costly
def test_workers_check_the_notebook_too(wrong):
    pytest.importorskip("xdist")
    path = f"exercises/test_{EX1}.py"
    run = wrong[0].run(path, "--notebooks", "-p", "xdist", "-n", "2")
    assert run.board() == wrong[1]["module"].board()
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell [13], line 3\n" in run.text


@pytest.mark.slow
def test_a_debugger_opens_in_the_cell(wrong):
    test = f"exercises/test_{EX1}.py::test_grad_at_one_point"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_timeout", test, "--notebooks", "--pdb"],
        cwd=wrong[0].folder, input="p y\nq\n", capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "-> return 4 * y**3 - 6 * z\n(Pdb) 0.5\n" in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
def test_where_both_hold_work_it_is_said_which_was_checked(tmp_path):
    copy = Copy(tmp_path)
    copy.solve(EX1)
    book = write(copy, WRONG)
    path = f"exercises/{EX1}.py"
    in_book, of_module = copy.run(path, "--notebooks"), copy.run(path)
    assert "the notebook was checked; there is work in the .py file too\n" in in_book.text
    assert "next step: exercise 1, grad" in in_book.text
    assert "All right. Well done." in of_module.text
    later = "exercise 1: the .py file was checked; the notebook was saved later. To check it:"
    assert f"{later}\n   pytest {path} --notebooks\n" in of_module.text
    os.utime(book, (1, 1))
    assert later not in copy.run(path, "-k", "test_loss").text


def test_untouched_notebooks_are_not_started_and_modules_with_work_are_checked_instead(tmp_path):
    copy = Copy(tmp_path)
    copy.put(EX1, LOSS)
    book_of(copy, "ex3_convergence_rate").unlink()
    run = copy.run("exercises", "--notebooks", "-k", "loss or classify_rate")
    as_handed_out = "exercise 1: the notebook is as handed out, so the .py file was checked\n"
    assert as_handed_out in run.text
    assert "exercise 3: there is no notebook, so the .py file was checked\n" in run.text
    assert "exercise 2: " not in run.text
    assert f"exercises/{EX1}.py" in run.text


def test_a_damaged_notebook_is_one_message_about_the_notebook(tmp_path):
    copy = Copy(tmp_path)
    path = write(copy, WRONG)
    path.write_bytes(path.read_bytes()[:3000])
    os.utime(path, (1, 1))
    plain, run = copy.run("exercises"), copy.run("exercises", "--notebooks")
    unread = "exercise 1: the notebook cannot be read. What is wrong:"
    assert f"{unread}\n   pytest exercises --notebooks\n" in plain.text
    assert f"next step: exercise 1\nPython cannot read all of {EX1}.ipynb.\n" in run.text
    assert "The file is not valid" in run.text
    assert f"code      exercises/notebooks/{EX1}.ipynb\n" in run.text
    assert "also " not in run.text
    assert f"{EX1}.py" not in run.text


def test_a_notebook_that_is_being_saved_is_waited_for(tmp_path):
    copy = Copy(tmp_path)
    path = write(copy, WRONG)
    whole = path.read_bytes()
    path.write_bytes(whole[:3000])
    writer = threading.Timer(0.3, path.write_bytes, [whole])
    writer.start()
    began = time.monotonic()
    assert Work(tmp_path / "exercises").notebook_first(exercise_of(EX1)) == path
    assert path.read_bytes() == whole
    assert time.monotonic() - began < 10
    writer.join()


RAISE = '    raise NotImplementedError("exercise 1: write grad")\n'


@pytest.mark.parametrize(
    ("cells", "is_work"),
    [
        ({}, False),
        ({"code": "import numpy as np\n1 + 1"}, False),
        ({"code": "%matplotlib inline\nimport numpy as np"}, False),
        ({"code": "1 +"}, False),
        ({"loss": LOSS}, True),
        # Some code, with the stub's last line left below it.
        ({"grad": f"def grad(x):\n    y = 4 * x**3\n{RAISE}"}, True),
        ({"grad": f"def grad(x):\n    return 4x\n{RAISE}"}, True),
        ({"grad": f"%%time\ndef grad(x):\n    y = x\n{RAISE}"}, True),
        ({"grad": f"def grad(x):\n    # first idea\n{RAISE}"}, False),
        # Written in a cell of its own, with the stub's cell left as it is.
        ({"code": f"import numpy as np\n{LOSS}"}, True),
    ],
)
def test_work_is_what_is_more_than_the_stubs(tmp_path, cells, is_work):
    copy = Copy(tmp_path)
    path = write(copy, cells)
    assert has_work(path.read_bytes(), exercise_of(EX1)) is is_work
    assert Work(tmp_path / "exercises").is_worked_in(path, exercise_of(EX1)) is is_work


@pytest.mark.slow
@pytest.mark.parametrize(
    "edited",
    [
        # As somebody rewrites the kit's cell, and adds one of their own below it.
        f"from exercises.coach.notebook import check\nshown = check({EX1!r}, hint=1)",
        f"from exercises.coach.notebook import check, play\nprint(check(\n {EX1!r},\n globals()))",
        f"check({EX1!r}, hint=2)",
        f"play({EX1!r}, globals()) if check({EX1!r}).results else None",
    ],
)
def test_a_call_of_the_check_wherever_it_stands_is_no_error_of_the_learners(tmp_path, edited):
    copy = Copy(tmp_path)
    book = write(copy, {"loss": LOSS})
    notebook = json.loads(book.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "source": edited})
    book.write_text(json.dumps(notebook), encoding="utf-8")
    run = copy.run(f"exercises/notebooks/{EX1}.ipynb", "-k", "test_loss")
    assert "2 right" in run.text
    assert "gives an error" not in run.text


def test_a_value_that_only_jupyter_still_has_is_explained(tmp_path):
    copy = Copy(tmp_path)
    grad = GRAD.replace("* z", "* scale")
    write(copy, {"loss": LOSS, "grad": grad})
    run = copy.run(f"exercises/notebooks/{EX1}.ipynb", "-k", "test_grad_at_one_point")
    said = " ".join(run.text.split())
    explained = "; where Jupyter still has one, it is of a cell that is gone or was changed."
    assert f"No line that has run gives `scale` a value{explained}" in said
    copy.put(EX1, f"{LOSS}\n\n{grad}")
    run = copy.run(f"exercises/{EX1}.py", "-k", "test_grad_at_one_point")
    assert "gives `scale` a value" in run.text
    assert "Jupyter" not in run.text


def test_what_no_cell_can_give_is_said_in_words_of_the_notebook(tmp_path):
    copy = Copy(tmp_path)
    packaged = LOSS.replace("    return", "    import scipy\n    return")
    book = write(copy, {"loss": packaged, "grad": "def grad(x):\n    return np.sign(x)\n"})
    notebook = json.loads(book.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if "import numpy" in source:
            cell["source"] = source.replace("import numpy as np", "")
        if "def gradient_descent(" in source:
            cell["cell_type"] = "markdown"
    book.write_text(json.dumps(notebook), encoding="utf-8")
    text = {
        name: " ".join(copy.run(f"exercises/notebooks/{EX1}.ipynb", "-k", name).text.split())
        for name in ("test_loss_at", "test_grad_at", "test_ten_steps")
    }
    assert "`scipy` is here, but not where your work is graded." in text["test_loss_at"]
    assert "put `import numpy as np` into a cell above this one." in text["test_grad_at"]
    assert f"`gradient_descent` in {EX1}.ipynb: no code cell defines it" in text["test_ten_steps"]


@pytest.mark.parametrize(
    "name",
    [
        f"notebooks/{EX1}-Copy1.ipynb", f"{EX1} copy.py", f"{EX1} (1).py", f"Copy of {EX1}.py",
        f"{EX1}.py.txt", f"{EX1}_final.py",
    ],
)  # fmt: skip
def test_work_in_a_copy_under_another_name_is_told_of(tmp_path, name):
    copy = Copy(tmp_path)
    folder = copy.folder / "exercises"
    stub = folder / f"{EX1}.py"
    text = stub.read_text(encoding="utf-8").replace(
        '    raise NotImplementedError("exercise 1: write loss")', "    return x**4 - 3 * x**2 + 2"
    )
    if name.endswith(".ipynb"):
        write(copy, {"loss": LOSS}).rename(folder / name)
    else:
        (folder / name).write_text(text, encoding="utf-8")
    work = Work(folder)
    said, _ = work.words_on_checked(exercise_of(EX1), are_notebooks_first=False)
    suffix = ".ipynb" if name.endswith(".ipynb") else ".py"
    assert said == f"there is work in exercises/{name}, which is not checked: call it {EX1}{suffix}"
    stub.write_text(text, encoding="utf-8")
    assert work.words_on_checked(exercise_of(EX1), are_notebooks_first=False) == ("", False)


def test_what_is_named_after_an_exercise_is_no_copy_of_it(tmp_path):
    folder = Copy(tmp_path).folder / "exercises"
    for name in ("test_{}.py", "my_{}.py", "{}_notes.py", "{}.before-reset-1.py", ".{}.py"):
        (folder / name.format(EX1)).write_text(LOSS, encoding="utf-8")
    assert Work(folder).copy_of(exercise_of(EX1)) is None
