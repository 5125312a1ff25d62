import numpy as np
import pytest

from vitruvian.engine.lanes import LANES, at_places


def _square(z, data):
    return -data * z @ z


def _root(z, data):
    return np.nan * z[0] + data


@pytest.mark.parametrize("count", [1, LANES, LANES + 1, 3 * LANES])
def test_each_place_has_its_own_density(count):
    """Any number of places, cut into lanes and padded, gives as many values in their order."""
    z = np.arange(2.0 * count).reshape(count, 2)
    assert at_places(_square, z, 0.5) == pytest.approx(-0.5 * np.sum(z**2, axis=1))


def test_a_place_where_the_model_fails_has_no_density():
    """Not a number becomes minus infinity, so that nothing is ever drawn there."""
    assert np.all(at_places(_root, np.ones((3, 2)), 1.0) == -np.inf)
