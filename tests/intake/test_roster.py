"""The roster: whatever it calls its columns, everybody is joined to themselves or named."""

import unicodedata

import pytest

from grader.intake import IntakeError, read_place, roster_matching
from grader.intake.roster import read_roster
from grader.intake.students import Options
from grader.reports.end_of_run import roster_lines
from tests.intake.trees import (
    MODULE,
    canvas,
    gradescope,
    lay,
    moodle,
    moodle_teams,
    packed,
    plain,
    work_of,
)

ROSTERS = {
    "name, id and e-mail": "Name,ID,Email\nAda Lovelace,11,ada@example.org\n",
    "Canvas's gradebook": (
        "Student,ID,SIS User ID,SIS Login ID,Section,HW 4 (99)\n"
        "    Points Possible,,,,,100\n"
        '"Lovelace, Ada",11,s11,ada@example.org,A,\n'
        '"Student, Test",99,,,A,\n'
    ),
    "Moodle's worksheet": (
        "Identifier,Full name,ID number,Email address,Status\n"
        "Participant 11,Ada Lovelace,s11,ada@example.org,Submitted\n"
    ),
    "Gradescope's roster": "First Name,Last Name,SID,Email\nAda,Lovelace,11,ada@example.org\n",
    "nbgrader's students": "id,first_name,last_name,email\n11,Ada,Lovelace,ada@example.org\n",
    "German, with semicolons": "Nachname;Vorname;Matrikelnummer\nLovelace;Ada;11\n",
    "Moodle's worksheet in German": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status\n"
        "Teilnehmer/in 11,Ada Lovelace,ada@example.org,Abgegeben\n"
    ),
    "Brightspace's grades": (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
        "#11,#ada,Lovelace,Ada,ada@example.org,#\n"
    ),
    "tabs": "student id\tname\n11\tAda Lovelace\n",
    "a last name called the name": "Name;Vorname;Matrikelnummer\nLovelace;Ada;11\n",
    "the same in Dutch": "Naam,Voornaam,Studentnummer\nLovelace,Ada,11\n",
    "a first name called the name": "Nome,Cognome,Matricola\nAda,Lovelace,11\n",
    "a whole name beside the first": "ID,Name,First name\n11,Ada Lovelace,Ada\n",
    "a whole name, the last one first": 'ID,Name,First name\n11,"Lovelace, Ada",Ada\n',
    "Moodle's in French": (
        "Prénom,Nom de famille,Numéro d'identification,Adresse de courriel\n"
        "Ada,Lovelace,11,ada@example.org\n"
    ),
    "Excel's own first line": "sep=;\nName;ID;Mail\nAda Lovelace;11;ada@example.org\n",
    "numbers that are kept as text": 'Name,ID\n"=""Ada Lovelace""","=""11"""\n',
    "those who teach": (
        "First Name,Last Name,SID,Email,Role,Section\nGrace,Hopper,1,g@example.org,Instructor,\n"
        "Ada,Lovelace,11,ada@example.org,Student,A\nAlan,Turing,2,t@example.org,TA,\n"
    ),
}


def test_where_a_role_is_no_words_for_students_nobody_is_left_out(tmp_path):
    text = "Name,ID,Role\nAda Lovelace,11,Leader\nBob Ray,12,Scribe\nCyd Dee,13,\n"
    assert len(read_roster(roster(tmp_path, text)).rows) == 3
    text = "Name,ID,Role\nAda Lovelace,11,Student\nBob Ray,12,Teaching assistant\nCyd Dee,13,\n"
    assert [r.person.id for r in read_roster(roster(tmp_path, text)).rows] == ["11", "13"]


def roster(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "header",
    [
        "姓,名,学号,邮箱", "Фамилия,Имя,ID,Электронная почта",
        "Nazwisko,Imię,Numer albumu,Adres e-mail",
        "Soyadı,Adı,Öğrenci No,E-posta adresi", "Efternamn,Förnamn,ID,E-postadress",
        "Sukunimi,Etunimi,Opiskelijanumero,Sähköposti",
        "Nom,Prénom,Numéro étudiant,Courriel", "Nazwisko,Imię,Nr albumu,E-mail",
    ],
)  # fmt: skip
def test_headers_of_further_languages_are_understood(tmp_path, header):
    (row,) = read_roster(roster(tmp_path, f"{header}\nLovelace,Ada,11,a@x.org\n")).rows
    assert (row.person.name, row.ids, row.person.email) == ("Ada Lovelace", ("11",), "a@x.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ROSTERS)
def test_common_headers_are_understood(tmp_path, kind, encoding):
    (row,) = read_roster(roster(tmp_path, ROSTERS[kind], encoding)).rows
    assert row.person.name in ("Ada Lovelace", "Lovelace, Ada")
    assert "11" in row.ids


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_names_in_utf_16_without_its_mark_are_what_they_are(tmp_path, encoding):
    (row,) = read_roster(roster(tmp_path, "姓名,学号,邮箱\n王小明,11,w@x.cn\n", encoding)).rows
    assert (row.person.name, row.ids, row.person.email) == ("王小明", ("11",), "w@x.cn")


@pytest.mark.parametrize(
    "header",
    [
        "Nachname,Vorname,Nutzernamen,Matrikelnr.", "Apellidos,Nombre,Nombre de usuario,ID",
        "Nom,Prénom,Nom d'utilisateur,ID", "Cognome,Nome,Nome utente,Matricola",
        "Achternaam,Voornaam,Gebruikersnaam,Studentnummer", "Apelido,Nome,Nome de usuário,ID",
    ],
)  # fmt: skip
def test_logins_and_numbers_of_further_systems_are_understood(tmp_path, header):
    (row,) = read_roster(roster(tmp_path, f"{header}\nLovelace,Ada,ada,11\n")).rows
    assert (row.person.name, row.ids, row.person.login) == ("Ada Lovelace", ("11",), "ada")


def test_a_team_is_nobody_on_the_roster_and_its_members_are_not_missing(tmp_path):
    place = lay(tmp_path / "class", moodle_teams(["Group A", "Group B", "Eve Ng"])[0])
    # Group A is 70 in Moodle, and so is a participant.
    text = (
        "Identifier,Full name,Email address,Status,Group\n"
        "Participant 70,Ada L,a@x.org,-,Group B\nParticipant 2,Bob M,b@x.org,-,Group A\n"
        'Participant 3,Cyd N,c@x.org,-,"Group A, Group C"\nParticipant 4,Dan O,d@x.org,-,Group C\n'
        "Participant 5,Eve Ng,e@x.org,-,Default group\nParticipant 6,Fay P,f@x.org,-,Eve Ng\n"
    )
    intake = read_place(place, roster=roster(tmp_path, text))
    people = {h.student: h.person.email for h in intake.tree.students}
    assert people["Group A"] == people["Group B"] == people["Default group"] == ""
    assert [person.name for person in intake.roster.missing] == ["Dan O", "Fay P"]
    assert people["Eve Ng"] == "e@x.org"
    assert intake.roster.unknown == ()


def test_teams_of_repositories_are_known_though_their_names_begin_alike(tmp_path):
    for team in ("rocket", "blue"):
        lay(tmp_path / f"class/hw4-team-{team}", {MODULE: work_of(team), ".git/HEAD": b"ref:"})
    text = "name,github,team\nAda,ada,team-rocket\nCyd,cyd,Team Rocket\nBob,bob,blue\nDan,dan,\n"
    intake = read_place(tmp_path / "class", roster=roster(tmp_path, text))
    assert [person.name for person in intake.roster.missing] == ["Dan"]
    assert intake.roster.unknown == ()


def test_a_repository_that_came_as_a_zip_is_its_logins(tmp_path):
    files = {f"hw4-{who}-main.zip": packed({MODULE: work_of(who)}) for who in ("ada", "ada-l")}
    # Without a branch behind it, it is a name with hyphens.
    place = lay(tmp_path / "class", {**files, f"jean-ada/{MODULE}": work_of("jean")})
    text = "name,login\nAda L,ada\nAda M,ada-l\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    people = {h.student: h.person.name for h in intake.tree.students}
    assert people == {"hw4-ada-l-main": "Ada M", "hw4-ada-main": "Ada L", "jean-ada": "jean-ada"}


def test_who_has_the_login_that_a_team_is_called_is_a_student(tmp_path):
    place = lay(tmp_path / "class", plain(["ada", "bob"])[0])
    text = "name,login,group\nAda L,ada,bob\nBob M,bob,ada\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert [h.person.name for h in intake.tree.students] == ["Ada L", "Bob M"]


@pytest.mark.parametrize("build", [plain, canvas, moodle, gradescope])
def test_who_handed_in_is_joined_and_who_did_not_is_missing(tmp_path, build):
    files, _ = build(["Zoë Müller", "Ada Lovelace"])
    place = lay(tmp_path / "class", files)
    text = "name,id,email\nAda Lovelace,a1,ada@example.org\nMüller Zoë,z1,zoe@example.org\n"
    intake = read_place(place, roster=roster(tmp_path, text + "Grace Hopper,g1,g@example.org\n"))
    people = {h.person.name: (h.person.id, h.person.email) for h in intake.tree.students}
    assert people == {
        "Ada Lovelace": ("a1", "ada@example.org"),
        "Müller Zoë": ("z1", "zoe@example.org"),
    }
    assert [person.name for person in intake.roster.missing] == ["Grace Hopper"]
    assert intake.roster.unknown == ()


def test_the_roster_changes_neither_whose_work_is_whose_nor_the_digest(tmp_path):
    place = lay(tmp_path / "class", moodle(["Ada Lovelace", "Zoë Müller"])[0])
    text = "name,id\nAda Lovelace,a1\n"
    without = list(read_place(place).submissions())
    joined = read_place(place, roster=roster(tmp_path, text))
    assert [s.digest for s in joined.submissions()] == [s.digest for s in without]
    assert [s.student for s in joined.submissions()] == [s.student for s in without]
    assert joined.roster.unknown == ("Zoë Müller",)


@pytest.mark.parametrize("row", ["Grace,11", "ნინო,11", "Ada Lovelace-King,11"])
def test_an_id_counts_before_a_name(tmp_path, row):
    place = lay(tmp_path / "class", {f"ada_11_500_{MODULE}": work_of("ada")})
    intake = read_place(place, roster=roster(tmp_path, f"name,id\nKim,12\n{row}\n"))
    assert intake.tree.students[0].person.name == row.partition(",")[0]
    assert [person.name for person in intake.roster.missing] == ["Kim"]


def test_numbers_of_another_system_give_nobody_another_ones_name(tmp_path):
    # Canvas's own numbers, and a list on which everybody is numbered from 1.
    names = {"lovelaceada": 2, "hoppergrace": 1, "turingalan": 7}
    files = {f"{name}_{n}_50{n}_{MODULE}": work_of(name) for name, n in names.items()}
    place = lay(tmp_path / "class", files)
    text = "name,id\nAda Lovelace,1\nGrace Hopper,2\nAlan Turing,3\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    called = {each.student: each.person.name for each in intake.tree.students}
    assert called == {**{name: name for name in names}, "turingalan": "Alan Turing"}
    assert intake.roster.doubtful == ("hoppergrace", "lovelaceada")
    assert intake.roster.missing == ()


def test_a_number_of_another_system_is_found_out_by_the_address(tmp_path):
    # The second of the two has the number 8001 and the address s1@example.org.
    place = lay(tmp_path / "class", gradescope(["Ada", "Bob"])[0])
    text = "name,id,email\nB. Maya,4,s1@example.org\nG. Hopper,8001,grace@example.org\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert intake.roster.doubtful == ("Bob",)
    assert intake.roster.unknown == ("Ada",)


def test_a_roster_is_looked_up_in_a_time_that_grows_with_the_class(tmp_path, monkeypatch):
    looks = []
    real = roster_matching.spellings
    monkeypatch.setattr(roster_matching, "spellings", lambda name: looks.append(1) or real(name))
    place = lay(tmp_path / "class", plain([f"Ada Lovelace {n}" for n in range(60)])[0])
    text = "name,id\n" + "".join(f"Ada Lovelace {n},{n}\n" for n in range(60))
    intake = read_place(place, roster=roster(tmp_path, text))
    assert intake.roster.missing == intake.roster.unknown == ()
    assert 60 <= len(looks) <= 4 * 60


def test_a_login_or_an_address_may_be_the_folders_name(tmp_path):
    place = lay(tmp_path / "class", plain(["alx", "zoe@example.org", "77"])[0])
    text = "name,login,email,id\nAlex,alx,,\nZoë,,zoe@example.org,\nKim,,,77\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert [h.person.name for h in intake.tree.students] == ["Kim", "Alex", "Zoë"]
    assert intake.roster.missing == ()


def test_a_repositorys_name_may_end_in_a_login_with_hyphens(tmp_path):
    names = ("hw4-al-x", "hw4-al-y")
    files = {f"{name}/{MODULE}": work_of(name) for name in names}
    place = lay(tmp_path / "class", files | {f"{name}/.git/HEAD": b"x" for name in names})
    text = "name,github_username\nX,al-x\nY,al-y\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert {h.person.name for h in intake.tree.students} == {"X", "Y"}


def test_a_quote_within_a_cell_is_a_letter(tmp_path):
    place = lay(tmp_path / "class", plain(['5" Pete', "bob"])[0])
    path = roster(tmp_path, 'name,id\n5" Pete,1\n"bob",2\n')
    assert read_place(place, roster=path).roster.missing == ()


def test_a_roster_on_which_nobody_is_may_be_another_courses(tmp_path):
    place = lay(tmp_path / "class", plain(["ada", "bob"])[0])
    found = read_place(place, roster=roster(tmp_path, "name,id\nTuring,1\n")).roster
    said = "\n".join(roster_lines(found))
    assert said.startswith("nobody who handed in is on the roster: is it another course's, or ")
    some = read_place(place, roster=roster(tmp_path, "name,id\nada,1\n")).roster
    assert "another course" not in "\n".join(roster_lines(some))


def test_two_of_one_name_are_not_joined_by_it_and_said(tmp_path):
    place = lay(tmp_path / "class", plain(["Ada Lovelace", "Bob"])[0])
    text = "name,id\nAda Lovelace,1\nAda Lovelace,2\nBob,3\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert intake.roster.doubtful == ("Ada Lovelace",)
    assert intake.roster.missing == ()
    assert [h.person.id for h in intake.tree.students] == ["", "3"]


def test_who_is_on_the_roster_twice_in_the_same_words_is_there_once(tmp_path):
    place = lay(tmp_path / "class", plain(["Ada Lovelace", "Bob"])[0])
    text = (
        "name,id,email,section\nAda Lovelace,1,,A\nBob,3,,A\n"
        '"Lovelace, Ada",1,ada@x.org,B\nAda Lovelace,1,ADA@x.org,C\n'
    )
    intake = read_place(place, roster=roster(tmp_path, text))
    people = {h.student: (h.person.id, h.person.email) for h in intake.tree.students}
    assert people == {"Ada Lovelace": ("1", "ada@x.org"), "Bob": ("3", "")}
    assert (intake.roster.clashes, intake.roster.doubtful, intake.roster.missing) == ((), (), ())
    assert len(intake.roster.rows) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,id\nAda,1\nBob,1\n", "the id 1: Ada (line 2) and Bob (line 3)"),
        ("name,login\nAda,x\n\nBob,X\n", "the login x: Ada (line 2) and Bob (line 4)"),
        ("name,email\nAda,a@x.org\nBob,A@x.org\n",
         "the e-mail a@x.org: Ada (line 2) and Bob (line 3)"),
        ("name,id,login\nAda,1,a\nAda,1,b\nBob,2,\n", "the id 1: Ada (line 2) and Ada (line 3)"),
        ("name,id\nZoë,1\nZoe,1\n", "the id 1: Zoë (line 2) and Zoe (line 3)"),
    ],
)  # fmt: skip
def test_what_two_people_on_the_roster_have_alike_joins_nobody_and_is_said(tmp_path, text, said):
    place = lay(tmp_path / "class", plain(["Ada", "Bob", "Zoe"])[0])
    intake = read_place(place, roster=roster(tmp_path, text))
    assert intake.roster.clashes == (said,)
    assert {h.person.id for h in intake.tree.students} <= {"", "2"}
    assert f"twice on the roster, and not joined: {said}" in list(roster_lines(intake.roster))
    assert intake.roster.missing == ()


def test_two_who_fit_one_row_are_not_joined_and_said(tmp_path):
    files = {f"Section {s}/ada/{MODULE}": work_of(s) for s in "AB"}
    place = lay(tmp_path / "class", files | {f"Section {s}/{s}/{MODULE}": b"x" for s in "AB"})
    intake = read_place(place, roster=roster(tmp_path, "name,id\nAda,1\n"))
    assert intake.roster.doubtful == ("ada (Section A)", "ada (Section B)")


@pytest.mark.parametrize(
    "above", ["CS 101, autumn\n\n", "Kurs: CS 101;;\n;;\n", "\ufeffExport\r\n", "CS\x85101\n"]
)
def test_a_title_above_the_columns_names_is_passed_over(tmp_path, above):
    place = lay(tmp_path / "class", plain(["Ada Lovelace", "Bob Ray"])[0])
    text = f"{above}Name;Matrikelnummer;E-Mail\nLovelace, Ada;11;a@x.org\nRay, Bob;12;b@x.org\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert [s.who.id for s in intake.submissions()] == ["11", "12"]
    assert intake.roster is not None
    assert intake.roster.rows[0].line == text[: text.index("Lovelace")].count("\n") + 1


BAD = {
    "no file": (None, "cannot be read"),
    "no header": ("Ada,11\nBob,12\n", "no column says who"),
    "nobody": ("name,id\n", "holds no student"),
    "a spreadsheet": ("PK\x03\x04x", "Save it as CSV"),
    "empty": ("", "no column says who"),
    "a line without an end": ("x" * 200_000, "Correct it, or export the roster again"),
    "a quote left open": (
        'name,id\nada,1\n"bob,2\ncyd,3\n',
        "begins in line 3 or below",
    ),
    "a quote that another ends": ('name,id\n"ada,1\n"bob",2\n', "begins in line 2 or below"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_roster_that_says_nobody_is_refused_with_the_remedy(tmp_path, kind):
    text, word = BAD[kind]
    place = lay(tmp_path / "class", plain(["ada", "bob"])[0])
    path = tmp_path / "nowhere.csv" if text is None else roster(tmp_path, text)
    with pytest.raises(IntakeError, match=word):
        read_place(place, roster=path)


def test_a_login_that_brightspace_marks_is_one(tmp_path):
    lay(tmp_path / "class", {f"ada1/{MODULE}": work_of("ada"), f"bob1/{MODULE}": work_of("bob")})
    text = "OrgDefinedId,Username,Email\n#11,#ada1,a@x.org\n#12,#bob1,b@x.org\n"
    intake = read_place(tmp_path / "class", roster=roster(tmp_path, text))
    assert [(s.who.id, s.who.email) for s in intake.submissions()] == [
        ("11", "a@x.org"),
        ("12", "b@x.org"),
    ]


@pytest.mark.parametrize("end", ["", "_301"])
def test_folders_with_name_and_login_in_their_names_are_found(tmp_path, end):
    roster = (
        "Nachname;Vorname;Login\nLovelace;Ada;ada\nLovelace;Ada;ada2\nMüller;Zoë;z_m\n"
        "Von Neumann;John;jvn\nLin;;da\nHopper;Grace;gh\n"
    )
    names = ["Lovelace_Ada_ada2", "Mueller_Zoe_z_m", "Von_Neumann_John_jvn", "Hopper_Grace_gracie"]
    lay(tmp_path / "place", {f"{name}{end}/{MODULE}": work_of(name) for name in names})
    lay(tmp_path / "place", {f"linda/{MODULE}": work_of("linda")})
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    intake = read_place(tmp_path / "place", roster=tmp_path / "roster.csv")
    found = {each.student: each.person.login for each in intake.tree.students}
    logins = ["ada2", "z_m", "jvn", ""]
    expected = {f"{name}{end}": login for name, login in zip(names, logins, strict=True)}
    assert found == expected | {"linda": ""}


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gbk", ["王小明", "李娜"]), ("big5", ["許功蓋"]), ("cp932", ["田中太郎"]),
        ("cp949", ["김철수"]), ("cp1251", ["Анна Иванова", "Пётр"]),
        ("cp850", ["Zoë Müller"]),
    ],
)  # fmt: skip
def test_a_roster_in_another_encoding_is_not_guessed(tmp_path, encoding, names):
    lay(tmp_path / "place", {f"{n}/{MODULE}": work_of(str(n)) for n, _ in enumerate(names)})
    rows = "".join(f"{n},{name}\n" for n, name in enumerate(names))
    (tmp_path / "roster.csv").write_bytes(f"id,name\n{rows}".encode(encoding))
    with pytest.raises(IntakeError, match=r"roster.csv is not in UTF-8") as refused:
        read_place(tmp_path / "place", roster=tmp_path / "roster.csv")
    assert names[0] in str(refused.value)
    told = Options(names_in=encoding)
    intake = read_place(tmp_path / "place", told, roster=tmp_path / "roster.csv")
    assert [each.person.name for each in intake.tree.students] == names


def test_a_roster_as_excel_writes_it_in_the_west_is_read_and_that_is_said(tmp_path):
    names = ["Søren Åberg", "Núria Marcel·la", "D’Angelo", "José–María Peña"]
    lay(tmp_path / "place", {f"{n}/{MODULE}": work_of(str(n)) for n, _ in enumerate(names)})
    rows = "".join(f"{n};{name}\r\n" for n, name in enumerate(names))
    (tmp_path / "roster.csv").write_bytes(f"id;name\r\n{rows}".encode("cp1252"))
    intake = read_place(tmp_path / "place", roster=tmp_path / "roster.csv")
    assert [each.person.name for each in intake.tree.students] == names
    (first, *_) = roster_lines(intake.roster)
    assert "read in cp1252" in first
    assert "Søren Åberg" in first
    (tmp_path / "roster.csv").write_text(f"id;name\n{rows}", encoding="utf-8")
    told = Options(names_in="cp1252")
    intake = read_place(tmp_path / "place", told, roster=tmp_path / "roster.csv")
    assert [each.person.name for each in intake.tree.students] == names
    assert not intake.roster.guessed


@pytest.mark.parametrize(
    "shape",
    [
        "{name} ({login})",
        "{name}_{id}",
        "{id} - {name}",
        "{id}_{last}, {first}",
        "{name} [{mail}]",
        "{last}_{first}_{id}_hw4",
        "HW 4 {name} {mail} (final)",
        "{login} {name} 2026-11-20",
    ],
)
@pytest.mark.parametrize("accents", ["NFC", "NFD"])
def test_a_folder_with_the_name_and_the_number_or_login_is_found(tmp_path, shape, accents):
    people = [("Ada", "Lovelace", "00124", "a.love"), ("Zoë", "René", "00125", "zm-7")]
    names = [
        shape.format(name=f"{a} {b}", first=a, last=b, id=n, login=n2, mail=f"{n2}@x.org")
        for a, b, n, n2 in people
    ]
    names = [unicodedata.normalize(accents, name) for name in names]
    place = lay(tmp_path / "class", plain(names)[0])
    text = "name,id,login,email\n" + "".join(
        f"{a} {b},{n.lstrip('0')},{n2},{n2}@x.org\n" for a, b, n, n2 in people
    )
    text += "Ada Müller,126,am,am@x.org\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    found = {h.student: h.person.login for h in intake.tree.students}
    assert found == dict(zip(names, ("a.love", "zm-7"), strict=True))
    assert [person.name for person in intake.roster.missing] == ["Ada Müller"]


def test_zeros_that_a_spreadsheet_took_are_put_back_and_said(tmp_path):
    place = lay(tmp_path / "class", plain(["00124", "00125", "91000"])[0])
    path = roster(tmp_path, "name,id\nAda,124\nBob,125.0\nCyd,91000\nDan,7\n")
    intake = read_place(place, roster=path)
    found = {h.person.name: h.person.id for h in intake.tree.students}
    assert found == {"Ada": "00124", "Bob": "00125", "Cyd": "91000"}
    said = "\n".join(roster_lines(intake.roster))
    assert "which a spreadsheet takes: 00124, 00125" in said
    assert "missing, of 4 on the roster: Dan" in said
    place = lay(tmp_path / "sids", gradescope(["Ada", "Bob"])[0])
    yml = place / "submission_metadata.yml"
    yml.write_bytes(yml.read_bytes().replace(b"'8001'", b"'00125'"))
    assert {h.person.id for h in read_place(place, roster=path).tree.students} == {"124", "00125"}


def test_zeros_that_a_spreadsheet_took_from_the_folders_names_are_put_back_too(tmp_path):
    place = lay(tmp_path / "class", plain(["124", "125", "91000"])[0])
    path = roster(tmp_path, "name,id\nAda,00124\nBob,00125\nCyd,91000\nDan,00007\n")
    intake = read_place(place, roster=path)
    found = {h.person.name: (h.student, h.person.id) for h in intake.tree.students}
    assert found == {
        "Ada": ("124", "00124"), "Bob": ("125", "00125"), "Cyd": ("91000", "91000"),
    }  # fmt: skip
    said = "\n".join(roster_lines(intake.roster))
    assert "which a spreadsheet takes: 00124, 00125" in said
    assert "missing, of 4 on the roster: Dan" in said


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["00124", "0125"], "name,id\nAda,124\nBob,125\n"),  # numbers of any length
        (["00001", "00002"], "name,id\nAda,1\nBob,2\nCyd,3\n"),  # a list that is numbered
        (["00124", "00125"], "name,id\nAda,124\nBob,00125\nCyd,7\n"),  # zeros are in it
        (["00124", "00125"], "name,id,student number\nAda,124,7\nBob,125,8\n"),  # which of two?
        (["00124", "00125"], "name,id\nAda,124\nBob,1000125\n"),  # longer ones
        (["00124", "00200", "00300"], "name,id\nAda,124\nBob,7\n"),  # others than these
        (["124", "125"], "name,id\nAda,00124\nBob,0125\n"),
        (["1", "2"], "name,id\nAda,00001\nBob,00002\nCyd,00003\n"),
        (["124", "0125"], "name,id\nAda,00124\nBob,00125\n"),
        (["124", "125"], "name,id,student number\nAda,00124,7\nBob,00125,8\n"),
        (["124", "1000125"], "name,id\nAda,00124\nBob,00125\n"),
        (["124", "200", "300"], "name,id\nAda,00124\nBob,00007\n"),
    ],
)
def test_zeros_are_not_put_back_where_the_numbers_may_be_others(tmp_path, names, text):
    place = lay(tmp_path / "class", plain(names)[0])
    intake = read_place(place, roster=roster(tmp_path, text))
    joined = {h.student for h in intake.tree.students if h.person.name != h.student}
    assert joined == {name for name in names if f",{name}\n" in text}
    assert intake.roster.padded == ()


def test_where_a_number_is_another_systems_it_gives_nobody_a_strangers_name(tmp_path):
    names = {"lovelaceada": 2, "hoppergrace": 1, "kingaugusta": 3}
    files = {f"{name}_{n}_50{n}_{MODULE}": work_of(name) for name, n in names.items()}
    place = lay(tmp_path / "class", files)
    text = "name,id,email\nAda Lovelace,1,a@x\nGrace Hopper,2,g@x\nAlan Turing,3,t@x\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert {each.person.email for each in intake.tree.students} == {""}
    assert intake.roster.unknown == ("kingaugusta",)
    assert [person.name for person in intake.roster.missing] == ["Alan Turing"]


def test_a_list_of_names_alone_may_have_commas_in_them(tmp_path):
    place = lay(tmp_path / "class", plain(["Ada Lovelace", "Bob Ross"])[0])
    for text in ("name\nLovelace, Ada\nRoss, Bob\n", "Name (Last, First);ID\nx;1\n"):
        intake = read_place(place, roster=roster(tmp_path, text))
        assert [p.called for p in intake.roster.missing] == ([] if "Ada" in text else ["1"])


def test_a_group_or_a_task_before_the_name_is_none_of_it(tmp_path):
    names = ["Group 1-Ada Lovelace", "The Owls-Zoë Müller", "Group 2-Anne-Marie Curie"]
    place = lay(tmp_path / "class", {**moodle(names)[0], f"Jan-Marie Curie/{MODULE}": b"x = 1"})
    text = (
        "name,login,group\nAda Lovelace,a,\nZoë Müller,z,The Owls\nAnne-Marie Curie,c,\n"
        "Marie Curie,m,\nBob,al9,\n"
    )
    path = roster(tmp_path, text)
    intake = read_place(place, roster=path)
    assert {h.person.login for h in intake.tree.students} == {"a", "z", "c", ""}
    assert intake.roster.unknown == ("Jan-Marie Curie",)
    place = lay(tmp_path / "tasks", plain(["Homework 4 - Ada Lovelace", "al9-Zoë Müller"])[0])
    intake = read_place(place, roster=path)
    assert {h.person.login for h in intake.tree.students} == {"a", ""}


def test_a_file_without_code_that_has_a_missing_students_name_is_pointed_out(tmp_path):
    place = lay(tmp_path / "class", plain(["Ada", "Bob"])[0])
    names = ("Cyd Ek.docx", "124 - Dan Fox.pdf", "eve@x.org.heic", "Ada.pdf", "rules.pdf")
    lay(place, dict.fromkeys(names, b"%PDF"))
    text = "name,id,email\nAda,1,\nBob,2,\nEk, Cyd,3,\nDan Fox,124,\nEve,4,eve@x.org\n"
    intake = read_place(place, roster=roster(tmp_path, text.replace("Ek, Cyd", '"Ek, Cyd"')))
    assert {each.where: each.why for each in intake.nobodys} == {
        "Cyd Ek.docx": "it has the name of Ek, Cyd, who is missing: put it into a folder called "
        "Cyd Ek if it is theirs",
        "124 - Dan Fox.pdf": "it has the name of Dan Fox, who is missing: put it into a folder "
        "called 124 - Dan Fox if it is theirs",
        "eve@x.org.heic": "it has the name of Eve, who is missing: put it into a folder called "
        "eve@x.org if it is theirs",
    }
    assert {"Ada.pdf", "rules.pdf"} <= {each.where for each in intake.tree.left}
    lay(place, {"Cyd Ek/Cyd Ek.docx": b"%PDF"})
    (place / "Cyd Ek.docx").unlink()
    again = read_place(place, roster=tmp_path / "roster.csv")
    assert [person.name for person in again.roster.missing] == ["Dan Fox", "Eve"]


def test_of_two_people_in_a_folders_name_neither_is_taken(tmp_path):
    names = ["Ada Lovelace 124 Zoë Müller 125", "Ada Lovelace 125", "प्रिया शर्मा_126_hw"]
    place = lay(tmp_path / "class", plain(names)[0])
    text = "name,id\nAda Lovelace,124\nZoë Müller,125\nप्रिया शर्मा,126\n"
    intake = read_place(place, roster=roster(tmp_path, text))
    assert {h.person.id for h in intake.tree.students} == {"", "126"}
    assert intake.roster.doubtful == (names[0],)
    assert intake.roster.unknown == (names[1],)


def test_beside_a_systems_download_such_a_file_is_asked_about(tmp_path):
    place = lay(tmp_path / "class", moodle(["Ada", "Bob"])[0])
    lay(place, {"Cyd.docx": b"PK", "Grades-CS101-77.csv": b"x", "Ada.pdf": b"%PDF"})
    intake = read_place(place, roster=roster(tmp_path, "name\nAda\nBob\nCyd\n"))
    assert [(each.where, each.why) for each in intake.nobodys] == [
        ("Cyd.docx", "it has the name of Cyd, who is missing: is it theirs?")
    ]


def test_a_name_is_found_beside_words_for_the_task_and_a_day(tmp_path):
    names = ["Ada Lovelace HW4", "Homework 4 - Bob Moss - 2026-11-20", "hw4_CydEk (1)", "dan late"]
    others = ["Fay final", "Eve HW4 1234"]
    place = lay(tmp_path / "class", plain([*names, "Fay", *others])[0])
    text = "name,login\nAda Lovelace,\nMoss Bob,\nCyd Ek,\nD. Fox,dan\nFay,\nEve,\n"
    intake = read_place(place, Options(reading="class"), roster(tmp_path, text))
    found = {h.student: h.person.name for h in intake.tree.students}
    assert found == {
        **dict(zip(names, ("Ada Lovelace", "Moss Bob", "Cyd Ek", "D. Fox"), strict=True)),
        "Fay": "Fay",
        **{name: name for name in others},
    }
    assert {*intake.roster.unknown} == {*others}


def test_names_with_the_last_one_first_are_told_apart(tmp_path):
    place = lay(tmp_path / "class", plain(["Ada", "Moss, Bob", "Roe, Al"])[0])
    path = roster(tmp_path, 'name\nAda\n"Ek, Cyd"\n"Fox, Dan"\n')
    said = [*roster_lines(read_place(place, roster=path).roster)]
    assert "missing, of 3 on the roster: Ek, Cyd; Fox, Dan" in said
    assert "not on the roster: Moss, Bob; Roe, Al" in said


@pytest.mark.parametrize("shape", ["{last}_{first}_{login}_77", "{first} {last} ({login})"])
def test_a_name_and_what_an_address_begins_with_lead_to_one_row(tmp_path, shape):
    people = [("Ada", "Lovelace", "ada2"), ("Ada", "Lovelace", "ada3"), ("Zoë", "Fox", "zfox")]
    for first, last, login in people[:2]:
        lay(tmp_path / "s", {f"{shape.format(first=first, last=last, login=login)}/{MODULE}": b"1"})
    # Another's login beside somebody's name is neither's.
    other = shape.format(first="Zoë", last="Fox", login="ada3")
    lay(tmp_path / "s", {f"{other}/{MODULE}": b"1"})
    text = "".join(f"{first},{last},{login}@x.edu\n" for first, last, login in people)
    path = roster(tmp_path, f"First name,Last name,Email\n{text}")
    intake = read_place(tmp_path / "s", Options(), path)
    emails = [each.person.email for each in intake.tree.students]
    assert sorted(emails) == ["", "ada2@x.edu", "ada3@x.edu"]
    assert intake.roster.unknown == (other,)
