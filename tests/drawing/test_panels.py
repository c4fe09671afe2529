"""Each learning rate has a panel of its own, which shows its path and names it."""

from __future__ import annotations

import time
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from mpl_toolkits.axes_grid1 import ImageGrid, make_axes_locatable
from mpl_toolkits.axes_grid1.inset_locator import inset_axes

from exercises.coach.calling.figure_as_data import observe_drawing
from exercises.coach.judging import plots
from exercises.coach.judging.figures.rate_in_text import reads
from tests.drawing.fields import colour_bar, on_grid, transposed
from tests.drawing.plots import contours, descend, oblique, whole

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


def with_spare(hide, **options):
    """Return a drawer of panels and one Axes more, which ``hide`` makes into something else."""

    def plot_learning_rates(*args):
        figure = panels_with(number=len(LRS) + 1, **options)(*args)
        hide(figure.axes[-1], figure.axes[0])
        return figure

    return plot_learning_rates


def without_frame_and_ticks(ax, _):
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)


def legend_of_empty_lines(ax, _):
    ax.plot([], [], "ro-", label="path")
    ax.scatter([], [], label="start")
    ax.legend(loc="center")


SPARE = {
    "no frame and no ticks": without_frame_and_ticks,
    "a frame that is off": lambda ax, _: (ax.set_frame_on(False), ax.tick_params(length=0)),
    "colourless lines": lambda ax, _: (ax.spines[:].set_color("none"), ax.set_yticks([])),
    "Axes that are off": lambda ax, _: (ax.set_axis_off(), ax.text(0, 0, "L = x² + 4y² + xy")),
    "a frame without an edge": lambda ax, _: ax.spines[:].set_visible(False),
    "a legend of others": lambda ax, first: ax.legend(handles=first.get_lines()[:2]),
    "a legend of empty lines": legend_of_empty_lines,
    "a legend of patches": lambda ax, _: ax.legend(handles=[plt.Circle((0, 0), 1)], labels=["a"]),
    "a legend, Axes off": lambda ax, _: (ax.axis("off"), ax.plot([], label="a"), ax.legend()),
    "a legend and words": lambda ax, first: (
        ax.legend(*first.get_legend_handles_labels()), ax.text(0.1, 0.1, "7 steps")
    ),
}  # fmt: skip


@pytest.mark.parametrize("hide", SPARE.values(), ids=SPARE)
def test_a_spare_axes_is_no_panel(hide):
    assert judged_panels(with_spare(hide)) is None


def bar_beside(draw, **place):
    def plot_learning_rates(*args):
        figure = panels_with(number=None)(*args)
        draw(figure.add_axes([0.95, 0.1, 0.02, 0.8] if not place else place["at"]))
        return figure

    return plot_learning_rates


SHADES = np.linspace(0, 1, 64)[:, None]
BARS = {
    "an image": bar_beside(lambda ax: ax.imshow(SHADES, aspect="auto", extent=(0, 1, 0, 30))),
    "bands": bar_beside(lambda ax: ax.contourf([0, 1], SHADES[:, 0], SHADES @ [[1, 1]], 9)),
    "a mesh": bar_beside(lambda ax: ax.pcolormesh(SHADES @ [[1, 1]])),
    "rectangles": bar_beside(lambda ax: [ax.axhspan(k, k + 1, color=f"C{k}") for k in range(8)]),
    "bars, lying": bar_beside(
        lambda ax: ax.barh(range(9), 1, 1, color="k"), at=[0.1, 0.0, 0.8, 0.03]
    ),
    "an Axes over one panel": lambda *a: twinned(panels_with()(*a)),
}


def twinned(figure):
    twin = figure.axes[1].twinx()
    twin.plot([9, 8, 7], [3, 2, 1])
    twin.set_ylabel("loss")
    return figure


@pytest.mark.parametrize("plot", BARS.values(), ids=BARS)
def test_a_colour_bar_made_by_hand_and_a_twin_are_no_panels(plot):
    assert judged_panels(plot) is None


def with_insets(draw):
    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure = panels_with()(loss_fn, grad_fn, theta_init, lrs, num_steps)
        for ax, lr in zip(figure.axes, lrs, strict=True):
            draw(inset_axes(ax, "40%", "40%"), descend(oblique, theta_init, lr, num_steps))
        return figure

    return plot_learning_rates


INSETS = {
    "the loss": lambda ax, path: ax.semilogy([oblique.loss(theta) for theta in path]),
    "the end of the path, larger": lambda ax, path: ax.plot(*path.T, "r.-"),
    "words": lambda ax, path: ax.text(0.5, 0.5, "zigzag"),
}


@pytest.mark.parametrize("draw", INSETS.values(), ids=INSETS)
def test_an_inset_is_no_panel(draw):
    assert judged_panels(with_insets(draw)) is None


def test_panels_within_an_empty_frame_are_no_insets_of_it():
    def plot_learning_rates(*args):
        figure = panels_with()(*args)
        figure.add_axes([0, 0, 1, 1])
        return figure

    flaw = judged_panels(plot_learning_rates)
    assert flaw.got == "4 Axes"
    assert "1 of them empty" in flaw.facts[0].text


def laid_out(make):
    """Return a drawer of panels on the Axes that ``make`` makes in an empty figure."""

    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure = plt.figure()
        for ax, lr in zip(make(figure, len(lrs)), lrs, strict=True):
            whole(ax, loss_fn, descend(oblique, theta_init, lr, num_steps))
            ax.set_title(f"η = {lr}")
        return figure

    return plot_learning_rates


def appended(figure, n):
    first = figure.add_subplot()
    divider = make_axes_locatable(first)
    return [first, *(divider.append_axes("right", "100%", pad=0.4) for _ in range(n - 1))]


LAYOUTS = {
    "subfigures": lambda fig, n: [each.add_subplot() for each in fig.subfigures(1, n)],
    "subfigures in one": lambda fig, n: [
        each.add_subplot() for each in fig.subfigures(2, 1)[0].subfigures(1, n)
    ],
    "an image grid": lambda fig, n: ImageGrid(fig, 111, (1, n), axes_pad=0.4, aspect=False),
    "one beside the other by a divider": appended,
    "a column, almost without height": lambda fig, n: fig.subplots(n, 1, gridspec_kw={"hspace": 9}),
    "made from right to left": lambda fig, n: [fig.add_subplot(1, n, k) for k in range(n, 0, -1)][
        ::-1
    ],
    "made from below, in two columns": lambda fig, n: [
        fig.add_subplot(2, 2, k) for k in range(n, 0, -1)
    ][::-1],
    "equal aspect": lambda fig, n: fig.subplots(1, n, subplot_kw={"aspect": "equal"}),
    "a hand's breadth on one another": lambda fig, n: [
        fig.add_axes([0.1 + 0.1 * k, 0.1 + 0.1 * k, 0.5, 0.5]) for k in range(n)
    ],
}  # fmt: skip


def subfigure_says(say):
    def plot_learning_rates(*args):
        make = LAYOUTS["subfigures"]
        figure = laid_out(make)(*args)
        for ax, lr in zip(figure.axes, LRS, strict=True):
            ax.set_title("")
            say(ax.figure, ax, f"η = {lr}")
        return figure

    return plot_learning_rates


SUBFIGURES = {
    "title": lambda own, ax, text: own.suptitle(text),
    "words": lambda own, ax, text: own.text(0.1, 0.1, text),
    "legend": lambda own, ax, text: own.legend(ax.lines[:1], [text]),
    "title, with a colour bar": lambda own, ax, text: (
        own.suptitle(text), own.colorbar(plt.cm.ScalarMappable(), ax=ax)
    ),
}  # fmt: skip


@pytest.mark.parametrize("say", SUBFIGURES.values(), ids=SUBFIGURES)
def test_a_subfigure_says_the_rate_of_its_only_panel(say):
    assert judged_panels(subfigure_says(say)) is None


@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS)
def test_panels_may_be_laid_out_in_any_way(make):
    assert judged_panels(laid_out(make)) is None


ON_ONE_ANOTHER = {
    "all in the first cell": lambda fig, n: [fig.add_subplot(1, n, 1) for _ in range(n)],
    "two in one cell": lambda fig, n: [fig.add_subplot(1, n, max(k, 1)) for k in range(n)],
    "all over the figure": lambda fig, n: [fig.add_subplot() for _ in range(n)],
    "in one subfigure": lambda fig, n: [fig.subfigures(1, 2)[0].add_subplot() for _ in range(n)],
    "as twins": lambda fig, n: [(first := fig.add_subplot()), first.twinx(), first.twiny()][:n],
}  # fmt: skip


@pytest.mark.parametrize("make", ON_ONE_ANOTHER.values(), ids=ON_ONE_ANOTHER)
def test_a_panel_that_lies_on_another_has_no_place_of_its_own(make):
    flaw = judged_panels(laid_out(make))
    assert "at one place of the figure" in flaw.got
    assert flaw.misconceptions == ()


def going_on(draw):
    """Return a drawer of panels on each of which ``draw`` goes on from the last iterate."""

    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure = panels_with()(loss_fn, grad_fn, theta_init, lrs, num_steps)
        for ax, lr in zip(figure.axes, lrs, strict=True):
            longer = descend(oblique, theta_init, lr, num_steps + 2)
            draw(ax, longer[-3:-1])
        return figure

    return plot_learning_rates


NEXT_STEPS = {
    "dotted": lambda ax, p: ax.plot(*p.T, "r.:"),
    "dashed": lambda ax, p: ax.plot(*p.T, "r", ls=(0, (5, 2))),
    "in grey": lambda ax, p: ax.plot(*p.T, "-", color="0.7"),
    "an arrow": lambda ax, p: ax.annotate("next", p[1], p[0], arrowprops={"arrowstyle": "->"}),
    "faint": lambda ax, p: ax.plot(*p.T, "r-", alpha=0.3),
    "thin": lambda ax, p: ax.plot(*p.T, "r-", lw=0.4),
}


@pytest.mark.parametrize("draw", NEXT_STEPS.values(), ids=NEXT_STEPS)
def test_a_next_step_that_looks_different_is_drawn_on_purpose(draw):
    assert judged_panels(going_on(draw)) is None


def test_a_next_step_that_looks_like_the_path_makes_it_one_step_long():
    flaw = judged_panels(going_on(lambda ax, p: ax.plot(*p.T, "r.-")))
    assert flaw.misconceptions == ("one-step-long",)


def test_a_path_in_many_colours_that_goes_on_in_one_more_is_one_step_long():
    def way(ax, path):
        for t, (a, b) in enumerate(pairwise(path)):
            ax.plot([a[0], b[0]], [a[1], b[1]], color=plt.cm.viridis(t / len(path)))

    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        return panels_with(way=way)(loss_fn, grad_fn, theta_init, lrs, num_steps + 1)

    assert judged_panels(plot_learning_rates).misconceptions == ("one-step-long",)


def on_one_axes(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure, ax = plt.subplots()
    for lr in lrs:
        whole(ax, loss_fn, descend(oblique, theta_init, lr, num_steps))
    return figure


WRONG_PANELS = {
    "one Axes": (("one-panel",), on_one_axes),
    "the first rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[0]] * 3)),
    "the last rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[2]] * 3)),
    "a rate of one's own throughout": (("same-path-everywhere",), panels_with(rates=[0.13] * 3)),
    "paths in another order": ((), panels_with(rates=LRS[::-1])),
    "no rate to read": ((), panels_with(title="panel")),
    "every panel with one rate's title": ((), panels_with(title=lambda lr: "η = 0.1")),
    "a spare in sight": ((), panels_with(number=4)),
    "a spare in sight without ticks": ((), with_spare(lambda ax, _: ax.set(xticks=[], yticks=[]))),
    "a panel with the surface alone": (
        (),
        with_spare(lambda ax, _: contours(ax, oblique.loss, descend(oblique, START, 0.1, 7))),
    ),
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
        *("8 x 1e-3", "1 x 10^-3", "10^(-3)", "0.1%", "0,10 %", r"$0.1\,\%$", "1 • 10⁻³"),
    ],
)
def test_a_rate_of_a_thousandth_is_read_however_it_is_written(text):
    assert reads([text], 0.001, [0.001, 0.01])


@pytest.mark.parametrize(
    ("text", "lr"),
    [
        *((text, 0.233) for text in (
            "0.233\n6 steps", "lr = 0.233 6 steps", "η=0.233, T=6", "0,233, 6 pas", "0,233; 6",
            "η = 0.233,6 steps", "(0.233,6)", "η: 0,233\t6", "0.233\u00a06 Schritte", "0{,}233$, 6",
            "6\n0.233", "6, 0.233", "6,0.233", "6 0,233", "steps=6,lr=0.233,L=1.5e-3", "0.233/step",
            "０．２３３", "η = 0.2330.", "lr0.233", "np.float64(0.233)", r"$\eta = 0.233$\ 6",
        )),
        *((text, 0.263) for text in (
            "2.63e-01, 7 steps", "2.63e-01,7 steps", "2,63e-01, 7", "2.63E-1\n7", "7 2.63e-01",
            r"$2.63 \times 10^{-1}$, 6 steps", r"$2.63\times10^{-1}$,6", r"2.63 \cdot 10^{-1} 6",
            "2.63 × 10⁻¹, 6", "2.63×10⁻¹ 6", "2,63·10⁻¹; 6", "2.63*10**-1, 6", "2.63 * 10^-1 6",
            r"$\eta = 2.63 \times 10^{-1}$" "\n6 steps", r"$2.63\,\times\,10^{\mathdefault{-1}}6$",
            "2.63e−01 (7)", "2.630e-01|7", "2.63 x 10^-1, 6", "2.63x10⁻¹, 6", "6 2.63 ✕ 10**-1",
            r"$2.63\,\mathrm{x}\,10^{-1}$", "2.63·10^(-1), 6", "2.63 * 10**(-1) 6", "2.63*1e-1, 6",
            "263 × 1e-3, 6", "263 x 1e-03 6", r"$\frac {263} {1000}$",
        )),
        *((text, 0.25) for text in ("1/4, 6", "1 / 4\n6", "¼, 6", r"$\frac{1}{4}$ 6", "25/100,6")),
        ("0.21899999678134918", 0.219),  # an f-string of np.float32(0.219)
        *((text, 0.247) for text in ("1/4.05", "η = 1/4.0486, 6", "1/4,05", "0.494/2")),
    ],
)  # fmt: skip
def test_a_rate_is_read_beside_another_number(text, lr):
    assert reads([text], lr, [lr, 0.457, 0.0031])


@pytest.mark.parametrize(
    "text", ["", "eta", "0.01", "0.00", "1e-2", "10⁻²", "η", "0.0011", "1x10^-2"]
)
def test_another_number_is_not_read_as_a_thousandth(text):
    assert not reads([text], 0.001, [0.001, 0.01])


def test_a_rounded_rate_is_read_while_no_other_is_nearer():
    assert reads(["0.44"], 0.437, [0.437, 0.253])
    assert not reads(["0.44"], 0.437, [0.437, 0.441])


def test_the_same_title_on_every_panel_names_no_rate():
    flaw = judged_panels(panels_with(title=lambda lr: f"one of {LRS}"))
    assert flaw.got.startswith("every panel says the same")


@pytest.mark.parametrize(
    ("title", "is_told"),
    [("η = {lr}", True), ("{lrs[0]:.3f}", True), ("{lr", False), ("{}", False), ("{0}", False)],
)
def test_braces_that_were_to_be_filled_in_are_told(title, is_told):
    flaw = judged_panels(panels_with(title=lambda lr: title))
    assert [fact.text.startswith("Braces") for fact in flaw.facts] == [True] * is_told


def test_words_without_end_on_every_panel_are_gone_through_at_once():
    """Of an open brace and a name of 390 letters every split was tried, over all that follows."""

    def plot_learning_rates(*args):
        figure = panels_with(title=lambda lr: "{" + "a" * 390)(*args)
        for axes in figure.axes:
            for _ in range(100):
                axes.text(0, 0, "x" * 390)
        return figure

    figure = observe_drawing(
        plot_learning_rates, [oblique.loss, oblique.grad, START, LRS, 7]
    ).figure
    paths = np.array([descend(oblique, START, lr, 7) for lr in LRS])
    begun = time.process_time()
    flaw = plots.judge_panels(figure, oblique, paths, LRS)
    assert time.process_time() - begun < 5
    assert flaw.got.startswith("every panel says the same")
    assert flaw.facts == ()


def test_a_rate_written_into_the_panel_is_read_below_the_same_title():
    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        drawn = panels_with(title=lambda lr: f"one of {LRS}")
        figure = drawn(loss_fn, grad_fn, theta_init, lrs, num_steps)
        for ax, lr in zip(figure.axes, lrs, strict=True):
            ax.text(0.05, 0.9, f"η = {lr}", transform=ax.transAxes)
        return figure

    assert judged_panels(plot_learning_rates) is None
