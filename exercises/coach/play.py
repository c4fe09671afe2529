"""Sliders over a learner's own functions, once all of an exercise is right.

`GAMES` holds one game for each exercise: what can be moved, and what is drawn of the learner's own
functions. `picture` draws one position, or says in words why nothing can be drawn. How a game is
shown, with sliders or as a strip of pictures, is `exercises.coach.notebook`'s affair.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.coach.calling.deadline import DidNotReturn, counting, deadline, limit
from exercises.coach.calling.logs import without_logs
from exercises.coach.judging.compare import array_of
from exercises.coach.problems import Array
from exercises.coach.showing.pictures.ex2_valley import VALLEY, factors, verdict
from exercises.coach.showing.pictures.picture_style import (
    GREY,
    INK,
    RIGHT,
    YOURS,
    contours,
    png,
    words_of,
)

__all__ = ["GAMES", "SIZE", "Game", "Slider", "picture", "strip_of"]

SIZE = (8.4, 4.0)
# For each call that a picture takes: whoever moves a slider waits for it.
SECONDS = 3.0
# Where a path leaves every picture.
FAR = 1e12


@dataclass(frozen=True)
class Slider:
    """One thing to move.

    Attributes
    ----------
    name : by which the game knows it
    words : shown beside it
    values : its positions
    first : the one that it starts from
    strip : those of a strip of pictures, where nothing can be moved
    """

    name: str
    words: str
    values: tuple[float, ...]
    first: float
    strip: tuple[float, ...] = ()


@dataclass(frozen=True)
class Game:
    """What can be moved, and how a position is drawn.

    Attributes
    ----------
    words : what there is to see and to look for
    sliders : the first is the one that a strip of pictures goes along
    draw : ``draw(theirs, figure, **position)``; ``theirs("grad", x)`` calls a learner's function
    """

    words: str
    sliders: tuple[Slider, ...]
    draw: Callable[..., None]

    def first(self) -> dict[str, float]:
        """Return the position at which the sliders start."""
        return {slider.name: slider.first for slider in self.sliders}


class _NothingToDraw(Exception):
    """A learner's function did not return what can be drawn; the text says which, and why."""


@dataclass(frozen=True)
class _Theirs:
    """Calls a learner's functions, as they are now."""

    namespace: Mapping[str, Any]

    def __call__(self, name: str, *args: Any, **named: Any) -> Any:
        """Call ``name``; what goes wrong is said in words."""
        function = self.namespace.get(name)
        if not callable(function):
            raise _NothingToDraw(f"`{name}` is not a function any more. Run its cell again.")
        try:
            with counting(), np.errstate(all="ignore"):
                return function(*args, **named)
        except DidNotReturn:
            raise _NothingToDraw(f"`{name}` did not return within {limit():g} s.") from None
        except (Exception, SystemExit) as error:
            raised = f"{type(error).__name__}: {error}".removesuffix(": ")
            raise _NothingToDraw(f"`{name}` raised {raised}") from None

    def array(self, name: str, *args: Any, shape: tuple[int, ...], part: Any = None) -> Array:
        """Call ``name`` for an array of this shape, or for the ``part`` of what it returns."""
        value = self(name, *args)
        # An error here is one of what was returned, not of ours.
        with contextlib.suppress(Exception):
            array: Array | None = array_of(value if part is None else value[part])
            if array is not None and array.shape == shape:
                return array
        raise _NothingToDraw(f"`{name}` did not return an array of shape {shape} here.")


@without_logs()
def picture(game: Game, namespace: Mapping[str, Any], position: Mapping[str, float]) -> bytes | str:
    """Draw a game's position with a learner's functions.

    Parameters
    ----------
    namespace : where the functions are looked up by name, now
    position : a value for each slider

    Returns
    -------
    bytes or str
        A PNG; or a sentence, where a function raises, does not return, or returns something else.
    """
    theirs = _Theirs(namespace)
    nothing = io.StringIO()
    try:
        with (
            deadline(SECONDS),
            contextlib.redirect_stdout(nothing),
            contextlib.redirect_stderr(nothing),
        ):
            return png(lambda figure: game.draw(theirs, figure, **position), SIZE)
    except _NothingToDraw as reason:
        return str(reason)
    except (Exception, DidNotReturn) as error:
        # Drawing goes through the learner's own Axes in exercise 4.
        return f"Nothing could be drawn here ({type(error).__name__})."


def _start(theirs: _Theirs, figure: Any, start: float, lr: float) -> None:
    """Exercise 1: the path of their descent on their loss, and the loss of each iterate."""
    steps = 30

    def end(count: int) -> float:
        arguments = (lambda x: theirs("loss", x), lambda x: theirs("grad", x), start, lr, count)
        return float(theirs.array("gradient_descent", *arguments, shape=(), part=0))

    path = np.array([end(count) for count in range(steps + 1)])
    x = np.linspace(-2.2, 2.2, 221)
    curve = np.array([float(theirs.array("loss", float(each), shape=())) for each in x])
    near = np.abs(path) <= 2.2
    kept = path if near.all() else path[: int(np.argmin(near))]
    heights = np.array([float(theirs.array("loss", float(each), shape=())) for each in kept])
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1))
    left.plot(x, curve, color=GREY)
    left.plot(kept, heights, "-o", color=YOURS, ms=4, lw=1, label="your path")
    if len(kept):
        left.plot(kept[0], heights[0], "o", ms=10, mfc="white", mec=INK, mew=1.5, label="start")
    left.set(xlabel="x", ylabel="your loss", xlim=(-2.2, 2.2), ylim=(-0.8, 8))
    left.legend(loc="upper center")
    right.plot(np.arange(len(kept)), kept, "-o", color=YOURS, ms=4, lw=1)
    for point in (-np.sqrt(1.5), 0.0, np.sqrt(1.5)):
        right.axhline(point, color=RIGHT, ls="--", lw=0.9)
    right.set(xlabel="step", ylabel="x, dashed: where the slope is 0", ylim=(-2.2, 2.2))
    right.set_xlim(-1, steps + 1)
    ended = f"after {steps} steps x = {words_of(path[-1])}"
    if not near.all():
        ended = f"it leaves the picture at step {int(np.argmin(near))}"
    figure.suptitle(
        f"your gradient_descent from x = {words_of(start)}, η = {words_of(lr)}: {ended}"
    )


def _valley(theirs: _Theirs, figure: Any, lr: float) -> None:
    """Exercise 2: steps with their gradient, their loss along it, and what their words are."""
    steps = 60
    theta, path = np.array([1.0, 1.0]), []
    for _ in range(steps + 1):
        path.append(theta)
        if np.abs(theta).max() > FAR:
            break
        theta = theta - lr * theirs.array("grad", theta.copy(), shape=(2,))
    losses = [float(theirs.array("loss", point.copy(), shape=())) for point in path]
    expects = theirs("predict", np.diag([2.0, 200.0]), lr)
    saw = theirs("observe", list(losses))
    left, right = figure.subplots(1, 2)
    _on_valley(left, np.array(path))
    right.semilogy(np.maximum(losses, 1e-16), "-o", color=YOURS, ms=3, lw=1)
    right.set(xlabel="step", ylabel="your loss, on a log axis", xlim=(-2, steps + 2))
    right.set_title(f"your predict: {expects}\nyour observe, of {len(path) - 1} steps: {saw}")
    words = f"steps with your grad on x² + 100y² from (1, 1), η = {words_of(lr)}"
    if expects == "converges" and saw == "oscillates":
        # Not a contradiction: the one speaks of the long run, the other of the steps that it got.
        words += (
            f"\n{len(path) - 1} steps are too few for the loss to settle; in the long run it does"
        )
    figure.suptitle(words)


def _on_valley(ax: Any, path: Array) -> None:
    """Draw a path from (1, 1) on the chapter's valley, within limits that do not move."""
    contours(ax, VALLEY, (-1.3, 1.3, -1.3, 1.3))
    ax.plot(*path.T, "-o", color=YOURS, ms=3, lw=1, label="your path")
    ax.plot(0, 0, "*", ms=13, mfc="#F0E442", mec=INK, ls="none", label="minimum")
    ax.set(xlabel="x", ylabel="y", xlim=(-1.3, 1.3), ylim=(-1.3, 1.3))
    ax.set_aspect("equal")


def _rate(theirs: _Theirs, figure: Any, kappa: float) -> None:
    """Exercise 3: their gap and bounds on quadratics from round to very long."""
    steps = 1000
    spectrum, start = np.geomspace(1 / kappa, 1.0, 50), np.ones(50)
    t = np.arange(steps + 1)
    gap = theirs.array("suboptimality", spectrum, start, 1.0, steps, shape=(steps + 1,))
    zero = np.zeros(50)
    sublinear = theirs.array("sublinear_bound", start, zero, 1.0, steps, shape=(steps,))
    linear = theirs.array("linear_bound", spectrum, float(gap[0]), steps, shape=(steps + 1,))
    rate = theirs("classify_rate", t[1:], gap[1:])
    for ax, scale in zip(figure.subplots(1, 2, sharey=True), ("log", "linear"), strict=True):
        ax.plot(t[1:], gap[1:], color=YOURS, lw=3, label="your suboptimality")
        ax.plot(t[1:], sublinear, color=RIGHT, ls="--", label="your sublinear_bound")
        ax.plot(t[1:], linear[1:], color=INK, ls=":", lw=1.8, label="your linear_bound")
        ax.set(xscale=scale, yscale="log", xlabel=f"step t, on a {scale} axis", ylim=(1e-12, 1e2))
        ax.set_title("a power law is straight here" if scale == "log" else "geometric is straight")
    ax.figure.axes[0].set_ylabel("gap L(θₜ) − L*, on a log axis")
    ax.figure.axes[0].legend(loc="lower left")
    words = f"{kappa:,.0f}".replace(",", " ")
    figure.suptitle(f"κ = {words}, η = 1/λ_max: your classify_rate says {rate}")


def _plot(theirs: _Theirs, figure: Any, lr: float) -> None:
    """Exercise 4: their trajectory, drawn by their plot_trajectory on Axes of ours."""
    steps = 20
    path = theirs.array("trajectory", VALLEY.grad, [1.0, 1.0], lr, steps, shape=(steps + 1, 2))
    ax = figure.subplots()
    theirs("plot_trajectory", VALLEY.loss, path, ax=ax)
    ax.set_aspect("equal")
    fx, fy = factors(lr)
    figure.suptitle(
        f"your trajectory and plot_trajectory, η = {words_of(lr)}: {verdict(lr)}\n"
        f"each step multiplies x by 1 − 2η = {words_of(fx)}, y by 1 − 200η = {words_of(fy)}"
    )


def _line(theirs: _Theirs, figure: Any, steps: float) -> None:
    """Exercise 5: their line after so many steps beside their closed form."""
    x = np.linspace(0.0, 4.0, 12)
    y = 1.0 + 0.5 * x + np.array([3, -2, 1, -4, 2, 4, -3, 0, 3, -1, -4, 1]) / 10
    X = theirs.array("add_intercept", x[:, np.newaxis], shape=(12, 2))
    theta = theirs.array("fit", X, y, None, int(steps), shape=(2,), part=0)
    best = theirs.array("closed_form", X, y, shape=(2,))
    ends = [float(theirs.array("mse_loss", each, X, y, shape=())) for each in (theta, best)]
    taken = f"{steps:.0f} step{'' if steps == 1 else 's'}"
    ax = figure.subplots()
    ax.plot(x, y, "o", color=GREY, label="data")
    words = [
        f"your {name}: your mse_loss {words_of(loss)}"
        for name, loss in zip((f"fit, {taken}", "closed_form"), ends, strict=True)
    ]
    ax.plot(x, theta[0] + theta[1] * x, color=YOURS, lw=2.5, label=words[0])
    ax.plot(x, best[0] + best[1] * x, color=RIGHT, ls="--", label=words[1])
    ax.set(xlabel="feature", ylabel="target", ylim=(-0.3, 4.2))
    ax.legend(loc="upper left")
    figure.suptitle(
        f"after {taken} θ = ({words_of(theta[0], 3)}, {words_of(theta[1], 3)}); "
        f"closed form ({words_of(best[0], 3)}, {words_of(best[1], 3)})"
    )


def _grid(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in np.linspace(low, high, count))


LRS = tuple(sorted({*_grid(0.0005, 0.0105, 21), 0.001, 0.0099, 0.0101}))
LR = Slider("lr", "learning rate η", LRS, 0.0095, (0.001, 0.005, 0.0095, 0.0105))

GAMES: Mapping[str, Game] = {
    "ex1_gradient_descent": Game(
        "Move the start: which minimum does it reach? What happens from 0?",
        (
            Slider("start", "start x", _grid(-2.0, 2.0, 41), 2.0, (-2.0, -0.3, 0.0, 1.0)),
            Slider("lr", "learning rate η", (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3), 0.05),
        ),
        _start,
    ),
    "ex2_learning_rates": Game(
        "Move η towards the limit 0.01 and beyond it. From which η on does y change its sign?",
        (LR,),
        _valley,
    ),
    "ex3_convergence_rate": Game(
        "Move κ from a round bowl to a long valley: when does the gap turn from geometric to a "
        "power law?",
        (
            Slider(
                "kappa",
                "condition number κ",
                (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1e3, 1e4, 1e5, 1e6),
                1e6,
                (10.0, 100.0, 1e3, 1e6),
            ),
        ),
        _rate,
    ),
    "ex4_trajectories": Game("Move η: when does your path begin to zigzag?", (LR,), _plot),
    "ex5_linear_regression": Game(
        "Move the number of steps: how many does your line need to meet the closed form?",
        (
            Slider(
                "steps",
                "steps",
                (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000),
                5,
                (0, 1, 10, 200),
            ),
        ),
        _line,
    ),
}


def strip_of(game: Game, namespace: Mapping[str, Any]) -> list[bytes | str]:
    """Draw the positions of the strip, which the first slider goes along; the others stay."""
    along = game.sliders[0]
    places = [{**game.first(), along.name: value} for value in along.strip]
    found: list[bytes | str] = []
    for place in places:
        found.append(picture(game, namespace, place))
        # What does not return here will not return there: nobody waits for it four times.
        if isinstance(found[-1], str):
            break
    return found
