"""What must not be handed out: a stub that is solved, a solution, a hidden test, renamed or not.

Nor what nobody sees into (archives, packages, compiled modules, a repository's own files), nor a
function of an exercise that is written anywhere: a copy of somebody's work left among the stubs.
"""

from __future__ import annotations

import ast
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from exercises.coach.contracts import EXERCISES, Exercise

__all__ = ["leaks_in"]

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("solutions", "grader")
# The coach works out what is right, in few lines that a solution may have too.
COACH = "exercises/coach/"
# Folders and endings of what programs leave, and of what holds files that are not looked at.
TOOLS = frozenset({
    ".git", "__pycache__", ".ipynb_checkpoints", ".feedback", ".venv", "venv", "build", "dist",
    ".pytest_cache", ".mypy_cache", ".ruff_cache",
})  # fmt: skip
PACKED = (
    ".pyc", ".pyo", ".so", ".pyd", ".whl", ".egg", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz",
    ".7z", ".rar", ".pkl", ".pickle", ".npy", ".npz", ".db", ".sqlite", ".pdf",
)  # fmt: skip
# What may be anybody's: a body or a few lines that are shorter are no solution.
LEAST = 60
LINES = 3
NAMES = frozenset(name for exercise in EXERCISES for name in exercise.functions)
STUBS = frozenset(exercise.filename for exercise in EXERCISES)
DEFINED = re.compile(r"\bdef[\s\\]+(\w+)")
# What a function may stand in.
STATED = (ast.stmt, ast.excepthandler, ast.match_case)


def leaks_in(files: Mapping[str, bytes], folders: Sequence[Path] = ()) -> list[str]:
    """Return what must not be among the files, each with its place and the remedy.

    Parameters
    ----------
    files : path below the folder that is handed out to content
    folders : of a course's own checks and exercises, which give as little away
    """
    found = [f"{path} is not for learners: leave it out" for path in files if _is_ours(path)]
    found += [
        f"{path} was left by a program, or holds what cannot be looked at: leave it out"
        for path in files if _is_left(path)
    ]  # fmt: skip
    for exercise in EXERCISES:
        found += _solved(exercise, files.get(f"exercises/{exercise.filename}"))
    bodies, lines = _ours(tuple(folders))
    names = frozenset(called for known in bodies.values() for called, _ in known)
    for path, data in files.items():
        if _is_ours(path) or _is_left(path):
            continue
        text = data.decode("utf-8", "replace")
        sources = _cells(text) if path.endswith(".ipynb") else [text]
        source = "\n".join(_texts(text) if path.endswith(".ipynb") else sources)
        is_coach = path.startswith(COACH) and path.endswith(".py")
        written = [name for each in sources for name in _written(path, each)]
        # The coach may have the body under another name, and most of all code is the coach's.
        own = [pair for each in sources for pair in _bodies(each, names if is_coach else None)]
        same = [
            file for name, body in own for called, file in bodies.get(body, ())
            if called == name or not is_coach
        ]  # fmt: skip
        if not is_coach:
            same += [lines[run] for run in _runs(source) if run in lines]
        if same:
            found.append(f"{path} holds a part of {same[0]}: take it out")
        elif written:
            found.append(f"{path}: {written[0]} is written there: put the stub's raise back")
    return found


def _written(path: str, source: str) -> Iterator[str]:
    """Yield the exercises' functions that are written in a file where only stubs may be."""
    name = PurePosixPath(path).name
    is_ours = path.startswith(COACH) and path.endswith(".py")
    # The learner tests and what wires them define functions of those names for their own ends.
    is_test = name.startswith("test_") or name == "conftest.py" or name in STUBS
    if is_ours or is_test:
        return
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in _functions(tree):
        if node.name in NAMES:
            stated = _stated(node)
            is_stub = len(stated) == 1 and stated[0].startswith("raise NotImplementedError(")
            if not is_stub:
                yield node.name


def _is_left(path: str) -> bool:
    parts = PurePosixPath(path).parts
    is_tools = any(part in TOOLS or part.endswith(".egg-info") for part in parts)
    return is_tools or parts[-1].lower().endswith(PACKED)


def _is_ours(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return parts[0] in (*SECRETS, "tests") or parts[-1] == "secret.key"


def _solved(exercise: Exercise, data: bytes | None) -> Iterator[str]:
    """Yield the functions of a stub that do anything but say that they are not written."""
    path = f"exercises/{exercise.filename}"
    if data is None:
        yield f"{path} is missing: put the stub back"
        return
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        yield f"{path} is not Python: put the stub back"
        return
    definitions = list(_functions(tree))
    for name in exercise.functions:
        own = [node for node in definitions if node.name == name]
        said = f"exercise {exercise.number}: write {name}"
        if [_stated(node) for node in own] != [[f"raise NotImplementedError({said!r})"]]:
            yield f"{path}: {name} is not as the stub has it: put its raise back"


def _stated(node: ast.FunctionDef) -> list[str]:
    """Return the statements of a function, without the docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return [ast.unparse(each) for each in body]


@cache
def _bodies(source: str, names: frozenset[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return functions' names and bodies, spelt in one way, without docstrings and comments.

    Parameters
    ----------
    source : a module's text
    names : of the functions; all where None
    """
    if names is not None and names.isdisjoint(DEFINED.findall(source)):
        return ()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    asked = (node for node in _functions(tree) if names is None or node.name in names)
    bodies = ((node.name, "\n".join(_stated(node))) for node in asked)
    return tuple((name, body) for name, body in bodies if len(body) >= LEAST)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield all functions, as `ast.walk` does, which looks into every expression for them too."""
    waiting: deque[ast.AST] = deque([tree])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, ast.FunctionDef):
            yield node
        for name in node._fields:
            parts = getattr(node, name, None)
            if isinstance(parts, list):
                waiting.extend(part for part in parts if isinstance(part, STATED))


def _runs(source: str) -> Iterator[tuple[str, ...]]:
    """Yield every few lines that follow each other, in comments and texts too."""
    lines = [line.strip().lstrip("#> ").strip() for line in source.splitlines()]
    lines = [line for line in lines if line]
    for start in range(len(lines) - LINES + 1):
        run = tuple(lines[start : start + LINES])
        if sum(map(len, run)) >= LEAST:
            yield run


def _cells(text: str) -> list[str]:
    try:
        cells = json.loads(text)["cells"]
        return ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return [text]


def _texts(text: str) -> list[str]:
    """Return every text in a notebook: cells, their outputs, attachments and metadata."""
    try:
        waiting = [json.loads(text)]
    except ValueError:
        return [text]
    found = []
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list) and all(isinstance(part, str) for part in each):
            # A text of several lines.
            found.append("".join(each))
        elif isinstance(each, list):
            waiting += each
    return found


@cache
def _ours(
    folders: tuple[Path, ...],
) -> tuple[dict[str, list[tuple[str, str]]], dict[tuple[str, ...], str]]:
    """Return bodies of what is never handed out, with names and files, and its runs of lines."""
    bodies: dict[str, list[tuple[str, str]]] = {}
    lines: dict[tuple[str, ...], str] = {}
    places = [(ROOT, name) for name in ("solutions", "grader/hidden")]
    places += [(folder, name) for folder in folders for name in ("solutions", "hidden")]
    for root, folder in places:
        for path in sorted((root / folder).glob("*.py")):
            source = path.read_text(encoding="utf-8-sig")
            name = ("" if root == ROOT else "the course's ") + path.relative_to(root).as_posix()
            known = list(_bodies(source))
            for called, body in known:
                bodies.setdefault(body, []).append((called, name))
            for code in (*(body for _, body in known), *_as_written(source)):
                lines |= dict.fromkeys(_runs(code), name)
    return bodies, lines


def _as_written(source: str) -> Iterator[str]:
    """Yield the lines of all functions as they stand, without the docstring."""
    lines = source.splitlines()
    for node in _functions(ast.parse(source)):
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if body:
            yield "\n".join(lines[body[0].lineno - 1 : node.end_lineno])
