"""Each picture is drawn again, and compared with the one that was judged good."""

import pytest
from matplotlib.testing.compare import compare_images

from exercises.coach.showing.pictures import ex4_marked
from tests.kit import every_second_slow
from tests.pictures.kept import DRAWN_BY, FOLDER, PICTURES, at_wrong, shrunk, version

# Root of the mean square of what differs, of 255. A mark that is not there makes 7 or more; what is
# left to another processor's rounding is the shade of a pixel here and there.
TOLERANCE = 2.0
LARGEST = 60_000
DRAW_ANEW = "python -m tests.pictures, then look at what has changed"
is_of_this_version = pytest.mark.skipif(
    DRAWN_BY.read_text(encoding="utf-8").strip() != version(),
    reason=f"kept pictures are of Matplotlib {DRAWN_BY.read_text(encoding='utf-8').strip()}, "
    f"this is {version()}",
)


def difference(name, png, folder):
    """Return what `compare_images` says, None where the picture is the kept one."""
    new = folder / f"{name}.png"
    new.write_bytes(shrunk(png))
    return compare_images(str(FOLDER / f"{name}.png"), str(new), TOLERANCE)


@is_of_this_version
@pytest.mark.parametrize("name", every_second_slow(PICTURES))
def test_a_picture_is_still_the_one_that_was_judged_good(name, tmp_path):
    said = difference(name, PICTURES[name](), tmp_path)
    assert said is None, f"{DRAW_ANEW}\n{said}"


@is_of_this_version
@pytest.mark.parametrize("mistake", ["ends-unmarked", "path-outside-view", "unlabelled"])
def test_a_mark_that_is_missing_is_seen(mistake, tmp_path, monkeypatch):
    monkeypatch.setattr(ex4_marked, "marks_on", lambda *given: [])
    assert difference(f"wrong-ex4-{mistake}", at_wrong("ex4", mistake), tmp_path)


def test_each_kept_picture_is_small_and_belongs_to_one_that_is_drawn():
    kept = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(kept) == set(PICTURES), DRAW_ANEW
    assert {name: size for name, size in kept.items() if size > LARGEST} == {}
