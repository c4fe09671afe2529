"""The chapter's answers as five figures for a lecture; each function returns a Figure."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
BLACK, ORANGE, SKY, GREEN = "#000000", "#e69f00", "#56b4e9", "#009e73"
BLUE, VERMILION, PURPLE, GREY = "#0072b2", "#d55e00", "#cc79a7", "#8c8c8c"

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
        left.plot(point, ex1.loss(point), "*", ms=17, mfc="#f0e442", mec=BLACK, zorder=4)
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
    figure, axes = plt.subplots(1, 3, figsize=(15, 4.8), layout="constrained")
    runs, factors, finder = axes
    colours = dict(zip(RATES, (BLUE, ORANGE, VERMILION), strict=True))
    for lr, colour in colours.items():
        history = losses(ex2.loss, ex2.grad, (1.0, 1.0), lr, 4000)
        shown = history < 1e12
        label = f"η = {lr:g} {ex2.observe(history)}"
        runs.semilogy(np.flatnonzero(shown) + 1, history[shown], color=colour, label=label)
    runs.set(xscale="log", ylim=(1e-6, 1e13), xlabel="step t (from 1)", ylabel=r"$L(\theta_t)$")
    runs.set_title("L = x² + 100y² from (1, 1)")
    runs.legend(loc="upper right")

    limit, best = ex2.stable_lr_limit(HESSIAN), ex2.optimal_lr(HESSIAN)
    rates = np.geomspace(1e-4, 0.3, 500)
    for value, name, colour in ((2.0, "x: λ = 2", SKY), (200.0, "y: λ = 200", PURPLE)):
        factors.loglog(rates, np.abs(1 - rates * value), color=colour, label=f"|1 − ηλ|, {name}")
    factors.axhline(1, color=BLACK, lw=1)
    for lr, colour in colours.items():
        factors.plot(lr, np.abs(1 - lr * np.diag(HESSIAN)).max(), "o", color=colour, ms=9, zorder=4)
    factors.set(xlabel="learning rate η", ylabel="factor per step", ylim=(0.05, 90))
    factors.set_title(rf"Stable below $2/\lambda_{{max}}$ = {limit:g}")
    factors.legend(loc="upper left")

    rates = np.geomspace(1e-7, 10, 400)
    thetas, _ = sweep(ex2.loss, ex2.grad, (1.0, 1.0), rates, 20)
    finder.loglog(rates, ex2.loss(thetas), color=BLACK)
    name = rf"$2/(\lambda_{{min}} + \lambda_{{max}})$ = {best:.4f}"
    finder.axvline(best, color=GREEN, ls="--", label=name)
    finder.set(ylim=(3e-2, 1e6), xlabel="learning rate η", ylabel="L after 20 steps")
    finder.set_title("Learning-rate finder")
    finder.legend(loc="lower left")
    return figure


def convergence() -> Figure:
    """Exercise 3: the gap with the bound and both fits, on a 1/T run and on a geometric one."""
    figure, (slow, fast) = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    eigenvalues, theta_init = ex3.slow_quadratic()
    _gap_with_fits(slow, eigenvalues, theta_init, 10_000)
    slow.set(xscale="log", yscale="log", ylim=(3e-6, 60))
    slow.set_title("slow_quadratic, κ = 10⁶: O(1/T), straight on log–log")

    spectrum = np.linspace(1, 20, 20)
    _gap_with_fits(fast, spectrum, np.ones(20), 160)
    steps = np.arange(161)
    bound = ex3.linear_bound(spectrum, spectrum.sum() / 2, 160)
    fast.plot(steps, bound, color=PURPLE, ls="-.", label=r"bound $(1 - \mu/L)^t$ · initial gap")
    fast.set(yscale="log", ylim=(1e-9, 2e4))
    fast.set_title("κ = 20: geometric, straight on semi-log")
    for ax in (slow, fast):
        ax.set(xlabel="step t", ylabel=r"gap $L(\theta_t) - L^*$")
        ax.legend()
    return figure


def trajectories() -> Figure:
    """Exercise 4: the chapter's ravine at three learning rates, drawn by the solution."""
    with plt.rc_context({"axes.grid": False}):
        figure = ex4.plot_learning_rates(
            ravine, ravine_gradient, RAVINE_START, RAVINE_RATES, RAVINE_STEPS
        )
    remarks = ("y settles, x crawls", "zigzags, both settle", "the limit: y flips for ever")
    for ax, remark in zip(figure.axes, remarks, strict=True):
        ax.set_title(f"{ax.get_title()}: {remark}")
        # One legend does for three panels, and in the last there is no room that the path leaves.
        if legend := ax.get_legend():
            legend.remove()
    figure.axes[0].legend(loc="upper left", frameon=True)
    figure.suptitle("L(x, y) = x² + 10y² from (5, 5), 20 steps", fontsize=15)
    return figure


def regression() -> Figure:
    """Exercise 5: the line on its way, and the distance to the closed form on three designs."""
    figure, (left, right) = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    X, y = line_data()
    left.plot(X[:, 1], y, "o", color=GREY, ms=5)
    ends = np.array([[1.0, 0.0], [1.0, 3.0]])
    for num_steps, colour in ((1, SKY), (10, ORANGE), (40, VERMILION)):
        theta, _ = ex5.fit(X, y, num_steps=num_steps)
        left.plot(ends[:, 1], ends @ theta, color=colour, label=f"T = {num_steps}")
    exact = ex5.closed_form(X, y)
    left.plot(ends[:, 1], ends @ exact, color=BLACK, ls="--", label="closed form")
    left.set(xlabel="x", ylabel="y", title="Descent from θ = 0 turns into the closed form")
    left.legend(loc="upper right")

    steps = np.arange(1, 30_001)
    for offset, colour in ((0.0, BLUE), (3.0, ORANGE), (10.0, VERMILION)):
        X, y = line_data(offset)
        _, history = ex5.fit(X, y, num_steps=len(steps))
        gap = history - ex5.mse_loss(ex5.closed_form(X, y), X, y)
        label = f"x in [{offset:g}, {offset + 3:g}], cond(X) = {np.linalg.cond(X):.0f}"
        # Below 1e-14 the difference of two losses is rounding.
        right.loglog(steps[gap > 1e-14], gap[gap > 1e-14], color=colour, label=label)
    right.set(xlabel="step t (from 1)", ylabel=r"$L(\theta_t) - L$(closed form)", ylim=(1e-15, 1e3))
    right.set_title("Far from 0, x is nearly the intercept: slow")
    right.legend(loc="lower left")
    return figure


TEXT = {"textcoords": "offset points", "fontsize": 11}
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
    ax.plot(steps, gaps[1:], color=BLUE, lw=3, label="gap")
    bound = ex3.sublinear_bound(theta_init, np.zeros_like(theta_init), lr, num_steps)
    ax.plot(
        steps, bound, color=BLACK, ls="--", label=r"bound $\|\theta_0 - \theta^*\|^2 / (2\eta t)$"
    )
    fitted = steps[9:]
    exponent, coefficient = ex3.fit_power_law(fitted, gaps[10:])
    power = coefficient * fitted.astype(float) ** exponent
    ax.plot(
        fitted, power, color=ORANGE, ls=":", lw=3, label=f"power law, exponent −{-exponent:.2f}"
    )
    slope, height = np.polyfit(fitted, np.log(gaps[10:]), 1)
    geometric = np.exp(height + slope * fitted)
    name = f"geometric, factor {np.exp(slope):.4f}"
    ax.plot(fitted, geometric, color=VERMILION, ls=":", lw=3, label=name)
