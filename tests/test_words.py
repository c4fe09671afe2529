"""Habits of writing that readers had to decipher: they are to stay away from all that is read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.errors import python_errors
from exercises.coach.misconception_catalogue import CATALOGUE
from tests.kit import ROOT

# What a habit looks like -> what to write. Whole texts are searched, in lower and upper case.
HABITS = {
    r"\bdue\b": "expected, should be",
    r"\b(once|twice|one|times|[\d½¼]+) an? (step|rate|panel|example|entry)\b": "per step",
    r"\b(the|one) column an? feature\b|\bone feature a column\b": "per column",
    r"\bstands? (for|in|at|on|by|beside|before|there|alone|together|as)\b": "is, comes, means",
    r"\bsets? out\b": "starts, explains",
    r"\bhangs? on\b": "depends on",
    r"\b(anew|afresh)\b": "again, from the start",
    r"\bmend(s|ed)?\b": "correct, fix",
    r"\bthe contract('s)?\b": "the docstring, the stub",
    r"θ_\d": "θ₀",
    r"\balso (where|when)\b": "even if",
    r"\b(shrinks?|grows?) by\b": "is multiplied by",
    r"\b(this|each|every|its|own|constant|stable|best) rates?\b": "learning rate",
    r"\b\d{2},\d{3}\b|\b10000 steps\b": "10 000",
    r"(?<!there )\b(is|are) no (?!longer\b|more\b|such\b)\w+": "is not a …",
    r"\bwhat stands\b|\bdoes every way\b|\bin the field's word\b": "plain advice, not a riddle",
    r"\bhas not (full|the|a)\b": "does not have, lacks",
    r"\b(behavior|optimiz|initializ|minimiz|maximiz|neighbor)\w*": "British spelling",
}
# (place, the words found) -> why they may stay.
ALLOWED = {
    ("python_errors", "due"): "the name of a field, {due}",
    ("grader/README.md", "due"): "a due date, and a key of course.toml",
    ("printed by grader/options.py", "due"): "a due date",
    ("printed by grader/course/file.py", "due"): "a due date, and a key of course.toml",
    ("printed by grader/course/init.py", "due"): "a due date, and a key of course.toml",
    ("printed by exercises/coach/judging/errors/python_errors.py", "due"): "the name of a field",
    ("printed by grader/weights_and_late_work.py", "due"): "a due date",
    ("tests/golden/slips.txt", "minimize_nothing"): "a learner's code",
    ("tests/golden/slips.txt", "optimize"): "a package's name",
    ("tests/golden/slips.txt", "has not full"): "a learner's code",
}
# Passed as an argument, not "handed in": that is what learners do with their files.
LEARNERS_TEXTS = r"exercises/(coach|ex\d|test_ex)|catalogue|tests/golden/ex|solutions/"


def docstrings(path: Path) -> str:
    """Return the docstrings of a module and of all that is in it."""
    kinds = (ast.Module, ast.FunctionDef, ast.ClassDef)
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return "\n".join(ast.get_docstring(node) or "" for node in nodes if isinstance(node, kinds))


def printed(path: Path) -> str:
    """Return the texts in a module that are no docstrings and have a blank: what it may print."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return "\n".join(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in alone and " " in node.value
    )


@cache
def texts() -> dict[str, str]:
    """Return all that is written for learners and instructors, by where it is."""
    return dict(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    whole = [
        "README.md", "exercises/README.md", "grader/README.md", "grader/release/texts/learners.md",
        "grader/release/texts/classroom50.md", "grader/release/texts/jupyterhub.md",
        "grader/release/texts/prairielearn.md",
        "tests/README.md", ".github/CONTRIBUTING.md", "tests/golden/slips.txt",
        "exercises/coach/showing/hints.md", "exercises/coach/showing/hints_by_mistake.md",
        "exercises/coach/showing/reasons.md",
    ]  # fmt: skip
    documented = []
    for exercise in EXERCISES:
        whole += [f"exercises/{exercise.filename}", f"tests/golden/{exercise.stem}.txt"]
        documented += [
            f"exercises/test_{exercise.filename}", f"solutions/{exercise.filename}",
            f"grader/hidden/test_{exercise.key}.py",
        ]  # fmt: skip
    for name in whole:
        yield name, (ROOT / name).read_text(encoding="utf-8")
    for name in documented:
        yield name, docstrings(ROOT / name)
    for each in CATALOGUE:
        yield f"catalogue {each.id}", "\n".join([each.says, *each.also.values()])
    yield "python_errors", "\n".join(entry.says for entry in python_errors.TABLE)
    for folder in ("grader", "solutions", "exercises/coach"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield f"printed by {path.relative_to(ROOT).as_posix()}", printed(path)
    yield "printed by exercises/conftest.py", printed(ROOT / "exercises/conftest.py")


def places(habit: str, only: str = "") -> list[str]:
    """Return every place of a habit, with the words around it."""
    return [
        f"{where}: …{text[max(0, match.start() - 30) : match.end() + 30]!r}…"
        for where, text in texts().items()
        if re.match(only, where)
        for match in re.finditer(habit, text, re.IGNORECASE)
        if (where, match[0]) not in ALLOWED
    ]


@pytest.mark.parametrize(("habit", "better"), HABITS.items(), ids=list(HABITS.values()))
def test_a_habit_stays_away(habit: str, better: str) -> None:
    assert places(habit) == [], f"write: {better}"


def test_arguments_are_passed_not_handed_in() -> None:
    assert places(r"\bhanded in\b", LEARNERS_TEXTS) == []


def test_code_has_no_minus_that_python_cannot_read() -> None:
    """A learner may copy what is between backticks, and every line of a hint that is code."""
    spans = [
        f"{where}: {span}"
        for where, text in texts().items()
        for line in text.split("\n")
        for span in line.split("`")[1::2]
        if "−" in span
    ]
    assert spans == []


@pytest.mark.parametrize("each", CATALOGUE, ids=lambda each: each.id)
def test_a_sentence_of_the_catalogue_has_one_colon_at_most(each) -> None:
    for words in (each.says, *each.also.values()):
        sentences = re.split(r"(?<=[.?]) (?=[A-Z0-9`θ*])", words)
        assert [one for one in sentences if one.count(": ") > 1] == []


def test_every_exception_is_still_needed() -> None:
    found = {
        (where, match[0])
        for where, text in texts().items()
        for habit in HABITS
        for match in re.finditer(habit, text, re.IGNORECASE)
    }
    assert set(ALLOWED) <= found


def test_a_planted_habit_is_found(monkeypatch) -> None:
    monkeypatch.setitem(texts(), "planted", "x halves twice a step, also when 4.0 is due at θ_0")
    assert len([1 for habit in HABITS for place in places(habit) if "planted" in place]) == 4
