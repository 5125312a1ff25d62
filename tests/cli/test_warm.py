"""Compiling ahead."""

from vitruvian.cli.places import default_cache


def test_programs_are_compiled_and_no_record_is_touched(say, tmp_path):
    """The cache has entries afterwards; the home is not even made."""
    said = say("warm", "--home", tmp_path / "home", "--json")
    assert said.code == 0
    assert said.json["wall_s"] > 0.0
    assert not (tmp_path / "home").exists()
    assert any(default_cache().rglob("*-cache"))
