"""The gradebook: kept as it was given, held by one grader, refused when it is not ours."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from grader.gradebook import database
from grader.gradebook.book import Gradebook
from grader.gradebook.database import GradebookError
from grader.gradebook.standings import Standings
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.people import Who
from grader.intake.submission import Submission
from grader.picture_data import Axis, Line, Sketch
from grader.provenance import Edition
from grader.reports.end_of_run import lateness_lines
from grader.weights_and_late_work import Late, Rule
from tests.grading.findings import found
from tests.kit import ROOT

STROKES = (Line("right", "right", "o", True, False, ("0,0 500,250", "900,9")),)
SKETCH = Sketch("η = 0.1", Axis("step t", 0.0, 9.5), Axis("gap", 1e-9, 1.0, "log"), STROKES)
EDITION = Edition("tests 1", "1.0", "seed", "full", "all")


def a_grade(student="ada", points=1.0, outcome=Outcome.FAILED):
    finding = found("3", expected="−1 — because", facts=["a fact"], ids=("climbs",))
    reasons = (Reason(Why.BUILDS_ON, ("fit", "grad")),)
    check = CheckGrade(
        "ex1/one", "One.", "grad", outcome, points, 2.0, 0.5, finding, reasons, "trace", SKETCH
    )
    exercise = ExerciseGrade("ex1", outcome, points, 2.0, 0.5, (check,))
    return Grade(student, outcome, points, 2.0, 0.25, (exercise,), ("a note",))


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def test_a_grade_comes_back_as_it_was_given(book):
    book.add("hash", EDITION, a_grade())
    assert book.grade("hash", EDITION) == a_grade()


def test_a_grade_that_was_kept_before_there_were_pictures_comes_back_without_one(book, monkeypatch):
    def without(grade):
        fields = asdict(grade)
        del fields["counted"], fields["exercises"][0]["checks"][0]["sketch"]
        return json.dumps(fields)

    monkeypatch.setattr("grader.gradebook.book.text_of", without)
    book.add("hash", EDITION, a_grade())
    (exercise,) = a_grade().exercises
    bare = replace(exercise, checks=(replace(exercise.checks[0], sketch=None),))
    assert book.grade("hash", EDITION) == replace(a_grade(), exercises=(bare,))


def test_a_grade_outlives_the_process(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.add("hash", EDITION, a_grade())
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        assert book.grade("hash", EDITION) == a_grade()


@pytest.mark.parametrize("part", ["hidden", "kit", "seed", "isolation", "terms"])
def test_a_grade_counts_for_its_own_edition_only(book, part):
    book.add("hash", EDITION, a_grade())
    other = replace(EDITION, **{part: "another"})
    assert book.is_done("hash", EDITION)
    assert not book.is_done("hash", other)
    assert book.grade("hash", other) is None


def test_the_latest_attempt_counts_and_the_earlier_stays(book):
    book.add("hash", EDITION, a_grade(points=1.0))
    book.add("hash", EDITION, a_grade(points=2.0))
    assert book.grade("hash", EDITION).points == 2.0
    assert len(book) == 2


def test_a_grader_fault_is_kept_but_is_no_grade(book):
    book.add("hash", EDITION, a_grade(outcome=Outcome.GRADER_FAULT))
    assert book.grade("hash", EDITION).outcome is Outcome.GRADER_FAULT
    assert not book.is_done("hash", EDITION)


def test_attempts_cannot_be_changed_or_removed(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        book.add("hash", EDITION, a_grade())
    db = sqlite3.connect(path)
    for statement in ("UPDATE attempts SET points = 100", "DELETE FROM attempts"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            db.execute(statement)
    db.close()


def test_a_fact_of_a_folder_whose_name_is_no_text_is_kept_once(book):
    """A run on such a folder ended in a traceback when everybody had their grade."""
    told = {"submissions": "cl\udcffss"}
    for _ in range(2):
        book.note("order", "cl\udcffss", told)
    assert book.fact("order", "cl\udcffss") == told
    assert book.facts("order") == {"cl\\udcffss": told}


def test_a_name_of_bytes_that_are_no_text_is_kept(book):
    grade = a_grade(student="ad\udce9le 名")
    book.add("hash", EDITION, grade)
    assert book.grade("hash", EDITION) == grade


def test_a_second_grader_is_told_to_wait(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    code = f"from grader.gradebook.book import Gradebook; Gradebook({str(path)!r})"
    with Gradebook(path) as book:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
        book.add("hash", EDITION, a_grade())
    assert done.returncode == 1
    assert "another grader is at work on" in done.stderr


FOREIGN = {
    "text": lambda path: path.write_text("student,points\nada,90\n" * 200),
    "another database": lambda path: run_sql(path, "CREATE TABLE marks (a); PRAGMA user_version=7"),
    "a later version's": lambda path: run_sql(
        path, f"CREATE TABLE attempts (a); PRAGMA application_id={0x67726164};PRAGMA user_version=9"
    ),
    "cut off": lambda path: cut(path),
    "scribbled over": lambda path: scribble(path),
}


def run_sql(path, statements):
    db = sqlite3.connect(path)
    db.executescript(statements)
    db.close()


def filled(path):
    with Gradebook(path) as book:
        for n in range(40):
            book.add(f"hash {n}", EDITION, a_grade())


def cut(path):
    filled(path)
    path.write_bytes(path.read_bytes()[:9000])


def scribble(path):
    filled(path)
    data = bytearray(path.read_bytes())
    data[4096:12000] = b"\xff" * (12000 - 4096)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_not_a_sound_gradebook_is_refused_and_left_alone(tmp_path, kind):
    path = tmp_path / "gradebook.sqlite"
    FOREIGN[kind](path)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match=r"gradebook\.sqlite") as refused:
        Gradebook(path)
    assert "Nothing was changed in it" in str(refused.value)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_gradebook(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    path.touch()
    with Gradebook(path) as book:
        assert len(book) == 0


def test_a_folder_in_its_place_is_refused(tmp_path):
    with pytest.raises(GradebookError, match="cannot be used"):
        Gradebook(tmp_path)


def run(book, points, place="class", edition=EDITION, version="1", *, key="ex1", is_whole=True,
        assignment=""):  # fmt: skip
    """Keep a run over students with these points for one exercise."""
    found = []
    for student, got in points.items():
        digest = f"{student} {version}"
        if not book.is_done(digest, edition):
            book.add(digest, edition, of_exercise(key, a_grade(student=student, points=got)))
        found.append((student, digest))
    book.end_run(place, edition, found, is_whole=is_whole, assignment=assignment)


def of_exercise(key, grade):
    (exercise,) = grade.exercises
    (check,) = exercise.checks
    check = replace(check, id=f"{key}/one")
    return replace(grade, exercises=(replace(exercise, key=key, checks=(check,)),))


def standing(book):
    return {s.student: s.grade.points for s in Standings(book)}


def test_grades_come_in_the_order_of_the_submissions(book):
    for name in "cab":
        book.add(name, EDITION, a_grade(student=name))
    book.end_run("class", EDITION, [("a", "a"), ("b", "b"), ("c", "c")], is_whole=True)
    for _ in range(2):
        assert [grade.student for grade in Standings(book).grades()] == ["a", "b", "c"]


def test_who_moved_after_a_changed_test_is_told_with_the_checks_and_the_reason(book):
    run(book, {"ada": 1.0, "bob": 1.0})
    run(book, {"ada": 2.0, "bob": 1.0}, edition=replace(EDITION, hidden="tests 2"))
    (move,) = Standings(book).moves()
    assert (move.student, move.before, move.after) == ("ada", 1.0, 2.0)
    assert (move.checks, move.why) == (("ex1/one",), "other hidden tests or judging code")


def test_who_moved_by_handing_in_again_is_told_as_well_however_often_the_run_is_repeated(book):
    run(book, {"ada": 1.0})
    for _ in range(3):
        run(book, {"ada": 2.0}, version="2")
        (move,) = Standings(book).moves()
        assert (move.before, move.after, move.why) == (1.0, 2.0, "handed in again")


def test_a_run_of_another_exercise_in_between_does_not_hide_why_somebody_moved(book):
    ex2 = replace(EDITION, terms="ex2")
    run(book, {"ada": 1.0})
    run(book, {"ada": 2.0}, edition=ex2, key="ex2", version="2")
    run(book, {"ada": 2.0}, version="2")
    (move,) = Standings(book).moves()
    assert (move.checks, move.why) == (("ex1/one",), "handed in again")


def test_who_hands_in_the_first_version_once_more_has_its_grade(book):
    run(book, {"ada": 1.0})
    run(book, {"ada": 2.0}, version="2")
    run(book, {"ada": 1.0})
    assert standing(book) == {"ada": 1.0}
    assert [(m.before, m.after) for m in Standings(book).moves()] == [(2.0, 1.0)]


def test_tests_that_are_taken_back_give_back_the_grade(book):
    run(book, {"ada": 1.0})
    run(book, {"ada": 2.0}, edition=replace(EDITION, hidden="tests 2"))
    run(book, {"ada": 1.0})
    assert standing(book) == {"ada": 1.0}


def test_a_side_that_is_blank_has_no_points(book):
    run(book, {"ada": 1.0})
    nothing = a_grade(points=0.0, outcome=Outcome.NOT_SUBMITTED)
    book.add("ada 2", EDITION, nothing)
    book.end_run("class", EDITION, [("ada", "ada 2")], is_whole=True)
    assert [(m.before, m.after) for m in Standings(book).moves()] == [(1.0, None)]
    run(book, {"ada": 2.0}, version="3")
    assert [(m.before, m.after) for m in Standings(book).moves()] == [(None, 2.0)]


def test_a_fault_moves_nobody(book):
    run(book, {"ada": 1.0})
    book.add("ada 2", EDITION, a_grade(points=0.0, outcome=Outcome.GRADER_FAULT))
    book.end_run("class", EDITION, [("ada", "ada 2")], is_whole=True)
    assert list(Standings(book).moves()) == []
    run(book, {"ada": 1.0}, version="2")
    assert list(Standings(book).moves()) == []


def test_exercises_that_were_graded_in_several_runs_add_up(book):
    run(book, {"ada": 1.0}, edition=replace(EDITION, terms="ex1"))
    run(book, {"ada": 2.0}, edition=replace(EDITION, terms="ex2"), key="ex2")
    (one,) = Standings(book)
    assert [(e.key, e.points) for e in one.grade.exercises] == [("ex1", 1.0), ("ex2", 2.0)]
    assert (one.grade.points, one.grade.max_points) == (3.0, 4.0)
    assert one.moved is None, "an exercise more is no change of points"


def test_of_an_exercise_graded_twice_the_later_counts(book):
    run(book, {"ada": 1.0})
    run(book, {"ada": 2.0}, version="2")
    assert standing(book) == {"ada": 2.0}


def test_of_each_exercise_it_is_known_which_submission_its_grade_is_of(book):
    run(book, {"ada": 1.0}, assignment="ps1")
    run(book, {"ada": 2.0}, assignment="ps2", key="ex2", version="2")
    (one,) = Standings(book)
    assert one.sources == {"ex1": ("ada 1", EDITION), "ex2": ("ada 2", EDITION)}


def test_a_second_section_adds_to_the_first(book):
    run(book, {"ada": 1.0}, "section 1")
    run(book, {"bob": 2.0}, "section 2")
    assert standing(book) == {"bob": 2.0, "ada": 1.0}
    assert [s.is_new for s in Standings(book)] == [True, False]
    run(book, {"ada": 1.0, "cyd": 1.0}, "section 1")
    assert standing(book) == {"ada": 1.0, "cyd": 1.0, "bob": 2.0}
    assert Standings(book).withdrawn() == []


def test_who_is_no_longer_in_the_place_is_withdrawn_and_may_come_back(book):
    run(book, {"ada": 1.0, "bob": 2.0})
    run(book, {"ada": 1.0})
    assert (standing(book), Standings(book).withdrawn()) == ({"ada": 1.0}, ["bob"])
    run(book, {"ada": 1.0, "bob": 2.0})
    assert (standing(book), Standings(book).withdrawn()) == ({"ada": 1.0, "bob": 2.0}, [])


def test_one_students_work_graded_alone_withdraws_nobody(book):
    run(book, {"ada": 1.0, "bob": 2.0})
    run(book, {"ada": 2.0}, version="2", is_whole=False)
    assert standing(book) == {"ada": 2.0, "bob": 2.0}
    run(book, {"bob": 2.0})
    assert (standing(book), Standings(book).withdrawn()) == ({"bob": 2.0}, ["ada"])


def test_the_isolation_is_that_of_the_run_that_graded(book):
    run(book, {"ada": 1.0}, "section 1", replace(EDITION, isolation="process only"))
    run(book, {"bob": 1.0}, "section 2")
    assert Standings(book).isolations() == {"ada": "process only", "bob": "full"}


def standings_in(path):
    """Return what a gradebook holds, or None and why it is refused."""
    try:
        with Gradebook(path) as book:
            return list(Standings(book)), ""
    except GradebookError as error:
        return None, str(error)


def test_any_changed_byte_is_found_and_the_row_named_or_changes_nothing(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        run(book, {"ada": 1.0, "bob": 2.0})
        before = list(Standings(book))
    data, named, places = path.read_bytes(), 0, range(0, path.stat().st_size, 61)
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 4
        path.write_bytes(bytes(changed))
        found, refusal = standings_in(path)
        assert found == before or ("sound copy" in refusal or "move" in refusal)
        assert not refusal or path.read_bytes() == bytes(changed)
        named += "row 1 of its attempts ('ada')" in refusal
    assert named, "the row is named where its text is changed"


@pytest.mark.skipif(sys.platform == "win32", reason="there a file in use stays")
@pytest.mark.parametrize(
    "away",
    [
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("moved")),
        lambda path: path.parent.rename(path.parent.with_name("another")),
        lambda path: (
            shutil.copy(path, path.with_name("new")) and path.with_name("new").replace(path)
        ),
    ],
    ids=["removed", "moved", "with its folder", "replaced"],
)
def test_a_gradebook_that_goes_away_while_it_is_in_use_is_told(tmp_path, away):
    """A run was said to be done, with reports; the gradebook was gone, and the secret with it."""
    path = tmp_path / "out" / "gradebook.sqlite"
    path.parent.mkdir()
    with Gradebook(path) as book:
        book.add("hash", EDITION, a_grade())
        away(path)
        with pytest.raises(GradebookError, match="moved or replaced while it was in use"):
            book.add("hash", EDITION, a_grade())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize(("count", "safe"), [(9, "9 grades are"), (1, "1 grade is")])
def test_a_full_disk_says_how_many_grades_are_safe(tmp_path, count, safe):
    code = f"""
import resource, signal
from tests.grading.test_gradebook import EDITION, a_grade
from grader.gradebook.book import Gradebook
from grader.gradebook.database import GradebookError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Gradebook({str(tmp_path / "gradebook.sqlite")!r}) as book:
    for n in range({count}):
        book.add(str(n), EDITION, a_grade())
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        for n in range(99):
            book.add(str(n), EDITION, a_grade())
    except GradebookError as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"Free space and run again: {safe} safe." in done.stdout
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        assert len(book) == count


def test_the_same_files_of_two_students_are_two_submissions():
    files = {"ex1_gradient_descent.py": b"x = 1"}
    assert Submission("ada", files).digest != Submission("bob", files).digest


@pytest.mark.parametrize("schema", [1, 2, 3])
def test_a_gradebook_of_an_earlier_schema_is_refused_in_words_and_left_as_it_is(tmp_path, schema):
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        book.add("hash", EDITION, a_grade())
    old = sqlite3.connect(path)
    old.execute(f"PRAGMA user_version = {schema}")
    old.close()
    before = path.read_bytes()
    with pytest.raises(
        GradebookError, match=f"its schema is {schema}, this one's 6.*another --out"
    ):
        Gradebook(path)
    assert path.read_bytes() == before


def test_a_row_says_who_and_when(book):
    who = Who(id="11", email="a@x.org", late=True, submitted_at="noon", attempt=2)
    book.add("hash", EDITION, a_grade(), who)
    names = "student_id, email, late, submitted_at, attempt"
    book.close()
    with closing(sqlite3.connect(book.path)) as db:
        row = db.execute(f"SELECT {names} FROM attempts").fetchone()
    assert row == ("11", "a@x.org", 1, "noon", 2)


CHANGED = {
    "student_id": "'12'",
    "email": "'b@x.org'",
    "late": "0",
    "submitted_at": "''",
    "attempt": "3",
    "terms": "x'ff'",
    "points": "x'ff'",
}


@pytest.mark.parametrize("column", CHANGED)
def test_every_part_of_a_row_is_sealed(tmp_path, column):
    path = tmp_path / "gradebook.sqlite"
    who = Who(id="11", email="a@x.org", late=True, submitted_at="noon", attempt=2)
    with Gradebook(path) as book:
        book.add("hash", EDITION, a_grade(), who)
    with Gradebook(path) as book:
        assert len(book) == 1, "as it was written it is sound"
    other = sqlite3.connect(path)
    other.execute("DROP TRIGGER attempts_stay")
    other.execute(f"UPDATE attempts SET {column} = {CHANGED[column]}")
    other.commit()
    other.close()
    with pytest.raises(GradebookError, match=r"row 1 of its attempts \('ada'\)"):
        Gradebook(path)


def test_who_everybody_is_comes_back_as_the_latest_attempt_said(book):
    for name in ("ada", "ad\udcff", "ad\udcfe"):
        for number in (1, 2):
            who = Who(id=f"{name!a} {number}", late=False, attempt=number)
            book.add(f"{name!a} {number}", EDITION, a_grade(name), who)
    book.add("unknown", EDITION, a_grade("bob"))
    people = book.people({})
    assert list(people) == ["ada", "ad\udcff", "ad\udcfe", "bob"]
    assert people["ad\udcfe"].id == "'ad\\udcfe' 2"
    assert (people["ada"].late, people["ada"].attempt) == (False, 2)
    assert (people["bob"].id, people["bob"].late) == ("", None)


def test_who_everybody_is_is_what_the_latest_run_knew_of_the_attempt_that_counts(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    known = Who(name="Ada L", id="11", email="a@x.org", login="al", late=True)
    with Gradebook(path) as book:
        for name in ("ada", "bob"):
            book.add(f"{name} 1", EDITION, a_grade(name), Who())
        found = [("ada", "ada 1"), ("bob", "bob 1")]
        book.end_run("class", EDITION, found, is_whole=True, people={"ada": known})
        count = len(list(book.runs()))
        book.end_run("class", EDITION, found, is_whole=True, people={"ada": known})
        assert len(list(book.runs())) == count
    with Gradebook(path) as book:
        assert book.people({})["ada"] == known
        assert book.people({"ada": "ada 1"})["ada"] == known
        assert book.people({"ada": "another"})["ada"] == Who()
        assert book.people({})["bob"] == Who()


@pytest.mark.parametrize("schema", [4, 5])
def test_a_gradebook_of_the_schemas_before_is_read_as_it_is_and_goes_on(tmp_path, schema):
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        run(book, {"ada": 1.0})
    old = sqlite3.connect(path)
    for table in ("attempts", "runs"):
        old.execute(f"ALTER TABLE {table} DROP COLUMN assignment")
    old.execute(f"PRAGMA user_version = {schema}")
    if schema == 4:
        (row,) = old.execute(
            "SELECT place, is_whole, hidden, kit, seed, isolation, terms, ended_at FROM runs"
        ).fetchall()
        row = [*row, json.dumps([["ada", "ada 1"]])]
        old.execute("DELETE FROM runs")
        seal = hashlib.sha256(json.dumps(row).encode()).hexdigest()
        old.execute(f"INSERT INTO runs VALUES (1{', ?' * 10})", (*row, seal))
    old.commit()
    old.close()
    with Gradebook(path) as book:
        assert standing(book) == {"ada": 1.0}
        run(book, {"ada": 2.0}, version="2", assignment="ps2")
    with Gradebook(path) as book:
        assert standing(book) == {"ada": 2.0}


def left_out(key):
    """Return an exercise of which no file was handed in."""
    (exercise,) = of_exercise(key, a_grade()).exercises
    (check,) = exercise.checks
    reason = Reason(Why.NOT_SUBMITTED, (f"{key}.py",))
    out = Outcome.NOT_SUBMITTED
    check = replace(check, points=0.0, outcome=out, finding=None, reasons=(reason,))
    return replace(exercise, points=0.0, outcome=out, checks=(check,))


def handed_in(book, assignment, keys, digest, points=1.0, student="ada"):
    """Keep a run for an assignment in which one student handed in some of two exercises."""
    whole = {key: of_exercise(key, a_grade(student=student, points=points)) for key in keys}
    parts = [whole[k].exercises[0] if k in keys else left_out(k) for k in ("ex1", "ex5")]
    total = points * len(keys)
    outcome = together([part.outcome for part in parts])
    grade = replace(a_grade(student=student), points=total, exercises=tuple(parts), outcome=outcome)
    book.add(digest, EDITION, grade, assignment=assignment)
    book.end_run("class", EDITION, [(student, digest)], is_whole=True, assignment=assignment)


def exercises_of(book):
    return {s.student: {e.key: e.points for e in s.grade.exercises} for s in Standings(book)}


def test_a_second_assignment_adds_to_the_first_and_withdraws_nobody(book):
    handed_in(book, "ps1", ["ex1"], "bob 1", student="bob")
    handed_in(book, "ps1", ["ex1"], "1")
    book.end_run("class", EDITION, [("ada", "1"), ("bob", "bob 1")], is_whole=True,
                 assignment="ps1")  # fmt: skip
    handed_in(book, "ps2", ["ex5"], "2")
    assert exercises_of(book) == {"ada": {"ex1": 1.0, "ex5": 1.0}, "bob": {"ex1": 1.0, "ex5": 0.0}}
    assert Standings(book).withdrawn() == []
    ada, bob = Standings(book)
    assert "Exercise 1: handed in for ps1." in ada.grade.notes
    assert ada.moved is None, "what is new has not moved"
    assert [e.outcome for e in ada.latest.exercises] == [Outcome.NOT_SUBMITTED, Outcome.FAILED]
    assert (bob.place, bob.is_new) == ("class (ps1)", False)


def test_each_exercise_is_known_with_the_submission_that_its_grade_is_of(book):
    handed_in(book, "ps1", ["ex1"], "1")
    handed_in(book, "ps2", ["ex5"], "2")
    assert Standings(book).source("ada", "ex1") == ("1", EDITION, "class (ps1)")
    assert Standings(book).source("ada", "ex5") == ("2", EDITION, "class (ps2)")
    assert Standings(book).source("ada", "") == ("2", EDITION, "class (ps2)")
    assert Standings(book).assignments() == ["ps1", "ps2"]


def test_several_assignments_under_one_due_date_are_named(book):
    due = datetime(2026, 11, 20, tzinfo=UTC)
    book.note("rule", "", Rule(due=due, late=Late(10.0)).told())
    handed_in(book, "ps1", ["ex1"], "1")
    assert not any("several assignments" in line for line in lateness_lines(book))
    handed_in(book, "ps2", ["ex5"], "2")
    (told,) = (line for line in lateness_lines(book) if "several assignments" in line)
    assert "(ps1, ps2)" in told


def test_what_was_left_out_of_the_newest_attempt_at_an_assignment_stays_left_out(book):
    handed_in(book, "ps1", ["ex1", "ex5"], "1")
    handed_in(book, "ps1", ["ex1"], "2")
    handed_in(book, "ps2", [], "3")
    assert exercises_of(book) == {"ada": {"ex1": 1.0, "ex5": 0.0}}


def test_an_exercise_in_two_assignments_counts_as_it_was_handed_in_last(book):
    handed_in(book, "ps1", ["ex1"], "1", points=2.0)
    handed_in(book, "ps2", ["ex1", "ex5"], "2", points=1.0)
    assert exercises_of(book) == {"ada": {"ex1": 1.0, "ex5": 1.0}}
    (ada,) = Standings(book)
    assert ada.moved is not None
    assert ada.moved.checks == ("ex1/one",)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Reports with a grade in a folder where nobody may write; the tests' own user may always."""
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        run(book, {"ada": 3.0})
    monkeypatch.setattr(database, "_is_writable", lambda path: False)
    return tmp_path


def test_a_gradebook_where_nobody_may_write_is_read(kept):
    with Gradebook.of_reports(kept) as book:
        assert len(book) == 1
    assert sorted(path.name for path in kept.iterdir()) == ["gradebook.sqlite"]


def test_a_gradebook_whose_last_rows_are_beside_it_is_not_read_without_them(kept):
    (kept / "gradebook.sqlite-wal").write_bytes(b"rows")
    with Gradebook.of_reports(kept) as book:
        assert not book._file.is_kept


def test_a_folder_that_may_not_be_written_to_is_no_full_disk(kept):
    with Gradebook(kept / "gradebook.sqlite") as book:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        said = str(book._file._unusable(error))
    assert "may not be written to" in said
    assert "Make it and its folder readable and writable" in said
    assert "Free space" not in said


def test_an_empty_file_beside_grades_is_not_begun_anew_in_silence(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    path.touch()
    (tmp_path / "grades.csv").write_text("student,points\nada,3\n")
    with pytest.raises(GradebookError, match="is empty"):
        Gradebook(path)
    assert path.read_bytes() == b""
    path.unlink()
    with Gradebook(path) as book:
        assert len(book) == 0
