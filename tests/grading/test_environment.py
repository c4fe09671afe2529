"""What the machine and the terminal do to a run: each time one sentence, and no grade is lost."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor

import pytest

from grader.course.file import Course
from grader.errors import GraderFault, Status
from grader.grade_command import Order, grade_submissions
from grader.gradebook.database import GradebookError
from grader.interruption import NO_THREAD, done_in_order
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.grading.fakes import (
    FIRST,
    SECOND,
    environment_for,
    grader,
    hand_in,
    processes_of,
    right_files,
    start_grader,
)
from tests.kit import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.costly,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="signals and rights of POSIX"),
]
WRONG = b"\n\ndef grad(x):\n    return 3 * x\n"
PLAIN_USER = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps",
              "-dac_override,-dac_read_search")  # fmt: skip


@pytest.fixture
def students(tmp_path):
    """Return a class of two with right first exercises."""
    for name in ("ada", "bob"):
        hand_in(tmp_path / "class", name, {f"{FIRST}.py": right_files()[f"{FIRST}.py"]})
    return tmp_path / "class"


def rows_of(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def quick(students, out, *more):
    """Return the command that grades exercise 1 with one job."""
    return ("grade", students, "--out", out, "--jobs", 1, "--only", "ex1", *more)


def test_a_folder_that_looks_like_markup_is_a_folder_like_any_other(tmp_path, students):
    out = tmp_path / "a[" / "b]c [bold]:smile:"
    done = grader(*quick(students, out), folder=tmp_path / "tmp")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"reports: {out}/grades.csv" in done.stdout


def test_an_ascii_terminal_is_written_to_in_ascii(tmp_path, students):
    hand_in(students, "名前 ✓", {f"{FIRST}.py": right_files()[f"{FIRST}.py"] + WRONG})
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}
    out = tmp_path / "out"
    done = grader(*quick(students, out), folder=tmp_path / "tmp", **plain)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    alone = grader("grade", students / "名前 ✓", "--only", "ex1", folder=tmp_path / "tmp", **plain)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout.isascii()
    assert "+ " in alone.stdout, "passed checks are marked"
    shown = grader("show", "名前 ✓", "--out", out, folder=tmp_path / "tmp", **plain)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_reader_who_stops_reading_does_not_stop_the_grading(tmp_path, students):
    command = [sys.executable, "-m", "grader", *map(str, quick(students, tmp_path / "out"))]
    run = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment_for(tmp_path / "tmp"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout.readline().startswith("isolation: ")
    run.stdout.close()
    assert run.stderr.read() == ""
    assert run.wait(60) == 0
    run.stderr.close()
    assert set(rows_of(tmp_path / "out")) == {"ada", "bob"}


def stopped_reading(*arguments, folder):
    """Run the real command with nobody to read it; return its status and what it complains of."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment_for(folder), **pipes) as run:
        run.stdout.close()
        return run.wait(60), run.stderr.read().decode()


@pytest.mark.parametrize("status", [0, 5])
def test_a_reader_who_stops_reading_changes_no_status_of_intake(tmp_path, students, status):
    if status:
        (students / "zoe_notes.py").write_text("x = 1")
    assert stopped_reading("intake", students, folder=tmp_path / "tmp") == (status, "")


def test_a_reader_who_stops_reading_does_not_stop_a_qualification(tmp_path):
    for kind, name in (("wheats", "right"), ("chaffs", "climbs")):
        place = tmp_path / "samples" / kind / FIRST
        place.mkdir(parents=True)
        data = right_files()[f"{FIRST}.py"] if kind == "wheats" else WRONG
        (place / f"{name}.py").write_bytes(data)
    told = tmp_path / "matrix.json"
    asked = ("--tests", tmp_path / "samples", "--only", "ex1", "--seeds", 1, "--jobs", 1)
    done = stopped_reading("qualify", *asked, "--json", told, folder=tmp_path / "tmp")
    assert done == (1, "")
    assert not json.loads(told.read_text(encoding="utf-8"))["qualifies"]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_run_in_order(tmp_path, name):
    students, tmp = tmp_path / "class", tmp_path / "tmp"
    hand_in(students, "ada", {f"{FIRST}.py": right_files()[f"{FIRST}.py"]})
    hand_in(students, "bob", {f"{FIRST}.py": b"import time\n\ndef loss(x):\n    time.sleep(600)\n"})
    run = start_grader(*quick(students, tmp_path / "out", "--deadline", 100), folder=tmp)
    first = run.stdout.readline()
    assert first.startswith("isolation: ")
    time.sleep(2.0)
    os.killpg(run.pid, getattr(signal, name))
    said = run.communicate(timeout=60)[0]
    assert run.returncode == 128 + getattr(signal, name)
    assert "submissions have their grade. To go on: grader grade" in said
    assert "Traceback" not in said
    assert processes_of(tmp) == []
    assert list(tmp.iterdir()) == []


def test_a_secret_that_is_gone_or_another_is_not_replaced_in_silence(tmp_path, students):
    out, tmp = tmp_path / "out", tmp_path / "tmp"
    assert grader(*quick(students, out), folder=tmp).returncode == 0
    before = rows_of(out)
    (out / "secret.key").rename(tmp_path / "kept.key")
    gone = grader(*quick(students, out), folder=tmp)
    assert gone.returncode == 1
    assert "secret.key is gone, and the grades in" in gone.stderr
    assert not (out / "secret.key").exists()
    (tmp_path / "other.key").write_bytes(b"x" * 40)
    other = grader(*quick(students, out, "--secret-file", tmp_path / "other.key"), folder=tmp)
    assert other.returncode == 1
    assert "is not the secret that the grades in" in other.stderr
    again = grader(*quick(students, out, "--secret-file", tmp_path / "kept.key"), folder=tmp)
    assert "graded 0 submissions (2 had their grade before)" in again.stdout
    assert rows_of(out) == before
    for _ in range(2):
        still = grader(*quick(students, out), folder=tmp)
        assert "(2 had their grade before)" in still.stdout, "what was named once is known"
    check = ("ada", "grad_is_taken_entry_by_entry")
    for asked in (("debug", *check, "--out", out), ("regrade", "--out", out)):
        looked = grader(*asked, folder=tmp)
        assert (looked.returncode, looked.stderr) == (0, ""), "and to every command"
    assert not (out / "secret.key").exists()
    fresh = grader(*quick(students, out, "--fresh"), folder=tmp)
    assert fresh.returncode == 0, "asked for, another secret is drawn"
    assert (out / "secret.key").exists()


def test_grades_that_are_moved_take_their_secret_along(tmp_path, students):
    out, moved, tmp = tmp_path / "out", tmp_path / "moved", tmp_path / "tmp"
    assert grader(*quick(students, out), folder=tmp).returncode == 0
    assert grader("regrade", "--out", out, folder=tmp).returncode == 0
    out.rename(moved)
    check = ("ada", "grad_is_taken_entry_by_entry")
    looked = grader("debug", *check, "--out", moved, folder=tmp)
    assert (looked.returncode, looked.stderr) == (0, "")


@pytest.mark.daily
def test_exercises_sections_and_resubmissions_add_up_in_the_reports(tmp_path):
    out, tmp = tmp_path / "out", tmp_path / "tmp"
    right = right_files()
    files = {f"{stem}.py": right[f"{stem}.py"] for stem in (FIRST, SECOND)}
    hand_in(tmp_path / "one", "ada", files)
    hand_in(tmp_path / "one", "bob", files)
    hand_in(tmp_path / "two", "zoe", files)

    def grade(section, *only):
        more = [word for key in only for word in ("--only", key)]
        done = grader("grade", tmp_path / section, "--out", out, "--jobs", 1, *more, folder=tmp)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    grade("one", "ex1")
    grade("one", "ex2")
    assert {n: (r["ex1"], r["ex2"], r["points"]) for n, r in rows_of(out).items()} == {
        "ada": ("20", "20", "40"), "bob": ("20", "20", "40")
    }  # fmt: skip
    said = grade("two", "ex1")
    assert f"graded before and in the reports too: ada, bob, from {tmp_path / 'one'}" in said
    assert set(rows_of(out)) == {"ada", "bob", "zoe"}
    document = json.loads((out / "grades.json").read_text(encoding="utf-8"))
    assert {entry["student"] for entry in document["submissions"]} == {"ada", "bob", "zoe"}
    hand_in(tmp_path / "one", "ada", {f"{FIRST}.py": right[f"{FIRST}.py"] + WRONG})
    shutil.rmtree(tmp_path / "one" / "bob")
    said = grade("one", "ex1")
    assert "moved: ada 40 → 39 (ex1/grad_is_taken_entry_by_entry): handed in again" in said
    assert "no longer handed in: bob." in said
    with (out / "moved.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student"], row["before"], row["after"], row["change"]) == ("ada", "40", "39", "-1")
    assert row["why"].startswith("handed in again")
    assert set(rows_of(out)) == {"ada", "zoe"}
    assert {page.name for page in (out / "feedback").iterdir()} == {"ada.md", "zoe.md"}


@pytest.mark.parametrize(("is_taken", "status"), [(False, 5), (True, 1)])
def test_a_file_that_is_nobodys_keeps_no_export_from_being_written(
    tmp_path, students, is_taken, status
):
    (students / "zoe_notes.py").write_bytes(right_files()[f"{FIRST}.py"])
    out = tmp_path / "out"
    if is_taken:
        (out / "exports" / "junit").mkdir(parents=True)
        (out / "exports" / "junit" / "mine.txt").write_text("keep me")
    asked = ("--export", "junit", "--export", "csv")
    done = grader(*quick(students, out, *asked), folder=tmp_path / "tmp")
    assert (out / "exports" / "csv" / "grades.csv").exists()
    assert (out / "exports" / "junit" / "grades.xml").exists() != is_taken
    assert done.returncode == status, "what was not written is graver than what is nobody's"
    assert ("Error: " in done.stderr) == is_taken


def test_another_assignments_folder_does_not_take_the_place_of_grades(tmp_path):
    out, tmp = tmp_path / "out", tmp_path / "tmp"
    hand_in(tmp_path / "right", "ada", {f"{FIRST}.py": right_files()[f"{FIRST}.py"]})
    hand_in(tmp_path / "right", "bob", {"hw7.py": b"x = 1"})
    for student in ("ada", "bob"):
        hand_in(tmp_path / "other", student, {"hw7.py": b"x = 1"})

    def grade(place):
        asked = ("--out", out, "--jobs", 1, "--only", "ex1")
        return grader("grade", tmp_path / place, *asked, folder=tmp)

    for _ in range(2):
        assert grade("other").returncode == 0, "as long as nobody has anything nothing is lost"
    assert grade("right").returncode == 0
    before = (out / "grades.csv").read_bytes()
    done = grade("other")
    assert done.returncode == 1
    told = " ".join(done.stderr.split())
    assert f"handed in {FIRST}.py, and nothing else is graded (--only): is it another" in told
    assert "is it another assignment's? The reports are as they were." in told
    assert (out / "grades.csv").read_bytes() == before
    assert rows_of(out)["ada"]["points"] == "20"


SAFE = r"No space left on device\. Free space and run again: 2 grades are safe\."


def order_for(students, out):
    return Order(students, out, 1, ("full",), Limits(), False, course=Course(exercises=("ex1",)))


@pytest.mark.parametrize(
    "error", [BrokenExecutor("A process in the process pool …"), RuntimeError(NO_THREAD)], ids=repr
)
def test_a_machine_that_starts_no_more_is_told_in_words(error):
    def work(scratch):
        raise error

    with pytest.raises(GraderFault, match=r"No grade is lost\..*fewer --jobs") as ended:
        done_in_order(work, "Stopped.")
    assert ended.value.told.startswith("grader fault: ")
    assert ended.value.status is Status.FAULT


def test_another_error_of_the_graders_own_is_raised():
    def work(scratch):
        raise RuntimeError("something else")

    with pytest.raises(RuntimeError, match="something else"):
        done_in_order(work, "Stopped.")


@pytest.mark.daily
def test_no_space_for_the_reports_says_how_many_grades_are_safe(tmp_path, students, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device", str(tmp_path / "out" / "grades.csv"))

    monkeypatch.setattr("grader.grade_command.write_reports", full)
    order = order_for(students, tmp_path / "out")
    monkeypatch.setattr("grader.grade_command._announce", lambda *args: None)
    with pytest.raises(GradebookError, match=SAFE) as ended:
        grade_submissions(order)
    assert "\n" not in str(ended.value)


needs_setpriv = pytest.mark.skipif(
    not hasattr(os, "geteuid") or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="root may write everywhere, and setpriv is missing",
)


def as_a_plain_user(*arguments, folder):
    before = PLAIN_USER if os.geteuid() == 0 else ()
    return subprocess.run(
        [*before, sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=ROOT,
        env=environment_for(folder),
        capture_output=True,
        text=True,
        timeout=200,
    )


@pytest.mark.daily
@needs_setpriv
def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(tmp_path, students):
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    done = as_a_plain_user(*quick(students, out), folder=tmp_path / "tmp")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "writable, or choose another --out" in done.stderr
    assert done.stderr.count("\n") == 1


@needs_setpriv
def test_what_the_grader_may_not_read_is_its_own_fault_and_blank(tmp_path, students):
    hand_in(students, "cyd", {f"{FIRST}.py": right_files()[f"{FIRST}.py"]})
    closed = {"bob": students / "bob" / f"{FIRST}.py", "cyd": students / "cyd"}
    for path in closed.values():
        path.chmod(0)
    out = tmp_path / "out"
    try:
        done = as_a_plain_user(*quick(students, out), folder=tmp_path / "tmp")
    finally:
        for path in closed.values():
            path.chmod(0o755)
    assert done.returncode == 3, done.stdout + done.stderr
    rows = rows_of(out)
    assert (rows["ada"]["outcome"], rows["ada"]["points"]) == ("passed", "20")
    faults = (out / "faults.txt").read_text()
    assert faults.count("could not be read by the grader (Permission denied)") == len(closed)
    for name, path in closed.items():
        assert (rows[name]["outcome"], rows[name]["points"]) == ("grader fault", "")
        assert f"{path.name} could not be read" in done.stdout
    again = grader(*quick(students, out), folder=tmp_path / "tmp")
    assert again.returncode == 0
    assert {rows_of(out)[name]["points"] for name in closed} == {"20"}


@needs_setpriv
@pytest.mark.parametrize("closed", [f"{FIRST}.py", "more", f"more/{SECOND}.py", "more.zip"])
def test_neither_does_one_student_lose_what_may_not_be_read(tmp_path, students, closed):
    ada = hand_in(students, "ada", {"more.zip": b"PK"})
    hand_in(ada, "more", {f"{SECOND}.py": right_files()[f"{SECOND}.py"]})
    (ada / closed).chmod(0)
    try:
        done = as_a_plain_user("grade", ada, "--one-student", folder=tmp_path / "tmp")
    finally:
        (ada / closed).chmod(0o755)
    assert done.returncode == 3, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("points: grader fault  (ex1 grader fault, ")
    assert "could not be read by the grader (Permission denied)" in done.stdout


KILLED_AT_FIRST = """
import os, pathlib, signal
marker = pathlib.Path({marker!r})
if len(marker.read_text()) < {times}:
    marker.write_text(marker.read_text() + "x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no warm process elsewhere")
@pytest.mark.parametrize(("times", "comes_up"), [(2, True), (9, False)])
def test_a_warm_process_that_is_killed_while_it_starts_is_started_again(
    tmp_path, monkeypatch, times, comes_up
):
    from grader.errors import SandboxFault
    from grader.sandbox.host import forked

    marker = tmp_path / "starts"
    marker.write_text("")
    killed = KILLED_AT_FIRST.format(marker=str(marker), times=times)
    monkeypatch.setattr(forked, "COMMAND", killed + forked.COMMAND)
    if comes_up:
        with Sandbox() as sandbox:
            assert sandbox.isolation.level
    else:
        with pytest.raises(SandboxFault, match="short of memory"), Sandbox():
            pass
        assert len(marker.read_text()) == 3
