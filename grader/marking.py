"""Marks one submission: which checks are run, with whose functions, and what they add up to.

Error carried forward: where a function is not right, what builds on it is judged a second time with
a right one in its place; both results are kept, the better one counts. Where both are wrong, the
second one speaks: it shows the mistake of the function itself.
"""

from __future__ import annotations

import builtins
import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol

from exercises.coach.calling.magics import left_out_magic
from exercises.coach.calling.notebook_file import (
    NotebookError,
    cells_in,
    is_notebook,
    read_notebook,
)
from exercises.coach.calling.observe import Raised
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.contracts import CARRIED, exercise_of, function_of
from exercises.coach.judging.status import OUT_OF_TIME
from grader.engine import Check
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.submission import Submission
from grader.observer import NOT_ALLOWED, REFUSED, SandboxObserver
from grader.stand_ins import can_stand_in
from grader.verdict import PASSED, Verdict

__all__ = ["Examiner", "blank", "mark", "not_submitted"]

HURRY_SECONDS = 1.0
NAMED = 5
QUOTED = 50
ASKED = re.compile(r"(?<!def )\b[A-Za-z]\w*")
CELL = re.compile(r"\.ipynb, cell (\d{1,6})$")


class Examiner(Protocol):
    """Runs checks; `grader.engine.Engine` is one."""

    catalog: tuple[Check, ...]

    def examine(
        self, student: str, observer: SandboxObserver, checks: Sequence[str]
    ) -> dict[str, Verdict]:
        """Return the verdict of each check."""


def mark(
    submission: Submission, observer: SandboxObserver, engine: Examiner, only: Collection[str] = ()
) -> Grade:
    """Return the submission's grade.

    Parameters
    ----------
    submission : what was handed in
    observer : calls its functions
    engine : runs the hidden tests
    only : keys of the exercises to grade, for example ``{"ex3"}``; all when empty
    """
    started = time.perf_counter()
    chosen = chosen_of(engine.catalog, only)
    marking = _Marking(submission, observer, engine)
    marking.run(chosen)
    grades = marking.grades(chosen)
    seconds = time.perf_counter() - started
    grade = graded(submission, chosen, grades, seconds)
    return replace(
        grade, notes=(*grade.notes, *_stops(grade, submission, observer.session.stopped))
    )


def chosen_of(catalog: Sequence[Check], only: Collection[str]) -> list[Check]:
    """Return the checks of the exercises in ``only``, or all when it is empty."""
    return [check for check in catalog if not only or check.key in only]


def not_submitted(submission: Submission, catalog: Sequence[Check], only: Collection[str]) -> Grade:
    """Return the grade of a student of whom there is no file."""
    checks = chosen_of(catalog, only)
    grades = [grade_of(check, _missing(check, submission)) for check in checks]
    return graded(submission, checks, grades, 0.0)


def blank(
    submission: Submission, catalog: Sequence[Check], only: Collection[str], fault: str
) -> Grade:
    """Return the grade of a submission that a fault of ours kept from being judged."""
    checks = chosen_of(catalog, only)
    verdict = Verdict(Outcome.GRADER_FAULT, reason=Reason(Why.GRADER_FAULT), fault=fault)
    return graded(submission, checks, [grade_of(check, verdict) for check in checks], 0.0)


@dataclass
class _Marking:
    """The verdicts on one submission, as they come in.

    Attributes
    ----------
    own : with nothing but the learner's functions
    carried : with right ones in the place of wrong ones
    stood_in : what these were, by check
    asked : names that stand in a module, by its stem
    """

    submission: Submission
    observer: SandboxObserver
    engine: Examiner
    own: dict[str, Verdict] = field(default_factory=dict)
    carried: dict[str, Verdict] = field(default_factory=dict)
    stood_in: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, frozenset[str]] = field(default_factory=dict)

    def run(self, chosen: Sequence[Check]) -> None:
        first = [check for check in chosen if check.stem == CARRIED.stem]
        others = [check for check in chosen if check.stem != CARRIED.stem]
        on_descent = [check for check in others if self._mentions_first(check.stem)]
        self._examine(first, self.own)
        if on_descent and self._descent_hangs():
            # The time is for what is judged with a right loop: with the hanging one it would be
            # gone before that. What has no part in it is back within a second.
            self._examine_carried(on_descent, (CARRIED.key,))
            with self.observer.hurrying(HURRY_SECONDS):
                self._examine(on_descent, self.own)
        self._examine([check for check in others if check.id not in self.own], self.own)
        # What a function builds on is judged before it.
        for _, checks in groupby(sorted(chosen, key=_place_in_contracts), _place_in_contracts):
            again: dict[tuple[str, ...], list[Check]] = {}
            for check in filter(self._may_gain, checks):
                wrong = self._wrong_below(check)
                if wrong and not self._has_gained(check):
                    again.setdefault(wrong, []).append(check)
            for wrong, some in again.items():
                self._examine_carried([c for c in some if self.stood_in.get(c.id) != wrong], wrong)
                # What is wrong in a function's header or in what it returns may be right in how it
                # is used: then it is its right one that does not do, beside right ones of others.
                for fewer in _fewer(wrong):
                    still = [c for c in some if self.carried[c.id].outcome is Outcome.FAILED]
                    if self._has_time():
                        self._examine_carried(still, fewer)

    def grades(self, chosen: Sequence[Check]) -> list[CheckGrade]:
        """Return a grade a check; skipped where another function's mistake is all that is seen."""
        grades = [self._grade(check) for check in chosen]
        wrong = {
            (check.stem, check.function)
            for check, grade in zip(chosen, grades, strict=True)
            if grade.outcome is not Outcome.PASSED
        }
        for place, (check, grade) in enumerate(zip(chosen, grades, strict=True)):
            if grade.outcome is not Outcome.FAILED or self.carried_failed(check):
                continue
            asked, made_of = self._asked_in(check.stem), exercise_of(check.stem).made_of
            causes = [
                name
                for name in check.needs
                if name in asked
                and (check.stem, name) in wrong
                and check.function not in (name, *made_of(name))
            ]
            if causes:
                reason = Reason(Why.BUILDS_ON, (check.function, *causes))
                reasons = (reason, *grade.reasons)
                grades[place] = replace(grade, outcome=Outcome.SKIPPED, reasons=reasons)
        return grades

    def carried_failed(self, check: Check) -> bool:
        """Whether a check failed with right functions in the place of wrong ones, too."""
        if check.id not in self.carried or self.carried[check.id].outcome is not Outcome.FAILED:
            return False
        own, carried = self.own[check.id].finding, self.carried[check.id].finding
        # An error where there was an answer: what stands here asks more of the own one, such as
        # one more argument, and that is no mistake.
        was_answered = own is not None and own.status == "returned"
        return not (was_answered and carried is not None and carried.status == "raised")

    def _grade(self, check: Check) -> CheckGrade:
        """Return the better of own and carried, in words that say so."""
        own = self.own[check.id]
        carried = self.carried.get(check.id, own)
        if own.outcome in (Outcome.PASSED, Outcome.GRADER_FAULT):
            return grade_of(check, own)
        if carried.outcome is Outcome.GRADER_FAULT:
            return grade_of(check, carried)
        functions = self.stood_in.get(check.id, ())
        if carried.outcome is Outcome.PASSED:
            reasons = (Reason(Why.CARRIED, functions), *_reasons(own))
            return replace(
                grade_of(check, carried), points_own=0.0, finding=own.finding, reasons=reasons,
                sketch=own.sketch,
            )  # fmt: skip
        if self.carried_failed(check):
            # What is wrong in this function: with the other one wrong, or missing, it would drown.
            reasons = (Reason(Why.STILL_WRONG, functions), *_reasons(carried))
            return replace(grade_of(check, carried), reasons=reasons)
        return grade_of(check, own)

    def _examine(self, checks: Sequence[Check], verdicts: dict[str, Verdict]) -> None:
        handed_in = [c for c in checks if f"{c.stem}.py" in self.submission.files]
        missing = [check for check in checks if check not in handed_in]
        verdicts |= {check.id: _missing(check, self.submission) for check in missing}
        ids = [check.id for check in handed_in]
        verdicts |= self.engine.examine(self.submission.student, self.observer, ids)

    def _examine_carried(self, checks: Sequence[Check], functions: tuple[str, ...]) -> None:
        found: dict[str, Verdict] = {}
        with self.observer.with_right(functions):
            self._examine(checks, found)
        for name, verdict in found.items():
            is_fewer = name in self.carried and set(functions) < set(self.stood_in[name])
            if not is_fewer or verdict.outcome in (Outcome.PASSED, Outcome.GRADER_FAULT):
                self.carried[name], self.stood_in[name] = verdict, functions

    def _mentions_first(self, stem: str) -> bool:
        return CARRIED.stem.encode() in self.submission.files.get(f"{stem}.py", b"")

    def _asked_in(self, stem: str) -> frozenset[str]:
        """Return the names that stand in a module elsewhere than behind their own ``def``."""
        if stem not in self.asked:
            data, text = self.submission.files[f"{stem}.py"], ""
            with suppress(NotebookError):
                text = read_notebook(data) if is_notebook(data) else data.decode(errors="replace")
            self.asked[stem] = frozenset(ASKED.findall(text))
        return self.asked[stem]

    def _may_gain(self, check: Check) -> bool:
        verdict = self.own[check.id]
        losing = (Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CRASHED)
        return verdict.outcome in losing or verdict.waits

    def _has_gained(self, check: Check) -> bool:
        return check.id in self.carried and self.carried[check.id].outcome is Outcome.PASSED

    def _has_time(self) -> bool:
        session = self.observer.session
        return session.seconds < session.limits.submission_seconds / 2

    def _wrong_below(self, check: Check) -> tuple[str, ...]:
        """Return the functions that are not right among those that the judged one is built on."""
        exercise = exercise_of(check.stem)
        # Not what is itself built on the judged one: a right one would come along.
        built_on = {
            each
            for name in check.needs
            for each in (name, *exercise.made_of(name))
            if check.function not in (each, *exercise.made_of(each))
        }
        # What is written nowhere but behind its own `def` is not asked by anything.
        asked = self._asked_in(check.stem)
        keys = [f.key for f in exercise.functions.values() if f.name in built_on & asked]
        if exercise != CARRIED.exercise and self._mentions_first(check.stem):
            keys.insert(0, CARRIED.key)
        return tuple(key for key in keys if not self._is_right(key) and can_stand_in(key))

    def _is_right(self, key: str) -> bool:
        """Whether a function is, with what it builds on right."""
        function = function_of(key)
        if function is CARRIED:
            return all(verdict.outcome is Outcome.PASSED for verdict in self._on_descent())
        judged = [
            (self.own[check.id], self.carried.get(check.id))
            for check in self.engine.catalog
            if (check.stem, check.function) == (function.stem, function.name)
        ]
        return all(PASSED in verdicts for verdicts in judged)

    def _on_descent(self) -> list[Verdict]:
        """Return the verdicts on the learner's own loop, which ``--only`` may have left out."""
        checks = self._checks_of_descent()
        self._examine([check for check in checks if check.id not in self.own], self.own)
        return [self.own[check.id] for check in checks]

    def _descent_hangs(self) -> bool:
        known = [check for check in self._checks_of_descent() if check.id in self.own]
        return any(self.own[check.id].outcome is Outcome.TIMED_OUT for check in known)

    def _checks_of_descent(self) -> list[Check]:
        catalog = self.engine.catalog
        return [c for c in catalog if (c.stem, c.function) == (CARRIED.stem, CARRIED.name)]


def _fewer(functions: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return functions without each of them, and the loop that all exercises have alone."""
    if len(functions) == 1:
        return []
    without = [tuple(f for f in functions if f != each) for each in functions]
    alone = [(key,) for key in functions if key == CARRIED.key]
    return [*dict.fromkeys([*without, *alone])]


def _place_in_contracts(check: Check) -> tuple[int, int]:
    """Return where the judged function stands; behind the others what judges no single one."""
    exercise = exercise_of(check.stem)
    names = [*exercise.functions, check.function]
    return exercise.number, names.index(check.function)


def grade_of(check: Check, verdict: Verdict) -> CheckGrade:
    """Return a check's grade from one verdict."""
    points = check.points if verdict.outcome is Outcome.PASSED else 0.0
    return CheckGrade(
        check.id,
        check.title,
        check.function,
        verdict.outcome,
        points,
        check.points,
        points_own=points,
        finding=verdict.finding,
        reasons=_reasons(verdict),
        fault=verdict.fault,
        sketch=verdict.sketch,
    )


def _reasons(verdict: Verdict) -> tuple[Reason, ...]:
    return (verdict.reason,) if verdict.reason is not None else ()


def graded(
    submission: Submission, checks: Sequence[Check], grades: Sequence[CheckGrade], seconds: float
) -> Grade:
    """Add checks up to exercises, and exercises to a submission's grade."""
    keys = dict.fromkeys(check.key for check in checks)
    pairs = list(zip(checks, grades, strict=True))
    exercises = [_exercise(key, [g for check, g in pairs if check.key == key]) for key in keys]
    return Grade(
        submission.student,
        together([exercise.outcome for exercise in exercises]),
        sum(exercise.points for exercise in exercises),
        sum(check.points for check in checks),
        seconds,
        tuple(exercises),
        submission.notes,
    )


def _exercise(key: str, grades: Sequence[CheckGrade]) -> ExerciseGrade:
    return ExerciseGrade(
        key,
        together([grade.outcome for grade in grades]),
        sum(grade.points for grade in grades),
        sum(grade.max_points for grade in grades),
        sum(grade.points_own for grade in grades),
        tuple(grades),
    )


def _missing(check: Check, submission: Submission) -> Verdict:
    name = f"{check.stem}.py"
    reason = Reason(Why.NOT_SUBMITTED, (name,))
    if name in submission.unreadable:
        reason = Reason(Why.UNREADABLE, (submission.unreadable[name],))
    return Verdict(Outcome.NOT_SUBMITTED, reason=reason)


def _stops(
    grade: Grade, submission: Submission, stopped: Mapping[str, Sequence[Stopped]]
) -> Iterator[str]:
    """Say which lines of the files stopped: where all that counts stands elsewhere, no check does.

    In words of ours and lines of the file: what the child says of it may be any text.
    """
    judged = {exercise_of(exercise.key).stem for exercise in grade.exercises}
    for stem in sorted(judged & stopped.keys()):
        places = _Places(stem, submission.files.get(f"{stem}.py", b""))
        said = dict.fromkeys(filter(None, map(places.stop, stopped[stem])))
        yield from list(said)[:NAMED]
        if len(said) > NAMED:
            yield f"{stem}: {len(said) - NAMED} more such lines."


class _Places:
    """Lines of a file, a module or a notebook, in words for the student."""

    def __init__(self, stem: str, data: bytes) -> None:
        self.stem = stem
        self.cells: dict[int, list[str]] = {}
        if is_notebook(data):
            self.cells = {cell.number: cell.source.split("\n") for cell in cells_in(data)}
        self.lines = data.decode("utf-8", "replace").splitlines()

    def stop(self, stopped: Stopped) -> str:
        """Return a sentence; empty where others say it."""
        where = self._where(stopped)
        if not where:
            is_all = stopped.cause is Cause.OUT_OF_TIME
            return f"{self.stem} {OUT_OF_TIME}, and could not be judged." if is_all else ""
        raised = stopped.raised
        if raised is not None and "SyntaxError" in raised.bases:
            return f"{where} is not Python and was left out. The rest was run."
        is_late = stopped.cause is Cause.OUT_OF_TIME
        why = f" {OUT_OF_TIME}" if is_late else f" stopped{_kind(raised)}"
        is_refused = raised is not None and raised.type_name in REFUSED
        more = f" ({NOT_ALLOWED})" if is_refused else ""
        return f"{where}{why}{more}. The lines below it were run all the same."

    def _where(self, stopped: Stopped) -> str:
        cell = CELL.search(stopped.file)
        if cell and (lines := self.cells.get(int(cell[1]))):
            if left_out_magic("\n".join(lines)):
                return ""  # the notes on reading say so
            first = next((line for line in lines if line.strip()), "")
            begins = f"{self.stem}.ipynb: cell {cell[1]}, which begins {_quoted(first)},"
            return f"{begins} line {stopped.line}," if stopped.line else begins
        if cell or not 0 < stopped.line <= len(self.lines):
            return ""
        return f"{self.stem}.py: line {stopped.line}, {_quoted(self.lines[stopped.line - 1])},"


def _quoted(line: str) -> str:
    """Return a line of a learner's as a code span that nothing in it can end."""
    text = line.strip().replace("`", "'")
    return f"`{text[:QUOTED]}…`" if len(text) > QUOTED else f"`{text}`"


def _kind(raised: Raised | None) -> str:
    """Return an exception's name where it is one of Python's own, whatever the child calls it."""
    is_known = raised is not None and isinstance(getattr(builtins, raised.type_name, None), type)
    return f" with {raised.type_name}" if raised is not None and is_known else ""
