"""How the suite is run: on every core when it is run whole, and never so for learners."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import cores
from tests.kit import ROOT, Copy, every_second_slow

pytest.importorskip("xdist")
THREE = "def test_a(): pass\ndef test_b(): pass\ndef test_c(): pass\n"


def suite_at(folder):
    """Make a copy of the exercises with the suite's own settings and four small tests."""
    copy = Copy(folder)
    (folder / "tests").mkdir()
    for name in ("__init__.py", "conftest.py", "kit.py", "warm.py", "warm_process.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    (folder / "solutions").mkdir()
    (folder / "tests" / "test_three.py").write_text(THREE)
    (folder / "tests" / "test_skipped.py").write_text(
        "import pytest\n@pytest.mark.skip(reason='not on this machine')\ndef test_d(): pass\n"
    )
    return copy


@pytest.fixture
def copy(tmp_path):
    return suite_at(tmp_path)


def run(copy, *arguments):
    """Run pytest with all plugins that are installed."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=copy.folder, env=mine | {"PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8",
    )  # fmt: skip


SHARED = """
import os, pytest, time
@pytest.mark.parametrize('n', range(12))
def test_e(n):
    time.sleep(0.05)
    open({folder!r} + '/ran-' + os.environ['PYTEST_XDIST_WORKER'], 'w').close()
"""


@pytest.fixture(scope="module", params=every_second_slow([(), ("tests",)]), ids=" ".join)
def whole(request, tmp_path_factory):
    """Run the whole suite, with a file of twelve more tests that note by whom they are run."""
    if cores() < 2:
        pytest.skip("one core")
    copy = suite_at(tmp_path_factory.mktemp("whole"))
    shared = SHARED.format(folder=str(copy.folder))
    (copy.folder / "tests" / "test_shared.py").write_text(shared)
    return copy, run(copy, *request.param)


def test_the_whole_suite_runs_on_every_core_and_ends_with_pytests_last_line(whole):
    _, done = whole
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\d+ workers \[16 items\]", done.stdout, re.M)
    assert "not on this machine" in done.stdout, "a reason to skip is named"
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"=+ 15 passed, 1 skipped in .*s( \(.*\))? =+", last)


def test_the_tests_of_a_file_are_run_by_one_worker(whole):
    copy, done = whole
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(copy.folder.glob("ran-*"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [("tests/test_three.py",), ("-n", "0"), ("tests", "exercises")],
    ids=" ".join,
)
def test_a_part_of_it_or_more_than_it_runs_in_one_process(copy, arguments):
    assert "workers" not in run(copy, *arguments).stdout


SLOW = """
import pytest
pytestmark = pytest.mark.slow
def test_e(): pass
@pytest.mark.daily
def test_f(is_thorough): print("thorough" if is_thorough else "quick")
"""


@pytest.mark.parametrize(
    ("arguments", "passed", "how"),
    [
        (("-n", "0"), 4, "quick"),
        pytest.param((), 4, "quick", marks=pytest.mark.slow),
        (("--all", "-n", "0"), 5, "thorough"),
        pytest.param(("--all",), 5, "thorough", marks=pytest.mark.slow),
        pytest.param(("tests/test_slow.py",), 2, "thorough", marks=pytest.mark.slow),
        pytest.param(("-k", "test_e or test_f"), 2, "thorough", marks=pytest.mark.slow),
    ],
    ids=["whole in one process", "whole", "all in one process", "all", "a file", "by name"],
)
def test_what_is_slow_is_run_where_it_is_asked_for(copy, arguments, passed, how):
    (copy.folder / "tests" / "test_slow.py").write_text(SLOW)
    done = run(copy, "-rAs", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f" {passed} passed" in done.stdout.splitlines()[-1]
    assert re.search(rf"^{how}$", done.stdout, re.M)
    assert ("With them: --all" in done.stdout) == (how == "quick")


def test_the_board_is_right_where_the_developers_plugins_are_installed_too(copy):
    done = run(copy, "exercises")
    assert done.returncode == 1
    assert re.fullmatch(r"\d+ not started in .*s", done.stdout.strip().splitlines()[-1])
    rows = re.findall(r"^ \d  .* 0 of (\d+) right +(\d+) not started$", done.stdout, re.M)
    assert [first for first, _ in rows] == [second for _, second in rows]
    assert f"{sum(int(n) for n, _ in rows)} not started in" in done.stdout
    assert len(rows) == 5
