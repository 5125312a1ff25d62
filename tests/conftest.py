"""What all tests share: double precision, marks that follow from the path, the shared data."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("JAX_ENABLE_X64", "true")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MARKED_BY_PATH = ("science", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the mark that its folder names."""
    for item in items:
        folders = item.path.relative_to(TESTS).parts[:-1] if TESTS in item.path.parents else ()
        for mark in MARKED_BY_PATH:
            if mark in folders:
                item.add_marker(mark)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real data: $VITRUVIAN_DATA, else `../shared` beside the checkout.

    It holds `data/` and `reference/`. Without it a test is skipped, and under CI=true it fails.
    """
    folder = Path(os.environ.get("VITRUVIAN_DATA") or ROOT.parent / "shared").resolve()
    if (folder / "data").is_dir():
        return folder
    reason = f"no shared data at {folder}: set VITRUVIAN_DATA to the folder that holds data/ and reference/"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
