"""A learner at a terminal: `python -m exercises` in a pseudo terminal, with keys and saves."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType

from tests import warm
from tests.kit import Copy

CLEAR = "\x1b[H\x1b[2J"
ESCAPE = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
# A machine may be busy; what never comes is seen after so long.
PATIENCE = 90.0


class Session:
    """`python -m exercises` on a terminal of 80 columns, in a copy of the exercises.

    Parameters
    ----------
    copy : if it is cold, the loop and each check start a Python of their own
    """

    process: subprocess.Popen[bytes] | warm.OnTerminal

    def __init__(self, copy: Copy, *arguments: str, environment: Mapping[str, str] = {}) -> None:
        import pty

        self.copy = copy
        ours, theirs = pty.openpty()
        unwanted = ("NO_COLOR", "FORCE_COLOR", "PYTEST_ADDOPTS", "TERM")
        variables = {
            **{k: v for k, v in os.environ.items() if k not in unwanted},
            **{"TERM": "xterm-256color", "PYTHONUTF8": "1", "COLUMNS": "80"},
            **{"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": ""},
            **environment,
        }
        if warm.IS_POSSIBLE and not copy.is_cold:
            self.process = warm.OnTerminal(
                "exercises", copy.folder, arguments, variables, os.ttyname(theirs)
            )
        else:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "exercises", *arguments],
                cwd=copy.folder,
                env=variables,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
                preexec_fn=lambda: take_terminal(theirs),
            )
        self.terminal = ours
        # Until the process has it open too: a terminal that nobody has open is at its end.
        self.theirs = theirs
        self.text = ""
        self.read = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.terminal)
        self._leave_theirs()

    def press(self, keys: str) -> None:
        """Type, without Enter."""
        os.write(self.terminal, keys.encode())

    def save(self, stem: str, text: str) -> None:
        """Save a stub as editors do: a new file under another name, then renamed."""
        path = self.copy.stub(stem)
        new = path.with_suffix(".swp")
        new.write_text(text, encoding="utf-8")
        new.replace(path)

    def until(self, words: str) -> str:
        """Wait until these words are printed, and return all that was since the last wait."""
        return self.until_matches(re.escape(words))

    def checked(self, words: str) -> str:
        """Wait for these words after a file that was saved has been checked; return what came then.

        What was saved before may have a board printed still, when all that builds on it is known.
        """
        begun = r"checking [^\n]*…"
        came = self.until_matches(rf"{begun}[\s\S]*{re.escape(words)}")
        return came[re.search(begun, came).start() :]

    def until_matches(self, pattern: str) -> str:
        """Wait until something is printed that a regular expression finds."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, plain(self.text[self.read :])):
            if not self._take(end - time.monotonic()):
                said = plain(self.text[self.read :])
                raise AssertionError(f"{pattern!r} never came; what came is\n{said}")
        # What belongs to the same screen comes at once.
        while self._take(0.2):
            pass
        new, self.read = plain(self.text[self.read :]), len(self.text)
        return new

    def screen(self) -> list[str]:
        """Return the lines that stand on the screen, without their colours."""
        return plain(self.text.rpartition(CLEAR)[2]).split("\n")

    def end(self) -> int:
        """Wait for its end, and return the exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._take(0.1)
        with contextlib.suppress(OSError):
            while self._take(0.1):
                pass
        return self.process.wait(timeout=1)

    def interrupt(self) -> None:
        """Type Ctrl-C."""
        self.press("\x03")

    def resize(self, columns: int) -> None:
        """Make the window wider or narrower."""
        import fcntl
        import termios

        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def terminate(self) -> None:
        """End it as a closed window does."""
        self.process.send_signal(signal.SIGHUP)

    def _take(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self._leave_theirs()
        self.text += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def _leave_theirs(self) -> None:
        if self.theirs >= 0:
            os.close(self.theirs)
            self.theirs = -1


def take_terminal(descriptor: int) -> None:
    """Make a terminal the one that Ctrl-C is typed at, in the child before it starts."""
    import fcntl
    import termios

    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)


def plain(text: str) -> str:
    """Return text without escape sequences."""
    return ESCAPE.sub("", text)


def stub_with(copy: Copy, stem: str, **bodies: str) -> str:
    """Return a stub's text with these functions' bodies in the place of their `raise`."""
    text = copy.stub(stem).read_text(encoding="utf-8")
    for name, body in bodies.items():
        pattern = rf"    raise NotImplementedError\(\"exercise \d+: write {name}\"\)"
        text, found = re.subn(pattern, lambda _, body=body: body, text)
        assert found == 1, f"{name} is written already"
    return text
