"""What the figures are made of: what was judged, first attempts, and what has no points."""

import csv
from dataclasses import replace

import pytest

from grader.gradebook.book import Gradebook
from grader.gradebook.database import GradebookError
from grader.grades import Outcome
from grader.intake.people import Who
from grader.reports.class_records import (
    COLUMNS,
    Blankness,
    mistakes_of,
    read_class,
    record_of,
    rows_of,
)
from grader.reports.files import write_reports
from tests.reports.classes import grade, keep
from tests.reports.exports.made import EDITION


def records(out):
    return {each.student: each for each in read_class(out).records}


def outcomes(record):
    return "".join("P" if each.is_passed else "F" for each in record.checks.values())


def test_a_check_that_a_fault_left_open_is_left_out_and_the_others_stay():
    record = record_of(grade("ada", ex1="PF!P", ex2="P"))
    assert list(record.checks) == ["ex1/a", "ex1/b", "ex1/d", "ex2/a"]
    assert dict(record.exercises) == {"ex2": (1.0, 1.0)}
    assert record.total is None
    assert record.judged == {"ex1", "ex2"}


@pytest.mark.parametrize(
    ("exercises", "told"),
    [
        ({"ex1": "PF", "ex2": "--"}, []),
        ({"ex1": "00", "ex2": "0"}, [("", Blankness.NOTHING, "Nothing was handed in.")]),
        ({"ex1": "P", "ex2": "00"}, [("ex2", Blankness.LEFT_OUT, "It was left out.")]),
        ({"ex1": "P", "ex2": "??"}, [
            ("ex2", Blankness.UNREADABLE, "it is empty. Hand it in again."),
        ]),
        ({"ex1": "??", "ex2": "00"}, [
            ("ex1", Blankness.UNREADABLE, "it is empty. Hand it in again."),
            ("ex2", Blankness.LEFT_OUT, "It was left out."),
        ]),
        ({"ex1": "P!!", "ex2": "P"}, [("ex1", Blankness.FAULT, "ex1/b: KeyError: 'lr'")]),
    ],
)  # fmt: skip
def test_what_has_no_points_is_listed_with_the_reason(exercises, told):
    record = record_of(grade("ada", **exercises))
    assert [(each.exercise, each.cause, each.words) for each in record.ungraded] == told
    assert record.is_whole == (not told)


def test_who_handed_nothing_in_has_the_notes_as_the_reason():
    note = "Handed in: homework.docx."
    made = replace(grade("ada", ex1="0"), notes=(note,))
    assert record_of(made).ungraded[0].words == note


def test_what_counts_under_a_courses_rule_is_the_total(tmp_path):
    keep(tmp_path, [grade("ada", ex1="PPFF", ex2="P")])
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        told = book.rule.told() | {"weights": {"ex1": 30.0, "ex2": 10.0}}
        book.note("rule", "", told)
    record = records(tmp_path)["ada"]
    assert (record.total, record.out_of) == (25.0, 40.0)


def test_the_first_attempt_is_kept_beside_the_one_that_counts(tmp_path):
    keep(
        tmp_path,
        [grade("ada", {"ex1/a": ["climbs"]}, ex1="FF"), grade("bob", ex1="PF")],
        [grade("ada", ex1="PF"), grade("bob", ex1="PF")],
        [grade("ada", ex1="PP")],
    )
    found = records(tmp_path)
    assert set(found) == {"ada"}
    assert outcomes(found["ada"]) == "PP"
    assert outcomes(found["ada"].first) == "FF"
    assert found["ada"].first.made == {("ex1", "climbs")}


def test_who_handed_in_once_has_no_first_attempt(tmp_path):
    keep(tmp_path, [grade("ada", ex1="PF")])
    assert records(tmp_path)["ada"].first is None


def test_the_first_attempt_at_an_exercise_is_the_first_that_was_judged(tmp_path):
    keep(
        tmp_path,
        [grade("ada", ex1="F", ex2="?", ex3="0")],
        [grade("ada", ex1="P", ex2="F", ex3="0")],
        [grade("ada", ex1="P", ex2="P", ex3="P")],
    )
    first = records(tmp_path)["ada"].first
    assert {name: each.is_passed for name, each in first.checks.items()} == {
        "ex1/a": False, "ex2/a": False,
    }  # fmt: skip


def test_an_attempt_that_other_tests_judged_is_not_compared(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        for number, edition in enumerate((replace(EDITION, hidden="others"), EDITION)):
            made = grade("ada", ex1="FP"[number])
            book.add(f"{number}", edition, made, Who())
            book.end_run("class", edition, [("ada", f"{number}")], is_whole=True)
    assert records(tmp_path)["ada"].first is None


def test_the_same_work_graded_twice_is_one_attempt(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        for how in "FP":
            book.add("same", EDITION, grade("ada", ex1=how), Who())
        book.end_run("class", EDITION, [("ada", "same")], is_whole=True)
    assert records(tmp_path)["ada"].first is None


def test_somebody_elses_attempt_under_the_same_name_is_not_compared(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        for number, how in enumerate("FP"):
            who = Who(id=f"{number}")
            book.add(f"{number}", EDITION, grade("ada", ex1=how), who)
            people = {"ada": who}
            pair = ("ada", f"{number}")
            book.end_run("class", EDITION, [pair], is_whole=True, people=people)
    assert records(tmp_path)["ada"].first is None


def test_who_moved_and_who_was_withdrawn_is_told(tmp_path):
    keep(
        tmp_path,
        [grade("ada", ex1="F"), grade("bob", ex1="P"), grade("cyd", ex1="P")],
        [grade("ada", ex1="P"), grade("bob", ex1="P")],
    )
    found = read_class(tmp_path)
    assert [(each.student, each.before, each.after) for each in found.moves] == [("ada", 0, 1)]
    assert found.withdrawn == ("cyd",)


@pytest.mark.parametrize("is_made", [False, True])
def test_a_folder_without_grades_is_refused_with_the_remedy(tmp_path, is_made):
    if is_made:
        Gradebook(tmp_path / "gradebook.sqlite").close()
    with pytest.raises(GradebookError, match="grader grade"):
        read_class(tmp_path)


def test_a_row_has_the_columns_student_exercise_function_check_and_id():
    assert COLUMNS == ("student", "exercise", "function", "check", "id")
    made = grade("bob", {"ex1/a": ["climbs"], "ex1/b": ["all-minima"]}, ex1="FF")
    assert list(rows_of(made)) == [
        ("bob", "ex1", "f_a", "ex1/a", "climbs"), ("bob", "ex1", "f_b", "ex1/b", "all-minima"),
    ]  # fmt: skip


def test_the_table_of_mistakes_has_every_one_that_the_grades_have(tmp_path):
    made = [grade(name, {"ex1/a": ["climbs"]}, ex1="FP") for name in ("ada", "=bob")]
    write_reports(made, tmp_path, isolation="full", kit_version="1")
    with (tmp_path / "misconceptions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        list(COLUMNS),
        ["ada", "ex1", "f_a", "ex1/a", "climbs"], ["'=bob", "ex1", "f_a", "ex1/a", "climbs"],
    ]  # fmt: skip


def test_a_mistake_of_a_function_below_is_not_this_ones():
    made = grade("ada", {"ex1/a": ["climbs"], "ex1/b": ["climbs"]}, ex1="FS")
    assert [each.check for each in mistakes_of(made)] == ["ex1/a"]
    assert record_of(made).checks["ex1/b"].outcome is Outcome.SKIPPED
