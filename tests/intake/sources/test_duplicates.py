"""What lies in one place twice: nobody is two students, and nobody's newest work is lost."""

from __future__ import annotations

import pytest

from grader.intake import archives
from grader.intake.kit_files import ROOT
from grader.intake.sources import same_contents
from grader.intake.students import IntakeError, Options, read_place
from tests.intake.trees import LAYOUTS, MODULE, NAMES, SECOND, found, lay, packed, plain, work_of

WITH_TIMES = {
    "Canvas": "ada_1_{}0_%s",
    "Blackboard": "HW4_ada_attempt_2026-11-2{}-10-00-00_%s",
    "Brightspace": "1-77 - ada - Nov 2{}, 2026 1000 AM/%s",
    "nbgrader's exchange": "inbound/ada+ps1+2026-11-2{} 10:00:00.123456 UTC+q7/%s",
}
SYSTEMS = [name for name in LAYOUTS if name not in ("sections", "sections of Canvas downloads")]
DOWNLOADS = [name for name in SYSTEMS if not name.startswith(("plain", "a zip", "folders", "repo"))]


def work(place, options=None):
    """Return whose work everybody has: the first line of each of their files."""
    return {
        each.student: sorted(data.splitlines()[0].decode()[14:] for data in each.files.values())
        for each in read_place(place, options).submissions()
    }


@pytest.mark.parametrize("second", ["packed", "unpacked", "unpacked beside it", "in folders"])
@pytest.mark.parametrize("layout", DOWNLOADS)
def test_a_download_that_lies_there_twice_makes_nobody_two(tmp_path, layout, second):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    (tmp_path / "download.zip").write_bytes(packed(files))
    if second == "packed":
        (tmp_path / "download (1).zip").write_bytes(packed(files))
    elif second == "in folders":
        lay(tmp_path / "once more" / "and again", files)
    else:
        lay(tmp_path if second == "unpacked beside it" else tmp_path / "other", files)
    intake = read_place(tmp_path)
    assert [each.student for each in intake.tree.students] == students
    assert not [left for left in intake.nobodys if "download" in left.where]


@pytest.mark.parametrize("newer", ["a.zip", "b.zip"])
@pytest.mark.parametrize("source", WITH_TIMES)
def test_of_two_downloads_the_newest_work_counts_whatever_they_are_called(tmp_path, source, newer):
    older = "b.zip" if newer == "a.zip" else "a.zip"
    first, second = (WITH_TIMES[source].format(day) for day in (1, 2))
    bob = WITH_TIMES[source].format(1).replace("ada", "bob").replace("_1_", "_2_")
    bob = bob.replace("1-77", "2-77") % MODULE
    old = {first % MODULE: work_of("old"), first % SECOND: work_of("old"), bob: work_of("bob")}
    new = {second % MODULE: work_of("new"), bob: work_of("bob")}
    (tmp_path / older).write_bytes(packed(old))
    (tmp_path / newer).write_bytes(packed(new))
    found = work(tmp_path)
    # What only the older one holds counts too.
    assert found == {"ada": ["new", "old"], "bob": ["bob"]}
    ada = read_place(tmp_path).tree.students[0]
    assert ada.attempt == 2
    assert ada.notes == ("Handed in more than once; this is the newest.",)


@pytest.mark.parametrize("place", ["beside the files", "in a zip"])
def test_two_downloads_without_times_that_differ_are_refused_with_both_named(tmp_path, place):
    name = f"Ada Lovelace_11_assignsubmission_file/{MODULE}"
    lay(tmp_path / ("" if place == "beside the files" else "folder"), {name: work_of("new")})
    (tmp_path / "old.zip").write_bytes(packed({name: work_of("old")}))
    with pytest.raises(IntakeError, match="Nothing was graded") as refused:
        read_place(tmp_path)
    assert "Ada Lovelace" in str(refused.value)
    assert "old.zip" in str(refused.value)
    assert "name the newer one alone" in str(refused.value)


def test_the_same_names_under_other_numbers_are_two_assignments_until_said_otherwise(tmp_path):
    people = ["Ada Lovelace", "Bob Grimm"]
    for number, name in ((10, "hw4.zip"), (20, "hw5.zip")):
        files = {
            f"{who}_{number + n}_assignsubmission_file/{MODULE}": work_of(f"{who} {number}")
            for n, who in enumerate(people)
        }
        (tmp_path / name).write_bytes(packed(files))
    with pytest.raises(IntakeError, match="--assignment NAME"):
        read_place(tmp_path)
    assert len(read_place(tmp_path, Options(reading="sections"))) == 4


def test_one_person_in_two_assignments_has_the_exercises_of_both(tmp_path):
    (tmp_path / "hw4.zip").write_bytes(packed({f"ada_1_90_{MODULE}": work_of("hw4")}))
    (tmp_path / "hw5.zip").write_bytes(packed({f"ada_1_95_{SECOND}": work_of("hw5")}))
    assert work(tmp_path) == {"ada": ["hw4", "hw5"]}
    assert read_place(tmp_path).tree.students[0].older == ()


def test_one_number_under_two_names_is_two_people(tmp_path):
    bob = {f"bob_2_91_{MODULE}": work_of("bob")}
    (tmp_path / "a.zip").write_bytes(packed({f"ada_1_90_{MODULE}": work_of("ada"), **bob}))
    (tmp_path / "b.zip").write_bytes(packed({f"zoe_1_95_{MODULE}": work_of("zoe"), **bob}))
    assert work(tmp_path) == {"ada": ["ada"], "bob": ["bob"], "zoe": ["zoe"]}


@pytest.mark.parametrize("layout", ["Canvas", "Gradescope", "Moodle from 4.1"])
def test_a_download_in_each_section_is_no_student(tmp_path, layout):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    more, others = LAYOUTS[layout][0](["Ida Rhodes", "Joe Doe"])
    if layout != "Moodle from 4.1":
        # Other people have other numbers.
        more = {name.replace("_10", "_70"): data.replace(b"'800", b"'900").replace(b"s0@", b"t0@")
                .replace(b"s1@", b"t1@") for name, data in more.items()}  # fmt: skip
    for day, each in (("Monday", files), ("Tuesday", more)):
        (tmp_path / day).mkdir()
        (tmp_path / day / "download.zip").write_bytes(packed(each))
    assert [each.student for each in read_place(tmp_path).tree.students] == sorted(
        students + others
    )


def test_a_loose_stub_beside_a_download_is_nobodys(tmp_path):
    files, students = LAYOUTS["Canvas"][0](NAMES["ASCII"])
    lay(tmp_path, {MODULE: work_of("the staff")})
    (tmp_path / "submissions.zip").write_bytes(packed(files))
    intake = read_place(tmp_path)
    assert [each.student for each in intake.tree.students] == students
    (left,) = intake.nobodys
    assert left.where == MODULE
    assert "put it into its student's folder" in left.why


@pytest.mark.parametrize("is_touched", [False, True])
def test_the_kit_beside_a_download_is_nobodys_unless_somebody_worked_in_it(tmp_path, is_touched):
    files, students = LAYOUTS["Canvas"][0](NAMES["ASCII"])
    stub = b"def loss(x):\n    return x\n"
    if not is_touched:
        stub = (ROOT / "exercises" / MODULE).read_bytes()
    lay(tmp_path / "kit" / "exercises", {MODULE: stub, "coach/contracts.py": b""})
    (tmp_path / "submissions.zip").write_bytes(packed(files))
    if is_touched:
        with pytest.raises(IntakeError, match=r"name submissions\.zip alone"):
            read_place(tmp_path)
    else:
        assert [each.student for each in read_place(tmp_path).tree.students] == students


def test_students_zips_that_somebody_unpacked_beside_them_are_one_hand_in(tmp_path):
    for name in ("ada", "bob"):
        files = {f"hw/{MODULE}": work_of(name)}
        lay(tmp_path / name, files)
        junk = {"__MACOSX/hw/._x": b"\0", "hw/.DS_Store": b"x"}
        (tmp_path / f"{name}.zip").write_bytes(packed(files | junk))
    assert work(tmp_path) == {"ada": ["ada"], "bob": ["bob"]}
    assert {left.where for left in read_place(tmp_path).tree.left} == {"ada.zip", "bob.zip"}


@pytest.mark.parametrize(
    "inside",
    [{f"hw4/{MODULE}": b"x = 1"}, {f"ex1/{MODULE}": b"x = 1", f"ex2/{SECOND}": b"y = 1"}],
    ids=["a folder", "parts"],
)
def test_a_students_zip_keeps_its_name_where_its_folders_have_none(tmp_path, inside):
    lay(tmp_path, inside)
    (tmp_path / "ada.zip").write_bytes(packed(inside))
    (tmp_path / "bob.zip").write_bytes(packed({MODULE: work_of("bob")}))
    assert "ada" in work(tmp_path)


def test_a_students_zip_with_what_also_lies_beside_it_is_theirs(tmp_path):
    lay(tmp_path, {"README.md": b"x", f"bob/{MODULE}": b"", f"cyd/{MODULE}": b""})
    (tmp_path / "ada.zip").write_bytes(packed({"README.md": b"x"}))
    assert list(work(tmp_path)) == ["ada", "bob", "cyd"]


def test_a_zip_of_canvas_that_was_unpacked_keeps_its_student(tmp_path):
    for name in ("ada_1_91_hw", "bob_2_92_hw"):
        lay(tmp_path / name, {MODULE: work_of(name)})
        (tmp_path / f"{name}.zip").write_bytes(packed({MODULE: work_of(name)}))
    assert list(work(tmp_path)) == ["ada", "bob"]


def test_an_archive_of_very_many_files_is_listed_once(tmp_path, monkeypatch):
    calls = []
    entries_of_zip = archives.entries_of_zip
    monkeypatch.setattr(archives, "MANY", 50)
    monkeypatch.setattr(
        archives, "entries_of_zip", lambda *a: calls.append(1) or entries_of_zip(*a)
    )
    files = {f"d{n % 7}/f{n}.txt": b"" for n in range(60)} | {MODULE: work_of("ada")}
    (tmp_path / "ada.zip").write_bytes(packed(files))
    lay(tmp_path / "bob", {MODULE: work_of("bob")})
    assert work(tmp_path) == {"ada": ["ada"], "bob": ["bob"]}
    assert len(calls) == 1


@pytest.mark.parametrize("layout", ["Canvas", "Moodle from 4.1", "Gradescope", "nbgrader"])
def test_a_download_beside_the_folder_that_it_was_unpacked_to_is_read_once(tmp_path, layout):
    files, students = LAYOUTS[layout][0](NAMES["ASCII"])
    lay(tmp_path / "download", files)
    (tmp_path / "download.zip").write_bytes(packed(files))
    intake = read_place(tmp_path)
    assert [h.student for h in intake.tree.students] == students
    assert intake.nobodys == []
    assert [(x.where, x.why) for x in intake.tree.left if x.where == "download.zip"] == [
        ("download.zip", "all of it is in download too")
    ]


def test_two_assignments_handed_in_within_a_minute_are_both_there(tmp_path):
    for hw, number, file in (("HW 4", 55, MODULE), ("HW 5", 56, SECOND)):
        for n, who in enumerate(("Ada Lovelace", "Bob Cole"), 100):
            folder = f"{hw}/{n}-{number} - {who} - Nov 20, 2026 1000 AM"
            lay(tmp_path, {f"{folder}/{file}": work_of(who)})
    read = {s.student: sorted(s.files) for s in read_place(tmp_path).submissions()}
    assert read == {"Ada Lovelace": [MODULE, SECOND], "Bob Cole": [MODULE, SECOND]}


def test_different_work_of_the_same_moment_is_not_called_the_same(tmp_path):
    for place in ("one", "two"):
        for who in ("ada", "bob"):
            name = f"HW_{who}_attempt_2026-11-20-10-00-00_{MODULE}"
            lay(tmp_path, {f"{place}/{name}": work_of(f"{who} {place}")})
    with pytest.raises(IntakeError, match="both have ada, with different work"):
        read_place(tmp_path)


COPIES = ("ada (1)", "ada(2)", "ada - Copy", "ada copy 2", "Copy of ada", "Kopie von ada")


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("kind", ["zips", "folders", "a zip beside a folder"])
def test_a_copy_by_name_and_work_is_no_second_student(tmp_path, name, kind):
    def hand_in(who: str, file: dict[str, bytes], *, as_zip: bool) -> None:
        if as_zip:
            lay(tmp_path, {f"{who}.zip": packed(file)})
        else:
            lay(tmp_path / who, file)

    hand_in("ada", {MODULE: work_of("ada")}, as_zip=kind == "zips")
    hand_in("bob", {MODULE: work_of("bob")}, as_zip=kind == "zips")
    hand_in(name, {MODULE: work_of("ada")}, as_zip=kind != "folders")
    intake = read_place(tmp_path)
    assert [each.student for each in intake.tree.students] == ["ada", "bob"]
    assert [(name in left.where, left.why) for left in intake.tree.left] == [
        (True, "a copy of ada")
    ]
    hand_in(name, {MODULE: work_of("ada again")}, as_zip=kind != "folders")
    with pytest.raises(IntakeError, match=r"version of ada(\.zip)?, and what is in them is not"):
        read_place(tmp_path)
    assert len(read_place(tmp_path, Options("class")).tree.students) == 3


VERSIONS = (
    "late - ada", "2026-11-20 10-00 ada", "resubmission_ada", "ada_late", "ada - resubmission",
    "ada (LATE)", "ada v2", "ada - attempt 2", "ada.zip",
)  # fmt: skip


@pytest.mark.parametrize("name", VERSIONS)
def test_a_version_by_name_is_no_second_student_in_silence(tmp_path, name):
    lay(tmp_path, {f"{who}/{MODULE}": work_of(who) for who in ("ada", "bob")})
    newer = {MODULE: work_of("ada again")}
    if name.endswith(".zip"):
        lay(tmp_path, {name: packed(newer)})
    else:
        lay(tmp_path / name, newer)
    with pytest.raises(IntakeError) as refused:
        read_place(tmp_path)
    assert f"two students: ada, {name} (--class)" in str(refused.value)
    students = [each.student for each in read_place(tmp_path, Options("class")).tree.students]
    assert sorted(students) == sorted(["ada", name, "bob"])


@pytest.mark.parametrize("around", [["HW4"], ["Monday", "Tuesday"]])
def test_two_versions_in_a_folder_of_the_place_are_told_apart_as_it_is_said(tmp_path, around):
    lay(tmp_path / around[0], plain(["ada", "ada (2)", "bob", "bob_late"])[0])
    for folder in around[1:]:
        lay(tmp_path / folder, plain(["kim", "lee"])[0])
    with pytest.raises(IntakeError, match=r"not the same; so are bob_late and bob") as refused:
        read_place(tmp_path)
    assert "two students: ada, ada (2) (--sections)" in str(refused.value)
    people = [each.student for each in read_place(tmp_path, Options("sections")).tree.students]
    assert people == ["ada", "ada (2)", "bob", "bob_late", *["kim", "lee"][: 2 * len(around) - 2]]


@pytest.mark.parametrize(
    "pattern",
    [
        "{0}_v{1}", "{0} - 2026-11-2{1} 10-00-00", "{0} attempt {1}", "2026-11-2{1} {0}",
        "v{1} - {0}",
    ],
)  # fmt: skip
def test_two_versions_by_name_are_not_two_students_in_silence(tmp_path, pattern):
    for who in ("ada", "bob"):
        for number in range(1, 3 if who == "ada" else 2):
            lay(tmp_path / pattern.format(who, number), {MODULE: work_of(f"{who} {number}")})
    with pytest.raises(IntakeError, match=r"two students: .*1.*, .*2"):
        read_place(tmp_path)
    assert len(read_place(tmp_path, Options("class")).tree.students) == 3


def test_to_look_for_copies_reads_each_once_and_no_more_than_is_compared(tmp_path, monkeypatch):
    read = []
    digest = same_contents._digest
    monkeypatch.setattr(same_contents, "COMPARED", 4000)
    monkeypatch.setattr(
        same_contents, "_digest", lambda node, budget: read.append(node) or digest(node, budget)
    )
    for number in range(100):
        work = work_of(str(number)) + b"#" * 100
        lay(tmp_path, {f"ada/gd ({number}).zip": packed({MODULE: work})})
    lay(tmp_path, {f"ada/gd/{MODULE}": work_of("ada"), f"bob/{MODULE}": work_of("bob")})
    with pytest.raises(IntakeError, match="two ways"):
        read_place(tmp_path)
    assert len(read) < 150


def test_where_all_are_versions_of_one_they_may_be_one_students(tmp_path):
    place = tmp_path / "ada"
    lay(place, {f"{name}/{MODULE}": work_of(name) for name in ("gd", "gd v2")})
    with pytest.raises(IntakeError, match=r"one student: all of it is ada's \(--one-student\)"):
        read_place(place)


def test_of_two_who_handed_nothing_in_none_is_a_copy(tmp_path):
    lay(tmp_path, {f"bob/{MODULE}": work_of("bob"), "wei/": b"", "wei best/": b""})
    assert work(tmp_path) == {"bob": ["bob"], "wei": [], "wei best": []}


@pytest.mark.parametrize(
    "pattern", ["student ({})", "student{}", "Team {}", "v{}", "hw4_{}", "Submission {} late"]
)
def test_numbered_folders_are_students_of_their_own(tmp_path, pattern):
    names = [pattern.format(number) for number in (1, 2, 3)]
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in names})
    assert len(read_place(tmp_path, Options("class")).tree.students) == 3
    if "student" in pattern or "Team" in pattern:
        assert list(work(tmp_path)) == names


@pytest.mark.parametrize("name", ["ada 2", "ada-2", "ada marie", "adale"])
def test_who_has_a_number_or_a_name_more_is_another_student(tmp_path, name):
    lay(tmp_path, {f"{who}/{MODULE}": work_of(who) for who in ("ada", name)})
    assert sorted(work(tmp_path)) == sorted(["ada", name])


def test_an_archive_with_a_folder_less_than_what_was_unpacked_is_a_copy(tmp_path):
    lay(tmp_path, {f"ada/ada/{MODULE}": work_of("ada"), f"bob/{MODULE}": work_of("bob")})
    lay(tmp_path, {"ada.zip": packed({MODULE: work_of("ada")})})
    assert list(work(tmp_path)) == ["ada", "bob"]


@pytest.mark.parametrize("name", ["descent (1)", "descent copy", "Copy of descent", "descent v2"])
@pytest.mark.parametrize("kind", ["folders", "zips"])
def test_a_copy_in_a_students_folder_makes_no_section_of_it(tmp_path, name, kind):
    files = {MODULE: work_of("ada")}
    for each in ("descent", name):
        data = (
            {f"{each}.zip": packed(files)}
            if kind == "zips"
            else {f"{each}/{MODULE}": files[MODULE]}
        )
        lay(tmp_path / "ada", data)
    lay(tmp_path, {f"bob/Project X/{MODULE}": work_of("bob")})
    assert work(tmp_path) == {"ada": ["ada"], "bob": ["bob"]}


@pytest.mark.parametrize("who", [("ada", "bob", "cyd"), ("bob",)], ids=["all", "one"])
@pytest.mark.parametrize(
    ("archive", "inside", "unpacked"),
    [
        ("{}_hw4", "", "{}_hw4/"),
        ("{}_hw4", "{}_hw4/", ""),
        ("upload", "Project Descent/", ""),
        ("stuff", "", "stuff/"),
    ],
)
def test_what_is_packed_and_unpacked_in_a_students_folder_makes_no_section_of_it(
    tmp_path, who, archive, inside, unpacked
):
    for name in ("ada", "bob", "cyd"):
        files = {f"{inside.format(name)}{MODULE}": work_of(name)}
        place = tmp_path / name
        lay(place / unpacked.format(name), files)
        if name in who:
            junk = {"__MACOSX/._x": b"x"}
            lay(place, {f"{archive.format(name)}.zip": packed(files | junk)})
    assert work(tmp_path) == {name: [name] for name in ("ada", "bob", "cyd")}


def test_who_is_only_called_like_a_copy_is_a_student(tmp_path):
    lay(tmp_path, {f"{who} (1)/{MODULE}": work_of(who) for who in ("ada", "bob")})
    assert len(read_place(tmp_path).tree.students) == 2


@pytest.mark.parametrize("named", ["{}__{}", "{}-{}", "{} {}", "hw4-{}-delivery{}", "{} ({})"])
def test_who_is_counted_from_1_may_be_there_twice(tmp_path, named):
    for who, count in (("ada", 2), ("bob", 1), ("cyd", 3)):
        for n in range(1, count + 1):
            lay(tmp_path, {f"{named.format(who, n)}/{MODULE}": work_of(f"{who} {n}")})
    with pytest.raises(IntakeError, match=r"is called like a copy or a version of .*ada.*1"):
        read_place(tmp_path)
    assert len(found(tmp_path, reading="class")) == 6


@pytest.mark.parametrize(
    "names",
    [["student 1", "student 2", "student 3"], ["ada 1", "ada 3", "bob 2"], ["ada 2", "bob"]],
)
def test_other_numbers_tell_students_apart(tmp_path, names):
    lay(tmp_path, {f"{name}/{MODULE}": work_of(name) for name in names})
    assert found(tmp_path) == {name: name for name in names}
