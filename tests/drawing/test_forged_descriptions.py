"""A description of a figure that no figure gives is refused in words, whatever is wrong with it.

The child that describes a figure runs the learner's code, which can write any other description in
its place: none may be an exception of the judge's, which would be called a fault of the grader's.
"""

from __future__ import annotations

import copy
import random
import time
from typing import Any

import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging import plots
from exercises.coach.judging.finding import Flaw
from tests.drawing.plots import PATH, descend, oblique, whole
from tests.drawing.test_panels import LRS, START, panels_with

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]
HUGE = 2**1023 - 1
PATHS = np.array([descend(oblique, START, lr, 7) for lr in LRS])
ODD: tuple[Any, ...] = (
    *(None, True, "", "x", "9" * 5_000, 0, -1, 3, HUGE, -HUGE, 2.5, float("nan"), float("inf")),
    *([], (), {}, [1], [None], ["a", "b", "c"], [[]], [[1.0], [2.0, 3.0]], {"xy": 1}, [{}]),
    *(np.zeros(0), np.zeros((0, 2)), np.zeros((5, 0)), np.full((3, 2), np.nan), np.array(1.0)),
    *(
        np.full((4, 2), 1e308),
        np.array([True]),
        np.zeros((1, 1, 1, 2)),
        np.arange(3, dtype=np.int8),
    ),
)


def draw(loss_fn, path, ax=None):
    whole(ax, loss_fn, path)
    ax.text(*path[0], "start")
    ax.quiver(*path[:-1].T, *np.diff(path, axis=0).T)
    ax.scatter(*path.T, c=np.arange(len(path)))
    ax.legend(title="path")
    return ax


@pytest.fixture(scope="module")
def described():
    """Return descriptions of a right plot and of right panels."""
    plot = observe_drawing(draw, [oblique.loss, PATH, FRESH_AXES]).figure
    panels = observe_drawing(panels_with(), [oblique.loss, oblique.grad, START, LRS, 7]).figure
    return plot, panels


def judge_all(figure):
    """Ask every judge of a plot and of panels; each returns a flaw or nothing."""
    gone = np.vstack([PATH, [[np.inf, np.nan]]])
    said = [
        plots.axes_flaw(figure, given_axes=True),
        plots.contour_flaw(figure, oblique),
        plots.path_flaw(figure, PATH),
        plots.view_flaw(figure, PATH),
        plots.ends_flaw(figure, PATH),
        plots.labels_flaw(figure),
        plots.judge_plot(figure, oblique, gone, given_axes=False),
        plots.judge_panels(figure, oblique, PATHS, LRS),
    ]
    assert all(flaw is None or isinstance(flaw, Flaw) for flaw in said)
    return said


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all parts of a description, of lists to those of the first two entries."""
    found = [way] if way else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += places(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value[:2]):
            found += places(part, (*way, index))
    return found


def with_part(figure: Any, way: tuple[Any, ...], change: Any) -> Any:
    """Return a copy in which the part is what ``change`` makes of it, or is gone.

    What is beside the way to it is shared: no judge writes into a description.
    """
    changed = copy.copy(figure)
    owner = changed
    for step in way[:-1]:
        owner[step] = copy.copy(owner[step])
        owner = owner[step]
    if change is None:
        del owner[way[-1]]
    else:
        owner[way[-1]] = change(owner[way[-1]])
    return changed


def test_the_right_descriptions_are_right(described):
    plot, panels = described
    assert judge_all(plot)[:6] == [None] * 6
    assert judge_all(panels)[-1] is None


@pytest.mark.parametrize("which", [0, 1], ids=["plot", "panels"])
def test_any_part_may_be_missing_or_odd(described, which):
    figure, dice = described[which], random.Random(which)
    for way in places(figure):
        judge_all(with_part(figure, way, None))
        for odd in dice.sample(ODD, 2):
            judge_all(with_part(figure, way, lambda part, odd=odd: odd))


@pytest.mark.parametrize("which", [0, 1], ids=["plot", "panels"])
def test_any_list_may_be_cut_or_longer(described, which):
    figure = described[which]

    def is_list(way):
        part = figure
        for step in way:
            part = part[step]
        return isinstance(part, (list, np.ndarray)) and len(part) > 0

    for way in filter(is_list, places(figure)):
        judge_all(with_part(figure, way, lambda part: part[:-1]))
        judge_all(with_part(figure, way, lambda part: part[:0]))
        judge_all(with_part(figure, way, lambda part: [*part, *part]))
        judge_all(with_part(figure, way, list))


@pytest.mark.parametrize("seed", range(4))
def test_several_parts_may_be_odd_at_once(described, seed):
    dice = random.Random(seed)
    for _ in range(40):
        figure = copy.deepcopy(dice.choice(described))
        for way in dice.sample(places(figure), 4):
            try:
                figure = with_part(figure, way, lambda part: dice.choice(ODD))
            except (LookupError, TypeError, AttributeError):
                continue  # what it was a part of is another by now
        judge_all(figure)


def crowds():
    many = np.random.default_rng(0).random((200_000, 2))
    color = np.zeros((99_991, 4))
    curve = {"kind": "line", "is_directed": False, "is_data": True}
    return {
        "artists": {"texts": [{"text": "x", "at": [], "is_level": False}] * 200_000},
        "pieces": {"curves": [{**curve, "xy": many, "lengths": [2] * 100_000}]},
        "points": {"unscaled": [{"xy": many}, {"xy": many}]},
        "panels": None,
        "levels": {"contours": [{"is_filled": False, "levels": np.arange(1e5), "box": [],
                                 "xy": many, "lengths": [2] * 100}]},
        "legends": {"legends": [{"title": "x", "texts": []}] * 100_000},
        "styles": {"marks": [{"xy": many, "sizes": np.arange(99_989.0), "faces": color,
                              "edges": color[:-4], "shapes": list(range(50_000))}]},
    }  # fmt: skip


@pytest.mark.daily
@pytest.mark.parametrize("kind", crowds())
def test_a_crowd_is_refused_or_judged_within_seconds(described, kind):
    figure = copy.deepcopy(described[0])
    crowd = crowds()[kind]
    if crowd is None:
        figure["axes"] *= 100_000
    else:
        figure["axes"][0] |= crowd
    began = time.thread_time()
    said = plots.path_flaw(figure, PATH)
    assert time.thread_time() - began < 5
    if kind in ("artists", "pieces", "points", "panels", "legends"):
        assert said is not None
        assert said.got == f"a figure with too many {kind} to be judged"
