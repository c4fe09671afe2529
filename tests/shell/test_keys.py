"""Keys from a Windows console and from lines; those of a POSIX terminal are in test_loop.py."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from exercises.coach.shell.keys import END, _Console, _Lines


@pytest.fixture
def console(monkeypatch):
    """Return what is typed at a console that stands in for Windows's."""
    typed: list[str] = []
    fake = SimpleNamespace(kbhit=lambda: bool(typed), getwch=lambda: typed.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    return typed


def test_a_console_gives_each_key_and_nothing_when_there_is_none(console):
    keys = _Console()
    assert keys.wait(0.01) == ""
    console += ["n", "h"]
    assert [keys.wait(1), keys.wait(1), keys.wait(0.01)] == ["n", "h", ""]


def test_an_arrow_of_a_console_is_one_key_that_is_none_of_ours(console):
    console += ["\xe0", "H", "q"]
    keys = _Console()
    assert [keys.wait(1), keys.wait(1)] == ["?", "q"]


def test_ctrl_c_at_a_console_interrupts(console):
    console.append("\x03")
    with pytest.raises(KeyboardInterrupt):
        _Console().wait(1)


def test_lines_give_their_first_letter_and_end_with_the_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("hint\n\n 3 \n"))
    keys = _Lines()
    assert [keys.wait(5) for _ in range(4)] == ["h", "\n", "3", END]
    assert keys.wait(0.01) == ""
