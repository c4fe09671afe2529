"""Notebooks are made from the stubs, and any notebook handed in becomes a module or a message."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.coach.calling.magics import plain_python
from exercises.coach.calling.notebook_file import (
    EARLIER_HEAD,
    NotebookError,
    read_notebook,
    to_module,
)
from exercises.coach.calling.percent import RUN_CELL, cells_of
from exercises.coach.contracts import EXERCISES
from exercises.coach.notebook import NOT_YET
from exercises.coach.play import GAMES
from grader.release.notebooks import main, stale, to_notebook
from tests.kit import LEFT_OUT, Copy
from tests.pages import bare, text_of_page
from tests.slips.right import right

ROOT = Path(__file__).resolve().parents[1]
STEMS = [exercise.stem for exercise in EXERCISES]
each_stem = pytest.mark.parametrize("stem", STEMS)
pytestmark = pytest.mark.costly
ALL_RIGHT = re.compile(r"\b(\d+) of \1 right")


def source_of(package, stem):
    return (ROOT / package / f"{stem}.py").read_text(encoding="utf-8")


def v4(*cells, **more):
    """Return the bytes of a notebook with these (type, source) cells."""
    found = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "cells": found, **more}).encode()


# Module to notebook


def test_the_notebooks_are_those_of_the_stubs():
    assert stale() == [], "Correct it: python -m grader.release.notebooks"


@each_stem
def test_a_committed_notebook_is_valid_4_5_with_unique_ids(stem):
    path = ROOT / "exercises" / "notebooks" / f"{stem}.ipynb"
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_ids_are_named_after_the_functions_and_stay_when_a_cell_is_inserted():
    before = [c.id for c in to_notebook("# %%\ndef f(): ...\n# %%\ndef g(): ...\n", "ex1_x").cells]
    source = "# %%\ndef f(): ...\n# %%\ndef between(): ...\n# %%\ndef g(): ...\n"
    after = [cell.id for cell in to_notebook(source, "ex1_x").cells]
    assert before == ["ex1-f", "ex1-g", "ex1-check", "ex1-play"]
    assert after == ["ex1-f", "ex1-between", "ex1-g", "ex1-check", "ex1-play"]


def test_functions_of_one_name_get_ids_of_their_own():
    notebook = to_notebook("# %%\ndef f(): ...\n# %%\ndef f(): ...\n", "ex1_x")
    assert [cell.id for cell in notebook.cells] == ["ex1-f", "ex1-f-2", "ex1-check", "ex1-play"]


@each_stem
def test_a_notebook_is_the_same_every_time(stem):
    source = source_of("exercises", stem)
    assert to_notebook(source, stem) == to_notebook(source, stem)


@each_stem
def test_a_notebook_begins_with_the_chapter_and_ends_with_check_and_play(stem):
    cells = to_notebook(source_of("exercises", stem), stem).cells
    assert cells[0].cell_type == "markdown"
    assert "$" in cells[0].source
    assert not re.search(r"^# %%|^# \|", cells[0].source, re.MULTILINE)
    for cell, name in zip(cells[-2:], ("check", "play"), strict=True):
        assert cell.source.endswith(f'import {name}; {name}("{stem}", globals())')
        assert cell.source.count("\n") == 2


@each_stem
def test_stub_to_notebook_to_stub_is_the_identity(stem):
    source = source_of("exercises", stem)
    notebook = to_notebook(source, stem)
    # But for the last cell, which runs a file, and in a notebook the tests within the tests.
    alone = source.removesuffix(f"\n\n{RUN_CELL}")
    assert alone != source
    assert to_module(notebook) == alone
    assert read_notebook(nbformat.writes(notebook).encode()) == alone


@each_stem
def test_solution_to_notebook_to_solution_keeps_every_cell(stem):
    source = source_of("solutions", stem)
    assert cells_of(to_module(to_notebook(source, stem))) == cells_of(source)


# Any text without the signs of markers and magics; blank lines at the ends are formatting.
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="%!?"))
TEXTS = st.lists(LINES, max_size=4).map(lambda lines: "\n".join(["x = 1", *lines, "# end"]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["code", "markdown"]), TEXTS), max_size=5))
def test_notebook_to_module_to_notebook_keeps_every_cell(cells):
    module = read_notebook(v4(*cells))
    assert [(cell.kind, cell.source) for cell in cells_of(module)] == cells


def test_markdown_that_looks_like_a_marker_starts_no_cell():
    module = read_notebook(v4(("markdown", "a\n%% b\nc")))
    assert [cell.source.split() for cell in cells_of(module)] == [["a", "%%", "b", "c"]]


def test_code_whose_marker_was_forgotten_is_no_part_of_the_markdown():
    cells = cells_of("# %% [markdown]\n# Words.\n\nx = 1\n# %%\ny = 2\n")
    assert [(c.kind, c.source) for c in cells] == [
        ("markdown", "Words."),
        ("code", "x = 1"),
        ("code", "y = 2"),
    ]


@each_stem
def test_the_cell_that_runs_a_stub_is_left_out_of_whatever_notebook_has_it(stem):
    cells = [("code", cell.source) for cell in cells_of(source_of("exercises", stem))]
    assert "__main__" in cells[-1][1]
    assert "pytest.main" not in read_notebook(v4(*cells))


# Stale notebooks


@pytest.fixture
def folder(tmp_path):
    """Copy the stubs, their notebooks, and the originals from which they are put back."""
    for place in (".", "notebooks", "coach/originals"):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        for path in (ROOT / "exercises" / place).glob("ex*"):
            shutil.copy(path, tmp_path / place)
    return tmp_path


def change_stub(folder):
    stub = folder / f"{STEMS[1]}.py"
    stub.write_text(stub.read_text("utf-8").replace("best", "finest"), encoding="utf-8")


def edit_notebook(folder):
    path = folder / "notebooks" / f"{STEMS[1]}.ipynb"
    path.write_text(path.read_text("utf-8").replace("best", "finest"), encoding="utf-8")


def delete_notebook(folder):
    (folder / "notebooks" / f"{STEMS[1]}.ipynb").unlink()


def edit_original(folder):
    path = folder / "coach" / "originals" / f"{STEMS[1]}.ipynb"
    path.write_text(path.read_text("utf-8").replace("best", "finest"), encoding="utf-8")


def break_notebook(folder):
    (folder / "notebooks" / f"{STEMS[1]}.ipynb").write_text("<<<<<<< HEAD", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [change_stub, edit_notebook, edit_original, delete_notebook, break_notebook],
    ids=lambda f: f.__name__,
)
def test_a_stale_notebook_is_named_with_the_command_that_mends_it(spoil, folder, capsys):
    assert main(["--check", "--folder", str(folder)]) == 0
    spoil(folder)
    assert main(["--check", "--folder", str(folder)]) == 1
    messages = capsys.readouterr().err.splitlines()
    # A stub has two: a learner's, and the one to put it back from.
    assert len(messages) == (2 if spoil is change_stub else 1)
    for message in messages:
        assert f"{STEMS[1]}.ipynb" in message
        assert message.endswith("Correct it: python -m grader.release.notebooks")
    assert main(["--folder", str(folder)]) == 0
    assert main(["--check", "--folder", str(folder)]) == 0


def test_line_ends_of_windows_do_not_make_a_notebook_stale(folder):
    for path in [*folder.glob("*.py"), *folder.rglob("*.ipynb")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert stale(folder) == []


# Notebooks handed in


def test_a_notebook_of_version_3_is_read():
    cells = [
        {"cell_type": "heading", "level": 1, "source": ["Work"]},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []},
    ]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()
    assert read_notebook(data) == "# %% [markdown]\n# Work\n\n# %%\nx = 1\ny = 2\n"


@pytest.mark.parametrize(
    "lies",
    [
        {"nbformat": 3},
        {"nbformat": "four"},
        {"nbformat": None, "metadata": 7},
        {"metadata": {"kernelspec": {"language": "cobol"}}},
        {"worksheets": [{"cells": [{"cell_type": "code", "input": "z = 3"}]}]},
        {"worksheets": "none"},
    ],
    ids=str,
)
def test_what_a_notebook_says_of_itself_is_not_believed(lies):
    assert read_notebook(v4(("code", ["x = 1"]), **lies)) == "# %%\nx = 1\n"


def test_outputs_raw_cells_and_empty_cells_are_left_out():
    code = {"cell_type": "code", "source": "x = 1", "outputs": [{"text": "y = 2"}], "id": 5}
    cells = [{"cell_type": "raw", "source": "z"}, {"cell_type": "code", "source": " \n"}, {}, code]
    assert read_notebook(json.dumps({"cells": cells}).encode()) == "# %%\nx = 1\n"


def test_a_notebook_without_code_is_an_empty_module():
    assert read_notebook(v4()).strip() == ""


@pytest.mark.parametrize(
    ("cell", "module"),
    [
        ("%matplotlib inline\nx = 1", "pass  # left out: %matplotlib inline\nx = 1"),
        ("!pip install scipy\nx = 1", "pass  # left out: !pip install scipy\nx = 1"),
        ("!pip install \\\n  scipy", "pass  # left out: !pip install \\\n# left out:   scipy"),
        ("if True:\n    %cd ..", "if True:\n    pass  # left out: %cd .."),
        ("files = !ls", "files = None  # left out: !ls"),
        ("t = %timeit -o f()", "t = None  # left out: %timeit -o f()"),
        ("np.argmin?", "pass  # left out: np.argmin?"),
        ("?np.argmin", "pass  # left out: ?np.argmin"),
        ("%time x = f(\n    1)", "x = f(\n    1)"),
        ("%%time\nx = 1", "pass  # left out: %%time\nx = 1"),
        ("%%bash\nrm -r /", "# left out: %%bash\n# left out: rm -r /"),
        ("\n%%html\n<b>", "# left out:\n# left out: %%html\n# left out: <b>"),
        ("!echo don't\nx = 1", "pass  # left out: !echo don't\nx = 1"),
    ],
)  # fmt: skip
def test_a_comment_stands_where_a_magic_was(cell, module):
    assert plain_python(cell) == module


@pytest.mark.parametrize(
    "code",
    [
        "x = (7\n  % 4)",
        "x = 7 \\\n  % 4",
        'text = """\n%time\n!ls\n"""',
        "text = '''it's\n%time'''",
        "text = 'a\\\n%time'",
        'x = ["a[", \'"\', # (\n  "b"]',
        "f = {\n'why':\n1}  # why?",
        "x = '?'",
        "same = 7 != 4",
        'x = "\\""  # %time',
        'text = """\nfrom IPython.display import display\n"""',
    ],
)
def test_what_only_looks_like_a_magic_is_kept(code):
    compile(code, "cell", "exec")
    assert plain_python(code) == code


def test_the_checking_cell_goes_and_what_a_learner_added_to_it_stays():
    check = to_notebook("", "ex1_gradient_descent").cells[-2].source
    assert read_notebook(v4(("code", check))).strip() == ""
    assert read_notebook(v4(("code", f"x = 1\n{check}\ny = 2"))) == "# %%\nx = 1\n\ny = 2\n"
    assert (
        read_notebook(v4(("code", check.replace("globals())", "globals(), hint=1)")))).strip() == ""
    )


def test_an_edited_checking_cell_checks_nothing():
    check = to_notebook("", "ex1_gradient_descent").cells[-2].source.replace("as often", "whenever")
    module = read_notebook(v4(("code", check)))
    assert "pass  # left out: from exercises.coach.notebook import check; check(" in module
    assert "pass  # left out: import pathlib as _pathlib" in module


# As it was handed out before there was a game.
EARLIER = f'{EARLIER_HEAD}check("ex1_gradient_descent", globals())'


def test_the_checking_cell_of_a_notebook_handed_out_earlier_goes_as_well():
    assert EARLIER.startswith("# Run this cell to check your work, as often as you like.\nimport")
    for cell in (EARLIER, EARLIER.replace("globals())", "globals(), hint=2)")):
        assert read_notebook(v4(("code", f"x = 1\n{cell}\ny = 2"))) == "# %%\nx = 1\n\ny = 2\n"
    edited = read_notebook(v4(("code", EARLIER.replace("as often", "whenever"))))
    assert "pass  # left out: from exercises.coach.notebook import check" in edited
    assert 'pass  # left out: check("ex1_gradient_descent", globals())' in edited


def test_the_cell_with_the_sliders_goes_and_what_a_learner_added_to_it_stays():
    cell = to_notebook("", "ex1_gradient_descent").cells[-1].source
    assert read_notebook(v4(("code", cell))).strip() == ""
    assert read_notebook(v4(("code", f"x = 1\n{cell}\ny = 2"))) == "# %%\nx = 1\n\ny = 2\n"
    edited = read_notebook(v4(("code", cell.replace("Once", "When"))))
    assert "pass  # left out: from exercises.coach.notebook import play; play(" in edited


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b'{"cells": [', "not valid JSON (line 1, column"),
        (b"x = 1\n", "not valid JSON"),
        (b"[]", "no notebook, only JSON"),
        (b"{}", 'no list "cells"'),
        (b'{"cells": {"a": 1}}', 'no list "cells"'),
        (b'{"worksheets": [{"cells": 3}]}', 'no list "cells"'),
        (b'{"cells": [3]}', "Cell 1 is not a cell"),
        (v4(("code", "x = 1"), ("code", 3)), "source of cell 2 is not text"),
        (v4(("code", ["x", None])), "source of cell 1 is not text"),
        ('{"cells": ["é"]}'.encode("latin-1"), "not UTF-8 text (byte 12)"),
        (b"[" * 100_000, "no notebook that Jupyter wrote"),
        (b'{"cells": ' + b"1" * 5000 + b"}", "no notebook that Jupyter wrote"),
        (b" " * 100_000_000, "has 100 MB"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_what_is_no_notebook_is_refused_with_place_and_remedy(data, said):
    with pytest.raises(NotebookError) as caught:
        read_notebook(data)
    assert said in str(caught.value)
    assert re.search("hand in that file|Clear its outputs", str(caught.value))


def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm():
    data = v4(("code", "x = 1\r\ny = '''a\r\nb'''\rz = 3")).replace(b", ", b",\r\n")
    assert read_notebook(b"\xef\xbb\xbf" + data) == "# %%\nx = 1\ny = '''a\nb'''\nz = 3\n"


def test_a_lone_surrogate_or_a_nul_in_one_cell_costs_no_other():
    data = b'{"cells": [{"cell_type": "markdown", "source": "\\ud800 \\u0000"}, %s]}'
    module = read_notebook(data % b'{"cell_type": "code", "source": "x = 1"}')
    names = {}
    exec(module.encode("utf-8"), names)
    assert names["x"] == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "cell_type", "source", "input", "code"]),
            inner | st.sampled_from(["code", "markdown"]),
        )
    ),
)


@settings(deadline=None)
@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=30))
def test_any_file_becomes_a_module_or_a_message(data):
    try:
        module = read_notebook(data)
    except NotebookError as error:
        module = str(error)
    assert module.encode("utf-8")


def test_reading_a_notebook_does_not_import_nbformat(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(v4(("code", "x = 1")))
    code = (
        "import sys; from exercises.coach.calling.notebook_file import read_notebook;"
        "print(read_notebook(open(sys.argv[1], 'rb').read()).split(), 'nbformat' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.ipynb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.stdout == "['#', '%%', 'x', '=', '1'] False\n", run.stderr


# The checking cell


def run_last(start, name):
    cells = to_notebook("", "ex1_gradient_descent").cells[-2:]
    source = cells[("check", "play").index(name)].source
    # Without what is installed: an editable kit would be found anywhere.
    command = [sys.executable, "-I", "-S", "-c", source]
    return subprocess.run(command, cwd=start, capture_output=True, text=True)


@pytest.mark.parametrize("start", [".", "exercises", "exercises/notebooks", "mine"])
@pytest.mark.parametrize("name", ["check", "play"])
def test_the_kits_cells_find_it_beside_the_notebook_or_above_it(name, start, tmp_path):
    (tmp_path / "exercises" / "coach").mkdir(parents=True)
    (tmp_path / "exercises" / "notebooks").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "exercises" / "__init__.py").touch()
    (tmp_path / "exercises" / "coach" / "__init__.py").touch()
    (tmp_path / "exercises" / "coach" / "notebook.py").write_text(
        f"def {name}(stem, namespace): print(stem, '_pathlib' in namespace, 'sys' in namespace)"
    )
    run = run_last(tmp_path / start, name)
    assert run.stdout == "ex1_gradient_descent True False\n", run.stderr


def test_the_checking_cell_says_in_one_line_where_the_kit_belongs(tmp_path):
    run = run_last(tmp_path, "check")
    (line,) = run.stderr.splitlines()
    assert line.startswith("The kit is neither beside this notebook nor installed: put its folder")
    assert line.endswith("then run this cell again.")


# With a real kernel


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
    notebooks = {stem: to_notebook(source_of("solutions", stem), stem) for stem in STEMS}
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


def test_a_cell_magic_with_many_options_is_read_at_once():
    """Two hyphens could be read in two ways: twenty such options took as long as a million."""
    begun = time.process_time()
    for rest in (" --no-stdout" * 5000, " " * 100_000):
        assert plain_python(f"%%capture{rest} = 1\nx = 2").splitlines()[1] == "x = 2"
        assert plain_python(f"%%capture{rest} out\nx = 2").startswith("out = get_ipython()")
    assert time.process_time() - begun < 2
