"""Every command in the instructor's guide on handing out and back is run as it stands there."""

import re
import shlex

import pytest

from tests.grading.fakes import grader, hand_in, stub_files
from tests.kit import ROOT

GUIDE = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
GRADEBOOK = (
    "Student,ID,Section,Homework 4 (9),Quiz (8)\n    Points Possible,,,100,5\n"
    "ada,1,A,,\nbob,2,A,,\n"
)
WORKSHEET = (
    "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
    "Participant 4001,ada,,100.00,-\nParticipant 4002,bob,,100.00,-\n"
)
SECTIONS = ("Hand out", "Hand back")


def commands_of(section):
    found = re.search(rf"^## {section}$(.*?)^## ", GUIDE, re.DOTALL | re.MULTILINE)
    assert found is not None, f"the guide has no section {section!r}"
    blocks = re.findall(r"```sh\n(.*?)```", found[1], re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.timeout(560)
def test_every_command_does_what_it_says(tmp_path):
    for student in ("ada", "bob"):
        hand_in(tmp_path / "submissions", student, stub_files())
    (tmp_path / "book.csv").write_text(GRADEBOOK)
    (tmp_path / "sheet.csv").write_text(WORKSHEET)
    places = {
        "SUBMISSIONS": "submissions", "DIR": "out", "GRADEBOOK.csv": "book.csv",
        "WORKSHEET.csv": "sheet.csv", "EXERCISES.zip": "e.zip", "AUTOGRADER.zip": "a.zip",
    }  # fmt: skip
    lines = [line for section in SECTIONS for line in commands_of(section)]
    assert len(lines) > 5
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "grader"
        asked = [tmp_path / places[word] if word in places else word for word in arguments]
        done = grader(*asked, folder=tmp_path / "tmp")
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert {"e.zip", "a.zip"} <= {path.name for path in tmp_path.iterdir()}
    exports = {path.name for path in (tmp_path / "out" / "exports").iterdir()}
    assert exports == {"canvas", "moodle", "nbgrader", "csv"}
    assert "ada,1,A,0,\n" in (tmp_path / "out/exports/canvas/book.csv").read_text()
