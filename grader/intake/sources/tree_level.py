"""One level of a tree: what a source looks at, without what is nobody's work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, Protocol

from grader.errors import UserError
from grader.intake.file_names import module_of
from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Tree
from grader.intake.sources.contents_by_name import modules_below, without_exercise
from grader.intake.sources.own_reports import is_report, reports_at
from grader.intake.tree import (
    ARCHIVES,
    BEGINNINGS,
    LARGEST,
    Budget,
    Kind,
    Node,
    Unreadable,
    is_skipped,
    is_volume,
    stem_of,
)

__all__ = [
    "IntakeError", "Level", "Options", "ReadAs", "beside", "called", "given",
    "is_archive_without_ending", "level_of", "loose", "plain", "start_of_all",
]  # fmt: skip

# What may hold somebody's work and is not looked into; Outlook's own wrapping of files among it.
MAILS = (".eml", ".emlx", ".msg", ".mbox", "winmail.dat")
CLOSED = {
    MAILS: "a mail beside the students: put what is attached to it into its student's folder",
    (".part", ".partial", ".crdownload", ".download", ".opdownload"): "a download that has not "
    "come to its end: fetch it again",
    (
        ".icloud",
        ".gdoc",
        ".lnk",
        ".alias",
        ".url",
        ".webloc",
    ): "not a file, but what leads to one: put the file itself in its place",
}
ReadAs = Literal["", "one student", "class", "sections"]


class IntakeError(UserError):
    """There is nothing to grade at a place, or it is not clear whose; the message says the rest."""


@dataclass(frozen=True)
class Options:
    """What the instructor says of the place.

    Attributes
    ----------
    reading : what all of it is; empty to find out
    assignment : which of several in nbgrader's folders; elsewhere, what all of it is
    out : where the reports go, which are nobody's work
    names_in : the encoding of names that are not in UTF-8; empty where nobody knows
    """

    reading: ReadAs = ""
    assignment: str = ""
    out: Path | None = None
    names_in: str = ""


class LevelReader(Protocol):
    """Reads a level as any source may have written it."""

    def __call__(self, level: Level, group: str = "", *, is_section: bool = False) -> Tree:
        """Return who handed in what; see `grader.intake.sources.recognise.read_level`."""


@dataclass
class Level:
    """What is directly in one folder or archive.

    Attributes
    ----------
    node : the folder or archive
    entries : what may be somebody's work
    left : what is not, and why
    options : the instructor's
    budget : for looking around
    reader : reads another level as any source may have written it
    """

    node: Node
    entries: list[Node]
    left: list[Left]
    options: Options
    budget: Budget = field(default_factory=Budget.for_a_class)
    reader: LevelReader | None = None

    @property
    def folders(self) -> list[Node]:
        """The folders and archives."""
        return [node for node in self.entries if node.holds]

    @property
    def files(self) -> list[Node]:
        """The plain files."""
        return [node for node in self.entries if node.kind is Kind.FILE]

    def given(self, option: str) -> str:
        """Return how an option is given for this level, see `given`."""
        return given(option, self.node.where, is_packed=self.node.is_packed)


def level_of(node: Node, options: Options, budget: Budget) -> Level:
    """Return what is in a folder or archive, the tools' and the grader's own things apart."""
    entries, left = [], []
    children = node.children(budget)
    names = {child.name for child in children}
    for child in children:
        if is_skipped(child.name):
            if child.name != ".DS_Store" and not child.name.startswith("._"):
                left.append(Left(str(child.where), "made by a tool, nobody's work"))
        elif is_report(child, names, options.out, budget):
            left.append(reports_at(child, budget))
        elif child.kind is Kind.LINK:
            left.append(_link(child))
        elif child.name.startswith((".", "__")) and not _may_be_somebody(child):
            left.append(Left(str(child.where), "a hidden file or folder without an exercise"))
        else:
            entries.append(child)
    return Level(node, entries, left, options, budget)


def _link(node: Node) -> Left:
    # Whether it leads to work cannot be known without following it.
    return Left(
        str(node.where),
        "a symbolic link, which is not followed: put the folder or file itself in its place",
        is_work=True,
        is_link=True,
    )


def _may_be_somebody(node: Node) -> bool:
    if node.holds:
        return bool(modules_below(node))
    return module_of(PurePosixPath(node.name)) is not None or _closed(node) != ""


def _closed(node: Node) -> str:
    """Return why a file that may hold somebody's work is not looked into; empty of any other."""
    is_file = node.kind is Kind.FILE
    return next((w for e, w in CLOSED.items() if is_file and node.name.lower().endswith(e)), "")


def plain(node: Node, group: str = "") -> Handed:
    """Return a folder or an archive as the work of the student whose name it has."""
    name = stem_of(node.name) if node.kind is Kind.ARCHIVE else node.name
    return Handed(name, Person(name=name), (Part(node),), group=group)


def loose(node: Node) -> Left:
    """Return a file that lies beside the students."""
    name = node.name.lower()
    is_work = name.endswith((".py", ".ipynb")) or module_of(PurePosixPath(name)) is not None
    if node.kind is Kind.ARCHIVE:
        why = "an archive of a kind that is not read: unpack it, and take it away"
        if name.endswith(ARCHIVES):
            why = "an archive beside the students"
        return Left(str(node.where), why, is_work=True)
    if is_volume(name):
        why = "a part of a split archive beside the students: put its parts together and unpack it"
        return Left(str(node.where), why, is_work=True)
    if why := _closed(node):
        return Left(str(node.where), why, is_work=True)
    if is_archive_without_ending(node):
        why = "an archive without its ending beside the students: add it, such as .zip"
        return Left(str(node.where), why, is_work=True)
    if node.kind is Kind.OTHER:
        return Left(str(node.where), str(node.kind))
    why = "beside the students, and so nobody's"
    if is_work:
        why += ": put it into its student's folder"
    return Left(str(node.where), why, is_work=is_work)


def is_archive_without_ending(node: Node) -> bool:
    """Whether a file is an archive whose name lost its ending, or got a blank behind it."""
    path = PurePosixPath(node.name)
    if node.kind is not Kind.FILE or (path.suffix and path.suffix == path.suffix.rstrip(" .")):
        return False
    try:
        return node.read(path, LARGEST).startswith(BEGINNINGS)
    except Unreadable:
        return False


def beside(entries: Iterable[Node], group: str = "") -> tuple[list[Handed], list[Left]]:
    """Sort what a source does not know: folders with work are students, the rest is nobody's."""
    students: list[Handed] = []
    left: list[Left] = []
    for node in entries:
        if node.holds and modules_below(node):
            students.append(plain(node, group))
        elif node.kind is Kind.FOLDER:
            left.append(without_exercise(node))
        else:
            left.append(loose(node))
    return students, left


def start_of_all(names: Collection[str]) -> str:
    """Return how all names begin: as the first and the last of them in order do.

    >>> start_of_all(["hw4-bob", "hw4-ada"])
    'hw4-'
    """
    first, last = min(names), max(names)
    alike = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[:alike]


def given(option: str, where: PurePosixPath, *, is_packed: bool = False) -> str:
    """Return how an option is given for what lies in a folder below the place.

    An option speaks of the place: where a folder lies deeper, it would make one student of many.
    """
    if not where.parts:
        return option
    return f"{'unpack it, ' if is_packed else ''}name {where} itself, with {option}"


def called(level: Level) -> str:
    """Return what a level is called in a message."""
    return str(level.node.where) if level.node.where.name else level.node.name
