"""The autograder for Gradescope, in a tree that is laid out as ``/autograder``."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile

import pytest

from tests.grading.fakes import STEMS, grader, right_files, stub_files
from tests.grading.test_command import CLIMBS
from tests.intake.test_hostile import HOSTILE
from tests.warm import run_module

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(560),
    pytest.mark.costly,
    pytest.mark.skipif(sys.platform == "win32", reason="Gradescope's machines are Linux"),
]
NAME = "Zoë Müller"
# What stands in for Python on a machine without anything: packages are there already.
PYTHON = f"""#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin"
  ln -sf {sys.executable} "$3/bin/python.real"
  printf '#!/bin/sh\\nexec {sys.executable} "$@"\\n' > "$3/bin/python"
  printf '#!/bin/sh\\necho "$@" > "%s/asked"\\n' "$3" > "$3/bin/pip"
  chmod +x "$3/bin/python" "$3/bin/pip"
  exit 0
fi
exec {sys.executable} "$@"
"""


class Service:
    """Does with a zip what Gradescope does, below a folder of its own."""

    def __init__(self, folder, archive):
        self.root = folder / "autograder"
        for name in ("source", "submission", "results", "bin"):
            (self.root / name).mkdir(parents=True)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(self.root / "source")
            for each in zipped.infolist():
                (self.root / "source" / each.filename).chmod(each.external_attr >> 16 & 0o777)
        shutil.copy2(self.root / "source" / "run_autograder", self.root)
        python = self.root / "bin" / "python3"
        python.write_text(PYTHON)
        python.chmod(0o755)
        self.environment = {
            **os.environ, "AUTOGRADER_ROOT": str(self.root), "PYTHONUTF8": "1",
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip

    def start(self, program):
        return subprocess.run(
            [program], cwd=self.root, env=self.environment, capture_output=True, text=True,
            encoding="utf-8",
        )  # fmt: skip

    def set_up(self):
        return self.start(self.root / "source" / "setup.sh")

    def grade(self, files, metadata=None, *, by_script=False):
        """Hand files in; return the run and the result, None where there is none.

        Without its script, what that starts is run in a process that has the libraries loaded.
        """
        shutil.rmtree(self.root / "submission")
        (self.root / "submission").mkdir()
        for name, data in files.items():
            (self.root / "submission" / name).write_bytes(data)
        told = metadata if metadata is not None else {"users": [{"name": NAME, "email": "z@x.org"}]}
        (self.root / "submission_metadata.json").write_text(json.dumps(told), encoding="utf-8")
        if by_script:
            done = self.start(self.root / "run_autograder")
        else:
            kit = self.root / "source" / "kit"
            asked = ["--root", str(self.root)]
            done = run_module(
                "grader.release.autograder", kit, asked, self.environment, is_settled=True
            )
        path = self.root / "results" / "results.json"
        return done, json.loads(path.read_bytes()) if path.exists() else None


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gradescope")
    done = grader("release", "gradescope", folder / "autograder.zip", folder=folder / "tmp")
    assert done.returncode == 0, done.stderr
    assert "keep it" in done.stdout
    return folder / "autograder.zip"


@pytest.fixture(scope="module")
def service(archive, tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("service"), archive)
    done = service.set_up()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the reference solutions have 100 points" in done.stdout
    return service


def test_the_scripts_are_at_the_root_and_can_be_run(archive):
    with zipfile.ZipFile(archive) as zipped:
        modes = {each.filename: each.external_attr >> 16 for each in zipped.infolist()}
    for name in ("setup.sh", "run_autograder"):
        assert modes[name] & stat.S_IXUSR
    assert {name.partition("/")[0] for name in modes} == {"setup.sh", "run_autograder", "kit"}


def test_the_same_secret_gives_the_same_bytes_and_another_one_other_bytes(archive, tmp_path):
    key = archive.with_name("secret.key")
    for name, secret in (("same", key), ("other", tmp_path / "other.key")):
        done = grader(
            "release", "gradescope", tmp_path / f"{name}.zip", "--secret-file", secret,
            folder=tmp_path / "tmp",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "same.zip").read_bytes() == archive.read_bytes()
    assert (tmp_path / "other.zip").read_bytes() != archive.read_bytes()


def test_students_see_the_results_when_the_instructor_says_so(service, archive, tmp_path):
    key = archive.with_name("secret.key")
    done = grader(
        "release", "gradescope", tmp_path / "later.zip", "--secret-file", key,
        "--visibility", "after_due_date", folder=tmp_path / "tmp",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "later.zip") as zipped:
        settings = zipped.read("kit/autograder.json")
    place = service.root / "source" / "kit" / "autograder.json"
    before = place.read_bytes()
    place.write_bytes(settings)
    _, result = service.grade({f"{STEMS[0]}.py": CLIMBS})
    place.write_bytes(before)
    assert result["visibility"] == "after_due_date"
    assert not any("visibility" in test for test in result["tests"]), "none is shown before"


def test_setting_up_asks_for_all_that_the_kit_needs_and_hides_the_secret(service):
    asked = (service.root / "venv" / "asked").read_text()
    assert "requirements.txt" in asked
    needed = (service.root / "source" / "kit" / "requirements.txt").read_text().split()
    assert {"numpy", "matplotlib", "pytest", "rich", "click"} <= {n.split(">")[0] for n in needed}
    mode = (service.root / "source" / "kit" / "secret.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.daily
def test_right_work_has_full_points(service):
    done, result = service.grade(right_files(), by_script=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert result["score"] == 100
    assert sum(test["score"] for test in result["tests"]) == 100
    assert result["extra_data"]["kit_version"] != "unreleased"


def test_wrong_work_has_the_very_result_of_the_export_graded_at_home(service, archive, tmp_path):
    files = {f"{STEMS[0]}.py": CLIMBS}
    _, result = service.grade(files)
    place = tmp_path / "export"
    (place / "submission_1").mkdir(parents=True)
    (place / "submission_1" / f"{STEMS[0]}.py").write_bytes(CLIMBS)
    (place / "submission_metadata.yml").write_text(
        f"submission_1:\n  :submitters:\n  - :name: {NAME}\n    :email: z@x.org\n", encoding="utf-8"
    )
    key, out = archive.with_name("secret.key"), tmp_path / "out"
    asked = ("grade", place, "--out", out, "--secret-file", key, "--jobs", 1)
    assert grader(*asked, folder=tmp_path / "tmp").returncode == 0
    assert grader("export", "gradescope", "--out", out, folder=tmp_path / "tmp").returncode == 0
    (path,) = (out / "exports" / "gradescope").glob("*/results.json")
    home = json.loads(path.read_bytes())
    for each in (result, home):
        del each["execution_time"]
    assert result == home
    assert "`climbs`" in json.dumps(result)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "no exercise was handed in"),
        ({"essay.docx": b"x"}, "no exercise was handed in"),
        ({"hw.zip": HOSTILE["encrypted"][0]()}, "cannot be read: hw.zip was not read: it is"),
    ],
)
def test_what_cannot_be_read_has_no_result_and_says_why(service, files, why):
    (service.root / "results" / "results.json").write_text('{"score": 100}', encoding="utf-8")
    done, result = service.grade(files, by_script=not files)
    assert done.returncode == 1
    assert result is None, "not even the one of the submission before"
    assert f"no result: {why}" in done.stdout


def test_the_untouched_stubs_have_0(service):
    _, result = service.grade(stub_files())
    assert result["score"] == 0


@pytest.mark.parametrize(
    "metadata", [{}, {"users": []}, {"users": [{"name": None}]}, [], {"users": 3}]
)
def test_a_submission_is_graded_whoever_it_is_from(service, metadata):
    done, result = service.grade({f"{STEMS[0]}.py": CLIMBS}, metadata)
    assert done.returncode == 0, done.stdout + done.stderr
    assert result["extra_data"]["student"] == "student"


def test_solutions_that_do_not_pass_stop_the_image(service, archive, tmp_path):
    spoilt = Service(tmp_path, archive)
    solution = spoilt.root / "source" / "kit" / "solutions" / f"{STEMS[0]}.py"
    solution.write_text(solution.read_text("utf-8") + "\n\ndef grad(x):\n    return x\n")
    done = spoilt.set_up()
    assert done.returncode == 1
    assert "The reference solutions do not pass here, so nobody would be graded" in done.stdout


def test_a_place_that_is_no_zip_is_refused(tmp_path):
    done = grader("release", "gradescope", tmp_path / "x.tar", folder=tmp_path / "tmp")
    assert done.returncode == 1
    assert "must end in .zip" in done.stderr
    assert list(tmp_path.glob("x*")) == []
