import sys

import pytest

from vitruvian.studies import evidence


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of one module in a folder of its own."""
    folder = tmp_path / "someorgan"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Words."""\nx = 1\n', encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    sys.modules.pop("someorgan", None)


def test_words_do_not_change_the_hash_and_code_does(package):
    """Comments, docstrings and blank lines are no code."""
    before = evidence.code_hash(package)
    (package / "__init__.py").write_text('"""Other\nwords."""\n\n# why\nx = 1\n', encoding="utf-8")
    assert evidence.code_hash(package) == before
    (package / "__init__.py").write_text('"""Words."""\nx = 2\n', encoding="utf-8")
    assert evidence.code_hash(package) != before


def test_evidence_knows_whether_it_is_of_this_code(package):
    """None at first, current when stored, of other code after a change."""
    assert evidence.stored("someorgan") is None
    assert evidence.store("someorgan", {"checks": [], "date": "2026-01-01"}) == package / evidence.FILE
    assert evidence.stored("someorgan")["is_current"]
    (package / "more.py").write_text("y = 1\n", encoding="utf-8")
    assert not evidence.stored("someorgan")["is_current"]
