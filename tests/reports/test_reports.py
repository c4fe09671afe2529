"""The reports of a run: what is blank stays blank, and nothing of a learner's runs in them."""

import csv
import json

import pytest

from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.reports import feedback, write_reports
from grader.reports.files import feedback_path


def check(outcome=Outcome.FAILED, message="grad(2.0)\n  got  1", points=0.0):
    return CheckGrade("t::a", "The derivative.", "grad", outcome, points, 4.0, points, message)


def exercise(key="ex1", outcome=Outcome.FAILED, points=12.5, own=None, checks=None):
    checks = (check(),) if checks is None else checks
    return ExerciseGrade(key, outcome, points, 20.0, points if own is None else own, checks)


def grade(student="ada", outcome=Outcome.FAILED, exercises=None, notes=()):
    exercises = (exercise(),) if exercises is None else exercises
    points = sum(e.points for e in exercises)
    return Grade(student, outcome, points, 100.0, 0.1, exercises, notes)


def written(tmp_path, *grades):
    write_reports(grades, tmp_path, isolation="full", kit_version="1")
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))


def test_a_row_and_an_entry_hold_the_points(tmp_path):
    (row,), document = written(tmp_path, grade())
    assert (row["student"], row["points"], row["ex1"], row["ex2"]) == ("ada", "12.5", "12.5", "")
    (entry,) = document["submissions"]
    assert document["isolation"] == "full"
    assert entry["exercises"]["ex1"]["checks"][0]["message"].startswith("grad(2.0)")


@pytest.mark.parametrize("outcome", [Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED])
def test_a_fault_and_what_was_not_submitted_are_blank_and_never_0(tmp_path, outcome):
    (row,), document = written(
        tmp_path, grade(outcome=outcome, exercises=(exercise("ex1", outcome, 0.0),))
    )
    assert row["points"] == row["ex1"] == ""
    assert document["submissions"][0]["points"] is None
    assert document["submissions"][0]["exercises"]["ex1"]["points"] is None


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx"])
def test_a_name_is_no_formula(tmp_path, name):
    (row,), document = written(tmp_path, grade(name))
    assert row["student"] == f"'{name}"
    assert document["submissions"][0]["student"] == name


def test_names_in_any_script_and_with_stray_bytes_have_their_page(tmp_path):
    names = ["王小明", "Ζωή", 'a,b"c', "bad\udc80name", "x" * 250]
    rows, document = written(tmp_path, *(grade(name) for name in names))
    assert len(rows) == len(document["submissions"]) == 5
    assert len(list((tmp_path / "feedback").glob("*.md"))) == 5


@pytest.mark.parametrize("start", ["x" * 200, "王" * 80, "x" * 199 + "王"])
def test_long_names_that_begin_alike_have_a_page_each(tmp_path, start):
    names = [f"{start} a", f"{start} b", f"{start} a".encode()[:200].decode("utf-8", "ignore")]
    written(tmp_path, *(grade(name) for name in names))
    assert len(list((tmp_path / "feedback").glob("*.md"))) == 3
    for name in names:
        page = feedback_path(tmp_path / "feedback", name)
        assert page.read_text(encoding="utf-8").startswith(f"# {name.strip()}:")
        assert len(page.name.encode()) < 250


def test_no_grade_at_all_gives_whole_files(tmp_path):
    rows, document = written(tmp_path)
    assert rows == document["submissions"] == []


def test_nothing_partial_is_left_when_a_grade_cannot_be_written(tmp_path):
    def grades():
        yield grade()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_reports(grades(), tmp_path, isolation="full", kit_version="1")
    assert not (tmp_path / "grades.csv").exists()


def test_feedback_fences_a_message_that_tries_to_leave_its_fence():
    text = feedback(
        grade(exercises=(exercise(checks=(check(message="```\n# 100 of 100"),)),)), "full"
    )
    assert "  ````text\n  ```\n  # 100 of 100\n  ````" in text


def test_feedback_drops_control_characters():
    text = feedback(grade(exercises=(exercise(checks=(check(message="\x1b[2Jgone"),)),)), "full")
    assert "\x1b" not in text


def test_feedback_says_that_one_mistake_costs_once():
    text = feedback(grade(exercises=(exercise("ex2", points=20.0, own=5.0),)), "full")
    assert "5 of these points with your own `gradient_descent`" in text
