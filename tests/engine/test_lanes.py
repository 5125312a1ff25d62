import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.engine.lanes import LANES, at_places


def _square(z, data):
    return -data * z @ z


def _twice(z, data):
    return jnp.concatenate([z, z + data])


@pytest.mark.parametrize("count", [1, LANES, LANES + 1, 3 * LANES])
def test_each_place_has_its_own_density(count):
    """Any number of places, cut into lanes and padded, gives as many values in their order."""
    z = np.arange(2.0 * count).reshape(count, 2)
    assert at_places(_square, z, 0.5) == pytest.approx(-0.5 * np.sum(z**2, axis=1))


def test_values_may_be_arrays():
    """A function that gives several numbers gives a row a place."""
    assert at_places(_twice, np.ones((3, 2)), 1.0).shape == (3, 4)
