"""Who handed in what: people, their parts, and what is nobody's, as data."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from grader.intake.files import Part
from grader.intake.tree import stem_of
from grader.wording import all_of

__all__ = ["Earlier", "Handed", "Left", "Person", "Source", "Tree", "Who", "folded", "with_labels"]


@dataclass(frozen=True)
class Person:
    """A student as far as the source tells; what it does not tell is empty.

    Attributes
    ----------
    name : as the source writes it
    id : the source's own number or identifier
    email, login : where there is one
    repository : the whole name of it, of which the login is the end
    """

    name: str = ""
    id: str = ""
    email: str = ""
    login: str = ""
    repository: str = ""

    @property
    def called(self) -> str:
        """What tells people who it is."""
        return self.name or self.id or self.email or self.login


@dataclass(frozen=True)
class Who(Person):
    """Who handed in, and when: what is known of a submission beside its student and its files.

    Attributes
    ----------
    late : whether it came late; None where the source does not say
    submitted_at : when, as the source writes it; empty where it does not say
    attempt : the number of the attempt; None where the source does not say
    """

    late: bool | None = None
    submitted_at: str = ""
    attempt: int | None = None


@dataclass(frozen=True)
class Earlier:
    """An earlier attempt, which may count where the best does: its parts, and when they came.

    Attributes
    ----------
    parts, late, submitted_at, attempt : as those of a `Handed`
    """

    parts: tuple[Part, ...]
    late: bool | None = None
    submitted_at: str = ""
    attempt: int | None = None


@dataclass(frozen=True)
class Handed:
    """What one student handed in.

    Attributes
    ----------
    student : what they are called in every report; no two of a class are called the same
    person : who it is
    parts : their folders, files and archives, the newest first
    late, submitted_at, attempt : as those of `Who`
    upload : grows with every upload, where the source counts them; else 0
    older : the earlier attempts, the newest first
    group : the section that they were found in; empty where there are none
    notes : what is to be said to the student of how their files were found
    """

    student: str
    person: Person = field(default_factory=Person)
    parts: tuple[Part, ...] = ()
    late: bool | None = None
    submitted_at: str = ""
    attempt: int | None = None
    upload: int = 0
    older: tuple[Earlier, ...] = ()
    group: str = ""
    notes: tuple[str, ...] = ()

    @property
    def who(self) -> Who:
        """Who handed in, and when."""
        return Who(
            **asdict(self.person), late=self.late, submitted_at=self.submitted_at,
            attempt=self.attempt,
        )  # fmt: skip

    @property
    def as_earlier(self) -> Earlier:
        """What it is beside a newer one of the same person."""
        return Earlier(self.parts, self.late, self.submitted_at, self.attempt)

    @property
    def moment(self) -> str:
        """What sorts by time, whatever zone each time is written in."""
        try:
            at = datetime.fromisoformat(self.submitted_at)
            return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).isoformat()
        except (ValueError, OverflowError):
            return self.submitted_at


@dataclass(frozen=True)
class Left:
    """Something below the place that is no student's.

    Attributes
    ----------
    where : its path
    why : why it was left out
    is_work : whether it looks like somebody's work, so that it has to be sorted out
    is_link : whether it is a link, which may lead to work
    """

    where: str
    why: str
    is_work: bool = False
    is_link: bool = False


class Source(StrEnum):
    """What kind of tree a place is, as it is called in reports."""

    AUTOLAB = "Autolab download"
    BLACKBOARD = "Blackboard download"
    BRIGHTSPACE = "Brightspace download"
    CANVAS = "Canvas download"
    COCALC = "CoCalc's collected folder"
    GRADESCOPE = "Gradescope export"
    ILIAS = "ILIAS download"
    MOODLE = "Moodle download"
    NBGRADER = "nbgrader's submitted folder"
    NBGRADER_INBOUND = "nbgrader's inbound folder"
    OPENOLAT = "OpenOlat archive"
    SAKAI = "Sakai download"
    SCHOOLOGY = "Schoology download"
    SUBMITTY = "Submitty download"
    TEAMS = "Microsoft Teams"
    VPL = "VPL download"
    FORM = "download of a form"
    FILE_REQUEST = "download of a file request"
    REPOSITORIES = "folder of repositories"
    PLAIN = "plain folders"
    ONE_STUDENT = "one student's work"
    ONE_FILE = "one file"
    SECTIONS = "sections"

    @property
    def system(self) -> Source:
        """In which people have their numbers and addresses: some write more than one kind."""
        same = {Source.NBGRADER_INBOUND: Source.NBGRADER, Source.FILE_REQUEST: Source.FORM}
        return same.get(self, self)


@dataclass(frozen=True)
class Tree:
    """A place as it was understood.

    Attributes
    ----------
    source : what kind of tree it is
    why : what it was recognised by
    students : everybody, in the order of their names
    left : everything else
    is_single : whether the place itself is one student's work
    assignment : what all of it was handed in for, where the source or the instructor says it
    sections : what kinds of trees its sections are, where it has some
    """

    source: Source
    why: str
    students: tuple[Handed, ...]
    left: tuple[Left, ...] = ()
    is_single: bool = False
    assignment: str = ""
    sections: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that tells its kind: of sections, theirs too."""
        return (self.source, *self.sections)

    @property
    def called(self) -> str:
        """What its kind is called in reports."""
        return f"{self.source}, {all_of(self.sections)}" if self.sections else self.source

    def with_sections(self, trees: Iterable[Tree]) -> Tree:
        """Return it as made of several, of whichever kinds these are."""
        kinds = {kind for tree in trees for kind in tree.sections or (tree.source,)}
        return replace(self, source=Source.SECTIONS, sections=tuple(sorted(kinds)))


def folded(name: str) -> str:
    """Return a name as file systems that mind neither case nor spelling of accents compare it.

    Bytes that are no text are one character each, and all alike.
    """
    text = name.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def with_labels(students: Sequence[Handed]) -> tuple[Handed, ...]:
    """Return the students sorted by names of which no two are alike.

    Who shares a name is told apart by the id, the e-mail address, the section or the place.
    """
    named = list(students)
    numbers = (_with("id"), _with("email"), _with("login"))
    for way in (_archive_name, *numbers, _in_group, _at_place):
        # A number tells apart what only looks alike, too; a place has to be the very same.
        name = _looks if way in numbers else _exactly
        many = Counter(map(name, named))
        named = [way(each) if many[name(each)] > 1 else each for each in named]
    many = Counter(each.student for each in named)
    seen: Counter[str] = Counter()
    for index, each in enumerate(named):
        if many[each.student] > 1:
            seen[each.student] += 1
            if seen[each.student] > 1:
                label = f"{each.student} ({seen[each.student]})"
                named[index] = replace(each, student=label)
    return tuple(sorted(named, key=lambda each: each.student))


def _exactly(each: Handed) -> str:
    return each.student


def _looks(each: Handed) -> str:
    """Return what a student is called, however its accents are written."""
    return unicodedata.normalize("NFC", each.student)


def _archive_name(each: Handed) -> Handed:
    # A folder and an archive of one name are told apart by the archive's whole name.
    only = each.parts[0].called if len(each.parts) == 1 else ""
    if each.person == Person(name=each.student) and stem_of(only) == each.student:
        return replace(each, student=only)
    return each


def _with(field_name: str):  # type: ignore[no-untyped-def]
    def way(each: Handed) -> Handed:
        value = getattr(each.person, field_name)
        return (
            replace(each, student=f"{each.student} ({value})")
            if value not in ("", each.student)
            else each
        )

    return way


def _in_group(each: Handed) -> Handed:
    return replace(each, student=f"{each.student} ({each.group})") if each.group else each


def _at_place(each: Handed) -> Handed:
    if not each.parts:
        return each
    return replace(each, student=f"{each.student} ({each.parts[0].node.where})")
