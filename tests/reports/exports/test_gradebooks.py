"""Blackboard and Brightspace: one column of what was exported is filled in."""

import csv
import io

import pytest

from grader.reports.exports.format import ExportError
from grader.reports.exports.gradebooks import BLACKBOARD, BRIGHTSPACE
from tests.reports.exports.made import UNREADABLE, a_class, nothing, result

# As Blackboard writes it by default: tabs, UTF-16, every cell in quotes.
BOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Homework 4 [Total Pts: 100 Score] |9001"\t"Quiz [Total Pts: 10 Score] |9002"\t'
    '"Total [Total Pts: up to 110 Score] |9003"\r\n'
    '"Müller"\t"Zoë"\t"zoe"\t"001"\t"2026-11-20 10:00"\t"Yes"\t""\t"7.5"\t"7.5"\r\n'
    '"王"\t"小明"\t"wang"\t"002"\t""\t"Yes"\t""\t""\t""\r\n'
    '"Turing"\t"Alan"\t"alan"\t"003"\t""\t"Yes"\t"80.00"\t""\t""\r\n'
)
SPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,"
    "Homework 4 Points Grade <Numeric MaxPoints:100 Weight:10>,Quiz Points Grade <Numeric "
    "MaxPoints:10>,Calculated Final Grade Numerator,End-of-Line Indicator\r\n"
    "#001,#zoe,Müller,Zoë,zoe@x.org,,7.5,7.5,#\r\n"
    "#002,#wang,王,小明,wang@x.org,,,,#\r\n"
    '#003,#alan,"Turing",Alan,alan@x.org,80,,,#\r\n'
)


def written(form, data, path, *results, **values):
    path.write_bytes(data)
    asked = {form.name: path, "column": "Homework 4", "scale": False, "trust_ids": False} | values
    made = form.write(a_class(*results), asked)
    assert list(made.files) == [path.name]
    return made, made.files[path.name]


CLASS = (result("zoe", 87.5, id="zoe", login="zoe"), result("Alan Turing", 100, name="Alan Turing"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", ["\t", ","])
def test_blackboards_file_comes_back_as_it_was_but_for_one_column(tmp_path, encoding, mark):
    text = BOARD.replace("\t", mark)
    path = tmp_path / "gc_GD_fullgc_2026-11-28.xls"
    made, data = written(BLACKBOARD, text.encode(encoding), path, *CLASS)
    filled = text.replace(f'"Yes"{mark}""{mark}"7.5"', f'"Yes"{mark}"87.5"{mark}"7.5"')
    assert data == filled.replace('"80.00"', '"100"').encode(encoding)
    assert (made.filled, made.nowhere) == (("zoe", "Alan Turing"), {})
    assert made.notes[0] == "column: Homework 4 [Total Pts: 100 Score] |9001"
    assert made.notes[-1].endswith("not among these grades: 王, 小明")


def test_what_waits_to_be_graded_in_blackboard_loses_nothing(tmp_path):
    text = BOARD.replace("80.00", "Needs Grading").encode("utf-16")
    made, _ = written(BLACKBOARD, text, tmp_path / "gc.xls", *CLASS)
    assert made.filled == ("zoe", "Alan Turing")
    assert not any("fewer" in note for note in made.notes)


def test_brightspace_gets_what_it_takes_and_nobody_elses_row(tmp_path):
    made, data = written(BRIGHTSPACE, SPACE.encode(), tmp_path / "GD.csv", *CLASS)
    assert data.decode() == (
        "OrgDefinedId,Username,Homework 4 Points Grade <Numeric MaxPoints:100 Weight:10>,"
        "End-of-Line Indicator\r\n#001,#zoe,87.5,#\r\n#003,#alan,100,#\r\n"
    )
    assert made.filled == ("zoe", "Alan Turing")


@pytest.mark.parametrize(("form", "data"), [(BLACKBOARD, BOARD), (BRIGHTSPACE, SPACE)])
def test_what_is_blank_and_who_has_no_row_is_named_and_nobody_is_guessed(tmp_path, form, data):
    results = (
        result("zoe", 87.5, id="zoe", login="zoe"), nothing("Alan Turing", UNREADABLE),
        result("Zoe Müller", 1), result("eve", 5, id="001", name="Eve Adams"),
    )  # fmt: skip
    made, text = written(form, data.encode(), tmp_path / "book.csv", *results)
    assert made.filled == ("zoe",)
    assert any(note.startswith("left as it was: Alan Turing, 80") for note in made.notes)
    assert "is spelt otherwise" in made.nowhere["Zoe Müller"]
    assert "a name with nothing in common" in made.nowhere["eve"]
    assert b"87.5" in text


@pytest.mark.parametrize(("form", "data"), [(BLACKBOARD, BOARD), (BRIGHTSPACE, SPACE)])
def test_a_column_is_asked_for_and_points_are_converted_where_it_is_said(tmp_path, form, data):
    path = tmp_path / "book.csv"
    with pytest.raises(ExportError, match=r"(?s)cannot be told.*Homework 4.*Quiz") as refused:
        written(form, data.encode(), path, *CLASS, column="")
    assert "Total" not in str(refused.value).replace("Total Pts", "")
    with pytest.raises(ExportError, match="out of 10 points"):
        written(form, data.encode(), path, *CLASS, column="Quiz")
    made, text = written(form, data.encode(), path, *CLASS, column="Quiz", scale=True)
    assert "converted: 100 points are 10 there" in made.notes
    rows = list(csv.reader(io.StringIO(text.decode()), delimiter="\t" if b"\t" in text else ","))
    assert [cell for row in rows for cell in row if cell in ("8.75", "10")] == ["8.75", "10"]


@pytest.mark.parametrize(("form", "data"), [(BLACKBOARD, BOARD), (BRIGHTSPACE, SPACE)])
def test_another_kind_of_table_and_another_courses_are_refused(tmp_path, form, data):
    path = tmp_path / "book.csv"
    with pytest.raises(ExportError, match=f"not a gradebook that {form.name.title()} exported"):
        written(form, b"Task,Points\nA,1\n", path, *CLASS)
    with pytest.raises(ExportError, match="has no column that can be filled in"):
        written(form, b"Username,Last Name\nzoe,x\n", path, *CLASS)
    with pytest.raises(ExportError, match="Is it another course's"):
        written(form, data.encode(), path, result("eve", 1, name="Eve Adams"))
    with pytest.raises(ExportError, match="Export it from"):
        written(form, data.encode("cp1252", "replace"), path, *CLASS)
