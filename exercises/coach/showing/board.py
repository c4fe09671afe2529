"""The board at the end of a run: a line for each exercise, with a bar and counts."""

from __future__ import annotations

from collections.abc import Sequence

from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.showing.results import Result, State
from exercises.coach.showing.terminal import WIDTH, Line

__all__ = ["board"]

HEAD = 22
# So that all three counts fit beside it.
BAR = 12
MARKS: dict[State, str] = {"right": "█", "wrong": "▒", "not started": "░"}


def board(results: Sequence[Result], width: int = WIDTH) -> list[Line]:
    """Return one line for each exercise that was run, with a bar and the counts apart.

    In a terminal that is too narrow for it there is no bar.
    """
    lines = []
    has_bar = width >= WIDTH
    digits = max((len(str(r.exercise.number)) for r in results), default=1)
    for exercise in EXERCISES:
        states = [r.state for r in results if r.exercise == exercise]
        if states:
            lines.append(_exercise_line(exercise, states, digits, has_bar))
    return lines


def _exercise_line(exercise: Exercise, states: Sequence[State], digits: int, has_bar: bool) -> Line:
    counts = {state: states.count(state) for state in MARKS}
    bar = f"{_bar(counts, len(states))}  " if has_bar else ""
    right = f"{counts['right']:>2} of {len(states):>2} right"
    rest = [f"{counts[s]} {s}" for s in ("wrong", "not started") if counts[s]]
    head = f" {exercise.number:>{digits}}  {exercise.title}"
    head = head if len(head) <= HEAD else f"{head[: HEAD - 1]}…"
    text = f"{head:<{HEAD}}  {bar}{right}   {', '.join(rest)}"
    if counts["right"] == len(states):
        return Line(text.rstrip(), "right")
    return Line(text.rstrip(), "wrong" if counts["wrong"] else "not started")


def _bar(counts: dict[State, int], total: int) -> str:
    cells = {state: BAR * n // total for state, n in counts.items()}
    # Something is never drawn as nothing: one wrong test of thirty keeps its cell.
    cells = {state: max(cells[state], 1) if counts[state] else 0 for state in counts}
    largest = max(cells, key=lambda state: cells[state])
    cells[largest] += BAR - sum(cells.values())
    return "".join(MARKS[state] * n for state, n in cells.items())
