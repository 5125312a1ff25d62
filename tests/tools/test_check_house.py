"""The checks of the house."""

import importlib.util
import sys

import pytest


@pytest.fixture(scope="module")
def check_house(root):
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("check_house", root / "tools" / "check_house.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_house"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path):
    """A small checkout that keeps all rules."""
    for path, text in {
        "src/vitruvian/__init__.py": "",
        "src/vitruvian/core/time.py": "x = 1\n",
        "tests/core/test_time.py": "x = 1\n",
        "requirements/core.txt": "numpy==2.0 \\\n    --hash=sha256:00\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_sound_house_passes(check_house, house):
    """A checkout that keeps the rules gives 0."""
    assert check_house.main(house) == 0


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("src/vitruvian/core/time.py", "x = 1\n" * 401, "401 lines"),
        ("src/vitruvian/core/time.py", "def f():\n" + "    x = 1\n" * 60, "f has 61 lines"),
        ("src/vitruvian/core/units.py", "x = 1\n", "tests/core/test_units.py"),
        ("src/vitruvian/core/utils.py", "x = 1\n", "names no idea"),
        ("requirements/core.txt", "--find-links /opt\n", "an address"),
        ("requirements/core.txt", "x @ https://host/x.whl\n", "an address"),
    ],
)
def test_broken_rule_is_named(check_house, house, capsys, path, text, word):
    """Each broken rule is printed and gives 1."""
    (house / path).write_text(text)
    assert check_house.main(house) == 1
    assert word in capsys.readouterr().out
