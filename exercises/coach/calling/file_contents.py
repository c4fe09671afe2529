"""What a file is by its contents: text to read, or something that has to be handed in anew."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from dataclasses import dataclass

from exercises.coach.calling.notebook_file import (
    ALONE,
    MOST_CODE,
    NotebookError,
    cells_in,
    is_notebook,
)

__all__ = ["Contents", "Unreadable", "contents_of", "kind_of", "tree_of"]


class Unreadable(ValueError):
    """The file holds no Python and no notebook; the text says what it is and what to do."""


@dataclass(frozen=True)
class Contents:
    """A file that can be read.

    Attributes
    ----------
    data : a notebook's bytes, or a module's in UTF-8 with its coding line as it was
    is_notebook : whether it is a notebook
    text : of a module, whose lines end as Python's do
    notes : what had to be done to read it, as sentences that begin with "it"
    """

    data: bytes
    is_notebook: bool
    text: str = ""
    notes: tuple[str, ...] = ()


def contents_of(data: bytes, *, is_called_notebook: bool = False) -> Contents:
    """Return what a file holds, whatever its name says.

    Parameters
    ----------
    data : the file's bytes
    is_called_notebook : whether its name is a notebook's, which decides of damaged ones alone

    Raises
    ------
    Unreadable
        When it is neither Python nor a notebook, or there is nothing in it to run.
    SyntaxError
        When its first lines name an encoding that there is not.
    """
    if (what := kind_of(data)) is not None:
        raise Unreadable(what)
    data, notes = _as_utf8(data)
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if is_notebook(data) or (is_called_notebook and start in (b"{", b"[")):
        try:
            cells = cells_in(data)
        except NotebookError as error:
            raise Unreadable(str(error)) from None
        if not any(_has_code(cell.source) for cell in cells if cell.kind == "code"):
            raise Unreadable(f"it is a notebook without code in its cells. {SAVED}")
        return Contents(data, True, notes=notes)
    full = data.rstrip(b"\0")
    if 0 in data and full.count(0) <= len(full) // MOST_ZEROS:
        # A disk that was full, an old editor: Python would not read it, and anybody else can.
        data = full.replace(b"\0", b"")
        notes += ("it holds bytes 0, which Python does not read and which are left out here.",)
    if len(data) > MOST_CODE and _is_too_much(data):
        raise Unreadable(TOO_MUCH)
    text, more = _decoded(data)
    # As Python reads it: what is asked of it later looks for lines.
    text = io.StringIO(text, newline=None).read()
    if more and CONTROL.search(text):
        raise Unreadable(f"it is not text. {FILE_ITSELF}")
    if not _has_code(text):
        nothing = "it is empty" if not text.strip() else "it holds nothing but comments"
        raise Unreadable(f"{nothing}. {SAVED}")
    if (app := MARIMO.search(text)) and re.search(rf"^@{app[1]}\.(cell|function)\b", text, re.M):
        raise Unreadable(OF_MARIMO)
    if "\0" in text:
        raise Unreadable(f"it is not text (it holds the byte 0). {FILE_ITSELF}")
    if not DEFINING.search(text) and not _is_python(text):
        is_merge = text.lstrip().startswith("<<<<<<<")
        raise Unreadable(MERGE if is_merge else NUMBERED if _is_numbered(text) else NO_PYTHON)
    return Contents(data, False, text, (*notes, *more))


# A picture that was pasted into a comment is no code: one word without an end.
LONG_WORD = 20_000
WORD = re.compile(rb"\S+")
TOO_MUCH = (
    f"it has more than {MOST_CODE / 1e6:.0f} MB of code, which is the most that is read. {ALONE}"
)
# Where more of the bytes are 0, the file is no text.
MOST_ZEROS = 100
FILE_ITSELF = "Hand in the .py or .ipynb file itself."
SAVED = "Is your work saved? Save it, and hand in that file."
UNPACK = f"Unpack it. {FILE_ITSELF}"
MERGE = (
    "it holds the marks of a merge that is not finished (<<<<<<<). Finish the merge, and hand in "
    "that file."
)
# As PEP 263 has it.
CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
# A notebook of marimo's: what a cell defines is inside a function, for marimo alone to find.
MARIMO = re.compile(r"^(\w{1,80}) = marimo\.App\(", re.MULTILINE)
OF_MARIMO = (
    "it is a notebook of marimo's, in which only marimo finds the functions. Export it (`marimo "
    "export script FILE.py -o NEW.py`, or Download > Python), and hand in what that gives."
)
NO_PYTHON = f"nothing in it is Python. {FILE_ITSELF}"
NUMBERED = "each line has its number before it. Delete the numbers, and hand in that file."
# A longer text is not parsed here: a few megabytes of "1" take minutes.
PARSED = 1 << 16
# What no text has.
CONTROL = re.compile(r"[\x01-\x06\x0e-\x19\x1c-\x1f]")
# A line that defines or does something; at a prompt, too, and as Jupyter's own.
DEFINING = re.compile(
    r"^(?:[>+.\t ]{0,80}|In ?\[ ?\d{0,6} ?\]: ?)"
    r"(?:(?:async|def|class|import|from|for|while|if|elif|else|with|try|except|print|return|raise|"
    r"assert|pass|lambda|del)\b|[%!@]|[^\W\d][\w.]{0,200}\(|[^\W\d][\w.,\[\] ]{0,200}=)",
    re.MULTILINE,
)
WEB_PAGE = (
    "it is a web page around the file, not the file: use the page's Raw or Download button, and "
    "hand in what that gives"
)
# How files of a kind begin.
KINDS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"%PDF-"), f"it is a PDF. {FILE_ITSELF}"),
    (re.compile(rb"\{\\rtf"), "it is rich text (RTF): save it as plain text, with the ending .py."),
    (re.compile(rb"\xd0\xcf\x11\xe0"), f"it is a Word or Office document. {FILE_ITSELF}"),
    (re.compile(rb"PK\x03\x04.{0,4000}?(word/|\[Content_Types\])", re.DOTALL),
     f"it is a Word or Office document. {FILE_ITSELF}"),
    (re.compile(rb"PK\x03\x04.{0,60}mimetypeapplication/vnd\.oasis", re.DOTALL),
     f"it is an Office document. {FILE_ITSELF}"),
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), f"it is a zip archive under another name. {UNPACK}"),
    (re.compile(rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ|\x28\xb5\x2f\xfd"),
     f"it is an archive under another name. {UNPACK}"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP|"
                rb".{4}ftyp(hei|mif|avif)", re.DOTALL),
     f"it is a picture. Code has to be text. {FILE_ITSELF}"),
    (re.compile(rb"\s*(\[InternetShortcut\]|\[Desktop Entry\]|https?://\S+\s*\Z)"),
     f"it is a link to a file. {FILE_ITSELF}"),
    (re.compile(rb"version https://git-lfs"),
     "it is a pointer of Git LFS, not the file: run `git lfs pull`, and hand in the file itself."),
    (re.compile(rb"(From [0-9a-f]{40} |diff --git |Index: \S+\r?\n=|--- \S.*\n\+\+\+ \S)"),
     "it is a patch (a diff), not the file: apply it, and hand in the file that comes of it."),
    (re.compile(rb'\{\s*"(message|error)"\s*:\s*"'),
     f"it is a server's message, not the file. {FILE_ITSELF}"),
    (re.compile(rb"bplist00|\x7fELF|MZ\x90|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|SQLite format 3"),
     f"it is not text, but a program's or a system's file. {FILE_ITSELF}"),
    (re.compile(rb"[\x00-\xff]\r\r\n[\x00-\xff]{12}\xe3\0\0\0"),
     f"it is what Python compiled (.pyc). {FILE_ITSELF}"),
)  # fmt: skip
TAR = re.compile(rb"ustar[\x00 ]")
# A page may begin with comments and a declaration; Python that holds HTML begins otherwise. No
# comment reaches beyond its end, or n of them could be read in 2ⁿ ways, and all would be tried.
PAGE = re.compile(
    rb"\s*(<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*"
    rb"<(!doctype\s+(html|xml)|html|head|body|meta|svg|title|script|div|table)\b",
    re.IGNORECASE | re.DOTALL,
)
WEB_ARCHIVE = re.compile(rb"(From:.*\r?\n)?(Subject:.*\r?\n|Snapshot-Content-Location:.*\r?\n|"
                         rb"Date:.*\r?\n|MIME-Version:.*\r?\n)+", re.IGNORECASE)  # fmt: skip
LOOKED_AT = 1 << 16
# Apple keeps a file's icon and dates in one of its own beside it.
APPLE = b"\x00\x05\x16\x07"


def kind_of(data: bytes) -> str | None:
    """Return what a file is that is no text of a program, None where it may be one."""
    start = data[:LOOKED_AT].removeprefix(codecs.BOM_UTF8)
    for pattern, what in KINDS:
        if pattern.match(start):
            return what
    if start.startswith(APPLE):
        return f"it is macOS's note beside a file (its name began with ._). {FILE_ITSELF}"
    if TAR.match(start[257:265]):
        return f"it is an archive under another name. {UNPACK}"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "replace").encode()
    if PAGE.match(start):
        return f"{WEB_PAGE}."
    archive = WEB_ARCHIVE.match(start)
    if archive and b"multipart/related" in start:
        return f"{WEB_PAGE}."
    return None


def _as_utf8(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes, those of UTF-16 or UTF-32 made UTF-8, and what is to be said of that."""
    encodings = (
        (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    )  # fmt: skip
    encoding = next((name for mark, name in encodings if data.startswith(mark)), "")
    full = data.rstrip(b"\0")
    if not encoding and len(full) >= 4 and full.count(0) >= len(full) // 3:
        encoding = "utf-16-le" if data[1] == 0 and data[0] else "utf-16-be" if data[1] else ""
    if not encoding:
        return data, ()
    text = data[: len(data) - len(data) % 2].decode(encoding, "replace")
    if text.count("\ufffd") > len(text) // 20:
        return data, ()
    name = encoding[:6].upper()
    return text.encode("utf-8", "replace"), (f"it is in {name}. Save it as UTF-8.",)


def _is_too_much(data: bytes) -> bool:
    """Whether there is more than `MOST_CODE` beside the long words."""
    left, at = MOST_CODE, 0
    for word in WORD.finditer(data):
        start, end = word.span()
        left -= (start if end - start > LONG_WORD else end) - at
        if left < 0:
            return True
        at = end
    return len(data) - at > left


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode as Python does (BOM, coding line, else UTF-8); what is neither, as Latin-1."""
    try:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError:
            encoding = "utf-8-sig"
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        note = f"its line {line} is not UTF-8; the file was read as Latin-1. Save it as UTF-8."
        return data.decode("cp1252", "replace"), (note,)
    # The codec `undefined` refuses all text.
    except (LookupError, UnicodeError):
        lines = data.decode("latin-1").split("\n")[:2]
        line, named = next((n, m) for n, text in enumerate(lines, 1) if (m := CODING.match(text)))
        message = f"{named[1]} is not an encoding of text. Save the file with the encoding UTF-8"
        raise SyntaxError(message, ("<file>", line, 0, lines[line - 1])) from None


def _is_numbered(text: str) -> bool:
    """Whether the lines were copied with their numbers."""
    lines = text.strip().split("\n", 9)[:9]
    return len(lines) > 1 and all(re.match(rf"\s*{n}\b", line) for n, line in enumerate(lines, 1))


def tree_of(text: str) -> ast.Module | None:
    """Return what a learner's text says as Python; None where it is none.

    What Python warns of in it would stand on the screen of whoever grades.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_python(text: str) -> bool:
    return len(text) > PARSED or tree_of(text) is not None


def _has_code(text: str) -> bool:
    lines = (line.strip().removeprefix("\ufeff") for line in text.splitlines())
    return any(line and not line.startswith("#") for line in lines)
