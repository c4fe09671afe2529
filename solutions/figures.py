"""The chapter's answers as five figures for a lecture; each function returns a Figure."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

import solutions.ex1_gradient_descent as ex1
import solutions.ex2_learning_rates as ex2
import solutions.ex3_convergence_rate as ex3
import solutions.ex4_trajectories as ex4
import solutions.ex5_linear_regression as ex5
from solutions.chapter import (
    HESSIAN,
    RATES,
    RAVINE_RATES,
    RAVINE_START,
    RAVINE_STEPS,
    line_data,
    ravine,
    ravine_gradient,
)
from solutions.descent import Array, losses, sweep, trajectory

# The palette of Okabe and Ito, which colour-blind readers tell apart too.
BLACK, ORANGE, SKY = "#000000", "#e69f00", "#56b4e9"
BLUE, VERMILION, PURPLE, GREY = "#0072b2", "#d55e00", "#cc79a7", "#8c8c8c"
YELLOW = "#f0e442"

STYLE: dict[Any, Any] = {
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e3e3e3",
    "lines.linewidth": 2,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "savefig.dpi": 160,
}
SIZE = (11.5, 4.8)


def save_all(directory: Path) -> list[Path]:
    """Draw every figure into ``directory`` and return the files' paths."""
    directory.mkdir(parents=True, exist_ok=True)
    saved = []
    with plt.rc_context(STYLE):
        for number, draw in enumerate(DRAWN, start=1):
            figure = draw()
            saved.append(directory / f"ex{number}_{draw.__name__}.png")
            figure.savefig(saved[-1])
            plt.close(figure)
    return saved


def critical_points() -> Figure:
    """Exercise 1: where descent on L and on −L ends, and the start that lands on a maximum."""
    figure, (left, right) = plt.subplots(1, 2, figsize=SIZE, layout="constrained", sharey=True)
    x = np.linspace(-2.15, 2.15, 400)
    for ax in (left, right):
        ax.plot(x, ex1.loss(x), color=GREY)
        ax.set(xlabel="x", xlim=(-2.15, 2.15), ylim=(-1.5, 6.6))
    left.set(ylabel="L(x)", title="Descent finds minima, ascent finds the maximum")
    for start, rate, colour, label in (
        (1.9, 0.01, BLUE, "descent on L"),
        (-0.25, 0.01, BLUE, None),
        (0.9, -0.01, VERMILION, "descent on −L"),
    ):
        _hops(left, trajectory(ex1.grad, start, rate, 400), colour, label)
    for point, kind in ex1.find_critical_points(ex1.loss, ex1.grad, (-2, 0.5)):
        left.plot(point, ex1.loss(point), "*", ms=17, mfc=YELLOW, mec=BLACK, zorder=4)
        text = f"{kind}\nx = {round(point, 4) + 0:g}".replace("-", "−")
        offset = (0, -14) if kind == "minimum" else (0, 14)
        va = "top" if kind == "minimum" else "bottom"
        left.annotate(text, (point, ex1.loss(point)), offset, **TEXT, ha="center", va=va)
    left.legend(loc="upper center")

    right.set_title("η = 0.1: from x = 2 one step ends on the maximum")
    _hops(right, trajectory(ex1.grad, 2.0, 0.1, 1), VERMILION, "from 2: lands on 0, L′(0) = 0")
    _hops(right, trajectory(ex1.grad, 1e-8, 0.1, 120), BLUE, "from 10⁻⁸: escapes to √1.5")
    right.legend(loc="upper center")
    return figure


def learning_rates() -> Figure:
    """Exercise 2: the three runs, the factor that explains them, and the finder's sweep."""
    figure, (runs, factors, finder) = plt.subplots(1, 3, figsize=(15, 5), layout="constrained")
    _runs(runs)
    _factors(factors)
    _finder(finder)
    return figure


# Line and mark of each of the chapter's three learning rates, as long as they are spoken of.
LOOKS = {
    RATES[0]: (BLUE, "-", "o"),
    RATES[1]: (ORANGE, "--", "s"),
    RATES[2]: (VERMILION, "-.", "^"),
}


def _runs(ax: Axes) -> None:
    for lr, (colour, dashes, marker) in LOOKS.items():
        history = losses(ex2.loss, ex2.grad, (1.0, 1.0), lr, 4000)
        # From t = 1, since a log axis has no place for 0; what blows up leaves at the top.
        shown = history[1:][history[1:] < 1e14]
        style: dict[str, Any] = {"color": colour, "ls": dashes, "marker": marker, "ms": 7}
        label = f"η = {lr:g} {ex2.observe(history)}"
        ax.loglog(np.arange(1, len(shown) + 1), shown, markevery=[0], label=label, **style)
    ax.set(ylim=(1e-6, 1e13), xlabel="step t (from 1)", ylabel=r"loss $L(\theta_t)$")
    ax.set_title("L = x² + 100y² from (1, 1), where L = 101")
    ax.legend(loc="upper right")


def _factors(ax: Axes) -> None:
    limit, best = ex2.stable_lr_limit(HESSIAN), ex2.optimal_lr(HESSIAN)
    rates = np.geomspace(1e-4, 0.3, 500)
    directions = ((2.0, "x: λ = 2", SKY, "--"), (200.0, "y: λ = 200", PURPLE, "-"))
    for value, name, colour, dashes in directions:
        factor = np.abs(1 - rates * value)
        ax.loglog(rates, factor, color=colour, ls=dashes, label=f"|1 − ηλ|, {name}")
    ax.axhline(1, color=BLACK, lw=1)
    ax.axvspan(limit, rates[-1], color=VERMILION, alpha=0.1, lw=0)
    for lr, (colour, _, marker) in LOOKS.items():
        largest = np.abs(1 - lr * np.diag(HESSIAN)).max()
        ax.plot(lr, largest, marker, color=colour, ms=12, zorder=4)
        ax.annotate(f"η = {lr:g}", (lr, largest), (-4, 9), **TEXT, ha="right")
    least = np.abs(1 - best * np.diag(HESSIAN)).max()
    _best(ax, best, least, f"best η = {best:.4f}: {least:.3f}")
    ax.set(xlabel="learning rate η", ylabel="factor per step", ylim=(0.05, 90), xlim=(1e-4, 0.3))
    ax.set_title(rf"y grows above $2/\lambda_{{max}}$ = {limit:g} (shaded)")
    ax.legend(loc="upper left")


def _finder(ax: Axes) -> None:
    limit, rates, top = ex2.stable_lr_limit(HESSIAN), np.geomspace(1e-7, 10, 321), 1e4
    thetas, _ = sweep(ex2.loss, ex2.grad, (1.0, 1.0), rates, 20)
    ends = ex2.loss(thetas)
    is_shown = ends < top
    ax.loglog(rates[is_shown], ends[is_shown], color=BLACK, label="L after 20 steps")
    blown = rates[~is_shown][::8]
    most = f"blew up: above $10^4$\n($10^{{{np.log10(ends[-1]):.0f}}}$ at η = 10)"
    ax.plot(blown, np.full(len(blown), top), "^", color=VERMILION, ms=7, clip_on=False, label=most)
    ax.axvspan(limit, rates[-1], color=VERMILION, alpha=0.1, lw=0)
    found = int(ends.argmin())
    _best(ax, rates[found], ends[found], f"the least: η = {rates[found]:.4f}")
    ax.set(ylim=(0.1, top), xlim=(rates[0], rates[-1]), xlabel="learning rate η")
    ax.set(ylabel="loss L after 20 steps")
    ax.set_title("Learning-rate finder")
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0.97))


def _best(ax: Axes, x: float, y: float, label: str) -> None:
    """Mark where what is drawn is least."""
    ax.plot(x, y, "*", ms=17, mfc=YELLOW, mec=BLACK, ls="none", zorder=5, label=label)


def convergence() -> Figure:
    """Exercise 3: the gap with the bound and both fits, on a 1/T run and on a geometric one."""
    figure, (slow, fast) = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    eigenvalues, theta_init = ex3.slow_quadratic()
    _gap_with_fits(slow, eigenvalues, theta_init, 10_000)
    slow.set(xscale="log", yscale="log", ylim=(3e-6, 60))
    slow.set_title("slow_quadratic, κ = 10⁶: O(1/T), straight on log–log")

    spectrum = np.linspace(1, 20, 20)
    _gap_with_fits(fast, spectrum, np.ones(20), 160)
    steps = np.arange(1, 161)
    bound = ex3.linear_bound(spectrum, spectrum.sum() / 2, 160)[1:]
    fast.plot(steps, bound, color=PURPLE, ls="-.", label=r"bound $(1 - \mu/L)^t$ · initial gap")
    fast.set(yscale="log", ylim=(1e-9, 1e3), xlim=(-3, 163))
    fast.set_title("κ = 20: geometric, straight on semi-log")
    for ax in (slow, fast):
        ax.set(xlabel="step t (from 1)", ylabel=r"gap $L(\theta_t) - L^*$")
        ax.legend()
    return figure


def trajectories() -> Figure:
    """Exercise 4: the chapter's ravine at three learning rates, all panels to one scale."""
    with plt.rc_context({"axes.grid": False}):
        figure, axes = plt.subplots(1, 3, figsize=(11.5, 7.1), layout="constrained", sharey=True)
    remarks = ("y settles, x crawls", "zigzags, both settle", "at the limit y flips for ever")
    for ax, lr, remark in zip(axes, RAVINE_RATES, remarks, strict=True):
        ex4.draw_contours(ax, ravine, *RAVINE_VIEW)
        ex4.draw_path(ax, trajectory(ravine_gradient, RAVINE_START, lr, RAVINE_STEPS))
        _best(ax, 0.0, 0.0, "minimum (0, 0)")
        _right_angle(ax)
        # Right angles are right angles only where both axes have one scale.
        ax.set(aspect="equal", xlim=RAVINE_VIEW[0], ylim=RAVINE_VIEW[1], xlabel="x")
        ax.set_title(f"η = {lr:g}: {remark}", fontsize=12)
    axes[0].set_ylabel("y")
    on = "L(x, y) = x² + 10y² from (5, 5)"
    figure.suptitle(f"{on}: each step leaves its level line at a right angle")
    shown, _ = axes[0].get_legend_handles_labels()
    figure.legend(handles=shown, ncols=len(shown), loc="lower center")
    layout = figure.get_layout_engine()
    assert isinstance(layout, ConstrainedLayoutEngine)
    # Room for the legend, which the layout does not see below Axes of equal scales.
    layout.set(rect=(0, 0.07, 1, 0.93))
    return figure


RAVINE_VIEW = ((-1.3, 6.2), (-6.0, 6.0))


def _right_angle(ax: Axes) -> None:
    """Draw the level line through the start, and the right angle between it and the first step."""
    start = np.array(RAVINE_START)
    x = np.linspace(*RAVINE_VIEW[0], 200)
    y = np.sqrt((ravine(start) - x**2) / 10)
    ax.plot(x, y, color=BLACK, ls="--", lw=1.6, label="level line of the start")
    down = -ravine_gradient(start)
    down = 0.5 * down / np.hypot(*down)
    along = np.array([-down[1], down[0]])
    for side in (along, -along):
        corner = np.array([start + down, start + down + side, start + side])
        ax.plot(*corner.T, color=BLACK, lw=1.2)


def regression() -> Figure:
    """Exercise 5: the line on its way, and the distance to the closed form on three designs."""
    figure, (left, right) = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    X, y = line_data()
    left.plot(X[:, 1], y, "o", color=GREY, ms=5)
    ends = np.array([[1.0, 0.0], [1.0, 3.0]])
    for num_steps, colour, dashes in ((1, SKY, ":"), (10, ORANGE, "-."), (40, VERMILION, "-")):
        theta, _ = ex5.fit(X, y, num_steps=num_steps)
        left.plot(ends[:, 1], ends @ theta, color=colour, ls=dashes, label=f"T = {num_steps}")
    exact = ex5.closed_form(X, y)
    left.plot(ends[:, 1], ends @ exact, color=BLACK, ls="--", label="closed form")
    left.set(xlabel="x", ylabel="y", title="Descent from θ = 0 turns into the closed form")
    left.legend(loc="upper right")

    # history[t] is L(θ_t): from t = 1, since a log axis has no place for 0.
    steps = np.arange(1, 30_000)
    for offset, colour, dashes in ((0.0, BLUE, "-"), (3.0, ORANGE, "--"), (10.0, VERMILION, "-.")):
        X, y = line_data(offset)
        _, history = ex5.fit(X, y, num_steps=len(steps) + 1)
        gap = history[1:] - ex5.mse_loss(ex5.closed_form(X, y), X, y)
        label = f"x in [{offset:g}, {offset + 3:g}], cond(X) = {np.linalg.cond(X):.0f}"
        # Below 1e-14 the difference of two losses is rounding.
        is_gap = gap > 1e-14
        right.loglog(steps[is_gap], gap[is_gap], color=colour, ls=dashes, label=label)
    right.set(xlabel="step t (from 1)", ylabel=r"$L(\theta_t) - L$(closed form)", ylim=(1e-15, 1e3))
    right.set_title("Far from 0, x is nearly the intercept: slow")
    right.legend(loc="lower left")
    return figure


TEXT: dict[str, Any] = {"textcoords": "offset points", "fontsize": 11}
DRAWN: tuple[Callable[[], Figure], ...] = (
    critical_points,
    learning_rates,
    convergence,
    trajectories,
    regression,
)


def _hops(ax: Axes, path: Array, colour: str, label: str | None) -> None:
    """Draw a 1-D run on the curve of L, its start as a circle."""
    ax.plot(path, ex1.loss(path), "o-", color=colour, ms=4, lw=1, label=label, zorder=3)
    ax.plot(path[0], ex1.loss(path[0]), "o", ms=9, mfc="white", mec=colour, mew=2, zorder=4)


def _gap_with_fits(ax: Axes, eigenvalues: Array, theta_init: Array, num_steps: int) -> None:
    lr = float(1 / eigenvalues.max())
    gaps = ex3.suboptimality(eigenvalues, theta_init, lr, num_steps)
    steps = np.arange(1, num_steps + 1)
    ax.plot(steps, gaps[1:], color=SKY, lw=6, label="gap")
    bound = ex3.sublinear_bound(theta_init, np.zeros_like(theta_init), lr, num_steps)
    ax.plot(
        steps, bound, color=BLACK, ls="--", label=r"bound $\|\theta_0 - \theta^*\|^2 / (2\eta t)$"
    )
    fitted = steps[9:]
    exponent, coefficient = ex3.fit_power_law(fitted, gaps[10:])
    power = coefficient * fitted.astype(float) ** exponent
    ax.plot(
        fitted, power, color=BLUE, ls="-", lw=1.6, label=f"power law, exponent −{-exponent:.2f}"
    )
    slope, height = np.polyfit(fitted, np.log(gaps[10:]), 1)
    geometric = np.exp(height + slope * fitted)
    name = f"geometric, factor {np.exp(slope):.4f}"
    ax.plot(fitted, geometric, color=VERMILION, ls=":", lw=2.6, label=name)
