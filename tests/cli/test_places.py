"""Where things are."""

from pathlib import Path

from vitruvian.cli.places import checkout, default_cache, default_home, samples, shared_data


def test_environment_names_home_and_cache(monkeypatch, tmp_path):
    """$VITRUVIAN_HOME and $VITRUVIAN_CACHE win over the user's folders."""
    monkeypatch.setenv("VITRUVIAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VITRUVIAN_CACHE", str(tmp_path / "cache"))
    assert (default_home(), default_cache()) == (tmp_path / "home", tmp_path / "cache")


def test_home_and_cache_are_apart(monkeypatch):
    """By default data and compiled programs lie in two folders of the user."""
    monkeypatch.delenv("VITRUVIAN_HOME", raising=False)
    monkeypatch.delenv("VITRUVIAN_CACHE", raising=False)
    assert default_home() != default_cache()
    assert default_home().is_absolute()


def test_chosen_data_folder_wins(monkeypatch, tmp_path):
    """--data comes before $VITRUVIAN_DATA, and a folder without data/ is none."""
    (tmp_path / "mine" / "data").mkdir(parents=True)
    (tmp_path / "other" / "data").mkdir(parents=True)
    monkeypatch.setenv("VITRUVIAN_DATA", str(tmp_path / "other"))
    assert shared_data(tmp_path / "mine") == tmp_path / "mine"
    assert shared_data() == tmp_path / "other"
    assert shared_data(tmp_path) is None


def test_checkout_is_this_one(root):
    """Run from a checkout, its root is found, and the sample person in it."""
    assert checkout() in (root, None)
    assert Path(samples()).is_dir()
