"""One level of a tree: what a source looks at, without what is nobody's work."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, Protocol

from grader.errors import UserError
from grader.intake.files import Part
from grader.intake.kit import is_the_kit, not_work_in
from grader.intake.names import module_of
from grader.intake.people import Handed, Left, Person, Tree
from grader.intake.tree import (
    ARCHIVES,
    Budget,
    Kind,
    Node,
    Unreadable,
    is_skipped,
    is_volume,
    stem_of,
)

__all__ = [
    "IntakeError", "Level", "Options", "ReadAs", "beside", "called", "children_of", "is_read",
    "level_of", "loose", "modules_below", "plain", "skim", "start_of_all", "without_exercise",
]  # fmt: skip

# A gradebook's name, and what is written beside it.
BOOK = "gradebook.sqlite"
REPORTS = frozenset(
    {"grades.csv", "grades.json", "misconceptions.csv", "faults.txt", "moved.csv", "secret.key"}
)
# Folders beside it that commands write, and what is in them; a student may have their names.
WRITTEN = {
    "feedback": re.compile(r".*\.(md|html)"),
    "pages": re.compile(r"index\.html|students"),
    "regrade": re.compile(r"index\.html|moved\.csv|before"),
}
# Of a folder that an export made.
MARK = ".grader-export"
# Of a check in a folder for a student, each a folder: ``debug/ada/ex1-one``.
CHECK = re.compile(r"ex\d+-\w+")
# What may hold somebody's work and is not looked into.
CLOSED = {
    (".eml", ".emlx", ".msg", ".mbox"): "a mail beside the students: put what is attached to it "
    "into its student's folder",
    (".part", ".partial", ".crdownload", ".download", ".opdownload"): "a download that has not "
    "come to its end: fetch it again",
    (".icloud", ".gdoc", ".lnk", ".alias"): "not a file, but what leads to one: put the file "
    "itself in its place",
}
DEPTH = 24
RUNS = 50
# What tells a class's layout is at the top of its students' folders; the rest is not looked at.
SKIMMED = 3000
SKIM_SECONDS = 10.0


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


def level_of(node: Node, options: Options, budget: Budget) -> Level:
    """Return what is in a folder or archive, the tools' and the grader's own things apart."""
    entries, left = [], []
    children = node.children(budget)
    names = {child.name for child in children}
    for child in children:
        if is_skipped(child.name):
            if child.name != ".DS_Store" and not child.name.startswith("._"):
                left.append(Left(str(child.where), "made by a tool, nobody's work"))
        elif _is_report(child, names, options, budget):
            left.append(_reports(child, budget))
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


def _is_report(node: Node, beside: set[str], options: Options, budget: Budget) -> bool:
    is_out = BOOK in beside or {"grades.csv", "grades.json"} <= beside
    if node.kind is not Kind.FOLDER:
        return node.name.startswith(BOOK) or (is_out and node.name in REPORTS)
    place = getattr(node, "place", None)
    if options.out is not None and place is not None and place == options.out.resolve():
        return not _holds_work(node, budget)
    try:
        children = node.children(budget)
        names = {child.name for child in children}
        if is_out and _is_written(node, names - {MARK}, budget):
            return True
        if BOOK in names or {"grades.csv", "grades.json"} <= names:
            # A student's file may have any name: beside an exercise it is the student's.
            return not _holds_work(node, budget)
    except Unreadable:
        return False
    # A folder of several runs, a run each.
    return (
        len(children) <= RUNS
        and bool(children)
        and all(
            child.kind is Kind.FOLDER and _is_report(child, names, options, budget)
            for child in children
        )
    )


def _is_written(node: Node, names: set[str], budget: Budget) -> bool:
    """Whether a folder beside a gradebook is what a command wrote there, and nothing else."""
    if node.name in WRITTEN:
        return all(map(WRITTEN[node.name].fullmatch, names))
    if node.name not in ("exports", "debug"):
        return False
    below = node.children(budget)
    if not all(child.kind is Kind.FOLDER for child in below):
        return False
    inside = [{child.name for child in each.children(budget)} for each in below]
    if node.name == "exports":
        return all(MARK in each for each in inside)
    return all(CHECK.fullmatch(name) for each in inside for name in each)


def _holds_work(node: Node, budget: Budget) -> bool:
    """Whether exercises are in a folder or below it, besides what commands write.

    Whoever grades into the folder of the submissions has both in one.
    """
    return any(modules_below(child, budget) for child in _besides_reports(node, budget))


def _besides_reports(node: Node, budget: Budget) -> Iterator[Node]:
    for child in node.children(budget):
        is_folder = child.kind is Kind.FOLDER
        names = {each.name for each in child.children(budget)} if is_folder else set()
        if not is_folder or not _is_written(child, names - {MARK}, budget):
            yield child


def _reports(node: Node, budget: Budget) -> Left:
    """Return the reports of a run; with code beside them, somebody's work may be there too."""
    why, is_work = "the grader's own reports", False
    if node.kind is Kind.FOLDER and BOOK in {child.name for child in node.children(budget)}:
        others = [child for child in _besides_reports(node, budget) if child.holds]
        is_work = any(without_exercise(child).is_work for child in others)
    return Left(str(node.where), f"{why}, beside code: whose is it?" if is_work else why, is_work)


def skim() -> Budget:
    """Return what looking into one student's folder, to learn the layout, may cost."""
    return Budget(entries=SKIMMED, seconds=SKIM_SECONDS)


def modules_below(node: Node, budget: Budget | None = None, depth: int = DEPTH) -> frozenset[str]:
    """Return which exercises there are files of anywhere below a node, the kit's own apart.

    A damaged archive, or one that is not read, has none.
    """
    budget = budget or skim()
    found: set[str] = set()
    with suppress(Unreadable):
        _collect(node, node.where, None, found, budget, depth)
    return frozenset(found)


def _collect(
    node: Node, path: PurePosixPath, clone: PurePosixPath | None, found: set[str],
    budget: Budget, depth: int,
) -> None:  # fmt: skip
    if not node.holds:
        if module := module_of(PurePosixPath(node.name)):
            found.add(module)
        return
    if depth == 0:
        return
    try:
        children = node.children(budget)
    except Unreadable:
        return
    home = path if is_the_kit(children, budget) else clone
    for child in children:
        inside = path / child.name
        if not is_skipped(child.name) and not not_work_in(inside, home):
            budget.look()
            _collect(child, inside, home, found, budget, depth - 1)


def children_of(node: Node, budget: Budget | None = None) -> list[Node]:
    """Return what is in a folder or an archive, without what tools made; nothing if unreadable."""
    try:
        children = node.children(budget or skim())
    except Unreadable:
        return []
    return [child for child in children if not is_skipped(child.name)]


def plain(node: Node, group: str = "") -> Handed:
    """Return a folder or an archive as the work of the student whose name it has."""
    name = stem_of(node.name) if node.kind is Kind.ARCHIVE else node.name
    return Handed(name, Person(name=name), (Part(node),), group=group)


def is_read(node: Node) -> bool:
    """Whether it is a folder, or an archive of a kind that is opened."""
    return node.kind is Kind.FOLDER or (node.holds and node.name.lower().endswith(ARCHIVES))


def without_exercise(node: Node) -> Left:
    """Return a folder beside the students in which no file has an exercise's name.

    One with a program, a notebook or an archive in it may be somebody's all the same.
    """
    try:
        is_work = _holds_code(node, skim(), DEPTH)
    except Unreadable:
        # Who looks no further does not know.
        is_work = True
    why = "a folder without an exercise in it"
    if is_work:
        why += ", but with code: whose is it?"
    return Left(str(node.where), why, is_work=is_work)


def _holds_code(node: Node, budget: Budget, depth: int) -> bool:
    for child in node.children(budget):
        if is_skipped(child.name):
            continue
        budget.look()
        if child.kind is Kind.ARCHIVE or child.name.lower().endswith((".py", ".ipynb")):
            return True
        if child.kind is Kind.FOLDER and (depth == 0 or _holds_code(child, budget, depth - 1)):
            return True
    return False


def loose(node: Node) -> Left:
    """Return a file that lies beside the students."""
    name = node.name.lower()
    is_work = name.endswith((".py", ".ipynb")) or module_of(PurePosixPath(name)) is not None
    if node.kind is Kind.ARCHIVE:
        remedy = "" if name.endswith(ARCHIVES) else "; it is not a kind that is read: unpack it"
        return Left(str(node.where), f"an archive beside the students{remedy}", is_work=True)
    if is_volume(name):
        why = "a part of a split archive beside the students: put its parts together and unpack it"
        return Left(str(node.where), why, is_work=True)
    if why := _closed(node):
        return Left(str(node.where), why, is_work=True)
    if node.kind is Kind.OTHER:
        return Left(str(node.where), str(node.kind))
    why = "beside the students, and so nobody's"
    if is_work:
        why += ": put it into its student's folder"
    return Left(str(node.where), why, is_work=is_work)


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


def called(level: Level) -> str:
    """Return what a level is called in a message."""
    return str(level.node.where) if level.node.where.name else level.node.name
