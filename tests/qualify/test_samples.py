"""Which samples the grader is tried on, and what their names say."""

import pytest

from exercises.coach.contracts import EXERCISES
from grader.qualify.samples import KIT, SampleKind, SamplesError, samples_of

STEM = EXERCISES[0].stem
ALL = frozenset()


def put(folder, *names):
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"def loss(x):\n    return 0\n")


def ids(folder):
    return {s.name.rpartition("/")[2]: s.ids for s in samples_of([folder], ALL) if s.name[0] == "c"}


def test_a_file_name_says_the_mistakes_without_the_variants_number(tmp_path):
    put(tmp_path, *(f"chaffs/{STEM}/{name}.py" for name in ("climbs", "climbs-2", "a+b-12")))
    put(tmp_path, f"chaffs/{STEM}/limit-is-1-over-L-2.py", f"chaffs/{STEM}/unlisted-loss.py")
    assert ids(tmp_path) == {
        "climbs.py": ("climbs",),
        "climbs-2.py": ("climbs",),
        "a+b-12.py": ("a", "b"),
        "limit-is-1-over-L-2.py": ("limit-is-1-over-L",),
        "unlisted-loss.py": (),
    }


def test_the_stubs_and_the_solutions_come_along_with_any_folder(tmp_path):
    put(tmp_path, f"wheats/{STEM}/mine.py")
    samples = samples_of([tmp_path], frozenset({"ex1"}))
    assert [s.kind for s in samples] == [SampleKind.STUB, SampleKind.SOLUTION, SampleKind.WHEAT]
    assert all(list(s.files) == [f"{STEM}.py"] for s in samples)


def test_several_folders_are_tried_together(tmp_path):
    put(tmp_path, f"one/wheats/{STEM}/mine.py", f"two/chaffs/{STEM}/climbs.py")
    samples = samples_of([tmp_path / "one", tmp_path / "two"], ALL)
    names = [f"wheats/{STEM}/mine.py", f"chaffs/{STEM}/climbs.py"]
    assert [s.name for s in samples[2:]] == names


def test_a_seed_is_another_student_with_the_same_files():
    sample = samples_of([KIT], frozenset({"ex1"}))[5]
    first, second = sample.submission(0), sample.submission(1)
    assert first.student != second.student
    assert first.files == second.files
    assert first == sample.submission(0)


def test_a_folder_without_wheats_and_chaffs_says_what_is_looked_for(tmp_path):
    with pytest.raises(SamplesError, match=r"no wheats and no chaffs.*--tests"):
        samples_of([tmp_path], ALL)


def test_every_id_of_the_kits_chaffs_is_of_the_catalogues_kind():
    chaffs = [s for s in samples_of([KIT], ALL) if s.kind is SampleKind.CHAFF]
    assert all(name and not name[-1].isdigit() for s in chaffs for name in s.ids)
    assert len({name for s in chaffs for name in s.ids}) > 90
