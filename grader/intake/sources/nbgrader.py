"""nbgrader's ``submitted/<student>/<assignment>/``, with a ``timestamp.txt`` for each.

The other folders of a course (``source``, ``release``, ``autograded``, ``feedback``) are left
alone. Where there are several assignments, the instructor says which. What nobody has collected yet
lies in the exchange's ``inbound/``, a folder for each time that somebody handed in:
``<student>+<assignment>+<time>+<random letters>``. [nbgrader, exchange/default/submit.py]

What another system's download brought lies in ``downloaded/<assignment>/archive/``, as it came,
until ``nbgrader zip_collect`` has unpacked it to ``extracted/`` beside that, and sorted it into
``submitted/``. [nbgrader, apps/zipcollectapp.py]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources import sakai
from grader.intake.sources.contents_by_name import children_of, modules_below, without_exercise
from grader.intake.sources.duplicates import AGAIN
from grader.intake.sources.owners import is_part
from grader.intake.sources.tree_level import IntakeError, Level, beside, level_of, loose
from grader.intake.tree import Kind, Node, Unreadable
from grader.wording import listed

__all__ = ["assignments_in", "read"]

SUBMITTED = "submitted"
DOWNLOADED, ARCHIVE, EXTRACTED = "downloaded", "archive", "extracted"
COURSE = frozenset(
    {
        "source", "release", "autograded", "feedback", "nbgrader_config.py", "gradebook.db",
        "header.ipynb", DOWNLOADED,
    }
)  # fmt: skip
# What else is in the exchange's folder of a course.
EXCHANGE = frozenset({SUBMITTED, "outbound", "inbound"})
TIMESTAMP = "timestamp.txt"
BESIDE = "beside the assignments' folders"
# What a folder for one exercise is called in one's work; an assignment may be, too.
EXERCISE = re.compile(
    r"(ex|exercise|task|aufgabe|übung|uebung|problem|question|part)s?[\W_]*\d+", re.IGNORECASE
)
INBOUND = "inbound"
# A colon is not in every file system's names.
HANDED_IN = re.compile(
    r"(?P<login>.+)\+(?P<assignment>[^+]+)"
    r"\+(?P<at>\d{4}-\d\d-\d\d[ _T]\d\d[^+\d]\d\d[^+\d]\d\d[^+]*)(?:\+[^+]*)?",
    re.DOTALL,
)


def read(level: Level) -> Tree | None:
    """Return the class of one assignment if the folders are nbgrader's, or one is asked for."""
    if level.options.reading == "class":
        return None
    if (inbound := _inbound(level)) is not None:
        return inbound
    names = {node.name for node in level.entries}
    if (downloaded := _downloaded(level)) is not None:
        return downloaded
    inner = next((n for n in level.folders if n.name == SUBMITTED and n.kind is Kind.FOLDER), None)
    is_course = bool(inner and COURSE & (names | {left.where for left in level.left}))
    if inner is not None and is_course:
        others = [node for node in level.entries if node is not inner]
        left = _of_the_course(others)
        level = level_of(inner, level.options, level.budget)
        level.left += left
    is_named = level.node.name == SUBMITTED
    students = {node: _folders(node, level) for node in level.folders}
    if any(
        sakai.is_a_students(folder, level.budget) for own in students.values() for folder in own
    ):
        # Sakai's times have the same name, one level higher.
        return None
    stamped = [f for own in students.values() for f in own if _timestamp(f, level) is not None]
    names = {folder.name for own in students.values() for folder in own}
    chosen = {folder.name for folder in stamped} | ({level.options.assignment} & names)
    if chosen and (is_course or _have_most(chosen, level)):
        return _class(level, students, stamped)
    if is_named and names and not any(_has_files(node, level) for node in students):
        return _class(level, students, stamped)
    return None


def _downloaded(level: Level) -> Tree | None:
    """Return the class of a download that ``nbgrader zip_collect`` has not sorted yet.

    Raises
    ------
    IntakeError
        When there are several assignments, or only some of them were sorted.
    """
    place, steps = _collected(level)
    if level.reader is None or not steps:
        return None
    inner = next((n for n in level.folders if n.name == SUBMITTED), None)
    students = _folders(inner, level) if inner is not None else []
    there = {folder.name for each in students for folder in _folders(each, level)}
    if inner is not None and there:
        if left := sorted(folder.name for folder in steps if folder.name not in there):
            raise IntakeError(
                f"{DOWNLOADED} holds {listed(left)}, and {SUBMITTED} does not. Nothing was graded."
                f"\n  {listed(left)}: name {place.where / left[0]} itself, or let "
                f"`nbgrader zip_collect` sort it first\n  the others: name {inner.where}"
            )
        return None
    wanted = _wanted(level, sorted(folder.name for folder in steps))
    own = next(own for folder, own in steps.items() if folder.name == wanted)
    # What was unpacked is in what came, and may be older.
    first = min(own, key=lambda node: node.name != ARCHIVE)
    options = replace(level.options, assignment="")
    tree = level.reader(level_of(first, options, level.budget))
    if tree.is_single:
        return None
    others = {node: f"unpacked from {ARCHIVE}" for node in own if node is not first}
    others |= {f: f"another assignment than {wanted}" for f in steps if f.name != wanted}
    more = [Left(str(node.where), why) for node, why in others.items()]
    if place is not level.node:
        more += _of_the_course(node for node in level.entries if node != place)
    return replace(
        tree, why=f"in {first.where}: {tree.why}", assignment=wanted,
        left=(*level.left, *tree.left, *more),
    )  # fmt: skip


def _collected(level: Level) -> tuple[Node, dict[Node, list[Node]]]:
    """Return where ``downloaded`` is, and the steps of each assignment in it.

    A student may have a folder of that name, too: then nothing of a course is beside it.
    """

    def steps_in(folder: Node) -> list[Node]:
        return [n for n in _folders(folder, level) if n.name in (ARCHIVE, EXTRACTED)]

    names = {node.name for node in level.entries}
    is_named = not level.node.where.parts
    if is_named and {ARCHIVE, EXTRACTED} <= names:
        return level.node, {level.node: steps_in(level.node)}
    place = next((node for node in level.folders if node.name == DOWNLOADED), level.node)
    if place is level.node:
        is_one = place.name == DOWNLOADED and len(place.where.parts) <= 1
    else:
        is_one = is_named or bool((COURSE | {SUBMITTED}) & names - {DOWNLOADED})
    if not is_one:
        return place, {}
    return place, {folder: own for folder in _folders(place, level) if (own := steps_in(folder))}


def _of_the_course(nodes: Iterable[Node]) -> list[Left]:
    """Return what lies beside the submissions; what is not nbgrader's may be somebody's work."""
    left = []
    for node in nodes:
        if node.name in COURSE | EXCHANGE:
            left.append(Left(str(node.where), "of the course, no submission"))
        elif node.kind is not Kind.FOLDER:
            left.append(loose(node))
        elif modules_below(node):
            why = "beside the submissions, with an exercise in it: whose is it?"
            left.append(Left(str(node.where), why, is_work=True))
        else:
            left.append(without_exercise(node))
    return left


def _inbound(level: Level) -> Tree | None:
    """Return the class if the folders are those of the exchange's ``inbound/``."""
    named = {node: found for node in level.folders if (found := HANDED_IN.fullmatch(node.name))}
    if not named:
        inner = next((n for n in level.folders if n.name == INBOUND), None)
        if inner is None or not any(
            HANDED_IN.fullmatch(n.name) for n in children_of(inner, level.budget)
        ):
            return None
        others = [node for node in level.entries if node is not inner]
        below = level_of(inner, level.options, level.budget)
        below.left += level.left
        below.left += _of_the_course(others)
        return _inbound(below)
    wanted = _wanted(level, sorted({found["assignment"] for found in named.values()}))
    rounds: dict[str, list[Handed]] = {}
    students, left = beside(node for node in level.entries if node not in named)
    for node, found in named.items():
        if found["assignment"] != wanted:
            left.append(Left(str(node.where), f"another assignment than {wanted}"))
            continue
        person = Person(name=found["login"], id=found["login"])
        at = (_timestamp(node, level) or "").strip() or found["at"]
        each = Handed(found["login"], person, (Part(node),), submitted_at=at)
        rounds.setdefault(found["login"], []).append(each)
    students += [_newest(each) for each in rounds.values()]
    why = f"{next(iter(named)).name} is <student>+<assignment>+<time>"
    return Tree(
        Source.NBGRADER_INBOUND, why, tuple(students), tuple(level.left + left),
        assignment=wanted,
    )  # fmt: skip


def _newest(rounds: Sequence[Handed]) -> Handed:
    newest, *older = sorted(rounds, key=lambda each: each.moment, reverse=True)
    if not older:
        return newest
    return replace(
        newest, attempt=len(rounds), older=tuple(each.as_earlier for each in older),
        notes=(AGAIN,),
    )  # fmt: skip


def _wanted(level: Level, known: Sequence[str]) -> str:
    """Return which of several assignments it is.

    Raises
    ------
    IntakeError
        When the instructor has not said, or names none of them.
    """
    wanted = level.options.assignment or (known[0] if len(known) == 1 else "")
    if wanted not in known:
        what = f"there is no assignment {wanted!r}" if wanted else "there are several assignments"
        raise IntakeError(
            f"{level.node.name} has nbgrader's folders, and {what}. Nothing was "
            f"graded. Name one with --assignment: {listed(known, 12)}."
        )
    return wanted


def _class(level: Level, students: dict[Node, list[Node]], stamped: Sequence[Node]) -> Tree:
    many = Counter(folder.name for own in students.values() for folder in own)
    known = sorted(many)
    wanted = _wanted(level, known)
    found = [_handed(node, own, wanted, level) for node, own in students.items()]
    left = [loose(node) for node in level.entries if not node.holds]
    for node, own in students.items():
        for each in own:
            # What only one has, or ``src``, is no assignment, unless nbgrader wrote a time into it.
            is_other = _is_shared(each.name, many[each.name]) or each in stamped
            is_work = not is_other and bool(modules_below(each))
            why = (
                "beside the assignments' folders"
                if is_work
                else f"another assignment than {wanted}"
            )
            if each.name != wanted:
                left.append(Left(str(each.where), why, is_work))
        left += _strays(node, level)
    why = f"<student>/{wanted}" + (
        " with timestamp.txt" if any(h.submitted_at for h in found) else ""
    )
    return Tree(
        Source.NBGRADER, why, tuple(found), tuple(level.left + left),
        assignment=wanted,
    )  # fmt: skip


def assignments_in(level: Level) -> list[str]:
    """Return the names of folders with work in them that at least half of the students have.

    Where everybody has ``src`` or ``exercises``, that is no assignment's name; nor is ``Week 1``
    where the folders hold different exercises: then they are parts of one's work.
    """
    held = _work_of_each(level)
    many = Counter(name for names in held for name in names)
    found = sorted(
        name for name, count in many.items()
        if _is_shared(name, count) and not EXERCISE.fullmatch(name) and 2 * count >= len(held)
    )  # fmt: skip
    if len(found) == 1 or _bare(level.options.assignment) in map(_bare, found):
        return found
    own = ([n for n in _folders(node, level) if n.name in found] for node in level.folders)
    return found if any(map(_hold_the_same, own)) or not all(map(is_part, found)) else []


def _bare(name: str) -> str:
    return re.sub(r"[\d\W_]+", "", name.casefold())


def _hold_the_same(folders: Sequence[Node]) -> bool:
    """Whether two folders have the same exercise in them, or one has none that is known."""
    modules = [modules_below(folder) for folder in folders]
    return not all(modules) or sum(map(len, modules)) > len(frozenset().union(*modules))


def _have_most(chosen: set[str], level: Level) -> bool:
    """Whether more students have folders of assignments than have their work elsewhere.

    A folder of that name, or a time in it, may be one student's own idea.
    """
    held = _work_of_each(level)
    many = Counter(name for names in held for name in names)
    is_exercise = any(map(EXERCISE.fullmatch, chosen))
    known = chosen | {
        name for name, count in many.items()
        if _is_shared(name, count) and (is_exercise or not EXERCISE.fullmatch(name))
    }  # fmt: skip
    return 2 * sum(bool(known & names) for names in held) > len(held)


def _is_shared(name: str, count: int) -> bool:
    return count > 1 and (not is_part(name) or any(c.isdigit() for c in name))


def _work_of_each(level: Level) -> list[set[str]]:
    """Return for each student who has work the names of the folders that hold it."""
    held = []
    for node in level.folders:
        folders = _folders(node, level)
        if modules_below(node):
            held.append({folder.name for folder in folders if modules_below(folder)})
        elif without_exercise(node).is_work:
            held.append({n.name for n in folders if without_exercise(n).is_work})
    return held


def _handed(node: Node, own: list[Node], wanted: str, level: Level) -> Handed:
    folders = [folder for folder in own if folder.name == wanted]
    at = next((t for f in folders if (t := _timestamp(f, level)) is not None), "")
    notes = () if folders else (f"Nothing was handed in for {wanted}.",)
    person = Person(name=node.name, id=node.name)
    return Handed(node.name, person, tuple(Part(f) for f in folders), None, at, notes=notes)


def _folders(node: Node, level: Level) -> list[Node]:
    return [child for child in children_of(node, level.budget) if child.kind is Kind.FOLDER]


def _has_files(node: Node, level: Level) -> bool:
    return any(
        not child.holds and modules_below(child) for child in children_of(node, level.budget)
    )


def _strays(node: Node, level: Level) -> list[Left]:
    files = [child for child in children_of(node, level.budget) if child.kind is not Kind.FOLDER]
    return [Left(str(f.where), BESIDE, bool(modules_below(f))) for f in files]


def _timestamp(folder: Node, level: Level) -> str | None:
    for child in children_of(folder, level.budget):
        if child.name == TIMESTAMP:
            try:
                return (
                    child.read(PurePosixPath(child.name), 1000).decode("utf-8", "replace").strip()
                )
            except Unreadable:
                return ""
    return None
