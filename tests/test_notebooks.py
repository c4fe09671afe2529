"""Notebooks are made from the stubs, and any notebook handed in becomes a module or a message."""

import json
import re
import shutil
import subprocess
import sys
import time

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
from grader.release.notebooks import main, stale, to_notebook
from tests.kit import ROOT, STEMS

each_stem = pytest.mark.parametrize("stem", STEMS)


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


def test_a_cell_without_a_source_is_empty():
    alone = read_notebook(v4(("code", "x = 1")))
    assert read_notebook(v4(("code", None), ("code", "x = 1"))) == alone


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
        (b"[" * 100_000, "not one that Jupyter wrote"),
        (b'{"cells": ' + b"1" * 5000 + b"}", "not one that Jupyter wrote"),
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


def test_a_cell_magic_with_many_options_is_read_at_once():
    """Two hyphens could be read in two ways: twenty such options took as long as a million."""
    begun = time.process_time()
    for rest in (" --no-stdout" * 5000, " " * 100_000):
        assert plain_python(f"%%capture{rest} = 1\nx = 2").splitlines()[1] == "x = 2"
        assert plain_python(f"%%capture{rest} out\nx = 2").startswith("out = get_ipython()")
    assert time.process_time() - begun < 2


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
