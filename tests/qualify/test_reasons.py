"""Each flaw that a grader can have, planted in a sound matrix, is found and told in words."""

from dataclasses import replace

import pytest

from exercises.coach.contracts import EXERCISES
from grader.grades import Outcome
from grader.pytest_engine import Check
from grader.qualify import reasons
from grader.qualify.counts import figures_of, purpose_of, unnamed
from grader.qualify.matrix import Fate, Naming
from grader.qualify.reasons import REMEDIES, reasons_in
from grader.qualify.samples import SampleKind
from tests.qualify.fakes import (
    DESCENT,
    GRAD,
    PASSED,
    Said,
    failed,
    fault,
    matrix,
    row,
    sample,
    skipped,
    sound,
)

CLIMBS = sample(SampleKind.CHAFF, "chaffs/climbs.py", "climbs")
WHEAT = sample(SampleKind.WHEAT, "wheats/plain.py")


def told(*rows, without=()):
    """Return the reasons as (kind, subject, text)."""
    return [(r.kind, r.subject, r.text) for r in reasons_in(matrix(*rows, without=without))]


def test_a_matrix_without_a_flaw_gives_no_reason():
    assert told() == []


def test_a_chaff_with_full_points_survived():
    (reason,) = told(row(sample(SampleKind.CHAFF, "chaffs/new.py", "returns-none"), {}))
    assert reason == (
        "survivor",
        "chaffs/new.py",
        "gets 20 of 20: no check notices `returns-none`.",
    )


def test_a_chaff_that_gets_off_under_one_seed_survived_and_its_verdict_changes():
    reasons = told(row(CLIMBS, {"ex1/descent": failed("climbs")}, {}))
    assert [kind for kind, _, _ in reasons] == ["survivor", *["changes with the seed"] * 2]
    assert reasons[1][2] == "ex1/descent passes with seed 1 only."
    assert reasons[2][2] == "has its name with seed 0 only."


def test_a_wheat_below_full_points_is_docked_with_what_the_check_said():
    (reason,) = told(row(WHEAT, {"ex1/grad": failed()}))
    text = "gets 15 of 20 (seed 0).\nex1/grad: grad(2.0)\n  got       said of grad"
    assert reason == ("wheat docked", "wheats/plain.py", text)


def test_a_wheat_that_is_docked_under_one_seed_is_docked():
    kinds = [kind for kind, _, _ in told(row(WHEAT, {}, {"ex1/grad": failed()}))]
    assert kinds == ["wheat docked", "changes with the seed"]


def test_solutions_below_full_points_are_a_reason():
    (reason,) = told(row(sample(SampleKind.SOLUTION, "the solutions"), {"ex1/grad": failed()}))
    assert reason[:2] == ("solutions docked", "the solutions")


def with_needs(needs, monkeypatch):
    """Have exercise 1 alone in the table, its functions made of these."""
    (first, *_) = EXERCISES
    functions = {
        name: replace(each, needs=needs.get(name, ())) for name, each in first.functions.items()
    }
    monkeypatch.setattr(reasons, "EXERCISES", (replace(first, functions=functions),))


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ({"grad": ("loss",)}, []),
        ({"loss": ("grad",)}, [("ex1.loss", "it needs `grad`, which comes after it.")]),
        ({"grad": ("grad",)}, [("ex1.grad", "it needs `grad`, and so itself: no right one can")]),
        ({"loss": ("grad",), "grad": ("loss",)}, [
            ("ex1.loss", "it needs `grad`, and so itself"),
            ("ex1.grad", "it needs `loss`, and so itself"),
        ]),
        ({"loss": ("find_critical_points",), "find_critical_points": ("grad",)}, [
            ("ex1.loss", "it needs `find_critical_points`, which comes after it."),
        ]),
    ],
)  # fmt: skip
def test_needs_that_lead_back_or_ahead_are_a_reason(needs, said, monkeypatch):
    with_needs(needs, monkeypatch)
    found = told()
    assert [kind for kind, _, _ in found] == ["needs out of order"] * len(said)
    for (_, subject, text), (key, begins) in zip(found, said, strict=True):
        assert subject == key
        assert text.startswith(begins)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED])
def test_stubs_that_are_anything_but_not_started_are_a_reason(outcome):
    said = {"ex1/grad": Said(outcome), "ex1/descent": Said(Outcome.NOT_STARTED)}
    (reason,) = told(row(sample(SampleKind.STUB, "the stubs"), said))
    text = f"ex1/grad says {outcome} of the stub, not `not started`."
    assert reason == ("stubs started", "the stubs", text)


def test_a_fault_of_ours_is_a_reason_and_kills_no_chaff():
    trace = "Traceback\n  …\nValueError: oh"
    (first, second) = told(row(CLIMBS, {"ex1/descent": fault(trace)}))[:2]
    assert first[0] == second[0] == "grader fault"
    assert first[2] == "ex1/descent has a grader fault (seed 0): ValueError: oh"
    assert "survivor" in [kind for kind, _, _ in told(row(CLIMBS, {"ex1/descent": fault(trace)}))]


def test_a_wrong_name_is_a_reason_even_beside_a_right_one():
    (reason,) = told(row(CLIMBS, {"ex1/descent": failed("climbs", "momentum")}))
    text = "ex1/descent calls it `momentum` (every seed)."
    assert reason == ("misnamed", "chaffs/climbs.py", text)


def test_a_wrong_name_for_another_functions_sake_is_a_wrong_name_too():
    said = {"ex1/grad": failed("momentum"), "ex1/descent": failed("climbs")}
    (reason,) = told(row(CLIMBS, said))
    assert reason[0] == "misnamed"


def test_any_name_for_an_unlisted_mistake_is_wrong():
    unlisted = sample(SampleKind.CHAFF, "chaffs/unlisted-x.py")
    assert told(row(unlisted, {"ex1/descent": failed()})) == []
    (reason,) = told(row(unlisted, {"ex1/descent": failed("climbs")}))
    assert reason[0] == "misnamed"


def test_a_check_that_no_chaff_has_as_its_own_has_no_purpose():
    halved = row(
        sample(SampleKind.CHAFF, "chaffs/climbs+halved.py", "climbs"),
        {"ex1/descent": failed("climbs"), "ex1/grad": failed()},
    )
    (reason,) = told(halved, without=["chaffs/halved.py"])
    text = "no chaff has it as its own check (1 fail it for another function's sake)."
    assert reason == ("no purpose", "ex1/grad", text)


def test_without_any_chaff_one_line_says_so():
    chaffs = [name for name in sound() if name.startswith("chaffs/")]
    text = "no chaff was tried, so that no check is shown to be needed."
    assert told(without=chaffs) == [("no purpose", "ex1", text)]


def test_every_kind_of_reason_has_its_remedy(monkeypatch):
    with_needs({"grad": ("grad",)}, monkeypatch)
    flawed = (
        row(sample(SampleKind.CHAFF, "chaffs/new.py", "momentum"), {}),
        row(CLIMBS, {"ex1/descent": failed("momentum")}, {}),
        row(WHEAT, {"ex1/grad": fault("E: oh")}),
        row(sample(SampleKind.STUB, "the stubs"), {"ex1/grad": PASSED}),
        row(sample(SampleKind.SOLUTION, "the solutions"), {"ex1/grad": failed()}),
    )
    kinds = {kind for kind, _, _ in told(*flawed, without=["chaffs/halved.py"])}
    kinds |= {kind for kind, _, _ in told(without=["chaffs/halved.py", "chaffs/climbs+halved.py"])}
    assert kinds == set(REMEDIES)


def test_the_figures_count_rows_not_cells():
    figures = figures_of(
        matrix(
            row(sample(SampleKind.CHAFF, "chaffs/new.py", "momentum"), {}),
            row(CLIMBS, {"ex1/descent": failed("momentum"), "ex1/grad": failed("ignores-lr")}),
        )
    )
    assert (figures.chaffs, figures.survivors, figures.misnamed) == (4, 1, 1)
    assert (figures.own, figures.elsewhere) == (3, 0)
    assert (figures.singles.part, figures.singles.whole) == (1, 3)
    assert (figures.pairs.part, figures.pairs.whole) == (1, 1)
    assert not figures.singles.is_enough
    assert figures.pairs.is_enough


def test_a_chaff_is_named_when_it_is_under_every_seed():
    now_and_then = row(CLIMBS, {"ex1/descent": failed("climbs")}, {"ex1/descent": failed()})
    assert [r.sample.name for r in unnamed(matrix(now_and_then))] == ["chaffs/climbs.py"]
    assert unnamed(matrix()) == []


def test_its_own_check_judges_the_function_in_which_the_mistake_is_made():
    rows = sound()
    assert rows["chaffs/climbs.py"].fate is Fate.OWN
    foreign = row(CLIMBS, {"ex1/grad": failed()})
    assert foreign.fate is Fate.ELSEWHERE
    assert foreign.naming is Naming.NONE


def test_a_check_skipped_for_another_functions_sake_is_not_its_own():
    knocked_on = row(CLIMBS, {"ex1/descent": skipped("climbs")})
    assert knocked_on.fate is Fate.ELSEWHERE


def test_of_a_mistake_that_the_catalogue_does_not_place_any_check_is_its_own():
    drawn = row(
        sample(SampleKind.CHAFF, "chaffs/unlabelled.py", "unlabelled"), {"ex1/grad": failed()}
    )
    assert drawn.fate is Fate.OWN


def test_a_purpose_counts_the_chaffs_that_only_this_check_catches():
    purpose = purpose_of(GRAD, matrix())
    assert [r.sample.name for r in purpose.alone] == ["chaffs/halved.py"]
    assert len(purpose.own) == 2
    assert purpose_of(DESCENT, matrix()).elsewhere == ()


def regression_check(function):
    return Check(f"ex5/{function}", "ex5_linear_regression", "Right.", function, 5.0)


@pytest.mark.parametrize(
    ("chaff", "named", "function", "naming"),
    [
        ("gradient-negated", "residual-sign", "mse_grad", Naming.RIGHT),
        ("residual-sign", "gradient-negated", "mse_grad", Naming.RIGHT),
        ("residual-sign", "gradient-negated", "closed_form", Naming.WRONG),
        ("mean-without-half", "gradient-doubled", "mse_grad", Naming.RIGHT),
        ("climbs", "gradient-doubled", "mse_grad", Naming.WRONG),
    ],
)
def test_ids_of_one_behaviour_stand_for_each_other_where_nothing_tells_them_apart(
    chaff, named, function, naming
):
    check = regression_check(function)
    one = sample(SampleKind.CHAFF, "chaffs/x.py", chaff, key="ex5")
    judged = row(one, {check.id: failed(named)}, checks=[check])
    assert judged.naming is naming
    assert judged.is_by_twin is (naming is Naming.RIGHT)


def test_ids_do_not_stand_for_each_other_where_another_function_tells_them_apart():
    checks = [regression_check("mse_grad"), regression_check("mse_loss")]
    one = sample(SampleKind.CHAFF, "chaffs/x.py", "mean-without-half", key="ex5")
    said = {"ex5/mse_grad": failed("gradient-doubled"), "ex5/mse_loss": failed("mean-without-half")}
    assert row(one, said, checks=checks).naming is Naming.WRONG
