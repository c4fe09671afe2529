"""Every command in the instructor's guide, from hand-out to hand-back, is run as it stands."""

import re
import shlex

import pytest

from tests.grading.fakes import grader, hand_in, stub_files
from tests.kit import ROOT, STEMS

GUIDE = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
GRADEBOOK = (
    "Student,ID,Section,Homework 4 (9),Quiz (8)\n    Points Possible,,,100,5\n"
    "ada,1,A,,\nbob,2,A,,\n"
)
WORKSHEET = (
    "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
    "Participant 4001,ada,,100.00,-\nParticipant 4002,bob,,100.00,-\n"
)
FILE = f"{STEMS[0]}.py"
SECTIONS = ("Hand out", "Grade", "Read the class", "Hand back")
# Run on a cluster of their own, by tests/grading/test_cluster.py.
ON_A_CLUSTER = ("dask ", "--scheduler ")


def commands_of(section):
    found = re.search(rf"^## {section}$(.*?)^## ", GUIDE, re.DOTALL | re.MULTILINE)
    assert found is not None, f"the guide has no section {section!r}"
    blocks = re.findall(r"```sh\n(.*?)```", found[1], re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.slow
@pytest.mark.timeout(560)
def test_every_command_does_what_it_says(tmp_path):
    for student in ("ada", "bob"):
        hand_in(tmp_path / "submissions", student, stub_files())
        for part in ("ps1", "ps2"):
            hand_in(tmp_path / "parts" / student, part, {FILE: stub_files()[FILE]})
    (tmp_path / "book.csv").write_text(GRADEBOOK)
    (tmp_path / "sheet.csv").write_text(WORKSHEET)
    places = {
        "SUBMISSIONS": "submissions", "DIR": "out", "GRADEBOOK.csv": "book.csv",
        "WORKSHEET.csv": "sheet.csv", "EXERCISES.zip": "e.zip", "AUTOGRADER.zip": "a.zip",
        "CLASSROOM": "c", "COURSE": "p", "HUB": "h", "PARTS": "out of parts",
    }  # fmt: skip
    lines = [line for section in SECTIONS for line in commands_of(section)]
    lines = [line for line in lines if not any(word in line for word in ON_A_CLUSTER)]
    assert len(lines) > 10
    for line in dict.fromkeys(lines):
        program, *arguments = shlex.split(line, comments=True)
        assert program == "grader"
        if "--assignment" in arguments and "grade" in arguments:
            places["SUBMISSIONS"] = "parts"
        arguments = ["ad" if word == "STUDENT" else word for word in arguments]
        asked = [tmp_path / places[word] if word in places else word for word in arguments]
        done = grader(*asked, folder=tmp_path / "tmp")
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        places["SUBMISSIONS"] = "submissions"
    assert {"e.zip", "a.zip", "c", "p", "h"} <= {path.name for path in tmp_path.iterdir()}
    exports = {path.name for path in (tmp_path / "out" / "exports").iterdir()}
    assert exports == {"canvas", "moodle", "nbgrader", "csv"}
    pages = {path.name for path in (tmp_path / "out" / "pages" / "students").iterdir()}
    assert pages == {"ada.html", "bob.html"}
    assert (tmp_path / "out" / "pages" / "index.html").is_file()
    assert "ada,1,A,0,\n" in (tmp_path / "out/exports/canvas/book.csv").read_text()


def test_what_starts_a_cluster_has_the_options_that_dask_knows():
    pytest.importorskip("distributed", reason="pip install distributed")
    from distributed.cli import dask_scheduler, dask_worker

    known = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    lines = [line for line in commands_of("Grade") if line.startswith("dask ")]
    assert len(lines) == 2
    for line in lines:
        _, what, *arguments = shlex.split(line)
        options = {name for each in known[what].params for name in each.opts}
        assert {word for word in arguments if word.startswith("--")} <= options
