import pytest
from repin import FOLDER, GOLDENS


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_output_is_as_pinned(name: str) -> None:
    assert GOLDENS[name]() == (FOLDER / name).read_text(encoding="utf-8")
