"""Rows as Markdown: a fence that no text of a learner's can leave."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exercises.coach.showing.message import Row, plain_text, printable

__all__ = ["markdown_of_rows"]


def markdown_of_rows(rows: Iterable[Row], indent: str = "") -> list[str]:
    """Return the lines of a fenced block, ``indent`` before each.

    A message may hold back quotes, markup and control characters: the fence is longer than any run
    of back quotes in it, and what is not printable is replaced.
    """
    text = plain_text(rows)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [printable(line, keep="\t") for line in text.split("\n")]
    return [f"{indent}{line}" for line in (f"{fence}text", *lines, fence)]
