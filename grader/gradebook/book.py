"""The gradebook: every attempt at grading a submission, in one SQLite file, only ever added to.

A grade is known by all that it depends on: the submission and its `Edition`. A finished submission
is on the disk before the next one is counted, so a run that was killed goes on where it was. A run
that came to its end leaves a list of whom it found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from grader.gradebook.database import ATTEMPT, FACT, RUN, GradebookError, GradebookFile
from grader.grades import Grade, grade_from, text_of
from grader.intake.people import Who
from grader.provenance import Edition
from grader.weights_and_late_work import Rule, rule_from

__all__ = ["BOOK", "Attempt", "Gradebook", "Run"]

BOOK = "gradebook.sqlite"
OF_EDITION = "hidden = ? AND kit = ? AND seed = ? AND isolation = ? AND terms = ?"
LATEST = f"""
SELECT grade FROM attempts WHERE submission = ? AND {OF_EDITION} ORDER BY id DESC LIMIT 1
"""
IS_DONE = f"""
SELECT 1 FROM attempts WHERE submission = ? AND {OF_EDITION} AND outcome != 'grader fault' LIMIT 1
"""
# Of a name that holds bytes that are no text only the grade itself has them all.
NAMED_IN = "CASE WHEN instr(student, '?') THEN grade END"
ATTEMPTS = f"""
SELECT student, {NAMED_IN}, student_id, submission, points, assignment, late, submitted_at
FROM attempts WHERE {OF_EDITION}
    AND outcome NOT IN ('grader fault', 'not submitted') ORDER BY id
"""
PEOPLE = f"""
SELECT student, {NAMED_IN}, student_id, email, late, submitted_at, attempt, submission
FROM attempts ORDER BY id
"""


@dataclass(frozen=True)
class Run:
    """A run that came to its end: where it looked, under which edition, and whom it found."""

    place: str
    assignment: str
    is_whole: bool
    edition: Edition
    handed_in: tuple[tuple[str, str], ...]
    people: Mapping[str, Who] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """A submission and its points: what is compared with a later one.

    Attributes
    ----------
    student : whose
    submission : its digest
    points : that its grade came to
    who : the student's id, and when it came
    assignment : for which it was handed in; empty where there is only one
    """

    student: str
    submission: str
    points: float
    who: Who
    assignment: str = ""

    def may_be_by(self, who: Who) -> bool:
        """Whether it may be this student's: ids tell apart two of one name."""
        return not (self.who.id and who.id and self.who.id != who.id)


class Gradebook(AbstractContextManager["Gradebook"]):
    """An open gradebook, held by this process alone.

    Parameters
    ----------
    path : the file; made when there is none
    may_be_kept : whether it is only read, and so may be where nobody may write

    Raises
    ------
    GradebookError
        When another grader is at work on it, or the file is damaged or not a gradebook of ours.
        The file is left as it is.
    """

    def __init__(self, path: Path, *, may_be_kept: bool = False) -> None:
        self.path = path
        self._file = GradebookFile(path, may_be_kept=may_be_kept)

    @classmethod
    def of_reports(cls, out: Path) -> Self:
        """Open the gradebook among the reports in ``out``, which must be there.

        Raises
        ------
        GradebookError
            When there is none, or it cannot be used.
        """
        path = out / BOOK
        if not path.is_file():
            raise GradebookError(
                f"{out} has no gradebook. Name the folder that grader grade wrote, or run grader "
                f"grade SUBMISSIONS --out {out} first."
            )
        return cls(path, may_be_kept=True)

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; another grader may open it."""
        self._file.close()

    def add(
        self, submission: str, edition: Edition, grade: Grade, who: Who | None = None,
        assignment: str = "",
    ) -> None:  # fmt: skip
        """Keep a grade; on return it is on the disk.

        Parameters
        ----------
        submission : its digest
        edition : what else the grade depends on
        grade : the result
        who : whose it is, and when it came
        assignment : for which it was handed in; empty where there is only one
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        # Names can hold bytes that are no text; the grade itself keeps them as they are.
        student = _as_text(grade.student)
        numbers = (float(grade.points), float(grade.max_points), float(grade.seconds))
        result = (now, str(grade.outcome), *numbers, text_of(grade))
        known = (*_known(who or Who()), _as_text(assignment))
        self._file.add("attempts", ATTEMPT, (student, submission, *edition.row, *result, *known))

    def end_run(
        self, place: str, edition: Edition, handed_in: Sequence[tuple[str, str]], *,
        is_whole: bool, people: Mapping[str, Who] | None = None, assignment: str = "",
    ) -> None:  # fmt: skip
        """Keep whom a run found.

        Parameters
        ----------
        place : where it looked
        edition : under which it graded
        handed_in : each student and the digest of the submission, in their order
        is_whole : whether it looked at the whole place: who is not among them was withdrawn
        people : who they are, as the source and the roster say
        assignment : for which they handed in; empty where there is only one
        """
        place = _spelled(place)
        known = {who: _told(each) for who, each in (people or {}).items()}
        found = [[who, digest, known.get(who, {})] for who, digest in handed_in]
        last = next(self.runs(), None)
        assignment = _as_text(assignment)
        if last == Run(place, assignment, is_whole, edition, *_listed(found)):
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = (place, int(is_whole), *edition.row, now, json.dumps(found), assignment)
        self._file.add("runs", RUN, row)

    def runs(self) -> Iterator[Run]:
        """Yield the runs, the latest first."""
        for row in self._file.all(f"SELECT {RUN} FROM runs ORDER BY id DESC"):
            place, is_whole, *edition, _, handed_in, assignment = row
            found = _listed(json.loads(handed_in))
            yield Run(place, assignment, bool(is_whole), Edition(*edition), *found)

    def is_done(self, submission: str, edition: Edition) -> bool:
        """Whether the submission has a grade; a grader fault is none."""
        return self._file.one(IS_DONE, (submission, *edition.row)) is not None

    def grade(self, submission: str, edition: Edition) -> Grade | None:
        """Return the submission's latest grade, None when there is no attempt."""
        found = self._file.one(LATEST, (submission, *edition.row))
        return None if found is None else grade_from(found[0])

    def attempts(self, edition: Edition) -> Iterator[Attempt]:
        """Yield every attempt of an edition that has points, the oldest first."""
        for student, text, *known, late, at in self._file.all(ATTEMPTS, edition.row):
            number, digest, points, assignment = known
            is_late = None if late is None else bool(late)
            who = Who(id=number, late=is_late, submitted_at=at)
            yield Attempt(_exact(student, text), digest, points, who, assignment)

    def people(self, counting: Mapping[str, str]) -> dict[str, Who]:
        """Return who everybody is, as the source of their attempt said.

        Parameters
        ----------
        counting : the digest of the attempt that is meant, by student; else it is the latest
        """
        people, meant = {}, set()
        for student, text, *known, digest in self._file.all(PEOPLE):
            name = _exact(student, text)
            number, email, late, submitted_at, attempt = known
            is_meant = digest == counting.get(name)
            if name in meant and not is_meant:
                continue
            if is_meant:
                meant.add(name)
            late = None if late is None else bool(late)
            people[name] = Who(
                id=number, email=email, late=late, submitted_at=submitted_at, attempt=attempt
            )
        for run in reversed(list(self.runs())):
            for student, digest in run.handed_in:
                if student in run.people and counting.get(student, digest) == digest:
                    people[student] = run.people[student]
        return people

    def seeds(self) -> set[str]:
        """Return what identifies the secrets of all grades."""
        return {row[0] for row in self._file.all("SELECT DISTINCT seed FROM attempts")}

    def note(self, kind: str, name: str, told: Mapping[str, Any]) -> None:
        """Keep a fact, unless it is the latest of its kind and name."""
        if told != self.fact(kind, name):
            self._file.add("facts", FACT, (kind, _spelled(name), json.dumps(told)))

    def fact(self, kind: str, name: str = "") -> dict[str, Any] | None:
        """Return the latest fact of a kind and name; None where none was kept."""
        query = "SELECT told FROM facts WHERE kind = ? AND name = ? ORDER BY id DESC LIMIT 1"
        found = self._file.one(query, (kind, _spelled(name)))
        return None if found is None else json.loads(found[0])

    def facts(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the latest fact of each name of a kind."""
        found = self._file.all("SELECT name, told FROM facts WHERE kind = ? ORDER BY id", [kind])
        return {name: json.loads(told) for name, told in found}

    @property
    def rule(self) -> Rule:
        """How the points of the latest run count."""
        told = self.fact("rule")
        return Rule() if told is None else rule_from(told)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the file."""
        self._file.copy_to(path)

    def __len__(self) -> int:
        """Return the number of attempts."""
        return int(self._file.one("SELECT count(*) FROM attempts", ())[0])


def _as_text(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _spelled(place: str) -> str:
    """Return a folder's name, in which bytes that are no text are spelled out."""
    return place.encode("utf-8", "backslashreplace").decode()


def _exact(student: str, text: str | None) -> str:
    """Return a student's name, from the text of the grade where the table's may lack bytes."""
    name: str = student if text is None else json.loads(text)["student"]
    return name


def _known(who: Who) -> tuple[str | int | None, ...]:
    """Return who it is and when it came, in the table's order and as the table gives it back."""
    late = None if who.late is None else int(who.late)
    return _as_text(who.id), _as_text(who.email), late, _as_text(who.submitted_at), who.attempt


def _told(who: Who) -> dict[str, Any]:
    """Return who a student is, without what is not known, as it can be kept and read back."""
    return {key: value for key, value in asdict(who).items() if value not in ("", None)}


def _listed(
    found: Sequence[Sequence[Any]],
) -> tuple[tuple[tuple[str, str], ...], dict[str, Who]]:
    """Return the students of a run with their digests, and who they are as far as that was kept."""
    people = {who: Who(**known[0]) for who, _, *known in found if known and known[0]}
    return tuple((who, digest) for who, digest, *_ in found), people
