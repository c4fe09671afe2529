"""One file: what it is its contents say, and of several for one exercise the best one counts."""

import errno
import gzip
import json
import os
import re
import time
from contextlib import suppress
from pathlib import PurePosixPath
from types import ModuleType

import pytest

from exercises.coach.calling.file_contents import Unreadable, contents_of
from exercises.coach.calling.loading import run_module
from exercises.coach.contracts import EXERCISES
from grader.intake.files import Found, Stray
from grader.intake.reading import read_items
from grader.intake.students import Options, read_place, read_student
from grader.intake.submission import Alternative
from grader.intake.tree import Budget
from tests.intake.test_students import MODULE, SOURCE, STUB, notebook, put, the_one, zipped
from tests.intake.trees import lay
from tests.kit import ROOT

NOTEBOOK = "ex1_gradient_descent.ipynb"
OTHER = b"def loss(x):\n    return x + 1\n"


def run(submission):
    """Run exercise 1 as the sandbox does; its names and what stopped."""
    module = ModuleType("exercises.ex1_gradient_descent")
    stopped = run_module(submission.files[MODULE], MODULE, module)
    return vars(module), stopped


def others(submission):
    """Return the names of the other files that are graded for exercise 1."""
    return [other.name for other in submission.alternatives.get(MODULE, ())]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (f"old/{MODULE}", OTHER),
        ("ex1_gradient_descent.ipynb", notebook("def loss(x): return x - 1")),
        ("ex1_gradient_descent (1).py", OTHER),
        ("Copy of ex1_gradient_descent.ipynb", notebook("def loss(x): return x - 1")),
    ],
)
def test_of_two_files_with_work_in_them_both_are_graded(tmp_path, name, data):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, f"ada/{name}", data)
    submission = the_one(tmp_path)
    assert submission.files == {MODULE: SOURCE}
    assert submission.sources == {MODULE: MODULE}
    assert others(submission) == [name]


def refused_to(monkeypatch, name, number=errno.EACCES):
    """Let the system refuse to open what has this name."""
    real = os.open

    def opened(place, *more, **options):
        if str(place).endswith(name):
            raise OSError(number, os.strerror(number))
        return real(place, *more, **options)

    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize("read", [the_one, lambda place: read_student(place / "ada")])
def test_all_that_was_read_arrives_in_the_submission(tmp_path, monkeypatch, read):
    put(tmp_path, f"ada/{MODULE}")
    put(tmp_path, "ada/ex1_gradient_descent (1).py", OTHER)
    put(tmp_path, "ada/ex2_learning_rates.py")
    put(tmp_path, "ada/ex3_convergence_rate.ipynb", b"%PDF-1.7")
    refused_to(monkeypatch, "ex2_learning_rates.py")
    submission = read(tmp_path)
    assert submission.files == {MODULE: SOURCE}
    assert submission.sources == {MODULE: MODULE}
    assert submission.alternatives == {MODULE: (Alternative("ex1_gradient_descent (1).py", OTHER),)}
    assert [
        reason.partition(" could not be read by the grader")[0] for reason in submission.unread
    ] == ["ex2_learning_rates.py"]
    assert set(submission.unreadable) == {"ex2_learning_rates.py", "ex3_convergence_rate.py"}


@pytest.mark.parametrize(
    ("number", "is_ours"),
    [(errno.EACCES, True), (errno.EIO, True), (errno.ESTALE, True), (errno.ELOOP, False)],
)
@pytest.mark.parametrize("name", [MODULE, "hw.zip"])
def test_what_only_the_grader_cannot_read_is_our_fault(
    tmp_path, monkeypatch, name, number, is_ours
):
    put(tmp_path, f"ada/{name}", SOURCE if name == MODULE else zipped(**{MODULE: SOURCE}))
    put(tmp_path, "bob/hw.zip", zipped(**{MODULE: SOURCE}))
    refused_to(monkeypatch, f"ada/{name}", number)
    ada, bob = read_place(tmp_path).submissions()
    assert bool(ada.unread) is is_ours
    assert ada.files == {}
    assert ("that is not your fault" in " ".join(ada.notes)) is is_ours
    assert (bob.files, bob.unread) == ({MODULE: SOURCE}, ())


def test_no_more_than_three_files_for_an_exercise_are_graded(tmp_path):
    for n in range(9):
        put(tmp_path, f"ada/ex1_gradient_descent ({n}).py", SOURCE + b"# %d" % n)
    submission = the_one(tmp_path)
    assert len(others(submission)) == 2
    (told,) = [note for note in submission.notes if "not graded: hand in one file" in note]
    assert told.startswith("ex1_gradient_descent (5).py, ")
    assert " and 1 more were not graded" in told


def test_the_alternatives_are_part_of_the_digest(tmp_path):
    put(tmp_path, f"ada/{MODULE}")
    before = the_one(tmp_path).digest
    put(tmp_path, "ada/ex1_gradient_descent (1).py", OTHER)
    assert the_one(tmp_path).digest != before


def test_a_notebook_is_run_cell_by_cell(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("%matplotlib inline\nx = 1", "y = 2"))
    names, stopped = run(the_one(tmp_path))
    assert (names["x"], names["y"], stopped) == (1, 2, ())


def test_outputs_are_not_handed_to_the_sandbox(tmp_path):
    data = json.loads(notebook("x = 1"))
    data["cells"][0]["outputs"] = [{"data": {"image/png": "A" * 100_000}}]
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", json.dumps(data).encode())
    assert len(the_one(tmp_path).files[MODULE]) < 200


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ex1_gradient_descent.ipynb", "Untitled3.ipynb"])
@pytest.mark.parametrize("size", [12, 36])
def test_the_pictures_in_a_notebook_cost_nothing(tmp_path, size, name):
    raw = json.loads(notebook("def loss(x): return x\ndef gradient_descent(): pass"))
    picture = {"output_type": "display_data", "data": {"image/png": "iVBOR+/" * (size << 17)}}
    raw["cells"][0]["outputs"] = [picture]
    put(tmp_path, f"ada/{name}", json.dumps(raw, indent=1))
    submission = the_one(tmp_path)
    assert len(submission.files[MODULE]) < 300
    assert "loss" in run(submission)[0]


def test_a_notebook_that_git_could_not_merge_says_where(tmp_path):
    lines = json.dumps(json.loads(notebook("x = 1")), indent=1).split("\n")
    lines[3:4] = ["<<<<<<< HEAD", lines[3], "=======", lines[3], ">>>>>>> other"]
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", "\n".join(lines))
    said = the_one(tmp_path).unreadable[MODULE]
    assert "Git could not merge" in said
    assert "(line 4)" in said


@pytest.mark.slow
def test_the_long_strings_of_a_module_are_its_own(tmp_path):
    data = SOURCE + b'table = "' + b"A" * 11_000_000 + b'"\n'
    put(tmp_path, f"ada/{MODULE}", data)
    assert the_one(tmp_path).files == {MODULE: data}


def test_a_notebook_that_is_large_without_pictures_says_so(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("x = [" + "1, " * (4 << 20) + "]"))
    assert "even without its pictures" in the_one(tmp_path).unreadable[MODULE]


@pytest.mark.parametrize("data", [SOURCE + bytes(600), b"\0".join([SOURCE * 9] * 3)])
def test_a_few_bytes_0_are_left_out_with_a_note(tmp_path, data):
    put(tmp_path, f"ada/{MODULE}", data)
    submission = the_one(tmp_path)
    assert b"\0" not in submission.files[MODULE]
    assert "bytes 0" in submission.notes[0]


@pytest.mark.parametrize("ending", [".ipynb", ".ipynb.txt", ".ipynb.json"])
def test_a_renamed_notebook_is_read_as_a_notebook(tmp_path, ending):
    put(tmp_path, f"ada/ex1_gradient_descent (1){ending}", notebook("x = 1"))
    assert run(the_one(tmp_path))[0]["x"] == 1


@pytest.mark.parametrize(
    "name", [MODULE, "ex1_gradient_descent (1).py", "ex1_gradient_descent.txt"]
)
def test_a_notebook_named_py_is_a_notebook(tmp_path, name):
    put(tmp_path, f"ada/{name}", notebook("%time x = 1", "!ls"))
    names, stopped = run(the_one(tmp_path))
    assert (names["x"], stopped) == (1, ())


@pytest.mark.parametrize("slip", [b"", b"def grad(x)\n    return x\n"])
def test_a_module_with_the_line_ends_of_old_macs_is_no_second_file(tmp_path, slip):
    code = b"import math\n" + SOURCE + slip
    put(tmp_path, f"ada/{MODULE}", code.replace(b"\n", b"\r"))
    student = the_one(tmp_path)
    assert (list(student.files), student.notes, others(student)) == ([MODULE], (), [])


def test_python_named_ipynb_is_python(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", SOURCE)
    assert the_one(tmp_path).files == {MODULE: SOURCE}


def test_a_hardly_touched_stub_does_not_count_before_finished_work(tmp_path):
    put(tmp_path, f"ada/{MODULE}", b"# Ada Lovelace, group 3\n" + STUB)
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("def loss(x): return 7"))
    submission = the_one(tmp_path)
    assert run(submission)[0]["loss"](1) == 7
    assert others(submission) == []
    assert f"{MODULE} is hardly more than the stub: the other file counts." in submission.notes


def test_a_half_written_stub_and_a_notebook_are_both_graded(tmp_path):
    half = STUB.replace(b'raise NotImplementedError("exercise 1: write loss")', b"return x")
    put(tmp_path, f"ada/{MODULE}", half)
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("def loss(x): return 7"))
    assert others(the_one(tmp_path)) == ["ex1_gradient_descent.ipynb"]


def test_code_with_every_raise_left_in_it_is_work(tmp_path):
    work = STUB.replace(
        b"    raise NotImplementedError", b"    y = x\n    raise NotImplementedError"
    )
    put(tmp_path, f"ada/{MODULE}", work.replace(b'")\n', b'")\n    z = y + 1\n    return z * 2\n'))
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("def loss(x): return 7"))
    assert others(the_one(tmp_path)) == ["ex1_gradient_descent.ipynb"]


PAGE = b"<!DOCTYPE html>\n<html lang='en'><head><title>ex1 - GitHub</title></head></html>"
WORD = zipped(**{"[Content_Types].xml": b"x", "word/document.xml": b"x"})
NOT_CODE = {
    "a web page": (PAGE, "use the page's Raw or Download button"),
    "a page with a comment before": (b"\xef\xbb\xbf\n<!-- saved -->\n<HTML>", "web page"),
    "a page in UTF-16": (PAGE.decode().encode("utf-16"), "web page"),
    "a page with comments before": (
        b"<!-- a > b -->\n<!---->\n<!-- c\n -- d --> <body>",
        "web page",
    ),
    "an XHTML page": (b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", "web page"),
    "a saved page": (
        b"From: <Saved by Blink>\r\nSubject: ex1\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related;\r\n",
        "web page",
    ),
    "RTF": (b"{\\rtf1\\ansi def loss(x):}", "save it as plain text"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "it is a PDF"),
    "Word": (WORD, "Word or Office"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Word or Office"),
    "a zip": (zipped(**{MODULE: SOURCE}), "zip archive under another name"),
    "gzip": (gzip.compress(SOURCE), "archive under another name"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive under another name"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "archive under another name"),
    "tar": (bytes(257) + b"ustar\x0000" + bytes(300), "archive under another name"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(20), "it is a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is a picture"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic", "it is a picture"),
    "an LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "git lfs pull"),
    "git's patch": (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n+def loss(x):\n", "it is a patch"),
    "a patch": (b"--- ex1.py\t2026-11-20\n+++ ex1.py\t2026-11-21\n@@ -1 +1 @@\n", "it is a patch"),
    "a server's answer": (b'{"message": "Not Found", "status": "404"}', "a server's message"),
    "compiled": (b"\xa7\r\r\n" + bytes(12) + b"\xe3\0\0\0", "what Python compiled"),
    "macOS's note": (b"\x00\x05\x16\x07\x00\x02", "macOS"),
    "bytes": (b"abc\0\x01def", "it is not text"),
    "a pickle": (b"\x80\x04\x95\x0f\x00\x00\x8c\x05hello\x94.", "it is not text"),
    "a link": (b"https://colab.research.google.com/drive/1x\n", "a link to a file"),
    "a link of Windows": (b"[InternetShortcut]\r\nURL=https://x\r\n", "a link to a file"),
    "a link of macOS": (b'<?xml version="1.0"?>\n<plist><dict>', "nothing in it is Python"),
    "lines with numbers": (b"  1  import math\n  2  x = 3\n", "each line has its number before it"),
    "marimo's": (
        b"import marimo\n\n__generated_with = '0.9'\napp = marimo.App()\n\n\n@app.cell\n"
        b"def _():\n    def loss(x):\n        return x\n    return (loss,)\n",
        "a notebook of marimo's",
    ),
    "marimo's with a function": (
        b"import marimo\n\nmy = marimo.App(width='full')\n@my.function\ndef loss(x):\n  return x\n",
        "marimo export script",
    ),
    "a merge": (b'<<<<<<< HEAD\n{"cells": []}\n=======\n{}\n>>>>>>> main\n', "Finish the merge"),
    "nothing": (b"", "it is empty"),
    "blanks": (b" \r\n\t\n", "it is empty"),
    "a byte order mark": (b"\xef\xbb\xbf\n", "it is empty"),
    "comments": (b"# -*- coding: utf-8 -*-\n# %% [markdown]\n# TODO\n", "nothing but comments"),
    "a notebook without cells": (notebook().encode(), "without code in its cells"),
    "a notebook of comments": (notebook("# here", "\n").encode(), "without code in its cells"),
    "half a notebook": (notebook("x = 1")[:60].encode(), "not valid JSON"),
}


@pytest.mark.parametrize("name", [MODULE, "ex1_gradient_descent.ipynb"])
@pytest.mark.parametrize(("data", "said"), NOT_CODE.values(), ids=NOT_CODE)
def test_what_is_no_code_is_unreadable_with_the_remedy_that_fits(tmp_path, name, data, said):
    put(tmp_path, f"ada/{name}", data)
    submission = the_one(tmp_path)
    assert submission.files == {}
    reason = submission.unreadable[MODULE]
    assert reason.startswith(f"{name}: ")
    assert said in reason
    assert re.search("[Hh]and in|save it|Raw or Download|lfs pull", reason)


@pytest.mark.parametrize(
    "text",
    [
        *(b"1\n" * 400_000 + b"?", b"x?" + b"\n" * 400_000 + b"?", b"In [" + b" " * 400_000),
        # Read as a page's, comments one after the other took twice as long with each of them.
        *(b"<!---->" * 9000 + b"x", b"<!-- -- >" * 7000 + b"x", b"<?xml ?>\n" * 7000 + b"x"),
    ],
)
def test_what_is_long_and_no_python_is_not_looked_at_for_long(text):
    begun = time.process_time()
    with suppress(Unreadable):
        contents_of(text)
    assert time.process_time() - begun < 1


CELL = {"cell_type": "code", "source": "def loss(x): return x"}
LONG = {
    "blanks": (MODULE, SOURCE + b" " * 3_000_000),
    "lines": (MODULE, SOURCE + b"\n" * 3_000_000),
    "comments": (MODULE, SOURCE + b"# a b\n" * 600_000),
    "a notebook's code": ("ex1_gradient_descent.ipynb", notebook("x = 1\n" * 400_000).encode()),
    "a notebook's cells": (
        "ex1_gradient_descent.ipynb",
        json.dumps({"cells": [CELL] + [{}] * 400_000}).encode(),
    ),
}


@pytest.mark.parametrize(("name", "data"), LONG.values(), ids=LONG)
def test_more_code_than_anybody_writes_is_unreadable_and_said_so(tmp_path, name, data):
    put(tmp_path, f"ada/{name}", data)
    begun = time.process_time()
    ada = the_one(tmp_path)
    assert time.process_time() - begun < 10
    assert ada.files == {}
    assert "the most that is read. Hand in your code alone." in ada.unreadable[MODULE]


def test_a_picture_in_a_comment_is_not_taken_for_code(tmp_path):
    # As Colab writes what was pasted into a text cell.
    picture = b'"""![a](data:image/png;base64,' + b"iVBORw0K" * 500_000 + b')"""\n'
    put(tmp_path, f"ada/{MODULE}", picture + SOURCE)
    assert run(the_one(tmp_path))[0]["loss"](3) == 3


def test_a_notebook_with_large_outputs_is_read(tmp_path):
    data = json.loads(notebook("def loss(x): return x"))
    pictures = [{"data": {"image/png": "iVBORw0K" * 1_200_000}} for _ in range(6)]
    texts = [{"text": ["0.1 0.2 0.3\n"] * 100_000}]
    data["cells"][0]["outputs"] = pictures + texts
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", json.dumps(data).encode())
    assert run(the_one(tmp_path))[0]["loss"](3) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *("raise NotImplementedError(" * 60_000, "raise NotImplementedError(write " * 50_000),
        *(" " * 1_900_000, "\n" * 1_500_000, "def loss(" * 150_000, "x = 1;" * 200_000),
    ],
    ids=lambda text: text[:30],
)
@pytest.mark.parametrize("name", [MODULE, "ex1_gradient_descent.ipynb", "homework.py"])
def test_as_much_code_as_is_read_takes_no_more_than_seconds(tmp_path, name, text):
    whole = f"def loss(x): return x\n{text}"
    put(tmp_path, f"ada/{name}", notebook(whole) if name.endswith("nb") else whole.encode())
    begun = time.process_time()
    the_one(tmp_path)
    assert time.process_time() - begun < 30


@pytest.mark.parametrize("kind", [Found, Stray])
def test_looking_into_files_has_a_limit_of_time_that_is_said(kind):
    items = [kind(PurePosixPath(MODULE if kind is Found else "hw.py"), SOURCE)]
    reading = read_items(items, budget=Budget(seconds=-1))
    assert reading.files == {}
    assert "the rest was not read" in " ".join(reading.notes)
    assert (MODULE in reading.unreadable) == (kind is Found)


@pytest.mark.parametrize(
    "text", ["print 'a'", "def f(x)\n  return x", "x = 3x", ">>> x = 3x", "%run other.py", "loss(x"]
)
def test_one_line_with_a_slip_is_code_all_the_same(tmp_path, text):
    put(tmp_path, f"ada/{MODULE}", text.encode())
    assert MODULE in the_one(tmp_path).files


@pytest.mark.parametrize(
    "data",
    [
        b'html = "<!DOCTYPE html>"\ndef loss(x): return x\n',
        b"import marimo as mo\n# app = marimo.App()\ndef loss(x): return x\n",
        b'"""<html>"""\ndef loss(x): return x\n',
        b"# %PDF-1.7\ndef loss(x): return x\n",
        b"BZh91 = 3\ndef loss(x): return x\n",
        b'{"cell": 3}\ndef loss(x): return x\n',
        b"PK = 'word/'\ndef loss(x): return x\n",
    ],
)
def test_python_that_speaks_of_such_files_is_python(tmp_path, data):
    put(tmp_path, f"ada/{MODULE}", data)
    assert run(the_one(tmp_path))[0]["loss"](3) == 3


def test_a_file_that_cannot_be_read_costs_no_other_for_the_exercise(tmp_path):
    put(tmp_path, f"ada/{MODULE}", PAGE)
    put(tmp_path, "ada/ex1_gradient_descent (1).py")
    submission = the_one(tmp_path)
    assert (submission.files, submission.unreadable) == ({MODULE: SOURCE}, {})


@pytest.mark.parametrize(
    ("kind", "source", "said"),
    [
        ("markdown", "def gradient_descent(a):\n    pass", "it is a Markdown cell"),
        ("raw", "def gradient_descent(a):\n    pass", "it is a Raw cell"),
        ("code", "%%writefile x.py\ndef gradient_descent(a):\n    pass", "`%%writefile` hands"),
        ("code", "%%bash\ndef gradient_descent(a):", "`%%bash` hands"),
    ],
)
def test_a_cell_that_is_left_out_is_named_with_the_reason(tmp_path, kind, source, said):
    data = json.loads(notebook("x = 1"))
    data["cells"].append({"cell_type": kind, "source": source, "metadata": {}})
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", json.dumps(data).encode())
    (note,) = the_one(tmp_path).notes
    assert note.startswith(
        "ex1_gradient_descent.ipynb: cell 2 holds `def gradient_descent` and was left out: "
    )
    assert said in note


def test_a_cell_that_runs_its_code_is_not_called_left_out(tmp_path):
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", notebook("%%time\ndef loss(x): return x"))
    assert the_one(tmp_path).notes == ()


FIRST = b"def gradient_descent(loss, grad, theta_init, lr, num_steps):\n    return theta_init, []\n"
SECOND = b"def stable_lr_limit(h):\n    return 1\ndef optimal_lr(h):\n    return 1\n"


@pytest.mark.parametrize(
    "name",
    ["ex1.py", "main.py", "work/gradient_descent.py", "ex1_gradient_decent.py", "Ex 1 final.py.bak",
     "ex1_gradient_descent.pyw", "ex1_gradient_descent", "ex1_gradient_descent.json",
     "ex1_gradient_descent.py~", "ex1_gradient_descent(2).py.download"],
)  # fmt: skip
def test_code_under_another_name_is_the_exercise_whose_functions_it_defines(tmp_path, name):
    put(tmp_path / "ada", name, FIRST)
    read = read_student(tmp_path / "ada")
    assert read.files == {MODULE: FIRST}
    assert "whose functions it defines" in " ".join(read.notes)


def test_one_notebook_of_all_exercises_is_each_of_them(tmp_path):
    put(tmp_path / "ada", "Untitled3.ipynb", notebook(FIRST.decode(), SECOND.decode()))
    read = read_student(tmp_path / "ada")
    assert list(read.files) == [MODULE, "ex2_learning_rates.py"]
    intake = read_place(tmp_path / "ada", Options("one student"))
    (account,), _ = intake.accounts(intake.tree.students[0])
    assert account.fate == f"{MODULE}, ex2_learning_rates.py"


def test_an_untouched_stub_hides_no_work_under_another_name(tmp_path):
    put(tmp_path / "ada", MODULE, STUB)
    put(tmp_path / "ada", "Untitled.ipynb", notebook(FIRST.decode()))
    assert b"theta_init, []" in read_student(tmp_path / "ada").files[MODULE]


@pytest.mark.parametrize(
    ("files", "counts"),
    [
        ({MODULE: STUB, NOTEBOOK: notebook(FIRST.decode())}, NOTEBOOK),
        ({MODULE: STUB, f"old/{NOTEBOOK}": notebook(FIRST.decode())}, f"old/{NOTEBOOK}"),
        ({MODULE: STUB, "Untitled.ipynb": notebook(FIRST.decode())}, "Untitled.ipynb"),
        ({MODULE: b"loss = 1\n" + STUB, NOTEBOOK: notebook(FIRST.decode())}, NOTEBOOK),
        ({MODULE: FIRST, NOTEBOOK: "{no notebook"}, MODULE),
        ({MODULE: b"\0" * 99, NOTEBOOK: notebook(FIRST.decode())}, NOTEBOOK),
        ({MODULE: b"PK\x03\x04", f"old/{MODULE}": FIRST}, f"old/{MODULE}"),
        ({MODULE: FIRST, f"old/{MODULE}": OTHER}, MODULE),
        ({MODULE: FIRST, f"old/{MODULE}": FIRST}, MODULE),
    ],
)  # fmt: skip
def test_intake_shows_the_file_that_is_graded(tmp_path, files, counts):
    for name, data in files.items():
        put(tmp_path / "ada", name, data)
    intake = read_place(tmp_path / "ada", Options("one student"))
    accounts, _ = intake.accounts(intake.tree.students[0])
    assert {str(each.path) for each in accounts} == set(files)
    assert [str(each.path) for each in accounts if each.fate] == [counts]


def test_a_file_that_is_shown_for_another_exercise_is_not_shown_for_its_own(tmp_path):
    put(tmp_path / "ada", MODULE, FIRST)
    most = "".join(f"def {name}(h):\n    return 1\n" for name in EXERCISES[1].functions)
    put(tmp_path / "ada", f"old/{NOTEBOOK}", notebook(OTHER.decode(), most))
    intake = read_place(tmp_path / "ada", Options("one student"))
    accounts, _ = intake.accounts(intake.tree.students[0])
    assert {str(each.path): each.fate for each in accounts} == {
        MODULE: MODULE, f"old/{NOTEBOOK}": "ex2_learning_rates.py"
    }  # fmt: skip


def test_a_helper_beside_named_files_is_no_exercise_unless_it_is_most_of_one(tmp_path):
    put(tmp_path / "ada", "ex2_learning_rates.py", SECOND)
    put(tmp_path / "ada", "helper.py", FIRST)
    assert list(read_student(tmp_path / "ada").files) == ["ex2_learning_rates.py"]
    most = FIRST + b"def loss(x): return x\ndef find_critical_points(*a): return []\n"
    put(tmp_path / "bob", "ex2_learning_rates.py", SECOND)
    put(tmp_path / "bob", "helper.py", most)
    assert list(read_student(tmp_path / "bob").files) == [MODULE, "ex2_learning_rates.py"]


def test_a_file_that_only_imports_its_functions_does_not_hide_where_they_are(tmp_path):
    most = FIRST + b"def loss(x): return x\ndef find_critical_points(*a): return []\n"
    put(tmp_path / "ada", MODULE, b"from helpers import *\n")
    put(tmp_path / "ada", "helpers.py", most)
    assert others(read_student(tmp_path / "ada")) == ["helpers.py"]


@pytest.mark.parametrize(
    "data",
    [b"def fit(x): return x\n", b"def loss(x): return x\ndef grad(x): return x\n",
     b"# def gradient_descent(\n", b"%PDF def gradient_descent(", b"{def gradient_descent("],
)  # fmt: skip
def test_what_might_be_anything_is_no_exercise(tmp_path, data):
    put(tmp_path / "ada", "main.py", data)
    assert read_student(tmp_path / "ada").files == {}


@pytest.mark.slow
def test_files_of_other_names_take_nothing_from_what_the_named_ones_may_cost(tmp_path):
    large = FIRST + b"#" * (9 << 20)
    for n in range(9):
        put(tmp_path, f"ada/copy{n}.txt", large)
    put(tmp_path / "ada", f"work/{MODULE}", FIRST)
    assert read_student(tmp_path / "ada").files[MODULE] == FIRST


R = ["loss <- function(x) x^4 - 3 * x^2 + 2", "loss(1)"]


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
    ],
)
def test_a_notebook_in_another_language_is_blank_and_says_so(tmp_path, metadata, language):
    raw = json.loads(notebook(*R)) | {"metadata": metadata}
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", json.dumps(raw))
    submission = the_one(tmp_path)
    assert submission.files == {}
    assert f"it is a notebook in {language}, and Python is asked" in submission.unreadable[MODULE]


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "language": "R"}},
        {"language_info": {"name": 3}, "kernelspec": []},
        {"kernelspec": {"name": "xpython", "language": "xpython"}},
        None,
    ],
)
def test_what_a_notebook_says_of_its_language_hides_no_python(tmp_path, metadata):
    raw = json.loads(notebook("def loss(x):\n    return x")) | {"metadata": metadata}
    put(tmp_path, "ada/ex1_gradient_descent.ipynb", json.dumps(raw))
    assert MODULE in the_one(tmp_path).files


@pytest.mark.parametrize(
    "place", ["v{}/{}", "version 1.{}/{}", "{}/{}", "2026-11-{}/{}", "hw ({}).zip/{}"]
)
def test_of_many_versions_the_highest_is_among_those_that_are_graded(place):
    work = "def loss(x):\n    return x + {}\n"
    items = [
        Found(PurePosixPath(place.format(n, MODULE)), work.format(n).encode())
        for n in (1, 10, 11, 12, 2, 3)
    ]
    reading = read_items(items)
    graded = [reading.files[MODULE], *(each.data for each in reading.alternatives[MODULE])]
    assert graded == [work.format(n).encode() for n in (12, 11, 10)]


@pytest.mark.parametrize("codec", ["zlib_codec", "undefined"])
def test_a_file_in_no_encoding_of_text_costs_itself_alone(tmp_path, codec):
    long = f"# coding: {codec}\nx = '{'a' * 99}.{'b' * 99}'\n".encode()
    put(tmp_path, f"ada/{MODULE}", long + SOURCE)
    put(tmp_path, "ada/ex2_learning_rates.py", b"def lr_finder(a):\n    return a\n")
    ada = the_one(tmp_path)
    assert list(ada.files) == ["ex2_learning_rates.py"]
    assert f"{codec} is not an encoding of text. Save the file" in ada.unreadable[MODULE]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "was not graded: it is the kit's own solutions/ex1_gradient_descent.py."),
        (b"%PDF-1.4 a page", "PDF"),
        (b"", "empty"),
    ],
)
def test_what_is_true_of_all_five_files_is_said_once(tmp_path, data, said):
    for exercise in EXERCISES:
        own = (ROOT / "solutions" / exercise.filename).read_bytes() if data is None else data
        lay(tmp_path, {f"ada/{exercise.filename}": own})
    ada = the_one(tmp_path)
    (note,) = ada.notes
    assert said in note
    others = ", ".join(exercise.filename for exercise in EXERCISES[1:])
    assert note.endswith(f" The same goes for {others}.")
    # Each exercise has its own reason all the same.
    assert all(why.startswith(name) for name, why in ada.unreadable.items())
