"""A learner's file as the statements that are run one after another.

One that is no Python costs itself and nothing beside it, where the rest can be told apart safely.
Both the tests that a learner runs and the grader read a file this way.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from types import CodeType

from exercises.coach.calling.file_contents import Contents, contents_of
from exercises.coach.calling.magics import Place, is_cell_magic, plain_python
from exercises.coach.calling.notebook_file import cell_file, cells_in
from exercises.coach.calling.observe import raises_not_implemented
from exercises.coach.contracts import Exercise

__all__ = [
    "UNREADABLE",
    "Broken",
    "Part",
    "Statement",
    "code_of",
    "defines",
    "end_of_piece",
    "is_stub",
    "is_written",
    "names_bound",
    "names_in",
    "parts_of",
    "sound_code",
    "statements_of",
]

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
# Where an editor, Jupytext or `jupyter nbconvert --to script` begins a cell.
MARKER = re.compile(r"# ?(?:%%.*|In ?\[\s*(\d*)\s*\]:\s*|<codecell>\s*)$", re.MULTILINE)
AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


@dataclass(frozen=True)
class Part:
    """A notebook's cell, a module's, or the whole of a module.

    Attributes
    ----------
    text : its lines, below as many blank ones as stand above it in its file
    file : what a traceback calls the file
    ends : of each cell in it the line after which it ends, and the number in its ``In [ ]``
    in_cells : whether the file was written in cells
    is_notebook : whether it is a notebook's cell
    """

    text: str
    file: str
    ends: tuple[tuple[int, int], ...]
    in_cells: bool
    is_notebook: bool = False


@dataclass(frozen=True)
class Statement:
    """A top-level statement.

    Attributes
    ----------
    node : its tree
    line, end : its first and last line
    shown : the number of the cell whose last line it is, 0 where it is not a cell's last
    """

    node: ast.stmt
    line: int
    end: int
    shown: int = 0


@dataclass(frozen=True)
class Broken:
    """Lines that are no Python: why, and the names that they would have defined."""

    error: BaseException
    line: int
    defines: tuple[str, ...]


def parts_of(data: bytes, filename: str) -> list[Part]:
    """Return the parts of a file.

    A module is taken apart into its cells only where the whole is no Python: a line that looks
    like a cell's beginning may stand in a string.

    Raises
    ------
    Unreadable
        When the file holds neither Python nor a notebook, or nothing to run.
    SyntaxError
        When its first lines name an encoding that there is not.
    """
    is_called_notebook = filename.endswith(".ipynb")
    found = contents_of(data, is_called_notebook=is_called_notebook)
    if found.is_notebook:
        stem = filename.removesuffix(".ipynb").removesuffix(".py")
        cells = [cell for cell in cells_in(found.data) if cell.kind == "code"]
        shown = [cell.count for cell in cells if is_called_notebook]
        names = [
            # What Jupyter shows beside it, for those who have the notebook before them.
            f"[{cell.count}]" if cell.count and shown.count(cell.count) == 1 else str(cell.number)
            for cell in cells
        ]
        return [
            Part(cell.source, cell_file(stem, name), ((0, cell.count or n),), True, True)
            for n, (cell, name) in enumerate(zip(cells, names, strict=True), start=1)
        ]
    text = found.text
    markers = list(MARKER.finditer(text))
    lines = [0, *(text.count("\n", 0, match.start()) + 1 for match in markers)]
    counts = [0, *(int(match[1]) if match[1] else n for n, match in enumerate(markers, start=1))]
    ends = tuple(zip([*lines[1:], text.count("\n") + 2], counts, strict=True))
    if not markers or _is_python(text, filename):
        return [Part(text, filename, ends, bool(markers))]
    starts = [0, *(match.start() for match in markers), len(text)]
    return [
        # With as many lines above it as in the file, the cell's lines keep their numbers.
        Part("\n" * text.count("\n", 0, start) + text[start:end], filename, (until,), True)
        for (start, end), until in zip(pairwise(starts), ends, strict=True)
    ]


def sound_code(part: Part) -> CodeType | None:
    """Return all of a part's code, None where it is no Python as it stands."""
    try:
        return _compiled(part.text, part.file)
    except UNREADABLE:
        return None


def statements_of(part: Part) -> list[Statement | Broken]:
    """Return a part's statements, as Python or as IPython reads them; what is neither, too."""
    try:
        return list(_statements(_as_read(part.text, part.file), part))
    except UNREADABLE:
        return list(_piece_by_piece(part))


def _as_read(text: str, filename: str) -> list[ast.stmt]:
    """Return the statements of a text, as Python or else as IPython reads it."""
    try:
        return _parsed(text, filename)
    except UNREADABLE as error:
        try:
            return _parsed(plain_python(text), filename)
        except UNREADABLE:
            raise error from None


def _is_python(text: str, filename: str) -> bool:
    try:
        _compiled(text, filename)
    except UNREADABLE:
        return False
    return True


@functools.lru_cache(maxsize=1)
def _compiled(text: str, filename: str) -> CodeType:
    code: CodeType = compile(text, filename, "exec", AWAITS, dont_inherit=True)
    return code


def _parsed(text: str, filename: str) -> list[ast.stmt]:
    # What a tree does not tell (`return` outside a function) comes out only here.
    _compiled(text, filename)
    tree = compile(text, filename, "exec", ast.PyCF_ONLY_AST | AWAITS, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree.body


def _statements(nodes: list[ast.stmt], part: Part) -> Iterator[Statement]:
    ends = iter(part.ends)
    until, count = next(ends)
    for node, below in zip_longest(nodes, nodes[1:]):
        line = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        while until and line > until:
            until, count = next(ends, (0, count))
        is_last = below is None or (0 < until < below.lineno)
        yield Statement(node, line, node.end_lineno or line, count if is_last else 0)


# What begins a statement of its own at the left edge; a `return` there belongs to the lines above.
BEGINS = re.compile(
    r"\f?(?!(?:else|elif|except|finally|return|yield|break|continue|nonlocal)\b)[^\s#)\]},:]"
)
CERTAIN = re.compile(r"\f?(?:async\s+def|def|class|import|from|@\w|# ?%%|# In ?\[)")
# What a copied line may begin with: the sign of a diff or a mail, a prompt, the line's number.
COPIED = r"^(?:[-+>]|\d+[.:|]?|\.{3}|>{3})?"
# A header may begin too far right, behind something invisible, or with a word that is not `def`.
DEFINES = re.compile(
    rf"{COPIED}[ \t\f\ufeff\u200b\xa0]{{0,8}}(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|"
    r"^(\w+)[ \t]*=[^=]|"
    r"^(?!(?:print|return|if|elif|while|for|with|assert|del|not|raise|yield|lambda)\b)"
    r"[A-Za-z]\w*[ \t]+(?:\[?[\w, ]+\]?[ \t]*=[ \t]*)?(\w+)[ \t]*\([^()\n]*\)[ \t]*[:={]?[ \t]*$|"
    # An import whose first word is misspelt, or that is cut off.
    r"^[\ufeff\u200b\xa0]?(?:\w+[ \t]+)?[\w.]+[ \t]+as[ \t]+(\w+)\b|"
    # As other languages define a function: `grad <- function(x) {`, `grad(x) = 4x^3`.
    r"^(\w+)[ \t]*<-[ \t]*function\b|^(\w+)\([\w, ]*\)[ \t]*:?=[^=]",
    re.MULTILINE,
)


MOST_BROKEN = 200
MISPLACED = re.compile(r"outside (function|loop)|not properly in loop|indent")
# A header at the left edge, and nothing in it: `if __name__ == "__main__":` at the file's end.
BEGUN = re.compile(r"expected an indented block")
MAIN = re.compile(r"if[ \t(]+__name__\b")
ANY_RETURN = re.compile(r"^[ \t]*return\b", re.MULTILINE)
INDENTED_RETURN = re.compile(rf"{COPIED}[ \t]+return\b", re.MULTILINE)


def _piece_by_piece(part: Part) -> Iterator[Statement | Broken]:
    """Yield the statements around what is no Python.

    Pieces begin at the left edge where no bracket and no string is open. Where one never closes,
    the lines below it are read again from the next line that begins a definition or an import. A
    function goes with broken lines below it that may be its own, badly indented.
    """
    lines = part.text.split("\n")
    if is_cell_magic(part.text):
        lines = plain_python(part.text).split("\n")
    above: list[Statement] = []
    start, broken = 0, 0
    while start < len(lines):
        end, is_closed = end_of_piece(lines, start)
        if not is_closed:
            end = _next_certain(lines, start)
        try:
            nodes = _as_read("\n" * start + "\n".join(lines[start:end]), part.file)
        except UNREADABLE as error:
            broken += 1
            if broken == MOST_BROKEN:
                end = len(lines)
            defines = list(names_in("\n".join(lines[start:end])))
            rest = lines[start : _next_certain(lines, start)]
            if above and not CERTAIN.match(lines[start]) and _may_go_on(above[-1], error, rest):
                defines = [*_names_of(above.pop().node), *defines]
            yield from above
            first = next((n for n, line in enumerate(lines[start:end]) if line.strip()), 0)
            yield Broken(error, start + first + 1, tuple(dict.fromkeys(defines)))
            above = []
        else:
            yield from above
            above = list(_statements(nodes, part))
        start = end
    yield from above


def end_of_piece(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """Return the line after a piece, and whether all that it opens is closed."""
    place, is_decorated = Place(), False
    # Of a run of blank lines the first is asked about: the others have the same below them.
    is_asked = not lines[start].strip()
    for at in range(start, len(lines)):
        line = lines[at]
        if at > start and not place.is_inside and not is_decorated:
            if BEGINS.match(line):
                return at, True
            if not is_asked and _is_unseen(line):
                is_asked = True
                if _is_between(lines, at):
                    return at, True
        place.read(line)
        if line.strip():
            is_asked = False
            if not line.lstrip().startswith("#"):
                is_decorated = line.startswith("@")
    return len(lines), not (place.depth or place.quote)


def _is_unseen(line: str) -> bool:
    """Whether a line looks blank and is not blank for Python."""
    return not line.strip() and line.strip(" \t\f") != ""


def _is_between(lines: Sequence[str], at: int) -> bool:
    """Whether below a line that looks blank a statement follows, or nothing.

    Chats and web pages put such lines between two functions. Within one it is the function's.
    """
    following = next((lines[n] for n in range(at + 1, len(lines)) if lines[n].strip()), "#")
    return following.startswith("#") or BEGINS.match(following) is not None


def _next_certain(lines: list[str], start: int) -> int:
    following = range(start + 1, len(lines))
    return next((at for at in following if CERTAIN.match(lines[at])), len(lines))


def _may_go_on(above: Statement, error: BaseException, rest: Sequence[str]) -> bool:
    """Whether broken lines may belong to the function right above them.

    A `return` too far left does; and a line of another kind (the marks of a chat, of Git, prose)
    parts a function that does not end in a `return` from the indented one below. What somebody has
    only begun below a function that ends in its own `return` is none of it.

    Parameters
    ----------
    rest : the lines from the broken one to the next definition or import
    """
    if not isinstance(above.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    is_whole = _returns_at_its_end(above.node.body) or is_stub(above.node)
    if MISPLACED.search(str(error)):
        is_begun = BEGUN.search(str(error)) and (is_whole or MAIN.match(rest[0]))
        return not is_begun or bool(ANY_RETURN.search("\n".join(rest)))
    # What begins another function, be it no Python, has the `return` for itself.
    return not (is_whole or names_in(rest[0])) and bool(INDENTED_RETURN.search("\n".join(rest)))


def _returns_at_its_end(body: Sequence[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and all(map(_returns_at_its_end, (last.body, last.orelse)))
    # Of a `try`, a `with` or a loop it is not told whether its end is reached.
    return any(isinstance(node, ast.Return | ast.Raise) for node in ast.walk(last))


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that lines at the left edge seem to define, be they Python or not."""
    return tuple(next(filter(None, names)) for names in DEFINES.findall(text))


def names_bound(node: ast.stmt) -> tuple[str, ...]:
    """Return the names of its module that a statement gives a value."""
    return tuple(dict.fromkeys(_names_of(node)))


def _names_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield (alias.asname or alias.name).partition(".")[0]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.Lambda):
        return
    for child in ast.iter_child_nodes(node):
        yield from _names_of(child)


def is_stub(node: ast.stmt) -> bool:
    """Whether a statement is a function as the stubs have it: nothing but a docstring and `raise`.

    >>> is_stub(ast.parse("def f(): raise NotImplementedError('write f')").body[0])
    True
    """
    if not isinstance(node, ast.FunctionDef):
        return False
    rest = [each for each in node.body if not _is_text(each)]
    return len(rest) == 1 and raises_not_implemented(rest[0])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def code_of(found: Contents) -> str:
    """Return the text of a module, or that of a notebook's code cells."""
    if not found.is_notebook:
        return found.text
    return "\n".join(cell.source for cell in cells_in(found.data) if cell.kind == "code")


def is_written(text: str, exercise: Exercise) -> bool:
    """Whether a function of the exercise is more than its stub, or nothing looks like the stub."""
    raising = [name for name in exercise.functions if _is_open(name, text)]
    defined = [name for name in exercise.functions if defines(name, text)]
    return not raising or len(defined) > len(raising)


def _is_open(name: str, text: str) -> bool:
    # Of a line in which many of them stand, none is read to its end for each.
    return re.search(rf"raise NotImplementedError\([^)\n]{{0,200}}write {name}\b", text) is not None


def defines(name: str, text: str) -> bool:
    """Whether a text seems to define a function of this name, be it Python or not."""
    pattern = rf"^[ \t\f]*(?:>>> |In \[\d*\]: )?(?:(?:async )?def {name}\b|{name} *=[^=])"
    return re.search(pattern, text, re.MULTILINE) is not None
