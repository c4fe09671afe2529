"""Archives that lie beside what was unpacked from them: the same files twice, by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.intake.tree import (
    LARGEST,
    MEGABYTE,
    Budget,
    Kind,
    Node,
    Unreadable,
    is_skipped,
    stem_of,
)

__all__ = ["COMPARED", "Unpacked", "digest_of", "unpacked"]

# What two hand-ins of one person may take to be compared; beyond that they differ.
COMPARED = 64 * MEGABYTE
SECONDS = 60.0


@dataclass(frozen=True)
class Unpacked:
    """An archive of which everything lies beside it, or in a folder of its name, too.

    Attributes
    ----------
    archive, inside : the archive, and what is in it
    into : the folder's name; empty where it is beside the archive
    """

    archive: Node
    inside: tuple[Node, ...]
    into: str


def unpacked(entries: Sequence[Node]) -> list[Unpacked]:
    """Return the archives, of what lies in one place, that were unpacked there."""
    folders = {node.name: node for node in entries if node.kind is Kind.FOLDER}
    archives = [node for node in entries if node.kind is Kind.ARCHIVE] if folders else []
    budget = Budget(bytes=COMPARED, seconds=SECONDS)
    found = []
    for archive in archives:
        own = folders.get(stem_of(archive.name))
        with suppress(Unreadable):
            inside = tuple(c for c in archive.children(budget) if not is_skipped(c.name))
            if own is not None and inside and _all_in(inside, own.children(budget), budget):
                found.append(Unpacked(archive, inside, own.name))
            elif inside and _all_in(inside, entries, budget):
                found.append(Unpacked(archive, inside, ""))
    return found


def _all_in(nodes: Sequence[Node], there: Sequence[Node], budget: Budget) -> bool:
    """Whether files and folders lie somewhere else too, with the same content."""
    known = {node.name: node for node in there}
    if not {node.name for node in nodes} <= known.keys():
        return False
    for node in nodes:
        other = known[node.name]
        budget.look()
        if node.kind is not other.kind:
            return False
        if node.kind is Kind.FOLDER:
            below = [child for child in node.children(budget) if not is_skipped(child.name)]
            if not _all_in(below, other.children(budget), budget):
                return False
        elif digest_of(node, budget) != digest_of(other, budget):
            return False
    return True


def digest_of(node: Node, budget: Budget) -> bytes:
    """Return what tells a file's content, and count what was read."""
    data = node.read(PurePosixPath(node.name), max(0, min(LARGEST, budget.bytes)))
    budget.spend(len(data))
    return hashlib.sha256(data).digest()
