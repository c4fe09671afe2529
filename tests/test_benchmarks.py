"""The benchmarks' commands run: what they measure is not judged here."""

from __future__ import annotations

from grader.engine import Engine
from grader.intake.submission import Submission
from grader.marking import mark
from grader.observer import SandboxObserver
from tests.benchmarks.grading import SECRET, Warm, check_full
from tests.benchmarks.hostile import INNOCENT, cost_of
from tests.grading.fakes import right_files


def test_a_right_submission_has_full_points_without_a_sandbox_too():
    engine = Engine(SECRET)
    try:
        observer = SandboxObserver(Warm(right_files()))
        check_full(mark(Submission("ada", right_files()), observer, engine))
    finally:
        engine.close()


def test_what_an_innocent_submission_costs_is_measured():
    cost = cost_of(INNOCENT)
    # The other exercises were not handed in.
    assert cost.outcome == "failed"
    assert cost.seconds > 0 < cost.megabytes
