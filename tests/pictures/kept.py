"""Pictures as they were judged good: each is drawn again, and compared.

``python -m tests.pictures`` draws all of them anew into ``tests/golden/pictures``, at half size.
Look at each one that changed before you commit it. They are compared only where Matplotlib has the
version that drew them: another one sets text by a pixel more or less.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import matplotlib as mpl

from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.local_observer import local
from exercises.coach.showing.pictures.all_right import picture_at_right
from exercises.coach.showing.pictures.of_finding import picture_of
from tests.golden import CHAFFS, GOLDEN, results

FOLDER = GOLDEN / "pictures"
DRAWN_BY = FOLDER / "matplotlib.txt"
FIGURES = ("critical_points", "learning_rates", "convergence", "trajectories", "regression")
# One mistake of each kind that a picture shows in a way of its own.
MISTAKES = {
    "ex1": ("climbs", "truncates-integers", "history-shared", "kinds-swapped", "duplicates"),
    "ex2": ("one-step-short", "truncates-integers"),
    "ex3": ("bound-from-zero", "gap-half", "exponent-sign", "steps-hard-coded"),
    "ex4": (
        "drops-start", "contour-transposed", "no-path", "sorted-path", "path-outside-view",
        "ends-unmarked", "unlabelled", "same-path-everywhere", "unlisted-rate-to-two-decimals",
    ),
    "ex5": ("momentum", "stops-early"),
}  # fmt: skip
SIZE, COLOURS = 0.5, 64


def version() -> str:
    """Return Matplotlib's version, without its last part, which mends and moves nothing."""
    return ".".join(mpl.__version__.split(".")[:2])


@contextlib.contextmanager
def default_style() -> Iterator[None]:
    """Within the block no submission's style is another's."""
    with mpl.rc_context():
        mpl.rcdefaults()
        yield


def figure(name: str) -> bytes:
    """Draw one of the solutions' figures."""
    import matplotlib.pyplot as plt

    from solutions import figures

    with default_style(), plt.rc_context(figures.STYLE):
        drawn = getattr(figures, name)()
        buffer = io.BytesIO()
        drawn.savefig(buffer, format="png", dpi=100)
        plt.close(drawn)
        return buffer.getvalue()


def at_right(key: str) -> bytes:
    """Draw what the reference solution of an exercise does."""
    exercise = exercise_of(key)
    name = f"exercises.{exercise.stem}"
    sys.modules[name] = import_module(f"solutions.{exercise.stem}")
    local.forget()
    try:
        with default_style():
            picture = picture_at_right(exercise, local.quietly)
    finally:
        sys.modules.pop(name, None)
    assert picture is not None
    return picture


def at_wrong(key: str, mistake: str) -> bytes:
    """Draw the first finding of a wrong submission."""
    stem = exercise_of(key).stem
    with default_style(), contextlib.redirect_stdout(io.StringIO()):
        found = results(stem, CHAFFS / stem / f"{mistake}.py")
        with contextlib.closing(found):
            wrong = next(result for result in found if result.state == "wrong")
            draw = picture_of(wrong.finding)
            assert draw is not None
            return draw()


PICTURES: dict[str, Callable[[], bytes]] = {
    **{f"solutions-{name}": partial(figure, name) for name in FIGURES},
    **{f"right-{exercise.key}": partial(at_right, exercise.key) for exercise in EXERCISES},
    **{
        f"wrong-{key}-{mistake}": partial(at_wrong, key, mistake)
        for key, mistakes in MISTAKES.items()
        for mistake in mistakes
    },
}


def shrunk(png: bytes) -> bytes:
    """Return a picture at half its size and in fewer colours: enough to see what is on it."""
    from PIL import Image

    whole = Image.open(io.BytesIO(png)).convert("RGB")
    size = (round(whole.width * SIZE), round(whole.height * SIZE))
    buffer = io.BytesIO()
    small = whole.resize(size, Image.Resampling.BOX).quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def draw_all(folder: Path = FOLDER) -> None:
    """Draw all kept pictures anew."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    # Submissions save figures at import, where they stand.
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        for name, draw in PICTURES.items():
            (folder / f"{name}.png").write_bytes(shrunk(draw()))
    DRAWN_BY.write_text(f"{version()}\n", encoding="utf-8")
