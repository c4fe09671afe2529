"""Moodle: the worksheet that was downloaded is filled in; what Moodle would pass over is named."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest

from grader.reports.exports.format import ExportError
from grader.reports.exports.moodle import FORMAT
from tests.reports.exports.made import FAULT, UNREADABLE, a_class, nothing, result

HEAD = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
)
ROWS = (
    'Participant 4001,"Zoë Müller",zoe@x.org,"Submitted for grading",,100.00,Yes,'
    '"Friday, 20 November 2026, 10:00 AM",-,\r\n'
    'Participant 4002,王小明,w@x.org,Submitted,55.00,100.00,Yes,-,"Saturday, 21 November 2026",\r\n'
    'Participant 4003,"Alan Turing",alan@x.org,Submitted,,100.00,No,-,-,\r\n'
    'Participant 4004,"Grace Hopper",g@x.org,"No submission",,100.00,Yes,-,-,"well, done"\r\n'
)
OTHER_HEADS = {
    "de": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
        "Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)"
    ),
    "fr": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,"
        "La note peut être changée,Dernière modification (travail remis),"
        "Dernière modification (note)"
    ),
    "es": (
        "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede cambiarse,Última modificación (entrega),"
        "Última modificación (calificación)"
    ),
    "a language that the kit does not know": ("Aa,Bb,Cc,Dd,Ee,Ff,Gg,Hh (Xx),Hh (ee)"),
}
WORDS = {
    "de": ("Teilnehmer/in ", "Nein"),
    "fr": ("Participant ", "Non"),
    "es": ("Participante ", "No"),
}


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "Grades-GD-Homework 4-77.csv"
    path.write_bytes((HEAD + ROWS).encode())
    return path


def written(path, *results, **values):
    asked = {"worksheet": path, "scale": False, "by_name": False, "trust_ids": False} | values
    made = FORMAT.write(a_class(*results), asked)
    return made, made.files[path.name].decode()


def pages_of(made):
    with zipfile.ZipFile(io.BytesIO(made.files["feedback.zip"])) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def grades_of(text, column=4):
    return {row[0]: row[column] for row in csv.reader(io.StringIO(text, newline=""))}


def read_as_moodle(path):
    """Return the participant, the plugin and the file, as Moodle's importer reads a path."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            return info[1], f"{info[2]}_{info[3]}", "/".join(p for p in [*info[4:], *parts] if p)
    return None


def test_the_grade_is_filled_in_and_every_other_byte_stays(book):
    made, text = written(book, result("Zoë Müller", 87.5, id="4001", name="Zoë Müller"))
    assert text == (HEAD + ROWS).replace('for grading",,', 'for grading",87.5,')
    assert made.filled == ("Zoë Müller",)
    assert made.nowhere == {}


def test_every_number_comes_back_as_it_was(book):
    for points in (0, 0.1 + 0.2, 33.333333333333336, 100):
        _, text = written(book, result("zoë", points, id="4001"))
        assert float(grades_of(text)["Participant 4001"]) == points


def test_the_feedback_is_in_folders_that_moodle_reads(book):
    made, _ = written(
        book, result("Zoë Müller", id="4001"), result("王小明", id="4002"),
        nothing("Grace Hopper", UNREADABLE, id="4004"), nothing("Alan Turing", FAULT, id="4003"),
    )  # fmt: skip
    pages = pages_of(made)
    assert list(pages) == [
        "Grace Hopper_4004_assignsubmission_file/feedback.md",
        "Zoë Müller_4001_assignsubmission_file/feedback.md",
        "王小明_4002_assignsubmission_file/feedback.md",
    ]
    told = [read_as_moodle(path) for path in pages]
    assert told == [(n, "assignsubmission_file", "feedback.md") for n in ("4004", "4001", "4002")]
    assert pages["王小明_4002_assignsubmission_file/feedback.md"].startswith("# 王小明: 87.5 of")


def test_who_handed_in_a_document_is_told_what_to_hand_in(book):
    why = "Handed in: hw.pdf. A document cannot be run."
    handed = nothing("zoë", id="4001")
    handed = replace(handed, grade=replace(handed.grade, notes=(why,)))
    made, _ = written(book, result("王小明", id="4002"), handed, nothing("alan", id="4003"))
    pages = pages_of(made)
    assert [read_as_moodle(path)[0] for path in pages] == ["4001", "4002"]
    assert why in next(iter(pages.values()))
    assert made.filled == ("王小明",)


def test_a_name_cannot_lead_out_of_the_zip_or_be_read_as_anothers_number(book):
    name = "../x_4002_assignsubmission_file/Zoë"
    book.write_bytes((HEAD + ROWS).replace("Zoë Müller", name).encode())
    made, _ = written(book, result("zoë", id="4001"))
    (path,) = pages_of(made)
    assert read_as_moodle(path) == ("4001", "assignsubmission_file", "feedback.md")
    assert ".." not in path.split("/")


def test_a_locked_row_and_one_out_of_range_are_named_and_left(book):
    book.write_bytes((HEAD + ROWS).replace("Submitted,55.00,100.00", "Submitted,55.00,50").encode())
    made, text = written(
        book, result("Alan Turing", id="4003"), result("王小明", 60, id="4002"), scale=True
    )
    assert made.nowhere["Alan Turing"] == "the grade is locked in Moodle (line 4)"
    assert made.nowhere["王小明"] == "60 is out of range: the most is 50 (line 3)"
    assert made.filled == ()
    assert text == book.read_bytes().decode()


def test_a_row_that_has_another_grade_in_moodle_is_named(book):
    made, text = written(book, result("王小明", 60, id="4002"))
    assert grades_of(text)["Participant 4002"] == "60"
    assert any("may pass these over" in n and "王小明 (55.00 before)" in n for n in made.notes)
    assert not any("fewer" in note for note in made.notes)
    made, _ = written(book, result("王小明", 50, id="4002"))
    assert any("fewer points" in n and "王小明 (55.00 before, 50 now)" in n for n in made.notes)


@pytest.mark.parametrize(
    ("yes", "no"), [("نعم", "لا"), ("כן", "לא"), ("예", "아니요"), ("jā", "nē")]
)
def test_a_locked_row_is_known_in_further_languages(book, yes, no):
    rows = (HEAD + ROWS).replace(",No,", f",{no},").replace(",Yes,", f",{yes},")
    book.write_bytes(rows.encode())
    made, _ = written(book, result("Alan Turing", id="4003"), result("王小明", 60, id="4002"))
    assert made.nowhere == {"Alan Turing": "the grade is locked in Moodle (line 4)"}


@pytest.mark.parametrize("language", OTHER_HEADS)
def test_the_columns_are_known_in_the_sites_language(book, language):
    participant, no = WORDS.get(language, ("Q ", "No"))
    rows = ROWS.replace("Participant ", participant).replace(",No,", f",{no},")
    book.write_bytes(f"{OTHER_HEADS[language]}\r\n{rows}".encode())
    made, text = written(
        book, result("Zoë Müller", 87.5, id="4001"), result("Alan Turing", 5, id="4003")
    )
    assert made.filled == ("Zoë Müller",)
    assert "locked" in made.nowhere["Alan Turing"]
    assert grades_of(text)[f"{participant}4001"] == "87.5"
    book.write_bytes(book.read_bytes().replace(b"100.00", b"10.00"))
    with pytest.raises(ExportError, match="is out of 10 points"):
        written(book, result("Zoë Müller", 87.5, id="4001"))


def test_a_grade_column_that_cannot_be_told_is_asked_for(book):
    head = "Aa,Bb,Cc,Dd,Ee,Ff,Gg,Hh,Ii,Jj\r\n"
    book.write_bytes((head + ROWS).encode())
    with pytest.raises(
        ExportError,
        match=r"it cannot be told which.*--column: Aa; Bb; Cc; Dd; Ee.*not the grading worksheet",
    ):
        written(book, result("zoë", id="4001"))
    assert written(book, result("zoë", id="4001"), column="Ee")[0].filled == ("zoë",)


def test_another_kind_of_table_is_refused(book):
    book.write_text("name,grade,maximum\nAda,1,20.00\nBob,2,20.00\n")
    with pytest.raises(ExportError, match="not a grading worksheet of Moodle's"):
        written(book, result("Ada"))


@pytest.mark.parametrize("rows", ["", "\r\n"])
def test_a_worksheet_with_nobody_is_refused(book, rows):
    book.write_bytes((HEAD + rows).encode())
    with pytest.raises(ExportError, match="holds nobody"):
        written(book, result("Ada"))


def test_a_missing_row_is_named_and_the_others_are_filled_in(book):
    made, _ = written(book, result("zoë", id="4001"), result("Mary Ann Evans", id="4999"))
    assert made.filled == ("zoë",)
    assert made.nowhere == {"Mary Ann Evans": "no row is theirs"}


def test_the_worksheet_of_another_assignment_is_refused(book):
    with pytest.raises(ExportError, match="none of the 2 students has a row in it"):
        written(book, result("Mary", id="5001"), result("Bob", id="5002"))
    with pytest.raises(ExportError, match=r"numbers of Zoë Müller are not in it.*--by-name"):
        written(book, result("Zoë Müller", id="5001"))
    made, _ = written(book, result("Zoë Müller", id="5001"), by_name=True)
    assert made.filled == ("Zoë Müller",)


def test_by_name_no_number_counts_even_if_it_is_somebody_elses_there(book):
    both = [result("Zoë Müller", 30, id="4004"), result("Grace Hopper", 40, id="4001")]
    with pytest.raises(ExportError, match="--by-name"):
        written(book, *both)
    made, text = written(book, *both, by_name=True)
    assert made.filled == ("Zoë Müller", "Grace Hopper")
    assert [grades_of(text)[f"Participant {n}"] for n in (4001, 4004)] == ["30", "40"]


def test_a_number_that_is_another_persons_is_not_filled_in(book):
    made, _ = written(book, result("王小明", id="4001", name="王小明"), result("Grace", id="4004"))
    assert "a name with nothing in common" in made.nowhere["王小明"]
    assert made.filled == ("Grace",)


def test_without_names_one_that_is_missing_stops_it_all(book):
    rows = re.sub(r"(Participant \d+),[^,]+,[^,]+,", r"\1,", ROWS)
    head = HEAD.replace('"Full name","Email address",', "")
    book.write_bytes((head + rows).encode())
    known = result("Participant 4001", id="4001", name="Participant 4001")
    assert written(book, known)[0].filled == ("Participant 4001",)
    with pytest.raises(ExportError, match=r"has no names and no row for Participant 9"):
        written(book, known, result("Participant 9", id="9"))


def test_a_row_that_somebody_cut_short_is_named(book):
    head, *rows = (HEAD + ROWS).splitlines(keepends=True)
    book.write_bytes((head + rows[0] + rows[1][:30] + "\r\n" + rows[2]).encode())
    with pytest.raises(ExportError, match="line 3 has nothing where the others have the most"):
        written(book, result("zoë", id="4001"))


@pytest.mark.parametrize("title", ["Maximum Grade", "Scale", "Bewertungsskala"])
def test_a_scale_is_no_number_of_points(book, title):
    head, rows = HEAD.replace("Maximum Grade", title), ROWS.replace("100.00", '"Poor\nGood"')
    book.write_bytes((head + rows).encode())
    with pytest.raises(ExportError, match=r"no points but a scale \(Poor …\)"):
        written(book, result("zoë", id="4001"))


def test_a_number_with_a_decimal_comma_is_read(book):
    book.write_bytes(
        (HEAD + ROWS).replace("100.00", '"100,00"').replace(",55.00", ',"55,00"').encode()
    )
    made, text = written(book, result("王小明", 55, id="4002"))
    assert made.notes[-1].startswith("in the worksheet")
    assert grades_of(text)["Participant 4002"] == "55"


def test_a_worksheet_that_says_nothing_of_a_maximum_or_of_locks_is_filled_in(book):
    head = "Identifier,Full name,Grade,Last modified (grade)\n"
    book.write_text(head + "Participant 4001,Zoë Müller,,-\n", encoding="utf-8")
    made, text = written(book, result("Zoë Müller", 87.5, id="4001"))
    assert made.filled == ("Zoë Müller",)
    assert text.endswith("Zoë Müller,87.5,-\n")


def test_names_are_known_in_any_language_by_whose_they_are(book):
    header = OTHER_HEADS["a language that the kit does not know"]
    rows = (
        ROWS.replace("Yes", "Kyllä").replace("No,-", "Ei,-").replace("Participant", "Osallistuja")
    )
    book.write_text(f"{header},Ii\r\n{rows}", encoding="utf-8")
    made, text = written(
        book, result("zoë", 80, name="Zoë Müller", id="4001"),
        result("who left", 70, id="4999"), column="Ee",
    )  # fmt: skip
    assert made.filled == ("zoë",)
    assert list(made.nowhere) == ["who left"]
    assert ",80,100.00" in text


@pytest.mark.parametrize("hidden", ["Teilnehmerin", "Group A-Teilnehmerin"])
def test_who_was_hidden_when_they_handed_in_is_known_by_the_number_once_names_are_shown(
    book, hidden
):
    book.write_text((HEAD + ROWS).replace("Participant", "Teilnehmer/in"), encoding="utf-8")
    them = [
        result(f"{hidden} ({number})", points, id=number, name=hidden)
        for number, points in (("4001", 10), ("4004", 20))
    ]
    made, text = written(book, *them)
    grades = grades_of(text)
    assert (grades["Teilnehmer/in 4001"], grades["Teilnehmer/in 4004"]) == ("10", "20")
    assert not made.nowhere
    # A number that is not in it tells that it is not the assignment's.
    with pytest.raises(ExportError, match=r"no row for .*4009.*another assignment's"):
        written(book, *them, result(f"{hidden} (4009)", 30, id="4009", name=hidden))
    # Who has a name is not taken for another one by a number.
    with pytest.raises(ExportError):
        written(book, result("Mary Evans", 10, id="4001", name="Mary Evans"))


TEAM_HEAD = HEAD.replace("Status,", "Status,Group,")
TEAM_ROWS = (
    'Participant 4001,"Zoë Müller",zoe@x.org,Submitted,"R&D_one",,100.00,Yes,-,-,\r\n'
    "Participant 4002,王小明,w@x.org,Submitted,R&D_one,55.00,100.00,Yes,-,-,\r\n"
    'Participant 4003,"Alan Turing",alan@x.org,Submitted,"Team ""B""",,100.00,No,-,-,\r\n'
    'Participant 4004,"Grace Hopper",g@x.org,Submitted,"Team ""B""",,100.00,Yes,-,-,"so, so"\r\n'
    'Participant 4005,"Ada Lovelace",a@x.org,Submitted,"Default group",,100.00,Yes,-,-,\r\n'
)


@pytest.fixture
def teams_book(book):
    book.write_bytes((TEAM_HEAD + TEAM_ROWS).encode())
    return book


def test_a_teams_points_are_every_members_and_every_other_byte_stays(teams_book):
    made, text = written(
        teams_book, result("R&D one", 87.5, id="4004", name="R&D one"),
        result("Default group", 60, name="Default group"),
    )  # fmt: skip
    assert text == (TEAM_HEAD + TEAM_ROWS).replace('"R&D_one",,', '"R&D_one",87.5,').replace(
        "R&D_one,55.00", "R&D_one,87.5"
    ).replace('"Default group",,', '"Default group",60,')
    assert made.filled == ("R&D one", "Default group")
    assert not made.nowhere
    pages = pages_of(made)
    assert {read_as_moodle(path)[0] for path in pages} == {"4001", "4002", "4005"}
    assert any("2 teams" in note and "3 students" in note for note in made.notes)
    assert any("Alan Turing" in note and "Grace Hopper" in note for note in made.notes)


@pytest.mark.parametrize("called", ["Ramp;D one", "RD one", "R&D one"])
def test_a_team_is_known_by_its_name_as_a_file_may_have_it(teams_book, called):
    made, text = written(teams_book, result(called, id="77", name=called))
    assert made.filled == (called,)
    assert grades_of(text, 5)["Participant 4001"] == "87.5"


def test_a_teams_id_is_nobodys_participant_number(teams_book):
    made, text = written(
        teams_book, result("Team B", id="9", name="Team B"), result("Gone", id="4001", name="Gone")
    )
    assert made.nowhere["Gone"] == "no row has a team of that name"
    assert grades_of(text, 5)["Participant 4001"] == ""
    without_names = re.sub(r"(Participant \d+),[^,]+,[^,]+,", r"\1,", TEAM_ROWS)
    head = TEAM_HEAD.replace('"Full name","Email address",', "")
    teams_book.write_bytes((head + without_names).encode())
    with pytest.raises(ExportError, match="none of its teams is called Gone"):
        written(teams_book, result("Gone", id="4001", name="Gone"))
    made, text = written(teams_book, result("Team B", id="4001", name="Team B"))
    assert grades_of(text, 3)["Participant 4004"] == "87.5"
    assert grades_of(text, 3)["Participant 4001"] == ""


def test_a_member_whose_grade_is_locked_is_named_and_the_others_are_filled_in(teams_book):
    made, text = written(teams_book, result("Team B", id="9", name="Team B"))
    assert made.nowhere["Team B"] == (
        "the grade is locked in Moodle (line 4); the rest of the team is filled in"
    )
    grades = grades_of(text, 5)
    assert (grades["Participant 4003"], grades["Participant 4004"]) == ("", "87.5")


def test_a_member_who_had_more_in_moodle_is_named(teams_book):
    made, _ = written(teams_book, result("R&D one", 50, name="R&D one"))
    assert any("fewer points" in n and "王小明" in n and "50 now" in n for n in made.notes)


def test_two_results_for_a_team_and_two_teams_for_a_result_are_not_filled_in(teams_book):
    twice = [result(f"Team B ({n})", name="Team B", id=n) for n in ("8", "9")]
    made, text = written(teams_book, *twice)
    assert "under the same team's name too" in made.nowhere["Team B (8)"]
    assert not any("not among these" in n and "Grace Hopper" in n for n in made.notes)
    assert text == teams_book.read_bytes().decode()
    two = TEAM_ROWS.replace("Default group", "Team B")
    teams_book.write_bytes((TEAM_HEAD + two).encode())
    made, text = written(teams_book, result("Team B", name="Team B", id="8"))
    assert "several teams fit" in made.nowhere["Team B"]
    assert text == teams_book.read_bytes().decode()


def test_what_may_be_a_teams_or_a_students_is_refused(teams_book):
    rows = TEAM_ROWS.replace("Default group", "Alan Turing").replace('"Team ""B"""', "Alan Turing")
    teams_book.write_bytes((TEAM_HEAD + rows).encode())
    with pytest.raises(ExportError, match=r"Alan Turing is a team in it .*another one in Moodle"):
        written(teams_book, result("Alan Turing", name="Alan Turing", id="8"))
    with pytest.raises(ExportError, match=r"R&D one is a team in it .*Zoë Müller a student"):
        written(
            teams_book, result("R&D one", name="R&D one"), result("Zoë Müller", name="Zoë Müller")
        )
    # Beside another team it is one, since all of a download are.
    _, text = written(
        teams_book, result("R&D one", name="R&D one"), result("Alan Turing", name="Alan Turing")
    )
    assert grades_of(text, 5)["Participant 4005"] == "87.5"


def test_where_everybody_handed_in_alone_the_teams_in_the_worksheet_change_nothing(teams_book):
    rows = TEAM_ROWS.replace("Default group", "Zoë Müller")
    teams_book.write_bytes((TEAM_HEAD + rows).encode())
    _, text = written(
        teams_book, result("Zoë Müller", id="4001", name="Zoë Müller"),
        result("Ada Lovelace", 60, id="4005", name="Ada Lovelace"),
    )  # fmt: skip
    grades = grades_of(text, 5)
    assert (grades["Participant 4001"], grades["Participant 4005"]) == ("87.5", "60")


def test_who_is_called_by_a_user_name_or_an_address_is_no_team(book):
    head = HEAD.replace(",Status", ',"ID number",Username,Status')
    rows = ROWS.replace("zoe@x.org,", "zoe@x.org,0012,zoe,").replace("w@x.org,", "w@x.org,0013,w,")
    rows = rows.replace("alan@x.org,", "alan@x.org,,,").replace("g@x.org,", "g@x.org,,,")
    book.write_bytes((head + rows).encode())
    made, text = written(book, result("zoe"), result("W@x.org", 60))
    assert made.nowhere == {"zoe": "no row is theirs"}
    assert grades_of(text, 6)["Participant 4002"] == "60"


def test_teams_are_known_in_any_language_and_behind_a_markers_name(teams_book):
    head = "Aa,Bb,Cc,Dd,Ee,Marker,Gg,Hh,Ii,Jj (xx),Kk (Gg),Ll\r\n"
    rows = TEAM_ROWS.replace("R&D_one", "R&D_one,A Marker").replace('"R&D_one,A', '"R&D_one","A')
    rows = rows.replace('"Team ""B"""', "Bb,").replace('"Default group"', '"Default group",')
    teams_book.write_bytes((head + rows).encode())
    _, text = written(teams_book, result("R&D one", name="R&D one", id="4004"))
    grades = grades_of(text, 6)
    assert (grades["Participant 4001"], grades["Participant 4002"]) == ("87.5", "87.5")
    assert grades["Participant 4004"] == ""
