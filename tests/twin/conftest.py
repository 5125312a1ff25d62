"""The twin of the fitted virtual person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from virtual_person import LITTLE
from vitruvian.cli.session import twin_of
from vitruvian.twin.twin import Twin


@pytest.fixture
def twin(home: Path) -> Iterator[Twin]:
    """Ann's twin, in a vault of its own."""
    with twin_of(home, "ann", "metabolism") as opened:
        opened.effort = LITTLE
        yield opened
