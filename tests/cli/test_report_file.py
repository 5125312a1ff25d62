"""A place for the report is judged before any work."""

import os

import pytest


def test_a_missing_folder_is_refused_before_the_work(say, empty, tmp_path):
    """The file, the folder that is not there and what to do are said; nothing is computed."""
    place = tmp_path / "nowhere" / "report.html"
    for words in (
        ("forecast", "bob"),
        ("trend", "bob"),
        ("what-if", "bob", "--plan", "as planned"),
        ("demo",),
    ):
        said = say(*words, "--report", place, "--home", empty)
        assert said.code == 2
        assert f"cannot write {place}: {place.parent} is no folder: make it" in " ".join(said.err.split())


def test_a_folder_is_no_file(say, empty, tmp_path):
    """A folder is refused as one."""
    said = say("demo", "--report", tmp_path, "--home", empty)
    assert said.code == 2
    assert "it is a folder: name a file in it" in " ".join(said.err.split())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_locked_folder_is_refused(say, empty, tmp_path):
    """A folder that this user may not write to is named."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    said = say("demo", "--report", locked / "report.html", "--home", empty)
    assert said.code == 2
    assert "may not be written by you" in " ".join(said.err.split())
