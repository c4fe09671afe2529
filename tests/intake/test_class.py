"""A class with every oddity at once, through the real command: everybody is accounted for."""

import csv
import json
import os
import re
from functools import cache

import pytest

from tests.grading.fakes import grader, kit_with
from tests.intake.test_hostile import HOSTILE, clone
from tests.intake.trees import MODULE, lay, packed

pytestmark = [pytest.mark.timeout(560), pytest.mark.costly]
RIGHT = b"""
def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x
"""
WRONG = b"""
def loss(x):
    return x


def grad(x):
    return x
"""
TINY = '''"""Two checks, so that a class is graded in a moment."""

import pytest


@pytest.mark.points(12)
@pytest.mark.function("loss")
def test_value(learner, draw):
    """The loss at 2 is 6."""
    learner.ask("loss", 2.0).gives(6.0, because="x⁴ − 3x² + 2")


@pytest.mark.points(8)
@pytest.mark.function("grad")
def test_slope(learner, draw):
    """The gradient at 1 is -2."""
    learner.ask("grad", 1.0).gives(-2.0, because="4x³ − 6x")
'''
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "source": RIGHT.decode(), "metadata": {}, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
).encode()
UNREADABLE = [
    "damaged deflate", "damaged LZMA", "cut off", "rubbish", "empty", "encrypted", "a bomb",
    "a bz2 bomb", "too many members", "zips in zips in zips",
    "a path that leads out", "7z", "RAR", "a tar with a link", "a gzip bomb",
]  # fmt: skip
NAMES = ["Zoë", "Zoe\u0308", "王小明", "Ольга Петрова", "محمد العلي", "O'Brien, Siobhán"]


@cache
def right():
    """Return what gets full points, by student."""
    files = {
        f"{name}/{MODULE}": RIGHT for name in ("ada", "Ada", "ADA", *NAMES, ".hidden", "__x__")
    }
    files |= {
        f"deep/a/b/c/{MODULE}": RIGHT,
        "notebook/ex1_gradient_descent.ipynb": NOTEBOOK,
        f"versions/old/{MODULE}": RIGHT,
        "copied/ex1_gradient_descent (1).py": RIGHT,
        "zip.zip": packed({f"hw/{MODULE}": RIGHT}),
        "tar.tar.gz": packed({f"hw/{MODULE}": RIGHT}, "tar.gz"),
        "zip in a folder/hw.zip": packed({MODULE: RIGHT}),
        f"damaged beside right/{MODULE}": RIGHT,
        "damaged beside right/x.zip": HOSTILE["damaged deflate"][0](),
        f"environment/{MODULE}": RIGHT,
    }
    files |= {f"environment/.venv/lib/{n}.py": b"" for n in range(60)}
    files |= {f"clone/{path}": data for path, data in clone().items()}
    return files | {f"clone/exercises/{MODULE}": RIGHT}


@cache
def blank():
    """Return what nobody can grade, by student."""
    files = {f"{kind}.zip": HOSTILE[kind][0]() for kind in UNREADABLE}
    return files | {"nothing/": b"", "essay/essay.docx": b"x", "empty zip.zip": packed({})}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade the class with two tiny hidden tests."""
    folder = tmp_path_factory.mktemp("everything")
    root = kit_with(TINY, folder / "kit")
    place = folder / "class"
    lay(place, right())
    lay(place, blank())
    lay(place, {f"wrong/{MODULE}": WRONG, "pair/.DS_Store": b"x", f"pair/{MODULE}": RIGHT})
    lay(place, {f"untouched/{path}": data for path, data in clone().items()})
    undecodable = os.path.join(os.fsencode(place), b"ad\xff")
    os.mkdir(undecodable)
    with open(os.path.join(undecodable, MODULE.encode()), "wb") as file:
        file.write(RIGHT)
    lay(place, {"eve_ex1.py": RIGHT, "README.md": b"x", "old/gradebook.sqlite": b"x"})
    (place / "linked").symlink_to(place / "ada")
    done = grader(
        "grade", place, "--out", place / "out", "--jobs", 2, root=root, folder=folder / "t"
    )
    return done, place, root, folder


def rows_of(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def students_of(files):
    tops = {path.partition("/")[0] for path in files}
    return {re.sub(r"\.(zip|tar\.gz)$", "", top) for top in tops}


def test_everybody_is_there_once_with_their_own_result(graded):
    done, place, _, _ = graded
    rows = rows_of(place / "out")
    full = {name for name, row in rows.items() if row["points"] == "20"}
    assert students_of(right()) | {"pair", "ad\\udcff"} == full, done.stdout + done.stderr
    assert {name for name, row in rows.items() if row["points"] == ""} == students_of(blank())
    others = {name: row["outcome"] for name, row in rows.items() if row["points"] == "0"}
    assert others == {"wrong": "failed", "untouched": "not started"}


def test_the_run_closes_with_everybody_counted_and_named(graded):
    done, place, _, _ = graded
    last = done.stdout.splitlines()[-1]
    counts = re.match(r"handed in (\d+) · graded (\d+) · left out (\d+): (.+)", last)
    assert counts, done.stdout + done.stderr
    handed, graded_, left = map(int, counts.groups()[:3])
    assert handed == graded_ + left == len(rows_of(place / "out"))
    assert left == len(blank())
    unread = students_of({f"{kind}.zip": b"" for kind in UNREADABLE})
    assert unread
    for name in students_of(blank()):
        told = "cannot be read" if name in unread else "not submitted"
        assert f"{name} ({told})" in last
        assert rows_of(place / "out")[name]["outcome"] == told


def test_what_is_nobodys_is_named_and_makes_the_exit_status(graded):
    done, _, _, _ = graded
    assert done.returncode == 5
    assert "nobody's: eve_ex1.py: beside the students" in done.stdout
    assert "nobody's: linked: a symbolic link" in done.stdout
    assert "left alone, no work: " in done.stdout
    assert all(name in done.stdout for name in ("README.md", "old"))
    assert done.stderr == ""


def test_every_blank_has_a_reason_of_its_own(graded):
    _, place, _, _ = graded
    rows = rows_of(place / "out")
    for kind in UNREADABLE:
        assert HOSTILE[kind][1] in rows[kind]["reason"], kind
    assert "no file is there" in rows["nothing"]["reason"]
    assert "essay.docx" in rows["essay"]["reason"]


def test_no_two_students_share_a_page_on_any_file_system(graded):
    import unicodedata

    _, place, root, folder = graded
    pages = [row["feedback"] for row in rows_of(place / "out").values()]
    assert sorted(pages) == sorted(p.name for p in (place / "out" / "feedback").iterdir())
    assert len({unicodedata.normalize("NFC", page).casefold() for page in pages}) == len(pages)
    for name in ("ada", "Ada", "ADA"):
        shown = grader("show", name, "--out", place / "out", root=root, folder=folder / "t")
        assert shown.stdout.startswith(f"# {name}: 20 of 20 points")


@pytest.mark.slow
def test_the_same_again_finds_the_same_although_its_reports_lie_among_the_students(graded):
    _, place, root, folder = graded
    before = rows_of(place / "out")
    asked = ("grade", place, "--out", place / "out", "--jobs", 1)
    again = grader(*asked, root=root, folder=folder / "t")
    assert f"graded 0 submissions ({len(before)} had their grade before)" in again.stdout
    assert rows_of(place / "out") == before


def test_intake_shows_the_same_people_without_grading(graded):
    _, place, root, folder = graded
    done = grader("intake", place, root=root, folder=folder / "t")
    assert done.returncode == 5
    assert "plain folders (a folder or an archive for each student; not in UTF-8: " in done.stdout
    assert f"handed in {len(rows_of(place / 'out'))} · " in done.stdout
    assert "hw.zip/ex1_gradient_descent.py → ex1_gradient_descent.py" in done.stdout
    assert "nobody's: eve_ex1.py" in done.stdout


@pytest.mark.slow
def test_the_newest_attempt_counts_a_fall_is_reported_and_the_best_may_count(graded):
    _, _, root, folder = graded
    place, out = folder / "again", folder / "again out"
    lay(place, {f"ada_1_100_{MODULE}": RIGHT, f"bob_2_101_{MODULE}": RIGHT})
    asked = ("grade", place, "--out", out, "--jobs", 1)
    grader(*asked, root=root, folder=folder / "t")
    lay(place, {"ada_LATE_1_200_ex1_gradient_descent-1.py": WRONG})
    newest = grader(*asked, root=root, folder=folder / "t")
    assert newest.returncode == 0
    assert "fell: ada 20 → 0 (the newest counts" in newest.stdout
    assert "moved: ada" not in newest.stdout, "told twice"
    row = rows_of(out)["ada"]
    assert (row["points"], row["id"], row["late"], row["attempt"]) == ("0", "1", "yes", "2")
    assert rows_of(out)["bob"]["late"] == "no"
    best = grader(*asked, "--attempt", "best", root=root, folder=folder / "t")
    assert "fell: ada 20 → 0 (the better one counts)" in best.stdout
    assert rows_of(out)["ada"]["points"] == "20"
    elsewhere = folder / "best out"
    asked = ("grade", place, "--out", elsewhere, "--jobs", 1)
    grader(*asked, "--attempt", "best", root=root, folder=folder / "t")
    assert rows_of(elsewhere)["ada"]["points"] == "20"


@pytest.mark.slow
def test_a_second_section_leaves_the_first_ones_ids_where_they_were(graded):
    _, _, root, folder = graded
    one = lay(folder / "one", {f"ada_LATE_1_100_{MODULE}": RIGHT, f"bob_2_101_{MODULE}": RIGHT})
    two = lay(folder / "two", {f"cyd_3_102_{MODULE}": RIGHT, f"dan_4_103_{MODULE}": WRONG})
    out = folder / "sections out"
    for place in (one, two):
        done = grader("grade", place, "--out", out, "--jobs", 1, root=root, folder=folder / "t")
        assert done.stdout.splitlines()[-1] == "handed in 2 · graded 2 · left out 0"
    assert {name: (row["id"], row["late"]) for name, row in rows_of(out).items()} == {
        "ada": ("1", "yes"),
        "bob": ("2", "no"),
        "cyd": ("3", "no"),
        "dan": ("4", "no"),
    }


@pytest.mark.slow
def test_one_name_with_two_ids_in_two_sections_is_told(graded):
    _, _, root, folder = graded
    out = folder / "namesakes out"
    said = []
    for number, place in enumerate(("first", "second", "second")):
        files = {f"leejo_{5 + (place == 'second')}_10{number}_{MODULE}": RIGHT}
        lay(folder / place, files | {f"{place}_9_109_{MODULE}": RIGHT})
        command = ("grade", folder / place, "--out", out, "--jobs", 1)
        said.append(grader(*command, root=root, folder=folder / "t").stdout)
    told = "called alike, with other ids: leejo (5 before, 6 now). The reports have what was"
    assert [told in each for each in said] == [False, True, True]


def test_the_roster_tells_who_is_missing_and_who_is_unknown(graded):
    _, _, root, folder = graded
    place = lay(folder / "rostered", {f"ada_1_100_{MODULE}": RIGHT, f"bob_2_101_{MODULE}": RIGHT})
    (folder / "roster.csv").write_text("name,id,email\nAda L,1,a@x.org\nCyd,3,c@x.org\n")
    done = grader(
        "grade", place, "--out", folder / "rostered out", "--roster", folder / "roster.csv",
        "--jobs", 1, root=root, folder=folder / "t",
    )  # fmt: skip
    assert "missing, of 2 on the roster: Cyd" in done.stdout
    assert "not on the roster: bob" in done.stdout
    document = json.loads((folder / "rostered out" / "grades.json").read_text(encoding="utf-8"))
    ada = document["submissions"][0]
    assert (ada["student"], ada["name"], ada["email"]) == ("ada", "Ada L", "a@x.org")


@pytest.mark.slow
def test_two_readings_grade_nothing_and_a_word_decides(graded):
    _, _, root, folder = graded
    place = lay(
        folder / "two ways", {f"ada/{MODULE}": RIGHT, f"bob/{MODULE}": WRONG, MODULE: RIGHT}
    )
    out = folder / "two out"
    order = ("grade", place, "--out", out, "--only", "ex1", "--jobs", 1)
    refused = grader(*order, root=root, folder=folder / "t")
    assert refused.returncode == 1
    assert "--class" in refused.stderr
    assert "--one-student" in refused.stderr
    assert not out.exists()
    assert grader(*order, "--class", root=root, folder=folder / "t").returncode == 5
    assert sorted(rows_of(out)) == ["ada", "bob"]
    alone = grader("grade", place, "--one-student", root=root, folder=folder / "t")
    assert alone.stdout.splitlines()[-1].startswith("points: 20 of 20")


def test_one_folder_without_an_out_is_told_how_it_is_one_students(graded):
    _, _, root, folder = graded
    place = lay(folder / "ada", {f"ps1/{MODULE}": RIGHT})
    done = grader("grade", place, root=root, folder=folder / "t")
    assert "is a class: name a folder for its grades with --out" in done.stderr
    said = " ".join(done.stderr.split())
    assert "Where it is one student's, give --one-student." in said
    done = grader("grade", place, "--one-student", root=root, folder=folder / "t")
    assert done.returncode == 0


def test_who_was_graded_in_another_section_is_not_missing(graded):
    _, _, root, folder = graded
    roster = folder / "two sections.csv"
    roster.write_text("name,id\nAda L,1\nBob M,2\nCyd,3\nDan,4\n")
    said = []
    for section, who in (("A", f"ada_1_100_{MODULE}"), ("B", f"bob_2_101_{MODULE}")):
        place = lay(folder / section, {who: RIGHT})
        command = ("grade", place, "--out", folder / "two", "--roster", roster, "--jobs", 1)
        said.append(grader(*command, root=root, folder=folder / "t").stdout)
    assert "missing, of 4 on the roster: Bob M, Cyd, Dan" in said[0]
    assert "missing, of 4 on the roster: Cyd, Dan" in said[1]
    command = ("grade", folder / "B", "--out", folder / "two", "--roster", roster)
    done = grader(*command, "--assignment", "ps2", "--jobs", 1, root=root, folder=folder / "t")
    assert "missing, of 4 on the roster: Ada L, Cyd, Dan" in done.stdout
