"""Who was late, and of whom nobody knows: nothing is ever taken off in silence."""

from __future__ import annotations

from collections.abc import Iterator

from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings

__all__ = ["lateness_lines"]

NAMED = 20


def lateness_lines(book: Gradebook) -> Iterator[str]:
    """Yield who is late, by how much, and whose time of submission is not known."""
    rule = book.rule
    if rule.due is None or rule.late is None:
        return
    standings = Standings(book)
    late, unknown = [], []
    for standing in standings:
        counted = standing.grade.counted
        if not standing.is_new or standing.grade.total is None or counted is None:
            continue
        if counted.late_days is None:
            unknown.append(standing.student)
        elif counted.lateness:
            days = f"{counted.late_days} day{'s' * (counted.late_days != 1)}"
            late.append(f"{standing.student} ({days}, −{counted.percent:g} %)")
    if late:
        yield f"late, after {rule.due_text} ({rule.late}): {_listed(late)}"
    assignments = standings.assignments()
    if len(assignments) > 1:
        named = ", ".join(name or "one without a name" for name in assignments)
        yield (
            f"several assignments are late after {rule.due_text} ({named}): a total counts as late "
            "where its latest part is. Grade those with another date into a folder of their own."
        )
    if unknown:
        yield (
            "nothing was taken off for being late, since nobody knows when it was handed in: "
            f"{_listed(unknown)}"
        )


def _listed(told: list[str]) -> str:
    more = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return ", ".join(told[:NAMED]) + more
