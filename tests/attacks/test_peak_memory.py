"""The grader's own memory over hostile answers: what it takes is bounded, whatever comes back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.scene import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.costly,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform != "linux", reason="read from Linux's /proc"),
]
HERE = Path(__file__).parent / "submissions"
MOST_MEGABYTES = 400
FILLING = (
    *("returns-shapes-without-bytes", "forges-shapes-without-bytes", "sends-the-largest-frames"),
    *("returns-texts-by-the-hundred-thousand", "draws-crowds", "asks-and-never-reads"),
    *("floods-the-grader", "forges-huge-frames", "returns-novels", "returns-too-much"),
)
GRADED = r"""
import re, sys
from pathlib import Path
from grader import worker
from grader.intake.submission import Submission
from grader.sandbox.limits import Limits

if __name__ == "__main__":
    limits = Limits(call_seconds=0.5, submission_seconds=1.6)
    terms = worker.Terms(b"peak" * 8, frozenset(), limits)
    for place in map(Path, sys.argv[1:]):
        # The most that was ever used counts anew from here.
        Path("/proc/self/clear_refs").write_text("5")
        files = {path.name: path.read_bytes() for path in place.glob("*.py")}
        grade = worker.grade_one(terms, Submission(place.name, files))
        status = Path("/proc/self/status").read_text()
        print(place.name, int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) >> 10, grade.outcome)
    worker.close()
"""


@pytest.fixture(scope="module")
def graded() -> dict[str, tuple[int, str]]:
    """Return the megabytes that the process which judges took for each, and the outcome."""
    command = [sys.executable, "-c", GRADED, *(str(HERE / attack) for attack in FILLING)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = (line.split(" ", 2) for line in said.splitlines())
    return {attack: (int(megabytes), outcome) for attack, megabytes, outcome in lines}


@pytest.mark.parametrize("attack", FILLING)
def test_no_submission_fills_the_graders_memory(graded: dict[str, tuple[int, str]], attack: str):
    megabytes, outcome = graded[attack]
    assert outcome != "grader fault"
    assert 0 < megabytes < MOST_MEGABYTES
