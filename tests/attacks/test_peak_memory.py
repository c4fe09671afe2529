"""The grader's own memory over hostile answers: what it takes is bounded, whatever comes back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.scene import ROOT

pytestmark = pytest.mark.costly
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
    files = {path.name: path.read_bytes() for path in Path(sys.argv[1]).glob("*.py")}
    terms = worker.Terms(b"peak" * 8, frozenset(), Limits(call_seconds=2, submission_seconds=6))
    grade = worker.grade_one(terms, Submission("peak", files))
    worker.close()
    # Not ru_maxrss: that begins with what the process had which started this one.
    status = Path("/proc/self/status").read_text()
    print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) >> 10, grade.outcome)
"""


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform != "linux", reason="read from Linux's /proc")
@pytest.mark.parametrize("attack", FILLING)
def test_no_submission_fills_the_graders_memory(attack):
    command = [sys.executable, "-c", GRADED, str(HERE / attack)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    megabytes, _, outcome = said.strip().partition(" ")
    assert outcome != "grader fault"
    assert int(megabytes) < MOST_MEGABYTES
