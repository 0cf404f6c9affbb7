"""The pages look as they did when somebody last looked at them; `python tests/screens.py` takes new pictures."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("playwright", reason="needs Playwright: pip install 'crosswire[browser]'")
pytest.importorskip("PIL", reason="needs Pillow: pip install 'crosswire[browser]'")

from PIL import Image
from screens import FOLDER, FONTS, PAGES, SCHEMES, SMALLER, WIDTHS, name, pages, take

from crosswire.pages import app

TALLER = 0.02  # share of its height by which a page may differ
GREY = 40  # of 255; from here on a point differs
POINTS = 0.02  # share of the points that may differ: a drawing or a part of the page that moves is more


@pytest.fixture(scope="module")
def taken() -> dict[str, Image.Image]:
    if not FONTS.is_dir():
        pytest.skip("needs the fonts of the pictures: apt-get install fonts-dejavu-core")
    return dict(take())


def test_every_page_has_its_pictures() -> None:
    templates = {path.stem for path in (Path(app.__file__).parent / "templates").glob("*.html")}
    assert set(pages()) == set(PAGES)
    assert templates - {"base", "problem"} == set(PAGES) - {"missing", "waiting"}


@pytest.mark.parametrize("screen", [*product(PAGES, WIDTHS, SCHEMES)], ids=lambda screen: name(*screen))
def test_a_page_looks_as_it_did(taken: dict[str, Image.Image], screen: tuple[str, int, str]) -> None:
    now, before = (picture.convert("L") for picture in (taken[name(*screen)], Image.open(FOLDER / name(*screen))))
    assert now.width == before.width == screen[1] // SMALLER
    assert abs(now.height - before.height) <= TALLER * before.height
    height = min(now.height, before.height)
    differ = np.abs(np.asarray(now, int)[:height] - np.asarray(before, int)[:height]) > GREY
    assert differ.mean() <= POINTS, f"{differ.mean():.1%} of the picture differ: look, then python tests/screens.py"
