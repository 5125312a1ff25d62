"""The package as a user imports it."""

import subprocess
import sys

import pytest

import vitruvian


def test_import_is_light():
    """`import vitruvian` imports neither numpy nor jax."""
    code = "import sys, vitruvian; print({'numpy', 'jax'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", vitruvian.__all__)
def test_every_public_name_loads(name):
    """What `__all__` promises can be had."""
    assert getattr(vitruvian, name) is not None
    assert name in dir(vitruvian)


def test_unknown_name_is_an_attribute_error():
    """A misspelt public name fails as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'twln'"):
        _ = vitruvian.twln
