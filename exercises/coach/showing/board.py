"""The board at the end of a run: a line an exercise, with a bar and counts, 80 columns wide."""

from __future__ import annotations

from collections.abc import Sequence

from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.showing.results import Result, State
from exercises.coach.showing.terminal import Line

__all__ = ["board"]

HEAD = 22
# So that all three counts fit beside it.
BAR = 12
MARKS: dict[State, str] = {"right": "█", "wrong": "▒", "not started": "░"}


def board(results: Sequence[Result]) -> list[Line]:
    """Return one line for each exercise that was run, with a bar and the counts apart."""
    lines = []
    digits = max((len(str(r.exercise.number)) for r in results), default=1)
    for exercise in EXERCISES:
        states = [r.state for r in results if r.exercise == exercise]
        if states:
            lines.append(_exercise_line(exercise, states, digits))
    return lines


def _exercise_line(exercise: Exercise, states: Sequence[State], digits: int) -> Line:
    counts = {state: states.count(state) for state in MARKS}
    bar = _bar(counts, len(states))
    right = f"{counts['right']:>2} of {len(states):>2} right"
    rest = [f"{counts[s]} {s}" for s in ("wrong", "not started") if counts[s]]
    head = f" {exercise.number:>{digits}}  {exercise.title}"
    head = head if len(head) <= HEAD else f"{head[: HEAD - 1]}…"
    text = f"{head:<{HEAD}}  {bar}  {right}   {', '.join(rest)}"
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
