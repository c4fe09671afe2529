"""What only IPython understands, made Python or taken out: prompts, magics, shell lines, help.

Asked only where a text is no Python as it stands. Only lines at which a statement can start are
looked at: a ``%`` that continues an expression or stands in a string stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["PYLAB", "RUNS_PYTHON", "Place", "is_cell_magic", "left_out_magic", "plain_python"]

# These run their cell as Python in the notebook's own namespace; any other cell magic does not.
RUNS_PYTHON = {
    *("time", "timeit", "capture", "prun", "debug", "memit", "mprun", "lprun", "mprof", "snakeviz"),
    *("pyinstrument", "scalene", "heat", "matplotlib", "autoreload"),
}
# What the magic of this name does; Matplotlib brings the module with it.
PYLAB = "import numpy; import matplotlib; from matplotlib import pylab, mlab, pyplot; np = numpy"
PYLAB += "; plt = pyplot; from pylab import *; from numpy import *"
CELL_MAGIC = re.compile(r"\s*%%(\w+)(.*)")
ABOVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
# The line of `%%timeit` is run as well, for what its cell needs.
SETUP = re.compile(r"(?:\s+-\w+(?:\s*\d+)?)*\s*(.*)")
CAPTURED = re.compile(r"(?:\s+-[\w-]+)*(?:\s+([^\W\d]\w*))?\s*$")
TIMED = re.compile(r"(\s*)%time\s+(\S.*)")
# How a notebook takes over what another one defines, which it cannot import in Jupyter.
RUN = re.compile(r"(\s*)%run\s+(\S.*)")
LAB = re.compile(r"(\s*)%pylab\b.*")
ASSIGNED = re.compile(r"([\w., \t\[\]]+=[ \t]*)([%!].*)")
ASSIGNED_TIMED = re.compile(r"([\w., \t\[\]]+=[ \t]*)%time\s+(\S.*)")
# A line that no Python begins with; a name with ``?``; what IPython takes without its ``%``. A
# comment of C's does no harm, but what begins with a single ``/`` divides the line above.
REQUEST = re.compile(
    r"(\s*)([%!?].*|/[/*](?!\s*[(\d]).*|%?[\w.*]+\?{1,2}\s*"
    r"|(?:pip3?|conda|mamba|uv|cd|ls|ll|cat|clear|cls|pwd|reset|who|whos|mkdir|matplotlib|timeit"
    r"|load_ext|autoreload|config)(?:\s+[\w./~\\-][^=(]*)?)$"
)
PROMPT = re.compile(r"(?:>>>|In ?\[\s*\d*\s*\]:)(?: |$)")
GOES_ON = re.compile(r"(?:\.\.\.|\s+\.{3,}:)(?: |$)")
RESULT = re.compile(r"Out ?\[\s*\d*\s*\]:")
OPENING = re.compile(r"#|\"\"\"|'''|[\"'()\[\]{}]")
# An escaped letter, or the end of a string. (Python 3.11.2, Debian 12's, has faulty possessive
# quantifiers, with which one expression would find the end.)
CLOSING = {q: re.compile(rf"\\.|{q}") for q in ('"""', "'''", '"', "'")}


def left_out_magic(code: str) -> str:
    r"""Return ``%%writefile`` of a cell that a magic hands to something else; empty for any other.

    >>> left_out_magic("%%bash\nls")
    '%%bash'
    """
    magic = CELL_MAGIC.match(code[_start(code) :])
    return f"%%{magic[1]}" if magic and magic[1] not in RUNS_PYTHON else ""


def is_cell_magic(code: str) -> bool:
    """Whether a cell begins with a cell magic."""
    return CELL_MAGIC.match(code[_start(code) :]) is not None


def _start(code: str) -> int:
    """Return where the first line is that is neither blank nor a comment."""
    start = ABOVE.match(code)
    return start.end() if start else 0


def plain_python(code: str) -> str:
    """Return ``code`` as IPython would run it: what it would not hand to Python is a comment.

    Lines keep their numbers. Prompts and the indentation of a whole cell go. ``%time statement``
    keeps its statement, ``name = !command`` leaves the name None, and a cell that a cell magic
    hands to something else than this Python goes whole.
    """
    lines = _without_prompts(_without_indentation(code.split("\n")))
    first = code.count("\n", 0, _start(code))
    magic = CELL_MAGIC.match(lines[first])
    if left_out_magic(lines[first]):
        return "\n".join(f"# left out: {line}".rstrip() for line in lines)
    if magic:
        lines[first] = _of_magic(magic[1], magic[2]) + f"  # left out: {lines[first].strip()}"
        lines[first + 1 :] = _without_indentation(lines[first + 1 :])
    place = Place()
    return "\n".join(_plain(line, place) for line in lines)


def _of_magic(name: str, rest: str) -> str:
    """Return what the line of a cell magic does beside running its cell."""
    if name == "timeit" and (setup := SETUP.match(rest)) and setup[1]:
        return setup[1]
    if name == "capture" and (captured := CAPTURED.match(rest)) and captured[1]:
        return f"{captured[1]} = get_ipython()"
    return "pass"


def _without_indentation(lines: list[str]) -> list[str]:
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    indent = first[: len(first) - len(first.lstrip())]
    if not indent:
        return lines
    return [line.removeprefix(indent) for line in lines]


def _without_prompts(lines: list[str]) -> list[str]:
    """Take the prompts out where the first line has one; a result below it goes."""
    first = next((line for line in lines if line.strip() and line[0] != "#"), "")
    if not PROMPT.match(first):
        return lines
    plain = []
    for line in lines:
        prompt = PROMPT.match(line) or GOES_ON.match(line)
        plain.append(line[prompt.end() :] if prompt else RESULT.sub("# left out:", line))
    return plain


@dataclass
class Place:
    """Where a line starts: inside so many brackets, a string, a request that goes on."""

    depth: int = 0
    quote: str = ""
    is_continued: bool = False
    is_dropping: bool = False

    @property
    def is_inside(self) -> bool:
        """Whether the next line continues a statement: no statement can start there."""
        return bool(self.depth or self.quote or self.is_continued)

    def read(self, line: str) -> None:
        """Move past ``line``."""
        at = 0
        self.is_continued = line.endswith("\\")
        while at < len(line):
            if self.quote:
                ends = (m for m in CLOSING[self.quote].finditer(line, at) if m[0] == self.quote)
                closing = next(ends, None)
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


def _plain(line: str, place: Place) -> str:
    if place.is_dropping:
        place.is_dropping = line.endswith("\\")
        return f"# left out: {line}"
    if not place.is_inside:
        if lab := LAB.match(line):
            return f"{lab[1]}{PYLAB}  # left out: {line.strip()}"
        if run := RUN.match(line):
            what = run[2].partition("#")[0].rstrip("; \t")
            return f"{run[1]}get_ipython().run_line_magic('run', {what!r})"
        if timed := TIMED.match(line) or ASSIGNED_TIMED.match(line):
            line = timed[1] + timed[2]
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
