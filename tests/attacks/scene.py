"""The scene of the attacks: a workspace full of canaries, and one run of the real command in it."""

from __future__ import annotations

import csv
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tests.grading.fakes import processes_naming

ROOT = Path(__file__).resolve().parents[2]
# Hostile submissions look for this prefix, and touch nothing but what is beneath such a folder.
PREFIX = "gdk-canary-"
MARKER = "gdk-marker"
SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/root", "/home")


@dataclass(frozen=True)
class Scene:
    """A folder under /tmp with submissions, a secret, a home folder and files to be left alone."""

    folder: Path

    @property
    def submissions(self) -> Path:
        return self.folder / "submissions"

    @property
    def token(self) -> str:
        return (self.folder / "canary").read_text(encoding="ascii").strip()

    @property
    def secret(self) -> str:
        return (self.folder / "secret.key").read_text(encoding="ascii").strip()

    def guarded(self) -> dict[str, tuple[Any, ...]]:
        """Return what nothing may change: each file's bytes, mode and time of change."""
        places = [self.folder, *(self.folder / name for name in ("home", "submissions"))]
        files = [p for place in places for p in place.rglob("*canary*")]
        files += [p for p in self.submissions.rglob("*") if "honest" in str(p)]
        return {str(p): _state(p) for p in sorted(files)}

    def markers(self) -> list[str]:
        """Return every file that an attack left, wherever one can leave one."""
        packages = Path(np.__file__).parents[1]
        places = [
            *map(Path, SHARED),
            *map(Path, sys.path),
            ROOT,
            packages,
            packages / "numpy",
            Path.cwd(),
            Path.home(),
        ]
        places += [self.folder, *(p for p in self.folder.glob("*") if p.name != "submissions")]
        found = [str(p) for place in places for p in place.glob("*gdk?marker*")]
        return sorted(set(found))

    def running(self) -> list[str]:
        """Return the processes that belong to this scene, by their arguments and environment."""
        return processes_naming(self.folder.name, MARKER)

    def still_running(self, seconds: float = 5.0) -> list[str]:
        """Return what is still running when everything had time to end."""
        until = time.monotonic() + seconds
        while (found := self.running()) and time.monotonic() < until:
            time.sleep(0.2)
        return found


@dataclass(frozen=True)
class Run:
    """What one run of the command said and wrote."""

    out: Path
    status: int
    said: str
    seconds: float

    @cached_property
    def grades(self) -> dict[str, dict[str, Any]]:
        """The entries of ``grades.json`` by student."""
        document = json.loads((self.out / "grades.json").read_text(encoding="utf-8"))
        return {entry["student"]: entry for entry in document["submissions"]}

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        with (self.out / "grades.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def open_to(self) -> frozenset[str]:
        """What a submission can do on this machine, as the run's first lines say."""
        line = next(x for x in self.said.splitlines() if x.startswith("isolation: "))
        _, _, listed = line.partition("(a submission could ")
        return frozenset(part.strip(" )") for part in listed.split(",") if part.strip(" )"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield all that anybody reads: what was printed, and every report."""
        yield "what was printed", self.said
        for path in sorted(self.out.rglob("*")):
            if path.is_file():
                yield path.name, path.read_text(encoding="utf-8", errors="replace")


@contextmanager
def staged() -> Iterator[Scene]:
    """Set the scene, and clear it away."""
    folder = Path("/tmp") / f"{PREFIX}{secrets.token_hex(6)}"
    folder.mkdir()
    scene = Scene(folder)
    try:
        token = f"GDK-CANARY-TOKEN-{secrets.token_hex(8)}\n"
        for place in (folder, folder / "home", folder / "submissions"):
            place.mkdir(exist_ok=True)
            for name in ("canary", "my secret canary.txt"):
                (place / name).write_text(token, encoding="ascii")
                (place / name).chmod(0o666)
            place.chmod(0o777)
        (folder / "secret.key").write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        (folder / "secret.key").chmod(0o600)
        (folder / "tmp").mkdir()
        yield scene
    finally:
        for place in scene.submissions.glob("*"):
            place.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        for marker in scene.markers():
            Path(marker).unlink(missing_ok=True)


def hand_in(scene: Scene, name: str, *files: Path | Callable[[Path], None]) -> None:
    """Put files, or what a function makes, into a student's folder."""
    for file in files:
        place = scene.submissions / name
        if not isinstance(file, Path):
            file(place)
            continue
        place.mkdir(exist_ok=True)
        shutil.copyfile(file, place / (file.name if file.parent.name == name else _stem(file)))


def grade(scene: Scene, out: str, options: Sequence[str] = (), before: Iterable[str] = ()) -> Run:
    """Run ``grader grade`` on the scene's submissions, with a home folder that is the scene's."""
    command = [*before, sys.executable, "-m", "grader", "grade", str(scene.submissions)]
    command += ["--out", str(scene.folder / out), "--secret-file", str(scene.folder / "secret.key")]
    environment = os.environ | {
        "HOME": str(scene.folder / "home"),
        "TMPDIR": str(scene.folder / "tmp"),
        "GDK_CANARY": scene.token,
        "PYTHONUTF8": "1",
    }
    began = time.monotonic()
    done = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    said = done.stdout + done.stderr
    return Run(scene.folder / out, done.returncode, said, time.monotonic() - began)


def _stem(file: Path) -> str:
    """Return the name to hand a file in by: its folder's, where that is an exercise's."""
    return f"{file.parent.name}.py" if file.parent.name.startswith("ex") else file.name


def _state(path: Path) -> tuple[Any, ...]:
    status = path.lstat()
    content = path.read_bytes() if path.is_file() else b""
    return content, status.st_mode, status.st_mtime_ns, status.st_uid
