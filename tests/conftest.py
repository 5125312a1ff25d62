"""What all tests share: double precision, one thread, marks by path, shared data, a fitted person."""

import os
import shutil
import sys
from pathlib import Path

import pytest

os.environ.setdefault("JAX_ENABLE_X64", "true")
for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(library, "1")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MARKED_BY_PATH = ("science", "browser")
os.environ.setdefault("VITRUVIAN_CACHE", str(ROOT / ".pytest_cache" / "vitruvian"))
sys.path.insert(0, str(TESTS))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the mark that its folder names."""
    for item in items:
        folders = item.path.relative_to(TESTS).parts[:-1] if TESTS in item.path.parents else ()
        for mark in MARKED_BY_PATH:
            if mark in folders:
                item.add_marker(mark)


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Path:
    """Programs are compiled once for all runs, into $VITRUVIAN_CACHE or below pytest's own cache."""
    from vitruvian.cli.places import default_cache
    from vitruvian.engine.compile_cache import use_compile_cache

    return use_compile_cache(default_cache())


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


@pytest.fixture(scope="session")
def fitted_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault in which the virtual person `ann` is fitted to her first day. Copy it: see `home`."""
    from virtual_person import LITTLE, table
    from vitruvian.cli.import_ import take_in
    from vitruvian.cli.session import list_permit, opened, twin_of
    from vitruvian.vault.people import Person

    folder = tmp_path_factory.mktemp("fitted")
    file = folder / "ann.csv"
    file.write_text(table())
    with opened(folder / "home") as vault:
        vault.people.add(list_permit(vault), Person("ann", name="Ann", weight_kg=70.0, zone="Europe/Zurich"))
        permit = vault.gate.permit("owner", "care", "ann", list_permit(vault).given)
        take_in(vault, permit, [file], "Europe/Zurich")
    with twin_of(folder / "home", "ann", "metabolism") as twin:
        twin.calibrate(effort=LITTLE)
    return folder / "home"


@pytest.fixture
def home(fitted_home: Path, tmp_path: Path) -> Path:
    """A copy of the fitted vault, for one test to change."""
    return Path(shutil.copytree(fitted_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def followed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the mornings of `eve`, whose heart was fitted on the eighth. Nobody changes it."""
    from virtual_heart import LITTLE, table
    from vitruvian.cli.import_ import take_in
    from vitruvian.cli.session import list_permit, opened, twin_of
    from vitruvian.core.time import instant
    from vitruvian.vault.people import Person

    folder = tmp_path_factory.mktemp("followed")
    file = folder / "eve.csv"
    file.write_text(table())
    eve = Person("eve", height_cm=178.0, birth="1955-04-01", zone="Europe/Zurich")
    with opened(folder / "home") as vault:
        vault.people.add(list_permit(vault), eve)
        permit = vault.gate.permit("owner", "care", "eve", list_permit(vault).given)
        take_in(vault, permit, [file], "Europe/Zurich")
    with twin_of(folder / "home", "eve", "circulation") as twin:
        twin.calibrate(instant("2025-03-08T00:00:00+01:00", None), LITTLE)
    return folder / "home"
