"""What is to be graded, and how: the options of a run, as they can be kept and given again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.course.file import NAME, Course, given_in, read_course
from grader.intake import read_place
from grader.intake.students import Intake, Options
from grader.sandbox.host.isolation import LEVELS
from grader.sandbox.limits import Limits

__all__ = ["Order", "course_again", "order_from", "told_of"]


@dataclass(frozen=True)
class Order:
    """What is to be graded, and how; the options of ``grader grade``.

    Attributes
    ----------
    submissions : a class, or one student's work
    out : for the gradebook and the reports; None for one student's work that is only tried
    jobs : worker processes
    levels : of isolation that are enough
    limits : what a submission may use
    fresh : grade also what has a grade
    options : what is said of the place
    scheduler : the address of a Dask cluster that grades; empty for processes here
    course : what `course.toml` and the options say of it; no secret for the one in ``out``
    """

    submissions: Path
    out: Path | None
    jobs: int
    levels: tuple[str, ...]
    limits: Limits
    fresh: bool
    options: Options = field(default_factory=Options)
    scheduler: str = ""
    course: Course = field(default_factory=Course)

    @property
    def only(self) -> frozenset[str]:
        """The keys of the exercises; all when empty."""
        return frozenset(self.course.exercises)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of own checks and exercises."""
        return tuple(folder.path for folder in self.course.folders)

    def read_place(self) -> Intake:
        """Find out who handed in what."""
        options = replace(self.options, out=self.options.out or self.out)
        return read_place(self.submissions, options, self.course.roster, self.folders)

    def with_secret(self, path: Path) -> Order:
        """Return it with the file of the secret."""
        return replace(self, course=replace(self.course, secret=path))


def told_of(order: Order) -> dict[str, Any]:
    """Return what has to be known to make a run again."""
    course = order.course
    secret = course.secret
    if order.out is not None and secret == order.out / "secret.key":
        secret = None  # It moves with the grades.
    return {
        "submissions": str(order.submissions.resolve()),
        "reading": order.options.reading,
        "assignment": order.options.assignment,
        "names_in": order.options.names_in,
        "roster": None if course.roster is None else str(course.roster.resolve()),
        "attempt": course.attempt,
        "only": sorted(order.only),
        "secret": None if secret is None else str(secret.resolve()),
        "limits": asdict(order.limits),
        "course": None if course.path is None else str(course.path),
        "said": dict(course.said),
    }


def course_again(told: Mapping[str, Any], file: Path | None, said: Mapping[str, Any]) -> Course:
    """Return the course of a run, as its file is now and under what is said besides.

    Parameters
    ----------
    told : of the run, as `told_of` made it
    file : a course.toml to use; None for the one here, else the run's
    said : options, each of which beats the run's

    Raises
    ------
    CourseError
        When the file is gone, or something in it cannot be used.
    """
    kept = None if told["course"] is None else Path(told["course"])
    if file is None and not Path(NAME).is_file():
        file = kept
    given = given_in(said)
    late = given.pop("late", {})
    options = {**told["said"], **given}
    if late:
        options["late"] = {**options.get("late", {}), **late}
    return read_course(file, options)


def order_from(told: Mapping[str, Any], out: Path, course: Course, jobs: int) -> Order:
    """Return the order of which `told_of` made plain data, under what is said of the course now."""
    secret, roster = told["secret"], told["roster"]
    course = replace(
        course,
        exercises=course.exercises or tuple(told["only"]),
        secret=course.secret or (None if secret is None else Path(secret)),
        roster=course.roster or (None if roster is None else Path(roster)),
        attempt=told["attempt"],
    )
    return Order(
        submissions=Path(told["submissions"]),
        out=out,
        jobs=jobs,
        levels=LEVELS,
        limits=Limits(**told["limits"]),
        fresh=False,
        # Runs of an earlier version have no encoding.
        options=Options(told["reading"], told["assignment"], names_in=told.get("names_in", "")),
        course=course,
    )
