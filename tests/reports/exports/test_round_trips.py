"""From what a system handed over, through `grader grade`, to the file that goes back to it.

In every class there are names of several scripts, one who handed in again, one who was late, an
archive that cannot be read, one who handed nothing in, and one who withdrew between two runs.
"""

import csv
import io
import json
import shutil
import zipfile

import pytest

from tests.grading.fakes import grader, kit_with
from tests.intake.test_class import RIGHT, TINY, WRONG
from tests.intake.test_hostile import HOSTILE
from tests.intake.trees import MODULE, canvas_name, lay

pytestmark = [pytest.mark.timeout(560), pytest.mark.costly]
NAMES = ["Zoë Müller", "王小明", "Ольга Петрова", "प्रिया शर्मा", "O'Brien, Siobhán"]
LATE, AGAIN, DAMAGED, NONE, GONE = (
    "Ada Lovelace",
    "Grace Hopper",
    "Eve Torn",
    "Nil None",
    "Wim Gone",
)
EVERYBODY = [*NAMES, LATE, AGAIN, DAMAGED, NONE, GONE]
# Full points but for one, who handed in right work first and wrong work afterwards.
POINTS = {**dict.fromkeys([*NAMES, LATE], 20.0), AGAIN: 0.0}
SPOILT = HOSTILE["damaged deflate"][0]()


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """Return a copy of the kit with two tiny hidden tests, 20 points in all."""
    return kit_with(TINY, tmp_path_factory.mktemp("kit") / "kit")


def graded(kit, folder, files, gone):
    """Grade a class, take away what is ``gone``, grade again; return where the grades are."""
    place, out = lay(folder / "class", files), folder / "out"
    asked = ("grade", place, "--out", out, "--jobs", 1)
    first = grader(*asked, root=kit, folder=folder / "tmp")
    assert first.returncode == 0, first.stdout + first.stderr
    for name in gone:
        path = place / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = grader(*asked, root=kit, folder=folder / "tmp")
    assert again.returncode == 0, again.stdout + again.stderr
    return out


def export(kit, folder, *arguments):
    return grader("export", *arguments, root=kit, folder=folder / "tmp")


def id_of(name):
    return 4000 + EVERYBODY.index(name)


def canvas_class():
    """Return a bulk download of Canvas's, and the names of the files of who withdrew."""
    files = {}
    for name in EVERYBODY:
        start = canvas_name(name) + ("_LATE" if name == LATE else "")
        start = f"{start}_{id_of(name)}_{9000 + EVERYBODY.index(name)}"
        if name == DAMAGED:
            files[f"{start}_homework.zip"] = SPOILT
        elif name != NONE:
            files[f"{start}_{MODULE}"] = RIGHT
    again = f"{canvas_name(AGAIN)}_{id_of(AGAIN)}_9900_{MODULE.replace('.py', '-1.py')}"
    gone = [name for name in files if name.startswith(canvas_name(GONE))]
    return files | {again: WRONG}, gone


def sortable(name):
    if "," in name or " " not in name:
        return name
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}"


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_canvas(kit, tmp_path):
    out = graded(kit, tmp_path, *canvas_class())
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW (77)", "Quiz (78)"]
    )
    rows.writerow(["    Points Possible", "", "", "", "", "20.00", "5"])
    for name in EVERYBODY:
        # What stood there before goes for who has a grade, and stays for who has none.
        before = "12" if name in (AGAIN, NONE) else ""
        rows.writerow([sortable(name), id_of(name), f"S{id_of(name)}", "", "A", before, "4.5"])
    book = tmp_path / "Grades.csv"
    book.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    done = export(kit, tmp_path, "canvas", "--out", out, "--canvas", book, "--column", "HW")
    assert done.returncode == 0, done.stdout + done.stderr
    written = (out / "exports" / "canvas" / "Grades.csv").read_bytes()
    told = {row[1]: row[5] for row in rows_of(written.decode())[2:]}
    numbers = {name: told[str(id_of(name))] for name in EVERYBODY}
    assert {name: float(numbers[name]) for name in POINTS} == POINTS
    assert [numbers[name] for name in (DAMAGED, NONE, GONE)] == ["", "12", ""]
    assert without_column(written, 5) == without_column(book.read_bytes(), 5)
    assert f"withdrawn, and left out: {canvas_name(GONE)}" in done.stdout
    *_, blank, last = done.stdout.splitlines()
    assert blank.startswith("blank: evetorn (cannot be")
    assert last == "students 8 · filled in 7 · blank 1 · without a place 0"


def without_column(data, column):
    """Return a table without a column, cell by cell."""
    lines = data.decode().split("\r\n")
    return [
        [cell for n, cell in enumerate(rows_of(line)[0]) if n != column] for line in lines if line
    ]


def moodle_class():
    files = {}
    for name in EVERYBODY:
        folder = f"{name}_{id_of(name)}_assignsubmission_file"
        if name == DAMAGED:
            files[f"{folder}/homework.zip"] = SPOILT
        elif name != NONE:
            files[f"{folder}/{MODULE}"] = WRONG if name == AGAIN else RIGHT
    return files, [f"{GONE}_{id_of(GONE)}_assignsubmission_file"]


@pytest.mark.slow
def test_moodle(kit, tmp_path):
    out = graded(kit, tmp_path, *moodle_class())
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([
        "ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
        "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)",
        "Zuletzt geändert (Bewertung)",
    ])  # fmt: skip
    for name in EVERYBODY:
        rows.writerow([f"Teilnehmer/in {id_of(name)}", name, "", "", "", "20,00", "Ja", "-", "-"])
    sheet = tmp_path / "Bewertungen-GD-77.csv"
    sheet.write_text(text.getvalue(), encoding="utf-8", newline="")
    done = export(kit, tmp_path, "moodle", "--out", out, "--worksheet", sheet)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = out / "exports" / "moodle"
    told = {row[1]: row[4] for row in rows_of((folder / sheet.name).read_text(encoding="utf-8"))}
    assert {name: float(told[name]) for name in POINTS} == POINTS
    assert [told[name] for name in (DAMAGED, NONE, GONE)] == ["", "", ""]
    with zipfile.ZipFile(folder / "feedback.zip") as archive:
        pages = {name.partition("/")[0] for name in archive.namelist()}
    download = {path.name for path in (tmp_path / "class").iterdir()}
    assert pages == download, "the feedback's folders are those of the download"
    assert f"withdrawn, and left out: {GONE}" in done.stdout
    assert "blank 1" in done.stdout.splitlines()[-1]


def gradescope_class():
    files, lines = {}, ["---"]
    for name in EVERYBODY:
        number, folder = EVERYBODY.index(name), f"submission_{EVERYBODY.index(name)}"
        if name == NONE:
            continue
        works = [(folder, RIGHT)]
        if name == AGAIN:
            works = [(folder, RIGHT), (f"{folder}9", WRONG)]
        for at, (each, work) in enumerate(works):
            files[f"{each}/{MODULE}"] = work
            lines += [
                f"{each}:", "  :submitters:", f"  - :name: {json.dumps(name)}",
                f"    :sid: '{id_of(name)}'", f"    :email: s{number}@example.org",
                f"  :created_at: 2026-11-2{at} 10:00:00.000000000 Z",
            ]  # fmt: skip
        if name == DAMAGED:
            del files[f"{folder}/{MODULE}"]
            files[f"{folder}/homework.zip"] = SPOILT
    return files | {"submission_metadata.yml": "\n".join(lines).encode()}, []


def test_gradescope_and_from_there_to_canvas_and_to_the_services(kit, tmp_path):
    out = graded(kit, tmp_path, *gradescope_class())
    done = export(kit, tmp_path, "gradescope", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = out / "exports" / "gradescope"
    told = {path.parent.name: json.loads(path.read_bytes()) for path in folder.glob("*/*.json")}
    assert {name: each["score"] for name, each in told.items()} == {**POINTS, GONE: 20.0}
    assert all(sum(t["score"] for t in each["tests"]) == each["score"] for each in told.values())
    book = tmp_path / "Grades.csv"
    lines = [f'"{sortable(name)}",{n},{id_of(name)},A,' for n, name in enumerate(EVERYBODY)]
    book.write_text("\n".join(["Student,ID,SIS User ID,Section,HW (1)", *lines]), encoding="utf-8")
    done = export(kit, tmp_path, "canvas", "--out", out, "--canvas", book)
    assert done.returncode == 0, done.stdout + done.stderr
    numbers = {
        row[2]: row[4] for row in rows_of((out / "exports/canvas/Grades.csv").read_text("utf-8"))
    }
    assert {name: float(numbers[str(id_of(name))]) for name in POINTS} == POINTS
    assert [numbers[str(id_of(name))] for name in (DAMAGED, NONE)] == ["", ""]
    for name, key, most in (("classroom50", "score", 1), ("prairielearn", "score", 20)):
        assert export(kit, tmp_path, name, "--out", out).returncode == 0
        each = {
            p.parent.name: json.loads(p.read_bytes())
            for p in (out / f"exports/{name}").glob("*/*.json")
        }
        scores = {who: told[key] * most for who, told in each.items() if key in told}
        assert scores == {**POINTS, GONE: 20.0}


def nbgrader_class():
    files = {"source/ps1/ps1.ipynb": b"{}", "gradebook.db": b"SQLite format 3"}
    for name in EVERYBODY:
        folder = f"submitted/{name}/ps1"
        if name == DAMAGED:
            files[f"{folder}/homework.zip"] = SPOILT
        elif name != NONE:
            files[f"{folder}/{MODULE}"] = WRONG if name == AGAIN else RIGHT
        else:
            files[f"submitted/{name}/ps0/{MODULE}"] = RIGHT
        files[f"{folder}/timestamp.txt"] = b"2026-11-20 10:00:00.000000 UTC\n"
    del files[f"submitted/{NONE}/ps1/timestamp.txt"]
    return files, [f"submitted/{GONE}"]


@pytest.mark.slow
def test_nbgrader(kit, tmp_path):
    files, gone = nbgrader_class()
    place, out = lay(tmp_path / "class", files), tmp_path / "out"
    asked = ("grade", place, "--out", out, "--assignment", "ps1", "--jobs", 1)
    for _ in range(2):
        done = grader(*asked, root=kit, folder=tmp_path / "tmp")
        assert done.returncode in (0, 5), done.stdout + done.stderr
        shutil.rmtree(place / gone[0], ignore_errors=True)
    done = export(kit, tmp_path, "nbgrader", "--out", out, "--assignment", "ps1")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (out / "exports/nbgrader/grades.csv").read_text(encoding="utf-8")
    told = {row["student_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert {name: float(told[name]["score"]) for name in POINTS} == POINTS
    assert [told[name]["score"] for name in (DAMAGED, NONE)] == ["", ""]
    assert GONE not in told
    assert told[LATE]["timestamp"] == "2026-11-20 10:00:00.000000"
    assert {row["max_score"] for row in told.values()} == {"20"}


def repositories_class():
    files, logins = {}, {name: f"gh{id_of(name)}" for name in EVERYBODY}
    for name, login in logins.items():
        folder = f"hw4-{login}"
        files[f"{folder}/.git/HEAD"] = b"ref: refs/heads/main\n"
        if name == DAMAGED:
            files[f"{folder}/homework.zip"] = SPOILT
        elif name != NONE:
            files[f"{folder}/exercises/{MODULE}"] = WRONG if name == AGAIN else RIGHT
    return files, [f"hw4-{logins[GONE]}"], logins


@pytest.mark.slow
def test_repositories_and_from_there_to_classroom50_and_by_login_to_canvas(kit, tmp_path):
    files, gone, logins = repositories_class()
    out = graded(kit, tmp_path, files, gone)
    asked = ("--classroom", "gd", "--assignment", "hw4")
    done = export(kit, tmp_path, "classroom50", "--out", out, *asked)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = out / "exports" / "classroom50"
    told = {path.parent.name: json.loads(path.read_bytes()) for path in folder.glob("*/*.json")}
    scores = {login: each["score"] for login, each in told.items()}
    assert scores == {logins[name]: points for name, points in POINTS.items()}
    assert {each["assignment"] for each in told.values()} == {"hw4"}
    lines = [f'"{sortable(n)}",{i},{logins[n]},A,' for i, n in enumerate(EVERYBODY)]
    book = tmp_path / "Grades.csv"
    book.write_text("\n".join(["Student,ID,SIS Login ID,Section,HW (1)", *lines]), encoding="utf-8")
    done = export(kit, tmp_path, "canvas", "--out", out, "--canvas", book)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = rows_of((out / "exports" / "canvas" / "Grades.csv").read_text(encoding="utf-8"))
    numbers = {row[2]: row[4] for row in rows}
    assert {name: float(numbers[logins[name]]) for name in POINTS} == POINTS
    assert [numbers[logins[name]] for name in (DAMAGED, NONE, GONE)] == ["", "", ""]
    assert "no exercise was handed in" in done.stdout.splitlines()[-2]
