"""IPython's magics, shell lines and help requests, taken out of a code cell.

Plain Python refuses a whole module for one of them. Only lines at which a statement can start are
looked at: a ``%`` that continues an expression or stands in a string stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["plain_python"]

# These run their cell as Python in the notebook's own namespace; any other cell magic does not.
RUNS_PYTHON = {"time", "timeit", "capture", "prun"}
CELL_MAGIC = re.compile(r"\s*%%(\w+)")
TIMED = re.compile(r"(\s*)%time\s+(\S.*)")
ASSIGNED = re.compile(r"([\w., \t\[\]]+=[ \t]*)([%!].*)")
IMPORTED = re.compile(r"(\s*)from IPython[\w.]* import ([\w, ]+)$")
REQUEST = re.compile(r"(\s*)([%!?].*|%?[\w.*]+\?{1,2}\s*)$")
OPENING = re.compile(r"#|\"\"\"|'''|[\"'()\[\]{}]")
CLOSING = {q: re.compile(rf"(?:\\.|(?!{q})[^\\])*+{q}") for q in ('"""', "'''", '"', "'")}


def plain_python(code: str) -> str:
    """Return ``code`` with a comment in the place of every line that only IPython understands.

    Lines keep their numbers. ``%time statement`` keeps its statement, ``name = !command`` leaves
    the name None, what is imported from IPython does nothing, and a cell that a cell magic hands
    to something else than this Python goes whole.
    """
    lines = code.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    magic = CELL_MAGIC.match(lines[first])
    if magic and magic[1] not in RUNS_PYTHON:
        return "\n".join(f"# left out: {line}".rstrip() for line in lines)
    place = _Place()
    return "\n".join(_plain(line, place) for line in lines)


@dataclass
class _Place:
    """Where a line starts: inside so many brackets, a string, a request that goes on."""

    depth: int = 0
    quote: str = ""
    is_continued: bool = False
    is_dropping: bool = False

    def read(self, line: str) -> None:
        """Move past ``line``."""
        at = 0
        self.is_continued = line.endswith("\\")
        while at < len(line):
            if self.quote:
                closing = CLOSING[self.quote].match(line, at)
                if closing is None:
                    if len(self.quote) == 1 and not self.is_continued:
                        self.quote = ""
                    return
                at, self.quote = closing.end(), ""
                continue
            opening = OPENING.search(line, at)
            if opening is None or opening[0] == "#":
                return
            at = opening.end()
            if opening[0] in "([{":
                self.depth += 1
            elif opening[0] in ")]}":
                self.depth = max(0, self.depth - 1)
            else:
                self.quote = opening[0]


def _plain(line: str, place: _Place) -> str:
    if place.is_dropping:
        place.is_dropping = line.endswith("\\")
        return f"# left out: {line}"
    if not (place.depth or place.quote or place.is_continued):
        if timed := TIMED.match(line):
            line = timed[1] + timed[2]
        if imported := IMPORTED.match(line):
            names = [part.split()[-1] for part in imported[2].split(",") if part.strip()]
            nothing = "lambda *args, **options: None"
            return f"{imported[1]}{' = '.join([*names, nothing])}  # left out: {line.strip()}"
        request, assigned = REQUEST.match(line), ASSIGNED.match(line)
        if request or assigned:
            place.is_dropping = line.endswith("\\")
        if request:
            # A statement, since the line may be all there is in an `if`.
            return f"{request[1]}pass  # left out: {request[2]}"
        if assigned:
            return f"{assigned[1]}None  # left out: {assigned[2]}"
    place.read(line)
    return line
