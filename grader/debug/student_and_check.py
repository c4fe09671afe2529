"""Which student and which check are meant, and the files that were graded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from grader.course.run_options import Order, course_again, order_from
from grader.errors import UserError
from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.grades import CheckGrade, Grade
from grader.intake import IntakeError
from grader.intake.people import Who
from grader.intake.submission import Submission
from grader.provenance import Edition
from grader.pytest_engine import Check
from grader.wording import listed

__all__ = ["DebugError", "Graded", "check_called", "graded_work", "student_called"]

SHOWN = 20
Named = TypeVar("Named", Check, CheckGrade)


class DebugError(UserError):
    """There is nothing to look at; the text says why and what to do."""


@dataclass(frozen=True)
class Graded:
    """A student's work, and what the gradebook has of it.

    Attributes
    ----------
    submission : the files
    is_as_graded : whether they are those that were graded
    grade, edition : the grade, and what it depends on besides the files
    order : how the run that found the student was made
    """

    submission: Submission
    is_as_graded: bool
    grade: Grade
    edition: Edition
    order: Order

    def check(self, name: str) -> CheckGrade | None:
        """Return the grade of a check; None where the gradebook has none."""
        return next((check for check in self.grade.checks if check.id == name), None)


def student_called(typed: str, people: Mapping[str, Who]) -> str:
    """Return the student who is called so, or whose name, id or e-mail holds it, if one alone does.

    Raises
    ------
    DebugError
        When nobody is, or several are.
    """
    if typed in people:
        return typed
    low = typed.casefold()
    exact = [who for who, each in people.items() if low in map(str.casefold, _names(who, each))]
    held = [
        who for who, each in people.items() if any(low in n.casefold() for n in _names(who, each))
    ]
    found = exact or held
    if len(found) == 1:
        return found[0]
    if found:
        raise DebugError(f"{typed!r} may be any of {_quoted(found)}. Write more of the name.")
    near = get_close_matches(typed, people, 3)
    remedy = f"Did you mean {_quoted(near)}?" if near else f"Students: {_quoted(people)}."
    raise DebugError(f"nobody here is called {typed!r}. {remedy}")


def _names(student: str, who: Who) -> Iterator[str]:
    yield from filter(None, (student, who.name, who.id, who.email, who.login))


def check_called(typed: str, checks: Sequence[Check], grade: Grade) -> Check:
    """Return the check that is meant by its id, its test's name, its function, or its title.

    A part of it will do, if it is of one alone. The title is what feedback shows.

    Parameters
    ----------
    typed : what the check is called
    checks : all that there are
    grade : whose checks are meant where these and others are called so

    Raises
    ------
    DebugError
        When there is none, or there are several.
    """
    graded = {check.id for check in grade.checks}
    found = _meant(typed, [c for c in checks if c.id in graded]) or _meant(typed, checks)
    if len(found) == 1:
        return found[0]
    if found:
        lines = "\n".join(f"  {check.id}: {check.title}" for check in found)
        raise DebugError(f"{typed!r} may be any of these checks. Write more of the name.\n{lines}")
    names = [_test(check).removeprefix("test_") for check in checks]
    near = get_close_matches(_words(typed), names, 3, 0.4)
    remedy = (
        f"Did you mean {_quoted(near)}?" if near else f"Checks: {_quoted(c.id for c in checks)}."
    )
    raise DebugError(f"no check is called {typed!r}. {remedy}")


def _meant(typed: str, checks: Sequence[Named]) -> list[Named]:
    """Return the checks that may be meant: the first kind of name that fits says which."""
    whole, words = _whole(typed), _words(typed)
    title = " ".join(typed.casefold().split())
    return (
        [c for c in checks if whole in (c.id.casefold(), _test(c))]
        or [c for c in checks if words in c.id.casefold()]
        or [c for c in checks if whole in (c.function, f"{c.key}.{c.function}")]
        or [c for c in checks if words in c.function]
        or [c for c in checks if title in c.title.casefold()]
    )


def _exercise_meant(typed: str, grade: Grade) -> str:
    """Return the key of the exercise that a check is of; empty where it may be of several."""
    keys = {check.key for check in _meant(typed, grade.checks)}
    return keys.pop() if len(keys) == 1 else ""


def _whole(typed: str) -> str:
    """Return what was typed without what pytest writes around a test's name."""
    return typed.rpartition("::")[2].partition("[")[0].casefold().replace("/test_", "/")


def _words(typed: str) -> str:
    """Return what was typed as a part of an id has it."""
    return _whole(typed).removeprefix("test_").replace(" ", "_").replace("-", "_")


def _test(check: Check | CheckGrade) -> str:
    return f"test_{check.id.partition('/')[2]}".casefold()


def graded_work(
    book: Gradebook, typed: str, check: str, out: Path, file: Path | None, said: Mapping[str, Any]
) -> Graded:
    """Return the files of a student with what the gradebook knows of them.

    Where several assignments are in one gradebook, it is those in which the check's exercise was.

    Parameters
    ----------
    book, out : the gradebook and its folder
    typed, check : what the student and the check are called
    file, said : of the course, see `grader.course.run_options.course_again`

    Raises
    ------
    DebugError
        When the student or the files cannot be found.
    GradebookError
        When nobody has a grade yet.
    """
    standings = Standings(book)
    standings.check_somebody()
    by_student = {standing.student: standing for standing in standings}
    student = student_called(typed, _people(book, by_student))
    standing = by_student[student]
    digest, edition, place = standings.source(student, _exercise_meant(check, standing.grade))
    problems = []
    latest: tuple[Submission, Order] | None = None
    for told in _orders(book, place):
        order = order_from(told, out, course_again(told, file, said), 1)
        try:
            found = [each for each in order.read_place().attempts() if each.student == student]
        except (IntakeError, OSError) as error:
            problems.append(str(error))
            continue
        for each in found:
            if each.digest == digest:
                return Graded(each, True, standing.grade, edition, order)
        if found and latest is None:
            latest = found[-1], order
    if latest is None:
        why = " ".join(problems) or f"{place} has no work of theirs any more."
        raise DebugError(
            f"the files of {student} are not to be found: {why} Put them back where they were "
            "graded, or grade again."
        )
    return Graded(latest[0], False, standing.grade, edition, latest[1])


def _people(book: Gradebook, students: Iterable[str]) -> dict[str, Who]:
    people = book.people({})
    return {student: people.get(student, Who()) for student in students}


def _orders(book: Gradebook, place: str) -> list[Mapping[str, Any]]:
    """Return how the runs that looked at a place were made: the whole of it, then parts of it."""
    orders = book.facts("order")
    whole = [told for name, told in orders.items() if name == place]
    parts = [told for name, told in orders.items() if Path(name).parent == Path(place)]
    if not whole and not parts:
        raise DebugError(
            f"{book.path} does not say how {place} was read: an earlier version of the kit "
            "graded it. Grade again into the same folder; what has a grade keeps it."
        )
    return [*whole, *parts]


def _quoted(names: Iterable[str]) -> str:
    return listed(map(repr, names), SHOWN)
