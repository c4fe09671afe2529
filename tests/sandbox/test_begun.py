"""A sandbox for a single submission, begun before what judges is imported."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader import cli
from grader.sandbox.host import forked
from grader.sandbox.host.forked import Begun
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.conftest import EX1, LIMITS, RIGHT
from tests.sandbox.test_survival import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
# Nothing of this is imported before the fork there.
LATER = b"""
import asyncio, csv, decimal, io, statistics
import matplotlib.animation, matplotlib.backends.backend_svg, matplotlib.tri, mpl_toolkits.mplot3d
import matplotlib.pyplot as plt

def drawn():
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    axes.set_title(r"$\\eta = \\frac{1}{2}$")
    picture = io.BytesIO()
    figure.savefig(picture)
    return len(picture.getvalue()) > 1000

def drawn_at_random():
    import random
    import numpy as np
    return random.random() + np.random.rand()
"""


def is_there(process: subprocess.Popen[bytes]) -> bool:
    return Path(f"/proc/{process.pid}").exists()


@pytest.fixture(scope="module")
def lean():
    with closing(Begun(LIMITS)) as begun, Sandbox(LIMITS, begun=begun) as one:
        yield one
    assert not begun.folder.exists()


def test_it_is_as_confined_as_any(lean, sandbox):
    assert lean.isolation == sandbox.isolation


def test_what_was_not_imported_for_it_a_submission_imports_itself(lean):
    with lean.session({f"{EX1}.py": RIGHT + LATER}) as session:
        drawn = session.call(EX1, "drawn", [])
        assert (drawn.status, drawn.value) == ("returned", True)
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.seconds < 5


def test_random_numbers_are_those_of_every_run(lean, sandbox):
    values = []
    for one in (lean, sandbox, lean):
        with one.session({f"{EX1}.py": RIGHT + LATER}) as session:
            values.append(session.call(EX1, "drawn_at_random", []).value)
    assert values[0] == values[1] == values[2]


def test_one_that_nobody_takes_ends_with_its_folder():
    begun = Begun(Limits())
    process = begun.zygote.process
    assert is_there(process)
    begun.close()
    assert not is_there(process)
    assert not begun.folder.exists()
    begun.close()


STARTS = """
import os, sys
from grader.sandbox.host.forked import Begun
from grader.sandbox.limits import Limits
begun = Begun(Limits())
print(begun.folder, begun.zygote.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_one_whose_grader_is_killed_meanwhile_ends_with_its_folder():
    killed = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True)
    folder, _, pid = killed.stdout.strip().rpartition(" ")
    assert wait_until(lambda: not Path(f"/proc/{pid}").exists())
    assert not Path(folder).exists()


def test_one_that_was_killed_meanwhile_is_started_again():
    with closing(Begun(LIMITS)) as begun:
        begun.zygote.process.kill()
        with (
            Sandbox(LIMITS, begun=begun) as one,
            one.session({f"{EX1}.py": RIGHT}) as session,
        ):
            assert session.call(EX1, "grad", [2.0]).value == 20.0


@pytest.fixture
def started(monkeypatch):
    """Whether each zygote that is started is a lean one."""
    kept = []

    class Counted(forked.ZygoteProcess):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            kept.append(options.get("is_lean", False))

    monkeypatch.setattr(forked, "ZygoteProcess", Counted)
    monkeypatch.setattr("grader.sandbox.host.sandbox.ZygoteProcess", Counted)
    return kept


@pytest.mark.parametrize("place", ["one student", "a file", "a class with a file beside it"])
def test_one_students_work_needs_one_process_and_leaves_none(tmp_path, monkeypatch, started, place):
    temporary = tmp_path / "temporary"
    work = tmp_path / "work"
    for folder in (temporary, work):
        folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (work / f"{EX1}.py").write_bytes(RIGHT)
    handed = work / f"{EX1}.py" if place == "a file" else work
    options = []
    if place.startswith("a class"):
        (work / "ada").mkdir()
        (work / "ada" / f"{EX1}.py").write_bytes(RIGHT)
        options = ["--jobs", "1"]
    command = ["grade", str(handed), "--out", str(tmp_path / "out"), "--only", "ex1", *options]
    result = CliRunner().invoke(cli.main, command)
    assert result.exit_code == place.startswith("a class"), result.output
    assert started == [True]
    assert list(temporary.iterdir()) == []


def test_the_command_line_waits_for_neither_numpy_nor_pytest():
    code = "import sys, grader.cli, grader.sandbox.host.forked; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"numpy", "matplotlib", "pytest", "rich", "sqlite3"}
