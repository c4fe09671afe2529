"""Who should hand in: a CSV file of the course, joined to who did by id, e-mail, login or name."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.intake.people import Handed, Person, Tree
from grader.intake.sources import IntakeError

__all__ = ["Roster", "join", "read_roster", "spellings"]

LARGEST = 32 << 20
# Headers, without case, punctuation and blanks, as systems and people write them.
HEADERS = {
    "name": (
        "name", "student", "studentname", "fullname", "fullnames", "displayname", "learner",
        "vollständigername", "vollstandigername", "nomcomplet", "nombrecompleto", "nome",
    ),
    "first": (
        "firstname", "first", "givenname", "givennames", "forename", "vorname", "prénom", "prenom",
        "nombre",
    ),
    "last": (
        "lastname", "last", "surname", "familyname", "nachname", "nom", "apellidos", "apellido",
        "cognome",
    ),
    "id": (
        "id", "sid", "studentid", "userid", "idnumber", "studentnumber", "sisuserid", "sisid",
        "matrikelnummer", "matriculationnumber", "participantid", "identifier", "idnummer",
        "canvasid", "canvasuserid", "number", "matrnr",
    ),
    "email": (
        "email", "emailaddress", "mail", "emailadresse", "emailadress", "studentemail",
        "courriel", "correo",
    ),
    "login": (
        "login", "loginid", "sisloginid", "username", "githubusername", "github", "githublogin",
        "user", "benutzername", "netid", "account",
    ),
}  # fmt: skip
NOT_STUDENTS = ("points possible", "student, test", "test student")
SHOWN = 8


@dataclass(frozen=True)
class Row:
    """One student of the roster; there may be several ids, as Canvas has."""

    person: Person
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """A roster, and how it fits.

    Attributes
    ----------
    rows : everybody on it
    missing : who is on it and handed nothing in
    unknown : what those are called who handed in and are not on it
    doubtful : those to whom several rows fit, or who share a row
    """

    rows: tuple[Row, ...]
    missing: tuple[Person, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Raises
    ------
    IntakeError
        When the file is not there or no column says who anybody is.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise IntakeError(f"{path} has more than {LARGEST >> 20} MB: that is not a roster.")
        text = _text(path.read_bytes())
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror or error}.") from error
    lines = [row for row in csv.reader(io.StringIO(text, newline=""), _dialect(text)) if any(row)]
    header = _columns(lines[0]) if lines else {}
    if not {"name", "id", "email", "login", "last"} & header.keys():
        first = ", ".join(lines[0][:SHOWN]) if lines else "nothing"
        raise IntakeError(
            f"{path}: no column says who a student is. Its first line must name at least one of "
            f"name, id, email and login; it has: {first}."
        )
    rows = tuple(_rows(lines[1:], header))
    if not rows:
        raise IntakeError(f"{path} holds no student below its first line.")
    return Roster(rows)


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    mark = max(",;\t|", key=first.count)

    class Found(csv.excel):
        delimiter = mark

    return Found


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header.casefold())


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(header):
        word = _plain(cell)
        for kind, words in HEADERS.items():
            if word in words:
                found.setdefault(kind, []).append(number)
    return found


def _rows(lines: Sequence[Sequence[str]], header: dict[str, list[int]]) -> Iterator[Row]:
    for line in lines:
        cells = {
            kind: [line[n].strip() for n in numbers if n < len(line) and line[n].strip()]
            for kind, numbers in header.items()
        }
        name = next(iter(cells.get("name", [])), "")
        parts = [next(iter(cells.get(kind, [])), "") for kind in ("first", "last")]
        if not name or not header.get("name"):
            name = " ".join(part for part in parts if part)
        ids = tuple(_number(cell) for cell in cells.get("id", []))
        email = next(iter(cells.get("email", [])), "")
        login = next(iter(cells.get("login", [])), "")
        if name.strip().casefold() in NOT_STUDENTS or not (name or ids or email or login):
            continue
        yield Row(Person(name, ids[0] if ids else "", email, login), ids)


def _number(cell: str) -> str:
    """Return an identifier; Moodle's worksheet has ``Participant 123`` in its own language."""
    found = re.fullmatch(r"\w+ (\d+)", cell)
    return found[1] if found else cell


def join(tree: Tree, roster: Roster) -> tuple[Tree, Roster]:
    """Return the class with what the roster knows of everybody, and how the roster fits.

    Who somebody is never changes what they are called in the reports, or whose work is whose.
    """
    fits: dict[int, list[int]] = {}
    doubtful: list[str] = []
    unknown: list[str] = []
    for number, handed in enumerate(tree.students):
        rows = _rows_for(handed, roster.rows)
        if len(rows) == 1:
            fits.setdefault(rows[0], []).append(number)
        else:
            (doubtful if rows else unknown).append(handed.student)
    students = list(tree.students)
    for row, numbers in fits.items():
        if len(numbers) > 1:
            doubtful += [students[number].student for number in numbers]
            continue
        students[numbers[0]] = _with(students[numbers[0]], roster.rows[row].person)
    doubted = {n for h in tree.students if h.student in doubtful for n in _rows_for(h, roster.rows)}
    missing = [
        row.person for n, row in enumerate(roster.rows) if n not in fits and n not in doubted
    ]
    result = replace(
        roster, missing=tuple(missing), unknown=tuple(unknown), doubtful=tuple(sorted(doubtful))
    )
    return replace(tree, students=tuple(students)), result


def _with(handed: Handed, known: Person) -> Handed:
    own = handed.person
    person = Person(
        known.name or own.name, known.id or own.id, known.email or own.email,
        known.login or own.login, own.repository,
    )  # fmt: skip
    return replace(handed, person=person)


def _rows_for(handed: Handed, rows: Sequence[Row]) -> list[int]:
    """Return the rows that fit best: by id, else e-mail, else login, else name."""
    own = handed.person
    names = {own.name, own.id, own.login, handed.student} - {""}
    folded = {name.casefold() for name in names}
    folder = handed.parts[0].node.name.casefold() if handed.parts else ""
    ways: list[Callable[[Row], bool]] = [
        lambda row: bool(own.id) and own.id in row.ids,
        lambda row: bool(own.email) and own.email.casefold() == row.person.email.casefold(),
        lambda row: bool(row.person.login) and row.person.login.casefold() in folded,
        lambda row: bool(row.person.email) and row.person.email.casefold() in folded,
        lambda row: bool(row.ids) and any(i.casefold() in folded for i in row.ids),
        lambda row: (
            bool(own.login and row.person.login)
            and folder.endswith("-" + row.person.login.casefold())
        ),
        lambda row: bool(row.person.name) and bool(spellings(row.person.name) & _all(names)),
    ]
    for way in ways:
        if found := [number for number, row in enumerate(rows) if way(row)]:
            return found
    return []


def _all(names: set[str]) -> set[str]:
    return {spelling for name in names for spelling in spellings(name)}


def spellings(name: str) -> set[str]:
    """Return a name as it may be written: last name first or not, without marks or blanks."""
    last, comma, first = name.partition(",")
    ways = {name, f"{first} {last}" if comma else name}
    words = name.split()
    if not comma and len(words) > 1:
        # Canvas writes the last name first; which word it begins with is not known.
        ways |= {" ".join((*words[n:], *words[:n])) for n in range(1, len(words))}
    return {_letters(way) for way in ways} - {""}


def _letters(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    # Marks belong to letters: without them names of many scripts would be alike.
    kept = (c for c in text if c.isalnum() or unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", "".join(kept))
