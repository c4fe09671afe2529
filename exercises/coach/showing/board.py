"""The board at the end of a run: a line an exercise, then the next step. Plain text, 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.showing.message import message
from exercises.coach.showing.results import Result, State

__all__ = ["WIDTH", "Line", "ascii_only", "board", "next_result", "next_step", "other_lines"]

WIDTH = 80
HEAD = 22
BAR = 20
MARKS: dict[State, str] = {"right": "█", "wrong": "▒", "not started": "░"}
TAIL = 12
# For terminals whose encoding lacks the field's letters, as on some Windows consoles.
ASCII = {
    "█": "#", "▒": "x", "░": ".", "θ": "theta", "η": "lr", "λ": "lambda", "∇": "grad ", "μ": "mu",
    "κ": "kappa", "²": "^2", "³": "^3", "⁴": "^4", "₀": "_0", "−": "-", "·": "*", "×": "x",
    "…": "...", "–": "-", "≤": "<=", "≥": ">=", "→": "->", "←": "<-", "′": "'", "″": "''",
    "½": "1/2", "Σ": "sum ", "‖": "||", "√": "sqrt", "±": "+-", "ᵀ": "^T", "⁻": "^-", "¹": "1",
    "≈": "~", "∂": "d", "✗": "x", "•": "-", "“": '"', "”": '"', "’": "'", "★": "*", "ₜ": "_t",
    "∞": "inf", "⁵": "^5", "⁶": "^6", "₁": "_1", "₂": "_2", "ᵢ": "_i", "ᵗ": "^t", "⟨": "<",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the board and the state that gives its colour, if one does."""

    text: str
    state: State | None = None


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


def next_result(results: Sequence[Result]) -> Result | None:
    """Return the result to act on first: the first wrong one, else the first not started."""
    for state in ("wrong", "not started"):
        for result in results:
            if result.state == state:
                return result
    return None


def next_step(
    result: Result, *, where: str = "", spec: str = "", picture: str = "", hints: Sequence[str] = ()
) -> list[Line]:
    """Return the next step in full.

    Parameters
    ----------
    result : the result to act on
    where : the place of its function, for example ``exercises/ex1_….py, line 41``
    spec : the first line of the function's docstring
    picture : the path of the drawn picture
    hints : the hints asked for so far, gentlest first
    """
    function = f", {result.function}" if result.function else ""
    lines = [
        Line(f"next step: exercise {result.exercise.number}{function}", result.state),
        Line(""),
    ]
    if result.state == "not started":
        lines += _to_write(result, spec)
    else:
        lines += [Line(text) for text in _wrapped(result.title, "")] + [Line("")]
        text = message(result.finding, picture) if result.finding else ""
        lines += [Line(part) for row in text.split("\n") for part in _wrapped(row, "  ")]
        lines += _printed(result.printed)
    lines.append(Line(""))
    if where:
        lines.append(Line(f"  code      {where}"))
    if not (result.finding and result.finding.unread):
        lines.append(Line(f"  test      {result.test}"))
    for level, hint in enumerate(hints, 1):
        first, *rest = textwrap.wrap(hint, WIDTH - 12)
        lines.append(Line(f"  hint {level}    {first}"))
        lines += [Line(" " * 12 + text) for text in rest]
    return lines


def _to_write(result: Result, spec: str) -> list[Line]:
    if result.needs:
        words = f"`{result.function}` is written, but it needs {result.needs}: write that first."
    else:
        words = f"`{result.function}` is not written yet. {spec}"
    return [Line(text) for text in _wrapped("  " + words, "")]


def _printed(printed: str) -> list[Line]:
    rows = printed.rstrip("\n").split("\n") if printed.strip() else []
    if not rows:
        return []
    lines = [Line("  your code printed" + (", at the end" if len(rows) > TAIL else ""))]
    return lines + [Line("    " + row[: WIDTH - 5]) for row in rows[-TAIL:]]


def other_lines(results: Sequence[Result], shown: Result) -> list[Line]:
    """Return a line for each other wrong test, and one an exercise for what is not started."""
    unread = shown.exercise if shown.finding and shown.finding.unread else None
    wrong = [r for r in _once(results, unread) if r.state == "wrong" and r is not shown]
    lines = [Line(_cut(f"  ✗ {_name(r)}  {r.title}"), "wrong") for r in wrong]
    for exercise in EXERCISES:
        here = [r for r in results if r.exercise == exercise and r.state == "not started"]
        names = list(dict.fromkeys(r.function for r in here if r.function))
        if names and not (len(names) == 1 and shown.function == names[0] and len(here) == 1):
            words = f"  · {exercise.number} not started: {', '.join(names)}"
            rows = textwrap.wrap(words, WIDTH, subsequent_indent="      ", drop_whitespace=True)
            lines += [Line(row, "not started") for row in rows]
    return [Line("also"), *lines] if lines else []


def _once(results: Sequence[Result], unread: Exercise | None) -> list[Result]:
    """Leave out what repeats that a file cannot be read; ``unread`` is the exercise shown so."""
    kept, told = [], {unread}
    for result in results:
        is_unread = result.finding is not None and bool(result.finding.unread)
        if not (is_unread and result.exercise in told):
            kept.append(result)
        if is_unread:
            told.add(result.exercise)
    return kept


def _name(result: Result) -> str:
    return f"{result.exercise.number} {result.function}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _wrapped(row: str, more: str) -> list[str]:
    """Wrap one row of a message at 80 columns, its continuation hanging under its text."""
    if len(row) <= WIDTH:
        return [row]
    margin = len(row) - len(row.lstrip())
    is_labelled = row[margin : margin + 10].rstrip() in ("got", "expected", "picture")
    hang = " " * (12 if is_labelled else margin) + ("" if margin else more)
    return textwrap.wrap(
        row, WIDTH, subsequent_indent=hang, drop_whitespace=True, break_on_hyphens=False
    )


def ascii_only(text: str, encoding: str | None) -> str:
    """Return ``text`` in letters that ``encoding`` has: θ as ``theta`` where it must be."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        for letter, plain in ASCII.items():
            text = text.replace(letter, plain)
        return text.encode(encoding or "ascii", "replace").decode(encoding or "ascii")
    return text
