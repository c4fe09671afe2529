"""``python -m tests.slips [WORD]`` prints the first messages (of slips with WORD) and the figures.

``python -m tests.slips --write`` writes ``tests/golden/slips.txt`` anew; read the difference.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import statistics
import sys
import tempfile
from collections.abc import Mapping

import numpy as np

from tests.golden import GOLDEN
from tests.slips.arrays import SLIPS as ARRAYS
from tests.slips.calls import SLIPS as CALLS
from tests.slips.drawing import SLIPS as DRAWING
from tests.slips.formulas import SLIPS as FORMULAS
from tests.slips.headers import SLIPS as HEADERS
from tests.slips.languages import SLIPS as LANGUAGES
from tests.slips.loops import SLIPS as LOOPS
from tests.slips.names import SLIPS as NAMES
from tests.slips.notebooks import SLIPS as NOTEBOOKS
from tests.slips.pasted import SLIPS as PASTED
from tests.slips.run import Said, first_message
from tests.slips.running import SLIPS as RUNNING
from tests.slips.slip import Slip
from tests.slips.texts import SLIPS as TEXTS
from tests.slips.unread import SLIPS as UNREAD
from tests.slips.values import SLIPS as VALUES

os.environ["MPLBACKEND"] = "Agg"
# No first message may say these of a slip: the stubs are filled in, and the kit is not at fault.
NEVER = r"not written yet|kit's fault|import of ex|Traceback"
MEDIAN = 12

ALL: tuple[Slip, ...] = (
    *ARRAYS, *CALLS, *DRAWING, *FORMULAS, *HEADERS, *LANGUAGES, *LOOPS, *NAMES, *NOTEBOOKS, *PASTED, *RUNNING, *TEXTS, *UNREAD, *VALUES,
)  # fmt: skip


def is_told(slip: Slip, said: Said) -> bool:
    """Whether the message tells what matters about the slip; of what is right, nothing."""
    if not slip.told:
        return not said.lines
    return bool(said.lines) and re.search(slip.told, said.folded) is not None


def falsehoods(slip: Slip, said: Said) -> list[str]:
    """Return what the message says that it must not: sentences, and names of other mistakes."""
    found = [
        pattern for pattern in (NEVER, slip.never) if pattern and re.search(pattern, said.folded)
    ]
    return found + [name for name in said.named if name not in slip.named]


def golden_text(messages: Mapping[str, Said]) -> str:
    """Return all messages but those of time limits, under the versions whose words they hold."""
    numpy = ".".join(np.__version__.split(".")[:2])
    told = [f"=== {title}\n{said.text}" for title, said in messages.items() if not is_timed(said)]
    head = f"Python {platform.python_version()[:4]}, NumPy {numpy}"
    # A line more in a stub moves them all.
    return re.sub(r"\b([Ll]ine) \d+", r"\1 N", "\n\n".join([head, *told])) + "\n"


def is_timed(said: Said) -> bool:
    """Whether the message depends on the time, on the stack, or on the last digits of a processor."""
    by_chance = ("when the time was up", "RecursionError", "looks like `accepts-singular`")
    return not said.lines or any(words in said.text for words in by_chance)


def write() -> None:
    """Write the golden file."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        messages = {slip.title: first_message(slip.stem, slip.source, slip.seconds) for slip in ALL}
    (GOLDEN / "slips.txt").write_text(golden_text(messages), encoding="utf-8")


def main(words: list[str]) -> None:
    """Print every first message, then what is false, what is not told, and the figures."""
    chosen = [s for s in ALL if all(word in f"{s.title} {s.where}" for word in words)]
    false, untold, lengths = [], [], []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for slip in chosen:
            said = first_message(slip.stem, slip.source, slip.seconds)
            print(
                f"=== {slip.title} ({slip.where})\n{said.text or '(the tests find nothing wrong)'}\n"
            )
            lengths += [len(said.lines)] if said.lines else []
            false += [slip.title] * bool(falsehoods(slip, said))
            untold += [slip.title] * (not is_told(slip, said))
    print("false:", *false, sep="\n  ")
    print("not told:", *untold, sep="\n  ")
    share = 100 * (len(chosen) - len(untold)) / max(len(chosen), 1)
    print(f"{len(chosen)} slips: {len(false)} false, {share:.1f} % told what matters; lines of a first "
          f"message, blank ones too: median {statistics.median(lengths):g}, most {max(lengths)}")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        main(sys.argv[1:])
