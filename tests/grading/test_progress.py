"""What a run shows on the way and at its end."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from grader.grade_command import print_one
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why
from grader.progress import Bar, Lines, meter, progress_line
from grader.reports.end_of_run import SHOWN, summary_of, write_faults
from grader.sandbox.host.isolation import Isolation


def console(**options):
    return Console(file=io.StringIO(), width=100, highlight=False, soft_wrap=True, **options)


def a_grade(student, outcome, points, fault=""):
    check = CheckGrade("ex1/one", "One.", "grad", outcome, points, 2.0, points, fault=fault)
    exercise = ExerciseGrade("ex1", outcome, points, 2.0, points, (check,))
    return Grade(student, outcome, points, 2.0, 0.0, (exercise,))


def test_a_line_has_rate_and_remaining_time():
    assert progress_line(120, 100, 1000, 10.0) == "graded 120 of 1000, 10.0 a second, 88 s left"


def test_without_a_total_a_line_has_the_rate_only():
    assert progress_line(120, 100, None, 10.0) == "graded 120, 10.0 a second"


def test_more_than_was_counted_is_no_negative_rest():
    assert progress_line(12, 12, 10, 1.0) == "graded 12 of 12, 12.0 a second, 0 s left"


def test_lines_come_every_few_seconds_and_no_more_often(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("grader.progress.time.monotonic", lambda: now[0])
    shown = console()
    lines = Lines(shown, 100)
    for second in range(1, 13):
        now[0] = float(second)
        lines.show(second, second)
    assert shown.file.getvalue().splitlines() == [
        "graded 5 of 100, 1.0 a second, 95 s left",
        "graded 10 of 100, 1.0 a second, 90 s left",
    ]


@pytest.mark.parametrize(("is_terminal", "kind"), [(True, Bar), (False, Lines)])
def test_a_terminal_has_a_bar_and_a_log_has_lines(is_terminal, kind):
    with meter(console(force_terminal=is_terminal), 10) as shown:
        assert isinstance(shown, kind)
        shown.show(3, 3)


def test_the_bar_shows_how_many_of_how_many_and_the_rate():
    shown = console(force_terminal=True)
    with meter(shown, 10) as bar:
        bar.show(3, 3)
        bar.progress.refresh()
    assert "3/10" in shown.file.getvalue()
    assert "/s" in shown.file.getvalue()


def test_the_summary_counts_outcomes_and_leaves_faults_blank():
    grades = [
        a_grade("ada", Outcome.PASSED, 2.0),
        a_grade("bob", Outcome.FAILED, 1.0),
        a_grade("cyd", Outcome.FAILED, 0.0),
        a_grade("dee", Outcome.GRADER_FAULT, 0.0, "Traceback\n  deep\nKeyError: 'k'"),
    ]
    summary, shown = summary_of(grades), console()
    summary.print(shown)
    text = shown.file.getvalue()
    assert summary.faults == 1
    rows = {line.split("  ")[0]: line for line in text.splitlines()}
    assert "0.5 of 2" in rows["failed"]
    assert "blank" in rows["grader fault"]
    assert "grader fault: dee, ex1/one: KeyError: 'k'" in text


def test_many_faults_are_listed_up_to_a_number_and_all_written(tmp_path):
    grades = [
        a_grade(f"s{n}", Outcome.GRADER_FAULT, 0.0, f"KeyError: {n}") for n in range(SHOWN + 5)
    ]
    assert len(summary_of(grades).examples) == SHOWN
    write_faults(grades, tmp_path / "faults.txt")
    assert (tmp_path / "faults.txt").read_text().count("KeyError") == SHOWN + 5


def test_a_name_cannot_steer_the_terminal():
    shown = console()
    summary_of([a_grade("a\x1b[31mda", Outcome.GRADER_FAULT, 0.0, "KeyError")]).print(shown)
    assert "\x1b" not in shown.file.getvalue()


def not_submitted(student, why, notes):
    kind = Why.UNREADABLE if notes else Why.NOT_SUBMITTED
    reasons = (Reason(kind, (why,)),)
    check = CheckGrade(
        "ex1/one", "One.", "grad", Outcome.NOT_SUBMITTED, 0.0, 2.0, 0.0, reasons=reasons
    )
    other = CheckGrade("ex2/one", "One.", "grad", Outcome.PASSED, 2.0, 2.0, 2.0)
    exercises = (
        ExerciseGrade("ex1", Outcome.NOT_SUBMITTED, 0.0, 2.0, 0.0, (check,)),
        ExerciseGrade("ex2", Outcome.PASSED, 2.0, 2.0, 2.0, (other,)),
    )
    return Grade(student, Outcome.FAILED, 2.0, 4.0, 0.0, exercises, notes)


def test_the_summary_names_what_is_blank_though_handed_in():
    why = "a.py, b.py: which one is it?"
    shown = console()
    summary_of([not_submitted("ada", why, (why,)), not_submitted("bob", "ex1.py", ())]).print(shown)
    assert f"blank: ada, ex1: {why}" in shown.file.getvalue()
    assert "bob" not in shown.file.getvalue()


def test_a_total_that_nobody_knows_is_in_no_mean():
    unread = not_submitted("ada", "a.py, b.py: which one is it?", ("a note",))
    shown = console()
    summary_of([unread, replace(unread, student="bob", exercises=())]).print(shown)
    summary_of([unread]).print(shown)
    rows = [line.split() for line in shown.file.getvalue().splitlines() if "failed" in line]
    assert [row[2:] for row in rows] == [["2.0", "of", "4"], ["blank"]]


@pytest.mark.parametrize(
    ("notes", "last"),
    [
        (
            ("a.py, b.py: which one is it?",),
            "points: no total yet, since gradient descent could not be read  "
            "(ex1 cannot be read, ex2 2 of 2)",
        ),
        ((), "points: 2 of 4  (ex1 not submitted, ex2 2 of 2)"),
    ],
)
def test_the_last_line_of_one_student_has_points_where_they_are_known(notes, last):
    shown = console()
    print_one(not_submitted("ada", "ex1_gradient_descent.py", notes), Isolation("full"), shown)
    assert shown.file.getvalue().splitlines()[-1] == last


def test_many_of_them_are_named_up_to_a_number():
    shown = console()
    grades = [
        Grade(f"s{n:02}", Outcome.NOT_SUBMITTED, 0.0, 2.0, 0.0, (), ("Handed in: x.txt",))
        for n in range(SHOWN + 3)
    ]
    summary_of(grades).print(shown)
    text = shown.file.getvalue()
    assert "not submitted: s00: Handed in: x.txt" in text
    assert f"s{SHOWN}" not in text
    assert "and 3 more like these" in text
