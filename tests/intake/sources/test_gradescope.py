"""Gradescope's exports: groups, several submissions of one person, damaged and hostile metadata."""

import pytest

from grader.intake import IntakeError, read_place
from tests.intake.trees import MODULE, found, gradescope, lay, packed, work_of


def test_a_groups_gradescope_submission_counts_for_each_submitter(tmp_path):
    files, _ = gradescope(["Ada"])
    more = b"  - :name: Grace\n    :sid: 77\n    :email: grace@example.org\n"
    head, tail = files["submission_metadata.yml"].split(b"  :created_at", 1)
    files["submission_metadata.yml"] = head + more + b"  :created_at" + tail
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Grace": "Ada"}
    people = [(h.person.id, h.person.email, h.submitted_at) for h in intake.tree.students]
    at = "2026-11-20T10:00:00+00:00"
    assert people == [("", "s0@example.org", at), ("77", "grace@example.org", at)]


def test_who_is_in_two_gradescope_submissions_has_the_later_one(tmp_path):
    files, _ = gradescope(["Ada", "Ada"])
    text = files["submission_metadata.yml"].decode().replace("s1@", "s0@").replace("'8001'", "")
    lay(tmp_path, files | {"submission_metadata.yml": text.encode()})
    (handed,) = read_place(tmp_path).tree.students
    assert handed.parts[0].node.name == "submission_501"
    assert [part.node.name for each in handed.older for part in each.parts] == ["submission_500"]
    times = [s.who.submitted_at for s in read_place(tmp_path).attempts()]
    assert len(set(times)) == len(times) > len(read_place(tmp_path).tree.students)


def test_several_people_with_the_same_words_for_an_sid_are_not_one(tmp_path):
    files, _ = gradescope(["Zoe", "Ada", "Bob"])
    text = files["submission_metadata.yml"].replace(b"'8001'", b"n/a").replace(b"'8002'", b"n/a")
    lay(tmp_path, files | {"submission_metadata.yml": text})
    assert found(tmp_path) == {"Ada": "Ada", "Bob": "Bob", "Zoe": "Zoe"}


def test_a_gradescope_submission_may_be_an_archive_that_the_metadata_name(tmp_path):
    files, _ = gradescope(["Ada", "Bob"])
    text = files["submission_metadata.yml"].replace(b"submission_501:", b"submission_501.zip:")
    bob = {"submission_501.zip": packed({MODULE: work_of("Bob")})}
    ada = {path: data for path, data in files.items() if "500" in path}
    lay(tmp_path, {"submission_metadata.yml": text} | ada | bob)
    assert found(tmp_path) == {"Ada": "Ada", "Bob": "Bob"}
    assert read_place(tmp_path).nobodys == []


def test_gradescope_submissions_without_metadata_and_without_a_folder_are_named(tmp_path):
    files, _ = gradescope(["Ada", "Bob"])
    del files[f"submission_501/{MODULE}"]
    lay(tmp_path, files | {f"submission_999/{MODULE}": work_of("who?")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Bob": None}
    assert [left.where for left in intake.nobodys] == ["submission_999"]
    bob = list(intake.submissions())[1]
    assert "it is not there" in " ".join(bob.notes)


def test_a_damaged_gradescope_entry_costs_its_own_folder_alone(tmp_path):
    lay(tmp_path, gradescope(["Ada", "Bob"])[0])
    metadata = next(tmp_path.rglob("submission_metadata.yml"))
    metadata.write_text(f"{metadata.read_text()}:version: 2\nsubmission_9:\n")
    lay(metadata.parent, {f"submission_9/{MODULE}": work_of("nine")})
    intake = read_place(tmp_path)
    assert found(tmp_path) == {"Ada": "Ada", "Bob": "Bob"}
    assert ["submission_9" in left.where for left in intake.nobodys] == [True]


HOSTILE_YAML = {
    "a tag that would run": b"x: !!python/object/apply:os.system ['touch PWNED']\n",
    "a list": b"- 1\n- 2\n",
    "no YAML": b"a: b: c: [\n",
    "nothing": b"",
    "deep": b"[" * 20000,
    "merges that multiply": b"a: &a {x: 1}\n"
    + b"".join(
        b"m%d: &m%d\n  <<: [%s]\n" % (n, n, b", ".join([b"*m%d" % (n - 1) if n else b"*a"] * 9))
        for n in range(12)
    ),
    "aliases that multiply": b"a0: &a0 {x: lol}\n"
    + b"".join(
        b"a%d: &a%d {y: [%s]}\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)
    ),
}


@pytest.mark.parametrize("kind", HOSTILE_YAML)
def test_hostile_metadata_neither_run_nor_multiply_and_are_named(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay(tmp_path / "export", {"submission_metadata.yml": HOSTILE_YAML[kind]})
    lay(tmp_path / "export", {f"submission_1/{MODULE}": work_of("ada")})
    said = "submission_1"
    try:
        said = read_place(tmp_path / "export").nobodys[0].where
    except IntakeError as error:
        said = "submission_1" if "submission_metadata.yml" in str(error) else str(error)
    assert said == "submission_1"
    assert not (tmp_path / "PWNED").exists()


def test_an_export_without_its_metadata_is_not_one_students_work(tmp_path):
    for number in (1, 2):
        lay(tmp_path / f"assignment_7_export/submission_{number}", {MODULE: work_of("x")})
    with pytest.raises(IntakeError, match="can be read in two ways"):
        read_place(tmp_path)


def test_names_and_numbers_are_as_they_are_written(tmp_path):
    said = {"No": "0123", "On": "1_000", "Null Set": "190:20:30", "=": ".5", "1e3": "0o17"}
    lines = []
    for n, (name, sid) in enumerate(said.items()):
        lay(tmp_path, {f"submission_{n}/{MODULE}": work_of(name)})
        lines.append(f"submission_{n}:\n  :submitters:\n  - :name: {name}\n    :sid: {sid}\n")
    lay(tmp_path, {"submission_metadata.yml": "".join(lines).encode()})
    people = [handed.person for handed in read_place(tmp_path).tree.students]
    assert {person.name: person.id for person in people} == said


def test_of_submissions_in_two_time_zones_the_later_one_counts(tmp_path):
    times = {"new": "2026-11-20 23:30:00.0 -08:00", "old": "2026-11-21 01:00:00.0 Z"}
    lines = []
    for name, at in times.items():
        lay(tmp_path, {f"{name}/{MODULE}": work_of(name)})
        lines.append(f"{name}:\n  :submitters:\n  - :name: Ada\n    :sid: 7\n  :created_at: {at}\n")
    lay(tmp_path, {"submission_metadata.yml": "".join(lines).encode()})
    assert found(tmp_path) == {"Ada": "new"}
