"""Of several files for one exercise the best counts, and the notes say which and why."""

from dataclasses import replace

import pytest

from grader.best_of_several_files import graded_at_its_best
from grader.grades import ExerciseGrade, Grade, Outcome
from grader.intake.submission import UP_TO, Alternative, Submission
from tests.grading.fakes import FIRST, SECOND

ONE, TWO = f"{FIRST}.py", f"{SECOND}.py"


def handed_in(first=b"8", others=((f"{FIRST}.ipynb", b"20"),)):
    """A submission whose files are their points."""
    alternatives = tuple(Alternative(name, data) for name, data in others)
    return Submission(
        "ada", {ONE: first, TWO: b"5"}, ("before",), alternatives={ONE: alternatives},
        sources={ONE: ONE},
    )  # fmt: skip


def grade(submission):
    points = [float(submission.files[name]) for name in (ONE, TWO)]
    outcome = Outcome.GRADER_FAULT if 99.0 in points else Outcome.FAILED
    exercises = tuple(
        ExerciseGrade(key, outcome, got, 20.0, got, ())
        for key, got in zip(("ex1", "ex2"), points, strict=True)
    )
    return Grade("ada", outcome, sum(points), 40.0, 0.0, exercises, submission.notes)


def test_the_file_with_more_points_counts_and_both_are_named():
    result = graded_at_its_best(handed_in(), grade)
    assert result.points == 25.0
    assert result.notes == (
        "before",
        f"Exercise 1: 2 files were handed in. {FIRST}.ipynb counts, with 20 points; {ONE} 8.",
    )


def test_a_file_that_is_read_so_far_and_whole_is_not_said_to_be_two():
    result = graded_at_its_best(handed_in(others=((f"{ONE}{UP_TO}", b"20"),)), grade)
    assert result.notes[-1] == (
        f"Exercise 1: 2 ways to read it were tried. {ONE} up to the next exercise in it counts, "
        f"with 20 points; {ONE} 8."
    )


def test_where_both_have_the_same_points_the_likelier_counts():
    result = graded_at_its_best(handed_in(b"20"), grade)
    assert f"{ONE} counts, with 20 points; {FIRST}.ipynb 20." in result.notes[-1]


def test_the_best_of_three_counts():
    others = (("a.py", b"3"), ("b.py", b"17"))
    result = graded_at_its_best(handed_in(others=others), grade)
    assert result.points == 22.0
    assert "3 files were handed in. b.py counts, with 17 points" in result.notes[-1]


def test_a_fault_of_ours_is_not_chosen_over_a_grade():
    result = graded_at_its_best(handed_in(others=(("a.py", b"99"),)), grade)
    assert (result.outcome, result.points) == (Outcome.FAILED, 13.0)


@pytest.mark.parametrize("only", [{"ex2"}, {"ex3"}])
def test_files_of_exercises_that_are_not_graded_are_not_compared(only):
    calls = []
    result = graded_at_its_best(handed_in(), lambda s: calls.append(s) or grade(s), only)
    assert (len(calls), result.notes) == (1, ("before",))


def test_one_file_for_each_exercise_is_graded_once():
    calls = []
    single = replace(handed_in(), alternatives={}, sources={})
    graded_at_its_best(single, lambda s: calls.append(s) or grade(s))
    assert calls == [single]
