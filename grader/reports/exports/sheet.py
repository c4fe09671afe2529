"""A CSV file of somebody else's of which single cells are replaced, and every other byte stays.

The BOM, the line ends, the separator and the quotes of every cell are those of the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from grader.intake.roster import SPREADSHEETS
from grader.reports.exports.format import ExportError, number, read_bytes
from grader.wording import listed

__all__ = ["Cell", "Row", "Sheet", "lowered", "maximum_in", "number_in", "read_sheet"]

QUOTE = '"'
SEPARATORS = (",", ";", "\t")
# What stands where nobody has graded yet.
UNGRADED = {"", "-", "n/a", "needs grading"}
THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")
NAMED = 20
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, and where it is in the text of the file."""

    text: str
    start: int
    end: int
    is_quoted: bool


@dataclass(frozen=True)
class Row:
    """A row: the line of the file on which it begins, and its cells."""

    line: int
    cells: tuple[Cell, ...]

    def text(self, column: int | None) -> str:
        """Return what a cell says, without blanks around it; empty where there is none."""
        if column is None or not 0 <= column < len(self.cells):
            return ""
        return self.cells[column].text.strip()


@dataclass(frozen=True)
class Sheet:
    """A CSV file, cell by cell.

    Attributes
    ----------
    path : where it is
    text : all of it, without the BOM
    bom : the BOM, where there is one
    rows : its rows, those without any text left out
    encoding : of what follows the BOM
    """

    path: Path
    text: str
    bom: bytes
    rows: tuple[Row, ...]
    encoding: str = "utf-8"

    @property
    def header(self) -> tuple[str, ...]:
        """The texts of the first row."""
        return tuple(cell.text.strip() for cell in self.rows[0].cells)

    def replaced(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with other texts in some cells.

        Parameters
        ----------
        changes : row and column, each from 0, to the new text: numbers, which need no quotes
        """
        parts, at = [], 0
        for (row, column), new in sorted(changes.items()):
            cell = self.rows[row].cells[column]
            parts += [self.text[at : cell.start], f'"{new}"' if cell.is_quoted else new]
            at = cell.end
        return self.bom + "".join([*parts, self.text[at:]]).encode(self.encoding)

    def part(self, changes: Mapping[tuple[int, int], str], columns: Sequence[int]) -> bytes:
        """Return some columns of the first row, and of those that have changes, as they are."""
        rows = [0, *sorted({row for row, _ in changes})]
        first = self.rows[0].cells
        mark = self.text[first[0].end]
        end = "\r\n" if self.text.startswith("\r\n", first[-1].end) else "\n"

        def written(row: int, column: int) -> str:
            cell = self.rows[row].cells[column]
            return changes.get((row, column), self.text[cell.start : cell.end])

        lines = [mark.join(written(row, column) for column in columns) + end for row in rows]
        return self.bom + "".join(lines).encode(self.encoding)


def read_sheet(path: Path, remedy: str, *, is_wide: bool = False) -> Sheet:
    """Read a CSV file.

    Parameters
    ----------
    path : where it is
    remedy : what to do when it cannot be read, a sentence
    is_wide : whether what it is from takes UTF-16 too

    Raises
    ------
    ExportError
        When it is not there, in an encoding that is not taken, or empty, or a quote in it is
        never closed.
    """
    data = read_bytes(path)
    if data.startswith(SPREADSHEETS):
        raise ExportError(f"{path} is a spreadsheet, not a CSV file. {remedy}")
    encoding = "utf-8"
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    if data.startswith(tuple(WIDE)) and is_wide:
        bom, encoding = data[:2], WIDE[data[:2]]
    elif data.startswith(tuple(WIDE)):
        raise ExportError(f"{path} is in UTF-16, not in UTF-8, and would not be imported. {remedy}")
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: len(bom) + error.start].count(b"\n") + 1
        raise ExportError(
            f"{path} is not in UTF-8 (line {line}): its names would be garbled. {remedy}"
        ) from error
    if "\0" in text:
        raise ExportError(f"{path} is not a CSV file. {remedy}")
    rows = tuple(row for row in _rows(text, _separator(text), path, remedy) if _has_text(row))
    if not rows:
        raise ExportError(f"{path} is empty. {remedy}")
    return Sheet(path, text, bom, rows, encoding)


def number_in(text: str) -> float | None:
    """Return a number as any language writes it: ``1.234,50``, ``87.5``; None for ``-``.

    >>> number_in("1.234,50"), number_in("20,00"), number_in("1,234.5"), number_in("-")
    (1234.5, 20.0, 1234.5, None)
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", text)
    if "," in plain:
        comma_last = plain.rfind(",") > plain.rfind(".")
        plain = plain.replace(".", "").replace(",", ".") if comma_last else plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None


def maximum_in(text: str, ours: Set[float], where: str) -> float | None:
    """Return how many points there are, where ``1,000`` is a thousand, or one with three decimals.

    Parameters
    ----------
    text : as the file has it
    ours : what the grades are out of, which tells which it is
    where : the file

    Raises
    ------
    ExportError
        When it can be either.
    """
    found = number_in(text)
    if not THOUSANDS.fullmatch(text.strip()):
        return found
    grouped = float(re.sub(r"[.,]", "", text))
    if found in ours or grouped in ours:
        return found if found in ours else grouped
    raise ExportError(
        f"{where} is out of {text.strip()} points, which may be {grouped:g} or {found:g}. "
        "Nothing was written. Write the number into the file without separators."
    )


def lowered(changes: Mapping[str, tuple[str, float]], there: str) -> list[str]:
    """Say whose points in a system become fewer, or take the place of what is no number.

    Parameters
    ----------
    changes : student to the cell's text and the new points
    there : the system
    """
    found = []
    for student, (before, points) in changes.items():
        was = number_in(before.removesuffix("%"))
        if before.casefold() not in UNGRADED and (was is None or was > points):
            found.append(f"{student} ({before} before, {number(points)} now)")
    if not found:
        return []
    return [f"fewer points than in {there}, or in place of a word: {listed(found, NAMED)}"]


def _has_text(row: Row) -> bool:
    return any(cell.text.strip() for cell in row.cells)


def _separator(text: str) -> str:
    """Return what separates the cells of the first line; quoted ones count for nothing."""
    outside = "".join(text.split("\n", 1)[0].split(QUOTE)[::2])
    return max(SEPARATORS, key=outside.count)


def _rows(text: str, separator: str, path: Path, remedy: str) -> Iterator[Row]:
    at, line = 0, 1
    while at < len(text):
        cells, first = [], line
        while True:
            cell, at = _cell(text, at, separator)
            if at < 0:
                raise ExportError(f"{path}: a quote in line {first} is never closed. {remedy}")
            line += text.count("\n", cell.start, cell.end)
            cells.append(cell)
            if text[at : at + 1] != separator:
                break
            at += 1
        yield Row(first, tuple(cells))
        end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
        at += len(end)
        line += bool(end)


def _cell(text: str, start: int, separator: str) -> tuple[Cell, int]:
    """Return the cell that begins at ``start``, and where it ends; -1 for a quote left open."""
    at = start
    said = ""
    is_quoted = text.startswith(QUOTE, at)
    if is_quoted:
        at += 1
        while True:
            close = text.find(QUOTE, at)
            if close < 0:
                return Cell("", start, start, True), -1
            said += text[at:close]
            at = close + 1
            if not text.startswith(QUOTE, at):
                break
            said += QUOTE
            at += 1
    rest = at
    while at < len(text) and text[at] not in (separator, "\r", "\n"):
        at += 1
    return Cell(said + text[rest:at], start, at, is_quoted), at
