"""What lies in one place twice, by content: an archive and what was unpacked from it; copies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from grader.intake.sources.owners import is_part
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

__all__ = [
    "COMPARED", "Unpacked", "called_again", "copies", "files_below", "is_same_inside", "unpacked",
    "without_versions",
]  # fmt: skip

# What two hand-ins of one person may take to be compared; beyond that they differ.
COMPARED = 64 * MEGABYTE
SECONDS = 60.0
SECONDS_OF_COPIES = 10.0
# With a day and a time a version has no more words behind a name.
MOST_WORDS = 8
# As browsers, systems and people call what they have already: ``ada (1).zip``, ``ada - Copy``.
COPY = re.compile(
    r"(?P<name>.+?)(?: ?\(\d{1,2}\)|[ _-]+(?:copy|kopie)(?: ?\(?\d{1,2}\)?)?)"
    r"|(?:copy of|kopie von) (?P<of>.+)",
    re.IGNORECASE | re.DOTALL,
)


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
            inside = tuple(_children(archive, budget))
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
            if not _all_in(_children(node, budget), other.children(budget), budget):
                return False
        elif _digest(node, budget) != _digest(other, budget):
            return False
    return True


def _digest(node: Node, budget: Budget) -> bytes:
    data = node.read(PurePosixPath(node.name), max(0, min(LARGEST, budget.bytes)))
    budget.spend(len(data))
    return hashlib.sha256(data).digest()


def files_below(node: Node, budget: Budget, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path and the digest of each file of a folder, or of a file or archive itself."""
    path = f"{inside}/{node.name}"
    budget.look()
    if node.kind is Kind.FOLDER:
        for child in _children(node, budget):
            yield from files_below(child, budget, path)
        return
    yield path, _digest(node, budget)


def is_same_inside(one: Node, other: Node) -> bool:
    """Whether two folders or archives hold the same files; one may have a folder more around them.

    What cannot be read, or is more than is compared, is not the same.
    """
    inside = _inside(one, Budget(bytes=COMPARED))
    return inside is not None and inside == _inside(other, Budget(bytes=COMPARED))


def _inside(node: Node, budget: Budget) -> list[tuple[str, bytes]] | None:
    try:
        nodes = _children(node, budget)
        while len(nodes) == 1 and nodes[0].kind is Kind.FOLDER:
            nodes = _children(nodes[0], budget)
        return sorted(entry for each in nodes for entry in files_below(each, budget))
    except Unreadable:
        return None


def _children(node: Node, budget: Budget) -> list[Node]:
    return [child for child in node.children(budget) if not is_skipped(child.name)]


def called_again(name: str) -> Iterator[str]:
    """Yield what somebody is called if a name says that it is theirs once more.

    So do ``ada (1)``, ``ada_late`` and ``ada - version 2``, and the very name, of an archive beside
    a folder; ``ada 2`` may be another one.
    """
    yield name
    if found := COPY.fullmatch(name):
        yield found["name"] or found["of"]
    yield from without_versions(name)


def without_versions(name: str) -> Iterator[str]:
    """Yield what is left of a name without the words for a version, or the day, at an end of it."""
    gaps = [(name[: gap.start()], name[gap.end() :]) for gap in re.finditer(r"[ _(-]+", name)]
    for before, behind in dict.fromkeys(gaps[:MOST_WORDS] + gaps[-MOST_WORDS:]):
        if is_part(before) != is_part(behind):
            yield before if is_part(behind) else behind


def copies(entries: Sequence[Node]) -> set[Node]:
    """Return the folders and archives in one place that are copies of another by name and work.

    All of them together may take what is compared.
    """
    budget = Budget(bytes=COMPARED, seconds=SECONDS_OF_COPIES)
    inside = cache(lambda node: _inside(node, budget))
    known: dict[str, list[Node]] = {}
    found = set()
    for node in sorted((n for n in entries if n.holds), key=lambda node: len(node.name)):
        name = stem_of(node.name)
        own = [other for base in called_again(name) for other in known.get(base, ())]
        if own and inside(node) is not None and inside(node) in map(inside, own):
            found.add(node)
        else:
            known.setdefault(name, []).append(node)
    return found
