"""Canvas, *Download Submissions*: all files side by side, who and when in their names.

``<sortable name><_LATE>_<user id>_<attachment id>_<file>``, where the name is in small letters and
without punctuation; anonymous: ``<LATE_>anon_<id>_<attachment id>_<file>``; text typed into Canvas:
``<name>_<user id>_text.html``. Who uploads a file again has ``-1``, ``-2`` … before its ending. A
quiz's are ``<last>_<first><user id>_question_<question>_<attachment id>_<file>``.
[canvas-lms, lib/content_zipper.rb, app/models/quizzes/quiz_submission_zipper.rb]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.intake.file_names import is_exact, module_of
from grader.intake.files import Part
from grader.intake.people import Earlier, Handed, Person, Source, Tree
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import ARCHIVES, FOREIGN, Node

__all__ = ["read"]

ANONYMOUS = re.compile(
    r"(?P<before>LATE_)?anon_(?P<id>[A-Za-z0-9]+)(?P<late>_LATE)?_(?P<attachment>\d+)_(?P<file>.+)",
    re.DOTALL,
)
ANONYMOUS_TEXT = re.compile(
    r"(?P<before>LATE_)?anon_(?P<id>[A-Za-z0-9]+)(?P<late>_LATE)?_(?P<file>(?:text|link)\.html)"
)
TEXT = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>(?:text|link)\.html)", re.DOTALL
)
# Somebody's own file of such a name; nobody's name ends in a number.
UPLOADED_TEXT = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<attachment>\d+)_(?P<file>(?:text|link)\.html)",
    re.DOTALL,
)
QUIZ = re.compile(
    r"(?P<name>.*\D)(?P<id>\d+)_question_\d+_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL
)
NUMBERS = re.compile(r"_(?P<id>\d+)_(?P<attachment>\d+)_(?=.)", re.DOTALL)
NUMBER = re.compile(r"_\d+_")
LATE = re.compile(r"_late$", re.IGNORECASE)
AGAIN = re.compile(r"-(\d{1,3})$")


@dataclass(frozen=True)
class Upload:
    """One file of a download.

    Attributes
    ----------
    name, id : of the student
    late : whether Canvas marks it late
    attachment : grows with every upload of the site
    file : the name that the student gave it
    node : where it is
    """

    name: str
    id: str
    late: bool
    attachment: int
    file: str
    node: Node

    @property
    def again(self) -> int:
        """The number at the end of the file's name: how often Canvas, or anybody, had it before."""
        found = AGAIN.search(_split(self.file)[0])
        return int(found[1]) if found else 0

    @property
    def as_named(self) -> str:
        """The file's name without that number."""
        stem, ending = _split(self.file)
        return AGAIN.sub("", stem) + ending

    @property
    def age(self) -> tuple[int, int]:
        """What sorts uploads by time."""
        return self.attachment, self.again


def read(level: Level) -> Tree | None:
    """Return the class if the files have Canvas's names."""
    uploads = _together([(node, upload_of(node)) for node in level.entries])
    mine = [upload for _, upload in uploads if upload is not None]
    works = [u for u in mine if u.attachment and _is_work(u.file)]
    exact = [n for n in level.files if is_exact(PurePosixPath(n.name))]
    if not works or len(works) <= len(exact) or not _may_be_canvas(works):
        return None
    students, left = beside(node for node, upload in uploads if upload is None)
    students += [_handed(uploads) for own in _by_id(mine).values() for uploads in own]
    why = f"{works[0].node.name} is <name>_<user id>_<attachment id>_<file>"
    return Tree(Source.CANVAS, why, tuple(students), tuple(level.left + left))


def _by_id(uploads: Sequence[Upload]) -> dict[str, list[list[Upload]]]:
    """Return the uploads under each id: one's, or several people's if it is none of Canvas's."""
    found: dict[str, list[Upload]] = {}
    for upload in uploads:
        found.setdefault(upload.id, []).append(upload)
    by_id: dict[str, list[list[Upload]]] = {}
    for number, own in found.items():
        by_name: dict[str, list[Upload]] = {}
        for upload in own:
            by_name.setdefault(upload.name, []).append(upload)
        # Drive calls a copy ``Copy of ada_1_2_ex1.py``.
        shortest = min(by_name, key=len)
        is_one = all(shortest in name for name in by_name)
        by_id[number] = [own] if is_one else list(by_name.values())
    return by_id


def _may_be_canvas(works: Sequence[Upload]) -> bool:
    """Whether these may be Canvas's names: every upload has a number, and every user one name.

    ``hw_2026_11_ada.py`` beside ``hw_2026_11_bob.py`` are not.
    """
    stems: dict[tuple[str, str, int], set[str]] = {}
    for work in works:
        if not is_exact(_path(work.file)):
            key = (work.name, work.id, work.attachment)
            stems.setdefault(key, set()).add(_split(work.file)[0].casefold())
    # Of one upload there may be copies, ``ex1 (1).py``, or what somebody made of it.
    if any(not stem.startswith(min(own, key=len)) for own in stems.values() for stem in own):
        return False
    by_id = _by_id(works).values()
    shared = sum(len(people) for people in by_id if len(people) > 1)
    return 2 * shared <= sum(map(len, by_id))


def _together(uploads: Sequence[tuple[Node, Upload | None]]) -> list[tuple[Node, Upload | None]]:
    """Return the uploads, those whose names can be read in several ways as others' say.

    ``ada_12_345_6_ex2.py`` is Ada's own ``6_ex2.py`` where ``ada_12_344_ex1.py`` is hers.
    """
    ways = {node: _ways(node) for node, upload in uploads if upload is not None}
    sure = {(w[0].name, w[0].id) for w in ways.values() if len(w) == 1}
    found: list[tuple[Node, Upload | None]] = []
    for node, upload in uploads:
        fits = [way for way in ways.get(node, ()) if (way.name, way.id) in sure]
        found.append((node, fits[0] if upload is not None and len(fits) == 1 else upload))
    return found


def upload_of(node: Node) -> Upload | None:
    """Return what a file's name says, None if it is none of Canvas's."""
    return next(iter(_ways(node)), None)


def _ways(node: Node) -> list[Upload]:
    """Return what a file's name may say, the likeliest first."""
    name = node.name
    for pattern in (ANONYMOUS, ANONYMOUS_TEXT, UPLOADED_TEXT, TEXT):
        if found := pattern.fullmatch(name):
            parts = found.groupdict()
            is_late = bool(parts.get("late") or parts.get("before"))
            who = parts.get("name") or f"anon_{parts['id']}"
            number = int(parts.get("attachment") or 0)
            return [Upload(who, parts["id"], is_late, number, parts["file"], node)]
    quiz = QUIZ.fullmatch(name)
    if quiz and not NUMBER.search(quiz["name"]):
        own = quiz["name"].rstrip("_")
        return [Upload(own, quiz["id"], False, int(quiz["attachment"]), quiz["file"], node)]
    ways = []
    # Numbers may also begin a file's name, or end a student's; an exercise's name settles it.
    for who, numbers, file in _splits(name):
        own = LATE.sub("", who)
        # Canvas leaves no number between two ``_`` in a student's name.
        if own and not NUMBER.search(own):
            attachment = int(numbers["attachment"])
            ways.append(Upload(own, numbers["id"], own != who, attachment, file, node))
    return sorted(ways, key=lambda way: not _is_exercises(way.file))


def _is_exercises(file: str) -> bool:
    return bool(re.match(r"ex\d", file, re.IGNORECASE)) and module_of(_path(file)) is not None


def _splits(name: str) -> Iterator[tuple[str, re.Match[str], str]]:
    at = 0
    while found := NUMBERS.search(name, at):
        if found.start():
            yield name[: found.start()], found, name[found.end() :]
        at = found.start() + 1


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(name)


def _split(file: str) -> tuple[str, str]:
    low = file.lower()
    ending = next((e for e in (*ARCHIVES, *FOREIGN) if low.endswith(e)), PurePosixPath(file).suffix)
    return (file[: -len(ending)], file[-len(ending) :]) if ending else (file, "")


def _is_work(file: str) -> bool:
    low = file.lower()
    return low.endswith((".py", ".ipynb", *ARCHIVES, *FOREIGN)) or module_of(_path(low)) is not None


def _handed(uploads: list[Upload]) -> Handed:
    """Return one student's newest files, and the earlier ones of the same names."""
    there = {upload.file.casefold() for upload in uploads}
    versions: dict[str, list[Upload]] = {}
    for upload in sorted(uploads, key=lambda each: each.age, reverse=True):
        versions.setdefault(_name(upload, there).casefold(), []).append(upload)
    attempts = max(len(each) for each in versions.values())
    rounds = [[each[min(n, len(each) - 1)] for each in versions.values()] for n in range(attempts)]
    for each in rounds:
        each.sort(key=lambda upload: upload.age, reverse=True)
    parts = [tuple(Part(u.node, _name(u, there)) for u in each) for each in rounds]
    late = [any(upload.late for upload in each) for each in rounds]
    newest = rounds[0][0]
    again = [upload.again for upload in uploads if _name(upload, there) != upload.file]
    replaced = sorted(_name(each[0], there) for each in versions.values() if len(each) > 1)
    notes: tuple[str, ...] = ()
    if replaced:
        notes = (f"Uploaded more than once; this is the newest: {', '.join(replaced)}.",)
    typed = {upload.file for upload in uploads if upload.attachment == 0}
    if "link.html" in typed:
        notes += ("An address given to Canvas was not followed: only files are graded.",)
    if typed - {"link.html"}:
        notes += ("Text typed into Canvas was not read: only files are graded.",)
    person = Person(name=min((each.name for each in uploads), key=len), id=newest.id)
    return Handed(
        person.name, person, parts[0], late[0],
        attempt=max(attempts, 1 + max(again, default=0)), upload=newest.attachment,
        older=tuple(map(Earlier, parts[1:], late[1:])), notes=notes,
    )  # fmt: skip


def _name(upload: Upload, there: set[str]) -> str:
    """Return what the student called a file.

    ``part-2.zip`` is a name; an exercise's file, and ``hw-1.zip`` beside ``hw.zip``, have the
    number from Canvas.
    """
    name = upload.as_named
    return name if is_exact(_path(name)) or name.casefold() in there else upload.file
