"""Pytest's own ways: options, workers, debuggers, other working folders, runs of one file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from tests.kit import ROOT, SOLUTIONS, Copy, Run

CHAFFS = ROOT / "tests" / "chaffs"
EX1, EX2, EX4 = "ex1_gradient_descent", "ex2_learning_rates", "ex4_trajectories"
pytestmark = [pytest.mark.timeout(300), pytest.mark.costly, pytest.mark.slow]


@pytest.fixture
def climbing(copy):
    return copy.put(EX1, CHAFFS / EX1 / "climbs.py")


def run_file(copy, path, cwd):
    """Run a stub itself, as an editor's ▶ does."""
    learners = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, str(path)],
        cwd=cwd,
        env={**os.environ, **learners},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return Run(done.returncode, done.stdout + done.stderr)


@pytest.mark.parametrize("inside", [False, True])
def test_a_test_that_is_run_itself_checks_its_exercise(copy, inside):
    # An editor's ▶ on a test; Python then looks for `exercises` in that test's own folder.
    path = copy.folder / "exercises" / f"test_{EX1}.py"
    run = run_file(copy, path, path.parent if inside else copy.folder)
    assert run.counts == {"not started": 25}
    assert "next step: exercise 1, loss" in run.text


def test_the_command_works_inside_the_folder_too(copy):
    inside = copy.folder / "exercises"
    learners = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "exercises", "check"], cwd=inside, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, **learners},
    )  # fmt: skip
    assert "next step: exercise 1, loss" in done.stdout
    assert not done.stderr
    where = "import exercises; print(exercises.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=inside, capture_output=True, text=True
    )
    assert found.stdout.strip() == str(inside / "__init__.py")


def test_workers_make_the_same_board_next_step_and_pictures(climbing):
    pytest.importorskip("xdist")
    climbing.solve(EX4).put(EX1, CHAFFS / EX1 / "climbs.py")
    paths = [f"exercises/test_{stem}.py" for stem in (EX1, EX4)]
    runs, kept = [], []
    for workers in ((), ("-n", "2")):
        shutil.rmtree(climbing.feedback, ignore_errors=True)
        runs.append(climbing.run(*paths, "-p", "xdist", *workers))
        kept.append({each.name: each.read_bytes() for each in climbing.feedback.iterdir()})
    alone, shared = runs
    assert shared.status == alone.status == 1
    assert shared.board() == alone.board()
    step = alone.text[alone.text.index("next step") : alone.text.index("  code ")]
    assert f"picture   exercises/.feedback/{EX1}.png" in step
    assert step in shared.text
    assert f"picture   exercise 4, all right: exercises/.feedback/{EX4}.png" in shared.text
    assert set(kept[0]) >= {f"{EX1}.png", f"{EX4}.png", "progress.json"}
    assert kept[0] == kept[1]


@pytest.mark.daily
def test_a_function_is_picked_by_its_name(copy):
    run = copy.run("exercises", "-k", "stable_lr_limit")
    assert run.counts["not started"] >= 2
    assert "next step: exercise 2, stable_lr_limit" in run.text
    assert len(run.board()) == 1
    drawn = copy.run("exercises", "-k", "plot_learning_rates")
    assert drawn.counts["not started"] >= 1


@pytest.mark.parametrize(
    "picked", [("-k", "loss"), ("--deselect", f"exercises/test_{EX1}.py::test_ten_steps")]
)
@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "2")])
def test_what_was_picked_and_is_right_was_not_stopped(copy, picked, workers):
    if workers:
        pytest.importorskip("xdist")
    run = copy.solve(EX1).run(f"exercises/{EX1}.py", *picked, *workers)
    assert run.status == 0
    assert set(run.counts) == {"right", *([] if workers else ["deselected"])}
    assert "All right" in run.text
    assert "stopped" not in run.text


@pytest.mark.daily
def test_a_name_that_picks_nothing_is_told_with_the_one_that_is_near(copy):
    run = copy.run("exercises", "-k", "gradient_decent")
    assert "No test is picked by 'gradient_decent'.\n" in run.text
    assert "-k takes the name of a function, as in -k gradient_descent\n" in run.text
    assert " -k stable_lr_limit\n" in copy.run("exercises", "-k", "zzz").text
    assert "No test" not in copy.run("exercises", "-k", "mse_loss").text


@pytest.mark.daily
def test_a_hint_is_offered_for_the_step_that_is_shown(copy):
    source = (SOLUTIONS / "ex2_learning_rates.py").read_text("utf-8")
    copy.put("ex2_learning_rates", f"{source}\n\ndef predict(hessian, lr):\n    return 'no'\n")
    said = copy.run("exercises", "-k", "predict")
    assert "next step: exercise 2, predict" in said.text
    assert "  stuck?    pytest exercises -k predict --hint\n" in said.text
    assert "next step: exercise 2" in copy.run("exercises", "-k", "predict", "--hint").text


def test_a_debugger_opens_where_the_learners_code_returned_or_raised(copy):
    loss = "def loss(x):\n    y = 3 + 0 * x\n    return y\n\n\n"
    grad = "def grad(x):\n    return inner(x)\n\n\n"
    copy.put(EX1, f"{loss}{grad}def inner(x):\n    z = 7\n    return x / (z - 7)\n")
    for name, line, typed, said in (
        ("loss", "return y", "p y", "3.0"),
        ("grad", "return x / (z - 7)", "p z", "7"),
    ):
        arguments = ("exercises", "-k", f"test_{name}_at_one_point", "--pdb")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "pytest_timeout", *arguments],
            cwd=copy.folder, input=f"{typed}\nup\nq\n", capture_output=True, text=True,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"},
            encoding="utf-8",
        )  # fmt: skip
        assert f"-> {line}\n(Pdb) {said}\n" in done.stdout, done.stdout + done.stderr
        if name == "grad":
            assert "-> return inner(x)" in done.stdout, "the caller is one frame up"


def test_a_copy_of_the_exercises_within_them_is_left_out_and_named(copy, tmp_path):
    for name in ("exercises", "old work"):
        shutil.copytree(ROOT / "exercises", tmp_path / "copied", dirs_exist_ok=True)
        shutil.copytree(tmp_path / "copied", copy.folder / "exercises" / name)
    run = copy.run()
    assert run.counts == Copy(tmp_path / "plain").run().counts
    assert "left out: exercises/exercises, a copy" in run.text
    assert "left out: exercises/old work, a copy" in run.text
    inner = copy.run("exercises/exercises")
    assert inner.status != 0
    assert "Traceback" not in inner.text
    assert "is a copy of the exercises within the exercises" in inner.text


def test_a_few_tests_that_were_copied_into_a_folder_are_not_run_twice(copy):
    backup = copy.folder / "exercises" / "backup"
    backup.mkdir()
    for path in (copy.folder / "exercises").glob("*ex1*.py"):
        shutil.copy(path, backup)
    run = copy.run()
    assert sum(run.counts.values()) == sum(Copy(copy.folder / "plain").run().counts.values())
    assert "left out: exercises/backup" in run.text


@pytest.mark.parametrize("timeout", [(), ("-p", "no:timeout", "-p", "no:pytest_timeout")])
def test_the_time_limit_needs_no_pyproject_and_no_plugin(copy, timeout):
    (copy.folder / "pyproject.toml").unlink()
    # An argument would make every test of it wait; this one is enough.
    copy.put(EX1, "def loss(x):\n    while True:\n        pass\n")
    run = copy.hasten().run("exercises", "-k", "test_loss_at_one_point", *timeout)
    assert re.search(r"`loss` did not return in (1|6) s", run.text), run.text


def test_a_stub_or_a_notebook_may_be_named_instead_of_its_tests(climbing):
    run = climbing.run(f"exercises/{EX1}.py")
    assert "looks like `climbs`" in run.text
    assert len(run.board()) == 1
    one = climbing.run(f"exercises/{EX1}.py::test_ten_steps")
    assert one.counts == {"wrong": 1}
    book = climbing.run(f"exercises/notebooks/{EX1}.ipynb")
    assert set(book.counts) == {"not started"}
    assert f"code      exercises/notebooks/{EX1}.ipynb, cell 3, line 1" in book.text
    both = climbing.run(f"exercises/{EX1}.py", f"exercises/{EX2}.py")
    assert len(both.board()) == 2


@pytest.mark.parametrize("cwd", [".", "exercises", ".."])
def test_a_stub_that_is_run_itself_checks_that_exercise_from_anywhere(climbing, cwd):
    stub = climbing.stub(EX2)
    run = run_file(climbing, stub, climbing.folder / cwd)
    assert "next step: exercise 2, loss" in run.text, run.text
    assert f"more      pytest exercises/{EX2}.py --more" in run.text
    assert len(run.board()) == 1


@pytest.mark.parametrize("name", [f"{EX2}.py", f"test_{EX2}.py::test_loss_at_a_point"])
@pytest.mark.parametrize("cwd", ["exercises", "exercises/notebooks"])
def test_what_a_message_says_to_type_may_be_typed_within_the_folder(climbing, cwd, name):
    command = [sys.executable, "-m", "pytest", f"exercises/{name}", "--hint"]
    cwd = climbing.folder / cwd
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert "next step: exercise 2, loss" in done.stdout, done.stderr
    assert "  hint 1 " in done.stdout


@pytest.mark.parametrize("settings", ["..", "exercises"])
def test_a_test_is_named_as_it_can_be_typed_wherever_pytests_settings_are(tmp_path, settings):
    copy = Copy(tmp_path / "repository" / "homework")
    (copy.folder / "pyproject.toml").unlink()
    (copy.folder / settings / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    run = copy.put(EX1, CHAFFS / EX1 / "climbs.py").run("exercises", "-k", "test_ten_steps")
    name = f"exercises/test_{EX1}.py::test_ten_steps"
    assert f"  test      {name}\n" in run.text
    assert copy.run(name).counts == {"wrong": 1}


def test_a_stub_that_is_run_itself_takes_no_option_and_names_a_command_that_does(climbing):
    path = climbing.folder / "exercises" / "notebooks" / ".." / f"{EX2}.py"
    run = run_file(climbing, path, climbing.folder)
    assert f"stuck?    pytest exercises/{EX2}.py --hint" in run.text


@pytest.mark.daily
def test_a_stub_that_builds_on_exercise_1_can_be_run_itself(copy):
    copy.solve(EX1)
    text = copy.stub(EX2).read_text("utf-8")
    line = f"# from exercises.{EX1} import gradient_descent"
    assert line in text
    copy.put(EX2, text.replace(line, f"from {EX1} import gradient_descent"))
    assert "next step: exercise 2, loss" in run_file(copy, copy.stub(EX2), copy.folder).text


def test_a_second_run_in_the_same_process_reads_the_file_again(copy):
    code = (
        "import pytest, pathlib\n"
        f"p = pathlib.Path('exercises/{EX1}.py')\n"
        "for text in ('def loss(x): return 1', 'def loss(x): return x**4 - 3*x**2 + 2'):\n"
        "    p.write_text(text)\n"
        "    print('status', int(pytest.main([str(p), '-k', 'test_loss'])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=copy.folder, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert re.findall(r"status \d", done.stdout) == ["status 1", "status 0"], done.stdout


def test_what_is_not_started_is_no_failure_in_a_junit_file(climbing):
    run = climbing.run("exercises", "--junitxml=report.xml")
    assert run.status == 1
    suite = ElementTree.parse(climbing.folder / "report.xml").getroot()[0]
    assert int(suite.get("failures")) == run.counts["wrong"]
    assert int(suite.get("skipped")) == run.counts["not started"]
    copy = climbing
    (copy.folder / "exercises" / f"{EX1}.py").unlink()
    stubs = Copy(copy.folder / "stubs")
    assert stubs.run("exercises", "--junitxml=report.xml").status == 1
    suite = ElementTree.parse(stubs.folder / "report.xml").getroot()[0]
    assert suite.get("failures") == "0"


def test_one_test_of_an_ide_is_one_test(climbing):
    run = climbing.run(f"exercises/test_{EX1}.py::test_ten_steps", "-v")
    assert run.counts == {"wrong": 1}
    assert "looks like `climbs`" in run.text


def test_a_python_without_numpy_is_told_what_to_type(copy):
    hidden = (
        "import sys, importlib.util\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda n, *a: None if n == 'numpy' else find(n, *a)\n"
        "import pytest\n"
        "sys.exit(pytest.main(['exercises']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=copy.folder, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert len(said.splitlines()) == 1
    assert "Type `python3 -m exercises`" in said


@pytest.mark.parametrize("backend", ["TkAgg", "QtAgg", "module://nowhere"])
def test_a_backend_that_needs_a_display_does_no_harm(copy, backend):
    text = copy.stub("ex4_trajectories").read_text("utf-8")
    top = f"import matplotlib\nmatplotlib.use({backend!r})\nimport matplotlib.pyplot as plt\n"
    copy.put("ex4_trajectories", f"{top}plt.figure()\nplt.show()\n{text}")
    run = copy.run("exercises/ex4_trajectories.py", DISPLAY="", WAYLAND_DISPLAY="")
    assert set(run.counts) == {"not started"}, run.text
    assert "next step: exercise 4, trajectory" in run.text


def test_progress_is_that_of_whole_runs_only(copy):
    import json

    copy.run("exercises", "-k", "stable_lr_limit")
    kept = copy.feedback / "progress.json"
    assert not kept.exists() or EX2 not in json.loads(kept.read_text("utf-8"))
    copy.run(f"exercises/{EX2}.py")
    whole = json.loads(kept.read_text("utf-8"))[EX2]
    copy.run(f"exercises/test_{EX2}.py::test_loss_at_a_point")
    assert json.loads(kept.read_text("utf-8"))[EX2] == whole


def test_the_developers_tools_are_not_imported_by_a_run_that_has_no_use_for_them(climbing):
    pytest.importorskip("hypothesis")
    code = (
        "import pytest, sys\n"
        "status = pytest.main(['exercises'])\n"
        "print('status', int(status), 'hypothesis' in sys.modules)\n"
    )
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=climbing.folder, env={**mine, "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert "status 1 False" in done.stdout, done.stdout + done.stderr
