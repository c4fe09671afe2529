"""`python -m tests.benchmarks.learner`: what the kit costs, as ratios measured in one run.

The two sides of a ratio take turns, so that a busy machine slows both, and each counts with its
best time: noise only ever adds. A ratio is not a test: read it beside the machine it was measured
on.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import solutions.ex5_linear_regression as ex5
from exercises.coach.shell.check import Check
from solutions.descent import gradient_descent, sweep
from tests.kit import STEMS, Copy

ROOT = Path(__file__).resolve().parents[2]
PLOTTING = "import numpy, matplotlib.pyplot, pytest"
# Warm: bytecode is written by the run before, as on anybody's machine from the second run on.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
# A mistake planted in each reference solution.
MISTAKES = {
    STEMS[0]: ("4 * x**3 - 6 * x", "4 * x**3 + 6 * x"),
    STEMS[1]: ("float(2 / _spectrum(hessian)[-1])", "float(1 / _spectrum(hessian)[-1])"),
    STEMS[2]: ("np.sum(distance**2) / (2 * lr", "np.sum(distance**2) / (lr"),
    STEMS[3]: ("ax.plot(*finite.T,", "ax.plot(*finite[1:].T,"),
    STEMS[4]: ("theta, dtype=float) - y) / len(y)", "theta, dtype=float) - y)"),
}


@dataclass(frozen=True)
class Ratio:
    """A measured ratio and its target: at most or at least."""

    name: str
    value: float
    target: float
    at_least: bool
    detail: str

    def __str__(self) -> str:
        met = self.value >= self.target if self.at_least else self.value <= self.target
        sign = "≥" if self.at_least else "≤"
        return (
            f"{self.name:<52}{self.value:8.2f}   target {sign} {self.target:<6g}"
            f"{'met' if met else 'MISSED'}\n    {self.detail}"
        )


def best_of(repetitions: int, *sides: Callable[[], object]) -> list[float]:
    """Return each side's best time in seconds, the sides taking turns after one warm-up each."""
    times: list[list[float]] = [[] for _ in sides]
    for repetition in range(repetitions + 1):
        for side, taken in zip(sides, times, strict=True):
            start = time.perf_counter()
            side()
            if repetition:
                taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def bare_loop(loss_fn, grad_fn, theta_init, lr, num_steps):
    """Descend as the chapter's listing does: copy, record, update."""
    theta = theta_init.copy()
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def loss(theta):
    """x² + 100y², as a learner writes it."""
    return theta[0] ** 2 + 100 * theta[1] ** 2


def grad(theta):
    """(2x, 200y), as a learner writes it."""
    return np.array([2 * theta[0], 200 * theta[1]])


def engine() -> list[Ratio]:
    """Time the shared engine beside the chapter's bare loop."""
    args = (loss, grad, np.array([1.0, 1.0]), 0.009, 100_000)
    ours, bare = best_of(7, lambda: gradient_descent(*args), lambda: bare_loop(*args))
    detail = f"x² + 100y², 10⁵ steps: {ours * 10:.2f} µs a step against {bare * 10:.2f}"
    return [Ratio("engine / bare loop, time", ours / bare, 1.10, at_least=False, detail=detail)]


def regression() -> list[Ratio]:
    """Time a full-batch step of `fit` beside its two matrix–vector products alone."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(1_000_000, 50)), rng.normal(size=1_000_000)
    theta, steps = np.ones(50), 10

    def products():
        for _ in range(steps):
            (X @ theta) @ X  # the second on the first's result, which is still in the cache

    ours, alone = best_of(7, lambda: ex5.fit(X, y, lr=0.1, num_steps=steps), products)
    detail = (
        f"N = 10⁶, n = 50: {ours / steps * 1e3:.1f} ms a step against {alone / steps * 1e3:.1f}"
    )
    return [Ratio("regression / two products, rate", alone / ours, 0.9, True, detail)]


def sweep_of_rates() -> list[Ratio]:
    """Time one sweep of 50 rates × 1000 steps beside 50 loops."""
    rates = np.geomspace(1e-4, 0.0099, 50)
    hessian, start = np.diag([2.0, 200.0]), np.array([1.0, 1.0])
    half = np.diag(hessian) / 2

    def quadratic(theta):
        return half @ theta**2

    def quadratic_grad(theta):
        return hessian @ theta

    def loops(loss_fn, grad_fn):
        return [bare_loop(loss_fn, grad_fn, start, lr, 1000) for lr in rates]

    once, same, fastest = best_of(
        5,
        lambda: sweep(quadratic, quadratic_grad, start, rates, 1000),
        lambda: loops(quadratic, quadratic_grad),
        lambda: loops(loss, grad),
    )
    detail = f"½θᵀHθ, 50 rates × 1000 steps: {once * 1e3:.1f} ms against "
    names = ("of the same loss and gradient", "of the fastest form found")
    return [
        Ratio(f"50 loops {name} / sweep, time", loop / once, 20, True, f"{detail}{loop * 1e3:.0f}")
        for name, loop in zip(names, (same, fastest), strict=True)
    ]


def learner_tests() -> list[Ratio]:
    """Time `pytest exercises` on the stubs beside the imports that it cannot do without."""

    def run(*arguments: str) -> int:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True
        )
        return done.returncode

    # 0: all right; 1: some not started. Anything else is no run of the tests.
    if (status := run("-m", "pytest", "exercises")) not in (0, 1):
        raise SystemExit(f"pytest exercises ended with status {status}: run it and mend it first.")
    ours, imports = best_of(
        7,
        lambda: run("-m", "pytest", "exercises"),
        lambda: run("-c", PLOTTING),
    )
    detail = f"{ours:.2f} s against {imports:.2f} s for the imports"
    return [Ratio("pytest exercises / imports, time", ours / imports, 1.5, False, detail)]


def cpu_of(command: list[str], folder: Path) -> float:
    """Return the processor seconds of a command, with nothing compiled that was compiled before."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_after_save(folder: Path, stem: str) -> float:
    """Return the processor seconds from a save to its message, of a process that waits for it."""
    check = Check(folder)
    process = Path(f"/proc/{check.process.pid}")
    spent, quiet = -1.0, 0
    # It waits once it sleeps and takes no more time.
    while quiet < 3:
        time.sleep(0.2)
        state, *numbers = (process / "stat").read_text().rpartition(")")[2].split()
        now = (int(numbers[10]) + int(numbers[11])) / os.sysconf("SC_CLK_TCK")
        quiet = quiet + 1 if now == spent and now > 0 and state == "S" else 0
        spent = now
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    check.begin([f"exercises/{stem}.py"], stem, width=80, option="", has_colour=True)
    check.wait()
    check.output.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - spent


def learner_feedback() -> list[Ratio]:
    """Compare what feedback costs with ``import numpy, pytest``, in the environment of this run."""
    if not Path("/proc/self/stat").exists():
        return []
    with tempfile.TemporaryDirectory() as place:
        copy = Copy(Path(place))
        python = [sys.executable]
        imports = min(cpu_of([*python, "-c", "import numpy, pytest"], copy.folder) for _ in "12345")
        stub = copy.stub(STEMS[0]).read_text("utf-8")
        bodies = {"loss": "return x**4 - 3 * x**2 + 2", "grad": "return 4 * x**3 + 6 * x"}
        for name, body in bodies.items():
            stub = stub.replace(f'raise NotImplementedError("exercise 1: write {name}")', body)
        copy.put(STEMS[0], stub)
        saved = min(cpu_after_save(copy.folder, STEMS[0]) for _ in "123")
        failed = min(cpu_of([*python, "-m", "pytest", "exercises"], copy.folder) for _ in "123")
        copy.solve(STEMS[3])
        drawn = min(cpu_after_save(copy.folder, STEMS[3]) for _ in "123")
        copy.solve()
        copy.solve()
        mistaken = Copy(Path(place) / "mistaken")
        mistaken.solve()
        for stem, (right, wrong) in MISTAKES.items():
            source = mistaken.stub(stem).read_text("utf-8")
            assert right in source, f"{stem} has no {right} any more"
            mistaken.put(stem, source.replace(right, wrong))
        sides = (
            (copy.folder, ["-c", PLOTTING]),
            (copy.folder, ["-m", "pytest", "exercises"]),
            (mistaken.folder, ["-m", "pytest", "exercises"]),
        )
        # The first run of each draws the pictures of what has just come right.
        rounds = [[cpu_of([*python, *rest], folder) for folder, rest in sides] for _ in "123456"]
        plotting, solved, wrong = map(min, zip(*rounds, strict=True))
    tools = "with" if find_spec("hypothesis") else "without"
    detail = f"{{:.2f}} s against {imports:.2f} s, both of CPU; {tools} the developers' tools"
    rows = (
        ("save to message, a wrong grad / imports, CPU", saved, 1.3),
        ("save to message, exercise 4 solved / imports, CPU", drawn, 3.5),
        ("pytest exercises, a wrong grad / imports, CPU", failed, 3.5),
    )
    right = f"{solved:.2f} s against {plotting:.2f} s for {PLOTTING}"
    beside = f"{wrong:.2f} s with a mistake in each exercise"
    return [
        *(Ratio(n, v / imports, most, False, detail.format(v)) for n, v, most in rows),
        Ratio("all five solved / imports with pyplot, CPU", solved / plotting, 2.5,
              False, right),
        Ratio("all five wrong / all five solved, CPU", wrong / solved, 1.3,
              False, beside),
    ]  # fmt: skip


def main() -> None:
    """Measure everything and print it."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    print(f"{machine}, Python {platform.python_version()}, NumPy {np.__version__}\n")
    for measure in (engine, regression, sweep_of_rates, learner_tests, learner_feedback):
        print(*measure(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
