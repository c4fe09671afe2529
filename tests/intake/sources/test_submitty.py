"""Submitty's downloads: which version is active, and when it was handed in."""

import json

import pytest

from grader.intake import IntakeError, read_place
from tests.intake.trees import MODULE, SECOND, found, lay, submitty, work_of

SETTINGS = "user_assignment_settings.json"


def settings(active, *history):
    times = [{"version": v, "time": f"2026-11-{v:02} 10:00:00+0100 Europe/Paris"} for v in history]
    return json.dumps({"active_version": active, "history": times}).encode()


def test_the_active_version_counts_though_a_newer_one_is_there(tmp_path):
    lay(tmp_path, {f"ada/{v}/{MODULE}": work_of(str(v)) for v in (1, 2, 3, 10)})
    lay(tmp_path / "ada", {SETTINGS: settings(3, 1, 3), f"2/{SECOND}": b"x = 1"})
    assert found(tmp_path) == {"ada": "3"}
    (ada,) = read_place(tmp_path).tree.students
    assert (ada.attempt, ada.submitted_at) == (3, "2026-11-03 10:00:00+0100")
    assert [each.submitted_at for each in ada.older] == ["", "2026-11-01 10:00:00+0100"]
    assert ada.moment == "2026-11-03T09:00:00+00:00"


def test_one_students_folder_may_be_named_alone(tmp_path):
    lay(tmp_path / "ada", {f"{v}/{MODULE}": work_of(str(v)) for v in (1, 2)})
    lay(tmp_path / "ada", {SETTINGS: settings(1, 1)})
    assert found(tmp_path / "ada") == {"ada": "1"}
    assert read_place(tmp_path / "ada").is_single
    assert found(tmp_path) == {"ada": "1"}
    assert not read_place(tmp_path).is_single


def test_who_cancelled_what_was_handed_in_is_there(tmp_path):
    lay(tmp_path, submitty(["ada", "bob"])[0])
    lay(tmp_path / "submissions/cyd", {f"1/{MODULE}": work_of("cyd"), SETTINGS: settings(0, 1)})
    lay(tmp_path / "results/ada/1", {"results.json": b"{}", "details/STDOUT.txt": b""})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob", "cyd": None}
    cyd = read_place(tmp_path).tree.students[-1]
    assert cyd.notes == ("No version is active in Submitty: what was handed in was cancelled.",)
    assert read_place(tmp_path).nobodys == []


@pytest.mark.parametrize(
    "text",
    [b"{", b"[1]", b"{}", b'{"active_version": true}', b'{"active_version": 7}', b"[" * 99_999],
)
def test_settings_that_are_not_submittys_change_nobodys_work(tmp_path, text):
    lay(tmp_path, {f"{who}/{MODULE}": work_of(who) for who in ("ada", "bob")})
    lay(tmp_path / "ada", {SETTINGS: text})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}


def test_a_history_of_any_kind_takes_nobodys_work(tmp_path):
    lay(tmp_path / "ada", {f"1/{MODULE}": work_of("ada")})
    odd = [3, {"version": [1]}, {"version": 1}, {"version": 1, "time": ["x"]}]
    text = json.dumps({"active_version": 1, "history": odd})
    lay(tmp_path / "ada", {SETTINGS: text.encode()})
    assert found(tmp_path) == {"ada": "ada"}


def test_earlier_versions_keep_their_numbers(tmp_path):
    lay(tmp_path / "ada", {f"{v}/{MODULE}": work_of(str(v)) for v in (2, 5, 9)})
    lay(tmp_path / "ada", {SETTINGS: settings(9, 2, 5)})
    attempts = [(s.who.attempt, s.who.submitted_at[8:10]) for s in read_place(tmp_path).attempts()]
    assert attempts == [(2, "02"), (5, "05"), (9, "")]


@pytest.mark.parametrize("name", ["results", "results_public"])
def test_submittys_results_are_nobodys_work_whatever_is_in_them(tmp_path, name):
    lay(tmp_path, submitty(["ada", "bob"])[0])
    lay(tmp_path / name / "ada/1/details/test01", {MODULE: work_of("the staff")})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
    lay(tmp_path, {"zoe.py": b"x = 1", "grades.csv": b""})
    intake = read_place(tmp_path)
    assert [left.where for left in intake.nobodys] == ["zoe.py"]
    assert {name, "grades.csv"} <= {left.where for left in intake.tree.left}


def test_what_was_handed_in_by_git_lies_in_the_checkout(tmp_path):
    for who, active in (("ada", 2), ("bob", 1)):
        own = tmp_path / "submissions" / who
        lay(own, {SETTINGS: settings(active, 1, 2), "1/.submit.VCS_CHECKOUT": b""})
        for v in (1, 2):
            lay(tmp_path / f"checkout/{who}/{v}", {MODULE: work_of(f"{who} {v}"), ".git/HEAD": b""})
    lay(tmp_path / "results/ada/2", {"results.json": b"{}"})
    assert found(tmp_path) == {"ada": "ada 2", "bob": "bob 1"}
    assert [s.who.attempt for s in read_place(tmp_path).attempts()] == [1, 2, 1]
    # Without what says which version counts, it is asked.
    lay(tmp_path / "submissions/ada", {SETTINGS: b"{"})
    with pytest.raises(IntakeError, match="checkout/ada may hold the work of 1, 2"):
        read_place(tmp_path)


def test_of_active_versions_alone_the_checkout_is_the_users(tmp_path):
    for who in ("ada", "bob"):
        lay(tmp_path / "submissions" / who, {".submit.timestamp": b"2026"})
        lay(tmp_path / "checkout" / who, {MODULE: work_of(who)})
    assert found(tmp_path) == {"ada": "ada", "bob": "bob"}
    assert read_place(tmp_path).tree.source == "Submitty download"
