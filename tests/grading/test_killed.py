"""Killed with SIGKILL at any moment: no grade is lost, doubled or different."""

import json
import os
import random
import signal
import sqlite3
import sys
import time
import traceback
import warnings
from collections import Counter

import pytest

from grader.gradebook.book import Gradebook
from tests.grading import tiny
from tests.grading.fakes import (
    FIRST,
    environment_for,
    grader,
    hand_in,
    processes_of,
    right_files,
    start_grader,
    wait_for_attempts,
)

pytestmark = [
    pytest.mark.costly,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]
# What keeps the grades is the same: the start of worker processes is what costs.
TINY_KILLS = {"thread": 16, "2": 4}


class Forked:
    """`tiny`, in a fork of this process, which has loaded all that it imports.

    It is used as the `subprocess.Popen` of a start is.
    """

    def __init__(self, out, workers, folder):
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # NumPy has threads, of which the fork has no need.
            warnings.simplefilter("ignore")
            self.pid = os.fork()
        if not self.pid:
            self._be_tiny(out, workers, folder, writing)
        os.close(writing)
        self.stdout = os.fdopen(reading, encoding="utf-8")
        self.returncode = None

    def _be_tiny(self, out, workers, folder, writing):
        os.environ.update(environment_for(folder))
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        try:
            tiny.main(str(out), workers)
        except BaseException:
            traceback.print_exc(file=sys.stdout)
        finally:
            sys.stdout.flush()
            os._exit(0)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stdout.close()
        if self.returncode is None:
            _, status = os.waitpid(self.pid, 0)
            self.returncode = os.waitstatus_to_exitcode(status)

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)


def grades_in(out):
    db = sqlite3.connect(out / "gradebook.sqlite")
    grades = [json.loads(text) for (text,) in db.execute("SELECT grade FROM attempts")]
    db.close()
    return grades


def kill_after(run, seconds):
    """Kill the run after ``seconds``; return whether it was still there."""
    time.sleep(seconds)
    was_running = run.poll() is None
    run.send_signal(signal.SIGKILL)
    return was_running


@pytest.mark.slow
@pytest.mark.parametrize("workers", TINY_KILLS)
def test_a_grade_that_was_counted_is_there_after_any_kill(tmp_path, workers):
    dice = random.Random(workers)
    kills, classes = 0, 0
    while kills < TINY_KILLS[workers]:
        classes += 1
        out = tmp_path / f"out {classes}"
        out.mkdir()
        counted = set()
        is_done = False
        while not is_done:
            run = Forked(out, workers, tmp_path / "tmp")
            if kills < TINY_KILLS[workers]:
                begun = run.stdout.readline() if dice.random() < 0.8 else ""
                kills += kill_after(run, dice.uniform(0, 0.3) if begun else dice.uniform(0, 0.1))
            # Not `communicate`, which would lose what `readline` had read ahead.
            with run:
                said = run.stdout.read()
            lines = said.splitlines()
            is_done = "done" in lines
            assert is_done or run.returncode == -signal.SIGKILL, said
            new = [line for line in lines if line.startswith("student")]
            assert not counted.intersection(new), "what was counted is graded again"
            counted.update(new)
            if (out / "gradebook.sqlite").exists():
                with Gradebook(out / "gradebook.sqlite"):
                    pass  # what a kill left behind can be opened
                kept = {grade["student"] for grade in grades_in(out)}
                assert counted <= kept
        check_the_class(out)
    assert processes_of(tmp_path / "tmp") == []


def check_the_class(out):
    """Every submission has one attempt, equal to that of an undisturbed run."""
    with Gradebook(out / "gradebook.sqlite") as book:
        for submission in tiny.submissions():
            assert book.grade(submission.digest, tiny.EDITION) == tiny.grade(submission)
        assert len(book) == tiny.STUDENTS


def test_the_real_command_goes_on_after_every_kill_to_the_grades_of_a_quiet_run(tmp_path):
    # One job's grades are those of two: test_command, with --fresh.
    students, secret, tmp = tmp_path / "class", tmp_path / "secret.key", tmp_path / "tmp"
    source = right_files()[f"{FIRST}.py"]
    for number in range(6):
        # Every second one is wrong, so that words and names of mistakes are compared as well.
        wrong = b"\n\ndef grad(x):\n    return 3 * x\n" if number % 2 else b""
        hand_in(students, f"student {number}", {f"{FIRST}.py": source + wrong})
    order = ("grade", students, "--only", "ex1", "--secret-file", secret, "--jobs", 2)
    quiet = grader(*order, "--out", tmp_path / "quiet", folder=tmp)
    assert quiet.returncode == 0, quiet.stdout + quiet.stderr
    out = tmp_path / "out"
    # While it starts and nothing is kept, and twice while some are graded and others kept.
    for kept in (0, 1, 3):
        run = start_grader(*order, "--out", out, folder=tmp)
        assert run.stdout.readline().startswith("isolation: ")
        if kept:
            wait_for_attempts(out, kept, tmp_path / f"copy {kept}")
        run.kill()
        run.communicate(timeout=60)
        assert processes_of(tmp) == []
    done = grader(*order, "--out", out, folder=tmp)
    assert done.returncode == 0, done.stdout + done.stderr
    attempts = Counter(grade["student"] for grade in grades_in(out))
    assert attempts == {f"student {number}": 1 for number in range(6)}
    assert entries_of(out) == entries_of(tmp_path / "quiet")


def entries_of(out):
    document = json.loads((out / "grades.json").read_text(encoding="utf-8"))
    return [{k: v for k, v in e.items() if k != "seconds"} for e in document["submissions"]]
