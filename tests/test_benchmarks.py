"""The benchmarks' commands run: what they measure is not judged here."""

from __future__ import annotations

from grader.engine import Engine
from grader.intake.submission import Submission
from grader.marking import mark
from grader.observer import SandboxObserver
from tests.benchmarks.grading import SECRET, Warm, check_full
from tests.benchmarks.hostile import INNOCENT, cost_of
from tests.benchmarks.pages import figures, give
from tests.grading.fakes import right_files
from tests.reports.exports.made import graded


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


def test_what_the_pages_of_a_class_cost_is_measured(tmp_path):
    give([graded("ada", 50.0)], tmp_path / "class", 3)
    told = list(figures(tmp_path / "class"))
    assert told[0].startswith("3 students: ")
    assert "kB, the largest" in told[2]
