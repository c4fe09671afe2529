"""What the command line says before any command does its work."""

from __future__ import annotations

import _multiprocessing
import errno
import itertools
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.terminal import reason_of, system_error

READINGS = ("--one-student", "--class", "--sections")


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize("pair", list(itertools.permutations(READINGS, 2)))
@pytest.mark.parametrize("command", ["grade", "intake"])
def test_submissions_are_read_in_one_way(command, pair, tmp_path):
    status, text = said(command, str(tmp_path), *pair)
    assert status == 2
    assert "give one of them" in text


@pytest.mark.parametrize("reading", READINGS)
def test_one_way_may_be_given_twice(reading, tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "ex1_gradient_descent.py").write_text("def loss(x):\n    return x\n")
    status, text = said("intake", str(tmp_path), reading, reading)
    assert "give one of them" not in text
    assert status in (0, 1)


def test_what_cannot_be_released_is_told_with_what_can():
    status, text = said("release", "moodle", "x.zip")
    assert status == 2
    assert "there is no bundle 'moodle'. Bundles: learners, gradescope, classroom50" in text


@pytest.mark.parametrize("name", ["nosuch", "CSV", "canva"])
def test_a_format_that_there_is_not_is_told_with_those_that_there_are(name, tmp_path):
    status, text = said("export", name, "--out", str(tmp_path))
    assert status == 2
    assert f"there is no format '{name}'" in text
    assert "canvas, moodle" in text


@pytest.mark.parametrize(
    "arguments",
    [["grade", "x"], ["intake", "/"], ["init"], ["demo"], ["report"], ["release", "learners", "x"]],
    ids=lambda each: each[0],
)
def test_in_a_folder_that_is_gone_every_command_says_so(arguments, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    os.rmdir(tmp_path / "gone")
    status, text = said(*arguments)
    assert status == 1
    assert "the folder that you are in is gone" in text
    assert "Change to one that is there" in text


@pytest.mark.parametrize("where", ["learners.zip", "learners"])
def test_what_cannot_be_released_is_named_with_the_place_and_the_reason(
    where, tmp_path, monkeypatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    status, text = said("release", "learners", str(tmp_path / where))
    assert status == 1
    assert f"{tmp_path / where} could not be written: No space left on device." in text
    assert "Nothing was written" in text


def test_of_a_folder_that_cannot_be_copied_the_first_reason_is_told(tmp_path):
    told = [("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'"), ("c", "d", "more")]
    assert reason_of(shutil.Error(told)) == "No space left on device"


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "Free space"), (errno.EACCES, "Make it readable"), (errno.EIO, "run again")],
)
def test_what_the_system_refused_is_named_with_a_remedy(number, remedy):
    error = OSError(number, os.strerror(number), "out/grades.csv")
    assert system_error(error).startswith(f"out/grades.csv: {os.strerror(number)}.")
    assert remedy in system_error(error)
    bare = system_error(OSError(number, os.strerror(number)))
    assert bare.startswith("what is printed here: ")


def test_too_many_open_files_is_no_matter_of_printing():
    told = system_error(OSError(errno.EMFILE, "Too many open files"))
    assert told.startswith("the grader's own process: Too many open files. ")
    assert "ulimit -n" in told


def test_who_is_shown_before_anybody_is_graded_is_sent_to_no_file_that_is_not_there(tmp_path):
    status, text = said("show", "ada", "--out", str(tmp_path))
    assert (status, "no grades yet" in text, "grades.csv" in text) == (1, True, False)
    (tmp_path / "grades.csv").touch()
    assert (
        f"The names are in {tmp_path / 'grades.csv'}."
        in said("show", "ada", "--out", str(tmp_path))[1]
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("write", [lambda p: p.write_bytes(b"x"), lambda p: p.write_text("x")])
def test_a_file_for_which_there_is_no_room_is_named_and_not_the_terminal(write):
    with pytest.raises(OSError, match="No space") as caught:
        write(Path("/dev/full"))
    assert caught.value.filename is None
    assert system_error(caught.value) == (
        "/dev/full: No space left on device. Free space, and run again."
    )


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EACCES, errno.ENOENT])
def test_a_lock_that_workers_cannot_have_is_told_as_that(number, monkeypatch):
    """Without room in /dev/shm, or where it may not be written to, as in some containers."""

    class Refused:
        SEM_VALUE_MAX = 1

        def __init__(self, *_):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(_multiprocessing, "SemLock", Refused)
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        multiprocessing.get_context("spawn").Lock()
    told = system_error(caught.value)
    assert told.startswith(
        f"the memory that processes share (on Linux /dev/shm): {os.strerror(number)}. "
    )
    assert told.endswith("Have it mounted, writable and with some room, and run again.")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_what_cannot_be_printed_is_an_error_in_words(number, tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("grader.reports.intake_view.show_intake", refused)
    status, text = said("intake", str(tmp_path))
    assert status == 1
    assert f"Error: what is printed here: {os.strerror(number)}." in text


@pytest.mark.parametrize("command", ["intake", "report", "show"])
def test_ctrl_c_ends_any_command_in_words_and_with_its_own_status(command, tmp_path, monkeypatch):
    """Outside of a run that grades, click said "Aborted!", with the status of a refusal."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "getcwd", stop)
    status, text = said(command, str(tmp_path))
    assert (status, text) == (130, "stopped before it was done: run the same command again.\n")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("show", "'--out'. Where grader grade wrote its reports."),
        ("export moodle --out .", "'--worksheet'. The worksheet as Moodle gave it."),
        ("export nbgrader --out .", "'--assignment'. The assignment's name in nbgrader."),
    ],
)
def test_an_option_that_is_missing_says_what_it_is_for(command, told):
    status, text = said(*command.split())
    assert (status, text.splitlines()[-1]) == (2, f"Error: Missing option {told}")
