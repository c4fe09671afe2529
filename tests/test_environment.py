"""The set-up: real environments and a real pip, but small wheels of our own and no network."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from exercises.coach import environment
from exercises.coach.environment import LEARNERS, lacking, requirements
from tests.kit import ROOT, Copy

pytestmark = [pytest.mark.timeout(300), pytest.mark.costly]
PROJECT = """\
[build-system]
requires = ["a-build-tool-that-is-nowhere"]
build-backend = "nowhere"

[project]
name = "gradient-descent-kit"
version = "1"
dependencies = ["kitlet>=1"]

[project.optional-dependencies]
dev = ["kittool>=2"]
"""
MAIN = """\
import sys
from pathlib import Path
from exercises.coach.environment import enter, requirements
folder = Path(__file__).resolve().parents[1]
enter(folder, "lesson", requirements(folder, {extra!r}))
import kitlet
print(kitlet.WORD, Path(sys.prefix).name, *sys.argv[1:])
"""


def wheel(folder: Path, name: str, version: str = "1.0", source: str = "") -> None:
    """Write a wheel of one module."""
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{path},{digest(text)},{len(text)}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)


def digest(text: str) -> str:
    hashed = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
    return "sha256=" + hashed.decode().rstrip("=")


@dataclass
class Place:
    """A folder with a program that needs ``kitlet``, and a folder of wheels that holds it."""

    folder: Path
    wheels: Path
    environment: dict[str, str] = field(default_factory=dict)

    def lesson(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run it as ``python -m lesson`` with the Python that runs the tests."""
        unwanted = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
        mine = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
        return subprocess.run(
            [sys.executable, "-m", "lesson", *arguments],
            cwd=self.folder,
            env={
                **{k: v for k, v in mine.items() if k not in unwanted},
                **{"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PYTHONUTF8": "1"},
                **{"PIP_CONFIG_FILE": os.devnull, **self.environment, **more},
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def python(self) -> Path:
        return environment._python_of(self.venv)


def place_at(folder: Path, wheels: Path, extra: str = "") -> Place:
    """Put the program and what it is made of into a folder."""
    coach = folder / "exercises" / "coach"
    coach.mkdir(parents=True)
    for path in (coach.parent, coach):
        (path / "__init__.py").touch()
    shutil.copy(ROOT / "exercises" / "coach" / "environment.py", coach)
    (folder / "lesson").mkdir()
    (folder / "lesson" / "__main__.py").write_text(MAIN.format(extra=extra), encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    wheel(wheels, "kitlet", source="WORD = 'hello from'\n")
    return Place(folder, wheels)


@pytest.fixture
def place(tmp_path):
    return place_at(tmp_path / "Käthes Übungen 2", tmp_path / "wheels")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A folder in which the set-up was done, and what was said: it takes seconds."""
    folder = tmp_path_factory.mktemp("made")
    place = place_at(folder / "Käthes Übungen 2", folder / "wheels")
    return place, place.lesson("and", "arguments")


@pytest.fixture(scope="module")
def made(first):
    """The folder in which the set-up was done: others get a copy of it."""
    place, done = first
    assert done.returncode == 0, done.stderr
    return place


def taken(source, target):
    """Copy a file; those of pip are many, nobody writes into them, and a second name will do."""
    is_pips = f"{os.sep}pip{os.sep}" in source
    return os.link(source, target) if is_pips else shutil.copy2(source, target)


def copied(made, folder):
    """Put what the set-up made into another folder, as if it had been made there."""
    shutil.copytree(made.venv, folder / ".venv", symlinks=True, copy_function=taken)
    for path in (folder / ".venv" / environment.STATE, *(folder / ".venv").rglob("*.pth")):
        text = path.read_text("utf-8")
        path.write_text(text.replace(str(made.folder), str(folder)), encoding="utf-8")


# In the place of Python's own, which unpacks and compiles pip for some seconds.
ENSUREPIP = """
import os, shutil, sysconfig
from pathlib import Path

if __name__ == "__main__":
    for part in Path({source!r}).glob("pip*"):
        target = Path(sysconfig.get_path("purelib"), part.name)
        shutil.copytree(part, target, copy_function=os.link)
"""
# Python's own, but for that; it starts `ensurepip` without a PYTHONPATH.
VENV = """
import subprocess, sys

if __name__ == "__main__":
    sys.path.remove({instead!r})
    import venv

    def set_up_pip(self, context):
        subprocess.run([context.env_exec_cmd, {instead!r} + "/ensurepip.py"], check=True)

    venv.EnvBuilder._setup_pip = set_up_pip
    venv.main()
"""


def pip_at_hand(folder, made):
    """Have `venv` and `ensurepip` take the pip that the first set-up unpacked; return where."""
    source = next(made.venv.rglob("pip/__init__.py")).parents[1]
    instead = folder / "instead"
    instead.mkdir()
    (instead / "ensurepip.py").write_text(ENSUREPIP.format(source=str(source)), encoding="utf-8")
    (instead / "venv.py").write_text(VENV.format(instead=str(instead)), encoding="utf-8")
    return str(instead)


def with_pip_at_hand(place, made):
    """Spare a place the unpacking of pip, and an attempt to get what builds packages."""
    # No build tool is to be had either way; this way pip does not start another pip to see that
    # (it takes 0 for the option to be given).
    instead = pip_at_hand(place.wheels.parent, made)
    place.environment |= {"PYTHONPATH": instead, "PIP_NO_BUILD_ISOLATION": "0"}
    return place


@pytest.fixture
def set_up(place, made):
    """A place in which the set-up was done."""
    copied(made, place.folder)
    return with_pip_at_hand(place, made)


@pytest.mark.slow
def test_it_is_made_filled_and_gone_on_inside_and_found_at_once_the_next_time(first):
    place, done = first
    assert done.stdout == "hello from .venv and arguments\n", done.stderr
    what, later = done.stderr.splitlines()
    assert what.startswith("Setting up ")
    assert later.endswith("then pytest exercises")
    assert max(len(what), len(later)) <= 80
    second = place.lesson()
    assert (second.stdout, second.stderr) == ("hello from .venv\n", "")
    # The kit itself can be imported from anywhere, though no build tool was to be had.
    code = "import exercises.coach; print(exercises.__path__[0])"
    found = subprocess.run(
        [place.python, "-c", code], cwd="/", capture_output=True, text=True, encoding="utf-8"
    )
    assert Path(found.stdout.strip()) == place.folder / "exercises", found.stderr


@pytest.mark.parametrize(
    ("module", "command"), [("exercises", "pytest exercises"), ("grader", "grader")]
)
def test_what_to_type_later_is_of_what_was_begun(module, command, capsys):
    environment._say_what_is_done(module)
    assert capsys.readouterr().err.rstrip().endswith(f"activate, then {command}")


def spoil_by_interrupting(place):
    (place.venv / environment.STATE).write_text(environment.UNFINISHED, encoding="utf-8")
    shutil.rmtree(next(path for path in place.venv.rglob("pip") if path.is_dir()))


def spoil_by_removing_the_python(place):
    for path in place.python.parent.glob("python*"):
        path.unlink()


def spoil_by_emptying(place):
    shutil.rmtree(place.venv)
    place.venv.mkdir()


def spoil_by_moving(place):
    new = place.folder.with_name("elsewhere")
    place.folder.rename(new)
    place.folder = new


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [spoil_by_interrupting, spoil_by_removing_the_python, spoil_by_emptying, spoil_by_moving],
    ids=lambda function: function.__name__,
)
def test_a_half_made_or_moved_environment_is_made_again(set_up, spoil):
    spoil(set_up)
    again = set_up.lesson()
    assert again.stdout == "hello from .venv\n", again.stderr
    assert "Setting up" in again.stderr
    assert set_up.lesson().stderr == ""
    assert (set_up.venv / environment.STATE).read_text("utf-8") == str(set_up.folder)


def test_an_environment_that_is_whole_is_gone_on_in_without_a_word(set_up):
    done = set_up.lesson()
    assert (done.stdout, done.stderr) == ("hello from .venv\n", "")


@pytest.mark.slow
def test_an_environment_that_somebody_else_made_is_filled_and_keeps_what_it_has(place, made):
    with_pip_at_hand(place, made)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place.venv], check=True)
    (place.venv / "theirs").write_text("mine", encoding="utf-8")
    done = place.lesson()
    assert done.stdout == "hello from .venv\n", done.stderr
    assert (place.venv / "theirs").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_what_the_developers_need_is_added_to_what_learners_had(set_up):
    main = set_up.folder / "lesson" / "__main__.py"
    main.write_text(MAIN.format(extra="dev"), encoding="utf-8")
    lacks = set_up.lesson()
    assert lacks.returncode != 0
    assert "pip could not install what is needed" in lacks.stderr
    wheel(set_up.wheels, "kittool", "2.1")
    done = set_up.lesson()
    assert done.stdout == "hello from .venv\n", done.stderr


def test_a_folder_called_venv_that_is_none_is_left_alone(place):
    place.venv.mkdir()
    (place.venv / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = place.lesson()
    assert done.returncode == 1
    assert "is not a virtual environment. Move it away" in done.stderr
    assert (place.venv / "thesis.txt").read_text("utf-8") == "years of work"


def test_without_a_network_it_says_what_failed_and_what_to_type(set_up):
    info = next(set_up.venv.rglob("kitlet-*.dist-info"))
    shutil.rmtree(info)
    for path in set_up.wheels.iterdir():
        path.unlink()
    done = set_up.lesson()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "pip could not install what is needed" in done.stderr
    assert "PIP_NO_INDEX=1 PIP_FIND_LINKS=" in done.stderr
    wheel(set_up.wheels, "kitlet", source="WORD = 'hello from'\n")
    assert set_up.lesson().stdout == "hello from .venv\n"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_a_folder_that_cannot_be_written_to_is_named(place):
    place.folder.chmod(0o555)
    try:
        if os.access(place.folder, os.W_OK):
            pytest.skip("root may write anywhere")
        done = place.lesson()
    finally:
        place.folder.chmod(0o755)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Copy the whole folder" in done.stderr


# What Debian leaves out


class Machine:
    """A machine whose commands are noted instead of run."""

    def __init__(self, monkeypatch, *, programs, is_root=False, answers=()):
        self.ran: list[list[str]] = []
        self.answers = dict(answers)
        monkeypatch.setattr(environment.shutil, "which", lambda name: name in programs or None)
        monkeypatch.setattr(environment, "_is_root", lambda: is_root)
        monkeypatch.setattr(environment.subprocess, "run", self.run)

    def run(self, command, **options):
        self.ran.append(command)
        return subprocess.CompletedProcess(command, self.answers.get(" ".join(command[-3:]), 0))


PACKAGE = f"python3.{sys.version_info.minor}-venv"


def test_root_gets_the_missing_package_at_once(monkeypatch, capsys):
    machine = Machine(monkeypatch, programs={"apt-get"}, is_root=True)
    environment._get_venv()
    assert machine.ran == [["apt-get", "update"], ["apt-get", "install", "-y", PACKAGE]]
    assert "password" not in capsys.readouterr().err


def test_sudo_is_announced_before_it_asks_for_a_password(monkeypatch, capsys):
    machine = Machine(monkeypatch, programs={"apt-get", "sudo"})
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    environment._get_venv()
    assert [command[:2] for command in machine.ran] == [["sudo", "-n"]] * 2
    assert "sudo may ask for your password" in capsys.readouterr().err


def test_whoever_may_not_install_reads_the_line_to_type(monkeypatch):
    Machine(monkeypatch, programs={"apt-get"})
    with pytest.raises(environment.CannotSetUp, match=f"apt-get install -y {PACKAGE}$"):
        environment._get_venv()


def test_an_installation_that_fails_names_the_line_to_type(monkeypatch):
    answers = {f"install -y {PACKAGE}": 100}
    Machine(monkeypatch, programs={"apt-get", "sudo"}, answers=answers)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(environment.CannotSetUp, match=r"could not be installed\. Type: sudo "):
        environment._get_venv()


def test_a_system_without_apt_is_told_what_is_missing(monkeypatch):
    Machine(monkeypatch, programs=set())
    with pytest.raises(environment.CannotSetUp, match="no venv and no ensurepip"):
        environment._get_venv()


# Versions and requirements


def test_learners_need_is_part_of_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(LEARNERS) <= set(project["dependencies"])
    assert requirements(ROOT) == tuple(project["dependencies"])
    assert set(project["optional-dependencies"]["dev"]) <= set(requirements(ROOT, "dev"))


@pytest.mark.parametrize("text", [None, "[project]\nname = 'thesis'\n", "no TOML at all"])
def test_a_folder_that_is_not_the_whole_kit_asks_for_what_learners_need(tmp_path, text):
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert requirements(tmp_path) == LEARNERS


def test_what_is_too_old_or_not_there_is_lacking():
    assert lacking(["pytest>=8", "pytest>=9999", "nowhere-at-all"]) == [
        "pytest>=9999",
        "nowhere-at-all",
    ]


@pytest.mark.parametrize("name", ["numpy", "matplotlib", "contourpy", "PIL"])
def test_a_file_with_a_packages_name_is_said_to_hide_it(tmp_path, monkeypatch, name):
    assert environment.hidden_package() == ""
    (tmp_path / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    said = environment.hidden_package()
    assert said.startswith(f"{tmp_path / name}.py hides the package {name}")
    assert "rename" in said


@pytest.mark.parametrize("name", ["random", "typing", "subprocess"])
def test_a_file_with_the_name_of_a_module_of_pythons_own_is_said_to_hide_it(tmp_path, name):
    copy = Copy(tmp_path)
    (copy.folder / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "exercises", "list"]
    done = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True, timeout=100)
    assert done.stderr.rstrip().endswith(
        f"{name}.py hides Python's own module {name}: rename that file."
    )
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_file_whose_name_does_no_harm_is_left_alone(tmp_path):
    copy = Copy(tmp_path)
    for name in ("test", "code", "loss"):
        (copy.folder / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "exercises", "list"]
    done = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0
    assert "hides" not in done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["copy", "decimal", "pluggy"])
def test_a_file_with_the_name_of_a_module_that_pytest_needs_keeps_nothing_from_being_checked(
    tmp_path, name
):
    copy = Copy(tmp_path)
    (copy.folder / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "exercises", "check", "1"]
    done = subprocess.run(
        command, cwd=copy.folder, capture_output=True, encoding="utf-8", timeout=100,
        env={**os.environ, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "next step: exercise 1, loss" in done.stdout, done.stderr


def test_what_is_installed_is_known_by_any_spelling_and_only_where_it_is_whole(
    tmp_path, monkeypatch
):
    for name in ("Some_Tool-2.1.dist-info", "left_over-9.0.dist-info", "other-1.0.egg-info"):
        (tmp_path / name).mkdir()
    (tmp_path / "Some_Tool-2.1.dist-info" / "METADATA").write_text("Name: some-tool\n")
    (tmp_path / "other-1.0.egg-info" / "PKG-INFO").write_text("Name: other\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    wanted = ["some.tool>=2", "SOME-TOOL>=2.2", "other>=1", "left-over>=1"]
    assert lacking(wanted) == ["SOME-TOOL>=2.2", "left-over>=1"]


def test_an_old_python_is_refused_in_words_before_anything_new_is_read():
    source = (ROOT / "exercises" / "__main__.py").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=")
    nodes = ast.parse(source, feature_version=(3, 4)).body
    # A docstring, an import, the check: what stands below is never reached.
    check = ast.get_source_segment(source, nodes[2])
    pretended = f"import sys\nsys.version_info = (2, 7, 18)\n{check}"
    done = subprocess.run([sys.executable, "-c", pretended], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"need Python {least} or later, and this is Python 2.7.18" in done.stderr
    assert source.isascii(), "Python 2 reads no other letters"
    for file in ("exercises/__init__.py", "exercises/coach/__init__.py"):
        assert (ROOT / file).read_text("utf-8").isascii()


def test_nothing_but_the_standard_library_is_read_before_the_set_up(tmp_path):
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    python = bare / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = (
        "import exercises.__main__, exercises.coach.environment as set_up, sys\n"
        "print('numpy' in sys.modules, set_up.LEARNERS[0])"
    )
    done = subprocess.run([python, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == f"False {LEARNERS[0]}\n", done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("module", ["exercises", "tests", "grader"])
def test_a_bare_python_begins_the_set_up_whichever_module_it_starts(tmp_path, made, module):
    """No network is needed to see that: pip finds nothing in an empty folder of wheels."""
    for name in {"exercises", module}:
        ignored = shutil.ignore_patterns(
            *("*-pytest-*.pyc", "*.pyc.*", ".feedback", "class", "chaffs", "wheats")
        )
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    copied(made, tmp_path)
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    python = bare / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = subprocess.run(
        [python, "-m", module],
        cwd=tmp_path,
        env=os.environ
        | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Setting up ")
    assert "pip could not install what is needed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_real_set_up_from_a_bare_python_ends_with_the_board(tmp_path, made):
    copy = Copy(tmp_path / "Käthes Kurs")
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    python = bare / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Compiling all of NumPy and Matplotlib takes longer than the rest: a run needs a part of it.
    # pip takes 0 for the option to be given, 1 for its opposite.
    instead = pip_at_hand(tmp_path, made)
    more = {"PYTHONUTF8": "1", "PIP_NO_COMPILE": "0", "PYTHONPATH": instead}
    done = subprocess.run(
        [python, "-m", "exercises"],
        cwd=copy.folder,
        env={k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    if "pip could not install" in done.stderr:
        pytest.skip("no network, and no wheels in pip's place")
    assert done.returncode == 1, done.stderr
    assert "next step: exercise 1, loss" in done.stdout
    assert "not started in" in done.stdout.splitlines()[-1]
