"""Whose points are others than before: by how much, in which checks, and what had changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.grades import Outcome
from grader.intake.people import Who
from grader.provenance import Edition
from grader.weights_and_late_work import Rule
from grader.wording import listed

__all__ = ["Became", "CheckDifference", "Difference", "State", "moves", "state_of"]

TEST = re.compile(r"hidden/test_(ex\d+)\.py$")
NAMED = 4
WORDS = {
    "seed": "another secret, and so other numbers",
    "isolation": "another isolation",
    "terms": "other exercises or limits",
}


@dataclass(frozen=True)
class Known:
    """What a gradebook has of one student: the points, and all that they depend on.

    Attributes
    ----------
    total, out_of : what counts, and of what
    percent : taken off for being late
    is_fault : whether a fault of the grader's left it blank
    checks : points and most points of each check
    who : whose it is
    digest, edition : the files that were handed in last, and what else their grade depends on
    sources : the same of each exercise, which may be of another run
    """

    total: float | None
    out_of: float
    percent: float
    is_fault: bool
    checks: Mapping[str, tuple[float, float]]
    who: Who
    digest: str
    edition: Edition
    sources: Mapping[str, tuple[str, Edition]] = field(default_factory=dict)

    def source(self, key: str) -> tuple[str, Edition]:
        """Return the files and the edition that an exercise's grade is of."""
        return self.sources.get(key, (self.digest, self.edition))


@dataclass(frozen=True)
class State:
    """A gradebook's grades at one moment.

    Attributes
    ----------
    students : by name
    rule : how points count
    judges : by `Edition.hidden`, the files that judged, each with its hash
    titles : of the checks, by id
    """

    students: Mapping[str, Known]
    rule: Rule
    judges: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, str]


class Became(StrEnum):
    """What became of a student."""

    MOVED = "moved"
    SAME_TOTAL = "same total"
    NEW = "new"
    GONE = "withdrawn"


@dataclass(frozen=True)
class CheckDifference:
    """A check with other points, or out of others: None where it was not there, or is no more."""

    id: str
    title: str
    before: float | None
    after: float | None
    out_of: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class Difference:
    """A student with another total, or another result of a check.

    Attributes
    ----------
    student, kind : who, and what became of them
    before, after : the totals that count; None where they are blank, or nobody is there
    checks : those with other points
    why : what had changed
    """

    student: str
    kind: Became
    before: float | None
    after: float | None
    checks: tuple[CheckDifference, ...]
    why: tuple[str, ...]

    @property
    def change(self) -> float | None:
        """By how much; None where a side is blank."""
        is_known = self.before is not None and self.after is not None
        return self.after - self.before if is_known else None  # type: ignore[operator]


def state_of(book: Gradebook) -> State:
    """Return what a gradebook has of everybody now."""
    graded = Standings(book).graded()
    people = book.people({student: digest for student, (digest, _) in graded.items()})
    titles: dict[str, str] = {}
    students = {}
    # Without what each check said: of a large class that would fill the memory.
    for standing in Standings(book):
        grade = standing.grade
        points = {}
        for check in grade.checks:
            name = sys.intern(check.id)
            points[name] = (check.points, check.max_points)
            titles[name] = check.title
        students[standing.student] = Known(
            grade.total,
            grade.out_of,
            0.0 if grade.counted is None else grade.counted.percent,
            grade.outcome is Outcome.GRADER_FAULT,
            points,
            people.get(standing.student, Who()),
            *graded[standing.student],
            standing.sources,
        )
    return State(students, book.rule, book.facts("judges"), titles)


def moves(before: State, after: State) -> Iterator[Difference]:
    """Yield whose points are others, who is new and who is gone."""
    for student in sorted({*before.students, *after.students}):
        was, now = before.students.get(student), after.students.get(student)
        if was is None and now is not None:
            yield Difference(student, Became.NEW, None, now.total, (), ("handed in since",))
        elif now is None and was is not None:
            yield Difference(student, Became.GONE, was.total, None, (), ("no longer handed in",))
        elif was is not None and now is not None:
            checks = tuple(_check_moves(was, now, {**before.titles, **after.titles}))
            totals = was.total, now.total
            is_same = not _differ(*totals) and was.out_of == now.out_of
            if is_same:
                # Out of how many points a check is that nobody passed is nothing to tell.
                checks = tuple(each for each in checks if _differ(each.before, each.after))
            if checks or not is_same:
                why = tuple(_why(was, now, checks, before, after))
                kind = Became.SAME_TOTAL if is_same else Became.MOVED
                yield Difference(student, kind, *totals, checks, why)


def _check_moves(was: Known, now: Known, titles: Mapping[str, str]) -> Iterator[CheckDifference]:
    nothing = (None, None)
    for name in dict.fromkeys((*was.checks, *now.checks)):
        before, most = was.checks.get(name, nothing)
        after, most_now = now.checks.get(name, nothing)
        if _differ(before, after) or _differ(most, most_now):
            yield CheckDifference(name, titles[name], before, after, (most, most_now))


def _differ(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > 1e-9


def _why(
    was: Known, now: Known, checks: tuple[CheckDifference, ...], before: State, after: State
) -> Iterator[str]:
    reasons = list(_reasons(was, now, checks, before, after))
    if dict(after.rule.weights) != dict(before.rule.weights):
        reasons.append("other weights")
    if was.percent != now.percent:
        reasons += after.rule.differences(before.rule)
    if was.is_fault:
        reasons.append("a fault of the grader's had left it blank")
    known = (was.who.submitted_at, was.who.late), (now.who.submitted_at, now.who.late)
    if after.rule.late is not None and known[0] != known[1]:
        reasons.append("another time of submission")
    yield from reasons or ["nothing that the gradebook knows of"]


def _reasons(
    was: Known, now: Known, checks: tuple[CheckDifference, ...], before: State, after: State
) -> Iterator[str]:
    keys = dict.fromkeys(check.id.partition("/")[0] for check in checks)
    pairs = [(was.source(key), now.source(key)) for key in keys]
    pairs = pairs or [((was.digest, was.edition), (now.digest, now.edition))]
    if any(one[0] != other[0] for one, other in pairs):
        yield "the files changed"
    said: list[str] = []
    for (_, old), (_, new) in pairs:
        if old.hidden != new.hidden:
            said += _judges(before.judges.get(old.hidden), after.judges.get(new.hidden), checks)
        if old.kit != new.kit:
            said.append(f"the kit changed, from {old.kit} to {new.kit}")
        said += [word for name, word in WORDS.items() if getattr(old, name) != getattr(new, name)]
    yield from dict.fromkeys(said)


def _judges(
    old: Mapping[str, str] | None,
    new: Mapping[str, str] | None,
    checks: tuple[CheckDifference, ...],
) -> Iterator[str]:
    """Yield which files that judge are others, as far as they have a part in these checks."""
    if old is None or new is None:
        yield "the hidden tests, or what they judge with, changed"
        return
    changed = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    keys = {check.id.partition("/")[0] for check in checks}
    tests = [name for name in changed if (found := TEST.search(name)) and found[1] in keys]
    others = [name for name in changed if not TEST.search(name)]
    if tests:
        yield f"hidden tests changed: {listed(tests, NAMED)}"
    if others:
        yield f"what the tests judge with changed: {listed(others, NAMED)}"
