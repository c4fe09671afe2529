"""Submitty, all submissions of a gradeable: a folder for each user, one in it for each version.

``submissions/<user id>/<version>/`` with ``user_assignment_settings.json`` beside the versions,
which says which of them is active: the user chooses, and that one counts. None is, where it was
cancelled. A team has a folder, and an id, of its own.
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
SUBMISSIONS, RESULTS = "submissions", ("results", "results_public")
ACTIVE = "Handed in more than once; this is the active version."
NONE_ACTIVE = "No version is active in Submitty: what was handed in was cancelled."
# ``2026-11-20 10:00:00-0500 America/New_York``
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}")


def read(level: Level) -> Tree | None:
    """Return the class if folders hold Submitty's settings, or one student if the place does."""
    if any(node.name == SETTINGS for node in level.files) and (own := _handed(level.node, level)):
        why = f"{SETTINGS} says which version is active"
        return Tree(Source.SUBMITTY, why, (own,), tuple(level.left), is_single=True)
    if (below := _submissions(level)) is not None:
        return read(below)
    found: dict[Node, Handed] = {}
    for node in level.folders:
        if node.kind is Kind.FOLDER and (handed := _handed(node, level)) is not None:
            found[node] = handed
    if not found:
        return None
    students, left = beside(node for node in level.entries if node not in found)
    students += found.values()
    why = f"{next(iter(found)).name} holds versions, and {SETTINGS} says which is active"
    return Tree(Source.SUBMITTY, why, tuple(students), tuple(level.left + left))


def _submissions(level: Level) -> Level | None:
    """Return what was handed in, where Submitty's own results lie beside it; else None."""
    named = {node.name: node for node in level.folders if node.kind is Kind.FOLDER}
    results = [named[name] for name in RESULTS if name in named]
    if SUBMISSIONS not in named or not results:
        return None
    below = level_of(named[SUBMISSIONS], level.options, level.budget)
    below.entries += [n for n in level.entries if n not in (*results, named[SUBMISSIONS])]
    below.left += level.left
    below.left += [Left(str(n.where), "Submitty's results, no submission") for n in results]
    return below


def _handed(node: Node, level: Level) -> Handed | None:
    """Return what a user handed in; None where the settings are not there, or not Submitty's."""
    try:
        inner = level_of(node, level.options, level.budget)
        file = next((each for each in inner.files if each.name == SETTINGS), None)
        settings = json.loads(file.read(PurePosixPath(SETTINGS), MEGABYTE)) if file else None
    except (Unreadable, ValueError, RecursionError):
        return None
    active = settings.get("active_version") if isinstance(settings, Mapping) else None
    if not isinstance(settings, Mapping) or type(active) is not int:
        return None
    versions = {int(each.name): each for each in inner.folders if each.name.isdecimal()}
    person = Person(login=node.name)
    if active < 1:
        return Handed(node.name, person, notes=(NONE_ACTIVE,))
    if active not in versions:
        return None
    times = _times(settings)
    older = [number for number in sorted(versions, reverse=True) if number < active]
    return Handed(
        node.name, person, (Part(versions[active]),), submitted_at=times.get(active, ""),
        attempt=active, notes=(ACTIVE,) if older else (), older=tuple(
            Earlier((Part(versions[n]),), None, times.get(n, ""), n) for n in older
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
