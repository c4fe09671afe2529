"""What learners have made, once all of an exercise is right: their own functions, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import is_pair, pair_of
from exercises.coach.calling.right_descent import right_path
from exercises.coach.contracts import Exercise
from exercises.coach.judging.compare import array_of
from exercises.coach.judging.plots import judge_panels, judge_plot
from exercises.coach.judging.question import Question
from exercises.coach.problems import Array
from exercises.coach.showing.pictures.ex2_valley import (
    LRS,
    START,
    STEPS,
    VALLEY,
    factors,
    is_right_path,
    paths_on_valley,
    verdict,
)
from exercises.coach.showing.pictures.learner_figure import is_worth_showing, sheet
from exercises.coach.showing.pictures.lr_finder_sweep import draws_something, sweeps
from exercises.coach.showing.pictures.picture_style import INK, RIGHT, YOURS, png, words_of

__all__ = ["PLOTS", "Ask", "picture_at_right"]

# Calls a learner's function: ``ask(question, figures=False)``.
Ask = Callable[..., Observation]
ON = "L(x, y) = x² + 100y² from (1, 1)"
WIDE = (9.4, 5.4)


def picture_at_right(exercise: Exercise, ask: Ask, function: str = "") -> bytes | None:
    """Return a PNG of what an exercise's functions do on the chapter's valley.

    Parameters
    ----------
    exercise : one in which all is right
    ask : calls its functions, as `exercises.coach.local_observer.local` does
    function : one of `PLOTS` that alone is right, where other functions are not

    Returns
    -------
    bytes or None
        None where a function does not return what it should: then there is nothing to show.
    """
    draw = PLOTS.get((exercise.stem, function)) if function else DRAWN.get(exercise.stem)
    if draw is None:
        return None
    return draw(lambda name, *args, **how: ask(Question(exercise.stem, name, args), **how))


def _descent(ask: Ask) -> bytes | None:
    """Exercise 1: the path of their `gradient_descent`, at three learning rates."""
    paths = {}
    for lr in LRS:
        seen = ask("gradient_descent", VALLEY.loss, VALLEY.grad, np.array(START), lr, STEPS)
        theta = array_of(pair_of(seen.value)[0])
        if theta is None or theta.shape != (2,):
            return None
        paths[lr] = np.array([*seen.visited[:STEPS], theta])
    return _panels(f"your gradient_descent on {ON}: {STEPS} steps", paths)


def _finder(ask: Ask) -> bytes | None:
    """Exercise 2: their sweep, and the path with the learning rate that it finds."""
    lrs = np.geomspace(1e-5, 1.0, 61)
    found = ask("lr_finder", VALLEY.loss, VALLEY.grad, np.array(START), lrs, STEPS).value
    losses = array_of(pair_of(found)[1])
    if losses is None or losses.shape != lrs.shape or not draws_something(losses):
        return None
    best = array_of(found[0])
    if best is None or best.shape != () or best not in lrs:
        return None
    best = float(best)
    seen = ask("lr_finder", VALLEY.loss, VALLEY.grad, np.array(START), [best], STEPS)
    path = np.array(seen.visited[:STEPS]) if len(seen.visited) >= STEPS else None
    if path is None or path.shape != (STEPS, 2) or not is_right_path(path, best):
        path = None

    def draw(figure: Any) -> None:
        figure.suptitle(f"your lr_finder on {ON}")
        widths = (1,) if path is None else (1.7, 1)
        left, *right = figure.subplots(1, len(widths), squeeze=False, width_ratios=widths)[0]
        look = {"color": YOURS, "label": f"loss after {STEPS} steps", "marker": ".", "lw": 1.2}
        sweeps(left, lrs, ((losses, look),))
        least = float(losses[lrs == best][0])
        left.plot(best, least, "*", ms=15, mfc="#F0E442", mec=INK, ls="none",
                  label=f"your best η = {words_of(best)}")  # fmt: skip
        left.axvline(0.01, color=RIGHT, ls="--", lw=1.2, label="the limit, η = 2/λ_max = 0.01")
        left.set(ylabel=f"loss L after {STEPS} steps, on a log axis")
        left.legend(loc="lower left", bbox_to_anchor=(0, 1.08), borderaxespad=0)
        if right and path is not None:
            paths_on_valley(right, {best: path})

    return png(draw, WIDE if path is not None else (6.4, 5.4))


def _rates(ask: Ask) -> bytes | None:
    """Exercise 3: the gap on a slow quadratic and on the valley, with their bounds and fit."""
    spectrum, ones, slow_steps, valley_steps = np.geomspace(1e-6, 1.0, 50), np.ones(50), 1000, 400
    valley, start = np.array([2.0, 200.0]), np.array(START)
    t = np.arange(1, slow_steps + 1)
    slow = _array(ask("suboptimality", spectrum, ones, 1.0, slow_steps), slow_steps + 1)
    bound = _array(ask("sublinear_bound", ones, np.zeros(50), 1.0, slow_steps), slow_steps)
    gap = _array(ask("suboptimality", valley, start, 0.005, valley_steps), valley_steps + 1)
    linear = _array(ask("linear_bound", valley, 101.0, valley_steps), valley_steps + 1)
    if slow is None or bound is None or gap is None or linear is None:
        return None
    # Of other gaps the words around them would not be true.
    if not (_are_gaps(slow, spectrum, 1.0) and _are_gaps(gap, valley, 0.005)):
        return None
    fit = ask("fit_power_law", t[9:], slow[10:]).value
    if not is_pair(fit) or not np.isfinite(np.array(fit, dtype=float)).all():
        return None
    exponent, coefficient = float(fit[0]), float(fit[1])
    fx, fy = factors(0.005)

    def draw(figure: Any) -> None:
        figure.suptitle("your gaps, bounds and fit, with η = 1/λ_max")
        left, right = figure.subplots(1, 2)
        left.loglog(t, slow[1:], color=YOURS, lw=3, label="your suboptimality")
        left.loglog(t, bound, color=RIGHT, ls="--", label="your sublinear_bound")
        power = coefficient * t[9:].astype(float) ** exponent
        fitted = f"your fit, exponent {words_of(exponent, 3)}"
        left.loglog(t[9:], power, color=INK, ls=":", lw=1.8, label=fitted)
        left.set(xlabel="step t (from 1), on a log axis", ylabel="gap L(θₜ) − L*, on a log axis")
        left.set_title("slow_quadratic, κ = 10⁶:\nO(1/T), a straight line on log–log")
        steps = np.arange(valley_steps + 1)
        right.semilogy(steps, gap, color=YOURS, lw=3, label="your suboptimality")
        right.semilogy(steps, linear, color=RIGHT, ls="--", label="your linear_bound")
        right.set(ylabel="gap L(θₜ) − L*, on a log axis")
        right.set_title("x² + 100y² from (1, 1), η = 0.005:\ngeometric, straight on semi-log")
        right.set_xlabel(
            f"step t\n\nx is multiplied by 1 − 2η = {words_of(fx)}, "
            f"y by 1 − 200η = {words_of(fy)}:\n"
            f"from step 1 on, the gap is multiplied by {words_of(fx)}² = {words_of(fx**2)}"
        )
        for ax in (left, right):
            ax.legend()

    return png(draw, WIDE)


def _are_gaps(gaps: Array, eigenvalues: Array, lr: float) -> bool:
    """Whether these are the gaps of descent from a start of ones."""
    powers = (1 - lr * eigenvalues) ** (2.0 * np.arange(len(gaps))[:, None])
    return bool(np.allclose(gaps, 0.5 * powers @ eigenvalues, rtol=1e-6, atol=1e-12))


def _plots(ask: Ask, *, must_be_right: bool = False) -> bytes | None:
    """Exercise 4: the figure of their `plot_learning_rates`, with the factors below it."""
    start = np.array(START)
    question = ("plot_learning_rates", VALLEY.loss, VALLEY.grad, start, list(LRS), STEPS)
    seen = ask(*question, figures=True)
    if seen.live is None or not is_worth_showing(seen.live):
        return None
    paths = np.array([right_path(VALLEY.grad, start, lr, STEPS) for lr in LRS])
    is_right = judge_panels(seen.figure or {}, VALLEY, paths, LRS, may_show=True) is None
    if must_be_right and not is_right:
        return None
    below = [_factors_in_words(lr) for lr in LRS] if is_right else []
    return sheet(seen.live, [f"your plot_learning_rates on {ON}: {STEPS} steps"], below=below)


def _plot(ask: Ask) -> bytes | None:
    """Exercise 4: the figure of their `plot_trajectory`, of a path that zigzags."""
    lr = LRS[1]
    path = right_path(VALLEY.grad, np.array(START), lr, STEPS)
    seen = ask("plot_trajectory", VALLEY.loss, path, figures=True)
    if seen.live is None or judge_plot(seen.figure or {}, VALLEY, path, given_axes=False):
        return None
    title = f"your plot_trajectory on {ON}: {STEPS} steps with η = {words_of(lr)}"
    return sheet(seen.live, [title], below=_factors_in_words(lr).rsplit(": ", 1))


def _factors_in_words(lr: float) -> str:
    fx, fy = map(words_of, factors(lr))
    return (
        f"η = {words_of(lr)}: each step multiplies x by 1 − 2η = {fx}, "
        f"y by 1 − 200η = {fy}: {verdict(lr)}"
    )


def _regression(ask: Ask) -> bytes | None:
    """Exercise 5: the path of their `fit`, on data whose loss is the valley about (1, 1)."""
    # XᵀX/N = diag(2, 200), and the closed form is (1, 1).
    X, y = np.diag([2.0, 20.0]), np.array([2.0, 20.0])
    paths = {}
    for lr in LRS:
        ends = [ask("fit", X, y, lr, num_steps).value for num_steps in range(STEPS + 1)]
        thetas = [array_of(pair_of(end)[0]) for end in ends]
        if any(theta is None or theta.shape != (2,) for theta in thetas):
            return None
        paths[lr] = np.array(thetas, dtype=float)
    title = f"your fit on data with L(a, b) = (a − 1)² + 100(b − 1)²: {STEPS} steps from (0, 0)"
    return _panels(
        title, paths, centre=(1.0, 1.0), names=("a − 1", "b − 1"),
        labels=("first coefficient a", "second coefficient b"),
    )  # fmt: skip


def _panels(title: str, paths: Mapping[float, Array], **how: Any) -> bytes | None:
    """Return the panels of several paths, one for each learning rate."""
    centre = how.get("centre", (0.0, 0.0))
    if not all(is_right_path(path, lr, centre) for lr, path in paths.items()):
        return None

    def draw(figure: Any) -> None:
        figure.suptitle(title)
        paths_on_valley(figure.subplots(1, len(paths)), paths, **how)

    return png(draw, WIDE)


def _array(seen: Observation, length: int) -> Array | None:
    """Return what came back as an array, None where it is none of that length."""
    values = array_of(seen.value)
    return values if values is not None and values.shape == (length,) else None


DRAWN: Mapping[str, Callable[[Ask], bytes | None]] = {
    "ex1_gradient_descent": _descent,
    "ex2_learning_rates": _finder,
    "ex3_convergence_rate": _rates,
    "ex4_trajectories": _plots,
    "ex5_linear_regression": _regression,
}
# Functions whose figures are worth showing as soon as they are right themselves.
PLOTS: Mapping[tuple[str, str], Callable[[Ask], bytes | None]] = {
    ("ex4_trajectories", "plot_trajectory"): _plot,
    ("ex4_trajectories", "plot_learning_rates"): partial(_plots, must_be_right=True),
}
