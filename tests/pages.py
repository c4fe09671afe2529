"""What a page of the kit's holds: its tags, and its words as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

# All that the kit writes: nothing here runs, loads or leads anywhere.
TAGS = {"div", "span", "pre", "code", "strong", "details", "summary", "img"}
ATTRIBUTES = {"style", "alt", "src"}
# Tags that are never closed.
VOID = {"img", "meta"}


def bare(parts: Iterable[str]) -> str:
    """Return text without blanks and back quotes: what no layout may change."""
    return "".join("".join(parts).replace("`", "").split())


class Page(HTMLParser):
    """A parsed page.

    Attributes
    ----------
    text : what a reader sees
    opened : the tags, in order; each is closed in its turn
    attributes : name and value of each
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.opened: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def text_of_page(source: str) -> str:
    """Return the words of a page that stands alone, bare."""
    page = Page(source)
    assert set(page.opened) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert all(v.startswith("data:image/png;base64,") for n, v in page.attributes if n == "src")
    return bare([page.text])
