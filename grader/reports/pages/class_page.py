"""The class's page: everybody's total, with the way to each student's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.gradebook import Gradebook
from grader.reports.pages.layout import page
from grader.reports.told import total_text

__all__ = ["class_page"]


@dataclass(frozen=True)
class _Row:
    student: str
    href: str
    total: str


def class_page(book: Gradebook, pages: Mapping[str, str], title: str = "") -> str:
    """Return the page, whole.

    Parameters
    ----------
    book : the gradebook
    pages : where each student's page is, as a link from this one
    title : the course's; may be empty
    """
    rows = [
        _Row(each.student, pages[each.student], total_text(each.grade))
        for each in book.standings()
    ]  # fmt: skip
    return page("class.html.j2", title=title, rows=rows)
