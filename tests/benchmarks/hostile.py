"""`python -m tests.benchmarks.hostile [PART ...]`: what each hostile submission costs the grader.

Every folder of `tests/attacks/submissions` is graded by a process of its own, with short limits,
and the CPU time of both sides is taken: the grader's own and that of everything which it started.
The budget is what an instructor would compute: each of the two runs that a wrong
`gradient_descent` may ask for has the submission's whole time, and so has the judging of its
answers. What an innocent submission of one exercise costs is taken off; the rest is the attack's.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = ROOT / "tests" / "attacks" / "submissions"
INNOCENT = ROOT / "tests" / "wheats" / "ex1_gradient_descent" / "plain_loop.py"
CALL_SECONDS, SUBMISSION_SECONDS = 1.5, 5.0
# With the submission's own gradient_descent and with a right one in its place.
RUNS = 2
GRADED = r"""
import re, sys
from pathlib import Path
from grader import worker
from grader.intake.submission import Submission
from grader.sandbox.limits import Limits

if __name__ == "__main__":
    place = Path(sys.argv[1])
    paths = place.glob("*.py") if place.is_dir() else [place]
    names = {path: path.name if place.is_dir() else "ex1_gradient_descent.py" for path in paths}
    files = {name: path.read_bytes() for path, name in names.items()}
    limits = Limits(call_seconds=float(sys.argv[2]), submission_seconds=float(sys.argv[3]))
    grade = worker.grade_one(worker.Terms(b"cost" * 8, limits=limits), Submission("cost", files))
    worker.close()
    status = Path("/proc/self/status").read_text()
    print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) >> 10, grade.outcome.replace(" ", "-"))
"""


@dataclass(frozen=True)
class Cost:
    """What grading one folder took: CPU seconds of both sides, the grader's memory, its outcome."""

    name: str
    seconds: float
    megabytes: int
    outcome: str


def cost_of(place: Path) -> Cost:
    """Grade what is at ``place`` in a process of its own."""
    command = [sys.executable, "-c", GRADED, str(place), str(CALL_SECONDS), str(SUBMISSION_SECONDS)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        return Cost(place.name, seconds, 0, f"the grader stopped: {last}")
    megabytes, outcome = done.stdout.split()
    return Cost(place.name, seconds, int(megabytes), outcome)


def main() -> None:
    """Grade every hostile submission, or those whose names hold one of the words given."""
    words = sys.argv[1:]
    attacks = [
        folder
        for folder in sorted(ATTACKS.iterdir())
        if folder.is_dir() and (not words or any(word in folder.name for word in words))
    ]
    if not attacks:
        raise SystemExit(f"no folder of {ATTACKS.relative_to(ROOT)} has one of {words} in its name")
    innocent = min((cost_of(INNOCENT) for _ in range(3)), key=lambda cost: cost.seconds)
    budget = RUNS * SUBMISSION_SECONDS
    costs = [cost_of(folder) for folder in attacks]
    table = Table("submission", "CPU s above an innocent one", "grader's MB", "outcome")
    for cost in sorted(costs, key=lambda cost: -cost.seconds):
        above = cost.seconds - innocent.seconds
        table.add_row(cost.name, f"{above:.2f}", str(cost.megabytes), cost.outcome)
    console = Console(width=100)
    console.print(table)
    over = [cost.name for cost in costs if cost.seconds - innocent.seconds > budget]
    faults = [cost.name for cost in costs if "fault" in cost.outcome or "stopped" in cost.outcome]
    console.print(
        f"{len(costs)} hostile submissions on {os.cpu_count()} cores · "
        f"innocent {innocent.seconds:.2f} s · budget {budget:g} s of CPU each\n"
        f"above their budget: {', '.join(over) or 'none'} · faults of ours: "
        f"{', '.join(faults) or 'none'} · "
        f"most memory {max(cost.megabytes for cost in costs)} MB"
    )


if __name__ == "__main__":
    main()
