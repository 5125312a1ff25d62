import numpy as np
import pytest

from vitruvian.engine.mixture import from_modes
from vitruvian.engine.population import COUNT, TURNS, walk

ALL = np.ones(2)
WIDE = from_modes(np.zeros((1, 2)), 9.0 * np.eye(2)[None], np.ones(1))


def _bent(width):
    """A banana: z1 given z0 is normal about z0²; its moments are known."""
    return lambda z: -0.5 * z[:, 0] ** 2 - 0.5 * ((z[:, 1] - z[:, 0] ** 2) / width) ** 2


def _two_hills(z):
    one, two = (-0.5 * np.sum((z - at) ** 2, axis=1) for at in (4.0, -4.0))
    return np.logaddexp(np.log(0.25) + one, np.log(0.75) + two)


def _start(seed=0, spread=2.0):
    return spread * np.random.default_rng(seed).standard_normal((COUNT, 2))


def test_a_bent_density_is_found_with_its_moments():
    """Means, variances and the correlation that no normal has agree with the closed form."""
    found = walk(_bent(0.5), _start(), WIDE, np.random.default_rng(1), ALL, 8000.0, 12)
    x, y = found.path.reshape(-1, 2).T
    assert [x.mean(), y.mean()] == pytest.approx([0.0, 1.0], abs=0.08)
    assert [x.var(), y.var()] == pytest.approx([1.0, 2.25], rel=0.1)
    assert np.mean((y - x**2) ** 2) == pytest.approx(0.25, rel=0.1)


def test_two_hills_get_their_shares():
    """Chains change hills by whole differences, so the shares are those of the density, not of the start."""
    found = walk(_two_hills, _start(2, 4.0), WIDE, np.random.default_rng(2), ALL, 2000.0, 8)
    assert np.mean(found.path[..., 0] > 0) == pytest.approx(0.25, abs=0.04)


def test_coordinates_out_of_use_stay_where_they_are():
    """The mask keeps a coordinate as it began."""
    one = np.array([1.0, 0.0])
    found = walk(_bent(0.3), _start(3) * one, WIDE, np.random.default_rng(3), one, 50.0, 2)
    assert np.all(found.path[..., 1] == 0.0)
    assert np.isinf(found.ess[1])


def test_it_goes_on_until_every_chain_has_forgotten_its_start():
    """Stopping needs turns as well as effective draws; the blocks are the limit."""
    found = walk(_bent(1.0), _start(4), WIDE, np.random.default_rng(4), ALL, 10.0, 12)
    assert found.turns >= TURNS
    assert 0.0 < found.acceptance < 1.0


def test_a_place_without_a_density_is_never_entered():
    """Proposals at which the model fails are refused."""

    def half(z):
        return np.where(z[:, 0] > 0, -0.5 * np.sum(z**2, axis=1), -np.inf)

    found = walk(half, np.abs(_start(5)), WIDE, np.random.default_rng(5), ALL, 100.0, 2)
    assert np.all(found.path[..., 0] > 0)


def test_the_same_key_gives_the_same_bytes():
    """No hidden randomness."""
    one, two = (walk(_bent(0.3), _start(), WIDE, np.random.default_rng(6), ALL, 10.0, 1) for _ in range(2))
    assert one.path.tobytes() == two.path.tobytes()
