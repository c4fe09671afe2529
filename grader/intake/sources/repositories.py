"""A folder of repositories, ``<assignment>-<login>/`` each, as classroom tools clone them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources.contents_by_name import Sort, sort_of
from grader.intake.sources.tree_level import IntakeError, Level, beside, start_of_all
from grader.intake.tree import Kind, Node, Unreadable
from grader.wording import listed

__all__ = ["read"]

SUBMISSIONS = "-submissions"


def read(level: Level) -> Tree | None:
    """Return the class if most folders are repositories: somebody's own may be among others'.

    Raises
    ------
    IntakeError
        When they are several assignments', and none is named.
    """
    repositories = [node for node in level.folders if _is_repository(node, level)]
    if not repositories or 2 * len(repositories) < len(level.folders):
        return None
    several = _assignments([node.name for node in repositories])
    prefix = _prefix([node.name for node in repositories], level.node.name)
    is_one = len(repositories) == 1 and not prefix
    if not level.options.reading and (
        is_one or all(sort_of(node).sort is Sort.PEOPLE for node in repositories)
    ):
        # A course may keep a whole class in a repository.
        return None
    are_alike = len({re.sub(r"\d+", "", start) for start in several}) == 1
    if len(several) > 1 and (are_alike or not prefix) and level.options.reading != "class":
        prefix = _wanted(level, several)
        repositories = [node for node in repositories if node.name.startswith(prefix)]
        level.left += [
            Left(str(node.where), f"of another assignment than {prefix[:-1]}")
            for node in level.folders
            if node.name.startswith(several) and node not in repositories
        ]
        level.entries = [
            n for n in level.entries if n in repositories or not n.name.startswith(several)
        ]
    known = set(repositories)
    others = [node for node in level.entries if node not in known]
    # Who copied the folder without its .git, or handed in nothing that is read, is a student too.
    alike = [node for node in others if node.kind is Kind.FOLDER and node.name.startswith(prefix)]
    repositories += alike
    students, left = beside(node for node in others if node not in alike)
    for node in repositories:
        login = node.name[len(prefix) :] if prefix else ""
        person = Person(name=login or node.name, login=login, repository=node.name)
        students.append(Handed(login or node.name, person, (Part(node),)))
    why = f"{repositories[0].name} has .git" + (
        f"; after {prefix!r} comes the login" if prefix else ""
    )
    return Tree(Source.REPOSITORIES, why, tuple(students), tuple(level.left + left))


def _is_repository(node: Node, level: Level) -> bool:
    if node.kind is not Kind.FOLDER:
        return False
    try:
        return any(child.name == ".git" for child in node.children(level.budget))
    except Unreadable:
        return False


def _wanted(level: Level, several: Sequence[str]) -> str:
    """Return what the repositories of the assignment begin with that the instructor names.

    Raises
    ------
    IntakeError
        When none is named, or none that is there.
    """
    if (prefix := f"{level.options.assignment}-") in several:
        return prefix
    known = [each.removesuffix("-") for each in several]
    raise IntakeError(
        f"{level.node.name} holds repositories of several assignments. Nothing was "
        f"graded. Name one with --assignment: {listed(known, 12)}. If they are none: --class."
    )


def _assignments(names: Sequence[str]) -> tuple[str, ...]:
    """Return what the names begin with, where the same logins follow most of several beginnings."""
    splits = [(name[: n + 1], name[n + 1 :]) for name in names for n in _hyphens(name)]
    behind: dict[str, set[str]] = {}
    for start, login in splits:
        if login:
            behind.setdefault(login, set()).add(start)
    many = Counter(start for starts in behind.values() if len(starts) > 1 for start in starts)
    found = [start for start, logins in many.items() if logins > 1]
    # Of hw4- and hw4-team- the longer one leaves no login with the other's end.
    found = [s for s in found if not any(other != s and other.startswith(s) for other in found)]
    held = [name for name in names if name.startswith(tuple(found))] if found else []
    return tuple(sorted(found)) if 2 * len(held) > len(names) else ()


def _hyphens(name: str) -> list[int]:
    return [n for n, letter in enumerate(name) if letter == "-"]


def _prefix(names: list[str], folder: str) -> str:
    """Return what all names begin with, up to a hyphen: the assignment's."""
    own = folder.removesuffix(SUBMISSIONS) + "-"
    if folder.endswith(SUBMISSIONS) and all(n.startswith(own) and n != own for n in names):
        return own
    # What all were made from may lie among them: hw4 beside hw4-ada.
    starts = {name[:n] for name in names for n in _hyphens(name)}
    made = [name for name in names if name not in starts]
    names = made if len(made) > 1 else names
    if len(names) < 2:
        return ""
    common = start_of_all(names)
    prefix = common[: common.rfind("-") + 1]
    return prefix if all(len(name) > len(prefix) for name in names) else ""
