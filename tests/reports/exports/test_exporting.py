"""`grader export`: everybody is accounted for, and files appear whole or not at all."""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.errors import UserError
from grader.gradebook.book import Gradebook
from grader.reports.exports.exporting import write_folder
from grader.reports.exports.formats import FORMATS, guide
from grader.whole_files import MARK
from tests.kit import LEFT_OUT, ROOT
from tests.reports.exports.made import EDITION, FAULT, UNREADABLE, export, keep, nothing, result

HEADS = {
    "blackboard": "Last Name,First Name,Username,HW [Total Pts: 100 Score] |9",
    "brightspace": "Last Name,First Name,Username,HW Points Grade <Numeric MaxPoints:100>",
}
BOOK = "Student,ID,Section,HW (9)\n    Points Possible,,,100\nMüller Zoë,1,A,\nHopper,2,A,\n"


@pytest.fixture
def out(tmp_path):
    return keep(
        tmp_path / "out",
        [result("zoë", id="1", name="Zoë Müller", login="zoe"), nothing("bad", UNREADABLE),
         nothing("none")],
        [result("gone", id="7")],
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_command_that_says_what_it_writes(name):
    done = export(name, "--help")
    assert done.exit_code == 0
    plain = FORMATS[name].writes.replace("`", "")
    assert plain in " ".join(done.output.split())
    assert all(option.name in done.output for option in FORMATS[name].options)
    assert plain.split(",")[0] in " ".join(export("--help").output.split())


def test_the_guide_lists_the_formats_as_the_table_has_them():
    text = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
    assert guide() in text, "it is stale: python -m grader.reports.exports.formats"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_everybody_counted_and_named(out, tmp_path, name):
    given = tmp_path / "given.csv"
    given.write_text(BOOK, encoding="utf-8")
    if name == "moodle":
        head = "Identifier,Full name,Grade,Maximum grade,Last modified (grade)"
        given.write_text(f"{head}\nParticipant 1,Zoë Müller,,100,-\n", encoding="utf-8")
    if name in HEADS:
        given.write_text(f"{HEADS[name]}\nMüller,Zoë,zoe,\n", encoding="utf-8")
    files = ("--canvas", "--worksheet", "--blackboard", "--brightspace")
    needed = {"--assignment": "ps1"} | dict.fromkeys(files, given)
    asked = [part for option in FORMATS[name].options if option.is_required
             for part in (option.name, needed[option.name])]  # fmt: skip
    done = export(name, "--out", out, *asked)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].startswith(f"wrote {out / 'exports' / name}: ")
    assert "withdrawn, and left out: gone" in lines
    assert re.fullmatch(
        r"blank: bad \(cannot be read: homework\.zip was not read.*\); "
        r"none \(no exercise was handed in\)",
        lines[-2],
    )
    assert lines[-1] == "students 3 · filled in 1 · blank 2 · without a place 0"
    written = [path.name for path in (out / "exports" / name).rglob("*") if path.is_file()]
    assert len(written) > 1
    assert MARK in written


def test_points_without_a_place_are_told_and_are_the_exit_status(out, tmp_path):
    (tmp_path / "b.csv").write_text(BOOK.replace(",1,", ",3,").replace("Müller Zoë", "X"))
    others = [nothing("Dan"), nothing("Eve")]
    keep(out, [result("zoë", id="1"), result("Hopper", id="2"), result("Cyd"), *others])
    done = export("canvas", "--out", out, "--canvas", tmp_path / "b.csv")
    assert done.exit_code == 5
    # A reason is told once, behind all whom it is of.
    assert "points without a place: zoë, Cyd (no row is theirs)" in done.output
    assert "blank: Dan, Eve (no exercise was handed in)" in done.output
    assert "students 5 · filled in 1 · blank 2 · without a place 2" in done.output


def test_that_a_total_is_of_several_assignments_is_said(tmp_path):
    zoe = result("zoë")
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        for name in ("ps1", "ps2"):
            digest = f"zoë {name}"
            book.add(digest, EDITION, zoe.grade, zoe.who, name)
            book.end_run(
                "class", EDITION, [("zoë", digest)], is_whole=True, people={"zoë": zoe.who},
                assignment=name,
            )  # fmt: skip
    done = export("nbgrader", "--out", tmp_path, "--assignment", "ps1")
    assert done.exit_code == 0, done.output
    assert "each total is the sum over ps1, ps2" in done.output.splitlines()


def test_a_fault_of_ours_is_the_exit_status(out):
    keep(out, [result("zoë"), nothing("ours", FAULT)])
    done = export("csv", "--out", out)
    assert done.exit_code == 3
    assert "ours (a fault of the grader's: grade again)" in done.output


def test_a_folder_without_a_gradebook_is_refused_and_none_is_made(tmp_path):
    done = export("csv", "--out", tmp_path)
    assert done.exit_code == 1
    assert "has no gradebook. Name the folder that grader grade wrote" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_writes_nothing(out, tmp_path):
    (tmp_path / "b.csv").write_text("no,gradebook\n1,2\n")
    before = sorted(path.name for path in out.iterdir())
    done = export("canvas", "--out", out, "--canvas", tmp_path / "b.csv")
    assert done.exit_code == 1
    assert sorted(path.name for path in out.iterdir()) == before


def test_the_next_export_takes_the_place_of_the_last_one_whole(out):
    assert export("gradescope", "--out", out).exit_code == 0
    keep(out, [result("bob")])
    assert export("gradescope", "--out", out).exit_code == 0
    there = [p.name for p in (out / "exports" / "gradescope").iterdir()]
    assert sorted(there) == [MARK, "bob"]
    assert [p.name for p in (out / "exports").iterdir()] == ["gradescope"]


def test_a_folder_with_anything_else_in_it_is_left_alone(out, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.tex").write_text("x")
    done = export("csv", "--out", out, "--to", mine)
    assert done.exit_code == 1
    assert "holds other files (thesis.tex)" in done.output
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]
    assert export("csv", "--out", out, "--to", tmp_path / "new").exit_code == 0
    done = export("json", "--out", out, "--to", tmp_path / "new")
    assert "holds other files" in done.output, "one of another format"


def test_the_file_that_was_given_is_never_written_over(out, tmp_path):
    assert export("csv", "--out", out, "--to", tmp_path / "there").exit_code == 0
    given = tmp_path / "there" / "b.csv"
    given.write_text(BOOK, encoding="utf-8")
    done = export("canvas", "--out", out, "--to", tmp_path / "there", "--canvas", given)
    assert "holds the very file that is to be filled in" in done.output
    assert given.read_text(encoding="utf-8") == BOOK


def test_what_cannot_be_written_leaves_the_last_export_as_it_was(tmp_path):
    folder = tmp_path / "there"
    write_folder(folder, {"a.txt": b"1"}, "csv")
    with pytest.raises(OSError, match="too long"):
        write_folder(folder, {"a.txt": b"2", "b" * 300: b"3"}, "csv")
    assert (folder / "a.txt").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["export", "csv", "--out"], "exports/csv could not be written"),
        (["report"], "pages could not be written"),
    ],
)
def test_a_folder_that_may_not_be_written_to_is_named_with_what_to_do(
    tmp_path, monkeypatch, command, named
):
    kept = keep(tmp_path / "kept", [result("ada")])
    attempted = []

    def refused(*_, dir, prefix, **__):
        attempted.append(prefix)
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}x7y8")

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    done = CliRunner().invoke(main, [*command, str(kept)])
    assert done.exit_code == 1
    told = done.output.replace(str(kept), "kept")
    assert f"kept/{named}: Permission denied." in told
    assert "or name another place." in told
    assert attempted
    assert not any(f"{prefix}x7y8" in told for prefix in attempted)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(UserError, match="is a file"):
        write_folder(tmp_path / "x", {"a": b""}, "csv")
    assert (tmp_path / "x").read_text() == ""


def test_who_a_student_is_comes_from_the_run_that_knew_it(out):
    assert export("csv", "--out", out).exit_code == 0
    text = (out / "exports" / "csv" / "grades.csv").read_text(encoding="utf-8")
    row = next(row for row in csv.DictReader(text.splitlines()) if row["student"] == "zoë")
    assert (row["name"], row["login"], row["id"]) == ("Zoë Müller", "zoe", "1")


NEW = '''"""A list for the door: a line for each student."""

from __future__ import annotations

from grader.reports.exports.format import Class, Export, Format, Option, Values, number


def write(graded: Class, values: Values) -> Export:
    """Write ``door.txt``."""
    lines = [
        f"{each.student} {number(each.points)}{values['mark'] or ''}"
        for each in graded.results if each.points is not None
    ]
    return Export({"door.txt": "\\n".join(lines).encode()}, graded.with_points)


FORMAT = Format("door", "`door.txt`, a line for each student", write, (
    Option("--mark", "What stands behind the points.", "TEXT"),
))
'''


def test_a_format_is_added_by_its_file_and_its_row(out, tmp_path):
    root = tmp_path / "kit"
    for name in ("exercises", "solutions", "grader"):
        shutil.copytree(ROOT / name, root / name, ignore=LEFT_OUT)
    exports = root / "grader" / "reports" / "exports"
    (exports / "door.py").write_text(NEW, encoding="utf-8")
    table = (exports / "formats.py").read_text(encoding="utf-8")
    table = table.replace("    csv_file,\n", "    csv_file,\n    door,\n", 1)
    table = table.replace(
        "        csv_file.FORMAT,\n", "        csv_file.FORMAT,\n        door.FORMAT,\n"
    )
    (exports / "formats.py").write_text(table, encoding="utf-8")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", *map(str, arguments)], cwd=root, capture_output=True, text=True,
            encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip

    assert "a line for each student" in run("grader", "export", "--help").stdout
    done = run("grader", "export", "door", "--out", out, "--mark", "!")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (out / "exports" / "door" / "door.txt").read_text(encoding="utf-8") == "zoë 87.5!"
    assert run("grader.reports.exports.formats").returncode == 0
    guide = (root / "grader" / "README.md").read_text(encoding="utf-8")
    assert "| `door` | `door.txt`, a line for each student |" in guide
    again = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
    assert guide.replace("| `door` | `door.txt`, a line for each student |\n", "") == again


NAMESAKES = (
    result("Ada (A)", 50.0, name="Ada Lovelace", id="11", login="ada"),
    result("Ada (B)", 60.0, name="Ada Lovelace", id="11", login="ada"),
    result("Zoe", 70.0, name="Zoe", id="12", login="zoe"),
    result("Zoë", 80.0, name="Zoë", id="13", login="zoë"),
)
TABLES = {
    "canvas": (
        "--canvas",
        "Student,ID,SIS Login ID,Section,HW (1)\n    Points Possible,,,,100\n"
        '"Lovelace, Ada",11,ada,A,\nZoe,,zoe,A,\nZoë,,zoë,A,\n',
    ),
    "moodle": (
        "--worksheet",
        "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
        "Participant 11,Ada Lovelace,,100,-\nParticipant 12,Zoe,,100,-\n"
        "Participant 13,Zoë,,100,-\n",
    ),
} | {
    name: (f"--{name}", f"{head}\nLovelace,Ada,ada,\nZoe,,zoe,\nZoë,,zoë,\n")
    for name, head in HEADS.items()
}
# Where a result's place is the student's own number or login, two results have none.
PLACED = ("canvas", "moodle", "classroom50", "nbgrader", "blackboard", "brightspace")


@pytest.mark.parametrize("name", FORMATS)
def test_a_student_of_whom_two_results_exist_is_named_and_accents_tell_people_apart(name, tmp_path):
    out = keep(tmp_path / "out", NAMESAKES)
    asked = ["--assignment", "ps1"] if name == "nbgrader" else []
    if name in TABLES:
        option, text = TABLES[name]
        (tmp_path / "table.csv").write_text(text, encoding="utf-8")
        asked = [option, tmp_path / "table.csv"]
    done = export(name, "--out", out, *asked)
    assert (
        "several results of one student, by the id or the e-mail: Ada (A), Ada (B)" in done.output
    )
    assert "not among these grades" not in done.output
    lost = 2 if name in PLACED else 0
    assert done.exit_code == (5 if lost else 0)
    counts = f"students 4 · filled in {4 - lost} · blank 0 · without a place {lost}"
    assert done.output.strip().splitlines()[-1] == counts
    if lost:
        assert "points without a place: Ada (A) ('Ada (B)' has a result " in done.output
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in (out / "exports" / name).rglob("*")
        if path.suffix != ".zip" and path.is_file()
    )
    points = "0.7 0.8" if name == "prairielearn" else "70 80"
    assert all(number in written for number in points.split())
