"""Somebody else's CSV file: what is not replaced stays, byte for byte."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports.exports.format import ExportError
from grader.reports.exports.sheet import read_sheet

unhurried = settings(deadline=None)  # a busy machine is no failure
CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)
FORMS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t"),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("sheets") / "sheet.csv"


def written(place, rows, form, bom=b""):
    text = io.StringIO(newline="")
    csv.writer(text, **form).writerows([["first", "second"], *rows])
    place.write_bytes(bom + text.getvalue().encode())
    return read_sheet(place, "Again.")


@unhurried
@given(TABLES, FORMS, st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_nothing_replaced_gives_the_same_bytes_and_the_cells_are_those_of_any_reader(
    place, rows, form, bom
):
    sheet = written(place, rows, form, bom)
    assert sheet.replaced({}) == place.read_bytes()
    texts = [[cell.text for cell in row.cells] for row in sheet.rows]
    assert texts == [row for row in [["first", "second"], *rows] if any(c.strip() for c in row)]


@unhurried
@given(TABLES, FORMS, st.data())
def test_one_cell_replaced_changes_that_cell_and_no_other(place, rows, form, data):
    sheet = written(place, rows, form)
    row = data.draw(st.integers(0, len(sheet.rows) - 1))
    column = data.draw(st.integers(0, len(sheet.rows[row].cells) - 1))
    expected = [[cell.text for cell in each.cells] for each in sheet.rows]
    expected[row][column] = "87.5"
    place.write_bytes(sheet.replaced({(row, column): "87.5"}))
    again = read_sheet(place, "Again.")
    assert [[cell.text for cell in each.cells] for each in again.rows] == expected


def test_a_quoted_cell_keeps_its_quotes_and_another_gets_none(place):
    place.write_bytes(b'a,b,c\n1,"2",3\n')
    assert read_sheet(place, "").replaced({(1, 0): "9", (1, 1): "8"}) == b'a,b,c\n9,"8",3\n'


def test_lines_are_counted_as_an_editor_does(place):
    place.write_bytes(b'a,b\r\n"x\ny",1\r\n\r\nz,2')
    assert [row.line for row in read_sheet(place, "").rows] == [1, 2, 5]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n \n,,\n", "is empty"),
        ("a,b\nZoë,1\n".encode("cp1252"), r"not in UTF-8 \(line 2\)"),
        ("a,b\nZoë,1\n".encode("utf-16"), "is in UTF-16"),
        (b'a,b\n1,2\n"x,3\n', "a quote in line 3 is never closed"),
        (b"a,b\0\n", "is not a CSV file"),
        (b"PK\x03\x04\0\0", "is a spreadsheet"),
    ],
)
def test_what_nobody_would_import_is_refused_with_what_to_do(place, data, said):
    place.write_bytes(data)
    with pytest.raises(ExportError, match=rf"{said}.* Download it again\."):
        read_sheet(place, "Download it again.")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ExportError, match=r"none\.csv cannot be read: No such file"):
        read_sheet(tmp_path / "none.csv", "")
