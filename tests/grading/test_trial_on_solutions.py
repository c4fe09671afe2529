"""The trial of the hidden tests: what fails right work judges nobody."""

import itertools
import os
import re
from dataclasses import replace

import pytest

from exercises.coach.contracts import EXERCISES
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.pool import Lost
from grader.pytest_engine import Check
from grader.trial_on_solutions import NAME, TrialFailed, failed_by_all, reference, try_out
from tests.grading.fakes import FIRST, copy_of_the_kit, grader, hand_in, kit_with, right_files

CATALOG = (
    Check("ex1/loss", FIRST, "Loss.", "loss", 12.0),
    Check("ex1/grad", FIRST, "Grad.", "grad", 8.0),
)


class Answering:
    """A pool of which the result is known."""

    def __init__(self, result):
        self.result = result
        self.asked = []

    def run(self, submissions, seconds=None):
        for submission in submissions:
            self.asked.append(submission)
            yield submission, self.result


def graded(student="ada", **outcomes):
    checks = tuple(
        CheckGrade(f"ex1/{name}", "A check.", name, outcome, 0.0, 4.0, 0.0, None, (), "")
        for name, outcome in outcomes.items()
    )
    exercise = ExerciseGrade("ex1", Outcome.FAILED, 0.0, 20.0, 0.0, checks)
    return Grade(student, Outcome.FAILED, 0.0, 20.0, 0.1, (exercise,), ())


def test_what_passes_the_reference_solutions_may_judge():
    pool = Answering(graded(loss=Outcome.PASSED, grad=Outcome.PASSED))
    try_out(pool, CATALOG)
    assert pool.asked == [reference()]


def test_what_a_course_checks_besides_is_worth_its_points_on_top():
    own = Check("ex1/more", FIRST, "More.", "loss", 5.0, is_own=True)
    pool = Answering(graded(loss=Outcome.PASSED, grad=Outcome.PASSED, more=Outcome.PASSED))
    try_out(pool, (*CATALOG, own))
    with pytest.raises(TrialFailed, match="worth 25 points together"):
        try_out(pool, (*CATALOG, replace(own, is_own=False)))


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in Outcome if outcome is not Outcome.PASSED]
)
def test_a_check_that_does_not_pass_them_is_named(outcome):
    pool = Answering(graded(loss=Outcome.PASSED, grad=outcome))
    with pytest.raises(TrialFailed, match=f"ex1/grad does not pass {NAME} .{outcome}."):
        try_out(pool, CATALOG)


def test_a_trial_without_a_result_says_why():
    with pytest.raises(TrialFailed, match="could not be graded: its worker ended twice"):
        try_out(Answering(Lost("its worker ended twice")), CATALOG)


def test_points_that_do_not_add_up_stop_before_anything_is_graded():
    pool = Answering(None)
    catalog = (CATALOG[0], replace(CATALOG[1], points=9.0))
    said = "the checks of ex1 are worth 21 points together, and the exercise 20"
    with pytest.raises(TrialFailed, match=said):
        try_out(pool, catalog)
    assert pool.asked == []


def test_points_of_an_exercise_that_was_not_asked_for_are_not_counted():
    pool = Answering(graded(loss=Outcome.PASSED))
    try_out(pool, (replace(CATALOG[0], points=3.0),), only={"ex2"})
    assert list(pool.asked[0].files) == [EXERCISES[1].filename]


def test_a_check_that_everybody_fails_is_named():
    everybody = [graded(loss=Outcome.FAILED, grad=Outcome.PASSED) for _ in range(4)]
    assert failed_by_all(everybody) == [], "four may all be wrong"
    assert failed_by_all([*everybody, graded(loss=Outcome.TIMED_OUT)]) == ["ex1/loss"]
    one_passed = [*everybody, *everybody, graded(loss=Outcome.PASSED)]
    assert failed_by_all(one_passed) == []


def test_who_handed_nothing_in_says_nothing_about_a_check():
    nothing = (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.GRADER_FAULT)
    assert failed_by_all(graded(loss=outcome) for outcome in nothing * 3) == []


# ------------------------------------------------------------------ through the real command

HIDDEN = '''"""Two checks, so that a class is graded in a moment."""

import pytest


@pytest.mark.points({points})
@pytest.mark.function("loss")
def test_value(learner, draw):
    """The loss at 2."""
    learner.ask("loss", 2.0).gives({value}, because="x⁴ − 3x² + 2")


@pytest.mark.points(8)
@pytest.mark.function("grad")
def test_slope(learner, draw):
    """The gradient at 1."""
    learner.ask("grad", 1.0).gives(-2.0, because="4x³ − 6x")
'''


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """Return a copy of the kit, and what writes its only hidden tests."""
    root = kit_with("", tmp_path_factory.mktemp("trial") / "kit")
    hidden = root / "grader" / "hidden"
    seconds = itertools.count(1_700_000_000)

    def write(points=12, value=6.0):
        path, text = hidden / "test_ex1.py", HIDDEN.format(points=points, value=value)
        path.write_text(text, encoding="utf-8")
        # A file of the same size and second is not compiled again.
        os.utime(path, (second := next(seconds), second))
        return root

    return write


def grade_class(folder, root, files, students=5):
    for number in range(students):
        hand_in(folder / "class", f"student {number}", {f"{FIRST}.py": files})
    order = ("grade", folder / "class", "--out", folder / "out", "--jobs", 1)
    return grader(*order, root=root, folder=folder / "tmp")


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ({"value": 7.0}, "grader fault: ex1/value does not pass the reference solutions (failed)"),
        ({"points": 13}, "grader fault: the checks of ex1 are worth 21 points together"),
    ],
)
@pytest.mark.timeout(240)
def test_hidden_tests_that_fail_right_work_grade_nobody(tmp_path, kit, hidden, said):
    done = grade_class(tmp_path, kit(**hidden), right_files()[f"{FIRST}.py"])
    assert done.returncode == 3
    assert said in re.sub(r"\s+", " ", done.stderr)
    assert "graded" not in done.stdout
    assert not (tmp_path / "out" / "grades.csv").exists()
    again = grade_class(tmp_path, kit(), right_files()[f"{FIRST}.py"])
    assert "graded 5 submissions" in again.stdout, "nothing was kept of the first"
    assert again.returncode == 0
    assert "nobody passed" not in again.stdout


STEP = "sum(range(10**12))"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (f"{HIDDEN.format(points=12, value=6.0)}\n{STEP}\n", "not ready"),
        (HIDDEN.format(points=12, value=STEP), "not (ready|through the reference solutions)"),
    ],
    ids=["at the top", "in a check"],
)
@pytest.mark.timeout(240)
def test_a_step_in_c_without_end_in_the_hidden_tests_is_told(tmp_path, hidden, said):
    root = copy_of_the_kit(tmp_path / "kit")
    for path in (root / "grader" / "hidden").glob("test_*.py"):
        path.unlink()
    (root / "grader" / "hidden" / "test_ex1.py").write_text(hidden, encoding="utf-8")
    trial = root / "grader" / "trial_on_solutions.py"
    text = trial.read_text(encoding="utf-8")
    assert "READY_SECONDS = 600.0" in text
    trial.write_text(text.replace("READY_SECONDS = 600.0", "READY_SECONDS = 15.0"), "utf-8")
    done = grade_class(tmp_path, root, right_files()[f"{FIRST}.py"])
    assert done.returncode == 3
    assert re.search(f"grader fault: the hidden tests were {said} in", done.stderr)
    assert not (tmp_path / "out" / "grades.csv").exists()


@pytest.mark.timeout(240)
def test_a_check_that_nobody_of_a_class_passes_is_pointed_out(tmp_path, kit):
    wrong = right_files()[f"{FIRST}.py"] + b"\n\ndef grad(x):\n    return 3 * x\n"
    done = grade_class(tmp_path, kit(), wrong)
    assert done.returncode == 0, done.stdout + done.stderr
    said = "nobody passed ex1/slope: look at that check before you hand these grades back"
    assert said in re.sub(r"\s+", " ", done.stdout)
    assert "nobody passed ex1/value" not in done.stdout
