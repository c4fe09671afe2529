"""The class's page: its figures, who made which mistake, what was not graded, and everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

from exercises.coach.contracts import exercise_of
from exercises.coach.misconception_catalogue import misconception
from grader.reports.class_records import Blankness, Record, Ungraded, WholeClass
from grader.reports.class_view import head_of, mean_text, why_untold
from grader.reports.pages.layout import page
from grader.reports.statistics import (
    CheckFigures,
    ClassFigures,
    ExerciseFigures,
    MistakeFigures,
    figures_of,
)

__all__ = ["class_page"]

# A longer list is folded: the page is to be read first, and looked things up in after.
FOLDED = 12


@dataclass(frozen=True)
class _Person:
    """A student and the way to their page; without one where they have none."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class _Bin:
    """A tenth of the points, how many totals are in it, and how long its bar is, in per cent."""

    label: str
    count: int
    length: int


@dataclass(frozen=True)
class _Mistake:
    figures: MistakeFigures
    says: str
    who: tuple[_Person, ...]


@dataclass(frozen=True)
class _Exercise:
    """What the page has of an exercise; without figures where nobody's was judged whole."""

    key: str
    heading: str
    figures: ExerciseFigures | None
    mean: str
    checks: tuple[CheckFigures, ...]
    mistakes: tuple[_Mistake, ...]


@dataclass(frozen=True)
class _Blank:
    """What was not graded for one cause, a row for each student and exercise."""

    cause: str
    students: int
    rows: tuple[tuple[_Person, Ungraded], ...]

    @property
    def is_folded(self) -> bool:
        return len(self.rows) > FOLDED


def class_page(found: WholeClass, pages: Mapping[str, str], title: str = "") -> str:
    """Return the page, whole.

    Parameters
    ----------
    found : everybody's record
    pages : where each student's page is, as a link from this one
    title : the course's; may be empty
    """
    figures = figures_of(found.records)
    people = {each.student: _Person(each.student, pages[each.student]) for each in found.records}
    exercises = [_exercise(key, figures, people) for key in _keys(figures)]
    return page(
        "class.html.j2", title=title, figures=figures, facts=list(_facts(figures)),
        bins=list(_bins(figures)), exercises=exercises, blanks=list(_blanks(figures, people)),
        pairs=figures.pairs, untold=why_untold, moves=found.moves, people=people,
        gone=[people.get(name, _Person(name)) for name in found.withdrawn],
        timing=_timing(figures), late=[people[name] for name in figures.timed_out],
        records=found.records, keys=_keys(figures), folded=FOLDED, cell=_cell,
    )  # fmt: skip


def _keys(figures: ClassFigures) -> list[str]:
    return list(dict.fromkeys(each.exercise for each in figures.checks))


def _facts(figures: ClassFigures) -> Iterator[str]:
    """Yield what stands at the top, in a few words each."""
    yield from head_of(figures)
    if figures.again:
        yield f"{figures.again} handed in more than once"


def _bins(figures: ClassFigures) -> Iterator[_Bin]:
    most = max(figures.bins) or 1
    for number, count in enumerate(figures.bins):
        # A student is to be seen in any class.
        length = max(round(100 * count / most), 1 if count else 0)
        yield _Bin(f"{10 * number} to {10 * number + 10} %", count, length)


def _exercise(key: str, figures: ClassFigures, people: Mapping[str, _Person]) -> _Exercise:
    described = exercise_of(key)
    known = next((each for each in figures.exercises if each.key == key), None)
    return _Exercise(
        key,
        f"Exercise {described.number}, {described.title}",
        known,
        "" if known is None else mean_text(known.mean, known.out_of),
        tuple(each for each in figures.checks if each.exercise == key),
        tuple(_mistakes(key, figures.mistakes, people)),
    )


def _mistakes(
    key: str, mistakes: Iterable[MistakeFigures], people: Mapping[str, _Person]
) -> Iterator[_Mistake]:
    for each in mistakes:
        if each.exercise == key:
            says = misconception(each.id).sentence(f"{key}.{each.functions[0]}")
            yield _Mistake(each, says, tuple(people[name] for name in each.students))


def _blanks(figures: ClassFigures, people: Mapping[str, _Person]) -> Iterator[_Blank]:
    for cause in Blankness:
        rows = tuple((people[e.student], e) for e in figures.ungraded if e.cause is cause)
        if rows:
            yield _Blank(str(cause), len({person for person, _ in rows}), rows)


def _timing(figures: ClassFigures) -> str:
    """Say how long grading took, for most and at the longest."""
    seconds = figures.seconds
    if not seconds:
        return ""
    slow = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return (
        f"Grading took {median(seconds):.1f} s for half of {len(seconds)} students, up to "
        f"{min(slow, max(seconds)):.1f} s for 19 in 20, and {max(seconds):.1f} s at the longest."
    )


def _cell(record: Record, key: str) -> float | None:
    """Return what a student earned in an exercise; None where that is not known."""
    return record.exercises[key][0] if key in record.exercises else None
