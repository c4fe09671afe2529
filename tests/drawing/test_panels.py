"""Each learning rate has a panel of its own, which shows its path and names it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from exercises.coach.calling.drawn import observe_drawing
from exercises.coach.judging import plots
from exercises.coach.judging.plot_panels import reads
from tests.drawing.fields import colour_bar, on_grid, transposed
from tests.drawing.plots import descend, oblique, whole

LRS = [0.02, 0.1, 0.25]
START = [1.0, -3.0]


def panels_with(*, title="η = {:g}", lrs=LRS, number=None, rates=None, **parts):
    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure, axes = plt.subplots(1, number or len(lrs), squeeze=False)
        for ax, lr, used in zip(axes[0], lrs, rates or lrs, strict=False):
            path = [np.array(theta_init, dtype=float)]
            for _ in range(num_steps):
                path.append(path[-1] - used * grad_fn(path[-1]))
            whole(ax, loss_fn, np.array(path), **parts)
            ax.set_title(title(lr) if callable(title) else title.format(lr))
        return figure

    return plot_learning_rates


def judged_panels(plot, lrs=LRS):
    args = [oblique.loss, oblique.grad, START, lrs, 7]
    seen = observe_drawing(plot, args)
    assert seen.status == "returned", seen.raised
    paths = np.array([descend(oblique, START, lr, 7) for lr in lrs])
    return plots.judge_panels(seen.figure, oblique, paths, lrs)


def hide_spares(*args):
    figure = panels_with(number=5)(*args)
    figure.axes[3].axis("off")
    figure.axes[4].set_visible(False)
    return figure


def own_limits(*args):
    figure = panels_with(says=None)(*args)
    figure.suptitle("rates")
    return figure


def legends(*args):
    figure = panels_with(title="")(*args)
    for ax, lr in zip(figure.axes, LRS, strict=True):
        ax.legend(title=f"lr={lr}")
    return figure


PANELS = {
    "titles": panels_with(),
    "powers": panels_with(title=lambda lr: rf"$\eta = {lr * 1000:g} \cdot 10^{{-3}}$"),
    "exponents": panels_with(title="{:e}"),
    "colour bars": panels_with(field=on_grid(colour_bar)),
    "hidden spares": hide_spares,
    "a title over all": own_limits,
    "legends": legends,
    "no marks and labels": panels_with(marks=None, says=None),
}


@pytest.mark.parametrize("plot", PANELS.values(), ids=PANELS)
def test_panels_of_any_kind_are_right(plot):
    assert judged_panels(plot) is None


def test_the_title_of_the_figure_names_the_rate_of_its_only_panel():
    def plot_learning_rates(*args):
        figure = panels_with(title="")(*args)
        figure.suptitle("η = 0,02")
        return figure

    assert judged_panels(plot_learning_rates, [0.02]) is None


def on_one_axes(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure, ax = plt.subplots()
    for lr in lrs:
        whole(ax, loss_fn, descend(oblique, theta_init, lr, num_steps))
    return figure


WRONG_PANELS = {
    "one Axes": (("one-panel",), on_one_axes),
    "the first rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[0]] * 3)),
    "the last rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[2]] * 3)),
    "paths in another order": ((), panels_with(rates=LRS[::-1])),
    "no rate to read": ((), panels_with(title="panel")),
    "every panel with one rate's title": ((), panels_with(title=lambda lr: "η = 0.1")),
    "a spare in sight": ((), panels_with(number=4)),
    "the Axes returned": ((), lambda *a: panels_with()(*a).axes),
    "None returned": (("returns-none",), lambda *a: panels_with()(*a) and None),
    "no contours": (("no-contour",), panels_with(field=None)),
    "no paths": (("no-path",), panels_with(way=None)),
    "a window": (("opens-window",), lambda *a: (panels_with()(*a), plt.show(block=False))[0]),
    "transposed": (("contour-transposed",), panels_with(field=transposed)),
}


@pytest.mark.parametrize(("names", "plot"), WRONG_PANELS.values(), ids=WRONG_PANELS)
def test_wrong_panels_are_named(names, plot):
    assert judged_panels(plot).misconceptions == names


@pytest.mark.parametrize(
    "text",
    [
        *("0.001", "η=.001", "lr = 1e-3", "1E-03", "1.0e−3", "10⁻³", "1·10⁻³", "1 × 10^{-3}"),
        *("$10^{-3}$", r"$\eta = 1 \times 10^{-3}$", r"$\mathdefault{10^{-3}}$", "0,001", "1/1000"),
        *(r"$\frac{1}{1000}$", "20 pas, pas de 0,001", "10**-3", "0.0010", "1.00e-03"),
    ],
)
def test_a_rate_of_a_thousandth_is_read_however_it_is_written(text):
    assert reads([text], 0.001, [0.001, 0.01])


@pytest.mark.parametrize("text", ["", "eta", "0.01", "0.00", "1e-2", "10⁻²", "η", "0.0011"])
def test_another_number_is_not_read_as_a_thousandth(text):
    assert not reads([text], 0.001, [0.001, 0.01])


def test_a_rounded_rate_is_read_while_no_other_is_nearer():
    assert reads(["0.44"], 0.437, [0.437, 0.253])
    assert not reads(["0.44"], 0.437, [0.437, 0.441])
