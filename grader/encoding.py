"""What a stream's encoding lacks, in plain characters: a letter cannot end a run."""

from __future__ import annotations

import codecs
import sys
from contextlib import suppress

from exercises.coach.showing.plain_letters import in_plain

__all__ = ["fit_streams", "in_encoding"]

ERRORS = "grader.plain"


def fit_streams() -> None:
    """Have standard output and error write what they cannot encode in plain characters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors=ERRORS)


def in_encoding(text: str, encoding: str) -> str:
    """Return text as it is written in an encoding: what that lacks in plain characters."""
    return text.encode(encoding, ERRORS).decode(encoding)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start, end = error.object, error.start, error.end
    plain = in_plain(text[start:end], before=text[:start][-1:], after=text[end : end + 1])
    return plain.encode("ascii", "replace").decode("ascii"), end


codecs.register_error(ERRORS, _in_plain)
