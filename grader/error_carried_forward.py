"""The verdicts on one submission: which checks are run, with whose functions, and which counts.

Error carried forward: where a function is not right, what builds on it is judged a second time with
a right one in its place; both results are kept, the better one counts. Where both are wrong, the
second one speaks: it shows the mistake of the function itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol

from exercises.coach.calling.notebook_file import NotebookError, is_notebook, read_notebook
from exercises.coach.contracts import CARRIED, exercise_of, function_of
from grader.check_outcome import PASSED, Verdict
from grader.grades import CheckGrade, Outcome, Reason, Why
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Check
from grader.substitute_functions import can_stand_in

__all__ = ["Carrying", "Examiner", "grade_of", "missing"]

HURRY_SECONDS = 1.0
ASKED = re.compile(r"(?<!def )\b[A-Za-z]\w*")


class Examiner(Protocol):
    """Runs checks; `grader.pytest_engine.Engine` is one."""

    catalog: tuple[Check, ...]

    def examine(
        self, student: str, observer: SandboxObserver, checks: Sequence[str]
    ) -> dict[str, Verdict]:
        """Return the verdict of each check."""


@dataclass
class Carrying:
    """The verdicts on one submission, as they come in.

    Attributes
    ----------
    submission, observer, engine : what is judged, what calls its functions, what judges
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
        """Have the checks judged, again where right functions may make a difference."""
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
            if grade.outcome is not Outcome.FAILED or self._carried_failed(check):
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

    def _carried_failed(self, check: Check) -> bool:
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
            reasons = (Reason(Why.CARRIED, functions), *reasons_of(own))
            return replace(
                grade_of(check, carried), points_own=0.0, finding=own.finding, reasons=reasons,
                sketch=own.sketch,
            )  # fmt: skip
        if self._carried_failed(check):
            # What is wrong in this function: with the other one wrong, or missing, it would drown.
            reasons = (Reason(Why.STILL_WRONG, functions), *reasons_of(carried))
            return replace(grade_of(check, carried), reasons=reasons)
        return grade_of(check, own)

    def _examine(self, checks: Sequence[Check], verdicts: dict[str, Verdict]) -> None:
        handed_in = [c for c in checks if f"{c.stem}.py" in self.submission.files]
        others = [check for check in checks if check not in handed_in]
        verdicts |= {check.id: missing(check, self.submission) for check in others}
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
        reasons=reasons_of(verdict),
        fault=verdict.fault,
        sketch=verdict.sketch,
    )


def reasons_of(verdict: Verdict) -> tuple[Reason, ...]:
    return (verdict.reason,) if verdict.reason is not None else ()


def missing(check: Check, submission: Submission) -> Verdict:
    """Return the verdict where there is no file to judge."""
    name = f"{check.stem}.py"
    reason = Reason(Why.NOT_SUBMITTED, (name,))
    if name in submission.unreadable:
        reason = Reason(Why.UNREADABLE, (submission.unreadable[name],))
    return Verdict(Outcome.NOT_SUBMITTED, reason=reason)
