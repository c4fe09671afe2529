"""Marking: points, outcomes, and one mistake that costs once."""

import json
from dataclasses import replace

import pytest

from exercises.coach.calling.observe import Raised
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.judging.status import OUT_OF_TIME
from grader.check_outcome import PASSED, Verdict
from grader.grade_submission import blank, mark, not_submitted
from grader.grades import Outcome, Reason, Why, together
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Check
from tests.grading.fakes import FIRST, SECOND, STEMS, Functions
from tests.grading.findings import found

DESCENT = Check("ex1/descends", FIRST, "Descends.", "gradient_descent", 5.0)
LOSS = Check("ex1/loss", FIRST, "Loss.", "loss", 3.0)
POINTS = Check("ex1/points", FIRST, "Points.", "find_critical_points", 2.0, ("gradient_descent",))
EXPLORE = Check("ex2/explore", SECOND, "Explore.", "explore", 4.0)
LIMIT = Check("ex2/limit", SECOND, "Limit.", "stable_lr_limit", 1.0)
OPTIMAL = Check("ex2/optimal", SECOND, "Optimal.", "optimal_lr", 1.0, ("stable_lr_limit",))
CATALOG = (LOSS, DESCENT, POINTS, EXPLORE, LIMIT)
BUILDS_ON = f"from {FIRST} import gradient_descent".encode()
FOUND = found("own words", ids=("climbs",), function="gradient_descent")
FAILED = Verdict(Outcome.FAILED, FOUND)
HUNG = Verdict(Outcome.TIMED_OUT, found("no end"))
FAULT = Verdict(Outcome.GRADER_FAULT, reason=Reason(Why.GRADER_FAULT), fault="Traceback")


class Verdicts:
    """An engine that knows its verdicts: ``{id: own}`` or ``{id: (own, carried)}``."""

    def __init__(self, **known):
        self.catalog = CATALOG
        self.known = {key.replace("_", "/"): value for key, value in known.items()}
        self.asked = []
        self.stood_in = []

    def examine(self, student, observer, checks):
        mode = "carried" if observer.stand_ins else "own"
        self.asked += [(check, mode, observer.session.limits.call_seconds) for check in checks]
        names = tuple(name for each in observer.stand_ins for name in each.names)
        self.stood_in += [(check, names) for check in checks]
        return {check: self.verdict(check, bool(observer.stand_ins)) for check in checks}

    def verdict(self, check, carrying):
        known = self.known.get(check, PASSED)
        return known[carrying] if isinstance(known, tuple) else known


def files(
    second=BUILDS_ON, first=b"def gradient_descent(): ...\nfind_critical_points = gradient_descent"
):
    found = {f"{FIRST}.py": first, f"{SECOND}.py": second}
    return {name: data for name, data in found.items() if data is not None}


def marked(engine, files=None, only=()):
    submission = Submission("ada", files if files is not None else globals()["files"]())
    return mark(submission, SandboxObserver(Functions({})), engine, only)


def checks_of(grade):
    return {check.id: check for exercise in grade.exercises for check in exercise.checks}


def test_all_right_is_full_points():
    grade = marked(Verdicts())
    assert (grade.points, grade.max_points, grade.outcome) == (15.0, 15.0, Outcome.PASSED)
    assert [(e.key, e.points, e.max_points) for e in grade.exercises] == [
        ("ex1", 10.0, 10.0),
        ("ex2", 5.0, 5.0),
    ]


def test_a_wrong_descent_costs_its_own_points_and_none_of_what_builds_on_it():
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, PASSED))
    grade = marked(engine)
    explore = checks_of(grade)["ex2/explore"]
    assert grade.points == 10.0
    assert (explore.outcome, explore.points, explore.points_own) == (Outcome.PASSED, 4.0, 0.0)
    assert explore.reasons == (Reason(Why.CARRIED, ("ex1.gradient_descent",)),)
    assert explore.finding == FOUND
    assert explore.misconceptions == ()
    assert grade.exercises[1].points_own == 1.0


ITS_OWN = found("its own mistake", ids=("slow-is-oscillating",), function="explore")
OTHER = Verdict(Outcome.FAILED, ITS_OWN)
MISSING = Verdict(Outcome.FAILED, found("exercise 1 is missing"))


@pytest.mark.parametrize(("own", "first"), [(FAILED, b"..."), (HUNG, b"..."), (MISSING, None)])
def test_what_is_wrong_beside_a_right_descent_too_is_named_by_that_run(own, first):
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(own, OTHER))
    explore = checks_of(marked(engine, files(first=first)))["ex2/explore"]
    assert (explore.outcome, explore.points, explore.points_own) == (Outcome.FAILED, 0.0, 0.0)
    assert explore.misconceptions == ("slow-is-oscillating",)
    assert explore.finding == ITS_OWN
    assert explore.reasons == (Reason(Why.STILL_WRONG, ("ex1.gradient_descent",)),)


def test_a_run_beside_a_right_descent_that_was_not_judged_leaves_the_own_words():
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, HUNG))
    explore = checks_of(marked(engine))["ex2/explore"]
    assert (explore.points, explore.finding, explore.misconceptions) == (0.0, FOUND, ("climbs",))


def test_only_what_failed_is_judged_again():
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, PASSED))
    marked(engine)
    assert [check for check, mode, _ in engine.asked if mode == "carried"] == ["ex2/explore"]


@pytest.mark.parametrize("second", [b"my own loop", b""])
def test_a_file_that_does_not_mention_exercise_1_is_judged_once(second):
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, PASSED))
    grade = marked(engine, files(second))
    assert checks_of(grade)["ex2/explore"].points == 0.0
    assert all(mode == "own" for _, mode, _ in engine.asked)


def test_beside_a_right_descent_nothing_is_carried():
    engine = Verdicts(ex1_loss=FAILED, ex2_explore=(FAILED, PASSED))
    assert checks_of(marked(engine))["ex2/explore"].points == 0.0


def test_exercise_1_that_was_not_handed_in_is_carried_too():
    engine = Verdicts(ex2_explore=(FAILED, PASSED))
    grade = marked(engine, files(first=None))
    assert grade.points == 5.0
    assert grade.exercises[0].outcome is Outcome.NOT_SUBMITTED


def test_a_function_that_waits_for_the_stub_of_exercise_1_is_carried():
    stub = Verdict(Outcome.NOT_STARTED, reason=Reason(Why.NOT_STARTED, ("explore",)))
    waiting = Verdict(
        Outcome.NOT_STARTED, reason=Reason(Why.WAITS, ("explore", "`gradient_descent`"))
    )
    grade = marked(Verdicts(ex1_descends=stub, ex2_explore=(waiting, PASSED), ex2_limit=stub))
    assert checks_of(grade)["ex2/explore"].points == 4.0
    assert checks_of(grade)["ex2/limit"].outcome is Outcome.NOT_STARTED


def test_a_descent_that_hangs_leaves_time_for_what_builds_on_it():
    engine = Verdicts(ex1_descends=HUNG, ex2_explore=(HUNG, PASSED))
    grade = marked(engine)
    later = [asked for asked in engine.asked if asked[0] == "ex2/explore"]
    assert [(mode, seconds) for _, mode, seconds in later] == [("carried", 10.0), ("own", 1.0)]
    assert checks_of(grade)["ex2/explore"].points == 4.0


def test_only_restricts_points_but_still_carries():
    engine = Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, PASSED))
    grade = marked(engine, only={"ex2"})
    assert [e.key for e in grade.exercises] == ["ex2"]
    assert (grade.points, grade.max_points) == (5.0, 5.0)


def test_a_fault_of_ours_anywhere_makes_the_whole_blank():
    grade = marked(Verdicts(ex1_loss=FAULT))
    assert grade.outcome is Outcome.GRADER_FAULT
    assert checks_of(grade)["ex1/loss"].fault == "Traceback"
    assert [e.outcome for e in grade.exercises] == [Outcome.GRADER_FAULT, Outcome.PASSED]


def test_a_fault_in_the_second_judgement_is_a_fault_and_no_zero():
    grade = marked(Verdicts(ex1_descends=FAILED, ex2_explore=(FAILED, FAULT)))
    assert checks_of(grade)["ex2/explore"].outcome is Outcome.GRADER_FAULT


def test_a_failure_on_top_of_a_wrong_piece_is_skipped_with_the_cause():
    engine = Verdicts(ex2_limit=FAILED, ex2_optimal=(FAILED, HUNG))
    engine.catalog = (*CATALOG, OPTIMAL)
    second = BUILDS_ON + b"\ndef optimal_lr(hessian): return stable_lr_limit(hessian)"
    optimal = checks_of(marked(engine, files(second)))["ex2/optimal"]
    assert optimal.outcome is Outcome.SKIPPED
    assert optimal.reasons == (Reason(Why.BUILDS_ON, ("optimal_lr", "stable_lr_limit")),)
    assert (optimal.finding, optimal.misconceptions) == (FOUND, ())


FIFTH = STEMS[4]
GRADIENT = Check("ex5/gradient", FIFTH, "Gradient.", "mse_grad", 3.0)
FIT = Check("ex5/fit", FIFTH, "Fit.", "fit", 5.0, ("mse_loss", "mse_grad"))
COMPARE = Check("ex5/compare", FIFTH, "Compare.", "compare", 2.0, ("mse_loss", "fit"))
WHOLE = Check("ex5/whole", FIFTH, "Whole.", "", 1.0, ("compare",))


FITS = b"def compare(): return fit(mse_loss, mse_grad)"


def fifth(data=FITS, **known):
    """Mark an exercise whose functions build on one another."""
    engine = Verdicts(**known)
    # Not in the order in which they build on one another.
    engine.catalog = (WHOLE, COMPARE, FIT, GRADIENT)
    grade = marked(engine, {f"{FIFTH}.py": data})
    return checks_of(grade), [(check, names) for check, names in engine.stood_in if names]


def test_a_wrong_gradient_costs_its_own_points_and_none_of_what_is_built_on_it():
    wrong = {"ex5_fit": (FAILED, PASSED), "ex5_compare": (FAILED, PASSED)}
    checks, stood_in = fifth(ex5_gradient=FAILED, **wrong)
    assert {name: check.points for name, check in checks.items()} == {
        "ex5/gradient": 0.0, "ex5/fit": 5.0, "ex5/compare": 2.0, "ex5/whole": 1.0,
    }  # fmt: skip
    assert checks["ex5/fit"].reasons == (Reason(Why.CARRIED, ("ex5.mse_grad",)),)
    assert checks["ex5/fit"].points_own == 0.0
    # `fit` is right with a right gradient: no other `fit` stands before `compare`.
    assert stood_in == [("ex5/fit", ("mse_grad",)), ("ex5/compare", ("mse_grad",))]


def test_what_is_wrong_with_right_pieces_too_is_replaced_for_what_is_built_on_it():
    wrong = {"ex5_fit": (FAILED, OTHER), "ex5_compare": (FAILED, PASSED)}
    checks, stood_in = fifth(ex5_gradient=FAILED, **wrong, ex5_whole=(FAILED, PASSED))
    assert (checks["ex5/fit"].outcome, checks["ex5/fit"].finding) == (Outcome.FAILED, ITS_OWN)
    assert checks["ex5/fit"].reasons == (Reason(Why.STILL_WRONG, ("ex5.mse_grad",)),)
    assert checks["ex5/compare"].points == 2.0
    both = ("mse_grad", "fit")
    assert stood_in == [
        ("ex5/fit", ("mse_grad",)), ("ex5/compare", both), ("ex5/whole", both)
    ]  # fmt: skip


def test_a_wrong_loop_of_exercise_1_and_a_wrong_piece_are_replaced_together():
    engine = Verdicts(
        ex1_descends=FAILED,
        ex5_gradient=FAILED,
        ex5_fit=(FAILED, PASSED),
        ex5_compare=(FAILED, PASSED),
    )
    engine.catalog = (*CATALOG, GRADIENT, FIT, COMPARE)
    marked(engine, {**files(), f"{FIFTH}.py": BUILDS_ON + b"\n" + FITS})
    assert [(check, names) for check, names in engine.stood_in if "mse_grad" in names] == [
        ("ex5/fit", ("gradient_descent", "mse_grad")),
        ("ex5/compare", ("gradient_descent", "mse_grad")),
    ]


def test_a_right_one_of_what_is_built_on_the_judged_one_never_stands_beside_it():
    # As an own check may have it: `compare` holds a right `fit`.
    check = replace(FIT, needs=("compare",))
    engine = Verdicts(ex5_fit=(FAILED, PASSED), ex5_compare=FAILED)
    engine.catalog = (check, COMPARE)
    grade = checks_of(marked(engine, {f"{FIFTH}.py": FITS}))
    assert grade["ex5/fit"].points == 0.0


class Sets(Verdicts):
    """Verdicts by the set of right functions that a check is judged with; else a failure."""

    def __init__(self, passing, **known):
        super().__init__(**known)
        self.passing = passing

    def examine(self, student, observer, checks):
        names = {name for each in observer.stand_ins for name in each.names}
        found = super().examine(student, observer, checks)
        is_enough = names in self.passing
        return {c: PASSED if names and is_enough else v for c, v in found.items()}


@pytest.mark.parametrize("passing", [{"mse_loss"}, {"mse_grad"}])
def test_a_wrong_function_that_is_used_as_it_is_stays_where_the_others_are_right(passing):
    loss = Check("ex5/loss", FIFTH, "Loss.", "mse_loss", 2.0)
    engine = Sets([passing], ex5_loss=FAILED, ex5_gradient=FAILED, ex5_fit=FAILED)
    engine.catalog = (loss, GRADIENT, FIT)
    fit = checks_of(marked(engine, {f"{FIFTH}.py": FITS}))["ex5/fit"]
    assert fit.points == 5.0
    assert fit.reasons == (Reason(Why.CARRIED, (f"ex5.{passing.pop()}",)),)


@pytest.mark.parametrize("descent", [FAILED, HUNG], ids=["wrong", "hangs"])
def test_what_is_right_with_a_right_loop_alone_is_counted(descent):
    # `loss` has a header of its own, and `explore` calls it so.
    loss = Check("ex2/loss", SECOND, "Loss.", "loss", 1.0)
    explore = replace(EXPLORE, needs=("loss",))
    engine = Sets([{"gradient_descent"}], ex1_descends=descent, ex2_loss=FAILED, ex2_explore=FAILED)
    engine.catalog = (DESCENT, loss, explore)
    found = checks_of(marked(engine, files(BUILDS_ON + b"\nexplore(loss)")))["ex2/explore"]
    assert found.reasons == (Reason(Why.CARRIED, ("ex1.gradient_descent",)),)


def test_where_none_of_them_does_the_words_are_of_the_run_with_all():
    loss = Check("ex5/loss", FIFTH, "Loss.", "mse_loss", 2.0)
    engine = Verdicts(ex5_loss=FAILED, ex5_gradient=FAILED, ex5_fit=(FAILED, OTHER))
    engine.catalog = (loss, GRADIENT, FIT)
    fit = checks_of(marked(engine, {f"{FIFTH}.py": FITS}))["ex5/fit"]
    assert fit.reasons == (Reason(Why.STILL_WRONG, ("ex5.mse_loss", "ex5.mse_grad")),)


def test_an_error_where_there_was_an_answer_is_not_held_against_it():
    raised = Verdict(Outcome.FAILED, replace(ITS_OWN, status="raised"))
    checks, _ = fifth(ex5_gradient=FAILED, ex5_fit=(FAILED, raised))
    assert (checks["ex5/fit"].outcome, checks["ex5/fit"].finding) == (Outcome.SKIPPED, FOUND)
    assert checks["ex5/fit"].reasons == (Reason(Why.BUILDS_ON, ("fit", "mse_grad")),)


def test_functions_that_need_each_other_are_no_cause_of_each_other():
    engine = Verdicts(ex5_fit=FAILED, ex5_compare=FAILED)
    engine.catalog = (replace(FIT, needs=("compare", "fit")), COMPARE)
    assert checks_of(marked(engine, {f"{FIFTH}.py": FITS}))["ex5/fit"].reasons == ()


def test_a_solution_whose_function_cannot_be_had_alone_makes_nobody_blank(monkeypatch):
    monkeypatch.setattr("grader.error_carried_forward.can_stand_in", lambda key: False)
    checks, stood_in = fifth(ex5_gradient=FAILED, ex5_fit=(FAILED, PASSED))
    assert stood_in == []
    assert checks["ex5/fit"].outcome is Outcome.SKIPPED


@pytest.mark.parametrize("data", [b"def mse_grad(): ...\ndef fit(): ...", b"", b"\xff\x00"])
def test_what_no_other_function_asks_is_left_as_it_is(data):
    checks, stood_in = fifth(data, ex5_gradient=FAILED, ex5_fit=(FAILED, PASSED))
    assert stood_in == []
    assert (checks["ex5/fit"].outcome, checks["ex5/fit"].reasons) == (Outcome.FAILED, ())


def test_a_notebook_of_one_string_a_cell_is_read_too():
    cells = [{"cell_type": "code", "source": "def fit():\n    pass\nmse_grad()", "outputs": []}]
    data = json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}).encode()
    _, stood_in = fifth(data, ex5_gradient=FAILED, ex5_fit=(FAILED, PASSED))
    assert stood_in == [("ex5/fit", ("mse_grad",))]


def test_what_fails_with_a_right_descent_too_has_its_own_mistake():
    grade = marked(Verdicts(ex1_descends=FAILED, ex1_points=FAILED))
    points = checks_of(grade)["ex1/points"]
    assert (points.outcome, points.misconceptions) == (Outcome.FAILED, ("climbs",))


def test_an_exercise_without_a_file_is_not_submitted_and_its_checks_are_not_run():
    engine = Verdicts()
    grade = marked(engine, files(second=None))
    assert grade.exercises[1].outcome is Outcome.NOT_SUBMITTED
    assert not any(check.startswith("ex2") for check, _, _ in engine.asked)
    missing = Reason(Why.NOT_SUBMITTED, (f"{SECOND}.py",))
    assert checks_of(grade)["ex2/limit"].reasons == (missing,)


def test_a_file_that_could_not_be_read_says_why():
    submission = Submission("ada", {}, unreadable={f"{SECOND}.py": "a symbolic link"})
    grade = not_submitted(submission, CATALOG, {"ex2"})
    assert grade.outcome is Outcome.NOT_SUBMITTED
    assert checks_of(grade)["ex2/limit"].reasons == (Reason(Why.UNREADABLE, ("a symbolic link",)),)


def test_a_lost_submission_is_blank_with_its_reason():
    grade = blank(Submission("ada", files()), CATALOG, (), "its worker ended twice")
    assert grade.outcome is Outcome.GRADER_FAULT
    assert grade.max_points == 15.0
    assert all(check.fault == "its worker ended twice" for check in checks_of(grade).values())


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ({"ex1_loss": HUNG, "ex1_descends": FAILED}, Outcome.TIMED_OUT),
        ({"ex1_loss": Verdict(Outcome.CRASHED), "ex1_descends": HUNG}, Outcome.CRASHED),
        ({"ex1_loss": FAILED}, Outcome.FAILED),
        ({"ex1_loss": Verdict(Outcome.NOT_STARTED)}, Outcome.FAILED),
    ],
)
def test_the_gravest_outcome_names_the_whole(verdicts, outcome):
    assert marked(Verdicts(**verdicts)).outcome is outcome


def test_untouched_stubs_handed_in_without_the_others_are_not_started():
    assert together([Outcome.NOT_STARTED, Outcome.NOT_SUBMITTED]) is Outcome.NOT_STARTED
    assert together([Outcome.PASSED, Outcome.NOT_SUBMITTED]) is Outcome.FAILED


def test_critical_points_found_with_a_right_loop_count_in_full():
    engine = Verdicts(ex1_descends=FAILED, ex1_points=(FAILED, PASSED))
    grade = marked(engine)
    points = checks_of(grade)["ex1/points"]
    assert (points.outcome, points.points, points.points_own) == (Outcome.PASSED, 2.0, 0.0)
    assert [check for check, mode, _ in engine.asked if mode == "carried"] == ["ex1/points"]
    assert checks_of(grade)["ex1/descends"].points == 0.0


BEGIN, END = "a = 1\nb = open('`<i>`')\n", "\xa0\n\f\nd = 4\nif d:\n    e = input()\n    f = 5\n"
LINES = BEGIN + "c = 3\n" * 9 + END
BELOW = "The lines below it were run all the same."


@pytest.mark.parametrize(
    ("stopped", "notes"),
    [
        (
            Stopped("f.py", 1, Cause.OUT_OF_TIME),
            (f"{FIRST}.py: line 1, `a = 1`, did not come to its end in time. {BELOW}",),
        ),
        (
            Stopped(
                "f.py",
                9,
                Cause.RAISED,
                Raised("SystemExit", "", bases=("SystemExit", "BaseException")),
            ),
            (f"{FIRST}.py: line 9, `c = 3`, stopped with SystemExit. {BELOW}",),
        ),
        (
            Stopped("f.py", 5, Cause.RAISED, Raised("SyntaxError", "", bases=("SyntaxError",))),
            (f"{FIRST}.py: line 5, `c = 3`, is not Python and was left out. The rest was run.",),
        ),
        (
            Stopped("f.py", 12, Cause.RAISED, Raised("SyntaxError", "", bases=("SyntaxError",))),
            (
                f"{FIRST}.py: line 12, which only looks blank, is not Python and was left out. The "
                "rest was run.",
            ),
        ),
        (
            Stopped("f.py", 14, Cause.RAISED, Raised("SyntaxError", "", bases=("SyntaxError",))),
            (f"{FIRST}.py: line 14, `d = 4`, is not Python and was left out. The rest was run.",),
        ),
        (
            Stopped("f.py", 16, Cause.RAISED, Raised("EOFError", "", bases=("EOFError",))),
            (
                f"{FIRST}.py: line 16, `e = input()`, stopped with EOFError. The lines below its "
                "block were run all the same.",
            ),
        ),
        (
            Stopped("<b>", 2, Cause.RAISED, Raised("<i>", "[x](y)", bases=("<i>",)), "`", "<b>"),
            (f"{FIRST}.py: line 2, `b = open(''<i>'')`, stopped. {BELOW}",),
        ),
        (
            Stopped("f.py", 1, Cause.RAISED, Raised("PermissionError", "", bases=("OSError",))),
            (
                f"{FIRST}.py: line 1, `a = 1`, stopped with PermissionError (the grader allows no "
                f"new processes or sockets here, and no files of others). {BELOW}",
            ),
        ),
        (
            Stopped("f.py", 1, Cause.REPLACED, None, "<i>"),
            (f"{FIRST}.py: line 1, `a = 1`, changes a name that is not its own, and was undone.",),
        ),
        (
            Stopped("f.py", 0, Cause.OUT_OF_TIME),
            (f"{FIRST} {OUT_OF_TIME}, and could not be judged.",),
        ),
        (Stopped("f.py", 77, Cause.UNREADABLE, None, "forged"), ()),
        (Stopped("f.ipynb, cell 7", 1, Cause.UNREADABLE, None, "forged"), ()),
    ],
    ids=[
        "hung",
        "left",
        "no Python",
        "unseen",
        "below a page break",
        "inside a block",
        "forged words",
        "refused",
        "undone",
        "whole",
        "no line",
        "no cell",
    ],
)
def test_a_line_that_stopped_is_noted_though_all_that_counts_stands_elsewhere(stopped, notes):
    session = Functions({})
    session.stopped = {FIRST: (stopped,)}
    handed_in = Submission("ada", files() | {f"{FIRST}.py": LINES.encode()}, ("before",))
    grade = mark(handed_in, SandboxObserver(session), Verdicts())
    assert grade.outcome is Outcome.PASSED
    assert grade.notes == ("before", *notes)


def test_a_cell_that_stopped_is_noted_by_its_number_and_its_first_line():
    cells = [{"cell_type": "code", "source": text} for text in ("x = 1", "\ny = 2\n1 / 0")]
    session = Functions({})
    raised = Raised("ZeroDivisionError", "", bases=("ArithmeticError",))
    session.stopped = {FIRST: (Stopped(f"{FIRST}.ipynb, cell 2", 3, Cause.RAISED, raised),)}
    notebook = json.dumps({"cells": cells}).encode()
    handed_in = Submission("ada", files() | {f"{FIRST}.py": notebook})
    assert mark(handed_in, SandboxObserver(session), Verdicts()).notes == (
        f"{FIRST}.ipynb: cell 2, which begins `y = 2`, line 3, stopped with ZeroDivisionError. "
        f"{BELOW}",
    )


def test_many_lines_that_stopped_are_not_all_listed():
    session = Functions({})
    session.stopped = {FIRST: tuple(Stopped("f.py", n, Cause.OUT_OF_TIME) for n in range(1, 9))}
    handed_in = Submission("ada", files() | {f"{FIRST}.py": LINES.encode()})
    notes = mark(handed_in, SandboxObserver(session), Verdicts()).notes
    assert len(notes) == 6
    assert notes[-1] == f"{FIRST}: 3 more such lines."
