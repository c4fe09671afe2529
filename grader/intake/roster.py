"""Who should hand in: a CSV file of the course."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from grader.intake.people import Person
from grader.intake.peoples_names import letters, spellings
from grader.intake.sources import IntakeError
from grader.intake.undecoded import may_be_a_name, ways_to_read
from grader.wording import all_of

__all__ = ["SPREADSHEETS", "Roster", "RosterRow", "columns_named", "read_roster"]

LARGEST = 32 << 20
# In what Excel writes a CSV in the west of Europe and in America.
EXCELS = "cp1252"
# Where more of the bytes are 0, it is in UTF-16.
MOST_ZEROS = 20
# Excel's and LibreOffice's own files, and Excel's of before 2007.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Headers, without case, punctuation and blanks, as systems and people write them.
HEADERS = {
    "name": (
        "name", "student", "studentname", "fullname", "fullnames", "displayname", "learner",
        "vollständigername", "vollstandigername", "nomcomplet", "nombrecompleto", "nome",
        "nomecompleto", "volledigenaam", "naam", "cognomenome", "姓名", "氏名", "이름", "фио",
        "imięinazwisko", "adsoyad", "adısoyadı", "nimi", "legalname", "الاسم",
        "ονοματεπώνυμο", "jménoapříjmení", "navn", "namn",
    ),
    "first": (
        "firstname", "first", "givenname", "givennames", "forename", "vorname", "prénom", "prenom",
        "nombre", "voornaam", "名", "имя", "imię", "ad", "adı", "förnamn", "fornavn", "jméno",
        "etunimi",
    ),
    "last": (
        "lastname", "last", "surname", "familyname", "nachname", "nom", "apellidos", "apellido",
        "cognome", "nomdefamille", "achternaam", "sobrenome", "apelido", "姓", "фамилия",
        "nazwisko", "soyad", "soyadı", "efternamn", "efternavn", "etternavn", "příjmení",
        "sukunimi",
    ),
    "id": (
        "id", "sid", "studentid", "userid", "idnumber", "studentnumber", "sisuserid", "sisid",
        "matrikelnummer", "matriculationnumber", "participantid", "identifier", "idnummer",
        "canvasid", "canvasuserid", "number", "matrnr", "orgdefinedid", "numérodidentification",
        "númerodeid", "studentnummer", "matricola", "学号", "学籍番号", "학번", "numeralbumu",
        "numerid", "öğrencino", "öğrencinumarası", "studienummer", "opiskelijanumero",
        "númerodeidentificação", "matrikelnr", "matrikel", "studentno", "idno",
        "matriculationno", "registrationnumber", "registrationno", "rollnumber", "rollno",
        "numéroétudiant", "noétudiant", "matricule", "nralbumu", "numerindeksu", "nrindeksu",
        "númerodealumno", "númerodealuno", "matrícula", "رقمالطالب", "αριθμόςμητρώου",
        "osobníčíslo", "studentnr",
    ),
    "email": (
        "email", "emailaddress", "mail", "emailadresse", "emailadress", "studentemail",
        "courriel", "correo", "adressedecourriel", "direccióndecorreo", "indirizzoemail",
        "endereçodeemail", "emailadres", "邮箱", "电子邮件", "メール", "メールアドレス", "이메일",
        "почта", "электроннаяпочта", "адресэлектроннойпочты", "adresemail", "eposta",
        "epostaadresi", "epost", "epostadress", "sähköposti",
    ),
    "login": (
        "login", "loginid", "sisloginid", "username", "githubusername", "github", "githublogin",
        "user", "benutzername", "netid", "account", "用户名", "ユーザ名", "ユーザー名", "логин",
        "nazwaużytkownika", "kullanıcıadı", "användarnamn", "brugernavn", "brukernavn",
        "anmeldename", "nutzername", "nutzernamen", "kennung", "nomdutilisateur",
        "nombredeusuario", "nomeutente", "gebruikersnaam", "nomedeusuário", "nomedeutilizador",
    ),
    "group": (
        "group", "groups", "groupname", "team", "teams", "teamname", "gruppe", "gruppen", "groupe",
        "groupes", "grupo", "grupos", "gruppo", "groep", "grupp", "grup", "小组", "グループ",
        "группа", "grupa",
    ),
    "role": ("role", "roles", "rolle", "rôle"),
}  # fmt: skip
# A line, and what else is in a cell that begins in it.
FIRST = re.compile(r'(?:[^"\n]|"[^"]*")*')
STUDENT = re.compile(r"student|learner|studierende|étudiant", re.IGNORECASE)
NOT_STUDENTS = ("points possible", "student, test", "test student")
# What says who somebody is.
WHO = frozenset({"name", "id", "email", "login", "last"})
MOST_ABOVE = 10
SHOWN = 8


@dataclass(frozen=True)
class RosterRow:
    """One student of the roster; there may be several ids, as Canvas has.

    Attributes
    ----------
    person : as far as the row tells
    ids : all of them
    line : of the file, where the row ends
    groups : what their teams are called
    """

    person: Person
    ids: tuple[str, ...]
    line: int = 0
    groups: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What no two people have alike."""
        return _keys(self.person)


def _keys(who: Person) -> frozenset[tuple[str, str]]:
    known = {"id": who.id, "e-mail": who.email.casefold(), "login": who.login.casefold()}
    return frozenset((kind, text) for kind, text in known.items() if text)


@dataclass(frozen=True)
class Roster:
    """A roster, and how it fits.

    Attributes
    ----------
    rows : everybody on it, once
    clashes : what two rows of different people have alike, with their lines
    clashing : the numbers of these rows, which nobody is joined to
    missing : who is on it and handed nothing in
    unknown : what those are called who handed in and are not on it
    doubtful : those to whom several rows fit, or who share a row
    guessed : names as they are in Excel's encoding, where nothing tells which it is
    padded : the numbers of those whose row has them with more first zeros, or with fewer
    """

    rows: tuple[RosterRow, ...]
    clashes: tuple[str, ...] = ()
    clashing: frozenset[int] = frozenset()
    missing: tuple[Person, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    padded: tuple[str, ...] = ()

    def without(self, people: Iterable[Person]) -> Roster:
        """Return it as fits where some people are not missing: by what no two have alike.

        Who is known by a name alone is nobody else of that name.
        """
        there = {key for who in people for key in _keys(who) or {("name", who.name)}}
        missing = [p for p in self.missing if there.isdisjoint({*_keys(p), ("name", p.name)})]
        return replace(self, missing=tuple(missing))


def read_roster(path: Path, names_in: str = "") -> Roster:
    """Read a roster.

    Parameters
    ----------
    path : of the CSV file
    names_in : its encoding, if it is not UTF-8; empty where nobody knows

    Raises
    ------
    IntakeError
        When the file is not there, no column says who anybody is, or its encoding is not known.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise IntakeError(f"{path} has more than {LARGEST >> 20} MB: that is not a roster.")
        data = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror or error}.") from error
    if data.startswith(SPREADSHEETS):
        raise IntakeError(f"{path} is a spreadsheet. Save it as CSV (UTF-8), and name that file.")
    # Excel's own first line, for which separator the others have.
    known = _text(data, names_in)
    guessed = data.decode(EXCELS, "surrogateescape") if known is None else ""
    text = re.sub(r"\Asep=.(\r?\n)", r"\1", known or guessed)
    lines = _lines(path, *_from_header(text))
    header = columns_named(lines[0][1]) if lines else {}
    if not WHO & header.keys():
        first = ", ".join(lines[0][1][:SHOWN]) if lines else "nothing"
        raise IntakeError(
            f"{path}: no column says who a student is. Its first line must name at least one of "
            f"name, id, email and login; it has: {first}."
        )
    rows = _once(_rows(lines[1:], header))
    if not rows:
        raise IntakeError(f"{path} holds no student below its first line.")
    names = [row.person.name for row in rows if guessed and not row.person.name.isascii()]
    if not all(map(may_be_a_name, names)):
        written = [name.encode(EXCELS, "surrogateescape") for name in names]
        raise IntakeError(
            f"{path} is not in UTF-8, and does not say in which encoding it is. Save it as CSV "
            "(UTF-8), or say it:\n"
            + ways_to_read([name.decode("ascii", "surrogateescape") for name in written])
        )
    return Roster(tuple(rows), *_clashes(rows), guessed=tuple(names))


def _lines(path: Path, text: str, above: int) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with its last line's number in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines += ((above + reader.line_num, row) for row in reader if any(row))
    except csv.Error as error:
        # Read on, it would swallow everybody up to the next quote.
        begun = 1 + (lines[-1][0] if lines else above)
        raise IntakeError(
            f"{path}: a quote that begins in line {begun} or below is not closed where its cell "
            "ends. Correct it, or export the roster again."
        ) from error
    return lines


def _text(data: bytes, names_in: str) -> str | None:
    """Return what a roster says; None where nothing tells its encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    # Without that mark every other byte of blanks and separators is 0, the first or the second.
    first, second = data[::2].count(0), data[1::2].count(0)
    if max(first, second) > len(data) // MOST_ZEROS:
        return data.decode("utf-16-be" if first > second else "utf-16-le", "replace")
    for encoding in filter(None, ("utf-8-sig", names_in)):
        with suppress(UnicodeError):
            return data.decode(encoding)
    return None


def _from_header(text: str) -> tuple[str, int]:
    """Return a table from the line that says what its columns are, and how many are above it.

    Some exports begin with the course's title and the day.
    """
    # Of no more lines than these it is asked, and as `csv` counts them.
    lines = io.StringIO(text, newline="")
    for above, line in enumerate(islice(lines, MOST_ABOVE)):
        with suppress(csv.Error):  # of a cell that is longer than it reads
            if WHO & columns_named(next(csv.reader([line], _dialect(line)), [])).keys():
                return line + lines.read(), above
    return text, 0


def _dialect(text: str) -> type[csv.Dialect]:
    first = FIRST.match(text.lstrip("\r\n"))
    # A list of names alone has none; a comma may be in a name or a title before any other is.
    mark = max("\t|;,", key=first[0].count if first else "".count)

    class Found(csv.excel):
        delimiter = mark

    return Found


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header.casefold())


def columns_named(header: Sequence[str]) -> dict[str, list[int]]:
    """Return the columns that say who somebody is, by what they say."""
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(header):
        word = _plain(cell)
        for kind, words in HEADERS.items():
            if word in words:
                found.setdefault(kind, []).append(number)
    return found


def _rows(
    lines: Sequence[tuple[int, Sequence[str]]], header: dict[str, list[int]]
) -> Iterator[RosterRow]:
    table = [
        {
            kind: [text for n in numbers if n < len(line) and (text := _said(line[n]))]
            for kind, numbers in header.items()
        }
        for _, line in lines
    ]
    has_staff = any(map(_is_students, table))
    for (number, _), cells in zip(lines, table, strict=True):
        name = _name(cells, header)
        ids = tuple(_number(cell) for cell in cells.get("id", []))
        email = next(iter(cells.get("email", [])), "")
        login = _unmarked(next(iter(cells.get("login", [])), ""))
        if name.strip().casefold() in NOT_STUDENTS or not (name or ids or email or login):
            continue
        # Gradescope's roster has those who teach, too.
        if has_staff and cells["role"] and not _is_students(cells):
            continue
        # Moodle lists those of somebody who is in several with commas between.
        groups = {part for cell in cells.get("group", []) for part in (cell, *cell.split(","))}
        known = frozenset(filter(None, map(letters, groups)))
        yield RosterRow(Person(name, ids[0] if ids else "", email, login), ids, number, known)


def _is_students(cells: dict[str, list[str]]) -> bool:
    return any(map(STUDENT.search, cells.get("role", [])))


def _said(cell: str) -> str:
    """Return what a cell says; ``="007"`` keeps a spreadsheet from taking it for a number."""
    found = re.fullmatch(r'="(.*)"', cell.strip())
    return found[1].strip() if found else cell.strip()


def _name(cells: dict[str, list[str]], header: dict[str, list[int]]) -> str:
    """Return a row's full name.

    Beside a first name alone *Name* is the last one, as in ``Name;Vorname``, and beside a last name
    *Nome* the first, unless all of it is there already.
    """
    name, first, last = (next(iter(cells.get(kind, [])), "") for kind in ("name", "first", "last"))
    if not name:
        return " ".join(part for part in (first, last) if part)
    if ("first" in header) == ("last" in header) or "," in name:
        return name
    words = {*map(letters, name.split())}
    is_there = {*map(letters, (first or last).split())} <= words
    return name if is_there else f"{first or name} {last or name}"


def _once(rows: Iterable[RosterRow]) -> list[RosterRow]:
    """Return everybody once: who is in two sections is on a list of both twice, in the same words.

    >>> [row.person.email for row in _once([Row(Person("Ada", "1"), ("1",)),
    ...                                     Row(Person("Ada", "1", "a@x.org"), ("1",))])]
    ['a@x.org']
    """
    found: list[RosterRow] = []
    places: dict[tuple[str, str], int] = {}
    for row in rows:
        same = {places[key] for key in row.keys if key in places}
        place = next(iter(same), -1)
        if len(same) == 1 and (both := _both(found[place], row)) is not None:
            found[place] = both
        else:
            place = len(found)
            found.append(row)
        for key in found[place].keys:
            places.setdefault(key, place)
    return found


def _both(one: RosterRow, other: RosterRow) -> RosterRow | None:
    """Return two rows as one; None where they say different things."""
    pairs = {
        name: (getattr(one.person, name), getattr(other.person, name))
        for name in ("id", "email", "login")
    }
    if any(a and b and a.casefold() != b.casefold() for a, b in pairs.values()):
        return None
    names = [row.person.name for row in (one, other)]
    if all(names) and not spellings(names[0]) & spellings(names[1]):
        return None
    told = {name: a or b for name, (a, b) in pairs.items()}
    ids = tuple(dict.fromkeys((*one.ids, *other.ids)))
    groups = one.groups | other.groups
    return RosterRow(Person(name=names[0] or names[1], **told), ids, one.line, groups)


def _clashes(rows: Sequence[RosterRow]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return what different people's rows have alike, in words, and which rows those are."""
    having: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        for key in sorted(row.keys):
            having.setdefault(key, []).append(number)
    said, clashing = [], set()
    for (kind, text), numbers in having.items():
        if len(numbers) > 1:
            clashing |= set(numbers)
            told = [f"{rows[n].person.called} (line {rows[n].line})" for n in numbers]
            said.append(f"the {kind} {text}: {all_of(told)}")
    return tuple(said), frozenset(clashing)


def _number(cell: str) -> str:
    """Return an identifier; Moodle's worksheet has ``Participant 123`` in its own language.

    >>> _number("Teilnehmer/in 123"), _number("#123"), _number("S 1 23")
    ('123', '123', 'S 1 23')
    >>> _number("1001.0"), _number("'00124")
    ('1001', '00124')
    """
    found = re.fullmatch(r"[^\W\d]\D* (\d+)|'?(\d+)(?:[.,]0)?", cell)
    return found[1] or found[2] if found else _unmarked(cell)


def _unmarked(cell: str) -> str:
    # Brightspace has one before what a spreadsheet might take for a number.
    return cell.removeprefix("#")
