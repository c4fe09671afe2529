"""What a student is told of a grade, as data: `feedback` lays it out as Markdown, `pages` as HTML.

Nothing is told twice: an answer that was told of another call before goes in a line, and a mistake
that was explained goes by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from exercises.coach.contracts import CARRIED, exercise_of
from exercises.coach.judging.finding import Finding, Flaw, Kind
from exercises.coach.showing.message import Row, got_text, message, rows_of
from grader.grades import BLANK, CheckGrade, ExerciseGrade, Grade, Outcome, Why
from grader.reports.text import (
    counted_text,
    names_text,
    of_text,
    one_line,
    points_text,
    reason_text,
    right_text,
)
from grader.wording import all_of

__all__ = ["ToldCheck", "ToldExercise", "exercises_told", "notes_told", "total_text"]

FAULT = "The grader failed here, not you. This check is left blank until it is graded again."
# What a renderer of Markdown may take for more than words, which a learner's are.
MARKUP = re.compile(r"<|\]\(")
FIRST_WORDS = 100


@dataclass(frozen=True)
class ToldCheck:
    """What is told of a check.

    Attributes
    ----------
    check : its grade
    points : in words, ``4 of 4``
    is_carried : whether the points were had with right functions in the place of wrong ones
    lines : why it ended so, a line each
    rows : its finding, laid out as every message is; empty where there is none to tell
    is_again : whether all the mistakes that it names were explained before
    """

    check: CheckGrade
    points: str
    is_carried: bool
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    is_again: bool = False

    @property
    def title(self) -> str:
        """The line that the student reads first."""
        return self.check.title


@dataclass(frozen=True)
class ToldExercise:
    """What is told of an exercise.

    Attributes
    ----------
    grade : its grade
    heading : its number and title
    points : what it earned, or why it has no points, in words
    note : what is to be said of it as a whole; mostly empty
    checks : its checks, but where the note says it all
    """

    grade: ExerciseGrade
    heading: str
    points: str
    note: str = ""
    checks: tuple[ToldCheck, ...] = ()


def total_text(grade: Grade) -> str:
    """Return the total in words, or why there is none."""
    if grade.outcome in BLANK and grade.word == grade.outcome:
        return f"{grade.outcome}"
    if grade.unreadable:
        lost = all_of(exercise_of(each.key).title for each in grade.unreadable)
        return f"no total yet, since {lost} could not be read"
    raw = of_text(grade.points, grade.max_points)
    if grade.counted is None:
        return f"{raw} points"
    counted = of_text(grade.counted.points, grade.out_of)
    return f"{counted} points ({raw} by the checks)"


def notes_told(grade: Grade) -> list[str]:
    """Return what is to be said of a grade as a whole: what counts of it and why, and its notes."""
    counted = [counted_text(grade.counted)] if grade.counted and grade.total is not None else []
    return [one_line(note) for note in (*counted, *grade.notes)]


def exercises_told(grade: Grade) -> Iterator[ToldExercise]:
    """Yield what is told of each exercise."""
    first = next((e for e in grade.exercises if e.key == CARRIED.exercise.key), None)
    is_missing = first is not None and first.outcome is Outcome.NOT_SUBMITTED
    why = ""
    if first is not None and is_missing:
        why = "could not be read" if first.unreadable else "was not handed in"
    for exercise in grade.exercises:
        yield _exercise(exercise, why)


def _exercise(exercise: ExerciseGrade, why_missing: str) -> ToldExercise:
    described = exercise_of(exercise.key)
    heading = f"Exercise {described.number}, {described.title}"
    outcome = exercise.word
    if exercise.outcome is Outcome.NOT_SUBMITTED:
        reasons = exercise.checks[0].reasons if exercise.checks else ()
        note = one_line(reason_text(reasons[0])) if reasons else ""
        return ToldExercise(exercise, heading, outcome, note)
    if exercise.outcome is Outcome.NOT_STARTED:
        note = f"Nothing is written yet: {len(exercise.checks)} checks wait for it."
        return ToldExercise(exercise, heading, outcome, note)
    points = of_text(exercise.points, exercise.max_points)
    if exercise.outcome is Outcome.GRADER_FAULT:
        points = outcome
    note = _carried(exercise, why_missing) if exercise.points > exercise.points_own else ""
    said = _Said()
    checks = tuple(_check(check, said) for check in exercise.checks)
    return ToldExercise(exercise, heading, points, note, checks)


def _carried(exercise: ExerciseGrade, why_missing: str) -> str:
    own = points_text(exercise.points_own)
    stood_in = {
        name: None
        for check in exercise.checks
        for reason in check.reasons
        if reason.why is Why.CARRIED
        for name in reason.about or (CARRIED.key,)
    }
    if why_missing and CARRIED.key in stood_in:
        more = [key for key in stood_in if key != CARRIED.key]
        its = f"its place, and {right_text(more)} that of yours" if more else "its place"
        return (
            f"Exercise {CARRIED.exercise.number} {why_missing}: {right_text([CARRIED.key])} took "
            f"{its} (marked *). {own} of these points do without {'them' if more else 'it'}."
        )
    others = "a right one in its place" if len(stood_in) == 1 else "right ones in their place"
    return (
        f"{own} of these points with your own {names_text([*stood_in])}; the rest with {others} "
        "(marked *): one mistake costs once."
    )


@dataclass
class _Said:
    """What was said of earlier checks of an exercise."""

    flaws: set[Flaw] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def told(self, finding: Finding) -> tuple[tuple[Row, ...], bool]:
        """Return the message, and whether all mistakes in it were named before.

        Such a one goes without its sentence.
        """
        rows, names = (
            tuple(rows_of(finding, again=frozenset(self.names))),
            finding.flaw.misconceptions,
        )
        is_again = bool(names) and self.names.issuperset(names)
        self.names |= set(names)
        return rows, is_again

    def again(self, finding: Finding) -> str:
        """Return in a few words what was said before of another call; nothing the first time."""
        flaw = finding.flaw
        # An answer that is compared with another: its call belongs to it, whoever reads it.
        is_there = finding.status not in ("missing", "no function", "crashed")
        is_compared = bool(flaw.expected) and is_there
        alike = replace(flaw, facts=tuple(f for f in flaw.facts if f.kind is not Kind.OF_THIS_CALL))
        if alike not in self.flaws or is_compared:
            self.flaws.add(alike)
            return ""
        if MARKUP.search(message(replace(finding, call="", flaw=alike))):
            return "the same answer"
        words = got_text(flaw).split("\n")[0]
        return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"


def _check(check: CheckGrade, said: _Said) -> ToldCheck:
    points = of_text(check.points, check.max_points)
    is_carried = check.outcome is Outcome.PASSED and check.points > check.points_own
    told = ToldCheck(check, points, is_carried)
    if check.outcome is Outcome.GRADER_FAULT:
        return replace(told, lines=(FAULT,))
    if check.outcome is Outcome.PASSED:
        return told
    lines = tuple(one_line(reason_text(reason)) for reason in check.reasons)
    if check.finding is None:
        return replace(told, lines=lines)
    if above := said.again(check.finding):
        return replace(told, lines=(*lines, f"As above: {one_line(above)}"))
    rows, is_again = said.told(check.finding)
    return replace(told, lines=lines, rows=rows, is_again=is_again)
