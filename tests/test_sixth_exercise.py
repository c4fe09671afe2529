"""One more exercise: five files and one row in the table of contracts, and nothing else is touched.

`tests/sixth` holds the exercise as its author writes it. It is tried as number 6, and as number 10,
whose name begins like exercise 1's.
"""

import ast
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kit import LEFT_OUT, ROOT
from tests.warm import run_module

pytestmark = [pytest.mark.timeout(300), pytest.mark.costly]
SIXTH = ROOT / "tests" / "sixth"
FIRST = "ex1_gradient_descent.py"


@dataclass(frozen=True)
class Kit:
    """A copy of the kit with one exercise more."""

    folder: Path
    number: int

    @property
    def key(self) -> str:
        return f"ex{self.number}"

    @property
    def stem(self) -> str:
        return f"{self.key}_momentum"

    def text(self, name: str) -> str:
        """Return a file of the exercise's, under its number."""
        text = (SIXTH / name).read_text(encoding="utf-8").replace("ex6", self.key)
        return re.sub(r"\b6(?=, \"ex)|(?<=[Ee]xercise )6\b", str(self.number), text)

    def put(self, place: str, text: str) -> None:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run a module of the copy's, and return what it printed, 80 columns wide."""
        more = {"COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONPATH": str(self.folder)}
        is_grader = arguments[0] == "grader"
        done = run_module(
            arguments[0], self.folder, arguments[1:], os.environ | more, is_settled=is_grader
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout


def build(folder: Path, number: int) -> Kit:
    """Copy the kit, and add the exercise as CONTRIBUTING says."""
    kit = Kit(folder, number)
    for name in ("exercises", "solutions", "grader"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", folder)
    kit.put(f"exercises/{kit.stem}.py", kit.text("stub.py"))
    kit.put(f"exercises/test_{kit.stem}.py", kit.text("learner_tests.py"))
    kit.put(f"solutions/{kit.stem}.py", kit.text("solution.py"))
    kit.put(f"grader/hidden/test_{kit.key}.py", kit.text("hidden_tests.py"))
    for kind in ("wheats", "chaffs"):
        for path in (SIXTH / kind).iterdir():
            kit.put(f"tests/{kind}/{kit.stem}/{path.name}", kit.text(f"{kind}/{path.name}"))
    add_row(folder / "exercises" / "coach" / "contracts.py", kit.text("row.txt"))
    return kit


def add_row(path: Path, row: str) -> None:
    """Add a row at the end of the table."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (table,) = (
        node for node in ast.parse("".join(lines)).body
        if isinstance(node, ast.AnnAssign) and node.target.id == "EXERCISES"
    )  # fmt: skip
    lines.insert(table.end_lineno - 1, row)
    path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def kits(tmp_path_factory):
    return {number: build(tmp_path_factory.mktemp("kit"), number) for number in (6, 10)}


@pytest.fixture(scope="module", params=[6, 10])
def kit(request, kits):
    return kits[request.param]


@pytest.fixture(scope="module")
def sixth(kits):
    """The kit with exercise 6, for what the number has no part in."""
    return kits[6]


def standalone(kit: Kit, stems: list[str]) -> dict[str, str]:
    """Return each solution as one file."""
    code = "import json, sys; from solutions.standalone import standalone\n"
    code += "print(json.dumps({stem: standalone(stem) for stem in sys.argv[1:]}))"
    done = subprocess.run(
        [sys.executable, "-c", code, *stems], cwd=kit.folder, env=os.environ | {"PYTHONPATH": "."},
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found


def exercises_of(kit: Kit, folder: Path) -> Kit:
    """Copy what a learner has of the kit."""
    shutil.copytree(kit.folder / "exercises", folder / "copy" / "exercises", ignore=LEFT_OUT)
    shutil.copy(kit.folder / "pyproject.toml", folder / "copy")
    return Kit(folder / "copy", kit.number)


def chaff(stem: str, name: str) -> str:
    return (ROOT / "tests" / "chaffs" / stem / f"{name}.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graded(kit):
    """Grade a class of six; return the folder of the reports."""
    stems = [path.stem for path in (kit.folder / "solutions").glob("ex*.py")]
    for stem, source in standalone(kit, stems).items():
        kit.put(f"class/ada/{stem}.py", source)
    kit.put(f"class/bob/{FIRST}", chaff("ex1_gradient_descent", "climbs"))
    kit.put(f"class/bob/{kit.stem}.py", kit.text("built_on_exercise_1.py"))
    kit.put(f"class/cyd/{kit.stem}.py", kit.text("chaffs/returns-none.py"))
    kit.put(f"class/dee/{kit.stem}.py", kit.text("stub.py"))
    kit.put("class/eve/ex5_linear_regression.py", chaff("ex5_linear_regression", "sum-not-mean"))
    kit.put(f"class/fay/{kit.stem}.py", kit.text("wheats/own_loop.py").replace("- lr", "+ lr"))
    kit.run("grader", "grade", "class", "--out", "out", "--jobs", "1")
    return kit.folder / "out"


def table_of(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_its_tests_are_collected_and_the_board_has_its_line(kit):
    said = kit.run("pytest", "exercises", "--more", status=1)
    board = [line for line in said.splitlines() if " of " in line and "right" in line]
    assert [line.split()[0] for line in board] == ["1", "2", "3", "4", "5", str(kit.number)]
    assert board[-1].split()[1] == "momentum"
    assert board[-1].endswith("4 not started")
    assert len({line.index("░") for line in board}) == 1
    assert max(map(len, board)) <= 80
    assert "next step: exercise 1, loss" in said
    assert f"  · {kit.number} not started: push, momentum, steps_saved" in said


def test_its_wrong_answers_are_listed_after_exercise_5s(kit, tmp_path):
    copy = exercises_of(kit, tmp_path)
    # Files that can be read, without any function in them.
    copy.put(f"exercises/{kit.stem}.py", "x = 0\n")
    copy.put("exercises/ex5_linear_regression.py", "x = 0\n")
    said = copy.run("pytest", "exercises", "--more", status=1)
    assert "next step: exercise 5, add_intercept" in said
    listed = [line.split()[1] for line in said.splitlines() if line.startswith("  ✗ ")]
    assert listed == sorted(listed, key=int)
    assert {"5", str(kit.number)} == set(listed)


def test_the_solution_solves_it(sixth, tmp_path):
    copy = exercises_of(sixth, tmp_path)
    copy.put(f"exercises/{sixth.stem}.py", sixth.text("solution.py"))
    said = copy.run("pytest", f"exercises/test_{sixth.stem}.py")
    assert "All right. Well done." in said
    assert " 4 of  4 right" in said


def test_a_wrong_answer_is_told_and_named_to_the_learner(sixth, tmp_path):
    copy = exercises_of(sixth, tmp_path)
    copy.put(f"exercises/{sixth.stem}.py", sixth.text("chaffs/returns-none.py"))
    said = copy.run("pytest", f"exercises/test_{sixth.stem}.py", status=1)
    assert f"next step: exercise {sixth.number}, push" in said
    assert "looks like `returns-none`" in said
    assert "stuck?" in said, "the hint that fits a named mistake is there for every exercise"
    assert "picture" not in said
    copy.put(f"exercises/{sixth.stem}.py", "x = 1\n")
    said = copy.run("pytest", f"exercises/test_{sixth.stem}.py", status=1)
    assert "a function of that name: push(velocity, gradient, lr, beta=0.9)." in said


def test_it_is_a_notebook_like_the_others(sixth):
    sixth.run("grader.release.notebooks")
    book = json.loads(
        (sixth.folder / "exercises" / "notebooks" / f"{sixth.stem}.ipynb").read_bytes()
    )
    ids = [cell["id"] for cell in book["cells"]]
    assert ids[-5:] == [
        f"{sixth.key}-{n}" for n in ("push", "momentum", "steps_saved", "check", "play")
    ]
    sixth.run("grader.release.notebooks", "--check")


@pytest.mark.slow
def test_every_student_has_its_points_in_the_table(kit, graded):
    table = table_of(graded)
    columns = list(table["ada"])
    assert columns[4 : columns.index("reason")] == ["ex1", "ex2", "ex3", "ex4", "ex5", kit.key]
    assert [table[name][kit.key] for name in ("ada", "bob", "cyd")] == ["20", "20", "0"]
    assert table["ada"]["points"] == table["ada"]["max_points"] == "120"


def test_what_builds_on_a_wrong_exercise_1_is_carried_forward(kit, graded):
    entries = json.loads((graded / "grades.json").read_bytes())["submissions"]
    by_name = {entry["student"]: entry["exercises"] for entry in entries}
    assert list(by_name["bob"]) == ["ex1", "ex2", "ex3", "ex4", "ex5", kit.key]
    ours = by_name["bob"][kit.key]
    assert (ours["points"], ours["points_own"]) == (20.0, 15.0)
    assert by_name["dee"][kit.key]["outcome"] == "not started"


def test_a_wrong_function_costs_once_since_the_solution_has_a_right_one(kit, graded):
    entries = json.loads((graded / "grades.json").read_bytes())["submissions"]
    (fay,) = (entry for entry in entries if entry["student"] == "fay")
    checks = fay["exercises"][kit.key]["checks"]
    assert {c["function"]: c["outcome"] for c in checks} == {
        "push": "failed", "momentum": "passed", "steps_saved": "passed",
    }  # fmt: skip
    assert all("with a right `push` in place" in c["message"] for c in checks if c["points"])


def test_its_feedback_stands_after_exercise_5s(kit, graded):
    page = (graded / "feedback" / "cyd.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## Exercise (\d+), (.*?):", page, re.MULTILINE)
    assert [int(number) for number, _ in heads] == [1, 2, 3, 4, 5, kit.number]
    assert heads[-1][1] == "momentum"
    assert "looks like `returns-none`" in page


def test_functions_that_ask_no_other_have_their_own_mistakes(kit, graded):
    entries = json.loads((graded / "grades.json").read_bytes())["submissions"]
    (cyd,) = (entry for entry in entries if entry["student"] == "cyd")
    outcomes = {c["function"]: c["outcome"] for c in cyd["exercises"][kit.key]["checks"]}
    assert outcomes == {"push": "failed", "momentum": "failed", "steps_saved": "failed"}


def test_the_class_view_shows_it_after_exercise_5(kit, graded):
    said = kit.run("grader", "show", "--class", "--out", "out")
    keys = re.findall(r"^ *\d+-\d+ % .*? (ex\d+) ", said, re.MULTILINE)
    assert keys == ["ex1", "ex2", "ex3", "ex4", "ex5", kit.key]


@pytest.mark.slow
def test_one_exercise_alone_can_be_graded_and_the_tenth_is_not_the_first(kit, graded):
    kit.put("class/eve/ex5_linear_regression.py", chaff("ex5_linear_regression", "sum-not-mean"))
    kit.run("grader", "grade", "class", "--out", "alone", "--jobs", "1", "--only", kit.key)
    table = table_of(kit.folder / "alone")
    assert [table[name][kit.key] for name in ("ada", "bob", "cyd")] == ["20", "20", "0"]
    assert {row["ex1"] for row in table.values()} == {""}


def test_it_qualifies_with_a_wheat_and_its_chaffs(sixth):
    said = sixth.run("grader", "qualify", "--only", sixth.key, "--seeds", "2", "--jobs", "1")
    assert "The grader qualifies." in said
    assert "0 survivors of 3 chaffs" in " ".join(said.split())
