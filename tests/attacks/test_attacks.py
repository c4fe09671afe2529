"""Every attack costs its author what it is about, and nobody else anything.

One run of the real command over all hostile submissions, with honest students between them, is
compared with a run over the honest students alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacks import generated
from tests.attacks.scene import ROOT, Run, Scene, grade, hand_in, staged

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the attacks are POSIX programs"),
    pytest.mark.timeout(600),
    pytest.mark.costly,
]

HERE = Path(__file__).parent
FILES = sorted((HERE / "submissions").iterdir())
ATTACKS = [folder.name for folder in FILES]
GENERATED = {make.__name__.replace("_", "-"): make for make in generated.SUBMISSIONS}
EXAMPLES = ROOT / "tests"
# Of CPU time: all five exercises of an honest student take up to 0.5 s of it, a call 0.15 s.
OPTIONS = ("--jobs", "2", "--deadline", "0.6", "--submission-deadline", "2.25")

# Right whatever else a function does: it left its arguments alone, or drew where it was told to.
HARMLESS = {"the_start_is_left_as_it_was", "the_plot_is_drawn_on_the_axes_given"}
HARMLESS |= {"the_whole_path_is_in_view"}
RIGHT = dict.fromkeys(ATTACKS, frozenset({"loss", "grad"}))
RIGHT["right-but-hostile"] |= {"gradient_descent", "find_critical_points"}
for name in ("forges-descriptions", "draws-crowds", "draws-what-nobody-can-see"):
    RIGHT[name] |= {"trajectory"}
# Right plots, with more about them than a judge goes through: they may count, and need not.
PLOTS = dict.fromkeys(
    ("draws-crowds", "draws-what-nobody-can-see"),
    frozenset({"plot_trajectory", "plot_learning_rates"}),
)

# What a submission must be able to do for an attack to hurt; the words are the isolation's.
LAYERS = {
    "open sockets": ["opens-sockets"],
    "start processes": ["forks", "starts-programs", "leaves-a-daemon"],
    "reach the grader's process": [
        *("signals-its-parent", "signals-its-group", "signals-other-graders"),
        *("signals-by-descriptor", "traces-its-parent", "right-but-hostile", "reads-proc"),
    ],
    "read other files": [
        *("reads-hidden-tests", "reads-the-secret", "reads-proc", "copies-other-students"),
        *("imports-the-solutions", "finds-other-students-in-memory"),
    ],
    "write outside its scratch folder": [
        *("edits-the-gradebook", "poisons-the-disk", "takes-the-next-folders", "fills-the-disk"),
        *("right-but-hostile", "litters-its-folder"),
    ],
    "use any amount of memory": ["fills-the-memory", "fills-the-memory-quietly"],
}


def honest_students() -> dict[str, list[Path | generated.Make]]:
    """Return right and wrong work of honest students, each by the name that comes after an attack.

    The names sort between those of the attacks.
    """
    wheats, chaffs = EXAMPLES / "wheats", EXAMPLES / "chaffs"
    right = [
        wheats / "ex1_gradient_descent" / "plain_loop.py",
        wheats / "ex2_learning_rates" / "plain_loop.py",
        wheats / "ex3_convergence_rate" / "plain_loop.py",
        wheats / "ex4_trajectories" / "pyplot_contour.py",
        wheats / "ex5_linear_regression" / "plain_numpy.py",
    ]
    wrong = [
        chaffs / "ex1_gradient_descent" / "history-after.py",
        chaffs / "ex4_trajectories" / "drops-last.py",
        chaffs / "ex5_linear_regression" / "sum-not-mean.py",
    ]
    watchful = [HERE / "honest" / "ex1_gradient_descent.py", right[1]]
    students: dict[str, list[Path | generated.Make]] = {
        "~ last, honest": [*right],
        "a first, honest": [*wrong],
        "threads, honest": [generated.sleeping_threads],
    }
    for number, name in enumerate([*ATTACKS, *GENERATED]):
        if number % 9 == 0:
            students[f"{name} honest, watchful"] = [*watchful]
        if number % 40 == 3:
            students[f"{name} honest, right"] = [*right]
            students[f"{name} honest, wrong"] = [*wrong]
    return students


HONEST = honest_students()


@dataclass(frozen=True)
class Staged:
    """Both runs, and what the scene was before and after the one with the attacks."""

    scene: Scene
    alone: Run
    among: Run
    before: dict[str, tuple[object, ...]]
    after: dict[str, tuple[object, ...]]
    running: list[str]
    markers: list[str]
    scratch: list[str]

    def needs(self, attack: str) -> None:
        """Skip where this machine lacks what keeps an attack from hurting."""
        lacking = [layer for layer in self.alone.open_to if attack in LAYERS.get(layer, ())]
        if lacking:
            pytest.skip(f"this machine lets a submission {' and '.join(lacking)}: open to {attack}")


@pytest.fixture(scope="module")
def played() -> Staged:
    """Play it all once."""
    with staged() as scene:
        for name, files in HONEST.items():
            hand_in(scene, name, *files)
        alone = grade(scene, "out-alone", OPTIONS)
        for folder in FILES:
            # An attack that nothing here can stop is not let loose beside the others.
            if not any(folder.name in LAYERS.get(layer, ()) for layer in alone.open_to):
                shutil.copytree(folder, scene.submissions / folder.name)
        for name, make in GENERATED.items():
            hand_in(scene, name, make)
        for name in generated.NAMES:
            generated.put(scene.submissions / name, "ex1_gradient_descent.py", generated.RIGHT_1)
        before = scene.guarded()
        among = grade(scene, "out", OPTIONS)
        yield Staged(
            scene,
            alone,
            among,
            before,
            scene.guarded(),
            scene.still_running(),
            scene.markers(),
            sorted(path.name for path in (scene.folder / "tmp").iterdir()),
        )


def test_the_run_ends_well_with_all_graded_and_no_fault(played: Staged):
    faults = {
        name: check["fault"][-500:]
        for name, entry in played.among.grades.items()
        for exercise in entry["exercises"].values()
        for check in exercise["checks"]
        if check["outcome"] == "grader fault"
    }
    assert not faults
    assert played.among.status == 0, played.among.said[-2000:]
    handed_in = [
        place for place in played.scene.submissions.iterdir() if "canary" not in place.name
    ]
    assert len(played.among.grades) == len(handed_in)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attacker_gets_the_grade_of_what_is_right(played: Staged, attack: str):
    played.needs(attack)
    checks = [
        check
        for exercise in played.among.grades[attack]["exercises"].values()
        for check in exercise["checks"]
        if check["outcome"] != "not submitted"
    ]
    lost = {c["id"] for c in checks if c["function"] in RIGHT[attack] and not is_full(c)}
    may = RIGHT[attack] | PLOTS.get(attack, frozenset())
    won = {c["id"] for c in checks if c["function"] not in may and c["points"]}
    assert not lost, "these are right, and did not count"
    assert not {check for check in won if check.partition("/")[2] not in HARMLESS}


def is_full(check: dict[str, object]) -> bool:
    return check["outcome"] == "passed" and check["points"] == check["max_points"]


@pytest.mark.parametrize("name", GENERATED)
def test_a_file_that_may_not_be_read_is_blank_and_the_one_beside_it_counts(
    played: Staged, name: str
):
    expected = generated.SUBMISSIONS[GENERATED[name]]
    exercises = played.among.grades[name]["exercises"]
    assert exercises["ex1"]["points"] == expected
    assert exercises["ex2"]["points"] == generated.FULL


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_student_gets_bit_for_bit_the_grade_of_a_run_without_attackers(
    played: Staged, student: str
):
    alone, among = played.alone.grades[student], played.among.grades[student]
    assert without_times(among) == without_times(alone)
    page = f"feedback/{student}.md"
    assert (played.among.out / page).read_bytes() == (played.alone.out / page).read_bytes()
    assert "POISONED" not in json.dumps(among)
    rows = [
        [r for r in run.rows if r["student"] == student] for run in (played.alone, played.among)
    ]
    assert rows[0] == rows[1] != []


def without_times(entry: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if key != "seconds"}


def test_the_honest_students_are_judged_and_differ(played: Staged):
    points = {name: entry["points"] for name, entry in played.alone.grades.items()}
    assert points["~ last, honest"] == 100
    assert points["threads, honest"] == 100
    assert 0 < points["a first, honest"] < 60
    assert len(points) >= 15


def test_nothing_outside_the_scratch_folders_changed(played: Staged):
    assert played.after == played.before
    assert played.markers == []


def test_no_scratch_is_left(played: Staged):
    assert played.scratch == []


def test_nothing_is_left_running(played: Staged):
    assert played.running == []


def test_nothing_that_was_to_be_kept_is_in_what_anybody_reads(played: Staged):
    kept = {
        "the canary's token": played.scene.token,
        "the course's secret": played.scene.secret,
        "what an attack boasts of": "STOLEN: ",
        "a hidden test": "learner.ask(",
        "another student's source": "HONEST-STUDENT",
        "what an attack added": "gdk-marker edits-the-gradebook",
    }
    for name, text in played.among.texts():
        assert not [what for what, words in kept.items() if words in text], name


def test_what_a_student_prints_does_not_reach_the_instructors_terminal(played: Staged):
    assert not re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1b\x7f]", played.among.said)
    assert "all checks passed" not in played.among.said


def test_the_reports_hold_what_they_are_made_of_and_nothing_else(played: Staged):
    names = {path.name for path in played.among.out.iterdir()}
    assert names <= {
        "gradebook.sqlite",
        "grades.csv",
        "misconceptions.csv",
        "moved.csv",
        "grades.json",
        "feedback",
        "secret.key",
    }
    assert all(
        len(row) == len(played.among.rows[0]) and None not in row for row in played.among.rows
    )
    for row in played.among.rows:
        formulas = [c for c in row.values() if c.startswith(("=", "+", "@", "\t", "\r"))]
        assert not formulas


def test_no_message_is_longer_than_anybody_reads(played: Staged):
    lengths = {
        f"{name}: {check['id']}": len(check["message"])
        for name, entry in played.among.grades.items()
        for exercise in entry["exercises"].values()
        for check in exercise["checks"]
    }
    assert {where: n for where, n in lengths.items() if n > 100_000} == {}


@pytest.mark.parametrize("name", generated.NAMES, ids=ascii)
def test_a_student_is_graded_under_any_name(played: Staged, name: str):
    student = name.encode("utf-8", "replace").decode() if not name.isprintable() else name
    entries = [e for s, e in played.among.grades.items() if s in (name, student)]
    assert [entry["exercises"]["ex1"]["points"] for entry in entries] == [generated.FULL]


def test_every_student_has_a_page_of_feedback_of_ones_own(played: Staged):
    pages = [path.read_text(encoding="utf-8", errors="replace") for path in
             (played.among.out / "feedback").iterdir()]  # fmt: skip
    assert len(pages) == len(played.among.grades)
    assert not [path for path in played.scene.folder.rglob("*.md") if "feedback" not in str(path)]


FLOODED = """
import resource, sys
from pathlib import Path
import numpy as np
from exercises.coach.problems import Quadratic
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

problem, source = Quadratic(np.eye(2)), Path(sys.argv[1]).read_bytes()
arguments = [problem.loss, problem.grad, [1.0, 2.0], 0.1, 5]
with Sandbox(Limits(call_seconds=8)) as sandbox:
    before = peak()
    with sandbox.session({"ex1_gradient_descent.py": source}) as session:
        session.call("ex1_gradient_descent", "gradient_descent", arguments, remote=True)
    print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes are Linux's unit of ru_maxrss")
def test_the_graders_own_memory_is_not_the_submissions_to_fill():
    """What the grader evaluates for a submission, and notes of it, has bounds of its own."""
    source = HERE / "submissions" / "floods-the-grader" / "ex1_gradient_descent.py"
    command = [sys.executable, "-c", FLOODED, str(source)]
    grown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert int(grown) < 300, "megabytes, by one call"


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="the runs above are an ordinary user's already, or setpriv is missing",
)
def test_an_instructor_who_is_not_root_is_as_safe():
    """Without another user to become, Landlock and seccomp alone keep the next student's grade."""
    rights = "-setuid,-setgid,-chown,-kill,-sys_ptrace,-dac_override,-dac_read_search,-fowner"
    as_a_user = ["setpriv", "--bounding-set", rights, "--inh-caps", rights]
    attacks = ["poisons-the-disk", "signals-by-descriptor", "takes-the-next-folders", "reads-proc"]
    attacks += ["hides-what-it-writes", "asks-and-never-reads"]
    with staged() as scene:
        for name in ("a", *(f"{attack} honest" for attack in attacks)):
            hand_in(scene, name, *HONEST["a first, honest"])
        # One job, so that whoever comes next comes after the attack in the same place.
        options = (*OPTIONS, "--jobs", "1", "--only", "ex1")
        alone = grade(scene, "out-alone", options, as_a_user)
        for attack in attacks:
            shutil.copytree(HERE / "submissions" / attack, scene.submissions / attack)
        among = grade(scene, "out", options, as_a_user)
        assert among.status == 0, among.said[-2000:]
        for student, entry in alone.grades.items():
            assert without_times(among.grades[student]) == without_times(entry)
        assert scene.markers() == []
