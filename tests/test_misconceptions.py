"""Behaviour names every listed mistake and no other, and nothing that is unlisted."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.judging.finding import Fact, Flaw, Kind, Wrong
from exercises.coach.judging.question import Question
from exercises.coach.learner import Learner
from exercises.coach.misconceptions import prediction, registry
from exercises.coach.misconceptions.diagnosis import diagnose
from exercises.coach.misconceptions.known_mistake import NOTHING, Case, Entry, EntryFault, same
from exercises.coach.misconceptions.loop import loop_diagnosis, returns
from exercises.coach.misconceptions.loop.returns import Output
from exercises.coach.misconceptions.loop.rules import Rule
from exercises.coach.problems import Quadratic
from solutions import ex1_gradient_descent as ex1
from solutions import ex2_learning_rates as ex2
from solutions import ex3_convergence_rate as ex3
from solutions import ex4_trajectories as ex4
from tests.misconceptions.formulas import formula_samples, unlisted_formula_samples
from tests.misconceptions.judged import CALLS, Told, judged, judged_alone
from tests.misconceptions.kept import _kept, kept_samples, pair_samples, unlisted_kept_samples
from tests.misconceptions.loops import (
    count_samples,
    descent,
    rule_samples,
    unlisted_count_samples,
    unlisted_rule_samples,
)
from tests.misconceptions.occasions import occasional_samples, unlisted_occasional_samples
from tests.misconceptions.pupil import STEMS, Pupil, Sample
from tests.misconceptions.rules import memoryless

pytestmark = pytest.mark.costly
LISTED = [
    *rule_samples(), *count_samples(), *kept_samples(), *occasional_samples(), *formula_samples()
]  # fmt: skip
UNLISTED = [
    *unlisted_rule_samples(), *unlisted_count_samples(), *unlisted_kept_samples(),
    *unlisted_occasional_samples(), *unlisted_formula_samples(),
]  # fmt: skip
FLAW = Flaw("got", "expected", (Fact(Kind.ENTRY, "a fact"),))


@pytest.fixture(scope="module")
def seeds(is_thorough: bool) -> tuple[int, ...]:
    """Return the seeds of the numbers that are asked about."""
    return (1, 2) if is_thorough else (1,)


@cache
def told_of(sample: Sample, seeds: tuple[int, ...] = (1,)) -> tuple[Told, ...]:
    """Return what is said of the sample's wrong answers, found once for all who ask."""
    return tuple(judged(sample, *seeds))


def names_of(sample: Sample, seeds: tuple[int, ...] = (1,)) -> set[str]:
    """Return every id that any wrong answer of the sample was given."""
    assert told_of(sample, seeds), "no call shows this mistake: the sample proves nothing"
    return names_in(told_of(sample, seeds))


def names_in(given: Iterable[Told]) -> set[str]:
    return {name for told in given for name in told.names}


@pytest.mark.parametrize("sample", LISTED, ids=lambda sample: sample.name)
def test_a_listed_mistake_gets_its_name_and_no_other_by_few_more_calls(
    sample: Sample, seeds: tuple[int, ...]
) -> None:
    assert names_of(sample, seeds) == sample.ids
    # One is the judged call; the gradient check may look at three places.
    assert max(told.calls for told in told_of(sample, seeds)) <= 1 + 10 + 20


@pytest.mark.parametrize("sample", UNLISTED, ids=lambda sample: sample.name)
def test_an_unlisted_mistake_gets_no_name(sample: Sample, seeds: tuple[int, ...]) -> None:
    assert names_of(sample, seeds) == set()


@pytest.mark.parametrize(
    "sample", [each for each in UNLISTED if each.function == "grad"], ids=lambda sample: sample.name
)
def test_a_gradients_unlisted_mistake_gets_no_name_by_any_call_alone(sample: Sample) -> None:
    assert {told.names for told in judged_alone(sample, *range(8))} == {()}


@pytest.mark.parametrize("sample", list(pair_samples()), ids=lambda sample: sample.name)
def test_two_mistakes_in_one_loop_are_both_named(sample: Sample, seeds: tuple[int, ...]) -> None:
    assert names_of(sample, seeds) == sample.ids


def test_points_that_are_missing_beside_a_wrong_descent_get_no_name() -> None:
    def minima(*given: Any) -> Any:
        return [point for point in ex1.find_critical_points(*given) if point[1] == "minimum"]

    def unwritten(*given: Any) -> Any:
        raise NotImplementedError("exercise 1: write gradient_descent")

    own_loop = Sample("", "ex1", "find_critical_points", minima, frozenset({"missing-maximum"}))
    for written, ids in ((unwritten, own_loop.ids), (lambda f, g, x, lr, n: (x, []), set())):
        sample = replace(own_loop, others=(("gradient_descent", written),))
        assert names_in(judged(sample, 1)) == ids


HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, float("nan"), float("-inf"), 1e300, "", "converges", "x" * 1000,
    b"x", [], (), {}, [[]], [[1.0], [2.0, 3.0]], [None], ["a", 1], (1.0,), (None, None),
    ("a", "b"), [np.zeros(2)] * 3, {0.001: np.zeros(3), 0.01: [1], 0.1: {}},
    (1, 2, 3), (np.zeros(2), np.zeros((3, 2))), (np.nan, [np.nan] * 13), np.zeros((0,)),
    np.zeros((0, 2)), np.full((14, 2), np.nan), np.zeros((2, 14)), np.array(["a"]),
    np.zeros(3) + 1j,
    np.array([object()]), {"theta_gd": "x"}, {"theta_gd": None, "loss_gap": {}}, {0.01: None},
    {"exponent": [], "rate": 3}, [(0.0, "minimum")], [("0", 1)], [(np.nan, "maximum")],
    [(10**400, "minimum")], object(), lambda: None, Quadratic, iter([1]), {1, 2},
)  # fmt: skip


class Unruly:
    """Raises at whatever is done with it."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(CALLS))
def test_no_value_makes_an_entry_raise_or_gets_a_name_by_chance(key: str) -> None:
    exercise, function = key.split(".")
    for value in (*HOSTILE, Unruly()):
        sample = Sample("", exercise, function, lambda *a, value=value, **k: value, frozenset())
        named = names_in(judged(sample, 1))
        assert named <= ({"returns-none"} if value is None else set()), value


@pytest.mark.parametrize("key", sorted(CALLS))
@pytest.mark.parametrize("error", [ValueError, ZeroDivisionError, np.linalg.LinAlgError])
def test_a_function_that_always_raises_gets_no_name(key: str, error: type[Exception]) -> None:
    exercise, function = key.split(".")

    def raises(*args: Any, **kwargs: Any) -> Any:
        raise error("no")

    sample = Sample("", exercise, function, raises, frozenset())
    assert names_in(judged(sample, 1)) == set()


def test_an_entry_that_raises_is_a_fault_of_the_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(hessian: Any) -> Any:
        raise TypeError("ours")

    entry = Entry("optimal-is-limit", ("ex2.optimal_lr",), "x", (broken,))
    monkeypatch.setitem(registry._BY_FUNCTION, "ex2.optimal_lr", (entry,))
    learner = Pupil("ex2", optimal_lr=lambda H: 1.0).learner()
    with pytest.raises(EntryFault, match="`optimal-is-limit`") as caught:
        learner.optimal_lr(np.eye(2)).gives(0.5)
    assert caught.value.misconception == "optimal-is-limit"


def test_a_rule_of_a_loop_that_raises_is_named_in_the_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(run: Any) -> Any:
        raise TypeError("ours")

    monkeypatch.setattr(
        loop_diagnosis, "possible", lambda key, value: {(0, Rule("climbs", broken))}
    )
    loop_diagnosis.trail_of.cache_clear()
    loop_diagnosis._CANDIDATES.clear()
    climbs = descent(memoryless(lambda L, g, x, lr, t, s: x + lr * g(x)))
    learner = Pupil("ex1", gradient_descent=climbs).learner()
    problem = Quadratic(np.diag([2.0, 5.0]))
    with pytest.raises(EntryFault) as caught:
        learner.gradient_descent(problem.loss, problem.grad, np.ones(2), 0.1, 9).descends(
            np.zeros(2), np.zeros(9)
        )
    assert caught.value.misconception == "climbs"


def test_what_is_kept_of_a_loop_and_raises_is_named_in_the_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(trail: Any, steps: int) -> Any:
        raise TypeError("ours")

    monkeypatch.setattr(returns, "RECORDS", (Output(("history-after",), broken),))
    loop_diagnosis._CANDIDATES.clear()
    learner = Pupil("ex1", gradient_descent=_kept(lambda x, L, T: (x[T], L[1 : T + 1]))).learner()
    problem = Quadratic(np.diag([2.0, 5.0]))
    with pytest.raises(EntryFault) as caught:
        learner.gradient_descent(problem.loss, problem.grad, np.ones(2), 0.1, 9).descends(
            np.zeros(2), np.zeros(9)
        )
    assert caught.value.misconception == "history-after"


def test_a_gradient_that_writes_into_theta_gets_no_name_from_words() -> None:
    def grad(theta: Any) -> Any:
        theta *= np.array([2.0, 200.0])
        return theta

    def explore(lrs: Any, start: Any, num_steps: int) -> Any:
        runs = {lr: ex1.gradient_descent(ex2.loss, grad, start, lr, num_steps) for lr in lrs}
        return {lr: ex2.observe(history) for lr, (_, history) in runs.items()}

    sample = Sample("", "ex2", "explore", explore, frozenset(), (("grad", grad),))
    assert names_of(sample) == set()


def test_the_last_row_of_a_path_that_stays_empty_is_told_by_the_count_of_gradients() -> None:
    def path(updates_missing: int) -> Any:
        def trajectory(grad_fn: Any, start: Any, lr: float, num_steps: int) -> Any:
            rows, theta = np.zeros((num_steps + 1, 2)), np.array(start, dtype=float)
            for t in range(num_steps + 1 - updates_missing):
                rows[t] = theta
                if t < num_steps - updates_missing + 1:
                    theta = theta - lr * grad_fn(theta)
            return rows

        return trajectory

    assert names_of(Sample("", "ex4", "trajectory", path(1), frozenset())) == {"drops-last"}


def test_rows_left_out_of_a_path_are_no_early_stop_where_all_steps_were_made() -> None:
    def trajectory(grad_fn: Any, start: Any, lr: float, num_steps: int) -> Any:
        rows = ex4.trajectory(grad_fn, start, lr, num_steps)
        return rows[np.isfinite(rows).all(axis=1)]

    problem = Quadratic(np.diag([2.0, 5.0]))
    run = (problem.grad, [1.0, 2.0], 80.0, 215)
    with pytest.raises(Wrong) as caught:
        Pupil("ex4", trajectory=trajectory).learner().trajectory(*run).gives(ex4.trajectory(*run))
    assert caught.value.finding.flaw.misconceptions == ()


def test_a_run_that_stops_early_is_named_where_only_its_rate_is_asked_for() -> None:
    def suboptimality(s: Any, start: Any, lr: float, num_steps: int) -> Any:
        gaps = ex3.suboptimality(s, start, lr, num_steps)
        return gaps[: np.argmax(gaps < 1e-10) + 1] if np.any(gaps < 1e-10) else gaps

    def verify_rate(*run: Any) -> Any:
        gaps = suboptimality(*run)
        steps = np.arange(len(gaps))
        return ex3.verify_rate(*run) | {"exponent": ex3.fit_power_law(steps[10:], gaps[10:])[0]}

    learner = Pupil("ex3", suboptimality=suboptimality, verify_rate=verify_rate).learner()
    run = (np.array([1.0, 2.0]), np.ones(2), 0.5, 40)
    with pytest.raises(Wrong) as caught:
        learner.verify_rate(*run).gives(ex3.verify_rate(*run))
    assert caught.value.finding.flaw.misconceptions == ("stops-early",)


def test_a_forged_record_of_gradients_names_nothing() -> None:
    """What the process of a submission says it visited is evidence, never the ground."""
    problem = Quadratic(np.diag([2.0, 5.0]))
    half = descent(memoryless(lambda L, g, x, lr, t, s: x - 0.5 * lr * g(x)))
    pupil = Pupil("ex1", gradient_descent=half)

    class Forger(Pupil):
        def __call__(self, question: Question, **how: Any) -> Observation:
            seen = pupil(question)
            theta, climb = np.ones(2), []
            for _ in range(20):
                climb.append(theta)
                theta = theta + 0.1 * problem.grad(theta)
            return Observation("returned", seen.value, visited=tuple(climb), grad_calls=20)

    learner = Learner(STEMS["ex1"], Forger("ex1"))
    with pytest.raises(Wrong) as caught:
        learner.gradient_descent(problem.loss, problem.grad, np.ones(2), 0.1, 9).descends(
            np.zeros(2), np.zeros(9)
        )
    assert caught.value.finding.flaw.misconceptions == ()


@pytest.mark.parametrize("status", ["timed out", "crashed", "missing"])
def test_a_call_that_did_not_come_back_is_not_repeated(status: Any) -> None:
    problem = Quadratic(np.diag([2.0, 5.0]))
    question = Question(STEMS["ex1"], "gradient_descent", (problem.loss, problem.grad, 1.0, 0.1, 3))

    def again(*args: Any, **kwargs: Any) -> Observation:
        pytest.fail("called again")

    now = Case(question, Observation(status))
    assert diagnose(now, FLAW, [], again) == FLAW


def test_a_second_call_that_hangs_ends_the_diagnosis() -> None:
    calls = []

    def again(*args: Any, **kwargs: Any) -> Observation:
        calls.append(args)
        return Observation("timed out")

    question = Question(STEMS["ex2"], "optimal_lr", (np.diag([1.0, 3.0]),))
    now = Case(question, Observation("returned", 2 / 3))
    assert diagnose(now, FLAW, [], again) == FLAW
    assert len(calls) == 1


def test_an_earlier_right_answer_rules_a_name_out() -> None:
    pupil = Pupil("ex2", optimal_lr=lambda H: 2 / np.linalg.eigvalsh(H)[-1])

    def ask(matrix: Any) -> Question:
        return Question(STEMS["ex2"], "optimal_lr", (matrix,))

    def again(*args: Any, function: str = "optimal_lr") -> Observation:
        return pupil(Question(STEMS["ex2"], function, args))

    question = ask(np.diag([1.0, 3.0]))
    now = Case(question, pupil(question))
    right = Case(ask(np.diag([2.0, 5.0])), Observation("returned", 2 / 7))
    assert diagnose(now, FLAW, [], again).misconceptions == ("optimal-is-limit",)
    assert diagnose(now, FLAW, [right], again).misconceptions == ()


def test_a_mistake_without_a_name_that_no_call_tells_apart_keeps_the_name_from_being_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def limit(hessian: Any) -> Any:
        return 2 / np.linalg.eigvalsh(hessian)[-1]

    named = Entry("optimal-is-limit", ("ex2.optimal_lr",), (limit,))
    rival = Entry("", ("ex2.optimal_lr",), (lambda hessian: limit(hessian),))
    learner = Pupil("ex2", optimal_lr=limit).learner()
    for entries, names in (((named,), ("optimal-is-limit",)), ((named, rival), ())):
        monkeypatch.setitem(registry._BY_FUNCTION, "ex2.optimal_lr", entries)
        with pytest.raises(Wrong) as caught:
            learner.optimal_lr(np.diag([1.0, 3.0])).gives(0.5)
        assert caught.value.finding.flaw.misconceptions == names


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (lambda theta: np.asarray(theta), "mutates-start"),
        (lambda theta: np.array(theta), "shared-start"),
    ],
)
def test_runs_that_follow_each_other_are_told_by_whose_array_they_move(
    start: Any, name: str
) -> None:
    def lr_finder(L: Any, g: Any, theta_init: Any, lrs: Any, num_steps: int = 20) -> Any:
        theta, ends = start(theta_init), []
        for lr in lrs:
            for _ in range(num_steps):
                theta -= lr * g(theta)
            ends.append(float(L(theta)))
        return lrs[int(np.argmin(ends))], ends

    problem = Quadratic(np.diag([2.0, 5.0]))
    run = (problem.loss, problem.grad, np.ones(2), [0.1, 0.05, 0.2], 3)
    due = ex2.lr_finder(*run)
    with pytest.raises(Wrong) as caught:
        Pupil("ex2", lr_finder=lr_finder).learner().lr_finder(*run).gives(due)
    assert caught.value.finding.flaw.misconceptions == (name,)


def test_the_flaws_own_facts_are_kept() -> None:
    pupil = Pupil("ex2", optimal_lr=lambda H: 2 / np.linalg.eigvalsh(H)[-1])
    question = Question(STEMS["ex2"], "optimal_lr", (np.diag([1.0, 3.0]),))

    def again(*args: Any, function: str = "optimal_lr") -> Observation:
        return pupil(Question(STEMS["ex2"], function, args))

    named = diagnose(Case(question, pupil(question)), FLAW, [], again)
    assert (named.got, named.expected, named.facts) == (FLAW.got, FLAW.expected, FLAW.facts)


def test_a_run_of_a_million_steps_is_not_simulated() -> None:
    problem = Quadratic(np.diag([2.0, 5.0]))
    climbs = descent(memoryless(lambda L, g, x, lr, t, s: x + lr * g(x)))
    pupil = Pupil("ex1", gradient_descent=climbs)
    question = Question(
        STEMS["ex1"], "gradient_descent", (problem.loss, problem.grad, np.ones(2), 1e-3, 10**6)
    )
    history = 3.5 * 1.004 ** np.minimum(np.arange(10.0**6), 9000)
    seen = Observation("returned", (np.full(2, np.inf), history))

    def again(*args: Any, function: str = "gradient_descent") -> Observation:
        return pupil(Question(STEMS["ex1"], function, args))

    start = time.process_time()
    diagnose(Case(question, seen), FLAW, [], again)
    assert time.process_time() - start < 1.0


def test_a_prediction_agrees_to_nine_digits_and_no_fewer() -> None:
    assert same([1.0, 2.0], np.array([1.0, 2.0 + 1e-10]))
    assert not same([1.0, 2.0], np.array([1.0, 2.0 + 1e-7]))
    assert same(1.0, 1.0 + 1e-10)
    assert not same(1.0, 1.0 + 1e-7)
    assert not same(1e-20, 0.0)
    assert not same([1.0, 2.0], np.array([1.0]))
    assert same(np.array([1.0, 2.0]), (1.0, 2.0))
    assert not same(np.array([[1.0, 2.0]]), ((1.0, 2.0),))
    assert not same(Opaque("X", ""), 1.0)


def test_what_blew_up_agrees_with_its_like_only() -> None:
    assert same([1.0, np.inf], np.array([1.0, np.nan]))
    assert same([1.0, 1e70], np.array([1.0, np.inf]))
    assert not same([1.0, 5.0], np.array([1.0, np.inf]))
    assert same(np.nan, -np.inf)
    assert same(1e70, np.nan)
    assert not same(np.inf, 5.0)
    assert not same(5.0, np.nan)


def test_every_probe_has_a_right_answer() -> None:
    with np.errstate(all="ignore"):
        for key, probes in registry.PROBES.items():
            for number in range(len(probes)):
                said = prediction._on_probe(registry.RIGHT[key], "", key, number)
                assert said is not NOTHING


def test_a_flat_direction_is_no_fault_of_the_kit():
    learner = Pupil("ex3", linear_bound=lambda eigenvalues, gap, steps: [7.0] * steps).learner()
    with pytest.raises(Wrong):
        learner.linear_bound(np.array([3.0, 0.0]), 2.0, 4).gives([2.0] * 5, because="μ = 0")
