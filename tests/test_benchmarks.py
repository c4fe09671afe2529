"""The benchmarks' commands run: what they measure is not judged here."""

from __future__ import annotations

from inspect import signature
from pathlib import Path

import pytest

from exercises.coach.learner import Learner
from grader.grade_submission import mark
from grader.intake import read_place
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Engine
from tests.benchmarks.grading import SECRET, Warm, check_full, undiagnosed
from tests.benchmarks.hostile import INNOCENT, cost_of
from tests.benchmarks.learner import cpu_after_save
from tests.benchmarks.pages import figures, give
from tests.benchmarks.term import SOURCES, course_of, differences
from tests.grading.fakes import right_files
from tests.kit import STEMS, Copy
from tests.reports.exports.made import graded


def test_a_right_submission_has_full_points_without_a_sandbox_too():
    engine = Engine(SECRET)
    try:
        observer = SandboxObserver(Warm(right_files()))
        check_full(mark(Submission("ada", right_files()), observer, engine))
    finally:
        engine.close()


def test_what_the_names_of_mistakes_cost_is_measured_beside_the_same_without():
    # Another header would make each check a fault, which costs less than to judge it.
    headers = (signature(undiagnosed), signature(Learner.diagnose))
    assert [*headers[0].parameters] == [*headers[1].parameters]


@pytest.mark.slow
def test_what_an_innocent_submission_costs_is_measured():
    cost = cost_of(INNOCENT)
    # The other exercises were not handed in.
    assert cost.outcome == "failed"
    assert cost.seconds > 0 < cost.megabytes


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="not on Linux")
def test_what_a_save_costs_until_its_message_is_measured(tmp_path):
    assert 0 < cpu_after_save(Copy(tmp_path).folder, STEMS[0]) < 30


def test_what_the_pages_of_a_class_cost_is_measured(tmp_path):
    give([graded("ada", 50.0)], tmp_path / "class", 3)
    told = list(figures(tmp_path / "class"))
    assert told[0].startswith("3 students: ")
    assert "kB, the largest" in told[2]


@pytest.mark.parametrize("source", SOURCES)
def test_a_course_of_the_terms_benchmark_is_read_as_it_is_laid_out(source, tmp_path):
    course = course_of(source, 62, tmp_path)
    found = {each.student: each.files for each in read_place(tmp_path / "download").submissions()}
    assert set(found) == set(course.numbers)
    assert len(found) == 61, "one handed nothing in"
    assert any(data.startswith(b'{"cells"') for files in found.values() for data in files.values())


@pytest.mark.parametrize("source", SOURCES)
def test_a_wrong_number_and_a_wrong_byte_in_what_goes_back_are_found(source, tmp_path):
    course = course_of(source, 3, tmp_path)
    points = dict(zip(course.numbers, (50.0, 0.1 + 0.2, None), strict=True))
    cells = {0: "50", 1: repr(0.1 + 0.2)}
    right = course.book_of(cells)
    assert differences(course, points, right) == []
    (told,) = differences(course, points, course.book_of(cells | {1: "0.3"}))
    assert told.endswith("0.3, not 0.30000000000000004")
    (told,) = differences(course, points, course.book_of(cells | {2: "0"}))
    assert told.endswith("0, not None")
    assert differences(course, points, right.replace(b"\r\n", b"\n"))
