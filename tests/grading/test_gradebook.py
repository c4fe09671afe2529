"""The gradebook: kept as it was given, held by one grader, refused when it is not ours."""

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.gradebook import Edition, Gradebook, GradebookError, Grades
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why
from grader.intake.submission import Submission
from tests.grading.findings import found
from tests.kit import ROOT

EDITION = Edition("tests 1", "1.0", "seed", "full", "all")


def a_grade(student="ada", points=1.0, outcome=Outcome.FAILED):
    finding = found("3", expected="−1 — because", facts=["a fact"], ids=("climbs",))
    reasons = (Reason(Why.BUILDS_ON, ("fit", "grad")),)
    check = CheckGrade(
        "ex1/one", "One.", "grad", outcome, points, 2.0, 0.5, finding, reasons, "trace"
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


def test_a_name_of_bytes_that_are_no_text_is_kept(book):
    grade = a_grade(student="ad\udce9le 名")
    book.add("hash", EDITION, grade)
    assert book.grade("hash", EDITION) == grade


def test_a_second_grader_is_told_to_wait(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    code = f"from grader.gradebook import Gradebook; Gradebook({str(path)!r})"
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


def test_grades_come_in_the_order_of_the_submissions(book):
    for name in "cab":
        book.add(name, EDITION, a_grade(student=name))
    grades = Grades(book, EDITION, ["a", "b", "c"])
    assert [grade.student for grade in grades] == ["a", "b", "c"]
    assert [grade.student for grade in grades] == ["a", "b", "c"]


def test_who_moved_after_a_changed_test_is_told_with_the_checks(book):
    later = replace(EDITION, hidden="tests 2")
    for name, points in (("ada", 2.0), ("bob", 1.0)):
        book.add(name, EDITION, a_grade(student=name, points=1.0))
        book.add(name, later, a_grade(student=name, points=points))
    moves = list(Grades(book, later, ["ada", "bob"]).moves())
    assert [(m.student, m.before, m.after, m.checks) for m in moves] == [
        ("ada", 1.0, 2.0, ("ex1/one",))
    ]


def test_the_same_files_of_two_students_are_two_submissions():
    files = {"ex1_gradient_descent.py": b"x = 1"}
    assert Submission("ada", files).digest != Submission("bob", files).digest


BEFORE_SCHEMA_3 = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    student TEXT NOT NULL, submission TEXT NOT NULL,
    hidden TEXT NOT NULL, kit TEXT NOT NULL, seed TEXT NOT NULL, isolation TEXT NOT NULL,
    terms TEXT NOT NULL,
    graded_at TEXT NOT NULL, outcome TEXT NOT NULL, points REAL NOT NULL, max_points REAL NOT NULL,
    seconds REAL NOT NULL, grade TEXT NOT NULL
);
CREATE INDEX by_submission ON attempts (submission, hidden, kit, seed, isolation, terms);
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
"""


def test_a_gradebook_of_the_version_before_keeps_its_grades(tmp_path, book):
    book.add("hash", EDITION, a_grade())
    names = "student, submission, hidden, kit, seed, isolation, terms, graded_at, outcome, points"
    names += ", max_points, seconds, grade"
    row = book._db.execute(f"SELECT {names} FROM attempts").fetchone()
    old = sqlite3.connect(tmp_path / "old.sqlite")
    old.executescript(BEFORE_SCHEMA_3)
    old.execute(f"INSERT INTO attempts ({names}) VALUES ({', '.join('?' * len(row))})", row)
    old.executescript(f"PRAGMA application_id={0x67726164}; PRAGMA user_version=2;")
    old.commit()
    old.close()
    for _ in range(2):
        with Gradebook(tmp_path / "old.sqlite") as again:
            assert again.grade("hash", EDITION) == a_grade()
            again.add("new", EDITION, a_grade(), Submission("ada", id="11"))
    with Gradebook(tmp_path / "old.sqlite") as again:
        assert [each.id for each in again.attempts(EDITION)] == ["", "11", "11"]


def test_a_row_says_who_and_when(book):
    who = Submission("ada", id="11", email="a@x.org", late=True, submitted_at="noon", attempt=2)
    book.add("hash", EDITION, a_grade(), who)
    names = "student_id, email, late, submitted_at, attempt"
    row = book._db.execute(f"SELECT {names} FROM attempts").fetchone()
    assert row == ("11", "a@x.org", 1, "noon", 2)
