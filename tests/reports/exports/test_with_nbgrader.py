"""The table is the one that nbgrader itself writes of the same grades, where it is installed."""

import csv
import importlib.util
import os
import sys
from pathlib import Path

import pytest

from grader.reports.exports.nbgrader import FORMAT
from tests.reports.exports.made import a_class, result

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("nbgrader") is None,
        reason="nbgrader is not installed (pip install nbgrader, 300 MB)",
    ),
    pytest.mark.filterwarnings("ignore"),
]
PEOPLE = {
    "ada": ("Lovelace", "Ada", 87.5),
    "x1": ("王", "小明", 0.1 + 0.2),
    "z": ("Müller", "Zoë", 100),
}
TIME = "2026-11-20 10:00:00.000000"


def ours(path):
    made = FORMAT.write(
        a_class(*(
            result(who, points, id=who, name=f"{last}, {first}", email=f"{who}@x.org",
                   submitted_at=f"{TIME} UTC")
            for who, (last, first, points) in PEOPLE.items()
        )),
        {"assignment": "ps1"},
    )  # fmt: skip
    (data,) = made.files.values()
    path.write_bytes(data)
    return read(path)


def theirs(path):
    """Return what nbgrader exports of a gradebook with the same students and scores."""
    from nbgrader.api import Gradebook
    from nbgrader.plugins.export import CsvExportPlugin
    from nbgrader.utils import parse_utc

    with Gradebook(f"sqlite:///{path.with_suffix('.db')}") as book:
        book.add_assignment("ps1")
        book.add_notebook("nb", "ps1")
        book.add_grade_cell("all", "nb", "ps1", max_score=100, cell_type="code")
        for who, (last, first, points) in PEOPLE.items():
            book.add_student(who, last_name=last, first_name=first, email=f"{who}@x.org")
            submission = book.add_submission("ps1", who, timestamp=parse_utc(f"{TIME} UTC"))
            (grade,) = submission.notebooks[0].grades
            grade.manual_score = points
        book.db.commit()
        plugin = CsvExportPlugin()
        plugin.to = str(path)
        plugin.export(book)
    return read(path)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_the_table_is_what_nbgrader_writes_of_the_same_grades(tmp_path, monkeypatch):
    # It starts a program of its own to make its database.
    beside = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([beside, os.environ["PATH"]]))
    own, other = ours(tmp_path / "ours.csv"), theirs(tmp_path / "theirs.csv")
    assert own.keys() == other.keys() == PEOPLE.keys()
    for who, row in own.items():
        assert list(row) == list(other[who]), "the columns and their order"
        numbers = {key for key in row if "score" in key or "penalty" in key}
        assert {k: float(row[k]) for k in numbers} == {k: float(other[who][k]) for k in numbers}
        words = row.keys() - numbers - {"timestamp"}
        assert {k: row[k] for k in words} == {k: other[who][k] for k in words}
        assert row["timestamp"].startswith(other[who]["timestamp"])
