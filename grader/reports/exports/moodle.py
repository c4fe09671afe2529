"""Moodle: the grading worksheet that was downloaded, filled in, and the feedback as a zip.

The worksheet's first line is in the site's language; it needs the columns *Identifier*, *Grade* and
*Last modified (grade)*. Moodle passes over rows that are locked, out of range, or changed there
since, and says nothing: they are named here. Feedback goes back in folders that are called as those
of the download. What a team handed in counts for each of its members (`moodle_teams`).
[moodle, mod/assign/feedback/offline and mod/assign/feedback/file/importziplib.php]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from grader.reports.exports.format import (
    Blank,
    Class,
    Export,
    ExportError,
    Format,
    Option,
    Values,
    number,
)
from grader.reports.exports.matching import (
    Matches,
    RowPerson,
    columns_of,
    match,
    refuse_duplicates,
    refuse_nobody,
)
from grader.reports.exports.moodle_teams import teams_column, teams_of
from grader.reports.exports.scale import OPTION as SCALE
from grader.reports.exports.scale import scale_to
from grader.reports.exports.sheet import Row, Sheet, lowered, maximum_in, number_in, read_sheet
from grader.reports.feedback import feedback
from grader.whole_files import zipped
from grader.wording import listed

__all__ = ["FORMAT"]

AGAIN = (
    "Download it again from the assignment (Download grading worksheet), and name that file as it "
    "is."
)
BY_NAME = "If it is the right one and these grades are from elsewhere, give --by-name."
# In the languages in which the words were at hand; of any other language the grade's column is
# known by "Last modified (grade)", which repeats its title in brackets.
TITLES = {
    "grade": (
        "grade", "bewertung", "note", "calificación", "valutazione", "nota", "avaliação",
        "beoordeling", "cijfer", "qualificació", "cualificación", "kalifikazioa", "оценка", "評点",
        "评分", "成绩", "成績", "not", "ocena", "známka", "betyg", "karakter", "arvosana", "оцінка",
    ),
    "maximum": (
        "maximum grade", "maximalbewertung", "beste bewertung", "höchste bewertung",
        "note maximale", "évaluation maximale", "calificación máxima", "valutazione massima",
        "nota máxima", "avaliação máxima", "maximumcijfer", "maximale beoordeling",
        "qualificació màxima",
        "максимальная оценка", "最大評点",
    ),
    "email": (
        "email address", "email", "e-mail-adresse", "adresse de courriel", "dirección de correo",
        "indirizzo email", "endereço de email", "e-mailadres",
    ),
    "number": ("id number", "id-nummer", "numéro d'identification", "número de id"),
    "team": (
        "group", "gruppe", "groupe", "grupo", "gruppo", "groep", "grup", "grupp", "группа",
        "グループ", "群组", "小组",
    ),
    "name": (
        "full name", "vollständiger name", "nom complet", "nombre completo", "cognome/nome",
        "nome completo", "volledige naam", "полное имя",
    ),
}  # fmt: skip
IN_BRACKETS = re.compile(r"[^()（）]+ ?[(（](?P<what>[^()（）]+)[)）]")
PARTICIPANT = re.compile(r"(?P<word>\D*[^\W\d]\D*?)\s*(?P<number>\d+)")
YES = frozenset((
    "yes", "ja", "oui", "sí", "si", "sim", "да", "はい", "是", "是的", "evet", "tak", "ano", "bai",
    "kyllä", "taip", "так", "igen", "da", "نعم", "بله", "כן", "ναι", "예", "네", "áno", "jah",
    "jā", "có", "ya", "ใช่", "हाँ", "हां", "ie",
))  # fmt: skip
NO = frozenset((
    "no", "nein", "non", "não", "nee", "нет", "いいえ", "否", "hayır", "nie", "ne", "ez", "ei",
    "ні", "nem", "nej", "nei", "nu", "όχι", "لا", "خیر", "לא", "아니요", "아니오", "nē", "không",
    "tidak", "ไม่", "नहीं", "не", "na",
))  # fmt: skip
SUBMISSION = "assignsubmission_file"
PAGE = "feedback.md"
LONGEST = 60


@dataclass(frozen=True)
class Worksheet:
    """A grading worksheet of Moodle's: what is where."""

    sheet: Sheet
    grade: int
    maximum: int | None
    can_change: int | None
    people: tuple[RowPerson, ...]
    word: str
    team: int | None = None
    has_teams: bool = False


def write(graded: Class, values: Values) -> Export:
    """Fill in the worksheet, every other byte as it was, and pack the pages of feedback."""
    path = Path(values["worksheet"])
    book = _read(path, values.get("column") or "", {r.name for r in graded.results})
    rows, nobody, known = _rows_of(graded, book, values)
    maximum = _maximum(book, {result.grade.out_of for result in graded.results})
    scale = scale_to(maximum, graded, str(path), is_wanted=bool(values["scale"]))
    nowhere, notes, filled = {}, list(scale.notes), []
    changes: dict[tuple[int, int], str] = {}
    befores: dict[str, tuple[str, float]] = {}
    for result in graded.results:
        if result.points is None:
            continue
        if result.student not in rows:
            nowhere[result.student] = nobody[result.student]
            continue
        points = scale.of(result.points)
        refused, its_rows = [], rows[result.student]
        for person in its_rows:
            row = book.sheet.rows[person.row]
            if why := _refused(book, row, points, maximum):
                refused.append(why)
                continue
            changes[person.row, book.grade] = number(points)
            called = person.called if len(its_rows) > 1 else result.student
            befores[called] = (row.text(book.grade), points)
        if refused:
            rest = "; the rest of the team is filled in" if len(refused) < len(its_rows) else ""
            nowhere[result.student] = "; ".join(refused) + rest
        else:
            filled.append(result.student)
    notes += _on_earlier_grades(befores)
    if any(len(each) > 1 for each in rows.values()):
        count = sum(len(each) for each in rows.values())
        teams = f"{len(rows)} teams" if len(rows) > 1 else "one team"
        notes.append(f"what {teams} handed in is for {count} students, by their team")
    if others := [each.called for each in book.people if each.row not in known]:
        notes.append(f"in the worksheet, and not among these grades: {listed(others, 20)}")
    files = {
        path.name: book.sheet.replaced(changes),
        "feedback.zip": zipped(_pages(graded, rows)),
    }
    return Export(files, tuple(filled), nowhere, tuple(notes))


def _on_earlier_grades(befores: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    """Yield what to say of grades that Moodle has already, by student, beside the new points."""
    replaced = [
        f"{student} ({before} before)" for student, (before, points) in befores.items()
        if before and number_in(before) not in (None, points)
    ]  # fmt: skip
    if replaced:
        yield (
            "has another grade in Moodle, which may pass these over: tick there that records "
            f"changed since may be updated: {', '.join(replaced)}"
        )
    yield from lowered(befores, "Moodle")


def _rows_of(
    graded: Class, book: Worksheet, values: Values
) -> tuple[Mapping[str, Sequence[RowPerson]], Mapping[str, str], Set[int]]:
    """Return everybody's rows, why others have none, and which rows are somebody's."""
    if book.team is not None:
        is_sure = book.team == columns_of(book.sheet.header, TITLES).get("team")
        teams = teams_of(graded.results, book.people, book.sheet, book.team, is_sure=is_sure)
        if teams is not None:
            return teams.members, teams.nowhere, teams.rows
    # Where names are hidden everybody is called as the identifiers are, without the slash that no
    # file can have; once they are shown, the numbers are still the same.
    nameless = {r.student for r in graded.results if _is_hidden(r.who.name, book.word)}
    matches = match(
        graded.results, book.people, trust_numbers=bool(values["trust_ids"]), nameless=nameless,
        other_numbers=bool(values["by_name"]),
    )  # fmt: skip
    _refuse_another(graded, book, matches, nameless, by_name=bool(values["by_name"]))
    rows = {student: (person,) for student, person in matches.found.items()}
    return rows, matches.nowhere, matches.rows


def _refused(book: Worksheet, row: Row, points: float, maximum: float | None) -> str:
    """Say why Moodle would pass a row over without a word; empty when it would not."""
    if book.grade >= len(row.cells):
        return f"line {row.line} of the worksheet has no cell for a grade"
    if book.can_change is not None and row.text(book.can_change).casefold() in NO:
        return f"the grade is locked in Moodle (line {row.line})"
    own = maximum
    if book.maximum is not None:
        own = maximum_in(row.text(book.maximum), {maximum or 0}, str(book.sheet.path))
    if points < 0 or (own is not None and points > own):
        return f"{number(points)} is out of range: the most is {number(own or 0)} (line {row.line})"
    return ""


def _is_hidden(name: str, word: str) -> bool:
    """Whether a name is *Participant*, perhaps with a group's name and a hyphen before it."""
    return _letters(word) in (_letters(name), _letters(name.rpartition("-")[2]))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _refuse_another(
    graded: Class, book: Worksheet, matches: Matches, nameless: Set[str], *, by_name: bool
) -> None:
    """Refuse the worksheet of another assignment or course.

    Participants have other numbers in every assignment whose names are hidden, and in every course.
    """
    path, count = book.sheet.path, len(graded.results)
    if count and not matches.found:
        known = match(graded.results, book.people, nameless=nameless, other_numbers=True).found
        remedy = f"{AGAIN} {BY_NAME}" if known and not by_name else AGAIN
        refuse_nobody(path, matches, "another course's or another assignment's", remedy)
    numbered = [r.student for r in graded.results if r.who.id.isdecimal()]
    named = [student for student in matches.otherwise if student in numbered]
    if named and not by_name:
        raise ExportError(
            f"{path}: the numbers of {', '.join(named[:8])} are not in it, only names or "
            f"addresses, so it may be another assignment's. Nothing was written. {BY_NAME}"
        )
    has_names = any(person.name for person in book.people)
    called = [student for student in matches.found if student not in nameless]
    if called and book.has_teams and not has_names:
        raise ExportError(
            f"{path} has teams and no names, and none of its teams is called {called[0]}, whose "
            f"number may be a team's. Nothing was written. {AGAIN}"
        )
    unknown = [who for who in matches.nowhere if not has_names or who in nameless]
    if unknown:
        missing = ", ".join(unknown[:8])
        what = "no row" if has_names else "no names and no row"
        raise ExportError(
            f"{path} has {what} for {missing}: it may be another assignment's, "
            f"where the same numbers are other people's. Nothing was written. {AGAIN} Whoever "
            "has left the course since: take their work away, and grade again."
        )


def _pages(graded: Class, rows: Mapping[str, Sequence[RowPerson]]) -> dict[str, bytes]:
    """Return the pages of feedback, in folders that are called as those of the download."""
    pages = {}
    for result in graded.results:
        if result.student not in rows or result.blank is Blank.FAULT:
            continue
        if result.blank is Blank.NOT_HANDED_IN and not result.grade.notes:
            # Of a document, or files of other names, the page says what to hand in.
            continue
        page = feedback(result.grade, result.isolation, graded.versions)
        for person in rows[result.student]:
            # An underscore separates what the importer reads; the download has blanks for them.
            name = person.name or result.who.name or "Participant"
            name = re.sub(r"[_/\\:\x00-\x1f]+", " ", name)
            name = name.encode("utf-8", "replace").decode().strip().lstrip(".~")[:LONGEST]
            folder = f"{name}_{person.numbers[0]}_{SUBMISSION}"
            pages[f"{folder}/{PAGE}"] = page.encode("utf-8", "backslashreplace")
    return pages


def _read(path: Path, asked: str, names: Set[str]) -> Worksheet:
    sheet = read_sheet(path, AGAIN)
    rows = sheet.rows[1:]
    identifier, word = _identifier(sheet)
    known: Mapping[str, int] = columns_of(sheet.header, TITLES)
    grade = _grade_column(sheet, known, asked)
    told = {known.get(key) for key in ("name", "email", "number")}
    team = teams_column(sheet, names, set(range(identifier + 2, grade)) - told)
    known = _with_names(sheet, known, names, {identifier, team})
    people = tuple(_person(row, place, identifier, known) for place, row in enumerate(rows, 1))
    refuse_duplicates(people, path)
    maximum = known.get("maximum", _maximum_beside(sheet, grade))
    return Worksheet(sheet, grade, maximum, _can_change(sheet), people, word, team, "team" in known)


def _with_names(
    sheet: Sheet, known: Mapping[str, int], names: Set[str], others: Set[int | None]
) -> dict[str, int]:
    """Return the columns, in any language with that of the students' names: it has theirs."""
    there = [
        0 if column in others else sum(row.text(column) in names for row in sheet.rows[1:])
        for column in range(len(sheet.header))
    ]
    if "name" in known or not max(there):
        return dict(known)
    return {**known, "name": there.index(max(there))}


def _identifier(sheet: Sheet) -> tuple[int, str]:
    """Return the column of ``Participant 123``, a word and a number in every row, and the word."""
    if len(sheet.rows) < 2:
        raise ExportError(f"{sheet.path} holds nobody below its first line. {AGAIN}")
    for column in range(len(sheet.header)):
        told = [PARTICIPANT.fullmatch(row.text(column)) for row in sheet.rows[1:]]
        words = {found["word"] for found in told if found}
        if all(told) and len(words) == 1 and words != {""}:
            return column, words.pop()
    raise ExportError(
        f"{sheet.path} is not a grading worksheet of Moodle's: no column has a participant's "
        f"number in every row (Participant 123). It has {', '.join(sheet.header[:6])}. {AGAIN}"
    )


def _maximum_beside(sheet: Sheet, grade: int) -> int | None:
    """Return the column after the grade's if it has one and the same number in every row."""
    told = {number_in(row.text(grade + 1)) for row in sheet.rows[1:]}
    return grade + 1 if len(told) == 1 and None not in told else None


def _grade_column(sheet: Sheet, known: Mapping[str, int], asked: str) -> int:
    titles = [title.casefold() for title in sheet.header]
    told = {
        found["what"].strip().casefold()
        for title in sheet.header if (found := IN_BRACKETS.fullmatch(title))
    }  # fmt: skip
    repeated = [place for place, title in enumerate(titles) if title in told]
    if asked:
        fits = [place for place, title in enumerate(titles) if title == asked.casefold()]
    else:
        fits = [known["grade"]] if "grade" in known else repeated
    if len(fits) == 1:
        return fits[0]
    raise ExportError(
        f"{sheet.path}: it cannot be told which column is the grade's. Nothing was written. Name "
        f"it with --column: {'; '.join(sheet.header)}. If none of these is, it is not the "
        f"grading worksheet. {AGAIN}"
    )


def _can_change(sheet: Sheet) -> int | None:
    """Return the column that says yes or no in every row: whether the grade can be changed."""
    for column in range(len(sheet.header)):
        words = {row.text(column).casefold() for row in sheet.rows[1:]}
        if words <= YES | NO:
            return column
    return None


def _person(row: Row, place: int, identifier: int, known: Mapping[str, int]) -> RowPerson:
    told = PARTICIPANT.fullmatch(row.text(identifier))
    numbers = (told["number"] if told else "", row.text(known.get("number")))
    email, name = row.text(known.get("email")), row.text(known.get("name"))
    return RowPerson(place, row.line, numbers, "", email, name)


def _maximum(book: Worksheet, ours: Set[float]) -> float | None:
    # Of an assignment with a scale, the scale's words are where the maximum would be.
    column = book.grade + 1 if book.maximum is None else book.maximum
    told = [row.text(column) for row in book.sheet.rows[1:]]
    maxima = {maximum_in(text, ours, str(book.sheet.path)) for text in told}
    is_scale = len(set(told)) == 1 and re.search(r"[^\W\d_]", told[0]) is not None
    if book.maximum is None and not (is_scale and told[0].casefold() not in YES | NO):
        return None
    if None in maxima and maxima != {None}:
        row = next(row for row in book.sheet.rows[1:] if number_in(row.text(column)) is None)
        raise ExportError(
            f"{book.sheet.path}: line {row.line} has {row.text(column) or 'nothing'} where the "
            f"others have the most points that there are. Nothing was written. {AGAIN}"
        )
    if None in maxima:
        first = next(iter(told[0].split()), "blank")
        raise ExportError(
            f"{book.sheet.path}: the assignment has no points but a scale ({first} …). Nothing was "
            "written. Set its grade to points in Moodle, and download the worksheet again."
        )
    return max(maxima)  # type: ignore[type-var]


FORMAT = Format(
    "moodle",
    "the grading worksheet that you downloaded, filled in, and `feedback.zip`",
    write,
    (
        Option("--worksheet", "The worksheet as Moodle gave it.", "FILE.csv", True, True),
        Option("--column", "The title of the grade's column, if it cannot be told.", "TITLE"),
        SCALE,
        Option("--by-name", "Go by names and addresses if the numbers are not the worksheet's."),
        Option("--trust-ids", "Go by a number even if the names have nothing in common."),
    ),
)
