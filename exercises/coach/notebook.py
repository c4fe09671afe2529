"""Check a notebook's own functions with the learner tests, and show what they say inline.

Once all of an exercise is right, its game is shown too: sliders over the learner's own functions.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from exercises.coach.calling.allowed_imports import is_available
from exercises.coach.calling.deadline import CALL_SECONDS, deadline, is_missing
from exercises.coach.calling.jupyter_cells import not_run_since, shell
from exercises.coach.calling.lapack import without_lapacks_lines
from exercises.coach.calling.logs import without_logs
from exercises.coach.calling.raised import code_of as code_of_function
from exercises.coach.calling.saved_notebook import not_saved
from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.local_observer import local
from exercises.coach.notebook_as_module import carried, serve
from exercises.coach.play import GAMES, Game, picture, strip_of
from exercises.coach.showing.board import board
from exercises.coach.showing.hints import SeenHints, has_hints, has_reasons
from exercises.coach.showing.html import (
    html_of_board,
    html_of_image,
    html_of_picture,
    html_of_step,
    html_of_words,
)
from exercises.coach.showing.kept_pictures import KeptPictures, plots_in
from exercises.coach.showing.next_step import next_result, right_step, step_of
from exercises.coach.showing.results import Result, result_of
from exercises.coach.showing.terminal import NO_LIMIT, Line, whole_message

__all__ = ["Checked", "check", "play"]

NOTHING_RUN = (
    "No cell that defines a function of this exercise has been run since the notebook was\n"
    "opened or restarted. Run all cells from the top (Run > Run All Cells) to check them."
)
NOT_YET = "The sliders come once the check cell has said that all is right. Run it again."
STRIP = (
    "These are some positions of the slider, which cannot be moved here. It needs a notebook that "
    "runs, with ipywidgets: `%pip install ipywidgets`, and restart the kernel."
)
NO_GAME = "This exercise has no sliders; the check cell is all there is."
NO_PAGE = "The sliders need a notebook: open this one in Jupyter, and run its cells there."
FOLDER = Path(__file__).resolve().parents[1]
# For each exercise, the functions of which the last check said that all is right.
_right: dict[str, tuple[Any, ...]] = {}


@dataclass(frozen=True)
class Checked:
    """The outcome of a check, which is shown already."""

    results: tuple[Result, ...]

    def _ipython_display_(self) -> None:
        """Show nothing, where this is the value of a cell."""

    def __repr__(self) -> str:
        """Return nothing: it is printed already."""
        return ""


@without_logs()
def check(stem: str, namespace: Mapping[str, Any] | None = None, *, hint: int = 0) -> Checked:
    """Run an exercise's learner tests on the functions that a notebook has defined.

    Parameters
    ----------
    stem : the exercise, for example ``ex1_gradient_descent``
    namespace : the notebook's ``globals()``; what it is without being given, too
    hint : how many hints to show for the next step; where all is right, which of the reference
        solution's reasons

    Returns
    -------
    Checked
        What each test said; as the value of a cell it shows nothing more.
    """
    exercise = _exercise(stem)
    if exercise is None:
        return Checked(())
    if not isinstance(namespace, Mapping):
        # Somebody changed the line, to `globals` without its brackets perhaps.
        namespace = vars(sys.modules["__main__"])
    if not any(callable(namespace.get(name)) for name in exercise.functions):
        print(NOTHING_RUN)
        return Checked(())
    for line in (*not_run_since(exercise, namespace), *_only_here(exercise, namespace)):
        print(line)
    for line in serve(exercise, namespace):
        print(line)
    name = f"exercises.test_{exercise.stem}"
    # A fresh import, so that a second check forgets what an earlier version returned.
    sys.modules.pop(name, None)
    local.forget()
    tests = importlib.import_module(name)
    found = [f for n, f in vars(tests).items() if n.startswith("test_") and callable(f)]
    with without_lapacks_lines(), carried(exercise, namespace):
        results = [_run(exercise, test) for test in found]
    _right.pop(exercise.stem, None)
    if next_result(results) is None:
        _right[exercise.stem] = tuple(namespace.get(name) for name in exercise.functions)
    shown = _shown(exercise, results, int(hint))
    if next_result(results) is None:
        for line in not_saved(exercise, namespace):
            print(line)
    return shown


@without_logs()
def play(stem: str, namespace: Mapping[str, Any]) -> None:
    """Show sliders over a notebook's functions, once a check has said that all is right.

    Where nothing can be moved, a strip of pictures is shown instead.

    Parameters
    ----------
    stem : the exercise, for example ``ex1_gradient_descent``
    namespace : the notebook's ``globals()``
    """
    exercise = _exercise(stem)
    if exercise is None:
        return
    game = GAMES.get(exercise.stem)
    if game is None:
        print(NO_GAME)
        return
    now = [namespace.get(name) for name in exercise.functions]
    checked = _right.get(exercise.stem, ())
    if len(now) != len(checked) or any(a is not b for a, b in zip(now, checked, strict=True)):
        print(NOT_YET)
        return
    kernel = shell()
    if kernel is None:
        print(NO_PAGE)
        return
    shown = strip_of(game, namespace)
    data: dict[str, Any] = {
        "text/plain": "\n".join([game.words, *(each for each in shown if isinstance(each, str))]),
        "text/html": _strip_page(game, shown),
    }
    widget = _widget(game, namespace)
    if widget is not None:
        # Whoever shows the notebook takes what it can: where there are no widgets, the strip.
        data["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": widget.model_id,
        }
    kernel.display_pub.publish(data)


def _exercise(stem: str) -> Exercise | None:
    """Return the exercise; where there is none of that name, say which there are."""
    try:
        return exercise_of(str(stem))
    except KeyError:
        print(f"There is no exercise {stem!r}. In quotes, as the first argument, comes one of")
        print(*(f'   "{each.stem}"' for each in EXERCISES), sep="\n")
        return None


def _only_here(exercise: Exercise, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the functions use that is not there where work is graded."""
    codes = filter(None, (code_of_function(namespace.get(name)) for name in exercise.functions))
    for name in dict.fromkeys(used for code in codes for used in code.co_names):
        value = namespace.get(name)
        module = getattr(value, "__module__", "")
        if isinstance(value, ModuleType):
            module = value.__name__
        root = module.partition(".")[0] if isinstance(module, str) else ""
        if root and root not in ("__main__", "exercises") and not is_available(root):
            of = "" if name == root else f", of {root},"
            yield f"`{name}`{of} is here, but not where your work is graded."


def _widget(game: Game, namespace: Mapping[str, Any]) -> Any:
    """Return the sliders above the picture that they move; None without ipywidgets."""
    # No part of the kit, and not needed: most notebooks have it.
    try:
        widgets = importlib.import_module("ipywidgets")
    except ImportError:
        return None
    style = {"description_width": "11em"}
    sliders = {
        slider.name: widgets.SelectionSlider(
            options=[(f"{value:g}".replace("-", "−"), value) for value in slider.values],
            value=slider.first,
            description=slider.words,
            style=style,
            layout=widgets.Layout(width="min(100%, 42em)"),
        )
        for slider in game.sliders
    }
    image = widgets.Image(format="png", layout=widgets.Layout(max_width="100%"))
    said = widgets.HTML()

    def draw(_: object = None) -> None:
        drawn = picture(game, namespace, {name: each.value for name, each in sliders.items()})
        is_drawn = isinstance(drawn, bytes)
        said.value = "" if is_drawn else _sentence(str(drawn))
        image.layout.display = "" if is_drawn else "none"
        if isinstance(drawn, bytes):
            image.value = drawn

    draw()
    for each in sliders.values():
        each.observe(draw, names="value")
    words = widgets.HTML(_sentence(game.words))
    return widgets.VBox([words, *sliders.values(), said, image])


def _strip_page(game: Game, shown: Sequence[bytes | str]) -> str:
    """Return the pictures below one another, as HTML."""
    parts = [
        _sentence(each) if isinstance(each, str) else html_of_image(each, game.words)
        for each in shown
    ]
    return "".join([_sentence(game.words), _sentence(STRIP), *parts])


def _sentence(text: str) -> str:
    return f"<p>{html_of_words(text)}</p>"


def _run(exercise: Exercise, test: Callable[[], None]) -> Result:
    error: BaseException | None = None
    try:
        with deadline(CALL_SECONDS), contextlib.redirect_stdout(io.StringIO()):
            test()
    except KeyboardInterrupt:
        raise
    except BaseException as raised:
        error = raised
    title = " ".join((test.__doc__ or test.__name__).split())
    # In a notebook nobody needs the test's path.
    return result_of(exercise, "", title, error)


def _shown(exercise: Exercise, results: list[Result], hint: int) -> Checked:
    kept, seen, result = KeptPictures(FOLDER), SeenHints(FOLDER), next_result(results)
    picture = kept.picture(result, [exercise])
    lines = [*board(results), *([NO_LIMIT] if is_missing() else []), Line("")]
    if result is None:
        reasons = seen.reasons([exercise], str(hint) if hint else None)
        is_offered = not hint and has_reasons([exercise])
        how = "add `hint=1` to the call of `check`" if is_offered else ""
        # No mark says whether the notebook's functions are still those of the last picture.
        pictures = kept.right_pictures({exercise.stem: ""}, local.quietly)
        left = reasons.closing(f"hint={reasons.number + 1}")
        step = right_step(reasons.shown, left, how, [each.path for each in pictures])
        drawn = (FOLDER.parent / pictures[0].path).read_bytes() if pictures else None
        page = html_of_board(lines) + html_of_step(step, drawn)
        _publish([*lines, *whole_message(step)], page)
        return Checked(tuple(results))
    is_offered = not hint and has_hints(result)
    stuck = "add `hint=1` to the call of `check`, then 2, then 3" if is_offered else ""
    hints = seen.hints(result, str(hint) if hint else None)
    left = hints.closing(f"hint={hints.number + 1}")
    # No mark says whether the notebook's functions are still those of the last picture.
    right = kept.right_pictures(dict.fromkeys(plots_in(exercise, results), ""), local.quietly)
    step = step_of(
        result, picture=picture, hints=hints.shown, left=left, stuck=stuck, results=results
    )
    drawn = (FOLDER.parent / picture).read_bytes() if picture else None
    page = html_of_board(lines) + html_of_step(step, drawn)
    for each in right:
        page += html_of_picture(f"{each.words}:", (FOLDER.parent / each.path).read_bytes())
        lines += [Line(f"{each.words}: {each.path}", "right")]
    _publish([*lines, *whole_message(step)], page)
    return Checked(tuple(results))


def _publish(lines: Sequence[Line], page: str) -> None:
    """Show the page, or its words where no page can be shown."""
    text = "\n".join(line.text for line in lines)
    kernel = shell()
    if kernel is None:
        print(text)
    else:
        kernel.display_pub.publish({"text/plain": text, "text/html": page})
