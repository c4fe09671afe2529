"""Builders of what systems hand over: one for each layout, for any names.

Each takes the students' names and returns a tree as data, path to bytes, together with what the
students are called. `lay` writes it into a folder, `packed` into an archive, and `found` reads
whose work everybody has.
"""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.intake import read_place
from grader.intake.students import Options

MODULE = "ex1_gradient_descent.py"
SECOND = "ex2_learning_rates.py"
THIRD = "ex3_convergence_rate.py"
# A function of an exercise, whatever its file is called.
WHOLE = b"def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps): pass\n"

Files = dict[str, bytes]
Built = tuple[Files, list[str]]


def work_of(name: str) -> bytes:
    """Return a module that tells whose it is."""
    return f"# the work of {name}\ndef loss(x):\n    return x\n".encode()


def found(place: Path, **options: Any) -> dict[str, str | None]:
    """Return what each student is called and the first line of their exercise 1."""
    intake = read_place(place, Options(**options))
    return {
        s.student: s.files[MODULE].decode().splitlines()[0].removeprefix("# the work of ")
        if MODULE in s.files
        else None
        for s in intake.submissions()
    }


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files; a path that ends in a slash is an empty folder."""
    for name, data in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def packed(files: Mapping[str, bytes], kind: str = "zip") -> bytes:
    """Return files as a zip, a tar or a compressed tar."""
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return buffer.getvalue()
    mode = {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2"}[kind]
    with tarfile.open(fileobj=buffer, mode=mode) as tar:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def plain(names: Sequence[str]) -> Built:
    return {f"{name}/{MODULE}": work_of(name) for name in names}, sorted(names)


def plain_with_a_folder_each(names: Sequence[str]) -> Built:
    return {f"{name}/my work/{MODULE}": work_of(name) for name in names}, sorted(names)


def zips(names: Sequence[str]) -> Built:
    return {f"{name}.zip": packed({MODULE: work_of(name)}) for name in names}, sorted(names)


def folders_and_archives(names: Sequence[str]) -> Built:
    files: Files = {}
    kinds = ["", "zip", "tar", "tar.gz", "tgz", "tar.bz2"]
    for number, name in enumerate(names):
        kind = kinds[number % len(kinds)]
        if kind:
            files[f"{name}.{kind}"] = packed({f"work/{MODULE}": work_of(name)}, kind)
        else:
            files[f"{name}/{MODULE}"] = work_of(name)
    return files, sorted(names)


def canvas_name(name: str) -> str:
    """Return a name as Canvas writes it."""
    return "".join(c for c in name if c.isalnum() or c == "_").lower()


def canvas(names: Sequence[str]) -> Built:
    files = {
        f"{canvas_name(name)}_{100 + n}_{9000 + n}_{MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    return files, sorted(canvas_name(name) for name in names)


def canvas_with_zips(names: Sequence[str]) -> Built:
    files = {
        f"{canvas_name(name)}_LATE_{100 + n}_{9000 + n}_homework.zip": packed(
            {f"homework/{MODULE}": work_of(name)}
        )
        for n, name in enumerate(names)
    }
    return files, sorted(canvas_name(name) for name in names)


def canvas_anonymous(names: Sequence[str]) -> Built:
    files = {
        f"{'LATE_' if n else ''}anon_aB{n}xY_{9000 + n}_{MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    return files, sorted(f"anon_aB{n}xY" for n, _ in enumerate(names))


def moodle(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        files[f"{name}_{4000 + n}_assignsubmission_file/{MODULE}"] = work_of(name)
        files[f"{name}_{4000 + n}_assignsubmission_onlinetext/onlinetext.html"] = b"<p>done</p>"
    return files, sorted(names)


def moodle_before_4_1(names: Sequence[str]) -> Built:
    files = {
        f"{name}_{4000 + n}_assignsubmission_file_/{MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    return files, sorted(names)


def moodle_flat(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        files[f"{name}_{4000 + n}_assignsubmission_file_{MODULE}"] = work_of(name)
        files[f"{name}_{4000 + n}_assignsubmission_onlinetext_onlinetext.html"] = b"<p>done</p>"
    return files, sorted(names)


def moodle_teams(names: Sequence[str]) -> Built:
    files = {
        f"{name}_{70 + n}_assignsubmission_file/{MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    files[f"Default group_assignsubmission_file/{MODULE}"] = work_of("Default group")
    return files, sorted([*names, "Default group"])


def blackboard(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        start = f"Homework 4_user{n}_attempt_2026-11-20-10-00-0{n}"
        files[f"{start}_{MODULE}"] = work_of(name)
        files[f"{start}.txt"] = f"Name: {name} (user{n})\nAssignment: Homework 4\n".encode()
    return files, [f"user{n}" for n, _ in enumerate(names)]


def brightspace(names: Sequence[str]) -> Built:
    files: Files = {"index.html": b"<html>"}
    for n, name in enumerate(names):
        start = f"{100 + n}-777 - {name} - Nov 20, 2026 1{n}05 PM"
        files[f"{start}/{MODULE}"] = work_of(name)
    return files, sorted(names)


def brightspace_flat(names: Sequence[str]) -> Built:
    files = {
        f"777-{100 + n} - {name} - 20 November, 2026 110{n} AM - {MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    return files, sorted(names)


def sakai(names: Sequence[str]) -> Built:
    files: Files = {"Homework 4/grades.csv": b"Homework 4,Points"}
    for n, name in enumerate(names):
        start = f"Homework 4/{name}(user{n})"
        files[f"{start}/Submission attachment(s)/{MODULE}"] = work_of(name)
        files[f"{start}/Feedback Attachment(s)/{MODULE}"] = b"# the staff's"
        files[f"{start}/timestamp.txt"] = b"20261120100000000"
        files[f"{start}/comments.txt"] = b""
    return files, sorted(names)


def submitty(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        settings = {
            "active_version": n + 1,
            "history": [
                {"version": v, "time": f"2026-11-20 10:0{v}:00-0500 America/New_York", "who": name}
                for v in range(1, n + 2)
            ],
        }
        files[f"submissions/{name}/user_assignment_settings.json"] = json.dumps(settings).encode()
        for version in range(1, n + 2):
            whose = name if version == n + 1 else "an earlier version"
            files[f"submissions/{name}/{version}/{MODULE}"] = work_of(whose)
            files[f"submissions/{name}/{version}/.submit.timestamp"] = b"2026-11-20"
    return files, sorted(names)


def autolab(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        for version in range(1, n + 2):
            whose = name if version == n + 1 else "an earlier version"
            work = packed({MODULE: work_of(whose)})
            files[f"user_{n}@example.org_{version}_handin.zip"] = work
    return files, [f"user_{n}@example.org" for n, _ in enumerate(names)]


def cocalc(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        folder = f"HW 4-collect/00000000-0000-4000-8000-{n:012}"
        files[f"{folder}/{MODULE}"] = work_of(name)
        files[f"{folder}/STUDENT - {name}.txt"] = f"This student is {name}.".encode()
    return files, sorted(names)


def ilias(names: Sequence[str]) -> Built:
    people = [f"Doe_{'x'.join(c for c in name if c.isalnum())}_u{n}_{400 + n}"
              for n, name in enumerate(names)]  # fmt: skip
    files = {
        f"Abgaben/{who}/{'' if n else 'Verspaetete Abgabe - '}{MODULE}": work_of(name)
        for n, (who, name) in enumerate(zip(people, names, strict=True))
    }
    return files, sorted(people)


def openolat(names: Sequence[str]) -> Built:
    files: Files = {f"ita_HW4/solutions/{MODULE}": b"# the staff's"}
    for name in names:
        files[f"ita_HW4/{name}/1_task/{MODULE}"] = b"# the staff's"
        files[f"ita_HW4/{name}/2_submissions/{MODULE}"] = work_of(name)
        files[f"ita_HW4/{name}/3_corrections/{MODULE}"] = b"# the staff's"
    return files, sorted(names)


def google_form(names: Sequence[str]) -> Built:
    people = [" ".join([*name.title().split(), "Doe"]) for name in names]
    files = {
        f"HW 4 (File responses)/Exercise 1 (File responses)/ex1_gradient_descent - {who}.py": (
            work_of(name)
        )
        for name, who in zip(names, people, strict=True)
    }
    return files, sorted(people)


def microsoft_form(names: Sequence[str]) -> Built:
    people = [" ".join([*name.title().split(), "Doe"]) for name in names]
    files = {
        f"Question 1/ex1_gradient_descent_{who}.py": work_of(name)
        for name, who in zip(names, people, strict=True)
    }
    files |= {f"Question 2/essay_{who}.pdf": b"%PDF" for who in people}
    return files, sorted(people)


def file_request(names: Sequence[str]) -> Built:
    people = [" ".join([*name.title().split(), "Doe"]) for name in names]
    files = {
        f"Homework 4/{who} - ex1_gradient_descent.py": work_of(name)
        for name, who in zip(names, people, strict=True)
    }
    return files | {f"Homework 4/{who} - essay.pdf": b"%PDF" for who in people}, sorted(people)


def teams(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        for version in range(1, n + 2):
            whose = name if version == n + 1 else "an earlier version"
            files[f"Submitted files/{name}/Homework 4/Version {version}/{MODULE}"] = work_of(whose)
        files[f"Working files/{name}/Homework 4/{MODULE}"] = work_of("a draft")
    return files, sorted(names)


def _metadata(names: Sequence[str], colon: str) -> str:
    lines = ["---"]
    for n, name in enumerate(names):
        lines += [
            f"submission_{500 + n}:",
            f"  {colon}submitters:",
            f"  - {colon}name: {name!r}",
            f"    {colon}sid: '{8000 + n}'" if n else f"    {colon}sid: ",
            f"    {colon}email: s{n}@example.org",
            f"  {colon}created_at: 2026-11-2{n % 10} 10:00:00.000000000 Z",
            f"  {colon}score: 1.0",
        ]
    return "\n".join(lines) + "\n"


def gradescope(names: Sequence[str], colon: str = ":") -> Built:
    files = {f"submission_{500 + n}/{MODULE}": work_of(name) for n, name in enumerate(names)}
    files["submission_metadata.yml"] = _metadata(names, colon).encode()
    return files, sorted(names)


def gradescope_without_colons(names: Sequence[str]) -> Built:
    return gradescope(names, "")


def nbgrader(names: Sequence[str]) -> Built:
    files: Files = {}
    for name in names:
        files[f"submitted/{name}/ps1/{MODULE}"] = work_of(name)
        files[f"submitted/{name}/ps1/timestamp.txt"] = b"2026-11-20 10:00:00.000000 UTC\n"
    files["source/ps1/ps1.ipynb"] = b"{}"
    files["release/ps1/ps1.ipynb"] = b"{}"
    files["gradebook.db"] = b"SQLite format 3"
    return files, sorted(names)


def exchange(names: Sequence[str]) -> Built:
    files: Files = {}
    for n, name in enumerate(names):
        folder = f"inbound/{name}+ps1+2026-11-20 10:00:0{n}.123456 UTC+Q7x{n}"
        files[f"{folder}/{MODULE}"] = work_of(name)
        files[f"{folder}/timestamp.txt"] = f"2026-11-20 10:00:0{n}.123456 UTC".encode()
    files[f"outbound/ps1/{MODULE}"] = b"# the staff's"
    return files, sorted(names)


def repositories(names: Sequence[str]) -> Built:
    files: Files = {}
    for name in names:
        files[f"hw4-{name}/exercises/{MODULE}"] = work_of(name)
        files[f"hw4-{name}/.git/HEAD"] = b"ref: refs/heads/main\n"
        files[f"hw4-{name}/.git/{MODULE}"] = b"# nobody's"
    return files, sorted(names)


def sections(names: Sequence[str]) -> Built:
    half = max(2, len(names) // 2)
    files = {
        f"Section {'A' if n < half else 'B'}/{name}/{MODULE}": work_of(name)
        for n, name in enumerate(names)
    }
    return files, sorted(names)


def sections_of_canvas(names: Sequence[str]) -> Built:
    half = max(2, len(names) // 2)
    first, one = canvas(names[:half])
    second, two = canvas(names[half:])
    files = {f"monday/{path}": data for path, data in first.items()}
    files |= {f"tuesday/{path}": data for path, data in second.items()}
    return files, sorted(one + two)


LAYOUTS: dict[str, tuple[Callable[[Sequence[str]], Built], str]] = {
    "plain folders": (plain, "plain folders"),
    "plain folders with one more in each": (plain_with_a_folder_each, "plain folders"),
    "a zip each": (zips, "plain folders"),
    "folders and archives of all kinds": (folders_and_archives, "plain folders"),
    "Canvas": (canvas, "Canvas download"),
    "Canvas with zips": (canvas_with_zips, "Canvas download"),
    "Canvas, anonymous": (canvas_anonymous, "Canvas download"),
    "Moodle from 4.1": (moodle, "Moodle download"),
    "Moodle before 4.1": (moodle_before_4_1, "Moodle download"),
    "Moodle without folders": (moodle_flat, "Moodle download"),
    "Moodle's teams": (moodle_teams, "Moodle download"),
    "Blackboard": (blackboard, "Blackboard download"),
    "Brightspace": (brightspace, "Brightspace download"),
    "Brightspace without folders": (brightspace_flat, "Brightspace download"),
    "Sakai": (sakai, "Sakai download"),
    "Submitty": (submitty, "Submitty download"),
    "Autolab": (autolab, "Autolab download"),
    "CoCalc": (cocalc, "CoCalc's collected folder"),
    "ILIAS": (ilias, "ILIAS download"),
    "OpenOlat": (openolat, "OpenOlat archive"),
    "Microsoft Teams": (teams, "Microsoft Teams"),
    "Gradescope": (gradescope, "Gradescope export"),
    "Gradescope without Ruby's colons": (gradescope_without_colons, "Gradescope export"),
    "nbgrader": (nbgrader, "nbgrader's submitted folder"),
    "nbgrader's exchange": (exchange, "nbgrader's inbound folder"),
    "repositories": (repositories, "folder of repositories"),
    "sections": (sections, "sections, plain folders"),
    "sections of Canvas downloads": (sections_of_canvas, "sections, Canvas download"),
}
NAMES = {
    "ASCII": ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Mary Ann Evans"],
    "other scripts": ["Zoë Müller", "王小明", "Ольга Петрова", "प्रिया शर्मा", "محمد العلي"],
    "digits and punctuation": ["O'Brien, Siobhán", "student2", "ada-l", "X 11"],
}
