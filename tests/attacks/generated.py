"""Hostile things to hand in that cannot be kept as plain files, made where a test needs them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

EX1, EX2 = "ex1_gradient_descent", "ex2_learning_rates"
WHEATS = Path(__file__).parents[1] / "wheats"
RIGHT_1 = (WHEATS / EX1 / "plain_loop.py").read_bytes()
RIGHT_2 = (WHEATS / EX2 / "plain_loop.py").read_bytes()
FULL = 20.0
MEGABYTE = 1 << 20

# Names of folders: each holds a right exercise 1, and is worth full points.
NAMES = (
    "-rf",
    "--help",
    "=cmd|' !C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "x\\..\\..\\y",
    "~",
    "%s%n{0}",
    "$(touch gdk-marker-shell)",
    "`touch gdk-marker-shell`; touch gdk-marker-shell",
    "'); DROP TABLE attempts;--",
    "<script>alert('gdk')<!script>",
    'two\nlines, "quoted"\r\n=1+1',
    "\x1b[2J\x1b]0;gdk-title\x07",
    "\u202egnp.evil",
    "e\u0301te\u0301",
    "\u00e9t\u00e9",
    "名前 имя اسم नाम 🙂",
    "CON",
    "grades.json",
    " ",
    "tab\there",
    "long" + "x" * 251,
    "long" + "y" * 250 + "1",
    "long" + "y" * 250 + "2",
    os.fsdecode(b"\xff\xfe not UTF-8"),
)

Make = Callable[[Path], None]
RIGHT = {
    EX1: "plain_loop",
    EX2: "plain_loop",
    "ex3_convergence_rate": "plain_loop",
    "ex4_trajectories": "pyplot_contour",
    "ex5_linear_regression": "plain_numpy",
}
THREADS = b"""import threading
import time

for _ in range(10):
    threading.Thread(target=time.sleep, args=(600,)).start()
"""


def sleeping_threads(place: Path) -> None:
    """Right work, with ten threads that sleep in every module."""
    for stem, name in RIGHT.items():
        put(place, f"{stem}.py", THREADS + (WHEATS / stem / f"{name}.py").read_bytes())


def put(place: Path, name: str, data: bytes) -> None:
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)


def zipped(place: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> None:
    put(place.parent, f"{place.name}.zip", zip_of(*members))


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def notebook(*cells: str, version: int = 4, **more: object) -> bytes:
    if version == 3:
        code = [{"cell_type": "code", "input": cell, "language": "python"} for cell in cells]
        return json.dumps({"nbformat": 3, "worksheets": [{"cells": code}], **more}).encode()
    code = [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"nbformat": version, "cells": code, **more}).encode()


def symbolic_link(place: Path) -> None:
    """Exercise 1 is a link to another student's."""
    put(place, f"{EX2}.py", RIGHT_2)
    victim = next(p for p in sorted(place.parent.iterdir()) if "honest" in p.name)
    (place / f"{EX1}.py").symlink_to(victim / f"{EX1}.py")


def link_to_the_secret(place: Path) -> None:
    """Exercise 1 is a link to the course's secret, which a syntax error would quote."""
    put(place, f"{EX2}.py", RIGHT_2)
    (place / f"{EX1}.py").symlink_to("../../secret.key")


def hard_link(place: Path) -> None:
    """Exercise 1 is another name of another student's file."""
    put(place, f"{EX2}.py", RIGHT_2)
    put(place.parents[1] / "elsewhere", "theirs.py", RIGHT_1)
    os.link(place.parents[1] / "elsewhere" / "theirs.py", place / f"{EX1}.py")


def pipe(place: Path) -> None:
    """Exercise 1 is a pipe into which nobody ever writes."""
    put(place, f"{EX2}.py", RIGHT_2)
    os.mkfifo(place / f"{EX1}.py")


def folder_for_a_file(place: Path) -> None:
    """Exercise 1 is a folder of that name."""
    put(place, f"{EX2}.py", RIGHT_2)
    (place / f"{EX1}.py").mkdir()


def zip_slip(place: Path) -> None:
    """A zip whose members climb out of it."""
    up = "../" * 12
    zipped(
        place,
        (f"{up}tmp/gdk-marker-slip/{EX1}.py", RIGHT_1),
        (f"/tmp/gdk-marker-slip/{EX1}.py", RIGHT_1),
        (f"..\\..\\gdk-marker-slip\\{EX1}.py", RIGHT_1),
        (f"{EX2}.py", RIGHT_2),
    )


def zip_with_a_link(place: Path) -> None:
    """A zip with a symbolic link in it."""
    link = zipfile.ZipInfo(f"{EX1}.py")
    link.external_attr = 0o120777 << 16
    zipped(place, (link, b"/etc/passwd"), (f"{EX2}.py", RIGHT_2))


def zip_bomb(place: Path) -> None:
    """A zip that unpacks to 200 MB."""
    zipped(place, (f"{EX1}.py", b"\0" * (200 * MEGABYTE)), (f"{EX2}.py", RIGHT_2))


def zip_of_zips(place: Path) -> None:
    """A zip in a zip in a zip."""
    inner = zip_of((f"{EX1}.py", RIGHT_1))
    for _ in range(5):
        inner = zip_of(("inner.zip", inner))
    zipped(place, ("inner.zip", inner), (f"{EX2}.py", RIGHT_2))


def zip_of_many(place: Path) -> None:
    """A zip of thousands of members."""
    zipped(place, *((f"{i}/{EX1}.py", b"") for i in range(5000)))
    put(place, f"{EX2}.py", RIGHT_2)
    (place.parent / f"{place.name}.zip").rename(place / "all.zip")


def zip_encrypted(place: Path) -> None:
    """A zip that asks for a password."""
    data = bytearray(zip_of((f"{EX1}.py", RIGHT_1)))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(head) + flags] |= 1
    put(place, "secret.zip", bytes(data))
    put(place, f"{EX2}.py", RIGHT_2)


def zip_torn(place: Path) -> None:
    """A zip that was cut off, and one that is none."""
    put(place, "torn.zip", zip_of((f"{EX1}.py", RIGHT_1))[:-30])
    put(place, "none.zip", b"PK\x03\x04" + b"\xff" * 1000)
    put(place, f"{EX2}.py", RIGHT_2)


def huge_notebook(place: Path) -> None:
    """A notebook of 100 MB, most of it output."""
    output = {"output_type": "stream", "text": "x" * (100 * MEGABYTE)}
    put(place, f"{EX1}.ipynb", notebook(RIGHT_1.decode(), outputs=[output]))
    put(place, f"{EX2}.py", RIGHT_2)


def broken_notebook(place: Path) -> None:
    """A notebook that is no JSON."""
    put(place, f"{EX1}.ipynb", notebook(RIGHT_1.decode())[:-40])
    put(place, f"{EX2}.py", RIGHT_2)


def deep_notebook(place: Path) -> None:
    """A notebook of a million brackets."""
    put(place, f"{EX1}.ipynb", b"[" * 1_000_000)
    put(place, f"{EX2}.py", RIGHT_2)


def strange_notebook(place: Path) -> None:
    """A notebook whose cells are numbers, and whose outputs are programs."""
    raw = {"nbformat": 4, "cells": [1, {"cell_type": "code", "source": {"a": 1}}, None]}
    put(place, f"{EX1}.ipynb", json.dumps(raw).encode())
    put(place, f"{EX2}.py", RIGHT_2)


def notebook_of_many_cells(place: Path) -> None:
    """A notebook of fifteen thousand cells after the right one: more than a call has time for."""
    # The deadline of a call is a seventh of the real one here. To take more of them apart would use
    # it up before the first cell runs, on a machine that does something else besides.
    put(place, f"{EX1}.ipynb", notebook(RIGHT_1.decode(), *(["%magic"] * 15_000)))
    put(place, f"{EX2}.py", RIGHT_2)


def notebook_of_version_3(place: Path) -> None:
    """A notebook as IPython wrote it in 2013: old, and right."""
    put(place, f"{EX1}.ipynb", notebook(RIGHT_1.decode(), version=3))
    put(place, f"{EX2}.py", RIGHT_2)


def source_with_zeros(place: Path) -> None:
    """A module with a zero byte in it, which is left out."""
    put(place, f"{EX1}.py", RIGHT_1.replace(b"import", b"import\0"))
    put(place, f"{EX2}.py", RIGHT_2)


def source_too_deep(place: Path) -> None:
    """A module that is too much for Python's own parser."""
    deep = b"(" * 90 + b"-" * 200_000 + b"1" + b")" * 90
    put(place, f"{EX1}.py", RIGHT_1 + b"\nx = " + deep + b"\n")
    put(place, f"{EX2}.py", RIGHT_2)


def source_too_long(place: Path) -> None:
    """A module of twelve megabytes."""
    put(place, f"{EX1}.py", b"x = [0]\n" * 1_500_000)
    put(place, f"{EX2}.py", RIGHT_2)


def source_in_a_strange_encoding(place: Path) -> None:
    """A module that names a codec which is no text encoding."""
    put(place, f"{EX1}.py", b"# -*- coding: zlib_codec -*-\n" + RIGHT_1)
    put(place, f"{EX2}.py", RIGHT_2)


# The points of exercise 1 (None: blank); exercise 2 beside it is right, and worth full points.
SUBMISSIONS: dict[Make, float | None] = {
    symbolic_link: None,
    link_to_the_secret: None,
    hard_link: None,
    pipe: None,
    folder_for_a_file: None,
    zip_slip: None,
    zip_with_a_link: None,
    zip_bomb: None,
    zip_of_zips: None,
    zip_of_many: None,
    zip_encrypted: None,
    zip_torn: None,
    huge_notebook: None,
    broken_notebook: None,
    deep_notebook: None,
    strange_notebook: None,
    notebook_of_many_cells: FULL,
    notebook_of_version_3: FULL,
    source_with_zeros: FULL,
    source_too_deep: FULL,
    source_too_long: None,
    source_in_a_strange_encoding: None,
}
