"""`vitruvian doctor`."""

import json
import sys

import pytest

from vitruvian.cli.doctor import folder, mode_advice, speed_advice
from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute


def test_doctor_tells_versions_and_folders_as_json(tmp_path, capsys):
    """The object names Python, the packages and both folders."""
    assert execute(vitruvian, ["doctor", "--json", "--home", str(tmp_path / "none")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["python"] == sys.version.split()[0]
    assert found["packages"]["jax"]
    assert found["home"] == {"path": str(tmp_path / "none"), "exists": False, "mode": None}


def test_doctor_tells_people_the_same(tmp_path, capsys):
    """Without --json the lines name home, cache, data and advice."""
    assert execute(vitruvian, ["doctor", "--home", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("home ", "cache ", "data ", "advice ", str(tmp_path)))


@pytest.mark.parametrize(
    ("python", "jax", "word"),
    [((3, 11), "0.10.2", "3.12"), ((3, 13), "0.11.0", "older"), ((3, 13), None, "not installed")],
)
def test_slow_installation_gets_advice(python, jax, word):
    """An older Python or JAX is named with what to do."""
    assert word in speed_advice(python, jax)[0]


def test_fast_installation_gets_none():
    """On Python 3.12 with jax 0.12 there is nothing to say."""
    assert speed_advice((3, 12), "0.12.0") == []


def test_folder_open_to_others_gets_advice(tmp_path):
    """A home that others may read is named with the remedy; a closed one is not."""
    tmp_path.chmod(0o755)
    assert "chmod 700" in mode_advice("home", folder(tmp_path))[0]
    tmp_path.chmod(0o700)
    assert mode_advice("home", folder(tmp_path)) == []
