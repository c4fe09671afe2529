"""Blackboard's downloads: attempts, user names, several assignments."""

import pytest

from grader.intake import read_place
from grader.intake.students import Options
from tests.intake.trees import MODULE, SECOND, blackboard, found, lay, packed, work_of


def test_of_blackboards_attempts_the_newest_counts_and_the_text_says_the_name(tmp_path):
    for hour in ("09", "11", "10"):
        start = f"HW_4_ada_attempt_2026-11-20-{hour}-00-00"
        lay(tmp_path, {f"{start}_{MODULE}": work_of(hour), f"{start}.txt": b"Name: Ada L (ada)\n"})
    intake = read_place(tmp_path)
    (handed,) = intake.tree.students
    assert found(tmp_path) == {"ada": "11"}
    assert (handed.person.name, handed.submitted_at) == ("Ada L", "2026-11-20-11-00-00")
    assert [s.who.attempt for s in intake.attempts()] == [1, 2, 3]


def test_a_name_of_unknown_letters_is_none_until_the_encoding_is_said(tmp_path):
    start = "HW_4_zoe_attempt_2026-11-20-10-00-00"
    lay(tmp_path, {f"{start}_{MODULE}": work_of("zoe")})
    lay(tmp_path, {f"{start}.txt": "Name: Zoë M (zoe)\n".encode("cp1252")})
    names = [
        read_place(tmp_path, Options(names_in=each)).tree.students[0].person.name
        for each in ("", "cp1252")
    ]
    assert names == ["zoe", "Zoë M"]


@pytest.mark.parametrize("with_texts", [True, False])
def test_blackboards_user_names_may_have_underscores_and_nobody_is_joined(tmp_path, with_texts):
    people = ["ada_jr", "bob_jr", "cyd"]
    for n, login in enumerate(people):
        start = f"Homework_4_{login}_attempt_2026-11-20-10-00-0{n}"
        lay(tmp_path, {f"{start}_{MODULE}": work_of(login)})
        if with_texts:
            lay(tmp_path, {f"{start}.txt": f"Name: N {n} ({login})\n".encode()})
    assert found(tmp_path) == {login: login for login in people}
    assert [h.person.login for h in read_place(tmp_path).tree.students] == people


@pytest.mark.parametrize("with_texts", [True, False])
def test_of_blackboards_assignments_in_one_download_none_is_taken_for_an_attempt(
    tmp_path, with_texts
):
    for hw, file in (("HW4", MODULE), ("HW5", SECOND)):
        for login in ("ada", "bob_x") if with_texts else ("ada", "bob"):
            start = f"{hw}_{login}_attempt_2026-11-2{hw[-1]}-10-00-00"
            lay(tmp_path, {f"{start}_{file}": work_of(login)})
            if with_texts:
                lay(tmp_path, {f"{start}.txt": f"Name: X ({login})\n".encode()})
    intake = read_place(tmp_path)
    assert [sorted(s.files) for s in intake.submissions()] == [[MODULE, SECOND]] * 2
    assert not any(handed.notes or handed.older for handed in intake.tree.students)
    assert "--assignment names one: HW4, HW5" in intake.tree.why
    one = read_place(tmp_path, Options(assignment="HW4"))
    assert [sorted(s.files) for s in one.submissions()] == [[MODULE]] * 2


def test_a_file_that_is_called_like_an_attempt_is_its_students(tmp_path):
    named = f"HW_ada_attempt_2026-12-20-10-00-00_{MODULE}"
    lay(tmp_path, {f"HW_ada_attempt_2026-11-20-10-00-00_{MODULE}": work_of("ada")})
    lay(tmp_path, {f"HW_eve_attempt_2026-11-20-10-00-01_{named}": work_of("eve")})
    assert found(tmp_path) == {"ada": "ada", "eve": "eve"}


@pytest.mark.parametrize(
    ("word", "start"),
    [("poging", "Naam: "), ("Tentative", "Nom : "), ("Versuch", "Name: "), ("尝试", "姓名："),
     ("forsøk", "Navn: "), ("попытка", "Имя: "), ("ความพยายามที่", "ชื่อ: "), ("प्रयास", "नाम: "),
     ("pro\u0301ba", "Na\u0301zev: ")],
)  # fmt: skip
def test_a_site_in_another_language_has_its_own_word_for_an_attempt(tmp_path, word, start):
    for login in ("ada", "bob@uni.nl"):
        for day in ("19", "20"):
            name = f"HW (2e kans)_{login}_{word}_2026-11-{day}-10-00-00"
            lay(tmp_path, {f"{name}_{MODULE}": work_of(f"{login} {day}")})
            lay(tmp_path, {f"{name}.txt": f"{start}A. B. ({login})\r\n".encode()})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"ada": "ada 20", "bob@uni.nl": "bob@uni.nl 20"}
    assert {h.person.name for h in intake.tree.students} == {"A. B."}
    assert intake.tree.source == "Blackboard download"


def test_a_time_in_a_students_own_file_makes_no_download_of_it(tmp_path):
    name = f"hw4_ada_draft_2026-11-20-10-00-00_{MODULE}"
    lay(tmp_path, {f"ada/{name}": work_of("ada"), f"bob/{MODULE}": work_of("bob")})
    lay(tmp_path, {"ada/hw4_ada_draft_2026-11-20-10-00-00.txt": b"Notes: none (yet)\n"})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
    assert read_place(tmp_path).tree.source == "plain folders"


def test_each_attempt_has_its_own_time(tmp_path):
    for day in ("19", "25"):
        lay(tmp_path, {f"HW_ada_attempt_2026-11-{day}-10-00-00_{MODULE}": work_of(day)})
    lay(tmp_path, {f"HW_bob_attempt_2026-11-20-10-00-00_{MODULE}": work_of("bob")})
    times = [(s.student, s.who.submitted_at[8:10]) for s in read_place(tmp_path).attempts()]
    assert times == [("ada", "19"), ("ada", "25"), ("bob", "20")]


def test_who_only_typed_a_text_is_told_that_files_are_graded(tmp_path):
    lay(tmp_path, {f"HW_ada_attempt_2026-11-20-10-00-00_{MODULE}": work_of("ada")})
    text = b"Name: Bob B (bob)\nSubmission Field:\ndef loss(x): return x\n"
    lay(tmp_path, {"HW_bob_attempt_2026-11-20-10-00-01.txt": text})
    ada, bob = read_place(tmp_path).submissions()
    assert not ada.notes
    assert "Only files are graded: what is typed into Blackboard is not read." in bob.notes


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_folder_called_like_an_attempts_text_stops_nobody(tmp_path, is_packed):
    files = blackboard(["Ada Lovelace", "Bob Moss"])[0]
    files["Homework 4_zoe_attempt_2026-11-20-10-00-09.txt/notes.md"] = b"mine"
    place = tmp_path / "download.zip" if is_packed else lay(tmp_path / "download", files)
    if is_packed:
        place.write_bytes(packed(files))
    known = found(place)
    assert (known.pop("user0"), known.pop("user1")) == ("Ada Lovelace", "Bob Moss")
    assert [*known.values()] in ([], [None])
