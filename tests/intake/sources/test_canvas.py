"""Canvas's flat downloads: attempts, numbers, names with underscores."""

import pytest

from grader.intake import IntakeError, read_place
from tests.intake.trees import MODULE, SECOND, found, lay, packed, work_of


def test_of_a_canvas_file_handed_in_again_the_newest_counts(tmp_path):
    first = f"lovelaceada_11_100_{MODULE}"
    again = "lovelaceada_LATE_11_250_ex1_gradient_descent-1.py"
    other = f"lovelaceada_11_101_{SECOND}"
    lay(tmp_path, {first: work_of("old"), again: work_of("new"), other: work_of("other")})
    intake = read_place(tmp_path)
    (handed,) = intake.tree.students
    assert found(tmp_path) == {"lovelaceada": "new"}
    assert (handed.person.id, handed.late, handed.attempt) == ("11", True, 2)
    (submission,) = intake.submissions()
    assert set(submission.files) == {MODULE, SECOND}
    assert any("more than once; this is the newest" in note for note in submission.notes)
    assert [s.who.attempt for s in intake.attempts()] == [1, 2]


@pytest.mark.parametrize("zipped", [False, True])
def test_of_canvas_files_of_one_name_the_later_upload_counts_whatever_its_number(tmp_path, zipped):
    def handed(name):
        return packed({MODULE: work_of(name)}) if zipped else work_of(name)

    name = "hw.zip" if zipped else MODULE
    stem, ending = name.rsplit(".", 1)
    lay(
        tmp_path,
        {f"ada_1_300_{name}": handed("new"), f"ada_1_200_{stem}-1.{ending}": handed("old")},
    )
    assert found(tmp_path) == {"ada": "new"}


def test_numbers_of_the_students_own_are_no_attempts_of_canvas(tmp_path):
    for n in (1, 2):
        module = (MODULE, SECOND)[n - 1]
        lay(tmp_path, {f"ada_1_{n}00_part-{n}.zip": packed({module: work_of("ada")})})
    intake = read_place(tmp_path)
    (ada,) = intake.submissions()
    assert set(ada.files) == {MODULE, SECOND}
    assert ada.who.attempt == 1
    assert ada.notes == ()


@pytest.mark.parametrize(
    ("name", "who", "number"),
    [
        (f"van_der_berg_jan_123_456_{MODULE}", "van_der_berg_jan", "123"),
        (f"smith2john3_123_456_{MODULE}", "smith2john3", "123"),
        (f"ada_12_345_678_{MODULE}", "ada_12", "345"),
        (f"ada_LATE_345_678_{MODULE}", "ada", "345"),
        (f"ada_345_678_20261120_12_{MODULE}", "ada", "345"),
        (f"ada_345_678_ada_2026_11_{MODULE}", "ada", "345"),
        (f"latecomer_345_678_{MODULE}", "latecomer", "345"),
        ("ada_345_678_3_4_notes.zip", "ada", "345"),
        (f"lovelace_ada345_question_5_678_{MODULE}", "lovelace_ada", "345"),
        (f"ada_345_678_question_1_2_{MODULE}", "ada", "345"),
    ],
)
def test_canvas_names_with_underscores_and_digits_are_taken_apart(tmp_path, name, who, number):
    lay(tmp_path, {name: packed({MODULE: work_of("x")}) if name.endswith("zip") else work_of("x")})
    (handed,) = read_place(tmp_path).tree.students
    assert (handed.student, handed.person.id) == (who, number)
    assert handed.late is ("_LATE_" in name)


def test_a_number_before_a_canvas_files_own_name_makes_nobody_else_of_its_student(tmp_path):
    lay(tmp_path, {f"ada_12_345_{MODULE}": work_of("ada"), f"bob_late_13_350_{MODULE}": b"x = 1"})
    lay(tmp_path, {f"ada_12_346_2_{SECOND}": work_of("ada"), f"zoe_7_20_355_{MODULE}": b"x = 1"})
    people = {h.student: (h.person.id, h.late) for h in read_place(tmp_path).tree.students}
    assert people == {"ada": ("12", False), "bob": ("13", True), "zoe_7": ("20", False)}
    assert sorted(next(read_place(tmp_path).submissions()).files) == [MODULE, SECOND]


def test_of_a_quiz_everybody_has_what_they_uploaded_to_all_questions(tmp_path):
    lay(
        tmp_path,
        {
            f"lovelace_ada100_question_5_9001_{MODULE}": work_of("ada"),
            f"müller_zoë101_question_5_9002_{MODULE}": work_of("zoë"),
            f"müller_zoë101_question_6_9003_{SECOND}": work_of("zoë"),
        },
    )
    assert found(tmp_path) == {"lovelace_ada": "ada", "müller_zoë": "zoë"}
    people = {s.student: (s.who.id, sorted(s.files)) for s in read_place(tmp_path).submissions()}
    assert people == {"lovelace_ada": ("100", [MODULE]), "müller_zoë": ("101", [MODULE, SECOND])}


@pytest.mark.parametrize(
    "pattern",
    ["hw_2026_11_{}_{}", "2026_11_20_{}_{}", "{}_2026_11_20_{}", "week_4_1_{}_{}", "{}_7_1_{}"],
)
def test_numbers_that_several_have_are_none_of_canvas(tmp_path, pattern):
    files = {pattern.format(name, MODULE): work_of(name) for name in ("ada", "zoe", "bob")}
    with pytest.raises(IntakeError, match=r"two ways. Nothing was\s+graded"):
        read_place(lay(tmp_path, files))


def test_who_has_an_id_under_two_names_is_two_and_a_copy_is_no_other(tmp_path):
    lay(tmp_path, {f"{n}_{k}_9{k}_{MODULE}": work_of(n) for k, n in enumerate(("ada", "bob"), 1)})
    lay(tmp_path, {f"cyd_3_93_{MODULE}": work_of("cyd"), f"groupx_3_94_{MODULE}": work_of("x")})
    lay(tmp_path, {f"Copy of ada_1_91_{MODULE}": work_of("ada"), f"dan_4_95_{MODULE}": b"x = 1"})
    lay(tmp_path, {f"{n}_{n}_{n}_{MODULE}": b"x = 1" for n in range(10, 15)})
    people = [h.student for h in read_place(tmp_path).tree.students if not h.student.isdigit()]
    assert people == ["ada", "bob", "cyd", "dan", "groupx"]


def test_text_typed_into_canvas_is_its_students_and_is_not_read(tmp_path):
    lay(tmp_path, {f"ada_1_2_{MODULE}": work_of("ada"), "bob_3_text.html": b"<p>my answer</p>"})
    assert found(tmp_path) == {"ada": "ada", "bob": None}
    (bob,) = [s for s in read_place(tmp_path).submissions() if s.student == "bob"]
    assert "Text typed into Canvas was not read" in " ".join(bob.notes)


def test_an_address_given_to_canvas_is_not_called_text(tmp_path):
    lay(tmp_path, {f"ada_1_2_{MODULE}": work_of("ada"), "bob_3_link.html": b"<a href='x'>"})
    (bob,) = [s for s in read_place(tmp_path).submissions() if s.student == "bob"]
    assert "An address given to Canvas was not followed" in bob.notes[0]
    assert "typed" not in " ".join(bob.notes)


def test_each_attempt_was_late_or_not_by_itself(tmp_path):
    lay(tmp_path, {f"ada_1_10_{MODULE}": work_of("early")})
    lay(tmp_path, {f"ada_LATE_1_20_{MODULE[:-3]}-1.py": work_of("late")})
    lay(tmp_path, {f"bob_2_11_{MODULE}": work_of("bob")})
    late = [(s.student, s.who.late) for s in read_place(tmp_path).attempts()]
    assert late == [("ada", False), ("ada", True), ("bob", False)]


@pytest.mark.parametrize("file", ["text.html", "link.html"])
def test_a_file_called_as_canvas_calls_typed_text_is_its_students(tmp_path, file):
    lay(tmp_path, {f"ada_1_11_{MODULE}": work_of("ada"), f"ada_1_12_{file}": b"<p>"})
    lay(tmp_path, {f"eve_LATE_5_15_{file}": b"<p>", f"bob_2_{file}": b"<p>"})
    students = read_place(tmp_path).tree.students
    assert [(s.student, s.person.id, s.late) for s in students] == [
        ("ada", "1", False),
        ("bob", "2", False),
        ("eve", "5", True),
    ]
    assert [bool(s.notes) for s in students] == [False, True, False]
