"""What the reports say of everybody: each exercise's latest grade, put together from the runs.

The reports are made of the latest list of each assignment of each place, so that a second section
or assignment adds to the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exercises.coach.contracts import EXERCISES, exercise_of
from grader.gradebook.book import Gradebook, Run
from grader.gradebook.database import GradebookError
from grader.grades import ExerciseGrade, Grade, Outcome, together
from grader.intake.people import Who
from grader.provenance import Edition

__all__ = ["Move", "Standing", "Standings"]

KEYS = frozenset(exercise.key for exercise in EXERCISES)


@dataclass(frozen=True)
class Move:
    """A student whose points changed: by how much, in which checks, and what had changed before.

    Points are None where they are blank: the total was not known, or is not.
    """

    student: str
    before: float | None
    after: float | None
    checks: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Standing:
    """What the reports say of a student: the latest grade of each exercise.

    Attributes
    ----------
    student : the name
    place : where the latest run that found the student looked, and for which assignment
    is_new : whether that was the latest run of all
    isolation : what was in force, of each grade that a part of this one is from
    grade : put together from the runs that found the student, each exercise from the latest; one
        that was not handed in for an assignment, from the latest of another
    latest : the grade of the latest run alone
    sources : of each exercise, the submission and the edition that its grade is of
    moved : how that differs from before the submission, the tests or their numbers changed
    """

    student: str
    place: str
    is_new: bool
    isolation: str
    grade: Grade
    latest: Grade
    sources: Mapping[str, tuple[str, Edition]]
    moved: Move | None = None


@dataclass(frozen=True)
class _Graded:
    """A submission of a student's in a run's list: what its grade is found by."""

    digest: str
    edition: Edition
    assignment: str


@dataclass(frozen=True)
class _Whole:
    """A student's grade, put together.

    Attributes
    ----------
    grade : each exercise from the latest attempt that has it
    latest : the grade of the latest attempt alone
    isolation : what was in force, of each grade that a part is from
    sources : of each exercise, the submission and the edition that its grade is of
    """

    grade: Grade
    latest: Grade
    isolation: str
    sources: Mapping[str, tuple[str, Edition]]


class Standings:
    """Everybody whom the latest run of a place found, the latest place's first; read one by one.

    Parameters
    ----------
    book : the open gradebook
    """

    def __init__(self, book: Gradebook) -> None:
        self.book = book

    def __iter__(self) -> Iterator[Standing]:
        """Yield each student's."""
        runs, rule = list(self.book.runs()), self.book.rule
        graded = _graded(runs)
        for student, number in _roster(runs).items():
            whole = self._put_together(graded[student])
            if whole is not None:
                self._check_known(whole.grade)
                moved = self._moved(graded[student], whole)
                run = runs[number]
                grade = rule.apply(whole.grade, run.people.get(student))
                yield Standing(
                    student, _place(run), number == 0, whole.isolation, grade, whole.latest,
                    whole.sources, moved,
                )  # fmt: skip

    def check_exercises(self) -> None:
        """Raise a `GradebookError` where an exercise is graded in it that nobody here knows."""
        next(iter(self), None)

    def check_somebody(self) -> None:
        """Raise a `GradebookError` where nobody has a grade yet."""
        if next(iter(self), None) is None:
            raise GradebookError(
                f"{self.book.path} has no grades yet. Run grader grade to its end first."
            )

    def grades(self) -> Iterator[Grade]:
        """Yield each student's latest grade."""
        return (standing.grade for standing in self)

    def isolations(self) -> dict[str, str]:
        """Return what was in force when each student was graded."""
        return {standing.student: standing.isolation for standing in self}

    def of_this_run(self) -> Iterator[Grade]:
        """Yield the grades of those whom the latest run found."""
        return (standing.grade for standing in self if standing.is_new)

    def of_this_run_alone(self) -> Iterator[Grade]:
        """Yield the same without what they have from earlier runs."""
        return (standing.latest for standing in self if standing.is_new)

    def moves(self) -> Iterator[Move]:
        """Yield who of the latest run has other points than before."""
        for standing in self:
            if standing.is_new and standing.moved is not None:
                yield standing.moved

    def graded(self) -> dict[str, tuple[str, Edition]]:
        """Return the submission that counts of everybody, and what else its grade depends on."""
        runs = list(self.book.runs())
        graded = _graded(runs)
        latest = {student: graded[student][0] for student in _roster(runs)}
        return {student: (each.digest, each.edition) for student, each in latest.items()}

    def source(self, student: str, key: str) -> tuple[str, Edition, str]:
        """Return what the grade of an exercise is of: submission, edition, and where it was found.

        Parameters
        ----------
        student : who is in the reports
        key : of the exercise; what was handed in last where no grade has it
        """
        runs = list(self.book.runs())
        graded = _graded(runs)[student]
        whole = self._put_together(graded)
        counts = whole and next((e for e in whole.grade.exercises if e.key == key), None)
        found = next((each for each in graded if counts in self._exercises(each)), graded[0])
        run = next(
            run for run in runs
            if (student, found.digest) in run.handed_in
            and (run.edition, run.assignment) == (found.edition, found.assignment)
        )  # fmt: skip
        return found.digest, found.edition, _place(run)

    def assignments(self) -> list[str]:
        """Return the names of the assignments in it; one without a name is empty."""
        return sorted({run.assignment for run in self.book.runs()})

    def withdrawn(self) -> list[str]:
        """Return who was found once and is in no place's latest list."""
        runs = list(self.book.runs())
        there = _roster(runs)
        ever = dict.fromkeys(student for run in runs for student, _ in run.handed_in)
        return [student for student in ever if student not in there]

    def elsewhere(self) -> dict[str, Who]:
        """Return who is in the reports from other places, of the latest run's assignment."""
        runs = list(self.book.runs())
        found = ((student, runs[number]) for student, number in _roster(runs).items())
        return {
            student: run.people.get(student, Who(name=student))
            for student, run in found
            if run is not runs[0] and run.assignment == runs[0].assignment
        }

    def namesakes(self) -> Iterator[str]:
        """Yield who has another id in the latest run than somebody called so elsewhere, with both.

        Of another assignment the ids may be others: Moodle's are.
        """
        newest, *others = self.book.runs()
        for run in others:
            if run.place == newest.place or run.assignment != newest.assignment:
                continue
            for student, who in newest.people.items():
                was = run.people.get(student, who).id
                if was and who.id and was != who.id:
                    yield f"{student} ({was} before, {who.id} now)"

    def _exercises(self, graded: _Graded) -> tuple[ExerciseGrade, ...]:
        grade = self.book.grade(graded.digest, graded.edition)
        return () if grade is None else grade.exercises

    def _check_known(self, grade: Grade) -> None:
        strange = [e.key for e in grade.exercises if e.key not in KEYS]
        if strange:
            raise GradebookError(
                f"{self.book.path} has grades of {strange[0]}, which is not an exercise of the "
                "kit's. If it is your course's own, give --course FILE, or run in the folder of "
                "course.toml."
            )

    def _put_together(self, graded: Sequence[_Graded]) -> _Whole | None:
        """Return the latest grade with what it lacks from others; None where there is no grade."""
        whole: Grade | None = None
        first: Grade | None = None
        levels: dict[str, None] = {}
        heard: dict[str, set[str]] = {}
        sources: dict[str, tuple[str, Edition]] = {}
        for each in graded:
            grade = self.book.grade(each.digest, each.edition)
            if grade is None:
                continue
            first = first or grade
            more = grade if whole is None else _with_missing(whole, grade, each.assignment, heard)
            if more is not whole:
                levels[each.edition.isolation] = None
            known = {id(exercise) for exercise in whole.exercises} if whole else set()
            sources |= {
                e.key: (each.digest, each.edition) for e in more.exercises if id(e) not in known
            }
            whole = more
            for exercise in grade.exercises:
                heard.setdefault(exercise.key, set()).add(each.assignment)
        if whole is None or first is None:
            return None
        return _Whole(whole, first, " and ".join(levels), sources)

    def _moved(self, graded: Sequence[_Graded], whole: _Whole) -> Move | None:
        sound = [each for each in graded[1:] if self.book.is_done(each.digest, each.edition)]
        earlier, now = self._put_together(sound), whole.grade
        if earlier is None or now.outcome is Outcome.GRADER_FAULT:
            return None
        before = earlier.grade
        # An exercise that was not asked for before, with --only, has not moved; nor has one that
        # comes with another assignment.
        is_same = graded[0].assignment == sound[0].assignment
        known = {e.key for e in before.exercises if is_same or not _is_left_out(e)}
        was, is_now = _points(before), _points(now)
        keys = known & {e.key for e in now.exercises}
        ids = [k for k in was | is_now if k.partition("/")[0] in keys]
        changed = [k for k in ids if was.get(k, 0.0) != is_now.get(k, 0.0)]
        if not changed:
            return None
        points = [
            None if g.total is None else sum(e.points for e in g.exercises if e.key in keys)
            for g in (before, now)
        ]
        # Of an exercise the run before may have said nothing: with --only, or for an assignment.
        moved = dict.fromkeys(k.partition("/")[0] for k in changed)
        why = dict.fromkeys(
            word for key in moved for word in _why(earlier.sources[key], whole.sources[key])
        )
        return Move(now.student, points[0], points[1], tuple(changed), ", ".join(why))


def _place(run: Run) -> str:
    return f"{run.place} ({run.assignment})" if run.assignment else run.place


def _roster(runs: Sequence[Run]) -> dict[str, int]:
    """Return who is in the latest list of a place, and the number of that run, 0 for the latest."""
    whole: set[tuple[str, str]] = set()
    there: dict[str, int] = {}
    for number, run in enumerate(runs):
        if (run.place, run.assignment) not in whole:
            for student, _ in run.handed_in:
                there.setdefault(student, number)
        if run.is_whole:
            whole.add((run.place, run.assignment))
    return there


def _graded(runs: Sequence[Run]) -> dict[str, list[_Graded]]:
    """Return everybody's submissions and the editions they were graded under, latest first."""
    found: dict[str, dict[_Graded, None]] = {}
    for run in runs:
        for student, digest in run.handed_in:
            found.setdefault(student, {})[_Graded(digest, run.edition, run.assignment)] = None
    return {student: list(each) for student, each in found.items()}


def _with_missing(
    whole: Grade, earlier: Grade, assignment: str, heard: Mapping[str, Collection[str]]
) -> Grade:
    """Return a grade with the exercises that only an earlier one has.

    Parameters
    ----------
    whole : what is known so far
    earlier : a grade before that
    assignment : for which ``earlier`` was handed in
    heard : of each exercise, the assignments of which something later is known: what was left out
        of one may be in another, but not in an earlier attempt at the same
    """
    exercises = {exercise.key: exercise for exercise in whole.exercises}
    said: list[str] = []
    is_changed = False
    for exercise in earlier.exercises:
        known = exercises.get(exercise.key)
        is_here = not _is_left_out(exercise) and assignment not in heard.get(exercise.key, ())
        if known is not None and _is_left_out(known) and is_here:
            number = exercise_of(exercise.key).number
            said.append(f"Exercise {number}: handed in for {assignment or 'another assignment'}.")
        elif known is not None:
            continue
        exercises[exercise.key] = exercise
        is_changed = True
    if not is_changed:
        return whole
    ordered = tuple(exercises[key] for key in sorted(exercises))
    return replace(
        whole,
        outcome=together([exercise.outcome for exercise in ordered]),
        points=sum(exercise.points for exercise in ordered),
        max_points=sum(exercise.max_points for exercise in ordered),
        exercises=ordered,
        notes=tuple(dict.fromkeys((*whole.notes, *said, *earlier.notes))),
    )


def _is_left_out(exercise: ExerciseGrade) -> bool:
    """Whether no file was handed in for it; one that cannot be read was."""
    return exercise.outcome is Outcome.NOT_SUBMITTED and not exercise.unreadable


def _why(before: tuple[str, Edition], now: tuple[str, Edition]) -> list[str]:
    """Say what changed between two grades of an exercise, each of a submission and an edition."""
    words = {
        "hidden": "other hidden tests or judging code",
        "kit": "another version of the kit",
        "seed": "another secret",
        "isolation": "another isolation",
        "terms": "other exercises or limits",
    }
    changed = ["handed in again"] if before[0] != now[0] else []
    return changed + [
        said for name, said in words.items() if getattr(before[1], name) != getattr(now[1], name)
    ]


def _points(grade: Grade) -> dict[str, float]:
    return {check.id: check.points for check in grade.checks}
