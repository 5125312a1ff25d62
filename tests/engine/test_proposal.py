import numpy as np
import pytest

from vitruvian.engine.gauss_newton import differences, gauss_newton
from vitruvian.engine.proposal import MODES, TAILS, first_proposal


def _round_hill(z):
    return np.concatenate([z, (z - 0.5) / 0.2], axis=1)


def _hill_with_a_shelf(z):
    """Steep around 1, but falling only slowly below 0.6."""
    slow = 2.0 + 0.1 * (0.6 - z[:, :1])
    return np.concatenate([np.where(z[:, :1] > 0.6, (z[:, :1] - 1.0) / 0.2, slow), z[:, 1:]], axis=1)


def _proposed(residuals, size, mask=None):
    mask = np.ones(size) if mask is None else mask
    starts = np.random.default_rng(0).normal(size=(8, size))
    starts[:, 0] = 1.05
    modes = gauss_newton(differences(residuals), starts, np.ones(size), 15)
    return first_proposal(differences(residuals), modes.rows(np.argsort(modes.objective)), mask, size)


def test_a_single_round_mode_fills_all_components():
    """One mode without tails: every component is on it, and the shares add up to one."""
    found = _proposed(_round_hill, 2)
    centre = 0.5 * 25.0 / 26.0
    assert found.mean.shape == (MODES + TAILS, 2)
    assert np.asarray(found.mean) == pytest.approx(np.full((MODES + TAILS, 2), centre), abs=1e-4)
    assert float(found.weight.sum()) == pytest.approx(1.0)


def test_a_shelf_beside_the_mode_gets_a_component():
    """Where the profile falls more slowly than the curvature foretells, draws are made."""
    found = _proposed(_hill_with_a_shelf, 2)
    assert float(found.mean[:, 0].min()) < 0.5
    assert float(found.mean[:, 0].max()) == pytest.approx(1.0, abs=0.05)


def test_coordinates_out_of_use_are_left_at_zero():
    """They have unit scale and no mean, as the sampler expects."""
    found = _proposed(_round_hill, 2, np.array([1.0, 0.0]))
    assert not np.any(np.asarray(found.mean[:, 1]))
    assert np.asarray(found.root[:, 1, 1]) == pytest.approx(np.ones(MODES + TAILS))
