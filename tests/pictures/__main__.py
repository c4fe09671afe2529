"""``python -m tests.pictures``: draw the kept pictures anew."""

from tests.pictures.kept import draw_all

if __name__ == "__main__":
    draw_all()
