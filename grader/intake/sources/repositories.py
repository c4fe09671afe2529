"""A folder of repositories, ``<assignment>-<login>/`` each, as classroom tools clone them."""

from __future__ import annotations

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Tree
from grader.intake.sources.level import Level, beside, start_of_all
from grader.intake.tree import Kind, Node, Unreadable

__all__ = ["read"]

SUBMISSIONS = "-submissions"


def read(level: Level) -> Tree | None:
    """Return the class if most folders are repositories: somebody's own may be among others'."""
    repositories = [node for node in level.folders if _is_repository(node, level)]
    if not repositories or 2 * len(repositories) < len(level.folders):
        return None
    prefix = _prefix([node.name for node in repositories], level.node.name)
    others = [node for node in level.entries if node not in repositories]
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
    return Tree("folder of repositories", why, tuple(students), tuple(level.left + left))


def _is_repository(node: Node, level: Level) -> bool:
    if node.kind is not Kind.FOLDER:
        return False
    try:
        return any(child.name == ".git" for child in node.children(level.budget))
    except Unreadable:
        return False


def _prefix(names: list[str], folder: str) -> str:
    """Return what all names begin with, up to a hyphen: the assignment's."""
    own = folder.removesuffix(SUBMISSIONS) + "-"
    if folder.endswith(SUBMISSIONS) and all(n.startswith(own) and n != own for n in names):
        return own
    # What all were made from may lie among them: hw4 beside hw4-ada.
    made = [name for name in names if not any(n.startswith(f"{name}-") for n in names)]
    names = made if len(made) > 1 else names
    if len(names) < 2:
        return ""
    common = start_of_all(names)
    prefix = common[: common.rfind("-") + 1]
    return prefix if all(len(name) > len(prefix) for name in names) else ""
