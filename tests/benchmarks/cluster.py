"""`python -m tests.benchmarks.cluster`: a class on a Dask cluster of this machine's.

First how fast one worker and two are, beside one process and two; then the soak: the real command
over 10 000 students, with the grader's and the workers' memory on the way and the rate in each
tenth. Flat memory and linear time are ratios near 1. ``--quick`` takes fewer students. It is no
test: read it beside the load of the machine it was measured on.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.dask_cluster import DaskCluster
from tests.benchmarks.learner import ROOT
from tests.grading.fakes import FIRST, environment_for, hand_in

WHOLE, QUICK = 10_000, 200
RATED, RATED_QUICK = 120, 40
TENTHS = 10


@dataclass(frozen=True)
class Look:
    """How a run stands: the seconds since it began, the students graded, memory in MB."""

    seconds: float
    graded: int
    grader: float
    workers: float


def class_of(count: int, folder: Path) -> Path:
    """Write exercise 1 of as many students: every second one has not started."""
    samples = sorted((ROOT / "tests" / "wheats" / FIRST).glob("*.py"))
    samples += sorted((ROOT / "tests" / "chaffs" / FIRST).glob("*.py"))
    stub = (ROOT / "exercises" / f"{FIRST}.py").read_bytes()
    texts = [text for path in samples for text in (path.read_bytes(), stub)]
    for number, text in zip(range(count), itertools.cycle(texts), strict=False):
        hand_in(folder / "class", f"student {number:05d}", {f"{FIRST}.py": text})
    return folder / "class"


def start(place: Path, out: Path, folder: Path, *how: str) -> subprocess.Popen[bytes]:
    """Start the real command."""
    key = str(folder / "secret.key")
    command = [sys.executable, "-m", "grader", "grade", str(place), "--out", str(out)]
    command += ["--only", "ex1", "--secret-file", key, *how]
    with (folder / f"{out.name}.log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment_for(folder / "tmp"), stdout=log, stderr=log
        )


def watched(
    run: subprocess.Popen[bytes], out: Path, workers: Sequence[int], every: float = 1.0
) -> Iterator[Look]:
    """Yield looks at a run until it ends."""
    begun = time.monotonic()
    while run.poll() is None:
        yield Look(
            time.monotonic() - begun,
            graded_in(out.parent / f"{out.name}.log"),
            resident(run.pid),
            sum(resident(each) for each in workers),
        )
        time.sleep(every)


def graded_in(log: Path) -> int:
    """Return how many students a run's last line says are graded."""
    lines = [line.split() for line in log.read_text("utf-8").splitlines()]
    told = [int(words[1]) for words in lines if words[:1] == ["graded"] and words[2:3] == ["of"]]
    return told[-1] if told else 0


def resident(pid: int) -> float:
    """Return the memory that a process has in use, in MB; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def rates(count: int, folder: Path) -> None:
    """Print how many students a second one and two workers grade, beside processes."""
    place = class_of(count, folder)
    for number in (1, 2):
        seconds = {}
        with DaskCluster(made(folder / f"cluster {number}")) as cluster:
            for worker in range(number):
                cluster.add(f"w{worker}")
            for kind, how in (
                ("processes", ("--jobs", str(number))),
                ("workers", ("--scheduler", cluster.address)),
            ):
                begun = time.monotonic()
                run = start(place, folder / f"{kind} {number}", folder, *how)
                assert run.wait() == 0, (folder / f"{kind} {number}.log").read_text()
                seconds[kind] = time.monotonic() - begun
        for kind, took in seconds.items():
            print(f"{number} {kind}: {count} students in {took:.1f} s, {count / took:.2f} a second")
        same = [table(folder / f"{kind} {number}") for kind in seconds]
        print(f"  grades alike: {same[0] == same[1]}", flush=True)


def table(out: Path) -> list[list[str]]:
    """Return the table of grades."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def soak(count: int, folder: Path) -> None:
    """Print time and memory in each tenth of a long run."""
    place = class_of(count, folder)
    with DaskCluster(made(folder / "cluster")) as cluster:
        workers = [cluster.add(f"w{number}").pid for number in range(2)]
        out = folder / "soak"
        run = start(place, out, folder, "--scheduler", cluster.address)
        looks = list(watched(run, out, [*workers, cluster.started[0].pid]))
    told = (folder / "soak.log").read_text("utf-8").splitlines()
    print(f"exit status {run.returncode}; {told[-1][:100]}")
    print("graded  seconds  a second  grader, MB  scheduler and workers, MB")
    tenths: list[Look] = []
    for number in range(1, TENTHS + 1):
        reached = [look for look in looks if look.graded >= number * count * 0.98 / TENTHS]
        # Of a quick run one look may find several tenths done.
        if reached and reached[0] not in tenths:
            tenths.append(reached[0])
    before = Look(0.0, 0, 0.0, 0.0)
    pace = []
    for look in tenths:
        rate = (look.graded - before.graded) / max(look.seconds - before.seconds, 1e-9)
        pace.append(rate)
        print(
            f"{look.graded:6d} {look.seconds:8.0f} {rate:9.2f} {look.grader:11.0f} "
            f"{look.workers:11.0f}"
        )
        before = look
    if len(tenths) > 2:
        memory = tenths[-1].grader / tenths[1].grader
        print(f"memory of the grader, last tenth : second tenth   {memory:.2f}")
        memory = tenths[-1].workers / tenths[1].workers
        print(f"memory of the cluster, last tenth : second tenth  {memory:.2f}")
        print(f"rate, last tenth : second tenth                   {pace[-1] / pace[1]:.2f}")
    reports = looks[-1].seconds - tenths[-1].seconds if tenths else 0.0
    print(f"from the last tenth to the reports: {reports:.0f} s")


def made(folder: Path) -> Path:
    """Make a folder and return it."""
    folder.mkdir(parents=True)
    return folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cluster")
    parser.add_argument("--quick", action="store_true", help="fewer students")
    parser.add_argument("--only", choices=("rates", "soak"), help="this measurement")
    options = parser.parse_args(arguments)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}\n", flush=True)
    if options.only != "soak":
        with tempfile.TemporaryDirectory() as folder:
            rates(RATED_QUICK if options.quick else RATED, Path(folder))
    if options.only != "rates":
        with tempfile.TemporaryDirectory() as folder:
            soak(QUICK if options.quick else WHOLE, Path(folder))


if __name__ == "__main__":
    main()
