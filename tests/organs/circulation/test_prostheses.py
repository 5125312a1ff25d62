"""Open areas by make and size."""

import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.prostheses import MAKES, PROSTHESES, SIZES, implanted, make_of


def sizes(make, size):
    """One prosthesis of all makes."""
    out = np.zeros(len(MAKES))
    out[make_of(0.0, make)] = size
    return jnp.asarray(out)


def test_none_is_none():
    """Size 0 everywhere."""
    assert [float(x) for x in implanted(jnp.zeros(len(MAKES)), 0.0)] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("make", "size", "area"), [("sapien3", 23.0, 1.45), ("evolut", 34.0, 2.60), ("onx", 25.0, 2.4)]
)
def test_the_mean_is_the_published_one(make, size, area):
    """Over draws of its spread."""
    z = jnp.asarray(np.random.default_rng(0).standard_normal(20000))
    assert float(jnp.mean(implanted(sizes(make, size), z)[0])) == pytest.approx(area, rel=0.01)


def test_larger_labels_are_wider_within_a_make():
    """Which rows shifted by a transcription would not be."""
    assert all(list(one.areas) == sorted(one.areas) for one in PROSTHESES)


def test_every_make_has_sizes():
    """What a plan may name is what there is."""
    assert [make for make, _ in SIZES] == list(MAKES)
