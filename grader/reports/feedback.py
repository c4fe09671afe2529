"""One student's feedback as Markdown: what each check said, in the coach's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from exercises.coach.contracts import CARRIED, exercise_of
from exercises.coach.judging.finding import Finding, Flaw, Kind
from exercises.coach.showing.markdown import markdown_of_rows
from exercises.coach.showing.message import got_text, message, rows_of
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.reports.text import counted_text, one_line, points_text, reason_text

__all__ = ["feedback"]

MARKS = {
    Outcome.PASSED: "✓",
    Outcome.NOT_STARTED: "–",
    Outcome.NOT_SUBMITTED: "–",
    Outcome.SKIPPED: "–",
    Outcome.GRADER_FAULT: "?",
}
# What a renderer of Markdown may take for more than words, which a learner's are.
MARKUP = re.compile(r"<|\]\(")
FIRST_WORDS = 100
FAULT = "The grader failed here, not you. This check is left blank until it is graded again."


def feedback(grade: Grade, isolation: str, versions: str = "") -> str:
    """Return the page that a student reads.

    Parameters
    ----------
    grade : the submission's grade
    isolation : the isolation in force, one line, printed at the end
    versions : of Python, NumPy and Matplotlib, printed there too
    """
    parts = [f"# {one_line(grade.student)}: {_total(grade)}", ""]
    counted = [counted_text(grade.counted)] if grade.counted and grade.total is not None else []
    parts += [f"- {one_line(note)}" for note in (*counted, *grade.notes)]
    parts += [""] if counted or grade.notes else []
    first = next((e for e in grade.exercises if e.key == CARRIED.exercise.key), None)
    was_missing = first is not None and first.outcome is Outcome.NOT_SUBMITTED
    for exercise in grade.exercises:
        parts += _exercise(exercise, was_missing)
    parts.append(f"Graded with isolation: {isolation}." + (f" {versions}." if versions else ""))
    return "\n".join(parts) + "\n"


def _total(grade: Grade) -> str:
    if grade.outcome in (Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED):
        return f"{grade.outcome}"
    if grade.unreadable:
        lost = " and ".join(exercise_of(each.key).title for each in grade.unreadable)
        return f"no total yet, since {lost} could not be read"
    raw = f"{points_text(grade.points)} of {points_text(grade.max_points)}"
    if grade.counted is None:
        return f"{raw} points"
    counted = f"{points_text(grade.counted.points)} of {points_text(grade.out_of)} points"
    return f"{counted} ({raw} by the checks)"


def _exercise(exercise: ExerciseGrade, was_missing: bool) -> list[str]:
    described = exercise_of(exercise.key)
    points = f"{points_text(exercise.points)} of {points_text(exercise.max_points)}"
    if exercise.outcome in (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.GRADER_FAULT):
        points = str(exercise.outcome)
    lines = [f"## Exercise {described.number}, {described.title}: {points}", ""]
    if exercise.outcome is Outcome.NOT_SUBMITTED:
        reasons = exercise.checks[0].reasons if exercise.checks else ()
        return [*lines, *(one_line(reason_text(reason)) for reason in reasons[:1]), ""]
    if exercise.outcome is Outcome.NOT_STARTED:
        return [*lines, f"Nothing is written yet: {len(exercise.checks)} checks wait for it.", ""]
    if exercise.points > exercise.points_own:
        lines += [_carried(exercise, was_missing), ""]
    said = _Said()
    for check in exercise.checks:
        lines += _check(check, said)
    return [*lines, ""]


def _carried(exercise: ExerciseGrade, was_missing: bool) -> str:
    own = points_text(exercise.points_own)
    if was_missing:
        return (
            f"Exercise {CARRIED.exercise.number} was not handed in: a right "
            f"`{CARRIED.name}` took its place (marked *). {own} of these points do without it."
        )
    return (
        f"{own} of these points with your own `{CARRIED.name}`; the rest with a right one in its "
        "place (marked *): one mistake costs once."
    )


@dataclass
class _Said:
    """What was said of earlier checks of an exercise, so that nothing is said twice."""

    flaws: set[Flaw] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def message(self, finding: Finding) -> list[str]:
        """Return the message; a mistake that was named before goes without its sentence."""
        lines = markdown_of_rows(rows_of(finding, again=self.names), indent="  ")
        self.names |= set(finding.flaw.misconceptions)
        return lines

    def again(self, finding: Finding) -> str:
        """Return in a few words what was said before of another call; nothing the first time."""
        flaw = finding.flaw
        # An answer that is compared with another: its call belongs to it, whoever reads it.
        is_compared = bool(flaw.expected) and finding.status not in ("missing", "crashed")
        alike = replace(flaw, facts=tuple(f for f in flaw.facts if f.kind is not Kind.OF_THIS_CALL))
        if alike not in self.flaws or is_compared:
            self.flaws.add(alike)
            return ""
        if MARKUP.search(message(replace(finding, call="", flaw=alike))):
            return "the same answer"
        words = got_text(flaw).split("\n")[0]
        return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"


def _check(check: CheckGrade, said: _Said) -> list[str]:
    mark = MARKS.get(check.outcome, "✗")
    points = f"{points_text(check.points)} of {points_text(check.max_points)}"
    is_carried = check.outcome is Outcome.PASSED and check.points > check.points_own
    lines = [f"- {mark} {check.title} ({points})" + (" *" if is_carried else "")]
    if check.outcome is Outcome.GRADER_FAULT:
        return [*lines, f"  {FAULT}"]
    if check.outcome is Outcome.PASSED:
        return lines
    lines += [f"  {one_line(reason_text(reason))}" for reason in check.reasons]
    if check.finding is None:
        return lines
    if above := said.again(check.finding):
        return [*lines, f"  As above: {one_line(above)}"]
    return [*lines, "", *said.message(check.finding), ""]
