import sys
from importlib import invalidate_caches

import pytest

from vitruvian.core.source import source_hash


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a package in it."""
    inner = tmp_path / "somecode" / "inner"
    inner.mkdir(parents=True)
    for folder in (inner.parent, inner):
        (folder / "__init__.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    invalidate_caches()
    yield inner
    for name in ("somecode", "somecode.inner"):
        sys.modules.pop(name, None)


def test_a_change_in_any_folder_of_a_package_is_other_code(package):
    """Also one in the package's inner folder; a file that is no Python is not code."""
    before = source_hash.__wrapped__("somecode")
    (package / "notes.txt").write_text("words", encoding="utf-8")
    assert source_hash.__wrapped__("somecode") == before
    (package / "__init__.py").write_text("x = 2\n", encoding="utf-8")
    assert source_hash.__wrapped__("somecode") != before


def test_two_packages_are_other_code_than_one():
    """The order counts as well: each is told by its name."""
    one, two = source_hash("vitruvian.core"), source_hash("vitruvian.core", "vitruvian.vault")
    assert len({one, two, source_hash("vitruvian.vault", "vitruvian.core")}) == 3
