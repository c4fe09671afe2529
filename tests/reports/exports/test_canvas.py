"""Canvas: one column of the exported gradebook is filled in, and every other byte stays."""

import csv
import io
from dataclasses import replace

import pytest

from grader.reports.exports.canvas import FORMAT
from grader.reports.exports.format import ExportError
from tests.reports.exports.made import FAULT, UNREADABLE, a_class, nothing, result

BOOK = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Homework 4 (9001),Quiz (9002),"
    "Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,100,10,(read only)\r\n"
    '"Müller, Zoë",101,S1,zoe@x.org,A,,7.5,"1,234.5"\r\n'
    "王小明,102,S2,wang,A,-,,\r\n"
    '"Turing, Alan",103,S3,alan,"B and ""C""","80",,\r\n'
    '"Hopper, Grace",104,S4,grace,B,EX,,\r\n'
    '"Student, Test",105,,t,A,,,\r\n'
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "2026-11-28T1000_Grades-GD.csv"
    path.write_bytes(BOOK.encode())
    return path


def written(path, *results, **values):
    asked = {"canvas": path, "column": "9001", "scale": False, "trust_ids": False} | values
    made = FORMAT.write(a_class(*results), asked)
    (text,) = made.files.values()
    return made, text.decode()


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_one_column_is_filled_in_and_every_other_byte_stays(book):
    made, text = written(book, result("zoë", 87.5, id="101"), result("alan", 100, id="103"))
    expected = BOOK.replace("A,,7.5", "A,87.5,7.5").replace('"80"', '"100"')
    assert text == expected
    assert list(made.files) == [book.name]
    assert made.filled == ("zoë", "alan")
    assert made.nowhere == {}


def test_every_number_comes_back_as_it_was(book):
    for points in (0, 0.1 + 0.2, 33.333333333333336, 1e-7, 99.99999999999999, 100):
        _, text = written(book, result("zoë", points, id="101"))
        assert float(rows_of(text)[3][5]) == points


@pytest.mark.parametrize("how", [FAULT, UNREADABLE, "nothing"])
def test_what_is_blank_leaves_the_cell_as_it_was_and_is_never_0(book, how):
    made, text = written(
        book, nothing("王小明", how, id="102"), result("alan", 50, "", how, id="103"),
        result("zoë", 1, id="101"),
    )  # fmt: skip
    assert "王小明,102,S2,wang,A,-,," in text
    if how != "nothing":
        assert '"80"' in text
        assert any(note.startswith("left as it was: alan, 80:") for note in made.notes)
        assert made.filled == ("zoë",)


def test_an_exercise_that_was_not_handed_in_leaves_the_rest_its_points(book):
    made, text = written(book, result("alan", 50, "", "nothing", id="103"))
    assert made.filled == ("alan",)
    assert rows_of(text)[5][5] == "50"


def test_who_is_excused_stays_excused_and_is_named(book):
    made, text = written(book, result("grace", 60, id="104"), result("zoë", 1, id="101"))
    assert made.nowhere == {"grace": "is excused in Canvas (EX), which is left"}
    assert "B,EX,," in text


def test_who_loses_points_in_canvas_is_named_with_both_numbers(book):
    made, _ = written(book, result("alan", 60, id="103"), result("zoë", 7, id="101"))
    assert [note for note in made.notes if "fewer" in note] == [
        "fewer points than in Canvas, or in place of a word: alan (80 before, 60 now)"
    ]


@pytest.mark.parametrize("before", ["B+", "complete", "95%", "Excused"])
def test_what_takes_the_place_of_a_word_is_named(book, before):
    book.write_text(BOOK.replace('"80"', before))
    made, _ = written(book, result("alan", 60, id="103"))
    assert any(f"alan ({before} before, 60 now)" in note for note in made.notes)


def test_a_thousand_is_not_taken_for_one(book):
    book.write_text(BOOK.replace(",100,10", ',"1,000",10'))
    with pytest.raises(ExportError, match="1,000 points, which may be 1000 or 1"):
        written(book, result("alan", 60, id="103"), scale=True)
    book.write_text(BOOK.replace(",100,10", ',"100,000",10'))
    assert written(book, result("alan", 60, id="103"))[0].filled == ("alan",)


def test_who_is_not_in_it_is_named_with_the_rows_that_nobody_has(book):
    made, _ = written(book, result("zoë", 1, id="101"), result("Mary Ann Evans", 5))
    assert made.nowhere == {"Mary Ann Evans": "no row is theirs"}
    (note,) = [note for note in made.notes if note.startswith("in the gradebook")]
    assert note.endswith("王小明; Turing, Alan; Hopper, Grace")


@pytest.mark.parametrize("column", ["9001", "Homework 4", "Homework 4 (9001)", " Homework 4 "])
def test_a_column_is_named_by_its_id_or_its_title(book, column):
    made, _ = written(book, result("zoë", id="101"), column=column)
    assert made.notes[0] == "column: Homework 4 (9001)"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("", "it cannot be told which column to fill in"),
        ("Homework", "no assignment has the title or the id 'Homework'"),
        ("Current Score", "no assignment has the title"),
        ("SIS User ID", "no assignment has the title"),
    ],
)
def test_a_column_that_is_not_plain_is_asked_for_with_the_candidates(book, column, said):
    with pytest.raises(ExportError, match=rf"{said}.*--column.*Homework 4 \(9001\); Quiz \(9002"):
        written(book, result("zoë", id="101"), column=column)


def test_where_there_is_one_assignment_nothing_has_to_be_said(book):
    book.write_bytes(BOOK.replace("Quiz (9002)", "Notes").encode())
    made, _ = written(book, result("zoë", id="101"), column="")
    assert made.filled == ("zoë",)


def test_two_assignments_of_one_title_need_the_id(book):
    book.write_bytes(BOOK.replace("Quiz (9002)", "Homework 4 (9002)").encode())
    with pytest.raises(ExportError, match="several columns are called 'Homework 4'"):
        written(book, result("zoë", id="101"), column="Homework 4")


def test_points_out_of_another_maximum_are_refused_or_converted(book):
    with pytest.raises(ExportError, match="out of 10 points, and these grades are out of 100"):
        written(book, result("zoë", id="101"), column="9002")
    made, text = written(book, result("zoë", 87.5, id="101"), column="9002", scale=True)
    assert rows_of(text)[3][6] == "8.75"
    assert "converted: 100 points are 10 there" in made.notes


def test_points_are_not_converted_to_none_and_no_option_is_named_that_would(book):
    book.write_text(BOOK.replace(",100,10", ",0,10"))
    with pytest.raises(ExportError, match="out of 0 points") as refused:
        written(book, result("zoë", id="101"), scale=True)
    assert "--scale" not in str(refused.value)


def test_names_as_canvas_has_them_in_files_are_spelt_otherwise_and_not_another_courses(book):
    with pytest.raises(
        ExportError, match=r"müllerzoë \(no row is theirs; 'Müller, Zoë'"
    ) as refused:
        written(book, result("müllerzoë", id="101.0"), result("bob", id="999"))
    assert "another course" not in str(refused.value)


def test_who_was_graded_on_other_exercises_is_named(book):
    other = result("alan", 10, id="103")
    other = replace(other, grade=replace(other.grade, max_points=50.0))
    with pytest.raises(ExportError, match=r"50 for alan; 100 for zoë.*the same --only"):
        written(book, result("zoë", 10, id="101"), other)


def test_the_maximum_is_known_wherever_somebody_moved_the_columns(book):
    moved = [[row[1], row[0], *row[2:]] for row in rows_of(BOOK)]
    text = io.StringIO()
    csv.writer(text).writerows(moved)
    book.write_text(text.getvalue())
    with pytest.raises(ExportError, match="out of 10 points, and these grades are out of 100"):
        written(book, result("zoë", id="101"), column="9002")
    made, _ = written(book, result("zoë", 50, id="101"))
    assert "Points Possible" not in " ".join(made.notes)


def test_the_gradebook_of_another_course_is_refused(book):
    with pytest.raises(ExportError, match="none of the 2 students has a row in it"):
        written(book, result("Mary Ann Evans"), result("Bob", id="999"))


def test_groups_are_known_by_the_id_of_one_member_where_the_instructor_says_so(book):
    groups = [result("groupa", id="101"), result("groupb", 60, id="103")]
    with pytest.raises(ExportError, match=r"groupa is nobody in it .*groups.*--trust-ids") as told:
        written(book, *groups)
    assert "has a row" not in str(told.value)
    made, text = written(book, *groups, trust_ids=True)
    assert (rows_of(text)[3][5], rows_of(text)[5][5]) == ("87.5", "60")
    made, _ = written(book, result("turingalan", id="103"), groups[0])
    assert (made.filled, list(made.nowhere)) == (("turingalan",), ["groupa"])
    assert any("--trust-ids" in note for note in made.notes)


def test_an_anonymous_assignment_is_not_called_another_courses(book):
    hidden = result("anon_aB0xY", id="aB0xY", name="anon_aB0xY")
    with pytest.raises(
        ExportError, match=r"anon_aB0xY is not known, .*anonymous.*download"
    ) as told:
        written(book, hidden)
    assert "another course" not in str(told.value)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_gradebook_with_nobody_in_it_is_not_called_another_courses(book, rows):
    book.write_bytes("".join(BOOK.splitlines(keepends=True)[:rows]).encode())
    with pytest.raises(ExportError, match="holds no student"):
        written(book, result("zoë", id="101"))


def test_a_gradebook_with_a_student_twice_is_refused(book):
    book.write_bytes(BOOK.replace(",102,", ",101,").encode())
    with pytest.raises(ExportError, match="lines 4 and 5 both have the number 101"):
        written(book, result("zoë", id="101"))


@pytest.mark.parametrize("header", ["name,points", "Student,Login", "ID,Section"])
def test_another_kind_of_table_is_refused(book, header):
    book.write_text(f"{header}\na,1\n")
    with pytest.raises(ExportError, match="must have the columns Student and ID"):
        written(book, result("zoë", id="101"))


def test_a_row_without_the_cell_is_named(book):
    book.write_bytes(BOOK.replace("王小明,102,S2,wang,A,-,,", "王小明,102,S2").encode())
    made, _ = written(book, result("王小明", id="102"), result("zoë", id="101"))
    assert made.nowhere == {"王小明": "line 5 of the gradebook has no cell for it"}


def test_semicolons_and_first_names_in_a_column_of_their_own(book):
    book.write_text(
        "LastName;FirstName;ID;SIS User ID;SIS Login ID;Section;Homework 4 (9001)\n"
        "Müller;Zoë;101;S1;z;A;\n",
        encoding="utf-8",
    )
    made, text = written(book, result("Zoë Müller"), column="")
    assert made.filled == ("Zoë Müller",)
    assert text.endswith("Müller;Zoë;101;S1;z;A;87.5\n")


@pytest.mark.parametrize("points", ["50,00", "50.00", "1.000,00", "1,000.00"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_the_maximum_is_read_as_any_language_writes_it(book, points, separator):
    text = (
        f"Student;ID;SIS Login ID;Section;HW (9001)\n  Points Possible;;;;'{points}'\nZoë;101;;;\n"
    )
    text = text.replace("'", '"').replace(";", separator)
    book.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=r"is out of (50|1000) points, and .* out of 100"):
        written(book, result("zoë", 87.5, id="101"))
    _, changed = written(book, result("zoë", 50, id="101"), scale=True)
    assert changed == text.removesuffix("\n") + ("25" if "50" in points else "500") + "\n"
