"""One student's feedback as Markdown: what each check said, in the coach's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from exercises.coach.contracts import CARRIED, exercise_of
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.reports.text import one_line, points_text, printable

__all__ = ["feedback"]

MARKS = {
    Outcome.PASSED: "✓",
    Outcome.NOT_STARTED: "–",
    Outcome.NOT_SUBMITTED: "–",
    Outcome.SKIPPED: "–",
    Outcome.GRADER_FAULT: "?",
}
# The heading says which exercise it is.
NUMBER = re.compile(r"^exercise \d+: ")
NAMED = re.compile(r"(looks like `([^`]+)`): \S.*")
# What differs between two messages of one cause: the call with its numbers, and these words.
CALL = re.compile(r"\S.*\n(?=  )")
OF_ONE_CHECK = re.compile(r"\n +\(not called again: [^)\n]*\)|`\w+`(?= further down was not read)")
# An answer that is compared with another: its call belongs to it, whoever reads it.
COMPARED = re.compile(r"^  expected(?!  a (function of that name|returned value))", re.MULTILINE)
# What a renderer of Markdown may take for more than words, which a learner's are.
MARKUP = re.compile(r"<|\]\(")
LABEL = re.compile(r"\s*(got|expected)?\s*")
FIRST_WORDS = 100
FAULT = "The grader failed here, not you. This check is left blank until it is graded again."


def feedback(grade: Grade, isolation: str) -> str:
    """Return the page that a student reads.

    Parameters
    ----------
    grade : the submission's grade
    isolation : the isolation in force, one line, printed at the end
    """
    parts = [f"# {one_line(grade.student)}: {_total(grade)}", ""]
    parts += [f"- {one_line(note)}" for note in grade.notes]
    parts += [""] if grade.notes else []
    first = next((e for e in grade.exercises if e.key == CARRIED.exercise.key), None)
    was_missing = first is not None and first.outcome is Outcome.NOT_SUBMITTED
    for exercise in grade.exercises:
        parts += _exercise(exercise, was_missing)
    parts.append(f"Graded with isolation: {isolation}.")
    return "\n".join(parts) + "\n"


def _total(grade: Grade) -> str:
    if grade.outcome in (Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED):
        return f"{grade.outcome}"
    return f"{points_text(grade.points)} of {points_text(grade.max_points)} points"


def _exercise(exercise: ExerciseGrade, was_missing: bool) -> list[str]:
    described = exercise_of(exercise.key)
    points = f"{points_text(exercise.points)} of {points_text(exercise.max_points)}"
    if exercise.outcome in (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.GRADER_FAULT):
        points = str(exercise.outcome)
    lines = [f"## Exercise {described.number}, {described.title}: {points}", ""]
    if exercise.outcome is Outcome.NOT_SUBMITTED:
        why = one_line(exercise.checks[0].message) if exercise.checks else ""
        return [*lines, why, ""] if why else lines
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
            f"`{CARRIED.name}` stood in its place (marked *). {own} of these points do without it."
        )
    return (
        f"{own} of these points with your own `{CARRIED.name}`; the rest with a right one in its "
        "place (marked *): one mistake costs once."
    )


@dataclass
class _Said:
    """What was said of earlier checks of an exercise, so that nothing is said twice."""

    bodies: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def shorten(self, message: str) -> str:
        """Return the message without the sentence to a mistake that was named before."""
        return NAMED.sub(self._name, message)

    def _name(self, match: re.Match[str]) -> str:
        if match[2] in self.names:
            return f"{match[1]} again"
        self.names.add(match[2])
        return match[0]

    def again(self, message: str) -> str:
        """Return in a few words what was said before of another call; nothing the first time."""
        body = OF_ONE_CHECK.sub("", CALL.sub("", message, count=1))
        if body not in self.bodies or COMPARED.search(body):
            self.bodies.add(body)
            return ""
        if MARKUP.search(body):
            return "the same answer"
        words = LABEL.sub("", body.split("\n")[0], count=1)
        return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"


def _check(check: CheckGrade, said: _Said) -> list[str]:
    mark = MARKS.get(check.outcome, "✗")
    points = f"{points_text(check.points)} of {points_text(check.max_points)}"
    is_carried = check.outcome is Outcome.PASSED and check.points > check.points_own
    lines = [f"- {mark} {check.title} ({points})" + (" *" if is_carried else "")]
    if check.outcome is Outcome.GRADER_FAULT:
        return [*lines, f"  {FAULT}"]
    if check.outcome is Outcome.PASSED or not check.message:
        return lines
    if check.outcome is Outcome.NOT_STARTED:
        return [*lines, f"  {one_line(NUMBER.sub('', check.message))}"]
    message = check.message
    if check.outcome is Outcome.SKIPPED:
        why, _, message = message.partition("\n")
        lines.append(f"  {one_line(why)}")
    if not message:
        return lines
    if above := said.again(message):
        return [*lines, f"  As above: {one_line(above)}"]
    return [*lines, "", *_fenced(said.shorten(message)), ""]


def _fenced(message: str) -> list[str]:
    """Fence a message that may hold any text of a learner's, back quotes too."""
    longest = max((len(run) for run in re.findall(r"`+", message)), default=0)
    fence = "`" * max(3, longest + 1)
    rows = [printable(row, keep="\t") for row in message.split("\n")]
    return [f"  {fence}text", *(f"  {row}" for row in rows), f"  {fence}"]
