"""A place as submissions: who handed in what, read lazily one student after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from exercises.coach.contracts import EXERCISES, in_words
from grader.intake.disk import disk_node
from grader.intake.file_names import module_of
from grader.intake.files import Found, Item, Part, Refusal, Skipped, files_of
from grader.intake.kit_files import in_the_kit
from grader.intake.people import Handed, Left, Tree
from grader.intake.reading import Reading, read_items, shortened
from grader.intake.roster import Roster, read_roster
from grader.intake.roster_matching import join
from grader.intake.sources import IntakeError, Options, recognise
from grader.intake.submission import Submission
from grader.intake.undecoded import as_bytes

__all__ = [
    "Account",
    "Intake",
    "IntakeError",
    "Options",
    "read_place",
    "read_student",
    "submission_of",
]


@dataclass(frozen=True)
class Account:
    """What became of one file of a student's.

    Attributes
    ----------
    path : inside the submission
    fate : the exercise as which it is graded; empty when it was left out
    why : why it was left out
    """

    path: PurePosixPath
    fate: str
    why: str = ""


@dataclass(frozen=True)
class Intake:
    """Everything below a place, accounted for.

    Attributes
    ----------
    place : as the instructor named it
    tree : who handed in what, and what is nobody's
    roster : who should have; None when no roster was given
    folders : of a course's own exercises
    """

    place: Path
    tree: Tree
    roster: Roster | None = None
    folders: tuple[Path, ...] = ()

    def __len__(self) -> int:
        """Return how many handed in."""
        return len(self.tree.students)

    @property
    def attempt_count(self) -> int:
        """How many attempts there are, all students' together."""
        return sum(1 + len(handed.older) for handed in self.tree.students)

    @property
    def is_single(self) -> bool:
        """Whether the place is one student's work rather than a class."""
        return self.tree.is_single

    @property
    def nobodys(self) -> list[Left]:
        """What looks like work and belongs to nobody."""
        return [left for left in self.tree.left if left.is_work]

    def submissions(self) -> Iterator[Submission]:
        """Yield everybody's newest attempt, in the order of their names."""
        for handed in self.tree.students:
            yield self._submission(handed, handed.parts)

    def attempts(self) -> Iterator[Submission]:
        """Yield every attempt of everybody, each student's oldest first."""
        for handed in self.tree.students:
            number = handed.attempt or len(handed.older) + 1
            for back in range(len(handed.older), 0, -1):
                each = handed.older[back - 1]
                older = replace(
                    handed, attempt=each.attempt or max(1, number - back), notes=(),
                    late=each.late, submitted_at=each.submitted_at,
                )  # fmt: skip
                yield self._submission(older, each.parts)
            yield self._submission(handed, handed.parts)

    def accounts(self, handed: Handed) -> tuple[list[Account], tuple[str, ...]]:
        """Return what becomes of each file of a student's, and what is said of them."""
        items: list[Item] = []
        try:
            items += files_of(handed.parts, is_ours=in_the_kit(self.place))
            reading = read_items(items, self.folders)
        except Exception as error:
            return [], (_failed(error),)
        return list(_accounts(items, reading)), (*handed.notes, *reading.notes)

    def _submission(self, handed: Handed, parts: Sequence[Part]) -> Submission:
        return submission_of(handed, parts, self.folders, is_ours=in_the_kit(self.place))


def read_place(
    place: Path, options: Options | None = None, roster: Path | None = None,
    folders: tuple[Path, ...] = (),
) -> Intake:  # fmt: skip
    """Find out who handed in what.

    Parameters
    ----------
    place : whatever was handed over: a download, a folder of students, one student's work
    options : what the instructor says of it
    roster : a CSV file of who should hand in
    folders : of a course's own exercises, which have their stubs

    Raises
    ------
    IntakeError
        When the place does not exist or holds no student, when it is not clear whose the work is,
        or when the roster cannot be read.
    """
    options = options or Options()
    if not place.exists():
        raise IntakeError(f"{place} does not exist. Name the folder that holds the students.")
    known = None if roster is None else read_roster(roster, options.names_in)
    try:
        tree = recognise(disk_node(place, options.names_in), options)
    except IntakeError as error:
        raise IntakeError(as_bytes(str(error))) from error
    if known is not None:
        tree, known = join(tree, known)
    return Intake(place, tree, known, folders)


def read_student(place: Path) -> Submission:
    """Read one student's folder, archive or file."""
    student = place.stem if place.is_file() else place.resolve().name
    return submission_of(Handed(student), [Part(disk_node(place))], is_ours=in_the_kit(place))


def submission_of(
    handed: Handed, parts: Sequence[Part], folders: Sequence[Path] = (), *, is_ours: bool = False
) -> Submission:
    """Read one student's parts; whatever goes wrong in it stays that student's.

    Parameters
    ----------
    handed : whose they are, and what is known of that
    parts : those of the attempt that is meant
    folders : of a course's own exercises, which have their stubs
    is_ours : whether it lies in this very kit, whose own files are then what is asked for
    """
    refused: list[str] = []
    try:
        reading = read_items(_noting(files_of(parts, is_ours=is_ours), refused), folders)
    except Exception as error:
        why = _failed(error)
        reading = Reading(notes=[why], unreadable=_of_every_exercise(why))
    if refused and not reading.files and not reading.unreadable:
        # What is in an archive that cannot be read is not known: none of it was "not handed in".
        reading.unreadable = _of_every_exercise(shortened(refused[0]))
    return Submission(
        handed.student,
        reading.files,
        (*handed.notes, *reading.notes),
        reading.unreadable,
        tuple(reading.unread),
        reading.alternatives,
        reading.sources,
        handed.who,
    )


def _of_every_exercise(why: str) -> dict[str, str]:
    return {exercise.filename: why for exercise in EXERCISES}


def _noting(items: Iterable[Item], refused: list[str]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Refusal):
            refused.append(item.reason)
        yield item


def _failed(error: Exception) -> str:
    what = " ".join(str(error).split())[:200]
    kind = type(error).__name__
    return (
        f"What was handed in could not be read ({kind}{': ' if what else ''}{what}). It is blank."
    )


def _accounts(items: Sequence[Item], reading: Reading) -> Iterator[Account]:
    graded: set[str] = set()
    for item in items:
        if isinstance(item, Skipped):
            continue
        if isinstance(item, Refusal):
            yield Account(item.path, "", item.reason)
            continue
        module = module_of(item.path)
        if item.path in reading.renamed:
            own = [module] if module and reading.sources.get(module) == str(item.path) else []
            yield Account(item.path, ", ".join([*own, *reading.renamed[item.path]]))
        elif not isinstance(item, Found) or module is None:
            yield Account(item.path, "", f"it has none of the {in_words(len(EXERCISES))} names")
        elif module not in reading.files:
            yield Account(item.path, "", "it cannot be read")
        elif module in graded or reading.sources[module] != str(item.path):
            yield Account(item.path, "", f"of several files for {module} the best counts")
        else:
            graded.add(module)
            yield Account(item.path, module)
