"""What the learner tests say to each wrong submission, kept as text: the product.

``python -m tests.golden`` writes ``tests/golden/<stem>.txt`` anew, ``python -m tests.golden ex5``
that of one exercise; read the difference before you commit it.
"""

from __future__ import annotations

import contextlib
import importlib
import random
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np

from exercises.coach.calling.deadline import deadline
from exercises.coach.calling.loading import run_module
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.finding import Wrong
from exercises.coach.judging.status import NotStarted
from exercises.coach.local_observer import local
from exercises.coach.showing.message import message
from exercises.coach.showing.results import Result, result_of
from tests.kit import ROOT, STEMS

CHAFFS = ROOT / "tests" / "chaffs"
GOLDEN = ROOT / "tests" / "golden"


@cache
def all_chaffs_of(stem: str) -> list[Path]:
    """Return the wrong submissions of an exercise."""
    return sorted((CHAFFS / stem).glob("*.py"))


@cache
def chaffs_of(stem: str) -> list[Path]:
    """Return those that are kept as golden texts, one per id."""
    return [path for path in all_chaffs_of(stem) if not path.stem[-1].isdigit()]


def results(stem: str, path: Path, begin_with: str = "") -> Iterator[Result]:
    """Run the learner tests of an exercise on a module, in this process, one after another.

    Parameters
    ----------
    begin_with : the test to run before the others
    """
    name = f"exercises.{stem}"
    module = ModuleType(name)
    sys.modules[name] = module
    sys.modules.pop(f"exercises.test_{stem}", None)
    local.forget()
    # A mistake that draws random numbers is told the same each time.
    random.seed(0)
    np.random.seed(0)
    try:
        with warnings.catch_warnings():
            # What NumPy will drop one day may be used; in this suite it is an error.
            warnings.simplefilter("ignore", DeprecationWarning)
            with deadline(60):
                run_module(path.read_bytes(), f"{stem}.py", module)
            tests = importlib.import_module(f"exercises.test_{stem}")
            found = [test for n, test in vars(tests).items() if n.startswith("test_")]
            for test in sorted(found, key=lambda test: test.__name__ != begin_with):
                yield _result(stem, test)
    finally:
        sys.modules.pop(name, None)
        sys.modules.pop(f"exercises.test_{stem}", None)


def _result(stem: str, test: object) -> Result:
    error: BaseException | None = None
    try:
        test()
    except (Wrong, NotStarted) as raised:
        error = raised
    return result_of(exercise_of(stem), test.__name__, " ".join(test.__doc__.split()), error)


@cache
def first_wrong(stem: str) -> dict[str, Result | None]:
    """Return the first wrong test of each submission, by its name; None where all is right."""
    return {path.stem: _first_wrong(stem, path) for path in chaffs_of(stem)}


def _first_wrong(stem: str, path: Path, begin_with: str = "") -> Result | None:
    # Submissions save figures where they stand, at import or when they are called.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return next((r for r in results(stem, path, begin_with) if r.state == "wrong"), None)


def is_found(stem: str, path: Path) -> bool:
    """Whether a learner test fails on a submission.

    Another spelling of a mistake (``climbs-2.py``) mostly fails where the first (``climbs.py``)
    does: that test comes first, for a plot takes longer than all numeric tests.
    """
    kept = first_wrong(stem)
    if path in chaffs_of(stem):
        return kept[path.stem] is not None
    first = kept.get(re.sub(r"-\d+$", "", path.stem))
    begin_with = first.test if first is not None else ""
    return _first_wrong(stem, path, begin_with) is not None


def said(wrong: Result | None) -> str:
    """Return the title and the message of a wrong test, or that all is right."""
    if wrong is None:
        return "(the learner tests find nothing wrong)"
    return f"{wrong.title}\n\n{message(wrong.finding)}"


def golden_text(stem: str) -> str:
    """Return the whole golden file of an exercise."""
    texts = [f"=== {name}\n{said(wrong)}" for name, wrong in first_wrong(stem).items()]
    return "\n\n".join(texts) + "\n"


def main() -> None:
    """Write the golden files of the exercises that are named, or of all."""
    GOLDEN.mkdir(exist_ok=True)
    for stem in [exercise_of(key).stem for key in sys.argv[1:]] or STEMS:
        (GOLDEN / f"{stem}.txt").write_text(golden_text(stem), encoding="utf-8")


if __name__ == "__main__":
    main()
