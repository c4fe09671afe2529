"""Submitty, all submissions of a gradeable: a folder for each user, one in it for each version.

``submissions/<user id>/<version>/`` with ``user_assignment_settings.json`` beside the versions,
which says which of them is active: the user chooses, and that one counts. None is, where it was
cancelled. A team has a folder, and an id, of its own. Where work is handed in by git, it lies in
``checkout/<user id>/<version>/`` beside that; in the download of active versions alone there are
neither settings nor versions, ``checkout/<user id>/``.
[Submitty, MiscController::downloadAssignedZips]
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from grader.intake.files import Part
from grader.intake.people import Earlier, Handed, Left, Person, Source, Tree
from grader.intake.sources.tree_level import Level, beside, level_of
from grader.intake.tree import MEGABYTE, Kind, Node, Unreadable

__all__ = ["read"]

SETTINGS = "user_assignment_settings.json"
SUBMISSIONS, CHECKOUT, RESULTS = "submissions", "checkout", ("results", "results_public")
ACTIVE = "Handed in more than once; this is the active version."
NONE_ACTIVE = "No version is active in Submitty: what was handed in was cancelled."
# ``2026-11-20 10:00:00-0500 America/New_York``
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}")


def read(level: Level) -> Tree | None:
    """Return the class if folders hold Submitty's settings, or one student if the place does."""
    if any(node.name == SETTINGS for node in level.files) and (own := _handed(level.node, level)):
        why = f"{SETTINGS} says which version is active"
        return Tree(Source.SUBMITTY, why, (own,), tuple(level.left), is_single=True)
    below, clones = _submissions(level)
    found: dict[Node, Handed] = {}
    why = f"{SUBMISSIONS} and {CHECKOUT} hold the same users" if clones else ""
    for node in below.folders:
        handed = _handed(node, level, clones.get(node.name)) if node.kind is Kind.FOLDER else None
        if handed is not None:
            found[node] = handed
            clones.pop(node.name, None)
    if not found:
        return None
    others = [node for node in (*below.entries, *clones.values()) if node not in found]
    students, left = beside(others)
    students += found.values()
    why = why or f"{next(iter(found)).name} holds versions, and {SETTINGS} says which is active"
    return Tree(Source.SUBMITTY, why, tuple(students), tuple(below.left + left))


def _submissions(level: Level) -> tuple[Level, dict[str, Node]]:
    """Return what was handed in, where results or clones lie beside it, and the users' clones."""
    named = {node.name: node for node in level.folders if node.kind is Kind.FOLDER}
    results = [named[name] for name in RESULTS if name in named]
    checkout = [named[CHECKOUT]] if CHECKOUT in named else []
    if SUBMISSIONS not in named or not results + checkout:
        return level, {}
    below = level_of(named[SUBMISSIONS], level.options, level.budget)
    own = (*results, *checkout, named[SUBMISSIONS])
    below.entries += [n for n in level.entries if n not in own]
    below.left += level.left
    below.left += [Left(str(n.where), "Submitty's results, no submission") for n in results]
    clones = [level_of(node, level.options, level.budget) for node in checkout]
    below.left += [item for each in clones for item in each.left]
    return below, {node.name: node for each in clones for node in each.entries}


def _handed(node: Node, level: Level, clone: Node | None = None) -> Handed | None:
    """Return what a user handed in; None where the settings are not there, or not Submitty's.

    Parameters
    ----------
    node, level : the user's folder, and where it lies
    clone : the user's folder of what was handed in by git; without settings it is the active one
    """
    try:
        inner = level_of(node, level.options, level.budget)
        file = next((each for each in inner.files if each.name == SETTINGS), None)
        settings = json.loads(file.read(PurePosixPath(SETTINGS), MEGABYTE)) if file else None
        clones = level_of(clone, level.options, level.budget).folders if clone else []
    except (Unreadable, ValueError, RecursionError):
        return None
    person = Person(login=node.name)
    if clone is not None and file is None:
        return Handed(node.name, person, (Part(clone), Part(node)))
    active = settings.get("active_version") if isinstance(settings, Mapping) else None
    if not isinstance(settings, Mapping) or type(active) is not int:
        return None
    versions: dict[int, tuple[Part, ...]] = {}
    for each in (*clones, *inner.folders):
        if each.name.isdecimal():
            versions[int(each.name)] = (*versions.get(int(each.name), ()), Part(each))
    if active < 1:
        return Handed(node.name, person, notes=(NONE_ACTIVE,))
    if active not in versions:
        return None
    times = _times(settings)
    older = [number for number in sorted(versions, reverse=True) if number < active]
    return Handed(
        node.name, person, versions[active], submitted_at=times.get(active, ""),
        attempt=active, notes=(ACTIVE,) if older else (), older=tuple(
            Earlier(versions[n], None, times.get(n, ""), n) for n in older
        ),
    )  # fmt: skip


def _times(settings: Mapping[str, Any]) -> dict[int, str]:
    """Return when each version was handed in, as far as that is told."""
    history = settings.get("history")
    entries = [e for e in history if isinstance(e, Mapping)] if isinstance(history, list) else []
    return {
        entry["version"]: at[0]
        for entry in entries
        if type(entry.get("version")) is int and (at := TIME.match(str(entry.get("time"))))
    }
