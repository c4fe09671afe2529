"""What the grader itself wrote: reports that lie where submissions are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.intake.people import Left
from grader.intake.sources.contents_by_name import modules_below, without_exercise
from grader.intake.tree import Budget, Kind, Node, Unreadable

__all__ = ["is_report", "reports_at"]

# A gradebook's name, and what is written beside it.
BOOK = "gradebook.sqlite"
REPORTS = frozenset(
    {"grades.csv", "grades.json", "misconceptions.csv", "faults.txt", "moved.csv", "secret.key"}
)
# Folders beside it that commands write, and what is in them; a student may have their names.
WRITTEN = {
    "feedback": re.compile(r".*\.(md|html)"),
    "pages": re.compile(r"index\.html|students"),
    "regrade": re.compile(r"index\.html|moved\.csv|before"),
}
# Of a folder that an export made.
MARK = ".grader-export"
# Of a check in a folder for a student, each a folder: ``debug/ada/ex1-one``.
CHECK = re.compile(r"ex\d+-\w+")
RUNS = 50


def is_report(node: Node, beside: set[str], out: Path | None, budget: Budget) -> bool:
    """Whether the grader wrote a file or folder, as those beside it and in it tell."""
    is_out = BOOK in beside or {"grades.csv", "grades.json"} <= beside
    if node.kind is not Kind.FOLDER:
        return node.name.startswith(BOOK) or (is_out and node.name in REPORTS)
    place = getattr(node, "place", None)
    if out is not None and place is not None and place == out.resolve():
        return not _holds_work(node, budget)
    try:
        children = node.children(budget)
        names = {child.name for child in children}
        if is_out and _is_written(node, names - {MARK}, budget):
            return True
        if BOOK in names or {"grades.csv", "grades.json"} <= names:
            # A student's file may have any name: beside an exercise it is the student's.
            return not _holds_work(node, budget)
    except Unreadable:
        return False
    # A folder of several runs, a run each.
    return (
        len(children) <= RUNS
        and bool(children)
        and all(
            child.kind is Kind.FOLDER and is_report(child, names, out, budget) for child in children
        )
    )


def _is_written(node: Node, names: set[str], budget: Budget) -> bool:
    """Whether a folder beside a gradebook is what a command wrote there, and nothing else."""
    if node.name in WRITTEN:
        return all(map(WRITTEN[node.name].fullmatch, names))
    if node.name not in ("exports", "debug"):
        return False
    below = node.children(budget)
    if not all(child.kind is Kind.FOLDER for child in below):
        return False
    inside = [{child.name for child in each.children(budget)} for each in below]
    if node.name == "exports":
        return all(MARK in each for each in inside)
    return all(CHECK.fullmatch(name) for each in inside for name in each)


def _holds_work(node: Node, budget: Budget) -> bool:
    """Whether exercises are in a folder or below it, besides what commands write.

    Whoever grades into the folder of the submissions has both in one.
    """
    return any(modules_below(child, budget) for child in _besides_reports(node, budget))


def _besides_reports(node: Node, budget: Budget) -> Iterator[Node]:
    for child in node.children(budget):
        is_folder = child.kind is Kind.FOLDER
        names = {each.name for each in child.children(budget)} if is_folder else set()
        if not is_folder or not _is_written(child, names - {MARK}, budget):
            yield child


def reports_at(node: Node, budget: Budget) -> Left:
    """Return the reports of a run; with code beside them, somebody's work may be there too."""
    why, is_work = "the grader's own reports", False
    if node.kind is Kind.FOLDER and BOOK in {child.name for child in node.children(budget)}:
        others = [child for child in _besides_reports(node, budget) if child.holds]
        is_work = any(without_exercise(child).is_work for child in others)
    return Left(str(node.where), f"{why}, beside code: whose is it?" if is_work else why, is_work)
