"""Templates to pages: every text that reaches one is escaped, and obeys nobody.

`base.html.j2` is the frame of every page: head, colours of `style.css`, light and dark, and print.
A page extends it and fills the blocks ``title`` and ``main``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from exercises.coach.showing.html import html_of_rows, html_of_words
from exercises.coach.showing.message import Row, printable
from grader.reports.text import percent_text, points_text

__all__ = ["NAME", "cut", "page", "palette"]

TEMPLATES = Path(__file__).resolve().parent / "templates"
# Of a name; somebody's folder may be called as a novel.
NAME = 120


def page(template: str, **values: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template : its file in ``templates``
    values : what it is filled with; strings are text, whatever is in them
    """
    return _environment().get_template(template).render(values)


@cache
def palette() -> tuple[dict[str, str], dict[str, str]]:
    """Return the style sheet's colours by name: the light ones, and the dark ones."""
    text = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6});", block)) for block in blocks[:2])
    return light, dark


def cut(text: str, length: int = NAME) -> str:
    """Return text in one printable line of bounded length."""
    line = printable(" ".join(text[: 4 * length].split()), keep="\u200c\u200d")
    return line if len(line) <= length else f"{line[: length - 1]}…"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "cut": cut, "percent": percent_text, "points": points_text, "rows": _rows, "words": _words,
    }  # fmt: skip
    return made


def _rows(rows: tuple[Row, ...]) -> Markup:
    """Lay a finding out; `html_of_rows` escapes what it is given."""
    return Markup(html_of_rows(rows))


def _words(text: str) -> Markup:
    """Set what stands between back quotes as code; `html_of_words` escapes what it is given."""
    return Markup(html_of_words(text))
