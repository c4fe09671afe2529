"""Gradescope, *Export submissions*: ``submission_metadata.yml`` and a folder for each submission.

The metadata maps a folder to its ``:submitters``, each with ``:name``, ``:sid`` and ``:email``, and
``:created_at``; keys carry Ruby's colon or do not. What a group handed in counts for each of them.
The file is untrusted: it is read by PyYAML's safe loader, without tags and merges, and what is
neither a time nor null is text: to YAML an SID 0123 is 83, and a student called No is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources.tree_level import IntakeError, Level, loose
from grader.intake.tree import Kind, Node, Unreadable, stem_of

__all__ = ["read"]

METADATA = ("submission_metadata.yml", "submission_metadata.yaml")
LARGEST = 64 << 20


@dataclass(frozen=True)
class Metadata:
    """One submission as the metadata have it."""

    folder: str
    people: tuple[Person, ...]
    created: str
    attempt: int | None
    late: bool | None


def read(level: Level) -> Tree | None:
    """Return the class if the export's metadata are there."""
    files = [node for node in level.files if node.name in METADATA]
    if not files:
        return None
    entries = [
        _entry(str(name), raw)
        for name, raw in _metadata(files[0]).items()
        if isinstance(raw, Mapping)
    ]
    named = {entry.folder for entry in entries}
    nodes = {
        stem_of(n.name) if n.kind is Kind.ARCHIVE and n.name not in named else n.name: n
        for n in level.folders
    }
    students: list[Handed] = []
    for entry in entries:
        node = nodes.get(entry.folder)
        students += [_handed(entry, person, node) for person in entry.people]
    known = {entry.folder for entry in entries if entry.people}
    left = list(level.left)
    left += [_unknown(node) for name, node in nodes.items() if name not in known]
    left += [loose(n) for n in level.entries if not n.holds and n not in files]
    plural = "s" if len(entries) != 1 else ""
    why = f"{files[0].name} names {len(entries)} submission{plural}"
    return Tree(Source.GRADESCOPE, why, tuple(_newest(students)), tuple(left))


def _metadata(node: Node) -> Mapping[Any, Any]:
    try:
        found = load(node.read(PurePosixPath(node.name), LARGEST))
    # A hostile file fails in many ways: RecursionError, ValueError for a date, yaml's own …
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        text = str(error) if isinstance(error, Unreadable) else f"{node.name} is not read: {why}."
        raise IntakeError(f"{text} Export the submissions from Gradescope again.") from error
    # A value that says nothing costs its own folder alone, which is named as nobody's.
    if not isinstance(found, Mapping) or not any(isinstance(v, Mapping) for v in found.values()):
        raise IntakeError(
            f"{node.name} does not map folders to submissions. Export the submissions from "
            "Gradescope again."
        )
    return found


def load(data: bytes) -> Any:
    """Return what a YAML file holds, as plain data whatever its tags say."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    kept = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:null")

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {
            first: [each for each in known if each[0] in kept]
            for first, known in base.yaml_implicit_resolvers.items()
        }

        def flatten_mapping(self, node: Any) -> None:
            """Leave merge keys alone: nested ones multiply a small file without end."""

        def untagged(self, suffix: str, node: Any) -> Any:
            if isinstance(node, yaml.MappingNode):
                return self.construct_mapping(node, deep=True)
            if isinstance(node, yaml.SequenceNode):
                return self.construct_sequence(node, deep=True)
            return self.construct_scalar(node)

    Loader.add_multi_constructor("", Loader.untagged)
    return yaml.load(data, Loader=Loader)


def _entry(folder: str, raw: Mapping[Any, Any]) -> Metadata:
    people = _value(raw, "submitters")
    people = people if isinstance(people, list) else []
    history = _value(raw, "history")
    return Metadata(
        folder.rstrip("/").rpartition("/")[2],
        tuple(_person(each) for each in people if isinstance(each, Mapping)),
        _text(_value(raw, "created_at")),
        len(history) + 1 if isinstance(history, list) else None,
        {"true": True, "false": False}.get(_text(_value(raw, "late")).lower()),
    )


def _person(raw: Mapping[Any, Any]) -> Person:
    return Person(
        name=_text(_value(raw, "name")),
        id=_text(_value(raw, "sid")),
        email=_text(_value(raw, "email")),
    )


def _value(raw: Mapping[Any, Any], key: str) -> Any:
    return raw.get(f":{key}", raw.get(key))


def _text(value: Any) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _handed(entry: Metadata, person: Person, node: Node | None) -> Handed:
    label = person.name or person.email or person.id or entry.folder
    parts = (Part(node),) if node is not None else ()
    notes = () if parts else (f"The export names {entry.folder}, and it is not there.",)
    return Handed(label, person, parts, entry.late, entry.created, entry.attempt, notes=notes)


def _newest(students: Iterable[Handed]) -> list[Handed]:
    """Return everybody once: who is in several submissions, with the one that came last."""
    own: dict[tuple[str, ...], list[Handed]] = {}
    for each in students:
        person = each.person
        # Both: where some have "none" for an SID, they are not one.
        key: tuple[str, ...] = (person.id, person.email.casefold())
        if not any(key):
            key = ("", "", person.name, str(each.parts and each.parts[0].node.where))
        own.setdefault(key, []).append(each)
    found = []
    for all_of in own.values():
        newest, *older = sorted(all_of, key=lambda each: each.moment, reverse=True)
        names = [part.called for each in older for part in each.parts]
        notes = (f"An earlier submission was not graded: {', '.join(names)}.",) if names else ()
        earlier = tuple(each.as_earlier for each in older)
        found.append(replace(newest, older=earlier, notes=newest.notes + notes))
    return found


def _unknown(node: Node) -> Left:
    return Left(str(node.where), "the export's metadata do not say whose it is", is_work=True)
