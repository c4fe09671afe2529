"""What a run of the learner tests ends with: the board, the files, and the next step."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exercises.coach.calling import deadline
from exercises.coach.contracts import Exercise
from exercises.coach.judging.finding import finding_from
from exercises.coach.local_observer import local
from exercises.coach.run import FOLDER, WORK, Run, Told
from exercises.coach.showing.board import board
from exercises.coach.showing.hints import Hints, SeenHints, has_hints, has_reasons
from exercises.coach.showing.kept_pictures import KeptPictures, RightPicture
from exercises.coach.showing.kept_results import NOT_KEPT, Progress
from exercises.coach.showing.message import PICTURE, Form, Row
from exercises.coach.showing.next_step import Step, next_result, right_step, step_of, stop_step
from exercises.coach.showing.results import Result
from exercises.coach.showing.terminal import NO_LIMIT, WIDTH, Line, first_message, whole_message

__all__ = ["Asked", "summary"]

# Of a line, beside its label.
ROOM = 68
# Lines at which a file stopped, of which more is told than their number.
STOPS = 3
CUT_SHORT = "The run was stopped before its end. What it had come to is right."


@dataclass(frozen=True)
class Asked:
    """What was typed.

    Attributes
    ----------
    arguments : all of it behind ``pytest``
    hint : the level of ``--hint``, or "more" for one more; None without it
    is_whole : whether ``--more`` asks for all that there is to say
    stem : the exercise whose next step ``python -m exercises`` asks for, which has a board and
        keys of its own; None for a run of pytest's
    width : the columns that lines may take
    """

    arguments: Sequence[str] = ()
    hint: str | None = None
    is_whole: bool = False
    stem: str | None = None
    width: int = WIDTH

    @property
    def is_by_loop(self) -> bool:
        """Whether ``python -m exercises`` asks."""
        return self.stem is not None

    def again(self, option: str) -> str:
        """Return what was typed with an option behind it, as far as it fits a line.

        No plugins, which are some tool's business, and no hint, for it would be the next one.
        """
        # A file that is run itself has its whole path there.
        names = {str(path): WORK.named(path) for path, _ in WORK.files()}
        words: list[str] = []
        before = ""
        for word in (names.get(os.path.normpath(each), each) for each in self.arguments):
            is_level = before == "--hint" and word.isdecimal()
            is_other = word == "--more" and option == "--hint"
            if word not in ("-p", "--hint") and not is_other and before != "-p" and not is_level:
                words.append(word)
            before = word
        command = shlex.join(["pytest", *words, option])
        return command if len(command) <= ROOM else f"the same command with {option} behind it"


def summary(run: Run, asked: Asked) -> list[Line]:
    """Return what to print after a run; what it found is kept for the board of the next."""
    told = run.in_order()
    results = [each.result for each in told]
    trouble = Progress(FOLDER).keep(results, run.whole())
    if asked.is_by_loop:
        here = [each for each in told if each.result.exercise.stem == asked.stem]
        lines = _next_step(run, asked, here)
        # The loop knows by what is kept that all is right; else it is told here.
        is_right = trouble and all(each.result.state == "right" for each in here)
        heading = [Line("All right.", "right")] if is_right else []
        end = [Line(""), Line(f"{NOT_KEPT}: {trouble}.")] if trouble else []
        return [*heading, *lines, *end]
    files = _on_files(run, asked, dict.fromkeys(each.exercise for each in results))
    lines = [
        Line(""),
        *board(results, asked.width),
        *files,
        Line(""),
        *_next_step(run, asked, told),
    ]
    for folder in run.copies:
        named = folder.relative_to(FOLDER.parent).as_posix()
        lines += [Line(f"left out: {named}, a copy of the exercises within them")]
    if deadline.is_missing():
        lines.append(NO_LIMIT)
    return [*lines, Line("")]


def _on_files(run: Run, asked: Asked, exercises: Iterable[Exercise]) -> list[Line]:
    """Return what to say of the files that were checked where there is work in others too."""
    command = asked.again("--notebooks")
    by_words: dict[tuple[str, bool], list[Exercise]] = {}
    for exercise in exercises:
        is_asked_for = run.named.get(exercise.stem) == WORK.notebook(exercise)
        said = WORK.words_on_checked(exercise, are_notebooks_first=run.is_of_notebooks)
        if said[0] and not is_asked_for:
            by_words.setdefault(said, []).append(exercise)
    lines = []
    for (words, is_on_notebooks), those in by_words.items():
        *first, last = (str(each.number) for each in those)
        whose = f"exercises {', '.join(first)} and {last}" if first else f"exercise {last}"
        rows = [f"{whose}: {words}"]
        if is_on_notebooks:
            text = f"{rows[0]}: {command}"
            # A command is not broken in two.
            is_long = len(text) > WIDTH and command.startswith("pytest ")
            rows = [f"{rows[0]}:", f"   {command}"] if is_long else [text]
        lines += [Line(row, "not started") for row in rows]
    return lines


def _next_step(run: Run, asked: Asked, told: Sequence[Told]) -> list[Line]:
    """Return the lines of the next step, or say that there is none."""
    results = [each.result for each in told]
    kept, result, marks = KeptPictures(FOLDER), next_result(results), run.right(results)
    drawn = run.drawn.get(result.test) if result is not None else None
    picture = kept.picture(result, {r.exercise for r in results}, marks, drawn)
    pictures = kept.right_pictures(marks, local.quietly)
    if result is None and run.is_cut_short():
        return [Line(CUT_SHORT)]
    if result is None:
        return _all_right(run, asked, results, [each.path for each in pictures])
    where, spec = next(each.place for each in told if each.result is result)
    is_offered = asked.hint is None and has_hints(result) and not asked.is_by_loop
    # Without the files and names that were typed, the hint would be one for another step.
    how = asked.again("--hint")
    hints = SeenHints(FOLDER).hints(result, asked.hint)
    step = step_of(
        result, where=where, spec=spec, picture=picture, hints=hints.shown,
        left=_left_over(hints, asked), stuck=how if is_offered else "", results=results,
        stops=_stop_steps(run, results), right=[_row_of(each) for each in pictures],
    )  # fmt: skip
    if asked.is_whole:
        return whole_message(step, asked.width)
    more = "python -m exercises more" if asked.is_by_loop else asked.again("--more")
    return first_message(step, more, asked.width)


def _all_right(
    run: Run, asked: Asked, results: Sequence[Result], pictures: Sequence[str]
) -> list[Line]:
    done = {each.exercise for each in results}
    reasons = SeenHints(FOLDER).reasons(done, asked.hint)
    is_offered = asked.hint is None and has_reasons(done) and not asked.is_by_loop
    how = asked.again("--hint") if is_offered else ""
    step = right_step(reasons.shown, _left_over(reasons, asked), how, pictures)
    lines = whole_message(step, asked.width)[asked.is_by_loop :]
    for stop in _stop_steps(run, results):
        lines += [Line(""), *whole_message(stop, asked.width)]
    return lines


def _row_of(picture: RightPicture) -> Row:
    """Return the row for a picture of something right; one of an exercise is told of once."""
    is_known = not picture.is_new and "." not in picture.key
    return Row(PICTURE, f"{picture.words}: {picture.path}", Form.WHOLE, is_known, "right")


def _left_over(hints: Hints, asked: Asked) -> str:
    """Say how many hints are left, and how to ask for the next."""
    is_counted = asked.hint == "more" and hints.is_kept
    again = "the same command again" if is_counted else f"--hint {hints.number + 1}"
    return hints.closing("" if asked.is_by_loop else again)


def _stop_steps(run: Run, results: Sequence[Result]) -> list[Step]:
    """Return what there is to say of files that are right, and of which a line stops."""
    wrong = {result.exercise.stem for result in results if result.state != "right"}
    right = [stops for stem, stops in run.stops.items() if stem not in wrong]
    return [stop_step(finding_from(each)) for stops in right for each in stops[:STOPS]]
