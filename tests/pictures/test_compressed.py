"""A picture that a notebook keeps takes fewer bytes, and every mark in it has its colour."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from exercises.coach.showing.pictures.compressed import CLOSE, PALETTE, smaller
from exercises.coach.showing.pictures.picture_style import png

FEW = ("#D55E00", "#0072B2", "#222222")
MANY = tuple(f"#{red:02x}{green:02x}80" for red in range(0, 256, 13) for green in range(0, 256, 13))


def drawn(colours):
    """Draw a line of each colour, and one small mark of a colour that nothing else has."""

    def draw(figure):
        axes = figure.add_subplot()
        for height, colour in enumerate(colours):
            axes.plot([0, 1], [height, height + 1], color=colour)
        axes.plot(0.5, 1, "D", color="#F0E442", ms=3)
        axes.set_title("η = 0.0095: zigzags and settles")

    return png(draw)


def pixels(data):
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"), dtype=int)


def has_palette(data):
    with Image.open(BytesIO(data)) as image:
        return image.mode == "P"


@pytest.mark.parametrize("colours", [FEW, MANY])
def test_no_pixel_changes_its_colour_and_the_picture_takes_fewer_bytes(colours):
    before = drawn(colours)
    after = smaller(before)
    assert np.abs(pixels(after) - pixels(before)).max() <= CLOSE
    assert len(after) < 0.6 * len(before)
    assert has_palette(after) == (colours is FEW)
    assert len(MANY) > PALETTE


def test_a_small_mark_keeps_its_colour():
    yellow = np.array([240, 228, 66])
    near = np.abs(pixels(smaller(drawn(FEW))) - yellow).max(axis=-1) <= CLOSE
    assert near.sum() >= 4


def test_black_and_white_stay_what_they_are():
    image = Image.fromarray(np.tile(np.array([0, 255], np.uint8), (40, 20)))
    buffer = BytesIO()
    image.save(buffer, format="png")
    assert set(np.unique(pixels(smaller(buffer.getvalue())))) == {0, 255}


def test_what_is_transparent_or_no_whole_png_stays_as_it_is():
    buffer = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 90)).save(buffer, format="png")
    whole = drawn(FEW)
    for data in (buffer.getvalue(), b"", b"no picture", whole[: len(whole) // 2]):
        assert smaller(data) == data


def test_what_is_smaller_already_stays_as_it_is():
    once = smaller(drawn(FEW))
    assert len(smaller(once)) <= len(once)
